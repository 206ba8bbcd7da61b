"""The kernels of conv_bias_relu; conv_bias_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_bias_relu`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, gcd, plus, residue
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, high, pieces, share, strips, tall, tasks, wide):
    """a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    planes = np.empty((Cg, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c + KW * u + v
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
            n = turn // (G * strips)
            g = turn // strips % G
            strip = turn % strips
            # a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                for phase_i in range(s_h):
                    for phase_j in range(s_w):
                        pad(planes, (c, phase_i, phase_j, 0, 0), wide, x, (n, c + Cg * g,
                                phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w, tall, wide,
                                -((phase_i - p_t) // s_h) - (high * strip),
                                (H + p_t - phase_i - 1) // s_h + 1 - (high * strip),
                                -((phase_j - p_l) // s_w), (W + p_l - phase_j - 1) // s_w + 1)
            correlate(a, (n, Og * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w, (Og * g, 0, 0, 0),
                    Cg * KH * KW, lefts, planes, (0, 0, 0, 0, 0), wide, rights, KH, len(rights), Og, min(high,
                    OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        cols2, depth2, pieces2, share2):
    """a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(Og, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // OW
            line2_last = cols_last2 // OW
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // (KH * KW)
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                        n = line2 // OH
                        i = line2 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from2 - (OW * line2), j_first)
                            copy(right2, (inner2 - depth_from2, j + OW * line2 - cols_from2), x, (n,
                                    c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                    min(OW, cols_last2 + 1 - (OW * line2), j_last + 1) - j)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // (KH * KW)
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        a[U(n), U(Og * g + o), U(i), U(j)] = (
                            b_here + tile2[U(o), U(j + OW * line2 - cols_from2)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part3 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            a[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part3[U(j)] += (
                                w_here
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                a[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(a[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part3[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, y, a, N, G, Og, OH, OW):
    """y[n,o,i,j] = max(0, a[n,o,i,j])"""
    dtype = y.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Og * OH)
        o = task // OH % (G * Og)
        i = task % OH
        # y[n,o,i,j] = max(0, a[n,o,i,j])
        for j in range(OW):
            a_here = a[U(n), U(o), U(i), U(j)]
            y[U(n), U(o), U(i), U(j)] = select(T(0) >= a_here, T(0), a_here)


def _forward(x, w, b, y, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    y[n,o,i,j] = {a[n,o,i,j] if a[n,o,i,j] > 0; else 0}

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    if correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg - 8,
            Og - 32)):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(32768 // max(Cg * s_h * s_w * wide, 1), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(G * N * strips)
        tasks = G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, b, a, N, Cg, G,
                H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall,
                tasks, wide)
    else:
        if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
            cols2 = N * OH * OW
            depth2 = Cg * KH * KW
            pieces2 = parts(N * OH * OW)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_forward_blocks, G * pieces2, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, b, a, N, Cg,
                    G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols2, depth2, pieces2, share2)
        else:
            c_block_last = (Cg - 1) // 1024
            launch(_forward_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x, w, b, a, N, Cg, G,
                    H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    launch(_forward_part, N * G * Og * OH, G * N * OH * OW * Og, y, a, N, G, Og, OH, OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, a, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd):
    """dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤
        (d_h·res(d_h,r,s_h)−r)/s_h+t·d_h/gcd(s_h,d_h)+OH−1−q < OH} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, 0 ≤
        (d_w·res(d_w,r′,s_w)−r′)/s_w+t′·d_w/gcd(s_w,d_w)+OW−1−q′ < OW} w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · {dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] if a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] > 0; 0 if a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] ≤ 0; else a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]}
    """
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((Cg, 384), dtype)
    for task in range(first, last):
        g = task // (s_h * s_w * pieces)
        r = task // (s_w * pieces) % s_h
        r_ = task // pieces % s_w
        part = task % pieces
        q_count = (H + p_t - r - 1) // s_h + (r - p_t) // s_h + 1
        q__count = (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1
        t_count = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd + 1
        t__count = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd + 1
        cols = N * q__count * q_count
        depth = Og * t__count * t_count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        left = np.empty((max(0, min(depth, 256)), min(Cg, 96)), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        quotient_r_2 = (r_ - p_l) // s_w
        q__last = (W + p_l - r_ - 1) // s_w
        q_first = -((r - p_t) // s_h)
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        if q_count >= 1 and q__count >= 1:
            for cols_from in range(part * share, min(part * share + share, cols), 384):
                cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
                # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
                for c in range(Cg):
                    for col in range(cols_from, cols_last + 1):
                        tile[U(c), U(col - cols_from)] = T(0)
                line_first = cols_from // q__count
                line_last = cols_last // q__count
                if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0 and t_count >= 1 and t__count >= 1:
                    for depth_from in range(0, depth, 256):
                        depth_last = min(depth - 1, depth_from + 255)
                        for inner in range(depth_from, depth_last + 1):
                            for col in range(cols_from, cols_last + 1):
                                right[U(inner - depth_from), U(col - cols_from)] = T(0)
                        for inner in range(depth_from, depth_last + 1):
                            o = inner // (t_count * t__count)
                            t = inner // t__count % t_count
                            t_ = inner % t__count
                            for line in range(line_first, min(line_last + 1, N * q_count)):
                                n = line // q_count
                                q = line % q_count + q_first
                                if q >= quotient_r + d_h_by_gcd * t and OH + quotient_r + d_h_by_gcd * t >= q + 1:
                                    for q_ in range(max(-quotient_r_2,
                                            cols_from - (line * q__count) - quotient_r_2,
                                            quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                            cols_last + 1 - (line * q__count) - quotient_r_2,
                                            OW + quotient_r_ + d_w_by_gcd * t_)):
                                        a_here = a[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)), U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                        dy_here = dy[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)), U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                        right[U(inner - depth_from), U(line * q__count + q_ + quotient_r_2 - cols_from)] = select(a_here > T(0), dy_here, select(T(0) >= a_here, T(0), a_here))
                        for rows_from in range(0, Cg, 96):
                            rows_last = min(Cg - 1, rows_from + 95)
                            for inner in range(depth_from, depth_last + 1):
                                o = inner // (t_count * t__count)
                                t = inner // t__count % t_count
                                t_ = inner % t__count
                                c = rows_from
                                copy(left, (inner - depth_from, c - rows_from), w, (Og * g + o, c,
                                        res_r + s_h_by_gcd * t, res_r_ + s_w_by_gcd * t_), KH * KW,
                                        rows_last + 1 - c)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Cg, 96), right, (0, 0),
                                    384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                                    depth_last + 1 - depth_from)
                for c in range(Cg):
                    for line in range(line_first, min(line_last + 1, N * q_count)):
                        n = line // q_count
                        q = line % q_count + q_first
                        for q_ in range(max(-quotient_r_2, cols_from - (line * q__count) - quotient_r_2),
                                min(q__last + 1, cols_last + 1 - (line * q__count) - quotient_r_2)):
                            dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = tile[U(c), U(line * q__count + q_ + quotient_r_2 - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, a, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤
        (d_h·res(d_h,r,s_h)−r)/s_h+t·d_h/gcd(s_h,d_h)+OH−1−q < OH} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, 0 ≤
        (d_w·res(d_w,r′,s_w)−r′)/s_w+t′·d_w/gcd(s_w,d_w)+OW−1−q′ < OW} w[g·Og+o, c,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · {dy[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] if a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] > 0; 0 if a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] ≤ 0; else a[n, g·Og+o,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * s_h * s_w)
        g = task // (Cg * s_h * s_w) % G
        c = task // (s_h * s_w) % Cg
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
                                a_here2 = a[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)), U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                dy_here2 = dy[U(n), U(Og * g + o), U(q - quotient_r - (d_h_by_gcd * t)), U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    select(a_here2 > T(0), dy_here2, select(T(0) >= a_here2, T(0), a_here2))
                                    * w_here
                                )


def _vjp_x(dy, w, a, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v), a[n, g·Og+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] > 0} dy[n, g·Og+o, (a+p_t−d_h·(KH−1−u))/s_h,
        (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, KH−1−u, KW−1−v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    if blocks(Cg >= 4):
        pieces = parts(N)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_blocks, G * s_h * s_w * pieces,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w // 32, dy, w, a, dx, N,
                Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                gcd_s_h_d_h, gcd_s_w_d_w, pieces, s_h_by_gcd, s_w_by_gcd)
    else:
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_w_d_w = gcd(s_w, d_w)
        launch(_vjp_x_plain, N * G * Cg * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w, d_w)) + 1) * Cg * G * N * Og * s_h * s_w, dy, w, a, dx, N, Cg,
                G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, d_h_by_gcd, d_w_by_gcd,
                gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, a, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        depth, pieces, rows, share):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · {dy[n, g·Og+o, i, j]
        if a[n, g·Og+o, i, j] > 0; 0 if a[n, g·Og+o, i, j] ≤ 0; else a[n, g·Og+o, i, j]}
    """
    dtype = dy.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(0, Og, 384):
            cols_last = min(Og - 1, cols_from + 383)
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
            #     {dy[n, g·Og+o, i, j] if a[n, g·Og+o, i, j] > 0; 0 if a[n, g·Og+o, i, j] ≤ 0;
            #     else a[n, g·Og+o, i, j]}
            for row in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (OH * OW)
                    i = inner // OW % OH
                    j = inner % OW
                    for o in range(cols_from, cols_last + 1):
                        a_here = a[U(n), U(Og * g + o), U(i), U(j)]
                        dy_here = dy[U(n), U(Og * g + o), U(i), U(j)]
                        right[U(inner - depth_from), U(o - cols_from)] = select(a_here > T(0), dy_here, select(T(0) >= a_here, T(0), a_here))
                line_first = depth_from // OW
                line_last = depth_last // OW
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        c = row // (KH * KW)
                        u = row // KW % KH
                        v = row % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        for line in range(line_first, min(line_last + 1, N * OH)):
                            n = line // OH
                            i = line % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from - (OW * line), j_first)
                                copy(left, (row - rows_from, j + OW * line - depth_from), x, (n, c + Cg * g,
                                        i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                        depth_last + 1 - (OW * line), j_last + 1) - j)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                c = row // (KH * KW)
                u = row // KW % KH
                v = row % KW
                for o in range(cols_from, cols_last + 1):
                    dw[U(Og * g + o), U(c), U(u), U(v)] = tile[U(row - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, a, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · {dy[n, g·Og+o, i, j]
        if a[n, g·Og+o, i, j] > 0; 0 if a[n, g·Og+o, i, j] ≤ 0; else a[n, g·Og+o, i, j]}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KH)
        o = task // (Cg * KH) % Og
        c = task // KH % Cg
        u = task % KH
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
        #     {dy[n, g·Og+o, i, j] if a[n, g·Og+o, i, j] > 0; 0 if a[n, g·Og+o, i, j] ≤ 0;
        #     else a[n, g·Og+o, i, j]}
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
                        part2 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            a_here2 = a[U(n), U(Og * g + o), U(i), U(j)]
                            dy_here2 = dy[U(n), U(Og * g + o), U(i), U(j)]
                            part2 = plus(
                                part2,
                                select(a_here2 > T(0), dy_here2, select(T(0) >= a_here2, T(0), a_here2))
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part2)
            dw[U(Og * g + o), U(c), U(u), U(v)] = acc


def _vjp_w(dy, x, a, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j : a[n, g·Og+o, i, j] > 0} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og − Cg·G·KH·KW·Og additions,
        terms that a condition drops counted.
    """
    if blocks(Cg * KH * KW >= 4 and Og >= 8 and N * OH * OW >= 4):
        rows = Cg * KH * KW
        depth = N * OH * OW
        pieces = parts(Cg * KH * KW)
        share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
        launch(_vjp_w_blocks, G * pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, dy, x, a, dw, N, Cg, G,
                H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth, pieces, rows, share)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_plain, G * Og * Cg * KH, Cg * G * KH * KW * N * OH * OW * Og, dy, x, a, dw, N, Cg, G, H,
                W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, a, db, N, G, Og, OH, OW, ij_block_last):
    """db[g·Og+o] = Σ_{n,ij} {dy[n, g·Og+o, ij] if a[n, g·Og+o, ij] > 0; 0 if a[n, g·Og+o, ij] ≤ 0; else a[n,
        g·Og+o, ij]}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,ij} {dy[n, g·Og+o, ij] if a[n, g·Og+o, ij] > 0; 0 if a[n, g·Og+o,
        #     ij] ≤ 0; else a[n, g·Og+o, ij]}
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    a_here = a[U(n), U(Og * g + o), U(ij)]
                    dy_here = dy[U(n), U(Og * g + o), U(ij)]
                    part = plus(part, select(a_here > T(0), dy_here, select(T(0) >= a_here, T(0), a_here)))
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, a, db, N, G, Og, OH, OW):
    """db[g·Og+o] = Σ_{n,i,j : a[n, g·Og+o, i, j] > 0} dy[n, g·Og+o, i, j]

    As compiled:

    db[g·Og+o] = Σ_{n,ij} {dy[n, g·Og+o, ij] if a[n, g·Og+o, ij] > 0; 0 if a[n, g·Og+o, ij] ≤ 0; else a[n,
        g·Og+o, ij]}

    Operations: G·N·OH·OW·Og − G·Og additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    a_rows = a.reshape((N, G * Og, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OH * OW * Og, dy_rows, a_rows, db, N, G, Og, OH, OW, ij_block_last)
