"""The kernels of same_conv2d; same_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv2d`.  Do not edit.
Run time: 037d783e5b921b03.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, cols, depth, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share):
    """y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
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
            # y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c,
            #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // W
            line_last = cols_last // W
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    c = inner // (KH * KW)
                    u = inner // KW % KH
                    v = inner % KW
                    for line in range(line_first, min(line_last + 1, H * N)):
                        n = line // H
                        i = line % H
                        if i + d_h * u >= quotient_KH_d_h and H + quotient_KH_d_h >= i + d_h * u + 1:
                            j = max(0, cols_from - (W * line), quotient_KW_d_w - (d_w * v))
                            copy(right, (inner - depth_from, j + W * line - cols_from), x_dot, (n, c + Cg * g,
                                    i + d_h * u - quotient_KH_d_h, j + d_w * v - quotient_KW_d_w), 1, min(W,
                                    cols_last + 1 - (W * line), W + quotient_KW_d_w - (d_w * v)) - j)
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
                for line in range(line_first, min(line_last + 1, H * N)):
                    n = line // H
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = tile[U(o), U(j + W * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, c_block_last,
        quotient_KH_d_h, quotient_KW_d_w):
    """y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part3 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * H)
        g = task // (Og * H) % G
        o = task // H % Og
        i = task % H
        # y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        for j in range(W):
            y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = T(0)
        for j in range(W):
            rest[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                W + quotient_KW_d_w - (d_w * v))):
                            part3[U(j)] += (
                                w_here
                                * x_dot[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                        U(j + d_w * v - quotient_KW_d_w)]
                            )
            for j in range(W):
                y_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part3[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, d_h, d_w,
        cols2, depth2, pieces2, quotient_KH_d_h, quotient_KW_d_w, share2):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · x[n,
        g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
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
            # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o,
            #     c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // W
            line2_last = cols_last2 // W
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // (KH * KW)
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    for line2 in range(line2_first, min(line2_last + 1, H * N)):
                        n = line2 // H
                        i = line2 % H
                        if i + d_h * u >= quotient_KH_d_h and H + quotient_KH_d_h >= i + d_h * u + 1:
                            j = max(0, cols_from2 - (W * line2), quotient_KW_d_w - (d_w * v))
                            copy(right2, (inner2 - depth_from2, j + W * line2 - cols_from2), x, (n,
                                    c + Cg * g, i + d_h * u - quotient_KH_d_h, j + d_w * v - quotient_KW_d_w),
                                    1, min(W, cols_last2 + 1 - (W * line2),
                                    W + quotient_KW_d_w - (d_w * v)) - j)
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
                for line2 in range(line2_first, min(line2_last + 1, H * N)):
                    n = line2 // H
                    i = line2 % H
                    for j in range(max(0, cols_from2 - (W * line2)), min(W, cols_last2 + 1 - (W * line2))):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                            b_dot_here
                            + tile2[U(o), U(j + W * line2 - cols_from2)]
                            + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, d_h, d_w,
        c_block_last, quotient_KH_d_h, quotient_KW_d_w):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · x[n,
        g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(W, dtype)
    part4 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * H)
        g = task // (Og * H) % G
        o = task // H % Og
        i = task % H
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o,
        #     c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(W):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
        for j in range(W):
            rest2[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                W + quotient_KW_d_w - (d_w * v))):
                            part4[U(j)] += (
                                w_dot_here
                                * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                        U(j + d_w * v - quotient_KW_d_w)]
                            )
            for j in range(W):
                y_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part4[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋])

    Operations: 2·Cg·G·H·KH·KW·N·Og·W multiplications, 2·Cg·G·H·KH·KW·N·Og·W additions, terms that a
        condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, G * Og, H, W), dtype)
    if blocks(Og >= 4 and H * N * W >= 8 and Cg * KH * KW >= 4):
        cols = H * N * W
        depth = Cg * KH * KW
        pieces = parts(H * N * W)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        launch(_jvp_blocks, G * pieces, Cg * G * H * KH * KW * N * Og * W // 32, x_dot, w, y_dot_part1, N, Cg,
                G, H, W, Og, KH, KW, d_h, d_w, cols, depth, pieces, quotient_KH_d_h, quotient_KW_d_w, share)
    else:
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        c_block_last = (Cg - 1) // 1024
        launch(_jvp_plain, N * G * Og * H, Cg * G * H * KH * KW * N * Og * W, x_dot, w, y_dot_part1, N, Cg, G,
                H, W, Og, KH, KW, d_h, d_w, c_block_last, quotient_KH_d_h, quotient_KW_d_w)
    if blocks(Og >= 4 and H * N * W >= 8 and Cg * KH * KW >= 4):
        cols2 = H * N * W
        depth2 = Cg * KH * KW
        pieces2 = parts(H * N * W)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        launch(_jvp_blocks2, G * pieces2, Cg * G * H * KH * KW * N * Og * W // 32, w_dot, b_dot, x, y_dot,
                y_dot_part1, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, cols2, depth2, pieces2, quotient_KH_d_h,
                quotient_KW_d_w, share2)
    else:
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        c_block_last = (Cg - 1) // 1024
        launch(_jvp_plain2, N * G * Og * H, Cg * G * H * KH * KW * N * Og * W, w_dot, b_dot, x, y_dot,
                y_dot_part1, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, c_block_last, quotient_KH_d_h,
                quotient_KW_d_w)
