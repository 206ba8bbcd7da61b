"""huber_loss_each: half the squared error near 0, absolute error away from it, with curvature 1, per element.

Made by `chainrule generate`, version 0.1.0, from the forward of `huber_loss_each`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss[i] = {(x[i] − t[i])²/2 if |t[i] − x[i]| ≤ δ; else δ · (|t[i] − x[i]| − δ/2)}
    dx[i] = dloss[i] · ([|t[i] − x[i]| ≤ δ] · (x[i] − t[i]) − δ · sign(t[i] − x[i]) · [|t[i] − x[i]| > δ])
    dt[i] = dloss[i] · ([|t[i] − x[i]| ≤ δ] · (t[i] − x[i]) + δ · sign(t[i] − x[i]) · [|t[i] − x[i]| > δ])

Convention: at |x − t| = delta the two forms agree, with their first derivatives.

Source: Huber 1964.

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
    'name': 'huber_loss_each',
    'summary': 'half the squared error near 0, absolute error away from it, with curvature 1, per element',
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
        {'name': 'delta', 'symbols': ['delta'], 'kind': 'float', 'default': 1.0, 'minimum': 0, 'maximum': None},
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
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, t, loss, M, delta):
    """loss[i] = {(x[i] − t[i])²/2 if |t[i] − x[i]| ≤ δ; else δ · (|t[i] − x[i]| − δ/2)}"""
    dtype = x.dtype
    T = dtype.type
    for i_block in range(first, last):
        # loss[i] = {(x[i] − t[i])²/2 if |t[i] − x[i]| ≤ δ; else δ · (|t[i] − x[i]| − δ/2)}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            abs_here = abs(t[U(i)] - x[U(i)])
            t_here = t[U(i)]
            x_here = x[U(i)]
            loss[U(i)] = select(
                delta >= abs_here,
                ((x_here - t_here) * (x_here - t_here)) / T(2),
                (abs_here - (delta / T(2))) * delta,
            )


def _forward(x, t, loss, M, delta):
    """loss[i] = {(x[i] − t[i])²/2 if |t[i] − x[i]| ≤ δ; else δ · (|t[i] − x[i]| − δ/2)}

    Operations: M multiplications, 3·M additions, terms that a condition drops counted.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, t, loss, M, delta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, dx, M, delta):
    """dx[i] = dloss[i] · {−δ · sign(t[i] − x[i]) if |t[i] − x[i]| > δ; else x[i] − t[i]}"""
    for i_block in range(first, last):
        # dx[i] = dloss[i] · {−δ · sign(t[i] − x[i]) if |t[i] − x[i]| > δ; else x[i] − t[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            x_here = x[U(i)]
            dx[U(i)] = (
                select(abs(t_here - x_here) > delta, -delta * np.sign(t_here - x_here), x_here - t_here)
                * dloss[U(i)]
            )


