"""The kernels of conv3d; conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv3d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .stencils import lagging, lags, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, heaps, high, pieces, share, strips, tall, tasks, wide):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+s_d·k−p_f,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, KD, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, Cg, KD, KW, KH), dtype)
    for part in range(first, last):
        rights = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + KD * c * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + s_h * s_w * t * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
            #     d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                tile[U(o - (heap * 16)), U(c), U(t), U(v), U(u)] = T(0)
            for n in range(N):
                for k in range(OD):
                    for strip in range(strips):
                        for c in range(Cg):
                            for t in range(KD):
                                for phase_i in range(s_h):
                                    for phase_j in range(s_w):
                                        pad(planes, (c, t, phase_i, phase_j, 0, 0), wide, x, (n, c + Cg * g,
                                                k * s_d + d_d * t - p_f, phase_i + high * s_h * strip - p_t,
                                                phase_j - p_l), W * s_h, s_w, tall, wide,
                                                -((phase_i - p_t) // s_h) - (high * strip),
                                                (H + p_t - phase_i - 1) // s_h + 1 - (high * strip) if k * s_d + d_d * t >= p_f and D + p_f >= k * s_d + d_d * t + 1 else 0,
                                                -((phase_j - p_l) // s_w),
                                                (W + p_l - phase_j - 1) // s_w + 1 if k * s_d + d_d * t >= p_f and D + p_f >= k * s_d + d_d * t + 1 else 0)
                        lags(tile, (0, 0, 0, 0, 0), Cg * KD * KH * KW, dy, (n, heap * 16 + Og * g, k,
                                high * strip, 0), OD * OH * OW, OW, planes, (0, 0, 0, 0, 0, 0), wide, rights,
                                KH, min(16, Og - (heap * 16)), min(high, OH - (high * strip)), OW)
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                dw[U(Og * g + o), U(c), U(t), U(u), U(v)] = tile[U(o - (heap * 16)), U(c), U(t), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, depth2, pieces2, rows2, share2):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+s_d·k−p_f,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    """
    dtype = dy.dtype
    T = dtype.type
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    tile2 = np.empty((share2, 384), dtype)
    left2 = np.empty((min(share2, 96), max(0, min(depth2, 256))), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(0, Og, 384):
            cols_last2 = min(Og - 1, cols_from2 + 383)
            # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
            #     d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(row2 - (part2 * share2)), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    n = inner2 // (OD * OH * OW)
                    k = inner2 // (OH * OW) % OD
                    i = inner2 // OW % OH
                    j = inner2 % OW
                    o = cols_from2
                    copy(right2, (inner2 - depth_from2, o - cols_from2), dy, (n, Og * g + o, k, i, j),
                            OD * OH * OW, cols_last2 + 1 - o)
                line2_first = depth_from2 // OW
                line2_last = depth_last2 // OW
                for rows_from2 in range(part2 * share2, min(part2 * share2 + share2, rows2), 96):
                    rows_last2 = min(part2 * share2 + share2 - 1, rows2 - 1, rows_from2 + 95)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            left2[U(row2 - rows_from2), U(inner2 - depth_from2)] = T(0)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        c = row2 // (KD * KH * KW)
                        t = row2 // (KH * KW) % KD
                        u = row2 // KW % KH
                        v = row2 % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        for line2 in range(line2_first, min(line2_last + 1, N * OD * OH)):
                            n = line2 // (OD * OH)
                            k = line2 // OH % OD
                            i = line2 % OH
                            if k * s_d + d_d * t >= p_f and D + p_f >= k * s_d + d_d * t + 1 and i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from2 - (OW * line2), j_first)
                                copy(left2, (row2 - rows_from2, j + OW * line2 - depth_from2), x, (n,
                                        c + Cg * g, k * s_d + d_d * t - p_f, i * s_h + d_h * u - p_t,
                                        j * s_w + d_w * v - p_l), s_w, min(OW, depth_last2 + 1 - (OW * line2),
                                        j_last + 1) - j)
                    multiply(tile2, (rows_from2 - (part2 * share2), 0), 384, left2, (0, 0), min(depth2, 256),
                            1, right2, (0, 0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                c = row2 // (KD * KH * KW)
                t = row2 // (KH * KW) % KD
                u = row2 // KW % KH
                v = row2 % KW
                for o in range(cols_from2, cols_last2 + 1):
                    dw[U(Og * g + o), U(c), U(t), U(u), U(v)] = tile2[U(row2 - (part2 * share2)), U(o - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, j_block_last):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+s_d·k−p_f,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KD * KH)
        o = task // (Cg * KD * KH) % Og
        c = task // (KD * KH) % Cg
        t = task // KH % KD
        u = task % KH
        # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
        #     d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        k_first = -((d_d * t - p_f) // s_d)
        k_last = (D + p_f - (d_d * t) - 1) // s_d
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (W + p_l - (d_w * v) - 1) // s_w
            j_block_first = j_first // 1024
            j_block_last2 = j_last // 1024
            for n in range(N):
                for k in range(max(0, k_first), min(OD, k_last + 1)):
                    for i in range(max(0, i_first), min(OH, i_last + 1)):
                        for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                            part3 = T(0)
                            for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                    j_block * 1024 + 1024)):
                                part3 = plus(
                                    part3,
                                    dy[U(n), U(Og * g + o), U(k), U(i), U(j)]
                                    * x[U(n), U(c + Cg * g), U(k * s_d + d_d * t - p_f),
                                            U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                                )
                            acc, rest = carried(acc, rest, part3)
            dw[U(Og * g + o), U(c), U(t), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+s_d·k−p_f,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: Cg·G·KD·KH·KW·N·OD·OH·OW·Og multiplications, Cg·G·KD·KH·KW·N·OD·OH·OW·Og −
        Cg·G·KD·KH·KW·Og additions, terms that a condition drops counted.
    """
    if lagging(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg * KD - 3,
            Og - 16)):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(min(32768 // max(Cg * KD * s_h * s_w * wide, 1), 8192 // (min(Og, 4) * OW)), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        heaps = (Og + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_lagging, pieces, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, dy, x, dw, N, Cg,
                G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, heaps,
                high, pieces, share, strips, tall, tasks, wide)
    else:
        if blocks(Cg * KD * KH * KW >= 4 and Og >= 8 and N * OD * OH * OW >= 4):
            rows2 = Cg * KD * KH * KW
            depth2 = N * OD * OH * OW
            pieces2 = parts(Cg * KD * KH * KW)
            share2 = max(((rows2 - 1) // (pieces2 * 6)) * 6 + 6, 1)
            launch(_vjp_w_blocks, G * pieces2, Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32, dy, x, dw,
                    N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
                    d_w, depth2, pieces2, rows2, share2)
        else:
            j_block_last = (OW - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg * KD * KH, Cg * G * KD * KH * KW * N * OD * OH * OW * Og, dy, x,
                    dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
                    d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OD, OH, OW, kij_block_last):
    """db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for kij_block in range(kij_block_last + 1):
                part = T(0)
                for kij in range(kij_block * 1024, min(OD * OH * OW, kij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(kij)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OD, OH, OW):
    """db[g·Og+o] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j]

    As compiled:

    db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]

    Operations: G·N·OD·OH·OW·Og − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, OD * OH * OW))
    kij_block_last = (OD * OH * OW - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OD * OH * OW * Og, dy_rows, db, N, G, Og, OD, OH, OW, kij_block_last)
