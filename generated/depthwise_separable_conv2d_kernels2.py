"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: 894fd0b39b54e850.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, depthblock, either, multiply, padded, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_blocks(first, last, dz, panels, N, C, M, OH, OW, depth, wide):
    """panels[g, col_part, (n·OH+i)·OW+j, o−col_part·wide] = dz[n, g·M+o, i, j]"""
    for task in range(first, last):
        g = task // (((M - 1) // wide + 1))
        col_part = task % ((M - 1) // wide + 1)
        # panels[g, col_part, (n·OH+i)·OW+j, o−col_part·wide] = dz[n, g·M+o, i, j]
        for n in range(N):
            turn(panels, (g, col_part, OH * OW * n, 0), wide, dz,
                    OH * OW * col_part * wide + M * OH * OW * g + C * M * OH * OW * n, OH * OW, 1, min(wide,
                    M - (col_part * wide)), OH * OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_blocks2(first, last, dw_depth_lines, panels, x_padded, N, C, M, KH, KW, OH, OW, s_h, s_w,
        d_h, d_w, deep, depth, high, line_last, quotient_M_wide, rows, wide, x_size2, x_size3):
    """dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dw_depth_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(depth, np.int64)
    right_at = np.empty(depth, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (1 * ((rows - 1) // high + 1) * ((M - 1) // wide + 1))
        one = task // (((rows - 1) // high + 1) * ((M - 1) // wide + 1)) % 1
        row_part = task // (((M - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((M - 1) // wide + 1)
        # dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        for line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1, line_last + 1,
                KH)):
            u = line
            for v in range(max(0, high * row_part - (KW * line)), min(KW, rows - (KW * line),
                    high + high * row_part - (KW * line))):
                row_at[U(KW * line + v - (high * row_part))] = (
                    g * x_size2 * x_size3 + d_h * u * x_size3 + d_w * v
                )
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    left_at[U(OW * i + j + OH * OW * n)] = (
                        i * s_h * x_size3 + j * s_w + C * n * x_size2 * x_size3
                    )
        for k in range(depth):
            right_at[U(k)] = k * wide
        multiply(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_M_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, M - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                M - (col_part * wide)))
        for o in range(col_part * wide, min(col_part * wide + wide, M)):
            for run in range(high * row_part, min(rows, high + high * row_part)):
                dw_depth_lines[U(M * g + o), U(one), U(run)] = turned[U(o - (col_part * wide)), U(run - (high * row_part))]


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
                        part = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part = plus(
                                part,
                                dz[U(n), U(M * g + o), U(i), U(j)]
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part)
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
    dtype = dw_depth.dtype
    if blocks(KH * KW >= 4 and M >= 8 and N * OH * OW >= 4):
        rows = KH * KW
        depth = N * OH * OW
        x_size2 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
        x_size3 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
        x_padded = padded(x, (0, 0, -p_t, -p_l), (N, C, x_size2, x_size3))
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, ((M - 1) // wide + 1) * C)
        panels = scratch((C, max(0, (M - 1) // wide + 1), depth, wide), dtype)
        launch(_vjp_w_depth_blocks, C * ((M - 1) // wide + 1), C * M * N * OH * OW, dz, panels, N, C, M, OH,
                OW, depth, wide)
        dw_depth_lines = dw_depth.reshape((C * M, 1, KH * KW))
        line_last = (rows - 1) // KW
        quotient_M_wide = (M - 1) // wide
        launch(_vjp_w_depth_blocks2, C * 1 * ((rows - 1) // high + 1) * ((M - 1) // wide + 1),
                C * KH * KW * M * N * OH * OW // 32, dw_depth_lines, panels, x_padded, N, C, M, KH, KW, OH,
                OW, s_h, s_w, d_h, d_w, deep, depth, high, line_last, quotient_M_wide, rows, wide, x_size2,
                x_size3)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_depth_plain, C * M * KH, C * KH * KW * M + C * KH * KW * M * N * OH * OW, x, dz,
                dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_either(first, last, dy, panels, N, O, OH, OW, depth, ij_count, wide):
    """panels[col_part, ij_count·n+ij, o−col_part·wide] = dy[n,o,ij]"""
    for col_part in range(first, last):
        # panels[col_part, ij_count·n+ij, o−col_part·wide] = dy[n,o,ij]
        for n in range(N):
            turn(panels, (col_part, ij_count * n, 0), wide, dy, OH * OW * col_part * wide + O * OH * OW * n,
                    OH * OW, 1, min(wide, O - (col_part * wide)), ij_count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_either2(first, last, z, dw_point, panels, N, C, M, O, OH, OW, deep, depth, high, ij_count,
        m_count, wide):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = z.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(depth, np.int64)
    right_at = np.empty(depth, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        row_part = task // (((O - 1) // wide + 1))
        col_part = task % ((O - 1) // wide + 1)
        # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
        for m in range(high * row_part, min(m_count, high + high * row_part)):
            row_at[U(m - (high * row_part))] = OH * OW * m
        for n in range(N):
            for ij in range(OH * OW):
                left_at[U(ij + ij_count * n)] = ij + C * M * OH * OW * n
        for k in range(depth):
            right_at[U(k)] = k * wide
        multiply(tile, (0, 0), wide, z, row_at, left_at, panels, col_part * depth * wide, right_at, min(high,
                m_count - (high * row_part)), min(wide, O - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, m_count - (high * row_part)), min(wide,
                O - (col_part * wide)))
        for o in range(col_part * wide, min(col_part * wide + wide, O)):
            for m in range(high * row_part, min(m_count, high + high * row_part)):
                dw_point[U(o), U(m)] = turned[U(o - (col_part * wide)), U(m - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_other(first, last, z, panels2, N, C, M, OH, OW, depth2, ij_count2, m_count2, wide2):
    """panels2[col_part2, ij_count2·n+ij, m−col_part2·wide2] = z[n,m,ij]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, ij_count2·n+ij, m−col_part2·wide2] = z[n,m,ij]
        for n in range(N):
            turn(panels2, (col_part2, ij_count2 * n, 0), wide2, z,
                    OH * OW * col_part2 * wide2 + C * M * OH * OW * n, OH * OW, 1, min(wide2,
                    m_count2 - (col_part2 * wide2)), ij_count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_other2(first, last, dy, dw_point, panels2, N, C, M, O, OH, OW, deep2, depth2, high2,
        ij_count2, m_count2, wide2):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = dy.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(depth2, np.int64)
    right_at2 = np.empty(depth2, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for task in range(first, last):
        row_part2 = task // (((m_count2 - 1) // wide2 + 1))
        col_part2 = task % ((m_count2 - 1) // wide2 + 1)
        # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
        for o in range(high2 * row_part2, min(O, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = OH * OW * o
        for n in range(N):
            for ij in range(OH * OW):
                left_at2[U(ij + ij_count2 * n)] = ij + O * OH * OW * n
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        multiply(tile2, (0, 0), wide2, dy, row_at2, left_at2, panels2, col_part2 * depth2 * wide2, right_at2,
                min(high2, O - (high2 * row_part2)), min(wide2, m_count2 - (col_part2 * wide2)), 0, depth2,
                deep2)
        for o in range(high2 * row_part2, min(high2 + high2 * row_part2, O)):
            for m in range(col_part2 * wide2, min(m_count2, col_part2 * wide2 + wide2)):
                dw_point[U(o), U(m)] = tile2[U(o - (high2 * row_part2)), U(m - (col_part2 * wide2))]


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
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(o), U(ij)] * z[U(n), U(m), U(ij)])
                acc, rest = carried(acc, rest, part)
        dw_point[U(o), U(m)] = acc


def _vjp_w_point(dy, z, dw_point, N, C, M, O, OH, OW):
    """dw_point[o,m] = Σ_{n,i,j} dy[n,o,i,j] · z[n,m,i,j]

    Operations: C·M·N·O·OH·OW multiplications, C·M·N·O·OH·OW − C·M·O additions.
    """
    dtype = dw_point.dtype
    dy_rows = dy.reshape((N, O, OH * OW))
    z_rows = z.reshape((N, C * M, OH * OW))
    if blocks(C * M >= 4 and O >= 8 and N * OH * OW >= 4):
        if either(C * M >= O):
            m_count = C * M
            ij_count = OH * OW
            depth = N * ij_count
            wide = colblock()
            deep = depthblock()
            high = rowblock(m_count, (O - 1) // wide + 1)
            panels = scratch((max(0, (O - 1) // wide + 1), depth, wide), dtype)
            launch(_vjp_w_point_either, (O - 1) // wide + 1, N * O * OH * OW, dy_rows, panels, N, O, OH, OW,
                    depth, ij_count, wide)
            launch(_vjp_w_point_either2, ((m_count - 1) // high + 1) * ((O - 1) // wide + 1),
                    C * M * N * O * OH * OW // 32, z_rows, dw_point, panels, N, C, M, O, OH, OW, deep, depth,
                    high, ij_count, m_count, wide)
        else:
            m_count2 = C * M
            ij_count2 = OH * OW
            depth2 = N * ij_count2
            wide2 = colblock()
            deep2 = depthblock()
            high2 = rowblock(O, (m_count2 - 1) // wide2 + 1)
            panels2 = scratch((max(0, (m_count2 - 1) // wide2 + 1), depth2, wide2), dtype)
            launch(_vjp_w_point_other, (m_count2 - 1) // wide2 + 1, C * M * N * OH * OW, z_rows, panels2, N,
                    C, M, OH, OW, depth2, ij_count2, m_count2, wide2)
            launch(_vjp_w_point_other2, ((O - 1) // high2 + 1) * ((m_count2 - 1) // wide2 + 1),
                    C * M * N * O * OH * OW // 32, dy_rows, dw_point, panels2, N, C, M, O, OH, OW, deep2,
                    depth2, high2, ij_count2, m_count2, wide2)
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
