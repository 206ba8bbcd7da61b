"""same_conv1d: 1-D cross-correlation padded such that the output has the size of the input.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv1d`.  Do not edit.
Run time: 894fd0b39b54e850.

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
from .vectors import blocks, colblock, depthblock, multiply, padded, rowblock, scratch, turn

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
def _forward_blocks(first, last, w, panels, Cg, G, Og, K, depth, wide):
    """panels[g, col_part, c·K+u, o−col_part·wide] = w[g·Og+o, c, u]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide + 1))
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, c·K+u, o−col_part·wide] = w[g·Og+o, c, u]
        turn(panels, (g, col_part, 0, 0), wide, w, Cg * K * col_part * wide + Cg * K * Og * g, Cg * K, 1,
                min(wide, Og - (col_part * wide)), Cg * K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, b, y, panels, x_padded, N, Cg, G, L, Og, K, d, deep, depth, high, line_last,
        quotient_K_d, quotient_Og_wide, rows, wide, x_from2, x_size2):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
    dtype = b.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(depth, np.int64)
    right_at = np.empty(depth, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋]
        for line in range(high * row_part // L, min((high + high * row_part - 1) // L + 1, line_last + 1, N)):
            n = line
            for i in range(max(0, high * row_part - (L * line)), min(L, rows - (L * line),
                    high + high * row_part - (L * line))):
                row_at[U(i + L * line - (high * row_part))] = (
                    Cg * g * x_size2 + i + Cg * G * n * x_size2 - quotient_K_d - x_from2
                )
        for c in range(Cg):
            for u in range(K):
                left_at[U(K * c + u)] = c * x_size2 + d * u
        for k in range(depth):
            right_at[U(k)] = k * wide
        multiply(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Og_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        line_first = high * row_part // L
        line_last2 = (high + high * row_part - 1) // L
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            b_here = b[U(Og * g + o)]
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N)):
                n = line
                for i in range(max(0, high * row_part - (L * line)), min(L, rows - (L * line),
                        high + high * row_part - (L * line))):
                    y[U(n), U(Og * g + o), U(i)] = (
                        b_here + turned[U(o - (col_part * wide)), U(i + L * line - (high * row_part))]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, L, Og, K, d, c_block_last, quotient_K_d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part = np.empty(L, dtype)
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
                part[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, quotient_K_d - (d * u)), min(L, L + quotient_K_d - (d * u))):
                        part[U(i)] += w_here * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)]
            for i in range(L):
                y[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y[U(n), U(Og * g + o), U(i)], rest[U(i)], part[U(i)])


