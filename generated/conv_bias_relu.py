"""conv_bias_relu: 2-D cross-correlation with bias, rectified.

Made by `chainrule generate` from the forward of `conv_bias_relu`.  Do not edit.

    a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    y[n,o,i,j] = {a[n,o,i,j] if a[n,o,i,j] > 0; else 0}
    dx[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v), a[n, g·Og+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] > 0} dy[n, g·Og+o, (a+p_t−d_h·(KH−1−u))/s_h,
        (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, KH−1−u, KW−1−v]
    dw[g·Og+o, c, u, v] = Σ_{n,i,j : a[n, g·Og+o, i, j] > 0} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    db[g·Og+o] = Σ_{n,i,j : a[n, g·Og+o, i, j] > 0} dy[n, g·Og+o, i, j]
    dx = full cross-correlation of zero-upsampled dy (s_h − 1, s_w − 1 zeros between neighbours) with
        rot180(w): dilation (d_h, d_w), padding (d_h · (KH − 1) − p_t, d_w · (KW − 1) − p_l)
    dw = cross-correlation of x with dy: stride (d_h, d_w), dilation (s_h, s_w), padding (p_t, p_l)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: at x = 0 the derivative is 0.

Source: seed 004, three stages.
"""

from collections import namedtuple

import numpy as np
from numba import njit, prange

from . import runtime
from .runtime import gcd, residue

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'conv_bias_relu',
    'summary': '2-D cross-correlation with bias, rectified',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': None, 'below': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'a', 'shape': ['N', 'G * Og', 'OH', 'OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': False,
    'elementwise': False,
}


