"""The kernels of conv_transpose3d; conv_transpose3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose3d`.  Do not edit.
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
def _vjp_x_abreast(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, block_count, lot_last, pieces, share, tall, tasks, wide):
    """dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, KD, max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((Cg, Og, KD, KH, KW, 16), dtype)
    starts = np.empty((Cg, 16), dtype)
    tile = np.empty((Cg, H, W, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(Og * KD * KW * KH, np.int64)
        for tap in range(Og * KD * KW * KH):
            o = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KD * KH * KW * o * 16 + KH * KW * t * 16 + KW * u * 16 + v * 16
        rights = np.empty(Og * KD * KW * KH, np.int64)
        for tap in range(Og * KD * KW * KH):
            o = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                KD * o * tall * wide * 16 + t * tall * wide * 16 + d_h * u * wide * 16 + d_w * v * 16
            )
        for lot in range(part * share // D, min((part * share + share - 1) // D + 1, lot_last + 1,
                N * block_count)):
            block = lot // N
            n = lot % N
            # dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l] · w[g·Cg+c, o, t, u, v]
            for c in range(Cg):
                for lane in range(min(16, G - (block * 16))):
                    starts[U(c), U(lane)] = T(0)
            for c in range(Cg):
                for o in range(Og):
                    for t in range(KD):
                        pad_abreast(weights, (c, o, t, 0, 0, 0), KW * 16, 16, w, (Cg * block * 16 + c, o, t,
                                0, 0), KW, 1, Cg * KD * KH * KW * Og, KH, KW, min(16, G - (block * 16)), 0,
                                KH, 0, KW)
            for k in range(max(0, part * share - (D * lot)), min(D, tasks - (D * lot),
                    part * share + share - (D * lot))):
                for o in range(Og):
                    for t in range(KD):
                        bottom = (
                            OH + p_t if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1 else 0
                        )
                        aft = (
                            OW + p_l if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1 else 0
                        )
                        pad_abreast(planes, (o, t, 0, 0, 0), wide * 16, 16, dy, (n, Og * block * 16 + o,
                                k * s_d + d_d * t - p_f, -p_t, -p_l), OW, 1, OD * OH * OW * Og, tall, wide,
                                min(16, G - (block * 16)), p_t, bottom, p_l, aft)
                correlate_abreast(tile, (0, 0, 0, 0), H * W * 16, W * 16, 16, starts, (0, 0), 16, weights, (0,
                        0, 0, 0, 0, 0), KD * KH * KW * Og * 16, lefts, planes, (0, 0, 0, 0, 0),
                        s_h * wide * 16, s_w * 16, rights, KH, len(rights), Cg, H, W, min(16,
                        G - (block * 16)))
                for c in range(Cg):
                    lay_abreast(dx, (n, Cg * block * 16 + c, k, 0, 0), W, 1, Cg * D * H * W, tile, (c, 0, 0,
                            0), W * 16, 16, H, W, min(16, G - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w,
        p_f, p_t, p_l, d_d, d_h, d_w, high, pieces, share, strips, tall, tasks, wide):
    """dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, KD, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Cg, dtype)
    for part in range(first, last):
        lefts = np.empty(Og * KD * KW * KH, np.int64)
        for tap in range(Og * KD * KW * KH):
            o = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KD * KH * KW * o + KH * KW * t + KW * u + v
        rights = np.empty(Og * KD * KW * KH, np.int64)
        for tap in range(Og * KD * KW * KH):
            o = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + KD * o * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + s_h * s_w * t * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * D * strips)
            g = turn_2 // (D * strips) % G
            k = turn_2 // strips % D
            strip = turn_2 % strips
            # dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
            #     s_w·j+d_w·v−p_l] · w[g·Cg+c, o, t, u, v]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                for t in range(KD):
                    for phase_i in range(s_h):
                        for phase_j in range(s_w):
                            top = -((phase_i - p_t) // s_h) - (high * strip)
                            bottom = (
                                (OH + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                                if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1
                                else 0
                            )
                            fore = -((phase_j - p_l) // s_w)
                            aft = (
                                (OW + p_l - phase_j - 1) // s_w + 1
                                if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1
                                else 0
                            )
                            pad(planes, (o, t, phase_i, phase_j, 0, 0), wide, dy, (n, Og * g + o,
                                    k * s_d + d_d * t - p_f, phase_i + high * s_h * strip - p_t,
                                    phase_j - p_l), OW * s_h, s_w, tall, wide, top, bottom, fore, aft)
            correlate(dx, (n, Cg * g, k, high * strip, 0), D * H * W, W, 1, starts, (0,), 1, w, (Cg * g, 0, 0,
                    0, 0), KD * KH * KW * Og, lefts, planes, (0, 0, 0, 0, 0, 0), wide, rights, KH,
                    len(rights), Cg, min(high, H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels2, Cg, G, Og, KD, KH, KW, depth2, wide2):
    """panels2[g, col_part2, ((o·KD+t)·KH+u)·KW+v, c−col_part2·wide2] = w[g·Cg+c, o, t, u, v]"""
    for task in range(first, last):
        g = task // (((Cg - 1) // wide2 + 1))
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # panels2[g, col_part2, ((o·KD+t)·KH+u)·KW+v, c−col_part2·wide2] = w[g·Cg+c, o, t, u,
        #     v]
        turn(panels2, (g, col_part2, 0, 0), wide2, w,
                KD * KH * KW * Og * col_part2 * wide2 + Cg * KD * KH * KW * Og * g, KD * KH * KW * Og, 1,
                min(wide2, Cg - (col_part2 * wide2)), KD * KH * KW * Og)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx_lines2, dy_padded2, panels2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW,
        s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, deep2, depth2, dy_size22, dy_size32, dy_size42, high2,
        line2_last, line2_last2, quotient_Cg_wide2, rows2, skipping2, wide2):
    """dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]
    """
    dtype = dx_lines2.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((3, high2), np.int64)
    most2 = np.empty((3, high2), np.int64)
    place2 = np.empty((3, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for o in range(Og):
        for t in range(KD):
            for u in range(KH):
                for v in range(KW):
                    left_at2[U(KD * KH * KW * o + KH * KW * t + KW * u + v)] = (
                        dy_size22 * dy_size32 * dy_size42 * o
                        + d_d * dy_size32 * dy_size42 * t
                        + d_h * dy_size42 * u
                        + d_w * v
                    )
                    place2[0, U(KD * KH * KW * o + KH * KW * t + KW * u + v)] = d_d * t
                    place2[1, U(KD * KH * KW * o + KH * KW * t + KW * u + v)] = d_h * u
                    place2[2, U(KD * KH * KW * o + KH * KW * t + KW * u + v)] = d_w * v
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1))
        row_part2 = task // (((Cg - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l] · w[g·Cg+c, o, t, u, v]
        for line2 in range(high2 * row_part2 // W, min((high2 + high2 * row_part2 - 1) // W + 1,
                line2_last + 1, D * H * N)):
            n = line2 // (D * H)
            k = line2 // H % D
            i = line2 % H
            for j in range(max(0, high2 * row_part2 - (W * line2)), min(W, rows2 - (W * line2),
                    high2 + high2 * row_part2 - (W * line2))):
                row_at2[U(j + W * line2 - (high2 * row_part2))] = (
                    Og * dy_size22 * dy_size32 * dy_size42 * g
                    + dy_size42 * i * s_h
                    + j * s_w
                    + dy_size32 * dy_size42 * k * s_d
                    + G * Og * dy_size22 * dy_size32 * dy_size42 * n
                )
                least2[0, U(j + W * line2 - (high2 * row_part2))] = p_f - (k * s_d)
                most2[0, U(j + W * line2 - (high2 * row_part2))] = OD + p_f - (k * s_d) - 1
                least2[1, U(j + W * line2 - (high2 * row_part2))] = p_t - (i * s_h)
                most2[1, U(j + W * line2 - (high2 * row_part2))] = OH + p_t - (i * s_h) - 1
                least2[2, U(j + W * line2 - (high2 * row_part2))] = p_l - (j * s_w)
                most2[2, U(j + W * line2 - (high2 * row_part2))] = OW + p_l - (j * s_w) - 1
        contract_inside(tile2, (0, 0), wide2, dy_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Cg_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Cg - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 3, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Cg - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (D * H * W),
                min((high2 + high2 * row_part2 - 1) // (D * H * W) + 1, line2_last2 + 1, N)):
            n = line2
            for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Cg)):
                for run2 in range(max(0, high2 * row_part2 - (D * H * W * line2)), min(D * H * W,
                        rows2 - (D * H * W * line2), high2 + high2 * row_part2 - (D * H * W * line2))):
                    dx_lines2[U(n), U(c + Cg * g), U(run2)] = turned2[U(c - (col_part2 * wide2)), U(D * H * W * line2 + run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, o_block_last):
    """dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Cg * D * H)
        g = task // (Cg * D * H) % G
        c = task // (D * H) % Cg
        k = task // H % D
        i = task % H
        # dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l] · w[g·Cg+c, o, t, u, v]
        for j in range(W):
            dx[U(n), U(c + Cg * g), U(k), U(i), U(j)] = T(0)
        for j in range(W):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (OH + p_t - (i * s_h) - 1) // d_h
        t_first = -((k * s_d - p_f) // d_d)
        t_last = (OD + p_f - (k * s_d) - 1) // d_d
        for o_block in range(o_block_last + 1):
            for j in range(W):
                part2[U(j)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for t in range(max(0, t_first), min(KD, t_last + 1)):
                    for u in range(max(0, u_first), min(KH, u_last + 1)):
                        for v in range(KW):
                            w_here = w[U(c + Cg * g), U(o), U(t), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(W,
                                    (OW + p_l - (d_w * v) - 1) // s_w + 1)):
                                part2[U(j)] += (
                                    dy[U(n), U(Og * g + o), U(k * s_d + d_d * t - p_f),
                                            U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    * w_here
                                )
            for j in range(W):
                dx[U(n), U(c + Cg * g), U(k), U(i), U(j)], rest[U(j)] = carried(dx[U(n), U(c + Cg * g), U(k), U(i), U(j)], rest[U(j)], part2[U(j)])


def _vjp_x(dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    """dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W − Cg·D·G·H·N·W
        additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    again = not (
        abreast(
            G >= 8
            and 16384 >= Cg * KD * KH * KW * Og
            and max(min(8192 - (H * W), 8192 - (KD * OH * OW * Og), 3 - (KD * Og), s_w * 16 - OW),
                    min(32 - max(Cg, KD * Og), 32768 - max(Cg * H * W, KD * OH * OW * Og),
                    G * 9 - (((G - 1) // 16) * 128) - 128, D * N + ((G - 1) // 16) * D * N - 16,
                    max(W % 16 - 1, s_w * 16 - OW), min(Cg, KD * Og, KH * KW) - 4)) >= 0
        )
        and finite(w, dx)
    )
    if not again:
        tall = H * s_h + KH * d_h + 1 - d_h - s_h
        wide = KW * d_w + W * s_w + 1 - d_w - s_w
        block_count = (G - 1) // 16 + 1
        pieces = parts(D * N * block_count)
        tasks = D * N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        lot_last = (tasks - 1) // D
        launch(_vjp_x_abreast, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, w, dx, N, Cg, G,
                D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, block_count,
                lot_last, pieces, share, tall, tasks, wide)
        again = not (finite(dx, w))
    if again:
        again = not (
            correlations(
                H >= KH
                and W >= KW
                and KH >= s_h
                and KW >= s_w
                and OW >= 4
                and 0 >= min(
                    Cg - 8,
                    max(2 - (KH * KW), Cg - 24, min(1 - (Cg % 16), KD * KH * KW * Og - 256)),
                    max(KD * KH * KW * Og - 128, KD * Og - 16),
                )
            )
            and finite(w, dx)
        )
        if not again:
            wide = (KW * d_w - d_w) // s_w + W
            most = max(32768 // max(KD * Og * s_h * s_w * wide, 1), 8)
            cuts = max((H - 1) // most + 1, 1)
            high = max(min(((H - 1) // (cuts * 4)) * 4 + 4, H), 1)
            strips = max((H - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            pieces = parts(D * G * N * strips)
            tasks = D * G * N * strips
            share = max((tasks - 1) // pieces + 1, 1)
            launch(_vjp_x_correlations, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, w, dx,
                    N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
                    d_w, high, pieces, share, strips, tall, tasks, wide)
            again = not (finite(dx, w))
        if again:
            again = not (
                blocks(
                    D * H * N * W >= 4
                    and Cg >= 8
                    and KD * KH * KW * Og >= 4
                    and OD * 2 + d_d + s_d + 16 >= D * s_d + KD * d_d
                    and OH * 2 + d_h + s_h + 16 >= H * s_h + KH * d_h
                    and OW * 2 + d_w + s_w + 16 >= KW * d_w + W * s_w
                )
                and finite(w, dx)
            )
            if not again:
                rows2 = D * H * N * W
                depth2 = KD * KH * KW * Og
                dy_size22 = max(D * s_d + KD * d_d + 1 - d_d - p_f - s_d, OD) + p_f
                dy_size32 = max(H * s_h + KH * d_h + 1 - d_h - p_t - s_h, OH) + p_t
                dy_size42 = max(KW * d_w + W * s_w + 1 - d_w - p_l - s_w, OW) + p_l
                dy_padded2 = padded(dy, (0, 0, -p_f, -p_t, -p_l), (N, G * Og, dy_size22, dy_size32, dy_size42))
                wide2 = colblock(Cg)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Cg - 1) // wide2 + 1) * G)
                skipping2 = skipping(OD * OH * OW, dy_size22 * dy_size32 * dy_size42)
                panels2 = scratch((G, max(0, (Cg - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                launch(_vjp_x_blocks, G * ((Cg - 1) // wide2 + 1), Cg * G * KD * KH * KW * Og, w, panels2, Cg,
                        G, Og, KD, KH, KW, depth2, wide2)
                dx_lines2 = dx.reshape((N, Cg * G, D * H * W))
                line2_last = (rows2 - 1) // W
                quotient_Cg_wide2 = (Cg - 1) // wide2
                line2_last2 = (rows2 - 1) // (D * H * W)
                launch(_vjp_x_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1),
                        Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dx_lines2, dy_padded2, panels2, N,
                        Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
                        d_w, deep2, depth2, dy_size22, dy_size32, dy_size42, high2, line2_last, line2_last2,
                        quotient_Cg_wide2, rows2, skipping2, wide2)
                again = not (finite(dx, w))
            if again:
                o_block_last = (Og - 1) // 1024
                launch(_vjp_x_plain, N * G * Cg * D * H, Cg * D * G * H * KD * KH * KW * N * Og * W, dy, w,
                        dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
                        d_h, d_w, o_block_last)
