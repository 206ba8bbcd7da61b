"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
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
def _vjp_w_depth_lagging(first, last, x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, heaps, high, pieces, share, strips, tall, tasks, wide):
    """dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((1, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, 1, KW, KH), dtype)
    for part in range(first, last):
        rights = np.empty(1 * KW * KH, np.int64)
        for tap in range(1 * KW * KH):
            one = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + one * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn in range(part * share, min(part * share + share, tasks)):
            g = turn // heaps
            heap = turn % heaps
            # dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for o in range(heap * 16, min(heap * 16 + 16, M)):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            tile[U(o - (heap * 16)), U(one), U(v), U(u)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for one in range(1):
                        for phase_i in range(s_h):
                            for phase_j in range(s_w):
                                pad(planes, (one, phase_i, phase_j, 0, 0), wide, x, (n, g,
                                        phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w,
                                        tall, wide, -((phase_i - p_t) // s_h) - (high * strip),
                                        (H + p_t - phase_i - 1) // s_h + 1 - (high * strip),
                                        -((phase_j - p_l) // s_w), (W + p_l - phase_j - 1) // s_w + 1)
                    lags(tile, (0, 0, 0, 0), KH * KW, dz, (n, heap * 16 + M * g, high * strip, 0), OH * OW,
                            OW, planes, (0, 0, 0, 0, 0), wide, rights, KH, min(16, M - (heap * 16)), min(high,
                            OH - (high * strip)), OW)
            for o in range(heap * 16, min(heap * 16 + 16, M)):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            dw_depth[U(M * g + o), U(one), U(u), U(v)] = tile[U(o - (heap * 16)), U(one), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_blocks(first, last, x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, depth2, pieces2, rows2, share2):
    """dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    tile2 = np.empty((max(0, rows2), 384), dtype)
    left2 = np.empty((max(0, min(rows2, 96)), max(0, min(depth2, 256))), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // (1 * pieces2)
        one = task // pieces2 % 1
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, M), 384):
            cols_last2 = min(M - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for row2 in range(rows2):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(row2), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    n = inner2 // (OH * OW)
                    i = inner2 // OW % OH
                    j = inner2 % OW
                    o = cols_from2
                    copy(right2, (inner2 - depth_from2, o - cols_from2), dz, (n, M * g + o, i, j), OH * OW,
                            cols_last2 + 1 - o)
                line2_first = depth_from2 // OW
                line2_last = depth_last2 // OW
                for rows_from2 in range(0, rows2, 96):
                    rows_last2 = min(rows2 - 1, rows_from2 + 95)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        for inner2 in range(depth_from2, depth_last2 + 1):
                            left2[U(row2 - rows_from2), U(inner2 - depth_from2)] = T(0)
                    for row2 in range(rows_from2, rows_last2 + 1):
                        u = row2 // KW
                        v = row2 % KW
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                            n = line2 // OH
                            i = line2 % OH
                            if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                                j = max(0, depth_from2 - (OW * line2), j_first)
                                copy(left2, (row2 - rows_from2, j + OW * line2 - depth_from2), x, (n, g,
                                        i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                        depth_last2 + 1 - (OW * line2), j_last + 1) - j)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), min(depth2, 256), 1, right2, (0, 0),
                            384, rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for row2 in range(rows2):
                u = row2 // KW
                v = row2 % KW
                for o in range(cols_from2, cols_last2 + 1):
                    dw_depth[U(M * g + o), U(one), U(u), U(v)] = tile2[U(row2), U(o - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_plain(first, last, x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, j_block_last):
    """dw_depth_sum[v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    dw_depth[g·M+o, 0, u, v] = dw_depth_sum[v]
    """
    dtype = x.dtype
    T = dtype.type
    dw_depth_sum = np.empty(KW, dtype)
    for task in range(first, last):
        g = task // (M * KH)
        o = task // KH % M
        u = task % KH
        # dw_depth_sum[v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
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
                                dz[U(n), U(M * g + o), U(i), U(j)]
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part3)
            dw_depth_sum[U(v)] = acc
        # dw_depth[g·M+o, 0, u, v] = dw_depth_sum[v]
        for one in range(1):
            for v in range(KW):
                dw_depth[U(M * g + o), U(one), U(u), U(v)] = dw_depth_sum[U(v)]


def _vjp_w_depth(x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]
    dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW multiplications, C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW −
        C·M·N·OH·OW − C·KH·KW·M additions, terms that a condition drops counted.
    """
    if lagging(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(min(32768 // max(s_h * s_w * wide, 1), 8192 // (min(M, 4) * OW)), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        heaps = (M + 15) // 16
        pieces = parts(C * heaps)
        tasks = C * heaps
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_vjp_w_depth_lagging, pieces, C * KH * KW * M * N * OH * OW // 32, x, dz, dw_depth, N, C, H, W,
                M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, heaps, high, pieces, share, strips, tall,
                tasks, wide)
    else:
        if blocks(KH * KW >= 4 and M >= 8 and N * OH * OW >= 4):
            rows2 = KH * KW
            depth2 = N * OH * OW
            pieces2 = parts(M)
            share2 = max(((M - 1) // (pieces2 * 64)) * 64 + 64, 1)
            launch(_vjp_w_depth_blocks, C * 1 * pieces2, C * KH * KW * M * N * OH * OW // 32, x, dz, dw_depth,
                    N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, depth2, pieces2, rows2,
                    share2)
        else:
            j_block_last = (OW - 1) // 1024
            launch(_vjp_w_depth_plain, C * M * KH, C * KH * KW * M + C * KH * KW * M * N * OH * OW, x, dz,
                    dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_blocks(first, last, dy, z, dw_point, N, C, M, O, OH, OW, depth, ij_count, m_count, pieces,
        share):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = dy.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for part in range(first, last):
        for cols_from in range(0, O, 384):
            cols_last = min(O - 1, cols_from + 383)
            # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
            for m in range(part * share, min(part * share + share, m_count)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(m - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // ij_count
                    ij = inner % ij_count
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dy, (n, o, ij), OH * OW,
                            cols_last + 1 - o)
                line_first = depth_from // ij_count
                line_last = depth_last // ij_count
                for rows_from in range(part * share, min(part * share + share, m_count), 96):
                    rows_last = min(m_count - 1, part * share + share - 1, rows_from + 95)
                    for m in range(rows_from, rows_last + 1):
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            ij = max(0, depth_from - (ij_count * line))
                            copy(left, (m - rows_from, ij + ij_count * line - depth_from), z, (n, m, ij), 1,
                                    min(OH * OW, depth_last + 1 - (ij_count * line)) - ij)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for m in range(part * share, min(part * share + share, m_count)):
                for o in range(cols_from, cols_last + 1):
                    dw_point[U(o), U(m)] = tile[U(m - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_plain(first, last, dy, z, dw_point, N, C, M, O, OH, OW, ij_block_last):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // (C * M)
        m = task % (C * M)
        # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part2 = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part2 = plus(part2, dy[U(n), U(o), U(ij)] * z[U(n), U(m), U(ij)])
                acc, rest = carried(acc, rest, part2)
        dw_point[U(o), U(m)] = acc


def _vjp_w_point(dy, z, dw_point, N, C, M, O, OH, OW):
    """dw_point[o,m] = Σ_{n,i,j} dy[n,o,i,j] · z[n,m,i,j]

    Operations: C·M·N·O·OH·OW multiplications, C·M·N·O·OH·OW − C·M·O additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    z_rows = z.reshape((N, C * M, OH * OW))
    if blocks(C * M >= 4 and O >= 8 and N * OH * OW >= 4):
        m_count = C * M
        ij_count = OH * OW
        depth = N * ij_count
        pieces = parts(m_count)
        share = max(((m_count - 1) // (pieces * 6)) * 6 + 6, 1)
        launch(_vjp_w_point_blocks, pieces, C * M * N * O * OH * OW // 32, dy_rows, z_rows, dw_point, N, C, M,
                O, OH, OW, depth, ij_count, m_count, pieces, share)
    else:
        ij_block_last = (OH * OW - 1) // 1024
        launch(_vjp_w_point_plain, O * C * M, C * M * N * O * OH * OW, dy_rows, z_rows, dw_point, N, C, M, O,
                OH, OW, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, O, OH, OW, ij_block_last):
    """db[o] = Σ_{n,ij} dy[n,o,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # db[o] = Σ_{n,ij} dy[n,o,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(o), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(o)] = acc


def _vjp_b(dy, db, N, O, OH, OW):
    """db[o] = Σ_{n,i,j} dy[n,o,i,j]

    As compiled:

    db[o] = Σ_{n,ij} dy[n,o,ij]

    Operations: N·O·OH·OW − O additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, O, N * O * OH * OW, dy_rows, db, N, O, OH, OW, ij_block_last)
