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
def _jvp_part(first, last, x_dot, mean_dot, N, C, H, W, ab_block_last):
    """mean_dot[n,c] = 1/(H·W) · Σ_{ab} ẋ[n,c,ab]"""
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # mean_dot[n,c] = 1/(H·W) · Σ_{ab} ẋ[n,c,ab]
        acc = T(0)
        rest = T(0)
        for ab_block in range(ab_block_last + 1):
            part3 = T(0)
            for ab in range(ab_block * 1024, min(H * W, ab_block * 1024 + 1024)):
                part3 = plus(part3, x_dot[U(n), U(c), U(ab)])
            acc, rest = carried(acc, rest, part3)
        mean_dot[U(n), U(c)] = acc / T(H * W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, w_dot, mean, score_dot_part1, N, C, K, pieces, share):
    """score_dot_part1[n,o] = Σ_k mean[n,k] · ẇ[o,k]"""
    dtype = w_dot.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((min(N, 96), min(C, 256)), dtype)
    right = np.empty((min(C, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, K), 384):
            cols_last = min(K - 1, cols_from + 383, part * share + share - 1)
            # score_dot_part1[n,o] = Σ_k mean[n,k] · ẇ[o,k]
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    tile[U(n), U(o - cols_from)] = T(0)
            for depth_from in range(0, C, 256):
                depth_last = min(C - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    o = cols_from
                    copy(right, (k - depth_from, o - cols_from), w_dot, (o, k), C, cols_last + 1 - o)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for n in range(rows_from, rows_last + 1):
                        k = depth_from
                        copy(left, (n - rows_from, k - depth_from), mean, (n, k), 1, depth_last + 1 - k)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(C, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    score_dot_part1[U(n), U(o)] = tile[U(n), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, w_dot, mean, score_dot_part1, N, C, K, k_block_last):
    """score_dot_part1[n,o] = Σ_k mean[n,k] · ẇ[o,k]"""
    dtype = w_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // K
        o = task % K
        # score_dot_part1[n,o] = Σ_k mean[n,k] · ẇ[o,k]
        acc2 = T(0)
        rest2 = T(0)
        for k_block in range(k_block_last + 1):
            part4 = T(0)
            for k in range(k_block * 1024, min(C, k_block * 1024 + 1024)):
                part4 = plus(part4, mean[U(n), U(k)] * w_dot[U(o), U(k)])
            acc2, rest2 = carried(acc2, rest2, part4)
        score_dot_part1[U(n), U(o)] = acc2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, b_dot, w, score_dot, mean_dot, score_dot_part1, N, C, K, pieces2, share2):
    """score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k mean_dot[n,k] · w[o,k]"""
    dtype = b_dot.dtype
    T = dtype.type
    tile2 = np.empty((N, 384), dtype)
    left2 = np.empty((min(N, 96), min(C, 256)), dtype)
    right2 = np.empty((min(C, 256), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, K), 384):
            cols_last2 = min(K - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k mean_dot[n,k] · w[o,k]
            for n in range(N):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(n), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, C, 256):
                depth_last2 = min(C - 1, depth_from2 + 255)
                for k in range(depth_from2, depth_last2 + 1):
                    o = cols_from2
                    copy(right2, (k - depth_from2, o - cols_from2), w, (o, k), C, cols_last2 + 1 - o)
                for rows_from2 in range(0, N, 96):
                    rows_last2 = min(N - 1, rows_from2 + 95)
                    for n in range(rows_from2, rows_last2 + 1):
                        k = depth_from2
                        copy(left2, (n - rows_from2, k - depth_from2), mean_dot, (n, k), 1,
                                depth_last2 + 1 - k)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), min(C, 256), 1, right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for n in range(N):
                for o in range(cols_from2, cols_last2 + 1):
                    score_dot[U(n), U(o)] = (
                        b_dot[U(o)] + score_dot_part1[U(n), U(o)] + tile2[U(n), U(o - cols_from2)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, b_dot, w, score_dot, mean_dot, score_dot_part1, N, C, K, k_block_last):
    """score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k mean_dot[n,k] · w[o,k]"""
    dtype = b_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // K
        o = task % K
        # score_dot[n,o] = score_dot_part1[n,o] + ḃ[o] + Σ_k mean_dot[n,k] · w[o,k]
        acc3 = T(0)
        rest3 = T(0)
        for k_block in range(k_block_last + 1):
            part5 = T(0)
            for k in range(k_block * 1024, min(C, k_block * 1024 + 1024)):
                part5 = plus(part5, mean_dot[U(n), U(k)] * w[U(o), U(k)])
            acc3, rest3 = carried(acc3, rest3, part5)
        score_dot[U(n), U(o)] = acc3 + b_dot[U(o)] + score_dot_part1[U(n), U(o)]


def _jvp(x_dot, w_dot, b_dot, w, mean, score_dot, N, C, H, W, K):
    """mean_dot[n,c] = 1/(H·W) · Σ_{a,b} ẋ[n,c,a,b]
    score_dot[n,o] = ḃ[o] + Σ_k (mean[n,k]·ẇ[o,k] + mean_dot[n,k]·w[o,k])

    Operations: 2·C·K·N multiplications, 2·C·K·N + C·H·N·W − C·N additions.
    """
    dtype = score_dot.dtype
    x_dot_rows = x_dot.reshape((N, C, H * W))
    ab_block_last = (H * W - 1) // 1024
    mean_dot = np.empty((N, C), dtype)
    score_dot_part1 = np.empty((N, K), dtype)
    launch(_jvp_part, N * C, C * H * N * W, x_dot_rows, mean_dot, N, C, H, W, ab_block_last)
    if blocks(N >= 4 and K >= 8 and C >= 4):
        pieces = parts(K)
        share = max(((K - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, pieces, C * K * N // 32, w_dot, mean, score_dot_part1, N, C, K, pieces, share)
    else:
        k_block_last = (C - 1) // 1024
        launch(_jvp_plain, N * K, C * K * N, w_dot, mean, score_dot_part1, N, C, K, k_block_last)
    if blocks(N >= 4 and K >= 8 and C >= 4):
        pieces2 = parts(K)
        share2 = max(((K - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, pieces2, C * K * N // 32, b_dot, w, score_dot, mean_dot, score_dot_part1, N, C,
                K, pieces2, share2)
    else:
        k_block_last = (C - 1) // 1024
        launch(_jvp_plain2, N * K, C * K * N, b_dot, w, score_dot, mean_dot, score_dot_part1, N, C, K,
                k_block_last)
