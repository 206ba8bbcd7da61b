"""The kernels of dense_cross_entropy; dense_cross_entropy.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `dense_cross_entropy`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import exp, log
from .runtime import carried, larger, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either(first, last, w, panels, D, K, wide):
    """panels[col_part, k, o−col_part·wide] = w[o,k]"""
    for col_part in range(first, last):
        # panels[col_part, k, o−col_part·wide] = w[o,k]
        turn(panels, (col_part, 0, 0), wide, w, D * col_part * wide, D, 1, min(wide, K - (col_part * wide)),
                D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either2(first, last, x, b, score, panels, N, D, K, deep, high, wide):
    """score[n,o] = b[o] + Σ_k w[o,k] · x[n,k]"""
    dtype = x.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(D, np.int64)
    right_at = np.empty(D, np.int64)
    tile = np.empty((high, wide), dtype)
    for k in range(D):
        left_at[U(k)] = k
    for k_ in range(D):
        right_at[U(k_)] = k_ * wide
    for task in range(first, last):
        row_part = task // (((K - 1) // wide + 1))
        col_part = task % ((K - 1) // wide + 1)
        # score[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = D * n
        contract(tile, (0, 0), wide, x, row_at, left_at, panels, D * col_part * wide, right_at, min(high,
                N - (high * row_part)), min(wide, K - (col_part * wide)), 0, D, deep)
        for n in range(high * row_part, min(N, high + high * row_part)):
            for o in range(col_part * wide, min(K, col_part * wide + wide)):
                score[U(n), U(o)] = b[U(o)] + tile[U(n - (high * row_part)), U(o - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, w, b, score, panels2, N, D, K, deep2, high2, wide2):
    """score[n,o] = b[o] + Σ_k w[o,k] · x[n,k]"""
    dtype = w.dtype
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
        # score[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
        for o in range(high2 * row_part2, min(K, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = D * o
        contract(tile2, (0, 0), wide2, w, row_at2, left_at2, panels2, D * col_part2 * wide2, right_at2,
                min(high2, K - (high2 * row_part2)), min(wide2, N - (col_part2 * wide2)), 0, D, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, K - (high2 * row_part2)), min(wide2,
                N - (col_part2 * wide2)))
        for n in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, N)):
            for o in range(high2 * row_part2, min(K, high2 + high2 * row_part2)):
                score[U(n), U(o)] = b[U(o)] + turned2[U(n - (col_part2 * wide2)), U(o - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, score, N, D, K, k_block_last):
    """score[n,o] = b[o] + Σ_k w[o,k] · x[n,k]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // K
        o = task % K
        # score[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
        acc = T(0)
        rest = T(0)
        for k_block in range(k_block_last + 1):
            part = T(0)
            for k in range(k_block * 1024, min(D, k_block * 1024 + 1024)):
                part = plus(part, w[U(o), U(k)] * x[U(n), U(k)])
            acc, rest = carried(acc, rest, part)
        score[U(n), U(o)] = acc + b[U(o)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, t, loss, score, loss_m, loss_s, N, K, c_block_last):
    """loss_m[n] = max_c score[n,c]
    loss_s[n] = Σ_c exp(score[n,c] − loss_m[n])
    loss[n] = loss_m[n] + log(loss_s[n]) − score[n, t[n]]
    """
    dtype = loss.dtype
    T = dtype.type
    for n in range(first, last):
        # loss_m[n] = max_c score[n,c]
        acc2 = -T(np.inf)
        for c in range(K):
            acc2 = larger(acc2, score[U(n), U(c)])
        loss_m[U(n)] = acc2
        # loss_s[n] = Σ_c exp(score[n,c] − loss_m[n])
        acc3 = T(0)
        rest2 = T(0)
        minus_loss_m = -loss_m[U(n)]
        for c_block in range(c_block_last + 1):
            part2 = T(0)
            for c in range(c_block * 1024, min(K, c_block * 1024 + 1024)):
                part2 = plus(part2, exp(minus_loss_m + score[U(n), U(c)]))
            acc3, rest2 = carried(acc3, rest2, part2)
        loss_s[U(n)] = acc3
        # loss[n] = loss_m[n] + log(loss_s[n]) − score[n, t[n]]
        loss[U(n)] = log(loss_s[U(n)]) - (score[U(n), U(t[U(n)])] - loss_m[U(n)])


