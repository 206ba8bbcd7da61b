"""squared_error_loss: squared error, per element.

Made by `chainrule generate`, version 0.1.0, from the forward of `squared_error_loss`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss[n,d] = (x[n,d] − t[n,d])²
    dx[n,d] = 2 · dloss[n,d] · (x[n,d] − t[n,d])
    dt[n,d] = −2 · dloss[n,d] · (x[n,d] − t[n,d])

Source: seed 003.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 24 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'squared_error_loss',
    'summary': 'squared error, per element',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['N', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'loss', 'shape': ['N', 'D'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 't': 'vjp_t'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['D * N']},
        {'path': 'ranges', 'at': 24000, 'of': ['D * N']},
        {'path': 'vector', 'at': 64, 'of': ['D * N']},
    ],
    'proved': {'in bounds': 24, 'iterations apart': 6},
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
        "loss": lambda D, N, **_: (N, D),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, t, loss, N, D):
    """loss[nd] = (x[nd] − t[nd])²"""
    for nd_block in range(first, last):
        # loss[nd] = (x[nd] − t[nd])²
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            loss[U(nd)] = (x[U(nd)] - t[U(nd)]) * (x[U(nd)] - t[U(nd)])


def _forward(x, t, loss, N, D):
    """loss[n,d] = (x[n,d] − t[n,d])²

    As compiled:

    loss[nd] = (x[nd] − t[nd])²

    Operations: D·N multiplications, D·N additions.
    """
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    loss_rows = loss.reshape((D * N,))
    launch(_forward_part, (D * N - 1) // 1024 + 1, D * N, x_rows, t_rows, loss_rows, N, D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, dx, N, D):
    """dx[nd] = 2 · dloss[nd] · (x[nd] − t[nd])"""
    dtype = dloss.dtype
    T = dtype.type
    for nd_block in range(first, last):
        # dx[nd] = 2 · dloss[nd] · (x[nd] − t[nd])
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            dx[U(nd)] = T(2) * (x[U(nd)] - t[U(nd)]) * dloss[U(nd)]


def _vjp_x(dloss, x, t, dx, N, D):
    """dx[n,d] = 2 · dloss[n,d] · (x[n,d] − t[n,d])

    As compiled:

    dx[nd] = 2 · dloss[nd] · (x[nd] − t[nd])

    Operations: D·N multiplications, D·N additions.
    """
    dloss_rows = dloss.reshape((D * N,))
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    dx_rows = dx.reshape((D * N,))
    launch(_vjp_x_part, (D * N - 1) // 1024 + 1, D * N, dloss_rows, x_rows, t_rows, dx_rows, N, D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dloss, x, t, dt, N, D):
    """dt[nd] = −2 · dloss[nd] · (x[nd] − t[nd])"""
    dtype = dloss.dtype
    T = dtype.type
    for nd_block in range(first, last):
        # dt[nd] = −2 · dloss[nd] · (x[nd] − t[nd])
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            dt[U(nd)] = -T(2) * (x[U(nd)] - t[U(nd)]) * dloss[U(nd)]


def _vjp_t(dloss, x, t, dt, N, D):
    """dt[n,d] = −2 · dloss[n,d] · (x[n,d] − t[n,d])

    As compiled:

    dt[nd] = −2 · dloss[nd] · (x[nd] − t[nd])

    Operations: D·N multiplications, D·N additions.
    """
    dloss_rows = dloss.reshape((D * N,))
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    dt_rows = dt.reshape((D * N,))
    launch(_vjp_t_part, (D * N - 1) // 1024 + 1, D * N, dloss_rows, x_rows, t_rows, dt_rows, N, D)


def _vjp(dloss, x, t, dx, dt, N, D):
    """dx[n,d] = 2 · dloss[n,d] · (x[n,d] − t[n,d])
    dt[n,d] = −2 · dloss[n,d] · (x[n,d] − t[n,d])

    Operations: 2·D·N multiplications, 2·D·N additions.
    """
    dloss_rows = dloss.reshape((D * N,))
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    dx_rows = dx.reshape((D * N,))
    dt_rows = dt.reshape((D * N,))
    # dx[nd] = 2 · dloss[nd] · (x[nd] − t[nd])
    launch(_vjp_x_part, (D * N - 1) // 1024 + 1, D * N, dloss_rows, x_rows, t_rows, dx_rows, N, D)
    # dt[nd] = −2 · dloss[nd] · (x[nd] − t[nd])
    launch(_vjp_t_part, (D * N - 1) // 1024 + 1, D * N, dloss_rows, x_rows, t_rows, dt_rows, N, D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, t_dot, x, t, loss_dot, N, D):
    """loss_dot[nd] = 2 · (x[nd] − t[nd]) · (ẋ[nd] − ṫ[nd])"""
    dtype = x_dot.dtype
    T = dtype.type
    for nd_block in range(first, last):
        # loss_dot[nd] = 2 · (x[nd] − t[nd]) · (ẋ[nd] − ṫ[nd])
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            loss_dot[U(nd)] = T(2) * (x[U(nd)] - t[U(nd)]) * (x_dot[U(nd)] - t_dot[U(nd)])


def _jvp(x_dot, t_dot, x, t, loss_dot, N, D):
    """loss_dot[n,d] = 2 · (x[n,d] − t[n,d]) · (ẋ[n,d] − ṫ[n,d])

    As compiled:

    loss_dot[nd] = 2 · (x[nd] − t[nd]) · (ẋ[nd] − ṫ[nd])

    Operations: D·N multiplications, 2·D·N additions.
    """
    x_dot_rows = x_dot.reshape((D * N,))
    t_dot_rows = t_dot.reshape((D * N,))
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    loss_dot_rows = loss_dot.reshape((D * N,))
    launch(_jvp_part, (D * N - 1) // 1024 + 1, D * N, x_dot_rows, t_dot_rows, x_rows, t_rows, loss_dot_rows,
            N, D)


def forward(x, t, *, out=None, save=False):
    """squared error, per element; ``save=True`` also returns what the gradients can use again."""
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
