"""The kernels of same_conv1d; same_conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv1d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, plus
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import correlate, correlations, lagging, lags, pad
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

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
def _forward_blocks(first, last, w, panels2, Cg, G, Og, K, depth2, wide2):
    """panels2[g, col_part2, c·K+u, o−col_part2·wide2] = w[g·Og+o, c, u]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide2 + 1))
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, c·K+u, o−col_part2·wide2] = w[g·Og+o, c, u]
        turn(panels2, (g, col_part2, 0, 0), wide2, w, Cg * K * col_part2 * wide2 + Cg * K * Og * g, Cg * K, 1,
                min(wide2, Og - (col_part2 * wide2)), Cg * K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, y, panels2, x_padded2, N, Cg, G, L, Og, K, d, deep2, depth2, high2,
        line2_last, quotient_K_d, quotient_Og_wide2, rows2, skipping2, wide2, x_from22, x_size22):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
    dtype = b.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((1, high2), np.int64)
    most2 = np.empty((1, high2), np.int64)
    place2 = np.empty((1, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for c in range(Cg):
        for u in range(K):
            left_at2[U(K * c + u)] = c * x_size22 + d * u
            place2[0, U(K * c + u)] = d * u
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for i in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(i + L * line2 - (high2 * row_part2))] = (
                    Cg * g * x_size22 + i + Cg * G * n * x_size22 - quotient_K_d - x_from22
                )
                least2[0, U(i + L * line2 - (high2 * row_part2))] = quotient_K_d - i
                most2[0, U(i + L * line2 - (high2 * row_part2))] = L + quotient_K_d - i - 1
        contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 1, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
                b_here = b[U(Og * g + o)]
                for i in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                        high2 + high2 * row_part2 - (L * line2))):
                    y[U(n), U(Og * g + o), U(i)] = (
                        b_here + turned2[U(o - (col_part2 * wide2)), U(i + L * line2 - (high2 * row_part2))]
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
    again = not (
        correlations(
            L >= K
            and L >= 4
            and 0 >= min(
                max(2 - K, min(1 - (Og % 16), Cg * K - 256), Og - 24),
                max(Cg - 16, Cg * K - 128),
                Og - 8,
            )
        )
        and finite(w, y)
    )
    if not again:
        wide = K * d + L - d
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_forward_correlations, pieces, Cg * G * K * L * N * Og // 32, x, w, b, y, N, Cg, G, L, Og, K,
                d, pieces, quotient_K_d, share, tasks, wide)
        again = not (finite(y, w))
    if again:
        again = not (blocks(L * N >= 4 and Og >= 8 and Cg * K >= 4 and L + d + 17 >= K * d) and finite(w, y))
        if not again:
            rows2 = L * N
            depth2 = Cg * K
            x_from22 = min(-((K * d - d) // 2), 0)
            x_size22 = max(K * d + L - ((K * d - d) // 2) - d, L) - x_from22
            x_padded2 = padded(x, (0, 0, x_from22), (N, Cg * G, x_size22))
            wide2 = colblock(Og)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
            skipping2 = skipping(L, x_size22)
            panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            launch(_forward_blocks, G * ((Og - 1) // wide2 + 1), Cg * G * K * Og, w, panels2, Cg, G, Og, K,
                    depth2, wide2)
            quotient_K_d = (K * d - d) // 2
            line2_last = (rows2 - 1) // L
            quotient_Og_wide2 = (Og - 1) // wide2
            launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                    Cg * G * K * L * N * Og // 32, b, y, panels2, x_padded2, N, Cg, G, L, Og, K, d, deep2,
                    depth2, high2, line2_last, quotient_K_d, quotient_Og_wide2, rows2, skipping2, wide2,
                    x_from22, x_size22)
            again = not (finite(y, w))
        if again:
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
def _vjp_x_blocks(first, last, w, panels_apart2, Cg, G, Og, K, wide2):
    """panels2[g, col_part2, o·K+u, c−col_part2·wide2] = w[g·Og+o, c, u]"""
    for task in range(first, last):
        g = task // (Og * ((Cg - 1) // wide2 + 1))
        o = task // (((Cg - 1) // wide2 + 1)) % Og
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # panels2[g, col_part2, o·K+u, c−col_part2·wide2] = w[g·Og+o, c, u]
        turn(panels_apart2, (g, col_part2, o, 0, 0), wide2, w,
                K * col_part2 * wide2 + Cg * K * Og * g + Cg * K * o, K, 1, min(wide2,
                Cg - (col_part2 * wide2)), K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx, dy_padded2, panels2, N, Cg, G, L, Og, K, d, deep2, depth2, dy_from22,
        dy_size22, high2, line2_last, quotient_Cg_wide2, quotient_K_d, rows2, skipping2, wide2):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]"""
    dtype = dx.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((1, high2), np.int64)
    most2 = np.empty((1, high2), np.int64)
    place2 = np.empty((1, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for o in range(Og):
        for u in range(K):
            left_at2[U(K * o + u)] = dy_size22 * o - (d * u)
            place2[0, U(K * o + u)] = -d * u
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1))
        row_part2 = task // (((Cg - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for a in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(a + L * line2 - (high2 * row_part2))] = (
                    a + Og * dy_size22 * g + G * Og * dy_size22 * n + quotient_K_d - dy_from22
                )
                least2[0, U(a + L * line2 - (high2 * row_part2))] = -a - quotient_K_d
                most2[0, U(a + L * line2 - (high2 * row_part2))] = L - a - quotient_K_d - 1
        contract_inside(tile2, (0, 0), wide2, dy_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Cg_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Cg - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 1, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Cg - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Cg)):
                for a in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                        high2 + high2 * row_part2 - (L * line2))):
                    dx[U(n), U(c + Cg * g), U(a)] = turned2[U(c - (col_part2 * wide2)), U(a + L * line2 - (high2 * row_part2))]


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
                for u in range(K - 1, -1, -1):
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
    again = not (
        correlations(
            L >= K
            and L >= 4
            and 0 >= min(
                Cg - 8,
                max(2 - K, Cg - 24, min(1 - (Cg % 16), K * Og - 256)),
                max(K * Og - 128, Og - 16),
            )
        )
        and finite(w, dx)
    )
    if not again:
        wide = K * d + L - d
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_vjp_x_correlations, pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K, d,
                pieces, quotient_K_d, share, tasks, wide)
        again = not (finite(dx, w))
    if again:
        again = not (blocks(L * N >= 4 and Cg >= 8 and K * Og >= 4 and L + d + 17 >= K * d) and finite(w, dx))
        if not again:
            rows2 = L * N
            depth2 = K * Og
            dy_from22 = min((K * d - d) // 2 + d - (K * d), 0)
            dy_size22 = max(L, (K * d - d) // 2 + L) - dy_from22
            dy_padded2 = padded(dy, (0, 0, dy_from22), (N, G * Og, dy_size22))
            wide2 = colblock(Cg)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Cg - 1) // wide2 + 1) * G)
            skipping2 = skipping(L, dy_size22)
            panels2 = scratch((G, max(0, (Cg - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape((G, (Cg - 1) // wide2 + 1, Og, K, wide2))
            launch(_vjp_x_blocks, G * Og * ((Cg - 1) // wide2 + 1), Cg * G * K * Og, w, panels_apart2, Cg, G,
                    Og, K, wide2)
            quotient_K_d = (K * d - d) // 2
            line2_last = (rows2 - 1) // L
            quotient_Cg_wide2 = (Cg - 1) // wide2
            launch(_vjp_x_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1),
                    Cg * G * K * L * N * Og // 32, dx, dy_padded2, panels2, N, Cg, G, L, Og, K, d, deep2,
                    depth2, dy_from22, dy_size22, high2, line2_last, quotient_Cg_wide2, quotient_K_d, rows2,
                    skipping2, wide2)
            again = not (finite(dx, w))
        if again:
            quotient_K_d = (K * d - d) // 2
            o_block_last = (Og - 1) // 1024
            launch(_vjp_x_plain, N * G * Cg, Cg * G * K * L * N * Og, dy, w, dx, N, Cg, G, L, Og, K, d,
                    o_block_last, quotient_K_d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, L, Og, K, d, heaps, n_block_last, pieces, quotient_K_d,
        share, tasks, wide):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, 1, max(0, wide)), dtype)
    tile = np.empty((16, Cg, K), dtype)
    total = np.empty((16, Cg, K), dtype)
    rest = np.empty((16, Cg, K), dtype)
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
                        total[U(o - (heap * 16)), U(c), U(u)] = T(0)
                        rest[U(o - (heap * 16)), U(c), U(u)] = T(0)
            for n_block in range(n_block_last + 1):
                for o in range(heap * 16, min(heap * 16 + 16, Og)):
                    for c in range(Cg):
                        for u in range(K):
                            tile[U(o - (heap * 16)), U(c), U(u)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for strip in range(1):
                        for c in range(Cg):
                            pad(planes, (c, 0, 0), 0, x, (n, c + Cg * g, -quotient_K_d), 0, 1, 1, wide, 0, 1,
                                    quotient_K_d, L + quotient_K_d)
                        lags(tile, (0, 0, 0), Cg * K, dy, (n, heap * 16 + Og * g, 0), L, 0, planes, (0, 0, 0),
                                0, rights, K, min(16, Og - (heap * 16)), 1, L)
                for o in range(heap * 16, min(heap * 16 + 16, Og)):
                    for c in range(Cg):
                        for u in range(K):
                            total[U(o - (heap * 16)), U(c), U(u)], rest[U(o - (heap * 16)), U(c), U(u)] = carried(total[U(o - (heap * 16)), U(c), U(u)], rest[U(o - (heap * 16)), U(c), U(u)], tile[U(o - (heap * 16)), U(c), U(u)])
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for u in range(K):
                        dw[U(Og * g + o), U(c), U(u)] = total[U(o - (heap * 16)), U(c), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, panels_apart2, N, G, L, Og, wide2):
    """panels2[g, col_part2, n·L+i, o−col_part2·wide2] = dy[n, g·Og+o, i]"""
    for task in range(first, last):
        g = task // (N * ((Og - 1) // wide2 + 1))
        n = task // (((Og - 1) // wide2 + 1)) % N
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, n·L+i, o−col_part2·wide2] = dy[n, g·Og+o, i]
        turn(panels_apart2, (g, col_part2, n, 0, 0), wide2, dy,
                L * col_part2 * wide2 + L * Og * g + G * L * Og * n, L, 1, min(wide2,
                Og - (col_part2 * wide2)), L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines2, panels2, x_padded2, N, Cg, G, L, Og, K, d, deep2, depth2, high2,
        line2_last, quotient_K_d, quotient_Og_wide2, rows2, skipping2, wide2, x_from22, x_size22):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]"""
    dtype = dw_lines2.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((1, high2), np.int64)
    most2 = np.empty((1, high2), np.int64)
    place2 = np.empty((1, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for n in range(N):
        for i in range(L):
            left_at2[U(i + L * n)] = i + Cg * G * n * x_size22
            place2[0, U(i + L * n)] = i
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
        for line2 in range(high2 * row_part2 // K, min((high2 + high2 * row_part2 - 1) // K + 1,
                line2_last + 1, Cg)):
            c = line2
            for u in range(max(0, high2 * row_part2 - (K * line2)), min(K, rows2 - (K * line2),
                    high2 + high2 * row_part2 - (K * line2))):
                row_at2[U(K * line2 + u - (high2 * row_part2))] = (
                    c * x_size22 + Cg * g * x_size22 + d * u - quotient_K_d - x_from22
                )
                least2[0, U(K * line2 + u - (high2 * row_part2))] = quotient_K_d - (d * u)
                most2[0, U(K * line2 + u - (high2 * row_part2))] = L + quotient_K_d - (d * u) - 1
        contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 1, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
            for run2 in range(high2 * row_part2, min(rows2, high2 + high2 * row_part2)):
                dw_lines2[U(Og * g + o), U(run2)] = turned2[U(o - (col_part2 * wide2)), U(run2 - (high2 * row_part2))]


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
                    part2 = T(0)
                    for i in range(max(0, quotient_K_d - (d * u), i_block * 1024), min(L,
                            L + quotient_K_d - (d * u), i_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            dy[U(n), U(Og * g + o), U(i)]
                            * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)],
                        )
                    acc, rest = carried(acc, rest, part2)
            dw[U(Og * g + o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, d):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·K·Og additions, terms that a condition
        drops counted.
    """
    dtype = dw.dtype
    again = not (
        lagging(L >= K and L >= 4 and 0 >= min(Cg * K - 16, max(2 - K, min(Cg * K - 48, Og - 16)), Og - 8))
        and finite(dy, dw)
    )
    if not again:
        wide = K * d + L - d
        heaps = (Og + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_K_d = (K * d - d) // 2
        n_block_last = (N - 1) // 256
        launch(_vjp_w_lagging, pieces, Cg * G * K * L * N * Og // 32, dy, x, dw, N, Cg, G, L, Og, K, d, heaps,
                n_block_last, pieces, quotient_K_d, share, tasks, wide)
        again = not (finite(dw, dy))
    if again:
        again = not (
            blocks(Cg * K >= 4 and Og >= 8 and L * N >= 4 and L + d + 17 >= K * d) and finite(dy, dw)
        )
        if not again:
            rows2 = Cg * K
            depth2 = L * N
            x_from22 = min(-((K * d - d) // 2), 0)
            x_size22 = max(K * d + L - ((K * d - d) // 2) - d, L) - x_from22
            x_padded2 = padded(x, (0, 0, x_from22), (N, Cg * G, x_size22))
            wide2 = colblock(Og)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
            skipping2 = skipping(L, x_size22)
            panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, N, L, wide2))
            launch(_vjp_w_blocks, G * N * ((Og - 1) // wide2 + 1), G * L * N * Og, dy, panels_apart2, N, G, L,
                    Og, wide2)
            dw_lines2 = dw.reshape((G * Og, Cg * K))
            quotient_K_d = (K * d - d) // 2
            line2_last = (rows2 - 1) // K
            quotient_Og_wide2 = (Og - 1) // wide2
            launch(_vjp_w_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                    Cg * G * K * L * N * Og // 32, dw_lines2, panels2, x_padded2, N, Cg, G, L, Og, K, d,
                    deep2, depth2, high2, line2_last, quotient_K_d, quotient_Og_wide2, rows2, skipping2,
                    wide2, x_from22, x_size22)
            again = not (finite(dw, dy))
        if again:
            quotient_K_d = (K * d - d) // 2
            i_block_last = (L - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg, Cg * G * K * L * N * Og, dy, x, dw, N, Cg, G, L, Og, K, d,
                    i_block_last, quotient_K_d)
