"""The kernels of conv_bias_relu; conv_bias_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_bias_relu`.  Do not edit.
Run time: a51755a289390ade.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried
from .threads import launch
from .tiles import tiled

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, a, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, c_block_last):
    """ȧ[g·Og+o, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = {ȧ[o,j] if a[n,o,i,j] > 0; 0 if a[n,o,i,j] ≤ 0; else a[n,o,i,j]}
    """
    dtype = x_dot.dtype
    T = dtype.type
    a_dot = np.empty((G * Og, OW), dtype)
    for task in range(first, last):
        n = task // OH
        i = task % OH
        # ȧ[g·Og+o, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(G):
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for j in range(OW):
                    a_dot[U(Og * g + o), U(j)] = b_dot_here
                rest = np.empty(OW, dtype)
                part = np.empty(OW, dtype)
                for j in range(OW):
                    rest[U(j)] = T(0)
                for c_block in range(c_block_last + 1):
                    for j in range(OW):
                        part[U(j)] = T(0)
                    for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                        for u in range(max(0, u_first), min(KH, u_last + 1)):
                            for v in range(KW):
                                w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                                w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                    part[U(j)] += (
                                        w_dot_here
                                        * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here
                                        * x_dot[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                    )
                    for j in range(OW):
                        a_dot[U(Og * g + o), U(j)], rest[U(j)] = carried(a_dot[U(Og * g + o), U(j)], rest[U(j)], part[U(j)])
        # ẏ[n,o,i,j] = {ȧ[o,j] if a[n,o,i,j] > 0; 0 if a[n,o,i,j] ≤ 0; else a[n,o,i,j]}
        for o_2 in range(G * Og):
            for j in range(OW):
                a_here = a[U(n), U(o_2), U(i), U(j)]
                a_dot_here = a_dot[U(o_2), U(j)]
                y_dot[U(n), U(o_2), U(i), U(j)] = select(a_here > T(0), a_dot_here, select(T(0) >= a_here, T(0), a_here))


def _jvp(x_dot, w_dot, b_dot, x, w, a, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w):
    """ȧ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = {ȧ[n,o,i,j] if a[n,o,i,j] > 0; else 0}

    As compiled:

    ȧ[g·Og+o, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = {ȧ[o,j] if a[n,o,i,j] > 0; 0 if a[n,o,i,j] ≤ 0; else a[n,o,i,j]}

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * OH, Cg * G * KH * KW * N * OH * OW * Og + G * N * OH * OW * Og, x_dot, w_dot, b_dot,
            x, w, a, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_part(first, last, y, a, N, G, Og, OH, OW):
    """y[n,o,i,j] = max(0, a[n,o,i,j])"""
    dtype = y.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Og * OH)
        o = task // OH % (G * Og)
        i = task % OH
        # y[n,o,i,j] = max(0, a[n,o,i,j])
        for j in range(OW):
            a_here = a[U(n), U(o), U(i), U(j)]
            y[U(n), U(o), U(i), U(j)] = select(T(0) >= a_here, T(0), a_here)


def _forward_winograd(x, w, b, y, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    y[n,o,i,j] = {a[n,o,i,j] if a[n,o,i,j] > 0; else 0}

    As compiled:

    a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+u−p_t, j+v−p_l]
    y[n,o,i,j] = max(0, a[n,o,i,j])

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
    #     i+u−p_t, j+v−p_l]
    for g in range(G):
        tiled(a, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Og * g, 0, 0, 0), (Cg * KH * KW,
                KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og, Cg, OH, OW, KH,
                KW, H, W), (p_t, p_l,), b, (Og * g,), 1)
    launch(_forward_winograd_part, N * G * Og * OH, G * N * OH * OW * Og, y, a, N, G, Og, OH, OW)
