"""The kernels of locally_connected2d; locally_connected2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `locally_connected2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
        depth, pieces, share):
    """y[n,o,i,j] = b[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(N, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        i = task // (OW * pieces)
        j = task // pieces % OW
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, O), 384):
            cols_last = min(O - 1, cols_from + 383, part * share + share - 1)
            # y[n,o,i,j] = b[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    tile[U(n), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for o in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(o - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    c = inner // (KH * KW)
                    u = inner // KW % KH
                    v = inner % KW
                    if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1 and j * s_w + d_w * v >= p_l and W + p_l >= j * s_w + d_w * v + 1:
                        o = cols_from
                        copy(right, (inner - depth_from, o - cols_from), w, (o, i, j, c, u, v),
                                C * KH * KW * OH * OW, cols_last + 1 - o)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        for n in range(rows_from, rows_last + 1):
                            left[U(inner - depth_from), U(n - rows_from)] = T(0)
                    for inner in range(depth_from, depth_last + 1):
                        c = inner // (KH * KW)
                        u = inner // KW % KH
                        v = inner % KW
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1 and j * s_w + d_w * v >= p_l and W + p_l >= j * s_w + d_w * v + 1:
                            n = rows_from
                            copy(left, (inner - depth_from, n - rows_from), x, (n, c, i * s_h + d_h * u - p_t,
                                    j * s_w + d_w * v - p_l), C * H * W, rows_last + 1 - n)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(N, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    y[U(n), U(o), U(i), U(j)] = b[U(o), U(i), U(j)] + tile[U(n), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """y[n,o,i,j] = b[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y[n,o,i,j] = b[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for j in range(OW):
            acc = T(0)
            rest = T(0)
            v_first = -((j * s_w - p_l) // d_w)
            v_last = (W + p_l - (j * s_w) - 1) // d_w
            for c_block in range(c_block_last + 1):
                part2 = T(0)
                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(max(0, v_first), min(KW, v_last + 1)):
                            part2 = plus(
                                part2,
                                w[U(o), U(i), U(j), U(c), U(u), U(v)]
                                * x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                acc, rest = carried(acc, rest, part2)
            y[U(n), U(o), U(i), U(j)] = acc + b[U(o), U(i), U(j)]


def _forward(x, w, b, y, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n,o,i,j] = b[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: C·KH·KW·N·O·OH·OW multiplications, C·KH·KW·N·O·OH·OW additions, terms that a condition
        drops counted.
    """
    if blocks(N >= 4 and O >= 8 and C * KH * KW >= 4):
        depth = C * KH * KW
        pieces = parts(O)
        share = max(((O - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, OH * OW * pieces, C * KH * KW * N * O * OH * OW // 32, x, w, b, y, N, C, H, W,
                O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, depth, pieces, share)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_plain, N * O * OH, C * KH * KW * N * O * OH * OW, x, w, b, y, N, C, H, W, O, OH, OW,
                KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, w, dx, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, o_first, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w), c, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * s_h * s_w)
        c = task // (s_h * s_w) % C
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for o in range(0, O - 3, 4):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(o + 1), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w[U(o + 1), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_)), U(c),
                                            U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                                    + dy[U(n), U(o + 2), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w[U(o + 2), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_)), U(c),
                                            U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                                    + dy[U(n), U(o + 3), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w[U(o + 3), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_)), U(c),
                                            U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                                    + dy[U(n), U(o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w[U(o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_)), U(c),
                                            U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                                )
                for o in range(o_first, O):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx[U(n), U(c), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(n), U(o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * w[U(o), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_)), U(c),
                                            U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                                )


def _vjp_x(dy, w, dx, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[o, (a+p_t−d_h·(KH−1−u))/s_h,
        (b+p_l−d_w·(KW−1−v))/s_w, c, KH−1−u, KW−1−v]

    As compiled:

    dx[n, c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} dy[n, o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · w[o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w), c, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)]

    Operations: C·H·KH·KW·N·O·W multiplications, C·H·KH·KW·N·O·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    d_h_by_gcd = d_h // gcd(s_h, d_h)
    d_w_by_gcd = d_w // gcd(s_w, d_w)
    s_h_by_gcd = s_h // gcd(s_h, d_h)
    s_w_by_gcd = s_w // gcd(s_w, d_w)
    o_first = (O // 4) * 4
    gcd_s_h_d_h = gcd(s_h, d_h)
    gcd_s_w_d_w = gcd(s_w, d_w)
    launch(_vjp_x_part, N * C * s_h * s_w,
            (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
            d_w)) + 1) * C * N * O * s_h * s_w, dy, w, dx, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
            d_h, d_w, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, o_first, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, pieces,
        rows, share):
    """dw[o,i,j,c,u,v] = Σ_n dy[n,o,i,j] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    right = np.empty((min(N, 256), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), min(N, 256)), dtype)
    for task in range(first, last):
        i = task // (OW * pieces)
        j = task // pieces % OW
        part = task % pieces
        for cols_from in range(0, O, 384):
            cols_last = min(O - 1, cols_from + 383)
            # dw[o,i,j,c,u,v] = Σ_n dy[n,o,i,j] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for row in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, N, 256):
                depth_last = min(N - 1, depth_from + 255)
                for n in range(depth_from, depth_last + 1):
                    o = cols_from
                    copy(right, (n - depth_from, o - cols_from), dy, (n, o, i, j), OH * OW, cols_last + 1 - o)
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for n in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(n - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        c = row // (KH * KW)
                        u = row // KW % KH
                        v = row % KW
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1 and j * s_w + d_w * v >= p_l and W + p_l >= j * s_w + d_w * v + 1:
                            n = depth_from
                            copy(left, (row - rows_from, n - depth_from), x, (n, c, i * s_h + d_h * u - p_t,
                                    j * s_w + d_w * v - p_l), C * H * W, depth_last + 1 - n)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(N, 256), 1, right,
                            (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                c = row // (KH * KW)
                u = row // KW % KH
                v = row % KW
                for o in range(cols_from, cols_last + 1):
                    dw[U(o), U(i), U(j), U(c), U(u), U(v)] = tile[U(row - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[o,i,j,c,u,v] = Σ_n dy[n,o,i,j] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // (OH * OW * C * KH)
        i = task // (OW * C * KH) % OH
        j = task // (C * KH) % OW
        c = task // KH % C
        u = task % KH
        # dw[o,i,j,c,u,v] = Σ_n dy[n,o,i,j] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for v in range(KW):
            dw[U(o), U(i), U(j), U(c), U(u), U(v)] = T(0)
        v_first = -((j * s_w - p_l) // d_w)
        v_last = (W + p_l - (j * s_w) - 1) // d_w
        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
            for n in range(N):
                dy_here = dy[U(n), U(o), U(i), U(j)]
                for v in range(max(0, v_first), min(KW, v_last + 1)):
                    dw[U(o), U(i), U(j), U(c), U(u), U(v)] += (
                        dy_here * x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


def _vjp_w(dy, x, dw, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[o,i,j,c,u,v] = Σ_n dy[n,o,i,j] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: C·KH·KW·N·O·OH·OW multiplications, C·KH·KW·N·O·OH·OW − C·KH·KW·O·OH·OW additions, terms
        that a condition drops counted.
    """
    if blocks(C * KH * KW >= 4 and O >= 8 and N >= 4):
        rows = C * KH * KW
        pieces = parts(C * KH * KW)
        share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
        launch(_vjp_w_blocks, OH * OW * pieces, C * KH * KW * N * O * OH * OW // 32, dy, x, dw, N, C, H, W, O,
                OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, pieces, rows, share)
    else:
        launch(_vjp_w_plain, O * OH * OW * C * KH, C * KH * KW * N * O * OH * OW, dy, x, dw, N, C, H, W, O,
                OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, O, OH, OW, n_block_last):
    """db[oij] = Σ_n dy[n, oij]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    part = np.empty(1024, dtype)
    for oij_block in range(first, last):
        # db[oij] = Σ_n dy[n, oij]
        for oij in range(oij_block * 1024, min(O * OH * OW, oij_block * 1024 + 1024)):
            db[U(oij)] = T(0)
        for oij in range(oij_block * 1024, min(O * OH * OW, oij_block * 1024 + 1024)):
            rest[U(oij - (oij_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for oij in range(oij_block * 1024, min(O * OH * OW, oij_block * 1024 + 1024)):
                part[U(oij - (oij_block * 1024))] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                for oij in range(oij_block * 1024, min(O * OH * OW, oij_block * 1024 + 1024)):
                    part[U(oij - (oij_block * 1024))] += dy[U(n), U(oij)]
            for oij in range(oij_block * 1024, min(O * OH * OW, oij_block * 1024 + 1024)):
                db[U(oij)], rest[U(oij - (oij_block * 1024))] = carried(db[U(oij)], rest[U(oij - (oij_block * 1024))], part[U(oij - (oij_block * 1024))])


def _vjp_b(dy, db, N, O, OH, OW):
    """db[o,i,j] = Σ_n dy[n,o,i,j]

    As compiled:

    db[oij] = Σ_n dy[n, oij]

    Operations: (N − 1) · O · OH · OW additions.
    """
    dy_rows = dy.reshape((N, O * OH * OW))
    db_rows = db.reshape((O * OH * OW,))
    n_block_last = (N - 1) // 1024
    launch(_vjp_b_part, (O * OH * OW - 1) // 1024 + 1, N * O * OH * OW, dy_rows, db_rows, N, O, OH, OW,
            n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, w_dot, x, y_dot_part1, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h,
        d_w, depth, pieces, share):
    """y_dot_part1[n,o,i,j] = Σ_{c,u,v} ẇ[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = w_dot.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(N, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        i = task // (OW * pieces)
        j = task // pieces % OW
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, O), 384):
            cols_last = min(O - 1, cols_from + 383, part * share + share - 1)
            # y_dot_part1[n,o,i,j] = Σ_{c,u,v} ẇ[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    tile[U(n), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for o in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(o - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    c = inner // (KH * KW)
                    u = inner // KW % KH
                    v = inner % KW
                    if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1 and j * s_w + d_w * v >= p_l and W + p_l >= j * s_w + d_w * v + 1:
                        o = cols_from
                        copy(right, (inner - depth_from, o - cols_from), w_dot, (o, i, j, c, u, v),
                                C * KH * KW * OH * OW, cols_last + 1 - o)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        for n in range(rows_from, rows_last + 1):
                            left[U(inner - depth_from), U(n - rows_from)] = T(0)
                    for inner in range(depth_from, depth_last + 1):
                        c = inner // (KH * KW)
                        u = inner // KW % KH
                        v = inner % KW
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1 and j * s_w + d_w * v >= p_l and W + p_l >= j * s_w + d_w * v + 1:
                            n = rows_from
                            copy(left, (inner - depth_from, n - rows_from), x, (n, c, i * s_h + d_h * u - p_t,
                                    j * s_w + d_w * v - p_l), C * H * W, rows_last + 1 - n)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(N, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    y_dot_part1[U(n), U(o), U(i), U(j)] = tile[U(n), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, w_dot, x, y_dot_part1, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h,
        d_w, c_block_last):
    """y_dot_part1[n,o,i,j] = Σ_{c,u,v} ẇ[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = w_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y_dot_part1[n,o,i,j] = Σ_{c,u,v} ẇ[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for j in range(OW):
            acc = T(0)
            rest = T(0)
            v_first = -((j * s_w - p_l) // d_w)
            v_last = (W + p_l - (j * s_w) - 1) // d_w
            for c_block in range(c_block_last + 1):
                part3 = T(0)
                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(max(0, v_first), min(KW, v_last + 1)):
                            part3 = plus(
                                part3,
                                w_dot[U(o), U(i), U(j), U(c), U(u), U(v)]
                                * x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                acc, rest = carried(acc, rest, part3)
            y_dot_part1[U(n), U(o), U(i), U(j)] = acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, x_dot, b_dot, w, y_dot, y_dot_part1, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w,
        p_t, p_l, d_h, d_w, depth2, pieces2, share2):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    tile2 = np.empty((N, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(N, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        i = task // (OW * pieces2)
        j = task // pieces2 % OW
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, O), 384):
            cols_last2 = min(O - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · ẋ[n, c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for n in range(N):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(n), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for o in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(o - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // (KH * KW)
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1 and j * s_w + d_w * v >= p_l and W + p_l >= j * s_w + d_w * v + 1:
                        o = cols_from2
                        copy(right2, (inner2 - depth_from2, o - cols_from2), w, (o, i, j, c, u, v),
                                C * KH * KW * OH * OW, cols_last2 + 1 - o)
                for rows_from2 in range(0, N, 96):
                    rows_last2 = min(N - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        for n in range(rows_from2, rows_last2 + 1):
                            left2[U(inner2 - depth_from2), U(n - rows_from2)] = T(0)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // (KH * KW)
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1 and j * s_w + d_w * v >= p_l and W + p_l >= j * s_w + d_w * v + 1:
                            n = rows_from2
                            copy(left2, (inner2 - depth_from2, n - rows_from2), x_dot, (n, c,
                                    i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), C * H * W,
                                    rows_last2 + 1 - n)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(N, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for n in range(N):
                for o in range(cols_from2, cols_last2 + 1):
                    y_dot[U(n), U(o), U(i), U(j)] = (
                        b_dot[U(o), U(i), U(j)]
                        + tile2[U(n), U(o - cols_from2)]
                        + y_dot_part1[U(n), U(o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, x_dot, b_dot, w, y_dot, y_dot_part1, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w,
        p_t, p_l, d_h, d_w, c_block_last):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · ẋ[n, c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for j in range(OW):
            acc2 = T(0)
            rest2 = T(0)
            v_first = -((j * s_w - p_l) // d_w)
            v_last = (W + p_l - (j * s_w) - 1) // d_w
            for c_block in range(c_block_last + 1):
                part4 = T(0)
                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(max(0, v_first), min(KW, v_last + 1)):
                            part4 = plus(
                                part4,
                                w[U(o), U(i), U(j), U(c), U(u), U(v)]
                                * x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                acc2, rest2 = carried(acc2, rest2, part4)
            y_dot[U(n), U(o), U(i), U(j)] = (
                acc2 + b_dot[U(o), U(i), U(j)] + y_dot_part1[U(n), U(o), U(i), U(j)]
            )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n,o,i,j] = ḃ[o,i,j] + Σ_{c,u,v} (ẇ[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        w[o,i,j,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·C·KH·KW·N·O·OH·OW multiplications, 2·C·KH·KW·N·O·OH·OW additions, terms that a condition
        drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, O, OH, OW), dtype)
    if blocks(N >= 4 and O >= 8 and C * KH * KW >= 4):
        depth = C * KH * KW
        pieces = parts(O)
        share = max(((O - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, OH * OW * pieces, C * KH * KW * N * O * OH * OW // 32, w_dot, x, y_dot_part1, N,
                C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, depth, pieces, share)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain, N * O * OH, C * KH * KW * N * O * OH * OW, w_dot, x, y_dot_part1, N, C, H, W, O,
                OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    if blocks(N >= 4 and O >= 8 and C * KH * KW >= 4):
        depth2 = C * KH * KW
        pieces2 = parts(O)
        share2 = max(((O - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, OH * OW * pieces2, C * KH * KW * N * O * OH * OW // 32, x_dot, b_dot, w, y_dot,
                y_dot_part1, N, C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, depth2, pieces2,
                share2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain2, N * O * OH, C * KH * KW * N * O * OH * OW, x_dot, b_dot, w, y_dot, y_dot_part1, N,
                C, H, W, O, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
