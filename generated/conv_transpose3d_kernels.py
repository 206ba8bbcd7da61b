"""The kernels of conv_transpose3d; conv_transpose3d.py has its formulas and its functions.

Made by `chainrule generate` from the forward of `conv_transpose3d`.  Do not edit.
"""

import numpy as np
from numba import njit, prange

from .runtime import gcd, residue
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_1(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t,
        pieces, quotient2, quotient25, quotient26, quotient27, quotient6, quotient8, s_d, s_h, s_w, step,
        step2, step3):
    dtype = b.dtype
    T = dtype.type
    for t in prange(G * s_d * s_h * s_w * pieces):
        g = np.int64(t) // (s_d * s_h * s_w * pieces)
        r = np.int64(t) // (s_h * s_w * pieces) % s_d
        r_ = np.int64(t) // (s_w * pieces) % s_h
        r__ = np.int64(t) // pieces % s_w
        part = np.int64(t) % pieces
        q_count = (OD + p_f - r - 1) // s_d + (r - p_f) // s_d + 1
        q__count = (OH + p_t - r_ - 1) // s_h + (r_ - p_t) // s_h + 1
        q___count = (OW + p_l - r__ - 1) // s_w + (r__ - p_l) // s_w + 1
        t__count = (KD - residue(d_d, r, s_d) - 1) // quotient25 + 1
        t___count = (KH - residue(d_h, r_, s_h) - 1) // quotient26 + 1
        t____count = (KW - residue(d_w, r__, s_w) - 1) // quotient27 + 1
        cols = N * q___count * q__count * q_count
        depth = Cg * t____count * t___count * t__count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        tile = np.empty((Og, 384), dtype)
        left = np.empty((min(Og, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        quotient = (r__ - p_l) // s_w
        quotient3 = (residue(d_w, r__, s_w) * d_w - r__) // s_w
        quotient4 = (OW + p_l - r__ - 1) // s_w
        quotient5 = (residue(d_d, r, s_d) * d_d - r) // s_d
        quotient7 = (residue(d_h, r_, s_h) * d_h - r_) // s_h
        quotient9 = (r - p_f) // s_d
        quotient10 = (r_ - p_t) // s_h
        quotient13 = (KW - residue(d_w, r__, s_w) - 1) // quotient27
        first = residue(d_d, r, s_d)
        first2 = residue(d_h, r_, s_h)
        first3 = residue(d_w, r__, s_w)
        if q_count >= 1 and q__count >= 1 and q___count >= 1:
            for cols_from in range(part * share, min(part * share + share, cols), 384):
                cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
                # y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = b[g·Og+o] + Σ_{c :
                #     gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤
                #     ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′ ≤
                #     …
                for o in range(Og):
                    for n in range(cols_from, cols_last + 1):
                        tile[U(o), U(n - cols_from)] = T(0)
                quotient11 = cols_from // q___count
                quotient12 = cols_last // q___count
                if r % step == 0 and r_ % step2 == 0 and r__ % step3 == 0 and t__count >= 1 and t___count >= 1 and t____count >= 1:
                    for depth_from in range(0, depth, 256):
                        depth_last = min(depth - 1, depth_from + 255)
                        for k in range(depth_from, depth_last + 1):
                            for n in range(cols_from, cols_last + 1):
                                right[U(k - depth_from), U(n - cols_from)] = T(0)
                        for k in range(depth_from, depth_last + 1):
                            c = k // (t__count * t___count * t____count)
                            t_ = k // (t___count * t____count) % t__count
                            t__ = k // t____count % t___count
                            t___ = k % t____count
                            for line in range(quotient11, min(quotient12 + 1, N * q__count * q_count)):
                                n_2 = line // (q_count * q__count)
                                q = line // q__count % q_count + -quotient9
                                q_ = line % q__count + -quotient10
                                if q >= quotient5 + quotient6 * t_ and D + quotient5 + quotient6 * t_ >= q + 1 and q_ >= quotient7 + quotient8 * t__ and H + quotient7 + quotient8 * t__ >= q_ + 1:
                                    q__ = max(-quotient, cols_from - (line * q___count) - quotient, quotient3 + quotient2 * t___)
                                    copy(right, (k - depth_from,
                                            line * q___count + q__ + quotient - cols_from), x, (n_2,
                                            c + Cg * g, q - quotient5 - (quotient6 * t_),
                                            q_ - quotient7 - (quotient8 * t__),
                                            q__ - quotient3 - (quotient2 * t___)), 1, min(quotient4 + 1,
                                            cols_last + 1 - (line * q___count) - quotient,
                                            W + quotient3 + quotient2 * t___) - q__)
                        quotient17 = depth_from // t____count
                        quotient18 = depth_last // t____count
                        for rows_from in range(0, Og, 96):
                            rows_last = min(Og - 1, rows_from + 95)
                            for o in range(rows_from, rows_last + 1):
                                for line in range(quotient17, min(quotient18 + 1, Cg * t___count * t__count)):
                                    c = line // (t__count * t___count)
                                    t_ = line // t___count % t__count
                                    t__ = line % t___count
                                    t___ = max(0, depth_from - (line * t____count))
                                    copy(left, (o - rows_from, line * t____count + t___ - depth_from), w,
                                            (c + Cg * g, o, first + quotient25 * t_,
                                            first2 + quotient26 * t__, first3 + quotient27 * t___),
                                            quotient27, min(depth_last + 1 - (line * t____count),
                                            quotient13 + 1) - t___)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0,
                                    0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                                    depth_last + 1 - depth_from)
                quotient23 = cols_from // q___count
                quotient24 = cols_last // q___count
                for o in range(Og):
                    b_here = b[U(Og * g + o)]
                    for line in range(quotient23, min(quotient24 + 1, N * q__count * q_count)):
                        n_2 = line // (q_count * q__count)
                        q = line // q__count % q_count + -quotient9
                        q_ = line % q__count + -quotient10
                        for q__ in range(max(-quotient, cols_from - (line * q___count) - quotient),
                                min(quotient4 + 1, cols_last + 1 - (line * q___count) - quotient)):
                            y[U(n_2), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = (
                                b_here + tile[U(o), U(line * q___count + q__ + quotient - cols_from)]
                            )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_2(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t,
        quotient29, quotient31, quotient33, quotient34, quotient35, quotient36, s_d, s_h, s_w, step4, step5,
        step6):
    dtype = b.dtype
    T = dtype.type
    for t_2 in prange(N * G * Og * s_d * s_h * s_w):
        n_2 = np.int64(t_2) // (G * Og * s_d * s_h * s_w)
        g = np.int64(t_2) // (Og * s_d * s_h * s_w) % G
        o = np.int64(t_2) // (s_d * s_h * s_w) % Og
        r = np.int64(t_2) // (s_h * s_w) % s_d
        r_ = np.int64(t_2) // s_w % s_h
        r__ = np.int64(t_2) % s_w
        b_here2 = b[U(Og * g + o)]
        quotient46 = (r__ - p_l) // s_w
        quotient47 = (OW + p_l - r__ - 1) // s_w
        first4 = residue(d_d, r, s_d)
        first5 = residue(d_h, r_, s_h)
        first6 = residue(d_w, r__, s_w)
        quotient28 = (d_d * first4 - r) // s_d
        quotient30 = (d_h * first5 - r_) // s_h
        quotient32 = (d_w * first6 - r__) // s_w
        quotient39 = (KW - first6 - 1) // quotient36
        quotient41 = (KH - first5 - 1) // quotient35
        quotient44 = (KD - first4 - 1) // quotient34
        quotient48 = (r_ - p_t) // s_h
        quotient49 = (OH + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (OD + p_f - r - 1) // s_d + 1):
            quotient43 = (D + quotient28 - q - 1) // quotient29
            quotient45 = (q - quotient28) // quotient29
            for q_ in range(-quotient48, quotient49 + 1):
                # y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = b[g·Og+o] + Σ_{c :
                #     gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤
                #     ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′ ≤
                #     …
                for q__ in range(-quotient46, quotient47 + 1):
                    y[U(n_2), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = b_here2
                quotient40 = (H + quotient30 - q_ - 1) // quotient31
                quotient42 = (q_ - quotient30) // quotient31
                if r % step4 == 0 and r_ % step5 == 0 and r__ % step6 == 0:
                    for c in range(Cg):
                        for t_ in range(max(0, -quotient43), min(quotient44 + 1, quotient45 + 1)):
                            for t__ in range(max(0, -quotient40), min(quotient41 + 1, quotient42 + 1)):
                                for t___ in range(quotient39 + 1):
                                    w_here = w[U(c + Cg * g), U(o), U(first4 + quotient34 * t_), U(first5 + quotient35 * t__), U(first6 + quotient36 * t___)]
                                    for q__ in range(max(-quotient46, quotient32 + quotient33 * t___),
                                            min(quotient47 + 1, W + quotient32 + quotient33 * t___)):
                                        y[U(n_2), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_here
                                            * x[U(n_2), U(c + Cg * g), U(q - quotient28 - (quotient29 * t_)),
                                                    U(q_ - quotient30 - (quotient31 * t__)),
                                                    U(q__ - quotient32 - (quotient33 * t___))]
                                        )


def _forward(x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
        d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    large = blocks(Og >= 4)
    pieces = parts(N)
    quotient25 = s_d // gcd(s_d, d_d)
    quotient26 = s_h // gcd(s_h, d_h)
    quotient27 = s_w // gcd(s_w, d_w)
    quotient2 = d_w // gcd(s_w, d_w)
    quotient6 = d_d // gcd(s_d, d_d)
    quotient8 = d_h // gcd(s_h, d_h)
    step = gcd(s_d, d_d)
    step2 = gcd(s_h, d_h)
    step3 = gcd(s_w, d_w)
    if large >= 1:
        _forward_1(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t,
                pieces, quotient2, quotient25, quotient26, quotient27, quotient6, quotient8, s_d, s_h, s_w,
                step, step2, step3)
    quotient34 = s_d // gcd(s_d, d_d)
    quotient35 = s_h // gcd(s_h, d_h)
    quotient36 = s_w // gcd(s_w, d_w)
    quotient29 = d_d // gcd(s_d, d_d)
    quotient31 = d_h // gcd(s_h, d_h)
    quotient33 = d_w // gcd(s_w, d_w)
    step4 = gcd(s_d, d_d)
    step5 = gcd(s_h, d_h)
    step6 = gcd(s_w, d_w)
    if 0 >= large:
        _forward_2(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t,
                quotient29, quotient31, quotient33, quotient34, quotient35, quotient36, s_d, s_h, s_w, step4,
                step5, step6)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_1(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, cols, d_d, d_h, d_w, depth, p_f, p_l,
        p_t, pieces, s_d, s_h, s_w, share):
    dtype = dx.dtype
    T = dtype.type
    for t in prange(G * pieces):
        g = np.int64(t) // pieces
        part = np.int64(t) % pieces
        tile = np.empty((Cg, 384), dtype)
        left = np.empty((min(Cg, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l] · w[g·Cg+c, o, t, u, v]
            for c in range(Cg):
                for n in range(cols_from, cols_last + 1):
                    tile[U(c), U(n - cols_from)] = T(0)
            quotient3 = cols_from // W
            quotient4 = cols_last // W
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    for n in range(cols_from, cols_last + 1):
                        right[U(k - depth_from), U(n - cols_from)] = T(0)
                for k in range(depth_from, depth_last + 1):
                    o = k // (KD * KH * KW)
                    t_2 = k // (KH * KW) % KD
                    u = k // KW % KH
                    v = k % KW
                    quotient = (d_w * v - p_l) // s_w
                    quotient2 = (OW + p_l - (d_w * v) - 1) // s_w
                    for line in range(quotient3, min(quotient4 + 1, D * H * N)):
                        n_2 = line // (D * H)
                        k_2 = line // H % D
                        i = line % H
                        if k_2 * s_d + d_d * t_2 >= p_f and OD + p_f >= k_2 * s_d + d_d * t_2 + 1 and i * s_h + d_h * u >= p_t and OH + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from - (W * line), -quotient)
                            copy(right, (k - depth_from, j + W * line - cols_from), dy, (n_2, Og * g + o,
                                    k_2 * s_d + d_d * t_2 - p_f, i * s_h + d_h * u - p_t,
                                    j * s_w + d_w * v - p_l), s_w, min(W, cols_last + 1 - (W * line),
                                    quotient2 + 1) - j)
                quotient5 = depth_from // KW
                quotient6 = depth_last // KW
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for c in range(rows_from, rows_last + 1):
                        for line in range(quotient5, min(quotient6 + 1, KD * KH * Og)):
                            o = line // (KD * KH)
                            t_2 = line // KH % KD
                            u = line % KH
                            v = max(0, depth_from - (KW * line))
                            copy(left, (c - rows_from, KW * line + v - depth_from), w, (c + Cg * g, o, t_2, u,
                                    v), 1, min(KW, depth_last + 1 - (KW * line)) - v)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient7 = cols_from // W
            quotient8 = cols_last // W
            for c in range(Cg):
                for line in range(quotient7, min(quotient8 + 1, D * H * N)):
                    n_2 = line // (D * H)
                    k_2 = line // H % D
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        dx[U(n_2), U(c + Cg * g), U(k_2), U(i), U(j)] = tile[U(c), U(j + W * line - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_2(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t, s_d, s_h,
        s_w):
    dtype = dx.dtype
    T = dtype.type
    for t_3 in prange(N * G * Cg * D * H * W):
        n_2 = np.int64(t_3) // (G * Cg * D * H * W)
        g = np.int64(t_3) // (Cg * D * H * W) % G
        c = np.int64(t_3) // (D * H * W) % Cg
        k_2 = np.int64(t_3) // (H * W) % D
        i = np.int64(t_3) // W % H
        j = np.int64(t_3) % W
        # dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l] · w[g·Cg+c, o, t, u, v]
        acc = T(0)
        quotient9 = (j * s_w - p_l) // d_w
        quotient10 = (OW + p_l - (j * s_w) - 1) // d_w
        quotient11 = (i * s_h - p_t) // d_h
        quotient12 = (OH + p_t - (i * s_h) - 1) // d_h
        quotient13 = (k_2 * s_d - p_f) // d_d
        quotient14 = (OD + p_f - (k_2 * s_d) - 1) // d_d
        for o in range(Og):
            for t_2 in range(max(0, -quotient13), min(KD, quotient14 + 1)):
                for u in range(max(0, -quotient11), min(KH, quotient12 + 1)):
                    for v in range(max(0, -quotient9), min(KW, quotient10 + 1)):
                        acc += (
                            dy[U(n_2), U(Og * g + o), U(k_2 * s_d + d_d * t_2 - p_f),
                                    U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            * w[U(c + Cg * g), U(o), U(t_2), U(u), U(v)]
                        )
        dx[U(n_2), U(c + Cg * g), U(k_2), U(i), U(j)] = acc


def _vjp_x(dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    dtype = dx.dtype
    T = dtype.type
    large = blocks(Cg >= 4 and D * H * N * W >= 8 and KD * KH * KW * Og >= 4)
    cols = D * H * N * W
    depth = KD * KH * KW * Og
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    if large >= 1:
        _vjp_x_1(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, cols, d_d, d_h, d_w, depth, p_f,
                p_l, p_t, pieces, s_d, s_h, s_w, share)
    if 0 >= large:
        _vjp_x_2(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, OD, OH, OW, Og, W, d_d, d_h, d_w, p_f, p_l, p_t, s_d,
                s_h, s_w)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * ((Cg - 1) // 2 + 1) * ((Og - 1) // 4 + 1) * KD * KH * KW):
        g = np.int64(t) // (((Cg - 1) // 2 + 1) * ((Og - 1) // 4 + 1) * KD * KH * KW)
        c = 2 * (np.int64(t) // (((Og - 1) // 4 + 1) * KD * KH * KW) % ((Cg - 1) // 2 + 1))
        o = 4 * (np.int64(t) // (KD * KH * KW) % ((Og - 1) // 4 + 1))
        t_2 = np.int64(t) // (KH * KW) % KD
        u = np.int64(t) // KW % KH
        v = np.int64(t) % KW
        c1 = min(Cg - 1, c + 1)
        o1 = min(Og - 1, o + 1)
        o2 = min(Og - 1, o + 2)
        o3 = min(Og - 1, o + 3)
        # dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l] · x[n, g·Cg+c, k, i, j]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient = (d_w * v - p_l) // s_w
        quotient2 = (OW + p_l - (d_w * v) - 1) // s_w
        quotient3 = (d_h * u - p_t) // s_h
        quotient4 = (OH + p_t - (d_h * u) - 1) // s_h
        quotient5 = (d_d * t_2 - p_f) // s_d
        quotient6 = (OD + p_f - (d_d * t_2) - 1) // s_d
        for n in range(N):
            for k in range(max(0, -quotient5), min(D, quotient6 + 1)):
                for i in range(max(0, -quotient3), min(H, quotient4 + 1)):
                    for j in range(max(0, -quotient), min(W, quotient2 + 1)):
                        acc += (
                            dy[U(n), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_1 += (
                            dy[U(n), U(Og * g + o1), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_2 += (
                            dy[U(n), U(Og * g + o2), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_3 += (
                            dy[U(n), U(Og * g + o3), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_4 += (
                            dy[U(n), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c1 + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_5 += (
                            dy[U(n), U(Og * g + o1), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c1 + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_6 += (
                            dy[U(n), U(Og * g + o2), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c1 + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_7 += (
                            dy[U(n), U(Og * g + o3), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c1 + Cg * g), U(k), U(i), U(j)]
                        )
        dw[U(c + Cg * g), U(o), U(t_2), U(u), U(v)] = acc
        dw[U(c + Cg * g), U(o1), U(t_2), U(u), U(v)] = acc_1
        dw[U(c + Cg * g), U(o2), U(t_2), U(u), U(v)] = acc_2
        dw[U(c + Cg * g), U(o3), U(t_2), U(u), U(v)] = acc_3
        dw[U(c1 + Cg * g), U(o), U(t_2), U(u), U(v)] = acc_4
        dw[U(c1 + Cg * g), U(o1), U(t_2), U(u), U(v)] = acc_5
        dw[U(c1 + Cg * g), U(o2), U(t_2), U(u), U(v)] = acc_6
        dw[U(c1 + Cg * g), U(o3), U(t_2), U(u), U(v)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, Og, OD, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OD * OH * OW))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,zab} dy[n, g·Og+o, zab]
        acc = T(0)
        for n in range(N):
            for zab in range(OD * OH * OW):
                acc += dy_rows[U(n), U(Og * g + o), U(zab)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient7 = s_d // gcd(s_d, d_d)
    quotient8 = s_h // gcd(s_h, d_h)
    quotient9 = s_w // gcd(s_w, d_w)
    quotient2 = d_d // gcd(s_d, d_d)
    quotient4 = d_h // gcd(s_h, d_h)
    quotient6 = d_w // gcd(s_w, d_w)
    quotient37 = Cg // 4
    step = gcd(s_d, d_d)
    step2 = gcd(s_h, d_h)
    step3 = gcd(s_w, d_w)
    for t in prange(N * G * Og * s_d * s_h * s_w):
        n = np.int64(t) // (G * Og * s_d * s_h * s_w)
        g = np.int64(t) // (Og * s_d * s_h * s_w) % G
        o = np.int64(t) // (s_d * s_h * s_w) % Og
        r = np.int64(t) // (s_h * s_w) % s_d
        r_ = np.int64(t) // s_w % s_h
        r__ = np.int64(t) % s_w
        b_dot_here = b_dot[U(Og * g + o)]
        quotient38 = (r__ - p_l) // s_w
        quotient39 = (OW + p_l - r__ - 1) // s_w
        first = residue(d_d, r, s_d)
        first2 = residue(d_h, r_, s_h)
        first3 = residue(d_w, r__, s_w)
        quotient = (d_d * first - r) // s_d
        quotient3 = (d_h * first2 - r_) // s_h
        quotient5 = (d_w * first3 - r__) // s_w
        quotient12 = (KW - first3 - 1) // quotient9
        quotient14 = (KH - first2 - 1) // quotient8
        quotient17 = (KD - first - 1) // quotient7
        quotient40 = (r_ - p_t) // s_h
        quotient41 = (OH + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (OD + p_f - r - 1) // s_d + 1):
            quotient16 = (D + quotient - q - 1) // quotient2
            quotient18 = (q - quotient) // quotient2
            for q_ in range(-quotient40, quotient41 + 1):
                # ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = ḃ[g·Og+o] + Σ_{c :
                #     gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤
                #     ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′ ≤
                #     …
                for q__ in range(-quotient38, quotient39 + 1):
                    y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = b_dot_here
                quotient13 = (H + quotient3 - q_ - 1) // quotient4
                quotient15 = (q_ - quotient3) // quotient4
                quotient31 = (H + quotient3 - q_ - 1) // quotient4
                quotient33 = (q_ - quotient3) // quotient4
                if r % step == 0 and r_ % step2 == 0 and r__ % step3 == 0:
                    for c in range(0, Cg - 3, 4):
                        for t_ in range(max(0, -quotient16), min(quotient17 + 1, quotient18 + 1)):
                            for t__ in range(max(0, -quotient13), min(quotient14 + 1, quotient15 + 1)):
                                for t___ in range(quotient12 + 1):
                                    w_here = w[U(c + Cg * g), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here2 = w[U(c + Cg * g + 1), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here3 = w[U(c + Cg * g + 2), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here4 = w[U(c + Cg * g + 3), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_dot_here = w_dot[U(c + Cg * g), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_dot_here2 = w_dot[U(c + Cg * g + 1), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_dot_here3 = w_dot[U(c + Cg * g + 2), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_dot_here4 = w_dot[U(c + Cg * g + 3), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    for q__ in range(max(-quotient38, quotient5 + quotient6 * t___),
                                            min(quotient39 + 1, W + quotient5 + quotient6 * t___)):
                                        y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_dot_here
                                            * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_dot_here2
                                            * x[U(n), U(c + Cg * g + 1), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_dot_here3
                                            * x[U(n), U(c + Cg * g + 2), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_dot_here4
                                            * x[U(n), U(c + Cg * g + 3), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here
                                            * x_dot[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here2
                                            * x_dot[U(n), U(c + Cg * g + 1),
                                                    U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here3
                                            * x_dot[U(n), U(c + Cg * g + 2),
                                                    U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here4
                                            * x_dot[U(n), U(c + Cg * g + 3),
                                                    U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                        )
                    for c in range(quotient37 * 4, Cg):
                        for t_ in range(max(0, -quotient16), min(quotient17 + 1, quotient18 + 1)):
                            for t__ in range(max(0, -quotient31), min(quotient14 + 1, quotient33 + 1)):
                                for t___ in range(quotient12 + 1):
                                    w_here5 = w[U(c + Cg * g), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_dot_here5 = w_dot[U(c + Cg * g), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    for q__ in range(max(-quotient38, quotient5 + quotient6 * t___),
                                            min(quotient39 + 1, W + quotient5 + quotient6 * t___)):
                                        y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_dot_here5
                                            * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here5
                                            * x_dot[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                        )
