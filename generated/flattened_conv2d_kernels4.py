"""The kernels of flattened_conv2d; flattened_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `flattened_conv2d`.  Do not edit.
Run time: abf3474d8ee5d9b2.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either(first, last, x_dot, w_channel, z_dot_part1_lines, N, C, H, W, O, cols, deep, high, wide):
    """z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(C, np.int64)
    right_at = np.empty(C, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        n = task // (((O - 1) // high + 1) * ((cols - 1) // wide + 1))
        row_part = task // (((cols - 1) // wide + 1)) % ((O - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]
        for o in range(high * row_part, min(O, high + high * row_part)):
            row_at[U(o - (high * row_part))] = C * o
        for c in range(C):
            left_at[U(c)] = c
        for c in range(C):
            right_at[U(c)] = H * W * c
        contract(tile, (0, 0), wide, w_channel, row_at, left_at, x_dot, col_part * wide + C * H * W * n,
                right_at, min(high, O - (high * row_part)), min(wide, cols - (col_part * wide)), 0, C, deep)
        for o in range(high * row_part, min(O, high + high * row_part)):
            for run in range(col_part * wide, min(cols, col_part * wide + wide)):
                z_dot_part1_lines[U(n), U(o), U(run)] = tile[U(o - (high * row_part)), U(run - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other(first, last, w_channel, panels2, C, O, wide2):
    """panels2[col_part2, c, o−col_part2·wide2] = w_channel[o,c]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, c, o−col_part2·wide2] = w_channel[o,c]
        turn(panels2, (col_part2, 0, 0), wide2, w_channel, C * col_part2 * wide2, C, 1, min(wide2,
                O - (col_part2 * wide2)), C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other2(first, last, x_dot, panels2, z_dot_part1_lines2, N, C, H, W, O, deep2, high2, line2_last,
        line2_last2, rows2, wide2):
    """z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(C, np.int64)
    right_at2 = np.empty(C, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        row_part2 = task // (((O - 1) // wide2 + 1))
        col_part2 = task % ((O - 1) // wide2 + 1)
        # z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]
        for line2 in range(high2 * row_part2 // W, min((high2 + high2 * row_part2 - 1) // W + 1,
                line2_last + 1, H * N)):
            n = line2 // H
            i = line2 % H
            for j in range(max(0, high2 * row_part2 - (W * line2)), min(W, rows2 - (W * line2),
                    high2 + high2 * row_part2 - (W * line2))):
                row_at2[U(j + W * line2 - (high2 * row_part2))] = W * i + j + C * H * W * n
        for c in range(C):
            left_at2[U(c)] = H * W * c
        for k2 in range(C):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, x_dot, row_at2, left_at2, panels2, C * col_part2 * wide2, right_at2,
                min(high2, rows2 - (high2 * row_part2)), min(wide2, O - (col_part2 * wide2)), 0, C, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                O - (col_part2 * wide2)))
        line2_first = high2 * row_part2 // (H * W)
        line2_last3 = (high2 + high2 * row_part2 - 1) // (H * W)
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, O)):
            for line2 in range(line2_first, min(line2_last3 + 1, line2_last2 + 1, N)):
                n = line2
                for run2 in range(max(0, high2 * row_part2 - (H * W * line2)), min(H * W,
                        rows2 - (H * W * line2), high2 + high2 * row_part2 - (H * W * line2))):
                    z_dot_part1_lines2[U(n), U(o), U(run2)] = turned2[U(o - (col_part2 * wide2)), U(H * W * line2 + run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w_channel, z_dot_part1, N, C, H, W, O, c_block_last):
    """z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
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
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_channel_here = w_channel[U(o), U(c)]
                for j in range(W):
                    part[U(j)] += w_channel_here * x_dot[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either2(first, last, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O, cols3, deep3, high3,
        line3_last, wide3):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]"""
    dtype = w_channel_dot.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(C, np.int64)
    right_at3 = np.empty(C, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for task in range(first, last):
        n = task // (((O - 1) // high3 + 1) * ((cols3 - 1) // wide3 + 1))
        row_part3 = task // (((cols3 - 1) // wide3 + 1)) % ((O - 1) // high3 + 1)
        col_part3 = task % ((cols3 - 1) // wide3 + 1)
        # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]
        for o in range(high3 * row_part3, min(O, high3 + high3 * row_part3)):
            row_at3[U(o - (high3 * row_part3))] = C * o
        for c in range(C):
            left_at3[U(c)] = c
        for c in range(C):
            right_at3[U(c)] = H * W * c
        contract(tile3, (0, 0), wide3, w_channel_dot, row_at3, left_at3, x, col_part3 * wide3 + C * H * W * n,
                right_at3, min(high3, O - (high3 * row_part3)), min(wide3, cols3 - (col_part3 * wide3)), 0, C,
                deep3)
        line3_first = col_part3 * wide3 // W
        line3_last2 = (col_part3 * wide3 + wide3 - 1) // W
        for o in range(high3 * row_part3, min(O, high3 + high3 * row_part3)):
            for line3 in range(line3_first, min(line3_last2 + 1, line3_last + 1, H)):
                i = line3
                for j in range(max(0, col_part3 * wide3 - (W * line3)), min(W, cols3 - (W * line3),
                        col_part3 * wide3 + wide3 - (W * line3))):
                    z_dot[U(n), U(o), U(i), U(j)] = (
                        tile3[U(o - (high3 * row_part3)), U(j + W * line3 - (col_part3 * wide3))]
                        + z_dot_part1[U(n), U(o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other3(first, last, w_channel_dot, panels4, C, O, wide4):
    """panels4[col_part4, c, o−col_part4·wide4] = w_channel_dot[o,c]"""
    for col_part4 in range(first, last):
        # panels4[col_part4, c, o−col_part4·wide4] = w_channel_dot[o,c]
        turn(panels4, (col_part4, 0, 0), wide4, w_channel_dot, C * col_part4 * wide4, C, 1, min(wide4,
                O - (col_part4 * wide4)), C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other4(first, last, x, panels4, z_dot, z_dot_part1, N, C, H, W, O, deep4, high4, line4_last, rows4,
        wide4):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(C, np.int64)
    right_at4 = np.empty(C, np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for task in range(first, last):
        row_part4 = task // (((O - 1) // wide4 + 1))
        col_part4 = task % ((O - 1) // wide4 + 1)
        # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]
        for line4 in range(high4 * row_part4 // W, min((high4 + high4 * row_part4 - 1) // W + 1,
                line4_last + 1, H * N)):
            n = line4 // H
            i = line4 % H
            for j in range(max(0, high4 * row_part4 - (W * line4)), min(W, rows4 - (W * line4),
                    high4 + high4 * row_part4 - (W * line4))):
                row_at4[U(j + W * line4 - (high4 * row_part4))] = W * i + j + C * H * W * n
        for c in range(C):
            left_at4[U(c)] = H * W * c
        for k4 in range(C):
            right_at4[U(k4)] = k4 * wide4
        contract(tile4, (0, 0), wide4, x, row_at4, left_at4, panels4, C * col_part4 * wide4, right_at4,
                min(high4, rows4 - (high4 * row_part4)), min(wide4, O - (col_part4 * wide4)), 0, C, deep4)
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                O - (col_part4 * wide4)))
        line4_first = high4 * row_part4 // W
        line4_last2 = (high4 + high4 * row_part4 - 1) // W
        for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, O)):
            for line4 in range(line4_first, min(line4_last2 + 1, line4_last + 1, H * N)):
                n = line4 // H
                i = line4 % H
                for j in range(max(0, high4 * row_part4 - (W * line4)), min(W, rows4 - (W * line4),
                        high4 + high4 * row_part4 - (W * line4))):
                    z_dot[U(n), U(o), U(i), U(j)] = (
                        turned4[U(o - (col_part4 * wide4)), U(j + W * line4 - (high4 * row_part4))]
                        + z_dot_part1[U(n), U(o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O, c_block_last):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]"""
    dtype = w_channel_dot.dtype
    T = dtype.type
    rest2 = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
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
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_channel_dot_here = w_channel_dot[U(o), U(c)]
                for j in range(W):
                    part2[U(j)] += w_channel_dot_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part2[U(j)])


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
    z_dot_part1 = scratch((N, O, H, W), dtype)
    z_dot = scratch((N, O, H, W), dtype)
    if blocks(O >= 4 and H * W >= 8 and C >= 4):
        if either(H * W >= 128):
            cols = H * W
            wide = colblock()
            deep = depthblock()
            high = rowblock(O, ((cols - 1) // wide + 1) * N)
            z_dot_part1_lines = z_dot_part1.reshape((N, O, H * W))
            launch(_jvp_either, N * ((O - 1) // high + 1) * ((cols - 1) // wide + 1), C * H * N * O * W // 32,
                    x_dot, w_channel, z_dot_part1_lines, N, C, H, W, O, cols, deep, high, wide)
        else:
            rows2 = H * N * W
            wide2 = colblock()
            deep2 = depthblock()
            high2 = rowblock(rows2, (O - 1) // wide2 + 1)
            panels2 = scratch((max(0, (O - 1) // wide2 + 1), C, wide2), dtype)
            launch(_jvp_other, (O - 1) // wide2 + 1, C * O, w_channel, panels2, C, O, wide2)
            z_dot_part1_lines2 = z_dot_part1.reshape((N, O, H * W))
            line2_last = (rows2 - 1) // W
            line2_last2 = (rows2 - 1) // (H * W)
            launch(_jvp_other2, ((rows2 - 1) // high2 + 1) * ((O - 1) // wide2 + 1), C * H * N * O * W // 32,
                    x_dot, panels2, z_dot_part1_lines2, N, C, H, W, O, deep2, high2, line2_last, line2_last2,
                    rows2, wide2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain, N * O * H, C * H * N * O * W, x_dot, w_channel, z_dot_part1, N, C, H, W, O,
                c_block_last)
    if blocks(O >= 4 and H * W >= 8 and C >= 4):
        if either(H * W >= 128):
            cols3 = H * W
            wide3 = colblock()
            deep3 = depthblock()
            high3 = rowblock(O, ((cols3 - 1) // wide3 + 1) * N)
            line3_last = (cols3 - 1) // W
            launch(_jvp_either2, N * ((O - 1) // high3 + 1) * ((cols3 - 1) // wide3 + 1),
                    C * H * N * O * W // 32, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O, cols3,
                    deep3, high3, line3_last, wide3)
        else:
            rows4 = H * N * W
            wide4 = colblock()
            deep4 = depthblock()
            high4 = rowblock(rows4, (O - 1) // wide4 + 1)
            panels4 = scratch((max(0, (O - 1) // wide4 + 1), C, wide4), dtype)
            launch(_jvp_other3, (O - 1) // wide4 + 1, C * O, w_channel_dot, panels4, C, O, wide4)
            line4_last = (rows4 - 1) // W
            launch(_jvp_other4, ((rows4 - 1) // high4 + 1) * ((O - 1) // wide4 + 1), C * H * N * O * W // 32,
                    x, panels4, z_dot, z_dot_part1, N, C, H, W, O, deep4, high4, line4_last, rows4, wide4)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain2, N * O * H, C * H * N * O * W, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O,
                c_block_last)
    launch(_jvp_part, N * O * OH, KH * N * O * OH * W + KW * N * O * OH * OW, w_column_dot, w_row_dot, b_dot,
            w_column, w_row, z, y_t, y_dot, z_dot, N, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w)
