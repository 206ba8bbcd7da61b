"""The kernels of conv_bias_relu; conv_bias_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_bias_relu`.  Do not edit.
Run time: 47a62f82b295e183.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .threads import launch
from .tiles import tiled, tiled_weights

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


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
    for g in range(G):
        tiled(a, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Og * g, 0, 0, 0), (Cg * KH * KW,
                KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og, Cg, OH, OW, KH,
                KW, H, W), (p_t, p_l,), b, (Og * g,), 1)
    launch(_forward_winograd_part, N * G * Og * OH, G * N * OH * OW * Og, y, a, N, G, Og, OH, OW)


def _vjp_x_winograd(w, dy_kept, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v), a[n, g·Og+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] > 0} dy[n, g·Og+o, (a+p_t−d_h·(KH−1−u))/s_h,
        (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, KH−1−u, KW−1−v]

    As compiled:

    dx[n, g·Cg+c, q−p_t, q′−p_l] = Σ_{o,t,t′} dy_kept[n, g·Og+o, q−t, q′−t′] · w[g·Og+o, c, t, t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(dx, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), w, (Og * g, 0, KH - 1, KW - 1), (KH * KW,
                Cg * KH * KW, -KW, -1), dy_kept, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N,
                Cg, Og, H, W, KH, KW, OH, OW), (KH - p_t - 1, KW - p_l - 1,))


def _vjp_w_winograd(x, dy_kept, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j : a[n, g·Og+o, i, j] > 0} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    As compiled:

    dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy_kept[n, g·Og+o, i, j] · x[n, g·Cg+c, u+i−p_t, v+j−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled_weights(dy_kept, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), dw, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, OH, OW, KH, KW, H, W), (p_t, p_l,))
