"""The kernels of flattened_conv2d; flattened_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `flattened_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .flattened_conv2d_kernels import (
    _forward_either, _forward_other, _forward_other2, _forward_plain, _forward_abreast, _forward_correlations,
    _forward_plain2, _forward_plain3,
)
from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, either, finite, parts, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either2(first, last, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O, cols3, deep3, high3,
        line3_last, wide3):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]"""
    dtype = w_channel_dot.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(C, np.int64)
    right_at3 = np.empty(C, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for c in range(C):
        left_at3[U(c)] = c
    for c in range(C):
        right_at3[U(c)] = H * W * c
    for task in range(first, last):
        n = task // (((O - 1) // high3 + 1) * ((cols3 - 1) // wide3 + 1))
        row_part3 = task // (((cols3 - 1) // wide3 + 1)) % ((O - 1) // high3 + 1)
        col_part3 = task % ((cols3 - 1) // wide3 + 1)
        # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]
        for o in range(high3 * row_part3, min(O, high3 + high3 * row_part3)):
            row_at3[U(o - (high3 * row_part3))] = C * o
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
def _jvp_other4(first, last, x, panels4, z_dot, z_dot_part1, N, C, H, W, O, deep4, high4, line4_last, rows4,
        wide4):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(C, np.int64)
    right_at4 = np.empty(C, np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for c in range(C):
        left_at4[U(c)] = H * W * c
    for k4 in range(C):
        right_at4[U(k4)] = k4 * wide4
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
        contract(tile4, (0, 0), wide4, x, row_at4, left_at4, panels4, C * col_part4 * wide4, right_at4,
                min(high4, rows4 - (high4 * row_part4)), min(wide4, O - (col_part4 * wide4)), 0, C, deep4)
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                O - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // W, min((high4 + high4 * row_part4 - 1) // W + 1,
                line4_last + 1, H * N)):
            n = line4 // H
            i = line4 % H
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, O)):
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
def _jvp_abreast2(first, last, w_column_dot, z, y_t_dot, y_t_dot_part1, N, H, W, O, KH, OH, s_h, p_t, d_h,
        block6_count6, lot6_last, pieces6, share6, tall6, tasks6):
    """ẏ_t[n,g,i,j] = y_t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j]"""
    dtype = w_column_dot.dtype
    T = dtype.type
    planes6 = np.empty((max(0, tall6), W, 16), dtype)
    weights6 = np.empty((1, KH, 16), dtype)
    starts6 = np.empty((1, 16), dtype)
    tile6 = np.empty((1, OH, W, 16), dtype)
    for part6 in range(first, last):
        lefts6 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            lefts6[U(tap)] = u * 16
        rights6 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            rights6[U(tap)] = W * d_h * u * 16
        for lot6 in range(part6 * share6 // N, min((part6 * share6 + share6 - 1) // N + 1, lot6_last + 1,
                block6_count6)):
            block6 = lot6
            # ẏ_t[n,g,i,j] = y_t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · z[n, g,
            #     s_h·i+d_h·u−p_t, j]
            for row6 in range(1):
                for lane6 in range(min(16, O - (block6 * 16))):
                    starts6[U(row6), U(lane6)] = T(0)
            for row6 in range(1):
                pad_abreast(weights6, (row6, 0, 0), 0, 16, w_column_dot, (block6 * 16, 0, 0, 0), 0, 1, KH, 1,
                        KH, min(16, O - (block6 * 16)), 0, 1, 0, KH)
            for n in range(max(0, part6 * share6 - (N * lot6)), min(N, tasks6 - (N * lot6),
                    part6 * share6 + share6 - (N * lot6))):
                pad_abreast(planes6, (0, 0, 0), W * 16, 16, z, (n, block6 * 16, -p_t, 0), W, 1, H * W, tall6,
                        W, min(16, O - (block6 * 16)), p_t, H + p_t, 0, W)
                correlate_abreast(tile6, (0, 0, 0, 0), OH * W * 16, W * 16, 16, starts6, (0, 0), 16, weights6,
                        (0, 0, 0), KH * 16, lefts6, planes6, (0, 0, 0), W * s_h * 16, 16, rights6, KH,
                        len(rights6), 1, OH, W, min(16, O - (block6 * 16)))
                for row6 in range(1):
                    for i in range(OH):
                        for j in range(W):
                            for lane6 in range(min(16, O - (block6 * 16))):
                                y_t_dot[U(n), U(block6 * 16 + lane6), U(i), U(j)] = (
                                    tile6[U(row6), U(i), U(j), U(lane6)]
                                    + y_t_dot_part1[U(n), U(block6 * 16 + lane6), U(i), U(j)]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_column_dot, z, y_t_dot, y_t_dot_part1, N, H, W, O, KH, OH, s_h, p_t,
        d_h, high6, pieces6, share6, strips6, tall6, tasks6):
    """ẏ_t[n,g,i,j] = y_t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j]"""
    dtype = w_column_dot.dtype
    T = dtype.type
    planes6 = np.empty((s_h, max(0, tall6), W), dtype)
    starts6 = np.empty(1, dtype)
    tile6 = np.empty((1, high6, W), dtype)
    for part6 in range(first, last):
        lefts6 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            lefts6[U(tap)] = u
        rights6 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            rights6[U(tap)] = (d_h * u // s_h) * W + (d_h * u % s_h) * W * tall6
        for turn6 in range(part6 * share6, min(part6 * share6 + share6, tasks6)):
            n = turn6 // (O * strips6)
            g = turn6 // strips6 % O
            strip6 = turn6 % strips6
            # ẏ_t[n,g,i,j] = y_t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · z[n, g,
            #     s_h·i+d_h·u−p_t, j]
            for row6 in range(1):
                starts6[U(row6)] = T(0)
            for phase_i6 in range(s_h):
                top = -((phase_i6 - p_t) // s_h) - (high6 * strip6)
                bottom = (H + p_t - phase_i6 - 1) // s_h + 1 - (high6 * strip6)
                pad(planes6, (phase_i6, 0, 0), W, z, (n, g, phase_i6 + high6 * s_h * strip6 - p_t, 0),
                        W * s_h, 1, tall6, W, top, bottom, 0, W)
            correlate(tile6, (0, 0, 0), W * high6, W, 1, starts6, (0,), 1, w_column_dot, (g, 0, 0, 0), 0,
                    lefts6, planes6, (0, 0, 0), W, rights6, KH, len(rights6), 1, min(high6,
                    OH - (high6 * strip6)), W)
            for row6 in range(1):
                for i in range(high6 * strip6, min(high6 + high6 * strip6, OH)):
                    for j in range(W):
                        y_t_dot[U(n), U(g), U(i), U(j)] = (
                            tile6[U(row6), U(i - (high6 * strip6)), U(j)]
                            + y_t_dot_part1[U(n), U(g), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w_column_dot, z, y_t_dot, y_t_dot_part1, N, H, W, O, KH, OH, s_h, p_t, d_h):
    """ẏ_t[n,g,i,j] = y_t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j]"""
    for task in range(first, last):
        n = task // (O * OH)
        g = task // OH % O
        i = task % OH
        # ẏ_t[n,g,i,j] = y_t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · z[n, g,
        #     s_h·i+d_h·u−p_t, j]
        for j in range(W):
            y_t_dot[U(n), U(g), U(i), U(j)] = y_t_dot_part1[U(n), U(g), U(i), U(j)]
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            w_column_dot_here = w_column_dot[U(g), 0, U(u), 0]
            for j in range(W):
                y_t_dot[U(n), U(g), U(i), U(j)] += (
                    w_column_dot_here * z[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_abreast3(first, last, b_dot, w_row, y_dot_part1, y_t_dot, N, W, O, KW, OW, OH, s_w, p_l, d_w,
        block7_count7, lot7_last, pieces7, share7, tasks7, wide7):
    """y_dot_part1[n,g,i,j] = ḃ[g] + Σ_v w_row[g,0,0,v] · ẏ_t[n, g, i, s_w·j+d_w·v−p_l]"""
    dtype = b_dot.dtype
    planes7 = np.empty((OH, max(0, wide7), 16), dtype)
    weights7 = np.empty((1, KW, 16), dtype)
    starts7 = np.empty((1, 16), dtype)
    tile7 = np.empty((1, OH, OW, 16), dtype)
    for part7 in range(first, last):
        lefts7 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            lefts7[U(tap)] = v * 16
        rights7 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            rights7[U(tap)] = d_w * v * 16
        for lot7 in range(part7 * share7 // N, min((part7 * share7 + share7 - 1) // N + 1, lot7_last + 1,
                block7_count7)):
            block7 = lot7
            # y_dot_part1[n,g,i,j] = ḃ[g] + Σ_v w_row[g,0,0,v] · ẏ_t[n, g, i, s_w·j+d_w·v−p_l]
            for row7 in range(1):
                for lane7 in range(min(16, O - (block7 * 16))):
                    starts7[U(row7), U(lane7)] = b_dot[U(block7 * 16 + lane7)]
            for row7 in range(1):
                pad_abreast(weights7, (row7, 0, 0), 0, 16, w_row, (block7 * 16, 0, 0, 0), 0, 1, KW, 1, KW,
                        min(16, O - (block7 * 16)), 0, 1, 0, KW)
            for n in range(max(0, part7 * share7 - (N * lot7)), min(N, tasks7 - (N * lot7),
                    part7 * share7 + share7 - (N * lot7))):
                pad_abreast(planes7, (0, 0, 0), wide7 * 16, 16, y_t_dot, (n, block7 * 16, 0, -p_l), W, 1,
                        OH * W, OH, wide7, min(16, O - (block7 * 16)), 0, OH, p_l, W + p_l)
                correlate_abreast(tile7, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts7, (0, 0), 16,
                        weights7, (0, 0, 0), KW * 16, lefts7, planes7, (0, 0, 0), wide7 * 16, s_w * 16,
                        rights7, KW, len(rights7), 1, OH, OW, min(16, O - (block7 * 16)))
                for row7 in range(1):
                    lay_abreast(y_dot_part1, (n, block7 * 16, 0, 0), OW, 1, OH * OW, tile7, (row7, 0, 0, 0),
                            OW * 16, 16, OH, OW, min(16, O - (block7 * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations3(first, last, b_dot, w_row, y_dot_part1, y_t_dot, N, W, O, KW, OW, OH, s_w, p_l, d_w,
        high7, pieces7, share7, strips7, tasks7, wide7):
    """y_dot_part1[n,g,i,j] = ḃ[g] + Σ_v w_row[g,0,0,v] · ẏ_t[n, g, i, s_w·j+d_w·v−p_l]"""
    dtype = b_dot.dtype
    planes7 = np.empty((s_w, high7, max(0, wide7)), dtype)
    starts7 = np.empty(1, dtype)
    for part7 in range(first, last):
        lefts7 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            lefts7[U(tap)] = v
        rights7 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            rights7[U(tap)] = d_w * v // s_w + (d_w * v % s_w) * high7 * wide7
        for turn7 in range(part7 * share7, min(part7 * share7 + share7, tasks7)):
            n = turn7 // (O * strips7)
            g = turn7 // strips7 % O
            strip7 = turn7 % strips7
            # y_dot_part1[n,g,i,j] = ḃ[g] + Σ_v w_row[g,0,0,v] · ẏ_t[n, g, i, s_w·j+d_w·v−p_l]
            b_dot_here = b_dot[U(g)]
            for row7 in range(1):
                starts7[U(row7)] = b_dot_here
            for phase_j7 in range(s_w):
                bottom = OH - (high7 * strip7)
                fore = -((phase_j7 - p_l) // s_w)
                aft = (W + p_l - phase_j7 - 1) // s_w + 1
                pad(planes7, (phase_j7, 0, 0), wide7, y_t_dot, (n, g, high7 * strip7, phase_j7 - p_l), W, s_w,
                        high7, wide7, -high7 * strip7, bottom, fore, aft)
            correlate(y_dot_part1, (n, g, high7 * strip7, 0), 0, OW, 1, starts7, (0,), 1, w_row, (g, 0, 0, 0),
                    0, lefts7, planes7, (0, 0, 0), wide7, rights7, KW, len(rights7), 1, min(high7,
                    OH - (high7 * strip7)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_abreast4(first, last, w_row_dot, y_t, y_dot, y_dot_part1, N, W, O, KW, OW, OH, s_w, p_l, d_w,
        block8_count8, lot8_last, pieces8, share8, tasks8, wide8):
    """ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v w_row_dot[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l]"""
    dtype = w_row_dot.dtype
    T = dtype.type
    planes8 = np.empty((OH, max(0, wide8), 16), dtype)
    weights8 = np.empty((1, KW, 16), dtype)
    starts8 = np.empty((1, 16), dtype)
    tile8 = np.empty((1, OH, OW, 16), dtype)
    for part8 in range(first, last):
        lefts8 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            lefts8[U(tap)] = v * 16
        rights8 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            rights8[U(tap)] = d_w * v * 16
        for lot8 in range(part8 * share8 // N, min((part8 * share8 + share8 - 1) // N + 1, lot8_last + 1,
                block8_count8)):
            block8 = lot8
            # ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v w_row_dot[g,0,0,v] · y_t[n, g, i,
            #     s_w·j+d_w·v−p_l]
            for row8 in range(1):
                for lane8 in range(min(16, O - (block8 * 16))):
                    starts8[U(row8), U(lane8)] = T(0)
            for row8 in range(1):
                pad_abreast(weights8, (row8, 0, 0), 0, 16, w_row_dot, (block8 * 16, 0, 0, 0), 0, 1, KW, 1, KW,
                        min(16, O - (block8 * 16)), 0, 1, 0, KW)
            for n in range(max(0, part8 * share8 - (N * lot8)), min(N, tasks8 - (N * lot8),
                    part8 * share8 + share8 - (N * lot8))):
                pad_abreast(planes8, (0, 0, 0), wide8 * 16, 16, y_t, (n, block8 * 16, 0, -p_l), W, 1, OH * W,
                        OH, wide8, min(16, O - (block8 * 16)), 0, OH, p_l, W + p_l)
                correlate_abreast(tile8, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts8, (0, 0), 16,
                        weights8, (0, 0, 0), KW * 16, lefts8, planes8, (0, 0, 0), wide8 * 16, s_w * 16,
                        rights8, KW, len(rights8), 1, OH, OW, min(16, O - (block8 * 16)))
                for row8 in range(1):
                    for i in range(OH):
                        for j in range(OW):
                            for lane8 in range(min(16, O - (block8 * 16))):
                                y_dot[U(n), U(block8 * 16 + lane8), U(i), U(j)] = (
                                    tile8[U(row8), U(i), U(j), U(lane8)]
                                    + y_dot_part1[U(n), U(block8 * 16 + lane8), U(i), U(j)]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations4(first, last, w_row_dot, y_t, y_dot, y_dot_part1, N, W, O, KW, OW, OH, s_w, p_l, d_w,
        high8, pieces8, share8, strips8, tasks8, wide8):
    """ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v w_row_dot[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l]"""
    dtype = w_row_dot.dtype
    T = dtype.type
    planes8 = np.empty((s_w, high8, max(0, wide8)), dtype)
    starts8 = np.empty(1, dtype)
    tile8 = np.empty((1, high8, OW), dtype)
    for part8 in range(first, last):
        lefts8 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            lefts8[U(tap)] = v
        rights8 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            rights8[U(tap)] = d_w * v // s_w + (d_w * v % s_w) * high8 * wide8
        for turn8 in range(part8 * share8, min(part8 * share8 + share8, tasks8)):
            n = turn8 // (O * strips8)
            g = turn8 // strips8 % O
            strip8 = turn8 % strips8
            # ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v w_row_dot[g,0,0,v] · y_t[n, g, i,
            #     s_w·j+d_w·v−p_l]
            for row8 in range(1):
                starts8[U(row8)] = T(0)
            for phase_j8 in range(s_w):
                bottom = OH - (high8 * strip8)
                fore = -((phase_j8 - p_l) // s_w)
                aft = (W + p_l - phase_j8 - 1) // s_w + 1
                pad(planes8, (phase_j8, 0, 0), wide8, y_t, (n, g, high8 * strip8, phase_j8 - p_l), W, s_w,
                        high8, wide8, -high8 * strip8, bottom, fore, aft)
            correlate(tile8, (0, 0, 0), OW * high8, OW, 1, starts8, (0,), 1, w_row_dot, (g, 0, 0, 0), 0,
                    lefts8, planes8, (0, 0, 0), wide8, rights8, KW, len(rights8), 1, min(high8,
                    OH - (high8 * strip8)), OW)
            for row8 in range(1):
                for i in range(high8 * strip8, min(high8 + high8 * strip8, OH)):
                    for j in range(OW):
                        y_dot[U(n), U(g), U(i), U(j)] = (
                            tile8[U(row8), U(i - (high8 * strip8)), U(j)]
                            + y_dot_part1[U(n), U(g), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain6(first, last, w_row_dot, y_t, y_dot, y_dot_part1, N, W, O, KW, OW, OH, s_w, p_l, d_w):
    """ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v w_row_dot[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l]"""
    for task in range(first, last):
        n = task // (O * OH)
        g = task // OH % O
        i = task % OH
        # ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v w_row_dot[g,0,0,v] · y_t[n, g, i,
        #     s_w·j+d_w·v−p_l]
        for j in range(OW):
            y_dot[U(n), U(g), U(i), U(j)] = y_dot_part1[U(n), U(g), U(i), U(j)]
        for v in range(KW):
            w_row_dot_here = w_row_dot[U(g), 0, 0, U(v)]
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                y_dot[U(n), U(g), U(i), U(j)] += (
                    w_row_dot_here * y_t[U(n), U(g), U(i), U(j * s_w + d_w * v - p_l)]
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
    y_t_dot_part1 = scratch((N, O, OH, W), dtype)
    y_t_dot = scratch((N, O, OH, W), dtype)
    y_dot_part1 = scratch((N, O, OH, OW), dtype)
    if blocks(H * N * W >= 4 and O >= 4 and C >= 4):
        if either(H * W >= 128):
            cols = H * W
            wide = colblock(cols)
            deep = depthblock()
            high = rowblock(O, ((cols - 1) // wide + 1) * N)
            z_dot_part1_lines = z_dot_part1.reshape((N, O, H * W))
            # z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]
            launch(_forward_either, N * ((O - 1) // high + 1) * ((cols - 1) // wide + 1),
                    C * H * N * O * W // 32, x_dot, w_channel, z_dot_part1_lines, N, C, H, W, O, cols, deep,
                    high, wide)
        else:
            rows2 = H * N * W
            wide2 = colblock(O)
            deep2 = depthblock()
            high2 = rowblock(rows2, (O - 1) // wide2 + 1)
            panels2 = scratch((max(0, (O - 1) // wide2 + 1), C, wide2), dtype)
            # panels2[col_part2, c, o−col_part2·wide2] = w_channel[o,c]
            launch(_forward_other, (O - 1) // wide2 + 1, C * O, w_channel, panels2, C, O, wide2)
            z_dot_part1_lines2 = z_dot_part1.reshape((N, O, H * W))
            line2_last = (rows2 - 1) // W
            line2_last2 = (rows2 - 1) // (H * W)
            # z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]
            launch(_forward_other2, ((rows2 - 1) // high2 + 1) * ((O - 1) // wide2 + 1),
                    C * H * N * O * W // 32, x_dot, panels2, z_dot_part1_lines2, N, C, H, W, O, deep2, high2,
                    line2_last, line2_last2, rows2, wide2)
    else:
        c_block_last = (C - 1) // 1024
        # z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]
        launch(_forward_plain, N * O * H, C * H * N * O * W, x_dot, w_channel, z_dot_part1, N, C, H, W, O,
                c_block_last)
    if blocks(H * N * W >= 4 and O >= 4 and C >= 4):
        if either(H * W >= 128):
            cols3 = H * W
            wide3 = colblock(cols3)
            deep3 = depthblock()
            high3 = rowblock(O, ((cols3 - 1) // wide3 + 1) * N)
            line3_last = (cols3 - 1) // W
            launch(_jvp_either2, N * ((O - 1) // high3 + 1) * ((cols3 - 1) // wide3 + 1),
                    C * H * N * O * W // 32, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O, cols3,
                    deep3, high3, line3_last, wide3)
        else:
            rows4 = H * N * W
            wide4 = colblock(O)
            deep4 = depthblock()
            high4 = rowblock(rows4, (O - 1) // wide4 + 1)
            panels4 = scratch((max(0, (O - 1) // wide4 + 1), C, wide4), dtype)
            # panels4[col_part4, c, o−col_part4·wide4] = w_channel_dot[o,c]
            launch(_forward_other, (O - 1) // wide4 + 1, C * O, w_channel_dot, panels4, C, O, wide4)
            line4_last = (rows4 - 1) // W
            launch(_jvp_other4, ((rows4 - 1) // high4 + 1) * ((O - 1) // wide4 + 1), C * H * N * O * W // 32,
                    x, panels4, z_dot, z_dot_part1, N, C, H, W, O, deep4, high4, line4_last, rows4, wide4)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain2, N * O * H, C * H * N * O * W, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O,
                c_block_last)
    again = not (
        abreast(O >= 8 and 8192 >= H * W and 8192 >= OH * W and 16384 >= KH and 16 >= W)
        and finite(w_column, y_t_dot_part1)
    )
    if not again:
        tall5 = KH * d_h + OH * s_h + 1 - d_h - s_h
        block5_count5 = (O - 1) // 16 + 1
        pieces5 = parts(N * block5_count5)
        tasks5 = N * block5_count5
        share5 = max((tasks5 - 1) // pieces5 + 1, 1)
        lot5_last = (tasks5 - 1) // N
        # y_t_dot_part1[n,g,i,j] = Σ_u w_column[g,0,u,0] · ż[n, g, s_h·i+d_h·u−p_t, j]
        launch(_forward_abreast, pieces5, KH * N * O * OH * W // 32, w_column, z_dot, y_t_dot_part1, N, H, W,
                O, KH, OH, s_h, p_t, d_h, block5_count5, lot5_last, pieces5, share5, tall5, tasks5)
        again = not (finite(y_t_dot_part1, w_column))
    if again:
        again = not (correlations(OH >= KH and KH >= s_h and W >= 4) and finite(w_column, y_t_dot_part1))
        if not again:
            most5 = max(32768 // (W * s_h), 8)
            cuts5 = max((OH - 1) // most5 + 1, 1)
            high5 = max(min(((OH - 1) // (cuts5 * 4)) * 4 + 4, OH), 1)
            strips5 = max((OH - 1) // high5 + 1, 1)
            tall5 = (KH * d_h - d_h) // s_h + high5
            pieces5 = parts(N * O * strips5)
            tasks5 = N * O * strips5
            share5 = max((tasks5 - 1) // pieces5 + 1, 1)
            # y_t_dot_part1[n,g,i,j] = Σ_u w_column[g,0,u,0] · ż[n, g, s_h·i+d_h·u−p_t, j]
            launch(_forward_correlations, pieces5, KH * N * O * OH * W // 32, w_column, z_dot, y_t_dot_part1,
                    N, H, W, O, KH, OH, s_h, p_t, d_h, high5, pieces5, share5, strips5, tall5, tasks5)
            again = not (finite(y_t_dot_part1, w_column))
        if again:
            # y_t_dot_part1[n,g,i,j] = Σ_u w_column[g,0,u,0] · ż[n, g, s_h·i+d_h·u−p_t, j]
            launch(_forward_plain2, N * O * OH, KH * N * O * OH * W, w_column, z_dot, y_t_dot_part1, N, H, W,
                    O, KH, OH, s_h, p_t, d_h)
    again = not (
        abreast(O >= 8 and 8192 >= H * W and 8192 >= OH * W and 16384 >= KH and 16 >= W)
        and finite(w_column_dot, y_t_dot)
    )
    if not again:
        tall6 = KH * d_h + OH * s_h + 1 - d_h - s_h
        block6_count6 = (O - 1) // 16 + 1
        pieces6 = parts(N * block6_count6)
        tasks6 = N * block6_count6
        share6 = max((tasks6 - 1) // pieces6 + 1, 1)
        lot6_last = (tasks6 - 1) // N
        launch(_jvp_abreast2, pieces6, KH * N * O * OH * W // 32, w_column_dot, z, y_t_dot, y_t_dot_part1, N,
                H, W, O, KH, OH, s_h, p_t, d_h, block6_count6, lot6_last, pieces6, share6, tall6, tasks6)
        again = not (finite(y_t_dot, w_column_dot))
    if again:
        again = not (correlations(OH >= KH and KH >= s_h and W >= 4) and finite(w_column_dot, y_t_dot))
        if not again:
            most6 = max(32768 // (W * s_h), 8)
            cuts6 = max((OH - 1) // most6 + 1, 1)
            high6 = max(min(((OH - 1) // (cuts6 * 4)) * 4 + 4, OH), 1)
            strips6 = max((OH - 1) // high6 + 1, 1)
            tall6 = (KH * d_h - d_h) // s_h + high6
            pieces6 = parts(N * O * strips6)
            tasks6 = N * O * strips6
            share6 = max((tasks6 - 1) // pieces6 + 1, 1)
            launch(_jvp_correlations2, pieces6, KH * N * O * OH * W // 32, w_column_dot, z, y_t_dot,
                    y_t_dot_part1, N, H, W, O, KH, OH, s_h, p_t, d_h, high6, pieces6, share6, strips6, tall6,
                    tasks6)
            again = not (finite(y_t_dot, w_column_dot))
        if again:
            launch(_jvp_plain4, N * O * OH, KH * N * O * OH * W, w_column_dot, z, y_t_dot, y_t_dot_part1, N,
                    H, W, O, KH, OH, s_h, p_t, d_h)
    again = not (
        abreast(O >= 8 and 8192 >= OH * W and 8192 >= OH * OW and 16384 >= KW and s_w * 16 >= W)
        and finite(w_row, y_dot_part1)
    )
    if not again:
        wide7 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block7_count7 = (O - 1) // 16 + 1
        pieces7 = parts(N * block7_count7)
        tasks7 = N * block7_count7
        share7 = max((tasks7 - 1) // pieces7 + 1, 1)
        lot7_last = (tasks7 - 1) // N
        launch(_jvp_abreast3, pieces7, KW * N * O * OH * OW // 32, b_dot, w_row, y_dot_part1, y_t_dot, N, W,
                O, KW, OW, OH, s_w, p_l, d_w, block7_count7, lot7_last, pieces7, share7, tasks7, wide7)
        again = not (finite(y_dot_part1, w_row))
    if again:
        again = not (correlations(OW >= KW and KW >= s_w and W >= 4) and finite(w_row, y_dot_part1))
        if not again:
            wide7 = (KW * d_w - d_w) // s_w + OW
            most7 = max(32768 // max(s_w * wide7, 1), 8)
            cuts7 = max((OH - 1) // most7 + 1, 1)
            high7 = max(min(((OH - 1) // (cuts7 * 4)) * 4 + 4, OH), 1)
            strips7 = max((OH - 1) // high7 + 1, 1)
            pieces7 = parts(N * O * strips7)
            tasks7 = N * O * strips7
            share7 = max((tasks7 - 1) // pieces7 + 1, 1)
            launch(_jvp_correlations3, pieces7, KW * N * O * OH * OW // 32, b_dot, w_row, y_dot_part1,
                    y_t_dot, N, W, O, KW, OW, OH, s_w, p_l, d_w, high7, pieces7, share7, strips7, tasks7,
                    wide7)
            again = not (finite(y_dot_part1, w_row))
        if again:
            # y_dot_part1[n,g,i,j] = ḃ[g] + Σ_v w_row[g,0,0,v] · ẏ_t[n, g, i, s_w·j+d_w·v−p_l]
            launch(_forward_plain3, N * O * OH, KW * N * O * OH * OW, w_row, b_dot, y_dot_part1, y_t_dot, N,
                    W, O, KW, OW, OH, s_w, p_l, d_w)
    again = not (
        abreast(O >= 8 and 8192 >= OH * W and 8192 >= OH * OW and 16384 >= KW and s_w * 16 >= W)
        and finite(w_row_dot, y_dot)
    )
    if not again:
        wide8 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block8_count8 = (O - 1) // 16 + 1
        pieces8 = parts(N * block8_count8)
        tasks8 = N * block8_count8
        share8 = max((tasks8 - 1) // pieces8 + 1, 1)
        lot8_last = (tasks8 - 1) // N
        launch(_jvp_abreast4, pieces8, KW * N * O * OH * OW // 32, w_row_dot, y_t, y_dot, y_dot_part1, N, W,
                O, KW, OW, OH, s_w, p_l, d_w, block8_count8, lot8_last, pieces8, share8, tasks8, wide8)
        again = not (finite(y_dot, w_row_dot))
    if again:
        again = not (correlations(OW >= KW and KW >= s_w and W >= 4) and finite(w_row_dot, y_dot))
        if not again:
            wide8 = (KW * d_w - d_w) // s_w + OW
            most8 = max(32768 // max(s_w * wide8, 1), 8)
            cuts8 = max((OH - 1) // most8 + 1, 1)
            high8 = max(min(((OH - 1) // (cuts8 * 4)) * 4 + 4, OH), 1)
            strips8 = max((OH - 1) // high8 + 1, 1)
            pieces8 = parts(N * O * strips8)
            tasks8 = N * O * strips8
            share8 = max((tasks8 - 1) // pieces8 + 1, 1)
            launch(_jvp_correlations4, pieces8, KW * N * O * OH * OW // 32, w_row_dot, y_t, y_dot,
                    y_dot_part1, N, W, O, KW, OW, OH, s_w, p_l, d_w, high8, pieces8, share8, strips8, tasks8,
                    wide8)
            again = not (finite(y_dot, w_row_dot))
        if again:
            launch(_jvp_plain6, N * O * OH, KW * N * O * OH * OW, w_row_dot, y_t, y_dot, y_dot_part1, N, W, O,
                    KW, OW, OH, s_w, p_l, d_w)
