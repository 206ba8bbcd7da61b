"""hinge_loss_each: max(0, margin − t x) for targets t of −1 or 1, per element.

Made by `chainrule generate`, version 0.1.0, from the forward of `hinge_loss_each`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss[i] = {margin − t[i]·x[i] if t[i]·x[i] < margin; else 0}
    dx[i] = −dloss[i] · t[i] · [t[i]·x[i] < margin]
    dt[i] = −dloss[i] · x[i] · [t[i]·x[i] < margin]

Convention: at t x = margin the derivative is 0.

Source: Cortes & Vapnik 1995.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 24 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'hinge_loss_each',
    'summary': 'max(0, margin − t x) for targets t of −1 or 1, per element',
    'inputs': [
        {'name': 'x', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'loss', 'shape': ['M'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'margin', 'symbols': ['margin'], 'kind': 'float', 'default': 1.0, 'minimum': None, 'maximum': None},
    ],
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
def _forward_part(first, last, x, t, loss, M, margin):
    """loss[i] = max(0, margin − t[i]·x[i])"""
    dtype = x.dtype
    T = dtype.type
    for i_block in range(first, last):
        # loss[i] = max(0, margin − t[i]·x[i])
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            x_here = x[U(i)]
            loss[U(i)] = select(t_here * x_here >= margin, T(0), margin - (t_here * x_here))


def _forward(x, t, loss, M, margin):
    """loss[i] = {margin − t[i]·x[i] if t[i]·x[i] < margin; else 0}

    As compiled:

    loss[i] = max(0, margin − t[i]·x[i])

    Operations: M multiplications, M additions, terms that a condition drops counted.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, t, loss, M, margin)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, dx, M, margin):
    """dx[i] = −{dloss[i]·t[i] if t[i]·x[i] < margin; 0 if t[i]·x[i] ≥ margin; else margin − t[i]·x[i]}"""
    dtype = dloss.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dx[i] = −{dloss[i]·t[i] if t[i]·x[i] < margin; 0 if t[i]·x[i] ≥ margin; else margin
        #     − t[i]·x[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            x_here = x[U(i)]
            dloss_here = dloss[U(i)]
            dx[U(i)] = -select(
                margin > t_here * x_here,
                dloss_here * t_here,
                select(t_here * x_here >= margin, T(0), margin - (t_here * x_here)),
            )


def _vjp_x(dloss, x, t, dx, M, margin):
    """dx[i] = −dloss[i] · t[i] · [t[i]·x[i] < margin]

    As compiled:

    dx[i] = −{dloss[i]·t[i] if t[i]·x[i] < margin; 0 if t[i]·x[i] ≥ margin; else margin − t[i]·x[i]}

    Operations: M multiplications, terms that a condition drops counted.
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M, margin)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dloss, x, t, dt, M, margin):
    """dt[i] = −{dloss[i]·x[i] if t[i]·x[i] < margin; 0 if t[i]·x[i] ≥ margin; else margin − t[i]·x[i]}"""
    dtype = dloss.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dt[i] = −{dloss[i]·x[i] if t[i]·x[i] < margin; 0 if t[i]·x[i] ≥ margin; else margin
        #     − t[i]·x[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            x_here = x[U(i)]
            dloss_here = dloss[U(i)]
            dt[U(i)] = -select(
                margin > t_here * x_here,
                dloss_here * x_here,
                select(t_here * x_here >= margin, T(0), margin - (t_here * x_here)),
            )


def _vjp_t(dloss, x, t, dt, M, margin):
    """dt[i] = −dloss[i] · x[i] · [t[i]·x[i] < margin]

    As compiled:

    dt[i] = −{dloss[i]·x[i] if t[i]·x[i] < margin; 0 if t[i]·x[i] ≥ margin; else margin − t[i]·x[i]}

    Operations: M multiplications, terms that a condition drops counted.
    """
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M, margin)


def _vjp(dloss, x, t, dx, dt, M, margin):
    """dx[i] = −dloss[i] · t[i] · [t[i]·x[i] < margin]
    dt[i] = −dloss[i] · x[i] · [t[i]·x[i] < margin]

    Operations: 2·M multiplications, terms that a condition drops counted.
    """
    # dx[i] = −{dloss[i]·t[i] if t[i]·x[i] < margin; 0 if t[i]·x[i] ≥ margin; else margin
    #     − t[i]·x[i]}
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M, margin)
    # dt[i] = −{dloss[i]·x[i] if t[i]·x[i] < margin; 0 if t[i]·x[i] ≥ margin; else margin
    #     − t[i]·x[i]}
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M, margin)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, t_dot, x, t, loss_dot, M, margin):
    """loss_dot[i] = {0 if t[i]·x[i] ≥ margin; else −t[i]·ẋ[i] − ṫ[i]·x[i]}"""
    dtype = x_dot.dtype
    T = dtype.type
    for i_block in range(first, last):
        # loss_dot[i] = {0 if t[i]·x[i] ≥ margin; else −t[i]·ẋ[i] − ṫ[i]·x[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            t_dot_here = t_dot[U(i)]
            x_here = x[U(i)]
            x_dot_here = x_dot[U(i)]
            loss_dot[U(i)] = select(
                t_here * x_here >= margin,
                T(0),
                -t_dot_here * x_here - (t_here * x_dot_here),
            )


def _jvp(x_dot, t_dot, x, t, loss_dot, M, margin):
    """loss_dot[i] = {−t[i]·ẋ[i] − ṫ[i]·x[i] if t[i]·x[i] < margin; else 0}

    As compiled:

    loss_dot[i] = {0 if t[i]·x[i] ≥ margin; else −t[i]·ẋ[i] − ṫ[i]·x[i]}

    Operations: 2·M multiplications, M additions, terms that a condition drops counted.
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, t_dot, x, t, loss_dot, M, margin)


def forward(x, t, *, out=None, save=False, margin=1.0):
    """max(0, margin − t x) for targets t of −1 or 1, per element; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t}, {"margin": margin})
    call.new_all(("loss",), out)
    call.run(_forward, ("x", "t", "loss"), ("M", "margin"))
    result = call.result("loss")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dloss, x, t, *, residuals=None, out=None, margin=1.0):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"margin": margin})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "x", "t", "dx"), ("M", "margin"))
    return call.result("dx")


def vjp_t(dloss, x, t, *, residuals=None, out=None, margin=1.0):
    """The gradient of t, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"margin": margin})
    call.add("dloss", "loss", dloss)
    call.new("dt", "t", out)
    call.run(_vjp_t, ("dloss", "x", "t", "dt"), ("M", "margin"))
    return call.result("dt")


def vjp(dloss, x, t, *, residuals=None, margin=1.0):
    """The gradients of x, t."""
    call = _LAYER.bind({"x": x, "t": t}, {"margin": margin})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x")
    call.new("dt", "t")
    call.run(_vjp, ("dloss", "x", "t", "dx", "dt"), ("M", "margin"))
    return Gradients(*call.results(("dx", "dt")))


def jvp(x, t, *, x_dot=None, t_dot=None, residuals=None, margin=1.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t}, {"margin": margin})
    call.add("x_dot", "x", x_dot)
    call.add("t_dot", "t", t_dot)
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "t_dot", "x", "t", "loss_dot"), ("M", "margin"))
    return call.result("loss_dot")
