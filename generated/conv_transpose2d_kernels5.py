"""The kernels of conv_transpose2d; conv_transpose2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

from .tiles import tiled, tiled_weights


def _forward_winograd(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """y[n, g·Og+o, a, b] = b[g·Og+o] + Σ_{c,u,v} w[g·Cg+c, o, u, v] · x[n, g·Cg+c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] · [s_h ∣ a + p_t − d_h·u, s_w ∣ b + p_l − d_w·v]

    As compiled:

    y[n, g·Og+o, q−p_t, q′−p_l] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n, g·Cg+c, q−t, q′−t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(y, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Cg * g, 0, KH - 1, KW - 1),
                (KH * KW, KH * KW * Og, -KW, -1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, OH, OW, KH, KW, H, W), (KH - p_t - 1, KW - p_l - 1,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · w[g·Cg+c, o, u, v]

    As compiled:

    dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, i+u−p_t, j+v−p_l] · w[g·Cg+c, o, u, v]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(dx, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), w, (Cg * g, 0, 0, 0), (KH * KW * Og,
                KH * KW, KW, 1), dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N, Cg, Og, H, W,
                KH, KW, OH, OW), (p_t, p_l,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · x[n, g·Cg+c, i, j]

    As compiled:

    dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, u+i−p_t, v+j−p_l] · x[n, g·Cg+c, i, j]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled_weights(x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), dw, (Cg * g, 0, 0, 0),
                (KH * KW * Og, KH * KW, KW, 1), dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N,
                Cg, Og, H, W, KH, KW, OH, OW), (p_t, p_l,))
