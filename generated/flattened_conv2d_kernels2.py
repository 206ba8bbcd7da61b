"""The kernels of flattened_conv2d; flattened_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `flattened_conv2d`.  Do not edit.
Run time: 037d783e5b921b03.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w_channel, z_dot_part1, N, C, H, W, O, cols, pieces, share):
    """z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((O, 384), dtype)
    left = np.empty((min(O, 96), min(C, 256)), dtype)
    right = np.empty((min(C, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]
            for o in range(O):
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
                for rows_from in range(0, O, 96):
                    rows_last = min(O - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        c = depth_from
                        copy(left, (o - rows_from, c - depth_from), w_channel, (o, c), 1, depth_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(C, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(O):
                for line in range(line_first, min(line_last + 1, H * N)):
                    n = line // H
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        z_dot_part1[U(n), U(o), U(i), U(j)] = tile[U(o), U(j + W * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w_channel, z_dot_part1, N, C, H, W, O, c_block_last):
    """z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part3 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (O * H)
        o = task // H % O
        i = task % H
        # z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]
        for j in range(W):
            z_dot_part1[U(n), U(o), U(i), U(j)] = T(0)
        for j in range(W):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_channel_here = w_channel[U(o), U(c)]
                for j in range(W):
                    part3[U(j)] += w_channel_here * x_dot[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)], part3[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O, cols2, pieces2, share2):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]"""
    dtype = w_channel_dot.dtype
    T = dtype.type
    tile2 = np.empty((O, 384), dtype)
    left2 = np.empty((min(O, 96), min(C, 256)), dtype)
    right2 = np.empty((min(C, 256), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]
            for o in range(O):
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
                for rows_from2 in range(0, O, 96):
                    rows_last2 = min(O - 1, rows_from2 + 95)
                    for o in range(rows_from2, rows_last2 + 1):
                        c = depth_from2
                        copy(left2, (o - rows_from2, c - depth_from2), w_channel_dot, (o, c), 1,
                                depth_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), min(C, 256), 1, right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(O):
                for line2 in range(line2_first, min(line2_last + 1, H * N)):
                    n = line2 // H
                    i = line2 % H
                    for j in range(max(0, cols_from2 - (W * line2)), min(W, cols_last2 + 1 - (W * line2))):
                        z_dot[U(n), U(o), U(i), U(j)] = (
                            tile2[U(o), U(j + W * line2 - cols_from2)] + z_dot_part1[U(n), U(o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O, c_block_last):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]"""
    dtype = w_channel_dot.dtype
    T = dtype.type
    rest2 = np.empty(W, dtype)
    part4 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (O * H)
        o = task // H % O
        i = task % H
        # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]
        for j in range(W):
            z_dot[U(n), U(o), U(i), U(j)] = z_dot_part1[U(n), U(o), U(i), U(j)]
        for j in range(W):
            rest2[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_channel_dot_here = w_channel_dot[U(o), U(c)]
                for j in range(W):
                    part4[U(j)] += w_channel_dot_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part4[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, w_column_dot, w_row_dot, b_dot, w_column, w_row, z, y_t, y_dot, z_dot, N, H, W, O,
        KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ_t[j] = Σ_u (w_column[g,0,u,0] · ż[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · z[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (w_row_dot[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l] +
        w_row[g,0,0,v]·ẏ_t[s_w·j+d_w·v−p_l])
    """
    dtype = w_column_dot.dtype
    T = dtype.type
    y_t_dot = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        g = task // OH % O
        i = task % OH
        # ẏ_t[j] = Σ_u (w_column[g,0,u,0] · ż[n, g, s_h·i+d_h·u−p_t, j] +
        #     w_column_dot[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j])
        for j in range(W):
            y_t_dot[U(j)] = T(0)
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            w_column_here = w_column[U(g), 0, U(u), 0]
            w_column_dot_here = w_column_dot[U(g), 0, U(u), 0]
            for j in range(W):
                y_t_dot[U(j)] += (
                    w_column_dot_here * z[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                    + w_column_here * z_dot[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                )
        # ẏ[n,g,i,j] = ḃ[g] + Σ_v (w_row_dot[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l] +
        #     w_row[g,0,0,v]·ẏ_t[s_w·j+d_w·v−p_l])
        b_dot_here = b_dot[U(g)]
        for j in range(OW):
            y_dot[U(n), U(g), U(i), U(j)] = b_dot_here
        for v in range(KW):
            w_row_here = w_row[U(g), 0, 0, U(v)]
            w_row_dot_here = w_row_dot[U(g), 0, 0, U(v)]
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                y_dot[U(n), U(g), U(i), U(j)] += (
                    w_row_dot_here * y_t[U(n), U(g), U(i), U(j * s_w + d_w * v - p_l)]
                    + w_row_here * y_t_dot[U(j * s_w + d_w * v - p_l)]
                )


def _jvp(x_dot, w_channel_dot, w_column_dot, w_row_dot, b_dot, x, w_channel, w_column, w_row, z, y_t, y_dot,
        N, C, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n,o,i,j] = Σ_c (w_channel[o,c]·ẋ[n,c,i,j] + w_channel_dot[o,c]·x[n,c,i,j])
    ẏ_t[n,g,i,j] = Σ_u (w_column[g,0,u,0] · ż[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · z[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (w_row[g,0,0,v] · ẏ_t[n, g, i, s_w·j+d_w·v−p_l] + w_row_dot[g,0,0,v] · y_t[n,
        g, i, s_w·j+d_w·v−p_l])

    Operations: 2·C·H·N·O·W + 2·KH·N·O·OH·W + 2·KW·N·O·OH·OW multiplications, 2·C·H·N·O·W + 2·KH·N·O·OH·W
        + 2·KW·N·O·OH·OW − H·N·O·W − N·O·OH·W additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    z_dot_part1 = np.empty((N, O, H, W), dtype)
    z_dot = np.empty((N, O, H, W), dtype)
    if blocks(O >= 4 and H * N * W >= 8 and C >= 4):
        cols = H * N * W
        pieces = parts(H * N * W)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, pieces, C * H * N * O * W // 32, x_dot, w_channel, z_dot_part1, N, C, H, W, O,
                cols, pieces, share)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain, N * O * H, C * H * N * O * W, x_dot, w_channel, z_dot_part1, N, C, H, W, O,
                c_block_last)
    if blocks(O >= 4 and H * N * W >= 8 and C >= 4):
        cols2 = H * N * W
        pieces2 = parts(H * N * W)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, pieces2, C * H * N * O * W // 32, w_channel_dot, x, z_dot, z_dot_part1, N, C, H,
                W, O, cols2, pieces2, share2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain2, N * O * H, C * H * N * O * W, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O,
                c_block_last)
    launch(_jvp_part, N * O * OH, KH * N * O * OH * W + KW * N * O * OH * OW, w_column_dot, w_row_dot, b_dot,
            w_column, w_row, z, y_t, y_dot, z_dot, N, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w)
