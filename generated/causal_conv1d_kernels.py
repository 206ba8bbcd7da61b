"""The kernels of causal_conv1d; causal_conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `causal_conv1d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, C, L, O, K, d, pieces, share, wide):
    """y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    planes = np.empty((C, 1, max(0, wide)), dtype)
    starts = np.empty(O, dtype)
    for part in range(first, last):
        lefts = np.empty(C * K, np.int64)
        for tap in range(C * K):
            c = tap // K
            u = tap % K
            lefts[U(tap)] = K * c + u
        rights = np.empty(C * K, np.int64)
        for tap in range(C * K):
            c = tap // K
            u = tap % K
            rights[U(tap)] = c * wide + d * u
        for turn in range(part * share, min(part * share + share, N)):
            n = turn // (1)
            strip = turn % 1
            # y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]
            for o in range(O):
                starts[U(o)] = b[U(o)]
            for c in range(C):
                pad(planes, (c, 0, 0), 0, x, (n, c, d - (K * d)), 0, 1, 1, wide, 0, 1, K * d - d,
                        K * d + L - d)
            correlate(y, (n, 0, 0), L, 0, 1, starts, (0,), 1, w, (0, 0, 0), C * K, lefts, planes, (0, 0, 0),
                    0, rights, K, len(rights), O, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, C, L, O, K, d, cols2, depth2, pieces2, share2):
    """y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    tile2 = np.empty((O, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(O, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]
            for o in range(O):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // L
            line2_last = cols_last2 // L
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // K
                    u = inner2 % K
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        i = max(0, cols_from2 - (L * line2), K * d - d - (d * u))
                        copy(right2, (inner2 - depth_from2, i + L * line2 - cols_from2), x, (n, c,
                                d + i + d * u - (K * d)), 1, min(L, cols_last2 + 1 - (L * line2)) - i)
                for rows_from2 in range(0, O, 96):
                    rows_last2 = min(O - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // K
                        u = inner2 % K
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (o, c, u), C * K,
                                rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(O, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(O):
                b_here = b[U(o)]
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for i in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        y[U(n), U(o), U(i)] = b_here + tile2[U(o), U(i + L * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, C, L, O, K, d, c_block_last):
    """y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part3 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]
        b_here = b[U(o)]
        for i in range(L):
            y[U(n), U(o), U(i)] = b_here
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part3[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part3[U(i)] += w_here * x[U(n), U(c), U(d + i + d * u - (K * d))]
            for i in range(L):
                y[U(n), U(o), U(i)], rest[U(i)] = carried(y[U(n), U(o), U(i)], rest[U(i)], part3[U(i)])


def _forward(x, w, b, y, N, C, L, O, K, d):
    """y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]

    Operations: C·K·L·N·O multiplications, C·K·L·N·O additions, terms that a condition drops counted.
    """
    if correlations(L >= K and L >= 4 and 0 >= min(C - 8, O - 32)):
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, C * K * L * N * O // 32, x, w, b, y, N, C, L, O, K, d, pieces,
                share, wide)
    else:
        if blocks(O >= 4 and L * N >= 8 and C * K >= 4):
            cols2 = L * N
            depth2 = C * K
            pieces2 = parts(L * N)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_forward_blocks, pieces2, C * K * L * N * O // 32, x, w, b, y, N, C, L, O, K, d, cols2,
                    depth2, pieces2, share2)
        else:
            c_block_last = (C - 1) // 1024
            launch(_forward_plain, N * O, C * K * L * N * O, x, w, b, y, N, C, L, O, K, d, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, C, L, O, K, d, pieces, share, wide):
    """dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((O, 1, max(0, wide)), dtype)
    starts = np.empty(C, dtype)
    for part in range(first, last):
        lefts = np.empty(O * K, np.int64)
        for tap in range(O * K):
            o = tap // K
            u = tap % K
            lefts[U(tap)] = C * K * o - u
        rights = np.empty(O * K, np.int64)
        for tap in range(O * K):
            o = tap // K
            u = tap % K
            rights[U(tap)] = o * wide + d * u
        for turn in range(part * share, min(part * share + share, N)):
            n = turn // (1)
            strip = turn % 1
            # dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]
            for c in range(C):
                starts[U(c)] = T(0)
            for o in range(O):
                pad(planes, (o, 0, 0), 0, dy, (n, o, 0), 0, 1, 1, wide, 0, 1, 0, L)
            correlate(dx, (n, 0, 0), L, 0, 1, starts, (0,), 1, w, (0, 0, K - 1), K, lefts, planes, (0, 0, 0),
                    0, rights, K, len(rights), C, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, C, L, O, K, d, cols2, depth2, pieces2, share2):
    """dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]"""
    dtype = dy.dtype
    T = dtype.type
    tile2 = np.empty((C, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(C, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]
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
                        copy(right2, (inner2 - depth_from2, a + L * line2 - cols_from2), dy, (n, o,
                                K * d + a - d - (d * u)), 1, min(L, cols_last2 + 1 - (L * line2),
                                L + d + d * u - (K * d)) - a)
                for rows_from2 in range(0, C, 96):
                    rows_last2 = min(C - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        o = inner2 // K
                        u = inner2 % K
                        c = rows_from2
                        copy(left2, (inner2 - depth_from2, c - rows_from2), w, (o, c, u), K,
                                rows_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(C, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for c in range(C):
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for a in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        dx[U(n), U(c), U(a)] = tile2[U(c), U(a + L * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, C, L, O, K, d, o_block_last):
    """dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part3 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]
        for a in range(L):
            dx[U(n), U(c), U(a)] = T(0)
        for a in range(L):
            rest[U(a)] = T(0)
        for o_block in range(o_block_last + 1):
            for a in range(L):
                part3[U(a)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(o), U(c), U(u)]
                    for a in range(min(L, L + d + d * u - (K * d))):
                        part3[U(a)] += dy[U(n), U(o), U(K * d + a - d - (d * u))] * w_here
            for a in range(L):
                dx[U(n), U(c), U(a)], rest[U(a)] = carried(dx[U(n), U(c), U(a)], rest[U(a)], part3[U(a)])


