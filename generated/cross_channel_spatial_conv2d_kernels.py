"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, contract, depthblock, either, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either(first, last, x, w_point, b_point, z_lines, N, C, H, W, Cg, G, cols, deep, high, o_count,
        wide):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(C, np.int64)
    right_at = np.empty(C, np.int64)
    tile = np.empty((high, wide), dtype)
    for c in range(C):
        left_at[U(c)] = c
    for c in range(C):
        right_at[U(c)] = H * W * c
    for task in range(first, last):
        n = task // (((o_count - 1) // high + 1) * ((cols - 1) // wide + 1))
        row_part = task // (((cols - 1) // wide + 1)) % ((o_count - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
        for o in range(high * row_part, min(o_count, high + high * row_part)):
            row_at[U(o - (high * row_part))] = C * o
        contract(tile, (0, 0), wide, w_point, row_at, left_at, x, col_part * wide + C * H * W * n, right_at,
                min(high, o_count - (high * row_part)), min(wide, cols - (col_part * wide)), 0, C, deep)
        for o in range(high * row_part, min(o_count, high + high * row_part)):
            b_point_here = b_point[U(o)]
            for run in range(col_part * wide, min(cols, col_part * wide + wide)):
                z_lines[U(n), U(o), U(run)] = (
                    b_point_here + tile[U(o - (high * row_part)), U(run - (col_part * wide))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other(first, last, w_point, panels2, C, Cg, G, o_count2, wide2):
    """panels2[col_part2, c, o−col_part2·wide2] = w_point[o,c]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, c, o−col_part2·wide2] = w_point[o,c]
        turn(panels2, (col_part2, 0, 0), wide2, w_point, C * col_part2 * wide2, C, 1, min(wide2,
                o_count2 - (col_part2 * wide2)), C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, x, b_point, panels2, z_lines2, N, C, H, W, Cg, G, deep2, high2, line2_last,
        line2_last2, o_count2, rows2, wide2):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]"""
    dtype = x.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(C, np.int64)
    right_at2 = np.empty(C, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for c in range(C):
        left_at2[U(c)] = H * W * c
    for k2 in range(C):
        right_at2[U(k2)] = k2 * wide2
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
def _forward_plain(first, last, x, w_point, b_point, z, N, C, H, W, Cg, G, c_block_last):
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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, w, b, y, z, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, block3_count3, lot3_last, pieces3, share3, tall3, tasks3, wide3):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    planes3 = np.empty((Cg, max(0, tall3), max(0, wide3), 16), dtype)
    weights3 = np.empty((Og, Cg, KH, KW, 16), dtype)
    starts3 = np.empty((Og, 16), dtype)
    tile3 = np.empty((Og, OH, OW, 16), dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts3[U(tap)] = KH * KW * c * 16 + KW * u * 16 + v * 16
        rights3 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights3[U(tap)] = c * tall3 * wide3 * 16 + d_h * u * wide3 * 16 + d_w * v * 16
        for lot3 in range(part3 * share3 // N, min((part3 * share3 + share3 - 1) // N + 1, lot3_last + 1,
                block3_count3)):
            block3 = lot3
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for lane3 in range(min(16, G - (block3 * 16))):
                    starts3[U(o), U(lane3)] = b[U(Og * block3 * 16 + Og * lane3 + o)]
            for o in range(Og):
                for c in range(Cg):
                    pad_abreast(weights3, (o, c, 0, 0, 0), KW * 16, 16, w, (Og * block3 * 16 + o, c, 0, 0),
                            KW, 1, Cg * KH * KW * Og, KH, KW, min(16, G - (block3 * 16)), 0, KH, 0, KW)
            for n in range(max(0, part3 * share3 - (N * lot3)), min(N, tasks3 - (N * lot3),
                    part3 * share3 + share3 - (N * lot3))):
                for c in range(Cg):
                    pad_abreast(planes3, (c, 0, 0, 0), wide3 * 16, 16, z, (n, Cg * block3 * 16 + c, -p_t,
                            -p_l), W, 1, Cg * H * W, tall3, wide3, min(16, G - (block3 * 16)), p_t, H + p_t,
                            p_l, W + p_l)
                correlate_abreast(tile3, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts3, (0, 0), 16,
                        weights3, (0, 0, 0, 0, 0), Cg * KH * KW * 16, lefts3, planes3, (0, 0, 0, 0),
                        s_h * wide3 * 16, s_w * 16, rights3, KH, len(rights3), Og, OH, OW, min(16,
                        G - (block3 * 16)))
                for o in range(Og):
                    lay_abreast(y, (n, Og * block3 * 16 + o, 0, 0), OW, 1, OH * OW * Og, tile3, (o, 0, 0, 0),
                            OW * 16, 16, OH, OW, min(16, G - (block3 * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, w, b, y, z, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, high3, pieces3, share3, strips3, tall3, tasks3, wide3):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    planes3 = np.empty((Cg, s_h, s_w, max(0, tall3), max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    for part3 in range(first, last):
        lefts3 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts3[U(tap)] = KH * KW * c + KW * u + v
        rights3 = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights3[U(tap)] = (
                d_w * v // s_w
                + c * s_h * s_w * tall3 * wide3
                + (d_h * u % s_h) * s_w * tall3 * wide3
                + (d_w * v % s_w) * tall3 * wide3
                + (d_h * u // s_h) * wide3
            )
        for turn3 in range(part3 * share3, min(part3 * share3 + share3, tasks3)):
            n = turn3 // (G * strips3)
            g = turn3 // strips3 % G
            strip3 = turn3 % strips3
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
            #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts3[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                for phase_i3 in range(s_h):
                    for phase_j3 in range(s_w):
                        top = -((phase_i3 - p_t) // s_h) - (high3 * strip3)
                        bottom = (H + p_t - phase_i3 - 1) // s_h + 1 - (high3 * strip3)
                        fore = -((phase_j3 - p_l) // s_w)
                        aft = (W + p_l - phase_j3 - 1) // s_w + 1
                        pad(planes3, (c, phase_i3, phase_j3, 0, 0), wide3, z, (n, c + Cg * g,
                                phase_i3 + high3 * s_h * strip3 - p_t, phase_j3 - p_l), W * s_h, s_w, tall3,
                                wide3, top, bottom, fore, aft)
            correlate(y, (n, Og * g, high3 * strip3, 0), OH * OW, OW, 1, starts3, (0,), 1, w, (Og * g, 0, 0,
                    0), Cg * KH * KW, lefts3, planes3, (0, 0, 0, 0, 0), wide3, rights3, KH, len(rights3), Og,
                    min(high3, OH - (high3 * strip3)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels4, Cg, G, Og, KH, KW, depth4, wide4):
    """panels4[g, col_part4, (c·KH+u)·KW+v, o−col_part4·wide4] = w[g·Og+o, c, u, v]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide4 + 1))
        col_part4 = task % ((Og - 1) // wide4 + 1)
        # panels4[g, col_part4, (c·KH+u)·KW+v, o−col_part4·wide4] = w[g·Og+o, c, u, v]
        turn(panels4, (g, col_part4, 0, 0), wide4, w,
                Cg * KH * KW * col_part4 * wide4 + Cg * KH * KW * Og * g, Cg * KH * KW, 1, min(wide4,
                Og - (col_part4 * wide4)), Cg * KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, panels4, y_lines4, z_padded4, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, deep4, depth4, high4, line4_last, line4_last2, quotient_Og_wide4, rows4,
        skipping4, wide4, z_size24, z_size34):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = b.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, depth4), np.int64)
    right_at4 = np.empty(max(0, depth4), np.int64)
    least4 = np.empty((2, high4), np.int64)
    most4 = np.empty((2, high4), np.int64)
    place4 = np.empty((2, max(0, depth4)), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for c in range(Cg):
        for u in range(KH):
            for v in range(KW):
                left_at4[U(KH * KW * c + KW * u + v)] = c * z_size24 * z_size34 + d_h * u * z_size34 + d_w * v
                place4[0, U(KH * KW * c + KW * u + v)] = d_h * u
                place4[1, U(KH * KW * c + KW * u + v)] = d_w * v
    for k4 in range(depth4):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        g = task // (((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1))
        row_part4 = task // (((Og - 1) // wide4 + 1)) % ((rows4 - 1) // high4 + 1)
        col_part4 = task % ((Og - 1) // wide4 + 1)
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for line4 in range(high4 * row_part4 // OW, min((high4 + high4 * row_part4 - 1) // OW + 1,
                line4_last + 1, N * OH)):
            n = line4 // OH
            i = line4 % OH
            for j in range(max(0, high4 * row_part4 - (OW * line4)), min(OW, rows4 - (OW * line4),
                    high4 + high4 * row_part4 - (OW * line4))):
                row_at4[U(j + OW * line4 - (high4 * row_part4))] = (
                    Cg * g * z_size24 * z_size34
                    + i * s_h * z_size34
                    + j * s_w
                    + Cg * G * n * z_size24 * z_size34
                )
                least4[0, U(j + OW * line4 - (high4 * row_part4))] = p_t - (i * s_h)
                most4[0, U(j + OW * line4 - (high4 * row_part4))] = H + p_t - (i * s_h) - 1
                least4[1, U(j + OW * line4 - (high4 * row_part4))] = p_l - (j * s_w)
                most4[1, U(j + OW * line4 - (high4 * row_part4))] = W + p_l - (j * s_w) - 1
        contract_inside(tile4, (0, 0), wide4, z_padded4, row_at4, left_at4, panels4,
                col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                depth4, deep4, least4, most4, place4, high4, depth4, 2, skipping4,
                np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // (OH * OW),
                min((high4 + high4 * row_part4 - 1) // (OH * OW) + 1, line4_last2 + 1, N)):
            n = line4
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
                b_here = b[U(Og * g + o)]
                for run4 in range(max(0, high4 * row_part4 - (OH * OW * line4)), min(OH * OW,
                        rows4 - (OH * OW * line4), high4 + high4 * row_part4 - (OH * OW * line4))):
                    y_lines4[U(n), U(Og * g + o), U(run4)] = (
                        b_here
                        + turned4[U(o - (col_part4 * wide4)), U(OH * OW * line4 + run4 - (high4 * row_part4))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, w, b, y, z, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = w.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            y[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for j in range(OW):
            rest2[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part2[U(j)] += (
                                w_here
                                * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(y[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part2[U(j)])


def _forward(x, w_point, b_point, w, b, y, z, N, C, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w):
    """z[n,o,i,j] = b_point[o] + Σ_c w_point[o,c] · x[n,c,i,j]
    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · z[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og + C·Cg·G·H·N·W multiplications, Cg·G·KH·KW·N·OH·OW·Og + C·Cg·G·H·N·W
        additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    if blocks(H * N * W >= 4 and Cg * G >= 4 and C >= 4):
        if either(H * W >= 128):
            o_count = Cg * G
            cols = H * W
            wide = colblock(cols)
            deep = depthblock()
            high = rowblock(o_count, ((cols - 1) // wide + 1) * N)
            z_lines = z.reshape((N, Cg * G, H * W))
            launch(_forward_either, N * ((o_count - 1) // high + 1) * ((cols - 1) // wide + 1),
                    C * Cg * G * H * N * W // 32, x, w_point, b_point, z_lines, N, C, H, W, Cg, G, cols, deep,
                    high, o_count, wide)
        else:
            o_count2 = Cg * G
            rows2 = H * N * W
            wide2 = colblock(o_count2)
            deep2 = depthblock()
            high2 = rowblock(rows2, (o_count2 - 1) // wide2 + 1)
            panels2 = scratch((max(0, (o_count2 - 1) // wide2 + 1), C, wide2), dtype)
            launch(_forward_other, (o_count2 - 1) // wide2 + 1, C * Cg * G, w_point, panels2, C, Cg, G,
                    o_count2, wide2)
            z_lines2 = z.reshape((N, Cg * G, H * W))
            line2_last = (rows2 - 1) // W
            line2_last2 = (rows2 - 1) // (H * W)
            launch(_forward_other2, ((rows2 - 1) // high2 + 1) * ((o_count2 - 1) // wide2 + 1),
                    C * Cg * G * H * N * W // 32, x, b_point, panels2, z_lines2, N, C, H, W, Cg, G, deep2,
                    high2, line2_last, line2_last2, o_count2, rows2, wide2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_forward_plain, N * Cg * G * H, C * Cg * G * H * N * W, x, w_point, b_point, z, N, C, H, W, Cg,
                G, c_block_last)
    again = not (
        abreast(
            G >= 8
            and 16384 >= Cg * KH * KW * Og
            and max(min(8192 - (Cg * H * W), 8192 - (OH * OW), s_w * 16 - W, 3 - Cg), min(32 - max(Cg, Og),
                    32768 - max(Cg * H * W, OH * OW * Og), G * 9 - (((G - 1) // 16) * 128) - 128,
                    max(OW % 16 - 1, s_w * 16 - W), min(Cg, KH * KW, Og) - 4,
                    N + ((G - 1) // 16) * N - 16)) >= 0
        )
        and finite(w, y)
    )
    if not again:
        tall3 = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide3 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block3_count3 = (G - 1) // 16 + 1
        pieces3 = parts(N * block3_count3)
        tasks3 = N * block3_count3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        lot3_last = (tasks3 - 1) // N
        launch(_forward_abreast, pieces3, Cg * G * KH * KW * N * OH * OW * Og // 32, w, b, y, z, N, H, W, Cg,
                G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block3_count3, lot3_last, pieces3,
                share3, tall3, tasks3, wide3)
        again = not (finite(y, w))
    if again:
        again = not (
            correlations(
                OH >= KH
                and OW >= KW
                and KH >= s_h
                and KW >= s_w
                and W >= 4
                and 0 >= min(
                    max(Cg - 16, Cg * KH * KW - 128),
                    max(2 - (KH * KW), min(1 - (Og % 16), Cg * KH * KW - 256), Og - 24),
                    Og - 8,
                )
            )
            and finite(w, y)
        )
        if not again:
            wide3 = (KW * d_w - d_w) // s_w + OW
            most3 = max(32768 // max(Cg * s_h * s_w * wide3, 1), 8)
            cuts3 = max((OH - 1) // most3 + 1, 1)
            high3 = max(min(((OH - 1) // (cuts3 * 4)) * 4 + 4, OH), 1)
            strips3 = max((OH - 1) // high3 + 1, 1)
            tall3 = (KH * d_h - d_h) // s_h + high3
            pieces3 = parts(G * N * strips3)
            tasks3 = G * N * strips3
            share3 = max((tasks3 - 1) // pieces3 + 1, 1)
            launch(_forward_correlations, pieces3, Cg * G * KH * KW * N * OH * OW * Og // 32, w, b, y, z, N,
                    H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high3, pieces3, share3,
                    strips3, tall3, tasks3, wide3)
            again = not (finite(y, w))
        if again:
            again = not (
                blocks(
                    N * OH * OW >= 4
                    and Og >= 8
                    and Cg * KH * KW >= 4
                    and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
                    and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
                )
                and finite(w, y)
            )
            if not again:
                rows4 = N * OH * OW
                depth4 = Cg * KH * KW
                z_size24 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
                z_size34 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
                z_padded4 = padded(z, (0, 0, -p_t, -p_l), (N, Cg * G, z_size24, z_size34))
                wide4 = colblock(Og)
                deep4 = depthblock()
                high4 = rowblock(rows4, ((Og - 1) // wide4 + 1) * G)
                skipping4 = skipping(H * W, z_size24 * z_size34)
                panels4 = scratch((G, max(0, (Og - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
                launch(_forward_blocks, G * ((Og - 1) // wide4 + 1), Cg * G * KH * KW * Og, w, panels4, Cg, G,
                        Og, KH, KW, depth4, wide4)
                y_lines4 = y.reshape((N, G * Og, OH * OW))
                line4_last = (rows4 - 1) // OW
                quotient_Og_wide4 = (Og - 1) // wide4
                line4_last2 = (rows4 - 1) // (OH * OW)
                launch(_forward_blocks2, G * ((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1),
                        Cg * G * KH * KW * N * OH * OW * Og // 32, b, panels4, y_lines4, z_padded4, N, H, W,
                        Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, deep4, depth4, high4,
                        line4_last, line4_last2, quotient_Og_wide4, rows4, skipping4, wide4, z_size24,
                        z_size34)
                again = not (finite(y, w))
            if again:
                c_block_last = (Cg - 1) // 1024
                launch(_forward_plain2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w, b, y, z, N,
                        H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
