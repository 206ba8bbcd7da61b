"""The kernels of conv_transpose2d; conv_transpose2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import gcd, residue
from .threads import launch
from .stencils import correlate, correlations, pad
from .tiles import tiled
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations(first, last, x_dot, w, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2,
        s_w_by_gcd, s_w_by_gcd2):
    """y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t
        : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = x_dot.dtype
    T = dtype.type
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
        strips = max((q_count - 1) // most + 1, 1)
        high = max((q_count - 1) // strips + 1, 1)
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
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * strips)
            g = turn // strips % G
            strip = turn % strips
            # y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for o in range(Og):
                starts[U(o)] = T(0)
            for c in range(Cg):
                pad(planes, (c, 0, 0), wide, x_dot, (n, c + Cg * g,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), W, 1, tall, wide,
                        d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        H + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        W + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            correlate(y_dot_part1, (n, Og * g, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), OH * OW, OW * s_h, s_w, starts, (0,), 1, w, (Cg * g, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), KH * KW, lefts,
                    planes, (0, 0, 0), wide, rights, t_count,
                    len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0, Og, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces2, s_h_by_gcd, s_w_by_gcd):
    """y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t
        : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = x_dot.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    for task in range(first, last):
        g = task // (s_h * s_w * pieces2)
        r = task // (s_w * pieces2) % s_h
        r_ = task // pieces2 % s_w
        part2 = task % pieces2
        q_count2 = (OH + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        q__count2 = (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t_count2 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        t__count2 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        cols2 = N * q__count2 * q_count2
        depth2 = Cg * t__count2 * t_count2
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        left2 = np.empty((max(0, min(depth2, 256)), min(Og, 96)), dtype)
        right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
        q__first = -((r_ - p_l) // s_w)
        q__last = (OW + p_l - r_ - 1) // s_w
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        q_first = -((r - p_t) // s_h)
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        if q_count2 >= 1 and q__count2 >= 1:
            for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
                cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
                # y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                for o in range(Og):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        tile2[U(o), U(col2 - cols_from2)] = T(0)
                line2_first = cols_from2 // q__count2
                line2_last = cols_last2 // q__count2
                if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count2 >= 1 and t__count2 >= 1:
                    for depth_from2 in range(0, depth2, 256):
                        depth_last2 = min(depth2 - 1, depth_from2 + 255)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            for col2 in range(cols_from2, cols_last2 + 1):
                                right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            c = inner2 // (t_count2 * t__count2)
                            t = inner2 // t__count2 % t_count2
                            t_ = inner2 % t__count2
                            for line2 in range(line2_first, min(line2_last + 1, N * q_count2)):
                                n = line2 // q_count2
                                q = line2 % q_count2 + q_first
                                if q >= quotient_r + d_h_by_gcd * t and H + quotient_r + d_h_by_gcd * t >= q + 1:
                                    q_ = max(
                                        q__first,
                                        cols_from2 + q__first - (line2 * q__count2),
                                        quotient_r_ + d_w_by_gcd * t_,
                                    )
                                    copy(right2, (inner2 - depth_from2,
                                            line2 * q__count2 + q_ - cols_from2 - q__first), x_dot, (n,
                                            c + Cg * g, q - quotient_r - (d_h_by_gcd * t),
                                            q_ - quotient_r_ - (d_w_by_gcd * t_)), 1, min(q__last + 1,
                                            cols_last2 + q__first + 1 - (line2 * q__count2),
                                            W + quotient_r_ + d_w_by_gcd * t_) - q_)
                        for rows_from2 in range(0, Og, 96):
                            rows_last2 = min(Og - 1, rows_from2 + 95)
                            for inner2 in range(depth_from2, depth_last2 + 1):
                                c = inner2 // (t_count2 * t__count2)
                                t = inner2 // t__count2 % t_count2
                                t_ = inner2 % t__count2
                                o = rows_from2
                                copy(left2, (inner2 - depth_from2, o - rows_from2), w, (c + Cg * g, o,
                                        res_r + s_h_by_gcd * t, res_r_ + s_w_by_gcd * t_), KH * KW,
                                        rows_last2 + 1 - o)
                            multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0,
                                    0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                                    depth_last2 + 1 - depth_from2)
                for o in range(Og):
                    for line2 in range(line2_first, min(line2_last + 1, N * q_count2)):
                        n = line2 // q_count2
                        q = line2 % q_count2 + q_first
                        for q_ in range(max(q__first, cols_from2 + q__first - (line2 * q__count2)),
                                min(q__last + 1, cols_last2 + q__first + 1 - (line2 * q__count2))):
                            y_dot_part1[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = tile2[U(o), U(line2 * q__count2 + q_ - cols_from2 - q__first)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t
        : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Og * s_h * s_w)
        g = task // (Og * s_h * s_w) % G
        o = task // (s_h * s_w) % Og
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (OW + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                y_dot_part1[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((H + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for c in range(Cg):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here = w[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    W + quotient_r_ + d_w_by_gcd * t_)):
                                y_dot_part1[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_here
                                    * x_dot[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW,
        s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces3, s_h_by_gcd,
        s_h_by_gcd2, s_w_by_gcd, s_w_by_gcd2):
    """ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] +
        ḃ[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} ẇ[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = w_dot.dtype
    T = dtype.type
    starts3 = np.empty(Og, dtype)
    for task in range(first, last):
        part3 = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count3 = (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count3 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        wide3 = d_w_by_gcd * t__count3 + q__count3 - d_w_by_gcd
        q_count3 = (OH + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most3 = max(32768 // max(Cg * wide3, 1), 8)
        strips3 = max((q_count3 - 1) // most3 + 1, 1)
        high3 = max((q_count3 - 1) // strips3 + 1, 1)
        t_count3 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall3 = d_h_by_gcd * t_count3 + high3 - d_h_by_gcd
        tasks3 = G * N * strips3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        lefts3 = np.empty(max(0, Cg * t__count3 * t_count3), np.int64)
        for tap in range(Cg * t__count3 * t_count3):
            c = tap // (t__count3 * t_count3)
            t_ = tap // t_count3 % t__count3
            t = tap % t_count3
            lefts3[U(tap)] = KH * KW * Og * c - (s_w_by_gcd * t_) - (KW * s_h_by_gcd * t)
        rights3 = np.empty(max(0, Cg * t__count3 * t_count3), np.int64)
        for tap in range(Cg * t__count3 * t_count3):
            c = tap // (t__count3 * t_count3)
            t_ = tap // t_count3 % t__count3
            t = tap % t_count3
            rights3[U(tap)] = c * tall3 * wide3 + d_w_by_gcd * t_ + d_h_by_gcd * t * wide3
        planes3 = np.empty((Cg, max(0, tall3), max(0, wide3)), dtype)
        tile3 = np.empty((Og, high3, max(0, q__count3)), dtype)
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
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * strips3)
            g = turn3 // strips3 % G
            strip3 = turn3 % strips3
            # ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                pad(planes3, (c, 0, 0), wide3, x, (n, c + Cg * g,
                        high3 * strip3 - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), W, 1, tall3, wide3,
                        d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high3 * strip3),
                        H + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high3 * strip3),
                        d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        W + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            correlate(tile3, (0, 0, 0), high3 * q__count3, q__count3, 1, starts3, (0,), 1, w_dot, (Cg * g, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), KH * KW, lefts3,
                    planes3, (0, 0, 0), wide3, rights3, t_count3,
                    len(rights3) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0, Og, min(high3,
                    q_last + quotient_r + 1 - (high3 * strip3)), q__last + quotient_r_ + 1)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for q in range(high3 * strip3 - quotient_r, min(high3 + high3 * strip3 - quotient_r,
                        q_last + 1)):
                    for q_ in range(-quotient_r_, q__last + 1):
                        y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                            b_dot_here
                            + tile3[U(o), U(q + quotient_r - (high3 * strip3)), U(q_ + quotient_r_)]
                            + y_dot_part1[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces4, s_h_by_gcd,
        s_w_by_gcd):
    """ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] +
        ḃ[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} ẇ[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = w_dot.dtype
    T = dtype.type
    tile4 = np.empty((Og, 384), dtype)
    for task in range(first, last):
        g = task // (s_h * s_w * pieces4)
        r = task // (s_w * pieces4) % s_h
        r_ = task // pieces4 % s_w
        part4 = task % pieces4
        q_count4 = (OH + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        q__count4 = (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t_count4 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        t__count4 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        cols4 = N * q__count4 * q_count4
        depth4 = Cg * t__count4 * t_count4
        share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
        left4 = np.empty((max(0, min(depth4, 256)), min(Og, 96)), dtype)
        right4 = np.empty((max(0, min(depth4, 256)), 384), dtype)
        q__first = -((r_ - p_l) // s_w)
        q__last = (OW + p_l - r_ - 1) // s_w
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        q_first = -((r - p_t) // s_h)
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        if q_count4 >= 1 and q__count4 >= 1:
            for cols_from4 in range(part4 * share4, min(part4 * share4 + share4, cols4), 384):
                cols_last4 = min(cols4 - 1, cols_from4 + 383, part4 * share4 + share4 - 1)
                # ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                for o in range(Og):
                    for col4 in range(cols_from4, cols_last4 + 1):
                        tile4[U(o), U(col4 - cols_from4)] = T(0)
                line4_first = cols_from4 // q__count4
                line4_last = cols_last4 // q__count4
                if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count4 >= 1 and t__count4 >= 1:
                    for depth_from4 in range(0, depth4, 256):
                        depth_last4 = min(depth4 - 1, depth_from4 + 255)
                        for inner4 in range(depth_from4, depth_last4 + 1):
                            for col4 in range(cols_from4, cols_last4 + 1):
                                right4[U(inner4 - depth_from4), U(col4 - cols_from4)] = T(0)
                        for inner4 in range(depth_from4, depth_last4 + 1):
                            c = inner4 // (t_count4 * t__count4)
                            t = inner4 // t__count4 % t_count4
                            t_ = inner4 % t__count4
                            for line4 in range(line4_first, min(line4_last + 1, N * q_count4)):
                                n = line4 // q_count4
                                q = line4 % q_count4 + q_first
                                if q >= quotient_r + d_h_by_gcd * t and H + quotient_r + d_h_by_gcd * t >= q + 1:
                                    q_ = max(
                                        q__first,
                                        cols_from4 + q__first - (line4 * q__count4),
                                        quotient_r_ + d_w_by_gcd * t_,
                                    )
                                    copy(right4, (inner4 - depth_from4,
                                            line4 * q__count4 + q_ - cols_from4 - q__first), x, (n,
                                            c + Cg * g, q - quotient_r - (d_h_by_gcd * t),
                                            q_ - quotient_r_ - (d_w_by_gcd * t_)), 1, min(q__last + 1,
                                            cols_last4 + q__first + 1 - (line4 * q__count4),
                                            W + quotient_r_ + d_w_by_gcd * t_) - q_)
                        for rows_from4 in range(0, Og, 96):
                            rows_last4 = min(Og - 1, rows_from4 + 95)
                            for inner4 in range(depth_from4, depth_last4 + 1):
                                c = inner4 // (t_count4 * t__count4)
                                t = inner4 // t__count4 % t_count4
                                t_ = inner4 % t__count4
                                o = rows_from4
                                copy(left4, (inner4 - depth_from4, o - rows_from4), w_dot, (c + Cg * g, o,
                                        res_r + s_h_by_gcd * t, res_r_ + s_w_by_gcd * t_), KH * KW,
                                        rows_last4 + 1 - o)
                            multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), 1, min(Og, 96), right4, (0,
                                    0), 384, rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                                    depth_last4 + 1 - depth_from4)
                for o in range(Og):
                    b_dot_here = b_dot[U(Og * g + o)]
                    for line4 in range(line4_first, min(line4_last + 1, N * q_count4)):
                        n = line4 // q_count4
                        q = line4 % q_count4 + q_first
                        for q_ in range(max(q__first, cols_from4 + q__first - (line4 * q__count4)),
                                min(q__last + 1, cols_last4 + q__first + 1 - (line4 * q__count4))):
                            y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                                b_dot_here
                                + tile4[U(o), U(line4 * q__count4 + q_ - cols_from4 - q__first)]
                                + y_dot_part1[U(n), U(Og * g + o), U(q * s_h + r - p_t),
                                        U(q_ * s_w + r_ - p_l)]
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = y_dot_part1[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] +
        ḃ[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} ẇ[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    for task in range(first, last):
        n = task // (G * Og * s_h * s_w)
        g = task // (Og * s_h * s_w) % G
        o = task // (s_h * s_w) % Og
        r = task // s_w % s_h
        r_ = task % s_w
        b_dot_here = b_dot[U(Og * g + o)]
        q__first = -((r_ - p_l) // s_w)
        q__last = (OW + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                    b_dot_here
                    + y_dot_part1[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)]
                )
            t_first = -((H + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for c in range(Cg):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    W + quotient_r_ + d_w_by_gcd * t_)):
                                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, g·Og+o, a, b] = ḃ[g·Og+o] + Σ_{c,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} (w[g·Cg+c, o, u, v]
        · ẋ[n, g·Cg+c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] + ẇ[g·Cg+c, o, u, v] · x[n, g·Cg+c,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w])

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, G * Og, OH, OW), dtype)
    if correlations(W >= 4 and 0 >= min(Cg - 8, Og - 32)):
        pieces = max((G * N + 7) // 8, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        s_h_by_gcd2 = s_h // gcd_s_h_d_h
        s_w_by_gcd2 = s_w // gcd_s_w_d_w
        launch(_jvp_correlations, pieces * s_h * s_w,
                (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, x_dot, w,
                y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd,
                d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2, s_w_by_gcd,
                s_w_by_gcd2)
    else:
        if blocks(Og >= 4):
            pieces2 = parts(N)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_jvp_blocks, G * s_h * s_w * pieces2,
                    (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, x_dot, w,
                    y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd,
                    d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces2, s_h_by_gcd, s_w_by_gcd)
        else:
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_jvp_plain, N * G * Og * s_h * s_w,
                    (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, x_dot, w,
                    y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd,
                    d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)
    if correlations(W >= 4 and 0 >= min(Cg - 8, Og - 32)):
        pieces3 = max((G * N + 7) // 8, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        s_h_by_gcd2 = s_h // gcd_s_h_d_h
        s_w_by_gcd2 = s_w // gcd_s_w_d_w
        launch(_jvp_correlations2, pieces3 * s_h * s_w,
                (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, w_dot, b_dot, x,
                y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces3, s_h_by_gcd, s_h_by_gcd2,
                s_w_by_gcd, s_w_by_gcd2)
    else:
        if blocks(Og >= 4):
            pieces4 = parts(N)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_jvp_blocks2, G * s_h * s_w * pieces4,
                    (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, w_dot,
                    b_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
                    d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces4, s_h_by_gcd, s_w_by_gcd)
        else:
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_jvp_plain2, N * G * Og * s_h * s_w,
                    (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, w_dot, b_dot, x,
                    y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                    d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


def _forward_winograd(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """y[n, g·Og+o, a, b] = b[g·Og+o] + Σ_{c,u,v} w[g·Cg+c, o, u, v] · x[n, g·Cg+c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] · [s_h ∣ a + p_t − d_h·u, s_w ∣ b + p_l − d_w·v]

    As compiled:

    y[n, g·Og+o, q−p_t, q′−p_l] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n, g·Cg+c, q−t, q′−t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # y[n, g·Og+o, q−p_t, q′−p_l] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n,
    #     g·Cg+c, q−t, q′−t′]
    for g in range(G):
        tiled(y, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Cg * g, 0, KH - 1, KW - 1),
                (KH * KW, KH * KW * Og, -KW, -1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, OH, OW, KH, KW, H, W), (KH - p_t - 1, KW - p_l - 1,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · w[g·Cg+c, o, u, v]

    As compiled:

    dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, i+u−p_t, j+v−p_l] · w[g·Cg+c, o, u, v]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, i+u−p_t, j+v−p_l] · w[g·Cg+c, o, u, v]
    for g in range(G):
        tiled(dx, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), w, (Cg * g, 0, 0, 0), (KH * KW * Og,
                KH * KW, KW, 1), dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N, Cg, Og, H, W,
                KH, KW, OH, OW), (p_t, p_l,))
