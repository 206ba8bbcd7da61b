"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .cross_channel_spatial_conv2d_kernels import (
    _forward_either, _forward_other, _forward_other2, _forward_plain, _forward_blocks, _forward_blocks2,
)
from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, either, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either2(first, last, w_point_dot, x, z_dot, z_dot_part1, N, C, H, W, Cg, G, cols3, deep3, high3,
        line3_last, o_count3, wide3):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · x[n,c,i,j]"""
    dtype = w_point_dot.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(C, np.int64)
    right_at3 = np.empty(C, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for c in range(C):
        left_at3[U(c)] = c
    for c in range(C):
        right_at3[U(c)] = H * W * c
    for task in range(first, last):
        n = task // (((o_count3 - 1) // high3 + 1) * ((cols3 - 1) // wide3 + 1))
        row_part3 = task // (((cols3 - 1) // wide3 + 1)) % ((o_count3 - 1) // high3 + 1)
        col_part3 = task % ((cols3 - 1) // wide3 + 1)
        # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · x[n,c,i,j]
        for o in range(high3 * row_part3, min(o_count3, high3 + high3 * row_part3)):
            row_at3[U(o - (high3 * row_part3))] = C * o
        contract(tile3, (0, 0), wide3, w_point_dot, row_at3, left_at3, x, col_part3 * wide3 + C * H * W * n,
                right_at3, min(high3, o_count3 - (high3 * row_part3)), min(wide3,
                cols3 - (col_part3 * wide3)), 0, C, deep3)
        line3_first = col_part3 * wide3 // W
        line3_last2 = (col_part3 * wide3 + wide3 - 1) // W
        for o in range(high3 * row_part3, min(o_count3, high3 + high3 * row_part3)):
            for line3 in range(line3_first, min(line3_last2 + 1, line3_last + 1, H)):
                i = line3
                for j in range(max(0, col_part3 * wide3 - (W * line3)), min(W, cols3 - (W * line3),
                        col_part3 * wide3 + wide3 - (W * line3))):
                    z_dot[U(n), U(o), U(i), U(j)] = (
                        tile3[U(o - (high3 * row_part3)), U(j + W * line3 - (col_part3 * wide3))]
                        + z_dot_part1[U(n), U(o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other4(first, last, x, panels4, z_dot, z_dot_part1, N, C, H, W, Cg, G, deep4, high4, line4_last,
        o_count4, rows4, wide4):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · x[n,c,i,j]"""
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
        row_part4 = task // (((o_count4 - 1) // wide4 + 1))
        col_part4 = task % ((o_count4 - 1) // wide4 + 1)
        # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · x[n,c,i,j]
        for line4 in range(high4 * row_part4 // W, min((high4 + high4 * row_part4 - 1) // W + 1,
                line4_last + 1, H * N)):
            n = line4 // H
            i = line4 % H
            for j in range(max(0, high4 * row_part4 - (W * line4)), min(W, rows4 - (W * line4),
                    high4 + high4 * row_part4 - (W * line4))):
                row_at4[U(j + W * line4 - (high4 * row_part4))] = W * i + j + C * H * W * n
        contract(tile4, (0, 0), wide4, x, row_at4, left_at4, panels4, C * col_part4 * wide4, right_at4,
                min(high4, rows4 - (high4 * row_part4)), min(wide4, o_count4 - (col_part4 * wide4)), 0, C,
                deep4)
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                o_count4 - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // W, min((high4 + high4 * row_part4 - 1) // W + 1,
                line4_last + 1, H * N)):
            n = line4 // H
            i = line4 % H
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, o_count4)):
                for j in range(max(0, high4 * row_part4 - (W * line4)), min(W, rows4 - (W * line4),
                        high4 + high4 * row_part4 - (W * line4))):
                    z_dot[U(n), U(o), U(i), U(j)] = (
                        turned4[U(o - (col_part4 * wide4)), U(j + W * line4 - (high4 * row_part4))]
                        + z_dot_part1[U(n), U(o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_point_dot, x, z_dot, z_dot_part1, N, C, H, W, Cg, G, c_block_last):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · x[n,c,i,j]"""
    dtype = w_point_dot.dtype
    T = dtype.type
    rest2 = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (Cg * G * H)
        o = task // H % (Cg * G)
        i = task % H
        # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_point_dot[o,c] · x[n,c,i,j]
        for j in range(W):
            z_dot[U(n), U(o), U(i), U(j)] = z_dot_part1[U(n), U(o), U(i), U(j)]
        for j in range(W):
            rest2[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_dot_here = w_point_dot[U(o), U(c)]
                for j in range(W):
                    part2[U(j)] += w_point_dot_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part2[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_abreast(first, last, b_dot, w, y_dot_part1, z_dot, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, block5_count5, lot5_last, pieces5, share5, tall5, tasks5, wide5):
    """y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = b_dot.dtype
    planes5 = np.empty((Cg, max(0, tall5), max(0, wide5), 16), dtype)
    weights5 = np.empty((Og, Cg, KH, KW, 16), dtype)
    starts5 = np.empty((Og, 16), dtype)
    tile5 = np.empty((Og, OH, OW, 16), dtype)
    for part5 in range(first, last):
        lefts5 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts5[U(tap)] = KH * KW * c * 16 + KW * u * 16 + v * 16
        rights5 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights5[U(tap)] = c * tall5 * wide5 * 16 + d_h * u * wide5 * 16 + d_w * v * 16
        for lot5 in range(part5 * share5 // N, min((part5 * share5 + share5 - 1) // N + 1, lot5_last + 1,
                block5_count5)):
            block5 = lot5
            # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n,
            #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for lane5 in range(min(16, G - (block5 * 16))):
                    starts5[U(o), U(lane5)] = b_dot[U(Og * block5 * 16 + Og * lane5 + o)]
            for o in range(Og):
                for c in range(Cg):
                    pad_abreast(weights5, (o, c, 0, 0, 0), KW * 16, 16, w, (Og * block5 * 16 + o, c, 0, 0),
                            KW, 1, Cg * KH * KW * Og, KH, KW, min(16, G - (block5 * 16)), 0, KH, 0, KW)
            for n in range(max(0, part5 * share5 - (N * lot5)), min(N, tasks5 - (N * lot5),
                    part5 * share5 + share5 - (N * lot5))):
                for c in range(Cg):
                    pad_abreast(planes5, (c, 0, 0, 0), wide5 * 16, 16, z_dot, (n, Cg * block5 * 16 + c, -p_t,
                            -p_l), W, 1, Cg * H * W, tall5, wide5, min(16, G - (block5 * 16)), p_t, H + p_t,
                            p_l, W + p_l)
                correlate_abreast(tile5, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts5, (0, 0), 16,
                        weights5, (0, 0, 0, 0, 0), Cg * KH * KW * 16, lefts5, planes5, (0, 0, 0, 0),
                        s_h * wide5 * 16, s_w * 16, rights5, KH, len(rights5), Og, OH, OW, min(16,
                        G - (block5 * 16)))
                for o in range(Og):
                    lay_abreast(y_dot_part1, (n, Og * block5 * 16 + o, 0, 0), OW, 1, OH * OW * Og, tile5, (o,
                            0, 0, 0), OW * 16, 16, OH, OW, min(16, G - (block5 * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations(first, last, b_dot, w, y_dot_part1, z_dot, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, high5, pieces5, share5, strips5, tall5, tasks5, wide5):
    """y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = b_dot.dtype
    planes5 = np.empty((Cg, s_h, s_w, max(0, tall5), max(0, wide5)), dtype)
    starts5 = np.empty(Og, dtype)
    for part5 in range(first, last):
        lefts5 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts5[U(tap)] = KH * KW * c + KW * u + v
        rights5 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights5[U(tap)] = (
                d_w * v // s_w
                + c * s_h * s_w * tall5 * wide5
                + (d_h * u % s_h) * s_w * tall5 * wide5
                + (d_w * v % s_w) * tall5 * wide5
                + (d_h * u // s_h) * wide5
            )
        for turn5 in range(part5 * share5, min(part5 * share5 + share5, tasks5)):
            n = turn5 // (G * strips5)
            g = turn5 // strips5 % G
            strip5 = turn5 % strips5
            # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n,
            #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts5[U(o)] = b_dot[U(Og * g + o)]
            for c in range(Cg):
                for phase_i5 in range(s_h):
                    for phase_j5 in range(s_w):
                        top = -((phase_i5 - p_t) // s_h) - (high5 * strip5)
                        bottom = (H + p_t - phase_i5 - 1) // s_h + 1 - (high5 * strip5)
                        fore = -((phase_j5 - p_l) // s_w)
                        aft = (W + p_l - phase_j5 - 1) // s_w + 1
                        pad(planes5, (c, phase_i5, phase_j5, 0, 0), wide5, z_dot, (n, c + Cg * g,
                                phase_i5 + high5 * s_h * strip5 - p_t, phase_j5 - p_l), W * s_h, s_w, tall5,
                                wide5, top, bottom, fore, aft)
            correlate(y_dot_part1, (n, Og * g, high5 * strip5, 0), OH * OW, OW, 1, starts5, (0,), 1, w,
                    (Og * g, 0, 0, 0), Cg * KH * KW, lefts5, planes5, (0, 0, 0, 0, 0), wide5, rights5, KH,
                    len(rights5), Og, min(high5, OH - (high5 * strip5)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain3(first, last, b_dot, w, y_dot_part1, z_dot, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, c_block_last):
    """y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = b_dot.dtype
    T = dtype.type
    rest3 = np.empty(OW, dtype)
    part3 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n,
        #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
        for j in range(OW):
            rest3[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part3[U(j)] += (
                                w_here
                                * z_dot[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest3[U(j)] = carried(y_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest3[U(j)], part3[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_abreast2(first, last, w_dot, z, y_dot, y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, block7_count7, lot7_last, pieces7, share7, tall7, tasks7, wide7):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes7 = np.empty((Cg, max(0, tall7), max(0, wide7), 16), dtype)
    weights7 = np.empty((Og, Cg, KH, KW, 16), dtype)
    starts7 = np.empty((Og, 16), dtype)
    tile7 = np.empty((Og, OH, OW, 16), dtype)
    for part7 in range(first, last):
        lefts7 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts7[U(tap)] = KH * KW * c * 16 + KW * u * 16 + v * 16
        rights7 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights7[U(tap)] = c * tall7 * wide7 * 16 + d_h * u * wide7 * 16 + d_w * v * 16
        for lot7 in range(part7 * share7 // N, min((part7 * share7 + share7 - 1) // N + 1, lot7_last + 1,
                block7_count7)):
            block7 = lot7
            # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] ·
            #     z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for lane7 in range(min(16, G - (block7 * 16))):
                    starts7[U(o), U(lane7)] = T(0)
            for o in range(Og):
                for c in range(Cg):
                    pad_abreast(weights7, (o, c, 0, 0, 0), KW * 16, 16, w_dot, (Og * block7 * 16 + o, c, 0,
                            0), KW, 1, Cg * KH * KW * Og, KH, KW, min(16, G - (block7 * 16)), 0, KH, 0, KW)
            for n in range(max(0, part7 * share7 - (N * lot7)), min(N, tasks7 - (N * lot7),
                    part7 * share7 + share7 - (N * lot7))):
                for c in range(Cg):
                    pad_abreast(planes7, (c, 0, 0, 0), wide7 * 16, 16, z, (n, Cg * block7 * 16 + c, -p_t,
                            -p_l), W, 1, Cg * H * W, tall7, wide7, min(16, G - (block7 * 16)), p_t, H + p_t,
                            p_l, W + p_l)
                correlate_abreast(tile7, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts7, (0, 0), 16,
                        weights7, (0, 0, 0, 0, 0), Cg * KH * KW * 16, lefts7, planes7, (0, 0, 0, 0),
                        s_h * wide7 * 16, s_w * 16, rights7, KH, len(rights7), Og, OH, OW, min(16,
                        G - (block7 * 16)))
                for o in range(Og):
                    for i in range(OH):
                        for j in range(OW):
                            for lane7 in range(min(16, G - (block7 * 16))):
                                y_dot[U(n), U(Og * block7 * 16 + Og * lane7 + o), U(i), U(j)] = (
                                    tile7[U(o), U(i), U(j), U(lane7)]
                                    + y_dot_part1[U(n), U(Og * block7 * 16 + Og * lane7 + o), U(i), U(j)]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, z, y_dot, y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, high7, pieces7, share7, strips7, tall7, tasks7, wide7):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes7 = np.empty((Cg, s_h, s_w, max(0, tall7), max(0, wide7)), dtype)
    starts7 = np.empty(Og, dtype)
    tile7 = np.empty((Og, high7, OW), dtype)
    for part7 in range(first, last):
        lefts7 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts7[U(tap)] = KH * KW * c + KW * u + v
        rights7 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights7[U(tap)] = (
                d_w * v // s_w
                + c * s_h * s_w * tall7 * wide7
                + (d_h * u % s_h) * s_w * tall7 * wide7
                + (d_w * v % s_w) * tall7 * wide7
                + (d_h * u // s_h) * wide7
            )
        for turn7 in range(part7 * share7, min(part7 * share7 + share7, tasks7)):
            n = turn7 // (G * strips7)
            g = turn7 // strips7 % G
            strip7 = turn7 % strips7
            # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] ·
            #     z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts7[U(o)] = T(0)
            for c in range(Cg):
                for phase_i7 in range(s_h):
                    for phase_j7 in range(s_w):
                        top = -((phase_i7 - p_t) // s_h) - (high7 * strip7)
                        bottom = (H + p_t - phase_i7 - 1) // s_h + 1 - (high7 * strip7)
                        fore = -((phase_j7 - p_l) // s_w)
                        aft = (W + p_l - phase_j7 - 1) // s_w + 1
                        pad(planes7, (c, phase_i7, phase_j7, 0, 0), wide7, z, (n, c + Cg * g,
                                phase_i7 + high7 * s_h * strip7 - p_t, phase_j7 - p_l), W * s_h, s_w, tall7,
                                wide7, top, bottom, fore, aft)
            correlate(tile7, (0, 0, 0), OW * high7, OW, 1, starts7, (0,), 1, w_dot, (Og * g, 0, 0, 0),
                    Cg * KH * KW, lefts7, planes7, (0, 0, 0, 0, 0), wide7, rights7, KH, len(rights7), Og,
                    min(high7, OH - (high7 * strip7)), OW)
            for o in range(Og):
                for i in range(high7 * strip7, min(high7 + high7 * strip7, OH)):
                    for j in range(OW):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                            tile7[U(o), U(i - (high7 * strip7)), U(j)]
                            + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, y_dot, panels8, y_dot_part1, z_padded8, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, deep8, depth8, high8, line8_last, quotient_Og_wide8, rows8, skipping8, wide8,
        z_size28, z_size38):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = y_dot.dtype
    row_at8 = np.empty(high8, np.int64)
    left_at8 = np.empty(max(0, depth8), np.int64)
    right_at8 = np.empty(max(0, depth8), np.int64)
    least8 = np.empty((2, high8), np.int64)
    most8 = np.empty((2, high8), np.int64)
    place8 = np.empty((2, max(0, depth8)), np.int64)
    tile8 = np.empty((high8, wide8), dtype)
    turned8 = np.empty((wide8, high8), dtype)
    for c in range(Cg):
        for u in range(KH):
            for v in range(KW):
                left_at8[U(KH * KW * c + KW * u + v)] = c * z_size28 * z_size38 + d_h * u * z_size38 + d_w * v
                place8[0, U(KH * KW * c + KW * u + v)] = d_h * u
                place8[1, U(KH * KW * c + KW * u + v)] = d_w * v
    for k8 in range(depth8):
        right_at8[U(k8)] = k8 * wide8
    for task in range(first, last):
        g = task // (((rows8 - 1) // high8 + 1) * ((Og - 1) // wide8 + 1))
        row_part8 = task // (((Og - 1) // wide8 + 1)) % ((rows8 - 1) // high8 + 1)
        col_part8 = task % ((Og - 1) // wide8 + 1)
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] ·
        #     z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for line8 in range(high8 * row_part8 // OW, min((high8 + high8 * row_part8 - 1) // OW + 1,
                line8_last + 1, N * OH)):
            n = line8 // OH
            i = line8 % OH
            for j in range(max(0, high8 * row_part8 - (OW * line8)), min(OW, rows8 - (OW * line8),
                    high8 + high8 * row_part8 - (OW * line8))):
                row_at8[U(j + OW * line8 - (high8 * row_part8))] = (
                    Cg * g * z_size28 * z_size38
                    + i * s_h * z_size38
                    + j * s_w
                    + Cg * G * n * z_size28 * z_size38
                )
                least8[0, U(j + OW * line8 - (high8 * row_part8))] = p_t - (i * s_h)
                most8[0, U(j + OW * line8 - (high8 * row_part8))] = H + p_t - (i * s_h) - 1
                least8[1, U(j + OW * line8 - (high8 * row_part8))] = p_l - (j * s_w)
                most8[1, U(j + OW * line8 - (high8 * row_part8))] = W + p_l - (j * s_w) - 1
        contract_inside(tile8, (0, 0), wide8, z_padded8, row_at8, left_at8, panels8,
                col_part8 * depth8 * wide8 + depth8 * g * quotient_Og_wide8 * wide8 + depth8 * g * wide8,
                right_at8, min(high8, rows8 - (high8 * row_part8)), min(wide8, Og - (col_part8 * wide8)),
                depth8, deep8, least8, most8, place8, high8, depth8, 2, skipping8,
                np.empty(max(depth8 * 3 + high8 * 4 + 2, 0), np.int64))
        turn(turned8, (0, 0), high8, tile8, 0, wide8, 1, min(high8, rows8 - (high8 * row_part8)), min(wide8,
                Og - (col_part8 * wide8)))
        for line8 in range(high8 * row_part8 // OW, min((high8 + high8 * row_part8 - 1) // OW + 1,
                line8_last + 1, N * OH)):
            n = line8 // OH
            i = line8 % OH
            for o in range(col_part8 * wide8, min(col_part8 * wide8 + wide8, Og)):
                for j in range(max(0, high8 * row_part8 - (OW * line8)), min(OW, rows8 - (OW * line8),
                        high8 + high8 * row_part8 - (OW * line8))):
                    y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                        turned8[U(o - (col_part8 * wide8)), U(j + OW * line8 - (high8 * row_part8))]
                        + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w_dot, z, y_dot, y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, c_block_last):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest4 = np.empty(OW, dtype)
    part4 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] ·
        #     z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
        for j in range(OW):
            rest4[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part4[U(j)] += (
                                w_dot_here
                                * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(i), U(j)], rest4[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest4[U(j)], part4[U(j)])


def _jvp(x_dot, w_point_dot, b_point_dot, w_dot, b_dot, x, w_point, w, z, y_dot, N, C, H, W, Cg, G, Og, KH,
        KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n,o,i,j] = b_point_dot[o] + Σ_c (w_point[o,c]·ẋ[n,c,i,j] + w_point_dot[o,c]·x[n,c,i,j])
    ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ż[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og + 2·C·Cg·G·H·N·W multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og +
        2·C·Cg·G·H·N·W additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    z_dot_part1 = scratch((N, Cg * G, H, W), dtype)
    z_dot = scratch((N, Cg * G, H, W), dtype)
    y_dot_part1 = scratch((N, G * Og, OH, OW), dtype)
    if blocks(H * N * W >= 4 and Cg * G >= 4 and C >= 4):
        if either(H * W >= 128):
            o_count = Cg * G
            cols = H * W
            wide = colblock(cols)
            deep = depthblock()
            high = rowblock(o_count, ((cols - 1) // wide + 1) * N)
            z_dot_part1_lines = z_dot_part1.reshape((N, Cg * G, H * W))
            # z_dot_part1[n,o,i,j] = b_point_dot[o] + Σ_c w_point[o,c] · ẋ[n,c,i,j]
            launch(_forward_either, N * ((o_count - 1) // high + 1) * ((cols - 1) // wide + 1),
                    C * Cg * G * H * N * W // 32, x_dot, w_point, b_point_dot, z_dot_part1_lines, N, C, H, W,
                    Cg, G, cols, deep, high, o_count, wide)
        else:
            o_count2 = Cg * G
            rows2 = H * N * W
            wide2 = colblock(o_count2)
            deep2 = depthblock()
            high2 = rowblock(rows2, (o_count2 - 1) // wide2 + 1)
            panels2 = scratch((max(0, (o_count2 - 1) // wide2 + 1), C, wide2), dtype)
            # panels2[col_part2, c, o−col_part2·wide2] = w_point[o,c]
            launch(_forward_other, (o_count2 - 1) // wide2 + 1, C * Cg * G, w_point, panels2, C, Cg, G,
                    o_count2, wide2)
            z_dot_part1_lines2 = z_dot_part1.reshape((N, Cg * G, H * W))
            line2_last = (rows2 - 1) // W
            line2_last2 = (rows2 - 1) // (H * W)
            # z_dot_part1[n,o,i,j] = b_point_dot[o] + Σ_c w_point[o,c] · ẋ[n,c,i,j]
            launch(_forward_other2, ((rows2 - 1) // high2 + 1) * ((o_count2 - 1) // wide2 + 1),
                    C * Cg * G * H * N * W // 32, x_dot, b_point_dot, panels2, z_dot_part1_lines2, N, C, H, W,
                    Cg, G, deep2, high2, line2_last, line2_last2, o_count2, rows2, wide2)
    else:
        c_block_last = (C - 1) // 1024
        # z_dot_part1[n,o,i,j] = b_point_dot[o] + Σ_c w_point[o,c] · ẋ[n,c,i,j]
        launch(_forward_plain, N * Cg * G * H, C * Cg * G * H * N * W, x_dot, w_point, b_point_dot,
                z_dot_part1, N, C, H, W, Cg, G, c_block_last)
    if blocks(H * N * W >= 4 and Cg * G >= 4 and C >= 4):
        if either(H * W >= 128):
            o_count3 = Cg * G
            cols3 = H * W
            wide3 = colblock(cols3)
            deep3 = depthblock()
            high3 = rowblock(o_count3, ((cols3 - 1) // wide3 + 1) * N)
            line3_last = (cols3 - 1) // W
            launch(_jvp_either2, N * ((o_count3 - 1) // high3 + 1) * ((cols3 - 1) // wide3 + 1),
                    C * Cg * G * H * N * W // 32, w_point_dot, x, z_dot, z_dot_part1, N, C, H, W, Cg, G,
                    cols3, deep3, high3, line3_last, o_count3, wide3)
        else:
            o_count4 = Cg * G
            rows4 = H * N * W
            wide4 = colblock(o_count4)
            deep4 = depthblock()
            high4 = rowblock(rows4, (o_count4 - 1) // wide4 + 1)
            panels4 = scratch((max(0, (o_count4 - 1) // wide4 + 1), C, wide4), dtype)
            # panels4[col_part4, c, o−col_part4·wide4] = w_point_dot[o,c]
            launch(_forward_other, (o_count4 - 1) // wide4 + 1, C * Cg * G, w_point_dot, panels4, C, Cg, G,
                    o_count4, wide4)
            line4_last = (rows4 - 1) // W
            launch(_jvp_other4, ((rows4 - 1) // high4 + 1) * ((o_count4 - 1) // wide4 + 1),
                    C * Cg * G * H * N * W // 32, x, panels4, z_dot, z_dot_part1, N, C, H, W, Cg, G, deep4,
                    high4, line4_last, o_count4, rows4, wide4)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain2, N * Cg * G * H, C * Cg * G * H * N * W, w_point_dot, x, z_dot, z_dot_part1, N, C,
                H, W, Cg, G, c_block_last)
    again = not (
        abreast(
            G >= 8
            and 16384 >= Cg * KH * KW * Og
            and max(min(8192 - (Cg * H * W), 8192 - (OH * OW), s_w * 16 - W, 3 - Cg), min(32 - max(Cg, Og),
                    32768 - max(Cg * H * W, OH * OW * Og), G * 9 - (((G - 1) // 16) * 128) - 128,
                    max(OW % 16 - 1, s_w * 16 - W), min(Cg, KH * KW, Og) - 4,
                    N + ((G - 1) // 16) * N - 16)) >= 0
        )
        and finite(w, y_dot_part1)
    )
    if not again:
        tall5 = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide5 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block5_count5 = (G - 1) // 16 + 1
        pieces5 = parts(N * block5_count5)
        tasks5 = N * block5_count5
        share5 = max((tasks5 - 1) // pieces5 + 1, 1)
        lot5_last = (tasks5 - 1) // N
        launch(_jvp_abreast, pieces5, Cg * G * KH * KW * N * OH * OW * Og // 32, b_dot, w, y_dot_part1, z_dot,
                N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block5_count5, lot5_last,
                pieces5, share5, tall5, tasks5, wide5)
        again = not (finite(y_dot_part1, w))
    if again:
        again = not (
            correlations(
                OH >= KH
                and OW >= KW
                and KH >= s_h
                and KW >= s_w
                and W >= 4
                and 0 >= min(
                    max(Cg - 16, Cg * KH * KW - 128),
                    max(2 - (KH * KW), min(1 - (Og % 16), Cg * KH * KW - 256), Og - 24),
                    Og - 8,
                )
            )
            and finite(w, y_dot_part1)
        )
        if not again:
            wide5 = (KW * d_w - d_w) // s_w + OW
            most5 = max(32768 // max(Cg * s_h * s_w * wide5, 1), 8)
            cuts5 = max((OH - 1) // most5 + 1, 1)
            high5 = max(min(((OH - 1) // (cuts5 * 4)) * 4 + 4, OH), 1)
            strips5 = max((OH - 1) // high5 + 1, 1)
            tall5 = (KH * d_h - d_h) // s_h + high5
            pieces5 = parts(G * N * strips5)
            tasks5 = G * N * strips5
            share5 = max((tasks5 - 1) // pieces5 + 1, 1)
            launch(_jvp_correlations, pieces5, Cg * G * KH * KW * N * OH * OW * Og // 32, b_dot, w,
                    y_dot_part1, z_dot, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                    high5, pieces5, share5, strips5, tall5, tasks5, wide5)
            again = not (finite(y_dot_part1, w))
        if again:
            again = not (
                blocks(
                    N * OH * OW >= 4
                    and Og >= 8
                    and Cg * KH * KW >= 4
                    and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
                    and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
                )
                and finite(w, y_dot_part1)
            )
            if not again:
                rows6 = N * OH * OW
                depth6 = Cg * KH * KW
                z_dot_size26 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
                z_dot_size36 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
                z_dot_padded6 = padded(z_dot, (0, 0, -p_t, -p_l), (N, Cg * G, z_dot_size26, z_dot_size36))
                wide6 = colblock(Og)
                deep6 = depthblock()
                high6 = rowblock(rows6, ((Og - 1) // wide6 + 1) * G)
                skipping6 = skipping(H * W, z_dot_size26 * z_dot_size36)
                panels6 = scratch((G, max(0, (Og - 1) // wide6 + 1), max(0, depth6), wide6), dtype)
                # panels6[g, col_part6, (c·KH+u)·KW+v, o−col_part6·wide6] = w[g·Og+o, c, u, v]
                launch(_forward_blocks, G * ((Og - 1) // wide6 + 1), Cg * G * KH * KW * Og, w, panels6, Cg, G,
                        Og, KH, KW, depth6, wide6)
                y_dot_part1_lines6 = y_dot_part1.reshape((N, G * Og, OH * OW))
                line6_last = (rows6 - 1) // OW
                quotient_Og_wide6 = (Og - 1) // wide6
                line6_last2 = (rows6 - 1) // (OH * OW)
                # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n,
                #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
                launch(_forward_blocks2, G * ((rows6 - 1) // high6 + 1) * ((Og - 1) // wide6 + 1),
                        Cg * G * KH * KW * N * OH * OW * Og // 32, b_dot, panels6, y_dot_part1_lines6,
                        z_dot_padded6, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                        deep6, depth6, high6, line6_last, line6_last2, quotient_Og_wide6, rows6, skipping6,
                        wide6, z_dot_size26, z_dot_size36)
                again = not (finite(y_dot_part1, w))
            if again:
                c_block_last = (Cg - 1) // 1024
                launch(_jvp_plain3, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, b_dot, w,
                        y_dot_part1, z_dot, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                        c_block_last)
    again = not (
        abreast(
            G >= 8
            and 16384 >= Cg * KH * KW * Og
            and max(min(8192 - (Cg * H * W), 8192 - (OH * OW), s_w * 16 - W, 3 - Cg), min(32 - max(Cg, Og),
                    32768 - max(Cg * H * W, OH * OW * Og), G * 9 - (((G - 1) // 16) * 128) - 128,
                    max(OW % 16 - 1, s_w * 16 - W), min(Cg, KH * KW, Og) - 4,
                    N + ((G - 1) // 16) * N - 16)) >= 0
        )
        and finite(w_dot, y_dot)
    )
    if not again:
        tall7 = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide7 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block7_count7 = (G - 1) // 16 + 1
        pieces7 = parts(N * block7_count7)
        tasks7 = N * block7_count7
        share7 = max((tasks7 - 1) // pieces7 + 1, 1)
        lot7_last = (tasks7 - 1) // N
        launch(_jvp_abreast2, pieces7, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, z, y_dot,
                y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block7_count7,
                lot7_last, pieces7, share7, tall7, tasks7, wide7)
        again = not (finite(y_dot, w_dot))
    if again:
        again = not (
            correlations(
                OH >= KH
                and OW >= KW
                and KH >= s_h
                and KW >= s_w
                and W >= 4
                and 0 >= min(
                    max(Cg - 16, Cg * KH * KW - 128),
                    max(2 - (KH * KW), min(1 - (Og % 16), Cg * KH * KW - 256), Og - 24),
                    Og - 8,
                )
            )
            and finite(w_dot, y_dot)
        )
        if not again:
            wide7 = (KW * d_w - d_w) // s_w + OW
            most7 = max(32768 // max(Cg * s_h * s_w * wide7, 1), 8)
            cuts7 = max((OH - 1) // most7 + 1, 1)
            high7 = max(min(((OH - 1) // (cuts7 * 4)) * 4 + 4, OH), 1)
            strips7 = max((OH - 1) // high7 + 1, 1)
            tall7 = (KH * d_h - d_h) // s_h + high7
            pieces7 = parts(G * N * strips7)
            tasks7 = G * N * strips7
            share7 = max((tasks7 - 1) // pieces7 + 1, 1)
            launch(_jvp_correlations2, pieces7, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, z, y_dot,
                    y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high7,
                    pieces7, share7, strips7, tall7, tasks7, wide7)
            again = not (finite(y_dot, w_dot))
        if again:
            again = not (
                blocks(
                    N * OH * OW >= 4
                    and Og >= 8
                    and Cg * KH * KW >= 4
                    and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
                    and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
                )
                and finite(w_dot, y_dot)
            )
            if not again:
                rows8 = N * OH * OW
                depth8 = Cg * KH * KW
                z_size28 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
                z_size38 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
                z_padded8 = padded(z, (0, 0, -p_t, -p_l), (N, Cg * G, z_size28, z_size38))
                wide8 = colblock(Og)
                deep8 = depthblock()
                high8 = rowblock(rows8, ((Og - 1) // wide8 + 1) * G)
                skipping8 = skipping(H * W, z_size28 * z_size38)
                panels8 = scratch((G, max(0, (Og - 1) // wide8 + 1), max(0, depth8), wide8), dtype)
                # panels8[g, col_part8, (c·KH+u)·KW+v, o−col_part8·wide8] = ẇ[g·Og+o, c, u, v]
                launch(_forward_blocks, G * ((Og - 1) // wide8 + 1), Cg * G * KH * KW * Og, w_dot, panels8,
                        Cg, G, Og, KH, KW, depth8, wide8)
                line8_last = (rows8 - 1) // OW
                quotient_Og_wide8 = (Og - 1) // wide8
                launch(_jvp_blocks4, G * ((rows8 - 1) // high8 + 1) * ((Og - 1) // wide8 + 1),
                        Cg * G * KH * KW * N * OH * OW * Og // 32, y_dot, panels8, y_dot_part1, z_padded8, N,
                        H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, deep8, depth8, high8,
                        line8_last, quotient_Og_wide8, rows8, skipping8, wide8, z_size28, z_size38)
                again = not (finite(y_dot, w_dot))
            if again:
                c_block_last = (Cg - 1) // 1024
                launch(_jvp_plain4, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w_dot, z, y_dot,
                        y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                        c_block_last)
