"""The kernels of lp_pool3d; lp_pool3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `lp_pool3d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import power, select
from .runtime import gcd, residue
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, powers, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l,
        d_d, d_h, d_w, p):
    """powers_columns[column] = Σ_{t,u} |x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column]|^p
    powers[nc,k,i,j] = Σ_v powers_columns[s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    powers_columns = np.empty(W, dtype)
    for task in range(first, last):
        nc = task // (OD * OH)
        k = task // OH % OD
        i = task % OH
        # powers_columns[column] = Σ_{t,u} |x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column]|^p
        for column in range(W):
            powers_columns[U(column)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for t in range(max(0, -((k * s_d - p_f) // d_d)), min(KD, (D + p_f - (k * s_d) - 1) // d_d + 1)):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                if p == T(2):
                    for column in range(W):
                        powers_columns[U(column)] += (
                            x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                            * x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                        )
                elif p == T(1):
                    for column in range(W):
                        powers_columns[U(column)] += abs(
                            x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                        )
                elif p == T(3):
                    for column in range(W):
                        powers_columns[U(column)] += (
                            abs(x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)])
                            * (
                                x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                                * x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                            )
                        )
                else:
                    for column in range(W):
                        powers_columns[U(column)] += power(abs(x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]), p)
        # powers[nc,k,i,j] = Σ_v powers_columns[s_w·j+d_w·v−p_l]
        for j in range(OW):
            powers[U(nc), U(k), U(i), U(j)] = T(0)
        for v in range(KW):
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                powers[U(nc), U(k), U(i), U(j)] += powers_columns[U(j * s_w + d_w * v - p_l)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, powers, y, N, C, OD, OH, OW, p):
    """y[nc,k,i,j] = {powers[nc,k,i,j]^(1/p) if powers[nc,k,i,j] > 0; 0 if powers[nc,k,i,j] ≤ 0; else
        powers[nc,k,i,j]}
    """
    dtype = powers.dtype
    T = dtype.type
    for z_block in range(first, last):
        # y[nc,k,i,j] = {powers[nc,k,i,j]^(1/p) if powers[nc,k,i,j] > 0; 0 if powers[nc,k,i,j]
        #     ≤ 0; else powers[nc,k,i,j]}
        if p == T(2):
            for z in range(z_block * 1024, min(C * N * OD * OH * OW, z_block * 1024 + 1024)):
                powers_here = powers[U(z)]
                y[U(z)] = select(powers_here > T(0), np.sqrt(powers_here), select(T(0) >= powers_here, T(0), powers_here))
        elif p == T(1):
            for z in range(z_block * 1024, min(C * N * OD * OH * OW, z_block * 1024 + 1024)):
                powers_here2 = powers[U(z)]
                y[U(z)] = select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2, T(0), powers_here2))
        else:
            for z in range(z_block * 1024, min(C * N * OD * OH * OW, z_block * 1024 + 1024)):
                powers_here3 = powers[U(z)]
                y[U(z)] = select(powers_here3 > T(0), power(powers_here3, T(1) / p), select(T(0) >= powers_here3, T(0), powers_here3))


