"""dense: fully connected layer with bias.

Made by `chainrule generate`, version 0.1.0, from the forward of `dense`.  Do not edit.
Run time: edb5d24a3545977e.

    y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
    dx[n,k] = Σ_o dy[n,o] · w[o,k]
    dw[o,k] = Σ_n dy[n,o] · x[n,k]
    db[o] = Σ_n dy[n,o]
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
    'name': 'dense',
    'summary': 'fully connected layer with bias',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['O', 'K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'O'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
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
        runtime.Step("x", 1, "K", "K"),
        runtime.Step("w", 0, "O", "O"),
        runtime.Step("w", 1, "K", "K"),
        runtime.Step("b", 0, "O", "O"),
    ),
    sizes={
    },
    shapes={
        "x": lambda K, N, **_: (N, K),
        "w": lambda K, O, **_: (O, K),
        "b": lambda O, **_: (O,),
        "y": lambda N, O, **_: (N, O),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, x, w, b, y, N, K, O, pieces, share):
    """y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]"""
    dtype = x.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((min(N, 96), min(K, 256)), dtype)
    right = np.empty((min(K, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, O), 384):
            cols_last = min(O - 1, cols_from + 383, part * share + share - 1)
            # y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    tile[U(n), U(o - cols_from)] = T(0)
            for depth_from in range(0, K, 256):
                depth_last = min(K - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    o = cols_from
                    copy(right, (k - depth_from, o - cols_from), w, (o, k), K, cols_last + 1 - o)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for n in range(rows_from, rows_last + 1):
                        k = depth_from
                        copy(left, (n - rows_from, k - depth_from), x, (n, k), 1, depth_last + 1 - k)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(K, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    y[U(n), U(o)] = b[U(o)] + tile[U(n), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, w, b, y, N, K, O, k_block_last):
    """y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // O
        o = task % O
        # y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
        acc = T(0)
        rest = T(0)
        for k_block in range(k_block_last + 1):
            part2 = T(0)
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part2 = plus(part2, w[U(o), U(k)] * x[U(n), U(k)])
            acc, rest = carried(acc, rest, part2)
        y[U(n), U(o)] = acc + b[U(o)]


