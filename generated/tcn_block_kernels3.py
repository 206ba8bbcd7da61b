"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .tcn_block_kernels import (
    _forward_part,
)
from .tcn_block_kernels2 import (
    _shared_da1_blocks,
)
from .disjoint import njit
from .runtime import carried, plus
from .skipped_terms import contract_inside
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, finite, padded, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w1_blocks2(first, last, dw1_lines, panels, x_padded, N, C, L, E, K, d, deep, depth, high, line_last,
        rows, skipping_2, wide, x_from2, x_size2):
    """dw₁[e,c,u] = Σ_{n,i} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = dw1_lines.dtype
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
            left_at[U(i + L * n)] = i + C * n * x_size2
            place[0, U(i + L * n)] = i
    for k in range(depth):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        row_part = task // (((E - 1) // wide + 1))
        col_part = task % ((E - 1) // wide + 1)
        # dw₁[e,c,u] = Σ_{n,i} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
        for line in range(high * row_part // K, min((high + high * row_part - 1) // K + 1, line_last + 1, C)):
            c = line
            for u in range(max(0, high * row_part - (K * line)), min(K, rows - (K * line),
                    high + high * row_part - (K * line))):
                row_at[U(K * line + u - (high * row_part))] = c * x_size2 + d + d * u - (K * d) - x_from2
                least[0, U(K * line + u - (high * row_part))] = K * d - d - (d * u)
                most[0, U(K * line + u - (high * row_part))] = K * d + L - d - (d * u) - 1
        contract_inside(tile, (0, 0), wide, x_padded, row_at, left_at, panels, col_part * depth * wide,
                right_at, min(high, rows - (high * row_part)), min(wide, E - (col_part * wide)), depth, deep,
                least, most, place, high, depth, 1, skipping_2, np.empty(max(depth * 3 + high * 4 + 2, 0),
                np.int64))
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                E - (col_part * wide)))
        for e in range(col_part * wide, min(col_part * wide + wide, E)):
            for run in range(high * row_part, min(rows, high + high * row_part)):
                dw1_lines[U(e), U(run)] = turned[U(e - (col_part * wide)), U(run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w1_plain(first, last, x, da1, dw1, N, C, L, E, K, d):
    """dw₁[e,c,u] = Σ_{n,i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        e = task // C
        c = task % C
        # dw₁[e,c,u] = Σ_{n,i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
        for u in range(K):
            acc = T(0)
            rest = T(0)
            i_block_last = (L + d + d * u - (K * d) - 1) // 1024
            for n in range(N):
                for i_block in range(i_block_last + 1):
                    part = T(0)
                    for i in range(i_block * 1024 + K * d - d - (d * u), min(L,
                            i_block * 1024 + K * d + 1024 - d - (d * u))):
                        part = plus(part, da1[U(n), U(e), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                    acc, rest = carried(acc, rest, part)
            dw1[U(e), U(c), U(u)] = acc


def _vjp_w1(x, da1, dw1, N, C, L, E, K, d):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dw₁[e,c,u] = Σ_{n,i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
    """
    dtype = dw1.dtype
    again = not (blocks(C * K >= 4 and E >= 8 and L * N >= 4 and L + d + 17 >= K * d) and finite(da1, dw1))
    if not again:
        rows = C * K
        depth = L * N
        x_from2 = d - (K * d)
        x_size2 = L - x_from2
        x_padded = padded(x, (0, 0, x_from2), (N, C, x_size2))
        wide = colblock(E)
        deep = depthblock()
        high = rowblock(rows, (E - 1) // wide + 1)
        skipping_2 = skipping(L, x_size2)
        panels = scratch((max(0, (E - 1) // wide + 1), max(0, depth), wide), dtype)
        panels_apart = panels.reshape(((E - 1) // wide + 1, N, L, wide))
        # panels[col_part, n·L+i, e−col_part·wide] = da₁[n,e,i]
        launch(_shared_da1_blocks, N * ((E - 1) // wide + 1), E * L * N, da1, panels_apart, E, L, N, wide)
        dw1_lines = dw1.reshape((E, C * K))
        line_last = (rows - 1) // K
        launch(_vjp_w1_blocks2, ((rows - 1) // high + 1) * ((E - 1) // wide + 1), C * E * K * L * N // 32,
                dw1_lines, panels, x_padded, N, C, L, E, K, d, deep, depth, high, line_last, rows, skipping_2,
                wide, x_from2, x_size2)
        again = not (finite(dw1, da1))
    if again:
        launch(_vjp_w1_plain, E * C, (L + d - (K * d)) * C * E * K * N, x, da1, dw1, N, C, L, E, K, d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b1_part(first, last, da1, db1, N, L, E, i_block_last):
    """db₁[e] = Σ_{n,i} da₁[n,e,i]"""
    dtype = da1.dtype
    T = dtype.type
    for e in range(first, last):
        # db₁[e] = Σ_{n,i} da₁[n,e,i]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    part = plus(part, da1[U(n), U(e), U(i)])
                acc, rest = carried(acc, rest, part)
        db1[U(e)] = acc


def _vjp_b1(da1, db1, N, L, E):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    db₁[e] = Σ_{n,i} da₁[n,e,i]

    Operations: E·K·L·N·O multiplications, E·K·L·N·O + L·N·O − E additions, terms that a condition drops
        counted.
    """
    i_block_last = (L - 1) // 1024
    launch(_vjp_b1_part, E, E * L * N, da1, db1, N, L, E, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w2_plain(first, last, dy_kept, dw2, dw2_side, N, L, E, K, O, d):
    """dw₂[o,e,u] = Σ_{n,i : d·(K−1−u) ≤ i < L} dw2_side[n, e, i−d·(K−1−u)] · dy_kept[n,o,i]"""
    dtype = dy_kept.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // E
        e = task % E
        # dw₂[o,e,u] = Σ_{n,i : d·(K−1−u) ≤ i < L} dw2_side[n, e, i−d·(K−1−u)] ·
        #     dy_kept[n,o,i]
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
                            dw2_side[U(n), U(e), U(d + i + d * u - (K * d))] * dy_kept[U(n), U(o), U(i)],
                        )
                    acc, rest = carried(acc, rest, part)
            dw2[U(o), U(e), U(u)] = acc


def _vjp_w2(a1, dy_kept, dw2, N, L, E, K, O, d):
    """h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dw₂[o,e,u] = Σ_{n,i : d·(K−1−u) ≤ i < L, a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i] · h₁[n, e,
        i−d·(K−1−u)]
    """
    dtype = dw2.dtype
    dw2_side = scratch((N, E, L), dtype)
    # dw2_side[n,e,a] = max(0, a₁[n,e,a])
    launch(_forward_part, N * E, E * L * N, a1, dw2_side, N, L, E)
    again = not (
        blocks(E * K >= 4 and O >= 8 and L * N >= 4 and L + d + 17 >= K * d) and finite(dy_kept, dw2)
    )
    if not again:
        rows = E * K
        depth = L * N
        dw2_side_from2 = d - (K * d)
        dw2_side_size2 = L - dw2_side_from2
        dw2_side_padded = padded(dw2_side, (0, 0, dw2_side_from2), (N, E, dw2_side_size2))
        wide = colblock(O)
        deep = depthblock()
        high = rowblock(rows, (O - 1) // wide + 1)
        skipping_2 = skipping(L, dw2_side_size2)
        panels = scratch((max(0, (O - 1) // wide + 1), max(0, depth), wide), dtype)
        panels_apart = panels.reshape(((O - 1) // wide + 1, N, L, wide))
        # panels[col_part, n·L+i, o−col_part·wide] = dy_kept[n,o,i]
        launch(_shared_da1_blocks, N * ((O - 1) // wide + 1), L * N * O, dy_kept, panels_apart, O, L, N, wide)
        dw2_lines = dw2.reshape((O, E * K))
        line_last = (rows - 1) // K
        # dw₂[o,e,u] = Σ_{n,i} dw2_side[n, e, i−d·(K−1−u)] · dy_kept[n,o,i]
        launch(_vjp_w1_blocks2, ((rows - 1) // high + 1) * ((O - 1) // wide + 1), E * K * L * N * O // 32,
                dw2_lines, panels, dw2_side_padded, N, E, L, O, K, d, deep, depth, high, line_last, rows,
                skipping_2, wide, dw2_side_from2, dw2_side_size2)
        again = not (finite(dw2, dy_kept))
    if again:
        launch(_vjp_w2_plain, O * E, (L + d - (K * d)) * E * K * N * O, dy_kept, dw2, dw2_side, N, L, E, K, O,
                d)


def _vjp_b2(dy_kept, db2, N, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    db₂[o] = Σ_{n,i : a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i]

    As compiled:

    db₂[o] = Σ_{n,i} dy_kept[n,o,i]

    Operations: 2·L·N·O − O additions, terms that a condition drops counted.
    """
    i_block_last = (L - 1) // 1024
    # db₂[o] = Σ_{n,i} dy_kept[n,o,i]
    launch(_vjp_b1_part, O, L * N * O, dy_kept, db2, N, L, O, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w3_either2(first, last, dy_kept2, dw3, panels, N, C, L, O, deep, depth, high, wide):
    """dw₃[o,c,0] = Σ_{n,i} dy_kept2[n,o,i] · x[n,c,i]"""
    dtype = dy_kept2.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for n in range(N):
        for i in range(L):
            left_at[U(i + L * n)] = i + L * O * n
    for k in range(depth):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        one = task // (((O - 1) // high + 1) * ((C - 1) // wide + 1))
        row_part = task // (((C - 1) // wide + 1)) % ((O - 1) // high + 1)
        col_part = task % ((C - 1) // wide + 1)
        # dw₃[o,c,0] = Σ_{n,i} dy_kept2[n,o,i] · x[n,c,i]
        for o in range(high * row_part, min(O, high + high * row_part)):
            row_at[U(o - (high * row_part))] = L * o
        contract(tile, (0, 0), wide, dy_kept2, row_at, left_at, panels, col_part * depth * wide, right_at,
                min(high, O - (high * row_part)), min(wide, C - (col_part * wide)), 0, depth, deep)
        for o in range(high * row_part, min(O, high + high * row_part)):
            for c in range(col_part * wide, min(C, col_part * wide + wide)):
                dw3[U(o), U(c), U(one)] = tile[U(o - (high * row_part)), U(c - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w3_other2(first, last, x, dw3, panels2, N, C, L, O, deep2, depth2, high2, wide2):
    """dw₃[o,c,0] = Σ_{n,i} dy_kept2[n,o,i] · x[n,c,i]"""
    dtype = x.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for n in range(N):
        for i in range(L):
            left_at2[U(i + L * n)] = i + C * L * n
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        one = task // (((C - 1) // high2 + 1) * ((O - 1) // wide2 + 1))
        row_part2 = task // (((O - 1) // wide2 + 1)) % ((C - 1) // high2 + 1)
        col_part2 = task % ((O - 1) // wide2 + 1)
        # dw₃[o,c,0] = Σ_{n,i} dy_kept2[n,o,i] · x[n,c,i]
        for c in range(high2 * row_part2, min(C, high2 + high2 * row_part2)):
            row_at2[U(c - (high2 * row_part2))] = L * c
        contract(tile2, (0, 0), wide2, x, row_at2, left_at2, panels2, col_part2 * depth2 * wide2, right_at2,
                min(high2, C - (high2 * row_part2)), min(wide2, O - (col_part2 * wide2)), 0, depth2, deep2)
        for c in range(high2 * row_part2, min(C, high2 + high2 * row_part2)):
            for o in range(col_part2 * wide2, min(O, col_part2 * wide2 + wide2)):
                dw3[U(o), U(c), U(one)] = tile2[U(c - (high2 * row_part2)), U(o - (col_part2 * wide2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w3_plain(first, last, x, dy_kept2, dw3, N, C, L, O, i_block_last):
    """dw_sum = Σ_{n,i} dy_kept2[n,o,i] · x[n,c,i]
    dw₃[o,c,0] = dw_sum
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // C
        c = task % C
        # dw_sum = Σ_{n,i} dy_kept2[n,o,i] · x[n,c,i]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    part = plus(part, dy_kept2[U(n), U(o), U(i)] * x[U(n), U(c), U(i)])
                acc, rest = carried(acc, rest, part)
        dw3_sum = acc
        # dw₃[o,c,0] = dw_sum
        for one in range(1):
            dw3[U(o), U(c), U(one)] = dw3_sum


def _vjp_w3(x, dy_kept2, dw3, N, C, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dw₃[o,c,0] = Σ_{n,i : both[n,o,i] > 0} dy[n,o,i] · x[n,c,i]

    Operations: C·L·N·O multiplications, C·L·N·O + L·N·O − C·O additions, terms that a condition drops
        counted.
    """
    dtype = dw3.dtype
    if blocks(C >= 4 and O >= 4 and L * N >= 4):
        if either(O >= C and C >= 8):
            depth = L * N
            wide = colblock(C)
            deep = depthblock()
            high = rowblock(O, (C - 1) // wide + 1)
            panels = scratch((max(0, (C - 1) // wide + 1), max(0, depth), wide), dtype)
            panels_apart = panels.reshape(((C - 1) // wide + 1, N, L, wide))
            # panels[col_part, n·L+i, c−col_part·wide] = x[n,c,i]
            launch(_shared_da1_blocks, N * ((C - 1) // wide + 1), C * L * N, x, panels_apart, C, L, N, wide)
            launch(_vjp_w3_either2, 1 * ((O - 1) // high + 1) * ((C - 1) // wide + 1), C * L * N * O // 32,
                    dy_kept2, dw3, panels, N, C, L, O, deep, depth, high, wide)
        else:
            depth2 = L * N
            wide2 = colblock(O)
            deep2 = depthblock()
            high2 = rowblock(C, (O - 1) // wide2 + 1)
            panels2 = scratch((max(0, (O - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape(((O - 1) // wide2 + 1, N, L, wide2))
            # panels2[col_part2, n·L+i, o−col_part2·wide2] = dy_kept2[n,o,i]
            launch(_shared_da1_blocks, N * ((O - 1) // wide2 + 1), L * N * O, dy_kept2, panels_apart2, O, L,
                    N, wide2)
            launch(_vjp_w3_other2, 1 * ((C - 1) // high2 + 1) * ((O - 1) // wide2 + 1), C * L * N * O // 32,
                    x, dw3, panels2, N, C, L, O, deep2, depth2, high2, wide2)
    else:
        i_block_last = (L - 1) // 1024
        launch(_vjp_w3_plain, O * C, C * L * N * O + C * O, x, dy_kept2, dw3, N, C, L, O, i_block_last)


def _vjp_b3(dy_kept2, db3, N, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    db₃[o] = Σ_{n,i : both[n,o,i] > 0} dy[n,o,i]

    As compiled:

    db₃[o] = Σ_{n,i} dy_kept2[n,o,i]

    Operations: 2·L·N·O − O additions, terms that a condition drops counted.
    """
    i_block_last = (L - 1) // 1024
    # db₃[o] = Σ_{n,i} dy_kept2[n,o,i]
    launch(_vjp_b1_part, O, L * N * O, dy_kept2, db3, N, L, O, i_block_last)
