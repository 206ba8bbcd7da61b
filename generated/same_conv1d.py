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

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'same_conv1d',
    'summary': '1-D cross-correlation padded such that the output has the size of the input',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'L'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'K'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0, 'below': None},
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


Residuals = namedtuple("Residuals", [])
Gradients = namedtuple("Gradients", ["x", "w", "b"])


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
def _forward(x, w, b, y, N, Cg, G, L, Og, K, d):
    dtype = y.dtype
    T = dtype.type
    quotient = (K * d - d) // 2
    for t in prange(((N - 1) // 2 + 1) * G * ((Og - 1) // 4 + 1) * L):
        n = 2 * (np.int64(t) // (G * ((Og - 1) // 4 + 1) * L))
        g = np.int64(t) // (((Og - 1) // 4 + 1) * L) % G
        o = 4 * (np.int64(t) // L % ((Og - 1) // 4 + 1))
        i = np.int64(t) % L
        n1 = min(N - 1, n + 1)
        o1 = min(Og - 1, o + 1)
        o2 = min(Og - 1, o + 2)
        o3 = min(Og - 1, o + 3)
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c,
        #     i+d·u−⌊d·(K−1)/2⌋]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient2 = (i - quotient) // d
        quotient3 = (L + quotient - i - 1) // d
        for c in range(Cg):
            for u in range(max(0, -quotient2), min(K, quotient3 + 1)):
                acc += w[U(Og * g + o), U(c), U(u)] * x[U(n), U(c + Cg * g), U(i + d * u - quotient)]
                acc_1 += w[U(Og * g + o1), U(c), U(u)] * x[U(n), U(c + Cg * g), U(i + d * u - quotient)]
                acc_2 += w[U(Og * g + o2), U(c), U(u)] * x[U(n), U(c + Cg * g), U(i + d * u - quotient)]
                acc_3 += w[U(Og * g + o3), U(c), U(u)] * x[U(n), U(c + Cg * g), U(i + d * u - quotient)]
                acc_4 += w[U(Og * g + o), U(c), U(u)] * x[U(n1), U(c + Cg * g), U(i + d * u - quotient)]
                acc_5 += w[U(Og * g + o1), U(c), U(u)] * x[U(n1), U(c + Cg * g), U(i + d * u - quotient)]
                acc_6 += w[U(Og * g + o2), U(c), U(u)] * x[U(n1), U(c + Cg * g), U(i + d * u - quotient)]
                acc_7 += w[U(Og * g + o3), U(c), U(u)] * x[U(n1), U(c + Cg * g), U(i + d * u - quotient)]
        y[U(n), U(Og * g + o), U(i)] = acc + b[U(Og * g + o)]
        y[U(n), U(Og * g + o1), U(i)] = acc_1 + b[U(Og * g + o1)]
        y[U(n), U(Og * g + o2), U(i)] = acc_2 + b[U(Og * g + o2)]
        y[U(n), U(Og * g + o3), U(i)] = acc_3 + b[U(Og * g + o3)]
        y[U(n1), U(Og * g + o), U(i)] = acc_4 + b[U(Og * g + o)]
        y[U(n1), U(Og * g + o1), U(i)] = acc_5 + b[U(Og * g + o1)]
        y[U(n1), U(Og * g + o2), U(i)] = acc_6 + b[U(Og * g + o2)]
        y[U(n1), U(Og * g + o3), U(i)] = acc_7 + b[U(Og * g + o3)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, d):
    dtype = dx.dtype
    T = dtype.type
    quotient = (K * d - d) // 2
    quotient3 = Og // 8
    for t in prange(N * G * Cg):
        n = np.int64(t) // (G * Cg)
        g = np.int64(t) // Cg % G
        c = np.int64(t) % Cg
        # dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+⌊d·(K−1)/2⌋−d·u] · w[g·Og+o, c, u]
        for a in range(L):
            dx[U(n), U(c + Cg * g), U(a)] = T(0)
        for o in range(0, Og - 7, 8):
            for u in range(K):
                w_here = w[U(Og * g + o), U(c), U(u)]
                w_here2 = w[U(Og * g + o + 1), U(c), U(u)]
                w_here3 = w[U(Og * g + o + 2), U(c), U(u)]
                w_here4 = w[U(Og * g + o + 3), U(c), U(u)]
                w_here5 = w[U(Og * g + o + 4), U(c), U(u)]
                w_here6 = w[U(Og * g + o + 5), U(c), U(u)]
                w_here7 = w[U(Og * g + o + 6), U(c), U(u)]
                w_here8 = w[U(Og * g + o + 7), U(c), U(u)]
                for a in range(max(0, d * u - quotient), min(L, L + d * u - quotient)):
                    dx[U(n), U(c + Cg * g), U(a)] += (
                        dy[U(n), U(Og * g + o), U(a + quotient - (d * u))] * w_here
                        + dy[U(n), U(Og * g + o + 1), U(a + quotient - (d * u))] * w_here2
                        + dy[U(n), U(Og * g + o + 2), U(a + quotient - (d * u))] * w_here3
                        + dy[U(n), U(Og * g + o + 3), U(a + quotient - (d * u))] * w_here4
                        + dy[U(n), U(Og * g + o + 4), U(a + quotient - (d * u))] * w_here5
                        + dy[U(n), U(Og * g + o + 5), U(a + quotient - (d * u))] * w_here6
                        + dy[U(n), U(Og * g + o + 6), U(a + quotient - (d * u))] * w_here7
                        + dy[U(n), U(Og * g + o + 7), U(a + quotient - (d * u))] * w_here8
                    )
        for o in range(quotient3 * 8, Og):
            for u in range(K):
                w_here9 = w[U(Og * g + o), U(c), U(u)]
                for a in range(max(0, d * u - quotient), min(L, L + d * u - quotient)):
                    dx[U(n), U(c + Cg * g), U(a)] += (
                        dy[U(n), U(Og * g + o), U(a + quotient - (d * u))] * w_here9
                    )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, d):
    dtype = dw.dtype
    T = dtype.type
    quotient = (K * d - d) // 2
    for t in prange(G * ((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1) * K):
        g = np.int64(t) // (((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1) * K)
        o = 2 * (np.int64(t) // (((Cg - 1) // 4 + 1) * K) % ((Og - 1) // 2 + 1))
        c = 4 * (np.int64(t) // K % ((Cg - 1) // 4 + 1))
        u = np.int64(t) % K
        o1 = min(Og - 1, o + 1)
        c1 = min(Cg - 1, c + 1)
        c2 = min(Cg - 1, c + 2)
        c3 = min(Cg - 1, c + 3)
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+i−⌊d·(K−1)/2⌋]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        for n in range(N):
            for i in range(max(0, quotient - (d * u)), min(L, L + quotient - (d * u))):
                acc += dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c + Cg * g), U(i + d * u - quotient)]
                acc_1 += dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c1 + Cg * g), U(i + d * u - quotient)]
                acc_2 += dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c2 + Cg * g), U(i + d * u - quotient)]
                acc_3 += dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c3 + Cg * g), U(i + d * u - quotient)]
                acc_4 += dy[U(n), U(Og * g + o1), U(i)] * x[U(n), U(c + Cg * g), U(i + d * u - quotient)]
                acc_5 += dy[U(n), U(Og * g + o1), U(i)] * x[U(n), U(c1 + Cg * g), U(i + d * u - quotient)]
                acc_6 += dy[U(n), U(Og * g + o1), U(i)] * x[U(n), U(c2 + Cg * g), U(i + d * u - quotient)]
                acc_7 += dy[U(n), U(Og * g + o1), U(i)] * x[U(n), U(c3 + Cg * g), U(i + d * u - quotient)]
        dw[U(Og * g + o), U(c), U(u)] = acc
        dw[U(Og * g + o), U(c1), U(u)] = acc_1
        dw[U(Og * g + o), U(c2), U(u)] = acc_2
        dw[U(Og * g + o), U(c3), U(u)] = acc_3
        dw[U(Og * g + o1), U(c), U(u)] = acc_4
        dw[U(Og * g + o1), U(c1), U(u)] = acc_5
        dw[U(Og * g + o1), U(c2), U(u)] = acc_6
        dw[U(Og * g + o1), U(c3), U(u)] = acc_7


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
    return (result, Residuals(*call.results(()))) if save else result


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
