"""The kernels of same_conv2d; same_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv2d`.  Do not edit.
Run time: a55c99f0cc7ae4f6.
"""

from .tiles import tiled, tiled_weights


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
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0, 0), (G * H * Og * W, H * W, W, 1), dw, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, H, W, KH, KW, H, W), (-i_first, -j_first,))
