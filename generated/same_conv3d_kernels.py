"""The kernels of same_conv3d; same_conv3d.py has its formulas and its functions.

Made by `chainrule generate` from the forward of `same_conv3d`.  Do not edit.
"""

import numpy as np
from numba import njit, prange

from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_1(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, Og, W, cols, d_d, d_h, d_w, depth, pieces, quotient,
        quotient2, quotient3, share):
    dtype = b.dtype
    T = dtype.type
    for t in prange(G * pieces):
        g = np.int64(t) // pieces
        part = np.int64(t) % pieces
        tile = np.empty((Og, 384), dtype)
        left = np.empty((min(Og, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
            #     k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                for n in range(cols_from, cols_last + 1):
                    tile[U(o), U(n - cols_from)] = T(0)
            quotient4 = cols_from // W
            quotient5 = cols_last // W
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
                    for line in range(quotient4, min(quotient5 + 1, D * H * N)):
                        n_2 = line // (D * H)
                        k_2 = line // H % D
                        i = line % H
                        if k_2 + d_d * t_2 >= quotient2 and D + quotient2 >= k_2 + d_d * t_2 + 1 and i + d_h * u >= quotient3 and H + quotient3 >= i + d_h * u + 1:
                            j = max(0, cols_from - (W * line), quotient - (d_w * v))
                            copy(right, (k - depth_from, j + W * line - cols_from), x, (n_2, c + Cg * g,
                                    k_2 + d_d * t_2 - quotient2, i + d_h * u - quotient3,
                                    j + d_w * v - quotient), 1, min(W, cols_last + 1 - (W * line),
                                    W + quotient - (d_w * v)) - j)
                quotient6 = depth_from // KW
                quotient7 = depth_last // KW
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        for line in range(quotient6, min(quotient7 + 1, Cg * KD * KH)):
                            c = line // (KD * KH)
                            t_2 = line // KH % KD
                            u = line % KH
                            v = max(0, depth_from - (KW * line))
                            copy(left, (o - rows_from, KW * line + v - depth_from), w, (Og * g + o, c, t_2, u,
                                    v), 1, min(KW, depth_last + 1 - (KW * line)) - v)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient8 = cols_from // W
            quotient9 = cols_last // W
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line in range(quotient8, min(quotient9 + 1, D * H * N)):
                    n_2 = line // (D * H)
                    k_2 = line // H % D
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        y[U(n_2), U(Og * g + o), U(k_2), U(i), U(j)] = (
                            b_here + tile[U(o), U(j + W * line - cols_from)]
                        )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_2(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, Og, W, d_d, d_h, d_w, quotient10, quotient11,
        quotient12):
    dtype = b.dtype
    T = dtype.type
    for t_3 in prange(N * G * Og * D * H * W):
        n_2 = np.int64(t_3) // (G * Og * D * H * W)
        g = np.int64(t_3) // (Og * D * H * W) % G
        o = np.int64(t_3) // (D * H * W) % Og
        k_2 = np.int64(t_3) // (H * W) % D
        i = np.int64(t_3) // W % H
        j = np.int64(t_3) % W
        # y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        #     k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        acc = T(0)
        quotient13 = (j - quotient12) // d_w
        quotient14 = (W + quotient12 - j - 1) // d_w
        quotient15 = (i - quotient11) // d_h
        quotient16 = (H + quotient11 - i - 1) // d_h
        quotient17 = (k_2 - quotient10) // d_d
        quotient18 = (D + quotient10 - k_2 - 1) // d_d
        for c in range(Cg):
            for t_2 in range(max(0, -quotient17), min(KD, quotient18 + 1)):
                for u in range(max(0, -quotient15), min(KH, quotient16 + 1)):
                    for v in range(max(0, -quotient13), min(KW, quotient14 + 1)):
                        acc += (
                            w[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                            * x[U(n_2), U(c + Cg * g), U(k_2 + d_d * t_2 - quotient10),
                                    U(i + d_h * u - quotient11), U(j + d_w * v - quotient12)]
                        )
        y[U(n_2), U(Og * g + o), U(k_2), U(i), U(j)] = acc + b[U(Og * g + o)]


def _forward(x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    large = blocks(Og >= 4 and D * H * N * W >= 8 and Cg * KD * KH * KW >= 4)
    cols = D * H * N * W
    depth = Cg * KD * KH * KW
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    quotient = (KW * d_w - d_w) // 2
    quotient2 = (KD * d_d - d_d) // 2
    quotient3 = (KH * d_h - d_h) // 2
    if large >= 1:
        _forward_1(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, Og, W, cols, d_d, d_h, d_w, depth, pieces,
                quotient, quotient2, quotient3, share)
    quotient10 = (KD * d_d - d_d) // 2
    quotient11 = (KH * d_h - d_h) // 2
    quotient12 = (KW * d_w - d_w) // 2
    if 0 >= large:
        _forward_2(b, w, x, y, Cg, D, G, H, KD, KH, KW, N, Og, W, d_d, d_h, d_w, quotient10, quotient11,
                quotient12)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_1(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, Og, W, cols, d_d, d_h, d_w, depth, pieces, quotient,
        quotient2, quotient3, share):
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
            # dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t,
            #     a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
            for c in range(Cg):
                for n in range(cols_from, cols_last + 1):
                    tile[U(c), U(n - cols_from)] = T(0)
            quotient4 = cols_from // W
            quotient5 = cols_last // W
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
                    for line in range(quotient4, min(quotient5 + 1, D * H * N)):
                        n_2 = line // (D * H)
                        z = line // H % D
                        a = line % H
                        if quotient2 + z >= d_d * t_2 and D + d_d * t_2 >= quotient2 + z + 1 and a + quotient3 >= d_h * u and H + d_h * u >= a + quotient3 + 1:
                            b = max(0, cols_from - (W * line), d_w * v - quotient)
                            copy(right, (k - depth_from, b + W * line - cols_from), dy, (n_2, Og * g + o,
                                    quotient2 + z - (d_d * t_2), a + quotient3 - (d_h * u),
                                    b + quotient - (d_w * v)), 1, min(W, cols_last + 1 - (W * line),
                                    W + d_w * v - quotient) - b)
                quotient6 = depth_from // KW
                quotient7 = depth_last // KW
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for c in range(rows_from, rows_last + 1):
                        for line in range(quotient6, min(quotient7 + 1, KD * KH * Og)):
                            o = line // (KD * KH)
                            t_2 = line // KH % KD
                            u = line % KH
                            v = max(0, depth_from - (KW * line))
                            copy(left, (c - rows_from, KW * line + v - depth_from), w, (Og * g + o, c, t_2, u,
                                    v), 1, min(KW, depth_last + 1 - (KW * line)) - v)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient8 = cols_from // W
            quotient9 = cols_last // W
            for c in range(Cg):
                for line in range(quotient8, min(quotient9 + 1, D * H * N)):
                    n_2 = line // (D * H)
                    z = line // H % D
                    a = line % H
                    for b in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        dx[U(n_2), U(c + Cg * g), U(z), U(a), U(b)] = tile[U(c), U(b + W * line - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_2(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, Og, W, d_d, d_h, d_w, quotient10, quotient11, quotient12):
    dtype = dx.dtype
    T = dtype.type
    for t_3 in prange(N * G * Cg * D * H):
        n_2 = np.int64(t_3) // (G * Cg * D * H)
        g = np.int64(t_3) // (Cg * D * H) % G
        c = np.int64(t_3) // (D * H) % Cg
        z = np.int64(t_3) // H % D
        a = np.int64(t_3) % H
        # dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·t,
        #     a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, t, u, v]
        for b in range(W):
            dx[U(n_2), U(c + Cg * g), U(z), U(a), U(b)] = T(0)
        quotient13 = (H - a - quotient11 - 1) // d_h
        quotient14 = (a + quotient11) // d_h
        quotient15 = (D - quotient10 - z - 1) // d_d
        quotient16 = (quotient10 + z) // d_d
        for o in range(Og):
            for t_2 in range(max(0, -quotient15), min(KD, quotient16 + 1)):
                for u in range(max(0, -quotient13), min(KH, quotient14 + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        for b in range(max(0, d_w * v - quotient12), min(W, W + d_w * v - quotient12)):
                            dx[U(n_2), U(c + Cg * g), U(z), U(a), U(b)] += (
                                dy[U(n_2), U(Og * g + o), U(quotient10 + z - (d_d * t_2)),
                                        U(a + quotient11 - (d_h * u)), U(b + quotient12 - (d_w * v))]
                                * w_here
                            )


def _vjp_x(dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    large = blocks(Cg >= 4 and D * H * N * W >= 8 and KD * KH * KW * Og >= 4)
    cols = D * H * N * W
    depth = KD * KH * KW * Og
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    quotient = (KW * d_w - d_w) // 2
    quotient2 = (KD * d_d - d_d) // 2
    quotient3 = (KH * d_h - d_h) // 2
    if large >= 1:
        _vjp_x_1(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, Og, W, cols, d_d, d_h, d_w, depth, pieces, quotient,
                quotient2, quotient3, share)
    quotient10 = (KD * d_d - d_d) // 2
    quotient11 = (KH * d_h - d_h) // 2
    quotient12 = (KW * d_w - d_w) // 2
    if 0 >= large:
        _vjp_x_2(dx, dy, w, Cg, D, G, H, KD, KH, KW, N, Og, W, d_d, d_h, d_w, quotient10, quotient11,
                quotient12)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_1(dw, dy, x, Cg, D, G, H, KD, KH, KW, N, Og, W, cols, d_d, d_h, d_w, depth, pieces, quotient3,
        quotient4, quotient6, share):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * pieces):
        g = np.int64(t) // pieces
        part = np.int64(t) % pieces
        tile = np.empty((Og, 384), dtype)
        left = np.empty((min(Og, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
            #     d_d·t+k−⌊d_d·(KD−1)/2⌋, d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                for n in range(cols_from, cols_last + 1):
                    tile[U(o), U(n - cols_from)] = T(0)
            quotient7 = cols_from // KW
            quotient8 = cols_last // KW
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    for n in range(cols_from, cols_last + 1):
                        right[U(k - depth_from), U(n - cols_from)] = T(0)
                for k in range(depth_from, depth_last + 1):
                    n_2 = k // (D * H * W)
                    k_2 = k // (H * W) % D
                    i = k // W % H
                    j = k % W
                    quotient = (j - quotient6) // d_w
                    quotient2 = (W + quotient6 - j - 1) // d_w
                    for line in range(quotient7, min(quotient8 + 1, Cg * KD * KH)):
                        c = line // (KD * KH)
                        t_2 = line // KH % KD
                        u = line % KH
                        if k_2 + d_d * t_2 >= quotient3 and D + quotient3 >= k_2 + d_d * t_2 + 1 and i + d_h * u >= quotient4 and H + quotient4 >= i + d_h * u + 1:
                            v = max(0, cols_from - (KW * line), -quotient)
                            copy(right, (k - depth_from, KW * line + v - cols_from), x, (n_2, c + Cg * g,
                                    k_2 + d_d * t_2 - quotient3, i + d_h * u - quotient4,
                                    j + d_w * v - quotient6), d_w, min(KW, cols_last + 1 - (KW * line),
                                    quotient2 + 1) - v)
                quotient9 = depth_from // W
                quotient10 = depth_last // W
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        for line in range(quotient9, min(quotient10 + 1, D * H * N)):
                            n_2 = line // (D * H)
                            k_2 = line // H % D
                            i = line % H
                            j = max(0, depth_from - (W * line))
                            copy(left, (o - rows_from, j + W * line - depth_from), dy, (n_2, Og * g + o, k_2,
                                    i, j), 1, min(W, depth_last + 1 - (W * line)) - j)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient11 = cols_from // KW
            quotient12 = cols_last // KW
            for o in range(Og):
                for line in range(quotient11, min(quotient12 + 1, Cg * KD * KH)):
                    c = line // (KD * KH)
                    t_2 = line // KH % KD
                    u = line % KH
                    for v in range(max(0, cols_from - (KW * line)), min(KW, cols_last + 1 - (KW * line))):
                        dw[U(Og * g + o), U(c), U(t_2), U(u), U(v)] = tile[U(o), U(KW * line + v - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_2(dw, dy, x, Cg, D, G, H, KD, KH, KW, N, Og, W, d_d, d_h, d_w, quotient13, quotient14, quotient15):
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
        #     d_d·t+k−⌊d_d·(KD−1)/2⌋, d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
        acc = T(0)
        for n_2 in range(N):
            for k_2 in range(max(0, quotient13 - (d_d * t_2)), min(D, D + quotient13 - (d_d * t_2))):
                for i in range(max(0, quotient14 - (d_h * u)), min(H, H + quotient14 - (d_h * u))):
                    for j in range(max(0, quotient15 - (d_w * v)), min(W, W + quotient15 - (d_w * v))):
                        acc += (
                            dy[U(n_2), U(Og * g + o), U(k_2), U(i), U(j)]
                            * x[U(n_2), U(c + Cg * g), U(k_2 + d_d * t_2 - quotient13),
                                    U(i + d_h * u - quotient14), U(j + d_w * v - quotient15)]
                        )
        dw[U(Og * g + o), U(c), U(t_2), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    dtype = dw.dtype
    T = dtype.type
    large = blocks(Og >= 4 and Cg * KD * KH * KW >= 8 and D * H * N * W >= 4)
    cols = Cg * KD * KH * KW
    depth = D * H * N * W
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    quotient6 = (KW * d_w - d_w) // 2
    quotient3 = (KD * d_d - d_d) // 2
    quotient4 = (KH * d_h - d_h) // 2
    if large >= 1:
        _vjp_w_1(dw, dy, x, Cg, D, G, H, KD, KH, KW, N, Og, W, cols, d_d, d_h, d_w, depth, pieces, quotient3,
                quotient4, quotient6, share)
    quotient13 = (KD * d_d - d_d) // 2
    quotient14 = (KH * d_h - d_h) // 2
    quotient15 = (KW * d_w - d_w) // 2
    if 0 >= large:
        _vjp_w_2(dw, dy, x, Cg, D, G, H, KD, KH, KW, N, Og, W, d_d, d_h, d_w, quotient13, quotient14,
                quotient15)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, D, H, W, Og):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, D * H * W))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]
        acc = T(0)
        for n in range(N):
            for kij in range(D * H * W):
                acc += dy_rows[U(n), U(Og * g + o), U(kij)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient = (KD * d_d - d_d) // 2
    quotient2 = (KH * d_h - d_h) // 2
    quotient3 = (KW * d_w - d_w) // 2
    quotient15 = Cg // 4
    for t in prange(N * G * Og * D * H):
        n = np.int64(t) // (G * Og * D * H)
        g = np.int64(t) // (Og * D * H) % G
        o = np.int64(t) // (D * H) % Og
        k = np.int64(t) // H % D
        i = np.int64(t) % H
        # ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n,
        #     g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        #     + ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(W):
            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = b_dot_here
        quotient4 = (i - quotient2) // d_h
        quotient5 = (H + quotient2 - i - 1) // d_h
        quotient6 = (k - quotient) // d_d
        quotient7 = (D + quotient - k - 1) // d_d
        for c in range(0, Cg - 3, 4):
            for t_2 in range(max(0, -quotient6), min(KD, quotient7 + 1)):
                for u in range(max(0, -quotient4), min(KH, quotient5 + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c + 1), U(t_2), U(u), U(v)]
                        w_here2 = w[U(Og * g + o), U(c + 2), U(t_2), U(u), U(v)]
                        w_here3 = w[U(Og * g + o), U(c + 3), U(t_2), U(u), U(v)]
                        w_here4 = w[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        w_dot_here = w_dot[U(Og * g + o), U(c + 1), U(t_2), U(u), U(v)]
                        w_dot_here2 = w_dot[U(Og * g + o), U(c + 2), U(t_2), U(u), U(v)]
                        w_dot_here3 = w_dot[U(Og * g + o), U(c + 3), U(t_2), U(u), U(v)]
                        w_dot_here4 = w_dot[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        for j in range(max(0, quotient3 - (d_w * v)), min(W, W + quotient3 - (d_w * v))):
                            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] += (
                                w_dot_here
                                * x[U(n), U(c + Cg * g + 1), U(k + d_d * t_2 - quotient),
                                        U(i + d_h * u - quotient2), U(j + d_w * v - quotient3)]
                                + w_dot_here2
                                * x[U(n), U(c + Cg * g + 2), U(k + d_d * t_2 - quotient),
                                        U(i + d_h * u - quotient2), U(j + d_w * v - quotient3)]
                                + w_dot_here3
                                * x[U(n), U(c + Cg * g + 3), U(k + d_d * t_2 - quotient),
                                        U(i + d_h * u - quotient2), U(j + d_w * v - quotient3)]
                                + w_dot_here4
                                * x[U(n), U(c + Cg * g), U(k + d_d * t_2 - quotient),
                                        U(i + d_h * u - quotient2), U(j + d_w * v - quotient3)]
                                + w_here
                                * x_dot[U(n), U(c + Cg * g + 1), U(k + d_d * t_2 - quotient),
                                        U(i + d_h * u - quotient2), U(j + d_w * v - quotient3)]
                                + w_here2
                                * x_dot[U(n), U(c + Cg * g + 2), U(k + d_d * t_2 - quotient),
                                        U(i + d_h * u - quotient2), U(j + d_w * v - quotient3)]
                                + w_here3
                                * x_dot[U(n), U(c + Cg * g + 3), U(k + d_d * t_2 - quotient),
                                        U(i + d_h * u - quotient2), U(j + d_w * v - quotient3)]
                                + w_here4
                                * x_dot[U(n), U(c + Cg * g), U(k + d_d * t_2 - quotient),
                                        U(i + d_h * u - quotient2), U(j + d_w * v - quotient3)]
                            )
        quotient11 = (i - quotient2) // d_h
        quotient12 = (H + quotient2 - i - 1) // d_h
        quotient13 = (k - quotient) // d_d
        quotient14 = (D + quotient - k - 1) // d_d
        for c in range(quotient15 * 4, Cg):
            for t_2 in range(max(0, -quotient13), min(KD, quotient14 + 1)):
                for u in range(max(0, -quotient11), min(KH, quotient12 + 1)):
                    for v in range(KW):
                        w_here5 = w[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        w_dot_here5 = w_dot[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        for j in range(max(0, quotient3 - (d_w * v)), min(W, W + quotient3 - (d_w * v))):
                            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] += (
                                w_dot_here5
                                * x[U(n), U(c + Cg * g), U(k + d_d * t_2 - quotient),
                                        U(i + d_h * u - quotient2), U(j + d_w * v - quotient3)]
                                + w_here5
                                * x_dot[U(n), U(c + Cg * g), U(k + d_d * t_2 - quotient),
                                        U(i + d_h * u - quotient2), U(j + d_w * v - quotient3)]
                            )
