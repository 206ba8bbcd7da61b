"""The kernels of conv_batch_norm_relu; conv_batch_norm_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_batch_norm_relu`.  Do not edit.
Run time: bcc2f274ed73adc9.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part(first, last, z_var, z_r, G, Og, epsilon):
    """z_r[c] = 1/√(z_var[c] + ε)"""
    dtype = z_var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # z_r[c] = 1/√(z_var[c] + ε)
        for c in range(c_block * 1024, min(G * Og, c_block * 1024 + 1024)):
            z_r[U(c)] = T(1) / np.sqrt(epsilon + z_var[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part2(first, last, dy, gamma, beta, a, z_mu, dgamma, z_r, N, G, Og, OH, OW, hw_block_last):
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
        rest = T(0)
        beta_here = beta[U(o)]
        gamma_here = gamma[U(o)]
        z_mu_here = z_mu[U(o)]
        z_r_here = z_r[U(o)]
        for n in range(N):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(OH * OW, hw_block * 1024 + 1024)):
                    a_here = a[U(n), U(o), U(hw)]
                    dy_here = dy[U(n), U(o), U(hw)]
                    part = plus(part,
                            select((a_here * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here)) + beta_here > T(0),
                            (a_here - z_mu_here) * dy_here * z_r_here,
                            select(T(0) >= (a_here * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here)) + beta_here,
                            T(0), beta_here + (a_here - z_mu_here) * gamma_here * z_r_here)))
                acc, rest = carried(acc, rest, part)
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
    z_r = scratch(G * Og, dtype)
    launch(_vjp_gamma_part, (G * Og - 1) // 1024 + 1, G * Og, z_var, z_r, G, Og, epsilon)
    hw_block_last = (OH * OW - 1) // 1024
    launch(_vjp_gamma_part2, G * Og, G * N * OH * OW * Og, dy_rows, gamma, beta, a_rows, z_mu, dgamma, z_r, N,
            G, Og, OH, OW, hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta_part(first, last, z_var, z_r, G, Og, epsilon):
    """z_r[c] = 1/√(z_var[c] + ε)"""
    dtype = z_var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # z_r[c] = 1/√(z_var[c] + ε)
        for c in range(c_block * 1024, min(G * Og, c_block * 1024 + 1024)):
            z_r[U(c)] = T(1) / np.sqrt(epsilon + z_var[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta_part2(first, last, dy, gamma, beta, a, z_mu, dbeta, z_r, N, G, Og, OH, OW, hw_block_last):
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
        rest = T(0)
        beta_here = beta[U(o)]
        gamma_here = gamma[U(o)]
        z_mu_here = z_mu[U(o)]
        z_r_here = z_r[U(o)]
        for n in range(N):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(OH * OW, hw_block * 1024 + 1024)):
                    a_here = a[U(n), U(o), U(hw)]
                    dy_here = dy[U(n), U(o), U(hw)]
                    part = plus(part,
                            select((a_here * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here)) + beta_here > T(0),
                            dy_here,
                            select(T(0) >= (a_here * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here)) + beta_here,
                            T(0), beta_here + (a_here - z_mu_here) * gamma_here * z_r_here)))
                acc, rest = carried(acc, rest, part)
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
    z_r = scratch(G * Og, dtype)
    launch(_vjp_beta_part, (G * Og - 1) // 1024 + 1, G * Og, z_var, z_r, G, Og, epsilon)
    hw_block_last = (OH * OW - 1) // 1024
    launch(_vjp_beta_part2, G * Og, G * N * OH * OW * Og, dy_rows, gamma, beta, a_rows, z_mu, dbeta, z_r, N,
            G, Og, OH, OW, hw_block_last)
