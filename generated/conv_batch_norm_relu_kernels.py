"""The kernels of conv_batch_norm_relu; conv_batch_norm_relu.py has its formulas and its functions.

Made by `chainrule generate` from the forward of `conv_batch_norm_relu`.  Do not edit.
"""

import numpy as np
from numba import njit, prange

from .runtime import gcd, residue
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_1(a, w, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, cols, d_h, d_w, depth, p_l, p_t, pieces, s_h, s_w,
        share):
    dtype = a.dtype
    T = dtype.type
    for t in prange(G * pieces):
        g = np.int64(t) // pieces
        part = np.int64(t) % pieces
        tile = np.empty((Og, 384), dtype)
        left = np.empty((max(0, min(depth, 256)), min(Og, 96)), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(Og):
                for n in range(cols_from, cols_last + 1):
                    tile[U(o), U(n - cols_from)] = T(0)
            quotient3 = cols_from // OW
            quotient4 = cols_last // OW
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    for n in range(cols_from, cols_last + 1):
                        right[U(k - depth_from), U(n - cols_from)] = T(0)
                for k in range(depth_from, depth_last + 1):
                    c = k // (KH * KW)
                    u = k // KW % KH
                    v = k % KW
                    quotient = (d_w * v - p_l) // s_w
                    quotient2 = (W + p_l - (d_w * v) - 1) // s_w
                    for line in range(quotient3, min(quotient4 + 1, N * OH)):
                        n_2 = line // OH
                        i = line % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from - (OW * line), -quotient)
                            copy(right, (k - depth_from, j + OW * line - cols_from), x, (n_2, c + Cg * g,
                                    i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                    cols_last + 1 - (OW * line), quotient2 + 1) - j)
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for k in range(depth_from, depth_last + 1):
                        c = k // (KH * KW)
                        u = k // KW % KH
                        v = k % KW
                        o = rows_from
                        copy(left, (k - depth_from, o - rows_from), w, (Og * g + o, c, u, v), Cg * KH * KW,
                                rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Og, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient5 = cols_from // OW
            quotient6 = cols_last // OW
            for o in range(Og):
                for line in range(quotient5, min(quotient6 + 1, N * OH)):
                    n_2 = line // OH
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        a[U(n_2), U(Og * g + o), U(i), U(j)] = tile[U(o), U(j + OW * line - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_2(a, w, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, s_h, s_w):
    dtype = a.dtype
    T = dtype.type
    for t_2 in prange(N * G * Og * OH):
        n_2 = np.int64(t_2) // (G * Og * OH)
        g = np.int64(t_2) // (Og * OH) % G
        o = np.int64(t_2) // OH % Og
        i = np.int64(t_2) % OH
        # a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for j in range(OW):
            a[U(n_2), U(Og * g + o), U(i), U(j)] = T(0)
        quotient7 = (i * s_h - p_t) // d_h
        quotient8 = (H + p_t - (i * s_h) - 1) // d_h
        for c in range(Cg):
            for u in range(max(0, -quotient7), min(KH, quotient8 + 1)):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        a[U(n_2), U(Og * g + o), U(i), U(j)] += (
                            w_here
                            * x[U(n_2), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_3(a, beta, gamma, new_running_mean, new_running_var, running_mean, running_var, y, z_mu, z_var,
        G, N, OH, OW, Og, epsilon, factor2, m, rho, term):
    dtype = a.dtype
    T = dtype.type
    for c_2 in prange(G * Og):
        # z_mu[c] = 1/m · Σ_{n,h,w} a[n,c,h,w]
        acc = T(0)
        for n_2 in range(N):
            for h in range(OH):
                for w_2 in range(OW):
                    acc += a[U(n_2), U(c_2), U(h), U(w_2)]
        z_mu[U(c_2)] = acc / T(m)
        # z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
        acc2 = T(0)
        factor = -z_mu[U(c_2)]
        for n_2 in range(N):
            for h in range(OH):
                for w_2 in range(OW):
                    acc2 += (
                        (a[U(n_2), U(c_2), U(h), U(w_2)] + factor)
                        * (a[U(n_2), U(c_2), U(h), U(w_2)] + factor)
                    )
        z_var[U(c_2)] = acc2 / T(m)
        # z_r = 1/√(z_var[c] + ε)
        z_r = T(1) / np.sqrt(epsilon + z_var[U(c_2)])
        # new_running_mean[c] = ρ·z_mu[c] + (1 − ρ) · running_mean[c]
        new_running_mean[U(c_2)] = rho * z_mu[U(c_2)] + running_mean[U(c_2)] * term
        # new_running_var[c] = (1 − ρ) · running_var[c] + ρ · z_var[c] · {m/(m − 1) if m ≥ 2;
        #     else 1}
        new_running_var[U(c_2)] = factor2 * z_var[U(c_2)] + running_var[U(c_2)] * term
        # y[n,c,i,j] = {z_r · γ[c] · (a[n,c,i,j] − z_mu[c]) + β[c] if γ[c]·z_r·a[n,c,i,j] +
        #     β[c] > z_r·γ[c]·z_mu[c]; else 0}
        for n_2 in range(N):
            for i in range(OH):
                for j in range(OW):
                    y[U(n_2), U(c_2), U(i), U(j)] = (
                        beta[U(c_2)] + (a[U(n_2), U(c_2), U(i), U(j)] - z_mu[U(c_2)]) * gamma[U(c_2)] * z_r
                        if beta[U(c_2)]
                        + a[U(n_2), U(c_2), U(i), U(j)]
                        * gamma[U(c_2)]
                        * z_r > gamma[U(c_2)]
                        * z_mu[U(c_2)]
                        * z_r
                        else T(0)
                    )


def _forward(x, w, gamma, beta, running_mean, running_var, y, new_running_mean, new_running_var, a, z_mu,
        z_var, N, Cg, G, H, W, Og, KH, KW, OH, OW, m, s_h, s_w, p_t, p_l, d_h, d_w, epsilon, rho):
    dtype = y.dtype
    T = dtype.type
    large = blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4)
    cols = N * OH * OW
    depth = Cg * KH * KW
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    if large >= 1:
        _forward_1(a, w, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, cols, d_h, d_w, depth, p_l, p_t, pieces, s_h,
                s_w, share)
    if 0 >= large:
        _forward_2(a, w, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, s_h, s_w)
    term = T(1) - rho
    factor2 = (T(m) / T(m - 1) if m >= 2 else T(1)) * rho
    _forward_3(a, beta, gamma, new_running_mean, new_running_var, running_mean, running_var, y, z_mu, z_var,
            G, N, OH, OW, Og, epsilon, factor2, m, rho, term)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _shared_da(dy, gamma, beta, a, z_mu, z_var, da, N, G, Og, OH, OW, m, epsilon):
    dtype = da.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    a_rows = a.reshape((N, G * Og, OH * OW))
    da_rows = da.reshape((N, G * Og, OH * OW))
    z_r = np.empty(G * Og, dtype)
    for c_block in prange((G * Og - 1) // 64 + 1):
        # z_r[c] = 1/√(z_var[c] + ε)
        for c in range(c_block * 64, min(G * Og, c_block * 64 + 64)):
            z_r[U(c)] = T(1) / np.sqrt(epsilon + z_var[U(c)])
    for o in prange(G * Og):
        # da_sum = Σ_{n,hw : γ[o]·z_r[o]·a[n,o,hw]+β[o] > γ[o]·z_mu[o]·z_r[o]} dy[n,o,hw]
        acc = T(0)
        term = beta[U(o)] - (gamma[U(o)] * z_mu[U(o)] * z_r[U(o)])
        factor = gamma[U(o)] * z_r[U(o)]
        for n_ in range(N):
            for hw in range(OH * OW):
                dy_here = dy_rows[U(n_), U(o), U(hw)]
                if a_rows[U(n_), U(o), U(hw)] * factor + term > T(0):
                    acc += dy_here
        da_sum = acc
        # da_sum2 = Σ_{n,hw : γ[o]·z_r[o]·a[n,o,hw]+β[o] > γ[o]·z_mu[o]·z_r[o]} z_r[o] ·
        #     dy[n,o,hw] · (a[n,o,hw] − z_mu[o])
        acc2 = T(0)
        z_r_here = z_r[U(o)]
        factor3 = -z_mu[U(o)]
        term2 = beta[U(o)] - (gamma[U(o)] * z_mu[U(o)] * z_r_here)
        factor4 = gamma[U(o)] * z_r_here
        for n_ in range(N):
            for hw in range(OH * OW):
                factor2 = dy_rows[U(n_), U(o), U(hw)] * (a_rows[U(n_), U(o), U(hw)] + factor3) * z_r_here
                if a_rows[U(n_), U(o), U(hw)] * factor4 + term2 > T(0):
                    acc2 += factor2
        da_sum2 = acc2
        # da[n,o,ij] = γ[o]·z_r[o]/m · (m · dy[n,o,ij] · [γ[o]·z_r[o]·a[n,o,ij] + β[o] >
        #     γ[o]·z_mu[o]·z_r[o]] − da_sum − da_sum2 · z_r[o] · (a[n,o,ij] − z_mu[o]))
        factor5 = gamma[U(o)] * z_r[U(o)] / T(m)
        factor6 = -da_sum
        factor7 = -da_sum2 * z_r[U(o)]
        factor8 = -z_mu[U(o)]
        for n in range(N):
            for ij in range(OH * OW):
                da_rows[U(n), U(o), U(ij)] = (
                    factor5
                    * (
                        factor6
                        + factor7 * (a_rows[U(n), U(o), U(ij)] + factor8)
                        + (
                            T(m) * dy_rows[U(n), U(o), U(ij)]
                            if beta[U(o)]
                            + a_rows[U(n), U(o), U(ij)]
                            * gamma[U(o)]
                            * z_r[U(o)] > gamma[U(o)]
                            * z_mu[U(o)]
                            * z_r[U(o)]
                            else T(0)
                        )
                    )
                )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_1(da, dx, w, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, pieces, quotient17,
        quotient18, quotient2, quotient6, s_h, s_w, step, step2):
    dtype = da.dtype
    T = dtype.type
    for t in prange(G * s_h * s_w * pieces):
        g = np.int64(t) // (s_h * s_w * pieces)
        r = np.int64(t) // (s_w * pieces) % s_h
        r_ = np.int64(t) // pieces % s_w
        part = np.int64(t) % pieces
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t_count = (KH - residue(d_h, r, s_h) - 1) // quotient17 + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // quotient18 + 1
        cols = N * q__count * q_count
        depth = Og * t__count * t_count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        tile = np.empty((Cg, 384), dtype)
        left = np.empty((max(0, min(depth, 256)), min(Cg, 96)), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        quotient = (r_ - p_l) // s_w
        quotient3 = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient4 = (W + p_l - r_ - 1) // s_w
        quotient5 = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient7 = (r - p_t) // s_h
        first = residue(d_h, r, s_h)
        first2 = residue(d_w, r_, s_w)
        if q_count >= 1 and q__count >= 1:
            for cols_from in range(part * share, min(part * share + share, cols), 384):
                cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
                # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣
                #     r′} Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
                #     ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} da[n, g·Og+o,
                #     …
                for c in range(Cg):
                    for n in range(cols_from, cols_last + 1):
                        tile[U(c), U(n - cols_from)] = T(0)
                quotient8 = cols_from // q__count
                quotient9 = cols_last // q__count
                if r % step == 0 and r_ % step2 == 0 and t_count >= 1 and t__count >= 1:
                    for depth_from in range(0, depth, 256):
                        depth_last = min(depth - 1, depth_from + 255)
                        for k in range(depth_from, depth_last + 1):
                            for n in range(cols_from, cols_last + 1):
                                right[U(k - depth_from), U(n - cols_from)] = T(0)
                        for k in range(depth_from, depth_last + 1):
                            o = k // (t_count * t__count)
                            t_2 = k // t__count % t_count
                            t_ = k % t__count
                            for line in range(quotient8, min(quotient9 + 1, N * q_count)):
                                n_2 = line // q_count
                                q = line % q_count + -quotient7
                                if q >= quotient5 + quotient6 * t_2 and OH + quotient5 + quotient6 * t_2 >= q + 1:
                                    q_ = max(-quotient, cols_from - (line * q__count) - quotient, quotient3 + quotient2 * t_)
                                    copy(right, (k - depth_from, line * q__count + q_ + quotient - cols_from),
                                            da, (n_2, Og * g + o, q - quotient5 - (quotient6 * t_2),
                                            q_ - quotient3 - (quotient2 * t_)), 1, min(quotient4 + 1,
                                            cols_last + 1 - (line * q__count) - quotient,
                                            OW + quotient3 + quotient2 * t_) - q_)
                        for rows_from in range(0, Cg, 96):
                            rows_last = min(Cg - 1, rows_from + 95)
                            for k in range(depth_from, depth_last + 1):
                                o = k // (t_count * t__count)
                                t_2 = k // t__count % t_count
                                t_ = k % t__count
                                c = rows_from
                                copy(left, (k - depth_from, c - rows_from), w, (Og * g + o, c,
                                        first + quotient17 * t_2, first2 + quotient18 * t_), KH * KW,
                                        rows_last + 1 - c)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Cg, 96), right, (0, 0),
                                    384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                                    depth_last + 1 - depth_from)
                quotient15 = cols_from // q__count
                quotient16 = cols_last // q__count
                for c in range(Cg):
                    for line in range(quotient15, min(quotient16 + 1, N * q_count)):
                        n_2 = line // q_count
                        q = line % q_count + -quotient7
                        for q_ in range(max(-quotient, cols_from - (line * q__count) - quotient),
                                min(quotient4 + 1, cols_last + 1 - (line * q__count) - quotient)):
                            dx[U(n_2), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = tile[U(c), U(line * q__count + q_ + quotient - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_2(da, dx, w, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, quotient20, quotient22,
        quotient23, quotient24, s_h, s_w, step3, step4):
    dtype = da.dtype
    T = dtype.type
    for t_3 in prange(N * G * Cg * s_h * s_w):
        n_2 = np.int64(t_3) // (G * Cg * s_h * s_w)
        g = np.int64(t_3) // (Cg * s_h * s_w) % G
        c = np.int64(t_3) // (s_h * s_w) % Cg
        r = np.int64(t_3) // s_w % s_h
        r_ = np.int64(t_3) % s_w
        quotient31 = (r_ - p_l) // s_w
        quotient32 = (W + p_l - r_ - 1) // s_w
        first3 = residue(d_h, r, s_h)
        first4 = residue(d_w, r_, s_w)
        quotient19 = (d_h * first3 - r) // s_h
        quotient21 = (d_w * first4 - r_) // s_w
        quotient27 = (KW - first4 - 1) // quotient24
        quotient29 = (KH - first3 - 1) // quotient23
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣
            #     r′} Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
            #     ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} da[n, g·Og+o,
            #     …
            for q_ in range(-quotient31, quotient32 + 1):
                dx[U(n_2), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            quotient28 = (OH + quotient19 - q - 1) // quotient20
            quotient30 = (q - quotient19) // quotient20
            if r % step3 == 0 and r_ % step4 == 0:
                for o in range(Og):
                    for t_2 in range(max(0, -quotient28), min(quotient29 + 1, quotient30 + 1)):
                        for t_ in range(quotient27 + 1):
                            w_here = w[U(Og * g + o), U(c), U(first3 + quotient23 * t_2), U(first4 + quotient24 * t_)]
                            for q_ in range(max(-quotient31, quotient21 + quotient22 * t_),
                                    min(quotient32 + 1, OW + quotient21 + quotient22 * t_)):
                                dx[U(n_2), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    da[U(n_2), U(Og * g + o), U(q - quotient19 - (quotient20 * t_2)),
                                            U(q_ - quotient21 - (quotient22 * t_))]
                                    * w_here
                                )


def _vjp_x(w, da, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    large = blocks(Cg >= 4)
    pieces = parts(N)
    quotient17 = s_h // gcd(s_h, d_h)
    quotient18 = s_w // gcd(s_w, d_w)
    quotient2 = d_w // gcd(s_w, d_w)
    quotient6 = d_h // gcd(s_h, d_h)
    step = gcd(s_h, d_h)
    step2 = gcd(s_w, d_w)
    if large >= 1:
        _vjp_x_1(da, dx, w, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, pieces, quotient17,
                quotient18, quotient2, quotient6, s_h, s_w, step, step2)
    quotient23 = s_h // gcd(s_h, d_h)
    quotient24 = s_w // gcd(s_w, d_w)
    quotient20 = d_h // gcd(s_h, d_h)
    quotient22 = d_w // gcd(s_w, d_w)
    step3 = gcd(s_h, d_h)
    step4 = gcd(s_w, d_w)
    if 0 >= large:
        _vjp_x_2(da, dx, w, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, quotient20, quotient22,
                quotient23, quotient24, s_h, s_w, step3, step4)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_1(da, dw, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, depth, p_l, p_t, pieces, rows, s_h, s_w,
        share):
    dtype = da.dtype
    T = dtype.type
    for t in prange(G * pieces):
        g = np.int64(t) // pieces
        part = np.int64(t) % pieces
        tile = np.empty((share, 384), dtype)
        left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(0, Og, 384):
            cols_last = min(Og - 1, cols_from + 383)
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for m in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(m - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    n = k // (OH * OW)
                    i = k // OW % OH
                    j = k % OW
                    o = cols_from
                    copy(right, (k - depth_from, o - cols_from), da, (n, Og * g + o, i, j), OH * OW,
                            cols_last + 1 - o)
                quotient3 = depth_from // OW
                quotient4 = depth_last // OW
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for m in range(rows_from, rows_last + 1):
                        for k in range(depth_from, depth_last + 1):
                            left[U(m - rows_from), U(k - depth_from)] = T(0)
                    for m in range(rows_from, rows_last + 1):
                        c = m // (KH * KW)
                        u = m // KW % KH
                        v = m % KW
                        quotient = (d_w * v - p_l) // s_w
                        quotient2 = (W + p_l - (d_w * v) - 1) // s_w
                        for line in range(quotient3, min(quotient4 + 1, N * OH)):
                            n = line // OH
                            i = line % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from - (OW * line), -quotient)
                                copy(left, (m - rows_from, j + OW * line - depth_from), x, (n, c + Cg * g,
                                        i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                        depth_last + 1 - (OW * line), quotient2 + 1) - j)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for m in range(part * share, min(part * share + share, rows)):
                c = m // (KH * KW)
                u = m // KW % KH
                v = m % KW
                for o in range(cols_from, cols_last + 1):
                    dw[U(Og * g + o), U(c), U(u), U(v)] = tile[U(m - (part * share)), U(o - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_2(da, dw, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, s_h, s_w):
    dtype = da.dtype
    T = dtype.type
    for t_2 in prange(G * Og * Cg * KH * KW):
        g = np.int64(t_2) // (Og * Cg * KH * KW)
        o = np.int64(t_2) // (Cg * KH * KW) % Og
        c = np.int64(t_2) // (KH * KW) % Cg
        u = np.int64(t_2) // KW % KH
        v = np.int64(t_2) % KW
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        acc = T(0)
        quotient5 = (d_w * v - p_l) // s_w
        quotient6 = (W + p_l - (d_w * v) - 1) // s_w
        quotient7 = (d_h * u - p_t) // s_h
        quotient8 = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, -quotient7), min(OH, quotient8 + 1)):
                for j in range(max(0, -quotient5), min(OW, quotient6 + 1)):
                    acc += (
                        da[U(n), U(Og * g + o), U(i), U(j)]
                        * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
        dw[U(Og * g + o), U(c), U(u), U(v)] = acc


def _vjp_w(x, da, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dw.dtype
    T = dtype.type
    large = blocks(Cg * KH * KW >= 4 and Og >= 8 and N * OH * OW >= 4)
    rows = Cg * KH * KW
    depth = N * OH * OW
    pieces = parts(rows)
    share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
    if large >= 1:
        _vjp_w_1(da, dw, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, depth, p_l, p_t, pieces, rows, s_h,
                s_w, share)
    if 0 >= large:
        _vjp_w_2(da, dw, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, s_h, s_w)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma(dy, gamma, beta, a, z_mu, z_var, dgamma, N, G, Og, OH, OW, epsilon):
    dtype = dgamma.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    a_rows = a.reshape((N, G * Og, OH * OW))
    z_r = np.empty(G * Og, dtype)
    for c_block in prange((G * Og - 1) // 64 + 1):
        # z_r[c] = 1/√(z_var[c] + ε)
        for c in range(c_block * 64, min(G * Og, c_block * 64 + 64)):
            z_r[U(c)] = T(1) / np.sqrt(epsilon + z_var[U(c)])
    for o in prange(G * Og):
        # dγ[o] = Σ_{n,hw : γ[o]·z_r[o]·a[n,o,hw]+β[o] > γ[o]·z_mu[o]·z_r[o]} z_r[o] ·
        #     dy[n,o,hw] · (a[n,o,hw] − z_mu[o])
        acc = T(0)
        z_r_here = z_r[U(o)]
        factor2 = -z_mu[U(o)]
        term = beta[U(o)] - (gamma[U(o)] * z_mu[U(o)] * z_r_here)
        factor3 = gamma[U(o)] * z_r_here
        for n in range(N):
            for hw in range(OH * OW):
                factor = dy_rows[U(n), U(o), U(hw)] * (a_rows[U(n), U(o), U(hw)] + factor2) * z_r_here
                if a_rows[U(n), U(o), U(hw)] * factor3 + term > T(0):
                    acc += factor
        dgamma[U(o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_beta(dy, gamma, beta, a, z_mu, z_var, dbeta, N, G, Og, OH, OW, epsilon):
    dtype = dbeta.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    a_rows = a.reshape((N, G * Og, OH * OW))
    z_r = np.empty(G * Og, dtype)
    for c_block in prange((G * Og - 1) // 64 + 1):
        # z_r[c] = 1/√(z_var[c] + ε)
        for c in range(c_block * 64, min(G * Og, c_block * 64 + 64)):
            z_r[U(c)] = T(1) / np.sqrt(epsilon + z_var[U(c)])
    for o in prange(G * Og):
        # dβ[o] = Σ_{n,hw : γ[o]·z_r[o]·a[n,o,hw]+β[o] > γ[o]·z_mu[o]·z_r[o]} dy[n,o,hw]
        acc = T(0)
        term = beta[U(o)] - (gamma[U(o)] * z_mu[U(o)] * z_r[U(o)])
        factor = gamma[U(o)] * z_r[U(o)]
        for n in range(N):
            for hw in range(OH * OW):
                dy_here = dy_rows[U(n), U(o), U(hw)]
                if a_rows[U(n), U(o), U(hw)] * factor + term > T(0):
                    acc += dy_here
        dbeta[U(o)] = acc
