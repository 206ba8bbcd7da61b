"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: 31ac518f422d3877.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w_point, b_point, z, N, C, H, W, Cg, G, cols, o_count, pieces, share):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((o_count, 384), dtype)
    left = np.empty((max(0, min(o_count, 96)), min(C, 256)), dtype)
    right = np.empty((min(C, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
            for o in range(o_count):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // W
            line_last = cols_last // W
            for depth_from in range(0, C, 256):
                depth_last = min(C - 1, depth_from + 255)
                for c in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, H * N)):
                        n = line // H
                        i = line % H
                        j = max(0, cols_from - (W * line))
                        copy(right, (c - depth_from, j + W * line - cols_from), x, (n, c, i, j), 1, min(W,
                                cols_last + 1 - (W * line)) - j)
                for rows_from in range(0, o_count, 96):
                    rows_last = min(o_count - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        c = depth_from
                        copy(left, (o - rows_from, c - depth_from), w_point, (o, c), 1, depth_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(C, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(o_count):
                b_point_here = b_point[U(o)]
                for line in range(line_first, min(line_last + 1, H * N)):
                    n = line // H
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        z[U(n), U(o), U(i), U(j)] = b_point_here + tile[U(o), U(j + W * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w_point, b_point, z, N, C, H, W, Cg, G, c_block_last):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part3 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (Cg * G * H)
        o = task // H % (Cg * G)
        i = task % H
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        b_point_here = b_point[U(o)]
        for j in range(W):
            z[U(n), U(o), U(i), U(j)] = b_point_here
        for j in range(W):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(W):
                    part3[U(j)] += w_point_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z[U(n), U(o), U(i), U(j)], rest[U(j)], part3[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, w, b, y, z, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, cols2, depth2, pieces2, share2):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(Og, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // OW
            line2_last = cols_last2 // OW
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // (KH * KW)
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                        n = line2 // OH
                        i = line2 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from2 - (OW * line2), j_first)
                            copy(right2, (inner2 - depth_from2, j + OW * line2 - cols_from2), z, (n,
                                    c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                    min(OW, cols_last2 + 1 - (OW * line2), j_last + 1) - j)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // (KH * KW)
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        y[U(n), U(Og * g + o), U(i), U(j)] = (
                            b_here + tile2[U(o), U(j + OW * line2 - cols_from2)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, w, b, y, z, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part4 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            y[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for j in range(OW):
            rest2[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part4[U(j)] += (
                                w_here
                                * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(y[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part4[U(j)])


def _forward(x, w_point, b_point, w, b, y, z, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og + C·Cg·G·H·N·W multiplications, Cg·G·KH·KW·N·OH·OW·Og + C·Cg·G·H·N·W
        additions, terms that a condition drops counted.
    """
    if blocks(Cg * G >= 4 and H * N * W >= 8 and C >= 4):
        o_count = Cg * G
        cols = H * N * W
        pieces = parts(H * N * W)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, pieces, C * Cg * G * H * N * W // 32, x, w_point, b_point, z, N, C, H, W, Cg,
                G, cols, o_count, pieces, share)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_plain, N * Cg * G * H, C * Cg * G * H * N * W, x, w_point, b_point, z, N, C, H, W, Cg,
                G, c_block_last)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols2 = N * OH * OW
        depth2 = Cg * KH * KW
        pieces2 = parts(N * OH * OW)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_forward_blocks2, G * pieces2, Cg * G * KH * KW * N * OH * OW * Og // 32, w, b, y, z, N, H, W,
                Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols2, depth2, pieces2, share2)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_forward_plain2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w, b, y, z, N, H, W, Cg,
                G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


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
    tile = np.empty((Cg, 384), dtype)
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
    tile = np.empty((C, 384), dtype)
    left = np.empty((max(0, min(o_count, 256)), min(C, 96)), dtype)
    right = np.empty((max(0, min(o_count, 256)), 384), dtype)
    for part in range(first, last):
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
    rest = np.empty(H * W, dtype)
    part2 = np.empty(H * W, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]
        for ab in range(H * W):
            dx[U(n), U(c), U(ab)] = T(0)
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
    tile = np.empty((k_count, 384), dtype)
    left = np.empty((max(0, min(k_count, 96)), max(0, min(depth, 256))), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for part in range(first, last):
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
