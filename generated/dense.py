"""dense: fully connected layer with bias.

Made by `chainrule generate`, version 0.1.0, from the forward of `dense`.  Do not edit.
Run time: b484c081cfa24eee.

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
from .vectors import blocks, colblock, contract, depthblock, either, rowblock, scratch, turn

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
def _forward_either(first, last, w, panels, K, O, wide):
    """panels[col_part, k, o−col_part·wide] = w[o,k]"""
    for col_part in range(first, last):
        # panels[col_part, k, o−col_part·wide] = w[o,k]
        turn(panels, (col_part, 0, 0), wide, w, K * col_part * wide, K, 1, min(wide, O - (col_part * wide)),
                K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_either2(first, last, x, b, y, panels, N, K, O, deep, high, wide):
    """y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]"""
    dtype = x.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(K, np.int64)
    right_at = np.empty(K, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        row_part = task // (((O - 1) // wide + 1))
        col_part = task % ((O - 1) // wide + 1)
        # y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = K * n
        for k in range(K):
            left_at[U(k)] = k
        for k_ in range(K):
            right_at[U(k_)] = k_ * wide
        contract(tile, (0, 0), wide, x, row_at, left_at, panels, K * col_part * wide, right_at, min(high,
                N - (high * row_part)), min(wide, O - (col_part * wide)), 0, K, deep)
        for n in range(high * row_part, min(high + high * row_part, N)):
            for o in range(col_part * wide, min(O, col_part * wide + wide)):
                y[U(n), U(o)] = b[U(o)] + tile[U(n - (high * row_part)), U(o - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other(first, last, x, panels2, N, K, wide2):
    """panels2[col_part2, k, n−col_part2·wide2] = x[n,k]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, k, n−col_part2·wide2] = x[n,k]
        turn(panels2, (col_part2, 0, 0), wide2, x, K * col_part2 * wide2, K, 1, min(wide2,
                N - (col_part2 * wide2)), K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_other2(first, last, w, b, y, panels2, N, K, O, deep2, high2, wide2):
    """y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]"""
    dtype = w.dtype
    row_at2 = np.empty(high2, np.int64)
    left_at2 = np.empty(K, np.int64)
    right_at2 = np.empty(K, np.int64)
    tile2 = np.empty((high2, wide2), dtype)
    turned2 = np.empty((wide2, high2), dtype)
    for task in range(first, last):
        row_part2 = task // (((N - 1) // wide2 + 1))
        col_part2 = task % ((N - 1) // wide2 + 1)
        # y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
        for o in range(high2 * row_part2, min(O, high2 + high2 * row_part2)):
            row_at2[U(o - (high2 * row_part2))] = K * o
        for k in range(K):
            left_at2[U(k)] = k
        for k2 in range(K):
            right_at2[U(k2)] = k2 * wide2
        contract(tile2, (0, 0), wide2, w, row_at2, left_at2, panels2, K * col_part2 * wide2, right_at2,
                min(high2, O - (high2 * row_part2)), min(wide2, N - (col_part2 * wide2)), 0, K, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, 1, min(high2, O - (high2 * row_part2)), min(wide2,
                N - (col_part2 * wide2)))
        for n in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, N)):
            for o in range(high2 * row_part2, min(O, high2 + high2 * row_part2)):
                y[U(n), U(o)] = b[U(o)] + turned2[U(n - (col_part2 * wide2)), U(o - (high2 * row_part2))]


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
            part = T(0)
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part = plus(part, w[U(o), U(k)] * x[U(n), U(k)])
            acc, rest = carried(acc, rest, part)
        y[U(n), U(o)] = acc + b[U(o)]