def _forward(x, w, b, y, N, Cg, G, L, Og, K, d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og additions, terms that a condition drops
        counted.
    """
    dtype = y.dtype
    if blocks(L * N >= 4 and Og >= 8 and Cg * K >= 4):
        rows = L * N
        depth = Cg * K
        x_from2 = min(-((K * d - d) // 2), 0)
        x_size2 = max(K * d + L - ((K * d - d) // 2) - d, L) - x_from2
        x_padded = padded(x, (0, 0, x_from2), (N, Cg * G, x_size2))
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, ((Og - 1) // wide + 1) * G)
        panels = scratch((G, max(0, (Og - 1) // wide + 1), depth, wide), dtype)
        launch(_forward_blocks, G * ((Og - 1) // wide + 1), Cg * G * K * Og, w, panels, Cg, G, Og, K, depth,
                wide)
        quotient_K_d = (K * d - d) // 2
        line_last = (rows - 1) // L
        quotient_Og_wide = (Og - 1) // wide
        launch(_forward_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide + 1),
                Cg * G * K * L * N * Og // 32, b, y, panels, x_padded, N, Cg, G, L, Og, K, d, deep, depth,
                high, line_last, quotient_K_d, quotient_Og_wide, rows, wide, x_from2, x_size2)
    else:
        quotient_K_d = (K * d - d) // 2
        c_block_last = (Cg - 1) // 1024
        launch(_forward_plain, N * G * Og, Cg * G * K * L * N * Og, x, w, b, y, N, Cg, G, L, Og, K, d,
                c_block_last, quotient_K_d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, w, panels, Cg, G, Og, K, depth, wide):
    """panels[g, col_part, o·K+u, c−col_part·wide] = w[g·Og+o, c, u]"""
    for task in range(first, last):
        g = task // (((Cg - 1) // wide + 1))
        col_part = task % ((Cg - 1) // wide + 1)
        # panels[g, col_part, o·K+u, c−col_part·wide] = w[g·Og+o, c, u]
        for o in range(Og):
            turn(panels, (g, col_part, K * o, 0), wide, w, K * col_part * wide + Cg * K * Og * g + Cg * K * o,
                    K, 1, min(wide, Cg - (col_part * wide)), K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks2(first, last, dx, dy_padded, panels, N, Cg, G, L, Og, K, d, deep, depth, dy_from2, dy_size2,
        high, line_last, quotient_Cg_wide, quotient_K_d, rows, wide):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]"""
    dtype = dx.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(depth, np.int64)
    right_at = np.empty(depth, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Cg - 1) // wide + 1))
        row_part = task // (((Cg - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Cg - 1) // wide + 1)
        # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
        for line in range(high * row_part // L, min((high + high * row_part - 1) // L + 1, line_last + 1, N)):
            n = line
            for a in range(max(0, high * row_part - (L * line)), min(L, rows - (L * line),
                    high + high * row_part - (L * line))):
                row_at[U(a + L * line - (high * row_part))] = (
                    a + Og * dy_size2 * g + G * Og * dy_size2 * n + quotient_K_d - dy_from2
                )
        for o in range(Og):
            for u in range(K):
                left_at[U(K * o + u)] = dy_size2 * o - (d * u)
        for k in range(depth):
            right_at[U(k)] = k * wide
        multiply(tile, (0, 0), wide, dy_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Cg_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Cg - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Cg - (col_part * wide)))
        line_first = high * row_part // L
        line_last2 = (high + high * row_part - 1) // L
        for c in range(col_part * wide, min(col_part * wide + wide, Cg)):
            for line in range(line_first, min(line_last2 + 1, line_last + 1, N)):
                n = line
                for a in range(max(0, high * row_part - (L * line)), min(L, rows - (L * line),
                        high + high * row_part - (L * line))):
                    dx[U(n), U(c + Cg * g), U(a)] = turned[U(c - (col_part * wide)), U(a + L * line - (high * row_part))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, d, o_block_last, quotient_K_d):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(L, dtype)
    part = np.empty(L, dtype)
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
                part[U(a)] = T(0)
            for o in range(o_block * 1024, min(Og, o_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for a in range(max(0, d * u - quotient_K_d), min(L, L + d * u - quotient_K_d)):
                        part[U(a)] += dy[U(n), U(Og * g + o), U(a + quotient_K_d - (d * u))] * w_here
            for a in range(L):
                dx[U(n), U(c + Cg * g), U(a)], rest[U(a)] = carried(dx[U(n), U(c + Cg * g), U(a)], rest[U(a)], part[U(a)])


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, d):
    """dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·(K−1−u)] · w[g·Og+o, c, K−1−u]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·L·N additions, terms that a condition
        drops counted.
    """
    dtype = dx.dtype
    if blocks(L * N >= 4 and Cg >= 8 and K * Og >= 4):
        rows = L * N
        depth = K * Og
        dy_from2 = min((K * d - d) // 2 + d - (K * d), 0)
        dy_size2 = max(L, (K * d - d) // 2 + L) - dy_from2
        dy_padded = padded(dy, (0, 0, dy_from2), (N, G * Og, dy_size2))
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, ((Cg - 1) // wide + 1) * G)
        panels = scratch((G, max(0, (Cg - 1) // wide + 1), depth, wide), dtype)
        launch(_vjp_x_blocks, G * ((Cg - 1) // wide + 1), Cg * G * K * Og, w, panels, Cg, G, Og, K, depth,
                wide)
        quotient_K_d = (K * d - d) // 2
        line_last = (rows - 1) // L
        quotient_Cg_wide = (Cg - 1) // wide
        launch(_vjp_x_blocks2, G * ((rows - 1) // high + 1) * ((Cg - 1) // wide + 1),
                Cg * G * K * L * N * Og // 32, dx, dy_padded, panels, N, Cg, G, L, Og, K, d, deep, depth,
                dy_from2, dy_size2, high, line_last, quotient_Cg_wide, quotient_K_d, rows, wide)
    else:
        quotient_K_d = (K * d - d) // 2
        o_block_last = (Og - 1) // 1024
        launch(_vjp_x_plain, N * G * Cg, Cg * G * K * L * N * Og, dy, w, dx, N, Cg, G, L, Og, K, d,
                o_block_last, quotient_K_d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, panels, N, G, L, Og, depth, wide):
    """panels[g, col_part, n·L+i, o−col_part·wide] = dy[n, g·Og+o, i]"""
    for task in range(first, last):
        g = task // (((Og - 1) // wide + 1))
        col_part = task % ((Og - 1) // wide + 1)
        # panels[g, col_part, n·L+i, o−col_part·wide] = dy[n, g·Og+o, i]
        for n in range(N):
            turn(panels, (g, col_part, L * n, 0), wide, dy, L * col_part * wide + L * Og * g + G * L * Og * n,
                    L, 1, min(wide, Og - (col_part * wide)), L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks2(first, last, dw_lines, panels, x_padded, N, Cg, G, L, Og, K, d, deep, depth, high,
        line_last, quotient_K_d, quotient_Og_wide, rows, wide, x_from2, x_size2):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]"""
    dtype = dw_lines.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(depth, np.int64)
    right_at = np.empty(depth, np.int64)
    tile = np.empty((high, wide), dtype)
    turned = np.empty((wide, high), dtype)
    for task in range(first, last):
        g = task // (((rows - 1) // high + 1) * ((Og - 1) // wide + 1))
        row_part = task // (((Og - 1) // wide + 1)) % ((rows - 1) // high + 1)
        col_part = task % ((Og - 1) // wide + 1)
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
        for line in range(high * row_part // K, min((high + high * row_part - 1) // K + 1, line_last + 1,
                Cg)):
            c = line
            for u in range(max(0, high * row_part - (K * line)), min(K, rows - (K * line),
                    high + high * row_part - (K * line))):
                row_at[U(K * line + u - (high * row_part))] = (
                    c * x_size2 + Cg * g * x_size2 + d * u - quotient_K_d - x_from2
                )
        for n in range(N):
            for i in range(L):
                left_at[U(i + L * n)] = i + Cg * G * n * x_size2
        for k in range(depth):
            right_at[U(k)] = k * wide
        multiply(tile, (0, 0), wide, x_padded, row_at, left_at, panels,
                col_part * depth * wide + depth * g * quotient_Og_wide * wide + depth * g * wide, right_at,
                min(high, rows - (high * row_part)), min(wide, Og - (col_part * wide)), 0, depth, deep)
        turn(turned, (0, 0), high, tile, 0, wide, 1, min(high, rows - (high * row_part)), min(wide,
                Og - (col_part * wide)))
        for o in range(col_part * wide, min(col_part * wide + wide, Og)):
            for run in range(high * row_part, min(rows, high + high * row_part)):
                dw_lines[U(Og * g + o), U(run)] = turned[U(o - (col_part * wide)), U(run - (high * row_part))]


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
                part = T(0)
                for i in range(max(0, quotient_K_d - (d * u), i_block * 1024), min(L,
                        L + quotient_K_d - (d * u), i_block * 1024 + 1024)):
                    part = plus(
                        part,
                        dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c + Cg * g), U(i + d * u - quotient_K_d)],
                    )
                acc, rest = carried(acc, rest, part)
        dw[U(Og * g + o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, d):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·K·Og additions, terms that a condition
        drops counted.
    """
    dtype = dw.dtype
    if blocks(Cg * K >= 4 and Og >= 8 and L * N >= 4):
        rows = Cg * K
        depth = L * N
        x_from2 = min(-((K * d - d) // 2), 0)
        x_size2 = max(K * d + L - ((K * d - d) // 2) - d, L) - x_from2
        x_padded = padded(x, (0, 0, x_from2), (N, Cg * G, x_size2))
        wide = colblock()
        deep = depthblock()
        high = rowblock(rows, ((Og - 1) // wide + 1) * G)
        panels = scratch((G, max(0, (Og - 1) // wide + 1), depth, wide), dtype)
        launch(_vjp_w_blocks, G * ((Og - 1) // wide + 1), G * L * N * Og, dy, panels, N, G, L, Og, depth,
                wide)
        dw_lines = dw.reshape((G * Og, Cg * K))
        quotient_K_d = (K * d - d) // 2
        line_last = (rows - 1) // K
        quotient_Og_wide = (Og - 1) // wide
        launch(_vjp_w_blocks2, G * ((rows - 1) // high + 1) * ((Og - 1) // wide + 1),
                Cg * G * K * L * N * Og // 32, dw_lines, panels, x_padded, N, Cg, G, L, Og, K, d, deep, depth,
                high, line_last, quotient_K_d, quotient_Og_wide, rows, wide, x_from2, x_size2)
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
