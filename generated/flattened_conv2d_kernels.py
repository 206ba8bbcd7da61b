"""The kernels of flattened_conv2d; flattened_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `flattened_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, either, finite, parts, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either(first, last, x, w_channel, z_lines, N, C, H, W, O, cols, deep, high, wide):
    """z[n,o,i,j] = Σ_c w_channel[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(C, np.int64)
    right_at = np.empty(C, np.int64)
    tile = np.empty((high, wide), dtype)
    for c in range(C):
        left_at[U(c)] = c
    for c in range(C):
        right_at[U(c)] = H * W * c
    for task in range(first, last):
        n = task // (((O - 1) // high + 1) * ((cols - 1) // wide + 1))
        row_part = task // (((cols - 1) // wide + 1)) % ((O - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # z[n,o,i,j] = Σ_c w_channel[o,c] · x[n,c,i,j]
        for o in range(high * row_part, min(O, high + high * row_part)):
            row_at[U(o - (high * row_part))] = C * o
        contract(tile, (0, 0), wide, w_channel, row_at, left_at, x, col_part * wide + C * H * W * n, right_at,
                min(high, O - (high * row_part)), min(wide, cols - (col_part * wide)), 0, C, deep)
        for o in range(high * row_part, min(O, high + high * row_part)):
            for run in range(col_part * wide, min(cols, col_part * wide + wide)):
                z_lines[U(n), U(o), U(run)] = tile[U(o - (high * row_part)), U(run - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other(first, last, w_channel, panels2, C, O, wide2):
    """panels2[col_part2, c, o−col_part2·wide2] = w_channel[o,c]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, c, o−col_part2·wide2] = w_channel[o,c]
        turn(panels2, (col_part2, 0, 0), wide2, w_channel, C * col_part2 * wide2, C, 1, min(wide2,
                O - (col_part2 * wide2)), C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, x, panels2, z_lines2, N, C, H, W, O, deep2, high2, line2_last, line2_last2,
        rows2, wide2):
    """z[n,o,i,j] = Σ_c w_channel[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(C, np.int64)
    right_at2 = np.empty(C, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for c in range(C):
        left_at2[U(c)] = H * W * c
    for k2 in range(C):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((O - 1) // wide2 + 1))
        col_part2 = task % ((O - 1) // wide2 + 1)
        # z[n,o,i,j] = Σ_c w_channel[o,c] · x[n,c,i,j]
        for line2 in range(high2 * row_part2 // W, min((high2 + high2 * row_part2 - 1) // W + 1,
                line2_last + 1, H * N)):
            n = line2 // H
            i = line2 % H
            for j in range(max(0, high2 * row_part2 - (W * line2)), min(W, rows2 - (W * line2),
                    high2 + high2 * row_part2 - (W * line2))):
                row_at2[U(j + W * line2 - (high2 * row_part2))] = W * i + j + C * H * W * n
        contract(tile2, (0, 0), wide2, x, row_at2, left_at2, panels2, C * col_part2 * wide2, right_at2,
                min(high2, rows2 - (high2 * row_part2)), min(wide2, O - (col_part2 * wide2)), 0, C, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                O - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (H * W), min((high2 + high2 * row_part2 - 1) // (H * W) + 1,
                line2_last2 + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, O)):
                for run2 in range(max(0, high2 * row_part2 - (H * W * line2)), min(H * W,
                        rows2 - (H * W * line2), high2 + high2 * row_part2 - (H * W * line2))):
                    z_lines2[U(n), U(o), U(run2)] = turned2[U(o - (col_part2 * wide2)), U(H * W * line2 + run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w_channel, z, N, C, H, W, O, c_block_last):
    """z[n,o,i,j] = Σ_c w_channel[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (O * H)
        o = task // H % O
        i = task % H
        # z[n,o,i,j] = Σ_c w_channel[o,c] · x[n,c,i,j]
        for j in range(W):
            z[U(n), U(o), U(i), U(j)] = T(0)
        for j in range(W):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_channel_here = w_channel[U(o), U(c)]
                for j in range(W):
                    part[U(j)] += w_channel_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, w_column, z, y_t, N, H, W, O, KH, OH, s_h, p_t, d_h, block3_count3,
        lot3_last, pieces3, share3, tall3, tasks3):
    """y_t[n,g,i,j] = Σ_u w_column[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j]"""
    dtype = w_column.dtype
    T = dtype.type
    planes3 = np.empty((max(0, tall3), W, 16), dtype)
    weights3 = np.empty((1, KH, 16), dtype)
    starts3 = np.empty((1, 16), dtype)
    tile3 = np.empty((1, OH, W, 16), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            lefts3[U(tap)] = u * 16
        rights3 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            rights3[U(tap)] = W * d_h * u * 16
        for lot3 in range(part3 * share3 // N, min((part3 * share3 + share3 - 1) // N + 1, lot3_last + 1,
                block3_count3)):
            block3 = lot3
            # y_t[n,g,i,j] = Σ_u w_column[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j]
            for row3 in range(1):
                for lane3 in range(min(16, O - (block3 * 16))):
                    starts3[U(row3), U(lane3)] = T(0)
            for row3 in range(1):
                pad_abreast(weights3, (row3, 0, 0), 0, 16, w_column, (block3 * 16, 0, 0, 0), 0, 1, KH, 1, KH,
                        min(16, O - (block3 * 16)), 0, 1, 0, KH)
            for n in range(max(0, part3 * share3 - (N * lot3)), min(N, tasks3 - (N * lot3),
                    part3 * share3 + share3 - (N * lot3))):
                pad_abreast(planes3, (0, 0, 0), W * 16, 16, z, (n, block3 * 16, -p_t, 0), W, 1, H * W, tall3,
                        W, min(16, O - (block3 * 16)), p_t, H + p_t, 0, W)
                correlate_abreast(tile3, (0, 0, 0, 0), OH * W * 16, W * 16, 16, starts3, (0, 0), 16, weights3,
                        (0, 0, 0), KH * 16, lefts3, planes3, (0, 0, 0), W * s_h * 16, 16, rights3, KH,
                        len(rights3), 1, OH, W, min(16, O - (block3 * 16)))
                for row3 in range(1):
                    lay_abreast(y_t, (n, block3 * 16, 0, 0), W, 1, OH * W, tile3, (row3, 0, 0, 0), W * 16, 16,
                            OH, W, min(16, O - (block3 * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, w_column, z, y_t, N, H, W, O, KH, OH, s_h, p_t, d_h, high3, pieces3,
        share3, strips3, tall3, tasks3):
    """y_t[n,g,i,j] = Σ_u w_column[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j]"""
    dtype = w_column.dtype
    T = dtype.type
    planes3 = np.empty((s_h, max(0, tall3), W), dtype)
    starts3 = np.empty(1, dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            lefts3[U(tap)] = u
        rights3 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            rights3[U(tap)] = (d_h * u // s_h) * W + (d_h * u % s_h) * W * tall3
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (O * strips3)
            g = turn3 // strips3 % O
            strip3 = turn3 % strips3
            # y_t[n,g,i,j] = Σ_u w_column[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j]
            for row3 in range(1):
                starts3[U(row3)] = T(0)
            for phase_i3 in range(s_h):
                top = -((phase_i3 - p_t) // s_h) - (high3 * strip3)
                bottom = (H + p_t - phase_i3 - 1) // s_h + 1 - (high3 * strip3)
                pad(planes3, (phase_i3, 0, 0), W, z, (n, g, phase_i3 + high3 * s_h * strip3 - p_t, 0),
                        W * s_h, 1, tall3, W, top, bottom, 0, W)
            correlate(y_t, (n, g, high3 * strip3, 0), 0, W, 1, starts3, (0,), 1, w_column, (g, 0, 0, 0), 0,
                    lefts3, planes3, (0, 0, 0), W, rights3, KH, len(rights3), 1, min(high3,
                    OH - (high3 * strip3)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, w_column, z, y_t, N, H, W, O, KH, OH, s_h, p_t, d_h):
    """y_t[n,g,i,j] = Σ_u w_column[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j]"""
    dtype = w_column.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * OH)
        g = task // OH % O
        i = task % OH
        # y_t[n,g,i,j] = Σ_u w_column[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j]
        for j in range(W):
            y_t[U(n), U(g), U(i), U(j)] = T(0)
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            w_column_here = w_column[U(g), 0, U(u), 0]
            for j in range(W):
                y_t[U(n), U(g), U(i), U(j)] += w_column_here * z[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast2(first, last, w_row, b, y, y_t, N, W, O, KW, OW, OH, s_w, p_l, d_w, block4_count4,
        lot4_last, pieces4, share4, tasks4, wide4):
    """y[n,g,i,j] = b[g] + Σ_v w_row[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l]"""
    dtype = w_row.dtype
    planes4 = np.empty((OH, max(0, wide4), 16), dtype)
    weights4 = np.empty((1, KW, 16), dtype)
    starts4 = np.empty((1, 16), dtype)
    tile4 = np.empty((1, OH, OW, 16), dtype)
    for part4 in range(first, last):
        lefts4 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            lefts4[U(tap)] = v * 16
        rights4 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            rights4[U(tap)] = d_w * v * 16
        for lot4 in range(part4 * share4 // N, min((part4 * share4 + share4 - 1) // N + 1, lot4_last + 1,
                block4_count4)):
            block4 = lot4
            # y[n,g,i,j] = b[g] + Σ_v w_row[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l]
            for row4 in range(1):
                for lane4 in range(min(16, O - (block4 * 16))):
                    starts4[U(row4), U(lane4)] = b[U(block4 * 16 + lane4)]
            for row4 in range(1):
                pad_abreast(weights4, (row4, 0, 0), 0, 16, w_row, (block4 * 16, 0, 0, 0), 0, 1, KW, 1, KW,
                        min(16, O - (block4 * 16)), 0, 1, 0, KW)
            for n in range(max(0, part4 * share4 - (N * lot4)), min(N, tasks4 - (N * lot4),
                    part4 * share4 + share4 - (N * lot4))):
                pad_abreast(planes4, (0, 0, 0), wide4 * 16, 16, y_t, (n, block4 * 16, 0, -p_l), W, 1, OH * W,
                        OH, wide4, min(16, O - (block4 * 16)), 0, OH, p_l, W + p_l)
                correlate_abreast(tile4, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts4, (0, 0), 16,
                        weights4, (0, 0, 0), KW * 16, lefts4, planes4, (0, 0, 0), wide4 * 16, s_w * 16,
                        rights4, KW, len(rights4), 1, OH, OW, min(16, O - (block4 * 16)))
                for row4 in range(1):
                    lay_abreast(y, (n, block4 * 16, 0, 0), OW, 1, OH * OW, tile4, (row4, 0, 0, 0), OW * 16,
                            16, OH, OW, min(16, O - (block4 * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations2(first, last, w_row, b, y, y_t, N, W, O, KW, OW, OH, s_w, p_l, d_w, high4, pieces4,
        share4, strips4, tasks4, wide4):
    """y[n,g,i,j] = b[g] + Σ_v w_row[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l]"""
    dtype = w_row.dtype
    planes4 = np.empty((s_w, high4, max(0, wide4)), dtype)
    starts4 = np.empty(1, dtype)
    for part4 in range(first, last):
        lefts4 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            lefts4[U(tap)] = v
        rights4 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            rights4[U(tap)] = d_w * v // s_w + (d_w * v % s_w) * high4 * wide4
        for turn4 in range(part4 * share4, min(part4 * share4 + share4, tasks4)):
            n = turn4 // (O * strips4)
            g = turn4 // strips4 % O
            strip4 = turn4 % strips4
            # y[n,g,i,j] = b[g] + Σ_v w_row[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l]
            b_here = b[U(g)]
            for row4 in range(1):
                starts4[U(row4)] = b_here
            for phase_j4 in range(s_w):
                bottom = OH - (high4 * strip4)
                fore = -((phase_j4 - p_l) // s_w)
                aft = (W + p_l - phase_j4 - 1) // s_w + 1
                pad(planes4, (phase_j4, 0, 0), wide4, y_t, (n, g, high4 * strip4, phase_j4 - p_l), W, s_w,
                        high4, wide4, -high4 * strip4, bottom, fore, aft)
            correlate(y, (n, g, high4 * strip4, 0), 0, OW, 1, starts4, (0,), 1, w_row, (g, 0, 0, 0), 0,
                    lefts4, planes4, (0, 0, 0), wide4, rights4, KW, len(rights4), 1, min(high4,
                    OH - (high4 * strip4)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain3(first, last, w_row, b, y, y_t, N, W, O, KW, OW, OH, s_w, p_l, d_w):
    """y[n,g,i,j] = b[g] + Σ_v w_row[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l]"""
    for task in range(first, last):
        n = task // (O * OH)
        g = task // OH % O
        i = task % OH
        # y[n,g,i,j] = b[g] + Σ_v w_row[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l]
        b_here = b[U(g)]
        for j in range(OW):
            y[U(n), U(g), U(i), U(j)] = b_here
        for v in range(KW):
            w_row_here = w_row[U(g), 0, 0, U(v)]
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                y[U(n), U(g), U(i), U(j)] += w_row_here * y_t[U(n), U(g), U(i), U(j * s_w + d_w * v - p_l)]


def _forward(x, w_channel, w_column, w_row, b, y, z, y_t, N, C, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l,
        d_h, d_w):
    """z[n,o,i,j] = Σ_c w_channel[o,c] · x[n,c,i,j]
    y_t[n,g,i,j] = Σ_u w_column[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j]
    y[n,g,i,j] = b[g] + Σ_v w_row[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l]

    Operations: C·H·N·O·W + KH·N·O·OH·W + KW·N·O·OH·OW multiplications, (C − 1) · H · N · O · W +
        KW·N·O·OH·OW + (KH − 1) · N · O · OH · W additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    if blocks(H * N * W >= 4 and O >= 4 and C >= 4):
        if either(H * W >= 128):
            cols = H * W
            wide = colblock(cols)
            deep = depthblock()
            high = rowblock(O, ((cols - 1) // wide + 1) * N)
            z_lines = z.reshape((N, O, H * W))
            launch(_forward_either, N * ((O - 1) // high + 1) * ((cols - 1) // wide + 1),
                    C * H * N * O * W // 32, x, w_channel, z_lines, N, C, H, W, O, cols, deep, high, wide)
        else:
            rows2 = H * N * W
            wide2 = colblock(O)
            deep2 = depthblock()
            high2 = rowblock(rows2, (O - 1) // wide2 + 1)
            panels2 = scratch((max(0, (O - 1) // wide2 + 1), C, wide2), dtype)
            launch(_forward_other, (O - 1) // wide2 + 1, C * O, w_channel, panels2, C, O, wide2)
            z_lines2 = z.reshape((N, O, H * W))
            line2_last = (rows2 - 1) // W
            line2_last2 = (rows2 - 1) // (H * W)
            launch(_forward_other2, ((rows2 - 1) // high2 + 1) * ((O - 1) // wide2 + 1),
                    C * H * N * O * W // 32, x, panels2, z_lines2, N, C, H, W, O, deep2, high2, line2_last,
                    line2_last2, rows2, wide2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_plain, N * O * H, C * H * N * O * W, x, w_channel, z, N, C, H, W, O, c_block_last)
    again = not (
        abreast(O >= 8 and 8192 >= H * W and 8192 >= OH * W and 16384 >= KH and 16 >= W)
        and finite(w_column, y_t)
    )
    if not again:
        tall3 = KH * d_h + OH * s_h + 1 - d_h - s_h
        block3_count3 = (O - 1) // 16 + 1
        pieces3 = parts(N * block3_count3)
        tasks3 = N * block3_count3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        lot3_last = (tasks3 - 1) // N
        launch(_forward_abreast, pieces3, KH * N * O * OH * W // 32, w_column, z, y_t, N, H, W, O, KH, OH,
                s_h, p_t, d_h, block3_count3, lot3_last, pieces3, share3, tall3, tasks3)
        again = not (finite(y_t, w_column))
    if again:
        again = not (correlations(OH >= KH and KH >= s_h and W >= 4) and finite(w_column, y_t))
        if not again:
            most3 = max(32768 // (W * s_h), 8)
            cuts3 = max((OH - 1) // most3 + 1, 1)
            high3 = max(min(((OH - 1) // (cuts3 * 4)) * 4 + 4, OH), 1)
            strips3 = max((OH - 1) // high3 + 1, 1)
            tall3 = (KH * d_h - d_h) // s_h + high3
            pieces3 = parts(N * O * strips3)
            tasks3 = N * O * strips3
            share3 = max((tasks3 - 1) // pieces3 + 1, 1)
            launch(_forward_correlations, pieces3, KH * N * O * OH * W // 32, w_column, z, y_t, N, H, W, O,
                    KH, OH, s_h, p_t, d_h, high3, pieces3, share3, strips3, tall3, tasks3)
            again = not (finite(y_t, w_column))
        if again:
            launch(_forward_plain2, N * O * OH, KH * N * O * OH * W, w_column, z, y_t, N, H, W, O, KH, OH,
                    s_h, p_t, d_h)
    again = not (
        abreast(O >= 8 and 8192 >= OH * W and 8192 >= OH * OW and 16384 >= KW and s_w * 16 >= W)
        and finite(w_row, y)
    )
    if not again:
        wide4 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block4_count4 = (O - 1) // 16 + 1
        pieces4 = parts(N * block4_count4)
        tasks4 = N * block4_count4
        share4 = max((tasks4 - 1) // pieces4 + 1, 1)
        lot4_last = (tasks4 - 1) // N
        launch(_forward_abreast2, pieces4, KW * N * O * OH * OW // 32, w_row, b, y, y_t, N, W, O, KW, OW, OH,
                s_w, p_l, d_w, block4_count4, lot4_last, pieces4, share4, tasks4, wide4)
        again = not (finite(y, w_row))
    if again:
        again = not (correlations(OW >= KW and KW >= s_w and W >= 4) and finite(w_row, y))
        if not again:
            wide4 = (KW * d_w - d_w) // s_w + OW
            most4 = max(32768 // max(s_w * wide4, 1), 8)
            cuts4 = max((OH - 1) // most4 + 1, 1)
            high4 = max(min(((OH - 1) // (cuts4 * 4)) * 4 + 4, OH), 1)
            strips4 = max((OH - 1) // high4 + 1, 1)
            pieces4 = parts(N * O * strips4)
            tasks4 = N * O * strips4
            share4 = max((tasks4 - 1) // pieces4 + 1, 1)
            launch(_forward_correlations2, pieces4, KW * N * O * OH * OW // 32, w_row, b, y, y_t, N, W, O, KW,
                    OW, OH, s_w, p_l, d_w, high4, pieces4, share4, strips4, tasks4, wide4)
            again = not (finite(y, w_row))
        if again:
            launch(_forward_plain3, N * O * OH, KW * N * O * OH * OW, w_row, b, y, y_t, N, W, O, KW, OW, OH,
                    s_w, p_l, d_w)
