"""The kernels of same_conv2d; same_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv2d`.  Do not edit.
Run time: 26e344414a8c30da.
"""

import numpy as np
from numba import njit

from .runtime import plus
from .threads import launch
from .stencils import correlate, correlations, lagging, lags, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, high, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c + KW * u + v
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = c * tall * wide + d_h * u * wide + d_w * v
        planes = np.empty((Cg, max(0, tall), max(0, wide)), dtype)
        starts = np.empty(Og, dtype)
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * strips)
            g = turn // strips % G
            strip = turn % strips
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
            #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                pad(planes, (c, 0, 0), wide, x, (n, c + Cg * g, high * strip - quotient_KH_d_h,
                        -quotient_KW_d_w), W, 1, tall, wide, quotient_KH_d_h - (high * strip),
                        H + quotient_KH_d_h - (high * strip), quotient_KW_d_w, W + quotient_KW_d_w)
            correlate(y, (n, Og * g, high * strip, 0), H * W, W, 1, starts, (0,), 1, w, (Og * g, 0, 0, 0),
                    Cg * KH * KW, lefts, planes, (0, 0, 0), wide, rights, KH, len(rights), Og, min(high,
                    H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_lagging(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, heaps, high, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    T = dtype.type
    for part in range(first, last):
        rights = np.empty(N * W * H, np.int64)
        for tap in range(N * W * H):
            n = tap // (W * H)
            j = tap // H % W
            i = tap % H
            rights[U(tap)] = (
                j // d_w
                + (i % d_h) * d_w * tall * wide
                + d_h * d_w * n * tall * wide
                + (j % d_w) * tall * wide
                + (i // d_h) * wide
            )
        planes = np.empty((N, d_h, d_w, max(0, tall), max(0, wide)), dtype)
        tile = np.empty((16, N, W, H), dtype)
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
            #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for n in range(N):
                    for j in range(W):
                        for i in range(H):
                            tile[U(o - (heap * 16)), U(n), U(j), U(i)] = T(0)
            for c in range(Cg):
                for strip in range(strips):
                    for n in range(N):
                        for phase_u in range(d_h):
                            for phase_v in range(d_w):
                                pad(planes, (n, phase_u, phase_v, 0, 0), wide, x, (n, c + Cg * g,
                                        phase_u + d_h * high * strip - quotient_KH_d_h,
                                        phase_v - quotient_KW_d_w), W * d_h, d_w, tall, wide,
                                        -((phase_u - quotient_KH_d_h) // d_h) - (high * strip),
                                        (H + quotient_KH_d_h - phase_u - 1) // d_h + 1 - (high * strip),
                                        -((phase_v - quotient_KW_d_w) // d_w),
                                        (W + quotient_KW_d_w - phase_v - 1) // d_w + 1)
                    lags(tile, (0, 0, 0, 0), H * N * W, w, (heap * 16 + Og * g, c, high * strip, 0),
                            Cg * KH * KW, KW, planes, (0, 0, 0, 0, 0), wide, rights, min(16,
                            Og - (heap * 16)), min(high, KH - (high * strip)), KW)
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                b_here = b[U(Og * g + o)]
                for n in range(N):
                    for j in range(W):
                        for i in range(H):
                            y[U(n), U(Og * g + o), U(i), U(j)] = (
                                b_here + tile[U(o - (heap * 16)), U(n), U(j), U(i)]
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, cols, depth, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        tile = np.empty((Og, 384), dtype)
        left = np.empty((min(Og, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
            #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // W
            line_last = cols_last // W
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    c = inner // (KH * KW)
                    u = inner // KW % KH
                    v = inner % KW
                    for line in range(line_first, min(line_last + 1, H * N)):
                        n = line // H
                        i = line % H
                        if i + d_h * u >= quotient_KH_d_h and H + quotient_KH_d_h >= i + d_h * u + 1:
                            j = max(0, cols_from - (W * line), quotient_KW_d_w - (d_w * v))
                            copy(right, (inner - depth_from, j + W * line - cols_from), x, (n, c + Cg * g,
                                    i + d_h * u - quotient_KH_d_h, j + d_w * v - quotient_KW_d_w), 1, min(W,
                                    cols_last + 1 - (W * line), W + quotient_KW_d_w - (d_w * v)) - j)
                line_first2 = depth_from // KW
                line_last2 = depth_last // KW
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        for line in range(line_first2, min(line_last2 + 1, Cg * KH)):
                            c = line // KH
                            u = line % KH
                            v = max(0, depth_from - (KW * line))
                            copy(left, (o - rows_from, KW * line + v - depth_from), w, (Og * g + o, c, u, v),
                                    1, min(KW, depth_last + 1 - (KW * line)) - v)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line in range(line_first, min(line_last + 1, H * N)):
                    n = line // H
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        y[U(n), U(Og * g + o), U(i), U(j)] = b_here + tile[U(o), U(j + W * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, quotient_KH_d_h,
        quotient_KW_d_w):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Og * H * W)
        g = task // (Og * H * W) % G
        o = task // (H * W) % Og
        i = task // W % H
        j = task % W
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        acc = T(0)
        v_first = -((j - quotient_KW_d_w) // d_w)
        v_last = (W + quotient_KW_d_w - j - 1) // d_w
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        for c in range(Cg):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for v in range(max(0, v_first), min(KW, v_last + 1)):
                    acc = plus(
                        acc,
                        w[U(Og * g + o), U(c), U(u), U(v)]
                        * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                U(j + d_w * v - quotient_KW_d_w)],
                    )
        y[U(n), U(Og * g + o), U(i), U(j)] = acc + b[U(Og * g + o)]


def _forward(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W additions, terms that a condition
        drops counted.
    """
    if correlations(H >= KH and W >= KW and W >= 4 and 64 >= min(Cg, Og)):
        wide = KW * d_w + W - d_w
        most = max(32768 // max(Cg * wide, 1), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = KH * d_h + high - d_h
        pieces = parts(G * N * strips)
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        launch(_forward_correlations, pieces, Cg * G * H * KH * KW * N * Og * W // 32, x, w, b, y, N, Cg, G,
                H, W, Og, KH, KW, d_h, d_w, high, pieces, quotient_KH_d_h, quotient_KW_d_w, share, strips,
                tall, tasks, wide)
    else:
        if lagging(KH >= H and KW >= W and W >= 4 and 64 >= min(N, Og)):
            wide = (W - 1) // d_w + KW
            most = max(32768 // max(N * d_h * d_w * wide, 1), 8)
            strips = max((KH - 1) // most + 1, 1)
            high = max((KH - 1) // strips + 1, 1)
            tall = (H - 1) // d_h + high
            heaps = (Og + 15) // 16
            pieces = parts(G * heaps)
            tasks = G * heaps
            share = max((tasks - 1) // pieces + 1, 1)
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            launch(_forward_lagging, pieces, Cg * G * H * KH * KW * N * Og * W // 32, x, w, b, y, N, Cg, G, H,
                    W, Og, KH, KW, d_h, d_w, heaps, high, pieces, quotient_KH_d_h, quotient_KW_d_w, share,
                    strips, tall, tasks, wide)
        else:
            if blocks(Og >= 4 and H * N * W >= 8 and Cg * KH * KW >= 4):
                cols = H * N * W
                depth = Cg * KH * KW
                pieces = parts(H * N * W)
                share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                launch(_forward_blocks, G * pieces, Cg * G * H * KH * KW * N * Og * W // 32, x, w, b, y, N,
                        Cg, G, H, W, Og, KH, KW, d_h, d_w, cols, depth, pieces, quotient_KH_d_h,
                        quotient_KW_d_w, share)
            else:
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                launch(_forward_plain, N * G * Og * H * W, Cg * G * H * KH * KW * N * Og * W, x, w, b, y, N,
                        Cg, G, H, W, Og, KH, KW, d_h, d_w, quotient_KH_d_h, quotient_KW_d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, high, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        lefts = np.empty(Og * KW * KH, np.int64)
        for tap in range(Og * KW * KH):
            o = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = Cg * KH * KW * o - (KW * u) - v
        rights = np.empty(Og * KW * KH, np.int64)
        for tap in range(Og * KW * KH):
            o = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = o * tall * wide + d_h * u * wide + d_w * v
        planes = np.empty((Og, max(0, tall), max(0, wide)), dtype)
        starts = np.empty(Cg, dtype)
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * strips)
            g = turn // strips % G
            strip = turn % strips
            # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
            #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                pad(planes, (o, 0, 0), wide, dy, (n, Og * g + o,
                        d_h + quotient_KH_d_h + high * strip - (KH * d_h),
                        d_w + quotient_KW_d_w - (KW * d_w)), W, 1, tall, wide,
                        KH * d_h - d_h - quotient_KH_d_h - (high * strip),
                        H + KH * d_h - d_h - quotient_KH_d_h - (high * strip),
                        KW * d_w - d_w - quotient_KW_d_w, KW * d_w + W - d_w - quotient_KW_d_w)
            correlate(dx, (n, Cg * g, high * strip, 0), H * W, W, 1, starts, (0,), 1, w, (Og * g, 0, KH - 1,
                    KW - 1), KH * KW, lefts, planes, (0, 0, 0), wide, rights, KH, len(rights), Cg, min(high,
                    H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, cols, depth, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        tile = np.empty((Cg, 384), dtype)
        left = np.empty((min(Cg, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
            #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
            for c in range(Cg):
                for col in range(cols_from, cols_last + 1):
                    tile[U(c), U(col - cols_from)] = T(0)
            line_first = cols_from // W
            line_last = cols_last // W
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    o = inner // (KH * KW)
                    u = inner // KW % KH
                    v = inner % KW
                    for line in range(line_first, min(line_last + 1, H * N)):
                        n = line // H
                        a = line % H
                        if a + quotient_KH_d_h >= d_h * u and H + d_h * u >= a + quotient_KH_d_h + 1:
                            b = max(0, cols_from - (W * line), d_w * v - quotient_KW_d_w)
                            copy(right, (inner - depth_from, b + W * line - cols_from), dy, (n, Og * g + o,
                                    a + quotient_KH_d_h - (d_h * u), b + quotient_KW_d_w - (d_w * v)), 1,
                                    min(W, cols_last + 1 - (W * line), W + d_w * v - quotient_KW_d_w) - b)
                line_first2 = depth_from // KW
                line_last2 = depth_last // KW
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for c in range(rows_from, rows_last + 1):
                        for line in range(line_first2, min(line_last2 + 1, KH * Og)):
                            o = line // KH
                            u = line % KH
                            v = max(0, depth_from - (KW * line))
                            copy(left, (c - rows_from, KW * line + v - depth_from), w, (Og * g + o, c, u, v),
                                    1, min(KW, depth_last + 1 - (KW * line)) - v)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(Cg):
                for line in range(line_first, min(line_last + 1, H * N)):
                    n = line // H
                    a = line % H
                    for b in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        dx[U(n), U(c + Cg * g), U(a), U(b)] = tile[U(c), U(b + W * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, quotient_KH_d_h,
        quotient_KW_d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * H)
        g = task // (Cg * H) % G
        c = task // H % Cg
        a = task % H
        # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
        for b in range(W):
            dx[U(n), U(c + Cg * g), U(a), U(b)] = T(0)
        u_first = -((H - a - quotient_KH_d_h - 1) // d_h)
        u_last = (a + quotient_KH_d_h) // d_h
        for o in range(Og):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                    for b in range(max(0, d_w * v - quotient_KW_d_w), min(W, W + d_w * v - quotient_KW_d_w)):
                        dx[U(n), U(c + Cg * g), U(a), U(b)] += (
                            dy[U(n), U(Og * g + o), U(a + quotient_KH_d_h - (d_h * u)),
                                    U(b + quotient_KW_d_w - (d_w * v))]
                            * w_here
                        )


def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·(KH−1−u),
        b+⌊d_w·(KW−1)/2⌋−d_w·(KW−1−v)] · w[g·Og+o, c, KH−1−u, KW−1−v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    if correlations(H >= KH and W >= KW and W >= 4 and 64 >= min(Cg, Og)):
        wide = KW * d_w + W - d_w
        most = max(32768 // max(Og * wide, 1), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = KH * d_h + high - d_h
        pieces = parts(G * N * strips)
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        launch(_vjp_x_correlations, pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, w, dx, N, Cg, G, H,
                W, Og, KH, KW, d_h, d_w, high, pieces, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall,
                tasks, wide)
    else:
        if blocks(Cg >= 4 and H * N * W >= 8 and KH * KW * Og >= 4):
            cols = H * N * W
            depth = KH * KW * Og
            pieces = parts(H * N * W)
            share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            launch(_vjp_x_blocks, G * pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, w, dx, N, Cg, G, H,
                    W, Og, KH, KW, d_h, d_w, cols, depth, pieces, quotient_KH_d_h, quotient_KW_d_w, share)
        else:
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            launch(_vjp_x_plain, N * G * Cg * H, Cg * G * H * KH * KW * N * Og * W, dy, w, dx, N, Cg, G, H, W,
                    Og, KH, KW, d_h, d_w, quotient_KH_d_h, quotient_KW_d_w)
