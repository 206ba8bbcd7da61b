"""The kernels of same_conv3d; same_conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv3d`.  Do not edit.
Run time: 894fd0b39b54e850.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w,
        c_block_last, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, t, u, v] ·
        x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * D * H)
        g = task // (Og * D * H) % G
        o = task // (D * H) % Og
        k = task // H % D
        i = task % H
        # ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n,
        #     g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        #     + ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(W):
            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = b_dot_here
        for j in range(W):
            rest[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        t_first = -((k - quotient_KD_d_d) // d_d)
        t_last = (D + quotient_KD_d_d - k - 1) // d_d
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            w_dot_here = w_dot[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                    W + quotient_KW_d_w - (d_w * v))):
                                part[U(j)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                            U(i + d_h * u - quotient_KH_d_h),
                                            U(j + d_w * v - quotient_KW_d_w)]
                                    + w_here
                                    * x_dot[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                            U(i + d_h * u - quotient_KH_d_h),
                                            U(j + d_w * v - quotient_KW_d_w)]
                                )
            for j in range(W):
                y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)], part[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    """ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, t, u, v] ·
        x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])

    Operations: 2·Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, 2·Cg·D·G·H·KD·KH·KW·N·Og·W additions, terms
        that a condition drops counted.
    """
    quotient_KD_d_d = (KD * d_d - d_d) // 2
    quotient_KH_d_h = (KH * d_h - d_h) // 2
    quotient_KW_d_w = (KW * d_w - d_w) // 2
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * G * Og * D * H, Cg * D * G * H * KD * KH * KW * N * Og * W, x_dot, w_dot, b_dot, x,
            w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, c_block_last, quotient_KD_d_d,
            quotient_KH_d_h, quotient_KW_d_w)
