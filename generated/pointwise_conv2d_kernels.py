"""The kernels of pointwise_conv2d; pointwise_conv2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `pointwise_conv2d`.  Do not edit.
Run time: edb5d24a3545977e.
"""

import numpy as np
from numba import njit

from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, cols, pieces, share):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((Og, 384), dtype)
    left = np.empty((min(Og, 96), min(Cg, 256)), dtype)
    right = np.empty((min(Cg, 256), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]
            for o in range(Og):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // OW
            line_last = cols_last // OW
            for depth_from in range(0, Cg, 256):
                depth_last = min(Cg - 1, depth_from + 255)
                for c in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, N * OH)):
                        n = line // OH
                        i = line % OH
                        j = max(0, cols_from - (OW * line))
                        copy(right, (c - depth_from, j + OW * line - cols_from), x, (n, c + Cg * g, i * s_h,
                                j * s_w), s_w, min(OW, cols_last + 1 - (OW * line)) - j)
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        c = depth_from
                        copy(left, (o - rows_from, c - depth_from), w, (Og * g + o, c), 1, depth_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(Cg, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line in range(line_first, min(line_last + 1, N * OH)):
                    n = line // OH
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        y[U(n), U(Og * g + o), U(i), U(j)] = b_here + tile[U(o), U(j + OW * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, c_block_last):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part2 = np.empty(OW, dtype)
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
                part2[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                w_here = w[U(Og * g + o), U(c)]
                for j in range(OW):
                    part2[U(j)] += w_here * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part2[U(j)])


def _forward(x, w, b, y, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    """y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]

    Operations: Cg·G·N·OH·OW·Og multiplications, Cg·G·N·OH·OW·Og additions.
    """
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg >= 4):
        cols = N * OH * OW
        pieces = parts(N * OH * OW)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, G * pieces, Cg * G * N * OH * OW * Og // 32, x, w, b, y, N, Cg, G, H, W, Og,
                OH, OW, s_h, s_w, cols, pieces, share)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_forward_plain, N * G * Og * OH, Cg * G * N * OH * OW * Og, x, w, b, y, N, Cg, G, H, W, Og, OH,
                OW, s_h, s_w, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, cols, pieces, share):
    """dx[n, g·Cg+c, a, b] = Σ_{o : s_h ∣ a, s_w ∣ b} dy[n, g·Og+o, a/s_h, b/s_w] · w[g·Og+o, c]"""
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((Cg, 384), dtype)
    left = np.empty((min(Og, 256), min(Cg, 96)), dtype)
    right = np.empty((min(Og, 256), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dx[n, g·Cg+c, a, b] = Σ_{o : s_h ∣ a, s_w ∣ b} dy[n, g·Og+o, a/s_h, b/s_w] ·
            #     w[g·Og+o, c]
            for c in range(Cg):
                for col in range(cols_from, cols_last + 1):
                    tile[U(c), U(col - cols_from)] = T(0)
            line_first = cols_from // W
            line_last = cols_last // W
            for depth_from in range(0, Og, 256):
                depth_last = min(Og - 1, depth_from + 255)
                for o in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(o - depth_from), U(col - cols_from)] = T(0)
                for o in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, H * N)):
                        n = line // H
                        a = line % H
                        a_by_s_h = a // s_h
                        if a % s_h == 0 and OH * s_h >= a + s_h:
                            for b in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line),
                                    OW * s_w + 1 - s_w)):
                                dy_here = dy[U(n), U(Og * g + o), U(a_by_s_h), U(b // s_w)]
                                if b % s_w == 0:
                                    right[U(o - depth_from), U(b + W * line - cols_from)] = dy_here
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for o in range(depth_from, depth_last + 1):
                        c = rows_from
                        copy(left, (o - depth_from, c - rows_from), w, (Og * g + o, c), 1, rows_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Cg, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(Cg):
                for line in range(line_first, min(line_last + 1, H * N)):
                    n = line // H
                    a = line % H
                    for b in range(max(0, cols_from - (W * line)), min(W, cols_last + 1 - (W * line))):
                        dx[U(n), U(c + Cg * g), U(a), U(b)] = tile[U(c), U(b + W * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    """dx[n, g·Cg+c, a, b] = Σ_{o : s_h ∣ a, s_w ∣ b} dy[n, g·Og+o, a/s_h, b/s_w] · w[g·Og+o, c]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * H)
        g = task // (Cg * H) % G
        c = task // H % Cg
        a = task % H
        # dx[n, g·Cg+c, a, b] = Σ_{o : s_h ∣ a, s_w ∣ b} dy[n, g·Og+o, a/s_h, b/s_w] ·
        #     w[g·Og+o, c]
        for b in range(W):
            dx[U(n), U(c + Cg * g), U(a), U(b)] = T(0)
        a_by_s_h = a // s_h
        if a % s_h == 0 and OH * s_h >= a + s_h:
            for o in range(Og):
                w_here = w[U(Og * g + o), U(c)]
                for b in range(min(W, OW * s_w + 1 - s_w)):
                    dy_w = dy[U(n), U(Og * g + o), U(a_by_s_h), U(b // s_w)] * w_here
                    if b % s_w == 0:
                        dx[U(n), U(c + Cg * g), U(a), U(b)] += dy_w


def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    """dx[n, g·Cg+c, a, b] = [s_h ∣ a, s_w ∣ b] · Σ_o dy[n, g·Og+o, a/s_h, b/s_w] · w[g·Og+o, c]

    Operations: Cg·G·H·N·Og·W multiplications, Cg·G·H·N·Og·W − Cg·G·H·N·W additions, terms that a
        condition drops counted.
    """
    if blocks(Cg >= 4 and H * N * W >= 8 and Og >= 4):
        cols = H * N * W
        pieces = parts(H * N * W)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_x_blocks, G * pieces, Cg * G * H * N * Og * W // 32, dy, w, dx, N, Cg, G, H, W, Og, OH,
                OW, s_h, s_w, cols, pieces, share)
    else:
        launch(_vjp_x_plain, N * G * Cg * H, Cg * G * H * N * Og * W, dy, w, dx, N, Cg, G, H, W, Og, OH, OW,
                s_h, s_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, depth, pieces, share):
    """dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((Og, 384), dtype)
    left = np.empty((min(Og, 96), max(0, min(depth, 256))), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, Cg), 384):
            cols_last = min(Cg - 1, cols_from + 383, part * share + share - 1)
            # dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]
            for o in range(Og):
                for c in range(cols_from, cols_last + 1):
                    tile[U(o), U(c - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // (OH * OW)
                    i = inner // OW % OH
                    j = inner % OW
                    c = cols_from
                    copy(right, (inner - depth_from, c - cols_from), x, (n, c + Cg * g, i * s_h, j * s_w),
                            H * W, cols_last + 1 - c)
                line_first = depth_from // OW
                line_last = depth_last // OW
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        for line in range(line_first, min(line_last + 1, N * OH)):
                            n = line // OH
                            i = line % OH
                            j = max(0, depth_from - (OW * line))
                            copy(left, (o - rows_from, j + OW * line - depth_from), dy, (n, Og * g + o, i, j),
                                    1, min(OW, depth_last + 1 - (OW * line)) - j)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(Og):
                for c in range(cols_from, cols_last + 1):
                    dw[U(Og * g + o), U(c)] = tile[U(o), U(c - cols_from)]


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
                        part2 = T(0)
                        for j in range(j_block * 1024, min(OW, j_block * 1024 + 1024)):
                            part2 = plus(
                                part2,
                                dy[U(n), U(Og * g + o), U(i), U(j)]
                                * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)],
                            )
                        acc, rest = carried(acc, rest, part2)
            dw[U(Og * g + o), U(c)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    """dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]

    Operations: Cg·G·N·OH·OW·Og multiplications, Cg·G·N·OH·OW·Og − Cg·G·Og additions.
    """
    if blocks(Og >= 4 and Cg >= 8 and N * OH * OW >= 4):
        depth = N * OH * OW
        pieces = parts(Cg)
        share = max(((Cg - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_w_blocks, G * pieces, Cg * G * N * OH * OW * Og // 32, dy, x, dw, N, Cg, G, H, W, Og, OH,
                OW, s_h, s_w, depth, pieces, share)
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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, cols, pieces,
        share):
    """y_dot_part1[n, g·Og+o, i, j] = Σ_c w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((Og, 384), dtype)
    left = np.empty((min(Og, 96), min(Cg, 256)), dtype)
    right = np.empty((min(Cg, 256), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y_dot_part1[n, g·Og+o, i, j] = Σ_c w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i, s_w·j]
            for o in range(Og):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // OW
            line_last = cols_last // OW
            for depth_from in range(0, Cg, 256):
                depth_last = min(Cg - 1, depth_from + 255)
                for c in range(depth_from, depth_last + 1):
                    for line in range(line_first, min(line_last + 1, N * OH)):
                        n = line // OH
                        i = line % OH
                        j = max(0, cols_from - (OW * line))
                        copy(right, (c - depth_from, j + OW * line - cols_from), x_dot, (n, c + Cg * g,
                                i * s_h, j * s_w), s_w, min(OW, cols_last + 1 - (OW * line)) - j)
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        c = depth_from
                        copy(left, (o - rows_from, c - depth_from), w, (Og * g + o, c), 1, depth_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(Cg, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(Og):
                for line in range(line_first, min(line_last + 1, N * OH)):
                    n = line // OH
                    i = line % OH
                    for j in range(max(0, cols_from - (OW * line)), min(OW, cols_last + 1 - (OW * line))):
                        y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = tile[U(o), U(j + OW * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, c_block_last):
    """y_dot_part1[n, g·Og+o, i, j] = Σ_c w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i, s_w·j]"""
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part3 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # y_dot_part1[n, g·Og+o, i, j] = Σ_c w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i, s_w·j]
        for j in range(OW):
            y_dot_part1[U(n), U(Og * g + o), U(i), U(j)] = T(0)
        for j in range(OW):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part3[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                w_here = w[U(Og * g + o), U(c)]
                for j in range(OW):
                    part3[U(j)] += w_here * x_dot[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
            for j in range(OW):
                y_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y_dot_part1[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part3[U(j)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, OH, OW, s_h, s_w,
        cols2, pieces2, share2):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_c ẇ[g·Og+o, c] · x[n, g·Cg+c, s_h·i,
        s_w·j]
    """
    dtype = w_dot.dtype
    T = dtype.type
    tile2 = np.empty((Og, 384), dtype)
    left2 = np.empty((min(Og, 96), min(Cg, 256)), dtype)
    right2 = np.empty((min(Cg, 256), 384), dtype)
    for task in range(first, last):
        g = task // pieces2
        part2 = task % pieces2
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, cols2), 384):
            cols_last2 = min(cols2 - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_c ẇ[g·Og+o, c] ·
            #     x[n, g·Cg+c, s_h·i, s_w·j]
            for o in range(Og):
                for col2 in range(cols_from2, cols_last2 + 1):
                    tile2[U(o), U(col2 - cols_from2)] = T(0)
            line2_first = cols_from2 // OW
            line2_last = cols_last2 // OW
            for depth_from2 in range(0, Cg, 256):
                depth_last2 = min(Cg - 1, depth_from2 + 255)
                for c in range(depth_from2, depth_last2 + 1):
                    for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                        n = line2 // OH
                        i = line2 % OH
                        j = max(0, cols_from2 - (OW * line2))
                        copy(right2, (c - depth_from2, j + OW * line2 - cols_from2), x, (n, c + Cg * g,
                                i * s_h, j * s_w), s_w, min(OW, cols_last2 + 1 - (OW * line2)) - j)
                for rows_from2 in range(0, Og, 96):
                    rows_last2 = min(Og - 1, rows_from2 + 95)
                    for o in range(rows_from2, rows_last2 + 1):
                        c = depth_from2
                        copy(left2, (o - rows_from2, c - depth_from2), w_dot, (Og * g + o, c), 1,
                                depth_last2 + 1 - c)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), min(Cg, 256), 1, right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for line2 in range(line2_first, min(line2_last + 1, N * OH)):
                    n = line2 // OH
                    i = line2 % OH
                    for j in range(max(0, cols_from2 - (OW * line2)), min(OW, cols_last2 + 1 - (OW * line2))):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] = (
                            b_dot_here
                            + tile2[U(o), U(j + OW * line2 - cols_from2)]
                            + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, Cg, G, H, W, Og, OH, OW, s_h, s_w,
        c_block_last):
    """ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_c ẇ[g·Og+o, c] · x[n, g·Cg+c, s_h·i,
        s_w·j]
    """
    dtype = w_dot.dtype
    T = dtype.type
    rest2 = np.empty(OW, dtype)
    part4 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ẏ[n, g·Og+o, i, j] = y_dot_part1[n, g·Og+o, i, j] + ḃ[g·Og+o] + Σ_c ẇ[g·Og+o, c] ·
        #     x[n, g·Cg+c, s_h·i, s_w·j]
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here + y_dot_part1[U(n), U(Og * g + o), U(i), U(j)]
        for j in range(OW):
            rest2[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part4[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                w_dot_here = w_dot[U(Og * g + o), U(c)]
                for j in range(OW):
                    part4[U(j)] += w_dot_here * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest2[U(j)], part4[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_c (w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i, s_w·j] + ẇ[g·Og+o, c] · x[n,
        g·Cg+c, s_h·i, s_w·j])

    Operations: 2·Cg·G·N·OH·OW·Og multiplications, 2·Cg·G·N·OH·OW·Og additions.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, G * Og, OH, OW), dtype)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg >= 4):
        cols = N * OH * OW
        pieces = parts(N * OH * OW)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, G * pieces, Cg * G * N * OH * OW * Og // 32, x_dot, w, y_dot_part1, N, Cg, G, H,
                W, Og, OH, OW, s_h, s_w, cols, pieces, share)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_jvp_plain, N * G * Og * OH, Cg * G * N * OH * OW * Og, x_dot, w, y_dot_part1, N, Cg, G, H, W,
                Og, OH, OW, s_h, s_w, c_block_last)
    if blocks(Og >= 4 and N * OH * OW >= 8 and Cg >= 4):
        cols2 = N * OH * OW
        pieces2 = parts(N * OH * OW)
        share2 = max(((cols2 - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, G * pieces2, Cg * G * N * OH * OW * Og // 32, w_dot, b_dot, x, y_dot,
                y_dot_part1, N, Cg, G, H, W, Og, OH, OW, s_h, s_w, cols2, pieces2, share2)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_jvp_plain2, N * G * Og * OH, Cg * G * N * OH * OW * Og, w_dot, b_dot, x, y_dot, y_dot_part1,
                N, Cg, G, H, W, Og, OH, OW, s_h, s_w, c_block_last)
