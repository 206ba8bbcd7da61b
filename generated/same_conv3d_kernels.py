"""The kernels of same_conv3d; same_conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv3d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high,
        pieces, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    planes = np.empty((Cg, KD, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KD * KH * KW * c + KH * KW * t + KW * u + v
        rights = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = KD * c * tall * wide + t * tall * wide + d_h * u * wide + d_w * v
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * D * strips)
            g = turn // (D * strips) % G
            k = turn // strips % D
            strip = turn % strips
            # y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
            #     k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                for t in range(KD):
                    pad(planes, (c, t, 0, 0), wide, x, (n, c + Cg * g, k + d_d * t - quotient_KD_d_d,
                            high * strip - quotient_KH_d_h, -quotient_KW_d_w), W, 1, tall, wide,
                            quotient_KH_d_h - (high * strip),
                            H + quotient_KH_d_h - (high * strip) if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 else 0,
                            quotient_KW_d_w,
                            W + quotient_KW_d_w if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 else 0)
            correlate(y, (n, Og * g, k, high * strip, 0), D * H * W, W, 1, starts, (0,), 1, w, (Og * g, 0, 0,
                    0, 0), Cg * KD * KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH, len(rights), Og,
                    min(high, H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, cols2, depth2,
        pieces2, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share2):
    """y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(Og, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
            #     k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // W
            line2_last = cols_last2 // W
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // (KD * KH * KW)
                    t = inner2 // (KH * KW) % KD
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    for line2 in range(line2_first, min(line2_last + 1, D * H * N)):
                        n = line2 // (D * H)
                        k = line2 // H % D
                        i = line2 % H
                        if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 and i + d_h * u >= quotient_KH_d_h and H + quotient_KH_d_h >= i + d_h * u + 1:
                            j = max(0, cols_from2 - (W * line2), quotient_KW_d_w - (d_w * v))
                            copy(right2, (inner2 - depth_from2, j + W * line2 - cols_from2), x, (n,
                                    c + Cg * g, k + d_d * t - quotient_KD_d_d, i + d_h * u - quotient_KH_d_h,
                                    j + d_w * v - quotient_KW_d_w), 1, min(W, cols_last2 + 1 - (W * line2),
                                    W + quotient_KW_d_w - (d_w * v)) - j)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // (KD * KH * KW)
                        t = inner2 // (KH * KW) % KD
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (Og * g + o, c, t, u, v),
                                Cg * KD * KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line2 in range(line2_first, min(line2_last + 1, D * H * N)):
                    n = line2 // (D * H)
                    k = line2 // H % D
                    i = line2 % H
                    for j in range(max(0, cols_from2 - (W * line2)), min(W, cols_last2 + 1 - (W * line2))):
                        y[U(n), U(Og * g + o), U(k), U(i), U(j)] = (
                            b_here + tile2[U(o), U(j + W * line2 - cols_from2)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, c_block_last,
        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part3 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * D * H)
        g = task // (Og * D * H) % G
        o = task // (D * H) % Og
        k = task // H % D
        i = task % H
        # y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        #     k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        b_here = b[U(Og * g + o)]
        for j in range(W):
            y[U(n), U(Og * g + o), U(k), U(i), U(j)] = b_here
        for j in range(W):
            rest[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        t_first = -((k - quotient_KD_d_d) // d_d)
        t_last = (D + quotient_KD_d_d - k - 1) // d_d
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                    W + quotient_KW_d_w - (d_w * v))):
                                part3[U(j)] += (
                                    w_here
                                    * x[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                            U(i + d_h * u - quotient_KH_d_h),
                                            U(j + d_w * v - quotient_KW_d_w)]
                                )
            for j in range(W):
                y[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)], part3[U(j)])


