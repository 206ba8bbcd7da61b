"""sum_pool1d: sum of each window.

Made by `chainrule generate`, version 0.1.0, from the forward of `sum_pool1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,i] = Σ_u x[n, c, s·i+u−p_l]
    dx[n,c,a] = Σ_{u : s ∣ a+p_l−u} dy[n, c, (a+p_l−u)/s]
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 55 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'sum_pool1d',
    'summary': 'sum of each window',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OL'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'kernel', 'symbols': ['K'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OL': '(L + p_l + p_r - K) // s + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['(-p_l // s + (L + p_l - 1) // s + 1) * ((K - 1) // s + 1) * C * N * s', 'C * K * N * OL', 'C * L * N + (-p_l // s + (L + p_l - 1) // s + 1) * C * N * s']},
        {'path': 'single', 'at': 1, 'of': ['(K - 1) // s']},
        {'path': 'single', 'at': 2, 'of': ['K']},
        {'path': 'single', 'at': 3, 'of': ['(K - 1) // s']},
        {'path': 'single', 'at': 4, 'of': ['K']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // 2 + (L + p_l - 1) // 2 + 1', '(1 - p_l) // 2 + (L + p_l) // 2', '(1 - p_l) // 2 + OL', '(1 - p_l) // s + (L + p_l - 1) // s + 1', '(1 - p_l) // s + (L + p_l - 2) // s + 1', '(1 - p_l) // s + (L + p_l - 3) // s + 1', '(1 - p_l) // s + OL', '(2 - p_l) // s + (L + p_l - 1) // s + 1', '(2 - p_l) // s + (L + p_l - 2) // s + 1', '(2 - p_l) // s + (L + p_l - 3) // s + 1', '(2 - p_l) // s + OL', '(K - 1) // s + 1', '(L + p_l - 1) // 2 + 1', '(L + p_l - 1) // s', '(L + p_l - 1) // s + 1', '(L + p_l - 1) // s - 1', '(L + p_l - 2) // s + 1', '(L + p_l - 3) // s + 1', '(L + p_l) // 2', '-p_l // 2 + (L + p_l - 1) // 2 + 1', '-p_l // 2 + (L + p_l) // 2', '-p_l // 2 + OL', '-p_l // s + (K - 1) // s + OL', '-p_l // s + (L + p_l - 1) // s + 1', '-p_l // s + (L + p_l - 2) // s + 1', '-p_l // s + (L + p_l - 3) // s + 1', '-p_l // s + OL', '1 - (-p_l // s)', 'K', 'K - p_l', 'L', 'L + p_l', 'OL', 'OL - 1', 'OL - 2']},
    ],
    'proved': {'in bounds': 55, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "L", "L"),
    ),
    sizes={
        "OL": lambda K, L, p_l, p_r, s, **_: (L + p_l + p_r - K) // s + 1,
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "y": lambda C, N, OL, **_: (N, C, OL),
    },
    strides={'kernel': ('K',), 'stride': ('s',)},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, L, OL, K, s, p_l, i_first, i_first2, i_first4, i_first5, i_last,
        i_last2, i_last4, i_last5):
    """y[nc,i] = Σ_u x[nc, s·i+u−p_l]"""
    dtype = x.dtype
    T = dtype.type
    for nc in range(first, last):
        # y[nc,i] = Σ_u x[nc, s·i+u−p_l]
        for i in range(OL):
            y[U(nc), U(i)] = T(0)
        if K >= 2 and 3 >= K:
            i_first3 = max(i_first, i_first2, 0)
            i_last3 = min(OL - 1, i_last, i_last2)
            for i in range(min(OL, i_first3)):
                for u in range(max(0, p_l - (i * s)), min(K, L + p_l - (i * s))):
                    y[U(nc), U(i)] += x[U(nc), U(i * s + u - p_l)]
            if K == 3:
                for i in range(max(0, i_first, i_first4, i_first5), min(OL, i_last + 1, i_last4 + 1,
                        i_last5 + 1)):
                    terms = y[U(nc), U(i)]
                    terms = plus(terms, x[U(nc), U(i * s - p_l)])
                    terms = plus(terms, x[U(nc), U(i * s + 1 - p_l)])
                    terms = plus(terms, x[U(nc), U(i * s + 2 - p_l)])
                    y[U(nc), U(i)] = terms
            if K == 2:
                for i in range(max(0, i_first, i_first4), min(OL, i_last + 1, i_last4 + 1)):
                    terms2 = y[U(nc), U(i)]
                    terms2 = plus(terms2, x[U(nc), U(i * s - p_l)])
                    terms2 = plus(terms2, x[U(nc), U(i * s + 1 - p_l)])
                    y[U(nc), U(i)] = terms2
            for i in range(max(0, i_last3 + 1, i_first3), OL):
                for u in range(max(0, p_l - (i * s)), min(K, L + p_l - (i * s))):
                    y[U(nc), U(i)] += x[U(nc), U(i * s + u - p_l)]
        else:
            for u in range(K):
                for i in range(max(0, -((u - p_l) // s)), min(OL, (L + p_l - u - 1) // s + 1)):
                    y[U(nc), U(i)] += x[U(nc), U(i * s + u - p_l)]


def _forward(x, y, N, C, L, OL, K, s, p_l):
    """y[n,c,i] = Σ_u x[n, c, s·i+u−p_l]

    As compiled:

    y[nc,i] = Σ_u x[nc, s·i+u−p_l]

    Operations: C·K·N·OL − C·N·OL additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, OL))
    i_first = -(-p_l // s)
    i_first2 = -((K - p_l - 1) // s)
    i_last = (L + p_l - 1) // s
    i_last2 = (L + p_l - K) // s
    i_first4 = -((1 - p_l) // s)
    i_first5 = -((2 - p_l) // s)
    i_last4 = (L + p_l - 2) // s
    i_last5 = (L + p_l - 3) // s
    launch(_forward_part, C * N, C * K * N * OL, x_rows, y_rows, N, C, L, OL, K, s, p_l, i_first, i_first2,
            i_first4, i_first5, i_last, i_last2, i_last4, i_last5)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, dx, N, C, L, OL, K, s, p_l, q_from, q_from2, q_to, q_to2, quotient_L_p_l,
        quotient_L_p_l2, quotient_p_l, quotient_p_l2):
    """dx[nc, s·q+r−p_l] += dy[nc,q] · [r < K]"""
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for a in range(L):
            dx[U(nc), U(a)] = T(0)
        # dx[nc, s·q+r−p_l] += dy[nc,q] · [r < K]
        if s == 2 and K >= 2 and q_from == q_from2 and q_to == q_to2:
            for q in range(max(-quotient_p_l, 0, -quotient_p_l2), min(quotient_L_p_l + 1, OL,
                    quotient_L_p_l2)):
                dx[U(nc), U(q * 2 - p_l)] += dy[U(nc), U(q)]
                dx[U(nc), U(q * 2 + 1 - p_l)] += dy[U(nc), U(q)]
        else:
            for r in range(min(s, K)):
                for q in range(max(-((r - p_l) // s), 0), min((L + p_l - r - 1) // s + 1, OL)):
                    dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, dx, N, C, L, OL, K, s, p_l):
    """dx[nc, s·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(K−1−r)/s⌋} dy[nc, q−t]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // s
        r = task % s
        # dx[nc, s·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(K−1−r)/s⌋} dy[nc, q−t]
        q_first = -((r - p_l) // s)
        q_last = (L + p_l - r - 1) // s
        t_last = (K - r - 1) // s
        for q in range(q_first, q_last + 1):
            dx[U(nc), U(q * s + r - p_l)] = T(0)
        if t_last >= 1 and 2 >= t_last:
            q_first2 = max(q_first, t_last, 0)
            q_last2 = min(OL + t_last - 1, OL - 1, q_last)
            for q in range(q_first, min(q_last + 1, q_first2)):
                for t in range(max(0, q + 1 - OL), min(t_last + 1, q + 1)):
                    dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q - t)]
            if t_last == 2:
                for q in range(max(q_first, 2), min(q_last + 1, OL)):
                    terms = dx[U(nc), U(q * s + r - p_l)]
                    terms = plus(terms, dy[U(nc), U(q)])
                    terms = plus(terms, dy[U(nc), U(q - 1)])
                    terms = plus(terms, dy[U(nc), U(q - 2)])
                    dx[U(nc), U(q * s + r - p_l)] = terms
            if t_last == 1:
                for q in range(max(q_first, 1), min(q_last + 1, OL)):
                    terms2 = dx[U(nc), U(q * s + r - p_l)]
                    terms2 = plus(terms2, dy[U(nc), U(q)])
                    terms2 = plus(terms2, dy[U(nc), U(q - 1)])
                    dx[U(nc), U(q * s + r - p_l)] = terms2
            for q in range(max(q_first, q_last2 + 1, q_first2), q_last + 1):
                for t in range(max(0, q + 1 - OL), min(t_last + 1, q + 1)):
                    dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q - t)]
        else:
            for t in range(t_last, -1, -1):
                for q in range(max(q_first, t), min(q_last + 1, OL + t)):
                    dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q - t)]


def _vjp_x(dy, dx, N, C, L, OL, K, s, p_l):
    """dx[n,c,a] = Σ_{u : s ∣ a+p_l−u} dy[n, c, (a+p_l−u)/s]

    Operations: C·K·L·N − C·L·N additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OL))
    dx_rows = dx.reshape((C * N, L))
    if s >= K:
        q_from = max(-(-p_l // 2), 0)
        q_to = min((L + p_l - 1) // 2, OL - 1)
        q_from2 = max(-((1 - p_l) // 2), 0)
        q_to2 = min((L + p_l) // 2 - 1, OL - 1)
        quotient_p_l = -p_l // 2
        quotient_p_l2 = (1 - p_l) // 2
        quotient_L_p_l = (L + p_l - 1) // 2
        quotient_L_p_l2 = (L + p_l) // 2
        launch(_vjp_x_single, C * N, C * L * N + (-p_l // s + (L + p_l - 1) // s + 1) * C * N * s, dy_rows,
                dx_rows, N, C, L, OL, K, s, p_l, q_from, q_from2, q_to, q_to2, quotient_L_p_l,
                quotient_L_p_l2, quotient_p_l, quotient_p_l2)
    else:
        launch(_vjp_x_plain, C * N * s, (-p_l // s + (L + p_l - 1) // s + 1) * ((K - 1) // s + 1) * C * N * s,
                dy_rows, dx_rows, N, C, L, OL, K, s, p_l)


def _jvp(x_dot, y_dot, N, C, L, OL, K, s, p_l):
    """ẏ[n,c,i] = Σ_u ẋ[n, c, s·i+u−p_l]

    As compiled:

    ẏ[nc,i] = Σ_u ẋ[nc, s·i+u−p_l]

    Operations: C·K·N·OL − C·N·OL additions, terms that a condition drops counted.
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
    # ẏ[nc,i] = Σ_u ẋ[nc, s·i+u−p_l]
    launch(_forward_part, C * N, C * K * N * OL, x_dot_rows, y_dot_rows, N, C, L, OL, K, s, p_l, i_first,
            i_first2, i_first4, i_first5, i_last, i_last2, i_last4, i_last5)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0):
    """sum of each window; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "L", "OL", "K", "s", "p_l"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "OL", "K", "s", "p_l"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "OL", "K", "s", "p_l"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "L", "OL", "K", "s", "p_l"))
    return call.result("y_dot")
