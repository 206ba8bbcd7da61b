"""conv_transpose3d: 3-D transposed convolution: the adjoint of a convolution with the same options.

Made by `chainrule generate` from the forward of `conv_transpose3d`.  Do not edit.

    y[n, g·Og+o, z, a, b] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Cg+c, o, t, u, v] · x[n, g·Cg+c,
        (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · [s_d ∣ z + p_f − d_d·t, s_h ∣ a + p_t −
        d_h·u, s_w ∣ b + p_l − d_w·v]
    dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]
    dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    db[g·Og+o] = Σ_{n,z,a,b} dy[n, g·Og+o, z, a, b]
    dx = cross-correlation of dy with w: stride (s_d, s_h, s_w), dilation (d_d, d_h, d_w), padding (p_f,
        p_t, p_l)
    dw = cross-correlation of dy with x: stride (d_d, d_h, d_w), dilation (s_d, s_h, s_w), padding (p_f,
        p_t, p_l)
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
    'name': 'conv_transpose3d',
    'summary': '3-D transposed convolution: the adjoint of a convolution with the same options',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['Cg * G', 'Og', 'KD', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0, 'below': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OD', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s_d', 's_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_f', 'p_k', 'p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'output_padding', 'symbols': ['e_d', 'e_h', 'e_w'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_d', 'd_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OD': '(KD - 1) * d_d + e_d + (D - 1) * s_d + 1 - p_f - p_k', 'OH': '(KH - 1) * d_h + e_h + (H - 1) * s_h + 1 - p_b - p_t', 'OW': '(KW - 1) * d_w + e_w + (W - 1) * s_w + 1 - p_l - p_r'},
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
        runtime.Step("x", 2, "D", "D"),
        runtime.Step("x", 3, "H", "H"),
        runtime.Step("x", 4, "W", "W"),
        runtime.Step("w", 0, "", "Cg * G", rest=lambda Cg, G, **_: Cg * G),
        runtime.Step("w", 1, "Og", "Og"),
        runtime.Step("w", 2, "KD", "KD"),
        runtime.Step("w", 3, "KH", "KH"),
        runtime.Step("w", 4, "KW", "KW"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
        "OD": lambda D, KD, d_d, e_d, p_f, p_k, s_d, **_: (KD - 1) * d_d + e_d + (D - 1) * s_d + 1 - p_f - p_k,
        "OH": lambda H, KH, d_h, e_h, p_b, p_t, s_h, **_: (KH - 1) * d_h + e_h + (H - 1) * s_h + 1 - p_b - p_t,
        "OW": lambda KW, W, d_w, e_w, p_l, p_r, s_w, **_: (KW - 1) * d_w + e_w + (W - 1) * s_w + 1 - p_l - p_r,
    },
    shapes={
        "x": lambda Cg, D, G, H, N, W, **_: (N, Cg * G, D, H, W),
        "w": lambda Cg, G, KD, KH, KW, Og, **_: (Cg * G, Og, KD, KH, KW),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OD, OH, OW, Og, **_: (N, G * Og, OD, OH, OW),
    },
    requires=(),
    checks=(),
)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, b, y, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
        d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    quotient7 = s_d // gcd(s_d, d_d)
    quotient8 = s_h // gcd(s_h, d_h)
    quotient9 = s_w // gcd(s_w, d_w)
    quotient2 = d_d // gcd(s_d, d_d)
    quotient4 = d_h // gcd(s_h, d_h)
    quotient6 = d_w // gcd(s_w, d_w)
    quotient37 = Cg // 8
    step = gcd(s_d, d_d)
    step2 = gcd(s_h, d_h)
    step3 = gcd(s_w, d_w)
    for t in prange(N * G * Og * s_d * s_h * s_w):
        n = np.int64(t) // (G * Og * s_d * s_h * s_w)
        g = np.int64(t) // (Og * s_d * s_h * s_w) % G
        o = np.int64(t) // (s_d * s_h * s_w) % Og
        r = np.int64(t) // (s_h * s_w) % s_d
        r_ = np.int64(t) // s_w % s_h
        r__ = np.int64(t) % s_w
        b_here = b[U(Og * g + o)]
        quotient38 = (r__ - p_l) // s_w
        quotient39 = (OW + p_l - r__ - 1) // s_w
        first = residue(d_d, r, s_d)
        first2 = residue(d_h, r_, s_h)
        first3 = residue(d_w, r__, s_w)
        quotient = (d_d * first - r) // s_d
        quotient3 = (d_h * first2 - r_) // s_h
        quotient5 = (d_w * first3 - r__) // s_w
        quotient12 = (KW - first3 - 1) // quotient9
        quotient14 = (KH - first2 - 1) // quotient8
        quotient17 = (KD - first - 1) // quotient7
        quotient40 = (r_ - p_t) // s_h
        quotient41 = (OH + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (OD + p_f - r - 1) // s_d + 1):
            quotient16 = (D + quotient - q - 1) // quotient2
            quotient18 = (q - quotient) // quotient2
            for q_ in range(-quotient40, quotient41 + 1):
                # y[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = b[g·Og+o] + Σ_{c :
                #     gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤
                #     ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′ ≤
                #     …
                for q__ in range(-quotient38, quotient39 + 1):
                    y[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = b_here
                quotient13 = (H + quotient3 - q_ - 1) // quotient4
                quotient15 = (q_ - quotient3) // quotient4
                quotient31 = (H + quotient3 - q_ - 1) // quotient4
                quotient33 = (q_ - quotient3) // quotient4
                if r % step == 0 and r_ % step2 == 0 and r__ % step3 == 0:
                    for c in range(0, Cg - 7, 8):
                        for t_ in range(max(0, -quotient16), min(quotient17 + 1, quotient18 + 1)):
                            for t__ in range(max(0, -quotient13), min(quotient14 + 1, quotient15 + 1)):
                                for t___ in range(quotient12 + 1):
                                    w_here = w[U(c + Cg * g), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here2 = w[U(c + Cg * g + 1), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here3 = w[U(c + Cg * g + 2), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here4 = w[U(c + Cg * g + 3), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here5 = w[U(c + Cg * g + 4), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here6 = w[U(c + Cg * g + 5), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here7 = w[U(c + Cg * g + 6), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here8 = w[U(c + Cg * g + 7), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    for q__ in range(max(-quotient38, quotient5 + quotient6 * t___),
                                            min(quotient39 + 1, W + quotient5 + quotient6 * t___)):
                                        y[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_here
                                            * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here2
                                            * x[U(n), U(c + Cg * g + 1), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here3
                                            * x[U(n), U(c + Cg * g + 2), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here4
                                            * x[U(n), U(c + Cg * g + 3), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here5
                                            * x[U(n), U(c + Cg * g + 4), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here6
                                            * x[U(n), U(c + Cg * g + 5), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here7
                                            * x[U(n), U(c + Cg * g + 6), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here8
                                            * x[U(n), U(c + Cg * g + 7), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                        )
                    for c in range(quotient37 * 8, Cg):
                        for t_ in range(max(0, -quotient16), min(quotient17 + 1, quotient18 + 1)):
                            for t__ in range(max(0, -quotient31), min(quotient14 + 1, quotient33 + 1)):
                                for t___ in range(quotient12 + 1):
                                    w_here9 = w[U(c + Cg * g), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    for q__ in range(max(-quotient38, quotient5 + quotient6 * t___),
                                            min(quotient39 + 1, W + quotient5 + quotient6 * t___)):
                                        y[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_here9
                                            * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                        )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    dtype = dx.dtype
    T = dtype.type
    for t in prange(((N - 1) // 2 + 1) * G * ((Cg - 1) // 4 + 1) * D * H * W):
        n = 2 * (np.int64(t) // (G * ((Cg - 1) // 4 + 1) * D * H * W))
        g = np.int64(t) // (((Cg - 1) // 4 + 1) * D * H * W) % G
        c = 4 * (np.int64(t) // (D * H * W) % ((Cg - 1) // 4 + 1))
        k = np.int64(t) // (H * W) % D
        i = np.int64(t) // W % H
        j = np.int64(t) % W
        n1 = min(N - 1, n + 1)
        c1 = min(Cg - 1, c + 1)
        c2 = min(Cg - 1, c + 2)
        c3 = min(Cg - 1, c + 3)
        # dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l] · w[g·Cg+c, o, t, u, v]
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
        quotient5 = (k * s_d - p_f) // d_d
        quotient6 = (OD + p_f - (k * s_d) - 1) // d_d
        for o in range(Og):
            for t_2 in range(max(0, -quotient5), min(KD, quotient6 + 1)):
                for u in range(max(0, -quotient3), min(KH, quotient4 + 1)):
                    for v in range(max(0, -quotient), min(KW, quotient2 + 1)):
                        acc += (
                            dy[U(n), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * w[U(c + Cg * g), U(o), U(t_2), U(u), U(v)]
                        )
                        acc_1 += (
                            dy[U(n), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * w[U(c1 + Cg * g), U(o), U(t_2), U(u), U(v)]
                        )
                        acc_2 += (
                            dy[U(n), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * w[U(c2 + Cg * g), U(o), U(t_2), U(u), U(v)]
                        )
                        acc_3 += (
                            dy[U(n), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * w[U(c3 + Cg * g), U(o), U(t_2), U(u), U(v)]
                        )
                        acc_4 += (
                            dy[U(n1), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * w[U(c + Cg * g), U(o), U(t_2), U(u), U(v)]
                        )
                        acc_5 += (
                            dy[U(n1), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * w[U(c1 + Cg * g), U(o), U(t_2), U(u), U(v)]
                        )
                        acc_6 += (
                            dy[U(n1), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * w[U(c2 + Cg * g), U(o), U(t_2), U(u), U(v)]
                        )
                        acc_7 += (
                            dy[U(n1), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * w[U(c3 + Cg * g), U(o), U(t_2), U(u), U(v)]
                        )
        dx[U(n), U(c + Cg * g), U(k), U(i), U(j)] = acc
        dx[U(n), U(c1 + Cg * g), U(k), U(i), U(j)] = acc_1
        dx[U(n), U(c2 + Cg * g), U(k), U(i), U(j)] = acc_2
        dx[U(n), U(c3 + Cg * g), U(k), U(i), U(j)] = acc_3
        dx[U(n1), U(c + Cg * g), U(k), U(i), U(j)] = acc_4
        dx[U(n1), U(c1 + Cg * g), U(k), U(i), U(j)] = acc_5
        dx[U(n1), U(c2 + Cg * g), U(k), U(i), U(j)] = acc_6
        dx[U(n1), U(c3 + Cg * g), U(k), U(i), U(j)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * ((Cg - 1) // 2 + 1) * ((Og - 1) // 4 + 1) * KD * KH * KW):
        g = np.int64(t) // (((Cg - 1) // 2 + 1) * ((Og - 1) // 4 + 1) * KD * KH * KW)
        c = 2 * (np.int64(t) // (((Og - 1) // 4 + 1) * KD * KH * KW) % ((Cg - 1) // 2 + 1))
        o = 4 * (np.int64(t) // (KD * KH * KW) % ((Og - 1) // 4 + 1))
        t_2 = np.int64(t) // (KH * KW) % KD
        u = np.int64(t) // KW % KH
        v = np.int64(t) % KW
        c1 = min(Cg - 1, c + 1)
        o1 = min(Og - 1, o + 1)
        o2 = min(Og - 1, o + 2)
        o3 = min(Og - 1, o + 3)
        # dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t,
        #     d_w·v+s_w·j−p_l] · x[n, g·Cg+c, k, i, j]
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
        quotient5 = (d_d * t_2 - p_f) // s_d
        quotient6 = (OD + p_f - (d_d * t_2) - 1) // s_d
        for n in range(N):
            for k in range(max(0, -quotient5), min(D, quotient6 + 1)):
                for i in range(max(0, -quotient3), min(H, quotient4 + 1)):
                    for j in range(max(0, -quotient), min(W, quotient2 + 1)):
                        acc += (
                            dy[U(n), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_1 += (
                            dy[U(n), U(Og * g + o1), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_2 += (
                            dy[U(n), U(Og * g + o2), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_3 += (
                            dy[U(n), U(Og * g + o3), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_4 += (
                            dy[U(n), U(Og * g + o), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c1 + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_5 += (
                            dy[U(n), U(Og * g + o1), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c1 + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_6 += (
                            dy[U(n), U(Og * g + o2), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c1 + Cg * g), U(k), U(i), U(j)]
                        )
                        acc_7 += (
                            dy[U(n), U(Og * g + o3), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                            * x[U(n), U(c1 + Cg * g), U(k), U(i), U(j)]
                        )
        dw[U(c + Cg * g), U(o), U(t_2), U(u), U(v)] = acc
        dw[U(c + Cg * g), U(o1), U(t_2), U(u), U(v)] = acc_1
        dw[U(c + Cg * g), U(o2), U(t_2), U(u), U(v)] = acc_2
        dw[U(c + Cg * g), U(o3), U(t_2), U(u), U(v)] = acc_3
        dw[U(c1 + Cg * g), U(o), U(t_2), U(u), U(v)] = acc_4
        dw[U(c1 + Cg * g), U(o1), U(t_2), U(u), U(v)] = acc_5
        dw[U(c1 + Cg * g), U(o2), U(t_2), U(u), U(v)] = acc_6
        dw[U(c1 + Cg * g), U(o3), U(t_2), U(u), U(v)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, Og, OD, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OD * OH * OW))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,zab} dy[n, g·Og+o, zab]
        acc = T(0)
        for n in range(N):
            for zab in range(OD * OH * OW):
                acc += dy_rows[U(n), U(Og * g + o), U(zab)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient7 = s_d // gcd(s_d, d_d)
    quotient8 = s_h // gcd(s_h, d_h)
    quotient9 = s_w // gcd(s_w, d_w)
    quotient2 = d_d // gcd(s_d, d_d)
    quotient4 = d_h // gcd(s_h, d_h)
    quotient6 = d_w // gcd(s_w, d_w)
    quotient37 = Cg // 4
    step = gcd(s_d, d_d)
    step2 = gcd(s_h, d_h)
    step3 = gcd(s_w, d_w)
    for t in prange(N * G * Og * s_d * s_h * s_w):
        n = np.int64(t) // (G * Og * s_d * s_h * s_w)
        g = np.int64(t) // (Og * s_d * s_h * s_w) % G
        o = np.int64(t) // (s_d * s_h * s_w) % Og
        r = np.int64(t) // (s_h * s_w) % s_d
        r_ = np.int64(t) // s_w % s_h
        r__ = np.int64(t) % s_w
        b_dot_here = b_dot[U(Og * g + o)]
        quotient38 = (r__ - p_l) // s_w
        quotient39 = (OW + p_l - r__ - 1) // s_w
        first = residue(d_d, r, s_d)
        first2 = residue(d_h, r_, s_h)
        first3 = residue(d_w, r__, s_w)
        quotient = (d_d * first - r) // s_d
        quotient3 = (d_h * first2 - r_) // s_h
        quotient5 = (d_w * first3 - r__) // s_w
        quotient12 = (KW - first3 - 1) // quotient9
        quotient14 = (KH - first2 - 1) // quotient8
        quotient17 = (KD - first - 1) // quotient7
        quotient40 = (r_ - p_t) // s_h
        quotient41 = (OH + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (OD + p_f - r - 1) // s_d + 1):
            quotient16 = (D + quotient - q - 1) // quotient2
            quotient18 = (q - quotient) // quotient2
            for q_ in range(-quotient40, quotient41 + 1):
                # ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = ḃ[g·Og+o] + Σ_{c :
                #     gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤
                #     ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′ ≤
                #     …
                for q__ in range(-quotient38, quotient39 + 1):
                    y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = b_dot_here
                quotient13 = (H + quotient3 - q_ - 1) // quotient4
                quotient15 = (q_ - quotient3) // quotient4
                quotient31 = (H + quotient3 - q_ - 1) // quotient4
                quotient33 = (q_ - quotient3) // quotient4
                if r % step == 0 and r_ % step2 == 0 and r__ % step3 == 0:
                    for c in range(0, Cg - 3, 4):
                        for t_ in range(max(0, -quotient16), min(quotient17 + 1, quotient18 + 1)):
                            for t__ in range(max(0, -quotient13), min(quotient14 + 1, quotient15 + 1)):
                                for t___ in range(quotient12 + 1):
                                    w_here = w[U(c + Cg * g), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here2 = w[U(c + Cg * g + 1), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here3 = w[U(c + Cg * g + 2), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here4 = w[U(c + Cg * g + 3), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_dot_here = w_dot[U(c + Cg * g), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_dot_here2 = w_dot[U(c + Cg * g + 1), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_dot_here3 = w_dot[U(c + Cg * g + 2), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_dot_here4 = w_dot[U(c + Cg * g + 3), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    for q__ in range(max(-quotient38, quotient5 + quotient6 * t___),
                                            min(quotient39 + 1, W + quotient5 + quotient6 * t___)):
                                        y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_dot_here
                                            * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_dot_here2
                                            * x[U(n), U(c + Cg * g + 1), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_dot_here3
                                            * x[U(n), U(c + Cg * g + 2), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_dot_here4
                                            * x[U(n), U(c + Cg * g + 3), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here
                                            * x_dot[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here2
                                            * x_dot[U(n), U(c + Cg * g + 1),
                                                    U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here3
                                            * x_dot[U(n), U(c + Cg * g + 2),
                                                    U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here4
                                            * x_dot[U(n), U(c + Cg * g + 3),
                                                    U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                        )
                    for c in range(quotient37 * 4, Cg):
                        for t_ in range(max(0, -quotient16), min(quotient17 + 1, quotient18 + 1)):
                            for t__ in range(max(0, -quotient31), min(quotient14 + 1, quotient33 + 1)):
                                for t___ in range(quotient12 + 1):
                                    w_here5 = w[U(c + Cg * g), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_dot_here5 = w_dot[U(c + Cg * g), U(o), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    for q__ in range(max(-quotient38, quotient5 + quotient6 * t___),
                                            min(quotient39 + 1, W + quotient5 + quotient6 * t___)):
                                        y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_dot_here5
                                            * x[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            + w_here5
                                            * x_dot[U(n), U(c + Cg * g), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                        )


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """3-D transposed convolution: the adjoint of a convolution with the same options; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD",
            "OH", "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(()))) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD", "OH",
            "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD", "OH",
            "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OD", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD", "OH",
            "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD", "OH",
            "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OD", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0,
    output_padding=0, dilation=1, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD",
            "KH", "KW", "OD", "OH", "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    return call.result(*("y_dot",))
