"""The kernels of causal_conv1d; causal_conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `causal_conv1d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch
from .stencils import correlate, correlations, pad
from .tiles import tiled, tiled_weights
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations(first, last, x_dot, w, y_dot_part1, N, C, L, O, K, d, pieces, share, wide):
    """y_dot_part1[n,o,i] = Σ_{c,u} w[o,c,u] · ẋ[n, c, i−d·(K−1−u)]"""
    dtype = x_dot.dtype
    T = dtype.type
    planes = np.empty((C, 1, max(0, wide)), dtype)
    starts = np.empty(O, dtype)
    for part in range(first, last):
        lefts = np.empty(C * K, np.int64)
        for tap in range(C * K):
            c = tap // K
            u = tap % K
            lefts[U(tap)] = K * c + u
        rights = np.empty(C * K, np.int64)
        for tap in range(C * K):
            c = tap // K
            u = tap % K
            rights[U(tap)] = c * wide + d * u
        for turn in range(part * share, min(part * share + share, N)):
            n = turn // (1)
            strip = turn % 1
            # y_dot_part1[n,o,i] = Σ_{c,u} w[o,c,u] · ẋ[n, c, i−d·(K−1−u)]
            for o in range(O):
                starts[U(o)] = T(0)
            for c in range(C):
                pad(planes, (c, 0, 0), 0, x_dot, (n, c, d - (K * d)), 0, 1, 1, wide, 0, 1, K * d - d,
                        K * d + L - d)
            correlate(y_dot_part1, (n, 0, 0), L, 0, 1, starts, (0,), 1, w, (0, 0, 0), C * K, lefts, planes,
                    (0, 0, 0), 0, rights, K, len(rights), O, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, C, L, O, K, d, cols2, depth2, pieces2, share2):
    """y_dot_part1[n,o,i] = Σ_{c,u} w[o,c,u] · ẋ[n, c, i−d·(K−1−u)]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile2 = np.empty((O, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(O, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # y_dot_part1[n,o,i] = Σ_{c,u} w[o,c,u] · ẋ[n, c, i−d·(K−1−u)]
            for o in range(O):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // L
            line2_last = cols_last2 // L
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // K
                    u = inner2 % K
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        i = max(0, cols_from2 - (L * line2), K * d - d - (d * u))
                        copy(right2, (inner2 - depth_from2, i + L * line2 - cols_from2), x_dot, (n, c,
                                d + i + d * u - (K * d)), 1, min(L, cols_last2 + 1 - (L * line2)) - i)
                for rows_from2 in range(0, O, 96):
                    rows_last2 = min(O - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // K
                        u = inner2 % K
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (o, c, u), C * K,
                                rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(O, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(O):
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for i in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        y_dot_part1[U(n), U(o), U(i)] = tile2[U(o), U(i + L * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, C, L, O, K, d, c_block_last):
    """y_dot_part1[n,o,i] = Σ_{c,u} w[o,c,u] · ẋ[n, c, i−d·(K−1−u)]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part5 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # y_dot_part1[n,o,i] = Σ_{c,u} w[o,c,u] · ẋ[n, c, i−d·(K−1−u)]
        for i in range(L):
            y_dot_part1[U(n), U(o), U(i)] = T(0)
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part5[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part5[U(i)] += w_here * x_dot[U(n), U(c), U(d + i + d * u - (K * d))]
            for i in range(L):
                y_dot_part1[U(n), U(o), U(i)], rest[U(i)] = carried(y_dot_part1[U(n), U(o), U(i)], rest[U(i)], part5[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, C, L, O, K, d, pieces3, share3,
        wide3):
    """ẏ[n,o,i] = y_dot_part1[n,o,i] + ḃ[o] + Σ_{c,u} ẇ[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((C, 1, max(0, wide3)), dtype)
    starts3 = np.empty(O, dtype)
    tile3 = np.empty((O, 1, L), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(C * K, np.int64)
        for tap in range(C * K):
            c = tap // K
            u = tap % K
            lefts3[U(tap)] = K * c + u
        rights3 = np.empty(C * K, np.int64)
        for tap in range(C * K):
            c = tap // K
            u = tap % K
            rights3[U(tap)] = c * wide3 + d * u
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, N)):
            n = turn3 // (1)
            strip3 = turn3 % 1
            # ẏ[n,o,i] = y_dot_part1[n,o,i] + ḃ[o] + Σ_{c,u} ẇ[o,c,u] · x[n, c, i−d·(K−1−u)]
            for o in range(O):
                starts3[U(o)] = T(0)
            for c in range(C):
                pad(planes3, (c, 0, 0), 0, x, (n, c, d - (K * d)), 0, 1, 1, wide3, 0, 1, K * d - d,
                        K * d + L - d)
            correlate(tile3, (0, 0, 0), L, L, 1, starts3, (0,), 1, w_dot, (0, 0, 0), C * K, lefts3, planes3,
                    (0, 0, 0), 0, rights3, K, len(rights3), O, 1, L)
            for o in range(O):
                b_dot_here = b_dot[U(o)]
                for line3 in range(1):
                    for i in range(L):
                        y_dot[U(n), U(o), U(i)] = (
                            b_dot_here + tile3[U(o), U(line3), U(i)] + y_dot_part1[U(n), U(o), U(i)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, C, L, O, K, d, cols4, depth4, pieces4,
        share4):
    """ẏ[n,o,i] = y_dot_part1[n,o,i] + ḃ[o] + Σ_{c,u} ẇ[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = w_dot.dtype
    T = dtype.type
    tile4 = np.empty((O, 384), dtype)
    left4 = np.empty((max(0, min(depth4, 256)), min(O, 96)), dtype)
    right4 = np.empty((max(0, min(depth4, 256)), 384), dtype)
    for part4 in range(first, last):
        for cols_from4 in range(part4 * share4, min(part4 * share4 + share4, cols4), 384):
            cols_last4 = min(cols4 - 1, cols_from4 + 383, part4 * share4 + share4 - 1)
            # ẏ[n,o,i] = y_dot_part1[n,o,i] + ḃ[o] + Σ_{c,u} ẇ[o,c,u] · x[n, c, i−d·(K−1−u)]
            for o in range(O):
                for col4 in range(cols_from4, cols_last4 + 1):
                    tile4[U(o), U(col4 - cols_from4)] = T(0)
            line4_first = cols_from4 // L
            line4_last = cols_last4 // L
            for depth_from4 in range(0, depth4, 256):
                depth_last4 = min(depth4 - 1, depth_from4 + 255)
                for inner4 in range(depth_from4, depth_last4 + 1):
                    for col4 in range(cols_from4, cols_last4 + 1):
                        right4[U(inner4 - depth_from4), U(col4 - cols_from4)] = T(0)
                for inner4 in range(depth_from4, depth_last4 + 1):
                    c = inner4 // K
                    u = inner4 % K
                    for line4 in range(line4_first, min(line4_last + 1, N)):
                        n = line4
                        i = max(0, cols_from4 - (L * line4), K * d - d - (d * u))
                        copy(right4, (inner4 - depth_from4, i + L * line4 - cols_from4), x, (n, c,
                                d + i + d * u - (K * d)), 1, min(L, cols_last4 + 1 - (L * line4)) - i)
                for rows_from4 in range(0, O, 96):
                    rows_last4 = min(O - 1, rows_from4 + 95)
                    for inner4 in range(depth_from4, depth_last4 + 1):
                        c = inner4 // K
                        u = inner4 % K
                        o = rows_from4
                        copy(left4, (inner4 - depth_from4, o - rows_from4), w_dot, (o, c, u), C * K,
                                rows_last4 + 1 - o)
                    multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), 1, min(O, 96), right4, (0, 0), 384,
                            rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                            depth_last4 + 1 - depth_from4)
            for o in range(O):
                b_dot_here = b_dot[U(o)]
                for line4 in range(line4_first, min(line4_last + 1, N)):
                    n = line4
                    for i in range(max(0, cols_from4 - (L * line4)), min(L, cols_last4 + 1 - (L * line4))):
                        y_dot[U(n), U(o), U(i)] = (
                            b_dot_here
                            + tile4[U(o), U(i + L * line4 - cols_from4)]
                            + y_dot_part1[U(n), U(o), U(i)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, C, L, O, K, d, c_block_last):
    """ẏ[n,o,i] = y_dot_part1[n,o,i] + ḃ[o] + Σ_{c,u} ẇ[o,c,u] · x[n, c, i−d·(K−1−u)]"""
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part6 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // O
        o = task % O
        # ẏ[n,o,i] = y_dot_part1[n,o,i] + ḃ[o] + Σ_{c,u} ẇ[o,c,u] · x[n, c, i−d·(K−1−u)]
        b_dot_here = b_dot[U(o)]
        for i in range(L):
            y_dot[U(n), U(o), U(i)] = b_dot_here + y_dot_part1[U(n), U(o), U(i)]
        for i in range(L):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part6[U(i)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                for u in range(K):
                    w_dot_here = w_dot[U(o), U(c), U(u)]
                    for i in range(max(0, K * d - d - (d * u)), L):
                        part6[U(i)] += w_dot_here * x[U(n), U(c), U(d + i + d * u - (K * d))]
            for i in range(L):
                y_dot[U(n), U(o), U(i)], rest2[U(i)] = carried(y_dot[U(n), U(o), U(i)], rest2[U(i)], part6[U(i)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, L, O, K, d):
    """ẏ[n,o,i] = ḃ[o] + Σ_{c,u} (w[o,c,u] · ẋ[n, c, i−d·(K−1−u)] + ẇ[o,c,u] · x[n, c, i−d·(K−1−u)])

    Operations: 2·C·K·L·N·O multiplications, 2·C·K·L·N·O additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, O, L), dtype)
    if correlations(L >= K and L >= 4 and 0 >= min(C - 8, O - 32)):
        wide = K * d + L - d
        pieces = parts(N)
        share = max((N - 1) // pieces + 1, 1)
        launch(_jvp_correlations, pieces, C * K * L * N * O // 32, x_dot, w, y_dot_part1, N, C, L, O, K, d,
                pieces, share, wide)
    else:
        if blocks(O >= 4 and L * N >= 8 and C * K >= 4):
            cols2 = L * N
            depth2 = C * K
            pieces2 = parts(L * N)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks, pieces2, C * K * L * N * O // 32, x_dot, w, y_dot_part1, N, C, L, O, K, d,
                    cols2, depth2, pieces2, share2)
        else:
            c_block_last = (C - 1) // 1024
            launch(_jvp_plain, N * O, C * K * L * N * O, x_dot, w, y_dot_part1, N, C, L, O, K, d,
                    c_block_last)
    if correlations(L >= K and L >= 4 and 0 >= min(C - 8, O - 32)):
        wide3 = K * d + L - d
        pieces3 = parts(N)
        share3 = max((N - 1) // pieces3 + 1, 1)
        launch(_jvp_correlations2, pieces3, C * K * L * N * O // 32, w_dot, b_dot, x, y_dot, y_dot_part1, N,
                C, L, O, K, d, pieces3, share3, wide3)
    else:
        if blocks(O >= 4 and L * N >= 8 and C * K >= 4):
            cols4 = L * N
            depth4 = C * K
            pieces4 = parts(L * N)
            share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks2, pieces4, C * K * L * N * O // 32, w_dot, b_dot, x, y_dot, y_dot_part1, N, C,
                    L, O, K, d, cols4, depth4, pieces4, share4)
        else:
            c_block_last = (C - 1) // 1024
            launch(_jvp_plain2, N * O, C * K * L * N * O, w_dot, b_dot, x, y_dot, y_dot_part1, N, C, L, O, K,
                    d, c_block_last)


def _forward_winograd(x, w, b, y, N, C, L, O, K):
    """y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]

    As compiled:

    y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i+u−K+1]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i+u−K+1]
    tiled(y, (0, 0, 0), (L * O, L, 1), w, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1), (N, O, C, L,
            K, L), (K - 1,), b, (0,), 1)


def _vjp_x_winograd(dy, w, dx, N, C, L, O, K):
    """dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·u] · w[o, c, K−1−u]

    As compiled:

    dx[n,c,a] = Σ_{o,u} dy[n, o, a+K−1−u] · w[o,c,u]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dx[n,c,a] = Σ_{o,u} dy[n, o, a+K−1−u] · w[o,c,u]
    tiled(dx, (0, 0, 0), (C * L, L, 1), w, (0, 0, K - 1), (K, C * K, -1), dy, (0, 0, 0), (L * O, L, 1), (N, C,
            O, L, K, L), (0,))


def _vjp_w_winograd(dy, x, dw, N, C, L, O, K):
    """dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]

    As compiled:

    dw[o,c,u] = Σ_n Σ_{i : K−1−u ≤ i < L} dy[n,o,i] · x[n, c, u+i−K+1]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw[o,c,u] = Σ_n Σ_{i : K−1−u ≤ i < L} dy[n,o,i] · x[n, c, u+i−K+1]
    tiled_weights(dy, (0, 0, 0), (L * O, L, 1), dw, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1), (N,
            O, C, L, K, L), (K - 1,))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_part(first, last, b_dot, y_dot, y_dot_part1, N, L, O):
    for task in range(first, last):
        n = task // O
        o = task % O
        b_dot_here = b_dot[U(o)]
        for i in range(L):
            y_dot[U(n), U(o), U(i)] = b_dot_here + y_dot[U(n), U(o), U(i)] + y_dot_part1[U(n), U(o), U(i)]


def _jvp_winograd(x_dot, w_dot, b_dot, x, w, y_dot, N, C, L, O, K):
    """ẏ[n,o,i] = ḃ[o] + Σ_{c,u} (w[o,c,u] · ẋ[n, c, i−d·(K−1−u)] + ẇ[o,c,u] · x[n, c, i−d·(K−1−u)])

    As compiled:

    y_dot_part1[n,o,i] = Σ_{c,u} w[o,c,u] · ẋ[n, c, i+u−K+1]
    ẏ[n,o,i] = y_dot_part1[n,o,i] + ḃ[o] + Σ_{c,u} ẇ[o,c,u] · x[n, c, i+u−K+1]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, O, L), dtype)
    # y_dot_part1[n,o,i] = Σ_{c,u} w[o,c,u] · ẋ[n, c, i+u−K+1]
    tiled(y_dot_part1, (0, 0, 0), (L * O, L, 1), w, (0, 0, 0), (C * K, K, 1), x_dot, (0, 0, 0), (C * L, L, 1),
            (N, O, C, L, K, L), (K - 1,))
    # ẏ[n,o,i] = y_dot_part1[n,o,i] + ḃ[o] + Σ_{c,u} ẇ[o,c,u] · x[n, c, i+u−K+1]
    tiled(y_dot, (0, 0, 0), (L * O, L, 1), w_dot, (0, 0, 0), (C * K, K, 1), x, (0, 0, 0), (C * L, L, 1), (N,
            O, C, L, K, L), (K - 1,))
    launch(_jvp_winograd_part, N * O, L * N * O, b_dot, y_dot, y_dot_part1, N, L, O)
