"""The kernels of attention; attention.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `attention`.  Do not edit.
Run time: 47a62f82b295e183.
"""

import numpy as np

from .disjoint import njit
from .elementary import exp
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_v_part(first, last, a, p_max, S1, p, N, L, S):
    """p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]"""
    dtype = a.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
        value_of = T(1) / S1[U(n), U(i)]
        minus_p_max = -p_max[U(n), U(i)]
        for j in range(S):
            p[U(n), U(i), U(j)] = exp(a[U(n), U(i), U(j)] + minus_p_max) * value_of


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_v_blocks(first, last, dy, dv, p, N, L, S, D, deep, high, wide):
    """dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(L, np.int64)
    right_at = np.empty(L, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        n = task // (((S - 1) // high + 1) * ((D - 1) // wide + 1))
        row_part = task // (((D - 1) // wide + 1)) % ((S - 1) // high + 1)
        col_part = task % ((D - 1) // wide + 1)
        # dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]
        for j in range(high * row_part, min(S, high + high * row_part)):
            row_at[U(j - (high * row_part))] = j + L * S * n
        for i in range(L):
            left_at[U(i)] = S * i
        for i in range(L):
            right_at[U(i)] = D * i
        contract(tile, (0, 0), wide, p, row_at, left_at, dy, col_part * wide + D * L * n, right_at, min(high,
                S - (high * row_part)), min(wide, D - (col_part * wide)), 0, L, deep)
        for j in range(high * row_part, min(S, high + high * row_part)):
            for d in range(col_part * wide, min(D, col_part * wide + wide)):
                dv[U(n), U(j), U(d)] = tile[U(j - (high * row_part)), U(d - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_v_plain(first, last, dy, dv, p, N, L, S, D, i_block_last):
    """dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(D, dtype)
    part = np.empty(D, dtype)
    for task in range(first, last):
        n = task // S
        j = task % S
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


def _vjp_v(dy, a, p_max, S1, dv, N, L, S, D):
    """p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
    dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]

    Operations: D·L·N·S + L·N·S multiplications, D·L·N·S + L·N·S − D·N·S additions.
    """
    dtype = dv.dtype
    p = scratch((N, L, S), dtype)
    launch(_vjp_v_part, N * L, L * N * S, a, p_max, S1, p, N, L, S)
    if blocks(S >= 4 and D >= 8 and L >= 4):
        wide = colblock(D)
        deep = depthblock()
        high = rowblock(S, ((D - 1) // wide + 1) * N)
        launch(_vjp_v_blocks, N * ((S - 1) // high + 1) * ((D - 1) // wide + 1), D * L * N * S // 32, dy, dv,
                p, N, L, S, D, deep, high, wide)
    else:
        i_block_last = (L - 1) // 1024
        launch(_vjp_v_plain, N * S, D * L * N * S, dy, dv, p, N, L, S, D, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask_part(first, last, a, p_max, S1, dp, dmask, N, L, S, j__block_last, n_block_last):
    """dmask_sum[n] = Σ_j dp[n,i,j] · exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
    dmask[i,j] = Σ_n exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · (dp[n,i,j] − dmask_sum[n])
    """
    dtype = a.dtype
    T = dtype.type
    dmask_sum = np.empty(N, dtype)
    rest2 = np.empty(S, dtype)
    part2 = np.empty(S, dtype)
    for i in range(first, last):
        # dmask_sum[n] = Σ_j dp[n,i,j] · exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
        for n in range(N):
            acc = T(0)
            rest = T(0)
            value_of = T(1) / S1[U(n), U(i)]
            minus_p_max = -p_max[U(n), U(i)]
            for j__block in range(j__block_last + 1):
                part = T(0)
                for j_ in range(j__block * 1024, min(S, j__block * 1024 + 1024)):
                    part = plus(
                        part,
                        dp[U(n), U(i), U(j_)] * exp(a[U(n), U(i), U(j_)] + minus_p_max) * value_of,
                    )
                acc, rest = carried(acc, rest, part)
            dmask_sum[U(n)] = acc
        # dmask[i,j] = Σ_n exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · (dp[n,i,j] − dmask_sum[n])
        for j in range(S):
            dmask[U(i), U(j)] = T(0)
        for j in range(S):
            rest2[U(j)] = T(0)
        for n_block in range(n_block_last + 1):
            for j in range(S):
                part2[U(j)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                value_of2 = T(1) / S1[U(n), U(i)]
                minus_dmask_sum = -dmask_sum[U(n)]
                minus_p_max2 = -p_max[U(n), U(i)]
                for j in range(S):
                    part2[U(j)] += (
                        exp(a[U(n), U(i), U(j)] + minus_p_max2)
                        * (dp[U(n), U(i), U(j)] + minus_dmask_sum)
                        * value_of2
                    )
            for j in range(S):
                dmask[U(i), U(j)], rest2[U(j)] = carried(dmask[U(i), U(j)], rest2[U(j)], part2[U(j)])


def _vjp_mask(a, p_max, S1, dp, dmask, N, L, S):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
    p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
    dmask[i,j] = Σ_n p[n,i,j] · (dp[n,i,j] − Σ_{j′} dp[n,i,j′] · p[n,i,j′])

    As compiled:

    dmask_sum[n] = Σ_j dp[n,i,j] · exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
    dmask[i,j] = Σ_n exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · (dp[n,i,j] − dmask_sum[n])

    Operations: 3·L·N·S + D·L·N·S multiplications, 3·L·N·S + D·L·N·S − L·N − L·S additions.
    """
    j__block_last = (S - 1) // 1024
    n_block_last = (N - 1) // 1024
    launch(_vjp_mask_part, L, L * N * S * 2, a, p_max, S1, dp, dmask, N, L, S, j__block_last, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_either(first, last, v, panels, N, S, D, wide):
    """panels[n, col_part, d, j−col_part·wide] = v[n,j,d]"""
    for task in range(first, last):
        n = task // (((S - 1) // wide + 1))
        col_part = task % ((S - 1) // wide + 1)
        # panels[n, col_part, d, j−col_part·wide] = v[n,j,d]
        turn(panels, (n, col_part, 0, 0), wide, v, D * col_part * wide + D * S * n, D, 1, min(wide,
                S - (col_part * wide)), D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_either2(first, last, dy, dp, panels, N, L, S, D, deep, high, quotient_S_wide, wide):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(D, np.int64)
    right_at = np.empty(D, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        n = task // (((L - 1) // high + 1) * ((S - 1) // wide + 1))
        row_part = task // (((S - 1) // wide + 1)) % ((L - 1) // high + 1)
        col_part = task % ((S - 1) // wide + 1)
        # dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
        for i in range(high * row_part, min(L, high + high * row_part)):
            row_at[U(i - (high * row_part))] = D * i + D * L * n
        for d in range(D):
            left_at[U(d)] = d
        for k in range(D):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, dy, row_at, left_at, panels,
                D * col_part * wide + D * n * quotient_S_wide * wide + D * n * wide, right_at, min(high,
                L - (high * row_part)), min(wide, S - (col_part * wide)), 0, D, deep)
        for i in range(high * row_part, min(L, high + high * row_part)):
            for j in range(col_part * wide, min(S, col_part * wide + wide)):
                dp[U(n), U(i), U(j)] = tile[U(i - (high * row_part)), U(j - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_other(first, last, dy, panels2, N, L, D, wide2):
    """panels2[n, col_part2, d, i−col_part2·wide2] = dy[n,i,d]"""
    for task in range(first, last):
        n = task // (((L - 1) // wide2 + 1))
        col_part2 = task % ((L - 1) // wide2 + 1)
        # panels2[n, col_part2, d, i−col_part2·wide2] = dy[n,i,d]
        turn(panels2, (n, col_part2, 0, 0), wide2, dy, D * col_part2 * wide2 + D * L * n, D, 1, min(wide2,
                L - (col_part2 * wide2)), D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_other2(first, last, v, dp, panels2, N, L, S, D, deep2, high2, quotient_L_wide2, wide2):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]"""
    dtype = v.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(D, np.int64)
    right_at2 = np.empty(D, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        n = task // (((S - 1) // high2 + 1) * ((L - 1) // wide2 + 1))
        row_part2 = task // (((L - 1) // wide2 + 1)) % ((S - 1) // high2 + 1)
        col_part2 = task % ((L - 1) // wide2 + 1)
        # dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
        for j in range(high2 * row_part2, min(S, high2 + high2 * row_part2)):
            row_at2[U(j - (high2 * row_part2))] = D * j + D * S * n
        for d in range(D):
            left_at2[U(d)] = d
        for k2 in range(D):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, v, row_at2, left_at2, panels2,
                D * col_part2 * wide2 + D * n * quotient_L_wide2 * wide2 + D * n * wide2, right_at2,
                min(high2, S - (high2 * row_part2)), min(wide2, L - (col_part2 * wide2)), 0, D, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, S - (high2 * row_part2)), min(wide2,
                L - (col_part2 * wide2)))
        for i in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, L)):
            for j in range(high2 * row_part2, min(S, high2 + high2 * row_part2)):
                dp[U(n), U(i), U(j)] = turned2[U(i - (col_part2 * wide2)), U(j - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_plain(first, last, dy, v, dp, N, L, S, D, d_block_last):
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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part(first, last, a, p_max, S1, da, dp, p, N, L, S, j__block_last):
    """p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
    da_sum = Σ_j dp[n,i,j] · p[n,i,j]
    da[n,i,j] = p[n,i,j] · (dp[n,i,j] − da_sum)
    """
    dtype = a.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // L
        i = task % L
        # p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
        value_of = T(1) / S1[U(n), U(i)]
        minus_p_max = -p_max[U(n), U(i)]
        for j in range(S):
            p[U(n), U(i), U(j)] = exp(a[U(n), U(i), U(j)] + minus_p_max) * value_of
        # da_sum = Σ_j dp[n,i,j] · p[n,i,j]
        acc2 = T(0)
        rest2 = T(0)
        for j__block in range(j__block_last + 1):
            part2 = T(0)
            for j_ in range(j__block * 1024, min(S, j__block * 1024 + 1024)):
                part2 = plus(part2, dp[U(n), U(i), U(j_)] * p[U(n), U(i), U(j_)])
            acc2, rest2 = carried(acc2, rest2, part2)
        da_sum = acc2
        # da[n,i,j] = p[n,i,j] · (dp[n,i,j] − da_sum)
        minus_da_sum = -da_sum
        for j in range(S):
            da[U(n), U(i), U(j)] = (dp[U(n), U(i), U(j)] + minus_da_sum) * p[U(n), U(i), U(j)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_blocks(first, last, k, dq, da, N, L, E, S, deep3, high3, wide3):
    """dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]"""
    dtype = k.dtype
    T = dtype.type
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(S, np.int64)
    right_at3 = np.empty(S, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for task in range(first, last):
        n = task // (((L - 1) // high3 + 1) * ((E - 1) // wide3 + 1))
        row_part3 = task // (((E - 1) // wide3 + 1)) % ((L - 1) // high3 + 1)
        col_part3 = task % ((E - 1) // wide3 + 1)
        # dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]
        for i in range(high3 * row_part3, min(L, high3 + high3 * row_part3)):
            row_at3[U(i - (high3 * row_part3))] = S * i + L * S * n
        for j in range(S):
            left_at3[U(j)] = j
        for j in range(S):
            right_at3[U(j)] = E * j
        contract(tile3, (0, 0), wide3, da, row_at3, left_at3, k, col_part3 * wide3 + E * S * n, right_at3,
                min(high3, L - (high3 * row_part3)), min(wide3, E - (col_part3 * wide3)), 0, S, deep3)
        for i in range(high3 * row_part3, min(L, high3 + high3 * row_part3)):
            for e in range(col_part3 * wide3, min(E, col_part3 * wide3 + wide3)):
                dq[U(n), U(i), U(e)] = (
                    tile3[U(i - (high3 * row_part3)), U(e - (col_part3 * wide3))] / np.sqrt(T(E))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_plain2(first, last, k, dq, da, N, L, E, S, j_block_last):
    """dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]"""
    dtype = k.dtype
    T = dtype.type
    row = np.empty(E, dtype)
    rest3 = np.empty(E, dtype)
    part3 = np.empty(E, dtype)
    for task in range(first, last):
        n = task // L
        i = task % L
        # dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]
        for e in range(E):
            row[U(e)] = T(0)
        for e in range(E):
            rest3[U(e)] = T(0)
        for j_block in range(j_block_last + 1):
            for e in range(E):
                part3[U(e)] = T(0)
            for j in range(j_block * 1024, min(S, j_block * 1024 + 1024)):
                da_here = da[U(n), U(i), U(j)]
                for e in range(E):
                    part3[U(e)] += da_here * k[U(n), U(j), U(e)]
            for e in range(E):
                row[U(e)], rest3[U(e)] = carried(row[U(e)], rest3[U(e)], part3[U(e)])
        for e in range(E):
            dq[U(n), U(i), U(e)] = row[U(e)] / np.sqrt(T(E))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_blocks2(first, last, q, dk, da, N, L, E, S, deep4, high4, wide4):
    """dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]"""
    dtype = q.dtype
    T = dtype.type
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(L, np.int64)
    right_at4 = np.empty(L, np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    for task in range(first, last):
        n = task // (((S - 1) // high4 + 1) * ((E - 1) // wide4 + 1))
        row_part4 = task // (((E - 1) // wide4 + 1)) % ((S - 1) // high4 + 1)
        col_part4 = task % ((E - 1) // wide4 + 1)
        # dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]
        for j in range(high4 * row_part4, min(S, high4 + high4 * row_part4)):
            row_at4[U(j - (high4 * row_part4))] = j + L * S * n
        for i in range(L):
            left_at4[U(i)] = S * i
        for i in range(L):
            right_at4[U(i)] = E * i
        contract(tile4, (0, 0), wide4, da, row_at4, left_at4, q, col_part4 * wide4 + E * L * n, right_at4,
                min(high4, S - (high4 * row_part4)), min(wide4, E - (col_part4 * wide4)), 0, L, deep4)
        for j in range(high4 * row_part4, min(S, high4 + high4 * row_part4)):
            for e in range(col_part4 * wide4, min(E, col_part4 * wide4 + wide4)):
                dk[U(n), U(j), U(e)] = (
                    tile4[U(j - (high4 * row_part4)), U(e - (col_part4 * wide4))] / np.sqrt(T(E))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_plain3(first, last, q, dk, da, N, L, E, S, i_block_last):
    """dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]"""
    dtype = q.dtype
    T = dtype.type
    row2 = np.empty(E, dtype)
    rest4 = np.empty(E, dtype)
    part4 = np.empty(E, dtype)
    for task in range(first, last):
        n = task // S
        j = task % S
        # dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]
        for e in range(E):
            row2[U(e)] = T(0)
        for e in range(E):
            rest4[U(e)] = T(0)
        for i_block in range(i_block_last + 1):
            for e in range(E):
                part4[U(e)] = T(0)
            for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                da_here = da[U(n), U(i), U(j)]
                for e in range(E):
                    part4[U(e)] += da_here * q[U(n), U(i), U(e)]
            for e in range(E):
                row2[U(e)], rest4[U(e)] = carried(row2[U(e)], rest4[U(e)], part4[U(e)])
        for e in range(E):
            dk[U(n), U(j), U(e)] = row2[U(e)] / np.sqrt(T(E))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_blocks3(first, last, dy, dv, p, N, L, S, D, deep5, high5, wide5):
    """dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]"""
    dtype = dy.dtype
    row_at5 = np.empty(high5, np.int64)
    left_at5 = np.empty(L, np.int64)
    right_at5 = np.empty(L, np.int64)
    tile5 = np.empty((high5, wide5), dtype)
    for task in range(first, last):
        n = task // (((S - 1) // high5 + 1) * ((D - 1) // wide5 + 1))
        row_part5 = task // (((D - 1) // wide5 + 1)) % ((S - 1) // high5 + 1)
        col_part5 = task % ((D - 1) // wide5 + 1)
        # dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]
        for j in range(high5 * row_part5, min(S, high5 + high5 * row_part5)):
            row_at5[U(j - (high5 * row_part5))] = j + L * S * n
        for i in range(L):
            left_at5[U(i)] = S * i
        for i in range(L):
            right_at5[U(i)] = D * i
        contract(tile5, (0, 0), wide5, p, row_at5, left_at5, dy, col_part5 * wide5 + D * L * n, right_at5,
                min(high5, S - (high5 * row_part5)), min(wide5, D - (col_part5 * wide5)), 0, L, deep5)
        for j in range(high5 * row_part5, min(S, high5 + high5 * row_part5)):
            for d in range(col_part5 * wide5, min(D, col_part5 * wide5 + wide5)):
                dv[U(n), U(j), U(d)] = tile5[U(j - (high5 * row_part5)), U(d - (col_part5 * wide5))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_plain4(first, last, dy, dv, p, N, L, S, D, i_block_last):
    """dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]"""
    dtype = dy.dtype
    T = dtype.type
    rest5 = np.empty(D, dtype)
    part5 = np.empty(D, dtype)
    for task in range(first, last):
        n = task // S
        j = task % S
        # dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]
        for d in range(D):
            dv[U(n), U(j), U(d)] = T(0)
        for d in range(D):
            rest5[U(d)] = T(0)
        for i_block in range(i_block_last + 1):
            for d in range(D):
                part5[U(d)] = T(0)
            for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                p_here = p[U(n), U(i), U(j)]
                for d in range(D):
                    part5[U(d)] += dy[U(n), U(i), U(d)] * p_here
            for d in range(D):
                dv[U(n), U(j), U(d)], rest5[U(d)] = carried(dv[U(n), U(j), U(d)], rest5[U(d)], part5[U(d)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part2(first, last, dmask, dp, p, N, L, S, j__block_last, n_block_last):
    """dmask_sum[n] = Σ_j dp[n,i,j] · p[n,i,j]
    dmask[i,j] = Σ_n p[n,i,j] · (dp[n,i,j] − dmask_sum[n])
    """
    dtype = dmask.dtype
    T = dtype.type
    dmask_sum = np.empty(N, dtype)
    rest7 = np.empty(S, dtype)
    part7 = np.empty(S, dtype)
    for i in range(first, last):
        # dmask_sum[n] = Σ_j dp[n,i,j] · p[n,i,j]
        for n in range(N):
            acc3 = T(0)
            rest6 = T(0)
            for j__block in range(j__block_last + 1):
                part6 = T(0)
                for j_ in range(j__block * 1024, min(S, j__block * 1024 + 1024)):
                    part6 = plus(part6, dp[U(n), U(i), U(j_)] * p[U(n), U(i), U(j_)])
                acc3, rest6 = carried(acc3, rest6, part6)
            dmask_sum[U(n)] = acc3
        # dmask[i,j] = Σ_n p[n,i,j] · (dp[n,i,j] − dmask_sum[n])
        for j in range(S):
            dmask[U(i), U(j)] = T(0)
        for j in range(S):
            rest7[U(j)] = T(0)
        for n_block in range(n_block_last + 1):
            for j in range(S):
                part7[U(j)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                minus_dmask_sum = -dmask_sum[U(n)]
                for j in range(S):
                    part7[U(j)] += (dp[U(n), U(i), U(j)] + minus_dmask_sum) * p[U(n), U(i), U(j)]
            for j in range(S):
                dmask[U(i), U(j)], rest7[U(j)] = carried(dmask[U(i), U(j)], rest7[U(j)], part7[U(j)])


def _vjp(dy, q, k, v, a, p_max, S1, dq, dk, dv, dmask, N, L, E, S, D):
    """dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
    p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
    da[n,i,j] = p[n,i,j] · (dp[n,i,j] − Σ_{j′} dp[n,i,j′] · p[n,i,j′])
    dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]
    dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]
    dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]
    dmask[i,j] = Σ_n p[n,i,j] · (dp[n,i,j] − Σ_{j′} dp[n,i,j′] · p[n,i,j′])

    Operations: 2·D·L·N·S + 2·E·L·N·S + 5·L·N·S multiplications, 2·D·L·N·S + 2·E·L·N·S + 5·L·N·S − 2·L·N −
        D·N·S − E·L·N − E·N·S − L·S additions.
    """
    dtype = dq.dtype
    dp = scratch((N, L, S), dtype)
    p = scratch((N, L, S), dtype)
    da = scratch((N, L, S), dtype)
    if blocks(L >= 4 and S >= 8 and D >= 4):
        if either(L >= S):
            wide = colblock(S)
            deep = depthblock()
            high = rowblock(L, ((S - 1) // wide + 1) * N)
            panels = scratch((N, max(0, (S - 1) // wide + 1), D, wide), dtype)
            launch(_vjp_either, N * ((S - 1) // wide + 1), D * N * S, v, panels, N, S, D, wide)
            quotient_S_wide = (S - 1) // wide
            launch(_vjp_either2, N * ((L - 1) // high + 1) * ((S - 1) // wide + 1), D * L * N * S // 32, dy,
                    dp, panels, N, L, S, D, deep, high, quotient_S_wide, wide)
        else:
            wide2 = colblock(L)
            deep2 = depthblock()
            high2 = rowblock(S, ((L - 1) // wide2 + 1) * N)
            panels2 = scratch((N, max(0, (L - 1) // wide2 + 1), D, wide2), dtype)
            launch(_vjp_other, N * ((L - 1) // wide2 + 1), D * L * N, dy, panels2, N, L, D, wide2)
            quotient_L_wide2 = (L - 1) // wide2
            launch(_vjp_other2, N * ((S - 1) // high2 + 1) * ((L - 1) // wide2 + 1), D * L * N * S // 32, v,
                    dp, panels2, N, L, S, D, deep2, high2, quotient_L_wide2, wide2)
    else:
        d_block_last = (D - 1) // 1024
        launch(_vjp_plain, N * L, D * L * N * S, dy, v, dp, N, L, S, D, d_block_last)
    j__block_last = (S - 1) // 1024
    launch(_vjp_part, N * L, L * N * S * 3, a, p_max, S1, da, dp, p, N, L, S, j__block_last)
    if blocks(L >= 4 and E >= 8 and S >= 4):
        wide3 = colblock(E)
        deep3 = depthblock()
        high3 = rowblock(L, ((E - 1) // wide3 + 1) * N)
        launch(_vjp_blocks, N * ((L - 1) // high3 + 1) * ((E - 1) // wide3 + 1), E * L * N * S // 32, k, dq,
                da, N, L, E, S, deep3, high3, wide3)
    else:
        j_block_last = (S - 1) // 1024
        launch(_vjp_plain2, N * L, E * L * N * S, k, dq, da, N, L, E, S, j_block_last)
    if blocks(S >= 4 and E >= 8 and L >= 4):
        wide4 = colblock(E)
        deep4 = depthblock()
        high4 = rowblock(S, ((E - 1) // wide4 + 1) * N)
        launch(_vjp_blocks2, N * ((S - 1) // high4 + 1) * ((E - 1) // wide4 + 1), E * L * N * S // 32, q, dk,
                da, N, L, E, S, deep4, high4, wide4)
    else:
        i_block_last = (L - 1) // 1024
        launch(_vjp_plain3, N * S, E * L * N * S, q, dk, da, N, L, E, S, i_block_last)
    if blocks(S >= 4 and D >= 8 and L >= 4):
        wide5 = colblock(D)
        deep5 = depthblock()
        high5 = rowblock(S, ((D - 1) // wide5 + 1) * N)
        launch(_vjp_blocks3, N * ((S - 1) // high5 + 1) * ((D - 1) // wide5 + 1), D * L * N * S // 32, dy, dv,
                p, N, L, S, D, deep5, high5, wide5)
    else:
        i_block_last = (L - 1) // 1024
        launch(_vjp_plain4, N * S, D * L * N * S, dy, dv, p, N, L, S, D, i_block_last)
    n_block_last = (N - 1) // 1024
    launch(_vjp_part2, L, L * N * S * 2, dmask, dp, p, N, L, S, j__block_last, n_block_last)
