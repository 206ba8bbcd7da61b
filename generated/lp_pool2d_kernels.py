"""The kernels of lp_pool2d; lp_pool2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `lp_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .elementary import power, select
from .runtime import gcd, plus, residue
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, powers, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, p):
    """powers_columns[column] = Σ_u |x[nc, s_h·i+d_h·u−p_t, column]|^p
    powers[nc,i,j] = Σ_v powers_columns[s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    powers_columns = np.empty(W, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # powers_columns[column] = Σ_u |x[nc, s_h·i+d_h·u−p_t, column]|^p
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        u_first2 = max(u_first, 0)
        u_last2 = min(KH - 1, u_last)
        for column in range(W):
            powers_columns[U(column)] = T(0)
        if p == T(2):
            if u_first2 + 1 == u_last2:
                for u in range(max(0, u_first), min(KH - 1, u_last), 2):
                    for column in range(W):
                        terms2 = powers_columns[U(column)]
                        terms2 = plus(
                            terms2,
                            x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                            * x[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms2 = plus(
                            terms2,
                            x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)]
                            * x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_columns[U(column)] = terms2
            elif u_first2 + 2 == u_last2:
                for u in range(max(0, u_first), min(KH - 2, u_last - 1), 3):
                    for column in range(W):
                        terms = powers_columns[U(column)]
                        terms = plus(
                            terms,
                            x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                            * x[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)]
                            * x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)]
                            * x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_columns[U(column)] = terms
            else:
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for column in range(W):
                        powers_columns[U(column)] += (
                            x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                            * x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                        )
        elif p == T(1):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for column in range(W):
                    powers_columns[U(column)] += abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
        elif p == T(3):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for column in range(W):
                    powers_columns[U(column)] += (
                        abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                        * (
                            x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                            * x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                        )
                    )
        else:
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for column in range(W):
                    powers_columns[U(column)] += power(abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]), p)
        # powers[nc,i,j] = Σ_v powers_columns[s_w·j+d_w·v−p_l]
        for j in range(OW):
            powers[U(nc), U(i), U(j)] = T(0)
        for v in range(KW):
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                powers[U(nc), U(i), U(j)] += powers_columns[U(j * s_w + d_w * v - p_l)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, powers, y, N, C, OH, OW, p):
    """y[nc,i,j] = {powers[nc,i,j]^(1/p) if powers[nc,i,j] > 0; 0 if powers[nc,i,j] ≤ 0; else powers[nc,i,j]}"""
    dtype = powers.dtype
    T = dtype.type
    for z_block in range(first, last):
        # y[nc,i,j] = {powers[nc,i,j]^(1/p) if powers[nc,i,j] > 0; 0 if powers[nc,i,j] ≤ 0;
        #     else powers[nc,i,j]}
        if p == T(2):
            for z in range(z_block * 1024, min(C * N * OH * OW, z_block * 1024 + 1024)):
                powers_here = powers[U(z)]
                y[U(z)] = select(powers_here > T(0), np.sqrt(powers_here), select(T(0) >= powers_here, T(0), powers_here))
        elif p == T(1):
            for z in range(z_block * 1024, min(C * N * OH * OW, z_block * 1024 + 1024)):
                powers_here2 = powers[U(z)]
                y[U(z)] = select(powers_here2 > T(0), powers_here2, select(T(0) >= powers_here2, T(0), powers_here2))
        else:
            for z in range(z_block * 1024, min(C * N * OH * OW, z_block * 1024 + 1024)):
                powers_here3 = powers[U(z)]
                y[U(z)] = select(powers_here3 > T(0), power(powers_here3, T(1) / p), select(T(0) >= powers_here3, T(0), powers_here3))


