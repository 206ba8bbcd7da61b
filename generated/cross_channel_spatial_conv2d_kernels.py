"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: 254440798558df33.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .vectors import blocks, copy, multiply, parts

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
def _shared_dz_blocks(first, last, dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd):
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
        g = task // (s_h * s_w * pieces)
        r = task // (s_w * pieces) % s_h
        r_ = task // pieces % s_w
        part = task % pieces
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        cols = N * q__count * q_count
        depth = Og * t__count * t_count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        tile = np.empty((Cg, 384), dtype)
        left = np.empty((max(0, min(depth, 256)), min(Cg, 96)), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        q_first = -((r - p_t) // s_h)
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        if q_count >= 1 and q__count >= 1:
            for cols_from in range(part * share, min(part * share + share, cols), 384):
                cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
                # dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                for c in range(Cg):
                    for col in range(cols_from, cols_last + 1):
                        tile[U(c), U(col - cols_from)] = T(0)
                line_first = cols_from // q__count
                line_last = cols_last // q__count
                if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
                    for depth_from in range(0, depth, 256):
                        depth_last = min(depth - 1, depth_from + 255)
                        for inner in range(depth_from, depth_last + 1):
                            for col in range(cols_from, cols_last + 1):
                                right[U(inner - depth_from), U(col - cols_from)] = T(0)
                        for inner in range(depth_from, depth_last + 1):
                            o = inner // (t_count * t__count)
                            t = inner // t__count % t_count
                            t_ = inner % t__count
                            for line in range(line_first, min(line_last + 1, N * q_count)):
                                n = line // q_count
                                q = line % q_count + q_first
                                if q >= quotient_r + d_h_by_gcd * t and OH + quotient_r + d_h_by_gcd * t >= q + 1:
                                    q_ = max(
                                        q__first,
                                        cols_from + q__first - (line * q__count),
                                        quotient_r_ + d_w_by_gcd * t_,
                                    )
                                    copy(right, (inner - depth_from,
                                            line * q__count + q_ - cols_from - q__first), dy, (n, Og * g + o,
                                            q - quotient_r - (d_h_by_gcd * t),
                                            q_ - quotient_r_ - (d_w_by_gcd * t_)), 1, min(q__last + 1,
                                            cols_last + q__first + 1 - (line * q__count),
                                            OW + quotient_r_ + d_w_by_gcd * t_) - q_)
                        for rows_from in range(0, Cg, 96):
                            rows_last = min(Cg - 1, rows_from + 95)
                            for inner in range(depth_from, depth_last + 1):
                                o = inner // (t_count * t__count)
                                t = inner // t__count % t_count
                                t_ = inner % t__count
                                c = rows_from
                                copy(left, (inner - depth_from, c - rows_from), w, (Og * g + o, c,
                                        res_r + s_h_by_gcd * t, res_r_ + s_w_by_gcd * t_), KH * KW,
                                        rows_last + 1 - c)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Cg, 96), right, (0, 0),
                                    384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                                    depth_last + 1 - depth_from)
                for c in range(Cg):
                    for line in range(line_first, min(line_last + 1, N * q_count)):
                        n = line // q_count
                        q = line % q_count + q_first
                        for q_ in range(max(q__first, cols_from + q__first - (line * q__count)),
                                min(q__last + 1, cols_last + q__first + 1 - (line * q__count))):
                            dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = tile[U(c), U(line * q__count + q_ - cols_from - q__first)]


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
    if blocks(Cg >= 4):
        pieces = parts(N)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_shared_dz_blocks, G * s_h * s_w * pieces,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, dy, w, dz, N, H,
                W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd)
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
def _vjp_x_blocks(first, last, w_point, dz, dx, N, C, H, W, Cg, G, ab_count, cols, o_count, pieces, share):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]"""
    dtype = w_point.dtype
    T = dtype.type
    for part in range(first, last):
        tile = np.empty((C, 384), dtype)
        left = np.empty((max(0, min(o_count, 256)), min(C, 96)), dtype)
        right = np.empty((max(0, min(o_count, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]
            for c in range(C):
                for col in range(cols_from, cols_last + 1):
                    tile[U(c), U(col - cols_from)] = T(0)
            line_first = cols_from // ab_count
            line_last = cols_last // ab_count
            for depth_from in range(0, o_count, 256):
                depth_last = min(depth_from + 255, o_count - 1)
                for o in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        ab = max(0, cols_from - (ab_count * line))
                        copy(right, (o - depth_from, ab + ab_count * line - cols_from), dz, (n, o, ab), 1,
                                min(H * W, cols_last + 1 - (ab_count * line)) - ab)
                for rows_from in range(0, C, 96):
                    rows_last = min(C - 1, rows_from + 95)
                    for o in range(depth_from, depth_last + 1):
                        c = rows_from
                        copy(left, (o - depth_from, c - rows_from), w_point, (o, c), 1, rows_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(C, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(C):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for ab in range(max(0, cols_from - (ab_count * line)), min(H * W,
                            cols_last + 1 - (ab_count * line))):
                        dx[U(n), U(c), U(ab)] = tile[U(c), U(ab + ab_count * line - cols_from)]


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
        part2 = np.empty(H * W, dtype)
        for ab in range(H * W):
            rest[U(ab)] = T(0)
        for o_block in range(o_block_last + 1):
            for ab in range(H * W):
                part2[U(ab)] = T(0)
            for o in range(o_block * 1024, min(Cg * G, o_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for ab in range(H * W):
                    part2[U(ab)] += dz[U(n), U(o), U(ab)] * w_point_here
            for ab in range(H * W):
                dx[U(n), U(c), U(ab)], rest[U(ab)] = carried(dx[U(n), U(c), U(ab)], rest[U(ab)], part2[U(ab)])


def _vjp_x(w_point, dz, dx, N, C, H, W, Cg, G):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]
    dx[n,c,a,b] = Σ_o dz[n,o,a,b] · w_point[o,c]

    Operations: Cg·G·H·KH·KW·N·Og·W + C·Cg·G·H·N·W multiplications, Cg·G·H·KH·KW·N·Og·W + (C − 1) · Cg · G
        · H · N · W − C·H·N·W additions, terms that a condition drops counted.
    """
    dz_rows = dz.reshape((N, Cg * G, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    if blocks(C >= 4 and H * N * W >= 8 and Cg * G >= 4):
        ab_count = H * W
        o_count = Cg * G
        cols = N * ab_count
        pieces = parts(N * ab_count)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_x_blocks, pieces, C * Cg * G * H * N * W // 32, w_point, dz_rows, dx_rows, N, C, H, W, Cg,
                G, ab_count, cols, o_count, pieces, share)
    else:
        o_block_last = (Cg * G - 1) // 1024
        launch(_vjp_x_plain, N * C, C * Cg * G * H * N * W, w_point, dz_rows, dx_rows, N, C, H, W, Cg, G,
                o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_blocks(first, last, x, dz, dw_point, N, C, H, W, Cg, G, depth, ij_count, k_count, pieces,
        share):
    """dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]"""
    dtype = x.dtype
    T = dtype.type
    for part in range(first, last):
        tile = np.empty((k_count, 384), dtype)
        left = np.empty((max(0, min(k_count, 96)), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, C), 384):
            cols_last = min(C - 1, cols_from + 383, part * share + share - 1)
            # dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]
            for k in range(k_count):
                for c in range(cols_from, cols_last + 1):
                    tile[U(k), U(c - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // ij_count
                    ij = inner % ij_count
                    c = cols_from
                    copy(right, (inner - depth_from, c - cols_from), x, (n, c, ij), H * W, cols_last + 1 - c)
                line_first = depth_from // ij_count
                line_last = depth_last // ij_count
                for rows_from in range(0, k_count, 96):
                    rows_last = min(k_count - 1, rows_from + 95)
                    for k in range(rows_from, rows_last + 1):
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            ij = max(0, depth_from - (ij_count * line))
                            copy(left, (k - rows_from, ij + ij_count * line - depth_from), dz, (n, k, ij), 1,
                                    min(H * W, depth_last + 1 - (ij_count * line)) - ij)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for k in range(k_count):
                for c in range(cols_from, cols_last + 1):
                    dw_point[U(k), U(c)] = tile[U(k), U(c - cols_from)]


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
                part2 = T(0)
                for ij in range(ij_block * 1024, min(H * W, ij_block * 1024 + 1024)):
                    part2 = plus(part2, dz[U(n), U(k), U(ij)] * x[U(n), U(c), U(ij)])
                acc, rest = carried(acc, rest, part2)
        dw_point[U(k), U(c)] = acc


def _vjp_w_point(x, dz, dw_point, N, C, H, W, Cg, G):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]
    dw_point[k,c] = Σ_{n,i,j} dz[n,k,i,j] · x[n,c,i,j]

    Operations: Cg·G·H·KH·KW·N·Og·W + C·Cg·G·H·N·W multiplications, Cg·G·H·KH·KW·N·Og·W + (C − 1) · Cg · G
        · H · N · W − C·Cg·G additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((N, C, H * W))
    dz_rows = dz.reshape((N, Cg * G, H * W))
    if blocks(Cg * G >= 4 and C >= 8 and H * N * W >= 4):
        k_count = Cg * G
        ij_count = H * W
        depth = N * ij_count
        pieces = parts(C)
        share = max(((C - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_w_point_blocks, pieces, C * Cg * G * H * N * W // 32, x_rows, dz_rows, dw_point, N, C, H,
                W, Cg, G, depth, ij_count, k_count, pieces, share)
    else:
        ij_block_last = (H * W - 1) // 1024
        launch(_vjp_w_point_plain, Cg * G * C, C * Cg * G * H * N * W, x_rows, dz_rows, dw_point, N, C, H, W,
                Cg, G, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_point_part(first, last, dz, db_point, N, H, W, Cg, G, ij_block_last):
    """db_point[k] = Σ_{n,ij} dz[n,k,ij]"""
    dtype = dz.dtype
    T = dtype.type
    for k in range(first, last):
        # db_point[k] = Σ_{n,ij} dz[n,k,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(H * W, ij_block * 1024 + 1024)):
                    part = plus(part, dz[U(n), U(k), U(ij)])
                acc, rest = carried(acc, rest, part)
        db_point[U(k)] = acc


def _vjp_b_point(dz, db_point, N, H, W, Cg, G):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]
    db_point[k] = Σ_{n,i,j} dz[n,k,i,j]

    As compiled:

    db_point[k] = Σ_{n,ij} dz[n,k,ij]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G additions, terms that a
        condition drops counted.
    """
    dz_rows = dz.reshape((N, Cg * G, H * W))
    ij_block_last = (H * W - 1) // 1024
    launch(_vjp_b_point_part, Cg * G, Cg * G * H * N * W, dz_rows, db_point, N, H, W, Cg, G, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        depth, pieces, rows, share):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        tile = np.empty((share, 384), dtype)
        left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(0, Og, 384):
            cols_last = min(Og - 1, cols_from + 383)
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for row in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (OH * OW)
                    i = inner // OW % OH
                    j = inner % OW
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dy, (n, Og * g + o, i, j), OH * OW,
                            cols_last + 1 - o)
                line_first = depth_from // OW
                line_last = depth_last // OW
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        c = row // (KH * KW)
                        u = row // KW % KH
                        v = row % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        for line in range(line_first, min(line_last + 1, N * OH)):
                            n = line // OH
                            i = line % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from - (OW * line), j_first)
                                copy(left, (row - rows_from, j + OW * line - depth_from), z, (n, c + Cg * g,
                                        i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                        depth_last + 1 - (OW * line), j_last + 1) - j)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                c = row // (KH * KW)
                u = row // KW % KH
                v = row % KW
                for o in range(cols_from, cols_last + 1):
                    dw[U(Og * g + o), U(c), U(u), U(v)] = tile[U(row - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KH * KW)
        o = task // (Cg * KH * KW) % Og
        c = task // (KH * KW) % Cg
        u = task // KW % KH
        v = task % KW
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        acc = T(0)
        rest = T(0)
        j_first = -((d_w * v - p_l) // s_w)
        j_last = (W + p_l - (d_w * v) - 1) // s_w
        j_block_first = j_first // 1024
        j_block_last2 = j_last // 1024
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, i_first), min(OH, i_last + 1)):
                for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                    part2 = T(0)
                    for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                            j_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            dy[U(n), U(Og * g + o), U(i), U(j)]
                            * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                        )
                    acc, rest = carried(acc, rest, part2)
        dw[U(Og * g + o), U(c), U(u), U(v)] = acc


def _vjp_w(dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og − Cg·G·KH·KW·Og additions,
        terms that a condition drops counted.
    """
    if blocks(Cg * KH * KW >= 4 and Og >= 8 and N * OH * OW >= 4):
        rows = Cg * KH * KW
        depth = N * OH * OW
        pieces = parts(Cg * KH * KW)
        share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
        launch(_vjp_w_blocks, G * pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, dy, z, dw, N, H, W, Cg,
                G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth, pieces, rows, share)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_plain, G * Og * Cg * KH * KW, Cg * G * KH * KW * N * OH * OW * Og, dy, z, dw, N, H, W,
                Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)
