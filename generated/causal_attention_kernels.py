"""The kernels of causal_attention; causal_attention.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `causal_attention`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import exp
from .runtime import carried, larger, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, k, panels, N, L, E, wide):
    """panels[n, col_part, e, j−col_part·wide] = k[n,j,e]"""
    for task in range(first, last):
        n = task // (((L - 1) // wide + 1))
        col_part = task % ((L - 1) // wide + 1)
        # panels[n, col_part, e, j−col_part·wide] = k[n,j,e]
        turn(panels, (n, col_part, 0, 0), wide, k, E * col_part * wide + E * L * n, E, 1, min(wide,
                L - (col_part * wide)), E)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, q, a, panels, N, L, E, deep, high, quotient_L_wide, wide):
    """a[n,i,j] = 1/√E · Σ_e k[n,j,e] · q[n,i,e]"""
    dtype = q.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(E, np.int64)
    right_at = np.empty(E, np.int64)
    tile = np.empty((high, wide), dtype)
    for e in range(E):
        left_at[U(e)] = e
    for k in range(E):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        n = task // (((L - 1) // high + 1) * ((L - 1) // wide + 1))
        row_part = task // (((L - 1) // wide + 1)) % ((L - 1) // high + 1)
        col_part = task % ((L - 1) // wide + 1)
        # a[n,i,j] = 1/√E · Σ_e k[n,j,e] · q[n,i,e]
        for i in range(high * row_part, min(L, high + high * row_part)):
            row_at[U(i - (high * row_part))] = E * i + E * L * n
        contract(tile, (0, 0), wide, q, row_at, left_at, panels,
                E * col_part * wide + E * n * quotient_L_wide * wide + E * n * wide, right_at, min(high,
                L - (high * row_part)), min(wide, L - (col_part * wide)), 0, E, deep)
        for i in range(high * row_part, min(L, high + high * row_part)):
            for j in range(col_part * wide, min(L, col_part * wide + wide)):
                a[U(n), U(i), U(j)] = tile[U(i - (high * row_part)), U(j - (col_part * wide))] / np.sqrt(T(E))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, q, k, a, N, L, E, e_block_last):
    """a[n,i,j] = 1/√E · Σ_e k[n,j,e] · q[n,i,e]"""
    dtype = q.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # a[n,i,j] = 1/√E · Σ_e k[n,j,e] · q[n,i,e]
        for j in range(L):
            acc = T(0)
            rest = T(0)
            for e_block in range(e_block_last + 1):
                part = T(0)
                for e in range(e_block * 1024, min(E, e_block * 1024 + 1024)):
                    part = plus(part, k[U(n), U(j), U(e)] * q[U(n), U(i), U(e)])
                acc, rest = carried(acc, rest, part)
            a[U(n), U(i), U(j)] = acc / np.sqrt(T(E))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, a, p_max, S1, p, N, L):
    """p_max[n,i] = max_{j : j ≤ i} a[n,i,j]
    S₁[n,i] = Σ_{j = 0..i} exp(a[n,i,j] − p_max[n,i])
    p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j]
    """
    dtype = a.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # p_max[n,i] = max_{j : j ≤ i} a[n,i,j]
        acc2 = -T(np.inf)
        for j_ in range(min(L, i + 1)):
            acc2 = larger(acc2, a[U(n), U(i), U(j_)])
        p_max[U(n), U(i)] = acc2
        # S₁[n,i] = Σ_{j = 0..i} exp(a[n,i,j] − p_max[n,i])
        acc3 = T(0)
        minus_p_max = -p_max[U(n), U(i)]
        for j__ in range(i + 1):
            acc3 = plus(acc3, exp(a[U(n), U(i), U(j__)] + minus_p_max))
        S1[U(n), U(i)] = acc3
        # p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j]
        value_of = T(1) / S1[U(n), U(i)]
        for j in range(min(L, i + 1)):
            p[U(n), U(i), U(j)] = exp(a[U(n), U(i), U(j)] + minus_p_max) * value_of
        for j in range(max(0, i + 1), L):
            p[U(n), U(i), U(j)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks3(first, last, v, y, p, N, L, D, deep3, high3, wide3):
    """y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]"""
    dtype = v.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(L, np.int64)
    right_at3 = np.empty(L, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for j in range(L):
        left_at3[U(j)] = j
    for j in range(L):
        right_at3[U(j)] = D * j
    for task in range(first, last):
        n = task // (((L - 1) // high3 + 1) * ((D - 1) // wide3 + 1))
        row_part3 = task // (((D - 1) // wide3 + 1)) % ((L - 1) // high3 + 1)
        col_part3 = task % ((D - 1) // wide3 + 1)
        # y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]
        for i in range(high3 * row_part3, min(L, high3 + high3 * row_part3)):
            row_at3[U(i - (high3 * row_part3))] = L * i + L**2 * n
        contract(tile3, (0, 0), wide3, p, row_at3, left_at3, v, col_part3 * wide3 + D * L * n, right_at3,
                min(high3, L - (high3 * row_part3)), min(wide3, D - (col_part3 * wide3)), 0, L, deep3)
        for i in range(high3 * row_part3, min(L, high3 + high3 * row_part3)):
            for d in range(col_part3 * wide3, min(D, col_part3 * wide3 + wide3)):
                y[U(n), U(i), U(d)] = tile3[U(i - (high3 * row_part3)), U(d - (col_part3 * wide3))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, v, y, p, N, L, D, j_block_last):
    """y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]"""
    dtype = v.dtype
    T = dtype.type
    rest2 = np.empty(D, dtype)
    part2 = np.empty(D, dtype)
    for task in range(first, last):
        n = task // L
        i = task % L
        # y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]
        for d in range(D):
            y[U(n), U(i), U(d)] = T(0)
        for d in range(D):
            rest2[U(d)] = T(0)
        for j_block in range(j_block_last + 1):
            for d in range(D):
                part2[U(d)] = T(0)
            for j in range(j_block * 1024, min(L, j_block * 1024 + 1024)):
                p_here = p[U(n), U(i), U(j)]
                for d in range(D):
                    part2[U(d)] += p_here * v[U(n), U(j), U(d)]
            for d in range(D):
                y[U(n), U(i), U(d)], rest2[U(d)] = carried(y[U(n), U(i), U(d)], rest2[U(d)], part2[U(d)])


def _forward(q, k, v, y, a, p_max, S1, N, L, E, D):
    """a[n,i,j] = 1/√E · Σ_e k[n,j,e] · q[n,i,e]
    p[n,i,j] = exp(a[n,i,j] − max_{j′ : j′ ≤ i} a[n,i,j′])/(Σ_{j′ : j′ ≤ i} exp(a[n,i,j′] − max_{j′′ : j′′
        ≤ i} a[n, i, j′′])) · [i ≥ j]
    y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]

    Operations: D·L²·N + E·L²·N + L²·N multiplications, 2·L²·N + D·L²·N + E·L²·N − D·L·N − L·N additions,
        terms that a condition drops counted.
    """
    dtype = y.dtype
    p = scratch((N, L, L), dtype)
    if blocks(L >= 4 and L >= 8 and E >= 4):
        wide = colblock(L)
        deep = depthblock()
        high = rowblock(L, ((L - 1) // wide + 1) * N)
        panels = scratch((N, max(0, (L - 1) // wide + 1), E, wide), dtype)
        launch(_forward_blocks, N * ((L - 1) // wide + 1), E * L * N, k, panels, N, L, E, wide)
        quotient_L_wide = (L - 1) // wide
        launch(_forward_blocks2, N * ((L - 1) // high + 1) * ((L - 1) // wide + 1), E * L**2 * N // 32, q, a,
                panels, N, L, E, deep, high, quotient_L_wide, wide)
    else:
        e_block_last = (E - 1) // 1024
        launch(_forward_plain, N * L, E * L**2 * N, q, k, a, N, L, E, e_block_last)
    launch(_forward_part, N * L, L**2 * N * 2 + L * N, a, p_max, S1, p, N, L)
    if blocks(L >= 4 and D >= 8):
        wide3 = colblock(D)
        deep3 = depthblock()
        high3 = rowblock(L, ((D - 1) // wide3 + 1) * N)
        launch(_forward_blocks3, N * ((L - 1) // high3 + 1) * ((D - 1) // wide3 + 1), D * L**2 * N // 32, v,
                y, p, N, L, D, deep3, high3, wide3)
    else:
        j_block_last = (L - 1) // 1024
        launch(_forward_plain2, N * L, D * L**2 * N, v, y, p, N, L, D, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dp_blocks2(first, last, dy, dp, panels, N, L, D, deep, high, quotient_L_wide, wide):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(D, np.int64)
    right_at = np.empty(D, np.int64)
    tile = np.empty((high, wide), dtype)
    for d in range(D):
        left_at[U(d)] = d
    for k in range(D):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        n = task // (((L - 1) // high + 1) * ((L - 1) // wide + 1))
        row_part = task // (((L - 1) // wide + 1)) % ((L - 1) // high + 1)
        col_part = task % ((L - 1) // wide + 1)
        # dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
        for i in range(high * row_part, min(L, high + high * row_part)):
            row_at[U(i - (high * row_part))] = D * i + D * L * n
        contract(tile, (0, 0), wide, dy, row_at, left_at, panels,
                D * col_part * wide + D * n * quotient_L_wide * wide + D * n * wide, right_at, min(high,
                L - (high * row_part)), min(wide, L - (col_part * wide)), 0, D, deep)
        for i in range(high * row_part, min(L, high + high * row_part)):
            for j in range(col_part * wide, min(L, col_part * wide + wide)):
                dp[U(n), U(i), U(j)] = tile[U(i - (high * row_part)), U(j - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dp_plain(first, last, dy, v, dp, N, L, D, d_block_last):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
        for j in range(L):
            acc = T(0)
            rest = T(0)
            for d_block in range(d_block_last + 1):
                part = T(0)
                for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(i), U(d)] * v[U(n), U(j), U(d)])
                acc, rest = carried(acc, rest, part)
            dp[U(n), U(i), U(j)] = acc


def _shared_dp(dy, v, dp, N, L, D):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]

    Operations: D·L²·N multiplications, (D − 1) · L² · N additions.
    """
    dtype = dp.dtype
    if blocks(L >= 4 and L >= 8 and D >= 4):
        wide = colblock(L)
        deep = depthblock()
        high = rowblock(L, ((L - 1) // wide + 1) * N)
        panels = scratch((N, max(0, (L - 1) // wide + 1), D, wide), dtype)
        # panels[n, col_part, d, j−col_part·wide] = v[n,j,d]
        launch(_forward_blocks, N * ((L - 1) // wide + 1), D * L * N, v, panels, N, L, D, wide)
        quotient_L_wide = (L - 1) // wide
        launch(_shared_dp_blocks2, N * ((L - 1) // high + 1) * ((L - 1) // wide + 1), D * L**2 * N // 32, dy,
                dp, panels, N, L, D, deep, high, quotient_L_wide, wide)
    else:
        d_block_last = (D - 1) // 1024
        launch(_shared_dp_plain, N * L, D * L**2 * N, dy, v, dp, N, L, D, d_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da_part(first, last, a, p_max, S1, dp, da, N, L):
    """da_sum = Σ_{j = 0..i} dp[n,i,j] · exp(a[n,i,j] − p_max[n,i])
    da[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j] · (dp[n,i,j] − da_sum/S₁[n,i])
    """
    dtype = a.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # da_sum = Σ_{j = 0..i} dp[n,i,j] · exp(a[n,i,j] − p_max[n,i])
        acc = T(0)
        minus_p_max = -p_max[U(n), U(i)]
        for j_ in range(i + 1):
            acc = plus(acc, dp[U(n), U(i), U(j_)] * exp(a[U(n), U(i), U(j_)] + minus_p_max))
        da_sum = acc
        # da[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j] · (dp[n,i,j] −
        #     da_sum/S₁[n,i])
        value_of = T(1) / S1[U(n), U(i)]
        minus_da_sum_over_S1 = -da_sum * value_of
        for j in range(min(L, i + 1)):
            da[U(n), U(i), U(j)] = (
                exp(a[U(n), U(i), U(j)] + minus_p_max)
                * (dp[U(n), U(i), U(j)] + minus_da_sum_over_S1)
                * value_of
            )
        for j in range(max(0, i + 1), L):
            da[U(n), U(i), U(j)] = T(0)


def _shared_da(a, p_max, S1, dp, da, N, L):
    """da[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j] · (dp[n,i,j] − 1/S₁[n,i] · Σ_{j′ = 0..i}
        dp[n,i,j′] · exp(a[n,i,j′] − p_max[n,i]))

    As compiled:

    da_sum = Σ_{j = 0..i} dp[n,i,j] · exp(a[n,i,j] − p_max[n,i])
    da[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j] · (dp[n,i,j] − da_sum/S₁[n,i])
    """
    launch(_shared_da_part, N * L, L**2 * N + L * N, a, p_max, S1, dp, da, N, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_q_blocks(first, last, k, da, dq, N, L, E, deep, high, wide):
    """dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]"""
    dtype = k.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(L, np.int64)
    right_at = np.empty(L, np.int64)
    tile = np.empty((high, wide), dtype)
    for j in range(L):
        left_at[U(j)] = j
    for j in range(L):
        right_at[U(j)] = E * j
    for task in range(first, last):
        n = task // (((L - 1) // high + 1) * ((E - 1) // wide + 1))
        row_part = task // (((E - 1) // wide + 1)) % ((L - 1) // high + 1)
        col_part = task % ((E - 1) // wide + 1)
        # dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]
        for i in range(high * row_part, min(L, high + high * row_part)):
            row_at[U(i - (high * row_part))] = L * i + L**2 * n
        contract(tile, (0, 0), wide, da, row_at, left_at, k, col_part * wide + E * L * n, right_at, min(high,
                L - (high * row_part)), min(wide, E - (col_part * wide)), 0, L, deep)
        for i in range(high * row_part, min(L, high + high * row_part)):
            for e in range(col_part * wide, min(E, col_part * wide + wide)):
                dq[U(n), U(i), U(e)] = (
                    tile[U(i - (high * row_part)), U(e - (col_part * wide))] / np.sqrt(T(E))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_q_plain(first, last, k, da, dq, N, L, E, j_block_last):
    """dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]"""
    dtype = k.dtype
    T = dtype.type
    row = np.empty(E, dtype)
    rest = np.empty(E, dtype)
    part = np.empty(E, dtype)
    for task in range(first, last):
        n = task // L
        i = task % L
        # dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]
        for e in range(E):
            row[U(e)] = T(0)
        for e in range(E):
            rest[U(e)] = T(0)
        for j_block in range(j_block_last + 1):
            for e in range(E):
                part[U(e)] = T(0)
            for j in range(j_block * 1024, min(L, j_block * 1024 + 1024)):
                da_here = da[U(n), U(i), U(j)]
                for e in range(E):
                    part[U(e)] += da_here * k[U(n), U(j), U(e)]
            for e in range(E):
                row[U(e)], rest[U(e)] = carried(row[U(e)], rest[U(e)], part[U(e)])
        for e in range(E):
            dq[U(n), U(i), U(e)] = row[U(e)] / np.sqrt(T(E))


def _vjp_q(k, da, dq, N, L, E):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
    da[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j] · (dp[n,i,j] − 1/S₁[n,i] · Σ_{j′ = 0..i}
        dp[n,i,j′] · exp(a[n,i,j′] − p_max[n,i]))
    dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]
    """
    if blocks(L >= 4 and E >= 8):
        wide = colblock(E)
        deep = depthblock()
        high = rowblock(L, ((E - 1) // wide + 1) * N)
        launch(_vjp_q_blocks, N * ((L - 1) // high + 1) * ((E - 1) // wide + 1), E * L**2 * N // 32, k, da,
                dq, N, L, E, deep, high, wide)
    else:
        j_block_last = (L - 1) // 1024
        launch(_vjp_q_plain, N * L, E * L**2 * N, k, da, dq, N, L, E, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_k_blocks(first, last, q, da, dk, N, L, E, deep, high, wide):
    """dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]"""
    dtype = q.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(L, np.int64)
    right_at = np.empty(L, np.int64)
    tile = np.empty((high, wide), dtype)
    for i in range(L):
        left_at[U(i)] = L * i
    for i in range(L):
        right_at[U(i)] = E * i
    for task in range(first, last):
        n = task // (((L - 1) // high + 1) * ((E - 1) // wide + 1))
        row_part = task // (((E - 1) // wide + 1)) % ((L - 1) // high + 1)
        col_part = task % ((E - 1) // wide + 1)
        # dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]
        for j in range(high * row_part, min(L, high + high * row_part)):
            row_at[U(j - (high * row_part))] = j + L**2 * n
        contract(tile, (0, 0), wide, da, row_at, left_at, q, col_part * wide + E * L * n, right_at, min(high,
                L - (high * row_part)), min(wide, E - (col_part * wide)), 0, L, deep)
        for j in range(high * row_part, min(L, high + high * row_part)):
            for e in range(col_part * wide, min(E, col_part * wide + wide)):
                dk[U(n), U(j), U(e)] = (
                    tile[U(j - (high * row_part)), U(e - (col_part * wide))] / np.sqrt(T(E))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_k_plain(first, last, q, da, dk, N, L, E, i_block_last):
    """dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]"""
    dtype = q.dtype
    T = dtype.type
    row = np.empty(E, dtype)
    rest = np.empty(E, dtype)
    part = np.empty(E, dtype)
    for task in range(first, last):
        n = task // L
        j = task % L
        # dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]
        for e in range(E):
            row[U(e)] = T(0)
        for e in range(E):
            rest[U(e)] = T(0)
        for i_block in range(i_block_last + 1):
            for e in range(E):
                part[U(e)] = T(0)
            for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                da_here = da[U(n), U(i), U(j)]
                for e in range(E):
                    part[U(e)] += da_here * q[U(n), U(i), U(e)]
            for e in range(E):
                row[U(e)], rest[U(e)] = carried(row[U(e)], rest[U(e)], part[U(e)])
        for e in range(E):
            dk[U(n), U(j), U(e)] = row[U(e)] / np.sqrt(T(E))


def _vjp_k(q, da, dk, N, L, E):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
    da[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j] · (dp[n,i,j] − 1/S₁[n,i] · Σ_{j′ = 0..i}
        dp[n,i,j′] · exp(a[n,i,j′] − p_max[n,i]))
    dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]
    """
    if blocks(L >= 4 and E >= 8):
        wide = colblock(E)
        deep = depthblock()
        high = rowblock(L, ((E - 1) // wide + 1) * N)
        launch(_vjp_k_blocks, N * ((L - 1) // high + 1) * ((E - 1) // wide + 1), E * L**2 * N // 32, q, da,
                dk, N, L, E, deep, high, wide)
    else:
        i_block_last = (L - 1) // 1024
        launch(_vjp_k_plain, N * L, E * L**2 * N, q, da, dk, N, L, E, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_v_part(first, last, a, p_max, S1, p, N, L):
    """p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j]"""
    dtype = a.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j]
        value_of = T(1) / S1[U(n), U(i)]
        minus_p_max = -p_max[U(n), U(i)]
        for j in range(min(L, i + 1)):
            p[U(n), U(i), U(j)] = exp(a[U(n), U(i), U(j)] + minus_p_max) * value_of
        for j in range(max(0, i + 1), L):
            p[U(n), U(i), U(j)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_v_blocks(first, last, dy, dv, p, N, L, D, deep, high, wide):
    """dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(L, np.int64)
    right_at = np.empty(L, np.int64)
    tile = np.empty((high, wide), dtype)
    for i in range(L):
        left_at[U(i)] = L * i
    for i in range(L):
        right_at[U(i)] = D * i
    for task in range(first, last):
        n = task // (((L - 1) // high + 1) * ((D - 1) // wide + 1))
        row_part = task // (((D - 1) // wide + 1)) % ((L - 1) // high + 1)
        col_part = task % ((D - 1) // wide + 1)
        # dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]
        for j in range(high * row_part, min(L, high + high * row_part)):
            row_at[U(j - (high * row_part))] = j + L**2 * n
        contract(tile, (0, 0), wide, p, row_at, left_at, dy, col_part * wide + D * L * n, right_at, min(high,
                L - (high * row_part)), min(wide, D - (col_part * wide)), 0, L, deep)
        for j in range(high * row_part, min(L, high + high * row_part)):
            for d in range(col_part * wide, min(D, col_part * wide + wide)):
                dv[U(n), U(j), U(d)] = tile[U(j - (high * row_part)), U(d - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_v_plain(first, last, dy, dv, p, N, L, D, i_block_last):
    """dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(D, dtype)
    part = np.empty(D, dtype)
    for task in range(first, last):
        n = task // L
        j = task % L
        # dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]
        for d in range(D):
            dv[U(n), U(j), U(d)] = T(0)
        for d in range(D):
            rest[U(d)] = T(0)
        for i_block in range(i_block_last + 1):
            for d in range(D):
                part[U(d)] = T(0)
            for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                p_here = p[U(n), U(i), U(j)]
                for d in range(D):
                    part[U(d)] += dy[U(n), U(i), U(d)] * p_here
            for d in range(D):
                dv[U(n), U(j), U(d)], rest[U(d)] = carried(dv[U(n), U(j), U(d)], rest[U(d)], part[U(d)])


def _vjp_v(dy, a, p_max, S1, dv, N, L, D):
    """p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j]
    dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]

    Operations: D·L²·N + L²·N multiplications, D·L²·N + L²·N − D·L·N additions, terms that a condition
        drops counted.
    """
    dtype = dv.dtype
    p = scratch((N, L, L), dtype)
    launch(_vjp_v_part, N * L, L**2 * N, a, p_max, S1, p, N, L)
    if blocks(L >= 4 and D >= 8):
        wide = colblock(D)
        deep = depthblock()
        high = rowblock(L, ((D - 1) // wide + 1) * N)
        launch(_vjp_v_blocks, N * ((L - 1) // high + 1) * ((D - 1) // wide + 1), D * L**2 * N // 32, dy, dv,
                p, N, L, D, deep, high, wide)
    else:
        i_block_last = (L - 1) // 1024
        launch(_vjp_v_plain, N * L, D * L**2 * N, dy, dv, p, N, L, D, i_block_last)
