"""The kernels of tcn_block; tcn_block.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 2b9438bf568855d6.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried
from .threads import launch
from .tiles import tiled
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

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
def _jvp_winograd_blocks(first, last, a1, a1_dot, panels, N, L, E, K, cols, depth, line_last, wide):
    """panels[col_part, c·K+u, n·L+i−col_part·wide] = [i + u + 1 ≥ K] · {ȧ₁[n, c, i+u−K+1] if a₁[n, c,
        i+u−K+1] > 0; 0 if a₁[n, c, i+u−K+1] ≤ 0; else a₁[n, c, i+u−K+1]}
    """
    dtype = a1.dtype
    T = dtype.type
    for col_part in range(first, last):
        # panels[col_part, c·K+u, n·L+i−col_part·wide] = [i + u + 1 ≥ K] · {ȧ₁[n, c, i+u−K+1]
        #     if a₁[n, c, i+u−K+1] > 0; 0 if a₁[n, c, i+u−K+1] ≤ 0; else a₁[n, c, i+u−K+1]}
        for inner in range(depth):
            for col in range(col_part * wide, min(col_part * wide + wide, cols)):
                panels[U(col_part), U(inner), U(col - (col_part * wide))] = T(0)
        line_first = col_part * wide // L
        line_last2 = (col_part * wide + wide - 1) // L
        for inner in range(depth):
            c = inner // K
            u = inner % K
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N)):
                n = line
                for i in range(max(0, col_part * wide - (L * line), K - u - 1), min(L, cols - (L * line),
                        col_part * wide + wide - (L * line))):
                    a1_here = a1[U(n), U(c), U(i + u + 1 - K)]
                    a1_dot_here = a1_dot[U(n), U(c), U(i + u + 1 - K)]
                    panels[U(col_part), U(inner), U(i + L * line - (col_part * wide))] = select(a1_here > T(0), a1_dot_here, select(T(0) >= a1_here, T(0), a1_here))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_blocks2(first, last, w2, a2_dot_part1, panels, N, L, E, K, O, cols, deep, depth, high,
        line_last, wide):
    """a2_dot_part1[n,o,i] = Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · {ȧ₁[n, c, i+u−K+1] if a₁[n, c, i+u−K+1] > 0; 0
        if a₁[n, c, i+u−K+1] ≤ 0; else a₁[n, c, i+u−K+1]}
    """
    dtype = w2.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        row_part = task // (((cols - 1) // wide + 1))
        col_part = task % ((cols - 1) // wide + 1)
        # a2_dot_part1[n,o,i] = Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · {ȧ₁[n, c, i+u−K+1] if a₁[n, c,
        #     i+u−K+1] > 0; 0 if a₁[n, c, i+u−K+1] ≤ 0; else a₁[n, c, i+u−K+1]}
        for o in range(high * row_part, min(O, high + high * row_part)):
            row_at[U(o - (high * row_part))] = E * K * o
        for c in range(E):
            for u in range(K):
                left_at[U(K * c + u)] = K * c + u
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, w2, row_at, left_at, panels, col_part * depth * wide, right_at, min(high,
                O - (high * row_part)), min(wide, cols - (col_part * wide)), 0, depth, deep)
        line_first2 = col_part * wide // L
        line_last3 = (col_part * wide + wide - 1) // L
        for o in range(high * row_part, min(high + high * row_part, O)):
            for line in range(line_first2, min(line_last3 + 1, line_last + 1, N)):
                n = line
                for i in range(max(0, col_part * wide - (L * line)), min(L, cols - (L * line),
                        col_part * wide + wide - (L * line))):
                    a2_dot_part1[U(n), U(o), U(i)] = tile[U(o - (high * row_part)), U(i + L * line - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_plain(first, last, w2, a1, a1_dot, a2_dot_part1, N, L, E, K, O, c_block_last):
    """a2_dot_part1[n,o,i] = Σ_{c,u : i+u+1 ≥ K} w₂[o,c,u] · {ȧ₁[n, c, i+u−K+1] if a₁[n, c, i+u−K+1] > 0; 0
        if a₁[n, c, i+u−K+1] ≤ 0; else a₁[n, c, i+u−K+1]}
    """
    dtype = w2.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part = np.empty(L, dtype)
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
                part[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_here = w2[U(o), U(c), U(u)]
                    for i in range(max(0, K - u - 1), L):
                        a1_here2 = a1[U(n), U(c), U(i + u + 1 - K)]
                        a1_dot_here2 = a1_dot[U(n), U(c), U(i + u + 1 - K)]
                        part[U(i)] += (
                            select(a1_here2 > T(0), a1_dot_here2, select(T(0) >= a1_here2, T(0), a1_here2))
                            * w2_here
                        )
            for i in range(L):
                a2_dot_part1[U(n), U(o), U(i)], rest[U(i)] = carried(a2_dot_part1[U(n), U(o), U(i)], rest[U(i)], part[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_blocks3(first, last, w2_dot, b2_dot, a1, a2_dot, a2_dot_part1, N, L, E, K, O, cols2, deep2,
        depth2, line2_last, step2_last, wide2):
    """ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + ḃ₂[o] + Σ_{c,u : i+u+1 ≥ K} ẇ₂[o,c,u] · max(0, a₁[n, c, i+u−K+1])"""
    dtype = w2_dot.dtype
    T = dtype.type
    row_at2 = np.empty(O, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((O, wide2), dtype)
    right2 = np.empty((deep2, wide2), dtype)
    for col_part2 in range(first, last):
        # ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + ḃ₂[o] + Σ_{c,u : i+u+1 ≥ K} ẇ₂[o,c,u] · max(0,
        #     a₁[n, c, i+u−K+1])
        for o in range(O):
            row_at2[U(o)] = E * K * o
        for c in range(E):
            for u in range(K):
                left_at2[U(K * c + u)] = K * c + u
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        line2_first = col_part2 * wide2 // L
        line2_last2 = (col_part2 * wide2 + wide2 - 1) // L
        for step2 in range(step2_last + 1):
            for inner2 in range(deep2 * step2, min(deep2 + deep2 * step2, depth2)):
                for col2 in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, cols2)):
                    right2[U(inner2 - (deep2 * step2)), U(col2 - (col_part2 * wide2))] = T(0)
            for inner2 in range(deep2 * step2, min(deep2 + deep2 * step2, depth2)):
                c = inner2 // K
                u = inner2 % K
                for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N)):
                    n = line2
                    for i in range(max(0, col_part2 * wide2 - (L * line2), K - u - 1), min(L,
                            cols2 - (L * line2), col_part2 * wide2 + wide2 - (L * line2))):
                        a1_here3 = a1[U(n), U(c), U(i + u + 1 - K)]
                        right2[U(inner2 - (deep2 * step2)), U(i + L * line2 - (col_part2 * wide2))] = select(T(0) >= a1_here3, T(0), a1_here3)
            contract(tile2, (0, 0), wide2, w2_dot, row_at2, left_at2, right2, -deep2 * step2 * wide2,
                    right_at2, O, min(wide2, cols2 - (col_part2 * wide2)), deep2 * step2,
                    min(deep2 + deep2 * step2, depth2), deep2)
        for o in range(O):
            b2_dot_here = b2_dot[U(o)]
            for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N)):
                n = line2
                for i in range(max(0, col_part2 * wide2 - (L * line2)), min(L, cols2 - (L * line2),
                        col_part2 * wide2 + wide2 - (L * line2))):
                    a2_dot[U(n), U(o), U(i)] = (
                        a2_dot_part1[U(n), U(o), U(i)]
                        + b2_dot_here
                        + tile2[U(o), U(i + L * line2 - (col_part2 * wide2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_plain2(first, last, w2_dot, b2_dot, a1, a2_dot, a2_dot_part1, N, L, E, K, O, c_block_last):
    """ȧ₂[n,o,i] = a2_dot_part1[n,o,i] + ḃ₂[o] + Σ_{c,u : i+u+1 ≥ K} ẇ₂[o,c,u] · max(0, a₁[n, c, i+u−K+1])"""
    dtype = w2_dot.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
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
                part2[U(i)] = T(0)
            for c in range(c_block * 1024, min(E, c_block * 1024 + 1024)):
                for u in range(K):
                    w2_dot_here = w2_dot[U(o), U(c), U(u)]
                    for i in range(max(0, K - u - 1), L):
                        a1_here4 = a1[U(n), U(c), U(i + u + 1 - K)]
                        part2[U(i)] += select(T(0) >= a1_here4, T(0), a1_here4) * w2_dot_here
            for i in range(L):
                a2_dot[U(n), U(o), U(i)], rest2[U(i)] = carried(a2_dot[U(n), U(o), U(i)], rest2[U(i)], part2[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_either(first, last, x_dot, w3, skip_dot_part1, N, C, L, O, deep3, high3, wide3):
    """skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]"""
    dtype = x_dot.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(C, np.int64)
    right_at3 = np.empty(C, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for task in range(first, last):
        n = task // (((O - 1) // high3 + 1) * ((L - 1) // wide3 + 1))
        row_part3 = task // (((L - 1) // wide3 + 1)) % ((O - 1) // high3 + 1)
        col_part3 = task % ((L - 1) // wide3 + 1)
        # skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]
        for o in range(high3 * row_part3, min(O, high3 + high3 * row_part3)):
            row_at3[U(o - (high3 * row_part3))] = C * o
        for c in range(C):
            left_at3[U(c)] = c
        for c in range(C):
            right_at3[U(c)] = L * c
        contract(tile3, (0, 0), wide3, w3, row_at3, left_at3, x_dot, col_part3 * wide3 + C * L * n, right_at3,
                min(high3, O - (high3 * row_part3)), min(wide3, L - (col_part3 * wide3)), 0, C, deep3)
        for o in range(high3 * row_part3, min(high3 + high3 * row_part3, O)):
            for i in range(col_part3 * wide3, min(L, col_part3 * wide3 + wide3)):
                skip_dot_part1[U(n), U(o), U(i)] = tile3[U(o - (high3 * row_part3)), U(i - (col_part3 * wide3))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_other(first, last, w3, panels4, C, O, wide4):
    """panels4[col_part4, c, o−col_part4·wide4] = w₃[o,c,0]"""
    for col_part4 in range(first, last):
        # panels4[col_part4, c, o−col_part4·wide4] = w₃[o,c,0]
        turn(panels4, (col_part4, 0, 0), wide4, w3, C * col_part4 * wide4, C, 1, min(wide4,
                O - (col_part4 * wide4)), C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_other2(first, last, x_dot, panels4, skip_dot_part1, N, C, L, O, deep4, high4, line4_last,
        rows4, wide4):
    """skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]"""
    dtype = x_dot.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(C, np.int64)
    right_at4 = np.empty(C, np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for task in range(first, last):
        row_part4 = task // (((O - 1) // wide4 + 1))
        col_part4 = task % ((O - 1) // wide4 + 1)
        # skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]
        for line4 in range(high4 * row_part4 // L, min((high4 + high4 * row_part4 - 1) // L + 1,
                line4_last + 1, N)):
            n = line4
            for i in range(max(0, high4 * row_part4 - (L * line4)), min(L, rows4 - (L * line4),
                    high4 + high4 * row_part4 - (L * line4))):
                row_at4[U(i + L * line4 - (high4 * row_part4))] = i + C * L * n
        for c in range(C):
            left_at4[U(c)] = L * c
        for k4 in range(C):
            right_at4[U(k4)] = k4 * wide4
        contract(tile4, (0, 0), wide4, x_dot, row_at4, left_at4, panels4, C * col_part4 * wide4, right_at4,
                min(high4, rows4 - (high4 * row_part4)), min(wide4, O - (col_part4 * wide4)), 0, C, deep4)
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                O - (col_part4 * wide4)))
        line4_first = high4 * row_part4 // L
        line4_last2 = (high4 + high4 * row_part4 - 1) // L
        for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, O)):
            for line4 in range(line4_first, min(line4_last2 + 1, line4_last + 1, N)):
                n = line4
                for i in range(max(0, high4 * row_part4 - (L * line4)), min(L, rows4 - (L * line4),
                        high4 + high4 * row_part4 - (L * line4))):
                    skip_dot_part1[U(n), U(o), U(i)] = turned4[U(o - (col_part4 * wide4)), U(i + L * line4 - (high4 * row_part4))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_plain3(first, last, x_dot, w3, skip_dot_part1, N, C, L, O, c_block_last):
    """skip_dot_part1[n,o,i] = Σ_c w₃[o,c,0] · ẋ[n,c,i]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest3 = np.empty(L, dtype)
    part3 = np.empty(L, dtype)
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
                part3[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_here = w3[U(o), U(c), 0]
                for i in range(L):
                    part3[U(i)] += w3_here * x_dot[U(n), U(c), U(i)]
            for i in range(L):
                skip_dot_part1[U(n), U(o), U(i)], rest3[U(i)] = carried(skip_dot_part1[U(n), U(o), U(i)], rest3[U(i)], part3[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_either2(first, last, w3_dot, b3_dot, x, skip_dot, skip_dot_part1, N, C, L, O, deep5, high5,
        wide5):
    """skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]"""
    dtype = w3_dot.dtype
    row_at5 = np.empty(high5, np.int64)
    left_at5 = np.empty(C, np.int64)
    right_at5 = np.empty(C, np.int64)
    tile5 = np.empty((high5, wide5), dtype)
    for task in range(first, last):
        n = task // (((O - 1) // high5 + 1) * ((L - 1) // wide5 + 1))
        row_part5 = task // (((L - 1) // wide5 + 1)) % ((O - 1) // high5 + 1)
        col_part5 = task % ((L - 1) // wide5 + 1)
        # skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]
        for o in range(high5 * row_part5, min(O, high5 + high5 * row_part5)):
            row_at5[U(o - (high5 * row_part5))] = C * o
        for c in range(C):
            left_at5[U(c)] = c
        for c in range(C):
            right_at5[U(c)] = L * c
        contract(tile5, (0, 0), wide5, w3_dot, row_at5, left_at5, x, col_part5 * wide5 + C * L * n, right_at5,
                min(high5, O - (high5 * row_part5)), min(wide5, L - (col_part5 * wide5)), 0, C, deep5)
        for o in range(high5 * row_part5, min(high5 + high5 * row_part5, O)):
            b3_dot_here = b3_dot[U(o)]
            for i in range(col_part5 * wide5, min(L, col_part5 * wide5 + wide5)):
                skip_dot[U(n), U(o), U(i)] = (
                    b3_dot_here
                    + skip_dot_part1[U(n), U(o), U(i)]
                    + tile5[U(o - (high5 * row_part5)), U(i - (col_part5 * wide5))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_other3(first, last, w3_dot, panels6, C, O, wide6):
    """panels6[col_part6, c, o−col_part6·wide6] = ẇ₃[o,c,0]"""
    for col_part6 in range(first, last):
        # panels6[col_part6, c, o−col_part6·wide6] = ẇ₃[o,c,0]
        turn(panels6, (col_part6, 0, 0), wide6, w3_dot, C * col_part6 * wide6, C, 1, min(wide6,
                O - (col_part6 * wide6)), C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_other4(first, last, b3_dot, x, panels6, skip_dot, skip_dot_part1, N, C, L, O, deep6, high6,
        line6_last, rows6, wide6):
    """skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]"""
    dtype = b3_dot.dtype
    row_at6 = np.empty(high6, np.int64)
    left_at6 = np.empty(C, np.int64)
    right_at6 = np.empty(C, np.int64)
    tile6 = np.empty((high6, wide6), dtype)
    turned6 = np.empty((wide6, high6), dtype)
    for task in range(first, last):
        row_part6 = task // (((O - 1) // wide6 + 1))
        col_part6 = task % ((O - 1) // wide6 + 1)
        # skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]
        for line6 in range(high6 * row_part6 // L, min((high6 + high6 * row_part6 - 1) // L + 1,
                line6_last + 1, N)):
            n = line6
            for i in range(max(0, high6 * row_part6 - (L * line6)), min(L, rows6 - (L * line6),
                    high6 + high6 * row_part6 - (L * line6))):
                row_at6[U(i + L * line6 - (high6 * row_part6))] = i + C * L * n
        for c in range(C):
            left_at6[U(c)] = L * c
        for k6 in range(C):
            right_at6[U(k6)] = k6 * wide6
        contract(tile6, (0, 0), wide6, x, row_at6, left_at6, panels6, C * col_part6 * wide6, right_at6,
                min(high6, rows6 - (high6 * row_part6)), min(wide6, O - (col_part6 * wide6)), 0, C, deep6)
        turn(turned6, (0, 0), high6, tile6, 0, wide6, 1, min(high6, rows6 - (high6 * row_part6)), min(wide6,
                O - (col_part6 * wide6)))
        line6_first = high6 * row_part6 // L
        line6_last2 = (high6 + high6 * row_part6 - 1) // L
        for o in range(col_part6 * wide6, min(col_part6 * wide6 + wide6, O)):
            b3_dot_here = b3_dot[U(o)]
            for line6 in range(line6_first, min(line6_last2 + 1, line6_last + 1, N)):
                n = line6
                for i in range(max(0, high6 * row_part6 - (L * line6)), min(L, rows6 - (L * line6),
                        high6 + high6 * row_part6 - (L * line6))):
                    skip_dot[U(n), U(o), U(i)] = (
                        b3_dot_here
                        + skip_dot_part1[U(n), U(o), U(i)]
                        + turned6[U(o - (col_part6 * wide6)), U(i + L * line6 - (high6 * row_part6))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_plain4(first, last, w3_dot, b3_dot, x, skip_dot, skip_dot_part1, N, C, L, O, c_block_last):
    """skip_dot[n,o,i] = skip_dot_part1[n,o,i] + ḃ₃[o] + Σ_c ẇ₃[o,c,0] · x[n,c,i]"""
    dtype = w3_dot.dtype
    T = dtype.type
    rest4 = np.empty(L, dtype)
    part4 = np.empty(L, dtype)
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
                part4[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w3_dot_here = w3_dot[U(o), U(c), 0]
                for i in range(L):
                    part4[U(i)] += w3_dot_here * x[U(n), U(c), U(i)]
            for i in range(L):
                skip_dot[U(n), U(o), U(i)], rest4[U(i)] = carried(skip_dot[U(n), U(o), U(i)], rest4[U(i)], part4[U(i)])


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
    a1_dot_part1 = scratch((N, E, L), dtype)
    a1_dot = scratch((N, E, L), dtype)
    a2_dot_part1 = scratch((N, O, L), dtype)
    a2_dot = scratch((N, O, L), dtype)
    skip_dot_part1 = scratch((N, O, L), dtype)
    skip_dot = scratch((N, O, L), dtype)
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
        wide = colblock()
        deep = depthblock()
        high = rowblock(O, (cols - 1) // wide + 1)
        line_last = (cols - 1) // L
        panels = scratch((max(0, (cols - 1) // wide + 1), max(0, depth), wide), dtype)
        launch(_jvp_winograd_blocks, (cols - 1) // wide + 1, E * K * L * N, a1, a1_dot, panels, N, L, E, K,
                cols, depth, line_last, wide)
        launch(_jvp_winograd_blocks2, ((O - 1) // high + 1) * ((cols - 1) // wide + 1),
                E * K * L * N * O // 32, w2, a2_dot_part1, panels, N, L, E, K, O, cols, deep, depth, high,
                line_last, wide)
    else:
        c_block_last = (E - 1) // 1024
        launch(_jvp_winograd_plain, N * O, E * K * L * N * O, w2, a1, a1_dot, a2_dot_part1, N, L, E, K, O,
                c_block_last)
    if blocks(O >= 4 and L * N >= 8 and E * K >= 4):
        cols2 = L * N
        depth2 = E * K
        wide2 = colblock()
        deep2 = depthblock()
        line2_last = (cols2 - 1) // L
        step2_last = (depth2 - 1) // deep2
        launch(_jvp_winograd_blocks3, (cols2 - 1) // wide2 + 1, E * K * L * N * O // 32, w2_dot, b2_dot, a1,
                a2_dot, a2_dot_part1, N, L, E, K, O, cols2, deep2, depth2, line2_last, step2_last, wide2)
    else:
        c_block_last = (E - 1) // 1024
        launch(_jvp_winograd_plain2, N * O, E * K * L * N * O, w2_dot, b2_dot, a1, a2_dot, a2_dot_part1, N, L,
                E, K, O, c_block_last)
    if blocks(O >= 4 and L >= 8 and C >= 4):
        if either(L >= 128):
            wide3 = colblock()
            deep3 = depthblock()
            high3 = rowblock(O, ((L - 1) // wide3 + 1) * N)
            launch(_jvp_winograd_either, N * ((O - 1) // high3 + 1) * ((L - 1) // wide3 + 1),
                    C * L * N * O // 32, x_dot, w3, skip_dot_part1, N, C, L, O, deep3, high3, wide3)
        else:
            rows4 = L * N
            wide4 = colblock()
            deep4 = depthblock()
            high4 = rowblock(rows4, (O - 1) // wide4 + 1)
            panels4 = scratch((max(0, (O - 1) // wide4 + 1), C, wide4), dtype)
            launch(_jvp_winograd_other, (O - 1) // wide4 + 1, C * O, w3, panels4, C, O, wide4)
            line4_last = (rows4 - 1) // L
            launch(_jvp_winograd_other2, ((rows4 - 1) // high4 + 1) * ((O - 1) // wide4 + 1),
                    C * L * N * O // 32, x_dot, panels4, skip_dot_part1, N, C, L, O, deep4, high4, line4_last,
                    rows4, wide4)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_winograd_plain3, N * O, C * L * N * O, x_dot, w3, skip_dot_part1, N, C, L, O,
                c_block_last)
    if blocks(O >= 4 and L >= 8 and C >= 4):
        if either(L >= 128):
            wide5 = colblock()
            deep5 = depthblock()
            high5 = rowblock(O, ((L - 1) // wide5 + 1) * N)
            launch(_jvp_winograd_either2, N * ((O - 1) // high5 + 1) * ((L - 1) // wide5 + 1),
                    C * L * N * O // 32, w3_dot, b3_dot, x, skip_dot, skip_dot_part1, N, C, L, O, deep5,
                    high5, wide5)
        else:
            rows6 = L * N
            wide6 = colblock()
            deep6 = depthblock()
            high6 = rowblock(rows6, (O - 1) // wide6 + 1)
            panels6 = scratch((max(0, (O - 1) // wide6 + 1), C, wide6), dtype)
            launch(_jvp_winograd_other3, (O - 1) // wide6 + 1, C * O, w3_dot, panels6, C, O, wide6)
            line6_last = (rows6 - 1) // L
            launch(_jvp_winograd_other4, ((rows6 - 1) // high6 + 1) * ((O - 1) // wide6 + 1),
                    C * L * N * O // 32, b3_dot, x, panels6, skip_dot, skip_dot_part1, N, C, L, O, deep6,
                    high6, line6_last, rows6, wide6)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_winograd_plain4, N * O, C * L * N * O, w3_dot, b3_dot, x, skip_dot, skip_dot_part1, N, C,
                L, O, c_block_last)
    launch(_jvp_winograd_part2, N * O, L * N * O, a2, skip, y_dot, a2_dot, skip_dot, N, L, O)
