"""The kernels of conv_batch_norm_relu; conv_batch_norm_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_batch_norm_relu`.  Do not edit.
Run time: 2b9438bf568855d6.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, plus
from .threads import launch
from .tiles import tiled, tiled_weights
from .vectors import scratch

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
                        T(0) >= (a_here * gamma_here * z_r - (gamma_here * z_mu_here * z_r)) + beta_here,
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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_part(first, last, a_dot, a_dot_part1, N, G, Og, OH, OW):
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        for j in range(OW):
            a_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                a_dot[U(n), U(Og * g + o), U(i), U(j)] + a_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_winograd_part2(first, last, gamma_dot, beta_dot, gamma, beta, a, z_mu, z_var, y_dot, a_dot, N, G, Og,
        OH, OW, m, epsilon, w_block_last):
    """ż_mu = 1/m · Σ_{n,h,w} ȧ[n,c,h,w]
    z_var_dot = 2/m · Σ_{n,h,w} (ȧ[n,c,h,w] − ż_mu) · (a[n,c,h,w] − z_mu[c])
    ż_r = −z_var_dot/(2 · (z_var[c] + ε)^(3/2))
    z_r = 1/√(z_var[c] + ε)
    ẏ[n,c,i,j] = {z_r · γ̇[c] · (a[n,c,i,j] − z_mu[c]) + γ[c] · (z_r · (ȧ[n,c,i,j] − ż_mu) + ż_r ·
        (a[n,c,i,j] − z_mu[c])) + β̇[c] if γ[c]·z_r·a[n,c,i,j] + β[c] > z_r·γ[c]·z_mu[c]; 0 if
        z_r·γ[c]·z_mu[c] ≥ γ[c]·z_r·a[n,c,i,j] + β[c]; else z_r · γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c]}
    """
    dtype = gamma_dot.dtype
    T = dtype.type
    for c in range(first, last):
        # ż_mu = 1/m · Σ_{n,h,w} ȧ[n,c,h,w]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part = plus(part, a_dot[U(n), U(c), U(h), U(w)])
                    acc, rest = carried(acc, rest, part)
        z_mu_dot = acc / T(m)
        # z_var_dot = 2/m · Σ_{n,h,w} (ȧ[n,c,h,w] − ż_mu) · (a[n,c,h,w] − z_mu[c])
        acc2 = T(0)
        rest2 = T(0)
        minus_z_mu_dot = -z_mu_dot
        minus_z_mu = -z_mu[U(c)]
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part2 = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            (a[U(n), U(c), U(h), U(w)] + minus_z_mu)
                            * (a_dot[U(n), U(c), U(h), U(w)] + minus_z_mu_dot),
                        )
                    acc2, rest2 = carried(acc2, rest2, part2)
        z_var_dot = T(2) * acc2 / T(m)
        # ż_r = −z_var_dot/(2 · (z_var[c] + ε)^(3/2))
        z_r_dot = -z_var_dot / (T(2) * ((epsilon + z_var[U(c)]) * np.sqrt(epsilon + z_var[U(c)])))
        # z_r = 1/√(z_var[c] + ε)
        z_r = T(1) / np.sqrt(epsilon + z_var[U(c)])
        # ẏ[n,c,i,j] = {z_r · γ̇[c] · (a[n,c,i,j] − z_mu[c]) + γ[c] · (z_r · (ȧ[n,c,i,j] −
        #     ż_mu) + ż_r · (a[n,c,i,j] − z_mu[c])) + β̇[c] if γ[c]·z_r·a[n,c,i,j] + β[c] >
        #     z_r·γ[c]·z_mu[c]; 0 if z_r·γ[c]·z_mu[c] ≥ γ[c]·z_r·a[n,c,i,j] + β[c]; else z_r ·
        #     γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c]}
        beta_here = beta[U(c)]
        gamma_here = gamma[U(c)]
        z_mu_here = z_mu[U(c)]
        beta_dot_here = beta_dot[U(c)]
        gamma_dot_here = gamma_dot[U(c)]
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    a_here = a[U(n), U(c), U(i), U(j)]
                    a_dot_here = a_dot[U(n), U(c), U(i), U(j)]
                    y_dot[U(n), U(c), U(i), U(j)] = select(
                        (a_here * gamma_here * z_r - (gamma_here * z_mu_here * z_r)) + beta_here > T(0),
                        beta_dot_here
                        + (a_here - z_mu_here) * gamma_dot_here * z_r
                        + gamma_here * ((a_dot_here - z_mu_dot) * z_r + (a_here - z_mu_here) * z_r_dot),
                        select(T(0) >= (a_here * gamma_here * z_r - (gamma_here * z_mu_here * z_r)) + beta_here,
                                T(0), beta_here + (a_here - z_mu_here) * gamma_here * z_r),
                    )


def _jvp_winograd(x_dot, w_dot, gamma_dot, beta_dot, x, w, gamma, beta, a, z_mu, z_var, y_dot, N, Cg, G, H, W,
        Og, KH, KW, OH, OW, m, p_t, p_l, epsilon):
    """z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    ȧ[n, g·Og+o, i, j] = Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ż_mu[c] = 1/m · Σ_{n,h,w} ȧ[n,c,h,w]
    z_var_dot[c] = 2/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c]) · (ȧ[n,c,h,w] − ż_mu[c])
    ż_r[c] = −z_var_dot[c]/(2 · (z_var[c] + ε)^(3/2))
    z_xhat_dot[n,c,h,w] = ż_r[c] · (a[n,c,h,w] − z_mu[c]) + z_r[c] · (ȧ[n,c,h,w] − ż_mu[c])
    ż[n,c,h,w] = γ[c]·z_xhat_dot[n,c,h,w] + γ̇[c]·z_xhat[n,c,h,w] + β̇[c]
    ẏ[n,o,i,j] = {ż[n,o,i,j] if z[n,o,i,j] > 0; else 0}

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = y_dot.dtype
    a_dot_part1 = scratch((N, G * Og, OH, OW), dtype)
    a_dot = scratch((N, G * Og, OH, OW), dtype)
    for g in range(G):
        tiled(a_dot_part1, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), x_dot, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N,
                Og, Cg, OH, OW, KH, KW, H, W), (p_t, p_l,))
    for g in range(G):
        tiled(a_dot, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w_dot, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, OH, OW, KH, KW, H, W), (p_t, p_l,))
    launch(_jvp_winograd_part, N * G * Og * OH, G * N * OH * OW * Og, a_dot, a_dot_part1, N, G, Og, OH, OW)
    w_block_last = (OW - 1) // 1024
    launch(_jvp_winograd_part2, G * Og, G * Og * 2 + G * N * OH * OW * Og * 3, gamma_dot, beta_dot, gamma,
            beta, a, z_mu, z_var, y_dot, a_dot, N, G, Og, OH, OW, m, epsilon, w_block_last)
