"""The kernels of same_conv1d; same_conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv1d`.  Do not edit.
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
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, L, Og, K, d, pieces, quotient_K_d, share, tasks,
        wide):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
    dtype = x.dtype
    planes = np.empty((Cg, 1, max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            lefts[U(tap)] = K * c + u
        rights = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            rights[U(tap)] = c * wide + d * u
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * 1)
            g = turn // (1) % G
            strip = turn % 1
            # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c,
            #     i+d·u−⌊d·(K−1)/2⌋]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                pad(planes, (c, 0, 0), 0, x, (n, c + Cg * g, -quotient_K_d), 0, 1, 1, wide, 0, 1,
                        quotient_K_d, L + quotient_K_d)
            correlate(y, (n, Og * g, 0), L, 0, 1, starts, (0,), 1, w, (Og * g, 0, 0), Cg * K, lefts, planes,
                    (0, 0, 0), 0, rights, K, len(rights), Og, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, Cg, G, L, Og, K, d, cols2, depth2, pieces2, quotient_K_d,
        share2):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
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
            # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c,
            #     i+d·u−⌊d·(K−1)/2⌋]
            for o in range(Og):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // L
            line2_last = cols_last2 // L
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // K
                    u = inner2 % K
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        i = max(0, cols_from2 - (L * line2), quotient_K_d - (d * u))
                        copy(right2, (inner2 - depth_from2, i + L * line2 - cols_from2), x, (n, c + Cg * g,
                                i + d * u - quotient_K_d), 1, min(L, cols_last2 + 1 - (L * line2),
                                L + quotient_K_d - (d * u)) - i)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // K
                        u = inner2 % K
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (Og * g + o, c, u), Cg * K,
                                rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for i in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        y[U(n), U(Og * g + o), U(i)] = b_here + tile2[U(o), U(i + L * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, L, Og, K, d, c_block_last, quotient_K_d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part3 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋]
        b_here = b[U(Og * g + o)]
        for i in range(L):
            y[U(n), U(Og * g + o), U(i)] = b_here
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part3[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, quotient_K_d - (d * u)), min(L, L + quotient_K_d - (d * u))):
                        part3[U(i)] += w_here * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)]
            for i in range(L):
                y[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y[U(n), U(Og * g + o), U(i)], rest[U(i)], part3[U(i)])


def _forward(x, w, b, y, N, Cg, G, L, Og, K, d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og additions, terms that a condition drops
        counted.
    """
    if correlations(L >= K and L >= 4 and 0 >= min(Cg - 8, Og - 32)):
        wide = K * d + L - d
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_forward_correlations, pieces, Cg * G * K * L * N * Og // 32, x, w, b, y, N, Cg, G, L, Og, K,
                d, pieces, quotient_K_d, share, tasks, wide)
    else:
        if blocks(Og >= 4 and L * N >= 8 and Cg * K >= 4):
            cols2 = L * N
            depth2 = Cg * K
            pieces2 = parts(L * N)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            quotient_K_d = (K * d - d) // 2
            launch(_forward_blocks, G * pieces2, Cg * G * K * L * N * Og // 32, x, w, b, y, N, Cg, G, L, Og,
                    K, d, cols2, depth2, pieces2, quotient_K_d, share2)
        else:
            quotient_K_d = (K * d - d) // 2
            c_block_last = (Cg - 1) // 1024
            launch(_forward_plain, N * G * Og, Cg * G * K * L * N * Og, x, w, b, y, N, Cg, G, L, Og, K, d,
                    c_block_last, quotient_K_d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, L, Og, K, d, pieces, quotient_K_d, share, tasks,
        wide):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, 1, max(0, wide)), dtype)
    starts = np.empty(Cg, dtype)
    for part in range(first, last):
        lefts = np.empty(Og * K, np.int64)
        for tap in range(Og * K):
            o = tap // K
            u = tap % K
            lefts[U(tap)] = Cg * K * o - u
        rights = np.empty(Og * K, np.int64)
        for tap in range(Og * K):
            o = tap // K
            u = tap % K
            rights[U(tap)] = o * wide + d * u
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * 1)
            g = turn // (1) % G
            strip = turn % 1
            # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                pad(planes, (o, 0, 0), 0, dy, (n, Og * g + o, d + quotient_K_d - (K * d)), 0, 1, 1, wide, 0,
                        1, K * d - d - quotient_K_d, K * d + L - d - quotient_K_d)
            correlate(dx, (n, Cg * g, 0), L, 0, 1, starts, (0,), 1, w, (Og * g, 0, K - 1), K, lefts, planes,
                    (0, 0, 0), 0, rights, K, len(rights), Cg, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, L, Og, K, d, cols2, depth2, pieces2, quotient_K_d,
        share2):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]"""
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
            # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
            for c in range(Cg):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(c), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // L
            line2_last = cols_last2 // L
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    o = inner2 // K
                    u = inner2 % K
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        a = max(0, cols_from2 - (L * line2), d * u - quotient_K_d)
                        copy(right2, (inner2 - depth_from2, a + L * line2 - cols_from2), dy, (n, Og * g + o,
                                a + quotient_K_d - (d * u)), 1, min(L, cols_last2 + 1 - (L * line2),
                                L + d * u - quotient_K_d) - a)
                for rows_from2 in range(0, Cg, 96):
                    rows_last2 = min(Cg - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        o = inner2 // K
                        u = inner2 % K
                        c = rows_from2
                        copy(left2, (inner2 - depth_from2, c - rows_from2), w, (Og * g + o, c, u), K,
                                rows_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Cg, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for c in range(Cg):
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for a in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        dx[U(n), U(c + Cg * g), U(a)] = tile2[U(c), U(a + L * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, d, o_block_last, quotient_K_d):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part3 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Cg)
        g = task // Cg % G
        c = task % Cg
        # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
        for a in range(L):
            dx[U(n), U(c + Cg * g), U(a)] = T(0)
        for a in range(L):
            rest[U(a)] = T(0)
        for o_block in range(o_block_last + 1):
            for a in range(L):
                part3[U(a)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for a in range(max(0, d * u - quotient_K_d), min(L, L + d * u - quotient_K_d)):
                        part3[U(a)] += dy[U(n), U(Og * g + o), U(a + quotient_K_d - (d * u))] * w_here
            for a in range(L):
                dx[U(n), U(c + Cg * g), U(a)], rest[U(a)] = carried(dx[U(n), U(c + Cg * g), U(a)], rest[U(a)], part3[U(a)])


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, d):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·(K−1−u)] · w[g·Og+o, c, K−1−u]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·L·N additions, terms that a condition
        drops counted.
    """
    if correlations(L >= K and L >= 4 and 0 >= min(Cg - 32, Og - 8)):
        wide = K * d + L - d
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_vjp_x_correlations, pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K, d,
                pieces, quotient_K_d, share, tasks, wide)
    else:
        if blocks(Cg >= 4 and L * N >= 8 and K * Og >= 4):
            cols2 = L * N
            depth2 = K * Og
            pieces2 = parts(L * N)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            quotient_K_d = (K * d - d) // 2
            launch(_vjp_x_blocks, G * pieces2, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K,
                    d, cols2, depth2, pieces2, quotient_K_d, share2)
        else:
            quotient_K_d = (K * d - d) // 2
            o_block_last = (Og - 1) // 1024
            launch(_vjp_x_plain, N * G * Cg, Cg * G * K * L * N * Og, dy, w, dx, N, Cg, G, L, Og, K, d,
                    o_block_last, quotient_K_d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, L, Og, K, d, heaps, pieces, quotient_K_d, share, tasks,
        wide):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, 1, max(0, wide)), dtype)
    tile = np.empty((16, Cg, K), dtype)
    for part in range(first, last):
        rights = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            rights[U(tap)] = c * wide + d * u
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for u in range(K):
                        tile[U(o - (heap * 16)), U(c), U(u)] = T(0)
            for n in range(N):
                for strip in range(1):
                    for c in range(Cg):
                        pad(planes, (c, 0, 0), 0, x, (n, c + Cg * g, -quotient_K_d), 0, 1, 1, wide, 0, 1,
                                quotient_K_d, L + quotient_K_d)
                    lags(tile, (0, 0, 0), Cg * K, dy, (n, heap * 16 + Og * g, 0), L, 0, planes, (0, 0, 0), 0,
                            rights, K, min(16, Og - (heap * 16)), 1, L)
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for u in range(K):
                        dw[U(Og * g + o), U(c), U(u)] = tile[U(o - (heap * 16)), U(c), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, L, Og, K, d, depth2, pieces2, quotient_K_d, rows2,
        share2):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]"""
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
            # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(row2 - (part2 * share2)), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    n = inner2 // L
                    i = inner2 % L
                    o = cols_from2
                    copy(right2, (inner2 - depth_from2, o - cols_from2), dy, (n, Og * g + o, i), L,
                            cols_last2 + 1 - o)
                line2_first = depth_from2 // L
                line2_last = depth_last2 // L
                for rows_from2 in range(part2 * share2, min(part2 * share2 + share2, rows2), 96):
                    rows_last2 = min(part2 * share2 + share2 - 1, rows2 - 1, rows_from2 + 95)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            left2[U(row2 - rows_from2), U(inner2 - depth_from2)] = T(0)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        c = row2 // K
                        u = row2 % K
                        for line2 in range(line2_first, min(line2_last + 1, N)):
                            n = line2
                            i = max(0, depth_from2 - (L * line2), quotient_K_d - (d * u))
                            copy(left2, (row2 - rows_from2, i + L * line2 - depth_from2), x, (n, c + Cg * g,
                                    i + d * u - quotient_K_d), 1, min(L, depth_last2 + 1 - (L * line2),
                                    L + quotient_K_d - (d * u)) - i)
                    multiply(tile2, (rows_from2 - (part2 * share2), 0), 384, left2, (0, 0), min(depth2, 256),
                            1, right2, (0, 0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                c = row2 // K
                u = row2 % K
                for o in range(cols_from2, cols_last2 + 1):
                    dw[U(Og * g + o), U(c), U(u)] = tile2[U(row2 - (part2 * share2)), U(o - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, d, i_block_last, quotient_K_d):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg)
        o = task // Cg % Og
        c = task % Cg
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
        for u in range(K):
            acc = T(0)
            rest = T(0)
            i_block_first = (quotient_K_d - (d * u)) // 1024
            i_block_last2 = (L + quotient_K_d - (d * u) - 1) // 1024
            for n in range(N):
                for i_block in range(max(0, i_block_first), min(i_block_last + 1, i_block_last2 + 1)):
                    part3 = T(0)
                    for i in range(max(0, quotient_K_d - (d * u), i_block * 1024), min(L,
                            L + quotient_K_d - (d * u), i_block * 1024 + 1024)):
                        part3 = plus(
                            part3,
                            dy[U(n), U(Og * g + o), U(i)]
                            * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)],
                        )
                    acc, rest = carried(acc, rest, part3)
            dw[U(Og * g + o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, d):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·K·Og additions, terms that a condition
        drops counted.
    """
    if lagging(L >= K and L >= 4 and 0 >= min(Cg - 3, Og - 16)):
        wide = K * d + L - d
        heaps = (Og + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_vjp_w_lagging, pieces, Cg * G * K * L * N * Og // 32, dy, x, dw, N, Cg, G, L, Og, K, d, heaps,
                pieces, quotient_K_d, share, tasks, wide)
    else:
        if blocks(Cg * K >= 4 and Og >= 8 and L * N >= 4):
            rows2 = Cg * K
            depth2 = L * N
            pieces2 = parts(Cg * K)
            share2 = max(((rows2 - 1) // (pieces2 * 6)) * 6 + 6, 1)
            quotient_K_d = (K * d - d) // 2
            launch(_vjp_w_blocks, G * pieces2, Cg * G * K * L * N * Og // 32, dy, x, dw, N, Cg, G, L, Og, K,
                    d, depth2, pieces2, quotient_K_d, rows2, share2)
        else:
            quotient_K_d = (K * d - d) // 2
            i_block_last = (L - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg, Cg * G * K * L * N * Og, dy, x, dw, N, Cg, G, L, Og, K, d,
                    i_block_last, quotient_K_d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, L, Og, i_block_last):
    """db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(i)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, L, Og):
    """db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]

    Operations: G·L·N·Og − G·Og additions.
    """
    i_block_last = (L - 1) // 1024
    launch(_vjp_b_part, G * Og, G * L * N * Og, dy, db, N, G, L, Og, i_block_last)
