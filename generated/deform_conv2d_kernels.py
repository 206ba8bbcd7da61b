"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, cell, inside
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
            if below >= 0 and H >= below + 2 and below2 >= 0 and W >= below2 + 2:
                factor = (
                    max(T(1) - abs(position - T(below)), T(0)) * max(T(1) - abs(position2 - T(below2)), T(0))
                )
                factor2 = (
                    max(T(1) - abs(position - T(below)), T(0))
                    * max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                )
                factor3 = (
                    max(T(1) - abs(position - T(below + 1)), T(0))
                    * max(T(1) - abs(position2 - T(below2)), T(0))
                )
                factor4 = (
                    max(T(1) - abs(position - T(below + 1)), T(0))
                    * max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                )
                for member in range(Ce):
                    row[U(member)] += (
                        factor * x[U(n), U(Ce * block + member), U(below), U(below2)]
                        + factor2 * x[U(n), U(Ce * block + member), U(below), U(below2 + 1)]
                        + factor3 * x[U(n), U(Ce * block + member), U(below + 1), U(below2)]
                        + factor4 * x[U(n), U(Ce * block + member), U(below + 1), U(below2 + 1)]
                    )
            else:
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
    for c in range(Cg):
        for u in range(KH):
            for v in range(KW):
                left_at[U(KH * KW * c + KW * u + v)] = KH * KW * c + KW * u + v
    for c in range(Cg):
        for u in range(KH):
            for v in range(KW):
                right_at[U(KH * KW * c + KW * u + v)] = KH * KW * OH * OW * c + KW * OH * OW * u + OH * OW * v
    for task in range(first, last):
        g = task // (N * ((Og - 1) // high + 1) * ((cols - 1) // wide + 1))
        n = task // (((Og - 1) // high + 1) * ((cols - 1) // wide + 1)) % N
        row_part = task // (((cols - 1) // wide + 1)) % ((Og - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · y_sampled[n, g·Cg+c,
        #     u, v, i, j]
        for o in range(high * row_part, min(Og, high + high * row_part)):
            row_at[U(o - (high * row_part))] = Cg * KH * KW * Og * g + Cg * KH * KW * o
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
def _shared_dx_sum_either(first, last, dy, w, dx_sum, N, Cg, G, Og, KH, KW, OH, OW, deep, high, ij_count,
        line_last, rows, uv_count, wide):
    """dx_sum[n, g·Cg+c, uv, ij] = Σ_o dy[n, g·Og+o, ij] · w[g·Og+o, c, uv]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(Og, np.int64)
    right_at = np.empty(Og, np.int64)
    tile = np.empty((high, wide), dtype)
    for o in range(Og):
        left_at[U(o)] = Cg * KH * KW * o
    for o in range(Og):
        right_at[U(o)] = OH * OW * o
    for task in range(first, last):
        g = task // (N * ((rows - 1) // high + 1) * ((ij_count - 1) // wide + 1))
        n_ = task // (((rows - 1) // high + 1) * ((ij_count - 1) // wide + 1)) % N
        row_part = task // (((ij_count - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((ij_count - 1) // wide + 1)
        # dx_sum[n, g·Cg+c, uv, ij] = Σ_o dy[n, g·Og+o, ij] · w[g·Og+o, c, uv]
        for line in range(high * row_part // uv_count, min((high + high * row_part - 1) // uv_count + 1,
                line_last + 1, Cg)):
            c = line
            for uv in range(max(0, high * row_part - (line * uv_count)), min(KH * KW,
                    rows - (line * uv_count), high + high * row_part - (line * uv_count))):
                row_at[U(line * uv_count + uv - (high * row_part))] = KH * KW * c + Cg * KH * KW * Og * g + uv
        contract(tile, (0, 0), wide, w, row_at, left_at, dy,
                col_part * wide + OH * OW * Og * g + G * OH * OW * Og * n_, right_at, min(high,
                rows - (high * row_part)), min(wide, ij_count - (col_part * wide)), 0, Og, deep)
        for row_line in range(high * row_part // uv_count, min((high + high * row_part - 1) // uv_count + 1,
                line_last + 1, Cg)):
            c = row_line
            for uv in range(max(0, high * row_part - (row_line * uv_count)), min(KH * KW,
                    rows - (row_line * uv_count), high + high * row_part - (row_line * uv_count))):
                for ij in range(col_part * wide, min(ij_count, col_part * wide + wide)):
                    dx_sum[U(n_), U(c + Cg * g), U(uv), U(ij)] = tile[U(row_line * uv_count + uv - (high * row_part)), U(ij - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dx_sum_other(first, last, dy, w, dx_sum, N, Cg, G, Og, KH, KW, OH, OW, cols2, deep2, high2,
        ij_count2, line2_last, rows2, uv_count2, wide2):
    """dx_sum[n, g·Cg+c, uv, ij] = Σ_o dy[n, g·Og+o, ij] · w[g·Og+o, c, uv]"""
    dtype = dy.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(Og, np.int64)
    right_at2 = np.empty(Og, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for o in range(Og):
        left_at2[U(o)] = OH * OW * o
    for o in range(Og):
        right_at2[U(o)] = Cg * KH * KW * o
    for task in range(first, last):
        g = task // (((rows2 - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1))
        row_part2 = task // (((cols2 - 1) // wide2 + 1)) % ((rows2 - 1) // high2 + 1)
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # dx_sum[n, g·Cg+c, uv, ij] = Σ_o dy[n, g·Og+o, ij] · w[g·Og+o, c, uv]
        for line2 in range(high2 * row_part2 // ij_count2,
                min((high2 + high2 * row_part2 - 1) // ij_count2 + 1, line2_last + 1, N)):
            n_ = line2
            for ij in range(max(0, high2 * row_part2 - (ij_count2 * line2)), min(OH * OW,
                    rows2 - (ij_count2 * line2), high2 + high2 * row_part2 - (ij_count2 * line2))):
                row_at2[U(ij + ij_count2 * line2 - (high2 * row_part2))] = (
                    OH * OW * Og * g + ij + G * OH * OW * Og * n_
                )
        contract(tile2, (0, 0), wide2, dy, row_at2, left_at2, w, col_part2 * wide2 + Cg * KH * KW * Og * g,
                right_at2, min(high2, rows2 - (high2 * row_part2)), min(wide2, cols2 - (col_part2 * wide2)),
                0, Og, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, rows2 - (high2 * row_part2)), min(wide2,
                cols2 - (col_part2 * wide2)))
        for line2 in range(high2 * row_part2 // ij_count2,
                min((high2 + high2 * row_part2 - 1) // ij_count2 + 1, line2_last + 1, N)):
            n_ = line2
            for col2 in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, cols2)):
                c = col2 // uv_count2
                uv = col2 % uv_count2
                for ij in range(max(0, high2 * row_part2 - (ij_count2 * line2)), min(OH * OW,
                        rows2 - (ij_count2 * line2), high2 + high2 * row_part2 - (ij_count2 * line2))):
                    dx_sum[U(n_), U(c + Cg * g), U(uv), U(ij)] = turned2[U(col2 - (col_part2 * wide2)), U(ij + ij_count2 * line2 - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _shared_dx_sum_plain(first, last, dy, w, dx_sum, N, Cg, G, Og, KH, KW, OH, OW, o_block_last):
    """dx_sum[n, g·Cg+c, uv, ij] = Σ_o dy[n, g·Og+o, ij] · w[g·Og+o, c, uv]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(OH * OW, dtype)
    part = np.empty(OH * OW, dtype)
    for task in range(first, last):
        n_ = task // (G * Cg * KH * KW)
        g = task // (Cg * KH * KW) % G
        c = task // (KH * KW) % Cg
        uv = task % (KH * KW)
        # dx_sum[n, g·Cg+c, uv, ij] = Σ_o dy[n, g·Og+o, ij] · w[g·Og+o, c, uv]
        for ij in range(OH * OW):
            dx_sum[U(n_), U(c + Cg * g), U(uv), U(ij)] = T(0)
        for ij in range(OH * OW):
            rest[U(ij)] = T(0)
        for o_block in range(o_block_last + 1):
            for ij in range(OH * OW):
                part[U(ij)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                w_here = w[U(Og * g + o), U(c), U(uv)]
                for ij in range(OH * OW):
                    part[U(ij)] += dy[U(n_), U(Og * g + o), U(ij)] * w_here
            for ij in range(OH * OW):
                dx_sum[U(n_), U(c + Cg * g), U(uv), U(ij)], rest[U(ij)] = carried(dx_sum[U(n_), U(c + Cg * g), U(uv), U(ij)], rest[U(ij)], part[U(ij)])


def _shared_dx_sum(dy, w, dx_sum, N, Cg, G, Og, KH, KW, OH, OW):
    """dx_sum[n, g·Cg+c, u, v, i, j] = Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og − Cg·G·KH·KW·N·OH·OW
        additions.
    """
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    w_rows = w.reshape((G * Og, Cg, KH * KW))
    dx_sum_rows = dx_sum.reshape((N, Cg * G, KH * KW, OH * OW))
    if blocks(N * OH * OW >= 4 and Cg * KH * KW >= 4 and Og >= 4):
        if either(OH * OW >= 128):
            uv_count = KH * KW
            ij_count = OH * OW
            rows = Cg * uv_count
            wide = colblock(ij_count)
            deep = depthblock()
            high = rowblock(rows, ((ij_count - 1) // wide + 1) * G * N)
            line_last = (rows - 1) // uv_count
            launch(_shared_dx_sum_either, G * N * ((rows - 1) // high + 1) * ((ij_count - 1) // wide + 1),
                    Cg * G * KH * KW * N * OH * OW * Og // 32, dy_rows, w_rows, dx_sum_rows, N, Cg, G, Og, KH,
                    KW, OH, OW, deep, high, ij_count, line_last, rows, uv_count, wide)
        else:
            ij_count2 = OH * OW
            uv_count2 = KH * KW
            rows2 = N * ij_count2
            cols2 = Cg * uv_count2
            wide2 = colblock(cols2)
            deep2 = depthblock()
            high2 = rowblock(rows2, ((cols2 - 1) // wide2 + 1) * G)
            line2_last = (rows2 - 1) // ij_count2
            launch(_shared_dx_sum_other, G * ((rows2 - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1),
                    Cg * G * KH * KW * N * OH * OW * Og // 32, dy_rows, w_rows, dx_sum_rows, N, Cg, G, Og, KH,
                    KW, OH, OW, cols2, deep2, high2, ij_count2, line2_last, rows2, uv_count2, wide2)
    else:
        o_block_last = (Og - 1) // 1024
        launch(_shared_dx_sum_plain, N * G * Cg * KH * KW, Cg * G * KH * KW * N * OH * OW * Og, dy_rows,
                w_rows, dx_sum_rows, N, Cg, G, Og, KH, KW, OH, OW, o_block_last)


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
def _vjp_x_part2(first, last, offset, mask, dx_sum, dx, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t,
        p_l, d_h, d_w):
    """dx[n, block·Ce+member, q, r] += G(q, s_h·i + d_h·u − p_t + offset[n, 2·((block·KH+u)·KW+v), i, j]) ·
        G(r, s_w·j + d_w·v − p_l + offset[n, 2·((block·KH+u)·KW+v)+1, i, j]) · mask[n, (block·KH+u)·KW+v,
        i, j] · dx_sum[n, block·Ce+member, u, v, i, j]
    below_table[u,v,i,j] = s_h·i + d_h·u + ⌊offset[n′, 2·((block·KH+u)·KW+v), i, j]⌋ − p_t
    below2_table[u,v,i,j] = s_w·j + d_w·v + ⌊offset[n′, 2·((block·KH+u)·KW+v)+1, i, j]⌋ − p_l
    weight_table[u,v,i,j] = G(s_w·j + d_w·v + ⌊offset[n′, 2·((block·KH+u)·KW+v)+1, i, j]⌋ − p_l, s_w·j +
        d_w·v − p_l + offset[n′, 2·((block·KH+u)·KW+v)+1, i, j])
    weight2_table[u,v,i,j] = G(s_w·j + d_w·v + ⌊offset[n′, 2·((block·KH+u)·KW+v)+1, i, j]⌋ − p_l + 1,
        s_w·j + d_w·v − p_l + offset[n′, 2·((block·KH+u)·KW+v)+1, i, j])
    weight3_table[u,v,i,j] = G(s_h·i + d_h·u + ⌊offset[n′, 2·((block·KH+u)·KW+v), i, j]⌋ − p_t, s_h·i +
        d_h·u − p_t + offset[n′, 2·((block·KH+u)·KW+v), i, j])
    weight4_table[u,v,i,j] = G(s_h·i + d_h·u + ⌊offset[n′, 2·((block·KH+u)·KW+v), i, j]⌋ − p_t + 1, s_h·i
        + d_h·u − p_t + offset[n′, 2·((block·KH+u)·KW+v), i, j])
    """
    dtype = offset.dtype
    T = dtype.type
    below_table = np.empty((KH, KW, OH, OW), np.int64)
    below2_table = np.empty((KH, KW, OH, OW), np.int64)
    weight_table = np.empty((KH, KW, OH, OW), dtype)
    weight2_table = np.empty((KH, KW, OH, OW), dtype)
    weight3_table = np.empty((KH, KW, OH, OW), dtype)
    weight4_table = np.empty((KH, KW, OH, OW), dtype)
    for task in range(first, last):
        n_ = task // (E * ((Ce - 1) // 32 + 1))
        block = task // (((Ce - 1) // 32 + 1)) % E
        member_block = task % ((Ce - 1) // 32 + 1)
        # dx[n, block·Ce+member, q, r] += G(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((block·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((block·KH+u)·KW+v)+1, i, j]) · mask[n, (block·KH+u)·KW+v, i, j] · dx_sum[n,
        #     block·Ce+member, u, v, i, j]
        # below_table[u,v,i,j] = s_h·i + d_h·u + ⌊offset[n′, 2·((block·KH+u)·KW+v), i, j]⌋ −
        #     p_t
        # below2_table[u,v,i,j] = s_w·j + d_w·v + ⌊offset[n′, 2·((block·KH+u)·KW+v)+1, i, j]⌋
        #     − p_l
        # weight_table[u,v,i,j] = G(s_w·j + d_w·v + ⌊offset[n′, 2·((block·KH+u)·KW+v)+1, i,
        #     j]⌋ − p_l, s_w·j + d_w·v − p_l + offset[n′, 2·((block·KH+u)·KW+v)+1, i, j])
        # weight2_table[u,v,i,j] = G(s_w·j + d_w·v + ⌊offset[n′, 2·((block·KH+u)·KW+v)+1, i,
        #     j]⌋ − p_l + 1, s_w·j + d_w·v − p_l + offset[n′, 2·((block·KH+u)·KW+v)+1, i, j])
        # weight3_table[u,v,i,j] = G(s_h·i + d_h·u + ⌊offset[n′, 2·((block·KH+u)·KW+v), i, j]⌋
        #     − p_t, s_h·i + d_h·u − p_t + offset[n′, 2·((block·KH+u)·KW+v), i, j])
        # weight4_table[u,v,i,j] = G(s_h·i + d_h·u + ⌊offset[n′, 2·((block·KH+u)·KW+v), i, j]⌋
        #     − p_t + 1, s_h·i + d_h·u − p_t + offset[n′, 2·((block·KH+u)·KW+v), i, j])
        for u in range(KH):
            for v in range(KW):
                for i in range(OH):
                    for j in range(OW):
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
                        weight = max(T(1) - abs(position2 - T(below2)), T(0))
                        weight2 = max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                        weight3 = max(T(1) - abs(position - T(below)), T(0))
                        weight4 = max(T(1) - abs(position - T(below + 1)), T(0))
                        below_table[U(u), U(v), U(i), U(j)] = below
                        below2_table[U(u), U(v), U(i), U(j)] = below2
                        weight_table[U(u), U(v), U(i), U(j)] = weight
                        weight2_table[U(u), U(v), U(i), U(j)] = weight2
                        weight3_table[U(u), U(v), U(i), U(j)] = weight3
                        weight4_table[U(u), U(v), U(i), U(j)] = weight4
        for member in range(member_block * 32, min(Ce, member_block * 32 + 32)):
            for u in range(KH):
                for v in range(KW):
                    for i in range(OH):
                        for j in range(OW):
                            below = below_table[U(u), U(v), U(i), U(j)]
                            below2 = below2_table[U(u), U(v), U(i), U(j)]
                            weight = weight_table[U(u), U(v), U(i), U(j)]
                            weight2 = weight2_table[U(u), U(v), U(i), U(j)]
                            weight3 = weight3_table[U(u), U(v), U(i), U(j)]
                            weight4 = weight4_table[U(u), U(v), U(i), U(j)]
                            if below >= 0 and H >= below + 2 and below2 >= 0 and W >= below2 + 2:
                                dx[U(n_), U(Ce * block + member), U(below), U(below2)] += (
                                    dx_sum[U(n_), U(Ce * block + member), U(u), U(v), U(i), U(j)]
                                    * mask[U(n_), U(KH * KW * block + KW * u + v), U(i), U(j)]
                                    * weight
                                    * weight3
                                )
                                dx[U(n_), U(Ce * block + member), U(below), U(below2 + 1)] += (
                                    dx_sum[U(n_), U(Ce * block + member), U(u), U(v), U(i), U(j)]
                                    * mask[U(n_), U(KH * KW * block + KW * u + v), U(i), U(j)]
                                    * weight2
                                    * weight3
                                )
                                dx[U(n_), U(Ce * block + member), U(below + 1), U(below2)] += (
                                    dx_sum[U(n_), U(Ce * block + member), U(u), U(v), U(i), U(j)]
                                    * mask[U(n_), U(KH * KW * block + KW * u + v), U(i), U(j)]
                                    * weight
                                    * weight4
                                )
                                dx[U(n_), U(Ce * block + member), U(below + 1), U(below2 + 1)] += (
                                    dx_sum[U(n_), U(Ce * block + member), U(u), U(v), U(i), U(j)]
                                    * mask[U(n_), U(KH * KW * block + KW * u + v), U(i), U(j)]
                                    * weight2
                                    * weight4
                                )
                            else:
                                factor = (
                                    dx_sum[U(n_), U(Ce * block + member), U(u), U(v), U(i), U(j)]
                                    * mask[U(n_), U(KH * KW * block + KW * u + v), U(i), U(j)]
                                    * weight
                                    * weight3
                                )
                                factor2 = (
                                    dx_sum[U(n_), U(Ce * block + member), U(u), U(v), U(i), U(j)]
                                    * mask[U(n_), U(KH * KW * block + KW * u + v), U(i), U(j)]
                                    * weight2
                                    * weight3
                                )
                                if below >= 0 and H >= below + 1:
                                    if inside(below2, W):
                                        dx[U(n_), U(Ce * block + member), U(below), U(below2)] += factor
                                    if inside(below2 + 1, W):
                                        dx[U(n_), U(Ce * block + member), U(below), U(below2 + 1)] += factor2
                                factor3 = (
                                    dx_sum[U(n_), U(Ce * block + member), U(u), U(v), U(i), U(j)]
                                    * mask[U(n_), U(KH * KW * block + KW * u + v), U(i), U(j)]
                                    * weight
                                    * weight4
                                )
                                factor4 = (
                                    dx_sum[U(n_), U(Ce * block + member), U(u), U(v), U(i), U(j)]
                                    * mask[U(n_), U(KH * KW * block + KW * u + v), U(i), U(j)]
                                    * weight2
                                    * weight4
                                )
                                if below + 1 >= 0 and H >= below + 2:
                                    if inside(below2, W):
                                        dx[U(n_), U(Ce * block + member), U(below + 1), U(below2)] += factor3
                                    if inside(below2 + 1, W):
                                        dx[U(n_), U(Ce * block + member), U(below + 1), U(below2 + 1)] += factor4


def _vjp_x(offset, mask, dx_sum, dx, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o,i,j,u,v} Λ(a, s_h·i + d_h·u − p_t + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(b, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · dy[n, g·Og+o, i, j] · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v,
        i, j] · w[g·Og+o, c, u, v]

    Operations: 4·Cg·G·H·KH·KW·N·OH·OW·Og·W multiplications, 7·Cg·G·H·KH·KW·N·OH·OW·Og·W − Cg·G·H·N·W
        additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, N * Cg * G * H, Cg * G * H * N * W, dx, N, Cg, G, H, W)
    launch(_vjp_x_part2, N * E * ((Ce - 1) // 32 + 1),
            KH * KW * OH * OW * 6 + Ce * E * H * KH * KW * N * OH * OW * W + Cg * G * H * N * W, offset, mask,
            dx_sum, dx, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)
