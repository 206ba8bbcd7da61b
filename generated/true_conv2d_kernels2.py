"""The kernels of true_conv2d; true_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `true_conv2d`.  Do not edit.
Run time: 894fd0b39b54e850.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, c_block_last):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, KH−1−u, KW−1−v] · ẋ[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, KH−1−u, KW−1−v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l])
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, KH−1−u, KW−1−v] · ẋ[n,
        #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, KH−1−u, KW−1−v] · x[n,
        #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(KH - u - 1), U(KW - v - 1)]
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(KH - u - 1), U(KW - v - 1)]
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
                y_dot[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, KH−1−u, KW−1−v] · ẋ[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, KH−1−u, KW−1−v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l])

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x_dot, w_dot, b_dot, x, w, y_dot,
            N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
