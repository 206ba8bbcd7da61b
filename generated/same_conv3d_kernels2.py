"""The kernels of same_conv3d; same_conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv3d`.  Do not edit.
Run time: a51755a289390ade.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .stencils import lagging, lags, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, heaps, high,
        pieces, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, KD, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, Cg, KD, KW, KH), dtype)
    for part in range(first, last):
        rights = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = KD * c * tall * wide + t * tall * wide + d_h * u * wide + d_w * v
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
            #     d_d·t+k−⌊d_d·(KD−1)/2⌋, d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                tile[U(o - (heap * 16)), U(c), U(t), U(v), U(u)] = T(0)
            for n in range(N):
                for k in range(D):
                    for strip in range(strips):
                        for c in range(Cg):
                            for t in range(KD):
                                pad(planes, (c, t, 0, 0), wide, x, (n, c + Cg * g,
                                        k + d_d * t - quotient_KD_d_d, high * strip - quotient_KH_d_h,
                                        -quotient_KW_d_w), W, 1, tall, wide, quotient_KH_d_h - (high * strip),
                                        H + quotient_KH_d_h - (high * strip) if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 else 0,
                                        quotient_KW_d_w,
                                        W + quotient_KW_d_w if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 else 0)
                        lags(tile, (0, 0, 0, 0, 0), Cg * KD * KH * KW, dy, (n, heap * 16 + Og * g, k,
                                high * strip, 0), D * H * W, W, planes, (0, 0, 0, 0), wide, rights, KH,
                                min(16, Og - (heap * 16)), min(high, H - (high * strip)), W)
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                dw[U(Og * g + o), U(c), U(t), U(u), U(v)] = tile[U(o - (heap * 16)), U(c), U(t), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, depth, pieces,
        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, rows, share):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(0, Og, 384):
            cols_last = min(Og - 1, cols_from + 383)
            # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
            #     d_d·t+k−⌊d_d·(KD−1)/2⌋, d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
            for row in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (D * H * W)
                    k = inner // (H * W) % D
                    i = inner // W % H
                    j = inner % W
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dy, (n, Og * g + o, k, i, j), D * H * W,
                            cols_last + 1 - o)
                line_first = depth_from // W
                line_last = depth_last // W
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        c = row // (KD * KH * KW)
                        t = row // (KH * KW) % KD
                        u = row // KW % KH
                        v = row % KW
                        for line in range(line_first, min(line_last + 1, D * H * N)):
                            n = line // (D * H)
                            k = line // H % D
                            i = line % H
                            if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 and i + d_h * u >= quotient_KH_d_h and H + quotient_KH_d_h >= i + d_h * u + 1:
                                j = max(0, depth_from - (W * line), quotient_KW_d_w - (d_w * v))
                                copy(left, (row - rows_from, j + W * line - depth_from), x, (n, c + Cg * g,
                                        k + d_d * t - quotient_KD_d_d, i + d_h * u - quotient_KH_d_h,
                                        j + d_w * v - quotient_KW_d_w), 1, min(W, depth_last + 1 - (W * line),
                                        W + quotient_KW_d_w - (d_w * v)) - j)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                c = row // (KD * KH * KW)
                t = row // (KH * KW) % KD
                u = row // KW % KH
                v = row % KW
                for o in range(cols_from, cols_last + 1):
                    dw[U(Og * g + o), U(c), U(t), U(u), U(v)] = tile[U(row - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, j_block_last,
        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KD * KH * KW)
        o = task // (Cg * KD * KH * KW) % Og
        c = task // (KD * KH * KW) % Cg
        t = task // (KH * KW) % KD
        u = task // KW % KH
        v = task % KW
        # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
        #     d_d·t+k−⌊d_d·(KD−1)/2⌋, d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
        acc = T(0)
        rest = T(0)
        j_block_first = (quotient_KW_d_w - (d_w * v)) // 1024
        j_block_last2 = (W + quotient_KW_d_w - (d_w * v) - 1) // 1024
        for n in range(N):
            for k in range(max(0, quotient_KD_d_d - (d_d * t)), min(D, D + quotient_KD_d_d - (d_d * t))):
                for i in range(max(0, quotient_KH_d_h - (d_h * u)), min(H, H + quotient_KH_d_h - (d_h * u))):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part2 = T(0)
                        for j in range(max(0, quotient_KW_d_w - (d_w * v), j_block * 1024), min(W,
                                W + quotient_KW_d_w - (d_w * v), j_block * 1024 + 1024)):
                            part2 = plus(
                                part2,
                                dy[U(n), U(Og * g + o), U(k), U(i), U(j)]
                                * x[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                        U(i + d_h * u - quotient_KH_d_h), U(j + d_w * v - quotient_KW_d_w)],
                            )
                        acc, rest = carried(acc, rest, part2)
        dw[U(Og * g + o), U(c), U(t), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W − Cg·G·KD·KH·KW·Og
        additions, terms that a condition drops counted.
    """
    if lagging(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg * KD - 3, Og - 16)):
        wide = KW * d_w + W - d_w
        most = max(min(32768 // max(Cg * KD * wide, 1), 8192 // (min(Og, 4) * W)), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = KH * d_h + high - d_h
        heaps = (Og + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KD_d_d = (KD * d_d - d_d) // 2
        launch(_vjp_w_lagging, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg, G,
                D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, heaps, high, pieces, quotient_KD_d_d, quotient_KH_d_h,
                quotient_KW_d_w, share, strips, tall, tasks, wide)
    else:
        if blocks(Cg * KD * KH * KW >= 4 and Og >= 8 and D * H * N * W >= 4):
            rows = Cg * KD * KH * KW
            depth = D * H * N * W
            pieces = parts(Cg * KD * KH * KW)
            share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            launch(_vjp_w_blocks, G * pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw, N,
                    Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, depth, pieces, quotient_KD_d_d,
                    quotient_KH_d_h, quotient_KW_d_w, rows, share)
        else:
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            j_block_last = (W - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg * KD * KH * KW, Cg * D * G * H * KD * KH * KW * N * Og * W, dy,
                    x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, j_block_last, quotient_KD_d_d,
                    quotient_KH_d_h, quotient_KW_d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, D, H, W, Og, kij_block_last):
    """db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for kij_block in range(kij_block_last + 1):
                part = T(0)
                for kij in range(kij_block * 1024, min(D * H * W, kij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(kij)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, D, H, W, Og):
    """db[g·Og+o] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j]

    As compiled:

    db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]

    Operations: D·G·H·N·Og·W − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, D * H * W))
    kij_block_last = (D * H * W - 1) // 1024
    launch(_vjp_b_part, G * Og, D * G * H * N * Og * W, dy_rows, db, N, G, D, H, W, Og, kij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w,
        c_block_last, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, t, u, v] ·
        x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * D * H)
        g = task // (Og * D * H) % G
        o = task // (D * H) % Og
        k = task // H % D
        i = task % H
        # ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n,
        #     g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        #     + ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(W):
            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = b_dot_here
        for j in range(W):
            rest[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        t_first = -((k - quotient_KD_d_d) // d_d)
        t_last = (D + quotient_KD_d_d - k - 1) // d_d
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            w_dot_here = w_dot[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                    W + quotient_KW_d_w - (d_w * v))):
                                part[U(j)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                            U(i + d_h * u - quotient_KH_d_h),
                                            U(j + d_w * v - quotient_KW_d_w)]
                                    + w_here
                                    * x_dot[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                            U(i + d_h * u - quotient_KH_d_h),
                                            U(j + d_w * v - quotient_KW_d_w)]
                                )
            for j in range(W):
                y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)], part[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    """ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, t, u, v] ·
        x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])

    Operations: 2·Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, 2·Cg·D·G·H·KD·KH·KW·N·Og·W additions, terms
        that a condition drops counted.
    """
    quotient_KD_d_d = (KD * d_d - d_d) // 2
    quotient_KH_d_h = (KH * d_h - d_h) // 2
    quotient_KW_d_w = (KW * d_w - d_w) // 2
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * G * Og * D * H, Cg * D * G * H * KD * KH * KW * N * Og * W, x_dot, w_dot, b_dot, x,
            w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, c_block_last, quotient_KD_d_d,
            quotient_KH_d_h, quotient_KW_d_w)
