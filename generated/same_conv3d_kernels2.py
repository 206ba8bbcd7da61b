"""The kernels of same_conv3d; same_conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv3d`.  Do not edit.
Run time: edb5d24a3545977e.
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
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, depth2, pieces2,
        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, rows2, share2):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    tile2 = np.empty((share2, 384), dtype)
    left2 = np.empty((min(share2, 96), max(0, min(depth2, 256))), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(0, Og, 384):
            cols_last2 = min(Og - 1, cols_from2 + 383)
            # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
            #     d_d·t+k−⌊d_d·(KD−1)/2⌋, d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(row2 - (part2 * share2)), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    n = inner2 // (D * H * W)
                    k = inner2 // (H * W) % D
                    i = inner2 // W % H
                    j = inner2 % W
                    o = cols_from2
                    copy(right2, (inner2 - depth_from2, o - cols_from2), dy, (n, Og * g + o, k, i, j),
                            D * H * W, cols_last2 + 1 - o)
                line2_first = depth_from2 // W
                line2_last = depth_last2 // W
                for rows_from2 in range(part2 * share2, min(part2 * share2 + share2, rows2), 96):
                    rows_last2 = min(part2 * share2 + share2 - 1, rows2 - 1, rows_from2 + 95)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            left2[U(row2 - rows_from2), U(inner2 - depth_from2)] = T(0)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        c = row2 // (KD * KH * KW)
                        t = row2 // (KH * KW) % KD
                        u = row2 // KW % KH
                        v = row2 % KW
                        for line2 in range(line2_first, min(line2_last + 1, D * H * N)):
                            n = line2 // (D * H)
                            k = line2 // H % D
                            i = line2 % H
                            if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 and i + d_h * u >= quotient_KH_d_h and H + quotient_KH_d_h >= i + d_h * u + 1:
                                j = max(0, depth_from2 - (W * line2), quotient_KW_d_w - (d_w * v))
                                copy(left2, (row2 - rows_from2, j + W * line2 - depth_from2), x, (n,
                                        c + Cg * g, k + d_d * t - quotient_KD_d_d,
                                        i + d_h * u - quotient_KH_d_h, j + d_w * v - quotient_KW_d_w), 1,
                                        min(W, depth_last2 + 1 - (W * line2),
                                        W + quotient_KW_d_w - (d_w * v)) - j)
                    multiply(tile2, (rows_from2 - (part2 * share2), 0), 384, left2, (0, 0), min(depth2, 256),
                            1, right2, (0, 0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                c = row2 // (KD * KH * KW)
                t = row2 // (KH * KW) % KD
                u = row2 // KW % KH
                v = row2 % KW
                for o in range(cols_from2, cols_last2 + 1):
                    dw[U(Og * g + o), U(c), U(t), U(u), U(v)] = tile2[U(row2 - (part2 * share2)), U(o - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, j_block_last,
        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KD * KH)
        o = task // (Cg * KD * KH) % Og
        c = task // (KD * KH) % Cg
        t = task // KH % KD
        u = task % KH
        # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
        #     d_d·t+k−⌊d_d·(KD−1)/2⌋, d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_block_first = (quotient_KW_d_w - (d_w * v)) // 1024
            j_block_last2 = (W + quotient_KW_d_w - (d_w * v) - 1) // 1024
            for n in range(N):
                for k in range(max(0, quotient_KD_d_d - (d_d * t)), min(D, D + quotient_KD_d_d - (d_d * t))):
                    for i in range(max(0, quotient_KH_d_h - (d_h * u)), min(H,
                            H + quotient_KH_d_h - (d_h * u))):
                        for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                            part3 = T(0)
                            for j in range(max(0, quotient_KW_d_w - (d_w * v), j_block * 1024), min(W,
                                    W + quotient_KW_d_w - (d_w * v), j_block * 1024 + 1024)):
                                part3 = plus(
                                    part3,
                                    dy[U(n), U(Og * g + o), U(k), U(i), U(j)]
                                    * x[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                            U(i + d_h * u - quotient_KH_d_h),
                                            U(j + d_w * v - quotient_KW_d_w)],
                                )
                            acc, rest = carried(acc, rest, part3)
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
            rows2 = Cg * KD * KH * KW
            depth2 = D * H * N * W
            pieces2 = parts(Cg * KD * KH * KW)
            share2 = max(((rows2 - 1) // (pieces2 * 6)) * 6 + 6, 1)
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            launch(_vjp_w_blocks, G * pieces2, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw, N,
                    Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, depth2, pieces2, quotient_KD_d_d,
                    quotient_KH_d_h, quotient_KW_d_w, rows2, share2)
        else:
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            j_block_last = (W - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg * KD * KH, Cg * D * G * H * KD * KH * KW * N * Og * W, dy, x, dw,
                    N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, j_block_last, quotient_KD_d_d,
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
