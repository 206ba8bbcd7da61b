"""The kernels of attention; attention.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `attention`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import exp
from .runtime import carried, larger, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either(first, last, k, panels, N, E, S, wide):
    """panels[n, col_part, e, j−col_part·wide] = k[n,j,e]"""
    for task in range(first, last):
        n = task // (((S - 1) // wide + 1))
        col_part = task % ((S - 1) // wide + 1)
        # panels[n, col_part, e, j−col_part·wide] = k[n,j,e]
        turn(panels, (n, col_part, 0, 0), wide, k, E * col_part * wide + E * S * n, E, 1, min(wide,
                S - (col_part * wide)), E)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either2(first, last, q, mask, a, panels, N, L, E, S, deep, high, quotient_S_wide, wide):
    """a[n,i,j] = mask[i,j] + 1/√E · Σ_e k[n,j,e] · q[n,i,e]"""
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
        n = task // (((L - 1) // high + 1) * ((S - 1) // wide + 1))
        row_part = task // (((S - 1) // wide + 1)) % ((L - 1) // high + 1)
        col_part = task % ((S - 1) // wide + 1)
        # a[n,i,j] = mask[i,j] + 1/√E · Σ_e k[n,j,e] · q[n,i,e]
        for i in range(high * row_part, min(L, high + high * row_part)):
            row_at[U(i - (high * row_part))] = E * i + E * L * n
        contract(tile, (0, 0), wide, q, row_at, left_at, panels,
                E * col_part * wide + E * n * quotient_S_wide * wide + E * n * wide, right_at, min(high,
                L - (high * row_part)), min(wide, S - (col_part * wide)), 0, E, deep)
        for i in range(high * row_part, min(L, high + high * row_part)):
            for j in range(col_part * wide, min(S, col_part * wide + wide)):
                a[U(n), U(i), U(j)] = (
                    mask[U(i), U(j)]
                    + tile[U(i - (high * row_part)), U(j - (col_part * wide))] / np.sqrt(T(E))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, k, mask, a, panels2, N, L, E, S, deep2, high2, quotient_L_wide2, wide2):
    """a[n,i,j] = mask[i,j] + 1/√E · Σ_e k[n,j,e] · q[n,i,e]"""
    dtype = k.dtype
    T = dtype.type
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(E, np.int64)
    right_at2 = np.empty(E, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for e in range(E):
        left_at2[U(e)] = e
    for k2 in range(E):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        n = task // (((S - 1) // high2 + 1) * ((L - 1) // wide2 + 1))
        row_part2 = task // (((L - 1) // wide2 + 1)) % ((S - 1) // high2 + 1)
        col_part2 = task % ((L - 1) // wide2 + 1)
        # a[n,i,j] = mask[i,j] + 1/√E · Σ_e k[n,j,e] · q[n,i,e]
        for j in range(high2 * row_part2, min(S, high2 + high2 * row_part2)):
            row_at2[U(j - (high2 * row_part2))] = E * j + E * S * n
        contract(tile2, (0, 0), wide2, k, row_at2, left_at2, panels2,
                E * col_part2 * wide2 + E * n * quotient_L_wide2 * wide2 + E * n * wide2, right_at2,
                min(high2, S - (high2 * row_part2)), min(wide2, L - (col_part2 * wide2)), 0, E, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, S - (high2 * row_part2)), min(wide2,
                L - (col_part2 * wide2)))
        for i in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, L)):
            for j in range(high2 * row_part2, min(S, high2 + high2 * row_part2)):
                a[U(n), U(i), U(j)] = (
                    mask[U(i), U(j)]
                    + turned2[U(i - (col_part2 * wide2)), U(j - (high2 * row_part2))] / np.sqrt(T(E))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, q, k, mask, a, N, L, E, S, e_block_last):
    """a[n,i,j] = mask[i,j] + 1/√E · Σ_e k[n,j,e] · q[n,i,e]"""
    dtype = q.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # a[n,i,j] = mask[i,j] + 1/√E · Σ_e k[n,j,e] · q[n,i,e]
        for j in range(S):
            acc = T(0)
            rest = T(0)
            for e_block in range(e_block_last + 1):
                part = T(0)
                for e in range(e_block * 1024, min(E, e_block * 1024 + 1024)):
                    part = plus(part, k[U(n), U(j), U(e)] * q[U(n), U(i), U(e)])
                acc, rest = carried(acc, rest, part)
            a[U(n), U(i), U(j)] = acc / np.sqrt(T(E)) + mask[U(i), U(j)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, a, p_max, S1, p, N, L, S, j___block_last):
    """p_max[n,i] = max_j a[n,i,j]
    S₁[n,i] = Σ_{j′′} exp(a[n, i, j′′] − p_max[n,i])
    p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
    """
    dtype = a.dtype
    T = dtype.type
    exp_row = np.empty(S, dtype)
    for task in range(first, last):
        n = task // L
        i = task % L
        # p_max[n,i] = max_j a[n,i,j]
        acc2 = -T(np.inf)
        for j_ in range(S):
            acc2 = larger(acc2, a[U(n), U(i), U(j_)])
        p_max[U(n), U(i)] = acc2
        # S₁[n,i] = Σ_{j′′} exp(a[n, i, j′′] − p_max[n,i])
        acc3 = T(0)
        rest2 = T(0)
        minus_p_max = -p_max[U(n), U(i)]
        for j___block in range(j___block_last + 1):
            part2 = T(0)
            for j__ in range(j___block * 1024, min(S, j___block * 1024 + 1024)):
                exp_here = exp(a[U(n), U(i), U(j__)] + minus_p_max)
                exp_row[U(j__)] = exp_here
                part2 = plus(part2, exp_here)
            acc3, rest2 = carried(acc3, rest2, part2)
        S1[U(n), U(i)] = acc3
        # p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
        value_of = T(1) / S1[U(n), U(i)]
        for j in range(S):
            p[U(n), U(i), U(j)] = exp_row[U(j)] * value_of


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, v, y, p, N, L, S, D, deep3, high3, wide3):
    """y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]"""
    dtype = v.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(S, np.int64)
    right_at3 = np.empty(S, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for j in range(S):
        left_at3[U(j)] = j
    for j in range(S):
        right_at3[U(j)] = D * j
    for task in range(first, last):
        n = task // (((L - 1) // high3 + 1) * ((D - 1) // wide3 + 1))
        row_part3 = task // (((D - 1) // wide3 + 1)) % ((L - 1) // high3 + 1)
        col_part3 = task % ((D - 1) // wide3 + 1)
        # y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]
        for i in range(high3 * row_part3, min(L, high3 + high3 * row_part3)):
            row_at3[U(i - (high3 * row_part3))] = S * i + L * S * n
        contract(tile3, (0, 0), wide3, p, row_at3, left_at3, v, col_part3 * wide3 + D * S * n, right_at3,
                min(high3, L - (high3 * row_part3)), min(wide3, D - (col_part3 * wide3)), 0, S, deep3)
        for i in range(high3 * row_part3, min(L, high3 + high3 * row_part3)):
            for d in range(col_part3 * wide3, min(D, col_part3 * wide3 + wide3)):
                y[U(n), U(i), U(d)] = tile3[U(i - (high3 * row_part3)), U(d - (col_part3 * wide3))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, v, y, p, N, L, S, D, j_block_last):
    """y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]"""
    dtype = v.dtype
    T = dtype.type
    rest3 = np.empty(D, dtype)
    part3 = np.empty(D, dtype)
    for task in range(first, last):
        n = task // L
        i = task % L
        # y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]
        for d in range(D):
            y[U(n), U(i), U(d)] = T(0)
        for d in range(D):
            rest3[U(d)] = T(0)
        for j_block in range(j_block_last + 1):
            for d in range(D):
                part3[U(d)] = T(0)
            for j in range(j_block * 1024, min(S, j_block * 1024 + 1024)):
                p_here = p[U(n), U(i), U(j)]
                for d in range(D):
                    part3[U(d)] += p_here * v[U(n), U(j), U(d)]
            for d in range(D):
                y[U(n), U(i), U(d)], rest3[U(d)] = carried(y[U(n), U(i), U(d)], rest3[U(d)], part3[U(d)])


def _forward(q, k, v, mask, y, a, p_max, S1, N, L, E, S, D):
    """a[n,i,j] = mask[i,j] + 1/√E · Σ_e k[n,j,e] · q[n,i,e]
    p[n,i,j] = exp(a[n,i,j] − max_{j′} a[n,i,j′])/(Σ_{j′} exp(a[n,i,j′] − max_{j′′} a[n, i, j′′]))
    y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]

    Operations: D·L·N·S + E·L·N·S + L·N·S multiplications, 3·L·N·S + D·L·N·S + E·L·N·S − D·L·N − L·N
        additions.
    """
    dtype = y.dtype
    p = scratch((N, L, S), dtype)
    if blocks(S >= 4 and L >= 4 and E >= 4):
        if either(L >= S and S >= 8):
            wide = colblock(S)
            deep = depthblock()
            high = rowblock(L, ((S - 1) // wide + 1) * N)
            panels = scratch((N, max(0, (S - 1) // wide + 1), E, wide), dtype)
            launch(_forward_either, N * ((S - 1) // wide + 1), E * N * S, k, panels, N, E, S, wide)
            quotient_S_wide = (S - 1) // wide
            launch(_forward_either2, N * ((L - 1) // high + 1) * ((S - 1) // wide + 1), E * L * N * S // 32,
                    q, mask, a, panels, N, L, E, S, deep, high, quotient_S_wide, wide)
        else:
            wide2 = colblock(L)
            deep2 = depthblock()
            high2 = rowblock(S, ((L - 1) // wide2 + 1) * N)
            panels2 = scratch((N, max(0, (L - 1) // wide2 + 1), E, wide2), dtype)
            # panels2[n, col_part2, e, i−col_part2·wide2] = q[n,i,e]
            launch(_forward_either, N * ((L - 1) // wide2 + 1), E * L * N, q, panels2, N, E, L, wide2)
            quotient_L_wide2 = (L - 1) // wide2
            launch(_forward_other2, N * ((S - 1) // high2 + 1) * ((L - 1) // wide2 + 1), E * L * N * S // 32,
                    k, mask, a, panels2, N, L, E, S, deep2, high2, quotient_L_wide2, wide2)
    else:
        e_block_last = (E - 1) // 1024
        launch(_forward_plain, N * L, E * L * N * S, q, k, mask, a, N, L, E, S, e_block_last)
    j___block_last = (S - 1) // 1024
    launch(_forward_part, N * L, L * N * S * 3, a, p_max, S1, p, N, L, S, j___block_last)
    if blocks(L >= 4 and D >= 8 and S >= 4):
        wide3 = colblock(D)
        deep3 = depthblock()
        high3 = rowblock(L, ((D - 1) // wide3 + 1) * N)
        launch(_forward_blocks, N * ((L - 1) // high3 + 1) * ((D - 1) // wide3 + 1), D * L * N * S // 32, v,
                y, p, N, L, S, D, deep3, high3, wide3)
    else:
        j_block_last = (S - 1) // 1024
        launch(_forward_plain2, N * L, D * L * N * S, v, y, p, N, L, S, D, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dp_either2(first, last, dy, dp, panels, N, L, S, D, deep, high, quotient_S_wide, wide):
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
        n = task // (((L - 1) // high + 1) * ((S - 1) // wide + 1))
        row_part = task // (((S - 1) // wide + 1)) % ((L - 1) // high + 1)
        col_part = task % ((S - 1) // wide + 1)
        # dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
        for i in range(high * row_part, min(L, high + high * row_part)):
            row_at[U(i - (high * row_part))] = D * i + D * L * n
        contract(tile, (0, 0), wide, dy, row_at, left_at, panels,
                D * col_part * wide + D * n * quotient_S_wide * wide + D * n * wide, right_at, min(high,
                L - (high * row_part)), min(wide, S - (col_part * wide)), 0, D, deep)
        for i in range(high * row_part, min(L, high + high * row_part)):
            for j in range(col_part * wide, min(S, col_part * wide + wide)):
                dp[U(n), U(i), U(j)] = tile[U(i - (high * row_part)), U(j - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dp_other2(first, last, v, dp, panels2, N, L, S, D, deep2, high2, quotient_L_wide2, wide2):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]"""
    dtype = v.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(D, np.int64)
    right_at2 = np.empty(D, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for d in range(D):
        left_at2[U(d)] = d
    for k2 in range(D):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        n = task // (((S - 1) // high2 + 1) * ((L - 1) // wide2 + 1))
        row_part2 = task // (((L - 1) // wide2 + 1)) % ((S - 1) // high2 + 1)
        col_part2 = task % ((L - 1) // wide2 + 1)
        # dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
        for j in range(high2 * row_part2, min(S, high2 + high2 * row_part2)):
            row_at2[U(j - (high2 * row_part2))] = D * j + D * S * n
        contract(tile2, (0, 0), wide2, v, row_at2, left_at2, panels2,
                D * col_part2 * wide2 + D * n * quotient_L_wide2 * wide2 + D * n * wide2, right_at2,
                min(high2, S - (high2 * row_part2)), min(wide2, L - (col_part2 * wide2)), 0, D, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, S - (high2 * row_part2)), min(wide2,
                L - (col_part2 * wide2)))
        for i in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, L)):
            for j in range(high2 * row_part2, min(S, high2 + high2 * row_part2)):
                dp[U(n), U(i), U(j)] = turned2[U(i - (col_part2 * wide2)), U(j - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dp_plain(first, last, dy, v, dp, N, L, S, D, d_block_last):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
        for j in range(S):
            acc = T(0)
            rest = T(0)
            for d_block in range(d_block_last + 1):
                part = T(0)
                for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(i), U(d)] * v[U(n), U(j), U(d)])
                acc, rest = carried(acc, rest, part)
            dp[U(n), U(i), U(j)] = acc


