"""same_conv2d: 2-D cross-correlation padded such that the output has the size of the input.

Made by `chainrule generate` from the forward of `same_conv2d`.  Do not edit.

    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋,
        j+d_w·v−⌊d_w·(KW−1)/2⌋]
    dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·(KH−1−u),
        b+⌊d_w·(KW−1)/2⌋−d_w·(KW−1−v)] · w[g·Og+o, c, KH−1−u, KW−1−v]
    dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, d_h·u+i−⌊d_h·(KH−1)/2⌋,
        d_w·v+j−⌊d_w·(KW−1)/2⌋]
    db[g·Og+o] = Σ_{n,i,j} dy[n, g·Og+o, i, j]
    dx = full cross-correlation of dy with rot180(w): dilation (d_h, d_w), padding (d_h · (KH − 1) − ⌊d_h
        · (KH − 1)/2⌋, d_w · (KW − 1) − ⌊d_w · (KW − 1)/2⌋)
    dw = cross-correlation of x with dy: stride (d_h, d_w), padding (⌊d_h · (KH − 1)/2⌋, ⌊d_w · (KW −
        1)/2⌋)
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
    'name': 'same_conv2d',
    'summary': '2-D cross-correlation padded such that the output has the size of the input',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0, 'below': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
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
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w", 0, "Og", "G * Og", factor=lambda G, **_: G),
        runtime.Step("w", 1, "Cg", "Cg"),
        runtime.Step("w", 2, "KH", "KH"),
        runtime.Step("w", 3, "KW", "KW"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
    },
    shapes={
        "x": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "w": lambda Cg, G, KH, KW, Og, **_: (G * Og, Cg, KH, KW),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, H, N, Og, W, **_: (N, G * Og, H, W),
    },
    requires=(),
    checks=(),
)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    quotient = (KH * d_h - d_h) // 2
    quotient2 = (KW * d_w - d_w) // 2
    for t in prange(((N - 1) // 2 + 1) * G * ((Og - 1) // 4 + 1) * H * W):
        n = 2 * (np.int64(t) // (G * ((Og - 1) // 4 + 1) * H * W))
        g = np.int64(t) // (((Og - 1) // 4 + 1) * H * W) % G
        o = 4 * (np.int64(t) // (H * W) % ((Og - 1) // 4 + 1))
        i = np.int64(t) // W % H
        j = np.int64(t) % W
        n1 = min(N - 1, n + 1)
        o1 = min(Og - 1, o + 1)
        o2 = min(Og - 1, o + 2)
        o3 = min(Og - 1, o + 3)
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient3 = (j - quotient2) // d_w
        quotient4 = (W + quotient2 - j - 1) // d_w
        quotient5 = (i - quotient) // d_h
        quotient6 = (H + quotient - i - 1) // d_h
        for c in range(Cg):
            for u in range(max(0, -quotient5), min(KH, quotient6 + 1)):
                for v in range(max(0, -quotient3), min(KW, quotient4 + 1)):
                    acc += (
                        w[U(Og * g + o), U(c), U(u), U(v)]
                        * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_1 += (
                        w[U(Og * g + o1), U(c), U(u), U(v)]
                        * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_2 += (
                        w[U(Og * g + o2), U(c), U(u), U(v)]
                        * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_3 += (
                        w[U(Og * g + o3), U(c), U(u), U(v)]
                        * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_4 += (
                        w[U(Og * g + o), U(c), U(u), U(v)]
                        * x[U(n1), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_5 += (
                        w[U(Og * g + o1), U(c), U(u), U(v)]
                        * x[U(n1), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_6 += (
                        w[U(Og * g + o2), U(c), U(u), U(v)]
                        * x[U(n1), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_7 += (
                        w[U(Og * g + o3), U(c), U(u), U(v)]
                        * x[U(n1), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
        y[U(n), U(Og * g + o), U(i), U(j)] = acc + b[U(Og * g + o)]
        y[U(n), U(Og * g + o1), U(i), U(j)] = acc_1 + b[U(Og * g + o1)]
        y[U(n), U(Og * g + o2), U(i), U(j)] = acc_2 + b[U(Og * g + o2)]
        y[U(n), U(Og * g + o3), U(i), U(j)] = acc_3 + b[U(Og * g + o3)]
        y[U(n1), U(Og * g + o), U(i), U(j)] = acc_4 + b[U(Og * g + o)]
        y[U(n1), U(Og * g + o1), U(i), U(j)] = acc_5 + b[U(Og * g + o1)]
        y[U(n1), U(Og * g + o2), U(i), U(j)] = acc_6 + b[U(Og * g + o2)]
        y[U(n1), U(Og * g + o3), U(i), U(j)] = acc_7 + b[U(Og * g + o3)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    quotient = (KH * d_h - d_h) // 2
    quotient2 = (KW * d_w - d_w) // 2
    quotient9 = Og // 8
    for t in prange(N * G * Cg * H):
        n = np.int64(t) // (G * Cg * H)
        g = np.int64(t) // (Cg * H) % G
        c = np.int64(t) // H % Cg
        a = np.int64(t) % H
        # dx[n, g·Cg+c, a, b] = Σ_{o,u,v} dy[n, g·Og+o, a+⌊d_h·(KH−1)/2⌋−d_h·u,
        #     b+⌊d_w·(KW−1)/2⌋−d_w·v] · w[g·Og+o, c, u, v]
        for b in range(W):
            dx[U(n), U(c + Cg * g), U(a), U(b)] = T(0)
        quotient3 = (H - a - quotient - 1) // d_h
        quotient4 = (a + quotient) // d_h
        for o in range(0, Og - 7, 8):
            for u in range(max(0, -quotient3), min(KH, quotient4 + 1)):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                    w_here2 = w[U(Og * g + o + 1), U(c), U(u), U(v)]
                    w_here3 = w[U(Og * g + o + 2), U(c), U(u), U(v)]
                    w_here4 = w[U(Og * g + o + 3), U(c), U(u), U(v)]
                    w_here5 = w[U(Og * g + o + 4), U(c), U(u), U(v)]
                    w_here6 = w[U(Og * g + o + 5), U(c), U(u), U(v)]
                    w_here7 = w[U(Og * g + o + 6), U(c), U(u), U(v)]
                    w_here8 = w[U(Og * g + o + 7), U(c), U(u), U(v)]
                    for b in range(max(0, d_w * v - quotient2), min(W, W + d_w * v - quotient2)):
                        dx[U(n), U(c + Cg * g), U(a), U(b)] += (
                            dy[U(n), U(Og * g + o), U(a + quotient - (d_h * u)), U(b + quotient2 - (d_w * v))]
                            * w_here
                            + dy[U(n), U(Og * g + o + 1), U(a + quotient - (d_h * u)),
                                    U(b + quotient2 - (d_w * v))]
                            * w_here2
                            + dy[U(n), U(Og * g + o + 2), U(a + quotient - (d_h * u)),
                                    U(b + quotient2 - (d_w * v))]
                            * w_here3
                            + dy[U(n), U(Og * g + o + 3), U(a + quotient - (d_h * u)),
                                    U(b + quotient2 - (d_w * v))]
                            * w_here4
                            + dy[U(n), U(Og * g + o + 4), U(a + quotient - (d_h * u)),
                                    U(b + quotient2 - (d_w * v))]
                            * w_here5
                            + dy[U(n), U(Og * g + o + 5), U(a + quotient - (d_h * u)),
                                    U(b + quotient2 - (d_w * v))]
                            * w_here6
                            + dy[U(n), U(Og * g + o + 6), U(a + quotient - (d_h * u)),
                                    U(b + quotient2 - (d_w * v))]
                            * w_here7
                            + dy[U(n), U(Og * g + o + 7), U(a + quotient - (d_h * u)),
                                    U(b + quotient2 - (d_w * v))]
                            * w_here8
                        )
        quotient7 = (H - a - quotient - 1) // d_h
        quotient8 = (a + quotient) // d_h
        for o in range(quotient9 * 8, Og):
            for u in range(max(0, -quotient7), min(KH, quotient8 + 1)):
                for v in range(KW):
                    w_here9 = w[U(Og * g + o), U(c), U(u), U(v)]
                    for b in range(max(0, d_w * v - quotient2), min(W, W + d_w * v - quotient2)):
                        dx[U(n), U(c + Cg * g), U(a), U(b)] += (
                            dy[U(n), U(Og * g + o), U(a + quotient - (d_h * u)), U(b + quotient2 - (d_w * v))]
                            * w_here9
                        )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    dtype = dw.dtype
    T = dtype.type
    quotient = (KH * d_h - d_h) // 2
    quotient2 = (KW * d_w - d_w) // 2
    for t in prange(G * ((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1) * KH * KW):
        g = np.int64(t) // (((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1) * KH * KW)
        o = 2 * (np.int64(t) // (((Cg - 1) // 4 + 1) * KH * KW) % ((Og - 1) // 2 + 1))
        c = 4 * (np.int64(t) // (KH * KW) % ((Cg - 1) // 4 + 1))
        u = np.int64(t) // KW % KH
        v = np.int64(t) % KW
        o1 = min(Og - 1, o + 1)
        c1 = min(Cg - 1, c + 1)
        c2 = min(Cg - 1, c + 2)
        c3 = min(Cg - 1, c + 3)
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
        #     d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        for n in range(N):
            for i in range(max(0, quotient - (d_h * u)), min(H, H + quotient - (d_h * u))):
                for j in range(max(0, quotient2 - (d_w * v)), min(W, W + quotient2 - (d_w * v))):
                    acc += (
                        dy[U(n), U(Og * g + o), U(i), U(j)]
                        * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_1 += (
                        dy[U(n), U(Og * g + o), U(i), U(j)]
                        * x[U(n), U(c1 + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_2 += (
                        dy[U(n), U(Og * g + o), U(i), U(j)]
                        * x[U(n), U(c2 + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_3 += (
                        dy[U(n), U(Og * g + o), U(i), U(j)]
                        * x[U(n), U(c3 + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_4 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)]
                        * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_5 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)]
                        * x[U(n), U(c1 + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_6 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)]
                        * x[U(n), U(c2 + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
                    acc_7 += (
                        dy[U(n), U(Og * g + o1), U(i), U(j)]
                        * x[U(n), U(c3 + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                    )
        dw[U(Og * g + o), U(c), U(u), U(v)] = acc
        dw[U(Og * g + o), U(c1), U(u), U(v)] = acc_1
        dw[U(Og * g + o), U(c2), U(u), U(v)] = acc_2
        dw[U(Og * g + o), U(c3), U(u), U(v)] = acc_3
        dw[U(Og * g + o1), U(c), U(u), U(v)] = acc_4
        dw[U(Og * g + o1), U(c1), U(u), U(v)] = acc_5
        dw[U(Og * g + o1), U(c2), U(u), U(v)] = acc_6
        dw[U(Og * g + o1), U(c3), U(u), U(v)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, H, W, Og):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, H * W))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,ij} dy[n, g·Og+o, ij]
        acc = T(0)
        for n in range(N):
            for ij in range(H * W):
                acc += dy_rows[U(n), U(Og * g + o), U(ij)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient = (KH * d_h - d_h) // 2
    quotient2 = (KW * d_w - d_w) // 2
    quotient9 = Cg // 4
    for t in prange(N * G * Og * H):
        n = np.int64(t) // (G * Og * H)
        g = np.int64(t) // (Og * H) % G
        o = np.int64(t) // H % Og
        i = np.int64(t) % H
        # ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c,
        #     i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋] + ẇ[g·Og+o, c, u, v] · x[n,
        #     g·Cg+c, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(W):
            y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
        quotient3 = (i - quotient) // d_h
        quotient4 = (H + quotient - i - 1) // d_h
        for c in range(0, Cg - 3, 4):
            for u in range(max(0, -quotient3), min(KH, quotient4 + 1)):
                for v in range(KW):
                    w_here = w[U(Og * g + o), U(c + 1), U(u), U(v)]
                    w_here2 = w[U(Og * g + o), U(c + 2), U(u), U(v)]
                    w_here3 = w[U(Og * g + o), U(c + 3), U(u), U(v)]
                    w_here4 = w[U(Og * g + o), U(c), U(u), U(v)]
                    w_dot_here = w_dot[U(Og * g + o), U(c + 1), U(u), U(v)]
                    w_dot_here2 = w_dot[U(Og * g + o), U(c + 2), U(u), U(v)]
                    w_dot_here3 = w_dot[U(Og * g + o), U(c + 3), U(u), U(v)]
                    w_dot_here4 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(max(0, quotient2 - (d_w * v)), min(W, W + quotient2 - (d_w * v))):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                            w_dot_here
                            * x[U(n), U(c + Cg * g + 1), U(i + d_h * u - quotient),
                                    U(j + d_w * v - quotient2)]
                            + w_dot_here2
                            * x[U(n), U(c + Cg * g + 2), U(i + d_h * u - quotient),
                                    U(j + d_w * v - quotient2)]
                            + w_dot_here3
                            * x[U(n), U(c + Cg * g + 3), U(i + d_h * u - quotient),
                                    U(j + d_w * v - quotient2)]
                            + w_dot_here4
                            * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                            + w_here
                            * x_dot[U(n), U(c + Cg * g + 1), U(i + d_h * u - quotient),
                                    U(j + d_w * v - quotient2)]
                            + w_here2
                            * x_dot[U(n), U(c + Cg * g + 2), U(i + d_h * u - quotient),
                                    U(j + d_w * v - quotient2)]
                            + w_here3
                            * x_dot[U(n), U(c + Cg * g + 3), U(i + d_h * u - quotient),
                                    U(j + d_w * v - quotient2)]
                            + w_here4
                            * x_dot[U(n), U(c + Cg * g), U(i + d_h * u - quotient),
                                    U(j + d_w * v - quotient2)]
                        )
        quotient7 = (i - quotient) // d_h
        quotient8 = (H + quotient - i - 1) // d_h
        for c in range(quotient9 * 4, Cg):
            for u in range(max(0, -quotient7), min(KH, quotient8 + 1)):
                for v in range(KW):
                    w_here5 = w[U(Og * g + o), U(c), U(u), U(v)]
                    w_dot_here5 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                    for j in range(max(0, quotient2 - (d_w * v)), min(W, W + quotient2 - (d_w * v))):
                        y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                            w_dot_here5
                            * x[U(n), U(c + Cg * g), U(i + d_h * u - quotient), U(j + d_w * v - quotient2)]
                            + w_here5
                            * x_dot[U(n), U(c + Cg * g), U(i + d_h * u - quotient),
                                    U(j + d_w * v - quotient2)]
                        )


def forward(x, w, b=None, *, out=None, save=False, dilation=1, groups=1):
    """2-D cross-correlation padded such that the output has the size of the input; ``save=True`` also returns
    what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "d_h", "d_w"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(()))) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "H", "W", "Og"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, dilation=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "d_h", "d_w"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "d_h", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "H", "W", "Og"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, dilation=1, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "H", "W", "Og", "KH",
            "KW", "d_h", "d_w"))
    return call.result(*("y_dot",))
