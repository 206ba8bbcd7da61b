"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, cell, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, offset, mask, b, y, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h,
        s_w, p_t, p_l, d_h, d_w, cols, depth, pieces, share):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u,
        v] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r,
        s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    """
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((Og, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(Og, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j]
            #     · w[g·Og+o, c, u, v] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
            #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
            #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
            for o in range(Og):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // OW
            line_last = cols_last // OW
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    c = inner // (KH * KW)
                    u = inner // KW % KH
                    v = inner % KW
                    quotient_c_g = (c + Cg * g) // Ce
                    for line in range(line_first, min(line_last + 1, N * OH)):
                        n = line // OH
                        i = line % OH
                        for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                            acc = T(0)
                            position = (
                                T(i * s_h + d_h * u - p_t)
                                + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                            )
                            position2 = (
                                T(j * s_w + d_w * v - p_l)
                                + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2 + 1), U(i),
                                        U(j)]
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
                            right[U(inner - depth_from), U(j + OW * line - cols_from)] = (
                                acc * mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                            )
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        c = inner // (KH * KW)
                        u = inner // KW % KH
                        v = inner % KW
                        o = rows_from
                        copy(left, (inner - depth_from, o - rows_from), w, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Og, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line in range(line_first, min(line_last + 1, N * OH)):
                    n = line // OH
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        y[U(n), U(Og * g + o), U(i), U(j)] = b_here + tile[U(o), U(j + OW * line - cols_from)]


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
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols = N * OH * OW
        depth = Cg * KH * KW
        pieces = parts(N * OH * OW)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, G * pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, x, w, offset, mask, b,
                y, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w, cols, depth,
                pieces, share)
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
def _vjp_w_blocks(first, last, dy, x, offset, mask, dw, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w,
        p_t, p_l, d_h, d_w, depth, pieces, rows, share):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        Σ_{q,r} Λ(q, d_h·u + s_h·i − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, d_w·v +
        s_w·j − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    """
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((max(0, rows), 384), dtype)
    left = np.empty((max(0, min(rows, 96)), max(0, min(depth, 256))), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, Og), 384):
            cols_last = min(Og - 1, cols_from + 383, part * share + share - 1)
            # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · mask[n,
            #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · Σ_{q,r} Λ(q, d_h·u + s_h·i − p_t + offset[n,
            #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, d_w·v + s_w·j − p_l + offset[n,
            #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
            for row in range(rows):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (OH * OW)
                    i = inner // OW % OH
                    j = inner % OW
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dy, (n, Og * g + o, i, j), OH * OW,
                            cols_last + 1 - o)
                line_first = depth_from // OW
                line_last = depth_last // OW
                for rows_from in range(0, rows, 96):
                    rows_last = min(rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        c = row // (KH * KW)
                        u = row // KW % KH
                        v = row % KW
                        quotient_c_g = (c + Cg * g) // Ce
                        for line in range(line_first, min(line_last + 1, N * OH)):
                            n = line // OH
                            i = line % OH
                            for j in range(max(0, depth_from - (OW * line)), min(OW,
                                    depth_last + 1 - (OW * line))):
                                acc = T(0)
                                position = (
                                    T(i * s_h + d_h * u - p_t)
                                    + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2), U(i),
                                            U(j)]
                                )
                                position2 = (
                                    T(j * s_w + d_w * v - p_l)
                                    + offset[U(n), U(KH * KW * quotient_c_g * 2 + KW * u * 2 + v * 2 + 1),
                                            U(i), U(j)]
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
                                left[U(row - rows_from), U(j + OW * line - depth_from)] = (
                                    acc * mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                                )
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for row in range(rows):
                c = row // (KH * KW)
                u = row // KW % KH
                v = row % KW
                for o in range(cols_from, cols_last + 1):
                    dw[U(Og * g + o), U(c), U(u), U(v)] = tile[U(row), U(o - cols_from)]


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
                        part2 = T(0)
                        for j in range(j_block * 1024, min(OW, j_block * 1024 + 1024)):
                            part2 = plus(
                                part2,
                                dw_sum[U(n), U(i), U(j)]
                                * dy[U(n), U(Og * g + o), U(i), U(j)]
                                * mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)],
                            )
                        acc3, rest = carried(acc3, rest, part2)
            dw[U(Og * g + o), U(c), U(u), U(v)] = acc3


def _vjp_w(dy, x, offset, mask, dw, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        Σ_{q,r} Λ(q, d_h·u + s_h·i − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, d_w·v +
        s_w·j − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]

    Operations: 2·Cg·G·H·KH·KW·N·OH·OW·W + 2·Cg·G·KH·KW·N·OH·OW·Og multiplications,
        7·Cg·G·H·KH·KW·N·OH·OW·W + Cg·G·KH·KW·N·OH·OW·Og − Cg·G·KH·KW·N·OH·OW − Cg·G·KH·KW·Og additions,
        terms that a condition drops counted.
    """
    if blocks(Cg * KH * KW >= 4 and Og >= 8 and N * OH * OW >= 4):
        rows = Cg * KH * KW
        depth = N * OH * OW
        pieces = parts(Og)
        share = max(((Og - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_w_blocks, G * pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, dy, x, offset, mask, dw,
                N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w, depth, pieces, rows,
                share)
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
