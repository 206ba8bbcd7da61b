"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import carried
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, either, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w1, b1, a1, N, C, L, E, K, d, pieces, share, wide):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    planes = np.empty((C, 1, max(0, wide)), dtype)
    starts = np.empty(E, dtype)
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
            # a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
            for o in range(E):
                starts[U(o)] = b1[U(o)]
            for c in range(C):
                pad(planes, (c, 0, 0), 0, x, (n, c, d - (K * d)), 0, 1, 1, wide, 0, 1, K * d - d,
                        K * d + L - d)
            correlate(a1, (n, 0, 0), L, 0, 1, starts, (0,), 1, w1, (0, 0, 0), C * K, lefts, planes, (0, 0, 0),
                    0, rights, K, len(rights), E, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w1, panels2, C, E, K, depth2, wide2):
    """panels2[col_part2, c·K+u, o−col_part2·wide2] = w₁[o,c,u]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, c·K+u, o−col_part2·wide2] = w₁[o,c,u]
        turn(panels2, (col_part2, 0, 0), wide2, w1, C * K * col_part2 * wide2, C * K, 1, min(wide2,
                E - (col_part2 * wide2)), C * K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b1, a1, panels2, x_padded2, N, C, L, E, K, d, deep2, depth2, high2,
        line2_last, rows2, skipping2, wide2, x_from22, x_size22):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = b1.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((1, high2), np.int64)
    most2 = np.empty((1, high2), np.int64)
    place2 = np.empty((1, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for c in range(C):
        for u in range(K):
            left_at2[U(K * c + u)] = c * x_size22 + d * u
            place2[0, U(K * c + u)] = d * u
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((E - 1) // wide2 + 1))
        col_part2 = task % ((E - 1) // wide2 + 1)
        # a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for i in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                    high2 + high2 * row_part2 - (L * line2))):
                row_at2[U(i + L * line2 - (high2 * row_part2))] = (
                    d + i + C * n * x_size22 - (K * d) - x_from22
                )
                least2[0, U(i + L * line2 - (high2 * row_part2))] = K * d - d - i
                most2[0, U(i + L * line2 - (high2 * row_part2))] = K * d + L - d - i - 1
        contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2, right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                E - (col_part2 * wide2)), depth2, deep2, least2, most2, place2, high2, depth2, 1, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                E - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // L, min((high2 + high2 * row_part2 - 1) // L + 1,
                line2_last + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, E)):
                b1_here = b1[U(o)]
                for i in range(max(0, high2 * row_part2 - (L * line2)), min(L, rows2 - (L * line2),
                        high2 + high2 * row_part2 - (L * line2))):
                    a1[U(n), U(o), U(i)] = (
                        b1_here + turned2[U(o - (col_part2 * wide2)), U(i + L * line2 - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w1, b1, a1, N, C, L, E, K, d, c_block_last):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // E
        o = task % E
        # a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
        b1_here = b1[U(o)]
        for i in range(L):
            a1[U(n), U(o), U(i)] = b1_here
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part2[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                for u in range(K):
                    w1_here = w1[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part2[U(i)] += w1_here * x[U(n), U(c), U(d + i + d * u - (K * d))]
            for i in range(L):
                a1[U(n), U(o), U(i)], rest[U(i)] = carried(a1[U(n), U(o), U(i)], rest[U(i)], part2[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, a1, a2_side, N, L, E):
    """a2_side[n,e,a] = max(0, a₁[n,e,a])"""
    dtype = a1.dtype
    T = dtype.type
    for task in range(first, last):
        n_ = task // E
        e = task % E
        # a2_side[n,e,a] = max(0, a₁[n,e,a])
        for a in range(L):
            a1_here = a1[U(n_), U(e), U(a)]
            a2_side[U(n_), U(e), U(a)] = select(T(0) >= a1_here, T(0), a1_here)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations2(first, last, w2, b2, a2, a2_side, N, L, E, K, O, d, pieces3, share3, wide3):
    """a₂[n,o,i] = b₂[o] + Σ_{c,u} a2_side[n, c, i−d·(K−1−u)] · w₂[o,c,u]"""
    dtype = w2.dtype
    planes3 = np.empty((E, 1, max(0, wide3)), dtype)
    starts3 = np.empty(O, dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(E * K, np.int64)
        for tap in range(E * K):
            c = tap // K
            u = tap % K
            lefts3[U(tap)] = K * c + u
        rights3 = np.empty(E * K, np.int64)
        for tap in range(E * K):
            c = tap // K
            u = tap % K
            rights3[U(tap)] = c * wide3 + d * u
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, N)):
            n = turn3 // (1)
            strip3 = turn3 % 1
            # a₂[n,o,i] = b₂[o] + Σ_{c,u} a2_side[n, c, i−d·(K−1−u)] · w₂[o,c,u]
            for o in range(O):
                starts3[U(o)] = b2[U(o)]
            for c in range(E):
                pad(planes3, (c, 0, 0), 0, a2_side, (n, c, d - (K * d)), 0, 1, 1, wide3, 0, 1, K * d - d,
                        K * d + L - d)
            correlate(a2, (n, 0, 0), L, 0, 1, starts3, (0,), 1, w2, (0, 0, 0), E * K, lefts3, planes3, (0, 0,
                    0), 0, rights3, K, len(rights3), O, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, w2, b2, a2, a2_side, N, L, E, K, O, d, c_block_last):
    """a₂[n,o,i] = b₂[o] + Σ_{c,u} a2_side[n, c, i−d·(K−1−u)] · w₂[o,c,u]"""
    dtype = w2.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part4 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # a₂[n,o,i] = b₂[o] + Σ_{c,u} a2_side[n, c, i−d·(K−1−u)] · w₂[o,c,u]
        b2_here = b2[U(o)]
        for i in range(L):
            a2[U(n), U(o), U(i)] = b2_here
        for i in range(L):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part4[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_here = w2[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part4[U(i)] += a2_side[U(n), U(c), U(d + i + d * u - (K * d))] * w2_here
            for i in range(L):
                a2[U(n), U(o), U(i)], rest2[U(i)] = carried(a2[U(n), U(o), U(i)], rest2[U(i)], part4[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either(first, last, x, w3, b3, skip, N, C, L, O, deep5, high5, wide5):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    row_at5 = np.empty(high5, np.int64)
    left_at5 = np.empty(C, np.int64)
    right_at5 = np.empty(C, np.int64)
    tile5 = np.empty((high5, wide5), dtype)
    for c in range(C):
        left_at5[U(c)] = c
    for c in range(C):
        right_at5[U(c)] = L * c
    for task in range(first, last):
        n = task // (((O - 1) // high5 + 1) * ((L - 1) // wide5 + 1))
        row_part5 = task // (((L - 1) // wide5 + 1)) % ((O - 1) // high5 + 1)
        col_part5 = task % ((L - 1) // wide5 + 1)
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        for o in range(high5 * row_part5, min(O, high5 + high5 * row_part5)):
            row_at5[U(o - (high5 * row_part5))] = C * o
        contract(tile5, (0, 0), wide5, w3, row_at5, left_at5, x, col_part5 * wide5 + C * L * n, right_at5,
                min(high5, O - (high5 * row_part5)), min(wide5, L - (col_part5 * wide5)), 0, C, deep5)
        for o in range(high5 * row_part5, min(O, high5 + high5 * row_part5)):
            b3_here = b3[U(o)]
            for i in range(col_part5 * wide5, min(L, col_part5 * wide5 + wide5)):
                skip[U(n), U(o), U(i)] = (
                    b3_here + tile5[U(o - (high5 * row_part5)), U(i - (col_part5 * wide5))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other(first, last, w3, panels6, C, O, wide6):
    """panels6[col_part6, c, o−col_part6·wide6] = w₃[o,c,0]"""
    for col_part6 in range(first, last):
        # panels6[col_part6, c, o−col_part6·wide6] = w₃[o,c,0]
        turn(panels6, (col_part6, 0, 0), wide6, w3, C * col_part6 * wide6, C, 1, min(wide6,
                O - (col_part6 * wide6)), C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, x, b3, skip, panels6, N, C, L, O, deep6, high6, line6_last, rows6, wide6):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    row_at6 = np.empty(high6, np.int64)
    left_at6 = np.empty(C, np.int64)
    right_at6 = np.empty(C, np.int64)
    tile6 = np.empty((high6, wide6), dtype)
    turned6 = np.empty((wide6, high6), dtype)
    for c in range(C):
        left_at6[U(c)] = L * c
    for k6 in range(C):
        right_at6[U(k6)] = k6 * wide6
    for task in range(first, last):
        row_part6 = task // (((O - 1) // wide6 + 1))
        col_part6 = task % ((O - 1) // wide6 + 1)
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        for line6 in range(high6 * row_part6 // L, min((high6 + high6 * row_part6 - 1) // L + 1,
                line6_last + 1, N)):
            n = line6
            for i in range(max(0, high6 * row_part6 - (L * line6)), min(L, rows6 - (L * line6),
                    high6 + high6 * row_part6 - (L * line6))):
                row_at6[U(i + L * line6 - (high6 * row_part6))] = i + C * L * n
        contract(tile6, (0, 0), wide6, x, row_at6, left_at6, panels6, C * col_part6 * wide6, right_at6,
                min(high6, rows6 - (high6 * row_part6)), min(wide6, O - (col_part6 * wide6)), 0, C, deep6)
        turn(turned6, (0, 0), high6, tile6, 0, wide6, 1, min(high6, rows6 - (high6 * row_part6)), min(wide6,
                O - (col_part6 * wide6)))
        for line6 in range(high6 * row_part6 // L, min((high6 + high6 * row_part6 - 1) // L + 1,
                line6_last + 1, N)):
            n = line6
            for o in range(col_part6 * wide6, min(col_part6 * wide6 + wide6, O)):
                b3_here = b3[U(o)]
                for i in range(max(0, high6 * row_part6 - (L * line6)), min(L, rows6 - (L * line6),
                        high6 + high6 * row_part6 - (L * line6))):
                    skip[U(n), U(o), U(i)] = (
                        b3_here + turned6[U(o - (col_part6 * wide6)), U(i + L * line6 - (high6 * row_part6))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain3(first, last, x, w3, b3, skip, N, C, L, O, c_block_last):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    T = dtype.type
    rest3 = np.empty(L, dtype)
    part5 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        b3_here = b3[U(o)]
        for i in range(L):
            skip[U(n), U(o), U(i)] = b3_here
        for i in range(L):
            rest3[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part5[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for i in range(L):
                    part5[U(i)] += w3_here * x[U(n), U(c), U(i)]
            for i in range(L):
                skip[U(n), U(o), U(i)], rest3[U(i)] = carried(skip[U(n), U(o), U(i)], rest3[U(i)], part5[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, y, a2, skip, N, L, O):
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


def _forward(x, w1, b1, w2, b2, w3, b3, y, a1, a2, skip, N, C, L, E, K, O, d):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
    h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    a₂[n,o,i] = b₂[o] + Σ_{c,u} h₁[n, c, i−d·(K−1−u)] · w₂[o,c,u]
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    y[n,o,a] = {both[n,o,a] if both[n,o,a] > 0; else 0}

    Operations: C·E·K·L·N + E·K·L·N·O + C·L·N·O multiplications, C·E·K·L·N + E·K·L·N·O + C·L·N·O + L·N·O
        additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    a2_side = scratch((N, E, L), dtype)
    again = not (
        correlations(
            L >= K
            and L >= 4
            and 0 >= min(E - 8, max(2 - K, E - 24, min(1 - (E % 16), C * K - 256)), max(C - 16, C * K - 128))
        )
        and finite(w1, a1)
    )
    if not again:
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, C * E * K * L * N // 32, x, w1, b1, a1, N, C, L, E, K, d,
                pieces, share, wide)
        again = not (finite(a1, w1))
    if again:
        again = not (blocks(L * N >= 4 and E >= 8 and C * K >= 4 and L + d + 17 >= K * d) and finite(w1, a1))
        if not again:
            rows2 = L * N
            depth2 = C * K
            x_from22 = d - (K * d)
            x_size22 = L - x_from22
            x_padded2 = padded(x, (0, 0, x_from22), (N, C, x_size22))
            wide2 = colblock(E)
            deep2 = depthblock()
            high2 = rowblock(rows2, (E - 1) // wide2 + 1)
            skipping2 = skipping(L, x_size22)
            panels2 = scratch((max(0, (E - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            launch(_forward_blocks, (E - 1) // wide2 + 1, C * E * K, w1, panels2, C, E, K, depth2, wide2)
            line2_last = (rows2 - 1) // L
            launch(_forward_blocks2, ((rows2 - 1) // high2 + 1) * ((E - 1) // wide2 + 1),
                    C * E * K * L * N // 32, b1, a1, panels2, x_padded2, N, C, L, E, K, d, deep2, depth2,
                    high2, line2_last, rows2, skipping2, wide2, x_from22, x_size22)
            again = not (finite(a1, w1))
        if again:
            c_block_last = (C - 1) // 1024
            launch(_forward_plain, N * E, C * E * K * L * N, x, w1, b1, a1, N, C, L, E, K, d, c_block_last)
    launch(_forward_part, N * E, E * L * N, a1, a2_side, N, L, E)
    again = not (
        correlations(
            L >= K
            and L >= 4
            and 0 >= min(max(2 - K, min(1 - (O % 16), E * K - 256), O - 24), max(E - 16, E * K - 128), O - 8)
        )
        and finite(w2, a2)
    )
    if not again:
        wide3 = K * d + L - d
        pieces3 = parts(N)
        share3 = max((N - 1) // pieces3 + 1, 1)
        launch(_forward_correlations2, pieces3, E * K * L * N * O // 32, w2, b2, a2, a2_side, N, L, E, K, O,
                d, pieces3, share3, wide3)
        again = not (finite(a2, w2))
    if again:
        again = not (blocks(L * N >= 4 and O >= 8 and E * K >= 4 and L + d + 17 >= K * d) and finite(w2, a2))
        if not again:
            rows4 = L * N
            depth4 = E * K
            a2_side_from24 = d - (K * d)
            a2_side_size24 = L - a2_side_from24
            a2_side_padded4 = padded(a2_side, (0, 0, a2_side_from24), (N, E, a2_side_size24))
            wide4 = colblock(O)
            deep4 = depthblock()
            high4 = rowblock(rows4, (O - 1) // wide4 + 1)
            skipping4 = skipping(L, a2_side_size24)
            panels4 = scratch((max(0, (O - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
            # panels4[col_part4, c·K+u, o−col_part4·wide4] = w₂[o,c,u]
            launch(_forward_blocks, (O - 1) // wide4 + 1, E * K * O, w2, panels4, E, O, K, depth4, wide4)
            line4_last = (rows4 - 1) // L
            # a₂[n,o,i] = b₂[o] + Σ_{c,u} a2_side[n, c, i−d·(K−1−u)] · w₂[o,c,u]
            launch(_forward_blocks2, ((rows4 - 1) // high4 + 1) * ((O - 1) // wide4 + 1),
                    E * K * L * N * O // 32, b2, a2, panels4, a2_side_padded4, N, E, L, O, K, d, deep4,
                    depth4, high4, line4_last, rows4, skipping4, wide4, a2_side_from24, a2_side_size24)
            again = not (finite(a2, w2))
        if again:
            c_block_last = (E - 1) // 1024
            launch(_forward_plain2, N * O, E * K * L * N * O, w2, b2, a2, a2_side, N, L, E, K, O, d,
                    c_block_last)
    if blocks(L * N >= 4 and O >= 4 and C >= 4):
        if either(L >= 128):
            wide5 = colblock(L)
            deep5 = depthblock()
            high5 = rowblock(O, ((L - 1) // wide5 + 1) * N)
            launch(_forward_either, N * ((O - 1) // high5 + 1) * ((L - 1) // wide5 + 1), C * L * N * O // 32,
                    x, w3, b3, skip, N, C, L, O, deep5, high5, wide5)
        else:
            rows6 = L * N
            wide6 = colblock(O)
            deep6 = depthblock()
            high6 = rowblock(rows6, (O - 1) // wide6 + 1)
            panels6 = scratch((max(0, (O - 1) // wide6 + 1), C, wide6), dtype)
            launch(_forward_other, (O - 1) // wide6 + 1, C * O, w3, panels6, C, O, wide6)
            line6_last = (rows6 - 1) // L
            launch(_forward_other2, ((rows6 - 1) // high6 + 1) * ((O - 1) // wide6 + 1), C * L * N * O // 32,
                    x, b3, skip, panels6, N, C, L, O, deep6, high6, line6_last, rows6, wide6)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_plain3, N * O, C * L * N * O, x, w3, b3, skip, N, C, L, O, c_block_last)
    launch(_forward_part2, N * O, L * N * O, y, a2, skip, N, L, O)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dy_kept_part(first, last, dy, a2, skip, dy_kept, N, L, O):
    """dy_kept[noa] = {dy[noa] if a₂[noa] > 0, skip[noa] + max(0, a₂[noa]) > 0; 0 if a₂[noa] ≤ 0; 0 if
        skip[noa] + max(0, a₂[noa]) ≤ 0; else a₂[noa] + skip[noa] + max(0, a₂[noa])}
    """
    dtype = dy.dtype
    T = dtype.type
    for noa_block in range(first, last):
        # dy_kept[noa] = {dy[noa] if a₂[noa] > 0, skip[noa] + max(0, a₂[noa]) > 0; 0 if
        #     a₂[noa] ≤ 0; 0 if skip[noa] + max(0, a₂[noa]) ≤ 0; else a₂[noa] + skip[noa] +
        #     max(0, a₂[noa])}
        for noa in range(noa_block * 1024, min(L * N * O, noa_block * 1024 + 1024)):
            a2_here = a2[U(noa)]
            skip_here = skip[U(noa)]
            dy_here = dy[U(noa)]
            dy_kept[U(noa)] = select(
                a2_here > T(0) and select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                dy_here,
                select(T(0) >= a2_here, T(0), select(T(0) >= select(T(0) >= a2_here, T(0),
                        a2_here) + skip_here, T(0), select(T(0) >= a2_here, T(0),
                        a2_here) + a2_here + skip_here)),
            )


def _shared_dy_kept(dy, a2, skip, dy_kept, N, L, O):
    """h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    dy_kept[n,o,a] = dy[n,o,a] · [a₂[n,o,a] > 0, both[n,o,a] > 0]

    As compiled:

    dy_kept[noa] = {dy[noa] if a₂[noa] > 0, skip[noa] + max(0, a₂[noa]) > 0; 0 if a₂[noa] ≤ 0; 0 if
        skip[noa] + max(0, a₂[noa]) ≤ 0; else a₂[noa] + skip[noa] + max(0, a₂[noa])}

    Operations: L·N·O additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((L * N * O,))
    a2_rows = a2.reshape((L * N * O,))
    skip_rows = skip.reshape((L * N * O,))
    dy_kept_rows = dy_kept.reshape((L * N * O,))
    launch(_shared_dy_kept_part, (L * N * O - 1) // 1024 + 1, L * N * O, dy_rows, a2_rows, skip_rows,
            dy_kept_rows, N, L, O)
