"""The kernels of depthwise_conv2d; depthwise_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, contract, copy, depthblock, finite, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, x, w, b, y, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        block_count, lot_last, pieces, share, tall, tasks, wide):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    planes = np.empty((max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((M, KH, KW, 16), dtype)
    starts = np.empty((M, 16), dtype)
    tile = np.empty((M, OH, OW, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts[U(tap)] = KW * u * 16 + v * 16
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights[U(tap)] = d_h * u * wide * 16 + d_w * v * 16
        for lot in range(part * share // N, min((part * share + share - 1) // N + 1, lot_last + 1,
                block_count)):
            block = lot
            # y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(M):
                for lane in range(min(16, C - (block * 16))):
                    starts[U(o), U(lane)] = b[U(M * block * 16 + M * lane + o)]
            for o in range(M):
                pad_abreast(weights, (o, 0, 0, 0), KW * 16, 16, w, (M * block * 16 + o, 0, 0, 0), KW, 1,
                        KH * KW * M, KH, KW, min(16, C - (block * 16)), 0, KH, 0, KW)
            for n in range(max(0, part * share - (N * lot)), min(N, tasks - (N * lot),
                    part * share + share - (N * lot))):
                pad_abreast(planes, (0, 0, 0), wide * 16, 16, x, (n, block * 16, -p_t, -p_l), W, 1, H * W,
                        tall, wide, min(16, C - (block * 16)), p_t, H + p_t, p_l, W + p_l)
                correlate_abreast(tile, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts, (0, 0), 16, weights,
                        (0, 0, 0, 0), KH * KW * 16, lefts, planes, (0, 0, 0), s_h * wide * 16, s_w * 16,
                        rights, KH, len(rights), M, OH, OW, min(16, C - (block * 16)))
                for o in range(M):
                    lay_abreast(y, (n, M * block * 16 + o, 0, 0), OW, 1, M * OH * OW, tile, (o, 0, 0, 0),
                            OW * 16, 16, OH, OW, min(16, C - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, high, pieces, share, strips, tall, tasks, wide):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    planes = np.empty((s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(M, dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts[U(tap)] = KW * u + v
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (C * strips)
            g = turn_2 // strips % C
            strip = turn_2 % strips
            # y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(M):
                starts[U(o)] = b[U(M * g + o)]
            for phase_i in range(s_h):
                for phase_j in range(s_w):
                    top = -((phase_i - p_t) // s_h) - (high * strip)
                    bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                    fore = -((phase_j - p_l) // s_w)
                    aft = (W + p_l - phase_j - 1) // s_w + 1
                    pad(planes, (phase_i, phase_j, 0, 0), wide, x, (n, g, phase_i + high * s_h * strip - p_t,
                            phase_j - p_l), W * s_h, s_w, tall, wide, top, bottom, fore, aft)
            correlate(y, (n, M * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w, (M * g, 0, 0, 0),
                    KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH, len(rights), M, min(high,
                    OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y_lines2, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, cols2, deep2, depth2, line2_last, line2_last2, step2_last, wide2):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    row_at2 = np.empty(M, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((M, wide2), dtype)
    right2 = np.empty((deep2, wide2), dtype)
    for u in range(KH):
        for v in range(KW):
            left_at2[U(KW * u + v)] = KW * u + v
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((cols2 - 1) // wide2 + 1))
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for o in range(M):
            row_at2[U(o)] = KH * KW * M * g + KH * KW * o
        line2_first = col_part2 * wide2 // OW
        line2_last3 = (col_part2 * wide2 + wide2 - 1) // OW
        for step2 in range(step2_last + 1):
            for inner2 in range(deep2 * step2, min(deep2 + deep2 * step2, depth2)):
                for col2 in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, cols2)):
                    right2[U(inner2 - (deep2 * step2)), U(col2 - (col_part2 * wide2))] = T(0)
            for inner2 in range(deep2 * step2, min(deep2 + deep2 * step2, depth2)):
                u = inner2 // KW
                v = inner2 % KW
                j_first = -((d_w * v - p_l) // s_w)
                j_last = (W + p_l - (d_w * v) - 1) // s_w
                for line2 in range(line2_first, min(line2_last3 + 1, line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    if inside(i * s_h + d_h * u - p_t, H):
                        j = max(0, col_part2 * wide2 - (OW * line2), j_first)
                        copy(right2, (inner2 - (deep2 * step2), j + OW * line2 - (col_part2 * wide2)), x, (n,
                                g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                cols2 - (OW * line2), col_part2 * wide2 + wide2 - (OW * line2),
                                j_last + 1) - j)
            contract(tile2, (0, 0), wide2, w, row_at2, left_at2, right2, -deep2 * step2 * wide2, right_at2, M,
                    min(wide2, cols2 - (col_part2 * wide2)), deep2 * step2, min(deep2 + deep2 * step2,
                    depth2), deep2)
        line2_first2 = col_part2 * wide2 // (OH * OW)
        line2_last4 = (col_part2 * wide2 + wide2 - 1) // (OH * OW)
        for o in range(M):
            b_here = b[U(M * g + o)]
            for line2 in range(line2_first2, min(line2_last4 + 1, line2_last2 + 1, N)):
                n = line2
                for run2 in range(max(0, col_part2 * wide2 - (OH * OW * line2)), min(OH * OW,
                        cols2 - (OH * OW * line2), col_part2 * wide2 + wide2 - (OH * OW * line2))):
                    y_lines2[U(n), U(M * g + o), U(run2)] = (
                        b_here + tile2[U(o), U(OH * OW * line2 + run2 - (col_part2 * wide2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    for task in range(first, last):
        n = task // (C * M * OH)
        g = task // (M * OH) % C
        o = task // OH % M
        i = task % OH
        # y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        b_here = b[U(M * g + o)]
        for j in range(OW):
            y[U(n), U(M * g + o), U(i), U(j)] = b_here
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                w_here = w[U(M * g + o), 0, U(u), U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    y[U(n), U(M * g + o), U(i), U(j)] += (
                        w_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


def _forward(x, w, b, y, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: C·KH·KW·M·N·OH·OW multiplications, C·KH·KW·M·N·OH·OW additions, terms that a condition
        drops counted.
    """
    again = not (
        abreast(C >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW * M and s_w * 16 >= W)
        and finite(w, y)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (C - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        lot_last = (tasks - 1) // N
        launch(_forward_abreast, pieces, C * KH * KW * M * N * OH * OW // 32, x, w, b, y, N, C, H, W, M, KH,
                KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, lot_last, pieces, share, tall, tasks,
                wide)
        again = not (finite(y, w))
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
            and finite(w, y)
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
            launch(_forward_correlations, pieces, C * KH * KW * M * N * OH * OW // 32, x, w, b, y, N, C, H, W,
                    M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall, tasks,
                    wide)
            again = not (finite(y, w))
        if again:
            again = not (blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4) and finite(w, y))
            if not again:
                cols2 = N * OH * OW
                depth2 = KH * KW
                wide2 = colblock(cols2)
                deep2 = depthblock()
                y_lines2 = y.reshape((N, C * M, OH * OW))
                line2_last = (cols2 - 1) // OW
                step2_last = (depth2 - 1) // deep2
                line2_last2 = (cols2 - 1) // (OH * OW)
                launch(_forward_blocks, C * ((cols2 - 1) // wide2 + 1), C * KH * KW * M * N * OH * OW // 32,
                        x, w, b, y_lines2, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols2,
                        deep2, depth2, line2_last, line2_last2, step2_last, wide2)
                again = not (finite(y, w))
            if again:
                launch(_forward_plain, N * C * M * OH, C * KH * KW * M * N * OH * OW, x, w, b, y, N, C, H, W,
                        M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)
