"""The kernels of conv3d; conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv3d`.  Do not edit.
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
def _jvp_correlations(first, last, x_dot, w, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d,
        s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, high, pieces, share, strips, tall, tasks, wide):
    """y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c, s_d·k+d_d·t−p_f,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    planes = np.empty((Cg, KD, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KD * KH * KW * c + KH * KW * t + KW * u + v
        rights = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + KD * c * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + s_h * s_w * t * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * OD * strips)
            g = turn // (OD * strips) % G
            k = turn // strips % OD
            strip = turn % strips
            # y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
            #     s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts[U(o)] = T(0)
            for c in range(Cg):
                for t in range(KD):
                    for phase_i in range(s_h):
                        for phase_j in range(s_w):
                            pad(planes, (c, t, phase_i, phase_j, 0, 0), wide, x_dot, (n, c + Cg * g,
                                    k * s_d + d_d * t - p_f, phase_i + high * s_h * strip - p_t,
                                    phase_j - p_l), W * s_h, s_w, tall, wide,
                                    -((phase_i - p_t) // s_h) - (high * strip),
                                    (H + p_t - phase_i - 1) // s_h + 1 - (high * strip) if k * s_d + d_d * t >= p_f and D + p_f >= k * s_d + d_d * t + 1 else 0,
                                    -((phase_j - p_l) // s_w),
                                    (W + p_l - phase_j - 1) // s_w + 1 if k * s_d + d_d * t >= p_f and D + p_f >= k * s_d + d_d * t + 1 else 0)
            correlate(y_dot_part1, (n, Og * g, k, high * strip, 0), OD * OH * OW, OW, 1, starts, (0,), 1, w,
                    (Og * g, 0, 0, 0, 0), Cg * KD * KH * KW, lefts, planes, (0, 0, 0, 0, 0, 0), wide, rights,
                    KH, len(rights), Og, min(high, OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h,
        s_w, p_f, p_t, p_l, d_d, d_h, d_w, cols2, depth2, pieces2, share2):
    """y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c, s_d·k+d_d·t−p_f,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
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
            # y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
            #     s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
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
                    c = inner2 // (KD * KH * KW)
                    t = inner2 // (KH * KW) % KD
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line2 in range(line2_first, min(line2_last + 1, N * OD * OH)):
                        n = line2 // (OD * OH)
                        k = line2 // OH % OD
                        i = line2 % OH
                        if k * s_d + d_d * t >= p_f and D + p_f >= k * s_d + d_d * t + 1 and i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from2 - (OW * line2), j_first)
                            copy(right2, (inner2 - depth_from2, j + OW * line2 - cols_from2), x_dot, (n,
                                    c + Cg * g, k * s_d + d_d * t - p_f, i * s_h + d_h * u - p_t,
                                    j * s_w + d_w * v - p_l), s_w, min(OW, cols_last2 + 1 - (OW * line2),
                                    j_last + 1) - j)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // (KD * KH * KW)
                        t = inner2 // (KH * KW) % KD
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (Og * g + o, c, t, u, v),
                                Cg * KD * KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                for line2 in range(line2_first, min(line2_last + 1, N * OD * OH)):
                    n = line2 // (OD * OH)
                    k = line2 // OH % OD
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)] = tile2[U(o), U(j + OW * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h,
        s_w, p_f, p_t, p_l, d_d, d_h, d_w, c_block_last):
    """y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c, s_d·k+d_d·t−p_f,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part5 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OD * OH)
        g = task // (Og * OD * OH) % G
        o = task // (OD * OH) % Og
        k = task // OH % OD
        i = task % OH
        # y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
        #     s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)] = T(0)
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        t_first = -((k * s_d - p_f) // d_d)
        t_last = (D + p_f - (k * s_d) - 1) // d_d
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part5[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                part5[U(j)] += (
                                    w_here
                                    * x_dot[U(n), U(c + Cg * g), U(k * s_d + d_d * t - p_f),
                                            U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                )
            for j in range(OW):
                y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)] = carried(y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)], part5[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW,
        OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, high3, pieces3, share3, strips3, tall3,
        tasks3, wide3):
    """ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v} ẇ[g·Og+o, c, t, u,
        v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, KD, s_h, s_w, max(0, tall3), max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, high3, OW), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts3[U(tap)] = KD * KH * KW * c + KH * KW * t + KW * u + v
        rights3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights3[U(tap)] = (
                d_w * v // s_w
                + KD * c * s_h * s_w * tall3 * wide3
                + (d_h * u % s_h) * s_w * tall3 * wide3
                + s_h * s_w * t * tall3 * wide3
                + (d_w * v % s_w) * tall3 * wide3
                + (d_h * u // s_h) * wide3
            )
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * OD * strips3)
            g = turn3 // (OD * strips3) % G
            k = turn3 // strips3 % OD
            strip3 = turn3 % strips3
            # ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v}
            #     ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                for t in range(KD):
                    for phase_i3 in range(s_h):
                        for phase_j3 in range(s_w):
                            pad(planes3, (c, t, phase_i3, phase_j3, 0, 0), wide3, x, (n, c + Cg * g,
                                    k * s_d + d_d * t - p_f, phase_i3 + high3 * s_h * strip3 - p_t,
                                    phase_j3 - p_l), W * s_h, s_w, tall3, wide3,
                                    -((phase_i3 - p_t) // s_h) - (high3 * strip3),
                                    (H + p_t - phase_i3 - 1) // s_h + 1 - (high3 * strip3) if k * s_d + d_d * t >= p_f and D + p_f >= k * s_d + d_d * t + 1 else 0,
                                    -((phase_j3 - p_l) // s_w),
                                    (W + p_l - phase_j3 - 1) // s_w + 1 if k * s_d + d_d * t >= p_f and D + p_f >= k * s_d + d_d * t + 1 else 0)
            correlate(tile3, (0, 0, 0), OW * high3, OW, 1, starts3, (0,), 1, w_dot, (Og * g, 0, 0, 0, 0),
                    Cg * KD * KH * KW, lefts3, planes3, (0, 0, 0, 0, 0, 0), wide3, rights3, KH, len(rights3),
                    Og, min(high3, OH - (high3 * strip3)), OW)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for i in range(high3 * strip3, min(high3 + high3 * strip3, OH)):
                    for j in range(OW):
                        y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = (
                            b_dot_here
                            + tile3[U(o), U(i - (high3 * strip3)), U(j)]
                            + y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH,
        OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, cols4, depth4, pieces4, share4):
    """ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v} ẇ[g·Og+o, c, t, u,
        v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
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
            # ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v}
            #     ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
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
                    c = inner4 // (KD * KH * KW)
                    t = inner4 // (KH * KW) % KD
                    u = inner4 // KW % KH
                    v = inner4 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line4 in range(line4_first, min(line4_last + 1, N * OD * OH)):
                        n = line4 // (OD * OH)
                        k = line4 // OH % OD
                        i = line4 % OH
                        if k * s_d + d_d * t >= p_f and D + p_f >= k * s_d + d_d * t + 1 and i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from4 - (OW * line4), j_first)
                            copy(right4, (inner4 - depth_from4, j + OW * line4 - cols_from4), x, (n,
                                    c + Cg * g, k * s_d + d_d * t - p_f, i * s_h + d_h * u - p_t,
                                    j * s_w + d_w * v - p_l), s_w, min(OW, cols_last4 + 1 - (OW * line4),
                                    j_last + 1) - j)
                for rows_from4 in range(0, Og, 96):
                    rows_last4 = min(Og - 1, rows_from4 + 95)
                    for inner4 in range(depth_from4, depth_last4 + 1):
                        c = inner4 // (KD * KH * KW)
                        t = inner4 // (KH * KW) % KD
                        u = inner4 // KW % KH
                        v = inner4 % KW
                        o = rows_from4
                        copy(left4, (inner4 - depth_from4, o - rows_from4), w_dot, (Og * g + o, c, t, u, v),
                                Cg * KD * KH * KW, rows_last4 + 1 - o)
                    multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), 1, min(Og, 96), right4, (0, 0), 384,
                            rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                            depth_last4 + 1 - depth_from4)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for line4 in range(line4_first, min(line4_last + 1, N * OD * OH)):
                    n = line4 // (OD * OH)
                    k = line4 // OH % OD
                    i = line4 % OH
                    for j in range(max(0, cols_from4 - (OW * line4)), min(OW, cols_last4 + 1 - (OW * line4))):
                        y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = (
                            b_dot_here
                            + tile4[U(o), U(j + OW * line4 - cols_from4)]
                            + y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH,
        OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, c_block_last):
    """ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v} ẇ[g·Og+o, c, t, u,
        v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part6 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OD * OH)
        g = task // (Og * OD * OH) % G
        o = task // (OD * OH) % Og
        k = task // OH % OD
        i = task % OH
        # ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v}
        #     ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = (
                b_dot_here + y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)]
            )
        for j in range(OW):
            rest2[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        t_first = -((k * s_d - p_f) // d_d)
        t_last = (D + p_f - (k * s_d) - 1) // d_d
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part6[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_dot_here = w_dot[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                part6[U(j)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(k * s_d + d_d * t - p_f),
                                            U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                )
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest2[U(j)], part6[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
    """ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c, s_d·k+d_d·t−p_f,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og multiplications, 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og additions,
        terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, G * Og, OD, OH, OW), dtype)
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg * KD - 8,
            Og - 32)):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(32768 // max(Cg * KD * s_h * s_w * wide, 1), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(G * N * OD * strips)
        tasks = G * N * OD * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_jvp_correlations, pieces, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, x_dot, w,
                y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
                d_h, d_w, high, pieces, share, strips, tall, tasks, wide)
    else:
        if blocks(Og >= 4 and N * OD * OH * OW >= 8 and Cg * KD * KH * KW >= 4):
            cols2 = N * OD * OH * OW
            depth2 = Cg * KD * KH * KW
            pieces2 = parts(N * OD * OH * OW)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks, G * pieces2, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, x_dot, w,
                    y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l,
                    d_d, d_h, d_w, cols2, depth2, pieces2, share2)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain, N * G * Og * OD * OH, Cg * G * KD * KH * KW * N * OD * OH * OW * Og, x_dot, w,
                    y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l,
                    d_d, d_h, d_w, c_block_last)
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg * KD - 8,
            Og - 32)):
        wide3 = (KW * d_w - d_w) // s_w + OW
        most3 = max(32768 // max(Cg * KD * s_h * s_w * wide3, 1), 8)
        strips3 = max((OH - 1) // most3 + 1, 1)
        high3 = max((OH - 1) // strips3 + 1, 1)
        tall3 = (KH * d_h - d_h) // s_h + high3
        pieces3 = parts(G * N * OD * strips3)
        tasks3 = G * N * OD * strips3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        launch(_jvp_correlations2, pieces3, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, w_dot, b_dot,
                x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t,
                p_l, d_d, d_h, d_w, high3, pieces3, share3, strips3, tall3, tasks3, wide3)
    else:
        if blocks(Og >= 4 and N * OD * OH * OW >= 8 and Cg * KD * KH * KW >= 4):
            cols4 = N * OD * OH * OW
            depth4 = Cg * KD * KH * KW
            pieces4 = parts(N * OD * OH * OW)
            share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks2, G * pieces4, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, w_dot,
                    b_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h,
                    s_w, p_f, p_t, p_l, d_d, d_h, d_w, cols4, depth4, pieces4, share4)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain2, N * G * Og * OD * OH, Cg * G * KD * KH * KW * N * OD * OH * OW * Og, w_dot,
                    b_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h,
                    s_w, p_f, p_t, p_l, d_d, d_h, d_w, c_block_last)
