"""smooth_l1_loss_each: squared error near 0, absolute error away from it, with slope 1, per element.

Made by `chainrule generate`, version 0.1.0, from the forward of `smooth_l1_loss_each`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss[i] = {(x[i] − t[i])²/(2·β) if |t[i] − x[i]| < β; else |t[i] − x[i]| − β/2}
    dx[i] = dloss[i] · ((x[i] − t[i])/β · [|t[i] − x[i]| < β] − sign(t[i] − x[i]) · [|t[i] − x[i]| ≥ β])
    dt[i] = dloss[i] · (sign(t[i] − x[i]) · [|t[i] − x[i]| ≥ β] − (x[i] − t[i])/β · [|t[i] − x[i]| < β])

Convention: at |x − t| = beta the two forms agree, with their first derivatives.

Source: Girshick 2015, eq. 3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 26 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
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
    'name': 'smooth_l1_loss_each',
    'summary': 'squared error near 0, absolute error away from it, with slope 1, per element',
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
        {'name': 'beta', 'symbols': ['beta'], 'kind': 'float', 'default': 1.0, 'minimum': 0, 'maximum': None},
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
    'proved': {'in bounds': 26, 'iterations apart': 6},
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
    requires=(
        (lambda beta, **_: beta > float(0), 'beta must be greater than 0, for it is divided by'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, t, loss, M, beta):
    """loss[i] = {(x[i] − t[i])²/(2·β) if |t[i] − x[i]| < β; else |t[i] − x[i]| − β/2}"""
    dtype = x.dtype
    T = dtype.type
    for i_block in range(first, last):
        # loss[i] = {(x[i] − t[i])²/(2·β) if |t[i] − x[i]| < β; else |t[i] − x[i]| − β/2}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            abs_here = abs(t[U(i)] - x[U(i)])
            t_here = t[U(i)]
            x_here = x[U(i)]
            loss[U(i)] = select(
                beta > abs_here,
                ((x_here - t_here) * (x_here - t_here)) / (T(2) * beta),
                abs_here - (beta / T(2)),
            )


def _forward(x, t, loss, M, beta):
    """loss[i] = {(x[i] − t[i])²/(2·β) if |t[i] − x[i]| < β; else |t[i] − x[i]| − β/2}

    Operations: M multiplications, 3·M additions, terms that a condition drops counted.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, t, loss, M, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, dx, M, beta):
    """dx[i] = dloss[i] · {−sign(t[i] − x[i]) if |t[i] − x[i]| ≥ β; else (x[i] − t[i])/β}"""
    for i_block in range(first, last):
        # dx[i] = dloss[i] · {−sign(t[i] − x[i]) if |t[i] − x[i]| ≥ β; else (x[i] − t[i])/β}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            x_here = x[U(i)]
            dx[U(i)] = (
                select(abs(t_here - x_here) >= beta, -np.sign(t_here - x_here), (x_here - t_here) / beta)
                * dloss[U(i)]
            )