def _vjp_x(dloss, x, t, dx, M, delta):
    """dx[i] = dloss[i] · ([|t[i] − x[i]| ≤ δ] · (x[i] − t[i]) − δ · sign(t[i] − x[i]) · [|t[i] − x[i]| > δ])

    As compiled:

    dx[i] = dloss[i] · {−δ · sign(t[i] − x[i]) if |t[i] − x[i]| > δ; else x[i] − t[i]}

    Operations: M multiplications, 3·M additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M, delta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dloss, x, t, dt, M, delta):
    """dt[i] = dloss[i] · {δ · sign(t[i] − x[i]) if |t[i] − x[i]| > δ; else t[i] − x[i]}"""
    for i_block in range(first, last):
        # dt[i] = dloss[i] · {δ · sign(t[i] − x[i]) if |t[i] − x[i]| > δ; else t[i] − x[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            x_here = x[U(i)]
            dt[U(i)] = (
                select(abs(t_here - x_here) > delta, delta * np.sign(t_here - x_here), t_here - x_here)
                * dloss[U(i)]
            )


def _vjp_t(dloss, x, t, dt, M, delta):
    """dt[i] = dloss[i] · ([|t[i] − x[i]| ≤ δ] · (t[i] − x[i]) + δ · sign(t[i] − x[i]) · [|t[i] − x[i]| > δ])

    As compiled:

    dt[i] = dloss[i] · {δ · sign(t[i] − x[i]) if |t[i] − x[i]| > δ; else t[i] − x[i]}

    Operations: M multiplications, 3·M additions, terms that a condition drops counted.
    """
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M, delta)


def _vjp(dloss, x, t, dx, dt, M, delta):
    """dx[i] = dloss[i] · ([|t[i] − x[i]| ≤ δ] · (x[i] − t[i]) − δ · sign(t[i] − x[i]) · [|t[i] − x[i]| > δ])
    dt[i] = dloss[i] · ([|t[i] − x[i]| ≤ δ] · (t[i] − x[i]) + δ · sign(t[i] − x[i]) · [|t[i] − x[i]| > δ])

    Operations: 2·M multiplications, 6·M additions, terms that a condition drops counted.
    """
    # dx[i] = dloss[i] · {−δ · sign(t[i] − x[i]) if |t[i] − x[i]| > δ; else x[i] − t[i]}
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M, delta)
    # dt[i] = dloss[i] · {δ · sign(t[i] − x[i]) if |t[i] − x[i]| > δ; else t[i] − x[i]}
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M, delta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, t_dot, x, t, loss_dot, M, delta):
    """loss_dot[i] = {δ · sign(t[i] − x[i]) · (ṫ[i] − ẋ[i]) if |t[i] − x[i]| > δ; else (x[i] − t[i]) · (ẋ[i]
        − ṫ[i])}
    """
    for i_block in range(first, last):
        # loss_dot[i] = {δ · sign(t[i] − x[i]) · (ṫ[i] − ẋ[i]) if |t[i] − x[i]| > δ; else
        #     (x[i] − t[i]) · (ẋ[i] − ṫ[i])}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            t_here = t[U(i)]
            t_dot_here = t_dot[U(i)]
            x_here = x[U(i)]
            x_dot_here = x_dot[U(i)]
            loss_dot[U(i)] = select(
                abs(t_here - x_here) > delta,
                delta * np.sign(t_here - x_here) * (t_dot_here - x_dot_here),
                (x_dot_here - t_dot_here) * (x_here - t_here),
            )


def _jvp(x_dot, t_dot, x, t, loss_dot, M, delta):
    """loss_dot[i] = {(x[i] − t[i]) · (ẋ[i] − ṫ[i]) if |t[i] − x[i]| ≤ δ; else δ · sign(t[i] − x[i]) · (ṫ[i]
        − ẋ[i])}

    As compiled:

    loss_dot[i] = {δ · sign(t[i] − x[i]) · (ṫ[i] − ẋ[i]) if |t[i] − x[i]| > δ; else (x[i] − t[i]) · (ẋ[i]
        − ṫ[i])}

    Operations: 2·M multiplications, 4·M additions, terms that a condition drops counted.
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, t_dot, x, t, loss_dot, M, delta)


def forward(x, t, *, out=None, save=False, delta=1.0):
    """half the squared error near 0, absolute error away from it, with curvature 1, per element;
    ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t}, {"delta": delta})
    call.new_all(("loss",), out)
    call.run(_forward, ("x", "t", "loss"), ("M", "delta"))
    result = call.result("loss")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dloss, x, t, *, residuals=None, out=None, delta=1.0):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"delta": delta})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "x", "t", "dx"), ("M", "delta"))
    return call.result("dx")


def vjp_t(dloss, x, t, *, residuals=None, out=None, delta=1.0):
    """The gradient of t, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"delta": delta})
    call.add("dloss", "loss", dloss)
    call.new("dt", "t", out)
    call.run(_vjp_t, ("dloss", "x", "t", "dt"), ("M", "delta"))
    return call.result("dt")


def vjp(dloss, x, t, *, residuals=None, delta=1.0):
    """The gradients of x, t."""
    call = _LAYER.bind({"x": x, "t": t}, {"delta": delta})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x")
    call.new("dt", "t")
    call.run(_vjp, ("dloss", "x", "t", "dx", "dt"), ("M", "delta"))
    return Gradients(*call.results(("dx", "dt")))


def jvp(x, t, *, x_dot=None, t_dot=None, residuals=None, delta=1.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t}, {"delta": delta})
    call.add("x_dot", "x", x_dot)
    call.add("t_dot", "t", t_dot)
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "t_dot", "x", "t", "loss_dot"), ("M", "delta"))
    return call.result("loss_dot")
