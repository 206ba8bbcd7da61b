"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: 47a62f82b295e183.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried
from .threads import launch
from .tiles import tiled, tiled_weights
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_either(first, last, x, w_point, b_point, z_lines, N, C, H, W, Cg, G, cols, deep, high,
        o_count, wide):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(C, np.int64)
    right_at = np.empty(C, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        n = task // (((o_count - 1) // high + 1) * ((cols - 1) // wide + 1))
        row_part = task // (((cols - 1) // wide + 1)) % ((o_count - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        for o in range(high * row_part, min(o_count, high + high * row_part)):
            row_at[U(o - (high * row_part))] = C * o
        for c in range(C):
            left_at[U(c)] = c
        for c in range(C):
            right_at[U(c)] = H * W * c
        contract(tile, (0, 0), wide, w_point, row_at, left_at, x, col_part * wide + C * H * W * n, right_at,
                min(high, o_count - (high * row_part)), min(wide, cols - (col_part * wide)), 0, C, deep)
        for o in range(high * row_part, min(o_count, high + high * row_part)):
            b_point_here = b_point[U(o)]
            for run in range(col_part * wide, min(cols, col_part * wide + wide)):
                z_lines[U(n), U(o), U(run)] = (
                    b_point_here + tile[U(o - (high * row_part)), U(run - (col_part * wide))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_other(first, last, w_point, panels2, C, Cg, G, o_count2, wide2):
    """panels2[col_part2, c, o−col_part2·wide2] = w_point[o,c]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, c, o−col_part2·wide2] = w_point[o,c]
        turn(panels2, (col_part2, 0, 0), wide2, w_point, C * col_part2 * wide2, C, 1, min(wide2,
                o_count2 - (col_part2 * wide2)), C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_other2(first, last, x, b_point, panels2, z_lines2, N, C, H, W, Cg, G, deep2, high2,
        line2_last, line2_last2, o_count2, rows2, wide2):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(C, np.int64)
    right_at2 = np.empty(C, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        row_part2 = task // (((o_count2 - 1) // wide2 + 1))
        col_part2 = task % ((o_count2 - 1) // wide2 + 1)
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        for line2 in range(high2 * row_part2 // W, min((high2 + high2 * row_part2 - 1) // W + 1,
                line2_last + 1, H * N)):
            n = line2 // H
            i = line2 % H
            for j in range(max(0, high2 * row_part2 - (W * line2)), min(W, rows2 - (W * line2),
                    high2 + high2 * row_part2 - (W * line2))):
                row_at2[U(j + W * line2 - (high2 * row_part2))] = W * i + j + C * H * W * n
        for c in range(C):
            left_at2[U(c)] = H * W * c
        for k2 in range(C):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, x, row_at2, left_at2, panels2, C * col_part2 * wide2, right_at2,
                min(high2, rows2 - (high2 * row_part2)), min(wide2, o_count2 - (col_part2 * wide2)), 0, C,
                deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                o_count2 - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (H * W), min((high2 + high2 * row_part2 - 1) // (H * W) + 1,
                line2_last2 + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, o_count2)):
                b_point_here = b_point[U(o)]
                for run2 in range(max(0, high2 * row_part2 - (H * W * line2)), min(H * W,
                        rows2 - (H * W * line2), high2 + high2 * row_part2 - (H * W * line2))):
                    z_lines2[U(n), U(o), U(run2)] = (
                        b_point_here
                        + turned2[U(o - (col_part2 * wide2)), U(H * W * line2 + run2 - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_winograd_plain(first, last, x, w_point, b_point, z, N, C, H, W, Cg, G, c_block_last):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (Cg * G * H)
        o = task // H % (Cg * G)
        i = task % H
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        b_point_here = b_point[U(o)]
        for j in range(W):
            z[U(n), U(o), U(i), U(j)] = b_point_here
        for j in range(W):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(W):
                    part[U(j)] += w_point_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])


def _forward_winograd(x, w_point, b_point, w, b, y, z, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, p_t, p_l):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    dtype = y.dtype
    if blocks(Cg * G >= 4 and H * W >= 8 and C >= 4):
        if either(H * W >= 128):
            o_count = Cg * G
            cols = H * W
            wide = colblock(cols)
            deep = depthblock()
            high = rowblock(o_count, ((cols - 1) // wide + 1) * N)
            z_lines = z.reshape((N, Cg * G, H * W))
            launch(_forward_winograd_either, N * ((o_count - 1) // high + 1) * ((cols - 1) // wide + 1),
                    C * Cg * G * H * N * W // 32, x, w_point, b_point, z_lines, N, C, H, W, Cg, G, cols, deep,
                    high, o_count, wide)
        else:
            o_count2 = Cg * G
            rows2 = H * N * W
            wide2 = colblock(o_count2)
            deep2 = depthblock()
            high2 = rowblock(rows2, (o_count2 - 1) // wide2 + 1)
            panels2 = scratch((max(0, (o_count2 - 1) // wide2 + 1), C, wide2), dtype)
            launch(_forward_winograd_other, (o_count2 - 1) // wide2 + 1, C * Cg * G, w_point, panels2, C, Cg,
                    G, o_count2, wide2)
            z_lines2 = z.reshape((N, Cg * G, H * W))
            line2_last = (rows2 - 1) // W
            line2_last2 = (rows2 - 1) // (H * W)
            launch(_forward_winograd_other2, ((rows2 - 1) // high2 + 1) * ((o_count2 - 1) // wide2 + 1),
                    C * Cg * G * H * N * W // 32, x, b_point, panels2, z_lines2, N, C, H, W, Cg, G, deep2,
                    high2, line2_last, line2_last2, o_count2, rows2, wide2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_winograd_plain, N * Cg * G * H, C * Cg * G * H * N * W, x, w_point, b_point, z, N, C,
                H, W, Cg, G, c_block_last)
    for g in range(G):
        tiled(y, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Og * g, 0, 0, 0), (Cg * KH * KW,
                KH * KW, KW, 1), z, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og, Cg, OH, OW, KH,
                KW, H, W), (p_t, p_l,), b, (Og * g,), 1)


def _shared_dz_winograd(dy, w, dz, N, H, W, Cg, G, Og, KH, KW, OH, OW, p_t, p_l):
    """dz[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, g·Og+o,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · w[g·Og+o, c, u, v]

    As compiled:

    dz[n, g·Cg+c, q−p_t, q′−p_l] = Σ_{o,t,t′} dy[n, g·Og+o, q−t, q′−t′] · w[g·Og+o, c, t, t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(dz, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), w, (Og * g, 0, KH - 1, KW - 1), (KH * KW,
                Cg * KH * KW, -KW, -1), dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N, Cg, Og,
                H, W, KH, KW, OH, OW), (KH - p_t - 1, KW - p_l - 1,))


def _vjp_w_winograd(dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, p_t, p_l):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    As compiled:

    dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, u+i−p_t, v+j−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), dw, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), z, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, OH, OW, KH, KW, H, W), (p_t, p_l,))
