"""The kernels of conv_bias_relu; conv_bias_relu.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_bias_relu`.  Do not edit.
Run time: 66027b2757b3d2eb.
"""

import numpy as np
from numba import njit

from .elementary import select
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, padded, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, a, panels, N, G, Og, OH, OW, depth, wide):
    """panels[g, col_part, (n·OH+i)·OW+j, o−col_part·wide] = {dy[n, g·Og+o, i, j] if a[n, g·Og+o, i, j] > 0;
        0 if a[n, g·Og+o, i, j] ≤ 0; else a[n, g·Og+o, i, j]}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (((Og - 1) // wide + 1))
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, (n·OH+i)·OW+j, o−col_part·wide] = {dy[n, g·Og+o, i, j] if a[n,
        #     g·Og+o, i, j] > 0; 0 if a[n, g·Og+o, i, j] ≤ 0; else a[n, g·Og+o, i, j]}
        for inner in range(depth):
            n = inner // (OH * OW)
            i = inner // OW % OH
            j = inner % OW
            for o in range(col_part * wide, min(Og, col_part * wide + wide)):
                a_here = a[U(n), U(Og * g + o), U(i), U(j)]
                dy_here = dy[U(n), U(Og * g + o), U(i), U(j)]
                panels[U(g), U(col_part), U(inner), U(o - (col_part * wide))] = select(a_here > T(0), dy_here, select(T(0) >= a_here, T(0), a_here))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines, panels, x_padded, N, Cg, G, Og, KH, KW, OH, OW, s_h, s_w, d_h, d_w,
        deep, depth, high, line_last, quotient_Og_wide, rows, wide, x_size2, x_size3):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · {dy[n, g·Og+o, i, j]
        if a[n, g·Og+o, i, j] > 0; 0 if a[n, g·Og+o, i, j] ≤ 0; else a[n, g·Og+o, i, j]}
    """
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
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
        #     {dy[n, g·Og+o, i, j] if a[n, g·Og+o, i, j] > 0; 0 if a[n, g·Og+o, i, j] ≤ 0;
        #     else a[n, g·Og+o, i, j]}
        for line in range(high * row_part // KW, min((high + high * row_part - 1) // KW + 1, line_last + 1,
                Cg * KH)):
            c = line // KH
            u = line % KH
            for v in range(max(0, high * row_part - (KW * line)), min(KW, rows - (KW * line),
                    high + high * row_part - (KW * line))):
                row_at[U(KW * line + v - (high * row_part))] = (
                    c * x_size2 * x_size3 + Cg * g * x_size2 * x_size3 + d_h * u * x_size3 + d_w * v
                )
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    left_at[U(OW * i + j + OH * OW * n)] = (
                        i * s_h * x_size3 + j * s_w + Cg * G * n * x_size2 * x_size3
                    )
        for k in range(depth):
            right_at[U(k)] = k * wide
        contract(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Og_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            for run in range(high * row_part, min(rows, high + high * row_part)):
                dw_lines[U(Og * g + o), U(run)] = turned[U(o - (col_part * wide)), U(run - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, a, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w,
        j_block_last):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j} x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · {dy[n, g·Og+o, i, j]
        if a[n, g·Og+o, i, j] > 0; 0 if a[n, g·Og+o, i, j] ≤ 0; else a[n, g·Og+o, i, j]}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * KH)
        o = task // (Cg * KH) % Og
        c = task // KH % Cg
        u = task % KH
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} x[n, g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
        #     {dy[n, g·Og+o, i, j] if a[n, g·Og+o, i, j] > 0; 0 if a[n, g·Og+o, i, j] ≤ 0;
        #     else a[n, g·Og+o, i, j]}
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
                        part = T(0)
                        for j in range(max(0, j_first, j_block * 1024), min(OW, j_last + 1,
                                j_block * 1024 + 1024)):
                            a_here2 = a[U(n), U(Og * g + o), U(i), U(j)]
                            dy_here2 = dy[U(n), U(Og * g + o), U(i), U(j)]
                            part = plus(
                                part,
                                select(a_here2 > T(0), dy_here2, select(T(0) >= a_here2, T(0), a_here2))
                                * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                        U(j * s_w + d_w * v - p_l)],
                            )
                        acc, rest = carried(acc, rest, part)
            dw[U(Og * g + o), U(c), U(u), U(v)] = acc


