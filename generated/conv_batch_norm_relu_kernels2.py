"""The kernels of conv_batch_norm_relu; conv_batch_norm_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_batch_norm_relu`.  Do not edit.
Run time: eee69a6ed95d091b.
"""

import numpy as np
from numba import njit

from .runtime import plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part(first, last, z_var, z_r, G, Og, epsilon):
    """z_r[c] = 1/√(z_var[c] + ε)"""
    dtype = z_var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # z_r[c] = 1/√(z_var[c] + ε)
        for c in range(c_block * 64, min(G * Og, c_block * 64 + 64)):
            z_r[U(c)] = T(1) / np.sqrt(epsilon + z_var[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part2(first, last, dy, gamma, beta, a, z_mu, dgamma, z_r, N, G, Og, OH, OW):
    """dγ[o] = Σ_{n,hw} {z_r[o] · dy[n,o,hw] · (a[n,o,hw] − z_mu[o]) if γ[o]·z_r[o]·a[n,o,hw] + β[o] >
        γ[o]·z_mu[o]·z_r[o]; 0 if γ[o]·z_r[o]·a[n,o,hw] + β[o] ≤ γ[o]·z_mu[o]·z_r[o]; else γ[o] · z_r[o] ·
        (a[n,o,hw] − z_mu[o]) + β[o]}
    """
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # dγ[o] = Σ_{n,hw} {z_r[o] · dy[n,o,hw] · (a[n,o,hw] − z_mu[o]) if
        #     γ[o]·z_r[o]·a[n,o,hw] + β[o] > γ[o]·z_mu[o]·z_r[o]; 0 if γ[o]·z_r[o]·a[n,o,hw] +
        #     β[o] ≤ γ[o]·z_mu[o]·z_r[o]; else γ[o] · z_r[o] · (a[n,o,hw] − z_mu[o]) + β[o]}
        acc = T(0)
        for n in range(N):
            for hw in range(OH * OW):
                acc = plus(
                    acc,
                    (a[U(n), U(o), U(hw)] - z_mu[U(o)]) * dy[U(n), U(o), U(hw)] * z_r[U(o)]
                    if (
                        a[U(n), U(o), U(hw)] * gamma[U(o)] * z_r[U(o)]
                        - (gamma[U(o)] * z_mu[U(o)] * z_r[U(o)])
                    )
                    + beta[U(o)] > T(0)
                    else T(0)
                    if T(0) >= (a[U(n), U(o),
                            U(hw)] * gamma[U(o)] * z_r[U(o)] - (gamma[U(o)] * z_mu[U(o)] * z_r[U(o)]))
                    + beta[U(o)]
                    else (a[U(n), U(o), U(hw)] - z_mu[U(o)]) * gamma[U(o)] * z_r[U(o)] + beta[U(o)],
                )
        dgamma[U(o)] = acc


def _vjp_gamma(dy, gamma, beta, a, z_mu, z_var, dgamma, N, G, Og, OH, OW, epsilon):
    """z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    dγ[o] = Σ_{n,h,w : z[n,o,h,w] > 0} dy[n,o,h,w] · z_xhat[n,o,h,w]

    Operations: 3·G·N·OH·OW·Og multiplications, 3·G·N·OH·OW·Og additions, terms that a condition drops
        counted.
    """
    dtype = dgamma.dtype
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    a_rows = a.reshape((N, G * Og, OH * OW))
    z_r = np.empty(G * Og, dtype)
    launch(_vjp_gamma_part, (G * Og - 1) // 64 + 1, G * Og, z_var, z_r, G, Og, epsilon)
    launch(_vjp_gamma_part2, G * Og, G * N * OH * OW * Og, dy_rows, gamma, beta, a_rows, z_mu, dgamma, z_r, N,
            G, Og, OH, OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta_part(first, last, z_var, z_r, G, Og, epsilon):
    """z_r[c] = 1/√(z_var[c] + ε)"""
    dtype = z_var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # z_r[c] = 1/√(z_var[c] + ε)
        for c in range(c_block * 64, min(G * Og, c_block * 64 + 64)):
            z_r[U(c)] = T(1) / np.sqrt(epsilon + z_var[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta_part2(first, last, dy, gamma, beta, a, z_mu, dbeta, z_r, N, G, Og, OH, OW):
    """dβ[o] = Σ_{n,hw} {dy[n,o,hw] if γ[o]·z_r[o]·a[n,o,hw] + β[o] > γ[o]·z_mu[o]·z_r[o]; 0 if
        γ[o]·z_r[o]·a[n,o,hw] + β[o] ≤ γ[o]·z_mu[o]·z_r[o]; else γ[o] · z_r[o] · (a[n,o,hw] − z_mu[o]) +
        β[o]}
    """
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # dβ[o] = Σ_{n,hw} {dy[n,o,hw] if γ[o]·z_r[o]·a[n,o,hw] + β[o] > γ[o]·z_mu[o]·z_r[o];
        #     0 if γ[o]·z_r[o]·a[n,o,hw] + β[o] ≤ γ[o]·z_mu[o]·z_r[o]; else γ[o] · z_r[o] ·
        #     (a[n,o,hw] − z_mu[o]) + β[o]}
        acc = T(0)
        for n in range(N):
            for hw in range(OH * OW):
                acc = plus(
                    acc,
                    dy[U(n), U(o), U(hw)]
                    if (
                        a[U(n), U(o), U(hw)] * gamma[U(o)] * z_r[U(o)]
                        - (gamma[U(o)] * z_mu[U(o)] * z_r[U(o)])
                    )
                    + beta[U(o)] > T(0)
                    else T(0)
                    if T(0) >= (a[U(n), U(o),
                            U(hw)] * gamma[U(o)] * z_r[U(o)] - (gamma[U(o)] * z_mu[U(o)] * z_r[U(o)]))
                    + beta[U(o)]
                    else (a[U(n), U(o), U(hw)] - z_mu[U(o)]) * gamma[U(o)] * z_r[U(o)] + beta[U(o)],
                )
        dbeta[U(o)] = acc


def _vjp_beta(dy, gamma, beta, a, z_mu, z_var, dbeta, N, G, Og, OH, OW, epsilon):
    """z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    dβ[o] = Σ_{n,h,w : z[n,o,h,w] > 0} dy[n,o,h,w]

    Operations: 2·G·N·OH·OW·Og multiplications, 3·G·N·OH·OW·Og additions, terms that a condition drops
        counted.
    """
    dtype = dbeta.dtype
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    a_rows = a.reshape((N, G * Og, OH * OW))
    z_r = np.empty(G * Og, dtype)
    launch(_vjp_beta_part, (G * Og - 1) // 64 + 1, G * Og, z_var, z_r, G, Og, epsilon)
    launch(_vjp_beta_part2, G * Og, G * N * OH * OW * Og, dy_rows, gamma, beta, a_rows, z_mu, dbeta, z_r, N,
            G, Og, OH, OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, z_var, z_r, G, Og, epsilon):
    """z_r[c] = 1/√(z_var[c] + ε)"""
    dtype = z_var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # z_r[c] = 1/√(z_var[c] + ε)
        for c in range(c_block * 64, min(G * Og, c_block * 64 + 64)):
            z_r[U(c)] = T(1) / np.sqrt(epsilon + z_var[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, x_dot, w_dot, x, w, a_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_first):
    """ȧ[n, g·Og+o, i, j] = Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ȧ[n, g·Og+o, i, j] = Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l])
        for j in range(OW):
            a_dot[U(n), U(Og * g + o), U(i), U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c in range(0, Cg - 3, 4):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c + 1), U(u), U(v)]
                    w_here2 = w[U(Og * g + o), U(c + 2), U(u), U(v)]
                    w_here3 = w[U(Og * g + o), U(c + 3), U(u), U(v)]
                    w_here4 = w[U(Og * g + o), U(c), U(u), U(v)]
                    w_dot_here = w_dot[U(Og * g + o), U(c + 1), U(u), U(v)]
                    w_dot_here2 = w_dot[U(Og * g + o), U(c + 2), U(u), U(v)]
                    w_dot_here3 = w_dot[U(Og * g + o), U(c + 3), U(u), U(v)]
                    w_dot_here4 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        a_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                            w_dot_here
                            * x[U(n), U(c + Cg * g + 1), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_dot_here2
                            * x[U(n), U(c + Cg * g + 2), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_dot_here3
                            * x[U(n), U(c + Cg * g + 3), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_dot_here4
                            * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            + w_here
                            * x_dot[U(n), U(c + Cg * g + 1), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here2
                            * x_dot[U(n), U(c + Cg * g + 2), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here3
                            * x_dot[U(n), U(c + Cg * g + 3), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here4
                            * x_dot[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                        )
        for c in range(c_first, Cg):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for v in range(KW):
                    w_here5 = w[U(Og * g + o), U(c), U(u), U(v)]
                    w_dot_here5 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        a_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                            w_dot_here5
                            * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            + w_here5
                            * x_dot[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part3(first, last, gamma_dot, beta_dot, gamma, beta, a, z_mu, z_var, y_dot, a_dot, z_r, N, G, Og, OH,
        OW, m, epsilon):
    """ż_mu = 1/m · Σ_{n,h,w} ȧ[n,c,h,w]
    z_var_dot = 2/m · Σ_{n,h,w} (ȧ[n,c,h,w] − ż_mu) · (a[n,c,h,w] − z_mu[c])
    ż_r = −z_var_dot/(2 · (z_var[c] + ε)^(3/2))
    ẏ[n,c,i,j] = {γ̇[c] · z_r[c] · (a[n,c,i,j] − z_mu[c]) + γ[c] · (ż_r · (a[n,c,i,j] − z_mu[c]) + z_r[c]
        · (ȧ[n,c,i,j] − ż_mu)) + β̇[c] if γ[c]·z_r[c]·a[n,c,i,j] + β[c] > γ[c]·z_mu[c]·z_r[c]; 0 if
        γ[c]·z_mu[c]·z_r[c] ≥ γ[c]·z_r[c]·a[n,c,i,j] + β[c]; else γ[c] · z_r[c] · (a[n,c,i,j] − z_mu[c]) +
        β[c]}
    """
    dtype = gamma_dot.dtype
    T = dtype.type
    for c in range(first, last):
        # ż_mu = 1/m · Σ_{n,h,w} ȧ[n,c,h,w]
        acc = T(0)
        for n in range(N):
            for h in range(OH):
                for w in range(OW):
                    acc = plus(acc, a_dot[U(n), U(c), U(h), U(w)])
        z_mu_dot = acc / T(m)
        # z_var_dot = 2/m · Σ_{n,h,w} (ȧ[n,c,h,w] − ż_mu) · (a[n,c,h,w] − z_mu[c])
        acc2 = T(0)
        minus_z_mu_dot = -z_mu_dot
        minus_z_mu = -z_mu[U(c)]
        for n in range(N):
            for h in range(OH):
                for w in range(OW):
                    acc2 = plus(
                        acc2,
                        (a[U(n), U(c), U(h), U(w)] + minus_z_mu)
                        * (a_dot[U(n), U(c), U(h), U(w)] + minus_z_mu_dot),
                    )
        z_var_dot = T(2) * acc2 / T(m)
        # ż_r = −z_var_dot/(2 · (z_var[c] + ε)^(3/2))
        z_r_dot = -z_var_dot / (T(2) * ((epsilon + z_var[U(c)]) * np.sqrt(epsilon + z_var[U(c)])))
        # ẏ[n,c,i,j] = {γ̇[c] · z_r[c] · (a[n,c,i,j] − z_mu[c]) + γ[c] · (ż_r · (a[n,c,i,j] −
        #     z_mu[c]) + z_r[c] · (ȧ[n,c,i,j] − ż_mu)) + β̇[c] if γ[c]·z_r[c]·a[n,c,i,j] +
        #     β[c] > γ[c]·z_mu[c]·z_r[c]; 0 if γ[c]·z_mu[c]·z_r[c] ≥ γ[c]·z_r[c]·a[n,c,i,j] +
        #     β[c]; else γ[c] · z_r[c] · (a[n,c,i,j] − z_mu[c]) + β[c]}
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    y_dot[U(n), U(c), U(i), U(j)] = (
                        (a[U(n), U(c), U(i), U(j)] - z_mu[U(c)]) * gamma_dot[U(c)] * z_r[U(c)]
                        + gamma[U(c)]
                        * (
                            (a_dot[U(n), U(c), U(i), U(j)] - z_mu_dot) * z_r[U(c)]
                            + (a[U(n), U(c), U(i), U(j)] - z_mu[U(c)]) * z_r_dot
                        )
                        + beta_dot[U(c)]
                        if (
                            a[U(n), U(c), U(i), U(j)] * gamma[U(c)] * z_r[U(c)]
                            - (gamma[U(c)] * z_mu[U(c)] * z_r[U(c)])
                        )
                        + beta[U(c)] > T(0)
                        else T(0)
                        if T(0) >= (a[U(n), U(c), U(i),
                                U(j)] * gamma[U(c)] * z_r[U(c)] - (gamma[U(c)] * z_mu[U(c)] * z_r[U(c)]))
                        + beta[U(c)]
                        else (a[U(n), U(c), U(i), U(j)] - z_mu[U(c)]) * gamma[U(c)] * z_r[U(c)] + beta[U(c)]
                    )


def _jvp(x_dot, w_dot, gamma_dot, beta_dot, x, w, gamma, beta, a, z_mu, z_var, y_dot, N, Cg, G, H, W, Og, KH,
        KW, OH, OW, m, s_h, s_w, p_t, p_l, d_h, d_w, epsilon):
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

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og + 7·G·N·OH·OW·Og + G·Og multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og +
        10·G·N·OH·OW·Og additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    z_r = np.empty(G * Og, dtype)
    a_dot = np.empty((N, G * Og, OH, OW), dtype)
    launch(_jvp_part, (G * Og - 1) // 64 + 1, G * Og, z_var, z_r, G, Og, epsilon)
    c_first = (Cg // 4) * 4
    launch(_jvp_part2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x_dot, w_dot, x, w, a_dot, N, Cg,
            G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_first)
    launch(_jvp_part3, G * Og, G * N * OH * OW * Og * 3 + G * Og, gamma_dot, beta_dot, gamma, beta, a, z_mu,
            z_var, y_dot, a_dot, z_r, N, G, Og, OH, OW, m, epsilon)