Residuals = namedtuple("Residuals", ["a"])
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
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "w": lambda Cg, G, KH, KW, Og, **_: (G * Og, Cg, KH, KW),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OH, OW, Og, **_: (N, G * Og, OH, OW),
        "a": lambda G, N, OH, OW, Og, **_: (N, G * Og, OH, OW),
    },
    requires=(),
    checks=(),
)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, b, y, a, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y.dtype
    T = dtype.type
    quotient5 = Cg // 8
    for t in prange(N * OH):
        n = np.int64(t) // OH
        i = np.int64(t) % OH
        # a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(G):
            for o in range(Og):
                b_here = b[U(Og * g + o)]
                for j in range(OW):
                    a[U(n), U(Og * g + o), U(i), U(j)] = b_here
                for c in range(0, Cg - 7, 8):
                    for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c + 1), U(u), U(v)]
                            w_here2 = w[U(Og * g + o), U(c + 2), U(u), U(v)]
                            w_here3 = w[U(Og * g + o), U(c + 3), U(u), U(v)]
                            w_here4 = w[U(Og * g + o), U(c + 4), U(u), U(v)]
                            w_here5 = w[U(Og * g + o), U(c + 5), U(u), U(v)]
                            w_here6 = w[U(Og * g + o), U(c + 6), U(u), U(v)]
                            w_here7 = w[U(Og * g + o), U(c + 7), U(u), U(v)]
                            w_here8 = w[U(Og * g + o), U(c), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                a[U(n), U(Og * g + o), U(i), U(j)] += (
                                    w_here
                                    * x[U(n), U(c + Cg * g + 1), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here2
                                    * x[U(n), U(c + Cg * g + 2), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here3
                                    * x[U(n), U(c + Cg * g + 3), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here4
                                    * x[U(n), U(c + Cg * g + 4), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here5
                                    * x[U(n), U(c + Cg * g + 5), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here6
                                    * x[U(n), U(c + Cg * g + 6), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here7
                                    * x[U(n), U(c + Cg * g + 7), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here8
                                    * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                )
                for c in range(quotient5 * 8, Cg):
                    for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                        for v in range(KW):
                            w_here9 = w[U(Og * g + o), U(c), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                a[U(n), U(Og * g + o), U(i), U(j)] += (
                                    w_here9
                                    * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                )
        # y[n,o,i,j] = {a[n,o,i,j] if a[n,o,i,j] > 0; else 0}
        for o_2 in range(G * Og):
            for j in range(OW):
                y[U(n), U(o_2), U(i), U(j)] = (
                    a[U(n), U(o_2), U(i), U(j)] if a[U(n), U(o_2), U(i), U(j)] > T(0) else T(0)
                )


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, a, dx, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    quotient5 = s_h // gcd(s_h, d_h)
    quotient6 = s_w // gcd(s_w, d_w)
    quotient2 = d_h // gcd(s_h, d_h)
    quotient4 = d_w // gcd(s_w, d_w)
    step = gcd(s_h, d_h)
    step2 = gcd(s_w, d_w)
    for t in prange(N * G * Cg * s_h * s_w):
        n = np.int64(t) // (G * Cg * s_h * s_w)
        g = np.int64(t) // (Cg * s_h * s_w) % G
        c = np.int64(t) // (s_h * s_w) % Cg
        r = np.int64(t) // s_w % s_h
        r_ = np.int64(t) % s_w
        quotient13 = (r_ - p_l) // s_w
        quotient14 = (W + p_l - r_ - 1) // s_w
        first = residue(d_h, r, s_h)
        first2 = residue(d_w, r_, s_w)
        quotient = (d_h * first - r) // s_h
        quotient3 = (d_w * first2 - r_) // s_w
        quotient9 = (KW - first2 - 1) // quotient6
        quotient11 = (KH - first - 1) // quotient5
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[n, g·Cg+c, s_h·q+r−p_t, s_w·q′+r′−p_l] = Σ_{o : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣
            #     r′} Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
            #     ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, a[n, g·Og+o,
            #     …
            for q_ in range(-quotient13, quotient14 + 1):
                dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = T(0)
            quotient10 = (OH + quotient - q - 1) // quotient2
            quotient12 = (q - quotient) // quotient2
            if r % step == 0 and r_ % step2 == 0:
                for o in range(Og):
                    for t_2 in range(max(0, -quotient10), min(quotient11 + 1, quotient12 + 1)):
                        for t_ in range(quotient9 + 1):
                            w_here = w[U(Og * g + o), U(c), U(first + quotient5 * t_2), U(first2 + quotient6 * t_)]
                            for q_ in range(max(-quotient13, quotient3 + quotient4 * t_), min(quotient14 + 1,
                                    OW + quotient3 + quotient4 * t_)):
                                factor = (
                                    dy[U(n), U(Og * g + o), U(q - quotient - (quotient2 * t_2)),
                                            U(q_ - quotient3 - (quotient4 * t_))]
                                    * w_here
                                )
                                if a[U(n), U(Og * g + o), U(q - quotient - (quotient2 * t_2)),
                                        U(q_ - quotient3 - (quotient4 * t_))] > T(0):
                                    dx[U(n), U(c + Cg * g), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += factor


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, a, dw, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * Og * Cg * KH * KW):
        g = np.int64(t) // (Og * Cg * KH * KW)
        o = np.int64(t) // (Cg * KH * KW) % Og
        c = np.int64(t) // (KH * KW) % Cg
        u = np.int64(t) // KW % KH
        v = np.int64(t) % KW
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j : a[n, g·Og+o, i, j] > 0} dy[n, g·Og+o, i, j] · x[n,
        #     g·Cg+c, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        acc = T(0)
        quotient = (d_w * v - p_l) // s_w
        quotient2 = (W + p_l - (d_w * v) - 1) // s_w
        quotient3 = (d_h * u - p_t) // s_h
        quotient4 = (H + p_t - (d_h * u) - 1) // s_h
        for n in range(N):
            for i in range(max(0, -quotient3), min(OH, quotient4 + 1)):
                for j in range(max(0, -quotient), min(OW, quotient2 + 1)):
                    factor = (
                        dy[U(n), U(Og * g + o), U(i), U(j)]
                        * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    )
                    if a[U(n), U(Og * g + o), U(i), U(j)] > T(0):
                        acc += factor
        dw[U(Og * g + o), U(c), U(u), U(v)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_b(dy, a, db, N, G, Og, OH, OW):
    dtype = db.dtype
    T = dtype.type
    dy_rows = dy.reshape((N, G * Og, OH * OW))
    a_rows = a.reshape((N, G * Og, OH * OW))
    for t in prange(G * Og):
        g = np.int64(t) // Og
        o = np.int64(t) % Og
        # db[g·Og+o] = Σ_{n,ij : a[n, g·Og+o, ij] > 0} dy[n, g·Og+o, ij]
        acc = T(0)
        for n in range(N):
            for ij in range(OH * OW):
                dy_here = dy_rows[U(n), U(Og * g + o), U(ij)]
                if a_rows[U(n), U(Og * g + o), U(ij)] > T(0):
                    acc += dy_here
        db[U(Og * g + o)] = acc


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, x, w, a, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h,
        d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient5 = Cg // 4
    for t in prange(N * OH):
        n = np.int64(t) // OH
        i = np.int64(t) % OH
        a_dot = np.empty((max(0, G * Og), OW), dtype)
        # ȧ[g·Og+o, j] = ḃ[g·Og+o] + Σ_{c,u,v} (w[g·Og+o, c, u, v] · ẋ[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l] + ẇ[g·Og+o, c, u, v] · x[n, g·Cg+c,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l])
        quotient = (i * s_h - p_t) // d_h
        quotient2 = (H + p_t - (i * s_h) - 1) // d_h
        for g in range(G):
            for o in range(Og):
                b_dot_here = b_dot[U(Og * g + o)]
                for j in range(OW):
                    a_dot[U(Og * g + o), U(j)] = b_dot_here
                for c in range(0, Cg - 3, 4):
                    for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                        for v in range(KW):
                            w_here = w[U(Og * g + o), U(c + 1), U(u), U(v)]
                            w_here2 = w[U(Og * g + o), U(c + 2), U(u), U(v)]
                            w_here3 = w[U(Og * g + o), U(c + 3), U(u), U(v)]
                            w_here4 = w[U(Og * g + o), U(c), U(u), U(v)]
                            w_dot_here = w_dot[U(Og * g + o), U(c + 1), U(u), U(v)]
                            w_dot_here2 = w_dot[U(Og * g + o), U(c + 2), U(u), U(v)]
                            w_dot_here3 = w_dot[U(Og * g + o), U(c + 3), U(u), U(v)]
                            w_dot_here4 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                a_dot[U(Og * g + o), U(j)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g + 1), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_dot_here2
                                    * x[U(n), U(c + Cg * g + 2), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_dot_here3
                                    * x[U(n), U(c + Cg * g + 3), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_dot_here4
                                    * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here
                                    * x_dot[U(n), U(c + Cg * g + 1), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here2
                                    * x_dot[U(n), U(c + Cg * g + 2), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here3
                                    * x_dot[U(n), U(c + Cg * g + 3), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here4
                                    * x_dot[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                )
                for c in range(quotient5 * 4, Cg):
                    for u in range(max(0, -quotient), min(KH, quotient2 + 1)):
                        for v in range(KW):
                            w_here5 = w[U(Og * g + o), U(c), U(u), U(v)]
                            w_dot_here5 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                                    (W + p_l - (d_w * v) - 1) // s_w + 1)):
                                a_dot[U(Og * g + o), U(j)] += (
                                    w_dot_here5
                                    * x[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                    + w_here5
                                    * x_dot[U(n), U(c + Cg * g), U(i * s_h + d_h * u - p_t),
                                            U(j * s_w + d_w * v - p_l)]
                                )
        # ẏ[n,o,i,j] = {ȧ[o,j] if a[n,o,i,j] > 0; else 0}
        for o_2 in range(G * Og):
            for j in range(OW):
                y_dot[U(n), U(o_2), U(i), U(j)] = (
                    a_dot[U(o_2), U(j)] if a[U(n), U(o_2), U(i), U(j)] > T(0) else T(0)
                )


def forward(x, w, b, *, out=None, save=False, stride=1, padding=0, dilation=1, groups=1):
    """2-D cross-correlation with bias, rectified; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.new_all(("y",), out)
    call.new("a", "a")
    call.run(_forward, ("x", "w", "b", "y", "a"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW",
            "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(("a",)))) if save else result


def vjp_x(dy, x, w, b, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "a", "dx"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a",))
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "a", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a",))
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "a", "db"), ("N", "G", "Og", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b, *, residuals=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a",))
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "a", "dx"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_w, ("dy", "x", "a", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_b, ("dy", "a", "db"), ("N", "G", "Og", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1,
    groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.recall(residuals, forward, ("a",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "a", "y_dot"), ("N", "Cg", "G", "H", "W", "Og", "KH",
            "KW", "OH", "OW", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result(*("y_dot",))
