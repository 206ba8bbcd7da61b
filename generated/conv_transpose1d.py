"""conv_transpose1d: 1-D transposed convolution: the adjoint of a convolution with the same options.

Made by `chainrule generate` from the forward of `conv_transpose1d`.  Do not edit.

    y[n, g·Og+o, a] = b[g·Og+o] + Σ_{c,u} w[g·Cg+c, o, u] · x[n, g·Cg+c, (a+p_l−d·u)/s] · [s ∣ a + p_l −
        d·u]
    dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]
    dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
    db[g·Og+o] = Σ_{n,a} dy[n, g·Og+o, a]
    dx = cross-correlation of dy with w: stride (s), dilation (d), padding (p_l)
    dw = cross-correlation of dy with x: stride (d), dilation (s), padding (p_l)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Source: seeds 000, 001, 003: W = (O − 1) S + F − 2 P; Dumoulin & Visin 2016, relation 14.
"""

from collections import namedtuple

import numpy as np
from numba import njit, prange

from . import runtime
from .runtime import gcd, residue

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'conv_transpose1d',
    'summary': '1-D transposed convolution: the adjoint of a convolution with the same options',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'L'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['Cg * G', 'Og', 'K'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
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
        {'name': 'output_padding', 'symbols': ['e'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OL': '(K - 1) * d + e + (L - 1) * s + 1 - p_l - p_r'},
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
        runtime.Step("w", 0, "", "Cg * G", rest=lambda Cg, G, **_: Cg * G),
        runtime.Step("w", 1, "Og", "Og"),
        runtime.Step("w", 2, "K", "K"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
        "OL": lambda K, L, d, e, p_l, p_r, s, **_: (K - 1) * d + e + (L - 1) * s + 1 - p_l - p_r,
    },
    shapes={
        "x": lambda Cg, G, L, N, **_: (N, Cg * G, L),
        "w": lambda Cg, G, K, Og, **_: (Cg * G, Og, K),
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
    quotient3 = s // gcd(s, d)
    quotient2 = d // gcd(s, d)
    quotient13 = Cg // 8
    step = gcd(s, d)
    for t in prange(N * G * Og * s):
        n = np.int64(t) // (G * Og * s)
        g = np.int64(t) // (Og * s) % G
        o = np.int64(t) // s % Og
        r = np.int64(t) % s
        # y[n, g·Og+o, s·q+r−p_l] = b[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · x[n,
        #     g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]
        b_here = b[U(Og * g + o)]
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            y[U(n), U(Og * g + o), U(q * s + r - p_l)] = b_here
        first = residue(d, r, s)
        quotient = (d * first - r) // s
        quotient4 = (r - p_l) // s
        quotient5 = (OL + p_l - r - 1) // s
        quotient6 = (K - first - 1) // quotient3
        quotient7 = quotient
        quotient12 = quotient6
        if r % step == 0:
            for c in range(0, Cg - 7, 8):
                for t_2 in range(quotient6 + 1):
                    w_here = w[U(c + Cg * g), U(o), U(first + quotient3 * t_2)]
                    w_here2 = w[U(c + Cg * g + 1), U(o), U(first + quotient3 * t_2)]
                    w_here3 = w[U(c + Cg * g + 2), U(o), U(first + quotient3 * t_2)]
                    w_here4 = w[U(c + Cg * g + 3), U(o), U(first + quotient3 * t_2)]
                    w_here5 = w[U(c + Cg * g + 4), U(o), U(first + quotient3 * t_2)]
                    w_here6 = w[U(c + Cg * g + 5), U(o), U(first + quotient3 * t_2)]
                    w_here7 = w[U(c + Cg * g + 6), U(o), U(first + quotient3 * t_2)]
                    w_here8 = w[U(c + Cg * g + 7), U(o), U(first + quotient3 * t_2)]
                    for q in range(max(-quotient4, quotient + quotient2 * t_2), min(quotient5 + 1,
                            L + quotient + quotient2 * t_2)):
                        y[U(n), U(Og * g + o), U(q * s + r - p_l)] += (
                            w_here * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2))]
                            + w_here2 * x[U(n), U(c + Cg * g + 1), U(q - quotient - (quotient2 * t_2))]
                            + w_here3 * x[U(n), U(c + Cg * g + 2), U(q - quotient - (quotient2 * t_2))]
                            + w_here4 * x[U(n), U(c + Cg * g + 3), U(q - quotient - (quotient2 * t_2))]
                            + w_here5 * x[U(n), U(c + Cg * g + 4), U(q - quotient - (quotient2 * t_2))]
                            + w_here6 * x[U(n), U(c + Cg * g + 5), U(q - quotient - (quotient2 * t_2))]
                            + w_here7 * x[U(n), U(c + Cg * g + 6), U(q - quotient - (quotient2 * t_2))]
                            + w_here8 * x[U(n), U(c + Cg * g + 7), U(q - quotient - (quotient2 * t_2))]
                        )
            for c in range(quotient13 * 8, Cg):
                for t_2 in range(quotient12 + 1):
                    w_here9 = w[U(c + Cg * g), U(o), U(first + quotient3 * t_2)]
                    for q in range(max(-quotient4, quotient7 + quotient2 * t_2), min(quotient5 + 1,
                            L + quotient7 + quotient2 * t_2)):
                        y[U(n), U(Og * g + o), U(q * s + r - p_l)] += (
                            w_here9 * x[U(n), U(c + Cg * g), U(q - quotient7 - (quotient2 * t_2))]
                        )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, dx, N, Cg, G, L, Og, K, OL, s, p_l, d):
    dtype = dx.dtype
    T = dtype.type
    for t in prange(((N - 1) // 2 + 1) * G * ((Cg - 1) // 4 + 1) * L):
        n = 2 * (np.int64(t) // (G * ((Cg - 1) // 4 + 1) * L))
        g = np.int64(t) // (((Cg - 1) // 4 + 1) * L) % G
        c = 4 * (np.int64(t) // L % ((Cg - 1) // 4 + 1))
        i = np.int64(t) % L
        n1 = min(N - 1, n + 1)
        c1 = min(Cg - 1, c + 1)
        c2 = min(Cg - 1, c + 2)
        c3 = min(Cg - 1, c + 3)
        # dx[n, g·Cg+c, i] = Σ_{o,u} dy[n, g·Og+o, s·i+d·u−p_l] · w[g·Cg+c, o, u]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient = (i * s - p_l) // d
        quotient2 = (OL + p_l - (i * s) - 1) // d
        for o in range(Og):
            for u in range(max(0, -quotient), min(K, quotient2 + 1)):
                acc += dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * w[U(c + Cg * g), U(o), U(u)]
                acc_1 += dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * w[U(c1 + Cg * g), U(o), U(u)]
                acc_2 += dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * w[U(c2 + Cg * g), U(o), U(u)]
                acc_3 += dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * w[U(c3 + Cg * g), U(o), U(u)]
                acc_4 += dy[U(n1), U(Og * g + o), U(i * s + d * u - p_l)] * w[U(c + Cg * g), U(o), U(u)]
                acc_5 += dy[U(n1), U(Og * g + o), U(i * s + d * u - p_l)] * w[U(c1 + Cg * g), U(o), U(u)]
                acc_6 += dy[U(n1), U(Og * g + o), U(i * s + d * u - p_l)] * w[U(c2 + Cg * g), U(o), U(u)]
                acc_7 += dy[U(n1), U(Og * g + o), U(i * s + d * u - p_l)] * w[U(c3 + Cg * g), U(o), U(u)]
        dx[U(n), U(c + Cg * g), U(i)] = acc
        dx[U(n), U(c1 + Cg * g), U(i)] = acc_1
        dx[U(n), U(c2 + Cg * g), U(i)] = acc_2
        dx[U(n), U(c3 + Cg * g), U(i)] = acc_3
        dx[U(n1), U(c + Cg * g), U(i)] = acc_4
        dx[U(n1), U(c1 + Cg * g), U(i)] = acc_5
        dx[U(n1), U(c2 + Cg * g), U(i)] = acc_6
        dx[U(n1), U(c3 + Cg * g), U(i)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, Cg, G, L, Og, K, OL, s, p_l, d):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * ((Cg - 1) // 2 + 1) * ((Og - 1) // 4 + 1) * K):
        g = np.int64(t) // (((Cg - 1) // 2 + 1) * ((Og - 1) // 4 + 1) * K)
        c = 2 * (np.int64(t) // (((Og - 1) // 4 + 1) * K) % ((Cg - 1) // 2 + 1))
        o = 4 * (np.int64(t) // K % ((Og - 1) // 4 + 1))
        u = np.int64(t) % K
        c1 = min(Cg - 1, c + 1)
        o1 = min(Og - 1, o + 1)
        o2 = min(Og - 1, o + 2)
        o3 = min(Og - 1, o + 3)
        # dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient = (d * u - p_l) // s
        quotient2 = (OL + p_l - (d * u) - 1) // s
        for n in range(N):
            for i in range(max(0, -quotient), min(L, quotient2 + 1)):
                acc += dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * x[U(n), U(c + Cg * g), U(i)]
                acc_1 += dy[U(n), U(Og * g + o1), U(i * s + d * u - p_l)] * x[U(n), U(c + Cg * g), U(i)]
                acc_2 += dy[U(n), U(Og * g + o2), U(i * s + d * u - p_l)] * x[U(n), U(c + Cg * g), U(i)]
                acc_3 += dy[U(n), U(Og * g + o3), U(i * s + d * u - p_l)] * x[U(n), U(c + Cg * g), U(i)]
                acc_4 += dy[U(n), U(Og * g + o), U(i * s + d * u - p_l)] * x[U(n), U(c1 + Cg * g), U(i)]
                acc_5 += dy[U(n), U(Og * g + o1), U(i * s + d * u - p_l)] * x[U(n), U(c1 + Cg * g), U(i)]
                acc_6 += dy[U(n), U(Og * g + o2), U(i * s + d * u - p_l)] * x[U(n), U(c1 + Cg * g), U(i)]
                acc_7 += dy[U(n), U(Og * g + o3), U(i * s + d * u - p_l)] * x[U(n), U(c1 + Cg * g), U(i)]
        dw[U(c + Cg * g), U(o), U(u)] = acc
        dw[U(c + Cg * g), U(o1), U(u)] = acc_1
        dw[U(c + Cg * g), U(o2), U(u)] = acc_2
        dw[U(c + Cg * g), U(o3), U(u)] = acc_3
        dw[U(c1 + Cg * g), U(o), U(u)] = acc_4
        dw[U(c1 + Cg * g), U(o1), U(u)] = acc_5
        dw[U(c1 + Cg * g), U(o2), U(u)] = acc_6
        dw[U(c1 + Cg * g), U(o3), U(u)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, Og, OL):
    dtype = db.dtype
    T = dtype.type
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,a} dy[n, g·Og+o, a]
        acc = T(0)
        for n in range(N):
            for a in range(OL):
                acc += dy[U(n), U(Og * g + o), U(a)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, L, Og, K, OL, s, p_l, d):
    dtype = y_dot.dtype
    T = dtype.type
    quotient3 = s // gcd(s, d)
    quotient2 = d // gcd(s, d)
    quotient13 = Cg // 4
    step = gcd(s, d)
    for t in prange(N * G * Og * s):
        n = np.int64(t) // (G * Og * s)
        g = np.int64(t) // (Og * s) % G
        o = np.int64(t) // s % Og
        r = np.int64(t) % s
        # ẏ[n, g·Og+o, s·q+r−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s,d) ∣ r} Σ_{t : 0 ≤ t ≤
        #     ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋} (w[g·Cg+c, o, res(d,r,s)+t·s/gcd(s,d)] · ẋ[n,
        #     g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)] + ẇ[g·Cg+c, o,
        #     res(d,r,s)+t·s/gcd(s,d)] · x[n, g·Cg+c, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)])
        b_dot_here = b_dot[U(Og * g + o)]
        for q in range(-((r - p_l) // s), (OL + p_l - r - 1) // s + 1):
            y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] = b_dot_here
        first = residue(d, r, s)
        quotient = (d * first - r) // s
        quotient4 = (r - p_l) // s
        quotient5 = (OL + p_l - r - 1) // s
        quotient6 = (K - first - 1) // quotient3
        quotient7 = quotient
        quotient12 = quotient6
        if r % step == 0:
            for c in range(0, Cg - 3, 4):
                for t_2 in range(quotient6 + 1):
                    w_here = w[U(c + Cg * g), U(o), U(first + quotient3 * t_2)]
                    w_here2 = w[U(c + Cg * g + 1), U(o), U(first + quotient3 * t_2)]
                    w_here3 = w[U(c + Cg * g + 2), U(o), U(first + quotient3 * t_2)]
                    w_here4 = w[U(c + Cg * g + 3), U(o), U(first + quotient3 * t_2)]
                    w_dot_here = w_dot[U(c + Cg * g), U(o), U(first + quotient3 * t_2)]
                    w_dot_here2 = w_dot[U(c + Cg * g + 1), U(o), U(first + quotient3 * t_2)]
                    w_dot_here3 = w_dot[U(c + Cg * g + 2), U(o), U(first + quotient3 * t_2)]
                    w_dot_here4 = w_dot[U(c + Cg * g + 3), U(o), U(first + quotient3 * t_2)]
                    for q in range(max(-quotient4, quotient + quotient2 * t_2), min(quotient5 + 1,
                            L + quotient + quotient2 * t_2)):
                        y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] += (
                            w_dot_here * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2))]
                            + w_dot_here2 * x[U(n), U(c + Cg * g + 1), U(q - quotient - (quotient2 * t_2))]
                            + w_dot_here3 * x[U(n), U(c + Cg * g + 2), U(q - quotient - (quotient2 * t_2))]
                            + w_dot_here4 * x[U(n), U(c + Cg * g + 3), U(q - quotient - (quotient2 * t_2))]
                            + w_here * x_dot[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2))]
                            + w_here2 * x_dot[U(n), U(c + Cg * g + 1), U(q - quotient - (quotient2 * t_2))]
                            + w_here3 * x_dot[U(n), U(c + Cg * g + 2), U(q - quotient - (quotient2 * t_2))]
                            + w_here4 * x_dot[U(n), U(c + Cg * g + 3), U(q - quotient - (quotient2 * t_2))]
                        )
            for c in range(quotient13 * 4, Cg):
                for t_2 in range(quotient12 + 1):
                    w_here5 = w[U(c + Cg * g), U(o), U(first + quotient3 * t_2)]
                    w_dot_here5 = w_dot[U(c + Cg * g), U(o), U(first + quotient3 * t_2)]
                    for q in range(max(-quotient4, quotient7 + quotient2 * t_2), min(quotient5 + 1,
                            L + quotient7 + quotient2 * t_2)):
                        y_dot[U(n), U(Og * g + o), U(q * s + r - p_l)] += (
                            w_dot_here5 * x[U(n), U(c + Cg * g), U(q - quotient7 - (quotient2 * t_2))]
                            + w_here5 * x_dot[U(n), U(c + Cg * g), U(q - quotient7 - (quotient2 * t_2))]
                        )


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """1-D transposed convolution: the adjoint of a convolution with the same options; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(()))) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OL"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OL"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0,
    output_padding=0, dilation=1, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s",
            "p_l", "d"))
    return call.result(*("y_dot",))
