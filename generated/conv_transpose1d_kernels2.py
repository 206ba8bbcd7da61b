"""The kernels of conv_transpose1d; conv_transpose1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose1d`.  Do not edit.
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
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, pieces, share, tasks,
        wide):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, s, 1, max(0, wide)), dtype)
    starts = np.empty(Cg, dtype)
    for part in range(first, last):
        lefts = np.empty(Og * K, np.int64)
        for tap in range(Og * K):
            o = tap // K
            u = tap % K
            lefts[U(tap)] = K * o + u
        rights = np.empty(Og * K, np.int64)
        for tap in range(Og * K):
            o = tap // K
            u = tap % K
            rights[U(tap)] = d * u // s + o * s * wide + (d * u % s) * wide
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * 1)
            g = turn_2 // (1) % G
            strip = turn_2 % 1
            # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                for phase_i in range(s):
                    fore = -((phase_i - p_l) // s)
                    aft = (OL + p_l - phase_i - 1) // s + 1
                    pad(planes, (o, phase_i, 0, 0), 0, dy, (n, Og * g + o, phase_i - p_l), 0, s, 1, wide, 0,
                            1, fore, aft)
            correlate(dx, (n, Cg * g, 0), L, 0, 1, starts, (0,), 1, w, (Cg * g, 0, 0), K * Og, lefts, planes,
                    (0, 0, 0, 0), 0, rights, K, len(rights), Cg, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels2, Cg, G, Og, K, depth2, wide2):
    """panels2[g, col_part2, o·K+u, c−col_part2·wide2] = w[g·Cg+c, o, u]"""
    for task in range(first, last):
        g = task // (((Cg - 1) // wide2 + 1))
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # panels2[g, col_part2, o·K+u, c−col_part2·wide2] = w[g·Cg+c, o, u]
        turn(panels2, (g, col_part2, 0, 0), wide2, w, K * Og * col_part2 * wide2 + Cg * K * Og * g, K * Og, 1,
                min(wide2, Cg - (col_part2 * wide2)), K * Og)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx, dy_padded2, panels2, N, Cg, G, L, Og, K, OL, s, p_l, d, deep2, depth2,
        dy_size22, high2, line2_last, quotient_Cg_wide2, rows2, skipping2, wide2):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]"""
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
            left_at2[U(K * o + u)] = dy_size22 * o + d * u
            place2[0, U(K * o + u)] = d * u
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1))
        row_part2 = task // (((Cg - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for i in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(i + L * line2 - (high2 * row_part2))] = (
                    Og * dy_size22 * g + i * s + G * Og * dy_size22 * n
                )
                least2[0, U(i + L * line2 - (high2 * row_part2))] = p_l - (i * s)
                most2[0, U(i + L * line2 - (high2 * row_part2))] = OL + p_l - (i * s) - 1
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
                for i in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                        high2 + high2 * row_part2 - (L * line2))):
                    dx[U(n), U(c + Cg * g), U(i)] = turned2[U(c - (col_part2 * wide2)), U(i + L * line2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, o_block_last):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Cg)
        g = task // Cg % G
        c = task % Cg
        # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]
        for i in range(L):
            dx[U(n), U(c + Cg * g), U(i)] = T(0)
        for i in range(L):
            rest[U(i)] = T(0)
        for o_block in range(o_block_last + 1):
            for i in range(L):
                part2[U(i)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(c + Cg * g), U(o), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(L, (OL + p_l - (d * u) - 1) // s + 1)):
                        part2[U(i)] += dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * w_here
            for i in range(L):
                dx[U(n), U(c + Cg * g), U(i)], rest[U(i)] = carried(dx[U(n), U(c + Cg * g), U(i)], rest[U(i)], part2[U(i)])


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·L·N additions, terms that a condition
        drops counted.
    """
    dtype = dx.dtype
    again = not (
        correlations(
            L >= K
            and K >= s
            and OL >= 4
            and 0 >= min(
                Cg - 8,
                max(2 - K, Cg - 24, min(1 - (Cg % 16), K * Og - 256)),
                max(K * Og - 128, Og - 16),
            )
        )
        and finite(w, dx)
    )
    if not again:
        wide = (K * d - d) // s + L
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_x_correlations, pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K, OL,
                s, p_l, d, pieces, share, tasks, wide)
        again = not (finite(dx, w))
    if again:
        again = not (
            blocks(L * N >= 4 and Cg >= 8 and K * Og >= 4 and OL * 2 + d + s + 16 >= K * d + L * s)
            and finite(w, dx)
        )
        if not again:
            rows2 = L * N
            depth2 = K * Og
            dy_size22 = max(K * d + L * s + 1 - d - p_l - s, OL) + p_l
            dy_padded2 = padded(dy, (0, 0, -p_l), (N, G * Og, dy_size22))
            wide2 = colblock(Cg)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Cg - 1) // wide2 + 1) * G)
            skipping2 = skipping(OL, dy_size22)
            panels2 = scratch((G, max(0, (Cg - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            launch(_vjp_x_blocks, G * ((Cg - 1) // wide2 + 1), Cg * G * K * Og, w, panels2, Cg, G, Og, K,
                    depth2, wide2)
            line2_last = (rows2 - 1) // L
            quotient_Cg_wide2 = (Cg - 1) // wide2
            launch(_vjp_x_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1),
                    Cg * G * K * L * N * Og // 32, dx, dy_padded2, panels2, N, Cg, G, L, Og, K, OL, s, p_l, d,
                    deep2, depth2, dy_size22, high2, line2_last, quotient_Cg_wide2, rows2, skipping2, wide2)
            again = not (finite(dx, w))
        if again:
            o_block_last = (Og - 1) // 1024
            launch(_vjp_x_plain, N * G * Cg, Cg * G * K * L * N * Og, dy, w, dx, N, Cg, G, L, Og, K, OL, s,
                    p_l, d, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, heaps, n_block_last, pieces,
        share, tasks, wide):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, s, 1, max(0, wide)), dtype)
    tile = np.empty((16, Og, K), dtype)
    total = np.empty((16, Og, K), dtype)
    rest = np.empty((16, Og, K), dtype)
    for part in range(first, last):
        rights = np.empty(Og * K, np.int64)
        for tap in range(Og * K):
            o = tap // K
            u = tap % K
            rights[U(tap)] = d * u // s + o * s * wide + (d * u % s) * wide
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            g = turn_2 // heaps
            heap = turn_2 % heaps
            # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for u in range(K):
                        total[U(c - (heap * 16)), U(o), U(u)] = T(0)
                        rest[U(c - (heap * 16)), U(o), U(u)] = T(0)
            for n_block in range(n_block_last + 1):
                for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                    for o in range(Og):
                        for u in range(K):
                            tile[U(c - (heap * 16)), U(o), U(u)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for strip in range(1):
                        for o in range(Og):
                            for phase_i in range(s):
                                fore = -((phase_i - p_l) // s)
                                aft = (OL + p_l - phase_i - 1) // s + 1
                                pad(planes, (o, phase_i, 0, 0), 0, dy, (n, Og * g + o, phase_i - p_l), 0, s,
                                        1, wide, 0, 1, fore, aft)
                        lags(tile, (0, 0, 0), K * Og, x, (n, heap * 16 + Cg * g, 0), L, 0, planes, (0, 0, 0,
                                0), 0, rights, K, min(16, Cg - (heap * 16)), 1, L)
                for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                    for o in range(Og):
                        for u in range(K):
                            total[U(c - (heap * 16)), U(o), U(u)], rest[U(c - (heap * 16)), U(o), U(u)] = carried(total[U(c - (heap * 16)), U(o), U(u)], rest[U(c - (heap * 16)), U(o), U(u)], tile[U(c - (heap * 16)), U(o), U(u)])
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for u in range(K):
                        dw[U(c + Cg * g), U(o), U(u)] = total[U(c - (heap * 16)), U(o), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, x, panels_apart2, N, Cg, G, L, wide2):
    """panels2[g, col_part2, n·L+i, c−col_part2·wide2] = x[n, g·Cg+c, i]"""
    for task in range(first, last):
        g = task // (N * ((Cg - 1) // wide2 + 1))
        n = task // (((Cg - 1) // wide2 + 1)) % N
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # panels2[g, col_part2, n·L+i, c−col_part2·wide2] = x[n, g·Cg+c, i]
        turn(panels_apart2, (g, col_part2, n, 0, 0), wide2, x,
                L * col_part2 * wide2 + Cg * L * g + Cg * G * L * n, L, 1, min(wide2,
                Cg - (col_part2 * wide2)), L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines2, dy_padded2, panels2, N, Cg, G, L, Og, K, OL, s, p_l, d, deep2,
        depth2, dy_size22, high2, line2_last, quotient_Cg_wide2, rows2, skipping2, wide2):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"""
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
            left_at2[U(i + L * n)] = i * s + G * Og * dy_size22 * n
            place2[0, U(i + L * n)] = i * s
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1))
        row_part2 = task // (((Cg - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
        for line2 in range(high2 * row_part2 // K, min((high2 + high2 * row_part2 - 1) // K + 1,
                line2_last + 1, Og)):
            o = line2
            for u in range(max(0, high2 * row_part2 - (K * line2)), min(K, rows2 - (K * line2),
                    high2 + high2 * row_part2 - (K * line2))):
                row_at2[U(K * line2 + u - (high2 * row_part2))] = Og * dy_size22 * g + dy_size22 * o + d * u
                least2[0, U(K * line2 + u - (high2 * row_part2))] = p_l - (d * u)
                most2[0, U(K * line2 + u - (high2 * row_part2))] = OL + p_l - (d * u) - 1
        contract_inside(tile2, (0, 0), wide2, dy_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Cg_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Cg - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 1, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Cg - (col_part2 * wide2)))
        for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Cg)):
            for run2 in range(high2 * row_part2, min(rows2, high2 + high2 * row_part2)):
                dw_lines2[U(c + Cg * g), U(run2)] = turned2[U(c - (col_part2 * wide2)), U(run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, i_block_last):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Cg * Og)
        c = task // Og % Cg
        o = task % Og
        # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
        for u in range(K):
            acc = T(0)
            rest = T(0)
            i_first = -((d * u - p_l) // s)
            i_last = (OL + p_l - (d * u) - 1) // s
            i_block_first = i_first // 1024
            i_block_last2 = i_last // 1024
            for n in range(N):
                for i_block in range(max(0, i_block_first), min(i_block_last + 1, i_block_last2 + 1)):
                    part2 = T(0)
                    for i in range(max(0, i_first, i_block * 1024), min(L, i_last + 1,
                            i_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * x[U(n), U(c + Cg * g), U(i)],
                        )
                    acc, rest = carried(acc, rest, part2)
            dw[U(c + Cg * g), U(o), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·K·Og additions, terms that a condition
        drops counted.
    """
    dtype = dw.dtype
    again = not (
        lagging(
            L >= K
            and K >= s
            and OL >= 4
            and 0 >= min(Cg - 8, K * Og - 16, max(2 - K, min(Cg - 16, K * Og - 48)))
        )
        and finite(x, dw)
    )
    if not again:
        wide = (K * d - d) // s + L
        heaps = (Cg + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        n_block_last = (N - 1) // 256
        launch(_vjp_w_lagging, pieces, Cg * G * K * L * N * Og // 32, dy, x, dw, N, Cg, G, L, Og, K, OL, s,
                p_l, d, heaps, n_block_last, pieces, share, tasks, wide)
        again = not (finite(dw, x))
    if again:
        again = not (
            blocks(K * Og >= 4 and Cg >= 8 and L * N >= 4 and OL * 2 + d + s + 16 >= K * d + L * s)
            and finite(x, dw)
        )
        if not again:
            rows2 = K * Og
            depth2 = L * N
            dy_size22 = max(K * d + L * s + 1 - d - p_l - s, OL) + p_l
            dy_padded2 = padded(dy, (0, 0, -p_l), (N, G * Og, dy_size22))
            wide2 = colblock(Cg)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Cg - 1) // wide2 + 1) * G)
            skipping2 = skipping(OL, dy_size22)
            panels2 = scratch((G, max(0, (Cg - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape((G, (Cg - 1) // wide2 + 1, N, L, wide2))
            launch(_vjp_w_blocks, G * N * ((Cg - 1) // wide2 + 1), Cg * G * L * N, x, panels_apart2, N, Cg, G,
                    L, wide2)
            dw_lines2 = dw.reshape((Cg * G, K * Og))
            line2_last = (rows2 - 1) // K
            quotient_Cg_wide2 = (Cg - 1) // wide2
            launch(_vjp_w_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1),
                    Cg * G * K * L * N * Og // 32, dw_lines2, dy_padded2, panels2, N, Cg, G, L, Og, K, OL, s,
                    p_l, d, deep2, depth2, dy_size22, high2, line2_last, quotient_Cg_wide2, rows2, skipping2,
                    wide2)
            again = not (finite(dw, x))
        if again:
            i_block_last = (L - 1) // 1024
            launch(_vjp_w_plain, G * Cg * Og, Cg * G * K * L * N * Og, dy, x, dw, N, Cg, G, L, Og, K, OL, s,
                    p_l, d, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OL, a_block_last):
    """db[g·Og+o] = Σ_{n,a} dy[n, g·Og+o, a]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,a} dy[n, g·Og+o, a]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for a_block in range(a_block_last + 1):
                part = T(0)
                for a in range(a_block * 1024, min(OL, a_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(a)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OL):
    """db[g·Og+o] = Σ_{n,a} dy[n, g·Og+o, a]

    Operations: G·N·OL·Og − G·Og additions.
    """
    a_block_last = (OL - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OL * Og, dy, db, N, G, Og, OL, a_block_last)
