"""The kernels of attention; attention.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `attention`.  Do not edit.
Run time: 47a62f82b295e183.
"""

import numpy as np

from .disjoint import njit
from .elementary import exp
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, rowblock, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, a, p_max_at, N, L, S):
    """p_max_at[n,i] = arg max_j a[n,i,j]"""
    dtype = a.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # p_max_at[n,i] = arg max_j a[n,i,j]
        at = -1
        best = -T(np.inf)
        for j_ in range(S):
            value = a[U(n), U(i), U(j_)]
            if at < 0 or not value <= best:
                if at < 0 or value > best or (value != value and best == best):
                    best = value
                    at = j_
        p_max_at[U(n), U(i)] = at


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, q_dot, k_dot, mask_dot, q, k, a, p_max, S1, S1_dot, a_dot, p, p_max_at, N, L, E,
        S, e_block_last, j___block_last):
    """ȧ[n,i,j] = mask_dot[i,j] + 1/√E · Σ_e (k[n,j,e]·q̇[n,i,e] + k̇[n,j,e]·q[n,i,e])
    Ṡ₁[n,i] = Σ_{j′′} exp(a[n, i, j′′] − p_max[n,i]) · (ȧ[n, i, j′′] − ȧ[n, i, p_max_at[n,i]])
    p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
    """
    dtype = q_dot.dtype
    T = dtype.type
    exp_row = np.empty(S, dtype)
    for task in range(first, last):
        n = task // L
        i = task % L
        # ȧ[n,i,j] = mask_dot[i,j] + 1/√E · Σ_e (k[n,j,e]·q̇[n,i,e] + k̇[n,j,e]·q[n,i,e])
        for j in range(S):
            acc = T(0)
            rest = T(0)
            for e_block in range(e_block_last + 1):
                part = T(0)
                for e in range(e_block * 1024, min(E, e_block * 1024 + 1024)):
                    part = plus(
                        part,
                        k[U(n), U(j), U(e)] * q_dot[U(n), U(i), U(e)]
                        + k_dot[U(n), U(j), U(e)] * q[U(n), U(i), U(e)],
                    )
                acc, rest = carried(acc, rest, part)
            a_dot[U(n), U(i), U(j)] = acc / np.sqrt(T(E)) + mask_dot[U(i), U(j)]
        # Ṡ₁[n,i] = Σ_{j′′} exp(a[n, i, j′′] − p_max[n,i]) · (ȧ[n, i, j′′] − ȧ[n, i,
        #     p_max_at[n,i]])
        acc2 = T(0)
        rest2 = T(0)
        minus_p_max = -p_max[U(n), U(i)]
        factor = -a_dot[U(n), U(i), U(p_max_at[U(n), U(i)])] if p_max_at[U(n), U(i)] >= 0 else T(0)
        for j___block in range(j___block_last + 1):
            part2 = T(0)
            for j__ in range(j___block * 1024, min(S, j___block * 1024 + 1024)):
                exp_here = exp(a[U(n), U(i), U(j__)] + minus_p_max)
                exp_row[U(j__)] = exp_here
                part2 = plus(part2, exp_here * (a_dot[U(n), U(i), U(j__)] + factor))
            acc2, rest2 = carried(acc2, rest2, part2)
        S1_dot[U(n), U(i)] = acc2
        # p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
        value_of = T(1) / S1[U(n), U(i)]
        for j in range(S):
            p[U(n), U(i), U(j)] = exp_row[U(j)] * value_of


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, v_dot, p, y_dot_part1, N, L, S, D, deep, high, wide):
    """y_dot_part1[n,i,d] = Σ_j p[n,i,j] · v̇[n,j,d]"""
    dtype = v_dot.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(S, np.int64)
    right_at = np.empty(S, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        n = task // (((L - 1) // high + 1) * ((D - 1) // wide + 1))
        row_part = task // (((D - 1) // wide + 1)) % ((L - 1) // high + 1)
        col_part = task % ((D - 1) // wide + 1)
        # y_dot_part1[n,i,d] = Σ_j p[n,i,j] · v̇[n,j,d]
        for i in range(high * row_part, min(L, high + high * row_part)):
            row_at[U(i - (high * row_part))] = S * i + L * S * n
        for j in range(S):
            left_at[U(j)] = j
        for j in range(S):
            right_at[U(j)] = D * j
        contract(tile, (0, 0), wide, p, row_at, left_at, v_dot, col_part * wide + D * S * n, right_at,
                min(high, L - (high * row_part)), min(wide, D - (col_part * wide)), 0, S, deep)
        for i in range(high * row_part, min(L, high + high * row_part)):
            for d in range(col_part * wide, min(D, col_part * wide + wide)):
                y_dot_part1[U(n), U(i), U(d)] = tile[U(i - (high * row_part)), U(d - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, v_dot, p, y_dot_part1, N, L, S, D, j_block_last):
    """y_dot_part1[n,i,d] = Σ_j p[n,i,j] · v̇[n,j,d]"""
    dtype = v_dot.dtype
    T = dtype.type
    rest3 = np.empty(D, dtype)
    part3 = np.empty(D, dtype)
    for task in range(first, last):
        n = task // L
        i = task % L
        # y_dot_part1[n,i,d] = Σ_j p[n,i,j] · v̇[n,j,d]
        for d in range(D):
            y_dot_part1[U(n), U(i), U(d)] = T(0)
        for d in range(D):
            rest3[U(d)] = T(0)
        for j_block in range(j_block_last + 1):
            for d in range(D):
                part3[U(d)] = T(0)
            for j in range(j_block * 1024, min(S, j_block * 1024 + 1024)):
                p_here = p[U(n), U(i), U(j)]
                for d in range(D):
                    part3[U(d)] += p_here * v_dot[U(n), U(j), U(d)]
            for d in range(D):
                y_dot_part1[U(n), U(i), U(d)], rest3[U(d)] = carried(y_dot_part1[U(n), U(i), U(d)], rest3[U(d)], part3[U(d)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part3(first, last, a, p_max, S1, S1_dot, a_dot, p_dot, p_max_at, N, L, S):
    """ṗ[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · (ȧ[n,i,j] − ȧ[n, i, p_max_at[n,i]]) − Ṡ₁[n,i] ·
        exp(a[n,i,j] − p_max[n,i])/S₁[n,i]²
    """
    dtype = a.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # ṗ[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · (ȧ[n,i,j] − ȧ[n, i, p_max_at[n,i]])
        #     − Ṡ₁[n,i] · exp(a[n,i,j] − p_max[n,i])/S₁[n,i]²
        minus_p_max2 = -p_max[U(n), U(i)]
        value_of2 = T(1) / S1[U(n), U(i)]
        factor2 = -a_dot[U(n), U(i), U(p_max_at[U(n), U(i)])] if p_max_at[U(n), U(i)] >= 0 else T(0)
        factor3 = -S1_dot[U(n), U(i)] / (S1[U(n), U(i)] * S1[U(n), U(i)])
        for j in range(S):
            exp_here2 = exp(a[U(n), U(i), U(j)] + minus_p_max2)
            p_dot[U(n), U(i), U(j)] = (
                exp_here2 * factor3 + exp_here2 * (a_dot[U(n), U(i), U(j)] + factor2) * value_of2
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, v, y_dot, p_dot, y_dot_part1, N, L, S, D, deep2, high2, wide2):
    """ẏ[n,i,d] = y_dot_part1[n,i,d] + Σ_j ṗ[n,i,j] · v[n,j,d]"""
    dtype = v.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(S, np.int64)
    right_at2 = np.empty(S, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for task in range(first, last):
        n = task // (((L - 1) // high2 + 1) * ((D - 1) // wide2 + 1))
        row_part2 = task // (((D - 1) // wide2 + 1)) % ((L - 1) // high2 + 1)
        col_part2 = task % ((D - 1) // wide2 + 1)
        # ẏ[n,i,d] = y_dot_part1[n,i,d] + Σ_j ṗ[n,i,j] · v[n,j,d]
        for i in range(high2 * row_part2, min(L, high2 + high2 * row_part2)):
            row_at2[U(i - (high2 * row_part2))] = S * i + L * S * n
        for j in range(S):
            left_at2[U(j)] = j
        for j in range(S):
            right_at2[U(j)] = D * j
        contract(tile2, (0, 0), wide2, p_dot, row_at2, left_at2, v, col_part2 * wide2 + D * S * n, right_at2,
                min(high2, L - (high2 * row_part2)), min(wide2, D - (col_part2 * wide2)), 0, S, deep2)
        for i in range(high2 * row_part2, min(L, high2 + high2 * row_part2)):
            for d in range(col_part2 * wide2, min(D, col_part2 * wide2 + wide2)):
                y_dot[U(n), U(i), U(d)] = (
                    tile2[U(i - (high2 * row_part2)), U(d - (col_part2 * wide2))]
                    + y_dot_part1[U(n), U(i), U(d)]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, v, y_dot, p_dot, y_dot_part1, N, L, S, D, j_block_last):
    """ẏ[n,i,d] = y_dot_part1[n,i,d] + Σ_j ṗ[n,i,j] · v[n,j,d]"""
    dtype = v.dtype
    T = dtype.type
    rest4 = np.empty(D, dtype)
    part4 = np.empty(D, dtype)
    for task in range(first, last):
        n = task // L
        i = task % L
        # ẏ[n,i,d] = y_dot_part1[n,i,d] + Σ_j ṗ[n,i,j] · v[n,j,d]
        for d in range(D):
            y_dot[U(n), U(i), U(d)] = y_dot_part1[U(n), U(i), U(d)]
        for d in range(D):
            rest4[U(d)] = T(0)
        for j_block in range(j_block_last + 1):
            for d in range(D):
                part4[U(d)] = T(0)
            for j in range(j_block * 1024, min(S, j_block * 1024 + 1024)):
                p_dot_here = p_dot[U(n), U(i), U(j)]
                for d in range(D):
                    part4[U(d)] += p_dot_here * v[U(n), U(j), U(d)]
            for d in range(D):
                y_dot[U(n), U(i), U(d)], rest4[U(d)] = carried(y_dot[U(n), U(i), U(d)], rest4[U(d)], part4[U(d)])


def _jvp(q_dot, k_dot, v_dot, mask_dot, q, k, v, a, p_max, S1, y_dot, N, L, E, S, D):
    """p_max_at[n,i] = arg max_j a[n,i,j]
    p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
    ȧ[n,i,j] = mask_dot[i,j] + 1/√E · Σ_e (k[n,j,e]·q̇[n,i,e] + k̇[n,j,e]·q[n,i,e])
    p_max_dot[n,i] = ȧ[n, i, p_max_at[n,i]]
    Ṡ₁[n,i] = Σ_{j′′} exp(a[n, i, j′′] − p_max[n,i]) · (ȧ[n, i, j′′] − p_max_dot[n,i])
    ṗ[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · (ȧ[n,i,j] − p_max_dot[n,i]) − Ṡ₁[n,i] · exp(a[n,i,j] −
        p_max[n,i])/S₁[n,i]²
    ẏ[n,i,d] = Σ_j (p[n,i,j]·v̇[n,j,d] + ṗ[n,i,j]·v[n,j,d])

    Operations: 2·D·L·N·S + 2·E·L·N·S + 6·L·N·S multiplications, 2·D·L·N·S + 2·E·L·N·S + 8·L·N·S − D·L·N −
        L·N additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    p_max_at = scratch((N, L), np.int64)
    p = scratch((N, L, S), dtype)
    a_dot = scratch((N, L, S), dtype)
    S1_dot = scratch((N, L), dtype)
    p_dot = scratch((N, L, S), dtype)
    y_dot_part1 = scratch((N, L, D), dtype)
    launch(_jvp_part, N * L, L * N * S, a, p_max_at, N, L, S)
    e_block_last = (E - 1) // 1024
    j___block_last = (S - 1) // 1024
    launch(_jvp_part2, N * L, L * N * S * 2 + E * L * N * S, q_dot, k_dot, mask_dot, q, k, a, p_max, S1,
            S1_dot, a_dot, p, p_max_at, N, L, E, S, e_block_last, j___block_last)
    if blocks(L >= 4 and D >= 8 and S >= 4):
        wide = colblock(D)
        deep = depthblock()
        high = rowblock(L, ((D - 1) // wide + 1) * N)
        launch(_jvp_blocks, N * ((L - 1) // high + 1) * ((D - 1) // wide + 1), D * L * N * S // 32, v_dot, p,
                y_dot_part1, N, L, S, D, deep, high, wide)
    else:
        j_block_last = (S - 1) // 1024
        launch(_jvp_plain, N * L, D * L * N * S, v_dot, p, y_dot_part1, N, L, S, D, j_block_last)
    launch(_jvp_part3, N * L, L * N * S, a, p_max, S1, S1_dot, a_dot, p_dot, p_max_at, N, L, S)
    if blocks(L >= 4 and D >= 8 and S >= 4):
        wide2 = colblock(D)
        deep2 = depthblock()
        high2 = rowblock(L, ((D - 1) // wide2 + 1) * N)
        launch(_jvp_blocks2, N * ((L - 1) // high2 + 1) * ((D - 1) // wide2 + 1), D * L * N * S // 32, v,
                y_dot, p_dot, y_dot_part1, N, L, S, D, deep2, high2, wide2)
    else:
        j_block_last = (S - 1) // 1024
        launch(_jvp_plain2, N * L, D * L * N * S, v, y_dot, p_dot, y_dot_part1, N, L, S, D, j_block_last)
