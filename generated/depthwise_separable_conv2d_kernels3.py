"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
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
def _jvp_correlations(first, last, x_dot, w_depth, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, high, pieces, share, strips, tall, tasks, wide):
    """z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    planes = np.empty((s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(M, dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts[U(tap)] = KW * u + v
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (C * strips)
            g = turn // strips % C
            strip = turn % strips
            # z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(M):
                starts[U(o)] = T(0)
            for phase_i in range(s_h):
                for phase_j in range(s_w):
                    pad(planes, (phase_i, phase_j, 0, 0), wide, x_dot, (n, g,
                            phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w, tall, wide,
                            -((phase_i - p_t) // s_h) - (high * strip),
                            (H + p_t - phase_i - 1) // s_h + 1 - (high * strip), -((phase_j - p_l) // s_w),
                            (W + p_l - phase_j - 1) // s_w + 1)
            correlate(z_dot_part1, (n, M * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w_depth,
                    (M * g, 0, 0, 0), KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH, len(rights), M,
                    min(high, OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w_depth, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, cols2, depth2, pieces2, share2):
    """z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    tile2 = np.empty((M, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(M, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(M):
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
                    u = inner2 // KW
                    v = inner2 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                        n = line2 // OH
                        i = line2 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from2 - (OW * line2), j_first)
                            copy(right2, (inner2 - depth_from2, j + OW * line2 - cols_from2), x_dot, (n, g,
                                    i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                    cols_last2 + 1 - (OW * line2), j_last + 1) - j)
                for rows_from2 in range(0, M, 96):
                    rows_last2 = min(M - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        u = inner2 // KW
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w_depth, (M * g + o, 0, u, v),
                                KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(M, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(M):
                for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        z_dot_part1[U(n), U(M * g + o), U(i), U(j)] = tile2[U(o), U(j + OW * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w_depth, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w):
    """z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * M * OH)
        g = task // (M * OH) % C
        o = task // OH % M
        i = task % OH
        # z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            z_dot_part1[U(n), U(M * g + o), U(i), U(j)] = T(0)
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                w_depth_here = w_depth[U(M * g + o), 0, U(u), U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    z_dot_part1[U(n), U(M * g + o), U(i), U(j)] += (
                        w_depth_here
                        * x_dot[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_depth_dot, x, z_dot, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, high3, pieces3, share3, strips3, tall3, tasks3, wide3):
    """ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u, v] · x[n, g,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_depth_dot.dtype
    T = dtype.type
    planes3 = np.empty((s_h, s_w, max(0, tall3), max(0, wide3)), dtype)
    starts3 = np.empty(M, dtype)
    tile3 = np.empty((M, high3, OW), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts3[U(tap)] = KW * u + v
        rights3 = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights3[U(tap)] = (
                d_w * v // s_w
                + (d_h * u % s_h) * s_w * tall3 * wide3
                + (d_w * v % s_w) * tall3 * wide3
                + (d_h * u // s_h) * wide3
            )
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (C * strips3)
            g = turn3 // strips3 % C
            strip3 = turn3 % strips3
            # ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u,
            #     v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(M):
                starts3[U(o)] = T(0)
            for phase_i3 in range(s_h):
                for phase_j3 in range(s_w):
                    pad(planes3, (phase_i3, phase_j3, 0, 0), wide3, x, (n, g,
                            phase_i3 + high3 * s_h * strip3 - p_t, phase_j3 - p_l), W * s_h, s_w, tall3,
                            wide3, -((phase_i3 - p_t) // s_h) - (high3 * strip3),
                            (H + p_t - phase_i3 - 1) // s_h + 1 - (high3 * strip3),
                            -((phase_j3 - p_l) // s_w), (W + p_l - phase_j3 - 1) // s_w + 1)
            correlate(tile3, (0, 0, 0), OW * high3, OW, 1, starts3, (0,), 1, w_depth_dot, (M * g, 0, 0, 0),
                    KH * KW, lefts3, planes3, (0, 0, 0, 0), wide3, rights3, KH, len(rights3), M, min(high3,
                    OH - (high3 * strip3)), OW)
            for o in range(M):
                for i in range(high3 * strip3, min(high3 + high3 * strip3, OH)):
                    for j in range(OW):
                        z_dot[U(n), U(M * g + o), U(i), U(j)] = (
                            tile3[U(o), U(i - (high3 * strip3)), U(j)]
                            + z_dot_part1[U(n), U(M * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_depth_dot, x, z_dot, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, cols4, depth4, pieces4, share4):
    """ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u, v] · x[n, g,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_depth_dot.dtype
    T = dtype.type
    tile4 = np.empty((M, 384), dtype)
    left4 = np.empty((max(0, min(depth4, 256)), min(M, 96)), dtype)
    right4 = np.empty((max(0, min(depth4, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces4
        part4 = task % pieces4
        for cols_from4 in range(part4 * share4, min(part4 * share4 + share4, cols4), 384):
            cols_last4 = min(cols4 - 1, cols_from4 + 383, part4 * share4 + share4 - 1)
            # ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u,
            #     v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(M):
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
                    u = inner4 // KW
                    v = inner4 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line4 in range(line4_first, min(line4_last + 1, N * OH)):
                        n = line4 // OH
                        i = line4 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from4 - (OW * line4), j_first)
                            copy(right4, (inner4 - depth_from4, j + OW * line4 - cols_from4), x, (n, g,
                                    i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                    cols_last4 + 1 - (OW * line4), j_last + 1) - j)
                for rows_from4 in range(0, M, 96):
                    rows_last4 = min(M - 1, rows_from4 + 95)
                    for inner4 in range(depth_from4, depth_last4 + 1):
                        u = inner4 // KW
                        v = inner4 % KW
                        o = rows_from4
                        copy(left4, (inner4 - depth_from4, o - rows_from4), w_depth_dot, (M * g + o, 0, u, v),
                                KH * KW, rows_last4 + 1 - o)
                    multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), 1, min(M, 96), right4, (0, 0), 384,
                            rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                            depth_last4 + 1 - depth_from4)
            for o in range(M):
                for line4 in range(line4_first, min(line4_last + 1, N * OH)):
                    n = line4 // OH
                    i = line4 % OH
                    for j in range(max(0, cols_from4 - (OW * line4)), min(OW, cols_last4 + 1 - (OW * line4))):
                        z_dot[U(n), U(M * g + o), U(i), U(j)] = (
                            tile4[U(o), U(j + OW * line4 - cols_from4)]
                            + z_dot_part1[U(n), U(M * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_depth_dot, x, z_dot, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w):
    """ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u, v] · x[n, g,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    for task in range(first, last):
        n = task // (C * M * OH)
        g = task // (M * OH) % C
        o = task // OH % M
        i = task % OH
        # ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u,
        #     v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            z_dot[U(n), U(M * g + o), U(i), U(j)] = z_dot_part1[U(n), U(M * g + o), U(i), U(j)]
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                w_depth_dot_here = w_depth_dot[U(M * g + o), 0, U(u), U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    z_dot[U(n), U(M * g + o), U(i), U(j)] += (
                        w_depth_dot_here
                        * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks3(first, last, w_point, y_dot_part1, z_dot, N, C, M, O, OH, OW, c_count5, cols5, pieces5,
        share5):
    """y_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ż[n,c,i,j]"""
    dtype = w_point.dtype
    T = dtype.type
    tile5 = np.empty((O, 384), dtype)
    left5 = np.empty((min(O, 96), max(0, min(c_count5, 256))), dtype)
    right5 = np.empty((max(0, min(c_count5, 256)), 384), dtype)
    for part5 in range(first, last):
        for cols_from5 in range(part5 * share5, min(part5 * share5 + share5, cols5), 384):
            cols_last5 = min(cols5 - 1, cols_from5 + 383, part5 * share5 + share5 - 1)
            # y_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ż[n,c,i,j]
            for o in range(O):
                for col5 in range(cols_from5, cols_last5 + 1):
                    tile5[U(o), U(col5 - cols_from5)] = T(0)
            line5_first = cols_from5 // OW
            line5_last = cols_last5 // OW
            for depth_from5 in range(0, c_count5, 256):
                depth_last5 = min(c_count5 - 1, depth_from5 + 255)
                for c in range(depth_from5, depth_last5 + 1):
                    for line5 in range(line5_first, min(line5_last + 1, N * OH)):
                        n = line5 // OH
                        i = line5 % OH
                        j = max(0, cols_from5 - (OW * line5))
                        copy(right5, (c - depth_from5, j + OW * line5 - cols_from5), z_dot, (n, c, i, j), 1,
                                min(OW, cols_last5 + 1 - (OW * line5)) - j)
                for rows_from5 in range(0, O, 96):
                    rows_last5 = min(O - 1, rows_from5 + 95)
                    for o in range(rows_from5, rows_last5 + 1):
                        c = depth_from5
                        copy(left5, (o - rows_from5, c - depth_from5), w_point, (o, c), 1,
                                depth_last5 + 1 - c)
                    multiply(tile5, (rows_from5, 0), 384, left5, (0, 0), min(c_count5, 256), 1, right5, (0,
                            0), 384, rows_last5 + 1 - rows_from5, cols_last5 + 1 - cols_from5,
                            depth_last5 + 1 - depth_from5)
            for o in range(O):
                for line5 in range(line5_first, min(line5_last + 1, N * OH)):
                    n = line5 // OH
                    i = line5 % OH
                    for j in range(max(0, cols_from5 - (OW * line5)), min(OW, cols_last5 + 1 - (OW * line5))):
                        y_dot_part1[U(n), U(o), U(i), U(j)] = tile5[U(o), U(j + OW * line5 - cols_from5)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain3(first, last, w_point, y_dot_part1, z_dot, N, C, M, O, OH, OW, c_block_last):
    """y_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ż[n,c,i,j]"""
    dtype = w_point.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part7 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ż[n,c,i,j]
        for j in range(OW):
            y_dot_part1[U(n), U(o), U(i), U(j)] = T(0)
        for j in range(OW):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part7[U(j)] = T(0)
            for c in range(c_block * 1024, min(C * M, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(OW):
                    part7[U(j)] += w_point_here * z_dot[U(n), U(c), U(i), U(j)]
            for j in range(OW):
                y_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)], part7[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, w_point_dot, b_dot, z, y_dot, y_dot_part1, N, C, M, O, OH, OW, c_count6, cols6,
        pieces6, share6):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_c w_point_dot[o,c] · z[n,c,i,j]"""
    dtype = w_point_dot.dtype
    T = dtype.type
    tile6 = np.empty((O, 384), dtype)
    left6 = np.empty((min(O, 96), max(0, min(c_count6, 256))), dtype)
    right6 = np.empty((max(0, min(c_count6, 256)), 384), dtype)
    for part6 in range(first, last):
        for cols_from6 in range(part6 * share6, min(part6 * share6 + share6, cols6), 384):
            cols_last6 = min(cols6 - 1, cols_from6 + 383, part6 * share6 + share6 - 1)
            # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_c w_point_dot[o,c] · z[n,c,i,j]
            for o in range(O):
                for col6 in range(cols_from6, cols_last6 + 1):
                    tile6[U(o), U(col6 - cols_from6)] = T(0)
            line6_first = cols_from6 // OW
            line6_last = cols_last6 // OW
            for depth_from6 in range(0, c_count6, 256):
                depth_last6 = min(c_count6 - 1, depth_from6 + 255)
                for c in range(depth_from6, depth_last6 + 1):
                    for line6 in range(line6_first, min(line6_last + 1, N * OH)):
                        n = line6 // OH
                        i = line6 % OH
                        j = max(0, cols_from6 - (OW * line6))
                        copy(right6, (c - depth_from6, j + OW * line6 - cols_from6), z, (n, c, i, j), 1,
                                min(OW, cols_last6 + 1 - (OW * line6)) - j)
                for rows_from6 in range(0, O, 96):
                    rows_last6 = min(O - 1, rows_from6 + 95)
                    for o in range(rows_from6, rows_last6 + 1):
                        c = depth_from6
                        copy(left6, (o - rows_from6, c - depth_from6), w_point_dot, (o, c), 1,
                                depth_last6 + 1 - c)
                    multiply(tile6, (rows_from6, 0), 384, left6, (0, 0), min(c_count6, 256), 1, right6, (0,
                            0), 384, rows_last6 + 1 - rows_from6, cols_last6 + 1 - cols_from6,
                            depth_last6 + 1 - depth_from6)
            for o in range(O):
                b_dot_here = b_dot[U(o)]
                for line6 in range(line6_first, min(line6_last + 1, N * OH)):
                    n = line6 // OH
                    i = line6 % OH
                    for j in range(max(0, cols_from6 - (OW * line6)), min(OW, cols_last6 + 1 - (OW * line6))):
                        y_dot[U(n), U(o), U(i), U(j)] = (
                            b_dot_here
                            + tile6[U(o), U(j + OW * line6 - cols_from6)]
                            + y_dot_part1[U(n), U(o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w_point_dot, b_dot, z, y_dot, y_dot_part1, N, C, M, O, OH, OW, c_block_last):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_c w_point_dot[o,c] · z[n,c,i,j]"""
    dtype = w_point_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part8 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_c w_point_dot[o,c] · z[n,c,i,j]
        b_dot_here = b_dot[U(o)]
        for j in range(OW):
            y_dot[U(n), U(o), U(i), U(j)] = b_dot_here + y_dot_part1[U(n), U(o), U(i), U(j)]
        for j in range(OW):
            rest2[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part8[U(j)] = T(0)
            for c in range(c_block * 1024, min(C * M, c_block * 1024 + 1024)):
                w_point_dot_here = w_point_dot[U(o), U(c)]
                for j in range(OW):
                    part8[U(j)] += w_point_dot_here * z[U(n), U(c), U(i), U(j)]
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part8[U(j)])


def _jvp(x_dot, w_depth_dot, w_point_dot, b_dot, x, w_depth, w_point, z, y_dot, N, C, H, W, M, KH, KW, O, OH,
        OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n, g·M+o, i, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point[o,c]·ż[n,c,i,j] + w_point_dot[o,c]·z[n,c,i,j])

    Operations: 2·C·KH·KW·M·N·OH·OW + 2·C·M·N·O·OH·OW multiplications, 2·C·KH·KW·M·N·OH·OW +
        2·C·M·N·O·OH·OW − C·M·N·OH·OW additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    z_dot_part1 = np.empty((N, C * M, OH, OW), dtype)
    z_dot = np.empty((N, C * M, OH, OW), dtype)
    y_dot_part1 = np.empty((N, O, OH, OW), dtype)
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(32768 // max(s_h * s_w * wide, 1), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(C * N * strips)
        tasks = C * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_jvp_correlations, pieces, C * KH * KW * M * N * OH * OW // 32, x_dot, w_depth, z_dot_part1, N,
                C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall,
                tasks, wide)
    else:
        if blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4):
            cols2 = N * OH * OW
            depth2 = KH * KW
            pieces2 = parts(N * OH * OW)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks, C * pieces2, C * KH * KW * M * N * OH * OW // 32, x_dot, w_depth, z_dot_part1,
                    N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols2, depth2, pieces2,
                    share2)
        else:
            launch(_jvp_plain, N * C * M * OH, C * KH * KW * M * N * OH * OW, x_dot, w_depth, z_dot_part1, N,
                    C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4):
        wide3 = (KW * d_w - d_w) // s_w + OW
        most3 = max(32768 // max(s_h * s_w * wide3, 1), 8)
        strips3 = max((OH - 1) // most3 + 1, 1)
        high3 = max((OH - 1) // strips3 + 1, 1)
        tall3 = (KH * d_h - d_h) // s_h + high3
        pieces3 = parts(C * N * strips3)
        tasks3 = C * N * strips3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        launch(_jvp_correlations2, pieces3, C * KH * KW * M * N * OH * OW // 32, w_depth_dot, x, z_dot,
                z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high3, pieces3,
                share3, strips3, tall3, tasks3, wide3)
    else:
        if blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4):
            cols4 = N * OH * OW
            depth4 = KH * KW
            pieces4 = parts(N * OH * OW)
            share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks2, C * pieces4, C * KH * KW * M * N * OH * OW // 32, w_depth_dot, x, z_dot,
                    z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols4, depth4,
                    pieces4, share4)
        else:
            launch(_jvp_plain2, N * C * M * OH, C * KH * KW * M * N * OH * OW, w_depth_dot, x, z_dot,
                    z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)
    if blocks(O >= 4 and N * OH * OW >= 8 and C * M >= 4):
        c_count5 = C * M
        cols5 = N * OH * OW
        pieces5 = parts(N * OH * OW)
        share5 = max(((cols5 - 1) // (pieces5 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks3, pieces5, C * M * N * O * OH * OW // 32, w_point, y_dot_part1, z_dot, N, C, M, O,
                OH, OW, c_count5, cols5, pieces5, share5)
    else:
        c_block_last = (C * M - 1) // 1024
        launch(_jvp_plain3, N * O * OH, C * M * N * O * OH * OW, w_point, y_dot_part1, z_dot, N, C, M, O, OH,
                OW, c_block_last)
    if blocks(O >= 4 and N * OH * OW >= 8 and C * M >= 4):
        c_count6 = C * M
        cols6 = N * OH * OW
        pieces6 = parts(N * OH * OW)
        share6 = max(((cols6 - 1) // (pieces6 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks4, pieces6, C * M * N * O * OH * OW // 32, w_point_dot, b_dot, z, y_dot,
                y_dot_part1, N, C, M, O, OH, OW, c_count6, cols6, pieces6, share6)
    else:
        c_block_last = (C * M - 1) // 1024
        launch(_jvp_plain4, N * O * OH, C * M * N * O * OH * OW, w_point_dot, b_dot, z, y_dot, y_dot_part1, N,
                C, M, O, OH, OW, c_block_last)
