"""deform_conv2d: deformable convolution with bilinear sampling, offset groups and modulation mask.

Made by `chainrule generate` from the forward of `deform_conv2d`.  Do not edit.

    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u,
        v] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r,
        s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    dx[n, g·Cg+c, q, r] += Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) ·
        Λ(r, s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · mask[n,
        (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]
    dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        Σ_{q,r} Λ(q, d_h·u + s_h·i − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, d_w·v +
        s_w·j − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    db[g·Og+o] = Σ_{n,i,j} dy[n, g·Og+o, i, j]
    doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = [k = 0] · Σ_{o,q,r,r′} G′(q, s_h·i + d_h·u − p_t + offset[n,
        2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) ·
        dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · mask[n, (e·KH+u)·KW+v, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o, (e·Ce+r′)
        mod Cg, u, v] · x[n, e·Ce+r′, q, r] + [k = 1] · Σ_{o,q,r,r′} G(q, s_h·i + d_h·u − p_t + offset[n,
        2·((e·KH+u)·KW+v), i, j]) · G′(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) ·
        dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · mask[n, (e·KH+u)·KW+v, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o, (e·Ce+r′)
        mod Cg, u, v] · x[n, e·Ce+r′, q, r]
    dmask[n, (e·KH+u)·KW+v, i, j] = Σ_{o,r′} dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o,
        (e·Ce+r′) mod Cg, u, v] · Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) ·
        G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]
    Λ(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count
    G(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count
    G′(q, p) = ∂G(q, p)/∂p: −1 at q = ⌊p⌋, +1 at q = ⌊p⌋ + 1, else 0

Convention: outside the image the signal is zero, with linear interpolation across the border.

Convention: at an integer position the derivative towards the offset is the one from the right.

Source: Dai et al. 2017, eq. 2, 3, 4; Zhu et al. 2019.
"""

from collections import namedtuple

import numpy as np
from numba import njit, prange