def _forward(x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    """y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W additions, terms that a
        condition drops counted.
    """
    if correlations(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg * KD - 8, Og - 32)):
        wide = KW * d_w + W - d_w
        most = max(32768 // max(Cg * KD * wide, 1), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = KH * d_h + high - d_h
        pieces = parts(D * G * N * strips)
        tasks = D * G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KD_d_d = (KD * d_d - d_d) // 2
        launch(_forward_correlations, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, x, w, b, y, N,
                Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high, pieces, quotient_KD_d_d, quotient_KH_d_h,
                quotient_KW_d_w, share, strips, tall, tasks, wide)
    else:
        if blocks(Og >= 4 and D * H * N * W >= 8 and Cg * KD * KH * KW >= 4):
            cols2 = D * H * N * W
            depth2 = Cg * KD * KH * KW
            pieces2 = parts(D * H * N * W)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            launch(_forward_blocks, G * pieces2, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, x, w, b, y,
                    N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, cols2, depth2, pieces2, quotient_KD_d_d,
                    quotient_KH_d_h, quotient_KW_d_w, share2)
        else:
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            c_block_last = (Cg - 1) // 1024
            launch(_forward_plain, N * G * Og * D * H, Cg * D * G * H * KD * KH * KW * N * Og * W, x, w, b, y,
                    N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, c_block_last, quotient_KD_d_d,
                    quotient_KH_d_h, quotient_KW_d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high,
        pieces, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, KD, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Cg, dtype)
    for part in range(first, last):
        lefts = np.empty(Og * KD * KW * KH, np.int64)
        for tap in range(Og * KD * KW * KH):
            o = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = Cg * KD * KH * KW * o + KH * KW * t - (KW * u) - v
        rights = np.empty(Og * KD * KW * KH, np.int64)
        for tap in range(Og * KD * KW * KH):
            o = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = KD * o * tall * wide + t * tall * wide + d_h * u * wide + d_w * v
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * D * strips)
            g = turn // (D * strips) % G
            z = turn // strips % D
            strip = turn % strips
            # dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t,
            #     a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                for t in range(KD):
                    pad(planes, (o, t, 0, 0), wide, dy, (n, Og * g + o, quotient_KD_d_d + z - (d_d * t),
                            d_h + quotient_KH_d_h + high * strip - (KH * d_h),
                            d_w + quotient_KW_d_w - (KW * d_w)), W, 1, tall, wide,
                            KH * d_h - d_h - quotient_KH_d_h - (high * strip),
                            H + KH * d_h - d_h - quotient_KH_d_h - (high * strip) if quotient_KD_d_d + z >= d_d * t and D + d_d * t >= quotient_KD_d_d + z + 1 else 0,
                            KW * d_w - d_w - quotient_KW_d_w,
                            KW * d_w + W - d_w - quotient_KW_d_w if quotient_KD_d_d + z >= d_d * t and D + d_d * t >= quotient_KD_d_d + z + 1 else 0)
            correlate(dx, (n, Cg * g, z, high * strip, 0), D * H * W, W, 1, starts, (0,), 1, w, (Og * g, 0, 0,
                    KH - 1, KW - 1), KD * KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH, len(rights),
                    Cg, min(high, H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, cols2, depth2,
        pieces2, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share2):
    """dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    tile2 = np.empty((Cg, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(Cg, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t,
            #     a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
            for c in range(Cg):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(c), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // W
            line2_last = cols_last2 // W
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    o = inner2 // (KD * KH * KW)
                    t = inner2 // (KH * KW) % KD
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    for line2 in range(line2_first, min(line2_last + 1, D * H * N)):
                        n = line2 // (D * H)
                        z = line2 // H % D
                        a = line2 % H
                        if quotient_KD_d_d + z >= d_d * t and D + d_d * t >= quotient_KD_d_d + z + 1 and a + quotient_KH_d_h >= d_h * u and H + d_h * u >= a + quotient_KH_d_h + 1:
                            b = max(0, cols_from2 - (W * line2), d_w * v - quotient_KW_d_w)
                            copy(right2, (inner2 - depth_from2, b + W * line2 - cols_from2), dy, (n,
                                    Og * g + o, quotient_KD_d_d + z - (d_d * t),
                                    a + quotient_KH_d_h - (d_h * u), b + quotient_KW_d_w - (d_w * v)), 1,
                                    min(W, cols_last2 + 1 - (W * line2), W + d_w * v - quotient_KW_d_w) - b)
                for rows_from2 in range(0, Cg, 96):
                    rows_last2 = min(Cg - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        o = inner2 // (KD * KH * KW)
                        t = inner2 // (KH * KW) % KD
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        c = rows_from2
                        copy(left2, (inner2 - depth_from2, c - rows_from2), w, (Og * g + o, c, t, u, v),
                                KD * KH * KW, rows_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Cg, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for c in range(Cg):
                for line2 in range(line2_first, min(line2_last + 1, D * H * N)):
                    n = line2 // (D * H)
                    z = line2 // H % D
                    a = line2 % H
                    for b in range(max(0, cols_from2 - (W * line2)), min(W, cols_last2 + 1 - (W * line2))):
                        dx[U(n), U(c + Cg * g), U(z), U(a), U(b)] = tile2[U(c), U(b + W * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, o_block_last,
        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part3 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Cg * D * H)
        g = task // (Cg * D * H) % G
        c = task // (D * H) % Cg
        z = task // H % D
        a = task % H
        # dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t,
        #     a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
        for b in range(W):
            dx[U(n), U(c + Cg * g), U(z), U(a), U(b)] = T(0)
        for b in range(W):
            rest[U(b)] = T(0)
        u_first = -((H - a - quotient_KH_d_h - 1) // d_h)
        u_last = (a + quotient_KH_d_h) // d_h
        t_first = -((D - quotient_KD_d_d - z - 1) // d_d)
        t_last = (quotient_KD_d_d + z) // d_d
        for o_block in range(o_block_last + 1):
            for b in range(W):
                part3[U(b)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for b in range(max(0, d_w * v - quotient_KW_d_w), min(W,
                                    W + d_w * v - quotient_KW_d_w)):
                                part3[U(b)] += (
                                    dy[U(n), U(Og * g + o), U(quotient_KD_d_d + z - (d_d * t)),
                                            U(a + quotient_KH_d_h - (d_h * u)),
                                            U(b + quotient_KW_d_w - (d_w * v))]
                                    * w_here
                                )
            for b in range(W):
                dx[U(n), U(c + Cg * g), U(z), U(a), U(b)], rest[U(b)] = carried(dx[U(n), U(c + Cg * g), U(z), U(a), U(b)], rest[U(b)], part3[U(b)])


def _vjp_x(dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    """dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·(KD−1−t),
        a+⌊d_h·(KH−1)/2⌋−d_h·(KH−1−u), b+⌊d_w·(KW−1)/2⌋−d_w·(KW−1−v)] · w[g·Og+o, c, KD−1−t, KH−1−u,
        KW−1−v]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W − Cg·D·G·H·N·W
        additions, terms that a condition drops counted.
    """
    if correlations(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg - 32, KD * Og - 8)):
        wide = KW * d_w + W - d_w
        most = max(32768 // max(KD * Og * wide, 1), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = KH * d_h + high - d_h
        pieces = parts(D * G * N * strips)
        tasks = D * G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KD_d_d = (KD * d_d - d_d) // 2
        launch(_vjp_x_correlations, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, w, dx, N,
                Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high, pieces, quotient_KD_d_d, quotient_KH_d_h,
                quotient_KW_d_w, share, strips, tall, tasks, wide)
    else:
        if blocks(Cg >= 4 and D * H * N * W >= 8 and KD * KH * KW * Og >= 4):
            cols2 = D * H * N * W
            depth2 = KD * KH * KW * Og
            pieces2 = parts(D * H * N * W)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            launch(_vjp_x_blocks, G * pieces2, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, w, dx, N,
                    Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, cols2, depth2, pieces2, quotient_KD_d_d,
                    quotient_KH_d_h, quotient_KW_d_w, share2)
        else:
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            o_block_last = (Og - 1) // 1024
            launch(_vjp_x_plain, N * G * Cg * D * H, Cg * D * G * H * KD * KH * KW * N * Og * W, dy, w, dx, N,
                    Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, o_block_last, quotient_KD_d_d,
                    quotient_KH_d_h, quotient_KW_d_w)
