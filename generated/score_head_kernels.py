"""The kernels of score_head; score_head.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `score_head`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, mean, N, C, H, W, ab_block_last):
    """mean[n,c] = 1/(H·W) · Σ_{ab} x[n,c,ab]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # mean[n,c] = 1/(H·W) · Σ_{ab} x[n,c,ab]
        acc = T(0)
        rest = T(0)
        for ab_block in range(ab_block_last + 1):
            part2 = T(0)
            for ab in range(ab_block * 1024, min(H * W, ab_block * 1024 + 1024)):
                part2 = plus(part2, x[U(n), U(c), U(ab)])
            acc, rest = carried(acc, rest, part2)
        mean[U(n), U(c)] = acc / T(H * W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, b, score, mean, N, C, K, pieces, share):
    """score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]"""
    dtype = w.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((min(N, 96), min(C, 256)), dtype)
    right = np.empty((min(C, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, K), 384):
            cols_last = min(K - 1, cols_from + 383, part * share + share - 1)
            # score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    tile[U(n), U(o - cols_from)] = T(0)
            for depth_from in range(0, C, 256):
                depth_last = min(C - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    o = cols_from
                    copy(right, (k - depth_from, o - cols_from), w, (o, k), C, cols_last + 1 - o)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for n in range(rows_from, rows_last + 1):
                        k = depth_from
                        copy(left, (n - rows_from, k - depth_from), mean, (n, k), 1, depth_last + 1 - k)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(C, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    score[U(n), U(o)] = b[U(o)] + tile[U(n), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, w, b, score, mean, N, C, K, k_block_last):
    """score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]"""
    dtype = w.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // K
        o = task % K
        # score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
        acc2 = T(0)
        rest2 = T(0)
        for k_block in range(k_block_last + 1):
            part3 = T(0)
            for k in range(k_block * 1024, min(C, k_block * 1024 + 1024)):
                part3 = plus(part3, mean[U(n), U(k)] * w[U(o), U(k)])
            acc2, rest2 = carried(acc2, rest2, part3)
        score[U(n), U(o)] = acc2 + b[U(o)]


def _forward(x, w, b, score, mean, N, C, H, W, K):
    """mean[n,c] = 1/(H·W) · Σ_{a,b} x[n,c,a,b]
    score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]

    Operations: C·K·N multiplications, C·H·N·W + C·K·N − C·N additions.
    """
    x_rows = x.reshape((N, C, H * W))
    ab_block_last = (H * W - 1) // 1024
    launch(_forward_part, N * C, C * H * N * W, x_rows, mean, N, C, H, W, ab_block_last)
    if blocks(N >= 4 and K >= 8 and C >= 4):
        pieces = parts(K)
        share = max(((K - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, pieces, C * K * N // 32, w, b, score, mean, N, C, K, pieces, share)
    else:
        k_block_last = (C - 1) // 1024
        launch(_forward_plain, N * K, C * K * N, w, b, score, mean, N, C, K, k_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dscore, w, dx, N, C, H, W, K, pieces, share):
    """dx[n,c,ab] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]"""
    dtype = dscore.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((min(N, 96), min(K, 256)), dtype)
    right = np.empty((min(K, 256), 384), dtype)
    for task in range(first, last):
        ab = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, C), 384):
            cols_last = min(C - 1, cols_from + 383, part * share + share - 1)
            # dx[n,c,ab] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]
            for n in range(N):
                for c in range(cols_from, cols_last + 1):
                    tile[U(n), U(c - cols_from)] = T(0)
            for depth_from in range(0, K, 256):
                depth_last = min(K - 1, depth_from + 255)
                for o in range(depth_from, depth_last + 1):
                    c = cols_from
                    copy(right, (o - depth_from, c - cols_from), w, (o, c), 1, cols_last + 1 - c)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for n in range(rows_from, rows_last + 1):
                        o = depth_from
                        copy(left, (n - rows_from, o - depth_from), dscore, (n, o), 1, depth_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(K, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for c in range(cols_from, cols_last + 1):
                    dx[U(n), U(c), U(ab)] = tile[U(n), U(c - cols_from)] / T(H * W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dscore, w, dx, N, C, H, W, K, o_block_last):
    """dx_sum[c] = Σ_o dscore[n,o] · w[o,c]
    dx[n,c,ab] = dx_sum[c]/(H·W)
    """
    dtype = dscore.dtype
    T = dtype.type
    dx_sum = np.empty(C, dtype)
    rest = np.empty(C, dtype)
    part2 = np.empty(C, dtype)
    for n in range(first, last):
        # dx_sum[c] = Σ_o dscore[n,o] · w[o,c]
        for c in range(C):
            dx_sum[U(c)] = T(0)
        for c in range(C):
            rest[U(c)] = T(0)
        for o_block in range(o_block_last + 1):
            for c in range(C):
                part2[U(c)] = T(0)
            for o in range(o_block * 1024, min(K, o_block * 1024 + 1024)):
                dscore_here = dscore[U(n), U(o)]
                for c in range(C):
                    part2[U(c)] += dscore_here * w[U(o), U(c)]
            for c in range(C):
                dx_sum[U(c)], rest[U(c)] = carried(dx_sum[U(c)], rest[U(c)], part2[U(c)])
        # dx[n,c,ab] = dx_sum[c]/(H·W)
        for c in range(C):
            dx_sum_over_H_W = dx_sum[U(c)] / T(H * W)
            for ab in range(H * W):
                dx[U(n), U(c), U(ab)] = dx_sum_over_H_W


def _vjp_x(dscore, w, dx, N, C, H, W, K):
    """dx[n,c,a,b] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]

    Operations: C·K·N multiplications, C·K·N − C·N additions.
    """
    dx_rows = dx.reshape((N, C, H * W))
    if blocks(N >= 4 and C >= 8 and K >= 4):
        pieces = parts(C)
        share = max(((C - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_x_blocks, H * W * pieces, C * H * K * N * W // 32, dscore, w, dx_rows, N, C, H, W, K,
                pieces, share)
    else:
        o_block_last = (K - 1) // 1024
        launch(_vjp_x_plain, N, C * H * N * W + C * K * N, dscore, w, dx_rows, N, C, H, W, K, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dscore, mean, dw, N, C, K, pieces, share):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]"""
    dtype = dscore.dtype
    T = dtype.type
    tile = np.empty((K, 384), dtype)
    left = np.empty((min(N, 256), min(K, 96)), dtype)
    right = np.empty((min(N, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, C), 384):
            cols_last = min(C - 1, cols_from + 383, part * share + share - 1)
            # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
            for k in range(K):
                for c in range(cols_from, cols_last + 1):
                    tile[U(k), U(c - cols_from)] = T(0)
            for depth_from in range(0, N, 256):
                depth_last = min(N - 1, depth_from + 255)
                for n in range(depth_from, depth_last + 1):
                    c = cols_from
                    copy(right, (n - depth_from, c - cols_from), mean, (n, c), 1, cols_last + 1 - c)
                for rows_from in range(0, K, 96):
                    rows_last = min(K - 1, rows_from + 95)
                    for n in range(depth_from, depth_last + 1):
                        k = rows_from
                        copy(left, (n - depth_from, k - rows_from), dscore, (n, k), 1, rows_last + 1 - k)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(K, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for k in range(K):
                for c in range(cols_from, cols_last + 1):
                    dw[U(k), U(c)] = tile[U(k), U(c - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dscore, mean, dw, N, C, K, n_block_last):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]"""
    dtype = dscore.dtype
    T = dtype.type
    rest = np.empty(C, dtype)
    part2 = np.empty(C, dtype)
    for k in range(first, last):
        # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
        for c in range(C):
            dw[U(k), U(c)] = T(0)
        for c in range(C):
            rest[U(c)] = T(0)
        for n_block in range(n_block_last + 1):
            for c in range(C):
                part2[U(c)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                dscore_here = dscore[U(n), U(k)]
                for c in range(C):
                    part2[U(c)] += dscore_here * mean[U(n), U(c)]
            for c in range(C):
                dw[U(k), U(c)], rest[U(c)] = carried(dw[U(k), U(c)], rest[U(c)], part2[U(c)])


def _vjp_w(dscore, mean, dw, N, C, K):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]

    Operations: C·K·N multiplications, C·K·N − C·K additions.
    """
    if blocks(K >= 4 and C >= 8 and N >= 4):
        pieces = parts(C)
        share = max(((C - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_w_blocks, pieces, C * K * N // 32, dscore, mean, dw, N, C, K, pieces, share)
    else:
        n_block_last = (N - 1) // 1024
        launch(_vjp_w_plain, K, C * K * N, dscore, mean, dw, N, C, K, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dscore, db, N, K, n_block_last):
    """db[k] = Σ_n dscore[n,k]"""
    dtype = dscore.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    part = np.empty(1024, dtype)
    for k_block in range(first, last):
        # db[k] = Σ_n dscore[n,k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            db[U(k)] = T(0)
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            rest[U(k - (k_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part[U(k - (k_block * 1024))] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                    part[U(k - (k_block * 1024))] += dscore[U(n), U(k)]
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                db[U(k)], rest[U(k - (k_block * 1024))] = carried(db[U(k)], rest[U(k - (k_block * 1024))], part[U(k - (k_block * 1024))])


def _vjp_b(dscore, db, N, K):
    """db[k] = Σ_n dscore[n,k]

    Operations: K·N − K additions.
    """
    n_block_last = (N - 1) // 1024
    launch(_vjp_b_part, (K - 1) // 1024 + 1, K * N, dscore, db, N, K, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_blocks(first, last, dscore, w, dx, N, C, H, W, K, pieces, share):
    """dx[n,c,ab] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]"""
    dtype = dscore.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((min(N, 96), min(K, 256)), dtype)
    right = np.empty((min(K, 256), 384), dtype)
    for task in range(first, last):
        ab = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, C), 384):
            cols_last = min(C - 1, cols_from + 383, part * share + share - 1)
            # dx[n,c,ab] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]
            for n in range(N):
                for c in range(cols_from, cols_last + 1):
                    tile[U(n), U(c - cols_from)] = T(0)
            for depth_from in range(0, K, 256):
                depth_last = min(K - 1, depth_from + 255)
                for o in range(depth_from, depth_last + 1):
                    c = cols_from
                    copy(right, (o - depth_from, c - cols_from), w, (o, c), 1, cols_last + 1 - c)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for n in range(rows_from, rows_last + 1):
                        o = depth_from
                        copy(left, (n - rows_from, o - depth_from), dscore, (n, o), 1, depth_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(K, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for c in range(cols_from, cols_last + 1):
                    dx[U(n), U(c), U(ab)] = tile[U(n), U(c - cols_from)] / T(H * W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_plain(first, last, dscore, w, dx, N, C, H, W, K, o_block_last):
    """dx_sum[c] = Σ_o dscore[n,o] · w[o,c]
    dx[n,c,ab] = dx_sum[c]/(H·W)
    """
    dtype = dscore.dtype
    T = dtype.type
    dx_sum = np.empty(C, dtype)
    rest = np.empty(C, dtype)
    part3 = np.empty(C, dtype)
    for n in range(first, last):
        # dx_sum[c] = Σ_o dscore[n,o] · w[o,c]
        for c in range(C):
            dx_sum[U(c)] = T(0)
        for c in range(C):
            rest[U(c)] = T(0)
        for o_block in range(o_block_last + 1):
            for c in range(C):
                part3[U(c)] = T(0)
            for o in range(o_block * 1024, min(K, o_block * 1024 + 1024)):
                dscore_here = dscore[U(n), U(o)]
                for c in range(C):
                    part3[U(c)] += dscore_here * w[U(o), U(c)]
            for c in range(C):
                dx_sum[U(c)], rest[U(c)] = carried(dx_sum[U(c)], rest[U(c)], part3[U(c)])
        # dx[n,c,ab] = dx_sum[c]/(H·W)
        for c in range(C):
            dx_sum_over_H_W = dx_sum[U(c)] / T(H * W)
            for ab in range(H * W):
                dx[U(n), U(c), U(ab)] = dx_sum_over_H_W


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_blocks2(first, last, dscore, mean, dw, N, C, K, pieces2, share2):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]"""
    dtype = dscore.dtype
    T = dtype.type
    tile2 = np.empty((K, 384), dtype)
    left2 = np.empty((min(N, 256), min(K, 96)), dtype)
    right2 = np.empty((min(N, 256), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, C), 384):
            cols_last2 = min(C - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
            for k in range(K):
                for c in range(cols_from2, cols_last2 + 1):
                    tile2[U(k), U(c - cols_from2)] = T(0)
            for depth_from2 in range(0, N, 256):
                depth_last2 = min(N - 1, depth_from2 + 255)
                for n in range(depth_from2, depth_last2 + 1):
                    c = cols_from2
                    copy(right2, (n - depth_from2, c - cols_from2), mean, (n, c), 1, cols_last2 + 1 - c)
                for rows_from2 in range(0, K, 96):
                    rows_last2 = min(K - 1, rows_from2 + 95)
                    for n in range(depth_from2, depth_last2 + 1):
                        k = rows_from2
                        copy(left2, (n - depth_from2, k - rows_from2), dscore, (n, k), 1, rows_last2 + 1 - k)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(K, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for k in range(K):
                for c in range(cols_from2, cols_last2 + 1):
                    dw[U(k), U(c)] = tile2[U(k), U(c - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_plain2(first, last, dscore, mean, dw, N, C, K, n_block_last2):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]"""
    dtype = dscore.dtype
    T = dtype.type
    rest2 = np.empty(C, dtype)
    part4 = np.empty(C, dtype)
    for k in range(first, last):
        # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
        for c in range(C):
            dw[U(k), U(c)] = T(0)
        for c in range(C):
            rest2[U(c)] = T(0)
        for n_block in range(n_block_last2 + 1):
            for c in range(C):
                part4[U(c)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                dscore_here = dscore[U(n), U(k)]
                for c in range(C):
                    part4[U(c)] += dscore_here * mean[U(n), U(c)]
            for c in range(C):
                dw[U(k), U(c)], rest2[U(c)] = carried(dw[U(k), U(c)], rest2[U(c)], part4[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_part(first, last, dscore, db, N, K, n_block_last):
    """db[k] = Σ_n dscore[n,k]"""
    dtype = dscore.dtype
    T = dtype.type
    rest3 = np.empty(1024, dtype)
    part5 = np.empty(1024, dtype)
    for k_block in range(first, last):
        # db[k] = Σ_n dscore[n,k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            db[U(k)] = T(0)
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            rest3[U(k - (k_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part5[U(k - (k_block * 1024))] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                    part5[U(k - (k_block * 1024))] += dscore[U(n), U(k)]
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                db[U(k)], rest3[U(k - (k_block * 1024))] = carried(db[U(k)], rest3[U(k - (k_block * 1024))], part5[U(k - (k_block * 1024))])


def _vjp(dscore, w, mean, dx, dw, db, N, C, H, W, K):
    """dx[n,c,a,b] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]
    dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
    db[k] = Σ_n dscore[n,k]

    Operations: 2·C·K·N multiplications, 2·C·K·N + K·N − C·K − C·N − K additions.
    """
    dx_rows = dx.reshape((N, C, H * W))
    if blocks(N >= 4 and C >= 8 and K >= 4):
        pieces = parts(C)
        share = max(((C - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_blocks, H * W * pieces, C * H * K * N * W // 32, dscore, w, dx_rows, N, C, H, W, K,
                pieces, share)
    else:
        o_block_last = (K - 1) // 1024
        launch(_vjp_plain, N, C * H * N * W + C * K * N, dscore, w, dx_rows, N, C, H, W, K, o_block_last)
    if blocks(K >= 4 and C >= 8 and N >= 4):
        pieces2 = parts(C)
        share2 = max(((C - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_vjp_blocks2, pieces2, C * K * N // 32, dscore, mean, dw, N, C, K, pieces2, share2)
    else:
        n_block_last2 = (N - 1) // 1024
        launch(_vjp_plain2, K, C * K * N, dscore, mean, dw, N, C, K, n_block_last2)
    n_block_last = (N - 1) // 1024
    launch(_vjp_part, (K - 1) // 1024 + 1, K * N, dscore, db, N, K, n_block_last)
