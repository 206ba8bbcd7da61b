"""The kernels of same_conv1d; same_conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv1d`.  Do not edit.
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
def _jvp_correlations(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, d, pieces, quotient_K_d, share,
        tasks, wide):
    """y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
    dtype = x_dot.dtype
    T = dtype.type
    planes = np.empty((Cg, 1, max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            lefts[U(tap)] = K * c + u
        rights = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            rights[U(tap)] = c * wide + d * u
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * 1)
            g = turn // (1) % G
            strip = turn % 1
            # y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
            #     i+d·u−⌊d·(K−1)/2⌋]
            for o in range(Og):
                starts[U(o)] = T(0)
            for c in range(Cg):
                pad(planes, (c, 0, 0), 0, x_dot, (n, c + Cg * g, -quotient_K_d), 0, 1, 1, wide, 0, 1,
                        quotient_K_d, L + quotient_K_d)
            correlate(y_dot_part1, (n, Og * g, 0), L, 0, 1, starts, (0,), 1, w, (Og * g, 0, 0), Cg * K, lefts,
                    planes, (0, 0, 0), 0, rights, K, len(rights), Og, 1, L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, d, cols2, depth2, pieces2,
        quotient_K_d, share2):
    """y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(Og, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
            #     i+d·u−⌊d·(K−1)/2⌋]
            for o in range(Og):
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
                        i = max(0, cols_from2 - (L * line2), quotient_K_d - (d * u))
                        copy(right2, (inner2 - depth_from2, i + L * line2 - cols_from2), x_dot, (n,
                                c + Cg * g, i + d * u - quotient_K_d), 1, min(L, cols_last2 + 1 - (L * line2),
                                L + quotient_K_d - (d * u)) - i)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // K
                        u = inner2 % K
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (Og * g + o, c, u), Cg * K,
                                rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                for line2 in range(line2_first, min(line2_last + 1, N)):
                    n = line2
                    for i in range(max(0, cols_from2 - (L * line2)), min(L, cols_last2 + 1 - (L * line2))):
                        y_dot_part1[U(n), U(Og * g + o), U(i)] = tile2[U(o), U(i + L * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, d, c_block_last, quotient_K_d):
    """y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part5 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋]
        for i in range(L):
            y_dot_part1[U(n), U(Og * g + o), U(i)] = T(0)
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part5[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, quotient_K_d - (d * u)), min(L, L + quotient_K_d - (d * u))):
                        part5[U(i)] += w_here * x_dot[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)]
            for i in range(L):
                y_dot_part1[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y_dot_part1[U(n), U(Og * g + o), U(i)], rest[U(i)], part5[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, d, pieces3,
        quotient_K_d, share3, tasks3, wide3):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        i+d·u−⌊d·(K−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, 1, max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, 1, L), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            lefts3[U(tap)] = K * c + u
        rights3 = np.empty(Cg * K, np.int64)
        for tap in range(Cg * K):
            c = tap // K
            u = tap % K
            rights3[U(tap)] = c * wide3 + d * u
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * 1)
            g = turn3 // (1) % G
            strip3 = turn3 % 1
            # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] ·
            #     x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                pad(planes3, (c, 0, 0), 0, x, (n, c + Cg * g, -quotient_K_d), 0, 1, 1, wide3, 0, 1,
                        quotient_K_d, L + quotient_K_d)
            correlate(tile3, (0, 0, 0), L, L, 1, starts3, (0,), 1, w_dot, (Og * g, 0, 0), Cg * K, lefts3,
                    planes3, (0, 0, 0), 0, rights3, K, len(rights3), Og, 1, L)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for line3 in range(1):
                    for i in range(L):
                        y_dot[U(n), U(Og * g + o), U(i)] = (
                            b_dot_here + tile3[U(o), U(line3), U(i)] + y_dot_part1[U(n), U(Og * g + o), U(i)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, d, cols4, depth4,
        pieces4, quotient_K_d, share4):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        i+d·u−⌊d·(K−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    tile4 = np.empty((Og, 384), dtype)
    left4 = np.empty((max(0, min(depth4, 256)), min(Og, 96)), dtype)
    right4 = np.empty((max(0, min(depth4, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces4
        part4 = task % pieces4
        for cols_from4 in range(part4 * share4, min(part4 * share4 + share4, cols4), 384):
            cols_last4 = min(cols4 - 1, cols_from4 + 383, part4 * share4 + share4 - 1)
            # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] ·
            #     x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]
            for o in range(Og):
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
                        i = max(0, cols_from4 - (L * line4), quotient_K_d - (d * u))
                        copy(right4, (inner4 - depth_from4, i + L * line4 - cols_from4), x, (n, c + Cg * g,
                                i + d * u - quotient_K_d), 1, min(L, cols_last4 + 1 - (L * line4),
                                L + quotient_K_d - (d * u)) - i)
                for rows_from4 in range(0, Og, 96):
                    rows_last4 = min(Og - 1, rows_from4 + 95)
                    for inner4 in range(depth_from4, depth_last4 + 1):
                        c = inner4 // K
                        u = inner4 % K
                        o = rows_from4
                        copy(left4, (inner4 - depth_from4, o - rows_from4), w_dot, (Og * g + o, c, u), Cg * K,
                                rows_last4 + 1 - o)
                    multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), 1, min(Og, 96), right4, (0, 0), 384,
                            rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                            depth_last4 + 1 - depth_from4)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for line4 in range(line4_first, min(line4_last + 1, N)):
                    n = line4
                    for i in range(max(0, cols_from4 - (L * line4)), min(L, cols_last4 + 1 - (L * line4))):
                        y_dot[U(n), U(Og * g + o), U(i)] = (
                            b_dot_here
                            + tile4[U(o), U(i + L * line4 - cols_from4)]
                            + y_dot_part1[U(n), U(Og * g + o), U(i)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, d, c_block_last,
        quotient_K_d):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        i+d·u−⌊d·(K−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(L, dtype)
    part6 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] ·
        #     x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]
        b_dot_here = b_dot[U(Og * g + o)]
        for i in range(L):
            y_dot[U(n), U(Og * g + o), U(i)] = b_dot_here + y_dot_part1[U(n), U(Og * g + o), U(i)]
        for i in range(L):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part6[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_dot_here = w_dot[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, quotient_K_d - (d * u)), min(L, L + quotient_K_d - (d * u))):
                        part6[U(i)] += w_dot_here * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)]
            for i in range(L):
                y_dot[U(n), U(Og * g + o), U(i)], rest2[U(i)] = carried(y_dot[U(n), U(Og * g + o), U(i)], rest2[U(i)], part6[U(i)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, d):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋] + ẇ[g·Og+o,
        c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋])

    Operations: 2·Cg·G·K·L·N·Og multiplications, 2·Cg·G·K·L·N·Og additions, terms that a condition drops
        counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, G * Og, L), dtype)
    if correlations(L >= K and L >= 4 and 0 >= min(Cg - 8, Og - 32)):
        wide = K * d + L - d
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_jvp_correlations, pieces, Cg * G * K * L * N * Og // 32, x_dot, w, y_dot_part1, N, Cg, G, L,
                Og, K, d, pieces, quotient_K_d, share, tasks, wide)
    else:
        if blocks(Og >= 4 and L * N >= 8 and Cg * K >= 4):
            cols2 = L * N
            depth2 = Cg * K
            pieces2 = parts(L * N)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            quotient_K_d = (K * d - d) // 2
            launch(_jvp_blocks, G * pieces2, Cg * G * K * L * N * Og // 32, x_dot, w, y_dot_part1, N, Cg, G,
                    L, Og, K, d, cols2, depth2, pieces2, quotient_K_d, share2)
        else:
            quotient_K_d = (K * d - d) // 2
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain, N * G * Og, Cg * G * K * L * N * Og, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K,
                    d, c_block_last, quotient_K_d)
    if correlations(L >= K and L >= 4 and 0 >= min(Cg - 8, Og - 32)):
        wide3 = K * d + L - d
        pieces3 = parts(G * N)
        tasks3 = G * N
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_jvp_correlations2, pieces3, Cg * G * K * L * N * Og // 32, w_dot, b_dot, x, y_dot,
                y_dot_part1, N, Cg, G, L, Og, K, d, pieces3, quotient_K_d, share3, tasks3, wide3)
    else:
        if blocks(Og >= 4 and L * N >= 8 and Cg * K >= 4):
            cols4 = L * N
            depth4 = Cg * K
            pieces4 = parts(L * N)
            share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
            quotient_K_d = (K * d - d) // 2
            launch(_jvp_blocks2, G * pieces4, Cg * G * K * L * N * Og // 32, w_dot, b_dot, x, y_dot,
                    y_dot_part1, N, Cg, G, L, Og, K, d, cols4, depth4, pieces4, quotient_K_d, share4)
        else:
            quotient_K_d = (K * d - d) // 2
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain2, N * G * Og, Cg * G * K * L * N * Og, w_dot, b_dot, x, y_dot, y_dot_part1, N,
                    Cg, G, L, Og, K, d, c_block_last, quotient_K_d)


