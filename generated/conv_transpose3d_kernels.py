"""The kernels of conv_transpose3d; conv_transpose3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose3d`.  Do not edit.
Run time: b484c081cfa24eee.
"""

import numpy as np
from numba import njit

from .runtime import gcd, residue
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, padded, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h,
        s_w, p_f, p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h,
        gcd_s_w_d_w, pieces, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = b[g·Og+o] + Σ_{c : gcd(s_d,d_d) ∣ r,
        gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋}
        Σ_{t′ : 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
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
        strips = max((q__count - 1) // most + 1, 1)
        high = max((q__count - 1) // strips + 1, 1)
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
                        pad(planes, (c, t_, 0, 0), wide, x, (n, c + Cg * g,
                                q - quotient_r - (d_d_by_gcd * t_),
                                high * strip - (d_h_by_gcd * quotient_r_3) - quotient_r_ - quotient_r_2,
                                -d_w_by_gcd * quotient_r__3 - quotient_r__ - quotient_r__2), W, 1, tall, wide,
                                d_h_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2 - (high * strip),
                                H + d_h_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2 - (high * strip) if q >= quotient_r + d_d_by_gcd * t_ and D + quotient_r + d_d_by_gcd * t_ >= q + 1 else 0,
                                d_w_by_gcd * quotient_r__3 + quotient_r__ + quotient_r__2,
                                W + d_w_by_gcd * quotient_r__3 + quotient_r__ + quotient_r__2 if q >= quotient_r + d_d_by_gcd * t_ and D + quotient_r + d_d_by_gcd * t_ >= q + 1 else 0)
                correlate(y, (n, Og * g, q * s_d + r - p_f,
                        r_ + high * s_h * strip - p_t - (quotient_r_ * s_h),
                        r__ - p_l - (quotient_r__ * s_w)), OD * OH * OW, OW * s_h, s_w, starts, (0,), 1, w,
                        (Cg * g, 0, res_r, quotient_r_3 * s_h_by_gcd2 + res_r_,
                        quotient_r__3 * s_w_by_gcd2 + res_r__), KD * KH * KW, lefts, planes, (0, 0, 0, 0),
                        wide, rights, t___count,
                        len(rights) if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 else 0,
                        Og, min(high, q__last + quotient_r_ + 1 - (high * strip)),
                        q___last + quotient_r__ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels, Cg, G, Og, KD, KH, KW, col_part_last, depth, res_r, res_r_,
        res_r__, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd, t____count, t____last, t___count, t__count, wide):
    """panels[g, col_part,
        t'''_count′′′·t''_count′′·t'_count′·c+t'''_count′′′·t''_count′′·t+t'''_count′′′·t′+t′′,
        o−col_part·wide] = w[g·Cg+c, o, t·s_d/gcd(s_d,d_d)+res(d_d,r,s_d),
        t′·s_h/gcd(s_h,d_h)+res(d_h,r′,s_h), t′′·s_w/gcd(s_w,d_w)+res(d_w,r′′,s_w)]
    """
    for task in range(first, last):
        g = task // ((col_part_last + 1))
        col_part = task % (col_part_last + 1)
        # panels[g, col_part, t'''_count′′′·t''_count′′·t'_count′·c+t'''_count′′′·t''_count′′·
        #     t+t'''_count′′′·t′+t′′, o−col_part·wide] = w[g·Cg+c, o,
        #     t·s_d/gcd(s_d,d_d)+res(d_d,r,s_d), t′·s_h/gcd(s_h,d_h)+res(d_h,r′,s_h),
        #     t′′·s_w/gcd(s_w,d_w)+res(d_w,r′′,s_w)]
        t__last2 = (KD - res_r - 1) // s_d_by_gcd
        for c in range(Cg):
            t___last2 = (KH - res_r_ - 1) // s_h_by_gcd
            for t_ in range(t__last2 + 1):
                for t__ in range(t___last2 + 1):
                    turn(panels, (g, col_part,
                            c * t____count * t___count * t__count + t__ * t____count + t_ * t____count * t___count,
                            0), wide, w,
                            KH * KW * res_r + KW * res_r_ + KD * KH * KW * Og * c + KD * KH * KW * col_part * wide + Cg * KD * KH * KW * Og * g + res_r__ + KW * s_h_by_gcd * t__ + KH * KW * s_d_by_gcd * t_,
                            KD * KH * KW, s_w_by_gcd, min(wide, Og - (col_part * wide)), t____count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, y, panels, x_padded, N, Cg, G, Og, OD, OH, OW, s_d, s_h, s_w, p_f, p_t,
        p_l, col_part_last, d_d_by_gcd2, d_h_by_gcd2, d_w_by_gcd2, deep, depth, gcd_s_d_d_d, gcd_s_h_d_h,
        gcd_s_w_d_w, high, line_last, q___count, q___last, q__count, q__first, q__last, q_count, q_first,
        q_last, quotient_r, quotient_r_, quotient_r__, quotient_r__2, r, r_, r__, rows, t____count, t____last,
        t___count, t___last, t__count, t__last, wide, x_from2, x_from3, x_from4, x_size2, x_size3, x_size4):
    """y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = b[g·Og+o] + Σ_{c : gcd(s_d,d_d) ∣ r,
        gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋}
        Σ_{t′ : 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)]
    """
    dtype = b.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
        for line in range(high * row_part // q___count, min((high + high * row_part - 1) // q___count + 1,
                line_last + 1, N * q__count * q_count)):
            n = line // (q_count * q__count)
            q = line // q__count % q_count + q_first
            q_ = line % q__count + q__first
            for q__ in range(max(-quotient_r__, high * row_part - (line * q___count) - quotient_r__),
                    min(q___last + 1, rows - (line * q___count) - quotient_r__,
                    high + high * row_part - (line * q___count) - quotient_r__)):
                row_at[U(line * q___count + q__ + quotient_r__ - (high * row_part))] = (
                    Cg * g * x_size2 * x_size3 * x_size4
                    + Cg * G * n * x_size2 * x_size3 * x_size4
                    + q__
                    + q_ * x_size4
                    + q * x_size3 * x_size4
                    - quotient_r__2
                    - (quotient_r_ * x_size4)
                    - (quotient_r * x_size3 * x_size4)
                    - (x_from2 * x_size3 * x_size4)
                    - (x_from3 * x_size4)
                    - x_from4
                )
        for row in range(high * row_part, min(high + high * row_part, rows)):
            for o in range(col_part * wide, min(col_part * wide + wide, Og)):
                tile[U(row - (high * row_part)), U(o - (col_part * wide))] = T(0)
        if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 and t__count >= 1 and t___count >= 1 and t____count >= 1:
            for c in range(Cg):
                for t_ in range(t__last + 1):
                    for t__ in range(t___last + 1):
                        for t___ in range(t____last + 1):
                            left_at[U(c * t____count * t___count * t__count + t___ + t__ * t____count + t_ * t____count * t___count)] = (
                                c * x_size2 * x_size3 * x_size4
                                - (d_w_by_gcd2 * t___)
                                - (d_h_by_gcd2 * t__ * x_size4)
                                - (d_d_by_gcd2 * t_ * x_size3 * x_size4)
                            )
            for k_ in range(depth):
                right_at[U(k_)] = k_ * wide
            contract(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                    col_part * depth * wide + col_part_last * depth * g * wide + depth * g * wide, right_at,
                    min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        line_first = high * row_part // q___count
        line_last2 = (high + high * row_part - 1) // q___count
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            b_here = b[U(Og * g + o)]
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N * q__count * q_count)):
                n = line // (q_count * q__count)
                q = line // q__count % q_count + q_first
                q_ = line % q__count + q__first
                for q__ in range(max(-quotient_r__, high * row_part - (line * q___count) - quotient_r__),
                        min(q___last + 1, rows - (line * q___count) - quotient_r__,
                        high + high * row_part - (line * q___count) - quotient_r__)):
                    y[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = (
                        b_here
                        + turned[U(o - (col_part * wide)),
                                U(line * q___count + q__ + quotient_r__ - (high * row_part))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w,
        s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = b[g·Og+o] + Σ_{c : gcd(s_d,d_d) ∣ r,
        gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋}
        Σ_{t′ : 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
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
                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0:
                    t__first = -((D + quotient_r - q - 1) // d_d_by_gcd)
                    t__last = (KD - res_r - 1) // s_d_by_gcd
                    t__last2 = (q - quotient_r) // d_d_by_gcd
                    for c in range(Cg):
                        t___first = -((H + quotient_r_ - q_ - 1) // d_h_by_gcd)
                        t___last = (KH - res_r_ - 1) // s_h_by_gcd
                        t___last2 = (q_ - quotient_r_) // d_h_by_gcd
                        for t_ in range(max(0, t__first), min(t__last + 1, t__last2 + 1)):
                            t____last = (KW - res_r__ - 1) // s_w_by_gcd
                            for t__ in range(max(0, t___first), min(t___last + 1, t___last2 + 1)):
                                for t___ in range(t____last + 1):
                                    w_here = w[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                            min(q___last + 1, W + quotient_r__ + d_w_by_gcd * t___)):
                                        y[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_here
                                            * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                        )


def _forward(x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
        d_h, d_w):
    """y[n, g·Og+o, z, a, b] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Cg+c, o, t, u, v] · x[n, g·Cg+c,
        (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · [s_d ∣ z + p_f − d_d·t, s_h ∣ a + p_t −
        d_h·u, s_w ∣ b + p_l − d_w·v]

    Operations: Cg·G·KD·KH·KW·N·OD·OH·OW·Og multiplications, Cg·G·KD·KH·KW·N·OD·OH·OW·Og additions, terms
        that a condition drops counted.
    """
    dtype = y.dtype
    if correlations(W >= 4):
        pieces = max((G * N + 7) // 8, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_d_by_gcd = s_d // gcd(s_d, d_d)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_d_by_gcd = d_d // gcd(s_d, d_d)
        gcd_s_d_d_d = gcd(s_d, d_d)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_forward_correlations, pieces * s_d * s_h * s_w,
                (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, x, w, b,
                y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w,
                d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_d_by_gcd,
                s_h_by_gcd, s_w_by_gcd)
    else:
        if blocks(Og >= 8 and D * 2 + 16 >= -p_f // s_d + (OD + p_f - 1) // s_d + ((KD - residue(d_d, 0,
                s_d) - 1) // (s_d // gcd(s_d, d_d))) * (d_d // gcd(s_d,
                d_d)) and H * 2 + 16 >= -p_t // s_h + (OH + p_t - 1) // s_h + ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h))) * (d_h // gcd(s_h,
                d_h)) and W * 2 + 16 >= -p_l // s_w + (OW + p_l - 1) // s_w + ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w))) * (d_w // gcd(s_w, d_w))):
            s_d_by_gcd = s_d // gcd(s_d, d_d)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_d_by_gcd = d_d // gcd(s_d, d_d)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_d_d_d = gcd(s_d, d_d)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            for r in range(s_d):
                q_count = (OD + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
                t__count = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd + 1
                x_from2 = min(
                    -((residue(d_d, r, s_d) * d_d - r) // s_d)
                    - ((r - p_f) // s_d)
                    - (((KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd) * d_d_by_gcd),
                    0,
                )
                x_size2 = (
                    max((OD + p_f - r - 1) // s_d + 1 - ((residue(d_d, r, s_d) * d_d - r) // s_d), D)
                    - x_from2
                )
                res_r = residue(d_d, r, s_d)
                quotient_r = (d_d * res_r - r) // s_d
                q_first = -((r - p_f) // s_d)
                q_last = (OD + p_f - r - 1) // s_d
                for r_ in range(s_h):
                    q__count = (OH + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
                    t___count = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd + 1
                    x_from3 = min(
                        -((residue(d_h, r_, s_h) * d_h - r_) // s_h)
                        - ((r_ - p_t) // s_h)
                        - (((KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                        0,
                    )
                    x_size3 = (
                        max((OH + p_t - r_ - 1) // s_h + 1 - ((residue(d_h, r_, s_h) * d_h - r_) // s_h), H)
                        - x_from3
                    )
                    res_r_ = residue(d_h, r_, s_h)
                    quotient_r_ = (d_h * res_r_ - r_) // s_h
                    q__first = -((r_ - p_t) // s_h)
                    q__last = (OH + p_t - r_ - 1) // s_h
                    for r__ in range(s_w):
                        q___count = (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
                        t____count = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd + 1
                        rows = N * q___count * q__count * q_count
                        depth = Cg * t____count * t___count * t__count
                        x_from4 = min(
                            -((residue(d_w, r__, s_w) * d_w - r__) // s_w)
                            - ((r__ - p_l) // s_w)
                            - (((KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                            0,
                        )
                        x_size4 = (
                            max(
                                (OW + p_l - r__ - 1) // s_w
                                + 1
                                - ((residue(d_w, r__, s_w) * d_w - r__) // s_w),
                                W,
                            )
                            - x_from4
                        )
                        t____last = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd
                        res_r__ = residue(d_w, r__, s_w)
                        quotient_r__ = (r__ - p_l) // s_w
                        quotient_r__2 = (d_w * res_r__ - r__) // s_w
                        q___last = (OW + p_l - r__ - 1) // s_w
                        d_w_by_gcd2 = d_w // gcd_s_w_d_w
                        d_h_by_gcd2 = d_h // gcd_s_h_d_h
                        d_d_by_gcd2 = d_d // gcd_s_d_d_d
                        t___last = (KH - res_r_ - 1) // s_h_by_gcd
                        t__last = (KD - res_r - 1) // s_d_by_gcd
                        if q_count >= 1 and q__count >= 1 and q___count >= 1:
                            x_padded = padded(x, (0, 0, x_from2, x_from3, x_from4), (N, Cg * G, x_size2, x_size3, x_size4))
                            wide = colblock()
                            deep = depthblock()
                            high = rowblock(rows, ((Og - 1) // wide + 1) * G)
                            col_part_last = (Og - 1) // wide
                            panels = scratch((G, max(0, (Og - 1) // wide + 1), max(0, depth), wide), dtype)
                            if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 and t__count >= 1 and t___count >= 1 and t____count >= 1:
                                launch(_forward_blocks, G * (col_part_last + 1), ((KD - residue(d_d, 0,
                                        s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * Og, w, panels, Cg,
                                        G, Og, KD, KH, KW, col_part_last, depth, res_r, res_r_, res_r__,
                                        s_d_by_gcd, s_h_by_gcd, s_w_by_gcd, t____count, t____last, t___count,
                                        t__count, wide)
                            line_last = (rows - 1) // q___count
                            launch(_forward_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide + 1),
                                    (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                                    0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                                    s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                    s_w) - 1) // (s_w // gcd(s_w,
                                    d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, b, y, panels,
                                    x_padded, N, Cg, G, Og, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l,
                                    col_part_last, d_d_by_gcd2, d_h_by_gcd2, d_w_by_gcd2, deep, depth,
                                    gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, high, line_last, q___count,
                                    q___last, q__count, q__first, q__last, q_count, q_first, q_last,
                                    quotient_r, quotient_r_, quotient_r__, quotient_r__2, r, r_, r__, rows,
                                    t____count, t____last, t___count, t___last, t__count, t__last, wide,
                                    x_from2, x_from3, x_from4, x_size2, x_size3, x_size4)
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
            launch(_forward_plain, N * G * Og * s_d * s_h * s_w,
                    (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                    0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                    s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w, x, w, b, y,
                    N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
                    d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w,
                    s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
