"""soft_margin_loss_each: log(1 + e^(−t x)) for targets t of −1 or 1, per element.

Made by `chainrule generate`, version 0.1.0, from the forward of `soft_margin_loss_each`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss[i] = {log(1 + exp(t[i]·x[i])) − t[i]·x[i] if t[i]·x[i] ≤ 0; else log(1 + exp(−t[i]·x[i]))}
    dx[i] = dloss[i] · t[i] · (−1/(1 + exp(t[i]·x[i])) · [t[i]·x[i] ≤ 0] − exp(−t[i]·x[i])/(1 +
        exp(−t[i]·x[i])) · [t[i]·x[i] > 0])
    dt[i] = dloss[i] · x[i] · (−1/(1 + exp(t[i]·x[i])) · [t[i]·x[i] ≤ 0] − exp(−t[i]·x[i])/(1 +
        exp(−t[i]·x[i])) · [t[i]·x[i] > 0])

Convention: at t x = 0 the two forms agree, with all their derivatives.

Source: Friedman et al. 2000.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 36 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import log1p, exp_falling, select
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'soft_margin_loss_each',
    'summary': 'log(1 + e^(−t x)) for targets t of −1 or 1, per element',
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
    'proved': {'in bounds': 36, 'iterations apart': 6},
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
    """loss[i] = {log(1 + exp(t[i]·x[i])) − t[i]·x[i] if t[i]·x[i] ≤ 0; else log(1 + exp(−t[i]·x[i]))}"""
    dtype = x.dtype
    T = dtype.type
    for i_block in range(first, last):
        # loss[i] = {log(1 + exp(t[i]·x[i])) − t[i]·x[i] if t[i]·x[i] ≤ 0; else log(1 +
        #     exp(−t[i]·x[i]))}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            exp_here = exp_falling(-abs(t[U(i)] * x[U(i)]))
            log1p_here = log1p(exp_here)
            t_here = t[U(i)]
            x_here = x[U(i)]
            loss[U(i)] = select(T(0) >= t_here * x_here, log1p_here - (t_here * x_here), log1p_here)


def _forward(x, t, loss, M):
    """loss[i] = {log(1 + exp(t[i]·x[i])) − t[i]·x[i] if t[i]·x[i] ≤ 0; else log(1 + exp(−t[i]·x[i]))}

    Operations: 3·M multiplications, M additions, terms that a condition drops counted.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, t, loss, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, dx, M):
    """dx[i] = dloss[i] · t[i] · {−1/(1 + exp(t[i]·x[i])) if t[i]·x[i] ≤ 0; else −exp(−t[i]·x[i])/(1 +
        exp(−t[i]·x[i]))}
    """
    dtype = dloss.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dx[i] = dloss[i] · t[i] · {−1/(1 + exp(t[i]·x[i])) if t[i]·x[i] ≤ 0; else
        #     −exp(−t[i]·x[i])/(1 + exp(−t[i]·x[i]))}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            exp_here = exp_falling(-abs(t[U(i)] * x[U(i)]))
            dx[U(i)] = (
                select(T(0) >= t[U(i)] * x[U(i)], T(-1), -exp_here)
                * dloss[U(i)]
                * t[U(i)]
                / (exp_here + T(1))
            )


def _vjp_x(dloss, x, t, dx, M):
    """dx[i] = dloss[i] · t[i] · (−1/(1 + exp(t[i]·x[i])) · [t[i]·x[i] ≤ 0] − exp(−t[i]·x[i])/(1 +
        exp(−t[i]·x[i])) · [t[i]·x[i] > 0])

    As compiled:

    dx[i] = dloss[i] · t[i] · {−1/(1 + exp(t[i]·x[i])) if t[i]·x[i] ≤ 0; else −exp(−t[i]·x[i])/(1 +
        exp(−t[i]·x[i]))}

    Operations: 6·M multiplications, 3·M additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dloss, x, t, dt, M):
    """dt[i] = dloss[i] · x[i] · {−1/(1 + exp(t[i]·x[i])) if t[i]·x[i] ≤ 0; else −exp(−t[i]·x[i])/(1 +
        exp(−t[i]·x[i]))}
    """
    dtype = dloss.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dt[i] = dloss[i] · x[i] · {−1/(1 + exp(t[i]·x[i])) if t[i]·x[i] ≤ 0; else
        #     −exp(−t[i]·x[i])/(1 + exp(−t[i]·x[i]))}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            exp_here = exp_falling(-abs(t[U(i)] * x[U(i)]))
            dt[U(i)] = (
                select(T(0) >= t[U(i)] * x[U(i)], T(-1), -exp_here)
                * dloss[U(i)]
                * x[U(i)]
                / (exp_here + T(1))
            )


def _vjp_t(dloss, x, t, dt, M):
    """dt[i] = dloss[i] · x[i] · (−1/(1 + exp(t[i]·x[i])) · [t[i]·x[i] ≤ 0] − exp(−t[i]·x[i])/(1 +
        exp(−t[i]·x[i])) · [t[i]·x[i] > 0])

    As compiled:

    dt[i] = dloss[i] · x[i] · {−1/(1 + exp(t[i]·x[i])) if t[i]·x[i] ≤ 0; else −exp(−t[i]·x[i])/(1 +
        exp(−t[i]·x[i]))}

    Operations: 6·M multiplications, 3·M additions, terms that a condition drops counted.
    """
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M)


def _vjp(dloss, x, t, dx, dt, M):
    """dx[i] = dloss[i] · t[i] · (−1/(1 + exp(t[i]·x[i])) · [t[i]·x[i] ≤ 0] − exp(−t[i]·x[i])/(1 +
        exp(−t[i]·x[i])) · [t[i]·x[i] > 0])
    dt[i] = dloss[i] · x[i] · (−1/(1 + exp(t[i]·x[i])) · [t[i]·x[i] ≤ 0] − exp(−t[i]·x[i])/(1 +
        exp(−t[i]·x[i])) · [t[i]·x[i] > 0])

    Operations: 12·M multiplications, 6·M additions, terms that a condition drops counted.
    """
    # dx[i] = dloss[i] · t[i] · {−1/(1 + exp(t[i]·x[i])) if t[i]·x[i] ≤ 0; else
    #     −exp(−t[i]·x[i])/(1 + exp(−t[i]·x[i]))}
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M)
    # dt[i] = dloss[i] · x[i] · {−1/(1 + exp(t[i]·x[i])) if t[i]·x[i] ≤ 0; else
    #     −exp(−t[i]·x[i])/(1 + exp(−t[i]·x[i]))}
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, t, dt, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, t_dot, x, t, loss_dot, M):
    """loss_dot[i] = {exp(t[i]·x[i])/(1 + exp(t[i]·x[i])) · (t[i]·ẋ[i] + ṫ[i]·x[i]) − t[i]·ẋ[i] − ṫ[i]·x[i]
        if t[i]·x[i] ≤ 0; else −exp(−t[i]·x[i])/(1 + exp(−t[i]·x[i])) · (t[i]·ẋ[i] + ṫ[i]·x[i])}
    """
    dtype = x_dot.dtype
    T = dtype.type
    for i_block in range(first, last):
        # loss_dot[i] = {exp(t[i]·x[i])/(1 + exp(t[i]·x[i])) · (t[i]·ẋ[i] + ṫ[i]·x[i]) −
        #     t[i]·ẋ[i] − ṫ[i]·x[i] if t[i]·x[i] ≤ 0; else −exp(−t[i]·x[i])/(1 +
        #     exp(−t[i]·x[i])) · (t[i]·ẋ[i] + ṫ[i]·x[i])}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            exp_here = exp_falling(-abs(t[U(i)] * x[U(i)]))
            inverse = T(1) / (exp_here + T(1))
            t_here = t[U(i)]
            t_dot_here = t_dot[U(i)]
            x_here = x[U(i)]
            x_dot_here = x_dot[U(i)]
            loss_dot[U(i)] = select(
                T(0) >= t_here * x_here,
                exp_here * inverse * (t_dot_here * x_here + t_here * x_dot_here)
                - (t_dot_here * x_here)
                - (t_here * x_dot_here),
                -exp_here * inverse * (t_dot_here * x_here + t_here * x_dot_here),
            )


def _jvp(x_dot, t_dot, x, t, loss_dot, M):
    """loss_dot[i] = {exp(t[i]·x[i])/(1 + exp(t[i]·x[i])) · (t[i]·ẋ[i] + ṫ[i]·x[i]) − t[i]·ẋ[i] − ṫ[i]·x[i]
        if t[i]·x[i] ≤ 0; else −exp(−t[i]·x[i])/(1 + exp(−t[i]·x[i])) · (t[i]·ẋ[i] + ṫ[i]·x[i])}

    Operations: 14·M multiplications, 6·M additions, terms that a condition drops counted.
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, t_dot, x, t, loss_dot, M)


def forward(x, t, *, out=None, save=False):
    """log(1 + e^(−t x)) for targets t of −1 or 1, per element; ``save=True`` also returns what the gradients
    can use again.
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