from . import runtime
from .runtime import cell, gcd, residue

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {'name': 'deform_conv2d',
 'summary': 'deformable convolution with bilinear sampling, offset groups and modulation mask',
 'inputs': [{'name': 'x',
             'shape': ['N', 'Cg * G', 'H', 'W'],
             'kind': 'real',
             'differentiable': True,
             'default': None,
             'below': None},
            {'name': 'w',
             'shape': ['G * Og', 'Cg', 'KH', 'KW'],
             'kind': 'real',
             'differentiable': True,
             'default': None,
             'below': None},
            {'name': 'offset',
             'shape': ['N', 'E * KH * KW * 2', 'OH', 'OW'],
             'kind': 'real',
             'differentiable': True,
             'default': None,
             'below': None},
            {'name': 'mask',
             'shape': ['N', 'E * KH * KW', 'OH', 'OW'],
             'kind': 'real',
             'differentiable': True,
             'default': 1,
             'below': None},
            {'name': 'b',
             'shape': ['G * Og'],
             'kind': 'real',
             'differentiable': True,
             'default': 0,
             'below': None}],
 'outputs': [{'name': 'y', 'shape': ['N', 'G * Og', 'OH', 'OW'], 'kind': 'real'}],
 'aux': [],
 'residuals': [],
 'options': [{'name': 'stride',
              'symbols': ['s_h', 's_w'],
              'kind': 'int',
              'default': 1,
              'minimum': 1,
              'maximum': None},
             {'name': 'padding',
              'symbols': ['p_t', 'p_b', 'p_l', 'p_r'],
              'kind': 'int',
              'default': 0,
              'minimum': 0,
              'maximum': None},
             {'name': 'dilation',
              'symbols': ['d_h', 'd_w'],
              'kind': 'int',
              'default': 1,
              'minimum': 1,
              'maximum': None},
             {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
             {'name': 'offset_groups',
              'symbols': ['E'],
              'kind': 'int',
              'default': 1,
              'minimum': 1,
              'maximum': None}],
 'sizes': {'Ce': 'Cg * G // E',
           'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1',
           'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
 'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b', 'offset': 'vjp_offset', 'mask': 'vjp_mask'},
 'analytic': False,
 'elementwise': False}


Residuals = namedtuple("Residuals", [])
Gradients = namedtuple("Gradients", ["x", "w", "b", "offset", "mask"])


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
        runtime.Step("offset", 0, "N", "N"),
        runtime.Step("offset", 1, "", "E * KH * KW * 2", rest=lambda E, KH, KW, **_: E * KH * KW * 2),
        runtime.Step("mask", 0, "N", "N"),
        runtime.Step("mask", 1, "", "E * KH * KW", rest=lambda E, KH, KW, **_: E * KH * KW),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
        "Ce": lambda Cg, E, G, **_: Cg * G // E,
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "w": lambda Cg, G, KH, KW, Og, **_: (G * Og, Cg, KH, KW),
        "offset": lambda E, KH, KW, N, OH, OW, **_: (N, E * KH * KW * 2, OH, OW),
        "mask": lambda E, KH, KW, N, OH, OW, **_: (N, E * KH * KW, OH, OW),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OH, OW, Og, **_: (N, G * Og, OH, OW),
    },
    requires=(
        (lambda Cg, E, G, **_: Cg * G % E == 0, 'the channels must divide into offset_groups equal blocks'),
    ),
    checks=(
        runtime.Step("offset", 2, "OH", "OH"),
        runtime.Step("offset", 3, "OW", "OW"),
        runtime.Step("mask", 2, "OH", "OH"),
        runtime.Step("mask", 3, "OW", "OW"),
    ),
)


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, w, offset, mask, b, y, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h,
        d_w):
    dtype = y.dtype
    T = dtype.type
    quotient7 = Cg // 4
    for t in prange(N * G * OH):
        n = np.int64(t) // (G * OH)
        g = np.int64(t) // OH % G
        i = np.int64(t) % OH
        y_sum = np.empty((OW, Cg, KH, KW), dtype)
        # y_sum[j,c,u,v] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        for j in range(OW):
            for c in range(Cg):
                quotient = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        acc = T(0)
                        term2 = (
                            T(i * s_h)
                            + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                            + T(d_h * u)
                            - T(p_t)
                        )
                        term = (
                            T(j * s_w)
                            + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                            + T(d_w * v)
                            - T(p_l)
                        )
                        below = cell(offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i),
                                U(j)])
                        for q in range(max(0, cell(offset[U(n),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u - p_t), min(H, cell(offset[U(n),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u + 2 - p_t)):
                            value_of = max(T(0), T(1) - abs(term2 - T(q)))
                            for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                    below + j * s_w + d_w * v + 2 - p_l)):
                                acc += max(T(0), T(1) - abs(term - T(r))) * value_of * x[U(n), U(c + Cg * g),
                                        U(q), U(r)]
                        y_sum[U(j), U(c), U(u), U(v)] = acc
        # y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j]
        #     · w[g·Og+o, c, u, v] · y_sum[j,c,u,v]
        for o in range(Og):
            b_here = b[U(Og * g + o)]
            for j in range(OW):
                y[U(n), U(Og * g + o), U(i), U(j)] = b_here
            for c in range(0, Cg - 3, 4):
                quotient2 = (c + Cg * g) // Ce
                quotient3 = (c + Cg * g + 1) // Ce
                quotient4 = (c + Cg * g + 2) // Ce
                quotient5 = (c + Cg * g + 3) // Ce
                for u in range(KH):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        w_here2 = w[U(Og * g + o), U(c + 1), U(u), U(v)]
                        w_here3 = w[U(Og * g + o), U(c + 2), U(u), U(v)]
                        w_here4 = w[U(Og * g + o), U(c + 3), U(u), U(v)]
                        for j in range(OW):
                            y[U(n), U(Og * g + o), U(i), U(j)] += (
                                mask[U(n), U(KH * KW * quotient2 + KW * u + v), U(i),
                                        U(j)] * w_here * y_sum[U(j), U(c), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient3 + KW * u + v), U(i),
                                        U(j)] * w_here2 * y_sum[U(j), U(c + 1), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient4 + KW * u + v), U(i),
                                        U(j)] * w_here3 * y_sum[U(j), U(c + 2), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient5 + KW * u + v), U(i),
                                        U(j)] * w_here4 * y_sum[U(j), U(c + 3), U(u), U(v)]
                            )
            for c in range(quotient7 * 4, Cg):
                quotient6 = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        w_here5 = w[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(OW):
                            y[U(n), U(Og * g + o), U(i), U(j)] += mask[U(n),
                                    U(KH * KW * quotient6 + KW * u + v), U(i), U(j)] * w_here5 * y_sum[U(j),
                                    U(c), U(u), U(v)]


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x(dy, w, offset, mask, dx, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dx.dtype
    T = dtype.type
    for t in prange(N * Cg * G * H):
        z0 = np.int64(t) // (Cg * G * H)
        z1 = np.int64(t) // H % (Cg * G)
        z2 = np.int64(t) % H
        for z3 in range(W):
            dx[U(z0), U(z1), U(z2), U(z3)] = T(0)
    for t_2 in prange(N * G * Cg):
        n_ = np.int64(t_2) // (G * Cg)
        g = np.int64(t_2) // Cg % G
        c = np.int64(t_2) % Cg
        # dx[n, g·Cg+c, q, r] += Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i,
        #     j] · Σ_o dy[n, g·Og+o, i, j] · w[g·Og+o, c, u, v]
        quotient = (c + Cg * g) // Ce
        for i in range(OH):
            for j in range(OW):
                for u in range(KH):
                    for v in range(KW):
                        acc = T(0)
                        for o in range(Og):
                            acc += dy[U(n_), U(Og * g + o), U(i), U(j)] * w[U(Og * g + o), U(c), U(u), U(v)]
                        factor2 = acc * mask[U(n_), U(KH * KW * quotient + KW * u + v), U(i), U(j)]
                        term2 = (
                            T(i * s_h)
                            + offset[U(n_), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                            + T(d_h * u)
                            - T(p_t)
                        )
                        term = (
                            T(j * s_w)
                            + offset[U(n_), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                            + T(d_w * v)
                            - T(p_l)
                        )
                        below = cell(offset[U(n_), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i),
                                U(j)])
                        for q in range(max(0, cell(offset[U(n_),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u - p_t), min(H, cell(offset[U(n_),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u + 2 - p_t)):
                            factor = max(T(0), T(1) - abs(term2 - T(q))) * factor2
                            for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                    below + j * s_w + d_w * v + 2 - p_l)):
                                dx[U(n_), U(c + Cg * g), U(q), U(r)] += max(T(0),
                                        T(1) - abs(term - T(r))) * factor


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w(dy, x, offset, mask, dw, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = dw.dtype
    T = dtype.type
    for t in prange(G * Cg * KH * KW):
        g = np.int64(t) // (Cg * KH * KW)
        c = np.int64(t) // (KH * KW) % Cg
        u = np.int64(t) // KW % KH
        v = np.int64(t) % KW
        dw_sum = np.empty((N, OH, OW), dtype)
        # dw_sum[n,i,j] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        quotient = (c + Cg * g) // Ce
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    acc = T(0)
                    term2 = (
                        T(i * s_h)
                        + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                        + T(d_h * u)
                        - T(p_t)
                    )
                    term = (
                        T(j * s_w)
                        + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        + T(d_w * v)
                        - T(p_l)
                    )
                    below = cell(offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)])
                    for q in range(max(0, cell(offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2),
                            U(i), U(j)]) + i * s_h + d_h * u - p_t), min(H, cell(offset[U(n),
                            U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                            U(j)]) + i * s_h + d_h * u + 2 - p_t)):
                        value_of = max(T(0), T(1) - abs(term2 - T(q)))
                        for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                below + j * s_w + d_w * v + 2 - p_l)):
                            acc += max(T(0), T(1) - abs(term - T(r))) * value_of * x[U(n), U(c + Cg * g),
                                    U(q), U(r)]
                    dw_sum[U(n), U(i), U(j)] = acc
        # dw[g·Og+o, c, u, v] = Σ_{n,i,j} dw_sum[n,i,j] · dy[n, g·Og+o, i, j] · mask[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j]
        quotient2 = (c + Cg * g) // Ce
        for o in range(Og):
            acc2 = T(0)
            for n in range(N):
                for i in range(OH):
                    for j in range(OW):
                        acc2 += dw_sum[U(n), U(i), U(j)] * dy[U(n), U(Og * g + o), U(i), U(j)] * mask[U(n),
                                U(KH * KW * quotient2 + KW * u + v), U(i), U(j)]
            dw[U(Og * g + o), U(c), U(u), U(v)] = acc2


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
def _vjp_offset(dy, x, w, offset, mask, doffset, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t,
        p_l, d_h, d_w):
    dtype = doffset.dtype
    T = dtype.type
    quotient = Og // 4
    for t in prange(N * E * KH * KW * OH * OW):
        n = np.int64(t) // (E * KH * KW * OH * OW)
        e = np.int64(t) // (KH * KW * OH * OW) % E
        u = np.int64(t) // (KW * OH * OW) % KH
        v = np.int64(t) // (OH * OW) % KW
        i = np.int64(t) // OW % OH
        j = np.int64(t) % OW
        doffset_sum = np.empty(Ce, dtype)
        # doffset_sum[r] = Σ_o dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r)/Cg⌋+o,
        #     (e·Ce+r) mod Cg, u, v]
        for r_ in range(Ce):
            doffset_sum[U(r_)] = T(0)
        for o in range(0, Og - 3, 4):
            for r_ in range(Ce):
                doffset_sum[U(r_)] += (
                    dy[U(n), U(((Ce * e + r_) // Cg) * Og + o + 1), U(i),
                            U(j)] * w[U(((Ce * e + r_) // Cg) * Og + o + 1), U((Ce * e + r_) % Cg), U(u),
                            U(v)]
                    + dy[U(n), U(((Ce * e + r_) // Cg) * Og + o + 2), U(i),
                            U(j)] * w[U(((Ce * e + r_) // Cg) * Og + o + 2), U((Ce * e + r_) % Cg), U(u),
                            U(v)]
                    + dy[U(n), U(((Ce * e + r_) // Cg) * Og + o + 3), U(i),
                            U(j)] * w[U(((Ce * e + r_) // Cg) * Og + o + 3), U((Ce * e + r_) % Cg), U(u),
                            U(v)]
                    + dy[U(n), U(((Ce * e + r_) // Cg) * Og + o), U(i),
                            U(j)] * w[U(((Ce * e + r_) // Cg) * Og + o), U((Ce * e + r_) % Cg), U(u), U(v)]
                )
        for o in range(quotient * 4, Og):
            for r_ in range(Ce):
                doffset_sum[U(r_)] += dy[U(n), U(((Ce * e + r_) // Cg) * Og + o), U(i),
                        U(j)] * w[U(((Ce * e + r_) // Cg) * Og + o), U((Ce * e + r_) % Cg), U(u), U(v)]
        # doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = Σ_{r′,q,r : k = 0} G′(q, s_h·i + d_h·u − p_t
        #     + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((e·KH+u)·KW+v)+1, i, j]) · doffset_sum[r′] · mask[n, (e·KH+u)·KW+v, i, j] ·
        #     …
        mask_here = mask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)]
        term2 = (
            T(i * s_h)
            + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
            + T(d_h * u)
            - T(p_t)
        )
        term = (
            T(j * s_w)
            + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
            + T(d_w * v)
            - T(p_l)
        )
        below = cell(offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)])
        below2 = cell(offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)])
        for k_ in range(2):
            acc = T(0)
            if k_ == 1:
                for r_ in range(Ce):
                    factor2 = doffset_sum[U(r_)] * mask_here
                    for q in range(max(0, below2 + i * s_h + d_h * u - p_t), min(H,
                            below2 + i * s_h + d_h * u + 2 - p_t)):
                        factor = max(T(0), T(1) - abs(term2 - T(q))) * factor2
                        for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                below + j * s_w + d_w * v + 2 - p_l)):
                            acc += (T(-1) if T(0) <= term - T(r) < T(1) else T(1) if T(-1) <= term - T(r) < T(0) else T(0)) * factor * x[U(n),
                                    U(Ce * e + r_), U(q), U(r)]
            acc2 = T(0)
            if k_ == 0:
                for r_ in range(Ce):
                    factor4 = doffset_sum[U(r_)] * mask_here
                    for q in range(max(0, below2 + i * s_h + d_h * u - p_t), min(H,
                            below2 + i * s_h + d_h * u + 2 - p_t)):
                        factor3 = (T(-1) if T(0) <= term2 - T(q) < T(1) else T(1) if T(-1) <= term2 - T(q) < T(0) else T(0)) * factor4
                        for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                below + j * s_w + d_w * v + 2 - p_l)):
                            acc2 += max(T(0), T(1) - abs(term - T(r))) * factor3 * x[U(n), U(Ce * e + r_),
                                    U(q), U(r)]
            doffset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + k_), U(i), U(j)] = acc + acc2


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mask(dy, x, w, offset, dmask, N, Cg, G, H, W, Og, KH, KW, E, OH, OW, Ce, s_h, s_w, p_t, p_l, d_h,
        d_w):
    dtype = dmask.dtype
    T = dtype.type
    quotient3 = Og // 4
    for t in prange(N * E * KH * KW * OH):
        n = np.int64(t) // (E * KH * KW * OH)
        e = np.int64(t) // (KH * KW * OH) % E
        u = np.int64(t) // (KW * OH) % KH
        v = np.int64(t) // OH % KW
        i = np.int64(t) % OH
        dmask_sum = np.empty((OW, Ce), dtype)
        # dmask_sum[j,r′] = Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i,
        #     j]) · G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n,
        #     e·Ce+r′, q, r]
        for j in range(OW):
            term2 = (
                T(i * s_h)
                + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                + T(d_h * u)
                - T(p_t)
            )
            term = (
                T(j * s_w)
                + offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                + T(d_w * v)
                - T(p_l)
            )
            below = cell(offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)])
            below2 = cell(offset[U(n), U(KH * KW * e * 2 + KW * u * 2 + v * 2), U(i), U(j)])
            for r_ in range(Ce):
                acc = T(0)
                for q in range(max(0, below2 + i * s_h + d_h * u - p_t), min(H,
                        below2 + i * s_h + d_h * u + 2 - p_t)):
                    value_of = max(T(0), T(1) - abs(term2 - T(q)))
                    for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                            below + j * s_w + d_w * v + 2 - p_l)):
                        acc += max(T(0), T(1) - abs(term - T(r))) * value_of * x[U(n), U(Ce * e + r_), U(q),
                                U(r)]
                dmask_sum[U(j), U(r_)] = acc
        # dmask[n, (e·KH+u)·KW+v, i, j] = Σ_{o,r} dy[n, Og·⌊(e·Ce+r)/Cg⌋+o, i, j] ·
        #     dmask_sum[j,r] · w[Og·⌊(e·Ce+r)/Cg⌋+o, (e·Ce+r) mod Cg, u, v]
        for j in range(OW):
            dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] = T(0)
        for o in range(0, Og - 3, 4):
            for r_ in range(Ce):
                w_here = w[U(((Ce * e + r_) // Cg) * Og + o), U((Ce * e + r_) % Cg), U(u), U(v)]
                quotient = (Ce * e + r_) // Cg
                w_here2 = w[U(Og * quotient + o + 1), U((Ce * e + r_) % Cg), U(u), U(v)]
                w_here3 = w[U(Og * quotient + o + 2), U((Ce * e + r_) % Cg), U(u), U(v)]
                w_here4 = w[U(Og * quotient + o + 3), U((Ce * e + r_) % Cg), U(u), U(v)]
                for j in range(OW):
                    dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] += (
                        dmask_sum[U(j), U(r_)] * dy[U(n), U(Og * quotient + o), U(i), U(j)] * w_here
                        + dmask_sum[U(j), U(r_)] * dy[U(n), U(Og * quotient + o + 1), U(i), U(j)] * w_here2
                        + dmask_sum[U(j), U(r_)] * dy[U(n), U(Og * quotient + o + 2), U(i), U(j)] * w_here3
                        + dmask_sum[U(j), U(r_)] * dy[U(n), U(Og * quotient + o + 3), U(i), U(j)] * w_here4
                    )
        for o in range(quotient3 * 4, Og):
            for r_ in range(Ce):
                w_here5 = w[U(((Ce * e + r_) // Cg) * Og + o), U((Ce * e + r_) % Cg), U(u), U(v)]
                quotient2 = (Ce * e + r_) // Cg
                for j in range(OW):
                    dmask[U(n), U(KH * KW * e + KW * u + v), U(i), U(j)] += dmask_sum[U(j), U(r_)] * dy[U(n),
                            U(Og * quotient2 + o), U(i), U(j)] * w_here5


@njit(parallel=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, b_dot, offset_dot, mask_dot, x, w, offset, mask, y_dot, N, Cg, G, H, W, Og, KH, KW, E,
        OH, OW, Ce, s_h, s_w, p_t, p_l, d_h, d_w):
    dtype = y_dot.dtype
    T = dtype.type
    quotient6 = Cg // 2
    for t in prange(N * G * OH):
        n = np.int64(t) // (G * OH)
        g = np.int64(t) // OH % G
        i = np.int64(t) % OH
        y_dot_sum = np.empty((OW, Cg, KH, KW), dtype)
        y_dot_sum2 = np.empty((OW, Cg, KH, KW), dtype)
        # y_dot_sum[j,c,u,v] = Σ_{q,r} (Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · ẋ[n, g·Cg+c, q, r] + Λ′(q, s_h·i +
        #     …
        for j in range(OW):
            for c in range(Cg):
                quotient = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        acc = T(0)
                        term2 = (
                            T(i * s_h)
                            + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                            + T(d_h * u)
                            - T(p_t)
                        )
                        term = (
                            T(j * s_w)
                            + offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                            + T(d_w * v)
                            - T(p_l)
                        )
                        offset_dot_here = offset_dot[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2),
                                U(i), U(j)]
                        offset_dot_here2 = offset_dot[U(n),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                        below = cell(offset[U(n), U(KH * KW * quotient * 2 + KW * u * 2 + v * 2 + 1), U(i),
                                U(j)])
                        for q in range(max(0, cell(offset[U(n),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u - p_t), min(H, cell(offset[U(n),
                                U(KH * KW * quotient * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u + 2 - p_t)):
                            value_of = max(T(0), T(1) - abs(term2 - T(q)))
                            factor = (T(-1) if T(0) <= term2 - T(q) < T(1) else T(1) if T(-1) <= term2 - T(q) < T(0) else T(0)) * offset_dot_here
                            factor2 = offset_dot_here2 * value_of
                            for r in range(max(0, below + j * s_w + d_w * v - p_l), min(W,
                                    below + j * s_w + d_w * v + 2 - p_l)):
                                acc += (
                                    max(T(0), T(1) - abs(term - T(r))) * factor * x[U(n), U(c + Cg * g), U(q),
                                            U(r)]
                                    + (T(-1) if T(0) <= term - T(r) < T(1) else T(1) if T(-1) <= term - T(r) < T(0) else T(0)) * factor2 * x[U(n),
                                            U(c + Cg * g), U(q), U(r)]
                                    + max(T(0), T(1) - abs(term - T(r))) * value_of * x_dot[U(n),
                                            U(c + Cg * g), U(q), U(r)]
                                )
                        y_dot_sum[U(j), U(c), U(u), U(v)] = acc
        # y_dot_sum2[j,c,u,v] = Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, s_w·j + d_w·v − p_l + offset[n,
        #     2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
        for j in range(OW):
            for c in range(Cg):
                quotient2 = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        acc2 = T(0)
                        term4 = (
                            T(i * s_h)
                            + offset[U(n), U(KH * KW * quotient2 * 2 + KW * u * 2 + v * 2), U(i), U(j)]
                            + T(d_h * u)
                            - T(p_t)
                        )
                        term3 = (
                            T(j * s_w)
                            + offset[U(n), U(KH * KW * quotient2 * 2 + KW * u * 2 + v * 2 + 1), U(i), U(j)]
                            + T(d_w * v)
                            - T(p_l)
                        )
                        below2 = cell(offset[U(n), U(KH * KW * quotient2 * 2 + KW * u * 2 + v * 2 + 1), U(i),
                                U(j)])
                        for q in range(max(0, cell(offset[U(n),
                                U(KH * KW * quotient2 * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u - p_t), min(H, cell(offset[U(n),
                                U(KH * KW * quotient2 * 2 + KW * u * 2 + v * 2), U(i),
                                U(j)]) + i * s_h + d_h * u + 2 - p_t)):
                            value_of2 = max(T(0), T(1) - abs(term4 - T(q)))
                            for r in range(max(0, below2 + j * s_w + d_w * v - p_l), min(W,
                                    below2 + j * s_w + d_w * v + 2 - p_l)):
                                acc2 += max(T(0), T(1) - abs(term3 - T(r))) * value_of2 * x[U(n),
                                        U(c + Cg * g), U(q), U(r)]
                        y_dot_sum2[U(j), U(c), U(u), U(v)] = acc2
        # ẏ[n, g·Og+o, i, j] = ḃ[g·Og+o] + Σ_{c,u,v} (mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j]
        #     · w[g·Og+o, c, u, v] · y_dot_sum[j,c,u,v] + mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v,
        #     i, j] · ẇ[g·Og+o, c, u, v] · y_dot_sum2[j,c,u,v] + mask_dot[n,
        #     (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u, v] · y_dot_sum2[j,c,u,v])
        for o in range(Og):
            b_dot_here = b_dot[U(Og * g + o)]
            for j in range(OW):
                y_dot[U(n), U(Og * g + o), U(i), U(j)] = b_dot_here
            for c in range(0, Cg - 1, 2):
                quotient3 = (c + Cg * g) // Ce
                quotient4 = (c + Cg * g + 1) // Ce
                for u in range(KH):
                    for v in range(KW):
                        w_here = w[U(Og * g + o), U(c), U(u), U(v)]
                        w_dot_here = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        w_here2 = w[U(Og * g + o), U(c + 1), U(u), U(v)]
                        w_dot_here2 = w_dot[U(Og * g + o), U(c + 1), U(u), U(v)]
                        for j in range(OW):
                            y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                                mask[U(n), U(KH * KW * quotient3 + KW * u + v), U(i),
                                        U(j)] * w_dot_here * y_dot_sum2[U(j), U(c), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient4 + KW * u + v), U(i),
                                        U(j)] * w_dot_here2 * y_dot_sum2[U(j), U(c + 1), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient3 + KW * u + v), U(i),
                                        U(j)] * w_here * y_dot_sum[U(j), U(c), U(u), U(v)]
                                + mask_dot[U(n), U(KH * KW * quotient3 + KW * u + v), U(i),
                                        U(j)] * w_here * y_dot_sum2[U(j), U(c), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient4 + KW * u + v), U(i),
                                        U(j)] * w_here2 * y_dot_sum[U(j), U(c + 1), U(u), U(v)]
                                + mask_dot[U(n), U(KH * KW * quotient4 + KW * u + v), U(i),
                                        U(j)] * w_here2 * y_dot_sum2[U(j), U(c + 1), U(u), U(v)]
                            )
            for c in range(quotient6 * 2, Cg):
                quotient5 = (c + Cg * g) // Ce
                for u in range(KH):
                    for v in range(KW):
                        w_here3 = w[U(Og * g + o), U(c), U(u), U(v)]
                        w_dot_here3 = w_dot[U(Og * g + o), U(c), U(u), U(v)]
                        for j in range(OW):
                            y_dot[U(n), U(Og * g + o), U(i), U(j)] += (
                                mask[U(n), U(KH * KW * quotient5 + KW * u + v), U(i),
                                        U(j)] * w_dot_here3 * y_dot_sum2[U(j), U(c), U(u), U(v)]
                                + mask[U(n), U(KH * KW * quotient5 + KW * u + v), U(i),
                                        U(j)] * w_here3 * y_dot_sum[U(j), U(c), U(u), U(v)]
                                + mask_dot[U(n), U(KH * KW * quotient5 + KW * u + v), U(i),
                                        U(j)] * w_here3 * y_dot_sum2[U(j), U(c), U(u), U(v)]
                            )


def forward(x, w, offset, mask=None, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1,
    groups=1, offset_groups=1):
    """deformable convolution with bilinear sampling, offset groups and modulation mask; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride,
            "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "offset", "mask", "b", "y"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW",
            "E", "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result(*("y",))
    return (result, Residuals(*call.results(()))) if save else result


def vjp_x(dy, x, w, offset, mask=None, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1,
    groups=1, offset_groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride,
            "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "offset", "mask", "dx"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "E",
            "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, offset, mask=None, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1,
    groups=1, offset_groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride,
            "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "offset", "mask", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "E",
            "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, offset, mask=None, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1,
    groups=1, offset_groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride,
            "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OH", "OW"))
    return call.result("db")


def vjp_offset(dy, x, w, offset, mask=None, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1, groups=1, offset_groups=1):
    """The gradient of offset, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride,
            "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("dy", "y", dy)
    call.new("doffset", "offset", out)
    call.run(_vjp_offset, ("dy", "x", "w", "offset", "mask", "doffset"), ("N", "Cg", "G", "H", "W", "Og",
            "KH", "KW", "E", "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("doffset")


def vjp_mask(dy, x, w, offset, mask=None, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1, groups=1, offset_groups=1):
    """The gradient of mask, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride,
            "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("dy", "y", dy)
    call.new("dmask", "mask", out)
    call.run(_vjp_mask, ("dy", "x", "w", "offset", "dmask"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "E",
            "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dmask")


def vjp(dy, x, w, offset, mask=None, b=None, *, residuals=None, stride=1, padding=0, dilation=1, groups=1,
    offset_groups=1):
    """The gradients of x, w, b, offset, mask."""
    return Gradients(
        x=vjp_x(dy, x, w, offset, mask, b, residuals=residuals, stride=stride, padding=padding,
                dilation=dilation, groups=groups, offset_groups=offset_groups),
        w=vjp_w(dy, x, w, offset, mask, b, residuals=residuals, stride=stride, padding=padding,
                dilation=dilation, groups=groups, offset_groups=offset_groups),
        b=vjp_b(dy, x, w, offset, mask, b, residuals=residuals, stride=stride, padding=padding,
                dilation=dilation, groups=groups, offset_groups=offset_groups),
        offset=vjp_offset(dy, x, w, offset, mask, b, residuals=residuals, stride=stride, padding=padding,
                dilation=dilation, groups=groups, offset_groups=offset_groups),
        mask=vjp_mask(dy, x, w, offset, mask, b, residuals=residuals, stride=stride, padding=padding,
                dilation=dilation, groups=groups, offset_groups=offset_groups),
    )


def jvp(x, w, offset, mask=None, b=None, *, x_dot=None, w_dot=None, b_dot=None, offset_dot=None,
    mask_dot=None, residuals=None, stride=1, padding=0, dilation=1, groups=1, offset_groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride,
            "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.add("offset_dot", "offset", offset_dot)
    call.add("mask_dot", "mask", mask_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "offset_dot", "mask_dot", "x", "w", "offset", "mask", "y_dot"),
            ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "E", "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l",
            "d_h", "d_w"))
    return call.result(*("y_dot",))
