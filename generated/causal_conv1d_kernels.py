"""The kernels of causal_conv1d; causal_conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `causal_conv1d`.  Do not edit.
Run time: a51755a289390ade.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .stencils import correlate, correlations, pad
from .tiles import tiled, tiled_weights
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
def _forward_blocks(first, last, x, w, b, y, N, C, L, O, K, d, cols, depth, pieces, share):
    """y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((O, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(O, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]
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
                        i = max(0, cols_from - (L * line), K * d - d - (d * u))
                        copy(right, (inner - depth_from, i + L * line - cols_from), x, (n, c,
                                d + i + d * u - (K * d)), 1, min(L, cols_last + 1 - (L * line)) - i)
                for rows_from in range(0, O, 96):
                    rows_last = min(O - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        c = inner // K
                        u = inner % K
                        o = rows_from
                        copy(left, (inner - depth_from, o - rows_from), w, (o, c, u), C * K,
                                rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(O, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(O):
                b_here = b[U(o)]
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for i in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        y[U(n), U(o), U(i)] = b_here + tile[U(o), U(i + L * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, C, L, O, K, d, c_block_last):
    """y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
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
                part2[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part2[U(i)] += w_here * x[U(n), U(c), U(d + i + d * u - (K * d))]
            for i in range(L):
                y[U(n), U(o), U(i)], rest[U(i)] = carried(y[U(n), U(o), U(i)], rest[U(i)], part2[U(i)])


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
            cols = L * N
            depth = C * K
            pieces = parts(L * N)
            share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
            launch(_forward_blocks, pieces, C * K * L * N * O // 32, x, w, b, y, N, C, L, O, K, d, cols,
                    depth, pieces, share)
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
def _vjp_x_blocks(first, last, dy, w, dx, N, C, L, O, K, d, cols, depth, pieces, share):
    """dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]"""
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((C, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(C, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]
            for c in range(C):
                for col in range(cols_from, cols_last + 1):
                    tile[U(c), U(col - cols_from)] = T(0)
            line_first = cols_from // L
            line_last = cols_last // L
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    o = inner // K
                    u = inner % K
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        a = max(0, cols_from - (L * line))
                        copy(right, (inner - depth_from, a + L * line - cols_from), dy, (n, o,
                                K * d + a - d - (d * u)), 1, min(L, cols_last + 1 - (L * line),
                                L + d + d * u - (K * d)) - a)
                for rows_from in range(0, C, 96):
                    rows_last = min(C - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        o = inner // K
                        u = inner % K
                        c = rows_from
                        copy(left, (inner - depth_from, c - rows_from), w, (o, c, u), K, rows_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(C, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(C):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for a in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        dx[U(n), U(c), U(a)] = tile[U(c), U(a + L * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, C, L, O, K, d, o_block_last):
    """dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
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
                part2[U(a)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(o), U(c), U(u)]
                    for a in range(min(L, L + d + d * u - (K * d))):
                        part2[U(a)] += dy[U(n), U(o), U(K * d + a - d - (d * u))] * w_here
            for a in range(L):
                dx[U(n), U(c), U(a)], rest[U(a)] = carried(dx[U(n), U(c), U(a)], rest[U(a)], part2[U(a)])


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
            cols = L * N
            depth = K * O
            pieces = parts(L * N)
            share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
            launch(_vjp_x_blocks, pieces, C * K * L * N * O // 32, dy, w, dx, N, C, L, O, K, d, cols, depth,
                    pieces, share)
        else:
            o_block_last = (O - 1) // 1024
            launch(_vjp_x_plain, N * C, C * K * L * N * O, dy, w, dx, N, C, L, O, K, d, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, dy, x, dw, N, C, L, O, K, d):
    """dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = 2 * (task // (((C - 1) // 4 + 1) * K))
        c = 4 * (task // K % ((C - 1) // 4 + 1))
        u = task % K
        o1 = min(O - 1, o + 1)
        c1 = min(C - 1, c + 1)
        c2 = min(C - 1, c + 2)
        c3 = min(C - 1, c + 3)
        # dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]
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
                    part = plus(part, dy[U(n), U(o), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                    part2 = plus(part2, dy[U(n), U(o), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))])
                    part3 = plus(part3, dy[U(n), U(o), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))])
                    part4 = plus(part4, dy[U(n), U(o), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))])
                    part5 = plus(part5, dy[U(n), U(o1), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                    part6 = plus(part6, dy[U(n), U(o1), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))])
                    part7 = plus(part7, dy[U(n), U(o1), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))])
                    part8 = plus(part8, dy[U(n), U(o1), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))])
                acc, rest = carried(acc, rest, part)
                acc_1, rest2 = carried(acc_1, rest2, part2)
                acc_2, rest3 = carried(acc_2, rest3, part3)
                acc_3, rest4 = carried(acc_3, rest4, part4)
                acc_4, rest5 = carried(acc_4, rest5, part5)
                acc_5, rest6 = carried(acc_5, rest6, part6)
                acc_6, rest7 = carried(acc_6, rest7, part7)
                acc_7, rest8 = carried(acc_7, rest8, part8)
        dw[U(o), U(c), U(u)] = acc
        dw[U(o), U(c1), U(u)] = acc_1
        dw[U(o), U(c2), U(u)] = acc_2
        dw[U(o), U(c3), U(u)] = acc_3
        dw[U(o1), U(c), U(u)] = acc_4
        dw[U(o1), U(c1), U(u)] = acc_5
        dw[U(o1), U(c2), U(u)] = acc_6
        dw[U(o1), U(c3), U(u)] = acc_7


def _vjp_w(dy, x, dw, N, C, L, O, K, d):
    """dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]"""
    launch(_vjp_w_part, ((O - 1) // 2 + 1) * ((C - 1) // 4 + 1) * K, (L + d - (K * d)) * C * K * N * O, dy, x,
            dw, N, C, L, O, K, d)


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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, C, L, O, K, d, c_block_last):
    """ẏ[n,o,i] = ḃ[o] + Σ_{c,u} (w[o,c,u] · ẋ[n, c, i−d·(K−1−u)] + ẇ[o,c,u] · x[n, c, i−d·(K−1−u)])"""
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # ẏ[n,o,i] = ḃ[o] + Σ_{c,u} (w[o,c,u] · ẋ[n, c, i−d·(K−1−u)] + ẇ[o,c,u] · x[n, c,
        #     i−d·(K−1−u)])
        b_dot_here = b_dot[U(o)]
        for i in range(L):
            y_dot[U(n), U(o), U(i)] = b_dot_here
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(o), U(c), U(u)]
                    w_dot_here = w_dot[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part[U(i)] += (
                            w_dot_here * x[U(n), U(c), U(d + i + d * u - (K * d))]
                            + w_here * x_dot[U(n), U(c), U(d + i + d * u - (K * d))]
                        )
            for i in range(L):
                y_dot[U(n), U(o), U(i)], rest[U(i)] = carried(y_dot[U(n), U(o), U(i)], rest[U(i)], part[U(i)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, L, O, K, d):
    """ẏ[n,o,i] = ḃ[o] + Σ_{c,u} (w[o,c,u] · ẋ[n, c, i−d·(K−1−u)] + ẇ[o,c,u] · x[n, c, i−d·(K−1−u)])

    Operations: 2·C·K·L·N·O multiplications, 2·C·K·L·N·O additions, terms that a condition drops counted.
    """
    c_block_last = (C - 1) // 1024
    launch(_jvp_part, N * O, C * K * L * N * O, x_dot, w_dot, b_dot, x, w, y_dot, N, C, L, O, K, d,
            c_block_last)


def _forward_winograd(x, w, b, y, N, C, L, O, K):
    """y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]

    As compiled:

    y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i+u−K+1]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i+u−K+1]
    tiled(y, (0, 0, 0), (L * O, L, 1), w, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1), (N, O, C, L,
            K, L), (K - 1,), b, (0,), 1)


def _vjp_x_winograd(dy, w, dx, N, C, L, O, K):
    """dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·u] · w[o, c, K−1−u]

    As compiled:

    dx[n,c,a] = Σ_{o,u} dy[n, o, a+K−1−u] · w[o,c,u]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dx[n,c,a] = Σ_{o,u} dy[n, o, a+K−1−u] · w[o,c,u]
    tiled(dx, (0, 0, 0), (C * L, L, 1), w, (0, 0, K - 1), (K, C * K, -1), dy, (0, 0, 0), (L * O, L, 1), (N, C,
            O, L, K, L), (0,))


def _vjp_w_winograd(dy, x, dw, N, C, L, O, K):
    """dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]

    As compiled:

    dw[o,c,u] = Σ_n Σ_{i : K−1−u ≤ i < L} dy[n,o,i] · x[n, c, u+i−K+1]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw[o,c,u] = Σ_n Σ_{i : K−1−u ≤ i < L} dy[n,o,i] · x[n, c, u+i−K+1]
    tiled_weights(dy, (0, 0, 0), (L * O, L, 1), dw, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1), (N,
            O, C, L, K, L), (K - 1,))
