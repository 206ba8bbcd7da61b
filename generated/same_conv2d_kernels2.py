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
def _vjp_w_correlations(first, last, dy, x, dw, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, high, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+i−⌊d_h·(KH−1)/2⌋,
        d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        lefts = np.empty(N * W * H, np.int64)
        for tap in range(N * W * H):
            n = tap // (W * H)
            j = tap // H % W
            i = tap % H
            lefts[U(tap)] = W * i + j + G * H * Og * W * n
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
        starts = np.empty(Og, dtype)
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // (Cg * strips)
            c = turn // strips % Cg
            strip = turn % strips
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
            #     d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                starts[U(o)] = T(0)
            for n in range(N):
                for phase_u in range(d_h):
                    for phase_v in range(d_w):
                        pad(planes, (n, phase_u, phase_v, 0, 0), wide, x, (n, c + Cg * g,
                                phase_u + d_h * high * strip - quotient_KH_d_h, phase_v - quotient_KW_d_w),
                                W * d_h, d_w, tall, wide,
                                -((phase_u - quotient_KH_d_h) // d_h) - (high * strip),
                                (H + quotient_KH_d_h - phase_u - 1) // d_h + 1 - (high * strip),
                                -((phase_v - quotient_KW_d_w) // d_w),
                                (W + quotient_KW_d_w - phase_v - 1) // d_w + 1)
            correlate(dw, (Og * g, c, high * strip, 0), Cg * KH * KW, KW, 1, starts, (0,), 1, dy, (0, Og * g,
                    0, 0), H * W, lefts, planes, (0, 0, 0, 0, 0), wide, rights, H, len(rights), Og, min(high,
                    KH - (high * strip)), KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, heaps, high, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+i−⌊d_h·(KH−1)/2⌋,
        d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = c * tall * wide + d_h * u * wide + d_w * v
        planes = np.empty((Cg, max(0, tall), max(0, wide)), dtype)
        tile = np.empty((16, Cg, KW, KH), dtype)
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
            #     d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for v in range(KW):
                        for u in range(KH):
                            tile[U(o - (heap * 16)), U(c), U(v), U(u)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for c in range(Cg):
                        pad(planes, (c, 0, 0), wide, x, (n, c + Cg * g, high * strip - quotient_KH_d_h,
                                -quotient_KW_d_w), W, 1, tall, wide, quotient_KH_d_h - (high * strip),
                                H + quotient_KH_d_h - (high * strip), quotient_KW_d_w, W + quotient_KW_d_w)
                    lags(tile, (0, 0, 0, 0), Cg * KH * KW, dy, (n, heap * 16 + Og * g, high * strip, 0),
                            H * W, W, planes, (0, 0, 0), wide, rights, min(16, Og - (heap * 16)), min(high,
                            H - (high * strip)), W)
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for v in range(KW):
                        for u in range(KH):
                            dw[U(Og * g + o), U(c), U(u), U(v)] = tile[U(o - (heap * 16)), U(c), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, cols, depth, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+i−⌊d_h·(KH−1)/2⌋,
        d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        tile = np.empty((Og, 384), dtype)
        left = np.empty((min(Og, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
            #     d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // KW
            line_last = cols_last // KW
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (H * W)
                    i = inner // W % H
                    j = inner % W
                    v_first = -((j - quotient_KW_d_w) // d_w)
                    v_last = (W + quotient_KW_d_w - j - 1) // d_w
                    for line in range(line_first, min(line_last + 1, Cg * KH)):
                        c = line // KH
                        u = line % KH
                        if i + d_h * u >= quotient_KH_d_h and H + quotient_KH_d_h >= i + d_h * u + 1:
                            v = max(0, cols_from - (KW * line), v_first)
                            copy(right, (inner - depth_from, KW * line + v - cols_from), x, (n, c + Cg * g,
                                    i + d_h * u - quotient_KH_d_h, j + d_w * v - quotient_KW_d_w), d_w,
                                    min(KW, cols_last + 1 - (KW * line), v_last + 1) - v)
                line_first2 = depth_from // W
                line_last2 = depth_last // W
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        for line in range(line_first2, min(line_last2 + 1, H * N)):
                            n = line // H
                            i = line % H
                            j = max(0, depth_from - (W * line))
                            copy(left, (o - rows_from, j + W * line - depth_from), dy, (n, Og * g + o, i, j),
                                    1, min(W, depth_last + 1 - (W * line)) - j)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(Og):
                for line in range(line_first, min(line_last + 1, Cg * KH)):
                    c = line // KH
                    u = line % KH
                    for v in range(max(0, cols_from - (KW * line)), min(KW, cols_last + 1 - (KW * line))):
                        dw[U(Og * g + o), U(c), U(u), U(v)] = tile[U(o), U(KW * line + v - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, quotient_KH_d_h,
        quotient_KW_d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+i−⌊d_h·(KH−1)/2⌋,
        d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KH * KW)
        o = task // (Cg * KH * KW) % Og
        c = task // (KH * KW) % Cg
        u = task // KW % KH
        v = task % KW
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
        #     d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
        acc = T(0)
        for n in range(N):
            for i in range(max(0, quotient_KH_d_h - (d_h * u)), min(H, H + quotient_KH_d_h - (d_h * u))):
                for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W, W + quotient_KW_d_w - (d_w * v))):
                    acc = plus(
                        acc,
                        dy[U(n), U(Og * g + o), U(i), U(j)]
                        * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                U(j + d_w * v - quotient_KW_d_w)],
                    )
        dw[U(Og * g + o), U(c), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+i−⌊d_h·(KH−1)/2⌋,
        d_w·v+j−⌊d_w·(KW−1)/2⌋]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·KH·KW·Og additions, terms
        that a condition drops counted.
    """
    if correlations(KH >= H and KW >= W and W >= 4 and 64 >= min(N, Og)):
        wide = (W - 1) // d_w + KW
        most = max(32768 // max(N * d_h * d_w * wide, 1), 8)
        strips = max((KH - 1) // most + 1, 1)
        high = max((KH - 1) // strips + 1, 1)
        tall = (H - 1) // d_h + high
        pieces = parts(Cg * G * strips)
        tasks = Cg * G * strips
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        launch(_vjp_w_correlations, pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg, G, H,
                W, Og, KH, KW, d_h, d_w, high, pieces, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall,
                tasks, wide)
    else:
        if lagging(H >= KH and W >= KW and W >= 4 and 64 >= min(Cg, Og)):
            wide = KW * d_w + W - d_w
            most = max(32768 // max(Cg * wide, 1), 8)
            strips = max((H - 1) // most + 1, 1)
            high = max((H - 1) // strips + 1, 1)
            tall = KH * d_h + high - d_h
            heaps = (Og + 15) // 16
            pieces = parts(G * heaps)
            tasks = G * heaps
            share = max((tasks - 1) // pieces + 1, 1)
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            launch(_vjp_w_lagging, pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg, G, H, W,
                    Og, KH, KW, d_h, d_w, heaps, high, pieces, quotient_KH_d_h, quotient_KW_d_w, share,
                    strips, tall, tasks, wide)
        else:
            if blocks(Og >= 4 and Cg * KH * KW >= 8 and H * N * W >= 4):
                cols = Cg * KH * KW
                depth = H * N * W
                pieces = parts(Cg * KH * KW)
                share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                launch(_vjp_w_blocks, G * pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg,
                        G, H, W, Og, KH, KW, d_h, d_w, cols, depth, pieces, quotient_KH_d_h, quotient_KW_d_w,
                        share)
            else:
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                launch(_vjp_w_plain, G * Og * Cg * KH * KW, Cg * G * H * KH * KW * N * Og * W, dy, x, dw, N,
                        Cg, G, H, W, Og, KH, KW, d_h, d_w, quotient_KH_d_h, quotient_KW_d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, H, W, Og):
    """db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]
        acc = T(0)
        for n in range(N):
            for ij in range(H * W):
                acc = plus(acc, dy[U(n), U(Og * g + o), U(ij)])
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, H, W, Og):
    """db[g·Og+o] = Σ_{n,i,j} dy[n, g·Og+o, i, j]

    As compiled:

    db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]

    Operations: G·H·N·Og·W − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, H * W))
    launch(_vjp_b_part, G * Og, G * H * N * Og * W, dy_rows, db, N, G, H, W, Og)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, c_first,
        quotient_KH_d_h, quotient_KW_d_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋])
    """
    for task in range(first, last):
        n = task // (G * Og * H)
        g = task // (Og * H) % G
        o = task // H % Og
        i = task % H
        # ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, u, v] · x[n,
        #     g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(W):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        for c in range(0, Cg - 3, 4):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c + 1), U(u), U(v)]
                    w_here2 = w[U(Og * g + o), U(c + 2), U(u), U(v)]
                    w_here3 = w[U(Og * g + o), U(c + 3), U(u), U(v)]
                    w_here4 = w[U(Og * g + o), U(c), U(u), U(v)]
                    w_dot_here = w_dot[U(Og * g + o), U(c + 1), U(u), U(v)]
                    w_dot_here2 = w_dot[U(Og * g + o), U(c + 2), U(u), U(v)]
                    w_dot_here3 = w_dot[U(Og * g + o), U(c + 3), U(u), U(v)]
                    w_dot_here4 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                            W + quotient_KW_d_w - (d_w * v))):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                            w_dot_here
                            * x[U(n), U(c + Cg * g + 1), U(i + d_h * u - quotient_KH_d_h),
                                    U(j + d_w * v - quotient_KW_d_w)]
                            + w_dot_here2
                            * x[U(n), U(c + Cg * g + 2), U(i + d_h * u - quotient_KH_d_h),
                                    U(j + d_w * v - quotient_KW_d_w)]
                            + w_dot_here3
                            * x[U(n), U(c + Cg * g + 3), U(i + d_h * u - quotient_KH_d_h),
                                    U(j + d_w * v - quotient_KW_d_w)]
                            + w_dot_here4
                            * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                    U(j + d_w * v - quotient_KW_d_w)]
                            + w_here
                            * x_dot[U(n), U(c + Cg * g + 1), U(i + d_h * u - quotient_KH_d_h),
                                    U(j + d_w * v - quotient_KW_d_w)]
                            + w_here2
                            * x_dot[U(n), U(c + Cg * g + 2), U(i + d_h * u - quotient_KH_d_h),
                                    U(j + d_w * v - quotient_KW_d_w)]
                            + w_here3
                            * x_dot[U(n), U(c + Cg * g + 3), U(i + d_h * u - quotient_KH_d_h),
                                    U(j + d_w * v - quotient_KW_d_w)]
                            + w_here4
                            * x_dot[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                    U(j + d_w * v - quotient_KW_d_w)]
                        )
        u_first2 = -((i - quotient_KH_d_h) // d_h)
        u_last2 = (H + quotient_KH_d_h - i - 1) // d_h
        for c in range(c_first, Cg):
            for u in range(max(0, u_first2), min(KH, u_last2 + 1)):
                for v in range(KW):
                    w_here5 = w[U(Og * g + o), U(c), U(u), U(v)]
                    w_dot_here5 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                            W + quotient_KW_d_w - (d_w * v))):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                            w_dot_here5
                            * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                    U(j + d_w * v - quotient_KW_d_w)]
                            + w_here5
                            * x_dot[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                    U(j + d_w * v - quotient_KW_d_w)]
                        )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋])

    Operations: 2·Cg·G·H·KH·KW·N·Og·W multiplications, 2·Cg·G·H·KH·KW·N·Og·W additions, terms that a
        condition drops counted.
    """
    quotient_KH_d_h = (KH * d_h - d_h) // 2
    quotient_KW_d_w = (KW * d_w - d_w) // 2
    c_first = (Cg // 4) * 4
    launch(_jvp_part, N * G * Og * H, Cg * G * H * KH * KW * N * Og * W, x_dot, w_dot, b_dot, x, w, y_dot, N,
            Cg, G, H, W, Og, KH, KW, d_h, d_w, c_first, quotient_KH_d_h, quotient_KW_d_w)
