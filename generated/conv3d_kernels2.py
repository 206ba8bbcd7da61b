"""The kernels of conv3d; conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv3d`.  Do not edit.
Run time: 31ac518f422d3877.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW,
        s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, c_block_last):
    """ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c, s_d·k+d_d·t−p_f,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OD * OH)
        g = task // (Og * OD * OH) % G
        o = task // (OD * OH) % Og
        k = task // OH % OD
        i = task % OH
        # ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n,
        #     g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, t, u,
        #     v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = b_dot_here
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        t_first = -((k * s_d - p_f) // d_d)
        t_last = (D + p_f - (k * s_d) - 1) // d_d
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            w_dot_here = w_dot[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                part[U(j)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(k * s_d + d_d * t - p_f),
                                            U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    + w_here
                                    * x_dot[U(n), U(c + Cg * g), U(k * s_d + d_d * t - p_f),
                                            U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                )
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)], part[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
    """ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c, s_d·k+d_d·t−p_f,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og multiplications, 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og additions,
        terms that a condition drops counted.
    """
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * G * Og * OD * OH, Cg * G * KD * KH * KW * N * OD * OH * OW * Og, x_dot, w_dot,
            b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l,
            d_d, d_h, d_w, c_block_last)
