"""pointwise_conv2d: 1×1 convolution: a dense layer over the channels of each pixel.

Made by `chainrule generate` from the forward of `pointwise_conv2d`.  Do not edit.

    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]
    dx[n, g·Cg+c, a, b] = [s_h ∣ a, s_w ∣ b] · Σ_o dy[n, g·Og+o, a/s_h, b/s_w] · w[g·Og+o, c]
    dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]
    db[g·Og+o] = Σ_{n,i,j} dy[n, g·Og+o, i, j]
    dy = 0 where an index leaves its range

Source: Lin et al. 2014, section 3.1.
"""

from collections import namedtuple

import numpy as np
from numba import njit, prange

from . import runtime

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'pointwise_conv2d',
    'summary': '1×1 convolution: a dense layer over the channels of each pixel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0, 'below': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H - 1) // s_h + 1', 'OW': '(W - 1) // s_w + 1'},
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
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w", 0, "Og", "G * Og", factor=lambda G, **_: G),
        runtime.Step("w", 1, "Cg", "Cg"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
        "OH": lambda H, s_h, **_: (H - 1) // s_h + 1,
        "OW": lambda W, s_w, **_: (W - 1) // s_w + 1,
    },
    shapes={
        "x": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "w": lambda Cg, G, Og, **_: (G * Og, Cg),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OH, OW, Og, **_: (N, G * Og, OH, OW),
    },
    requires=(),
    checks=(),
)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, b, y, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    dtype = y.dtype
    T = dtype.type
    quotient = Cg // 8
    for t in prange(N * G * Og * OH):
        n = np.int64(t) // (G * Og * OH)
        g = np.int64(t) // (Og * OH) % G
        o = np.int64(t) // OH % Og
        i = np.int64(t) % OH
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            y[U(n), U(Og * g + o), U(i), U(j)] = b_here
        for c in range(0, Cg - 7, 8):
            w_here = w[U(Og * g + o), U(c + 1)]
            w_here2 = w[U(Og * g + o), U(c + 2)]
            w_here3 = w[U(Og * g + o), U(c + 3)]
            w_here4 = w[U(Og * g + o), U(c + 4)]
            w_here5 = w[U(Og * g + o), U(c + 5)]
            w_here6 = w[U(Og * g + o), U(c + 6)]
            w_here7 = w[U(Og * g + o), U(c + 7)]
            w_here8 = w[U(Og * g + o), U(c)]
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)] += (
                    w_here * x[U(n), U(c + Cg * g + 1), U(i * s_h), U(j * s_w)]
                    + w_here2 * x[U(n), U(c + Cg * g + 2), U(i * s_h), U(j * s_w)]
                    + w_here3 * x[U(n), U(c + Cg * g + 3), U(i * s_h), U(j * s_w)]
                    + w_here4 * x[U(n), U(c + Cg * g + 4), U(i * s_h), U(j * s_w)]
                    + w_here5 * x[U(n), U(c + Cg * g + 5), U(i * s_h), U(j * s_w)]
                    + w_here6 * x[U(n), U(c + Cg * g + 6), U(i * s_h), U(j * s_w)]
                    + w_here7 * x[U(n), U(c + Cg * g + 7), U(i * s_h), U(j * s_w)]
                    + w_here8 * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
                )
        for c in range(quotient * 8, Cg):
            w_here9 = w[U(Og * g + o), U(c)]
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)] += w_here9 * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    dtype = dx.dtype
    T = dtype.type
    for t in prange(N * G * Cg * H):
        n = np.int64(t) // (G * Cg * H)
        g = np.int64(t) // (Cg * H) % G
        c = np.int64(t) // H % Cg
        a = np.int64(t) % H
        # dx[n, g·Cg+c, a, b] = Σ_{o : s_h ∣ a, s_w ∣ b} dy[n, g·Og+o, a/s_h, b/s_w] ·
        #     w[g·Og+o, c]
        for b in range(W):
            dx[U(n), U(c + Cg * g), U(a), U(b)] = T(0)
        quotient = a // s_h
        if a % s_h == 0 and OH * s_h >= a + s_h:
            for o in range(Og):
                w_here = w[U(Og * g + o), U(c)]
                for b in range(min(W, OW * s_w + 1 - s_w)):
                    factor = dy[U(n), U(Og * g + o), U(quotient), U(b // s_w)] * w_here
                    if b % s_w == 0:
                        dx[U(n), U(c + Cg * g), U(a), U(b)] += factor


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * ((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1)):
        g = np.int64(t) // (((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1))
        o = 2 * (np.int64(t) // (((Cg - 1) // 4 + 1)) % ((Og - 1) // 2 + 1))
        c = 4 * (np.int64(t) % ((Cg - 1) // 4 + 1))
        o1 = min(Og - 1, o + 1)
        c1 = min(Cg - 1, c + 1)
        c2 = min(Cg - 1, c + 2)
        c3 = min(Cg - 1, c + 3)
        # dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    acc += (
                        dy[U(n), U(Og * g + o), U(i), U(j)] * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
                    )
                    acc_1 += (
                        dy[U(n), U(Og * g + o), U(i), U(j)] * x[U(n), U(c1 + Cg * g), U(i * s_h), U(j * s_w)]
                    )
                    acc_2 += (
                        dy[U(n), U(Og * g + o), U(i), U(j)] * x[U(n), U(c2 + Cg * g), U(i * s_h), U(j * s_w)]
                    )
                    acc_3 += (
                        dy[U(n), U(Og * g + o), U(i), U(j)] * x[U(n), U(c3 + Cg * g), U(i * s_h), U(j * s_w)]
                    )
                    acc_4 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)] * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
                    )
                    acc_5 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)] * x[U(n), U(c1 + Cg * g), U(i * s_h), U(j * s_w)]
                    )
                    acc_6 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)] * x[U(n), U(c2 + Cg * g), U(i * s_h), U(j * s_w)]
                    )
                    acc_7 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)] * x[U(n), U(c3 + Cg * g), U(i * s_h), U(j * s_w)]
                    )
        dw[U(Og * g + o), U(c)] = acc
        dw[U(Og * g + o), U(c1)] = acc_1
        dw[U(Og * g + o), U(c2)] = acc_2
        dw[U(Og * g + o), U(c3)] = acc_3
        dw[U(Og * g + o1), U(c)] = acc_4
        dw[U(Og * g + o1), U(c1)] = acc_5
        dw[U(Og * g + o1), U(c2)] = acc_6
        dw[U(Og * g + o1), U(c3)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, Og, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]
        acc = T(0)
        for n in range(N):
            for ij in range(OH * OW):
                acc += dy_rows[U(n), U(Og * g + o), U(ij)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, OH, OW, s_h, s_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient = Cg // 4
    for t in prange(N * G * Og * OH):
        n = np.int64(t) // (G * Og * OH)
        g = np.int64(t) // (Og * OH) % G
        o = np.int64(t) // OH % Og
        i = np.int64(t) % OH
        # ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_c (w[g·Og+o, c] · ẋ[n, g·Cg+c, s_h·i, s_w·j] +
        #     ẇ[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
        for c in range(0, Cg - 3, 4):
            w_here = w[U(Og * g + o), U(c + 1)]
            w_here2 = w[U(Og * g + o), U(c + 2)]
            w_here3 = w[U(Og * g + o), U(c + 3)]
            w_here4 = w[U(Og * g + o), U(c)]
            w_dot_here = w_dot[U(Og * g + o), U(c + 1)]
            w_dot_here2 = w_dot[U(Og * g + o), U(c + 2)]
            w_dot_here3 = w_dot[U(Og * g + o), U(c + 3)]
            w_dot_here4 = w_dot[U(Og * g + o), U(c)]
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                    w_dot_here * x[U(n), U(c + Cg * g + 1), U(i * s_h), U(j * s_w)]
                    + w_dot_here2 * x[U(n), U(c + Cg * g + 2), U(i * s_h), U(j * s_w)]
                    + w_dot_here3 * x[U(n), U(c + Cg * g + 3), U(i * s_h), U(j * s_w)]
                    + w_dot_here4 * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
                    + w_here * x_dot[U(n), U(c + Cg * g + 1), U(i * s_h), U(j * s_w)]
                    + w_here2 * x_dot[U(n), U(c + Cg * g + 2), U(i * s_h), U(j * s_w)]
                    + w_here3 * x_dot[U(n), U(c + Cg * g + 3), U(i * s_h), U(j * s_w)]
                    + w_here4 * x_dot[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
                )
        for c in range(quotient * 4, Cg):
            w_here5 = w[U(Og * g + o), U(c)]
            w_dot_here5 = w_dot[U(Og * g + o), U(c)]
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                    w_dot_here5 * x[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
                    + w_here5 * x_dot[U(n), U(c + Cg * g), U(i * s_h), U(j * s_w)]
                )


def forward(x, w, b=None, *, out=None, save=False, stride=1, groups=1):
    """1×1 convolution: a dense layer over the channels of each pixel; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(()))) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "H", "W", "Og", "OH",
            "OW", "s_h", "s_w"))
    return call.result(*("y_dot",))
