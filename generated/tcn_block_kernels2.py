"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 66027b2757b3d2eb.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, plus
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, padded, parts, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, w1, da1, dx_part1, N, C, L, E, K, d, pieces, share, wide):
    """dx_part1[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]"""
    dtype = w1.dtype
    T = dtype.type
    planes = np.empty((E, 1, max(0, wide)), dtype)
    starts = np.empty(C, dtype)
    for part in range(first, last):
        lefts = np.empty(E * K, np.int64)
        for tap in range(E * K):
            o = tap // K
            u = tap % K
            lefts[U(tap)] = C * K * o - u
        rights = np.empty(E * K, np.int64)
        for tap in range(E * K):
            o = tap // K
            u = tap % K
            rights[U(tap)] = o * wide + d * u
        for turn_2 in range(part * share, min(part * share + share, N)):
            n = turn_2 // (1)
            strip = turn_2 % 1
            # dx_part1[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]
            for c in range(C):
                starts[U(c)] = T(0)
            for o in range(E):
                pad(planes, (o, 0, 0), 0, da1, (n, o, 0), 0, 1, 1, wide, 0, 1, 0, L)
            correlate(dx_part1, (n, 0, 0), L, 0, 1, starts, (0,), 1, w1, (0, 0, K - 1), K, lefts, planes, (0,
                    0, 0), 0, rights, K, len(rights), C, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w1, panels_apart2, C, E, K, wide2):
    """panels2[col_part2, o·K+u, c−col_part2·wide2] = w₁[o,c,u]"""
    for task in range(first, last):
        o = task // (((C - 1) // wide2 + 1))
        col_part2 = task % ((C - 1) // wide2 + 1)
        # panels2[col_part2, o·K+u, c−col_part2·wide2] = w₁[o,c,u]
        turn(panels_apart2, (col_part2, o, 0, 0), wide2, w1, K * col_part2 * wide2 + C * K * o, K, 1,
                min(wide2, C - (col_part2 * wide2)), K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, da1_padded2, dx_part1, panels2, N, C, L, E, K, d, da1_size22, deep2, depth2,
        high2, line2_last, rows2, wide2):
    """dx_part1[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]"""
    dtype = da1_padded2.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        row_part2 = task // (((C - 1) // wide2 + 1))
        col_part2 = task % ((C - 1) // wide2 + 1)
        # dx_part1[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for a in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(a + L * line2 - (high2 * row_part2))] = K * d + a + E * da1_size22 * n - d
        for o in range(E):
            for u in range(K):
                left_at2[U(K * o + u)] = da1_size22 * o - (d * u)
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, da1_padded2, row_at2, left_at2, panels2, col_part2 * depth2 * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, C - (col_part2 * wide2)), 0,
                depth2, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                C - (col_part2 * wide2)))
        line2_first = high2 * row_part2 // L
        line2_last2 = (high2 + high2 * row_part2 - 1) // L
        for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, C)):
            for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N)):
                n = line2
                for a in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                        high2 + high2 * row_part2 - (L * line2))):
                    dx_part1[U(n), U(c), U(a)] = turned2[U(c - (col_part2 * wide2)), U(a + L * line2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w1, da1, dx_part1, N, C, L, E, K, d, o_block_last):
    """dx_part1[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]"""
    dtype = w1.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx_part1[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]
        for a in range(L):
            dx_part1[U(n), U(c), U(a)] = T(0)
        for a in range(L):
            rest[U(a)] = T(0)
        for o_block in range(o_block_last + 1):
            for a in range(L):
                part2[U(a)] = T(0)
            for o in range(o_block * 1024, min(E, o_block * 1024 + 1024)):
                for u in range(K - 1, -1, -1):
                    w1_here = w1[U(o), U(c), U(u)]
                    for a in range(min(L, L + d + d * u - (K * d))):
                        part2[U(a)] += da1[U(n), U(o), U(K * d + a - d - (d * u))] * w1_here
            for a in range(L):
                dx_part1[U(n), U(c), U(a)], rest[U(a)] = carried(dx_part1[U(n), U(c), U(a)], rest[U(a)], part2[U(a)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks3(first, last, dy, a2, skip, panels3, N, L, O, cols3, line3_last, wide3):
    """panels3[col_part3, o, n·L+a−col_part3·wide3] = {dy[n,o,a] if skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if
        skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] + max(0, a₂[n,o,a])}
    """
    dtype = dy.dtype
    T = dtype.type
    for col_part3 in range(first, last):
        # panels3[col_part3, o, n·L+a−col_part3·wide3] = {dy[n,o,a] if skip[n,o,a] + max(0,
        #     a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] +
        #     max(0, a₂[n,o,a])}
        line3_first = col_part3 * wide3 // L
        line3_last2 = (col_part3 * wide3 + wide3 - 1) // L
        for o in range(O):
            for line3 in range(line3_first, min(line3_last2 + 1, line3_last + 1, N)):
                n = line3
                for a in range(max(0, col_part3 * wide3 - (L * line3)), min(L, cols3 - (L * line3),
                        col_part3 * wide3 + wide3 - (L * line3))):
                    a2_here = a2[U(n), U(o), U(a)]
                    skip_here = skip[U(n), U(o), U(a)]
                    dy_here = dy[U(n), U(o), U(a)]
                    panels3[U(col_part3), U(o), U(a + L * line3 - (col_part3 * wide3))] = select(
                        select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                        dy_here,
                        select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                                select(T(0) >= a2_here, T(0), a2_here) + skip_here),
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks4(first, last, w3, dx, dx_part1, panels3, N, C, L, O, cols3, deep3, high3, line3_last,
        wide3):
    """dx[n,c,a] = dx_part1[n,c,a] + Σ_o w₃[o,c,0] · {dy[n,o,a] if skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if
        skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] + max(0, a₂[n,o,a])}
    """
    dtype = w3.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(O, np.int64)
    right_at3 = np.empty(O, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for task in range(first, last):
        row_part3 = task // (((cols3 - 1) // wide3 + 1))
        col_part3 = task % ((cols3 - 1) // wide3 + 1)
        # dx[n,c,a] = dx_part1[n,c,a] + Σ_o w₃[o,c,0] · {dy[n,o,a] if skip[n,o,a] + max(0,
        #     a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] +
        #     max(0, a₂[n,o,a])}
        for c in range(high3 * row_part3, min(C, high3 + high3 * row_part3)):
            row_at3[U(c - (high3 * row_part3))] = c
        for o in range(O):
            left_at3[U(o)] = C * o
        for k3 in range(O):
            right_at3[U(k3)] = k3 * wide3
        contract(tile3, (0, 0), wide3, w3, row_at3, left_at3, panels3, O * col_part3 * wide3, right_at3,
                min(high3, C - (high3 * row_part3)), min(wide3, cols3 - (col_part3 * wide3)), 0, O, deep3)
        line3_first2 = col_part3 * wide3 // L
        line3_last3 = (col_part3 * wide3 + wide3 - 1) // L
        for c in range(high3 * row_part3, min(C, high3 + high3 * row_part3)):
            for line3 in range(line3_first2, min(line3_last3 + 1, line3_last + 1, N)):
                n = line3
                for a in range(max(0, col_part3 * wide3 - (L * line3)), min(L, cols3 - (L * line3),
                        col_part3 * wide3 + wide3 - (L * line3))):
                    dx[U(n), U(c), U(a)] = (
                        dx_part1[U(n), U(c), U(a)]
                        + tile3[U(c - (high3 * row_part3)), U(a + L * line3 - (col_part3 * wide3))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain2(first, last, dy, w3, a2, skip, dx, dx_part1, N, C, L, O, o_block_last):
    """dx[n,c,a] = dx_part1[n,c,a] + Σ_o w₃[o,c,0] · {dy[n,o,a] if skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if
        skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] + max(0, a₂[n,o,a])}
    """
    dtype = dy.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part3 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,a] = dx_part1[n,c,a] + Σ_o w₃[o,c,0] · {dy[n,o,a] if skip[n,o,a] + max(0,
        #     a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] +
        #     max(0, a₂[n,o,a])}
        for a in range(L):
            dx[U(n), U(c), U(a)] = dx_part1[U(n), U(c), U(a)]
        for a in range(L):
            rest2[U(a)] = T(0)
        for o_block in range(o_block_last + 1):
            for a in range(L):
                part3[U(a)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for a in range(L):
                    a2_here2 = a2[U(n), U(o), U(a)]
                    skip_here2 = skip[U(n), U(o), U(a)]
                    dy_here2 = dy[U(n), U(o), U(a)]
                    part3[U(a)] += (
                        select(
                            select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2 > T(0),
                            dy_here2,
                            select(T(0) >= select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2, T(0),
                                    select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2),
                        )
                        * w3_here
                    )
            for a in range(L):
                dx[U(n), U(c), U(a)], rest2[U(a)] = carried(dx[U(n), U(c), U(a)], rest2[U(a)], part3[U(a)])


def _vjp_x(dy, w1, w3, a2, skip, da1, dx, N, C, L, E, K, O, d):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dx[n,c,a] = Σ_{o = 0..O−1 : both[n,o,a] > 0} dy[n,o,a] · w₃[o,c,0] + Σ_{o,u} da₁[n, o, a+d·u] · w₁[o,
        c, K−1−u]

    Operations: C·E·K·L·N + E·K·L·N·O + C·L·N·O multiplications, C·E·K·L·N + E·K·L·N·O + C·L·N·O + L·N·O −
        C·L·N − E·L·N additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    dx_part1 = scratch((N, C, L), dtype)
    if correlations(L >= K and L >= 4 and 0 >= min(C - 32, E * K - 128)):
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_vjp_x_correlations, pieces, C * E * K * L * N // 32, w1, da1, dx_part1, N, C, L, E, K, d,
                pieces, share, wide)
    elif blocks(L * N >= 4 and C >= 8 and E * K >= 4 and L + d + 17 >= K * d):
        rows2 = L * N
        depth2 = E * K
        da1_size22 = K * d + L - d
        da1_padded2 = padded(da1, (0, 0, 0), (N, E, da1_size22))
        wide2 = colblock()
        deep2 = depthblock()
        high2 = rowblock(rows2, (C - 1) // wide2 + 1)
        panels2 = scratch((max(0, (C - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
        panels_apart2 = panels2.reshape(((C - 1) // wide2 + 1, E, K, wide2))
        launch(_vjp_x_blocks, E * ((C - 1) // wide2 + 1), C * E * K, w1, panels_apart2, C, E, K, wide2)
        line2_last = (rows2 - 1) // L
        launch(_vjp_x_blocks2, ((rows2 - 1) // high2 + 1) * ((C - 1) // wide2 + 1), C * E * K * L * N // 32,
                da1_padded2, dx_part1, panels2, N, C, L, E, K, d, da1_size22, deep2, depth2, high2,
                line2_last, rows2, wide2)
    else:
        o_block_last = (E - 1) // 1024
        launch(_vjp_x_plain, N * C, C * E * K * L * N, w1, da1, dx_part1, N, C, L, E, K, d, o_block_last)
    if blocks(C >= 4 and L * N >= 8 and O >= 4):
        cols3 = L * N
        wide3 = colblock()
        deep3 = depthblock()
        high3 = rowblock(C, (cols3 - 1) // wide3 + 1)
        line3_last = (cols3 - 1) // L
        panels3 = scratch((max(0, (cols3 - 1) // wide3 + 1), O, wide3), dtype)
        launch(_vjp_x_blocks3, (cols3 - 1) // wide3 + 1, L * N * O, dy, a2, skip, panels3, N, L, O, cols3,
                line3_last, wide3)
        launch(_vjp_x_blocks4, ((C - 1) // high3 + 1) * ((cols3 - 1) // wide3 + 1), C * L * N * O // 32, w3,
                dx, dx_part1, panels3, N, C, L, O, cols3, deep3, high3, line3_last, wide3)
    else:
        o_block_last = (O - 1) // 1024
        launch(_vjp_x_plain2, N * C, C * L * N * O, dy, w3, a2, skip, dx, dx_part1, N, C, L, O, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w1_blocks(first, last, da1, panels_apart, N, L, E, wide):
    """panels[col_part, n·L+i, e−col_part·wide] = da₁[n,e,i]"""
    for task in range(first, last):
        n = task // (((E - 1) // wide + 1))
        col_part = task % ((E - 1) // wide + 1)
        # panels[col_part, n·L+i, e−col_part·wide] = da₁[n,e,i]
        turn(panels_apart, (col_part, n, 0, 0), wide, da1, L * col_part * wide + E * L * n, L, 1, min(wide,
                E - (col_part * wide)), L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w1_blocks2(first, last, dw1_lines, panels, x_padded, N, C, L, E, K, d, deep, depth, high, line_last,
        rows, wide, x_from2, x_size2):
    """dw₁[e,c,u] = Σ_{n,i} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = dw1_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        row_part = task // (((E - 1) // wide + 1))
        col_part = task % ((E - 1) // wide + 1)
        # dw₁[e,c,u] = Σ_{n,i} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
        for line in range(high * row_part // K, min((high + high * row_part - 1) // K + 1, line_last + 1, C)):
            c = line
            for u in range(max(0, high * row_part - (K * line)), min(K, rows - (K * line),
                    high + high * row_part - (K * line))):
                row_at[U(K * line + u - (high * row_part))] = c * x_size2 + d + d * u - (K * d) - x_from2
        for n in range(N):
            for i in range(L):
                left_at[U(i + L * n)] = i + C * n * x_size2
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, x_padded, row_at, left_at, panels, col_part * depth * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, E - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                E - (col_part * wide)))
        for e in range(col_part * wide, min(col_part * wide + wide, E)):
            for run in range(high * row_part, min(rows, high + high * row_part)):
                dw1_lines[U(e), U(run)] = turned[U(e - (col_part * wide)), U(run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w1_plain(first, last, x, da1, dw1, N, C, L, E, K, d):
    """dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        e = task // C
        c = task % C
        # dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
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
    dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
    """
    dtype = dw1.dtype
    if blocks(C * K >= 4 and E >= 8 and L * N >= 4 and L + d + 17 >= K * d):
        rows = C * K
        depth = L * N
        x_from2 = d - (K * d)
        x_size2 = L - x_from2
        x_padded = padded(x, (0, 0, x_from2), (N, C, x_size2))
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, (E - 1) // wide + 1)
        panels = scratch((max(0, (E - 1) // wide + 1), max(0, depth), wide), dtype)
        panels_apart = panels.reshape(((E - 1) // wide + 1, N, L, wide))
        launch(_vjp_w1_blocks, N * ((E - 1) // wide + 1), E * L * N, da1, panels_apart, N, L, E, wide)
        dw1_lines = dw1.reshape((E, C * K))
        line_last = (rows - 1) // K
        launch(_vjp_w1_blocks2, ((rows - 1) // high + 1) * ((E - 1) // wide + 1), C * E * K * L * N // 32,
                dw1_lines, panels, x_padded, N, C, L, E, K, d, deep, depth, high, line_last, rows, wide,
                x_from2, x_size2)
    else:
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
def _vjp_w2_part(first, last, dy, a1, a2, skip, dw2, N, L, E, K, O, d):
    """dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} max(0, a₁[n, e, i−d·(K−1−u)]) · {dy[n,o,i] if a₂[n,o,i] >
        0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤
        0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = 2 * (task // (((E - 1) // 4 + 1)))
        e = 4 * (task % ((E - 1) // 4 + 1))
        # dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} max(0, a₁[n, e, i−d·(K−1−u)]) ·
        #     {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i]
        #     ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] + skip[n,o,i] +
        #     max(0, a₂[n,o,i])}
        o1 = min(O - 1, o + 1)
        e1 = min(E - 1, e + 1)
        e2 = min(E - 1, e + 2)
        e3 = min(E - 1, e + 3)
        for u in range(K):
            acc = T(0)
            acc_1 = T(0)
            acc_2 = T(0)
            acc_3 = T(0)
            acc_4 = T(0)
            acc_5 = T(0)
            acc_6 = T(0)
            acc_7 = T(0)
            rest = T(0)
            rest2 = T(0)
            rest3 = T(0)
            rest4 = T(0)
            rest5 = T(0)
            rest6 = T(0)
            rest7 = T(0)
            rest8 = T(0)
            i_block_last = (L + d + d * u - (K * d) - 1) // 1024
            for n in range(N):
                for i_block in range(i_block_last + 1):
                    part = T(0)
                    part2 = T(0)
                    part3 = T(0)
                    part4 = T(0)
                    part5 = T(0)
                    part6 = T(0)
                    part7 = T(0)
                    part8 = T(0)
                    for i in range(i_block * 1024 + K * d - d - (d * u), min(L,
                            i_block * 1024 + K * d + 1024 - d - (d * u))):
                        a1_here = a1[U(n), U(e), U(d + i + d * u - (K * d))]
                        a2_here = a2[U(n), U(o), U(i)]
                        skip_here = skip[U(n), U(o), U(i)]
                        dy_here = dy[U(n), U(o), U(i)]
                        part = plus(
                            part,
                            select(T(0) >= a1_here, T(0), a1_here)
                            * select(a2_here > T(0) and select(T(0) >= a2_here, T(0),
                                    a2_here) + skip_here > T(0), dy_here, select(T(0) >= a2_here, T(0),
                                    select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                                    select(T(0) >= a2_here, T(0), a2_here) + a2_here + skip_here))),
                        )
                        a1_here2 = a1[U(n), U(e1), U(d + i + d * u - (K * d))]
                        a2_here2 = a2[U(n), U(o), U(i)]
                        skip_here2 = skip[U(n), U(o), U(i)]
                        dy_here2 = dy[U(n), U(o), U(i)]
                        part2 = plus(
                            part2,
                            select(T(0) >= a1_here2, T(0), a1_here2)
                            * select(a2_here2 > T(0) and select(T(0) >= a2_here2, T(0),
                                    a2_here2) + skip_here2 > T(0), dy_here2, select(T(0) >= a2_here2, T(0),
                                    select(T(0) >= select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2,
                                    T(0), select(T(0) >= a2_here2, T(0), a2_here2) + a2_here2 + skip_here2))),
                        )
                        a1_here3 = a1[U(n), U(e2), U(d + i + d * u - (K * d))]
                        a2_here3 = a2[U(n), U(o), U(i)]
                        skip_here3 = skip[U(n), U(o), U(i)]
                        dy_here3 = dy[U(n), U(o), U(i)]
                        part3 = plus(
                            part3,
                            select(T(0) >= a1_here3, T(0), a1_here3)
                            * select(a2_here3 > T(0) and select(T(0) >= a2_here3, T(0),
                                    a2_here3) + skip_here3 > T(0), dy_here3, select(T(0) >= a2_here3, T(0),
                                    select(T(0) >= select(T(0) >= a2_here3, T(0), a2_here3) + skip_here3,
                                    T(0), select(T(0) >= a2_here3, T(0), a2_here3) + a2_here3 + skip_here3))),
                        )
                        a1_here4 = a1[U(n), U(e3), U(d + i + d * u - (K * d))]
                        a2_here4 = a2[U(n), U(o), U(i)]
                        skip_here4 = skip[U(n), U(o), U(i)]
                        dy_here4 = dy[U(n), U(o), U(i)]
                        part4 = plus(
                            part4,
                            select(T(0) >= a1_here4, T(0), a1_here4)
                            * select(a2_here4 > T(0) and select(T(0) >= a2_here4, T(0),
                                    a2_here4) + skip_here4 > T(0), dy_here4, select(T(0) >= a2_here4, T(0),
                                    select(T(0) >= select(T(0) >= a2_here4, T(0), a2_here4) + skip_here4,
                                    T(0), select(T(0) >= a2_here4, T(0), a2_here4) + a2_here4 + skip_here4))),
                        )
                        a1_here5 = a1[U(n), U(e), U(d + i + d * u - (K * d))]
                        a2_here5 = a2[U(n), U(o1), U(i)]
                        skip_here5 = skip[U(n), U(o1), U(i)]
                        dy_here5 = dy[U(n), U(o1), U(i)]
                        part5 = plus(
                            part5,
                            select(T(0) >= a1_here5, T(0), a1_here5)
                            * select(a2_here5 > T(0) and select(T(0) >= a2_here5, T(0),
                                    a2_here5) + skip_here5 > T(0), dy_here5, select(T(0) >= a2_here5, T(0),
                                    select(T(0) >= select(T(0) >= a2_here5, T(0), a2_here5) + skip_here5,
                                    T(0), select(T(0) >= a2_here5, T(0), a2_here5) + a2_here5 + skip_here5))),
                        )
                        a1_here6 = a1[U(n), U(e1), U(d + i + d * u - (K * d))]
                        a2_here6 = a2[U(n), U(o1), U(i)]
                        skip_here6 = skip[U(n), U(o1), U(i)]
                        dy_here6 = dy[U(n), U(o1), U(i)]
                        part6 = plus(
                            part6,
                            select(T(0) >= a1_here6, T(0), a1_here6)
                            * select(a2_here6 > T(0) and select(T(0) >= a2_here6, T(0),
                                    a2_here6) + skip_here6 > T(0), dy_here6, select(T(0) >= a2_here6, T(0),
                                    select(T(0) >= select(T(0) >= a2_here6, T(0), a2_here6) + skip_here6,
                                    T(0), select(T(0) >= a2_here6, T(0), a2_here6) + a2_here6 + skip_here6))),
                        )
                        a1_here7 = a1[U(n), U(e2), U(d + i + d * u - (K * d))]
                        a2_here7 = a2[U(n), U(o1), U(i)]
                        skip_here7 = skip[U(n), U(o1), U(i)]
                        dy_here7 = dy[U(n), U(o1), U(i)]
                        part7 = plus(
                            part7,
                            select(T(0) >= a1_here7, T(0), a1_here7)
                            * select(a2_here7 > T(0) and select(T(0) >= a2_here7, T(0),
                                    a2_here7) + skip_here7 > T(0), dy_here7, select(T(0) >= a2_here7, T(0),
                                    select(T(0) >= select(T(0) >= a2_here7, T(0), a2_here7) + skip_here7,
                                    T(0), select(T(0) >= a2_here7, T(0), a2_here7) + a2_here7 + skip_here7))),
                        )
                        a1_here8 = a1[U(n), U(e3), U(d + i + d * u - (K * d))]
                        a2_here8 = a2[U(n), U(o1), U(i)]
                        skip_here8 = skip[U(n), U(o1), U(i)]
                        dy_here8 = dy[U(n), U(o1), U(i)]
                        part8 = plus(
                            part8,
                            select(T(0) >= a1_here8, T(0), a1_here8)
                            * select(a2_here8 > T(0) and select(T(0) >= a2_here8, T(0),
                                    a2_here8) + skip_here8 > T(0), dy_here8, select(T(0) >= a2_here8, T(0),
                                    select(T(0) >= select(T(0) >= a2_here8, T(0), a2_here8) + skip_here8,
                                    T(0), select(T(0) >= a2_here8, T(0), a2_here8) + a2_here8 + skip_here8))),
                        )
                    acc, rest = carried(acc, rest, part)
                    acc_1, rest2 = carried(acc_1, rest2, part2)
                    acc_2, rest3 = carried(acc_2, rest3, part3)
                    acc_3, rest4 = carried(acc_3, rest4, part4)
                    acc_4, rest5 = carried(acc_4, rest5, part5)
                    acc_5, rest6 = carried(acc_5, rest6, part6)
                    acc_6, rest7 = carried(acc_6, rest7, part7)
                    acc_7, rest8 = carried(acc_7, rest8, part8)
            dw2[U(o), U(e), U(u)] = acc
            dw2[U(o), U(e1), U(u)] = acc_1
            dw2[U(o), U(e2), U(u)] = acc_2
            dw2[U(o), U(e3), U(u)] = acc_3
            dw2[U(o1), U(e), U(u)] = acc_4
            dw2[U(o1), U(e1), U(u)] = acc_5
            dw2[U(o1), U(e2), U(u)] = acc_6
            dw2[U(o1), U(e3), U(u)] = acc_7


def _vjp_w2(dy, a1, a2, skip, dw2, N, L, E, K, O, d):
    """h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L, a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i] · h₁[n, e,
        i−d·(K−1−u)]

    As compiled:

    dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} max(0, a₁[n, e, i−d·(K−1−u)]) · {dy[n,o,i] if a₂[n,o,i] >
        0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤
        0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    launch(_vjp_w2_part, ((O - 1) // 2 + 1) * ((E - 1) // 4 + 1), (L + d - (K * d)) * E * K * N * O, dy, a1,
            a2, skip, dw2, N, L, E, K, O, d)
