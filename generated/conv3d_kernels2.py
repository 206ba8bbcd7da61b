"""The kernels of conv3d; conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv3d`.  Do not edit.
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
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w,
        p_f, p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h,
        gcd_s_w_d_w, pieces, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """dx[n, g·Cg+c, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{o : gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣
        r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′
        ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d), res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h),
        res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    starts = np.empty(Cg, dtype)
    for task in range(first, last):
        part = task // (s_d * s_h * s_w)
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        q___count = (W + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
        t____count = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t____count + q___count - d_w_by_gcd
        t__count = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd + 1
        q__count = (H + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
        most = max(32768 // max(Og * t__count * wide, 1), 8)
        strips = max((q__count - 1) // most + 1, 1)
        high = max((q__count - 1) // strips + 1, 1)
        t___count = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t___count + high - d_h_by_gcd
        q_count = (D + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
        tasks = G * N * q_count * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, Og * t__count * t____count * t___count), np.int64)
        for tap in range(Og * t__count * t____count * t___count):
            o = tap // (t__count * t____count * t___count)
            t_ = tap // (t____count * t___count) % t__count
            t___ = tap // t___count % t____count
            t__ = tap % t___count
            lefts[U(tap)] = (
                Cg * KD * KH * KW * o
                + KH * KW * s_d_by_gcd * t_
                - (s_w_by_gcd * t___)
                - (KW * s_h_by_gcd * t__)
            )
        rights = np.empty(max(0, Og * t__count * t____count * t___count), np.int64)
        for tap in range(Og * t__count * t____count * t___count):
            o = tap // (t__count * t____count * t___count)
            t_ = tap // (t____count * t___count) % t__count
            t___ = tap // t___count % t____count
            t__ = tap % t___count
            rights[U(tap)] = (
                o * t__count * tall * wide + d_w_by_gcd * t___ + d_h_by_gcd * t__ * wide + t_ * tall * wide
            )
        planes = np.empty((Og, max(0, t__count), max(0, tall), max(0, wide)), dtype)
        quotient_r_ = (r_ - p_t) // s_h
        quotient_r_2 = (residue(d_h, r_, s_h) * d_h - r_) // s_h
        quotient_r_3 = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd
        quotient_r__ = (r__ - p_l) // s_w
        quotient_r__2 = (residue(d_w, r__, s_w) * d_w - r__) // s_w
        quotient_r__3 = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd
        quotient_r = (residue(d_d, r, s_d) * d_d - r) // s_d
        q__last = (H + p_t - r_ - 1) // s_h
        q___last = (W + p_l - r__ - 1) // s_w
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
                # dx[n, g·Cg+c, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for c in range(Cg):
                    starts[U(c)] = T(0)
                for o in range(Og):
                    for t_ in range(t__count):
                        pad(planes, (o, t_, 0, 0), wide, dy, (n, Og * g + o,
                                q - quotient_r - (d_d_by_gcd * t_),
                                high * strip - (d_h_by_gcd * quotient_r_3) - quotient_r_ - quotient_r_2,
                                -d_w_by_gcd * quotient_r__3 - quotient_r__ - quotient_r__2), OW, 1, tall,
                                wide, d_h_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2 - (high * strip),
                                OH + d_h_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2 - (high * strip) if q >= quotient_r + d_d_by_gcd * t_ and OD + quotient_r + d_d_by_gcd * t_ >= q + 1 else 0,
                                d_w_by_gcd * quotient_r__3 + quotient_r__ + quotient_r__2,
                                OW + d_w_by_gcd * quotient_r__3 + quotient_r__ + quotient_r__2 if q >= quotient_r + d_d_by_gcd * t_ and OD + quotient_r + d_d_by_gcd * t_ >= q + 1 else 0)
                correlate(dx, (n, Cg * g, q * s_d + r - p_f,
                        r_ + high * s_h * strip - p_t - (quotient_r_ * s_h),
                        r__ - p_l - (quotient_r__ * s_w)), D * H * W, W * s_h, s_w, starts, (0,), 1, w,
                        (Og * g, 0, res_r, quotient_r_3 * s_h_by_gcd2 + res_r_,
                        quotient_r__3 * s_w_by_gcd2 + res_r__), KD * KH * KW, lefts, planes, (0, 0, 0, 0),
                        wide, rights, t___count,
                        len(rights) if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 else 0,
                        Cg, min(high, q__last + quotient_r_ + 1 - (high * strip)),
                        q___last + quotient_r__ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels, Cg, G, Og, KD, KH, KW, col_part_last, depth, res_r, res_r_, res_r__,
        s_d_by_gcd, s_h_by_gcd, s_w_by_gcd, t____count, t____last, t___count, t__count, wide):
    """panels[g, col_part,
        t'''_count′′′·t''_count′′·t'_count′·o+t'''_count′′′·t''_count′′·t+t'''_count′′′·t′+t′′,
        c−col_part·wide] = w[g·Og+o, c, t·s_d/gcd(s_d,d_d)+res(d_d,r,s_d),
        t′·s_h/gcd(s_h,d_h)+res(d_h,r′,s_h), t′′·s_w/gcd(s_w,d_w)+res(d_w,r′′,s_w)]
    """
    for task in range(first, last):
        g = task // ((col_part_last + 1))
        col_part = task % (col_part_last + 1)
        # panels[g, col_part, t'''_count′′′·t''_count′′·t'_count′·o+t'''_count′′′·t''_count′′·
        #     t+t'''_count′′′·t′+t′′, c−col_part·wide] = w[g·Og+o, c,
        #     t·s_d/gcd(s_d,d_d)+res(d_d,r,s_d), t′·s_h/gcd(s_h,d_h)+res(d_h,r′,s_h),
        #     t′′·s_w/gcd(s_w,d_w)+res(d_w,r′′,s_w)]
        t__last2 = (KD - res_r - 1) // s_d_by_gcd
        for o in range(Og):
            t___last2 = (KH - res_r_ - 1) // s_h_by_gcd
            for t_ in range(t__last2 + 1):
                for t__ in range(t___last2 + 1):
                    turn(panels, (g, col_part,
                            o * t____count * t___count * t__count + t__ * t____count + t_ * t____count * t___count,
                            0), wide, w,
                            KH * KW * res_r + KW * res_r_ + KD * KH * KW * col_part * wide + Cg * KD * KH * KW * Og * g + Cg * KD * KH * KW * o + res_r__ + KW * s_h_by_gcd * t__ + KH * KW * s_d_by_gcd * t_,
                            KD * KH * KW, s_w_by_gcd, min(wide, Cg - (col_part * wide)), t____count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx, dy_padded, panels, N, Cg, G, D, H, W, Og, s_d, s_h, s_w, p_f, p_t, p_l,
        col_part_last, d_d_by_gcd2, d_h_by_gcd2, d_w_by_gcd2, deep, depth, dy_from2, dy_from3, dy_from4,
        dy_size2, dy_size3, dy_size4, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, high, line_last, q___count,
        q___last, q__count, q__first, q__last, q_count, q_first, q_last, quotient_r, quotient_r_,
        quotient_r__, quotient_r__2, r, r_, r__, rows, t____count, t____last, t___count, t___last, t__count,
        t__last, wide):
    """dx[n, g·Cg+c, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{o : gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣
        r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′
        ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d), res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h),
        res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)]
    """
    dtype = dx.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Cg - 1) // wide + 1))
        row_part = task // (((Cg - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Cg - 1) // wide + 1)
        # dx[n, g·Cg+c, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
        for line in range(high * row_part // q___count, min((high + high * row_part - 1) // q___count + 1,
                line_last + 1, N * q__count * q_count)):
            n = line // (q_count * q__count)
            q = line // q__count % q_count + q_first
            q_ = line % q__count + q__first
            for q__ in range(max(-quotient_r__, high * row_part - (line * q___count) - quotient_r__),
                    min(q___last + 1, rows - (line * q___count) - quotient_r__,
                    high + high * row_part - (line * q___count) - quotient_r__)):
                row_at[U(line * q___count + q__ + quotient_r__ - (high * row_part))] = (
                    Og * dy_size2 * dy_size3 * dy_size4 * g
                    + G * Og * dy_size2 * dy_size3 * dy_size4 * n
                    + q__
                    + dy_size4 * q_
                    + dy_size3 * dy_size4 * q
                    - (dy_from2 * dy_size3 * dy_size4)
                    - (dy_from3 * dy_size4)
                    - dy_from4
                    - (dy_size3 * dy_size4 * quotient_r)
                    - (dy_size4 * quotient_r_)
                    - quotient_r__2
                )
        for row in range(high * row_part, min(high + high * row_part, rows)):
            for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
                tile[U(row - (high * row_part)), U(c - (col_part * wide))] = T(0)
        if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 and t__count >= 1 and t___count >= 1 and t____count >= 1:
            for o in range(Og):
                for t_ in range(t__last + 1):
                    for t__ in range(t___last + 1):
                        for t___ in range(t____last + 1):
                            left_at[U(o * t____count * t___count * t__count + t___ + t__ * t____count + t_ * t____count * t___count)] = (
                                dy_size2 * dy_size3 * dy_size4 * o
                                - (d_w_by_gcd2 * t___)
                                - (d_h_by_gcd2 * dy_size4 * t__)
                                - (d_d_by_gcd2 * dy_size3 * dy_size4 * t_)
                            )
            for k_ in range(depth):
                right_at[U(k_)] = k_ * wide
            contract(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                    col_part * depth * wide + col_part_last * depth * g * wide + depth * g * wide, right_at,
                    min(high, rows - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Cg - (col_part * wide)))
        line_first = high * row_part // q___count
        line_last2 = (high + high * row_part - 1) // q___count
        for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N * q__count * q_count)):
                n = line // (q_count * q__count)
                q = line // q__count % q_count + q_first
                q_ = line % q__count + q__first
                for q__ in range(max(-quotient_r__, high * row_part - (line * q___count) - quotient_r__),
                        min(q___last + 1, rows - (line * q___count) - quotient_r__,
                        high + high * row_part - (line * q___count) - quotient_r__)):
                    dx[U(n), U(c + Cg * g), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = turned[U(c - (col_part * wide)), U(line * q___count + q__ + quotient_r__ - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w,
        s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """dx[n, g·Cg+c, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{o : gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣
        r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′
        ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d), res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h),
        res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * s_d * s_h * s_w)
        g = task // (Cg * s_d * s_h * s_w) % G
        c = task // (s_d * s_h * s_w) % Cg
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        q___first = -((r__ - p_l) // s_w)
        q___last = (W + p_l - r__ - 1) // s_w
        res_r = residue(d_d, r, s_d)
        res_r_ = residue(d_h, r_, s_h)
        res_r__ = residue(d_w, r__, s_w)
        quotient_r = (d_d * res_r - r) // s_d
        quotient_r_ = (d_h * res_r_ - r_) // s_h
        quotient_r__ = (d_w * res_r__ - r__) // s_w
        q__first = -((r_ - p_t) // s_h)
        q__last = (H + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (D + p_f - r - 1) // s_d + 1):
            for q_ in range(q__first, q__last + 1):
                # dx[n, g·Cg+c, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for q__ in range(q___first, q___last + 1):
                    dx[U(n), U(c + Cg * g), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = T(
                        0
                    )
                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0:
                    t__first = -((OD + quotient_r - q - 1) // d_d_by_gcd)
                    t__last = (KD - res_r - 1) // s_d_by_gcd
                    t__last2 = (q - quotient_r) // d_d_by_gcd
                    for o in range(Og):
                        t___first = -((OH + quotient_r_ - q_ - 1) // d_h_by_gcd)
                        t___last = (KH - res_r_ - 1) // s_h_by_gcd
                        t___last2 = (q_ - quotient_r_) // d_h_by_gcd
                        for t_ in range(max(0, t__first), min(t__last + 1, t__last2 + 1)):
                            t____last = (KW - res_r__ - 1) // s_w_by_gcd
                            for t__ in range(max(0, t___first), min(t___last + 1, t___last2 + 1)):
                                for t___ in range(t____last + 1):
                                    w_here = w[U(Og * g + o), U(c), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                            min(q___last + 1, OW + quotient_r__ + d_w_by_gcd * t___)):
                                        dx[U(n), U(c + Cg * g), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            dy[U(n), U(Og * g + o), U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            * w_here
                                        )


def _vjp_x(dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    """dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v : s_d ∣ z+p_f−d_d·(KD−1−t), s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣
        b+p_l−d_w·(KW−1−v)} dy[n, g·Og+o, (z+p_f−d_d·(KD−1−t))/s_d, (a+p_t−d_h·(KH−1−u))/s_h,
        (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, KD−1−t, KH−1−u, KW−1−v]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W − Cg·D·G·H·N·W
        additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    if correlations(OW >= 4):
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
        launch(_vjp_x_correlations, pieces * s_d * s_h * s_w,
                (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, dy, w, dx,
                N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w,
                d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_d_by_gcd,
                s_h_by_gcd, s_w_by_gcd)
    else:
        if blocks(Cg >= 8 and OD * 2 + 16 >= -p_f // s_d + (D + p_f - 1) // s_d + ((KD - residue(d_d, 0,
                s_d) - 1) // (s_d // gcd(s_d, d_d))) * (d_d // gcd(s_d,
                d_d)) and OH * 2 + 16 >= -p_t // s_h + (H + p_t - 1) // s_h + ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h))) * (d_h // gcd(s_h,
                d_h)) and OW * 2 + 16 >= -p_l // s_w + (W + p_l - 1) // s_w + ((KW - residue(d_w, 0,
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
                q_count = (D + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
                t__count = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd + 1
                dy_from2 = min(
                    -((residue(d_d, r, s_d) * d_d - r) // s_d)
                    - ((r - p_f) // s_d)
                    - (((KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd) * d_d_by_gcd),
                    0,
                )
                dy_size2 = (
                    max((D + p_f - r - 1) // s_d + 1 - ((residue(d_d, r, s_d) * d_d - r) // s_d), OD)
                    - dy_from2
                )
                res_r = residue(d_d, r, s_d)
                quotient_r = (d_d * res_r - r) // s_d
                q_first = -((r - p_f) // s_d)
                q_last = (D + p_f - r - 1) // s_d
                for r_ in range(s_h):
                    q__count = (H + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
                    t___count = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd + 1
                    dy_from3 = min(
                        -((residue(d_h, r_, s_h) * d_h - r_) // s_h)
                        - ((r_ - p_t) // s_h)
                        - (((KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                        0,
                    )
                    dy_size3 = (
                        max((H + p_t - r_ - 1) // s_h + 1 - ((residue(d_h, r_, s_h) * d_h - r_) // s_h), OH)
                        - dy_from3
                    )
                    res_r_ = residue(d_h, r_, s_h)
                    quotient_r_ = (d_h * res_r_ - r_) // s_h
                    q__first = -((r_ - p_t) // s_h)
                    q__last = (H + p_t - r_ - 1) // s_h
                    for r__ in range(s_w):
                        q___count = (W + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
                        t____count = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd + 1
                        rows = N * q___count * q__count * q_count
                        depth = Og * t____count * t___count * t__count
                        dy_from4 = min(
                            -((residue(d_w, r__, s_w) * d_w - r__) // s_w)
                            - ((r__ - p_l) // s_w)
                            - (((KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                            0,
                        )
                        dy_size4 = (
                            max(
                                (W + p_l - r__ - 1) // s_w
                                + 1
                                - ((residue(d_w, r__, s_w) * d_w - r__) // s_w),
                                OW,
                            )
                            - dy_from4
                        )
                        t____last = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd
                        res_r__ = residue(d_w, r__, s_w)
                        quotient_r__ = (r__ - p_l) // s_w
                        quotient_r__2 = (d_w * res_r__ - r__) // s_w
                        q___last = (W + p_l - r__ - 1) // s_w
                        d_w_by_gcd2 = d_w // gcd_s_w_d_w
                        d_h_by_gcd2 = d_h // gcd_s_h_d_h
                        d_d_by_gcd2 = d_d // gcd_s_d_d_d
                        t___last = (KH - res_r_ - 1) // s_h_by_gcd
                        t__last = (KD - res_r - 1) // s_d_by_gcd
                        if q_count >= 1 and q__count >= 1 and q___count >= 1:
                            dy_padded = padded(dy, (0, 0, dy_from2, dy_from3, dy_from4), (N, G * Og, dy_size2, dy_size3, dy_size4))
                            wide = colblock()
                            deep = depthblock()
                            high = rowblock(rows, ((Cg - 1) // wide + 1) * G)
                            col_part_last = (Cg - 1) // wide
                            panels = scratch((G, max(0, (Cg - 1) // wide + 1), max(0, depth), wide), dtype)
                            if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0 and t__count >= 1 and t___count >= 1 and t____count >= 1:
                                launch(_vjp_x_blocks, G * (col_part_last + 1), ((KD - residue(d_d, 0,
                                        s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                                        s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                        s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * Og, w, panels, Cg,
                                        G, Og, KD, KH, KW, col_part_last, depth, res_r, res_r_, res_r__,
                                        s_d_by_gcd, s_h_by_gcd, s_w_by_gcd, t____count, t____last, t___count,
                                        t__count, wide)
                            line_last = (rows - 1) // q___count
                            launch(_vjp_x_blocks2, G * ((rows - 1) // high + 1) * ((Cg - 1) // wide + 1),
                                    (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                                    0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                                    s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                    s_w) - 1) // (s_w // gcd(s_w,
                                    d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w // 32, dx, dy_padded,
                                    panels, N, Cg, G, D, H, W, Og, s_d, s_h, s_w, p_f, p_t, p_l,
                                    col_part_last, d_d_by_gcd2, d_h_by_gcd2, d_w_by_gcd2, deep, depth,
                                    dy_from2, dy_from3, dy_from4, dy_size2, dy_size3, dy_size4, gcd_s_d_d_d,
                                    gcd_s_h_d_h, gcd_s_w_d_w, high, line_last, q___count, q___last, q__count,
                                    q__first, q__last, q_count, q_first, q_last, quotient_r, quotient_r_,
                                    quotient_r__, quotient_r__2, r, r_, r__, rows, t____count, t____last,
                                    t___count, t___last, t__count, t__last, wide)
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
            launch(_vjp_x_plain, N * G * Cg * s_d * s_h * s_w,
                    (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                    0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                    s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w, dy, w, dx,
                    N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
                    d_w, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w,
                    s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
