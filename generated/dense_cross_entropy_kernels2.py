"""The kernels of dense_cross_entropy; dense_cross_entropy.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `dense_cross_entropy`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .dense_cross_entropy_kernels import (
    _forward_either, _forward_either2, _forward_plain,
)
from .disjoint import njit
from .elementary import exp
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, score, loss_m_at, N, K):
    """loss_m_at[n] = arg max_c score[n,c]"""
    dtype = score.dtype
    T = dtype.type
    for n in range(first, last):
        # loss_m_at[n] = arg max_c score[n,c]
        at = -1
        best = -T(np.inf)
        for c in range(K):
            value = score[U(n), U(c)]
            if at < 0 or not value <= best:
                if at < 0 or value > best or (value != value and best == best):
                    best = value
                    at = c
        loss_m_at[U(n)] = at


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other2(first, last, b_dot, w, panels2, score_dot_part1, N, D, K, deep2, high2, wide2):
    """score_dot_part1[n,o] = ḃ[o] + Σ_k w[o,k] · ẋ[n,k]"""
    dtype = b_dot.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(D, np.int64)
    right_at2 = np.empty(D, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for k in range(D):
        left_at2[U(k)] = k
    for k2 in range(D):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((N - 1) // wide2 + 1))
        col_part2 = task % ((N - 1) // wide2 + 1)
        # score_dot_part1[n,o] = ḃ[o] + Σ_k w[o,k] · ẋ[n,k]
        for o in range(high2 * row_part2, min(K, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = D * o
        contract(tile2, (0, 0), wide2, w, row_at2, left_at2, panels2, D * col_part2 * wide2, right_at2,
                min(high2, K - (high2 * row_part2)), min(wide2, N - (col_part2 * wide2)), 0, D, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, K - (high2 * row_part2)), min(wide2,
                N - (col_part2 * wide2)))
        for n in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, N)):
            for o in range(high2 * row_part2, min(K, high2 + high2 * row_part2)):
                score_dot_part1[U(n), U(o)] = (
                    b_dot[U(o)] + turned2[U(n - (col_part2 * wide2)), U(o - (high2 * row_part2))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either4(first, last, x, panels3, score_dot, score_dot_part1, N, D, K, deep3, high3, wide3):
    """score_dot[n,o] = score_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = x.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(D, np.int64)
    right_at3 = np.empty(D, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for k in range(D):
        left_at3[U(k)] = k
    for k3 in range(D):
        right_at3[U(k3)] = k3 * wide3
    for task in range(first, last):
        row_part3 = task // (((K - 1) // wide3 + 1))
        col_part3 = task % ((K - 1) // wide3 + 1)
        # score_dot[n,o] = score_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]
        for n in range(high3 * row_part3, min(N, high3 + high3 * row_part3)):
            row_at3[U(n - (high3 * row_part3))] = D * n
        contract(tile3, (0, 0), wide3, x, row_at3, left_at3, panels3, D * col_part3 * wide3, right_at3,
                min(high3, N - (high3 * row_part3)), min(wide3, K - (col_part3 * wide3)), 0, D, deep3)
        for n in range(high3 * row_part3, min(N, high3 + high3 * row_part3)):
            for o in range(col_part3 * wide3, min(K, col_part3 * wide3 + wide3)):
                score_dot[U(n), U(o)] = (
                    score_dot_part1[U(n), U(o)]
                    + tile3[U(n - (high3 * row_part3)), U(o - (col_part3 * wide3))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other4(first, last, w_dot, panels4, score_dot, score_dot_part1, N, D, K, deep4, high4, wide4):
    """score_dot[n,o] = score_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = w_dot.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(D, np.int64)
    right_at4 = np.empty(D, np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for k in range(D):
        left_at4[U(k)] = k
    for k4 in range(D):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        row_part4 = task // (((N - 1) // wide4 + 1))
        col_part4 = task % ((N - 1) // wide4 + 1)
        # score_dot[n,o] = score_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]
        for o in range(high4 * row_part4, min(K, high4 + high4 * row_part4)):
            row_at4[U(o - (high4 * row_part4))] = D * o
        contract(tile4, (0, 0), wide4, w_dot, row_at4, left_at4, panels4, D * col_part4 * wide4, right_at4,
                min(high4, K - (high4 * row_part4)), min(wide4, N - (col_part4 * wide4)), 0, D, deep4)
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, K - (high4 * row_part4)), min(wide4,
                N - (col_part4 * wide4)))
        for n in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, N)):
            for o in range(high4 * row_part4, min(K, high4 + high4 * row_part4)):
                score_dot[U(n), U(o)] = (
                    score_dot_part1[U(n), U(o)]
                    + turned4[U(n - (col_part4 * wide4)), U(o - (high4 * row_part4))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, score_dot, score_dot_part1, N, D, K, k_block_last):
    """score_dot[n,o] = score_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = w_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // K
        o = task % K
        # score_dot[n,o] = score_dot_part1[n,o] + Σ_k ẇ[o,k] · x[n,k]
        acc2 = T(0)
        rest2 = T(0)
        for k_block in range(k_block_last + 1):
            part2 = T(0)
            for k in range(k_block * 1024, min(D, k_block * 1024 + 1024)):
                part2 = plus(part2, w_dot[U(o), U(k)] * x[U(n), U(k)])
            acc2, rest2 = carried(acc2, rest2, part2)
        score_dot[U(n), U(o)] = acc2 + score_dot_part1[U(n), U(o)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, t, score, loss_m, loss_s, loss_dot, loss_m_at, score_dot, N, K, c_block_last):
    """loss_s_dot = Σ_c exp(score[n,c] − loss_m[n]) · (score_dot[n,c] − score_dot[n, loss_m_at[n]])
    loss_dot[n] = score_dot[n, loss_m_at[n]] + loss_s_dot/loss_s[n] − score_dot[n, t[n]]
    """
    dtype = score.dtype
    T = dtype.type
    for n in range(first, last):
        # loss_s_dot = Σ_c exp(score[n,c] − loss_m[n]) · (score_dot[n,c] − score_dot[n,
        #     loss_m_at[n]])
        acc3 = T(0)
        rest3 = T(0)
        minus_score_dot = -score_dot[U(n), U(loss_m_at[U(n)])]
        minus_loss_m = -loss_m[U(n)]
        for c_block in range(c_block_last + 1):
            part3 = T(0)
            for c in range(c_block * 1024, min(K, c_block * 1024 + 1024)):
                part3 = plus(
                    part3,
                    exp(minus_loss_m + score[U(n), U(c)]) * (minus_score_dot + score_dot[U(n), U(c)]),
                )
            acc3, rest3 = carried(acc3, rest3, part3)
        loss_s_dot = acc3
        # loss_dot[n] = score_dot[n, loss_m_at[n]] + loss_s_dot/loss_s[n] − score_dot[n, t[n]]
        loss_dot[U(n)] = (
            loss_s_dot / loss_s[U(n)] - (score_dot[U(n), U(t[U(n)])] - score_dot[U(n), U(loss_m_at[U(n)])])
        )


def _jvp(x_dot, w_dot, b_dot, x, t, w, score, loss_m, loss_s, loss_dot, N, D, K):
    """loss_m_at[n] = arg max_c score[n,c]
    score_dot[n,o] = ḃ[o] + Σ_k (w[o,k]·ẋ[n,k] + ẇ[o,k]·x[n,k])
    loss_m_dot[n] = score_dot[n, loss_m_at[n]]
    loss_s_dot[n] = Σ_c exp(score[n,c] − loss_m[n]) · (score_dot[n,c] − loss_m_dot[n])
    loss_dot[n] = loss_m_dot[n] + loss_s_dot[n]/loss_s[n] − score_dot[n, t[n]]

    Operations: 2·D·K·N + K·N + N multiplications, 2·D·K·N + 3·K·N + N additions.
    """
    dtype = loss_dot.dtype
    loss_m_at = scratch(N, np.int64)
    score_dot_part1 = scratch((N, K), dtype)
    score_dot = scratch((N, K), dtype)
    launch(_jvp_part, N, K * N, score, loss_m_at, N, K)
    if blocks(K >= 4 and N >= 4 and D >= 4):
        if either(N >= K and K >= 8):
            wide = colblock(K)
            deep = depthblock()
            high = rowblock(N, (K - 1) // wide + 1)
            panels = scratch((max(0, (K - 1) // wide + 1), D, wide), dtype)
            # panels[col_part, k, o−col_part·wide] = w[o,k]
            launch(_forward_either, (K - 1) // wide + 1, D * K, w, panels, D, K, wide)
            # score_dot_part1[n,o] = ḃ[o] + Σ_k w[o,k] · ẋ[n,k]
            launch(_forward_either2, ((N - 1) // high + 1) * ((K - 1) // wide + 1), D * K * N // 32, x_dot,
                    b_dot, score_dot_part1, panels, N, D, K, deep, high, wide)
        else:
            wide2 = colblock(N)
            deep2 = depthblock()
            high2 = rowblock(K, (N - 1) // wide2 + 1)
            panels2 = scratch((max(0, (N - 1) // wide2 + 1), D, wide2), dtype)
            # panels2[col_part2, k, n−col_part2·wide2] = ẋ[n,k]
            launch(_forward_either, (N - 1) // wide2 + 1, D * N, x_dot, panels2, D, N, wide2)
            launch(_jvp_other2, ((K - 1) // high2 + 1) * ((N - 1) // wide2 + 1), D * K * N // 32, b_dot, w,
                    panels2, score_dot_part1, N, D, K, deep2, high2, wide2)
    else:
        k_block_last = (D - 1) // 1024
        # score_dot_part1[n,o] = ḃ[o] + Σ_k w[o,k] · ẋ[n,k]
        launch(_forward_plain, N * K, D * K * N, x_dot, w, b_dot, score_dot_part1, N, D, K, k_block_last)
    if blocks(K >= 4 and N >= 4 and D >= 4):
        if either(N >= K and K >= 8):
            wide3 = colblock(K)
            deep3 = depthblock()
            high3 = rowblock(N, (K - 1) // wide3 + 1)
            panels3 = scratch((max(0, (K - 1) // wide3 + 1), D, wide3), dtype)
            # panels3[col_part3, k, o−col_part3·wide3] = ẇ[o,k]
            launch(_forward_either, (K - 1) // wide3 + 1, D * K, w_dot, panels3, D, K, wide3)
            launch(_jvp_either4, ((N - 1) // high3 + 1) * ((K - 1) // wide3 + 1), D * K * N // 32, x, panels3,
                    score_dot, score_dot_part1, N, D, K, deep3, high3, wide3)
        else:
            wide4 = colblock(N)
            deep4 = depthblock()
            high4 = rowblock(K, (N - 1) // wide4 + 1)
            panels4 = scratch((max(0, (N - 1) // wide4 + 1), D, wide4), dtype)
            # panels4[col_part4, k, n−col_part4·wide4] = x[n,k]
            launch(_forward_either, (N - 1) // wide4 + 1, D * N, x, panels4, D, N, wide4)
            launch(_jvp_other4, ((K - 1) // high4 + 1) * ((N - 1) // wide4 + 1), D * K * N // 32, w_dot,
                    panels4, score_dot, score_dot_part1, N, D, K, deep4, high4, wide4)
    else:
        k_block_last = (D - 1) // 1024
        launch(_jvp_plain2, N * K, D * K * N, w_dot, x, score_dot, score_dot_part1, N, D, K, k_block_last)
    c_block_last = (K - 1) // 1024
    launch(_jvp_part2, N, K * N + N, t, score, loss_m, loss_s, loss_dot, loss_m_at, score_dot, N, K,
            c_block_last)
