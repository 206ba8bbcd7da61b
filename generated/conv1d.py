"""conv1d: 1-D cross-correlation with stride, padding, dilation, groups and bias.

Made by `chainrule generate` from the forward of `conv1d`.  Do not edit.

    y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
    dx[n, g·Cg+c, a] = Σ_{o,u : s ∣ a+p_l−d·(K−1−u)} dy[n, g·Og+o, (a+p_l−d·(K−1−u))/s] · w[g·Og+o, c,
        K−1−u]
    dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
    db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]
    dx = full cross-correlation of zero-upsampled dy (s − 1 zeros between neighbours) with rot180(w):
        dilation (d), padding (d · (K − 1) − p_l)
    dw = cross-correlation of x with dy: stride (d), dilation (s), padding (p_l)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Source: Dumoulin & Visin 2016; eq. 1 of Dai et al. 2017.
"""

from collections import namedtuple

import numpy as np
from numba import njit, prange

from . import runtime
from .runtime import gcd, residue

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'conv1d',
    'summary': '1-D cross-correlation with stride, padding, dilation, groups and bias',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'L'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'K'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0, 'below': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OL'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OL': '(L + p_l + p_r - ((K - 1) * d) - 1) // s + 1'},
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
        "OL": lambda K, L, d, p_l, p_r, s, **_: (L + p_l + p_r - ((K - 1) * d) - 1) // s + 1,
    },
    shapes={
        "x": lambda Cg, G, L, N, **_: (N, Cg * G, L),
        "w": lambda Cg, G, K, Og, **_: (G * Og, Cg, K),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OL, Og, **_: (N, G * Og, OL),
    },
    requires=(),
    checks=(),
)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, b, y, N, Cg, G, L, Og, K, OL, s, p_l, d):
    dtype = y.dtype
    T = dtype.type
    quotient = Cg // 8
    for t in prange(N * G * Og):
        n = np.int64(t) // (G * Og)
        g = np.int64(t) // Og % G
        o = np.int64(t) % Og
        # y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
        b_here = b[U(Og * g + o)]
        for i in range(OL):
            y[U(n), U(Og * g + o), U(i)] = b_here
        for c in range(0, Cg - 7, 8):
            for u in range(K):
                w_here = w[U(Og * g + o), U(c + 1), U(u)]
                w_here2 = w[U(Og * g + o), U(c + 2), U(u)]
                w_here3 = w[U(Og * g + o), U(c + 3), U(u)]
                w_here4 = w[U(Og * g + o), U(c + 4), U(u)]
                w_here5 = w[U(Og * g + o), U(c + 5), U(u)]
                w_here6 = w[U(Og * g + o), U(c + 6), U(u)]
                w_here7 = w[U(Og * g + o), U(c + 7), U(u)]
                w_here8 = w[U(Og * g + o), U(c), U(u)]
                for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                    y[U(n), U(Og * g + o), U(i)] += (
                        w_here * x[U(n), U(c + Cg * g + 1), U(i * s + d * u - p_l)]
                        + w_here2 * x[U(n), U(c + Cg * g + 2), U(i * s + d * u - p_l)]
                        + w_here3 * x[U(n), U(c + Cg * g + 3), U(i * s + d * u - p_l)]
                        + w_here4 * x[U(n), U(c + Cg * g + 4), U(i * s + d * u - p_l)]
                        + w_here5 * x[U(n), U(c + Cg * g + 5), U(i * s + d * u - p_l)]
                        + w_here6 * x[U(n), U(c + Cg * g + 6), U(i * s + d * u - p_l)]
                        + w_here7 * x[U(n), U(c + Cg * g + 7), U(i * s + d * u - p_l)]
                        + w_here8 * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
                    )
        for c in range(quotient * 8, Cg):
            for u in range(K):
                w_here9 = w[U(Og * g + o), U(c), U(u)]
                for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                    y[U(n), U(Og * g + o), U(i)] += w_here9 * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d):
    dtype = dx.dtype
    T = dtype.type
    quotient3 = s // gcd(s, d)
    quotient2 = d // gcd(s, d)
    quotient13 = Og // 8
    step = gcd(s, d)
    for t in prange(N * G * Cg * s):
        n = np.int64(t) // (G * Cg * s)
        g = np.int64(t) // (Cg * s) % G
        c = np.int64(t) // s % Cg
        r = np.int64(t) % s
        # dx[n, g·Cg+c, s·q+r−p_l] = Σ_{o : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} dy[n, g·Og+o,
        #     q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] · w[g·Og+o, c, res(d,r,s)+t·s/gcd(s,d)]
        for q in range(-((r - p_l) // s), (L + p_l - r - 1) // s + 1):
            dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] = T(0)
        first = residue(d, r, s)
        quotient = (d * first - r) // s
        quotient4 = (r - p_l) // s
        quotient5 = (L + p_l - r - 1) // s
        quotient6 = (K - first - 1) // quotient3
        quotient7 = quotient
        quotient12 = quotient6
        if r % step == 0:
            for o in range(0, Og - 7, 8):
                for t_2 in range(quotient6 + 1):
                    w_here = w[U(Og * g + o), U(c), U(first + quotient3 * t_2)]
                    w_here2 = w[U(Og * g + o + 1), U(c), U(first + quotient3 * t_2)]
                    w_here3 = w[U(Og * g + o + 2), U(c), U(first + quotient3 * t_2)]
                    w_here4 = w[U(Og * g + o + 3), U(c), U(first + quotient3 * t_2)]
                    w_here5 = w[U(Og * g + o + 4), U(c), U(first + quotient3 * t_2)]
                    w_here6 = w[U(Og * g + o + 5), U(c), U(first + quotient3 * t_2)]
                    w_here7 = w[U(Og * g + o + 6), U(c), U(first + quotient3 * t_2)]
                    w_here8 = w[U(Og * g + o + 7), U(c), U(first + quotient3 * t_2)]
                    for q in range(max(-quotient4, quotient + quotient2 * t_2), min(quotient5 + 1,
                            OL + quotient + quotient2 * t_2)):
                        dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] += (
                            dy[U(n), U(Og * g + o), U(q - quotient - (quotient2 * t_2))] * w_here
                            + dy[U(n), U(Og * g + o + 1), U(q - quotient - (quotient2 * t_2))] * w_here2
                            + dy[U(n), U(Og * g + o + 2), U(q - quotient - (quotient2 * t_2))] * w_here3
                            + dy[U(n), U(Og * g + o + 3), U(q - quotient - (quotient2 * t_2))] * w_here4
                            + dy[U(n), U(Og * g + o + 4), U(q - quotient - (quotient2 * t_2))] * w_here5
                            + dy[U(n), U(Og * g + o + 5), U(q - quotient - (quotient2 * t_2))] * w_here6
                            + dy[U(n), U(Og * g + o + 6), U(q - quotient - (quotient2 * t_2))] * w_here7
                            + dy[U(n), U(Og * g + o + 7), U(q - quotient - (quotient2 * t_2))] * w_here8
                        )
            for o in range(quotient13 * 8, Og):
                for t_2 in range(quotient12 + 1):
                    w_here9 = w[U(Og * g + o), U(c), U(first + quotient3 * t_2)]
                    for q in range(max(-quotient4, quotient7 + quotient2 * t_2), min(quotient5 + 1,
                            OL + quotient7 + quotient2 * t_2)):
                        dx[U(n), U(c + Cg * g), U(q * s + r - p_l)] += (
                            dy[U(n), U(Og * g + o), U(q - quotient7 - (quotient2 * t_2))] * w_here9
                        )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * ((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1) * K):
        g = np.int64(t) // (((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1) * K)
        o = 2 * (np.int64(t) // (((Cg - 1) // 4 + 1) * K) % ((Og - 1) // 2 + 1))
        c = 4 * (np.int64(t) // K % ((Cg - 1) // 4 + 1))
        u = np.int64(t) % K
        o1 = min(Og - 1, o + 1)
        c1 = min(Cg - 1, c + 1)
        c2 = min(Cg - 1, c + 2)
        c3 = min(Cg - 1, c + 3)
        # dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient = (d * u - p_l) // s
        quotient2 = (L + p_l - (d * u) - 1) // s
        for n in range(N):
            for i in range(max(0, -quotient), min(OL, quotient2 + 1)):
                acc += dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
                acc_1 += dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c1 + Cg * g), U(i * s + d * u - p_l)]
                acc_2 += dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c2 + Cg * g), U(i * s + d * u - p_l)]
                acc_3 += dy[U(n), U(Og * g + o), U(i)] * x[U(n), U(c3 + Cg * g), U(i * s + d * u - p_l)]
                acc_4 += dy[U(n), U(Og * g + o1), U(i)] * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
                acc_5 += dy[U(n), U(Og * g + o1), U(i)] * x[U(n), U(c1 + Cg * g), U(i * s + d * u - p_l)]
                acc_6 += dy[U(n), U(Og * g + o1), U(i)] * x[U(n), U(c2 + Cg * g), U(i * s + d * u - p_l)]
                acc_7 += dy[U(n), U(Og * g + o1), U(i)] * x[U(n), U(c3 + Cg * g), U(i * s + d * u - p_l)]
        dw[U(Og * g + o), U(c), U(u)] = acc
        dw[U(Og * g + o), U(c1), U(u)] = acc_1
        dw[U(Og * g + o), U(c2), U(u)] = acc_2
        dw[U(Og * g + o), U(c3), U(u)] = acc_3
        dw[U(Og * g + o1), U(c), U(u)] = acc_4
        dw[U(Og * g + o1), U(c1), U(u)] = acc_5
        dw[U(Og * g + o1), U(c2), U(u)] = acc_6
        dw[U(Og * g + o1), U(c3), U(u)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, Og, OL):
    dtype = db.dtype
    T = dtype.type
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]
        acc = T(0)
        for n in range(N):
            for i in range(OL):
                acc += dy[U(n), U(Og * g + o), U(i)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d):
    dtype = y_dot.dtype
    T = dtype.type
    quotient = Cg // 4
    for t in prange(N * G * Og):
        n = np.int64(t) // (G * Og)
        g = np.int64(t) // Og % G
        o = np.int64(t) % Og
        # ẏ[n, g·Og+o, i] = ḃ[g·Og+o] + Σ_{c,u} (w[g·Og+o, c, u] · ẋ[n, g·Cg+c, s·i+d·u−p_l] +
        #     ẇ[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l])
        b_dot_here = b_dot[U(Og * g + o)]
        for i in range(OL):
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
                for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                    y_dot[U(n), U(Og * g + o), U(i)] += (
                        w_dot_here * x[U(n), U(c + Cg * g + 1), U(i * s + d * u - p_l)]
                        + w_dot_here2 * x[U(n), U(c + Cg * g + 2), U(i * s + d * u - p_l)]
                        + w_dot_here3 * x[U(n), U(c + Cg * g + 3), U(i * s + d * u - p_l)]
                        + w_dot_here4 * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
                        + w_here * x_dot[U(n), U(c + Cg * g + 1), U(i * s + d * u - p_l)]
                        + w_here2 * x_dot[U(n), U(c + Cg * g + 2), U(i * s + d * u - p_l)]
                        + w_here3 * x_dot[U(n), U(c + Cg * g + 3), U(i * s + d * u - p_l)]
                        + w_here4 * x_dot[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
                    )
        for c in range(quotient * 4, Cg):
            for u in range(K):
                w_here5 = w[U(Og * g + o), U(c), U(u)]
                w_dot_here5 = w_dot[U(Og * g + o), U(c), U(u)]
                for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                    y_dot[U(n), U(Og * g + o), U(i)] += (
                        w_dot_here5 * x[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
                        + w_here5 * x_dot[U(n), U(c + Cg * g), U(i * s + d * u - p_l)]
                    )


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1, groups=1):
    """1-D cross-correlation with stride, padding, dilation, groups and bias; ``save=True`` also returns what
    the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(()))) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OL"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OL"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1,
    groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s",
            "p_l", "d"))
    return call.result(*("y_dot",))
