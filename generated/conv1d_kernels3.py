"""The kernels of conv1d; conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv1d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .conv1d_kernels import (
    _forward_correlations, _forward_blocks, _forward_blocks2, _forward_plain,
)
from .disjoint import njit
from .runtime import carried, plus
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import correlate, correlations, lagging, lags, pad
from .tiles import tiled, tiled_weights
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, heaps, n_block_last, pieces,
        share, tasks, wide):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, s, 1, max(0, wide)), dtype)
    tile = np.empty((16, Cg, K), dtype)
    total = np.empty((16, Cg, K), dtype)
    rest = np.empty((16, Cg, K), dtype)
    for part in range(first, last):
        rights = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            rights[U(tap)] = d * u // s + c * s * wide + (d * u % s) * wide
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            g = turn_2 // heaps
            heap = turn_2 % heaps
            # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
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
                            for phase_i in range(s):
                                fore = -((phase_i - p_l) // s)
                                aft = (L + p_l - phase_i - 1) // s + 1
                                pad(planes, (c, phase_i, 0, 0), 0, x, (n, c + Cg * g, phase_i - p_l), 0, s, 1,
                                        wide, 0, 1, fore, aft)
                        lags(tile, (0, 0, 0), Cg * K, dy, (n, heap * 16 + Og * g, 0), OL, 0, planes, (0, 0, 0,
                                0), 0, rights, K, min(16, Og - (heap * 16)), 1, OL)
                for o in range(heap * 16, min(heap * 16 + 16, Og)):
                    for c in range(Cg):
                        for u in range(K):
                            total[U(o - (heap * 16)), U(c), U(u)], rest[U(o - (heap * 16)), U(c), U(u)] = carried(total[U(o - (heap * 16)), U(c), U(u)], rest[U(o - (heap * 16)), U(c), U(u)], tile[U(o - (heap * 16)), U(c), U(u)])
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for u in range(K):
                        dw[U(Og * g + o), U(c), U(u)] = total[U(o - (heap * 16)), U(c), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, panels_apart2, N, G, Og, OL, wide2):
    """panels2[g, col_part2, n·OL+i, o−col_part2·wide2] = dy[n, g·Og+o, i]"""
    for task in range(first, last):
        g = task // (N * ((Og - 1) // wide2 + 1))
        n = task // (((Og - 1) // wide2 + 1)) % N
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, n·OL+i, o−col_part2·wide2] = dy[n, g·Og+o, i]
        turn(panels_apart2, (g, col_part2, n, 0, 0), wide2, dy,
                OL * col_part2 * wide2 + OL * Og * g + G * OL * Og * n, OL, 1, min(wide2,
                Og - (col_part2 * wide2)), OL)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines2, panels2, x_padded2, N, Cg, G, L, Og, K, OL, s, p_l, d, deep2,
        depth2, high2, line2_last, quotient_Og_wide2, rows2, skipping2, wide2, x_size22):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]"""
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
        for i in range(OL):
            left_at2[U(i + OL * n)] = i * s + Cg * G * n * x_size22
            place2[0, U(i + OL * n)] = i * s
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
        for line2 in range(high2 * row_part2 // K, min((high2 + high2 * row_part2 - 1) // K + 1,
                line2_last + 1, Cg)):
            c = line2
            for u in range(max(0, high2 * row_part2 - (K * line2)), min(K, rows2 - (K * line2),
                    high2 + high2 * row_part2 - (K * line2))):
                row_at2[U(K * line2 + u - (high2 * row_part2))] = c * x_size22 + Cg * g * x_size22 + d * u
                least2[0, U(K * line2 + u - (high2 * row_part2))] = p_l - (d * u)
                most2[0, U(K * line2 + u - (high2 * row_part2))] = L + p_l - (d * u) - 1
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
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, i_block_last):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg)
        o = task // Cg % Og
        c = task % Cg
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
        for u in range(K):
            acc = T(0)
            rest = T(0)
            i_first = -((d * u - p_l) // s)
            i_last = (L + p_l - (d * u) - 1) // s
            i_block_first = i_first // 1024
            i_block_last2 = i_last // 1024
            for n in range(N):
                for i_block in range(max(0, i_block_first), min(i_block_last + 1, i_block_last2 + 1)):
                    part2 = T(0)
                    for i in range(max(0, i_first, i_block * 1024), min(OL, i_last + 1,
                            i_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)],
                        )
                    acc, rest = carried(acc, rest, part2)
            dw[U(Og * g + o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]

    Operations: Cg·G·K·N·OL·Og multiplications, Cg·G·K·N·OL·Og − Cg·G·K·Og additions, terms that a
        condition drops counted.
    """
    dtype = dw.dtype
    again = not (
        lagging(
            OL >= K
            and K >= s
            and L >= 4
            and 0 >= min(Cg * K - 16, max(2 - K, min(Cg * K - 48, Og - 16)), Og - 8)
        )
        and finite(dy, dw)
    )
    if not again:
        wide = (K * d - d) // s + OL
        heaps = (Og + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        n_block_last = (N - 1) // 256
        launch(_vjp_w_lagging, pieces, Cg * G * K * N * OL * Og // 32, dy, x, dw, N, Cg, G, L, Og, K, OL, s,
                p_l, d, heaps, n_block_last, pieces, share, tasks, wide)
        again = not (finite(dw, dy))
    if again:
        again = not (
            blocks(Cg * K >= 4 and Og >= 8 and N * OL >= 4 and L * 2 + d + s + 16 >= K * d + OL * s)
            and finite(dy, dw)
        )
        if not again:
            rows2 = Cg * K
            depth2 = N * OL
            x_size22 = max(K * d + OL * s + 1 - d - p_l - s, L) + p_l
            x_padded2 = padded(x, (0, 0, -p_l), (N, Cg * G, x_size22))
            wide2 = colblock(Og)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
            skipping2 = skipping(L, x_size22)
            panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, N, OL, wide2))
            launch(_vjp_w_blocks, G * N * ((Og - 1) // wide2 + 1), G * N * OL * Og, dy, panels_apart2, N, G,
                    Og, OL, wide2)
            dw_lines2 = dw.reshape((G * Og, Cg * K))
            line2_last = (rows2 - 1) // K
            quotient_Og_wide2 = (Og - 1) // wide2
            launch(_vjp_w_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                    Cg * G * K * N * OL * Og // 32, dw_lines2, panels2, x_padded2, N, Cg, G, L, Og, K, OL, s,
                    p_l, d, deep2, depth2, high2, line2_last, quotient_Og_wide2, rows2, skipping2, wide2,
                    x_size22)
            again = not (finite(dw, dy))
        if again:
            i_block_last = (OL - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg, Cg * G * K * N * OL * Og, dy, x, dw, N, Cg, G, L, Og, K, OL, s,
                    p_l, d, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OL, i_block_last):
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
                for i in range(i_block * 1024, min(OL, i_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(i)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OL):
    """db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]

    Operations: G·N·OL·Og − G·Og additions.
    """
    i_block_last = (OL - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OL * Og, dy, db, N, G, Og, OL, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, pieces3,
        share3, tasks3, wide3):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, s, 1, max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, 1, OL), dtype)
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
            rights3[U(tap)] = d * u // s + c * s * wide3 + (d * u % s) * wide3
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * 1)
            g = turn3 // (1) % G
            strip3 = turn3 % 1
            # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
            #     s·i+d·u−p_l]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                for phase_i3 in range(s):
                    fore = -((phase_i3 - p_l) // s)
                    aft = (L + p_l - phase_i3 - 1) // s + 1
                    pad(planes3, (c, phase_i3, 0, 0), 0, x, (n, c + Cg * g, phase_i3 - p_l), 0, s, 1, wide3,
                            0, 1, fore, aft)
            correlate(tile3, (0, 0, 0), OL, OL, 1, starts3, (0,), 1, w_dot, (Og * g, 0, 0), Cg * K, lefts3,
                    planes3, (0, 0, 0, 0), 0, rights3, K, len(rights3), Og, 1, OL)
            for o in range(Og):
                for line3 in range(1):
                    for i in range(OL):
                        y_dot[U(n), U(Og * g + o), U(i)] = (
                            tile3[U(o), U(line3), U(i)] + y_dot_part1[U(n), U(Og * g + o), U(i)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, y_dot, panels4, x_padded4, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d,
        deep4, depth4, high4, line4_last, quotient_Og_wide4, rows4, skipping4, wide4, x_size24):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
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
        #     s·i+d·u−p_l]
        for line4 in range(high4 * row_part4 // OL, min((high4 + high4 * row_part4 - 1) // OL + 1,
                line4_last + 1, N)):
            n = line4
            for i in range(max(0, high4 * row_part4 - (OL * line4)), min(OL, rows4 - (OL * line4),
                    high4 + high4 * row_part4 - (OL * line4))):
                row_at4[U(i + OL * line4 - (high4 * row_part4))] = (
                    Cg * g * x_size24 + i * s + Cg * G * n * x_size24
                )
                least4[0, U(i + OL * line4 - (high4 * row_part4))] = p_l - (i * s)
                most4[0, U(i + OL * line4 - (high4 * row_part4))] = L + p_l - (i * s) - 1
        contract_inside(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                depth4, deep4, least4, most4, place4, high4, depth4, 1, skipping4,
                np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // OL, min((high4 + high4 * row_part4 - 1) // OL + 1,
                line4_last + 1, N)):
            n = line4
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
                for i in range(max(0, high4 * row_part4 - (OL * line4)), min(OL, rows4 - (OL * line4),
                        high4 + high4 * row_part4 - (OL * line4))):
                    y_dot[U(n), U(Og * g + o), U(i)] = (
                        turned4[U(o - (col_part4 * wide4)), U(i + OL * line4 - (high4 * row_part4))]
                        + y_dot_part1[U(n), U(Og * g + o), U(i)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OL, dtype)
    part4 = np.empty(OL, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        #     s·i+d·u−p_l]
        for i in range(OL):
            y_dot[U(n), U(Og * g + o), U(i)] = y_dot_part1[U(n), U(Og * g + o), U(i)]
        for i in range(OL):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(OL):
                part4[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_dot_here = w_dot[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                        part4[U(i)] += w_dot_here * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
            for i in range(OL):
                y_dot[U(n), U(Og * g + o), U(i)], rest2[U(i)] = carried(y_dot[U(n), U(Og * g + o), U(i)], rest2[U(i)], part4[U(i)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l] + ẇ[g·Og+o, c, u] ·
        x[n, g·Cg+c, s·i+d·u−p_l])

    Operations: 2·Cg·G·K·N·OL·Og multiplications, 2·Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = scratch((N, G * Og, OL), dtype)
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
        and finite(w, y_dot_part1)
    )
    if not again:
        wide = (K * d - d) // s + OL
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        # y_dot_part1[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
        #     s·i+d·u−p_l]
        launch(_forward_correlations, pieces, Cg * G * K * N * OL * Og // 32, x_dot, w, b_dot, y_dot_part1, N,
                Cg, G, L, Og, K, OL, s, p_l, d, pieces, share, tasks, wide)
        again = not (finite(y_dot_part1, w))
    if again:
        again = not (
            blocks(N * OL >= 4 and Og >= 8 and Cg * K >= 4 and L * 2 + d + s + 16 >= K * d + OL * s)
            and finite(w, y_dot_part1)
        )
        if not again:
            rows2 = N * OL
            depth2 = Cg * K
            x_dot_size22 = max(K * d + OL * s + 1 - d - p_l - s, L) + p_l
            x_dot_padded2 = padded(x_dot, (0, 0, -p_l), (N, Cg * G, x_dot_size22))
            wide2 = colblock(Og)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
            skipping2 = skipping(L, x_dot_size22)
            panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            # panels2[g, col_part2, c·K+u, o−col_part2·wide2] = w[g·Og+o, c, u]
            launch(_forward_blocks, G * ((Og - 1) // wide2 + 1), Cg * G * K * Og, w, panels2, Cg, G, Og, K,
                    depth2, wide2)
            line2_last = (rows2 - 1) // OL
            quotient_Og_wide2 = (Og - 1) // wide2
            # y_dot_part1[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
            #     s·i+d·u−p_l]
            launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                    Cg * G * K * N * OL * Og // 32, b_dot, y_dot_part1, panels2, x_dot_padded2, N, Cg, G, L,
                    Og, K, OL, s, p_l, d, deep2, depth2, high2, line2_last, quotient_Og_wide2, rows2,
                    skipping2, wide2, x_dot_size22)
            again = not (finite(y_dot_part1, w))
        if again:
            c_block_last = (Cg - 1) // 1024
            # y_dot_part1[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
            #     s·i+d·u−p_l]
            launch(_forward_plain, N * G * Og, Cg * G * K * N * OL * Og, x_dot, w, b_dot, y_dot_part1, N, Cg,
                    G, L, Og, K, OL, s, p_l, d, c_block_last)
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
        and finite(w_dot, y_dot)
    )
    if not again:
        wide3 = (K * d - d) // s + OL
        pieces3 = parts(G * N)
        tasks3 = G * N
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        launch(_jvp_correlations2, pieces3, Cg * G * K * N * OL * Og // 32, w_dot, x, y_dot, y_dot_part1, N,
                Cg, G, L, Og, K, OL, s, p_l, d, pieces3, share3, tasks3, wide3)
        again = not (finite(y_dot, w_dot))
    if again:
        again = not (
            blocks(N * OL >= 4 and Og >= 8 and Cg * K >= 4 and L * 2 + d + s + 16 >= K * d + OL * s)
            and finite(w_dot, y_dot)
        )
        if not again:
            rows4 = N * OL
            depth4 = Cg * K
            x_size24 = max(K * d + OL * s + 1 - d - p_l - s, L) + p_l
            x_padded4 = padded(x, (0, 0, -p_l), (N, Cg * G, x_size24))
            wide4 = colblock(Og)
            deep4 = depthblock()
            high4 = rowblock(rows4, ((Og - 1) // wide4 + 1) * G)
            skipping4 = skipping(L, x_size24)
            panels4 = scratch((G, max(0, (Og - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
            # panels4[g, col_part4, c·K+u, o−col_part4·wide4] = ẇ[g·Og+o, c, u]
            launch(_forward_blocks, G * ((Og - 1) // wide4 + 1), Cg * G * K * Og, w_dot, panels4, Cg, G, Og,
                    K, depth4, wide4)
            line4_last = (rows4 - 1) // OL
            quotient_Og_wide4 = (Og - 1) // wide4
            launch(_jvp_blocks4, G * ((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1),
                    Cg * G * K * N * OL * Og // 32, y_dot, panels4, x_padded4, y_dot_part1, N, Cg, G, L, Og,
                    K, OL, s, p_l, d, deep4, depth4, high4, line4_last, quotient_Og_wide4, rows4, skipping4,
                    wide4, x_size24)
            again = not (finite(y_dot, w_dot))
        if again:
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain2, N * G * Og, Cg * G * K * N * OL * Og, w_dot, x, y_dot, y_dot_part1, N, Cg, G,
                    L, Og, K, OL, s, p_l, d, c_block_last)


def _forward_winograd(x, w, b, y, N, Cg, G, L, Og, K, OL, p_l):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]

    As compiled:

    y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+u−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(y, (0, Og * g, 0), (G * OL * Og, OL, 1), w, (Og * g, 0, 0), (Cg * K, K, 1), x, (0, Cg * g, 0),
                (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (p_l,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, L, Og, K, OL, p_l):
    """dx[n, g·Cg+c, a] = Σ_{o,u : s ∣ a+p_l−d·(K−1−u)} dy[n, g·Og+o, (a+p_l−d·(K−1−u))/s] · w[g·Og+o, c,
        K−1−u]

    As compiled:

    dx[n, g·Cg+c, q−p_l] = Σ_{o,t} dy[n, g·Og+o, q−t] · w[g·Og+o, c, t]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(dx, (0, Cg * g, 0), (Cg * G * L, L, 1), w, (Og * g, 0, K - 1), (K, Cg * K, -1), dy, (0, Og * g,
                0), (G * OL * Og, OL, 1), (N, Cg, Og, L, K, OL), (K - p_l - 1,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, L, Og, K, OL, p_l):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]

    As compiled:

    dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, u+i−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0), (G * OL * Og, OL, 1), dw, (Og * g, 0, 0), (Cg * K, K, 1), x, (0,
                Cg * g, 0), (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (p_l,))
