"""The kernels of conv_transpose2d; conv_transpose2d.py has its formulas and its functions.

Made by `chainrule generate` from the forward of `conv_transpose2d`.  Do not edit.
"""

import numpy as np
from numba import njit, prange

from .runtime import gcd, residue
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_1(b, w, x, y, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, pieces, quotient2,
        quotient20, quotient21, quotient6, s_h, s_w, step, step2):
    dtype = b.dtype
    T = dtype.type
    for t in prange(G * s_h * s_w * pieces):
        g = np.int64(t) // (s_h * s_w * pieces)
        r = np.int64(t) // (s_w * pieces) % s_h
        r_ = np.int64(t) // pieces % s_w
        part = np.int64(t) % pieces
        q_count = (OH + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        q__count = (OW + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t_count = (KH - residue(d_h, r, s_h) - 1) // quotient20 + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // quotient21 + 1
        cols = N * q__count * q_count
        depth = Cg * t__count * t_count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        tile = np.empty((Og, 384), dtype)
        left = np.empty((min(Og, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        quotient = (r_ - p_l) // s_w
        quotient3 = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient4 = (OW + p_l - r_ - 1) // s_w
        quotient5 = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient7 = (r - p_t) // s_h
        quotient10 = (KW - residue(d_w, r_, s_w) - 1) // quotient21
        first = residue(d_h, r, s_h)
        first2 = residue(d_w, r_, s_w)
        if q_count >= 1 and q__count >= 1:
            for cols_from in range(part * share, min(part * share + share, cols), 384):
                cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
                # y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = b[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r,
                #     gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋}
                #     Σ_{t′ : 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o,
                #     …
                for o in range(Og):
                    for n in range(cols_from, cols_last + 1):
                        tile[U(o), U(n - cols_from)] = T(0)
                quotient8 = cols_from // q__count
                quotient9 = cols_last // q__count
                if r % step == 0 and r_ % step2 == 0 and t_count >= 1 and t__count >= 1:
                    for depth_from in range(0, depth, 256):
                        depth_last = min(depth - 1, depth_from + 255)
                        for k in range(depth_from, depth_last + 1):
                            for n in range(cols_from, cols_last + 1):
                                right[U(k - depth_from), U(n - cols_from)] = T(0)
                        for k in range(depth_from, depth_last + 1):
                            c = k // (t_count * t__count)
                            t_2 = k // t__count % t_count
                            t_ = k % t__count
                            for line in range(quotient8, min(quotient9 + 1, N * q_count)):
                                n_2 = line // q_count
                                q = line % q_count + -quotient7
                                if q >= quotient5 + quotient6 * t_2 and H + quotient5 + quotient6 * t_2 >= q + 1:
                                    q_ = max(-quotient, cols_from - (line * q__count) - quotient, quotient3 + quotient2 * t_)
                                    copy(right, (k - depth_from, line * q__count + q_ + quotient - cols_from),
                                            x, (n_2, c + Cg * g, q - quotient5 - (quotient6 * t_2),
                                            q_ - quotient3 - (quotient2 * t_)), 1, min(quotient4 + 1,
                                            cols_last + 1 - (line * q__count) - quotient,
                                            W + quotient3 + quotient2 * t_) - q_)
                        quotient13 = depth_from // t__count
                        quotient14 = depth_last // t__count
                        for rows_from in range(0, Og, 96):
                            rows_last = min(Og - 1, rows_from + 95)
                            for o in range(rows_from, rows_last + 1):
                                for line in range(quotient13, min(quotient14 + 1, Cg * t_count)):
                                    c = line // t_count
                                    t_2 = line % t_count
                                    t_ = max(0, depth_from - (line * t__count))
                                    copy(left, (o - rows_from, line * t__count + t_ - depth_from), w,
                                            (c + Cg * g, o, first + quotient20 * t_2,
                                            first2 + quotient21 * t_), quotient21,
                                            min(depth_last + 1 - (line * t__count), quotient10 + 1) - t_)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0,
                                    0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                                    depth_last + 1 - depth_from)
                quotient18 = cols_from // q__count
                quotient19 = cols_last // q__count
                for o in range(Og):
                    b_here = b[U(Og * g + o)]
                    for line in range(quotient18, min(quotient19 + 1, N * q_count)):
                        n_2 = line // q_count
                        q = line % q_count + -quotient7
                        for q_ in range(max(-quotient, cols_from - (line * q__count) - quotient),
                                min(quotient4 + 1, cols_last + 1 - (line * q__count) - quotient)):
                            y[U(n_2), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                                b_here + tile[U(o), U(line * q__count + q_ + quotient - cols_from)]
                            )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_2(b, w, x, y, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, quotient23, quotient25,
        quotient26, quotient27, s_h, s_w, step3, step4):
    dtype = b.dtype
    T = dtype.type
    for t_3 in prange(N * G * Og * s_h * s_w):
        n_2 = np.int64(t_3) // (G * Og * s_h * s_w)
        g = np.int64(t_3) // (Og * s_h * s_w) % G
        o = np.int64(t_3) // (s_h * s_w) % Og
        r = np.int64(t_3) // s_w % s_h
        r_ = np.int64(t_3) % s_w
        b_here2 = b[U(Og * g + o)]
        quotient34 = (r_ - p_l) // s_w
        quotient35 = (OW + p_l - r_ - 1) // s_w
        first3 = residue(d_h, r, s_h)
        first4 = residue(d_w, r_, s_w)
        quotient22 = (d_h * first3 - r) // s_h
        quotient24 = (d_w * first4 - r_) // s_w
        quotient30 = (KW - first4 - 1) // quotient27
        quotient32 = (KH - first3 - 1) // quotient26
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = b[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r,
            #     gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋}
            #     Σ_{t′ : 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o,
            #     …
            for q_ in range(-quotient34, quotient35 + 1):
                y[U(n_2), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = b_here2
            quotient31 = (H + quotient22 - q - 1) // quotient23
            quotient33 = (q - quotient22) // quotient23
            if r % step3 == 0 and r_ % step4 == 0:
                for c in range(Cg):
                    for t_2 in range(max(0, -quotient31), min(quotient32 + 1, quotient33 + 1)):
                        for t_ in range(quotient30 + 1):
                            w_here = w[U(c + Cg * g), U(o), U(first3 + quotient26 * t_2), U(first4 + quotient27 * t_)]
                            for q_ in range(max(-quotient34, quotient24 + quotient25 * t_),
                                    min(quotient35 + 1, W + quotient24 + quotient25 * t_)):
                                y[U(n_2), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_here
                                    * x[U(n_2), U(c + Cg * g), U(q - quotient22 - (quotient23 * t_2)),
                                            U(q_ - quotient24 - (quotient25 * t_))]
                                )


def _forward(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    large = blocks(Og >= 4)
    pieces = parts(N)
    quotient20 = s_h // gcd(s_h, d_h)
    quotient21 = s_w // gcd(s_w, d_w)
    quotient2 = d_w // gcd(s_w, d_w)
    quotient6 = d_h // gcd(s_h, d_h)
    step = gcd(s_h, d_h)
    step2 = gcd(s_w, d_w)
    if large >= 1:
        _forward_1(b, w, x, y, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, pieces, quotient2,
                quotient20, quotient21, quotient6, s_h, s_w, step, step2)
    quotient26 = s_h // gcd(s_h, d_h)
    quotient27 = s_w // gcd(s_w, d_w)
    quotient23 = d_h // gcd(s_h, d_h)
    quotient25 = d_w // gcd(s_w, d_w)
    step3 = gcd(s_h, d_h)
    step4 = gcd(s_w, d_w)
    if 0 >= large:
        _forward_2(b, w, x, y, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, quotient23, quotient25,
                quotient26, quotient27, s_h, s_w, step3, step4)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_1(dx, dy, w, Cg, G, H, KH, KW, N, OH, OW, Og, W, cols, d_h, d_w, depth, p_l, p_t, pieces, s_h, s_w,
        share):
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
            # dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] ·
            #     w[g·Cg+c, o, u, v]
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
                    o = k // (KH * KW)
                    u = k // KW % KH
                    v = k % KW
                    quotient = (d_w * v - p_l) // s_w
                    quotient2 = (OW + p_l - (d_w * v) - 1) // s_w
                    for line in range(quotient3, min(quotient4 + 1, H * N)):
                        n_2 = line // H
                        i = line % H
                        if i * s_h + d_h * u >= p_t and OH + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from - (W * line), -quotient)
                            copy(right, (k - depth_from, j + W * line - cols_from), dy, (n_2, Og * g + o,
                                    i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(W,
                                    cols_last + 1 - (W * line), quotient2 + 1) - j)
                quotient5 = depth_from // KW
                quotient6 = depth_last // KW
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for c in range(rows_from, rows_last + 1):
                        for line in range(quotient5, min(quotient6 + 1, KH * Og)):
                            o = line // KH
                            u = line % KH
                            v = max(0, depth_from - (KW * line))
                            copy(left, (c - rows_from, KW * line + v - depth_from), w, (c + Cg * g, o, u, v),
                                    1, min(KW, depth_last + 1 - (KW * line)) - v)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient7 = cols_from // W
            quotient8 = cols_last // W
            for c in range(Cg):
                for line in range(quotient7, min(quotient8 + 1, H * N)):
                    n_2 = line // H
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        dx[U(n_2), U(c + Cg * g), U(i), U(j)] = tile[U(c), U(j + W * line - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_2(dx, dy, w, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, s_h, s_w):
    dtype = dx.dtype
    T = dtype.type
    for t_2 in prange(N * G * Cg * H * W):
        n_2 = np.int64(t_2) // (G * Cg * H * W)
        g = np.int64(t_2) // (Cg * H * W) % G
        c = np.int64(t_2) // (H * W) % Cg
        i = np.int64(t_2) // W % H
        j = np.int64(t_2) % W
        # dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] ·
        #     w[g·Cg+c, o, u, v]
        acc = T(0)
        quotient9 = (j * s_w - p_l) // d_w
        quotient10 = (OW + p_l - (j * s_w) - 1) // d_w
        quotient11 = (i * s_h - p_t) // d_h
        quotient12 = (OH + p_t - (i * s_h) - 1) // d_h
        for o in range(Og):
            for u in range(max(0, -quotient11), min(KH, quotient12 + 1)):
                for v in range(max(0, -quotient9), min(KW, quotient10 + 1)):
                    acc += (
                        dy[U(n_2), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * w[U(c + Cg * g), U(o), U(u), U(v)]
                    )
        dx[U(n_2), U(c + Cg * g), U(i), U(j)] = acc


def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    large = blocks(Cg >= 4 and H * N * W >= 8 and KH * KW * Og >= 4)
    cols = H * N * W
    depth = KH * KW * Og
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    if large >= 1:
        _vjp_x_1(dx, dy, w, Cg, G, H, KH, KW, N, OH, OW, Og, W, cols, d_h, d_w, depth, p_l, p_t, pieces, s_h,
                s_w, share)
    if 0 >= large:
        _vjp_x_2(dx, dy, w, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, s_h, s_w)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_1(dw, dy, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, cols, d_h, d_w, depth, p_l, p_t, pieces, s_h, s_w,
        share):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * pieces):
        g = np.int64(t) // pieces
        part = np.int64(t) % pieces
        tile = np.empty((Cg, 384), dtype)
        left = np.empty((min(Cg, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
            #     x[n, g·Cg+c, i, j]
            for c in range(Cg):
                for n in range(cols_from, cols_last + 1):
                    tile[U(c), U(n - cols_from)] = T(0)
            quotient3 = cols_from // KW
            quotient4 = cols_last // KW
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    for n in range(cols_from, cols_last + 1):
                        right[U(k - depth_from), U(n - cols_from)] = T(0)
                for k in range(depth_from, depth_last + 1):
                    n_2 = k // (H * W)
                    i = k // W % H
                    j = k % W
                    quotient = (j * s_w - p_l) // d_w
                    quotient2 = (OW + p_l - (j * s_w) - 1) // d_w
                    for line in range(quotient3, min(quotient4 + 1, KH * Og)):
                        o = line // KH
                        u = line % KH
                        if i * s_h + d_h * u >= p_t and OH + p_t >= i * s_h + d_h * u + 1:
                            v = max(0, cols_from - (KW * line), -quotient)
                            copy(right, (k - depth_from, KW * line + v - cols_from), dy, (n_2, Og * g + o,
                                    i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), d_w, min(KW,
                                    cols_last + 1 - (KW * line), quotient2 + 1) - v)
                quotient5 = depth_from // W
                quotient6 = depth_last // W
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for c in range(rows_from, rows_last + 1):
                        for line in range(quotient5, min(quotient6 + 1, H * N)):
                            n_2 = line // H
                            i = line % H
                            j = max(0, depth_from - (W * line))
                            copy(left, (c - rows_from, j + W * line - depth_from), x, (n_2, c + Cg * g, i, j),
                                    1, min(W, depth_last + 1 - (W * line)) - j)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient7 = cols_from // KW
            quotient8 = cols_last // KW
            for c in range(Cg):
                for line in range(quotient7, min(quotient8 + 1, KH * Og)):
                    o = line // KH
                    u = line % KH
                    for v in range(max(0, cols_from - (KW * line)), min(KW, cols_last + 1 - (KW * line))):
                        dw[U(c + Cg * g), U(o), U(u), U(v)] = tile[U(c), U(KW * line + v - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_2(dw, dy, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, s_h, s_w):
    dtype = dw.dtype
    T = dtype.type
    for t_2 in prange(G * Cg * Og * KH * KW):
        g = np.int64(t_2) // (Cg * Og * KH * KW)
        c = np.int64(t_2) // (Og * KH * KW) % Cg
        o = np.int64(t_2) // (KH * KW) % Og
        u = np.int64(t_2) // KW % KH
        v = np.int64(t_2) % KW
        # dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
        #     x[n, g·Cg+c, i, j]
        acc = T(0)
        quotient9 = (d_w * v - p_l) // s_w
        quotient10 = (OW + p_l - (d_w * v) - 1) // s_w
        quotient11 = (d_h * u - p_t) // s_h
        quotient12 = (OH + p_t - (d_h * u) - 1) // s_h
        for n_2 in range(N):
            for i in range(max(0, -quotient11), min(H, quotient12 + 1)):
                for j in range(max(0, -quotient9), min(W, quotient10 + 1)):
                    acc += (
                        dy[U(n_2), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * x[U(n_2), U(c + Cg * g), U(i), U(j)]
                    )
        dw[U(c + Cg * g), U(o), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dw.dtype
    T = dtype.type
    large = blocks(Cg >= 4 and KH * KW * Og >= 8 and H * N * W >= 4)
    cols = KH * KW * Og
    depth = H * N * W
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    if large >= 1:
        _vjp_w_1(dw, dy, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, cols, d_h, d_w, depth, p_l, p_t, pieces, s_h,
                s_w, share)
    if 0 >= large:
        _vjp_w_2(dw, dy, x, Cg, G, H, KH, KW, N, OH, OW, Og, W, d_h, d_w, p_l, p_t, s_h, s_w)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, Og, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,ab} dy[n, g·Og+o, ab]
        acc = T(0)
        for n in range(N):
            for ab in range(OH * OW):
                acc += dy_rows[U(n), U(Og * g + o), U(ab)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient5 = s_h // gcd(s_h, d_h)
    quotient6 = s_w // gcd(s_w, d_w)
    quotient2 = d_h // gcd(s_h, d_h)
    quotient4 = d_w // gcd(s_w, d_w)
    quotient25 = Cg // 4
    step = gcd(s_h, d_h)
    step2 = gcd(s_w, d_w)
    for t in prange(N * G * Og * s_h * s_w):
        n = np.int64(t) // (G * Og * s_h * s_w)
        g = np.int64(t) // (Og * s_h * s_w) % G
        o = np.int64(t) // (s_h * s_w) % Og
        r = np.int64(t) // s_w % s_h
        r_ = np.int64(t) % s_w
        b_dot_here = b_dot[U(Og * g + o)]
        quotient26 = (r_ - p_l) // s_w
        quotient27 = (OW + p_l - r_ - 1) // s_w
        first = residue(d_h, r, s_h)
        first2 = residue(d_w, r_, s_w)
        quotient = (d_h * first - r) // s_h
        quotient3 = (d_w * first2 - r_) // s_w
        quotient9 = (KW - first2 - 1) // quotient6
        quotient11 = (KH - first - 1) // quotient5
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r,
            #     gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋}
            #     Σ_{t′ : 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} (w[g·Cg+c, o,
            #     …
            for q_ in range(-quotient26, quotient27 + 1):
                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = b_dot_here
            quotient10 = (H + quotient - q - 1) // quotient2
            quotient12 = (q - quotient) // quotient2
            quotient22 = (H + quotient - q - 1) // quotient2
            quotient24 = (q - quotient) // quotient2
            if r % step == 0 and r_ % step2 == 0:
                for c in range(0, Cg - 3, 4):
                    for t_2 in range(max(0, -quotient10), min(quotient11 + 1, quotient12 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_here = w[U(c + Cg * g), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here2 = w[U(c + Cg * g + 1), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here3 = w[U(c + Cg * g + 2), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here4 = w[U(c + Cg * g + 3), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_dot_here = w_dot[U(c + Cg * g), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_dot_here2 = w_dot[U(c + Cg * g + 1), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_dot_here3 = w_dot[U(c + Cg * g + 2), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_dot_here4 = w_dot[U(c + Cg * g + 3), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient26, quotient3 + quotient4 * t_), min(quotient27 + 1,
                                    W + quotient3 + quotient4 * t_)):
                                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_dot_here2
                                    * x[U(n), U(c + Cg * g + 1), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_dot_here3
                                    * x[U(n), U(c + Cg * g + 2), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_dot_here4
                                    * x[U(n), U(c + Cg * g + 3), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here
                                    * x_dot[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here2
                                    * x_dot[U(n), U(c + Cg * g + 1), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here3
                                    * x_dot[U(n), U(c + Cg * g + 2), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here4
                                    * x_dot[U(n), U(c + Cg * g + 3), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                )
                for c in range(quotient25 * 4, Cg):
                    for t_2 in range(max(0, -quotient22), min(quotient11 + 1, quotient24 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_here5 = w[U(c + Cg * g), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_dot_here5 = w_dot[U(c + Cg * g), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient26, quotient3 + quotient4 * t_), min(quotient27 + 1,
                                    W + quotient3 + quotient4 * t_)):
                                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_dot_here5
                                    * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here5
                                    * x_dot[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                )
