"""reflect_pad1d: the signal with its mirror image around it.

Made by `chainrule generate`, version 0.1.0, from the forward of `reflect_pad1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,i] = x[n, c, L−||i−p_l|−L+1|−1]
    dx[n,c,a] = Σ_{i : i ∈ {p_l±a,p_l±(2·L−2−a)}} dy[n,c,i]

Source: numpy.pad, mode reflect.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 19 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'reflect_pad1d',
    'summary': 'the signal with its mirror image around it',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OL'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'padding', 'symbols': ['p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OL': 'L + p_l + p_r'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * L * N + C * N * OL', 'C * N * OL']},
        {'path': 'vector', 'at': 64, 'of': ['L', 'L + OL - p_l - 1', 'L + p_l - 1', 'L - 1', 'OL', 'OL + 1 - L - p_l', 'OL - p_l', 'p_l', 'p_l + 1 - L']},
    ],
    'proved': {'in bounds': 19, 'iterations apart': 3},
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
    requires=(
        (lambda L, p_l, **_: L >= p_l + 1, 'the padding must be smaller than the image'),
        (lambda L, p_r, **_: L >= p_r + 1, 'the padding must be smaller than the image'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, L, OL, p_l):
    """y[nc,i] = x[nc, L−||i−p_l|−L+1|−1]"""
    for nc in range(first, last):
        # y[nc,i] = x[nc, L−||i−p_l|−L+1|−1]
        for i in range(min(OL, p_l, p_l + 1 - L)):
            y[U(nc), U(i)] = x[U(nc), U(L * 2 + i - p_l - 2)]
        for i in range(max(0, p_l + 1 - L), min(OL, p_l)):
            y[U(nc), U(i)] = x[U(nc), U(p_l - i)]
        for i in range(max(0, p_l), min(OL, L + p_l - 1)):
            y[U(nc), U(i)] = x[U(nc), U(i - p_l)]
        for i in range(max(0, p_l, L + p_l - 1), OL):
            y[U(nc), U(i)] = x[U(nc), U(L * 2 + p_l - i - 2)]


def _forward(x, y, N, C, L, OL, p_l):
    """y[n,c,i] = x[n, c, L−||i−p_l|−L+1|−1]

    As compiled:

    y[nc,i] = x[nc, L−||i−p_l|−L+1|−1]
    """
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, OL))
    launch(_forward_part, C * N, C * N * OL, x_rows, y_rows, N, C, L, OL, p_l)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, L, OL, p_l):
    """dx[n'c′, L−||i−p_l|−L+1|−1] += dy[n'c′, i]"""
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for a in range(L):
            dx[U(n_c_), U(a)] = T(0)
        # dx[n'c′, L−||i−p_l|−L+1|−1] += dy[n'c′, i]
        for i in range(OL):
            dx[U(n_c_), U(L - abs(abs(i - p_l) + 1 - L) - 1)] += dy[U(n_c_), U(i)]


def _vjp_x(dy, dx, N, C, L, OL, p_l):
    """dx[n,c,a] = Σ_{i : i ∈ {p_l±a,p_l±(2·L−2−a)}} dy[n,c,i]

    As compiled:

    dx[n'c′, L−||i−p_l|−L+1|−1] += dy[n'c′, i]

    Operations: C·L·N·OL − C·L·N additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OL))
    dx_rows = dx.reshape((C * N, L))
    launch(_vjp_x_part, C * N, C * L * N + C * N * OL, dy_rows, dx_rows, N, C, L, OL, p_l)


def _jvp(x_dot, y_dot, N, C, L, OL, p_l):
    """ẏ[n,c,i] = ẋ[n, c, L−||i−p_l|−L+1|−1]

    As compiled:

    ẏ[nc,i] = ẋ[nc, L−||i−p_l|−L+1|−1]
    """
    x_dot_rows = x_dot.reshape((C * N, L))
    y_dot_rows = y_dot.reshape((C * N, OL))
    # ẏ[nc,i] = ẋ[nc, L−||i−p_l|−L+1|−1]
    launch(_forward_part, C * N, C * N * OL, x_dot_rows, y_dot_rows, N, C, L, OL, p_l)


def forward(x, *, out=None, save=False, padding=0):
    """the signal with its mirror image around it; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "L", "OL", "p_l"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "OL", "p_l"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, padding=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "OL", "p_l"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "L", "OL", "p_l"))
    return call.result("y_dot")
