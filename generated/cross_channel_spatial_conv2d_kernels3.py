"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
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
def _jvp_blocks(first, last, x_dot, w_point, z_dot_part1, N, C, H, W, Cg, G, cols, o_count, pieces, share):
    """z_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((o_count, 384), dtype)
    left = np.empty((max(0, min(o_count, 96)), min(C, 256)), dtype)
    right = np.empty((min(C, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # z_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ẋ[n,c,i,j]
            for o in range(o_count):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // W
            line_last = cols_last // W
            for depth_from in range(0, C, 256):
                depth_last = min(C - 1, depth_from + 255)
                for c in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, H * N)):
                        n = line // H
                        i = line % H
                        j = max(0, cols_from - (W * line))
                        copy(right, (c - depth_from, j + W * line - cols_from), x_dot, (n, c, i, j), 1, min(W,
                                cols_last + 1 - (W * line)) - j)
                for rows_from in range(0, o_count, 96):
                    rows_last = min(o_count - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        c = depth_from
                        copy(left, (o - rows_from, c - depth_from), w_point, (o, c), 1, depth_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(C, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(o_count):
                for line in range(line_first, min(line_last + 1, H * N)):
                    n = line // H
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        z_dot_part1[U(n), U(o), U(i), U(j)] = tile[U(o), U(j + W * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w_point, z_dot_part1, N, C, H, W, Cg, G, c_block_last):
    """z_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part5 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (Cg * G * H)
        o = task // H % (Cg * G)
        i = task % H
        # z_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ẋ[n,c,i,j]
        for j in range(W):
            z_dot_part1[U(n), U(o), U(i), U(j)] = T(0)
        for j in range(W):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part5[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(W):
                    part5[U(j)] += w_point_here * x_dot[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)], part5[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_point_dot, b_point_dot, x, z_dot, z_dot_part1, N, C, H, W, Cg, G, cols2,
        o_count2, pieces2, share2):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + b_point_dot[o] + Σ_c w_point_dot[o,c] · x[n,c,i,j]"""
    dtype = w_point_dot.dtype
    T = dtype.type
    tile2 = np.empty((o_count2, 384), dtype)
    left2 = np.empty((max(0, min(o_count2, 96)), min(C, 256)), dtype)
    right2 = np.empty((min(C, 256), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + b_point_dot[o] + Σ_c w_point_dot[o,c] ·
            #     x[n,c,i,j]
            for o in range(o_count2):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // W
            line2_last = cols_last2 // W
            for depth_from2 in range(0, C, 256):
                depth_last2 = min(C - 1, depth_from2 + 255)
                for c in range(depth_from2, depth_last2 + 1):
                    for line2 in range(line2_first, min(line2_last + 1, H * N)):
                        n = line2 // H
                        i = line2 % H
                        j = max(0, cols_from2 - (W * line2))
                        copy(right2, (c - depth_from2, j + W * line2 - cols_from2), x, (n, c, i, j), 1, min(W,
                                cols_last2 + 1 - (W * line2)) - j)
                for rows_from2 in range(0, o_count2, 96):
                    rows_last2 = min(o_count2 - 1, rows_from2 + 95)
                    for o in range(rows_from2, rows_last2 + 1):
                        c = depth_from2
                        copy(left2, (o - rows_from2, c - depth_from2), w_point_dot, (o, c), 1,
                                depth_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), min(C, 256), 1, right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(o_count2):
                b_point_dot_here = b_point_dot[U(o)]
                for line2 in range(line2_first, min(line2_last + 1, H * N)):
                    n = line2 // H
                    i = line2 % H
                    for j in range(max(0, cols_from2 - (W * line2)), min(W, cols_last2 + 1 - (W * line2))):
                        z_dot[U(n), U(o), U(i), U(j)] = (
                            b_point_dot_here
                            + tile2[U(o), U(j + W * line2 - cols_from2)]
                            + z_dot_part1[U(n), U(o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_point_dot, b_point_dot, x, z_dot, z_dot_part1, N, C, H, W, Cg, G,
        c_block_last):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + b_point_dot[o] + Σ_c w_point_dot[o,c] · x[n,c,i,j]"""
    dtype = w_point_dot.dtype
    T = dtype.type
    rest2 = np.empty(W, dtype)
    part6 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (Cg * G * H)
        o = task // H % (Cg * G)
        i = task % H
        # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + b_point_dot[o] + Σ_c w_point_dot[o,c] ·
        #     x[n,c,i,j]
        b_point_dot_here = b_point_dot[U(o)]
        for j in range(W):
            z_dot[U(n), U(o), U(i), U(j)] = b_point_dot_here + z_dot_part1[U(n), U(o), U(i), U(j)]
        for j in range(W):
            rest2[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part6[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_dot_here = w_point_dot[U(o), U(c)]
                for j in range(W):
                    part6[U(j)] += w_point_dot_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part6[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks3(first, last, w, y_dot_part1, z_dot, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, cols3, depth3, pieces3, share3):
    """y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    T = dtype.type
    tile3 = np.empty((Og, 384), dtype)
    left3 = np.empty((max(0, min(depth3, 256)), min(Og, 96)), dtype)
    right3 = np.empty((max(0, min(depth3, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces3
        part3 = task % pieces3
        for cols_from3 in range(part3 * share3, min(part3 * share3 + share3, cols3), 384):
            cols_last3 = min(cols3 - 1, cols_from3 + 383, part3 * share3 + share3 - 1)
            # y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for col3 in range(cols_from3, cols_last3 + 1):
                    tile3[U(o), U(col3 - cols_from3)] = T(0)
            line3_first = cols_from3 // OW
            line3_last = cols_last3 // OW
            for depth_from3 in range(0, depth3, 256):
                depth_last3 = min(depth3 - 1, depth_from3 + 255)
                for inner3 in range(depth_from3, depth_last3 + 1):
                    for col3 in range(cols_from3, cols_last3 + 1):
                        right3[U(inner3 - depth_from3), U(col3 - cols_from3)] = T(0)
                for inner3 in range(depth_from3, depth_last3 + 1):
                    c = inner3 // (KH * KW)
                    u = inner3 // KW % KH
                    v = inner3 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line3 in range(line3_first, min(line3_last + 1, N * OH)):
                        n = line3 // OH
                        i = line3 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from3 - (OW * line3), j_first)
                            copy(right3, (inner3 - depth_from3, j + OW * line3 - cols_from3), z_dot, (n,
                                    c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                    min(OW, cols_last3 + 1 - (OW * line3), j_last + 1) - j)
                for rows_from3 in range(0, Og, 96):
                    rows_last3 = min(Og - 1, rows_from3 + 95)
                    for inner3 in range(depth_from3, depth_last3 + 1):
                        c = inner3 // (KH * KW)
                        u = inner3 // KW % KH
                        v = inner3 % KW
                        o = rows_from3
                        copy(left3, (inner3 - depth_from3, o - rows_from3), w, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last3 + 1 - o)
                    multiply(tile3, (rows_from3, 0), 384, left3, (0, 0), 1, min(Og, 96), right3, (0, 0), 384,
                            rows_last3 + 1 - rows_from3, cols_last3 + 1 - cols_from3,
                            depth_last3 + 1 - depth_from3)
            for o in range(Og):
                for line3 in range(line3_first, min(line3_last + 1, N * OH)):
                    n = line3 // OH
                    i = line3 % OH
                    for j in range(max(0, cols_from3 - (OW * line3)), min(OW, cols_last3 + 1 - (OW * line3))):
                        y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = tile3[U(o), U(j + OW * line3 - cols_from3)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain3(first, last, w, y_dot_part1, z_dot, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_block_last):
    """y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    T = dtype.type
    rest3 = np.empty(OW, dtype)
    part7 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = T(0)
        for j in range(OW):
            rest3[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part7[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part7[U(j)] += (
                                w_here
                                * z_dot[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest3[U(j)] = carried(y_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest3[U(j)], part7[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, w_dot, b_dot, z, y_dot, y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, cols4, depth4, pieces4, share4):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · z[n,
        g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
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
            # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o,
            #     c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for col4 in range(cols_from4, cols_last4 + 1):
                    tile4[U(o), U(col4 - cols_from4)] = T(0)
            line4_first = cols_from4 // OW
            line4_last = cols_last4 // OW
            for depth_from4 in range(0, depth4, 256):
                depth_last4 = min(depth4 - 1, depth_from4 + 255)
                for inner4 in range(depth_from4, depth_last4 + 1):
                    for col4 in range(cols_from4, cols_last4 + 1):
                        right4[U(inner4 - depth_from4), U(col4 - cols_from4)] = T(0)
                for inner4 in range(depth_from4, depth_last4 + 1):
                    c = inner4 // (KH * KW)
                    u = inner4 // KW % KH
                    v = inner4 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line4 in range(line4_first, min(line4_last + 1, N * OH)):
                        n = line4 // OH
                        i = line4 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from4 - (OW * line4), j_first)
                            copy(right4, (inner4 - depth_from4, j + OW * line4 - cols_from4), z, (n,
                                    c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                    min(OW, cols_last4 + 1 - (OW * line4), j_last + 1) - j)
                for rows_from4 in range(0, Og, 96):
                    rows_last4 = min(Og - 1, rows_from4 + 95)
                    for inner4 in range(depth_from4, depth_last4 + 1):
                        c = inner4 // (KH * KW)
                        u = inner4 // KW % KH
                        v = inner4 % KW
                        o = rows_from4
                        copy(left4, (inner4 - depth_from4, o - rows_from4), w_dot, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last4 + 1 - o)
                    multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), 1, min(Og, 96), right4, (0, 0), 384,
                            rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                            depth_last4 + 1 - depth_from4)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for line4 in range(line4_first, min(line4_last + 1, N * OH)):
                    n = line4 // OH
                    i = line4 % OH
                    for j in range(max(0, cols_from4 - (OW * line4)), min(OW, cols_last4 + 1 - (OW * line4))):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                            b_dot_here
                            + tile4[U(o), U(j + OW * line4 - cols_from4)]
                            + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w_dot, b_dot, z, y_dot, y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, c_block_last):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · z[n,
        g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest4 = np.empty(OW, dtype)
    part8 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o,
        #     c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
        for j in range(OW):
            rest4[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part8[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part8[U(j)] += (
                                w_dot_here
                                * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(i), U(j)], rest4[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest4[U(j)], part8[U(j)])


def _jvp(x_dot, w_point_dot, b_point_dot, w_dot, b_dot, x, w_point, w, z, y_dot, N, C, H, W, Cg, G, Og, KH,
        KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n,o,i,j] = b_point_dot[o] + Σ_c (w_point[o,c]·ẋ[n,c,i,j] + w_point_dot[o,c]·x[n,c,i,j])
    ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ż[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og + 2·C·Cg·G·H·N·W multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og +
        2·C·Cg·G·H·N·W additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    z_dot_part1 = np.empty((N, Cg * G, H, W), dtype)
    z_dot = np.empty((N, Cg * G, H, W), dtype)
    y_dot_part1 = np.empty((N, G * Og, OH, OW), dtype)
    if blocks(Cg * G >= 4 and H * N * W >= 8 and C >= 4):
        o_count = Cg * G
        cols = H * N * W
        pieces = parts(H * N * W)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, pieces, C * Cg * G * H * N * W // 32, x_dot, w_point, z_dot_part1, N, C, H, W, Cg,
                G, cols, o_count, pieces, share)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain, N * Cg * G * H, C * Cg * G * H * N * W, x_dot, w_point, z_dot_part1, N, C, H, W,
                Cg, G, c_block_last)
    if blocks(Cg * G >= 4 and H * N * W >= 8 and C >= 4):
        o_count2 = Cg * G
        cols2 = H * N * W
        pieces2 = parts(H * N * W)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, pieces2, C * Cg * G * H * N * W // 32, w_point_dot, b_point_dot, x, z_dot,
                z_dot_part1, N, C, H, W, Cg, G, cols2, o_count2, pieces2, share2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain2, N * Cg * G * H, C * Cg * G * H * N * W, w_point_dot, b_point_dot, x, z_dot,
                z_dot_part1, N, C, H, W, Cg, G, c_block_last)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols3 = N * OH * OW
        depth3 = Cg * KH * KW
        pieces3 = parts(N * OH * OW)
        share3 = max(((cols3 - 1) // (pieces3 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks3, G * pieces3, Cg * G * KH * KW * N * OH * OW * Og // 32, w, y_dot_part1, z_dot, N,
                H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols3, depth3, pieces3, share3)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_jvp_plain3, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w, y_dot_part1, z_dot, N, H,
                W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols4 = N * OH * OW
        depth4 = Cg * KH * KW
        pieces4 = parts(N * OH * OW)
        share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks4, G * pieces4, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, b_dot, z, y_dot,
                y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols4, depth4,
                pieces4, share4)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_jvp_plain4, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w_dot, b_dot, z, y_dot,
                y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
