"""The kernels of depthwise_separable_conv2d; depthwise_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import lags_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, plus
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import abreast, lagging, lags, pad
from .vectors import blocks, colblock, contract, depthblock, either, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_abreast(first, last, x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, block_count, n_block_last, pieces, share, tall, wide):
    """dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((1, max(0, tall), max(0, wide), 16), dtype)
    given = np.empty((M, OH, OW, 16), dtype)
    tile = np.empty((M, 1, KW, KH, 16), dtype)
    total = np.empty((M, 1, KW, KH, 16), dtype)
    rest = np.empty((M, 1, KW, KH, 16), dtype)
    for part in range(first, last):
        rights = np.empty(1 * KW * KH, np.int64)
        for tap in range(1 * KW * KH):
            one = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = one * tall * wide * 16 + d_h * u * wide * 16 + d_w * v * 16
        for block in range(part * share, min(part * share + share, block_count)):
            # dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for o in range(M):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            for lane in range(min(16, C - (block * 16))):
                                total[U(o), U(one), U(v), U(u), U(lane)] = T(0)
                                rest[U(o), U(one), U(v), U(u), U(lane)] = T(0)
            for n_block in range(n_block_last + 1):
                for o in range(M):
                    for one in range(1):
                        for v in range(KW):
                            for u in range(KH):
                                for lane in range(min(16, C - (block * 16))):
                                    tile[U(o), U(one), U(v), U(u), U(lane)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for o in range(M):
                        pad_abreast(given, (o, 0, 0, 0), OW * 16, 16, dz, (n, M * block * 16 + o, 0, 0), OW,
                                1, M * OH * OW, OH, OW, min(16, C - (block * 16)), 0, OH, 0, OW)
                    for one in range(1):
                        pad_abreast(planes, (one, 0, 0, 0), wide * 16, 16, x, (n, block * 16, -p_t, -p_l), W,
                                1, H * W, tall, wide, min(16, C - (block * 16)), p_t, H + p_t, p_l, W + p_l)
                    lags_abreast(tile, (0, 0, 0, 0, 0), KH * KW * 16, 16, given, (0, 0, 0, 0), OH * OW * 16,
                            OW * 16, 16, planes, (0, 0, 0, 0), s_h * wide * 16, s_w * 16, rights, M, OH, OW,
                            min(16, C - (block * 16)))
                for o in range(M):
                    for one in range(1):
                        for v in range(KW):
                            for u in range(KH):
                                for lane in range(min(16, C - (block * 16))):
                                    total[U(o), U(one), U(v), U(u), U(lane)], rest[U(o), U(one), U(v), U(u), U(lane)] = carried(total[U(o), U(one), U(v), U(u), U(lane)], rest[U(o), U(one), U(v), U(u), U(lane)], tile[U(o), U(one), U(v), U(u), U(lane)])
            for o in range(M):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            for lane in range(min(16, C - (block * 16))):
                                dw_depth[U(M * block * 16 + M * lane + o), U(one), U(u), U(v)] = total[U(o), U(one), U(v), U(u), U(lane)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_lagging(first, last, x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, heaps, high, n_block_last, pieces, share, strips, tall, tasks, wide):
    """dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((1, s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, 1, KW, KH), dtype)
    total = np.empty((16, 1, KW, KH), dtype)
    rest = np.empty((16, 1, KW, KH), dtype)
    for part in range(first, last):
        rights = np.empty(1 * KW * KH, np.int64)
        for tap in range(1 * KW * KH):
            one = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + one * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            g = turn_2 // heaps
            heap = turn_2 % heaps
            # dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for o in range(heap * 16, min(heap * 16 + 16, M)):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            total[U(o - (heap * 16)), U(one), U(v), U(u)] = T(0)
                            rest[U(o - (heap * 16)), U(one), U(v), U(u)] = T(0)
            for n_block in range(n_block_last + 1):
                for o in range(heap * 16, min(heap * 16 + 16, M)):
                    for one in range(1):
                        for v in range(KW):
                            for u in range(KH):
                                tile[U(o - (heap * 16)), U(one), U(v), U(u)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for strip in range(strips):
                        for one in range(1):
                            for phase_i in range(s_h):
                                for phase_j in range(s_w):
                                    top = -((phase_i - p_t) // s_h) - (high * strip)
                                    bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                                    fore = -((phase_j - p_l) // s_w)
                                    aft = (W + p_l - phase_j - 1) // s_w + 1
                                    pad(planes, (one, phase_i, phase_j, 0, 0), wide, x, (n, g,
                                            phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w,
                                            tall, wide, top, bottom, fore, aft)
                        lags(tile, (0, 0, 0, 0), KH * KW, dz, (n, heap * 16 + M * g, high * strip, 0),
                                OH * OW, OW, planes, (0, 0, 0, 0, 0), wide, rights, KH, min(16,
                                M - (heap * 16)), min(high, OH - (high * strip)), OW)
                for o in range(heap * 16, min(heap * 16 + 16, M)):
                    for one in range(1):
                        for v in range(KW):
                            for u in range(KH):
                                total[U(o - (heap * 16)), U(one), U(v), U(u)], rest[U(o - (heap * 16)), U(one), U(v), U(u)] = carried(total[U(o - (heap * 16)), U(one), U(v), U(u)],
                                        rest[U(o - (heap * 16)), U(one), U(v), U(u)], tile[U(o - (heap * 16)),
                                        U(one), U(v), U(u)])
            for o in range(heap * 16, min(heap * 16 + 16, M)):
                for one in range(1):
                    for v in range(KW):
                        for u in range(KH):
                            dw_depth[U(M * g + o), U(one), U(u), U(v)] = total[U(o - (heap * 16)), U(one), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_blocks(first, last, dz, panels_apart2, N, C, M, OH, OW, wide2):
    """panels2[g, col_part2, (n·OH+i)·OW+j, o−col_part2·wide2] = dz[n, g·M+o, i, j]"""
    for task in range(first, last):
        g = task // (N * ((M - 1) // wide2 + 1))
        n = task // (((M - 1) // wide2 + 1)) % N
        col_part2 = task % ((M - 1) // wide2 + 1)
        # panels2[g, col_part2, (n·OH+i)·OW+j, o−col_part2·wide2] = dz[n, g·M+o, i, j]
        turn(panels_apart2, (g, col_part2, n, 0, 0), wide2, dz,
                OH * OW * col_part2 * wide2 + M * OH * OW * g + C * M * OH * OW * n, OH * OW, 1, min(wide2,
                M - (col_part2 * wide2)), OH * OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_blocks2(first, last, dw_depth_lines2, panels2, x_padded2, N, C, H, W, M, KH, KW, OH, OW, s_h,
        s_w, p_t, p_l, d_h, d_w, deep2, depth2, high2, line2_last, quotient_M_wide2, rows2, skipping2, wide2,
        x_size22, x_size32):
    """dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dw_depth_lines2.dtype
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
                    i * s_h * x_size32 + j * s_w + C * n * x_size22 * x_size32
                )
                place2[0, U(OW * i + j + OH * OW * n)] = i * s_h
                place2[1, U(OW * i + j + OH * OW * n)] = j * s_w
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (1 * ((rows2 - 1) // high2 + 1) * ((M - 1) // wide2 + 1))
        one = task // (((rows2 - 1) // high2 + 1) * ((M - 1) // wide2 + 1)) % 1
        row_part2 = task // (((M - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((M - 1) // wide2 + 1)
        # dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        for line2 in range(high2 * row_part2 // KW, min((high2 + high2 * row_part2 - 1) // KW + 1,
                line2_last + 1, KH)):
            u = line2
            for v in range(max(0, high2 * row_part2 - (KW * line2)), min(KW, rows2 - (KW * line2),
                    high2 + high2 * row_part2 - (KW * line2))):
                row_at2[U(KW * line2 + v - (high2 * row_part2))] = (
                    g * x_size22 * x_size32 + d_h * u * x_size32 + d_w * v
                )
                least2[0, U(KW * line2 + v - (high2 * row_part2))] = p_t - (d_h * u)
                most2[0, U(KW * line2 + v - (high2 * row_part2))] = H + p_t - (d_h * u) - 1
                least2[1, U(KW * line2 + v - (high2 * row_part2))] = p_l - (d_w * v)
                most2[1, U(KW * line2 + v - (high2 * row_part2))] = W + p_l - (d_w * v) - 1
        contract_inside(tile2, (0, 0), wide2, x_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_M_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, M - (col_part2 * wide2)),
                depth2, deep2, least2, most2, place2, high2, depth2, 2, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                M - (col_part2 * wide2)))
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, M)):
            for run2 in range(high2 * row_part2, min(rows2, high2 + high2 * row_part2)):
                dw_depth_lines2[U(M * g + o), U(one), U(run2)] = turned2[U(o - (col_part2 * wide2)), U(run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_depth_plain(first, last, x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w, j_block_last):
    """dw_depth_sum[v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    dw_depth[g·M+o, 0, u, v] = dw_depth_sum[v]
    """
    dtype = x.dtype
    T = dtype.type
    dw_depth_sum = np.empty(KW, dtype)
    for task in range(first, last):
        g = task // (M * KH)
        o = task // KH % M
        u = task % KH
        # dw_depth_sum[v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t,
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
                                dz[U(n), U(M * g + o), U(i), U(j)]
                                * x[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part2)
            dw_depth_sum[U(v)] = acc
        # dw_depth[g·M+o, 0, u, v] = dw_depth_sum[v]
        for one in range(1):
            for v in range(KW):
                dw_depth[U(M * g + o), U(one), U(u), U(v)] = dw_depth_sum[U(v)]


def _vjp_w_depth(x, dz, dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]
    dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW multiplications, C·KH·KW·M·N·OH·OW + C·M·N·O·OH·OW −
        C·M·N·OH·OW − C·KH·KW·M additions, terms that a condition drops counted.
    """
    dtype = dw_depth.dtype
    again = not (
        abreast(
            C >= 8
            and 8192 >= H * W
            and 8192 >= OH * OW
            and 16384 >= KH * KW * M
            and max(s_w * 24 - W - 16, min(24 - W, C * 4 - (((C - 1) // 16) * 48) - 48), -3) >= 0
        )
        and finite(dz, dw_depth)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (C - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        n_block_last = (N - 1) // 256
        launch(_vjp_w_depth_abreast, pieces, C * KH * KW * M * N * OH * OW // 32, x, dz, dw_depth, N, C, H, W,
                M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, block_count, n_block_last, pieces, share,
                tall, wide)
        again = not (finite(dw_depth, dz))
    if again:
        again = not (
            lagging(
                OH >= KH
                and OW >= KW
                and KH >= s_h
                and KW >= s_w
                and W >= 4
                and 0 >= min(KH * KW - 16, M - 8, max(2 - (KH * KW), min(KH * KW - 48, M - 16)))
            )
            and finite(dz, dw_depth)
        )
        if not again:
            wide = (KW * d_w - d_w) // s_w + OW
            most = max(min(32768 // max(s_h * s_w * wide, 1), 8192 // max(min(M, 4) * OW, 1)), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            heaps = (M + 15) // 16
            pieces = parts(C * heaps)
            tasks = C * heaps
            share = max((tasks - 1) // pieces + 1, 1)
            n_block_last = (N - 1) // 256
            launch(_vjp_w_depth_lagging, pieces, C * KH * KW * M * N * OH * OW // 32, x, dz, dw_depth, N, C,
                    H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, heaps, high, n_block_last, pieces,
                    share, strips, tall, tasks, wide)
            again = not (finite(dw_depth, dz))
        if again:
            again = not (
                blocks(
                    KH * KW >= 4
                    and M >= 8
                    and N * OH * OW >= 4
                    and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
                    and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
                )
                and finite(dz, dw_depth)
            )
            if not again:
                rows2 = KH * KW
                depth2 = N * OH * OW
                x_size22 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
                x_size32 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
                x_padded2 = padded(x, (0, 0, -p_t, -p_l), (N, C, x_size22, x_size32))
                wide2 = colblock(M)
                deep2 = depthblock()
                high2 = rowblock(rows2, ((M - 1) // wide2 + 1) * C)
                skipping2 = skipping(H * W, x_size22 * x_size32)
                panels2 = scratch((C, max(0, (M - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
                panels_apart2 = panels2.reshape((C, (M - 1) // wide2 + 1, N, OH * OW, wide2))
                launch(_vjp_w_depth_blocks, C * N * ((M - 1) // wide2 + 1), C * M * N * OH * OW, dz,
                        panels_apart2, N, C, M, OH, OW, wide2)
                dw_depth_lines2 = dw_depth.reshape((C * M, 1, KH * KW))
                line2_last = (rows2 - 1) // KW
                quotient_M_wide2 = (M - 1) // wide2
                launch(_vjp_w_depth_blocks2, C * 1 * ((rows2 - 1) // high2 + 1) * ((M - 1) // wide2 + 1),
                        C * KH * KW * M * N * OH * OW // 32, dw_depth_lines2, panels2, x_padded2, N, C, H, W,
                        M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, deep2, depth2, high2, line2_last,
                        quotient_M_wide2, rows2, skipping2, wide2, x_size22, x_size32)
                again = not (finite(dw_depth, dz))
            if again:
                j_block_last = (OW - 1) // 1024
                launch(_vjp_w_depth_plain, C * M * KH, C * KH * KW * M + C * KH * KW * M * N * OH * OW, x, dz,
                        dw_depth, N, C, H, W, M, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_either(first, last, dy, panels_apart, N, O, OH, OW, ij_count, wide):
    """panels[col_part, ij_count·n+ij, o−col_part·wide] = dy[n,o,ij]"""
    for task in range(first, last):
        n = task // (((O - 1) // wide + 1))
        col_part = task % ((O - 1) // wide + 1)
        # panels[col_part, ij_count·n+ij, o−col_part·wide] = dy[n,o,ij]
        turn(panels_apart, (col_part, n, 0, 0), wide, dy, OH * OW * col_part * wide + O * OH * OW * n,
                OH * OW, 1, min(wide, O - (col_part * wide)), ij_count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_either2(first, last, z, dw_point, panels, N, C, M, O, OH, OW, deep, depth, high, ij_count,
        m_count, wide):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = z.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for n in range(N):
        for ij in range(ij_count):
            left_at[U(ij + ij_count * n)] = ij + C * M * OH * OW * n
    for k in range(depth):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        row_part = task // (((O - 1) // wide + 1))
        col_part = task % ((O - 1) // wide + 1)
        # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
        for m in range(high * row_part, min(m_count, high + high * row_part)):
            row_at[U(m - (high * row_part))] = OH * OW * m
        contract(tile, (0, 0), wide, z, row_at, left_at, panels, col_part * depth * wide, right_at, min(high,
                m_count - (high * row_part)), min(wide, O - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, m_count - (high * row_part)), min(wide,
                O - (col_part * wide)))
        for o in range(col_part * wide, min(col_part * wide + wide, O)):
            for m in range(high * row_part, min(m_count, high + high * row_part)):
                dw_point[U(o), U(m)] = turned[U(o - (col_part * wide)), U(m - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_other(first, last, z, panels_apart2, N, C, M, OH, OW, ij_count2, m_count2, wide2):
    """panels2[col_part2, ij_count2·n+ij, m−col_part2·wide2] = z[n,m,ij]"""
    for task in range(first, last):
        n = task // (((m_count2 - 1) // wide2 + 1))
        col_part2 = task % ((m_count2 - 1) // wide2 + 1)
        # panels2[col_part2, ij_count2·n+ij, m−col_part2·wide2] = z[n,m,ij]
        turn(panels_apart2, (col_part2, n, 0, 0), wide2, z, OH * OW * col_part2 * wide2 + C * M * OH * OW * n,
                OH * OW, 1, min(wide2, m_count2 - (col_part2 * wide2)), ij_count2)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_other2(first, last, dy, dw_point, panels2, N, C, M, O, OH, OW, deep2, depth2, high2,
        ij_count2, m_count2, wide2):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = dy.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for n in range(N):
        for ij in range(ij_count2):
            left_at2[U(ij + ij_count2 * n)] = ij + O * OH * OW * n
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((m_count2 - 1) // wide2 + 1))
        col_part2 = task % ((m_count2 - 1) // wide2 + 1)
        # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
        for o in range(high2 * row_part2, min(O, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = OH * OW * o
        contract(tile2, (0, 0), wide2, dy, row_at2, left_at2, panels2, col_part2 * depth2 * wide2, right_at2,
                min(high2, O - (high2 * row_part2)), min(wide2, m_count2 - (col_part2 * wide2)), 0, depth2,
                deep2)
        for o in range(high2 * row_part2, min(O, high2 + high2 * row_part2)):
            for m in range(col_part2 * wide2, min(m_count2, col_part2 * wide2 + wide2)):
                dw_point[U(o), U(m)] = tile2[U(o - (high2 * row_part2)), U(m - (col_part2 * wide2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_point_plain(first, last, dy, z, dw_point, N, C, M, O, OH, OW, ij_block_last):
    """dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // (C * M)
        m = task % (C * M)
        # dw_point[o,m] = Σ_{n,ij} dy[n,o,ij] · z[n,m,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(o), U(ij)] * z[U(n), U(m), U(ij)])
                acc, rest = carried(acc, rest, part)
        dw_point[U(o), U(m)] = acc


def _vjp_w_point(dy, z, dw_point, N, C, M, O, OH, OW):
    """dw_point[o,m] = Σ_{n,i,j} dy[n,o,i,j] · z[n,m,i,j]

    Operations: C·M·N·O·OH·OW multiplications, C·M·N·O·OH·OW − C·M·O additions.
    """
    dtype = dw_point.dtype
    dy_rows = dy.reshape((N, O, OH * OW))
    z_rows = z.reshape((N, C * M, OH * OW))
    if blocks(O >= 4 and C * M >= 4 and N * OH * OW >= 4):
        if either(C * M >= O and O >= 8):
            m_count = C * M
            ij_count = OH * OW
            depth = N * ij_count
            wide = colblock(O)
            deep = depthblock()
            high = rowblock(m_count, (O - 1) // wide + 1)
            panels = scratch((max(0, (O - 1) // wide + 1), max(0, depth), wide), dtype)
            panels_apart = panels.reshape(((O - 1) // wide + 1, N, ij_count, wide))
            launch(_vjp_w_point_either, N * ((O - 1) // wide + 1), N * O * OH * OW, dy_rows, panels_apart, N,
                    O, OH, OW, ij_count, wide)
            launch(_vjp_w_point_either2, ((m_count - 1) // high + 1) * ((O - 1) // wide + 1),
                    C * M * N * O * OH * OW // 32, z_rows, dw_point, panels, N, C, M, O, OH, OW, deep, depth,
                    high, ij_count, m_count, wide)
        else:
            m_count2 = C * M
            ij_count2 = OH * OW
            depth2 = N * ij_count2
            wide2 = colblock(m_count2)
            deep2 = depthblock()
            high2 = rowblock(O, (m_count2 - 1) // wide2 + 1)
            panels2 = scratch((max(0, (m_count2 - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape(((m_count2 - 1) // wide2 + 1, N, ij_count2, wide2))
            launch(_vjp_w_point_other, N * ((m_count2 - 1) // wide2 + 1), C * M * N * OH * OW, z_rows,
                    panels_apart2, N, C, M, OH, OW, ij_count2, m_count2, wide2)
            launch(_vjp_w_point_other2, ((O - 1) // high2 + 1) * ((m_count2 - 1) // wide2 + 1),
                    C * M * N * O * OH * OW // 32, dy_rows, dw_point, panels2, N, C, M, O, OH, OW, deep2,
                    depth2, high2, ij_count2, m_count2, wide2)
    else:
        ij_block_last = (OH * OW - 1) // 1024
        launch(_vjp_w_point_plain, O * C * M, C * M * N * O * OH * OW, dy_rows, z_rows, dw_point, N, C, M, O,
                OH, OW, ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, O, OH, OW, ij_block_last):
    """db[o] = Σ_{n,ij} dy[n,o,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for o in range(first, last):
        # db[o] = Σ_{n,ij} dy[n,o,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(o), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(o)] = acc


def _vjp_b(dy, db, N, O, OH, OW):
    """db[o] = Σ_{n,i,j} dy[n,o,i,j]

    As compiled:

    db[o] = Σ_{n,ij} dy[n,o,ij]

    Operations: N·O·OH·OW − O additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, O, N * O * OH * OW, dy_rows, db, N, O, OH, OW, ij_block_last)