def _forward_winograd(x, w, b, y, N, Cg, G, L, Og, K):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]

    As compiled:

    y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+u−⌊(K−1)/2⌋]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    i_first = -((K - 1) // 2)
    # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+u−⌊(K−1)/2⌋]
    for g in range(G):
        tiled(y, (0, Og * g, 0), (G * L * Og, L, 1), w, (Og * g, 0, 0), (Cg * K, K, 1), x, (0, Cg * g, 0),
                (Cg * G * L, L, 1), (N, Og, Cg, L, K, L), (-i_first,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, L, Og, K):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·(K−1−u)] · w[g·Og+o, c, K−1−u]

    As compiled:

    dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊(K−1)/2⌋−u] · w[g·Og+o, c, u]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    quotient_K = (K - 1) // 2
    # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊(K−1)/2⌋−u] · w[g·Og+o, c, u]
    for g in range(G):
        tiled(dx, (0, Cg * g, 0), (Cg * G * L, L, 1), w, (Og * g, 0, K - 1), (K, Cg * K, -1), dy, (0, Og * g,
                0), (G * L * Og, L, 1), (N, Cg, Og, L, K, L), (K - quotient_K - 1,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, L, Og, K):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]

    As compiled:

    dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, u+i−⌊(K−1)/2⌋]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    i_first = -((K - 1) // 2)
    # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, u+i−⌊(K−1)/2⌋]
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0), (G * L * Og, L, 1), dw, (Og * g, 0, 0), (Cg * K, K, 1), x, (0,
                Cg * g, 0), (Cg * G * L, L, 1), (N, Og, Cg, L, K, L), (-i_first,))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_part(first, last, b_dot, y_dot, y_dot_part1, N, G, L, Og):
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        b_dot_here = b_dot[U(Og * g + o)]
        for i in range(L):
            y_dot[U(n), U(Og * g + o), U(i)] = (
                b_dot_here + y_dot[U(n), U(Og * g + o), U(i)] + y_dot_part1[U(n), U(Og * g + o), U(i)]
            )


