"""The kernels of spatial_separable_conv2d; spatial_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `spatial_separable_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import finite, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, x, w_column, t, N, C, H, W, KH, OH, s_h, p_t, d_h, block_count, lot_last,
        pieces, share, tall, tasks):
    """t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((max(0, tall), W, 16), dtype)
    weights = np.empty((1, KH, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((1, OH, W, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            lefts[U(tap)] = u * 16
        rights = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            rights[U(tap)] = W * d_h * u * 16
        for lot in range(part * share // N, min((part * share + share - 1) // N + 1, lot_last + 1,
                block_count)):
            block = lot
            # t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
            for o in range(1):
                for lane in range(min(16, C - (block * 16))):
                    starts[U(o), U(lane)] = T(0)
            for o in range(1):
                pad_abreast(weights, (o, 0, 0), 0, 16, w_column, (block * 16 + o, 0, 0, 0), 0, 1, KH, 1, KH,
                        min(16, C - (block * 16)), 0, 1, 0, KH)
            for n in range(max(0, part * share - (N * lot)), min(N, tasks - (N * lot),
                    part * share + share - (N * lot))):
                pad_abreast(planes, (0, 0, 0), W * 16, 16, x, (n, block * 16, -p_t, 0), W, 1, H * W, tall, W,
                        min(16, C - (block * 16)), p_t, H + p_t, 0, W)
                correlate_abreast(tile, (0, 0, 0, 0), OH * W * 16, W * 16, 16, starts, (0, 0), 16, weights,
                        (0, 0, 0), KH * 16, lefts, planes, (0, 0, 0), W * s_h * 16, 16, rights, KH,
                        len(rights), 1, OH, W, min(16, C - (block * 16)))
                for o in range(1):
                    lay_abreast(t, (n, block * 16 + o, 0, 0), W, 1, OH * W, tile, (o, 0, 0, 0), W * 16, 16,
                            OH, W, min(16, C - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w_column, t, N, C, H, W, KH, OH, s_h, p_t, d_h, high, pieces, share,
        strips, tall, tasks):
    """t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((s_h, max(0, tall), W), dtype)
    starts = np.empty(1, dtype)
    for part in range(first, last):
        lefts = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            lefts[U(tap)] = u
        rights = np.empty(KH, np.int64)
        for tap in range(KH):
            u = tap
            rights[U(tap)] = (d_h * u // s_h) * W + (d_h * u % s_h) * W * tall
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (C * strips)
            g = turn_2 // strips % C
            strip = turn_2 % strips
            # t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
            for o in range(1):
                starts[U(o)] = T(0)
            for phase_i in range(s_h):
                top = -((phase_i - p_t) // s_h) - (high * strip)
                bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                pad(planes, (phase_i, 0, 0), W, x, (n, g, phase_i + high * s_h * strip - p_t, 0), W * s_h, 1,
                        tall, W, top, bottom, 0, W)
            correlate(t, (n, g, high * strip, 0), OH * W, W, 1, starts, (0,), 1, w_column, (g, 0, 0, 0), KH,
                    lefts, planes, (0, 0, 0), W, rights, KH, len(rights), 1, min(high, OH - (high * strip)),
                    W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w_column, t, N, C, H, W, KH, OH, s_h, p_t, d_h):
    """t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * 1 * OH)
        g = task // (1 * OH) % C
        o = task // OH % 1
        i = task % OH
        # t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
        for j in range(W):
            t[U(n), U(g + o), U(i), U(j)] = T(0)
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            w_column_here = w_column[U(g + o), 0, U(u), 0]
            for j in range(W):
                t[U(n), U(g + o), U(i), U(j)] += (
                    w_column_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast2(first, last, w_row, b, y, t, N, C, W, KW, OW, OH, s_w, p_l, d_w, block2_count2,
        lot2_last, pieces2, share2, tasks2, wide2):
    """y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]"""
    dtype = w_row.dtype
    planes2 = np.empty((OH, max(0, wide2), 16), dtype)
    weights2 = np.empty((1, KW, 16), dtype)
    starts2 = np.empty((1, 16), dtype)
    tile2 = np.empty((1, OH, OW, 16), dtype)
    for part2 in range(first, last):
        lefts2 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            lefts2[U(tap)] = v * 16
        rights2 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            rights2[U(tap)] = d_w * v * 16
        for lot2 in range(part2 * share2 // N, min((part2 * share2 + share2 - 1) // N + 1, lot2_last + 1,
                block2_count2)):
            block2 = lot2
            # y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]
            for o in range(1):
                for lane2 in range(min(16, C - (block2 * 16))):
                    starts2[U(o), U(lane2)] = b[U(block2 * 16 + lane2 + o)]
            for o in range(1):
                pad_abreast(weights2, (o, 0, 0), 0, 16, w_row, (block2 * 16 + o, 0, 0, 0), 0, 1, KW, 1, KW,
                        min(16, C - (block2 * 16)), 0, 1, 0, KW)
            for n in range(max(0, part2 * share2 - (N * lot2)), min(N, tasks2 - (N * lot2),
                    part2 * share2 + share2 - (N * lot2))):
                pad_abreast(planes2, (0, 0, 0), wide2 * 16, 16, t, (n, block2 * 16, 0, -p_l), W, 1, OH * W,
                        OH, wide2, min(16, C - (block2 * 16)), 0, OH, p_l, W + p_l)
                correlate_abreast(tile2, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts2, (0, 0), 16,
                        weights2, (0, 0, 0), KW * 16, lefts2, planes2, (0, 0, 0), wide2 * 16, s_w * 16,
                        rights2, KW, len(rights2), 1, OH, OW, min(16, C - (block2 * 16)))
                for o in range(1):
                    lay_abreast(y, (n, block2 * 16 + o, 0, 0), OW, 1, OH * OW, tile2, (o, 0, 0, 0), OW * 16,
                            16, OH, OW, min(16, C - (block2 * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations2(first, last, w_row, b, y, t, N, C, W, KW, OW, OH, s_w, p_l, d_w, high2, pieces2,
        share2, strips2, tasks2, wide2):
    """y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]"""
    dtype = w_row.dtype
    planes2 = np.empty((s_w, high2, max(0, wide2)), dtype)
    starts2 = np.empty(1, dtype)
    for part2 in range(first, last):
        lefts2 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            lefts2[U(tap)] = v
        rights2 = np.empty(KW, np.int64)
        for tap in range(KW):
            v = tap
            rights2[U(tap)] = d_w * v // s_w + (d_w * v % s_w) * high2 * wide2
        for turn2 in range(part2 * share2, min(part2 * share2 + share2, tasks2)):
            n = turn2 // (C * strips2)
            g = turn2 // strips2 % C
            strip2 = turn2 % strips2
            # y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]
            for o in range(1):
                starts2[U(o)] = b[U(g + o)]
            for phase_j2 in range(s_w):
                bottom = OH - (high2 * strip2)
                fore = -((phase_j2 - p_l) // s_w)
                aft = (W + p_l - phase_j2 - 1) // s_w + 1
                pad(planes2, (phase_j2, 0, 0), wide2, t, (n, g, high2 * strip2, phase_j2 - p_l), W, s_w,
                        high2, wide2, -high2 * strip2, bottom, fore, aft)
            correlate(y, (n, g, high2 * strip2, 0), OH * OW, OW, 1, starts2, (0,), 1, w_row, (g, 0, 0, 0), KW,
                    lefts2, planes2, (0, 0, 0), wide2, rights2, KW, len(rights2), 1, min(high2,
                    OH - (high2 * strip2)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, w_row, b, y, t, N, C, W, KW, OW, OH, s_w, p_l, d_w):
    """y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]"""
    for task in range(first, last):
        n = task // (C * 1 * OH)
        g = task // (1 * OH) % C
        o = task // OH % 1
        i = task % OH
        # y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]
        b_here = b[U(g + o)]
        for j in range(OW):
            y[U(n), U(g + o), U(i), U(j)] = b_here
        for v in range(KW):
            w_row_here = w_row[U(g + o), 0, 0, U(v)]
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                y[U(n), U(g + o), U(i), U(j)] += t[U(n), U(g), U(i), U(j * s_w + d_w * v - p_l)] * w_row_here


def _forward(x, w_column, w_row, b, y, t, N, C, H, W, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    """t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
    y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]

    Operations: C·KH·N·OH·W + C·KW·N·OH·OW multiplications, C·KH·N·OH·W + C·KW·N·OH·OW − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    again = not (
        abreast(C >= 8 and 8192 >= H * W and 8192 >= OH * W and 16384 >= KH and 16 >= W)
        and finite(w_column, t)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        block_count = (C - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        lot_last = (tasks - 1) // N
        launch(_forward_abreast, pieces, C * KH * N * OH * W // 32, x, w_column, t, N, C, H, W, KH, OH, s_h,
                p_t, d_h, block_count, lot_last, pieces, share, tall, tasks)
        again = not (finite(t, w_column))
    if again:
        again = not (correlations(OH >= KH and KH >= s_h and W >= 4) and finite(w_column, t))
        if not again:
            most = max(32768 // (W * s_h), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            pieces = parts(C * N * strips)
            tasks = C * N * strips
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_forward_correlations, pieces, C * KH * N * OH * W // 32, x, w_column, t, N, C, H, W, KH,
                    OH, s_h, p_t, d_h, high, pieces, share, strips, tall, tasks)
            again = not (finite(t, w_column))
        if again:
            launch(_forward_plain, N * C * 1 * OH, C * KH * N * OH * W, x, w_column, t, N, C, H, W, KH, OH,
                    s_h, p_t, d_h)
    again = not (
        abreast(C >= 8 and 8192 >= OH * W and 8192 >= OH * OW and 16384 >= KW and s_w * 16 >= W)
        and finite(w_row, y)
    )
    if not again:
        wide2 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block2_count2 = (C - 1) // 16 + 1
        pieces2 = parts(N * block2_count2)
        tasks2 = N * block2_count2
        share2 = max((tasks2 - 1) // pieces2 + 1, 1)
        lot2_last = (tasks2 - 1) // N
        launch(_forward_abreast2, pieces2, C * KW * N * OH * OW // 32, w_row, b, y, t, N, C, W, KW, OW, OH,
                s_w, p_l, d_w, block2_count2, lot2_last, pieces2, share2, tasks2, wide2)
        again = not (finite(y, w_row))
    if again:
        again = not (correlations(OW >= KW and KW >= s_w and W >= 4) and finite(w_row, y))
        if not again:
            wide2 = (KW * d_w - d_w) // s_w + OW
            most2 = max(32768 // max(s_w * wide2, 1), 8)
            cuts2 = max((OH - 1) // most2 + 1, 1)
            high2 = max(min(((OH - 1) // (cuts2 * 4)) * 4 + 4, OH), 1)
            strips2 = max((OH - 1) // high2 + 1, 1)
            pieces2 = parts(C * N * strips2)
            tasks2 = C * N * strips2
            share2 = max((tasks2 - 1) // pieces2 + 1, 1)
            launch(_forward_correlations2, pieces2, C * KW * N * OH * OW // 32, w_row, b, y, t, N, C, W, KW,
                    OW, OH, s_w, p_l, d_w, high2, pieces2, share2, strips2, tasks2, wide2)
            again = not (finite(y, w_row))
        if again:
            launch(_forward_plain2, N * C * 1 * OH, C * KW * N * OH * OW, w_row, b, y, t, N, C, W, KW, OW, OH,
                    s_w, p_l, d_w)
