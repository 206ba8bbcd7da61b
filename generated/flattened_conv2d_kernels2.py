"""The kernels of flattened_conv2d; flattened_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `flattened_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .stencils import lagging, lags, pad
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_column_lagging(first, last, z, dy_t, dw_column, N, H, W, O, KH, OH, s_h, p_t, d_h, high, pieces,
        share, strips, tall):
    """dw_column[o,0,u,0] = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]"""
    dtype = z.dtype
    T = dtype.type
    planes = np.empty((1, 1, s_h, max(0, tall), W), dtype)
    tile = np.empty((16, 1, 1, KH), dtype)
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
        for turn in range(part * share, min(part * share + share, O)):
            o = turn // (1)
            heap = turn % 1
            # dw_column[o,0,u,0] = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            tile[U(row - (heap * 16)), U(one), U(one_), U(u)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for one in range(1):
                        for one_ in range(1):
                            for phase_i in range(s_h):
                                pad(planes, (one, one_, phase_i, 0, 0), W, z, (n, o,
                                        phase_i + high * s_h * strip - p_t, 0), W * s_h, 1, tall, W,
                                        -((phase_i - p_t) // s_h) - (high * strip),
                                        (H + p_t - phase_i - 1) // s_h + 1 - (high * strip), 0, W)
                    lags(tile, (0, 0, 0, 0), KH, dy_t, (n, o, high * strip, 0), 0, W, planes, (0, 0, 0, 0, 0),
                            W, rights, KH, min(16, 1 - (heap * 16)), min(high, OH - (high * strip)), W)
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for one in range(1):
                    for one_ in range(1):
                        for u in range(KH):
                            dw_column[U(o), U(one), U(u), U(one_)] = tile[U(row - (heap * 16)), U(one), U(one_), U(u)]


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
    if lagging(OH >= KH and KH >= s_h and W >= 4):
        most = max(min(32768 // (W * s_h), 8192 // W), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        pieces = parts(O)
        share = max((O - 1) // pieces + 1, 1)
        launch(_vjp_w_column_lagging, pieces, KH * N * O * OH * W // 32, z, dy_t, dw_column, N, H, W, O, KH,
                OH, s_h, p_t, d_h, high, pieces, share, strips, tall)
    else:
        j_block_last = (W - 1) // 1024
        launch(_vjp_w_column_plain, O * KH, KH * N * O * OH * W + KH * O, z, dy_t, dw_column, N, H, W, O, KH,
                OH, s_h, p_t, d_h, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_row_lagging(first, last, dy, y_t, dw_row, N, W, O, KW, OW, OH, s_w, p_l, d_w, high, pieces, share,
        strips, wide):
    """dw_row[o,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((1, s_w, high, max(0, wide)), dtype)
    tile = np.empty((16, 1, KW), dtype)
    for part in range(first, last):
        rights = np.empty(1 * KW, np.int64)
        for tap in range(1 * KW):
            oneone_ = tap // KW
            v = tap % KW
            rights[U(tap)] = d_w * v // s_w + (d_w * v % s_w) * high * wide + high * oneone_ * s_w * wide
        for turn in range(part * share, min(part * share + share, O)):
            o = turn // (1)
            heap = turn % 1
            # dw_row[o,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for oneone_ in range(1):
                    for v in range(KW):
                        tile[U(row - (heap * 16)), U(oneone_), U(v)] = T(0)
            for n in range(N):
                for strip in range(strips):
                    for oneone_ in range(1):
                        for phase_j in range(s_w):
                            pad(planes, (oneone_, phase_j, 0, 0), wide, y_t, (n, o, high * strip,
                                    phase_j - p_l), W, s_w, high, wide, -high * strip, OH - (high * strip),
                                    -((phase_j - p_l) // s_w), (W + p_l - phase_j - 1) // s_w + 1)
                    lags(tile, (0, 0, 0), KW, dy, (n, o, high * strip, 0), 0, OW, planes, (0, 0, 0, 0), wide,
                            rights, KW, min(16, 1 - (heap * 16)), min(high, OH - (high * strip)), OW)
            for row in range(heap * 16, min(heap * 16 + 16, 1)):
                for oneone_ in range(1):
                    for v in range(KW):
                        dw_row[U(o), U(oneone_), U(v)] = tile[U(row - (heap * 16)), U(oneone_), U(v)]


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
    if lagging(OW >= KW and KW >= s_w and W >= 4):
        wide = (KW * d_w - d_w) // s_w + OW
        most = max(min(32768 // max(s_w * wide, 1), 8192 // OW), 8)
        strips = max((OH - 1) // most + 1, 1)
        high = max((OH - 1) // strips + 1, 1)
        pieces = parts(O)
        share = max((O - 1) // pieces + 1, 1)
        launch(_vjp_w_row_lagging, pieces, KW * N * O * OH * OW // 32, dy, y_t, dw_row_rows, N, W, O, KW, OW,
                OH, s_w, p_l, d_w, high, pieces, share, strips, wide)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_row_plain, O, KW * N * O * OH * OW + KW * O, dy, y_t, dw_row_rows, N, W, O, KW, OW, OH,
                s_w, p_l, d_w, j_block_last)


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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w_channel, z_dot_part1, N, C, H, W, O, cols, pieces, share):
    """z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((O, 384), dtype)
    left = np.empty((min(O, 96), min(C, 256)), dtype)
    right = np.empty((min(C, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]
            for o in range(O):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // W
            line_last = cols_last // W
            for depth_from in range(0, C, 256):
                depth_last = min(C - 1, depth_from + 255)
                for c in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, H * N)):
                        n = line // H
                        i = line % H
                        j = max(0, cols_from - (W * line))
                        copy(right, (c - depth_from, j + W * line - cols_from), x_dot, (n, c, i, j), 1, min(W,
                                cols_last + 1 - (W * line)) - j)
                for rows_from in range(0, O, 96):
                    rows_last = min(O - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        c = depth_from
                        copy(left, (o - rows_from, c - depth_from), w_channel, (o, c), 1, depth_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(C, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(O):
                for line in range(line_first, min(line_last + 1, H * N)):
                    n = line // H
                    i = line % H
                    for j in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        z_dot_part1[U(n), U(o), U(i), U(j)] = tile[U(o), U(j + W * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w_channel, z_dot_part1, N, C, H, W, O, c_block_last):
    """z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part3 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (O * H)
        o = task // H % O
        i = task % H
        # z_dot_part1[n,o,i,j] = Σ_c w_channel[o,c] · ẋ[n,c,i,j]
        for j in range(W):
            z_dot_part1[U(n), U(o), U(i), U(j)] = T(0)
        for j in range(W):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_channel_here = w_channel[U(o), U(c)]
                for j in range(W):
                    part3[U(j)] += w_channel_here * x_dot[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(z_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)], part3[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O, cols2, pieces2, share2):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]"""
    dtype = w_channel_dot.dtype
    T = dtype.type
    tile2 = np.empty((O, 384), dtype)
    left2 = np.empty((min(O, 96), min(C, 256)), dtype)
    right2 = np.empty((min(C, 256), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]
            for o in range(O):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // W
            line2_last = cols_last2 // W
            for depth_from2 in range(0, C, 256):
                depth_last2 = min(C - 1, depth_from2 + 255)
                for c in range(depth_from2, depth_last2 + 1):
                    for line2 in range(line2_first, min(line2_last + 1, H * N)):
                        n = line2 // H
                        i = line2 % H
                        j = max(0, cols_from2 - (W * line2))
                        copy(right2, (c - depth_from2, j + W * line2 - cols_from2), x, (n, c, i, j), 1, min(W,
                                cols_last2 + 1 - (W * line2)) - j)
                for rows_from2 in range(0, O, 96):
                    rows_last2 = min(O - 1, rows_from2 + 95)
                    for o in range(rows_from2, rows_last2 + 1):
                        c = depth_from2
                        copy(left2, (o - rows_from2, c - depth_from2), w_channel_dot, (o, c), 1,
                                depth_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), min(C, 256), 1, right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(O):
                for line2 in range(line2_first, min(line2_last + 1, H * N)):
                    n = line2 // H
                    i = line2 % H
                    for j in range(max(0, cols_from2 - (W * line2)), min(W, cols_last2 + 1 - (W * line2))):
                        z_dot[U(n), U(o), U(i), U(j)] = (
                            tile2[U(o), U(j + W * line2 - cols_from2)] + z_dot_part1[U(n), U(o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O, c_block_last):
    """ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]"""
    dtype = w_channel_dot.dtype
    T = dtype.type
    rest2 = np.empty(W, dtype)
    part4 = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (O * H)
        o = task // H % O
        i = task % H
        # ż[n,o,i,j] = z_dot_part1[n,o,i,j] + Σ_c w_channel_dot[o,c] · x[n,c,i,j]
        for j in range(W):
            z_dot[U(n), U(o), U(i), U(j)] = z_dot_part1[U(n), U(o), U(i), U(j)]
        for j in range(W):
            rest2[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(W):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                w_channel_dot_here = w_channel_dot[U(o), U(c)]
                for j in range(W):
                    part4[U(j)] += w_channel_dot_here * x[U(n), U(c), U(i), U(j)]
            for j in range(W):
                z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(z_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part4[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, w_column_dot, w_row_dot, b_dot, w_column, w_row, z, y_t, y_dot, z_dot, N, H, W, O,
        KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ_t[j] = Σ_u (w_column[g,0,u,0] · ż[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · z[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (w_row_dot[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l] +
        w_row[g,0,0,v]·ẏ_t[s_w·j+d_w·v−p_l])
    """
    dtype = w_column_dot.dtype
    T = dtype.type
    y_t_dot = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        g = task // OH % O
        i = task % OH
        # ẏ_t[j] = Σ_u (w_column[g,0,u,0] · ż[n, g, s_h·i+d_h·u−p_t, j] +
        #     w_column_dot[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j])
        for j in range(W):
            y_t_dot[U(j)] = T(0)
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            w_column_here = w_column[U(g), 0, U(u), 0]
            w_column_dot_here = w_column_dot[U(g), 0, U(u), 0]
            for j in range(W):
                y_t_dot[U(j)] += (
                    w_column_dot_here * z[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                    + w_column_here * z_dot[U(n), U(g), U(i * s_h + d_h * u - p_t), U(j)]
                )
        # ẏ[n,g,i,j] = ḃ[g] + Σ_v (w_row_dot[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l] +
        #     w_row[g,0,0,v]·ẏ_t[s_w·j+d_w·v−p_l])
        b_dot_here = b_dot[U(g)]
        for j in range(OW):
            y_dot[U(n), U(g), U(i), U(j)] = b_dot_here
        for v in range(KW):
            w_row_here = w_row[U(g), 0, 0, U(v)]
            w_row_dot_here = w_row_dot[U(g), 0, 0, U(v)]
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                y_dot[U(n), U(g), U(i), U(j)] += (
                    w_row_dot_here * y_t[U(n), U(g), U(i), U(j * s_w + d_w * v - p_l)]
                    + w_row_here * y_t_dot[U(j * s_w + d_w * v - p_l)]
                )


def _jvp(x_dot, w_channel_dot, w_column_dot, w_row_dot, b_dot, x, w_channel, w_column, w_row, z, y_t, y_dot,
        N, C, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w):
    """ż[n,o,i,j] = Σ_c (w_channel[o,c]·ẋ[n,c,i,j] + w_channel_dot[o,c]·x[n,c,i,j])
    ẏ_t[n,g,i,j] = Σ_u (w_column[g,0,u,0] · ż[n, g, s_h·i+d_h·u−p_t, j] + w_column_dot[g,0,u,0] · z[n, g,
        s_h·i+d_h·u−p_t, j])
    ẏ[n,g,i,j] = ḃ[g] + Σ_v (w_row[g,0,0,v] · ẏ_t[n, g, i, s_w·j+d_w·v−p_l] + w_row_dot[g,0,0,v] · y_t[n,
        g, i, s_w·j+d_w·v−p_l])

    Operations: 2·C·H·N·O·W + 2·KH·N·O·OH·W + 2·KW·N·O·OH·OW multiplications, 2·C·H·N·O·W + 2·KH·N·O·OH·W
        + 2·KW·N·O·OH·OW − H·N·O·W − N·O·OH·W additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    z_dot_part1 = np.empty((N, O, H, W), dtype)
    z_dot = np.empty((N, O, H, W), dtype)
    if blocks(O >= 4 and H * N * W >= 8 and C >= 4):
        cols = H * N * W
        pieces = parts(H * N * W)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, pieces, C * H * N * O * W // 32, x_dot, w_channel, z_dot_part1, N, C, H, W, O,
                cols, pieces, share)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain, N * O * H, C * H * N * O * W, x_dot, w_channel, z_dot_part1, N, C, H, W, O,
                c_block_last)
    if blocks(O >= 4 and H * N * W >= 8 and C >= 4):
        cols2 = H * N * W
        pieces2 = parts(H * N * W)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, pieces2, C * H * N * O * W // 32, w_channel_dot, x, z_dot, z_dot_part1, N, C, H,
                W, O, cols2, pieces2, share2)
    else:
        c_block_last = (C - 1) // 1024
        launch(_jvp_plain2, N * O * H, C * H * N * O * W, w_channel_dot, x, z_dot, z_dot_part1, N, C, H, W, O,
                c_block_last)
    launch(_jvp_part, N * O * OH, KH * N * O * OH * W + KW * N * O * OH * OW, w_column_dot, w_row_dot, b_dot,
            w_column, w_row, z, y_t, y_dot, z_dot, N, H, W, O, KH, KW, OW, OH, s_h, s_w, p_t, p_l, d_h, d_w)
