"""The kernels of conv_batch_norm_relu; conv_batch_norm_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_batch_norm_relu`.  Do not edit.
Run time: 47a62f82b295e183.
"""

import numpy as np

from .disjoint import njit
from .elementary import select
from .runtime import carried, plus
from .threads import launch
from .tiles import tiled, tiled_weights

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_part(first, last, gamma, beta, running_mean, running_var, y, new_running_mean,
        new_running_var, a, z_mu, z_var, N, G, Og, OH, OW, m, epsilon, rho, w_block_last):
    """z_mu[c] = 1/m · Σ_{n,h,w} a[n,c,h,w]
    z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
    new_running_mean[c] = ρ·z_mu[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · z_var[c] · {m/(m − 1) if m ≥ 2; else 1}
    z_r = 1/√(z_var[c] + ε)
    y[n,c,i,j] = max(0, z_r · γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c])
    """
    dtype = gamma.dtype
    T = dtype.type
    term = T(1) - rho
    factor = (T(m) / T(m - 1) if m >= 2 else T(1)) * rho
    for c in range(first, last):
        # z_mu[c] = 1/m · Σ_{n,h,w} a[n,c,h,w]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part = plus(part, a[U(n), U(c), U(h), U(w)])
                    acc, rest = carried(acc, rest, part)
        z_mu[U(c)] = acc / T(m)
        # z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
        acc2 = T(0)
        rest2 = T(0)
        minus_z_mu = -z_mu[U(c)]
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part2 = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            (a[U(n), U(c), U(h), U(w)] + minus_z_mu)
                            * (a[U(n), U(c), U(h), U(w)] + minus_z_mu),
                        )
                    acc2, rest2 = carried(acc2, rest2, part2)
        z_var[U(c)] = acc2 / T(m)
        # new_running_mean[c] = ρ·z_mu[c] + (1 − ρ) · running_mean[c]
        new_running_mean[U(c)] = rho * z_mu[U(c)] + running_mean[U(c)] * term
        # new_running_var[c] = (1 − ρ) · running_var[c] + ρ · z_var[c] · {m/(m − 1) if m ≥ 2;
        #     else 1}
        new_running_var[U(c)] = factor * z_var[U(c)] + running_var[U(c)] * term
        # z_r = 1/√(z_var[c] + ε)
        z_r = T(1) / np.sqrt(epsilon + z_var[U(c)])
        # y[n,c,i,j] = max(0, z_r · γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c])
        beta_here = beta[U(c)]
        gamma_here = gamma[U(c)]
        z_mu_here = z_mu[U(c)]
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    a_here = a[U(n), U(c), U(i), U(j)]
                    y[U(n), U(c), U(i), U(j)] = select(
                        T(0) >= beta_here + (a_here - z_mu_here) * gamma_here * z_r,
                        T(0),
                        beta_here + (a_here - z_mu_here) * gamma_here * z_r,
                    )


def _forward_winograd(x, w, gamma, beta, running_mean, running_var, y, new_running_mean, new_running_var, a,
        z_mu, z_var, N, Cg, G, H, W, Og, KH, KW, OH, OW, m, p_t, p_l, epsilon, rho):
    """a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    z_mu[c] = 1/m · Σ_{n,h,w} a[n,c,h,w]
    z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
    z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    new_running_mean[c] = ρ·z_mu[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · z_var[c] · {m/(m − 1) if m ≥ 2; else 1}
    y[n,o,i,j] = {z[n,o,i,j] if z[n,o,i,j] > 0; else 0}

    As compiled:

    a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+u−p_t, j+v−p_l]
    z_r = 1/√(z_var[c] + ε)
    y[n,c,i,j] = max(0, z_r · γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c])

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(a, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Og * g, 0, 0, 0), (Cg * KH * KW,
                KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og, Cg, OH, OW, KH,
                KW, H, W), (p_t, p_l,))
    w_block_last = (OW - 1) // 1024
    launch(_forward_winograd_part, G * Og, G * N * OH * OW * Og * 3 + G * Og * 3, gamma, beta, running_mean,
            running_var, y, new_running_mean, new_running_var, a, z_mu, z_var, N, G, Og, OH, OW, m, epsilon,
            rho, w_block_last)


def _vjp_x_winograd(w, da, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    da[n,o,i,j] = γ[o]·z_r[o]/m · (m · dy[n,o,i,j] · [z[n,o,i,j] > 0] − Σ_{n′,h,w : z[n′,o,h,w] > 0}
        dy[n′,o,h,w] − z_xhat[n,o,i,j] · Σ_{n′,h,w : z[n′,o,h,w] > 0} dy[n′,o,h,w] · z_xhat[n′,o,h,w])
    dx[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} da[n, g·Og+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, KH−1−u, KW−1−v]

    As compiled:

    dx[n, g·Cg+c, q−p_t, q′−p_l] = Σ_{o,t,t′} da[n, g·Og+o, q−t, q′−t′] · w[g·Og+o, c, t, t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(dx, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), w, (Og * g, 0, KH - 1, KW - 1), (KH * KW,
                Cg * KH * KW, -KW, -1), da, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N, Cg, Og,
                H, W, KH, KW, OH, OW), (KH - p_t - 1, KW - p_l - 1,))


def _vjp_w_winograd(x, da, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    da[n,o,i,j] = γ[o]·z_r[o]/m · (m · dy[n,o,i,j] · [z[n,o,i,j] > 0] − Σ_{n′,h,w : z[n′,o,h,w] > 0}
        dy[n′,o,h,w] − z_xhat[n,o,i,j] · Σ_{n′,h,w : z[n′,o,h,w] > 0} dy[n′,o,h,w] · z_xhat[n′,o,h,w])
    dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    As compiled:

    dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, u+i−p_t, v+j−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled_weights(da, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), dw, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, OH, OW, KH, KW, H, W), (p_t, p_l,))
