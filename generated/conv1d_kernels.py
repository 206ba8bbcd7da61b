"""The kernels of conv1d; conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv1d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, pieces, share, tasks,
        wide):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = x.dtype
    planes = np.empty((Cg, s, 1, max(0, wide)), dtype)
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
            rights[U(tap)] = d * u // s + c * s * wide + (d * u % s) * wide
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * 1)
            g = turn_2 // (1) % G
            strip = turn_2 % 1
            # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                for phase_i in range(s):
                    fore = -((phase_i - p_l) // s)
                    aft = (L + p_l - phase_i - 1) // s + 1
                    pad(planes, (c, phase_i, 0, 0), 0, x, (n, c + Cg * g, phase_i - p_l), 0, s, 1, wide, 0, 1,
                            fore, aft)
            correlate(y, (n, Og * g, 0), OL, 0, 1, starts, (0,), 1, w, (Og * g, 0, 0), Cg * K, lefts, planes,
                    (0, 0, 0, 0), 0, rights, K, len(rights), Og, 1, OL)


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
def _forward_blocks2(first, last, b, y, panels2, x_padded2, N, Cg, G, L, Og, K, OL, s, p_l, d, deep2, depth2,
        high2, line2_last, quotient_Og_wide2, rows2, skipping2, wide2, x_size22):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
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
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
        for line2 in range(high2 * row_part2 // OL, min((high2 + high2 * row_part2 - 1) // OL + 1,
                line2_last + 1, N)):
            n = line2
            for i in range(max(0, high2 * row_part2 - (OL * line2)), min(OL, rows2 - (OL * line2),
                    high2 + high2 * row_part2 - (OL * line2))):
                row_at2[U(i + OL * line2 - (high2 * row_part2))] = (
                    Cg * g * x_size22 + i * s + Cg * G * n * x_size22
                )
                least2[0, U(i + OL * line2 - (high2 * row_part2))] = p_l - (i * s)
                most2[0, U(i + OL * line2 - (high2 * row_part2))] = L + p_l - (i * s) - 1
        contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 1, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // OL, min((high2 + high2 * row_part2 - 1) // OL + 1,
                line2_last + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
                b_here = b[U(Og * g + o)]
                for i in range(max(0, high2 * row_part2 - (OL * line2)), min(OL, rows2 - (OL * line2),
                        high2 + high2 * row_part2 - (OL * line2))):
                    y[U(n), U(Og * g + o), U(i)] = (
                        b_here + turned2[U(o - (col_part2 * wide2)), U(i + OL * line2 - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OL, dtype)
    part2 = np.empty(OL, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
        b_here = b[U(Og * g + o)]
        for i in range(OL):
            y[U(n), U(Og * g + o), U(i)] = b_here
        for i in range(OL):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(OL):
                part2[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                        part2[U(i)] += w_here * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
            for i in range(OL):
                y[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y[U(n), U(Og * g + o), U(i)], rest[U(i)], part2[U(i)])


def _forward(x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]

    Operations: Cg·G·K·N·OL·Og multiplications, Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    dtype = y.dtype
    again = not (
        correlations(
            OL >= K
            and K >= s
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
        wide = (K * d - d) // s + OL
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, Cg * G * K * N * OL * Og // 32, x, w, b, y, N, Cg, G, L, Og, K,
                OL, s, p_l, d, pieces, share, tasks, wide)
        again = not (finite(y, w))
    if again:
        again = not (
            blocks(N * OL >= 4 and Og >= 8 and Cg * K >= 4 and L * 2 + d + s + 16 >= K * d + OL * s)
            and finite(w, y)
        )
        if not again:
            rows2 = N * OL
            depth2 = Cg * K
            x_size22 = max(K * d + OL * s + 1 - d - p_l - s, L) + p_l
            x_padded2 = padded(x, (0, 0, -p_l), (N, Cg * G, x_size22))
            wide2 = colblock(Og)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
            skipping2 = skipping(L, x_size22)
            panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            launch(_forward_blocks, G * ((Og - 1) // wide2 + 1), Cg * G * K * Og, w, panels2, Cg, G, Og, K,
                    depth2, wide2)
            line2_last = (rows2 - 1) // OL
            quotient_Og_wide2 = (Og - 1) // wide2
            launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                    Cg * G * K * N * OL * Og // 32, b, y, panels2, x_padded2, N, Cg, G, L, Og, K, OL, s, p_l,
                    d, deep2, depth2, high2, line2_last, quotient_Og_wide2, rows2, skipping2, wide2, x_size22)
            again = not (finite(y, w))
        if again:
            c_block_last = (Cg - 1) // 1024
            launch(_forward_plain, N * G * Og, Cg * G * K * N * OL * Og, x, w, b, y, N, Cg, G, L, Og, K, OL,
                    s, p_l, d, c_block_last)
