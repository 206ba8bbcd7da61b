"""The kernels of dense_cross_entropy; dense_cross_entropy.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `dense_cross_entropy`.  Do not edit.
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
def _vjp_part(first, last, score, loss_m, loss_s, loss_p, N, K):
    """loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]"""
    dtype = score.dtype
    T = dtype.type
    for n in range(first, last):
        # loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
        value_of = T(1) / loss_s[U(n)]
        minus_loss_m = -loss_m[U(n)]
        for c in range(K):
            loss_p[U(n), U(c)] = exp(minus_loss_m + score[U(n), U(c)]) * value_of


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_blocks(first, last, t, loss_p, panels, N, K, wide):
    """panels[col_part, o, n−col_part·wide] = loss_p[n,o] − [t[n] = o]"""
    dtype = loss_p.dtype
    T = dtype.type
    for col_part in range(first, last):
        # panels[col_part, o, n−col_part·wide] = loss_p[n,o] − [t[n] = o]
        for o in range(K):
            for n in range(col_part * wide, min(N, col_part * wide + wide)):
                panels[U(col_part), U(o), U(n - (col_part * wide))] = (
                    loss_p[U(n), U(o)] - (T(1) if o == t[U(n)] else T(0))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_blocks2(first, last, dloss, w, dx, panels, N, D, K, deep, high, wide):
    """dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])"""
    dtype = dloss.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(K, np.int64)
    right_at = np.empty(K, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        row_part = task // (((N - 1) // wide + 1))
        col_part = task % ((N - 1) // wide + 1)
        # dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])
        for d in range(high * row_part, min(D, high + high * row_part)):
            row_at[U(d - (high * row_part))] = d
        for o in range(K):
            left_at[U(o)] = D * o
        for k_ in range(K):
            right_at[U(k_)] = k_ * wide
        contract(tile, (0, 0), wide, w, row_at, left_at, panels, K * col_part * wide, right_at, min(high,
                D - (high * row_part)), min(wide, N - (col_part * wide)), 0, K, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, D - (high * row_part)), min(wide,
                N - (col_part * wide)))
        for n in range(col_part * wide, min(col_part * wide + wide, N)):
            dloss_here2 = dloss[U(n)]
            for d in range(high * row_part, min(D, high + high * row_part)):
                dx[U(n), U(d)] = dloss_here2 * turned[U(n - (col_part * wide)), U(d - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_plain(first, last, dloss, t, w, dx, loss_p, N, D, K, o_block_last):
    """dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])"""
    dtype = dloss.dtype
    T = dtype.type
    row = np.empty(D, dtype)
    rest = np.empty(D, dtype)
    part = np.empty(D, dtype)
    for n in range(first, last):
        # dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])
        for d in range(D):
            row[U(d)] = T(0)
        for d in range(D):
            rest[U(d)] = T(0)
        t_here2 = t[U(n)]
        for o_block in range(o_block_last + 1):
            for d in range(D):
                part[U(d)] = T(0)
            for o in range(o_block * 1024, min(K, o_block * 1024 + 1024)):
                term = loss_p[U(n), U(o)] - (T(1) if o == t_here2 else T(0))
                for d in range(D):
                    part[U(d)] += term * w[U(o), U(d)]
            for d in range(D):
                row[U(d)], rest[U(d)] = carried(row[U(d)], rest[U(d)], part[U(d)])
        dloss_here2 = dloss[U(n)]
        for d in range(D):
            dx[U(n), U(d)] = dloss_here2 * row[U(d)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_blocks3(first, last, dloss, t, loss_p, panels2, N, K, wide2):
    """panels2[col_part2, n, k−col_part2·wide2] = dloss[n] · (loss_p[n,k] − [t[n] = k])"""
    dtype = dloss.dtype
    T = dtype.type
    for col_part2 in range(first, last):
        # panels2[col_part2, n, k−col_part2·wide2] = dloss[n] · (loss_p[n,k] − [t[n] = k])
        for n in range(N):
            dloss_here2 = dloss[U(n)]
            t_here2 = t[U(n)]
            for k in range(col_part2 * wide2, min(K, col_part2 * wide2 + wide2)):
                panels2[U(col_part2), U(n), U(k - (col_part2 * wide2))] = (
                    dloss_here2 * (loss_p[U(n), U(k)] - (T(1) if k == t_here2 else T(0)))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_blocks4(first, last, x, dw, panels2, N, D, K, deep2, high2, wide2):
    """dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])"""
    dtype = x.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(N, np.int64)
    right_at2 = np.empty(N, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        row_part2 = task // (((K - 1) // wide2 + 1))
        col_part2 = task % ((K - 1) // wide2 + 1)
        # dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])
        for d in range(high2 * row_part2, min(D, high2 + high2 * row_part2)):
            row_at2[U(d - (high2 * row_part2))] = d
        for n in range(N):
            left_at2[U(n)] = D * n
        for k2 in range(N):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, x, row_at2, left_at2, panels2, N * col_part2 * wide2, right_at2,
                min(high2, D - (high2 * row_part2)), min(wide2, K - (col_part2 * wide2)), 0, N, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, D - (high2 * row_part2)), min(wide2,
                K - (col_part2 * wide2)))
        for k in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, K)):
            for d in range(high2 * row_part2, min(D, high2 + high2 * row_part2)):
                dw[U(k), U(d)] = turned2[U(k - (col_part2 * wide2)), U(d - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_plain2(first, last, dloss, x, t, dw, loss_p, N, D, K, n_block_last2):
    """dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])"""
    dtype = dloss.dtype
    T = dtype.type
    rest2 = np.empty(D, dtype)
    part2 = np.empty(D, dtype)
    for k in range(first, last):
        # dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])
        for d in range(D):
            dw[U(k), U(d)] = T(0)
        for d in range(D):
            rest2[U(d)] = T(0)
        for n_block in range(n_block_last2 + 1):
            for d in range(D):
                part2[U(d)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                factor = dloss[U(n)] * (loss_p[U(n), U(k)] - (T(1) if k == t[U(n)] else T(0)))
                for d in range(D):
                    part2[U(d)] += factor * x[U(n), U(d)]
            for d in range(D):
                dw[U(k), U(d)], rest2[U(d)] = carried(dw[U(k), U(d)], rest2[U(d)], part2[U(d)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part2(first, last, dloss, t, loss_p, parts_2, N, K):
    """db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])"""
    dtype = dloss.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((K - 1) // 1024 + 1))
        k_block = task % ((K - 1) // 1024 + 1)
        # db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            parts_2[U(n_block), U(k)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            dloss_here = dloss[U(n)]
            t_here = t[U(n)]
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                parts_2[U(n_block), U(k)] += (
                    dloss_here * (loss_p[U(n), U(k)] - (T(1) if k == t_here else T(0)))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part3(first, last, db, parts_2, N, K, n_block_last):
    """db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])"""
    dtype = db.dtype
    T = dtype.type
    rest3 = np.empty(1024, dtype)
    for k_block in range(first, last):
        # db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            db[U(k)] = T(0)
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            rest3[U(k - (k_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                db[U(k)], rest3[U(k - (k_block * 1024))] = carried(db[U(k)], rest3[U(k - (k_block * 1024))], parts_2[U(n_block), U(k)])


def _vjp(dloss, x, t, w, score, loss_m, loss_s, dx, dw, db, N, D, K):
    """loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])
    dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])
    db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])

    Operations: 3·D·K·N + 2·K·N + D·N multiplications, 4·D·K·N + 3·K·N − D·K − D·N − K additions, terms
        that a condition drops counted.
    """
    dtype = dx.dtype
    loss_p = scratch((N, K), dtype)
    launch(_vjp_part, N, K * N, score, loss_m, loss_s, loss_p, N, K)
    if blocks(D >= 4 and N >= 8 and K >= 4):
        wide = colblock(N)
        deep = depthblock()
        high = rowblock(D, (N - 1) // wide + 1)
        panels = scratch((max(0, (N - 1) // wide + 1), K, wide), dtype)
        launch(_vjp_blocks, (N - 1) // wide + 1, K * N, t, loss_p, panels, N, K, wide)
        launch(_vjp_blocks2, ((D - 1) // high + 1) * ((N - 1) // wide + 1), D * K * N // 32, dloss, w, dx,
                panels, N, D, K, deep, high, wide)
    else:
        o_block_last = (K - 1) // 1024
        launch(_vjp_plain, N, D * K * N, dloss, t, w, dx, loss_p, N, D, K, o_block_last)
    if blocks(D >= 4 and K >= 8 and N >= 4):
        wide2 = colblock(K)
        deep2 = depthblock()
        high2 = rowblock(D, (K - 1) // wide2 + 1)
        panels2 = scratch((max(0, (K - 1) // wide2 + 1), N, wide2), dtype)
        launch(_vjp_blocks3, (K - 1) // wide2 + 1, K * N, dloss, t, loss_p, panels2, N, K, wide2)
        launch(_vjp_blocks4, ((D - 1) // high2 + 1) * ((K - 1) // wide2 + 1), D * K * N // 32, x, dw, panels2,
                N, D, K, deep2, high2, wide2)
    else:
        n_block_last2 = (N - 1) // 1024
        launch(_vjp_plain2, K, D * K * N, dloss, x, t, dw, loss_p, N, D, K, n_block_last2)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), K), dtype)
    launch(_vjp_part2, ((N - 1) // 1024 + 1) * ((K - 1) // 1024 + 1), K * N, dloss, t, loss_p, parts_2, N, K)
    n_block_last = (N - 1) // 1024
    launch(_vjp_part3, (K - 1) // 1024 + 1, K * N, db, parts_2, N, K, n_block_last)


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
def _jvp_either(first, last, w, panels, D, K, wide):
    """panels[col_part, k, o−col_part·wide] = w[o,k]"""
    for col_part in range(first, last):
        # panels[col_part, k, o−col_part·wide] = w[o,k]
        turn(panels, (col_part, 0, 0), wide, w, D * col_part * wide, D, 1, min(wide, K - (col_part * wide)),
                D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either2(first, last, x_dot, panels, score_dot_part1, N, D, K, deep, high, wide):
    """score_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]"""
    dtype = x_dot.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(D, np.int64)
    right_at = np.empty(D, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        row_part = task // (((K - 1) // wide + 1))
        col_part = task % ((K - 1) // wide + 1)
        # score_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = D * n
        for k in range(D):
            left_at[U(k)] = k
        for k_ in range(D):
            right_at[U(k_)] = k_ * wide
        contract(tile, (0, 0), wide, x_dot, row_at, left_at, panels, D * col_part * wide, right_at, min(high,
                N - (high * row_part)), min(wide, K - (col_part * wide)), 0, D, deep)
        for n in range(high * row_part, min(N, high + high * row_part)):
            for o in range(col_part * wide, min(K, col_part * wide + wide)):
                score_dot_part1[U(n), U(o)] = tile[U(n - (high * row_part)), U(o - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other(first, last, x_dot, panels2, N, D, wide2):
    """panels2[col_part2, k, n−col_part2·wide2] = ẋ[n,k]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, k, n−col_part2·wide2] = ẋ[n,k]
        turn(panels2, (col_part2, 0, 0), wide2, x_dot, D * col_part2 * wide2, D, 1, min(wide2,
                N - (col_part2 * wide2)), D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other2(first, last, w, panels2, score_dot_part1, N, D, K, deep2, high2, wide2):
    """score_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]"""
    dtype = w.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(D, np.int64)
    right_at2 = np.empty(D, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        row_part2 = task // (((N - 1) // wide2 + 1))
        col_part2 = task % ((N - 1) // wide2 + 1)
        # score_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]
        for o in range(high2 * row_part2, min(K, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = D * o
        for k in range(D):
            left_at2[U(k)] = k
        for k2 in range(D):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, w, row_at2, left_at2, panels2, D * col_part2 * wide2, right_at2,
                min(high2, K - (high2 * row_part2)), min(wide2, N - (col_part2 * wide2)), 0, D, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, K - (high2 * row_part2)), min(wide2,
                N - (col_part2 * wide2)))
        for n in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, N)):
            for o in range(high2 * row_part2, min(K, high2 + high2 * row_part2)):
                score_dot_part1[U(n), U(o)] = turned2[U(n - (col_part2 * wide2)), U(o - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, score_dot_part1, N, D, K, k_block_last):
    """score_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]"""
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // K
        o = task % K
        # score_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]
        acc = T(0)
        rest = T(0)
        for k_block in range(k_block_last + 1):
            part = T(0)
            for k in range(k_block * 1024, min(D, k_block * 1024 + 1024)):
                part = plus(part, w[U(o), U(k)] * x_dot[U(n), U(k)])
            acc, rest = carried(acc, rest, part)
        score_dot_part1[U(n), U(o)] = acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either3(first, last, w_dot, panels3, D, K, wide3):
    """panels3[col_part3, k, o−col_part3·wide3] = ẇ[o,k]"""
    for col_part3 in range(first, last):
        # panels3[col_part3, k, o−col_part3·wide3] = ẇ[o,k]
        turn(panels3, (col_part3, 0, 0), wide3, w_dot, D * col_part3 * wide3, D, 1, min(wide3,
                K - (col_part3 * wide3)), D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either4(first, last, b_dot, x, panels3, score_dot, score_dot_part1, N, D, K, deep3, high3, wide3):
    """score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = b_dot.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(D, np.int64)
    right_at3 = np.empty(D, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for task in range(first, last):
        row_part3 = task // (((K - 1) // wide3 + 1))
        col_part3 = task % ((K - 1) // wide3 + 1)
        # score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]
        for n in range(high3 * row_part3, min(N, high3 + high3 * row_part3)):
            row_at3[U(n - (high3 * row_part3))] = D * n
        for k in range(D):
            left_at3[U(k)] = k
        for k3 in range(D):
            right_at3[U(k3)] = k3 * wide3
        contract(tile3, (0, 0), wide3, x, row_at3, left_at3, panels3, D * col_part3 * wide3, right_at3,
                min(high3, N - (high3 * row_part3)), min(wide3, K - (col_part3 * wide3)), 0, D, deep3)
        for n in range(high3 * row_part3, min(N, high3 + high3 * row_part3)):
            for o in range(col_part3 * wide3, min(K, col_part3 * wide3 + wide3)):
                score_dot[U(n), U(o)] = (
                    b_dot[U(o)]
                    + score_dot_part1[U(n), U(o)]
                    + tile3[U(n - (high3 * row_part3)), U(o - (col_part3 * wide3))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other3(first, last, x, panels4, N, D, wide4):
    """panels4[col_part4, k, n−col_part4·wide4] = x[n,k]"""
    for col_part4 in range(first, last):
        # panels4[col_part4, k, n−col_part4·wide4] = x[n,k]
        turn(panels4, (col_part4, 0, 0), wide4, x, D * col_part4 * wide4, D, 1, min(wide4,
                N - (col_part4 * wide4)), D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other4(first, last, w_dot, b_dot, panels4, score_dot, score_dot_part1, N, D, K, deep4, high4, wide4):
    """score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = w_dot.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(D, np.int64)
    right_at4 = np.empty(D, np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for task in range(first, last):
        row_part4 = task // (((N - 1) // wide4 + 1))
        col_part4 = task % ((N - 1) // wide4 + 1)
        # score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]
        for o in range(high4 * row_part4, min(K, high4 + high4 * row_part4)):
            row_at4[U(o - (high4 * row_part4))] = D * o
        for k in range(D):
            left_at4[U(k)] = k
        for k4 in range(D):
            right_at4[U(k4)] = k4 * wide4
        contract(tile4, (0, 0), wide4, w_dot, row_at4, left_at4, panels4, D * col_part4 * wide4, right_at4,
                min(high4, K - (high4 * row_part4)), min(wide4, N - (col_part4 * wide4)), 0, D, deep4)
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, K - (high4 * row_part4)), min(wide4,
                N - (col_part4 * wide4)))
        for n in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, N)):
            for o in range(high4 * row_part4, min(K, high4 + high4 * row_part4)):
                score_dot[U(n), U(o)] = (
                    b_dot[U(o)]
                    + score_dot_part1[U(n), U(o)]
                    + turned4[U(n - (col_part4 * wide4)), U(o - (high4 * row_part4))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, score_dot, score_dot_part1, N, D, K, k_block_last):
    """score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = w_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // K
        o = task % K
        # score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]
        acc2 = T(0)
        rest2 = T(0)
        for k_block in range(k_block_last + 1):
            part2 = T(0)
            for k in range(k_block * 1024, min(D, k_block * 1024 + 1024)):
                part2 = plus(part2, w_dot[U(o), U(k)] * x[U(n), U(k)])
            acc2, rest2 = carried(acc2, rest2, part2)
        score_dot[U(n), U(o)] = acc2 + b_dot[U(o)] + score_dot_part1[U(n), U(o)]


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
        factor = -score_dot[U(n), U(loss_m_at[U(n)])] if loss_m_at[U(n)] >= 0 else T(0)
        minus_loss_m = -loss_m[U(n)]
        for c_block in range(c_block_last + 1):
            part3 = T(0)
            for c in range(c_block * 1024, min(K, c_block * 1024 + 1024)):
                part3 = plus(part3, exp(minus_loss_m + score[U(n), U(c)]) * (factor + score_dot[U(n), U(c)]))
            acc3, rest3 = carried(acc3, rest3, part3)
        loss_s_dot = acc3
        # loss_dot[n] = score_dot[n, loss_m_at[n]] + loss_s_dot/loss_s[n] − score_dot[n, t[n]]
        loss_dot[U(n)] = (
            loss_s_dot / loss_s[U(n)]
            - (
                score_dot[U(n), U(t[U(n)])]
                - (score_dot[U(n), U(loss_m_at[U(n)])] if loss_m_at[U(n)] >= 0 else T(0))
            )
        )


def _jvp(x_dot, w_dot, b_dot, x, t, w, score, loss_m, loss_s, loss_dot, N, D, K):
    """loss_m_at[n] = arg max_c score[n,c]
    score_dot[n,o] = ḃ[o] + Σ_k (w[o,k]·ẋ[n,k] + ẇ[o,k]·x[n,k])
    loss_m_dot[n] = score_dot[n, loss_m_at[n]]
    loss_s_dot[n] = Σ_c exp(score[n,c] − loss_m[n]) · (score_dot[n,c] − loss_m_dot[n])
    loss_dot[n] = loss_m_dot[n] + loss_s_dot[n]/loss_s[n] − score_dot[n, t[n]]

    Operations: 2·D·K·N + K·N + N multiplications, 2·D·K·N + 3·K·N + N additions, terms that a condition
        drops counted.
    """
    dtype = loss_dot.dtype
    loss_m_at = scratch(N, np.int64)
    score_dot_part1 = scratch((N, K), dtype)
    score_dot = scratch((N, K), dtype)
    launch(_jvp_part, N, K * N, score, loss_m_at, N, K)
    if blocks(N >= 4 and K >= 8 and D >= 4):
        if either(N >= K):
            wide = colblock(K)
            deep = depthblock()
            high = rowblock(N, (K - 1) // wide + 1)
            panels = scratch((max(0, (K - 1) // wide + 1), D, wide), dtype)
            launch(_jvp_either, (K - 1) // wide + 1, D * K, w, panels, D, K, wide)
            launch(_jvp_either2, ((N - 1) // high + 1) * ((K - 1) // wide + 1), D * K * N // 32, x_dot,
                    panels, score_dot_part1, N, D, K, deep, high, wide)
        else:
            wide2 = colblock(N)
            deep2 = depthblock()
            high2 = rowblock(K, (N - 1) // wide2 + 1)
            panels2 = scratch((max(0, (N - 1) // wide2 + 1), D, wide2), dtype)
            launch(_jvp_other, (N - 1) // wide2 + 1, D * N, x_dot, panels2, N, D, wide2)
            launch(_jvp_other2, ((K - 1) // high2 + 1) * ((N - 1) // wide2 + 1), D * K * N // 32, w, panels2,
                    score_dot_part1, N, D, K, deep2, high2, wide2)
    else:
        k_block_last = (D - 1) // 1024
        launch(_jvp_plain, N * K, D * K * N, x_dot, w, score_dot_part1, N, D, K, k_block_last)
    if blocks(N >= 4 and K >= 8 and D >= 4):
        if either(N >= K):
            wide3 = colblock(K)
            deep3 = depthblock()
            high3 = rowblock(N, (K - 1) // wide3 + 1)
            panels3 = scratch((max(0, (K - 1) // wide3 + 1), D, wide3), dtype)
            launch(_jvp_either3, (K - 1) // wide3 + 1, D * K, w_dot, panels3, D, K, wide3)
            launch(_jvp_either4, ((N - 1) // high3 + 1) * ((K - 1) // wide3 + 1), D * K * N // 32, b_dot, x,
                    panels3, score_dot, score_dot_part1, N, D, K, deep3, high3, wide3)
        else:
            wide4 = colblock(N)
            deep4 = depthblock()
            high4 = rowblock(K, (N - 1) // wide4 + 1)
            panels4 = scratch((max(0, (N - 1) // wide4 + 1), D, wide4), dtype)
            launch(_jvp_other3, (N - 1) // wide4 + 1, D * N, x, panels4, N, D, wide4)
            launch(_jvp_other4, ((K - 1) // high4 + 1) * ((N - 1) // wide4 + 1), D * K * N // 32, w_dot,
                    b_dot, panels4, score_dot, score_dot_part1, N, D, K, deep4, high4, wide4)
    else:
        k_block_last = (D - 1) // 1024
        launch(_jvp_plain2, N * K, D * K * N, w_dot, b_dot, x, score_dot, score_dot_part1, N, D, K,
                k_block_last)
    c_block_last = (K - 1) // 1024
    launch(_jvp_part2, N, K * N + N, t, score, loss_m, loss_s, loss_dot, loss_m_at, score_dot, N, K,
            c_block_last)
