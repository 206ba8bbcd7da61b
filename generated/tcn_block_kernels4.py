"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .tcn_block_kernels import (
    _forward_correlations, _forward_blocks, _forward_blocks2, _forward_plain, _forward_either, _forward_other,
    _forward_other2, _forward_plain3,
)
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
def _jvp_correlations2(first, last, w1_dot, x, a1_dot, a1_dot_part1, N, C, L, E, K, d, pieces3, share3,
        wide3):
    """ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = w1_dot.dtype
    T = dtype.type
    planes3 = np.empty((C, 1, max(0, wide3)), dtype)
    starts3 = np.empty(E, dtype)
    tile3 = np.empty((E, 1, L), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(C * K, np.int64)
        for tap in range(C * K):
            c = tap // K
            u = tap % K
            lefts3[U(tap)] = K * c + u
        rights3 = np.empty(C * K, np.int64)
        for tap in range(C * K):
            c = tap // K
            u = tap % K
            rights3[U(tap)] = c * wide3 + d * u
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, N)):
            n = turn3 // (1)
            strip3 = turn3 % 1
            # ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]
            for o in range(E):
                starts3[U(o)] = T(0)
            for c in range(C):
                pad(planes3, (c, 0, 0), 0, x, (n, c, d - (K * d)), 0, 1, 1, wide3, 0, 1, K * d - d,
                        K * d + L - d)
            correlate(tile3, (0, 0, 0), L, L, 1, starts3, (0,), 1, w1_dot, (0, 0, 0), C * K, lefts3, planes3,
                    (0, 0, 0), 0, rights3, K, len(rights3), E, 1, L)
            for o in range(E):
                for line3 in range(1):
                    for i in range(L):
                        a1_dot[U(n), U(o), U(i)] = (
                            a1_dot_part1[U(n), U(o), U(i)] + tile3[U(o), U(line3), U(i)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, a1_dot, a1_dot_part1, panels4, x_padded4, N, C, L, E, K, d, deep4, depth4,
        high4, line4_last, rows4, skipping4, wide4, x_from24, x_size24):
    """ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = a1_dot.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    least4 = np.empty((1, high4), np.int64)
    most4 = np.empty((1, high4), np.int64)
    place4 = np.empty((1, max(0, depth4)), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for c in range(C):
        for u in range(K):
            left_at4[U(K * c + u)] = c * x_size24 + d * u
            place4[0, U(K * c + u)] = d * u
    for k4 in range(depth4):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        row_part4 = task // (((E - 1) // wide4 + 1))
        col_part4 = task % ((E - 1) // wide4 + 1)
        # ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]
        for line4 in range(high4 * row_part4 // L, min((high4 + high4 * row_part4 - 1) // L + 1,
                line4_last + 1, N)):
            n = line4
            for i in range(max(0, high4 * row_part4 - (L * line4)), min(L, rows4 - (L * line4),
                    high4 + high4 * row_part4 - (L * line4))):
                row_at4[U(i + L * line4 - (high4 * row_part4))] = (
                    d + i + C * n * x_size24 - (K * d) - x_from24
                )
                least4[0, U(i + L * line4 - (high4 * row_part4))] = K * d - d - i
                most4[0, U(i + L * line4 - (high4 * row_part4))] = K * d + L - d - i - 1
        contract_inside(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                col_part4 * depth4 * wide4, right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                E - (col_part4 * wide4)), depth4, deep4, least4, most4, place4, high4, depth4, 1, skipping4,
                np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                E - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // L, min((high4 + high4 * row_part4 - 1) // L + 1,
                line4_last + 1, N)):
            n = line4
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, E)):
                for i in range(max(0, high4 * row_part4 - (L * line4)), min(L, rows4 - (L * line4),
                        high4 + high4 * row_part4 - (L * line4))):
                    a1_dot[U(n), U(o), U(i)] = (
                        a1_dot_part1[U(n), U(o), U(i)]
                        + turned4[U(o - (col_part4 * wide4)), U(i + L * line4 - (high4 * row_part4))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w1_dot, x, a1_dot, a1_dot_part1, N, C, L, E, K, d, c_block_last):
    """ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = w1_dot.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part4 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // E
        o = task % E
        # ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]
        for i in range(L):
            a1_dot[U(n), U(o), U(i)] = a1_dot_part1[U(n), U(o), U(i)]
        for i in range(L):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part4[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                for u in range(K):
                    w1_dot_here = w1_dot[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part4[U(i)] += w1_dot_here * x[U(n), U(c), U(d + i + d * u - (K * d))]
            for i in range(L):
                a1_dot[U(n), U(o), U(i)], rest2[U(i)] = carried(a1_dot[U(n), U(o), U(i)], rest2[U(i)], part4[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks5(first, last, a1, a1_dot, panels5, N, L, E, K, d, cols5, depth5, line5_last, wide5):
    """panels5[col_part5, c·K+u, n·L+i−col_part5·wide5] = [d·u + i + d ≥ d·K] · {ȧ₁[n, c, i−d·(K−1−u)] if
        a₁[n, c, i−d·(K−1−u)] > 0; 0 if a₁[n, c, i−d·(K−1−u)] ≤ 0; else a₁[n, c, i−d·(K−1−u)]}
    """
    dtype = a1.dtype
    T = dtype.type
    for col_part5 in range(first, last):
        # panels5[col_part5, c·K+u, n·L+i−col_part5·wide5] = [d·u + i + d ≥ d·K] · {ȧ₁[n, c,
        #     i−d·(K−1−u)] if a₁[n, c, i−d·(K−1−u)] > 0; 0 if a₁[n, c, i−d·(K−1−u)] ≤ 0; else
        #     a₁[n, c, i−d·(K−1−u)]}
        for inner5 in range(depth5):
            for col5 in range(col_part5 * wide5, min(col_part5 * wide5 + wide5, cols5)):
                panels5[U(col_part5), U(inner5), U(col5 - (col_part5 * wide5))] = T(0)
        line5_first = col_part5 * wide5 // L
        line5_last2 = (col_part5 * wide5 + wide5 - 1) // L
        for inner5 in range(depth5):
            c = inner5 // K
            u = inner5 % K
            for line5 in range(line5_first, min(line5_last2 + 1, line5_last + 1, N)):
                n = line5
                for i in range(max(0, col_part5 * wide5 - (L * line5), K * d - d - (d * u)), min(L,
                        cols5 - (L * line5), col_part5 * wide5 + wide5 - (L * line5))):
                    a1_here = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                    a1_dot_here = a1_dot[U(n), U(c), U(d + i + d * u - (K * d))]
                    panels5[U(col_part5), U(inner5), U(i + L * line5 - (col_part5 * wide5))] = select(a1_here > T(0), a1_dot_here, select(T(0) >= a1_here, T(0), a1_here))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks6(first, last, b2_dot, w2, a2_dot_part1, panels5, N, L, E, K, O, cols5, deep5, depth5, high5,
        line5_last, wide5):
    """a2_dot_part1[n,o,i] = ḃ₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · {ȧ₁[n, c, i−d·(K−1−u)] if a₁[n, c,
        i−d·(K−1−u)] > 0; 0 if a₁[n, c, i−d·(K−1−u)] ≤ 0; else a₁[n, c, i−d·(K−1−u)]}
    """
    dtype = b2_dot.dtype
    row_at5 = np.empty(high5, np.int64)
    left_at5 = np.empty(max(0, depth5), np.int64)
    right_at5 = np.empty(max(0, depth5), np.int64)
    tile5 = np.empty((high5, wide5), dtype)
    for c in range(E):
        for u in range(K):
            left_at5[U(K * c + u)] = K * c + u
    for k5 in range(depth5):
        right_at5[U(k5)] = k5 * wide5
    for task in range(first, last):
        row_part5 = task // (((cols5 - 1) // wide5 + 1))
        col_part5 = task % ((cols5 - 1) // wide5 + 1)
        # a2_dot_part1[n,o,i] = ḃ₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · {ȧ₁[n, c,
        #     i−d·(K−1−u)] if a₁[n, c, i−d·(K−1−u)] > 0; 0 if a₁[n, c, i−d·(K−1−u)] ≤ 0; else
        #     a₁[n, c, i−d·(K−1−u)]}
        for o in range(high5 * row_part5, min(O, high5 + high5 * row_part5)):
            row_at5[U(o - (high5 * row_part5))] = E * K * o
        contract(tile5, (0, 0), wide5, w2, row_at5, left_at5, panels5, col_part5 * depth5 * wide5, right_at5,
                min(high5, O - (high5 * row_part5)), min(wide5, cols5 - (col_part5 * wide5)), 0, depth5,
                deep5)
        line5_first2 = col_part5 * wide5 // L
        line5_last3 = (col_part5 * wide5 + wide5 - 1) // L
        for o in range(high5 * row_part5, min(O, high5 + high5 * row_part5)):
            b2_dot_here = b2_dot[U(o)]
            for line5 in range(line5_first2, min(line5_last3 + 1, line5_last + 1, N)):
                n = line5
                for i in range(max(0, col_part5 * wide5 - (L * line5)), min(L, cols5 - (L * line5),
                        col_part5 * wide5 + wide5 - (L * line5))):
                    a2_dot_part1[U(n), U(o), U(i)] = (
                        b2_dot_here
                        + tile5[U(o - (high5 * row_part5)), U(i + L * line5 - (col_part5 * wide5))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain3(first, last, b2_dot, w2, a1, a1_dot, a2_dot_part1, N, L, E, K, O, d, c_block_last):
    """a2_dot_part1[n,o,i] = ḃ₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · {ȧ₁[n, c, i−d·(K−1−u)] if a₁[n, c,
        i−d·(K−1−u)] > 0; 0 if a₁[n, c, i−d·(K−1−u)] ≤ 0; else a₁[n, c, i−d·(K−1−u)]}
    """
    dtype = b2_dot.dtype
    T = dtype.type
    rest3 = np.empty(L, dtype)
    part5 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # a2_dot_part1[n,o,i] = ḃ₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · {ȧ₁[n, c,
        #     i−d·(K−1−u)] if a₁[n, c, i−d·(K−1−u)] > 0; 0 if a₁[n, c, i−d·(K−1−u)] ≤ 0; else
        #     a₁[n, c, i−d·(K−1−u)]}
        b2_dot_here = b2_dot[U(o)]
        for i in range(L):
            a2_dot_part1[U(n), U(o), U(i)] = b2_dot_here
        for i in range(L):
            rest3[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part5[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_here = w2[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        a1_here2 = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                        a1_dot_here2 = a1_dot[U(n), U(c), U(d + i + d * u - (K * d))]
                        part5[U(i)] += (
                            select(a1_here2 > T(0), a1_dot_here2, select(T(0) >= a1_here2, T(0), a1_here2))
                            * w2_here
                        )
            for i in range(L):
                a2_dot_part1[U(n), U(o), U(i)], rest3[U(i)] = carried(a2_dot_part1[U(n), U(o), U(i)], rest3[U(i)], part5[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks7(first, last, w2_dot, a1, a2_dot, a2_dot_part1, N, L, E, K, O, d, cols6, deep6, depth6,
        line6_last, step6_last, wide6):
    """ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + Σ_{c,u : i+d·u+d ≥ d·K} ẇ₂[o,c,u] · max(0, a₁[n, c, i−d·(K−1−u)])"""
    dtype = w2_dot.dtype
    T = dtype.type
    row_at6 = np.empty(O, np.int64)
    left_at6 = np.empty(max(0, depth6), np.int64)
    right_at6 = np.empty(max(0, depth6), np.int64)
    tile6 = np.empty((O, wide6), dtype)
    right6 = np.empty((deep6, wide6), dtype)
    for o in range(O):
        row_at6[U(o)] = E * K * o
    for c in range(E):
        for u in range(K):
            left_at6[U(K * c + u)] = K * c + u
    for k6 in range(depth6):
        right_at6[U(k6)] = k6 * wide6
    for col_part6 in range(first, last):
        # ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + Σ_{c,u : i+d·u+d ≥ d·K} ẇ₂[o,c,u] · max(0, a₁[n,
        #     c, i−d·(K−1−u)])
        line6_first = col_part6 * wide6 // L
        line6_last2 = (col_part6 * wide6 + wide6 - 1) // L
        for step6 in range(step6_last + 1):
            for inner6 in range(deep6 * step6, min(deep6 + deep6 * step6, depth6)):
                for col6 in range(col_part6 * wide6, min(col_part6 * wide6 + wide6, cols6)):
                    right6[U(inner6 - (deep6 * step6)), U(col6 - (col_part6 * wide6))] = T(0)
            for inner6 in range(deep6 * step6, min(deep6 + deep6 * step6, depth6)):
                c = inner6 // K
                u = inner6 % K
                for line6 in range(line6_first, min(line6_last2 + 1, line6_last + 1, N)):
                    n = line6
                    for i in range(max(0, col_part6 * wide6 - (L * line6), K * d - d - (d * u)), min(L,
                            cols6 - (L * line6), col_part6 * wide6 + wide6 - (L * line6))):
                        a1_here3 = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                        right6[U(inner6 - (deep6 * step6)), U(i + L * line6 - (col_part6 * wide6))] = select(T(0) >= a1_here3, T(0), a1_here3)
            contract(tile6, (0, 0), wide6, w2_dot, row_at6, left_at6, right6, -deep6 * step6 * wide6,
                    right_at6, O, min(wide6, cols6 - (col_part6 * wide6)), deep6 * step6,
                    min(deep6 + deep6 * step6, depth6), deep6)
        for o in range(O):
            for line6 in range(line6_first, min(line6_last2 + 1, line6_last + 1, N)):
                n = line6
                for i in range(max(0, col_part6 * wide6 - (L * line6)), min(L, cols6 - (L * line6),
                        col_part6 * wide6 + wide6 - (L * line6))):
                    a2_dot[U(n), U(o), U(i)] = (
                        a2_dot_part1[U(n), U(o), U(i)] + tile6[U(o), U(i + L * line6 - (col_part6 * wide6))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w2_dot, a1, a2_dot, a2_dot_part1, N, L, E, K, O, d, c_block_last):
    """ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + Σ_{c,u : i+d·u+d ≥ d·K} ẇ₂[o,c,u] · max(0, a₁[n, c, i−d·(K−1−u)])"""
    dtype = w2_dot.dtype
    T = dtype.type
    rest4 = np.empty(L, dtype)
    part6 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + Σ_{c,u : i+d·u+d ≥ d·K} ẇ₂[o,c,u] · max(0, a₁[n,
        #     c, i−d·(K−1−u)])
        for i in range(L):
            a2_dot[U(n), U(o), U(i)] = a2_dot_part1[U(n), U(o), U(i)]
        for i in range(L):
            rest4[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part6[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_dot_here = w2_dot[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        a1_here4 = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                        part6[U(i)] += select(T(0) >= a1_here4, T(0), a1_here4) * w2_dot_here
            for i in range(L):
                a2_dot[U(n), U(o), U(i)], rest4[U(i)] = carried(a2_dot[U(n), U(o), U(i)], rest4[U(i)], part6[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either2(first, last, w3_dot, x, skip_dot, skip_dot_part1, N, C, L, O, deep9, high9, wide9):
    """skip_dot[n,o,i] = skip_dot_part1[n,o,i] + Σ_c ẇ₃[o,c,0] · x[n,c,i]"""
    dtype = w3_dot.dtype
    row_at9 = np.empty(high9, np.int64)
    left_at9 = np.empty(C, np.int64)
    right_at9 = np.empty(C, np.int64)
    tile9 = np.empty((high9, wide9), dtype)
    for c in range(C):
        left_at9[U(c)] = c
    for c in range(C):
        right_at9[U(c)] = L * c
    for task in range(first, last):
        n = task // (((O - 1) // high9 + 1) * ((L - 1) // wide9 + 1))
        row_part9 = task // (((L - 1) // wide9 + 1)) % ((O - 1) // high9 + 1)
        col_part9 = task % ((L - 1) // wide9 + 1)
        # skip_dot[n,o,i] = skip_dot_part1[n,o,i] + Σ_c ẇ₃[o,c,0] · x[n,c,i]
        for o in range(high9 * row_part9, min(O, high9 + high9 * row_part9)):
            row_at9[U(o - (high9 * row_part9))] = C * o
        contract(tile9, (0, 0), wide9, w3_dot, row_at9, left_at9, x, col_part9 * wide9 + C * L * n, right_at9,
                min(high9, O - (high9 * row_part9)), min(wide9, L - (col_part9 * wide9)), 0, C, deep9)
        for o in range(high9 * row_part9, min(O, high9 + high9 * row_part9)):
            for i in range(col_part9 * wide9, min(L, col_part9 * wide9 + wide9)):
                skip_dot[U(n), U(o), U(i)] = (
                    skip_dot_part1[U(n), U(o), U(i)]
                    + tile9[U(o - (high9 * row_part9)), U(i - (col_part9 * wide9))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other4(first, last, x, panels10, skip_dot, skip_dot_part1, N, C, L, O, deep10, high10, line10_last,
        rows10, wide10):
    """skip_dot[n,o,i] = skip_dot_part1[n,o,i] + Σ_c ẇ₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    row_at10 = np.empty(high10, np.int64)
    left_at10 = np.empty(C, np.int64)
    right_at10 = np.empty(C, np.int64)
    tile10 = np.empty((high10, wide10), dtype)
    turned10 = np.empty((wide10, high10), dtype)
    for c in range(C):
        left_at10[U(c)] = L * c
    for k10 in range(C):
        right_at10[U(k10)] = k10 * wide10
    for task in range(first, last):
        row_part10 = task // (((O - 1) // wide10 + 1))
        col_part10 = task % ((O - 1) // wide10 + 1)
        # skip_dot[n,o,i] = skip_dot_part1[n,o,i] + Σ_c ẇ₃[o,c,0] · x[n,c,i]
        for line10 in range(high10 * row_part10 // L, min((high10 + high10 * row_part10 - 1) // L + 1,
                line10_last + 1, N)):
            n = line10
            for i in range(max(0, high10 * row_part10 - (L * line10)), min(L, rows10 - (L * line10),
                    high10 + high10 * row_part10 - (L * line10))):
                row_at10[U(i + L * line10 - (high10 * row_part10))] = i + C * L * n
        contract(tile10, (0, 0), wide10, x, row_at10, left_at10, panels10, C * col_part10 * wide10,
                right_at10, min(high10, rows10 - (high10 * row_part10)), min(wide10,
                O - (col_part10 * wide10)), 0, C, deep10)
        turn(turned10, (0, 0), high10, tile10, 0, wide10, 1, min(high10, rows10 - (high10 * row_part10)),
                min(wide10, O - (col_part10 * wide10)))
        for line10 in range(high10 * row_part10 // L, min((high10 + high10 * row_part10 - 1) // L + 1,
                line10_last + 1, N)):
            n = line10
            for o in range(col_part10 * wide10, min(col_part10 * wide10 + wide10, O)):
                for i in range(max(0, high10 * row_part10 - (L * line10)), min(L, rows10 - (L * line10),
                        high10 + high10 * row_part10 - (L * line10))):
                    skip_dot[U(n), U(o), U(i)] = (
                        skip_dot_part1[U(n), U(o), U(i)]
                        + turned10[U(o - (col_part10 * wide10)), U(i + L * line10 - (high10 * row_part10))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain6(first, last, w3_dot, x, skip_dot, skip_dot_part1, N, C, L, O, c_block_last):
    """skip_dot[n,o,i] = skip_dot_part1[n,o,i] + Σ_c ẇ₃[o,c,0] · x[n,c,i]"""
    dtype = w3_dot.dtype
    T = dtype.type
    rest6 = np.empty(L, dtype)
    part8 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # skip_dot[n,o,i] = skip_dot_part1[n,o,i] + Σ_c ẇ₃[o,c,0] · x[n,c,i]
        for i in range(L):
            skip_dot[U(n), U(o), U(i)] = skip_dot_part1[U(n), U(o), U(i)]
        for i in range(L):
            rest6[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part8[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_dot_here = w3_dot[U(o), U(c), 0]
                for i in range(L):
                    part8[U(i)] += w3_dot_here * x[U(n), U(c), U(i)]
            for i in range(L):
                skip_dot[U(n), U(o), U(i)], rest6[U(i)] = carried(skip_dot[U(n), U(o), U(i)], rest6[U(i)], part8[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, a2, skip, y_dot, a2_dot, skip_dot, N, L, O):
    """ẏ[n,o,a] = {skip_dot[n,o,a] + {ȧ₂[n,o,a] if a₂[n,o,a] > 0; 0 if a₂[n,o,a] ≤ 0; else a₂[n,o,a]} if
        skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0, a₂[n,o,a]) ≤ 0; else skip[n,o,a] +
        max(0, a₂[n,o,a])}
    """
    dtype = a2.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // O
        o = task % O
        # ẏ[n,o,a] = {skip_dot[n,o,a] + {ȧ₂[n,o,a] if a₂[n,o,a] > 0; 0 if a₂[n,o,a] ≤ 0; else
        #     a₂[n,o,a]} if skip[n,o,a] + max(0, a₂[n,o,a]) > 0; 0 if skip[n,o,a] + max(0,
        #     a₂[n,o,a]) ≤ 0; else skip[n,o,a] + max(0, a₂[n,o,a])}
        for a in range(L):
            a2_here = a2[U(n), U(o), U(a)]
            a2_dot_here = a2_dot[U(n), U(o), U(a)]
            skip_here = skip[U(n), U(o), U(a)]
            skip_dot_here = skip_dot[U(n), U(o), U(a)]
            y_dot[U(n), U(o), U(a)] = select(
                select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                select(a2_here > T(0), a2_dot_here, select(T(0) >= a2_here, T(0), a2_here)) + skip_dot_here,
                select(T(0) >= select(T(0) >= a2_here, T(0), a2_here) + skip_here, T(0),
                        select(T(0) >= a2_here, T(0), a2_here) + skip_here),
            )


def _jvp(x_dot, w1_dot, b1_dot, w2_dot, b2_dot, w3_dot, b3_dot, x, w1, w2, w3, a1, a2, skip, y_dot, N, C, L,
        E, K, O, d):
    """h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    ȧ₁[n,o,i] = ḃ₁[o] + Σ_{c,u} (w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)] + ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)])
    ḣ₁[n,e,a] = {ȧ₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    ȧ₂[n,o,i] = ḃ₂[o] + Σ_{c,u} (h₁[n, c, i−d·(K−1−u)] · ẇ₂[o,c,u] + ḣ₁[n, c, i−d·(K−1−u)] · w₂[o,c,u])
    ḣ₂[n,o,a] = {ȧ₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    skip_dot[n,o,i] = ḃ₃[o] + Σ_c (w₃[o,c,0]·ẋ[n,c,i] + ẇ₃[o,c,0]·x[n,c,i])
    both_dot[n,o,a] = ḣ₂[n,o,a] + skip_dot[n,o,a]
    ẏ[n,o,a] = {both_dot[n,o,a] if both[n,o,a] > 0; else 0}

    Operations: 2·C·E·K·L·N + 2·E·K·L·N·O + 2·C·L·N·O multiplications, 2·C·E·K·L·N + 2·E·K·L·N·O +
        2·C·L·N·O + 2·L·N·O additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    a1_dot_part1 = scratch((N, E, L), dtype)
    a1_dot = scratch((N, E, L), dtype)
    a2_dot_part1 = scratch((N, O, L), dtype)
    a2_dot = scratch((N, O, L), dtype)
    skip_dot_part1 = scratch((N, O, L), dtype)
    skip_dot = scratch((N, O, L), dtype)
    again = not (
        correlations(
            L >= K
            and L >= 4
            and 0 >= min(E - 8, max(2 - K, E - 24, min(1 - (E % 16), C * K - 256)), max(C - 16, C * K - 128))
        )
        and finite(w1, a1_dot_part1)
    )
    if not again:
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        # a1_dot_part1[n,o,i] = ḃ₁[o] + Σ_{c,u} w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)]
        launch(_forward_correlations, pieces, C * E * K * L * N // 32, x_dot, w1, b1_dot, a1_dot_part1, N, C,
                L, E, K, d, pieces, share, wide)
        again = not (finite(a1_dot_part1, w1))
    if again:
        again = not (
            blocks(L * N >= 4 and E >= 8 and C * K >= 4 and L + d + 17 >= K * d) and finite(w1, a1_dot_part1)
        )
        if not again:
            rows2 = L * N
            depth2 = C * K
            x_dot_from22 = d - (K * d)
            x_dot_size22 = L - x_dot_from22
            x_dot_padded2 = padded(x_dot, (0, 0, x_dot_from22), (N, C, x_dot_size22))
            wide2 = colblock(E)
            deep2 = depthblock()
            high2 = rowblock(rows2, (E - 1) // wide2 + 1)
            skipping2 = skipping(L, x_dot_size22)
            panels2 = scratch((max(0, (E - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            # panels2[col_part2, c·K+u, o−col_part2·wide2] = w₁[o,c,u]
            launch(_forward_blocks, (E - 1) // wide2 + 1, C * E * K, w1, panels2, C, E, K, depth2, wide2)
            line2_last = (rows2 - 1) // L
            # a1_dot_part1[n,o,i] = ḃ₁[o] + Σ_{c,u} w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)]
            launch(_forward_blocks2, ((rows2 - 1) // high2 + 1) * ((E - 1) // wide2 + 1),
                    C * E * K * L * N // 32, b1_dot, a1_dot_part1, panels2, x_dot_padded2, N, C, L, E, K, d,
                    deep2, depth2, high2, line2_last, rows2, skipping2, wide2, x_dot_from22, x_dot_size22)
            again = not (finite(a1_dot_part1, w1))
        if again:
            c_block_last = (C - 1) // 1024
            # a1_dot_part1[n,o,i] = ḃ₁[o] + Σ_{c,u} w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)]
            launch(_forward_plain, N * E, C * E * K * L * N, x_dot, w1, b1_dot, a1_dot_part1, N, C, L, E, K,
                    d, c_block_last)
    again = not (
        correlations(
            L >= K
            and L >= 4
            and 0 >= min(E - 8, max(2 - K, E - 24, min(1 - (E % 16), C * K - 256)), max(C - 16, C * K - 128))
        )
        and finite(w1_dot, a1_dot)
    )
    if not again:
        wide3 = K * d + L - d
        pieces3 = parts(N)
        share3 = max((N - 1) // pieces3 + 1, 1)
        launch(_jvp_correlations2, pieces3, C * E * K * L * N // 32, w1_dot, x, a1_dot, a1_dot_part1, N, C, L,
                E, K, d, pieces3, share3, wide3)
        again = not (finite(a1_dot, w1_dot))
    if again:
        again = not (
            blocks(L * N >= 4 and E >= 8 and C * K >= 4 and L + d + 17 >= K * d) and finite(w1_dot, a1_dot)
        )
        if not again:
            rows4 = L * N
            depth4 = C * K
            x_from24 = d - (K * d)
            x_size24 = L - x_from24
            x_padded4 = padded(x, (0, 0, x_from24), (N, C, x_size24))
            wide4 = colblock(E)
            deep4 = depthblock()
            high4 = rowblock(rows4, (E - 1) // wide4 + 1)
            skipping4 = skipping(L, x_size24)
            panels4 = scratch((max(0, (E - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
            # panels4[col_part4, c·K+u, o−col_part4·wide4] = ẇ₁[o,c,u]
            launch(_forward_blocks, (E - 1) // wide4 + 1, C * E * K, w1_dot, panels4, C, E, K, depth4, wide4)
            line4_last = (rows4 - 1) // L
            launch(_jvp_blocks4, ((rows4 - 1) // high4 + 1) * ((E - 1) // wide4 + 1), C * E * K * L * N // 32,
                    a1_dot, a1_dot_part1, panels4, x_padded4, N, C, L, E, K, d, deep4, depth4, high4,
                    line4_last, rows4, skipping4, wide4, x_from24, x_size24)
            again = not (finite(a1_dot, w1_dot))
        if again:
            c_block_last = (C - 1) // 1024
            launch(_jvp_plain2, N * E, C * E * K * L * N, w1_dot, x, a1_dot, a1_dot_part1, N, C, L, E, K, d,
                    c_block_last)
    again = not (blocks(O >= 4 and L * N >= 8 and E * K >= 4) and finite(w2, a2_dot_part1))
    if not again:
        cols5 = L * N
        depth5 = E * K
        wide5 = colblock(cols5)
        deep5 = depthblock()
        high5 = rowblock(O, (cols5 - 1) // wide5 + 1)
        line5_last = (cols5 - 1) // L
        panels5 = scratch((max(0, (cols5 - 1) // wide5 + 1), max(0, depth5), wide5), dtype)
        launch(_jvp_blocks5, (cols5 - 1) // wide5 + 1, E * K * L * N, a1, a1_dot, panels5, N, L, E, K, d,
                cols5, depth5, line5_last, wide5)
        launch(_jvp_blocks6, ((O - 1) // high5 + 1) * ((cols5 - 1) // wide5 + 1), E * K * L * N * O // 32,
                b2_dot, w2, a2_dot_part1, panels5, N, L, E, K, O, cols5, deep5, depth5, high5, line5_last,
                wide5)
        again = not (finite(a2_dot_part1, w2))
    if again:
        c_block_last = (E - 1) // 1024
        launch(_jvp_plain3, N * O, E * K * L * N * O, b2_dot, w2, a1, a1_dot, a2_dot_part1, N, L, E, K, O, d,
                c_block_last)
    again = not (blocks(O >= 4 and L * N >= 8 and E * K >= 4) and finite(w2_dot, a2_dot))
    if not again:
        cols6 = L * N
        depth6 = E * K
        wide6 = colblock(cols6)
        deep6 = depthblock()
        line6_last = (cols6 - 1) // L
        step6_last = (depth6 - 1) // deep6
        launch(_jvp_blocks7, (cols6 - 1) // wide6 + 1, E * K * L * N * O // 32, w2_dot, a1, a2_dot,
                a2_dot_part1, N, L, E, K, O, d, cols6, deep6, depth6, line6_last, step6_last, wide6)
        again = not (finite(a2_dot, w2_dot))
    if again:
        c_block_last = (E - 1) // 1024
        launch(_jvp_plain4, N * O, E * K * L * N * O, w2_dot, a1, a2_dot, a2_dot_part1, N, L, E, K, O, d,
                c_block_last)
    if blocks(L * N >= 4 and O >= 4 and C >= 4):
        if either(L >= 128):
            wide7 = colblock(L)
            deep7 = depthblock()
            high7 = rowblock(O, ((L - 1) // wide7 + 1) * N)
            # skip_dot_part1[n,o,i] = ḃ₃[o] + Σ_c w₃[o,c,0] · ẋ[n,c,i]
            launch(_forward_either, N * ((O - 1) // high7 + 1) * ((L - 1) // wide7 + 1), C * L * N * O // 32,
                    x_dot, w3, b3_dot, skip_dot_part1, N, C, L, O, deep7, high7, wide7)
        else:
            rows8 = L * N
            wide8 = colblock(O)
            deep8 = depthblock()
            high8 = rowblock(rows8, (O - 1) // wide8 + 1)
            panels8 = scratch((max(0, (O - 1) // wide8 + 1), C, wide8), dtype)
            # panels8[col_part8, c, o−col_part8·wide8] = w₃[o,c,0]
            launch(_forward_other, (O - 1) // wide8 + 1, C * O, w3, panels8, C, O, wide8)
            line8_last = (rows8 - 1) // L
            # skip_dot_part1[n,o,i] = ḃ₃[o] + Σ_c w₃[o,c,0] · ẋ[n,c,i]
            launch(_forward_other2, ((rows8 - 1) // high8 + 1) * ((O - 1) // wide8 + 1), C * L * N * O // 32,
                    x_dot, b3_dot, skip_dot_part1, panels8, N, C, L, O, deep8, high8, line8_last, rows8,
                    wide8)
    else:
        c_block_last = (C - 1) // 1024
        # skip_dot_part1[n,o,i] = ḃ₃[o] + Σ_c w₃[o,c,0] · ẋ[n,c,i]
        launch(_forward_plain3, N * O, C * L * N * O, x_dot, w3, b3_dot, skip_dot_part1, N, C, L, O,
                c_block_last)
    if blocks(L * N >= 4 and O >= 4 and C >= 4):
        if either(L >= 128):
            wide9 = colblock(L)
            deep9 = depthblock()
            high9 = rowblock(O, ((L - 1) // wide9 + 1) * N)
            launch(_jvp_either2, N * ((O - 1) // high9 + 1) * ((L - 1) // wide9 + 1), C * L * N * O // 32,
                    w3_dot, x, skip_dot, skip_dot_part1, N, C, L, O, deep9, high9, wide9)
        else:
            rows10 = L * N
            wide10 = colblock(O)
            deep10 = depthblock()
            high10 = rowblock(rows10, (O - 1) // wide10 + 1)
            panels10 = scratch((max(0, (O - 1) // wide10 + 1), C, wide10), dtype)
            # panels10[col_part10, c, o−col_part10·wide10] = ẇ₃[o,c,0]
            launch(_forward_other, (O - 1) // wide10 + 1, C * O, w3_dot, panels10, C, O, wide10)
            line10_last = (rows10 - 1) // L
            launch(_jvp_other4, ((rows10 - 1) // high10 + 1) * ((O - 1) // wide10 + 1), C * L * N * O // 32,
                    x, panels10, skip_dot, skip_dot_part1, N, C, L, O, deep10, high10, line10_last, rows10,
                    wide10)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain6, N * O, C * L * N * O, w3_dot, x, skip_dot, skip_dot_part1, N, C, L, O,
                c_block_last)
    launch(_jvp_part, N * O, L * N * O, a2, skip, y_dot, a2_dot, skip_dot, N, L, O)
