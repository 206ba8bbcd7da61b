"""The kernels of conv2d; conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .conv2d_kernels import (
    _forward_abreast, _forward_correlations, _forward_blocks, _forward_blocks2, _forward_plain,
)
from .abreast import correlate_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .tiles import tiled, tiled_weights
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_abreast2(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, block3_count3, lot3_last, pieces3, share3, tall3, tasks3, wide3):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
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
            # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] ·
            #     x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                for lane3 in range(min(16, G - (block3 * 16))):
                    starts3[U(o), U(lane3)] = T(0)
            for o in range(Og):
                for c in range(Cg):
                    pad_abreast(weights3, (o, c, 0, 0, 0), KW * 16, 16, w_dot, (Og * block3 * 16 + o, c, 0,
                            0), KW, 1, Cg * KH * KW * Og, KH, KW, min(16, G - (block3 * 16)), 0, KH, 0, KW)
            for n in range(max(0, part3 * share3 - (N * lot3)), min(N, tasks3 - (N * lot3),
                    part3 * share3 + share3 - (N * lot3))):
                for c in range(Cg):
                    pad_abreast(planes3, (c, 0, 0, 0), wide3 * 16, 16, x, (n, Cg * block3 * 16 + c, -p_t,
                            -p_l), W, 1, Cg * H * W, tall3, wide3, min(16, G - (block3 * 16)), p_t, H + p_t,
                            p_l, W + p_l)
                correlate_abreast(tile3, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts3, (0, 0), 16,
                        weights3, (0, 0, 0, 0, 0), Cg * KH * KW * 16, lefts3, planes3, (0, 0, 0, 0),
                        s_h * wide3 * 16, s_w * 16, rights3, KH, len(rights3), Og, OH, OW, min(16,
                        G - (block3 * 16)))
                for o in range(Og):
                    for i in range(OH):
                        for j in range(OW):
                            for lane3 in range(min(16, G - (block3 * 16))):
                                y_dot[U(n), U(Og * block3 * 16 + Og * lane3 + o), U(i), U(j)] = (
                                    tile3[U(o), U(i), U(j), U(lane3)]
                                    + y_dot_part1[U(n), U(Og * block3 * 16 + Og * lane3 + o), U(i), U(j)]
                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_correlations2(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, high3, pieces3, share3, strips3, tall3, tasks3, wide3):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    planes3 = np.empty((Cg, s_h, s_w, max(0, tall3), max(0, wide3)), dtype)
    starts3 = np.empty(Og, dtype)
    tile3 = np.empty((Og, high3, OW), dtype)
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
            # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] ·
            #     x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            for o in range(Og):
                starts3[U(o)] = T(0)
            for c in range(Cg):
                for phase_i3 in range(s_h):
                    for phase_j3 in range(s_w):
                        top = -((phase_i3 - p_t) // s_h) - (high3 * strip3)
                        bottom = (H + p_t - phase_i3 - 1) // s_h + 1 - (high3 * strip3)
                        fore = -((phase_j3 - p_l) // s_w)
                        aft = (W + p_l - phase_j3 - 1) // s_w + 1
                        pad(planes3, (c, phase_i3, phase_j3, 0, 0), wide3, x, (n, c + Cg * g,
                                phase_i3 + high3 * s_h * strip3 - p_t, phase_j3 - p_l), W * s_h, s_w, tall3,
                                wide3, top, bottom, fore, aft)
            correlate(tile3, (0, 0, 0), OW * high3, OW, 1, starts3, (0,), 1, w_dot, (Og * g, 0, 0, 0),
                    Cg * KH * KW, lefts3, planes3, (0, 0, 0, 0, 0), wide3, rights3, KH, len(rights3), Og,
                    min(high3, OH - (high3 * strip3)), OW)
            for o in range(Og):
                for i in range(high3 * strip3, min(high3 + high3 * strip3, OH)):
                    for j in range(OW):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                            tile3[U(o), U(i - (high3 * strip3)), U(j)]
                            + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks4(first, last, y_dot, panels4, x_padded4, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, deep4, depth4, high4, line4_last, quotient_Og_wide4, rows4, skipping4, wide4,
        x_size24, x_size34):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = y_dot.dtype
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
                left_at4[U(KH * KW * c + KW * u + v)] = c * x_size24 * x_size34 + d_h * u * x_size34 + d_w * v
                place4[0, U(KH * KW * c + KW * u + v)] = d_h * u
                place4[1, U(KH * KW * c + KW * u + v)] = d_w * v
    for k4 in range(depth4):
        right_at4[U(k4)] = k4 * wide4
    for task in range(first, last):
        g = task // (((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1))
        row_part4 = task // (((Og - 1) // wide4 + 1)) % ((rows4 - 1) // high4 + 1)
        col_part4 = task % ((Og - 1) // wide4 + 1)
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] ·
        #     x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for line4 in range(high4 * row_part4 // OW, min((high4 + high4 * row_part4 - 1) // OW + 1,
                line4_last + 1, N * OH)):
            n = line4 // OH
            i = line4 % OH
            for j in range(max(0, high4 * row_part4 - (OW * line4)), min(OW, rows4 - (OW * line4),
                    high4 + high4 * row_part4 - (OW * line4))):
                row_at4[U(j + OW * line4 - (high4 * row_part4))] = (
                    Cg * g * x_size24 * x_size34
                    + i * s_h * x_size34
                    + j * s_w
                    + Cg * G * n * x_size24 * x_size34
                )
                least4[0, U(j + OW * line4 - (high4 * row_part4))] = p_t - (i * s_h)
                most4[0, U(j + OW * line4 - (high4 * row_part4))] = H + p_t - (i * s_h) - 1
                least4[1, U(j + OW * line4 - (high4 * row_part4))] = p_l - (j * s_w)
                most4[1, U(j + OW * line4 - (high4 * row_part4))] = W + p_l - (j * s_w) - 1
        contract_inside(tile4, (0, 0), wide4, x_padded4, row_at4, left_at4, panels4,
                col_part4 * depth4 * wide4 + depth4 * g * quotient_Og_wide4 * wide4 + depth4 * g * wide4,
                right_at4, min(high4, rows4 - (high4 * row_part4)), min(wide4, Og - (col_part4 * wide4)),
                depth4, deep4, least4, most4, place4, high4, depth4, 2, skipping4,
                np.empty(max(depth4 * 3 + high4 * 4 + 2, 0), np.int64))
        turn(turned4, (0, 0), high4, tile4, 0, wide4, 1, min(high4, rows4 - (high4 * row_part4)), min(wide4,
                Og - (col_part4 * wide4)))
        for line4 in range(high4 * row_part4 // OW, min((high4 + high4 * row_part4 - 1) // OW + 1,
                line4_last + 1, N * OH)):
            n = line4 // OH
            i = line4 % OH
            for o in range(col_part4 * wide4, min(col_part4 * wide4 + wide4, Og)):
                for j in range(max(0, high4 * row_part4 - (OW * line4)), min(OW, rows4 - (OW * line4),
                        high4 + high4 * row_part4 - (OW * line4))):
                    y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                        turned4[U(o - (col_part4 * wide4)), U(j + OW * line4 - (high4 * row_part4))]
                        + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, c_block_last):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part4 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + Σ_{c,u,v} ẇ[g·Og+o, c, u, v] ·
        #     x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
        for j in range(OW):
            rest2[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            part4[U(j)] += (
                                w_dot_here
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)]
                            )
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part4[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = scratch((N, G * Og, OH, OW), dtype)
    again = not (
        abreast(
            G >= 8
            and 16384 >= Cg * KH * KW * Og
            and max(min(8192 - (Cg * H * W), 8192 - (OH * OW), s_w * 16 - W, 3 - Cg), min(32 - max(Cg, Og),
                    32768 - max(Cg * H * W, OH * OW * Og), G * 9 - (((G - 1) // 16) * 128) - 128,
                    max(OW % 16 - 1, s_w * 16 - W), min(Cg, KH * KW, Og) - 4,
                    N + ((G - 1) // 16) * N - 16)) >= 0
        )
        and finite(w, y_dot_part1)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (G - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        lot_last = (tasks - 1) // N
        # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n,
        #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        launch(_forward_abreast, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x_dot, w, b_dot,
                y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count,
                lot_last, pieces, share, tall, tasks, wide)
        again = not (finite(y_dot_part1, w))
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
            and finite(w, y_dot_part1)
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
            # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n,
            #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
            launch(_forward_correlations, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x_dot, w, b_dot,
                    y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high,
                    pieces, share, strips, tall, tasks, wide)
            again = not (finite(y_dot_part1, w))
        if again:
            again = not (
                blocks(
                    N * OH * OW >= 4
                    and Og >= 8
                    and Cg * KH * KW >= 4
                    and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
                    and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
                )
                and finite(w, y_dot_part1)
            )
            if not again:
                rows2 = N * OH * OW
                depth2 = Cg * KH * KW
                x_dot_size22 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
                x_dot_size32 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
                x_dot_padded2 = padded(x_dot, (0, 0, -p_t, -p_l), (N, Cg * G, x_dot_size22, x_dot_size32))
                wide2 = colblock(Og)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                skipping2 = skipping(H * W, x_dot_size22 * x_dot_size32)
                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                # panels2[g, col_part2, (c·KH+u)·KW+v, o−col_part2·wide2] = w[g·Og+o, c, u, v]
                launch(_forward_blocks, G * ((Og - 1) // wide2 + 1), Cg * G * KH * KW * Og, w, panels2, Cg, G,
                        Og, KH, KW, depth2, wide2)
                y_dot_part1_lines2 = y_dot_part1.reshape((N, G * Og, OH * OW))
                line2_last = (rows2 - 1) // OW
                quotient_Og_wide2 = (Og - 1) // wide2
                line2_last2 = (rows2 - 1) // (OH * OW)
                # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n,
                #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
                launch(_forward_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                        Cg * G * KH * KW * N * OH * OW * Og // 32, b_dot, panels2, x_dot_padded2,
                        y_dot_part1_lines2, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                        deep2, depth2, high2, line2_last, line2_last2, quotient_Og_wide2, rows2, skipping2,
                        wide2, x_dot_size22, x_dot_size32)
                again = not (finite(y_dot_part1, w))
            if again:
                c_block_last = (Cg - 1) // 1024
                # y_dot_part1[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · ẋ[n,
                #     g·Cg+c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
                launch(_forward_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, x_dot, w, b_dot,
                        y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                        c_block_last)
    again = not (
        abreast(
            G >= 8
            and 16384 >= Cg * KH * KW * Og
            and max(min(8192 - (Cg * H * W), 8192 - (OH * OW), s_w * 16 - W, 3 - Cg), min(32 - max(Cg, Og),
                    32768 - max(Cg * H * W, OH * OW * Og), G * 9 - (((G - 1) // 16) * 128) - 128,
                    max(OW % 16 - 1, s_w * 16 - W), min(Cg, KH * KW, Og) - 4,
                    N + ((G - 1) // 16) * N - 16)) >= 0
        )
        and finite(w_dot, y_dot)
    )
    if not again:
        tall3 = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide3 = KW * d_w + OW * s_w + 1 - d_w - s_w
        block3_count3 = (G - 1) // 16 + 1
        pieces3 = parts(N * block3_count3)
        tasks3 = N * block3_count3
        share3 = max((tasks3 - 1) // pieces3 + 1, 1)
        lot3_last = (tasks3 - 1) // N
        launch(_jvp_abreast2, pieces3, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, x, y_dot,
                y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block3_count3,
                lot3_last, pieces3, share3, tall3, tasks3, wide3)
        again = not (finite(y_dot, w_dot))
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
            and finite(w_dot, y_dot)
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
            launch(_jvp_correlations2, pieces3, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, x, y_dot,
                    y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, high3,
                    pieces3, share3, strips3, tall3, tasks3, wide3)
            again = not (finite(y_dot, w_dot))
        if again:
            again = not (
                blocks(
                    N * OH * OW >= 4
                    and Og >= 8
                    and Cg * KH * KW >= 4
                    and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
                    and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
                )
                and finite(w_dot, y_dot)
            )
            if not again:
                rows4 = N * OH * OW
                depth4 = Cg * KH * KW
                x_size24 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
                x_size34 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
                x_padded4 = padded(x, (0, 0, -p_t, -p_l), (N, Cg * G, x_size24, x_size34))
                wide4 = colblock(Og)
                deep4 = depthblock()
                high4 = rowblock(rows4, ((Og - 1) // wide4 + 1) * G)
                skipping4 = skipping(H * W, x_size24 * x_size34)
                panels4 = scratch((G, max(0, (Og - 1) // wide4 + 1), max(0, depth4), wide4), dtype)
                # panels4[g, col_part4, (c·KH+u)·KW+v, o−col_part4·wide4] = ẇ[g·Og+o, c, u, v]
                launch(_forward_blocks, G * ((Og - 1) // wide4 + 1), Cg * G * KH * KW * Og, w_dot, panels4,
                        Cg, G, Og, KH, KW, depth4, wide4)
                line4_last = (rows4 - 1) // OW
                quotient_Og_wide4 = (Og - 1) // wide4
                launch(_jvp_blocks4, G * ((rows4 - 1) // high4 + 1) * ((Og - 1) // wide4 + 1),
                        Cg * G * KH * KW * N * OH * OW * Og // 32, y_dot, panels4, x_padded4, y_dot_part1, N,
                        Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, deep4, depth4, high4,
                        line4_last, quotient_Og_wide4, rows4, skipping4, wide4, x_size24, x_size34)
                again = not (finite(y_dot, w_dot))
            if again:
                c_block_last = (Cg - 1) // 1024
                launch(_jvp_plain2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w_dot, x, y_dot,
                        y_dot_part1, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
                        c_block_last)


def _forward_winograd(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    As compiled:

    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+u−p_t, j+v−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(y, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), w, (Og * g, 0, 0, 0), (Cg * KH * KW,
                KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og, Cg, OH, OW, KH,
                KW, H, W), (p_t, p_l,), b, (Og * g,), 1)


def _vjp_x_winograd(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, g·Og+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, KH−1−u, KW−1−v]

    As compiled:

    dx[n, g·Cg+c, q−p_t, q′−p_l] = Σ_{o,t,t′} dy[n, g·Og+o, q−t, q′−t′] · w[g·Og+o, c, t, t′]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled(dx, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), w, (Og * g, 0, KH - 1, KW - 1), (KH * KW,
                Cg * KH * KW, -KW, -1), dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), (N, Cg, Og,
                H, W, KH, KW, OH, OW), (KH - p_t - 1, KW - p_l - 1,))


def _vjp_w_winograd(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, p_t, p_l):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    As compiled:

    dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, u+i−p_t, v+j−p_l]

    In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`.
    """
    for g in range(G):
        tiled_weights(dy, (0, Og * g, 0, 0), (G * OH * OW * Og, OH * OW, OW, 1), dw, (Og * g, 0, 0, 0),
                (Cg * KH * KW, KH * KW, KW, 1), x, (0, Cg * g, 0, 0), (Cg * G * H * W, H * W, W, 1), (N, Og,
                Cg, OH, OW, KH, KW, H, W), (p_t, p_l,))
