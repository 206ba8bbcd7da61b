"""The kernels of same_conv3d; same_conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv3d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried
from .threads import launch
from .stencils import correlate, correlations, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations(first, last, x_dot, w, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w,
        high, pieces, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x_dot.dtype
    T = dtype.type
    planes = np.empty((Cg, KD, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KD * KH * KW * c + KH * KW * t + KW * u + v
        rights = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = KD * c * tall * wide + t * tall * wide + d_h * u * wide + d_w * v
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * D * strips)
            g = turn // (D * strips) % G
            k = turn // strips % D
            strip = turn % strips
            # y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
            #     k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                starts[U(o)] = T(0)
            for c in range(Cg):
                for t in range(KD):
                    pad(planes, (c, t, 0, 0), wide, x_dot, (n, c + Cg * g, k + d_d * t - quotient_KD_d_d,
                            high * strip - quotient_KH_d_h, -quotient_KW_d_w), W, 1, tall, wide,
                            quotient_KH_d_h - (high * strip),
                            H + quotient_KH_d_h - (high * strip) if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 else 0,
                            quotient_KW_d_w,
                            W + quotient_KW_d_w if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 else 0)
            correlate(y_dot_part1, (n, Og * g, k, high * strip, 0), D * H * W, W, 1, starts, (0,), 1, w,
                    (Og * g, 0, 0, 0, 0), Cg * KD * KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH,
                    len(rights), Og, min(high, H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, cols2,
        depth2, pieces2, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share2):
    """y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x_dot.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(Og, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
            #     k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // W
            line2_last = cols_last2 // W
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    for col2 in range(cols_from2, cols_last2 + 1):
                        right2[U(inner2 - depth_from2), U(col2 - cols_from2)] = T(0)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // (KD * KH * KW)
                    t = inner2 // (KH * KW) % KD
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    for line2 in range(line2_first, min(line2_last + 1, D * H * N)):
                        n = line2 // (D * H)
                        k = line2 // H % D
                        i = line2 % H
                        if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 and i + d_h * u >= quotient_KH_d_h and H + quotient_KH_d_h >= i + d_h * u + 1:
                            j = max(0, cols_from2 - (W * line2), quotient_KW_d_w - (d_w * v))
                            copy(right2, (inner2 - depth_from2, j + W * line2 - cols_from2), x_dot, (n,
                                    c + Cg * g, k + d_d * t - quotient_KD_d_d, i + d_h * u - quotient_KH_d_h,
                                    j + d_w * v - quotient_KW_d_w), 1, min(W, cols_last2 + 1 - (W * line2),
                                    W + quotient_KW_d_w - (d_w * v)) - j)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // (KD * KH * KW)
                        t = inner2 // (KH * KW) % KD
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w, (Og * g + o, c, t, u, v),
                                Cg * KD * KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                for line2 in range(line2_first, min(line2_last + 1, D * H * N)):
                    n = line2 // (D * H)
                    k = line2 // H % D
                    i = line2 % H
                    for j in range(max(0, cols_from2 - (W * line2)), min(W, cols_last2 + 1 - (W * line2))):
                        y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)] = tile2[U(o), U(j + W * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w,
        c_block_last, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part5 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * D * H)
        g = task // (Og * D * H) % G
        o = task // (D * H) % Og
        k = task // H % D
        i = task % H
        # y_dot_part1[n, g·Og+o, k, i, j] = Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
        #     k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        for j in range(W):
            y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)] = T(0)
        for j in range(W):
            rest[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        t_first = -((k - quotient_KD_d_d) // d_d)
        t_last = (D + quotient_KD_d_d - k - 1) // d_d
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part5[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                    W + quotient_KW_d_w - (d_w * v))):
                                part5[U(j)] += (
                                    w_here
                                    * x_dot[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                            U(i + d_h * u - quotient_KH_d_h),
                                            U(j + d_w * v - quotient_KW_d_w)]
                                )
            for j in range(W):
                y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)] = carried(y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)], rest[U(j)], part5[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW,
        d_d, d_h, d_w, high3, pieces3, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share3, strips3,
        tall3, tasks3, wide3):
    """ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v} ẇ[g·Og+o, c, t, u,
        v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, KD, max(0, tall3), max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, high3, W), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts3[U(tap)] = KD * KH * KW * c + KH * KW * t + KW * u + v
        rights3 = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights3[U(tap)] = KD * c * tall3 * wide3 + t * tall3 * wide3 + d_h * u * wide3 + d_w * v
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * D * strips3)
            g = turn3 // (D * strips3) % G
            k = turn3 // strips3 % D
            strip3 = turn3 % strips3
            # ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v}
            #     ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋,
            #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                for t in range(KD):
                    pad(planes3, (c, t, 0, 0), wide3, x, (n, c + Cg * g, k + d_d * t - quotient_KD_d_d,
                            high3 * strip3 - quotient_KH_d_h, -quotient_KW_d_w), W, 1, tall3, wide3,
                            quotient_KH_d_h - (high3 * strip3),
                            H + quotient_KH_d_h - (high3 * strip3) if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 else 0,
                            quotient_KW_d_w,
                            W + quotient_KW_d_w if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 else 0)
            correlate(tile3, (0, 0, 0), W * high3, W, 1, starts3, (0,), 1, w_dot, (Og * g, 0, 0, 0, 0),
                    Cg * KD * KH * KW, lefts3, planes3, (0, 0, 0, 0), wide3, rights3, KH, len(rights3), Og,
                    min(high3, H - (high3 * strip3)), W)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for i in range(high3 * strip3, min(high3 + high3 * strip3, H)):
                    for j in range(W):
                        y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = (
                            b_dot_here
                            + tile3[U(o), U(i - (high3 * strip3)), U(j)]
                            + y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d,
        d_h, d_w, cols4, depth4, pieces4, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share4):
    """ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v} ẇ[g·Og+o, c, t, u,
        v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    tile4 = np.empty((Og, 384), dtype)
    left4 = np.empty((max(0, min(depth4, 256)), min(Og, 96)), dtype)
    right4 = np.empty((max(0, min(depth4, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces4
        part4 = task % pieces4
        for cols_from4 in range(part4 * share4, min(part4 * share4 + share4, cols4), 384):
            cols_last4 = min(cols4 - 1, cols_from4 + 383, part4 * share4 + share4 - 1)
            # ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v}
            #     ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋,
            #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                for col4 in range(cols_from4, cols_last4 + 1):
                    tile4[U(o), U(col4 - cols_from4)] = T(0)
            line4_first = cols_from4 // W
            line4_last = cols_last4 // W
            for depth_from4 in range(0, depth4, 256):
                depth_last4 = min(depth4 - 1, depth_from4 + 255)
                for inner4 in range(depth_from4, depth_last4 + 1):
                    for col4 in range(cols_from4, cols_last4 + 1):
                        right4[U(inner4 - depth_from4), U(col4 - cols_from4)] = T(0)
                for inner4 in range(depth_from4, depth_last4 + 1):
                    c = inner4 // (KD * KH * KW)
                    t = inner4 // (KH * KW) % KD
                    u = inner4 // KW % KH
                    v = inner4 % KW
                    for line4 in range(line4_first, min(line4_last + 1, D * H * N)):
                        n = line4 // (D * H)
                        k = line4 // H % D
                        i = line4 % H
                        if k + d_d * t >= quotient_KD_d_d and D + quotient_KD_d_d >= k + d_d * t + 1 and i + d_h * u >= quotient_KH_d_h and H + quotient_KH_d_h >= i + d_h * u + 1:
                            j = max(0, cols_from4 - (W * line4), quotient_KW_d_w - (d_w * v))
                            copy(right4, (inner4 - depth_from4, j + W * line4 - cols_from4), x, (n,
                                    c + Cg * g, k + d_d * t - quotient_KD_d_d, i + d_h * u - quotient_KH_d_h,
                                    j + d_w * v - quotient_KW_d_w), 1, min(W, cols_last4 + 1 - (W * line4),
                                    W + quotient_KW_d_w - (d_w * v)) - j)
                for rows_from4 in range(0, Og, 96):
                    rows_last4 = min(Og - 1, rows_from4 + 95)
                    for inner4 in range(depth_from4, depth_last4 + 1):
                        c = inner4 // (KD * KH * KW)
                        t = inner4 // (KH * KW) % KD
                        u = inner4 // KW % KH
                        v = inner4 % KW
                        o = rows_from4
                        copy(left4, (inner4 - depth_from4, o - rows_from4), w_dot, (Og * g + o, c, t, u, v),
                                Cg * KD * KH * KW, rows_last4 + 1 - o)
                    multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), 1, min(Og, 96), right4, (0, 0), 384,
                            rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                            depth_last4 + 1 - depth_from4)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for line4 in range(line4_first, min(line4_last + 1, D * H * N)):
                    n = line4 // (D * H)
                    k = line4 // H % D
                    i = line4 % H
                    for j in range(max(0, cols_from4 - (W * line4)), min(W, cols_last4 + 1 - (W * line4))):
                        y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = (
                            b_dot_here
                            + tile4[U(o), U(j + W * line4 - cols_from4)]
                            + y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h,
        d_w, c_block_last, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v} ẇ[g·Og+o, c, t, u,
        v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(W, dtype)
    part6 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Og * D * H)
        g = task // (Og * D * H) % G
        o = task // (D * H) % Og
        k = task // H % D
        i = task % H
        # ẏ[n, g·Og+o, k, i, j] = y_dot_part1[n, g·Og+o, k, i, j] + ḃ[g·Og+o] + Σ_{c,t,u,v}
        #     ẇ[g·Og+o, c, t, u, v] · x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(W):
            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = (
                b_dot_here + y_dot_part1[U(n), U(Og * g + o), U(k), U(i), U(j)]
            )
        for j in range(W):
            rest2[U(j)] = T(0)
        u_first = -((i - quotient_KH_d_h) // d_h)
        u_last = (H + quotient_KH_d_h - i - 1) // d_h
        t_first = -((k - quotient_KD_d_d) // d_d)
        t_last = (D + quotient_KD_d_d - k - 1) // d_d
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part6[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_dot_here = w_dot[U(Og * g + o), U(c), U(t), U(u), U(v)]
                            for j in range(max(0, quotient_KW_d_w - (d_w * v)), min(W,
                                    W + quotient_KW_d_w - (d_w * v))):
                                part6[U(j)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                            U(i + d_h * u - quotient_KH_d_h),
                                            U(j + d_w * v - quotient_KW_d_w)]
                                )
            for j in range(W):
                y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)], rest2[U(j)], part6[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    """ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, t, u, v] ·
        x[n, g·Cg+c, k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])

    Operations: 2·Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, 2·Cg·D·G·H·KD·KH·KW·N·Og·W additions, terms
        that a condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, G * Og, D, H, W), dtype)
    if correlations(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg * KD - 8, Og - 32)):
        wide = KW * d_w + W - d_w
        most = max(32768 // max(Cg * KD * wide, 1), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = KH * d_h + high - d_h
        pieces = parts(D * G * N * strips)
        tasks = D * G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KD_d_d = (KD * d_d - d_d) // 2
        launch(_jvp_correlations, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, x_dot, w,
                y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high, pieces, quotient_KD_d_d,
                quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide)
    else:
        if blocks(Og >= 4 and D * H * N * W >= 8 and Cg * KD * KH * KW >= 4):
            cols2 = D * H * N * W
            depth2 = Cg * KD * KH * KW
            pieces2 = parts(D * H * N * W)
            share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            launch(_jvp_blocks, G * pieces2, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, x_dot, w,
                    y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, cols2, depth2, pieces2,
                    quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share2)
        else:
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain, N * G * Og * D * H, Cg * D * G * H * KD * KH * KW * N * Og * W, x_dot, w,
                    y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, c_block_last,
                    quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w)
    if correlations(H >= KH and W >= KW and W >= 4 and 0 >= min(Cg * KD - 8, Og - 32)):
        wide3 = KW * d_w + W - d_w
        most3 = max(32768 // max(Cg * KD * wide3, 1), 8)
        strips3 = max((H - 1) // most3 + 1, 1)
        high3 = max((H - 1) // strips3 + 1, 1)
        tall3 = KH * d_h + high3 - d_h
        pieces3 = parts(D * G * N * strips3)
        tasks3 = D * G * N * strips3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KD_d_d = (KD * d_d - d_d) // 2
        launch(_jvp_correlations2, pieces3, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, w_dot, b_dot, x,
                y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, high3, pieces3,
                quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share3, strips3, tall3, tasks3, wide3)
    else:
        if blocks(Og >= 4 and D * H * N * W >= 8 and Cg * KD * KH * KW >= 4):
            cols4 = D * H * N * W
            depth4 = Cg * KD * KH * KW
            pieces4 = parts(D * H * N * W)
            share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            launch(_jvp_blocks2, G * pieces4, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, w_dot, b_dot,
                    x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, cols4, depth4,
                    pieces4, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share4)
        else:
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            c_block_last = (Cg - 1) // 1024
            launch(_jvp_plain2, N * G * Og * D * H, Cg * D * G * H * KD * KH * KW * N * Og * W, w_dot, b_dot,
                    x, y_dot, y_dot_part1, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, c_block_last,
                    quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w)
