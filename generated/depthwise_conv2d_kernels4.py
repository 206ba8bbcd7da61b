"""The kernels of depthwise_conv2d; depthwise_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .depthwise_conv2d_kernels import (
    _forward_abreast, _forward_correlations, _forward_blocks, _forward_plain,
)
from .abreast import correlate_abreast, pad_abreast
from .disjoint import njit
from .runtime import inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, contract, copy, depthblock, finite, parts, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_abreast2(first, last, w_dot, x, y_dot, y_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, block3_count3, lot3_last, pieces3, share3, tall3, tasks3, wide3):
    """ẏ[n, g·M+o, i, j] = y_dot_part1[n, g·M+o, i, j] + Σ_{u,v} ẇ[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
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
            # ẏ[n, g·M+o, i, j] = y_dot_part1[n, g·M+o, i, j] + Σ_{u,v} ẇ[g·M+o, 0, u, v] · x[n,
            #     g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(M):
                for lane3 in range(min(16, C - (block3 * 16))):
                    starts3[U(o), U(lane3)] = T(0)
            for o in range(M):
                pad_abreast(weights3, (o, 0, 0, 0), KW * 16, 16, w_dot, (M * block3 * 16 + o, 0, 0, 0), KW, 1,
                        KH * KW * M, KH, KW, min(16, C - (block3 * 16)), 0, KH, 0, KW)
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
                                y_dot[U(n), U(M * block3 * 16 + M * lane3 + o), U(i), U(j)] = (
                                    tile3[U(o), U(i), U(j), U(lane3)]
                                    + y_dot_part1[U(n), U(M * block3 * 16 + M * lane3 + o), U(i), U(j)]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, x, y_dot, y_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, high3, pieces3, share3, strips3, tall3, tasks3, wide3):
    """ẏ[n, g·M+o, i, j] = y_dot_part1[n, g·M+o, i, j] + Σ_{u,v} ẇ[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
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
            # ẏ[n, g·M+o, i, j] = y_dot_part1[n, g·M+o, i, j] + Σ_{u,v} ẇ[g·M+o, 0, u, v] · x[n,
            #     g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
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
            correlate(tile3, (0, 0, 0), OW * high3, OW, 1, starts3, (0,), 1, w_dot, (M * g, 0, 0, 0), KH * KW,
                    lefts3, planes3, (0, 0, 0, 0), wide3, rights3, KH, len(rights3), M, min(high3,
                    OH - (high3 * strip3)), OW)
            for o in range(M):
                for i in range(high3 * strip3, min(high3 + high3 * strip3, OH)):
                    for j in range(OW):
                        y_dot[U(n), U(M * g + o), U(i), U(j)] = (
                            tile3[U(o), U(i - (high3 * strip3)), U(j)]
                            + y_dot_part1[U(n), U(M * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, x, y_dot, y_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, cols4, deep4, depth4, line4_last, step4_last, wide4):
    """ẏ[n, g·M+o, i, j] = y_dot_part1[n, g·M+o, i, j] + Σ_{u,v} ẇ[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
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
        # ẏ[n, g·M+o, i, j] = y_dot_part1[n, g·M+o, i, j] + Σ_{u,v} ẇ[g·M+o, 0, u, v] · x[n,
        #     g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
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
            contract(tile4, (0, 0), wide4, w_dot, row_at4, left_at4, right4, -deep4 * step4 * wide4,
                    right_at4, M, min(wide4, cols4 - (col_part4 * wide4)), deep4 * step4,
                    min(deep4 + deep4 * step4, depth4), deep4)
        for o in range(M):
            for line4 in range(line4_first, min(line4_last2 + 1, line4_last + 1, N * OH)):
                n = line4 // OH
                i = line4 % OH
                for j in range(max(0, col_part4 * wide4 - (OW * line4)), min(OW, cols4 - (OW * line4),
                        col_part4 * wide4 + wide4 - (OW * line4))):
                    y_dot[U(n), U(M * g + o), U(i), U(j)] = (
                        tile4[U(o), U(j + OW * line4 - (col_part4 * wide4))]
                        + y_dot_part1[U(n), U(M * g + o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, y_dot, y_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w):
    """ẏ[n, g·M+o, i, j] = y_dot_part1[n, g·M+o, i, j] + Σ_{u,v} ẇ[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    for task in range(first, last):
        n = task // (C * M * OH)
        g = task // (M * OH) % C
        o = task // OH % M
        i = task % OH
        # ẏ[n, g·M+o, i, j] = y_dot_part1[n, g·M+o, i, j] + Σ_{u,v} ẇ[g·M+o, 0, u, v] · x[n,
        #     g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            y_dot[U(n), U(M * g + o), U(i), U(j)] = y_dot_part1[U(n), U(M * g + o), U(i), U(j)]
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                w_dot_here = w_dot[U(M * g + o), 0, U(u), U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    y_dot[U(n), U(M * g + o), U(i), U(j)] += (
                        w_dot_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, g·M+o, i, j] = ḃ[g·M+o] + Σ_{u,v} (w[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        + ẇ[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·C·KH·KW·M·N·OH·OW multiplications, 2·C·KH·KW·M·N·OH·OW additions, terms that a condition
        drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = scratch((N, C * M, OH, OW), dtype)
    again = not (
        abreast(C >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW * M and s_w * 16 >= W)
        and finite(w, y_dot_part1)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (C - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        lot_last = (tasks - 1) // N
        # y_dot_part1[n, g·M+o, i, j] = ḃ[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · ẋ[n, g,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        launch(_forward_abreast, pieces, C * KH * KW * M * N * OH * OW // 32, x_dot, w, b_dot, y_dot_part1, N,
                C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, lot_last, pieces,
                share, tall, tasks, wide)
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
                    M - 8,
                    max(KH * KW - 128, -15),
                    max(2 - (KH * KW), M - 24, min(1 - (M % 16), KH * KW - 256)),
                )
            )
            and finite(w, y_dot_part1)
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
            # y_dot_part1[n, g·M+o, i, j] = ḃ[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · ẋ[n, g,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            launch(_forward_correlations, pieces, C * KH * KW * M * N * OH * OW // 32, x_dot, w, b_dot,
                    y_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces,
                    share, strips, tall, tasks, wide)
            again = not (finite(y_dot_part1, w))
        if again:
            again = not (blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4) and finite(w, y_dot_part1))
            if not again:
                cols2 = N * OH * OW
                depth2 = KH * KW
                wide2 = colblock(cols2)
                deep2 = depthblock()
                y_dot_part1_lines2 = y_dot_part1.reshape((N, C * M, OH * OW))
                line2_last = (cols2 - 1) // OW
                step2_last = (depth2 - 1) // deep2
                line2_last2 = (cols2 - 1) // (OH * OW)
                # y_dot_part1[n, g·M+o, i, j] = ḃ[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · ẋ[n, g,
                #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
                launch(_forward_blocks, C * ((cols2 - 1) // wide2 + 1), C * KH * KW * M * N * OH * OW // 32,
                        x_dot, w, b_dot, y_dot_part1_lines2, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t,
                        p_l, d_h, d_w, cols2, deep2, depth2, line2_last, line2_last2, step2_last, wide2)
                again = not (finite(y_dot_part1, w))
            if again:
                # y_dot_part1[n, g·M+o, i, j] = ḃ[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · ẋ[n, g,
                #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
                launch(_forward_plain, N * C * M * OH, C * KH * KW * M * N * OH * OW, x_dot, w, b_dot,
                        y_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)
    again = not (
        abreast(C >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW * M and s_w * 16 >= W)
        and finite(w_dot, y_dot)
    )
    if not again:
        tall3 = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide3 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block3_count3 = (C - 1) // 16 + 1
        pieces3 = parts(N * block3_count3)
        tasks3 = N * block3_count3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        lot3_last = (tasks3 - 1) // N
        launch(_jvp_abreast2, pieces3, C * KH * KW * M * N * OH * OW // 32, w_dot, x, y_dot, y_dot_part1, N,
                C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block3_count3, lot3_last, pieces3,
                share3, tall3, tasks3, wide3)
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
                    M - 8,
                    max(KH * KW - 128, -15),
                    max(2 - (KH * KW), M - 24, min(1 - (M % 16), KH * KW - 256)),
                )
            )
            and finite(w_dot, y_dot)
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
            launch(_jvp_correlations2, pieces3, C * KH * KW * M * N * OH * OW // 32, w_dot, x, y_dot,
                    y_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high3, pieces3,
                    share3, strips3, tall3, tasks3, wide3)
            again = not (finite(y_dot, w_dot))
        if again:
            again = not (blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4) and finite(w_dot, y_dot))
            if not again:
                cols4 = N * OH * OW
                depth4 = KH * KW
                wide4 = colblock(cols4)
                deep4 = depthblock()
                line4_last = (cols4 - 1) // OW
                step4_last = (depth4 - 1) // deep4
                launch(_jvp_blocks2, C * ((cols4 - 1) // wide4 + 1), C * KH * KW * M * N * OH * OW // 32,
                        w_dot, x, y_dot, y_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
                        d_w, cols4, deep4, depth4, line4_last, step4_last, wide4)
                again = not (finite(y_dot, w_dot))
            if again:
                launch(_jvp_plain2, N * C * M * OH, C * KH * KW * M * N * OH * OW, w_dot, x, y_dot,
                        y_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)
