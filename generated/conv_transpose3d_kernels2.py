"""The kernels of conv_transpose3d; conv_transpose3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose3d`.  Do not edit.
Run time: 26e344414a8c30da.
"""

import numpy as np
from numba import njit

from .runtime import plus
from .threads import launch
from .stencils import correlate, correlations, lagging, lags, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w,
        p_f, p_t, p_l, d_d, d_h, d_w, high, pieces, share, strips, tall, tasks, wide):
    """dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        lefts = np.empty(Og * KD * KW * KH, np.int64)
        for tap in range(Og * KD * KW * KH):
            o = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KD * KH * KW * o + KH * KW * t + KW * u + v
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
        planes = np.empty((Og, KD, s_h, s_w, max(0, tall), max(0, wide)), dtype)
        starts = np.empty(Cg, dtype)
        for turn in range(part * share, min(part * share + share, tasks)):
            n = turn // (G * D * strips)
            g = turn // (D * strips) % G
            k = turn // strips % D
            strip = turn % strips
            # dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l] · w[g·Cg+c, o, t, u, v]
            for c in range(Cg):
                starts[U(c)] = T(0)
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
            correlate(dx, (n, Cg * g, k, high * strip, 0), D * H * W, W, 1, starts, (0,), 1, w, (Cg * g, 0, 0,
                    0, 0), KD * KH * KW * Og, lefts, planes, (0, 0, 0, 0, 0, 0), wide, rights, KH,
                    len(rights), Cg, min(high, H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_lagging(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, heaps, high, pieces, share, strips, tall, tasks, wide):
    """dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        rights = np.empty(N * D * W * H, np.int64)
        for tap in range(N * D * W * H):
            n = tap // (D * W * H)
            k = tap // (W * H) % D
            j = tap // H % W
            i = tap % H
            rights[U(tap)] = (
                j * s_w // d_w
                + (i * s_h % d_h) * d_w * tall * wide
                + d_h * d_w * k * tall * wide
                + D * d_h * d_w * n * tall * wide
                + (j * s_w % d_w) * tall * wide
                + (i * s_h // d_h) * wide
            )
        planes = np.empty((N, D, d_h, d_w, max(0, tall), max(0, wide)), dtype)
        tile = np.empty((16, N, D, W, H), dtype)
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l] · w[g·Cg+c, o, t, u, v]
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for n in range(N):
                    for k in range(D):
                        for j in range(W):
                            for i in range(H):
                                tile[U(c - (heap * 16)), U(n), U(k), U(j), U(i)] = T(0)
            for o in range(Og):
                for t in range(KD):
                    for strip in range(strips):
                        for n in range(N):
                            for k in range(D):
                                for phase_u in range(d_h):
                                    for phase_v in range(d_w):
                                        pad(planes, (n, k, phase_u, phase_v, 0, 0), wide, dy, (n, Og * g + o,
                                                k * s_d + d_d * t - p_f, phase_u + d_h * high * strip - p_t,
                                                phase_v - p_l), OW * d_h, d_w, tall, wide,
                                                -((phase_u - p_t) // d_h) - (high * strip),
                                                (OH + p_t - phase_u - 1) // d_h + 1 - (high * strip) if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1 else 0,
                                                -((phase_v - p_l) // d_w),
                                                (OW + p_l - phase_v - 1) // d_w + 1 if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1 else 0)
                        lags(tile, (0, 0, 0, 0, 0), D * H * N * W, w, (heap * 16 + Cg * g, o, t, high * strip,
                                0), KD * KH * KW * Og, KW, planes, (0, 0, 0, 0, 0, 0), wide, rights, min(16,
                                Cg - (heap * 16)), min(high, KH - (high * strip)), KW)
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for n in range(N):
                    for k in range(D):
                        for j in range(W):
                            for i in range(H):
                                dx[U(n), U(c + Cg * g), U(k), U(i), U(j)] = tile[U(c - (heap * 16)), U(n), U(k), U(j), U(i)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, cols, depth, pieces, share):
    """dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        tile = np.empty((Cg, 384), dtype)
        left = np.empty((min(Cg, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l] · w[g·Cg+c, o, t, u, v]
            for c in range(Cg):
                for col in range(cols_from, cols_last + 1):
                    tile[U(c), U(col - cols_from)] = T(0)
            line_first = cols_from // W
            line_last = cols_last // W
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    o = inner // (KD * KH * KW)
                    t = inner // (KH * KW) % KD
                    u = inner // KW % KH
                    v = inner % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (OW + p_l - (d_w * v) - 1) // s_w
                    for line in range(line_first, min(line_last + 1, D * H * N)):
                        n = line // (D * H)
                        k = line // H % D
                        i = line % H
                        if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1 and i * s_h + d_h * u >= p_t and OH + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from - (W * line), j_first)
                            copy(right, (inner - depth_from, j + W * line - cols_from), dy, (n, Og * g + o,
                                    k * s_d + d_d * t - p_f, i * s_h + d_h * u - p_t,
                                    j * s_w + d_w * v - p_l), s_w, min(W, cols_last + 1 - (W * line),
                                    j_last + 1) - j)
                line_first2 = depth_from // KW
                line_last2 = depth_last // KW
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for c in range(rows_from, rows_last + 1):
                        for line in range(line_first2, min(line_last2 + 1, KD * KH * Og)):
                            o = line // (KD * KH)
                            t = line // KH % KD
                            u = line % KH
                            v = max(0, depth_from - (KW * line))
                            copy(left, (c - rows_from, KW * line + v - depth_from), w, (c + Cg * g, o, t, u,
                                    v), 1, min(KW, depth_last + 1 - (KW * line)) - v)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(Cg):
                for line in range(line_first, min(line_last + 1, D * H * N)):
                    n = line // (D * H)
                    k = line // H % D
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        dx[U(n), U(c + Cg * g), U(k), U(i), U(j)] = tile[U(c), U(j + W * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
    """dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * D * H * W)
        g = task // (Cg * D * H * W) % G
        c = task // (D * H * W) % Cg
        k = task // (H * W) % D
        i = task // W % H
        j = task % W
        # dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l] · w[g·Cg+c, o, t, u, v]
        acc = T(0)
        v_first = -((j * s_w - p_l) // d_w)
        v_last = (OW + p_l - (j * s_w) - 1) // d_w
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (OH + p_t - (i * s_h) - 1) // d_h
        t_first = -((k * s_d - p_f) // d_d)
        t_last = (OD + p_f - (k * s_d) - 1) // d_d
        for o in range(Og):
            for t in range(max(0, t_first), min(KD, t_last + 1)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(max(0, v_first), min(KW, v_last + 1)):
                        acc = plus(
                            acc,
                            dy[U(n), U(Og * g + o), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * w[U(c + Cg * g), U(o), U(t), U(u), U(v)],
                        )
        dx[U(n), U(c + Cg * g), U(k), U(i), U(j)] = acc


def _vjp_x(dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    """dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W − Cg·D·G·H·N·W
        additions, terms that a condition drops counted.
    """
    if correlations(H >= KH and W >= KW and OW >= 4 and 64 >= min(Cg, KD * Og)):
        wide = (KW * d_w - d_w) // s_w + W
        most = max(32768 // max(KD * Og * s_h * s_w * wide, 1), 8)
        strips = max((H - 1) // most + 1, 1)
        high = max((H - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(D * G * N * strips)
        tasks = D * G * N * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_x_correlations, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, w, dx, N,
                Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, high,
                pieces, share, strips, tall, tasks, wide)
    else:
        if lagging(KH >= H and KW >= W and OW >= 4 and 64 >= min(Cg, D * N)):
            wide = (W * s_w - s_w) // d_w + KW
            most = max(32768 // max(D * N * d_h * d_w * wide, 1), 8)
            strips = max((KH - 1) // most + 1, 1)
            high = max((KH - 1) // strips + 1, 1)
            tall = (H * s_h - s_h) // d_h + high
            heaps = (Cg + 15) // 16
            pieces = parts(G * heaps)
            tasks = G * heaps
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_vjp_x_lagging, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, w, dx, N, Cg,
                    G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w,
                    heaps, high, pieces, share, strips, tall, tasks, wide)
        else:
            if blocks(Cg >= 4 and D * H * N * W >= 8 and KD * KH * KW * Og >= 4):
                cols = D * H * N * W
                depth = KD * KH * KW * Og
                pieces = parts(D * H * N * W)
                share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
                launch(_vjp_x_blocks, G * pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, w, dx,
                        N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
                        d_w, cols, depth, pieces, share)
            else:
                launch(_vjp_x_plain, N * G * Cg * D * H * W, Cg * D * G * H * KD * KH * KW * N * Og * W, dy,
                        w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l,
                        d_d, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_correlations(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w,
        p_f, p_t, p_l, d_d, d_h, d_w, high, pieces, share, strips, tall, tasks, wide):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    """
    dtype = dy.dtype
    T = dtype.type
    for part in range(first, last):
        lefts = np.empty(N * D * W * H, np.int64)
        for tap in range(N * D * W * H):
            n = tap // (D * W * H)
            k = tap // (W * H) % D
            j = tap // H % W
            i = tap % H
            lefts[U(tap)] = W * i + j + H * W * k + Cg * D * G * H * W * n
        rights = np.empty(N * D * W * H, np.int64)
        for tap in range(N * D * W * H):
            n = tap // (D * W * H)
            k = tap // (W * H) % D
            j = tap // H % W
            i = tap % H
            rights[U(tap)] = (
                j * s_w // d_w
                + (i * s_h % d_h) * d_w * tall * wide
                + d_h * d_w * k * tall * wide
                + D * d_h * d_w * n * tall * wide
                + (j * s_w % d_w) * tall * wide
                + (i * s_h // d_h) * wide
            )
        planes = np.empty((N, D, d_h, d_w, max(0, tall), max(0, wide)), dtype)
        starts = np.empty(Cg, dtype)
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // (Og * KD * strips)
            o = turn // (KD * strips) % Og
            t = turn // strips % KD
            strip = turn % strips
            # dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l] · x[n, g·Cg+c, k, i, j]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for n in range(N):
                for k in range(D):
                    for phase_u in range(d_h):
                        for phase_v in range(d_w):
                            pad(planes, (n, k, phase_u, phase_v, 0, 0), wide, dy, (n, Og * g + o,
                                    k * s_d + d_d * t - p_f, phase_u + d_h * high * strip - p_t,
                                    phase_v - p_l), OW * d_h, d_w, tall, wide,
                                    -((phase_u - p_t) // d_h) - (high * strip),
                                    (OH + p_t - phase_u - 1) // d_h + 1 - (high * strip) if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1 else 0,
                                    -((phase_v - p_l) // d_w),
                                    (OW + p_l - phase_v - 1) // d_w + 1 if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1 else 0)
            correlate(dw, (Cg * g, o, t, high * strip, 0), KD * KH * KW * Og, KW, 1, starts, (0,), 1, x, (0,
                    Cg * g, 0, 0, 0), D * H * W, lefts, planes, (0, 0, 0, 0, 0, 0), wide, rights, H,
                    len(rights), Cg, min(high, KH - (high * strip)), KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, heaps, high, pieces, share, strips, tall, tasks, wide):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    """
    dtype = dy.dtype
    T = dtype.type
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
        planes = np.empty((Og, KD, s_h, s_w, max(0, tall), max(0, wide)), dtype)
        tile = np.empty((16, Og, KD, KW, KH), dtype)
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
                                high * strip, 0), D * H * W, W, planes, (0, 0, 0, 0, 0, 0), wide, rights,
                                min(16, Cg - (heap * 16)), min(high, H - (high * strip)), W)
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                dw[U(c + Cg * g), U(o), U(t), U(u), U(v)] = tile[U(c - (heap * 16)), U(o), U(t), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, cols, depth, pieces, share):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        tile = np.empty((Cg, 384), dtype)
        left = np.empty((min(Cg, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l] · x[n, g·Cg+c, k, i, j]
            for c in range(Cg):
                for col in range(cols_from, cols_last + 1):
                    tile[U(c), U(col - cols_from)] = T(0)
            line_first = cols_from // KW
            line_last = cols_last // KW
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (D * H * W)
                    k = inner // (H * W) % D
                    i = inner // W % H
                    j = inner % W
                    v_first = -((j * s_w - p_l) // d_w)
                    v_last = (OW + p_l - (j * s_w) - 1) // d_w
                    for line in range(line_first, min(line_last + 1, KD * KH * Og)):
                        o = line // (KD * KH)
                        t = line // KH % KD
                        u = line % KH
                        if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1 and i * s_h + d_h * u >= p_t and OH + p_t >= i * s_h + d_h * u + 1:
                            v = max(0, cols_from - (KW * line), v_first)
                            copy(right, (inner - depth_from, KW * line + v - cols_from), dy, (n, Og * g + o,
                                    k * s_d + d_d * t - p_f, i * s_h + d_h * u - p_t,
                                    j * s_w + d_w * v - p_l), d_w, min(KW, cols_last + 1 - (KW * line),
                                    v_last + 1) - v)
                line_first2 = depth_from // W
                line_last2 = depth_last // W
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for c in range(rows_from, rows_last + 1):
                        for line in range(line_first2, min(line_last2 + 1, D * H * N)):
                            n = line // (D * H)
                            k = line // H % D
                            i = line % H
                            j = max(0, depth_from - (W * line))
                            copy(left, (c - rows_from, j + W * line - depth_from), x, (n, c + Cg * g, k, i,
                                    j), 1, min(W, depth_last + 1 - (W * line)) - j)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(Cg):
                for line in range(line_first, min(line_last + 1, KD * KH * Og)):
                    o = line // (KD * KH)
                    t = line // KH % KD
                    u = line % KH
                    for v in range(max(0, cols_from - (KW * line)), min(KW, cols_last + 1 - (KW * line))):
                        dw[U(c + Cg * g), U(o), U(t), U(u), U(v)] = tile[U(c), U(KW * line + v - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
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
        j_first = -((d_w * v - p_l) // s_w)
        j_last = (OW + p_l - (d_w * v) - 1) // s_w
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (OH + p_t - (d_h * u) - 1) // s_h
        k_first = -((d_d * t - p_f) // s_d)
        k_last = (OD + p_f - (d_d * t) - 1) // s_d
        for n in range(N):
            for k in range(max(0, k_first), min(D, k_last + 1)):
                for i in range(max(0, i_first), min(H, i_last + 1)):
                    for j in range(max(0, j_first), min(W, j_last + 1)):
                        acc = plus(
                            acc,
                            dy[U(n), U(Og * g + o), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c + Cg * g), U(k), U(i), U(j)],
                        )
        dw[U(c + Cg * g), U(o), U(t), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W − Cg·G·KD·KH·KW·Og
        additions, terms that a condition drops counted.
    """
    if correlations(KH >= H and KW >= W and OW >= 4 and 64 >= min(Cg, D * N)):
        wide = (W * s_w - s_w) // d_w + KW
        most = max(32768 // max(D * N * d_h * d_w * wide, 1), 8)
        strips = max((KH - 1) // most + 1, 1)
        high = max((KH - 1) // strips + 1, 1)
        tall = (H * s_h - s_h) // d_h + high
        pieces = parts(G * KD * Og * strips)
        tasks = G * KD * Og * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_correlations, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw, N,
                Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, high,
                pieces, share, strips, tall, tasks, wide)
    else:
        if lagging(H >= KH and W >= KW and OW >= 4 and 64 >= min(Cg, KD * Og)):
            wide = (KW * d_w - d_w) // s_w + W
            most = max(32768 // max(KD * Og * s_h * s_w * wide, 1), 8)
            strips = max((H - 1) // most + 1, 1)
            high = max((H - 1) // strips + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            heaps = (Cg + 15) // 16
            pieces = parts(G * heaps)
            tasks = G * heaps
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_vjp_w_lagging, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg,
                    G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w,
                    heaps, high, pieces, share, strips, tall, tasks, wide)
        else:
            if blocks(Cg >= 4 and KD * KH * KW * Og >= 8 and D * H * N * W >= 4):
                cols = KD * KH * KW * Og
                depth = D * H * N * W
                pieces = parts(KD * KH * KW * Og)
                share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
                launch(_vjp_w_blocks, G * pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw,
                        N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
                        d_w, cols, depth, pieces, share)
            else:
                launch(_vjp_w_plain, G * Cg * Og * KD * KH * KW, Cg * D * G * H * KD * KH * KW * N * Og * W,
                        dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t,
                        p_l, d_d, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OD, OH, OW):
    """db[g·Og+o] = Σ_{n,zab} dy[n, g·Og+o, zab]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,zab} dy[n, g·Og+o, zab]
        acc = T(0)
        for n in range(N):
            for zab in range(OD * OH * OW):
                acc = plus(acc, dy[U(n), U(Og * g + o), U(zab)])
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OD, OH, OW):
    """db[g·Og+o] = Σ_{n,z,a,b} dy[n, g·Og+o, z, a, b]

    As compiled:

    db[g·Og+o] = Σ_{n,zab} dy[n, g·Og+o, zab]

    Operations: G·N·OD·OH·OW·Og − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, OD * OH * OW))
    launch(_vjp_b_part, G * Og, G * N * OD * OH * OW * Og, dy_rows, db, N, G, Og, OD, OH, OW)
