"""The kernels of conv_bias_relu; conv_bias_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_bias_relu`.  Do not edit.
Run time: 037d783e5b921b03.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, cols, depth, pieces, share):
    """a_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((Og, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(Og, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # a_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // OW
            line_last = cols_last // OW
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    c = inner // (KH * KW)
                    u = inner // KW % KH
                    v = inner % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line in range(line_first, min(line_last + 1, N * OH)):
                        n = line // OH
                        i = line % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from - (OW * line), j_first)
                            copy(right, (inner - depth_from, j + OW * line - cols_from), x_dot, (n,
                                    c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                    min(OW, cols_last + 1 - (OW * line), j_last + 1) - j)
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        c = inner // (KH * KW)
                        u = inner // KW % KH
                        v = inner % KW
                        o = rows_from
                        copy(left, (inner - depth_from, o - rows_from), w, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Og, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(Og):
                for line in range(line_first, min(line_last + 1, N * OH)):
                    n = line // OH
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        a_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = tile[U(o), U(j + OW * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_block_last):
    """a_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part3 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # a_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            a_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = T(0)
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part3[U(j)] += (
                                w_here
                                * x_dot[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                a_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(a_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part3[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, a_dot, a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, cols2, depth2, pieces2, share2):
    """ȧ[n, g·Og+o, i, j] = a_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · x[n,
        g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(Og, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # ȧ[n, g·Og+o, i, j] = a_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o,
            #     c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // OW
            line2_last = cols_last2 // OW
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // (KH * KW)
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                        n = line2 // OH
                        i = line2 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from2 - (OW * line2), j_first)
                            copy(right2, (inner2 - depth_from2, j + OW * line2 - cols_from2), x, (n,
                                    c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                    min(OW, cols_last2 + 1 - (OW * line2), j_last + 1) - j)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // (KH * KW)
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w_dot, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        a_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                            a_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                            + b_dot_here
                            + tile2[U(o), U(j + OW * line2 - cols_from2)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, a_dot, a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, c_block_last):
    """ȧ[n, g·Og+o, i, j] = a_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · x[n,
        g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part4 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ȧ[n, g·Og+o, i, j] = a_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o,
        #     c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            a_dot[U(n), U(Og * g + o), U(i), U(j)] = a_dot_part1[U(n), U(Og * g + o), U(i), U(j)] + b_dot_here
        for j in range(OW):
            rest2[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part4[U(j)] += (
                                w_dot_here
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                a_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(a_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part4[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, a, y_dot, a_dot, N, G, Og, OH, OW):
    """ẏ[n,o,i,j] = {ȧ[n,o,i,j] if a[n,o,i,j] > 0; 0 if a[n,o,i,j] ≤ 0; else a[n,o,i,j]}"""
    dtype = a.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Og * OH)
        o = task // OH % (G * Og)
        i = task % OH
        # ẏ[n,o,i,j] = {ȧ[n,o,i,j] if a[n,o,i,j] > 0; 0 if a[n,o,i,j] ≤ 0; else a[n,o,i,j]}
        for j in range(OW):
            a_here = a[U(n), U(o), U(i), U(j)]
            a_dot_here = a_dot[U(n), U(o), U(i), U(j)]
            y_dot[U(n), U(o), U(i), U(j)] = select(a_here > T(0), a_dot_here, select(T(0) >= a_here, T(0), a_here))


def _jvp(x_dot, w_dot, b_dot, x, w, a, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w):
    """ȧ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = {ȧ[n,o,i,j] if a[n,o,i,j] > 0; else 0}

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    dtype = y_dot.dtype
    a_dot_part1 = np.empty((N, G * Og, OH, OW), dtype)
    a_dot = np.empty((N, G * Og, OH, OW), dtype)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols = N * OH * OW
        depth = Cg * KH * KW
        pieces = parts(N * OH * OW)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, G * pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x_dot, w, a_dot_part1, N,
                Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols, depth, pieces, share)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_jvp_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x_dot, w, a_dot_part1, N, Cg,
                G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols2 = N * OH * OW
        depth2 = Cg * KH * KW
        pieces2 = parts(N * OH * OW)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, G * pieces2, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, b_dot, x, a_dot,
                a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols2, depth2,
                pieces2, share2)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_jvp_plain2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w_dot, b_dot, x, a_dot,
                a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    launch(_jvp_part, N * G * Og * OH, G * N * OH * OW * Og, a, y_dot, a_dot, N, G, Og, OH, OW)
