"""The kernels of conv3d; conv3d.py has its formulas and its functions.

Made by `chainrule generate` from the forward of `conv3d`.  Do not edit.
"""

import numpy as np
from numba import njit, prange

from .runtime import gcd, residue
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_1(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, cols, d_d, d_h, d_w, depth, p_f,
        p_l, p_t, pieces, s_d, s_h, s_w, share):
    dtype = b.dtype
    T = dtype.type
    for t in prange(G * pieces):
        g = np.int64(t) // pieces
        part = np.int64(t) % pieces
        tile = np.empty((Og, 384), dtype)
        left = np.empty((max(0, min(depth, 256)), min(Og, 96)), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
            #     s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
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
                    c = k // (KD * KH * KW)
                    t_2 = k // (KH * KW) % KD
                    u = k // KW % KH
                    v = k % KW
                    quotient = (d_w * v - p_l) // s_w
                    quotient2 = (W + p_l - (d_w * v) - 1) // s_w
                    for line in range(quotient3, min(quotient4 + 1, N * OD * OH)):
                        n_2 = line // (OD * OH)
                        k_2 = line // OH % OD
                        i = line % OH
                        if k_2 * s_d + d_d * t_2 >= p_f and D + p_f >= k_2 * s_d + d_d * t_2 + 1 and i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from - (OW * line), -quotient)
                            copy(right, (k - depth_from, j + OW * line - cols_from), x, (n_2, c + Cg * g,
                                    k_2 * s_d + d_d * t_2 - p_f, i * s_h + d_h * u - p_t,
                                    j * s_w + d_w * v - p_l), s_w, min(OW, cols_last + 1 - (OW * line),
                                    quotient2 + 1) - j)
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for k in range(depth_from, depth_last + 1):
                        c = k // (KD * KH * KW)
                        t_2 = k // (KH * KW) % KD
                        u = k // KW % KH
                        v = k % KW
                        o = rows_from
                        copy(left, (k - depth_from, o - rows_from), w, (Og * g + o, c, t_2, u, v),
                                Cg * KD * KH * KW, rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Og, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient5 = cols_from // OW
            quotient6 = cols_last // OW
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line in range(quotient5, min(quotient6 + 1, N * OD * OH)):
                    n_2 = line // (OD * OH)
                    k_2 = line // OH % OD
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        y[U(n_2), U(Og * g + o), U(k_2), U(i), U(j)] = (
                            b_here + tile[U(o), U(j + OW * line - cols_from)]
                        )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_2(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t, s_d,
        s_h, s_w):
    dtype = b.dtype
    T = dtype.type
    for t_3 in prange(N * G * Og * OD * OH):
        n_2 = np.int64(t_3) // (G * Og * OD * OH)
        g = np.int64(t_3) // (Og * OD * OH) % G
        o = np.int64(t_3) // (OD * OH) % Og
        k_2 = np.int64(t_3) // OH % OD
        i = np.int64(t_3) % OH
        # y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        #     s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_here2 = b[U(Og * g + o)]
        for j in range(OW):
            y[U(n_2), U(Og * g + o), U(k_2), U(i), U(j)] = b_here2
        quotient7 = (i * s_h - p_t) // d_h
        quotient8 = (H + p_t - (i * s_h) - 1) // d_h
        quotient9 = (k_2 * s_d - p_f) // d_d
        quotient10 = (D + p_f - (k_2 * s_d) - 1) // d_d
        for c in range(Cg):
            for t_2 in range(max(0, -quotient9), min(KD, quotient10 + 1)):
                for u in range(max(0, -quotient7), min(KH, quotient8 + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            y[U(n_2), U(Og * g + o), U(k_2), U(i), U(j)] += (
                                w_here
                                * x[U(n_2), U(c + Cg * g), U(k_2 * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )


def _forward(x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
        d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    large = blocks(Og >= 4 and N * OD * OH * OW >= 8 and Cg * KD * KH * KW >= 4)
    cols = N * OD * OH * OW
    depth = Cg * KD * KH * KW
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    if large >= 1:
        _forward_1(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, cols, d_d, d_h, d_w, depth, p_f,
                p_l, p_t, pieces, s_d, s_h, s_w, share)
    if 0 >= large:
        _forward_2(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t,
                s_d, s_h, s_w)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_1(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t, pieces,
        quotient2, quotient22, quotient23, quotient24, quotient6, quotient8, s_d, s_h, s_w, step, step2,
        step3):
    dtype = dx.dtype
    T = dtype.type
    for t in prange(G * s_d * s_h * s_w * pieces):
        g = np.int64(t) // (s_d * s_h * s_w * pieces)
        r = np.int64(t) // (s_h * s_w * pieces) % s_d
        r_ = np.int64(t) // (s_w * pieces) % s_h
        r__ = np.int64(t) // pieces % s_w
        part = np.int64(t) % pieces
        q_count = (D + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
        q__count = (H + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
        q___count = (W + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
        t__count = (KD - residue(d_d, r, s_d) - 1) // quotient22 + 1
        t___count = (KH - residue(d_h, r_, s_h) - 1) // quotient23 + 1
        t____count = (KW - residue(d_w, r__, s_w) - 1) // quotient24 + 1
        cols = N * q___count * q__count * q_count
        depth = Og * t____count * t___count * t__count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        tile = np.empty((Cg, 384), dtype)
        left = np.empty((max(0, min(depth, 256)), min(Cg, 96)), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        quotient = (r__ - p_l) // s_w
        quotient3 = (residue(d_w, r__, s_w) * d_w - r__) // s_w
        quotient4 = (W + p_l - r__ - 1) // s_w
        quotient5 = (residue(d_d, r, s_d) * d_d - r) // s_d
        quotient7 = (residue(d_h, r_, s_h) * d_h - r_) // s_h
        quotient9 = (r - p_f) // s_d
        quotient10 = (r_ - p_t) // s_h
        first = residue(d_d, r, s_d)
        first2 = residue(d_h, r_, s_h)
        first3 = residue(d_w, r__, s_w)
        if q_count >= 1 and q__count >= 1 and q___count >= 1:
            for cols_from in range(part * share, min(part * share + share, cols), 384):
                cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
                # dx[n, g·Cg+c, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{o : gcd(s_d,d_d) ∣
                #     r, gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤
                #     ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′ ≤
                #     …
                for c in range(Cg):
                    for n in range(cols_from, cols_last + 1):
                        tile[U(c), U(n - cols_from)] = T(0)
                quotient11 = cols_from // q___count
                quotient12 = cols_last // q___count
                if r % step == 0 and r_ % step2 == 0 and r__ % step3 == 0 and t__count >= 1 and t___count >= 1 and t____count >= 1:
                    for depth_from in range(0, depth, 256):
                        depth_last = min(depth - 1, depth_from + 255)
                        for k in range(depth_from, depth_last + 1):
                            for n in range(cols_from, cols_last + 1):
                                right[U(k - depth_from), U(n - cols_from)] = T(0)
                        for k in range(depth_from, depth_last + 1):
                            o = k // (t__count * t___count * t____count)
                            t_ = k // (t___count * t____count) % t__count
                            t__ = k // t____count % t___count
                            t___ = k % t____count
                            for line in range(quotient11, min(quotient12 + 1, N * q__count * q_count)):
                                n_2 = line // (q_count * q__count)
                                q = line // q__count % q_count + -quotient9
                                q_ = line % q__count + -quotient10
                                if q >= quotient5 + quotient6 * t_ and OD + quotient5 + quotient6 * t_ >= q + 1 and q_ >= quotient7 + quotient8 * t__ and OH + quotient7 + quotient8 * t__ >= q_ + 1:
                                    q__ = max(-quotient, cols_from - (line * q___count) - quotient, quotient3 + quotient2 * t___)
                                    copy(right, (k - depth_from,
                                            line * q___count + q__ + quotient - cols_from), dy, (n_2,
                                            Og * g + o, q - quotient5 - (quotient6 * t_),
                                            q_ - quotient7 - (quotient8 * t__),
                                            q__ - quotient3 - (quotient2 * t___)), 1, min(quotient4 + 1,
                                            cols_last + 1 - (line * q___count) - quotient,
                                            OW + quotient3 + quotient2 * t___) - q__)
                        for rows_from in range(0, Cg, 96):
                            rows_last = min(Cg - 1, rows_from + 95)
                            for k in range(depth_from, depth_last + 1):
                                o = k // (t__count * t___count * t____count)
                                t_ = k // (t___count * t____count) % t__count
                                t__ = k // t____count % t___count
                                t___ = k % t____count
                                c = rows_from
                                copy(left, (k - depth_from, c - rows_from), w, (Og * g + o, c,
                                        first + quotient22 * t_, first2 + quotient23 * t__,
                                        first3 + quotient24 * t___), KD * KH * KW, rows_last + 1 - c)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Cg, 96), right, (0, 0),
                                    384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                                    depth_last + 1 - depth_from)
                quotient20 = cols_from // q___count
                quotient21 = cols_last // q___count
                for c in range(Cg):
                    for line in range(quotient20, min(quotient21 + 1, N * q__count * q_count)):
                        n_2 = line // (q_count * q__count)
                        q = line // q__count % q_count + -quotient9
                        q_ = line % q__count + -quotient10
                        for q__ in range(max(-quotient, cols_from - (line * q___count) - quotient),
                                min(quotient4 + 1, cols_last + 1 - (line * q___count) - quotient)):
                            dx[U(n_2), U(c + Cg * g), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = tile[U(c), U(line * q___count + q__ + quotient - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_2(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t,
        quotient26, quotient28, quotient30, quotient31, quotient32, quotient33, s_d, s_h, s_w, step4, step5,
        step6):
    dtype = dx.dtype
    T = dtype.type
    for t_2 in prange(N * G * Cg * s_d * s_h * s_w):
        n_2 = np.int64(t_2) // (G * Cg * s_d * s_h * s_w)
        g = np.int64(t_2) // (Cg * s_d * s_h * s_w) % G
        c = np.int64(t_2) // (s_d * s_h * s_w) % Cg
        r = np.int64(t_2) // (s_h * s_w) % s_d
        r_ = np.int64(t_2) // s_w % s_h
        r__ = np.int64(t_2) % s_w
        quotient43 = (r__ - p_l) // s_w
        quotient44 = (W + p_l - r__ - 1) // s_w
        first4 = residue(d_d, r, s_d)
        first5 = residue(d_h, r_, s_h)
        first6 = residue(d_w, r__, s_w)
        quotient25 = (d_d * first4 - r) // s_d
        quotient27 = (d_h * first5 - r_) // s_h
        quotient29 = (d_w * first6 - r__) // s_w
        quotient36 = (KW - first6 - 1) // quotient33
        quotient38 = (KH - first5 - 1) // quotient32
        quotient41 = (KD - first4 - 1) // quotient31
        quotient45 = (r_ - p_t) // s_h
        quotient46 = (H + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (D + p_f - r - 1) // s_d + 1):
            quotient40 = (OD + quotient25 - q - 1) // quotient26
            quotient42 = (q - quotient25) // quotient26
            for q_ in range(-quotient45, quotient46 + 1):
                # dx[n, g·Cg+c, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{o : gcd(s_d,d_d) ∣
                #     r, gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤
                #     ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′ ≤
                #     …
                for q__ in range(-quotient43, quotient44 + 1):
                    dx[U(n_2), U(c + Cg * g), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = T(
                        0
                    )
                quotient37 = (OH + quotient27 - q_ - 1) // quotient28
                quotient39 = (q_ - quotient27) // quotient28
                if r % step4 == 0 and r_ % step5 == 0 and r__ % step6 == 0:
                    for o in range(Og):
                        for t_ in range(max(0, -quotient40), min(quotient41 + 1, quotient42 + 1)):
                            for t__ in range(max(0, -quotient37), min(quotient38 + 1, quotient39 + 1)):
                                for t___ in range(quotient36 + 1):
                                    w_here = w[U(Og * g + o), U(c), U(first4 + quotient31 * t_), U(first5 + quotient32 * t__), U(first6 + quotient33 * t___)]
                                    for q__ in range(max(-quotient43, quotient29 + quotient30 * t___),
                                            min(quotient44 + 1, OW + quotient29 + quotient30 * t___)):
                                        dx[U(n_2), U(c + Cg * g), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            dy[U(n_2), U(Og * g + o), U(q - quotient25 - (quotient26 * t_)),
                                                    U(q_ - quotient27 - (quotient28 * t__)),
                                                    U(q__ - quotient29 - (quotient30 * t___))]
                                            * w_here
                                        )


def _vjp_x(dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    dtype = dx.dtype
    T = dtype.type
    large = blocks(Cg >= 4)
    pieces = parts(N)
    quotient22 = s_d // gcd(s_d, d_d)
    quotient23 = s_h // gcd(s_h, d_h)
    quotient24 = s_w // gcd(s_w, d_w)
    quotient2 = d_w // gcd(s_w, d_w)
    quotient6 = d_d // gcd(s_d, d_d)
    quotient8 = d_h // gcd(s_h, d_h)
    step = gcd(s_d, d_d)
    step2 = gcd(s_h, d_h)
    step3 = gcd(s_w, d_w)
    if large >= 1:
        _vjp_x_1(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t,
                pieces, quotient2, quotient22, quotient23, quotient24, quotient6, quotient8, s_d, s_h, s_w,
                step, step2, step3)
    quotient31 = s_d // gcd(s_d, d_d)
    quotient32 = s_h // gcd(s_h, d_h)
    quotient33 = s_w // gcd(s_w, d_w)
    quotient26 = d_d // gcd(s_d, d_d)
    quotient28 = d_h // gcd(s_h, d_h)
    quotient30 = d_w // gcd(s_w, d_w)
    step4 = gcd(s_d, d_d)
    step5 = gcd(s_h, d_h)
    step6 = gcd(s_w, d_w)
    if 0 >= large:
        _vjp_x_2(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t,
                quotient26, quotient28, quotient30, quotient31, quotient32, quotient33, s_d, s_h, s_w, step4,
                step5, step6)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_1(dw, dy, x, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, depth, p_f, p_l, p_t,
        pieces, rows, s_d, s_h, s_w, share):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * pieces):
        g = np.int64(t) // pieces
        part = np.int64(t) % pieces
        tile = np.empty((share, 384), dtype)
        left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(0, Og, 384):
            cols_last = min(Og - 1, cols_from + 383)
            # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
            #     d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
            for m in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(m - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    n = k // (OD * OH * OW)
                    k_2 = k // (OH * OW) % OD
                    i = k // OW % OH
                    j = k % OW
                    o = cols_from
                    copy(right, (k - depth_from, o - cols_from), dy, (n, Og * g + o, k_2, i, j), OD * OH * OW,
                            cols_last + 1 - o)
                quotient3 = depth_from // OW
                quotient4 = depth_last // OW
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for m in range(rows_from, rows_last + 1):
                        for k in range(depth_from, depth_last + 1):
                            left[U(m - rows_from), U(k - depth_from)] = T(0)
                    for m in range(rows_from, rows_last + 1):
                        c = m // (KD * KH * KW)
                        t_2 = m // (KH * KW) % KD
                        u = m // KW % KH
                        v = m % KW
                        quotient = (d_w * v - p_l) // s_w
                        quotient2 = (W + p_l - (d_w * v) - 1) // s_w
                        for line in range(quotient3, min(quotient4 + 1, N * OD * OH)):
                            n = line // (OD * OH)
                            k_2 = line // OH % OD
                            i = line % OH
                            if k_2 * s_d + d_d * t_2 >= p_f and D + p_f >= k_2 * s_d + d_d * t_2 + 1 and i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from - (OW * line), -quotient)
                                copy(left, (m - rows_from, j + OW * line - depth_from), x, (n, c + Cg * g,
                                        k_2 * s_d + d_d * t_2 - p_f, i * s_h + d_h * u - p_t,
                                        j * s_w + d_w * v - p_l), s_w, min(OW, depth_last + 1 - (OW * line),
                                        quotient2 + 1) - j)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for m in range(part * share, min(part * share + share, rows)):
                c = m // (KD * KH * KW)
                t_2 = m // (KH * KW) % KD
                u = m // KW % KH
                v = m % KW
                for o in range(cols_from, cols_last + 1):
                    dw[U(Og * g + o), U(c), U(t_2), U(u), U(v)] = tile[U(m - (part * share)), U(o - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_2(dw, dy, x, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t, s_d, s_h,
        s_w):
    dtype = dw.dtype
    T = dtype.type
    for t_3 in prange(G * Og * Cg * KD * KH * KW):
        g = np.int64(t_3) // (Og * Cg * KD * KH * KW)
        o = np.int64(t_3) // (Cg * KD * KH * KW) % Og
        c = np.int64(t_3) // (KD * KH * KW) % Cg
        t_2 = np.int64(t_3) // (KH * KW) % KD
        u = np.int64(t_3) // KW % KH
        v = np.int64(t_3) % KW
        # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
        #     d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        acc = T(0)
        quotient5 = (d_w * v - p_l) // s_w
        quotient6 = (W + p_l - (d_w * v) - 1) // s_w
        quotient7 = (d_h * u - p_t) // s_h
        quotient8 = (H + p_t - (d_h * u) - 1) // s_h
        quotient9 = (d_d * t_2 - p_f) // s_d
        quotient10 = (D + p_f - (d_d * t_2) - 1) // s_d
        for n in range(N):
            for k_2 in range(max(0, -quotient9), min(OD, quotient10 + 1)):
                for i in range(max(0, -quotient7), min(OH, quotient8 + 1)):
                    for j in range(max(0, -quotient5), min(OW, quotient6 + 1)):
                        acc += (
                            dy[U(n), U(Og * g + o), U(k_2), U(i), U(j)]
                            * x[U(n), U(c + Cg * g), U(k_2 * s_d + d_d * t_2 - p_f),
                                    U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )
        dw[U(Og * g + o), U(c), U(t_2), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    dtype = dw.dtype
    T = dtype.type
    large = blocks(Cg * KD * KH * KW >= 4 and Og >= 8 and N * OD * OH * OW >= 4)
    rows = Cg * KD * KH * KW
    depth = N * OD * OH * OW
    pieces = parts(rows)
    share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
    if large >= 1:
        _vjp_w_1(dw, dy, x, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, depth, p_f, p_l,
                p_t, pieces, rows, s_d, s_h, s_w, share)
    if 0 >= large:
        _vjp_w_2(dw, dy, x, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t, s_d,
                s_h, s_w)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, Og, OD, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OD * OH * OW))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]
        acc = T(0)
        for n in range(N):
            for kij in range(OD * OH * OW):
                acc += dy_rows[U(n), U(Og * g + o), U(kij)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient9 = Cg // 4
    for t in prange(N * G * Og * OD * OH):
        n = np.int64(t) // (G * Og * OD * OH)
        g = np.int64(t) // (Og * OD * OH) % G
        o = np.int64(t) // (OD * OH) % Og
        k = np.int64(t) // OH % OD
        i = np.int64(t) % OH
        # ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n,
        #     g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, t, u,
        #     v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = b_dot_here
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        quotient3 = (k * s_d - p_f) // d_d
        quotient4 = (D + p_f - (k * s_d) - 1) // d_d
        for c in range(0, Cg - 3, 4):
            for t_2 in range(max(0, -quotient3), min(KD, quotient4 + 1)):
                for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c + 1), U(t_2), U(u), U(v)]
                        w_here2 = w[U(Og * g + o), U(c + 2), U(t_2), U(u), U(v)]
                        w_here3 = w[U(Og * g + o), U(c + 3), U(t_2), U(u), U(v)]
                        w_here4 = w[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        w_dot_here = w_dot[U(Og * g + o), U(c + 1), U(t_2), U(u), U(v)]
                        w_dot_here2 = w_dot[U(Og * g + o), U(c + 2), U(t_2), U(u), U(v)]
                        w_dot_here3 = w_dot[U(Og * g + o), U(c + 3), U(t_2), U(u), U(v)]
                        w_dot_here4 = w_dot[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] += (
                                w_dot_here
                                * x[U(n), U(c + Cg * g + 1), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_dot_here2
                                * x[U(n), U(c + Cg * g + 2), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_dot_here3
                                * x[U(n), U(c + Cg * g + 3), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_dot_here4
                                * x[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here
                                * x_dot[U(n), U(c + Cg * g + 1), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here2
                                * x_dot[U(n), U(c + Cg * g + 2), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here3
                                * x_dot[U(n), U(c + Cg * g + 3), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here4
                                * x_dot[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )
        quotient5 = (i * s_h - p_t) // d_h
        quotient6 = (H + p_t - (i * s_h) - 1) // d_h
        quotient7 = (k * s_d - p_f) // d_d
        quotient8 = (D + p_f - (k * s_d) - 1) // d_d
        for c in range(quotient9 * 4, Cg):
            for t_2 in range(max(0, -quotient7), min(KD, quotient8 + 1)):
                for u in range(max(0, -quotient5), min(KH, quotient6 + 1)):
                    for v in range(KW):
                        w_here5 = w[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        w_dot_here5 = w_dot[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] += (
                                w_dot_here5
                                * x[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here5
                                * x_dot[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )
