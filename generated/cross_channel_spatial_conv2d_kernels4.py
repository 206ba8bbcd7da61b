"""The kernels of cross_channel_spatial_conv2d; cross_channel_spatial_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_channel_spatial_conv2d`.  Do not edit.
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
def _vjp_w_abreast(first, last, dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        block_count, n_block_last, pieces, share, tall, wide):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, max(0, tall), max(0, wide), 16), dtype)
    given = np.empty((Og, OH, OW, 16), dtype)
    tile = np.empty((Og, Cg, KW, KH, 16), dtype)
    total = np.empty((Og, Cg, KW, KH, 16), dtype)
    rest = np.empty((Og, Cg, KW, KH, 16), dtype)
    for part in range(first, last):
        rights = np.empty(Cg * KW * KH, np.int64)
        for tap in range(Cg * KW * KH):
            c = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = c * tall * wide * 16 + d_h * u * wide * 16 + d_w * v * 16
        for block in range(part * share, min(part * share + share, block_count)):
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for o in range(Og):
                for c in range(Cg):
                    for v in range(KW):
                        for u in range(KH):
                            for lane in range(min(16, G - (block * 16))):
                                total[U(o), U(c), U(v), U(u), U(lane)] = T(0)
                                rest[U(o), U(c), U(v), U(u), U(lane)] = T(0)
            for n_block in range(n_block_last + 1):
                for o in range(Og):
                    for c in range(Cg):
                        for v in range(KW):
                            for u in range(KH):
                                for lane in range(min(16, G - (block * 16))):
                                    tile[U(o), U(c), U(v), U(u), U(lane)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for o in range(Og):
                        pad_abreast(given, (o, 0, 0, 0), OW * 16, 16, dy, (n, Og * block * 16 + o, 0, 0), OW,
                                1, OH * OW * Og, OH, OW, min(16, G - (block * 16)), 0, OH, 0, OW)
                    for c in range(Cg):
                        pad_abreast(planes, (c, 0, 0, 0), wide * 16, 16, z, (n, Cg * block * 16 + c, -p_t,
                                -p_l), W, 1, Cg * H * W, tall, wide, min(16, G - (block * 16)), p_t, H + p_t,
                                p_l, W + p_l)
                    lags_abreast(tile, (0, 0, 0, 0, 0), Cg * KH * KW * 16, 16, given, (0, 0, 0, 0),
                            OH * OW * 16, OW * 16, 16, planes, (0, 0, 0, 0), s_h * wide * 16, s_w * 16,
                            rights, Og, OH, OW, min(16, G - (block * 16)))
                for o in range(Og):
                    for c in range(Cg):
                        for v in range(KW):
                            for u in range(KH):
                                for lane in range(min(16, G - (block * 16))):
                                    total[U(o), U(c), U(v), U(u), U(lane)], rest[U(o), U(c), U(v), U(u), U(lane)] = carried(total[U(o), U(c), U(v), U(u), U(lane)], rest[U(o), U(c), U(v), U(u), U(lane)], tile[U(o), U(c), U(v), U(u), U(lane)])
            for o in range(Og):
                for c in range(Cg):
                    for v in range(KW):
                        for u in range(KH):
                            for lane in range(min(16, G - (block * 16))):
                                dw[U(Og * block * 16 + Og * lane + o), U(c), U(u), U(v)] = total[U(o), U(c), U(v), U(u), U(lane)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        heaps, high, n_block_last, pieces, share, strips, tall, tasks, wide):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((Cg, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, Cg, KW, KH), dtype)
    total = np.empty((16, Cg, KW, KH), dtype)
    rest = np.empty((16, Cg, KW, KH), dtype)
    for part in range(first, last):
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
            g = turn_2 // heaps
            heap = turn_2 % heaps
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for v in range(KW):
                        for u in range(KH):
                            total[U(o - (heap * 16)), U(c), U(v), U(u)] = T(0)
                            rest[U(o - (heap * 16)), U(c), U(v), U(u)] = T(0)
            for n_block in range(n_block_last + 1):
                for o in range(heap * 16, min(heap * 16 + 16, Og)):
                    for c in range(Cg):
                        for v in range(KW):
                            for u in range(KH):
                                tile[U(o - (heap * 16)), U(c), U(v), U(u)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for strip in range(strips):
                        for c in range(Cg):
                            for phase_i in range(s_h):
                                for phase_j in range(s_w):
                                    top = -((phase_i - p_t) // s_h) - (high * strip)
                                    bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                                    fore = -((phase_j - p_l) // s_w)
                                    aft = (W + p_l - phase_j - 1) // s_w + 1
                                    pad(planes, (c, phase_i, phase_j, 0, 0), wide, z, (n, c + Cg * g,
                                            phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w,
                                            tall, wide, top, bottom, fore, aft)
                        lags(tile, (0, 0, 0, 0), Cg * KH * KW, dy, (n, heap * 16 + Og * g, high * strip, 0),
                                OH * OW, OW, planes, (0, 0, 0, 0, 0), wide, rights, KH, min(16,
                                Og - (heap * 16)), min(high, OH - (high * strip)), OW)
                for o in range(heap * 16, min(heap * 16 + 16, Og)):
                    for c in range(Cg):
                        for v in range(KW):
                            for u in range(KH):
                                total[U(o - (heap * 16)), U(c), U(v), U(u)], rest[U(o - (heap * 16)), U(c), U(v), U(u)] = carried(total[U(o - (heap * 16)), U(c), U(v), U(u)], rest[U(o - (heap * 16)), U(c), U(v), U(u)], tile[U(o - (heap * 16)), U(c), U(v), U(u)])
            for o in range(heap * 16, min(heap * 16 + 16, Og)):
                for c in range(Cg):
                    for v in range(KW):
                        for u in range(KH):
                            dw[U(Og * g + o), U(c), U(u), U(v)] = total[U(o - (heap * 16)), U(c), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, panels_apart2, N, G, Og, OH, OW, wide2):
    """panels2[g, col_part2, (n·OH+i)·OW+j, o−col_part2·wide2] = dy[n, g·Og+o, i, j]"""
    for task in range(first, last):
        g = task // (N * ((Og - 1) // wide2 + 1))
        n = task // (((Og - 1) // wide2 + 1)) % N
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, (n·OH+i)·OW+j, o−col_part2·wide2] = dy[n, g·Og+o, i, j]
        turn(panels_apart2, (g, col_part2, n, 0, 0), wide2, dy,
                OH * OW * col_part2 * wide2 + OH * OW * Og * g + G * OH * OW * Og * n, OH * OW, 1, min(wide2,
                Og - (col_part2 * wide2)), OH * OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines2, panels2, z_padded2, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, deep2, depth2, high2, line2_last, quotient_Og_wide2, rows2, skipping2, wide2,
        z_size22, z_size32):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dw_lines2.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    least2 = np.empty((2, high2), np.int64)
    most2 = np.empty((2, high2), np.int64)
    place2 = np.empty((2, max(0, depth2)), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for n in range(N):
        for i in range(OH):
            for j in range(OW):
                left_at2[U(OW * i + j + OH * OW * n)] = (
                    i * s_h * z_size32 + j * s_w + Cg * G * n * z_size22 * z_size32
                )
                place2[0, U(OW * i + j + OH * OW * n)] = i * s_h
                place2[1, U(OW * i + j + OH * OW * n)] = j * s_w
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        for line2 in range(high2 * row_part2 // KW, min((high2 + high2 * row_part2 - 1) // KW + 1,
                line2_last + 1, Cg * KH)):
            c = line2 // KH
            u = line2 % KH
            for v in range(max(0, high2 * row_part2 - (KW * line2)), min(KW, rows2 - (KW * line2),
                    high2 + high2 * row_part2 - (KW * line2))):
                row_at2[U(KW * line2 + v - (high2 * row_part2))] = (
                    c * z_size22 * z_size32 + Cg * g * z_size22 * z_size32 + d_h * u * z_size32 + d_w * v
                )
                least2[0, U(KW * line2 + v - (high2 * row_part2))] = p_t - (d_h * u)
                most2[0, U(KW * line2 + v - (high2 * row_part2))] = H + p_t - (d_h * u) - 1
                least2[1, U(KW * line2 + v - (high2 * row_part2))] = p_l - (d_w * v)
                most2[1, U(KW * line2 + v - (high2 * row_part2))] = W + p_l - (d_w * v) - 1
        contract_inside(tile2, (0, 0), wide2, z_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 2, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
            for run2 in range(high2 * row_part2, min(rows2, high2 + high2 * row_part2)):
                dw_lines2[U(Og * g + o), U(run2)] = turned2[U(o - (col_part2 * wide2)), U(run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KH)
        o = task // (Cg * KH) % Og
        c = task // KH % Cg
        u = task % KH
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (W + p_l - (d_w * v) - 1) // s_w
            j_block_first = j_first // 1024
            j_block_last2 = j_last // 1024
            for n in range(N):
                for i in range(max(0, i_first), min(OH, i_last + 1)):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part2 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part2 = plus(
                                part2,
                                dy[U(n), U(Og * g + o), U(i), U(j)]
                                * z[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part2)
            dw[U(Og * g + o), U(c), U(u), U(v)] = acc


def _vjp_w(dy, z, dw, N, H, W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · z[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og − Cg·G·KH·KW·Og additions,
        terms that a condition drops counted.
    """
    dtype = dw.dtype
    again = not (
        abreast(
            G >= 8
            and 8192 >= Cg * H * W
            and 8192 >= OH * OW
            and 16384 >= Cg * KH * KW * Og
            and max(s_w * 24 - W - 16, Cg - 4, min(24 - W, G * 4 - (((G - 1) // 16) * 48) - 48)) >= 0
        )
        and finite(dy, dw)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (G - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        n_block_last = (N - 1) // 256
        launch(_vjp_w_abreast, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, dy, z, dw, N, H, W, Cg, G,
                Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, n_block_last, pieces, share,
                tall, wide)
        again = not (finite(dw, dy))
    if again:
        again = not (
            lagging(
                OH >= KH
                and OW >= KW
                and KH >= s_h
                and KW >= s_w
                and W >= 4
                and 0 >= min(Cg * KH * KW - 16, max(2 - (KH * KW), min(Cg * KH * KW - 48, Og - 16)), Og - 8)
            )
            and finite(dy, dw)
        )
        if not again:
            wide = (KW * d_w - d_w) // s_w + OW
            most = max(min(32768 // max(Cg * s_h * s_w * wide, 1), 8192 // max(min(Og, 4) * OW, 1)), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            heaps = (Og + 15) // 16
            pieces = parts(G * heaps)
            tasks = G * heaps
            share = max((tasks - 1) // pieces + 1, 1)
            n_block_last = (N - 1) // 256
            launch(_vjp_w_lagging, pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, dy, z, dw, N, H, W, Cg,
                    G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, heaps, high, n_block_last, pieces,
                    share, strips, tall, tasks, wide)
            again = not (finite(dw, dy))
        if again:
            again = not (
                blocks(
                    Cg * KH * KW >= 4
                    and Og >= 8
                    and N * OH * OW >= 4
                    and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
                    and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
                )
                and finite(dy, dw)
            )
            if not again:
                rows2 = Cg * KH * KW
                depth2 = N * OH * OW
                z_size22 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
                z_size32 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
                z_padded2 = padded(z, (0, 0, -p_t, -p_l), (N, Cg * G, z_size22, z_size32))
                wide2 = colblock(Og)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((Og - 1) // wide2 + 1) * G)
                skipping2 = skipping(H * W, z_size22 * z_size32)
                panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, N, OH * OW, wide2))
                launch(_vjp_w_blocks, G * N * ((Og - 1) // wide2 + 1), G * N * OH * OW * Og, dy,
                        panels_apart2, N, G, Og, OH, OW, wide2)
                dw_lines2 = dw.reshape((G * Og, Cg * KH * KW))
                line2_last = (rows2 - 1) // KW
                quotient_Og_wide2 = (Og - 1) // wide2
                launch(_vjp_w_blocks2, G * ((rows2 - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                        Cg * G * KH * KW * N * OH * OW * Og // 32, dw_lines2, panels2, z_padded2, N, H, W, Cg,
                        G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, deep2, depth2, high2, line2_last,
                        quotient_Og_wide2, rows2, skipping2, wide2, z_size22, z_size32)
                again = not (finite(dw, dy))
            if again:
                j_block_last = (OW - 1) // 1024
                launch(_vjp_w_plain, G * Og * Cg * KH, Cg * G * KH * KW * N * OH * OW * Og, dy, z, dw, N, H,
                        W, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OH, OW, ij_block_last):
    """db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OH, OW):
    """db[g·Og+o] = Σ_{n,i,j} dy[n, g·Og+o, i, j]

    As compiled:

    db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]

    Operations: G·N·OH·OW·Og − G·Og additions.
    """
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OH * OW * Og, dy_rows, db, N, G, Og, OH, OW, ij_block_last)
