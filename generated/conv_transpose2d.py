"""conv_transpose2d: 2-D transposed convolution: the adjoint of a convolution with the same options.

Made by `chainrule generate` from the forward of `conv_transpose2d`.  Do not edit.

    y[n, g·Og+o, a, b] = b[g·Og+o] + Σ_{c,u,v} w[g·Cg+c, o, u, v] · x[n, g·Cg+c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] · [s_h ∣ a + p_t − d_h·u, s_w ∣ b + p_l − d_w·v]
    dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] · w[g·Cg+c, o, u, v]
    dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] · x[n, g·Cg+c, i, j]
    db[g·Og+o] = Σ_{n,a,b} dy[n, g·Og+o, a, b]
    dx = cross-correlation of dy with w: stride (s_h, s_w), dilation (d_h, d_w), padding (p_t, p_l)
    dw = cross-correlation of dy with x: stride (d_h, d_w), dilation (s_h, s_w), padding (p_t, p_l)
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
    'name': 'conv_transpose2d',
    'summary': '2-D transposed convolution: the adjoint of a convolution with the same options',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['Cg * G', 'Og', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0, 'below': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'output_padding', 'symbols': ['e_h', 'e_w'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(KH - 1) * d_h + e_h + (H - 1) * s_h + 1 - p_b - p_t', 'OW': '(KW - 1) * d_w + e_w + (W - 1) * s_w + 1 - p_l - p_r'},
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
        runtime.Step("w", 0, "", "Cg * G", rest=lambda Cg, G, **_: Cg * G),
        runtime.Step("w", 1, "Og", "Og"),
        runtime.Step("w", 2, "KH", "KH"),
        runtime.Step("w", 3, "KW", "KW"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
        "OH": lambda H, KH, d_h, e_h, p_b, p_t, s_h, **_: (KH - 1) * d_h + e_h + (H - 1) * s_h + 1 - p_b - p_t,
        "OW": lambda KW, W, d_w, e_w, p_l, p_r, s_w, **_: (KW - 1) * d_w + e_w + (W - 1) * s_w + 1 - p_l - p_r,
    },
    shapes={
        "x": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "w": lambda Cg, G, KH, KW, Og, **_: (Cg * G, Og, KH, KW),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OH, OW, Og, **_: (N, G * Og, OH, OW),
    },
    requires=(),
    checks=(),
)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, b, y, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    quotient5 = s_h // gcd(s_h, d_h)
    quotient6 = s_w // gcd(s_w, d_w)
    quotient2 = d_h // gcd(s_h, d_h)
    quotient4 = d_w // gcd(s_w, d_w)
    quotient25 = Cg // 8
    step = gcd(s_h, d_h)
    step2 = gcd(s_w, d_w)
    for t in prange(N * G * Og * s_h * s_w):
        n = np.int64(t) // (G * Og * s_h * s_w)
        g = np.int64(t) // (Og * s_h * s_w) % G
        o = np.int64(t) // (s_h * s_w) % Og
        r = np.int64(t) // s_w % s_h
        r_ = np.int64(t) % s_w
        b_here = b[U(Og * g + o)]
        quotient26 = (r_ - p_l) // s_w
        quotient27 = (OW + p_l - r_ - 1) // s_w
        first = residue(d_h, r, s_h)
        first2 = residue(d_w, r_, s_w)
        quotient = (d_h * first - r) // s_h
        quotient3 = (d_w * first2 - r_) // s_w
        quotient9 = (KW - first2 - 1) // quotient6
        quotient11 = (KH - first - 1) // quotient5
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # y[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = b[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r,
            #     gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋}
            #     Σ_{t′ : 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} w[g·Cg+c, o,
            #     …
            for q_ in range(-quotient26, quotient27 + 1):
                y[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = b_here
            quotient10 = (H + quotient - q - 1) // quotient2
            quotient12 = (q - quotient) // quotient2
            quotient22 = (H + quotient - q - 1) // quotient2
            quotient24 = (q - quotient) // quotient2
            if r % step == 0 and r_ % step2 == 0:
                for c in range(0, Cg - 7, 8):
                    for t_2 in range(max(0, -quotient10), min(quotient11 + 1, quotient12 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_here = w[U(c + Cg * g), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here2 = w[U(c + Cg * g + 1), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here3 = w[U(c + Cg * g + 2), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here4 = w[U(c + Cg * g + 3), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here5 = w[U(c + Cg * g + 4), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here6 = w[U(c + Cg * g + 5), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here7 = w[U(c + Cg * g + 6), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here8 = w[U(c + Cg * g + 7), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient26, quotient3 + quotient4 * t_), min(quotient27 + 1,
                                    W + quotient3 + quotient4 * t_)):
                                y[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_here
                                    * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here2
                                    * x[U(n), U(c + Cg * g + 1), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here3
                                    * x[U(n), U(c + Cg * g + 2), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here4
                                    * x[U(n), U(c + Cg * g + 3), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here5
                                    * x[U(n), U(c + Cg * g + 4), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here6
                                    * x[U(n), U(c + Cg * g + 5), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here7
                                    * x[U(n), U(c + Cg * g + 6), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here8
                                    * x[U(n), U(c + Cg * g + 7), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                )
                for c in range(quotient25 * 8, Cg):
                    for t_2 in range(max(0, -quotient22), min(quotient11 + 1, quotient24 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_here9 = w[U(c + Cg * g), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient26, quotient3 + quotient4 * t_), min(quotient27 + 1,
                                    W + quotient3 + quotient4 * t_)):
                                y[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_here9
                                    * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    for t in prange(((N - 1) // 2 + 1) * G * ((Cg - 1) // 4 + 1) * H * W):
        n = 2 * (np.int64(t) // (G * ((Cg - 1) // 4 + 1) * H * W))
        g = np.int64(t) // (((Cg - 1) // 4 + 1) * H * W) % G
        c = 4 * (np.int64(t) // (H * W) % ((Cg - 1) // 4 + 1))
        i = np.int64(t) // W % H
        j = np.int64(t) % W
        n1 = min(N - 1, n + 1)
        c1 = min(Cg - 1, c + 1)
        c2 = min(Cg - 1, c + 2)
        c3 = min(Cg - 1, c + 3)
        # dx[n, g·Cg+c, i, j] = Σ_{o,u,v} dy[n, g·Og+o, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] ·
        #     w[g·Cg+c, o, u, v]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient = (j * s_w - p_l) // d_w
        quotient2 = (OW + p_l - (j * s_w) - 1) // d_w
        quotient3 = (i * s_h - p_t) // d_h
        quotient4 = (OH + p_t - (i * s_h) - 1) // d_h
        for o in range(Og):
            for u in range(max(0, -quotient3), min(KH, quotient4 + 1)):
                for v in range(max(0, -quotient), min(KW, quotient2 + 1)):
                    acc += (
                        dy[U(n), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * w[U(c + Cg * g), U(o), U(u), U(v)]
                    )
                    acc_1 += (
                        dy[U(n), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * w[U(c1 + Cg * g), U(o), U(u), U(v)]
                    )
                    acc_2 += (
                        dy[U(n), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * w[U(c2 + Cg * g), U(o), U(u), U(v)]
                    )
                    acc_3 += (
                        dy[U(n), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * w[U(c3 + Cg * g), U(o), U(u), U(v)]
                    )
                    acc_4 += (
                        dy[U(n1), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * w[U(c + Cg * g), U(o), U(u), U(v)]
                    )
                    acc_5 += (
                        dy[U(n1), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * w[U(c1 + Cg * g), U(o), U(u), U(v)]
                    )
                    acc_6 += (
                        dy[U(n1), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * w[U(c2 + Cg * g), U(o), U(u), U(v)]
                    )
                    acc_7 += (
                        dy[U(n1), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * w[U(c3 + Cg * g), U(o), U(u), U(v)]
                    )
        dx[U(n), U(c + Cg * g), U(i), U(j)] = acc
        dx[U(n), U(c1 + Cg * g), U(i), U(j)] = acc_1
        dx[U(n), U(c2 + Cg * g), U(i), U(j)] = acc_2
        dx[U(n), U(c3 + Cg * g), U(i), U(j)] = acc_3
        dx[U(n1), U(c + Cg * g), U(i), U(j)] = acc_4
        dx[U(n1), U(c1 + Cg * g), U(i), U(j)] = acc_5
        dx[U(n1), U(c2 + Cg * g), U(i), U(j)] = acc_6
        dx[U(n1), U(c3 + Cg * g), U(i), U(j)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * ((Cg - 1) // 2 + 1) * ((Og - 1) // 4 + 1) * KH * KW):
        g = np.int64(t) // (((Cg - 1) // 2 + 1) * ((Og - 1) // 4 + 1) * KH * KW)
        c = 2 * (np.int64(t) // (((Og - 1) // 4 + 1) * KH * KW) % ((Cg - 1) // 2 + 1))
        o = 4 * (np.int64(t) // (KH * KW) % ((Og - 1) // 4 + 1))
        u = np.int64(t) // KW % KH
        v = np.int64(t) % KW
        c1 = min(Cg - 1, c + 1)
        o1 = min(Og - 1, o + 1)
        o2 = min(Og - 1, o + 2)
        o3 = min(Og - 1, o + 3)
        # dw[g·Cg+c, o, u, v] = Σ_{n,i,j} dy[n, g·Og+o, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l] ·
        #     x[n, g·Cg+c, i, j]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient = (d_w * v - p_l) // s_w
        quotient2 = (OW + p_l - (d_w * v) - 1) // s_w
        quotient3 = (d_h * u - p_t) // s_h
        quotient4 = (OH + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, -quotient3), min(H, quotient4 + 1)):
                for j in range(max(0, -quotient), min(W, quotient2 + 1)):
                    acc += (
                        dy[U(n), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * x[U(n), U(c + Cg * g), U(i), U(j)]
                    )
                    acc_1 += (
                        dy[U(n), U(Og * g + o1), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * x[U(n), U(c + Cg * g), U(i), U(j)]
                    )
                    acc_2 += (
                        dy[U(n), U(Og * g + o2), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * x[U(n), U(c + Cg * g), U(i), U(j)]
                    )
                    acc_3 += (
                        dy[U(n), U(Og * g + o3), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * x[U(n), U(c + Cg * g), U(i), U(j)]
                    )
                    acc_4 += (
                        dy[U(n), U(Og * g + o), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * x[U(n), U(c1 + Cg * g), U(i), U(j)]
                    )
                    acc_5 += (
                        dy[U(n), U(Og * g + o1), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * x[U(n), U(c1 + Cg * g), U(i), U(j)]
                    )
                    acc_6 += (
                        dy[U(n), U(Og * g + o2), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * x[U(n), U(c1 + Cg * g), U(i), U(j)]
                    )
                    acc_7 += (
                        dy[U(n), U(Og * g + o3), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        * x[U(n), U(c1 + Cg * g), U(i), U(j)]
                    )
        dw[U(c + Cg * g), U(o), U(u), U(v)] = acc
        dw[U(c + Cg * g), U(o1), U(u), U(v)] = acc_1
        dw[U(c + Cg * g), U(o2), U(u), U(v)] = acc_2
        dw[U(c + Cg * g), U(o3), U(u), U(v)] = acc_3
        dw[U(c1 + Cg * g), U(o), U(u), U(v)] = acc_4
        dw[U(c1 + Cg * g), U(o1), U(u), U(v)] = acc_5
        dw[U(c1 + Cg * g), U(o2), U(u), U(v)] = acc_6
        dw[U(c1 + Cg * g), U(o3), U(u), U(v)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, Og, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,ab} dy[n, g·Og+o, ab]
        acc = T(0)
        for n in range(N):
            for ab in range(OH * OW):
                acc += dy_rows[U(n), U(Og * g + o), U(ab)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient5 = s_h // gcd(s_h, d_h)
    quotient6 = s_w // gcd(s_w, d_w)
    quotient2 = d_h // gcd(s_h, d_h)
    quotient4 = d_w // gcd(s_w, d_w)
    quotient25 = Cg // 4
    step = gcd(s_h, d_h)
    step2 = gcd(s_w, d_w)
    for t in prange(N * G * Og * s_h * s_w):
        n = np.int64(t) // (G * Og * s_h * s_w)
        g = np.int64(t) // (Og * s_h * s_w) % G
        o = np.int64(t) // (s_h * s_w) % Og
        r = np.int64(t) // s_w % s_h
        r_ = np.int64(t) % s_w
        b_dot_here = b_dot[U(Og * g + o)]
        quotient26 = (r_ - p_l) // s_w
        quotient27 = (OW + p_l - r_ - 1) // s_w
        first = residue(d_h, r, s_h)
        first2 = residue(d_w, r_, s_w)
        quotient = (d_h * first - r) // s_h
        quotient3 = (d_w * first2 - r_) // s_w
        quotient9 = (KW - first2 - 1) // quotient6
        quotient11 = (KH - first - 1) // quotient5
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r,
            #     gcd(s_w,d_w) ∣ r′} Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋}
            #     Σ_{t′ : 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} (w[g·Cg+c, o,
            #     …
            for q_ in range(-quotient26, quotient27 + 1):
                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = b_dot_here
            quotient10 = (H + quotient - q - 1) // quotient2
            quotient12 = (q - quotient) // quotient2
            quotient22 = (H + quotient - q - 1) // quotient2
            quotient24 = (q - quotient) // quotient2
            if r % step == 0 and r_ % step2 == 0:
                for c in range(0, Cg - 3, 4):
                    for t_2 in range(max(0, -quotient10), min(quotient11 + 1, quotient12 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_here = w[U(c + Cg * g), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here2 = w[U(c + Cg * g + 1), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here3 = w[U(c + Cg * g + 2), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_here4 = w[U(c + Cg * g + 3), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_dot_here = w_dot[U(c + Cg * g), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_dot_here2 = w_dot[U(c + Cg * g + 1), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_dot_here3 = w_dot[U(c + Cg * g + 2), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_dot_here4 = w_dot[U(c + Cg * g + 3), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient26, quotient3 + quotient4 * t_), min(quotient27 + 1,
                                    W + quotient3 + quotient4 * t_)):
                                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_dot_here2
                                    * x[U(n), U(c + Cg * g + 1), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_dot_here3
                                    * x[U(n), U(c + Cg * g + 2), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_dot_here4
                                    * x[U(n), U(c + Cg * g + 3), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here
                                    * x_dot[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here2
                                    * x_dot[U(n), U(c + Cg * g + 1), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here3
                                    * x_dot[U(n), U(c + Cg * g + 2), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here4
                                    * x_dot[U(n), U(c + Cg * g + 3), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                )
                for c in range(quotient25 * 4, Cg):
                    for t_2 in range(max(0, -quotient22), min(quotient11 + 1, quotient24 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_here5 = w[U(c + Cg * g), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            w_dot_here5 = w_dot[U(c + Cg * g), U(o), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient26, quotient3 + quotient4 * t_), min(quotient27 + 1,
                                    W + quotient3 + quotient4 * t_)):
                                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_dot_here5
                                    * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    + w_here5
                                    * x_dot[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                )


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """2-D transposed convolution: the adjoint of a convolution with the same options; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(()))) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0,
    output_padding=0, dilation=1, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "H", "W", "Og", "KH",
            "KW", "OH", "OW", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result(*("y_dot",))
