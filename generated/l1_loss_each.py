"""l1_loss_each: absolute error |x − t|, per element.

Made by `chainrule generate`, version 0.1.0, from the forward of `l1_loss_each`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss[i] = |t[i] − x[i]|
    dx[i] = −dloss[i] · sign(t[i] − x[i])
    dt[i] = dloss[i] · sign(t[i] − x[i])

Convention: at x = t the derivative is 0.

Source: Laplace 1774.

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
    'name': 'l1_loss_each',
    'summary': 'absolute error |x − t|, per element',
    'inputs': [
        {'name': 'x', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'loss', 'shape': ['M'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 't': 'vjp_t'},
    'analytic': False,
    'elementwise': True,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['M']},
        {'path': 'ranges', 'at': 24000, 'of': ['M']},
        {'path': 'vector', 'at': 64, 'of': ['M']},
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
        runtime.Step("x", 0, "M", "M"),
        runtime.Step("t", 0, "M", "M"),
    ),
    sizes={
    },
    shapes={
        "x": lambda M, **_: (M,),
        "t": lambda M, **_: (M,),
        "loss": lambda M, **_: (M,),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, t, loss, M):
    """loss[i] = |t[i] − x[i]|"""
    for i_block in range(first, last):
        # loss[i] = |t[i] − x[i]|
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            loss[U(i)] = abs(t[U(i)] - x[U(i)])


def _forward(x, t, loss, M):
    """loss[i] = |t[i] − x[i]|

    Operations: M additions.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, t, loss, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, dx, M):
    """dx[i] = −dloss[i] · sign(t[i] − x[i])"""
    for i_block in range(first, last):
        # dx[i] = −dloss[i] · sign(t[i] − x[i])
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            dx[U(i)] = -dloss[U(i)] * np.sign(t[U(i)] - x[U(i)])


def _vjp_x(dloss, x, t, dx, M):
    """dx[i] = −dloss[i] · sign(t[i] − x[i])

    Operations: M multiplications, M additions.
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dloss, x, t, dt, M):
    """dt[i] = dloss[i] · sign(t[i] − x[i])"""
    for i_block in range(first, last):
        # dt[i] = dloss[i] · sign(t[i] − x[i])
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            dt[U(i)] = dloss[U(i)] * np.sign(t[U(i)] - x[U(i)])


def _vjp_t(dloss, x, t, dt, M):
    """dt[i] = dloss[i] · sign(t[i] − x[i])

    Operations: M multiplications, M additions.
    """
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M)


def _vjp(dloss, x, t, dx, dt, M):
    """dx[i] = −dloss[i] · sign(t[i] − x[i])
    dt[i] = dloss[i] · sign(t[i] − x[i])

    Operations: 2·M multiplications, 2·M additions.
    """
    # dx[i] = −dloss[i] · sign(t[i] − x[i])
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M)
    # dt[i] = dloss[i] · sign(t[i] − x[i])
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, t_dot, x, t, loss_dot, M):
    """loss_dot[i] = sign(t[i] − x[i]) · (ṫ[i] − ẋ[i])"""
    for i_block in range(first, last):
        # loss_dot[i] = sign(t[i] − x[i]) · (ṫ[i] − ẋ[i])
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            loss_dot[U(i)] = np.sign(t[U(i)] - x[U(i)]) * (t_dot[U(i)] - x_dot[U(i)])


def _jvp(x_dot, t_dot, x, t, loss_dot, M):
    """loss_dot[i] = sign(t[i] − x[i]) · (ṫ[i] − ẋ[i])

    Operations: M multiplications, 2·M additions.
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, t_dot, x, t, loss_dot, M)


def forward(x, t, *, out=None, save=False):
    """absolute error |x − t|, per element; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.new_all(("loss",), out)
    call.run(_forward, ("x", "t", "loss"), ("M",))
    result = call.result("loss")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dloss, x, t, *, residuals=None, out=None):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "x", "t", "dx"), ("M",))
    return call.result("dx")


def vjp_t(dloss, x, t, *, residuals=None, out=None):
    """The gradient of t, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.add("dloss", "loss", dloss)
    call.new("dt", "t", out)
    call.run(_vjp_t, ("dloss", "x", "t", "dt"), ("M",))
    return call.result("dt")


def vjp(dloss, x, t, *, residuals=None):
    """The gradients of x, t."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x")
    call.new("dt", "t")
    call.run(_vjp, ("dloss", "x", "t", "dx", "dt"), ("M",))
    return Gradients(*call.results(("dx", "dt")))


def jvp(x, t, *, x_dot=None, t_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t}, {})
    call.add("x_dot", "x", x_dot)
    call.add("t_dot", "t", t_dot)
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "t_dot", "x", "t", "loss_dot"), ("M",))
    return call.result("loss_dot")
