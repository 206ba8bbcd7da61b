"""softmax: e^x / Σ e^x over each row.

Made by `chainrule generate`, version 0.1.0, from the forward of `softmax`.  Do not edit.
Run time: 885da59e5e9be48a.

    m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    y[n,c] = exp(x[n,c] − m[n])/s[n]
    dx[n,c] = y[n,c] · (dy[n,c] − Σ_{c′} dy[n,c′] · y[n,c′])
    dx[n] = (diag(y[n]) − y[n] y[n]ᵀ) dy[n]

Source: Bridle 1990; seed 003.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 20 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import exp
from .runtime import carried, larger, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'softmax',
    'summary': 'e^x / Σ e^x over each row',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'y', 'shape': ['N', 'C'], 'kind': 'real'},
    ],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * N * 2', 'C * N * 3', 'C * N * 5']},
        {'path': 'vector', 'at': 64, 'of': ['C']},
    ],
    'proved': {'in bounds': 20, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["y"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, N, **_: (N, C),
        "y": lambda C, N, **_: (N, C),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, c_block_last):
    """m = max_c x[n,c]
    s = Σ_c exp(x[n,c] − m)
    y[n,c] = exp(x[n,c] − m)/s
    """
    dtype = x.dtype
    T = dtype.type
    exp_row = np.empty(C, dtype)
    for n in range(first, last):
        # m = max_c x[n,c]
        acc = -T(np.inf)
        for c in range(C):
            acc = larger(acc, x[U(n), U(c)])
        m = acc
        # s = Σ_c exp(x[n,c] − m)
        acc2 = T(0)
        rest = T(0)
        minus_m = -m
        for c_block in range(c_block_last + 1):
            part = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                exp_here = exp(minus_m + x[U(n), U(c)])
                exp_row[U(c)] = exp_here
                part = plus(part, exp_here)
            acc2, rest = carried(acc2, rest, part)
        s = acc2
        # y[n,c] = exp(x[n,c] − m)/s
        value_of = T(1) / s
        for c in range(C):
            y[U(n), U(c)] = exp_row[U(c)] * value_of


def _forward(x, y, N, C):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    y[n,c] = exp(x[n,c] − m[n])/s[n]

    As compiled:

    m = max_c x[n,c]
    s = Σ_c exp(x[n,c] − m)
    y[n,c] = exp(x[n,c] − m)/s

    Operations: C·N multiplications, 3·C·N − N additions.
    """
    c_block_last = (C - 1) // 1024
    launch(_forward_part, N, C * N * 3, x, y, N, C, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, y, dx, N, C, c__block_last):
    """dx_sum = Σ_c dy[n,c] · y[n,c]
    dx[n,c] = y[n,c] · (dy[n,c] − dx_sum)
    """
    dtype = dy.dtype
    T = dtype.type
    for n in range(first, last):
        # dx_sum = Σ_c dy[n,c] · y[n,c]
        acc = T(0)
        rest = T(0)
        for c__block in range(c__block_last + 1):
            part = T(0)
            for c_ in range(c__block * 1024, min(C, c__block * 1024 + 1024)):
                part = plus(part, dy[U(n), U(c_)] * y[U(n), U(c_)])
            acc, rest = carried(acc, rest, part)
        dx_sum = acc
        # dx[n,c] = y[n,c] · (dy[n,c] − dx_sum)
        minus_dx_sum = -dx_sum
        for c in range(C):
            dx[U(n), U(c)] = (dy[U(n), U(c)] + minus_dx_sum) * y[U(n), U(c)]


