"""pointwise_conv2d: 1×1 convolution: a dense layer over the channels of each pixel.

Made by `chainrule generate`, version 0.1.0, from the forward of `pointwise_conv2d`.  Do not edit.
Run time: a51755a289390ade.

    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]
    dx[n, g·Cg+c, a, b] = [s_h ∣ a, s_w ∣ b] · Σ_o dy[n, g·Og+o, a/s_h, b/s_w] · w[g·Og+o, c]
    dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]
    db[g·Og+o] = Σ_{n,i,j} dy[n, g·Og+o, i, j]
    dy = 0 where an index leaves its range

Source: Lin et al. 2014, section 3.1.
"""

from collections import namedtuple

import numpy as np
from numba import njit

from . import runtime
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'pointwise_conv2d',
    'summary': '1×1 convolution: a dense layer over the channels of each pixel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H - 1) // s_h + 1', 'OW': '(W - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "Cg", "Cg * G", factor=lambda G, **_: G),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w", 0, "Og", "G * Og", factor=lambda G, **_: G),
        runtime.Step("w", 1, "Cg", "Cg"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
        "OH": lambda H, s_h, **_: (H - 1) // s_h + 1,
        "OW": lambda W, s_w, **_: (W - 1) // s_w + 1,
    },
    shapes={
        "x": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "w": lambda Cg, G, Og, **_: (G * Og, Cg),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OH, OW, Og, **_: (N, G * Og, OH, OW),
    },
    requires=(),
    checks=(),
)


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
        g = task // (Og * Cg)
        o = task // Cg % Og
        c = task % Cg
        # dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]
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
        launch(_vjp_w_plain, G * Og * Cg, Cg * G * N * OH * OW * Og, dy, x, dw, N, Cg, G, H, W, Og, OH, OW,
                s_h, s_w, j_block_last)


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
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, OH, OW, s_h, s_w,
        c_block_last):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_c (w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i, s_w·j] + ẇ[g·Og+o, c] · x[n,
        g·Cg+c, s_h·i, s_w·j])
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OW, dtype)
    part = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (G * Og * OH)
        g = task // (Og * OH) % G
        o = task // OH % Og
        i = task % OH
        # ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_c (w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i, s_w·j] +
        #     ẇ[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
        for j in range(OW):
            rest[U(j)] = T(0)
        for c_block in range(c_block_last + 1):
            for j in range(OW):
                part[U(j)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                w_here = w[U(Og * g + o), U(c)]
                w_dot_here = w_dot[U(Og * g + o), U(c)]
                for j in range(OW):
                    part[U(j)] += (
                        w_dot_here * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
                        + w_here * x_dot[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
                    )
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)] = carried(y_dot[U(n), U(Og * g + o), U(i), U(j)], rest[U(j)], part[U(j)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    """ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_c (w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i, s_w·j] + ẇ[g·Og+o, c] · x[n,
        g·Cg+c, s_h·i, s_w·j])

    Operations: 2·Cg·G·N·OH·OW·Og multiplications, 2·Cg·G·N·OH·OW·Og additions.
    """
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * G * Og * OH, Cg * G * N * OH * OW * Og, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G,
            H, W, Og, OH, OW, s_h, s_w, c_block_last)


def forward(x, w, b=None, *, out=None, save=False, stride=1, groups=1):
    """1×1 convolution: a dense layer over the channels of each pixel; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "H", "W", "Og", "OH",
            "OW", "s_h", "s_w"))
    return call.result(*("y_dot",))
