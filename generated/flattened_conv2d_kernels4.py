"""The kernels of flattened_conv2d; flattened_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `flattened_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import lags_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .stencils import abreast, lagging, lags, pad
from .vectors import blocks, colblock, contract, depthblock, either, finite, parts, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_channel_either(first, last, x, panels_apart, N, C, H, W, ij_count, wide):
    """panels[col_part, ij_count·n+ij, c−col_part·wide] = x[n,c,ij]"""
    for task in range(first, last):
        n = task // (((C - 1) // wide + 1))
        col_part = task % ((C - 1) // wide + 1)
        # panels[col_part, ij_count·n+ij, c−col_part·wide] = x[n,c,ij]
        turn(panels_apart, (col_part, n, 0, 0), wide, x, H * W * col_part * wide + C * H * W * n, H * W, 1,
                min(wide, C - (col_part * wide)), ij_count)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_channel_either2(first, last, dz, dw_channel, panels, N, C, H, W, O, deep, depth, high, ij_count,
        wide):
    """dw_channel[o,c] = Σ_{n,ij} dz[n,o,ij] · x[n,c,ij]"""
    dtype = dz.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for n in range(N):
        for ij in range(ij_count):
            left_at[U(ij + ij_count * n)] = ij + H * O * W * n
    for k in range(depth):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        row_part = task // (((C - 1) // wide + 1))
        col_part = task % ((C - 1) // wide + 1)
        # dw_channel[o,c] = Σ_{n,ij} dz[n,o,ij] · x[n,c,ij]
        for o in range(high * row_part, min(O, high + high * row_part)):
            row_at[U(o - (high * row_part))] = H * W * o
        contract(tile, (0, 0), wide, dz, row_at, left_at, panels, col_part * depth * wide, right_at, min(high,
                O - (high * row_part)), min(wide, C - (col_part * wide)), 0, depth, deep)
        for o in range(high * row_part, min(O, high + high * row_part)):
            for c in range(col_part * wide, min(C, col_part * wide + wide)):
                dw_channel[U(o), U(c)] = tile[U(o - (high * row_part)), U(c - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_channel_other2(first, last, x, dw_channel, panels2, N, C, H, W, O, deep2, depth2, high2, ij_count2,
        wide2):
    """dw_channel[o,c] = Σ_{n,ij} dz[n,o,ij] · x[n,c,ij]"""
    dtype = x.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for n in range(N):
        for ij in range(ij_count2):
            left_at2[U(ij + ij_count2 * n)] = ij + C * H * W * n
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((O - 1) // wide2 + 1))
        col_part2 = task % ((O - 1) // wide2 + 1)
        # dw_channel[o,c] = Σ_{n,ij} dz[n,o,ij] · x[n,c,ij]
        for c in range(high2 * row_part2, min(C, high2 + high2 * row_part2)):
            row_at2[U(c - (high2 * row_part2))] = H * W * c
        contract(tile2, (0, 0), wide2, x, row_at2, left_at2, panels2, col_part2 * depth2 * wide2, right_at2,
                min(high2, C - (high2 * row_part2)), min(wide2, O - (col_part2 * wide2)), 0, depth2, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, C - (high2 * row_part2)), min(wide2,
                O - (col_part2 * wide2)))
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, O)):
            for c in range(high2 * row_part2, min(C, high2 + high2 * row_part2)):
                dw_channel[U(o), U(c)] = turned2[U(o - (col_part2 * wide2)), U(c - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_channel_plain(first, last, x, dz, dw_channel, N, C, H, W, O, ij_block_last):
    """dw_channel[o,c] = Σ_{n,ij} dz[n,o,ij] · x[n,c,ij]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // C
        c = task % C
        # dw_channel[o,c] = Σ_{n,ij} dz[n,o,ij] · x[n,c,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(H * W, ij_block * 1024 + 1024)):
                    part = plus(part, dz[U(n), U(o), U(ij)] * x[U(n), U(c), U(ij)])
                acc, rest = carried(acc, rest, part)
        dw_channel[U(o), U(c)] = acc


