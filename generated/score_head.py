"""score_head: class scores from globally averaged channels.

Made by `chainrule generate`, version 0.1.0, from the forward of `score_head`.  Do not edit.

    mean[n,c] = 1/(H·W) · Σ_{a,b} x[n,c,a,b]
    score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
    dx[n,c,a,b] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]
    dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
    db[k] = Σ_n dscore[n,k]

Source: seed 001; Zhou et al. 2016, section 2.
"""

from collections import namedtuple

import numpy as np
from numba import njit

from . import runtime
from .runtime import plus
from .threads import launch
from .vectors import blocks, colblock, depthblock, either, multiply, rowblock, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'score_head',
    'summary': 'class scores from globally averaged channels',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['K', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['K'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'score', 'shape': ['N', 'K'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'mean', 'shape': ['N', 'C'], 'kind': 'real'},
    ],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", ["mean"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w", 0, "K", "K"),
        runtime.Step("w", 1, "C", "C"),
        runtime.Step("b", 0, "K", "K"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w": lambda C, K, **_: (K, C),
        "b": lambda K, **_: (K,),
        "score": lambda K, N, **_: (N, K),
        "mean": lambda C, N, **_: (N, C),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, w, b, score, mean, N, C, H, W, K):
    """mean[n,c] = 1/(H·W) · Σ_{ab} x[n,c,ab]
    score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
    """
    dtype = x.dtype
    T = dtype.type
    for n in range(first, last):
        # mean[n,c] = 1/(H·W) · Σ_{ab} x[n,c,ab]
        for c in range(C):
            acc = T(0)
            for ab in range(H * W):
                acc = plus(acc, x[U(n), U(c), U(ab)])
            mean[U(n), U(c)] = acc / T(H * W)
        # score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
        for o in range(K):
            acc2 = T(0)
            for k in range(C):
                acc2 = plus(acc2, mean[U(n), U(k)] * w[U(o), U(k)])
            score[U(n), U(o)] = acc2 + b[U(o)]


