"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: dd92c6900355436e.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, w1, b1, w2, b2, a1, a2, N, C, L, E, K, O, d, c_block_last, c_block_last2):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
    a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · max(0, a₁[n, c, i−d·(K−1−u)])
    """
    dtype = x.dtype
    T = dtype.type
    for n in range(first, last):
        # a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
        for o in range(E):
            b1_here = b1[U(o)]
            for i in range(L):
                acc = T(0)
                rest = T(0)
                i_by_d = i // d
                for c_block in range(c_block_last + 1):
                    part = T(0)
                    for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                        for u in range(max(0, K - i_by_d - 1), K):
                            part = plus(
                                part,
                                w1[U(o), U(c), U(u)] * x[U(n), U(c), U(d + i + d * u - (K * d))],
                            )
                    acc, rest = carried(acc, rest, part)
                a1[U(n), U(o), U(i)] = acc + b1_here
        # a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · max(0, a₁[n, c,
        #     i−d·(K−1−u)])
        for o in range(O):
            b2_here = b2[U(o)]
            for i in range(L):
                acc2 = T(0)
                rest2 = T(0)
                i_by_d2 = i // d
                for c_block in range(c_block_last2 + 1):
                    part2 = T(0)
                    for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                        for u in range(max(0, K - i_by_d2 - 1), K):
                            part2 = plus(
                                part2,
                                (
                                    T(0)
                                    if T(0) >= a1[U(n), U(c), U(d + i + d * u - (K * d))]
                                    else a1[U(n), U(c), U(d + i + d * u - (K * d))]
                                )
                                * w2[U(o), U(c), U(u)],
                            )
                    acc2, rest2 = carried(acc2, rest2, part2)
                a2[U(n), U(o), U(i)] = acc2 + b2_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, w3, b3, y, a2, skip, N, C, L, O, c_block_last):
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
        rest3 = np.empty(L, dtype)
        part3 = np.empty(L, dtype)
        for i in range(L):
            rest3[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part3[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for i in range(L):
                    part3[U(i)] += w3_here * x[U(n), U(c), U(i)]
            for i in range(L):
                skip[U(n), U(o), U(i)], rest3[U(i)] = carried(skip[U(n), U(o), U(i)], rest3[U(i)], part3[U(i)])
        # y[n,o,a] = max(0, skip[n,o,a] + max(0, a₂[n,o,a]))
        for a in range(L):
            y[U(n), U(o), U(a)] = (
                T(0)
                if T(0) >= (T(0) if T(0) >= a2[U(n), U(o), U(a)] else a2[U(n), U(o), U(a)])
                + skip[U(n), U(o), U(a)]
                else (T(0) if T(0) >= a2[U(n), U(o), U(a)] else a2[U(n), U(o), U(a)]) + skip[U(n), U(o), U(a)]
            )


def _forward(x, w1, b1, w2, b2, w3, b3, y, a1, a2, skip, N, C, L, E, K, O, d):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
    h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    a₂[n,o,i] = b₂[o] + Σ_{c,u} h₁[n, c, i−d·(K−1−u)] · w₂[o,c,u]
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    skip[n,o,i] = b₃[o] + Σ_{c,u} w₃[o,c,u] · x[n, c, i+u]
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    y[n,o,a] = {both[n,o,a] if both[n,o,a] > 0; else 0}

    Operations: C·E·K·L·N + E·K·L·N·O + C·L·N·O multiplications, C·E·K·L·N + E·K·L·N·O + C·L·N·O + L·N·O
        additions, terms that a condition drops counted.
    """
    c_block_last = (C - 1) // 1024
    c_block_last2 = (E - 1) // 1024
    launch(_forward_part, N, C * E * K * L * N + E * K * L * N * O, x, w1, b1, w2, b2, a1, a2, N, C, L, E, K,
            O, d, c_block_last, c_block_last2)
    launch(_forward_part2, N * O, C * L * N * O + L * N * O, x, w3, b3, y, a2, skip, N, C, L, O, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da1_blocks(first, last, dy, w2, a1, a2, skip, da1, N, L, E, K, O, d, cols, depth, pieces, share):
    """da₁[n,e,a] = {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]} · Σ_{o,u : d·u+d+L > a+d·K}
        w₂[o,e,u] · {dy[n, o, a+d·(K−1−u)] if a₂[n, o, a+d·(K−1−u)] > 0, skip[n, o, a+d·(K−1−u)] + max(0,
        a₂[n, o, a+d·(K−1−u)]) > 0; 0 if a₂[n, o, a+d·(K−1−u)] ≤ 0; 0 if skip[n, o, a+d·(K−1−u)] + max(0,
        a₂[n, o, a+d·(K−1−u)]) ≤ 0; else a₂[n, o, a+d·(K−1−u)] + skip[n, o, a+d·(K−1−u)] + max(0, a₂[n, o,
        a+d·(K−1−u)])}
    """
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        tile = np.empty((E, 384), dtype)
        left = np.empty((min(E, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # da₁[n,e,a], as written above
            for e in range(E):
                for col in range(cols_from, cols_last + 1):
                    tile[U(e), U(col - cols_from)] = T(0)
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
                        for a in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line),
                                L + d + d * u - (K * d))):
                            right[U(inner - depth_from), U(a + L * line - cols_from)] = (
                                dy[U(n), U(o), U(K * d + a - d - (d * u))]
                                if a2[U(n), U(o), U(K * d + a - d - (d * u))] > T(0)
                                and (
                                    T(0)
                                    if T(0) >= a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                    else a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                )
                                + skip[U(n), U(o), U(K * d + a - d - (d * u))] > T(0)
                                else T(0)
                                if T(0) >= a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                else T(0)
                                if T(0) >= (T(0) if T(0) >= a2[U(n), U(o),
                                        U(K * d + a - d - (d * u))] else a2[U(n), U(o),
                                        U(K * d + a - d - (d * u))])
                                + skip[U(n), U(o), U(K * d + a - d - (d * u))]
                                else (
                                    T(0)
                                    if T(0) >= a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                    else a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                )
                                + a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                + skip[U(n), U(o), U(K * d + a - d - (d * u))]
                            )
                line_first2 = depth_from // K
                line_last2 = depth_last // K
                for rows_from in range(0, E, 96):
                    rows_last = min(E - 1, rows_from + 95)
                    for e in range(rows_from, rows_last + 1):
                        for line in range(line_first2, min(line_last2 + 1, O)):
                            o = line
                            u = max(0, depth_from - (K * line))
                            copy(left, (e - rows_from, K * line + u - depth_from), w2, (o, e, u), 1, min(K,
                                    depth_last + 1 - (K * line)) - u)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for e in range(E):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for a in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        da1[U(n), U(e), U(a)] = (
                            (
                                T(1)
                                if a1[U(n), U(e), U(a)] > T(0)
                                else T(0)
                                if T(0) >= a1[U(n), U(e), U(a)]
                                else a1[U(n), U(e), U(a)]
                            )
                            * tile[U(e), U(a + L * line - cols_from)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da1_plain(first, last, dy, w2, a1, a2, skip, da1, N, L, E, K, O, d, u_block_last):
    """da₁[n,e,a] = {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]} · Σ_{o,u : d·u+d+L > a+d·K}
        w₂[o,e,u] · {dy[n, o, a+d·(K−1−u)] if a₂[n, o, a+d·(K−1−u)] > 0, skip[n, o, a+d·(K−1−u)] + max(0,
        a₂[n, o, a+d·(K−1−u)]) > 0; 0 if a₂[n, o, a+d·(K−1−u)] ≤ 0; 0 if skip[n, o, a+d·(K−1−u)] + max(0,
        a₂[n, o, a+d·(K−1−u)]) ≤ 0; else a₂[n, o, a+d·(K−1−u)] + skip[n, o, a+d·(K−1−u)] + max(0, a₂[n, o,
        a+d·(K−1−u)])}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // E
        e = task % E
        # da₁[n,e,a], as written above
        row = np.empty(L, dtype)
        for a in range(L):
            row[U(a)] = T(0)
        rest = np.empty(L, dtype)
        part2 = np.empty(L, dtype)
        for a in range(L):
            rest[U(a)] = T(0)
        for o in range(O):
            for u_block in range(u_block_last + 1):
                for a in range(L):
                    part2[U(a)] = T(0)
                for u in range(u_block * 1024, min(K, u_block * 1024 + 1024)):
                    w2_here = w2[U(o), U(e), U(u)]
                    for a in range(min(L, L + d + d * u - (K * d))):
                        part2[U(a)] += (
                            (
                                dy[U(n), U(o), U(K * d + a - d - (d * u))]
                                if a2[U(n), U(o), U(K * d + a - d - (d * u))] > T(0)
                                and (
                                    T(0)
                                    if T(0) >= a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                    else a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                )
                                + skip[U(n), U(o), U(K * d + a - d - (d * u))] > T(0)
                                else T(0)
                                if T(0) >= a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                else T(0)
                                if T(0) >= (T(0) if T(0) >= a2[U(n), U(o),
                                        U(K * d + a - d - (d * u))] else a2[U(n), U(o),
                                        U(K * d + a - d - (d * u))])
                                + skip[U(n), U(o), U(K * d + a - d - (d * u))]
                                else (
                                    T(0)
                                    if T(0) >= a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                    else a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                )
                                + a2[U(n), U(o), U(K * d + a - d - (d * u))]
                                + skip[U(n), U(o), U(K * d + a - d - (d * u))]
                            )
                            * w2_here
                        )
                for a in range(L):
                    row[U(a)], rest[U(a)] = carried(row[U(a)], rest[U(a)], part2[U(a)])
        for a in range(L):
            da1[U(n), U(e), U(a)] = (
                (
                    T(1)
                    if a1[U(n), U(e), U(a)] > T(0)
                    else T(0)
                    if T(0) >= a1[U(n), U(e), U(a)]
                    else a1[U(n), U(e), U(a)]
                )
                * row[U(a)]
            )


def _shared_da1(dy, w2, a1, a2, skip, da1, N, L, E, K, O, d):
    """da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]

    Operations: E·K·L·N·O multiplications, E·K·L·N·O − E·L·N additions, terms that a condition drops
        counted.
    """
    if blocks(E >= 4 and L * N >= 8 and K * O >= 4):
        cols = L * N
        depth = K * O
        pieces = parts(L * N)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_shared_da1_blocks, pieces, E * K * L * N * O // 32, dy, w2, a1, a2, skip, da1, N, L, E, K, O,
                d, cols, depth, pieces, share)
    else:
        u_block_last = (K - 1) // 1024
        launch(_shared_da1_plain, N * E, E * K * L * N * O, dy, w2, a1, a2, skip, da1, N, L, E, K, O, d,
                u_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, w1, w3, a2, skip, da1, dx, N, C, L, E, K, O, d, o_block_last, u_block_last):
    """dx[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u] + Σ_{o = 0..O−1} w₃[o,c,0] · {dy[n,o,a] if
        skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] +
        max(0, a₂[n,o,a])}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * L)
        c = task // L % C
        a = task % L
        # dx[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u] + Σ_{o = 0..O−1} w₃[o,c,0] ·
        #     {dy[n,o,a] if skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0,
        #     a₂[n,o,a]) ≤ 0; else skip[n,o,a] + max(0, a₂[n,o,a])}
        acc = T(0)
        rest = T(0)
        quotient_a = (L - a - 1) // d
        u_block_first = (K - quotient_a - 1) // 1024
        for o in range(E):
            for u_block in range(max(0, u_block_first), u_block_last + 1):
                part = T(0)
                for u in range(max(0, K - quotient_a - 1, u_block * 1024), min(K, u_block * 1024 + 1024)):
                    part = plus(part, da1[U(n), U(o), U(K * d + a - d - (d * u))] * w1[U(o), U(c), U(u)])
                acc, rest = carried(acc, rest, part)
        acc2 = T(0)
        rest2 = T(0)
        for o_block in range(o_block_last + 1):
            part2 = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                part2 = plus(
                    part2,
                    (
                        dy[U(n), U(o), U(a)]
                        if (T(0) if T(0) >= a2[U(n), U(o), U(a)] else a2[U(n), U(o), U(a)])
                        + skip[U(n), U(o), U(a)] > T(0)
                        else T(0)
                        if T(0) >= (T(0) if T(0) >= a2[U(n), U(o), U(a)] else a2[U(n), U(o), U(a)])
                        + skip[U(n), U(o), U(a)]
                        else (T(0) if T(0) >= a2[U(n), U(o), U(a)] else a2[U(n), U(o), U(a)])
                        + skip[U(n), U(o), U(a)]
                    )
                    * w3[U(o), U(c), 0],
                )
            acc2, rest2 = carried(acc2, rest2, part2)
        dx[U(n), U(c), U(a)] = acc + acc2


