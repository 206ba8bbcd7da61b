"""causal_conv1d: dilated 1-D convolution over the present and the past.

Made by `chainrule generate` from the forward of `causal_conv1d`.  Do not edit.

    y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]
    dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·u] · w[o, c, K−1−u]
    dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]
    db[o] = Σ_{n,i} dy[n,o,i]
    dx = full cross-correlation of dy with rot180(w): dilation (d)
    dw = cross-correlation of x with dy: stride (d), padding (d · (K − 1))
    w, x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: the last tap lies on the present, the first one d (K - 1) moments before.

Source: seed 000; van den Oord et al. 2016, section 2.1.
"""

from collections import namedtuple

import numpy as np
from numba import njit, prange

from . import runtime

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'causal_conv1d',
    'summary': 'dilated 1-D convolution over the present and the past',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['O', 'C', 'K'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': 0, 'below': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'O', 'L'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
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
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "L", "L"),
        runtime.Step("w", 0, "O", "O"),
        runtime.Step("w", 1, "C", "C"),
        runtime.Step("w", 2, "K", "K"),
        runtime.Step("b", 0, "O", "O"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "w": lambda C, K, O, **_: (O, C, K),
        "b": lambda O, **_: (O,),
        "y": lambda L, N, O, **_: (N, O, L),
    },
    requires=(),
    checks=(),
)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, b, y, N, C, L, O, K, d):
    dtype = y.dtype
    T = dtype.type
    for t in prange(((N - 1) // 2 + 1) * ((O - 1) // 4 + 1) * L):
        n = 2 * (np.int64(t) // (((O - 1) // 4 + 1) * L))
        o = 4 * (np.int64(t) // L % ((O - 1) // 4 + 1))
        i = np.int64(t) % L
        n1 = min(N - 1, n + 1)
        o1 = min(O - 1, o + 1)
        o2 = min(O - 1, o + 2)
        o3 = min(O - 1, o + 3)
        # y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient = i // d
        for c in range(C):
            for u in range(max(0, K - quotient - 1), K):
                acc += w[U(o), U(c), U(u)] * x[U(n), U(c), U(d + i + d * u - (K * d))]
                acc_1 += w[U(o1), U(c), U(u)] * x[U(n), U(c), U(d + i + d * u - (K * d))]
                acc_2 += w[U(o2), U(c), U(u)] * x[U(n), U(c), U(d + i + d * u - (K * d))]
                acc_3 += w[U(o3), U(c), U(u)] * x[U(n), U(c), U(d + i + d * u - (K * d))]
                acc_4 += w[U(o), U(c), U(u)] * x[U(n1), U(c), U(d + i + d * u - (K * d))]
                acc_5 += w[U(o1), U(c), U(u)] * x[U(n1), U(c), U(d + i + d * u - (K * d))]
                acc_6 += w[U(o2), U(c), U(u)] * x[U(n1), U(c), U(d + i + d * u - (K * d))]
                acc_7 += w[U(o3), U(c), U(u)] * x[U(n1), U(c), U(d + i + d * u - (K * d))]
        y[U(n), U(o), U(i)] = acc + b[U(o)]
        y[U(n), U(o1), U(i)] = acc_1 + b[U(o1)]
        y[U(n), U(o2), U(i)] = acc_2 + b[U(o2)]
        y[U(n), U(o3), U(i)] = acc_3 + b[U(o3)]
        y[U(n1), U(o), U(i)] = acc_4 + b[U(o)]
        y[U(n1), U(o1), U(i)] = acc_5 + b[U(o1)]
        y[U(n1), U(o2), U(i)] = acc_6 + b[U(o2)]
        y[U(n1), U(o3), U(i)] = acc_7 + b[U(o3)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, dx, N, C, L, O, K, d):
    dtype = dx.dtype
    T = dtype.type
    quotient = O // 8
    for t in prange(N * C):
        n = np.int64(t) // C
        c = np.int64(t) % C
        # dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·(K−1−u)] · w[o,c,u]
        for a in range(L):
            dx[U(n), U(c), U(a)] = T(0)
        for o in range(0, O - 7, 8):
            for u in range(K):
                w_here = w[U(o + 1), U(c), U(u)]
                w_here2 = w[U(o + 2), U(c), U(u)]
                w_here3 = w[U(o + 3), U(c), U(u)]
                w_here4 = w[U(o + 4), U(c), U(u)]
                w_here5 = w[U(o + 5), U(c), U(u)]
                w_here6 = w[U(o + 6), U(c), U(u)]
                w_here7 = w[U(o + 7), U(c), U(u)]
                w_here8 = w[U(o), U(c), U(u)]
                for a in range(min(L, L + d + d * u - (K * d))):
                    dx[U(n), U(c), U(a)] += (
                        dy[U(n), U(o + 1), U(K * d + a - d - (d * u))] * w_here
                        + dy[U(n), U(o + 2), U(K * d + a - d - (d * u))] * w_here2
                        + dy[U(n), U(o + 3), U(K * d + a - d - (d * u))] * w_here3
                        + dy[U(n), U(o + 4), U(K * d + a - d - (d * u))] * w_here4
                        + dy[U(n), U(o + 5), U(K * d + a - d - (d * u))] * w_here5
                        + dy[U(n), U(o + 6), U(K * d + a - d - (d * u))] * w_here6
                        + dy[U(n), U(o + 7), U(K * d + a - d - (d * u))] * w_here7
                        + dy[U(n), U(o), U(K * d + a - d - (d * u))] * w_here8
                    )
        for o in range(quotient * 8, O):
            for u in range(K):
                w_here9 = w[U(o), U(c), U(u)]
                for a in range(min(L, L + d + d * u - (K * d))):
                    dx[U(n), U(c), U(a)] += dy[U(n), U(o), U(K * d + a - d - (d * u))] * w_here9


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, C, L, O, K, d):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(((O - 1) // 2 + 1) * ((C - 1) // 4 + 1) * K):
        o = 2 * (np.int64(t) // (((C - 1) // 4 + 1) * K))
        c = 4 * (np.int64(t) // K % ((C - 1) // 4 + 1))
        u = np.int64(t) % K
        o1 = min(O - 1, o + 1)
        c1 = min(C - 1, c + 1)
        c2 = min(C - 1, c + 2)
        c3 = min(C - 1, c + 3)
        # dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        for i in range(K * d - d - (d * u), L):
            for n in range(N):
                acc += dy[U(n), U(o), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))]
                acc_1 += dy[U(n), U(o), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))]
                acc_2 += dy[U(n), U(o), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))]
                acc_3 += dy[U(n), U(o), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))]
                acc_4 += dy[U(n), U(o1), U(i)] * x[U(n), U(c), U(d + i + d * u - (K * d))]
                acc_5 += dy[U(n), U(o1), U(i)] * x[U(n), U(c1), U(d + i + d * u - (K * d))]
                acc_6 += dy[U(n), U(o1), U(i)] * x[U(n), U(c2), U(d + i + d * u - (K * d))]
                acc_7 += dy[U(n), U(o1), U(i)] * x[U(n), U(c3), U(d + i + d * u - (K * d))]
        dw[U(o), U(c), U(u)] = acc
        dw[U(o), U(c1), U(u)] = acc_1
        dw[U(o), U(c2), U(u)] = acc_2
        dw[U(o), U(c3), U(u)] = acc_3
        dw[U(o1), U(c), U(u)] = acc_4
        dw[U(o1), U(c1), U(u)] = acc_5
        dw[U(o1), U(c2), U(u)] = acc_6
        dw[U(o1), U(c3), U(u)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, L, O):
    dtype = db.dtype
    T = dtype.type
    for o in prange(O):
        # db[o] = Σ_{n,i} dy[n,o,i]
        acc = T(0)
        for n in range(N):
            for i in range(L):
                acc += dy[U(n), U(o), U(i)]
        db[U(o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, C, L, O, K, d):
    dtype = y_dot.dtype
    T = dtype.type
    quotient = C // 4
    for t in prange(N * O):
        n = np.int64(t) // O
        o = np.int64(t) % O
        # ẏ[n,o,i] = ḃ[o] + Σ_{c,u} (w[o,c,u] · ẋ[n, c, i−d·(K−1−u)] + ẇ[o,c,u] · x[n, c,
        #     i−d·(K−1−u)])
        b_dot_here = b_dot[U(o)]
        for i in range(L):
            y_dot[U(n), U(o), U(i)] = b_dot_here
        for c in range(0, C - 3, 4):
            for u in range(K):
                w_here = w[U(o), U(c + 1), U(u)]
                w_here2 = w[U(o), U(c + 2), U(u)]
                w_here3 = w[U(o), U(c + 3), U(u)]
                w_here4 = w[U(o), U(c), U(u)]
                w_dot_here = w_dot[U(o), U(c + 1), U(u)]
                w_dot_here2 = w_dot[U(o), U(c + 2), U(u)]
                w_dot_here3 = w_dot[U(o), U(c + 3), U(u)]
                w_dot_here4 = w_dot[U(o), U(c), U(u)]
                for i in range(max(0, K * d - d - (d * u)), L):
                    y_dot[U(n), U(o), U(i)] += (
                        w_dot_here * x[U(n), U(c + 1), U(d + i + d * u - (K * d))]
                        + w_dot_here2 * x[U(n), U(c + 2), U(d + i + d * u - (K * d))]
                        + w_dot_here3 * x[U(n), U(c + 3), U(d + i + d * u - (K * d))]
                        + w_dot_here4 * x[U(n), U(c), U(d + i + d * u - (K * d))]
                        + w_here * x_dot[U(n), U(c + 1), U(d + i + d * u - (K * d))]
                        + w_here2 * x_dot[U(n), U(c + 2), U(d + i + d * u - (K * d))]
                        + w_here3 * x_dot[U(n), U(c + 3), U(d + i + d * u - (K * d))]
                        + w_here4 * x_dot[U(n), U(c), U(d + i + d * u - (K * d))]
                    )
        for c in range(quotient * 4, C):
            for u in range(K):
                w_here5 = w[U(o), U(c), U(u)]
                w_dot_here5 = w_dot[U(o), U(c), U(u)]
                for i in range(max(0, K * d - d - (d * u)), L):
                    y_dot[U(n), U(o), U(i)] += (
                        w_dot_here5 * x[U(n), U(c), U(d + i + d * u - (K * d))]
                        + w_here5 * x_dot[U(n), U(c), U(d + i + d * u - (K * d))]
                    )


def forward(x, w, b=None, *, out=None, save=False, dilation=1):
    """dilated 1-D convolution over the present and the past; ``save=True`` also returns what the gradients
    can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "C", "L", "O", "K", "d"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(()))) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "L", "O", "K", "d"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, dilation=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "L", "O", "K", "d"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "L", "O"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, dilation=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "L", "O", "K", "d"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "L", "O", "K", "d"))
    call.run(_vjp_b, ("dy", "db"), ("N", "L", "O"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "C", "L", "O", "K", "d"))
    return call.result(*("y_dot",))
