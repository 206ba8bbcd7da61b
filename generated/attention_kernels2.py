"""The kernels of attention; attention.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `attention`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .attention_kernels import (
    _forward_either, _forward_blocks, _forward_plain2, _shared_dp_either2, _shared_dp_other2,
    _shared_dp_plain, _vjp_q_blocks, _vjp_q_plain, _vjp_k_blocks, _vjp_k_plain,
)
from .disjoint import njit
from .elementary import exp
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch

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
    for i in range(L):
        left_at[U(i)] = S * i
    for i in range(L):
        right_at[U(i)] = D * i
    for task in range(first, last):
        n = task // (((S - 1) // high + 1) * ((D - 1) // wide + 1))
        row_part = task // (((D - 1) // wide + 1)) % ((S - 1) // high + 1)
        col_part = task % ((D - 1) // wide + 1)
        # dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]
        for j in range(high * row_part, min(S, high + high * row_part)):
            row_at[U(j - (high * row_part))] = j + L * S * n
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
    if blocks(S >= 4 and L >= 4 and D >= 4):
        if either(L >= S and S >= 8):
            wide = colblock(S)
            deep = depthblock()
            high = rowblock(L, ((S - 1) // wide + 1) * N)
            panels = scratch((N, max(0, (S - 1) // wide + 1), D, wide), dtype)
            # panels[n, col_part, d, j−col_part·wide] = v[n,j,d]
            launch(_forward_either, N * ((S - 1) // wide + 1), D * N * S, v, panels, N, D, S, wide)
            quotient_S_wide = (S - 1) // wide
            # dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
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
            # dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
            launch(_shared_dp_other2, N * ((S - 1) // high2 + 1) * ((L - 1) // wide2 + 1),
                    D * L * N * S // 32, v, dp, panels2, N, L, S, D, deep2, high2, quotient_L_wide2, wide2)
    else:
        d_block_last = (D - 1) // 1024
        # dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
        launch(_shared_dp_plain, N * L, D * L * N * S, dy, v, dp, N, L, S, D, d_block_last)
    j__block_last = (S - 1) // 1024
    launch(_vjp_part, N * L, L * N * S * 3, a, p_max, S1, da, dp, p, N, L, S, j__block_last)
    if blocks(L >= 4 and E >= 8 and S >= 4):
        wide3 = colblock(E)
        deep3 = depthblock()
        high3 = rowblock(L, ((E - 1) // wide3 + 1) * N)
        # dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]
        launch(_vjp_q_blocks, N * ((L - 1) // high3 + 1) * ((E - 1) // wide3 + 1), E * L * N * S // 32, k, da,
                dq, N, L, E, S, deep3, high3, wide3)
    else:
        j_block_last = (S - 1) // 1024
        # dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]
        launch(_vjp_q_plain, N * L, E * L * N * S, k, da, dq, N, L, E, S, j_block_last)
    if blocks(S >= 4 and E >= 8 and L >= 4):
        wide4 = colblock(E)
        deep4 = depthblock()
        high4 = rowblock(S, ((E - 1) // wide4 + 1) * N)
        # dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]
        launch(_vjp_k_blocks, N * ((S - 1) // high4 + 1) * ((E - 1) // wide4 + 1), E * L * N * S // 32, q, da,
                dk, N, L, E, S, deep4, high4, wide4)
    else:
        i_block_last = (L - 1) // 1024
        # dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]
        launch(_vjp_k_plain, N * S, E * L * N * S, q, da, dk, N, L, E, S, i_block_last)
    if blocks(S >= 4 and D >= 8 and L >= 4):
        wide5 = colblock(D)
        deep5 = depthblock()
        high5 = rowblock(S, ((D - 1) // wide5 + 1) * N)
        # dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]
        launch(_vjp_v_blocks, N * ((S - 1) // high5 + 1) * ((D - 1) // wide5 + 1), D * L * N * S // 32, dy,
                dv, p, N, L, S, D, deep5, high5, wide5)
    else:
        i_block_last = (L - 1) // 1024
        # dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]
        launch(_vjp_v_plain, N * S, D * L * N * S, dy, dv, p, N, L, S, D, i_block_last)
    n_block_last = (N - 1) // 1024
    launch(_vjp_part2, L, L * N * S * 2, dmask, dp, p, N, L, S, j__block_last, n_block_last)


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
        minus_a_dot = -a_dot[U(n), U(i), U(p_max_at[U(n), U(i)])]
        for j___block in range(j___block_last + 1):
            part2 = T(0)
            for j__ in range(j___block * 1024, min(S, j___block * 1024 + 1024)):
                exp_here = exp(a[U(n), U(i), U(j__)] + minus_p_max)
                exp_row[U(j__)] = exp_here
                part2 = plus(part2, exp_here * (a_dot[U(n), U(i), U(j__)] + minus_a_dot))
            acc2, rest2 = carried(acc2, rest2, part2)
        S1_dot[U(n), U(i)] = acc2
        # p[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i]
        value_of = T(1) / S1[U(n), U(i)]
        for j in range(S):
            p[U(n), U(i), U(j)] = exp_row[U(j)] * value_of


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
        minus_a_dot2 = -a_dot[U(n), U(i), U(p_max_at[U(n), U(i)])]
        factor = -S1_dot[U(n), U(i)] / S1[U(n), U(i)] / S1[U(n), U(i)]
        for j in range(S):
            exp_here2 = exp(a[U(n), U(i), U(j)] + minus_p_max2)
            p_dot[U(n), U(i), U(j)] = (
                exp_here2 * factor + exp_here2 * (a_dot[U(n), U(i), U(j)] + minus_a_dot2) * value_of2
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, v, y_dot, p_dot, y_dot_part1, N, L, S, D, deep2, high2, wide2):
    """ẏ[n,i,d] = y_dot_part1[n,i,d] + Σ_j ṗ[n,i,j] · v[n,j,d]"""
    dtype = v.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(S, np.int64)
    right_at2 = np.empty(S, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for j in range(S):
        left_at2[U(j)] = j
    for j in range(S):
        right_at2[U(j)] = D * j
    for task in range(first, last):
        n = task // (((L - 1) // high2 + 1) * ((D - 1) // wide2 + 1))
        row_part2 = task // (((D - 1) // wide2 + 1)) % ((L - 1) // high2 + 1)
        col_part2 = task % ((D - 1) // wide2 + 1)
        # ẏ[n,i,d] = y_dot_part1[n,i,d] + Σ_j ṗ[n,i,j] · v[n,j,d]
        for i in range(high2 * row_part2, min(L, high2 + high2 * row_part2)):
            row_at2[U(i - (high2 * row_part2))] = S * i + L * S * n
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
        L·N additions.
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
        # y_dot_part1[n,i,d] = Σ_j p[n,i,j] · v̇[n,j,d]
        launch(_forward_blocks, N * ((L - 1) // high + 1) * ((D - 1) // wide + 1), D * L * N * S // 32, v_dot,
                y_dot_part1, p, N, L, S, D, deep, high, wide)
    else:
        j_block_last = (S - 1) // 1024
        # y_dot_part1[n,i,d] = Σ_j p[n,i,j] · v̇[n,j,d]
        launch(_forward_plain2, N * L, D * L * N * S, v_dot, y_dot_part1, p, N, L, S, D, j_block_last)
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
