"""The kernels of conv_transpose2d; conv_transpose2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose2d`.  Do not edit.
Run time: bcc2f274ed73adc9.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, residue
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, padded, parts, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd):
    """y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = b[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′}
        Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
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
                pad(planes, (c, 0, 0), wide, x, (n, c + Cg * g,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), W, 1, tall, wide,
                        d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        H + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        W + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            correlate(y, (n, Og * g, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), OH * OW, OW * s_h, s_w, starts, (0,), 1, w, (Cg * g, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), KH * KW, lefts,
                    planes, (0, 0, 0), wide, rights, t_count,
                    len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0, Og, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels_apart2, Cg, G, Og, KH, KW, axis1_last, res_r, res_r_, s_h_by_gcd,
        s_w_by_gcd, t__count2, t__last, t_count2, t_last2, wide2):
    """panels2[g, col_part2, t'_count2′·t_count2·c+t'_count2′·t+t′, o−col_part2·wide2] = w[g·Cg+c, o,
        t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
    """
    for task in range(first, last):
        g = task // (Cg * (axis1_last + 1))
        c = task // ((axis1_last + 1)) % Cg
        col_part2 = task % (axis1_last + 1)
        # panels2[g, col_part2, t'_count2′·t_count2·c+t'_count2′·t+t′, o−col_part2·wide2] =
        #     w[g·Cg+c, o, t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h),
        #     t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
        for t in range(t_last2 + 1):
            turn(panels_apart2, (g, col_part2, c, t * t__count2, 0), wide2, w,
                    KW * res_r + KH * KW * Og * c + KH * KW * col_part2 * wide2 + Cg * KH * KW * Og * g + res_r_ + KW * s_h_by_gcd * t,
                    KH * KW, s_w_by_gcd, min(wide2, Og - (col_part2 * wide2)), t__count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, y, panels2, x_padded2, N, Cg, G, Og, OH, OW, s_h, s_w, p_t, p_l,
        axis1_last, d_h_by_gcd2, d_w_by_gcd2, deep2, depth2, gcd_s_h_d_h, gcd_s_w_d_w, high2, line2_last,
        q__count2, q__last, q_count2, q_first, q_last, quotient_r, quotient_r_, quotient_r_2, r, r_, rows2,
        t__count2, t__last, t_count2, t_last, wide2, x_from22, x_from32, x_size22, x_size32):
    """y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = b[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′}
        Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = b.dtype
    T = dtype.type
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
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
        for row2 in range(high2 * row_part2, min(high2 + high2 * row_part2, rows2)):
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
                tile2[U(row2 - (high2 * row_part2)), U(o - (col_part2 * wide2))] = T(0)
        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count2 >= 1 and t__count2 >= 1:
            for c in range(Cg):
                for t in range(t_count2):
                    for t_ in range(t__count2):
                        left_at2[U(c * t__count2 * t_count2 + t_ + t * t__count2)] = (
                            c * x_size22 * x_size32 - (d_w_by_gcd2 * t_) - (d_h_by_gcd2 * t * x_size32)
                        )
            for k2 in range(depth2):
                right_at2[U(k2)] = k2 * wide2
            contract(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                    col_part2 * depth2 * wide2 + axis1_last * depth2 * g * wide2 + depth2 * g * wide2,
                    right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                    0, depth2, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        line2_first = high2 * row_part2 // q__count2
        line2_last2 = (high2 + high2 * row_part2 - 1) // q__count2
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
            b_here = b[U(Og * g + o)]
            for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N * q_count2)):
                n = line2 // q_count2
                q = line2 % q_count2 + q_first
                for q_ in range(max(-quotient_r_, high2 * row_part2 - (line2 * q__count2) - quotient_r_),
                        min(q__last + 1, rows2 - (line2 * q__count2) - quotient_r_,
                        high2 + high2 * row_part2 - (line2 * q__count2) - quotient_r_)):
                    y[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                        b_here
                        + turned2[U(o - (col_part2 * wide2)),
                                U(line2 * q__count2 + q_ + quotient_r_ - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = b[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′}
        Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
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
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                t_first = -((H + quotient_r - q - 1) // d_h_by_gcd)
                t_last = (KH - res_r - 1) // s_h_by_gcd
                t_last2 = (q - quotient_r) // d_h_by_gcd
                for c in range(Cg):
                    t__last = (KW - res_r_ - 1) // s_w_by_gcd
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last, -1, -1):
                            w_here = w[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    W + quotient_r_ + d_w_by_gcd * t_)):
                                y[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_here
                                    * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                )


def _forward(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n, g·Og+o, a, b] = b[g·Og+o] + Σ_{c,u,v} w[g·Cg+c, o, u, v] · x[n, g·Cg+c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] · [s_h ∣ a + p_t − d_h·u, s_w ∣ b + p_l − d_w·v]

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    dtype = y.dtype
    if correlations(W >= 4 and 0 >= min(Cg - 8, Og - 32)):
        pieces = max((G * N + 7) // 8, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_forward_correlations, pieces * s_h * s_w,
                (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, x, w, b, y, N,
                Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd)
    else:
        if blocks(Og >= 8 and H * 2 + 16 >= -p_t // s_h + (OH + p_t - 1) // s_h + ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h))) * (d_h // gcd(s_h,
                d_h)) and W * 2 + 16 >= -p_l // s_w + (OW + p_l - 1) // s_w + ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w))) * (d_w // gcd(s_w, d_w))):
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
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
                        max((OW + p_l - r_ - 1) // s_w + 1 - ((residue(d_w, r_, s_w) * d_w - r_) // s_w), W)
                        - x_from32
                    )
                    t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
                    res_r_ = residue(d_w, r_, s_w)
                    quotient_r_ = (r_ - p_l) // s_w
                    quotient_r_2 = (d_w * res_r_ - r_) // s_w
                    q__last = (OW + p_l - r_ - 1) // s_w
                    d_w_by_gcd2 = d_w // gcd_s_w_d_w
                    d_h_by_gcd2 = d_h // gcd_s_h_d_h
                    t_last = (KH - res_r - 1) // s_h_by_gcd
                    if q_count2 >= 1 and q__count2 >= 1:
                        x_padded2 = padded(x, (0, 0, x_from22, x_from32), (N, Cg * G, x_size22, x_size32))
                        wide2 = colblock()
                        deep2 = depthblock()
                        high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                        axis1_last = (Og - 1) // wide2
                        panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count2 >= 1 and t__count2 >= 1:
                            panels_apart2 = panels2.reshape(
                                (G, (Og - 1) // wide2 + 1, Cg, t__count2 * t_count2, wide2)
                            )
                            t_last2 = (KH - res_r - 1) // s_h_by_gcd
                            launch(_forward_blocks, G * Cg * (axis1_last + 1), ((KH - residue(d_h, 0,
                                    s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * Og, w, panels_apart2,
                                    Cg, G, Og, KH, KW, axis1_last, res_r, res_r_, s_h_by_gcd, s_w_by_gcd,
                                    t__count2, t__last, t_count2, t_last2, wide2)
                        line2_last = (rows2 - 1) // q__count2
                        launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                                (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32,
                                b, y, panels2, x_padded2, N, Cg, G, Og, OH, OW, s_h, s_w, p_t, p_l,
                                axis1_last, d_h_by_gcd2, d_w_by_gcd2, deep2, depth2, gcd_s_h_d_h, gcd_s_w_d_w,
                                high2, line2_last, q__count2, q__last, q_count2, q_first, q_last, quotient_r,
                                quotient_r_, quotient_r_2, r, r_, rows2, t__count2, t__last, t_count2, t_last,
                                wide2, x_from22, x_from32, x_size22, x_size32)
        else:
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_forward_plain, N * G * Og * s_h * s_w,
                    (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, x, w, b, y, N, Cg,
                    G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                    gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, high, pieces, share, strips, tall, tasks, wide):
    """dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · w[g·Cg+c, o, u, v]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Cg, dtype)
    for part in range(first, last):
        lefts = np.empty(Og * KW * KH, np.int64)
        for tap in range(Og * KW * KH):
            o = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * o + KW * u + v
        rights = np.empty(Og * KW * KH, np.int64)
        for tap in range(Og * KW * KH):
            o = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + o * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * strips)
            g = turn_2 // strips % G
            strip = turn_2 % strips
            # dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] ·
            #     w[g·Cg+c, o, u, v]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                for phase_i in range(s_h):
                    for phase_j in range(s_w):
                        pad(planes, (o, phase_i, phase_j, 0, 0), wide, dy, (n, Og * g + o,
                                phase_i + high * s_h * strip - p_t, phase_j - p_l), OW * s_h, s_w, tall, wide,
                                -((phase_i - p_t) // s_h) - (high * strip),
                                (OH + p_t - phase_i - 1) // s_h + 1 - (high * strip),
                                -((phase_j - p_l) // s_w), (OW + p_l - phase_j - 1) // s_w + 1)
            correlate(dx, (n, Cg * g, high * strip, 0), H * W, W, 1, starts, (0,), 1, w, (Cg * g, 0, 0, 0),
                    KH * KW * Og, lefts, planes, (0, 0, 0, 0, 0), wide, rights, KH, len(rights), Cg, min(high,
                    H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels2, Cg, G, Og, KH, KW, depth2, wide2):
    """panels2[g, col_part2, (o·KH+u)·KW+v, c−col_part2·wide2] = w[g·Cg+c, o, u, v]"""
    for task in range(first, last):
        g = task // (((Cg - 1) // wide2 + 1))
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # panels2[g, col_part2, (o·KH+u)·KW+v, c−col_part2·wide2] = w[g·Cg+c, o, u, v]
        turn(panels2, (g, col_part2, 0, 0), wide2, w,
                KH * KW * Og * col_part2 * wide2 + Cg * KH * KW * Og * g, KH * KW * Og, 1, min(wide2,
                Cg - (col_part2 * wide2)), KH * KW * Og)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx_lines2, dy_padded2, panels2, N, Cg, G, H, W, Og, KH, KW, s_h, s_w, d_h,
        d_w, deep2, depth2, dy_size22, dy_size32, high2, line2_last, line2_last2, quotient_Cg_wide2, rows2,
        wide2):
    """dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · w[g·Cg+c, o, u, v]"""
    dtype = dx_lines2.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1))
        row_part2 = task // (((Cg - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] ·
        #     w[g·Cg+c, o, u, v]
        for line2 in range(high2 * row_part2 // W, min((high2 + high2 * row_part2 - 1) // W + 1,
                line2_last + 1, H * N)):
            n = line2 // H
            i = line2 % H
            for j in range(max(0, high2 * row_part2 - (W * line2)), min(W, rows2 - (W * line2),
                    high2 + high2 * row_part2 - (W * line2))):
                row_at2[U(j + W * line2 - (high2 * row_part2))] = (
                    Og * dy_size22 * dy_size32 * g
                    + dy_size32 * i * s_h
                    + j * s_w
                    + G * Og * dy_size22 * dy_size32 * n
                )
        for o in range(Og):
            for u in range(KH):
                for v in range(KW):
                    left_at2[U(KH * KW * o + KW * u + v)] = (
                        dy_size22 * dy_size32 * o + d_h * dy_size32 * u + d_w * v
                    )
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, dy_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Cg_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Cg - (col_part2 * wide2)), 0,
                depth2, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Cg - (col_part2 * wide2)))
        line2_first = high2 * row_part2 // (H * W)
        line2_last3 = (high2 + high2 * row_part2 - 1) // (H * W)
        for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Cg)):
            for line2 in range(line2_first, min(line2_last3 + 1, line2_last2 + 1, N)):
                n = line2
                for run2 in range(max(0, high2 * row_part2 - (H * W * line2)), min(H * W,
                        rows2 - (H * W * line2), high2 + high2 * row_part2 - (H * W * line2))):
                    dx_lines2[U(n), U(c + Cg * g), U(run2)] = turned2[U(c - (col_part2 * wide2)), U(H * W * line2 + run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        o_block_last):
    """dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · w[g·Cg+c, o, u, v]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Cg * H)
        g = task // (Cg * H) % G
        c = task // H % Cg
        i = task % H
        # dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] ·
        #     w[g·Cg+c, o, u, v]
        for j in range(W):
            dx[U(n), U(c + Cg * g), U(i), U(j)] = T(0)
        for j in range(W):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (OH + p_t - (i * s_h) - 1) // d_h
        for o_block in range(o_block_last + 1):
            for j in range(W):
                part2[U(j)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(c + Cg * g), U(o), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(W,
                                (OW + p_l - (d_w * v) - 1) // s_w + 1)):
                            part2[U(j)] += (
                                dy[U(n), U(Og * g + o), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                                * w_here
                            )
            for j in range(W):
                dx[U(n), U(c + Cg * g), U(i), U(j)], rest[U(j)] = carried(dx[U(n), U(c + Cg * g), U(i), U(j)], rest[U(j)], part2[U(j)])


def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · w[g·Cg+c, o, u, v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    dtype = dx.dtype
    if correlations(H >= KH and W >= KW and KH >= s_h and KW >= s_w and OW >= 4 and 0 >= min(Cg - 32,
            KH * KW * Og - 128)):
        wide = (KW * d_w - d_w) // s_w + W
        most = max(32768 // max(Og * s_h * s_w * wide, 1), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(G * N * strips)
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_x_correlations, pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, w, dx, N, Cg, G, H,
                W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall, tasks,
                wide)
    else:
        if blocks(H * N * W >= 4 and Cg >= 8 and KH * KW * Og >= 4 and OH * 2 + d_h + s_h + 16 >= H * s_h + KH * d_h and OW * 2 + d_w + s_w + 16 >= KW * d_w + W * s_w):
            rows2 = H * N * W
            depth2 = KH * KW * Og
            dy_size22 = max(H * s_h + KH * d_h + 1 - d_h - p_t - s_h, OH) + p_t
            dy_size32 = max(KW * d_w + W * s_w + 1 - d_w - p_l - s_w, OW) + p_l
            dy_padded2 = padded(dy, (0, 0, -p_t, -p_l), (N, G * Og, dy_size22, dy_size32))
            wide2 = colblock()
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Cg - 1) // wide2 + 1) * G)
            panels2 = scratch((G, max(0, (Cg - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            launch(_vjp_x_blocks, G * ((Cg - 1) // wide2 + 1), Cg * G * KH * KW * Og, w, panels2, Cg, G, Og,
                    KH, KW, depth2, wide2)
            dx_lines2 = dx.reshape((N, Cg * G, H * W))
            line2_last = (rows2 - 1) // W
            quotient_Cg_wide2 = (Cg - 1) // wide2
            line2_last2 = (rows2 - 1) // (H * W)
            launch(_vjp_x_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1),
                    Cg * G * H * KH * KW * N * Og * W // 32, dx_lines2, dy_padded2, panels2, N, Cg, G, H, W,
                    Og, KH, KW, s_h, s_w, d_h, d_w, deep2, depth2, dy_size22, dy_size32, high2, line2_last,
                    line2_last2, quotient_Cg_wide2, rows2, wide2)
        else:
            o_block_last = (Og - 1) // 1024
            launch(_vjp_x_plain, N * G * Cg * H, Cg * G * H * KH * KW * N * Og * W, dy, w, dx, N, Cg, G, H, W,
                    Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, o_block_last)
