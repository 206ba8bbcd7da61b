"""The kernels of conv1d; conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv1d`.  Do not edit.
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
def _jvp_correlations(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, pieces, share,
        tasks, wide):
    """y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = x_dot.dtype
    T = dtype.type
    planes = np.empty((Cg, s, 1, max(0, wide)), dtype)
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
            rights[U(tap)] = d * u // s + c * s * wide + (d * u % s) * wide
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * 1)
            g = turn // (1) % G
            strip = turn % 1
            # y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l]
            for o in range(Og):
                starts[U(o)] = T(0)
            for c in range(Cg):
                for phase_i in range(s):
                    pad(planes, (c, phase_i, 0, 0), 0, x_dot, (n, c + Cg * g, phase_i - p_l), 0, s, 1, wide,
                            0, 1, -((phase_i - p_l) // s), (L + p_l - phase_i - 1) // s + 1)
            correlate(y_dot_part1, (n, Og * g, 0), OL, 0, 1, starts, (0,), 1, w, (Og * g, 0, 0), Cg * K,
                    lefts, planes, (0, 0, 0, 0), 0, rights, K, len(rights), Og, 1, OL)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, cols2, depth2, pieces2,
        share2):
    """y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l]"""
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
            # y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l]
            for o in range(Og):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // OL
            line2_last = cols_last2 // OL
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // K
                    u = inner2 % K
                    i_first = -((d * u - p_l) // s)
                    i_last = (L + p_l - (d * u) - 1) // s
                    for line2 in range(line2_first, min(line2_last + 1, N)):
                        n = line2
                        i = max(0, cols_from2 - (OL * line2), i_first)
                        copy(right2, (inner2 - depth_from2, i + OL * line2 - cols_from2), x_dot, (n,
                                c + Cg * g, i * s + d * u - p_l), s, min(OL, cols_last2 + 1 - (OL * line2),
                                i_last + 1) - i)
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
                    for i in range(max(0, cols_from2 - (OL * line2)), min(OL, cols_last2 + 1 - (OL * line2))):
                        y_dot_part1[U(n), U(Og * g + o), U(i)] = tile2[U(o), U(i + OL * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last):
    """y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OL, dtype)
    part5 = np.empty(OL, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l]
        for i in range(OL):
            y_dot_part1[U(n), U(Og * g + o), U(i)] = T(0)
        for i in range(OL):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(OL):
                part5[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                        part5[U(i)] += w_here * x_dot[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
            for i in range(OL):
                y_dot_part1[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y_dot_part1[U(n), U(Og * g + o), U(i)], rest[U(i)], part5[U(i)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d,
        pieces3, share3, tasks3, wide3):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        s·i+d·u−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, s, 1, max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, 1, OL), dtype)
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
            rights3[U(tap)] = d * u // s + c * s * wide3 + (d * u % s) * wide3
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * 1)
            g = turn3 // (1) % G
            strip3 = turn3 % 1
            # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] ·
            #     x[n, g·Cg+c, s·i+d·u−p_l]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                for phase_i3 in range(s):
                    pad(planes3, (c, phase_i3, 0, 0), 0, x, (n, c + Cg * g, phase_i3 - p_l), 0, s, 1, wide3,
                            0, 1, -((phase_i3 - p_l) // s), (L + p_l - phase_i3 - 1) // s + 1)
            correlate(tile3, (0, 0, 0), OL, OL, 1, starts3, (0,), 1, w_dot, (Og * g, 0, 0), Cg * K, lefts3,
                    planes3, (0, 0, 0, 0), 0, rights3, K, len(rights3), Og, 1, OL)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for line3 in range(1):
                    for i in range(OL):
                        y_dot[U(n), U(Og * g + o), U(i)] = (
                            b_dot_here + tile3[U(o), U(line3), U(i)] + y_dot_part1[U(n), U(Og * g + o), U(i)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, cols4,
        depth4, pieces4, share4):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        s·i+d·u−p_l]
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
            #     x[n, g·Cg+c, s·i+d·u−p_l]
            for o in range(Og):
                for col4 in range(cols_from4, cols_last4 + 1):
                    tile4[U(o), U(col4 - cols_from4)] = T(0)
            line4_first = cols_from4 // OL
            line4_last = cols_last4 // OL
            for depth_from4 in range(0, depth4, 256):
                depth_last4 = min(depth4 - 1, depth_from4 + 255)
                for inner4 in range(depth_from4, depth_last4 + 1):
                    for col4 in range(cols_from4, cols_last4 + 1):
                        right4[U(inner4 - depth_from4), U(col4 - cols_from4)] = T(0)
                for inner4 in range(depth_from4, depth_last4 + 1):
                    c = inner4 // K
                    u = inner4 % K
                    i_first = -((d * u - p_l) // s)
                    i_last = (L + p_l - (d * u) - 1) // s
                    for line4 in range(line4_first, min(line4_last + 1, N)):
                        n = line4
                        i = max(0, cols_from4 - (OL * line4), i_first)
                        copy(right4, (inner4 - depth_from4, i + OL * line4 - cols_from4), x, (n, c + Cg * g,
                                i * s + d * u - p_l), s, min(OL, cols_last4 + 1 - (OL * line4),
                                i_last + 1) - i)
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
                    for i in range(max(0, cols_from4 - (OL * line4)), min(OL, cols_last4 + 1 - (OL * line4))):
                        y_dot[U(n), U(Og * g + o), U(i)] = (
                            b_dot_here
                            + tile4[U(o), U(i + OL * line4 - cols_from4)]
                            + y_dot_part1[U(n), U(Og * g + o), U(i)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d,
        c_block_last):
    """ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        s·i+d·u−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OL, dtype)
    part6 = np.empty(OL, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] ·
        #     x[n, g·Cg+c, s·i+d·u−p_l]
        b_dot_here = b_dot[U(Og * g + o)]
        for i in range(OL):
            y_dot[U(n), U(Og * g + o), U(i)] = b_dot_here + y_dot_part1[U(n), U(Og * g + o), U(i)]
        for i in range(OL):
            rest2[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(OL):
                part6[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_dot_here = w_dot[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                        part6[U(i)] += w_dot_here * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
            for i in range(OL):
                y_dot[U(n), U(Og * g + o), U(i)], rest2[U(i)] = carried(y_dot[U(n), U(Og * g + o), U(i)], rest2[U(i)], part6[U(i)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l] + ẇ[g·Og+o, c, u] ·
        x[n, g·Cg+c, s·i+d·u−p_l])

    Operations: 2·Cg·G·K·N·OL·Og multiplications, 2·Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, G * Og, OL), dtype)
    if correlations(OL >= K and K >= s and L >= 4 and 0 >= min(Cg - 8, Og - 32)):
        wide = (K * d - d) // s + OL
        pieces = parts(G * N)
        tasks = G * N
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_jvp_correlations, pieces, Cg * G * K * N * OL * Og // 32, x_dot, w, y_dot_part1, N, Cg, G, L,
                Og, K, OL, s, p_l, d, pieces, share, tasks, wide)
    else:
        if blocks(Og >= 4 and N * OL >= 8 and Cg * K >= 4):
            cols2 = N * OL
            depth2 = Cg * K
            pieces2 = parts(N * OL)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks, G * pieces2, Cg * G * K * N * OL * Og // 32, x_dot, w, y_dot_part1, N, Cg, G,
                    L, Og, K, OL, s, p_l, d, cols2, depth2, pieces2, share2)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain, N * G * Og, Cg * G * K * N * OL * Og, x_dot, w, y_dot_part1, N, Cg, G, L, Og,
                    K, OL, s, p_l, d, c_block_last)
    if correlations(OL >= K and K >= s and L >= 4 and 0 >= min(Cg - 8, Og - 32)):
        wide3 = (K * d - d) // s + OL
        pieces3 = parts(G * N)
        tasks3 = G * N
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        launch(_jvp_correlations2, pieces3, Cg * G * K * N * OL * Og // 32, w_dot, b_dot, x, y_dot,
                y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, pieces3, share3, tasks3, wide3)
    else:
        if blocks(Og >= 4 and N * OL >= 8 and Cg * K >= 4):
            cols4 = N * OL
            depth4 = Cg * K
            pieces4 = parts(N * OL)
            share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks2, G * pieces4, Cg * G * K * N * OL * Og // 32, w_dot, b_dot, x, y_dot,
                    y_dot_part1, N, Cg, G, L, Og, K, OL, s, p_l, d, cols4, depth4, pieces4, share4)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain2, N * G * Og, Cg * G * K * N * OL * Og, w_dot, b_dot, x, y_dot, y_dot_part1, N,
                    Cg, G, L, Og, K, OL, s, p_l, d, c_block_last)