def _forward(x, w, b, score, mean, N, C, H, W, K):
    """mean[n,c] = 1/(H·W) · Σ_{a,b} x[n,c,a,b]
    score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]

    As compiled:

    mean[n,c] = 1/(H·W) · Σ_{ab} x[n,c,ab]

    Operations: C·K·N multiplications, C·H·N·W + C·K·N − C·N additions.
    """
    x_rows = x.reshape((N, C, H * W))
    launch(_forward_part, N, C * H * N * W + C * K * N, x_rows, w, b, score, mean, N, C, H, W, K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_either(first, last, dscore, w, dx, N, C, H, W, K, deep, high, wide):
    """dx[n,c,ab] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]"""
    dtype = dscore.dtype
    T = dtype.type
    for task in range(first, last):
        ab = task // (((N - 1) // high + 1) * ((C - 1) // wide + 1))
        row_part = task // (((C - 1) // wide + 1)) % ((N - 1) // high + 1)
        col_part = task % ((C - 1) // wide + 1)
        row_at = np.empty(high, np.int64)
        left_at = np.empty(K, np.int64)
        right_at = np.empty(K, np.int64)
        tile = np.empty((high, wide), dtype)
        # dx[n,c,ab] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]
        for n in range(high * row_part, min(N, high + high * row_part)):
            row_at[U(n - (high * row_part))] = K * n
        for o in range(K):
            left_at[U(o)] = o
        for o in range(K):
            right_at[U(o)] = C * o
        multiply(tile, (0, 0), wide, dscore, row_at, left_at, w, col_part * wide, right_at, min(high,
                N - (high * row_part)), min(wide, C - (col_part * wide)), 0, K, deep)
        for n in range(high * row_part, min(high + high * row_part, N)):
            for c in range(col_part * wide, min(C, col_part * wide + wide)):
                dx[U(n), U(c), U(ab)] = tile[U(n - (high * row_part)), U(c - (col_part * wide))] / T(H * W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dscore, panels2, N, K, wide2):
    """panels2[col_part2, o, n−col_part2·wide2] = dscore[n,o]"""
    for col_part2 in range(first, last):
        # panels2[col_part2, o, n−col_part2·wide2] = dscore[n,o]
        turn(panels2, (col_part2, 0, 0), wide2, dscore, K * col_part2 * wide2, K, min(wide2,
                N - (col_part2 * wide2)), K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain2(first, last, w, dx, panels2, N, C, H, W, K, deep2, high2, wide2):
    """dx[n,c,ab] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]"""
    dtype = w.dtype
    T = dtype.type
    for task in range(first, last):
        ab = task // (((C - 1) // high2 + 1) * ((N - 1) // wide2 + 1))
        row_part2 = task // (((N - 1) // wide2 + 1)) % ((C - 1) // high2 + 1)
        col_part2 = task % ((N - 1) // wide2 + 1)
        row_at2 = np.empty(high2, np.int64)
        left_at2 = np.empty(K, np.int64)
        right_at2 = np.empty(K, np.int64)
        tile2 = np.empty((high2, wide2), dtype)
        # dx[n,c,ab] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]
        for c in range(high2 * row_part2, min(C, high2 + high2 * row_part2)):
            row_at2[U(c - (high2 * row_part2))] = c
        for o in range(K):
            left_at2[U(o)] = C * o
        for k2 in range(K):
            right_at2[U(k2)] = k2 * wide2
        multiply(tile2, (0, 0), wide2, w, row_at2, left_at2, panels2, K * col_part2 * wide2, right_at2,
                min(high2, C - (high2 * row_part2)), min(wide2, N - (col_part2 * wide2)), 0, K, deep2)
        for c in range(high2 * row_part2, min(high2 + high2 * row_part2, C)):
            for n in range(col_part2 * wide2, min(N, col_part2 * wide2 + wide2)):
                dx[U(n), U(c), U(ab)] = (
                    tile2[U(c - (high2 * row_part2)), U(n - (col_part2 * wide2))] / T(H * W)
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain3(first, last, dscore, w, dx, N, C, H, W, K):
    """dx_sum[c] = Σ_o dscore[n,o] · w[o,c]
    dx[n,c,ab] = dx_sum[c]/(H·W)
    """
    dtype = dscore.dtype
    T = dtype.type
    for n in range(first, last):
        dx_sum = np.empty(C, dtype)
        # dx_sum[c] = Σ_o dscore[n,o] · w[o,c]
        for c in range(C):
            dx_sum[U(c)] = T(0)
        for o in range(K):
            dscore_here = dscore[U(n), U(o)]
            for c in range(C):
                dx_sum[U(c)] += dscore_here * w[U(o), U(c)]
        # dx[n,c,ab] = dx_sum[c]/(H·W)
        for c in range(C):
            dx_sum_over_H_W = dx_sum[U(c)] / T(H * W)
            for ab in range(H * W):
                dx[U(n), U(c), U(ab)] = dx_sum_over_H_W


def _vjp_x(dscore, w, dx, N, C, H, W, K):
    """dx[n,c,a,b] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]

    Operations: C·K·N multiplications, C·K·N − C·N additions.
    """
    dtype = dx.dtype
    dx_rows = dx.reshape((N, C, H * W))
    if blocks(N >= 4 and C >= 8 and K >= 4):
        if either(C >= 128):
            wide = colblock()
            deep = depthblock()
            high = rowblock(N, ((C - 1) // wide + 1) * H * W)
            launch(_vjp_x_either, H * W * ((N - 1) // high + 1) * ((C - 1) // wide + 1),
                    C * H * K * N * W // 32, dscore, w, dx_rows, N, C, H, W, K, deep, high, wide)
        else:
            wide2 = colblock()
            deep2 = depthblock()
            high2 = rowblock(C, ((N - 1) // wide2 + 1) * H * W)
            panels2 = np.empty((max(0, (N - 1) // wide2 + 1), K, wide2), dtype)
            launch(_vjp_x_plain, (N - 1) // wide2 + 1, K * N, dscore, panels2, N, K, wide2)
            launch(_vjp_x_plain2, H * W * ((C - 1) // high2 + 1) * ((N - 1) // wide2 + 1),
                    C * H * K * N * W // 32, w, dx_rows, panels2, N, C, H, W, K, deep2, high2, wide2)
    else:
        launch(_vjp_x_plain3, N, C * H * N * W + C * K * N, dscore, w, dx_rows, N, C, H, W, K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_either(first, last, dscore, mean, dw, N, C, K, deep, high, wide):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]"""
    dtype = dscore.dtype
    for task in range(first, last):
        row_part = task // (((C - 1) // wide + 1))
        col_part = task % ((C - 1) // wide + 1)
        row_at = np.empty(high, np.int64)
        left_at = np.empty(N, np.int64)
        right_at = np.empty(N, np.int64)
        tile = np.empty((high, wide), dtype)
        # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
        for k in range(high * row_part, min(K, high + high * row_part)):
            row_at[U(k - (high * row_part))] = k
        for n in range(N):
            left_at[U(n)] = K * n
        for n in range(N):
            right_at[U(n)] = C * n
        multiply(tile, (0, 0), wide, dscore, row_at, left_at, mean, col_part * wide, right_at, min(high,
                K - (high * row_part)), min(wide, C - (col_part * wide)), 0, N, deep)
        for k in range(high * row_part, min(high + high * row_part, K)):
            for c in range(col_part * wide, min(C, col_part * wide + wide)):
                dw[U(k), U(c)] = tile[U(k - (high * row_part)), U(c - (col_part * wide))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dscore, mean, dw, N, C, K, deep2, high2, wide2):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]"""
    dtype = dscore.dtype
    for task in range(first, last):
        row_part2 = task // (((K - 1) // wide2 + 1))
        col_part2 = task % ((K - 1) // wide2 + 1)
        row_at2 = np.empty(high2, np.int64)
        left_at2 = np.empty(N, np.int64)
        right_at2 = np.empty(N, np.int64)
        tile2 = np.empty((high2, wide2), dtype)
        turned2 = np.empty((wide2, high2), dtype)
        # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
        for c in range(high2 * row_part2, min(C, high2 + high2 * row_part2)):
            row_at2[U(c - (high2 * row_part2))] = c
        for n in range(N):
            left_at2[U(n)] = C * n
        for n in range(N):
            right_at2[U(n)] = K * n
        multiply(tile2, (0, 0), wide2, mean, row_at2, left_at2, dscore, col_part2 * wide2, right_at2,
                min(high2, C - (high2 * row_part2)), min(wide2, K - (col_part2 * wide2)), 0, N, deep2)
        turn(turned2, (0, 0), high2, tile2, 0, wide2, min(high2, C - (high2 * row_part2)), min(wide2,
                K - (col_part2 * wide2)))
        for k in range(col_part2 * wide2, min(col_part2 * wide2 + wide2, K)):
            for c in range(high2 * row_part2, min(C, high2 + high2 * row_part2)):
                dw[U(k), U(c)] = turned2[U(k - (col_part2 * wide2)), U(c - (high2 * row_part2))]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain2(first, last, dscore, mean, dw, N, C, K):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]"""
    dtype = dscore.dtype
    T = dtype.type
    for k in range(first, last):
        # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
        for c in range(C):
            dw[U(k), U(c)] = T(0)
        for n in range(N):
            dscore_here = dscore[U(n), U(k)]
            for c in range(C):
                dw[U(k), U(c)] += dscore_here * mean[U(n), U(c)]


def _vjp_w(dscore, mean, dw, N, C, K):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]

    Operations: C·K·N multiplications, C·K·N − C·K additions.
    """
    if blocks(K >= 4 and C >= 8 and N >= 4):
        if either(C >= 128):
            wide = colblock()
            deep = depthblock()
            high = rowblock(K, (C - 1) // wide + 1)
            launch(_vjp_w_either, ((K - 1) // high + 1) * ((C - 1) // wide + 1), C * K * N // 32, dscore,
                    mean, dw, N, C, K, deep, high, wide)
        else:
            wide2 = colblock()
            deep2 = depthblock()
            high2 = rowblock(C, (K - 1) // wide2 + 1)
            launch(_vjp_w_plain, ((C - 1) // high2 + 1) * ((K - 1) // wide2 + 1), C * K * N // 32, dscore,
                    mean, dw, N, C, K, deep2, high2, wide2)
    else:
        launch(_vjp_w_plain2, K, C * K * N, dscore, mean, dw, N, C, K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dscore, db, N, K, n_first):
    """db[k] = Σ_n dscore[n,k]"""
    dtype = dscore.dtype
    T = dtype.type
    for k_block in range(first, last):
        # db[k] = Σ_n dscore[n,k]
        for k in range(k_block * 64, min(K, k_block * 64 + 64)):
            db[U(k)] = T(0)
        for n in range(0, N - 7, 8):
            for k in range(k_block * 64, min(K, k_block * 64 + 64)):
                db[U(k)] += (
                    dscore[U(n + 1), U(k)]
                    + dscore[U(n + 2), U(k)]
                    + dscore[U(n + 3), U(k)]
                    + dscore[U(n + 4), U(k)]
                    + dscore[U(n + 5), U(k)]
                    + dscore[U(n + 6), U(k)]
                    + dscore[U(n + 7), U(k)]
                    + dscore[U(n), U(k)]
                )
        for n in range(n_first, N):
            for k in range(k_block * 64, min(K, k_block * 64 + 64)):
                db[U(k)] += dscore[U(n), U(k)]


def _vjp_b(dscore, db, N, K):
    """db[k] = Σ_n dscore[n,k]

    Operations: K·N − K additions.
    """
    n_first = (N // 8) * 8
    launch(_vjp_b_part, (K - 1) // 64 + 1, K * N, dscore, db, N, K, n_first)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, w, mean, score_dot, N, C, H, W, K):
    """mean_dot[c] = 1/(H·W) · Σ_{ab} ẋ[n,c,ab]
    score_dot[n,o] = ḃ[o] + Σ_k (mean_dot[k]·w[o,k] + mean[n,k]·ẇ[o,k])
    """
    dtype = x_dot.dtype
    T = dtype.type
    for n in range(first, last):
        mean_dot = np.empty(C, dtype)
        # mean_dot[c] = 1/(H·W) · Σ_{ab} ẋ[n,c,ab]
        for c in range(C):
            acc = T(0)
            for ab in range(H * W):
                acc = plus(acc, x_dot[U(n), U(c), U(ab)])
            mean_dot[U(c)] = acc / T(H * W)
        # score_dot[n,o] = ḃ[o] + Σ_k (mean_dot[k]·w[o,k] + mean[n,k]·ẇ[o,k])
        for o in range(K):
            acc2 = T(0)
            for k in range(C):
                acc2 = plus(acc2, mean[U(n), U(k)] * w_dot[U(o), U(k)] + mean_dot[U(k)] * w[U(o), U(k)])
            score_dot[U(n), U(o)] = acc2 + b_dot[U(o)]


def _jvp(x_dot, w_dot, b_dot, w, mean, score_dot, N, C, H, W, K):
    """mean_dot[n,c] = 1/(H·W) · Σ_{a,b} ẋ[n,c,a,b]
    score_dot[n,o] = ḃ[o] + Σ_k (mean[n,k]·ẇ[o,k] + mean_dot[n,k]·w[o,k])

    As compiled:

    mean_dot[c] = 1/(H·W) · Σ_{ab} ẋ[n,c,ab]
    score_dot[n,o] = ḃ[o] + Σ_k (mean_dot[k]·w[o,k] + mean[n,k]·ẇ[o,k])

    Operations: 2·C·K·N multiplications, 2·C·K·N + C·H·N·W − C·N additions.
    """
    x_dot_rows = x_dot.reshape((N, C, H * W))
    launch(_jvp_part, N, C * H * N * W + C * K * N, x_dot_rows, w_dot, b_dot, w, mean, score_dot, N, C, H, W,
            K)


def forward(x, w, b=None, *, out=None, save=False):
    """class scores from globally averaged channels; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.new_all(("score",), out)
    call.new("mean", "mean")
    call.run(_forward, ("x", "w", "b", "score", "mean"), ("N", "C", "H", "W", "K"))
    result = call.result(*("score",))
    return (result, call.save(Residuals, ("mean",))) if save else result


def vjp_x(dscore, x, w, b=None, *, residuals=None, out=None):
    """The gradient of x, given dscore."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dscore", "score", dscore)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dscore", "w", "dx"), ("N", "C", "H", "W", "K"))
    return call.result("dx")


def vjp_w(dscore, x, w, b=None, *, residuals=None, out=None):
    """The gradient of w, given dscore."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dscore", "score", dscore)
    call.recall(residuals, forward, ("mean",))
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dscore", "mean", "dw"), ("N", "C", "K"))
    return call.result("dw")


def vjp_b(dscore, x, w, b=None, *, residuals=None, out=None):
    """The gradient of b, given dscore."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dscore", "score", dscore)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dscore", "db"), ("N", "K"))
    return call.result("db")


def vjp(dscore, x, w, b=None, *, residuals=None):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dscore", "score", dscore)
    call.recall(residuals, forward, ("mean",))
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dscore", "w", "dx"), ("N", "C", "H", "W", "K"))
    call.run(_vjp_w, ("dscore", "mean", "dw"), ("N", "C", "K"))
    call.run(_vjp_b, ("dscore", "db"), ("N", "K"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.recall(residuals, forward, ("mean",))
    call.new("score_dot", "score")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "w", "mean", "score_dot"), ("N", "C", "H", "W", "K"))
    return call.result(*("score_dot",))
