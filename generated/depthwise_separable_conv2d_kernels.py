"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, contract, copy, depthblock, either, finite, parts, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, x, w_depth, z, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        block_count, lot_last, pieces, share, tall, tasks, wide):
    """z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((M, KH, KW, 16), dtype)
    starts = np.empty((M, 16), dtype)
    tile = np.empty((M, OH, OW, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts[U(tap)] = KW * u * 16 + v * 16
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights[U(tap)] = d_h * u * wide * 16 + d_w * v * 16
        for lot in range(part * share // N, min((part * share + share - 1) // N + 1, lot_last + 1,
                block_count)):
            block = lot
            # z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(M):
                for lane in range(min(16, C - (block * 16))):
                    starts[U(o), U(lane)] = T(0)
            for o in range(M):
                pad_abreast(weights, (o, 0, 0, 0), KW * 16, 16, w_depth, (M * block * 16 + o, 0, 0, 0), KW, 1,
                        KH * KW * M, KH, KW, min(16, C - (block * 16)), 0, KH, 0, KW)
            for n in range(max(0, part * share - (N * lot)), min(N, tasks - (N * lot),
                    part * share + share - (N * lot))):
                pad_abreast(planes, (0, 0, 0), wide * 16, 16, x, (n, block * 16, -p_t, -p_l), W, 1, H * W,
                        tall, wide, min(16, C - (block * 16)), p_t, H + p_t, p_l, W + p_l)
                correlate_abreast(tile, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts, (0, 0), 16, weights,
                        (0, 0, 0, 0), KH * KW * 16, lefts, planes, (0, 0, 0), s_h * wide * 16, s_w * 16,
                        rights, KH, len(rights), M, OH, OW, min(16, C - (block * 16)))
                for o in range(M):
                    lay_abreast(z, (n, M * block * 16 + o, 0, 0), OW, 1, M * OH * OW, tile, (o, 0, 0, 0),
                            OW * 16, 16, OH, OW, min(16, C - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w_depth, z, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, high, pieces, share, strips, tall, tasks, wide):
    """z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(M, dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts[U(tap)] = KW * u + v
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (C * strips)
            g = turn_2 // strips % C
            strip = turn_2 % strips
            # z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(M):
                starts[U(o)] = T(0)
            for phase_i in range(s_h):
                for phase_j in range(s_w):
                    top = -((phase_i - p_t) // s_h) - (high * strip)
                    bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                    fore = -((phase_j - p_l) // s_w)
                    aft = (W + p_l - phase_j - 1) // s_w + 1
                    pad(planes, (phase_i, phase_j, 0, 0), wide, x, (n, g, phase_i + high * s_h * strip - p_t,
                            phase_j - p_l), W * s_h, s_w, tall, wide, top, bottom, fore, aft)
            correlate(z, (n, M * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w_depth, (M * g, 0, 0,
                    0), KH * KW, lefts, planes, (0, 0, 0, 0), wide, rights, KH, len(rights), M, min(high,
                    OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w_depth, z_lines2, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, cols2, deep2, depth2, line2_last, line2_last2, step2_last, wide2):
    """z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    row_at2 = np.empty(M, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((M, wide2), dtype)
    right2 = np.empty((deep2, wide2), dtype)
    for u in range(KH):
        for v in range(KW):
            left_at2[U(KW * u + v)] = KW * u + v
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((cols2 - 1) // wide2 + 1))
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for o in range(M):
            row_at2[U(o)] = KH * KW * M * g + KH * KW * o
        line2_first = col_part2 * wide2 // OW
        line2_last3 = (col_part2 * wide2 + wide2 - 1) // OW
        for step2 in range(step2_last + 1):
            for inner2 in range(deep2 * step2, min(deep2 + deep2 * step2, depth2)):
                for col2 in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, cols2)):
                    right2[U(inner2 - (deep2 * step2)), U(col2 - (col_part2 * wide2))] = T(0)
            for inner2 in range(deep2 * step2, min(deep2 + deep2 * step2, depth2)):
                u = inner2 // KW
                v = inner2 % KW
                j_first = -((d_w * v - p_l) // s_w)
                j_last = (W + p_l - (d_w * v) - 1) // s_w
                for line2 in range(line2_first, min(line2_last3 + 1, line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    if inside(i * s_h + d_h * u - p_t, H):
                        j = max(0, col_part2 * wide2 - (OW * line2), j_first)
                        copy(right2, (inner2 - (deep2 * step2), j + OW * line2 - (col_part2 * wide2)), x, (n,
                                g, i * s_h + d_h * u - p_t, j * s_w + d_w * v - p_l), s_w, min(OW,
                                cols2 - (OW * line2), col_part2 * wide2 + wide2 - (OW * line2),
                                j_last + 1) - j)
            contract(tile2, (0, 0), wide2, w_depth, row_at2, left_at2, right2, -deep2 * step2 * wide2,
                    right_at2, M, min(wide2, cols2 - (col_part2 * wide2)), deep2 * step2,
                    min(deep2 + deep2 * step2, depth2), deep2)
        line2_first2 = col_part2 * wide2 // (OH * OW)
        line2_last4 = (col_part2 * wide2 + wide2 - 1) // (OH * OW)
        for o in range(M):
            for line2 in range(line2_first2, min(line2_last4 + 1, line2_last2 + 1, N)):
                n = line2
                for run2 in range(max(0, col_part2 * wide2 - (OH * OW * line2)), min(OH * OW,
                        cols2 - (OH * OW * line2), col_part2 * wide2 + wide2 - (OH * OW * line2))):
                    z_lines2[U(n), U(M * g + o), U(run2)] = tile2[U(o), U(OH * OW * line2 + run2 - (col_part2 * wide2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w_depth, z, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (C * M * OH)
        g = task // (M * OH) % C
        o = task // OH % M
        i = task % OH
        # z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for j in range(OW):
            z[U(n), U(M * g + o), U(i), U(j)] = T(0)
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                w_depth_here = w_depth[U(M * g + o), 0, U(u), U(v)]
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    z[U(n), U(M * g + o), U(i), U(j)] += (
                        w_depth_here * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either(first, last, w_point, b, z, y_lines3, N, C, M, O, OH, OW, c_count3, cols3, deep3, high3,
        wide3):
    """y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]"""
    dtype = w_point.dtype
    row_at3 = np.empty(high3, np.int64)
    left_at3 = np.empty(max(0, c_count3), np.int64)
    right_at3 = np.empty(max(0, c_count3), np.int64)
    tile3 = np.empty((high3, wide3), dtype)
    for c in range(c_count3):
        left_at3[U(c)] = c
    for c in range(c_count3):
        right_at3[U(c)] = OH * OW * c
    for task in range(first, last):
        n = task // (((O - 1) // high3 + 1) * ((cols3 - 1) // wide3 + 1))
        row_part3 = task // (((cols3 - 1) // wide3 + 1)) % ((O - 1) // high3 + 1)
        col_part3 = task % ((cols3 - 1) // wide3 + 1)
        # y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]
        for o in range(high3 * row_part3, min(O, high3 + high3 * row_part3)):
            row_at3[U(o - (high3 * row_part3))] = C * M * o
        contract(tile3, (0, 0), wide3, w_point, row_at3, left_at3, z, col_part3 * wide3 + C * M * OH * OW * n,
                right_at3, min(high3, O - (high3 * row_part3)), min(wide3, cols3 - (col_part3 * wide3)), 0,
                c_count3, deep3)
        for o in range(high3 * row_part3, min(O, high3 + high3 * row_part3)):
            b_here = b[U(o)]
            for run3 in range(col_part3 * wide3, min(cols3, col_part3 * wide3 + wide3)):
                y_lines3[U(n), U(o), U(run3)] = (
                    b_here + tile3[U(o - (high3 * row_part3)), U(run3 - (col_part3 * wide3))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other(first, last, w_point, panels4, C, M, O, c_count4, wide4):
    """panels4[col_part4, c, o−col_part4·wide4] = w_point[o,c]"""
    for col_part4 in range(first, last):
        # panels4[col_part4, c, o−col_part4·wide4] = w_point[o,c]
        turn(panels4, (col_part4, 0, 0), wide4, w_point, C * M * col_part4 * wide4, C * M, 1, min(wide4,
                O - (col_part4 * wide4)), c_count4)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, b, z, panels4, y_lines4, N, C, M, O, OH, OW, c_count4, deep4, high4,
        line4_last, line4_last2, rows4, wide4):
    """y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]"""
    dtype = b.dtype
    row_at4 = np.empty(high4, np.int64)
    left_at4 = np.empty(max(0, c_count4), np.int64)
    right_at4 = np.empty(max(0, c_count4), np.int64)
    tile4 = np.empty((high4, wide4), dtype)
    turned4 = np.empty((wide4, high4), dtype)
    for c in range(c_count4):
        left_at4[U(c)] = OH * OW * c
    for k4 in range(c_count4):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        row_part4 = task // (((O - 1) // wide4 + 1))
        col_part4 = task % ((O - 1) // wide4 + 1)
        # y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]
        for line4 in range(high4 * row_part4 // OW, min((high4 + high4 * row_part4 - 1) // OW + 1,
                line4_last + 1, N * OH)):
            n = line4 // OH
            i = line4 % OH
            for j in range(max(0, high4 * row_part4 - (OW * line4)), min(OW, rows4 - (OW * line4),
                    high4 + high4 * row_part4 - (OW * line4))):
                row_at4[U(j + OW * line4 - (high4 * row_part4))] = OW * i + j + C * M * OH * OW * n
        contract(tile4, (0, 0), wide4, z, row_at4, left_at4, panels4, c_count4 * col_part4 * wide4, right_at4,
                min(high4, rows4 - (high4 * row_part4)), min(wide4, O - (col_part4 * wide4)), 0, c_count4,
                deep4)
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                O - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // (OH * OW),
                min((high4 + high4 * row_part4 - 1) // (OH * OW) + 1, line4_last2 + 1, N)):
            n = line4
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, O)):
                b_here = b[U(o)]
                for run4 in range(max(0, high4 * row_part4 - (OH * OW * line4)), min(OH * OW,
                        rows4 - (OH * OW * line4), high4 + high4 * row_part4 - (OH * OW * line4))):
                    y_lines4[U(n), U(o), U(run4)] = (
                        b_here
                        + turned4[U(o - (col_part4 * wide4)), U(OH * OW * line4 + run4 - (high4 * row_part4))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain2(first, last, w_point, b, y, z, N, C, M, O, OH, OW, c_block_last):
    """y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]"""
    dtype = w_point.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]
        b_here = b[U(o)]
        for j in range(OW):
            y[U(n), U(o), U(i), U(j)] = b_here
        for j in range(OW):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(C * M, c_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(c)]
                for j in range(OW):
                    part2[U(j)] += w_point_here * z[U(n), U(c), U(i), U(j)]
            for j in range(OW):
                y[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(o), U(i), U(j)], rest[U(j)], part2[U(j)])


def _forward(x, w_depth, w_point, b, y, z, N, C, H, W, M, KH, KW, O, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]

    Operations: C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW multiplications, C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW −
        C·M·N·OH·OW additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    again = not (
        abreast(C >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW * M and s_w * 16 >= W)
        and finite(w_depth, z)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (C - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        lot_last = (tasks - 1) // N
        launch(_forward_abreast, pieces, C * KH * KW * M * N * OH * OW // 32, x, w_depth, z, N, C, H, W, M,
                KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, lot_last, pieces, share, tall,
                tasks, wide)
        again = not (finite(z, w_depth))
    if again:
        again = not (
            correlations(
                OH >= KH
                and OW >= KW
                and KH >= s_h
                and KW >= s_w
                and W >= 4
                and 0 >= min(
                    M - 8,
                    max(KH * KW - 128, -15),
                    max(2 - (KH * KW), M - 24, min(1 - (M % 16), KH * KW - 256)),
                )
            )
            and finite(w_depth, z)
        )
        if not again:
            wide = (KW * d_w - d_w) // s_w + OW
            most = max(32768 // max(s_h * s_w * wide, 1), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            pieces = parts(C * N * strips)
            tasks = C * N * strips
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_forward_correlations, pieces, C * KH * KW * M * N * OH * OW // 32, x, w_depth, z, N, C, H,
                    W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share, strips, tall,
                    tasks, wide)
            again = not (finite(z, w_depth))
        if again:
            again = not (blocks(M >= 4 and N * OH * OW >= 8 and KH * KW >= 4) and finite(w_depth, z))
            if not again:
                cols2 = N * OH * OW
                depth2 = KH * KW
                wide2 = colblock(cols2)
                deep2 = depthblock()
                z_lines2 = z.reshape((N, C * M, OH * OW))
                line2_last = (cols2 - 1) // OW
                step2_last = (depth2 - 1) // deep2
                line2_last2 = (cols2 - 1) // (OH * OW)
                launch(_forward_blocks, C * ((cols2 - 1) // wide2 + 1), C * KH * KW * M * N * OH * OW // 32,
                        x, w_depth, z_lines2, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                        cols2, deep2, depth2, line2_last, line2_last2, step2_last, wide2)
                again = not (finite(z, w_depth))
            if again:
                launch(_forward_plain, N * C * M * OH, C * KH * KW * M * N * OH * OW, x, w_depth, z, N, C, H,
                        W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w)
    if blocks(N * OH * OW >= 4 and O >= 4 and C * M >= 4):
        if either(OH * OW >= 128):
            c_count3 = C * M
            cols3 = OH * OW
            wide3 = colblock(cols3)
            deep3 = depthblock()
            high3 = rowblock(O, ((cols3 - 1) // wide3 + 1) * N)
            y_lines3 = y.reshape((N, O, OH * OW))
            launch(_forward_either, N * ((O - 1) // high3 + 1) * ((cols3 - 1) // wide3 + 1),
                    C * M * N * O * OH * OW // 32, w_point, b, z, y_lines3, N, C, M, O, OH, OW, c_count3,
                    cols3, deep3, high3, wide3)
        else:
            c_count4 = C * M
            rows4 = N * OH * OW
            wide4 = colblock(O)
            deep4 = depthblock()
            high4 = rowblock(rows4, (O - 1) // wide4 + 1)
            panels4 = scratch((max(0, (O - 1) // wide4 + 1), max(0, c_count4), wide4), dtype)
            launch(_forward_other, (O - 1) // wide4 + 1, C * M * O, w_point, panels4, C, M, O, c_count4,
                    wide4)
            y_lines4 = y.reshape((N, O, OH * OW))
            line4_last = (rows4 - 1) // OW
            line4_last2 = (rows4 - 1) // (OH * OW)
            launch(_forward_other2, ((rows4 - 1) // high4 + 1) * ((O - 1) // wide4 + 1),
                    C * M * N * O * OH * OW // 32, b, z, panels4, y_lines4, N, C, M, O, OH, OW, c_count4,
                    deep4, high4, line4_last, line4_last2, rows4, wide4)
    else:
        c_block_last = (C * M - 1) // 1024
        launch(_forward_plain2, N * O * OH, C * M * N * O * OH * OW, w_point, b, y, z, N, C, M, O, OH, OW,
                c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_single(first, last, dz, dy, w_point, N, C, M, OH, OW):
    """dz[n,m,ij] = dy[n,ij]·w_point[m]"""
    for task in range(first, last):
        n = task // (C * M)
        m = task % (C * M)
        # dz[n,m,ij] = dy[n,ij]·w_point[m]
        w_point_here = w_point[U(m)]
        for ij in range(OH * OW):
            dz[U(n), U(m), U(ij)] = dy[U(n), U(ij)] * w_point_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_either(first, last, dy, w_point, dz, N, C, M, O, OH, OW, deep, high, ij_count, m_count, wide):
    """dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(O, np.int64)
    right_at = np.empty(O, np.int64)
    tile = np.empty((high, wide), dtype)
    for o in range(O):
        left_at[U(o)] = C * M * o
    for o in range(O):
        right_at[U(o)] = OH * OW * o
    for task in range(first, last):
        n = task // (((m_count - 1) // high + 1) * ((ij_count - 1) // wide + 1))
        row_part = task // (((ij_count - 1) // wide + 1)) % ((m_count - 1) // high + 1)
        col_part = task % ((ij_count - 1) // wide + 1)
        # dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]
        for m in range(high * row_part, min(m_count, high + high * row_part)):
            row_at[U(m - (high * row_part))] = m
        contract(tile, (0, 0), wide, w_point, row_at, left_at, dy, col_part * wide + O * OH * OW * n,
                right_at, min(high, m_count - (high * row_part)), min(wide, ij_count - (col_part * wide)), 0,
                O, deep)
        for m in range(high * row_part, min(m_count, high + high * row_part)):
            for ij in range(col_part * wide, min(ij_count, col_part * wide + wide)):
                dz[U(n), U(m), U(ij)] = tile[U(m - (high * row_part)), U(ij - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_other(first, last, dy, w_point, dz, N, C, M, O, OH, OW, deep2, high2, ij_count2, line2_last,
        m_count2, rows2, wide2):
    """dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]"""
    dtype = dy.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(O, np.int64)
    right_at2 = np.empty(O, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for o in range(O):
        left_at2[U(o)] = OH * OW * o
    for o in range(O):
        right_at2[U(o)] = C * M * o
    for task in range(first, last):
        row_part2 = task // (((m_count2 - 1) // wide2 + 1))
        col_part2 = task % ((m_count2 - 1) // wide2 + 1)
        # dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]
        for line2 in range(high2 * row_part2 // ij_count2,
                min((high2 + high2 * row_part2 - 1) // ij_count2 + 1, line2_last + 1, N)):
            n = line2
            for ij in range(max(0, high2 * row_part2 - (ij_count2 * line2)), min(OH * OW,
                    rows2 - (ij_count2 * line2), high2 + high2 * row_part2 - (ij_count2 * line2))):
                row_at2[U(ij + ij_count2 * line2 - (high2 * row_part2))] = ij + O * OH * OW * n
        contract(tile2, (0, 0), wide2, dy, row_at2, left_at2, w_point, col_part2 * wide2, right_at2,
                min(high2, rows2 - (high2 * row_part2)), min(wide2, m_count2 - (col_part2 * wide2)), 0, O,
                deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                m_count2 - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // ij_count2,
                min((high2 + high2 * row_part2 - 1) // ij_count2 + 1, line2_last + 1, N)):
            n = line2
            for m in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, m_count2)):
                for ij in range(max(0, high2 * row_part2 - (ij_count2 * line2)), min(OH * OW,
                        rows2 - (ij_count2 * line2), high2 + high2 * row_part2 - (ij_count2 * line2))):
                    dz[U(n), U(m), U(ij)] = turned2[U(m - (col_part2 * wide2)), U(ij + ij_count2 * line2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dz_plain(first, last, dy, w_point, dz, N, C, M, O, OH, OW, o_block_last):
    """dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(OH * OW, dtype)
    part = np.empty(OH * OW, dtype)
    for task in range(first, last):
        n = task // (C * M)
        m = task % (C * M)
        # dz[n,m,ij] = Σ_o dy[n,o,ij] · w_point[o,m]
        for ij in range(OH * OW):
            dz[U(n), U(m), U(ij)] = T(0)
        for ij in range(OH * OW):
            rest[U(ij)] = T(0)
        for o_block in range(o_block_last + 1):
            for ij in range(OH * OW):
                part[U(ij)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                w_point_here = w_point[U(o), U(m)]
                for ij in range(OH * OW):
                    part[U(ij)] += dy[U(n), U(o), U(ij)] * w_point_here
            for ij in range(OH * OW):
                dz[U(n), U(m), U(ij)], rest[U(ij)] = carried(dz[U(n), U(m), U(ij)], rest[U(ij)], part[U(ij)])


def _shared_dz(dy, w_point, dz, N, C, M, O, OH, OW):
    """dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]

    Operations: C·M·N·O·OH·OW multiplications, C·M·N·O·OH·OW − C·M·N·OH·OW additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    dz_rows = dz.reshape((N, C * M, OH * OW))
    if O == 1:
        launch(_shared_dz_single, N * C * M, C * M * N * OH * OW, dz_rows, dy_rows.reshape(N, OH * OW),
                w_point.reshape(C * M), N, C, M, OH, OW)
    elif blocks(N * OH * OW >= 4 and C * M >= 4 and O >= 4):
        if either(OH * OW >= 128):
            m_count = C * M
            ij_count = OH * OW
            wide = colblock(ij_count)
            deep = depthblock()
            high = rowblock(m_count, ((ij_count - 1) // wide + 1) * N)
            launch(_shared_dz_either, N * ((m_count - 1) // high + 1) * ((ij_count - 1) // wide + 1),
                    C * M * N * O * OH * OW // 32, dy_rows, w_point, dz_rows, N, C, M, O, OH, OW, deep, high,
                    ij_count, m_count, wide)
        else:
            ij_count2 = OH * OW
            m_count2 = C * M
            rows2 = N * ij_count2
            wide2 = colblock(m_count2)
            deep2 = depthblock()
            high2 = rowblock(rows2, (m_count2 - 1) // wide2 + 1)
            line2_last = (rows2 - 1) // ij_count2
            launch(_shared_dz_other, ((rows2 - 1) // high2 + 1) * ((m_count2 - 1) // wide2 + 1),
                    C * M * N * O * OH * OW // 32, dy_rows, w_point, dz_rows, N, C, M, O, OH, OW, deep2,
                    high2, ij_count2, line2_last, m_count2, rows2, wide2)
    else:
        o_block_last = (O - 1) // 1024
        launch(_shared_dz_plain, N * C * M, C * M * N * O * OH * OW, dy_rows, w_point, dz_rows, N, C, M, O,
                OH, OW, o_block_last)
