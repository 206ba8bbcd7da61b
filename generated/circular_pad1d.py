"""circular_pad1d: the signal with itself repeated around it.

Made by `chainrule generate`, version 0.1.0, from the forward of `circular_pad1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,i] = x[n, c, (i−p_l) mod L]
    dx[n,c,a] = Σ_{k : −⌈p_l/L⌉ ≤ k ≤ ⌊(OL−1−p_l)/L⌋} dy[n, c, a+k·L+p_l]
    dy = 0 where an index leaves its range

Source: numpy.pad, mode wrap.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 7 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'circular_pad1d',
    'summary': 'the signal with itself repeated around it',
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
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['((OL - p_l - 1) // L + 1 - (-p_l // L)) * C * L * N', 'C * N * OL']},
        {'path': 'vector', 'at': 64, 'of': ['L', 'L + (-p_l // L) * L + p_l', 'OL', 'OL - ((-p_l // L) * L) - p_l']},
    ],
    'proved': {'in bounds': 7, 'iterations apart': 3},
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
        (lambda L, **_: L >= 1, 'L must be at least 1: x[n, c, ((i - p_l) % L)] is read'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, L, OL, p_l, lap_first, lap_last):
    """y[nc,i] = x[nc, (i−p_l) mod L]"""
    for nc in range(first, last):
        # y[nc,i] = x[nc, (i−p_l) mod L]
        for lap in range(lap_first, lap_last + 1):
            for i in range(max(0, L * lap + p_l), min(OL, L + L * lap + p_l)):
                y[U(nc), U(i)] = x[U(nc), U(i - (L * lap) - p_l)]


def _forward(x, y, N, C, L, OL, p_l):
    """y[n,c,i] = x[n, c, (i−p_l) mod L]

    As compiled:

    y[nc,i] = x[nc, (i−p_l) mod L]
    """
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, OL))
    lap_first = -p_l // L
    lap_last = (OL - p_l - 1) // L
    launch(_forward_part, C * N, C * N * OL, x_rows, y_rows, N, C, L, OL, p_l, lap_first, lap_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, L, OL, p_l, k_first, k_last):
    """dx[nc,a] = Σ_{k : −⌈p_l/L⌉ ≤ k ≤ ⌊(OL−1−p_l)/L⌋} dy[nc, a+k·L+p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        # dx[nc,a] = Σ_{k : −⌈p_l/L⌉ ≤ k ≤ ⌊(OL−1−p_l)/L⌋} dy[nc, a+k·L+p_l]
        for a in range(L):
            dx[U(nc), U(a)] = T(0)
        for k in range(k_first, k_last + 1):
            for a in range(max(0, -L * k - p_l), min(L, OL - (L * k) - p_l)):
                dx[U(nc), U(a)] += dy[U(nc), U(a + L * k + p_l)]


def _vjp_x(dy, dx, N, C, L, OL, p_l):
    """dx[n,c,a] = Σ_{k : −⌈p_l/L⌉ ≤ k ≤ ⌊(OL−1−p_l)/L⌋} dy[n, c, a+k·L+p_l]

    As compiled:

    dx[nc,a] = Σ_{k : −⌈p_l/L⌉ ≤ k ≤ ⌊(OL−1−p_l)/L⌋} dy[nc, a+k·L+p_l]

    Operations: C · L · N · ⌊(OL − 1 − p_l)/L⌋ − C·L·N·⌊(−p_l)/L⌋ additions, terms that a condition drops
        counted.
    """
    dy_rows = dy.reshape((C * N, OL))
    dx_rows = dx.reshape((C * N, L))
    k_first = -p_l // L
    k_last = (OL - p_l - 1) // L
    launch(_vjp_x_part, C * N, ((OL - p_l - 1) // L + 1 - (-p_l // L)) * C * L * N, dy_rows, dx_rows, N, C, L,
            OL, p_l, k_first, k_last)


def _jvp(x_dot, y_dot, N, C, L, OL, p_l):
    """ẏ[n,c,i] = ẋ[n, c, (i−p_l) mod L]

    As compiled:

    ẏ[nc,i] = ẋ[nc, (i−p_l) mod L]
    """
    x_dot_rows = x_dot.reshape((C * N, L))
    y_dot_rows = y_dot.reshape((C * N, OL))
    lap_first = -p_l // L
    lap_last = (OL - p_l - 1) // L
    # ẏ[nc,i] = ẋ[nc, (i−p_l) mod L]
    launch(_forward_part, C * N, C * N * OL, x_dot_rows, y_dot_rows, N, C, L, OL, p_l, lap_first, lap_last)


def forward(x, *, out=None, save=False, padding=0):
    """the signal with itself repeated around it; ``save=True`` also returns what the gradients can use again.
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
