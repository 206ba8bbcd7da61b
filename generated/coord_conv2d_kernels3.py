"""The kernels of coord_conv2d; coord_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `coord_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .coord_conv2d_kernels import (
    _forward_part,
)
from .disjoint import njit
from .runtime import carried, plus
from .skipped_terms import contract_inside
from .threads import launch
from .stencils import lagging, lags, pad
from .vectors import blocks, colblock, contract, depthblock, finite, padded, parts, rowblock, scratch, skipping, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_lagging(first, last, dy, dw, dw_side, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        heaps, high, k_count, n_block_last, pieces, share, strips, tall, wide):
    """dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · dw_side[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    planes = np.empty((max(0, k_count), s_h, s_w, max(0, tall), max(0, wide)), dtype)
    tile = np.empty((16, max(0, k_count), KW, KH), dtype)
    total = np.empty((16, max(0, k_count), KW, KH), dtype)
    rest = np.empty((16, max(0, k_count), KW, KH), dtype)
    for part in range(first, last):
        rights = np.empty(max(0, k_count * KW * KH), np.int64)
        for tap in range(k_count * KW * KH):
            k = tap // (KW * KH)
            v = tap // KH % KW
            u = tap % KH
            rights[U(tap)] = (
                d_w * v // s_w
                + k * s_h * s_w * tall * wide
                + (d_h * u % s_h) * s_w * tall * wide
                + (d_w * v % s_w) * tall * wide
                + (d_h * u // s_h) * wide
            )
        for heap in range(part * share, min(part * share + share, heaps)):
            # dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · dw_side[n, k, d_h·u+s_h·i−p_t,
            #     d_w·v+s_w·j−p_l]
            for o in range(heap * 16, min(heap * 16 + 16, O)):
                for k in range(k_count):
                    for v in range(KW):
                        for u in range(KH):
                            total[U(o - (heap * 16)), U(k), U(v), U(u)] = T(0)
                            rest[U(o - (heap * 16)), U(k), U(v), U(u)] = T(0)
            for n_block in range(n_block_last + 1):
                for o in range(heap * 16, min(heap * 16 + 16, O)):
                    for k in range(k_count):
                        for v in range(KW):
                            for u in range(KH):
                                tile[U(o - (heap * 16)), U(k), U(v), U(u)] = T(0)
                for n in range(n_block * 256, min(N, n_block * 256 + 256)):
                    for strip in range(strips):
                        for k in range(k_count):
                            for phase_i in range(s_h):
                                for phase_j in range(s_w):
                                    top = -((phase_i - p_t) // s_h) - (high * strip)
                                    bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                                    fore = -((phase_j - p_l) // s_w)
                                    aft = (W + p_l - phase_j - 1) // s_w + 1
                                    pad(planes, (k, phase_i, phase_j, 0, 0), wide, dw_side, (n, k,
                                            phase_i + high * s_h * strip - p_t, phase_j - p_l), W * s_h, s_w,
                                            tall, wide, top, bottom, fore, aft)
                        lags(tile, (0, 0, 0, 0), KH * KW * k_count, dy, (n, heap * 16, high * strip, 0),
                                OH * OW, OW, planes, (0, 0, 0, 0, 0), wide, rights, KH, min(16,
                                O - (heap * 16)), min(high, OH - (high * strip)), OW)
                for o in range(heap * 16, min(heap * 16 + 16, O)):
                    for k in range(k_count):
                        for v in range(KW):
                            for u in range(KH):
                                total[U(o - (heap * 16)), U(k), U(v), U(u)], rest[U(o - (heap * 16)), U(k), U(v), U(u)] = carried(total[U(o - (heap * 16)), U(k), U(v), U(u)], rest[U(o - (heap * 16)), U(k), U(v), U(u)], tile[U(o - (heap * 16)), U(k), U(v), U(u)])
            for o in range(heap * 16, min(heap * 16 + 16, O)):
                for k in range(k_count):
                    for v in range(KW):
                        for u in range(KH):
                            dw[U(o), U(k), U(u), U(v)] = total[U(o - (heap * 16)), U(k), U(v), U(u)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, panels_apart2, N, O, OH, OW, wide2):
    """panels2[col_part2, (n·OH+i)·OW+j, o−col_part2·wide2] = dy[n,o,i,j]"""
    for task in range(first, last):
        n = task // (((O - 1) // wide2 + 1))
        col_part2 = task % ((O - 1) // wide2 + 1)
        # panels2[col_part2, (n·OH+i)·OW+j, o−col_part2·wide2] = dy[n,o,i,j]
        turn(panels_apart2, (col_part2, n, 0, 0), wide2, dy, OH * OW * col_part2 * wide2 + O * OH * OW * n,
                OH * OW, 1, min(wide2, O - (col_part2 * wide2)), OH * OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines2, dw_side_padded2, panels2, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, deep2, depth2, dw_side_size12, dw_side_size22, dw_side_size32, high2, k_count2,
        line2_last, rows2, skipping2, wide2):
    """dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · dw_side[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
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
                    dw_side_size32 * i * s_h + j * s_w + dw_side_size12 * dw_side_size22 * dw_side_size32 * n
                )
                place2[0, U(OW * i + j + OH * OW * n)] = i * s_h
                place2[1, U(OW * i + j + OH * OW * n)] = j * s_w
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        row_part2 = task // (((O - 1) // wide2 + 1))
        col_part2 = task % ((O - 1) // wide2 + 1)
        # dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · dw_side[n, k, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l]
        for line2 in range(high2 * row_part2 // KW, min((high2 + high2 * row_part2 - 1) // KW + 1,
                line2_last + 1, KH * k_count2)):
            k = line2 // KH
            u = line2 % KH
            for v in range(max(0, high2 * row_part2 - (KW * line2)), min(KW, rows2 - (KW * line2),
                    high2 + high2 * row_part2 - (KW * line2))):
                row_at2[U(KW * line2 + v - (high2 * row_part2))] = (
                    dw_side_size22 * dw_side_size32 * k + d_h * dw_side_size32 * u + d_w * v
                )
                least2[0, U(KW * line2 + v - (high2 * row_part2))] = p_t - (d_h * u)
                most2[0, U(KW * line2 + v - (high2 * row_part2))] = H + p_t - (d_h * u) - 1
                least2[1, U(KW * line2 + v - (high2 * row_part2))] = p_l - (d_w * v)
                most2[1, U(KW * line2 + v - (high2 * row_part2))] = W + p_l - (d_w * v) - 1
        contract_inside(tile2, (0, 0), wide2, dw_side_padded2, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2, right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                O - (col_part2 * wide2)), depth2, deep2, least2, most2, place2, high2, depth2, 2, skipping2,
                np.empty(max(depth2 * 3 + high2 * 4 + 2, 0), np.int64))
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                O - (col_part2 * wide2)))
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, O)):
            for run2 in range(high2 * row_part2, min(rows2, high2 + high2 * row_part2)):
                dw_lines2[U(o), U(run2)] = turned2[U(o - (col_part2 * wide2)), U(run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, dw, dw_side, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · dw_side[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        o = task // ((C + 2) * KH)
        k = task // KH % (C + 2)
        u = task % KH
        # dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · dw_side[n, k, d_h·u+s_h·i−p_t,
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
                                dw_side[U(n), U(k), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                * dy[U(n), U(o), U(i), U(j)],
                            )
                        acc, rest = carried(acc, rest, part2)
            dw[U(o), U(k), U(u), U(v)] = acc


def _vjp_w(dy, x, dw, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · z[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: 2·KH·KW·N·O·OH·OW + C·KH·KW·N·O·OH·OW multiplications, 2·KH·KW·N·O·OH·OW +
        C·KH·KW·N·O·OH·OW − 2·KH·KW·O − C·KH·KW·O additions, terms that a condition drops counted.
    """
    dtype = dw.dtype
    dw_side = scratch((N, C + 2, H, W), dtype)
    # dw_side[n, k, u_i, v_j] = {x[n, k, u_i, v_j] if k < C; 2·u_i/max(H − 1, 1) − 1 if k
    #     = C; else 2·v_j/max(W − 1, 1) − 1}
    launch(_forward_part, N * (C + 2) * H, (C + 2) * H * N * W, x, dw_side, N, C, H, W)
    again = not (
        lagging(
            OH >= KH
            and OW >= KW
            and KH >= s_h
            and KW >= s_w
            and W >= 4
            and 0 >= min(
                KH * KW * 2 + C * KH * KW - 16,
                max(2 - (KH * KW), min(KH * KW * 2 + C * KH * KW - 48, O - 16)),
                O - 8,
            )
        )
        and finite(dy, dw)
    )
    if not again:
        wide = (KW * d_w - d_w) // s_w + OW
        k_count = C + 2
        most = max(min(32768 // max(k_count * s_h * s_w * wide, 1), 8192 // max(min(O, 4) * OW, 1)), 8)
        cuts = max((OH - 1) // most + 1, 1)
        high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
        strips = max((OH - 1) // high + 1, 1)
        tall = (KH * d_h - d_h) // s_h + high
        heaps = (O + 15) // 16
        pieces = parts(heaps)
        share = max((heaps - 1) // pieces + 1, 1)
        n_block_last = (N - 1) // 256
        launch(_vjp_w_lagging, pieces, (C + 2) * KH * KW * N * O * OH * OW // 32, dy, dw, dw_side, N, C, H, W,
                O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, heaps, high, k_count, n_block_last, pieces,
                share, strips, tall, wide)
        again = not (finite(dw, dy))
    if again:
        again = not (
            blocks(
                KH * KW * 2 + C * KH * KW >= 4
                and O >= 8
                and N * OH * OW >= 4
                and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h
                and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w
            )
            and finite(dy, dw)
        )
        if not again:
            k_count2 = C + 2
            rows2 = KH * KW * k_count2
            depth2 = N * OH * OW
            dw_side_size12 = C + 2
            dw_side_size22 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
            dw_side_size32 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
            dw_side_padded2 = padded(dw_side, (0, 0, -p_t, -p_l), (N, dw_side_size12, dw_side_size22, dw_side_size32))
            wide2 = colblock(O)
            deep2 = depthblock()
            high2 = rowblock(rows2, (O - 1) // wide2 + 1)
            skipping2 = skipping(H * W, dw_side_size22 * dw_side_size32)
            panels2 = scratch((max(0, (O - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape(((O - 1) // wide2 + 1, N, OH * OW, wide2))
            launch(_vjp_w_blocks, N * ((O - 1) // wide2 + 1), N * O * OH * OW, dy, panels_apart2, N, O, OH,
                    OW, wide2)
            dw_lines2 = dw.reshape((O, KH * KW * k_count2))
            line2_last = (rows2 - 1) // KW
            launch(_vjp_w_blocks2, ((rows2 - 1) // high2 + 1) * ((O - 1) // wide2 + 1),
                    (C + 2) * KH * KW * N * O * OH * OW // 32, dw_lines2, dw_side_padded2, panels2, N, C, H,
                    W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, deep2, depth2, dw_side_size12,
                    dw_side_size22, dw_side_size32, high2, k_count2, line2_last, rows2, skipping2, wide2)
            again = not (finite(dw, dy))
        if again:
            j_block_last = (OW - 1) // 1024
            launch(_vjp_w_plain, O * (C + 2) * KH, (C + 2) * KH * KW * N * O * OH * OW, dy, dw, dw_side, N, C,
                    H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, b_dot, w, y_dot_part1_lines, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t,
        p_l, d_h, d_w, c_count, cols, deep, depth, line_last, line_last2, step_last, wide):
    """y_dot_part1[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} w[o,c,u,v]
        · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    row_at = np.empty(O, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((O, wide), dtype)
    right = np.empty((deep, wide), dtype)
    for o in range(O):
        row_at[U(o)] = KH * KW * o * 2 + C * KH * KW * o
    for c in range(c_count):
        for u in range(KH):
            for v in range(KW):
                left_at[U(KH * KW * c + KW * u + v)] = KH * KW * c + KW * u + v
    for k_ in range(depth):
        right_at[U(k_)] = k_ * wide
    for col_part in range(first, last):
        # y_dot_part1[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤
        #     s_w·j+d_w·v−p_l < W} w[o,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        line_first = col_part * wide // OW
        line_last3 = (col_part * wide + wide - 1) // OW
        for step in range(step_last + 1):
            for inner in range(deep * step, min(deep + deep * step, depth)):
                for col in range(col_part * wide, min(col_part * wide + wide, cols)):
                    right[U(inner - (deep * step)), U(col - (col_part * wide))] = T(0)
            for inner in range(deep * step, min(deep + deep * step, depth)):
                c = inner // (KH * KW)
                u = inner // KW % KH
                v = inner % KW
                for line in range(line_first, min(line_last3 + 1, line_last + 1, N * OH)):
                    n = line // OH
                    i = line % OH
                    if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                        if C >= c + 1:
                            for j in range(max(0, col_part * wide - (OW * line), -((d_w * v - p_l) // s_w)),
                                    min(OW, cols - (OW * line), col_part * wide + wide - (OW * line),
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                right[U(inner - (deep * step)), U(j + OW * line - (col_part * wide))] = x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        else:
                            for j in range(max(0, col_part * wide - (OW * line), -((d_w * v - p_l) // s_w)),
                                    min(OW, cols - (OW * line), col_part * wide + wide - (OW * line),
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                right[U(inner - (deep * step)), U(j + OW * line - (col_part * wide))] = T(0)
            contract(tile, (0, 0), wide, w, row_at, left_at, right, -deep * step * wide, right_at, O,
                    min(wide, cols - (col_part * wide)), deep * step, min(deep + deep * step, depth), deep)
        line_first2 = col_part * wide // (OH * OW)
        line_last4 = (col_part * wide + wide - 1) // (OH * OW)
        for o in range(O):
            b_dot_here = b_dot[U(o)]
            for line in range(line_first2, min(line_last4 + 1, line_last2 + 1, N)):
                n = line
                for run in range(max(0, col_part * wide - (OH * OW * line)), min(OH * OW,
                        cols - (OH * OW * line), col_part * wide + wide - (OH * OW * line))):
                    y_dot_part1_lines[U(n), U(o), U(run)] = (
                        b_dot_here + tile[U(o), U(OH * OW * line + run - (col_part * wide))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, b_dot, w, y_dot_part1, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_block_last):
    """y_dot_part1[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} w[o,c,u,v]
        · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # y_dot_part1[n,o,i,j] = ḃ[o] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤
        #     s_w·j+d_w·v−p_l < W} w[o,c,u,v] · ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_dot_here = b_dot[U(o)]
        for j in range(OW):
            y_dot_part1[U(n), U(o), U(i), U(j)] = b_dot_here
        for j in range(OW):
            rest[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(C + 2, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        w_here = w[U(o), U(c), U(u), U(v)]
                        j_first = -((d_w * v - p_l) // s_w)
                        j_last = (W + p_l - (d_w * v) - 1) // s_w
                        if C >= c + 1:
                            for j in range(max(0, j_first), min(OW, j_last + 1)):
                                part[U(j)] += (
                                    w_here
                                    * x_dot[U(n), U(c), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                )
            for j in range(OW):
                y_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)] = carried(y_dot_part1[U(n), U(o), U(i), U(j)], rest[U(j)], part[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, x, y_dot, y_dot_part1, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_count2, cols2, deep2, depth2, line2_last, step2_last, wide2):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i + d_h·u − p_t)/max(H
        − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1, 1) − 1}
    """
    dtype = w_dot.dtype
    T = dtype.type
    row_at2 = np.empty(O, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((O, wide2), dtype)
    right2 = np.empty((deep2, wide2), dtype)
    for o in range(O):
        row_at2[U(o)] = KH * KW * o * 2 + C * KH * KW * o
    for c in range(c_count2):
        for u in range(KH):
            for v in range(KW):
                left_at2[U(KH * KW * c + KW * u + v)] = KH * KW * c + KW * u + v
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for col_part2 in range(first, last):
        # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤
        #     s_w·j+d_w·v−p_l < W} ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if
        #     c < C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j +
        #     d_w·v − p_l)/max(W − 1, 1) − 1}
        line2_first = col_part2 * wide2 // OW
        line2_last2 = (col_part2 * wide2 + wide2 - 1) // OW
        for step2 in range(step2_last + 1):
            for inner2 in range(deep2 * step2, min(deep2 + deep2 * step2, depth2)):
                for col2 in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, cols2)):
                    right2[U(inner2 - (deep2 * step2)), U(col2 - (col_part2 * wide2))] = T(0)
            for inner2 in range(deep2 * step2, min(deep2 + deep2 * step2, depth2)):
                c = inner2 // (KH * KW)
                u = inner2 // KW % KH
                v = inner2 % KW
                for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    if i * s_h + d_h * u >= p_t and H + p_t >= i * s_h + d_h * u + 1:
                        if C >= c + 1:
                            for j in range(max(0, col_part2 * wide2 - (OW * line2),
                                    -((d_w * v - p_l) // s_w)), min(OW, cols2 - (OW * line2),
                                    col_part2 * wide2 + wide2 - (OW * line2),
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                right2[U(inner2 - (deep2 * step2)), U(j + OW * line2 - (col_part2 * wide2))] = x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        else:
                            for j in range(max(0, col_part2 * wide2 - (OW * line2),
                                    -((d_w * v - p_l) // s_w)), min(OW, cols2 - (OW * line2),
                                    col_part2 * wide2 + wide2 - (OW * line2),
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                right2[U(inner2 - (deep2 * step2)), U(j + OW * line2 - (col_part2 * wide2))] = (
                                    T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(max(H - 1, 1)) - T(1)
                                    if c == C
                                    else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(max(W - 1, 1)) - T(1)
                                )
            contract(tile2, (0, 0), wide2, w_dot, row_at2, left_at2, right2, -deep2 * step2 * wide2,
                    right_at2, O, min(wide2, cols2 - (col_part2 * wide2)), deep2 * step2,
                    min(deep2 + deep2 * step2, depth2), deep2)
        for o in range(O):
            for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N * OH)):
                n = line2 // OH
                i = line2 % OH
                for j in range(max(0, col_part2 * wide2 - (OW * line2)), min(OW, cols2 - (OW * line2),
                        col_part2 * wide2 + wide2 - (OW * line2))):
                    y_dot[U(n), U(o), U(i), U(j)] = (
                        tile2[U(o), U(j + OW * line2 - (col_part2 * wide2))]
                        + y_dot_part1[U(n), U(o), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, x, y_dot, y_dot_part1, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l,
        d_h, d_w, c_block_last):
    """ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if c < C; 2 · (s_h·i + d_h·u − p_t)/max(H
        − 1, 1) − 1 if c = C; else 2 · (s_w·j + d_w·v − p_l)/max(W − 1, 1) − 1}
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (O * OH)
        o = task // OH % O
        i = task % OH
        # ẏ[n,o,i,j] = y_dot_part1[n,o,i,j] + Σ_{c,u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤
        #     s_w·j+d_w·v−p_l < W} ẇ[o,c,u,v] · {x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] if
        #     c < C; 2 · (s_h·i + d_h·u − p_t)/max(H − 1, 1) − 1 if c = C; else 2 · (s_w·j +
        #     d_w·v − p_l)/max(W − 1, 1) − 1}
        for j in range(OW):
            y_dot[U(n), U(o), U(i), U(j)] = y_dot_part1[U(n), U(o), U(i), U(j)]
        for j in range(OW):
            rest2[U(j)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(C + 2, c_block * 1024 + 1024)):
                for u in range(max(0, u_first), min(KH, u_last + 1)):
                    for v in range(KW):
                        if C >= c + 1:
                            w_dot_here = w_dot[U(o), U(c), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                part2[U(j)] += (
                                    w_dot_here
                                    * x[U(n), U(c), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                )
                        else:
                            w_dot_here = w_dot[U(o), U(c), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                part2[U(j)] += (
                                    (
                                        T(i * s_h * 2 + d_h * u * 2 - (p_t * 2)) / T(max(H - 1, 1)) - T(1)
                                        if c == C
                                        else T(j * s_w * 2 + d_w * v * 2 - (p_l * 2)) / T(max(W - 1, 1))
                                        - T(1)
                                    )
                                    * w_dot_here
                                )
            for j in range(OW):
                y_dot[U(n), U(o), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(o), U(i), U(j)], rest2[U(j)], part2[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    ż[n,k,a,b] = ẋ[n,k,a,b]
    ẏ[n,o,i,j] = ḃ[o] + Σ_{c,u,v} (w[o,c,u,v] · ż[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[o,c,u,v] ·
        z[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])

    Operations: 2·C·KH·KW·N·O·OH·OW + 4·KH·KW·N·O·OH·OW multiplications, 2·C·KH·KW·N·O·OH·OW +
        4·KH·KW·N·O·OH·OW additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_part1 = scratch((N, O, OH, OW), dtype)
    again = not (
        blocks(O >= 4 and N * OH * OW >= 8 and KH * KW * 2 + C * KH * KW >= 4) and finite(w, y_dot_part1)
    )
    if not again:
        c_count = C + 2
        cols = N * OH * OW
        depth = KH * KW * c_count
        wide = colblock(cols)
        deep = depthblock()
        y_dot_part1_lines = y_dot_part1.reshape((N, O, OH * OW))
        line_last = (cols - 1) // OW
        step_last = (depth - 1) // deep
        line_last2 = (cols - 1) // (OH * OW)
        launch(_jvp_blocks, (cols - 1) // wide + 1, (C + 2) * KH * KW * N * O * OH * OW // 32, x_dot, b_dot,
                w, y_dot_part1_lines, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_count,
                cols, deep, depth, line_last, line_last2, step_last, wide)
        again = not (finite(y_dot_part1, w))
    if again:
        c_block_last = (C + 1) // 1024
        launch(_jvp_plain, N * O * OH, (C + 2) * KH * KW * N * O * OH * OW, x_dot, b_dot, w, y_dot_part1, N,
                C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
    again = not (
        blocks(O >= 4 and N * OH * OW >= 8 and KH * KW * 2 + C * KH * KW >= 4) and finite(w_dot, y_dot)
    )
    if not again:
        c_count2 = C + 2
        cols2 = N * OH * OW
        depth2 = KH * KW * c_count2
        wide2 = colblock(cols2)
        deep2 = depthblock()
        line2_last = (cols2 - 1) // OW
        step2_last = (depth2 - 1) // deep2
        launch(_jvp_blocks2, (cols2 - 1) // wide2 + 1, (C + 2) * KH * KW * N * O * OH * OW // 32, w_dot, x,
                y_dot, y_dot_part1, N, C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_count2,
                cols2, deep2, depth2, line2_last, step2_last, wide2)
        again = not (finite(y_dot, w_dot))
    if again:
        c_block_last = (C + 1) // 1024
        launch(_jvp_plain2, N * O * OH, (C + 2) * KH * KW * N * O * OH * OW, w_dot, x, y_dot, y_dot_part1, N,
                C, H, W, O, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_block_last)
