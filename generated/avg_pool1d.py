"""avg_pool1d: mean of each window with the choice of what counts in the divisor.

Made by `chainrule generate`, version 0.1.0, from the forward of `avg_pool1d`.  Do not edit.
Run time: badfebcb826fd7a0.

    count_i[i] = max(Σ_{u : 0 ≤ s·i+u+p_l·ζ−p_l < L+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,i] = 1/{ω if ω > 0; else count_i[i]} · Σ_u x[n, c, s·i+u−p_l]
    dx[n,c,a] = Σ_{u : s ∣ a+p_l−u} dy[n, c, (a+p_l−u)/s]/{ω if ω > 0; else count_i[(a+p_l−u)/s]}
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: taps behind the padding never count; a window in which nothing counts gives 0.

Convention: count_include_pad = 0 leaves the padding out of the divisor, too.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 131 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: _forward: count_i[i] written before read.
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
    'name': 'avg_pool1d',
    'summary': 'mean of each window with the choice of what counts in the divisor',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OL'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'count_i', 'shape': ['OL'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['K'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'count_include_pad', 'symbols': ['zeta'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
        {'name': 'divisor_override', 'symbols': ['omega'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OL': 'min((L + p_l - 1) // s + 1, (L + p_l + p_r - K - kappa) // s + kappa + 1) if kappa >= 1 else (L + p_l + p_r - K - kappa) // s + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['(-p_l // s + (L + p_l - 1) // s + 1) * ((K - 1) // s + 1) * C * N * s', 'C * K * N * OL + C * N * OL', 'C * L * N + (-p_l // s + (L + p_l - 1) // s + 1) * C * N * s']},
        {'path': 'single', 'at': 1, 'of': ['(K - 1) // s', 'omega']},
        {'path': 'single', 'at': 2, 'of': ['K']},
        {'path': 'single', 'at': 3, 'of': ['(K - 1) // s']},
        {'path': 'single', 'at': 4, 'of': ['K']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // s + (L + p_l - 1) // s + 1', '(1 - p_l) // s + (L + p_l - 2) // s + 1', '(1 - p_l) // s + (L + p_l - 3) // s + 1', '(1 - p_l) // s + OL', '(2 - p_l) // s + (L + p_l - 1) // s + 1', '(2 - p_l) // s + (L + p_l - 2) // s + 1', '(2 - p_l) // s + (L + p_l - 3) // s + 1', '(2 - p_l) // s + OL', '(K - 1) // s + 1', '(L + p_l + p_r * zeta - 1) // s + (p_l * zeta + 1 - p_l) // s + 1', '(L + p_l + p_r * zeta - 1) // s + (p_l * zeta + 2 - p_l) // s + 1', '(L + p_l + p_r * zeta - 1) // s + (p_l * zeta - p_l) // s + 1', '(L + p_l + p_r * zeta - 1) // s + 1', '(L + p_l + p_r * zeta - 2) // s + (p_l * zeta + 1 - p_l) // s + 1', '(L + p_l + p_r * zeta - 2) // s + (p_l * zeta + 2 - p_l) // s + 1', '(L + p_l + p_r * zeta - 2) // s + (p_l * zeta - p_l) // s + 1', '(L + p_l + p_r * zeta - 2) // s + 1', '(L + p_l + p_r * zeta - 3) // s + (p_l * zeta + 1 - p_l) // s + 1', '(L + p_l + p_r * zeta - 3) // s + (p_l * zeta + 2 - p_l) // s + 1', '(L + p_l + p_r * zeta - 3) // s + (p_l * zeta - p_l) // s + 1', '(L + p_l + p_r * zeta - 3) // s + 1', '(L + p_l - 1) // s', '(L + p_l - 1) // s + 1', '(L + p_l - 1) // s - 1', '(L + p_l - 2) // s + 1', '(L + p_l - 3) // s + 1', '(p_l * zeta + 1 - p_l) // s + OL', '(p_l * zeta + 2 - p_l) // s + OL', '(p_l * zeta - p_l) // s + OL', '-p_l // s + (K - 1) // s + OL', '-p_l // s + (L + p_l - 1) // s + 1', '-p_l // s + (L + p_l - 2) // s + 1', '-p_l // s + (L + p_l - 3) // s + 1', '-p_l // s + OL', '1 - (-p_l // s)', 'K', 'K + p_l * zeta - p_l', 'K - p_l', 'L', 'L + p_l', 'L + p_l * zeta + p_r * zeta', 'L + p_l + p_r * zeta', 'OL', 'OL - 1', 'OL - 2']},
    ],
    'proved': {'in bounds': 131, 'iterations apart': 4},
    'not proved': {'written before read': ['_forward: count_i[i] written before read'], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["count_i"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "L", "L"),
    ),
    sizes={
        "OL": lambda K, L, kappa, p_l, p_r, s, **_: min((L + p_l - 1) // s + 1, (L + p_l + p_r - K - kappa) // s + kappa + 1) if kappa >= 1 else (L + p_l + p_r - K - kappa) // s + kappa + 1,
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "y": lambda C, N, OL, **_: (N, C, OL),
        "count_i": lambda OL, **_: (OL,),
    },
    strides={'kernel': ('K',), 'stride': ('s',)},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_single(count_i, row, L, OL, K, s, p_l, p_r, zeta, i_first, i_first3, i_first4, i_first5, i_last,
        i_last3, i_last4, i_last5):
    """row[i] = 0
    count_i[i] = max(row[i], 1)
    count_i[i] = max(0, 1)
    """
    dtype = count_i.dtype
    T = dtype.type
    for i in range(min(OL, i_first3)):
        row[U(i)] = T(0)
        for u in range(max(0, p_l - (i * s) - (p_l * zeta)), min(K, L + p_l + p_r * zeta - (i * s))):
            row[U(i)] += T(1)
        row_here = row[U(i)]
        count_i[U(i)] = select(row_here >= T(1), row_here, T(1))
    if K == 3:
        for i in range(max(0, i_first, i_first4, i_first5), min(OL, i_last + 1, i_last4 + 1, i_last5 + 1)):
            terms = T(0)
            terms = plus(terms, T(1))
            terms = plus(terms, T(1))
            terms = plus(terms, T(1))
            count_i[U(i)] = select(terms >= T(1), terms, T(1))
    if K == 2:
        for i in range(max(0, i_first, i_first4), min(OL, i_last + 1, i_last4 + 1)):
            terms2 = T(0)
            terms2 = plus(terms2, T(1))
            terms2 = plus(terms2, T(1))
            count_i[U(i)] = select(terms2 >= T(1), terms2, T(1))
    for i in range(max(0, i_last3 + 1, i_first3), OL):
        row[U(i)] = T(0)
        for u in range(max(0, p_l - (i * s) - (p_l * zeta)), min(K, L + p_l + p_r * zeta - (i * s))):
            row[U(i)] += T(1)
        row_here2 = row[U(i)]
        count_i[U(i)] = select(row_here2 >= T(1), row_here2, T(1))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(count_i, row, L, OL, K, s, p_l, p_r, zeta):
    """row[i] = 0
    count_i[i] = max(row[i], 1)
    """
    dtype = count_i.dtype
    T = dtype.type
    for i in range(OL):
        row[U(i)] = T(0)
    for u in range(K):
        for i in range(max(0, -((p_l * zeta + u - p_l) // s)), min(OL,
                (L + p_l + p_r * zeta - u - 1) // s + 1)):
            row[U(i)] += T(1)
    for i in range(OL):
        row_here3 = row[U(i)]
        count_i[U(i)] = select(row_here3 >= T(1), row_here3, T(1))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, count_i, N, C, L, OL, K, s, p_l, omega, i_first10, i_first6, i_first7,
        i_first9, i_last10, i_last6, i_last7, i_last9):
    """S₁[i] = Σ_u x[nc, s·i+u−p_l]
    y[nc,i] = S₁[i]/{ω if ω > 0; else count_i[i]}
    """
    dtype = x.dtype
    T = dtype.type
    S1 = np.empty(OL, dtype)
    for nc in range(first, last):
        # S₁[i] = Σ_u x[nc, s·i+u−p_l]
        # y[nc,i] = S₁[i]/{ω if ω > 0; else count_i[i]}
        if K >= 2 and 3 >= K:
            i_first8 = max(i_first6, i_first7, 0)
            i_last8 = min(OL - 1, i_last6, i_last7)
            for i in range(min(OL, i_first8)):
                S1[U(i)] = T(0)
                for u in range(max(0, p_l - (i * s)), min(K, L + p_l - (i * s))):
                    S1[U(i)] += x[U(nc), U(i * s + u - p_l)]
                y[U(nc), U(i)] = S1[U(i)] / (T(omega) if omega >= 1 else count_i[U(i)])
            if K == 3:
                if omega >= 1:
                    for i in range(max(0, i_first6, i_first9, i_first10), min(OL, i_last6 + 1, i_last9 + 1,
                            i_last10 + 1)):
                        terms3 = T(0)
                        terms3 = plus(terms3, x[U(nc), U(i * s - p_l)])
                        terms3 = plus(terms3, x[U(nc), U(i * s + 1 - p_l)])
                        terms3 = plus(terms3, x[U(nc), U(i * s + 2 - p_l)])
                        y[U(nc), U(i)] = terms3 / T(omega)
                else:
                    for i in range(max(0, i_first6, i_first9, i_first10), min(OL, i_last6 + 1, i_last9 + 1,
                            i_last10 + 1)):
                        terms3 = T(0)
                        terms3 = plus(terms3, x[U(nc), U(i * s - p_l)])
                        terms3 = plus(terms3, x[U(nc), U(i * s + 1 - p_l)])
                        terms3 = plus(terms3, x[U(nc), U(i * s + 2 - p_l)])
                        y[U(nc), U(i)] = terms3 / count_i[U(i)]
            if K == 2:
                if omega >= 1:
                    for i in range(max(0, i_first6, i_first9), min(OL, i_last6 + 1, i_last9 + 1)):
                        terms4 = T(0)
                        terms4 = plus(terms4, x[U(nc), U(i * s - p_l)])
                        terms4 = plus(terms4, x[U(nc), U(i * s + 1 - p_l)])
                        y[U(nc), U(i)] = terms4 / T(omega)
                else:
                    for i in range(max(0, i_first6, i_first9), min(OL, i_last6 + 1, i_last9 + 1)):
                        terms4 = T(0)
                        terms4 = plus(terms4, x[U(nc), U(i * s - p_l)])
                        terms4 = plus(terms4, x[U(nc), U(i * s + 1 - p_l)])
                        y[U(nc), U(i)] = terms4 / count_i[U(i)]
            for i in range(max(0, i_last8 + 1, i_first8), OL):
                S1[U(i)] = T(0)
                for u in range(max(0, p_l - (i * s)), min(K, L + p_l - (i * s))):
                    S1[U(i)] += x[U(nc), U(i * s + u - p_l)]
                y[U(nc), U(i)] = S1[U(i)] / (T(omega) if omega >= 1 else count_i[U(i)])
        else:
            for i in range(OL):
                S1[U(i)] = T(0)
            for u in range(K):
                for i in range(max(0, -((u - p_l) // s)), min(OL, (L + p_l - u - 1) // s + 1)):
                    S1[U(i)] += x[U(nc), U(i * s + u - p_l)]
            if omega >= 1:
                for i in range(OL):
                    y[U(nc), U(i)] = S1[U(i)] / T(omega)
            else:
                for i in range(OL):
                    y[U(nc), U(i)] = S1[U(i)] / count_i[U(i)]


def _forward(x, y, count_i, N, C, L, OL, K, s, p_l, p_r, zeta, omega):
    """count_i[i] = max(Σ_{u : 0 ≤ s·i+u+p_l·ζ−p_l < L+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,i] = 1/{ω if ω > 0; else count_i[i]} · Σ_u x[n, c, s·i+u−p_l]

    Operations: C·N·OL multiplications, C·K·N·OL + (K − 1) · OL − C·N·OL additions, terms that a condition
        drops counted.
    """
    dtype = y.dtype
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, OL))
    i_first = -((p_l * zeta - p_l) // s)
    i_first2 = -((K + p_l * zeta - p_l - 1) // s)
    i_last = (L + p_l + p_r * zeta - 1) // s
    i_last2 = (L + p_l + p_r * zeta - K) // s
    i_first4 = -((p_l * zeta + 1 - p_l) // s)
    i_first5 = -((p_l * zeta + 2 - p_l) // s)
    i_last4 = (L + p_l + p_r * zeta - 2) // s
    i_last5 = (L + p_l + p_r * zeta - 3) // s
    row = scratch(OL, dtype)
    if K >= 2 and 3 >= K:
        i_first3 = max(i_first, i_first2, 0)
        i_last3 = min(OL - 1, i_last, i_last2)
        _forward_single(count_i, row, L, OL, K, s, p_l, p_r, zeta, i_first, i_first3, i_first4, i_first5,
                i_last, i_last3, i_last4, i_last5)
    else:
        _forward_plain(count_i, row, L, OL, K, s, p_l, p_r, zeta)
    i_first6 = -(-p_l // s)
    i_first7 = -((K - p_l - 1) // s)
    i_last6 = (L + p_l - 1) // s
    i_last7 = (L + p_l - K) // s
    i_first9 = -((1 - p_l) // s)
    i_first10 = -((2 - p_l) // s)
    i_last9 = (L + p_l - 2) // s
    i_last10 = (L + p_l - 3) // s
    launch(_forward_part, C * N, C * K * N * OL + C * N * OL, x_rows, y_rows, count_i, N, C, L, OL, K, s, p_l,
            omega, i_first10, i_first6, i_first7, i_first9, i_last10, i_last6, i_last7, i_last9)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, count_i, dx, N, C, L, OL, K, s, p_l, omega):
    """dx[nc, s·q+r−p_l] += dy[nc,q]/{ω if ω > 0; else count_i[q]} · [r < K]"""
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for a in range(L):
            dx[U(nc), U(a)] = T(0)
        # dx[nc, s·q+r−p_l] += dy[nc,q]/{ω if ω > 0; else count_i[q]} · [r < K]
        for r in range(min(s, K)):
            if omega >= 1:
                for q in range(max(-((r - p_l) // s), 0), min((L + p_l - r - 1) // s + 1, OL)):
                    dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q)] / T(omega)
            else:
                for q in range(max(-((r - p_l) // s), 0), min((L + p_l - r - 1) // s + 1, OL)):
                    dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q)] / count_i[U(q)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, count_i, dx, N, C, L, OL, K, s, p_l, omega):
    """dx[nc, s·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(K−1−r)/s⌋} dy[nc, q−t]/{ω if ω > 0; else count_i[q−t]}"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // s
        r = task % s
        # dx[nc, s·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(K−1−r)/s⌋} dy[nc, q−t]/{ω if ω > 0; else
        #     count_i[q−t]}
        q_first = -((r - p_l) // s)
        q_last = (L + p_l - r - 1) // s
        t_last = (K - r - 1) // s
        for q in range(q_first, q_last + 1):
            dx[U(nc), U(q * s + r - p_l)] = T(0)
        if t_last >= 1 and 2 >= t_last:
            q_first2 = max(q_first, t_last, 0)
            q_last2 = min(OL + t_last - 1, OL - 1, q_last)
            for q in range(q_first, min(q_last + 1, q_first2)):
                if omega >= 1:
                    for t in range(max(0, q + 1 - OL), min(t_last + 1, q + 1)):
                        dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q - t)] / T(omega)
                else:
                    for t in range(max(0, q + 1 - OL), min(t_last + 1, q + 1)):
                        dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q - t)] / count_i[U(q - t)]
            if t_last == 2:
                if omega >= 1:
                    for q in range(max(q_first, 2), min(q_last + 1, OL)):
                        terms = dx[U(nc), U(q * s + r - p_l)]
                        terms = plus(terms, dy[U(nc), U(q)] / T(omega))
                        terms = plus(terms, dy[U(nc), U(q - 1)] / T(omega))
                        terms = plus(terms, dy[U(nc), U(q - 2)] / T(omega))
                        dx[U(nc), U(q * s + r - p_l)] = terms
                else:
                    for q in range(max(q_first, 2), min(q_last + 1, OL)):
                        terms = dx[U(nc), U(q * s + r - p_l)]
                        terms = plus(terms, dy[U(nc), U(q)] / count_i[U(q)])
                        terms = plus(terms, dy[U(nc), U(q - 1)] / count_i[U(q - 1)])
                        terms = plus(terms, dy[U(nc), U(q - 2)] / count_i[U(q - 2)])
                        dx[U(nc), U(q * s + r - p_l)] = terms
            if t_last == 1:
                if omega >= 1:
                    for q in range(max(q_first, 1), min(q_last + 1, OL)):
                        terms2 = dx[U(nc), U(q * s + r - p_l)]
                        terms2 = plus(terms2, dy[U(nc), U(q)] / T(omega))
                        terms2 = plus(terms2, dy[U(nc), U(q - 1)] / T(omega))
                        dx[U(nc), U(q * s + r - p_l)] = terms2
                else:
                    for q in range(max(q_first, 1), min(q_last + 1, OL)):
                        terms2 = dx[U(nc), U(q * s + r - p_l)]
                        terms2 = plus(terms2, dy[U(nc), U(q)] / count_i[U(q)])
                        terms2 = plus(terms2, dy[U(nc), U(q - 1)] / count_i[U(q - 1)])
                        dx[U(nc), U(q * s + r - p_l)] = terms2
            for q in range(max(q_first, q_last2 + 1, q_first2), q_last + 1):
                if omega >= 1:
                    for t in range(max(0, q + 1 - OL), min(t_last + 1, q + 1)):
                        dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q - t)] / T(omega)
                else:
                    for t in range(max(0, q + 1 - OL), min(t_last + 1, q + 1)):
                        dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q - t)] / count_i[U(q - t)]
        else:
            for t in range(t_last + 1):
                if omega >= 1:
                    for q in range(max(q_first, t), min(q_last + 1, OL + t)):
                        dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q - t)] / T(omega)
                else:
                    for q in range(max(q_first, t), min(q_last + 1, OL + t)):
                        dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q - t)] / count_i[U(q - t)]


