"""The kernels of score_head; score_head.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `score_head`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

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
            part = T(0)
            for ab in range(ab_block * 1024, min(H * W, ab_block * 1024 + 1024)):
                part = plus(part, x[U(n), U(c), U(ab)])
            acc, rest = carried(acc, rest, part)
        mean[U(n), U(c)] = acc / T(H * W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either(first, last, w, panels, C, K, wide):
    """panels[col_part, k, o−col_part·wide] = w[o,k]"""
    for col_part in range(first, last):
        # panels[col_part, k, o−col_part·wide] = w[o,k]
        turn(panels, (col_part, 0, 0), wide, w, C * col_part * wide, C, 1, min(wide, K - (col_part * wide)),
                C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either2(first, last, b, score, mean, panels, N, C, K, deep, high, wide):
    """score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]"""
    dtype = b.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(C, np.int64)
    right_at = np.empty(C, np.int64)
    tile = np.empty((high, wide), dtype)
    for k in range(C):
        left_at[U(k)] = k
    for k_ in range(C):
        right_at[U(k_)] = k_ * wide
    for task in range(first, last):
        row_part = task // (((K - 1) // wide + 1))
        col_part = task % ((K - 1) // wide + 1)
        # score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = C * n
        contract(tile, (0, 0), wide, mean, row_at, left_at, panels, C * col_part * wide, right_at, min(high,
                N - (high * row_part)), min(wide, K - (col_part * wide)), 0, C, deep)
        for n in range(high * row_part, min(N, high + high * row_part)):
            for o in range(col_part * wide, min(K, col_part * wide + wide)):
                score[U(n), U(o)] = b[U(o)] + tile[U(n - (high * row_part)), U(o - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, w, b, score, panels2, N, C, K, deep2, high2, wide2):
    """score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]"""
    dtype = w.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(C, np.int64)
    right_at2 = np.empty(C, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for k in range(C):
        left_at2[U(k)] = k
    for k2 in range(C):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((N - 1) // wide2 + 1))
        col_part2 = task % ((N - 1) // wide2 + 1)
        # score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
        for o in range(high2 * row_part2, min(K, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = C * o
        contract(tile2, (0, 0), wide2, w, row_at2, left_at2, panels2, C * col_part2 * wide2, right_at2,
                min(high2, K - (high2 * row_part2)), min(wide2, N - (col_part2 * wide2)), 0, C, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, K - (high2 * row_part2)), min(wide2,
                N - (col_part2 * wide2)))
        for n in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, N)):
            for o in range(high2 * row_part2, min(K, high2 + high2 * row_part2)):
                score[U(n), U(o)] = b[U(o)] + turned2[U(n - (col_part2 * wide2)), U(o - (high2 * row_part2))]


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
            part2 = T(0)
            for k in range(k_block * 1024, min(C, k_block * 1024 + 1024)):
                part2 = plus(part2, mean[U(n), U(k)] * w[U(o), U(k)])
            acc2, rest2 = carried(acc2, rest2, part2)
        score[U(n), U(o)] = acc2 + b[U(o)]


def _forward(x, w, b, score, mean, N, C, H, W, K):
    """mean[n,c] = 1/(H·W) · Σ_{a,b} x[n,c,a,b]
    score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]

    Operations: C·K·N multiplications, C·H·N·W + C·K·N − C·N additions.
    """
    dtype = score.dtype
    x_rows = x.reshape((N, C, H * W))
    ab_block_last = (H * W - 1) // 1024
    launch(_forward_part, N * C, C * H * N * W, x_rows, mean, N, C, H, W, ab_block_last)
    if blocks(K >= 4 and N >= 4 and C >= 4):
        if either(N >= K and K >= 8):
            wide = colblock(K)
            deep = depthblock()
            high = rowblock(N, (K - 1) // wide + 1)
            panels = scratch((max(0, (K - 1) // wide + 1), C, wide), dtype)
            launch(_forward_either, (K - 1) // wide + 1, C * K, w, panels, C, K, wide)
            launch(_forward_either2, ((N - 1) // high + 1) * ((K - 1) // wide + 1), C * K * N // 32, b, score,
                    mean, panels, N, C, K, deep, high, wide)
        else:
            wide2 = colblock(N)
            deep2 = depthblock()
            high2 = rowblock(K, (N - 1) // wide2 + 1)
            panels2 = scratch((max(0, (N - 1) // wide2 + 1), C, wide2), dtype)
            # panels2[col_part2, k, n−col_part2·wide2] = mean[n,k]
            launch(_forward_either, (N - 1) // wide2 + 1, C * N, mean, panels2, C, N, wide2)
            launch(_forward_other2, ((K - 1) // high2 + 1) * ((N - 1) // wide2 + 1), C * K * N // 32, w, b,
                    score, panels2, N, C, K, deep2, high2, wide2)
    else:
        k_block_last = (C - 1) // 1024
        launch(_forward_plain, N * K, C * K * N, w, b, score, mean, N, C, K, k_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dscore, w, dx_sum, N, C, K, deep, high, wide):
    """dx_sum[n,c] = Σ_o dscore[n,o] · w[o,c]"""
    dtype = dscore.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(K, np.int64)
    right_at = np.empty(K, np.int64)
    tile = np.empty((high, wide), dtype)
    for o in range(K):
        left_at[U(o)] = o
    for o in range(K):
        right_at[U(o)] = C * o
    for task in range(first, last):
        row_part = task // (((C - 1) // wide + 1))
        col_part = task % ((C - 1) // wide + 1)
        # dx_sum[n,c] = Σ_o dscore[n,o] · w[o,c]
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = K * n
        contract(tile, (0, 0), wide, dscore, row_at, left_at, w, col_part * wide, right_at, min(high,
                N - (high * row_part)), min(wide, C - (col_part * wide)), 0, K, deep)
        for n in range(high * row_part, min(N, high + high * row_part)):
            for c in range(col_part * wide, min(C, col_part * wide + wide)):
                dx_sum[U(n), U(c)] = tile[U(n - (high * row_part)), U(c - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dscore, w, dx_sum, N, C, K, o_block_last):
    """dx_sum[n,c] = Σ_o dscore[n,o] · w[o,c]"""
    dtype = dscore.dtype
    T = dtype.type
    rest = np.empty(C, dtype)
    part = np.empty(C, dtype)
    for n in range(first, last):
        # dx_sum[n,c] = Σ_o dscore[n,o] · w[o,c]
        for c in range(C):
            dx_sum[U(n), U(c)] = T(0)
        for c in range(C):
            rest[U(c)] = T(0)
        for o_block in range(o_block_last + 1):
            for c in range(C):
                part[U(c)] = T(0)
            for o in range(o_block * 1024, min(K, o_block * 1024 + 1024)):
                dscore_here = dscore[U(n), U(o)]
                for c in range(C):
                    part[U(c)] += dscore_here * w[U(o), U(c)]
            for c in range(C):
                dx_sum[U(n), U(c)], rest[U(c)] = carried(dx_sum[U(n), U(c)], rest[U(c)], part[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dx, dx_sum, N, C, H, W):
    """dx[n,c,ab] = dx_sum[n,c]/(H·W)"""
    dtype = dx.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,ab] = dx_sum[n,c]/(H·W)
        dx_sum_over_H_W = dx_sum[U(n), U(c)] / T(H * W)
        for ab in range(H * W):
            dx[U(n), U(c), U(ab)] = dx_sum_over_H_W


def _vjp_x(dscore, w, dx, N, C, H, W, K):
    """dx[n,c,a,b] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]

    Operations: C·K·N multiplications, C·K·N − C·N additions.
    """
    dtype = dx.dtype
    dx_rows = dx.reshape((N, C, H * W))
    dx_sum = scratch((N, C), dtype)
    if blocks(N >= 4 and C >= 8 and K >= 4):
        wide = colblock(C)
        deep = depthblock()
        high = rowblock(N, (C - 1) // wide + 1)
        launch(_vjp_x_blocks, ((N - 1) // high + 1) * ((C - 1) // wide + 1), C * K * N // 32, dscore, w,
                dx_sum, N, C, K, deep, high, wide)
    else:
        o_block_last = (K - 1) // 1024
        launch(_vjp_x_plain, N, C * K * N, dscore, w, dx_sum, N, C, K, o_block_last)
    launch(_vjp_x_part, N * C, C * H * N * W, dx_rows, dx_sum, N, C, H, W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_single(first, last, dw, dscore, mean, C, K):
    """dw[k,c] = dscore[k]·mean[c]"""
    for k in range(first, last):
        # dw[k,c] = dscore[k]·mean[c]
        dscore_here = dscore[U(k)]
        for c in range(C):
            dw[U(k), U(c)] = dscore_here * mean[U(c)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dscore, mean, dw, N, C, K, deep, high, wide):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]"""
    dtype = dscore.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(N, np.int64)
    right_at = np.empty(N, np.int64)
    tile = np.empty((high, wide), dtype)
    for n in range(N):
        left_at[U(n)] = K * n
    for n in range(N):
        right_at[U(n)] = C * n
    for task in range(first, last):
        row_part = task // (((C - 1) // wide + 1))
        col_part = task % ((C - 1) // wide + 1)
        # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
        for k in range(high * row_part, min(K, high + high * row_part)):
            row_at[U(k - (high * row_part))] = k
        contract(tile, (0, 0), wide, dscore, row_at, left_at, mean, col_part * wide, right_at, min(high,
                K - (high * row_part)), min(wide, C - (col_part * wide)), 0, N, deep)
        for k in range(high * row_part, min(K, high + high * row_part)):
            for c in range(col_part * wide, min(C, col_part * wide + wide)):
                dw[U(k), U(c)] = tile[U(k - (high * row_part)), U(c - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dscore, mean, dw, N, C, K, n_block_last):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]"""
    dtype = dscore.dtype
    T = dtype.type
    rest = np.empty(C, dtype)
    part = np.empty(C, dtype)
    for k in range(first, last):
        # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
        for c in range(C):
            dw[U(k), U(c)] = T(0)
        for c in range(C):
            rest[U(c)] = T(0)
        for n_block in range(n_block_last + 1):
            for c in range(C):
                part[U(c)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                dscore_here = dscore[U(n), U(k)]
                for c in range(C):
                    part[U(c)] += dscore_here * mean[U(n), U(c)]
            for c in range(C):
                dw[U(k), U(c)], rest[U(c)] = carried(dw[U(k), U(c)], rest[U(c)], part[U(c)])


def _vjp_w(dscore, mean, dw, N, C, K):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]

    Operations: C·K·N multiplications, C·K·N − C·K additions.
    """
    if N == 1:
        launch(_vjp_w_single, K, C * K, dw, dscore.reshape(K), mean.reshape(C), C, K)
    elif blocks(K >= 4 and C >= 8 and N >= 4):
        wide = colblock(C)
        deep = depthblock()
        high = rowblock(K, (C - 1) // wide + 1)
        launch(_vjp_w_blocks, ((K - 1) // high + 1) * ((C - 1) // wide + 1), C * K * N // 32, dscore, mean,
                dw, N, C, K, deep, high, wide)
    else:
        n_block_last = (N - 1) // 1024
        launch(_vjp_w_plain, K, C * K * N, dscore, mean, dw, N, C, K, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dscore, parts_2, N, K):
    """db[k] = Σ_n dscore[n,k]"""
    dtype = dscore.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((K - 1) // 1024 + 1))
        k_block = task % ((K - 1) // 1024 + 1)
        # db[k] = Σ_n dscore[n,k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            parts_2[U(n_block), U(k)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                parts_2[U(n_block), U(k)] += dscore[U(n), U(k)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part2(first, last, db, parts_2, N, K, n_block_last):
    """db[k] = Σ_n dscore[n,k]"""
    dtype = db.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    for k_block in range(first, last):
        # db[k] = Σ_n dscore[n,k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            db[U(k)] = T(0)
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            rest[U(k - (k_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                db[U(k)], rest[U(k - (k_block * 1024))] = carried(db[U(k)], rest[U(k - (k_block * 1024))], parts_2[U(n_block), U(k)])


def _vjp_b(dscore, db, N, K):
    """db[k] = Σ_n dscore[n,k]

    Operations: K·N − K additions.
    """
    dtype = db.dtype
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), K), dtype)
    launch(_vjp_b_part, ((N - 1) // 1024 + 1) * ((K - 1) // 1024 + 1), K * N, dscore, parts_2, N, K)
    n_block_last = (N - 1) // 1024
    launch(_vjp_b_part2, (K - 1) // 1024 + 1, K * N, db, parts_2, N, K, n_block_last)


def _vjp(dscore, w, mean, dx, dw, db, N, C, H, W, K):
    """dx[n,c,a,b] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]
    dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
    db[k] = Σ_n dscore[n,k]

    Operations: 2·C·K·N multiplications, 2·C·K·N + K·N − C·K − C·N − K additions.
    """
    dtype = dx.dtype
    dx_rows = dx.reshape((N, C, H * W))
    dx_sum = scratch((N, C), dtype)
    if blocks(N >= 4 and C >= 8 and K >= 4):
        wide = colblock(C)
        deep = depthblock()
        high = rowblock(N, (C - 1) // wide + 1)
        # dx_sum[n,c] = Σ_o dscore[n,o] · w[o,c]
        launch(_vjp_x_blocks, ((N - 1) // high + 1) * ((C - 1) // wide + 1), C * K * N // 32, dscore, w,
                dx_sum, N, C, K, deep, high, wide)
    else:
        o_block_last = (K - 1) // 1024
        # dx_sum[n,c] = Σ_o dscore[n,o] · w[o,c]
        launch(_vjp_x_plain, N, C * K * N, dscore, w, dx_sum, N, C, K, o_block_last)
    # dx[n,c,ab] = dx_sum[n,c]/(H·W)
    launch(_vjp_x_part, N * C, C * H * N * W, dx_rows, dx_sum, N, C, H, W)
    if blocks(K >= 4 and C >= 8 and N >= 4):
        wide2 = colblock(C)
        deep2 = depthblock()
        high2 = rowblock(K, (C - 1) // wide2 + 1)
        # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
        launch(_vjp_w_blocks, ((K - 1) // high2 + 1) * ((C - 1) // wide2 + 1), C * K * N // 32, dscore, mean,
                dw, N, C, K, deep2, high2, wide2)
    else:
        n_block_last2 = (N - 1) // 1024
        # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
        launch(_vjp_w_plain, K, C * K * N, dscore, mean, dw, N, C, K, n_block_last2)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), K), dtype)
    # db[k] = Σ_n dscore[n,k]
    launch(_vjp_b_part, ((N - 1) // 1024 + 1) * ((K - 1) // 1024 + 1), K * N, dscore, parts_2, N, K)
    n_block_last = (N - 1) // 1024
    # db[k] = Σ_n dscore[n,k]
    launch(_vjp_b_part2, (K - 1) // 1024 + 1, K * N, db, parts_2, N, K, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_either4(first, last, score_dot, mean_dot, panels3, score_dot_part1, N, C, K, deep3, high3, wide3):
    """score_dot[n,o] = score_dot_part1[n,o] + Σ_k mean_dot[n,k] · w[o,k]"""
    dtype = score_dot.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(C, np.int64)
    right_at3 = np.empty(C, np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for k in range(C):
        left_at3[U(k)] = k
    for k3 in range(C):
        right_at3[U(k3)] = k3 * wide3
    for task in range(first, last):
        row_part3 = task // (((K - 1) // wide3 + 1))
        col_part3 = task % ((K - 1) // wide3 + 1)
        # score_dot[n,o] = score_dot_part1[n,o] + Σ_k mean_dot[n,k] · w[o,k]
        for n in range(high3 * row_part3, min(N, high3 + high3 * row_part3)):
            row_at3[U(n - (high3 * row_part3))] = C * n
        contract(tile3, (0, 0), wide3, mean_dot, row_at3, left_at3, panels3, C * col_part3 * wide3, right_at3,
                min(high3, N - (high3 * row_part3)), min(wide3, K - (col_part3 * wide3)), 0, C, deep3)
        for n in range(high3 * row_part3, min(N, high3 + high3 * row_part3)):
            for o in range(col_part3 * wide3, min(K, col_part3 * wide3 + wide3)):
                score_dot[U(n), U(o)] = (
                    score_dot_part1[U(n), U(o)]
                    + tile3[U(n - (high3 * row_part3)), U(o - (col_part3 * wide3))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_other4(first, last, w, score_dot, panels4, score_dot_part1, N, C, K, deep4, high4, wide4):
    """score_dot[n,o] = score_dot_part1[n,o] + Σ_k mean_dot[n,k] · w[o,k]"""
    dtype = w.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(C, np.int64)
    right_at4 = np.empty(C, np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for k in range(C):
        left_at4[U(k)] = k
    for k4 in range(C):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        row_part4 = task // (((N - 1) // wide4 + 1))
        col_part4 = task % ((N - 1) // wide4 + 1)
        # score_dot[n,o] = score_dot_part1[n,o] + Σ_k mean_dot[n,k] · w[o,k]
        for o in range(high4 * row_part4, min(K, high4 + high4 * row_part4)):
            row_at4[U(o - (high4 * row_part4))] = C * o
        contract(tile4, (0, 0), wide4, w, row_at4, left_at4, panels4, C * col_part4 * wide4, right_at4,
                min(high4, K - (high4 * row_part4)), min(wide4, N - (col_part4 * wide4)), 0, C, deep4)
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, K - (high4 * row_part4)), min(wide4,
                N - (col_part4 * wide4)))
        for n in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, N)):
            for o in range(high4 * row_part4, min(K, high4 + high4 * row_part4)):
                score_dot[U(n), U(o)] = (
                    score_dot_part1[U(n), U(o)]
                    + turned4[U(n - (col_part4 * wide4)), U(o - (high4 * row_part4))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w, score_dot, mean_dot, score_dot_part1, N, C, K, k_block_last):
    """score_dot[n,o] = score_dot_part1[n,o] + Σ_k mean_dot[n,k] · w[o,k]"""
    dtype = w.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // K
        o = task % K
        # score_dot[n,o] = score_dot_part1[n,o] + Σ_k mean_dot[n,k] · w[o,k]
        acc3 = T(0)
        rest3 = T(0)
        for k_block in range(k_block_last + 1):
            part3 = T(0)
            for k in range(k_block * 1024, min(C, k_block * 1024 + 1024)):
                part3 = plus(part3, mean_dot[U(n), U(k)] * w[U(o), U(k)])
            acc3, rest3 = carried(acc3, rest3, part3)
        score_dot[U(n), U(o)] = acc3 + score_dot_part1[U(n), U(o)]


def _jvp(x_dot, w_dot, b_dot, w, mean, score_dot, N, C, H, W, K):
    """mean_dot[n,c] = 1/(H·W) · Σ_{a,b} ẋ[n,c,a,b]
    score_dot[n,o] = ḃ[o] + Σ_k (mean[n,k]·ẇ[o,k] + mean_dot[n,k]·w[o,k])

    Operations: 2·C·K·N multiplications, 2·C·K·N + C·H·N·W − C·N additions.
    """
    dtype = score_dot.dtype
    x_dot_rows = x_dot.reshape((N, C, H * W))
    ab_block_last = (H * W - 1) // 1024
    mean_dot = scratch((N, C), dtype)
    score_dot_part1 = scratch((N, K), dtype)
    # mean_dot[n,c] = 1/(H·W) · Σ_{ab} ẋ[n,c,ab]
    launch(_forward_part, N * C, C * H * N * W, x_dot_rows, mean_dot, N, C, H, W, ab_block_last)
    if blocks(K >= 4 and N >= 4 and C >= 4):
        if either(N >= K and K >= 8):
            wide = colblock(K)
            deep = depthblock()
            high = rowblock(N, (K - 1) // wide + 1)
            panels = scratch((max(0, (K - 1) // wide + 1), C, wide), dtype)
            # panels[col_part, k, o−col_part·wide] = ẇ[o,k]
            launch(_forward_either, (K - 1) // wide + 1, C * K, w_dot, panels, C, K, wide)
            # score_dot_part1[n,o] = ḃ[o] + Σ_k mean[n,k] · ẇ[o,k]
            launch(_forward_either2, ((N - 1) // high + 1) * ((K - 1) // wide + 1), C * K * N // 32, b_dot,
                    score_dot_part1, mean, panels, N, C, K, deep, high, wide)
        else:
            wide2 = colblock(N)
            deep2 = depthblock()
            high2 = rowblock(K, (N - 1) // wide2 + 1)
            panels2 = scratch((max(0, (N - 1) // wide2 + 1), C, wide2), dtype)
            # panels2[col_part2, k, n−col_part2·wide2] = mean[n,k]
            launch(_forward_either, (N - 1) // wide2 + 1, C * N, mean, panels2, C, N, wide2)
            # score_dot_part1[n,o] = ḃ[o] + Σ_k mean[n,k] · ẇ[o,k]
            launch(_forward_other2, ((K - 1) // high2 + 1) * ((N - 1) // wide2 + 1), C * K * N // 32, w_dot,
                    b_dot, score_dot_part1, panels2, N, C, K, deep2, high2, wide2)
    else:
        k_block_last = (C - 1) // 1024
        # score_dot_part1[n,o] = ḃ[o] + Σ_k mean[n,k] · ẇ[o,k]
        launch(_forward_plain, N * K, C * K * N, w_dot, b_dot, score_dot_part1, mean, N, C, K, k_block_last)
    if blocks(K >= 4 and N >= 4 and C >= 4):
        if either(N >= K and K >= 8):
            wide3 = colblock(K)
            deep3 = depthblock()
            high3 = rowblock(N, (K - 1) // wide3 + 1)
            panels3 = scratch((max(0, (K - 1) // wide3 + 1), C, wide3), dtype)
            # panels3[col_part3, k, o−col_part3·wide3] = w[o,k]
            launch(_forward_either, (K - 1) // wide3 + 1, C * K, w, panels3, C, K, wide3)
            launch(_jvp_either4, ((N - 1) // high3 + 1) * ((K - 1) // wide3 + 1), C * K * N // 32, score_dot,
                    mean_dot, panels3, score_dot_part1, N, C, K, deep3, high3, wide3)
        else:
            wide4 = colblock(N)
            deep4 = depthblock()
            high4 = rowblock(K, (N - 1) // wide4 + 1)
            panels4 = scratch((max(0, (N - 1) // wide4 + 1), C, wide4), dtype)
            # panels4[col_part4, k, n−col_part4·wide4] = mean_dot[n,k]
            launch(_forward_either, (N - 1) // wide4 + 1, C * N, mean_dot, panels4, C, N, wide4)
            launch(_jvp_other4, ((K - 1) // high4 + 1) * ((N - 1) // wide4 + 1), C * K * N // 32, w,
                    score_dot, panels4, score_dot_part1, N, C, K, deep4, high4, wide4)
    else:
        k_block_last = (C - 1) // 1024
        launch(_jvp_plain2, N * K, C * K * N, w, score_dot, mean_dot, score_dot_part1, N, C, K, k_block_last)