def _forward(x, w, b, y, N, K, O):
    """y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]

    Operations: K·N·O multiplications, K·N·O additions.
    """
    if blocks(N >= 4 and O >= 8 and K >= 4):
        pieces = parts(O)
        share = max(((O - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, pieces, K * N * O // 32, x, w, b, y, N, K, O, pieces, share)
    else:
        k_block_last = (K - 1) // 1024
        launch(_forward_plain, N * O, K * N * O, x, w, b, y, N, K, O, k_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, K, O, pieces, share):
    """dx[n,k] = Σ_o dy[n,o] · w[o,k]"""
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((min(N, 96), min(O, 256)), dtype)
    right = np.empty((min(O, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, K), 384):
            cols_last = min(K - 1, cols_from + 383, part * share + share - 1)
            # dx[n,k] = Σ_o dy[n,o] · w[o,k]
            for n in range(N):
                for k in range(cols_from, cols_last + 1):
                    tile[U(n), U(k - cols_from)] = T(0)
            for depth_from in range(0, O, 256):
                depth_last = min(O - 1, depth_from + 255)
                for o in range(depth_from, depth_last + 1):
                    k = cols_from
                    copy(right, (o - depth_from, k - cols_from), w, (o, k), 1, cols_last + 1 - k)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for n in range(rows_from, rows_last + 1):
                        o = depth_from
                        copy(left, (n - rows_from, o - depth_from), dy, (n, o), 1, depth_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(O, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for k in range(cols_from, cols_last + 1):
                    dx[U(n), U(k)] = tile[U(n), U(k - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, K, O, o_block_last):
    """dx[n,k] = Σ_o dy[n,o] · w[o,k]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(K, dtype)
    part2 = np.empty(K, dtype)
    for n in range(first, last):
        # dx[n,k] = Σ_o dy[n,o] · w[o,k]
        for k in range(K):
            dx[U(n), U(k)] = T(0)
        for k in range(K):
            rest[U(k)] = T(0)
        for o_block in range(o_block_last + 1):
            for k in range(K):
                part2[U(k)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                dy_here = dy[U(n), U(o)]
                for k in range(K):
                    part2[U(k)] += dy_here * w[U(o), U(k)]
            for k in range(K):
                dx[U(n), U(k)], rest[U(k)] = carried(dx[U(n), U(k)], rest[U(k)], part2[U(k)])


def _vjp_x(dy, w, dx, N, K, O):
    """dx[n,k] = Σ_o dy[n,o] · w[o,k]

    Operations: K·N·O multiplications, K·N·O − K·N additions.
    """
    if blocks(N >= 4 and K >= 8 and O >= 4):
        pieces = parts(K)
        share = max(((K - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_x_blocks, pieces, K * N * O // 32, dy, w, dx, N, K, O, pieces, share)
    else:
        o_block_last = (O - 1) // 1024
        launch(_vjp_x_plain, N, K * N * O, dy, w, dx, N, K, O, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, K, O, pieces, share):
    """dw[o,k] = Σ_n dy[n,o] · x[n,k]"""
    dtype = dy.dtype
    T = dtype.type
    tile = np.empty((O, 384), dtype)
    left = np.empty((min(N, 256), min(O, 96)), dtype)
    right = np.empty((min(N, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, K), 384):
            cols_last = min(K - 1, cols_from + 383, part * share + share - 1)
            # dw[o,k] = Σ_n dy[n,o] · x[n,k]
            for o in range(O):
                for k in range(cols_from, cols_last + 1):
                    tile[U(o), U(k - cols_from)] = T(0)
            for depth_from in range(0, N, 256):
                depth_last = min(N - 1, depth_from + 255)
                for n in range(depth_from, depth_last + 1):
                    k = cols_from
                    copy(right, (n - depth_from, k - cols_from), x, (n, k), 1, cols_last + 1 - k)
                for rows_from in range(0, O, 96):
                    rows_last = min(O - 1, rows_from + 95)
                    for n in range(depth_from, depth_last + 1):
                        o = rows_from
                        copy(left, (n - depth_from, o - rows_from), dy, (n, o), 1, rows_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(O, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for o in range(O):
                for k in range(cols_from, cols_last + 1):
                    dw[U(o), U(k)] = tile[U(o), U(k - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, K, O, n_block_last):
    """dw[o,k] = Σ_n dy[n,o] · x[n,k]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(K, dtype)
    part2 = np.empty(K, dtype)
    for o in range(first, last):
        # dw[o,k] = Σ_n dy[n,o] · x[n,k]
        for k in range(K):
            dw[U(o), U(k)] = T(0)
        for k in range(K):
            rest[U(k)] = T(0)
        for n_block in range(n_block_last + 1):
            for k in range(K):
                part2[U(k)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                dy_here = dy[U(n), U(o)]
                for k in range(K):
                    part2[U(k)] += dy_here * x[U(n), U(k)]
            for k in range(K):
                dw[U(o), U(k)], rest[U(k)] = carried(dw[U(o), U(k)], rest[U(k)], part2[U(k)])


def _vjp_w(dy, x, dw, N, K, O):
    """dw[o,k] = Σ_n dy[n,o] · x[n,k]

    Operations: K·N·O multiplications, K·N·O − K·O additions.
    """
    if blocks(O >= 4 and K >= 8 and N >= 4):
        pieces = parts(K)
        share = max(((K - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_w_blocks, pieces, K * N * O // 32, dy, x, dw, N, K, O, pieces, share)
    else:
        n_block_last = (N - 1) // 1024
        launch(_vjp_w_plain, O, K * N * O, dy, x, dw, N, K, O, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dy, db, N, O, n_block_last):
    """db[o] = Σ_n dy[n,o]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    part = np.empty(1024, dtype)
    for o_block in range(first, last):
        # db[o] = Σ_n dy[n,o]
        for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
            db[U(o)] = T(0)
        for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
            rest[U(o - (o_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                part[U(o - (o_block * 1024))] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                    part[U(o - (o_block * 1024))] += dy[U(n), U(o)]
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                db[U(o)], rest[U(o - (o_block * 1024))] = carried(db[U(o)], rest[U(o - (o_block * 1024))], part[U(o - (o_block * 1024))])


def _vjp_b(dy, db, N, O):
    """db[o] = Σ_n dy[n,o]

    Operations: (N − 1) · O additions.
    """
    n_block_last = (N - 1) // 1024
    launch(_vjp_b_part, (O - 1) // 1024 + 1, N * O, dy, db, N, O, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks(first, last, x_dot, w, y_dot_part1, N, K, O, pieces, share):
    """y_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]"""
    dtype = x_dot.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((min(N, 96), min(K, 256)), dtype)
    right = np.empty((min(K, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, O), 384):
            cols_last = min(O - 1, cols_from + 383, part * share + share - 1)
            # y_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    tile[U(n), U(o - cols_from)] = T(0)
            for depth_from in range(0, K, 256):
                depth_last = min(K - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    o = cols_from
                    copy(right, (k - depth_from, o - cols_from), w, (o, k), K, cols_last + 1 - o)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for n in range(rows_from, rows_last + 1):
                        k = depth_from
                        copy(left, (n - rows_from, k - depth_from), x_dot, (n, k), 1, depth_last + 1 - k)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(K, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    y_dot_part1[U(n), U(o)] = tile[U(n), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, w, y_dot_part1, N, K, O, k_block_last):
    """y_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]"""
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // O
        o = task % O
        # y_dot_part1[n,o] = Σ_k w[o,k] · ẋ[n,k]
        acc = T(0)
        rest = T(0)
        for k_block in range(k_block_last + 1):
            part3 = T(0)
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part3 = plus(part3, w[U(o), U(k)] * x_dot[U(n), U(k)])
            acc, rest = carried(acc, rest, part3)
        y_dot_part1[U(n), U(o)] = acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_blocks2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, K, O, pieces2, share2):
    """ẏ[n,o] = y_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = w_dot.dtype
    T = dtype.type
    tile2 = np.empty((N, 384), dtype)
    left2 = np.empty((min(N, 96), min(K, 256)), dtype)
    right2 = np.empty((min(K, 256), 384), dtype)
    for part2 in range(first, last):
        for cols_from2 in range(part2 * share2, min(part2 * share2 + share2, O), 384):
            cols_last2 = min(O - 1, cols_from2 + 383, part2 * share2 + share2 - 1)
            # ẏ[n,o] = y_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]
            for n in range(N):
                for o in range(cols_from2, cols_last2 + 1):
                    tile2[U(n), U(o - cols_from2)] = T(0)
            for depth_from2 in range(0, K, 256):
                depth_last2 = min(K - 1, depth_from2 + 255)
                for k in range(depth_from2, depth_last2 + 1):
                    o = cols_from2
                    copy(right2, (k - depth_from2, o - cols_from2), w_dot, (o, k), K, cols_last2 + 1 - o)
                for rows_from2 in range(0, N, 96):
                    rows_last2 = min(N - 1, rows_from2 + 95)
                    for n in range(rows_from2, rows_last2 + 1):
                        k = depth_from2
                        copy(left2, (n - rows_from2, k - depth_from2), x, (n, k), 1, depth_last2 + 1 - k)
                    multiply(tile2, (rows_from2, 0), 384, left2, (0, 0), min(K, 256), 1, right2, (0, 0), 384,
                            rows_last2 + 1 - rows_from2, cols_last2 + 1 - cols_from2,
                            depth_last2 + 1 - depth_from2)
            for n in range(N):
                for o in range(cols_from2, cols_last2 + 1):
                    y_dot[U(n), U(o)] = b_dot[U(o)] + tile2[U(n), U(o - cols_from2)] + y_dot_part1[U(n), U(o)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain2(first, last, w_dot, b_dot, x, y_dot, y_dot_part1, N, K, O, k_block_last):
    """ẏ[n,o] = y_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]"""
    dtype = w_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // O
        o = task % O
        # ẏ[n,o] = y_dot_part1[n,o] + ḃ[o] + Σ_k ẇ[o,k] · x[n,k]
        acc2 = T(0)
        rest2 = T(0)
        for k_block in range(k_block_last + 1):
            part4 = T(0)
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part4 = plus(part4, w_dot[U(o), U(k)] * x[U(n), U(k)])
            acc2, rest2 = carried(acc2, rest2, part4)
        y_dot[U(n), U(o)] = acc2 + b_dot[U(o)] + y_dot_part1[U(n), U(o)]


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, K, O):
    """ẏ[n,o] = ḃ[o] + Σ_k (w[o,k]·ẋ[n,k] + ẇ[o,k]·x[n,k])

    Operations: 2·K·N·O multiplications, 2·K·N·O additions.
    """
    dtype = y_dot.dtype
    y_dot_part1 = np.empty((N, O), dtype)
    if blocks(N >= 4 and O >= 8 and K >= 4):
        pieces = parts(O)
        share = max(((O - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_jvp_blocks, pieces, K * N * O // 32, x_dot, w, y_dot_part1, N, K, O, pieces, share)
    else:
        k_block_last = (K - 1) // 1024
        launch(_jvp_plain, N * O, K * N * O, x_dot, w, y_dot_part1, N, K, O, k_block_last)
    if blocks(N >= 4 and O >= 8 and K >= 4):
        pieces2 = parts(O)
        share2 = max(((O - 1) // (pieces2 * 64)) * 64 + 64, 1)
        launch(_jvp_blocks2, pieces2, K * N * O // 32, w_dot, b_dot, x, y_dot, y_dot_part1, N, K, O, pieces2,
                share2)
    else:
        k_block_last = (K - 1) // 1024
        launch(_jvp_plain2, N * O, K * N * O, w_dot, b_dot, x, y_dot, y_dot_part1, N, K, O, k_block_last)


def forward(x, w, b=None, *, out=None, save=False):
    """fully connected layer with bias; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "K", "O"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "K", "O"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "K", "O"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "O"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "K", "O"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "K", "O"))
    call.run(_vjp_b, ("dy", "db"), ("N", "O"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "K", "O"))
    return call.result(*("y_dot",))
