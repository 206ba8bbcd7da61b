"""The kernels of conv_transpose2d; conv_transpose2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, gcd, residue
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w,
        block_count, lot_last, pieces, share, tall, tasks, wide):
    """y[n, g·Og+o, q, q′] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n, g·Cg+c, q+p_t−d_h·t,
        q′+p_l−d_w·t′]
    """
    dtype = x.dtype
    planes = np.empty((Cg, max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((Og, Cg, KH, KW, 16), dtype)
    starts = np.empty((Og, 16), dtype)
    tile = np.empty((Og, OH, OW, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            lefts[U(tap)] = KH * KW * c * 16 + t_ * 16 + KW * t * 16
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            rights[U(tap)] = c * tall * wide * 16 + d_w * t_ * 16 + d_h * t * wide * 16
        for lot in range(part * share // N, min((part * share + share - 1) // N + 1, lot_last + 1,
                block_count)):
            block = lot
            # y[n, g·Og+o, q, q′] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n, g·Cg+c,
            #     q+p_t−d_h·t, q′+p_l−d_w·t′]
            for o in range(Og):
                for lane in range(min(16, G - (block * 16))):
                    starts[U(o), U(lane)] = b[U(Og * block * 16 + Og * lane + o)]
            for o in range(Og):
                for c in range(Cg):
                    pad_abreast(weights, (o, c, 0, 0, 0), KW * 16, 16, w, (Cg * block * 16 + c, o, KH - 1,
                            KW - 1), -KW, -1, Cg * KH * KW * Og, KH, KW, min(16, G - (block * 16)), 0, KH, 0,
                            KW)
            for n in range(max(0, part * share - (N * lot)), min(N, tasks - (N * lot),
                    part * share + share - (N * lot))):
                for c in range(Cg):
                    pad_abreast(planes, (c, 0, 0, 0), wide * 16, 16, x, (n, Cg * block * 16 + c,
                            d_h + p_t - (KH * d_h), d_w + p_l - (KW * d_w)), W, 1, Cg * H * W, tall, wide,
                            min(16, G - (block * 16)), KH * d_h - d_h - p_t, H + KH * d_h - d_h - p_t,
                            KW * d_w - d_w - p_l, KW * d_w + W - d_w - p_l)
                correlate_abreast(tile, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts, (0, 0), 16, weights,
                        (0, 0, 0, 0, 0), Cg * KH * KW * 16, lefts, planes, (0, 0, 0, 0), wide * 16, 16,
                        rights, KH, len(rights), Og, OH, OW, min(16, G - (block * 16)))
                for o in range(Og):
                    lay_abreast(y, (n, Og * block * 16 + o, 0, 0), OW, 1, OH * OW * Og, tile, (o, 0, 0, 0),
                            OW * 16, 16, OH, OW, min(16, G - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w,
        high, pieces, share, strips, tall, tasks, wide):
    """y[n, g·Og+o, q, q′] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n, g·Cg+c, q+p_t−d_h·t,
        q′+p_l−d_w·t′]
    """
    dtype = x.dtype
    planes = np.empty((Cg, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            lefts[U(tap)] = KH * KW * Og * c - t_ - (KW * t)
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            rights[U(tap)] = c * tall * wide + d_w * t_ + d_h * t * wide
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * strips)
            g = turn_2 // strips % G
            strip = turn_2 % strips
            # y[n, g·Og+o, q, q′] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n, g·Cg+c,
            #     q+p_t−d_h·t, q′+p_l−d_w·t′]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                top = KH * d_h - d_h - p_t - (high * strip)
                bottom = H + KH * d_h - d_h - p_t - (high * strip)
                pad(planes, (c, 0, 0), wide, x, (n, c + Cg * g, d_h + p_t + high * strip - (KH * d_h),
                        d_w + p_l - (KW * d_w)), W, 1, tall, wide, top, bottom, KW * d_w - d_w - p_l,
                        KW * d_w + W - d_w - p_l)
            correlate(y, (n, Og * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w, (Cg * g, 0, KH - 1,
                    KW - 1), KH * KW, lefts, planes, (0, 0, 0), wide, rights, KH, len(rights), Og, min(high,
                    OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels_apart2, Cg, G, Og, KH, KW, wide2):
    """panels2[g, col_part2, (c·KH+t)·KW+t′, o−col_part2·wide2] = w[g·Cg+c, o, t, t′]"""
    for task in range(first, last):
        g = task // (Cg * ((Og - 1) // wide2 + 1))
        c = task // (((Og - 1) // wide2 + 1)) % Cg
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, (c·KH+t)·KW+t′, o−col_part2·wide2] = w[g·Cg+c, o, t, t′]
        turn(panels_apart2, (g, col_part2, c, 0, 0), wide2, w,
                KH * KW * Og * c + KH * KW * col_part2 * wide2 + Cg * KH * KW * Og * g, KH * KW, 1, min(wide2,
                Og - (col_part2 * wide2)), KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, panels2, x_padded2, y_lines2, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t,
        p_l, d_h, d_w, deep2, depth2, high2, line2_last, line2_last2, quotient_Og_wide2, rows2, skipping2,
        wide2, x_from22, x_from32, x_size22, x_size32):
    """y[n, g·Og+o, q, q′] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n, g·Cg+c, q+p_t−d_h·t,
        q′+p_l−d_w·t′]
    """
    dtype = b.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((2, high2), np.int64)
    most2 = np.empty((2, high2), np.int64)
    place2 = np.empty((2, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for c in range(Cg):
        for t in range(KH):
            for t_ in range(KW):
                left_at2[U(KH * KW * c + t_ + KW * t)] = (
                    c * x_size22 * x_size32 - (d_w * t_) - (d_h * t * x_size32)
                )
                place2[0, U(KH * KW * c + t_ + KW * t)] = -d_h * t
                place2[1, U(KH * KW * c + t_ + KW * t)] = -d_w * t_
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # y[n, g·Og+o, q, q′] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n, g·Cg+c,
        #     q+p_t−d_h·t, q′+p_l−d_w·t′]
        for line2 in range(high2 * row_part2 // OW, min((high2 + high2 * row_part2 - 1) // OW + 1,
                line2_last + 1, N * OH)):
            n = line2 // OH
            q = line2 % OH
            for q_ in range(max(0, high2 * row_part2 - (OW * line2)), min(OW, rows2 - (OW * line2),
                    high2 + high2 * row_part2 - (OW * line2))):
                row_at2[U(OW * line2 + q_ - (high2 * row_part2))] = (
                    Cg * g * x_size22 * x_size32
                    + Cg * G * n * x_size22 * x_size32
                    + p_l
                    + p_t * x_size32
                    + q_
                    + q * x_size32
                    - (x_from22 * x_size32)
                    - x_from32
                )
                least2[0, U(OW * line2 + q_ - (high2 * row_part2))] = -p_t - q
                most2[0, U(OW * line2 + q_ - (high2 * row_part2))] = H - p_t - q - 1
                least2[1, U(OW * line2 + q_ - (high2 * row_part2))] = -p_l - q_
                most2[1, U(OW * line2 + q_ - (high2 * row_part2))] = W - p_l - q_ - 1
        contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 2, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (OH * OW),
                min((high2 + high2 * row_part2 - 1) // (OH * OW) + 1, line2_last2 + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
                b_here = b[U(Og * g + o)]
                for run2 in range(max(0, high2 * row_part2 - (OH * OW * line2)), min(OH * OW,
                        rows2 - (OH * OW * line2), high2 + high2 * row_part2 - (OH * OW * line2))):
                    y_lines2[U(n), U(Og * g + o), U(run2)] = (
                        b_here
                        + turned2[U(o - (col_part2 * wide2)), U(OH * OW * line2 + run2 - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w,
        c_block_last):
    """y[n, g·Og+o, q, q′] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n, g·Cg+c, q+p_t−d_h·t,
        q′+p_l−d_w·t′]
    """
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        q = task % OH
        # y[n, g·Og+o, q, q′] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n, g·Cg+c,
        #     q+p_t−d_h·t, q′+p_l−d_w·t′]
        b_here = b[U(Og * g + o)]
        for q_ in range(OW):
            y[U(n), U(Og * g + o), U(q), U(q_)] = b_here
        for q_ in range(OW):
            rest[U(q_)] = T(0)
        t_first = -((H - p_t - q - 1) // d_h)
        t_last = (p_t + q) // d_h
        for c_block in range(c_block_last + 1):
            for q_ in range(OW):
                part2[U(q_)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KH, t_last + 1)):
                    for t_ in range(KW - 1, -1, -1):
                        w_here = w[U(c + Cg * g), U(o), U(t), U(t_)]
                        for q_ in range(max(0, d_w * t_ - p_l), min(OW, W + d_w * t_ - p_l)):
                            part2[U(q_)] += (
                                w_here
                                * x[U(n), U(c + Cg * g), U(p_t + q - (d_h * t)), U(p_l + q_ - (d_w * t_))]
                            )
            for q_ in range(OW):
                y[U(n), U(Og * g + o), U(q), U(q_)], rest[U(q_)] = carried(y[U(n), U(Og * g + o), U(q), U(q_)], rest[U(q_)], part2[U(q_)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast2(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, block_count, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd,
        share, tasks):
    """y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = b[g·Og+o] + Σ_{c,t,t′ : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋,
        gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = x.dtype
    raw = np.empty((share, Cg, H, W, 16), dtype)
    starts = np.empty((Og, 16), dtype)
    tile = np.empty((share, Og, OH, OW, 16), dtype)
    for part in range(first, last):
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            for c in range(Cg):
                pad_abreast(raw, (turn_2 - (part * share), c, 0, 0, 0), W * 16, 16, x, (n,
                        Cg * block * 16 + c, 0, 0), W, 1, Cg * H * W, H, W, min(16, G - (block * 16)), 0, H,
                        0, W)
        for r in range(s_h):
            t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
            q_count = (OH + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
            tall = d_h_by_gcd * t_count + q_count - d_h_by_gcd
            res_r = residue(d_h, r, s_h)
            quotient_r = (r - p_t) // s_h
            quotient_r2 = (d_h * res_r - r) // s_h
            q_last = (OH + p_t - r - 1) // s_h
            for r_ in range(s_w):
                t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                q__count = (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
                lefts = np.empty(max(0, Cg * t__count * t_count), np.int64)
                for tap in range(Cg * t__count * t_count):
                    c = tap // (t__count * t_count)
                    t_ = tap // t_count % t__count
                    t = tap % t_count
                    lefts[U(tap)] = c * t__count * t_count * 16 + t_ * 16 + t * t__count * 16
                rights = np.empty(max(0, Cg * t__count * t_count), np.int64)
                for tap in range(Cg * t__count * t_count):
                    c = tap // (t__count * t_count)
                    t_ = tap // t_count % t__count
                    t = tap % t_count
                    rights[U(tap)] = c * tall * wide * 16 + d_w_by_gcd * t_ * 16 + d_h_by_gcd * t * wide * 16
                planes = np.empty((Cg, max(0, tall), max(0, wide), 16), dtype)
                weights = np.empty((Og, Cg, max(0, t_count), max(0, t__count), 16), dtype)
                res_r_ = residue(d_w, r_, s_w)
                quotient_r_ = (r_ - p_l) // s_w
                quotient_r_2 = (d_w * res_r_ - r_) // s_w
                q__last = (OW + p_l - r_ - 1) // s_w
                for turn_2 in range(part * share, min(part * share + share, tasks)):
                    d_h_by_gcd2 = d_h // gcd_s_h_d_h
                    quotient_r3 = (KH - res_r - 1) // (s_h // gcd_s_h_d_h)
                    d_w_by_gcd2 = d_w // gcd_s_w_d_w
                    quotient_r_3 = (KW - res_r_ - 1) // (s_w // gcd_s_w_d_w)
                    block = turn_2 // N
                    n = turn_2 % N
                    # y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                    for o in range(Og):
                        for lane in range(min(16, G - (block * 16))):
                            starts[U(o), U(lane)] = b[U(Og * block * 16 + Og * lane + o)]
                    for o in range(Og):
                        s_h_by_gcd2 = s_h // gcd_s_h_d_h
                        quotient_r4 = (KH - res_r - 1) // (s_h // gcd_s_h_d_h)
                        s_w_by_gcd2 = s_w // gcd_s_w_d_w
                        quotient_r_4 = (KW - res_r_ - 1) // (s_w // gcd_s_w_d_w)
                        for c in range(Cg):
                            bottom = t_count if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                            aft = t__count if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                            pad_abreast(weights, (o, c, 0, 0, 0), t__count * 16, 16, w, (Cg * block * 16 + c,
                                    o, quotient_r4 * s_h_by_gcd2 + res_r,
                                    quotient_r_4 * s_w_by_gcd2 + res_r_), -KW * s_h_by_gcd2, -s_w_by_gcd2,
                                    Cg * KH * KW * Og, t_count, t__count, min(16, G - (block * 16)), 0,
                                    bottom, 0, aft)
                    for c in range(Cg):
                        pad_abreast(planes, (c, 0, 0, 0), wide * 16, 16, raw, (turn_2 - (part * share), c,
                                -d_h_by_gcd2 * quotient_r3 - quotient_r - quotient_r2,
                                -d_w_by_gcd2 * quotient_r_3 - quotient_r_ - quotient_r_2, 0), W * 16, 16, 1,
                                tall, wide, min(16, G - (block * 16)),
                                d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                                H + d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                                d_w_by_gcd2 * quotient_r_3 + quotient_r_ + quotient_r_2,
                                W + d_w_by_gcd2 * quotient_r_3 + quotient_r_ + quotient_r_2)
                    taps = len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                    correlate_abreast(tile, (turn_2 - (part * share), 0, r - p_t - (quotient_r * s_h),
                            r_ - p_l - (quotient_r_ * s_w), 0), OH * OW * 16, OW * s_h * 16, s_w * 16, starts,
                            (0, 0), 16, weights, (0, 0, 0, 0, 0), Cg * t__count * t_count * 16, lefts, planes,
                            (0, 0, 0, 0), wide * 16, 16, rights, t_count, taps, Og, q_last + quotient_r + 1,
                            q__last + quotient_r_ + 1, min(16, G - (block * 16)))
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            # y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for o in range(Og):
                lay_abreast(y, (n, Og * block * 16 + o, 0, 0), OW, 1, OH * OW * Og, tile,
                        (turn_2 - (part * share), o, 0, 0, 0), OW * 16, 16, OH, OW, min(16, G - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations2(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd):
    """y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = b[g·Og+o] + Σ_{c,t,t′ : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋,
        gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = x.dtype
    starts = np.empty(Og, dtype)
    for task in range(first, last):
        part = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count = (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
        q_count = (OH + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most = max(32768 // max(Cg * wide, 1), 8)
        cuts = max((q_count - 1) // most + 1, 1)
        high = max(min(((q_count - 1) // (cuts * 4)) * 4 + 4, q_count), 1)
        strips = max((q_count - 1) // high + 1, 1)
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t_count + high - d_h_by_gcd
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, Cg * t__count * t_count), np.int64)
        for tap in range(Cg * t__count * t_count):
            c = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            lefts[U(tap)] = KH * KW * Og * c - (s_w_by_gcd * t_) - (KW * s_h_by_gcd * t)
        rights = np.empty(max(0, Cg * t__count * t_count), np.int64)
        for tap in range(Cg * t__count * t_count):
            c = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            rights[U(tap)] = c * tall * wide + d_w_by_gcd * t_ + d_h_by_gcd * t * wide
        planes = np.empty((Cg, max(0, tall), max(0, wide)), dtype)
        quotient_r = (r - p_t) // s_h
        quotient_r2 = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r3 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
        quotient_r_ = (r_ - p_l) // s_w
        quotient_r_2 = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r_3 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
        q_last = (OH + p_t - r - 1) // s_h
        q__last = (OW + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            s_h_by_gcd2 = s_h // gcd_s_h_d_h
            s_w_by_gcd2 = s_w // gcd_s_w_d_w
            n = turn_2 // (G * strips)
            g = turn_2 // strips % G
            strip = turn_2 % strips
            # y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                top = d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
                bottom = H + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
                pad(planes, (c, 0, 0), wide, x, (n, c + Cg * g,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), W, 1, tall, wide, top,
                        bottom, d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        W + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            taps = len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
            correlate(y, (n, Og * g, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), OH * OW, OW * s_h, s_w, starts, (0,), 1, w, (Cg * g, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), KH * KW, lefts,
                    planes, (0, 0, 0), wide, rights, t_count, taps, Og, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks3(first, last, w, panels_apart2, Cg, G, Og, KH, KW, quotient_Og_wide2, res_r, res_r_,
        s_h_by_gcd, s_w_by_gcd, t__count2, t__last, t_count2, t_last2, wide2):
    """panels2[g, col_part2, t'_count2′·t_count2·c+t'_count2′·t+t′, o−col_part2·wide2] = w[g·Cg+c, o,
        t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
    """
    for task in range(first, last):
        g = task // (Cg * (quotient_Og_wide2 + 1))
        c = task // ((quotient_Og_wide2 + 1)) % Cg
        col_part2 = task % (quotient_Og_wide2 + 1)
        # panels2[g, col_part2, t'_count2′·t_count2·c+t'_count2′·t+t′, o−col_part2·wide2] =
        #     w[g·Cg+c, o, t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h),
        #     t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
        for t in range(t_last2 + 1):
            turn(panels_apart2, (g, col_part2, c, t * t__count2, 0), wide2, w,
                    KW * res_r + KH * KW * Og * c + KH * KW * col_part2 * wide2 + Cg * KH * KW * Og * g + res_r_ + KW * s_h_by_gcd * t,
                    KH * KW, s_w_by_gcd, min(wide2, Og - (col_part2 * wide2)), t__count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks4(first, last, b, y, panels2, x_padded2, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, p_t, p_l,
        d_h_by_gcd2, d_w_by_gcd2, deep2, depth2, gcd_s_h_d_h, gcd_s_w_d_w, high2, line2_last, q__count2,
        q__last, q_count2, q_first, q_last, quotient_Og_wide2, quotient_r, quotient_r_, quotient_r_2, r, r_,
        row_part2_last, rows2, skipping2, t__count2, t__last, t_count2, t_last, wide2, x_from22, x_from32,
        x_size22, x_size32):
    """y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = b[g·Og+o] + Σ_{c,t,t′ : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋,
        gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = b.dtype
    T = dtype.type
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((2, high2), np.int64)
    most2 = np.empty((2, high2), np.int64)
    place2 = np.empty((2, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        g = task // ((row_part2_last + 1) * (quotient_Og_wide2 + 1))
        row_part2 = task // ((quotient_Og_wide2 + 1)) % (row_part2_last + 1)
        col_part2 = task % (quotient_Og_wide2 + 1)
        # y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for line2 in range(high2 * row_part2 // q__count2,
                min((high2 + high2 * row_part2 - 1) // q__count2 + 1, line2_last + 1, N * q_count2)):
            n = line2 // q_count2
            q = line2 % q_count2 + q_first
            for q_ in range(max(-quotient_r_, high2 * row_part2 - (line2 * q__count2) - quotient_r_),
                    min(q__last + 1, rows2 - (line2 * q__count2) - quotient_r_,
                    high2 + high2 * row_part2 - (line2 * q__count2) - quotient_r_)):
                row_at2[U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))] = (
                    Cg * g * x_size22 * x_size32
                    + Cg * G * n * x_size22 * x_size32
                    + q_
                    + q * x_size32
                    - quotient_r_2
                    - (quotient_r * x_size32)
                    - (x_from22 * x_size32)
                    - x_from32
                )
                least2[0, U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))] = quotient_r - q
                most2[0, U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))] = (
                    H + quotient_r - q - 1
                )
                least2[1, U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))] = quotient_r_2 - q_
                most2[1, U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))] = (
                    W + quotient_r_2 - q_ - 1
                )
        for p2 in range(min(high2, rows2 - (high2 * row_part2))):
            for q2 in range(min(wide2, Og - (col_part2 * wide2))):
                tile2[U(p2), U(q2)] = T(0)
        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count2 >= 1 and t__count2 >= 1:
            for c in range(Cg):
                for t in range(t_count2):
                    for t_ in range(t__count2):
                        left_at2[U(c * t__count2 * t_count2 + t_ + t * t__count2)] = (
                            c * x_size22 * x_size32 - (d_w_by_gcd2 * t_) - (d_h_by_gcd2 * t * x_size32)
                        )
                        place2[0, U(c * t__count2 * t_count2 + t_ + t * t__count2)] = -d_h_by_gcd2 * t
                        place2[1, U(c * t__count2 * t_count2 + t_ + t * t__count2)] = -d_w_by_gcd2 * t_
            for k2 in range(depth2):
                right_at2[U(k2)] = k2 * wide2
            contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                    col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                    right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                    depth2, deep2, least2, most2, place2, high2, depth2, 2, skipping2,
                    np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // q__count2,
                min((high2 + high2 * row_part2 - 1) // q__count2 + 1, line2_last + 1, N * q_count2)):
            n = line2 // q_count2
            q = line2 % q_count2 + q_first
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
                b_here = b[U(Og * g + o)]
                for q_ in range(max(-quotient_r_, high2 * row_part2 - (line2 * q__count2) - quotient_r_),
                        min(q__last + 1, rows2 - (line2 * q__count2) - quotient_r_,
                        high2 + high2 * row_part2 - (line2 * q__count2) - quotient_r_)):
                    y[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                        b_here
                        + turned2[U(o - (col_part2 * wide2)),
                                U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = b[g·Og+o] + Σ_{c,t,t′ : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋,
        gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = x.dtype
    T = dtype.type
    rest2 = np.empty(0, dtype)
    part3 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (G * Og * s_h * s_w)
        g = task // (Og * s_h * s_w) % G
        o = task // (s_h * s_w) % Og
        r = task // s_w % s_h
        r_ = task % s_w
        b_here = b[U(Og * g + o)]
        q__first = -((r_ - p_l) // s_w)
        q__last = (OW + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                y[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = b_here
            if rest2.size < max(0, (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
                rest2 = np.empty(max(0, (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
            if part3.size < max(0, (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
                part3 = np.empty(max(0, (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
            for q_ in range(q__first, q__last + 1):
                rest2[U(q_ - q__first)] = T(0)
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for c_block in range(c_block_last + 1):
                    for q_ in range(q__first, q__last + 1):
                        part3[U(q_ - q__first)] = T(0)
                    t_first = -((H + quotient_r - q - 1) // d_h_by_gcd)
                    t_last = (KH - res_r - 1) // s_h_by_gcd
                    t_last2 = (q - quotient_r) // d_h_by_gcd
                    for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                        t__last = (KW - res_r_ - 1) // s_w_by_gcd
                        for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                            for t_ in range(t__last, -1, -1):
                                w_here = w[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                                for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                        W + quotient_r_ + d_w_by_gcd * t_)):
                                    part3[U(q_ - q__first)] += (
                                        w_here
                                        * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                                U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    )
                    for q_ in range(q__first, q__last + 1):
                        y[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest2[U(q_ - q__first)] = carried(y[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest2[U(q_ - q__first)], part3[U(q_ - q__first)])


def _forward(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n, g·Og+o, a, b] = b[g·Og+o] + Σ_{c,u,v} w[g·Cg+c, o, u, v] · x[n, g·Cg+c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] · [s_h ∣ a + p_t − d_h·u, s_w ∣ b + p_l − d_w·v]

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    dtype = y.dtype
    if s_h == 1 and s_w == 1:
        again = not (
            abreast(
                G >= 8
                and 16384 >= Cg * KH * KW * Og
                and max(min(8192 - (Cg * H * W), 8192 - (OH * OW), 16 - W, 3 - Cg), min(32 - max(Cg, Og),
                        32768 - max(Cg * H * W, OH * OW * Og), G * 9 - (((G - 1) // 16) * 128) - 128,
                        max(OW % 16 - 1, 16 - W), min(Cg, KH * KW, Og) - 4,
                        N + ((G - 1) // 16) * N - 16)) >= 0
            )
            and finite(w, y)
        )
        if not again:
            tall = KH * d_h + OH - d_h
            wide = KW * d_w + OW - d_w
            block_count = (G - 1) // 16 + 1
            pieces = parts(N * block_count)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            lot_last = (tasks - 1) // N
            launch(_forward_abreast, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, b, y, N, Cg, G,
                    H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w, block_count, lot_last, pieces, share, tall,
                    tasks, wide)
            again = not (finite(y, w))
        if again:
            again = not (
                correlations(
                    OH >= KH
                    and OW >= KW
                    and W >= 4
                    and 0 >= min(
                        max(Cg - 16, Cg * KH * KW - 128),
                        max(2 - (KH * KW), min(1 - (Og % 16), Cg * KH * KW - 256), Og - 24),
                        Og - 8,
                    )
                )
                and finite(w, y)
            )
            if not again:
                wide = KW * d_w + OW - d_w
                most = max(32768 // max(Cg * wide, 1), 8)
                cuts = max((OH - 1) // most + 1, 1)
                high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
                strips = max((OH - 1) // high + 1, 1)
                tall = KH * d_h + high - d_h
                pieces = parts(G * N * strips)
                tasks = G * N * strips
                share = max((tasks - 1) // pieces + 1, 1)
                launch(_forward_correlations, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, b, y,
                        N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w, high, pieces, share, strips,
                        tall, tasks, wide)
                again = not (finite(y, w))
            if again:
                again = not (
                    blocks(
                        N * OH * OW >= 4
                        and Og >= 8
                        and Cg * KH * KW >= 4
                        and H * 2 + d_h + 17 >= KH * d_h + OH
                        and W * 2 + d_w + 17 >= KW * d_w + OW
                    )
                    and finite(w, y)
                )
                if not again:
                    rows2 = N * OH * OW
                    depth2 = Cg * KH * KW
                    x_from22 = min(d_h + p_t - (KH * d_h), 0)
                    x_size22 = max(H, OH + p_t) - x_from22
                    x_from32 = min(d_w + p_l - (KW * d_w), 0)
                    x_size32 = max(OW + p_l, W) - x_from32
                    x_padded2 = padded(x, (0, 0, x_from22, x_from32), (N, Cg * G, x_size22, x_size32))
                    wide2 = colblock(Og)
                    deep2 = depthblock()
                    high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                    skipping2 = skipping(H * W, x_size22 * x_size32)
                    panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                    panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, Cg, KH * KW, wide2))
                    launch(_forward_blocks, G * Cg * ((Og - 1) // wide2 + 1), Cg * G * KH * KW * Og, w,
                            panels_apart2, Cg, G, Og, KH, KW, wide2)
                    y_lines2 = y.reshape((N, G * Og, OH * OW))
                    line2_last = (rows2 - 1) // OW
                    quotient_Og_wide2 = (Og - 1) // wide2
                    line2_last2 = (rows2 - 1) // (OH * OW)
                    launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                            Cg * G * KH * KW * N * OH * OW * Og // 32, b, panels2, x_padded2, y_lines2, N, Cg,
                            G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w, deep2, depth2, high2, line2_last,
                            line2_last2, quotient_Og_wide2, rows2, skipping2, wide2, x_from22, x_from32,
                            x_size22, x_size32)
                    again = not (finite(y, w))
                if again:
                    c_block_last = (Cg - 1) // 1024
                    launch(_forward_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x, w, b, y,
                            N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l, d_h, d_w, c_block_last)
    else:
        again = not (
            abreast(G >= 8 and 8192 >= Cg * H * W and 8192 >= OH * OW and 16 >= W and 3 >= Cg)
            and finite(w, y)
        )
        if not again:
            block_count = (G - 1) // 16 + 1
            some = min(max(32768 // (OH * OW * 16), 1), 8)
            pieces = max((N * block_count - 1) // some + 1, 1)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_forward_abreast2, pieces,
                    (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, x, w, b, y,
                    N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, d_h_by_gcd,
                    d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd, share, tasks)
            again = not (finite(y, w))
        if again:
            again = not (correlations(W >= 4 and 0 >= min(Cg - 24, Og - 24)) and finite(w, y))
            if not again:
                some = min(max(32768 // (OH * OW), 8), 128)
                pieces = max((G * N - 1) // some + 1, 1)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                launch(_forward_correlations2, pieces * s_h * s_w,
                        (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                        0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, x, w, b,
                        y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd,
                        d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd)
                again = not (finite(y, w))
            if again:
                again = not (
                    blocks(
                        Og >= 8
                        and H * 2
                        + 16 >= -p_t // s_h
                        + (OH + p_t - 1) // s_h
                        + ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h, d_h))) * (d_h // gcd(s_h, d_h))
                        and W * 2
                        + 16 >= -p_l // s_w
                        + (OW + p_l - 1) // s_w
                        + ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w, d_w))) * (d_w // gcd(s_w, d_w))
                    )
                    and finite(w, y)
                )
                if not again:
                    s_h_by_gcd = s_h // gcd(s_h, d_h)
                    s_w_by_gcd = s_w // gcd(s_w, d_w)
                    d_h_by_gcd = d_h // gcd(s_h, d_h)
                    d_w_by_gcd = d_w // gcd(s_w, d_w)
                    wide2 = colblock(Og)
                    quotient_Og_wide2 = (Og - 1) // wide2
                    gcd_s_h_d_h = gcd(s_h, d_h)
                    gcd_s_w_d_w = gcd(s_w, d_w)
                    for r in range(s_h):
                        q_count2 = (OH + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
                        t_count2 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
                        x_from22 = min(
                            -((residue(d_h, r, s_h) * d_h - r) // s_h)
                            - ((r - p_t) // s_h)
                            - (((KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                            0,
                        )
                        x_size22 = (
                            max((OH + p_t - r - 1) // s_h + 1 - ((residue(d_h, r, s_h) * d_h - r) // s_h), H)
                            - x_from22
                        )
                        res_r = residue(d_h, r, s_h)
                        quotient_r = (d_h * res_r - r) // s_h
                        q_first = -((r - p_t) // s_h)
                        q_last = (OH + p_t - r - 1) // s_h
                        for r_ in range(s_w):
                            q__count2 = (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                            t__count2 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                            rows2 = N * q__count2 * q_count2
                            depth2 = Cg * t__count2 * t_count2
                            x_from32 = min(
                                -((residue(d_w, r_, s_w) * d_w - r_) // s_w)
                                - ((r_ - p_l) // s_w)
                                - (((KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                                0,
                            )
                            x_size32 = (
                                max(
                                    (OW + p_l - r_ - 1) // s_w
                                    + 1
                                    - ((residue(d_w, r_, s_w) * d_w - r_) // s_w),
                                    W,
                                )
                                - x_from32
                            )
                            high2 = rowblock(rows2, G * (quotient_Og_wide2 + 1))
                            skipping2 = skipping(H * W, x_size22 * x_size32)
                            t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
                            res_r_ = residue(d_w, r_, s_w)
                            quotient_r_ = (r_ - p_l) // s_w
                            quotient_r_2 = (d_w * res_r_ - r_) // s_w
                            q__last = (OW + p_l - r_ - 1) // s_w
                            d_w_by_gcd2 = d_w // gcd_s_w_d_w
                            d_h_by_gcd2 = d_h // gcd_s_h_d_h
                            t_last = (KH - res_r - 1) // s_h_by_gcd
                            row_part2_last = (rows2 - 1) // high2
                            if q_count2 >= 1 and q__count2 >= 1:
                                x_padded2 = padded(x, (0, 0, x_from22, x_from32), (N, Cg * G, x_size22, x_size32))
                                deep2 = depthblock()
                                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                                if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count2 >= 1 and t__count2 >= 1:
                                    panels_apart2 = panels2.reshape(
                                        (G, (Og - 1) // wide2 + 1, Cg, t__count2 * t_count2, wide2)
                                    )
                                    t_last2 = (KH - res_r - 1) // s_h_by_gcd
                                    launch(_forward_blocks3, G * Cg * (quotient_Og_wide2 + 1),
                                            ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h,
                                            d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
                                            d_w)) + 1) * Cg * G * Og, w, panels_apart2, Cg, G, Og, KH, KW,
                                            quotient_Og_wide2, res_r, res_r_, s_h_by_gcd, s_w_by_gcd,
                                            t__count2, t__last, t_count2, t_last2, wide2)
                                line2_last = (rows2 - 1) // q__count2
                                launch(_forward_blocks4, G * (row_part2_last + 1) * (quotient_Og_wide2 + 1),
                                        (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                                        0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                        s_w) - 1) // (s_w // gcd(s_w,
                                        d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, b, y, panels2,
                                        x_padded2, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, p_t, p_l,
                                        d_h_by_gcd2, d_w_by_gcd2, deep2, depth2, gcd_s_h_d_h, gcd_s_w_d_w,
                                        high2, line2_last, q__count2, q__last, q_count2, q_first, q_last,
                                        quotient_Og_wide2, quotient_r, quotient_r_, quotient_r_2, r, r_,
                                        row_part2_last, rows2, skipping2, t__count2, t__last, t_count2,
                                        t_last, wide2, x_from22, x_from32, x_size22, x_size32)
                    again = not (finite(y, w))
                if again:
                    s_h_by_gcd = s_h // gcd(s_h, d_h)
                    s_w_by_gcd = s_w // gcd(s_w, d_w)
                    d_h_by_gcd = d_h // gcd(s_h, d_h)
                    d_w_by_gcd = d_w // gcd(s_w, d_w)
                    c_block_last = (Cg - 1) // 1024
                    gcd_s_h_d_h = gcd(s_h, d_h)
                    gcd_s_w_d_w = gcd(s_w, d_w)
                    launch(_forward_plain2, N * G * Og * s_h * s_w,
                            (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                            s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, x, w, b,
                            y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last,
                            d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)