def _vjp_w_channel(x, dz, dw_channel, N, C, H, W, O):
    """dy_t[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dz[n,o,a,b] = Σ_{u : s_h ∣ a+p_t−d_h·u} dy_t[n, o, (a+p_t−d_h·u)/s_h, b] · w_column[o,0,u,0]
    dw_channel[o,c] = Σ_{n,i,j} dz[n,o,i,j] · x[n,c,i,j]

    Operations: C·H·N·O·W + H·KH·N·O·W + KW·N·O·OH·W multiplications, H·KH·N·O·W + (C − 1) · H · N · O · W
        + (KW − 1) · N · O · OH · W − C·O additions, terms that a condition drops counted.
    """
    dtype = dw_channel.dtype
    x_rows = x.reshape((N, C, H * W))
    dz_rows = dz.reshape((N, O, H * W))
    if blocks(C >= 4 and O >= 4 and H * N * W >= 4):
        if either(O >= C and C >= 8):
            ij_count = H * W
            depth = N * ij_count
            wide = colblock(C)
            deep = depthblock()
            high = rowblock(O, (C - 1) // wide + 1)
            panels = scratch((max(0, (C - 1) // wide + 1), max(0, depth), wide), dtype)
            panels_apart = panels.reshape(((C - 1) // wide + 1, N, ij_count, wide))
            launch(_vjp_w_channel_either, N * ((C - 1) // wide + 1), C * H * N * W, x_rows, panels_apart, N,
                    C, H, W, ij_count, wide)
            launch(_vjp_w_channel_either2, ((O - 1) // high + 1) * ((C - 1) // wide + 1),
                    C * H * N * O * W // 32, dz_rows, dw_channel, panels, N, C, H, W, O, deep, depth, high,
                    ij_count, wide)
        else:
            ij_count2 = H * W
            depth2 = N * ij_count2
            wide2 = colblock(O)
            deep2 = depthblock()
            high2 = rowblock(C, (O - 1) // wide2 + 1)
            panels2 = scratch((max(0, (O - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape(((O - 1) // wide2 + 1, N, ij_count2, wide2))
            # panels2[col_part2, ij_count2·n+ij, o−col_part2·wide2] = dz[n,o,ij]
            launch(_vjp_w_channel_either, N * ((O - 1) // wide2 + 1), H * N * O * W, dz_rows, panels_apart2,
                    N, O, H, W, ij_count2, wide2)
            launch(_vjp_w_channel_other2, ((C - 1) // high2 + 1) * ((O - 1) // wide2 + 1),
                    C * H * N * O * W // 32, x_rows, dw_channel, panels2, N, C, H, W, O, deep2, depth2, high2,
                    ij_count2, wide2)
    else:
        ij_block_last = (H * W - 1) // 1024
        launch(_vjp_w_channel_plain, O * C, C * H * N * O * W, x_rows, dz_rows, dw_channel, N, C, H, W, O,
                ij_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_column_abreast(first, last, z, dy_t, dw_column, N, H, W, O, KH, OH, s_h, p_t, d_h, block_count,
        n_block_last, pieces, share, tall):
    """dw_column[o,0,u,0] = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]"""
    dtype = z.dtype
    T = dtype.type
    planes = np.empty((1, 1, max(0, tall), W, 16), dtype)
    given = np.empty((1, OH, W, 16), dtype)
    tile = np.empty((1, 1, 1, KH, 16), dtype)
    total = np.empty((1, 1, 1, KH, 16), dtype)
    rest = np.empty((1, 1, 1, KH, 16), dtype)
    for part in range(first, last):
        rights = np.empty(1 * 1 * KH, np.int64)
        for tap in range(1 * 1 * KH):
            one = tap // (1 * KH)
            one_ = tap // KH % 1
            u = tap % KH
            rights[U(tap)] = W * one_ * tall * 16 + W * one * tall * 16 + W * d_h * u * 16
        for block in range(part * share, min(part * share + share, block_count)):
            # dw_column[o,0,u,0] = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]
            for row in range(1):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            for lane in range(min(16, O - (block * 16))):
                                total[U(row), U(one), U(one_), U(u), U(lane)] = T(0)
                                rest[U(row), U(one), U(one_), U(u), U(lane)] = T(0)
            for n_block in range(n_block_last + 1):
                for row in range(1):
                    for one in range(1):
                        for one_ in range(1):
                            for u in range(KH):
                                for lane in range(min(16, O - (block * 16))):
                                    tile[U(row), U(one), U(one_), U(u), U(lane)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for row in range(1):
                        pad_abreast(given, (row, 0, 0, 0), W * 16, 16, dy_t, (n, block * 16, 0, 0), W, 1,
                                OH * W, OH, W, min(16, O - (block * 16)), 0, OH, 0, W)
                    for one in range(1):
                        for one_ in range(1):
                            pad_abreast(planes, (one, one_, 0, 0, 0), W * 16, 16, z, (n, block * 16, -p_t, 0),
                                    W, 1, H * W, tall, W, min(16, O - (block * 16)), p_t, H + p_t, 0, W)
                    lags_abreast(tile, (0, 0, 0, 0, 0), KH * 16, 16, given, (0, 0, 0, 0), OH * W * 16, W * 16,
                            16, planes, (0, 0, 0, 0, 0), W * s_h * 16, 16, rights, 1, OH, W, min(16,
                            O - (block * 16)))
                for row in range(1):
                    for one in range(1):
                        for one_ in range(1):
                            for u in range(KH):
                                for lane in range(min(16, O - (block * 16))):
                                    total[U(row), U(one), U(one_), U(u), U(lane)], rest[U(row), U(one), U(one_), U(u), U(lane)] = carried(total[U(row), U(one), U(one_), U(u), U(lane)], rest[U(row),
                                            U(one), U(one_), U(u), U(lane)], tile[U(row), U(one), U(one_),
                                            U(u), U(lane)])
            for row in range(1):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            for lane in range(min(16, O - (block * 16))):
                                dw_column[U(block * 16 + lane), U(one), U(u), U(one_)] = total[U(row), U(one), U(one_), U(u), U(lane)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_column_lagging(first, last, z, dy_t, dw_column, N, H, W, O, KH, OH, s_h, p_t, d_h, high,
        n_block_last, pieces, share, strips, tall):
    """dw_column[o,0,u,0] = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]"""
    dtype = z.dtype
    T = dtype.type
    planes = np.empty((1, 1, s_h, max(0, tall), W), dtype)
    tile = np.empty((16, 1, 1, KH), dtype)
    total = np.empty((16, 1, 1, KH), dtype)
    rest = np.empty((16, 1, 1, KH), dtype)
    for part in range(first, last):
        rights = np.empty(1 * 1 * KH, np.int64)
        for tap in range(1 * 1 * KH):
            one = tap // (1 * KH)
            one_ = tap // KH % 1
            u = tap % KH
            rights[U(tap)] = (
                (d_h * u // s_h) * W
                + (d_h * u % s_h) * W * tall
                + W * one_ * s_h * tall
                + W * one * s_h * tall
            )
        for turn_2 in range(part * share, min(part * share + share, O)):
            o = turn_2 // (1)
            heap = turn_2 % 1
            # dw_column[o,0,u,0] = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            total[U(row - (heap * 16)), U(one), U(one_), U(u)] = T(0)
                            rest[U(row - (heap * 16)), U(one), U(one_), U(u)] = T(0)
            for n_block in range(n_block_last + 1):
                for row in range(heap * 16, min(heap * 16 + 16, 1)):
                    for one in range(1):
                        for one_ in range(1):
                            for u in range(KH):
                                tile[U(row - (heap * 16)), U(one), U(one_), U(u)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for strip in range(strips):
                        for one in range(1):
                            for one_ in range(1):
                                for phase_i in range(s_h):
                                    top = -((phase_i - p_t) // s_h) - (high * strip)
                                    bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                                    pad(planes, (one, one_, phase_i, 0, 0), W, z, (n, o,
                                            phase_i + high * s_h * strip - p_t, 0), W * s_h, 1, tall, W, top,
                                            bottom, 0, W)
                        lags(tile, (0, 0, 0, 0), KH, dy_t, (n, o, high * strip, 0), 0, W, planes, (0, 0, 0, 0,
                                0), W, rights, KH, min(16, 1 - (heap * 16)), min(high, OH - (high * strip)),
                                W)
                for row in range(heap * 16, min(heap * 16 + 16, 1)):
                    for one in range(1):
                        for one_ in range(1):
                            for u in range(KH):
                                total[U(row - (heap * 16)), U(one), U(one_), U(u)], rest[U(row - (heap * 16)), U(one), U(one_), U(u)] = carried(total[U(row - (heap * 16)), U(one), U(one_), U(u)],
                                        rest[U(row - (heap * 16)), U(one), U(one_), U(u)],
                                        tile[U(row - (heap * 16)), U(one), U(one_), U(u)])
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            dw_column[U(o), U(one), U(u), U(one_)] = total[U(row - (heap * 16)), U(one), U(one_), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_column_plain(first, last, z, dy_t, dw_column, N, H, W, O, KH, OH, s_h, p_t, d_h, j_block_last):
    """dw_column_sum = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]
    dw_column[o,0,u,0] = dw_column_sum
    """
    dtype = z.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // KH
        u = task % KH
        # dw_column_sum = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]
        acc = T(0)
        rest = T(0)
        i_first = -((d_h * u - p_t) // s_h)
        i_last = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, i_first), min(OH, i_last + 1)):
                for j_block in range(j_block_last + 1):
                    part2 = T(0)
                    for j in range(j_block * 1024, min(W, j_block * 1024 + 1024)):
                        part2 = plus(
                            part2,
                            dy_t[U(n), U(o), U(i), U(j)] * z[U(n), U(o), U(i * s_h + d_h * u - p_t), U(j)],
                        )
                    acc, rest = carried(acc, rest, part2)
        dw_column_sum = acc
        # dw_column[o,0,u,0] = dw_column_sum
        for one in range(1):
            for one_ in range(1):
                dw_column[U(o), U(one), U(u), U(one_)] = dw_column_sum


def _vjp_w_column(z, dy_t, dw_column, N, H, W, O, KH, OH, s_h, p_t, d_h):
    """dy_t[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dw_column[o,0,u,0] = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]

    Operations: KH·N·O·OH·W + KW·N·O·OH·W multiplications, KW·N·O·OH·W + (KH − 1) · N · O · OH · W − KH·O
        additions, terms that a condition drops counted.
    """
    again = not (
        abreast(
            O >= 8
            and 8192 >= H * W
            and 8192 >= OH * W
            and 16384 >= KH
            and max(8 - W, min(24 - W, O * 4 - (((O - 1) // 16) * 48) - 48), -3) >= 0
        )
        and finite(dy_t, dw_column)
    )
    if not again:
        tall = KH * d_h + OH * s_h + 1 - d_h - s_h
        block_count = (O - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        n_block_last = (N - 1) // 256
        launch(_vjp_w_column_abreast, pieces, KH * N * O * OH * W // 32, z, dy_t, dw_column, N, H, W, O, KH,
                OH, s_h, p_t, d_h, block_count, n_block_last, pieces, share, tall)
        again = not (finite(dw_column, dy_t))
    if again:
        again = not (lagging(OH >= KH and KH >= s_h and W >= 4) and finite(dy_t, dw_column))
        if not again:
            most = max(min(32768 // (W * s_h), 8192 // max(W, 1)), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            tall = (KH * d_h - d_h) // s_h + high
            pieces = parts(O)
            share = max((O - 1) // pieces + 1, 1)
            n_block_last = (N - 1) // 256
            launch(_vjp_w_column_lagging, pieces, KH * N * O * OH * W // 32, z, dy_t, dw_column, N, H, W, O,
                    KH, OH, s_h, p_t, d_h, high, n_block_last, pieces, share, strips, tall)
            again = not (finite(dw_column, dy_t))
        if again:
            j_block_last = (W - 1) // 1024
            launch(_vjp_w_column_plain, O * KH, KH * N * O * OH * W + KH * O, z, dy_t, dw_column, N, H, W, O,
                    KH, OH, s_h, p_t, d_h, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_abreast(first, last, dy, y_t, dw_row, N, W, O, KW, OW, OH, s_w, p_l, d_w, block_count,
        n_block_last, pieces, share, wide):
    """dw_row[o,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((1, OH, max(0, wide), 16), dtype)
    given = np.empty((1, OH, OW, 16), dtype)
    tile = np.empty((1, 1, KW, 16), dtype)
    total = np.empty((1, 1, KW, 16), dtype)
    rest = np.empty((1, 1, KW, 16), dtype)
    for part in range(first, last):
        rights = np.empty(1 * KW, np.int64)
        for tap in range(1 * KW):
            oneone_ = tap // KW
            v = tap % KW
            rights[U(tap)] = OH * oneone_ * wide * 16 + d_w * v * 16
        for block in range(part * share, min(part * share + share, block_count)):
            # dw_row[o,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]
            for row in range(1):
                for oneone_ in range(1):
                    for v in range(KW):
                        for lane in range(min(16, O - (block * 16))):
                            total[U(row), U(oneone_), U(v), U(lane)] = T(0)
                            rest[U(row), U(oneone_), U(v), U(lane)] = T(0)
            for n_block in range(n_block_last + 1):
                for row in range(1):
                    for oneone_ in range(1):
                        for v in range(KW):
                            for lane in range(min(16, O - (block * 16))):
                                tile[U(row), U(oneone_), U(v), U(lane)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for row in range(1):
                        pad_abreast(given, (row, 0, 0, 0), OW * 16, 16, dy, (n, block * 16, 0, 0), OW, 1,
                                OH * OW, OH, OW, min(16, O - (block * 16)), 0, OH, 0, OW)
                    for oneone_ in range(1):
                        pad_abreast(planes, (oneone_, 0, 0, 0), wide * 16, 16, y_t, (n, block * 16, 0, -p_l),
                                W, 1, OH * W, OH, wide, min(16, O - (block * 16)), 0, OH, p_l, W + p_l)
                    lags_abreast(tile, (0, 0, 0, 0), KW * 16, 16, given, (0, 0, 0, 0), OH * OW * 16, OW * 16,
                            16, planes, (0, 0, 0, 0), wide * 16, s_w * 16, rights, 1, OH, OW, min(16,
                            O - (block * 16)))
                for row in range(1):
                    for oneone_ in range(1):
                        for v in range(KW):
                            for lane in range(min(16, O - (block * 16))):
                                total[U(row), U(oneone_), U(v), U(lane)], rest[U(row), U(oneone_), U(v), U(lane)] = carried(total[U(row), U(oneone_), U(v), U(lane)], rest[U(row), U(oneone_), U(v), U(lane)], tile[U(row), U(oneone_), U(v), U(lane)])
            for row in range(1):
                for oneone_ in range(1):
                    for v in range(KW):
                        for lane in range(min(16, O - (block * 16))):
                            dw_row[U(block * 16 + lane), U(oneone_), U(v)] = total[U(row), U(oneone_), U(v), U(lane)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_lagging(first, last, dy, y_t, dw_row, N, W, O, KW, OW, OH, s_w, p_l, d_w, high, n_block_last,
        pieces, share, strips, wide):
    """dw_row[o,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((1, s_w, high, max(0, wide)), dtype)
    tile = np.empty((16, 1, KW), dtype)
    total = np.empty((16, 1, KW), dtype)
    rest = np.empty((16, 1, KW), dtype)
    for part in range(first, last):
        rights = np.empty(1 * KW, np.int64)
        for tap in range(1 * KW):
            oneone_ = tap // KW
            v = tap % KW
            rights[U(tap)] = d_w * v // s_w + (d_w * v % s_w) * high * wide + high * oneone_ * s_w * wide
        for turn_2 in range(part * share, min(part * share + share, O)):
            o = turn_2 // (1)
            heap = turn_2 % 1
            # dw_row[o,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for oneone_ in range(1):
                    for v in range(KW):
                        total[U(row - (heap * 16)), U(oneone_), U(v)] = T(0)
                        rest[U(row - (heap * 16)), U(oneone_), U(v)] = T(0)
            for n_block in range(n_block_last + 1):
                for row in range(heap * 16, min(heap * 16 + 16, 1)):
                    for oneone_ in range(1):
                        for v in range(KW):
                            tile[U(row - (heap * 16)), U(oneone_), U(v)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for strip in range(strips):
                        for oneone_ in range(1):
                            for phase_j in range(s_w):
                                bottom = OH - (high * strip)
                                fore = -((phase_j - p_l) // s_w)
                                aft = (W + p_l - phase_j - 1) // s_w + 1
                                pad(planes, (oneone_, phase_j, 0, 0), wide, y_t, (n, o, high * strip,
                                        phase_j - p_l), W, s_w, high, wide, -high * strip, bottom, fore, aft)
                        lags(tile, (0, 0, 0), KW, dy, (n, o, high * strip, 0), 0, OW, planes, (0, 0, 0, 0),
                                wide, rights, KW, min(16, 1 - (heap * 16)), min(high, OH - (high * strip)),
                                OW)
                for row in range(heap * 16, min(heap * 16 + 16, 1)):
                    for oneone_ in range(1):
                        for v in range(KW):
                            total[U(row - (heap * 16)), U(oneone_), U(v)], rest[U(row - (heap * 16)), U(oneone_), U(v)] = carried(total[U(row - (heap * 16)), U(oneone_), U(v)], rest[U(row - (heap * 16)), U(oneone_), U(v)], tile[U(row - (heap * 16)), U(oneone_), U(v)])
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for oneone_ in range(1):
                    for v in range(KW):
                        dw_row[U(o), U(oneone_), U(v)] = total[U(row - (heap * 16)), U(oneone_), U(v)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_plain(first, last, dy, y_t, dw_row, N, W, O, KW, OW, OH, s_w, p_l, d_w, j_block_last):
    """dw_row_sum[v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]
    dw_row[o,0,v] = dw_row_sum[v]
    """
    dtype = dy.dtype
    T = dtype.type
    dw_row_sum = np.empty(KW, dtype)
    for o in range(first, last):
        # dw_row_sum[v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            j_first = -((d_w * v - p_l) // s_w)
            j_last = (W + p_l - (d_w * v) - 1) // s_w
            j_block_first = j_first // 1024
            j_block_last2 = j_last // 1024
            for n in range(N):
                for i in range(OH):
                    for j_block in range(max(0, j_block_first), min(j_block_last + 1, j_block_last2 + 1)):
                        part2 = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            part2 = plus(
                                part2,
                                dy[U(n), U(o), U(i), U(j)]
                                * y_t[U(n), U(o), U(i), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part2)
            dw_row_sum[U(v)] = acc
        # dw_row[o,0,v] = dw_row_sum[v]
        for oneone_ in range(1):
            for v in range(KW):
                dw_row[U(o), U(oneone_), U(v)] = dw_row_sum[U(v)]


def _vjp_w_row(dy, y_t, dw_row, N, W, O, KW, OW, OH, s_w, p_l, d_w):
    """dw_row[o,0,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]

    Operations: KW·N·O·OH·OW multiplications, KW·N·O·OH·OW − KW·O additions, terms that a condition drops
        counted.
    """
    dw_row_rows = dw_row.reshape((O, 1, KW))
    again = not (
        abreast(
            O >= 8
            and 8192 >= OH * W
            and 8192 >= OH * OW
            and 16384 >= KW
            and max(s_w * 24 - W - 16, min(24 - W, O * 4 - (((O - 1) // 16) * 48) - 48), -3) >= 0
        )
        and finite(dy, dw_row_rows)
    )
    if not again:
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (O - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        n_block_last = (N - 1) // 256
        launch(_vjp_w_row_abreast, pieces, KW * N * O * OH * OW // 32, dy, y_t, dw_row_rows, N, W, O, KW, OW,
                OH, s_w, p_l, d_w, block_count, n_block_last, pieces, share, wide)
        again = not (finite(dw_row_rows, dy))
    if again:
        again = not (lagging(OW >= KW and KW >= s_w and W >= 4) and finite(dy, dw_row_rows))
        if not again:
            wide = (KW * d_w - d_w) // s_w + OW
            most = max(min(32768 // max(s_w * wide, 1), 8192 // max(OW, 1)), 8)
            cuts = max((OH - 1) // most + 1, 1)
            high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
            strips = max((OH - 1) // high + 1, 1)
            pieces = parts(O)
            share = max((O - 1) // pieces + 1, 1)
            n_block_last = (N - 1) // 256
            launch(_vjp_w_row_lagging, pieces, KW * N * O * OH * OW // 32, dy, y_t, dw_row_rows, N, W, O, KW,
                    OW, OH, s_w, p_l, d_w, high, n_block_last, pieces, share, strips, wide)
            again = not (finite(dw_row_rows, dy))
        if again:
            j_block_last = (OW - 1) // 1024
            launch(_vjp_w_row_plain, O, KW * N * O * OH * OW + KW * O, dy, y_t, dw_row_rows, N, W, O, KW, OW,
                    OH, s_w, p_l, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, O, OW, OH, ij_block_last):
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


def _vjp_b(dy, db, N, O, OW, OH):
    """db[o] = Σ_{n,i,j} dy[n,o,i,j]

    As compiled:

    db[o] = Σ_{n,ij} dy[n,o,ij]

    Operations: N·O·OH·OW − O additions.
    """
    dy_rows = dy.reshape((N, O, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, O, N * O * OH * OW, dy_rows, db, N, O, OW, OH, ij_block_last)
