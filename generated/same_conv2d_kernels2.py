"""The kernels of same_conv2d; same_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv2d`.  Do not edit.
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
def _vjp_x_abreast(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, block_count, lot_last,
        pieces, quotient_KH_d_h, quotient_KW_d_w, share, tall, tasks, wide):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((Cg, Og, KH, KW, 16), dtype)
    starts = np.empty((Cg, 16), dtype)
    tile = np.empty((Cg, H, W, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(Og * KW * KH, np.int64)
        for tap in range(Og * KW * KH):
            o = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = KH * KW * o * 16 + KW * u * 16 + v * 16
        rights = np.empty(Og * KW * KH, np.int64)
        for tap in range(Og * KW * KH):
            o = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = o * tall * wide * 16 + d_h * u * wide * 16 + d_w * v * 16
        for lot in range(part * share // N, min((part * share + share - 1) // N + 1, lot_last + 1,
                block_count)):
            block = lot
            # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
            #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
            for c in range(Cg):
                for lane in range(min(16, G - (block * 16))):
                    starts[U(c), U(lane)] = T(0)
            for c in range(Cg):
                for o in range(Og):
                    pad_abreast(weights, (c, o, 0, 0, 0), KW * 16, 16, w, (Og * block * 16 + o, c, KH - 1,
                            KW - 1), -KW, -1, Cg * KH * KW * Og, KH, KW, min(16, G - (block * 16)), 0, KH, 0,
                            KW)
            for n in range(max(0, part * share - (N * lot)), min(N, tasks - (N * lot),
                    part * share + share - (N * lot))):
                for o in range(Og):
                    pad_abreast(planes, (o, 0, 0, 0), wide * 16, 16, dy, (n, Og * block * 16 + o,
                            d_h + quotient_KH_d_h - (KH * d_h), d_w + quotient_KW_d_w - (KW * d_w)), W, 1,
                            H * Og * W, tall, wide, min(16, G - (block * 16)),
                            KH * d_h - d_h - quotient_KH_d_h, H + KH * d_h - d_h - quotient_KH_d_h,
                            KW * d_w - d_w - quotient_KW_d_w, KW * d_w + W - d_w - quotient_KW_d_w)
                correlate_abreast(tile, (0, 0, 0, 0), H * W * 16, W * 16, 16, starts, (0, 0), 16, weights, (0,
                        0, 0, 0, 0), KH * KW * Og * 16, lefts, planes, (0, 0, 0, 0), wide * 16, 16, rights,
                        KH, len(rights), Cg, H, W, min(16, G - (block * 16)))
                for c in range(Cg):
                    lay_abreast(dx, (n, Cg * block * 16 + c, 0, 0), W, 1, Cg * H * W, tile, (c, 0, 0, 0),
                            W * 16, 16, H, W, min(16, G - (block * 16)))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_correlations(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, high, pieces,
        quotient_KH_d_h, quotient_KW_d_w, share, strips, tall, tasks, wide):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Og, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(Cg, dtype)
    for part in range(first, last):
        lefts = np.empty(Og * KW * KH, np.int64)
        for tap in range(Og * KW * KH):
            o = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            lefts[U(tap)] = Cg * KH * KW * o - (KW * u) - v
        rights = np.empty(Og * KW * KH, np.int64)
        for tap in range(Og * KW * KH):
            o = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = o * tall * wide + d_h * u * wide + d_w * v
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            n = turn_2 // (G * strips)
            g = turn_2 // strips % G
            strip = turn_2 % strips
            # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
            #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
            for c in range(Cg):
                starts[U(c)] = T(0)
            for o in range(Og):
                top = KH * d_h - d_h - quotient_KH_d_h - (high * strip)
                bottom = H + KH * d_h - d_h - quotient_KH_d_h - (high * strip)
                pad(planes, (o, 0, 0), wide, dy, (n, Og * g + o,
                        d_h + quotient_KH_d_h + high * strip - (KH * d_h),
                        d_w + quotient_KW_d_w - (KW * d_w)), W, 1, tall, wide, top, bottom,
                        KW * d_w - d_w - quotient_KW_d_w, KW * d_w + W - d_w - quotient_KW_d_w)
            correlate(dx, (n, Cg * g, high * strip, 0), H * W, W, 1, starts, (0,), 1, w, (Og * g, 0, KH - 1,
                    KW - 1), KH * KW, lefts, planes, (0, 0, 0), wide, rights, KH, len(rights), Cg, min(high,
                    H - (high * strip)), W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels_apart2, Cg, G, Og, KH, KW, wide2):
    """panels2[g, col_part2, (o·KH+u)·KW+v, c−col_part2·wide2] = w[g·Og+o, c, u, v]"""
    for task in range(first, last):
        g = task // (Og * ((Cg - 1) // wide2 + 1))
        o = task // (((Cg - 1) // wide2 + 1)) % Og
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # panels2[g, col_part2, (o·KH+u)·KW+v, c−col_part2·wide2] = w[g·Og+o, c, u, v]
        turn(panels_apart2, (g, col_part2, o, 0, 0), wide2, w,
                KH * KW * col_part2 * wide2 + Cg * KH * KW * Og * g + Cg * KH * KW * o, KH * KW, 1, min(wide2,
                Cg - (col_part2 * wide2)), KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx_lines2, dy_padded2, panels2, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, deep2,
        depth2, dy_from22, dy_from32, dy_size22, dy_size32, high2, line2_last, line2_last2, quotient_Cg_wide2,
        quotient_KH_d_h, quotient_KW_d_w, rows2, skipping2, wide2):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
    """
    dtype = dx_lines2.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((2, high2), np.int64)
    most2 = np.empty((2, high2), np.int64)
    place2 = np.empty((2, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for o in range(Og):
        for u in range(KH):
            for v in range(KW):
                left_at2[U(KH * KW * o + KW * u + v)] = (
                    dy_size22 * dy_size32 * o - (d_h * dy_size32 * u) - (d_w * v)
                )
                place2[0, U(KH * KW * o + KW * u + v)] = -d_h * u
                place2[1, U(KH * KW * o + KW * u + v)] = -d_w * v
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1))
        row_part2 = task // (((Cg - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Cg - 1) // wide2 + 1)
        # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
        for line2 in range(high2 * row_part2 // W, min((high2 + high2 * row_part2 - 1) // W + 1,
                line2_last + 1, H * N)):
            n = line2 // H
            a = line2 % H
            for b in range(max(0, high2 * row_part2 - (W * line2)), min(W, rows2 - (W * line2),
                    high2 + high2 * row_part2 - (W * line2))):
                row_at2[U(b + W * line2 - (high2 * row_part2))] = (
                    a * dy_size32
                    + b
                    + dy_size32 * quotient_KH_d_h
                    + Og * dy_size22 * dy_size32 * g
                    + G * Og * dy_size22 * dy_size32 * n
                    + quotient_KW_d_w
                    - (dy_from22 * dy_size32)
                    - dy_from32
                )
                least2[0, U(b + W * line2 - (high2 * row_part2))] = -a - quotient_KH_d_h
                most2[0, U(b + W * line2 - (high2 * row_part2))] = H - a - quotient_KH_d_h - 1
                least2[1, U(b + W * line2 - (high2 * row_part2))] = -b - quotient_KW_d_w
                most2[1, U(b + W * line2 - (high2 * row_part2))] = W - b - quotient_KW_d_w - 1
        contract_inside(tile2, (0, 0), wide2, dy_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Cg_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Cg - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 2, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Cg - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (H * W), min((high2 + high2 * row_part2 - 1) // (H * W) + 1,
                line2_last2 + 1, N)):
            n = line2
            for c in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Cg)):
                for run2 in range(max(0, high2 * row_part2 - (H * W * line2)), min(H * W,
                        rows2 - (H * W * line2), high2 + high2 * row_part2 - (H * W * line2))):
                    dx_lines2[U(n), U(c + Cg * g), U(run2)] = turned2[U(c - (col_part2 * wide2)), U(H * W * line2 + run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w, o_block_last, quotient_KH_d_h,
        quotient_KW_d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u, b+⌊d_w·(KW−1)/2⌋−d_w·v] ·
        w[g·Og+o, c, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Cg * H)
        g = task // (Cg * H) % G
        c = task // H % Cg
        a = task % H
        # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
        for b in range(W):
            dx[U(n), U(c + Cg * g), U(a), U(b)] = T(0)
        for b in range(W):
            rest[U(b)] = T(0)
        u_first = -((H - a - quotient_KH_d_h - 1) // d_h)
        u_last = (a + quotient_KH_d_h) // d_h
        for o_block in range(o_block_last + 1):
            for b in range(W):
                part2[U(b)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW - 1, -1, -1):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for b in range(max(0, d_w * v - quotient_KW_d_w), min(W,
                                W + d_w * v - quotient_KW_d_w)):
                            part2[U(b)] += (
                                dy[U(n), U(Og * g + o), U(a + quotient_KH_d_h - (d_h * u)),
                                        U(b + quotient_KW_d_w - (d_w * v))]
                                * w_here
                            )
            for b in range(W):
                dx[U(n), U(c + Cg * g), U(a), U(b)], rest[U(b)] = carried(dx[U(n), U(c + Cg * g), U(a), U(b)], rest[U(b)], part2[U(b)])


def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·(KH−1−u),
        b+⌊d_w·(KW−1)/2⌋−d_w·(KW−1−v)] · w[g·Og+o, c, KH−1−u, KW−1−v]

    Operations: Cg·G·H·KH·KW·N·Og·W multiplications, Cg·G·H·KH·KW·N·Og·W − Cg·G·H·N·W additions, terms
        that a condition drops counted.
    """
    dtype = dx.dtype
    again = not (
        abreast(
            G >= 8
            and 16384 >= Cg * KH * KW * Og
            and max(min(8192 - (H * Og * W), 16 - W, 3 - Og), min(32 - max(Cg, Og), 32768 - max(Cg * H * W,
                    H * Og * W), G * 9 - (((G - 1) // 16) * 128) - 128, max(W % 16 - 1, 16 - W), min(Cg,
                    KH * KW, Og) - 4, N + ((G - 1) // 16) * N - 16)) >= 0
        )
        and finite(w, dx)
    )
    if not again:
        tall = H + KH * d_h - d_h
        wide = KW * d_w + W - d_w
        block_count = (G - 1) // 16 + 1
        pieces = parts(N * block_count)
        tasks = N * block_count
        share = max((tasks - 1) // pieces + 1, 1)
        quotient_KH_d_h = (KH * d_h - d_h) // 2
        quotient_KW_d_w = (KW * d_w - d_w) // 2
        lot_last = (tasks - 1) // N
        launch(_vjp_x_abreast, pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, w, dx, N, Cg, G, H, W, Og,
                KH, KW, d_h, d_w, block_count, lot_last, pieces, quotient_KH_d_h, quotient_KW_d_w, share,
                tall, tasks, wide)
        again = not (finite(dx, w))
    if again:
        again = not (
            correlations(
                H >= KH
                and W >= KW
                and W >= 4
                and 0 >= min(
                    Cg - 8,
                    max(2 - (KH * KW), Cg - 24, min(1 - (Cg % 16), KH * KW * Og - 256)),
                    max(KH * KW * Og - 128, Og - 16),
                )
            )
            and finite(w, dx)
        )
        if not again:
            wide = KW * d_w + W - d_w
            most = max(32768 // max(Og * wide, 1), 8)
            cuts = max((H - 1) // most + 1, 1)
            high = max(min(((H - 1) // (cuts * 4)) * 4 + 4, H), 1)
            strips = max((H - 1) // high + 1, 1)
            tall = KH * d_h + high - d_h
            pieces = parts(G * N * strips)
            tasks = G * N * strips
            share = max((tasks - 1) // pieces + 1, 1)
            quotient_KH_d_h = (KH * d_h - d_h) // 2
            quotient_KW_d_w = (KW * d_w - d_w) // 2
            launch(_vjp_x_correlations, pieces, Cg * G * H * KH * KW * N * Og * W // 32, dy, w, dx, N, Cg, G,
                    H, W, Og, KH, KW, d_h, d_w, high, pieces, quotient_KH_d_h, quotient_KW_d_w, share, strips,
                    tall, tasks, wide)
            again = not (finite(dx, w))
        if again:
            again = not (
                blocks(
                    H * N * W >= 4
                    and Cg >= 8
                    and KH * KW * Og >= 4
                    and H + d_h + 17 >= KH * d_h
                    and W + d_w + 17 >= KW * d_w
                )
                and finite(w, dx)
            )
            if not again:
                rows2 = H * N * W
                depth2 = KH * KW * Og
                dy_from22 = min((KH * d_h - d_h) // 2 + d_h - (KH * d_h), 0)
                dy_size22 = max(H, (KH * d_h - d_h) // 2 + H) - dy_from22
                dy_from32 = min((KW * d_w - d_w) // 2 + d_w - (KW * d_w), 0)
                dy_size32 = max(W, (KW * d_w - d_w) // 2 + W) - dy_from32
                dy_padded2 = padded(dy, (0, 0, dy_from22, dy_from32), (N, G * Og, dy_size22, dy_size32))
                wide2 = colblock(Cg)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Cg - 1) // wide2 + 1) * G)
                skipping2 = skipping(H * W, dy_size22 * dy_size32)
                panels2 = scratch((G, max(0, (Cg - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                panels_apart2 = panels2.reshape((G, (Cg - 1) // wide2 + 1, Og, KH * KW, wide2))
                launch(_vjp_x_blocks, G * Og * ((Cg - 1) // wide2 + 1), Cg * G * KH * KW * Og, w,
                        panels_apart2, Cg, G, Og, KH, KW, wide2)
                dx_lines2 = dx.reshape((N, Cg * G, H * W))
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                line2_last = (rows2 - 1) // W
                quotient_Cg_wide2 = (Cg - 1) // wide2
                line2_last2 = (rows2 - 1) // (H * W)
                launch(_vjp_x_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Cg - 1) // wide2 + 1),
                        Cg * G * H * KH * KW * N * Og * W // 32, dx_lines2, dy_padded2, panels2, N, Cg, G, H,
                        W, Og, KH, KW, d_h, d_w, deep2, depth2, dy_from22, dy_from32, dy_size22, dy_size32,
                        high2, line2_last, line2_last2, quotient_Cg_wide2, quotient_KH_d_h, quotient_KW_d_w,
                        rows2, skipping2, wide2)
                again = not (finite(dx, w))
            if again:
                quotient_KH_d_h = (KH * d_h - d_h) // 2
                quotient_KW_d_w = (KW * d_w - d_w) // 2
                o_block_last = (Og - 1) // 1024
                launch(_vjp_x_plain, N * G * Cg * H, Cg * G * H * KH * KW * N * Og * W, dy, w, dx, N, Cg, G,
                        H, W, Og, KH, KW, d_h, d_w, o_block_last, quotient_KH_d_h, quotient_KW_d_w)
