"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: ccb652ac688db0c1.
"""

import numpy as np

from .abreast import correlate_abreast, lags_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import abreast, correlate, correlations, lagging, lags, pad
from .vectors import blocks, colblock, contract, depthblock, padded, parts, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_abreast(first, last, w_depth, dz, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        block_count, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd, share,
        tasks):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dz[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w_depth[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = w_depth.dtype
    T = dtype.type
    raw = np.empty((share, M, OH, OW, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((share, 1, H, W, 16), dtype)
    for part in range(first, last):
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            block = turn_2 // N
            n = turn_2 % N
            for o in range(M):
                pad_abreast(raw, (turn_2 - (part * share), o, 0, 0, 0), OW * 16, 16, dz, (n,
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
                            pad_abreast(weights, (row, o, 0, 0, 0), t__count * 16, 16, w_depth,
                                    (M * block * 16 + o, 0, quotient_r4 * s_h_by_gcd2 + res_r,
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
def _vjp_x_correlations(first, last, w_depth, dz, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dz[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w_depth[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = w_depth.dtype
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
        strips = max((q_count - 1) // most + 1, 1)
        high = max((q_count - 1) // strips + 1, 1)
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
                pad(planes, (o, 0, 0), wide, dz, (n, M * c + o,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), OW, 1, tall, wide, top,
                        bottom, d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        OW + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            taps = len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0
            correlate(dx, (n, c, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), 0, W * s_h, s_w, starts, (0,), 1, w_depth, (M * c, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), 0, lefts, planes,
                    (0, 0, 0), wide, rights, t_count, taps, 1, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w_depth, dz, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dz[n, c·M+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w_depth[c·M+o, 0,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = w_depth.dtype
    T = dtype.type
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
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
                t_last = (KH - res_r - 1) // s_h_by_gcd
                t_last2 = (q - quotient_r) // d_h_by_gcd
                for o in range(M):
                    t__last = (KW - res_r_ - 1) // s_w_by_gcd
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last, -1, -1):
                            w_depth_here = w_depth[U(M * c + o), 0, U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dz[U(n), U(M * c + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_depth_here
                                )


def _vjp_x(w_depth, dz, dx, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]
    dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dz[n, c·M+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w_depth[c·M+o, 0, KH−1−u, KW−1−v]

    Operations: C·H·KH·KW·M·N·W + C·M·N·O·OH·OW multiplications, C·H·KH·KW·M·N·W + C·M·N·O·OH·OW −
        C·M·N·OH·OW − C·H·N·W additions, terms that a condition drops counted.
    """
    if abreast(C >= 8 and 8192 >= M * OH * OW and 8192 >= H * W and 16 >= OW and 3 >= M):
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
        launch(_vjp_x_abreast, pieces,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w // 32, w_depth, dz, dx, N, C,
                H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, d_h_by_gcd, d_w_by_gcd,
                gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd, share, tasks)
    elif correlations(OW >= 4):
        some = min(max(32768 // (H * W), 8), 128)
        pieces = max((C * N - 1) // some + 1, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_correlations, pieces * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w // 32, w_depth, dz, dx, N, C,
                H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd)
    else:
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_plain, N * C * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * M * N * s_h * s_w, w_depth, dz, dx, N, C, H, W,
                M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_abreast(first, last, x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, block_count, pieces, share, tall, wide):
    """dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    raw = np.empty((1, H, W, 16), dtype)
    planes = np.empty((1, max(0, tall), max(0, wide), 16), dtype)
    given = np.empty((M, OH, OW, 16), dtype)
    tile = np.empty((M, 1, KW, KH, 16), dtype)
    for part in range(first, last):
        rights = np.empty(1 * KW * KH, np.int64)
        for tap in range(1 * KW * KH):
            one = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = one * tall * wide * 16 + d_h * u * wide * 16 + d_w * v * 16
        for block in range(part * share, min(part * share + share, block_count)):
            # dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for o in range(M):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            for lane in range(min(16, C - (block * 16))):
                                tile[U(o), U(one), U(v), U(u), U(lane)] = T(0)
            for n in range(N):
                for o in range(M):
                    pad_abreast(given, (o, 0, 0, 0), OW * 16, 16, dz, (n, M * block * 16 + o, 0, 0), OW, 1,
                            M * OH * OW, OH, OW, min(16, C - (block * 16)), 0, OH, 0, OW)
                for one in range(1):
                    pad_abreast(raw, (one, 0, 0, 0), W * 16, 16, x, (n, block * 16, 0, 0), W, 1, H * W, H, W,
                            min(16, C - (block * 16)), 0, H, 0, W)
                for one in range(1):
                    pad_abreast(planes, (one, 0, 0, 0), wide * 16, 16, raw, (one, -p_t, -p_l, 0), W * 16, 16,
                            1, tall, wide, min(16, C - (block * 16)), p_t, H + p_t, p_l, W + p_l)
                lags_abreast(tile, (0, 0, 0, 0, 0), KH * KW * 16, 16, given, (0, 0, 0, 0), OH * OW * 16,
                        OW * 16, 16, planes, (0, 0, 0, 0), s_h * wide * 16, s_w * 16, rights, M, OH, OW,
                        min(16, C - (block * 16)))
            for o in range(M):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            for lane in range(min(16, C - (block * 16))):
                                dw_depth[U(M * block * 16 + M * lane + o), U(one), U(u), U(v)] = tile[U(o), U(one), U(v), U(u), U(lane)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_lagging(first, last, x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, heaps, high, pieces, share, strips, tall, tasks, wide):
    """dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((1, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, 1, KW, KH), dtype)
    for part in range(first, last):
        rights = np.empty(1 * KW * KH, np.int64)
        for tap in range(1 * KW * KH):
            one = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + one * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            g = turn_2 // heaps
            heap = turn_2 % heaps
            # dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for o in range(heap * 16, min(heap * 16 + 16, M)):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            tile[U(o - (heap * 16)), U(one), U(v), U(u)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for one in range(1):
                        for phase_i in range(s_h):
                            for phase_j in range(s_w):
                                top = -((phase_i - p_t) // s_h) - (high * strip)
                                bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                                fore = -((phase_j - p_l) // s_w)
                                aft = (W + p_l - phase_j - 1) // s_w + 1
                                pad(planes, (one, phase_i, phase_j, 0, 0), wide, x, (n, g,
                                        phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w,
                                        tall, wide, top, bottom, fore, aft)
                    lags(tile, (0, 0, 0, 0), KH * KW, dz, (n, heap * 16 + M * g, high * strip, 0), OH * OW,
                            OW, planes, (0, 0, 0, 0, 0), wide, rights, KH, min(16, M - (heap * 16)), min(high,
                            OH - (high * strip)), OW)
            for o in range(heap * 16, min(heap * 16 + 16, M)):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            dw_depth[U(M * g + o), U(one), U(u), U(v)] = tile[U(o - (heap * 16)), U(one), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_blocks(first, last, dz, panels_apart2, N, C, M, OH, OW, wide2):
    """panels2[g, col_part2, (n·OH+i)·OW+j, o−col_part2·wide2] = dz[n, g·M+o, i, j]"""
    for task in range(first, last):
        g = task // (N * ((M - 1) // wide2 + 1))
        n = task // (((M - 1) // wide2 + 1)) % N
        col_part2 = task % ((M - 1) // wide2 + 1)
        # panels2[g, col_part2, (n·OH+i)·OW+j, o−col_part2·wide2] = dz[n, g·M+o, i, j]
        turn(panels_apart2, (g, col_part2, n, 0, 0), wide2, dz,
                OH * OW * col_part2 * wide2 + M * OH * OW * g + C * M * OH * OW * n, OH * OW, 1, min(wide2,
                M - (col_part2 * wide2)), OH * OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_blocks2(first, last, dw_depth_lines2, panels2, x_padded2, N, C, M, KH, KW, OH, OW, s_h, s_w,
        d_h, d_w, deep2, depth2, high2, line2_last, quotient_M_wide2, rows2, wide2, x_size22, x_size32):
    """dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dw_depth_lines2.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        g = task // (1 * ((rows2 - 1) // high2 + 1) * ((M - 1) // wide2 + 1))
        one = task // (((rows2 - 1) // high2 + 1) * ((M - 1) // wide2 + 1)) % 1
        row_part2 = task // (((M - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((M - 1) // wide2 + 1)
        # dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        for line2 in range(high2 * row_part2 // KW, min((high2 + high2 * row_part2 - 1) // KW + 1,
                line2_last + 1, KH)):
            u = line2
            for v in range(max(0, high2 * row_part2 - (KW * line2)), min(KW, rows2 - (KW * line2),
                    high2 + high2 * row_part2 - (KW * line2))):
                row_at2[U(KW * line2 + v - (high2 * row_part2))] = (
                    g * x_size22 * x_size32 + d_h * u * x_size32 + d_w * v
                )
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    left_at2[U(OW * i + j + OH * OW * n)] = (
                        i * s_h * x_size32 + j * s_w + C * n * x_size22 * x_size32
                    )
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_M_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, M - (col_part2 * wide2)), 0,
                depth2, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                M - (col_part2 * wide2)))
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, M)):
            for run2 in range(high2 * row_part2, min(rows2, high2 + high2 * row_part2)):
                dw_depth_lines2[U(M * g + o), U(one), U(run2)] = turned2[U(o - (col_part2 * wide2)), U(run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_plain(first, last, x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, j_block_last):
    """dw_depth_sum[v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    dw_depth[g·M+o, 0, u, v] = dw_depth_sum[v]
    """
    dtype = x.dtype
    T = dtype.type
    dw_depth_sum = np.empty(KW, dtype)
    for task in range(first, last):
        g = task // (M * KH)
        o = task // KH % M
        u = task % KH
        # dw_depth_sum[v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (W + p_l - (d_w * v) - 1) // s_w
            j_block_first = j_first // 1024
            j_block_last2 = j_last // 1024
            for n in range(N):
                for i in range(max(0, i_first), min(OH, i_last + 1)):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part2 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part2 = plus(
                                part2,
                                dz[U(n), U(M * g + o), U(i), U(j)]
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part2)
            dw_depth_sum[U(v)] = acc
        # dw_depth[g·M+o, 0, u, v] = dw_depth_sum[v]
        for one in range(1):
            for v in range(KW):
                dw_depth[U(M * g + o), U(one), U(u), U(v)] = dw_depth_sum[U(v)]


def _vjp_w_depth(x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]
    dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW multiplications, C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW −
        C·M·N·OH·OW − C·KH·KW·M additions, terms that a condition drops counted.
    """
    dtype = dw_depth.dtype
    if abreast(C >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW * M and max(s_w * 24 - W - 16,
            -3) >= 0):
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (C - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        launch(_vjp_w_depth_abreast, pieces, C * KH * KW * M * N * OH * OW // 32, x, dz, dw_depth, N, C, H, W,
                M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, pieces, share, tall, wide)
    elif lagging(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(KH * KW - 64,
            M - 16)):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(min(32768 // max(s_h * s_w * wide, 1), 8192 // max(min(M, 4) * OW, 1)), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        heaps = (M + 15) // 16
        pieces = parts(C * heaps)
        tasks = C * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_depth_lagging, pieces, C * KH * KW * M * N * OH * OW // 32, x, dz, dw_depth, N, C, H, W,
                M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, heaps, high, pieces, share, strips, tall,
                tasks, wide)
    elif blocks(KH * KW >= 4 and M >= 8 and N * OH * OW >= 4 and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w):
        rows2 = KH * KW
        depth2 = N * OH * OW
        x_size22 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
        x_size32 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
        x_padded2 = padded(x, (0, 0, -p_t, -p_l), (N, C, x_size22, x_size32))
        wide2 = colblock()
        deep2 = depthblock()
        high2 = rowblock(rows2, ((M - 1) // wide2 + 1) * C)
        panels2 = scratch((C, max(0, (M - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
        panels_apart2 = panels2.reshape((C, (M - 1) // wide2 + 1, N, OH * OW, wide2))
        launch(_vjp_w_depth_blocks, C * N * ((M - 1) // wide2 + 1), C * M * N * OH * OW, dz, panels_apart2, N,
                C, M, OH, OW, wide2)
        dw_depth_lines2 = dw_depth.reshape((C * M, 1, KH * KW))
        line2_last = (rows2 - 1) // KW
        quotient_M_wide2 = (M - 1) // wide2
        launch(_vjp_w_depth_blocks2, C * 1 * ((rows2 - 1) // high2 + 1) * ((M - 1) // wide2 + 1),
                C * KH * KW * M * N * OH * OW // 32, dw_depth_lines2, panels2, x_padded2, N, C, M, KH, KW, OH,
                OW, s_h, s_w, d_h, d_w, deep2, depth2, high2, line2_last, quotient_M_wide2, rows2, wide2,
                x_size22, x_size32)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_depth_plain, C * M * KH, C * KH * KW * M + C * KH * KW * M * N * OH * OW, x, dz,
                dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)
