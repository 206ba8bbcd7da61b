"""The kernels of conv_batch_norm_relu; conv_batch_norm_relu.py has its formulas and its functions.

Made by `chainrule generate` from the forward of `conv_batch_norm_relu`.  Do not edit.
"""

import numpy as np
from numba import njit, prange

from .runtime import gcd, residue

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, gamma, beta, running_mean, running_var, y, new_running_mean, new_running_var, a, z_mu,
        z_var, N, Cg, G, H, W, Og, KH, KW, OH, OW, m, s_h, s_w, p_t, p_l, d_h, d_w, epsilon, rho):
    dtype = y.dtype
    T = dtype.type
    quotient5 = Cg // 8
    for t in prange(N * G * Og * OH):
        n = np.int64(t) // (G * Og * OH)
        g = np.int64(t) // (Og * OH) % G
        o = np.int64(t) // OH % Og
        i = np.int64(t) % OH
        # a[n, g·Og+o, i, j] = Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for j in range(OW):
            a[U(n), U(Og * g + o), U(i), U(j)] = T(0)
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        for c in range(0, Cg - 7, 8):
            for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c + 1), U(u), U(v)]
                    w_here2 = w[U(Og * g + o), U(c + 2), U(u), U(v)]
                    w_here3 = w[U(Og * g + o), U(c + 3), U(u), U(v)]
                    w_here4 = w[U(Og * g + o), U(c + 4), U(u), U(v)]
                    w_here5 = w[U(Og * g + o), U(c + 5), U(u), U(v)]
                    w_here6 = w[U(Og * g + o), U(c + 6), U(u), U(v)]
                    w_here7 = w[U(Og * g + o), U(c + 7), U(u), U(v)]
                    w_here8 = w[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        a[U(n), U(Og * g + o), U(i), U(j)] += (
                            w_here
                            * x[U(n), U(c + Cg * g + 1), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here2
                            * x[U(n), U(c + Cg * g + 2), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here3
                            * x[U(n), U(c + Cg * g + 3), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here4
                            * x[U(n), U(c + Cg * g + 4), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here5
                            * x[U(n), U(c + Cg * g + 5), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here6
                            * x[U(n), U(c + Cg * g + 6), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here7
                            * x[U(n), U(c + Cg * g + 7), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here8
                            * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )
        quotient3 = (i * s_h - p_t) // d_h
        quotient4 = (H + p_t - (i * s_h) - 1) // d_h
        for c in range(quotient5 * 8, Cg):
            for u in range(max(0, -quotient3), min(KH, quotient4 + 1)):
                for v in range(KW):
                    w_here9 = w[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        a[U(n), U(Og * g + o), U(i), U(j)] += (
                            w_here9
                            * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )
    term = T(1) - rho
    factor2 = (T(m) / T(m - 1) if m >= 2 else T(1)) * rho
    for c_2 in prange(G * Og):
        # z_mu[c] = 1/m · Σ_{n,h,w} a[n,c,h,w]
        acc = T(0)
        for n in range(N):
            for h in range(OH):
                for w_2 in range(OW):
                    acc += a[U(n), U(c_2), U(h), U(w_2)]
        z_mu[U(c_2)] = acc / T(m)
        # z_var[c] = 1/m · Σ_{n,h,w} (a[n,c,h,w] − z_mu[c])²
        acc2 = T(0)
        factor = -z_mu[U(c_2)]
        for n in range(N):
            for h in range(OH):
                for w_2 in range(OW):
                    acc2 += (
                        (a[U(n), U(c_2), U(h), U(w_2)] + factor) * (a[U(n), U(c_2), U(h), U(w_2)] + factor)
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
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    y[U(n), U(c_2), U(i), U(j)] = (
                        beta[U(c_2)] + (a[U(n), U(c_2), U(i), U(j)] - z_mu[U(c_2)]) * gamma[U(c_2)] * z_r
                        if beta[U(c_2)]
                        + a[U(n), U(c_2), U(i), U(j)]
                        * gamma[U(c_2)]
                        * z_r > gamma[U(c_2)]
                        * z_mu[U(c_2)]
                        * z_r
                        else T(0)
                    )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _shared_da(dy, gamma, beta, a, z_mu, z_var, da, N, G, Og, OH, OW, m, epsilon):
    dtype = da.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    a_rows = a.reshape((N, G * Og, OH * OW))
    da_rows = da.reshape((N, G * Og, OH * OW))
    z_r = np.empty(max(0, G * Og), dtype)
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
def _vjp_x(w, da, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    quotient5 = s_h // gcd(s_h, d_h)
    quotient6 = s_w // gcd(s_w, d_w)
    quotient2 = d_h // gcd(s_h, d_h)
    quotient4 = d_w // gcd(s_w, d_w)
    quotient25 = Og // 8
    step = gcd(s_h, d_h)
    step2 = gcd(s_w, d_w)
    for t in prange(N * G * Cg * s_h * s_w):
        n = np.int64(t) // (G * Cg * s_h * s_w)
        g = np.int64(t) // (Cg * s_h * s_w) % G
        c = np.int64(t) // (s_h * s_w) % Cg
        r = np.int64(t) // s_w % s_h
        r_ = np.int64(t) % s_w
        quotient26 = (r_ - p_l) // s_w
        quotient27 = (W + p_l - r_ - 1) // s_w
        first = residue(d_h, r, s_h)
        first2 = residue(d_w, r_, s_w)
        quotient = (d_h * first - r) // s_h
        quotient3 = (d_w * first2 - r_) // s_w
        quotient9 = (KW - first2 - 1) // quotient6
        quotient11 = (KH - first - 1) // quotient5
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣
            #     r′} Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
            #     ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} da[n, g·Og+o,
            #     …
            for q_ in range(-quotient26, quotient27 + 1):
                dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            quotient10 = (OH + quotient - q - 1) // quotient2
            quotient12 = (q - quotient) // quotient2
            quotient22 = (OH + quotient - q - 1) // quotient2
            quotient24 = (q - quotient) // quotient2
            if r % step == 0 and r_ % step2 == 0:
                for o in range(0, Og - 7, 8):
                    for t_2 in range(max(0, -quotient10), min(quotient11 + 1, quotient12 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_here = w[U(Og * g + o), U(c), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here2 = w[U(Og * g + o + 1), U(c), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here3 = w[U(Og * g + o + 2), U(c), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here4 = w[U(Og * g + o + 3), U(c), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here5 = w[U(Og * g + o + 4), U(c), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here6 = w[U(Og * g + o + 5), U(c), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here7 = w[U(Og * g + o + 6), U(c), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here8 = w[U(Og * g + o + 7), U(c), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient26, quotient3 + quotient4 * t_), min(quotient27 + 1,
                                    OW + quotient3 + quotient4 * t_)):
                                dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    da[U(n), U(Og * g + o), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here
                                    + da[U(n), U(Og * g + o + 1), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here2
                                    + da[U(n), U(Og * g + o + 2), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here3
                                    + da[U(n), U(Og * g + o + 3), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here4
                                    + da[U(n), U(Og * g + o + 4), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here5
                                    + da[U(n), U(Og * g + o + 5), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here6
                                    + da[U(n), U(Og * g + o + 6), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here7
                                    + da[U(n), U(Og * g + o + 7), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here8
                                )
                for o in range(quotient25 * 8, Og):
                    for t_2 in range(max(0, -quotient22), min(quotient11 + 1, quotient24 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_here9 = w[U(Og * g + o), U(c), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient26, quotient3 + quotient4 * t_), min(quotient27 + 1,
                                    OW + quotient3 + quotient4 * t_)):
                                dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    da[U(n), U(Og * g + o), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here9
                                )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(x, da, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * ((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1) * KH * KW):
        g = np.int64(t) // (((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1) * KH * KW)
        o = 2 * (np.int64(t) // (((Cg - 1) // 4 + 1) * KH * KW) % ((Og - 1) // 2 + 1))
        c = 4 * (np.int64(t) // (KH * KW) % ((Cg - 1) // 4 + 1))
        u = np.int64(t) // KW % KH
        v = np.int64(t) % KW
        o1 = min(Og - 1, o + 1)
        c1 = min(Cg - 1, c + 1)
        c2 = min(Cg - 1, c + 2)
        c3 = min(Cg - 1, c + 3)
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient = (d_w * v - p_l) // s_w
        quotient2 = (W + p_l - (d_w * v) - 1) // s_w
        quotient3 = (d_h * u - p_t) // s_h
        quotient4 = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, -quotient3), min(OH, quotient4 + 1)):
                for j in range(max(0, -quotient), min(OW, quotient2 + 1)):
                    acc += (
                        da[U(n), U(Og * g + o), U(i), U(j)]
                        * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_1 += (
                        da[U(n), U(Og * g + o), U(i), U(j)]
                        * x[U(n), U(c1 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_2 += (
                        da[U(n), U(Og * g + o), U(i), U(j)]
                        * x[U(n), U(c2 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_3 += (
                        da[U(n), U(Og * g + o), U(i), U(j)]
                        * x[U(n), U(c3 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_4 += (
                        da[U(n), U(Og * g + o1), U(i), U(j)]
                        * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_5 += (
                        da[U(n), U(Og * g + o1), U(i), U(j)]
                        * x[U(n), U(c1 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_6 += (
                        da[U(n), U(Og * g + o1), U(i), U(j)]
                        * x[U(n), U(c2 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_7 += (
                        da[U(n), U(Og * g + o1), U(i), U(j)]
                        * x[U(n), U(c3 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
        dw[U(Og * g + o), U(c), U(u), U(v)] = acc
        dw[U(Og * g + o), U(c1), U(u), U(v)] = acc_1
        dw[U(Og * g + o), U(c2), U(u), U(v)] = acc_2
        dw[U(Og * g + o), U(c3), U(u), U(v)] = acc_3
        dw[U(Og * g + o1), U(c), U(u), U(v)] = acc_4
        dw[U(Og * g + o1), U(c1), U(u), U(v)] = acc_5
        dw[U(Og * g + o1), U(c2), U(u), U(v)] = acc_6
        dw[U(Og * g + o1), U(c3), U(u), U(v)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma(dy, gamma, beta, a, z_mu, z_var, dgamma, N, G, Og, OH, OW, epsilon):
    dtype = dgamma.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    a_rows = a.reshape((N, G * Og, OH * OW))
    z_r = np.empty(max(0, G * Og), dtype)
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
    z_r = np.empty(max(0, G * Og), dtype)
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


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, gamma_dot, beta_dot, x, w, gamma, beta, a, z_mu, z_var, y_dot, N, Cg, G, H, W, Og, KH,
        KW, OH, OW, m, s_h, s_w, p_t, p_l, d_h, d_w, epsilon):
    dtype = y_dot.dtype
    T = dtype.type
    z_r = np.empty(max(0, G * Og), dtype)
    a_dot = np.empty((N, max(0, G * Og), OH, OW), dtype)
    for c_block in prange((G * Og - 1) // 64 + 1):
        # z_r[c] = 1/√(z_var[c] + ε)
        for c in range(c_block * 64, min(G * Og, c_block * 64 + 64)):
            z_r[U(c)] = T(1) / np.sqrt(epsilon + z_var[U(c)])
    quotient5 = Cg // 4
    for t in prange(N * G * Og * OH):
        n = np.int64(t) // (G * Og * OH)
        g = np.int64(t) // (Og * OH) % G
        o = np.int64(t) // OH % Og
        i = np.int64(t) % OH
        # ȧ[n, g·Og+o, i, j] = Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l])
        for j in range(OW):
            a_dot[U(n), U(Og * g + o), U(i), U(j)] = T(0)
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        for c_2 in range(0, Cg - 3, 4):
            for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c_2 + 1), U(u), U(v)]
                    w_here2 = w[U(Og * g + o), U(c_2 + 2), U(u), U(v)]
                    w_here3 = w[U(Og * g + o), U(c_2 + 3), U(u), U(v)]
                    w_here4 = w[U(Og * g + o), U(c_2), U(u), U(v)]
                    w_dot_here = w_dot[U(Og * g + o), U(c_2 + 1), U(u), U(v)]
                    w_dot_here2 = w_dot[U(Og * g + o), U(c_2 + 2), U(u), U(v)]
                    w_dot_here3 = w_dot[U(Og * g + o), U(c_2 + 3), U(u), U(v)]
                    w_dot_here4 = w_dot[U(Og * g + o), U(c_2), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        a_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                            w_dot_here
                            * x[U(n), U(c_2 + Cg * g + 1), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_dot_here2
                            * x[U(n), U(c_2 + Cg * g + 2), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_dot_here3
                            * x[U(n), U(c_2 + Cg * g + 3), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_dot_here4
                            * x[U(n), U(c_2 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            + w_here
                            * x_dot[U(n), U(c_2 + Cg * g + 1), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here2
                            * x_dot[U(n), U(c_2 + Cg * g + 2), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here3
                            * x_dot[U(n), U(c_2 + Cg * g + 3), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            + w_here4
                            * x_dot[U(n), U(c_2 + Cg * g), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                        )
        quotient3 = (i * s_h - p_t) // d_h
        quotient4 = (H + p_t - (i * s_h) - 1) // d_h
        for c_2 in range(quotient5 * 4, Cg):
            for u in range(max(0, -quotient3), min(KH, quotient4 + 1)):
                for v in range(KW):
                    w_here5 = w[U(Og * g + o), U(c_2), U(u), U(v)]
                    w_dot_here5 = w_dot[U(Og * g + o), U(c_2), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        a_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                            w_dot_here5
                            * x[U(n), U(c_2 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            + w_here5
                            * x_dot[U(n), U(c_2 + Cg * g), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                        )
    for c in prange(G * Og):
        # ż_mu = 1/m · Σ_{n,h,w} ȧ[n,c,h,w]
        acc = T(0)
        for n in range(N):
            for h in range(OH):
                for w_2 in range(OW):
                    acc += a_dot[U(n), U(c), U(h), U(w_2)]
        z_mu_dot = acc / T(m)
        # z_var_dot = 2/m · Σ_{n,h,w} (ȧ[n,c,h,w] − ż_mu) · (a[n,c,h,w] − z_mu[c])
        acc2 = T(0)
        factor = -z_mu_dot
        factor2 = -z_mu[U(c)]
        for n in range(N):
            for h in range(OH):
                for w_2 in range(OW):
                    acc2 += (
                        (a_dot[U(n), U(c), U(h), U(w_2)] + factor) * (a[U(n), U(c), U(h), U(w_2)] + factor2)
                    )
        z_var_dot = T(2) * acc2 / T(m)
        # ż_r = −z_var_dot/(2 · (z_var[c] + ε)^(3/2))
        z_r_dot = -z_var_dot / (T(2) * ((epsilon + z_var[U(c)]) * np.sqrt(epsilon + z_var[U(c)])))
        # ẏ[n,c,i,j] = {γ̇[c] · z_r[c] · (a[n,c,i,j] − z_mu[c]) + γ[c] · (ż_r · (a[n,c,i,j] −
        #     z_mu[c]) + z_r[c] · (ȧ[n,c,i,j] − ż_mu)) + β̇[c] if γ[c]·z_r[c]·a[n,c,i,j] +
        #     β[c] > γ[c]·z_mu[c]·z_r[c]; else 0}
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
                        if beta[U(c)]
                        + a[U(n), U(c), U(i), U(j)]
                        * gamma[U(c)]
                        * z_r[U(c)] > gamma[U(c)]
                        * z_mu[U(c)]
                        * z_r[U(c)]
                        else T(0)
                    )
