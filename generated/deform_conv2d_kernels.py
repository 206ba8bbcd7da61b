"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: 47a62f82b295e183.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, cell, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, offset, mask, y_sampled, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w,
        p_t, p_l, d_h, d_w):
    """y_sampled[n, block·Ce+member, u, v, i, j] = mask[n, (block·KH+u)·KW+v, i, j] · Σ_{q,r} G(q, s_h·i +
        d_h·u − p_t + offset[n, 2·((block·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        2·((block·KH+u)·KW+v)+1, i, j]) · x[n, block·Ce+member, q, r]
    """
    dtype = x.dtype
    T = dtype.type
    row = np.empty(Ce, dtype)
    for task in range(first, last):
        n = task // (E * KH * KW * OH)
        block = task // (KH * KW * OH) % E
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # y_sampled[n, block·Ce+member, u, v, i, j] = mask[n, (block·KH+u)·KW+v, i, j] ·
        #     Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((block·KH+u)·KW+v), i, j]) ·
        #     G(r, s_w·j + d_w·v − p_l + offset[n, 2·((block·KH+u)·KW+v)+1, i, j]) · x[n,
        #     block·Ce+member, q, r]
        for j in range(OW):
            for member in range(Ce):
                row[U(member)] = T(0)
            position = (
                T(i * s_h + d_h * u - p_t)
                + offset[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            )
            position2 = (
                T(j * s_w + d_w * v - p_l)
                + offset[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            )
            below = cell(position)
            below2 = cell(position2)
            for q in range(max(0, below), min(H, below + 2)):
                value_of = max(T(1) - abs(position - T(q)), T(0))
                for r in range(max(0, below2), min(W, below2 + 2)):
                    factor = max(T(1) - abs(position2 - T(r)), T(0)) * value_of
                    for member in range(Ce):
                        row[U(member)] += factor * x[U(n), U(Ce * block + member), U(q), U(r)]
            mask_here = mask[U(n), U(KH * KW * block + KW * u + v), U(i), U(j)]
            for member in range(Ce):
                y_sampled[U(n), U(Ce * block + member), U(u), U(v), U(i), U(j)] = mask_here * row[U(member)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, b, y_lines, y_sampled, N, Cg, G, Og, KH, KW, OH, OW, cols, deep, depth,
        high, wide):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · y_sampled[n, g·Cg+c, u, v, i, j]"""
    dtype = w.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        g = task // (N * ((Og - 1) // high + 1) * ((cols - 1) // wide + 1))
        n = task // (((Og - 1) // high + 1) * ((cols - 1) // wide + 1)) % N
        row_part = task // (((cols - 1) // wide + 1)) % ((Og - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · y_sampled[n, g·Cg+c,
        #     u, v, i, j]
        for o in range(high * row_part, min(Og, high + high * row_part)):
            row_at[U(o - (high * row_part))] = Cg * KH * KW * Og * g + Cg * KH * KW * o
        for c in range(Cg):
            for u in range(KH):
                for v in range(KW):
                    left_at[U(KH * KW * c + KW * u + v)] = KH * KW * c + KW * u + v
        for c in range(Cg):
            for u in range(KH):
                for v in range(KW):
                    right_at[U(KH * KW * c + KW * u + v)] = (
                        KH * KW * OH * OW * c + KW * OH * OW * u + OH * OW * v
                    )
        contract(tile, (0, 0), wide, w, row_at, left_at, y_sampled,
                col_part * wide + Cg * KH * KW * OH * OW * g + Cg * G * KH * KW * OH * OW * n, right_at,
                min(high, Og - (high * row_part)), min(wide, cols - (col_part * wide)), 0, depth, deep)
        for o in range(high * row_part, min(Og, high + high * row_part)):
            b_here = b[U(Og * g + o)]
            for run in range(col_part * wide, min(cols, col_part * wide + wide)):
                y_lines[U(n), U(Og * g + o), U(run)] = (
                    b_here + tile[U(o - (high * row_part)), U(run - (col_part * wide))]
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, w, b, y, y_sampled, N, Cg, G, Og, KH, KW, OH, OW):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · y_sampled[n, g·Cg+c, u, v, i, j]"""
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · y_sampled[n, g·Cg+c,
        #     u, v, i, j]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            y[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for c in range(Cg):
            for u in range(KH):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(OW):
                        y[U(n), U(Og * g + o), U(i), U(j)] += (
                            w_here * y_sampled[U(n), U(c + Cg * g), U(u), U(v), U(i), U(j)]
                        )


def _forward(x, w, offset, mask, b, y, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h,
        d_w):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u,
        v] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r,
        s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]

    Operations: 2·Cg·G·H·KH·KW·N·OH·OW·W + 2·Cg·G·KH·KW·N·OH·OW·Og multiplications,
        7·Cg·G·H·KH·KW·N·OH·OW·W + Cg·G·KH·KW·N·OH·OW·Og − Cg·G·KH·KW·N·OH·OW additions.
    """
    dtype = y.dtype
    y_sampled = scratch((N, Cg * G, KH, KW, OH, OW), dtype)
    launch(_forward_part, N * E * KH * KW * OH, Ce * E * H * KH * KW * N * OH * OW * W, x, offset, mask,
            y_sampled, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)
    if blocks(Og >= 4 and OH * OW >= 8 and Cg * KH * KW >= 4):
        cols = OH * OW
        depth = Cg * KH * KW
        wide = colblock(cols)
        deep = depthblock()
        high = rowblock(Og, ((cols - 1) // wide + 1) * G * N)
        y_lines = y.reshape((N, G * Og, OH * OW))
        launch(_forward_blocks, G * N * ((Og - 1) // high + 1) * ((cols - 1) // wide + 1),
                Cg * G * KH * KW * N * OH * OW * Og // 32, w, b, y_lines, y_sampled, N, Cg, G, Og, KH, KW, OH,
                OW, cols, deep, depth, high, wide)
    else:
        launch(_forward_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w, b, y, y_sampled, N,
                Cg, G, Og, KH, KW, OH, OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_either(first, last, dy, w, dx_sum_lines, N, Cg, G, Og, KH, KW, OH, OW, cols, deep, high, line_last,
        rows, wide):
    """dx_sum[n, g·Cg+c, u, v, i, j] = Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(Og, np.int64)
    right_at = np.empty(Og, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        g = task // (N * ((rows - 1) // high + 1) * ((cols - 1) // wide + 1))
        n_ = task // (((rows - 1) // high + 1) * ((cols - 1) // wide + 1)) % N
        row_part = task // (((cols - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # dx_sum[n, g·Cg+c, u, v, i, j] = Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]
        for line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1, line_last + 1,
                Cg * KH)):
            c = line // KH
            u = line % KH
            for v in range(max(0, high * row_part - (KW * line)), min(KW, rows - (KW * line),
                    high + high * row_part - (KW * line))):
                row_at[U(KW * line + v - (high * row_part))] = (
                    KH * KW * c + Cg * KH * KW * Og * g + KW * u + v
                )
        for o in range(Og):
            left_at[U(o)] = Cg * KH * KW * o
        for o in range(Og):
            right_at[U(o)] = OH * OW * o
        contract(tile, (0, 0), wide, w, row_at, left_at, dy,
                col_part * wide + OH * OW * Og * g + G * OH * OW * Og * n_, right_at, min(high,
                rows - (high * row_part)), min(wide, cols - (col_part * wide)), 0, Og, deep)
        for row_line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1,
                line_last + 1, Cg * KH)):
            c = row_line // KH
            u = row_line % KH
            for v in range(max(0, high * row_part - (KW * row_line)), min(KW, rows - (KW * row_line),
                    high + high * row_part - (KW * row_line))):
                for run in range(col_part * wide, min(cols, col_part * wide + wide)):
                    dx_sum_lines[U(n_), U(c + Cg * g), U(u), U(v), U(run)] = tile[U(KW * row_line + v - (high * row_part)), U(run - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_other(first, last, dy, w, dx_sum_lines2, N, Cg, G, Og, KH, KW, OH, OW, cols2, deep2, high2,
        line2_last, line2_last2, rows2, wide2):
    """dx_sum[n, g·Cg+c, u, v, i, j] = Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]"""
    dtype = dy.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(Og, np.int64)
    right_at2 = np.empty(Og, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1))
        row_part2 = task // (((cols2 - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # dx_sum[n, g·Cg+c, u, v, i, j] = Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]
        for line2 in range(high2 * row_part2 // OW, min((high2 + high2 * row_part2 - 1) // OW + 1,
                line2_last + 1, N * OH)):
            n_ = line2 // OH
            i = line2 % OH
            for j in range(max(0, high2 * row_part2 - (OW * line2)), min(OW, rows2 - (OW * line2),
                    high2 + high2 * row_part2 - (OW * line2))):
                row_at2[U(j + OW * line2 - (high2 * row_part2))] = (
                    OH * OW * Og * g + OW * i + j + G * OH * OW * Og * n_
                )
        for o in range(Og):
            left_at2[U(o)] = OH * OW * o
        for o in range(Og):
            right_at2[U(o)] = Cg * KH * KW * o
        contract(tile2, (0, 0), wide2, dy, row_at2, left_at2, w, col_part2 * wide2 + Cg * KH * KW * Og * g,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, cols2 - (col_part2 * wide2)),
                0, Og, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                cols2 - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // (OH * OW),
                min((high2 + high2 * row_part2 - 1) // (OH * OW) + 1, line2_last2 + 1, N)):
            n_ = line2
            for col2 in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, cols2)):
                c = col2 // (KH * KW)
                u = col2 // KW % KH
                v = col2 % KW
                for run2 in range(max(0, high2 * row_part2 - (OH * OW * line2)), min(OH * OW,
                        rows2 - (OH * OW * line2), high2 + high2 * row_part2 - (OH * OW * line2))):
                    dx_sum_lines2[U(n_), U(c + Cg * g), U(u), U(v), U(run2)] = turned2[U(col2 - (col_part2 * wide2)), U(OH * OW * line2 + run2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx_sum, N, Cg, G, Og, KH, KW, OH, OW, o_block_last):
    """dx_sum[n, g·Cg+c, u, v, i, j] = Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n_ = task // (G * Cg * KH * KW * OH)
        g = task // (Cg * KH * KW * OH) % G
        c = task // (KH * KW * OH) % Cg
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # dx_sum[n, g·Cg+c, u, v, i, j] = Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]
        for j in range(OW):
            dx_sum[U(n_), U(c + Cg * g), U(u), U(v), U(i), U(j)] = T(0)
        for j in range(OW):
            rest[U(j)] = T(0)
        for o_block in range(o_block_last + 1):
            for j in range(OW):
                part[U(j)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                for j in range(OW):
                    part[U(j)] += dy[U(n_), U(Og * g + o), U(i), U(j)] * w_here
            for j in range(OW):
                dx_sum[U(n_), U(c + Cg * g), U(u), U(v), U(i), U(j)], rest[U(j)] = carried(dx_sum[U(n_), U(c + Cg * g), U(u), U(v), U(i), U(j)], rest[U(j)], part[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dx, N, Cg, G, H, W):
    """dx[n,c,a,b] = 0"""
    dtype = dx.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (Cg * G * H)
        c = task // H % (Cg * G)
        a = task % H
        for b in range(W):
            dx[U(n), U(c), U(a), U(b)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, offset, mask, dx, dx_sum, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t,
        p_l, d_h, d_w):
    """dx[n, block·Ce+member, q, r] += G(q, s_h·i + d_h·u − p_t + offset[n, 2·((block·KH+u)·KW+v), i, j]) ·
        G(r, s_w·j + d_w·v − p_l + offset[n, 2·((block·KH+u)·KW+v)+1, i, j]) · mask[n, (block·KH+u)·KW+v,
        i, j] · dx_sum[n, block·Ce+member, u, v, i, j]
    """
    dtype = offset.dtype
    T = dtype.type
    for task in range(first, last):
        n_ = task // (E * ((Ce - 1) // 32 + 1))
        block = task // (((Ce - 1) // 32 + 1)) % E
        member_block = task % ((Ce - 1) // 32 + 1)
        # dx[n, block·Ce+member, q, r] += G(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((block·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((block·KH+u)·KW+v)+1, i, j]) · mask[n, (block·KH+u)·KW+v, i, j] · dx_sum[n,
        #     block·Ce+member, u, v, i, j]
        for i in range(OH):
            for j in range(OW):
                for u in range(KH):
                    for v in range(KW):
                        position = (
                            T(i * s_h + d_h * u - p_t)
                            + offset[U(n_), U(KH * KW * block * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                        )
                        position2 = (
                            T(j * s_w + d_w * v - p_l)
                            + offset[U(n_), U(KH * KW * block * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        )
                        below = cell(position)
                        below2 = cell(position2)
                        mask_here = mask[U(n_), U(KH * KW * block + KW * u + v), U(i), U(j)]
                        for q in range(max(0, below), min(H, below + 2)):
                            factor = max(T(1) - abs(position - T(q)), T(0)) * mask_here
                            for r in range(max(0, below2), min(W, below2 + 2)):
                                factor2 = max(T(1) - abs(position2 - T(r)), T(0)) * factor
                                for member in range(member_block * 32, min(Ce, member_block * 32 + 32)):
                                    dx[U(n_), U(Ce * block + member), U(q), U(r)] += (
                                        dx_sum[U(n_), U(Ce * block + member), U(u), U(v), U(i), U(j)]
                                        * factor2
                                    )


def _vjp_x(dy, w, offset, mask, dx, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,i,j,u,v} Λ(a, s_h·i + d_h·u − p_t + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(b, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · dy[n, g·Og+o, i, j] · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v,
        i, j] · w[g·Og+o, c, u, v]

    Operations: 4·Cg·G·H·KH·KW·N·OH·OW·Og·W multiplications, 7·Cg·G·H·KH·KW·N·OH·OW·Og·W − Cg·G·H·N·W
        additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    dx_sum = scratch((N, Cg * G, KH, KW, OH, OW), dtype)
    if blocks(Cg * KH * KW >= 4 and OH * OW >= 8 and Og >= 4):
        if either(OH * OW >= 128):
            rows = Cg * KH * KW
            cols = OH * OW
            wide = colblock(cols)
            deep = depthblock()
            high = rowblock(rows, ((cols - 1) // wide + 1) * G * N)
            dx_sum_lines = dx_sum.reshape((N, Cg * G, KH, KW, OH * OW))
            line_last = (rows - 1) // KW
            launch(_vjp_x_either, G * N * ((rows - 1) // high + 1) * ((cols - 1) // wide + 1),
                    Cg * G * KH * KW * N * OH * OW * Og // 32, dy, w, dx_sum_lines, N, Cg, G, Og, KH, KW, OH,
                    OW, cols, deep, high, line_last, rows, wide)
        else:
            rows2 = N * OH * OW
            cols2 = Cg * KH * KW
            wide2 = colblock(cols2)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((cols2 - 1) // wide2 + 1) * G)
            dx_sum_lines2 = dx_sum.reshape((N, Cg * G, KH, KW, OH * OW))
            line2_last = (rows2 - 1) // OW
            line2_last2 = (rows2 - 1) // (OH * OW)
            launch(_vjp_x_other, G * ((rows2 - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1),
                    Cg * G * KH * KW * N * OH * OW * Og // 32, dy, w, dx_sum_lines2, N, Cg, G, Og, KH, KW, OH,
                    OW, cols2, deep2, high2, line2_last, line2_last2, rows2, wide2)
    else:
        o_block_last = (Og - 1) // 1024
        launch(_vjp_x_plain, N * G * Cg * KH * KW * OH, Cg * G * KH * KW * N * OH * OW * Og, dy, w, dx_sum, N,
                Cg, G, Og, KH, KW, OH, OW, o_block_last)
    launch(_vjp_x_part, N * Cg * G * H, Cg * G * H * N * W, dx, N, Cg, G, H, W)
    launch(_vjp_x_part2, N * E * ((Ce - 1) // 32 + 1),
            Ce * E * H * KH * KW * N * OH * OW * W + Cg * G * H * N * W, offset, mask, dx, dx_sum, N, Cg, G,
            H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, x, offset, mask, dw_sampled, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w,
        p_t, p_l, d_h, d_w):
    """dw_sampled[n, block·Ce+member, u, v, i, j] = mask[n, (block·KH+u)·KW+v, i, j] · Σ_{q,r} G(q, s_h·i +
        d_h·u − p_t + offset[n, 2·((block·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        2·((block·KH+u)·KW+v)+1, i, j]) · x[n, block·Ce+member, q, r]
    """
    dtype = x.dtype
    T = dtype.type
    row = np.empty(Ce, dtype)
    for task in range(first, last):
        n = task // (E * KH * KW * OH)
        block = task // (KH * KW * OH) % E
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # dw_sampled[n, block·Ce+member, u, v, i, j] = mask[n, (block·KH+u)·KW+v, i, j] ·
        #     Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((block·KH+u)·KW+v), i, j]) ·
        #     G(r, s_w·j + d_w·v − p_l + offset[n, 2·((block·KH+u)·KW+v)+1, i, j]) · x[n,
        #     block·Ce+member, q, r]
        for j in range(OW):
            for member in range(Ce):
                row[U(member)] = T(0)
            position = (
                T(i * s_h + d_h * u - p_t)
                + offset[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            )
            position2 = (
                T(j * s_w + d_w * v - p_l)
                + offset[U(n), U(KH * KW * block * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            )
            below = cell(position)
            below2 = cell(position2)
            for q in range(max(0, below), min(H, below + 2)):
                value_of = max(T(1) - abs(position - T(q)), T(0))
                for r in range(max(0, below2), min(W, below2 + 2)):
                    factor = max(T(1) - abs(position2 - T(r)), T(0)) * value_of
                    for member in range(Ce):
                        row[U(member)] += factor * x[U(n), U(Ce * block + member), U(q), U(r)]
            mask_here = mask[U(n), U(KH * KW * block + KW * u + v), U(i), U(j)]
            for member in range(Ce):
                dw_sampled[U(n), U(Ce * block + member), U(u), U(v), U(i), U(j)] = mask_here * row[U(member)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_either(first, last, dy, panels_apart, N, G, Og, OH, OW, wide):
    """panels[g, col_part, (n·OH+i)·OW+j, o−col_part·wide] = dy[n, g·Og+o, i, j]"""
    for task in range(first, last):
        g = task // (N * ((Og - 1) // wide + 1))
        n = task // (((Og - 1) // wide + 1)) % N
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, (n·OH+i)·OW+j, o−col_part·wide] = dy[n, g·Og+o, i, j]
        turn(panels_apart, (g, col_part, n, 0, 0), wide, dy,
                OH * OW * col_part * wide + OH * OW * Og * g + G * OH * OW * Og * n, OH * OW, 1, min(wide,
                Og - (col_part * wide)), OH * OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_either2(first, last, dw_lines, dw_sampled, panels, N, Cg, G, Og, KH, KW, OH, OW, deep, depth, high,
        line_last, quotient_Og_wide, rows, wide):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · dw_sampled[n, g·Cg+c, u, v, i, j]"""
    dtype = dw_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · dw_sampled[n, g·Cg+c, u, v, i,
        #     j]
        for line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1, line_last + 1,
                Cg * KH)):
            c = line // KH
            u = line % KH
            for v in range(max(0, high * row_part - (KW * line)), min(KW, rows - (KW * line),
                    high + high * row_part - (KW * line))):
                row_at[U(KW * line + v - (high * row_part))] = (
                    KH * KW * OH * OW * c + Cg * KH * KW * OH * OW * g + KW * OH * OW * u + OH * OW * v
                )
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    left_at[U(OW * i + j + OH * OW * n)] = OW * i + j + Cg * G * KH * KW * OH * OW * n
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, dw_sampled, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Og_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            for run in range(high * row_part, min(rows, high + high * row_part)):
                dw_lines[U(Og * g + o), U(run)] = turned[U(o - (col_part * wide)), U(run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_other(first, last, dw_sampled, panels_apart2, N, Cg, G, KH, KW, OH, OW, cols2, wide2):
    """panels2[g, col_part2, (n·OH+i)·OW+j, (c·KH+u)·KW+v−col_part2·wide2] = dw_sampled[n, g·Cg+c, u, v, i,
        j]
    """
    for task in range(first, last):
        g = task // (N * ((cols2 - 1) // wide2 + 1))
        n = task // (((cols2 - 1) // wide2 + 1)) % N
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # panels2[g, col_part2, (n·OH+i)·OW+j, (c·KH+u)·KW+v−col_part2·wide2] = dw_sampled[n,
        #     g·Cg+c, u, v, i, j]
        turn(panels_apart2, (g, col_part2, n, 0, 0), wide2, dw_sampled,
                OH * OW * col_part2 * wide2 + Cg * KH * KW * OH * OW * g + Cg * G * KH * KW * OH * OW * n,
                OH * OW, 1, min(wide2, cols2 - (col_part2 * wide2)), OH * OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_other2(first, last, dy, dw_lines2, panels2, N, Cg, G, Og, KH, KW, OH, OW, cols2, deep2, depth2,
        high2, quotient_cols2_wide2, wide2):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · dw_sampled[n, g·Cg+c, u, v, i, j]"""
    dtype = dy.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for task in range(first, last):
        g = task // (((Og - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1))
        row_part2 = task // (((cols2 - 1) // wide2 + 1)) % ((Og - 1) // high2 + 1)
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · dw_sampled[n, g·Cg+c, u, v, i,
        #     j]
        for o in range(high2 * row_part2, min(Og, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = OH * OW * Og * g + OH * OW * o
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    left_at2[U(OW * i + j + OH * OW * n)] = OW * i + j + G * OH * OW * Og * n
        for k2 in range(depth2):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, dy, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_cols2_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, Og - (high2 * row_part2)), min(wide2, cols2 - (col_part2 * wide2)), 0,
                depth2, deep2)
        for o in range(high2 * row_part2, min(Og, high2 + high2 * row_part2)):
            for run2 in range(col_part2 * wide2, min(cols2, col_part2 * wide2 + wide2)):
                dw_lines2[U(Og * g + o), U(run2)] = tile2[U(o - (high2 * row_part2)), U(run2 - (col_part2 * wide2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, dw, dw_sampled, N, Cg, G, Og, KH, KW, OH, OW, j_block_last):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · dw_sampled[n, g·Cg+c, u, v, i, j]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KH)
        o = task // (Cg * KH) % Og
        c = task // KH % Cg
        u = task % KH
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · dw_sampled[n, g·Cg+c, u, v, i,
        #     j]
        for v in range(KW):
            acc = T(0)
            rest = T(0)
            for n in range(N):
                for i in range(OH):
                    for j_block in range(j_block_last + 1):
                        part = T(0)
                        for j in range(j_block * 1024, min(OW, j_block * 1024 + 1024)):
                            part = plus(
                                part,
                                dw_sampled[U(n), U(c + Cg * g), U(u), U(v), U(i), U(j)]
                                * dy[U(n), U(Og * g + o), U(i), U(j)],
                            )
                        acc, rest = carried(acc, rest, part)
            dw[U(Og * g + o), U(c), U(u), U(v)] = acc


def _vjp_w(dy, x, offset, mask, dw, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        Σ_{q,r} Λ(q, d_h·u + s_h·i − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, d_w·v +
        s_w·j − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]

    Operations: 2·Cg·G·H·KH·KW·N·OH·OW·W + 2·Cg·G·KH·KW·N·OH·OW·Og multiplications,
        7·Cg·G·H·KH·KW·N·OH·OW·W + Cg·G·KH·KW·N·OH·OW·Og − Cg·G·KH·KW·N·OH·OW − Cg·G·KH·KW·Og additions,
        terms that a condition drops counted.
    """
    dtype = dw.dtype
    dw_sampled = scratch((N, Cg * G, KH, KW, OH, OW), dtype)
    launch(_vjp_w_part, N * E * KH * KW * OH, Ce * E * H * KH * KW * N * OH * OW * W, x, offset, mask,
            dw_sampled, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)
    if blocks(Cg * KH * KW >= 4 and Og >= 8 and N * OH * OW >= 4):
        if either(Cg * KH * KW >= Og):
            rows = Cg * KH * KW
            depth = N * OH * OW
            wide = colblock(Og)
            deep = depthblock()
            high = rowblock(rows, ((Og - 1) // wide + 1) * G)
            panels = scratch((G, max(0, (Og - 1) // wide + 1), max(0, depth), wide), dtype)
            panels_apart = panels.reshape((G, (Og - 1) // wide + 1, N, OH * OW, wide))
            launch(_vjp_w_either, G * N * ((Og - 1) // wide + 1), G * N * OH * OW * Og, dy, panels_apart, N,
                    G, Og, OH, OW, wide)
            dw_lines = dw.reshape((G * Og, Cg * KH * KW))
            line_last = (rows - 1) // KW
            quotient_Og_wide = (Og - 1) // wide
            launch(_vjp_w_either2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide + 1),
                    Cg * G * KH * KW * N * OH * OW * Og // 32, dw_lines, dw_sampled, panels, N, Cg, G, Og, KH,
                    KW, OH, OW, deep, depth, high, line_last, quotient_Og_wide, rows, wide)
        else:
            cols2 = Cg * KH * KW
            depth2 = N * OH * OW
            wide2 = colblock(cols2)
            deep2 = depthblock()
            high2 = rowblock(Og, ((cols2 - 1) // wide2 + 1) * G)
            panels2 = scratch((G, max(0, (cols2 - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape((G, (cols2 - 1) // wide2 + 1, N, OH * OW, wide2))
            launch(_vjp_w_other, G * N * ((cols2 - 1) // wide2 + 1), Cg * G * KH * KW * N * OH * OW,
                    dw_sampled, panels_apart2, N, Cg, G, KH, KW, OH, OW, cols2, wide2)
            dw_lines2 = dw.reshape((G * Og, Cg * KH * KW))
            quotient_cols2_wide2 = (cols2 - 1) // wide2
            launch(_vjp_w_other2, G * ((Og - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1),
                    Cg * G * KH * KW * N * OH * OW * Og // 32, dy, dw_lines2, panels2, N, Cg, G, Og, KH, KW,
                    OH, OW, cols2, deep2, depth2, high2, quotient_cols2_wide2, wide2)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_plain, G * Og * Cg * KH, Cg * G * KH * KW * N * OH * OW * Og, dy, dw, dw_sampled, N, Cg,
                G, Og, KH, KW, OH, OW, j_block_last)
