"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried
from .threads import launch
from .tiles import tiled, tiled_weights
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_blocks(first, last, w2, b2, a1, a2, N, L, E, K, O, cols, depth, pieces, share):
    """a₂[n,o,i] = b₂[o] + Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · max(0, a₁[n, c, i+u−K+1])"""
    dtype = w2.dtype
    T = dtype.type
    tile = np.empty((O, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(O, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # a₂[n,o,i] = b₂[o] + Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · max(0, a₁[n, c, i+u−K+1])
            for o in range(O):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // L
            line_last = cols_last // L
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    c = inner // K
                    u = inner % K
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        for i in range(max(0, cols_from - (L * line), K - u - 1), min(L,
                                cols_last + 1 - (L * line))):
                            a1_here = a1[U(n), U(c), U(i + u + 1 - K)]
                            right[U(inner - depth_from), U(i + L * line - cols_from)] = select(T(0) >= a1_here, T(0), a1_here)
                for rows_from in range(0, O, 96):
                    rows_last = min(O - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        c = inner // K
                        u = inner % K
                        o = rows_from
                        copy(left, (inner - depth_from, o - rows_from), w2, (o, c, u), E * K,
                                rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(O, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(O):
                b2_here = b2[U(o)]
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for i in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        a2[U(n), U(o), U(i)] = b2_here + tile[U(o), U(i + L * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_plain(first, last, w2, b2, a1, a2, N, L, E, K, O, c_block_last):
    """a₂[n,o,i] = b₂[o] + Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · max(0, a₁[n, c, i+u−K+1])"""
    dtype = w2.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part3 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # a₂[n,o,i] = b₂[o] + Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · max(0, a₁[n, c, i+u−K+1])
        b2_here = b2[U(o)]
        for i in range(L):
            a2[U(n), U(o), U(i)] = b2_here
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part3[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_here = w2[U(o), U(c), U(u)]
                    for i in range(max(0, K - u - 1), L):
                        a1_here2 = a1[U(n), U(c), U(i + u + 1 - K)]
                        part3[U(i)] += select(T(0) >= a1_here2, T(0), a1_here2) * w2_here
            for i in range(L):
                a2[U(n), U(o), U(i)], rest[U(i)] = carried(a2[U(n), U(o), U(i)], rest[U(i)], part3[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_blocks2(first, last, x, w3, b3, skip, N, C, L, O, cols2, pieces2, share2):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    T = dtype.type
    tile2 = np.empty((O, 384), dtype)
    left2 = np.empty((min(O, 96), min(C, 256)), dtype)
    right2 = np.empty((min(C, 256), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
            for o in range(O):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // L
            line2_last = cols_last2 // L
            for depth_from2 in range(0, C, 256):
                depth_last2 = min(C - 1, depth_from2 + 255)
                for c in range(depth_from2, depth_last2 + 1):
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        i = max(0, cols_from2 - (L * line2))
                        copy(right2, (c - depth_from2, i + L * line2 - cols_from2), x, (n, c, i), 1, min(L,
                                cols_last2 + 1 - (L * line2)) - i)
                for rows_from2 in range(0, O, 96):
                    rows_last2 = min(O - 1, rows_from2 + 95)
                    for o in range(rows_from2, rows_last2 + 1):
                        c = depth_from2
                        copy(left2, (o - rows_from2, c - depth_from2), w3, (o, c, 0), 1, depth_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), min(C, 256), 1, right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(O):
                b3_here = b3[U(o)]
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for i in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        skip[U(n), U(o), U(i)] = b3_here + tile2[U(o), U(i + L * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_plain2(first, last, x, w3, b3, skip, N, C, L, O, c_block_last):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part4 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        b3_here = b3[U(o)]
        for i in range(L):
            skip[U(n), U(o), U(i)] = b3_here
        for i in range(L):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part4[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for i in range(L):
                    part4[U(i)] += w3_here * x[U(n), U(c), U(i)]
            for i in range(L):
                skip[U(n), U(o), U(i)], rest2[U(i)] = carried(skip[U(n), U(o), U(i)], rest2[U(i)], part4[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_part(first, last, y, a2, skip, N, L, O):
    """y[n,o,a] = max(0, skip[n,o,a] + max(0, a₂[n,o,a]))"""
    dtype = y.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // O
        o = task % O
        # y[n,o,a] = max(0, skip[n,o,a] + max(0, a₂[n,o,a]))
        for a in range(L):
            a2_here = a2[U(n), U(o), U(a)]
            skip_here = skip[U(n), U(o), U(a)]
            y[U(n), U(o), U(a)] = select(
                T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here,
                T(0),
                select(T(0) >= a2_here, T(0), a2_here) + skip_here,
            )


def _forward_winograd(x, w1, b1, w2, b2, w3, b3, y, a1, a2, skip, N, C, L, E, K, O):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
    h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    a₂[n,o,i] = b₂[o] + Σ_{c,u} h₁[n, c, i−d·(K−1−u)] · w₂[o,c,u]
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    skip[n,o,i] = b₃[o] + Σ_{c,u} w₃[o,c,u] · x[n, c, i+u]
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    y[n,o,a] = {both[n,o,a] if both[n,o,a] > 0; else 0}

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i+u−K+1]
    tiled(a1, (0, 0, 0), (E * L, L, 1), w1, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1), (N, E, C,
            L, K, L), (K - 1,), b1, (0,), 1)
    if blocks(O >= 4 and L * N >= 8 and E * K >= 4):
        cols = L * N
        depth = E * K
        pieces = parts(L * N)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_winograd_blocks, pieces, E * K * L * N * O // 32, w2, b2, a1, a2, N, L, E, K, O, cols,
                depth, pieces, share)
    else:
        c_block_last = (E - 1) // 1024
        launch(_forward_winograd_plain, N * O, E * K * L * N * O, w2, b2, a1, a2, N, L, E, K, O, c_block_last)
    if blocks(O >= 4 and L * N >= 8 and C >= 4):
        cols2 = L * N
        pieces2 = parts(L * N)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_forward_winograd_blocks2, pieces2, C * L * N * O // 32, x, w3, b3, skip, N, C, L, O, cols2,
                pieces2, share2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_winograd_plain2, N * O, C * L * N * O, x, w3, b3, skip, N, C, L, O, c_block_last)
    launch(_forward_winograd_part, N * O, L * N * O, y, a2, skip, N, L, O)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_winograd_blocks(first, last, dy, w3, a2, skip, dx, dx_part1, N, C, L, O, cols, pieces, share):
    """dx[n,c,a] = dx_part1[n,c,a] + Σ_o w₃[o,c,0] · {dy[n,o,a] if skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if
        skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] + max(0, a₂[n,o,a])}
    """
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((C, 384), dtype)
    left = np.empty((min(O, 256), min(C, 96)), dtype)
    right = np.empty((min(O, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dx[n,c,a] = dx_part1[n,c,a] + Σ_o w₃[o,c,0] · {dy[n,o,a] if skip[n,o,a] + max(0,
            #     a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] +
            #     max(0, a₂[n,o,a])}
            for c in range(C):
                for col in range(cols_from, cols_last + 1):
                    tile[U(c), U(col - cols_from)] = T(0)
            line_first = cols_from // L
            line_last = cols_last // L
            for depth_from in range(0, O, 256):
                depth_last = min(O - 1, depth_from + 255)
                for o in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        for a in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                            a2_here = a2[U(n), U(o), U(a)]
                            skip_here = skip[U(n), U(o), U(a)]
                            dy_here = dy[U(n), U(o), U(a)]
                            right[U(o - depth_from), U(a + L * line - cols_from)] = select(
                                select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                                dy_here,
                                select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                                        select(T(0) >= a2_here, T(0), a2_here) + skip_here),
                            )
                for rows_from in range(0, C, 96):
                    rows_last = min(C - 1, rows_from + 95)
                    for o in range(depth_from, depth_last + 1):
                        c = rows_from
                        copy(left, (o - depth_from, c - rows_from), w3, (o, c, 0), 1, rows_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(C, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(C):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for a in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        dx[U(n), U(c), U(a)] = (
                            dx_part1[U(n), U(c), U(a)] + tile[U(c), U(a + L * line - cols_from)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_winograd_plain(first, last, dy, w3, a2, skip, dx, dx_part1, N, C, L, O, o_block_last):
    """dx[n,c,a] = dx_part1[n,c,a] + Σ_o w₃[o,c,0] · {dy[n,o,a] if skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if
        skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] + max(0, a₂[n,o,a])}
    """
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,a] = dx_part1[n,c,a] + Σ_o w₃[o,c,0] · {dy[n,o,a] if skip[n,o,a] + max(0,
        #     a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] +
        #     max(0, a₂[n,o,a])}
        for a in range(L):
            dx[U(n), U(c), U(a)] = dx_part1[U(n), U(c), U(a)]
        for a in range(L):
            rest[U(a)] = T(0)
        for o_block in range(o_block_last + 1):
            for a in range(L):
                part2[U(a)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for a in range(L):
                    a2_here2 = a2[U(n), U(o), U(a)]
                    skip_here2 = skip[U(n), U(o), U(a)]
                    dy_here2 = dy[U(n), U(o), U(a)]
                    part2[U(a)] += (
                        select(
                            select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2 > T(0),
                            dy_here2,
                            select(T(0) >= select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2, T(0),
                                    select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2),
                        )
                        * w3_here
                    )
            for a in range(L):
                dx[U(n), U(c), U(a)], rest[U(a)] = carried(dx[U(n), U(c), U(a)], rest[U(a)], part2[U(a)])


def _vjp_x_winograd(dy, w1, w3, a2, skip, da1, dx, N, C, L, E, K, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dx[n,c,a] = Σ_{o = 0..O−1 : both[n,o,a] > 0} dy[n,o,a] · w₃[o,c,0] + Σ_{o,u} da₁[n, o, a+d·u] · w₁[o,
        c, K−1−u]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = dx.dtype
    dx_part1 = np.empty((N, C, L), dtype)
    # dx_part1[n,c,a] = Σ_{o,u} da₁[n, o, a+K−1−u] · w₁[o,c,u]
    tiled(dx_part1, (0, 0, 0), (C * L, L, 1), w1, (0, 0, K - 1), (K, C * K, -1), da1, (0, 0, 0), (E * L, L,
            1), (N, C, E, L, K, L), (0,))
    if blocks(C >= 4 and L * N >= 8 and O >= 4):
        cols = L * N
        pieces = parts(L * N)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_x_winograd_blocks, pieces, C * L * N * O // 32, dy, w3, a2, skip, dx, dx_part1, N, C, L,
                O, cols, pieces, share)
    else:
        o_block_last = (O - 1) // 1024
        launch(_vjp_x_winograd_plain, N * C, C * L * N * O, dy, w3, a2, skip, dx, dx_part1, N, C, L, O,
                o_block_last)


def _vjp_w1_winograd(x, da1, dw1, N, C, L, E, K):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]

    As compiled:

    dw₁[e,c,u] = Σ_n Σ_{i : K−1−u ≤ i < L} da₁[n,e,i] · x[n, c, u+i−K+1]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw₁[e,c,u] = Σ_n Σ_{i : K−1−u ≤ i < L} da₁[n,e,i] · x[n, c, u+i−K+1]
    tiled_weights(da1, (0, 0, 0), (E * L, L, 1), dw1, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1),
            (N, E, C, L, K, L), (K - 1,))
