"""The kernels of same_conv1d; same_conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv1d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .same_conv1d_kernels import (
    _forward_correlations, _forward_blocks, _forward_blocks2, _forward_plain,
)
from .disjoint import njit
from .runtime import carried, plus
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import correlate, correlations, pad
from .tiles import tiled, tiled_weights
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


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
def _jvp_correlations2(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, d, pieces3,
        quotient_K_d, share3, tasks3, wide3):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        i+d·u−⌊d·(K−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, 1, max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, 1, L), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            lefts3[U(tap)] = K * c + u
        rights3 = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            rights3[U(tap)] = c * wide3 + d * u
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * 1)
            g = turn3 // (1) % G
            strip3 = turn3 % 1
            # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
            #     i+d·u−⌊d·(K−1)/2⌋]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                pad(planes3, (c, 0, 0), 0, x, (n, c + Cg * g, -quotient_K_d), 0, 1, 1, wide3, 0, 1,
                        quotient_K_d, L + quotient_K_d)
            correlate(tile3, (0, 0, 0), L, L, 1, starts3, (0,), 1, w_dot, (Og * g, 0, 0), Cg * K, lefts3,
                    planes3, (0, 0, 0), 0, rights3, K, len(rights3), Og, 1, L)
            for o in range(Og):
                for line3 in range(1):
                    for i in range(L):
                        y_dot[U(n), U(Og * g + o), U(i)] = (
                            tile3[U(o), U(line3), U(i)] + y_dot_part1[U(n), U(Og * g + o), U(i)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, y_dot, panels4, x_padded4, y_dot_part1, N, Cg, G, L, Og, K, d, deep4, depth4,
        high4, line4_last, quotient_K_d, quotient_Og_wide4, rows4, skipping4, wide4, x_from24, x_size24):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        i+d·u−⌊d·(K−1)/2⌋]
    """
    dtype = y_dot.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    least4 = np.empty((1, high4), np.int64)
    most4 = np.empty((1, high4), np.int64)
    place4 = np.empty((1, max(0, depth4)), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for c in range(Cg):
        for u in range(K):
            left_at4[U(K * c + u)] = c * x_size24 + d * u
            place4[0, U(K * c + u)] = d * u
    for k4 in range(depth4):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        g = task // (((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1))
        row_part4 = task // (((Og - 1) // wide4 + 1)) % ((rows4 - 1) // high4 + 1)
        col_part4 = task % ((Og - 1) // wide4 + 1)
        # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋]
        for line4 in range(high4 * row_part4 // L, min((high4 + high4 * row_part4 - 1) // L + 1,
                line4_last + 1, N)):
            n = line4
            for i in range(max(0, high4 * row_part4 - (L * line4)), min(L, rows4 - (L * line4),
                    high4 + high4 * row_part4 - (L * line4))):
                row_at4[U(i + L * line4 - (high4 * row_part4))] = (
                    Cg * g * x_size24 + i + Cg * G * n * x_size24 - quotient_K_d - x_from24
                )
                least4[0, U(i + L * line4 - (high4 * row_part4))] = quotient_K_d - i
                most4[0, U(i + L * line4 - (high4 * row_part4))] = L + quotient_K_d - i - 1
        contract_inside(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                depth4, deep4, least4, most4, place4, high4, depth4, 1, skipping4,
                np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // L, min((high4 + high4 * row_part4 - 1) // L + 1,
                line4_last + 1, N)):
            n = line4
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
                for i in range(max(0, high4 * row_part4 - (L * line4)), min(L, rows4 - (L * line4),
                        high4 + high4 * row_part4 - (L * line4))):
                    y_dot[U(n), U(Og * g + o), U(i)] = (
                        turned4[U(o - (col_part4 * wide4)), U(i + L * line4 - (high4 * row_part4))]
                        + y_dot_part1[U(n), U(Og * g + o), U(i)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, d, c_block_last, quotient_K_d):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        i+d·u−⌊d·(K−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part4 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋]
        for i in range(L):
            y_dot[U(n), U(Og * g + o), U(i)] = y_dot_part1[U(n), U(Og * g + o), U(i)]
        for i in range(L):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part4[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_dot_here = w_dot[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, quotient_K_d - (d * u)), min(L, L + quotient_K_d - (d * u))):
                        part4[U(i)] += w_dot_here * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)]
            for i in range(L):
                y_dot[U(n), U(Og * g + o), U(i)], rest2[U(i)] = carried(y_dot[U(n), U(Og * g + o), U(i)], rest2[U(i)], part4[U(i)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, d):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋] + ẇ[g·Og+o,
        c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋])

    Operations: 2·Cg·G·K·L·N·Og multiplications, 2·Cg·G·K·L·N·Og additions, terms that a condition drops
        counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = scratch((N, G * Og, L), dtype)
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
        and finite(w, y_dot_part1)
    )
    if not again:
        wide = K * d + L - d
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_K_d = (K * d - d) // 2
        # y_dot_part1[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋]
        launch(_forward_correlations, pieces, Cg * G * K * L * N * Og // 32, x_dot, w, b_dot, y_dot_part1, N,
                Cg, G, L, Og, K, d, pieces, quotient_K_d, share, tasks, wide)
        again = not (finite(y_dot_part1, w))
    if again:
        again = not (
            blocks(L * N >= 4 and Og >= 8 and Cg * K >= 4 and L + d + 17 >= K * d) and finite(w, y_dot_part1)
        )
        if not again:
            rows2 = L * N
            depth2 = Cg * K
            x_dot_from22 = min(-((K * d - d) // 2), 0)
            x_dot_size22 = max(K * d + L - ((K * d - d) // 2) - d, L) - x_dot_from22
            x_dot_padded2 = padded(x_dot, (0, 0, x_dot_from22), (N, Cg * G, x_dot_size22))
            wide2 = colblock(Og)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
            skipping2 = skipping(L, x_dot_size22)
            panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            # panels2[g, col_part2, c·K+u, o−col_part2·wide2] = w[g·Og+o, c, u]
            launch(_forward_blocks, G * ((Og - 1) // wide2 + 1), Cg * G * K * Og, w, panels2, Cg, G, Og, K,
                    depth2, wide2)
            quotient_K_d = (K * d - d) // 2
            line2_last = (rows2 - 1) // L
            quotient_Og_wide2 = (Og - 1) // wide2
            # y_dot_part1[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
            #     i+d·u−⌊d·(K−1)/2⌋]
            launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                    Cg * G * K * L * N * Og // 32, b_dot, y_dot_part1, panels2, x_dot_padded2, N, Cg, G, L,
                    Og, K, d, deep2, depth2, high2, line2_last, quotient_K_d, quotient_Og_wide2, rows2,
                    skipping2, wide2, x_dot_from22, x_dot_size22)
            again = not (finite(y_dot_part1, w))
        if again:
            quotient_K_d = (K * d - d) // 2
            c_block_last = (Cg - 1) // 1024
            # y_dot_part1[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
            #     i+d·u−⌊d·(K−1)/2⌋]
            launch(_forward_plain, N * G * Og, Cg * G * K * L * N * Og, x_dot, w, b_dot, y_dot_part1, N, Cg,
                    G, L, Og, K, d, c_block_last, quotient_K_d)
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
        and finite(w_dot, y_dot)
    )
    if not again:
        wide3 = K * d + L - d
        pieces3 = parts(G * N)
        tasks3 = G * N
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_jvp_correlations2, pieces3, Cg * G * K * L * N * Og // 32, w_dot, x, y_dot, y_dot_part1, N,
                Cg, G, L, Og, K, d, pieces3, quotient_K_d, share3, tasks3, wide3)
        again = not (finite(y_dot, w_dot))
    if again:
        again = not (
            blocks(L * N >= 4 and Og >= 8 and Cg * K >= 4 and L + d + 17 >= K * d) and finite(w_dot, y_dot)
        )
        if not again:
            rows4 = L * N
            depth4 = Cg * K
            x_from24 = min(-((K * d - d) // 2), 0)
            x_size24 = max(K * d + L - ((K * d - d) // 2) - d, L) - x_from24
            x_padded4 = padded(x, (0, 0, x_from24), (N, Cg * G, x_size24))
            wide4 = colblock(Og)
            deep4 = depthblock()
            high4 = rowblock(rows4, ((Og - 1) // wide4 + 1) * G)
            skipping4 = skipping(L, x_size24)
            panels4 = scratch((G, max(0, (Og - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
            # panels4[g, col_part4, c·K+u, o−col_part4·wide4] = ẇ[g·Og+o, c, u]
            launch(_forward_blocks, G * ((Og - 1) // wide4 + 1), Cg * G * K * Og, w_dot, panels4, Cg, G, Og,
                    K, depth4, wide4)
            quotient_K_d = (K * d - d) // 2
            line4_last = (rows4 - 1) // L
            quotient_Og_wide4 = (Og - 1) // wide4
            launch(_jvp_blocks4, G * ((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1),
                    Cg * G * K * L * N * Og // 32, y_dot, panels4, x_padded4, y_dot_part1, N, Cg, G, L, Og, K,
                    d, deep4, depth4, high4, line4_last, quotient_K_d, quotient_Og_wide4, rows4, skipping4,
                    wide4, x_from24, x_size24)
            again = not (finite(y_dot, w_dot))
        if again:
            quotient_K_d = (K * d - d) // 2
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain2, N * G * Og, Cg * G * K * L * N * Og, w_dot, x, y_dot, y_dot_part1, N, Cg, G,
                    L, Og, K, d, c_block_last, quotient_K_d)


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


def _vjp_w_winograd(dy, x, dw, N, Cg, G, L, Og, K):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]

    As compiled:

    dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, u+i−⌊(K−1)/2⌋]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    i_first = -((K - 1) // 2)
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0), (G * L * Og, L, 1), dw, (Og * g, 0, 0), (Cg * K, K, 1), x, (0,
                Cg * g, 0), (Cg * G * L, L, 1), (N, Og, Cg, L, K, L), (-i_first,))
