"""same_conv1d: 1-D cross-correlation padded such that the output has the size of the input.

Made by `chainrule generate` from the forward of `same_conv1d`.  Do not edit.

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
from numba import njit, prange

from . import runtime
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


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_1(b, w, x, y, Cg, G, K, L, N, Og, cols, d, depth, pieces, quotient, share):
    dtype = b.dtype
    T = dtype.type
    for t in prange(G * pieces):
        g = np.int64(t) // pieces
        part = np.int64(t) % pieces
        tile = np.empty((Og, 384), dtype)
        left = np.empty((min(Og, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c,
            #     i+d·u−⌊d·(K−1)/2⌋]
            for o in range(Og):
                for n in range(cols_from, cols_last + 1):
                    tile[U(o), U(n - cols_from)] = T(0)
            quotient2 = cols_from // L
            quotient3 = cols_last // L
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    for n in range(cols_from, cols_last + 1):
                        right[U(k - depth_from), U(n - cols_from)] = T(0)
                for k in range(depth_from, depth_last + 1):
                    c = k // K
                    u = k % K
                    for line in range(quotient2, min(quotient3 + 1, N)):
                        n_2 = line
                        i = max(0, cols_from - (L * line), quotient - (d * u))
                        copy(right, (k - depth_from, i + L * line - cols_from), x, (n_2, c + Cg * g,
                                i + d * u - quotient), 1, min(L, cols_last + 1 - (L * line),
                                L + quotient - (d * u)) - i)
                quotient4 = depth_from // K
                quotient5 = depth_last // K
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        for line in range(quotient4, min(quotient5 + 1, Cg)):
                            c = line
                            u = max(0, depth_from - (K * line))
                            copy(left, (o - rows_from, K * line + u - depth_from), w, (Og * g + o, c, u), 1,
                                    min(K, depth_last + 1 - (K * line)) - u)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient6 = cols_from // L
            quotient7 = cols_last // L
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for line in range(quotient6, min(quotient7 + 1, N)):
                    n_2 = line
                    for i in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        y[U(n_2), U(Og * g + o), U(i)] = b_here + tile[U(o), U(i + L * line - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward_2(b, w, x, y, Cg, G, K, L, N, Og, d, quotient8):
    dtype = b.dtype
    T = dtype.type
    for t_2 in prange(N * G * Og * L):
        n_2 = np.int64(t_2) // (G * Og * L)
        g = np.int64(t_2) // (Og * L) % G
        o = np.int64(t_2) // L % Og
        i = np.int64(t_2) % L
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋]
        acc = T(0)
        quotient9 = (i - quotient8) // d
        quotient10 = (L + quotient8 - i - 1) // d
        for c in range(Cg):
            for u in range(max(0, -quotient9), min(K, quotient10 + 1)):
                acc += w[U(Og * g + o), U(c), U(u)] * x[U(n_2), U(c + Cg * g), U(i + d * u - quotient8)]
        y[U(n_2), U(Og * g + o), U(i)] = acc + b[U(Og * g + o)]


def _forward(x, w, b, y, N, Cg, G, L, Og, K, d):
    dtype = y.dtype
    T = dtype.type
    large = blocks(Og >= 4 and L * N >= 8 and Cg * K >= 4)
    cols = L * N
    depth = Cg * K
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    quotient = (K * d - d) // 2
    if large >= 1:
        _forward_1(b, w, x, y, Cg, G, K, L, N, Og, cols, d, depth, pieces, quotient, share)
    quotient8 = (K * d - d) // 2
    if 0 >= large:
        _forward_2(b, w, x, y, Cg, G, K, L, N, Og, d, quotient8)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_1(dx, dy, w, Cg, G, K, L, N, Og, cols, d, depth, pieces, quotient, share):
    dtype = dx.dtype
    T = dtype.type
    for t in prange(G * pieces):
        g = np.int64(t) // pieces
        part = np.int64(t) % pieces
        tile = np.empty((Cg, 384), dtype)
        left = np.empty((min(Cg, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
            for c in range(Cg):
                for n in range(cols_from, cols_last + 1):
                    tile[U(c), U(n - cols_from)] = T(0)
            quotient2 = cols_from // L
            quotient3 = cols_last // L
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    for n in range(cols_from, cols_last + 1):
                        right[U(k - depth_from), U(n - cols_from)] = T(0)
                for k in range(depth_from, depth_last + 1):
                    o = k // K
                    u = k % K
                    for line in range(quotient2, min(quotient3 + 1, N)):
                        n_2 = line
                        a = max(0, cols_from - (L * line), d * u - quotient)
                        copy(right, (k - depth_from, a + L * line - cols_from), dy, (n_2, Og * g + o,
                                a + quotient - (d * u)), 1, min(L, cols_last + 1 - (L * line),
                                L + d * u - quotient) - a)
                quotient4 = depth_from // K
                quotient5 = depth_last // K
                for rows_from in range(0, Cg, 96):
                    rows_last = min(Cg - 1, rows_from + 95)
                    for c in range(rows_from, rows_last + 1):
                        for line in range(quotient4, min(quotient5 + 1, Og)):
                            o = line
                            u = max(0, depth_from - (K * line))
                            copy(left, (c - rows_from, K * line + u - depth_from), w, (Og * g + o, c, u), 1,
                                    min(K, depth_last + 1 - (K * line)) - u)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient6 = cols_from // L
            quotient7 = cols_last // L
            for c in range(Cg):
                for line in range(quotient6, min(quotient7 + 1, N)):
                    n_2 = line
                    for a in range(max(0, cols_from - (L * line)), min(L, cols_last + 1 - (L * line))):
                        dx[U(n_2), U(c + Cg * g), U(a)] = tile[U(c), U(a + L * line - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_2(dx, dy, w, Cg, G, K, L, N, Og, d, quotient8):
    dtype = dx.dtype
    T = dtype.type
    for t_2 in prange(N * G * Cg):
        n_2 = np.int64(t_2) // (G * Cg)
        g = np.int64(t_2) // Cg % G
        c = np.int64(t_2) % Cg
        # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
        for a in range(L):
            dx[U(n_2), U(c + Cg * g), U(a)] = T(0)
        for o in range(Og):
            for u in range(K):
                w_here = w[U(Og * g + o), U(c), U(u)]
                for a in range(max(0, d * u - quotient8), min(L, L + d * u - quotient8)):
                    dx[U(n_2), U(c + Cg * g), U(a)] += (
                        dy[U(n_2), U(Og * g + o), U(a + quotient8 - (d * u))] * w_here
                    )


def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, d):
    dtype = dx.dtype
    T = dtype.type
    large = blocks(Cg >= 4 and L * N >= 8 and K * Og >= 4)
    cols = L * N
    depth = K * Og
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    quotient = (K * d - d) // 2
    if large >= 1:
        _vjp_x_1(dx, dy, w, Cg, G, K, L, N, Og, cols, d, depth, pieces, quotient, share)
    quotient8 = (K * d - d) // 2
    if 0 >= large:
        _vjp_x_2(dx, dy, w, Cg, G, K, L, N, Og, d, quotient8)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_1(dw, dy, x, Cg, G, K, L, N, Og, cols, d, depth, pieces, quotient4, share):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * pieces):
        g = np.int64(t) // pieces
        part = np.int64(t) % pieces
        tile = np.empty((Og, 384), dtype)
        left = np.empty((min(Og, 96), max(0, min(depth, 256))), dtype)
        right = np.empty((max(0, min(depth, 256)), 384), dtype)
        for cols_from in range(part * share, min(part * share + share, cols), 384):
            cols_last = min(cols - 1, cols_from + 383, part * share + share - 1)
            # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
            for o in range(Og):
                for n in range(cols_from, cols_last + 1):
                    tile[U(o), U(n - cols_from)] = T(0)
            quotient5 = cols_from // K
            quotient6 = cols_last // K
            for depth_from in range(0, depth, 256):
                depth_last = min(depth - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    for n in range(cols_from, cols_last + 1):
                        right[U(k - depth_from), U(n - cols_from)] = T(0)
                for k in range(depth_from, depth_last + 1):
                    n_2 = k // L
                    i = k % L
                    quotient = (i - quotient4) // d
                    quotient2 = (L + quotient4 - i - 1) // d
                    for line in range(quotient5, min(quotient6 + 1, Cg)):
                        c = line
                        u = max(0, cols_from - (K * line), -quotient)
                        copy(right, (k - depth_from, K * line + u - cols_from), x, (n_2, c + Cg * g,
                                i + d * u - quotient4), d, min(K, cols_last + 1 - (K * line),
                                quotient2 + 1) - u)
                quotient7 = depth_from // L
                quotient8 = depth_last // L
                for rows_from in range(0, Og, 96):
                    rows_last = min(Og - 1, rows_from + 95)
                    for o in range(rows_from, rows_last + 1):
                        for line in range(quotient7, min(quotient8 + 1, N)):
                            n_2 = line
                            i = max(0, depth_from - (L * line))
                            copy(left, (o - rows_from, i + L * line - depth_from), dy, (n_2, Og * g + o, i),
                                    1, min(L, depth_last + 1 - (L * line)) - i)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(depth, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            quotient9 = cols_from // K
            quotient10 = cols_last // K
            for o in range(Og):
                for line in range(quotient9, min(quotient10 + 1, Cg)):
                    c = line
                    for u in range(max(0, cols_from - (K * line)), min(K, cols_last + 1 - (K * line))):
                        dw[U(Og * g + o), U(c), U(u)] = tile[U(o), U(K * line + u - cols_from)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_2(dw, dy, x, Cg, G, K, L, N, Og, d, quotient11):
    dtype = dw.dtype
    T = dtype.type
    for t_2 in prange(G * Og * Cg * K):
        g = np.int64(t_2) // (Og * Cg * K)
        o = np.int64(t_2) // (Cg * K) % Og
        c = np.int64(t_2) // K % Cg
        u = np.int64(t_2) % K
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
        acc = T(0)
        for n_2 in range(N):
            for i in range(max(0, quotient11 - (d * u)), min(L, L + quotient11 - (d * u))):
                acc += dy[U(n_2), U(Og * g + o), U(i)] * x[U(n_2), U(c + Cg * g), U(i + d * u - quotient11)]
        dw[U(Og * g + o), U(c), U(u)] = acc


def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, d):
    dtype = dw.dtype
    T = dtype.type
    large = blocks(Og >= 4 and Cg * K >= 8 and L * N >= 4)
    cols = Cg * K
    depth = L * N
    pieces = parts(cols)
    share = max(((cols - 1) // (pieces * 64)) * 64 + 64, 1)
    quotient4 = (K * d - d) // 2
    if large >= 1:
        _vjp_w_1(dw, dy, x, Cg, G, K, L, N, Og, cols, d, depth, pieces, quotient4, share)
    quotient11 = (K * d - d) // 2
    if 0 >= large:
        _vjp_w_2(dw, dy, x, Cg, G, K, L, N, Og, d, quotient11)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, L, Og):
    dtype = db.dtype
    T = dtype.type
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]
        acc = T(0)
        for n in range(N):
            for i in range(L):
                acc += dy[U(n), U(Og * g + o), U(i)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, d):
    dtype = y_dot.dtype
    T = dtype.type
    quotient = (K * d - d) // 2
    quotient3 = Cg // 4
    for t in prange(N * G * Og):
        n = np.int64(t) // (G * Og)
        g = np.int64(t) // Og % G
        o = np.int64(t) % Og
        # ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋] + ẇ[g·Og+o, c, u] · x[n, g·Cg+c, i+d·u−⌊d·(K−1)/2⌋])
        b_dot_here = b_dot[U(Og * g + o)]
        for i in range(L):
            y_dot[U(n), U(Og * g + o), U(i)] = b_dot_here
        for c in range(0, Cg - 3, 4):
            for u in range(K):
                w_here = w[U(Og * g + o), U(c + 1), U(u)]
                w_here2 = w[U(Og * g + o), U(c + 2), U(u)]
                w_here3 = w[U(Og * g + o), U(c + 3), U(u)]
                w_here4 = w[U(Og * g + o), U(c), U(u)]
                w_dot_here = w_dot[U(Og * g + o), U(c + 1), U(u)]
                w_dot_here2 = w_dot[U(Og * g + o), U(c + 2), U(u)]
                w_dot_here3 = w_dot[U(Og * g + o), U(c + 3), U(u)]
                w_dot_here4 = w_dot[U(Og * g + o), U(c), U(u)]
                for i in range(max(0, quotient - (d * u)), min(L, L + quotient - (d * u))):
                    y_dot[U(n), U(Og * g + o), U(i)] += (
                        w_dot_here * x[U(n), U(c + Cg * g + 1), U(i + d * u - quotient)]
                        + w_dot_here2 * x[U(n), U(c + Cg * g + 2), U(i + d * u - quotient)]
                        + w_dot_here3 * x[U(n), U(c + Cg * g + 3), U(i + d * u - quotient)]
                        + w_dot_here4 * x[U(n), U(c + Cg * g), U(i + d * u - quotient)]
                        + w_here * x_dot[U(n), U(c + Cg * g + 1), U(i + d * u - quotient)]
                        + w_here2 * x_dot[U(n), U(c + Cg * g + 2), U(i + d * u - quotient)]
                        + w_here3 * x_dot[U(n), U(c + Cg * g + 3), U(i + d * u - quotient)]
                        + w_here4 * x_dot[U(n), U(c + Cg * g), U(i + d * u - quotient)]
                    )
        for c in range(quotient3 * 4, Cg):
            for u in range(K):
                w_here5 = w[U(Og * g + o), U(c), U(u)]
                w_dot_here5 = w_dot[U(Og * g + o), U(c), U(u)]
                for i in range(max(0, quotient - (d * u)), min(L, L + quotient - (d * u))):
                    y_dot[U(n), U(Og * g + o), U(i)] += (
                        w_dot_here5 * x[U(n), U(c + Cg * g), U(i + d * u - quotient)]
                        + w_here5 * x_dot[U(n), U(c + Cg * g), U(i + d * u - quotient)]
                    )


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
