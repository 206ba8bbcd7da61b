"""The kernels of causal_conv1d; causal_conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `causal_conv1d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, plus
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, L, Og, K, d, pieces, share, tasks, wide):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i−d·(K−1−u)]"""
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
            # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i−d·(K−1−u)]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                pad(planes, (c, 0, 0), 0, x, (n, c + Cg * g, d - (K * d)), 0, 1, 1, wide, 0, 1, K * d - d,
                        K * d + L - d)
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
        line2_last, quotient_Og_wide2, rows2, skipping2, wide2, x_from22, x_size22):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i−d·(K−1−u)]"""
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
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i−d·(K−1−u)]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for i in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(i + L * line2 - (high2 * row_part2))] = (
                    d + Cg * g * x_size22 + i + Cg * G * n * x_size22 - (K * d) - x_from22
                )
                least2[0, U(i + L * line2 - (high2 * row_part2))] = K * d - d - i
                most2[0, U(i + L * line2 - (high2 * row_part2))] = K * d + L - d - i - 1
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
def _forward_plain(first, last, x, w, b, y, N, Cg, G, L, Og, K, d, c_block_last):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i−d·(K−1−u)]
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
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part2[U(i)] += w_here * x[U(n), U(c + Cg * g), U(d + i + d * u - (K * d))]
            for i in range(L):
                y[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y[U(n), U(Og * g + o), U(i)], rest[U(i)], part2[U(i)])


def _forward(x, w, b, y, N, Cg, G, L, Og, K, d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i−d·(K−1−u)]

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
        launch(_forward_correlations, pieces, Cg * G * K * L * N * Og // 32, x, w, b, y, N, Cg, G, L, Og, K,
                d, pieces, share, tasks, wide)
        again = not (finite(y, w))
    if again:
        again = not (blocks(L * N >= 4 and Og >= 8 and Cg * K >= 4 and L + d + 17 >= K * d) and finite(w, y))
        if not again:
            rows2 = L * N
            depth2 = Cg * K
            x_from22 = d - (K * d)
            x_size22 = L - x_from22
            x_padded2 = padded(x, (0, 0, x_from22), (N, Cg * G, x_size22))
            wide2 = colblock(Og)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
            skipping2 = skipping(L, x_size22)
            panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            launch(_forward_blocks, G * ((Og - 1) // wide2 + 1), Cg * G * K * Og, w, panels2, Cg, G, Og, K,
                    depth2, wide2)
            line2_last = (rows2 - 1) // L
            quotient_Og_wide2 = (Og - 1) // wide2
            launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                    Cg * G * K * L * N * Og // 32, b, y, panels2, x_padded2, N, Cg, G, L, Og, K, d, deep2,
                    depth2, high2, line2_last, quotient_Og_wide2, rows2, skipping2, wide2, x_from22, x_size22)
            again = not (finite(y, w))
        if again:
            c_block_last = (Cg - 1) // 1024
            launch(_forward_plain, N * G * Og, Cg * G * K * L * N * Og, x, w, b, y, N, Cg, G, L, Og, K, d,
                    c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, L, Og, K, d, pieces, share, tasks, wide):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+d·(K−1−u)] · w[g·Og+o, c, u]"""
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
            # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+d·(K−1−u)] · w[g·Og+o, c, u]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                pad(planes, (o, 0, 0), 0, dy, (n, Og * g + o, 0), 0, 1, 1, wide, 0, 1, 0, L)
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
def _vjp_x_blocks2(first, last, dx, dy_padded2, panels2, N, Cg, G, L, Og, K, d, deep2, depth2, dy_size22,
        high2, line2_last, quotient_Cg_wide2, rows2, skipping2, wide2):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+d·(K−1−u)] · w[g·Og+o, c, u]"""
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
        # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+d·(K−1−u)] · w[g·Og+o, c, u]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for a in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(a + L * line2 - (high2 * row_part2))] = (
                    K * d + a + Og * dy_size22 * g + G * Og * dy_size22 * n - d
                )
                least2[0, U(a + L * line2 - (high2 * row_part2))] = d - (K * d) - a
                most2[0, U(a + L * line2 - (high2 * row_part2))] = L + d - (K * d) - a - 1
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
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, d, o_block_last):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+d·(K−1−u)] · w[g·Og+o, c, u]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Cg)
        g = task // Cg % G
        c = task % Cg
        # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+d·(K−1−u)] · w[g·Og+o, c, u]
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
                    for a in range(min(L, L + d + d * u - (K * d))):
                        part2[U(a)] += dy[U(n), U(Og * g + o), U(K * d + a - d - (d * u))] * w_here
            for a in range(L):
                dx[U(n), U(c + Cg * g), U(a)], rest[U(a)] = carried(dx[U(n), U(c + Cg * g), U(a)], rest[U(a)], part2[U(a)])


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, d):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+d·u] · w[g·Og+o, c, K−1−u]

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
        launch(_vjp_x_correlations, pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K, d,
                pieces, share, tasks, wide)
        again = not (finite(dx, w))
    if again:
        again = not (blocks(L * N >= 4 and Cg >= 8 and K * Og >= 4 and L + d + 17 >= K * d) and finite(w, dx))
        if not again:
            rows2 = L * N
            depth2 = K * Og
            dy_size22 = K * d + L - d
            dy_padded2 = padded(dy, (0, 0, 0), (N, G * Og, dy_size22))
            wide2 = colblock(Cg)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Cg - 1) // wide2 + 1) * G)
            skipping2 = skipping(L, dy_size22)
            panels2 = scratch((G, max(0, (Cg - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape((G, (Cg - 1) // wide2 + 1, Og, K, wide2))
            launch(_vjp_x_blocks, G * Og * ((Cg - 1) // wide2 + 1), Cg * G * K * Og, w, panels_apart2, Cg, G,
                    Og, K, wide2)
            line2_last = (rows2 - 1) // L
            quotient_Cg_wide2 = (Cg - 1) // wide2
            launch(_vjp_x_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1),
                    Cg * G * K * L * N * Og // 32, dx, dy_padded2, panels2, N, Cg, G, L, Og, K, d, deep2,
                    depth2, dy_size22, high2, line2_last, quotient_Cg_wide2, rows2, skipping2, wide2)
            again = not (finite(dx, w))
        if again:
            o_block_last = (Og - 1) // 1024
            launch(_vjp_x_plain, N * G * Cg, Cg * G * K * L * N * Og, dy, w, dx, N, Cg, G, L, Og, K, d,
                    o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, panels_apart, N, G, L, Og, wide):
    """panels[g, col_part, n·L+i, o−col_part·wide] = dy[n, g·Og+o, i]"""
    for task in range(first, last):
        g = task // (N * ((Og - 1) // wide + 1))
        n = task // (((Og - 1) // wide + 1)) % N
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, n·L+i, o−col_part·wide] = dy[n, g·Og+o, i]
        turn(panels_apart, (g, col_part, n, 0, 0), wide, dy,
                L * col_part * wide + L * Og * g + G * L * Og * n, L, 1, min(wide, Og - (col_part * wide)), L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines, panels, x_padded, N, Cg, G, L, Og, K, d, deep, depth, high,
        line_last, quotient_Og_wide, rows, skipping_2, wide, x_from2, x_size2):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, i−d·(K−1−u)]"""
    dtype = dw_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    least = np.empty((1, high), np.int64)
    most = np.empty((1, high), np.int64)
    place = np.empty((1, max(0, depth)), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for n in range(N):
        for i in range(L):
            left_at[U(i + L * n)] = i + Cg * G * n * x_size2
            place[0, U(i + L * n)] = i
    for k in range(depth):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, i−d·(K−1−u)]
        for line in range(high * row_part // K, min((high + high * row_part - 1) // K + 1, line_last + 1,
                Cg)):
            c = line
            for u in range(max(0, high * row_part - (K * line)), min(K, rows - (K * line),
                    high + high * row_part - (K * line))):
                row_at[U(K * line + u - (high * row_part))] = (
                    c * x_size2 + d + Cg * g * x_size2 + d * u - (K * d) - x_from2
                )
                least[0, U(K * line + u - (high * row_part))] = K * d - d - (d * u)
                most[0, U(K * line + u - (high * row_part))] = K * d + L - d - (d * u) - 1
        contract_inside(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Og_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), depth, deep, least,
                most, place, high, depth, 1, skipping_2, np.empty(max(depth * 3 + high * 4 + 2, 0), np.int64))
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            for run in range(high * row_part, min(rows, high + high * row_part)):
                dw_lines[U(Og * g + o), U(run)] = turned[U(o - (col_part * wide)), U(run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, d):
    """dw[g·Og+o, c, u] = Σ_{n,i : d·(K−1−u) ≤ i < L} dy[n, g·Og+o, i] · x[n, g·Cg+c, i−d·(K−1−u)]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg)
        o = task // Cg % Og
        c = task % Cg
        # dw[g·Og+o, c, u] = Σ_{n,i : d·(K−1−u) ≤ i < L} dy[n, g·Og+o, i] · x[n, g·Cg+c,
        #     i−d·(K−1−u)]
        for u in range(K):
            acc = T(0)
            rest = T(0)
            i_block_last = (L + d + d * u - (K * d) - 1) // 1024
            for n in range(N):
                for i_block in range(i_block_last + 1):
                    part = T(0)
                    for i in range(i_block * 1024 + K * d - d - (d * u), min(L,
                            i_block * 1024 + K * d + 1024 - d - (d * u))):
                        part = plus(
                            part,
                            dy[U(n), U(Og * g + o), U(i)]
                            * x[U(n), U(c + Cg * g), U(d + i + d * u - (K * d))],
                        )
                    acc, rest = carried(acc, rest, part)
            dw[U(Og * g + o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, d):
    """dw[g·Og+o, c, u] = Σ_{n,i : d·(K−1−u) ≤ i < L} dy[n, g·Og+o, i] · x[n, g·Cg+c, i−d·(K−1−u)]"""
    dtype = dw.dtype
    again = not (blocks(Cg * K >= 4 and Og >= 8 and L * N >= 4 and L + d + 17 >= K * d) and finite(dy, dw))
    if not again:
        rows = Cg * K
        depth = L * N
        x_from2 = d - (K * d)
        x_size2 = L - x_from2
        x_padded = padded(x, (0, 0, x_from2), (N, Cg * G, x_size2))
        wide = colblock(Og)
        deep = depthblock()
        high = rowblock(rows, ((Og - 1) // wide + 1) * G)
        skipping_2 = skipping(L, x_size2)
        panels = scratch((G, max(0, (Og - 1) // wide + 1), max(0, depth), wide), dtype)
        panels_apart = panels.reshape((G, (Og - 1) // wide + 1, N, L, wide))
        launch(_vjp_w_blocks, G * N * ((Og - 1) // wide + 1), G * L * N * Og, dy, panels_apart, N, G, L, Og,
                wide)
        dw_lines = dw.reshape((G * Og, Cg * K))
        line_last = (rows - 1) // K
        quotient_Og_wide = (Og - 1) // wide
        launch(_vjp_w_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide + 1),
                Cg * G * K * L * N * Og // 32, dw_lines, panels, x_padded, N, Cg, G, L, Og, K, d, deep, depth,
                high, line_last, quotient_Og_wide, rows, skipping_2, wide, x_from2, x_size2)
        again = not (finite(dw, dy))
    if again:
        launch(_vjp_w_plain, G * Og * Cg, (L + d - (K * d)) * Cg * G * K * N * Og, dy, x, dw, N, Cg, G, L, Og,
                K, d)


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
