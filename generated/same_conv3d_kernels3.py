"""The kernels of same_conv3d; same_conv3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv3d`.  Do not edit.
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
def _vjp_w_abreast(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, block_count,
        k_block_last, pieces, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share, tall, wide):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, KD, max(0, tall), max(0, wide), 16), dtype)
    given = np.empty((Og, H, W, 16), dtype)
    tile = np.empty((Og, Cg, KD, KW, KH, 16), dtype)
    total = np.empty((Og, Cg, KD, KW, KH, 16), dtype)
    rest = np.empty((Og, Cg, KD, KW, KH, 16), dtype)
    for part in range(first, last):
        rights = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                KD * c * tall * wide * 16 + t * tall * wide * 16 + d_h * u * wide * 16 + d_w * v * 16
            )
        for block in range(part * share, min(part * share + share, block_count)):
            # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
            #     d_d·t+k−⌊d_d·(KD−1)/2⌋, d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
            for o in range(Og):
                for c in range(Cg):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                for lane in range(min(16, G - (block * 16))):
                                    total[U(o), U(c), U(t), U(v), U(u), U(lane)] = T(0)
                                    rest[U(o), U(c), U(t), U(v), U(u), U(lane)] = T(0)
            for n in range(N):
                for k_block in range(k_block_last + 1):
                    for o in range(Og):
                        for c in range(Cg):
                            for t in range(KD):
                                for v in range(KW):
                                    for u in range(KH):
                                        for lane in range(min(16, G - (block * 16))):
                                            tile[U(o), U(c), U(t), U(v), U(u), U(lane)] = T(0)
                    for k in range(k_block * 256, min(D, k_block * 256 + 256)):
                        for o in range(Og):
                            pad_abreast(given, (o, 0, 0, 0), W * 16, 16, dy, (n, Og * block * 16 + o, k, 0,
                                    0), W, 1, D * H * Og * W, H, W, min(16, G - (block * 16)), 0, H, 0, W)
                        for c in range(Cg):
                            for t in range(KD):
                                bottom = (
                                    H + quotient_KH_d_h
                                    if k + d_d * t >= quotient_KD_d_d
                                    and D + quotient_KD_d_d >= k + d_d * t + 1
                                    else 0
                                )
                                aft = (
                                    W + quotient_KW_d_w
                                    if k + d_d * t >= quotient_KD_d_d
                                    and D + quotient_KD_d_d >= k + d_d * t + 1
                                    else 0
                                )
                                pad_abreast(planes, (c, t, 0, 0, 0), wide * 16, 16, x, (n,
                                        Cg * block * 16 + c, k + d_d * t - quotient_KD_d_d, -quotient_KH_d_h,
                                        -quotient_KW_d_w), W, 1, Cg * D * H * W, tall, wide, min(16,
                                        G - (block * 16)), quotient_KH_d_h, bottom, quotient_KW_d_w, aft)
                        lags_abreast(tile, (0, 0, 0, 0, 0, 0), Cg * KD * KH * KW * 16, 16, given, (0, 0, 0,
                                0), H * W * 16, W * 16, 16, planes, (0, 0, 0, 0, 0), wide * 16, 16, rights,
                                Og, H, W, min(16, G - (block * 16)))
                    for o in range(Og):
                        for c in range(Cg):
                            for t in range(KD):
                                for v in range(KW):
                                    for u in range(KH):
                                        for lane in range(min(16, G - (block * 16))):
                                            total[U(o), U(c), U(t), U(v), U(u), U(lane)], rest[U(o), U(c), U(t), U(v), U(u), U(lane)] = carried(total[U(o), U(c), U(t), U(v), U(u), U(lane)], rest[U(o),
                                                    U(c), U(t), U(v), U(u), U(lane)], tile[U(o), U(c), U(t),
                                                    U(v), U(u), U(lane)])
            for o in range(Og):
                for c in range(Cg):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                for lane in range(min(16, G - (block * 16))):
                                    dw[U(Og * block * 16 + Og * lane + o), U(c), U(t), U(u), U(v)] = total[U(o), U(c), U(t), U(v), U(u), U(lane)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, heaps, high,
        k_block_last, pieces, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks,
        wide):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, KD, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, Cg, KD, KW, KH), dtype)
    total = np.empty((16, Cg, KD, KW, KH), dtype)
    rest = np.empty((16, Cg, KD, KW, KH), dtype)
    for part in range(first, last):
        rights = np.empty(Cg * KD * KW * KH, np.int64)
        for tap in range(Cg * KD * KW * KH):
            c = tap // (KD * KW * KH)
            t = tap // (KW * KH) % KD
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = KD * c * tall * wide + t * tall * wide + d_h * u * wide + d_w * v
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            g = turn_2 // heaps
            heap = turn_2 % heaps
            # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
            #     d_d·t+k−⌊d_d·(KD−1)/2⌋, d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                total[U(o - (heap * 16)), U(c), U(t), U(v), U(u)] = T(0)
                                rest[U(o - (heap * 16)), U(c), U(t), U(v), U(u)] = T(0)
            for n in range(N):
                for k_block in range(k_block_last + 1):
                    for o in range(heap * 16, min(heap * 16 + 16, Og)):
                        for c in range(Cg):
                            for t in range(KD):
                                for v in range(KW):
                                    for u in range(KH):
                                        tile[U(o - (heap * 16)), U(c), U(t), U(v), U(u)] = T(0)
                    for k in range(k_block * 256, min(D, k_block * 256 + 256)):
                        for strip in range(strips):
                            for c in range(Cg):
                                for t in range(KD):
                                    top = quotient_KH_d_h - (high * strip)
                                    bottom = (
                                        H + quotient_KH_d_h - (high * strip)
                                        if k + d_d * t >= quotient_KD_d_d
                                        and D + quotient_KD_d_d >= k + d_d * t + 1
                                        else 0
                                    )
                                    aft = (
                                        W + quotient_KW_d_w
                                        if k + d_d * t >= quotient_KD_d_d
                                        and D + quotient_KD_d_d >= k + d_d * t + 1
                                        else 0
                                    )
                                    pad(planes, (c, t, 0, 0), wide, x, (n, c + Cg * g,
                                            k + d_d * t - quotient_KD_d_d, high * strip - quotient_KH_d_h,
                                            -quotient_KW_d_w), W, 1, tall, wide, top, bottom, quotient_KW_d_w,
                                            aft)
                            lags(tile, (0, 0, 0, 0, 0), Cg * KD * KH * KW, dy, (n, heap * 16 + Og * g, k,
                                    high * strip, 0), D * H * W, W, planes, (0, 0, 0, 0), wide, rights, KH,
                                    min(16, Og - (heap * 16)), min(high, H - (high * strip)), W)
                    for o in range(heap * 16, min(heap * 16 + 16, Og)):
                        for c in range(Cg):
                            for t in range(KD):
                                for v in range(KW):
                                    for u in range(KH):
                                        total[U(o - (heap * 16)), U(c), U(t), U(v), U(u)], rest[U(o - (heap * 16)), U(c), U(t), U(v), U(u)] = carried(total[U(o - (heap * 16)), U(c), U(t), U(v), U(u)],
                                                rest[U(o - (heap * 16)), U(c), U(t), U(v), U(u)],
                                                tile[U(o - (heap * 16)), U(c), U(t), U(v), U(u)])
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for t in range(KD):
                        for v in range(KW):
                            for u in range(KH):
                                dw[U(Og * g + o), U(c), U(t), U(u), U(v)] = total[U(o - (heap * 16)), U(c), U(t), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, panels_apart2, N, G, D, H, W, Og, wide2):
    """panels2[g, col_part2, ((n·D+k)·H+i)·W+j, o−col_part2·wide2] = dy[n, g·Og+o, k, i, j]"""
    for task in range(first, last):
        g = task // (N * ((Og - 1) // wide2 + 1))
        n = task // (((Og - 1) // wide2 + 1)) % N
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, ((n·D+k)·H+i)·W+j, o−col_part2·wide2] = dy[n, g·Og+o, k, i, j]
        turn(panels_apart2, (g, col_part2, n, 0, 0), wide2, dy,
                D * H * W * col_part2 * wide2 + D * H * Og * W * g + D * G * H * Og * W * n, D * H * W, 1,
                min(wide2, Og - (col_part2 * wide2)), D * H * W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines2, panels2, x_padded2, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h,
        d_w, deep2, depth2, high2, line2_last, quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w,
        quotient_Og_wide2, rows2, skipping2, wide2, x_from22, x_from32, x_from42, x_size22, x_size32,
        x_size42):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
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
                        i * x_size42
                        + j
                        + k * x_size32 * x_size42
                        + Cg * G * n * x_size22 * x_size32 * x_size42
                    )
                    place2[0, U(W * i + j + H * W * k + D * H * W * n)] = k
                    place2[1, U(W * i + j + H * W * k + D * H * W * n)] = i
                    place2[2, U(W * i + j + H * W * k + D * H * W * n)] = j
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
        #     d_d·t+k−⌊d_d·(KD−1)/2⌋, d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
        for line2 in range(high2 * row_part2 // KW, min((high2 + high2 * row_part2 - 1) // KW + 1,
                line2_last + 1, Cg * KD * KH)):
            c = line2 // (KD * KH)
            t = line2 // KH % KD
            u = line2 % KH
            for v in range(max(0, high2 * row_part2 - (KW * line2)), min(KW, rows2 - (KW * line2),
                    high2 + high2 * row_part2 - (KW * line2))):
                row_at2[U(KW * line2 + v - (high2 * row_part2))] = (
                    c * x_size22 * x_size32 * x_size42
                    + Cg * g * x_size22 * x_size32 * x_size42
                    + d_d * t * x_size32 * x_size42
                    + d_h * u * x_size42
                    + d_w * v
                    - (quotient_KD_d_d * x_size32 * x_size42)
                    - (quotient_KH_d_h * x_size42)
                    - quotient_KW_d_w
                    - (x_from22 * x_size32 * x_size42)
                    - (x_from32 * x_size42)
                    - x_from42
                )
                least2[0, U(KW * line2 + v - (high2 * row_part2))] = quotient_KD_d_d - (d_d * t)
                most2[0, U(KW * line2 + v - (high2 * row_part2))] = D + quotient_KD_d_d - (d_d * t) - 1
                least2[1, U(KW * line2 + v - (high2 * row_part2))] = quotient_KH_d_h - (d_h * u)
                most2[1, U(KW * line2 + v - (high2 * row_part2))] = H + quotient_KH_d_h - (d_h * u) - 1
                least2[2, U(KW * line2 + v - (high2 * row_part2))] = quotient_KW_d_w - (d_w * v)
                most2[2, U(KW * line2 + v - (high2 * row_part2))] = W + quotient_KW_d_w - (d_w * v) - 1
        contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 3, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
            for run2 in range(high2 * row_part2, min(rows2, high2 + high2 * row_part2)):
                dw_lines2[U(Og * g + o), U(run2)] = turned2[U(o - (col_part2 * wide2)), U(run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, j_block_last,
        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KD * KH)
        o = task // (Cg * KD * KH) % Og
        c = task // (KD * KH) % Cg
        t = task // KH % KD
        u = task % KH
        # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
        #     d_d·t+k−⌊d_d·(KD−1)/2⌋, d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_block_first = (quotient_KW_d_w - (d_w * v)) // 1024
            j_block_last2 = (W + quotient_KW_d_w - (d_w * v) - 1) // 1024
            for n in range(N):
                for k in range(max(0, quotient_KD_d_d - (d_d * t)), min(D, D + quotient_KD_d_d - (d_d * t))):
                    for i in range(max(0, quotient_KH_d_h - (d_h * u)), min(H,
                            H + quotient_KH_d_h - (d_h * u))):
                        for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                            part2 = T(0)
                            for j in range(max(0, quotient_KW_d_w - (d_w * v), j_block * 1024), min(W,
                                    W + quotient_KW_d_w - (d_w * v), j_block * 1024 + 1024)):
                                part2 = plus(
                                    part2,
                                    dy[U(n), U(Og * g + o), U(k), U(i), U(j)]
                                    * x[U(n), U(c + Cg * g), U(k + d_d * t - quotient_KD_d_d),
                                            U(i + d_h * u - quotient_KH_d_h),
                                            U(j + d_w * v - quotient_KW_d_w)],
                                )
                            acc, rest = carried(acc, rest, part2)
            dw[U(Og * g + o), U(c), U(t), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w):
    """dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]

    Operations: Cg·D·G·H·KD·KH·KW·N·Og·W multiplications, Cg·D·G·H·KD·KH·KW·N·Og·W − Cg·G·KD·KH·KW·Og
        additions, terms that a condition drops counted.
    """
    dtype = dw.dtype
    again = not (
        abreast(
            G >= 8
            and 8192 >= Cg * H * KD * W
            and 8192 >= H * W
            and 16384 >= Cg * KD * KH * KW * Og
            and max(8 - W, Cg * KD - 4, min(24 - W, G * 4 - (((G - 1) // 16) * 48) - 48)) >= 0
        )
        and finite(dy, dw)
    )
    if not again:
        tall = H + KH * d_h - d_h
        wide = KW * d_w + W - d_w
        block_count = (G - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        quotient_KD_d_d = (KD * d_d - d_d) // 2
        k_block_last = (D - 1) // 256
        launch(_vjp_w_abreast, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg, G,
                D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, block_count, k_block_last, pieces, quotient_KD_d_d,
                quotient_KH_d_h, quotient_KW_d_w, share, tall, wide)
        again = not (finite(dw, dy))
    if again:
        again = not (
            lagging(
                H >= KH
                and W >= KW
                and W >= 4
                and 0 >= min(
                    Cg * KD * KH * KW - 16,
                    max(2 - (KH * KW), min(Cg * KD * KH * KW - 48, Og - 16)),
                    Og - 8,
                )
            )
            and finite(dy, dw)
        )
        if not again:
            wide = KW * d_w + W - d_w
            most = max(min(32768 // max(Cg * KD * wide, 1), 8192 // max(min(Og, 4) * W, 1)), 8)
            cuts = max((H - 1) // most + 1, 1)
            high = max(min(((H - 1) // (cuts * 4)) * 4 + 4, H), 1)
            strips = max((H - 1) // high + 1, 1)
            tall = KH * d_h + high - d_h
            heaps = (Og + 15) // 16
            pieces = parts(G * heaps)
            tasks = G * heaps
            share = max((tasks - 1) // pieces + 1, 1)
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            quotient_KD_d_d = (KD * d_d - d_d) // 2
            k_block_last = (D - 1) // 256
            launch(_vjp_w_lagging, pieces, Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dy, x, dw, N, Cg,
                    G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, heaps, high, k_block_last, pieces,
                    quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide)
            again = not (finite(dw, dy))
        if again:
            again = not (
                blocks(
                    Cg * KD * KH * KW >= 4
                    and Og >= 8
                    and D * H * N * W >= 4
                    and D + d_d + 17 >= KD * d_d
                    and H + d_h + 17 >= KH * d_h
                    and W + d_w + 17 >= KW * d_w
                )
                and finite(dy, dw)
            )
            if not again:
                rows2 = Cg * KD * KH * KW
                depth2 = D * H * N * W
                x_from22 = min(-((KD * d_d - d_d) // 2), 0)
                x_size22 = max(D, D + KD * d_d - ((KD * d_d - d_d) // 2) - d_d) - x_from22
                x_from32 = min(-((KH * d_h - d_h) // 2), 0)
                x_size32 = max(H, H + KH * d_h - ((KH * d_h - d_h) // 2) - d_h) - x_from32
                x_from42 = min(-((KW * d_w - d_w) // 2), 0)
                x_size42 = max(KW * d_w + W - ((KW * d_w - d_w) // 2) - d_w, W) - x_from42
                x_padded2 = padded(x, (0, 0, x_from22, x_from32, x_from42), (N, Cg * G, x_size22, x_size32, x_size42))
                wide2 = colblock(Og)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                skipping2 = skipping(D * H * W, x_size22 * x_size32 * x_size42)
                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, N, D * H * W, wide2))
                launch(_vjp_w_blocks, G * N * ((Og - 1) // wide2 + 1), D * G * H * N * Og * W, dy,
                        panels_apart2, N, G, D, H, W, Og, wide2)
                dw_lines2 = dw.reshape((G * Og, Cg * KD * KH * KW))
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                quotient_KD_d_d = (KD * d_d - d_d) // 2
                line2_last = (rows2 - 1) // KW
                quotient_Og_wide2 = (Og - 1) // wide2
                launch(_vjp_w_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                        Cg * D * G * H * KD * KH * KW * N * Og * W // 32, dw_lines2, panels2, x_padded2, N,
                        Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, deep2, depth2, high2, line2_last,
                        quotient_KD_d_d, quotient_KH_d_h, quotient_KW_d_w, quotient_Og_wide2, rows2,
                        skipping2, wide2, x_from22, x_from32, x_from42, x_size22, x_size32, x_size42)
                again = not (finite(dw, dy))
            if again:
                quotient_KD_d_d = (KD * d_d - d_d) // 2
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                j_block_last = (W - 1) // 1024
                launch(_vjp_w_plain, G * Og * Cg * KD * KH, Cg * D * G * H * KD * KH * KW * N * Og * W, dy, x,
                        dw, N, Cg, G, D, H, W, Og, KD, KH, KW, d_d, d_h, d_w, j_block_last, quotient_KD_d_d,
                        quotient_KH_d_h, quotient_KW_d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, D, H, W, Og, kij_block_last):
    """db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for kij_block in range(kij_block_last + 1):
                part = T(0)
                for kij in range(kij_block * 1024, min(D * H * W, kij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(kij)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, D, H, W, Og):
    """db[g·Og+o] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j]

    As compiled:

    db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]

    Operations: D·G·H·N·Og·W − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, D * H * W))
    kij_block_last = (D * H * W - 1) // 1024
    launch(_vjp_b_part, G * Og, D * G * H * N * Og * W, dy_rows, db, N, G, D, H, W, Og, kij_block_last)
