"""The kernels of conv_transpose3d; conv_transpose3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose3d`.  Do not edit.
Run time: 037d783e5b921b03.
"""

import numpy as np
from numba import njit

from .runtime import gcd, residue
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h,
        s_w, p_f, p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h,
        gcd_s_w_d_w, pieces, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """y_dot_part1[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{c : gcd(s_d,d_d) ∣ r,
        gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋}
        Σ_{t′ : 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)]
    """
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((Og, 384), dtype)
    for task in range(first, last):
        g = task // (s_d * s_h * s_w * pieces)
        r = task // (s_h * s_w * pieces) % s_d
        r_ = task // (s_w * pieces) % s_h
        r__ = task // pieces % s_w
        part = task % pieces
        q_count = (OD + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
        q__count = (OH + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
        q___count = (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
        t__count = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd + 1
        t___count = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd + 1
        t____count = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd + 1
        cols = N * q___count * q__count * q_count
        depth = Cg * t____count * t___count * t__count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        left = np.empty((max(0, min(depth, 256)), min(Og, 96)), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        q___first = -((r__ - p_l) // s_w)
        q___last = (OW + p_l - r__ - 1) // s_w
        quotient_r__ = (residue(d_w, r__, s_w) * d_w - r__) // s_w
        quotient_r = (residue(d_d, r, s_d) * d_d - r) // s_d
        quotient_r_ = (residue(d_h, r_, s_h) * d_h - r_) // s_h
        q_first = -((r - p_f) // s_d)
        q__first = -((r_ - p_t) // s_h)
        res_r = residue(d_d, r, s_d)
        res_r_ = residue(d_h, r_, s_h)
        res_r__ = residue(d_w, r__, s_w)
        if q_count >= 1 and q__count >= 1 and q___count >= 1:
            for cols_from in range(part * share, min(part * share + share, cols), 384):
                cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
                # y_dot_part1[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for o in range(Og):
                    for col in range(cols_from, cols_last + 1):
                        tile[U(o), U(col - cols_from)] = T(0)
                line_first = cols_from // q___count
                line_last = cols_last // q___count
                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 and t__count >= 1 and t___count >= 1 and t____count >= 1:
                    for depth_from in range(0, depth, 256):
                        depth_last = min(depth - 1, depth_from + 255)
                        for inner in range(depth_from, depth_last + 1):
                            for col in range(cols_from, cols_last + 1):
                                right[U(inner - depth_from), U(col - cols_from)] = T(0)
                        for inner in range(depth_from, depth_last + 1):
                            c = inner // (t__count * t___count * t____count)
                            t_ = inner // (t___count * t____count) % t__count
                            t__ = inner // t____count % t___count
                            t___ = inner % t____count
                            for line in range(line_first, min(line_last + 1, N * q__count * q_count)):
                                n = line // (q_count * q__count)
                                q = line // q__count % q_count + q_first
                                q_ = line % q__count + q__first
                                if q >= quotient_r + d_d_by_gcd * t_ and D + quotient_r + d_d_by_gcd * t_ >= q + 1 and q_ >= quotient_r_ + d_h_by_gcd * t__ and H + quotient_r_ + d_h_by_gcd * t__ >= q_ + 1:
                                    q__ = max(
                                        q___first,
                                        cols_from + q___first - (line * q___count),
                                        quotient_r__ + d_w_by_gcd * t___,
                                    )
                                    copy(right, (inner - depth_from,
                                            line * q___count + q__ - cols_from - q___first), x_dot, (n,
                                            c + Cg * g, q - quotient_r - (d_d_by_gcd * t_),
                                            q_ - quotient_r_ - (d_h_by_gcd * t__),
                                            q__ - quotient_r__ - (d_w_by_gcd * t___)), 1, min(q___last + 1,
                                            cols_last + q___first + 1 - (line * q___count),
                                            W + quotient_r__ + d_w_by_gcd * t___) - q__)
                        for rows_from in range(0, Og, 96):
                            rows_last = min(Og - 1, rows_from + 95)
                            for inner in range(depth_from, depth_last + 1):
                                c = inner // (t__count * t___count * t____count)
                                t_ = inner // (t___count * t____count) % t__count
                                t__ = inner // t____count % t___count
                                t___ = inner % t____count
                                o = rows_from
                                copy(left, (inner - depth_from, o - rows_from), w, (c + Cg * g, o,
                                        res_r + s_d_by_gcd * t_, res_r_ + s_h_by_gcd * t__,
                                        res_r__ + s_w_by_gcd * t___), KD * KH * KW, rows_last + 1 - o)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Og, 96), right, (0, 0),
                                    384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                                    depth_last + 1 - depth_from)
                for o in range(Og):
                    for line in range(line_first, min(line_last + 1, N * q__count * q_count)):
                        n = line // (q_count * q__count)
                        q = line // q__count % q_count + q_first
                        q_ = line % q__count + q__first
                        for q__ in range(max(q___first, cols_from + q___first - (line * q___count)),
                                min(q___last + 1, cols_last + q___first + 1 - (line * q___count))):
                            y_dot_part1[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = tile[U(o), U(line * q___count + q__ - cols_from - q___first)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h,
        s_w, p_f, p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h,
        gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """y_dot_part1[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{c : gcd(s_d,d_d) ∣ r,
        gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋}
        Σ_{t′ : 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Og * s_d * s_h * s_w)
        g = task // (Og * s_d * s_h * s_w) % G
        o = task // (s_d * s_h * s_w) % Og
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        q___first = -((r__ - p_l) // s_w)
        q___last = (OW + p_l - r__ - 1) // s_w
        res_r = residue(d_d, r, s_d)
        res_r_ = residue(d_h, r_, s_h)
        res_r__ = residue(d_w, r__, s_w)
        quotient_r = (d_d * res_r - r) // s_d
        quotient_r_ = (d_h * res_r_ - r_) // s_h
        quotient_r__ = (d_w * res_r__ - r__) // s_w
        t____last = (KW - res_r__ - 1) // s_w_by_gcd
        t___last = (KH - res_r_ - 1) // s_h_by_gcd
        t__last = (KD - res_r - 1) // s_d_by_gcd
        q__first = -((r_ - p_t) // s_h)
        q__last = (OH + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (OD + p_f - r - 1) // s_d + 1):
            t__first = -((D + quotient_r - q - 1) // d_d_by_gcd)
            t__last2 = (q - quotient_r) // d_d_by_gcd
            for q_ in range(q__first, q__last + 1):
                # y_dot_part1[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for q__ in range(q___first, q___last + 1):
                    y_dot_part1[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = T(
                        0
                    )
                t___first = -((H + quotient_r_ - q_ - 1) // d_h_by_gcd)
                t___last2 = (q_ - quotient_r_) // d_h_by_gcd
                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0:
                    for c in range(Cg):
                        for t_ in range(max(0, t__first), min(t__last + 1, t__last2 + 1)):
                            for t__ in range(max(0, t___first), min(t___last + 1, t___last2 + 1)):
                                for t___ in range(t____last + 1):
                                    w_here = w[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                            min(q___last + 1, W + quotient_r__ + d_w_by_gcd * t___)):
                                        y_dot_part1[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_here
                                            * x_dot[U(n), U(c + Cg * g),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH,
        OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d,
        gcd_s_h_d_h, gcd_s_w_d_w, pieces2, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = y_dot_part1[n, g·Og+o, s_d·q+r−p_f,
        s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] + ḃ[g·Og+o] + Σ_{c : gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′,
        gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} ẇ[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)]
    """
    dtype = w_dot.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    for task in range(first, last):
        g = task // (s_d * s_h * s_w * pieces2)
        r = task // (s_h * s_w * pieces2) % s_d
        r_ = task // (s_w * pieces2) % s_h
        r__ = task // pieces2 % s_w
        part2 = task % pieces2
        q_count2 = (OD + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
        q__count2 = (OH + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
        q___count2 = (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
        t__count2 = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd + 1
        t___count2 = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd + 1
        t____count2 = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd + 1
        cols2 = N * q___count2 * q__count2 * q_count2
        depth2 = Cg * t____count2 * t___count2 * t__count2
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        left2 = np.empty((max(0, min(depth2, 256)), min(Og, 96)), dtype)
        right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
        q___first = -((r__ - p_l) // s_w)
        q___last = (OW + p_l - r__ - 1) // s_w
        quotient_r__ = (residue(d_w, r__, s_w) * d_w - r__) // s_w
        quotient_r = (residue(d_d, r, s_d) * d_d - r) // s_d
        quotient_r_ = (residue(d_h, r_, s_h) * d_h - r_) // s_h
        q_first = -((r - p_f) // s_d)
        q__first = -((r_ - p_t) // s_h)
        res_r = residue(d_d, r, s_d)
        res_r_ = residue(d_h, r_, s_h)
        res_r__ = residue(d_w, r__, s_w)
        if q_count2 >= 1 and q__count2 >= 1 and q___count2 >= 1:
            for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
                cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
                # ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for o in range(Og):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        tile2[U(o), U(col2 - cols_from2)] = T(0)
                line2_first = cols_from2 // q___count2
                line2_last = cols_last2 // q___count2
                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 and t__count2 >= 1 and t___count2 >= 1 and t____count2 >= 1:
                    for depth_from2 in range(0, depth2, 256):
                        depth_last2 = min(depth2 - 1, depth_from2 + 255)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            for col2 in range(cols_from2, cols_last2 + 1):
                                right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            c = inner2 // (t__count2 * t___count2 * t____count2)
                            t_ = inner2 // (t___count2 * t____count2) % t__count2
                            t__ = inner2 // t____count2 % t___count2
                            t___ = inner2 % t____count2
                            for line2 in range(line2_first, min(line2_last + 1, N * q__count2 * q_count2)):
                                n = line2 // (q_count2 * q__count2)
                                q = line2 // q__count2 % q_count2 + q_first
                                q_ = line2 % q__count2 + q__first
                                if q >= quotient_r + d_d_by_gcd * t_ and D + quotient_r + d_d_by_gcd * t_ >= q + 1 and q_ >= quotient_r_ + d_h_by_gcd * t__ and H + quotient_r_ + d_h_by_gcd * t__ >= q_ + 1:
                                    q__ = max(
                                        q___first,
                                        cols_from2 + q___first - (line2 * q___count2),
                                        quotient_r__ + d_w_by_gcd * t___,
                                    )
                                    copy(right2, (inner2 - depth_from2,
                                            line2 * q___count2 + q__ - cols_from2 - q___first), x, (n,
                                            c + Cg * g, q - quotient_r - (d_d_by_gcd * t_),
                                            q_ - quotient_r_ - (d_h_by_gcd * t__),
                                            q__ - quotient_r__ - (d_w_by_gcd * t___)), 1, min(q___last + 1,
                                            cols_last2 + q___first + 1 - (line2 * q___count2),
                                            W + quotient_r__ + d_w_by_gcd * t___) - q__)
                        for rows_from2 in range(0, Og, 96):
                            rows_last2 = min(Og - 1, rows_from2 + 95)
                            for inner2 in range(depth_from2, depth_last2 + 1):
                                c = inner2 // (t__count2 * t___count2 * t____count2)
                                t_ = inner2 // (t___count2 * t____count2) % t__count2
                                t__ = inner2 // t____count2 % t___count2
                                t___ = inner2 % t____count2
                                o = rows_from2
                                copy(left2, (inner2 - depth_from2, o - rows_from2), w_dot, (c + Cg * g, o,
                                        res_r + s_d_by_gcd * t_, res_r_ + s_h_by_gcd * t__,
                                        res_r__ + s_w_by_gcd * t___), KD * KH * KW, rows_last2 + 1 - o)
                            multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0,
                                    0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                                    depth_last2 + 1 - depth_from2)
                for o in range(Og):
                    b_dot_here = b_dot[U(Og * g + o)]
                    for line2 in range(line2_first, min(line2_last + 1, N * q__count2 * q_count2)):
                        n = line2 // (q_count2 * q__count2)
                        q = line2 // q__count2 % q_count2 + q_first
                        q_ = line2 % q__count2 + q__first
                        for q__ in range(max(q___first, cols_from2 + q___first - (line2 * q___count2)),
                                min(q___last + 1, cols_last2 + q___first + 1 - (line2 * q___count2))):
                            y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = (
                                b_dot_here
                                + tile2[U(o), U(line2 * q___count2 + q__ - cols_from2 - q___first)]
                                + y_dot_part1[U(n), U(Og * g + o), U(q * s_d + r - p_f),
                                        U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)]
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH,
        OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d,
        gcd_s_h_d_h, gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = y_dot_part1[n, g·Og+o, s_d·q+r−p_f,
        s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] + ḃ[g·Og+o] + Σ_{c : gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′,
        gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} ẇ[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)]
    """
    for task in range(first, last):
        n = task // (G * Og * s_d * s_h * s_w)
        g = task // (Og * s_d * s_h * s_w) % G
        o = task // (s_d * s_h * s_w) % Og
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        b_dot_here = b_dot[U(Og * g + o)]
        q___first = -((r__ - p_l) // s_w)
        q___last = (OW + p_l - r__ - 1) // s_w
        res_r = residue(d_d, r, s_d)
        res_r_ = residue(d_h, r_, s_h)
        res_r__ = residue(d_w, r__, s_w)
        quotient_r = (d_d * res_r - r) // s_d
        quotient_r_ = (d_h * res_r_ - r_) // s_h
        quotient_r__ = (d_w * res_r__ - r__) // s_w
        t____last = (KW - res_r__ - 1) // s_w_by_gcd
        t___last = (KH - res_r_ - 1) // s_h_by_gcd
        t__last = (KD - res_r - 1) // s_d_by_gcd
        q__first = -((r_ - p_t) // s_h)
        q__last = (OH + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (OD + p_f - r - 1) // s_d + 1):
            t__first = -((D + quotient_r - q - 1) // d_d_by_gcd)
            t__last2 = (q - quotient_r) // d_d_by_gcd
            for q_ in range(q__first, q__last + 1):
                # ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for q__ in range(q___first, q___last + 1):
                    y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = (
                        b_dot_here
                        + y_dot_part1[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t),
                                U(q__ * s_w + r__ - p_l)]
                    )
                t___first = -((H + quotient_r_ - q_ - 1) // d_h_by_gcd)
                t___last2 = (q_ - quotient_r_) // d_h_by_gcd
                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0:
                    for c in range(Cg):
                        for t_ in range(max(0, t__first), min(t__last + 1, t__last2 + 1)):
                            for t__ in range(max(0, t___first), min(t___last + 1, t___last2 + 1)):
                                for t___ in range(t____last + 1):
                                    w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                            min(q___last + 1, W + quotient_r__ + d_w_by_gcd * t___)):
                                        y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_dot_here
                                            * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                        )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
    """ẏ[n, g·Og+o, z, a, b] = ḃ[g·Og+o] + Σ_{c,t,u,v : s_d ∣ z+p_f−d_d·t, s_h ∣ a+p_t−d_h·u, s_w ∣
        b+p_l−d_w·v} (w[g·Cg+c, o, t, u, v] · ẋ[n, g·Cg+c, (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] + ẇ[g·Cg+c, o, t, u, v] · x[n, g·Cg+c, (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w])

    Operations: 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og multiplications, 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og additions,
        terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, G * Og, OD, OH, OW), dtype)
    if blocks(Og >= 4):
        pieces = parts(N)
        s_d_by_gcd = s_d // gcd(s_d, d_d)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        d_d_by_gcd = d_d // gcd(s_d, d_d)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_d_d_d = gcd(s_d, d_d)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_jvp_blocks, G * s_d * s_h * s_w * pieces,
                (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, x_dot, w,
                y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
                d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, pieces,
                s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
    else:
        s_d_by_gcd = s_d // gcd(s_d, d_d)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_d_by_gcd = d_d // gcd(s_d, d_d)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_d_d_d = gcd(s_d, d_d)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_jvp_plain, N * G * Og * s_d * s_h * s_w,
                (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w, x_dot, w,
                y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
                d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w,
                s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
    if blocks(Og >= 4):
        pieces2 = parts(N)
        s_d_by_gcd = s_d // gcd(s_d, d_d)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        d_d_by_gcd = d_d // gcd(s_d, d_d)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_d_d_d = gcd(s_d, d_d)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_jvp_blocks2, G * s_d * s_h * s_w * pieces2,
                (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, w_dot,
                b_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w,
                p_f, p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h,
                gcd_s_w_d_w, pieces2, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
    else:
        s_d_by_gcd = s_d // gcd(s_d, d_d)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_d_by_gcd = d_d // gcd(s_d, d_d)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_d_d_d = gcd(s_d, d_d)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_jvp_plain2, N * G * Og * s_d * s_h * s_w,
                (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w, w_dot, b_dot, x,
                y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t,
                p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w,
                s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
