"""dense: fully connected layer with bias.

Made by `chainrule generate` from the forward of `dense`.  Do not edit.

    y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
    dx[n,k] = Σ_o dy[n,o] · w[o,k]
    dw[o,k] = Σ_n dy[n,o] · x[n,k]
    db[o] = Σ_n dy[n,o]
"""

from collections import namedtuple

import numpy as np
from numba import njit, prange

from . import runtime

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'dense',
    'summary': 'fully connected layer with bias',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'K'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['O', 'K'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': 0, 'below': None},
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
}


Residuals = namedtuple("Residuals", [])
Gradients = namedtuple("Gradients", ["x", "w", "b"])


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


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, b, y, N, K, O):
    dtype = y.dtype
    T = dtype.type
    for t in prange(((N - 1) // 2 + 1) * ((O - 1) // 4 + 1)):
        n = 2 * (np.int64(t) // (((O - 1) // 4 + 1)))
        o = 4 * (np.int64(t) % ((O - 1) // 4 + 1))
        n1 = min(N - 1, n + 1)
        o1 = min(O - 1, o + 1)
        o2 = min(O - 1, o + 2)
        o3 = min(O - 1, o + 3)
        # y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        for k in range(K):
            acc += w[U(o), U(k)] * x[U(n), U(k)]
            acc_1 += w[U(o1), U(k)] * x[U(n), U(k)]
            acc_2 += w[U(o2), U(k)] * x[U(n), U(k)]
            acc_3 += w[U(o3), U(k)] * x[U(n), U(k)]
            acc_4 += w[U(o), U(k)] * x[U(n1), U(k)]
            acc_5 += w[U(o1), U(k)] * x[U(n1), U(k)]
            acc_6 += w[U(o2), U(k)] * x[U(n1), U(k)]
            acc_7 += w[U(o3), U(k)] * x[U(n1), U(k)]
        y[U(n), U(o)] = acc + b[U(o)]
        y[U(n), U(o1)] = acc_1 + b[U(o1)]
        y[U(n), U(o2)] = acc_2 + b[U(o2)]
        y[U(n), U(o3)] = acc_3 + b[U(o3)]
        y[U(n1), U(o)] = acc_4 + b[U(o)]
        y[U(n1), U(o1)] = acc_5 + b[U(o1)]
        y[U(n1), U(o2)] = acc_6 + b[U(o2)]
        y[U(n1), U(o3)] = acc_7 + b[U(o3)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, dx, N, K, O):
    dtype = dx.dtype
    T = dtype.type
    quotient = O // 8
    for n in prange(N):
        # dx[n,k] = Σ_o dy[n,o] · w[o,k]
        for k in range(K):
            dx[U(n), U(k)] = T(0)
        for o in range(0, O - 7, 8):
            dy_here = dy[U(n), U(o + 1)]
            dy_here2 = dy[U(n), U(o + 2)]
            dy_here3 = dy[U(n), U(o + 3)]
            dy_here4 = dy[U(n), U(o + 4)]
            dy_here5 = dy[U(n), U(o + 5)]
            dy_here6 = dy[U(n), U(o + 6)]
            dy_here7 = dy[U(n), U(o + 7)]
            dy_here8 = dy[U(n), U(o)]
            for k in range(K):
                dx[U(n), U(k)] += (
                    dy_here * w[U(o + 1), U(k)]
                    + dy_here2 * w[U(o + 2), U(k)]
                    + dy_here3 * w[U(o + 3), U(k)]
                    + dy_here4 * w[U(o + 4), U(k)]
                    + dy_here5 * w[U(o + 5), U(k)]
                    + dy_here6 * w[U(o + 6), U(k)]
                    + dy_here7 * w[U(o + 7), U(k)]
                    + dy_here8 * w[U(o), U(k)]
                )
        for o in range(quotient * 8, O):
            dy_here9 = dy[U(n), U(o)]
            for k in range(K):
                dx[U(n), U(k)] += dy_here9 * w[U(o), U(k)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, K, O):
    dtype = dw.dtype
    T = dtype.type
    quotient = N // 8
    for o in prange(O):
        # dw[o,k] = Σ_n dy[n,o] · x[n,k]
        for k in range(K):
            dw[U(o), U(k)] = T(0)
        for n in range(0, N - 7, 8):
            dy_here = dy[U(n + 1), U(o)]
            dy_here2 = dy[U(n + 2), U(o)]
            dy_here3 = dy[U(n + 3), U(o)]
            dy_here4 = dy[U(n + 4), U(o)]
            dy_here5 = dy[U(n + 5), U(o)]
            dy_here6 = dy[U(n + 6), U(o)]
            dy_here7 = dy[U(n + 7), U(o)]
            dy_here8 = dy[U(n), U(o)]
            for k in range(K):
                dw[U(o), U(k)] += (
                    dy_here * x[U(n + 1), U(k)]
                    + dy_here2 * x[U(n + 2), U(k)]
                    + dy_here3 * x[U(n + 3), U(k)]
                    + dy_here4 * x[U(n + 4), U(k)]
                    + dy_here5 * x[U(n + 5), U(k)]
                    + dy_here6 * x[U(n + 6), U(k)]
                    + dy_here7 * x[U(n + 7), U(k)]
                    + dy_here8 * x[U(n), U(k)]
                )
        for n in range(quotient * 8, N):
            dy_here9 = dy[U(n), U(o)]
            for k in range(K):
                dw[U(o), U(k)] += dy_here9 * x[U(n), U(k)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, O):
    dtype = db.dtype
    T = dtype.type
    quotient = N // 8
    for o_block in prange((O - 1) // 64 + 1):
        # db[o] = Σ_n dy[n,o]
        for o in range(o_block * 64, min(O, o_block * 64 + 64)):
            db[U(o)] = T(0)
        for n in range(0, N - 7, 8):
            for o in range(o_block * 64, min(O, o_block * 64 + 64)):
                db[U(o)] += (
                    dy[U(n + 1), U(o)]
                    + dy[U(n + 2), U(o)]
                    + dy[U(n + 3), U(o)]
                    + dy[U(n + 4), U(o)]
                    + dy[U(n + 5), U(o)]
                    + dy[U(n + 6), U(o)]
                    + dy[U(n + 7), U(o)]
                    + dy[U(n), U(o)]
                )
        for n in range(quotient * 8, N):
            for o in range(o_block * 64, min(O, o_block * 64 + 64)):
                db[U(o)] += dy[U(n), U(o)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, K, O):
    dtype = y_dot.dtype
    T = dtype.type
    for t in prange(((N - 1) // 2 + 1) * ((O - 1) // 4 + 1)):
        n = 2 * (np.int64(t) // (((O - 1) // 4 + 1)))
        o = 4 * (np.int64(t) % ((O - 1) // 4 + 1))
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
        for k in range(K):
            acc += w[U(o), U(k)] * x_dot[U(n), U(k)] + w_dot[U(o), U(k)] * x[U(n), U(k)]
            acc_1 += w[U(o1), U(k)] * x_dot[U(n), U(k)] + w_dot[U(o1), U(k)] * x[U(n), U(k)]
            acc_2 += w[U(o2), U(k)] * x_dot[U(n), U(k)] + w_dot[U(o2), U(k)] * x[U(n), U(k)]
            acc_3 += w[U(o3), U(k)] * x_dot[U(n), U(k)] + w_dot[U(o3), U(k)] * x[U(n), U(k)]
            acc_4 += w[U(o), U(k)] * x_dot[U(n1), U(k)] + w_dot[U(o), U(k)] * x[U(n1), U(k)]
            acc_5 += w[U(o1), U(k)] * x_dot[U(n1), U(k)] + w_dot[U(o1), U(k)] * x[U(n1), U(k)]
            acc_6 += w[U(o2), U(k)] * x_dot[U(n1), U(k)] + w_dot[U(o2), U(k)] * x[U(n1), U(k)]
            acc_7 += w[U(o3), U(k)] * x_dot[U(n1), U(k)] + w_dot[U(o3), U(k)] * x[U(n1), U(k)]
        y_dot[U(n), U(o)] = acc + b_dot[U(o)]
        y_dot[U(n), U(o1)] = acc_1 + b_dot[U(o1)]
        y_dot[U(n), U(o2)] = acc_2 + b_dot[U(o2)]
        y_dot[U(n), U(o3)] = acc_3 + b_dot[U(o3)]
        y_dot[U(n1), U(o)] = acc_4 + b_dot[U(o)]
        y_dot[U(n1), U(o1)] = acc_5 + b_dot[U(o1)]
        y_dot[U(n1), U(o2)] = acc_6 + b_dot[U(o2)]
        y_dot[U(n1), U(o3)] = acc_7 + b_dot[U(o3)]


def forward(x, w, b=None, *, out=None, save=False):
    """fully connected layer with bias; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "K", "O"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(()))) if save else result


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
