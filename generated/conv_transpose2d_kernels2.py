"""The kernels of conv_transpose2d; conv_transpose2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose2d`.  Do not edit.
Run time: a51755a289390ade.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import lagging, lags, pad
from .tiles import tiled, tiled_weights
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        heaps, high, pieces, share, strips, tall, tasks, wide):
    """dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · x[n, g·Cg+c, i, j]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, Og, KW, KH), dtype)
    for part in range(first, last):
        rights = np.empty(Og * KW * KH, np.int64)
        for tap in range(Og * KW * KH):
            o = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + o * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
            #     x[n, g·Cg+c, i, j]
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for v in range(KW):
                        for u in range(KH):
                            tile[U(c - (heap * 16)), U(o), U(v), U(u)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for o in range(Og):
                        for phase_i in range(s_h):
                            for phase_j in range(s_w):
                                pad(planes, (o, phase_i, phase_j, 0, 0), wide, dy, (n, Og * g + o,
                                        phase_i + high * s_h * strip - p_t, phase_j - p_l), OW * s_h, s_w,
                                        tall, wide, -((phase_i - p_t) // s_h) - (high * strip),
                                        (OH + p_t - phase_i - 1) // s_h + 1 - (high * strip),
                                        -((phase_j - p_l) // s_w), (OW + p_l - phase_j - 1) // s_w + 1)
                    lags(tile, (0, 0, 0, 0), KH * KW * Og, x, (n, heap * 16 + Cg * g, high * strip, 0), H * W,
                            W, planes, (0, 0, 0, 0, 0), wide, rights, KH, min(16, Cg - (heap * 16)), min(high,
                            H - (high * strip)), W)
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for v in range(KW):
                        for u in range(KH):
                            dw[U(c + Cg * g), U(o), U(u), U(v)] = tile[U(c - (heap * 16)), U(o), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        depth, pieces, rows, share):
    """dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · x[n, g·Cg+c, i, j]"""
    dtype = dy.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(0, Cg, 384):
            cols_last = min(Cg - 1, cols_from + 383)
            # dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
            #     x[n, g·Cg+c, i, j]
            for row in range(part * share, min(part * share + share, rows)):
                for c in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(c - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (H * W)
                    i = inner // W % H
                    j = inner % W
                    c = cols_from
                    copy(right, (inner - depth_from, c - cols_from), x, (n, c + Cg * g, i, j), H * W,
                            cols_last + 1 - c)
                line_first = depth_from // W
                line_last = depth_last // W
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        o = row // (KH * KW)
                        u = row // KW % KH
                        v = row % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (OW + p_l - (d_w * v) - 1) // s_w
                        for line in range(line_first, min(line_last + 1, H * N)):
                            n = line // H
                            i = line % H
                            if i * s_h + d_h * u >= p_t and OH + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from - (W * line), j_first)
                                copy(left, (row - rows_from, j + W * line - depth_from), dy, (n, Og * g + o,
                                        i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(W,
                                        depth_last + 1 - (W * line), j_last + 1) - j)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                o = row // (KH * KW)
                u = row // KW % KH
                v = row % KW
                for c in range(cols_from, cols_last + 1):
                    dw[U(c + Cg * g), U(o), U(u), U(v)] = tile[U(row - (part * share)), U(c - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · x[n, g·Cg+c, i, j]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Cg * Og * KH * KW)
        c = task // (Og * KH * KW) % Cg
        o = task // (KH * KW) % Og
        u = task // KW % KH
        v = task % KW
        # dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
        #     x[n, g·Cg+c, i, j]
        acc = T(0)
        rest = T(0)
        j_first = -((d_w * v - p_l) // s_w)
        j_last = (OW + p_l - (d_w * v) - 1) // s_w
        j_block_first = j_first // 1024
        j_block_last2 = j_last // 1024
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (OH + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, i_first), min(H, i_last + 1)):
                for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                    part2 = T(0)
                    for j in range(max(0, j_first, j_block * 1024), min(W, j_last + 1,
                            j_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            dy[U(n), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c + Cg * g), U(i), U(j)],
                        )
                    acc, rest = carried(acc, rest, part2)
        dw[U(c + Cg * g), U(o), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · x[n, g·Cg+c, i, j]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·KH·KW·Og additions, terms
        that a condition drops counted.
    """
    if lagging(H >= KH and W >= KW and KH >= s_h and KW >= s_w and OW >= 4 and 0 >= min(Cg - 16, Og - 3)):
        wide = (KW * d_w - d_w) // s_w + W
        most = max(min(32768 // max(Og * s_h * s_w * wide, 1), 8192 // (min(Cg, 4) * W)), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        heaps = (Cg + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_lagging, pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg, G, H, W, Og,
                KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, heaps, high, pieces, share, strips, tall, tasks,
                wide)
    else:
        if blocks(KH * KW * Og >= 4 and Cg >= 8 and H * N * W >= 4):
            rows = KH * KW * Og
            depth = H * N * W
            pieces = parts(KH * KW * Og)
            share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
            launch(_vjp_w_blocks, G * pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg, G, H,
                    W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth, pieces, rows, share)
        else:
            j_block_last = (W - 1) // 1024
            launch(_vjp_w_plain, G * Cg * Og * KH * KW, Cg * G * H * KH * KW * N * Og * W, dy, x, dw, N, Cg,
                    G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OH, OW, ab_block_last):
    """db[g·Og+o] = Σ_{n,ab} dy[n, g·Og+o, ab]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,ab} dy[n, g·Og+o, ab]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ab_block in range(ab_block_last + 1):
                part = T(0)
                for ab in range(ab_block * 1024, min(OH * OW, ab_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(ab)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OH, OW):
    """db[g·Og+o] = Σ_{n,a,b} dy[n, g·Og+o, a, b]

    As compiled:

    db[g·Og+o] = Σ_{n,ab} dy[n, g·Og+o, ab]

    Operations: G·N·OH·OW·Og − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    ab_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OH * OW * Og, dy_rows, db, N, G, Og, OH, OW, ab_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, c_first, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd,
        s_w_by_gcd):
    """ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′}
        Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} (w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] + ẇ[g·Cg+c, o,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)])
    """
    for task in range(first, last):
        n = task // (G * Og * s_h * s_w)
        g = task // (Og * s_h * s_w) % G
        o = task // (s_h * s_w) % Og
        r = task // s_w % s_h
        r_ = task % s_w
        b_dot_here = b_dot[U(Og * g + o)]
        q__first = -((r_ - p_l) // s_w)
        q__last = (OW + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = b_dot_here
            t_first = -((H + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for c in range(0, Cg - 3, 4):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here = w[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here2 = w[U(c + Cg * g + 1), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here3 = w[U(c + Cg * g + 2), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here4 = w[U(c + Cg * g + 3), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_dot_here2 = w_dot[U(c + Cg * g + 1), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_dot_here3 = w_dot[U(c + Cg * g + 2), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_dot_here4 = w_dot[U(c + Cg * g + 3), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    W + quotient_r_ + d_w_by_gcd * t_)):
                                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_dot_here2
                                    * x[U(n), U(c + Cg * g + 1), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_dot_here3
                                    * x[U(n), U(c + Cg * g + 2), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_dot_here4
                                    * x[U(n), U(c + Cg * g + 3), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_here
                                    * x_dot[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_here2
                                    * x_dot[U(n), U(c + Cg * g + 1), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_here3
                                    * x_dot[U(n), U(c + Cg * g + 2), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_here4
                                    * x_dot[U(n), U(c + Cg * g + 3), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                )
                for c in range(c_first, Cg):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here5 = w[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_dot_here5 = w_dot[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    W + quotient_r_ + d_w_by_gcd * t_)):
                                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_dot_here5
                                    * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_here5
                                    * x_dot[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, g·Og+o, a, b] = ḃ[g·Og+o] + Σ_{c,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} (w[g·Cg+c, o, u, v]
        · ẋ[n, g·Cg+c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] + ẇ[g·Cg+c, o, u, v] · x[n, g·Cg+c,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w])

    As compiled:

    ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′}
        Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} (w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] + ẇ[g·Cg+c, o,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)])

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    s_h_by_gcd = s_h // gcd(s_h, d_h)
    s_w_by_gcd = s_w // gcd(s_w, d_w)
    d_h_by_gcd = d_h // gcd(s_h, d_h)
    d_w_by_gcd = d_w // gcd(s_w, d_w)
    c_first = (Cg // 4) * 4
    gcd_s_h_d_h = gcd(s_h, d_h)
    gcd_s_w_d_w = gcd(s_w, d_w)
    launch(_jvp_part, N * G * Og * s_h * s_w,
            (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
            d_w)) + 1) * Cg * G * N * Og * s_h * s_w, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og,
            KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_first, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
            gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


def _forward_winograd(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """y[n, g·Og+o, a, b] = b[g·Og+o] + Σ_{c,u,v} w[g·Cg+c, o, u, v] · x[n, g·Cg+c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] · [s_h ∣ a + p_t − d_h·u, s_w ∣ b + p_l − d_w·v]

    As compiled:

    y[n, g·Og+o, q−p_t, q′−p_l] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n, g·Cg+c, q−t, q′−t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # y[n, g·Og+o, q−p_t, q′−p_l] = b[g·Og+o] + Σ_{c,t,t′} w[g·Cg+c, o, t, t′] · x[n,
    #     g·Cg+c, q−t, q′−t′]
    for g in range(G):
        tiled(y, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Cg * g, 0, KH - 1, KW - 1),
                (KH * KW, KH * KW * Og, -KW, -1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, OH, OW, KH, KW, H, W), (KH - p_t - 1, KW - p_l - 1,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · w[g·Cg+c, o, u, v]

    As compiled:

    dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, i+u−p_t, j+v−p_l] · w[g·Cg+c, o, u, v]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, i+u−p_t, j+v−p_l] · w[g·Cg+c, o, u, v]
    for g in range(G):
        tiled(dx, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), w, (Cg * g, 0, 0, 0), (KH * KW * Og,
                KH * KW, KW, 1), dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N, Cg, Og, H, W,
                KH, KW, OH, OW), (p_t, p_l,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · x[n, g·Cg+c, i, j]

    As compiled:

    dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, u+i−p_t, v+j−p_l] · x[n, g·Cg+c, i, j]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    # dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, u+i−p_t, v+j−p_l] · x[n, g·Cg+c, i, j]
    for g in range(G):
        tiled_weights(x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), dw, (Cg * g, 0, 0, 0),
                (KH * KW * Og, KH * KW, KW, 1), dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N,
                Cg, Og, H, W, KH, KW, OH, OW), (p_t, p_l,))
