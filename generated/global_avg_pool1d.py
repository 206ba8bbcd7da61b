"""global_avg_pool1d: the mean of each channel.

Made by `chainrule generate`, version 0.1.0, from the forward of `global_avg_pool1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c] = 1/L · Σ_a x[n,c,a]
    dx[n,c,a] = dy[n,c]/L

Source: Lin et al. 2014, section 3.2; Zhou et al. 2016.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 6 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import carried, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'global_avg_pool1d',
    'summary': 'the mean of each channel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['L']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * L * N']},
        {'path': 'vector', 'at': 64, 'of': ['L']},
    ],
    'proved': {'in bounds': 6, 'iterations apart': 3},
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
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "y": lambda C, N, **_: (N, C),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, L, a_block_last):
    """y[nc] = 1/L · Σ_a x[nc,a]"""
    dtype = x.dtype
    T = dtype.type
    for nc in range(first, last):
        # y[nc] = 1/L · Σ_a x[nc,a]
        acc = T(0)
        rest = T(0)
        for a_block in range(a_block_last + 1):
            part = T(0)
            for a in range(a_block * 1024, min(L, a_block * 1024 + 1024)):
                part = plus(part, x[U(nc), U(a)])
            acc, rest = carried(acc, rest, part)
        y[U(nc)] = acc / T(L)


def _forward(x, y, N, C, L):
    """y[n,c] = 1/L · Σ_a x[n,c,a]

    As compiled:

    y[nc] = 1/L · Σ_a x[nc,a]

    Operations: C·L·N − C·N additions.
    """
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N,))
    a_block_last = (L - 1) // 1024
    launch(_forward_part, C * N, C * L * N, x_rows, y_rows, N, C, L, a_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, L):
    """dx[nc,a] = dy[nc]/L"""
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        # dx[nc,a] = dy[nc]/L
        dy_over_L = dy[U(nc)] / T(L)
        for a in range(L):
            dx[U(nc), U(a)] = dy_over_L


def _vjp_x(dy, dx, N, C, L):
    """dx[n,c,a] = dy[n,c]/L

    As compiled:

    dx[nc,a] = dy[nc]/L
    """
    dy_rows = dy.reshape((C * N,))
    dx_rows = dx.reshape((C * N, L))
    launch(_vjp_x_part, C * N, C * L * N, dy_rows, dx_rows, N, C, L)


def _jvp(x_dot, y_dot, N, C, L):
    """ẏ[n,c] = 1/L · Σ_a ẋ[n,c,a]

    As compiled:

    ẏ[nc] = 1/L · Σ_a ẋ[nc,a]

    Operations: C·L·N − C·N additions.
    """
    x_dot_rows = x_dot.reshape((C * N, L))
    y_dot_rows = y_dot.reshape((C * N,))
    a_block_last = (L - 1) // 1024
    # ẏ[nc] = 1/L · Σ_a ẋ[nc,a]
    launch(_forward_part, C * N, C * L * N, x_dot_rows, y_dot_rows, N, C, L, a_block_last)


def forward(x, *, out=None, save=False):
    """the mean of each channel; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "L"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "L"))
    return call.result("y_dot")
