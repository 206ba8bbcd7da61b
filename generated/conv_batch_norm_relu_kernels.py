"""The kernels of conv_batch_norm_relu; conv_batch_norm_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_batch_norm_relu`.  Do not edit.
Run time: 894fd0b39b54e850.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, gcd, plus, residue
from .threads import launch
from .vectors import blocks, colblock, depthblock, multiply, padded, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels, Cg, G, Og, KH, KW, depth, wide):
    """panels[g, col_part, (c·KH+u)·KW+v, o−col_part·wide] = w[g·Og+o, c, u, v]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide + 1))
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, (c·KH+u)·KW+v, o−col_part·wide] = w[g·Og+o, c, u, v]
        turn(panels, (g, col_part, 0, 0), wide, w, Cg * KH * KW * col_part * wide + Cg * KH * KW * Og * g,
                Cg * KH * KW, 1, min(wide, Og - (col_part * wide)), Cg * KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, a_lines, panels, x_padded, N, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, d_h, d_w,
        deep, depth, high, line_last, line_last2, quotient_Og_wide, rows, wide, x_size2, x_size3):
    """a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = a_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(depth, np.int64)
    right_at = np.empty(depth, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for line in range(high * row_part // OW, min((high + high * row_part - 1) // OW + 1, line_last + 1,
                N * OH)):
            n = line // OH
            i = line % OH
            for j in range(max(0, high * row_part - (OW * line)), min(OW, rows - (OW * line),
                    high + high * row_part - (OW * line))):
                row_at[U(j + OW * line - (high * row_part))] = (
                    Cg * g * x_size2 * x_size3 + i * s_h * x_size3 + j * s_w + Cg * G * n * x_size2 * x_size3
                )
        for c in range(Cg):
            for u in range(KH):
                for v in range(KW):
                    left_at[U(KH * KW * c + KW * u + v)] = c * x_size2 * x_size3 + d_h * u * x_size3 + d_w * v
        for k in range(depth):
            right_at[U(k)] = k * wide
        multiply(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Og_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        line_first = high * row_part // (OH * OW)
        line_last3 = (high + high * row_part - 1) // (OH * OW)
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            for line in range(line_first, min(line_last3 + 1, line_last2 + 1, N)):
                n = line
                for run in range(max(0, high * row_part - (OH * OW * line)), min(OH * OW,
                        rows - (OH * OW * line), high + high * row_part - (OH * OW * line))):
                    a_lines[U(n), U(Og * g + o), U(run)] = turned[U(o - (col_part * wide)), U(OH * OW * line + run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for j in range(OW):
            a[U(n), U(Og * g + o), U(i), U(j)] = T(0)
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
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part[U(j)] += (
                                w_here
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                a[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(a[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, gamma, beta, running_mean, running_var, y, new_running_mean, new_running_var,
        a, z_mu, z_var, N, G, Og, OH, OW, m, epsilon, rho, w_block_last):
    """z_mu[c] = 1/m · Σ_{n,h,w} a[n,c,h,w]
    z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
    z_r = 1/√(z_var[c] + ε)
    new_running_mean[c] = ρ·z_mu[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · z_var[c] · {m/(m − 1) if m ≥ 2; else 1}
    y[n,c,i,j] = max(0, z_r · γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c])
    """
    dtype = gamma.dtype
    T = dtype.type
    term = T(1) - rho
    factor = (T(m) / T(m - 1) if m >= 2 else T(1)) * rho
    for c in range(first, last):
        # z_mu[c] = 1/m · Σ_{n,h,w} a[n,c,h,w]
        acc = T(0)
        rest2 = T(0)
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part2 = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part2 = plus(part2, a[U(n), U(c), U(h), U(w)])
                    acc, rest2 = carried(acc, rest2, part2)
        z_mu[U(c)] = acc / T(m)
        # z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
        acc2 = T(0)
        rest3 = T(0)
        minus_z_mu = -z_mu[U(c)]
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part3 = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part3 = plus(
                            part3,
                            (a[U(n), U(c), U(h), U(w)] + minus_z_mu)
                            * (a[U(n), U(c), U(h), U(w)] + minus_z_mu),
                        )
                    acc2, rest3 = carried(acc2, rest3, part3)
        z_var[U(c)] = acc2 / T(m)
        # z_r = 1/√(z_var[c] + ε)
        z_r = T(1) / np.sqrt(epsilon + z_var[U(c)])
        # new_running_mean[c] = ρ·z_mu[c] + (1 − ρ) · running_mean[c]
        new_running_mean[U(c)] = rho * z_mu[U(c)] + running_mean[U(c)] * term
        # new_running_var[c] = (1 − ρ) · running_var[c] + ρ · z_var[c] · {m/(m − 1) if m ≥ 2;
        #     else 1}
        new_running_var[U(c)] = factor * z_var[U(c)] + running_var[U(c)] * term
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


def _forward(x, w, gamma, beta, running_mean, running_var, y, new_running_mean, new_running_var, a, z_mu,
        z_var, N, Cg, G, H, W, Og, KH, KW, OH, OW, m, s_h, s_w, p_t, p_l, d_h, d_w, epsilon, rho):
    """a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    z_mu[c] = 1/m · Σ_{n,h,w} a[n,c,h,w]
    z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
    z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    new_running_mean[c] = ρ·z_mu[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · z_var[c] · {m/(m − 1) if m ≥ 2; else 1}
    y[n,o,i,j] = {z[n,o,i,j] if z[n,o,i,j] > 0; else 0}

    Operations: Cg·G·KH·KW·N·OH·OW·Og + 3·G·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og +
        4·G·N·OH·OW·Og + G·Og additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    if blocks(N * OH * OW >= 4 and Og >= 8 and Cg * KH * KW >= 4):
        rows = N * OH * OW
        depth = Cg * KH * KW
        x_size2 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
        x_size3 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
        x_padded = padded(x, (0, 0, -p_t, -p_l), (N, Cg * G, x_size2, x_size3))
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, ((Og - 1) // wide + 1) * G)
        panels = scratch((G, max(0, (Og - 1) // wide + 1), depth, wide), dtype)
        launch(_forward_blocks, G * ((Og - 1) // wide + 1), Cg * G * KH * KW * Og, w, panels, Cg, G, Og, KH,
                KW, depth, wide)
        a_lines = a.reshape((N, G * Og, OH * OW))
        line_last = (rows - 1) // OW
        quotient_Og_wide = (Og - 1) // wide
        line_last2 = (rows - 1) // (OH * OW)
        launch(_forward_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide + 1),
                Cg * G * KH * KW * N * OH * OW * Og // 32, a_lines, panels, x_padded, N, Cg, G, Og, KH, KW,
                OH, OW, s_h, s_w, d_h, d_w, deep, depth, high, line_last, line_last2, quotient_Og_wide, rows,
                wide, x_size2, x_size3)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_forward_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x, w, a, N, Cg, G, H, W,
                Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    w_block_last = (OW - 1) // 1024
    launch(_forward_part, G * Og, G * N * OH * OW * Og * 3 + G * Og * 3, gamma, beta, running_mean,
            running_var, y, new_running_mean, new_running_var, a, z_mu, z_var, N, G, Og, OH, OW, m, epsilon,
            rho, w_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da_part(first, last, z_var, z_r, G, Og, epsilon):
    """z_r[c] = 1/√(z_var[c] + ε)"""
    dtype = z_var.dtype
    T = dtype.type
    for c_block in range(first, last):
        # z_r[c] = 1/√(z_var[c] + ε)
        for c in range(c_block * 1024, min(G * Og, c_block * 1024 + 1024)):
            z_r[U(c)] = T(1) / np.sqrt(epsilon + z_var[U(c)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_da_part2(first, last, dy, gamma, beta, a, z_mu, da, z_r, N, G, Og, OH, OW, m, hw_block_last):
    """da_sum = Σ_{n,hw} {dy[n,o,hw] if γ[o]·z_r[o]·a[n,o,hw] + β[o] > γ[o]·z_mu[o]·z_r[o]; 0 if
        γ[o]·z_r[o]·a[n,o,hw] + β[o] ≤ γ[o]·z_mu[o]·z_r[o]; else γ[o] · z_r[o] · (a[n,o,hw] − z_mu[o]) +
        β[o]}
    da_sum2 = Σ_{n,hw} {z_r[o] · dy[n,o,hw] · (a[n,o,hw] − z_mu[o]) if γ[o]·z_r[o]·a[n,o,hw] + β[o] >
        γ[o]·z_mu[o]·z_r[o]; 0 if γ[o]·z_r[o]·a[n,o,hw] + β[o] ≤ γ[o]·z_mu[o]·z_r[o]; else γ[o] · z_r[o] ·
        (a[n,o,hw] − z_mu[o]) + β[o]}
    da[n,o,ij] = γ[o]·z_r[o]/m · (m · {dy[n,o,ij] if γ[o]·z_r[o]·a[n,o,ij] + β[o] > γ[o]·z_mu[o]·z_r[o]; 0
        if γ[o]·z_mu[o]·z_r[o] ≥ γ[o]·z_r[o]·a[n,o,ij] + β[o]; else γ[o] · z_r[o] · (a[n,o,ij] − z_mu[o])
        + β[o]} − da_sum − da_sum2 · z_r[o] · (a[n,o,ij] − z_mu[o]))
    """
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # da_sum = Σ_{n,hw} {dy[n,o,hw] if γ[o]·z_r[o]·a[n,o,hw] + β[o] > γ[o]·z_mu[o]·z_r[o];
        #     0 if γ[o]·z_r[o]·a[n,o,hw] + β[o] ≤ γ[o]·z_mu[o]·z_r[o]; else γ[o] · z_r[o] ·
        #     (a[n,o,hw] − z_mu[o]) + β[o]}
        acc = T(0)
        rest = T(0)
        beta_here = beta[U(o)]
        gamma_here = gamma[U(o)]
        z_mu_here = z_mu[U(o)]
        z_r_here = z_r[U(o)]
        for n_ in range(N):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(OH * OW, hw_block * 1024 + 1024)):
                    a_here = a[U(n_), U(o), U(hw)]
                    dy_here = dy[U(n_), U(o), U(hw)]
                    part = plus(part,
                            select((a_here * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here)) + beta_here > T(0),
                            dy_here,
                            select(T(0) >= (a_here * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here)) + beta_here,
                            T(0), beta_here + (a_here - z_mu_here) * gamma_here * z_r_here)))
                acc, rest = carried(acc, rest, part)
        da_sum = acc
        # da_sum2 = Σ_{n,hw} {z_r[o] · dy[n,o,hw] · (a[n,o,hw] − z_mu[o]) if
        #     γ[o]·z_r[o]·a[n,o,hw] + β[o] > γ[o]·z_mu[o]·z_r[o]; 0 if γ[o]·z_r[o]·a[n,o,hw] +
        #     β[o] ≤ γ[o]·z_mu[o]·z_r[o]; else γ[o] · z_r[o] · (a[n,o,hw] − z_mu[o]) + β[o]}
        acc2 = T(0)
        rest2 = T(0)
        for n_ in range(N):
            for hw_block in range(hw_block_last + 1):
                part2 = T(0)
                for hw in range(hw_block * 1024, min(OH * OW, hw_block * 1024 + 1024)):
                    a_here2 = a[U(n_), U(o), U(hw)]
                    dy_here2 = dy[U(n_), U(o), U(hw)]
                    part2 = plus(part2,
                            select((a_here2 * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here)) + beta_here > T(0),
                            (a_here2 - z_mu_here) * dy_here2 * z_r_here,
                            select(T(0) >= (a_here2 * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here)) + beta_here,
                            T(0), beta_here + (a_here2 - z_mu_here) * gamma_here * z_r_here)))
                acc2, rest2 = carried(acc2, rest2, part2)
        da_sum2 = acc2
        # da[n,o,ij] = γ[o]·z_r[o]/m · (m · {dy[n,o,ij] if γ[o]·z_r[o]·a[n,o,ij] + β[o] >
        #     γ[o]·z_mu[o]·z_r[o]; 0 if γ[o]·z_mu[o]·z_r[o] ≥ γ[o]·z_r[o]·a[n,o,ij] + β[o];
        #     else γ[o] · z_r[o] · (a[n,o,ij] − z_mu[o]) + β[o]} − da_sum − da_sum2 · z_r[o] ·
        #     (a[n,o,ij] − z_mu[o]))
        gamma_here3_z_r_here3_over_m = gamma_here * z_r_here / T(m)
        minus_da_sum = -da_sum
        minus_da_sum2_z_r_here3 = -da_sum2 * z_r_here
        minus_z_mu_here3 = -z_mu_here
        for n in range(N):
            for ij in range(OH * OW):
                a_here3 = a[U(n), U(o), U(ij)]
                dy_here3 = dy[U(n), U(o), U(ij)]
                da[U(n), U(o), U(ij)] = (
                    gamma_here3_z_r_here3_over_m
                    * (
                        T(m)
                        * select(
                            (a_here3 * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here))
                            + beta_here > T(0),
                            dy_here3,
                            select(T(0) >= (a_here3 * gamma_here * z_r_here - (gamma_here * z_mu_here * z_r_here)) + beta_here,
                                    T(0), beta_here + (a_here3 - z_mu_here) * gamma_here * z_r_here),
                        )
                        + minus_da_sum
                        + (a_here3 + minus_z_mu_here3) * minus_da_sum2_z_r_here3
                    )
                )


def _shared_da(dy, gamma, beta, a, z_mu, z_var, da, N, G, Og, OH, OW, m, epsilon):
    """da[n,o,i,j] = γ[o]·z_r[o]/m · (m · dy[n,o,i,j] · [z[n,o,i,j] > 0] − Σ_{n′,h,w : z[n′,o,h,w] > 0}
        dy[n′,o,h,w] − z_xhat[n,o,i,j] · Σ_{n′,h,w : z[n′,o,h,w] > 0} dy[n′,o,h,w] · z_xhat[n′,o,h,w])

    Operations: 4·G·N·OH·OW·Og multiplications, 4·G·N·OH·OW·Og − 2·G·Og additions, terms that a condition
        drops counted.
    """
    dtype = da.dtype
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    a_rows = a.reshape((N, G * Og, OH * OW))
    da_rows = da.reshape((N, G * Og, OH * OW))
    z_r = scratch(G * Og, dtype)
    launch(_shared_da_part, (G * Og - 1) // 1024 + 1, G * Og, z_var, z_r, G, Og, epsilon)
    hw_block_last = (OH * OW - 1) // 1024
    launch(_shared_da_part2, G * Og, G * N * OH * OW * Og * 3, dy_rows, gamma, beta, a_rows, z_mu, da_rows,
            z_r, N, G, Og, OH, OW, m, hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels, Cg, G, Og, KH, KW, col_part_last, depth, res_r, res_r_, s_h_by_gcd,
        s_w_by_gcd, t__count, t__last, t_count, t_last, wide):
    """panels[g, col_part, t'_count′·t_count·o+t'_count′·t+t′, c−col_part·wide] = w[g·Og+o, c,
        t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
    """
    for task in range(first, last):
        g = task // ((col_part_last + 1))
        col_part = task % (col_part_last + 1)
        # panels[g, col_part, t'_count′·t_count·o+t'_count′·t+t′, c−col_part·wide] = w[g·Og+o,
        #     c, t·s_h/gcd(s_h,d_h)+res(d_h,r,s_h), t′·s_w/gcd(s_w,d_w)+res(d_w,r′,s_w)]
        for o in range(Og):
            for t in range(t_last + 1):
                turn(panels, (g, col_part, o * t__count * t_count + t * t__count, 0), wide, w,
                        KW * res_r + KH * KW * col_part * wide + Cg * KH * KW * Og * g + Cg * KH * KW * o + res_r_ + KW * s_h_by_gcd * t,
                        KH * KW, s_w_by_gcd, min(wide, Cg - (col_part * wide)), t__count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx, da_padded, panels, N, Cg, G, H, W, Og, s_h, s_w, p_t, p_l, col_part_last,
        d_h_by_gcd2, d_w_by_gcd2, da_from2, da_from3, da_size2, da_size3, deep, depth, gcd_s_h_d_h,
        gcd_s_w_d_w, high, line_last, q__count, q__last, q_count, q_first, q_last, quotient_r, quotient_r_,
        quotient_r_2, r, r_, rows, t__count, t__last, t_count, t_last, wide):
    """dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} da[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dx.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(depth, np.int64)
    right_at = np.empty(depth, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Cg - 1) // wide + 1))
        row_part = task // (((Cg - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Cg - 1) // wide + 1)
        # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for line in range(high * row_part // q__count, min((high + high * row_part - 1) // q__count + 1,
                line_last + 1, N * q_count)):
            n = line // q_count
            q = line % q_count + q_first
            for q_ in range(max(-quotient_r_, high * row_part - (line * q__count) - quotient_r_),
                    min(q__last + 1, rows - (line * q__count) - quotient_r_,
                    high + high * row_part - (line * q__count) - quotient_r_)):
                row_at[U(line * q__count + q_ + quotient_r_ - (high * row_part))] = (
                    Og * da_size2 * da_size3 * g
                    + G * Og * da_size2 * da_size3 * n
                    + q_
                    + da_size3 * q
                    - (da_from2 * da_size3)
                    - da_from3
                    - (da_size3 * quotient_r)
                    - quotient_r_2
                )
        for row in range(high * row_part, min(high + high * row_part, rows)):
            for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
                tile[U(row - (high * row_part)), U(c - (col_part * wide))] = T(0)
        if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
            for o in range(Og):
                for t in range(t_last + 1):
                    for t_ in range(t__last + 1):
                        left_at[U(o * t__count * t_count + t_ + t * t__count)] = (
                            da_size2 * da_size3 * o - (d_w_by_gcd2 * t_) - (d_h_by_gcd2 * da_size3 * t)
                        )
            for k in range(depth):
                right_at[U(k)] = k * wide
            multiply(tile, (0, 0), wide, da_padded, row_at, left_at, panels,
                    col_part * depth * wide + col_part_last * depth * g * wide + depth * g * wide, right_at,
                    min(high, rows - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Cg - (col_part * wide)))
        line_first = high * row_part // q__count
        line_last2 = (high + high * row_part - 1) // q__count
        for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N * q_count)):
                n = line // q_count
                q = line % q_count + q_first
                for q_ in range(max(-quotient_r_, high * row_part - (line * q__count) - quotient_r_),
                        min(q__last + 1, rows - (line * q__count) - quotient_r_,
                        high + high * row_part - (line * q__count) - quotient_r_)):
                    dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = turned[U(c - (col_part * wide)), U(line * q__count + q_ + quotient_r_ - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w, da, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} da[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = w.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * s_h * s_w)
        g = task // (Cg * s_h * s_w) % G
        c = task // (s_h * s_w) % Cg
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for o in range(Og):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here = w[U(Og * g + o), U(c), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    da[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w_here
                                )


def _vjp_x(w, da, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z_r[c] = 1/√(z_var[c] + ε)
    z_xhat[n,c,h,w] = z_r[c] · (a[n,c,h,w] − z_mu[c])
    z[n,c,h,w] = γ[c]·z_xhat[n,c,h,w] + β[c]
    da[n,o,i,j] = γ[o]·z_r[o]/m · (m · dy[n,o,i,j] · [z[n,o,i,j] > 0] − Σ_{n′,h,w : z[n′,o,h,w] > 0}
        dy[n′,o,h,w] − z_xhat[n,o,i,j] · Σ_{n′,h,w : z[n′,o,h,w] > 0} dy[n′,o,h,w] · z_xhat[n′,o,h,w])
    dx[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} da[n, g·Og+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, KH−1−u, KW−1−v]

    Operations: Cg·G·H·KH·KW·N·Og·W + 6·G·N·OH·OW·Og multiplications, Cg·G·H·KH·KW·N·Og·W + 6·G·N·OH·OW·Og
        − Cg·G·H·N·W − G·Og additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    if blocks(Cg >= 8):
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        d_w_by_gcd2 = d_w // gcd_s_w_d_w
        d_h_by_gcd2 = d_h // gcd_s_h_d_h
        for r in range(s_h):
            q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
            t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
            da_from2 = min(
                -((residue(d_h, r, s_h) * d_h - r) // s_h)
                - ((r - p_t) // s_h)
                - (((KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd) * d_h_by_gcd),
                0,
            )
            da_size2 = (
                max((H + p_t - r - 1) // s_h + 1 - ((residue(d_h, r, s_h) * d_h - r) // s_h), OH) - da_from2
            )
            res_r = residue(d_h, r, s_h)
            t_last = (KH - res_r - 1) // s_h_by_gcd
            quotient_r = (d_h * res_r - r) // s_h
            q_first = -((r - p_t) // s_h)
            q_last = (H + p_t - r - 1) // s_h
            for r_ in range(s_w):
                q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
                t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
                rows = N * q__count * q_count
                depth = Og * t__count * t_count
                da_from3 = min(
                    -((residue(d_w, r_, s_w) * d_w - r_) // s_w)
                    - ((r_ - p_l) // s_w)
                    - (((KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd) * d_w_by_gcd),
                    0,
                )
                da_size3 = (
                    max((W + p_l - r_ - 1) // s_w + 1 - ((residue(d_w, r_, s_w) * d_w - r_) // s_w), OW)
                    - da_from3
                )
                t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
                res_r_ = residue(d_w, r_, s_w)
                quotient_r_ = (r_ - p_l) // s_w
                quotient_r_2 = (d_w * res_r_ - r_) // s_w
                q__last = (W + p_l - r_ - 1) // s_w
                line_last = (rows - 1) // q__count
                if q_count >= 1 and q__count >= 1:
                    da_padded = padded(da, (0, 0, da_from2, da_from3), (N, G * Og, da_size2, da_size3))
                    wide = colblock()
                    deep = depthblock()
                    high = rowblock(rows, ((Cg - 1) // wide + 1) * G)
                    col_part_last = (Cg - 1) // wide
                    panels = scratch((G, max(0, (Cg - 1) // wide + 1), depth, wide), dtype)
                    if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
                        launch(_vjp_x_blocks, G * (col_part_last + 1), ((KH - residue(d_h, r,
                                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, r_,
                                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * Og, w, panels, Cg, G, Og,
                                KH, KW, col_part_last, depth, res_r, res_r_, s_h_by_gcd, s_w_by_gcd, t__count,
                                t__last, t_count, t_last, wide)
                    launch(_vjp_x_blocks2, G * ((rows - 1) // high + 1) * ((Cg - 1) // wide + 1),
                            (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                            s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, dx,
                            da_padded, panels, N, Cg, G, H, W, Og, s_h, s_w, p_t, p_l, col_part_last,
                            d_h_by_gcd2, d_w_by_gcd2, da_from2, da_from3, da_size2, da_size3, deep, depth,
                            gcd_s_h_d_h, gcd_s_w_d_w, high, line_last, q__count, q__last, q_count, q_first,
                            q_last, quotient_r, quotient_r_, quotient_r_2, r, r_, rows, t__count, t__last,
                            t_count, t_last, wide)
    else:
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_plain, N * G * Cg * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, w, da, dx, N, Cg, G,
                H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
                gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)