def _forward(x, y, powers, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w,
        p):
    """powers[n,c,k,i,j] = Σ_{t,u,v} |x[n, c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]|^p
    y[n,c,k,i,j] = {powers[n,c,k,i,j]^(1/p) if powers[n,c,k,i,j] > 0; else 0}

    Operations: C·KD·KH·KW·N·OD·OH·OW − C·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, OD, OH, OW))
    powers_rows = powers.reshape((C * N, OD, OH, OW))
    launch(_forward_part, C * N * OD * OH, C * KD * KH * N * OD * OH * W + C * KW * N * OD * OH * OW, x_rows,
            powers_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w,
            p)
    launch(_forward_part2, (C * N * OD * OH * OW - 1) // 1024 + 1, C * N * OD * OH * OW,
            powers_rows.reshape(C * N * OD * OH * OW), y_rows.reshape(C * N * OD * OH * OW), N, C, OD, OH, OW,
            p)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dx_power2, powers, N, C, OD, OH, OW, p):
    """dx_power2[n'c′, k, i, j] = 1/powers[n'c′, k, i, j]^(1−1/p)"""
    dtype = dx_power2.dtype
    T = dtype.type
    for z_block in range(first, last):
        # dx_power2[n'c′, k, i, j] = 1/powers[n'c′, k, i, j]^(1−1/p)
        if p == T(2):
            for z in range(z_block * 1024, min(C * N * OD * OH * OW, z_block * 1024 + 1024)):
                dx_power2[U(z)] = T(1) / np.sqrt(powers[U(z)])
        elif p == T(1):
            for z in range(z_block * 1024, min(C * N * OD * OH * OW, z_block * 1024 + 1024)):
                dx_power2[U(z)] = T(1)
        else:
            term = T(1) / p - T(1)
            for z in range(z_block * 1024, min(C * N * OD * OH * OW, z_block * 1024 + 1024)):
                dx_power2[U(z)] = power(powers[U(z)], term)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single2(first, last, dx_power, x, N, C, D, H, W, p):
    """dx_power[n'c′, z, a, b] = |x[n'c′, z, a, b]|^(p−1)"""
    dtype = dx_power.dtype
    T = dtype.type
    for z_block in range(first, last):
        # dx_power[n'c′, z, a, b] = |x[n'c′, z, a, b]|^(p−1)
        if p == T(2):
            for z in range(z_block * 1024, min(C * D * H * N * W, z_block * 1024 + 1024)):
                dx_power[U(z)] = abs(x[U(z)])
        elif p == T(1):
            for z in range(z_block * 1024, min(C * D * H * N * W, z_block * 1024 + 1024)):
                dx_power[U(z)] = T(1)
        elif p == T(3):
            for z in range(z_block * 1024, min(C * D * H * N * W, z_block * 1024 + 1024)):
                dx_power[U(z)] = x[U(z)] * x[U(z)]
        else:
            term = p - T(1)
            for z in range(z_block * 1024, min(C * D * H * N * W, z_block * 1024 + 1024)):
                dx_power[U(z)] = power(abs(x[U(z)]), term)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single3(first, last, dy, x, powers, dx, dx_power, dx_power2, N, C, D, H, W, OD, OH, OW, KD, KH, KW,
        s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, gcd_d_w, gcd_s_d_d_d, gcd_s_h_d_h, q___from, q___from2,
        q___to, q___to2, res_d_w, res_d_w2):
    """dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] += dx_power[nc, s_d·q+r−p_f, s_h·q′+r′−p_t,
        s_w·q′′+r′′−p_l] · sign(x[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l]) · [gcd(s_d, d_d) ∣ r,
        gcd(s_h, d_h) ∣ r′, gcd(s_w, d_w) ∣ r′′, res(d_d, r, s_d) < KD, res(d_h, r′, s_h) < KH, res(d_w,
        r′′, s_w) < KW, gcd(s_d, d_d) ∣ r, gcd(s_h, d_h) ∣ r′, gcd(s_w, d_w) ∣ r′′, 0 ≤ q − (d_d ·
        res(d_d, r, s_d) − r)/s_d < OD, 0 ≤ q′ − (d_h · res(d_h, r′, s_h) − r′)/s_h < OH, 0 ≤ q′′ − (d_w ·
        res(d_w, r′′, s_w) − r′′)/s_w < OW] · {dy[nc, q−(d_d·res(d_d,r,s_d)−r)/s_d,
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h, q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w] · dx_power2[nc,
        q−(d_d·res(d_d,r,s_d)−r)/s_d, q′−(d_h·res(d_h,r′,s_h)−r′)/s_h, q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w]
        if powers[nc, q−(d_d·res(d_d,r,s_d)−r)/s_d, q′−(d_h·res(d_h,r′,s_h)−r′)/s_h,
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w] > 0; 0 if powers[nc, q−(d_d·res(d_d,r,s_d)−r)/s_d,
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h, q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w] ≤ 0; else powers[nc,
        q−(d_d·res(d_d,r,s_d)−r)/s_d, q′−(d_h·res(d_h,r′,s_h)−r′)/s_h,
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w]}
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for z in range(D):
            for a in range(H):
                for b in range(W):
                    dx[U(nc), U(z), U(a), U(b)] = T(0)
        # dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
        for r in range(s_d):
            if r % gcd_s_d_d_d == 0 and KD >= residue(d_d, r, s_d) + 1 and r % gcd_s_d_d_d == 0:
                for r_ in range(s_h):
                    if r_ % gcd_s_h_d_h == 0 and KH >= residue(d_h, r_, s_h) + 1 and r_ % gcd_s_h_d_h == 0:
                        if s_w == 2 and 1 % gcd_d_w == 0 and KW >= res_d_w + 1 and KW >= res_d_w2 + 1 and q___from == q___from2 and q___to == q___to2:
                            quotient_r = (residue(d_d, r, s_d) * d_d - r) // s_d
                            quotient_r_ = (residue(d_h, r_, s_h) * d_h - r_) // s_h
                            quotient_d_w = residue(d_w, 0, 2) * d_w // 2
                            quotient_d_w2 = (residue(d_w, 1, 2) * d_w - 1) // 2
                            q___first = -(-p_l // 2)
                            q___first2 = -((1 - p_l) // 2)
                            q___last = (W + p_l - 1) // 2
                            quotient_W_p_l = (W + p_l) // 2
                            q__first = -((r_ - p_t) // s_h)
                            q__last = (H + p_t - r_ - 1) // s_h
                            for q in range(max(-((r - p_f) // s_d), (residue(d_d, r, s_d) * d_d - r) // s_d),
                                    min((D + p_f - r - 1) // s_d + 1, (residue(d_d, r,
                                    s_d) * d_d - r) // s_d + OD)):
                                for q_ in range(max(q__first, quotient_r_), min(q__last + 1,
                                        OH + quotient_r_)):
                                    for q__ in range(max(q___first, quotient_d_w, q___first2, quotient_d_w2),
                                            min(q___last + 1, OW + quotient_d_w, quotient_W_p_l,
                                            OW + quotient_d_w2)):
                                        powers_here = powers[U(nc), U(q - quotient_r), U(q_ - quotient_r_), U(q__ - quotient_d_w)]
                                        dx_power2_here = dx_power2[U(nc), U(q - quotient_r), U(q_ - quotient_r_), U(q__ - quotient_d_w)]
                                        dy_here = dy[U(nc), U(q - quotient_r), U(q_ - quotient_r_), U(q__ - quotient_d_w)]
                                        dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * 2 - p_l)] += (
                                            select(
                                                powers_here > T(0),
                                                dx_power2_here * dy_here,
                                                select(T(0) >= powers_here, T(0), powers_here),
                                            )
                                            * dx_power[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t),
                                                    U(q__ * 2 - p_l)]
                                            * np.sign(
                                                x[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t),
                                                        U(q__ * 2 - p_l)]
                                            )
                                        )
                                        powers_here2 = powers[U(nc), U(q - quotient_r), U(q_ - quotient_r_), U(q__ - quotient_d_w2)]
                                        dx_power2_here2 = dx_power2[U(nc), U(q - quotient_r), U(q_ - quotient_r_), U(q__ - quotient_d_w2)]
                                        dy_here2 = dy[U(nc), U(q - quotient_r), U(q_ - quotient_r_), U(q__ - quotient_d_w2)]
                                        dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * 2 + 1 - p_l)] += (
                                            select(
                                                powers_here2 > T(0),
                                                dx_power2_here2 * dy_here2,
                                                select(T(0) >= powers_here2, T(0), powers_here2),
                                            )
                                            * dx_power[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t),
                                                    U(q__ * 2 + 1 - p_l)]
                                            * np.sign(
                                                x[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t),
                                                        U(q__ * 2 + 1 - p_l)]
                                            )
                                        )
                        else:
                            quotient_r = (residue(d_d, r, s_d) * d_d - r) // s_d
                            quotient_r_ = (residue(d_h, r_, s_h) * d_h - r_) // s_h
                            q__first = -((r_ - p_t) // s_h)
                            q__last = (H + p_t - r_ - 1) // s_h
                            q_first = -((r - p_f) // s_d)
                            q_last = (D + p_f - r - 1) // s_d
                            gcd_s_w_d_w = gcd(s_w, d_w)
                            for r__ in range(s_w):
                                quotient_r__ = (residue(d_w, r__, s_w) * d_w - r__) // s_w
                                q___first = -((r__ - p_l) // s_w)
                                q___last = (W + p_l - r__ - 1) // s_w
                                if r__ % gcd_s_w_d_w == 0 and KW >= residue(d_w, r__,
                                        s_w) + 1 and r__ % gcd_s_w_d_w == 0:
                                    for q in range(max(q_first, quotient_r), min(q_last + 1,
                                            OD + quotient_r)):
                                        for q_ in range(max(q__first, quotient_r_), min(q__last + 1,
                                                OH + quotient_r_)):
                                            for q__ in range(max(q___first, quotient_r__), min(q___last + 1,
                                                    OW + quotient_r__)):
                                                powers_here3 = powers[U(nc), U(q - quotient_r), U(q_ - quotient_r_), U(q__ - quotient_r__)]
                                                dx_power2_here3 = dx_power2[U(nc), U(q - quotient_r), U(q_ - quotient_r_), U(q__ - quotient_r__)]
                                                dy_here3 = dy[U(nc), U(q - quotient_r), U(q_ - quotient_r_), U(q__ - quotient_r__)]
                                                dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                                    select(
                                                        powers_here3 > T(0),
                                                        dx_power2_here3 * dy_here3,
                                                        select(T(0) >= powers_here3, T(0), powers_here3),
                                                    )
                                                    * dx_power[U(nc), U(q * s_d + r - p_f),
                                                            U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)]
                                                    * np.sign(
                                                        x[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t),
                                                                U(q__ * s_w + r__ - p_l)]
                                                    )
                                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, powers, dx_columns, N, C, D, H, OD, OH, OW, KD, KH, s_d, s_h, p_f, p_t, d_d,
        d_h, p, d_d_by_gcd, d_h_by_gcd, s_d_by_gcd, s_h_by_gcd):
    """dx_columns_power[k,i,j] = 1/powers[n'c′, k, i, j]^(1−1/p)
    dx_columns[n'c′, s_d·q+r−p_f, s_h·q′+r′−p_t, column] = Σ_{t,t′ : 0 ≤ t ≤
        ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋, 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋,
        0 ≤ (d_d·res(d_d,r,s_d)−r)/s_d+t·d_d/gcd(s_d,d_d)+OD−1−q < OD, 0 ≤
        (d_h·res(d_h,r′,s_h)−r′)/s_h+t′·d_h/gcd(s_h,d_h)+OH−1−q′ < OH} {dy[n'c′,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h), column] ·
        dx_columns_power[q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h), column] if powers[n'c′,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h), column] > 0; 0 if powers[n'c′,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h), column] ≤ 0; else powers[n'c′,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h), column]}
    """
    dtype = dy.dtype
    T = dtype.type
    dx_columns_power = np.empty((OD, OH, OW), dtype)
    for n_c_ in range(first, last):
        # dx_columns_power[k,i,j] = 1/powers[n'c′, k, i, j]^(1−1/p)
        for k in range(OD):
            for i in range(OH):
                if p == T(2):
                    for j in range(OW):
                        dx_columns_power[U(k), U(i), U(j)] = T(1) / np.sqrt(powers[U(n_c_), U(k), U(i), U(j)])
                elif p == T(1):
                    for j in range(OW):
                        dx_columns_power[U(k), U(i), U(j)] = T(1)
                else:
                    term = T(1) / p - T(1)
                    for j in range(OW):
                        dx_columns_power[U(k), U(i), U(j)] = power(powers[U(n_c_), U(k), U(i), U(j)], term)
        # dx_columns[n'c′′, s_d·q+r−p_f, s_h·q′+r′−p_t, column], as written above
        for r in range(s_d):
            quotient_r = (residue(d_d, r, s_d) * d_d - r) // s_d
            t__last = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd
            for q in range(-((r - p_f) // s_d), (D + p_f - r - 1) // s_d + 1):
                for r_ in range(s_h):
                    quotient_r_ = (residue(d_h, r_, s_h) * d_h - r_) // s_h
                    t___last = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd
                    t__first = -((OD + quotient_r - q - 1) // d_d_by_gcd)
                    t__last2 = (q - quotient_r) // d_d_by_gcd
                    for q_ in range(-((r_ - p_t) // s_h), (H + p_t - r_ - 1) // s_h + 1):
                        for column in range(OW):
                            dx_columns[U(n_c_), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(column)] = T(
                                0
                            )
                        t___first = -((OH + quotient_r_ - q_ - 1) // d_h_by_gcd)
                        t___last2 = (q_ - quotient_r_) // d_h_by_gcd
                        for t_ in range(min(t__last, t__last2), max(-1, t__first - 1), -1):
                            for t__ in range(min(t___last, t___last2), max(-1, t___first - 1), -1):
                                for column in range(OW):
                                    powers_here4 = powers[U(n_c_), U(q - quotient_r - (d_d_by_gcd * t_)), U(q_ - quotient_r_ - (d_h_by_gcd * t__)), U(column)]
                                    dx_columns_power_here = dx_columns_power[U(q - quotient_r - (d_d_by_gcd * t_)), U(q_ - quotient_r_ - (d_h_by_gcd * t__)), U(column)]
                                    dy_here4 = dy[U(n_c_), U(q - quotient_r - (d_d_by_gcd * t_)), U(q_ - quotient_r_ - (d_h_by_gcd * t__)), U(column)]
                                    dx_columns[U(n_c_), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(column)] += select(
                                        powers_here4 > T(0),
                                        dx_columns_power_here * dy_here4,
                                        select(T(0) >= powers_here4, T(0), powers_here4),
                                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain2(first, last, x, dx, dx_columns, N, C, D, H, W, OW, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_w, p,
        d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, s_w_by_gcd):
    """dx_power[z,a,b] = |x[n'c′, z, a, b]|^(p−1)
    dx[n'c′, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = dx_power[s_d·q+r−p_f, s_h·q′+r′−p_t,
        s_w·q′′+r′′−p_l] · sign(x[n'c′, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l]) · [gcd(s_d, d_d) ∣
        r, gcd(s_h, d_h) ∣ r′, gcd(s_w, d_w) ∣ r′′] · Σ_{t : 0 ≤ t ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣
        r′′} dx_columns[n'c′, s_d·q+r−p_f, s_h·q′+r′−p_t,
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t·d_w/gcd(s_w,d_w)]
    """
    dtype = x.dtype
    T = dtype.type
    dx_power = np.empty((D, H, W), dtype)
    row = np.empty(0, dtype)
    for n_c_ in range(first, last):
        # dx_power[z,a,b] = |x[n'c′, z, a, b]|^(p−1)
        for z in range(D):
            for a in range(H):
                if p == T(2):
                    for b in range(W):
                        dx_power[U(z), U(a), U(b)] = abs(x[U(n_c_), U(z), U(a), U(b)])
                elif p == T(1):
                    for b in range(W):
                        dx_power[U(z), U(a), U(b)] = T(1)
                elif p == T(3):
                    for b in range(W):
                        dx_power[U(z), U(a), U(b)] = (
                            x[U(n_c_), U(z), U(a), U(b)] * x[U(n_c_), U(z), U(a), U(b)]
                        )
                else:
                    term = p - T(1)
                    for b in range(W):
                        dx_power[U(z), U(a), U(b)] = power(abs(x[U(n_c_), U(z), U(a), U(b)]), term)
        # dx[n'c′′, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
        for r__ in range(s_w):
            if row.size < max(0, (W + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1):
                row = np.empty(max(0, (W + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1), dtype)
            quotient_r__ = (r__ - p_l) // s_w
            q___last = (W + p_l - r__ - 1) // s_w
            quotient_r__2 = (residue(d_w, r__, s_w) * d_w - r__) // s_w
            t____last = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd
            for r in range(s_d):
                for q in range(-((r - p_f) // s_d), (D + p_f - r - 1) // s_d + 1):
                    for r_ in range(s_h):
                        for q_ in range(-((r_ - p_t) // s_h), (H + p_t - r_ - 1) // s_h + 1):
                            for q__ in range(-quotient_r__, q___last + 1):
                                row[U(q__ + quotient_r__)] = T(0)
                            if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0:
                                for t___ in range(t____last, -1, -1):
                                    for q__ in range(max(-quotient_r__, quotient_r__2 + d_w_by_gcd * t___),
                                            min(q___last + 1, OW + quotient_r__2 + d_w_by_gcd * t___)):
                                        row[U(q__ + quotient_r__)] += dx_columns[U(n_c_), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ - quotient_r__2 - (d_w_by_gcd * t___))]
                            for q__ in range(-quotient_r__, q___last + 1):
                                dx[U(n_c_), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = (
                                    dx_power[U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t),
                                            U(q__ * s_w + r__ - p_l)]
                                    * row[U(q__ + quotient_r__)]
                                    * np.sign(
                                        x[U(n_c_), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t),
                                                U(q__ * s_w + r__ - p_l)]
                                    )
                                    if r % gcd_s_d_d_d == 0
                                    and r_ % gcd_s_h_d_h == 0
                                    and r__ % gcd_s_w_d_w == 0
                                    else T(0)
                                )


def _vjp_x(dy, x, powers, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w, p):
    """dx[n,c,z,a,b] = sign(x[n,c,z,a,b]) · |x[n,c,z,a,b]|^(p−1) · Σ_{t,u,v : s_d ∣ z+p_f−d_d·t, s_h ∣
        a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v, powers[n, c, (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] > 0} dy[n, c, (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w]/powers[n, c, (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]^(1−1/p)

    Operations: C·D·H·KD·KH·KW·N·W + 2·C·D·H·N·W multiplications, C·D·H·KD·KH·KW·N·W − C·D·H·N·W
        additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((C * N, OD, OH, OW))
    x_rows = x.reshape((C * N, D, H, W))
    powers_rows = powers.reshape((C * N, OD, OH, OW))
    dx_rows = dx.reshape((C * N, D, H, W))
    if s_d // gcd(s_d, d_d) >= KD and s_h // gcd(s_h, d_h) >= KH and s_w // gcd(s_w, d_w) >= KW:
        dx_power = scratch((C * N, D, H, W), dtype)
        dx_power2 = scratch((C * N, OD, OH, OW), dtype)
        launch(_vjp_x_single, (C * N * OD * OH * OW - 1) // 1024 + 1, C * N * OD * OH * OW,
                dx_power2.reshape(C * N * OD * OH * OW), powers_rows.reshape(C * N * OD * OH * OW), N, C, OD,
                OH, OW, p)
        launch(_vjp_x_single2, (C * D * H * N * W - 1) // 1024 + 1, C * D * H * N * W,
                dx_power.reshape(C * D * H * N * W), x_rows.reshape(C * D * H * N * W), N, C, D, H, W, p)
        q___from = max(residue(d_w, 0, 2) * d_w // 2, -(-p_l // 2))
        q___to = min((W + p_l - 1) // 2, residue(d_w, 0, 2) * d_w // 2 + OW - 1)
        q___from2 = max((residue(d_w, 1, 2) * d_w - 1) // 2, -((1 - p_l) // 2))
        q___to2 = min((W + p_l) // 2 - 1, (residue(d_w, 1, 2) * d_w - 1) // 2 + OW - 1)
        gcd_d_w = gcd(2, d_w)
        res_d_w = residue(d_w, 0, 2)
        res_d_w2 = residue(d_w, 1, 2)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_d_d_d = gcd(s_d, d_d)
        launch(_vjp_x_single3, C * N,
                C * D * H * N * W + (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_d * s_h * s_w,
                dy_rows, x_rows, powers_rows, dx_rows, dx_power, dx_power2, N, C, D, H, W, OD, OH, OW, KD, KH,
                KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, gcd_d_w, gcd_s_d_d_d, gcd_s_h_d_h, q___from,
                q___from2, q___to, q___to2, res_d_w, res_d_w2)
    else:
        d_d_by_gcd = d_d // gcd(s_d, d_d)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_d_by_gcd = s_d // gcd(s_d, d_d)
        dx_columns = scratch((C * N, D, H, OW), dtype)
        launch(_vjp_x_plain, C * N,
                C * N * OD * OH * OW + (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * OW * s_d * s_h, dy_rows, powers_rows,
                dx_columns, N, C, D, H, OD, OH, OW, KD, KH, s_d, s_h, p_f, p_t, d_d, d_h, p, d_d_by_gcd,
                d_h_by_gcd, s_d_by_gcd, s_h_by_gcd)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        gcd_s_d_d_d = gcd(s_d, d_d)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_plain2, C * N,
                C * D * H * N * W + (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KW - residue(d_w,
                0, s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * s_d * s_h * s_w, x_rows, dx_rows,
                dx_columns, N, C, D, H, W, OW, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_w, p, d_w_by_gcd,
                gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, powers, y_dot, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, p):
    """powers_dot_columns[column] = Σ_{t,u} ẋ[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column] · sign(x[nc,
        s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column]) · |x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
        column]|^(p−1)
    powers_dot[j] = p · Σ_v powers_dot_columns[s_w·j+d_w·v−p_l]
    ẏ[nc,k,i,j] = {powers_dot[j]/(p·powers[nc,k,i,j]^(1−1/p)) if powers[nc,k,i,j] > 0; 0 if
        powers[nc,k,i,j] ≤ 0; else powers[nc,k,i,j]}
    """
    dtype = x_dot.dtype
    T = dtype.type
    powers_dot_columns = np.empty(W, dtype)
    powers_dot = np.empty(OW, dtype)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // (OD * OH)
        k = task // OH % OD
        i = task % OH
        # powers_dot_columns[column] = Σ_{t,u} ẋ[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column]
        #     · sign(x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column]) · |x[nc,
        #     s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column]|^(p−1)
        for column in range(W):
            powers_dot_columns[U(column)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for t in range(max(0, -((k * s_d - p_f) // d_d)), min(KD, (D + p_f - (k * s_d) - 1) // d_d + 1)):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                if p == T(2):
                    for column in range(W):
                        powers_dot_columns[U(column)] += (
                            abs(x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(
                                x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                            )
                            * x_dot[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                        )
                elif p == T(1):
                    for column in range(W):
                        powers_dot_columns[U(column)] += (
                            np.sign(
                                x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                            )
                            * x_dot[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                        )
                elif p == T(3):
                    for column in range(W):
                        powers_dot_columns[U(column)] += (
                            np.sign(
                                x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                            )
                            * (
                                x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                                * x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                            )
                            * x_dot[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                        )
                else:
                    term = p - T(1)
                    for column in range(W):
                        powers_dot_columns[U(column)] += (
                            power(abs(x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t),
                                    U(column)]), term)
                            * np.sign(
                                x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                            )
                            * x_dot[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
                        )
        # powers_dot[j] = p · Σ_v powers_dot_columns[s_w·j+d_w·v−p_l]
        for j in range(OW):
            row[U(j)] = T(0)
        for v in range(KW):
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                row[U(j)] += powers_dot_columns[U(j * s_w + d_w * v - p_l)]
        for j in range(OW):
            powers_dot[U(j)] = p * row[U(j)]
        # ẏ[nc,k,i,j] = {powers_dot[j]/(p·powers[nc,k,i,j]^(1−1/p)) if powers[nc,k,i,j] > 0; 0
        #     if powers[nc,k,i,j] ≤ 0; else powers[nc,k,i,j]}
        if p == T(2):
            for j in range(OW):
                powers_here = powers[U(nc), U(k), U(i), U(j)]
                powers_dot_here = powers_dot[U(j)]
                y_dot[U(nc), U(k), U(i), U(j)] = select(
                    powers_here > T(0),
                    powers_dot_here / (T(2) * np.sqrt(powers_here)),
                    select(T(0) >= powers_here, T(0), powers_here),
                )
        elif p == T(1):
            for j in range(OW):
                powers_here2 = powers[U(nc), U(k), U(i), U(j)]
                powers_dot_here2 = powers_dot[U(j)]
                y_dot[U(nc), U(k), U(i), U(j)] = select(powers_here2 > T(0), powers_dot_here2, select(T(0) >= powers_here2, T(0), powers_here2))
        else:
            for j in range(OW):
                powers_here3 = powers[U(nc), U(k), U(i), U(j)]
                powers_dot_here3 = powers_dot[U(j)]
                y_dot[U(nc), U(k), U(i), U(j)] = select(
                    powers_here3 > T(0),
                    powers_dot_here3 * power(powers_here3, T(1) / p - T(1)) / p,
                    select(T(0) >= powers_here3, T(0), powers_here3),
                )


def _jvp(x_dot, x, powers, y_dot, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
        d_h, d_w, p):
    """powers_dot[n,c,k,i,j] = p · Σ_{t,u,v} ẋ[n, c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] ·
        sign(x[n, c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]) · |x[n, c, s_d·k+d_d·t−p_f,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]|^(p−1)
    ẏ[n,c,k,i,j] = {powers_dot[n,c,k,i,j]/(p·powers[n,c,k,i,j]^(1−1/p)) if powers[n,c,k,i,j] > 0; else 0}

    As compiled:

    powers_dot_columns[column] = Σ_{t,u} ẋ[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column] · sign(x[nc,
        s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column]) · |x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
        column]|^(p−1)
    powers_dot[j] = p · Σ_v powers_dot_columns[s_w·j+d_w·v−p_l]
    ẏ[nc,k,i,j] = {powers_dot[j]/(p·powers[nc,k,i,j]^(1−1/p)) if powers[nc,k,i,j] > 0; 0 if
        powers[nc,k,i,j] ≤ 0; else powers[nc,k,i,j]}

    Operations: 2·C·KD·KH·KW·N·OD·OH·OW + C·N·OD·OH·OW multiplications, C·KD·KH·KW·N·OD·OH·OW −
        C·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    x_rows = x.reshape((C * N, D, H, W))
    powers_rows = powers.reshape((C * N, OD, OH, OW))
    y_dot_rows = y_dot.reshape((C * N, OD, OH, OW))
    launch(_jvp_part, C * N * OD * OH,
            C * KD * KH * N * OD * OH * W + C * KW * N * OD * OH * OW + C * N * OD * OH * OW, x_dot_rows,
            x_rows, powers_rows, y_dot_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t,
            p_l, d_d, d_h, d_w, p)
