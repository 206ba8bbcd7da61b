"""avg_pool2d_ceil: mean of each window with the choice of what counts in the divisor.

Made by `chainrule generate`, version 0.1.0, from the forward of `avg_pool2d_ceil`.  Do not edit.
Run time: badfebcb826fd7a0.

    count_i[i] = max(Σ_{u : 0 ≤ s_h·i+u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,i,j] = 1/{ω if ω > 0; else count_i[i]·count_j[j]} · Σ_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    dx[n,c,a,b] = Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (a+p_t−u)/s_h, (b+p_l−v)/s_w]/{ω if ω >
        0; else count_i[(a+p_t−u)/s_h]·count_j[(b+p_l−v)/s_w]}
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: taps behind the padding never count; a window in which nothing counts gives 0.

Convention: count_include_pad = 0 leaves the padding out of the divisor, too.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 197 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: _forward: count_i[i] written before read; _forward: count_j[j] written before read.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .runtime import plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'avg_pool2d_ceil',
    'summary': 'mean of each window with the choice of what counts in the divisor',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'count_i', 'shape': ['OH'], 'kind': 'real'},
        {'name': 'count_j', 'shape': ['OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
        {'name': 'count_include_pad', 'symbols': ['zeta'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
        {'name': 'divisor_override', 'symbols': ['omega'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OH': 'min((H + p_t - 1) // s_h + 1, (H + p_b + p_t - KH - kappa) // s_h + kappa + 1) if kappa >= 1 else (H + p_b + p_t - KH - kappa) // s_h + kappa + 1', 'OW': 'min((W + p_l - 1) // s_w + 1, (W + p_l + p_r - KW - kappa) // s_w + kappa + 1) if kappa >= 1 else (W + p_l + p_r - KW - kappa) // s_w + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW']},
        {'path': 'single', 'at': 1, 'of': ['(KW - 1) // s_w', 'omega']},
        {'path': 'single', 'at': 2, 'of': ['KH', 'KW']},
        {'path': 'single', 'at': 3, 'of': ['(KW - 1) // s_w']},
        {'path': 'single', 'at': 4, 'of': ['KH', 'KW']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(1 - p_l) // s_w + OW', '(2 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(2 - p_l) // s_w + OW', '(H + p_b * zeta + p_t - 1) // s_h + (p_t * zeta + 1 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 1) // s_h + (p_t * zeta + 2 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 1) // s_h + (p_t * zeta - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 1) // s_h + 1', '(H + p_b * zeta + p_t - 2) // s_h + (p_t * zeta + 1 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 2) // s_h + (p_t * zeta + 2 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 2) // s_h + (p_t * zeta - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 2) // s_h + 1', '(H + p_b * zeta + p_t - 3) // s_h + (p_t * zeta + 1 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 3) // s_h + (p_t * zeta + 2 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 3) // s_h + (p_t * zeta - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 3) // s_h + 1', '(KW - 1) // s_w + 1', '(W + p_l + p_r * zeta - 1) // s_w + (p_l * zeta + 1 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 1) // s_w + (p_l * zeta + 2 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 1) // s_w + (p_l * zeta - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 1) // s_w + 1', '(W + p_l + p_r * zeta - 2) // s_w + (p_l * zeta + 1 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 2) // s_w + (p_l * zeta + 2 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 2) // s_w + (p_l * zeta - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 2) // s_w + 1', '(W + p_l + p_r * zeta - 3) // s_w + (p_l * zeta + 1 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 3) // s_w + (p_l * zeta + 2 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 3) // s_w + (p_l * zeta - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 3) // s_w + 1', '(W + p_l - 1) // s_w', '(W + p_l - 1) // s_w + 1', '(W + p_l - 1) // s_w - 1', '(W + p_l - 2) // s_w + 1', '(W + p_l - 3) // s_w + 1', '(p_l * zeta + 1 - p_l) // s_w + OW', '(p_l * zeta + 2 - p_l) // s_w + OW', '(p_l * zeta - p_l) // s_w + OW', '(p_t * zeta + 1 - p_t) // s_h + OH', '(p_t * zeta + 2 - p_t) // s_h + OH', '(p_t * zeta - p_t) // s_h + OH', '-p_l // s_w + (KW - 1) // s_w + OW', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 2) // s_w + 1', '-p_l // s_w + (W + p_l - 3) // s_w + 1', '-p_l // s_w + OW', '1 - (-p_l // s_w)', 'H + p_b * zeta + p_t', 'H + p_b * zeta + p_t * zeta', 'KH', 'KH + p_t * zeta - p_t', 'KW', 'KW + p_l * zeta - p_l', 'KW - p_l', 'OH', 'OW', 'OW - 1', 'OW - 2', 'W', 'W + p_l', 'W + p_l * zeta + p_r * zeta', 'W + p_l + p_r * zeta']},
    ],
    'proved': {'in bounds': 197, 'iterations apart': 4},
    'not proved': {'written before read': ['_forward: count_i[i] written before read', '_forward: count_j[j] written before read'], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["count_i", "count_j"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
    ),
    sizes={
        "OH": lambda H, KH, kappa, p_b, p_t, s_h, **_: min((H + p_t - 1) // s_h + 1, (H + p_b + p_t - KH - kappa) // s_h + kappa + 1) if kappa >= 1 else (H + p_b + p_t - KH - kappa) // s_h + kappa + 1,
        "OW": lambda KW, W, kappa, p_l, p_r, s_w, **_: min((W + p_l - 1) // s_w + 1, (W + p_l + p_r - KW - kappa) // s_w + kappa + 1) if kappa >= 1 else (W + p_l + p_r - KW - kappa) // s_w + kappa + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "count_i": lambda OH, **_: (OH,),
        "count_j": lambda OW, **_: (OW,),
    },
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_single(count_i, row, H, OH, KH, s_h, p_t, p_b, zeta, i_first, i_first3, i_first4, i_first5,
        i_last, i_last3, i_last4, i_last5):
    """row[i] = 0
    count_i[i] = max(row[i], 1)
    count_i[i] = max(0, 1)
    """
    dtype = count_i.dtype
    T = dtype.type
    for i in range(min(OH, i_first3)):
        row[U(i)] = T(0)
        for u in range(max(0, p_t - (i * s_h) - (p_t * zeta)), min(KH, H + p_b * zeta + p_t - (i * s_h))):
            row[U(i)] += T(1)
        row_here = row[U(i)]
        count_i[U(i)] = select(row_here >= T(1), row_here, T(1))
    if KH == 3:
        for i in range(max(0, i_first, i_first4, i_first5), min(OH, i_last + 1, i_last4 + 1, i_last5 + 1)):
            terms = T(0)
            terms = plus(terms, T(1))
            terms = plus(terms, T(1))
            terms = plus(terms, T(1))
            count_i[U(i)] = select(terms >= T(1), terms, T(1))
    if KH == 2:
        for i in range(max(0, i_first, i_first4), min(OH, i_last + 1, i_last4 + 1)):
            terms2 = T(0)
            terms2 = plus(terms2, T(1))
            terms2 = plus(terms2, T(1))
            count_i[U(i)] = select(terms2 >= T(1), terms2, T(1))
    for i in range(max(0, i_last3 + 1, i_first3), OH):
        row[U(i)] = T(0)
        for u in range(max(0, p_t - (i * s_h) - (p_t * zeta)), min(KH, H + p_b * zeta + p_t - (i * s_h))):
            row[U(i)] += T(1)
        row_here2 = row[U(i)]
        count_i[U(i)] = select(row_here2 >= T(1), row_here2, T(1))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(count_i, row, H, OH, KH, s_h, p_t, p_b, zeta):
    """row[i] = 0
    count_i[i] = max(row[i], 1)
    """
    dtype = count_i.dtype
    T = dtype.type
    for i in range(OH):
        row[U(i)] = T(0)
    for u in range(KH):
        for i in range(max(0, -((p_t * zeta + u - p_t) // s_h)), min(OH,
                (H + p_b * zeta + p_t - u - 1) // s_h + 1)):
            row[U(i)] += T(1)
    for i in range(OH):
        row_here3 = row[U(i)]
        count_i[U(i)] = select(row_here3 >= T(1), row_here3, T(1))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, count_i, count_j, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, omega,
        j_first10, j_first6, j_first7, j_first9, j_last10, j_last6, j_last7, j_last9):
    """S1_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column]
    S₁[j] = Σ_v S1_columns[s_w·j+v−p_l]
    y[nc,i,j] = S₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]}
    """
    dtype = x.dtype
    T = dtype.type
    S1_columns = np.empty(W, dtype)
    S1 = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # S1_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column]
        u_first = max(p_t - (i * s_h), 0)
        u_last = min(H + p_t - (i * s_h) - 1, KH - 1)
        for column in range(W):
            S1_columns[U(column)] = T(0)
        if u_first + 1 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 1, H + p_t - (i * s_h) - 1), 2):
                for column in range(W):
                    terms6 = S1_columns[U(column)]
                    terms6 = plus(terms6, x[U(nc), U(i * s_h + u - p_t), U(column)])
                    terms6 = plus(terms6, x[U(nc), U(i * s_h + u + 1 - p_t), U(column)])
                    S1_columns[U(column)] = terms6
        elif u_first + 2 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 2, H + p_t - (i * s_h) - 2), 3):
                for column in range(W):
                    terms5 = S1_columns[U(column)]
                    terms5 = plus(terms5, x[U(nc), U(i * s_h + u - p_t), U(column)])
                    terms5 = plus(terms5, x[U(nc), U(i * s_h + u + 1 - p_t), U(column)])
                    terms5 = plus(terms5, x[U(nc), U(i * s_h + u + 2 - p_t), U(column)])
                    S1_columns[U(column)] = terms5
        else:
            for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
                for column in range(W):
                    S1_columns[U(column)] += x[U(nc), U(i * s_h + u - p_t), U(column)]
        # S₁[j] = Σ_v S1_columns[s_w·j+v−p_l]
        # y[nc,i,j] = S₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]}
        if KW >= 2 and 3 >= KW:
            j_first8 = max(j_first6, j_first7, 0)
            j_last8 = min(OW - 1, j_last6, j_last7)
            for j in range(min(OW, j_first8)):
                S1[U(j)] = T(0)
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    S1[U(j)] += S1_columns[U(j * s_w + v - p_l)]
                y[U(nc), U(i), U(j)] = S1[U(j)] / (T(omega) if omega >= 1 else count_i[U(i)] * count_j[U(j)])
            if KW == 3:
                if omega >= 1:
                    for j in range(max(0, j_first6, j_first9, j_first10), min(OW, j_last6 + 1, j_last9 + 1,
                            j_last10 + 1)):
                        terms7 = T(0)
                        terms7 = plus(terms7, S1_columns[U(j * s_w - p_l)])
                        terms7 = plus(terms7, S1_columns[U(j * s_w + 1 - p_l)])
                        terms7 = plus(terms7, S1_columns[U(j * s_w + 2 - p_l)])
                        y[U(nc), U(i), U(j)] = terms7 / T(omega)
                else:
                    value_of = T(1) / count_i[U(i)]
                    for j in range(max(0, j_first6, j_first9, j_first10), min(OW, j_last6 + 1, j_last9 + 1,
                            j_last10 + 1)):
                        terms7 = T(0)
                        terms7 = plus(terms7, S1_columns[U(j * s_w - p_l)])
                        terms7 = plus(terms7, S1_columns[U(j * s_w + 1 - p_l)])
                        terms7 = plus(terms7, S1_columns[U(j * s_w + 2 - p_l)])
                        y[U(nc), U(i), U(j)] = terms7 * value_of / count_j[U(j)]
            if KW == 2:
                if omega >= 1:
                    for j in range(max(0, j_first6, j_first9), min(OW, j_last6 + 1, j_last9 + 1)):
                        terms8 = T(0)
                        terms8 = plus(terms8, S1_columns[U(j * s_w - p_l)])
                        terms8 = plus(terms8, S1_columns[U(j * s_w + 1 - p_l)])
                        y[U(nc), U(i), U(j)] = terms8 / T(omega)
                else:
                    value_of = T(1) / count_i[U(i)]
                    for j in range(max(0, j_first6, j_first9), min(OW, j_last6 + 1, j_last9 + 1)):
                        terms8 = T(0)
                        terms8 = plus(terms8, S1_columns[U(j * s_w - p_l)])
                        terms8 = plus(terms8, S1_columns[U(j * s_w + 1 - p_l)])
                        y[U(nc), U(i), U(j)] = terms8 * value_of / count_j[U(j)]
            for j in range(max(0, j_last8 + 1, j_first8), OW):
                S1[U(j)] = T(0)
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    S1[U(j)] += S1_columns[U(j * s_w + v - p_l)]
                y[U(nc), U(i), U(j)] = S1[U(j)] / (T(omega) if omega >= 1 else count_i[U(i)] * count_j[U(j)])
        else:
            for j in range(OW):
                S1[U(j)] = T(0)
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    S1[U(j)] += S1_columns[U(j * s_w + v - p_l)]
            if omega >= 1:
                for j in range(OW):
                    y[U(nc), U(i), U(j)] = S1[U(j)] / T(omega)
            else:
                value_of = T(1) / count_i[U(i)]
                for j in range(OW):
                    y[U(nc), U(i), U(j)] = S1[U(j)] * value_of / count_j[U(j)]


def _forward(x, y, count_i, count_j, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_b, p_l, p_r, zeta, omega):
    """count_i[i] = max(Σ_{u : 0 ≤ s_h·i+u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,i,j] = 1/{ω if ω > 0; else count_i[i]·count_j[j]} · Σ_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]

    Operations: 2·C·N·OH·OW multiplications, C·KH·KW·N·OH·OW + (KH − 1) · OH + (KW − 1) · OW − C·N·OH·OW
        additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    i_first = -((p_t * zeta - p_t) // s_h)
    i_first2 = -((KH + p_t * zeta - p_t - 1) // s_h)
    i_last = (H + p_b * zeta + p_t - 1) // s_h
    i_last2 = (H + p_b * zeta + p_t - KH) // s_h
    i_first4 = -((p_t * zeta + 1 - p_t) // s_h)
    i_first5 = -((p_t * zeta + 2 - p_t) // s_h)
    i_last4 = (H + p_b * zeta + p_t - 2) // s_h
    i_last5 = (H + p_b * zeta + p_t - 3) // s_h
    row = scratch(OH, dtype)
    if KH >= 2 and 3 >= KH:
        i_first3 = max(i_first, i_first2, 0)
        i_last3 = min(OH - 1, i_last, i_last2)
        _forward_single(count_i, row, H, OH, KH, s_h, p_t, p_b, zeta, i_first, i_first3, i_first4, i_first5,
                i_last, i_last3, i_last4, i_last5)
    else:
        _forward_plain(count_i, row, H, OH, KH, s_h, p_t, p_b, zeta)
    j_first = -((p_l * zeta - p_l) // s_w)
    j_first2 = -((KW + p_l * zeta - p_l - 1) // s_w)
    j_last = (W + p_l + p_r * zeta - 1) // s_w
    j_last2 = (W + p_l + p_r * zeta - KW) // s_w
    j_first4 = -((p_l * zeta + 1 - p_l) // s_w)
    j_first5 = -((p_l * zeta + 2 - p_l) // s_w)
    j_last4 = (W + p_l + p_r * zeta - 2) // s_w
    j_last5 = (W + p_l + p_r * zeta - 3) // s_w
    row2 = scratch(OW, dtype)
    if KW >= 2 and 3 >= KW:
        j_first3 = max(j_first, j_first2, 0)
        j_last3 = min(OW - 1, j_last, j_last2)
        _forward_single(count_j, row2, W, OW, KW, s_w, p_l, p_r, zeta, j_first, j_first3, j_first4, j_first5,
                j_last, j_last3, j_last4, j_last5)
    else:
        _forward_plain(count_j, row2, W, OW, KW, s_w, p_l, p_r, zeta)
    j_first6 = -(-p_l // s_w)
    j_first7 = -((KW - p_l - 1) // s_w)
    j_last6 = (W + p_l - 1) // s_w
    j_last7 = (W + p_l - KW) // s_w
    j_first9 = -((1 - p_l) // s_w)
    j_first10 = -((2 - p_l) // s_w)
    j_last9 = (W + p_l - 2) // s_w
    j_last10 = (W + p_l - 3) // s_w
    launch(_forward_part, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW, x_rows,
            y_rows, count_i, count_j, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, omega, j_first10,
            j_first6, j_first7, j_first9, j_last10, j_last6, j_last7, j_last9)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, count_i, count_j, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
        omega):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[nc,q,q′]/{ω if ω > 0; else count_i[q]·count_j[q′]} · [r < KH,
        r′ < KW]
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for a in range(H):
            for b in range(W):
                dx[U(nc), U(a), U(b)] = T(0)
        # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[nc,q,q′]/{ω if ω > 0; else
        #     count_i[q]·count_j[q′]} · [r < KH, r′ < KW]
        for r in range(min(s_h, KH)):
            q_first = -((r - p_t) // s_h)
            q_last = (H + p_t - r - 1) // s_h
            for r_ in range(min(s_w, KW)):
                for q in range(max(q_first, 0), min(q_last + 1, OH)):
                    if omega >= 1:
                        for q_ in range(max(-((r_ - p_l) // s_w), 0), min((W + p_l - r_ - 1) // s_w + 1, OW)):
                            dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                dy[U(nc), U(q), U(q_)] / T(omega)
                            )
                    else:
                        value_of = T(1) / count_i[U(q)]
                        for q_ in range(max(-((r_ - p_l) // s_w), 0), min((W + p_l - r_ - 1) // s_w + 1, OW)):
                            dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                dy[U(nc), U(q), U(q_)] * value_of / count_j[U(q_)]
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, count_i, count_j, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
        omega):
    """dx_spread[line, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−r)/s_w⌋} dy[nc, line, q−t]/{ω if ω > 0; else
        count_i[line]·count_j[q−t]}
    dx[nc, s_h·q+r−p_t, column] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋} dx_spread[q−t, column]
    """
    dtype = dy.dtype
    T = dtype.type
    dx_spread = np.empty((OH, W), dtype)
    for nc in range(first, last):
        # dx_spread[line, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−r)/s_w⌋} dy[nc, line, q−t]/{ω
        #     if ω > 0; else count_i[line]·count_j[q−t]}
        for r_ in range(s_w):
            q__first = -((r_ - p_l) // s_w)
            q__last = (W + p_l - r_ - 1) // s_w
            t__last = (KW - r_ - 1) // s_w
            for line in range(OH):
                for q_ in range(q__first, q__last + 1):
                    dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = T(0)
                if t__last >= 1 and 2 >= t__last:
                    q__first2 = max(q__first, t__last, 0)
                    q__last2 = min(OW + t__last - 1, OW - 1, q__last)
                    for q_ in range(q__first, min(q__last + 1, q__first2)):
                        if omega >= 1:
                            for t_ in range(max(0, q_ + 1 - OW), min(t__last + 1, q_ + 1)):
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(nc), U(line), U(q_ - t_)] / T(omega)
                                )
                        else:
                            value_of = T(1) / count_i[U(line)]
                            for t_ in range(max(0, q_ + 1 - OW), min(t__last + 1, q_ + 1)):
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(nc), U(line), U(q_ - t_)] * value_of / count_j[U(q_ - t_)]
                                )
                    if t__last == 2:
                        if omega >= 1:
                            for q_ in range(max(q__first, 2), min(q__last + 1, OW)):
                                terms = dx_spread[U(line), U(q_ * s_w + r_ - p_l)]
                                terms = plus(terms, dy[U(nc), U(line), U(q_)] / T(omega))
                                terms = plus(terms, dy[U(nc), U(line), U(q_ - 1)] / T(omega))
                                terms = plus(terms, dy[U(nc), U(line), U(q_ - 2)] / T(omega))
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = terms
                        else:
                            value_of = T(1) / count_i[U(line)]
                            for q_ in range(max(q__first, 2), min(q__last + 1, OW)):
                                terms = dx_spread[U(line), U(q_ * s_w + r_ - p_l)]
                                terms = plus(terms, dy[U(nc), U(line), U(q_)] * value_of / count_j[U(q_)])
                                terms = plus(
                                    terms,
                                    dy[U(nc), U(line), U(q_ - 1)] * value_of / count_j[U(q_ - 1)],
                                )
                                terms = plus(
                                    terms,
                                    dy[U(nc), U(line), U(q_ - 2)] * value_of / count_j[U(q_ - 2)],
                                )
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = terms
                    if t__last == 1:
                        if omega >= 1:
                            for q_ in range(max(q__first, 1), min(q__last + 1, OW)):
                                terms2 = dx_spread[U(line), U(q_ * s_w + r_ - p_l)]
                                terms2 = plus(terms2, dy[U(nc), U(line), U(q_)] / T(omega))
                                terms2 = plus(terms2, dy[U(nc), U(line), U(q_ - 1)] / T(omega))
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = terms2
                        else:
                            value_of = T(1) / count_i[U(line)]
                            for q_ in range(max(q__first, 1), min(q__last + 1, OW)):
                                terms2 = dx_spread[U(line), U(q_ * s_w + r_ - p_l)]
                                terms2 = plus(terms2, dy[U(nc), U(line), U(q_)] * value_of / count_j[U(q_)])
                                terms2 = plus(
                                    terms2,
                                    dy[U(nc), U(line), U(q_ - 1)] * value_of / count_j[U(q_ - 1)],
                                )
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = terms2
                    for q_ in range(max(q__first, q__last2 + 1, q__first2), q__last + 1):
                        if omega >= 1:
                            for t_ in range(max(0, q_ + 1 - OW), min(t__last + 1, q_ + 1)):
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(nc), U(line), U(q_ - t_)] / T(omega)
                                )
                        else:
                            value_of = T(1) / count_i[U(line)]
                            for t_ in range(max(0, q_ + 1 - OW), min(t__last + 1, q_ + 1)):
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(nc), U(line), U(q_ - t_)] * value_of / count_j[U(q_ - t_)]
                                )
                else:
                    for t_ in range(t__last + 1):
                        if omega >= 1:
                            for q_ in range(max(q__first, t_), min(q__last + 1, OW + t_)):
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(nc), U(line), U(q_ - t_)] / T(omega)
                                )
                        else:
                            value_of = T(1) / count_i[U(line)]
                            for q_ in range(max(q__first, t_), min(q__last + 1, OW + t_)):
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(nc), U(line), U(q_ - t_)] * value_of / count_j[U(q_ - t_)]
                                )
        # dx[nc, s_h·q+r−p_t, column] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋} dx_spread[q−t, column]
        for r in range(s_h):
            t_last = (KH - r - 1) // s_h
            for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
                t_first = max(q + 1 - OH, 0)
                t_last2 = min(q, t_last)
                for column in range(W):
                    dx[U(nc), U(q * s_h + r - p_t), U(column)] = T(0)
                if t_first + 1 == t_last2:
                    for t in range(max(0, q + 1 - OH), min(t_last, q), 2):
                        for column in range(W):
                            terms4 = dx[U(nc), U(q * s_h + r - p_t), U(column)]
                            terms4 = plus(terms4, dx_spread[U(q - t), U(column)])
                            terms4 = plus(terms4, dx_spread[U(q - t - 1), U(column)])
                            dx[U(nc), U(q * s_h + r - p_t), U(column)] = terms4
                elif t_first + 2 == t_last2:
                    for t in range(max(0, q + 1 - OH), min(t_last - 1, q - 1), 3):
                        for column in range(W):
                            terms3 = dx[U(nc), U(q * s_h + r - p_t), U(column)]
                            terms3 = plus(terms3, dx_spread[U(q - t), U(column)])
                            terms3 = plus(terms3, dx_spread[U(q - t - 1), U(column)])
                            terms3 = plus(terms3, dx_spread[U(q - t - 2), U(column)])
                            dx[U(nc), U(q * s_h + r - p_t), U(column)] = terms3
                else:
                    for t in range(min(t_last, q), max(-1, q - OH), -1):
                        for column in range(W):
                            dx[U(nc), U(q * s_h + r - p_t), U(column)] += dx_spread[U(q - t), U(column)]


def _vjp_x(dy, count_i, count_j, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, omega):
    """dx[n,c,a,b] = Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (a+p_t−u)/s_h, (b+p_l−v)/s_w]/{ω if ω >
        0; else count_i[(a+p_t−u)/s_h]·count_j[(b+p_l−v)/s_w]}

    Operations: 2·C·H·KH·KW·N·W multiplications, C·H·KH·KW·N·W − C·H·N·W additions, terms that a condition
        drops counted.
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    if s_w >= KW and s_h >= KH:
        launch(_vjp_x_single, C * N,
                C * H * N * W + (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                dy_rows, count_i, count_j, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, omega)
    else:
        launch(_vjp_x_plain, C * N,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - 1) // s_w + 1) * C * N * OH * s_w + (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - 1) // s_h + 1) * C * N * W * s_h,
                dy_rows, count_i, count_j, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, omega)


def _jvp(x_dot, count_i, count_j, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, omega):
    """Ṡ₁[n,c,i,j] = Σ_{u,v} ẋ[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    ẏ[n,c,i,j] = Ṡ₁[n,c,i,j]/{ω if ω > 0; else count_i[i]·count_j[j]}

    As compiled:

    S1_dot_columns[column] = Σ_u ẋ[nc, s_h·i+u−p_t, column]
    Ṡ₁[j] = Σ_v S1_dot_columns[s_w·j+v−p_l]
    ẏ[nc,i,j] = Ṡ₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]}

    Operations: 2·C·N·OH·OW multiplications, C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms that a condition
        drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    j_first = -(-p_l // s_w)
    j_first2 = -((KW - p_l - 1) // s_w)
    j_last = (W + p_l - 1) // s_w
    j_last2 = (W + p_l - KW) // s_w
    j_first4 = -((1 - p_l) // s_w)
    j_first5 = -((2 - p_l) // s_w)
    j_last4 = (W + p_l - 2) // s_w
    j_last5 = (W + p_l - 3) // s_w
    # S1_dot_columns[column] = Σ_u ẋ[nc, s_h·i+u−p_t, column]
    # Ṡ₁[j] = Σ_v S1_dot_columns[s_w·j+v−p_l]
    # ẏ[nc,i,j] = Ṡ₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]}
    launch(_forward_part, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW,
            x_dot_rows, y_dot_rows, count_i, count_j, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, omega,
            j_first5, j_first, j_first2, j_first4, j_last5, j_last, j_last2, j_last4)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, ceil_mode=1, count_include_pad=1,
    divisor_override=0):
    """mean of each window with the choice of what counts in the divisor; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.new_all(("y",), out)
    call.new("count_i", "count_i")
    call.new("count_j", "count_j")
    call.run(_forward, ("x", "y", "count_i", "count_j"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h",
            "s_w", "p_t", "p_b", "p_l", "p_r", "zeta", "omega"))
    result = call.result("y")
    return (result, call.save(Residuals, ("count_i", "count_j"))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, ceil_mode=1, count_include_pad=1,
    divisor_override=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_i", "count_j"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "count_i", "count_j", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h",
            "s_w", "p_t", "p_l", "omega"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, ceil_mode=1, count_include_pad=1,
    divisor_override=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_i", "count_j"))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "count_i", "count_j", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h",
            "s_w", "p_t", "p_l", "omega"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, ceil_mode=1, count_include_pad=1,
    divisor_override=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("count_i", "count_j"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "count_i", "count_j", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW",
            "s_h", "s_w", "p_t", "p_l", "omega"))
    return call.result("y_dot")
