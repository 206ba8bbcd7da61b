"""nll_loss_sum: negative log-likelihood of integer labels with weights per class, summed over the rows.

Made by `chainrule generate`, version 0.1.0, from the forward of `nll_loss_sum`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss = Σ_n (−w[t[n]] · x[n, t[n]] · [t[n] ≠ skipped])
    dx[n,c] = −dloss · w[t[n]] · [t[n] = c, t[n] ≠ skipped]
    dw[c] = −dloss · Σ_{n : t[n] ≠ skipped, t[n] = c} x[n, t[n]]

Convention: rows with the ignored label have loss 0 and no gradient; it need not be a class.

Source: Bridle 1990.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 39 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: 0 <= t < C or t = skipped (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import carried, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'nll_loss_sum',
    'summary': 'negative log-likelihood of integer labels with weights per class, summed over the rows',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['N'], 'kind': 'integer', 'low': 0, 'below': 'C', 'exempt': 'skipped', 'differentiable': False, 'default': None},
        {'name': 'w', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 1},
    ],
    'outputs': [
        {'name': 'loss', 'shape': [], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'ignore_index', 'symbols': ['skipped'], 'kind': 'int', 'default': -100, 'minimum': None, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C', 'C * N']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'N']},
    ],
    'proved': {'in bounds': 39, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': ['0 <= t < C or t = skipped'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "w"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("t", 0, "N", "N"),
        runtime.Step("w", 0, "C", "C"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, N, **_: (N, C),
        "t": lambda N, **_: (N,),
        "w": lambda C, **_: (C,),
        "loss": lambda **_: (),
    },
    below={"t": lambda C, **_: C},
    exempt={"t": lambda skipped, **_: skipped},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, t, w, loss, N, C, skipped):
    """loss = Σ_n (−w[t[n]] · x[n, t[n]] · [t[n] ≠ skipped])

    As compiled:

    loss = −Σ_{n : t[n] ≠ skipped} w[t[n]] · x[n, t[n]]

    Operations: N multiplications, N − 1 additions, terms that a condition drops counted.
    """
    dtype = loss.dtype
    T = dtype.type
    # loss = −Σ_{n : t[n] ≠ skipped} w[t[n]] · x[n, t[n]]
    acc = T(0)
    rest = T(0)
    for n_block in range((N - 1) // 1024 + 1):
        part = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            if skipped != t[U(n)]:
                part = plus(part, w[U(t[U(n)])] * x[U(n), U(t[U(n)])])
        acc, rest = carried(acc, rest, part)
    loss[()] = -acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, t, w, dx, N, C, skipped):
    """dx[n,c] = −dloss · w[t[n]] · [t[n] = c, t[n] ≠ skipped]"""
    dtype = dloss.dtype
    T = dtype.type
    dloss_value = dloss[()]
    for n in range(first, last):
        # dx[n,c] = −dloss · w[t[n]] · [t[n] = c, t[n] ≠ skipped]
        t_here = t[U(n)]
        for c in range(C):
            dx[U(n), U(c)] = -dloss_value * w[U(t_here)] if c == t_here and skipped != t_here else T(0)


def _vjp_x(dloss, t, w, dx, N, C, skipped):
    """dx[n,c] = −dloss · w[t[n]] · [t[n] = c, t[n] ≠ skipped]

    Operations: C·N multiplications, terms that a condition drops counted.
    """
    launch(_vjp_x_part, N, C * N, dloss, t, w, dx, N, C, skipped)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, dw, C):
    """dw[c] = 0"""
    dtype = dw.dtype
    T = dtype.type
    for c in range(first, last):
        dw[U(c)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part2(dloss, x, t, dw, N, C, skipped):
    """dw[t[n]] += −dloss · x[n, t[n]] · [t[n] ≠ skipped]"""
    dtype = dloss.dtype
    T = dtype.type
    dloss_value = dloss[()]
    # dw[t[n]] += −dloss · x[n, t[n]] · [t[n] ≠ skipped]
    rest = np.empty(C, dtype)
    for c in range(C):
        rest[U(c)] = T(0)
    for n in range(N):
        if skipped != t[U(n)]:
            dw[U(t[U(n)])], rest[U(t[U(n)])] = carried(
                dw[U(t[U(n)])],
                rest[U(t[U(n)])],
                -dloss_value * x[U(n), U(t[U(n)])],
            )


def _vjp_w(dloss, x, t, dw, N, C, skipped):
    """dw[c] = −dloss · Σ_{n : t[n] ≠ skipped, t[n] = c} x[n, t[n]]

    Operations: C multiplications, C·N − C additions, terms that a condition drops counted.
    """
    launch(_vjp_w_part, C, C, dw, C)
    _vjp_w_part2(dloss, x, t, dw, N, C, skipped)


def _vjp(dloss, x, t, w, dx, dw, N, C, skipped):
    """dx[n,c] = −dloss · w[t[n]] · [t[n] = c, t[n] ≠ skipped]
    dw[c] = −dloss · Σ_{n : t[n] ≠ skipped, t[n] = c} x[n, t[n]]

    Operations: C·N + C multiplications, C·N − C additions, terms that a condition drops counted.
    """
    # dx[n,c] = −dloss · w[t[n]] · [t[n] = c, t[n] ≠ skipped]
    launch(_vjp_x_part, N, C * N, dloss, t, w, dx, N, C, skipped)
    launch(_vjp_w_part, C, C, dw, C)
    # dw[t[n]] += −dloss · x[n, t[n]] · [t[n] ≠ skipped]
    _vjp_w_part2(dloss, x, t, dw, N, C, skipped)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, x, t, w, loss_dot, N, C, skipped):
    """loss_dot = −Σ_{n : t[n] ≠ skipped} (w[t[n]] · ẋ[n, t[n]] + ẇ[t[n]] · x[n, t[n]])

    Operations: 2·N multiplications, 2·N − 1 additions, terms that a condition drops counted.
    """
    dtype = loss_dot.dtype
    T = dtype.type
    # loss_dot = −Σ_{n : t[n] ≠ skipped} (w[t[n]] · ẋ[n, t[n]] + ẇ[t[n]] · x[n, t[n]])
    acc = T(0)
    rest = T(0)
    for n_block in range((N - 1) // 1024 + 1):
        part = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            if skipped != t[U(n)]:
                part = plus(
                    part,
                    w[U(t[U(n)])] * x_dot[U(n), U(t[U(n)])] + w_dot[U(t[U(n)])] * x[U(n), U(t[U(n)])],
                )
        acc, rest = carried(acc, rest, part)
    loss_dot[()] = -acc


def forward(x, t, w=None, *, out=None, save=False, ignore_index=-100):
    """negative log-likelihood of integer labels with weights per class, summed over the rows; ``save=True``
    also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.new_all(("loss",), out)
    call.run(_forward, ("x", "t", "w", "loss"), ("N", "C", "skipped"))
    result = call.result("loss")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dloss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "t", "w", "dx"), ("N", "C", "skipped"))
    return call.result("dx")


def vjp_w(dloss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100):
    """The gradient of w, given dloss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dloss", "loss", dloss)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dloss", "x", "t", "dw"), ("N", "C", "skipped"))
    return call.result("dw")


def vjp(dloss, x, t, w=None, *, residuals=None, ignore_index=-100):
    """The gradients of x, w."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x")
    call.new("dw", "w")
    call.run(_vjp, ("dloss", "x", "t", "w", "dx", "dw"), ("N", "C", "skipped"))
    return Gradients(*call.results(("dx", "dw")))


def jvp(x, t, w=None, *, x_dot=None, w_dot=None, residuals=None, ignore_index=-100):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "w_dot", "x", "t", "w", "loss_dot"), ("N", "C", "skipped"))
    return call.result("loss_dot")
