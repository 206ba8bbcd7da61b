"""The kernels of true_conv2d; true_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `true_conv2d`.  Do not edit.
Run time: e2ba4dc3c459fdc2.
"""

from .tiles import tiled_weights


def _vjp_w_winograd(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·(KH−1−u)+s_h·i−p_t,
        d_w·(KW−1−v)+s_w·j−p_l]

    As compiled:

    dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, i+KH−1−u−p_t, j+KW−1−v−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), dw, (Og * g, 0, KH - 1,
                KW - 1), (Cg * KH * KW, KH * KW, -KW, -1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W,
                1), (N, Og, Cg, OH, OW, KH, KW, H, W), (p_t, p_l,))
