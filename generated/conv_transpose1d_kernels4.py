"""The kernels of conv_transpose1d; conv_transpose1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose1d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

from .tiles import tiled, tiled_weights


def _forward_winograd(x, w, b, y, N, Cg, G, L, Og, K, OL, p_l):
    """y[n, g·Og+o, a] = b[g·Og+o] + Σ_{c,u} w[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s] · [s ∣ a + p_l −
        d·u]

    As compiled:

    y[n, g·Og+o, q−p_l] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q−t]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(y, (0, Og * g, 0), (G * OL * Og, OL, 1), w, (Cg * g, 0, K - 1), (K, K * Og, -1), x, (0, Cg * g,
                0), (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (K - p_l - 1,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, L, Og, K, OL, p_l):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]

    As compiled:

    dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, i+u−p_l] · w[g·Cg+c, o, u]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(dx, (0, Cg * g, 0), (Cg * G * L, L, 1), w, (Cg * g, 0, 0), (K * Og, K, 1), dy, (0, Og * g, 0),
                (G * OL * Og, OL, 1), (N, Cg, Og, L, K, OL), (p_l,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, L, Og, K, OL, p_l):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]

    As compiled:

    dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, u+i−p_l] · x[n, g·Cg+c, i]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled_weights(x, (0, Cg * g, 0), (Cg * G * L, L, 1), dw, (Cg * g, 0, 0), (K * Og, K, 1), dy, (0,
                Og * g, 0), (G * OL * Og, OL, 1), (N, Cg, Og, L, K, OL), (p_l,))