def _shared_dp(dy, v, dp, N, L, S, D):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]

    Operations: D·L·N·S multiplications, (D − 1) · L · N · S additions.
    """
    dtype = dp.dtype
    if blocks(S >= 4 and L >= 4 and D >= 4):
        if either(L >= S and S >= 8):
            wide = colblock(S)
            deep = depthblock()
            high = rowblock(L, ((S - 1) // wide + 1) * N)
            panels = scratch((N, max(0, (S - 1) // wide + 1), D, wide), dtype)
            # panels[n, col_part, d, j−col_part·wide] = v[n,j,d]
            launch(_forward_either, N * ((S - 1) // wide + 1), D * N * S, v, panels, N, D, S, wide)
            quotient_S_wide = (S - 1) // wide
            launch(_shared_dp_either2, N * ((L - 1) // high + 1) * ((S - 1) // wide + 1), D * L * N * S // 32,
                    dy, dp, panels, N, L, S, D, deep, high, quotient_S_wide, wide)
        else:
            wide2 = colblock(L)
            deep2 = depthblock()
            high2 = rowblock(S, ((L - 1) // wide2 + 1) * N)
            panels2 = scratch((N, max(0, (L - 1) // wide2 + 1), D, wide2), dtype)
            # panels2[n, col_part2, d, i−col_part2·wide2] = dy[n,i,d]
            launch(_forward_either, N * ((L - 1) // wide2 + 1), D * L * N, dy, panels2, N, D, L, wide2)
            quotient_L_wide2 = (L - 1) // wide2
            launch(_shared_dp_other2, N * ((S - 1) // high2 + 1) * ((L - 1) // wide2 + 1),
                    D * L * N * S // 32, v, dp, panels2, N, L, S, D, deep2, high2, quotient_L_wide2, wide2)
    else:
        d_block_last = (D - 1) // 1024
        launch(_shared_dp_plain, N * L, D * L * N * S, dy, v, dp, N, L, S, D, d_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da_part(first, last, a, p_max, S1, dp, da, N, L, S, j__block_last):
    """p[j] = exp(a[ni,j] − p_max[ni])/S₁[ni]
    da_sum = Σ_j dp[ni,j] · p[j]
    da[ni,j] = p[j] · (dp[ni,j] − da_sum)
    """
    dtype = a.dtype
    T = dtype.type
    p = np.empty(S, dtype)
    for ni in range(first, last):
        # p[j] = exp(a[ni,j] − p_max[ni])/S₁[ni]
        value_of = T(1) / S1[U(ni)]
        minus_p_max = -p_max[U(ni)]
        for j in range(S):
            p[U(j)] = exp(a[U(ni), U(j)] + minus_p_max) * value_of
        # da_sum = Σ_j dp[ni,j] · p[j]
        acc = T(0)
        rest = T(0)
        for j__block in range(j__block_last + 1):
            part = T(0)
            for j_ in range(j__block * 1024, min(S, j__block * 1024 + 1024)):
                part = plus(part, dp[U(ni), U(j_)] * p[U(j_)])
            acc, rest = carried(acc, rest, part)
        da_sum = acc
        # da[ni,j] = p[j] · (dp[ni,j] − da_sum)
        minus_da_sum = -da_sum
        for j in range(S):
            da[U(ni), U(j)] = (dp[U(ni), U(j)] + minus_da_sum) * p[U(j)]


def _shared_da(a, p_max, S1, dp, da, N, L, S):
    """da[n,i,j] = p[n,i,j] · (dp[n,i,j] − Σ_{j′} dp[n,i,j′] · p[n,i,j′])

    As compiled:

    p[j] = exp(a[ni,j] − p_max[ni])/S₁[ni]
    da_sum = Σ_j dp[ni,j] · p[j]
    da[ni,j] = p[j] · (dp[ni,j] − da_sum)

    Operations: 2·L·N·S multiplications, 2·L·N·S − L·N additions.
    """
    a_rows = a.reshape((L * N, S))
    p_max_rows = p_max.reshape((L * N,))
    S1_rows = S1.reshape((L * N,))
    dp_rows = dp.reshape((L * N, S))
    da_rows = da.reshape((L * N, S))
    j__block_last = (S - 1) // 1024
    launch(_shared_da_part, L * N, L * N * S * 3, a_rows, p_max_rows, S1_rows, dp_rows, da_rows, N, L, S,
            j__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_q_blocks(first, last, k, da, dq, N, L, E, S, deep, high, wide):
    """dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]"""
    dtype = k.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(S, np.int64)
    right_at = np.empty(S, np.int64)
    tile = np.empty((high, wide), dtype)
    for j in range(S):
        left_at[U(j)] = j
    for j in range(S):
        right_at[U(j)] = E * j
    for task in range(first, last):
        n = task // (((L - 1) // high + 1) * ((E - 1) // wide + 1))
        row_part = task // (((E - 1) // wide + 1)) % ((L - 1) // high + 1)
        col_part = task % ((E - 1) // wide + 1)
        # dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]
        for i in range(high * row_part, min(L, high + high * row_part)):
            row_at[U(i - (high * row_part))] = S * i + L * S * n
        contract(tile, (0, 0), wide, da, row_at, left_at, k, col_part * wide + E * S * n, right_at, min(high,
                L - (high * row_part)), min(wide, E - (col_part * wide)), 0, S, deep)
        for i in range(high * row_part, min(L, high + high * row_part)):
            for e in range(col_part * wide, min(E, col_part * wide + wide)):
                dq[U(n), U(i), U(e)] = (
                    tile[U(i - (high * row_part)), U(e - (col_part * wide))] / np.sqrt(T(E))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_q_plain(first, last, k, da, dq, N, L, E, S, j_block_last):
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
            for j in range(j_block * 1024, min(S, j_block * 1024 + 1024)):
                da_here = da[U(n), U(i), U(j)]
                for e in range(E):
                    part[U(e)] += da_here * k[U(n), U(j), U(e)]
            for e in range(E):
                row[U(e)], rest[U(e)] = carried(row[U(e)], rest[U(e)], part[U(e)])
        for e in range(E):
            dq[U(n), U(i), U(e)] = row[U(e)] / np.sqrt(T(E))


def _vjp_q(k, da, dq, N, L, E, S):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
    p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
    da[n,i,j] = p[n,i,j] · (dp[n,i,j] − Σ_{j′} dp[n,i,j′] · p[n,i,j′])
    dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]

    Operations: 3·L·N·S + D·L·N·S + E·L·N·S multiplications, 2·L·N·S + D·L·N·S + E·L·N·S − E·L·N − L·N
        additions.
    """
    if blocks(L >= 4 and E >= 8 and S >= 4):
        wide = colblock(E)
        deep = depthblock()
        high = rowblock(L, ((E - 1) // wide + 1) * N)
        launch(_vjp_q_blocks, N * ((L - 1) // high + 1) * ((E - 1) // wide + 1), E * L * N * S // 32, k, da,
                dq, N, L, E, S, deep, high, wide)
    else:
        j_block_last = (S - 1) // 1024
        launch(_vjp_q_plain, N * L, E * L * N * S, k, da, dq, N, L, E, S, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_k_blocks(first, last, q, da, dk, N, L, E, S, deep, high, wide):
    """dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]"""
    dtype = q.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(L, np.int64)
    right_at = np.empty(L, np.int64)
    tile = np.empty((high, wide), dtype)
    for i in range(L):
        left_at[U(i)] = S * i
    for i in range(L):
        right_at[U(i)] = E * i
    for task in range(first, last):
        n = task // (((S - 1) // high + 1) * ((E - 1) // wide + 1))
        row_part = task // (((E - 1) // wide + 1)) % ((S - 1) // high + 1)
        col_part = task % ((E - 1) // wide + 1)
        # dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]
        for j in range(high * row_part, min(S, high + high * row_part)):
            row_at[U(j - (high * row_part))] = j + L * S * n
        contract(tile, (0, 0), wide, da, row_at, left_at, q, col_part * wide + E * L * n, right_at, min(high,
                S - (high * row_part)), min(wide, E - (col_part * wide)), 0, L, deep)
        for j in range(high * row_part, min(S, high + high * row_part)):
            for e in range(col_part * wide, min(E, col_part * wide + wide)):
                dk[U(n), U(j), U(e)] = (
                    tile[U(j - (high * row_part)), U(e - (col_part * wide))] / np.sqrt(T(E))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_k_plain(first, last, q, da, dk, N, L, E, S, i_block_last):
    """dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]"""
    dtype = q.dtype
    T = dtype.type
    row = np.empty(E, dtype)
    rest = np.empty(E, dtype)
    part = np.empty(E, dtype)
    for task in range(first, last):
        n = task // S
        j = task % S
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


def _vjp_k(q, da, dk, N, L, E, S):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
    p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
    da[n,i,j] = p[n,i,j] · (dp[n,i,j] − Σ_{j′} dp[n,i,j′] · p[n,i,j′])
    dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]

    Operations: 3·L·N·S + D·L·N·S + E·L·N·S multiplications, 2·L·N·S + D·L·N·S + E·L·N·S − E·N·S − L·N
        additions.
    """
    if blocks(S >= 4 and E >= 8 and L >= 4):
        wide = colblock(E)
        deep = depthblock()
        high = rowblock(S, ((E - 1) // wide + 1) * N)
        launch(_vjp_k_blocks, N * ((S - 1) // high + 1) * ((E - 1) // wide + 1), E * L * N * S // 32, q, da,
                dk, N, L, E, S, deep, high, wide)
    else:
        i_block_last = (L - 1) // 1024
        launch(_vjp_k_plain, N * S, E * L * N * S, q, da, dk, N, L, E, S, i_block_last)
