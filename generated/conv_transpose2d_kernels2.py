"""The kernels of conv_transpose2d; conv_transpose2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose2d`.  Do not edit.
Run time: 409765dec7f5d4fe.
"""

from .tiles import correlate_weights


def _vjp_w_winograd(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · x[n, g·Cg+c, i, j]

    As compiled:

    dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, u+i−p_t, v+j−p_l] · x[n, g·Cg+c, i, j]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, u+i−p_t, v+j−p_l] · x[n, g·Cg+c, i, j]
    for g in range(G):
        correlate_weights(x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), dw, (Cg * g, 0, 0, 0),
                (KH * KW * Og, KH * KW, KW, 1), dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N,
                Cg, Og, H, W, KH, KW, OH, OW), (p_t, p_l,))
