"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `coord_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import correlate_abreast, lay_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y_side, N, C, H, W):
    """y_side[n, c, i_u, j_v] = {x[n, c, i_u, j_v] if c < C; 2·i_u/max(H − 1, 1) − 1 if c = C; else
        2·j_v/max(W − 1, 1) − 1}
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // ((C + 2) * H)
        c = task // H % (C + 2)
        i_u = task % H
        # y_side[n, c, i_u, j_v] = {x[n, c, i_u, j_v] if c < C; 2·i_u/max(H − 1, 1) − 1 if c =
        #     C; else 2·j_v/max(W − 1, 1) − 1}
        if C >= c + 1:
            for j_v in range(W):
                y_side[U(n), U(c), U(i_u), U(j_v)] = x[U(n), U(c), U(i_u), U(j_v)]
        else:
            for j_v in range(W):
                y_side[U(n), U(c), U(i_u), U(j_v)] = (
                    T(i_u * 2) / T(max(H - 1, 1)) - T(1) if c == C else T(j_v * 2) / T(max(W - 1, 1)) - T(1)
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, w, b, y, y_side, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, block_count, c_count, pieces, share, tall, wide):
    """y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · y_side[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = w.dtype
    planes = np.empty((max(0, c_count), max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((O, max(0, c_count), KH, KW, 16), dtype)
    starts = np.empty((O, 16), dtype)
    tile = np.empty((O, OH, OW, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(max(0, c_count * KW * KH), np.int64)
        for tap in range(c_count * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c * 16 + KW * u * 16 + v * 16
        rights = np.empty(max(0, c_count * KW * KH), np.int64)
        for tap in range(c_count * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = c * tall * wide * 16 + d_h * u * wide * 16 + d_w * v * 16
        for block in range(part * share, min(part * share + share, block_count)):
            # y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · y_side[n, c, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(O):
                b_here = b[U(o)]
                for lane in range(min(16, N - (block * 16))):
                    starts[U(o), U(lane)] = b_here
            for o in range(O):
                for c in range(c_count):
                    pad_abreast(weights, (o, c, 0, 0, 0), KW * 16, 16, w, (o, c, 0, 0), KW, 1, 0, KH, KW,
                            min(16, N - (block * 16)), 0, KH, 0, KW)
            for c in range(c_count):
                pad_abreast(planes, (c, 0, 0, 0), wide * 16, 16, y_side, (block * 16, c, -p_t, -p_l), W, 1,
                        (C + 2) * H * W, tall, wide, min(16, N - (block * 16)), p_t, H + p_t, p_l, W + p_l)
            correlate_abreast(tile, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts, (0, 0), 16, weights, (0,
                    0, 0, 0, 0), KH * KW * c_count * 16, lefts, planes, (0, 0, 0, 0), s_h * wide * 16,
                    s_w * 16, rights, KH, len(rights), O, OH, OW, min(16, N - (block * 16)))
            for o in range(O):
                lay_abreast(y, (block * 16, o, 0, 0), OW, 1, O * OH * OW, tile, (o, 0, 0, 0), OW * 16, 16, OH,
                        OW, min(16, N - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, w, b, y, y_side, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_count, high, pieces, share, strips, tall, tasks, wide):
    """y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · y_side[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = w.dtype
    planes = np.empty((max(0, c_count), s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(O, dtype)
    for part in range(first, last):
        lefts = np.empty(max(0, c_count * KW * KH), np.int64)
        for tap in range(c_count * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c + KW * u + v
        rights = np.empty(max(0, c_count * KW * KH), np.int64)
        for tap in range(c_count * KW * KH):
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
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // strips
            strip = turn_2 % strips
            # y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · y_side[n, c, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l]
            for o in range(O):
                starts[U(o)] = b[U(o)]
            for c in range(c_count):
                for phase_i in range(s_h):
                    for phase_j in range(s_w):
                        top = -((phase_i - p_t) // s_h) - (high * strip)
                        bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                        fore = -((phase_j - p_l) // s_w)
                        aft = (W + p_l - phase_j - 1) // s_w + 1
                        pad(planes, (c, phase_i, phase_j, 0, 0), wide, y_side, (n, c,
                                phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w, tall, wide,
                                top, bottom, fore, aft)
            correlate(y, (n, 0, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w, (0, 0, 0, 0),
                    (C + 2) * KH * KW, lefts, planes, (0, 0, 0, 0, 0), wide, rights, KH, len(rights), O,
                    min(high, OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels2, C, O, KH, KW, c_count2, depth2, wide2):
    """panels2[col_part2, (c·KH+u)·KW+v, o−col_part2·wide2] = w[o,c,u,v]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, (c·KH+u)·KW+v, o−col_part2·wide2] = w[o,c,u,v]
        turn(panels2, (col_part2, 0, 0), wide2, w,
                KH * KW * col_part2 * wide2 * 2 + C * KH * KW * col_part2 * wide2, KH * KW * 2 + C * KH * KW,
                1, min(wide2, O - (col_part2 * wide2)), KH * KW * c_count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, panels2, y_lines2, y_side_padded2, N, C, H, W, O, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, c_count2, deep2, depth2, high2, line2_last, line2_last2, rows2, skipping2,
        wide2, y_side_size12, y_side_size22, y_side_size32):
    """y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · y_side[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = b.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((2, high2), np.int64)
    most2 = np.empty((2, high2), np.int64)
    place2 = np.empty((2, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for c in range(c_count2):
        for u in range(KH):
            for v in range(KW):
                left_at2[U(KH * KW * c + KW * u + v)] = (
                    c * y_side_size22 * y_side_size32 + d_h * u * y_side_size32 + d_w * v
                )
                place2[0, U(KH * KW * c + KW * u + v)] = d_h * u
                place2[1, U(KH * KW * c + KW * u + v)] = d_w * v
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((O - 1) // wide2 + 1))
        col_part2 = task % ((O - 1) // wide2 + 1)
        # y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · y_side[n, c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for line2 in range(high2 * row_part2 // OW, min((high2 + high2 * row_part2 - 1) // OW + 1,
                line2_last + 1, N * OH)):
            n = line2 // OH
            i = line2 % OH
            for j in range(max(0, high2 * row_part2 - (OW * line2)), min(OW, rows2 - (OW * line2),
                    high2 + high2 * row_part2 - (OW * line2))):
                row_at2[U(j + OW * line2 - (high2 * row_part2))] = (
                    i * s_h * y_side_size32 + j * s_w + n * y_side_size12 * y_side_size22 * y_side_size32
                )
                least2[0, U(j + OW * line2 - (high2 * row_part2))] = p_t - (i * s_h)
                most2[0, U(j + OW * line2 - (high2 * row_part2))] = H + p_t - (i * s_h) - 1
                least2[1, U(j + OW * line2 - (high2 * row_part2))] = p_l - (j * s_w)
                most2[1, U(j + OW * line2 - (high2 * row_part2))] = W + p_l - (j * s_w) - 1
        contract_inside(tile2, (0, 0), wide2, y_side_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2, right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                O - (col_part2 * wide2)), depth2, deep2, least2, most2, place2, high2, depth2, 2, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                O - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (OH * OW),
                min((high2 + high2 * row_part2 - 1) // (OH * OW) + 1, line2_last2 + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, O)):
                b_here = b[U(o)]
                for run2 in range(max(0, high2 * row_part2 - (OH * OW * line2)), min(OH * OW,
                        rows2 - (OH * OW * line2), high2 + high2 * row_part2 - (OH * OW * line2))):
                    y_lines2[U(n), U(o), U(run2)] = (
                        b_here
                        + turned2[U(o - (col_part2 * wide2)), U(OH * OW * line2 + run2 - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, w, b, y, y_side, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · y_side[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]"""
    dtype = w.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · y_side[n, c, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        b_here = b[U(o)]
        for j in range(OW):
            y[U(n), U(o), U(i), U(j)] = b_here
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(C + 2, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part2[U(j)] += (
                                w_here
                                * y_side[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(o), U(i), U(j)], rest[U(j)], part2[U(j)])


def _forward(x, w, b, y, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · z[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: 2·KH·KW·N·O·OH·OW + C·KH·KW·N·O·OH·OW multiplications, 2·KH·KW·N·O·OH·OW +
        C·KH·KW·N·O·OH·OW additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    y_side = scratch((N, C + 2, H, W), dtype)
    launch(_forward_part, N * (C + 2) * H, (C + 2) * H * N * W, x, y_side, N, C, H, W)
    again = not (
        abreast(
            N >= 8
            and 16384 >= KH * KW * O * 2 + C * KH * KW * O
            and max(min(8192 - (H * W * 2) - (C * H * W), 8192 - (OH * OW), s_w * 16 - W, 1 - C),
                    min((N - 1) // 16 - 15, 32 - max(C + 2, O), 32768 - max(H * W * 2 + C * H * W,
                    O * OH * OW), N * 9 - (((N - 1) // 16) * 128) - 128, max(OW % 16 - 1, s_w * 16 - W),
                    min(C + 2, KH * KW, O) - 4)) >= 0
        )
        and finite(w, y)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        c_count = C + 2
        block_count = (N - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        launch(_forward_abreast, pieces, (C + 2) * KH * KW * N * O * OH * OW // 32, w, b, y, y_side, N, C, H,
                W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, c_count, pieces, share, tall,
                wide)
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
                    max(C - 14, KH * KW * 2 + C * KH * KW - 128),
                    max(2 - (KH * KW), min(1 - (O % 16), KH * KW * 2 + C * KH * KW - 256), O - 24),
                    O - 8,
                )
            )
            and finite(w, y)
        )
        if not again:
            wide = (KW * d_w - d_w) // s_w + OW
            c_count = C + 2
            most = max(32768 // max(c_count * s_h * s_w * wide, 1), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            pieces = parts(N * strips)
            tasks = N * strips
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_forward_correlations, pieces, (C + 2) * KH * KW * N * O * OH * OW // 32, w, b, y, y_side,
                    N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_count, high, pieces, share,
                    strips, tall, tasks, wide)
            again = not (finite(y, w))
        if again:
            again = not (
                blocks(
                    N * OH * OW >= 4
                    and O >= 8
                    and KH * KW * 2 + C * KH * KW >= 4
                    and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
                    and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
                )
                and finite(w, y)
            )
            if not again:
                c_count2 = C + 2
                rows2 = N * OH * OW
                depth2 = KH * KW * c_count2
                y_side_size12 = C + 2
                y_side_size22 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
                y_side_size32 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
                y_side_padded2 = padded(y_side, (0, 0, -p_t, -p_l), (N, y_side_size12, y_side_size22, y_side_size32))
                wide2 = colblock(O)
                deep2 = depthblock()
                high2 = rowblock(rows2, (O - 1) // wide2 + 1)
                skipping2 = skipping(H * W, y_side_size22 * y_side_size32)
                panels2 = scratch((max(0, (O - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                launch(_forward_blocks, (O - 1) // wide2 + 1, (C + 2) * KH * KW * O, w, panels2, C, O, KH, KW,
                        c_count2, depth2, wide2)
                y_lines2 = y.reshape((N, O, OH * OW))
                line2_last = (rows2 - 1) // OW
                line2_last2 = (rows2 - 1) // (OH * OW)
                launch(_forward_blocks2, ((rows2 - 1) // high2 + 1) * ((O - 1) // wide2 + 1),
                        (C + 2) * KH * KW * N * O * OH * OW // 32, b, panels2, y_lines2, y_side_padded2, N, C,
                        H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_count2, deep2, depth2, high2,
                        line2_last, line2_last2, rows2, skipping2, wide2, y_side_size12, y_side_size22,
                        y_side_size32)
                again = not (finite(y, w))
            if again:
                c_block_last = (C + 1) // 1024
                launch(_forward_plain, N * O * OH, (C + 2) * KH * KW * N * O * OH * OW, w, b, y, y_side, N, C,
                        H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