def _vjp_x(dy, y, dx, N, C):
    """dx[n,c] = y[n,c] · (dy[n,c] − Σ_{c′} dy[n,c′] · y[n,c′])

    As compiled:

    dx_sum = Σ_c dy[n,c] · y[n,c]
    dx[n,c] = y[n,c] · (dy[n,c] − dx_sum)

    Operations: 2·C·N multiplications, 2·C·N − N additions.
    """
    c__block_last = (C - 1) // 1024
    launch(_vjp_x_part, N, C * N * 2, dy, y, dx, N, C, c__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, y_dot, m_at, N, C, c_block_last):
    """m_at[n] = arg max_c x[n,c]
    m = max_c x[n,c]
    s = Σ_c exp(x[n,c] − m)
    ṡ = Σ_c exp(x[n,c] − m) · (ẋ[n,c] − ẋ[n, m_at[n]])
    ẏ[n,c] = exp(x[n,c] − m)/s · (ẋ[n,c] − ẋ[n, m_at[n]]) − ṡ · exp(x[n,c] − m)/s²
    """
    dtype = x_dot.dtype
    T = dtype.type
    exp_row = np.empty(C, dtype)
    for n in range(first, last):
        # m_at[n] = arg max_c x[n,c]
        at = -1
        best = -T(np.inf)
        for c in range(C):
            value = x[U(n), U(c)]
            if at < 0 or not value <= best:
                if at < 0 or value > best or (value != value and best == best):
                    best = value
                    at = c
        m_at[U(n)] = at
        # m = max_c x[n,c]
        m = best
        # s = Σ_c exp(x[n,c] − m)
        acc = T(0)
        # ṡ = Σ_c exp(x[n,c] − m) · (ẋ[n,c] − ẋ[n, m_at[n]])
        acc2 = T(0)
        rest = T(0)
        rest2 = T(0)
        minus_m = -m
        minus_x_dot = -x_dot[U(n), U(m_at[U(n)])]
        for c_block in range(c_block_last + 1):
            part = T(0)
            part2 = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                exp_here = exp(minus_m + x[U(n), U(c)])
                exp_row[U(c)] = exp_here
                part = plus(part, exp_here)
                part2 = plus(part2, exp_here * (minus_x_dot + x_dot[U(n), U(c)]))
            acc, rest = carried(acc, rest, part)
            acc2, rest2 = carried(acc2, rest2, part2)
        s = acc
        s_dot = acc2
        # ẏ[n,c] = exp(x[n,c] − m)/s · (ẋ[n,c] − ẋ[n, m_at[n]]) − ṡ · exp(x[n,c] − m)/s²
        value_of = T(1) / s
        factor = -s_dot / s / s
        for c in range(C):
            y_dot[U(n), U(c)] = (
                exp_row[U(c)] * factor + exp_row[U(c)] * (minus_x_dot + x_dot[U(n), U(c)]) * value_of
            )


def _jvp(x_dot, x, y_dot, N, C):
    """m_at[n] = arg max_c x[n,c]
    m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    ṁ[n] = ẋ[n, m_at[n]]
    ṡ[n] = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ṁ[n])
    ẏ[n,c] = exp(x[n,c] − m[n])/s[n] · (ẋ[n,c] − ṁ[n]) − ṡ[n] · exp(x[n,c] − m[n])/s[n]²

    As compiled:

    m = max_c x[n,c]
    s = Σ_c exp(x[n,c] − m)
    ṡ = Σ_c exp(x[n,c] − m) · (ẋ[n,c] − ẋ[n, m_at[n]])
    ẏ[n,c] = exp(x[n,c] − m)/s · (ẋ[n,c] − ẋ[n, m_at[n]]) − ṡ · exp(x[n,c] − m)/s²

    Operations: 5·C·N multiplications, 9·C·N − 2·N additions.
    """
    c_block_last = (C - 1) // 1024
    m_at = scratch(N, np.int64)
    launch(_jvp_part, N, C * N * 5, x_dot, x, y_dot, m_at, N, C, c_block_last)


def forward(x, *, out=None, save=False):
    """e^x / Σ e^x over each row; ``save=True`` also returns what the gradients can use again, y as returned
    among it: leave that unchanged.
    """
    call = _LAYER.bind({"x": x}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C"))
    result = call.result("y")
    return (result, call.save(Residuals, ("y",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "y", "dx"), ("N", "C"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "y", "dx"), ("N", "C"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "y_dot"), ("N", "C"))
    return call.result("y_dot")
