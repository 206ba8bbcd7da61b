"""The kernels of conv_transpose2d; conv_transpose2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose2d`.  Do not edit.
Run time: 894fd0b39b54e850.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .vectors import blocks, colblock, depthblock, multiply, padded, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels, Cg, G, Og, KH, KW, col_part_last, depth, res_r, res_r_,
        s_h_by_gcd, s_w_by_gcd, t__count, t__last, t_count, t_last, wide):
    """panels[g, col_part, t'_count′·t_count·c+t'_count′·t+t′, o−col_part·wide] = w[g·Cg+c, o,
        t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
    """
    for task in range(first, last):
        g = task // ((col_part_last + 1))
        col_part = task % (col_part_last + 1)
        # panels[g, col_part, t'_count′·t_count·c+t'_count′·t+t′, o−col_part·wide] = w[g·Cg+c,
        #     o, t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
        for c in range(Cg):
            for t in range(t_last + 1):
                turn(panels, (g, col_part, c * t__count * t_count + t * t__count, 0), wide, w,
                        KW * res_r + KH * KW * Og * c + KH * KW * col_part * wide + Cg * KH * KW * Og * g + res_r_ + KW * s_h_by_gcd * t,
                        KH * KW, s_w_by_gcd, min(wide, Og - (col_part * wide)), t__count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, y, panels, x_padded, N, Cg, G, Og, OH, OW, s_h, s_w, p_t, p_l,
        col_part_last, d_h_by_gcd2, d_w_by_gcd2, deep, depth, gcd_s_h_d_h, gcd_s_w_d_w, high, line_last,
        q__count, q__last, q_count, q_first, q_last, quotient_r, quotient_r_, quotient_r_2, r, r_, rows,
        t__count, t__last, t_count, t_last, wide, x_from2, x_from3, x_size2, x_size3):
    """y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = b[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′}
        Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]
    """
    dtype = b.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(depth, np.int64)
    right_at = np.empty(depth, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for line in range(high * row_part // q__count, min((high + high * row_part - 1) // q__count + 1,
                line_last + 1, N * q_count)):
            n = line // q_count
            q = line % q_count + q_first
            for q_ in range(max(-quotient_r_, high * row_part - (line * q__count) - quotient_r_),
                    min(q__last + 1, rows - (line * q__count) - quotient_r_,
                    high + high * row_part - (line * q__count) - quotient_r_)):
                row_at[U(line * q__count + q_ + quotient_r_ - (high * row_part))] = (
                    Cg * g * x_size2 * x_size3
                    + Cg * G * n * x_size2 * x_size3
                    + q_
                    + q * x_size3
                    - quotient_r_2
                    - (quotient_r * x_size3)
                    - (x_from2 * x_size3)
                    - x_from3
                )
        for row in range(high * row_part, min(high + high * row_part, rows)):
            for o in range(col_part * wide, min(col_part * wide + wide, Og)):
                tile[U(row - (high * row_part)), U(o - (col_part * wide))] = T(0)
        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
            for c in range(Cg):
                for t in range(t_last + 1):
                    for t_ in range(t__last + 1):
                        left_at[U(c * t__count * t_count + t_ + t * t__count)] = (
                            c * x_size2 * x_size3 - (d_w_by_gcd2 * t_) - (d_h_by_gcd2 * t * x_size3)
                        )
            for k in range(depth):
                right_at[U(k)] = k * wide
            multiply(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                    col_part * depth * wide + col_part_last * depth * g * wide + depth * g * wide, right_at,
                    min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        line_first = high * row_part // q__count
        line_last2 = (high + high * row_part - 1) // q__count
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            b_here = b[U(Og * g + o)]
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N * q_count)):
                n = line // q_count
                q = line % q_count + q_first
                for q_ in range(max(-quotient_r_, high * row_part - (line * q__count) - quotient_r_),
                        min(q__last + 1, rows - (line * q__count) - quotient_r_,
                        high + high * row_part - (line * q__count) - quotient_r_)):
                    y[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                        b_here
                        + turned[U(o - (col_part * wide)),
                                U(line * q__count + q_ + quotient_r_ - (high * row_part))]
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
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                y[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = b_here
            t_first = -((H + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for c in range(Cg):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
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
    if blocks(Og >= 8):
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        d_w_by_gcd2 = d_w // gcd_s_w_d_w
        d_h_by_gcd2 = d_h // gcd_s_h_d_h
        for r in range(s_h):
            q_count = (OH + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
            t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
            x_from2 = min(
                -((residue(d_h, r, s_h) * d_h - r) // s_h)
                - ((r - p_t) // s_h)
                - (((KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                0,
            )
            x_size2 = (
                max((OH + p_t - r - 1) // s_h + 1 - ((residue(d_h, r, s_h) * d_h - r) // s_h), H) - x_from2
            )
            res_r = residue(d_h, r, s_h)
            t_last = (KH - res_r - 1) // s_h_by_gcd
            quotient_r = (d_h * res_r - r) // s_h
            q_first = -((r - p_t) // s_h)
            q_last = (OH + p_t - r - 1) // s_h
            for r_ in range(s_w):
                q__count = (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                rows = N * q__count * q_count
                depth = Cg * t__count * t_count
                x_from3 = min(
                    -((residue(d_w, r_, s_w) * d_w - r_) // s_w)
                    - ((r_ - p_l) // s_w)
                    - (((KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                    0,
                )
                x_size3 = (
                    max((OW + p_l - r_ - 1) // s_w + 1 - ((residue(d_w, r_, s_w) * d_w - r_) // s_w), W)
                    - x_from3
                )
                t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
                res_r_ = residue(d_w, r_, s_w)
                quotient_r_ = (r_ - p_l) // s_w
                quotient_r_2 = (d_w * res_r_ - r_) // s_w
                q__last = (OW + p_l - r_ - 1) // s_w
                line_last = (rows - 1) // q__count
                if q_count >= 1 and q__count >= 1:
                    x_padded = padded(x, (0, 0, x_from2, x_from3), (N, Cg * G, x_size2, x_size3))
                    wide = colblock()
                    deep = depthblock()
                    high = rowblock(rows, ((Og - 1) // wide + 1) * G)
                    col_part_last = (Og - 1) // wide
                    panels = scratch((G, max(0, (Og - 1) // wide + 1), depth, wide), dtype)
                    if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
                        launch(_forward_blocks, G * (col_part_last + 1), ((KH - residue(d_h, r,
                                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, r_,
                                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * Og, w, panels, Cg, G, Og,
                                KH, KW, col_part_last, depth, res_r, res_r_, s_h_by_gcd, s_w_by_gcd, t__count,
                                t__last, t_count, t_last, wide)
                    launch(_forward_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide + 1),
                            (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                            s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, b,
                            y, panels, x_padded, N, Cg, G, Og, OH, OW, s_h, s_w, p_t, p_l, col_part_last,
                            d_h_by_gcd2, d_w_by_gcd2, deep, depth, gcd_s_h_d_h, gcd_s_w_d_w, high, line_last,
                            q__count, q__last, q_count, q_first, q_last, quotient_r, quotient_r_,
                            quotient_r_2, r, r_, rows, t__count, t__last, t_count, t_last, wide, x_from2,
                            x_from3, x_size2, x_size3)
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
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, x, w, b, y, N, Cg, G,
                H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels, Cg, G, Og, KH, KW, depth, wide):
    """panels[g, col_part, (o·KH+u)·KW+v, c−col_part·wide] = w[g·Cg+c, o, u, v]"""
    for task in range(first, last):
        g = task // (((Cg - 1) // wide + 1))
        col_part = task % ((Cg - 1) // wide + 1)
        # panels[g, col_part, (o·KH+u)·KW+v, c−col_part·wide] = w[g·Cg+c, o, u, v]
        turn(panels, (g, col_part, 0, 0), wide, w, KH * KW * Og * col_part * wide + Cg * KH * KW * Og * g,
                KH * KW * Og, 1, min(wide, Cg - (col_part * wide)), KH * KW * Og)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx_lines, dy_padded, panels, N, Cg, G, H, W, Og, KH, KW, s_h, s_w, d_h, d_w,
        deep, depth, dy_size2, dy_size3, high, line_last, line_last2, quotient_Cg_wide, rows, wide):
    """dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · w[g·Cg+c, o, u, v]"""
    dtype = dx_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(depth, np.int64)
    right_at = np.empty(depth, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Cg - 1) // wide + 1))
        row_part = task // (((Cg - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Cg - 1) // wide + 1)
        # dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] ·
        #     w[g·Cg+c, o, u, v]
        for line in range(high * row_part // W, min((high + high * row_part - 1) // W + 1, line_last + 1,
                H * N)):
            n = line // H
            i = line % H
            for j in range(max(0, high * row_part - (W * line)), min(W, rows - (W * line),
                    high + high * row_part - (W * line))):
                row_at[U(j + W * line - (high * row_part))] = (
                    Og * dy_size2 * dy_size3 * g
                    + dy_size3 * i * s_h
                    + j * s_w
                    + G * Og * dy_size2 * dy_size3 * n
                )
        for o in range(Og):
            for u in range(KH):
                for v in range(KW):
                    left_at[U(KH * KW * o + KW * u + v)] = (
                        dy_size2 * dy_size3 * o + d_h * dy_size3 * u + d_w * v
                    )
        for k in range(depth):
            right_at[U(k)] = k * wide
        multiply(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Cg_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Cg - (col_part * wide)))
        line_first = high * row_part // (H * W)
        line_last3 = (high + high * row_part - 1) // (H * W)
        for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
            for line in range(line_first, min(line_last3 + 1, line_last2 + 1, N)):
                n = line
                for run in range(max(0, high * row_part - (H * W * line)), min(H * W, rows - (H * W * line),
                        high + high * row_part - (H * W * line))):
                    dx_lines[U(n), U(c + Cg * g), U(run)] = turned[U(c - (col_part * wide)), U(H * W * line + run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        o_block_last):
    """dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · w[g·Cg+c, o, u, v]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
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
                part[U(j)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(c + Cg * g), U(o), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(W,
                                (OW + p_l - (d_w * v) - 1) // s_w + 1)):
                            part[U(j)] += (
                                dy[U(n), U(Og * g + o), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                                * w_here
                            )
            for j in range(W):
                dx[U(n), U(c + Cg * g), U(i), U(j)], rest[U(j)] = carried(dx[U(n), U(c + Cg * g), U(i), U(j)], rest[U(j)], part[U(j)])


def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · w[g·Cg+c, o, u, v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    dtype = dx.dtype
    if blocks(H * N * W >= 4 and Cg >= 8 and KH * KW * Og >= 4):
        rows = H * N * W
        depth = KH * KW * Og
        dy_size2 = max(H * s_h + KH * d_h + 1 - d_h - p_t - s_h, OH) + p_t
        dy_size3 = max(KW * d_w + W * s_w + 1 - d_w - p_l - s_w, OW) + p_l
        dy_padded = padded(dy, (0, 0, -p_t, -p_l), (N, G * Og, dy_size2, dy_size3))
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, ((Cg - 1) // wide + 1) * G)
        panels = scratch((G, max(0, (Cg - 1) // wide + 1), depth, wide), dtype)
        launch(_vjp_x_blocks, G * ((Cg - 1) // wide + 1), Cg * G * KH * KW * Og, w, panels, Cg, G, Og, KH, KW,
                depth, wide)
        dx_lines = dx.reshape((N, Cg * G, H * W))
        line_last = (rows - 1) // W
        quotient_Cg_wide = (Cg - 1) // wide
        line_last2 = (rows - 1) // (H * W)
        launch(_vjp_x_blocks2, G * ((rows - 1) // high + 1) * ((Cg - 1) // wide + 1),
                Cg * G * H * KH * KW * N * Og * W // 32, dx_lines, dy_padded, panels, N, Cg, G, H, W, Og, KH,
                KW, s_h, s_w, d_h, d_w, deep, depth, dy_size2, dy_size3, high, line_last, line_last2,
                quotient_Cg_wide, rows, wide)
    else:
        o_block_last = (Og - 1) // 1024
        launch(_vjp_x_plain, N * G * Cg * H, Cg * G * H * KH * KW * N * Og * W, dy, w, dx, N, Cg, G, H, W, Og,
                KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, x, panels, N, Cg, G, H, W, depth, wide):
    """panels[g, col_part, (n·H+i)·W+j, c−col_part·wide] = x[n, g·Cg+c, i, j]"""
    for task in range(first, last):
        g = task // (((Cg - 1) // wide + 1))
        col_part = task % ((Cg - 1) // wide + 1)
        # panels[g, col_part, (n·H+i)·W+j, c−col_part·wide] = x[n, g·Cg+c, i, j]
        for n in range(N):
            turn(panels, (g, col_part, H * W * n, 0), wide, x,
                    H * W * col_part * wide + Cg * H * W * g + Cg * G * H * W * n, H * W, 1, min(wide,
                    Cg - (col_part * wide)), H * W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines, dy_padded, panels, N, Cg, G, H, W, Og, KH, KW, s_h, s_w, d_h, d_w,
        deep, depth, dy_size2, dy_size3, high, line_last, quotient_Cg_wide, rows, wide):
    """dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · x[n, g·Cg+c, i, j]"""
    dtype = dw_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(depth, np.int64)
    right_at = np.empty(depth, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Cg - 1) // wide + 1))
        row_part = task // (((Cg - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Cg - 1) // wide + 1)
        # dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
        #     x[n, g·Cg+c, i, j]
        for line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1, line_last + 1,
                KH * Og)):
            o = line // KH
            u = line % KH
            for v in range(max(0, high * row_part - (KW * line)), min(KW, rows - (KW * line),
                    high + high * row_part - (KW * line))):
                row_at[U(KW * line + v - (high * row_part))] = (
                    Og * dy_size2 * dy_size3 * g + dy_size2 * dy_size3 * o + d_h * dy_size3 * u + d_w * v
                )
        for n in range(N):
            for i in range(H):
                for j in range(W):
                    left_at[U(W * i + j + H * W * n)] = (
                        dy_size3 * i * s_h + j * s_w + G * Og * dy_size2 * dy_size3 * n
                    )
        for k in range(depth):
            right_at[U(k)] = k * wide
        multiply(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Cg_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Cg - (col_part * wide)))
        for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
            for run in range(high * row_part, min(rows, high + high * row_part)):
                dw_lines[U(c + Cg * g), U(run)] = turned[U(c - (col_part * wide)), U(run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · x[n, g·Cg+c, i, j]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Cg * Og * KH * KW)
        c = task // (Og * KH * KW) % Cg
        o = task // (KH * KW) % Og
        u = task // KW % KH
        v = task % KW
        # dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
        #     x[n, g·Cg+c, i, j]
        acc = T(0)
        rest = T(0)
        j_first = -((d_w * v - p_l) // s_w)
        j_last = (OW + p_l - (d_w * v) - 1) // s_w
        j_block_first = j_first // 1024
        j_block_last2 = j_last // 1024
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (OH + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, i_first), min(H, i_last + 1)):
                for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                    part = T(0)
                    for j in range(max(0, j_first, j_block * 1024), min(W, j_last + 1,
                            j_block * 1024 + 1024)):
                        part = plus(
                            part,
                            dy[U(n), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c + Cg * g), U(i), U(j)],
                        )
                    acc, rest = carried(acc, rest, part)
        dw[U(c + Cg * g), U(o), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · x[n, g·Cg+c, i, j]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·KH·KW·Og additions, terms
        that a condition drops counted.
    """
    dtype = dw.dtype
    if blocks(KH * KW * Og >= 4 and Cg >= 8 and H * N * W >= 4):
        rows = KH * KW * Og
        depth = H * N * W
        dy_size2 = max(H * s_h + KH * d_h + 1 - d_h - p_t - s_h, OH) + p_t
        dy_size3 = max(KW * d_w + W * s_w + 1 - d_w - p_l - s_w, OW) + p_l
        dy_padded = padded(dy, (0, 0, -p_t, -p_l), (N, G * Og, dy_size2, dy_size3))
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, ((Cg - 1) // wide + 1) * G)
        panels = scratch((G, max(0, (Cg - 1) // wide + 1), depth, wide), dtype)
        launch(_vjp_w_blocks, G * ((Cg - 1) // wide + 1), Cg * G * H * N * W, x, panels, N, Cg, G, H, W,
                depth, wide)
        dw_lines = dw.reshape((Cg * G, KH * KW * Og))
        line_last = (rows - 1) // KW
        quotient_Cg_wide = (Cg - 1) // wide
        launch(_vjp_w_blocks2, G * ((rows - 1) // high + 1) * ((Cg - 1) // wide + 1),
                Cg * G * H * KH * KW * N * Og * W // 32, dw_lines, dy_padded, panels, N, Cg, G, H, W, Og, KH,
                KW, s_h, s_w, d_h, d_w, deep, depth, dy_size2, dy_size3, high, line_last, quotient_Cg_wide,
                rows, wide)
    else:
        j_block_last = (W - 1) // 1024
        launch(_vjp_w_plain, G * Cg * Og * KH * KW, Cg * G * H * KH * KW * N * Og * W, dy, x, dw, N, Cg, G, H,
                W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OH, OW, ab_block_last):
    """db[g·Og+o] = Σ_{n,ab} dy[n, g·Og+o, ab]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,ab} dy[n, g·Og+o, ab]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ab_block in range(ab_block_last + 1):
                part = T(0)
                for ab in range(ab_block * 1024, min(OH * OW, ab_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(ab)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OH, OW):
    """db[g·Og+o] = Σ_{n,a,b} dy[n, g·Og+o, a, b]

    As compiled:

    db[g·Og+o] = Σ_{n,ab} dy[n, g·Og+o, ab]

    Operations: G·N·OH·OW·Og − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    ab_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OH * OW * Og, dy_rows, db, N, G, Og, OH, OW, ab_block_last)
