"""The kernels of conv_transpose3d; conv_transpose3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose3d`.  Do not edit.
Run time: a51755a289390ade.
"""

import numpy as np
from numba import njit

from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import lagging, lags, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, heaps, high, pieces, share, strips, tall, tasks, wide):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, KD, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, Og, KD, KW, KH), dtype)
    for part in range(first, last):
        rights = np.empty(Og * KD * KW * KH, np.int64)
        for tap in range(Og * KD * KW * KH):
            o = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + KD * o * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + s_h * s_w * t * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l] · x[n, g·Cg+c, k, i, j]
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                tile[U(c - (heap * 16)), U(o), U(t), U(v), U(u)] = T(0)
            for n in range(N):
                for k in range(D):
                    for strip in range(strips):
                        for o in range(Og):
                            for t in range(KD):
                                for phase_i in range(s_h):
                                    for phase_j in range(s_w):
                                        pad(planes, (o, t, phase_i, phase_j, 0, 0), wide, dy, (n, Og * g + o,
                                                k * s_d + d_d * t - p_f, phase_i + high * s_h * strip - p_t,
                                                phase_j - p_l), OW * s_h, s_w, tall, wide,
                                                -((phase_i - p_t) // s_h) - (high * strip),
                                                (OH + p_t - phase_i - 1) // s_h + 1 - (high * strip) if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1 else 0,
                                                -((phase_j - p_l) // s_w),
                                                (OW + p_l - phase_j - 1) // s_w + 1 if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1 else 0)
                        lags(tile, (0, 0, 0, 0, 0), KD * KH * KW * Og, x, (n, heap * 16 + Cg * g, k,
                                high * strip, 0), D * H * W, W, planes, (0, 0, 0, 0, 0, 0), wide, rights, KH,
                                min(16, Cg - (heap * 16)), min(high, H - (high * strip)), W)
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                dw[U(c + Cg * g), U(o), U(t), U(u), U(v)] = tile[U(c - (heap * 16)), U(o), U(t), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, depth, pieces, rows, share):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    """
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
            # dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l] · x[n, g·Cg+c, k, i, j]
            for row in range(part * share, min(part * share + share, rows)):
                for c in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(c - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (D * H * W)
                    k = inner // (H * W) % D
                    i = inner // W % H
                    j = inner % W
                    c = cols_from
                    copy(right, (inner - depth_from, c - cols_from), x, (n, c + Cg * g, k, i, j), D * H * W,
                            cols_last + 1 - c)
                line_first = depth_from // W
                line_last = depth_last // W
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        o = row // (KD * KH * KW)
                        t = row // (KH * KW) % KD
                        u = row // KW % KH
                        v = row % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (OW + p_l - (d_w * v) - 1) // s_w
                        for line in range(line_first, min(line_last + 1, D * H * N)):
                            n = line // (D * H)
                            k = line // H % D
                            i = line % H
                            if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1 and i * s_h + d_h * u >= p_t and OH + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from - (W * line), j_first)
                                copy(left, (row - rows_from, j + W * line - depth_from), dy, (n, Og * g + o,
                                        k * s_d + d_d * t - p_f, i * s_h + d_h * u - p_t,
                                        j * s_w + d_w * v - p_l), s_w, min(W, depth_last + 1 - (W * line),
                                        j_last + 1) - j)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                o = row // (KD * KH * KW)
                t = row // (KH * KW) % KD
                u = row // KW % KH
                v = row % KW
                for c in range(cols_from, cols_last + 1):
                    dw[U(c + Cg * g), U(o), U(t), U(u), U(v)] = tile[U(row - (part * share)), U(c - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, j_block_last):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Cg * Og * KD * KH * KW)
        c = task // (Og * KD * KH * KW) % Cg
        o = task // (KD * KH * KW) % Og
        t = task // (KH * KW) % KD
        u = task // KW % KH
        v = task % KW
        # dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l] · x[n, g·Cg+c, k, i, j]
        acc = T(0)
        rest = T(0)
        j_first = -((d_w * v - p_l) // s_w)
        j_last = (OW + p_l - (d_w * v) - 1) // s_w
        j_block_first = j_first // 1024
        j_block_last2 = j_last // 1024
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (OH + p_t - (d_h * u) - 1) // s_h
        k_first = -((d_d * t - p_f) // s_d)
        k_last = (OD + p_f - (d_d * t) - 1) // s_d
        for n in range(N):
            for k in range(max(0, k_first), min(D, k_last + 1)):
                for i in range(max(0, i_first), min(H, i_last + 1)):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part2 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(W, j_last + 1,
                                j_block * 1024 + 1024)):
                            part2 = plus(
                                part2,
                                dy[U(n), U(Og * g + o), U(k * s_d + d_d * t - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                * x[U(n), U(c + Cg * g), U(k), U(i), U(j)],
                            )
                        acc, rest = carried(acc, rest, part2)
        dw[U(c + Cg * g), U(o), U(t), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W − Cg·G·KD·KH·KW·Og
        additions, terms that a condition drops counted.
    """
    if lagging(H >= KH and W >= KW and KH >= s_h and KW >= s_w and OW >= 4 and 0 >= min(Cg - 16,
            KD * Og - 3)):
        wide = (KW * d_w - d_w) // s_w + W
        most = max(min(32768 // max(KD * Og * s_h * s_w * wide, 1), 8192 // (min(Cg, 4) * W)), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        heaps = (Cg + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_lagging, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg, G,
                D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, heaps, high,
                pieces, share, strips, tall, tasks, wide)
    else:
        if blocks(KD * KH * KW * Og >= 4 and Cg >= 8 and D * H * N * W >= 4):
            rows = KD * KH * KW * Og
            depth = D * H * N * W
            pieces = parts(KD * KH * KW * Og)
            share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
            launch(_vjp_w_blocks, G * pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw, N,
                    Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w,
                    depth, pieces, rows, share)
        else:
            j_block_last = (W - 1) // 1024
            launch(_vjp_w_plain, G * Cg * Og * KD * KH * KW, Cg * D * G * H * KD * KH * KW * N * Og * W, dy,
                    x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
                    d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OD, OH, OW, zab_block_last):
    """db[g·Og+o] = Σ_{n,zab} dy[n, g·Og+o, zab]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,zab} dy[n, g·Og+o, zab]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for zab_block in range(zab_block_last + 1):
                part = T(0)
                for zab in range(zab_block * 1024, min(OD * OH * OW, zab_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(zab)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OD, OH, OW):
    """db[g·Og+o] = Σ_{n,z,a,b} dy[n, g·Og+o, z, a, b]

    As compiled:

    db[g·Og+o] = Σ_{n,zab} dy[n, g·Og+o, zab]

    Operations: G·N·OD·OH·OW·Og − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, OD * OH * OW))
    zab_block_last = (OD * OH * OW - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OD * OH * OW * Og, dy_rows, db, N, G, Og, OD, OH, OW, zab_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW,
        s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, c_first, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d,
        gcd_s_h_d_h, gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s_d,d_d) ∣ r,
        gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋}
        Σ_{t′ : 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} (w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)] + ẇ[g·Cg+c, o,
        res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d), res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h),
        res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)])
    """
    for task in range(first, last):
        n = task // (G * Og * s_d * s_h * s_w)
        g = task // (Og * s_d * s_h * s_w) % G
        o = task // (s_d * s_h * s_w) % Og
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        b_dot_here = b_dot[U(Og * g + o)]
        q___first = -((r__ - p_l) // s_w)
        q___last = (OW + p_l - r__ - 1) // s_w
        res_r = residue(d_d, r, s_d)
        res_r_ = residue(d_h, r_, s_h)
        res_r__ = residue(d_w, r__, s_w)
        quotient_r = (d_d * res_r - r) // s_d
        quotient_r_ = (d_h * res_r_ - r_) // s_h
        quotient_r__ = (d_w * res_r__ - r__) // s_w
        t____last = (KW - res_r__ - 1) // s_w_by_gcd
        t___last = (KH - res_r_ - 1) // s_h_by_gcd
        t__last = (KD - res_r - 1) // s_d_by_gcd
        q__first = -((r_ - p_t) // s_h)
        q__last = (OH + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (OD + p_f - r - 1) // s_d + 1):
            t__first = -((D + quotient_r - q - 1) // d_d_by_gcd)
            t__last2 = (q - quotient_r) // d_d_by_gcd
            for q_ in range(q__first, q__last + 1):
                # ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for q__ in range(q___first, q___last + 1):
                    y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = b_dot_here
                t___first = -((H + quotient_r_ - q_ - 1) // d_h_by_gcd)
                t___last2 = (q_ - quotient_r_) // d_h_by_gcd
                t___first2 = t___first
                t___last3 = t___last2
                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0:
                    for c in range(0, Cg - 3, 4):
                        for t_ in range(max(0, t__first), min(t__last + 1, t__last2 + 1)):
                            for t__ in range(max(0, t___first), min(t___last + 1, t___last2 + 1)):
                                for t___ in range(t____last + 1):
                                    w_here = w[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_here2 = w[U(c + Cg * g + 1), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_here3 = w[U(c + Cg * g + 2), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_here4 = w[U(c + Cg * g + 3), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_dot_here2 = w_dot[U(c + Cg * g + 1), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_dot_here3 = w_dot[U(c + Cg * g + 2), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_dot_here4 = w_dot[U(c + Cg * g + 3), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                            min(q___last + 1, W + quotient_r__ + d_w_by_gcd * t___)):
                                        y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_dot_here
                                            * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_dot_here2
                                            * x[U(n), U(c + Cg * g + 1),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_dot_here3
                                            * x[U(n), U(c + Cg * g + 2),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_dot_here4
                                            * x[U(n), U(c + Cg * g + 3),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_here
                                            * x_dot[U(n), U(c + Cg * g),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_here2
                                            * x_dot[U(n), U(c + Cg * g + 1),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_here3
                                            * x_dot[U(n), U(c + Cg * g + 2),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_here4
                                            * x_dot[U(n), U(c + Cg * g + 3),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                        )
                    for c in range(c_first, Cg):
                        for t_ in range(max(0, t__first), min(t__last + 1, t__last2 + 1)):
                            for t__ in range(max(0, t___first2), min(t___last + 1, t___last3 + 1)):
                                for t___ in range(t____last + 1):
                                    w_here5 = w[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_dot_here5 = w_dot[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                            min(q___last + 1, W + quotient_r__ + d_w_by_gcd * t___)):
                                        y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_dot_here5
                                            * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_here5
                                            * x_dot[U(n), U(c + Cg * g),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                        )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
    """ẏ[n, g·Og+o, z, a, b] = ḃ[g·Og+o] + Σ_{c,t,u,v : s_d ∣ z+p_f−d_d·t, s_h ∣ a+p_t−d_h·u, s_w ∣
        b+p_l−d_w·v} (w[g·Cg+c, o, t, u, v] · ẋ[n, g·Cg+c, (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] + ẇ[g·Cg+c, o, t, u, v] · x[n, g·Cg+c, (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w])

    As compiled:

    ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s_d,d_d) ∣ r,
        gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋}
        Σ_{t′ : 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} (w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)] + ẇ[g·Cg+c, o,
        res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d), res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h),
        res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)])

    Operations: 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og multiplications, 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og additions,
        terms that a condition drops counted.
    """
    s_d_by_gcd = s_d // gcd(s_d, d_d)
    s_h_by_gcd = s_h // gcd(s_h, d_h)
    s_w_by_gcd = s_w // gcd(s_w, d_w)
    d_d_by_gcd = d_d // gcd(s_d, d_d)
    d_h_by_gcd = d_h // gcd(s_h, d_h)
    d_w_by_gcd = d_w // gcd(s_w, d_w)
    c_first = (Cg // 4) * 4
    gcd_s_d_d_d = gcd(s_d, d_d)
    gcd_s_h_d_h = gcd(s_h, d_h)
    gcd_s_w_d_w = gcd(s_w, d_w)
    launch(_jvp_part, N * G * Og * s_d * s_h * s_w,
            (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
            0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h,
            d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
            d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H,
            W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, c_first, d_d_by_gcd,
            d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
