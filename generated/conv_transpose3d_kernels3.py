"""The kernels of conv_transpose3d; conv_transpose3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose3d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import lags_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, plus
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import abreast, lagging, lags, pad
from .vectors import blocks, colblock, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_abreast(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, block_count, k_block_last, pieces, share, tall, wide):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, KD, max(0, tall), max(0, wide), 16), dtype)
    given = np.empty((Cg, H, W, 16), dtype)
    tile = np.empty((Cg, Og, KD, KW, KH, 16), dtype)
    total = np.empty((Cg, Og, KD, KW, KH, 16), dtype)
    rest = np.empty((Cg, Og, KD, KW, KH, 16), dtype)
    for part in range(first, last):
        rights = np.empty(Og * KD * KW * KH, np.int64)
        for tap in range(Og * KD * KW * KH):
            o = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                KD * o * tall * wide * 16 + t * tall * wide * 16 + d_h * u * wide * 16 + d_w * v * 16
            )
        for block in range(part * share, min(part * share + share, block_count)):
            # dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l] · x[n, g·Cg+c, k, i, j]
            for c in range(Cg):
                for o in range(Og):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                for lane in range(min(16, G - (block * 16))):
                                    total[U(c), U(o), U(t), U(v), U(u), U(lane)] = T(0)
                                    rest[U(c), U(o), U(t), U(v), U(u), U(lane)] = T(0)
            for n in range(N):
                for k_block in range(k_block_last + 1):
                    for c in range(Cg):
                        for o in range(Og):
                            for t in range(KD):
                                for v in range(KW):
                                    for u in range(KH):
                                        for lane in range(min(16, G - (block * 16))):
                                            tile[U(c), U(o), U(t), U(v), U(u), U(lane)] = T(0)
                    for k in range(k_block * 256, min(D, k_block * 256 + 256)):
                        for c in range(Cg):
                            pad_abreast(given, (c, 0, 0, 0), W * 16, 16, x, (n, Cg * block * 16 + c, k, 0, 0),
                                    W, 1, Cg * D * H * W, H, W, min(16, G - (block * 16)), 0, H, 0, W)
                        for o in range(Og):
                            for t in range(KD):
                                bottom = (
                                    OH + p_t
                                    if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1
                                    else 0
                                )
                                aft = (
                                    OW + p_l
                                    if k * s_d + d_d * t >= p_f and OD + p_f >= k * s_d + d_d * t + 1
                                    else 0
                                )
                                pad_abreast(planes, (o, t, 0, 0, 0), wide * 16, 16, dy, (n,
                                        Og * block * 16 + o, k * s_d + d_d * t - p_f, -p_t, -p_l), OW, 1,
                                        OD * OH * OW * Og, tall, wide, min(16, G - (block * 16)), p_t, bottom,
                                        p_l, aft)
                        lags_abreast(tile, (0, 0, 0, 0, 0, 0), KD * KH * KW * Og * 16, 16, given, (0, 0, 0,
                                0), H * W * 16, W * 16, 16, planes, (0, 0, 0, 0, 0), s_h * wide * 16,
                                s_w * 16, rights, Cg, H, W, min(16, G - (block * 16)))
                    for c in range(Cg):
                        for o in range(Og):
                            for t in range(KD):
                                for v in range(KW):
                                    for u in range(KH):
                                        for lane in range(min(16, G - (block * 16))):
                                            total[U(c), U(o), U(t), U(v), U(u), U(lane)], rest[U(c), U(o), U(t), U(v), U(u), U(lane)] = carried(total[U(c), U(o), U(t), U(v), U(u), U(lane)], rest[U(c),
                                                    U(o), U(t), U(v), U(u), U(lane)], tile[U(c), U(o), U(t),
                                                    U(v), U(u), U(lane)])
            for c in range(Cg):
                for o in range(Og):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                for lane in range(min(16, G - (block * 16))):
                                    dw[U(Cg * block * 16 + c + Cg * lane), U(o), U(t), U(u), U(v)] = total[U(c), U(o), U(t), U(v), U(u), U(lane)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, heaps, high, k_block_last, pieces, share, strips, tall, tasks, wide):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, KD, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, Og, KD, KW, KH), dtype)
    total = np.empty((16, Og, KD, KW, KH), dtype)
    rest = np.empty((16, Og, KD, KW, KH), dtype)
    for part in range(first, last):
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
            g = turn_2 // heaps
            heap = turn_2 % heaps
            # dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l] · x[n, g·Cg+c, k, i, j]
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                total[U(c - (heap * 16)), U(o), U(t), U(v), U(u)] = T(0)
                                rest[U(c - (heap * 16)), U(o), U(t), U(v), U(u)] = T(0)
            for n in range(N):
                for k_block in range(k_block_last + 1):
                    for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                        for o in range(Og):
                            for t in range(KD):
                                for v in range(KW):
                                    for u in range(KH):
                                        tile[U(c - (heap * 16)), U(o), U(t), U(v), U(u)] = T(0)
                    for k in range(k_block * 256, min(D, k_block * 256 + 256)):
                        for strip in range(strips):
                            for o in range(Og):
                                for t in range(KD):
                                    for phase_i in range(s_h):
                                        for phase_j in range(s_w):
                                            top = -((phase_i - p_t) // s_h) - (high * strip)
                                            bottom = (
                                                (OH + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                                                if k * s_d + d_d * t >= p_f
                                                and OD + p_f >= k * s_d + d_d * t + 1
                                                else 0
                                            )
                                            fore = -((phase_j - p_l) // s_w)
                                            aft = (
                                                (OW + p_l - phase_j - 1) // s_w + 1
                                                if k * s_d + d_d * t >= p_f
                                                and OD + p_f >= k * s_d + d_d * t + 1
                                                else 0
                                            )
                                            pad(planes, (o, t, phase_i, phase_j, 0, 0), wide, dy, (n,
                                                    Og * g + o, k * s_d + d_d * t - p_f,
                                                    phase_i + high * s_h * strip - p_t, phase_j - p_l),
                                                    OW * s_h, s_w, tall, wide, top, bottom, fore, aft)
                            lags(tile, (0, 0, 0, 0, 0), KD * KH * KW * Og, x, (n, heap * 16 + Cg * g, k,
                                    high * strip, 0), D * H * W, W, planes, (0, 0, 0, 0, 0, 0), wide, rights,
                                    KH, min(16, Cg - (heap * 16)), min(high, H - (high * strip)), W)
                    for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                        for o in range(Og):
                            for t in range(KD):
                                for v in range(KW):
                                    for u in range(KH):
                                        total[U(c - (heap * 16)), U(o), U(t), U(v), U(u)], rest[U(c - (heap * 16)), U(o), U(t), U(v), U(u)] = carried(total[U(c - (heap * 16)), U(o), U(t), U(v), U(u)],
                                                rest[U(c - (heap * 16)), U(o), U(t), U(v), U(u)],
                                                tile[U(c - (heap * 16)), U(o), U(t), U(v), U(u)])
            for c in range(heap * 16, min(heap * 16 + 16, Cg)):
                for o in range(Og):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                dw[U(c + Cg * g), U(o), U(t), U(u), U(v)] = total[U(c - (heap * 16)), U(o), U(t), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, x, panels_apart2, N, Cg, G, D, H, W, wide2):
    """panels2[g, col_part2, ((n·D+k)·H+i)·W+j, c−col_part2·wide2] = x[n, g·Cg+c, k, i, j]"""
    for task in range(first, last):
        g = task // (N * ((Cg - 1) // wide2 + 1))
        n = task // (((Cg - 1) // wide2 + 1)) % N
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # panels2[g, col_part2, ((n·D+k)·H+i)·W+j, c−col_part2·wide2] = x[n, g·Cg+c, k, i, j]
        turn(panels_apart2, (g, col_part2, n, 0, 0), wide2, x,
                D * H * W * col_part2 * wide2 + Cg * D * H * W * g + Cg * D * G * H * W * n, D * H * W, 1,
                min(wide2, Cg - (col_part2 * wide2)), D * H * W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines2, dy_padded2, panels2, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW,
        s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, deep2, depth2, dy_size22, dy_size32, dy_size42, high2,
        line2_last, quotient_Cg_wide2, rows2, skipping2, wide2):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    """
    dtype = dw_lines2.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((3, high2), np.int64)
    most2 = np.empty((3, high2), np.int64)
    place2 = np.empty((3, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for n in range(N):
        for k in range(D):
            for i in range(H):
                for j in range(W):
                    left_at2[U(W * i + j + H * W * k + D * H * W * n)] = (
                        dy_size42 * i * s_h
                        + j * s_w
                        + dy_size32 * dy_size42 * k * s_d
                        + G * Og * dy_size22 * dy_size32 * dy_size42 * n
                    )
                    place2[0, U(W * i + j + H * W * k + D * H * W * n)] = k * s_d
                    place2[1, U(W * i + j + H * W * k + D * H * W * n)] = i * s_h
                    place2[2, U(W * i + j + H * W * k + D * H * W * n)] = j * s_w
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1))
        row_part2 = task // (((Cg - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l] · x[n, g·Cg+c, k, i, j]
        for line2 in range(high2 * row_part2 // KW, min((high2 + high2 * row_part2 - 1) // KW + 1,
                line2_last + 1, KD * KH * Og)):
            o = line2 // (KD * KH)
            t = line2 // KH % KD
            u = line2 % KH
            for v in range(max(0, high2 * row_part2 - (KW * line2)), min(KW, rows2 - (KW * line2),
                    high2 + high2 * row_part2 - (KW * line2))):
                row_at2[U(KW * line2 + v - (high2 * row_part2))] = (
                    Og * dy_size22 * dy_size32 * dy_size42 * g
                    + dy_size22 * dy_size32 * dy_size42 * o
                    + d_d * dy_size32 * dy_size42 * t
                    + d_h * dy_size42 * u
                    + d_w * v
                )
                least2[0, U(KW * line2 + v - (high2 * row_part2))] = p_f - (d_d * t)
                most2[0, U(KW * line2 + v - (high2 * row_part2))] = OD + p_f - (d_d * t) - 1
                least2[1, U(KW * line2 + v - (high2 * row_part2))] = p_t - (d_h * u)
                most2[1, U(KW * line2 + v - (high2 * row_part2))] = OH + p_t - (d_h * u) - 1
                least2[2, U(KW * line2 + v - (high2 * row_part2))] = p_l - (d_w * v)
                most2[2, U(KW * line2 + v - (high2 * row_part2))] = OW + p_l - (d_w * v) - 1
        contract_inside(tile2, (0, 0), wide2, dy_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Cg_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Cg - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 3, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Cg - (col_part2 * wide2)))
        for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Cg)):
            for run2 in range(high2 * row_part2, min(rows2, high2 + high2 * row_part2)):
                dw_lines2[U(c + Cg * g), U(run2)] = turned2[U(c - (col_part2 * wide2)), U(run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, j_block_last):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Cg * Og * KD * KH)
        c = task // (Og * KD * KH) % Cg
        o = task // (KD * KH) % Og
        t = task // KH % KD
        u = task % KH
        # dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l] · x[n, g·Cg+c, k, i, j]
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (OH + p_t - (d_h * u) - 1) // s_h
        k_first = -((d_d * t - p_f) // s_d)
        k_last = (OD + p_f - (d_d * t) - 1) // s_d
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (OW + p_l - (d_w * v) - 1) // s_w
            j_block_first = j_first // 1024
            j_block_last2 = j_last // 1024
            for n in range(N):
                for k in range(max(0, k_first), min(D, k_last + 1)):
                    for i in range(max(0, i_first), min(H, i_last + 1)):
                        for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                            part2 = T(0)
                            for j in range(max(0, j_first, j_block * 1024), min(W, j_last + 1,
                                    j_block * 1024 + 1024)):
                                part2 = plus(
                                    part2,
                                    dy[U(n), U(Og * g + o), U(k * s_d + d_d * t - p_f),
                                            U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                    * x[U(n), U(c + Cg * g), U(k), U(i), U(j)],
                                )
                            acc, rest = carried(acc, rest, part2)
            dw[U(c + Cg * g), U(o), U(t), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    """dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W − Cg·G·KD·KH·KW·Og
        additions, terms that a condition drops counted.
    """
    dtype = dw.dtype
    again = not (
        abreast(
            G >= 8
            and 8192 >= KD * OH * OW * Og
            and 8192 >= H * W
            and 16384 >= Cg * KD * KH * KW * Og
            and max(s_w * 24 - OW - 16, KD * Og - 4, min(24 - OW, G * 4 - (((G - 1) // 16) * 48) - 48)) >= 0
        )
        and finite(x, dw)
    )
    if not again:
        tall = H * s_h + KH * d_h + 1 - d_h - s_h
        wide = KW * d_w + W * s_w + 1 - d_w - s_w
        block_count = (G - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        k_block_last = (D - 1) // 256
        launch(_vjp_w_abreast, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg, G,
                D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, block_count,
                k_block_last, pieces, share, tall, wide)
        again = not (finite(dw, x))
    if again:
        again = not (
            lagging(
                H >= KH
                and W >= KW
                and KH >= s_h
                and KW >= s_w
                and OW >= 4
                and 0 >= min(
                    Cg - 8,
                    KD * KH * KW * Og - 16,
                    max(2 - (KH * KW), min(Cg - 16, KD * KH * KW * Og - 48)),
                )
            )
            and finite(x, dw)
        )
        if not again:
            wide = (KW * d_w - d_w) // s_w + W
            most = max(min(32768 // max(KD * Og * s_h * s_w * wide, 1), 8192 // max(min(Cg, 4) * W, 1)), 8)
            cuts = max((H - 1) // most + 1, 1)
            high = max(min(((H - 1) // (cuts * 4)) * 4 + 4, H), 1)
            strips = max((H - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            heaps = (Cg + 15) // 16
            pieces = parts(G * heaps)
            tasks = G * heaps
            share = max((tasks - 1) // pieces + 1, 1)
            k_block_last = (D - 1) // 256
            launch(_vjp_w_lagging, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg,
                    G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w,
                    heaps, high, k_block_last, pieces, share, strips, tall, tasks, wide)
            again = not (finite(dw, x))
        if again:
            again = not (
                blocks(
                    KD * KH * KW * Og >= 4
                    and Cg >= 8
                    and D * H * N * W >= 4
                    and OD * 2 + d_d + s_d + 16 >= D * s_d + KD * d_d
                    and OH * 2 + d_h + s_h + 16 >= H * s_h + KH * d_h
                    and OW * 2 + d_w + s_w + 16 >= KW * d_w + W * s_w
                )
                and finite(x, dw)
            )
            if not again:
                rows2 = KD * KH * KW * Og
                depth2 = D * H * N * W
                dy_size22 = max(D * s_d + KD * d_d + 1 - d_d - p_f - s_d, OD) + p_f
                dy_size32 = max(H * s_h + KH * d_h + 1 - d_h - p_t - s_h, OH) + p_t
                dy_size42 = max(KW * d_w + W * s_w + 1 - d_w - p_l - s_w, OW) + p_l
                dy_padded2 = padded(dy, (0, 0, -p_f, -p_t, -p_l), (N, G * Og, dy_size22, dy_size32, dy_size42))
                wide2 = colblock(Cg)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Cg - 1) // wide2 + 1) * G)
                skipping2 = skipping(OD * OH * OW, dy_size22 * dy_size32 * dy_size42)
                panels2 = scratch((G, max(0, (Cg - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                panels_apart2 = panels2.reshape((G, (Cg - 1) // wide2 + 1, N, D * H * W, wide2))
                launch(_vjp_w_blocks, G * N * ((Cg - 1) // wide2 + 1), Cg * D * G * H * N * W, x,
                        panels_apart2, N, Cg, G, D, H, W, wide2)
                dw_lines2 = dw.reshape((Cg * G, KD * KH * KW * Og))
                line2_last = (rows2 - 1) // KW
                quotient_Cg_wide2 = (Cg - 1) // wide2
                launch(_vjp_w_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1),
                        Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dw_lines2, dy_padded2, panels2, N,
                        Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
                        d_w, deep2, depth2, dy_size22, dy_size32, dy_size42, high2, line2_last,
                        quotient_Cg_wide2, rows2, skipping2, wide2)
                again = not (finite(dw, x))
            if again:
                j_block_last = (W - 1) // 1024
                launch(_vjp_w_plain, G * Cg * Og * KD * KH, Cg * D * G * H * KD * KH * KW * N * Og * W, dy, x,
                        dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
                        d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OD, OH, OW, zab_block_last):
    """db[g·Og+o] = Σ_{n,zab} dy[n, g·Og+o, zab]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,zab} dy[n, g·Og+o, zab]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for zab_block in range(zab_block_last + 1):
                part = T(0)
                for zab in range(zab_block * 1024, min(OD * OH * OW, zab_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(zab)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OD, OH, OW):
    """db[g·Og+o] = Σ_{n,z,a,b} dy[n, g·Og+o, z, a, b]

    As compiled:

    db[g·Og+o] = Σ_{n,zab} dy[n, g·Og+o, zab]

    Operations: G·N·OD·OH·OW·Og − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, OD * OH * OW))
    zab_block_last = (OD * OH * OW - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OD * OH * OW * Og, dy_rows, db, N, G, Og, OD, OH, OW, zab_block_last)
