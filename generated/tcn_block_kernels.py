"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: eee69a6ed95d091b.
"""

import numpy as np
from numba import njit

from .runtime import plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, w1, b1, w2, b2, a1, a2, N, C, L, E, K, O, d):
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
                i_by_d = i // d
                for c in range(C):
                    for u in range(max(0, K - i_by_d - 1), K):
                        acc = plus(acc, w1[U(o), U(c), U(u)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                a1[U(n), U(o), U(i)] = acc + b1_here
        # a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · max(0, a₁[n, c,
        #     i−d·(K−1−u)])
        for o in range(O):
            b2_here = b2[U(o)]
            for i in range(L):
                acc2 = T(0)
                i_by_d2 = i // d
                for c in range(E):
                    for u in range(max(0, K - i_by_d2 - 1), K):
                        acc2 = plus(
                            acc2,
                            (
                                T(0)
                                if T(0) >= a1[U(n), U(c), U(d + i + d * u - (K * d))]
                                else a1[U(n), U(c), U(d + i + d * u - (K * d))]
                            )
                            * w2[U(o), U(c), U(u)],
                        )
                a2[U(n), U(o), U(i)] = acc2 + b2_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, w3, b3, y, a2, skip, N, C, L, O, c_first):
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
        for c in range(0, C - 7, 8):
            w3_here = w3[U(o), U(c + 1), 0]
            w3_here2 = w3[U(o), U(c + 2), 0]
            w3_here3 = w3[U(o), U(c + 3), 0]
            w3_here4 = w3[U(o), U(c + 4), 0]
            w3_here5 = w3[U(o), U(c + 5), 0]
            w3_here6 = w3[U(o), U(c + 6), 0]
            w3_here7 = w3[U(o), U(c + 7), 0]
            w3_here8 = w3[U(o), U(c), 0]
            for i in range(L):
                skip[U(n), U(o), U(i)] += (
                    w3_here * x[U(n), U(c + 1), U(i)]
                    + w3_here2 * x[U(n), U(c + 2), U(i)]
                    + w3_here3 * x[U(n), U(c + 3), U(i)]
                    + w3_here4 * x[U(n), U(c + 4), U(i)]
                    + w3_here5 * x[U(n), U(c + 5), U(i)]
                    + w3_here6 * x[U(n), U(c + 6), U(i)]
                    + w3_here7 * x[U(n), U(c + 7), U(i)]
                    + w3_here8 * x[U(n), U(c), U(i)]
                )
        for c in range(c_first, C):
            w3_here9 = w3[U(o), U(c), 0]
            for i in range(L):
                skip[U(n), U(o), U(i)] += w3_here9 * x[U(n), U(c), U(i)]
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
    launch(_forward_part, N, C * E * K * L * N + E * K * L * N * O, x, w1, b1, w2, b2, a1, a2, N, C, L, E, K,
            O, d)
    c_first = (C // 8) * 8
    launch(_forward_part2, N * O, C * L * N * O + L * N * O, x, w3, b3, y, a2, skip, N, C, L, O, c_first)


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
def _shared_da1_plain(first, last, dy, w2, a1, a2, skip, da1, N, L, E, K, O, d):
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
        for o in range(O):
            for u in range(K):
                w2_here = w2[U(o), U(e), U(u)]
                for a in range(min(L, L + d + d * u - (K * d))):
                    row[U(a)] += (
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
        launch(_shared_da1_plain, N * E, E * K * L * N * O, dy, w2, a1, a2, skip, da1, N, L, E, K, O, d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, w1, w3, a2, skip, da1, dx, N, C, L, E, K, O, d):
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
        quotient_a = (L - a - 1) // d
        for o in range(E):
            for u in range(max(0, K - quotient_a - 1), K):
                acc = plus(acc, da1[U(n), U(o), U(K * d + a - d - (d * u))] * w1[U(o), U(c), U(u)])
        acc2 = T(0)
        for o in range(O):
            acc2 = plus(
                acc2,
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
    launch(_vjp_x_part, N * C * L, C * E * K * L * N, dy, w1, w3, a2, skip, da1, dx, N, C, L, E, K, O, d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w1_part(first, last, x, da1, dw1, N, C, L, E, K, d):
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
        for i in range(K * d - d - (d * u), L):
            for n in range(N):
                acc = plus(acc, da1[U(n), U(e), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                acc_1 = plus(acc_1, da1[U(n), U(e), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))])
                acc_2 = plus(acc_2, da1[U(n), U(e), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))])
                acc_3 = plus(acc_3, da1[U(n), U(e), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))])
                acc_4 = plus(acc_4, da1[U(n), U(e1), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))])
                acc_5 = plus(acc_5, da1[U(n), U(e1), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))])
                acc_6 = plus(acc_6, da1[U(n), U(e1), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))])
                acc_7 = plus(acc_7, da1[U(n), U(e1), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))])
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
    launch(_vjp_w1_part, ((E - 1) // 2 + 1) * ((C - 1) // 4 + 1) * K, (L + d - (K * d)) * C * E * K * N, x,
            da1, dw1, N, C, L, E, K, d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b1_part(first, last, da1, db1, N, L, E):
    """db₁[e] = Σ_{n,i} da₁[n,e,i]"""
    dtype = da1.dtype
    T = dtype.type
    for e in range(first, last):
        # db₁[e] = Σ_{n,i} da₁[n,e,i]
        acc = T(0)
        for n in range(N):
            for i in range(L):
                acc = plus(acc, da1[U(n), U(e), U(i)])
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
    launch(_vjp_b1_part, E, E * L * N, da1, db1, N, L, E)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w2_part(first, last, dy, a1, a2, skip, dw2, N, L, E, K, O, d):
    """dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} max(0, a₁[n, e, i−d·(K−1−u)]) · {dy[n,o,i] if a₂[n,o,i] >
        0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i] ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤
        0; else a₂[n,o,i] + skip[n,o,i] + max(0, a₂[n,o,i])}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = 2 * (task // (((E - 1) // 4 + 1) * K))
        e = 4 * (task // K % ((E - 1) // 4 + 1))
        u = task % K
        o1 = min(O - 1, o + 1)
        e1 = min(E - 1, e + 1)
        e2 = min(E - 1, e + 2)
        e3 = min(E - 1, e + 3)
        # dw₂[o,e,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} max(0, a₁[n, e, i−d·(K−1−u)]) ·
        #     {dy[n,o,i] if a₂[n,o,i] > 0, skip[n,o,i] + max(0, a₂[n,o,i]) > 0; 0 if a₂[n,o,i]
        #     ≤ 0; 0 if skip[n,o,i] + max(0, a₂[n,o,i]) ≤ 0; else a₂[n,o,i] + skip[n,o,i] +
        #     max(0, a₂[n,o,i])}
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        for i in range(K * d - d - (d * u), L):
            for n in range(N):
                acc = plus(
                    acc,
                    (
                        T(0)
                        if T(0) >= a1[U(n), U(e), U(d + i + d * u - (K * d))]
                        else a1[U(n), U(e), U(d + i + d * u - (K * d))]
                    )
                    * (dy[U(n), U(o), U(i)] if a2[U(n), U(o), U(i)] > T(0) and (T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else a2[U(n), U(o), U(i)]) + skip[U(n), U(o),
                            U(i)] > T(0) else T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else T(0) if T(0) >= (T(0) if T(0) >= a2[U(n), U(o), U(i)] else a2[U(n),
                            U(o), U(i)]) + skip[U(n), U(o), U(i)] else (T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else a2[U(n), U(o), U(i)]) + a2[U(n), U(o), U(i)] + skip[U(n), U(o), U(i)]),
                )
                acc_1 = plus(
                    acc_1,
                    (
                        T(0)
                        if T(0) >= a1[U(n), U(e1), U(d + i + d * u - (K * d))]
                        else a1[U(n), U(e1), U(d + i + d * u - (K * d))]
                    )
                    * (dy[U(n), U(o), U(i)] if a2[U(n), U(o), U(i)] > T(0) and (T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else a2[U(n), U(o), U(i)]) + skip[U(n), U(o),
                            U(i)] > T(0) else T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else T(0) if T(0) >= (T(0) if T(0) >= a2[U(n), U(o), U(i)] else a2[U(n),
                            U(o), U(i)]) + skip[U(n), U(o), U(i)] else (T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else a2[U(n), U(o), U(i)]) + a2[U(n), U(o), U(i)] + skip[U(n), U(o), U(i)]),
                )
                acc_2 = plus(
                    acc_2,
                    (
                        T(0)
                        if T(0) >= a1[U(n), U(e2), U(d + i + d * u - (K * d))]
                        else a1[U(n), U(e2), U(d + i + d * u - (K * d))]
                    )
                    * (dy[U(n), U(o), U(i)] if a2[U(n), U(o), U(i)] > T(0) and (T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else a2[U(n), U(o), U(i)]) + skip[U(n), U(o),
                            U(i)] > T(0) else T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else T(0) if T(0) >= (T(0) if T(0) >= a2[U(n), U(o), U(i)] else a2[U(n),
                            U(o), U(i)]) + skip[U(n), U(o), U(i)] else (T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else a2[U(n), U(o), U(i)]) + a2[U(n), U(o), U(i)] + skip[U(n), U(o), U(i)]),
                )
                acc_3 = plus(
                    acc_3,
                    (
                        T(0)
                        if T(0) >= a1[U(n), U(e3), U(d + i + d * u - (K * d))]
                        else a1[U(n), U(e3), U(d + i + d * u - (K * d))]
                    )
                    * (dy[U(n), U(o), U(i)] if a2[U(n), U(o), U(i)] > T(0) and (T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else a2[U(n), U(o), U(i)]) + skip[U(n), U(o),
                            U(i)] > T(0) else T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else T(0) if T(0) >= (T(0) if T(0) >= a2[U(n), U(o), U(i)] else a2[U(n),
                            U(o), U(i)]) + skip[U(n), U(o), U(i)] else (T(0) if T(0) >= a2[U(n), U(o),
                            U(i)] else a2[U(n), U(o), U(i)]) + a2[U(n), U(o), U(i)] + skip[U(n), U(o), U(i)]),
                )
                acc_4 = plus(
                    acc_4,
                    (
                        T(0)
                        if T(0) >= a1[U(n), U(e), U(d + i + d * u - (K * d))]
                        else a1[U(n), U(e), U(d + i + d * u - (K * d))]
                    )
                    * (dy[U(n), U(o1), U(i)] if a2[U(n), U(o1), U(i)] > T(0) and (T(0) if T(0) >= a2[U(n),
                            U(o1), U(i)] else a2[U(n), U(o1), U(i)]) + skip[U(n), U(o1),
                            U(i)] > T(0) else T(0) if T(0) >= a2[U(n), U(o1),
                            U(i)] else T(0) if T(0) >= (T(0) if T(0) >= a2[U(n), U(o1), U(i)] else a2[U(n),
                            U(o1), U(i)]) + skip[U(n), U(o1), U(i)] else (T(0) if T(0) >= a2[U(n), U(o1),
                            U(i)] else a2[U(n), U(o1), U(i)]) + a2[U(n), U(o1), U(i)] + skip[U(n), U(o1),
                            U(i)]),
                )
                acc_5 = plus(
                    acc_5,
                    (
                        T(0)
                        if T(0) >= a1[U(n), U(e1), U(d + i + d * u - (K * d))]
                        else a1[U(n), U(e1), U(d + i + d * u - (K * d))]
                    )
                    * (dy[U(n), U(o1), U(i)] if a2[U(n), U(o1), U(i)] > T(0) and (T(0) if T(0) >= a2[U(n),
                            U(o1), U(i)] else a2[U(n), U(o1), U(i)]) + skip[U(n), U(o1),
                            U(i)] > T(0) else T(0) if T(0) >= a2[U(n), U(o1),
                            U(i)] else T(0) if T(0) >= (T(0) if T(0) >= a2[U(n), U(o1), U(i)] else a2[U(n),
                            U(o1), U(i)]) + skip[U(n), U(o1), U(i)] else (T(0) if T(0) >= a2[U(n), U(o1),
                            U(i)] else a2[U(n), U(o1), U(i)]) + a2[U(n), U(o1), U(i)] + skip[U(n), U(o1),
                            U(i)]),
                )
                acc_6 = plus(
                    acc_6,
                    (
                        T(0)
                        if T(0) >= a1[U(n), U(e2), U(d + i + d * u - (K * d))]
                        else a1[U(n), U(e2), U(d + i + d * u - (K * d))]
                    )
                    * (dy[U(n), U(o1), U(i)] if a2[U(n), U(o1), U(i)] > T(0) and (T(0) if T(0) >= a2[U(n),
                            U(o1), U(i)] else a2[U(n), U(o1), U(i)]) + skip[U(n), U(o1),
                            U(i)] > T(0) else T(0) if T(0) >= a2[U(n), U(o1),
                            U(i)] else T(0) if T(0) >= (T(0) if T(0) >= a2[U(n), U(o1), U(i)] else a2[U(n),
                            U(o1), U(i)]) + skip[U(n), U(o1), U(i)] else (T(0) if T(0) >= a2[U(n), U(o1),
                            U(i)] else a2[U(n), U(o1), U(i)]) + a2[U(n), U(o1), U(i)] + skip[U(n), U(o1),
                            U(i)]),
                )
                acc_7 = plus(
                    acc_7,
                    (
                        T(0)
                        if T(0) >= a1[U(n), U(e3), U(d + i + d * u - (K * d))]
                        else a1[U(n), U(e3), U(d + i + d * u - (K * d))]
                    )
                    * (dy[U(n), U(o1), U(i)] if a2[U(n), U(o1), U(i)] > T(0) and (T(0) if T(0) >= a2[U(n),
                            U(o1), U(i)] else a2[U(n), U(o1), U(i)]) + skip[U(n), U(o1),
                            U(i)] > T(0) else T(0) if T(0) >= a2[U(n), U(o1),
                            U(i)] else T(0) if T(0) >= (T(0) if T(0) >= a2[U(n), U(o1), U(i)] else a2[U(n),
                            U(o1), U(i)]) + skip[U(n), U(o1), U(i)] else (T(0) if T(0) >= a2[U(n), U(o1),
                            U(i)] else a2[U(n), U(o1), U(i)]) + a2[U(n), U(o1), U(i)] + skip[U(n), U(o1),
                            U(i)]),
                )
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
    launch(_vjp_w2_part, ((O - 1) // 2 + 1) * ((E - 1) // 4 + 1) * K, (L + d - (K * d)) * E * K * N * O, dy,
            a1, a2, skip, dw2, N, L, E, K, O, d)
