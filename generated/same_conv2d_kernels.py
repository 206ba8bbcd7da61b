"""The kernels of same_conv2d; same_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
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
    planes = np.empty((Cg, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
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
def _forward_blocks(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, cols2, depth2, pieces2,
        quotient_KH_d_h, quotient_KW_d_w, share2):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
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
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
            #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
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
                    c = inner2 // (KH * KW)
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    for line2 in range(line2_first, min(line2_last + 1, H * N)):
                        n = line2 // H
                        i = line2 % H
                        if i + d_h * u >= quotient_KH_d_h and H + quotient_KH_d_h >= i + d_h * u + 1:
                            j = max(0, cols_from2 - (W * line2), quotient_KW_d_w - (d_w * v))
                            copy(right2, (inner2 - depth_from2, j + W * line2 - cols_from2), x, (n,
                                    c + Cg * g, i + d_h * u - quotient_KH_d_h, j + d_w * v - quotient_KW_d_w),
                                    1, min(W, cols_last2 + 1 - (W * line2),
                                    W + quotient_KW_d_w - (d_w * v)) - j)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // (KH * KW)
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line2 in range(line2_first, min(line2_last + 1, H * N)):
                    n = line2 // H
                    i = line2 % H
                    for j in range(max(0, cols_from2 - (W * line2)), min(W, cols_last2 + 1 - (W * line2))):
                        y[U(n), U(Og * g + o), U(i), U(j)] = (
                            b_here + tile2[U(o), U(j + W * line2 - cols_from2)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, c_block_last,
        quotient_KH_d_h, quotient_KW_d_w):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part3 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * H)
        g = task // (Og * H) % G
        o = task // H % Og
        i = task % H
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        b_here = b[U(Og * g + o)]
        for j in range(W):
            y[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for j in range(W):
            rest[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                W + quotient_KW_d_w - (d_w * v))):
                            part3[U(j)] += (
                                w_here
                                * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                        U(j + d_w * v - quotient_KW_d_w)]
                            )
            for j in range(W):
                y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part3[U(j)])


def _forward(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W additions, terms that a condition
        drops counted.
    """
    if correlations(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg - 8, Og - 32)):
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
        if blocks(Og >= 4 and H * N * W >= 8 and Cg * KH * KW >= 4):
            cols2 = H * N * W
            depth2 = Cg * KH * KW
            pieces2 = parts(H * N * W)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            launch(_forward_blocks, G * pieces2, Cg * G * H * KH * KW * N * Og * W // 32, x, w, b, y, N, Cg,
                    G, H, W, Og, KH, KW, d_h, d_w, cols2, depth2, pieces2, quotient_KH_d_h, quotient_KW_d_w,
                    share2)
        else:
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            c_block_last = (Cg - 1) // 1024
            launch(_forward_plain, N * G * Og * H, Cg * G * H * KH * KW * N * Og * W, x, w, b, y, N, Cg, G, H,
                    W, Og, KH, KW, d_h, d_w, c_block_last, quotient_KH_d_h, quotient_KW_d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, high, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Cg, dtype)
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
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, cols2, depth2, pieces2,
        quotient_KH_d_h, quotient_KW_d_w, share2):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
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
            # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
            #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
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
                    o = inner2 // (KH * KW)
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    for line2 in range(line2_first, min(line2_last + 1, H * N)):
                        n = line2 // H
                        a = line2 % H
                        if a + quotient_KH_d_h >= d_h * u and H + d_h * u >= a + quotient_KH_d_h + 1:
                            b = max(0, cols_from2 - (W * line2), d_w * v - quotient_KW_d_w)
                            copy(right2, (inner2 - depth_from2, b + W * line2 - cols_from2), dy, (n,
                                    Og * g + o, a + quotient_KH_d_h - (d_h * u),
                                    b + quotient_KW_d_w - (d_w * v)), 1, min(W, cols_last2 + 1 - (W * line2),
                                    W + d_w * v - quotient_KW_d_w) - b)
                for rows_from2 in range(0, Cg, 96):
                    rows_last2 = min(Cg - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        o = inner2 // (KH * KW)
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        c = rows_from2
                        copy(left2, (inner2 - depth_from2, c - rows_from2), w, (Og * g + o, c, u, v), KH * KW,
                                rows_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Cg, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for c in range(Cg):
                for line2 in range(line2_first, min(line2_last + 1, H * N)):
                    n = line2 // H
                    a = line2 % H
                    for b in range(max(0, cols_from2 - (W * line2)), min(W, cols_last2 + 1 - (W * line2))):
                        dx[U(n), U(c + Cg * g), U(a), U(b)] = tile2[U(c), U(b + W * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, o_block_last, quotient_KH_d_h,
        quotient_KW_d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part3 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Cg * H)
        g = task // (Cg * H) % G
        c = task // H % Cg
        a = task % H
        # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
        for b in range(W):
            dx[U(n), U(c + Cg * g), U(a), U(b)] = T(0)
        for b in range(W):
            rest[U(b)] = T(0)
        u_first = -((H - a - quotient_KH_d_h - 1) // d_h)
        u_last = (a + quotient_KH_d_h) // d_h
        for o_block in range(o_block_last + 1):
            for b in range(W):
                part3[U(b)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for b in range(max(0, d_w * v - quotient_KW_d_w), min(W,
                                W + d_w * v - quotient_KW_d_w)):
                            part3[U(b)] += (
                                dy[U(n), U(Og * g + o), U(a + quotient_KH_d_h - (d_h * u)),
                                        U(b + quotient_KW_d_w - (d_w * v))]
                                * w_here
                            )
            for b in range(W):
                dx[U(n), U(c + Cg * g), U(a), U(b)], rest[U(b)] = carried(dx[U(n), U(c + Cg * g), U(a), U(b)], rest[U(b)], part3[U(b)])


def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·(KH−1−u),
        b+⌊d_w·(KW−1)/2⌋−d_w·(KW−1−v)] · w[g·Og+o, c, KH−1−u, KW−1−v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    if correlations(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg - 32, Og - 8)):
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
            cols2 = H * N * W
            depth2 = KH * KW * Og
            pieces2 = parts(H * N * W)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            launch(_vjp_x_blocks, G * pieces2, Cg * G * H * KH * KW * N * Og * W // 32, dy, w, dx, N, Cg, G,
                    H, W, Og, KH, KW, d_h, d_w, cols2, depth2, pieces2, quotient_KH_d_h, quotient_KW_d_w,
                    share2)
        else:
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            o_block_last = (Og - 1) // 1024
            launch(_vjp_x_plain, N * G * Cg * H, Cg * G * H * KH * KW * N * Og * W, dy, w, dx, N, Cg, G, H, W,
                    Og, KH, KW, d_h, d_w, o_block_last, quotient_KH_d_h, quotient_KW_d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, heaps, high, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+i−⌊d_h·(KH−1)/2⌋,
        d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, Cg, KW, KH), dtype)
    for part in range(first, last):
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = c * tall * wide + d_h * u * wide + d_w * v
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
                            H * W, W, planes, (0, 0, 0), wide, rights, KH, min(16, Og - (heap * 16)),
                            min(high, H - (high * strip)), W)
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for v in range(KW):
                        for u in range(KH):
                            dw[U(Og * g + o), U(c), U(u), U(v)] = tile[U(o - (heap * 16)), U(c), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, depth2, pieces2,
        quotient_KH_d_h, quotient_KW_d_w, rows2, share2):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+i−⌊d_h·(KH−1)/2⌋,
        d_w·v+j−⌊d_w·(KW−1)/2⌋]
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
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
            #     d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(row2 - (part2 * share2)), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    n = inner2 // (H * W)
                    i = inner2 // W % H
                    j = inner2 % W
                    o = cols_from2
                    copy(right2, (inner2 - depth_from2, o - cols_from2), dy, (n, Og * g + o, i, j), H * W,
                            cols_last2 + 1 - o)
                line2_first = depth_from2 // W
                line2_last = depth_last2 // W
                for rows_from2 in range(part2 * share2, min(part2 * share2 + share2, rows2), 96):
                    rows_last2 = min(part2 * share2 + share2 - 1, rows2 - 1, rows_from2 + 95)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            left2[U(row2 - rows_from2), U(inner2 - depth_from2)] = T(0)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        c = row2 // (KH * KW)
                        u = row2 // KW % KH
                        v = row2 % KW
                        for line2 in range(line2_first, min(line2_last + 1, H * N)):
                            n = line2 // H
                            i = line2 % H
                            if i + d_h * u >= quotient_KH_d_h and H + quotient_KH_d_h >= i + d_h * u + 1:
                                j = max(0, depth_from2 - (W * line2), quotient_KW_d_w - (d_w * v))
                                copy(left2, (row2 - rows_from2, j + W * line2 - depth_from2), x, (n,
                                        c + Cg * g, i + d_h * u - quotient_KH_d_h,
                                        j + d_w * v - quotient_KW_d_w), 1, min(W,
                                        depth_last2 + 1 - (W * line2), W + quotient_KW_d_w - (d_w * v)) - j)
                    multiply(tile2, (rows_from2 - (part2 * share2), 0), 384, left2, (0, 0), min(depth2, 256),
                            1, right2, (0, 0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                c = row2 // (KH * KW)
                u = row2 // KW % KH
                v = row2 % KW
                for o in range(cols_from2, cols_last2 + 1):
                    dw[U(Og * g + o), U(c), U(u), U(v)] = tile2[U(row2 - (part2 * share2)), U(o - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, j_block_last, quotient_KH_d_h,
        quotient_KW_d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+i−⌊d_h·(KH−1)/2⌋,
        d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KH)
        o = task // (Cg * KH) % Og
        c = task // KH % Cg
        u = task % KH
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
        #     d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_block_first = (quotient_KW_d_w - (d_w * v)) // 1024
            j_block_last2 = (W + quotient_KW_d_w - (d_w * v) - 1) // 1024
            for n in range(N):
                for i in range(max(0, quotient_KH_d_h - (d_h * u)), min(H, H + quotient_KH_d_h - (d_h * u))):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part3 = T(0)
                        for j in range(max(0, quotient_KW_d_w - (d_w * v), j_block * 1024), min(W,
                                W + quotient_KW_d_w - (d_w * v), j_block * 1024 + 1024)):
                            part3 = plus(
                                part3,
                                dy[U(n), U(Og * g + o), U(i), U(j)]
                                * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                        U(j + d_w * v - quotient_KW_d_w)],
                            )
                        acc, rest = carried(acc, rest, part3)
            dw[U(Og * g + o), U(c), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+i−⌊d_h·(KH−1)/2⌋,
        d_w·v+j−⌊d_w·(KW−1)/2⌋]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·KH·KW·Og additions, terms
        that a condition drops counted.
    """
    if lagging(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg - 3, Og - 16)):
        wide = KW * d_w + W - d_w
        most = max(min(32768 // max(Cg * wide, 1), 8192 // (min(Og, 4) * W)), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = KH * d_h + high - d_h
        heaps = (Og + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        launch(_vjp_w_lagging, pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg, G, H, W, Og,
                KH, KW, d_h, d_w, heaps, high, pieces, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall,
                tasks, wide)
    else:
        if blocks(Cg * KH * KW >= 4 and Og >= 8 and H * N * W >= 4):
            rows2 = Cg * KH * KW
            depth2 = H * N * W
            pieces2 = parts(Cg * KH * KW)
            share2 = max(((rows2 - 1) // (pieces2 * 6)) * 6 + 6, 1)
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            launch(_vjp_w_blocks, G * pieces2, Cg * G * H * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg, G,
                    H, W, Og, KH, KW, d_h, d_w, depth2, pieces2, quotient_KH_d_h, quotient_KW_d_w, rows2,
                    share2)
        else:
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            j_block_last = (W - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg * KH, Cg * G * H * KH * KW * N * Og * W, dy, x, dw, N, Cg, G, H,
                    W, Og, KH, KW, d_h, d_w, j_block_last, quotient_KH_d_h, quotient_KW_d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, H, W, Og, ij_block_last):
    """db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(H * W, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, H, W, Og):
    """db[g·Og+o] = Σ_{n,i,j} dy[n, g·Og+o, i, j]

    As compiled:

    db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]

    Operations: G·H·N·Og·W − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, H * W))
    ij_block_last = (H * W - 1) // 1024
    launch(_vjp_b_part, G * Og, G * H * N * Og * W, dy_rows, db, N, G, H, W, Og, ij_block_last)
