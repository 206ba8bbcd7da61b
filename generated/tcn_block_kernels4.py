"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations(first, last, x_dot, w1, a1_dot_part1, N, C, L, E, K, d, pieces, share, wide):
    """a1_dot_part1[n,o,i] = Σ_{c,u} w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)]"""
    dtype = x_dot.dtype
    T = dtype.type
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
        for turn in range(part * share, min(part * share + share, N)):
            n = turn // (1)
            strip = turn % 1
            # a1_dot_part1[n,o,i] = Σ_{c,u} w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)]
            for o in range(E):
                starts[U(o)] = T(0)
            for c in range(C):
                pad(planes, (c, 0, 0), 0, x_dot, (n, c, d - (K * d)), 0, 1, 1, wide, 0, 1, K * d - d,
                        K * d + L - d)
            correlate(a1_dot_part1, (n, 0, 0), L, 0, 1, starts, (0,), 1, w1, (0, 0, 0), C * K, lefts, planes,
                    (0, 0, 0), 0, rights, K, len(rights), E, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w1, a1_dot_part1, N, C, L, E, K, d, cols2, depth2, pieces2, share2):
    """a1_dot_part1[n,o,i] = Σ_{c,u} w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile2 = np.empty((E, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(E, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # a1_dot_part1[n,o,i] = Σ_{c,u} w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)]
            for o in range(E):
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
                        copy(right2, (inner2 - depth_from2, i + L * line2 - cols_from2), x_dot, (n, c,
                                d + i + d * u - (K * d)), 1, min(L, cols_last2 + 1 - (L * line2)) - i)
                for rows_from2 in range(0, E, 96):
                    rows_last2 = min(E - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // K
                        u = inner2 % K
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w1, (o, c, u), C * K,
                                rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(E, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(E):
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for i in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        a1_dot_part1[U(n), U(o), U(i)] = tile2[U(o), U(i + L * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w1, a1_dot_part1, N, C, L, E, K, d, c_block_last):
    """a1_dot_part1[n,o,i] = Σ_{c,u} w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part9 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // E
        o = task % E
        # a1_dot_part1[n,o,i] = Σ_{c,u} w₁[o,c,u] · ẋ[n, c, i−d·(K−1−u)]
        for i in range(L):
            a1_dot_part1[U(n), U(o), U(i)] = T(0)
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part9[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                for u in range(K):
                    w1_here = w1[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part9[U(i)] += w1_here * x_dot[U(n), U(c), U(d + i + d * u - (K * d))]
            for i in range(L):
                a1_dot_part1[U(n), U(o), U(i)], rest[U(i)] = carried(a1_dot_part1[U(n), U(o), U(i)], rest[U(i)], part9[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w1_dot, b1_dot, x, a1_dot, a1_dot_part1, N, C, L, E, K, d, pieces3,
        share3, wide3):
    """ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + ḃ₁[o] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
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
            # ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + ḃ₁[o] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]
            for o in range(E):
                starts3[U(o)] = T(0)
            for c in range(C):
                pad(planes3, (c, 0, 0), 0, x, (n, c, d - (K * d)), 0, 1, 1, wide3, 0, 1, K * d - d,
                        K * d + L - d)
            correlate(tile3, (0, 0, 0), L, L, 1, starts3, (0,), 1, w1_dot, (0, 0, 0), C * K, lefts3, planes3,
                    (0, 0, 0), 0, rights3, K, len(rights3), E, 1, L)
            for o in range(E):
                b1_dot_here = b1_dot[U(o)]
                for line3 in range(1):
                    for i in range(L):
                        a1_dot[U(n), U(o), U(i)] = (
                            a1_dot_part1[U(n), U(o), U(i)] + b1_dot_here + tile3[U(o), U(line3), U(i)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w1_dot, b1_dot, x, a1_dot, a1_dot_part1, N, C, L, E, K, d, cols4, depth4,
        pieces4, share4):
    """ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + ḃ₁[o] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = w1_dot.dtype
    T = dtype.type
    tile4 = np.empty((E, 384), dtype)
    left4 = np.empty((max(0, min(depth4, 256)), min(E, 96)), dtype)
    right4 = np.empty((max(0, min(depth4, 256)), 384), dtype)
    for part4 in range(first, last):
        for cols_from4 in range(part4 * share4, min(part4 * share4 + share4, cols4), 384):
            cols_last4 = min(cols4 - 1, cols_from4 + 383, part4 * share4 + share4 - 1)
            # ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + ḃ₁[o] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]
            for o in range(E):
                for col4 in range(cols_from4, cols_last4 + 1):
                    tile4[U(o), U(col4 - cols_from4)] = T(0)
            line4_first = cols_from4 // L
            line4_last = cols_last4 // L
            for depth_from4 in range(0, depth4, 256):
                depth_last4 = min(depth4 - 1, depth_from4 + 255)
                for inner4 in range(depth_from4, depth_last4 + 1):
                    for col4 in range(cols_from4, cols_last4 + 1):
                        right4[U(inner4 - depth_from4), U(col4 - cols_from4)] = T(0)
                for inner4 in range(depth_from4, depth_last4 + 1):
                    c = inner4 // K
                    u = inner4 % K
                    for line4 in range(line4_first, min(line4_last + 1, N)):
                        n = line4
                        i = max(0, cols_from4 - (L * line4), K * d - d - (d * u))
                        copy(right4, (inner4 - depth_from4, i + L * line4 - cols_from4), x, (n, c,
                                d + i + d * u - (K * d)), 1, min(L, cols_last4 + 1 - (L * line4)) - i)
                for rows_from4 in range(0, E, 96):
                    rows_last4 = min(E - 1, rows_from4 + 95)
                    for inner4 in range(depth_from4, depth_last4 + 1):
                        c = inner4 // K
                        u = inner4 % K
                        o = rows_from4
                        copy(left4, (inner4 - depth_from4, o - rows_from4), w1_dot, (o, c, u), C * K,
                                rows_last4 + 1 - o)
                    multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), 1, min(E, 96), right4, (0, 0), 384,
                            rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                            depth_last4 + 1 - depth_from4)
            for o in range(E):
                b1_dot_here = b1_dot[U(o)]
                for line4 in range(line4_first, min(line4_last + 1, N)):
                    n = line4
                    for i in range(max(0, cols_from4 - (L * line4)), min(L, cols_last4 + 1 - (L * line4))):
                        a1_dot[U(n), U(o), U(i)] = (
                            a1_dot_part1[U(n), U(o), U(i)]
                            + b1_dot_here
                            + tile4[U(o), U(i + L * line4 - cols_from4)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w1_dot, b1_dot, x, a1_dot, a1_dot_part1, N, C, L, E, K, d, c_block_last):
    """ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + ḃ₁[o] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = w1_dot.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part10 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // E
        o = task % E
        # ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + ḃ₁[o] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i−d·(K−1−u)]
        b1_dot_here = b1_dot[U(o)]
        for i in range(L):
            a1_dot[U(n), U(o), U(i)] = a1_dot_part1[U(n), U(o), U(i)] + b1_dot_here
        for i in range(L):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part10[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                for u in range(K):
                    w1_dot_here = w1_dot[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part10[U(i)] += w1_dot_here * x[U(n), U(c), U(d + i + d * u - (K * d))]
            for i in range(L):
                a1_dot[U(n), U(o), U(i)], rest2[U(i)] = carried(a1_dot[U(n), U(o), U(i)], rest2[U(i)], part10[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks3(first, last, w2, a1, a1_dot, a2_dot_part1, N, L, E, K, O, d, cols5, depth5, pieces5, share5):
    """a2_dot_part1[n,o,i] = Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · {ȧ₁[n, c, i−d·(K−1−u)] if a₁[n, c,
        i−d·(K−1−u)] > 0; 0 if a₁[n, c, i−d·(K−1−u)] ≤ 0; else a₁[n, c, i−d·(K−1−u)]}
    """
    dtype = w2.dtype
    T = dtype.type
    tile5 = np.empty((O, 384), dtype)
    left5 = np.empty((max(0, min(depth5, 256)), min(O, 96)), dtype)
    right5 = np.empty((max(0, min(depth5, 256)), 384), dtype)
    for part5 in range(first, last):
        for cols_from5 in range(part5 * share5, min(part5 * share5 + share5, cols5), 384):
            cols_last5 = min(cols5 - 1, cols_from5 + 383, part5 * share5 + share5 - 1)
            # a2_dot_part1[n,o,i] = Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · {ȧ₁[n, c, i−d·(K−1−u)] if
            #     a₁[n, c, i−d·(K−1−u)] > 0; 0 if a₁[n, c, i−d·(K−1−u)] ≤ 0; else a₁[n, c,
            #     i−d·(K−1−u)]}
            for o in range(O):
                for col5 in range(cols_from5, cols_last5 + 1):
                    tile5[U(o), U(col5 - cols_from5)] = T(0)
            line5_first = cols_from5 // L
            line5_last = cols_last5 // L
            for depth_from5 in range(0, depth5, 256):
                depth_last5 = min(depth5 - 1, depth_from5 + 255)
                for inner5 in range(depth_from5, depth_last5 + 1):
                    for col5 in range(cols_from5, cols_last5 + 1):
                        right5[U(inner5 - depth_from5), U(col5 - cols_from5)] = T(0)
                for inner5 in range(depth_from5, depth_last5 + 1):
                    c = inner5 // K
                    u = inner5 % K
                    for line5 in range(line5_first, min(line5_last + 1, N)):
                        n = line5
                        for i in range(max(0, cols_from5 - (L * line5), K * d - d - (d * u)), min(L,
                                cols_last5 + 1 - (L * line5))):
                            a1_here = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                            a1_dot_here = a1_dot[U(n), U(c), U(d + i + d * u - (K * d))]
                            right5[U(inner5 - depth_from5), U(i + L * line5 - cols_from5)] = select(a1_here > T(0), a1_dot_here, select(T(0) >= a1_here, T(0), a1_here))
                for rows_from5 in range(0, O, 96):
                    rows_last5 = min(O - 1, rows_from5 + 95)
                    for inner5 in range(depth_from5, depth_last5 + 1):
                        c = inner5 // K
                        u = inner5 % K
                        o = rows_from5
                        copy(left5, (inner5 - depth_from5, o - rows_from5), w2, (o, c, u), E * K,
                                rows_last5 + 1 - o)
                    multiply(tile5, (rows_from5, 0), 384, left5, (0, 0), 1, min(O, 96), right5, (0, 0), 384,
                            rows_last5 + 1 - rows_from5, cols_last5 + 1 - cols_from5,
                            depth_last5 + 1 - depth_from5)
            for o in range(O):
                for line5 in range(line5_first, min(line5_last + 1, N)):
                    n = line5
                    for i in range(max(0, cols_from5 - (L * line5)), min(L, cols_last5 + 1 - (L * line5))):
                        a2_dot_part1[U(n), U(o), U(i)] = tile5[U(o), U(i + L * line5 - cols_from5)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain3(first, last, w2, a1, a1_dot, a2_dot_part1, N, L, E, K, O, d, c_block_last):
    """a2_dot_part1[n,o,i] = Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · {ȧ₁[n, c, i−d·(K−1−u)] if a₁[n, c,
        i−d·(K−1−u)] > 0; 0 if a₁[n, c, i−d·(K−1−u)] ≤ 0; else a₁[n, c, i−d·(K−1−u)]}
    """
    dtype = w2.dtype
    T = dtype.type
    rest3 = np.empty(L, dtype)
    part11 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # a2_dot_part1[n,o,i] = Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · {ȧ₁[n, c, i−d·(K−1−u)] if
        #     a₁[n, c, i−d·(K−1−u)] > 0; 0 if a₁[n, c, i−d·(K−1−u)] ≤ 0; else a₁[n, c,
        #     i−d·(K−1−u)]}
        for i in range(L):
            a2_dot_part1[U(n), U(o), U(i)] = T(0)
        for i in range(L):
            rest3[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part11[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_here = w2[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        a1_here2 = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                        a1_dot_here2 = a1_dot[U(n), U(c), U(d + i + d * u - (K * d))]
                        part11[U(i)] += (
                            select(a1_here2 > T(0), a1_dot_here2, select(T(0) >= a1_here2, T(0), a1_here2))
                            * w2_here
                        )
            for i in range(L):
                a2_dot_part1[U(n), U(o), U(i)], rest3[U(i)] = carried(a2_dot_part1[U(n), U(o), U(i)], rest3[U(i)], part11[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, w2_dot, b2_dot, a1, a2_dot, a2_dot_part1, N, L, E, K, O, d, cols6, depth6,
        pieces6, share6):
    """ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + ḃ₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} ẇ₂[o,c,u] · max(0, a₁[n, c,
        i−d·(K−1−u)])
    """
    dtype = w2_dot.dtype
    T = dtype.type
    tile6 = np.empty((O, 384), dtype)
    left6 = np.empty((max(0, min(depth6, 256)), min(O, 96)), dtype)
    right6 = np.empty((max(0, min(depth6, 256)), 384), dtype)
    for part6 in range(first, last):
        for cols_from6 in range(part6 * share6, min(part6 * share6 + share6, cols6), 384):
            cols_last6 = min(cols6 - 1, cols_from6 + 383, part6 * share6 + share6 - 1)
            # ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + ḃ₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} ẇ₂[o,c,u] · max(0,
            #     a₁[n, c, i−d·(K−1−u)])
            for o in range(O):
                for col6 in range(cols_from6, cols_last6 + 1):
                    tile6[U(o), U(col6 - cols_from6)] = T(0)
            line6_first = cols_from6 // L
            line6_last = cols_last6 // L
            for depth_from6 in range(0, depth6, 256):
                depth_last6 = min(depth6 - 1, depth_from6 + 255)
                for inner6 in range(depth_from6, depth_last6 + 1):
                    for col6 in range(cols_from6, cols_last6 + 1):
                        right6[U(inner6 - depth_from6), U(col6 - cols_from6)] = T(0)
                for inner6 in range(depth_from6, depth_last6 + 1):
                    c = inner6 // K
                    u = inner6 % K
                    for line6 in range(line6_first, min(line6_last + 1, N)):
                        n = line6
                        for i in range(max(0, cols_from6 - (L * line6), K * d - d - (d * u)), min(L,
                                cols_last6 + 1 - (L * line6))):
                            a1_here3 = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                            right6[U(inner6 - depth_from6), U(i + L * line6 - cols_from6)] = select(T(0) >= a1_here3, T(0), a1_here3)
                for rows_from6 in range(0, O, 96):
                    rows_last6 = min(O - 1, rows_from6 + 95)
                    for inner6 in range(depth_from6, depth_last6 + 1):
                        c = inner6 // K
                        u = inner6 % K
                        o = rows_from6
                        copy(left6, (inner6 - depth_from6, o - rows_from6), w2_dot, (o, c, u), E * K,
                                rows_last6 + 1 - o)
                    multiply(tile6, (rows_from6, 0), 384, left6, (0, 0), 1, min(O, 96), right6, (0, 0), 384,
                            rows_last6 + 1 - rows_from6, cols_last6 + 1 - cols_from6,
                            depth_last6 + 1 - depth_from6)
            for o in range(O):
                b2_dot_here = b2_dot[U(o)]
                for line6 in range(line6_first, min(line6_last + 1, N)):
                    n = line6
                    for i in range(max(0, cols_from6 - (L * line6)), min(L, cols_last6 + 1 - (L * line6))):
                        a2_dot[U(n), U(o), U(i)] = (
                            a2_dot_part1[U(n), U(o), U(i)]
                            + b2_dot_here
                            + tile6[U(o), U(i + L * line6 - cols_from6)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w2_dot, b2_dot, a1, a2_dot, a2_dot_part1, N, L, E, K, O, d, c_block_last):
    """ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + ḃ₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} ẇ₂[o,c,u] · max(0, a₁[n, c,
        i−d·(K−1−u)])
    """
    dtype = w2_dot.dtype
    T = dtype.type
    rest4 = np.empty(L, dtype)
    part12 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + ḃ₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} ẇ₂[o,c,u] · max(0,
        #     a₁[n, c, i−d·(K−1−u)])
        b2_dot_here = b2_dot[U(o)]
        for i in range(L):
            a2_dot[U(n), U(o), U(i)] = a2_dot_part1[U(n), U(o), U(i)] + b2_dot_here
        for i in range(L):
            rest4[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part12[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_dot_here = w2_dot[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        a1_here4 = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                        part12[U(i)] += select(T(0) >= a1_here4, T(0), a1_here4) * w2_dot_here
            for i in range(L):
                a2_dot[U(n), U(o), U(i)], rest4[U(i)] = carried(a2_dot[U(n), U(o), U(i)], rest4[U(i)], part12[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks5(first, last, x_dot, w3, skip_dot_part1, N, C, L, O, cols7, pieces7, share7):
    """skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile7 = np.empty((O, 384), dtype)
    left7 = np.empty((min(O, 96), min(C, 256)), dtype)
    right7 = np.empty((min(C, 256), 384), dtype)
    for part7 in range(first, last):
        for cols_from7 in range(part7 * share7, min(part7 * share7 + share7, cols7), 384):
            cols_last7 = min(cols7 - 1, cols_from7 + 383, part7 * share7 + share7 - 1)
            # skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]
            for o in range(O):
                for col7 in range(cols_from7, cols_last7 + 1):
                    tile7[U(o), U(col7 - cols_from7)] = T(0)
            line7_first = cols_from7 // L
            line7_last = cols_last7 // L
            for depth_from7 in range(0, C, 256):
                depth_last7 = min(C - 1, depth_from7 + 255)
                for c in range(depth_from7, depth_last7 + 1):
                    for line7 in range(line7_first, min(line7_last + 1, N)):
                        n = line7
                        i = max(0, cols_from7 - (L * line7))
                        copy(right7, (c - depth_from7, i + L * line7 - cols_from7), x_dot, (n, c, i), 1,
                                min(L, cols_last7 + 1 - (L * line7)) - i)
                for rows_from7 in range(0, O, 96):
                    rows_last7 = min(O - 1, rows_from7 + 95)
                    for o in range(rows_from7, rows_last7 + 1):
                        c = depth_from7
                        copy(left7, (o - rows_from7, c - depth_from7), w3, (o, c, 0), 1, depth_last7 + 1 - c)
                    multiply(tile7, (rows_from7, 0), 384, left7, (0, 0), min(C, 256), 1, right7, (0, 0), 384,
                            rows_last7 + 1 - rows_from7, cols_last7 + 1 - cols_from7,
                            depth_last7 + 1 - depth_from7)
            for o in range(O):
                for line7 in range(line7_first, min(line7_last + 1, N)):
                    n = line7
                    for i in range(max(0, cols_from7 - (L * line7)), min(L, cols_last7 + 1 - (L * line7))):
                        skip_dot_part1[U(n), U(o), U(i)] = tile7[U(o), U(i + L * line7 - cols_from7)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain5(first, last, x_dot, w3, skip_dot_part1, N, C, L, O, c_block_last):
    """skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest5 = np.empty(L, dtype)
    part13 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]
        for i in range(L):
            skip_dot_part1[U(n), U(o), U(i)] = T(0)
        for i in range(L):
            rest5[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part13[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for i in range(L):
                    part13[U(i)] += w3_here * x_dot[U(n), U(c), U(i)]
            for i in range(L):
                skip_dot_part1[U(n), U(o), U(i)], rest5[U(i)] = carried(skip_dot_part1[U(n), U(o), U(i)], rest5[U(i)], part13[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks6(first, last, w3_dot, b3_dot, x, skip_dot, skip_dot_part1, N, C, L, O, cols8, pieces8,
        share8):
    """skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]"""
    dtype = w3_dot.dtype
    T = dtype.type
    tile8 = np.empty((O, 384), dtype)
    left8 = np.empty((min(O, 96), min(C, 256)), dtype)
    right8 = np.empty((min(C, 256), 384), dtype)
    for part8 in range(first, last):
        for cols_from8 in range(part8 * share8, min(part8 * share8 + share8, cols8), 384):
            cols_last8 = min(cols8 - 1, cols_from8 + 383, part8 * share8 + share8 - 1)
            # skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]
            for o in range(O):
                for col8 in range(cols_from8, cols_last8 + 1):
                    tile8[U(o), U(col8 - cols_from8)] = T(0)
            line8_first = cols_from8 // L
            line8_last = cols_last8 // L
            for depth_from8 in range(0, C, 256):
                depth_last8 = min(C - 1, depth_from8 + 255)
                for c in range(depth_from8, depth_last8 + 1):
                    for line8 in range(line8_first, min(line8_last + 1, N)):
                        n = line8
                        i = max(0, cols_from8 - (L * line8))
                        copy(right8, (c - depth_from8, i + L * line8 - cols_from8), x, (n, c, i), 1, min(L,
                                cols_last8 + 1 - (L * line8)) - i)
                for rows_from8 in range(0, O, 96):
                    rows_last8 = min(O - 1, rows_from8 + 95)
                    for o in range(rows_from8, rows_last8 + 1):
                        c = depth_from8
                        copy(left8, (o - rows_from8, c - depth_from8), w3_dot, (o, c, 0), 1,
                                depth_last8 + 1 - c)
                    multiply(tile8, (rows_from8, 0), 384, left8, (0, 0), min(C, 256), 1, right8, (0, 0), 384,
                            rows_last8 + 1 - rows_from8, cols_last8 + 1 - cols_from8,
                            depth_last8 + 1 - depth_from8)
            for o in range(O):
                b3_dot_here = b3_dot[U(o)]
                for line8 in range(line8_first, min(line8_last + 1, N)):
                    n = line8
                    for i in range(max(0, cols_from8 - (L * line8)), min(L, cols_last8 + 1 - (L * line8))):
                        skip_dot[U(n), U(o), U(i)] = (
                            b3_dot_here
                            + skip_dot_part1[U(n), U(o), U(i)]
                            + tile8[U(o), U(i + L * line8 - cols_from8)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain6(first, last, w3_dot, b3_dot, x, skip_dot, skip_dot_part1, N, C, L, O, c_block_last):
    """skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]"""
    dtype = w3_dot.dtype
    T = dtype.type
    rest6 = np.empty(L, dtype)
    part14 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]
        b3_dot_here = b3_dot[U(o)]
        for i in range(L):
            skip_dot[U(n), U(o), U(i)] = b3_dot_here + skip_dot_part1[U(n), U(o), U(i)]
        for i in range(L):
            rest6[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part14[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_dot_here = w3_dot[U(o), U(c), 0]
                for i in range(L):
                    part14[U(i)] += w3_dot_here * x[U(n), U(c), U(i)]
            for i in range(L):
                skip_dot[U(n), U(o), U(i)], rest6[U(i)] = carried(skip_dot[U(n), U(o), U(i)], rest6[U(i)], part14[U(i)])


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
    a1_dot_part1 = np.empty((N, E, L), dtype)
    a1_dot = np.empty((N, E, L), dtype)
    a2_dot_part1 = np.empty((N, O, L), dtype)
    a2_dot = np.empty((N, O, L), dtype)
    skip_dot_part1 = np.empty((N, O, L), dtype)
    skip_dot = np.empty((N, O, L), dtype)
    if correlations(L >= K and L >= 4 and 0 >= min(C - 8, E - 32)):
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_jvp_correlations, pieces, C * E * K * L * N // 32, x_dot, w1, a1_dot_part1, N, C, L, E, K, d,
                pieces, share, wide)
    else:
        if blocks(E >= 4 and L * N >= 8 and C * K >= 4):
            cols2 = L * N
            depth2 = C * K
            pieces2 = parts(L * N)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks, pieces2, C * E * K * L * N // 32, x_dot, w1, a1_dot_part1, N, C, L, E, K, d,
                    cols2, depth2, pieces2, share2)
        else:
            c_block_last = (C - 1) // 1024
            launch(_jvp_plain, N * E, C * E * K * L * N, x_dot, w1, a1_dot_part1, N, C, L, E, K, d,
                    c_block_last)
    if correlations(L >= K and L >= 4 and 0 >= min(C - 8, E - 32)):
        wide3 = K * d + L - d
        pieces3 = parts(N)
        share3 = max((N - 1) // pieces3 + 1, 1)
        launch(_jvp_correlations2, pieces3, C * E * K * L * N // 32, w1_dot, b1_dot, x, a1_dot, a1_dot_part1,
                N, C, L, E, K, d, pieces3, share3, wide3)
    else:
        if blocks(E >= 4 and L * N >= 8 and C * K >= 4):
            cols4 = L * N
            depth4 = C * K
            pieces4 = parts(L * N)
            share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks2, pieces4, C * E * K * L * N // 32, w1_dot, b1_dot, x, a1_dot, a1_dot_part1, N,
                    C, L, E, K, d, cols4, depth4, pieces4, share4)
        else:
            c_block_last = (C - 1) // 1024
            launch(_jvp_plain2, N * E, C * E * K * L * N, w1_dot, b1_dot, x, a1_dot, a1_dot_part1, N, C, L, E,
                    K, d, c_block_last)
    if blocks(O >= 4 and L * N >= 8 and E * K >= 4):
        cols5 = L * N
        depth5 = E * K
        pieces5 = parts(L * N)
        share5 = max(((cols5 - 1) // (pieces5 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks3, pieces5, E * K * L * N * O // 32, w2, a1, a1_dot, a2_dot_part1, N, L, E, K, O, d,
                cols5, depth5, pieces5, share5)
    else:
        c_block_last = (E - 1) // 1024
        launch(_jvp_plain3, N * O, E * K * L * N * O, w2, a1, a1_dot, a2_dot_part1, N, L, E, K, O, d,
                c_block_last)
    if blocks(O >= 4 and L * N >= 8 and E * K >= 4):
        cols6 = L * N
        depth6 = E * K
        pieces6 = parts(L * N)
        share6 = max(((cols6 - 1) // (pieces6 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks4, pieces6, E * K * L * N * O // 32, w2_dot, b2_dot, a1, a2_dot, a2_dot_part1, N, L,
                E, K, O, d, cols6, depth6, pieces6, share6)
    else:
        c_block_last = (E - 1) // 1024
        launch(_jvp_plain4, N * O, E * K * L * N * O, w2_dot, b2_dot, a1, a2_dot, a2_dot_part1, N, L, E, K, O,
                d, c_block_last)
    if blocks(O >= 4 and L * N >= 8 and C >= 4):
        cols7 = L * N
        pieces7 = parts(L * N)
        share7 = max(((cols7 - 1) // (pieces7 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks5, pieces7, C * L * N * O // 32, x_dot, w3, skip_dot_part1, N, C, L, O, cols7,
                pieces7, share7)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain5, N * O, C * L * N * O, x_dot, w3, skip_dot_part1, N, C, L, O, c_block_last)
    if blocks(O >= 4 and L * N >= 8 and C >= 4):
        cols8 = L * N
        pieces8 = parts(L * N)
        share8 = max(((cols8 - 1) // (pieces8 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks6, pieces8, C * L * N * O // 32, w3_dot, b3_dot, x, skip_dot, skip_dot_part1, N, C,
                L, O, cols8, pieces8, share8)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain6, N * O, C * L * N * O, w3_dot, b3_dot, x, skip_dot, skip_dot_part1, N, C, L, O,
                c_block_last)
    launch(_jvp_part, N * O, L * N * O, a2, skip, y_dot, a2_dot, skip_dot, N, L, O)
