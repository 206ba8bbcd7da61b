"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 6037315c02b195bb.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import carried
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, either, padded, parts, rowblock, scratch, turn

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
        line2_last, rows2, wide2, x_from22, x_size22):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = b1.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
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
        for c in range(C):
            for u in range(K):
                left_at2[U(K * c + u)] = c * x_size22 + d * u
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2, col_part2 * depth2 * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, E - (col_part2 * wide2)), 0,
                depth2, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                E - (col_part2 * wide2)))
        line2_first = high2 * row_part2 // L
        line2_last2 = (high2 + high2 * row_part2 - 1) // L
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, E)):
            b1_here = b1[U(o)]
            for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N)):
                n = line2
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
def _forward_blocks3(first, last, w2, b2, a1, a2, N, L, E, K, O, d, cols3, deep3, depth3, line3_last,
        step3_last, wide3):
    """a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · max(0, a₁[n, c, i−d·(K−1−u)])"""
    dtype = w2.dtype
    T = dtype.type
    row_at3 = np.empty(O, np.int64)
    left_at3 = np.empty(max(0, depth3), np.int64)
    right_at3 = np.empty(max(0, depth3), np.int64)
    tile3 = np.empty((O, wide3), dtype)
    right3 = np.empty((deep3, wide3), dtype)
    for col_part3 in range(first, last):
        # a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · max(0, a₁[n, c,
        #     i−d·(K−1−u)])
        for o in range(O):
            row_at3[U(o)] = E * K * o
        for c in range(E):
            for u in range(K):
                left_at3[U(K * c + u)] = K * c + u
        for k3 in range(depth3):
            right_at3[U(k3)] = k3 * wide3
        line3_first = col_part3 * wide3 // L
        line3_last2 = (col_part3 * wide3 + wide3 - 1) // L
        for step3 in range(step3_last + 1):
            for inner3 in range(deep3 * step3, min(deep3 + deep3 * step3, depth3)):
                for col3 in range(col_part3 * wide3, min(col_part3 * wide3 + wide3, cols3)):
                    right3[U(inner3 - (deep3 * step3)), U(col3 - (col_part3 * wide3))] = T(0)
            for inner3 in range(deep3 * step3, min(deep3 + deep3 * step3, depth3)):
                c = inner3 // K
                u = inner3 % K
                for line3 in range(line3_first, min(line3_last2 + 1, line3_last + 1, N)):
                    n = line3
                    for i in range(max(0, col_part3 * wide3 - (L * line3), K * d - d - (d * u)), min(L,
                            cols3 - (L * line3), col_part3 * wide3 + wide3 - (L * line3))):
                        a1_here = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                        right3[U(inner3 - (deep3 * step3)), U(i + L * line3 - (col_part3 * wide3))] = select(T(0) >= a1_here, T(0), a1_here)
            contract(tile3, (0, 0), wide3, w2, row_at3, left_at3, right3, -deep3 * step3 * wide3, right_at3,
                    O, min(wide3, cols3 - (col_part3 * wide3)), deep3 * step3, min(deep3 + deep3 * step3,
                    depth3), deep3)
        for o in range(O):
            b2_here = b2[U(o)]
            for line3 in range(line3_first, min(line3_last2 + 1, line3_last + 1, N)):
                n = line3
                for i in range(max(0, col_part3 * wide3 - (L * line3)), min(L, cols3 - (L * line3),
                        col_part3 * wide3 + wide3 - (L * line3))):
                    a2[U(n), U(o), U(i)] = b2_here + tile3[U(o), U(i + L * line3 - (col_part3 * wide3))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, w2, b2, a1, a2, N, L, E, K, O, d, c_block_last):
    """a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · max(0, a₁[n, c, i−d·(K−1−u)])"""
    dtype = w2.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part3 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · max(0, a₁[n, c,
        #     i−d·(K−1−u)])
        b2_here = b2[U(o)]
        for i in range(L):
            a2[U(n), U(o), U(i)] = b2_here
        for i in range(L):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part3[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_here = w2[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        a1_here2 = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                        part3[U(i)] += select(T(0) >= a1_here2, T(0), a1_here2) * w2_here
            for i in range(L):
                a2[U(n), U(o), U(i)], rest2[U(i)] = carried(a2[U(n), U(o), U(i)], rest2[U(i)], part3[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either(first, last, x, w3, b3, skip, N, C, L, O, deep4, high4, wide4):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(C, np.int64)
    right_at4 = np.empty(C, np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    for task in range(first, last):
        n = task // (((O - 1) // high4 + 1) * ((L - 1) // wide4 + 1))
        row_part4 = task // (((L - 1) // wide4 + 1)) % ((O - 1) // high4 + 1)
        col_part4 = task % ((L - 1) // wide4 + 1)
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        for o in range(high4 * row_part4, min(O, high4 + high4 * row_part4)):
            row_at4[U(o - (high4 * row_part4))] = C * o
        for c in range(C):
            left_at4[U(c)] = c
        for c in range(C):
            right_at4[U(c)] = L * c
        contract(tile4, (0, 0), wide4, w3, row_at4, left_at4, x, col_part4 * wide4 + C * L * n, right_at4,
                min(high4, O - (high4 * row_part4)), min(wide4, L - (col_part4 * wide4)), 0, C, deep4)
        for o in range(high4 * row_part4, min(O, high4 + high4 * row_part4)):
            b3_here = b3[U(o)]
            for i in range(col_part4 * wide4, min(L, col_part4 * wide4 + wide4)):
                skip[U(n), U(o), U(i)] = (
                    b3_here + tile4[U(o - (high4 * row_part4)), U(i - (col_part4 * wide4))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other(first, last, w3, panels5, C, O, wide5):
    """panels5[col_part5, c, o−col_part5·wide5] = w₃[o,c,0]"""
    for col_part5 in range(first, last):
        # panels5[col_part5, c, o−col_part5·wide5] = w₃[o,c,0]
        turn(panels5, (col_part5, 0, 0), wide5, w3, C * col_part5 * wide5, C, 1, min(wide5,
                O - (col_part5 * wide5)), C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, x, b3, skip, panels5, N, C, L, O, deep5, high5, line5_last, rows5, wide5):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    row_at5 = np.empty(high5, np.int64)
    left_at5 = np.empty(C, np.int64)
    right_at5 = np.empty(C, np.int64)
    tile5 = np.empty((high5, wide5), dtype)
    turned5 = np.empty((wide5, high5), dtype)
    for task in range(first, last):
        row_part5 = task // (((O - 1) // wide5 + 1))
        col_part5 = task % ((O - 1) // wide5 + 1)
        # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
        for line5 in range(high5 * row_part5 // L, min((high5 + high5 * row_part5 - 1) // L + 1,
                line5_last + 1, N)):
            n = line5
            for i in range(max(0, high5 * row_part5 - (L * line5)), min(L, rows5 - (L * line5),
                    high5 + high5 * row_part5 - (L * line5))):
                row_at5[U(i + L * line5 - (high5 * row_part5))] = i + C * L * n
        for c in range(C):
            left_at5[U(c)] = L * c
        for k5 in range(C):
            right_at5[U(k5)] = k5 * wide5
        contract(tile5, (0, 0), wide5, x, row_at5, left_at5, panels5, C * col_part5 * wide5, right_at5,
                min(high5, rows5 - (high5 * row_part5)), min(wide5, O - (col_part5 * wide5)), 0, C, deep5)
        turn(turned5, (0, 0), high5, tile5, 0, wide5, 1, min(high5, rows5 - (high5 * row_part5)), min(wide5,
                O - (col_part5 * wide5)))
        line5_first = high5 * row_part5 // L
        line5_last2 = (high5 + high5 * row_part5 - 1) // L
        for o in range(col_part5 * wide5, min(col_part5 * wide5 + wide5, O)):
            b3_here = b3[U(o)]
            for line5 in range(line5_first, min(line5_last2 + 1, line5_last + 1, N)):
                n = line5
                for i in range(max(0, high5 * row_part5 - (L * line5)), min(L, rows5 - (L * line5),
                        high5 + high5 * row_part5 - (L * line5))):
                    skip[U(n), U(o), U(i)] = (
                        b3_here + turned5[U(o - (col_part5 * wide5)), U(i + L * line5 - (high5 * row_part5))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain3(first, last, x, w3, b3, skip, N, C, L, O, c_block_last):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    T = dtype.type
    rest3 = np.empty(L, dtype)
    part4 = np.empty(L, dtype)
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
                part4[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for i in range(L):
                    part4[U(i)] += w3_here * x[U(n), U(c), U(i)]
            for i in range(L):
                skip[U(n), U(o), U(i)], rest3[U(i)] = carried(skip[U(n), U(o), U(i)], rest3[U(i)], part4[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, y, a2, skip, N, L, O):
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
    if correlations(L >= K and L >= 4 and 0 >= min(C * K - 128, E - 32)):
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, C * E * K * L * N // 32, x, w1, b1, a1, N, C, L, E, K, d,
                pieces, share, wide)
    elif blocks(L * N >= 4 and E >= 8 and C * K >= 4 and L + d + 17 >= K * d):
        rows2 = L * N
        depth2 = C * K
        x_from22 = d - (K * d)
        x_size22 = L - x_from22
        x_padded2 = padded(x, (0, 0, x_from22), (N, C, x_size22))
        wide2 = colblock()
        deep2 = depthblock()
        high2 = rowblock(rows2, (E - 1) // wide2 + 1)
        panels2 = scratch((max(0, (E - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
        launch(_forward_blocks, (E - 1) // wide2 + 1, C * E * K, w1, panels2, C, E, K, depth2, wide2)
        line2_last = (rows2 - 1) // L
        launch(_forward_blocks2, ((rows2 - 1) // high2 + 1) * ((E - 1) // wide2 + 1), C * E * K * L * N // 32,
                b1, a1, panels2, x_padded2, N, C, L, E, K, d, deep2, depth2, high2, line2_last, rows2, wide2,
                x_from22, x_size22)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_plain, N * E, C * E * K * L * N, x, w1, b1, a1, N, C, L, E, K, d, c_block_last)
    if blocks(O >= 4 and L * N >= 8 and E * K >= 4):
        cols3 = L * N
        depth3 = E * K
        wide3 = colblock()
        deep3 = depthblock()
        line3_last = (cols3 - 1) // L
        step3_last = (depth3 - 1) // deep3
        launch(_forward_blocks3, (cols3 - 1) // wide3 + 1, E * K * L * N * O // 32, w2, b2, a1, a2, N, L, E,
                K, O, d, cols3, deep3, depth3, line3_last, step3_last, wide3)
    else:
        c_block_last = (E - 1) // 1024
        launch(_forward_plain2, N * O, E * K * L * N * O, w2, b2, a1, a2, N, L, E, K, O, d, c_block_last)
    if blocks(O >= 4 and L >= 8 and C >= 4):
        if either(L >= 128):
            wide4 = colblock()
            deep4 = depthblock()
            high4 = rowblock(O, ((L - 1) // wide4 + 1) * N)
            launch(_forward_either, N * ((O - 1) // high4 + 1) * ((L - 1) // wide4 + 1), C * L * N * O // 32,
                    x, w3, b3, skip, N, C, L, O, deep4, high4, wide4)
        else:
            rows5 = L * N
            wide5 = colblock()
            deep5 = depthblock()
            high5 = rowblock(rows5, (O - 1) // wide5 + 1)
            panels5 = scratch((max(0, (O - 1) // wide5 + 1), C, wide5), dtype)
            launch(_forward_other, (O - 1) // wide5 + 1, C * O, w3, panels5, C, O, wide5)
            line5_last = (rows5 - 1) // L
            launch(_forward_other2, ((rows5 - 1) // high5 + 1) * ((O - 1) // wide5 + 1), C * L * N * O // 32,
                    x, b3, skip, panels5, N, C, L, O, deep5, high5, line5_last, rows5, wide5)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_plain3, N * O, C * L * N * O, x, w3, b3, skip, N, C, L, O, c_block_last)
    launch(_forward_part, N * O, L * N * O, y, a2, skip, N, L, O)


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
