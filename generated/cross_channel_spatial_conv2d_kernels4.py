"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch
from .tiles import tiled, tiled_weights
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_blocks(first, last, x, w_point, b_point, z, N, C, H, W, Cg, G, cols, o_count, pieces,
        share):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((max(0, o_count), 384), dtype)
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
def _forward_winograd_plain(first, last, x, w_point, b_point, z, N, C, H, W, Cg, G, c_block_last):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
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
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(W):
                    part2[U(j)] += w_point_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z[U(n), U(o), U(i), U(j)], rest[U(j)], part2[U(j)])


def _forward_winograd(x, w_point, b_point, w, b, y, z, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, p_t, p_l):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    if blocks(Cg * G >= 4 and H * N * W >= 8 and C >= 4):
        o_count = Cg * G
        cols = H * N * W
        pieces = parts(H * N * W)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_winograd_blocks, pieces, C * Cg * G * H * N * W // 32, x, w_point, b_point, z, N, C,
                H, W, Cg, G, cols, o_count, pieces, share)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_winograd_plain, N * Cg * G * H, C * Cg * G * H * N * W, x, w_point, b_point, z, N, C,
                H, W, Cg, G, c_block_last)
    # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
    #     i+u−p_t, j+v−p_l]
    for g in range(G):
        tiled(y, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Og * g, 0, 0, 0), (Cg * KH * KW,
                KH * KW, KW, 1), z, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og, Cg, OH, OW, KH,
                KW, H, W), (p_t, p_l,), b, (Og * g,), 1)


def _shared_dz_winograd(dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, p_t, p_l):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]

    As compiled:

    dz[n, g·Cg+c, q−p_t, q′−p_l] = Σ_{o,t,t′} dy[n, g·Og+o, q−t, q′−t′] · w[g·Og+o, c, t, t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dz[n, g·Cg+c, q−p_t, q′−p_l] = Σ_{o,t,t′} dy[n, g·Og+o, q−t, q′−t′] · w[g·Og+o, c,
    #     t, t′]
    for g in range(G):
        tiled(dz, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), w, (Og * g, 0, KH - 1, KW - 1), (KH * KW,
                Cg * KH * KW, -KW, -1), dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N, Cg, Og,
                H, W, KH, KW, OH, OW), (KH - p_t - 1, KW - p_l - 1,))


