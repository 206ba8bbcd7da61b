"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried
from .threads import launch
from .tiles import tiled
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_part(first, last, b1_dot, a1_dot, a1_dot_part1, N, L, E):
    for task in range(first, last):
        n = task // E
        o = task % E
        b1_dot_here = b1_dot[U(o)]
        for i in range(L):
            a1_dot[U(n), U(o), U(i)] = a1_dot[U(n), U(o), U(i)] + a1_dot_part1[U(n), U(o), U(i)] + b1_dot_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_blocks(first, last, w2, a1, a1_dot, a2_dot_part1, N, L, E, K, O, cols, depth, pieces,
        share):
    """a2_dot_part1[n,o,i] = Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · {ȧ₁[n, c, i+u−K+1] if a₁[n, c, i+u−K+1] > 0; 0
        if a₁[n, c, i+u−K+1] ≤ 0; else a₁[n, c, i+u−K+1]}
    """
    dtype = w2.dtype
    T = dtype.type
    tile = np.empty((O, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(O, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # a2_dot_part1[n,o,i] = Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · {ȧ₁[n, c, i+u−K+1] if a₁[n, c,
            #     i+u−K+1] > 0; 0 if a₁[n, c, i+u−K+1] ≤ 0; else a₁[n, c, i+u−K+1]}
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
                            a1_here = a1[U(n), U(c), U(i + u + 1 - K)]
                            a1_dot_here = a1_dot[U(n), U(c), U(i + u + 1 - K)]
                            right[U(inner - depth_from), U(i + L * line - cols_from)] = select(a1_here > T(0), a1_dot_here, select(T(0) >= a1_here, T(0), a1_here))
                for rows_from in range(0, O, 96):
                    rows_last = min(O - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        c = inner // K
                        u = inner % K
                        o = rows_from
                        copy(left, (inner - depth_from, o - rows_from), w2, (o, c, u), E * K,
                                rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(O, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(O):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for i in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        a2_dot_part1[U(n), U(o), U(i)] = tile[U(o), U(i + L * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_plain(first, last, w2, a1, a1_dot, a2_dot_part1, N, L, E, K, O, c_block_last):
    """a2_dot_part1[n,o,i] = Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · {ȧ₁[n, c, i+u−K+1] if a₁[n, c, i+u−K+1] > 0; 0
        if a₁[n, c, i+u−K+1] ≤ 0; else a₁[n, c, i+u−K+1]}
    """
    dtype = w2.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part5 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # a2_dot_part1[n,o,i] = Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · {ȧ₁[n, c, i+u−K+1] if a₁[n, c,
        #     i+u−K+1] > 0; 0 if a₁[n, c, i+u−K+1] ≤ 0; else a₁[n, c, i+u−K+1]}
        for i in range(L):
            a2_dot_part1[U(n), U(o), U(i)] = T(0)
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part5[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_here = w2[U(o), U(c), U(u)]
                    for i in range(max(0, K - u - 1), L):
                        a1_here2 = a1[U(n), U(c), U(i + u + 1 - K)]
                        a1_dot_here2 = a1_dot[U(n), U(c), U(i + u + 1 - K)]
                        part5[U(i)] += (
                            select(a1_here2 > T(0), a1_dot_here2, select(T(0) >= a1_here2, T(0), a1_here2))
                            * w2_here
                        )
            for i in range(L):
                a2_dot_part1[U(n), U(o), U(i)], rest[U(i)] = carried(a2_dot_part1[U(n), U(o), U(i)], rest[U(i)], part5[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_blocks2(first, last, w2_dot, b2_dot, a1, a2_dot, a2_dot_part1, N, L, E, K, O, cols2, depth2,
        pieces2, share2):
    """ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + ḃ₂[o] + Σ_{c,u : i+u+1 ≥ K} ẇ₂[o,c,u] · max(0, a₁[n, c, i+u−K+1])"""
    dtype = w2_dot.dtype
    T = dtype.type
    tile2 = np.empty((O, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(O, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + ḃ₂[o] + Σ_{c,u : i+u+1 ≥ K} ẇ₂[o,c,u] · max(0,
            #     a₁[n, c, i+u−K+1])
            for o in range(O):
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
                        for i in range(max(0, cols_from2 - (L * line2), K - u - 1), min(L,
                                cols_last2 + 1 - (L * line2))):
                            a1_here3 = a1[U(n), U(c), U(i + u + 1 - K)]
                            right2[U(inner2 - depth_from2), U(i + L * line2 - cols_from2)] = select(T(0) >= a1_here3, T(0), a1_here3)
                for rows_from2 in range(0, O, 96):
                    rows_last2 = min(O - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // K
                        u = inner2 % K
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w2_dot, (o, c, u), E * K,
                                rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(O, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(O):
                b2_dot_here = b2_dot[U(o)]
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for i in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        a2_dot[U(n), U(o), U(i)] = (
                            a2_dot_part1[U(n), U(o), U(i)]
                            + b2_dot_here
                            + tile2[U(o), U(i + L * line2 - cols_from2)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_plain2(first, last, w2_dot, b2_dot, a1, a2_dot, a2_dot_part1, N, L, E, K, O, c_block_last):
    """ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + ḃ₂[o] + Σ_{c,u : i+u+1 ≥ K} ẇ₂[o,c,u] · max(0, a₁[n, c, i+u−K+1])"""
    dtype = w2_dot.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part6 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + ḃ₂[o] + Σ_{c,u : i+u+1 ≥ K} ẇ₂[o,c,u] · max(0,
        #     a₁[n, c, i+u−K+1])
        b2_dot_here = b2_dot[U(o)]
        for i in range(L):
            a2_dot[U(n), U(o), U(i)] = a2_dot_part1[U(n), U(o), U(i)] + b2_dot_here
        for i in range(L):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part6[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_dot_here = w2_dot[U(o), U(c), U(u)]
                    for i in range(max(0, K - u - 1), L):
                        a1_here4 = a1[U(n), U(c), U(i + u + 1 - K)]
                        part6[U(i)] += select(T(0) >= a1_here4, T(0), a1_here4) * w2_dot_here
            for i in range(L):
                a2_dot[U(n), U(o), U(i)], rest2[U(i)] = carried(a2_dot[U(n), U(o), U(i)], rest2[U(i)], part6[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_blocks3(first, last, x_dot, w3, skip_dot_part1, N, C, L, O, cols3, pieces3, share3):
    """skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile3 = np.empty((O, 384), dtype)
    left3 = np.empty((min(O, 96), min(C, 256)), dtype)
    right3 = np.empty((min(C, 256), 384), dtype)
    for part3 in range(first, last):
        for cols_from3 in range(part3 * share3, min(part3 * share3 + share3, cols3), 384):
            cols_last3 = min(cols3 - 1, cols_from3 + 383, part3 * share3 + share3 - 1)
            # skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]
            for o in range(O):
                for col3 in range(cols_from3, cols_last3 + 1):
                    tile3[U(o), U(col3 - cols_from3)] = T(0)
            line3_first = cols_from3 // L
            line3_last = cols_last3 // L
            for depth_from3 in range(0, C, 256):
                depth_last3 = min(C - 1, depth_from3 + 255)
                for c in range(depth_from3, depth_last3 + 1):
                    for line3 in range(line3_first, min(line3_last + 1, N)):
                        n = line3
                        i = max(0, cols_from3 - (L * line3))
                        copy(right3, (c - depth_from3, i + L * line3 - cols_from3), x_dot, (n, c, i), 1,
                                min(L, cols_last3 + 1 - (L * line3)) - i)
                for rows_from3 in range(0, O, 96):
                    rows_last3 = min(O - 1, rows_from3 + 95)
                    for o in range(rows_from3, rows_last3 + 1):
                        c = depth_from3
                        copy(left3, (o - rows_from3, c - depth_from3), w3, (o, c, 0), 1, depth_last3 + 1 - c)
                    multiply(tile3, (rows_from3, 0), 384, left3, (0, 0), min(C, 256), 1, right3, (0, 0), 384,
                            rows_last3 + 1 - rows_from3, cols_last3 + 1 - cols_from3,
                            depth_last3 + 1 - depth_from3)
            for o in range(O):
                for line3 in range(line3_first, min(line3_last + 1, N)):
                    n = line3
                    for i in range(max(0, cols_from3 - (L * line3)), min(L, cols_last3 + 1 - (L * line3))):
                        skip_dot_part1[U(n), U(o), U(i)] = tile3[U(o), U(i + L * line3 - cols_from3)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_plain3(first, last, x_dot, w3, skip_dot_part1, N, C, L, O, c_block_last):
    """skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest3 = np.empty(L, dtype)
    part7 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]
        for i in range(L):
            skip_dot_part1[U(n), U(o), U(i)] = T(0)
        for i in range(L):
            rest3[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part7[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for i in range(L):
                    part7[U(i)] += w3_here * x_dot[U(n), U(c), U(i)]
            for i in range(L):
                skip_dot_part1[U(n), U(o), U(i)], rest3[U(i)] = carried(skip_dot_part1[U(n), U(o), U(i)], rest3[U(i)], part7[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_blocks4(first, last, w3_dot, b3_dot, x, skip_dot, skip_dot_part1, N, C, L, O, cols4,
        pieces4, share4):
    """skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]"""
    dtype = w3_dot.dtype
    T = dtype.type
    tile4 = np.empty((O, 384), dtype)
    left4 = np.empty((min(O, 96), min(C, 256)), dtype)
    right4 = np.empty((min(C, 256), 384), dtype)
    for part4 in range(first, last):
        for cols_from4 in range(part4 * share4, min(part4 * share4 + share4, cols4), 384):
            cols_last4 = min(cols4 - 1, cols_from4 + 383, part4 * share4 + share4 - 1)
            # skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]
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
                        copy(left4, (o - rows_from4, c - depth_from4), w3_dot, (o, c, 0), 1,
                                depth_last4 + 1 - c)
                    multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), min(C, 256), 1, right4, (0, 0), 384,
                            rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                            depth_last4 + 1 - depth_from4)
            for o in range(O):
                b3_dot_here = b3_dot[U(o)]
                for line4 in range(line4_first, min(line4_last + 1, N)):
                    n = line4
                    for i in range(max(0, cols_from4 - (L * line4)), min(L, cols_last4 + 1 - (L * line4))):
                        skip_dot[U(n), U(o), U(i)] = (
                            b3_dot_here
                            + skip_dot_part1[U(n), U(o), U(i)]
                            + tile4[U(o), U(i + L * line4 - cols_from4)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_plain4(first, last, w3_dot, b3_dot, x, skip_dot, skip_dot_part1, N, C, L, O, c_block_last):
    """skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]"""
    dtype = w3_dot.dtype
    T = dtype.type
    rest4 = np.empty(L, dtype)
    part8 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]
        b3_dot_here = b3_dot[U(o)]
        for i in range(L):
            skip_dot[U(n), U(o), U(i)] = b3_dot_here + skip_dot_part1[U(n), U(o), U(i)]
        for i in range(L):
            rest4[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part8[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_dot_here = w3_dot[U(o), U(c), 0]
                for i in range(L):
                    part8[U(i)] += w3_dot_here * x[U(n), U(c), U(i)]
            for i in range(L):
                skip_dot[U(n), U(o), U(i)], rest4[U(i)] = carried(skip_dot[U(n), U(o), U(i)], rest4[U(i)], part8[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_part2(first, last, a2, skip, y_dot, a2_dot, skip_dot, N, L, O):
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


def _jvp_winograd(x_dot, w1_dot, b1_dot, w2_dot, b2_dot, w3_dot, b3_dot, x, w1, w2, w3, a1, a2, skip, y_dot,
        N, C, L, E, K, O):
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

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = y_dot.dtype
    a1_dot_part1 = np.empty((N, E, L), dtype)
    a1_dot = np.empty((N, E, L), dtype)
    a2_dot_part1 = np.empty((N, O, L), dtype)
    a2_dot = np.empty((N, O, L), dtype)
    skip_dot_part1 = np.empty((N, O, L), dtype)
    skip_dot = np.empty((N, O, L), dtype)
    # a1_dot_part1[n,o,i] = Σ_{c,u} w₁[o,c,u] · ẋ[n, c, i+u−K+1]
    tiled(a1_dot_part1, (0, 0, 0), (E * L, L, 1), w1, (0, 0, 0), (C * K, K, 1), x_dot, (0, 0, 0), (C * L, L,
            1), (N, E, C, L, K, L), (K - 1,))
    # ȧ₁[n,o,i] = a1_dot_part1[n,o,i] + ḃ₁[o] + Σ_{c,u} ẇ₁[o,c,u] · x[n, c, i+u−K+1]
    tiled(a1_dot, (0, 0, 0), (E * L, L, 1), w1_dot, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1), (N,
            E, C, L, K, L), (K - 1,))
    launch(_jvp_winograd_part, N * E, E * L * N, b1_dot, a1_dot, a1_dot_part1, N, L, E)
    if blocks(O >= 4 and L * N >= 8 and E * K >= 4):
        cols = L * N
        depth = E * K
        pieces = parts(L * N)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_winograd_blocks, pieces, E * K * L * N * O // 32, w2, a1, a1_dot, a2_dot_part1, N, L, E,
                K, O, cols, depth, pieces, share)
    else:
        c_block_last = (E - 1) // 1024
        launch(_jvp_winograd_plain, N * O, E * K * L * N * O, w2, a1, a1_dot, a2_dot_part1, N, L, E, K, O,
                c_block_last)
    if blocks(O >= 4 and L * N >= 8 and E * K >= 4):
        cols2 = L * N
        depth2 = E * K
        pieces2 = parts(L * N)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_winograd_blocks2, pieces2, E * K * L * N * O // 32, w2_dot, b2_dot, a1, a2_dot,
                a2_dot_part1, N, L, E, K, O, cols2, depth2, pieces2, share2)
    else:
        c_block_last = (E - 1) // 1024
        launch(_jvp_winograd_plain2, N * O, E * K * L * N * O, w2_dot, b2_dot, a1, a2_dot, a2_dot_part1, N, L,
                E, K, O, c_block_last)
    if blocks(O >= 4 and L * N >= 8 and C >= 4):
        cols3 = L * N
        pieces3 = parts(L * N)
        share3 = max(((cols3 - 1) // (pieces3 * 64)) * 64 + 64, 1)
        launch(_jvp_winograd_blocks3, pieces3, C * L * N * O // 32, x_dot, w3, skip_dot_part1, N, C, L, O,
                cols3, pieces3, share3)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_winograd_plain3, N * O, C * L * N * O, x_dot, w3, skip_dot_part1, N, C, L, O,
                c_block_last)
    if blocks(O >= 4 and L * N >= 8 and C >= 4):
        cols4 = L * N
        pieces4 = parts(L * N)
        share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
        launch(_jvp_winograd_blocks4, pieces4, C * L * N * O // 32, w3_dot, b3_dot, x, skip_dot,
                skip_dot_part1, N, C, L, O, cols4, pieces4, share4)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_winograd_plain4, N * O, C * L * N * O, w3_dot, b3_dot, x, skip_dot, skip_dot_part1, N, C,
                L, O, c_block_last)
    launch(_jvp_winograd_part2, N * O, L * N * O, a2, skip, y_dot, a2_dot, skip_dot, N, L, O)
