"""The kernels of spatial_separable_conv2d; spatial_separable_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `spatial_separable_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .abreast import lags_abreast, pad_abreast
from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .stencils import abreast, lagging, lags, pad
from .vectors import finite, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_abreast(first, last, dy, t, dw_row, N, C, W, KW, OW, OH, s_w, p_l, d_w, block_count,
        n_block_last, pieces, share, wide):
    """dw_row[c,0,v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]"""
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
            # dw_row[c,0,v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
            for row in range(1):
                for oneone_ in range(1):
                    for v in range(KW):
                        for lane in range(min(16, C - (block * 16))):
                            total[U(row), U(oneone_), U(v), U(lane)] = T(0)
                            rest[U(row), U(oneone_), U(v), U(lane)] = T(0)
            for n_block in range(n_block_last + 1):
                for row in range(1):
                    for oneone_ in range(1):
                        for v in range(KW):
                            for lane in range(min(16, C - (block * 16))):
                                tile[U(row), U(oneone_), U(v), U(lane)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for row in range(1):
                        pad_abreast(given, (row, 0, 0, 0), OW * 16, 16, dy, (n, block * 16, 0, 0), OW, 1,
                                OH * OW, OH, OW, min(16, C - (block * 16)), 0, OH, 0, OW)
                    for oneone_ in range(1):
                        pad_abreast(planes, (oneone_, 0, 0, 0), wide * 16, 16, t, (n, block * 16, 0, -p_l), W,
                                1, OH * W, OH, wide, min(16, C - (block * 16)), 0, OH, p_l, W + p_l)
                    lags_abreast(tile, (0, 0, 0, 0), KW * 16, 16, given, (0, 0, 0, 0), OH * OW * 16, OW * 16,
                            16, planes, (0, 0, 0, 0), wide * 16, s_w * 16, rights, 1, OH, OW, min(16,
                            C - (block * 16)))
                for row in range(1):
                    for oneone_ in range(1):
                        for v in range(KW):
                            for lane in range(min(16, C - (block * 16))):
                                total[U(row), U(oneone_), U(v), U(lane)], rest[U(row), U(oneone_), U(v), U(lane)] = carried(total[U(row), U(oneone_), U(v), U(lane)], rest[U(row), U(oneone_), U(v), U(lane)], tile[U(row), U(oneone_), U(v), U(lane)])
            for row in range(1):
                for oneone_ in range(1):
                    for v in range(KW):
                        for lane in range(min(16, C - (block * 16))):
                            dw_row[U(block * 16 + lane), U(oneone_), U(v)] = total[U(row), U(oneone_), U(v), U(lane)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_lagging(first, last, dy, t, dw_row, N, C, W, KW, OW, OH, s_w, p_l, d_w, high, n_block_last,
        pieces, share, strips, wide):
    """dw_row[c,0,v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]"""
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
        for turn_2 in range(part * share, min(part * share + share, C)):
            c = turn_2 // (1)
            heap = turn_2 % 1
            # dw_row[c,0,v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
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
                                pad(planes, (oneone_, phase_j, 0, 0), wide, t, (n, c, high * strip,
                                        phase_j - p_l), W, s_w, high, wide, -high * strip, bottom, fore, aft)
                        lags(tile, (0, 0, 0), KW, dy, (n, c, high * strip, 0), 0, OW, planes, (0, 0, 0, 0),
                                wide, rights, KW, min(16, 1 - (heap * 16)), min(high, OH - (high * strip)),
                                OW)
                for row in range(heap * 16, min(heap * 16 + 16, 1)):
                    for oneone_ in range(1):
                        for v in range(KW):
                            total[U(row - (heap * 16)), U(oneone_), U(v)], rest[U(row - (heap * 16)), U(oneone_), U(v)] = carried(total[U(row - (heap * 16)), U(oneone_), U(v)], rest[U(row - (heap * 16)), U(oneone_), U(v)], tile[U(row - (heap * 16)), U(oneone_), U(v)])
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for oneone_ in range(1):
                    for v in range(KW):
                        dw_row[U(c), U(oneone_), U(v)] = total[U(row - (heap * 16)), U(oneone_), U(v)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_plain(first, last, dy, t, dw_row, N, C, W, KW, OW, OH, s_w, p_l, d_w, j_block_last):
    """dw_row_sum[v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
    dw_row[c,0,v] = dw_row_sum[v]
    """
    dtype = dy.dtype
    T = dtype.type
    dw_row_sum = np.empty(KW, dtype)
    for c in range(first, last):
        # dw_row_sum[v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
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
                                dy[U(n), U(c), U(i), U(j)] * t[U(n), U(c), U(i), U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part2)
            dw_row_sum[U(v)] = acc
        # dw_row[c,0,v] = dw_row_sum[v]
        for oneone_ in range(1):
            for v in range(KW):
                dw_row[U(c), U(oneone_), U(v)] = dw_row_sum[U(v)]


def _vjp_w_row(dy, t, dw_row, N, C, W, KW, OW, OH, s_w, p_l, d_w):
    """dw_row[c,0,0,v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]

    Operations: C·KW·N·OH·OW multiplications, C·KW·N·OH·OW − C·KW additions, terms that a condition drops
        counted.
    """
    dw_row_rows = dw_row.reshape((C, 1, KW))
    again = not (
        abreast(
            C >= 8
            and 8192 >= OH * W
            and 8192 >= OH * OW
            and 16384 >= KW
            and max(s_w * 24 - W - 16, min(24 - W, C * 4 - (((C - 1) // 16) * 48) - 48), -3) >= 0
        )
        and finite(dy, dw_row_rows)
    )
    if not again:
        wide = KW * d_w + OW * s_w + 1 - d_w - s_w
        block_count = (C - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        n_block_last = (N - 1) // 256
        launch(_vjp_w_row_abreast, pieces, C * KW * N * OH * OW // 32, dy, t, dw_row_rows, N, C, W, KW, OW,
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
            pieces = parts(C)
            share = max((C - 1) // pieces + 1, 1)
            n_block_last = (N - 1) // 256
            launch(_vjp_w_row_lagging, pieces, C * KW * N * OH * OW // 32, dy, t, dw_row_rows, N, C, W, KW,
                    OW, OH, s_w, p_l, d_w, high, n_block_last, pieces, share, strips, wide)
            again = not (finite(dw_row_rows, dy))
        if again:
            j_block_last = (OW - 1) // 1024
            launch(_vjp_w_row_plain, C, C * KW + C * KW * N * OH * OW, dy, t, dw_row_rows, N, C, W, KW, OW,
                    OH, s_w, p_l, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, C, OW, OH, ij_block_last):
    """db[c] = Σ_{n,ij} dy[n,c,ij]"""
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # db[c] = Σ_{n,ij} dy[n,c,ij]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(c), U(ij)])
                acc, rest = carried(acc, rest, part)
        db[U(c)] = acc


def _vjp_b(dy, db, N, C, OW, OH):
    """db[c] = Σ_{n,i,j} dy[n,c,i,j]

    As compiled:

    db[c] = Σ_{n,ij} dy[n,c,ij]

    Operations: C·N·OH·OW − C additions.
    """
    dy_rows = dy.reshape((N, C, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, C, C * N * OH * OW, dy_rows, db, N, C, OW, OH, ij_block_last)
