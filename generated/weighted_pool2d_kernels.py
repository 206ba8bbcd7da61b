"""The kernels of weighted_pool2d; weighted_pool2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `weighted_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, pad_abreast
from .disjoint import njit
from .elementary import exp
from .runtime import plus
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import finite, parts, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, bell, KH, KW, sigma):
    """bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))"""
    dtype = bell.dtype
    T = dtype.type
    factor = -T(1) / (T(2) * sigma) / sigma
    for u in range(first, last):
        # bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
        for v in range(KW):
            bell[U(u), U(v)] = exp(
                (
                    T(
                        u * 4
                        + u**2 * 4
                        + v * 4
                        + v**2 * 4
                        + KH**2
                        + KW**2
                        + 2
                        - (KH * 2)
                        - (KW * 2)
                        - (KH * u * 4)
                        - (KW * v * 4)
                    )
                    / T(4)
                )
                * factor
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(bell_sum, bell, KH, KW):
    """bell_sum = Σ_{u,v} bell[u,v]"""
    dtype = bell_sum.dtype
    T = dtype.type
    # bell_sum = Σ_{u,v} bell[u,v]
    acc = T(0)
    for u in range(KH):
        for v in range(KW):
            acc = plus(acc, bell[U(u), U(v)])
    bell_sum_value = acc
    bell_sum[()] = bell_sum_value


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, x, y, bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
        block_count, pieces, share, tall, wide):
    """y[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    planes = np.empty((max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((1, KH, KW, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((1, OH, OW, 16), dtype)
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
            rights[U(tap)] = u * wide * 16 + v * 16
        for block in range(part * share, min(part * share + share, block_count)):
            # y[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
            for row in range(1):
                for lane in range(min(16, C * N - (block * 16))):
                    starts[U(row), U(lane)] = T(0)
            for row in range(1):
                pad_abreast(weights, (row, 0, 0, 0), KW * 16, 16, bell, (0, 0), KW, 1, 0, KH, KW, min(16,
                        C * N - (block * 16)), 0, KH, 0, KW)
            pad_abreast(planes, (0, 0, 0), wide * 16, 16, x, (block * 16, -p_t, -p_l), W, 1, H * W, tall,
                    wide, min(16, C * N - (block * 16)), p_t, H + p_t, p_l, W + p_l)
            correlate_abreast(tile, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts, (0, 0), 16, weights, (0,
                    0, 0, 0), KH * KW * 16, lefts, planes, (0, 0, 0), s_h * wide * 16, s_w * 16, rights, KH,
                    len(rights), 1, OH, OW, min(16, C * N - (block * 16)))
            for row in range(1):
                for i in range(OH):
                    for j in range(OW):
                        for lane in range(min(16, C * N - (block * 16))):
                            y[U(block * 16 + lane), U(i), U(j)] = tile[U(row), U(i), U(j), U(lane)] * value_of


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, y, bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
        high, nc_count, pieces, share, strips, tall, tasks, wide):
    """y[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    planes = np.empty((s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(1, dtype)
    tile = np.empty((1, high, OW), dtype)
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
                v // s_w + (u % s_h) * s_w * tall * wide + (v % s_w) * tall * wide + (u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            nc = turn_2 // strips
            strip = turn_2 % strips
            # y[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
            for row in range(1):
                starts[U(row)] = T(0)
            for phase_i in range(s_h):
                for phase_j in range(s_w):
                    top = -((phase_i - p_t) // s_h) - (high * strip)
                    bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                    fore = -((phase_j - p_l) // s_w)
                    aft = (W + p_l - phase_j - 1) // s_w + 1
                    pad(planes, (phase_i, phase_j, 0, 0), wide, x, (nc, phase_i + high * s_h * strip - p_t,
                            phase_j - p_l), W * s_h, s_w, tall, wide, top, bottom, fore, aft)
            correlate(tile, (0, 0, 0), OW * high, OW, 1, starts, (0,), 1, bell, (0, 0), 0, lefts, planes, (0,
                    0, 0, 0), wide, rights, KH, len(rights), 1, min(high, OH - (high * strip)), OW)
            for row in range(1):
                for i in range(high * strip, min(high + high * strip, OH)):
                    for j in range(OW):
                        y[U(nc), U(i), U(j)] = tile[U(row), U(i - (high * strip)), U(j)] * value_of


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, y, bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """S₁[j] = Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
    y[nc,i,j] = S₁[j]/bell_sum
    """
    dtype = x.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    S1 = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # S₁[j] = Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        for j in range(OW):
            S1[U(j)] = T(0)
        for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
            for v in range(KW):
                bell_here = bell[U(u), U(v)]
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    S1[U(j)] += bell_here * x[U(nc), U(i * s_h + u - p_t), U(j * s_w + v - p_l)]
        # y[nc,i,j] = S₁[j]/bell_sum
        for j in range(OW):
            y[U(nc), U(i), U(j)] = S1[U(j)] * value_of


def _forward(x, y, bell_sum, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, sigma):
    """bell[u,v] = exp((−(u − KH/2 + 1/2)² − (v − KW/2 + 1/2)²)/(2·σ²))
    bell_sum = Σ_{u,v} bell[u,v]
    y[n,c,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]

    Operations: C·KH·KW·N·OH·OW + C·N·OH·OW multiplications, C·KH·KW·N·OH·OW + KH·KW − C·N·OH·OW − 1
        additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    bell = scratch((KH, KW), dtype)
    launch(_forward_part, KH, KH * KW, bell, KH, KW, sigma)
    _forward_part2(bell_sum, bell, KH, KW)
    again = not (
        abreast(C * N >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW and s_w * 16 >= W)
        and finite(bell, y_rows)
    )
    if not again:
        tall = KH + OH * s_h - s_h
        wide = KW + OW * s_w - s_w
        block_count = (C * N - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        launch(_forward_abreast, pieces, C * KH * KW * N * OH * OW // 32, x_rows, y_rows, bell_sum, bell, N,
                C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, block_count, pieces, share, tall, wide)
        again = not (finite(y_rows, bell))
    if again:
        again = not (
            correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4)
            and finite(bell, y_rows)
        )
        if not again:
            wide = (KW - 1) // s_w + OW
            most = max(32768 // max(s_h * s_w * wide, 1), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH - 1) // s_h + high
            nc_count = C * N
            pieces = parts(nc_count * strips)
            tasks = nc_count * strips
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_forward_correlations, pieces, C * KH * KW * N * OH * OW // 32, x_rows, y_rows, bell_sum,
                    bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, high, nc_count, pieces, share,
                    strips, tall, tasks, wide)
            again = not (finite(y_rows, bell))
        if again:
            launch(_forward_plain, C * N * OH, C * KH * KW * N * OH * OW + C * N * OH * OW, x_rows, y_rows,
                    bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)
