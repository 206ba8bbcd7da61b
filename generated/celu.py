"""celu: exponential linear unit whose slope is continuous for every α, elementwise on a flat array.

Made by `chainrule generate`, version 0.1.0, from the forward of `celu`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[i] = {x[i] if x[i] > 0; else α · (exp(x[i]/α) − 1)}
    dx[i] = dy[i] · ([x[i] > 0] + exp(x[i]/α) · [x[i] ≤ 0])

Convention: at x = 0 the two forms agree, with their first derivatives.

Source: Barron 2017, eq. 2.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 8 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import exp, expm1, select
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'celu',
    'summary': 'exponential linear unit whose slope is continuous for every α, elementwise on a flat array',
    'inputs': [
        {'name': 'x', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['M'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'alpha', 'symbols': ['alpha'], 'kind': 'float', 'default': 1.0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': True,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['M']},
        {'path': 'ranges', 'at': 24000, 'of': ['M']},
        {'path': 'vector', 'at': 64, 'of': ['M']},
    ],
    'proved': {'in bounds': 8, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "M", "M"),
    ),
    sizes={
    },
    shapes={
        "x": lambda M, **_: (M,),
        "y": lambda M, **_: (M,),
    },
    requires=(
        (lambda alpha, **_: alpha > float(0), 'alpha must be greater than 0, for it is divided by'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, M, alpha):
    """y[i] = {x[i] if x[i] > 0; else α · (exp(x[i]/α) − 1)}"""
    dtype = x.dtype
    T = dtype.type
    for i_block in range(first, last):
        # y[i] = {x[i] if x[i] > 0; else α · (exp(x[i]/α) − 1)}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            y[U(i)] = select(x_here > T(0), x_here, alpha * expm1(x_here / alpha))


def _forward(x, y, M, alpha):
    """y[i] = {x[i] if x[i] > 0; else α · (exp(x[i]/α) − 1)}"""
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, y, M, alpha)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, dx, M, alpha):
    """dx[i] = dy[i] · {1 if x[i] > 0; else exp(x[i]/α)}"""
    dtype = dy.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dx[i] = dy[i] · {1 if x[i] > 0; else exp(x[i]/α)}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            dx[U(i)] = select(x_here > T(0), T(1), exp(x_here / alpha)) * dy[U(i)]


def _vjp_x(dy, x, dx, M, alpha):
    """dx[i] = dy[i] · ([x[i] > 0] + exp(x[i]/α) · [x[i] ≤ 0])

    As compiled:

    dx[i] = dy[i] · {1 if x[i] > 0; else exp(x[i]/α)}

    Operations: M multiplications, M additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dy, x, dx, M, alpha)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, y_dot, M, alpha):
    """ẏ[i] = {ẋ[i] if x[i] > 0; else ẋ[i]·exp(x[i]/α)}"""
    dtype = x_dot.dtype
    T = dtype.type
    for i_block in range(first, last):
        # ẏ[i] = {ẋ[i] if x[i] > 0; else ẋ[i]·exp(x[i]/α)}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_dot_here = x_dot[U(i)]
            x_here = x[U(i)]
            y_dot[U(i)] = select(x_here > T(0), x_dot_here, exp(x_here / alpha) * x_dot_here)


def _jvp(x_dot, x, y_dot, M, alpha):
    """ẏ[i] = {ẋ[i] if x[i] > 0; else ẋ[i]·exp(x[i]/α)}

    Operations: M multiplications, terms that a condition drops counted.
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, x, y_dot, M, alpha)


def forward(x, *, out=None, save=False, alpha=1.0):
    """exponential linear unit whose slope is continuous for every α, elementwise on a flat array;
    ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"alpha": alpha})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("M", "alpha"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, alpha=1.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"alpha": alpha})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "dx"), ("M", "alpha"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, alpha=1.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"alpha": alpha})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "dx"), ("M", "alpha"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, alpha=1.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"alpha": alpha})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "y_dot"), ("M", "alpha"))
    return call.result("y_dot")
