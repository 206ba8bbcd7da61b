"""conv3d: 3-D cross-correlation with stride, padding, dilation, groups and bias.

Made by `chainrule generate` from the forward of `conv3d`.  Do not edit.

    y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v : s_d ∣ z+p_f−d_d·(KD−1−t), s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣
        b+p_l−d_w·(KW−1−v)} dy[n, g·Og+o, (z+p_f−d_d·(KD−1−t))/s_d, (a+p_t−d_h·(KH−1−u))/s_h,
        (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, KD−1−t, KH−1−u, KW−1−v]
    dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+s_d·k−p_f,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    db[g·Og+o] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j]
    dx = full cross-correlation of zero-upsampled dy (s_d − 1, s_h − 1, s_w − 1 zeros between neighbours)
        with rot180(w): dilation (d_d, d_h, d_w), padding (d_d · (KD − 1) − p_f, d_h · (KH − 1) − p_t, d_w
        · (KW − 1) − p_l)
    dw = cross-correlation of x with dy: stride (d_d, d_h, d_w), dilation (s_d, s_h, s_w), padding (p_f,
        p_t, p_l)
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
    'name': 'conv3d',
    'summary': '3-D cross-correlation with stride, padding, dilation, groups and bias',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'KD', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
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
        {'name': 'dilation', 'symbols': ['d_d', 'd_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OD': '(D + p_f + p_k - ((KD - 1) * d_d) - 1) // s_d + 1', 'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
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
        runtime.Step("w", 0, "Og", "G * Og", factor=lambda G, **_: G),
        runtime.Step("w", 1, "Cg", "Cg"),
        runtime.Step("w", 2, "KD", "KD"),
        runtime.Step("w", 3, "KH", "KH"),
        runtime.Step("w", 4, "KW", "KW"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
        "OD": lambda D, KD, d_d, p_f, p_k, s_d, **_: (D + p_f + p_k - ((KD - 1) * d_d) - 1) // s_d + 1,
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda Cg, D, G, H, N, W, **_: (N, Cg * G, D, H, W),
        "w": lambda Cg, G, KD, KH, KW, Og, **_: (G * Og, Cg, KD, KH, KW),
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
    quotient9 = Cg // 8
    for t in prange(N * G * Og * OD * OH):
        n = np.int64(t) // (G * Og * OD * OH)
        g = np.int64(t) // (Og * OD * OH) % G
        o = np.int64(t) // (OD * OH) % Og
        k = np.int64(t) // OH % OD
        i = np.int64(t) % OH
        # y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        #     s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        b_here = b[U(Og * g + o)]
        for j in range(OW):
            y[U(n), U(Og * g + o), U(k), U(i), U(j)] = b_here
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        quotient3 = (k * s_d - p_f) // d_d
        quotient4 = (D + p_f - (k * s_d) - 1) // d_d
        for c in range(0, Cg - 7, 8):
            for t_2 in range(max(0, -quotient3), min(KD, quotient4 + 1)):
                for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c + 1), U(t_2), U(u), U(v)]
                        w_here2 = w[U(Og * g + o), U(c + 2), U(t_2), U(u), U(v)]
                        w_here3 = w[U(Og * g + o), U(c + 3), U(t_2), U(u), U(v)]
                        w_here4 = w[U(Og * g + o), U(c + 4), U(t_2), U(u), U(v)]
                        w_here5 = w[U(Og * g + o), U(c + 5), U(t_2), U(u), U(v)]
                        w_here6 = w[U(Og * g + o), U(c + 6), U(t_2), U(u), U(v)]
                        w_here7 = w[U(Og * g + o), U(c + 7), U(t_2), U(u), U(v)]
                        w_here8 = w[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            y[U(n), U(Og * g + o), U(k), U(i), U(j)] += (
                                w_here
                                * x[U(n), U(c + Cg * g + 1), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here2
                                * x[U(n), U(c + Cg * g + 2), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here3
                                * x[U(n), U(c + Cg * g + 3), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here4
                                * x[U(n), U(c + Cg * g + 4), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here5
                                * x[U(n), U(c + Cg * g + 5), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here6
                                * x[U(n), U(c + Cg * g + 6), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here7
                                * x[U(n), U(c + Cg * g + 7), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here8
                                * x[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )
        quotient5 = (i * s_h - p_t) // d_h
        quotient6 = (H + p_t - (i * s_h) - 1) // d_h
        quotient7 = (k * s_d - p_f) // d_d
        quotient8 = (D + p_f - (k * s_d) - 1) // d_d
        for c in range(quotient9 * 8, Cg):
            for t_2 in range(max(0, -quotient7), min(KD, quotient8 + 1)):
                for u in range(max(0, -quotient5), min(KH, quotient6 + 1)):
                    for v in range(KW):
                        w_here9 = w[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            y[U(n), U(Og * g + o), U(k), U(i), U(j)] += (
                                w_here9
                                * x[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, dx, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    dtype = dx.dtype
    T = dtype.type
    quotient7 = s_d // gcd(s_d, d_d)
    quotient8 = s_h // gcd(s_h, d_h)
    quotient9 = s_w // gcd(s_w, d_w)
    quotient2 = d_d // gcd(s_d, d_d)
    quotient4 = d_h // gcd(s_h, d_h)
    quotient6 = d_w // gcd(s_w, d_w)
    quotient37 = Og // 8
    step = gcd(s_d, d_d)
    step2 = gcd(s_h, d_h)
    step3 = gcd(s_w, d_w)
    for t in prange(N * G * Cg * s_d * s_h * s_w):
        n = np.int64(t) // (G * Cg * s_d * s_h * s_w)
        g = np.int64(t) // (Cg * s_d * s_h * s_w) % G
        c = np.int64(t) // (s_d * s_h * s_w) % Cg
        r = np.int64(t) // (s_h * s_w) % s_d
        r_ = np.int64(t) // s_w % s_h
        r__ = np.int64(t) % s_w
        quotient38 = (r__ - p_l) // s_w
        quotient39 = (W + p_l - r__ - 1) // s_w
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
        quotient41 = (H + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (D + p_f - r - 1) // s_d + 1):
            quotient16 = (OD + quotient - q - 1) // quotient2
            quotient18 = (q - quotient) // quotient2
            for q_ in range(-quotient40, quotient41 + 1):
                # dx[n, g·Cg+c, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{o : gcd(s_d,d_d) ∣
                #     r, gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤
                #     ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋} Σ_{t′ : 0 ≤ t′ ≤
                #     …
                for q__ in range(-quotient38, quotient39 + 1):
                    dx[U(n), U(c + Cg * g), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = T(
                        0
                    )
                quotient13 = (OH + quotient3 - q_ - 1) // quotient4
                quotient15 = (q_ - quotient3) // quotient4
                quotient31 = (OH + quotient3 - q_ - 1) // quotient4
                quotient33 = (q_ - quotient3) // quotient4
                if r % step == 0 and r_ % step2 == 0 and r__ % step3 == 0:
                    for o in range(0, Og - 7, 8):
                        for t_ in range(max(0, -quotient16), min(quotient17 + 1, quotient18 + 1)):
                            for t__ in range(max(0, -quotient13), min(quotient14 + 1, quotient15 + 1)):
                                for t___ in range(quotient12 + 1):
                                    w_here = w[U(Og * g + o), U(c), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here2 = w[U(Og * g + o + 1), U(c), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here3 = w[U(Og * g + o + 2), U(c), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here4 = w[U(Og * g + o + 3), U(c), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here5 = w[U(Og * g + o + 4), U(c), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here6 = w[U(Og * g + o + 5), U(c), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here7 = w[U(Og * g + o + 6), U(c), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    w_here8 = w[U(Og * g + o + 7), U(c), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    for q__ in range(max(-quotient38, quotient5 + quotient6 * t___),
                                            min(quotient39 + 1, OW + quotient5 + quotient6 * t___)):
                                        dx[U(n), U(c + Cg * g), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            dy[U(n), U(Og * g + o), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            * w_here
                                            + dy[U(n), U(Og * g + o + 1), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            * w_here2
                                            + dy[U(n), U(Og * g + o + 2), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            * w_here3
                                            + dy[U(n), U(Og * g + o + 3), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            * w_here4
                                            + dy[U(n), U(Og * g + o + 4), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            * w_here5
                                            + dy[U(n), U(Og * g + o + 5), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            * w_here6
                                            + dy[U(n), U(Og * g + o + 6), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            * w_here7
                                            + dy[U(n), U(Og * g + o + 7), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            * w_here8
                                        )
                    for o in range(quotient37 * 8, Og):
                        for t_ in range(max(0, -quotient16), min(quotient17 + 1, quotient18 + 1)):
                            for t__ in range(max(0, -quotient31), min(quotient14 + 1, quotient33 + 1)):
                                for t___ in range(quotient12 + 1):
                                    w_here9 = w[U(Og * g + o), U(c), U(first + quotient7 * t_), U(first2 + quotient8 * t__), U(first3 + quotient9 * t___)]
                                    for q__ in range(max(-quotient38, quotient5 + quotient6 * t___),
                                            min(quotient39 + 1, OW + quotient5 + quotient6 * t___)):
                                        dx[U(n), U(c + Cg * g), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            dy[U(n), U(Og * g + o), U(q - quotient - (quotient2 * t_)),
                                                    U(q_ - quotient3 - (quotient4 * t__)),
                                                    U(q__ - quotient5 - (quotient6 * t___))]
                                            * w_here9
                                        )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, dw, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * ((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1) * KD * KH * KW):
        g = np.int64(t) // (((Og - 1) // 2 + 1) * ((Cg - 1) // 4 + 1) * KD * KH * KW)
        o = 2 * (np.int64(t) // (((Cg - 1) // 4 + 1) * KD * KH * KW) % ((Og - 1) // 2 + 1))
        c = 4 * (np.int64(t) // (KD * KH * KW) % ((Cg - 1) // 4 + 1))
        t_2 = np.int64(t) // (KH * KW) % KD
        u = np.int64(t) // KW % KH
        v = np.int64(t) % KW
        o1 = min(Og - 1, o + 1)
        c1 = min(Cg - 1, c + 1)
        c2 = min(Cg - 1, c + 2)
        c3 = min(Cg - 1, c + 3)
        # dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c,
        #     d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        acc = T(0)
        acc_1 = T(0)
        acc_2 = T(0)
        acc_3 = T(0)
        acc_4 = T(0)
        acc_5 = T(0)
        acc_6 = T(0)
        acc_7 = T(0)
        quotient = (d_w * v - p_l) // s_w
        quotient2 = (W + p_l - (d_w * v) - 1) // s_w
        quotient3 = (d_h * u - p_t) // s_h
        quotient4 = (H + p_t - (d_h * u) - 1) // s_h
        quotient5 = (d_d * t_2 - p_f) // s_d
        quotient6 = (D + p_f - (d_d * t_2) - 1) // s_d
        for n in range(N):
            for k in range(max(0, -quotient5), min(OD, quotient6 + 1)):
                for i in range(max(0, -quotient3), min(OH, quotient4 + 1)):
                    for j in range(max(0, -quotient), min(OW, quotient2 + 1)):
                        acc += (
                            dy[U(n), U(Og * g + o), U(k), U(i), U(j)]
                            * x[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                        )
                        acc_1 += (
                            dy[U(n), U(Og * g + o), U(k), U(i), U(j)]
                            * x[U(n), U(c1 + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                    U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )
                        acc_2 += (
                            dy[U(n), U(Og * g + o), U(k), U(i), U(j)]
                            * x[U(n), U(c2 + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                    U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )
                        acc_3 += (
                            dy[U(n), U(Og * g + o), U(k), U(i), U(j)]
                            * x[U(n), U(c3 + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                    U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )
                        acc_4 += (
                            dy[U(n), U(Og * g + o1), U(k), U(i), U(j)]
                            * x[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f), U(i * s_h + d_h * u - p_t),
                                    U(j * s_w + d_w * v - p_l)]
                        )
                        acc_5 += (
                            dy[U(n), U(Og * g + o1), U(k), U(i), U(j)]
                            * x[U(n), U(c1 + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                    U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )
                        acc_6 += (
                            dy[U(n), U(Og * g + o1), U(k), U(i), U(j)]
                            * x[U(n), U(c2 + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                    U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )
                        acc_7 += (
                            dy[U(n), U(Og * g + o1), U(k), U(i), U(j)]
                            * x[U(n), U(c3 + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                    U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        )
        dw[U(Og * g + o), U(c), U(t_2), U(u), U(v)] = acc
        dw[U(Og * g + o), U(c1), U(t_2), U(u), U(v)] = acc_1
        dw[U(Og * g + o), U(c2), U(t_2), U(u), U(v)] = acc_2
        dw[U(Og * g + o), U(c3), U(t_2), U(u), U(v)] = acc_3
        dw[U(Og * g + o1), U(c), U(t_2), U(u), U(v)] = acc_4
        dw[U(Og * g + o1), U(c1), U(t_2), U(u), U(v)] = acc_5
        dw[U(Og * g + o1), U(c2), U(t_2), U(u), U(v)] = acc_6
        dw[U(Og * g + o1), U(c3), U(t_2), U(u), U(v)] = acc_7


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, db, N, G, Og, OD, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OD * OH * OW))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,kij} dy[n, g·Og+o, kij]
        acc = T(0)
        for n in range(N):
            for kij in range(OD * OH * OW):
                acc += dy_rows[U(n), U(Og * g + o), U(kij)]
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient9 = Cg // 4
    for t in prange(N * G * Og * OD * OH):
        n = np.int64(t) // (G * Og * OD * OH)
        g = np.int64(t) // (Og * OD * OH) % G
        o = np.int64(t) // (OD * OH) % Og
        k = np.int64(t) // OH % OD
        i = np.int64(t) % OH
        # ẏ[n, g·Og+o, k, i, j] = ḃ[g·Og+o] + Σ_{c,t,u,v} (w[g·Og+o, c, t, u, v] · ẋ[n,
        #     g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, t, u,
        #     v] · x[n, g·Cg+c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
        b_dot_here = b_dot[U(Og * g + o)]
        for j in range(OW):
            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] = b_dot_here
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        quotient3 = (k * s_d - p_f) // d_d
        quotient4 = (D + p_f - (k * s_d) - 1) // d_d
        for c in range(0, Cg - 3, 4):
            for t_2 in range(max(0, -quotient3), min(KD, quotient4 + 1)):
                for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c + 1), U(t_2), U(u), U(v)]
                        w_here2 = w[U(Og * g + o), U(c + 2), U(t_2), U(u), U(v)]
                        w_here3 = w[U(Og * g + o), U(c + 3), U(t_2), U(u), U(v)]
                        w_here4 = w[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        w_dot_here = w_dot[U(Og * g + o), U(c + 1), U(t_2), U(u), U(v)]
                        w_dot_here2 = w_dot[U(Og * g + o), U(c + 2), U(t_2), U(u), U(v)]
                        w_dot_here3 = w_dot[U(Og * g + o), U(c + 3), U(t_2), U(u), U(v)]
                        w_dot_here4 = w_dot[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] += (
                                w_dot_here
                                * x[U(n), U(c + Cg * g + 1), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_dot_here2
                                * x[U(n), U(c + Cg * g + 2), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_dot_here3
                                * x[U(n), U(c + Cg * g + 3), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_dot_here4
                                * x[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here
                                * x_dot[U(n), U(c + Cg * g + 1), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here2
                                * x_dot[U(n), U(c + Cg * g + 2), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here3
                                * x_dot[U(n), U(c + Cg * g + 3), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here4
                                * x_dot[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )
        quotient5 = (i * s_h - p_t) // d_h
        quotient6 = (H + p_t - (i * s_h) - 1) // d_h
        quotient7 = (k * s_d - p_f) // d_d
        quotient8 = (D + p_f - (k * s_d) - 1) // d_d
        for c in range(quotient9 * 4, Cg):
            for t_2 in range(max(0, -quotient7), min(KD, quotient8 + 1)):
                for u in range(max(0, -quotient5), min(KH, quotient6 + 1)):
                    for v in range(KW):
                        w_here5 = w[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        w_dot_here5 = w_dot[U(Og * g + o), U(c), U(t_2), U(u), U(v)]
                        for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                (W + p_l - (d_w * v) - 1) // s_w + 1)):
                            y_dot[U(n), U(Og * g + o), U(k), U(i), U(j)] += (
                                w_dot_here5
                                * x[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                                + w_here5
                                * x_dot[U(n), U(c + Cg * g), U(k * s_d + d_d * t_2 - p_f),
                                        U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                            )


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1, groups=1):
    """3-D cross-correlation with stride, padding, dilation, groups and bias; ``save=True`` also returns what
    the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD",
            "OH", "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(()))) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD", "OH",
            "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD", "OH",
            "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OD", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
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


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1,
    groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD",
            "KH", "KW", "OD", "OH", "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    return call.result(*("y_dot",))
