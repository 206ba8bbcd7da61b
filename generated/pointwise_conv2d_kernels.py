"""The kernels of pointwise_conv2d; pointwise_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `pointwise_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.
"""

import numpy as np

from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, colblock, contract, copy, depthblock, either, finite, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either(first, last, w, panels, Cg, G, Og, wide):
    """panels[g, col_part, c, o−col_part·wide] = w[g·Og+o, c]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide + 1))
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, c, o−col_part·wide] = w[g·Og+o, c]
        turn(panels, (g, col_part, 0, 0), wide, w, Cg * col_part * wide + Cg * Og * g, Cg, 1, min(wide,
                Og - (col_part * wide)), Cg)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either2(first, last, x, b, panels, y_lines, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, deep, high,
        line_last, line_last2, quotient_Og_wide, rows, wide):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = x.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(Cg, np.int64)
    right_at = np.empty(Cg, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for c in range(Cg):
        left_at[U(c)] = H * W * c
    for k in range(Cg):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]
        for line in range(high * row_part // OW, min((high + high * row_part - 1) // OW + 1, line_last + 1,
                N * OH)):
            n = line // OH
            i = line % OH
            for j in range(max(0, high * row_part - (OW * line)), min(OW, rows - (OW * line),
                    high + high * row_part - (OW * line))):
                row_at[U(j + OW * line - (high * row_part))] = (
                    Cg * H * W * g + W * i * s_h + j * s_w + Cg * G * H * W * n
                )
        contract(tile, (0, 0), wide, x, row_at, left_at, panels,
                Cg * col_part * wide + Cg * g * quotient_Og_wide * wide + Cg * g * wide, right_at, min(high,
                rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, Cg, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        for line in range(high * row_part // (OH * OW), min((high + high * row_part - 1) // (OH * OW) + 1,
                line_last2 + 1, N)):
            n = line
            for o in range(col_part * wide, min(col_part * wide + wide, Og)):
                b_here = b[U(Og * g + o)]
                for run in range(max(0, high * row_part - (OH * OW * line)), min(OH * OW,
                        rows - (OH * OW * line), high + high * row_part - (OH * OW * line))):
                    y_lines[U(n), U(Og * g + o), U(run)] = (
                        b_here + turned[U(o - (col_part * wide)), U(OH * OW * line + run - (high * row_part))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other(first, last, x, panels2, N, Cg, G, H, W, OH, OW, s_h, s_w, cols2, line2_last, wide2):
    """panels2[g, col_part2, c, (n·OH+i)·OW+j−col_part2·wide2] = x[n, g·Cg+c, s_h·i, s_w·j]"""
    for task in range(first, last):
        g = task // (((cols2 - 1) // wide2 + 1))
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # panels2[g, col_part2, c, (n·OH+i)·OW+j−col_part2·wide2] = x[n, g·Cg+c, s_h·i, s_w·j]
        line2_first = col_part2 * wide2 // OW
        line2_last2 = (col_part2 * wide2 + wide2 - 1) // OW
        for c in range(Cg):
            for line2 in range(line2_first, min(line2_last2 + 1, line2_last + 1, N * OH)):
                n = line2 // OH
                i = line2 % OH
                j = max(0, col_part2 * wide2 - (OW * line2))
                copy(panels2, (g, col_part2, c, j + OW * line2 - (col_part2 * wide2)), x, (n, c + Cg * g,
                        i * s_h, j * s_w), s_w, min(OW, cols2 - (OW * line2),
                        col_part2 * wide2 + wide2 - (OW * line2)) - j)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, w, b, panels2, y_lines2, N, Cg, G, Og, OH, OW, cols2, deep2, high2,
        line2_last3, quotient_cols2_wide2, wide2):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = w.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(Cg, np.int64)
    right_at2 = np.empty(Cg, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    for c in range(Cg):
        left_at2[U(c)] = c
    for k2 in range(Cg):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((Og - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1))
        row_part2 = task // (((cols2 - 1) // wide2 + 1)) % ((Og - 1) // high2 + 1)
        col_part2 = task % ((cols2 - 1) // wide2 + 1)
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]
        for o in range(high2 * row_part2, min(Og, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = Cg * Og * g + Cg * o
        contract(tile2, (0, 0), wide2, w, row_at2, left_at2, panels2,
                Cg * col_part2 * wide2 + Cg * g * quotient_cols2_wide2 * wide2 + Cg * g * wide2, right_at2,
                min(high2, Og - (high2 * row_part2)), min(wide2, cols2 - (col_part2 * wide2)), 0, Cg, deep2)
        line2_first2 = col_part2 * wide2 // (OH * OW)
        line2_last4 = (col_part2 * wide2 + wide2 - 1) // (OH * OW)
        for o in range(high2 * row_part2, min(Og, high2 + high2 * row_part2)):
            b_here = b[U(Og * g + o)]
            for line2 in range(line2_first2, min(line2_last4 + 1, line2_last3 + 1, N)):
                n = line2
                for run2 in range(max(0, col_part2 * wide2 - (OH * OW * line2)), min(OH * OW,
                        cols2 - (OH * OW * line2), col_part2 * wide2 + wide2 - (OH * OW * line2))):
                    y_lines2[U(n), U(Og * g + o), U(run2)] = (
                        b_here
                        + tile2[U(o - (high2 * row_part2)), U(OH * OW * line2 + run2 - (col_part2 * wide2))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, c_block_last):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            y[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for j in range(OW):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                w_here = w[U(Og * g + o), U(c)]
                for j in range(OW):
                    part[U(j)] += w_here * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part[U(j)])


def _forward(x, w, b, y, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]

    Operations: Cg·G·N·OH·OW·Og multiplications, Cg·G·N·OH·OW·Og additions.
    """
    dtype = y.dtype
    if blocks(Og >= 4 and N * OH * OW >= 4 and Cg >= 4):
        if either(N * OH * OW >= Og and Og >= 8):
            rows = N * OH * OW
            wide = colblock(Og)
            deep = depthblock()
            high = rowblock(rows, ((Og - 1) // wide + 1) * G)
            panels = scratch((G, max(0, (Og - 1) // wide + 1), Cg, wide), dtype)
            launch(_forward_either, G * ((Og - 1) // wide + 1), Cg * G * Og, w, panels, Cg, G, Og, wide)
            y_lines = y.reshape((N, G * Og, OH * OW))
            line_last = (rows - 1) // OW
            quotient_Og_wide = (Og - 1) // wide
            line_last2 = (rows - 1) // (OH * OW)
            launch(_forward_either2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide + 1),
                    Cg * G * N * OH * OW * Og // 32, x, b, panels, y_lines, N, Cg, G, H, W, Og, OH, OW, s_h,
                    s_w, deep, high, line_last, line_last2, quotient_Og_wide, rows, wide)
        else:
            cols2 = N * OH * OW
            wide2 = colblock(cols2)
            deep2 = depthblock()
            high2 = rowblock(Og, ((cols2 - 1) // wide2 + 1) * G)
            line2_last = (cols2 - 1) // OW
            panels2 = scratch((G, max(0, (cols2 - 1) // wide2 + 1), Cg, wide2), dtype)
            launch(_forward_other, G * ((cols2 - 1) // wide2 + 1), Cg * G * N * OH * OW, x, panels2, N, Cg, G,
                    H, W, OH, OW, s_h, s_w, cols2, line2_last, wide2)
            y_lines2 = y.reshape((N, G * Og, OH * OW))
            quotient_cols2_wide2 = (cols2 - 1) // wide2
            line2_last3 = (cols2 - 1) // (OH * OW)
            launch(_forward_other2, G * ((Og - 1) // high2 + 1) * ((cols2 - 1) // wide2 + 1),
                    Cg * G * N * OH * OW * Og // 32, w, b, panels2, y_lines2, N, Cg, G, Og, OH, OW, cols2,
                    deep2, high2, line2_last3, quotient_cols2_wide2, wide2)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_forward_plain, N * G * Og * OH, Cg * G * N * OH * OW * Og, x, w, b, y, N, Cg, G, H, W, Og, OH,
                OW, s_h, s_w, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, panels, N, G, H, W, Og, OH, OW, s_h, s_w, cols, line_last, wide):
    """panels[g, col_part, o, (n·H+a)·W+b−col_part·wide] = dy[n, g·Og+o, a/s_h, b/s_w] · [s_h ∣ a, s_w ∣ b]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (((cols - 1) // wide + 1))
        col_part = task % ((cols - 1) // wide + 1)
        # panels[g, col_part, o, (n·H+a)·W+b−col_part·wide] = dy[n, g·Og+o, a/s_h, b/s_w] ·
        #     [s_h ∣ a, s_w ∣ b]
        for o in range(Og):
            for col in range(col_part * wide, min(col_part * wide + wide, cols)):
                panels[U(g), U(col_part), U(o), U(col - (col_part * wide))] = T(0)
        line_first = col_part * wide // W
        line_last2 = (col_part * wide + wide - 1) // W
        for o in range(Og):
            for line in range(line_first, min(line_last2 + 1, line_last + 1, H * N)):
                n = line // H
                a = line % H
                a_by_s_h = a // s_h
                if a % s_h == 0 and OH * s_h >= a + s_h:
                    for b in range(max(0, col_part * wide - (W * line)), min(W, cols - (W * line),
                            col_part * wide + wide - (W * line), OW * s_w + 1 - s_w)):
                        dy_here = dy[U(n), U(Og * g + o), U(a_by_s_h), U(b // s_w)]
                        if b % s_w == 0:
                            panels[U(g), U(col_part), U(o), U(b + W * line - (col_part * wide))] = dy_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, w, dx_lines, panels, N, Cg, G, H, W, Og, cols, deep, high, line_last3,
        quotient_cols_wide, wide):
    """dx[n, g·Cg+c, a, b] = Σ_{o : s_h ∣ a, s_w ∣ b} dy[n, g·Og+o, a/s_h, b/s_w] · w[g·Og+o, c]"""
    dtype = w.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(Og, np.int64)
    right_at = np.empty(Og, np.int64)
    tile = np.empty((high, wide), dtype)
    for o in range(Og):
        left_at[U(o)] = Cg * o
    for k in range(Og):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        g = task // (((Cg - 1) // high + 1) * ((cols - 1) // wide + 1))
        row_part = task // (((cols - 1) // wide + 1)) % ((Cg - 1) // high + 1)
        col_part = task % ((cols - 1) // wide + 1)
        # dx[n, g·Cg+c, a, b] = Σ_{o : s_h ∣ a, s_w ∣ b} dy[n, g·Og+o, a/s_h, b/s_w] ·
        #     w[g·Og+o, c]
        for c in range(high * row_part, min(Cg, high + high * row_part)):
            row_at[U(c - (high * row_part))] = c + Cg * Og * g
        contract(tile, (0, 0), wide, w, row_at, left_at, panels,
                Og * col_part * wide + Og * g * quotient_cols_wide * wide + Og * g * wide, right_at, min(high,
                Cg - (high * row_part)), min(wide, cols - (col_part * wide)), 0, Og, deep)
        line_first2 = col_part * wide // (H * W)
        line_last4 = (col_part * wide + wide - 1) // (H * W)
        for c in range(high * row_part, min(Cg, high + high * row_part)):
            for line in range(line_first2, min(line_last4 + 1, line_last3 + 1, N)):
                n = line
                for run in range(max(0, col_part * wide - (H * W * line)), min(H * W, cols - (H * W * line),
                        col_part * wide + wide - (H * W * line))):
                    dx_lines[U(n), U(c + Cg * g), U(run)] = tile[U(c - (high * row_part)), U(H * W * line + run - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, o_block_last):
    """dx[n, g·Cg+c, a, b] = Σ_{o : s_h ∣ a, s_w ∣ b} dy[n, g·Og+o, a/s_h, b/s_w] · w[g·Og+o, c]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
    for task in range(first, last):
        n = task // (G * Cg * H)
        g = task // (Cg * H) % G
        c = task // H % Cg
        a = task % H
        # dx[n, g·Cg+c, a, b] = Σ_{o : s_h ∣ a, s_w ∣ b} dy[n, g·Og+o, a/s_h, b/s_w] ·
        #     w[g·Og+o, c]
        for b in range(W):
            dx[U(n), U(c + Cg * g), U(a), U(b)] = T(0)
        for b in range(W):
            rest[U(b)] = T(0)
        a_by_s_h = a // s_h
        if a % s_h == 0 and OH * s_h >= a + s_h:
            for o_block in range(o_block_last + 1):
                for b in range(W):
                    part[U(b)] = T(0)
                for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                    w_here = w[U(Og * g + o), U(c)]
                    for b in range(min(W, OW * s_w + 1 - s_w)):
                        dy_w = dy[U(n), U(Og * g + o), U(a_by_s_h), U(b // s_w)] * w_here
                        if b % s_w == 0:
                            part[U(b)] += dy_w
                for b in range(W):
                    dx[U(n), U(c + Cg * g), U(a), U(b)], rest[U(b)] = carried(dx[U(n), U(c + Cg * g), U(a), U(b)], rest[U(b)], part[U(b)])


def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    """dx[n, g·Cg+c, a, b] = [s_h ∣ a, s_w ∣ b] · Σ_o dy[n, g·Og+o, a/s_h, b/s_w] · w[g·Og+o, c]

    Operations: Cg·G·H·N·Og·W multiplications, Cg·G·H·N·Og·W − Cg·G·H·N·W additions, terms that a
        condition drops counted.
    """
    dtype = dx.dtype
    again = not (blocks(Cg >= 4 and H * N * W >= 8 and Og >= 4) and finite(w, dx))
    if not again:
        cols = H * N * W
        wide = colblock(cols)
        deep = depthblock()
        high = rowblock(Cg, ((cols - 1) // wide + 1) * G)
        line_last = (cols - 1) // W
        panels = scratch((G, max(0, (cols - 1) // wide + 1), Og, wide), dtype)
        launch(_vjp_x_blocks, G * ((cols - 1) // wide + 1), G * H * N * Og * W, dy, panels, N, G, H, W, Og,
                OH, OW, s_h, s_w, cols, line_last, wide)
        dx_lines = dx.reshape((N, Cg * G, H * W))
        quotient_cols_wide = (cols - 1) // wide
        line_last3 = (cols - 1) // (H * W)
        launch(_vjp_x_blocks2, G * ((Cg - 1) // high + 1) * ((cols - 1) // wide + 1),
                Cg * G * H * N * Og * W // 32, w, dx_lines, panels, N, Cg, G, H, W, Og, cols, deep, high,
                line_last3, quotient_cols_wide, wide)
        again = not (finite(dx, w))
    if again:
        o_block_last = (Og - 1) // 1024
        launch(_vjp_x_plain, N * G * Cg * H, Cg * G * H * N * Og * W, dy, w, dx, N, Cg, G, H, W, Og, OH, OW,
                s_h, s_w, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_either(first, last, x, panels_apart, N, Cg, G, H, W, OH, OW, s_h, s_w, wide):
    """panels[g, col_part, (n·OH+i)·OW+j, c−col_part·wide] = x[n, g·Cg+c, s_h·i, s_w·j]"""
    for task in range(first, last):
        g = task // (N * ((Cg - 1) // wide + 1))
        n = task // (((Cg - 1) // wide + 1)) % N
        col_part = task % ((Cg - 1) // wide + 1)
        # panels[g, col_part, (n·OH+i)·OW+j, c−col_part·wide] = x[n, g·Cg+c, s_h·i, s_w·j]
        for i in range(OH):
            turn(panels_apart, (g, col_part, n, OW * i, 0), wide, x,
                    H * W * col_part * wide + Cg * H * W * g + W * i * s_h + Cg * G * H * W * n, H * W, s_w,
                    min(wide, Cg - (col_part * wide)), OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_either2(first, last, dy, dw, panels, N, Cg, G, Og, OH, OW, deep, depth, high, quotient_Cg_wide,
        wide):
    """dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for n in range(N):
        for i in range(OH):
            for j in range(OW):
                left_at[U(OW * i + j + OH * OW * n)] = OW * i + j + G * OH * OW * Og * n
    for k in range(depth):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        g = task // (((Og - 1) // high + 1) * ((Cg - 1) // wide + 1))
        row_part = task // (((Cg - 1) // wide + 1)) % ((Og - 1) // high + 1)
        col_part = task % ((Cg - 1) // wide + 1)
        # dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]
        for o in range(high * row_part, min(Og, high + high * row_part)):
            row_at[U(o - (high * row_part))] = OH * OW * Og * g + OH * OW * o
        contract(tile, (0, 0), wide, dy, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Cg_wide * wide + depth * g * wide, right_at,
                min(high, Og - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        for o in range(high * row_part, min(Og, high + high * row_part)):
            for c in range(col_part * wide, min(Cg, col_part * wide + wide)):
                dw[U(Og * g + o), U(c)] = tile[U(o - (high * row_part)), U(c - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_other(first, last, dy, panels_apart2, N, G, Og, OH, OW, wide2):
    """panels2[g, col_part2, (n·OH+i)·OW+j, o−col_part2·wide2] = dy[n, g·Og+o, i, j]"""
    for task in range(first, last):
        g = task // (N * ((Og - 1) // wide2 + 1))
        n = task // (((Og - 1) // wide2 + 1)) % N
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # panels2[g, col_part2, (n·OH+i)·OW+j, o−col_part2·wide2] = dy[n, g·Og+o, i, j]
        turn(panels_apart2, (g, col_part2, n, 0, 0), wide2, dy,
                OH * OW * col_part2 * wide2 + OH * OW * Og * g + G * OH * OW * Og * n, OH * OW, 1, min(wide2,
                Og - (col_part2 * wide2)), OH * OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_other2(first, last, x, dw, panels2, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, deep2, depth2, high2,
        quotient_Og_wide2, wide2):
    """dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = x.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(max(0, depth2), np.int64)
    right_at2 = np.empty(max(0, depth2), np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for n in range(N):
        for i in range(OH):
            for j in range(OW):
                left_at2[U(OW * i + j + OH * OW * n)] = W * i * s_h + j * s_w + Cg * G * H * W * n
    for k2 in range(depth2):
        right_at2[U(k2)] = k2 * wide2
    for task in range(first, last):
        g = task // (((Cg - 1) // high2 + 1) * ((Og - 1) // wide2 + 1))
        row_part2 = task // (((Og - 1) // wide2 + 1)) % ((Cg - 1) // high2 + 1)
        col_part2 = task % ((Og - 1) // wide2 + 1)
        # dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]
        for c in range(high2 * row_part2, min(Cg, high2 + high2 * row_part2)):
            row_at2[U(c - (high2 * row_part2))] = H * W * c + Cg * H * W * g
        contract(tile2, (0, 0), wide2, x, row_at2, left_at2, panels2,
                col_part2 * depth2 * wide2 + depth2 * g * quotient_Og_wide2 * wide2 + depth2 * g * wide2,
                right_at2, min(high2, Cg - (high2 * row_part2)), min(wide2, Og - (col_part2 * wide2)), 0,
                depth2, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, Cg - (high2 * row_part2)), min(wide2,
                Og - (col_part2 * wide2)))
        for o in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, Og)):
            for c in range(high2 * row_part2, min(Cg, high2 + high2 * row_part2)):
                dw[U(Og * g + o), U(c)] = turned2[U(o - (col_part2 * wide2)), U(c - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, j_block_last):
    """dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]
        for c in range(Cg):
            acc = T(0)
            rest = T(0)
            for n in range(N):
                for i in range(OH):
                    for j_block in range(j_block_last + 1):
                        part = T(0)
                        for j in range(j_block * 1024, min(OW, j_block * 1024 + 1024)):
                            part = plus(
                                part,
                                dy[U(n), U(Og * g + o), U(i), U(j)]
                                * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)],
                            )
                        acc, rest = carried(acc, rest, part)
            dw[U(Og * g + o), U(c)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    """dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]

    Operations: Cg·G·N·OH·OW·Og multiplications, Cg·G·N·OH·OW·Og − Cg·G·Og additions.
    """
    dtype = dw.dtype
    if blocks(Cg >= 4 and Og >= 4 and N * OH * OW >= 4):
        if either(Og >= Cg and Cg >= 8):
            depth = N * OH * OW
            wide = colblock(Cg)
            deep = depthblock()
            high = rowblock(Og, ((Cg - 1) // wide + 1) * G)
            panels = scratch((G, max(0, (Cg - 1) // wide + 1), max(0, depth), wide), dtype)
            panels_apart = panels.reshape((G, (Cg - 1) // wide + 1, N, OH * OW, wide))
            launch(_vjp_w_either, G * N * ((Cg - 1) // wide + 1), Cg * G * N * OH * OW, x, panels_apart, N,
                    Cg, G, H, W, OH, OW, s_h, s_w, wide)
            quotient_Cg_wide = (Cg - 1) // wide
            launch(_vjp_w_either2, G * ((Og - 1) // high + 1) * ((Cg - 1) // wide + 1),
                    Cg * G * N * OH * OW * Og // 32, dy, dw, panels, N, Cg, G, Og, OH, OW, deep, depth, high,
                    quotient_Cg_wide, wide)
        else:
            depth2 = N * OH * OW
            wide2 = colblock(Og)
            deep2 = depthblock()
            high2 = rowblock(Cg, ((Og - 1) // wide2 + 1) * G)
            panels2 = scratch((G, max(0, (Og - 1) // wide2 + 1), max(0, depth2), wide2), dtype)
            panels_apart2 = panels2.reshape((G, (Og - 1) // wide2 + 1, N, OH * OW, wide2))
            launch(_vjp_w_other, G * N * ((Og - 1) // wide2 + 1), G * N * OH * OW * Og, dy, panels_apart2, N,
                    G, Og, OH, OW, wide2)
            quotient_Og_wide2 = (Og - 1) // wide2
            launch(_vjp_w_other2, G * ((Cg - 1) // high2 + 1) * ((Og - 1) // wide2 + 1),
                    Cg * G * N * OH * OW * Og // 32, x, dw, panels2, N, Cg, G, H, W, Og, OH, OW, s_h, s_w,
                    deep2, depth2, high2, quotient_Og_wide2, wide2)
    else:
        j_block_last = (OW - 1) // 1024
        launch(_vjp_w_plain, G * Og, Cg * G * N * OH * OW * Og, dy, x, dw, N, Cg, G, H, W, Og, OH, OW, s_h,
                s_w, j_block_last)


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
