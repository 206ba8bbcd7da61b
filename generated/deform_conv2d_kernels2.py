"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .deform_conv2d_kernels import (
    _forward_part,
)
from .disjoint import njit
from .runtime import carried, cell, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


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
    for n in range(N):
        for i in range(OH):
            for j in range(OW):
                left_at[U(OW * i + j + OH * OW * n)] = OW * i + j + Cg * G * KH * KW * OH * OW * n
    for k in range(depth):
        right_at[U(k)] = k * wide
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
    for n in range(N):
        for i in range(OH):
            for j in range(OW):
                left_at2[U(OW * i + j + OH * OW * n)] = OW * i + j + G * OH * OW * Og * n
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((Og - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1))
        row_part2 = task // (((cols2 - 1) // wide2 + 1)) % ((Og - 1) // high2 + 1)
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · dw_sampled[n, g·Cg+c, u, v, i,
        #     j]
        for o in range(high2 * row_part2, min(Og, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = OH * OW * Og * g + OH * OW * o
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
    # dw_sampled[n, block·Ce+member, u, v, i, j] = mask[n, (block·KH+u)·KW+v, i, j] ·
    #     Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((block·KH+u)·KW+v), i, j]) ·
    #     G(r, s_w·j + d_w·v − p_l + offset[n, 2·((block·KH+u)·KW+v)+1, i, j]) · x[n,
    #     block·Ce+member, q, r]
    launch(_forward_part, N * E * KH * KW * OH, Ce * E * H * KH * KW * N * OH * OW * W, x, offset, mask,
            dw_sampled, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)
    if blocks(Og >= 4 and Cg * KH * KW >= 4 and N * OH * OW >= 4):
        if either(Cg * KH * KW >= Og and Og >= 8):
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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_offset_part(first, last, x, offset, mask, dx_sum, doffset, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce,
        s_h, s_w, p_t, p_l, d_h, d_w):
    """doffset_sum[j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G′(r, s_w·j
        + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · Σ_{r′} dx_sum[n, e·Ce+r′, u, v, i, j] ·
        x[n, e·Ce+r′, q, r]
    doffset_sum3[j] = Σ_{q,r} G′(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j
        + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · Σ_{r′} dx_sum[n, e·Ce+r′, u, v, i, j] ·
        x[n, e·Ce+r′, q, r]
    doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = doffset_sum3[j] · mask[n, (e·KH+u)·KW+v, i, j] · [k = 0] +
        doffset_sum[j] · mask[n, (e·KH+u)·KW+v, i, j] · [k = 1]
    """
    dtype = x.dtype
    T = dtype.type
    doffset_sum = np.empty(OW, dtype)
    doffset_sum3 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (E * KH * KW * OH)
        e = task // (KH * KW * OH) % E
        u = task // (KW * OH) % KH
        v = task // OH % KW
        i = task % OH
        # doffset_sum[j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i,
        #     j]) · G′(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · Σ_{r′}
        #     dx_sum[n, e·Ce+r′, u, v, i, j] · x[n, e·Ce+r′, q, r]
        for j in range(OW):
            acc = T(0)
            acc3 = T(0)
            position = (
                T(i * s_h + d_h * u - p_t) + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            )
            position2 = (
                T(j * s_w + d_w * v - p_l)
                + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            )
            below = cell(position)
            below2 = cell(position2)
            if below >= 0 and H >= below + 2 and below2 >= 0 and W >= below2 + 2:
                acc4 = T(0)
                acc5 = T(0)
                acc6 = T(0)
                acc7 = T(0)
                for r_ in range(Ce):
                    acc4 = plus(
                        acc4,
                        dx_sum[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                        * x[U(n), U(Ce * e + r_), U(below), U(below2)],
                    )
                    acc5 = plus(
                        acc5,
                        dx_sum[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                        * x[U(n), U(Ce * e + r_), U(below), U(below2 + 1)],
                    )
                    acc6 = plus(
                        acc6,
                        dx_sum[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                        * x[U(n), U(Ce * e + r_), U(below + 1), U(below2)],
                    )
                    acc7 = plus(
                        acc7,
                        dx_sum[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                        * x[U(n), U(Ce * e + r_), U(below + 1), U(below2 + 1)],
                    )
                acc = plus(
                    acc,
                    max(T(1) - abs(position - T(below)), T(0))
                    * (
                        T(-1)
                        if T(below2) <= position2 < T(below2 + 1)
                        else T(1)
                        if T(below2 - 1) <= position2 < T(below2)
                        else T(0)
                        if position2 == position2
                        else position2
                    )
                    * acc4,
                )
                acc = plus(
                    acc,
                    max(T(1) - abs(position - T(below)), T(0))
                    * (
                        T(-1)
                        if T(below2 + 1) <= position2 < T(below2 + 2)
                        else T(1)
                        if T(below2) <= position2 < T(below2 + 1)
                        else T(0)
                        if position2 == position2
                        else position2
                    )
                    * acc5,
                )
                acc = plus(
                    acc,
                    max(T(1) - abs(position - T(below + 1)), T(0))
                    * (
                        T(-1)
                        if T(below2) <= position2 < T(below2 + 1)
                        else T(1)
                        if T(below2 - 1) <= position2 < T(below2)
                        else T(0)
                        if position2 == position2
                        else position2
                    )
                    * acc6,
                )
                acc = plus(
                    acc,
                    max(T(1) - abs(position - T(below + 1)), T(0))
                    * (
                        T(-1)
                        if T(below2 + 1) <= position2 < T(below2 + 2)
                        else T(1)
                        if T(below2) <= position2 < T(below2 + 1)
                        else T(0)
                        if position2 == position2
                        else position2
                    )
                    * acc7,
                )
                acc3 = plus(
                    acc3,
                    max(T(1) - abs(position2 - T(below2)), T(0))
                    * (
                        T(-1)
                        if T(below) <= position < T(below + 1)
                        else T(1)
                        if T(below - 1) <= position < T(below)
                        else T(0)
                        if position == position
                        else position
                    )
                    * acc4,
                )
                acc3 = plus(
                    acc3,
                    max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                    * (
                        T(-1)
                        if T(below) <= position < T(below + 1)
                        else T(1)
                        if T(below - 1) <= position < T(below)
                        else T(0)
                        if position == position
                        else position
                    )
                    * acc5,
                )
                acc3 = plus(
                    acc3,
                    max(T(1) - abs(position2 - T(below2)), T(0))
                    * (
                        T(-1)
                        if T(below + 1) <= position < T(below + 2)
                        else T(1)
                        if T(below) <= position < T(below + 1)
                        else T(0)
                        if position == position
                        else position
                    )
                    * acc6,
                )
                acc3 = plus(
                    acc3,
                    max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                    * (
                        T(-1)
                        if T(below + 1) <= position < T(below + 2)
                        else T(1)
                        if T(below) <= position < T(below + 1)
                        else T(0)
                        if position == position
                        else position
                    )
                    * acc7,
                )
            else:
                for q in range(max(0, below), min(H, below + 2)):
                    value_of = max(T(1) - abs(position - T(q)), T(0))
                    value_of2 = (
                        T(-1)
                        if T(q) <= position < T(q + 1)
                        else T(1)
                        if T(q - 1) <= position < T(q)
                        else T(0)
                        if position == position
                        else position
                    )
                    for r in range(max(0, below2), min(W, below2 + 2)):
                        acc2 = T(0)
                        for r_ in range(Ce):
                            acc2 = plus(
                                acc2,
                                dx_sum[U(n), U(Ce * e + r_), U(u), U(v), U(i), U(j)]
                                * x[U(n), U(Ce * e + r_), U(q), U(r)],
                            )
                        acc = plus(
                            acc,
                            (
                                T(-1)
                                if T(r) <= position2 < T(r + 1)
                                else T(1)
                                if T(r - 1) <= position2 < T(r)
                                else T(0)
                                if position2 == position2
                                else position2
                            )
                            * acc2
                            * value_of,
                        )
                        acc3 = plus(acc3, max(T(1) - abs(position2 - T(r)), T(0)) * acc2 * value_of2)
            doffset_sum[U(j)] = acc
            doffset_sum3[U(j)] = acc3
        # doffset_sum3[j] = Σ_{q,r} G′(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v),
        #     i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) ·
        #     Σ_{r′} dx_sum[n, e·Ce+r′, u, v, i, j] · x[n, e·Ce+r′, q, r]
        # doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = doffset_sum3[j] · mask[n, (e·KH+u)·KW+v, i,
        #     j] · [k = 0] + doffset_sum[j] · mask[n, (e·KH+u)·KW+v, i, j] · [k = 1]
        for k_ in range(2):
            if k_ == 1:
                for j in range(OW):
                    doffset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + k_), U(i), U(j)] = (
                        (
                            doffset_sum3[U(j)] * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)]
                            if k_ == 0
                            else T(0)
                        )
                        + doffset_sum[U(j)] * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)]
                    )
            else:
                for j in range(OW):
                    doffset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + k_), U(i), U(j)] = (
                        doffset_sum3[U(j)] * mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)]
                        if k_ == 0
                        else T(0)
                    )