def _forward_winograd(x, w, b, y, N, Cg, G, L, Og, K, OL, p_l):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]

    As compiled:

    y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+u−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+u−p_l]
    for g in range(G):
        tiled(y, (0, Og * g, 0), (G * OL * Og, OL, 1), w, (Og * g, 0, 0), (Cg * K, K, 1), x, (0, Cg * g, 0),
                (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (p_l,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, L, Og, K, OL, p_l):
    """dx[n, g·Cg+c, a] = Σ_{o,u : s ∣ a+p_l−d·(K−1−u)} dy[n, g·Og+o, (a+p_l−d·(K−1−u))/s] · w[g·Og+o, c,
        K−1−u]

    As compiled:

    dx[n, g·Cg+c, q−p_l] = Σ_{o,t} dy[n, g·Og+o, q−t] · w[g·Og+o, c, t]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dx[n, g·Cg+c, q−p_l] = Σ_{o,t} dy[n, g·Og+o, q−t] · w[g·Og+o, c, t]
    for g in range(G):
        tiled(dx, (0, Cg * g, 0), (Cg * G * L, L, 1), w, (Og * g, 0, K - 1), (K, Cg * K, -1), dy, (0, Og * g,
                0), (G * OL * Og, OL, 1), (N, Cg, Og, L, K, OL), (K - p_l - 1,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, L, Og, K, OL, p_l):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]

    As compiled:

    dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, u+i−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, u+i−p_l]
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0), (G * OL * Og, OL, 1), dw, (Og * g, 0, 0), (Cg * K, K, 1), x, (0,
                Cg * g, 0), (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (p_l,))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_part(first, last, b_dot, y_dot, y_dot_part1, N, G, Og, OL):
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        b_dot_here = b_dot[U(Og * g + o)]
        for i in range(OL):
            y_dot[U(n), U(Og * g + o), U(i)] = (
                b_dot_here + y_dot[U(n), U(Og * g + o), U(i)] + y_dot_part1[U(n), U(Og * g + o), U(i)]
            )


def _jvp_winograd(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, p_l):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l] + ẇ[g·Og+o, c, u] ·
        x[n, g·Cg+c, s·i+d·u−p_l])

    As compiled:

    y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+u−p_l]
    ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] · x[n, g·Cg+c,
        i+u−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, G * Og, OL), dtype)
    # y_dot_part1[n, g·Og+o, i] = Σ_{c,u} w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+u−p_l]
    for g in range(G):
        tiled(y_dot_part1, (0, Og * g, 0), (G * OL * Og, OL, 1), w, (Og * g, 0, 0), (Cg * K, K, 1), x_dot, (0,
                Cg * g, 0), (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (p_l,))
    # ẏ[n, g·Og+o, i] = y_dot_part1[n, g·Og+o, i] + ḃ[g·Og+o] + Σ_{c,u} ẇ[g·Og+o, c, u] ·
    #     x[n, g·Cg+c, i+u−p_l]
    for g in range(G):
        tiled(y_dot, (0, Og * g, 0), (G * OL * Og, OL, 1), w_dot, (Og * g, 0, 0), (Cg * K, K, 1), x, (0,
                Cg * g, 0), (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (p_l,))
    launch(_jvp_winograd_part, N * G * Og, G * N * OL * Og, b_dot, y_dot, y_dot_part1, N, G, Og, OL)
