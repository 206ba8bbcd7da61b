"""l1_loss: absolute error |x − t|, averaged over all elements.

Made by `chainrule generate`, version 0.1.0, from the forward of `l1_loss`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss = 1/(N·D) · Σ_{n,d} |t[n,d] − x[n,d]|
    dx[n,d] = −dloss · sign(t[n,d] − x[n,d])/(N·D)
    dt[n,d] = dloss · sign(t[n,d] − x[n,d])/(N·D)

Convention: at x = t the derivative is 0.

Source: Laplace 1774.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 23 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
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
    'name': 'l1_loss',
    'summary': 'absolute error |x − t|, averaged over all elements',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['N', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'loss', 'shape': [], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 't': 'vjp_t'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['D * N']},
        {'path': 'ranges', 'at': 24000, 'of': ['D * N']},
        {'path': 'vector', 'at': 64, 'of': ['D * N']},
    ],
    'proved': {'in bounds': 23, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "t"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "D", "D"),
        runtime.Step("t", 0, "N", "N"),
        runtime.Step("t", 1, "D", "D"),
    ),
    sizes={
    },
    shapes={
        "x": lambda D, N, **_: (N, D),
        "t": lambda D, N, **_: (N, D),
        "loss": lambda **_: (),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, t, loss, N, D):
    """loss = 1/(N·D) · Σ_{n,d} |t[n,d] − x[n,d]|

    As compiled:

    loss = 1/(D·N) · Σ_{nd} |t[nd] − x[nd]|

    Operations: 2·D·N − 1 additions.
    """
    dtype = loss.dtype
    T = dtype.type
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    # loss = 1/(D·N) · Σ_{nd} |t[nd] − x[nd]|
    acc = T(0)
    rest = T(0)
    for nd_block in range((D * N - 1) // 1024 + 1):
        part = T(0)
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            part = plus(part, abs(t_rows[U(nd)] - x_rows[U(nd)]))
        acc, rest = carried(acc, rest, part)
    loss[()] = acc / T(D * N)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, dx, N, D):
    """dx[nd] = −dloss · sign(t[nd] − x[nd])/(D·N)"""
    dtype = dloss.dtype
    T = dtype.type
    dloss_value = dloss[()]
    minus_dloss_value_over_D_N = -dloss_value / T(D * N)
    for nd_block in range(first, last):
        # dx[nd] = −dloss · sign(t[nd] − x[nd])/(D·N)
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            dx[U(nd)] = minus_dloss_value_over_D_N * np.sign(t[U(nd)] - x[U(nd)])


def _vjp_x(dloss, x, t, dx, N, D):
    """dx[n,d] = −dloss · sign(t[n,d] − x[n,d])/(N·D)

    As compiled:

    dx[nd] = −dloss · sign(t[nd] − x[nd])/(D·N)

    Operations: D·N multiplications, D·N additions.
    """
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    dx_rows = dx.reshape((D * N,))
    launch(_vjp_x_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, t_rows, dx_rows, N, D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dloss, x, t, dt, N, D):
    """dt[nd] = dloss · sign(t[nd] − x[nd])/(D·N)"""
    dtype = dloss.dtype
    T = dtype.type
    dloss_value = dloss[()]
    dloss_value_over_D_N = dloss_value / T(D * N)
    for nd_block in range(first, last):
        # dt[nd] = dloss · sign(t[nd] − x[nd])/(D·N)
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            dt[U(nd)] = dloss_value_over_D_N * np.sign(t[U(nd)] - x[U(nd)])


def _vjp_t(dloss, x, t, dt, N, D):
    """dt[n,d] = dloss · sign(t[n,d] − x[n,d])/(N·D)

    As compiled:

    dt[nd] = dloss · sign(t[nd] − x[nd])/(D·N)

    Operations: D·N multiplications, D·N additions.
    """
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    dt_rows = dt.reshape((D * N,))
    launch(_vjp_t_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, t_rows, dt_rows, N, D)


def _vjp(dloss, x, t, dx, dt, N, D):
    """dx[n,d] = −dloss · sign(t[n,d] − x[n,d])/(N·D)
    dt[n,d] = dloss · sign(t[n,d] − x[n,d])/(N·D)

    Operations: 2·D·N multiplications, 2·D·N additions.
    """
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    dx_rows = dx.reshape((D * N,))
    dt_rows = dt.reshape((D * N,))
    # dx[nd] = −dloss · sign(t[nd] − x[nd])/(D·N)
    launch(_vjp_x_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, t_rows, dx_rows, N, D)
    # dt[nd] = dloss · sign(t[nd] − x[nd])/(D·N)
    launch(_vjp_t_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, t_rows, dt_rows, N, D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, t_dot, x, t, loss_dot, N, D):
    """loss_dot = 1/(N·D) · Σ_{n,d} sign(t[n,d] − x[n,d]) · (ṫ[n,d] − ẋ[n,d])

    As compiled:

    loss_dot = 1/(D·N) · Σ_{nd} sign(t[nd] − x[nd]) · (ṫ[nd] − ẋ[nd])

    Operations: D·N multiplications, 3·D·N − 1 additions.
    """
    dtype = loss_dot.dtype
    T = dtype.type
    x_dot_rows = x_dot.reshape((D * N,))
    t_dot_rows = t_dot.reshape((D * N,))
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    # loss_dot = 1/(D·N) · Σ_{nd} sign(t[nd] − x[nd]) · (ṫ[nd] − ẋ[nd])
    acc = T(0)
    rest = T(0)
    for nd_block in range((D * N - 1) // 1024 + 1):
        part = T(0)
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            part = plus(
                part,
                np.sign(t_rows[U(nd)] - x_rows[U(nd)]) * (t_dot_rows[U(nd)] - x_dot_rows[U(nd)]),
            )
        acc, rest = carried(acc, rest, part)
    loss_dot[()] = acc / T(D * N)


def forward(x, t, *, out=None, save=False):
    """absolute error |x − t|, averaged over all elements; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.new_all(("loss",), out)
    call.run(_forward, ("x", "t", "loss"), ("N", "D"))
    result = call.result("loss")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dloss, x, t, *, residuals=None, out=None):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "x", "t", "dx"), ("N", "D"))
    return call.result("dx")


def vjp_t(dloss, x, t, *, residuals=None, out=None):
    """The gradient of t, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.add("dloss", "loss", dloss)
    call.new("dt", "t", out)
    call.run(_vjp_t, ("dloss", "x", "t", "dt"), ("N", "D"))
    return call.result("dt")


def vjp(dloss, x, t, *, residuals=None):
    """The gradients of x, t."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x")
    call.new("dt", "t")
    call.run(_vjp, ("dloss", "x", "t", "dx", "dt"), ("N", "D"))
    return Gradients(*call.results(("dx", "dt")))


def jvp(x, t, *, x_dot=None, t_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.add("x_dot", "x", x_dot)
    call.add("t_dot", "t", t_dot)
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "t_dot", "x", "t", "loss_dot"), ("N", "D"))
    return call.result("loss_dot")
