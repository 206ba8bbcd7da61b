"""The kernels of same_conv2d; same_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv2d`.  Do not edit.
Run time: a51755a289390ade.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch
from .tiles import tiled, tiled_weights

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


def _forward_winograd(x, w, b, y, N, Cg, G, H, W, Og, KH, KW):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]

    As compiled:

    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+u−⌊(KH−1)/2⌋,
        j+v−⌊(KW−1)/2⌋]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    i_first = -((KH - 1) // 2)
    j_first = -((KW - 1) // 2)
    # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
    #     i+u−⌊(KH−1)/2⌋, j+v−⌊(KW−1)/2⌋]
    for g in range(G):
        tiled(y, (0, Og * g, 0, 0), (G * H * Og * W, H * W, W, 1), w, (Og * g, 0, 0, 0), (Cg * KH * KW,
                KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og, Cg, H, W, KH,
                KW, H, W), (-i_first, -j_first,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, H, W, Og, KH, KW):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·(KH−1−u),
        b+⌊d_w·(KW−1)/2⌋−d_w·(KW−1−v)] · w[g·Og+o, c, KH−1−u, KW−1−v]

    As compiled:

    dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊(KH−1)/2⌋−u, b+⌊(KW−1)/2⌋−v] · w[g·Og+o, c, u, v]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    quotient_KH = (KH - 1) // 2
    quotient_KW = (KW - 1) // 2
    # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊(KH−1)/2⌋−u, b+⌊(KW−1)/2⌋−v] ·
    #     w[g·Og+o, c, u, v]
    for g in range(G):
        tiled(dx, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), w, (Og * g, 0, KH - 1, KW - 1), (KH * KW,
                Cg * KH * KW, -KW, -1), dy, (0, Og * g, 0, 0), (G * H * Og * W, H * W, W, 1), (N, Cg, Og, H,
                W, KH, KW, H, W), (KH - quotient_KH - 1, KW - quotient_KW - 1,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, H, W, Og, KH, KW):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+i−⌊d_h·(KH−1)/2⌋,
        d_w·v+j−⌊d_w·(KW−1)/2⌋]

    As compiled:

    dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, u+i−⌊(KH−1)/2⌋, v+j−⌊(KW−1)/2⌋]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    i_first = -((KH - 1) // 2)
    j_first = -((KW - 1) // 2)
    # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, u+i−⌊(KH−1)/2⌋,
    #     v+j−⌊(KW−1)/2⌋]
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0, 0), (G * H * Og * W, H * W, W, 1), dw, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, H, W, KH, KW, H, W), (-i_first, -j_first,))
