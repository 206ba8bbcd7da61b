"""The kernels of conv_transpose1d; conv_transpose1d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose1d`.  Do not edit.
Run time: a51755a289390ade.
"""

import numpy as np
from numba import njit

from .runtime import gcd, residue
from .threads import launch
from .tiles import tiled, tiled_weights

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d, c_first,
        d_by_gcd, gcd_s_d, s_by_gcd):
    """ẏ[n, g·Og+o, s·q+r−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} (w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] + ẇ[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)])
    """
    for task in range(first, last):
        n = task // (G * Og * s)
        g = task // (Og * s) % G
        o = task // s % Og
        r = task % s
        # ẏ[n, g·Og+o, s·q+r−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} (w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n,
        #     g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] + ẇ[g·Cg+c, o,
        #     res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)])
        b_dot_here = b_dot[U(Og * g + o)]
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] = b_dot_here
        res_r = residue(d, r, s)
        quotient_r = (d * res_r - r) // s
        q_first = -((r - p_l) // s)
        q_last = (OL + p_l - r - 1) // s
        t_last = (K - res_r - 1) // s_by_gcd
        if r % gcd_s_d == 0:
            for c in range(0, Cg - 3, 4):
                for t in range(t_last + 1):
                    w_here = w[U(c + Cg * g), U(o), U(res_r + s_by_gcd * t)]
                    w_here2 = w[U(c + Cg * g + 1), U(o), U(res_r + s_by_gcd * t)]
                    w_here3 = w[U(c + Cg * g + 2), U(o), U(res_r + s_by_gcd * t)]
                    w_here4 = w[U(c + Cg * g + 3), U(o), U(res_r + s_by_gcd * t)]
                    w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_by_gcd * t)]
                    w_dot_here2 = w_dot[U(c + Cg * g + 1), U(o), U(res_r + s_by_gcd * t)]
                    w_dot_here3 = w_dot[U(c + Cg * g + 2), U(o), U(res_r + s_by_gcd * t)]
                    w_dot_here4 = w_dot[U(c + Cg * g + 3), U(o), U(res_r + s_by_gcd * t)]
                    for q in range(max(q_first, quotient_r + d_by_gcd * t), min(q_last + 1,
                            L + quotient_r + d_by_gcd * t)):
                        y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] += (
                            w_dot_here * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_by_gcd * t))]
                            + w_dot_here2 * x[U(n), U(c + Cg * g + 1), U(q - quotient_r - (d_by_gcd * t))]
                            + w_dot_here3 * x[U(n), U(c + Cg * g + 2), U(q - quotient_r - (d_by_gcd * t))]
                            + w_dot_here4 * x[U(n), U(c + Cg * g + 3), U(q - quotient_r - (d_by_gcd * t))]
                            + w_here * x_dot[U(n), U(c + Cg * g), U(q - quotient_r - (d_by_gcd * t))]
                            + w_here2 * x_dot[U(n), U(c + Cg * g + 1), U(q - quotient_r - (d_by_gcd * t))]
                            + w_here3 * x_dot[U(n), U(c + Cg * g + 2), U(q - quotient_r - (d_by_gcd * t))]
                            + w_here4 * x_dot[U(n), U(c + Cg * g + 3), U(q - quotient_r - (d_by_gcd * t))]
                        )
            for c in range(c_first, Cg):
                for t in range(t_last + 1):
                    w_here5 = w[U(c + Cg * g), U(o), U(res_r + s_by_gcd * t)]
                    w_dot_here5 = w_dot[U(c + Cg * g), U(o), U(res_r + s_by_gcd * t)]
                    for q in range(max(q_first, quotient_r + d_by_gcd * t), min(q_last + 1,
                            L + quotient_r + d_by_gcd * t)):
                        y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] += (
                            w_dot_here5 * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_by_gcd * t))]
                            + w_here5 * x_dot[U(n), U(c + Cg * g), U(q - quotient_r - (d_by_gcd * t))]
                        )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """ẏ[n, g·Og+o, a] = ḃ[g·Og+o] + Σ_{c,u : s ∣ a+p_l−d·u} (w[g·Cg+c, o, u] · ẋ[n, g·Cg+c, (a+p_l−d·u)/s] +
        ẇ[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s])

    As compiled:

    ẏ[n, g·Og+o, s·q+r−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} (w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] + ẇ[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)])

    Operations: 2·Cg·G·K·N·OL·Og multiplications, 2·Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    s_by_gcd = s // gcd(s, d)
    d_by_gcd = d // gcd(s, d)
    c_first = (Cg // 4) * 4
    gcd_s_d = gcd(s, d)
    launch(_jvp_part, N * G * Og * s, (-p_l // s + (OL + p_l - 1) // s + 1) * ((K - residue(d, 0,
            s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg,
            G, L, Og, K, OL, s, p_l, d, c_first, d_by_gcd, gcd_s_d, s_by_gcd)


def _forward_winograd(x, w, b, y, N, Cg, G, L, Og, K, OL, p_l):
    """y[n, g·Og+o, a] = b[g·Og+o] + Σ_{c,u} w[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s] · [s ∣ a + p_l −
        d·u]

    As compiled:

    y[n, g·Og+o, q−p_l] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q−t]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # y[n, g·Og+o, q−p_l] = b[g·Og+o] + Σ_{c,t} w[g·Cg+c, o, t] · x[n, g·Cg+c, q−t]
    for g in range(G):
        tiled(y, (0, Og * g, 0), (G * OL * Og, OL, 1), w, (Cg * g, 0, K - 1), (K, K * Og, -1), x, (0, Cg * g,
                0), (Cg * G * L, L, 1), (N, Og, Cg, OL, K, L), (K - p_l - 1,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, L, Og, K, OL, p_l):
    """dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]

    As compiled:

    dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, i+u−p_l] · w[g·Cg+c, o, u]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, i+u−p_l] · w[g·Cg+c, o, u]
    for g in range(G):
        tiled(dx, (0, Cg * g, 0), (Cg * G * L, L, 1), w, (Cg * g, 0, 0), (K * Og, K, 1), dy, (0, Og * g, 0),
                (G * OL * Og, OL, 1), (N, Cg, Og, L, K, OL), (p_l,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, L, Og, K, OL, p_l):
    """dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]

    As compiled:

    dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, u+i−p_l] · x[n, g·Cg+c, i]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, u+i−p_l] · x[n, g·Cg+c, i]
    for g in range(G):
        tiled_weights(x, (0, Cg * g, 0), (Cg * G * L, L, 1), dw, (Cg * g, 0, 0), (K * Og, K, 1), dy, (0,
                Og * g, 0), (G * OL * Og, OL, 1), (N, Cg, Og, L, K, OL), (p_l,))
