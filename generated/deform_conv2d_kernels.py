"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: e337fa25a51747d5.
"""

import numpy as np
from numba import njit

from .runtime import carried, cell, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, rowblock, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, offset, mask, panels, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w,
        p_t, p_l, d_h, d_w, cols, depth, line_last, wide):
    """panels[g, col_part, (c·KH+u)·KW+v, (n·OH+i)·OW+j−col_part·wide] = mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v,
        i, j] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r,
        s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (((cols - 1) // wide + 1))
        col_part = task % ((cols - 1) // wide + 1)
        # panels[g, col_part, (c·KH+u)·KW+v, (n·OH+i)·OW+j−col_part·wide] = mask[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        line_first = col_part * wide // OW
        line_last2 = (col_part * wide + wide - 1) // OW
        for inner in range(depth):
            c = inner // (KH * KW)
            u = inner // KW % KH
            v = inner % KW
            quotient_c_g = (c + Cg * g) // Ce
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N * OH)):
                n = line // OH
                i = line % OH
                for j in range(max(0, col_part * wide - (OW * line)), min(OW, cols - (OW * line),
                        col_part * wide + wide - (OW * line))):
                    acc = T(0)
                    position = (
                        T(i * s_h + d_h * u - p_t)
                        + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                    )
                    position2 = (
                        T(j * s_w + d_w * v - p_l)
                        + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                    )
                    below = cell(position)
                    below2 = cell(position2)
                    for q in range(max(0, below), min(H, below + 2)):
                        value_of = max(T(1) - abs(position - T(q)), T(0))
                        for r in range(max(0, below2), min(W, below2 + 2)):
                            acc = plus(
                                acc,
                                max(T(1) - abs(position2 - T(r)), T(0))
                                * value_of
                                * x[U(n), U(c + Cg * g), U(q), U(r)],
                            )
                    panels[U(g), U(col_part), U(inner), U(j + OW * line - (col_part * wide))] = (
                        acc * mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, w, b, panels, y_lines, N, Cg, G, Og, KH, KW, OH, OW, cols, deep, depth,
        high, line_last3, quotient_cols_wide, wide):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u,
        v] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r,
        s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    """
    dtype = w.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        g = task // (((Og - 1) // high + 1) * ((cols - 1) // wide + 1))
        row_part = task // (((cols - 1) // wide + 1)) % ((Og - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j]
        #     · w[g·Og+o, c, u, v] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        for o in range(high * row_part, min(Og, high + high * row_part)):
            row_at[U(o - (high * row_part))] = Cg * KH * KW * Og * g + Cg * KH * KW * o
        for c in range(Cg):
            for u in range(KH):
                for v in range(KW):
                    left_at[U(KH * KW * c + KW * u + v)] = KH * KW * c + KW * u + v
        for k_ in range(depth):
            right_at[U(k_)] = k_ * wide
        contract(tile, (0, 0), wide, w, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_cols_wide * wide + depth * g * wide, right_at,
                min(high, Og - (high * row_part)), min(wide, cols - (col_part * wide)), 0, depth, deep)
        line_first2 = col_part * wide // (OH * OW)
        line_last4 = (col_part * wide + wide - 1) // (OH * OW)
        for o in range(high * row_part, min(high + high * row_part, Og)):
            b_here = b[U(Og * g + o)]
            for line in range(line_first2, min(line_last4 + 1, line_last3 + 1, N)):
                n = line
                for run in range(max(0, col_part * wide - (OH * OW * line)), min(OH * OW,
                        cols - (OH * OW * line), col_part * wide + wide - (OH * OW * line))):
                    y_lines[U(n), U(Og * g + o), U(run)] = (
                        b_here + tile[U(o - (high * row_part)), U(OH * OW * line + run - (col_part * wide))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, offset, mask, b, y, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w,
        p_t, p_l, d_h, d_w):
    """y_sum[j,c,u,v] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) ·
        Λ(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u,
        v] · y_sum[j,c,u,v]
    """
    dtype = x.dtype
    T = dtype.type
    y_sum = np.empty((OW, Cg, KH, KW), dtype)
    for task in range(first, last):
        n = task // (G * OH)
        g = task // OH % G
        i = task % OH
        # y_sum[j,c,u,v] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        for j in range(OW):
            for c in range(Cg):
                quotient_c_g = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        acc2 = T(0)
                        position3 = (
                            T(i * s_h + d_h * u - p_t)
                            + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                        )
                        position4 = (
                            T(j * s_w + d_w * v - p_l)
                            + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        )
                        below3 = cell(position3)
                        below4 = cell(position4)
                        for q in range(max(0, below3), min(H, below3 + 2)):
                            value_of = max(T(1) - abs(position3 - T(q)), T(0))
                            for r in range(max(0, below4), min(W, below4 + 2)):
                                acc2 = plus(
                                    acc2,
                                    max(T(1) - abs(position4 - T(r)), T(0))
                                    * value_of
                                    * x[U(n), U(c + Cg * g), U(q), U(r)],
                                )
                        y_sum[U(j), U(c), U(u), U(v)] = acc2
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j]
        #     · w[g·Og+o, c, u, v] · y_sum[j,c,u,v]
        for o in range(Og):
            b_here = b[U(Og * g + o)]
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)] = b_here
            for c in range(Cg):
                quotient_c_g2 = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(OW):
                            y[U(n), U(Og * g + o), U(i), U(j)] += (
                                mask[U(n), U(KH * KW * quotient_c_g2 + KW * u + v), U(i), U(j)]
                                * w_here
                                * y_sum[U(j), U(c), U(u), U(v)]
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
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols = N * OH * OW
        depth = Cg * KH * KW
        wide = colblock()
        deep = depthblock()
        high = rowblock(Og, ((cols - 1) // wide + 1) * G)
        line_last = (cols - 1) // OW
        panels = scratch((G, max(0, (cols - 1) // wide + 1), max(0, depth), wide), dtype)
        launch(_forward_blocks, G * ((cols - 1) // wide + 1), Cg * G * H * KH * KW * N * OH * OW * W, x,
                offset, mask, panels, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w,
                cols, depth, line_last, wide)
        y_lines = y.reshape((N, G * Og, OH * OW))
        quotient_cols_wide = (cols - 1) // wide
        line_last3 = (cols - 1) // (OH * OW)
        launch(_forward_blocks2, G * ((Og - 1) // high + 1) * ((cols - 1) // wide + 1),
                Cg * G * KH * KW * N * OH * OW * Og // 32, w, b, panels, y_lines, N, Cg, G, Og, KH, KW, OH,
                OW, cols, deep, depth, high, line_last3, quotient_cols_wide, wide)
    else:
        launch(_forward_plain, N * G * OH,
                Cg * G * H * KH * KW * N * OH * OW * W + Cg * G * KH * KW * N * OH * OW * Og, x, w, offset,
                mask, b, y, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w)


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
def _vjp_x_part2(first, last, dy, w, offset, mask, dx, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w,
        p_t, p_l, d_h, d_w, o_block_last):
    """dx[n, g·Cg+c, q, r] += Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) ·
        Λ(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · mask[n,
        (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_ = task // (G * Cg)
        g = task // Cg % G
        c = task % Cg
        # dx[n, g·Cg+c, q, r] += Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i,
        #     j] · Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]
        quotient_c_g = (c + Cg * g) // Ce
        for i in range(OH):
            for j in range(OW):
                for u in range(KH):
                    for v in range(KW):
                        acc = T(0)
                        rest = T(0)
                        for o_block in range(o_block_last + 1):
                            part = T(0)
                            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                                part = plus(
                                    part,
                                    dy[U(n_), U(Og * g + o), U(i), U(j)] * w[U(Og * g + o), U(c), U(u), U(v)],
                                )
                            acc, rest = carried(acc, rest, part)
                        position = (
                            T(i * s_h + d_h * u - p_t)
                            + offset[U(n_), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                        )
                        position2 = (
                            T(j * s_w + d_w * v - p_l)
                            + offset[U(n_), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2 + 1), U(i),
                                    U(j)]
                        )
                        below = cell(position)
                        below2 = cell(position2)
                        acc_mask = acc * mask[U(n_), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                        for q in range(max(0, below), min(H, below + 2)):
                            factor = max(T(1) - abs(position - T(q)), T(0)) * acc_mask
                            for r in range(max(0, below2), min(W, below2 + 2)):
                                dx[U(n_), U(c + Cg * g), U(q), U(r)] += (
                                    max(T(1) - abs(position2 - T(r)), T(0)) * factor
                                )


def _vjp_x(dy, w, offset, mask, dx, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n, g·Cg+c, q, r] += Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) ·
        Λ(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · mask[n,
        (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]

    Operations: 3·Cg·G·H·KH·KW·N·OH·OW·W + Cg·G·KH·KW·N·OH·OW·Og multiplications, 7·Cg·G·H·KH·KW·N·OH·OW·W
        + Cg·G·KH·KW·N·OH·OW·Og − Cg·G·KH·KW·N·OH·OW additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, N * Cg * G * H, Cg * G * H * N * W, dx, N, Cg, G, H, W)
    o_block_last = (Og - 1) // 1024
    launch(_vjp_x_part2, N * G * Cg, Cg * G * H * KH * KW * N * OH * OW * Og * W, dy, w, offset, mask, dx, N,
            Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, x, offset, mask, panels, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t,
        p_l, d_h, d_w, cols, depth, line_last, wide):
    """panels[g, col_part, (n·OH+i)·OW+j, (c·KH+u)·KW+v−col_part·wide] = mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v,
        i, j] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r,
        s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (((cols - 1) // wide + 1))
        col_part = task % ((cols - 1) // wide + 1)
        # panels[g, col_part, (n·OH+i)·OW+j, (c·KH+u)·KW+v−col_part·wide] = mask[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        line_first = col_part * wide // KW
        line_last2 = (col_part * wide + wide - 1) // KW
        for inner in range(depth):
            n = inner // (OH * OW)
            i = inner // OW % OH
            j = inner % OW
            for line in range(line_first, min(line_last2 + 1, line_last + 1, Cg * KH)):
                c = line // KH
                u = line % KH
                quotient_c_g = (c + Cg * g) // Ce
                for v in range(max(0, col_part * wide - (KW * line)), min(KW, cols - (KW * line),
                        col_part * wide + wide - (KW * line))):
                    acc = T(0)
                    position = (
                        T(i * s_h + d_h * u - p_t)
                        + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                    )
                    position2 = (
                        T(j * s_w + d_w * v - p_l)
                        + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                    )
                    below = cell(position)
                    below2 = cell(position2)
                    for q in range(max(0, below), min(H, below + 2)):
                        value_of = max(T(1) - abs(position - T(q)), T(0))
                        for r in range(max(0, below2), min(W, below2 + 2)):
                            acc = plus(
                                acc,
                                max(T(1) - abs(position2 - T(r)), T(0))
                                * value_of
                                * x[U(n), U(c + Cg * g), U(q), U(r)],
                            )
                    panels[U(g), U(col_part), U(inner), U(KW * line + v - (col_part * wide))] = (
                        acc * mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dy, dw_lines, panels, N, Cg, G, Og, KH, KW, OH, OW, cols, deep, depth, high,
        quotient_cols_wide, wide):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        Σ_{q,r} Λ(q, d_h·u + s_h·i − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, d_w·v +
        s_w·j − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    """
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        g = task // (((Og - 1) // high + 1) * ((cols - 1) // wide + 1))
        row_part = task // (((cols - 1) // wide + 1)) % ((Og - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · mask[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · Σ_{q,r} Λ(q, d_h·u + s_h·i − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, d_w·v + s_w·j − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        for o in range(high * row_part, min(Og, high + high * row_part)):
            row_at[U(o - (high * row_part))] = OH * OW * Og * g + OH * OW * o
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    left_at[U(OW * i + j + OH * OW * n)] = OW * i + j + G * OH * OW * Og * n
        for k_ in range(depth):
            right_at[U(k_)] = k_ * wide
        contract(tile, (0, 0), wide, dy, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_cols_wide * wide + depth * g * wide, right_at,
                min(high, Og - (high * row_part)), min(wide, cols - (col_part * wide)), 0, depth, deep)
        for o in range(high * row_part, min(high + high * row_part, Og)):
            for run in range(col_part * wide, min(cols, col_part * wide + wide)):
                dw_lines[U(Og * g + o), U(run)] = tile[U(o - (high * row_part)), U(run - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, offset, mask, dw, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w,
        p_t, p_l, d_h, d_w, j_block_last):
    """dw_sum[n,i,j] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) ·
        Λ(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    dw[g·Og+o, c, u, v] = Σ_{n,i,j} dw_sum[n,i,j] · dy[n, g·Og+o, i, j] · mask[n,
        (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j]
    """
    dtype = dy.dtype
    T = dtype.type
    dw_sum = np.empty((N, OH, OW), dtype)
    for task in range(first, last):
        g = task // (Cg * KH * KW)
        c = task // (KH * KW) % Cg
        u = task // KW % KH
        v = task % KW
        # dw_sum[n,i,j] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        quotient_c_g = (c + Cg * g) // Ce
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    acc2 = T(0)
                    position3 = (
                        T(i * s_h + d_h * u - p_t)
                        + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                    )
                    position4 = (
                        T(j * s_w + d_w * v - p_l)
                        + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                    )
                    below3 = cell(position3)
                    below4 = cell(position4)
                    for q in range(max(0, below3), min(H, below3 + 2)):
                        value_of = max(T(1) - abs(position3 - T(q)), T(0))
                        for r in range(max(0, below4), min(W, below4 + 2)):
                            acc2 = plus(
                                acc2,
                                max(T(1) - abs(position4 - T(r)), T(0))
                                * value_of
                                * x[U(n), U(c + Cg * g), U(q), U(r)],
                            )
                    dw_sum[U(n), U(i), U(j)] = acc2
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dw_sum[n,i,j] · dy[n, g·Og+o, i, j] · mask[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j]
        for o in range(Og):
            acc3 = T(0)
            rest = T(0)
            for n in range(N):
                for i in range(OH):
                    for j_block in range(j_block_last + 1):
                        part = T(0)
                        for j in range(j_block * 1024, min(OW, j_block * 1024 + 1024)):
                            part = plus(
                                part,
                                dw_sum[U(n), U(i), U(j)]
                                * dy[U(n), U(Og * g + o), U(i), U(j)]
                                * mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)],
                            )
                        acc3, rest = carried(acc3, rest, part)
            dw[U(Og * g + o), U(c), U(u), U(v)] = acc3


def _vjp_w(dy, x, offset, mask, dw, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        Σ_{q,r} Λ(q, d_h·u + s_h·i − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, d_w·v +
        s_w·j − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]

    Operations: 2·Cg·G·H·KH·KW·N·OH·OW·W + 2·Cg·G·KH·KW·N·OH·OW·Og multiplications,
        7·Cg·G·H·KH·KW·N·OH·OW·W + Cg·G·KH·KW·N·OH·OW·Og − Cg·G·KH·KW·N·OH·OW − Cg·G·KH·KW·Og additions,
        terms that a condition drops counted.
    """
    dtype = dw.dtype
    if blocks(Og >= 4 and Cg * KH * KW >= 8 and N * OH * OW >= 4):
        cols = Cg * KH * KW
        depth = N * OH * OW
        wide = colblock()
        deep = depthblock()
        high = rowblock(Og, ((cols - 1) // wide + 1) * G)
        line_last = (cols - 1) // KW
        panels = scratch((G, max(0, (cols - 1) // wide + 1), max(0, depth), wide), dtype)
        launch(_vjp_w_blocks, G * ((cols - 1) // wide + 1), Cg * G * H * KH * KW * N * OH * OW * W, x, offset,
                mask, panels, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w, cols,
                depth, line_last, wide)
        dw_lines = dw.reshape((G * Og, Cg * KH * KW))
        quotient_cols_wide = (cols - 1) // wide
        launch(_vjp_w_blocks2, G * ((Og - 1) // high + 1) * ((cols - 1) // wide + 1),
                Cg * G * KH * KW * N * OH * OW * Og // 32, dy, dw_lines, panels, N, Cg, G, Og, KH, KW, OH, OW,
                cols, deep, depth, high, quotient_cols_wide, wide)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_plain, G * Cg * KH * KW,
                Cg * G * H * KH * KW * N * OH * OW * W + Cg * G * KH * KW * N * OH * OW * Og, dy, x, offset,
                mask, dw, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w,
                j_block_last)


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
