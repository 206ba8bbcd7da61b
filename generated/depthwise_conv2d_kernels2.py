"""The kernels of depthwise_conv2d; depthwise_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, gcd, residue
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import finite, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_abreast(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, p_t, p_l, d_h, d_w, block_count,
        lot_last, pieces, share, tall, tasks, wide):
    """dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, c·M+o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[c·M+o, 0, t, t′]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((M, max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((1, M, KH, KW, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((1, H, W, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(M * KW * KH, np.int64)
        for tap in range(M * KW * KH):
            o = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            lefts[U(tap)] = KH * KW * o * 16 + t_ * 16 + KW * t * 16
        rights = np.empty(M * KW * KH, np.int64)
        for tap in range(M * KW * KH):
            o = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            rights[U(tap)] = o * tall * wide * 16 + d_w * t_ * 16 + d_h * t * wide * 16
        for lot in range(part * share // N, min((part * share + share - 1) // N + 1, lot_last + 1,
                block_count)):
            block = lot
            # dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, c·M+o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[c·M+o, 0, t,
            #     t′]
            for row in range(1):
                for lane in range(min(16, C - (block * 16))):
                    starts[U(row), U(lane)] = T(0)
            for row in range(1):
                for o in range(M):
                    pad_abreast(weights, (row, o, 0, 0, 0), KW * 16, 16, w, (M * block * 16 + o, 0, KH - 1,
                            KW - 1), -KW, -1, KH * KW * M, KH, KW, min(16, C - (block * 16)), 0, KH, 0, KW)
            for n in range(max(0, part * share - (N * lot)), min(N, tasks - (N * lot),
                    part * share + share - (N * lot))):
                for o in range(M):
                    pad_abreast(planes, (o, 0, 0, 0), wide * 16, 16, dy, (n, M * block * 16 + o,
                            d_h + p_t - (KH * d_h), d_w + p_l - (KW * d_w)), OW, 1, M * OH * OW, tall, wide,
                            min(16, C - (block * 16)), KH * d_h - d_h - p_t, KH * d_h + OH - d_h - p_t,
                            KW * d_w - d_w - p_l, KW * d_w + OW - d_w - p_l)
                correlate_abreast(tile, (0, 0, 0, 0), H * W * 16, W * 16, 16, starts, (0, 0), 16, weights, (0,
                        0, 0, 0, 0), KH * KW * M * 16, lefts, planes, (0, 0, 0, 0), wide * 16, 16, rights, KH,
                        len(rights), 1, H, W, min(16, C - (block * 16)))
                for row in range(1):
                    lay_abreast(dx, (n, block * 16, 0, 0), W, 1, H * W, tile, (row, 0, 0, 0), W * 16, 16, H,
                            W, min(16, C - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, p_t, p_l, d_h, d_w, high,
        pieces, share, strips, tall, tasks, wide):
    """dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, c·M+o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[c·M+o, 0, t, t′]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((M, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(1, dtype)
    for part in range(first, last):
        lefts = np.empty(M * KW * KH, np.int64)
        for tap in range(M * KW * KH):
            o = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            lefts[U(tap)] = KH * KW * o - t_ - (KW * t)
        rights = np.empty(M * KW * KH, np.int64)
        for tap in range(M * KW * KH):
            o = tap // (KW * KH)
            t_ = tap // KH % KW
            t = tap % KH
            rights[U(tap)] = o * tall * wide + d_w * t_ + d_h * t * wide
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (C * strips)
            c = turn_2 // strips % C
            strip = turn_2 % strips
            # dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, c·M+o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[c·M+o, 0, t,
            #     t′]
            for row in range(1):
                starts[U(row)] = T(0)
            for o in range(M):
                top = KH * d_h - d_h - p_t - (high * strip)
                bottom = KH * d_h + OH - d_h - p_t - (high * strip)
                pad(planes, (o, 0, 0), wide, dy, (n, M * c + o, d_h + p_t + high * strip - (KH * d_h),
                        d_w + p_l - (KW * d_w)), OW, 1, tall, wide, top, bottom, KW * d_w - d_w - p_l,
                        KW * d_w + OW - d_w - p_l)
            correlate(dx, (n, c, high * strip, 0), 0, W, 1, starts, (0,), 1, w, (M * c, 0, KH - 1, KW - 1), 0,
                    lefts, planes, (0, 0, 0), wide, rights, KH, len(rights), 1, min(high, H - (high * strip)),
                    W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, p_t, p_l, d_h, d_w, o_block_last):
    """dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, c·M+o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[c·M+o, 0, t, t′]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (C * H)
        c = task // H % C
        q = task % H
        # dx[n,c,q,q′] = Σ_{o,t,t′} dy[n, c·M+o, q+p_t−d_h·t, q′+p_l−d_w·t′] · w[c·M+o, 0, t,
        #     t′]
        for q_ in range(W):
            dx[U(n), U(c), U(q), U(q_)] = T(0)
        for q_ in range(W):
            rest[U(q_)] = T(0)
        t_first = -((OH - p_t - q - 1) // d_h)
        t_last = (p_t + q) // d_h
        for o_block in range(o_block_last + 1):
            for q_ in range(W):
                part2[U(q_)] = T(0)
            for o in range(o_block * 1024, min(M, o_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KH, t_last + 1)):
                    for t_ in range(KW - 1, -1, -1):
                        w_here = w[U(M * c + o), 0, U(t), U(t_)]
                        for q_ in range(max(0, d_w * t_ - p_l), min(W, OW + d_w * t_ - p_l)):
                            part2[U(q_)] += (
                                dy[U(n), U(M * c + o), U(p_t + q - (d_h * t)), U(p_l + q_ - (d_w * t_))]
                                * w_here
                            )
            for q_ in range(W):
                dx[U(n), U(c), U(q), U(q_)], rest[U(q_)] = carried(dx[U(n), U(c), U(q), U(q_)], rest[U(q_)], part2[U(q_)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_abreast2(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        block_count, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd, share,
        tasks):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n,
        c·M+o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    raw = np.empty((share, M, OH, OW, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((share, 1, H, W, 16), dtype)
    for part in range(first, last):
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            for o in range(M):
                pad_abreast(raw, (turn_2 - (part * share), o, 0, 0, 0), OW * 16, 16, dy, (n,
                        M * block * 16 + o, 0, 0), OW, 1, M * OH * OW, OH, OW, min(16, C - (block * 16)), 0,
                        OH, 0, OW)
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
                lefts = np.empty(max(0, M * t__count * t_count), np.int64)
                for tap in range(M * t__count * t_count):
                    o = tap // (t__count * t_count)
                    t_ = tap // t_count % t__count
                    t = tap % t_count
                    lefts[U(tap)] = o * t__count * t_count * 16 + t_ * 16 + t * t__count * 16
                rights = np.empty(max(0, M * t__count * t_count), np.int64)
                for tap in range(M * t__count * t_count):
                    o = tap // (t__count * t_count)
                    t_ = tap // t_count % t__count
                    t = tap % t_count
                    rights[U(tap)] = o * tall * wide * 16 + d_w_by_gcd * t_ * 16 + d_h_by_gcd * t * wide * 16
                planes = np.empty((M, max(0, tall), max(0, wide), 16), dtype)
                weights = np.empty((1, M, max(0, t_count), max(0, t__count), 16), dtype)
                res_r_ = residue(d_w, r_, s_w)
                quotient_r_ = (r_ - p_l) // s_w
                quotient_r_2 = (d_w * res_r_ - r_) // s_w
                q__last = (W + p_l - r_ - 1) // s_w
                for turn_2 in range(part * share, min(part * share + share, tasks)):
                    d_h_by_gcd2 = d_h // gcd_s_h_d_h
                    quotient_r3 = (KH - res_r - 1) // (s_h // gcd_s_h_d_h)
                    d_w_by_gcd2 = d_w // gcd_s_w_d_w
                    quotient_r_3 = (KW - res_r_ - 1) // (s_w // gcd_s_w_d_w)
                    block = turn_2 // N
                    n = turn_2 % N
                    # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                    for row in range(1):
                        for lane in range(min(16, C - (block * 16))):
                            starts[U(row), U(lane)] = T(0)
                    for row in range(1):
                        s_h_by_gcd2 = s_h // gcd_s_h_d_h
                        quotient_r4 = (KH - res_r - 1) // (s_h // gcd_s_h_d_h)
                        s_w_by_gcd2 = s_w // gcd_s_w_d_w
                        quotient_r_4 = (KW - res_r_ - 1) // (s_w // gcd_s_w_d_w)
                        for o in range(M):
                            bottom = t_count if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                            aft = t__count if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                            pad_abreast(weights, (row, o, 0, 0, 0), t__count * 16, 16, w, (M * block * 16 + o,
                                    0, quotient_r4 * s_h_by_gcd2 + res_r,
                                    quotient_r_4 * s_w_by_gcd2 + res_r_), -KW * s_h_by_gcd2, -s_w_by_gcd2,
                                    KH * KW * M, t_count, t__count, min(16, C - (block * 16)), 0, bottom, 0,
                                    aft)
                    for o in range(M):
                        pad_abreast(planes, (o, 0, 0, 0), wide * 16, 16, raw, (turn_2 - (part * share), o,
                                -d_h_by_gcd2 * quotient_r3 - quotient_r - quotient_r2,
                                -d_w_by_gcd2 * quotient_r_3 - quotient_r_ - quotient_r_2, 0), OW * 16, 16, 1,
                                tall, wide, min(16, C - (block * 16)),
                                d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                                OH + d_h_by_gcd2 * quotient_r3 + quotient_r + quotient_r2,
                                d_w_by_gcd2 * quotient_r_3 + quotient_r_ + quotient_r_2,
                                OW + d_w_by_gcd2 * quotient_r_3 + quotient_r_ + quotient_r_2)
                    taps = len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
                    correlate_abreast(tile, (turn_2 - (part * share), 0, r - p_t - (quotient_r * s_h),
                            r_ - p_l - (quotient_r_ * s_w), 0), H * W * 16, W * s_h * 16, s_w * 16, starts,
                            (0, 0), 16, weights, (0, 0, 0, 0, 0), M * t__count * t_count * 16, lefts, planes,
                            (0, 0, 0, 0), wide * 16, 16, rights, t_count, taps, 1, q_last + quotient_r + 1,
                            q__last + quotient_r_ + 1, min(16, C - (block * 16)))
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for row in range(1):
                lay_abreast(dx, (n, block * 16, 0, 0), W, 1, H * W, tile, (turn_2 - (part * share), row, 0, 0,
                        0), W * 16, 16, H, W, min(16, C - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations2(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n,
        c·M+o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    starts = np.empty(1, dtype)
    for task in range(first, last):
        part = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most = max(32768 // max(M * wide, 1), 8)
        cuts = max((q_count - 1) // most + 1, 1)
        high = max(min(((q_count - 1) // (cuts * 4)) * 4 + 4, q_count), 1)
        strips = max((q_count - 1) // high + 1, 1)
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t_count + high - d_h_by_gcd
        tasks = C * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, M * t__count * t_count), np.int64)
        for tap in range(M * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            lefts[U(tap)] = KH * KW * o - (s_w_by_gcd * t_) - (KW * s_h_by_gcd * t)
        rights = np.empty(max(0, M * t__count * t_count), np.int64)
        for tap in range(M * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            rights[U(tap)] = o * tall * wide + d_w_by_gcd * t_ + d_h_by_gcd * t * wide
        planes = np.empty((M, max(0, tall), max(0, wide)), dtype)
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
            n = turn_2 // (C * strips)
            c = turn_2 // strips % C
            strip = turn_2 % strips
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for row in range(1):
                starts[U(row)] = T(0)
            for o in range(M):
                top = d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
                bottom = OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip)
                pad(planes, (o, 0, 0), wide, dy, (n, M * c + o,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), OW, 1, tall, wide, top,
                        bottom, d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        OW + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            taps = len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
            correlate(dx, (n, c, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), 0, W * s_h, s_w, starts, (0,), 1, w, (M * c, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), 0, lefts, planes,
                    (0, 0, 0), wide, rights, t_count, taps, 1, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain2(first, last, dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, o_block_last, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o,t,t′ : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n,
        c·M+o, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
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
                    for o in range(o_block * 1024, min(M, o_block * 1024 + 1024)):
                        t__last = (KW - res_r_ - 1) // s_w_by_gcd
                        for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                            for t_ in range(t__last, -1, -1):
                                w_here = w[U(M * c + o), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                                for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                        OW + quotient_r_ + d_w_by_gcd * t_)):
                                    part3[U(q_ - q__first)] += (
                                        dy[U(n), U(M * c + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                                U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                        * w_here
                                    )
                    for q_ in range(q__first, q__last + 1):
                        dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest2[U(q_ - q__first)] = carried(dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)], rest2[U(q_ - q__first)], part3[U(q_ - q__first)])


def _vjp_x(dy, w, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, c·M+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[c·M+o, 0, KH−1−u, KW−1−v]

    Operations: C·H·KH·KW·M·N·W multiplications, C·H·KH·KW·M·N·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    if s_h == 1 and s_w == 1:
        again = not (
            abreast(
                C >= 8
                and 8192 >= M * OH * OW
                and 8192 >= H * W
                and 16384 >= KH * KW * M
                and 16 >= OW
                and 3 >= M
            )
            and finite(w, dx)
        )
        if not again:
            tall = H + KH * d_h - d_h
            wide = KW * d_w + W - d_w
            block_count = (C - 1) // 16 + 1
            pieces = parts(N * block_count)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            lot_last = (tasks - 1) // N
            launch(_vjp_x_abreast, pieces, C * H * KH * KW * M * N * W // 32, dy, w, dx, N, C, H, W, M, KH,
                    KW, OH, OW, p_t, p_l, d_h, d_w, block_count, lot_last, pieces, share, tall, tasks, wide)
            again = not (finite(dx, w))
        if again:
            again = not (correlations(H >= KH and W >= KW and OW >= 4) and finite(w, dx))
            if not again:
                wide = KW * d_w + W - d_w
                most = max(32768 // max(M * wide, 1), 8)
                cuts = max((H - 1) // most + 1, 1)
                high = max(min(((H - 1) // (cuts * 4)) * 4 + 4, H), 1)
                strips = max((H - 1) // high + 1, 1)
                tall = KH * d_h + high - d_h
                pieces = parts(C * N * strips)
                tasks = C * N * strips
                share = max((tasks - 1) // pieces + 1, 1)
                launch(_vjp_x_correlations, pieces, C * H * KH * KW * M * N * W // 32, dy, w, dx, N, C, H, W,
                        M, KH, KW, OH, OW, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall, tasks, wide)
                again = not (finite(dx, w))
            if again:
                o_block_last = (M - 1) // 1024
                launch(_vjp_x_plain, N * C * H, C * H * KH * KW * M * N * W, dy, w, dx, N, C, H, W, M, KH, KW,
                        OH, OW, p_t, p_l, d_h, d_w, o_block_last)
    else:
        again = not (
            abreast(C >= 8 and 8192 >= M * OH * OW and 8192 >= H * W and 16 >= OW and 3 >= M)
            and finite(w, dx)
        )
        if not again:
            block_count = (C - 1) // 16 + 1
            some = min(max(32768 // (H * W * 16), 1), 8)
            pieces = max((N * block_count - 1) // some + 1, 1)
            tasks = N * block_count
            share = max((tasks - 1) // pieces + 1, 1)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_vjp_x_abreast2, pieces,
                    (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w // 32, dy, w, dx, N, C,
                    H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, d_h_by_gcd,
                    d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd, share, tasks)
            again = not (finite(dx, w))
        if again:
            again = not (correlations(OW >= 4) and finite(w, dx))
            if not again:
                some = min(max(32768 // (H * W), 8), 128)
                pieces = max((C * N - 1) // some + 1, 1)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                launch(_vjp_x_correlations2, pieces * s_h * s_w,
                        (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                        0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w // 32, dy, w, dx, N,
                        C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                        gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd)
                again = not (finite(dx, w))
            if again:
                s_h_by_gcd = s_h // gcd(s_h, d_h)
                s_w_by_gcd = s_w // gcd(s_w, d_w)
                d_h_by_gcd = d_h // gcd(s_h, d_h)
                d_w_by_gcd = d_w // gcd(s_w, d_w)
                o_block_last = (M - 1) // 1024
                gcd_s_h_d_h = gcd(s_h, d_h)
                gcd_s_w_d_w = gcd(s_w, d_w)
                launch(_vjp_x_plain2, N * C * s_h * s_w,
                        (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                        0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w, dy, w, dx, N, C, H,
                        W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                        gcd_s_h_d_h, gcd_s_w_d_w, o_block_last, s_h_by_gcd, s_w_by_gcd)