def _vjp_w(dy, x, a, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dw[g·Og+o, c, u, v] = Σ_{n,i,j : a[n, g·Og+o, i, j] > 0} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]

    Operations: Cg·G·KH·KW·N·OH·OW·Og multiplications, Cg·G·KH·KW·N·OH·OW·Og − Cg·G·KH·KW·Og additions,
        terms that a condition drops counted.
    """
    dtype = dw.dtype
    if blocks(Cg * KH * KW >= 4 and Og >= 8 and N * OH * OW >= 4 and H * 2 + d_h + s_h + 16 >= KH * d_h + OH * s_h and W * 2 + d_w + s_w + 16 >= KW * d_w + OW * s_w):
        rows = Cg * KH * KW
        depth = N * OH * OW
        x_size2 = max(H, KH * d_h + OH * s_h + 1 - d_h - p_t - s_h) + p_t
        x_size3 = max(KW * d_w + OW * s_w + 1 - d_w - p_l - s_w, W) + p_l
        x_padded = padded(x, (0, 0, -p_t, -p_l), (N, Cg * G, x_size2, x_size3))
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, ((Og - 1) // wide + 1) * G)
        panels = scratch((G, max(0, (Og - 1) // wide + 1), max(0, depth), wide), dtype)
        launch(_vjp_w_blocks, G * ((Og - 1) // wide + 1), G * N * OH * OW * Og, dy, a, panels, N, G, Og, OH,
                OW, depth, wide)
        dw_lines = dw.reshape((G * Og, Cg * KH * KW))
        line_last = (rows - 1) // KW
        quotient_Og_wide = (Og - 1) // wide
        launch(_vjp_w_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide + 1),
                Cg * G * KH * KW * N * OH * OW * Og // 32, dw_lines, panels, x_padded, N, Cg, G, Og, KH, KW,
                OH, OW, s_h, s_w, d_h, d_w, deep, depth, high, line_last, quotient_Og_wide, rows, wide,
                x_size2, x_size3)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_plain, G * Og * Cg * KH, Cg * G * KH * KW * N * OH * OW * Og, dy, x, a, dw, N, Cg, G, H,
                W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, j_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, a, db, N, G, Og, OH, OW, ij_block_last):
    """db[g·Og+o] = Σ_{n,ij} {dy[n, g·Og+o, ij] if a[n, g·Og+o, ij] > 0; 0 if a[n, g·Og+o, ij] ≤ 0; else a[n,
        g·Og+o, ij]}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,ij} {dy[n, g·Og+o, ij] if a[n, g·Og+o, ij] > 0; 0 if a[n, g·Og+o,
        #     ij] ≤ 0; else a[n, g·Og+o, ij]}
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for ij_block in range(ij_block_last + 1):
                part = T(0)
                for ij in range(ij_block * 1024, min(OH * OW, ij_block * 1024 + 1024)):
                    a_here = a[U(n), U(Og * g + o), U(ij)]
                    dy_here = dy[U(n), U(Og * g + o), U(ij)]
                    part = plus(part, select(a_here > T(0), dy_here, select(T(0) >= a_here, T(0), a_here)))
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, a, db, N, G, Og, OH, OW):
    """db[g·Og+o] = Σ_{n,i,j : a[n, g·Og+o, i, j] > 0} dy[n, g·Og+o, i, j]

    As compiled:

    db[g·Og+o] = Σ_{n,ij} {dy[n, g·Og+o, ij] if a[n, g·Og+o, ij] > 0; 0 if a[n, g·Og+o, ij] ≤ 0; else a[n,
        g·Og+o, ij]}

    Operations: G·N·OH·OW·Og − G·Og additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    a_rows = a.reshape((N, G * Og, OH * OW))
    ij_block_last = (OH * OW - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OH * OW * Og, dy_rows, a_rows, db, N, G, Og, OH, OW, ij_block_last)
