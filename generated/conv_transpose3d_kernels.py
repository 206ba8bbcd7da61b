"""The kernels of conv_transpose3d; conv_transpose3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose3d`.  Do not edit.
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
def _forward_abreast(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t, p_l,
        d_d, d_h, d_w, block_count, lot_last, pieces, share, tall, tasks, wide):
    """y[n, g·Og+o, q, q′, q′′] = b[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t, t′′, t′′′] · x[n, g·Cg+c,
        q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
    """
    dtype = x.dtype
    planes = np.empty((Cg, KD, max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((Og, Cg, KD, KH, KW, 16), dtype)
    starts = np.empty((Og, 16), dtype)
    tile = np.empty((Og, OH, OW, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t_ = tap // (KW * KH) % KD
            t___ = tap // KH % KW
            t__ = tap % KH
            lefts[U(tap)] = KD * KH * KW * c * 16 + t___ * 16 + KW * t__ * 16 + KH * KW * t_ * 16
        rights = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t_ = tap // (KW * KH) % KD
            t___ = tap // KH % KW
            t__ = tap % KH
            rights[U(tap)] = (
                KD * c * tall * wide * 16 + d_w * t___ * 16 + d_h * t__ * wide * 16 + t_ * tall * wide * 16
            )
        for lot in range(part * share // OD, min((part * share + share - 1) // OD + 1, lot_last + 1,
                N * block_count)):
            block = lot // N
            n = lot % N
            # y[n, g·Og+o, q, q′, q′′] = b[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t, t′′, t′′′] ·
            #     x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
            for o in range(Og):
                for lane in range(min(16, G - (block * 16))):
                    starts[U(o), U(lane)] = b[U(Og * block * 16 + Og * lane + o)]
            for o in range(Og):
                for c in range(Cg):
                    for t_ in range(KD):
                        pad_abreast(weights, (o, c, t_, 0, 0, 0), KW * 16, 16, w, (Cg * block * 16 + c, o, t_,
                                KH - 1, KW - 1), -KW, -1, Cg * KD * KH * KW * Og, KH, KW, min(16,
                                G - (block * 16)), 0, KH, 0, KW)
            for q in range(max(0, part * share - (OD * lot)), min(OD, tasks - (OD * lot),
                    part * share + share - (OD * lot))):
                for c in range(Cg):
                    for t_ in range(KD):
                        bottom = (
                            H + KH * d_h - d_h - p_t
                            if p_f + q >= d_d * t_ and D + d_d * t_ >= p_f + q + 1
                            else 0
                        )
                        aft = (
                            KW * d_w + W - d_w - p_l
                            if p_f + q >= d_d * t_ and D + d_d * t_ >= p_f + q + 1
                            else 0
                        )
                        pad_abreast(planes, (c, t_, 0, 0, 0), wide * 16, 16, x, (n, Cg * block * 16 + c,
                                p_f + q - (d_d * t_), d_h + p_t - (KH * d_h), d_w + p_l - (KW * d_w)), W, 1,
                                Cg * D * H * W, tall, wide, min(16, G - (block * 16)), KH * d_h - d_h - p_t,
                                bottom, KW * d_w - d_w - p_l, aft)
                correlate_abreast(tile, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts, (0, 0), 16, weights,
                        (0, 0, 0, 0, 0, 0), Cg * KD * KH * KW * 16, lefts, planes, (0, 0, 0, 0, 0), wide * 16,
                        16, rights, KH, len(rights), Og, OH, OW, min(16, G - (block * 16)))
                for o in range(Og):
                    lay_abreast(y, (n, Og * block * 16 + o, q, 0, 0), OW, 1, OD * OH * OW * Og, tile, (o, 0,
                            0, 0), OW * 16, 16, OH, OW, min(16, G - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t,
        p_l, d_d, d_h, d_w, high, pieces, share, strips, tall, tasks, wide):
    """y[n, g·Og+o, q, q′, q′′] = b[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t, t′′, t′′′] · x[n, g·Cg+c,
        q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
    """
    dtype = x.dtype
    planes = np.empty((Cg, KD, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t_ = tap // (KW * KH) % KD
            t___ = tap // KH % KW
            t__ = tap % KH
            lefts[U(tap)] = KD * KH * KW * Og * c + KH * KW * t_ - t___ - (KW * t__)
        rights = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t_ = tap // (KW * KH) % KD
            t___ = tap // KH % KW
            t__ = tap % KH
            rights[U(tap)] = KD * c * tall * wide + d_w * t___ + d_h * t__ * wide + t_ * tall * wide
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * OD * strips)
            g = turn_2 // (OD * strips) % G
            q = turn_2 // strips % OD
            strip = turn_2 % strips
            # y[n, g·Og+o, q, q′, q′′] = b[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t, t′′, t′′′] ·
            #     x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                for t_ in range(KD):
                    top = KH * d_h - d_h - p_t - (high * strip)
                    bottom = (
                        H + KH * d_h - d_h - p_t - (high * strip)
                        if p_f + q >= d_d * t_ and D + d_d * t_ >= p_f + q + 1
                        else 0
                    )
                    aft = (
                        KW * d_w + W - d_w - p_l if p_f + q >= d_d * t_ and D + d_d * t_ >= p_f + q + 1 else 0
                    )
                    pad(planes, (c, t_, 0, 0), wide, x, (n, c + Cg * g, p_f + q - (d_d * t_),
                            d_h + p_t + high * strip - (KH * d_h), d_w + p_l - (KW * d_w)), W, 1, tall, wide,
                            top, bottom, KW * d_w - d_w - p_l, aft)
            correlate(y, (n, Og * g, q, high * strip, 0), OD * OH * OW, OW, 1, starts, (0,), 1, w, (Cg * g, 0,
                    0, KH - 1, KW - 1), KD * KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH,
                    len(rights), Og, min(high, OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels_apart2, Cg, G, Og, KD, KH, KW, wide2):
    """panels2[g, col_part2, ((c·KD+t)·KH+t′′)·KW+t′′′, o−col_part2·wide2] = w[g·Cg+c, o, t, t′′, t′′′]"""
    for task in range(first, last):
        g = task // (Cg * ((Og - 1) // wide2 + 1))
        c = task // (((Og - 1) // wide2 + 1)) % Cg
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, ((c·KD+t)·KH+t′′)·KW+t′′′, o−col_part2·wide2] = w[g·Cg+c, o,
        #     t, t′′, t′′′]
        turn(panels_apart2, (g, col_part2, c, 0, 0), wide2, w,
                KD * KH * KW * Og * c + KD * KH * KW * col_part2 * wide2 + Cg * KD * KH * KW * Og * g,
                KD * KH * KW, 1, min(wide2, Og - (col_part2 * wide2)), KD * KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, panels2, x_padded2, y_lines2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH,
        OW, p_f, p_t, p_l, d_d, d_h, d_w, deep2, depth2, high2, line2_last, line2_last2, quotient_Og_wide2,
        rows2, skipping2, wide2, x_from22, x_from32, x_from42, x_size22, x_size32, x_size42):
    """y[n, g·Og+o, q, q′, q′′] = b[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t, t′′, t′′′] · x[n, g·Cg+c,
        q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
    """
    dtype = b.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((3, high2), np.int64)
    most2 = np.empty((3, high2), np.int64)
    place2 = np.empty((3, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for c in range(Cg):
        for t_ in range(KD):
            for t__ in range(KH):
                for t___ in range(KW):
                    left_at2[U(KD * KH * KW * c + t___ + KW * t__ + KH * KW * t_)] = (
                        c * x_size22 * x_size32 * x_size42
                        - (d_w * t___)
                        - (d_h * t__ * x_size42)
                        - (d_d * t_ * x_size32 * x_size42)
                    )
                    place2[0, U(KD * KH * KW * c + t___ + KW * t__ + KH * KW * t_)] = -d_d * t_
                    place2[1, U(KD * KH * KW * c + t___ + KW * t__ + KH * KW * t_)] = -d_h * t__
                    place2[2, U(KD * KH * KW * c + t___ + KW * t__ + KH * KW * t_)] = -d_w * t___
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # y[n, g·Og+o, q, q′, q′′] = b[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t, t′′, t′′′] ·
        #     x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
        for line2 in range(high2 * row_part2 // OW, min((high2 + high2 * row_part2 - 1) // OW + 1,
                line2_last + 1, N * OD * OH)):
            n = line2 // (OD * OH)
            q = line2 // OH % OD
            q_ = line2 % OH
            for q__ in range(max(0, high2 * row_part2 - (OW * line2)), min(OW, rows2 - (OW * line2),
                    high2 + high2 * row_part2 - (OW * line2))):
                row_at2[U(OW * line2 + q__ - (high2 * row_part2))] = (
                    Cg * g * x_size22 * x_size32 * x_size42
                    + Cg * G * n * x_size22 * x_size32 * x_size42
                    + p_f * x_size32 * x_size42
                    + p_l
                    + p_t * x_size42
                    + q__
                    + q_ * x_size42
                    + q * x_size32 * x_size42
                    - (x_from22 * x_size32 * x_size42)
                    - (x_from32 * x_size42)
                    - x_from42
                )
                least2[0, U(OW * line2 + q__ - (high2 * row_part2))] = -p_f - q
                most2[0, U(OW * line2 + q__ - (high2 * row_part2))] = D - p_f - q - 1
                least2[1, U(OW * line2 + q__ - (high2 * row_part2))] = -p_t - q_
                most2[1, U(OW * line2 + q__ - (high2 * row_part2))] = H - p_t - q_ - 1
                least2[2, U(OW * line2 + q__ - (high2 * row_part2))] = -p_l - q__
                most2[2, U(OW * line2 + q__ - (high2 * row_part2))] = W - p_l - q__ - 1
        contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 3, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (OD * OH * OW),
                min((high2 + high2 * row_part2 - 1) // (OD * OH * OW) + 1, line2_last2 + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
                b_here = b[U(Og * g + o)]
                for run2 in range(max(0, high2 * row_part2 - (OD * OH * OW * line2)), min(OD * OH * OW,
                        rows2 - (OD * OH * OW * line2), high2 + high2 * row_part2 - (OD * OH * OW * line2))):
                    y_lines2[U(n), U(Og * g + o), U(run2)] = (
                        b_here
                        + turned2[U(o - (col_part2 * wide2)),
                                U(OD * OH * OW * line2 + run2 - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t, p_l, d_d,
        d_h, d_w, c_block_last):
    """y[n, g·Og+o, q, q′, q′′] = b[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t, t′′, t′′′] · x[n, g·Cg+c,
        q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
    """
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OD * OH)
        g = task // (Og * OD * OH) % G
        o = task // (OD * OH) % Og
        q = task // OH % OD
        q_ = task % OH
        # y[n, g·Og+o, q, q′, q′′] = b[g·Og+o] + Σ_{c,t,t′′,t′′′} w[g·Cg+c, o, t, t′′, t′′′] ·
        #     x[n, g·Cg+c, q+p_f−d_d·t, q′+p_t−d_h·t′′, q′′+p_l−d_w·t′′′]
        b_here = b[U(Og * g + o)]
        for q__ in range(OW):
            y[U(n), U(Og * g + o), U(q), U(q_), U(q__)] = b_here
        for q__ in range(OW):
            rest[U(q__)] = T(0)
        t___first = -((H - p_t - q_ - 1) // d_h)
        t___last = (p_t + q_) // d_h
        t__first = -((D - p_f - q - 1) // d_d)
        t__last = (p_f + q) // d_d
        for c_block in range(c_block_last + 1):
            for q__ in range(OW):
                part2[U(q__)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t_ in range(max(0, t__first), min(KD, t__last + 1)):
                    for t__ in range(max(0, t___first), min(KH, t___last + 1)):
                        for t___ in range(KW - 1, -1, -1):
                            w_here = w[U(c + Cg * g), U(o), U(t_), U(t__), U(t___)]
                            for q__ in range(max(0, d_w * t___ - p_l), min(OW, W + d_w * t___ - p_l)):
                                part2[U(q__)] += (
                                    w_here
                                    * x[U(n), U(c + Cg * g), U(p_f + q - (d_d * t_)),
                                            U(p_t + q_ - (d_h * t__)), U(p_l + q__ - (d_w * t___))]
                                )
            for q__ in range(OW):
                y[U(n), U(Og * g + o), U(q), U(q_), U(q__)], rest[U(q__)] = carried(y[U(n), U(Og * g + o), U(q), U(q_), U(q__)], rest[U(q__)], part2[U(q__)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations2(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h,
        s_w, p_f, p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h,
        gcd_s_w_d_w, pieces, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = b[g·Og+o] + Σ_{c,t,t′,t′′ : 0 ≤ t ≤
        ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋, 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′′ ≤ ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′,
        gcd(s_w,d_w) ∣ r′′} w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)]
    """
    dtype = x.dtype
    starts = np.empty(Og, dtype)
    for task in range(first, last):
        part = task // (s_d * s_h * s_w)
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        q___count = (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
        t____count = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t____count + q___count - d_w_by_gcd
        t__count = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd + 1
        q__count = (OH + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
        most = max(32768 // max(Cg * t__count * wide, 1), 8)
        cuts = max((q__count - 1) // most + 1, 1)
        high = max(min(((q__count - 1) // (cuts * 4)) * 4 + 4, q__count), 1)
        strips = max((q__count - 1) // high + 1, 1)
        t___count = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t___count + high - d_h_by_gcd
        q_count = (OD + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
        tasks = G * N * q_count * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, Cg * t__count * t____count * t___count), np.int64)
        for tap in range(Cg * t__count * t____count * t___count):
            c = tap // (t__count * t____count * t___count)
            t_ = tap // (t____count * t___count) % t__count
            t___ = tap // t___count % t____count
            t__ = tap % t___count
            lefts[U(tap)] = (
                KD * KH * KW * Og * c
                + KH * KW * s_d_by_gcd * t_
                - (s_w_by_gcd * t___)
                - (KW * s_h_by_gcd * t__)
            )
        rights = np.empty(max(0, Cg * t__count * t____count * t___count), np.int64)
        for tap in range(Cg * t__count * t____count * t___count):
            c = tap // (t__count * t____count * t___count)
            t_ = tap // (t____count * t___count) % t__count
            t___ = tap // t___count % t____count
            t__ = tap % t___count
            rights[U(tap)] = (
                c * t__count * tall * wide + d_w_by_gcd * t___ + d_h_by_gcd * t__ * wide + t_ * tall * wide
            )
        planes = np.empty((Cg, max(0, t__count), max(0, tall), max(0, wide)), dtype)
        quotient_r_ = (r_ - p_t) // s_h
        quotient_r_2 = (residue(d_h, r_, s_h) * d_h - r_) // s_h
        quotient_r_3 = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd
        quotient_r__ = (r__ - p_l) // s_w
        quotient_r__2 = (residue(d_w, r__, s_w) * d_w - r__) // s_w
        quotient_r__3 = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd
        quotient_r = (residue(d_d, r, s_d) * d_d - r) // s_d
        q__last = (OH + p_t - r_ - 1) // s_h
        q___last = (OW + p_l - r__ - 1) // s_w
        res_r = residue(d_d, r, s_d)
        res_r_ = residue(d_h, r_, s_h)
        res_r__ = residue(d_w, r__, s_w)
        q_first = -((r - p_f) // s_d)
        if q_count >= 1:
            for turn_2 in range(part * share, min(part * share + share, tasks)):
                s_d_by_gcd2 = s_d // gcd_s_d_d_d
                s_h_by_gcd2 = s_h // gcd_s_h_d_h
                s_w_by_gcd2 = s_w // gcd_s_w_d_w
                n = turn_2 // (G * q_count * strips)
                g = turn_2 // (q_count * strips) % G
                q = turn_2 // strips % q_count + q_first
                strip = turn_2 % strips
                # y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for o in range(Og):
                    starts[U(o)] = b[U(Og * g + o)]
                for c in range(Cg):
                    for t_ in range(t__count):
                        top = d_h_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2 - (high * strip)
                        bottom = (
                            H + d_h_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2 - (high * strip)
                            if q >= quotient_r + d_d_by_gcd * t_ and D + quotient_r + d_d_by_gcd * t_ >= q + 1
                            else 0
                        )
                        aft = (
                            W + d_w_by_gcd * quotient_r__3 + quotient_r__ + quotient_r__2
                            if q >= quotient_r + d_d_by_gcd * t_ and D + quotient_r + d_d_by_gcd * t_ >= q + 1
                            else 0
                        )
                        pad(planes, (c, t_, 0, 0), wide, x, (n, c + Cg * g,
                                q - quotient_r - (d_d_by_gcd * t_),
                                high * strip - (d_h_by_gcd * quotient_r_3) - quotient_r_ - quotient_r_2,
                                -d_w_by_gcd * quotient_r__3 - quotient_r__ - quotient_r__2), W, 1, tall, wide,
                                top, bottom, d_w_by_gcd * quotient_r__3 + quotient_r__ + quotient_r__2, aft)
                taps = (
                    len(rights)
                    if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0
                    else 0
                )
                correlate(y, (n, Og * g, q * s_d + r - p_f,
                        r_ + high * s_h * strip - p_t - (quotient_r_ * s_h),
                        r__ - p_l - (quotient_r__ * s_w)), OD * OH * OW, OW * s_h, s_w, starts, (0,), 1, w,
                        (Cg * g, 0, res_r, quotient_r_3 * s_h_by_gcd2 + res_r_,
                        quotient_r__3 * s_w_by_gcd2 + res_r__), KD * KH * KW, lefts, planes, (0, 0, 0, 0),
                        wide, rights, t___count, taps, Og, min(high,
                        q__last + quotient_r_ + 1 - (high * strip)), q___last + quotient_r__ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks3(first, last, w, panels_apart2, Cg, G, Og, KD, KH, KW, quotient_Og_wide2, res_r, res_r_,
        res_r__, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd, t____count2, t____last, t___count2, t__count2, t__last2,
        wide2):
    """panels2[g, col_part2,
        t'''_count2′′′·t''_count2′′·t'_count2′·c+t'''_count2′′′·t''_count2′′·t+t'''_count2′′′·t′+t′′,
        o−col_part2·wide2] = w[g·Cg+c, o, t·s_d/gcd(s_d,d_d)+res(d_d,r,s_d),
        t′·s_h/gcd(s_h,d_h)+res(d_h,r′,s_h), t′′·s_w/gcd(s_w,d_w)+res(d_w,r′′,s_w)]
    """
    for task in range(first, last):
        g = task // (Cg * (quotient_Og_wide2 + 1))
        c = task // ((quotient_Og_wide2 + 1)) % Cg
        col_part2 = task % (quotient_Og_wide2 + 1)
        # panels2[g, col_part2, t'''_count2′′′·t''_count2′′·t'_count2′·c+t'''_count2′′′·t''_co
        #     unt2′′·t+t'''_count2′′′·t′+t′′, o−col_part2·wide2] = w[g·Cg+c, o,
        #     t·s_d/gcd(s_d,d_d)+res(d_d,r,s_d), t′·s_h/gcd(s_h,d_h)+res(d_h,r′,s_h),
        #     t′′·s_w/gcd(s_w,d_w)+res(d_w,r′′,s_w)]
        t___last2 = (KH - res_r_ - 1) // s_h_by_gcd
        for t_ in range(t__last2 + 1):
            for t__ in range(t___last2 + 1):
                turn(panels_apart2, (g, col_part2, c, t__ * t____count2 + t_ * t____count2 * t___count2, 0),
                        wide2, w,
                        KH * KW * res_r + KW * res_r_ + KD * KH * KW * Og * c + KD * KH * KW * col_part2 * wide2 + Cg * KD * KH * KW * Og * g + res_r__ + KW * s_h_by_gcd * t__ + KH * KW * s_d_by_gcd * t_,
                        KD * KH * KW, s_w_by_gcd, min(wide2, Og - (col_part2 * wide2)), t____count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks4(first, last, b, y, panels2, x_padded2, N, Cg, G, D, H, W, Og, OD, OH, OW, s_d, s_h, s_w,
        p_f, p_t, p_l, d_d_by_gcd2, d_h_by_gcd2, d_w_by_gcd2, deep2, depth2, gcd_s_d_d_d, gcd_s_h_d_h,
        gcd_s_w_d_w, high2, line2_last, q___count2, q___last, q__count2, q__first, q__last, q_count2, q_first,
        q_last, quotient_Og_wide2, quotient_r, quotient_r_, quotient_r__, quotient_r__2, r, r_, r__,
        row_part2_last, rows2, skipping2, t____count2, t____last, t___count2, t___last, t__count2, t__last,
        wide2, x_from22, x_from32, x_from42, x_size22, x_size32, x_size42):
    """y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = b[g·Og+o] + Σ_{c,t,t′,t′′ : 0 ≤ t ≤
        ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋, 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′′ ≤ ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′,
        gcd(s_w,d_w) ∣ r′′} w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)]
    """
    dtype = b.dtype
    T = dtype.type
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((3, high2), np.int64)
    most2 = np.empty((3, high2), np.int64)
    place2 = np.empty((3, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        g = task // ((row_part2_last + 1) * (quotient_Og_wide2 + 1))
        row_part2 = task // ((quotient_Og_wide2 + 1)) % (row_part2_last + 1)
        col_part2 = task % (quotient_Og_wide2 + 1)
        # y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
        for line2 in range(high2 * row_part2 // q___count2,
                min((high2 + high2 * row_part2 - 1) // q___count2 + 1, line2_last + 1,
                N * q__count2 * q_count2)):
            n = line2 // (q_count2 * q__count2)
            q = line2 // q__count2 % q_count2 + q_first
            q_ = line2 % q__count2 + q__first
            for q__ in range(max(-quotient_r__, high2 * row_part2 - (line2 * q___count2) - quotient_r__),
                    min(q___last + 1, rows2 - (line2 * q___count2) - quotient_r__,
                    high2 + high2 * row_part2 - (line2 * q___count2) - quotient_r__)):
                row_at2[U(line2 * q___count2 + q__ + quotient_r__ - (high2 * row_part2))] = (
                    Cg * g * x_size22 * x_size32 * x_size42
                    + Cg * G * n * x_size22 * x_size32 * x_size42
                    + q__
                    + q_ * x_size42
                    + q * x_size32 * x_size42
                    - quotient_r__2
                    - (quotient_r_ * x_size42)
                    - (quotient_r * x_size32 * x_size42)
                    - (x_from22 * x_size32 * x_size42)
                    - (x_from32 * x_size42)
                    - x_from42
                )
                least2[0, U(line2 * q___count2 + q__ + quotient_r__ - (high2 * row_part2))] = quotient_r - q
                most2[0, U(line2 * q___count2 + q__ + quotient_r__ - (high2 * row_part2))] = (
                    D + quotient_r - q - 1
                )
                least2[1, U(line2 * q___count2 + q__ + quotient_r__ - (high2 * row_part2))] = quotient_r_ - q_
                most2[1, U(line2 * q___count2 + q__ + quotient_r__ - (high2 * row_part2))] = (
                    H + quotient_r_ - q_ - 1
                )
                least2[2, U(line2 * q___count2 + q__ + quotient_r__ - (high2 * row_part2))] = (
                    quotient_r__2 - q__
                )
                most2[2, U(line2 * q___count2 + q__ + quotient_r__ - (high2 * row_part2))] = (
                    W + quotient_r__2 - q__ - 1
                )
        for p2 in range(min(high2, rows2 - (high2 * row_part2))):
            for q2 in range(min(wide2, Og - (col_part2 * wide2))):
                tile2[U(p2), U(q2)] = T(0)
        if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 and t__count2 >= 1 and t___count2 >= 1 and t____count2 >= 1:
            for c in range(Cg):
                for t_ in range(t__count2):
                    for t__ in range(t___count2):
                        for t___ in range(t____count2):
                            left_at2[U(c * t____count2 * t___count2 * t__count2 + t___ + t__ * t____count2 + t_ * t____count2 * t___count2)] = (
                                c * x_size22 * x_size32 * x_size42
                                - (d_w_by_gcd2 * t___)
                                - (d_h_by_gcd2 * t__ * x_size42)
                                - (d_d_by_gcd2 * t_ * x_size32 * x_size42)
                            )
                            place2[0, U(c * t____count2 * t___count2 * t__count2 + t___ + t__ * t____count2 + t_ * t____count2 * t___count2)] = (
                                -d_d_by_gcd2 * t_
                            )
                            place2[1, U(c * t____count2 * t___count2 * t__count2 + t___ + t__ * t____count2 + t_ * t____count2 * t___count2)] = (
                                -d_h_by_gcd2 * t__
                            )
                            place2[2, U(c * t____count2 * t___count2 * t__count2 + t___ + t__ * t____count2 + t_ * t____count2 * t___count2)] = (
                                -d_w_by_gcd2 * t___
                            )
            for k2 in range(depth2):
                right_at2[U(k2)] = k2 * wide2
            contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                    col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                    right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                    depth2, deep2, least2, most2, place2, high2, depth2, 3, skipping2,
                    np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // q___count2,
                min((high2 + high2 * row_part2 - 1) // q___count2 + 1, line2_last + 1,
                N * q__count2 * q_count2)):
            n = line2 // (q_count2 * q__count2)
            q = line2 // q__count2 % q_count2 + q_first
            q_ = line2 % q__count2 + q__first
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
                b_here = b[U(Og * g + o)]
                for q__ in range(max(-quotient_r__, high2 * row_part2 - (line2 * q___count2) - quotient_r__),
                        min(q___last + 1, rows2 - (line2 * q___count2) - quotient_r__,
                        high2 + high2 * row_part2 - (line2 * q___count2) - quotient_r__)):
                    y[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = (
                        b_here
                        + turned2[U(o - (col_part2 * wide2)),
                                U(line2 * q___count2 + q__ + quotient_r__ - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w,
        p_f, p_t, p_l, d_d, d_h, d_w, c_block_last, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d,
        gcd_s_h_d_h, gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = b[g·Og+o] + Σ_{c,t,t′,t′′ : 0 ≤ t ≤
        ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋, 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′′ ≤ ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′,
        gcd(s_w,d_w) ∣ r′′} w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)]
    """
    dtype = x.dtype
    T = dtype.type
    rest2 = np.empty(0, dtype)
    part3 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (G * Og * s_d * s_h * s_w)
        g = task // (Og * s_d * s_h * s_w) % G
        o = task // (s_d * s_h * s_w) % Og
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        b_here = b[U(Og * g + o)]
        q___first = -((r__ - p_l) // s_w)
        q___last = (OW + p_l - r__ - 1) // s_w
        res_r = residue(d_d, r, s_d)
        res_r_ = residue(d_h, r_, s_h)
        res_r__ = residue(d_w, r__, s_w)
        quotient_r = (d_d * res_r - r) // s_d
        quotient_r_ = (d_h * res_r_ - r_) // s_h
        quotient_r__ = (d_w * res_r__ - r__) // s_w
        q__first = -((r_ - p_t) // s_h)
        q__last = (OH + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (OD + p_f - r - 1) // s_d + 1):
            for q_ in range(q__first, q__last + 1):
                # y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for q__ in range(q___first, q___last + 1):
                    y[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = b_here
                if rest2.size < max(0, (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1):
                    rest2 = np.empty(max(0, (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1), dtype)
                if part3.size < max(0, (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1):
                    part3 = np.empty(max(0, (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1), dtype)
                for q__ in range(q___first, q___last + 1):
                    rest2[U(q__ - q___first)] = T(0)
                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0:
                    for c_block in range(c_block_last + 1):
                        for q__ in range(q___first, q___last + 1):
                            part3[U(q__ - q___first)] = T(0)
                        t__first = -((D + quotient_r - q - 1) // d_d_by_gcd)
                        t__last = (KD - res_r - 1) // s_d_by_gcd
                        t__last2 = (q - quotient_r) // d_d_by_gcd
                        for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                            t___first = -((H + quotient_r_ - q_ - 1) // d_h_by_gcd)
                            t___last = (KH - res_r_ - 1) // s_h_by_gcd
                            t___last2 = (q_ - quotient_r_) // d_h_by_gcd
                            for t_ in range(max(0, t__first), min(t__last + 1, t__last2 + 1)):
                                t____last = (KW - res_r__ - 1) // s_w_by_gcd
                                for t__ in range(max(0, t___first), min(t___last + 1, t___last2 + 1)):
                                    for t___ in range(t____last, -1, -1):
                                        w_here = w[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                        for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                                min(q___last + 1, W + quotient_r__ + d_w_by_gcd * t___)):
                                            part3[U(q__ - q___first)] += (
                                                w_here
                                                * x[U(n), U(c + Cg * g),
                                                        U(q - quotient_r - (d_d_by_gcd * t_)),
                                                        U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                        U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            )
                        for q__ in range(q___first, q___last + 1):
                            y[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)], rest2[U(q__ - q___first)] = carried(y[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t),
                                    U(q__ * s_w + r__ - p_l)], rest2[U(q__ - q___first)],
                                    part3[U(q__ - q___first)])


def _forward(x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
        d_h, d_w):
    """y[n, g·Og+o, z, a, b] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Cg+c, o, t, u, v] · x[n, g·Cg+c,
        (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · [s_d ∣ z + p_f − d_d·t, s_h ∣ a + p_t −
        d_h·u, s_w ∣ b + p_l − d_w·v]

    Operations: Cg·G·KD·KH·KW·N·OD·OH·OW·Og multiplications, Cg·G·KD·KH·KW·N·OD·OH·OW·Og additions, terms
        that a condition drops counted.
    """
    dtype = y.dtype
    if s_d == 1 and s_h == 1 and s_w == 1:
        again = not (
            abreast(
                G >= 8
                and 16384 >= Cg * KD * KH * KW * Og
                and max(min(8192 - (Cg * H * KD * W), 3 - (Cg * KD), 8192 - (OH * OW), 16 - W),
                        min(32 - max(Cg * KD, Og), 32768 - max(Cg * H * KD * W, OH * OW * Og),
                        G * 9 - (((G - 1) // 16) * 128) - 128, max(OW % 16 - 1, 16 - W), min(Cg * KD, KH * KW,
                        Og) - 4, N * OD + ((G - 1) // 16) * N * OD - 16)) >= 0
            )
            and finite(w, y)
        )
        if not again:
            tall = KH * d_h + OH - d_h
            wide = KW * d_w + OW - d_w
            block_count = (G - 1) // 16 + 1
            pieces = parts(N * OD * block_count)
            tasks = N * OD * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            lot_last = (tasks - 1) // OD
            launch(_forward_abreast, pieces, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, x, w, b, y,
                    N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t, p_l, d_d, d_h, d_w, block_count,
                    lot_last, pieces, share, tall, tasks, wide)
            again = not (finite(y, w))
        if again:
            again = not (
                correlations(
                    OH >= KH
                    and OW >= KW
                    and W >= 4
                    and 0 >= min(
                        max(Cg * KD - 16, Cg * KD * KH * KW - 128),
                        max(2 - (KH * KW), min(1 - (Og % 16), Cg * KD * KH * KW - 256), Og - 24),
                        Og - 8,
                    )
                )
                and finite(w, y)
            )
            if not again:
                wide = KW * d_w + OW - d_w
                most = max(32768 // max(Cg * KD * wide, 1), 8)
                cuts = max((OH - 1) // most + 1, 1)
                high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
                strips = max((OH - 1) // high + 1, 1)
                tall = KH * d_h + high - d_h
                pieces = parts(G * N * OD * strips)
                tasks = G * N * OD * strips
                share = max((tasks - 1) // pieces + 1, 1)
                launch(_forward_correlations, pieces, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, x,
                        w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t, p_l, d_d, d_h, d_w,
                        high, pieces, share, strips, tall, tasks, wide)
                again = not (finite(y, w))
            if again:
                again = not (
                    blocks(
                        N * OD * OH * OW >= 4
                        and Og >= 8
                        and Cg * KD * KH * KW >= 4
                        and D * 2 + d_d + 17 >= KD * d_d + OD
                        and H * 2 + d_h + 17 >= KH * d_h + OH
                        and W * 2 + d_w + 17 >= KW * d_w + OW
                    )
                    and finite(w, y)
                )
                if not again:
                    rows2 = N * OD * OH * OW
                    depth2 = Cg * KD * KH * KW
                    x_from22 = min(d_d + p_f - (KD * d_d), 0)
                    x_size22 = max(D, OD + p_f) - x_from22
                    x_from32 = min(d_h + p_t - (KH * d_h), 0)
                    x_size32 = max(H, OH + p_t) - x_from32
                    x_from42 = min(d_w + p_l - (KW * d_w), 0)
                    x_size42 = max(OW + p_l, W) - x_from42
                    x_padded2 = padded(x, (0, 0, x_from22, x_from32, x_from42), (N, Cg * G, x_size22, x_size32, x_size42))
                    wide2 = colblock(Og)
                    deep2 = depthblock()
                    high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                    skipping2 = skipping(D * H * W, x_size22 * x_size32 * x_size42)
                    panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                    panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, Cg, KD * KH * KW, wide2))
                    launch(_forward_blocks, G * Cg * ((Og - 1) // wide2 + 1), Cg * G * KD * KH * KW * Og, w,
                            panels_apart2, Cg, G, Og, KD, KH, KW, wide2)
                    y_lines2 = y.reshape((N, G * Og, OD * OH * OW))
                    line2_last = (rows2 - 1) // OW
                    quotient_Og_wide2 = (Og - 1) // wide2
                    line2_last2 = (rows2 - 1) // (OD * OH * OW)
                    launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                            Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, b, panels2, x_padded2,
                            y_lines2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, p_f, p_t, p_l, d_d, d_h,
                            d_w, deep2, depth2, high2, line2_last, line2_last2, quotient_Og_wide2, rows2,
                            skipping2, wide2, x_from22, x_from32, x_from42, x_size22, x_size32, x_size42)
                    again = not (finite(y, w))
                if again:
                    c_block_last = (Cg - 1) // 1024
                    launch(_forward_plain, N * G * Og * OD * OH,
                            Cg * G * KD * KH * KW * N * OD * OH * OW * Og, x, w, b, y, N, Cg, G, D, H, W, Og,
                            KD, KH, KW, OD, OH, OW, p_f, p_t, p_l, d_d, d_h, d_w, c_block_last)
    else:
        again = not (correlations(W >= 4) and finite(w, y))
        if not again:
            some = min(max(32768 // (OH * OW), 8), 128)
            pieces = max((G * N - 1) // some + 1, 1)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            s_d_by_gcd = s_d // gcd(s_d, d_d)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_d_by_gcd = d_d // gcd(s_d, d_d)
            gcd_s_d_d_d = gcd(s_d, d_d)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_forward_correlations2, pieces * s_d * s_h * s_w,
                    (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                    0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                    s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, x, w,
                    b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
                    d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w,
                    pieces, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
            again = not (finite(y, w))
        if again:
            again = not (
                blocks(
                    Og >= 8
                    and D * 2
                    + 16 >= -p_f // s_d
                    + (OD + p_f - 1) // s_d
                    + ((KD - residue(d_d, 0, s_d) - 1) // (s_d // gcd(s_d, d_d))) * (d_d // gcd(s_d, d_d))
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
                s_d_by_gcd = s_d // gcd(s_d, d_d)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_d_by_gcd = d_d // gcd(s_d, d_d)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                wide2 = colblock(Og)
                quotient_Og_wide2 = (Og - 1) // wide2
                gcd_s_d_d_d = gcd(s_d, d_d)
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                for r in range(s_d):
                    q_count2 = (OD + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
                    t__count2 = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd + 1
                    x_from22 = min(
                        -((residue(d_d, r, s_d) * d_d - r) // s_d)
                        - ((r - p_f) // s_d)
                        - (((KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd) * d_d_by_gcd),
                        0,
                    )
                    x_size22 = (
                        max((OD + p_f - r - 1) // s_d + 1 - ((residue(d_d, r, s_d) * d_d - r) // s_d), D)
                        - x_from22
                    )
                    res_r = residue(d_d, r, s_d)
                    quotient_r = (d_d * res_r - r) // s_d
                    q_first = -((r - p_f) // s_d)
                    q_last = (OD + p_f - r - 1) // s_d
                    for r_ in range(s_h):
                        q__count2 = (OH + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
                        t___count2 = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd + 1
                        x_from32 = min(
                            -((residue(d_h, r_, s_h) * d_h - r_) // s_h)
                            - ((r_ - p_t) // s_h)
                            - (((KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                            0,
                        )
                        x_size32 = (
                            max(
                                (OH + p_t - r_ - 1) // s_h + 1 - ((residue(d_h, r_, s_h) * d_h - r_) // s_h),
                                H,
                            )
                            - x_from32
                        )
                        res_r_ = residue(d_h, r_, s_h)
                        quotient_r_ = (d_h * res_r_ - r_) // s_h
                        q__first = -((r_ - p_t) // s_h)
                        q__last = (OH + p_t - r_ - 1) // s_h
                        for r__ in range(s_w):
                            q___count2 = (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
                            t____count2 = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd + 1
                            rows2 = N * q___count2 * q__count2 * q_count2
                            depth2 = Cg * t____count2 * t___count2 * t__count2
                            x_from42 = min(
                                -((residue(d_w, r__, s_w) * d_w - r__) // s_w)
                                - ((r__ - p_l) // s_w)
                                - (((KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                                0,
                            )
                            x_size42 = (
                                max(
                                    (OW + p_l - r__ - 1) // s_w
                                    + 1
                                    - ((residue(d_w, r__, s_w) * d_w - r__) // s_w),
                                    W,
                                )
                                - x_from42
                            )
                            high2 = rowblock(rows2, G * (quotient_Og_wide2 + 1))
                            skipping2 = skipping(D * H * W, x_size22 * x_size32 * x_size42)
                            t____last = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd
                            res_r__ = residue(d_w, r__, s_w)
                            quotient_r__ = (r__ - p_l) // s_w
                            quotient_r__2 = (d_w * res_r__ - r__) // s_w
                            q___last = (OW + p_l - r__ - 1) // s_w
                            d_w_by_gcd2 = d_w // gcd_s_w_d_w
                            d_h_by_gcd2 = d_h // gcd_s_h_d_h
                            d_d_by_gcd2 = d_d // gcd_s_d_d_d
                            t__last = (KD - res_r - 1) // s_d_by_gcd
                            t___last = (KH - res_r_ - 1) // s_h_by_gcd
                            row_part2_last = (rows2 - 1) // high2
                            if q_count2 >= 1 and q__count2 >= 1 and q___count2 >= 1:
                                x_padded2 = padded(x, (0, 0, x_from22, x_from32, x_from42), (N, Cg * G, x_size22, x_size32, x_size42))
                                deep2 = depthblock()
                                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 and t__count2 >= 1 and t___count2 >= 1 and t____count2 >= 1:
                                    panels_apart2 = panels2.reshape(
                                        (
                                            G,
                                            (Og - 1) // wide2 + 1,
                                            Cg,
                                            t____count2 * t___count2 * t__count2,
                                            wide2,
                                        )
                                    )
                                    t__last2 = (KD - res_r - 1) // s_d_by_gcd
                                    launch(_forward_blocks3, G * Cg * (quotient_Og_wide2 + 1),
                                            ((KD - residue(d_d, 0, s_d) - 1) // (s_d // gcd(s_d,
                                            d_d)) + 1) * ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h,
                                            d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
                                            d_w)) + 1) * Cg * G * Og, w, panels_apart2, Cg, G, Og, KD, KH, KW,
                                            quotient_Og_wide2, res_r, res_r_, res_r__, s_d_by_gcd, s_h_by_gcd,
                                            s_w_by_gcd, t____count2, t____last, t___count2, t__count2,
                                            t__last2, wide2)
                                line2_last = (rows2 - 1) // q___count2
                                launch(_forward_blocks4, G * (row_part2_last + 1) * (quotient_Og_wide2 + 1),
                                        (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                                        0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                        s_w) - 1) // (s_w // gcd(s_w,
                                        d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, b, y, panels2,
                                        x_padded2, N, Cg, G, D, H, W, Og, OD, OH, OW, s_d, s_h, s_w, p_f, p_t,
                                        p_l, d_d_by_gcd2, d_h_by_gcd2, d_w_by_gcd2, deep2, depth2,
                                        gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, high2, line2_last, q___count2,
                                        q___last, q__count2, q__first, q__last, q_count2, q_first, q_last,
                                        quotient_Og_wide2, quotient_r, quotient_r_, quotient_r__,
                                        quotient_r__2, r, r_, r__, row_part2_last, rows2, skipping2,
                                        t____count2, t____last, t___count2, t___last, t__count2, t__last,
                                        wide2, x_from22, x_from32, x_from42, x_size22, x_size32, x_size42)
                again = not (finite(y, w))
            if again:
                s_d_by_gcd = s_d // gcd(s_d, d_d)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_d_by_gcd = d_d // gcd(s_d, d_d)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                c_block_last = (Cg - 1) // 1024
                gcd_s_d_d_d = gcd(s_d, d_d)
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                launch(_forward_plain2, N * G * Og * s_d * s_h * s_w,
                        (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                        0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w, x, w, b,
                        y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
                        d_h, d_w, c_block_last, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h,
                        gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
