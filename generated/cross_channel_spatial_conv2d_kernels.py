"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: dcf7a11facb33ddd.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .vectors import blocks, colblock, copy, depthblock, either, multiply, padded, rowblock, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, w_point, b_point, w, b, y, z, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, c_block_last, c_block_last2):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    for n in range(first, last):
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        for o in range(Cg * G):
            b_point_here = b_point[U(o)]
            for i in range(H):
                for j in range(W):
                    z[U(n), U(o), U(i), U(j)] = b_point_here
                rest = np.empty(W, dtype)
                part = np.empty(W, dtype)
                for j in range(W):
                    rest[U(j)] = T(0)
                for c_block in range(c_block_last + 1):
                    for j in range(W):
                        part[U(j)] = T(0)
                    for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                        w_point_here = w_point[U(o), U(c)]
                        for j in range(W):
                            part[U(j)] += w_point_here * x[U(n), U(c), U(i), U(j)]
                    for j in range(W):
                        z[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for g in range(G):
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for i in range(OH):
                    for j in range(OW):
                        y[U(n), U(Og * g + o), U(i), U(j)] = b_here
                    rest2 = np.empty(OW, dtype)
                    part2 = np.empty(OW, dtype)
                    for j in range(OW):
                        rest2[U(j)] = T(0)
                    u_first = -((i * s_h - p_t) // d_h)
                    u_last = (H + p_t - (i * s_h) - 1) // d_h
                    for c_block in range(c_block_last2 + 1):
                        for j in range(OW):
                            part2[U(j)] = T(0)
                        for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                            for u in range(max(0, u_first), min(KH, u_last + 1)):
                                for v in range(KW):
                                    w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                        part2[U(j)] += (
                                            w_here
                                            * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                                    U(j * s_w + d_w * v - p_l)]
                                        )
                        for j in range(OW):
                            y[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(y[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part2[U(j)])


def _forward(x, w_point, b_point, w, b, y, z, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og + C·Cg·G·H·N·W multiplications, Cg·G·KH·KW·N·OH·OW·Og + C·Cg·G·H·N·W
        additions, terms that a condition drops counted.
    """
    c_block_last = (C - 1) // 1024
    c_block_last2 = (Cg - 1) // 1024
    launch(_forward_part, N, C * Cg * G * H * N * W + Cg * G * KH * KW * N * OH * OW * Og, x, w_point,
            b_point, w, b, y, z, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
            c_block_last, c_block_last2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_blocks(first, last, w, panels, Cg, G, Og, KH, KW, col_part_last, depth, res_r, res_r_,
        s_h_by_gcd, s_w_by_gcd, t__count, t_count, wide):
    """panels[g, col_part, t'_count′·t_count·o+t'_count′·t+t′, c−col_part·wide] = w[g·Og+o, c,
        t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
    """
    for task in range(first, last):
        g = task // ((col_part_last + 1))
        col_part = task % (col_part_last + 1)
        # panels[g, col_part, t'_count′·t_count·o+t'_count′·t+t′, c−col_part·wide] = w[g·Og+o,
        #     c, t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
        for inner in range(depth):
            o = inner // (t_count * t__count)
            t = inner // t__count % t_count
            t_ = inner % t__count
            c = col_part * wide
            copy(panels, (g, col_part, inner, c - (col_part * wide)), w, (Og * g + o, c,
                    res_r + s_h_by_gcd * t, res_r_ + s_w_by_gcd * t_), KH * KW, min(Cg,
                    col_part * wide + wide) - c)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_blocks2(first, last, dz, dy_padded, panels, N, H, W, Cg, G, Og, s_h, s_w, p_t, p_l,
        col_part_last, d_h_by_gcd2, d_w_by_gcd2, deep, depth, dy_from2, dy_from3, dy_size2, dy_size3,
        gcd_s_h_d_h, gcd_s_w_d_w, high, line_last, q__count, q__last, q_count, q_first, q_last, quotient_r,
        quotient_r_, quotient_r_2, r, r_, rows, t__count, t__last, t_count, t_last, wide):
    """dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dz.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Cg - 1) // wide + 1))
        row_part = task // (((Cg - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Cg - 1) // wide + 1)
        row_at = np.empty(high, np.int64)
        left_at = np.empty(depth, np.int64)
        right_at = np.empty(depth, np.int64)
        tile = np.empty((high, wide), dtype)
        turned = np.empty((wide, high), dtype)
        # dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for line in range(high * row_part // q__count, min((high + high * row_part - 1) // q__count + 1,
                line_last + 1, N * q_count)):
            n = line // q_count
            q = line % q_count + q_first
            for q_ in range(max(-quotient_r_, high * row_part - (line * q__count) - quotient_r_),
                    min(q__last + 1, rows - (line * q__count) - quotient_r_,
                    high + high * row_part - (line * q__count) - quotient_r_)):
                row_at[U(line * q__count + q_ + quotient_r_ - (high * row_part))] = (
                    Og * dy_size2 * dy_size3 * g
                    + G * Og * dy_size2 * dy_size3 * n
                    + q_
                    + dy_size3 * q
                    - (dy_from2 * dy_size3)
                    - dy_from3
                    - (dy_size3 * quotient_r)
                    - quotient_r_2
                )
        for row in range(high * row_part, min(high + high * row_part, rows)):
            for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
                tile[U(row - (high * row_part)), U(c - (col_part * wide))] = T(0)
        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
            for o in range(Og):
                for t in range(t_last + 1):
                    for t_ in range(t__last + 1):
                        left_at[U(o * t__count * t_count + t_ + t * t__count)] = (
                            dy_size2 * dy_size3 * o - (d_w_by_gcd2 * t_) - (d_h_by_gcd2 * dy_size3 * t)
                        )
            for k in range(depth):
                right_at[U(k)] = k * wide
            multiply(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                    col_part * depth * wide + col_part_last * depth * g * wide + depth * g * wide, right_at,
                    min(high, rows - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, min(high, rows - (high * row_part)), min(wide,
                Cg - (col_part * wide)))
        line_first = high * row_part // q__count
        line_last2 = (high + high * row_part - 1) // q__count
        for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N * q_count)):
                n = line // q_count
                q = line % q_count + q_first
                for q_ in range(max(-quotient_r_, high * row_part - (line * q__count) - quotient_r_),
                        min(q__last + 1, rows - (line * q__count) - quotient_r_,
                        high + high * row_part - (line * q__count) - quotient_r_)):
                    dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = turned[U(c - (col_part * wide)), U(line * q__count + q_ + quotient_r_ - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_plain(first, last, dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * s_h * s_w)
        g = task // (Cg * s_h * s_w) % G
        c = task // (s_h * s_w) % Cg
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for o in range(Og):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here = w[U(Og * g + o), U(c), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here
                                )


def _shared_dz(dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    dtype = dz.dtype
    if blocks(Cg >= 8):
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        d_w_by_gcd2 = d_w // gcd_s_w_d_w
        d_h_by_gcd2 = d_h // gcd_s_h_d_h
        for r in range(s_h):
            q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
            t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
            dy_from2 = min(
                -((residue(d_h, r, s_h) * d_h - r) // s_h)
                - ((r - p_t) // s_h)
                - (((KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                0,
            )
            dy_size2 = (
                max((H + p_t - r - 1) // s_h + 1 - ((residue(d_h, r, s_h) * d_h - r) // s_h), OH) - dy_from2
            )
            res_r = residue(d_h, r, s_h)
            quotient_r = (d_h * res_r - r) // s_h
            q_first = -((r - p_t) // s_h)
            t_last = (KH - res_r - 1) // s_h_by_gcd
            q_last = (H + p_t - r - 1) // s_h
            for r_ in range(s_w):
                q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                rows = N * q__count * q_count
                depth = Og * t__count * t_count
                dy_from3 = min(
                    -((residue(d_w, r_, s_w) * d_w - r_) // s_w)
                    - ((r_ - p_l) // s_w)
                    - (((KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                    0,
                )
                dy_size3 = (
                    max((W + p_l - r_ - 1) // s_w + 1 - ((residue(d_w, r_, s_w) * d_w - r_) // s_w), OW)
                    - dy_from3
                )
                res_r_ = residue(d_w, r_, s_w)
                quotient_r_ = (r_ - p_l) // s_w
                quotient_r_2 = (d_w * res_r_ - r_) // s_w
                q__last = (W + p_l - r_ - 1) // s_w
                line_last = (rows - 1) // q__count
                t__last = (KW - res_r_ - 1) // s_w_by_gcd
                if q_count >= 1 and q__count >= 1:
                    dy_padded = padded(dy, (0, 0, dy_from2, dy_from3), (N, G * Og, dy_size2, dy_size3))
                    wide = colblock()
                    deep = depthblock()
                    high = rowblock(rows, ((Cg - 1) // wide + 1) * G)
                    col_part_last = (Cg - 1) // wide
                    panels = np.empty((G, max(0, (Cg - 1) // wide + 1), depth, wide), dtype)
                    if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
                        launch(_shared_dz_blocks, G * (col_part_last + 1), ((KH - residue(d_h, r,
                                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, r_,
                                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * Og, w, panels, Cg, G, Og,
                                KH, KW, col_part_last, depth, res_r, res_r_, s_h_by_gcd, s_w_by_gcd, t__count,
                                t_count, wide)
                    launch(_shared_dz_blocks2, G * ((rows - 1) // high + 1) * ((Cg - 1) // wide + 1),
                            (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                            s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, dz,
                            dy_padded, panels, N, H, W, Cg, G, Og, s_h, s_w, p_t, p_l, col_part_last,
                            d_h_by_gcd2, d_w_by_gcd2, deep, depth, dy_from2, dy_from3, dy_size2, dy_size3,
                            gcd_s_h_d_h, gcd_s_w_d_w, high, line_last, q__count, q__last, q_count, q_first,
                            q_last, quotient_r, quotient_r_, quotient_r_2, r, r_, rows, t__count, t__last,
                            t_count, t_last, wide)
    else:
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_shared_dz_plain, N * G * Cg * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, dy, w, dz, N, H, W,
                Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_either(first, last, w_point, dz, dx, N, C, H, W, Cg, G, ab_count, deep, high, o_count, wide):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]"""
    dtype = w_point.dtype
    for task in range(first, last):
        n = task // (((C - 1) // high + 1) * ((ab_count - 1) // wide + 1))
        row_part = task // (((ab_count - 1) // wide + 1)) % ((C - 1) // high + 1)
        col_part = task % ((ab_count - 1) // wide + 1)
        row_at = np.empty(high, np.int64)
        left_at = np.empty(o_count, np.int64)
        right_at = np.empty(o_count, np.int64)
        tile = np.empty((high, wide), dtype)
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]
        for c in range(high * row_part, min(C, high + high * row_part)):
            row_at[U(c - (high * row_part))] = c
        for o in range(Cg * G):
            left_at[U(o)] = C * o
        for o in range(Cg * G):
            right_at[U(o)] = H * W * o
        multiply(tile, (0, 0), wide, w_point, row_at, left_at, dz, col_part * wide + Cg * G * H * W * n,
                right_at, min(high, C - (high * row_part)), min(wide, ab_count - (col_part * wide)), 0,
                o_count, deep)
        for c in range(high * row_part, min(high + high * row_part, C)):
            for ab in range(col_part * wide, min(ab_count, col_part * wide + wide)):
                dx[U(n), U(c), U(ab)] = tile[U(c - (high * row_part)), U(ab - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_other(first, last, w_point, dz, dx, N, C, H, W, Cg, G, ab_count2, deep2, high2, line2_last,
        o_count2, rows2, wide2):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]"""
    dtype = w_point.dtype
    for task in range(first, last):
        row_part2 = task // (((C - 1) // wide2 + 1))
        col_part2 = task % ((C - 1) // wide2 + 1)
        row_at2 = np.empty(high2, np.int64)
        left_at2 = np.empty(o_count2, np.int64)
        right_at2 = np.empty(o_count2, np.int64)
        tile2 = np.empty((high2, wide2), dtype)
        turned2 = np.empty((wide2, high2), dtype)
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]
        for line2 in range(high2 * row_part2 // ab_count2,
                min((high2 + high2 * row_part2 - 1) // ab_count2 + 1, line2_last + 1, N)):
            n = line2
            for ab in range(max(0, high2 * row_part2 - (ab_count2 * line2)), min(H * W,
                    rows2 - (ab_count2 * line2), high2 + high2 * row_part2 - (ab_count2 * line2))):
                row_at2[U(ab + ab_count2 * line2 - (high2 * row_part2))] = ab + Cg * G * H * W * n
        for o in range(Cg * G):
            left_at2[U(o)] = H * W * o
        for o in range(Cg * G):
            right_at2[U(o)] = C * o
        multiply(tile2, (0, 0), wide2, dz, row_at2, left_at2, w_point, col_part2 * wide2, right_at2,
                min(high2, rows2 - (high2 * row_part2)), min(wide2, C - (col_part2 * wide2)), 0, o_count2,
                deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                C - (col_part2 * wide2)))
        line2_first = high2 * row_part2 // ab_count2
        line2_last2 = (high2 + high2 * row_part2 - 1) // ab_count2
        for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, C)):
            for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N)):
                n = line2
                for ab in range(max(0, high2 * row_part2 - (ab_count2 * line2)), min(H * W,
                        rows2 - (ab_count2 * line2), high2 + high2 * row_part2 - (ab_count2 * line2))):
                    dx[U(n), U(c), U(ab)] = turned2[U(c - (col_part2 * wide2)), U(ab + ab_count2 * line2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w_point, dz, dx, N, C, H, W, Cg, G, o_block_last):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]"""
    dtype = w_point.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]
        for ab in range(H * W):
            dx[U(n), U(c), U(ab)] = T(0)
        rest = np.empty(H * W, dtype)
        part = np.empty(H * W, dtype)
        for ab in range(H * W):
            rest[U(ab)] = T(0)
        for o_block in range(o_block_last + 1):
            for ab in range(H * W):
                part[U(ab)] = T(0)
            for o in range(o_block * 1024, min(Cg * G, o_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for ab in range(H * W):
                    part[U(ab)] += dz[U(n), U(o), U(ab)] * w_point_here
            for ab in range(H * W):
                dx[U(n), U(c), U(ab)], rest[U(ab)] = carried(dx[U(n), U(c), U(ab)], rest[U(ab)], part[U(ab)])


def _vjp_x(w_point, dz, dx, N, C, H, W, Cg, G):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]
    dx[n,c,a,b] = Σ_o dz[n,o,a,b] · w_point[o,c]

    Operations: Cg·G·H·KH·KW·N·Og·W + C·Cg·G·H·N·W multiplications, Cg·G·H·KH·KW·N·Og·W + (C − 1) · Cg · G
        · H · N · W − C·H·N·W additions, terms that a condition drops counted.
    """
    dz_rows = dz.reshape((N, Cg * G, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    if blocks(C >= 4 and H * W >= 8 and Cg * G >= 4):
        if either(H * W >= 128):
            ab_count = H * W
            o_count = Cg * G
            wide = colblock()
            deep = depthblock()
            high = rowblock(C, ((ab_count - 1) // wide + 1) * N)
            launch(_vjp_x_either, N * ((C - 1) // high + 1) * ((ab_count - 1) // wide + 1),
                    C * Cg * G * H * N * W // 32, w_point, dz_rows, dx_rows, N, C, H, W, Cg, G, ab_count,
                    deep, high, o_count, wide)
        else:
            ab_count2 = H * W
            o_count2 = Cg * G
            rows2 = N * ab_count2
            wide2 = colblock()
            deep2 = depthblock()
            high2 = rowblock(rows2, (C - 1) // wide2 + 1)
            line2_last = (rows2 - 1) // ab_count2
            launch(_vjp_x_other, ((rows2 - 1) // high2 + 1) * ((C - 1) // wide2 + 1),
                    C * Cg * G * H * N * W // 32, w_point, dz_rows, dx_rows, N, C, H, W, Cg, G, ab_count2,
                    deep2, high2, line2_last, o_count2, rows2, wide2)
    else:
        o_block_last = (Cg * G - 1) // 1024
        launch(_vjp_x_plain, N * C, C * Cg * G * H * N * W, w_point, dz_rows, dx_rows, N, C, H, W, Cg, G,
                o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_either(first, last, x, panels, N, C, H, W, depth, ij_count, wide):
    """panels[col_part, ij_count·n+ij, c−col_part·wide] = x[n,c,ij]"""
    for col_part in range(first, last):
        # panels[col_part, ij_count·n+ij, c−col_part·wide] = x[n,c,ij]
        for n in range(N):
            turn(panels, (col_part, ij_count * n, 0), wide, x, H * W * col_part * wide + C * H * W * n, H * W,
                    min(wide, C - (col_part * wide)), ij_count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_either2(first, last, dz, dw_point, panels, N, C, H, W, Cg, G, deep, depth, high, ij_count,
        k_count, wide):
    """dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]"""
    dtype = dz.dtype
    for task in range(first, last):
        row_part = task // (((C - 1) // wide + 1))
        col_part = task % ((C - 1) // wide + 1)
        row_at = np.empty(high, np.int64)
        left_at = np.empty(depth, np.int64)
        right_at = np.empty(depth, np.int64)
        tile = np.empty((high, wide), dtype)
        # dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]
        for k in range(high * row_part, min(k_count, high + high * row_part)):
            row_at[U(k - (high * row_part))] = H * W * k
        for n in range(N):
            for ij in range(H * W):
                left_at[U(ij + ij_count * n)] = ij + Cg * G * H * W * n
        for k_ in range(depth):
            right_at[U(k_)] = k_ * wide
        multiply(tile, (0, 0), wide, dz, row_at, left_at, panels, col_part * depth * wide, right_at, min(high,
                k_count - (high * row_part)), min(wide, C - (col_part * wide)), 0, depth, deep)
        for k in range(high * row_part, min(high + high * row_part, k_count)):
            for c in range(col_part * wide, min(C, col_part * wide + wide)):
                dw_point[U(k), U(c)] = tile[U(k - (high * row_part)), U(c - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_other(first, last, dz, panels2, N, H, W, Cg, G, depth2, ij_count2, k_count2, wide2):
    """panels2[col_part2, ij_count2·n+ij, k−col_part2·wide2] = dz[n,k,ij]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, ij_count2·n+ij, k−col_part2·wide2] = dz[n,k,ij]
        for n in range(N):
            turn(panels2, (col_part2, ij_count2 * n, 0), wide2, dz,
                    H * W * col_part2 * wide2 + Cg * G * H * W * n, H * W, min(wide2,
                    k_count2 - (col_part2 * wide2)), ij_count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_other2(first, last, x, dw_point, panels2, N, C, H, W, Cg, G, deep2, depth2, high2, ij_count2,
        k_count2, wide2):
    """dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]"""
    dtype = x.dtype
    for task in range(first, last):
        row_part2 = task // (((k_count2 - 1) // wide2 + 1))
        col_part2 = task % ((k_count2 - 1) // wide2 + 1)
        row_at2 = np.empty(high2, np.int64)
        left_at2 = np.empty(depth2, np.int64)
        right_at2 = np.empty(depth2, np.int64)
        tile2 = np.empty((high2, wide2), dtype)
        turned2 = np.empty((wide2, high2), dtype)
        # dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]
        for c in range(high2 * row_part2, min(C, high2 + high2 * row_part2)):
            row_at2[U(c - (high2 * row_part2))] = H * W * c
        for n in range(N):
            for ij in range(H * W):
                left_at2[U(ij + ij_count2 * n)] = ij + C * H * W * n
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        multiply(tile2, (0, 0), wide2, x, row_at2, left_at2, panels2, col_part2 * depth2 * wide2, right_at2,
                min(high2, C - (high2 * row_part2)), min(wide2, k_count2 - (col_part2 * wide2)), 0, depth2,
                deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, min(high2, C - (high2 * row_part2)), min(wide2,
                k_count2 - (col_part2 * wide2)))
        for k in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, k_count2)):
            for c in range(high2 * row_part2, min(C, high2 + high2 * row_part2)):
                dw_point[U(k), U(c)] = turned2[U(k - (col_part2 * wide2)), U(c - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_plain(first, last, x, dz, dw_point, N, C, H, W, Cg, G, ij_block_last):
    """dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // C
        c = task % C
        # dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(H * W, ij_block * 1024 + 1024)):
                    part = plus(part, dz[U(n), U(k), U(ij)] * x[U(n), U(c), U(ij)])
                acc, rest = carried(acc, rest, part)
        dw_point[U(k), U(c)] = acc


def _vjp_w_point(x, dz, dw_point, N, C, H, W, Cg, G):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]
    dw_point[k,c] = Σ_{n,i,j} dz[n,k,i,j] · x[n,c,i,j]

    Operations: Cg·G·H·KH·KW·N·Og·W + C·Cg·G·H·N·W multiplications, Cg·G·H·KH·KW·N·Og·W + (C − 1) · Cg · G
        · H · N · W − C·Cg·G additions, terms that a condition drops counted.
    """
    dtype = dw_point.dtype
    x_rows = x.reshape((N, C, H * W))
    dz_rows = dz.reshape((N, Cg * G, H * W))
    if blocks(Cg * G >= 4 and C >= 8 and H * N * W >= 4):
        if either(Cg * G >= C):
            k_count = Cg * G
            ij_count = H * W
            depth = N * ij_count
            wide = colblock()
            deep = depthblock()
            high = rowblock(k_count, (C - 1) // wide + 1)
            panels = np.empty((max(0, (C - 1) // wide + 1), depth, wide), dtype)
            launch(_vjp_w_point_either, (C - 1) // wide + 1, C * H * N * W, x_rows, panels, N, C, H, W, depth,
                    ij_count, wide)
            launch(_vjp_w_point_either2, ((k_count - 1) // high + 1) * ((C - 1) // wide + 1),
                    C * Cg * G * H * N * W // 32, dz_rows, dw_point, panels, N, C, H, W, Cg, G, deep, depth,
                    high, ij_count, k_count, wide)
        else:
            k_count2 = Cg * G
            ij_count2 = H * W
            depth2 = N * ij_count2
            wide2 = colblock()
            deep2 = depthblock()
            high2 = rowblock(C, (k_count2 - 1) // wide2 + 1)
            panels2 = np.empty((max(0, (k_count2 - 1) // wide2 + 1), depth2, wide2), dtype)
            launch(_vjp_w_point_other, (k_count2 - 1) // wide2 + 1, Cg * G * H * N * W, dz_rows, panels2, N,
                    H, W, Cg, G, depth2, ij_count2, k_count2, wide2)
            launch(_vjp_w_point_other2, ((C - 1) // high2 + 1) * ((k_count2 - 1) // wide2 + 1),
                    C * Cg * G * H * N * W // 32, x_rows, dw_point, panels2, N, C, H, W, Cg, G, deep2, depth2,
                    high2, ij_count2, k_count2, wide2)
    else:
        ij_block_last = (H * W - 1) // 1024
        launch(_vjp_w_point_plain, Cg * G * C, C * Cg * G * H * N * W, x_rows, dz_rows, dw_point, N, C, H, W,
                Cg, G, ij_block_last)
