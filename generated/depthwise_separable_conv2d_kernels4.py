"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .depthwise_separable_conv2d_kernels import (
    _forward_abreast, _forward_correlations, _forward_blocks, _forward_plain, _forward_other, _forward_other2,
)
from .abreast import correlate_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, contract, copy, depthblock, either, finite, parts, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_abreast2(first, last, w_depth_dot, x, z_dot, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, block3_count3, lot3_last, pieces3, share3, tall3, tasks3, wide3):
    """ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u, v] · x[n, g,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_depth_dot.dtype
    T = dtype.type
    planes3 = np.empty((max(0, tall3), max(0, wide3), 16), dtype)
    weights3 = np.empty((M, KH, KW, 16), dtype)
    starts3 = np.empty((M, 16), dtype)
    tile3 = np.empty((M, OH, OW, 16), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts3[U(tap)] = KW * u * 16 + v * 16
        rights3 = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights3[U(tap)] = d_h * u * wide3 * 16 + d_w * v * 16
        for lot3 in range(part3 * share3 // N, min((part3 * share3 + share3 - 1) // N + 1, lot3_last + 1,
                block3_count3)):
            block3 = lot3
            # ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u,
            #     v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(M):
                for lane3 in range(min(16, C - (block3 * 16))):
                    starts3[U(o), U(lane3)] = T(0)
            for o in range(M):
                pad_abreast(weights3, (o, 0, 0, 0), KW * 16, 16, w_depth_dot, (M * block3 * 16 + o, 0, 0, 0),
                        KW, 1, KH * KW * M, KH, KW, min(16, C - (block3 * 16)), 0, KH, 0, KW)
            for n in range(max(0, part3 * share3 - (N * lot3)), min(N, tasks3 - (N * lot3),
                    part3 * share3 + share3 - (N * lot3))):
                pad_abreast(planes3, (0, 0, 0), wide3 * 16, 16, x, (n, block3 * 16, -p_t, -p_l), W, 1, H * W,
                        tall3, wide3, min(16, C - (block3 * 16)), p_t, H + p_t, p_l, W + p_l)
                correlate_abreast(tile3, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts3, (0, 0), 16,
                        weights3, (0, 0, 0, 0), KH * KW * 16, lefts3, planes3, (0, 0, 0), s_h * wide3 * 16,
                        s_w * 16, rights3, KH, len(rights3), M, OH, OW, min(16, C - (block3 * 16)))
                for o in range(M):
                    for i in range(OH):
                        for j in range(OW):
                            for lane3 in range(min(16, C - (block3 * 16))):
                                z_dot[U(n), U(M * block3 * 16 + M * lane3 + o), U(i), U(j)] = (
                                    tile3[U(o), U(i), U(j), U(lane3)]
                                    + z_dot_part1[U(n), U(M * block3 * 16 + M * lane3 + o), U(i), U(j)]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_depth_dot, x, z_dot, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, high3, pieces3, share3, strips3, tall3, tasks3, wide3):
    """ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u, v] · x[n, g,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_depth_dot.dtype
    T = dtype.type
    planes3 = np.empty((s_h, s_w, max(0, tall3), max(0, wide3)), dtype)
    starts3 = np.empty(M, dtype)
    tile3 = np.empty((M, high3, OW), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts3[U(tap)] = KW * u + v
        rights3 = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights3[U(tap)] = (
                d_w * v // s_w
                + (d_h * u % s_h) * s_w * tall3 * wide3
                + (d_w * v % s_w) * tall3 * wide3
                + (d_h * u // s_h) * wide3
            )
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (C * strips3)
            g = turn3 // strips3 % C
            strip3 = turn3 % strips3
            # ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u,
            #     v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(M):
                starts3[U(o)] = T(0)
            for phase_i3 in range(s_h):
                for phase_j3 in range(s_w):
                    top = -((phase_i3 - p_t) // s_h) - (high3 * strip3)
                    bottom = (H + p_t - phase_i3 - 1) // s_h + 1 - (high3 * strip3)
                    fore = -((phase_j3 - p_l) // s_w)
                    aft = (W + p_l - phase_j3 - 1) // s_w + 1
                    pad(planes3, (phase_i3, phase_j3, 0, 0), wide3, x, (n, g,
                            phase_i3 + high3 * s_h * strip3 - p_t, phase_j3 - p_l), W * s_h, s_w, tall3,
                            wide3, top, bottom, fore, aft)
            correlate(tile3, (0, 0, 0), OW * high3, OW, 1, starts3, (0,), 1, w_depth_dot, (M * g, 0, 0, 0),
                    KH * KW, lefts3, planes3, (0, 0, 0, 0), wide3, rights3, KH, len(rights3), M, min(high3,
                    OH - (high3 * strip3)), OW)
            for o in range(M):
                for i in range(high3 * strip3, min(high3 + high3 * strip3, OH)):
                    for j in range(OW):
                        z_dot[U(n), U(M * g + o), U(i), U(j)] = (
                            tile3[U(o), U(i - (high3 * strip3)), U(j)]
                            + z_dot_part1[U(n), U(M * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_depth_dot, x, z_dot, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, cols4, deep4, depth4, line4_last, step4_last, wide4):
    """ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u, v] · x[n, g,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_depth_dot.dtype
    T = dtype.type
    row_at4 = np.empty(M, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    tile4 = np.empty((M, wide4), dtype)
    right4 = np.empty((deep4, wide4), dtype)
    for u in range(KH):
        for v in range(KW):
            left_at4[U(KW * u + v)] = KW * u + v
    for k4 in range(depth4):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        g = task // (((cols4 - 1) // wide4 + 1))
        col_part4 = task % ((cols4 - 1) // wide4 + 1)
        # ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u,
        #     v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for o in range(M):
            row_at4[U(o)] = KH * KW * M * g + KH * KW * o
        line4_first = col_part4 * wide4 // OW
        line4_last2 = (col_part4 * wide4 + wide4 - 1) // OW
        for step4 in range(step4_last + 1):
            for inner4 in range(deep4 * step4, min(deep4 + deep4 * step4, depth4)):
                for col4 in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, cols4)):
                    right4[U(inner4 - (deep4 * step4)), U(col4 - (col_part4 * wide4))] = T(0)
            for inner4 in range(deep4 * step4, min(deep4 + deep4 * step4, depth4)):
                u = inner4 // KW
                v = inner4 % KW
                j_first = -((d_w * v - p_l) // s_w)
                j_last = (W + p_l - (d_w * v) - 1) // s_w
                for line4 in range(line4_first, min(line4_last2 + 1, line4_last + 1, N * OH)):
                    n = line4 // OH
                    i = line4 % OH
                    if inside(i * s_h + d_h * u - p_t, H):
                        j = max(0, col_part4 * wide4 - (OW * line4), j_first)
                        copy(right4, (inner4 - (deep4 * step4), j + OW * line4 - (col_part4 * wide4)), x, (n,
                                g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                cols4 - (OW * line4), col_part4 * wide4 + wide4 - (OW * line4),
                                j_last + 1) - j)
            contract(tile4, (0, 0), wide4, w_depth_dot, row_at4, left_at4, right4, -deep4 * step4 * wide4,
                    right_at4, M, min(wide4, cols4 - (col_part4 * wide4)), deep4 * step4,
                    min(deep4 + deep4 * step4, depth4), deep4)
        for o in range(M):
            for line4 in range(line4_first, min(line4_last2 + 1, line4_last + 1, N * OH)):
                n = line4 // OH
                i = line4 % OH
                for j in range(max(0, col_part4 * wide4 - (OW * line4)), min(OW, cols4 - (OW * line4),
                        col_part4 * wide4 + wide4 - (OW * line4))):
                    z_dot[U(n), U(M * g + o), U(i), U(j)] = (
                        tile4[U(o), U(j + OW * line4 - (col_part4 * wide4))]
                        + z_dot_part1[U(n), U(M * g + o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_depth_dot, x, z_dot, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w):
    """ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u, v] · x[n, g,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    for task in range(first, last):
        n = task // (C * M * OH)
        g = task // (M * OH) % C
        o = task // OH % M
        i = task % OH
        # ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u,
        #     v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            z_dot[U(n), U(M * g + o), U(i), U(j)] = z_dot_part1[U(n), U(M * g + o), U(i), U(j)]
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                w_depth_dot_here = w_depth_dot[U(M * g + o), 0, U(u), U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    z_dot[U(n), U(M * g + o), U(i), U(j)] += (
                        w_depth_dot_here
                        * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either(first, last, b_dot, w_point, y_dot_part1_lines5, z_dot, N, C, M, O, OH, OW, c_count5, cols5,
        deep5, high5, wide5):
    """y_dot_part1[n,o,i,j] = ḃ[o] + Σ_c w_point[o,c] · ż[n,c,i,j]"""
    dtype = b_dot.dtype
    row_at5 = np.empty(high5, np.int64)
    left_at5 = np.empty(max(0, c_count5), np.int64)
    right_at5 = np.empty(max(0, c_count5), np.int64)
    tile5 = np.empty((high5, wide5), dtype)
    for c in range(c_count5):
        left_at5[U(c)] = c
    for c in range(c_count5):
        right_at5[U(c)] = OH * OW * c
    for task in range(first, last):
        n = task // (((O - 1) // high5 + 1) * ((cols5 - 1) // wide5 + 1))
        row_part5 = task // (((cols5 - 1) // wide5 + 1)) % ((O - 1) // high5 + 1)
        col_part5 = task % ((cols5 - 1) // wide5 + 1)
        # y_dot_part1[n,o,i,j] = ḃ[o] + Σ_c w_point[o,c] · ż[n,c,i,j]
        for o in range(high5 * row_part5, min(O, high5 + high5 * row_part5)):
            row_at5[U(o - (high5 * row_part5))] = C * M * o
        contract(tile5, (0, 0), wide5, w_point, row_at5, left_at5, z_dot,
                col_part5 * wide5 + C * M * OH * OW * n, right_at5, min(high5, O - (high5 * row_part5)),
                min(wide5, cols5 - (col_part5 * wide5)), 0, c_count5, deep5)
        for o in range(high5 * row_part5, min(O, high5 + high5 * row_part5)):
            b_dot_here = b_dot[U(o)]
            for run5 in range(col_part5 * wide5, min(cols5, col_part5 * wide5 + wide5)):
                y_dot_part1_lines5[U(n), U(o), U(run5)] = (
                    b_dot_here + tile5[U(o - (high5 * row_part5)), U(run5 - (col_part5 * wide5))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain3(first, last, b_dot, w_point, y_dot_part1, z_dot, N, C, M, O, OH, OW, c_block_last):
    """y_dot_part1[n,o,i,j] = ḃ[o] + Σ_c w_point[o,c] · ż[n,c,i,j]"""
    dtype = b_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y_dot_part1[n,o,i,j] = ḃ[o] + Σ_c w_point[o,c] · ż[n,c,i,j]
        b_dot_here = b_dot[U(o)]
        for j in range(OW):
            y_dot_part1[U(n), U(o), U(i), U(j)] = b_dot_here
        for j in range(OW):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(C * M, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(OW):
                    part2[U(j)] += w_point_here * z_dot[U(n), U(c), U(i), U(j)]
            for j in range(OW):
                y_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)], part2[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either2(first, last, w_point_dot, z, y_dot, y_dot_part1, N, C, M, O, OH, OW, c_count7, cols7, deep7,
        high7, line7_last, wide7):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · z[n,c,i,j]"""
    dtype = w_point_dot.dtype
    row_at7 = np.empty(high7, np.int64)
    left_at7 = np.empty(max(0, c_count7), np.int64)
    right_at7 = np.empty(max(0, c_count7), np.int64)
    tile7 = np.empty((high7, wide7), dtype)
    for c in range(c_count7):
        left_at7[U(c)] = c
    for c in range(c_count7):
        right_at7[U(c)] = OH * OW * c
    for task in range(first, last):
        n = task // (((O - 1) // high7 + 1) * ((cols7 - 1) // wide7 + 1))
        row_part7 = task // (((cols7 - 1) // wide7 + 1)) % ((O - 1) // high7 + 1)
        col_part7 = task % ((cols7 - 1) // wide7 + 1)
        # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · z[n,c,i,j]
        for o in range(high7 * row_part7, min(O, high7 + high7 * row_part7)):
            row_at7[U(o - (high7 * row_part7))] = C * M * o
        contract(tile7, (0, 0), wide7, w_point_dot, row_at7, left_at7, z,
                col_part7 * wide7 + C * M * OH * OW * n, right_at7, min(high7, O - (high7 * row_part7)),
                min(wide7, cols7 - (col_part7 * wide7)), 0, c_count7, deep7)
        line7_first = col_part7 * wide7 // OW
        line7_last2 = (col_part7 * wide7 + wide7 - 1) // OW
        for o in range(high7 * row_part7, min(O, high7 + high7 * row_part7)):
            for line7 in range(line7_first, min(line7_last2 + 1, line7_last + 1, OH)):
                i = line7
                for j in range(max(0, col_part7 * wide7 - (OW * line7)), min(OW, cols7 - (OW * line7),
                        col_part7 * wide7 + wide7 - (OW * line7))):
                    y_dot[U(n), U(o), U(i), U(j)] = (
                        tile7[U(o - (high7 * row_part7)), U(j + OW * line7 - (col_part7 * wide7))]
                        + y_dot_part1[U(n), U(o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other4(first, last, z, y_dot, panels8, y_dot_part1, N, C, M, O, OH, OW, c_count8, deep8, high8,
        line8_last, rows8, wide8):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · z[n,c,i,j]"""
    dtype = z.dtype
    row_at8 = np.empty(high8, np.int64)
    left_at8 = np.empty(max(0, c_count8), np.int64)
    right_at8 = np.empty(max(0, c_count8), np.int64)
    tile8 = np.empty((high8, wide8), dtype)
    turned8 = np.empty((wide8, high8), dtype)
    for c in range(c_count8):
        left_at8[U(c)] = OH * OW * c
    for k8 in range(c_count8):
        right_at8[U(k8)] = k8 * wide8
    for task in range(first, last):
        row_part8 = task // (((O - 1) // wide8 + 1))
        col_part8 = task % ((O - 1) // wide8 + 1)
        # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · z[n,c,i,j]
        for line8 in range(high8 * row_part8 // OW, min((high8 + high8 * row_part8 - 1) // OW + 1,
                line8_last + 1, N * OH)):
            n = line8 // OH
            i = line8 % OH
            for j in range(max(0, high8 * row_part8 - (OW * line8)), min(OW, rows8 - (OW * line8),
                    high8 + high8 * row_part8 - (OW * line8))):
                row_at8[U(j + OW * line8 - (high8 * row_part8))] = OW * i + j + C * M * OH * OW * n
        contract(tile8, (0, 0), wide8, z, row_at8, left_at8, panels8, c_count8 * col_part8 * wide8, right_at8,
                min(high8, rows8 - (high8 * row_part8)), min(wide8, O - (col_part8 * wide8)), 0, c_count8,
                deep8)
        turn(turned8, (0, 0), high8, tile8, 0, wide8, 1, min(high8, rows8 - (high8 * row_part8)), min(wide8,
                O - (col_part8 * wide8)))
        for line8 in range(high8 * row_part8 // OW, min((high8 + high8 * row_part8 - 1) // OW + 1,
                line8_last + 1, N * OH)):
            n = line8 // OH
            i = line8 % OH
            for o in range(col_part8 * wide8, min(col_part8 * wide8 + wide8, O)):
                for j in range(max(0, high8 * row_part8 - (OW * line8)), min(OW, rows8 - (OW * line8),
                        high8 + high8 * row_part8 - (OW * line8))):
                    y_dot[U(n), U(o), U(i), U(j)] = (
                        turned8[U(o - (col_part8 * wide8)), U(j + OW * line8 - (high8 * row_part8))]
                        + y_dot_part1[U(n), U(o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w_point_dot, z, y_dot, y_dot_part1, N, C, M, O, OH, OW, c_block_last):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · z[n,c,i,j]"""
    dtype = w_point_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part4 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · z[n,c,i,j]
        for j in range(OW):
            y_dot[U(n), U(o), U(i), U(j)] = y_dot_part1[U(n), U(o), U(i), U(j)]
        for j in range(OW):
            rest2[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(C * M, c_block * 1024 + 1024)):
                w_point_dot_here = w_point_dot[U(o), U(c)]
                for j in range(OW):
                    part4[U(j)] += w_point_dot_here * z[U(n), U(c), U(i), U(j)]
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part4[U(j)])


def _jvp(x_dot, w_depth_dot, w_point_dot, b_dot, x, w_depth, w_point, z, y_dot, N, C, H, W, M, KH, KW, O, OH,
        OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n, g·M+o, i, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point[o,c]·ż[n,c,i,j] + w_point_dot[o,c]·z[n,c,i,j])

    Operations: 2·C·KH·KW·M·N·OH·OW + 2·C·M·N·O·OH·OW multiplications, 2·C·KH·KW·M·N·OH·OW +
        2·C·M·N·O·OH·OW − C·M·N·OH·OW additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    z_dot_part1 = scratch((N, C * M, OH, OW), dtype)
    z_dot = scratch((N, C * M, OH, OW), dtype)
    y_dot_part1 = scratch((N, O, OH, OW), dtype)
    again = not (
        abreast(C >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW * M and s_w * 16 >= W)
        and finite(w_depth, z_dot_part1)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (C - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        lot_last = (tasks - 1) // N
        # z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        launch(_forward_abreast, pieces, C * KH * KW * M * N * OH * OW // 32, x_dot, w_depth, z_dot_part1, N,
                C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, lot_last, pieces,
                share, tall, tasks, wide)
        again = not (finite(z_dot_part1, w_depth))
    if again:
        again = not (
            correlations(
                OH >= KH
                and OW >= KW
                and KH >= s_h
                and KW >= s_w
                and W >= 4
                and 0 >= min(
                    M - 8,
                    max(KH * KW - 128, -15),
                    max(2 - (KH * KW), M - 24, min(1 - (M % 16), KH * KW - 256)),
                )
            )
            and finite(w_depth, z_dot_part1)
        )
        if not again:
            wide = (KW * d_w - d_w) // s_w + OW
            most = max(32768 // max(s_h * s_w * wide, 1), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            pieces = parts(C * N * strips)
            tasks = C * N * strips
            share = max((tasks - 1) // pieces + 1, 1)
            # z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            launch(_forward_correlations, pieces, C * KH * KW * M * N * OH * OW // 32, x_dot, w_depth,
                    z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces,
                    share, strips, tall, tasks, wide)
            again = not (finite(z_dot_part1, w_depth))
        if again:
            again = not (
                blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4) and finite(w_depth, z_dot_part1)
            )
            if not again:
                cols2 = N * OH * OW
                depth2 = KH * KW
                wide2 = colblock(cols2)
                deep2 = depthblock()
                z_dot_part1_lines2 = z_dot_part1.reshape((N, C * M, OH * OW))
                line2_last = (cols2 - 1) // OW
                step2_last = (depth2 - 1) // deep2
                line2_last2 = (cols2 - 1) // (OH * OW)
                # z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g,
                #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
                launch(_forward_blocks, C * ((cols2 - 1) // wide2 + 1), C * KH * KW * M * N * OH * OW // 32,
                        x_dot, w_depth, z_dot_part1_lines2, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
                        d_h, d_w, cols2, deep2, depth2, line2_last, line2_last2, step2_last, wide2)
                again = not (finite(z_dot_part1, w_depth))
            if again:
                # z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g,
                #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
                launch(_forward_plain, N * C * M * OH, C * KH * KW * M * N * OH * OW, x_dot, w_depth,
                        z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)
    again = not (
        abreast(C >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW * M and s_w * 16 >= W)
        and finite(w_depth_dot, z_dot)
    )
    if not again:
        tall3 = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide3 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block3_count3 = (C - 1) // 16 + 1
        pieces3 = parts(N * block3_count3)
        tasks3 = N * block3_count3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        lot3_last = (tasks3 - 1) // N
        launch(_jvp_abreast2, pieces3, C * KH * KW * M * N * OH * OW // 32, w_depth_dot, x, z_dot,
                z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block3_count3,
                lot3_last, pieces3, share3, tall3, tasks3, wide3)
        again = not (finite(z_dot, w_depth_dot))
    if again:
        again = not (
            correlations(
                OH >= KH
                and OW >= KW
                and KH >= s_h
                and KW >= s_w
                and W >= 4
                and 0 >= min(
                    M - 8,
                    max(KH * KW - 128, -15),
                    max(2 - (KH * KW), M - 24, min(1 - (M % 16), KH * KW - 256)),
                )
            )
            and finite(w_depth_dot, z_dot)
        )
        if not again:
            wide3 = (KW * d_w - d_w) // s_w + OW
            most3 = max(32768 // max(s_h * s_w * wide3, 1), 8)
            cuts3 = max((OH - 1) // most3 + 1, 1)
            high3 = max(min(((OH - 1) // (cuts3 * 4)) * 4 + 4, OH), 1)
            strips3 = max((OH - 1) // high3 + 1, 1)
            tall3 = (KH * d_h - d_h) // s_h + high3
            pieces3 = parts(C * N * strips3)
            tasks3 = C * N * strips3
            share3 = max((tasks3 - 1) // pieces3 + 1, 1)
            launch(_jvp_correlations2, pieces3, C * KH * KW * M * N * OH * OW // 32, w_depth_dot, x, z_dot,
                    z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high3, pieces3,
                    share3, strips3, tall3, tasks3, wide3)
            again = not (finite(z_dot, w_depth_dot))
        if again:
            again = not (blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4) and finite(w_depth_dot, z_dot))
            if not again:
                cols4 = N * OH * OW
                depth4 = KH * KW
                wide4 = colblock(cols4)
                deep4 = depthblock()
                line4_last = (cols4 - 1) // OW
                step4_last = (depth4 - 1) // deep4
                launch(_jvp_blocks2, C * ((cols4 - 1) // wide4 + 1), C * KH * KW * M * N * OH * OW // 32,
                        w_depth_dot, x, z_dot, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
                        d_h, d_w, cols4, deep4, depth4, line4_last, step4_last, wide4)
                again = not (finite(z_dot, w_depth_dot))
            if again:
                launch(_jvp_plain2, N * C * M * OH, C * KH * KW * M * N * OH * OW, w_depth_dot, x, z_dot,
                        z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)
    if blocks(N * OH * OW >= 4 and O >= 4 and C * M >= 4):
        if either(OH * OW >= 128):
            c_count5 = C * M
            cols5 = OH * OW
            wide5 = colblock(cols5)
            deep5 = depthblock()
            high5 = rowblock(O, ((cols5 - 1) // wide5 + 1) * N)
            y_dot_part1_lines5 = y_dot_part1.reshape((N, O, OH * OW))
            launch(_jvp_either, N * ((O - 1) // high5 + 1) * ((cols5 - 1) // wide5 + 1),
                    C * M * N * O * OH * OW // 32, b_dot, w_point, y_dot_part1_lines5, z_dot, N, C, M, O, OH,
                    OW, c_count5, cols5, deep5, high5, wide5)
        else:
            c_count6 = C * M
            rows6 = N * OH * OW
            wide6 = colblock(O)
            deep6 = depthblock()
            high6 = rowblock(rows6, (O - 1) // wide6 + 1)
            panels6 = scratch((max(0, (O - 1) // wide6 + 1), max(0, c_count6), wide6), dtype)
            # panels6[col_part6, c, o−col_part6·wide6] = w_point[o,c]
            launch(_forward_other, (O - 1) // wide6 + 1, C * M * O, w_point, panels6, C, M, O, c_count6,
                    wide6)
            y_dot_part1_lines6 = y_dot_part1.reshape((N, O, OH * OW))
            line6_last = (rows6 - 1) // OW
            line6_last2 = (rows6 - 1) // (OH * OW)
            # y_dot_part1[n,o,i,j] = ḃ[o] + Σ_c w_point[o,c] · ż[n,c,i,j]
            launch(_forward_other2, ((rows6 - 1) // high6 + 1) * ((O - 1) // wide6 + 1),
                    C * M * N * O * OH * OW // 32, b_dot, z_dot, panels6, y_dot_part1_lines6, N, C, M, O, OH,
                    OW, c_count6, deep6, high6, line6_last, line6_last2, rows6, wide6)
    else:
        c_block_last = (C * M - 1) // 1024
        launch(_jvp_plain3, N * O * OH, C * M * N * O * OH * OW, b_dot, w_point, y_dot_part1, z_dot, N, C, M,
                O, OH, OW, c_block_last)
    if blocks(N * OH * OW >= 4 and O >= 4 and C * M >= 4):
        if either(OH * OW >= 128):
            c_count7 = C * M
            cols7 = OH * OW
            wide7 = colblock(cols7)
            deep7 = depthblock()
            high7 = rowblock(O, ((cols7 - 1) // wide7 + 1) * N)
            line7_last = (cols7 - 1) // OW
            launch(_jvp_either2, N * ((O - 1) // high7 + 1) * ((cols7 - 1) // wide7 + 1),
                    C * M * N * O * OH * OW // 32, w_point_dot, z, y_dot, y_dot_part1, N, C, M, O, OH, OW,
                    c_count7, cols7, deep7, high7, line7_last, wide7)
        else:
            c_count8 = C * M
            rows8 = N * OH * OW
            wide8 = colblock(O)
            deep8 = depthblock()
            high8 = rowblock(rows8, (O - 1) // wide8 + 1)
            panels8 = scratch((max(0, (O - 1) // wide8 + 1), max(0, c_count8), wide8), dtype)
            # panels8[col_part8, c, o−col_part8·wide8] = w_point_dot[o,c]
            launch(_forward_other, (O - 1) // wide8 + 1, C * M * O, w_point_dot, panels8, C, M, O, c_count8,
                    wide8)
            line8_last = (rows8 - 1) // OW
            launch(_jvp_other4, ((rows8 - 1) // high8 + 1) * ((O - 1) // wide8 + 1),
                    C * M * N * O * OH * OW // 32, z, y_dot, panels8, y_dot_part1, N, C, M, O, OH, OW,
                    c_count8, deep8, high8, line8_last, rows8, wide8)
    else:
        c_block_last = (C * M - 1) // 1024
        launch(_jvp_plain4, N * O * OH, C * M * N * O * OH * OW, w_point_dot, z, y_dot, y_dot_part1, N, C, M,
                O, OH, OW, c_block_last)