def _jvp_winograd(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋] + ẇ[g·Og+o,
        c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋])

    As compiled:

    y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+u−⌊(K−1)/2⌋]
    ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        i+u−⌊(K−1)/2⌋]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = y_dot.dtype
    i_first = -((K - 1) // 2)
    y_dot_part1 = np.empty((N, G * Og, L), dtype)
    # y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+u−⌊(K−1)/2⌋]
    for g in range(G):
        tiled(y_dot_part1, (0, Og * g, 0), (G * L * Og, L, 1), w, (Og * g, 0, 0), (Cg * K, K, 1), x_dot, (0,
                Cg * g, 0), (Cg * G * L, L, 1), (N, Og, Cg, L, K, L), (-i_first,))
    # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] ·
    #     x[n, g·Cg+c, i+u−⌊(K−1)/2⌋]
    for g in range(G):
        tiled(y_dot, (0, Og * g, 0), (G * L * Og, L, 1), w_dot, (Og * g, 0, 0), (Cg * K, K, 1), x, (0, Cg * g,
                0), (Cg * G * L, L, 1), (N, Og, Cg, L, K, L), (-i_first,))
    launch(_jvp_winograd_part, N * G * Og, G * L * N * Og, b_dot, y_dot, y_dot_part1, N, G, L, Og)
