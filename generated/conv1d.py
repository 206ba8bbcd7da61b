"""conv1d: 1-D cross-correlation with stride, padding, dilation, groups and bias.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv1d`.  Do not edit.
Run time: 31ac518f422d3877.

    y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
    dx[n, g·Cg+c, a] = Σ_{o,u : s ∣ a+p_l−d·(K−1−u)} dy[n, g·Og+o, (a+p_l−d·(K−1−u))/s] · w[g·Og+o, c,
        K−1−u]
    dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
    db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]
    dx = full cross-correlation of zero-upsampled dy (s − 1 zeros between neighbours) with rot180(w):
        dilation (d), padding (d · (K − 1) − p_l)
    dw = cross-correlation of x with dy: stride (d), dilation (s), padding (p_l)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Source: Dumoulin & Visin 2016; eq. 1 of Dai et al. 2017.
"""

from collections import namedtuple

import numpy as np
from numba import njit

from . import runtime
from .runtime import carried, gcd, plus, residue
from .threads import launch
from .vectors import blocks, copy, multiply, parts

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'conv1d',
    'summary': '1-D cross-correlation with stride, padding, dilation, groups and bias',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OL'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OL': '(L + p_l + p_r - ((K - 1) * d) - 1) // s + 1'},
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
        "OL": lambda K, L, d, p_l, p_r, s, **_: (L + p_l + p_r - ((K - 1) * d) - 1) // s + 1,
    },
    shapes={
        "x": lambda Cg, G, L, N, **_: (N, Cg * G, L),
        "w": lambda Cg, G, K, Og, **_: (G * Og, Cg, K),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OL, Og, **_: (N, G * Og, OL),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, cols, depth, pieces, share):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
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
            # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
            for o in range(Og):
                for col in range(cols_from, cols_last + 1):
                    tile[U(o), U(col - cols_from)] = T(0)
            line_first = cols_from // OL
            line_last = cols_last // OL
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    for col in range(cols_from, cols_last + 1):
                        right[U(inner - depth_from), U(col - cols_from)] = T(0)
                for inner in range(depth_from, depth_last + 1):
                    c = inner // K
                    u = inner % K
                    i_first = -((d * u - p_l) // s)
                    i_last = (L + p_l - (d * u) - 1) // s
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        i = max(0, cols_from - (OL * line), i_first)
                        copy(right, (inner - depth_from, i + OL * line - cols_from), x, (n, c + Cg * g,
                                i * s + d * u - p_l), s, min(OL, cols_last + 1 - (OL * line), i_last + 1) - i)
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
                    for i in range(max(0, cols_from - (OL * line)), min(OL, cols_last + 1 - (OL * line))):
                        y[U(n), U(Og * g + o), U(i)] = b_here + tile[U(o), U(i + OL * line - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]"""
    dtype = x.dtype
    T = dtype.type
    rest = np.empty(OL, dtype)
    part2 = np.empty(OL, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
        b_here = b[U(Og * g + o)]
        for i in range(OL):
            y[U(n), U(Og * g + o), U(i)] = b_here
        for i in range(OL):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(OL):
                part2[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                        part2[U(i)] += w_here * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
            for i in range(OL):
                y[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y[U(n), U(Og * g + o), U(i)], rest[U(i)], part2[U(i)])


def _forward(x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]

    Operations: Cg·G·K·N·OL·Og multiplications, Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    if blocks(Og >= 4 and N * OL >= 8 and Cg * K >= 4):
        cols = N * OL
        depth = Cg * K
        pieces = parts(N * OL)
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, G * pieces, Cg * G * K * N * OL * Og // 32, x, w, b, y, N, Cg, G, L, Og, K,
                OL, s, p_l, d, cols, depth, pieces, share)
    else:
        c_block_last = (Cg - 1) // 1024
        launch(_forward_plain, N * G * Og, Cg * G * K * N * OL * Og, x, w, b, y, N, Cg, G, L, Og, K, OL, s,
                p_l, d, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces,
        s_by_gcd):
    """dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n,
        g·Og+o, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
    """
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((Cg, 384), dtype)
    for task in range(first, last):
        g = task // (s * pieces)
        r = task // pieces % s
        part = task % pieces
        q_count = (L + p_l - r - 1) // s + (r - p_l) // s + 1
        t_count = (K - residue(d, r, s) - 1) // s_by_gcd + 1
        cols = N * q_count
        depth = Og * t_count
        share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
        left = np.empty((max(0, min(depth, 256)), min(Cg, 96)), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        q_first = -((r - p_l) // s)
        q_last = (L + p_l - r - 1) // s
        quotient_r = (residue(d, r, s) * d - r) // s
        res_r = residue(d, r, s)
        if q_count >= 1:
            for cols_from in range(part * share, min(part * share + share, cols), 384):
                cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
                # dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
                #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n, g·Og+o,
                #     q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
                for c in range(Cg):
                    for col in range(cols_from, cols_last + 1):
                        tile[U(c), U(col - cols_from)] = T(0)
                line_first = cols_from // q_count
                line_last = cols_last // q_count
                if r % gcd_s_d == 0 and t_count >= 1:
                    for depth_from in range(0, depth, 256):
                        depth_last = min(depth - 1, depth_from + 255)
                        for inner in range(depth_from, depth_last + 1):
                            for col in range(cols_from, cols_last + 1):
                                right[U(inner - depth_from), U(col - cols_from)] = T(0)
                        for inner in range(depth_from, depth_last + 1):
                            o = inner // t_count
                            t = inner % t_count
                            for line in range(line_first, min(line_last + 1, N)):
                                n = line
                                q = max(
                                    q_first,
                                    cols_from + q_first - (line * q_count),
                                    quotient_r + d_by_gcd * t,
                                )
                                copy(right, (inner - depth_from, line * q_count + q - cols_from - q_first),
                                        dy, (n, Og * g + o, q - quotient_r - (d_by_gcd * t)), 1,
                                        min(q_last + 1, cols_last + q_first + 1 - (line * q_count),
                                        OL + quotient_r + d_by_gcd * t) - q)
                        for rows_from in range(0, Cg, 96):
                            rows_last = min(Cg - 1, rows_from + 95)
                            for inner in range(depth_from, depth_last + 1):
                                o = inner // t_count
                                t = inner % t_count
                                c = rows_from
                                copy(left, (inner - depth_from, c - rows_from), w, (Og * g + o, c,
                                        res_r + s_by_gcd * t), K, rows_last + 1 - c)
                            multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(Cg, 96), right, (0, 0),
                                    384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                                    depth_last + 1 - depth_from)
                for c in range(Cg):
                    for line in range(line_first, min(line_last + 1, N)):
                        n = line
                        for q in range(max(q_first, cols_from + q_first - (line * q_count)), min(q_last + 1,
                                cols_last + q_first + 1 - (line * q_count))):
                            dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] = tile[U(c), U(line * q_count + q - cols_from - q_first)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d, d_by_gcd, gcd_s_d, s_by_gcd):
    """dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n,
        g·Og+o, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (G * Cg * s)
        g = task // (Cg * s) % G
        c = task // s % Cg
        r = task % s
        # dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n, g·Og+o,
        #     q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
        for q in range(-((r - p_l) // s), (L + p_l - r - 1) // s + 1):
            dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] = T(0)
        res_r = residue(d, r, s)
        quotient_r = (d * res_r - r) // s
        q_first = -((r - p_l) // s)
        q_last = (L + p_l - r - 1) // s
        t_last = (K - res_r - 1) // s_by_gcd
        if r % gcd_s_d == 0:
            for o in range(Og):
                for t in range(t_last + 1):
                    w_here = w[U(Og * g + o), U(c), U(res_r + s_by_gcd * t)]
                    for q in range(max(q_first, quotient_r + d_by_gcd * t), min(q_last + 1,
                            OL + quotient_r + d_by_gcd * t)):
                        dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] += (
                            dy[U(n), U(Og * g + o), U(q - quotient_r - (d_by_gcd * t))] * w_here
                        )


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dx[n, g·Cg+c, a] = Σ_{o,u : s ∣ a+p_l−d·(K−1−u)} dy[n, g·Og+o, (a+p_l−d·(K−1−u))/s] · w[g·Og+o, c,
        K−1−u]

    Operations: Cg·G·K·L·N·Og multiplications, Cg·G·K·L·N·Og − Cg·G·L·N additions, terms that a condition
        drops counted.
    """
    if blocks(Cg >= 4):
        pieces = parts(N)
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        launch(_vjp_x_blocks, G * s * pieces, (-p_l // s + (L + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s // 32, dy, w, dx, N, Cg, G, L, Og, K,
                OL, s, p_l, d, d_by_gcd, gcd_s_d, pieces, s_by_gcd)
    else:
        s_by_gcd = s // gcd(s, d)
        d_by_gcd = d // gcd(s, d)
        gcd_s_d = gcd(s, d)
        launch(_vjp_x_plain, N * G * Cg * s, (-p_l // s + (L + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * Cg * G * N * Og * s, dy, w, dx, N, Cg, G, L, Og, K, OL, s,
                p_l, d, d_by_gcd, gcd_s_d, s_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, depth, pieces, rows, share):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]"""
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
            # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
            for row in range(part * share, min(part * share + share, rows)):
                for o in range(cols_from, cols_last + 1):
                    tile[U(row - (part * share)), U(o - cols_from)] = T(0)
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for inner in range(depth_from, depth_last + 1):
                    n = inner // OL
                    i = inner % OL
                    o = cols_from
                    copy(right, (inner - depth_from, o - cols_from), dy, (n, Og * g + o, i), OL,
                            cols_last + 1 - o)
                line_first = depth_from // OL
                line_last = depth_last // OL
                for rows_from in range(part * share, min(part * share + share, rows), 96):
                    rows_last = min(part * share + share - 1, rows - 1, rows_from + 95)
                    for row in range(rows_from, rows_last + 1):
                        for inner in range(depth_from, depth_last + 1):
                            left[U(row - rows_from), U(inner - depth_from)] = T(0)
                    for row in range(rows_from, rows_last + 1):
                        c = row // K
                        u = row % K
                        i_first = -((d * u - p_l) // s)
                        i_last = (L + p_l - (d * u) - 1) // s
                        for line in range(line_first, min(line_last + 1, N)):
                            n = line
                            i = max(0, depth_from - (OL * line), i_first)
                            copy(left, (row - rows_from, i + OL * line - depth_from), x, (n, c + Cg * g,
                                    i * s + d * u - p_l), s, min(OL, depth_last + 1 - (OL * line),
                                    i_last + 1) - i)
                    multiply(tile, (rows_from - (part * share), 0), 384, left, (0, 0), min(depth, 256), 1,
                            right, (0, 0), 384, rows_last + 1 - rows_from, cols_last + 1 - cols_from,
                            depth_last + 1 - depth_from)
            for row in range(part * share, min(part * share + share, rows)):
                c = row // K
                u = row % K
                for o in range(cols_from, cols_last + 1):
                    dw[U(Og * g + o), U(c), U(u)] = tile[U(row - (part * share)), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d, i_block_last):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        g = task // (Og * Cg * K)
        o = task // (Cg * K) % Og
        c = task // K % Cg
        u = task % K
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
        acc = T(0)
        rest = T(0)
        i_first = -((d * u - p_l) // s)
        i_last = (L + p_l - (d * u) - 1) // s
        i_block_first = i_first // 1024
        i_block_last2 = i_last // 1024
        for n in range(N):
            for i_block in range(max(0, i_block_first), min(i_block_last + 1, i_block_last2 + 1)):
                part2 = T(0)
                for i in range(max(0, i_first, i_block * 1024), min(OL, i_last + 1, i_block * 1024 + 1024)):
                    part2 = plus(
                        part2,
                        dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)],
                    )
                acc, rest = carried(acc, rest, part2)
        dw[U(Og * g + o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]

    Operations: Cg·G·K·N·OL·Og multiplications, Cg·G·K·N·OL·Og − Cg·G·K·Og additions, terms that a
        condition drops counted.
    """
    if blocks(Cg * K >= 4 and Og >= 8 and N * OL >= 4):
        rows = Cg * K
        depth = N * OL
        pieces = parts(Cg * K)
        share = max(((rows - 1) // (pieces * 6)) * 6 + 6, 1)
        launch(_vjp_w_blocks, G * pieces, Cg * G * K * N * OL * Og // 32, dy, x, dw, N, Cg, G, L, Og, K, OL,
                s, p_l, d, depth, pieces, rows, share)
    else:
        i_block_last = (OL - 1) // 1024
        launch(_vjp_w_plain, G * Og * Cg * K, Cg * G * K * N * OL * Og, dy, x, dw, N, Cg, G, L, Og, K, OL, s,
                p_l, d, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, G, Og, OL, i_block_last):
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
                for i in range(i_block * 1024, min(OL, i_block * 1024 + 1024)):
                    part = plus(part, dy[U(n), U(Og * g + o), U(i)])
                acc, rest = carried(acc, rest, part)
        db[U(Og * g + o)] = acc


def _vjp_b(dy, db, N, G, Og, OL):
    """db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]

    Operations: G·N·OL·Og − G·Og additions.
    """
    i_block_last = (OL - 1) // 1024
    launch(_vjp_b_part, G * Og, G * N * OL * Og, dy, db, N, G, Og, OL, i_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d, c_block_last):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l] + ẇ[g·Og+o, c, u] ·
        x[n, g·Cg+c, s·i+d·u−p_l])
    """
    dtype = x_dot.dtype
    T = dtype.type
    rest = np.empty(OL, dtype)
    part = np.empty(OL, dtype)
    for task in range(first, last):
        n = task // (G * Og)
        g = task // Og % G
        o = task % Og
        # ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l] +
        #     ẇ[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l])
        b_dot_here = b_dot[U(Og * g + o)]
        for i in range(OL):
            y_dot[U(n), U(Og * g + o), U(i)] = b_dot_here
        for i in range(OL):
            rest[U(i)] = T(0)
        for c_block in range(c_block_last + 1):
            for i in range(OL):
                part[U(i)] = T(0)
            for c in range(c_block * 1024, min(Cg, c_block * 1024 + 1024)):
                for u in range(K):
                    w_here = w[U(Og * g + o), U(c), U(u)]
                    w_dot_here = w_dot[U(Og * g + o), U(c), U(u)]
                    for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                        part[U(i)] += (
                            w_dot_here * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
                            + w_here * x_dot[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
                        )
            for i in range(OL):
                y_dot[U(n), U(Og * g + o), U(i)], rest[U(i)] = carried(y_dot[U(n), U(Og * g + o), U(i)], rest[U(i)], part[U(i)])


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d):
    """ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l] + ẇ[g·Og+o, c, u] ·
        x[n, g·Cg+c, s·i+d·u−p_l])

    Operations: 2·Cg·G·K·N·OL·Og multiplications, 2·Cg·G·K·N·OL·Og additions, terms that a condition drops
        counted.
    """
    c_block_last = (Cg - 1) // 1024
    launch(_jvp_part, N * G * Og, Cg * G * K * N * OL * Og, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og,
            K, OL, s, p_l, d, c_block_last)


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1, groups=1):
    """1-D cross-correlation with stride, padding, dilation, groups and bias; ``save=True`` also returns what
    the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OL"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OL"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1,
    groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s",
            "p_l", "d"))
    return call.result(*("y_dot",))
