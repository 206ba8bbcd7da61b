"""cross_entropy: softmax and cross-entropy with integer labels, loss per row.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_entropy`.  Do not edit.
Run time: 885da59e5e9be48a.

    m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    loss[n] = m[n] + log(s[n]) − x[n, t[n]]
    dx[n,c] = dloss[n] · (p[n,c] − [t[n] = c])

Source: Bridle 1990.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 29 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: 0 <= t < C (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import exp, log
from .runtime import carried, larger, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'cross_entropy',
    'summary': 'softmax and cross-entropy with integer labels, loss per row',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['N'], 'kind': 'integer', 'low': 0, 'below': 'C', 'differentiable': False, 'default': None},
    ],
    'outputs': [
        {'name': 'loss', 'shape': ['N'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'm', 'shape': ['N'], 'kind': 'real'},
        {'name': 's', 'shape': ['N'], 'kind': 'real'},
    ],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * N', 'C * N * 2 + N']},
        {'path': 'vector', 'at': 64, 'of': ['C']},
    ],
    'proved': {'in bounds': 29, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': ['0 <= t < C'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["m", "s"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("t", 0, "N", "N"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, N, **_: (N, C),
        "t": lambda N, **_: (N,),
        "loss": lambda N, **_: (N,),
        "m": lambda N, **_: (N,),
        "s": lambda N, **_: (N,),
    },
    below={"t": lambda C, **_: C},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, t, loss, m, s, N, C, c_block_last):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    loss[n] = m[n] + log(s[n]) − x[n, t[n]]
    """
    dtype = x.dtype
    T = dtype.type
    for n in range(first, last):
        # m[n] = max_c x[n,c]
        acc = -T(np.inf)
        for c in range(C):
            acc = larger(acc, x[U(n), U(c)])
        m[U(n)] = acc
        # s[n] = Σ_c exp(x[n,c] − m[n])
        acc2 = T(0)
        rest = T(0)
        minus_m = -m[U(n)]
        for c_block in range(c_block_last + 1):
            part = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                part = plus(part, exp(minus_m + x[U(n), U(c)]))
            acc2, rest = carried(acc2, rest, part)
        s[U(n)] = acc2
        # loss[n] = m[n] + log(s[n]) − x[n, t[n]]
        loss[U(n)] = log(s[U(n)]) - (x[U(n), U(t[U(n)])] - m[U(n)])


def _forward(x, t, loss, m, s, N, C):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    loss[n] = m[n] + log(s[n]) − x[n, t[n]]

    Operations: C·N multiplications, 3·C·N + N additions.
    """
    c_block_last = (C - 1) // 1024
    launch(_forward_part, N, C * N * 2 + N, x, t, loss, m, s, N, C, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, m, s, dx, N, C):
    """dx[n,c] = dloss[n] · (exp(x[n,c] − m[n])/s[n] − [t[n] = c])"""
    dtype = dloss.dtype
    T = dtype.type
    for n in range(first, last):
        # dx[n,c] = dloss[n] · (exp(x[n,c] − m[n])/s[n] − [t[n] = c])
        dloss_here = dloss[U(n)]
        t_here = t[U(n)]
        value_of = T(1) / s[U(n)]
        minus_m = -m[U(n)]
        for c in range(C):
            dx[U(n), U(c)] = (
                dloss_here * (exp(minus_m + x[U(n), U(c)]) * value_of - (T(1) if c == t_here else T(0)))
            )


def _vjp_x(dloss, x, t, m, s, dx, N, C):
    """p[n,c] = exp(x[n,c] − m[n])/s[n]
    dx[n,c] = dloss[n] · (p[n,c] − [t[n] = c])

    As compiled:

    dx[n,c] = dloss[n] · (exp(x[n,c] − m[n])/s[n] − [t[n] = c])

    Operations: 2·C·N multiplications, 2·C·N additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, N, C * N, dloss, x, t, m, s, dx, N, C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, t, m, s, loss_dot, m_at, N, C, c_block_last):
    """m_at[n] = arg max_c x[n,c]
    ṡ = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ẋ[n, m_at[n]])
    loss_dot[n] = ẋ[n, m_at[n]] + ṡ/s[n] − ẋ[n, t[n]]
    """
    dtype = x_dot.dtype
    T = dtype.type
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
        # ṡ = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ẋ[n, m_at[n]])
        acc = T(0)
        rest = T(0)
        minus_x_dot = -x_dot[U(n), U(m_at[U(n)])]
        minus_m = -m[U(n)]
        for c_block in range(c_block_last + 1):
            part = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                part = plus(part, exp(minus_m + x[U(n), U(c)]) * (minus_x_dot + x_dot[U(n), U(c)]))
            acc, rest = carried(acc, rest, part)
        s_dot = acc
        # loss_dot[n] = ẋ[n, m_at[n]] + ṡ/s[n] − ẋ[n, t[n]]
        loss_dot[U(n)] = s_dot / s[U(n)] - (x_dot[U(n), U(t[U(n)])] - x_dot[U(n), U(m_at[U(n)])])


def _jvp(x_dot, x, t, m, s, loss_dot, N, C):
    """m_at[n] = arg max_c x[n,c]
    ṁ[n] = ẋ[n, m_at[n]]
    ṡ[n] = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ṁ[n])
    loss_dot[n] = ṁ[n] + ṡ[n]/s[n] − ẋ[n, t[n]]

    As compiled:

    ṡ = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ẋ[n, m_at[n]])
    loss_dot[n] = ẋ[n, m_at[n]] + ṡ/s[n] − ẋ[n, t[n]]

    Operations: C·N + N multiplications, 3·C·N + N additions.
    """
    c_block_last = (C - 1) // 1024
    m_at = scratch(N, np.int64)
    launch(_jvp_part, N, C * N * 2 + N, x_dot, x, t, m, s, loss_dot, m_at, N, C, c_block_last)


def forward(x, t, *, out=None, save=False):
    """softmax and cross-entropy with integer labels, loss per row; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.new_all(("loss",), out)
    call.new("m", "m")
    call.new("s", "s")
    call.run(_forward, ("x", "t", "loss", "m", "s"), ("N", "C"))
    result = call.result("loss")
    return (result, call.save(Residuals, ("m", "s"))) if call.asked("save", save) else result


def vjp_x(dloss, x, t, *, residuals=None, out=None):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "x", "t", "m", "s", "dx"), ("N", "C"))
    return call.result("dx")


def vjp(dloss, x, t, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dx", "x")
    call.run(_vjp_x, ("dloss", "x", "t", "m", "s", "dx"), ("N", "C"))
    return Gradients(*call.results(("dx",)))


def jvp(x, t, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("m", "s"))
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "x", "t", "m", "s", "loss_dot"), ("N", "C"))
    return call.result("loss_dot")
