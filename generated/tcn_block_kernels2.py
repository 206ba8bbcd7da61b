"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, plus
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, copy, multiply, parts

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
        for turn in range(part * share, min(part * share + share, N)):
            n = turn // (1)
            strip = turn % 1
            # dx_part1[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]
            for c in range(C):
                starts[U(c)] = T(0)
            for o in range(E):
                pad(planes, (o, 0, 0), 0, da1, (n, o, 0), 0, 1, 1, wide, 0, 1, 0, L)
            correlate(dx_part1, (n, 0, 0), L, 0, 1, starts, (0,), 1, w1, (0, 0, K - 1), K, lefts, planes, (0,
                    0, 0), 0, rights, K, len(rights), C, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w1, da1, dx_part1, N, C, L, E, K, d, cols2, depth2, pieces2, share2):
    """dx_part1[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]"""
    dtype = w1.dtype
    T = dtype.type
    tile2 = np.empty((C, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(C, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # dx_part1[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]
            for c in range(C):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(c), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // L
            line2_last = cols_last2 // L
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    o = inner2 // K
                    u = inner2 % K
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        a = max(0, cols_from2 - (L * line2))
                        copy(right2, (inner2 - depth_from2, a + L * line2 - cols_from2), da1, (n, o,
                                K * d + a - d - (d * u)), 1, min(L, cols_last2 + 1 - (L * line2),
                                L + d + d * u - (K * d)) - a)
                for rows_from2 in range(0, C, 96):
                    rows_last2 = min(C - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        o = inner2 // K
                        u = inner2 % K
                        c = rows_from2
                        copy(left2, (inner2 - depth_from2, c - rows_from2), w1, (o, c, u), K,
                                rows_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(C, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for c in range(C):
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for a in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        dx_part1[U(n), U(c), U(a)] = tile2[U(c), U(a + L * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w1, da1, dx_part1, N, C, L, E, K, d, o_block_last):
    """dx_part1[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u]"""
    dtype = w1.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part4 = np.empty(L, dtype)
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
                part4[U(a)] = T(0)
            for o in range(o_block * 1024, min(E, o_block * 1024 + 1024)):
                for u in range(K):
                    w1_here = w1[U(o), U(c), U(u)]
                    for a in range(min(L, L + d + d * u - (K * d))):
                        part4[U(a)] += da1[U(n), U(o), U(K * d + a - d - (d * u))] * w1_here
            for a in range(L):
                dx_part1[U(n), U(c), U(a)], rest[U(a)] = carried(dx_part1[U(n), U(c), U(a)], rest[U(a)], part4[U(a)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dy, w3, a2, skip, dx, dx_part1, N, C, L, O, cols3, pieces3, share3):
    """dx[n,c,a] = dx_part1[n,c,a] + Σ_o w₃[o,c,0] · {dy[n,o,a] if skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if
        skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] + max(0, a₂[n,o,a])}
    """
    dtype = dy.dtype
    T = dtype.type
    tile3 = np.empty((C, 384), dtype)
    left3 = np.empty((min(O, 256), min(C, 96)), dtype)
    right3 = np.empty((min(O, 256), 384), dtype)
    for part3 in range(first, last):
        for cols_from3 in range(part3 * share3, min(part3 * share3 + share3, cols3), 384):
            cols_last3 = min(cols3 - 1, cols_from3 + 383, part3 * share3 + share3 - 1)
            # dx[n,c,a] = dx_part1[n,c,a] + Σ_o w₃[o,c,0] · {dy[n,o,a] if skip[n,o,a] + max(0,
            #     a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] +
            #     max(0, a₂[n,o,a])}
            for c in range(C):
                for col3 in range(cols_from3, cols_last3 + 1):
                    tile3[U(c), U(col3 - cols_from3)] = T(0)
            line3_first = cols_from3 // L
            line3_last = cols_last3 // L
            for depth_from3 in range(0, O, 256):
                depth_last3 = min(O - 1, depth_from3 + 255)
                for o in range(depth_from3, depth_last3 + 1):
                    for line3 in range(line3_first, min(line3_last + 1, N)):
                        n = line3
                        for a in range(max(0, cols_from3 - (L * line3)), min(L,
                                cols_last3 + 1 - (L * line3))):
                            a2_here = a2[U(n), U(o), U(a)]
                            skip_here = skip[U(n), U(o), U(a)]
                            dy_here = dy[U(n), U(o), U(a)]
                            right3[U(o - depth_from3), U(a + L * line3 - cols_from3)] = select(
                                select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                                dy_here,
                                select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                                        select(T(0) >= a2_here, T(0), a2_here) + skip_here),
                            )
                for rows_from3 in range(0, C, 96):
                    rows_last3 = min(C - 1, rows_from3 + 95)
                    for o in range(depth_from3, depth_last3 + 1):
                        c = rows_from3
                        copy(left3, (o - depth_from3, c - rows_from3), w3, (o, c, 0), 1, rows_last3 + 1 - c)
                    multiply(tile3, (rows_from3, 0), 384, left3, (0, 0), 1, min(C, 96), right3, (0, 0), 384,
                            rows_last3 + 1 - rows_from3, cols_last3 + 1 - cols_from3,
                            depth_last3 + 1 - depth_from3)
            for c in range(C):
                for line3 in range(line3_first, min(line3_last + 1, N)):
                    n = line3
                    for a in range(max(0, cols_from3 - (L * line3)), min(L, cols_last3 + 1 - (L * line3))):
                        dx[U(n), U(c), U(a)] = (
                            dx_part1[U(n), U(c), U(a)] + tile3[U(c), U(a + L * line3 - cols_from3)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain2(first, last, dy, w3, a2, skip, dx, dx_part1, N, C, L, O, o_block_last):
    """dx[n,c,a] = dx_part1[n,c,a] + Σ_o w₃[o,c,0] · {dy[n,o,a] if skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if
        skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] + max(0, a₂[n,o,a])}
    """
    dtype = dy.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part5 = np.empty(L, dtype)
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
                part5[U(a)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for a in range(L):
                    a2_here2 = a2[U(n), U(o), U(a)]
                    skip_here2 = skip[U(n), U(o), U(a)]
                    dy_here2 = dy[U(n), U(o), U(a)]
                    part5[U(a)] += (
                        select(
                            select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2 > T(0),
                            dy_here2,
                            select(T(0) >= select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2, T(0),
                                    select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2),
                        )
                        * w3_here
                    )
            for a in range(L):
                dx[U(n), U(c), U(a)], rest2[U(a)] = carried(dx[U(n), U(c), U(a)], rest2[U(a)], part5[U(a)])


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
    dx_part1 = np.empty((N, C, L), dtype)
    if correlations(L >= K and L >= 4 and 0 >= min(C - 32, E - 8)):
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_vjp_x_correlations, pieces, C * E * K * L * N // 32, w1, da1, dx_part1, N, C, L, E, K, d,
                pieces, share, wide)
    else:
        if blocks(C >= 4 and L * N >= 8 and E * K >= 4):
            cols2 = L * N
            depth2 = E * K
            pieces2 = parts(L * N)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_vjp_x_blocks, pieces2, C * E * K * L * N // 32, w1, da1, dx_part1, N, C, L, E, K, d,
                    cols2, depth2, pieces2, share2)
        else:
            o_block_last = (E - 1) // 1024
            launch(_vjp_x_plain, N * C, C * E * K * L * N, w1, da1, dx_part1, N, C, L, E, K, d, o_block_last)
    if blocks(C >= 4 and L * N >= 8 and O >= 4):
        cols3 = L * N
        pieces3 = parts(L * N)
        share3 = max(((cols3 - 1) // (pieces3 * 64)) * 64 + 64, 1)
        launch(_vjp_x_blocks2, pieces3, C * L * N * O // 32, dy, w3, a2, skip, dx, dx_part1, N, C, L, O,
                cols3, pieces3, share3)
    else:
        o_block_last = (O - 1) // 1024
        launch(_vjp_x_plain2, N * C, C * L * N * O, dy, w3, a2, skip, dx, dx_part1, N, C, L, O, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w1_blocks(first, last, x, da1, dw1, N, C, L, E, K, d, depth, pieces, rows, share):
    """dw₁[e,c,u] = Σ_{n,i} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for part in range(first, last):
        for cols_from in range(0, E, 384):
            cols_last = min(E - 1, cols_from + 383)
            # dw₁[e,c,u] = Σ_{n,i} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
            for row in range(part * share, min(part * share + share, rows)):
                for e in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(e - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // L
                    i = inner % L
                    e = cols_from
                    copy(right, (inner - depth_from, e - cols_from), da1, (n, e, i), L, cols_last + 1 - e)
                line_first = depth_from // L
                line_last = depth_last // L
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        c = row // K
                        u = row % K
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            i = max(0, depth_from - (L * line), K * d - d - (d * u))
                            copy(left, (row - rows_from, i + L * line - depth_from), x, (n, c,
                                    d + i + d * u - (K * d)), 1, min(L, depth_last + 1 - (L * line)) - i)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                c = row // K
                u = row % K
                for e in range(cols_from, cols_last + 1):
                    dw1[U(e), U(c), U(u)] = tile[U(row - (part * share)), U(e - cols_from)]


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
                    part2 = T(0)
                    for i in range(i_block * 1024 + K * d - d - (d * u), min(L,
                            i_block * 1024 + K * d + 1024 - d - (d * u))):
                        part2 = plus(part2, da1[U(n), U(e), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                    acc, rest = carried(acc, rest, part2)
            dw1[U(e), U(c), U(u)] = acc


def _vjp_w1(x, da1, dw1, N, C, L, E, K, d):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
    """
    if blocks(C * K >= 4 and E >= 8 and L * N >= 4):
        rows = C * K
        depth = L * N
        pieces = parts(C * K)
        share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
        launch(_vjp_w1_blocks, pieces, C * E * K * L * N // 32, x, da1, dw1, N, C, L, E, K, d, depth, pieces,
                rows, share)
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
def _vjp_w2_blocks(first, last, dy, a1, a2, skip, dw2, N, L, E, K, O, d, depth, pieces, rows, share):
    """dw₂[o,e,u] = Σ_{n,i : d·u+i+d ≥ d·K} max(0, a₁[n, e, i−d·(K−1−u)]) · {dy[n,o,i] if a₂[n,o,i] > 0,
        skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0;
        else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for part in range(first, last):
        for cols_from in range(0, O, 384):
            cols_last = min(O - 1, cols_from + 383)
            # dw₂[o,e,u] = Σ_{n,i : d·u+i+d ≥ d·K} max(0, a₁[n, e, i−d·(K−1−u)]) · {dy[n,o,i] if
            #     a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0; 0 if
            #     skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] + skip[n,o,i] + max(0,
            #     a₂[n,o,i])}
            for row in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // L
                    i = inner % L
                    for o in range(cols_from, cols_last + 1):
                        a2_here = a2[U(n), U(o), U(i)]
                        skip_here = skip[U(n), U(o), U(i)]
                        dy_here = dy[U(n), U(o), U(i)]
                        right[U(inner - depth_from), U(o - cols_from)] = select(
                            a2_here > T(0) and select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                            dy_here,
                            select(T(0) >= a2_here, T(0), select(T(0) >= select(T(0) >= a2_here, T(0),
                                    a2_here) + skip_here, T(0), select(T(0) >= a2_here, T(0),
                                    a2_here) + a2_here + skip_here)),
                        )
                line_first = depth_from // L
                line_last = depth_last // L
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        e = row // K
                        u = row % K
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            for i in range(max(0, depth_from - (L * line), K * d - d - (d * u)), min(L,
                                    depth_last + 1 - (L * line))):
                                a1_here = a1[U(n), U(e), U(d + i + d * u - (K * d))]
                                left[U(row - rows_from), U(i + L * line - depth_from)] = select(T(0) >= a1_here, T(0), a1_here)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                e = row // K
                u = row % K
                for o in range(cols_from, cols_last + 1):
                    dw2[U(o), U(e), U(u)] = tile[U(row - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w2_plain(first, last, dy, a1, a2, skip, dw2, N, L, E, K, O, d):
    """dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} max(0, a₁[n, e, i−d·(K−1−u)]) · {dy[n,o,i] if a₂[n,o,i] >
        0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤
        0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // E
        e = task % E
        # dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} max(0, a₁[n, e, i−d·(K−1−u)]) ·
        #     {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i]
        #     ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] + skip[n,o,i] +
        #     max(0, a₂[n,o,i])}
        for u in range(K):
            acc = T(0)
            rest = T(0)
            i_block_last = (L + d + d * u - (K * d) - 1) // 1024
            for n in range(N):
                for i_block in range(i_block_last + 1):
                    part2 = T(0)
                    for i in range(i_block * 1024 + K * d - d - (d * u), min(L,
                            i_block * 1024 + K * d + 1024 - d - (d * u))):
                        a1_here2 = a1[U(n), U(e), U(d + i + d * u - (K * d))]
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
                    acc, rest = carried(acc, rest, part2)
            dw2[U(o), U(e), U(u)] = acc


def _vjp_w2(dy, a1, a2, skip, dw2, N, L, E, K, O, d):
    """h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L, a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i] · h₁[n, e,
        i−d·(K−1−u)]
    """
    if blocks(E * K >= 4 and O >= 8 and L * N >= 4):
        rows = E * K
        depth = L * N
        pieces = parts(E * K)
        share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
        launch(_vjp_w2_blocks, pieces, E * K * L * N * O // 32, dy, a1, a2, skip, dw2, N, L, E, K, O, d,
                depth, pieces, rows, share)
    else:
        launch(_vjp_w2_plain, O * E, (L + d - (K * d)) * E * K * N * O, dy, a1, a2, skip, dw2, N, L, E, K, O,
                d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b2_part(first, last, dy, a2, skip, db2, N, L, O, i_block_last):
    """db₂[o] = Σ_{n,i} {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0;
        0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # db₂[o] = Σ_{n,i} {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0
        #     if a₂[n,o,i] ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] +
        #     skip[n,o,i] + max(0, a₂[n,o,i])}
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    a2_here = a2[U(n), U(o), U(i)]
                    skip_here = skip[U(n), U(o), U(i)]
                    dy_here = dy[U(n), U(o), U(i)]
                    part = plus(part, select(a2_here > T(0) and select(T(0) >= a2_here, T(0),
                            a2_here) + skip_here > T(0), dy_here, select(T(0) >= a2_here, T(0),
                            select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                            select(T(0) >= a2_here, T(0), a2_here) + a2_here + skip_here))))
                acc, rest = carried(acc, rest, part)
        db2[U(o)] = acc


def _vjp_b2(dy, a2, skip, db2, N, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    db₂[o] = Σ_{n,i : a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i]

    As compiled:

    db₂[o] = Σ_{n,i} {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0;
        0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}

    Operations: 2·L·N·O − O additions, terms that a condition drops counted.
    """
    i_block_last = (L - 1) // 1024
    launch(_vjp_b2_part, O, L * N * O, dy, a2, skip, db2, N, L, O, i_block_last)
