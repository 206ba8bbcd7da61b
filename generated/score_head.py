"""score_head: class scores from globally averaged channels.

Made by `chainrule generate`, version 0.1.0, from the forward of `score_head`.  Do not edit.
Run time: 682dece4f5c1c983.

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
from .runtime import carried, plus
from .threads import launch
from .vectors import blocks, copy, multiply, parts

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
def _forward_part(first, last, x, mean, N, C, H, W, ab_block_last):
    """mean[n,c] = 1/(H·W) · Σ_{ab} x[n,c,ab]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # mean[n,c] = 1/(H·W) · Σ_{ab} x[n,c,ab]
        acc = T(0)
        rest = T(0)
        for ab_block in range(ab_block_last + 1):
            part2 = T(0)
            for ab in range(ab_block * 1024, min(H * W, ab_block * 1024 + 1024)):
                part2 = plus(part2, x[U(n), U(c), U(ab)])
            acc, rest = carried(acc, rest, part2)
        mean[U(n), U(c)] = acc / T(H * W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, w, b, score, mean, N, C, K, pieces, share):
    """score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]"""
    dtype = w.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((min(N, 96), min(C, 256)), dtype)
    right = np.empty((min(C, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, K), 384):
            cols_last = min(K - 1, cols_from + 383, part * share + share - 1)
            # score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    tile[U(n), U(o - cols_from)] = T(0)
            for depth_from in range(0, C, 256):
                depth_last = min(C - 1, depth_from + 255)
                for k in range(depth_from, depth_last + 1):
                    o = cols_from
                    copy(right, (k - depth_from, o - cols_from), w, (o, k), C, cols_last + 1 - o)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for n in range(rows_from, rows_last + 1):
                        k = depth_from
                        copy(left, (n - rows_from, k - depth_from), mean, (n, k), 1, depth_last + 1 - k)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(C, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for o in range(cols_from, cols_last + 1):
                    score[U(n), U(o)] = b[U(o)] + tile[U(n), U(o - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, w, b, score, mean, N, C, K, k_block_last):
    """score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]"""
    dtype = w.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // K
        o = task % K
        # score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
        acc2 = T(0)
        rest2 = T(0)
        for k_block in range(k_block_last + 1):
            part3 = T(0)
            for k in range(k_block * 1024, min(C, k_block * 1024 + 1024)):
                part3 = plus(part3, mean[U(n), U(k)] * w[U(o), U(k)])
            acc2, rest2 = carried(acc2, rest2, part3)
        score[U(n), U(o)] = acc2 + b[U(o)]


def _forward(x, w, b, score, mean, N, C, H, W, K):
    """mean[n,c] = 1/(H·W) · Σ_{a,b} x[n,c,a,b]
    score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]

    Operations: C·K·N multiplications, C·H·N·W + C·K·N − C·N additions.
    """
    x_rows = x.reshape((N, C, H * W))
    ab_block_last = (H * W - 1) // 1024
    launch(_forward_part, N * C, C * H * N * W, x_rows, mean, N, C, H, W, ab_block_last)
    if blocks(N >= 4 and K >= 8 and C >= 4):
        pieces = parts(K)
        share = max(((K - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_forward_blocks, pieces, C * K * N // 32, w, b, score, mean, N, C, K, pieces, share)
    else:
        k_block_last = (C - 1) // 1024
        launch(_forward_plain, N * K, C * K * N, w, b, score, mean, N, C, K, k_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_blocks(first, last, dscore, w, dx, N, C, H, W, K, pieces, share):
    """dx[n,c,ab] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]"""
    dtype = dscore.dtype
    T = dtype.type
    tile = np.empty((N, 384), dtype)
    left = np.empty((min(N, 96), min(K, 256)), dtype)
    right = np.empty((min(K, 256), 384), dtype)
    for task in range(first, last):
        ab = task // pieces
        part = task % pieces
        for cols_from in range(part * share, min(part * share + share, C), 384):
            cols_last = min(C - 1, cols_from + 383, part * share + share - 1)
            # dx[n,c,ab] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]
            for n in range(N):
                for c in range(cols_from, cols_last + 1):
                    tile[U(n), U(c - cols_from)] = T(0)
            for depth_from in range(0, K, 256):
                depth_last = min(K - 1, depth_from + 255)
                for o in range(depth_from, depth_last + 1):
                    c = cols_from
                    copy(right, (o - depth_from, c - cols_from), w, (o, c), 1, cols_last + 1 - c)
                for rows_from in range(0, N, 96):
                    rows_last = min(N - 1, rows_from + 95)
                    for n in range(rows_from, rows_last + 1):
                        o = depth_from
                        copy(left, (n - rows_from, o - depth_from), dscore, (n, o), 1, depth_last + 1 - o)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), min(K, 256), 1, right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for n in range(N):
                for c in range(cols_from, cols_last + 1):
                    dx[U(n), U(c), U(ab)] = tile[U(n), U(c - cols_from)] / T(H * W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dscore, w, dx, N, C, H, W, K, o_block_last):
    """dx_sum[c] = Σ_o dscore[n,o] · w[o,c]
    dx[n,c,ab] = dx_sum[c]/(H·W)
    """
    dtype = dscore.dtype
    T = dtype.type
    dx_sum = np.empty(C, dtype)
    rest = np.empty(C, dtype)
    part2 = np.empty(C, dtype)
    for n in range(first, last):
        # dx_sum[c] = Σ_o dscore[n,o] · w[o,c]
        for c in range(C):
            dx_sum[U(c)] = T(0)
        for c in range(C):
            rest[U(c)] = T(0)
        for o_block in range(o_block_last + 1):
            for c in range(C):
                part2[U(c)] = T(0)
            for o in range(o_block * 1024, min(K, o_block * 1024 + 1024)):
                dscore_here = dscore[U(n), U(o)]
                for c in range(C):
                    part2[U(c)] += dscore_here * w[U(o), U(c)]
            for c in range(C):
                dx_sum[U(c)], rest[U(c)] = carried(dx_sum[U(c)], rest[U(c)], part2[U(c)])
        # dx[n,c,ab] = dx_sum[c]/(H·W)
        for c in range(C):
            dx_sum_over_H_W = dx_sum[U(c)] / T(H * W)
            for ab in range(H * W):
                dx[U(n), U(c), U(ab)] = dx_sum_over_H_W


def _vjp_x(dscore, w, dx, N, C, H, W, K):
    """dx[n,c,a,b] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]

    Operations: C·K·N multiplications, C·K·N − C·N additions.
    """
    dx_rows = dx.reshape((N, C, H * W))
    if blocks(N >= 4 and C >= 8 and K >= 4):
        pieces = parts(C)
        share = max(((C - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_x_blocks, H * W * pieces, C * H * K * N * W // 32, dscore, w, dx_rows, N, C, H, W, K,
                pieces, share)
    else:
        o_block_last = (K - 1) // 1024
        launch(_vjp_x_plain, N, C * H * N * W + C * K * N, dscore, w, dx_rows, N, C, H, W, K, o_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_blocks(first, last, dscore, mean, dw, N, C, K, pieces, share):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]"""
    dtype = dscore.dtype
    T = dtype.type
    tile = np.empty((K, 384), dtype)
    left = np.empty((min(N, 256), min(K, 96)), dtype)
    right = np.empty((min(N, 256), 384), dtype)
    for part in range(first, last):
        for cols_from in range(part * share, min(part * share + share, C), 384):
            cols_last = min(C - 1, cols_from + 383, part * share + share - 1)
            # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
            for k in range(K):
                for c in range(cols_from, cols_last + 1):
                    tile[U(k), U(c - cols_from)] = T(0)
            for depth_from in range(0, N, 256):
                depth_last = min(N - 1, depth_from + 255)
                for n in range(depth_from, depth_last + 1):
                    c = cols_from
                    copy(right, (n - depth_from, c - cols_from), mean, (n, c), 1, cols_last + 1 - c)
                for rows_from in range(0, K, 96):
                    rows_last = min(K - 1, rows_from + 95)
                    for n in range(depth_from, depth_last + 1):
                        k = rows_from
                        copy(left, (n - depth_from, k - rows_from), dscore, (n, k), 1, rows_last + 1 - k)
                    multiply(tile, (rows_from, 0), 384, left, (0, 0), 1, min(K, 96), right, (0, 0), 384,
                            rows_last + 1 - rows_from, cols_last + 1 - cols_from, depth_last + 1 - depth_from)
            for k in range(K):
                for c in range(cols_from, cols_last + 1):
                    dw[U(k), U(c)] = tile[U(k), U(c - cols_from)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_plain(first, last, dscore, mean, dw, N, C, K, n_block_last):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]"""
    dtype = dscore.dtype
    T = dtype.type
    rest = np.empty(C, dtype)
    part2 = np.empty(C, dtype)
    for k in range(first, last):
        # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
        for c in range(C):
            dw[U(k), U(c)] = T(0)
        for c in range(C):
            rest[U(c)] = T(0)
        for n_block in range(n_block_last + 1):
            for c in range(C):
                part2[U(c)] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                dscore_here = dscore[U(n), U(k)]
                for c in range(C):
                    part2[U(c)] += dscore_here * mean[U(n), U(c)]
            for c in range(C):
                dw[U(k), U(c)], rest[U(c)] = carried(dw[U(k), U(c)], rest[U(c)], part2[U(c)])


def _vjp_w(dscore, mean, dw, N, C, K):
    """dw[k,c] = Σ_n dscore[n,k] · mean[n,c]

    Operations: C·K·N multiplications, C·K·N − C·K additions.
    """
    if blocks(K >= 4 and C >= 8 and N >= 4):
        pieces = parts(C)
        share = max(((C - 1) // (pieces * 64)) * 64 + 64, 1)
        launch(_vjp_w_blocks, pieces, C * K * N // 32, dscore, mean, dw, N, C, K, pieces, share)
    else:
        n_block_last = (N - 1) // 1024
        launch(_vjp_w_plain, K, C * K * N, dscore, mean, dw, N, C, K, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b_part(first, last, dscore, db, N, K, n_block_last):
    """db[k] = Σ_n dscore[n,k]"""
    dtype = dscore.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    part = np.empty(1024, dtype)
    for k_block in range(first, last):
        # db[k] = Σ_n dscore[n,k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            db[U(k)] = T(0)
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            rest[U(k - (k_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                part[U(k - (k_block * 1024))] = T(0)
            for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
                for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                    part[U(k - (k_block * 1024))] += dscore[U(n), U(k)]
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                db[U(k)], rest[U(k - (k_block * 1024))] = carried(db[U(k)], rest[U(k - (k_block * 1024))], part[U(k - (k_block * 1024))])


def _vjp_b(dscore, db, N, K):
    """db[k] = Σ_n dscore[n,k]

    Operations: K·N − K additions.
    """
    n_block_last = (N - 1) // 1024
    launch(_vjp_b_part, (K - 1) // 1024 + 1, K * N, dscore, db, N, K, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, w, mean, score_dot, N, C, H, W, K, ab_block_last,
        k_block_last):
    """mean_dot[c] = 1/(H·W) · Σ_{ab} ẋ[n,c,ab]
    score_dot[n,o] = ḃ[o] + Σ_k (mean_dot[k]·w[o,k] + mean[n,k]·ẇ[o,k])
    """
    dtype = x_dot.dtype
    T = dtype.type
    mean_dot = np.empty(C, dtype)
    for n in range(first, last):
        # mean_dot[c] = 1/(H·W) · Σ_{ab} ẋ[n,c,ab]
        for c in range(C):
            acc = T(0)
            rest = T(0)
            for ab_block in range(ab_block_last + 1):
                part = T(0)
                for ab in range(ab_block * 1024, min(H * W, ab_block * 1024 + 1024)):
                    part = plus(part, x_dot[U(n), U(c), U(ab)])
                acc, rest = carried(acc, rest, part)
            mean_dot[U(c)] = acc / T(H * W)
        # score_dot[n,o] = ḃ[o] + Σ_k (mean_dot[k]·w[o,k] + mean[n,k]·ẇ[o,k])
        for o in range(K):
            acc2 = T(0)
            rest2 = T(0)
            for k_block in range(k_block_last + 1):
                part2 = T(0)
                for k in range(k_block * 1024, min(C, k_block * 1024 + 1024)):
                    part2 = plus(part2, mean[U(n), U(k)] * w_dot[U(o), U(k)] + mean_dot[U(k)] * w[U(o), U(k)])
                acc2, rest2 = carried(acc2, rest2, part2)
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
    ab_block_last = (H * W - 1) // 1024
    k_block_last = (C - 1) // 1024
    launch(_jvp_part, N, C * H * N * W + C * K * N, x_dot_rows, w_dot, b_dot, w, mean, score_dot, N, C, H, W,
            K, ab_block_last, k_block_last)


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
