"""The kernels of true_conv2d; true_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `true_conv2d`.  Do not edit.
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
def _forward_abreast(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, block_count, lot_last, pieces, share, tall, tasks, wide):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    planes = np.empty((Cg, max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((Og, Cg, KH, KW, 16), dtype)
    starts = np.empty((Og, 16), dtype)
    tile = np.empty((Og, OH, OW, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c * 16 + KW * u * 16 + v * 16
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = c * tall * wide * 16 + d_h * u * wide * 16 + d_w * v * 16
        for lot in range(part * share // N, min((part * share + share - 1) // N + 1, lot_last + 1,
                block_count)):
            block = lot
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n,
            #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for lane in range(min(16, G - (block * 16))):
                    starts[U(o), U(lane)] = b[U(Og * block * 16 + Og * lane + o)]
            for o in range(Og):
                for c in range(Cg):
                    pad_abreast(weights, (o, c, 0, 0, 0), KW * 16, 16, w, (Og * block * 16 + o, c, KH - 1,
                            KW - 1), -KW, -1, Cg * KH * KW * Og, KH, KW, min(16, G - (block * 16)), 0, KH, 0,
                            KW)
            for n in range(max(0, part * share - (N * lot)), min(N, tasks - (N * lot),
                    part * share + share - (N * lot))):
                for c in range(Cg):
                    pad_abreast(planes, (c, 0, 0, 0), wide * 16, 16, x, (n, Cg * block * 16 + c, -p_t, -p_l),
                            W, 1, Cg * H * W, tall, wide, min(16, G - (block * 16)), p_t, H + p_t, p_l,
                            W + p_l)
                correlate_abreast(tile, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts, (0, 0), 16, weights,
                        (0, 0, 0, 0, 0), Cg * KH * KW * 16, lefts, planes, (0, 0, 0, 0), s_h * wide * 16,
                        s_w * 16, rights, KH, len(rights), Og, OH, OW, min(16, G - (block * 16)))
                for o in range(Og):
                    lay_abreast(y, (n, Og * block * 16 + o, 0, 0), OW, 1, OH * OW * Og, tile, (o, 0, 0, 0),
                            OW * 16, 16, OH, OW, min(16, G - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, high, pieces, share, strips, tall, tasks, wide):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    planes = np.empty((Cg, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Og, dtype)
    for part in range(first, last):
        lefts = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * c - (KW * u) - v
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
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * strips)
            g = turn_2 // strips % G
            strip = turn_2 % strips
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n,
            #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts[U(o)] = b[U(Og * g + o)]
            for c in range(Cg):
                for phase_i in range(s_h):
                    for phase_j in range(s_w):
                        top = -((phase_i - p_t) // s_h) - (high * strip)
                        bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                        fore = -((phase_j - p_l) // s_w)
                        aft = (W + p_l - phase_j - 1) // s_w + 1
                        pad(planes, (c, phase_i, phase_j, 0, 0), wide, x, (n, c + Cg * g,
                                phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w, tall, wide,
                                top, bottom, fore, aft)
            correlate(y, (n, Og * g, high * strip, 0), OH * OW, OW, 1, starts, (0,), 1, w, (Og * g, 0, KH - 1,
                    KW - 1), Cg * KH * KW, lefts, planes, (0, 0, 0, 0, 0), wide, rights, KH, len(rights), Og,
                    min(high, OH - (high * strip)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, panels_apart2, Cg, G, Og, KH, KW, wide2):
    """panels2[g, col_part2, (c·KH+u)·KW+v, o−col_part2·wide2] = w[g·Og+o, c, KH−1−u, KW−1−v]"""
    for task in range(first, last):
        g = task // (Cg * ((Og - 1) // wide2 + 1))
        c = task // (((Og - 1) // wide2 + 1)) % Cg
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, (c·KH+u)·KW+v, o−col_part2·wide2] = w[g·Og+o, c, KH−1−u,
        #     KW−1−v]
        turn(panels_apart2, (g, col_part2, c, 0, 0), wide2, w,
                KH * KW + KH * KW * c + Cg * KH * KW * col_part2 * wide2 + Cg * KH * KW * Og * g - 1,
                Cg * KH * KW, -1, min(wide2, Og - (col_part2 * wide2)), KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, panels2, x_padded2, y_lines2, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, deep2, depth2, high2, line2_last, line2_last2, quotient_Og_wide2, rows2,
        skipping2, wide2, x_size22, x_size32):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = b.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((2, high2), np.int64)
    most2 = np.empty((2, high2), np.int64)
    place2 = np.empty((2, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for c in range(Cg):
        for u in range(KH):
            for v in range(KW):
                left_at2[U(KH * KW * c + KW * u + v)] = c * x_size22 * x_size32 + d_h * u * x_size32 + d_w * v
                place2[0, U(KH * KW * c + KW * u + v)] = d_h * u
                place2[1, U(KH * KW * c + KW * u + v)] = d_w * v
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n,
        #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for line2 in range(high2 * row_part2 // OW, min((high2 + high2 * row_part2 - 1) // OW + 1,
                line2_last + 1, N * OH)):
            n = line2 // OH
            i = line2 % OH
            for j in range(max(0, high2 * row_part2 - (OW * line2)), min(OW, rows2 - (OW * line2),
                    high2 + high2 * row_part2 - (OW * line2))):
                row_at2[U(j + OW * line2 - (high2 * row_part2))] = (
                    Cg * g * x_size22 * x_size32
                    + i * s_h * x_size32
                    + j * s_w
                    + Cg * G * n * x_size22 * x_size32
                )
                least2[0, U(j + OW * line2 - (high2 * row_part2))] = p_t - (i * s_h)
                most2[0, U(j + OW * line2 - (high2 * row_part2))] = H + p_t - (i * s_h) - 1
                least2[1, U(j + OW * line2 - (high2 * row_part2))] = p_l - (j * s_w)
                most2[1, U(j + OW * line2 - (high2 * row_part2))] = W + p_l - (j * s_w) - 1
        contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 2, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (OH * OW),
                min((high2 + high2 * row_part2 - 1) // (OH * OW) + 1, line2_last2 + 1, N)):
            n = line2
            for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
                b_here = b[U(Og * g + o)]
                for run2 in range(max(0, high2 * row_part2 - (OH * OW * line2)), min(OH * OW,
                        rows2 - (OH * OW * line2), high2 + high2 * row_part2 - (OH * OW * line2))):
                    y_lines2[U(n), U(Og * g + o), U(run2)] = (
                        b_here
                        + turned2[U(o - (col_part2 * wide2)), U(OH * OW * line2 + run2 - (high2 * row_part2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        c_block_last):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n,
        #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            y[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(KH - u - 1), U(KW - v - 1)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part2[U(j)] += (
                                w_here
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part2[U(j)])


def _forward(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, KH−1−u, KW−1−v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    dtype = y.dtype
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
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (G - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        lot_last = (tasks - 1) // N
        launch(_forward_abreast, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, b, y, N, Cg, G, H,
                W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, lot_last, pieces, share,
                tall, tasks, wide)
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
            wide = (KW * d_w - d_w) // s_w + OW
            most = max(32768 // max(Cg * s_h * s_w * wide, 1), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            pieces = parts(G * N * strips)
            tasks = G * N * strips
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_forward_correlations, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, b, y, N,
                    Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high, pieces, share,
                    strips, tall, tasks, wide)
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
                rows2 = N * OH * OW
                depth2 = Cg * KH * KW
                x_size22 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
                x_size32 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
                x_padded2 = padded(x, (0, 0, -p_t, -p_l), (N, Cg * G, x_size22, x_size32))
                wide2 = colblock(Og)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                skipping2 = skipping(H * W, x_size22 * x_size32)
                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, Cg, KH * KW, wide2))
                launch(_forward_blocks, G * Cg * ((Og - 1) // wide2 + 1), Cg * G * KH * KW * Og, w,
                        panels_apart2, Cg, G, Og, KH, KW, wide2)
                y_lines2 = y.reshape((N, G * Og, OH * OW))
                line2_last = (rows2 - 1) // OW
                quotient_Og_wide2 = (Og - 1) // wide2
                line2_last2 = (rows2 - 1) // (OH * OW)
                launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                        Cg * G * KH * KW * N * OH * OW * Og // 32, b, panels2, x_padded2, y_lines2, N, Cg, G,
                        H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, deep2, depth2, high2,
                        line2_last, line2_last2, quotient_Og_wide2, rows2, skipping2, wide2, x_size22,
                        x_size32)
                again = not (finite(y, w))
            if again:
                c_block_last = (Cg - 1) // 1024
                launch(_forward_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x, w, b, y, N,
                        Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
