"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate` from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
"""

import numpy as np
from numba import njit, prange

from .runtime import gcd, residue

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w_point, b_point, w, b, y, z, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w):
    dtype = y.dtype
    T = dtype.type
    quotient = C // 8
    quotient6 = Cg // 8
    for n in prange(N):
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        for o in range(Cg * G):
            b_point_here = b_point[U(o)]
            for i in range(H):
                for j in range(W):
                    z[U(n), U(o), U(i), U(j)] = b_point_here
                for c in range(0, C - 7, 8):
                    w_point_here = w_point[U(o), U(c + 1)]
                    w_point_here2 = w_point[U(o), U(c + 2)]
                    w_point_here3 = w_point[U(o), U(c + 3)]
                    w_point_here4 = w_point[U(o), U(c + 4)]
                    w_point_here5 = w_point[U(o), U(c + 5)]
                    w_point_here6 = w_point[U(o), U(c + 6)]
                    w_point_here7 = w_point[U(o), U(c + 7)]
                    w_point_here8 = w_point[U(o), U(c)]
                    for j in range(W):
                        z[U(n), U(o), U(i), U(j)] += (
                            w_point_here * x[U(n), U(c + 1), U(i), U(j)]
                            + w_point_here2 * x[U(n), U(c + 2), U(i), U(j)]
                            + w_point_here3 * x[U(n), U(c + 3), U(i), U(j)]
                            + w_point_here4 * x[U(n), U(c + 4), U(i), U(j)]
                            + w_point_here5 * x[U(n), U(c + 5), U(i), U(j)]
                            + w_point_here6 * x[U(n), U(c + 6), U(i), U(j)]
                            + w_point_here7 * x[U(n), U(c + 7), U(i), U(j)]
                            + w_point_here8 * x[U(n), U(c), U(i), U(j)]
                        )
                for c in range(quotient * 8, C):
                    w_point_here9 = w_point[U(o), U(c)]
                    for j in range(W):
                        z[U(n), U(o), U(i), U(j)] += w_point_here9 * x[U(n), U(c), U(i), U(j)]
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for g in range(G):
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for i in range(OH):
                    for j in range(OW):
                        y[U(n), U(Og * g + o), U(i), U(j)] = b_here
                    quotient2 = (i * s_h - p_t) // d_h
                    quotient3 = (H + p_t - (i * s_h) - 1) // d_h
                    for c in range(0, Cg - 7, 8):
                        for u in range(max(0, -quotient2), min(KH, quotient3 + 1)):
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
                                    y[U(n), U(Og * g + o), U(i), U(j)] += (
                                        w_here
                                        * z[U(n), U(c + Cg * g + 1), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here2
                                        * z[U(n), U(c + Cg * g + 2), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here3
                                        * z[U(n), U(c + Cg * g + 3), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here4
                                        * z[U(n), U(c + Cg * g + 4), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here5
                                        * z[U(n), U(c + Cg * g + 5), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here6
                                        * z[U(n), U(c + Cg * g + 6), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here7
                                        * z[U(n), U(c + Cg * g + 7), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here8
                                        * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                    )
                    quotient4 = (i * s_h - p_t) // d_h
                    quotient5 = (H + p_t - (i * s_h) - 1) // d_h
                    for c in range(quotient6 * 8, Cg):
                        for u in range(max(0, -quotient4), min(KH, quotient5 + 1)):
                            for v in range(KW):
                                w_here9 = w[U(Og * g + o), U(c), U(u), U(v)]
                                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                    y[U(n), U(Og * g + o), U(i), U(j)] += (
                                        w_here9
                                        * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                    )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz(dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dz.dtype
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
            # dz[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣
            #     r′} Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
            #     ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, g·Og+o,
            #     …
            for q_ in range(-quotient26, quotient27 + 1):
                dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
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
                                dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(Og * g + o), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here
                                    + dy[U(n), U(Og * g + o + 1), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here2
                                    + dy[U(n), U(Og * g + o + 2), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here3
                                    + dy[U(n), U(Og * g + o + 3), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here4
                                    + dy[U(n), U(Og * g + o + 4), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here5
                                    + dy[U(n), U(Og * g + o + 5), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here6
                                    + dy[U(n), U(Og * g + o + 6), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here7
                                    + dy[U(n), U(Og * g + o + 7), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here8
                                )
                for o in range(quotient25 * 8, Og):
                    for t_2 in range(max(0, -quotient22), min(quotient11 + 1, quotient24 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_here9 = w[U(Og * g + o), U(c), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient26, quotient3 + quotient4 * t_), min(quotient27 + 1,
                                    OW + quotient3 + quotient4 * t_)):
                                dz[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(Og * g + o), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here9
                                )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(w_point, dz, dx, N, C, H, W, Cg, G):
    dtype = dx.dtype
    T = dtype.type
    dz_rows = dz.reshape((N, Cg * G, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    quotient = Cg * G // 8
    for t in prange(N * C):
        n = np.int64(t) // C
        c = np.int64(t) % C
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]
        for ab in range(H * W):
            dx_rows[U(n), U(c), U(ab)] = T(0)
        for o in range(0, Cg * G - 7, 8):
            w_point_here = w_point[U(o + 1), U(c)]
            w_point_here2 = w_point[U(o + 2), U(c)]
            w_point_here3 = w_point[U(o + 3), U(c)]
            w_point_here4 = w_point[U(o + 4), U(c)]
            w_point_here5 = w_point[U(o + 5), U(c)]
            w_point_here6 = w_point[U(o + 6), U(c)]
            w_point_here7 = w_point[U(o + 7), U(c)]
            w_point_here8 = w_point[U(o), U(c)]
            for ab in range(H * W):
                dx_rows[U(n), U(c), U(ab)] += (
                    dz_rows[U(n), U(o + 1), U(ab)] * w_point_here
                    + dz_rows[U(n), U(o + 2), U(ab)] * w_point_here2
                    + dz_rows[U(n), U(o + 3), U(ab)] * w_point_here3
                    + dz_rows[U(n), U(o + 4), U(ab)] * w_point_here4
                    + dz_rows[U(n), U(o + 5), U(ab)] * w_point_here5
                    + dz_rows[U(n), U(o + 6), U(ab)] * w_point_here6
                    + dz_rows[U(n), U(o + 7), U(ab)] * w_point_here7
                    + dz_rows[U(n), U(o), U(ab)] * w_point_here8
                )
        for o in range(quotient * 8, Cg * G):
            w_point_here9 = w_point[U(o), U(c)]
            for ab in range(H * W):
                dx_rows[U(n), U(c), U(ab)] += dz_rows[U(n), U(o), U(ab)] * w_point_here9


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point(x, dz, dw_point, N, C, H, W, Cg, G):
    dtype = dw_point.dtype
    T = dtype.type
    x_rows = x.reshape((N, C, H * W))
    dz_rows = dz.reshape((N, Cg * G, H * W))
    for t in prange(((Cg * G - 1) // 2 + 1) * ((C - 1) // 4 + 1)):
        k = 2 * (np.int64(t) // (((C - 1) // 4 + 1)))
        c = 4 * (np.int64(t) % ((C - 1) // 4 + 1))
        k1 = min(Cg * G - 1, k + 1)
        c1 = min(C - 1, c + 1)
        c2 = min(C - 1, c + 2)
        c3 = min(C - 1, c + 3)
        # dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        for n in range(N):
            for ij in range(H * W):
                acc += dz_rows[U(n), U(k), U(ij)] * x_rows[U(n), U(c), U(ij)]
                acc_1 += dz_rows[U(n), U(k), U(ij)] * x_rows[U(n), U(c1), U(ij)]
                acc_2 += dz_rows[U(n), U(k), U(ij)] * x_rows[U(n), U(c2), U(ij)]
                acc_3 += dz_rows[U(n), U(k), U(ij)] * x_rows[U(n), U(c3), U(ij)]
                acc_4 += dz_rows[U(n), U(k1), U(ij)] * x_rows[U(n), U(c), U(ij)]
                acc_5 += dz_rows[U(n), U(k1), U(ij)] * x_rows[U(n), U(c1), U(ij)]
                acc_6 += dz_rows[U(n), U(k1), U(ij)] * x_rows[U(n), U(c2), U(ij)]
                acc_7 += dz_rows[U(n), U(k1), U(ij)] * x_rows[U(n), U(c3), U(ij)]
        dw_point[U(k), U(c)] = acc
        dw_point[U(k), U(c1)] = acc_1
        dw_point[U(k), U(c2)] = acc_2
        dw_point[U(k), U(c3)] = acc_3
        dw_point[U(k1), U(c)] = acc_4
        dw_point[U(k1), U(c1)] = acc_5
        dw_point[U(k1), U(c2)] = acc_6
        dw_point[U(k1), U(c3)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_point(dz, db_point, N, H, W, Cg, G):
    dtype = db_point.dtype
    T = dtype.type
    dz_rows = dz.reshape((N, Cg * G, H * W))
    for k in prange(Cg * G):
        # db_point[k] = Σ_{n,ij} dz[n,k,ij]
        acc = T(0)
        for n in range(N):
            for ij in range(H * W):
                acc += dz_rows[U(n), U(k), U(ij)]
        db_point[U(k)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
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
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t,
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
                        dy[U(n), U(Og * g + o), U(i), U(j)]
                        * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_1 += (
                        dy[U(n), U(Og * g + o), U(i), U(j)]
                        * z[U(n), U(c1 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_2 += (
                        dy[U(n), U(Og * g + o), U(i), U(j)]
                        * z[U(n), U(c2 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_3 += (
                        dy[U(n), U(Og * g + o), U(i), U(j)]
                        * z[U(n), U(c3 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_4 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)]
                        * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_5 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)]
                        * z[U(n), U(c1 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_6 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)]
                        * z[U(n), U(c2 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    acc_7 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)]
                        * z[U(n), U(c3 + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
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
def _vjp_b(dy, db, N, G, Og, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]
        acc = T(0)
        for n in range(N):
            for ij in range(OH * OW):
                acc += dy_rows[U(n), U(Og * g + o), U(ij)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_point_dot, b_point_dot, w_dot, b_dot, x, w_point, w, z, y_dot, N, C, H, W, Cg, G, Og, KH,
        KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient = C // 4
    quotient6 = Cg // 4
    for n in prange(N):
        z_dot = np.empty((max(0, Cg * G), H, W), dtype)
        # ż[o,i,j] = b_point_dot[o] + Σ_c (w_point[o,c]·ẋ[n,c,i,j] +
        #     w_point_dot[o,c]·x[n,c,i,j])
        for o in range(Cg * G):
            b_point_dot_here = b_point_dot[U(o)]
            for i in range(H):
                for j in range(W):
                    z_dot[U(o), U(i), U(j)] = b_point_dot_here
                for c in range(0, C - 3, 4):
                    w_point_here = w_point[U(o), U(c + 1)]
                    w_point_here2 = w_point[U(o), U(c + 2)]
                    w_point_here3 = w_point[U(o), U(c + 3)]
                    w_point_here4 = w_point[U(o), U(c)]
                    w_point_dot_here = w_point_dot[U(o), U(c + 1)]
                    w_point_dot_here2 = w_point_dot[U(o), U(c + 2)]
                    w_point_dot_here3 = w_point_dot[U(o), U(c + 3)]
                    w_point_dot_here4 = w_point_dot[U(o), U(c)]
                    for j in range(W):
                        z_dot[U(o), U(i), U(j)] += (
                            w_point_dot_here * x[U(n), U(c + 1), U(i), U(j)]
                            + w_point_dot_here2 * x[U(n), U(c + 2), U(i), U(j)]
                            + w_point_dot_here3 * x[U(n), U(c + 3), U(i), U(j)]
                            + w_point_dot_here4 * x[U(n), U(c), U(i), U(j)]
                            + w_point_here * x_dot[U(n), U(c + 1), U(i), U(j)]
                            + w_point_here2 * x_dot[U(n), U(c + 2), U(i), U(j)]
                            + w_point_here3 * x_dot[U(n), U(c + 3), U(i), U(j)]
                            + w_point_here4 * x_dot[U(n), U(c), U(i), U(j)]
                        )
                for c in range(quotient * 4, C):
                    w_point_here5 = w_point[U(o), U(c)]
                    w_point_dot_here5 = w_point_dot[U(o), U(c)]
                    for j in range(W):
                        z_dot[U(o), U(i), U(j)] += (
                            w_point_dot_here5 * x[U(n), U(c), U(i), U(j)]
                            + w_point_here5 * x_dot[U(n), U(c), U(i), U(j)]
                        )
        # ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ż[g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · z[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
        for g in range(G):
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for i in range(OH):
                    for j in range(OW):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
                    quotient2 = (i * s_h - p_t) // d_h
                    quotient3 = (H + p_t - (i * s_h) - 1) // d_h
                    for c in range(0, Cg - 3, 4):
                        for u in range(max(0, -quotient2), min(KH, quotient3 + 1)):
                            for v in range(KW):
                                w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                                w_here2 = w[U(Og * g + o), U(c + 1), U(u), U(v)]
                                w_here3 = w[U(Og * g + o), U(c + 2), U(u), U(v)]
                                w_here4 = w[U(Og * g + o), U(c + 3), U(u), U(v)]
                                w_dot_here = w_dot[U(Og * g + o), U(c + 1), U(u), U(v)]
                                w_dot_here2 = w_dot[U(Og * g + o), U(c + 2), U(u), U(v)]
                                w_dot_here3 = w_dot[U(Og * g + o), U(c + 3), U(u), U(v)]
                                w_dot_here4 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                    y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                                        w_dot_here
                                        * z[U(n), U(c + Cg * g + 1), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_dot_here2
                                        * z[U(n), U(c + Cg * g + 2), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_dot_here3
                                        * z[U(n), U(c + Cg * g + 3), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_dot_here4
                                        * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here
                                        * z_dot[U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here2
                                        * z_dot[U(c + Cg * g + 1), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here3
                                        * z_dot[U(c + Cg * g + 2), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here4
                                        * z_dot[U(c + Cg * g + 3), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                    )
                    quotient4 = (i * s_h - p_t) // d_h
                    quotient5 = (H + p_t - (i * s_h) - 1) // d_h
                    for c in range(quotient6 * 4, Cg):
                        for u in range(max(0, -quotient4), min(KH, quotient5 + 1)):
                            for v in range(KW):
                                w_here5 = w[U(Og * g + o), U(c), U(u), U(v)]
                                w_dot_here5 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                    y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                                        w_dot_here5
                                        * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        + w_here5
                                        * z_dot[U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                    )