def _vjp_x(dy, w1, w3, a2, skip, da1, dx, N, C, L, E, K, O, d):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dx[n,c,a] = Σ_{o = 0..O−1 : both[n,o,a] > 0} dy[n,o,a] · w₃[o,c,0] + Σ_{o,u} da₁[n, o, a+d·u] · w₁[o,
        c, K−1−u]

    As compiled:

    dx[n,c,a] = Σ_{o,u} da₁[n, o, a+d·(K−1−u)] · w₁[o,c,u] + Σ_{o = 0..O−1} w₃[o,c,0] · {dy[n,o,a] if
        skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] +
        max(0, a₂[n,o,a])}

    Operations: C·E·K·L·N + E·K·L·N·O + C·L·N·O multiplications, C·E·K·L·N + E·K·L·N·O + C·L·N·O + L·N·O −
        C·L·N − E·L·N additions, terms that a condition drops counted.
    """
    u_block_last = (K - 1) // 1024
    o_block_last = (O - 1) // 1024
    launch(_vjp_x_part, N * C * L, C * E * K * L * N, dy, w1, w3, a2, skip, da1, dx, N, C, L, E, K, O, d,
            o_block_last, u_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w1_part(first, last, x, da1, dw1, N, C, L, E, K, d, n_block_last):
    """dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        e = 2 * (task // (((C - 1) // 4 + 1) * K))
        c = 4 * (task // K % ((C - 1) // 4 + 1))
        u = task % K
        e1 = min(E - 1, e + 1)
        c1 = min(C - 1, c + 1)
        c2 = min(C - 1, c + 2)
        c3 = min(C - 1, c + 3)
        # dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
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
        for i in range(K * d - d - (d * u), L):
            for n_block in range(n_block_last + 1):
                part = T(0)
                part2 = T(0)
                part3 = T(0)
                part4 = T(0)
                part5 = T(0)
                part6 = T(0)
                part7 = T(0)
                part8 = T(0)
                for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                    part = plus(part, da1[U(n), U(e), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                    part2 = plus(part2, da1[U(n), U(e), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))])
                    part3 = plus(part3, da1[U(n), U(e), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))])
                    part4 = plus(part4, da1[U(n), U(e), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))])
                    part5 = plus(part5, da1[U(n), U(e1), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                    part6 = plus(part6, da1[U(n), U(e1), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))])
                    part7 = plus(part7, da1[U(n), U(e1), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))])
                    part8 = plus(part8, da1[U(n), U(e1), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))])
                acc, rest = carried(acc, rest, part)
                acc_1, rest2 = carried(acc_1, rest2, part2)
                acc_2, rest3 = carried(acc_2, rest3, part3)
                acc_3, rest4 = carried(acc_3, rest4, part4)
                acc_4, rest5 = carried(acc_4, rest5, part5)
                acc_5, rest6 = carried(acc_5, rest6, part6)
                acc_6, rest7 = carried(acc_6, rest7, part7)
                acc_7, rest8 = carried(acc_7, rest8, part8)
        dw1[U(e), U(c), U(u)] = acc
        dw1[U(e), U(c1), U(u)] = acc_1
        dw1[U(e), U(c2), U(u)] = acc_2
        dw1[U(e), U(c3), U(u)] = acc_3
        dw1[U(e1), U(c), U(u)] = acc_4
        dw1[U(e1), U(c1), U(u)] = acc_5
        dw1[U(e1), U(c2), U(u)] = acc_6
        dw1[U(e1), U(c3), U(u)] = acc_7


def _vjp_w1(x, da1, dw1, N, C, L, E, K, d):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dw₁[e,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
    """
    n_block_last = (N - 1) // 1024
    launch(_vjp_w1_part, ((E - 1) // 2 + 1) * ((C - 1) // 4 + 1) * K, (L + d - (K * d)) * C * E * K * N, x,
            da1, dw1, N, C, L, E, K, d, n_block_last)


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
