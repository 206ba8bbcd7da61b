"""The kernels of same_conv2d; same_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv2d`.  Do not edit.
Run time: c11eb0c34b7e3ec3.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, d_h, d_w,
        c_block_last, quotient_KH_d_h, quotient_KW_d_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋])
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * H)
        g = task // (Og * H) % G
        o = task // H % Og
        i = task % H
        # ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, u, v] · x[n,
        #     g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(W):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
        for j in range(W):
            rest[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                W + quotient_KW_d_w - (d_w * v))):
                            part[U(j)] += (
                                w_dot_here
                                * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                        U(j + d_w * v - quotient_KW_d_w)]
                                + w_here
                                * x_dot[U(n), U(c + Cg * g), U(i + d_h * u - quotient_KH_d_h),
                                        U(j + d_w * v - quotient_KW_d_w)]
                            )
            for j in range(W):
                y_dot[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋])

    Operations: 2·Cg·G·H·KH·KW·N·Og·W multiplications, 2·Cg·G·H·KH·KW·N·Og·W additions, terms that a
        condition drops counted.
    """
    quotient_KH_d_h = (KH * d_h - d_h) // 2
    quotient_KW_d_w = (KW * d_w - d_w) // 2
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * G * Og * H, Cg * G * H * KH * KW * N * Og * W, x_dot, w_dot, b_dot, x, w, y_dot, N,
            Cg, G, H, W, Og, KH, KW, d_h, d_w, c_block_last, quotient_KH_d_h, quotient_KW_d_w)
