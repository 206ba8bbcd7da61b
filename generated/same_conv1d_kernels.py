"""The kernels of same_conv1d; same_conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv1d`.  Do not edit.
Run time: b484c081cfa24eee.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .stencils import correlate, correlations, lagging, lags, pad
from .tiles import tiled
from .vectors import blocks, colblock, contract, depthblock, padded, parts, rowblock, scratch, turn

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
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * 1)
            g = turn_2 // (1) % G
            strip = turn_2 % 1
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
def _forward_blocks(first, last, w, panels, Cg, G, Og, K, depth, wide):
    """panels[g, col_part, c·K+u, o−col_part·wide] = w[g·Og+o, c, u]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide + 1))
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, c·K+u, o−col_part·wide] = w[g·Og+o, c, u]
        turn(panels, (g, col_part, 0, 0), wide, w, Cg * K * col_part * wide + Cg * K * Og * g, Cg * K, 1,
                min(wide, Og - (col_part * wide)), Cg * K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, y, panels, x_padded, N, Cg, G, L, Og, K, d, deep, depth, high, line_last,
        quotient_K_d, quotient_Og_wide, rows, wide, x_from2, x_size2):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
    dtype = b.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋]
        for line in range(high * row_part // L, min((high + high * row_part - 1) // L + 1, line_last + 1, N)):
            n = line
            for i in range(max(0, high * row_part - (L * line)), min(L, rows - (L * line),
                    high + high * row_part - (L * line))):
                row_at[U(i + L * line - (high * row_part))] = (
                    Cg * g * x_size2 + i + Cg * G * n * x_size2 - quotient_K_d - x_from2
                )
        for c in range(Cg):
            for u in range(K):
                left_at[U(K * c + u)] = c * x_size2 + d * u
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Og_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        line_first = high * row_part // L
        line_last2 = (high + high * row_part - 1) // L
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            b_here = b[U(Og * g + o)]
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N)):
                n = line
                for i in range(max(0, high * row_part - (L * line)), min(L, rows - (L * line),
                        high + high * row_part - (L * line))):
                    y[U(n), U(Og * g + o), U(i)] = (
                        b_here + turned[U(o - (col_part * wide)), U(i + L * line - (high * row_part))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, L, Og, K, d, c_block_last, quotient_K_d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
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
                part2[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, quotient_K_d - (d * u)), min(L, L + quotient_K_d - (d * u))):
                        part2[U(i)] += w_here * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)]
            for i in range(L):
                y[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y[U(n), U(Og * g + o), U(i)], rest[U(i)], part2[U(i)])


