"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w_point, z_dot_part1, N, C, H, W, Cg, G, cols, o_count, pieces, share):
    """z_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((max(0, o_count), 384), dtype)
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
    part7 = np.empty(W, dtype)
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
                part7[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(W):
                    part7[U(j)] += w_point_here * x_dot[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)], part7[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_point_dot, b_point_dot, x, z_dot, z_dot_part1, N, C, H, W, Cg, G, cols2,
        o_count2, pieces2, share2):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + b_point_dot[o] + Σ_c w_point_dot[o,c] · x[n,c,i,j]"""
    dtype = w_point_dot.dtype
    T = dtype.type
    tile2 = np.empty((max(0, o_count2), 384), dtype)
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
    part8 = np.empty(W, dtype)
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
                part8[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_dot_here = w_point_dot[U(o), U(c)]
                for j in range(W):
                    part8[U(j)] += w_point_dot_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part8[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations(first, last, w, y_dot_part1, z_dot, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, high3, pieces3, share3, strips3, tall3, tasks3, wide3):
    """y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    T = dtype.type
    planes3 = np.empty((Cg, s_h, s_w, max(0, tall3), max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts3[U(tap)] = KH * KW * c + KW * u + v
        rights3 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights3[U(tap)] = (
                d_w * v // s_w
                + c * s_h * s_w * tall3 * wide3
                + (d_h * u % s_h) * s_w * tall3 * wide3
                + (d_w * v % s_w) * tall3 * wide3
                + (d_h * u // s_h) * wide3
            )
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * strips3)
            g = turn3 // strips3 % G
            strip3 = turn3 % strips3
            # y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                for phase_i3 in range(s_h):
                    for phase_j3 in range(s_w):
                        pad(planes3, (c, phase_i3, phase_j3, 0, 0), wide3, z_dot, (n, c + Cg * g,
                                phase_i3 + high3 * s_h * strip3 - p_t, phase_j3 - p_l), W * s_h, s_w, tall3,
                                wide3, -((phase_i3 - p_t) // s_h) - (high3 * strip3),
                                (H + p_t - phase_i3 - 1) // s_h + 1 - (high3 * strip3),
                                -((phase_j3 - p_l) // s_w), (W + p_l - phase_j3 - 1) // s_w + 1)
            correlate(y_dot_part1, (n, Og * g, high3 * strip3, 0), OH * OW, OW, 1, starts3, (0,), 1, w,
                    (Og * g, 0, 0, 0), Cg * KH * KW, lefts3, planes3, (0, 0, 0, 0, 0), wide3, rights3, KH,
                    len(rights3), Og, min(high3, OH - (high3 * strip3)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks3(first, last, w, y_dot_part1, z_dot, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, cols4, depth4, pieces4, share4):
    """y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    T = dtype.type
    tile4 = np.empty((Og, 384), dtype)
    left4 = np.empty((max(0, min(depth4, 256)), min(Og, 96)), dtype)
    right4 = np.empty((max(0, min(depth4, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces4
        part4 = task % pieces4
        for cols_from4 in range(part4 * share4, min(part4 * share4 + share4, cols4), 384):
            cols_last4 = min(cols4 - 1, cols_from4 + 383, part4 * share4 + share4 - 1)
            # y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
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
                            copy(right4, (inner4 - depth_from4, j + OW * line4 - cols_from4), z_dot, (n,
                                    c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                    min(OW, cols_last4 + 1 - (OW * line4), j_last + 1) - j)
                for rows_from4 in range(0, Og, 96):
                    rows_last4 = min(Og - 1, rows_from4 + 95)
                    for inner4 in range(depth_from4, depth_last4 + 1):
                        c = inner4 // (KH * KW)
                        u = inner4 // KW % KH
                        v = inner4 % KW
                        o = rows_from4
                        copy(left4, (inner4 - depth_from4, o - rows_from4), w, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last4 + 1 - o)
                    multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), 1, min(Og, 96), right4, (0, 0), 384,
                            rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                            depth_last4 + 1 - depth_from4)
            for o in range(Og):
                for line4 in range(line4_first, min(line4_last + 1, N * OH)):
                    n = line4 // OH
                    i = line4 % OH
                    for j in range(max(0, cols_from4 - (OW * line4)), min(OW, cols_last4 + 1 - (OW * line4))):
                        y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = tile4[U(o), U(j + OW * line4 - cols_from4)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain3(first, last, w, y_dot_part1, z_dot, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_block_last):
    """y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ż[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    T = dtype.type
    rest3 = np.empty(OW, dtype)
    part9 = np.empty(OW, dtype)
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
                part9[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part9[U(j)] += (
                                w_here
                                * z_dot[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest3[U(j)] = carried(y_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest3[U(j)], part9[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, b_dot, z, y_dot, y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW,
        s_h, s_w, p_t, p_l, d_h, d_w, high5, pieces5, share5, strips5, tall5, tasks5, wide5):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · z[n,
        g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes5 = np.empty((Cg, s_h, s_w, max(0, tall5), max(0, wide5)), dtype)
    starts5 = np.empty(Og, dtype)
    tile5 = np.empty((Og, high5, OW), dtype)
    for part5 in range(first, last):
        lefts5 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts5[U(tap)] = KH * KW * c + KW * u + v
        rights5 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights5[U(tap)] = (
                d_w * v // s_w
                + c * s_h * s_w * tall5 * wide5
                + (d_h * u % s_h) * s_w * tall5 * wide5
                + (d_w * v % s_w) * tall5 * wide5
                + (d_h * u // s_h) * wide5
            )
        for turn5 in range(part5 * share5, min(part5 * share5 + share5, tasks5)):
            n = turn5 // (G * strips5)
            g = turn5 // strips5 % G
            strip5 = turn5 % strips5
            # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o,
            #     c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts5[U(o)] = T(0)
            for c in range(Cg):
                for phase_i5 in range(s_h):
                    for phase_j5 in range(s_w):
                        pad(planes5, (c, phase_i5, phase_j5, 0, 0), wide5, z, (n, c + Cg * g,
                                phase_i5 + high5 * s_h * strip5 - p_t, phase_j5 - p_l), W * s_h, s_w, tall5,
                                wide5, -((phase_i5 - p_t) // s_h) - (high5 * strip5),
                                (H + p_t - phase_i5 - 1) // s_h + 1 - (high5 * strip5),
                                -((phase_j5 - p_l) // s_w), (W + p_l - phase_j5 - 1) // s_w + 1)
            correlate(tile5, (0, 0, 0), OW * high5, OW, 1, starts5, (0,), 1, w_dot, (Og * g, 0, 0, 0),
                    Cg * KH * KW, lefts5, planes5, (0, 0, 0, 0, 0), wide5, rights5, KH, len(rights5), Og,
                    min(high5, OH - (high5 * strip5)), OW)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for i in range(high5 * strip5, min(high5 + high5 * strip5, OH)):
                    for j in range(OW):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                            b_dot_here
                            + tile5[U(o), U(i - (high5 * strip5)), U(j)]
                            + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, w_dot, b_dot, z, y_dot, y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, cols6, depth6, pieces6, share6):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · z[n,
        g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    tile6 = np.empty((Og, 384), dtype)
    left6 = np.empty((max(0, min(depth6, 256)), min(Og, 96)), dtype)
    right6 = np.empty((max(0, min(depth6, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces6
        part6 = task % pieces6
        for cols_from6 in range(part6 * share6, min(part6 * share6 + share6, cols6), 384):
            cols_last6 = min(cols6 - 1, cols_from6 + 383, part6 * share6 + share6 - 1)
            # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_{c,u,v} ẇ[g·Og+o,
            #     c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for col6 in range(cols_from6, cols_last6 + 1):
                    tile6[U(o), U(col6 - cols_from6)] = T(0)
            line6_first = cols_from6 // OW
            line6_last = cols_last6 // OW
            for depth_from6 in range(0, depth6, 256):
                depth_last6 = min(depth6 - 1, depth_from6 + 255)
                for inner6 in range(depth_from6, depth_last6 + 1):
                    for col6 in range(cols_from6, cols_last6 + 1):
                        right6[U(inner6 - depth_from6), U(col6 - cols_from6)] = T(0)
                for inner6 in range(depth_from6, depth_last6 + 1):
                    c = inner6 // (KH * KW)
                    u = inner6 // KW % KH
                    v = inner6 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line6 in range(line6_first, min(line6_last + 1, N * OH)):
                        n = line6 // OH
                        i = line6 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from6 - (OW * line6), j_first)
                            copy(right6, (inner6 - depth_from6, j + OW * line6 - cols_from6), z, (n,
                                    c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                    min(OW, cols_last6 + 1 - (OW * line6), j_last + 1) - j)
                for rows_from6 in range(0, Og, 96):
                    rows_last6 = min(Og - 1, rows_from6 + 95)
                    for inner6 in range(depth_from6, depth_last6 + 1):
                        c = inner6 // (KH * KW)
                        u = inner6 // KW % KH
                        v = inner6 % KW
                        o = rows_from6
                        copy(left6, (inner6 - depth_from6, o - rows_from6), w_dot, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last6 + 1 - o)
                    multiply(tile6, (rows_from6, 0), 384, left6, (0, 0), 1, min(Og, 96), right6, (0, 0), 384,
                            rows_last6 + 1 - rows_from6, cols_last6 + 1 - cols_from6,
                            depth_last6 + 1 - depth_from6)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for line6 in range(line6_first, min(line6_last + 1, N * OH)):
                    n = line6 // OH
                    i = line6 % OH
                    for j in range(max(0, cols_from6 - (OW * line6)), min(OW, cols_last6 + 1 - (OW * line6))):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                            b_dot_here
                            + tile6[U(o), U(j + OW * line6 - cols_from6)]
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
    part10 = np.empty(OW, dtype)
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
                part10[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part10[U(j)] += (
                                w_dot_here
                                * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(i), U(j)], rest4[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest4[U(j)], part10[U(j)])


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
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg - 8,
            Og - 32)):
        wide3 = (KW * d_w - d_w) // s_w + OW
        most3 = max(32768 // max(Cg * s_h * s_w * wide3, 1), 8)
        strips3 = max((OH - 1) // most3 + 1, 1)
        high3 = max((OH - 1) // strips3 + 1, 1)
        tall3 = (KH * d_h - d_h) // s_h + high3
        pieces3 = parts(G * N * strips3)
        tasks3 = G * N * strips3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        launch(_jvp_correlations, pieces3, Cg * G * KH * KW * N * OH * OW * Og // 32, w, y_dot_part1, z_dot,
                N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high3, pieces3, share3,
                strips3, tall3, tasks3, wide3)
    else:
        if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
            cols4 = N * OH * OW
            depth4 = Cg * KH * KW
            pieces4 = parts(N * OH * OW)
            share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks3, G * pieces4, Cg * G * KH * KW * N * OH * OW * Og // 32, w, y_dot_part1,
                    z_dot, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols4, depth4,
                    pieces4, share4)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain3, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w, y_dot_part1, z_dot,
                    N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg - 8,
            Og - 32)):
        wide5 = (KW * d_w - d_w) // s_w + OW
        most5 = max(32768 // max(Cg * s_h * s_w * wide5, 1), 8)
        strips5 = max((OH - 1) // most5 + 1, 1)
        high5 = max((OH - 1) // strips5 + 1, 1)
        tall5 = (KH * d_h - d_h) // s_h + high5
        pieces5 = parts(G * N * strips5)
        tasks5 = G * N * strips5
        share5 = max((tasks5 - 1) // pieces5 + 1, 1)
        launch(_jvp_correlations2, pieces5, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, b_dot, z, y_dot,
                y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high5, pieces5,
                share5, strips5, tall5, tasks5, wide5)
    else:
        if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
            cols6 = N * OH * OW
            depth6 = Cg * KH * KW
            pieces6 = parts(N * OH * OW)
            share6 = max(((cols6 - 1) // (pieces6 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks4, G * pieces6, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, b_dot, z,
                    y_dot, y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                    cols6, depth6, pieces6, share6)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain4, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w_dot, b_dot, z, y_dot,
                    y_dot_part1, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                    c_block_last)