def _vjp_x(dy, w, dx, N, C, L, O, K, d):
    """dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·u] · w[o, c, K−1−u]

    Operations: C·K·L·N·O multiplications, C·K·L·N·O − C·L·N additions, terms that a condition drops
        counted.
    """
    if correlations(L >= K and L >= 4 and 0 >= min(C - 32, O - 8)):
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_vjp_x_correlations, pieces, C * K * L * N * O // 32, dy, w, dx, N, C, L, O, K, d, pieces,
                share, wide)
    else:
        if blocks(C >= 4 and L * N >= 8 and K * O >= 4):
            cols2 = L * N
            depth2 = K * O
            pieces2 = parts(L * N)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_vjp_x_blocks, pieces2, C * K * L * N * O // 32, dy, w, dx, N, C, L, O, K, d, cols2,
                    depth2, pieces2, share2)
        else:
            o_block_last = (O - 1) // 1024
            launch(_vjp_x_plain, N * C, C * K * L * N * O, dy, w, dx, N, C, L, O, K, d, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, C, L, O, K, d, depth, pieces, rows, share):
    """dw[o,c,u] = Σ_{n,i} dy[n,o,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = dy.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for part in range(first, last):
        for cols_from in range(0, O, 384):
            cols_last = min(O - 1, cols_from + 383)
            # dw[o,c,u] = Σ_{n,i} dy[n,o,i] · x[n, c, i−d·(K−1−u)]
            for row in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // L
                    i = inner % L
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dy, (n, o, i), L, cols_last + 1 - o)
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
                for o in range(cols_from, cols_last + 1):
                    dw[U(o), U(c), U(u)] = tile[U(row - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, C, L, O, K, d):
    """dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // C
        c = task % C
        # dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]
        for u in range(K):
            acc = T(0)
            rest = T(0)
            i_block_last = (L + d + d * u - (K * d) - 1) // 1024
            for n in range(N):
                for i_block in range(i_block_last + 1):
                    part2 = T(0)
                    for i in range(i_block * 1024 + K * d - d - (d * u), min(L,
                            i_block * 1024 + K * d + 1024 - d - (d * u))):
                        part2 = plus(part2, dy[U(n), U(o), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                    acc, rest = carried(acc, rest, part2)
            dw[U(o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, C, L, O, K, d):
    """dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]"""
    if blocks(C * K >= 4 and O >= 8 and L * N >= 4):
        rows = C * K
        depth = L * N
        pieces = parts(C * K)
        share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
        launch(_vjp_w_blocks, pieces, C * K * L * N * O // 32, dy, x, dw, N, C, L, O, K, d, depth, pieces,
                rows, share)
    else:
        launch(_vjp_w_plain, O * C, (L + d - (K * d)) * C * K * N * O, dy, x, dw, N, C, L, O, K, d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, L, O, i_block_last):
    """db[o] = Σ_{n,i} dy[n,o,i]"""
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # db[o] = Σ_{n,i} dy[n,o,i]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(o), U(i)])
                acc, rest = carried(acc, rest, part)
        db[U(o)] = acc


def _vjp_b(dy, db, N, L, O):
    """db[o] = Σ_{n,i} dy[n,o,i]

    Operations: L·N·O − O additions.
    """
    i_block_last = (L - 1) // 1024
    launch(_vjp_b_part, O, L * N * O, dy, db, N, L, O, i_block_last)
