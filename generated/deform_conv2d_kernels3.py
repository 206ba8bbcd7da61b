"""The kernels of deform_conv2d; deform_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import cell, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, offset_dot, x, offset, y_dot_sum, y_dot_sum2, N, Cg, G, H, W, KH, KW, E, OH,
        OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """y_dot_sum[n,g,i,j,c,u,v] = Σ_{q,r} (Λ(q, s_h·i + d_h·u − p_t + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · ẋ[n, g·Cg+c, q, r] + Λ′(q, s_h·i + d_h·u − p_t +
        offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j] ·
        x[n, g·Cg+c, q, r] + Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) ·
        Λ′(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j] · x[n, g·Cg+c, q, r])
    y_dot_sum2[n,g,i,j,c,u,v] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * OH * OW * Cg * KH * KW)
        g = task // (OH * OW * Cg * KH * KW) % G
        i = task // (OW * Cg * KH * KW) % OH
        j = task // (Cg * KH * KW) % OW
        c = task // (KH * KW) % Cg
        u = task // KW % KH
        v = task % KW
        # y_dot_sum[n,g,i,j,c,u,v], as written above
        acc = T(0)
        acc2 = T(0)
        position = (
            T(i * s_h + d_h * u - p_t)
            + offset[U(n), U(((c + Cg * g) // Ce) * KH * KW * 2 + KW * u * 2 + v * 2), U(i), U(j)]
        )
        position2 = (
            T(j * s_w + d_w * v - p_l)
            + offset[U(n), U(((c + Cg * g) // Ce) * KH * KW * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
        )
        below = cell(position)
        below2 = cell(position2)
        offset_dot_here = offset_dot[U(n), U(((c + Cg * g) // Ce) * KH * KW * 2 + KW * u * 2 + v * 2), U(i), U(j)]
        offset_dot_here2 = offset_dot[U(n), U(((c + Cg * g) // Ce) * KH * KW * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
        for q in range(max(0, below), min(H, below + 2)):
            value_of = max(T(1) - abs(position - T(q)), T(0))
            factor = (
                (
                    T(-1)
                    if T(q) <= position < T(q + 1)
                    else T(1)
                    if T(q - 1) <= position < T(q)
                    else T(0)
                    if position == position
                    else position
                )
                * offset_dot_here
            )
            factor2 = offset_dot_here2 * value_of
            for r in range(max(0, below2), min(W, below2 + 2)):
                acc = plus(
                    acc,
                    max(T(1) - abs(position2 - T(r)), T(0)) * factor * x[U(n), U(c + Cg * g), U(q), U(r)]
                    + (
                        T(-1)
                        if T(r) <= position2 < T(r + 1)
                        else T(1)
                        if T(r - 1) <= position2 < T(r)
                        else T(0)
                        if position2 == position2
                        else position2
                    )
                    * factor2
                    * x[U(n), U(c + Cg * g), U(q), U(r)]
                    + max(T(1) - abs(position2 - T(r)), T(0))
                    * value_of
                    * x_dot[U(n), U(c + Cg * g), U(q), U(r)],
                )
                acc2 = plus(
                    acc2,
                    max(T(1) - abs(position2 - T(r)), T(0)) * value_of * x[U(n), U(c + Cg * g), U(q), U(r)],
                )
        y_dot_sum[U(n), U(g), U(i), U(j), U(c), U(u), U(v)] = acc
        # y_dot_sum2[n,g,i,j,c,u,v] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        y_dot_sum2[U(n), U(g), U(i), U(j), U(c), U(u), U(v)] = acc2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, w, mask, y_dot_part1, y_dot_sum, N, Cg, G, Og, KH, KW, E, OH, OW, Ce, cols,
        depth, pieces, share):
    """y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v]
        · y_dot_sum[n,g,i,j,c,u,v]
    """
    dtype = w.dtype
    T = dtype.type
    tile = np.empty((Og, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(Og, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
            #     w[g·Og+o, c, u, v] · y_dot_sum[n,g,i,j,c,u,v]
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
                            right[U(inner - depth_from), U(j + OW * line - cols_from)] = (
                                mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                                * y_dot_sum[U(n), U(g), U(i), U(j), U(c), U(u), U(v)]
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
                for line in range(line_first, min(line_last + 1, N * OH)):
                    n = line // OH
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = tile[U(o), U(j + OW * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, w, mask, y_dot_part1, y_dot_sum, N, Cg, G, Og, KH, KW, E, OH, OW, Ce):
    """y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v]
        · y_dot_sum[n,g,i,j,c,u,v]
    """
    dtype = w.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y_dot_part1[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        #     w[g·Og+o, c, u, v] · y_dot_sum[n,g,i,j,c,u,v]
        for j in range(OW):
            y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = T(0)
        for c in range(Cg):
            quotient_c_g = (c + Cg * g) // Ce
            for u in range(KH):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(OW):
                        y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] += (
                            mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                            * w_here
                            * y_dot_sum[U(n), U(g), U(i), U(j), U(c), U(u), U(v)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, mask, y_dot_part2, y_dot_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce,
        cols2, depth2, pieces2, share2):
    """y_dot_part2[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · ẇ[g·Og+o, c, u, v]
        · y_dot_sum2[n,g,i,j,c,u,v]
    """
    dtype = w_dot.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    left2 = np.empty((max(0, min(depth2, 256)), min(Og, 96)), dtype)
    right2 = np.empty((max(0, min(depth2, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # y_dot_part2[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
            #     ẇ[g·Og+o, c, u, v] · y_dot_sum2[n,g,i,j,c,u,v]
            for o in range(Og):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // OW
            line2_last = cols_last2 // OW
            for depth_from2 in range(0, depth2, 256):
                depth_last2 = min(depth2 - 1, depth_from2 + 255)
                for inner2 in range(depth_from2, depth_last2 + 1):
                    c = inner2 // (KH * KW)
                    u = inner2 // KW % KH
                    v = inner2 % KW
                    quotient_c_g = (c + Cg * g) // Ce
                    for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                        n = line2 // OH
                        i = line2 % OH
                        for j in range(max(0, cols_from2 - (OW * line2)), min(OW,
                                cols_last2 + 1 - (OW * line2))):
                            right2[U(inner2 - depth_from2), U(j + OW * line2 - cols_from2)] = (
                                mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                                * y_dot_sum2[U(n), U(g), U(i), U(j), U(c), U(u), U(v)]
                            )
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for inner2 in range(depth_from2, depth_last2 + 1):
                        c = inner2 // (KH * KW)
                        u = inner2 // KW % KH
                        v = inner2 % KW
                        o = rows_from2
                        copy(left2, (inner2 - depth_from2, o - rows_from2), w_dot, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last2 + 1 - o)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), 1, min(Og, 96), right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        y_dot_part2[U(n), U(Og * g + o), U(i), U(j)] = tile2[U(o), U(j + OW * line2 - cols_from2)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, mask, y_dot_part2, y_dot_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce):
    """y_dot_part2[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · ẇ[g·Og+o, c, u, v]
        · y_dot_sum2[n,g,i,j,c,u,v]
    """
    dtype = w_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y_dot_part2[n, g·Og+o, i, j] = Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        #     ẇ[g·Og+o, c, u, v] · y_dot_sum2[n,g,i,j,c,u,v]
        for j in range(OW):
            y_dot_part2[U(n), U(Og * g + o), U(i), U(j)] = T(0)
        for c in range(Cg):
            quotient_c_g = (c + Cg * g) // Ce
            for u in range(KH):
                for v in range(KW):
                    w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(OW):
                        y_dot_part2[U(n), U(Og * g + o), U(i), U(j)] += (
                            mask[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                            * w_dot_here
                            * y_dot_sum2[U(n), U(g), U(i), U(j), U(c), U(u), U(v)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks3(first, last, b_dot, mask_dot, w, y_dot, y_dot_part1, y_dot_part2, y_dot_sum2, N, Cg, G, Og,
        KH, KW, E, OH, OW, Ce, cols3, depth3, pieces3, share3):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + y_dot_part2[n, g·Og+o, i, j] + ḃ[g·Og+o] +
        Σ_{c,u,v} mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] ·
        y_dot_sum2[n,g,i,j,c,u,v]
    """
    dtype = b_dot.dtype
    T = dtype.type
    tile3 = np.empty((Og, 384), dtype)
    left3 = np.empty((max(0, min(depth3, 256)), min(Og, 96)), dtype)
    right3 = np.empty((max(0, min(depth3, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces3
        part3 = task % pieces3
        for cols_from3 in range(part3 * share3, min(part3 * share3 + share3, cols3), 384):
            cols_last3 = min(cols3 - 1, cols_from3 + 383, part3 * share3 + share3 - 1)
            # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + y_dot_part2[n, g·Og+o, i, j] +
            #     ḃ[g·Og+o] + Σ_{c,u,v} mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o,
            #     c, u, v] · y_dot_sum2[n,g,i,j,c,u,v]
            for o in range(Og):
                for col3 in range(cols_from3, cols_last3 + 1):
                    tile3[U(o), U(col3 - cols_from3)] = T(0)
            line3_first = cols_from3 // OW
            line3_last = cols_last3 // OW
            for depth_from3 in range(0, depth3, 256):
                depth_last3 = min(depth3 - 1, depth_from3 + 255)
                for inner3 in range(depth_from3, depth_last3 + 1):
                    c = inner3 // (KH * KW)
                    u = inner3 // KW % KH
                    v = inner3 % KW
                    quotient_c_g = (c + Cg * g) // Ce
                    for line3 in range(line3_first, min(line3_last + 1, N * OH)):
                        n = line3 // OH
                        i = line3 % OH
                        for j in range(max(0, cols_from3 - (OW * line3)), min(OW,
                                cols_last3 + 1 - (OW * line3))):
                            right3[U(inner3 - depth_from3), U(j + OW * line3 - cols_from3)] = (
                                mask_dot[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                                * y_dot_sum2[U(n), U(g), U(i), U(j), U(c), U(u), U(v)]
                            )
                for rows_from3 in range(0, Og, 96):
                    rows_last3 = min(Og - 1, rows_from3 + 95)
                    for inner3 in range(depth_from3, depth_last3 + 1):
                        c = inner3 // (KH * KW)
                        u = inner3 // KW % KH
                        v = inner3 % KW
                        o = rows_from3
                        copy(left3, (inner3 - depth_from3, o - rows_from3), w, (Og * g + o, c, u, v),
                                Cg * KH * KW, rows_last3 + 1 - o)
                    multiply(tile3, (rows_from3, 0), 384, left3, (0, 0), 1, min(Og, 96), right3, (0, 0), 384,
                            rows_last3 + 1 - rows_from3, cols_last3 + 1 - cols_from3,
                            depth_last3 + 1 - depth_from3)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for line3 in range(line3_first, min(line3_last + 1, N * OH)):
                    n = line3 // OH
                    i = line3 % OH
                    for j in range(max(0, cols_from3 - (OW * line3)), min(OW, cols_last3 + 1 - (OW * line3))):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                            b_dot_here
                            + tile3[U(o), U(j + OW * line3 - cols_from3)]
                            + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                            + y_dot_part2[U(n), U(Og * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain3(first, last, b_dot, mask_dot, w, y_dot, y_dot_part1, y_dot_part2, y_dot_sum2, N, Cg, G, Og,
        KH, KW, E, OH, OW, Ce):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + y_dot_part2[n, g·Og+o, i, j] + ḃ[g·Og+o] +
        Σ_{c,u,v} mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] ·
        y_dot_sum2[n,g,i,j,c,u,v]
    """
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + y_dot_part2[n, g·Og+o, i, j] +
        #     ḃ[g·Og+o] + Σ_{c,u,v} mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o,
        #     c, u, v] · y_dot_sum2[n,g,i,j,c,u,v]
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                b_dot_here
                + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                + y_dot_part2[U(n), U(Og * g + o), U(i), U(j)]
            )
        for c in range(Cg):
            quotient_c_g = (c + Cg * g) // Ce
            for u in range(KH):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(OW):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                            mask_dot[U(n), U(KH * KW * quotient_c_g + KW * u + v), U(i), U(j)]
                            * w_here
                            * y_dot_sum2[U(n), U(g), U(i), U(j), U(c), U(u), U(v)]
                        )


def _jvp(x_dot, w_dot, b_dot, offset_dot, mask_dot, x, w, offset, mask, y_dot, N, Cg, G, H, W, Og, KH, KW, E,
        OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · ẇ[g·Og+o, c, u,
        v] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r,
        s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r] +
        mask_dot[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] · Σ_{q,r} Λ(q, s_h·i + d_h·u −
        p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r] + mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v,
        i, j] · w[g·Og+o, c, u, v] · Σ_{q,r} (Λ(q, s_h·i + d_h·u − p_t + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · ẋ[n, g·Cg+c, q, r] + Λ′(q, s_h·i + d_h·u − p_t +
        offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j] ·
        x[n, g·Cg+c, q, r] + Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) ·
        Λ′(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · offset_dot[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j] · x[n, g·Cg+c, q, r]))

    Operations: 12·Cg·G·H·KH·KW·N·OH·OW·W + 6·Cg·G·KH·KW·N·OH·OW·Og multiplications,
        35·Cg·G·H·KH·KW·N·OH·OW·W + 3·Cg·G·KH·KW·N·OH·OW·Og − 3·Cg·G·KH·KW·N·OH·OW additions, terms that a
        condition drops counted.
    """
    dtype = y_dot.dtype
    y_dot_sum = np.empty((N, G, OH, OW, Cg, KH, KW), dtype)
    y_dot_sum2 = np.empty((N, G, OH, OW, Cg, KH, KW), dtype)
    y_dot_part1 = np.empty((N, G * Og, OH, OW), dtype)
    y_dot_part2 = np.empty((N, G * Og, OH, OW), dtype)
    launch(_jvp_part, N * G * OH * OW * Cg * KH * KW, Cg * G * H * KH * KW * N * OH * OW * W * 2, x_dot,
            offset_dot, x, offset, y_dot_sum, y_dot_sum2, N, Cg, G, H, W, KH, KW, E, OH, OW, Ce, s_h, s_w,
            p_t, p_l, d_h, d_w)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols = N * OH * OW
        depth = Cg * KH * KW
        pieces = parts(N * OH * OW)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, G * pieces, Cg * G * KH * KW * N * OH * OW * Og // 32, w, mask, y_dot_part1,
                y_dot_sum, N, Cg, G, Og, KH, KW, E, OH, OW, Ce, cols, depth, pieces, share)
    else:
        launch(_jvp_plain, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w, mask, y_dot_part1,
                y_dot_sum, N, Cg, G, Og, KH, KW, E, OH, OW, Ce)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols2 = N * OH * OW
        depth2 = Cg * KH * KW
        pieces2 = parts(N * OH * OW)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, G * pieces2, Cg * G * KH * KW * N * OH * OW * Og // 32, w_dot, mask, y_dot_part2,
                y_dot_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce, cols2, depth2, pieces2, share2)
    else:
        launch(_jvp_plain2, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, w_dot, mask, y_dot_part2,
                y_dot_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg * KH * KW >= 4):
        cols3 = N * OH * OW
        depth3 = Cg * KH * KW
        pieces3 = parts(N * OH * OW)
        share3 = max(((cols3 - 1) // (pieces3 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks3, G * pieces3, Cg * G * KH * KW * N * OH * OW * Og // 32, b_dot, mask_dot, w,
                y_dot, y_dot_part1, y_dot_part2, y_dot_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce, cols3,
                depth3, pieces3, share3)
    else:
        launch(_jvp_plain3, N * G * Og * OH, Cg * G * KH * KW * N * OH * OW * Og, b_dot, mask_dot, w, y_dot,
                y_dot_part1, y_dot_part2, y_dot_sum2, N, Cg, G, Og, KH, KW, E, OH, OW, Ce)
