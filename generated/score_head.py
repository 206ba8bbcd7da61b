"""score_head: class scores from globally averaged channels.

Made by `chainrule generate` from the forward of `score_head`.  Do not edit.

    mean[n,c] = 1/(H·W) · Σ_{a,b} x[n,c,a,b]
    score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
    dx[n,c,a,b] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]
    dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
    db[k] = Σ_n dscore[n,k]

Source: seed 001; Zhou et al. 2016, section 2.
"""

from collections import namedtuple

import numpy as np
from numba import njit, prange

from . import runtime

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'score_head',
    'summary': 'class scores from globally averaged channels',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['K', 'C'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['K'], 'kind': 'real', 'differentiable': True, 'default': 0, 'below': None},
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
}


Residuals = namedtuple("Residuals", ["mean"])
Gradients = namedtuple("Gradients", ["x", "w", "b"])


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


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, b, score, mean, N, C, H, W, K):
    dtype = score.dtype
    T = dtype.type
    x_rows = x.reshape((N, C, H * W))
    for n in prange(N):
        # mean[n,c] = 1/(H·W) · Σ_{ab} x[n,c,ab]
        for c in range(C):
            acc = T(0)
            for ab in range(H * W):
                acc += x_rows[U(n), U(c), U(ab)]
            mean[U(n), U(c)] = acc / T(H * W)
        # score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
        for o in range(K):
            acc2 = T(0)
            for k in range(C):
                acc2 += mean[U(n), U(k)] * w[U(o), U(k)]
            score[U(n), U(o)] = acc2 + b[U(o)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dscore, w, dx, N, C, H, W, K):
    dtype = dx.dtype
    T = dtype.type
    dx_rows = dx.reshape((N, C, H * W))
    quotient = K // 8
    for n in prange(N):
        dx_sum = np.empty(C, dtype)
        # dx_sum[c] = Σ_o dscore[n,o] · w[o,c]
        for c in range(C):
            dx_sum[U(c)] = T(0)
        for o in range(0, K - 7, 8):
            dscore_here = dscore[U(n), U(o + 1)]
            dscore_here2 = dscore[U(n), U(o + 2)]
            dscore_here3 = dscore[U(n), U(o + 3)]
            dscore_here4 = dscore[U(n), U(o + 4)]
            dscore_here5 = dscore[U(n), U(o + 5)]
            dscore_here6 = dscore[U(n), U(o + 6)]
            dscore_here7 = dscore[U(n), U(o + 7)]
            dscore_here8 = dscore[U(n), U(o)]
            for c in range(C):
                dx_sum[U(c)] += (
                    dscore_here * w[U(o + 1), U(c)]
                    + dscore_here2 * w[U(o + 2), U(c)]
                    + dscore_here3 * w[U(o + 3), U(c)]
                    + dscore_here4 * w[U(o + 4), U(c)]
                    + dscore_here5 * w[U(o + 5), U(c)]
                    + dscore_here6 * w[U(o + 6), U(c)]
                    + dscore_here7 * w[U(o + 7), U(c)]
                    + dscore_here8 * w[U(o), U(c)]
                )
        for o in range(quotient * 8, K):
            dscore_here9 = dscore[U(n), U(o)]
            for c in range(C):
                dx_sum[U(c)] += dscore_here9 * w[U(o), U(c)]
        # dx[n,c,ab] = dx_sum[c]/(H·W)
        for c in range(C):
            factor = dx_sum[U(c)] / T(H * W)
            for ab in range(H * W):
                dx_rows[U(n), U(c), U(ab)] = factor


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dscore, mean, dw, N, C, K):
    dtype = dw.dtype
    T = dtype.type
    quotient = N // 8
    for k in prange(K):
        # dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
        for c in range(C):
            dw[U(k), U(c)] = T(0)
        for n in range(0, N - 7, 8):
            dscore_here = dscore[U(n + 1), U(k)]
            dscore_here2 = dscore[U(n + 2), U(k)]
            dscore_here3 = dscore[U(n + 3), U(k)]
            dscore_here4 = dscore[U(n + 4), U(k)]
            dscore_here5 = dscore[U(n + 5), U(k)]
            dscore_here6 = dscore[U(n + 6), U(k)]
            dscore_here7 = dscore[U(n + 7), U(k)]
            dscore_here8 = dscore[U(n), U(k)]
            for c in range(C):
                dw[U(k), U(c)] += (
                    dscore_here * mean[U(n + 1), U(c)]
                    + dscore_here2 * mean[U(n + 2), U(c)]
                    + dscore_here3 * mean[U(n + 3), U(c)]
                    + dscore_here4 * mean[U(n + 4), U(c)]
                    + dscore_here5 * mean[U(n + 5), U(c)]
                    + dscore_here6 * mean[U(n + 6), U(c)]
                    + dscore_here7 * mean[U(n + 7), U(c)]
                    + dscore_here8 * mean[U(n), U(c)]
                )
        for n in range(quotient * 8, N):
            dscore_here9 = dscore[U(n), U(k)]
            for c in range(C):
                dw[U(k), U(c)] += dscore_here9 * mean[U(n), U(c)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dscore, db, N, K):
    dtype = db.dtype
    T = dtype.type
    quotient = N // 8
    for k_block in prange((K - 1) // 64 + 1):
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
        for n in range(quotient * 8, N):
            for k in range(k_block * 64, min(K, k_block * 64 + 64)):
                db[U(k)] += dscore[U(n), U(k)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, w, mean, score_dot, N, C, H, W, K):
    dtype = score_dot.dtype
    T = dtype.type
    x_dot_rows = x_dot.reshape((N, C, H * W))
    for n in prange(N):
        mean_dot = np.empty(C, dtype)
        # mean_dot[c] = 1/(H·W) · Σ_{ab} ẋ[n,c,ab]
        for c in range(C):
            acc = T(0)
            for ab in range(H * W):
                acc += x_dot_rows[U(n), U(c), U(ab)]
            mean_dot[U(c)] = acc / T(H * W)
        # score_dot[n,o] = ḃ[o] + Σ_k (mean_dot[k]·w[o,k] + mean[n,k]·ẇ[o,k])
        for o in range(K):
            acc2 = T(0)
            for k in range(C):
                acc2 += mean[U(n), U(k)] * w_dot[U(o), U(k)] + mean_dot[U(k)] * w[U(o), U(k)]
            score_dot[U(n), U(o)] = acc2 + b_dot[U(o)]


def forward(x, w, b=None, *, out=None, save=False):
    """class scores from globally averaged channels; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.new_all(("score",), out)
    call.new("mean", "mean")
    call.run(_forward, ("x", "w", "b", "score", "mean"), ("N", "C", "H", "W", "K"))
    result = call.result(*("score",))
    return (result, Residuals(*call.results(("mean",)))) if save else result


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
