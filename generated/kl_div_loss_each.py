"""kl_div_loss_each: divergence of a probability t from a logarithm x of one, t (log t − x), per element.

Made by `chainrule generate`, version 0.1.0, from the forward of `kl_div_loss_each`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss[i] = {t[i] · (log(t[i]) − x[i]) if t[i] > 0; else 0}
    dx[i] = −dloss[i] · t[i] · [t[i] > 0]
    dt[i] = dloss[i] · [t[i] > 0] · (1 + log(t[i]) − x[i])

Convention: where t is 0 or below, loss and derivatives are 0.

Source: Kullback & Leibler 1951.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 22 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import log, select
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'kl_div_loss_each',
    'summary': 'divergence of a probability t from a logarithm x of one, t (log t − x), per element',
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
    'proved': {'in bounds': 22, 'iterations apart': 6},
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
    """loss[i] = {0 if t[i] ≤ 0; else t[i] · (log(t[i]) − x[i])}"""
    dtype = x.dtype
    T = dtype.type
    for i_block in range(first, last):
        # loss[i] = {0 if t[i] ≤ 0; else t[i] · (log(t[i]) − x[i])}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            x_here = x[U(i)]
            loss[U(i)] = select(T(0) >= t_here, T(0), (log(t_here) - x_here) * t_here)


def _forward(x, t, loss, M):
    """loss[i] = {t[i] · (log(t[i]) − x[i]) if t[i] > 0; else 0}

    As compiled:

    loss[i] = {0 if t[i] ≤ 0; else t[i] · (log(t[i]) − x[i])}

    Operations: M multiplications, M additions, terms that a condition drops counted.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, t, loss, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, t, dx, M):
    """dx[i] = −{0 if t[i] ≤ 0; else dloss[i]·t[i]}"""
    dtype = dloss.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dx[i] = −{0 if t[i] ≤ 0; else dloss[i]·t[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            dloss_here = dloss[U(i)]
            t_here = t[U(i)]
            dx[U(i)] = -select(T(0) >= t_here, T(0), dloss_here * t_here)


def _vjp_x(dloss, t, dx, M):
    """dx[i] = −dloss[i] · t[i] · [t[i] > 0]

    As compiled:

    dx[i] = −{0 if t[i] ≤ 0; else dloss[i]·t[i]}

    Operations: M multiplications, terms that a condition drops counted.
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, t, dx, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dloss, x, t, dt, M):
    """dt[i] = {0 if t[i] ≤ 0; else dloss[i] · (1 + log(t[i]) − x[i])}"""
    dtype = dloss.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dt[i] = {0 if t[i] ≤ 0; else dloss[i] · (1 + log(t[i]) − x[i])}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            dloss_here = dloss[U(i)]
            t_here = t[U(i)]
            x_here = x[U(i)]
            dt[U(i)] = select(T(0) >= t_here, T(0), (log(t_here) + T(1) - x_here) * dloss_here)


def _vjp_t(dloss, x, t, dt, M):
    """dt[i] = dloss[i] · [t[i] > 0] · (1 + log(t[i]) − x[i])

    As compiled:

    dt[i] = {0 if t[i] ≤ 0; else dloss[i] · (1 + log(t[i]) − x[i])}

    Operations: M multiplications, 2·M additions, terms that a condition drops counted.
    """
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M)


def _vjp(dloss, x, t, dx, dt, M):
    """dx[i] = −dloss[i] · t[i] · [t[i] > 0]
    dt[i] = dloss[i] · [t[i] > 0] · (1 + log(t[i]) − x[i])

    Operations: 2·M multiplications, 2·M additions, terms that a condition drops counted.
    """
    # dx[i] = −{0 if t[i] ≤ 0; else dloss[i]·t[i]}
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, t, dx, M)
    # dt[i] = {0 if t[i] ≤ 0; else dloss[i] · (1 + log(t[i]) − x[i])}
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, t_dot, x, t, loss_dot, M):
    """loss_dot[i] = {0 if t[i] ≤ 0; else ṫ[i] · (log(t[i]) − x[i]) + t[i] · (ṫ[i]/t[i] − ẋ[i])}"""
    dtype = x_dot.dtype
    T = dtype.type
    for i_block in range(first, last):
        # loss_dot[i] = {0 if t[i] ≤ 0; else ṫ[i] · (log(t[i]) − x[i]) + t[i] · (ṫ[i]/t[i] −
        #     ẋ[i])}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            t_dot_here = t_dot[U(i)]
            x_here = x[U(i)]
            x_dot_here = x_dot[U(i)]
            loss_dot[U(i)] = select(
                T(0) >= t_here,
                T(0),
                (log(t_here) - x_here) * t_dot_here + (t_dot_here / t_here - x_dot_here) * t_here,
            )


def _jvp(x_dot, t_dot, x, t, loss_dot, M):
    """loss_dot[i] = {ṫ[i] · (log(t[i]) − x[i]) + t[i] · (ṫ[i]/t[i] − ẋ[i]) if t[i] > 0; else 0}

    As compiled:

    loss_dot[i] = {0 if t[i] ≤ 0; else ṫ[i] · (log(t[i]) − x[i]) + t[i] · (ṫ[i]/t[i] − ẋ[i])}

    Operations: 3·M multiplications, 3·M additions, terms that a condition drops counted.
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, t_dot, x, t, loss_dot, M)


def forward(x, t, *, out=None, save=False):
    """divergence of a probability t from a logarithm x of one, t (log t − x), per element; ``save=True`` also
    returns what the gradients can use again.
    """
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
    call.run(_vjp_x, ("dloss", "t", "dx"), ("M",))
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