def _forward(x, w, b, y, N, K, O):
    """y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]

    Operations: K·N·O multiplications, K·N·O additions.
    """
    dtype = y.dtype
    if blocks(N >= 4 and O >= 8 and K >= 4):
        if either(N >= O):
            wide = colblock()
            deep = depthblock()
            high = rowblock(N, (O - 1) // wide + 1)
            panels = scratch((max(0, (O - 1) // wide + 1), K, wide), dtype)
            launch(_forward_either, (O - 1) // wide + 1, K * O, w, panels, K, O, wide)
            launch(_forward_either2, ((N - 1) // high + 1) * ((O - 1) // wide + 1), K * N * O // 32, x, b, y,
                    panels, N, K, O, deep, high, wide)
        else:
            wide2 = colblock()
            deep2 = depthblock()
            high2 = rowblock(O, (N - 1) // wide2 + 1)
            panels2 = scratch((max(0, (N - 1) // wide2 + 1), K, wide2), dtype)
            launch(_forward_other, (N - 1) // wide2 + 1, K * N, x, panels2, N, K, wide2)
            launch(_forward_other2, ((O - 1) // high2 + 1) * ((N - 1) // wide2 + 1), K * N * O // 32, w, b, y,
                    panels2, N, K, O, deep2, high2, wide2)
    else:
        k_block_last = (K - 1) // 1024
        launch(_forward_plain, N * O, K * N * O, x, w, b, y, N, K, O, k_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dy, w, dx, N, K, O, deep, high, wide):
    """dx[n,k] = Σ_o dy[n,o] · w[o,k]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(O, np.int64)
    right_at = np.empty(O, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        row_part = task // (((K - 1) // wide + 1))
        col_part = task % ((K - 1) // wide + 1)
        # dx[n,k] = Σ_o dy[n,o] · w[o,k]
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = O * n
        for o in range(O):
            left_at[U(o)] = o
        for o in range(O):
            right_at[U(o)] = K * o
        contract(tile, (0, 0), wide, dy, row_at, left_at, w, col_part * wide, right_at, min(high,
                N - (high * row_part)), min(wide, K - (col_part * wide)), 0, O, deep)
        for n in range(high * row_part, min(high + high * row_part, N)):
            for k in range(col_part * wide, min(K, col_part * wide + wide)):
                dx[U(n), U(k)] = tile[U(n - (high * row_part)), U(k - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, w, dx, N, K, O, o_block_last):
    """dx[n,k] = Σ_o dy[n,o] · w[o,k]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(K, dtype)
    part = np.empty(K, dtype)
    for n in range(first, last):
        # dx[n,k] = Σ_o dy[n,o] · w[o,k]
        for k in range(K):
            dx[U(n), U(k)] = T(0)
        for k in range(K):
            rest[U(k)] = T(0)
        for o_block in range(o_block_last + 1):
            for k in range(K):
                part[U(k)] = T(0)
            for o in range(o_block * 1024, min(O, o_block * 1024 + 1024)):
                dy_here = dy[U(n), U(o)]
                for k in range(K):
                    part[U(k)] += dy_here * w[U(o), U(k)]
            for k in range(K):
                dx[U(n), U(k)], rest[U(k)] = carried(dx[U(n), U(k)], rest[U(k)], part[U(k)])


def _vjp_x(dy, w, dx, N, K, O):
    """dx[n,k] = Σ_o dy[n,o] · w[o,k]

    Operations: K·N·O multiplications, K·N·O − K·N additions.
    """
    if blocks(N >= 4 and K >= 8 and O >= 4):
        wide = colblock()
        deep = depthblock()
        high = rowblock(N, (K - 1) // wide + 1)
        launch(_vjp_x_blocks, ((N - 1) // high + 1) * ((K - 1) // wide + 1), K * N * O // 32, dy, w, dx, N, K,
                O, deep, high, wide)
    else:
        o_block_last = (O - 1) // 1024
        launch(_vjp_x_plain, N, K * N * O, dy, w, dx, N, K, O, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dy, x, dw, N, K, O, deep, high, wide):
    """dw[o,k] = Σ_n dy[n,o] · x[n,k]"""
    dtype = dy.dtype
    row_at = np.empty(high, np.int64)
    left_at = np.empty(N, np.int64)
    right_at = np.empty(N, np.int64)
    tile = np.empty((high, wide), dtype)
    for task in range(first, last):
        row_part = task // (((K - 1) // wide + 1))
        col_part = task % ((K - 1) // wide + 1)
        # dw[o,k] = Σ_n dy[n,o] · x[n,k]
        for o in range(high * row_part, min(O, high + high * row_part)):
            row_at[U(o - (high * row_part))] = o
        for n in range(N):
            left_at[U(n)] = O * n
        for n in range(N):
            right_at[U(n)] = K * n
        contract(tile, (0, 0), wide, dy, row_at, left_at, x, col_part * wide, right_at, min(high,
                O - (high * row_part)), min(wide, K - (col_part * wide)), 0, N, deep)
        for o in range(high * row_part, min(high + high * row_part, O)):
            for k in range(col_part * wide, min(K, col_part * wide + wide)):
                dw[U(o), U(k)] = tile[U(o - (high * row_part)), U(k - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dy, x, dw, N, K, O, n_block_last):
    """dw[o,k] = Σ_n dy[n,o] · x[n,k]"""
    dtype = dy.dtype
    T = dtype.type
    rest = np.empty(K, dtype)
    part = np.empty(K, dtype)
    for o in range(first, last):
        # dw[o,k] = Σ_n dy[n,o] · x[n,k]
        for k in range(K):
            dw[U(o), U(k)] = T(0)
        for k in range(K):
            rest[U(k)] = T(0)
        for n_block in range(n_block_last + 1):
            for k in range(K):
                part[U(k)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                dy_here = dy[U(n), U(o)]
                for k in range(K):
                    part[U(k)] += dy_here * x[U(n), U(k)]
            for k in range(K):
                dw[U(o), U(k)], rest[U(k)] = carried(dw[U(o), U(k)], rest[U(k)], part[U(k)])


def _vjp_w(dy, x, dw, N, K, O):
    """dw[o,k] = Σ_n dy[n,o] · x[n,k]

    Operations: K·N·O multiplications, K·N·O − K·O additions.
    """
    if blocks(O >= 4 and K >= 8 and N >= 4):
        wide = colblock()
        deep = depthblock()
        high = rowblock(O, (K - 1) // wide + 1)
        launch(_vjp_w_blocks, ((O - 1) // high + 1) * ((K - 1) // wide + 1), K * N * O // 32, dy, x, dw, N, K,
                O, deep, high, wide)
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
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, K, O, k_block_last):
    """ẏ[n,o] = ḃ[o] + Σ_k (w[o,k]·ẋ[n,k] + ẇ[o,k]·x[n,k])"""
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = 2 * (task // (((O - 1) // 4 + 1)))
        o = 4 * (task % ((O - 1) // 4 + 1))
        n1 = min(N - 1, n + 1)
        o1 = min(O - 1, o + 1)
        o2 = min(O - 1, o + 2)
        o3 = min(O - 1, o + 3)
        # ẏ[n,o] = ḃ[o] + Σ_k (w[o,k]·ẋ[n,k] + ẇ[o,k]·x[n,k])
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        rest = T(0)
        rest2 = T(0)
        rest3 = T(0)
        rest4 = T(0)
        rest5 = T(0)
        rest6 = T(0)
        rest7 = T(0)
        rest8 = T(0)
        for k_block in range(k_block_last + 1):
            part = T(0)
            part2 = T(0)
            part3 = T(0)
            part4 = T(0)
            part5 = T(0)
            part6 = T(0)
            part7 = T(0)
            part8 = T(0)
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part = plus(part, w[U(o), U(k)] * x_dot[U(n), U(k)] + w_dot[U(o), U(k)] * x[U(n), U(k)])
                part2 = plus(part2, w[U(o1), U(k)] * x_dot[U(n), U(k)] + w_dot[U(o1), U(k)] * x[U(n), U(k)])
                part3 = plus(part3, w[U(o2), U(k)] * x_dot[U(n), U(k)] + w_dot[U(o2), U(k)] * x[U(n), U(k)])
                part4 = plus(part4, w[U(o3), U(k)] * x_dot[U(n), U(k)] + w_dot[U(o3), U(k)] * x[U(n), U(k)])
                part5 = plus(part5, w[U(o), U(k)] * x_dot[U(n1), U(k)] + w_dot[U(o), U(k)] * x[U(n1), U(k)])
                part6 = plus(part6, w[U(o1), U(k)] * x_dot[U(n1), U(k)] + w_dot[U(o1), U(k)] * x[U(n1), U(k)])
                part7 = plus(part7, w[U(o2), U(k)] * x_dot[U(n1), U(k)] + w_dot[U(o2), U(k)] * x[U(n1), U(k)])
                part8 = plus(part8, w[U(o3), U(k)] * x_dot[U(n1), U(k)] + w_dot[U(o3), U(k)] * x[U(n1), U(k)])
            acc, rest = carried(acc, rest, part)
            acc_1, rest2 = carried(acc_1, rest2, part2)
            acc_2, rest3 = carried(acc_2, rest3, part3)
            acc_3, rest4 = carried(acc_3, rest4, part4)
            acc_4, rest5 = carried(acc_4, rest5, part5)
            acc_5, rest6 = carried(acc_5, rest6, part6)
            acc_6, rest7 = carried(acc_6, rest7, part7)
            acc_7, rest8 = carried(acc_7, rest8, part8)
        y_dot[U(n), U(o)] = acc + b_dot[U(o)]
        y_dot[U(n), U(o1)] = acc_1 + b_dot[U(o1)]
        y_dot[U(n), U(o2)] = acc_2 + b_dot[U(o2)]
        y_dot[U(n), U(o3)] = acc_3 + b_dot[U(o3)]
        y_dot[U(n1), U(o)] = acc_4 + b_dot[U(o)]
        y_dot[U(n1), U(o1)] = acc_5 + b_dot[U(o1)]
        y_dot[U(n1), U(o2)] = acc_6 + b_dot[U(o2)]
        y_dot[U(n1), U(o3)] = acc_7 + b_dot[U(o3)]


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, K, O):
    """ẏ[n,o] = ḃ[o] + Σ_k (w[o,k]·ẋ[n,k] + ẇ[o,k]·x[n,k])

    Operations: 2·K·N·O multiplications, 2·K·N·O additions.
    """
    k_block_last = (K - 1) // 1024
    launch(_jvp_part, ((N - 1) // 2 + 1) * ((O - 1) // 4 + 1), K * N * O, x_dot, w_dot, b_dot, x, w, y_dot, N,
            K, O, k_block_last)


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
