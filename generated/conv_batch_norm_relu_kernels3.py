"""The kernels of conv_batch_norm_relu; conv_batch_norm_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_batch_norm_relu`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, plus
from .threads import launch
from .stencils import correlate, correlations, pad
from .tiles import tiled
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations(first, last, x_dot, w, a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, high, pieces, share, strips, tall, tasks, wide):
    """a_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    planes = np.empty((Cg, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c + KW * u + v
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + c * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * strips)
            g = turn // strips % G
            strip = turn % strips
            # a_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts[U(o)] = T(0)
            for c in range(Cg):
                for phase_i in range(s_h):
                    for phase_j in range(s_w):
                        pad(planes, (c, phase_i, phase_j, 0, 0), wide, x_dot, (n, c + Cg * g,
                                phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w, tall, wide,
                                -((phase_i - p_t) // s_h) - (high * strip),
                                (H + p_t - phase_i - 1) // s_h + 1 - (high * strip),
                                -((phase_j - p_l) // s_w), (W + p_l - phase_j - 1) // s_w + 1)
            correlate(a_dot_part1, (n, Og * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w, (Og * g,
                    0, 0, 0), Cg * KH * KW, lefts, planes, (0, 0, 0, 0, 0), wide, rights, KH, len(rights), Og,
                    min(high, OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, cols2, depth2, pieces2, share2):
    """a_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
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
            # a_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
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
                            copy(right2, (inner2 - depth_from2, j + OW * line2 - cols_from2), x_dot, (n,
                                    c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                    min(OW, cols_last2 + 1 - (OW * line2), j_last + 1) - j)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // (KH * KW)
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        a_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = tile2[U(o), U(j + OW * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_block_last):
    """a_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part5 = np.empty(OW, dtype)
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
                part5[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part5[U(j)] += (
                                w_here
                                * x_dot[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                a_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(a_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part5[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, x, a_dot, a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, high3, pieces3, share3, strips3, tall3, tasks3, wide3):
    """ȧ[n, g·Og+o, i, j] = a_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, s_h, s_w, max(0, tall3), max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, high3, OW), dtype)
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
            # ȧ[n, g·Og+o, i, j] = a_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] ·
            #     x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                for phase_i3 in range(s_h):
                    for phase_j3 in range(s_w):
                        pad(planes3, (c, phase_i3, phase_j3, 0, 0), wide3, x, (n, c + Cg * g,
                                phase_i3 + high3 * s_h * strip3 - p_t, phase_j3 - p_l), W * s_h, s_w, tall3,
                                wide3, -((phase_i3 - p_t) // s_h) - (high3 * strip3),
                                (H + p_t - phase_i3 - 1) // s_h + 1 - (high3 * strip3),
                                -((phase_j3 - p_l) // s_w), (W + p_l - phase_j3 - 1) // s_w + 1)
            correlate(tile3, (0, 0, 0), OW * high3, OW, 1, starts3, (0,), 1, w_dot, (Og * g, 0, 0, 0),
                    Cg * KH * KW, lefts3, planes3, (0, 0, 0, 0, 0), wide3, rights3, KH, len(rights3), Og,
                    min(high3, OH - (high3 * strip3)), OW)
            for o in range(Og):
                for i in range(high3 * strip3, min(high3 + high3 * strip3, OH)):
                    for j in range(OW):
                        a_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                            a_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                            + tile3[U(o), U(i - (high3 * strip3)), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, x, a_dot, a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, cols4, depth4, pieces4, share4):
    """ȧ[n, g·Og+o, i, j] = a_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
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
            # ȧ[n, g·Og+o, i, j] = a_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] ·
            #     x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
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
                            copy(right4, (inner4 - depth_from4, j + OW * line4 - cols_from4), x, (n,
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
                for line4 in range(line4_first, min(line4_last + 1, N * OH)):
                    n = line4 // OH
                    i = line4 % OH
                    for j in range(max(0, cols_from4 - (OW * line4)), min(OW, cols_last4 + 1 - (OW * line4))):
                        a_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                            a_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                            + tile4[U(o), U(j + OW * line4 - cols_from4)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, a_dot, a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, c_block_last):
    """ȧ[n, g·Og+o, i, j] = a_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part6 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ȧ[n, g·Og+o, i, j] = a_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] ·
        #     x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            a_dot[U(n), U(Og * g + o), U(i), U(j)] = a_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
        for j in range(OW):
            rest2[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part6[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part6[U(j)] += (
                                w_dot_here
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                a_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(a_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part6[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, gamma_dot, beta_dot, gamma, beta, a, z_mu, z_var, y_dot, a_dot, N, G, Og, OH, OW,
        m, epsilon, w_block_last):
    """ż_mu = 1/m · Σ_{n,h,w} ȧ[n,c,h,w]
    z_var_dot = 2/m · Σ_{n,h,w} (ȧ[n,c,h,w] − ż_mu) · (a[n,c,h,w] − z_mu[c])
    ż_r = −z_var_dot/(2 · (z_var[c] + ε)^(3/2))
    z_r = 1/√(z_var[c] + ε)
    ẏ[n,c,i,j] = {z_r · γ̇[c] · (a[n,c,i,j] − z_mu[c]) + γ[c] · (z_r · (ȧ[n,c,i,j] − ż_mu) + ż_r ·
        (a[n,c,i,j] − z_mu[c])) + β̇[c] if γ[c]·z_r·a[n,c,i,j] + β[c] > z_r·γ[c]·z_mu[c]; 0 if
        z_r·γ[c]·z_mu[c] ≥ γ[c]·z_r·a[n,c,i,j] + β[c]; else z_r · γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c]}
    """
    dtype = gamma_dot.dtype
    T = dtype.type
    for c in range(first, last):
        # ż_mu = 1/m · Σ_{n,h,w} ȧ[n,c,h,w]
        acc = T(0)
        rest3 = T(0)
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part7 = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part7 = plus(part7, a_dot[U(n), U(c), U(h), U(w)])
                    acc, rest3 = carried(acc, rest3, part7)
        z_mu_dot = acc / T(m)
        # z_var_dot = 2/m · Σ_{n,h,w} (ȧ[n,c,h,w] − ż_mu) · (a[n,c,h,w] − z_mu[c])
        acc2 = T(0)
        rest4 = T(0)
        minus_z_mu_dot = -z_mu_dot
        minus_z_mu = -z_mu[U(c)]
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part8 = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part8 = plus(
                            part8,
                            (a[U(n), U(c), U(h), U(w)] + minus_z_mu)
                            * (a_dot[U(n), U(c), U(h), U(w)] + minus_z_mu_dot),
                        )
                    acc2, rest4 = carried(acc2, rest4, part8)
        z_var_dot = T(2) * acc2 / T(m)
        # ż_r = −z_var_dot/(2 · (z_var[c] + ε)^(3/2))
        z_r_dot = -z_var_dot / (T(2) * ((epsilon + z_var[U(c)]) * np.sqrt(epsilon + z_var[U(c)])))
        # z_r = 1/√(z_var[c] + ε)
        z_r = T(1) / np.sqrt(epsilon + z_var[U(c)])
        # ẏ[n,c,i,j] = {z_r · γ̇[c] · (a[n,c,i,j] − z_mu[c]) + γ[c] · (z_r · (ȧ[n,c,i,j] −
        #     ż_mu) + ż_r · (a[n,c,i,j] − z_mu[c])) + β̇[c] if γ[c]·z_r·a[n,c,i,j] + β[c] >
        #     z_r·γ[c]·z_mu[c]; 0 if z_r·γ[c]·z_mu[c] ≥ γ[c]·z_r·a[n,c,i,j] + β[c]; else z_r ·
        #     γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c]}
        beta_here = beta[U(c)]
        gamma_here = gamma[U(c)]
        z_mu_here = z_mu[U(c)]
        beta_dot_here = beta_dot[U(c)]
        gamma_dot_here = gamma_dot[U(c)]
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    a_here = a[U(n), U(c), U(i), U(j)]
                    a_dot_here = a_dot[U(n), U(c), U(i), U(j)]
                    y_dot[U(n), U(c), U(i), U(j)] = select(
                        (a_here * gamma_here * z_r - (gamma_here * z_mu_here * z_r)) + beta_here > T(0),
                        beta_dot_here
                        + (a_here - z_mu_here) * gamma_dot_here * z_r
                        + gamma_here * ((a_dot_here - z_mu_dot) * z_r + (a_here - z_mu_here) * z_r_dot),
                        select(T(0) >= (a_here * gamma_here * z_r - (gamma_here * z_mu_here * z_r)) + beta_here,
                                T(0), beta_here + (a_here - z_mu_here) * gamma_here * z_r),
                    )


def _jvp(x_dot, w_dot, gamma_dot, beta_dot, x, w, gamma, beta, a, z_mu, z_var, y_dot, N, Cg, G, H, W, Og, KH,
        KW, OH, OW, m, s_h, s_w, p_t, p_l, d_h, d_w, epsilon):
    """z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    ȧ[n, g·Og+o, i, j] = Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ż_mu[c] = 1/m · Σ_{n,h,w} ȧ[n,c,h,w]
    z_var_dot[c] = 2/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c]) · (ȧ[n,c,h,w] − ż_mu[c])
    ż_r[c] = −z_var_dot[c]/(2 · (z_var[c] + ε)^(3/2))
    z_xhat_dot[n,c,h,w] = ż_r[c] · (a[n,c,h,w] − z_mu[c]) + z_r[c] · (ȧ[n,c,h,w] − ż_mu[c])
    ż[n,c,h,w] = γ[c]·z_xhat_dot[n,c,h,w] + γ̇[c]·z_xhat[n,c,h,w] + β̇[c]
    ẏ[n,o,i,j] = {ż[n,o,i,j] if z[n,o,i,j] > 0; else 0}

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og + 7·G·N·OH·OW·Og + G·Og multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og +
        10·G·N·OH·OW·Og additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    a_dot_part1 = np.empty((N, G * Og, OH, OW), dtype)
    a_dot = np.empty((N, G * Og, OH, OW), dtype)
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg - 8,
            Og - 32)):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(32768 // max(Cg * s_h * s_w * wide, 1), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(G * N * strips)
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_jvp_correlations, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x_dot, w, a_dot_part1, N,
                Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips,
                tall, tasks, wide)
    else:
        if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
            cols2 = N * OH * OW
            depth2 = Cg * KH * KW
            pieces2 = parts(N * OH * OW)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks, G * pieces2, Cg * G * KH * KW * N * OH * OW * Og // 32, x_dot, w, a_dot_part1,
                    N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols2, depth2, pieces2,
                    share2)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x_dot, w, a_dot_part1, N,
                    Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
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
        launch(_jvp_correlations2, pieces3, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, x, a_dot,
                a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high3, pieces3,
                share3, strips3, tall3, tasks3, wide3)
    else:
        if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
            cols4 = N * OH * OW
            depth4 = Cg * KH * KW
            pieces4 = parts(N * OH * OW)
            share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
            launch(_jvp_blocks2, G * pieces4, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, x, a_dot,
                    a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols4,
                    depth4, pieces4, share4)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w_dot, x, a_dot,
                    a_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                    c_block_last)
    w_block_last = (OW - 1) // 1024
    launch(_jvp_part, G * Og, G * Og * 2 + G * N * OH * OW * Og * 3, gamma_dot, beta_dot, gamma, beta, a,
            z_mu, z_var, y_dot, a_dot, N, G, Og, OH, OW, m, epsilon, w_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_part(first, last, gamma, beta, running_mean, running_var, y, new_running_mean,
        new_running_var, a, z_mu, z_var, N, G, Og, OH, OW, m, epsilon, rho, w_block_last):
    """z_mu[c] = 1/m · Σ_{n,h,w} a[n,c,h,w]
    z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
    new_running_mean[c] = ρ·z_mu[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · z_var[c] · {m/(m − 1) if m ≥ 2; else 1}
    z_r = 1/√(z_var[c] + ε)
    y[n,c,i,j] = max(0, z_r · γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c])
    """
    dtype = gamma.dtype
    T = dtype.type
    term = T(1) - rho
    factor = (T(m) / T(m - 1) if m >= 2 else T(1)) * rho
    for c in range(first, last):
        # z_mu[c] = 1/m · Σ_{n,h,w} a[n,c,h,w]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part = plus(part, a[U(n), U(c), U(h), U(w)])
                    acc, rest = carried(acc, rest, part)
        z_mu[U(c)] = acc / T(m)
        # z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
        acc2 = T(0)
        rest2 = T(0)
        minus_z_mu = -z_mu[U(c)]
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part2 = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            (a[U(n), U(c), U(h), U(w)] + minus_z_mu)
                            * (a[U(n), U(c), U(h), U(w)] + minus_z_mu),
                        )
                    acc2, rest2 = carried(acc2, rest2, part2)
        z_var[U(c)] = acc2 / T(m)
        # new_running_mean[c] = ρ·z_mu[c] + (1 − ρ) · running_mean[c]
        new_running_mean[U(c)] = rho * z_mu[U(c)] + running_mean[U(c)] * term
        # new_running_var[c] = (1 − ρ) · running_var[c] + ρ · z_var[c] · {m/(m − 1) if m ≥ 2;
        #     else 1}
        new_running_var[U(c)] = factor * z_var[U(c)] + running_var[U(c)] * term
        # z_r = 1/√(z_var[c] + ε)
        z_r = T(1) / np.sqrt(epsilon + z_var[U(c)])
        # y[n,c,i,j] = max(0, z_r · γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c])
        beta_here = beta[U(c)]
        gamma_here = gamma[U(c)]
        z_mu_here = z_mu[U(c)]
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    a_here = a[U(n), U(c), U(i), U(j)]
                    y[U(n), U(c), U(i), U(j)] = select(
                        T(0) >= (a_here * gamma_here * z_r - (gamma_here * z_mu_here * z_r)) + beta_here,
                        T(0),
                        beta_here + (a_here - z_mu_here) * gamma_here * z_r,
                    )


def _forward_winograd(x, w, gamma, beta, running_mean, running_var, y, new_running_mean, new_running_var, a,
        z_mu, z_var, N, Cg, G, H, W, Og, KH, KW, OH, OW, m, p_t, p_l, epsilon, rho):
    """a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    z_mu[c] = 1/m · Σ_{n,h,w} a[n,c,h,w]
    z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
    z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    new_running_mean[c] = ρ·z_mu[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · z_var[c] · {m/(m − 1) if m ≥ 2; else 1}
    y[n,o,i,j] = {z[n,o,i,j] if z[n,o,i,j] > 0; else 0}

    As compiled:

    a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+u−p_t, j+v−p_l]
    z_r = 1/√(z_var[c] + ε)
    y[n,c,i,j] = max(0, z_r · γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c])

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+u−p_t, j+v−p_l]
    for g in range(G):
        tiled(a, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Og * g, 0, 0, 0), (Cg * KH * KW,
                KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og, Cg, OH, OW, KH,
                KW, H, W), (p_t, p_l,))
    w_block_last = (OW - 1) // 1024
    launch(_forward_winograd_part, G * Og, G * N * OH * OW * Og * 3 + G * Og * 3, gamma, beta, running_mean,
            running_var, y, new_running_mean, new_running_var, a, z_mu, z_var, N, G, Og, OH, OW, m, epsilon,
            rho, w_block_last)


def _vjp_x_winograd(w, da, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    da[n,o,i,j] = γ[o]·z_r[o]/m · (m · dy[n,o,i,j] · [z[n,o,i,j] > 0] − Σ_{n′,h,w : z[n′,o,h,w] > 0}
        dy[n′,o,h,w] − z_xhat[n,o,i,j] · Σ_{n′,h,w : z[n′,o,h,w] > 0} dy[n′,o,h,w] · z_xhat[n′,o,h,w])
    dx[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} da[n, g·Og+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, KH−1−u, KW−1−v]

    As compiled:

    dx[n, g·Cg+c, q−p_t, q′−p_l] = Σ_{o,t,t′} da[n, g·Og+o, q−t, q′−t′] · w[g·Og+o, c, t, t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dx[n, g·Cg+c, q−p_t, q′−p_l] = Σ_{o,t,t′} da[n, g·Og+o, q−t, q′−t′] · w[g·Og+o, c,
    #     t, t′]
    for g in range(G):
        tiled(dx, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), w, (Og * g, 0, KH - 1, KW - 1), (KH * KW,
                Cg * KH * KW, -KW, -1), da, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N, Cg, Og,
                H, W, KH, KW, OH, OW), (KH - p_t - 1, KW - p_l - 1,))
