"""The kernels of conv_batch_norm_relu; conv_batch_norm_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_batch_norm_relu`.  Do not edit.
Run time: 31ac518f422d3877.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, x, da, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        depth, pieces, rows, share):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(0, Og, 384):
            cols_last = min(Og - 1, cols_from + 383)
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for row in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (OH * OW)
                    i = inner // OW % OH
                    j = inner % OW
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), da, (n, Og * g + o, i, j), OH * OW,
                            cols_last + 1 - o)
                line_first = depth_from // OW
                line_last = depth_last // OW
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        c = row // (KH * KW)
                        u = row // KW % KH
                        v = row % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        for line in range(line_first, min(line_last + 1, N * OH)):
                            n = line // OH
                            i = line % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from - (OW * line), j_first)
                                copy(left, (row - rows_from, j + OW * line - depth_from), x, (n, c + Cg * g,
                                        i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                        depth_last + 1 - (OW * line), j_last + 1) - j)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                c = row // (KH * KW)
                u = row // KW % KH
                v = row % KW
                for o in range(cols_from, cols_last + 1):
                    dw[U(Og * g + o), U(c), U(u), U(v)] = tile[U(row - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, x, da, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KH * KW)
        o = task // (Cg * KH * KW) % Og
        c = task // (KH * KW) % Cg
        u = task // KW % KH
        v = task % KW
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        acc = T(0)
        rest = T(0)
        j_first = -((d_w * v - p_l) // s_w)
        j_last = (W + p_l - (d_w * v) - 1) // s_w
        j_block_first = j_first // 1024
        j_block_last2 = j_last // 1024
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, i_first), min(OH, i_last + 1)):
                for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                    part2 = T(0)
                    for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                            j_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            da[U(n), U(Og * g + o), U(i), U(j)]
                            * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                        )
                    acc, rest = carried(acc, rest, part2)
        dw[U(Og * g + o), U(c), U(u), U(v)] = acc


def _vjp_w(x, da, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    da[n,o,i,j] = γ[o]·z_r[o]/m · (m · dy[n,o,i,j] · [z[n,o,i,j] > 0] − Σ_{n′,h,w : z[n′,o,h,w] > 0}
        dy[n′,o,h,w] − z_xhat[n,o,i,j] · Σ_{n′,h,w : z[n′,o,h,w] > 0} dy[n′,o,h,w] · z_xhat[n′,o,h,w])
    dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og + 6·G·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og +
        6·G·N·OH·OW·Og − Cg·G·KH·KW·Og − G·Og additions, terms that a condition drops counted.
    """
    if blocks(Cg * KH * KW >= 4 and Og >= 8 and N * OH * OW >= 4):
        rows = Cg * KH * KW
        depth = N * OH * OW
        pieces = parts(Cg * KH * KW)
        share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
        launch(_vjp_w_blocks, G * pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, da, dw, N, Cg, G, H,
                W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth, pieces, rows, share)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_plain, G * Og * Cg * KH * KW, Cg * G * KH * KW * N * OH * OW * Og, x, da, dw, N, Cg, G,
                H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


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
    z_r = np.empty(G * Og, dtype)
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
    z_r = np.empty(G * Og, dtype)
    launch(_vjp_beta_part, (G * Og - 1) // 1024 + 1, G * Og, z_var, z_r, G, Og, epsilon)
    hw_block_last = (OH * OW - 1) // 1024
    launch(_vjp_beta_part2, G * Og, G * N * OH * OW * Og, dy_rows, gamma, beta, a_rows, z_mu, dbeta, z_r, N,
            G, Og, OH, OW, hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, z_var, z_r, G, Og, epsilon):
    """z_r[c] = 1/√(z_var[c] + ε)"""
    dtype = z_var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # z_r[c] = 1/√(z_var[c] + ε)
        for c in range(c_block * 1024, min(G * Og, c_block * 1024 + 1024)):
            z_r[U(c)] = T(1) / np.sqrt(epsilon + z_var[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(first, last, x_dot, w_dot, x, w, a_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_block_last):
    """ȧ[n, g·Og+o, i, j] = Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
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
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part[U(j)] += (
                                w_dot_here
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                                + w_here
                                * x_dot[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                a_dot[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(a_dot[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part3(first, last, gamma_dot, beta_dot, gamma, beta, a, z_mu, z_var, y_dot, a_dot, z_r, N, G, Og, OH,
        OW, m, epsilon, w_block_last):
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
        rest2 = T(0)
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part2 = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part2 = plus(part2, a_dot[U(n), U(c), U(h), U(w)])
                    acc, rest2 = carried(acc, rest2, part2)
        z_mu_dot = acc / T(m)
        # z_var_dot = 2/m · Σ_{n,h,w} (ȧ[n,c,h,w] − ż_mu) · (a[n,c,h,w] − z_mu[c])
        acc2 = T(0)
        rest3 = T(0)
        minus_z_mu_dot = -z_mu_dot
        minus_z_mu = -z_mu[U(c)]
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part3 = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part3 = plus(
                            part3,
                            (a[U(n), U(c), U(h), U(w)] + minus_z_mu)
                            * (a_dot[U(n), U(c), U(h), U(w)] + minus_z_mu_dot),
                        )
                    acc2, rest3 = carried(acc2, rest3, part3)
        z_var_dot = T(2) * acc2 / T(m)
        # ż_r = −z_var_dot/(2 · (z_var[c] + ε)^(3/2))
        z_r_dot = -z_var_dot / (T(2) * ((epsilon + z_var[U(c)]) * np.sqrt(epsilon + z_var[U(c)])))
        # ẏ[n,c,i,j] = {γ̇[c] · z_r[c] · (a[n,c,i,j] − z_mu[c]) + γ[c] · (ż_r · (a[n,c,i,j] −
        #     z_mu[c]) + z_r[c] · (ȧ[n,c,i,j] − ż_mu)) + β̇[c] if γ[c]·z_r[c]·a[n,c,i,j] +
        #     β[c] > γ[c]·z_mu[c]·z_r[c]; 0 if γ[c]·z_mu[c]·z_r[c] ≥ γ[c]·z_r[c]·a[n,c,i,j] +
        #     β[c]; else γ[c] · z_r[c] · (a[n,c,i,j] − z_mu[c]) + β[c]}
        beta_here = beta[U(c)]
        gamma_here = gamma[U(c)]
        z_mu_here = z_mu[U(c)]
        z_r_here = z_r[U(c)]
        beta_dot_here = beta_dot[U(c)]
        gamma_dot_here = gamma_dot[U(c)]
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    a_here = a[U(n), U(c), U(i), U(j)]
                    a_dot_here = a_dot[U(n), U(c), U(i), U(j)]
                    y_dot[U(n), U(c), U(i), U(j)] = select(
                        (a_here * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here))
                        + beta_here > T(0),
                        beta_dot_here
                        + (a_here - z_mu_here) * gamma_dot_here * z_r_here
                        + gamma_here * ((a_here - z_mu_here) * z_r_dot + (a_dot_here - z_mu_dot) * z_r_here),
                        select(T(0) >= (a_here * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here)) + beta_here,
                                T(0), beta_here + (a_here - z_mu_here) * gamma_here * z_r_here),
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
    launch(_jvp_part, (G * Og - 1) // 1024 + 1, G * Og, z_var, z_r, G, Og, epsilon)
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x_dot, w_dot, x, w, a_dot, N, Cg,
            G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    w_block_last = (OW - 1) // 1024
    launch(_jvp_part3, G * Og, G * N * OH * OW * Og * 3 + G * Og, gamma_dot, beta_dot, gamma, beta, a, z_mu,
            z_var, y_dot, a_dot, z_r, N, G, Og, OH, OW, m, epsilon, w_block_last)
