"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: dd92c6900355436e.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .tiles import correlate, correlate_weights
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_blocks(first, last, w2, b2, a1, a2, N, L, E, K, O, cols, depth, pieces, share):
    """a₂[n,o,i] = b₂[o] + Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · max(0, a₁[n, c, i+u−K+1])"""
    dtype = w2.dtype
    T = dtype.type
    for part in range(first, last):
        tile = np.empty((O, 384), dtype)
        left = np.empty((min(O, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
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
                            right[U(inner - depth_from), U(i + L * line - cols_from)] = (
                                T(0)
                                if T(0) >= a1[U(n), U(c), U(i + u + 1 - K)]
                                else a1[U(n), U(c), U(i + u + 1 - K)]
                            )
                line_first2 = depth_from // K
                line_last2 = depth_last // K
                for rows_from in range(0, O, 96):
                    rows_last = min(O - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        for line in range(line_first2, min(line_last2 + 1, E)):
                            c = line
                            u = max(0, depth_from - (K * line))
                            copy(left, (o - rows_from, K * line + u - depth_from), w2, (o, c, u), 1, min(K,
                                    depth_last + 1 - (K * line)) - u)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(O):
                b2_here = b2[U(o)]
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for i in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        a2[U(n), U(o), U(i)] = b2_here + tile[U(o), U(i + L * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_plain(first, last, w2, b2, a1, a2, N, L, E, K, O, c_block_last2):
    """a₂[n,o,i] = b₂[o] + Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · max(0, a₁[n, c, i+u−K+1])"""
    dtype = w2.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * L)
        o = task // L % O
        i = task % L
        # a₂[n,o,i] = b₂[o] + Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · max(0, a₁[n, c, i+u−K+1])
        acc = T(0)
        rest = T(0)
        for c_block in range(c_block_last2 + 1):
            part2 = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(max(0, K - i - 1), K):
                    part2 = plus(
                        part2,
                        (
                            T(0)
                            if T(0) >= a1[U(n), U(c), U(i + u + 1 - K)]
                            else a1[U(n), U(c), U(i + u + 1 - K)]
                        )
                        * w2[U(o), U(c), U(u)],
                    )
            acc, rest = carried(acc, rest, part2)
        a2[U(n), U(o), U(i)] = acc + b2[U(o)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_part(first, last, x, w3, b3, y, a2, skip, N, C, L, O, c_block_last):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
    y[n,o,a] = max(0, skip[n,o,a] + max(0, a₂[n,o,a]))
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // O
        o = task % O
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        b3_here = b3[U(o)]
        for i in range(L):
            skip[U(n), U(o), U(i)] = b3_here
        rest2 = np.empty(L, dtype)
        part3 = np.empty(L, dtype)
        for i in range(L):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part3[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for i in range(L):
                    part3[U(i)] += w3_here * x[U(n), U(c), U(i)]
            for i in range(L):
                skip[U(n), U(o), U(i)], rest2[U(i)] = carried(skip[U(n), U(o), U(i)], rest2[U(i)], part3[U(i)])
        # y[n,o,a] = max(0, skip[n,o,a] + max(0, a₂[n,o,a]))
        for a in range(L):
            y[U(n), U(o), U(a)] = (
                T(0)
                if T(0) >= (T(0) if T(0) >= a2[U(n), U(o), U(a)] else a2[U(n), U(o), U(a)])
                + skip[U(n), U(o), U(a)]
                else (T(0) if T(0) >= a2[U(n), U(o), U(a)] else a2[U(n), U(o), U(a)]) + skip[U(n), U(o), U(a)]
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
    correlate(a1, (0, 0, 0), (E * L, L, 1), w1, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1), (N, E,
            C, L, K, L), (K - 1,), b1, (0,), 1)
    if blocks(O >= 4 and L * N >= 8 and E * K >= 4):
        cols = L * N
        depth = E * K
        pieces = parts(L * N)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_winograd_blocks, pieces, E * K * L * N * O // 32, w2, b2, a1, a2, N, L, E, K, O, cols,
                depth, pieces, share)
    else:
        c_block_last2 = (E - 1) // 1024
        launch(_forward_winograd_plain, N * O * L, E * K * L * N * O, w2, b2, a1, a2, N, L, E, K, O,
                c_block_last2)
    c_block_last = (C - 1) // 1024
    launch(_forward_winograd_part, N * O, C * L * N * O + L * N * O, x, w3, b3, y, a2, skip, N, C, L, O,
            c_block_last)


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
    correlate_weights(da1, (0, 0, 0), (E * L, L, 1), dw1, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L,
            1), (N, E, C, L, K, L), (K - 1,))