def _vjp_w_winograd(dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, p_t, p_l):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    As compiled:

    dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, u+i−p_t, v+j−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, u+i−p_t, v+j−p_l]
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), dw, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), z, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, OH, OW, KH, KW, H, W), (p_t, p_l,))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_blocks(first, last, x_dot, w_point, z_dot_part1, N, C, H, W, Cg, G, cols, o_count, pieces,
        share):
    """z_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((max(0, o_count), 384), dtype)
    left = np.empty((max(0, min(o_count, 96)), min(C, 256)), dtype)
    right = np.empty((min(C, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # z_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ẋ[n,c,i,j]
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
                        copy(right, (c - depth_from, j + W * line - cols_from), x_dot, (n, c, i, j), 1, min(W,
                                cols_last + 1 - (W * line)) - j)
                for rows_from in range(0, o_count, 96):
                    rows_last = min(o_count - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        c = depth_from
                        copy(left, (o - rows_from, c - depth_from), w_point, (o, c), 1, depth_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(C, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(o_count):
                for line in range(line_first, min(line_last + 1, H * N)):
                    n = line // H
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        z_dot_part1[U(n), U(o), U(i), U(j)] = tile[U(o), U(j + W * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_plain(first, last, x_dot, w_point, z_dot_part1, N, C, H, W, Cg, G, c_block_last):
    """z_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part3 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (Cg * G * H)
        o = task // H % (Cg * G)
        i = task % H
        # z_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ẋ[n,c,i,j]
        for j in range(W):
            z_dot_part1[U(n), U(o), U(i), U(j)] = T(0)
        for j in range(W):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(W):
                    part3[U(j)] += w_point_here * x_dot[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)], part3[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_blocks2(first, last, w_point_dot, b_point_dot, x, z_dot, z_dot_part1, N, C, H, W, Cg, G,
        cols2, o_count2, pieces2, share2):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + b_point_dot[o] + Σ_c w_point_dot[o,c] · x[n,c,i,j]"""
    dtype = w_point_dot.dtype
    T = dtype.type
    tile2 = np.empty((max(0, o_count2), 384), dtype)
    left2 = np.empty((max(0, min(o_count2, 96)), min(C, 256)), dtype)
    right2 = np.empty((min(C, 256), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + b_point_dot[o] + Σ_c w_point_dot[o,c] ·
            #     x[n,c,i,j]
            for o in range(o_count2):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // W
            line2_last = cols_last2 // W
            for depth_from2 in range(0, C, 256):
                depth_last2 = min(C - 1, depth_from2 + 255)
                for c in range(depth_from2, depth_last2 + 1):
                    for line2 in range(line2_first, min(line2_last + 1, H * N)):
                        n = line2 // H
                        i = line2 % H
                        j = max(0, cols_from2 - (W * line2))
                        copy(right2, (c - depth_from2, j + W * line2 - cols_from2), x, (n, c, i, j), 1, min(W,
                                cols_last2 + 1 - (W * line2)) - j)
                for rows_from2 in range(0, o_count2, 96):
                    rows_last2 = min(o_count2 - 1, rows_from2 + 95)
                    for o in range(rows_from2, rows_last2 + 1):
                        c = depth_from2
                        copy(left2, (o - rows_from2, c - depth_from2), w_point_dot, (o, c), 1,
                                depth_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), min(C, 256), 1, right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(o_count2):
                b_point_dot_here = b_point_dot[U(o)]
                for line2 in range(line2_first, min(line2_last + 1, H * N)):
                    n = line2 // H
                    i = line2 % H
                    for j in range(max(0, cols_from2 - (W * line2)), min(W, cols_last2 + 1 - (W * line2))):
                        z_dot[U(n), U(o), U(i), U(j)] = (
                            b_point_dot_here
                            + tile2[U(o), U(j + W * line2 - cols_from2)]
                            + z_dot_part1[U(n), U(o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_plain2(first, last, w_point_dot, b_point_dot, x, z_dot, z_dot_part1, N, C, H, W, Cg, G,
        c_block_last):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + b_point_dot[o] + Σ_c w_point_dot[o,c] · x[n,c,i,j]"""
    dtype = w_point_dot.dtype
    T = dtype.type
    rest2 = np.empty(W, dtype)
    part4 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (Cg * G * H)
        o = task // H % (Cg * G)
        i = task % H
        # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + b_point_dot[o] + Σ_c w_point_dot[o,c] ·
        #     x[n,c,i,j]
        b_point_dot_here = b_point_dot[U(o)]
        for j in range(W):
            z_dot[U(n), U(o), U(i), U(j)] = b_point_dot_here + z_dot_part1[U(n), U(o), U(i), U(j)]
        for j in range(W):
            rest2[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_dot_here = w_point_dot[U(o), U(c)]
                for j in range(W):
                    part4[U(j)] += w_point_dot_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part4[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_part(first, last, b_dot, y_dot, y_dot_part1, N, G, Og, OH, OW):
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                b_dot_here
                + y_dot[U(n), U(Og * g + o), U(i), U(j)]
                + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
            )


def _jvp_winograd(x_dot, w_point_dot, b_point_dot, w_dot, b_dot, x, w_point, w, z, y_dot, N, C, H, W, Cg, G,
        Og, KH, KW, OH, OW, p_t, p_l):
    """ż[n,o,i,j] = b_point_dot[o] + Σ_c (w_point[o,c]·ẋ[n,c,i,j] + w_point_dot[o,c]·x[n,c,i,j])
    ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ż[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = y_dot.dtype
    z_dot_part1 = np.empty((N, Cg * G, H, W), dtype)
    z_dot = np.empty((N, Cg * G, H, W), dtype)
    y_dot_part1 = np.empty((N, G * Og, OH, OW), dtype)
    if blocks(Cg * G >= 4 and H * N * W >= 8 and C >= 4):
        o_count = Cg * G
        cols = H * N * W
        pieces = parts(H * N * W)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_winograd_blocks, pieces, C * Cg * G * H * N * W // 32, x_dot, w_point, z_dot_part1, N, C,
                H, W, Cg, G, cols, o_count, pieces, share)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_winograd_plain, N * Cg * G * H, C * Cg * G * H * N * W, x_dot, w_point, z_dot_part1, N, C,
                H, W, Cg, G, c_block_last)
    if blocks(Cg * G >= 4 and H * N * W >= 8 and C >= 4):
        o_count2 = Cg * G
        cols2 = H * N * W
        pieces2 = parts(H * N * W)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_winograd_blocks2, pieces2, C * Cg * G * H * N * W // 32, w_point_dot, b_point_dot, x,
                z_dot, z_dot_part1, N, C, H, W, Cg, G, cols2, o_count2, pieces2, share2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_winograd_plain2, N * Cg * G * H, C * Cg * G * H * N * W, w_point_dot, b_point_dot, x,
                z_dot, z_dot_part1, N, C, H, W, Cg, G, c_block_last)
    # y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c, i+u−p_t,
    #     j+v−p_l]
    for g in range(G):
        tiled(y_dot_part1, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), z_dot, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N,
                Og, Cg, OH, OW, KH, KW, H, W), (p_t, p_l,))
    # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o,
    #     c, u, v] · z[n, g·Cg+c, i+u−p_t, j+v−p_l]
    for g in range(G):
        tiled(y_dot, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w_dot, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), z, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, OH, OW, KH, KW, H, W), (p_t, p_l,))
    launch(_jvp_winograd_part, N * G * Og * OH, G * N * OH * OW * Og, b_dot, y_dot, y_dot_part1, N, G, Og, OH,
            OW)
