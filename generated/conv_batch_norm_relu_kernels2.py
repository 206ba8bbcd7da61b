"""The kernels of conv_batch_norm_relu; conv_batch_norm_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_batch_norm_relu`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import correlate, correlations, lagging, lags, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, w, da, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2, s_w_by_gcd,
        s_w_by_gcd2):
    """dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} da[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = w.dtype
    T = dtype.type
    starts = np.empty(Cg, dtype)
    for task in range(first, last):
        part = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        wide = d_w_by_gcd * t__count + q__count - d_w_by_gcd
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        most = max(32768 // max(Og * wide, 1), 8)
        strips = max((q_count - 1) // most + 1, 1)
        high = max((q_count - 1) // strips + 1, 1)
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        tall = d_h_by_gcd * t_count + high - d_h_by_gcd
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        lefts = np.empty(max(0, Og * t__count * t_count), np.int64)
        for tap in range(Og * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            lefts[U(tap)] = Cg * KH * KW * o - (s_w_by_gcd * t_) - (KW * s_h_by_gcd * t)
        rights = np.empty(max(0, Og * t__count * t_count), np.int64)
        for tap in range(Og * t__count * t_count):
            o = tap // (t__count * t_count)
            t_ = tap // t_count % t__count
            t = tap % t_count
            rights[U(tap)] = o * tall * wide + d_w_by_gcd * t_ + d_h_by_gcd * t * wide
        planes = np.empty((Og, max(0, tall), max(0, wide)), dtype)
        quotient_r = (r - p_t) // s_h
        quotient_r2 = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r3 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
        quotient_r_ = (r_ - p_l) // s_w
        quotient_r_2 = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r_3 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
        q_last = (H + p_t - r - 1) // s_h
        q__last = (W + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * strips)
            g = turn // strips % G
            strip = turn % strips
            # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                pad(planes, (o, 0, 0), wide, da, (n, Og * g + o,
                        high * strip - (d_h_by_gcd * quotient_r3) - quotient_r - quotient_r2,
                        -d_w_by_gcd * quotient_r_3 - quotient_r_ - quotient_r_2), OW, 1, tall, wide,
                        d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        OH + d_h_by_gcd * quotient_r3 + quotient_r + quotient_r2 - (high * strip),
                        d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2,
                        OW + d_w_by_gcd * quotient_r_3 + quotient_r_ + quotient_r_2)
            correlate(dx, (n, Cg * g, r + high * s_h * strip - p_t - (quotient_r * s_h),
                    r_ - p_l - (quotient_r_ * s_w)), H * W, W * s_h, s_w, starts, (0,), 1, w, (Og * g, 0,
                    quotient_r3 * s_h_by_gcd2 + res_r, quotient_r_3 * s_w_by_gcd2 + res_r_), KH * KW, lefts,
                    planes, (0, 0, 0), wide, rights, t_count,
                    len(rights) if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 else 0, Cg, min(high,
                    q_last + quotient_r + 1 - (high * strip)), q__last + quotient_r_ + 1)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, da, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces2, s_h_by_gcd, s_w_by_gcd):
    """dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} da[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = w.dtype
    T = dtype.type
    tile2 = np.empty((Cg, 384), dtype)
    for task in range(first, last):
        g = task // (s_h * s_w * pieces2)
        r = task // (s_w * pieces2) % s_h
        r_ = task // pieces2 % s_w
        part2 = task % pieces2
        q_count2 = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        q__count2 = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t_count2 = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        t__count2 = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        cols2 = N * q__count2 * q_count2
        depth2 = Og * t__count2 * t_count2
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        left2 = np.empty((max(0, min(depth2, 256)), min(Cg, 96)), dtype)
        right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        q_first = -((r - p_t) // s_h)
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        if q_count2 >= 1 and q__count2 >= 1:
            for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
                cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
                # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                for c in range(Cg):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        tile2[U(c), U(col2 - cols_from2)] = T(0)
                line2_first = cols_from2 // q__count2
                line2_last = cols_last2 // q__count2
                if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count2 >= 1 and t__count2 >= 1:
                    for depth_from2 in range(0, depth2, 256):
                        depth_last2 = min(depth2 - 1, depth_from2 + 255)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            for col2 in range(cols_from2, cols_last2 + 1):
                                right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            o = inner2 // (t_count2 * t__count2)
                            t = inner2 // t__count2 % t_count2
                            t_ = inner2 % t__count2
                            for line2 in range(line2_first, min(line2_last + 1, N * q_count2)):
                                n = line2 // q_count2
                                q = line2 % q_count2 + q_first
                                if q >= quotient_r + d_h_by_gcd * t and OH + quotient_r + d_h_by_gcd * t >= q + 1:
                                    q_ = max(
                                        q__first,
                                        cols_from2 + q__first - (line2 * q__count2),
                                        quotient_r_ + d_w_by_gcd * t_,
                                    )
                                    copy(right2, (inner2 - depth_from2,
                                            line2 * q__count2 + q_ - cols_from2 - q__first), da, (n,
                                            Og * g + o, q - quotient_r - (d_h_by_gcd * t),
                                            q_ - quotient_r_ - (d_w_by_gcd * t_)), 1, min(q__last + 1,
                                            cols_last2 + q__first + 1 - (line2 * q__count2),
                                            OW + quotient_r_ + d_w_by_gcd * t_) - q_)
                        for rows_from2 in range(0, Cg, 96):
                            rows_last2 = min(Cg - 1, rows_from2 + 95)
                            for inner2 in range(depth_from2, depth_last2 + 1):
                                o = inner2 // (t_count2 * t__count2)
                                t = inner2 // t__count2 % t_count2
                                t_ = inner2 % t__count2
                                c = rows_from2
                                copy(left2, (inner2 - depth_from2, c - rows_from2), w, (Og * g + o, c,
                                        res_r + s_h_by_gcd * t, res_r_ + s_w_by_gcd * t_), KH * KW,
                                        rows_last2 + 1 - c)
                            multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Cg, 96), right2, (0,
                                    0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                                    depth_last2 + 1 - depth_from2)
                for c in range(Cg):
                    for line2 in range(line2_first, min(line2_last + 1, N * q_count2)):
                        n = line2 // q_count2
                        q = line2 % q_count2 + q_first
                        for q_ in range(max(q__first, cols_from2 + q__first - (line2 * q__count2)),
                                min(q__last + 1, cols_last2 + q__first + 1 - (line2 * q__count2))):
                            dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = tile2[U(c), U(line2 * q__count2 + q_ - cols_from2 - q__first)]


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
    if correlations(OW >= 4 and 0 >= min(Cg - 32, Og - 8)):
        pieces = max((G * N + 7) // 8, 1)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        s_h_by_gcd2 = s_h // gcd_s_h_d_h
        s_w_by_gcd2 = s_w // gcd_s_w_d_w
        launch(_vjp_x_correlations, pieces * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, w, da, dx, N,
                Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_h_by_gcd2, s_w_by_gcd, s_w_by_gcd2)
    else:
        if blocks(Cg >= 4):
            pieces2 = parts(N)
            s_h_by_gcd = s_h // gcd(s_h, d_h)
            s_w_by_gcd = s_w // gcd(s_w, d_w)
            d_w_by_gcd = d_w // gcd(s_w, d_w)
            d_h_by_gcd = d_h // gcd(s_h, d_h)
            gcd_s_h_d_h = gcd(s_h, d_h)
            gcd_s_w_d_w = gcd(s_w, d_w)
            launch(_vjp_x_blocks, G * s_h * s_w * pieces2,
                    (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                    0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, w, da, dx,
                    N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                    gcd_s_h_d_h, gcd_s_w_d_w, pieces2, s_h_by_gcd, s_w_by_gcd)
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
                    s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, w, da, dx, N, Cg,
                    G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                    gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, x, da, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        heaps, high, pieces, share, strips, tall, tasks, wide):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((Cg, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, Cg, KW, KH), dtype)
    for part in range(first, last):
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
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for v in range(KW):
                        for u in range(KH):
                            tile[U(o - (heap * 16)), U(c), U(v), U(u)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for c in range(Cg):
                        for phase_i in range(s_h):
                            for phase_j in range(s_w):
                                pad(planes, (c, phase_i, phase_j, 0, 0), wide, x, (n, c + Cg * g,
                                        phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w,
                                        tall, wide, -((phase_i - p_t) // s_h) - (high * strip),
                                        (H + p_t - phase_i - 1) // s_h + 1 - (high * strip),
                                        -((phase_j - p_l) // s_w), (W + p_l - phase_j - 1) // s_w + 1)
                    lags(tile, (0, 0, 0, 0), Cg * KH * KW, da, (n, heap * 16 + Og * g, high * strip, 0),
                            OH * OW, OW, planes, (0, 0, 0, 0, 0), wide, rights, KH, min(16, Og - (heap * 16)),
                            min(high, OH - (high * strip)), OW)
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for v in range(KW):
                        for u in range(KH):
                            dw[U(Og * g + o), U(c), U(u), U(v)] = tile[U(o - (heap * 16)), U(c), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, x, da, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        depth2, pieces2, rows2, share2):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    tile2 = np.empty((share2, 384), dtype)
    left2 = np.empty((min(share2, 96), max(0, min(depth2, 256))), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(0, Og, 384):
            cols_last2 = min(Og - 1, cols_from2 + 383)
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(row2 - (part2 * share2)), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    n = inner2 // (OH * OW)
                    i = inner2 // OW % OH
                    j = inner2 % OW
                    o = cols_from2
                    copy(right2, (inner2 - depth_from2, o - cols_from2), da, (n, Og * g + o, i, j), OH * OW,
                            cols_last2 + 1 - o)
                line2_first = depth_from2 // OW
                line2_last = depth_last2 // OW
                for rows_from2 in range(part2 * share2, min(part2 * share2 + share2, rows2), 96):
                    rows_last2 = min(part2 * share2 + share2 - 1, rows2 - 1, rows_from2 + 95)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            left2[U(row2 - rows_from2), U(inner2 - depth_from2)] = T(0)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        c = row2 // (KH * KW)
                        u = row2 // KW % KH
                        v = row2 % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                            n = line2 // OH
                            i = line2 % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from2 - (OW * line2), j_first)
                                copy(left2, (row2 - rows_from2, j + OW * line2 - depth_from2), x, (n,
                                        c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                        min(OW, depth_last2 + 1 - (OW * line2), j_last + 1) - j)
                    multiply(tile2, (rows_from2 - (part2 * share2), 0), 384, left2, (0, 0), min(depth2, 256),
                            1, right2, (0, 0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                c = row2 // (KH * KW)
                u = row2 // KW % KH
                v = row2 % KW
                for o in range(cols_from2, cols_last2 + 1):
                    dw[U(Og * g + o), U(c), U(u), U(v)] = tile2[U(row2 - (part2 * share2)), U(o - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, x, da, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KH)
        o = task // (Cg * KH) % Og
        c = task // KH % Cg
        u = task % KH
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} da[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (W + p_l - (d_w * v) - 1) // s_w
            j_block_first = j_first // 1024
            j_block_last2 = j_last // 1024
            for n in range(N):
                for i in range(max(0, i_first), min(OH, i_last + 1)):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part3 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part3 = plus(
                                part3,
                                da[U(n), U(Og * g + o), U(i), U(j)]
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part3)
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
    if lagging(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg - 3, Og - 16)):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(min(32768 // max(Cg * s_h * s_w * wide, 1), 8192 // (min(Og, 4) * OW)), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        heaps = (Og + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_lagging, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, da, dw, N, Cg, G, H, W,
                Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, heaps, high, pieces, share, strips, tall,
                tasks, wide)
    else:
        if blocks(Cg * KH * KW >= 4 and Og >= 8 and N * OH * OW >= 4):
            rows2 = Cg * KH * KW
            depth2 = N * OH * OW
            pieces2 = parts(Cg * KH * KW)
            share2 = max(((rows2 - 1) // (pieces2 * 6)) * 6 + 6, 1)
            launch(_vjp_w_blocks, G * pieces2, Cg * G * KH * KW * N * OH * OW * Og // 32, x, da, dw, N, Cg, G,
                    H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth2, pieces2, rows2, share2)
        else:
            j_block_last = (OW - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg * KH, Cg * G * KH * KW * N * OH * OW * Og, x, da, dw, N, Cg, G,
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
