"""The kernels of causal_conv1d; causal_conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `causal_conv1d`.  Do not edit.
Run time: 35a78b500b6da056.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, padded, parts, rowblock, scratch, turn

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
        for turn_2 in range(part * share, min(part * share + share, N)):
            n = turn_2 // (1)
            strip = turn_2 % 1
            # y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]
            for o in range(O):
                starts[U(o)] = b[U(o)]
            for c in range(C):
                pad(planes, (c, 0, 0), 0, x, (n, c, d - (K * d)), 0, 1, 1, wide, 0, 1, K * d - d,
                        K * d + L - d)
            correlate(y, (n, 0, 0), L, 0, 1, starts, (0,), 1, w, (0, 0, 0), C * K, lefts, planes, (0, 0, 0),
                    0, rights, K, len(rights), O, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels2, C, O, K, depth2, wide2):
    """panels2[col_part2, c·K+u, o−col_part2·wide2] = w[o,c,u]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, c·K+u, o−col_part2·wide2] = w[o,c,u]
        turn(panels2, (col_part2, 0, 0), wide2, w, C * K * col_part2 * wide2, C * K, 1, min(wide2,
                O - (col_part2 * wide2)), C * K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, y, panels2, x_padded2, N, C, L, O, K, d, deep2, depth2, high2,
        line2_last, rows2, wide2, x_from22, x_size22):
    """y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = b.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        row_part2 = task // (((O - 1) // wide2 + 1))
        col_part2 = task % ((O - 1) // wide2 + 1)
        # y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for i in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(i + L * line2 - (high2 * row_part2))] = (
                    d + i + C * n * x_size22 - (K * d) - x_from22
                )
        for c in range(C):
            for u in range(K):
                left_at2[U(K * c + u)] = c * x_size22 + d * u
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2, col_part2 * depth2 * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, O - (col_part2 * wide2)), 0,
                depth2, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                O - (col_part2 * wide2)))
        line2_first = high2 * row_part2 // L
        line2_last2 = (high2 + high2 * row_part2 - 1) // L
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, O)):
            b_here = b[U(o)]
            for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N)):
                n = line2
                for i in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                        high2 + high2 * row_part2 - (L * line2))):
                    y[U(n), U(o), U(i)] = (
                        b_here + turned2[U(o - (col_part2 * wide2)), U(i + L * line2 - (high2 * row_part2))]
                    )


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
    dtype = y.dtype
    if correlations(L >= K and L >= 4 and 0 >= min(max(2 - K, O - 24), max(C - 16, C * K - 128), O - 8)):
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, C * K * L * N * O // 32, x, w, b, y, N, C, L, O, K, d, pieces,
                share, wide)
    elif blocks(L * N >= 4 and O >= 8 and C * K >= 4 and L + d + 17 >= K * d):
        rows2 = L * N
        depth2 = C * K
        x_from22 = d - (K * d)
        x_size22 = L - x_from22
        x_padded2 = padded(x, (0, 0, x_from22), (N, C, x_size22))
        wide2 = colblock(O)
        deep2 = depthblock()
        high2 = rowblock(rows2, (O - 1) // wide2 + 1)
        panels2 = scratch((max(0, (O - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
        launch(_forward_blocks, (O - 1) // wide2 + 1, C * K * O, w, panels2, C, O, K, depth2, wide2)
        line2_last = (rows2 - 1) // L
        launch(_forward_blocks2, ((rows2 - 1) // high2 + 1) * ((O - 1) // wide2 + 1), C * K * L * N * O // 32,
                b, y, panels2, x_padded2, N, C, L, O, K, d, deep2, depth2, high2, line2_last, rows2, wide2,
                x_from22, x_size22)
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
        for turn_2 in range(part * share, min(part * share + share, N)):
            n = turn_2 // (1)
            strip = turn_2 % 1
            # dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]
            for c in range(C):
                starts[U(c)] = T(0)
            for o in range(O):
                pad(planes, (o, 0, 0), 0, dy, (n, o, 0), 0, 1, 1, wide, 0, 1, 0, L)
            correlate(dx, (n, 0, 0), L, 0, 1, starts, (0,), 1, w, (0, 0, K - 1), K, lefts, planes, (0, 0, 0),
                    0, rights, K, len(rights), C, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels_apart2, C, O, K, wide2):
    """panels2[col_part2, o·K+u, c−col_part2·wide2] = w[o,c,u]"""
    for task in range(first, last):
        o = task // (((C - 1) // wide2 + 1))
        col_part2 = task % ((C - 1) // wide2 + 1)
        # panels2[col_part2, o·K+u, c−col_part2·wide2] = w[o,c,u]
        turn(panels_apart2, (col_part2, o, 0, 0), wide2, w, K * col_part2 * wide2 + C * K * o, K, 1,
                min(wide2, C - (col_part2 * wide2)), K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx, dy_padded2, panels2, N, C, L, O, K, d, deep2, depth2, dy_size22, high2,
        line2_last, rows2, wide2):
    """dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]"""
    dtype = dx.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        row_part2 = task // (((C - 1) // wide2 + 1))
        col_part2 = task % ((C - 1) // wide2 + 1)
        # dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for a in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(a + L * line2 - (high2 * row_part2))] = K * d + a + O * dy_size22 * n - d
        for o in range(O):
            for u in range(K):
                left_at2[U(K * o + u)] = dy_size22 * o - (d * u)
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, dy_padded2, row_at2, left_at2, panels2, col_part2 * depth2 * wide2,
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
                    dx[U(n), U(c), U(a)] = turned2[U(c - (col_part2 * wide2)), U(a + L * line2 - (high2 * row_part2))]


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
                for u in range(K - 1, -1, -1):
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
    dtype = dx.dtype
    if correlations(L >= K and L >= 4 and 0 >= min(C - 8, max(2 - K, C - 24), max(K * O - 128, O - 16))):
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_vjp_x_correlations, pieces, C * K * L * N * O // 32, dy, w, dx, N, C, L, O, K, d, pieces,
                share, wide)
    elif blocks(L * N >= 4 and C >= 8 and K * O >= 4 and L + d + 17 >= K * d):
        rows2 = L * N
        depth2 = K * O
        dy_size22 = K * d + L - d
        dy_padded2 = padded(dy, (0, 0, 0), (N, O, dy_size22))
        wide2 = colblock(C)
        deep2 = depthblock()
        high2 = rowblock(rows2, (C - 1) // wide2 + 1)
        panels2 = scratch((max(0, (C - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
        panels_apart2 = panels2.reshape(((C - 1) // wide2 + 1, O, K, wide2))
        launch(_vjp_x_blocks, O * ((C - 1) // wide2 + 1), C * K * O, w, panels_apart2, C, O, K, wide2)
        line2_last = (rows2 - 1) // L
        launch(_vjp_x_blocks2, ((rows2 - 1) // high2 + 1) * ((C - 1) // wide2 + 1), C * K * L * N * O // 32,
                dx, dy_padded2, panels2, N, C, L, O, K, d, deep2, depth2, dy_size22, high2, line2_last, rows2,
                wide2)
    else:
        o_block_last = (O - 1) // 1024
        launch(_vjp_x_plain, N * C, C * K * L * N * O, dy, w, dx, N, C, L, O, K, d, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, panels_apart, N, L, O, wide):
    """panels[col_part, n·L+i, o−col_part·wide] = dy[n,o,i]"""
    for task in range(first, last):
        n = task // (((O - 1) // wide + 1))
        col_part = task % ((O - 1) // wide + 1)
        # panels[col_part, n·L+i, o−col_part·wide] = dy[n,o,i]
        turn(panels_apart, (col_part, n, 0, 0), wide, dy, L * col_part * wide + L * O * n, L, 1, min(wide,
                O - (col_part * wide)), L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines, panels, x_padded, N, C, L, O, K, d, deep, depth, high, line_last,
        rows, wide, x_from2, x_size2):
    """dw[o,c,u] = Σ_{n,i} dy[n,o,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = dw_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        row_part = task // (((O - 1) // wide + 1))
        col_part = task % ((O - 1) // wide + 1)
        # dw[o,c,u] = Σ_{n,i} dy[n,o,i] · x[n, c, i−d·(K−1−u)]
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
                min(high, rows - (high * row_part)), min(wide, O - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                O - (col_part * wide)))
        for o in range(col_part * wide, min(col_part * wide + wide, O)):
            for run in range(high * row_part, min(rows, high + high * row_part)):
                dw_lines[U(o), U(run)] = turned[U(o - (col_part * wide)), U(run - (high * row_part))]


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
                    part = T(0)
                    for i in range(i_block * 1024 + K * d - d - (d * u), min(L,
                            i_block * 1024 + K * d + 1024 - d - (d * u))):
                        part = plus(part, dy[U(n), U(o), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                    acc, rest = carried(acc, rest, part)
            dw[U(o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, C, L, O, K, d):
    """dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = dw.dtype
    if blocks(C * K >= 4 and O >= 8 and L * N >= 4 and L + d + 17 >= K * d):
        rows = C * K
        depth = L * N
        x_from2 = d - (K * d)
        x_size2 = L - x_from2
        x_padded = padded(x, (0, 0, x_from2), (N, C, x_size2))
        wide = colblock(O)
        deep = depthblock()
        high = rowblock(rows, (O - 1) // wide + 1)
        panels = scratch((max(0, (O - 1) // wide + 1), max(0, depth), wide), dtype)
        panels_apart = panels.reshape(((O - 1) // wide + 1, N, L, wide))
        launch(_vjp_w_blocks, N * ((O - 1) // wide + 1), L * N * O, dy, panels_apart, N, L, O, wide)
        dw_lines = dw.reshape((O, C * K))
        line_last = (rows - 1) // K
        launch(_vjp_w_blocks2, ((rows - 1) // high + 1) * ((O - 1) // wide + 1), C * K * L * N * O // 32,
                dw_lines, panels, x_padded, N, C, L, O, K, d, deep, depth, high, line_last, rows, wide,
                x_from2, x_size2)
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
