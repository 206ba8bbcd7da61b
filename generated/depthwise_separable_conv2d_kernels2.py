"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: 037d783e5b921b03.
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
def _jvp_blocks(first, last, x_dot, w_depth, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, cols, depth, pieces, share):
    """z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((M, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(M, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(M):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // OW
            line_last = cols_last // OW
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    u = inner // KW
                    v = inner % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line in range(line_first, min(line_last + 1, N * OH)):
                        n = line // OH
                        i = line % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from - (OW * line), j_first)
                            copy(right, (inner - depth_from, j + OW * line - cols_from), x_dot, (n, g,
                                    i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                    cols_last + 1 - (OW * line), j_last + 1) - j)
                for rows_from in range(0, M, 96):
                    rows_last = min(M - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        u = inner // KW
                        v = inner % KW
                        o = rows_from
                        copy(left, (inner - depth_from, o - rows_from), w_depth, (M * g + o, 0, u, v),
                                KH * KW, rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(M, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(M):
                for line in range(line_first, min(line_last + 1, N * OH)):
                    n = line // OH
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        z_dot_part1[U(n), U(M * g + o), U(i), U(j)] = tile[U(o), U(j + OW * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w_depth, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w):
    """z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * M * OH)
        g = task // (M * OH) % C
        o = task // OH % M
        i = task % OH
        # z_dot_part1[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · ẋ[n, g,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            z_dot_part1[U(n), U(M * g + o), U(i), U(j)] = T(0)
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                w_depth_here = w_depth[U(M * g + o), 0, U(u), U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    z_dot_part1[U(n), U(M * g + o), U(i), U(j)] += (
                        w_depth_here
                        * x_dot[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_depth_dot, x, z_dot, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, cols2, depth2, pieces2, share2):
    """ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u, v] · x[n, g,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_depth_dot.dtype
    T = dtype.type
    tile2 = np.empty((M, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(M, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u,
            #     v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(M):
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
                    u = inner2 // KW
                    v = inner2 % KW
                    j_first = -((d_w * v - p_l) // s_w)
                    j_last = (W + p_l - (d_w * v) - 1) // s_w
                    for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                        n = line2 // OH
                        i = line2 % OH
                        if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                            j = max(0, cols_from2 - (OW * line2), j_first)
                            copy(right2, (inner2 - depth_from2, j + OW * line2 - cols_from2), x, (n, g,
                                    i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                    cols_last2 + 1 - (OW * line2), j_last + 1) - j)
                for rows_from2 in range(0, M, 96):
                    rows_last2 = min(M - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        u = inner2 // KW
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w_depth_dot, (M * g + o, 0, u, v),
                                KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(M, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(M):
                for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        z_dot[U(n), U(M * g + o), U(i), U(j)] = (
                            tile2[U(o), U(j + OW * line2 - cols_from2)]
                            + z_dot_part1[U(n), U(M * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_depth_dot, x, z_dot, z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w):
    """ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u, v] · x[n, g,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    for task in range(first, last):
        n = task // (C * M * OH)
        g = task // (M * OH) % C
        o = task // OH % M
        i = task % OH
        # ż[n, g·M+o, i, j] = z_dot_part1[n, g·M+o, i, j] + Σ_{u,v} w_depth_dot[g·M+o, 0, u,
        #     v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            z_dot[U(n), U(M * g + o), U(i), U(j)] = z_dot_part1[U(n), U(M * g + o), U(i), U(j)]
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                w_depth_dot_here = w_depth_dot[U(M * g + o), 0, U(u), U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    z_dot[U(n), U(M * g + o), U(i), U(j)] += (
                        w_depth_dot_here
                        * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks3(first, last, w_point, y_dot_part1, z_dot, N, C, M, O, OH, OW, c_count3, cols3, pieces3,
        share3):
    """y_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ż[n,c,i,j]"""
    dtype = w_point.dtype
    T = dtype.type
    tile3 = np.empty((O, 384), dtype)
    left3 = np.empty((min(O, 96), max(0, min(c_count3, 256))), dtype)
    right3 = np.empty((max(0, min(c_count3, 256)), 384), dtype)
    for part3 in range(first, last):
        for cols_from3 in range(part3 * share3, min(part3 * share3 + share3, cols3), 384):
            cols_last3 = min(cols3 - 1, cols_from3 + 383, part3 * share3 + share3 - 1)
            # y_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ż[n,c,i,j]
            for o in range(O):
                for col3 in range(cols_from3, cols_last3 + 1):
                    tile3[U(o), U(col3 - cols_from3)] = T(0)
            line3_first = cols_from3 // OW
            line3_last = cols_last3 // OW
            for depth_from3 in range(0, c_count3, 256):
                depth_last3 = min(c_count3 - 1, depth_from3 + 255)
                for c in range(depth_from3, depth_last3 + 1):
                    for line3 in range(line3_first, min(line3_last + 1, N * OH)):
                        n = line3 // OH
                        i = line3 % OH
                        j = max(0, cols_from3 - (OW * line3))
                        copy(right3, (c - depth_from3, j + OW * line3 - cols_from3), z_dot, (n, c, i, j), 1,
                                min(OW, cols_last3 + 1 - (OW * line3)) - j)
                for rows_from3 in range(0, O, 96):
                    rows_last3 = min(O - 1, rows_from3 + 95)
                    for o in range(rows_from3, rows_last3 + 1):
                        c = depth_from3
                        copy(left3, (o - rows_from3, c - depth_from3), w_point, (o, c), 1,
                                depth_last3 + 1 - c)
                    multiply(tile3, (rows_from3, 0), 384, left3, (0, 0), min(c_count3, 256), 1, right3, (0,
                            0), 384, rows_last3 + 1 - rows_from3, cols_last3 + 1 - cols_from3,
                            depth_last3 + 1 - depth_from3)
            for o in range(O):
                for line3 in range(line3_first, min(line3_last + 1, N * OH)):
                    n = line3 // OH
                    i = line3 % OH
                    for j in range(max(0, cols_from3 - (OW * line3)), min(OW, cols_last3 + 1 - (OW * line3))):
                        y_dot_part1[U(n), U(o), U(i), U(j)] = tile3[U(o), U(j + OW * line3 - cols_from3)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain3(first, last, w_point, y_dot_part1, z_dot, N, C, M, O, OH, OW, c_block_last):
    """y_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ż[n,c,i,j]"""
    dtype = w_point.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part5 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y_dot_part1[n,o,i,j] = Σ_c w_point[o,c] · ż[n,c,i,j]
        for j in range(OW):
            y_dot_part1[U(n), U(o), U(i), U(j)] = T(0)
        for j in range(OW):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part5[U(j)] = T(0)
            for c in range(c_block * 1024, min(C * M, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(OW):
                    part5[U(j)] += w_point_here * z_dot[U(n), U(c), U(i), U(j)]
            for j in range(OW):
                y_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)], part5[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, w_point_dot, b_dot, z, y_dot, y_dot_part1, N, C, M, O, OH, OW, c_count4, cols4,
        pieces4, share4):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_c w_point_dot[o,c] · z[n,c,i,j]"""
    dtype = w_point_dot.dtype
    T = dtype.type
    tile4 = np.empty((O, 384), dtype)
    left4 = np.empty((min(O, 96), max(0, min(c_count4, 256))), dtype)
    right4 = np.empty((max(0, min(c_count4, 256)), 384), dtype)
    for part4 in range(first, last):
        for cols_from4 in range(part4 * share4, min(part4 * share4 + share4, cols4), 384):
            cols_last4 = min(cols4 - 1, cols_from4 + 383, part4 * share4 + share4 - 1)
            # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_c w_point_dot[o,c] · z[n,c,i,j]
            for o in range(O):
                for col4 in range(cols_from4, cols_last4 + 1):
                    tile4[U(o), U(col4 - cols_from4)] = T(0)
            line4_first = cols_from4 // OW
            line4_last = cols_last4 // OW
            for depth_from4 in range(0, c_count4, 256):
                depth_last4 = min(c_count4 - 1, depth_from4 + 255)
                for c in range(depth_from4, depth_last4 + 1):
                    for line4 in range(line4_first, min(line4_last + 1, N * OH)):
                        n = line4 // OH
                        i = line4 % OH
                        j = max(0, cols_from4 - (OW * line4))
                        copy(right4, (c - depth_from4, j + OW * line4 - cols_from4), z, (n, c, i, j), 1,
                                min(OW, cols_last4 + 1 - (OW * line4)) - j)
                for rows_from4 in range(0, O, 96):
                    rows_last4 = min(O - 1, rows_from4 + 95)
                    for o in range(rows_from4, rows_last4 + 1):
                        c = depth_from4
                        copy(left4, (o - rows_from4, c - depth_from4), w_point_dot, (o, c), 1,
                                depth_last4 + 1 - c)
                    multiply(tile4, (rows_from4, 0), 384, left4, (0, 0), min(c_count4, 256), 1, right4, (0,
                            0), 384, rows_last4 + 1 - rows_from4, cols_last4 + 1 - cols_from4,
                            depth_last4 + 1 - depth_from4)
            for o in range(O):
                b_dot_here = b_dot[U(o)]
                for line4 in range(line4_first, min(line4_last + 1, N * OH)):
                    n = line4 // OH
                    i = line4 % OH
                    for j in range(max(0, cols_from4 - (OW * line4)), min(OW, cols_last4 + 1 - (OW * line4))):
                        y_dot[U(n), U(o), U(i), U(j)] = (
                            b_dot_here
                            + tile4[U(o), U(j + OW * line4 - cols_from4)]
                            + y_dot_part1[U(n), U(o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain4(first, last, w_point_dot, b_dot, z, y_dot, y_dot_part1, N, C, M, O, OH, OW, c_block_last):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_c w_point_dot[o,c] · z[n,c,i,j]"""
    dtype = w_point_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part6 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + ḃ[o] + Σ_c w_point_dot[o,c] · z[n,c,i,j]
        b_dot_here = b_dot[U(o)]
        for j in range(OW):
            y_dot[U(n), U(o), U(i), U(j)] = b_dot_here + y_dot_part1[U(n), U(o), U(i), U(j)]
        for j in range(OW):
            rest2[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part6[U(j)] = T(0)
            for c in range(c_block * 1024, min(C * M, c_block * 1024 + 1024)):
                w_point_dot_here = w_point_dot[U(o), U(c)]
                for j in range(OW):
                    part6[U(j)] += w_point_dot_here * z[U(n), U(c), U(i), U(j)]
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part6[U(j)])


def _jvp(x_dot, w_depth_dot, w_point_dot, b_dot, x, w_depth, w_point, z, y_dot, N, C, H, W, M, KH, KW, O, OH,
        OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n, g·M+o, i, j] = Σ_{u,v} (w_depth[g·M+o, 0, u, v] · ẋ[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] +
        w_depth_dot[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
    ẏ[n,o,i,j] = ḃ[o] + Σ_c (w_point[o,c]·ż[n,c,i,j] + w_point_dot[o,c]·z[n,c,i,j])

    Operations: 2·C·KH·KW·M·N·OH·OW + 2·C·M·N·O·OH·OW multiplications, 2·C·KH·KW·M·N·OH·OW +
        2·C·M·N·O·OH·OW − C·M·N·OH·OW additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    z_dot_part1 = np.empty((N, C * M, OH, OW), dtype)
    z_dot = np.empty((N, C * M, OH, OW), dtype)
    y_dot_part1 = np.empty((N, O, OH, OW), dtype)
    if blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4):
        cols = N * OH * OW
        depth = KH * KW
        pieces = parts(N * OH * OW)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, C * pieces, C * KH * KW * M * N * OH * OW // 32, x_dot, w_depth, z_dot_part1, N,
                C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols, depth, pieces, share)
    else:
        launch(_jvp_plain, N * C * M * OH, C * KH * KW * M * N * OH * OW, x_dot, w_depth, z_dot_part1, N, C,
                H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)
    if blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4):
        cols2 = N * OH * OW
        depth2 = KH * KW
        pieces2 = parts(N * OH * OW)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, C * pieces2, C * KH * KW * M * N * OH * OW // 32, w_depth_dot, x, z_dot,
                z_dot_part1, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, cols2, depth2,
                pieces2, share2)
    else:
        launch(_jvp_plain2, N * C * M * OH, C * KH * KW * M * N * OH * OW, w_depth_dot, x, z_dot, z_dot_part1,
                N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)
    if blocks(O >= 4 and N * OH * OW >= 8 and C * M >= 4):
        c_count3 = C * M
        cols3 = N * OH * OW
        pieces3 = parts(N * OH * OW)
        share3 = max(((cols3 - 1) // (pieces3 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks3, pieces3, C * M * N * O * OH * OW // 32, w_point, y_dot_part1, z_dot, N, C, M, O,
                OH, OW, c_count3, cols3, pieces3, share3)
    else:
        c_block_last = (C * M - 1) // 1024
        launch(_jvp_plain3, N * O * OH, C * M * N * O * OH * OW, w_point, y_dot_part1, z_dot, N, C, M, O, OH,
                OW, c_block_last)
    if blocks(O >= 4 and N * OH * OW >= 8 and C * M >= 4):
        c_count4 = C * M
        cols4 = N * OH * OW
        pieces4 = parts(N * OH * OW)
        share4 = max(((cols4 - 1) // (pieces4 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks4, pieces4, C * M * N * O * OH * OW // 32, w_point_dot, b_dot, z, y_dot,
                y_dot_part1, N, C, M, O, OH, OW, c_count4, cols4, pieces4, share4)
    else:
        c_block_last = (C * M - 1) // 1024
        launch(_jvp_plain4, N * O * OH, C * M * N * O * OH * OW, w_point_dot, b_dot, z, y_dot, y_dot_part1, N,
                C, M, O, OH, OW, c_block_last)
