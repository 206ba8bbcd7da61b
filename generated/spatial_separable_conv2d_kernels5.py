"""The kernels of spatial_separable_conv2d; spatial_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `spatial_separable_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .spatial_separable_conv2d_kernels import (
    _forward_abreast, _forward_correlations, _forward_plain, _forward_abreast2, _forward_correlations2,
    _forward_plain2,
)
from .abreast import correlate_abreast, pad_abreast
from .disjoint import njit
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import finite, parts, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_abreast2(first, last, w_column_dot, x, t_dot, t_dot_part1, N, C, H, W, KH, OH, s_h, p_t, d_h,
        block2_count2, lot2_last, pieces2, share2, tall2, tasks2):
    """ṫ[n,g,i,j] = t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]"""
    dtype = w_column_dot.dtype
    T = dtype.type
    planes2 = np.empty((max(0, tall2), W, 16), dtype)
    weights2 = np.empty((1, KH, 16), dtype)
    starts2 = np.empty((1, 16), dtype)
    tile2 = np.empty((1, OH, W, 16), dtype)
    for part2 in range(first, last):
        lefts2 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            lefts2[U(tap)] = u * 16
        rights2 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            rights2[U(tap)] = W * d_h * u * 16
        for lot2 in range(part2 * share2 // N, min((part2 * share2 + share2 - 1) // N + 1, lot2_last + 1,
                block2_count2)):
            block2 = lot2
            # ṫ[n,g,i,j] = t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · x[n, g,
            #     s_h·i+d_h·u−p_t, j]
            for o in range(1):
                for lane2 in range(min(16, C - (block2 * 16))):
                    starts2[U(o), U(lane2)] = T(0)
            for o in range(1):
                pad_abreast(weights2, (o, 0, 0), 0, 16, w_column_dot, (block2 * 16 + o, 0, 0, 0), 0, 1, KH, 1,
                        KH, min(16, C - (block2 * 16)), 0, 1, 0, KH)
            for n in range(max(0, part2 * share2 - (N * lot2)), min(N, tasks2 - (N * lot2),
                    part2 * share2 + share2 - (N * lot2))):
                pad_abreast(planes2, (0, 0, 0), W * 16, 16, x, (n, block2 * 16, -p_t, 0), W, 1, H * W, tall2,
                        W, min(16, C - (block2 * 16)), p_t, H + p_t, 0, W)
                correlate_abreast(tile2, (0, 0, 0, 0), OH * W * 16, W * 16, 16, starts2, (0, 0), 16, weights2,
                        (0, 0, 0), KH * 16, lefts2, planes2, (0, 0, 0), W * s_h * 16, 16, rights2, KH,
                        len(rights2), 1, OH, W, min(16, C - (block2 * 16)))
                for o in range(1):
                    for i in range(OH):
                        for j in range(W):
                            for lane2 in range(min(16, C - (block2 * 16))):
                                t_dot[U(n), U(block2 * 16 + lane2 + o), U(i), U(j)] = (
                                    t_dot_part1[U(n), U(block2 * 16 + lane2 + o), U(i), U(j)]
                                    + tile2[U(o), U(i), U(j), U(lane2)]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_column_dot, x, t_dot, t_dot_part1, N, C, H, W, KH, OH, s_h, p_t, d_h,
        high2, pieces2, share2, strips2, tall2, tasks2):
    """ṫ[n,g,i,j] = t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]"""
    dtype = w_column_dot.dtype
    T = dtype.type
    planes2 = np.empty((s_h, max(0, tall2), W), dtype)
    starts2 = np.empty(1, dtype)
    tile2 = np.empty((1, high2, W), dtype)
    for part2 in range(first, last):
        lefts2 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            lefts2[U(tap)] = u
        rights2 = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            rights2[U(tap)] = (d_h * u // s_h) * W + (d_h * u % s_h) * W * tall2
        for turn2 in range(part2 * share2, min(part2 * share2 + share2, tasks2)):
            n = turn2 // (C * strips2)
            g = turn2 // strips2 % C
            strip2 = turn2 % strips2
            # ṫ[n,g,i,j] = t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · x[n, g,
            #     s_h·i+d_h·u−p_t, j]
            for o in range(1):
                starts2[U(o)] = T(0)
            for phase_i2 in range(s_h):
                top = -((phase_i2 - p_t) // s_h) - (high2 * strip2)
                bottom = (H + p_t - phase_i2 - 1) // s_h + 1 - (high2 * strip2)
                pad(planes2, (phase_i2, 0, 0), W, x, (n, g, phase_i2 + high2 * s_h * strip2 - p_t, 0),
                        W * s_h, 1, tall2, W, top, bottom, 0, W)
            correlate(tile2, (0, 0, 0), W * high2, W, 1, starts2, (0,), 1, w_column_dot, (g, 0, 0, 0), KH,
                    lefts2, planes2, (0, 0, 0), W, rights2, KH, len(rights2), 1, min(high2,
                    OH - (high2 * strip2)), W)
            for o in range(1):
                for i in range(high2 * strip2, min(high2 + high2 * strip2, OH)):
                    for j in range(W):
                        t_dot[U(n), U(g + o), U(i), U(j)] = (
                            t_dot_part1[U(n), U(g + o), U(i), U(j)]
                            + tile2[U(o), U(i - (high2 * strip2)), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_column_dot, x, t_dot, t_dot_part1, N, C, H, W, KH, OH, s_h, p_t, d_h):
    """ṫ[n,g,i,j] = t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]"""
    for task in range(first, last):
        n = task // (C * 1 * OH)
        g = task // (1 * OH) % C
        o = task // OH % 1
        i = task % OH
        # ṫ[n,g,i,j] = t_dot_part1[n,g,i,j] + Σ_u w_column_dot[g,0,u,0] · x[n, g,
        #     s_h·i+d_h·u−p_t, j]
        for j in range(W):
            t_dot[U(n), U(g + o), U(i), U(j)] = t_dot_part1[U(n), U(g + o), U(i), U(j)]
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            w_column_dot_here = w_column_dot[U(g + o), 0, U(u), 0]
            for j in range(W):
                t_dot[U(n), U(g + o), U(i), U(j)] += (
                    w_column_dot_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_abreast4(first, last, w_row, y_dot, t_dot, y_dot_part1, N, C, W, KW, OW, OH, s_w, p_l, d_w,
        block4_count4, lot4_last, pieces4, share4, tasks4, wide4):
    """ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v ṫ[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]"""
    dtype = w_row.dtype
    T = dtype.type
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
            # ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v ṫ[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]
            for o in range(1):
                for lane4 in range(min(16, C - (block4 * 16))):
                    starts4[U(o), U(lane4)] = T(0)
            for o in range(1):
                pad_abreast(weights4, (o, 0, 0), 0, 16, w_row, (block4 * 16 + o, 0, 0, 0), 0, 1, KW, 1, KW,
                        min(16, C - (block4 * 16)), 0, 1, 0, KW)
            for n in range(max(0, part4 * share4 - (N * lot4)), min(N, tasks4 - (N * lot4),
                    part4 * share4 + share4 - (N * lot4))):
                pad_abreast(planes4, (0, 0, 0), wide4 * 16, 16, t_dot, (n, block4 * 16, 0, -p_l), W, 1,
                        OH * W, OH, wide4, min(16, C - (block4 * 16)), 0, OH, p_l, W + p_l)
                correlate_abreast(tile4, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts4, (0, 0), 16,
                        weights4, (0, 0, 0), KW * 16, lefts4, planes4, (0, 0, 0), wide4 * 16, s_w * 16,
                        rights4, KW, len(rights4), 1, OH, OW, min(16, C - (block4 * 16)))
                for o in range(1):
                    for i in range(OH):
                        for j in range(OW):
                            for lane4 in range(min(16, C - (block4 * 16))):
                                y_dot[U(n), U(block4 * 16 + lane4 + o), U(i), U(j)] = (
                                    tile4[U(o), U(i), U(j), U(lane4)]
                                    + y_dot_part1[U(n), U(block4 * 16 + lane4 + o), U(i), U(j)]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations4(first, last, w_row, y_dot, t_dot, y_dot_part1, N, C, W, KW, OW, OH, s_w, p_l, d_w,
        high4, pieces4, share4, strips4, tasks4, wide4):
    """ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v ṫ[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]"""
    dtype = w_row.dtype
    T = dtype.type
    planes4 = np.empty((s_w, high4, max(0, wide4)), dtype)
    starts4 = np.empty(1, dtype)
    tile4 = np.empty((1, high4, OW), dtype)
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
            n = turn4 // (C * strips4)
            g = turn4 // strips4 % C
            strip4 = turn4 % strips4
            # ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v ṫ[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]
            for o in range(1):
                starts4[U(o)] = T(0)
            for phase_j4 in range(s_w):
                bottom = OH - (high4 * strip4)
                fore = -((phase_j4 - p_l) // s_w)
                aft = (W + p_l - phase_j4 - 1) // s_w + 1
                pad(planes4, (phase_j4, 0, 0), wide4, t_dot, (n, g, high4 * strip4, phase_j4 - p_l), W, s_w,
                        high4, wide4, -high4 * strip4, bottom, fore, aft)
            correlate(tile4, (0, 0, 0), OW * high4, OW, 1, starts4, (0,), 1, w_row, (g, 0, 0, 0), KW, lefts4,
                    planes4, (0, 0, 0), wide4, rights4, KW, len(rights4), 1, min(high4,
                    OH - (high4 * strip4)), OW)
            for o in range(1):
                for i in range(high4 * strip4, min(high4 + high4 * strip4, OH)):
                    for j in range(OW):
                        y_dot[U(n), U(g + o), U(i), U(j)] = (
                            tile4[U(o), U(i - (high4 * strip4)), U(j)]
                            + y_dot_part1[U(n), U(g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w_row, y_dot, t_dot, y_dot_part1, N, C, W, KW, OW, OH, s_w, p_l, d_w):
    """ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v ṫ[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]"""
    for task in range(first, last):
        n = task // (C * 1 * OH)
        g = task // (1 * OH) % C
        o = task // OH % 1
        i = task % OH
        # ẏ[n,g,i,j] = y_dot_part1[n,g,i,j] + Σ_v ṫ[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]
        for j in range(OW):
            y_dot[U(n), U(g + o), U(i), U(j)] = y_dot_part1[U(n), U(g + o), U(i), U(j)]
        for v in range(KW):
            w_row_here = w_row[U(g + o), 0, 0, U(v)]
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                y_dot[U(n), U(g + o), U(i), U(j)] += (
                    t_dot[U(n), U(g), U(i), U(j * s_w + d_w * v - p_l)] * w_row_here
                )


def _jvp(x_dot, w_column_dot, w_row_dot, b_dot, x, w_column, w_row, t, y_dot, N, C, H, W, KH, KW, OW, OH, s_h,
        s_w, p_t, p_l, d_h, d_w):
    """ṫ[n,g,i,j] = Σ_u (w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · x[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v] + ṫ[n, g, i,
        s_w·j+d_w·v−p_l] · w_row[g,0,0,v])

    Operations: 2·C·KH·N·OH·W + 2·C·KW·N·OH·OW multiplications, 2·C·KH·N·OH·W + 2·C·KW·N·OH·OW − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    t_dot_part1 = scratch((N, C, OH, W), dtype)
    t_dot = scratch((N, C, OH, W), dtype)
    y_dot_part1 = scratch((N, C, OH, OW), dtype)
    again = not (
        abreast(C >= 8 and 8192 >= H * W and 8192 >= OH * W and 16384 >= KH and 16 >= W)
        and finite(w_column, t_dot_part1)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        block_count = (C - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        lot_last = (tasks - 1) // N
        # t_dot_part1[n,g,i,j] = Σ_u w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j]
        launch(_forward_abreast, pieces, C * KH * N * OH * W // 32, x_dot, w_column, t_dot_part1, N, C, H, W,
                KH, OH, s_h, p_t, d_h, block_count, lot_last, pieces, share, tall, tasks)
        again = not (finite(t_dot_part1, w_column))
    if again:
        again = not (correlations(OH >= KH and KH >= s_h and W >= 4) and finite(w_column, t_dot_part1))
        if not again:
            most = max(32768 // (W * s_h), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            pieces = parts(C * N * strips)
            tasks = C * N * strips
            share = max((tasks - 1) // pieces + 1, 1)
            # t_dot_part1[n,g,i,j] = Σ_u w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j]
            launch(_forward_correlations, pieces, C * KH * N * OH * W // 32, x_dot, w_column, t_dot_part1, N,
                    C, H, W, KH, OH, s_h, p_t, d_h, high, pieces, share, strips, tall, tasks)
            again = not (finite(t_dot_part1, w_column))
        if again:
            # t_dot_part1[n,g,i,j] = Σ_u w_column[g,0,u,0] · ẋ[n, g, s_h·i+d_h·u−p_t, j]
            launch(_forward_plain, N * C * 1 * OH, C * KH * N * OH * W, x_dot, w_column, t_dot_part1, N, C, H,
                    W, KH, OH, s_h, p_t, d_h)
    again = not (
        abreast(C >= 8 and 8192 >= H * W and 8192 >= OH * W and 16384 >= KH and 16 >= W)
        and finite(w_column_dot, t_dot)
    )
    if not again:
        tall2 = KH * d_h + OH * s_h + 1 - d_h - s_h
        block2_count2 = (C - 1) // 16 + 1
        pieces2 = parts(N * block2_count2)
        tasks2 = N * block2_count2
        share2 = max((tasks2 - 1) // pieces2 + 1, 1)
        lot2_last = (tasks2 - 1) // N
        launch(_jvp_abreast2, pieces2, C * KH * N * OH * W // 32, w_column_dot, x, t_dot, t_dot_part1, N, C,
                H, W, KH, OH, s_h, p_t, d_h, block2_count2, lot2_last, pieces2, share2, tall2, tasks2)
        again = not (finite(t_dot, w_column_dot))
    if again:
        again = not (correlations(OH >= KH and KH >= s_h and W >= 4) and finite(w_column_dot, t_dot))
        if not again:
            most2 = max(32768 // (W * s_h), 8)
            cuts2 = max((OH - 1) // most2 + 1, 1)
            high2 = max(min(((OH - 1) // (cuts2 * 4)) * 4 + 4, OH), 1)
            strips2 = max((OH - 1) // high2 + 1, 1)
            tall2 = (KH * d_h - d_h) // s_h + high2
            pieces2 = parts(C * N * strips2)
            tasks2 = C * N * strips2
            share2 = max((tasks2 - 1) // pieces2 + 1, 1)
            launch(_jvp_correlations2, pieces2, C * KH * N * OH * W // 32, w_column_dot, x, t_dot,
                    t_dot_part1, N, C, H, W, KH, OH, s_h, p_t, d_h, high2, pieces2, share2, strips2, tall2,
                    tasks2)
            again = not (finite(t_dot, w_column_dot))
        if again:
            launch(_jvp_plain2, N * C * 1 * OH, C * KH * N * OH * W, w_column_dot, x, t_dot, t_dot_part1, N,
                    C, H, W, KH, OH, s_h, p_t, d_h)
    again = not (
        abreast(C >= 8 and 8192 >= OH * W and 8192 >= OH * OW and 16384 >= KW and s_w * 16 >= W)
        and finite(w_row_dot, y_dot_part1)
    )
    if not again:
        wide3 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block3_count3 = (C - 1) // 16 + 1
        pieces3 = parts(N * block3_count3)
        tasks3 = N * block3_count3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        lot3_last = (tasks3 - 1) // N
        # y_dot_part1[n,g,i,j] = ḃ[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v]
        launch(_forward_abreast2, pieces3, C * KW * N * OH * OW // 32, w_row_dot, b_dot, y_dot_part1, t, N, C,
                W, KW, OW, OH, s_w, p_l, d_w, block3_count3, lot3_last, pieces3, share3, tasks3, wide3)
        again = not (finite(y_dot_part1, w_row_dot))
    if again:
        again = not (correlations(OW >= KW and KW >= s_w and W >= 4) and finite(w_row_dot, y_dot_part1))
        if not again:
            wide3 = (KW * d_w - d_w) // s_w + OW
            most3 = max(32768 // max(s_w * wide3, 1), 8)
            cuts3 = max((OH - 1) // most3 + 1, 1)
            high3 = max(min(((OH - 1) // (cuts3 * 4)) * 4 + 4, OH), 1)
            strips3 = max((OH - 1) // high3 + 1, 1)
            pieces3 = parts(C * N * strips3)
            tasks3 = C * N * strips3
            share3 = max((tasks3 - 1) // pieces3 + 1, 1)
            # y_dot_part1[n,g,i,j] = ḃ[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v]
            launch(_forward_correlations2, pieces3, C * KW * N * OH * OW // 32, w_row_dot, b_dot, y_dot_part1,
                    t, N, C, W, KW, OW, OH, s_w, p_l, d_w, high3, pieces3, share3, strips3, tasks3, wide3)
            again = not (finite(y_dot_part1, w_row_dot))
        if again:
            # y_dot_part1[n,g,i,j] = ḃ[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row_dot[g,0,0,v]
            launch(_forward_plain2, N * C * 1 * OH, C * KW * N * OH * OW, w_row_dot, b_dot, y_dot_part1, t, N,
                    C, W, KW, OW, OH, s_w, p_l, d_w)
    again = not (
        abreast(C >= 8 and 8192 >= OH * W and 8192 >= OH * OW and 16384 >= KW and s_w * 16 >= W)
        and finite(w_row, y_dot)
    )
    if not again:
        wide4 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block4_count4 = (C - 1) // 16 + 1
        pieces4 = parts(N * block4_count4)
        tasks4 = N * block4_count4
        share4 = max((tasks4 - 1) // pieces4 + 1, 1)
        lot4_last = (tasks4 - 1) // N
        launch(_jvp_abreast4, pieces4, C * KW * N * OH * OW // 32, w_row, y_dot, t_dot, y_dot_part1, N, C, W,
                KW, OW, OH, s_w, p_l, d_w, block4_count4, lot4_last, pieces4, share4, tasks4, wide4)
        again = not (finite(y_dot, w_row))
    if again:
        again = not (correlations(OW >= KW and KW >= s_w and W >= 4) and finite(w_row, y_dot))
        if not again:
            wide4 = (KW * d_w - d_w) // s_w + OW
            most4 = max(32768 // max(s_w * wide4, 1), 8)
            cuts4 = max((OH - 1) // most4 + 1, 1)
            high4 = max(min(((OH - 1) // (cuts4 * 4)) * 4 + 4, OH), 1)
            strips4 = max((OH - 1) // high4 + 1, 1)
            pieces4 = parts(C * N * strips4)
            tasks4 = C * N * strips4
            share4 = max((tasks4 - 1) // pieces4 + 1, 1)
            launch(_jvp_correlations4, pieces4, C * KW * N * OH * OW // 32, w_row, y_dot, t_dot, y_dot_part1,
                    N, C, W, KW, OW, OH, s_w, p_l, d_w, high4, pieces4, share4, strips4, tasks4, wide4)
            again = not (finite(y_dot, w_row))
        if again:
            launch(_jvp_plain4, N * C * 1 * OH, C * KW * N * OH * OW, w_row, y_dot, t_dot, y_dot_part1, N, C,
                    W, KW, OW, OH, s_w, p_l, d_w)
