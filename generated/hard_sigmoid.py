"""hard_sigmoid: the line from 0 at x = low to 1 at x = high, cut to 0..1, elementwise on a flat array.

Made by `chainrule generate`, version 0.1.0, from the forward of `hard_sigmoid`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[i] = {1 if x[i] ≥ high; (x[i] − low)/(high − low) if x[i] > low; else 0}
    dx[i] = dy[i]/(high − low) · [low < x[i] < high]

Convention: at x = low and x = high the derivative is 0.

Source: Howard et al. 2019, section 5.2.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 8 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'hard_sigmoid',
    'summary': 'the line from 0 at x = low to 1 at x = high, cut to 0..1, elementwise on a flat array',
    'inputs': [
        {'name': 'x', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['M'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'low', 'symbols': ['low'], 'kind': 'float', 'default': -3.0, 'minimum': None, 'maximum': None},
        {'name': 'high', 'symbols': ['high'], 'kind': 'float', 'default': 3.0, 'minimum': None, 'maximum': None},
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
        (lambda high, low, **_: high > low, 'low must be below high'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, M, low, high):
    """y[i] = {1 if x[i] ≥ high; 0 if x[i] ≤ low; else (x[i] − low)/(high − low)}"""
    dtype = x.dtype
    T = dtype.type
    for i_block in range(first, last):
        # y[i] = {1 if x[i] ≥ high; 0 if x[i] ≤ low; else (x[i] − low)/(high − low)}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            y[U(i)] = select(x_here >= high, T(1), select(low >= x_here, T(0), (x_here - low) / (high - low)))


def _forward(x, y, M, low, high):
    """y[i] = {1 if x[i] ≥ high; (x[i] − low)/(high − low) if x[i] > low; else 0}

    As compiled:

    y[i] = {1 if x[i] ≥ high; 0 if x[i] ≤ low; else (x[i] − low)/(high − low)}

    Operations: M additions, terms that a condition drops counted.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, y, M, low, high)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, dx, M, low, high):
    """dx[i] = 1/(high − low) · {dy[i] if low < x[i] < high; 0 if x[i] ≥ high; 0 if x[i] ≤ low; else high −
        x[i]}
    """
    dtype = dy.dtype
    T = dtype.type
    value_of = T(1) / (high - low)
    for i_block in range(first, last):
        # dx[i] = 1/(high − low) · {dy[i] if low < x[i] < high; 0 if x[i] ≥ high; 0 if x[i] ≤
        #     low; else high − x[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            dy_here = dy[U(i)]
            dx[U(i)] = (
                select(
                    high > x_here and x_here > low,
                    dy_here,
                    select(x_here >= high, T(0), select(low >= x_here, T(0), high - x_here)),
                )
                * value_of
            )


def _vjp_x(dy, x, dx, M, low, high):
    """dx[i] = dy[i]/(high − low) · [low < x[i] < high]

    As compiled:

    dx[i] = 1/(high − low) · {dy[i] if low < x[i] < high; 0 if x[i] ≥ high; 0 if x[i] ≤ low; else high −
        x[i]}
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dy, x, dx, M, low, high)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, y_dot, M, low, high):
    """ẏ[i] = {0 if x[i] ≥ high; ẋ[i]/(high − low) if x[i] > low; 0 if x[i] ≤ low; else x[i] − low}"""
    dtype = x_dot.dtype
    T = dtype.type
    for i_block in range(first, last):
        # ẏ[i] = {0 if x[i] ≥ high; ẋ[i]/(high − low) if x[i] > low; 0 if x[i] ≤ low; else
        #     x[i] − low}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            x_dot_here = x_dot[U(i)]
            y_dot[U(i)] = select(x_here >= high, T(0), select(x_here > low, x_dot_here / (high - low), select(low >= x_here, T(0), x_here - low)))


def _jvp(x_dot, x, y_dot, M, low, high):
    """ẏ[i] = {0 if x[i] ≥ high; ẋ[i]/(high − low) if x[i] > low; else 0}

    As compiled:

    ẏ[i] = {0 if x[i] ≥ high; ẋ[i]/(high − low) if x[i] > low; 0 if x[i] ≤ low; else x[i] − low}
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, x, y_dot, M, low, high)


def forward(x, *, out=None, save=False, low=-3.0, high=3.0):
    """the line from 0 at x = low to 1 at x = high, cut to 0..1, elementwise on a flat array; ``save=True``
    also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"low": low, "high": high})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("M", "low", "high"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, low=-3.0, high=3.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"low": low, "high": high})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "dx"), ("M", "low", "high"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, low=-3.0, high=3.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"low": low, "high": high})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "dx"), ("M", "low", "high"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, low=-3.0, high=3.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"low": low, "high": high})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "y_dot"), ("M", "low", "high"))
    return call.result("y_dot")
