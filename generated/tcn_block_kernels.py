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
        for turn in range(part * share, min(part * share + share, N)):
            n = turn // (1)
            strip = turn % 1
            # a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
            for o in range(E):
                starts[U(o)] = b1[U(o)]
            for c in range(C):
                pad(planes, (c, 0, 0), 0, x, (n, c, d - (K * d)), 0, 1, 1, wide, 0, 1, K * d - d,
                        K * d + L - d)
            correlate(a1, (n, 0, 0), L, 0, 1, starts, (0,), 1, w1, (0, 0, 0), C * K, lefts, planes, (0, 0, 0),
                    0, rights, K, len(rights), E, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w1, b1, a1, N, C, L, E, K, d, cols2, depth2, pieces2, share2):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    tile2 = np.empty((E, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(E, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
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
                        copy(right2, (inner2 - depth_from2, i + L * line2 - cols_from2), x, (n, c,
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
                b1_here = b1[U(o)]
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for i in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        a1[U(n), U(o), U(i)] = b1_here + tile2[U(o), U(i + L * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w1, b1, a1, N, C, L, E, K, d, c_block_last):
    """a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part5 = np.empty(L, dtype)
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
                part5[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                for u in range(K):
                    w1_here = w1[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part5[U(i)] += w1_here * x[U(n), U(c), U(d + i + d * u - (K * d))]
            for i in range(L):
                a1[U(n), U(o), U(i)], rest[U(i)] = carried(a1[U(n), U(o), U(i)], rest[U(i)], part5[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, w2, b2, a1, a2, N, L, E, K, O, d, cols3, depth3, pieces3, share3):
    """a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · max(0, a₁[n, c, i−d·(K−1−u)])"""
    dtype = w2.dtype
    T = dtype.type
    tile3 = np.empty((O, 384), dtype)
    left3 = np.empty((max(0, min(depth3, 256)), min(O, 96)), dtype)
    right3 = np.empty((max(0, min(depth3, 256)), 384), dtype)
    for part3 in range(first, last):
        for cols_from3 in range(part3 * share3, min(part3 * share3 + share3, cols3), 384):
            cols_last3 = min(cols3 - 1, cols_from3 + 383, part3 * share3 + share3 - 1)
            # a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · max(0, a₁[n, c,
            #     i−d·(K−1−u)])
            for o in range(O):
                for col3 in range(cols_from3, cols_last3 + 1):
                    tile3[U(o), U(col3 - cols_from3)] = T(0)
            line3_first = cols_from3 // L
            line3_last = cols_last3 // L
            for depth_from3 in range(0, depth3, 256):
                depth_last3 = min(depth3 - 1, depth_from3 + 255)
                for inner3 in range(depth_from3, depth_last3 + 1):
                    for col3 in range(cols_from3, cols_last3 + 1):
                        right3[U(inner3 - depth_from3), U(col3 - cols_from3)] = T(0)
                for inner3 in range(depth_from3, depth_last3 + 1):
                    c = inner3 // K
                    u = inner3 % K
                    for line3 in range(line3_first, min(line3_last + 1, N)):
                        n = line3
                        for i in range(max(0, cols_from3 - (L * line3), K * d - d - (d * u)), min(L,
                                cols_last3 + 1 - (L * line3))):
                            a1_here = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                            right3[U(inner3 - depth_from3), U(i + L * line3 - cols_from3)] = select(T(0) >= a1_here, T(0), a1_here)
                for rows_from3 in range(0, O, 96):
                    rows_last3 = min(O - 1, rows_from3 + 95)
                    for inner3 in range(depth_from3, depth_last3 + 1):
                        c = inner3 // K
                        u = inner3 % K
                        o = rows_from3
                        copy(left3, (inner3 - depth_from3, o - rows_from3), w2, (o, c, u), E * K,
                                rows_last3 + 1 - o)
                    multiply(tile3, (rows_from3, 0), 384, left3, (0, 0), 1, min(O, 96), right3, (0, 0), 384,
                            rows_last3 + 1 - rows_from3, cols_last3 + 1 - cols_from3,
                            depth_last3 + 1 - depth_from3)
            for o in range(O):
                b2_here = b2[U(o)]
                for line3 in range(line3_first, min(line3_last + 1, N)):
                    n = line3
                    for i in range(max(0, cols_from3 - (L * line3)), min(L, cols_last3 + 1 - (L * line3))):
                        a2[U(n), U(o), U(i)] = b2_here + tile3[U(o), U(i + L * line3 - cols_from3)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, w2, b2, a1, a2, N, L, E, K, O, d, c_block_last):
    """a₂[n,o,i] = b₂[o] + Σ_{c,u : i+d·u+d ≥ d·K} w₂[o,c,u] · max(0, a₁[n, c, i−d·(K−1−u)])"""
    dtype = w2.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part6 = np.empty(L, dtype)
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
                part6[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_here = w2[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        a1_here2 = a1[U(n), U(c), U(d + i + d * u - (K * d))]
                        part6[U(i)] += select(T(0) >= a1_here2, T(0), a1_here2) * w2_here
            for i in range(L):
                a2[U(n), U(o), U(i)], rest2[U(i)] = carried(a2[U(n), U(o), U(i)], rest2[U(i)], part6[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks3(first, last, x, w3, b3, skip, N, C, L, O, cols4, pieces4, share4):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    T = dtype.type
    tile4 = np.empty((O, 384), dtype)
    left4 = np.empty((min(O, 96), min(C, 256)), dtype)
    right4 = np.empty((min(C, 256), 384), dtype)
    for part4 in range(first, last):
        for cols_from4 in range(part4 * share4, min(part4 * share4 + share4, cols4), 384):
            cols_last4 = min(cols4 - 1, cols_from4 + 383, part4 * share4 + share4 - 1)
            # skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
            for o in range(O):
                for col4 in range(cols_from4, cols_last4 + 1):
                    tile4[U(o), U(col4 - cols_from4)] = T(0)
            line4_first = cols_from4 // L
            line4_last = cols_last4 // L
            for depth_from4 in range(0, C, 256):
                depth_last4 = min(C - 1, depth_from4 + 255)
                for c in range(depth_from4, depth_last4 + 1):
                    for line4 in range(line4_first, min(line4_last + 1, N)):
                        n = line4
                        i = max(0, cols_from4 - (L * line4))
                        copy(right4, (c - depth_from4, i + L * line4 - cols_from4), x, (n, c, i), 1, min(L,
                                cols_last4 + 1 - (L * line4)) - i)
                for rows_from4 in range(0, O, 96):
                    rows_last4 = min(O - 1, rows_from4 + 95)
                    for o in range(rows_from4, rows_last4 + 1):
                        c = depth_from4
                        copy(left4, (o - rows_from4, c - depth_from4), w3, (o, c, 0), 1, depth_last4 + 1 - c)
                    multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), min(C, 256), 1, right4, (0, 0), 384,
                            rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                            depth_last4 + 1 - depth_from4)
            for o in range(O):
                b3_here = b3[U(o)]
                for line4 in range(line4_first, min(line4_last + 1, N)):
                    n = line4
                    for i in range(max(0, cols_from4 - (L * line4)), min(L, cols_last4 + 1 - (L * line4))):
                        skip[U(n), U(o), U(i)] = b3_here + tile4[U(o), U(i + L * line4 - cols_from4)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain3(first, last, x, w3, b3, skip, N, C, L, O, c_block_last):
    """skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]"""
    dtype = x.dtype
    T = dtype.type
    rest3 = np.empty(L, dtype)
    part7 = np.empty(L, dtype)
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
                part7[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for i in range(L):
                    part7[U(i)] += w3_here * x[U(n), U(c), U(i)]
            for i in range(L):
                skip[U(n), U(o), U(i)], rest3[U(i)] = carried(skip[U(n), U(o), U(i)], rest3[U(i)], part7[U(i)])


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
    skip[n,o,i] = b₃[o] + Σ_{c,u} w₃[o,c,u] · x[n, c, i+u]
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    y[n,o,a] = {both[n,o,a] if both[n,o,a] > 0; else 0}

    Operations: C·E·K·L·N + E·K·L·N·O + C·L·N·O multiplications, C·E·K·L·N + E·K·L·N·O + C·L·N·O + L·N·O
        additions, terms that a condition drops counted.
    """
    if correlations(L >= K and L >= 4 and 0 >= min(C - 8, E - 32)):
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, C * E * K * L * N // 32, x, w1, b1, a1, N, C, L, E, K, d,
                pieces, share, wide)
    else:
        if blocks(E >= 4 and L * N >= 8 and C * K >= 4):
            cols2 = L * N
            depth2 = C * K
            pieces2 = parts(L * N)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_forward_blocks, pieces2, C * E * K * L * N // 32, x, w1, b1, a1, N, C, L, E, K, d, cols2,
                    depth2, pieces2, share2)
        else:
            c_block_last = (C - 1) // 1024
            launch(_forward_plain, N * E, C * E * K * L * N, x, w1, b1, a1, N, C, L, E, K, d, c_block_last)
    if blocks(O >= 4 and L * N >= 8 and E * K >= 4):
        cols3 = L * N
        depth3 = E * K
        pieces3 = parts(L * N)
        share3 = max(((cols3 - 1) // (pieces3 * 64)) * 64 + 64, 1)
        launch(_forward_blocks2, pieces3, E * K * L * N * O // 32, w2, b2, a1, a2, N, L, E, K, O, d, cols3,
                depth3, pieces3, share3)
    else:
        c_block_last = (E - 1) // 1024
        launch(_forward_plain2, N * O, E * K * L * N * O, w2, b2, a1, a2, N, L, E, K, O, d, c_block_last)
    if blocks(O >= 4 and L * N >= 8 and C >= 4):
        cols4 = L * N
        pieces4 = parts(L * N)
        share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
        launch(_forward_blocks3, pieces4, C * L * N * O // 32, x, w3, b3, skip, N, C, L, O, cols4, pieces4,
                share4)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_plain3, N * O, C * L * N * O, x, w3, b3, skip, N, C, L, O, c_block_last)
    launch(_forward_part, N * O, L * N * O, y, a2, skip, N, L, O)


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
    tile = np.empty((E, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(E, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for part in range(first, last):
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
                            a2_here = a2[U(n), U(o), U(K * d + a - d - (d * u))]
                            skip_here = skip[U(n), U(o), U(K * d + a - d - (d * u))]
                            dy_here = dy[U(n), U(o), U(K * d + a - d - (d * u))]
                            right[U(inner - depth_from), U(a + L * line - cols_from)] = select(
                                a2_here > T(0) and select(T(0) >= a2_here, T(0), a2_here) + skip_here > T(0),
                                dy_here,
                                select(T(0) >= a2_here, T(0), select(T(0) >= select(T(0) >= a2_here, T(0),
                                        a2_here) + skip_here, T(0), select(T(0) >= a2_here, T(0),
                                        a2_here) + a2_here + skip_here)),
                            )
                for rows_from in range(0, E, 96):
                    rows_last = min(E - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        o = inner // K
                        u = inner % K
                        e = rows_from
                        copy(left, (inner - depth_from, e - rows_from), w2, (o, e, u), K, rows_last + 1 - e)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(E, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for e in range(E):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for a in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        a1_here = a1[U(n), U(e), U(a)]
                        da1[U(n), U(e), U(a)] = (
                            select(a1_here > T(0), T(1), select(T(0) >= a1_here, T(0), a1_here))
                            * tile[U(e), U(a + L * line - cols_from)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da1_plain(first, last, dy, w2, a1, a2, skip, da1, N, L, E, K, O, d, o_block_last):
    """da₁[n,e,a] = {1 if a₁[n,e,a] > 0; 0 if a₁[n,e,a] ≤ 0; else a₁[n,e,a]} · Σ_{o,u : d·u+d+L > a+d·K}
        w₂[o,e,u] · {dy[n, o, a+d·(K−1−u)] if a₂[n, o, a+d·(K−1−u)] > 0, skip[n, o, a+d·(K−1−u)] + max(0,
        a₂[n, o, a+d·(K−1−u)]) > 0; 0 if a₂[n, o, a+d·(K−1−u)] ≤ 0; 0 if skip[n, o, a+d·(K−1−u)] + max(0,
        a₂[n, o, a+d·(K−1−u)]) ≤ 0; else a₂[n, o, a+d·(K−1−u)] + skip[n, o, a+d·(K−1−u)] + max(0, a₂[n, o,
        a+d·(K−1−u)])}
    """
    dtype = dy.dtype
    T = dtype.type
    row = np.empty(L, dtype)
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // E
        e = task % E
        # da₁[n,e,a], as written above
        for a in range(L):
            row[U(a)] = T(0)
        for a in range(L):
            rest[U(a)] = T(0)
        for o_block in range(o_block_last + 1):
            for a in range(L):
                part2[U(a)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                for u in range(K):
                    w2_here = w2[U(o), U(e), U(u)]
                    for a in range(min(L, L + d + d * u - (K * d))):
                        a2_here2 = a2[U(n), U(o), U(K * d + a - d - (d * u))]
                        skip_here2 = skip[U(n), U(o), U(K * d + a - d - (d * u))]
                        dy_here2 = dy[U(n), U(o), U(K * d + a - d - (d * u))]
                        part2[U(a)] += (
                            select(
                                a2_here2 > T(0)
                                and select(T(0) >= a2_here2, T(0), a2_here2) + skip_here2 > T(0),
                                dy_here2,
                                select(T(0) >= a2_here2, T(0), select(T(0) >= select(T(0) >= a2_here2, T(0),
                                        a2_here2) + skip_here2, T(0), select(T(0) >= a2_here2, T(0),
                                        a2_here2) + a2_here2 + skip_here2)),
                            )
                            * w2_here
                        )
            for a in range(L):
                row[U(a)], rest[U(a)] = carried(row[U(a)], rest[U(a)], part2[U(a)])
        for a in range(L):
            a1_here2 = a1[U(n), U(e), U(a)]
            da1[U(n), U(e), U(a)] = (
                select(a1_here2 > T(0), T(1), select(T(0) >= a1_here2, T(0), a1_here2)) * row[U(a)]
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
        o_block_last = (O - 1) // 1024
        launch(_shared_da1_plain, N * E, E * K * L * N * O, dy, w2, a1, a2, skip, da1, N, L, E, K, O, d,
                o_block_last)