def _vjp_offset(x, offset, mask, dx_sum, doffset, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l,
        d_h, d_w):
    """doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = mask[n, (e·KH+u)·KW+v, i, j] · [k = 0] · Σ_{o,q,r,r′} G′(q,
        s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        2·((e·KH+u)·KW+v)+1, i, j]) · dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o, (e·Ce+r′)
        mod Cg, u, v] · x[n, e·Ce+r′, q, r] + mask[n, (e·KH+u)·KW+v, i, j] · [k = 1] · Σ_{o,q,r,r′} G(q,
        s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G′(r, s_w·j + d_w·v − p_l + offset[n,
        2·((e·KH+u)·KW+v)+1, i, j]) · dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o, (e·Ce+r′)
        mod Cg, u, v] · x[n, e·Ce+r′, q, r]

    As compiled:

    doffset_sum[j] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G′(r, s_w·j
        + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · Σ_{r′} dx_sum[n, e·Ce+r′, u, v, i, j] ·
        x[n, e·Ce+r′, q, r]
    doffset_sum3[j] = Σ_{q,r} G′(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j
        + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · Σ_{r′} dx_sum[n, e·Ce+r′, u, v, i, j] ·
        x[n, e·Ce+r′, q, r]
    doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = doffset_sum3[j] · mask[n, (e·KH+u)·KW+v, i, j] · [k = 0] +
        doffset_sum[j] · mask[n, (e·KH+u)·KW+v, i, j] · [k = 1]

    Operations: 8·E·Ce·H·KH·KW·N·OH·OW·Og·W + 4·E·KH·KW·N·OH·OW multiplications,
        14·E·Ce·H·KH·KW·N·OH·OW·Og·W additions, terms that a condition drops counted.
    """
    launch(_vjp_offset_part, N * E * KH * KW * OH,
            E * H * KH * KW * N * OH * OW * W * 2 + E * KH * KW * N * OH * OW, x, offset, mask, dx_sum,
            doffset, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)