def _forward(x, w, b, y, N, Cg, G, L, Og, K, d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og additions, terms that a condition drops
        counted.
    """
    dtype = y.dtype
    if correlations(L >= K and L >= 4 and 0 >= min(Cg - 8, Og - 32)):
        wide = K * d + L - d
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_forward_correlations, pieces, Cg * G * K * L * N * Og // 32, x, w, b, y, N, Cg, G, L, Og, K,
                d, pieces, quotient_K_d, share, tasks, wide)
    else:
        if blocks(L * N >= 4 and Og >= 8 and Cg * K >= 4 and L + d + 17 >= K * d):
            rows = L * N
            depth = Cg * K
            x_from2 = min(-((K * d - d) // 2), 0)
            x_size2 = max(K * d + L - ((K * d - d) // 2) - d, L) - x_from2
            x_padded = padded(x, (0, 0, x_from2), (N, Cg * G, x_size2))
            wide_2 = colblock()
            deep = depthblock()
            high = rowblock(rows, ((Og - 1) // wide_2 + 1) * G)
            panels = scratch((G, max(0, (Og - 1) // wide_2 + 1), max(0, depth), wide_2), dtype)
            launch(_forward_blocks, G * ((Og - 1) // wide_2 + 1), Cg * G * K * Og, w, panels, Cg, G, Og, K,
                    depth, wide_2)
            quotient_K_d = (K * d - d) // 2
            line_last = (rows - 1) // L
            quotient_Og_wide = (Og - 1) // wide_2
            launch(_forward_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide_2 + 1),
                    Cg * G * K * L * N * Og // 32, b, y, panels, x_padded, N, Cg, G, L, Og, K, d, deep, depth,
                    high, line_last, quotient_K_d, quotient_Og_wide, rows, wide_2, x_from2, x_size2)
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
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * 1)
            g = turn_2 // (1) % G
            strip = turn_2 % 1
            # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                pad(planes, (o, 0, 0), 0, dy, (n, Og * g + o, d + quotient_K_d - (K * d)), 0, 1, 1, wide, 0,
                        1, K * d - d - quotient_K_d, K * d + L - d - quotient_K_d)
            correlate(dx, (n, Cg * g, 0), L, 0, 1, starts, (0,), 1, w, (Og * g, 0, K - 1), K, lefts, planes,
                    (0, 0, 0), 0, rights, K, len(rights), Cg, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels, Cg, G, Og, K, depth, wide):
    """panels[g, col_part, o·K+u, c−col_part·wide] = w[g·Og+o, c, u]"""
    for task in range(first, last):
        g = task // (((Cg - 1) // wide + 1))
        col_part = task % ((Cg - 1) // wide + 1)
        # panels[g, col_part, o·K+u, c−col_part·wide] = w[g·Og+o, c, u]
        for o in range(Og):
            turn(panels, (g, col_part, K * o, 0), wide, w, K * col_part * wide + Cg * K * Og * g + Cg * K * o,
                    K, 1, min(wide, Cg - (col_part * wide)), K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx, dy_padded, panels, N, Cg, G, L, Og, K, d, deep, depth, dy_from2, dy_size2,
        high, line_last, quotient_Cg_wide, quotient_K_d, rows, wide):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]"""
    dtype = dx.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Cg - 1) // wide + 1))
        row_part = task // (((Cg - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Cg - 1) // wide + 1)
        # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
        for line in range(high * row_part // L, min((high + high * row_part - 1) // L + 1, line_last + 1, N)):
            n = line
            for a in range(max(0, high * row_part - (L * line)), min(L, rows - (L * line),
                    high + high * row_part - (L * line))):
                row_at[U(a + L * line - (high * row_part))] = (
                    a + Og * dy_size2 * g + G * Og * dy_size2 * n + quotient_K_d - dy_from2
                )
        for o in range(Og):
            for u in range(K):
                left_at[U(K * o + u)] = dy_size2 * o - (d * u)
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Cg_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Cg - (col_part * wide)))
        line_first = high * row_part // L
        line_last2 = (high + high * row_part - 1) // L
        for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N)):
                n = line
                for a in range(max(0, high * row_part - (L * line)), min(L, rows - (L * line),
                        high + high * row_part - (L * line))):
                    dx[U(n), U(c + Cg * g), U(a)] = turned[U(c - (col_part * wide)), U(a + L * line - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, d, o_block_last, quotient_K_d):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
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
                part2[U(a)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for a in range(max(0, d * u - quotient_K_d), min(L, L + d * u - quotient_K_d)):
                        part2[U(a)] += dy[U(n), U(Og * g + o), U(a + quotient_K_d - (d * u))] * w_here
            for a in range(L):
                dx[U(n), U(c + Cg * g), U(a)], rest[U(a)] = carried(dx[U(n), U(c + Cg * g), U(a)], rest[U(a)], part2[U(a)])


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, d):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·(K−1−u)] · w[g·Og+o, c, K−1−u]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·L·N additions, terms that a condition
        drops counted.
    """
    dtype = dx.dtype
    if correlations(L >= K and L >= 4 and 0 >= min(Cg - 32, Og - 8)):
        wide = K * d + L - d
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_vjp_x_correlations, pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K, d,
                pieces, quotient_K_d, share, tasks, wide)
    else:
        if blocks(L * N >= 4 and Cg >= 8 and K * Og >= 4 and L + d + 17 >= K * d):
            rows = L * N
            depth = K * Og
            dy_from2 = min((K * d - d) // 2 + d - (K * d), 0)
            dy_size2 = max(L, (K * d - d) // 2 + L) - dy_from2
            dy_padded = padded(dy, (0, 0, dy_from2), (N, G * Og, dy_size2))
            wide_2 = colblock()
            deep = depthblock()
            high = rowblock(rows, ((Cg - 1) // wide_2 + 1) * G)
            panels = scratch((G, max(0, (Cg - 1) // wide_2 + 1), max(0, depth), wide_2), dtype)
            launch(_vjp_x_blocks, G * ((Cg - 1) // wide_2 + 1), Cg * G * K * Og, w, panels, Cg, G, Og, K,
                    depth, wide_2)
            quotient_K_d = (K * d - d) // 2
            line_last = (rows - 1) // L
            quotient_Cg_wide = (Cg - 1) // wide_2
            launch(_vjp_x_blocks2, G * ((rows - 1) // high + 1) * ((Cg - 1) // wide_2 + 1),
                    Cg * G * K * L * N * Og // 32, dx, dy_padded, panels, N, Cg, G, L, Og, K, d, deep, depth,
                    dy_from2, dy_size2, high, line_last, quotient_Cg_wide, quotient_K_d, rows, wide_2)
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
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            g = turn_2 // heaps
            heap = turn_2 % heaps
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
def _vjp_w_blocks(first, last, dy, panels, N, G, L, Og, depth, wide):
    """panels[g, col_part, n·L+i, o−col_part·wide] = dy[n, g·Og+o, i]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide + 1))
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, n·L+i, o−col_part·wide] = dy[n, g·Og+o, i]
        for n in range(N):
            turn(panels, (g, col_part, L * n, 0), wide, dy, L * col_part * wide + L * Og * g + G * L * Og * n,
                    L, 1, min(wide, Og - (col_part * wide)), L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines, panels, x_padded, N, Cg, G, L, Og, K, d, deep, depth, high,
        line_last, quotient_K_d, quotient_Og_wide, rows, wide, x_from2, x_size2):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]"""
    dtype = dw_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
        for line in range(high * row_part // K, min((high + high * row_part - 1) // K + 1, line_last + 1,
                Cg)):
            c = line
            for u in range(max(0, high * row_part - (K * line)), min(K, rows - (K * line),
                    high + high * row_part - (K * line))):
                row_at[U(K * line + u - (high * row_part))] = (
                    c * x_size2 + Cg * g * x_size2 + d * u - quotient_K_d - x_from2
                )
        for n in range(N):
            for i in range(L):
                left_at[U(i + L * n)] = i + Cg * G * n * x_size2
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Og_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            for run in range(high * row_part, min(rows, high + high * row_part)):
                dw_lines[U(Og * g + o), U(run)] = turned[U(o - (col_part * wide)), U(run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, d, i_block_last, quotient_K_d):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * K)
        o = task // (Cg * K) % Og
        c = task // K % Cg
        u = task % K
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
        acc = T(0)
        rest = T(0)
        i_block_first = (quotient_K_d - (d * u)) // 1024
        i_block_last2 = (L + quotient_K_d - (d * u) - 1) // 1024
        for n in range(N):
            for i_block in range(max(0, i_block_first), min(i_block_last + 1, i_block_last2 + 1)):
                part2 = T(0)
                for i in range(max(0, quotient_K_d - (d * u), i_block * 1024), min(L,
                        L + quotient_K_d - (d * u), i_block * 1024 + 1024)):
                    part2 = plus(
                        part2,
                        dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)],
                    )
                acc, rest = carried(acc, rest, part2)
        dw[U(Og * g + o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, d):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·K·Og additions, terms that a condition
        drops counted.
    """
    dtype = dw.dtype
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
        if blocks(Cg * K >= 4 and Og >= 8 and L * N >= 4 and L + d + 17 >= K * d):
            rows = Cg * K
            depth = L * N
            x_from2 = min(-((K * d - d) // 2), 0)
            x_size2 = max(K * d + L - ((K * d - d) // 2) - d, L) - x_from2
            x_padded = padded(x, (0, 0, x_from2), (N, Cg * G, x_size2))
            wide_2 = colblock()
            deep = depthblock()
            high = rowblock(rows, ((Og - 1) // wide_2 + 1) * G)
            panels = scratch((G, max(0, (Og - 1) // wide_2 + 1), max(0, depth), wide_2), dtype)
            launch(_vjp_w_blocks, G * ((Og - 1) // wide_2 + 1), G * L * N * Og, dy, panels, N, G, L, Og,
                    depth, wide_2)
            dw_lines = dw.reshape((G * Og, Cg * K))
            quotient_K_d = (K * d - d) // 2
            line_last = (rows - 1) // K
            quotient_Og_wide = (Og - 1) // wide_2
            launch(_vjp_w_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide_2 + 1),
                    Cg * G * K * L * N * Og // 32, dw_lines, panels, x_padded, N, Cg, G, L, Og, K, d, deep,
                    depth, high, line_last, quotient_K_d, quotient_Og_wide, rows, wide_2, x_from2, x_size2)
        else:
            quotient_K_d = (K * d - d) // 2
            i_block_last = (L - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg * K, Cg * G * K * L * N * Og, dy, x, dw, N, Cg, G, L, Og, K, d,
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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, d, c_block_last,
        quotient_K_d):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋] + ẇ[g·Og+o,
        c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋])
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋] + ẇ[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋])
        b_dot_here = b_dot[U(Og * g + o)]
        for i in range(L):
            y_dot[U(n), U(Og * g + o), U(i)] = b_dot_here
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    w_dot_here = w_dot[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, quotient_K_d - (d * u)), min(L, L + quotient_K_d - (d * u))):
                        part[U(i)] += (
                            w_dot_here * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)]
                            + w_here * x_dot[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)]
                        )
            for i in range(L):
                y_dot[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y_dot[U(n), U(Og * g + o), U(i)], rest[U(i)], part[U(i)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, d):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋] + ẇ[g·Og+o,
        c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋])

    Operations: 2·Cg·G·K·L·N·Og multiplications, 2·Cg·G·K·L·N·Og additions, terms that a condition drops
        counted.
    """
    quotient_K_d = (K * d - d) // 2
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * G * Og, Cg * G * K * L * N * Og, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og,
            K, d, c_block_last, quotient_K_d)


def _forward_winograd(x, w, b, y, N, Cg, G, L, Og, K):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]

    As compiled:

    y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+u−⌊(K−1)/2⌋]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    i_first = -((K - 1) // 2)
    for g in range(G):
        tiled(y, (0, Og * g, 0), (G * L * Og, L, 1), w, (Og * g, 0, 0), (Cg * K, K, 1), x, (0, Cg * g, 0),
                (Cg * G * L, L, 1), (N, Og, Cg, L, K, L), (-i_first,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, L, Og, K):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·(K−1−u)] · w[g·Og+o, c, K−1−u]

    As compiled:

    dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊(K−1)/2⌋−u] · w[g·Og+o, c, u]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    quotient_K = (K - 1) // 2
    for g in range(G):
        tiled(dx, (0, Cg * g, 0), (Cg * G * L, L, 1), w, (Og * g, 0, K - 1), (K, Cg * K, -1), dy, (0, Og * g,
                0), (G * L * Og, L, 1), (N, Cg, Og, L, K, L), (K - quotient_K - 1,))
