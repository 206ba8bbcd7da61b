"""constant_pad1d: the signal with cells of one value around it, or cut.

Made by `chainrule generate`, version 0.1.0, from the forward of `constant_pad1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,i] = {x[n, c, i−p_l] if 0 ≤ i − p_l < L; else value}
    dx[n,c,a] = dy[n, c, a+p_l]
    dy = 0 where an index leaves its range

Source: numpy.pad, mode constant.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 12 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'constant_pad1d',
    'summary': 'the signal with cells of one value around it, or cut',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OL'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'padding', 'symbols': ['p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': None, 'maximum': None},
        {'name': 'value', 'symbols': ['value'], 'kind': 'float', 'default': 0.0, 'minimum': None, 'maximum': None},
    ],
    'sizes': {'OL': 'L + p_l + p_r'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * L * N', 'C * N * OL']},
        {'path': 'vector', 'at': 64, 'of': ['-p_l', 'L', 'L + p_l', 'L + p_l - OL', 'OL', 'OL - L - p_l', 'OL - p_l', 'p_l']},
    ],
    'proved': {'in bounds': 12, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "L", "L"),
    ),
    sizes={
        "OL": lambda L, p_l, p_r, **_: L + p_l + p_r,
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "y": lambda C, N, OL, **_: (N, C, OL),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, L, OL, p_l, value):
    """y[nc,i] = {x[nc, i−p_l] if 0 ≤ i − p_l < L; else value}"""
    for nc in range(first, last):
        # y[nc,i] = {x[nc, i−p_l] if 0 ≤ i − p_l < L; else value}
        for i in range(min(OL, p_l)):
            y[U(nc), U(i)] = value
        for i in range(max(0, p_l), min(OL, L + p_l)):
            y[U(nc), U(i)] = x[U(nc), U(i - p_l)]
        for i in range(max(0, p_l, L + p_l), OL):
            y[U(nc), U(i)] = value


def _forward(x, y, N, C, L, OL, p_l, value):
    """y[n,c,i] = {x[n, c, i−p_l] if 0 ≤ i − p_l < L; else value}

    As compiled:

    y[nc,i] = {x[nc, i−p_l] if 0 ≤ i − p_l < L; else value}
    """
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, OL))
    launch(_forward_part, C * N, C * N * OL, x_rows, y_rows, N, C, L, OL, p_l, value)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, L, OL, p_l):
    """dx[nc,a] = dy[nc, a+p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        # dx[nc,a] = dy[nc, a+p_l]
        for a in range(min(L, -p_l)):
            dx[U(nc), U(a)] = T(0)
        for a in range(max(0, -p_l), min(L, OL - p_l)):
            dx[U(nc), U(a)] = dy[U(nc), U(a + p_l)]
        for a in range(max(0, -p_l, OL - p_l), L):
            dx[U(nc), U(a)] = T(0)


def _vjp_x(dy, dx, N, C, L, OL, p_l):
    """dx[n,c,a] = dy[n, c, a+p_l]

    As compiled:

    dx[nc,a] = dy[nc, a+p_l]
    """
    dy_rows = dy.reshape((C * N, OL))
    dx_rows = dx.reshape((C * N, L))
    launch(_vjp_x_part, C * N, C * L * N, dy_rows, dx_rows, N, C, L, OL, p_l)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, y_dot, N, C, L, OL, p_l):
    """ẏ[nc,i] = ẋ[nc, i−p_l]"""
    dtype = x_dot.dtype
    T = dtype.type
    for nc in range(first, last):
        # ẏ[nc,i] = ẋ[nc, i−p_l]
        for i in range(min(OL, p_l)):
            y_dot[U(nc), U(i)] = T(0)
        for i in range(max(0, p_l), min(OL, L + p_l)):
            y_dot[U(nc), U(i)] = x_dot[U(nc), U(i - p_l)]
        for i in range(max(0, p_l, L + p_l), OL):
            y_dot[U(nc), U(i)] = T(0)


def _jvp(x_dot, y_dot, N, C, L, OL, p_l):
    """ẏ[n,c,i] = ẋ[n, c, i−p_l]

    As compiled:

    ẏ[nc,i] = ẋ[nc, i−p_l]
    """
    x_dot_rows = x_dot.reshape((C * N, L))
    y_dot_rows = y_dot.reshape((C * N, OL))
    launch(_jvp_part, C * N, C * N * OL, x_dot_rows, y_dot_rows, N, C, L, OL, p_l)


def forward(x, *, out=None, save=False, padding=0, value=0.0):
    """the signal with cells of one value around it, or cut; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x}, {"padding": padding, "value": value})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "L", "OL", "p_l", "value"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, padding=0, value=0.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"padding": padding, "value": value})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "OL", "p_l"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, padding=0, value=0.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"padding": padding, "value": value})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "OL", "p_l"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, padding=0, value=0.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"padding": padding, "value": value})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "L", "OL", "p_l"))
    return call.result("y_dot")
