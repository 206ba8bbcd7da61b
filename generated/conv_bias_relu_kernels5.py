"""The kernels of conv_bias_relu; conv_bias_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_bias_relu`.  Do not edit.
Run time: a55c99f0cc7ae4f6.
"""

from .conv_bias_relu_kernels import (
    _forward_part,
)
from .threads import launch
from .tiles import tiled, tiled_weights


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
    # y[n,o,i,j] = max(0, a[n,o,i,j])
    launch(_forward_part, N * G * Og * OH, G * N * OH * OW * Og, y, a, N, G, Og, OH, OW)


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
