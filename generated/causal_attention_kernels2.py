"""The kernels of causal_attention; causal_attention.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `causal_attention`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .causal_attention_kernels import (
    _forward_blocks3, _forward_plain2,
)
from .disjoint import njit
from .elementary import exp
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, rowblock, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, a, p_max_at, N, L):
    """p_max_at[n,i] = arg max_{j : j ≤ i} a[n,i,j]"""
    dtype = a.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # p_max_at[n,i] = arg max_{j : j ≤ i} a[n,i,j]
        at = -1
        best = -T(np.inf)
        for j_ in range(min(L, i + 1)):
            value = a[U(n), U(i), U(j_)]
            if at < 0 or not value <= best:
                if at < 0 or value > best or (value != value and best == best):
                    best = value
                    at = j_
        p_max_at[U(n), U(i)] = at


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, q_dot, k_dot, q, k, a, p_max, S1, S1_dot, a_dot, p, p_max_at, N, L, E,
        e_block_last):
    """ȧ[n,i,j] = 1/√E · Σ_e (k[n,j,e]·q̇[n,i,e] + k̇[n,j,e]·q[n,i,e])
    Ṡ₁[n,i] = Σ_{j = 0..i} exp(a[n,i,j] − p_max[n,i]) · (ȧ[n,i,j] − ȧ[n, i, p_max_at[n,i]] ·
        [p_max_at[n,i] ≤ i])
    p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j]
    """
    dtype = q_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # ȧ[n,i,j] = 1/√E · Σ_e (k[n,j,e]·q̇[n,i,e] + k̇[n,j,e]·q[n,i,e])
        for j in range(L):
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
            a_dot[U(n), U(i), U(j)] = acc / np.sqrt(T(E))
        # Ṡ₁[n,i] = Σ_{j = 0..i} exp(a[n,i,j] − p_max[n,i]) · (ȧ[n,i,j] − ȧ[n, i,
        #     p_max_at[n,i]] · [p_max_at[n,i] ≤ i])
        acc2 = T(0)
        factor = (
            -a_dot[U(n), U(i), U(p_max_at[U(n), U(i)])]
            if i >= p_max_at[U(n), U(i)] and p_max_at[U(n), U(i)] >= 0
            else T(0)
        )
        minus_p_max = -p_max[U(n), U(i)]
        for j__ in range(i + 1):
            acc2 = plus(acc2, exp(a[U(n), U(i), U(j__)] + minus_p_max) * (a_dot[U(n), U(i), U(j__)] + factor))
        S1_dot[U(n), U(i)] = acc2
        # p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j]
        value_of = T(1) / S1[U(n), U(i)]
        for j in range(min(L, i + 1)):
            p[U(n), U(i), U(j)] = exp(a[U(n), U(i), U(j)] + minus_p_max) * value_of
        for j in range(max(0, i + 1), L):
            p[U(n), U(i), U(j)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part3(first, last, a, p_max, S1, S1_dot, a_dot, p_dot, p_max_at, N, L):
    """ṗ[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j] · (ȧ[n,i,j] − ȧ[n, i, p_max_at[n,i]] ·
        [p_max_at[n,i] ≤ i]) − Ṡ₁[n,i] · exp(a[n,i,j] − p_max[n,i])/S₁[n,i]² · [i ≥ j]
    """
    dtype = a.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # ṗ[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j] · (ȧ[n,i,j] − ȧ[n, i,
        #     p_max_at[n,i]] · [p_max_at[n,i] ≤ i]) − Ṡ₁[n,i] · exp(a[n,i,j] −
        #     p_max[n,i])/S₁[n,i]² · [i ≥ j]
        minus_p_max2 = -p_max[U(n), U(i)]
        value_of2 = T(1) / S1[U(n), U(i)]
        factor2 = (
            -a_dot[U(n), U(i), U(p_max_at[U(n), U(i)])]
            if i >= p_max_at[U(n), U(i)] and p_max_at[U(n), U(i)] >= 0
            else T(0)
        )
        factor3 = -S1_dot[U(n), U(i)] / S1[U(n), U(i)] / S1[U(n), U(i)]
        for j in range(min(L, i + 1)):
            exp_here = exp(a[U(n), U(i), U(j)] + minus_p_max2)
            p_dot[U(n), U(i), U(j)] = (
                exp_here * factor3 + exp_here * (a_dot[U(n), U(i), U(j)] + factor2) * value_of2
            )
        for j in range(max(0, i + 1), L):
            p_dot[U(n), U(i), U(j)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, v, y_dot, p_dot, y_dot_part1, N, L, D, deep2, high2, wide2):
    """ẏ[n,i,d] = y_dot_part1[n,i,d] + Σ_j ṗ[n,i,j] · v[n,j,d]"""
    dtype = v.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(L, np.int64)
    right_at2 = np.empty(L, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for j in range(L):
        left_at2[U(j)] = j
    for j in range(L):
        right_at2[U(j)] = D * j
    for task in range(first, last):
        n = task // (((L - 1) // high2 + 1) * ((D - 1) // wide2 + 1))
        row_part2 = task // (((D - 1) // wide2 + 1)) % ((L - 1) // high2 + 1)
        col_part2 = task % ((D - 1) // wide2 + 1)
        # ẏ[n,i,d] = y_dot_part1[n,i,d] + Σ_j ṗ[n,i,j] · v[n,j,d]
        for i in range(high2 * row_part2, min(L, high2 + high2 * row_part2)):
            row_at2[U(i - (high2 * row_part2))] = L * i + L**2 * n
        contract(tile2, (0, 0), wide2, p_dot, row_at2, left_at2, v, col_part2 * wide2 + D * L * n, right_at2,
                min(high2, L - (high2 * row_part2)), min(wide2, D - (col_part2 * wide2)), 0, L, deep2)
        for i in range(high2 * row_part2, min(L, high2 + high2 * row_part2)):
            for d in range(col_part2 * wide2, min(D, col_part2 * wide2 + wide2)):
                y_dot[U(n), U(i), U(d)] = (
                    tile2[U(i - (high2 * row_part2)), U(d - (col_part2 * wide2))]
                    + y_dot_part1[U(n), U(i), U(d)]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, v, y_dot, p_dot, y_dot_part1, N, L, D, j_block_last):
    """ẏ[n,i,d] = y_dot_part1[n,i,d] + Σ_j ṗ[n,i,j] · v[n,j,d]"""
    dtype = v.dtype
    T = dtype.type
    rest3 = np.empty(D, dtype)
    part3 = np.empty(D, dtype)
    for task in range(first, last):
        n = task // L
        i = task % L
        # ẏ[n,i,d] = y_dot_part1[n,i,d] + Σ_j ṗ[n,i,j] · v[n,j,d]
        for d in range(D):
            y_dot[U(n), U(i), U(d)] = y_dot_part1[U(n), U(i), U(d)]
        for d in range(D):
            rest3[U(d)] = T(0)
        for j_block in range(j_block_last + 1):
            for d in range(D):
                part3[U(d)] = T(0)
            for j in range(j_block * 1024, min(L, j_block * 1024 + 1024)):
                p_dot_here = p_dot[U(n), U(i), U(j)]
                for d in range(D):
                    part3[U(d)] += p_dot_here * v[U(n), U(j), U(d)]
            for d in range(D):
                y_dot[U(n), U(i), U(d)], rest3[U(d)] = carried(y_dot[U(n), U(i), U(d)], rest3[U(d)], part3[U(d)])


def _jvp(q_dot, k_dot, v_dot, q, k, v, a, p_max, S1, y_dot, N, L, E, D):
    """p_max_at[n,i] = arg max_{j : j ≤ i} a[n,i,j]
    p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j]
    ȧ[n,i,j] = 1/√E · Σ_e (k[n,j,e]·q̇[n,i,e] + k̇[n,j,e]·q[n,i,e])
    p_max_dot[n,i] = ȧ[n, i, p_max_at[n,i]] · [p_max_at[n,i] ≤ i]
    Ṡ₁[n,i] = Σ_{j = 0..i} exp(a[n,i,j] − p_max[n,i]) · (ȧ[n,i,j] − p_max_dot[n,i])
    ṗ[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j] · (ȧ[n,i,j] − p_max_dot[n,i]) − Ṡ₁[n,i] ·
        exp(a[n,i,j] − p_max[n,i])/S₁[n,i]² · [i ≥ j]
    ẏ[n,i,d] = Σ_j (p[n,i,j]·v̇[n,j,d] + ṗ[n,i,j]·v[n,j,d])
    """
    dtype = y_dot.dtype
    p_max_at = scratch((N, L), np.int64)
    p = scratch((N, L, L), dtype)
    a_dot = scratch((N, L, L), dtype)
    S1_dot = scratch((N, L), dtype)
    p_dot = scratch((N, L, L), dtype)
    y_dot_part1 = scratch((N, L, D), dtype)
    launch(_jvp_part, N * L, L**2 * N, a, p_max_at, N, L)
    e_block_last = (E - 1) // 1024
    launch(_jvp_part2, N * L, E * L**2 * N + L**2 * N + L * N, q_dot, k_dot, q, k, a, p_max, S1, S1_dot,
            a_dot, p, p_max_at, N, L, E, e_block_last)
    if blocks(L >= 4 and D >= 8):
        wide = colblock(D)
        deep = depthblock()
        high = rowblock(L, ((D - 1) // wide + 1) * N)
        # y_dot_part1[n,i,d] = Σ_j p[n,i,j] · v̇[n,j,d]
        launch(_forward_blocks3, N * ((L - 1) // high + 1) * ((D - 1) // wide + 1), D * L**2 * N // 32, v_dot,
                y_dot_part1, p, N, L, D, deep, high, wide)
    else:
        j_block_last = (L - 1) // 1024
        # y_dot_part1[n,i,d] = Σ_j p[n,i,j] · v̇[n,j,d]
        launch(_forward_plain2, N * L, D * L**2 * N, v_dot, y_dot_part1, p, N, L, D, j_block_last)
    launch(_jvp_part3, N * L, L**2 * N, a, p_max, S1, S1_dot, a_dot, p_dot, p_max_at, N, L)
    if blocks(L >= 4 and D >= 8):
        wide2 = colblock(D)
        deep2 = depthblock()
        high2 = rowblock(L, ((D - 1) // wide2 + 1) * N)
        launch(_jvp_blocks2, N * ((L - 1) // high2 + 1) * ((D - 1) // wide2 + 1), D * L**2 * N // 32, v,
                y_dot, p_dot, y_dot_part1, N, L, D, deep2, high2, wide2)
    else:
        j_block_last = (L - 1) // 1024
        launch(_jvp_plain2, N * L, D * L**2 * N, v, y_dot, p_dot, y_dot_part1, N, L, D, j_block_last)
