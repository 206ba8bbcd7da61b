"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate` from the forward of `coord_conv2d`.  Do not edit.
"""

import numpy as np
from numba import njit, prange

from .runtime import gcd, residue
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_1(b, w, x, y, C, H, KH, KW, N, O, OH, OW, W, c_count, cols, d_h, d_w, depth, p_l, p_t, pieces,
        s_h, s_w, share):
    dtype = b.dtype
    T = dtype.type
    for t in prange(pieces):
        part = np.int64(t)
        tile = np.empty((O, 384), dtype)
        left = np.empty((max(0, min(depth, 256)), min(O, 96)), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y[n,o,i,j] = b[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
            #     w[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i +
            #     d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W −
            #     1, 1) − 1}
            for o in range(O):
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
                            for j in range(max(0, cols_from - (OW * line), -quotient), min(OW,
                                    cols_last + 1 - (OW * line), quotient2 + 1)):
                                right[U(k - depth_from), U(j + OW * line - cols_from)] = (
                                    x[U(n_2), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    if C >= c + 1
                                    else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                    - T(1)
                                    if c == C
                                    else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                    - T(1)
                                )
                for rows_from in range(0, O, 96):
                    rows_last = min(O - 1, rows_from + 95)
                    for k in range(depth_from, depth_last + 1):
                        c = k // (KH * KW)
                        u = k // KW % KH
                        v = k % KW
                        o = rows_from
                        copy(left, (k - depth_from, o - rows_from), w, (o, c, u, v), (C + 2) * KH * KW,
                                rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(O, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient5 = cols_from // OW
            quotient6 = cols_last // OW
            for o in range(O):
                b_here = b[U(o)]
                for line in range(quotient5, min(quotient6 + 1, N * OH)):
                    n_2 = line // OH
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        y[U(n_2), U(o), U(i), U(j)] = b_here + tile[U(o), U(j + OW * line - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_2(b, w, x, y, C, H, KH, KW, N, O, OH, OW, W, d_h, d_w, p_l, p_t, s_h, s_w):
    dtype = b.dtype
    T = dtype.type
    for t_2 in prange(N * O * OH):
        n_2 = np.int64(t_2) // (O * OH)
        o = np.int64(t_2) // OH % O
        i = np.int64(t_2) % OH
        # y[n,o,i,j] = b[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        #     w[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i +
        #     d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W −
        #     1, 1) − 1}
        b_here2 = b[U(o)]
        for j in range(OW):
            y[U(n_2), U(o), U(i), U(j)] = b_here2
        quotient7 = (i * s_h - p_t) // d_h
        quotient8 = (H + p_t - (i * s_h) - 1) // d_h
        for c in range(C + 2):
            for u in range(max(0, -quotient7), min(KH, quotient8 + 1)):
                for v in range(KW):
                    w_here = w[U(o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        y[U(n_2), U(o), U(i), U(j)] += (
                            (
                                x[U(n_2), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 1
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_here
                        )


def _forward(x, w, b, y, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    large = blocks(O >= 4 and N * OH * OW >= 8 and KH * KW * 2 + C * KH * KW >= 4)
    c_count = C + 2
    cols = N * OH * OW
    depth = KH * KW * c_count
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    if large >= 1:
        _forward_1(b, w, x, y, C, H, KH, KW, N, O, OH, OW, W, c_count, cols, d_h, d_w, depth, p_l, p_t,
                pieces, s_h, s_w, share)
    if 0 >= large:
        _forward_2(b, w, x, y, C, H, KH, KW, N, O, OH, OW, W, d_h, d_w, p_l, p_t, s_h, s_w)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_1(dx, dy, w, C, H, KH, KW, N, O, OH, OW, W, d_h, d_w, p_l, p_t, pieces, quotient17, quotient18,
        quotient2, quotient6, s_h, s_w, step, step2):
    dtype = dx.dtype
    T = dtype.type
    for t in prange(s_h * s_w * pieces):
        r = np.int64(t) // (s_w * pieces)
        r_ = np.int64(t) // pieces % s_w
        part = np.int64(t) % pieces
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t_count = (KH - residue(d_h, r, s_h) - 1) // quotient17 + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // quotient18 + 1
        cols = N * q__count * q_count
        depth = O * t__count * t_count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        tile = np.empty((C, 384), dtype)
        left = np.empty((max(0, min(depth, 256)), min(C, 96)), dtype)
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
                # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′}
                #     Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
                #     ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, o,
                #     …
                for c in range(C):
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
                                            dy, (n_2, o, q - quotient5 - (quotient6 * t_2),
                                            q_ - quotient3 - (quotient2 * t_)), 1, min(quotient4 + 1,
                                            cols_last + 1 - (line * q__count) - quotient,
                                            OW + quotient3 + quotient2 * t_) - q_)
                        for rows_from in range(0, C, 96):
                            rows_last = min(C - 1, rows_from + 95)
                            for k in range(depth_from, depth_last + 1):
                                o = k // (t_count * t__count)
                                t_2 = k // t__count % t_count
                                t_ = k % t__count
                                c = rows_from
                                copy(left, (k - depth_from, c - rows_from), w, (o, c,
                                        first + quotient17 * t_2, first2 + quotient18 * t_), KH * KW,
                                        rows_last + 1 - c)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(C, 96), right, (0, 0),
                                    384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                                    depth_last + 1 - depth_from)
                quotient15 = cols_from // q__count
                quotient16 = cols_last // q__count
                for c in range(C):
                    for line in range(quotient15, min(quotient16 + 1, N * q_count)):
                        n_2 = line // q_count
                        q = line % q_count + -quotient7
                        for q_ in range(max(-quotient, cols_from - (line * q__count) - quotient),
                                min(quotient4 + 1, cols_last + 1 - (line * q__count) - quotient)):
                            dx[U(n_2), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = tile[U(c), U(line * q__count + q_ + quotient - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_2(dx, dy, w, C, H, KH, KW, N, O, OH, OW, W, d_h, d_w, p_l, p_t, quotient20, quotient22, quotient23,
        quotient24, s_h, s_w, step3, step4):
    dtype = dx.dtype
    T = dtype.type
    for t_3 in prange(N * C * s_h * s_w):
        n_2 = np.int64(t_3) // (C * s_h * s_w)
        c = np.int64(t_3) // (s_h * s_w) % C
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
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′}
            #     Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
            #     ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, o,
            #     …
            for q_ in range(-quotient31, quotient32 + 1):
                dx[U(n_2), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            quotient28 = (OH + quotient19 - q - 1) // quotient20
            quotient30 = (q - quotient19) // quotient20
            if r % step3 == 0 and r_ % step4 == 0:
                for o in range(O):
                    for t_2 in range(max(0, -quotient28), min(quotient29 + 1, quotient30 + 1)):
                        for t_ in range(quotient27 + 1):
                            w_here = w[U(o), U(c), U(first3 + quotient23 * t_2), U(first4 + quotient24 * t_)]
                            for q_ in range(max(-quotient31, quotient21 + quotient22 * t_),
                                    min(quotient32 + 1, OW + quotient21 + quotient22 * t_)):
                                dx[U(n_2), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n_2), U(o), U(q - quotient19 - (quotient20 * t_2)),
                                            U(q_ - quotient21 - (quotient22 * t_))]
                                    * w_here
                                )


def _vjp_x(dy, w, dx, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    large = blocks(C >= 4)
    pieces = parts(N)
    quotient17 = s_h // gcd(s_h, d_h)
    quotient18 = s_w // gcd(s_w, d_w)
    quotient2 = d_w // gcd(s_w, d_w)
    quotient6 = d_h // gcd(s_h, d_h)
    step = gcd(s_h, d_h)
    step2 = gcd(s_w, d_w)
    if large >= 1:
        _vjp_x_1(dx, dy, w, C, H, KH, KW, N, O, OH, OW, W, d_h, d_w, p_l, p_t, pieces, quotient17, quotient18,
                quotient2, quotient6, s_h, s_w, step, step2)
    quotient23 = s_h // gcd(s_h, d_h)
    quotient24 = s_w // gcd(s_w, d_w)
    quotient20 = d_h // gcd(s_h, d_h)
    quotient22 = d_w // gcd(s_w, d_w)
    step3 = gcd(s_h, d_h)
    step4 = gcd(s_w, d_w)
    if 0 >= large:
        _vjp_x_2(dx, dy, w, C, H, KH, KW, N, O, OH, OW, W, d_h, d_w, p_l, p_t, quotient20, quotient22,
                quotient23, quotient24, s_h, s_w, step3, step4)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_1(dw, dy, x, C, H, KH, KW, N, O, OH, OW, W, d_h, d_w, depth, k_count, p_l, p_t, pieces, rows, s_h,
        s_w, share):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(pieces):
        part = np.int64(t)
        tile = np.empty((share, 384), dtype)
        left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(0, O, 384):
            cols_last = min(O - 1, cols_from + 383)
            # dw[o,k,u,v] = Σ_{n,i,j : 0 ≤ d_h·u+s_h·i−p_t < H, 0 ≤ d_w·v+s_w·j−p_l < W}
            #     dy[n,o,i,j] · {x[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] if k < C; 2 · (d_h·u +
            #     s_h·i − p_t)/max(H − 1, 1) − 1 if k = C; else 2 · (d_w·v + s_w·j − p_l)/max(W −
            #     1, 1) − 1}
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
                    copy(right, (k - depth_from, o - cols_from), dy, (n, o, i, j), OH * OW, cols_last + 1 - o)
                quotient3 = depth_from // OW
                quotient4 = depth_last // OW
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for m in range(rows_from, rows_last + 1):
                        for k in range(depth_from, depth_last + 1):
                            left[U(m - rows_from), U(k - depth_from)] = T(0)
                    for m in range(rows_from, rows_last + 1):
                        k_2 = m // (KH * KW)
                        u = m // KW % KH
                        v = m % KW
                        quotient = (d_w * v - p_l) // s_w
                        quotient2 = (W + p_l - (d_w * v) - 1) // s_w
                        for line in range(quotient3, min(quotient4 + 1, N * OH)):
                            n = line // OH
                            i = line % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                for j in range(max(0, depth_from - (OW * line), -quotient), min(OW,
                                        depth_last + 1 - (OW * line), quotient2 + 1)):
                                    left[U(m - rows_from), U(j + OW * line - depth_from)] = (
                                        x[U(n), U(k_2), U(i * s_h + d_h * u - p_t),
                                                U(j * s_w + d_w * v - p_l)]
                                        if C >= k_2 + 1
                                        else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2))
                                        / T(H - 1 if H >= 2 else 1)
                                        - T(1)
                                        if k_2 == C
                                        else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2))
                                        / T(W - 1 if W >= 2 else 1)
                                        - T(1)
                                    )
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for m in range(part * share, min(part * share + share, rows)):
                k_2 = m // (KH * KW)
                u = m // KW % KH
                v = m % KW
                for o in range(cols_from, cols_last + 1):
                    dw[U(o), U(k_2), U(u), U(v)] = tile[U(m - (part * share)), U(o - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_2(dw, dy, x, C, H, KH, KW, N, O, OH, OW, W, d_h, d_w, p_l, p_t, s_h, s_w):
    dtype = dw.dtype
    T = dtype.type
    for t_2 in prange(O * (C + 2) * KH * KW):
        o = np.int64(t_2) // ((C + 2) * KH * KW)
        k_2 = np.int64(t_2) // (KH * KW) % (C + 2)
        u = np.int64(t_2) // KW % KH
        v = np.int64(t_2) % KW
        # dw[o,k,u,v] = Σ_{n,i,j : 0 ≤ d_h·u+s_h·i−p_t < H, 0 ≤ d_w·v+s_w·j−p_l < W}
        #     dy[n,o,i,j] · {x[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] if k < C; 2 · (d_h·u +
        #     s_h·i − p_t)/max(H − 1, 1) − 1 if k = C; else 2 · (d_w·v + s_w·j − p_l)/max(W −
        #     1, 1) − 1}
        acc = T(0)
        quotient5 = (d_w * v - p_l) // s_w
        quotient6 = (W + p_l - (d_w * v) - 1) // s_w
        quotient7 = (d_h * u - p_t) // s_h
        quotient8 = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, -quotient7), min(OH, quotient8 + 1)):
                for j in range(max(0, -quotient5), min(OW, quotient6 + 1)):
                    acc += (
                        (
                            x[U(n), U(k_2), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            if C >= k_2 + 1
                            else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1) - T(1)
                            if k_2 == C
                            else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1) - T(1)
                        )
                        * dy[U(n), U(o), U(i), U(j)]
                    )
        dw[U(o), U(k_2), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dw.dtype
    T = dtype.type
    large = blocks(KH * KW * 2 + C * KH * KW >= 4 and O >= 8 and N * OH * OW >= 4)
    k_count = C + 2
    rows = KH * KW * k_count
    depth = N * OH * OW
    pieces = parts(rows)
    share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
    if large >= 1:
        _vjp_w_1(dw, dy, x, C, H, KH, KW, N, O, OH, OW, W, d_h, d_w, depth, k_count, p_l, p_t, pieces, rows,
                s_h, s_w, share)
    if 0 >= large:
        _vjp_w_2(dw, dy, x, C, H, KH, KW, N, O, OH, OW, W, d_h, d_w, p_l, p_t, s_h, s_w)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, O, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, O, OH * OW))
    for o in prange(O):
        # db[o] = Σ_{n,ij} dy[n,o,ij]
        acc = T(0)
        for n in range(N):
            for ij in range(OH * OW):
                acc += dy_rows[U(n), U(o), U(ij)]
        db[U(o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient5 = (C + 2) // 4
    for t in prange(N * O * OH):
        n = np.int64(t) // (O * OH)
        o = np.int64(t) // OH % O
        i = np.int64(t) % OH
        # ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        #     (w[o,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] · {x[n, c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1,
        #     1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1, 1) − 1})
        b_dot_here = b_dot[U(o)]
        for j in range(OW):
            y_dot[U(n), U(o), U(i), U(j)] = b_dot_here
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        for c in range(0, C - 1, 4):
            for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                for v in range(KW):
                    w_here = w[U(o), U(c + 1), U(u), U(v)]
                    w_here2 = w[U(o), U(c + 2), U(u), U(v)]
                    w_here3 = w[U(o), U(c + 3), U(u), U(v)]
                    w_here4 = w[U(o), U(c), U(u), U(v)]
                    w_dot_here = w_dot[U(o), U(c + 1), U(u), U(v)]
                    w_dot_here2 = w_dot[U(o), U(c + 2), U(u), U(v)]
                    w_dot_here3 = w_dot[U(o), U(c + 3), U(u), U(v)]
                    w_dot_here4 = w_dot[U(o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        y_dot[U(n), U(o), U(i), U(j)] += (
                            (
                                x[U(n), U(c + 1), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 2
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 1 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_dot_here
                            + (
                                x[U(n), U(c + 2), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 3
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 2 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_dot_here2
                            + (
                                x[U(n), U(c + 3), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 4
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c + 3 == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_dot_here3
                            + (
                                x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 1
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_dot_here4
                            + (
                                x_dot[U(n), U(c + 1), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 2
                                else T(0)
                            )
                            * w_here
                            + (
                                x_dot[U(n), U(c + 2), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 3
                                else T(0)
                            )
                            * w_here2
                            + (
                                x_dot[U(n), U(c + 3), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 4
                                else T(0)
                            )
                            * w_here3
                            + (
                                x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 1
                                else T(0)
                            )
                            * w_here4
                        )
        quotient3 = (i * s_h - p_t) // d_h
        quotient4 = (H + p_t - (i * s_h) - 1) // d_h
        for c in range(quotient5 * 4, C + 2):
            for u in range(max(0, -quotient3), min(KH, quotient4 + 1)):
                for v in range(KW):
                    w_here5 = w[U(o), U(c), U(u), U(v)]
                    w_dot_here5 = w_dot[U(o), U(c), U(u), U(v)]
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        y_dot[U(n), U(o), U(i), U(j)] += (
                            (
                                x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 1
                                else T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(H - 1 if H >= 2 else 1)
                                - T(1)
                                if c == C
                                else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(W - 1 if W >= 2 else 1)
                                - T(1)
                            )
                            * w_dot_here5
                            + (
                                x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                if C >= c + 1
                                else T(0)
                            )
                            * w_here5
                        )
