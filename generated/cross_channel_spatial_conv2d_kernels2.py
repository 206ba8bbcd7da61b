"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
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
def _vjp_x_blocks(first, last, w_point, dz, dx, N, C, H, W, Cg, G, ab_count, cols, o_count, pieces, share):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]"""
    dtype = w_point.dtype
    T = dtype.type
    tile = np.empty((C, 384), dtype)
    left = np.empty((max(0, min(o_count, 256)), min(C, 96)), dtype)
    right = np.empty((max(0, min(o_count, 256)), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]
            for c in range(C):
                for col in range(cols_from, cols_last + 1):
                    tile[U(c), U(col - cols_from)] = T(0)
            line_first = cols_from // ab_count
            line_last = cols_last // ab_count
            for depth_from in range(0, o_count, 256):
                depth_last = min(depth_from + 255, o_count - 1)
                for o in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        ab = max(0, cols_from - (ab_count * line))
                        copy(right, (o - depth_from, ab + ab_count * line - cols_from), dz, (n, o, ab), 1,
                                min(H * W, cols_last + 1 - (ab_count * line)) - ab)
                for rows_from in range(0, C, 96):
                    rows_last = min(C - 1, rows_from + 95)
                    for o in range(depth_from, depth_last + 1):
                        c = rows_from
                        copy(left, (o - depth_from, c - rows_from), w_point, (o, c), 1, rows_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(C, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(C):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for ab in range(max(0, cols_from - (ab_count * line)), min(H * W,
                            cols_last + 1 - (ab_count * line))):
                        dx[U(n), U(c), U(ab)] = tile[U(c), U(ab + ab_count * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, w_point, dz, dx, N, C, H, W, Cg, G, o_block_last):
    """dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]"""
    dtype = w_point.dtype
    T = dtype.type
    rest = np.empty(H * W, dtype)
    part2 = np.empty(H * W, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,ab] = Σ_o dz[n,o,ab] · w_point[o,c]
        for ab in range(H * W):
            dx[U(n), U(c), U(ab)] = T(0)
        for ab in range(H * W):
            rest[U(ab)] = T(0)
        for o_block in range(o_block_last + 1):
            for ab in range(H * W):
                part2[U(ab)] = T(0)
            for o in range(o_block * 1024, min(Cg * G, o_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for ab in range(H * W):
                    part2[U(ab)] += dz[U(n), U(o), U(ab)] * w_point_here
            for ab in range(H * W):
                dx[U(n), U(c), U(ab)], rest[U(ab)] = carried(dx[U(n), U(c), U(ab)], rest[U(ab)], part2[U(ab)])


def _vjp_x(w_point, dz, dx, N, C, H, W, Cg, G):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]
    dx[n,c,a,b] = Σ_o dz[n,o,a,b] · w_point[o,c]

    Operations: Cg·G·H·KH·KW·N·Og·W + C·Cg·G·H·N·W multiplications, Cg·G·H·KH·KW·N·Og·W + (C − 1) · Cg · G
        · H · N · W − C·H·N·W additions, terms that a condition drops counted.
    """
    dz_rows = dz.reshape((N, Cg * G, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    if blocks(C >= 4 and H * N * W >= 8 and Cg * G >= 4):
        ab_count = H * W
        o_count = Cg * G
        cols = N * ab_count
        pieces = parts(N * ab_count)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_x_blocks, pieces, C * Cg * G * H * N * W // 32, w_point, dz_rows, dx_rows, N, C, H, W, Cg,
                G, ab_count, cols, o_count, pieces, share)
    else:
        o_block_last = (Cg * G - 1) // 1024
        launch(_vjp_x_plain, N * C, C * Cg * G * H * N * W, w_point, dz_rows, dx_rows, N, C, H, W, Cg, G,
                o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_blocks(first, last, x, dz, dw_point, N, C, H, W, Cg, G, depth, ij_count, k_count, pieces,
        share):
    """dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]"""
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((max(0, k_count), 384), dtype)
    left = np.empty((max(0, min(k_count, 96)), max(0, min(depth, 256))), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, C), 384):
            cols_last = min(C - 1, cols_from + 383, part * share + share - 1)
            # dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]
            for k in range(k_count):
                for c in range(cols_from, cols_last + 1):
                    tile[U(k), U(c - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // ij_count
                    ij = inner % ij_count
                    c = cols_from
                    copy(right, (inner - depth_from, c - cols_from), x, (n, c, ij), H * W, cols_last + 1 - c)
                line_first = depth_from // ij_count
                line_last = depth_last // ij_count
                for rows_from in range(0, k_count, 96):
                    rows_last = min(k_count - 1, rows_from + 95)
                    for k in range(rows_from, rows_last + 1):
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            ij = max(0, depth_from - (ij_count * line))
                            copy(left, (k - rows_from, ij + ij_count * line - depth_from), dz, (n, k, ij), 1,
                                    min(H * W, depth_last + 1 - (ij_count * line)) - ij)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for k in range(k_count):
                for c in range(cols_from, cols_last + 1):
                    dw_point[U(k), U(c)] = tile[U(k), U(c - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_plain(first, last, x, dz, dw_point, N, C, H, W, Cg, G, ij_block_last):
    """dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        k = task // C
        c = task % C
        # dw_point[k,c] = Σ_{n,ij} dz[n,k,ij] · x[n,c,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part2 = T(0)
                for ij in range(ij_block * 1024, min(H * W, ij_block * 1024 + 1024)):
                    part2 = plus(part2, dz[U(n), U(k), U(ij)] * x[U(n), U(c), U(ij)])
                acc, rest = carried(acc, rest, part2)
        dw_point[U(k), U(c)] = acc


def _vjp_w_point(x, dz, dw_point, N, C, H, W, Cg, G):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]
    dw_point[k,c] = Σ_{n,i,j} dz[n,k,i,j] · x[n,c,i,j]

    Operations: Cg·G·H·KH·KW·N·Og·W + C·Cg·G·H·N·W multiplications, Cg·G·H·KH·KW·N·Og·W + (C − 1) · Cg · G
        · H · N · W − C·Cg·G additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((N, C, H * W))
    dz_rows = dz.reshape((N, Cg * G, H * W))
    if blocks(Cg * G >= 4 and C >= 8 and H * N * W >= 4):
        k_count = Cg * G
        ij_count = H * W
        depth = N * ij_count
        pieces = parts(C)
        share = max(((C - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_w_point_blocks, pieces, C * Cg * G * H * N * W // 32, x_rows, dz_rows, dw_point, N, C, H,
                W, Cg, G, depth, ij_count, k_count, pieces, share)
    else:
        ij_block_last = (H * W - 1) // 1024
        launch(_vjp_w_point_plain, Cg * G * C, C * Cg * G * H * N * W, x_rows, dz_rows, dw_point, N, C, H, W,
                Cg, G, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_point_part(first, last, dz, db_point, N, H, W, Cg, G, ij_block_last):
    """db_point[k] = Σ_{n,ij} dz[n,k,ij]"""
    dtype = dz.dtype
    T = dtype.type
    for k in range(first, last):
        # db_point[k] = Σ_{n,ij} dz[n,k,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(H * W, ij_block * 1024 + 1024)):
                    part = plus(part, dz[U(n), U(k), U(ij)])
                acc, rest = carried(acc, rest, part)
        db_point[U(k)] = acc


def _vjp_b_point(dz, db_point, N, H, W, Cg, G):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]
    db_point[k] = Σ_{n,i,j} dz[n,k,i,j]

    As compiled:

    db_point[k] = Σ_{n,ij} dz[n,k,ij]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G additions, terms that a
        condition drops counted.
    """
    dz_rows = dz.reshape((N, Cg * G, H * W))
    ij_block_last = (H * W - 1) // 1024
    launch(_vjp_b_point_part, Cg * G, Cg * G * H * N * W, dz_rows, db_point, N, H, W, Cg, G, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        heaps, high, pieces, share, strips, tall, tasks, wide):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, Cg, KW, KH), dtype)
    for part in range(first, last):
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
            g = turn // heaps
            heap = turn % heaps
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for v in range(KW):
                        for u in range(KH):
                            tile[U(o - (heap * 16)), U(c), U(v), U(u)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for c in range(Cg):
                        for phase_i in range(s_h):
                            for phase_j in range(s_w):
                                pad(planes, (c, phase_i, phase_j, 0, 0), wide, z, (n, c + Cg * g,
                                        phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w,
                                        tall, wide, -((phase_i - p_t) // s_h) - (high * strip),
                                        (H + p_t - phase_i - 1) // s_h + 1 - (high * strip),
                                        -((phase_j - p_l) // s_w), (W + p_l - phase_j - 1) // s_w + 1)
                    lags(tile, (0, 0, 0, 0), Cg * KH * KW, dy, (n, heap * 16 + Og * g, high * strip, 0),
                            OH * OW, OW, planes, (0, 0, 0, 0, 0), wide, rights, KH, min(16, Og - (heap * 16)),
                            min(high, OH - (high * strip)), OW)
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for v in range(KW):
                        for u in range(KH):
                            dw[U(Og * g + o), U(c), U(u), U(v)] = tile[U(o - (heap * 16)), U(c), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        depth2, pieces2, rows2, share2):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
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
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(row2 - (part2 * share2)), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    n = inner2 // (OH * OW)
                    i = inner2 // OW % OH
                    j = inner2 % OW
                    o = cols_from2
                    copy(right2, (inner2 - depth_from2, o - cols_from2), dy, (n, Og * g + o, i, j), OH * OW,
                            cols_last2 + 1 - o)
                line2_first = depth_from2 // OW
                line2_last = depth_last2 // OW
                for rows_from2 in range(part2 * share2, min(part2 * share2 + share2, rows2), 96):
                    rows_last2 = min(part2 * share2 + share2 - 1, rows2 - 1, rows_from2 + 95)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            left2[U(row2 - rows_from2), U(inner2 - depth_from2)] = T(0)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        c = row2 // (KH * KW)
                        u = row2 // KW % KH
                        v = row2 % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                            n = line2 // OH
                            i = line2 % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from2 - (OW * line2), j_first)
                                copy(left2, (row2 - rows_from2, j + OW * line2 - depth_from2), z, (n,
                                        c + Cg * g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w,
                                        min(OW, depth_last2 + 1 - (OW * line2), j_last + 1) - j)
                    multiply(tile2, (rows_from2 - (part2 * share2), 0), 384, left2, (0, 0), min(depth2, 256),
                            1, right2, (0, 0), 384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for row2 in range(part2 * share2, min(part2 * share2 + share2, rows2)):
                c = row2 // (KH * KW)
                u = row2 // KW % KH
                v = row2 % KW
                for o in range(cols_from2, cols_last2 + 1):
                    dw[U(Og * g + o), U(c), U(u), U(v)] = tile2[U(row2 - (part2 * share2)), U(o - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KH)
        o = task // (Cg * KH) % Og
        c = task // KH % Cg
        u = task % KH
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
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
                        part3 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part3 = plus(
                                part3,
                                dy[U(n), U(Og * g + o), U(i), U(j)]
                                * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part3)
            dw[U(Og * g + o), U(c), U(u), U(v)] = acc


def _vjp_w(dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og − Cg·G·KH·KW·Og additions,
        terms that a condition drops counted.
    """
    if lagging(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4 and 0 >= min(Cg - 3, Og - 16)):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(min(32768 // max(Cg * s_h * s_w * wide, 1), 8192 // (min(Og, 4) * OW)), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        heaps = (Og + 15) // 16
        pieces = parts(G * heaps)
        tasks = G * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_lagging, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, dy, z, dw, N, H, W, Cg, G,
                Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, heaps, high, pieces, share, strips, tall,
                tasks, wide)
    else:
        if blocks(Cg * KH * KW >= 4 and Og >= 8 and N * OH * OW >= 4):
            rows2 = Cg * KH * KW
            depth2 = N * OH * OW
            pieces2 = parts(Cg * KH * KW)
            share2 = max(((rows2 - 1) // (pieces2 * 6)) * 6 + 6, 1)
            launch(_vjp_w_blocks, G * pieces2, Cg * G * KH * KW * N * OH * OW * Og // 32, dy, z, dw, N, H, W,
                    Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth2, pieces2, rows2, share2)
        else:
            j_block_last = (OW - 1) // 1024
            launch(_vjp_w_plain, G * Og * Cg * KH, Cg * G * KH * KW * N * OH * OW * Og, dy, z, dw, N, H, W,
                    Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OH, OW, ij_block_last):
    """db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OH, OW):
    """db[g·Og+o] = Σ_{n,i,j} dy[n, g·Og+o, i, j]

    As compiled:

    db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]

    Operations: G·N·OH·OW·Og − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OH * OW * Og, dy_rows, db, N, G, Og, OH, OW, ij_block_last)
