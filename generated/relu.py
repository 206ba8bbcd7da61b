"""relu: rectified linear unit max(x, 0), elementwise on a flat array.

Made by `chainrule generate`, version 0.1.0, from the forward of `relu`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[i] = {x[i] if x[i] > 0; else 0}
    dx[i] = dy[i] · [x[i] > 0]

Convention: at x = 0 the derivative is 0.

Source: Nair & Hinton 2010.

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
    'name': 'relu',
    'summary': 'rectified linear unit max(x, 0), elementwise on a flat array',
    'inputs': [
        {'name': 'x', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['M'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
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
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, M):
    """y[i] = max(0, x[i])"""
    dtype = x.dtype
    T = dtype.type
    for i_block in range(first, last):
        # y[i] = max(0, x[i])
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            y[U(i)] = select(T(0) >= x_here, T(0), x_here)


def _forward(x, y, M):
    """y[i] = {x[i] if x[i] > 0; else 0}

    As compiled:

    y[i] = max(0, x[i])
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, y, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, dx, M):
    """dx[i] = {dy[i] if x[i] > 0; 0 if x[i] ≤ 0; else x[i]}"""
    dtype = dy.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dx[i] = {dy[i] if x[i] > 0; 0 if x[i] ≤ 0; else x[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            dy_here = dy[U(i)]
            dx[U(i)] = select(x_here > T(0), dy_here, select(T(0) >= x_here, T(0), x_here))


def _vjp_x(dy, x, dx, M):
    """dx[i] = dy[i] · [x[i] > 0]

    As compiled:

    dx[i] = {dy[i] if x[i] > 0; 0 if x[i] ≤ 0; else x[i]}
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dy, x, dx, M)


def _jvp(x_dot, x, y_dot, M):
    """ẏ[i] = {ẋ[i] if x[i] > 0; else 0}

    As compiled:

    ẏ[i] = {ẋ[i] if x[i] > 0; 0 if x[i] ≤ 0; else x[i]}
    """
    # ẏ[i] = {ẋ[i] if x[i] > 0; 0 if x[i] ≤ 0; else x[i]}
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, x_dot, x, y_dot, M)


def forward(x, *, out=None, save=False):
    """rectified linear unit max(x, 0), elementwise on a flat array; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("M",))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "dx"), ("M",))
    return call.result("dx")


def vjp(dy, x, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "dx"), ("M",))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "y_dot"), ("M",))
    return call.result("y_dot")
