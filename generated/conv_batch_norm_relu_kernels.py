"""The kernels of conv_batch_norm_relu; conv_batch_norm_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_batch_norm_relu`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .elementary import select
from .runtime import carried, plus
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, x, w, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        block_count, lot_last, pieces, share, tall, tasks, wide):
    """a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((Cg, max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((Og, Cg, KH, KW, 16), dtype)
    starts = np.empty((Og, 16), dtype)
    tile = np.empty((Og, OH, OW, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c * 16 + KW * u * 16 + v * 16
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = c * tall * wide * 16 + d_h * u * wide * 16 + d_w * v * 16
        for lot in range(part * share // N, min((part * share + share - 1) // N + 1, lot_last + 1,
                block_count)):
            block = lot
            # a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(Og):
                for lane in range(min(16, G - (block * 16))):
                    starts[U(o), U(lane)] = T(0)
            for o in range(Og):
                for c in range(Cg):
                    pad_abreast(weights, (o, c, 0, 0, 0), KW * 16, 16, w, (Og * block * 16 + o, c, 0, 0), KW,
                            1, Cg * KH * KW * Og, KH, KW, min(16, G - (block * 16)), 0, KH, 0, KW)
            for n in range(max(0, part * share - (N * lot)), min(N, tasks - (N * lot),
                    part * share + share - (N * lot))):
                for c in range(Cg):
                    pad_abreast(planes, (c, 0, 0, 0), wide * 16, 16, x, (n, Cg * block * 16 + c, -p_t, -p_l),
                            W, 1, Cg * H * W, tall, wide, min(16, G - (block * 16)), p_t, H + p_t, p_l,
                            W + p_l)
                correlate_abreast(tile, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts, (0, 0), 16, weights,
                        (0, 0, 0, 0, 0), Cg * KH * KW * 16, lefts, planes, (0, 0, 0, 0), s_h * wide * 16,
                        s_w * 16, rights, KH, len(rights), Og, OH, OW, min(16, G - (block * 16)))
                for o in range(Og):
                    lay_abreast(a, (n, Og * block * 16 + o, 0, 0), OW, 1, OH * OW * Og, tile, (o, 0, 0, 0),
                            OW * 16, 16, OH, OW, min(16, G - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, high, pieces, share, strips, tall, tasks, wide):
    """a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((Cg, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c + KW * u + v
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + c * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * strips)
            g = turn_2 // strips % G
            strip = turn_2 % strips
            # a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts[U(o)] = T(0)
            for c in range(Cg):
                for phase_i in range(s_h):
                    for phase_j in range(s_w):
                        top = -((phase_i - p_t) // s_h) - (high * strip)
                        bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                        fore = -((phase_j - p_l) // s_w)
                        aft = (W + p_l - phase_j - 1) // s_w + 1
                        pad(planes, (c, phase_i, phase_j, 0, 0), wide, x, (n, c + Cg * g,
                                phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w, tall, wide,
                                top, bottom, fore, aft)
            correlate(a, (n, Og * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w, (Og * g, 0, 0, 0),
                    Cg * KH * KW, lefts, planes, (0, 0, 0, 0, 0), wide, rights, KH, len(rights), Og, min(high,
                    OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels2, Cg, G, Og, KH, KW, depth2, wide2):
    """panels2[g, col_part2, (c·KH+u)·KW+v, o−col_part2·wide2] = w[g·Og+o, c, u, v]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide2 + 1))
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, (c·KH+u)·KW+v, o−col_part2·wide2] = w[g·Og+o, c, u, v]
        turn(panels2, (g, col_part2, 0, 0), wide2, w,
                Cg * KH * KW * col_part2 * wide2 + Cg * KH * KW * Og * g, Cg * KH * KW, 1, min(wide2,
                Og - (col_part2 * wide2)), Cg * KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, a_lines2, panels2, x_padded2, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, deep2, depth2, high2, line2_last, line2_last2, quotient_Og_wide2, rows2,
        skipping2, wide2, x_size22, x_size32):
    """a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = a_lines2.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((2, high2), np.int64)
    most2 = np.empty((2, high2), np.int64)
    place2 = np.empty((2, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for c in range(Cg):
        for u in range(KH):
            for v in range(KW):
                left_at2[U(KH * KW * c + KW * u + v)] = c * x_size22 * x_size32 + d_h * u * x_size32 + d_w * v
                place2[0, U(KH * KW * c + KW * u + v)] = d_h * u
                place2[1, U(KH * KW * c + KW * u + v)] = d_w * v
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for line2 in range(high2 * row_part2 // OW, min((high2 + high2 * row_part2 - 1) // OW + 1,
                line2_last + 1, N * OH)):
            n = line2 // OH
            i = line2 % OH
            for j in range(max(0, high2 * row_part2 - (OW * line2)), min(OW, rows2 - (OW * line2),
                    high2 + high2 * row_part2 - (OW * line2))):
                row_at2[U(j + OW * line2 - (high2 * row_part2))] = (
                    Cg * g * x_size22 * x_size32
                    + i * s_h * x_size32
                    + j * s_w
                    + Cg * G * n * x_size22 * x_size32
                )
                least2[0, U(j + OW * line2 - (high2 * row_part2))] = p_t - (i * s_h)
                most2[0, U(j + OW * line2 - (high2 * row_part2))] = H + p_t - (i * s_h) - 1
                least2[1, U(j + OW * line2 - (high2 * row_part2))] = p_l - (j * s_w)
                most2[1, U(j + OW * line2 - (high2 * row_part2))] = W + p_l - (j * s_w) - 1
        contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 2, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (OH * OW),
                min((high2 + high2 * row_part2 - 1) // (OH * OW) + 1, line2_last2 + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
                for run2 in range(max(0, high2 * row_part2 - (OH * OW * line2)), min(OH * OW,
                        rows2 - (OH * OW * line2), high2 + high2 * row_part2 - (OH * OW * line2))):
                    a_lines2[U(n), U(Og * g + o), U(run2)] = turned2[U(o - (col_part2 * wide2)), U(OH * OW * line2 + run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
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
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part2[U(j)] += (
                                w_here
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                a[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(a[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part2[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, gamma, beta, running_mean, running_var, y, new_running_mean, new_running_var,
        a, z_mu, z_var, N, G, Og, OH, OW, m, epsilon, rho, w_block_last):
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
        rest2 = T(0)
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part3 = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part3 = plus(part3, a[U(n), U(c), U(h), U(w)])
                    acc, rest2 = carried(acc, rest2, part3)
        z_mu[U(c)] = acc / T(m)
        # z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
        acc2 = T(0)
        rest3 = T(0)
        minus_z_mu = -z_mu[U(c)]
        for n in range(N):
            for h in range(OH):
                for w_block in range(w_block_last + 1):
                    part4 = T(0)
                    for w in range(w_block * 1024, min(OW, w_block * 1024 + 1024)):
                        part4 = plus(
                            part4,
                            (a[U(n), U(c), U(h), U(w)] + minus_z_mu)
                            * (a[U(n), U(c), U(h), U(w)] + minus_z_mu),
                        )
                    acc2, rest3 = carried(acc2, rest3, part4)
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
    again = not (
        abreast(
            G >= 8
            and 16384 >= Cg * KH * KW * Og
            and max(min(8192 - (Cg * H * W), 8192 - (OH * OW), s_w * 16 - W, 3 - Cg), min(32 - max(Cg, Og),
                    32768 - max(Cg * H * W, OH * OW * Og), G * 9 - (((G - 1) // 16) * 128) - 128,
                    max(OW % 16 - 1, s_w * 16 - W), min(Cg, KH * KW, Og) - 4,
                    N + ((G - 1) // 16) * N - 16)) >= 0
        )
        and finite(w, a)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (G - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        lot_last = (tasks - 1) // N
        launch(_forward_abreast, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, a, N, Cg, G, H, W,
                Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, lot_last, pieces, share, tall,
                tasks, wide)
        again = not (finite(a, w))
    if again:
        again = not (
            correlations(
                OH >= KH
                and OW >= KW
                and KH >= s_h
                and KW >= s_w
                and W >= 4
                and 0 >= min(
                    max(Cg - 16, Cg * KH * KW - 128),
                    max(2 - (KH * KW), min(1 - (Og % 16), Cg * KH * KW - 256), Og - 24),
                    Og - 8,
                )
            )
            and finite(w, a)
        )
        if not again:
            wide = (KW * d_w - d_w) // s_w + OW
            most = max(32768 // max(Cg * s_h * s_w * wide, 1), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            pieces = parts(G * N * strips)
            tasks = G * N * strips
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_forward_correlations, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, a, N, Cg,
                    G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips,
                    tall, tasks, wide)
            again = not (finite(a, w))
        if again:
            again = not (
                blocks(
                    N * OH * OW >= 4
                    and Og >= 8
                    and Cg * KH * KW >= 4
                    and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
                    and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
                )
                and finite(w, a)
            )
            if not again:
                rows2 = N * OH * OW
                depth2 = Cg * KH * KW
                x_size22 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
                x_size32 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
                x_padded2 = padded(x, (0, 0, -p_t, -p_l), (N, Cg * G, x_size22, x_size32))
                wide2 = colblock(Og)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                skipping2 = skipping(H * W, x_size22 * x_size32)
                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                launch(_forward_blocks, G * ((Og - 1) // wide2 + 1), Cg * G * KH * KW * Og, w, panels2, Cg, G,
                        Og, KH, KW, depth2, wide2)
                a_lines2 = a.reshape((N, G * Og, OH * OW))
                line2_last = (rows2 - 1) // OW
                quotient_Og_wide2 = (Og - 1) // wide2
                line2_last2 = (rows2 - 1) // (OH * OW)
                launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                        Cg * G * KH * KW * N * OH * OW * Og // 32, a_lines2, panels2, x_padded2, N, Cg, G, H,
                        W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, deep2, depth2, high2, line2_last,
                        line2_last2, quotient_Og_wide2, rows2, skipping2, wide2, x_size22, x_size32)
                again = not (finite(a, w))
            if again:
                c_block_last = (Cg - 1) // 1024
                launch(_forward_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x, w, a, N, Cg,
                        G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
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
    """da_sum = Σ_{n,hw} {dy[n,o,hw] if γ[o] · z_r[o] · (a[n,o,hw] − z_mu[o]) + β[o] > 0; 0 if γ[o] · z_r[o]
        · (a[n,o,hw] − z_mu[o]) + β[o] ≤ 0; else γ[o] · z_r[o] · (a[n,o,hw] − z_mu[o]) + β[o]}
    da_sum2 = Σ_{n,hw} {z_r[o] · dy[n,o,hw] · (a[n,o,hw] − z_mu[o]) if γ[o] · z_r[o] · (a[n,o,hw] −
        z_mu[o]) + β[o] > 0; 0 if γ[o] · z_r[o] · (a[n,o,hw] − z_mu[o]) + β[o] ≤ 0; else γ[o] · z_r[o] ·
        (a[n,o,hw] − z_mu[o]) + β[o]}
    da[n,o,ij] = γ[o]·z_r[o]/m · ((m · {dy[n,o,ij] if γ[o] · z_r[o] · (a[n,o,ij] − z_mu[o]) + β[o] > 0; 0
        if γ[o] · z_r[o] · (a[n,o,ij] − z_mu[o]) + β[o] ≤ 0; else γ[o] · z_r[o] · (a[n,o,ij] − z_mu[o]) +
        β[o]}) − da_sum − da_sum2 · z_r[o] · (a[n,o,ij] − z_mu[o]))
    """
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # da_sum = Σ_{n,hw} {dy[n,o,hw] if γ[o] · z_r[o] · (a[n,o,hw] − z_mu[o]) + β[o] > 0; 0
        #     if γ[o] · z_r[o] · (a[n,o,hw] − z_mu[o]) + β[o] ≤ 0; else γ[o] · z_r[o] ·
        #     (a[n,o,hw] − z_mu[o]) + β[o]}
        acc = T(0)
        # da_sum2 = Σ_{n,hw} {z_r[o] · dy[n,o,hw] · (a[n,o,hw] − z_mu[o]) if γ[o] · z_r[o] ·
        #     (a[n,o,hw] − z_mu[o]) + β[o] > 0; 0 if γ[o] · z_r[o] · (a[n,o,hw] − z_mu[o]) +
        #     β[o] ≤ 0; else γ[o] · z_r[o] · (a[n,o,hw] − z_mu[o]) + β[o]}
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        beta_here = beta[U(o)]
        gamma_here = gamma[U(o)]
        z_mu_here = z_mu[U(o)]
        z_r_here = z_r[U(o)]
        for n_ in range(N):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                part2 = T(0)
                for hw in range(hw_block * 1024, min(OH * OW, hw_block * 1024 + 1024)):
                    a_here = a[U(n_), U(o), U(hw)]
                    dy_here = dy[U(n_), U(o), U(hw)]
                    part = plus(part, select(beta_here + (a_here - z_mu_here) * gamma_here * z_r_here > T(0),
                            dy_here, select(T(0) >= beta_here + (a_here - z_mu_here) * gamma_here * z_r_here,
                            T(0), beta_here + (a_here - z_mu_here) * gamma_here * z_r_here)))
                    a_here2 = a[U(n_), U(o), U(hw)]
                    dy_here2 = dy[U(n_), U(o), U(hw)]
                    part2 = plus(part2, select(beta_here + (a_here2 - z_mu_here) * gamma_here * z_r_here > T(0),
                            (a_here2 - z_mu_here) * dy_here2 * z_r_here,
                            select(T(0) >= beta_here + (a_here2 - z_mu_here) * gamma_here * z_r_here, T(0),
                            beta_here + (a_here2 - z_mu_here) * gamma_here * z_r_here)))
                acc, rest = carried(acc, rest, part)
                acc2, rest2 = carried(acc2, rest2, part2)
        da_sum = acc
        da_sum2 = acc2
        # da[n,o,ij] = γ[o]·z_r[o]/m · ((m · {dy[n,o,ij] if γ[o] · z_r[o] · (a[n,o,ij] −
        #     z_mu[o]) + β[o] > 0; 0 if γ[o] · z_r[o] · (a[n,o,ij] − z_mu[o]) + β[o] ≤ 0; else
        #     γ[o] · z_r[o] · (a[n,o,ij] − z_mu[o]) + β[o]}) − da_sum − da_sum2 · z_r[o] ·
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
                            beta_here + (a_here3 - z_mu_here) * gamma_here * z_r_here > T(0),
                            dy_here3,
                            select(T(0) >= beta_here + (a_here3 - z_mu_here) * gamma_here * z_r_here, T(0),
                                    beta_here + (a_here3 - z_mu_here) * gamma_here * z_r_here),
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