def _vjp_x(dloss, x, t, dx, M, beta):
    """dx[i] = dloss[i] · ((x[i] − t[i])/β · [|t[i] − x[i]| < β] − sign(t[i] − x[i]) · [|t[i] − x[i]| ≥ β])

    As compiled:

    dx[i] = dloss[i] · {−sign(t[i] − x[i]) if |t[i] − x[i]| ≥ β; else (x[i] − t[i])/β}

    Operations: M multiplications, 3·M additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dloss, x, t, dt, M, beta):
    """dt[i] = dloss[i] · {sign(t[i] − x[i]) if |t[i] − x[i]| ≥ β; else −(x[i] − t[i])/β}"""
    for i_block in range(first, last):
        # dt[i] = dloss[i] · {sign(t[i] − x[i]) if |t[i] − x[i]| ≥ β; else −(x[i] − t[i])/β}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            x_here = x[U(i)]
            dt[U(i)] = (
                select(abs(t_here - x_here) >= beta, np.sign(t_here - x_here), -(x_here - t_here) / beta)
                * dloss[U(i)]
            )


def _vjp_t(dloss, x, t, dt, M, beta):
    """dt[i] = dloss[i] · (sign(t[i] − x[i]) · [|t[i] − x[i]| ≥ β] − (x[i] − t[i])/β · [|t[i] − x[i]| < β])

    As compiled:

    dt[i] = dloss[i] · {sign(t[i] − x[i]) if |t[i] − x[i]| ≥ β; else −(x[i] − t[i])/β}

    Operations: M multiplications, 3·M additions, terms that a condition drops counted.
    """
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M, beta)


def _vjp(dloss, x, t, dx, dt, M, beta):
    """dx[i] = dloss[i] · ((x[i] − t[i])/β · [|t[i] − x[i]| < β] − sign(t[i] − x[i]) · [|t[i] − x[i]| ≥ β])
    dt[i] = dloss[i] · (sign(t[i] − x[i]) · [|t[i] − x[i]| ≥ β] − (x[i] − t[i])/β · [|t[i] − x[i]| < β])

    Operations: 2·M multiplications, 6·M additions, terms that a condition drops counted.
    """
    # dx[i] = dloss[i] · {−sign(t[i] − x[i]) if |t[i] − x[i]| ≥ β; else (x[i] − t[i])/β}
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M, beta)
    # dt[i] = dloss[i] · {sign(t[i] − x[i]) if |t[i] − x[i]| ≥ β; else −(x[i] − t[i])/β}
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, t_dot, x, t, loss_dot, M, beta):
    """loss_dot[i] = {sign(t[i] − x[i]) · (ṫ[i] − ẋ[i]) if |t[i] − x[i]| ≥ β; else 1/β · (x[i] − t[i]) ·
        (ẋ[i] − ṫ[i])}
    """
    for i_block in range(first, last):
        # loss_dot[i] = {sign(t[i] − x[i]) · (ṫ[i] − ẋ[i]) if |t[i] − x[i]| ≥ β; else 1/β ·
        #     (x[i] − t[i]) · (ẋ[i] − ṫ[i])}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            t_dot_here = t_dot[U(i)]
            x_here = x[U(i)]
            x_dot_here = x_dot[U(i)]
            loss_dot[U(i)] = select(
                abs(t_here - x_here) >= beta,
                np.sign(t_here - x_here) * (t_dot_here - x_dot_here),
                (x_dot_here - t_dot_here) * (x_here - t_here) / beta,
            )


def _jvp(x_dot, t_dot, x, t, loss_dot, M, beta):
    """loss_dot[i] = {1/β · (x[i] − t[i]) · (ẋ[i] − ṫ[i]) if |t[i] − x[i]| < β; else sign(t[i] − x[i]) ·
        (ṫ[i] − ẋ[i])}

    As compiled:

    loss_dot[i] = {sign(t[i] − x[i]) · (ṫ[i] − ẋ[i]) if |t[i] − x[i]| ≥ β; else 1/β · (x[i] − t[i]) ·
        (ẋ[i] − ṫ[i])}

    Operations: 2·M multiplications, 4·M additions, terms that a condition drops counted.
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, t_dot, x, t, loss_dot, M, beta)


def forward(x, t, *, out=None, save=False, beta=1.0):
    """squared error near 0, absolute error away from it, with slope 1, per element; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t}, {"beta": beta})
    call.new_all(("loss",), out)
    call.run(_forward, ("x", "t", "loss"), ("M", "beta"))
    result = call.result("loss")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dloss, x, t, *, residuals=None, out=None, beta=1.0):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"beta": beta})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "x", "t", "dx"), ("M", "beta"))
    return call.result("dx")


def vjp_t(dloss, x, t, *, residuals=None, out=None, beta=1.0):
    """The gradient of t, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"beta": beta})
    call.add("dloss", "loss", dloss)
    call.new("dt", "t", out)
    call.run(_vjp_t, ("dloss", "x", "t", "dt"), ("M", "beta"))
    return call.result("dt")


def vjp(dloss, x, t, *, residuals=None, beta=1.0):
    """The gradients of x, t."""
    call = _LAYER.bind({"x": x, "t": t}, {"beta": beta})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x")
    call.new("dt", "t")
    call.run(_vjp, ("dloss", "x", "t", "dx", "dt"), ("M", "beta"))
    return Gradients(*call.results(("dx", "dt")))


def jvp(x, t, *, x_dot=None, t_dot=None, residuals=None, beta=1.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t}, {"beta": beta})
    call.add("x_dot", "x", x_dot)
    call.add("t_dot", "t", t_dot)
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "t_dot", "x", "t", "loss_dot"), ("M", "beta"))
    return call.result("loss_dot")
