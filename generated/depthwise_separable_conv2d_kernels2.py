"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: 31ac518f422d3877.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_depth_dot, w_point_dot, b_dot, x, w_depth, w_point, z, y_dot, N, C, H, W,
        M, KH, KW, O, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last):
    """ż[g·M+o, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point_dot[o,c]·z[n,c,i,j] + w_point[o,c]·ż[c,j])
    """
    dtype = x_dot.dtype
    T = dtype.type
    z_dot = np.empty((C * M, OW), dtype)
    for task in range(first, last):
        n = task // OH
        i = task % OH
        # ż[g·M+o, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l] + w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l])
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(C):
            for o in range(M):
                for j in range(OW):
                    z_dot[U(M * g + o), U(j)] = T(0)
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_depth_here = w_depth[U(M * g + o), 0, U(u), U(v)]
                        w_depth_dot_here = w_depth_dot[U(M * g + o), 0, U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            z_dot[U(M * g + o), U(j)] += (
                                w_depth_dot_here
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_depth_here
                                * x_dot[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )
        # ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point_dot[o,c]·z[n,c,i,j] + w_point[o,c]·ż[c,j])
        for o in range(O):
            b_dot_here = b_dot[U(o)]
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)] = b_dot_here
            rest = np.empty(OW, dtype)
            part = np.empty(OW, dtype)
            for j in range(OW):
                rest[U(j)] = T(0)
            for c_block in range(c_block_last + 1):
                for j in range(OW):
                    part[U(j)] = T(0)
                for c in range(c_block * 1024, min(C * M, c_block * 1024 + 1024)):
                    w_point_here = w_point[U(o), U(c)]
                    w_point_dot_here = w_point_dot[U(o), U(c)]
                    for j in range(OW):
                        part[U(j)] += (
                            w_point_dot_here * z[U(n), U(c), U(i), U(j)] + w_point_here * z_dot[U(c), U(j)]
                        )
                for j in range(OW):
                    y_dot[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y_dot[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])


def _jvp(x_dot, w_depth_dot, w_point_dot, b_dot, x, w_depth, w_point, z, y_dot, N, C, H, W, M, KH, KW, O, OH,
        OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n, g·M+o, i, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point[o,c]·ż[n,c,i,j] + w_point_dot[o,c]·z[n,c,i,j])

    As compiled:

    ż[g·M+o, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point_dot[o,c]·z[n,c,i,j] + w_point[o,c]·ż[c,j])

    Operations: 2·C·KH·KW·M·N·OH·OW + 2·C·M·N·O·OH·OW multiplications, 2·C·KH·KW·M·N·OH·OW +
        2·C·M·N·O·OH·OW − C·M·N·OH·OW additions, terms that a condition drops counted.
    """
    c_block_last = (C * M - 1) // 1024
    launch(_jvp_part, N * OH, C * KH * KW * M * N * OH * OW + C * M * N * O * OH * OW, x_dot, w_depth_dot,
            w_point_dot, b_dot, x, w_depth, w_point, z, y_dot, N, C, H, W, M, KH, KW, O, OH, OW, s_h, s_w,
            p_t, p_l, d_h, d_w, c_block_last)