def _forward(x, t, w, b, loss, score, loss_m, loss_s, N, D, K):
    """score[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
    loss_m[n] = max_c score[n,c]
    loss_s[n] = Σ_c exp(score[n,c] − loss_m[n])
    loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    loss[n] = loss_m[n] + log(loss_s[n]) − score[n, t[n]]

    Operations: D·K·N + K·N multiplications, 3·K·N + D·K·N + N additions.
    """
    dtype = loss.dtype
    if blocks(K >= 4 and N >= 4 and D >= 4):
        if either(N >= K and K >= 8):
            wide = colblock(K)
            deep = depthblock()
            high = rowblock(N, (K - 1) // wide + 1)
            panels = scratch((max(0, (K - 1) // wide + 1), D, wide), dtype)
            launch(_forward_either, (K - 1) // wide + 1, D * K, w, panels, D, K, wide)
            launch(_forward_either2, ((N - 1) // high + 1) * ((K - 1) // wide + 1), D * K * N // 32, x, b,
                    score, panels, N, D, K, deep, high, wide)
        else:
            wide2 = colblock(N)
            deep2 = depthblock()
            high2 = rowblock(K, (N - 1) // wide2 + 1)
            panels2 = scratch((max(0, (N - 1) // wide2 + 1), D, wide2), dtype)
            # panels2[col_part2, k, n−col_part2·wide2] = x[n,k]
            launch(_forward_either, (N - 1) // wide2 + 1, D * N, x, panels2, D, N, wide2)
            launch(_forward_other2, ((K - 1) // high2 + 1) * ((N - 1) // wide2 + 1), D * K * N // 32, w, b,
                    score, panels2, N, D, K, deep2, high2, wide2)
    else:
        k_block_last = (D - 1) // 1024
        launch(_forward_plain, N * K, D * K * N, x, w, b, score, N, D, K, k_block_last)
    c_block_last = (K - 1) // 1024
    launch(_forward_part, N, K * N * 2 + N, t, loss, score, loss_m, loss_s, N, K, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, score, loss_m, loss_s, loss_p, N, K):
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
def _vjp_x_blocks(first, last, t, loss_p, panels, N, K, wide):
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
def _vjp_x_blocks2(first, last, dloss, w, dx, panels, N, D, K, deep, high, wide):
    """dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])"""
    dtype = dloss.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(K, np.int64)
    right_at = np.empty(K, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for o in range(K):
        left_at[U(o)] = D * o
    for k_ in range(K):
        right_at[U(k_)] = k_ * wide
    for task in range(first, last):
        row_part = task // (((N - 1) // wide + 1))
        col_part = task % ((N - 1) // wide + 1)
        # dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])
        for d in range(high * row_part, min(D, high + high * row_part)):
            row_at[U(d - (high * row_part))] = d
        contract(tile, (0, 0), wide, w, row_at, left_at, panels, K * col_part * wide, right_at, min(high,
                D - (high * row_part)), min(wide, N - (col_part * wide)), 0, K, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, D - (high * row_part)), min(wide,
                N - (col_part * wide)))
        for n in range(col_part * wide, min(col_part * wide + wide, N)):
            dloss_here = dloss[U(n)]
            for d in range(high * row_part, min(D, high + high * row_part)):
                dx[U(n), U(d)] = dloss_here * turned[U(n - (col_part * wide)), U(d - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dloss, t, w, dx, loss_p, N, D, K, o_block_last):
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
        t_here = t[U(n)]
        for o_block in range(o_block_last + 1):
            for d in range(D):
                part[U(d)] = T(0)
            for o in range(o_block * 1024, min(K, o_block * 1024 + 1024)):
                term = loss_p[U(n), U(o)] - (T(1) if o == t_here else T(0))
                for d in range(D):
                    part[U(d)] += term * w[U(o), U(d)]
            for d in range(D):
                row[U(d)], rest[U(d)] = carried(row[U(d)], rest[U(d)], part[U(d)])
        dloss_here = dloss[U(n)]
        for d in range(D):
            dx[U(n), U(d)] = dloss_here * row[U(d)]


def _vjp_x(dloss, t, w, score, loss_m, loss_s, dx, N, D, K):
    """loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])

    Operations: D·K·N + D·N + K·N multiplications, 2·D·K·N + K·N − D·N additions, terms that a condition
        drops counted.
    """
    dtype = dx.dtype
    loss_p = scratch((N, K), dtype)
    launch(_vjp_x_part, N, K * N, score, loss_m, loss_s, loss_p, N, K)
    if blocks(D >= 4 and N >= 8 and K >= 4):
        wide = colblock(N)
        deep = depthblock()
        high = rowblock(D, (N - 1) // wide + 1)
        panels = scratch((max(0, (N - 1) // wide + 1), K, wide), dtype)
        launch(_vjp_x_blocks, (N - 1) // wide + 1, K * N, t, loss_p, panels, N, K, wide)
        launch(_vjp_x_blocks2, ((D - 1) // high + 1) * ((N - 1) // wide + 1), D * K * N // 32, dloss, w, dx,
                panels, N, D, K, deep, high, wide)
    else:
        o_block_last = (K - 1) // 1024
        launch(_vjp_x_plain, N, D * K * N, dloss, t, w, dx, loss_p, N, D, K, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dloss, t, loss_p, panels, N, K, wide):
    """panels[col_part, n, k−col_part·wide] = dloss[n] · (loss_p[n,k] − [t[n] = k])"""
    dtype = dloss.dtype
    T = dtype.type
    for col_part in range(first, last):
        # panels[col_part, n, k−col_part·wide] = dloss[n] · (loss_p[n,k] − [t[n] = k])
        for n in range(N):
            dloss_here = dloss[U(n)]
            t_here = t[U(n)]
            for k in range(col_part * wide, min(K, col_part * wide + wide)):
                panels[U(col_part), U(n), U(k - (col_part * wide))] = (
                    dloss_here * (loss_p[U(n), U(k)] - (T(1) if k == t_here else T(0)))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, x, dw, panels, N, D, K, deep, high, wide):
    """dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])"""
    dtype = x.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(N, np.int64)
    right_at = np.empty(N, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for n in range(N):
        left_at[U(n)] = D * n
    for k_ in range(N):
        right_at[U(k_)] = k_ * wide
    for task in range(first, last):
        row_part = task // (((K - 1) // wide + 1))
        col_part = task % ((K - 1) // wide + 1)
        # dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])
        for d in range(high * row_part, min(D, high + high * row_part)):
            row_at[U(d - (high * row_part))] = d
        contract(tile, (0, 0), wide, x, row_at, left_at, panels, N * col_part * wide, right_at, min(high,
                D - (high * row_part)), min(wide, K - (col_part * wide)), 0, N, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, D - (high * row_part)), min(wide,
                K - (col_part * wide)))
        for k in range(col_part * wide, min(col_part * wide + wide, K)):
            for d in range(high * row_part, min(D, high + high * row_part)):
                dw[U(k), U(d)] = turned[U(k - (col_part * wide)), U(d - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dloss, x, t, dw, loss_p, N, D, K, n_block_last):
    """dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])"""
    dtype = dloss.dtype
    T = dtype.type
    rest = np.empty(D, dtype)
    part = np.empty(D, dtype)
    for k in range(first, last):
        # dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])
        for d in range(D):
            dw[U(k), U(d)] = T(0)
        for d in range(D):
            rest[U(d)] = T(0)
        for n_block in range(n_block_last + 1):
            for d in range(D):
                part[U(d)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                factor = dloss[U(n)] * (loss_p[U(n), U(k)] - (T(1) if k == t[U(n)] else T(0)))
                for d in range(D):
                    part[U(d)] += factor * x[U(n), U(d)]
            for d in range(D):
                dw[U(k), U(d)], rest[U(d)] = carried(dw[U(k), U(d)], rest[U(d)], part[U(d)])


def _vjp_w(dloss, x, t, score, loss_m, loss_s, dw, N, D, K):
    """loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])

    Operations: 2·D·K·N + K·N multiplications, 2·D·K·N + K·N − D·K additions, terms that a condition drops
        counted.
    """
    dtype = dw.dtype
    loss_p = scratch((N, K), dtype)
    # loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    launch(_vjp_x_part, N, K * N, score, loss_m, loss_s, loss_p, N, K)
    if blocks(D >= 4 and K >= 8 and N >= 4):
        wide = colblock(K)
        deep = depthblock()
        high = rowblock(D, (K - 1) // wide + 1)
        panels = scratch((max(0, (K - 1) // wide + 1), N, wide), dtype)
        launch(_vjp_w_blocks, (K - 1) // wide + 1, K * N, dloss, t, loss_p, panels, N, K, wide)
        launch(_vjp_w_blocks2, ((D - 1) // high + 1) * ((K - 1) // wide + 1), D * K * N // 32, x, dw, panels,
                N, D, K, deep, high, wide)
    else:
        n_block_last = (N - 1) // 1024
        launch(_vjp_w_plain, K, D * K * N, dloss, x, t, dw, loss_p, N, D, K, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dloss, t, score, loss_m, loss_s, parts_2, N, K):
    """db[k] = Σ_n dloss[n] · (exp(score[n,k] − loss_m[n])/loss_s[n] − [t[n] = k])"""
    dtype = dloss.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((K - 1) // 1024 + 1))
        k_block = task % ((K - 1) // 1024 + 1)
        # db[k] = Σ_n dloss[n] · (exp(score[n,k] − loss_m[n])/loss_s[n] − [t[n] = k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            parts_2[U(n_block), U(k)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            dloss_here = dloss[U(n)]
            t_here = t[U(n)]
            value_of = T(1) / loss_s[U(n)]
            minus_loss_m = -loss_m[U(n)]
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                parts_2[U(n_block), U(k)] += (
                    dloss_here
                    * (exp(minus_loss_m + score[U(n), U(k)]) * value_of - (T(1) if k == t_here else T(0)))
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part2(first, last, db, parts_2, N, K, n_block_last):
    """db[k] = Σ_n dloss[n] · (exp(score[n,k] − loss_m[n])/loss_s[n] − [t[n] = k])"""
    dtype = db.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    for k_block in range(first, last):
        # db[k] = Σ_n dloss[n] · (exp(score[n,k] − loss_m[n])/loss_s[n] − [t[n] = k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            db[U(k)] = T(0)
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            rest[U(k - (k_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                db[U(k)], rest[U(k - (k_block * 1024))] = carried(db[U(k)], rest[U(k - (k_block * 1024))], parts_2[U(n_block), U(k)])


def _vjp_b(dloss, t, score, loss_m, loss_s, db, N, K):
    """loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])

    Operations: 2·K·N multiplications, 3·K·N − K additions, terms that a condition drops counted.
    """
    dtype = db.dtype
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), K), dtype)
    launch(_vjp_b_part, ((N - 1) // 1024 + 1) * ((K - 1) // 1024 + 1), K * N, dloss, t, score, loss_m, loss_s,
            parts_2, N, K)
    n_block_last = (N - 1) // 1024
    launch(_vjp_b_part2, (K - 1) // 1024 + 1, K * N, db, parts_2, N, K, n_block_last)


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
    # loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    launch(_vjp_x_part, N, K * N, score, loss_m, loss_s, loss_p, N, K)
    if blocks(D >= 4 and N >= 8 and K >= 4):
        wide = colblock(N)
        deep = depthblock()
        high = rowblock(D, (N - 1) // wide + 1)
        panels = scratch((max(0, (N - 1) // wide + 1), K, wide), dtype)
        # panels[col_part, o, n−col_part·wide] = loss_p[n,o] − [t[n] = o]
        launch(_vjp_x_blocks, (N - 1) // wide + 1, K * N, t, loss_p, panels, N, K, wide)
        # dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])
        launch(_vjp_x_blocks2, ((D - 1) // high + 1) * ((N - 1) // wide + 1), D * K * N // 32, dloss, w, dx,
                panels, N, D, K, deep, high, wide)
    else:
        o_block_last = (K - 1) // 1024
        # dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])
        launch(_vjp_x_plain, N, D * K * N, dloss, t, w, dx, loss_p, N, D, K, o_block_last)
    if blocks(D >= 4 and K >= 8 and N >= 4):
        wide2 = colblock(K)
        deep2 = depthblock()
        high2 = rowblock(D, (K - 1) // wide2 + 1)
        panels2 = scratch((max(0, (K - 1) // wide2 + 1), N, wide2), dtype)
        # panels2[col_part2, n, k−col_part2·wide2] = dloss[n] · (loss_p[n,k] − [t[n] = k])
        launch(_vjp_w_blocks, (K - 1) // wide2 + 1, K * N, dloss, t, loss_p, panels2, N, K, wide2)
        # dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])
        launch(_vjp_w_blocks2, ((D - 1) // high2 + 1) * ((K - 1) // wide2 + 1), D * K * N // 32, x, dw,
                panels2, N, D, K, deep2, high2, wide2)
    else:
        n_block_last2 = (N - 1) // 1024
        # dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])
        launch(_vjp_w_plain, K, D * K * N, dloss, x, t, dw, loss_p, N, D, K, n_block_last2)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), K), dtype)
    launch(_vjp_part2, ((N - 1) // 1024 + 1) * ((K - 1) // 1024 + 1), K * N, dloss, t, loss_p, parts_2, N, K)
    n_block_last = (N - 1) // 1024
    # db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])
    launch(_vjp_b_part2, (K - 1) // 1024 + 1, K * N, db, parts_2, N, K, n_block_last)
