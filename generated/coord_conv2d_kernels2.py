"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `coord_conv2d`.  Do not edit.
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
def _vjp_x_abreast(first, last, dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, p_t, p_l, d_h, d_w, block_count,
        pieces, share, tall, wide):
    """dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o,c,t,t′]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((O, max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((C, O, KH, KW, 16), dtype)
    starts = np.empty((C, 16), dtype)
    tile = np.empty((C, H, W, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(O * KW * KH, np.int64)
        for tap in range(O * KW * KH):
            o = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            lefts[U(tap)] = KH * KW * o * 16 + t_ * 16 + KW * t * 16
        rights = np.empty(O * KW * KH, np.int64)
        for tap in range(O * KW * KH):
            o = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            rights[U(tap)] = o * tall * wide * 16 + d_w * t_ * 16 + d_h * t * wide * 16
        for block in range(part * share, min(part * share + share, block_count)):
            # dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o,c,t,t′]
            for c in range(C):
                for lane in range(min(16, N - (block * 16))):
                    starts[U(c), U(lane)] = T(0)
            for c in range(C):
                for o in range(O):
                    pad_abreast(weights, (c, o, 0, 0, 0), KW * 16, 16, w, (o, c, KH - 1, KW - 1), -KW, -1, 0,
                            KH, KW, min(16, N - (block * 16)), 0, KH, 0, KW)
            for o in range(O):
                pad_abreast(planes, (o, 0, 0, 0), wide * 16, 16, dy, (block * 16, o, d_h + p_t - (KH * d_h),
                        d_w + p_l - (KW * d_w)), OW, 1, O * OH * OW, tall, wide, min(16, N - (block * 16)),
                        KH * d_h - d_h - p_t, KH * d_h + OH - d_h - p_t, KW * d_w - d_w - p_l,
                        KW * d_w + OW - d_w - p_l)
            correlate_abreast(tile, (0, 0, 0, 0), H * W * 16, W * 16, 16, starts, (0, 0), 16, weights, (0, 0,
                    0, 0, 0), KH * KW * O * 16, lefts, planes, (0, 0, 0, 0), wide * 16, 16, rights, KH,
                    len(rights), C, H, W, min(16, N - (block * 16)))
            for c in range(C):
                lay_abreast(dx, (block * 16, c, 0, 0), W, 1, C * H * W, tile, (c, 0, 0, 0), W * 16, 16, H, W,
                        min(16, N - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, p_t, p_l, d_h, d_w, high,
        pieces, share, strips, tall, tasks, wide):
    """dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o,c,t,t′]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((O, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(C, dtype)
    for part in range(first, last):
        lefts = np.empty(O * KW * KH, np.int64)
        for tap in range(O * KW * KH):
            o = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            lefts[U(tap)] = KH * KW * o * 2 + C * KH * KW * o - t_ - (KW * t)
        rights = np.empty(O * KW * KH, np.int64)
        for tap in range(O * KW * KH):
            o = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            rights[U(tap)] = o * tall * wide + d_w * t_ + d_h * t * wide
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // strips
            strip = turn_2 % strips
            # dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o,c,t,t′]
            for c in range(C):
                starts[U(c)] = T(0)
            for o in range(O):
                top = KH * d_h - d_h - p_t - (high * strip)
                bottom = KH * d_h + OH - d_h - p_t - (high * strip)
                pad(planes, (o, 0, 0), wide, dy, (n, o, d_h + p_t + high * strip - (KH * d_h),
                        d_w + p_l - (KW * d_w)), OW, 1, tall, wide, top, bottom, KW * d_w - d_w - p_l,
                        KW * d_w + OW - d_w - p_l)
            correlate(dx, (n, 0, high * strip, 0), H * W, W, 1, starts, (0,), 1, w, (0, 0, KH - 1, KW - 1),
                    KH * KW, lefts, planes, (0, 0, 0), wide, rights, KH, len(rights), C, min(high,
                    H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels_apart2, C, O, KH, KW, wide2):
    """panels2[col_part2, (o·KH+t)·KW+t′, c−col_part2·wide2] = w[o,c,t,t′]"""
    for task in range(first, last):
        o = task // (((C - 1) // wide2 + 1))
        col_part2 = task % ((C - 1) // wide2 + 1)
        # panels2[col_part2, (o·KH+t)·KW+t′, c−col_part2·wide2] = w[o,c,t,t′]
        turn(panels_apart2, (col_part2, o, 0, 0), wide2, w,
                KH * KW * o * 2 + KH * KW * col_part2 * wide2 + C * KH * KW * o, KH * KW, 1, min(wide2,
                C - (col_part2 * wide2)), KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx_lines2, dy_padded2, panels2, N, C, H, W, O, KH, KW, OH, OW, p_t, p_l, d_h,
        d_w, deep2, depth2, dy_from22, dy_from32, dy_size22, dy_size32, high2, line2_last, line2_last2, rows2,
        skipping2, wide2):
    """dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o,c,t,t′]"""
    dtype = dx_lines2.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((2, high2), np.int64)
    most2 = np.empty((2, high2), np.int64)
    place2 = np.empty((2, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for o in range(O):
        for t in range(KH):
            for t_ in range(KW):
                left_at2[U(KH * KW * o + t_ + KW * t)] = (
                    dy_size22 * dy_size32 * o - (d_w * t_) - (d_h * dy_size32 * t)
                )
                place2[0, U(KH * KW * o + t_ + KW * t)] = -d_h * t
                place2[1, U(KH * KW * o + t_ + KW * t)] = -d_w * t_
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((C - 1) // wide2 + 1))
        col_part2 = task % ((C - 1) // wide2 + 1)
        # dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o,c,t,t′]
        for line2 in range(high2 * row_part2 // W, min((high2 + high2 * row_part2 - 1) // W + 1,
                line2_last + 1, H * N)):
            n = line2 // H
            q = line2 % H
            for q_ in range(max(0, high2 * row_part2 - (W * line2)), min(W, rows2 - (W * line2),
                    high2 + high2 * row_part2 - (W * line2))):
                row_at2[U(W * line2 + q_ - (high2 * row_part2))] = (
                    dy_size32 * p_t
                    + O * dy_size22 * dy_size32 * n
                    + p_l
                    + q_
                    + dy_size32 * q
                    - (dy_from22 * dy_size32)
                    - dy_from32
                )
                least2[0, U(W * line2 + q_ - (high2 * row_part2))] = -p_t - q
                most2[0, U(W * line2 + q_ - (high2 * row_part2))] = OH - p_t - q - 1
                least2[1, U(W * line2 + q_ - (high2 * row_part2))] = -p_l - q_
                most2[1, U(W * line2 + q_ - (high2 * row_part2))] = OW - p_l - q_ - 1
        contract_inside(tile2, (0, 0), wide2, dy_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2, right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                C - (col_part2 * wide2)), depth2, deep2, least2, most2, place2, high2, depth2, 2, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                C - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (H * W), min((high2 + high2 * row_part2 - 1) // (H * W) + 1,
                line2_last2 + 1, N)):
            n = line2
            for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, C)):
                for run2 in range(max(0, high2 * row_part2 - (H * W * line2)), min(H * W,
                        rows2 - (H * W * line2), high2 + high2 * row_part2 - (H * W * line2))):
                    dx_lines2[U(n), U(c), U(run2)] = turned2[U(c - (col_part2 * wide2)), U(H * W * line2 + run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, p_t, p_l, d_h, d_w, o_block_last):
    """dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o,c,t,t′]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (C * H)
        c = task // H % C
        q = task % H
        # dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[o,c,t,t′]
        for q_ in range(W):
            dx[U(n), U(c), U(q), U(q_)] = T(0)
        for q_ in range(W):
            rest[U(q_)] = T(0)
        t_first = -((OH - p_t - q - 1) // d_h)
        t_last = (p_t + q) // d_h
        for o_block in range(o_block_last + 1):
            for q_ in range(W):
                part2[U(q_)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KH, t_last + 1)):
                    for t_ in range(KW - 1, -1, -1):
                        w_here = w[U(o), U(c), U(t), U(t_)]
                        for q_ in range(max(0, d_w * t_ - p_l), min(W, OW + d_w * t_ - p_l)):
                            part2[U(q_)] += (
                                dy[U(n), U(o), U(p_t + q - (d_h * t)), U(p_l + q_ - (d_w * t_))] * w_here
                            )
            for q_ in range(W):
                dx[U(n), U(c), U(q), U(q_)], rest[U(q_)] = carried(dx[U(n), U(c), U(q), U(q_)], rest[U(q_)], part2[U(q_)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_abreast2(first, last, dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        block_count, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd, share):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n,
        o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[o, c, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    raw = np.empty((share, O, OH, OW, 16), dtype)
    starts = np.empty((C, 16), dtype)
    tile = np.empty((share, C, H, W, 16), dtype)
    for part in range(first, last):
        for block in range(part * share, min(part * share + share, block_count)):
            for o in range(O):
                pad_abreast(raw, (block - (part * share), o, 0, 0, 0), OW * 16, 16, dy, (block * 16, o, 0, 0),
                        OW, 1, O * OH * OW, OH, OW, min(16, N - (block * 16)), 0, OH, 0, OW)
        for r in range(s_h):
            t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
            q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
            tall = d_h_by_gcd * t_count + q_count - d_h_by_gcd
            res_r = residue(d_h, r, s_h)
            quotient_r = (r - p_t) // s_h
            quotient_r2 = (d_h * res_r - r) // s_h
            q_last = (H + p_t - r - 1) // s_h
            for r_ in range(s_w):
                t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
                lefts = np.empty(max(0, O * t__count * t_count), np.int64)
                for tap in range(O * t__count * t_count):
                    o = tap // (t__count * t_count)
                    t_ = tap // t_count % t__count
                    t = tap % t_count
                    lefts[U(tap)] = o * t__count * t_count * 16 + t_ * 16 + t * t__count * 16
                rights = np.empty(max(0, O * t__count * t_count), np.int64)
                for tap in range(O * t__count * t_count):
                    o = tap // (t__count * t_count)
                    t_ = tap // t_count % t__count
                    t = tap % t_count
                    rights[U(tap)] = o * tall * wide * 16 + d_w_by_gcd * t_ * 16 + d_h_by_gcd * t * wide * 16
                planes = np.empty((O, max(0, tall), max(0, wide), 16), dtype)
                weights = np.empty((C, O, max(0, t_count), max(0, t__count), 16), dtype)
                res_r_ = residue(d_w, r_, s_w)
                d_h_by_gcd2 = d_h // gcd_s_h_d_h
                quotient_r3 = (KH - res_r - 1) // (s_h // gcd_s_h_d_h)
                quotient_r_ = (r_ - p_l) // s_w
                quotient_r_2 = (d_w * res_r_ - r_) // s_w
                d_w_by_gcd2 = d_w // gcd_s_w_d_w
                quotient_r_3 = (KW - res_r_ - 1) // (s_w // gcd_s_w_d_w)
                q__last = (W + p_l - r_ - 1) // s_w
                for block in range(part * share, min(part * share + share, block_count)):
                    # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                    for c in range(C):
                        for lane in range(min(16, N - (block * 16))):
                            starts[U(c), U(lane)] = T(0)
                    for c in range(C):
                        s_h_by_gcd2 = s_h // gcd_s_h_d_h
                        quotient_r4 = (KH - res_r - 1) // (s_h // gcd_s_h_d_h)
                        s_w_by_gcd2 = s_w // gcd_s_w_d_w
                        quotient_r_4 = (KW - res_r_ - 1) // (s_w // gcd_s_w_d_w)
                        for o in range(O):
                            bottom = t_count if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                            aft = t__count if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                            pad_abreast(weights, (c, o, 0, 0, 0), t__count * 16, 16, w, (o, c,
                                    quotient_r4 * s_h_by_gcd2 + res_r, quotient_r_4 * s_w_by_gcd2 + res_r_),
                                    -KW * s_h_by_gcd2, -s_w_by_gcd2, 0, t_count, t__count, min(16,
                                    N - (block * 16)), 0, bottom, 0, aft)
                    for o in range(O):
                        pad_abreast(planes, (o, 0, 0, 0), wide * 16, 16, raw, (block - (part * share), o,
                                -d_h_by_gcd2 * quotient_r3 - quotient_r - quotient_r2,
                                -d_w_by_gcd2 * quotient_r_3 - quotient_r_ - quotient_r_2, 0), OW * 16, 16, 1,
                                tall, wide, min(16, N - (block * 16)),
                                d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                                OH + d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                                d_w_by_gcd2 * quotient_r_3 + quotient_r_ + quotient_r_2,
                                OW + d_w_by_gcd2 * quotient_r_3 + quotient_r_ + quotient_r_2)
                    taps = len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                    correlate_abreast(tile, (block - (part * share), 0, r - p_t - (quotient_r * s_h),
                            r_ - p_l - (quotient_r_ * s_w), 0), H * W * 16, W * s_h * 16, s_w * 16, starts,
                            (0, 0), 16, weights, (0, 0, 0, 0, 0), O * t__count * t_count * 16, lefts, planes,
                            (0, 0, 0, 0), wide * 16, 16, rights, t_count, taps, C, q_last + quotient_r + 1,
                            q__last + quotient_r_ + 1, min(16, N - (block * 16)))
        for block in range(part * share, min(part * share + share, block_count)):
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for c in range(C):
                lay_abreast(dx, (block * 16, c, 0, 0), W, 1, C * H * W, tile, (block - (part * share), c, 0,
                        0, 0), W * 16, 16, H, W, min(16, N - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations2(first, last, dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n,
        o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[o, c, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    starts = np.empty(C, dtype)
    for task in range(first, last):
        part = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most = max(32768 // max(O * wide, 1), 8)
        cuts = max((q_count - 1) // most + 1, 1)
        high = max(min(((q_count - 1) // (cuts * 4)) * 4 + 4, q_count), 1)
        strips = max((q_count - 1) // high + 1, 1)
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t_count + high - d_h_by_gcd
        tasks = N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, O * t__count * t_count), np.int64)
        for tap in range(O * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            lefts[U(tap)] = KH * KW * o * 2 + C * KH * KW * o - (s_w_by_gcd * t_) - (KW * s_h_by_gcd * t)
        rights = np.empty(max(0, O * t__count * t_count), np.int64)
        for tap in range(O * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            rights[U(tap)] = o * tall * wide + d_w_by_gcd * t_ + d_h_by_gcd * t * wide
        planes = np.empty((O, max(0, tall), max(0, wide)), dtype)
        quotient_r = (r - p_t) // s_h
        quotient_r2 = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r3 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
        quotient_r_ = (r_ - p_l) // s_w
        quotient_r_2 = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r_3 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
        q_last = (H + p_t - r - 1) // s_h
        q__last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            s_h_by_gcd2 = s_h // gcd_s_h_d_h
            s_w_by_gcd2 = s_w // gcd_s_w_d_w
            n = turn_2 // strips
            strip = turn_2 % strips
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for c in range(C):
                starts[U(c)] = T(0)
            for o in range(O):
                top = d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
                bottom = OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
                pad(planes, (o, 0, 0), wide, dy, (n, o,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), OW, 1, tall, wide, top,
                        bottom, d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        OW + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            taps = len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
            correlate(dx, (n, 0, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), H * W, W * s_h, s_w, starts, (0,), 1, w, (0, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), KH * KW, lefts,
                    planes, (0, 0, 0), wide, rights, t_count, taps, C, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks3(first, last, w, panels_apart2, C, O, KH, KW, quotient_C_wide2, res_r, res_r_, s_h_by_gcd,
        s_w_by_gcd, t__count2, t__last, t_count2, t_last2, wide2):
    """panels2[col_part2, t'_count2′·t_count2·o+t'_count2′·t+t′, c−col_part2·wide2] = w[o, c,
        t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
    """
    for task in range(first, last):
        o = task // ((quotient_C_wide2 + 1))
        col_part2 = task % (quotient_C_wide2 + 1)
        # panels2[col_part2, t'_count2′·t_count2·o+t'_count2′·t+t′, c−col_part2·wide2] = w[o,
        #     c, t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
        for t in range(t_last2 + 1):
            turn(panels_apart2, (col_part2, o, t * t__count2, 0), wide2, w,
                    KH * KW * o * 2 + KW * res_r + KH * KW * col_part2 * wide2 + C * KH * KW * o + res_r_ + KW * s_h_by_gcd * t,
                    KH * KW, s_w_by_gcd, min(wide2, C - (col_part2 * wide2)), t__count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks4(first, last, dx, dy_padded2, panels2, N, C, H, W, O, OH, OW, s_h, s_w, p_t, p_l,
        d_h_by_gcd2, d_w_by_gcd2, deep2, depth2, dy_from22, dy_from32, dy_size22, dy_size32, gcd_s_h_d_h,
        gcd_s_w_d_w, high2, line2_last, q__count2, q__last, q_count2, q_first, q_last, quotient_C_wide2,
        quotient_r, quotient_r_, quotient_r_2, r, r_, row_part2_last, rows2, skipping2, t__count2, t__last,
        t_count2, t_last, wide2):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n,
        o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[o, c, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dx.dtype
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
        row_part2 = task // ((quotient_C_wide2 + 1))
        col_part2 = task % (quotient_C_wide2 + 1)
        # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for line2 in range(high2 * row_part2 // q__count2,
                min((high2 + high2 * row_part2 - 1) // q__count2 + 1, line2_last + 1, N * q_count2)):
            n = line2 // q_count2
            q = line2 % q_count2 + q_first
            for q_ in range(max(-quotient_r_, high2 * row_part2 - (line2 * q__count2) - quotient_r_),
                    min(q__last + 1, rows2 - (line2 * q__count2) - quotient_r_,
                    high2 + high2 * row_part2 - (line2 * q__count2) - quotient_r_)):
                row_at2[U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))] = (
                    O * dy_size22 * dy_size32 * n
                    + q_
                    + dy_size32 * q
                    - (dy_from22 * dy_size32)
                    - dy_from32
                    - (dy_size32 * quotient_r)
                    - quotient_r_2
                )
                least2[0, U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))] = quotient_r - q
                most2[0, U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))] = (
                    OH + quotient_r - q - 1
                )
                least2[1, U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))] = quotient_r_2 - q_
                most2[1, U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))] = (
                    OW + quotient_r_2 - q_ - 1
                )
        for p2 in range(min(high2, rows2 - (high2 * row_part2))):
            for q2 in range(min(wide2, C - (col_part2 * wide2))):
                tile2[U(p2), U(q2)] = T(0)
        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count2 >= 1 and t__count2 >= 1:
            for o in range(O):
                for t in range(t_count2):
                    for t_ in range(t__count2):
                        left_at2[U(o * t__count2 * t_count2 + t_ + t * t__count2)] = (
                            dy_size22 * dy_size32 * o - (d_w_by_gcd2 * t_) - (d_h_by_gcd2 * dy_size32 * t)
                        )
                        place2[0, U(o * t__count2 * t_count2 + t_ + t * t__count2)] = -d_h_by_gcd2 * t
                        place2[1, U(o * t__count2 * t_count2 + t_ + t * t__count2)] = -d_w_by_gcd2 * t_
            for k2 in range(depth2):
                right_at2[U(k2)] = k2 * wide2
            contract_inside(tile2, (0, 0), wide2, dy_padded2, row_at2, left_at2, panels2,
                    col_part2 * depth2 * wide2, right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                    C - (col_part2 * wide2)), depth2, deep2, least2, most2, place2, high2, depth2, 2,
                    skipping2, np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                C - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // q__count2,
                min((high2 + high2 * row_part2 - 1) // q__count2 + 1, line2_last + 1, N * q_count2)):
            n = line2 // q_count2
            q = line2 % q_count2 + q_first
            for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, C)):
                for q_ in range(max(-quotient_r_, high2 * row_part2 - (line2 * q__count2) - quotient_r_),
                        min(q__last + 1, rows2 - (line2 * q__count2) - quotient_r_,
                        high2 + high2 * row_part2 - (line2 * q__count2) - quotient_r_)):
                    dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = turned2[U(c - (col_part2 * wide2)), U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain2(first, last, dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, o_block_last, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n,
        o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[o, c, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    rest2 = np.empty(0, dtype)
    part3 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (C * s_h * s_w)
        c = task // (s_h * s_w) % C
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            if rest2.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
                rest2 = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
            if part3.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
                part3 = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
            for q_ in range(q__first, q__last + 1):
                rest2[U(q_ - q__first)] = T(0)
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for o_block in range(o_block_last + 1):
                    for q_ in range(q__first, q__last + 1):
                        part3[U(q_ - q__first)] = T(0)
                    t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
                    t_last = (KH - res_r - 1) // s_h_by_gcd
                    t_last2 = (q - quotient_r) // d_h_by_gcd
                    for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                        t__last = (KW - res_r_ - 1) // s_w_by_gcd
                        for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                            for t_ in range(t__last, -1, -1):
                                w_here = w[U(o), U(c), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                                for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                        OW + quotient_r_ + d_w_by_gcd * t_)):
                                    part3[U(q_ - q__first)] += (
                                        dy[U(n), U(o), U(q - quotient_r - (d_h_by_gcd * t)),
                                                U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                        * w_here
                                    )
                    for q_ in range(q__first, q__last + 1):
                        dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest2[U(q_ - q__first)] = carried(dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest2[U(q_ - q__first)], part3[U(q_ - q__first)])


def _vjp_x(dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[o, c, KH−1−u, KW−1−v]

    Operations: C·H·KH·KW·N·O·W multiplications, C·H·KH·KW·N·O·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    dtype = dx.dtype
    if s_h == 1 and s_w == 1:
        again = not (
            abreast(
                N >= 8
                and 16384 >= C * KH * KW * O
                and max(min(8192 - (H * W), 8192 - (O * OH * OW), 16 - OW, 3 - O), min((N - 1) // 16 - 15,
                        32 - max(C, O), 32768 - max(C * H * W, O * OH * OW),
                        N * 9 - (((N - 1) // 16) * 128) - 128, max(W % 16 - 1, 16 - OW), min(C, KH * KW,
                        O) - 4)) >= 0
            )
            and finite(w, dx)
        )
        if not again:
            tall = H + KH * d_h - d_h
            wide = KW * d_w + W - d_w
            block_count = (N - 1) // 16 + 1
            pieces = parts(block_count)
            share = max((block_count - 1) // pieces + 1, 1)
            launch(_vjp_x_abreast, pieces, C * H * KH * KW * N * O * W // 32, dy, w, dx, N, C, H, W, O, KH,
                    KW, OH, OW, p_t, p_l, d_h, d_w, block_count, pieces, share, tall, wide)
            again = not (finite(dx, w))
        if again:
            again = not (
                correlations(
                    H >= KH
                    and W >= KW
                    and OW >= 4
                    and 0 >= min(
                        C - 8,
                        max(2 - (KH * KW), C - 24, min(1 - (C % 16), KH * KW * O - 256)),
                        max(KH * KW * O - 128, O - 16),
                    )
                )
                and finite(w, dx)
            )
            if not again:
                wide = KW * d_w + W - d_w
                most = max(32768 // max(O * wide, 1), 8)
                cuts = max((H - 1) // most + 1, 1)
                high = max(min(((H - 1) // (cuts * 4)) * 4 + 4, H), 1)
                strips = max((H - 1) // high + 1, 1)
                tall = KH * d_h + high - d_h
                pieces = parts(N * strips)
                tasks = N * strips
                share = max((tasks - 1) // pieces + 1, 1)
                launch(_vjp_x_correlations, pieces, C * H * KH * KW * N * O * W // 32, dy, w, dx, N, C, H, W,
                        O, KH, KW, OH, OW, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall, tasks, wide)
                again = not (finite(dx, w))
            if again:
                again = not (
                    blocks(
                        H * N * W >= 4
                        and C >= 8
                        and KH * KW * O >= 4
                        and OH * 2 + d_h + 17 >= H + KH * d_h
                        and OW * 2 + d_w + 17 >= KW * d_w + W
                    )
                    and finite(w, dx)
                )
                if not again:
                    rows2 = H * N * W
                    depth2 = KH * KW * O
                    dy_from22 = min(d_h + p_t - (KH * d_h), 0)
                    dy_size22 = max(H + p_t, OH) - dy_from22
                    dy_from32 = min(d_w + p_l - (KW * d_w), 0)
                    dy_size32 = max(OW, W + p_l) - dy_from32
                    dy_padded2 = padded(dy, (0, 0, dy_from22, dy_from32), (N, O, dy_size22, dy_size32))
                    wide2 = colblock(C)
                    deep2 = depthblock()
                    high2 = rowblock(rows2, (C - 1) // wide2 + 1)
                    skipping2 = skipping(OH * OW, dy_size22 * dy_size32)
                    panels2 = scratch((max(0, (C - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                    panels_apart2 = panels2.reshape(((C - 1) // wide2 + 1, O, KH * KW, wide2))
                    launch(_vjp_x_blocks, O * ((C - 1) // wide2 + 1), C * KH * KW * O, w, panels_apart2, C, O,
                            KH, KW, wide2)
                    dx_lines2 = dx.reshape((N, C, H * W))
                    line2_last = (rows2 - 1) // W
                    line2_last2 = (rows2 - 1) // (H * W)
                    launch(_vjp_x_blocks2, ((rows2 - 1) // high2 + 1) * ((C - 1) // wide2 + 1),
                            C * H * KH * KW * N * O * W // 32, dx_lines2, dy_padded2, panels2, N, C, H, W, O,
                            KH, KW, OH, OW, p_t, p_l, d_h, d_w, deep2, depth2, dy_from22, dy_from32,
                            dy_size22, dy_size32, high2, line2_last, line2_last2, rows2, skipping2, wide2)
                    again = not (finite(dx, w))
                if again:
                    o_block_last = (O - 1) // 1024
                    launch(_vjp_x_plain, N * C * H, C * H * KH * KW * N * O * W, dy, w, dx, N, C, H, W, O, KH,
                            KW, OH, OW, p_t, p_l, d_h, d_w, o_block_last)
    else:
        again = not (
            abreast(N >= 8 and 8192 >= O * OH * OW and 8192 >= H * W and 16 >= OW and 3 >= O)
            and finite(w, dx)
        )
        if not again:
            block_count = (N - 1) // 16 + 1
            some = min(max(32768 // (H * W * 16), 1), 8)
            pieces = max((block_count - 1) // some + 1, 1)
            share = max((block_count - 1) // pieces + 1, 1)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_vjp_x_abreast2, pieces,
                    (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * O * s_h * s_w // 32, dy, w, dx, N, C,
                    H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, d_h_by_gcd,
                    d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd, share)
            again = not (finite(dx, w))
        if again:
            again = not (correlations(OW >= 4 and 0 >= min(C - 24, O - 24)) and finite(w, dx))
            if not again:
                some = min(max(32768 // (H * W), 8), 128)
                pieces = max((N - 1) // some + 1, 1)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                launch(_vjp_x_correlations2, pieces * s_h * s_w,
                        (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                        0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * O * s_h * s_w // 32, dy, w, dx, N,
                        C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                        gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd)
                again = not (finite(dx, w))
            if again:
                again = not (
                    blocks(
                        C >= 8
                        and OH * 2
                        + 16 >= -p_t // s_h
                        + (H + p_t - 1) // s_h
                        + ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h, d_h))) * (d_h // gcd(s_h, d_h))
                        and OW * 2
                        + 16 >= -p_l // s_w
                        + (W + p_l - 1) // s_w
                        + ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w, d_w))) * (d_w // gcd(s_w, d_w))
                    )
                    and finite(w, dx)
                )
                if not again:
                    s_h_by_gcd = s_h // gcd(s_h, d_h)
                    s_w_by_gcd = s_w // gcd(s_w, d_w)
                    d_h_by_gcd = d_h // gcd(s_h, d_h)
                    d_w_by_gcd = d_w // gcd(s_w, d_w)
                    wide2 = colblock(C)
                    quotient_C_wide2 = (C - 1) // wide2
                    gcd_s_h_d_h = gcd(s_h, d_h)
                    gcd_s_w_d_w = gcd(s_w, d_w)
                    for r in range(s_h):
                        q_count2 = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
                        t_count2 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
                        dy_from22 = min(
                            -((residue(d_h, r, s_h) * d_h - r) // s_h)
                            - ((r - p_t) // s_h)
                            - (((KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                            0,
                        )
                        dy_size22 = (
                            max((H + p_t - r - 1) // s_h + 1 - ((residue(d_h, r, s_h) * d_h - r) // s_h), OH)
                            - dy_from22
                        )
                        res_r = residue(d_h, r, s_h)
                        quotient_r = (d_h * res_r - r) // s_h
                        q_first = -((r - p_t) // s_h)
                        q_last = (H + p_t - r - 1) // s_h
                        for r_ in range(s_w):
                            q__count2 = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                            t__count2 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                            rows2 = N * q__count2 * q_count2
                            depth2 = O * t__count2 * t_count2
                            dy_from32 = min(
                                -((residue(d_w, r_, s_w) * d_w - r_) // s_w)
                                - ((r_ - p_l) // s_w)
                                - (((KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                                0,
                            )
                            dy_size32 = (
                                max(
                                    (W + p_l - r_ - 1) // s_w
                                    + 1
                                    - ((residue(d_w, r_, s_w) * d_w - r_) // s_w),
                                    OW,
                                )
                                - dy_from32
                            )
                            high2 = rowblock(rows2, quotient_C_wide2 + 1)
                            skipping2 = skipping(OH * OW, dy_size22 * dy_size32)
                            t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
                            res_r_ = residue(d_w, r_, s_w)
                            quotient_r_ = (r_ - p_l) // s_w
                            quotient_r_2 = (d_w * res_r_ - r_) // s_w
                            q__last = (W + p_l - r_ - 1) // s_w
                            d_w_by_gcd2 = d_w // gcd_s_w_d_w
                            d_h_by_gcd2 = d_h // gcd_s_h_d_h
                            t_last = (KH - res_r - 1) // s_h_by_gcd
                            row_part2_last = (rows2 - 1) // high2
                            if q_count2 >= 1 and q__count2 >= 1:
                                dy_padded2 = padded(dy, (0, 0, dy_from22, dy_from32), (N, O, dy_size22, dy_size32))
                                deep2 = depthblock()
                                panels2 = scratch((max(0, (C - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                                if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count2 >= 1 and t__count2 >= 1:
                                    panels_apart2 = panels2.reshape(
                                        ((C - 1) // wide2 + 1, O, t__count2 * t_count2, wide2)
                                    )
                                    t_last2 = (KH - res_r - 1) // s_h_by_gcd
                                    launch(_vjp_x_blocks3, O * (quotient_C_wide2 + 1), ((KH - residue(d_h, 0,
                                            s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                            s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * O, w,
                                            panels_apart2, C, O, KH, KW, quotient_C_wide2, res_r, res_r_,
                                            s_h_by_gcd, s_w_by_gcd, t__count2, t__last, t_count2, t_last2,
                                            wide2)
                                line2_last = (rows2 - 1) // q__count2
                                launch(_vjp_x_blocks4, (row_part2_last + 1) * (quotient_C_wide2 + 1),
                                        (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                                        0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                        s_w) - 1) // (s_w // gcd(s_w,
                                        d_w)) + 1) * C * N * O * s_h * s_w // 32, dx, dy_padded2, panels2, N,
                                        C, H, W, O, OH, OW, s_h, s_w, p_t, p_l, d_h_by_gcd2, d_w_by_gcd2,
                                        deep2, depth2, dy_from22, dy_from32, dy_size22, dy_size32,
                                        gcd_s_h_d_h, gcd_s_w_d_w, high2, line2_last, q__count2, q__last,
                                        q_count2, q_first, q_last, quotient_C_wide2, quotient_r, quotient_r_,
                                        quotient_r_2, r, r_, row_part2_last, rows2, skipping2, t__count2,
                                        t__last, t_count2, t_last, wide2)
                    again = not (finite(dx, w))
                if again:
                    s_h_by_gcd = s_h // gcd(s_h, d_h)
                    s_w_by_gcd = s_w // gcd(s_w, d_w)
                    d_h_by_gcd = d_h // gcd(s_h, d_h)
                    d_w_by_gcd = d_w // gcd(s_w, d_w)
                    o_block_last = (O - 1) // 1024
                    gcd_s_h_d_h = gcd(s_h, d_h)
                    gcd_s_w_d_w = gcd(s_w, d_w)
                    launch(_vjp_x_plain2, N * C * s_h * s_w,
                            (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                            s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * O * s_h * s_w, dy, w, dx, N, C,
                            H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                            gcd_s_h_d_h, gcd_s_w_d_w, o_block_last, s_h_by_gcd, s_w_by_gcd)
