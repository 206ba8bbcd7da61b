"""The kernels of conv1d; conv1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv1d`.  Do not edit.
Run time: a51755a289390ade.
"""

from .tiles import tiled, tiled_weights


def _vjp_x_winograd(dy, w, dx, N, Cg, G, L, Og, K, OL, p_l):
    """dx[n, g·Cg+c, a] = Σ_{o,u : s ∣ a+p_l−d·(K−1−u)} dy[n, g·Og+o, (a+p_l−d·(K−1−u))/s] · w[g·Og+o, c,
        K−1−u]

    As compiled:

    dx[n, g·Cg+c, q−p_l] = Σ_{o,t} dy[n, g·Og+o, q−t] · w[g·Og+o, c, t]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dx[n, g·Cg+c, q−p_l] = Σ_{o,t} dy[n, g·Og+o, q−t] · w[g·Og+o, c, t]
    for g in range(G):
        tiled(dx, (0, Cg * g, 0), (Cg * G * L, L, 1), w, (Og * g, 0, K - 1), (K, Cg * K, -1), dy, (0, Og * g,
                0), (G * OL * Og, OL, 1), (N, Cg, Og, L, K, OL), (K - p_l - 1,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, L, Og, K, OL, p_l):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]

    As compiled:

    dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, u+i−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, u+i−p_l]
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0), (G * OL * Og, OL, 1), dw, (Og * g, 0, 0), (Cg * K, K, 1), x, (0,
                Cg * g, 0), (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (p_l,))
