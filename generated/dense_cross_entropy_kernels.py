"""The kernels of dense_cross_entropy; dense_cross_entropy.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `dense_cross_entropy`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .elementary import exp, log
from .runtime import carried, larger, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, score, N, D, K, pieces, share):
    """score[n,o] = b[o] + Σ_k w[o,k] · x[n,k]"""
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((min(N, 96), min(D, 256)), dtype)
    right = np.empty((min(D, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, K), 384):
            cols_last = min(K - 1, cols_from + 383, part * share + share - 1)
            # score[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    tile[U(n), U(o - cols_from)] = T(0)
            for depth_from in range(0, D, 256):
                depth_last = min(D - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    o = cols_from
                    copy(right, (k - depth_from, o - cols_from), w, (o, k), D, cols_last + 1 - o)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for n in range(rows_from, rows_last + 1):
                        k = depth_from
                        copy(left, (n - rows_from, k - depth_from), x, (n, k), 1, depth_last + 1 - k)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(D, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    score[U(n), U(o)] = b[U(o)] + tile[U(n), U(o - cols_from)]


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
            part2 = T(0)
            for k in range(k_block * 1024, min(D, k_block * 1024 + 1024)):
                part2 = plus(part2, w[U(o), U(k)] * x[U(n), U(k)])
            acc, rest = carried(acc, rest, part2)
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
            part3 = T(0)
            for c in range(c_block * 1024, min(K, c_block * 1024 + 1024)):
                part3 = plus(part3, exp(minus_loss_m + score[U(n), U(c)]))
            acc3, rest2 = carried(acc3, rest2, part3)
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
    if blocks(N >= 4 and K >= 8 and D >= 4):
        pieces = parts(K)
        share = max(((K - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, pieces, D * K * N // 32, x, w, b, score, N, D, K, pieces, share)
    else:
        k_block_last = (D - 1) // 1024
        launch(_forward_plain, N * K, D * K * N, x, w, b, score, N, D, K, k_block_last)
    c_block_last = (K - 1) // 1024
    launch(_forward_part, N, K * N * 2 + N, t, loss, score, loss_m, loss_s, N, K, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, t, w, score, loss_m, loss_s, dx, N, D, K, o_block_last):
    """loss_p[c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[o] − [t[n] = o])
    """
    dtype = dloss.dtype
    T = dtype.type
    loss_p = np.empty(K, dtype)
    row = np.empty(D, dtype)
    rest = np.empty(D, dtype)
    part = np.empty(D, dtype)
    for n in range(first, last):
        # loss_p[c] = exp(score[n,c] − loss_m[n])/loss_s[n]
        value_of = T(1) / loss_s[U(n)]
        minus_loss_m = -loss_m[U(n)]
        for c in range(K):
            loss_p[U(c)] = exp(minus_loss_m + score[U(n), U(c)]) * value_of
        # dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[o] − [t[n] = o])
        for d in range(D):
            row[U(d)] = T(0)
        for d in range(D):
            rest[U(d)] = T(0)
        for o_block in range(o_block_last + 1):
            for d in range(D):
                part[U(d)] = T(0)
            for o in range(o_block * 1024, min(K, o_block * 1024 + 1024)):
                term = loss_p[U(o)] - (T(1) if o == t[U(n)] else T(0))
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

    As compiled:

    loss_p[c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[o] − [t[n] = o])

    Operations: D·K·N + D·N + K·N multiplications, 2·D·K·N + K·N − D·N additions, terms that a condition
        drops counted.
    """
    o_block_last = (K - 1) // 1024
    launch(_vjp_x_part, N, D * K * N + K * N, dloss, t, w, score, loss_m, loss_s, dx, N, D, K, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, score, loss_m, loss_s, loss_p, N, K):
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
def _vjp_w_part2(first, last, dloss, x, t, dw, loss_p, N, D, K, n_block_last):
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
    loss_p = np.empty((N, K), dtype)
    launch(_vjp_w_part, N, K * N, score, loss_m, loss_s, loss_p, N, K)
    n_block_last = (N - 1) // 1024
    launch(_vjp_w_part2, K, D * K * N, dloss, x, t, dw, loss_p, N, D, K, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dloss, t, score, loss_m, loss_s, db, N, K, n_block_last):
    """db[k] = Σ_n dloss[n] · (exp(score[n,k] − loss_m[n])/loss_s[n] − [t[n] = k])"""
    dtype = dloss.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    part = np.empty(1024, dtype)
    for k_block in range(first, last):
        # db[k] = Σ_n dloss[n] · (exp(score[n,k] − loss_m[n])/loss_s[n] − [t[n] = k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            db[U(k)] = T(0)
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            rest[U(k - (k_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part[U(k - (k_block * 1024))] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                dloss_here = dloss[U(n)]
                value_of = T(1) / loss_s[U(n)]
                minus_loss_m = -loss_m[U(n)]
                for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                    part[U(k - (k_block * 1024))] += (
                        dloss_here
                        * (
                            exp(minus_loss_m + score[U(n), U(k)]) * value_of
                            - (T(1) if k == t[U(n)] else T(0))
                        )
                    )
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                db[U(k)], rest[U(k - (k_block * 1024))] = carried(db[U(k)], rest[U(k - (k_block * 1024))], part[U(k - (k_block * 1024))])


def _vjp_b(dloss, t, score, loss_m, loss_s, db, N, K):
    """loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])

    As compiled:

    db[k] = Σ_n dloss[n] · (exp(score[n,k] − loss_m[n])/loss_s[n] − [t[n] = k])

    Operations: 2·K·N multiplications, 3·K·N − K additions, terms that a condition drops counted.
    """
    n_block_last = (N - 1) // 1024
    launch(_vjp_b_part, (K - 1) // 1024 + 1, K * N, dloss, t, score, loss_m, loss_s, db, N, K, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part(first, last, dloss, t, w, score, loss_m, loss_s, dx, loss_p, N, D, K, o_block_last):
    """loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])
    """
    dtype = dloss.dtype
    T = dtype.type
    row = np.empty(D, dtype)
    rest = np.empty(D, dtype)
    part = np.empty(D, dtype)
    for n in range(first, last):
        # loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
        value_of = T(1) / loss_s[U(n)]
        minus_loss_m = -loss_m[U(n)]
        for c in range(K):
            loss_p[U(n), U(c)] = exp(minus_loss_m + score[U(n), U(c)]) * value_of
        # dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])
        for d in range(D):
            row[U(d)] = T(0)
        for d in range(D):
            rest[U(d)] = T(0)
        for o_block in range(o_block_last + 1):
            for d in range(D):
                part[U(d)] = T(0)
            for o in range(o_block * 1024, min(K, o_block * 1024 + 1024)):
                term = loss_p[U(n), U(o)] - (T(1) if o == t[U(n)] else T(0))
                for d in range(D):
                    part[U(d)] += term * w[U(o), U(d)]
            for d in range(D):
                row[U(d)], rest[U(d)] = carried(row[U(d)], rest[U(d)], part[U(d)])
        dloss_here = dloss[U(n)]
        for d in range(D):
            dx[U(n), U(d)] = dloss_here * row[U(d)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part2(first, last, dloss, x, t, dw, loss_p, N, D, K, n_block_last):
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
        for n_block in range(n_block_last + 1):
            for d in range(D):
                part2[U(d)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                factor = dloss[U(n)] * (loss_p[U(n), U(k)] - (T(1) if k == t[U(n)] else T(0)))
                for d in range(D):
                    part2[U(d)] += factor * x[U(n), U(d)]
            for d in range(D):
                dw[U(k), U(d)], rest2[U(d)] = carried(dw[U(k), U(d)], rest2[U(d)], part2[U(d)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part3(first, last, dloss, t, db, loss_p, N, K, n_block_last):
    """db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])"""
    dtype = dloss.dtype
    T = dtype.type
    rest3 = np.empty(1024, dtype)
    part3 = np.empty(1024, dtype)
    for k_block in range(first, last):
        # db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            db[U(k)] = T(0)
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            rest3[U(k - (k_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part3[U(k - (k_block * 1024))] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                dloss_here2 = dloss[U(n)]
                for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                    part3[U(k - (k_block * 1024))] += (
                        dloss_here2 * (loss_p[U(n), U(k)] - (T(1) if k == t[U(n)] else T(0)))
                    )
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                db[U(k)], rest3[U(k - (k_block * 1024))] = carried(db[U(k)], rest3[U(k - (k_block * 1024))], part3[U(k - (k_block * 1024))])


def _vjp(dloss, x, t, w, score, loss_m, loss_s, dx, dw, db, N, D, K):
    """loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])
    dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])
    db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])

    Operations: 3·D·K·N + 2·K·N + D·N multiplications, 4·D·K·N + 3·K·N − D·K − D·N − K additions, terms
        that a condition drops counted.
    """
    dtype = dx.dtype
    o_block_last = (K - 1) // 1024
    loss_p = np.empty((N, K), dtype)
    launch(_vjp_part, N, D * K * N + K * N, dloss, t, w, score, loss_m, loss_s, dx, loss_p, N, D, K,
            o_block_last)
    n_block_last = (N - 1) // 1024
    launch(_vjp_part2, K, D * K * N, dloss, x, t, dw, loss_p, N, D, K, n_block_last)
    launch(_vjp_part3, (K - 1) // 1024 + 1, K * N, dloss, t, db, loss_p, N, K, n_block_last)


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
            if at < 0 or value > best or (value != value and best == best):
                best = value
                at = c
        loss_m_at[U(n)] = at


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, score_dot_part1, N, D, K, pieces, share):
    """score_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((min(N, 96), min(D, 256)), dtype)
    right = np.empty((min(D, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, K), 384):
            cols_last = min(K - 1, cols_from + 383, part * share + share - 1)
            # score_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    tile[U(n), U(o - cols_from)] = T(0)
            for depth_from in range(0, D, 256):
                depth_last = min(D - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    o = cols_from
                    copy(right, (k - depth_from, o - cols_from), w, (o, k), D, cols_last + 1 - o)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for n in range(rows_from, rows_last + 1):
                        k = depth_from
                        copy(left, (n - rows_from, k - depth_from), x_dot, (n, k), 1, depth_last + 1 - k)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(D, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    score_dot_part1[U(n), U(o)] = tile[U(n), U(o - cols_from)]


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
            part3 = T(0)
            for k in range(k_block * 1024, min(D, k_block * 1024 + 1024)):
                part3 = plus(part3, w[U(o), U(k)] * x_dot[U(n), U(k)])
            acc, rest = carried(acc, rest, part3)
        score_dot_part1[U(n), U(o)] = acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, score_dot, score_dot_part1, N, D, K, pieces2, share2):
    """score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = w_dot.dtype
    T = dtype.type
    tile2 = np.empty((N, 384), dtype)
    left2 = np.empty((min(N, 96), min(D, 256)), dtype)
    right2 = np.empty((min(D, 256), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, K), 384):
            cols_last2 = min(K - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]
            for n in range(N):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(n), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, D, 256):
                depth_last2 = min(D - 1, depth_from2 + 255)
                for k in range(depth_from2, depth_last2 + 1):
                    o = cols_from2
                    copy(right2, (k - depth_from2, o - cols_from2), w_dot, (o, k), D, cols_last2 + 1 - o)
                for rows_from2 in range(0, N, 96):
                    rows_last2 = min(N - 1, rows_from2 + 95)
                    for n in range(rows_from2, rows_last2 + 1):
                        k = depth_from2
                        copy(left2, (n - rows_from2, k - depth_from2), x, (n, k), 1, depth_last2 + 1 - k)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), min(D, 256), 1, right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for n in range(N):
                for o in range(cols_from2, cols_last2 + 1):
                    score_dot[U(n), U(o)] = (
                        b_dot[U(o)] + score_dot_part1[U(n), U(o)] + tile2[U(n), U(o - cols_from2)]
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
            part4 = T(0)
            for k in range(k_block * 1024, min(D, k_block * 1024 + 1024)):
                part4 = plus(part4, w_dot[U(o), U(k)] * x[U(n), U(k)])
            acc2, rest2 = carried(acc2, rest2, part4)
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
            part5 = T(0)
            for c in range(c_block * 1024, min(K, c_block * 1024 + 1024)):
                part5 = plus(part5, exp(minus_loss_m + score[U(n), U(c)]) * (factor + score_dot[U(n), U(c)]))
            acc3, rest3 = carried(acc3, rest3, part5)
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
    loss_m_at = np.empty(N, np.int64)
    score_dot_part1 = np.empty((N, K), dtype)
    score_dot = np.empty((N, K), dtype)
    launch(_jvp_part, N, K * N, score, loss_m_at, N, K)
    if blocks(N >= 4 and K >= 8 and D >= 4):
        pieces = parts(K)
        share = max(((K - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, pieces, D * K * N // 32, x_dot, w, score_dot_part1, N, D, K, pieces, share)
    else:
        k_block_last = (D - 1) // 1024
        launch(_jvp_plain, N * K, D * K * N, x_dot, w, score_dot_part1, N, D, K, k_block_last)
    if blocks(N >= 4 and K >= 8 and D >= 4):
        pieces2 = parts(K)
        share2 = max(((K - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, pieces2, D * K * N // 32, w_dot, b_dot, x, score_dot, score_dot_part1, N, D, K,
                pieces2, share2)
    else:
        k_block_last = (D - 1) // 1024
        launch(_jvp_plain2, N * K, D * K * N, w_dot, b_dot, x, score_dot, score_dot_part1, N, D, K,
                k_block_last)
    c_block_last = (K - 1) // 1024
    launch(_jvp_part2, N, K * N + N, t, score, loss_m, loss_s, loss_dot, loss_m_at, score_dot, N, K,
            c_block_last)
