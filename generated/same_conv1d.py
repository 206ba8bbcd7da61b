"""same_conv1d: 1-D cross-correlation padded such that the output has the size of the input.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv1d`.  Do not edit.
Run time: 31ac518f422d3877.

    y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]
    dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·(K−1−u)] · w[g·Og+o, c, K−1−u]
    dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
    db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]
    dx = full cross-correlation of dy with rot180(w): dilation (d), padding (d · (K − 1) − ⌊d · (K −
        1)/2⌋)
    dw = cross-correlation of x with dy: stride (d), padding (⌊d · (K − 1)/2⌋)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: an odd padding has its extra zero behind the image.

Source: Dumoulin & Visin 2016, relation 3 (half padding).
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
    'name': 'same_conv1d',
    'summary': '1-D cross-correlation padded such that the output has the size of the input',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'L'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
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
        runtime.Step("x", 2, "L", "L"),
        runtime.Step("w", 0, "Og", "G * Og", factor=lambda G, **_: G),
        runtime.Step("w", 1, "Cg", "Cg"),
        runtime.Step("w", 2, "K", "K"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
    },
    shapes={
        "x": lambda Cg, G, L, N, **_: (N, Cg * G, L),
        "w": lambda Cg, G, K, Og, **_: (G * Og, Cg, K),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, L, N, Og, **_: (N, G * Og, L),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, Cg, G, L, Og, K, d, cols, depth, pieces, quotient_K_d, share):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
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
            # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c,
            #     i+d·u−⌊d·(K−1)/2⌋]
            for o in range(Og):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // L
            line_last = cols_last // L
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    c = inner // K
                    u = inner % K
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        i = max(0, cols_from - (L * line), quotient_K_d - (d * u))
                        copy(right, (inner - depth_from, i + L * line - cols_from), x, (n, c + Cg * g,
                                i + d * u - quotient_K_d), 1, min(L, cols_last + 1 - (L * line),
                                L + quotient_K_d - (d * u)) - i)
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        c = inner // K
                        u = inner % K
                        o = rows_from
                        copy(left, (inner - depth_from, o - rows_from), w, (Og * g + o, c, u), Cg * K,
                                rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Og, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for i in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        y[U(n), U(Og * g + o), U(i)] = b_here + tile[U(o), U(i + L * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, L, Og, K, d, c_block_last, quotient_K_d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋]
        b_here = b[U(Og * g + o)]
        for i in range(L):
            y[U(n), U(Og * g + o), U(i)] = b_here
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part2[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, quotient_K_d - (d * u)), min(L, L + quotient_K_d - (d * u))):
                        part2[U(i)] += w_here * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)]
            for i in range(L):
                y[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y[U(n), U(Og * g + o), U(i)], rest[U(i)], part2[U(i)])


def _forward(x, w, b, y, N, Cg, G, L, Og, K, d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og additions, terms that a condition drops
        counted.
    """
    if blocks(Og >= 4 and L * N >= 8 and Cg * K >= 4):
        cols = L * N
        depth = Cg * K
        pieces = parts(L * N)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_forward_blocks, G * pieces, Cg * G * K * L * N * Og // 32, x, w, b, y, N, Cg, G, L, Og, K, d,
                cols, depth, pieces, quotient_K_d, share)
    else:
        quotient_K_d = (K * d - d) // 2
        c_block_last = (Cg - 1) // 1024
        launch(_forward_plain, N * G * Og, Cg * G * K * L * N * Og, x, w, b, y, N, Cg, G, L, Og, K, d,
                c_block_last, quotient_K_d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, L, Og, K, d, cols, depth, pieces, quotient_K_d, share):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]"""
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((Cg, 384), dtype)
    left = np.empty((max(0, min(depth, 256)), min(Cg, 96)), dtype)
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
            for c in range(Cg):
                for col in range(cols_from, cols_last + 1):
                    tile[U(c), U(col - cols_from)] = T(0)
            line_first = cols_from // L
            line_last = cols_last // L
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    o = inner // K
                    u = inner % K
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        a = max(0, cols_from - (L * line), d * u - quotient_K_d)
                        copy(right, (inner - depth_from, a + L * line - cols_from), dy, (n, Og * g + o,
                                a + quotient_K_d - (d * u)), 1, min(L, cols_last + 1 - (L * line),
                                L + d * u - quotient_K_d) - a)
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for inner in range(depth_from, depth_last + 1):
                        o = inner // K
                        u = inner % K
                        c = rows_from
                        copy(left, (inner - depth_from, c - rows_from), w, (Og * g + o, c, u), K,
                                rows_last + 1 - c)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Cg, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for c in range(Cg):
                for line in range(line_first, min(line_last + 1, N)):
                    n = line
                    for a in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        dx[U(n), U(c + Cg * g), U(a)] = tile[U(c), U(a + L * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, d, o_block_last, quotient_K_d):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part2 = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Cg)
        g = task // Cg % G
        c = task % Cg
        # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
        for a in range(L):
            dx[U(n), U(c + Cg * g), U(a)] = T(0)
        for a in range(L):
            rest[U(a)] = T(0)
        for o_block in range(o_block_last + 1):
            for a in range(L):
                part2[U(a)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for a in range(max(0, d * u - quotient_K_d), min(L, L + d * u - quotient_K_d)):
                        part2[U(a)] += dy[U(n), U(Og * g + o), U(a + quotient_K_d - (d * u))] * w_here
            for a in range(L):
                dx[U(n), U(c + Cg * g), U(a)], rest[U(a)] = carried(dx[U(n), U(c + Cg * g), U(a)], rest[U(a)], part2[U(a)])


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, d):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·(K−1−u)] · w[g·Og+o, c, K−1−u]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·L·N additions, terms that a condition
        drops counted.
    """
    if blocks(Cg >= 4 and L * N >= 8 and K * Og >= 4):
        cols = L * N
        depth = K * Og
        pieces = parts(L * N)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_vjp_x_blocks, G * pieces, Cg * G * K * L * N * Og // 32, dy, w, dx, N, Cg, G, L, Og, K, d,
                cols, depth, pieces, quotient_K_d, share)
    else:
        quotient_K_d = (K * d - d) // 2
        o_block_last = (Og - 1) // 1024
        launch(_vjp_x_plain, N * G * Cg, Cg * G * K * L * N * Og, dy, w, dx, N, Cg, G, L, Og, K, d,
                o_block_last, quotient_K_d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, L, Og, K, d, depth, pieces, quotient_K_d, rows, share):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]"""
    dtype = dy.dtype
    T = dtype.type
    right = np.empty((max(0, min(depth, 256)), 384), dtype)
    tile = np.empty((share, 384), dtype)
    left = np.empty((min(share, 96), max(0, min(depth, 256))), dtype)
    for task in range(first, last):
        g = task // pieces
        part = task % pieces
        for cols_from in range(0, Og, 384):
            cols_last = min(Og - 1, cols_from + 383)
            # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
            for row in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // L
                    i = inner % L
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dy, (n, Og * g + o, i), L,
                            cols_last + 1 - o)
                line_first = depth_from // L
                line_last = depth_last // L
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        c = row // K
                        u = row % K
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            i = max(0, depth_from - (L * line), quotient_K_d - (d * u))
                            copy(left, (row - rows_from, i + L * line - depth_from), x, (n, c + Cg * g,
                                    i + d * u - quotient_K_d), 1, min(L, depth_last + 1 - (L * line),
                                    L + quotient_K_d - (d * u)) - i)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                c = row // K
                u = row % K
                for o in range(cols_from, cols_last + 1):
                    dw[U(Og * g + o), U(c), U(u)] = tile[U(row - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, d, i_block_last, quotient_K_d):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * K)
        o = task // (Cg * K) % Og
        c = task // K % Cg
        u = task % K
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
        acc = T(0)
        rest = T(0)
        i_block_first = (quotient_K_d - (d * u)) // 1024
        i_block_last2 = (L + quotient_K_d - (d * u) - 1) // 1024
        for n in range(N):
            for i_block in range(max(0, i_block_first), min(i_block_last + 1, i_block_last2 + 1)):
                part2 = T(0)
                for i in range(max(0, quotient_K_d - (d * u), i_block * 1024), min(L,
                        L + quotient_K_d - (d * u), i_block * 1024 + 1024)):
                    part2 = plus(
                        part2,
                        dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)],
                    )
                acc, rest = carried(acc, rest, part2)
        dw[U(Og * g + o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, d):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·K·Og additions, terms that a condition
        drops counted.
    """
    if blocks(Cg * K >= 4 and Og >= 8 and L * N >= 4):
        rows = Cg * K
        depth = L * N
        pieces = parts(Cg * K)
        share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
        quotient_K_d = (K * d - d) // 2
        launch(_vjp_w_blocks, G * pieces, Cg * G * K * L * N * Og // 32, dy, x, dw, N, Cg, G, L, Og, K, d,
                depth, pieces, quotient_K_d, rows, share)
    else:
        quotient_K_d = (K * d - d) // 2
        i_block_last = (L - 1) // 1024
        launch(_vjp_w_plain, G * Og * Cg * K, Cg * G * K * L * N * Og, dy, x, dw, N, Cg, G, L, Og, K, d,
                i_block_last, quotient_K_d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, L, Og, i_block_last):
    """db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // Og
        o = task % Og
        # db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for i_block in range(i_block_last + 1):
                part = T(0)
                for i in range(i_block * 1024, min(L, i_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(i)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, L, Og):
    """db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]

    Operations: G·L·N·Og − G·Og additions.
    """
    i_block_last = (L - 1) // 1024
    launch(_vjp_b_part, G * Og, G * L * N * Og, dy, db, N, G, L, Og, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, d, c_block_last,
        quotient_K_d):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋] + ẇ[g·Og+o,
        c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋])
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part = np.empty(L, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋] + ẇ[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋])
        b_dot_here = b_dot[U(Og * g + o)]
        for i in range(L):
            y_dot[U(n), U(Og * g + o), U(i)] = b_dot_here
        for i in range(L):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(L):
                part[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    w_dot_here = w_dot[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, quotient_K_d - (d * u)), min(L, L + quotient_K_d - (d * u))):
                        part[U(i)] += (
                            w_dot_here * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)]
                            + w_here * x_dot[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)]
                        )
            for i in range(L):
                y_dot[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y_dot[U(n), U(Og * g + o), U(i)], rest[U(i)], part[U(i)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, d):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋] + ẇ[g·Og+o,
        c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋])

    Operations: 2·Cg·G·K·L·N·Og multiplications, 2·Cg·G·K·L·N·Og additions, terms that a condition drops
        counted.
    """
    quotient_K_d = (K * d - d) // 2
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * G * Og, Cg * G * K * L * N * Og, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og,
            K, d, c_block_last, quotient_K_d)


def forward(x, w, b=None, *, out=None, save=False, dilation=1, groups=1):
    """1-D cross-correlation padded such that the output has the size of the input; ``save=True`` also returns
    what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "L", "Og", "K", "d"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "d"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "d"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "L", "Og"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, dilation=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "d"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "d"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "L", "Og"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, dilation=1, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "L", "Og", "K", "d"))
    return call.result(*("y_dot",))