def _vjp_x(dy, count_i, dx, N, C, L, OL, K, s, p_l, omega):
    """dx[n,c,a] = Σ_{u : s ∣ a+p_l−u} dy[n, c, (a+p_l−u)/s]/{ω if ω > 0; else count_i[(a+p_l−u)/s]}

    Operations: C·K·L·N multiplications, C·K·L·N − C·L·N additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OL))
    dx_rows = dx.reshape((C * N, L))
    if s >= K:
        launch(_vjp_x_single, C * N, C * L * N + (-p_l // s + (L + p_l - 1) // s + 1) * C * N * s, dy_rows,
                count_i, dx_rows, N, C, L, OL, K, s, p_l, omega)
    else:
        launch(_vjp_x_plain, C * N * s, (-p_l // s + (L + p_l - 1) // s + 1) * ((K - 1) // s + 1) * C * N * s,
                dy_rows, count_i, dx_rows, N, C, L, OL, K, s, p_l, omega)


def _jvp(x_dot, count_i, y_dot, N, C, L, OL, K, s, p_l, omega):
    """Ṡ₁[n,c,i] = Σ_u ẋ[n, c, s·i+u−p_l]
    ẏ[n,c,i] = Ṡ₁[n,c,i]/{ω if ω > 0; else count_i[i]}

    As compiled:

    Ṡ₁[i] = Σ_u ẋ[nc, s·i+u−p_l]
    ẏ[nc,i] = Ṡ₁[i]/{ω if ω > 0; else count_i[i]}

    Operations: C·N·OL multiplications, C·K·N·OL − C·N·OL additions, terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, L))
    y_dot_rows = y_dot.reshape((C * N, OL))
    i_first = -(-p_l // s)
    i_first2 = -((K - p_l - 1) // s)
    i_last = (L + p_l - 1) // s
    i_last2 = (L + p_l - K) // s
    i_first4 = -((1 - p_l) // s)
    i_first5 = -((2 - p_l) // s)
    i_last4 = (L + p_l - 2) // s
    i_last5 = (L + p_l - 3) // s
    # Ṡ₁[i] = Σ_u ẋ[nc, s·i+u−p_l]
    # ẏ[nc,i] = Ṡ₁[i]/{ω if ω > 0; else count_i[i]}
    launch(_forward_part, C * N, C * K * N * OL + C * N * OL, x_dot_rows, y_dot_rows, count_i, N, C, L, OL, K,
            s, p_l, omega, i_first5, i_first, i_first2, i_first4, i_last5, i_last, i_last2, i_last4)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """mean of each window with the choice of what counts in the divisor; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.new_all(("y",), out)
    call.new("count_i", "count_i")
    call.run(_forward, ("x", "y", "count_i"), ("N", "C", "L", "OL", "K", "s", "p_l", "p_r", "zeta", "omega"))
    result = call.result("y")
    return (result, call.save(Residuals, ("count_i",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_i",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "count_i", "dx"), ("N", "C", "L", "OL", "K", "s", "p_l", "omega"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_i",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "count_i", "dx"), ("N", "C", "L", "OL", "K", "s", "p_l", "omega"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("count_i",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "count_i", "y_dot"), ("N", "C", "L", "OL", "K", "s", "p_l", "omega"))
    return call.result("y_dot")