def _forward(x, y, powers, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, p):
    """powers[n,c,i,j] = Σ_{u,v} |x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]|^p
    y[n,c,i,j] = {powers[n,c,i,j]^(1/p) if powers[n,c,i,j] > 0; else 0}

    Operations: C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    powers_rows = powers.reshape((C * N, OH, OW))
    launch(_forward_part, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW, x_rows, powers_rows, N, C,
            H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, p)
    launch(_forward_part2, (C * N * OH * OW - 1) // 1024 + 1, C * N * OH * OW,
            powers_rows.reshape(C * N * OH * OW), y_rows.reshape(C * N * OH * OW), N, C, OH, OW, p)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dx_power2, powers, N, C, OH, OW, p):
    """dx_power2[n'c′, i, j] = 1/powers[n'c′, i, j]^(1−1/p)"""
    dtype = dx_power2.dtype
    T = dtype.type
    for z_block in range(first, last):
        # dx_power2[n'c′, i, j] = 1/powers[n'c′, i, j]^(1−1/p)
        if p == T(2):
            for z in range(z_block * 1024, min(C * N * OH * OW, z_block * 1024 + 1024)):
                dx_power2[U(z)] = T(1) / np.sqrt(powers[U(z)])
        elif p == T(1):
            for z in range(z_block * 1024, min(C * N * OH * OW, z_block * 1024 + 1024)):
                dx_power2[U(z)] = T(1)
        else:
            term = T(1) / p - T(1)
            for z in range(z_block * 1024, min(C * N * OH * OW, z_block * 1024 + 1024)):
                dx_power2[U(z)] = power(powers[U(z)], term)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single2(first, last, dx_power, x, N, C, H, W, p):
    """dx_power[n'c′, a, b] = |x[n'c′, a, b]|^(p−1)"""
    dtype = dx_power.dtype
    T = dtype.type
    for z_block in range(first, last):
        # dx_power[n'c′, a, b] = |x[n'c′, a, b]|^(p−1)
        if p == T(2):
            for z in range(z_block * 1024, min(C * H * N * W, z_block * 1024 + 1024)):
                dx_power[U(z)] = abs(x[U(z)])
        elif p == T(1):
            for z in range(z_block * 1024, min(C * H * N * W, z_block * 1024 + 1024)):
                dx_power[U(z)] = T(1)
        elif p == T(3):
            for z in range(z_block * 1024, min(C * H * N * W, z_block * 1024 + 1024)):
                dx_power[U(z)] = x[U(z)] * x[U(z)]
        else:
            term = p - T(1)
            for z in range(z_block * 1024, min(C * H * N * W, z_block * 1024 + 1024)):
                dx_power[U(z)] = power(abs(x[U(z)]), term)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single3(first, last, dy, x, powers, dx, dx_power, dx_power2, N, C, H, W, OH, OW, KH, KW, s_h, s_w,
        p_t, p_l, d_h, d_w, gcd_d_w, gcd_s_h_d_h, q__from, q__from2, q__to, q__to2, res_d_w, res_d_w2):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dx_power[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] · sign(x[nc,
        s_h·q+r−p_t, s_w·q′+r′−p_l]) · [gcd(s_h, d_h) ∣ r, gcd(s_w, d_w) ∣ r′, res(d_h, r, s_h) < KH,
        res(d_w, r′, s_w) < KW, gcd(s_h, d_h) ∣ r, gcd(s_w, d_w) ∣ r′, 0 ≤ q − (d_h · res(d_h, r, s_h) −
        r)/s_h < OH, 0 ≤ q′ − (d_w · res(d_w, r′, s_w) − r′)/s_w < OW] · {dy[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h, q′−(d_w·res(d_w,r′,s_w)−r′)/s_w] · dx_power2[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h, q′−(d_w·res(d_w,r′,s_w)−r′)/s_w] if powers[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h, q′−(d_w·res(d_w,r′,s_w)−r′)/s_w] > 0; 0 if powers[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h, q′−(d_w·res(d_w,r′,s_w)−r′)/s_w] ≤ 0; else powers[nc,
        q−(d_h·res(d_h,r,s_h)−r)/s_h, q′−(d_w·res(d_w,r′,s_w)−r′)/s_w]}
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for a in range(H):
            for b in range(W):
                dx[U(nc), U(a), U(b)] = T(0)
        # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for r in range(s_h):
            if r % gcd_s_h_d_h == 0 and KH >= residue(d_h, r, s_h) + 1 and r % gcd_s_h_d_h == 0:
                if s_w == 2 and 1 % gcd_d_w == 0 and KW >= res_d_w + 1 and KW >= res_d_w2 + 1 and q__from == q__from2 and q__to == q__to2:
                    quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
                    quotient_d_w = residue(d_w, 0, 2) * d_w // 2
                    quotient_d_w2 = (residue(d_w, 1, 2) * d_w - 1) // 2
                    q__first = -(-p_l // 2)
                    q__first2 = -((1 - p_l) // 2)
                    q__last = (W + p_l - 1) // 2
                    quotient_W_p_l = (W + p_l) // 2
                    for q in range(max(-((r - p_t) // s_h), (residue(d_h, r, s_h) * d_h - r) // s_h),
                            min((H + p_t - r - 1) // s_h + 1, (residue(d_h, r, s_h) * d_h - r) // s_h + OH)):
                        for q_ in range(max(q__first, quotient_d_w, q__first2, quotient_d_w2),
                                min(q__last + 1, OW + quotient_d_w, quotient_W_p_l, OW + quotient_d_w2)):
                            powers_here = powers[U(nc), U(q - quotient_r), U(q_ - quotient_d_w)]
                            dx_power2_here = dx_power2[U(nc), U(q - quotient_r), U(q_ - quotient_d_w)]
                            dy_here = dy[U(nc), U(q - quotient_r), U(q_ - quotient_d_w)]
                            dx[U(nc), U(q * s_h + r - p_t), U(q_ * 2 - p_l)] += (
                                select(
                                    powers_here > T(0),
                                    dx_power2_here * dy_here,
                                    select(T(0) >= powers_here, T(0), powers_here),
                                )
                                * dx_power[U(nc), U(q * s_h + r - p_t), U(q_ * 2 - p_l)]
                                * np.sign(x[U(nc), U(q * s_h + r - p_t), U(q_ * 2 - p_l)])
                            )
                            powers_here2 = powers[U(nc), U(q - quotient_r), U(q_ - quotient_d_w2)]
                            dx_power2_here2 = dx_power2[U(nc), U(q - quotient_r), U(q_ - quotient_d_w2)]
                            dy_here2 = dy[U(nc), U(q - quotient_r), U(q_ - quotient_d_w2)]
                            dx[U(nc), U(q * s_h + r - p_t), U(q_ * 2 + 1 - p_l)] += (
                                select(
                                    powers_here2 > T(0),
                                    dx_power2_here2 * dy_here2,
                                    select(T(0) >= powers_here2, T(0), powers_here2),
                                )
                                * dx_power[U(nc), U(q * s_h + r - p_t), U(q_ * 2 + 1 - p_l)]
                                * np.sign(x[U(nc), U(q * s_h + r - p_t), U(q_ * 2 + 1 - p_l)])
                            )
                else:
                    quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
                    q_first = -((r - p_t) // s_h)
                    q_last = (H + p_t - r - 1) // s_h
                    gcd_s_w_d_w = gcd(s_w, d_w)
                    for r_ in range(s_w):
                        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
                        q__first = -((r_ - p_l) // s_w)
                        q__last = (W + p_l - r_ - 1) // s_w
                        if r_ % gcd_s_w_d_w == 0 and KW >= residue(d_w, r_,
                                s_w) + 1 and r_ % gcd_s_w_d_w == 0:
                            for q in range(max(q_first, quotient_r), min(q_last + 1, OH + quotient_r)):
                                for q_ in range(max(q__first, quotient_r_), min(q__last + 1,
                                        OW + quotient_r_)):
                                    powers_here3 = powers[U(nc), U(q - quotient_r), U(q_ - quotient_r_)]
                                    dx_power2_here3 = dx_power2[U(nc), U(q - quotient_r), U(q_ - quotient_r_)]
                                    dy_here3 = dy[U(nc), U(q - quotient_r), U(q_ - quotient_r_)]
                                    dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                        select(
                                            powers_here3 > T(0),
                                            dx_power2_here3 * dy_here3,
                                            select(T(0) >= powers_here3, T(0), powers_here3),
                                        )
                                        * dx_power[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)]
                                        * np.sign(x[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)])
                                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, powers, dx_columns, N, C, H, OH, OW, KH, s_h, p_t, d_h, p, d_h_by_gcd,
        s_h_by_gcd):
    """dx_columns_power[i,j] = 1/powers[n'c′, i, j]^(1−1/p)
    dx_columns[n'c′, s_h·q+r−p_t, column] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤
        (d_h·res(d_h,r,s_h)−r)/s_h+t·d_h/gcd(s_h,d_h)+OH−1−q < OH} {dy[n'c′,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), column] ·
        dx_columns_power[q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), column] if powers[n'c′,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), column] > 0; 0 if powers[n'c′,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), column] ≤ 0; else powers[n'c′,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), column]}
    """
    dtype = dy.dtype
    T = dtype.type
    dx_columns_power = np.empty((OH, OW), dtype)
    for n_c_ in range(first, last):
        # dx_columns_power[i,j] = 1/powers[n'c′, i, j]^(1−1/p)
        for i in range(OH):
            if p == T(2):
                for j in range(OW):
                    dx_columns_power[U(i), U(j)] = T(1) / np.sqrt(powers[U(n_c_), U(i), U(j)])
            elif p == T(1):
                for j in range(OW):
                    dx_columns_power[U(i), U(j)] = T(1)
            else:
                term = T(1) / p - T(1)
                for j in range(OW):
                    dx_columns_power[U(i), U(j)] = power(powers[U(n_c_), U(i), U(j)], term)
        # dx_columns[n'c′′, s_h·q+r−p_t, column], as written above
        for r in range(s_h):
            quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
            t_last = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
            for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
                for column in range(OW):
                    dx_columns[U(n_c_), U(q * s_h + r - p_t), U(column)] = T(0)
                for t in range(min(t_last, (q - quotient_r) // d_h_by_gcd), max(-1,
                        -((OH + quotient_r - q - 1) // d_h_by_gcd) - 1), -1):
                    for column in range(OW):
                        powers_here4 = powers[U(n_c_), U(q - quotient_r - (d_h_by_gcd * t)), U(column)]
                        dx_columns_power_here = dx_columns_power[U(q - quotient_r - (d_h_by_gcd * t)), U(column)]
                        dy_here4 = dy[U(n_c_), U(q - quotient_r - (d_h_by_gcd * t)), U(column)]
                        dx_columns[U(n_c_), U(q * s_h + r - p_t), U(column)] += select(
                            powers_here4 > T(0),
                            dx_columns_power_here * dy_here4,
                            select(T(0) >= powers_here4, T(0), powers_here4),
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain2(first, last, x, dx, dx_columns, N, C, H, W, OW, KW, s_h, s_w, p_t, p_l, d_w, p, d_w_by_gcd,
        gcd_s_h_d_h, gcd_s_w_d_w, s_w_by_gcd):
    """dx_power[a,b] = |x[n'c′, a, b]|^(p−1)
    dx[n'c′, s_h·q+r−p_t, s_w·q′+r′−p_l] = dx_power[s_h·q+r−p_t, s_w·q′+r′−p_l] · sign(x[n'c′,
        s_h·q+r−p_t, s_w·q′+r′−p_l]) · [gcd(s_h, d_h) ∣ r, gcd(s_w, d_w) ∣ r′] · Σ_{t : 0 ≤ t ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dx_columns[n'c′,
        s_h·q+r−p_t, q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t·d_w/gcd(s_w,d_w)]
    """
    dtype = x.dtype
    T = dtype.type
    dx_power = np.empty((H, W), dtype)
    row = np.empty(0, dtype)
    for n_c_ in range(first, last):
        # dx_power[a,b] = |x[n'c′, a, b]|^(p−1)
        for a in range(H):
            if p == T(2):
                for b in range(W):
                    dx_power[U(a), U(b)] = abs(x[U(n_c_), U(a), U(b)])
            elif p == T(1):
                for b in range(W):
                    dx_power[U(a), U(b)] = T(1)
            elif p == T(3):
                for b in range(W):
                    dx_power[U(a), U(b)] = x[U(n_c_), U(a), U(b)] * x[U(n_c_), U(a), U(b)]
            else:
                term = p - T(1)
                for b in range(W):
                    dx_power[U(a), U(b)] = power(abs(x[U(n_c_), U(a), U(b)]), term)
        # dx[n'c′′, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for r_ in range(s_w):
            if row.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
                row = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
            quotient_r_ = (r_ - p_l) // s_w
            q__last = (W + p_l - r_ - 1) // s_w
            quotient_r_2 = (residue(d_w, r_, s_w) * d_w - r_) // s_w
            t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
            for r in range(s_h):
                for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
                    for q_ in range(-quotient_r_, q__last + 1):
                        row[U(q_ + quotient_r_)] = T(0)
                    if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                        for t_ in range(t__last, -1, -1):
                            for q_ in range(max(-quotient_r_, quotient_r_2 + d_w_by_gcd * t_),
                                    min(q__last + 1, OW + quotient_r_2 + d_w_by_gcd * t_)):
                                row[U(q_ + quotient_r_)] += dx_columns[U(n_c_), U(q * s_h + r - p_t), U(q_ - quotient_r_2 - (d_w_by_gcd * t_))]
                    for q_ in range(-quotient_r_, q__last + 1):
                        dx[U(n_c_), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                            dx_power[U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)]
                            * row[U(q_ + quotient_r_)]
                            * np.sign(x[U(n_c_), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)])
                            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0
                            else T(0)
                        )


def _vjp_x(dy, x, powers, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, p):
    """dx[n,c,a,b] = sign(x[n,c,a,b]) · |x[n,c,a,b]|^(p−1) · Σ_{u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v,
        powers[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] > 0} dy[n, c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w]/powers[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]^(1−1/p)

    Operations: C·H·KH·KW·N·W + 2·C·H·N·W multiplications, C·H·KH·KW·N·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((C * N, OH, OW))
    x_rows = x.reshape((C * N, H, W))
    powers_rows = powers.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    if s_h // gcd(s_h, d_h) >= KH and s_w // gcd(s_w, d_w) >= KW:
        dx_power = scratch((C * N, H, W), dtype)
        dx_power2 = scratch((C * N, OH, OW), dtype)
        launch(_vjp_x_single, (C * N * OH * OW - 1) // 1024 + 1, C * N * OH * OW,
                dx_power2.reshape(C * N * OH * OW), powers_rows.reshape(C * N * OH * OW), N, C, OH, OW, p)
        launch(_vjp_x_single2, (C * H * N * W - 1) // 1024 + 1, C * H * N * W,
                dx_power.reshape(C * H * N * W), x_rows.reshape(C * H * N * W), N, C, H, W, p)
        q__from = max(residue(d_w, 0, 2) * d_w // 2, -(-p_l // 2))
        q__to = min((W + p_l - 1) // 2, residue(d_w, 0, 2) * d_w // 2 + OW - 1)
        q__from2 = max((residue(d_w, 1, 2) * d_w - 1) // 2, -((1 - p_l) // 2))
        q__to2 = min((W + p_l) // 2 - 1, (residue(d_w, 1, 2) * d_w - 1) // 2 + OW - 1)
        gcd_d_w = gcd(2, d_w)
        res_d_w = residue(d_w, 0, 2)
        res_d_w2 = residue(d_w, 1, 2)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_vjp_x_single3, C * N,
                C * H * N * W + (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                dy_rows, x_rows, powers_rows, dx_rows, dx_power, dx_power2, N, C, H, W, OH, OW, KH, KW, s_h,
                s_w, p_t, p_l, d_h, d_w, gcd_d_w, gcd_s_h_d_h, q__from, q__from2, q__to, q__to2, res_d_w,
                res_d_w2)
    else:
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        dx_columns = scratch((C * N, H, OW), dtype)
        launch(_vjp_x_plain, C * N,
                C * N * OH * OW + (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * OW * s_h, dy_rows, powers_rows, dx_columns,
                N, C, H, OH, OW, KH, s_h, p_t, d_h, p, d_h_by_gcd, s_h_by_gcd)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_plain2, C * N,
                C * H * N * W + (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KW - residue(d_w,
                0, s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * C * N * s_h * s_w, x_rows, dx_rows, dx_columns,
                N, C, H, W, OW, KW, s_h, s_w, p_t, p_l, d_w, p, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w,
                s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, powers, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
        p):
    """powers_dot_columns[column] = Σ_u ẋ[nc, s_h·i+d_h·u−p_t, column] · sign(x[nc, s_h·i+d_h·u−p_t, column])
        · |x[nc, s_h·i+d_h·u−p_t, column]|^(p−1)
    powers_dot[j] = p · Σ_v powers_dot_columns[s_w·j+d_w·v−p_l]
    ẏ[nc,i,j] = {powers_dot[j]/(p·powers[nc,i,j]^(1−1/p)) if powers[nc,i,j] > 0; 0 if powers[nc,i,j] ≤ 0;
        else powers[nc,i,j]}
    """
    dtype = x_dot.dtype
    T = dtype.type
    powers_dot_columns = np.empty(W, dtype)
    powers_dot = np.empty(OW, dtype)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # powers_dot_columns[column] = Σ_u ẋ[nc, s_h·i+d_h·u−p_t, column] · sign(x[nc,
        #     s_h·i+d_h·u−p_t, column]) · |x[nc, s_h·i+d_h·u−p_t, column]|^(p−1)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        u_first2 = max(u_first, 0)
        u_last2 = min(KH - 1, u_last)
        for column in range(W):
            powers_dot_columns[U(column)] = T(0)
        if p == T(2):
            if u_first2 + 1 == u_last2:
                for u in range(max(0, u_first), min(KH - 1, u_last), 2):
                    for column in range(W):
                        terms2 = powers_dot_columns[U(column)]
                        terms2 = plus(
                            terms2,
                            abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms2 = plus(
                            terms2,
                            abs(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_dot_columns[U(column)] = terms2
            elif u_first2 + 2 == u_last2:
                for u in range(max(0, u_first), min(KH - 2, u_last - 1), 3):
                    for column in range(W):
                        terms = powers_dot_columns[U(column)]
                        terms = plus(
                            terms,
                            abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            abs(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)],
                        )
                        terms = plus(
                            terms,
                            abs(x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)],
                        )
                        powers_dot_columns[U(column)] = terms
            else:
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for column in range(W):
                        powers_dot_columns[U(column)] += (
                            abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                            * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                        )
        elif p == T(1):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for column in range(W):
                    powers_dot_columns[U(column)] += (
                        np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                        * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                    )
        elif p == T(3):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for column in range(W):
                    powers_dot_columns[U(column)] += (
                        np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                        * (
                            x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                            * x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                        )
                        * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                    )
        else:
            term = p - T(1)
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for column in range(W):
                    powers_dot_columns[U(column)] += (
                        power(abs(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]), term)
                        * np.sign(x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                        * x_dot[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
                    )
        # powers_dot[j] = p · Σ_v powers_dot_columns[s_w·j+d_w·v−p_l]
        for j in range(OW):
            row[U(j)] = T(0)
        for v in range(KW):
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                row[U(j)] += powers_dot_columns[U(j * s_w + d_w * v - p_l)]
        for j in range(OW):
            powers_dot[U(j)] = p * row[U(j)]
        # ẏ[nc,i,j] = {powers_dot[j]/(p·powers[nc,i,j]^(1−1/p)) if powers[nc,i,j] > 0; 0 if
        #     powers[nc,i,j] ≤ 0; else powers[nc,i,j]}
        if p == T(2):
            for j in range(OW):
                powers_here = powers[U(nc), U(i), U(j)]
                powers_dot_here = powers_dot[U(j)]
                y_dot[U(nc), U(i), U(j)] = select(
                    powers_here > T(0),
                    powers_dot_here / (T(2) * np.sqrt(powers_here)),
                    select(T(0) >= powers_here, T(0), powers_here),
                )
        elif p == T(1):
            for j in range(OW):
                powers_here2 = powers[U(nc), U(i), U(j)]
                powers_dot_here2 = powers_dot[U(j)]
                y_dot[U(nc), U(i), U(j)] = select(powers_here2 > T(0), powers_dot_here2, select(T(0) >= powers_here2, T(0), powers_here2))
        else:
            for j in range(OW):
                powers_here3 = powers[U(nc), U(i), U(j)]
                powers_dot_here3 = powers_dot[U(j)]
                y_dot[U(nc), U(i), U(j)] = select(
                    powers_here3 > T(0),
                    powers_dot_here3 * power(powers_here3, T(1) / p - T(1)) / p,
                    select(T(0) >= powers_here3, T(0), powers_here3),
                )


def _jvp(x_dot, x, powers, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, p):
    """powers_dot[n,c,i,j] = p · Σ_{u,v} ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · sign(x[n, c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]) · |x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]|^(p−1)
    ẏ[n,c,i,j] = {powers_dot[n,c,i,j]/(p·powers[n,c,i,j]^(1−1/p)) if powers[n,c,i,j] > 0; else 0}

    As compiled:

    powers_dot_columns[column] = Σ_u ẋ[nc, s_h·i+d_h·u−p_t, column] · sign(x[nc, s_h·i+d_h·u−p_t, column])
        · |x[nc, s_h·i+d_h·u−p_t, column]|^(p−1)
    powers_dot[j] = p · Σ_v powers_dot_columns[s_w·j+d_w·v−p_l]
    ẏ[nc,i,j] = {powers_dot[j]/(p·powers[nc,i,j]^(1−1/p)) if powers[nc,i,j] > 0; 0 if powers[nc,i,j] ≤ 0;
        else powers[nc,i,j]}

    Operations: 2·C·KH·KW·N·OH·OW + C·N·OH·OW multiplications, C·KH·KW·N·OH·OW − C·N·OH·OW additions,
        terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    x_rows = x.reshape((C * N, H, W))
    powers_rows = powers.reshape((C * N, OH, OW))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    launch(_jvp_part, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW, x_dot_rows,
            x_rows, powers_rows, y_dot_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, p)
