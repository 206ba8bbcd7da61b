"""nearest_resize1d: the signal at another size, each place shows the nearest pixel.

Made by `chainrule generate`, version 0.1.0, from the forward of `nearest_resize1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    place_column[b] = s · (b + ε/2)
    column[b] = {clamp(⌊place_column[b]⌋, 0, L − 1) if s > 0; else ⌊(2·b + ε) · L/(2·OL)⌋}
    y[n,c,b] = x[n, c, column[b]]
    dx[n,c,j] = Σ_{b : column[b] = j} dy[n,c,b]
    clamp(p, l, h): the number nearest to p of those from l to h

Convention: a place on the border of two pixels lies in the later one.

Source: seed 003, nearest neighbour, by size.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 13 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import cell
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'nearest_resize1d',
    'summary': 'the signal at another size, each place shows the nearest pixel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OL'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'size', 'symbols': ['OL'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'exact', 'symbols': ['epsilon'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'step', 'symbols': ['s'], 'kind': 'float', 'default': 0.0, 'minimum': 0.0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['OL']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * L * N + C * N * OL', 'C * N * OL', 'OL']},
        {'path': 'vector', 'at': 64, 'of': ['L', 'OL']},
    ],
    'proved': {'in bounds': 13, 'iterations apart': 6},
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
        "y": lambda C, N, OL, **_: (N, C, OL),
        "column": lambda OL, **_: (OL,),
    },
    below={"column": lambda L, **_: L},
    places=("column",),
    strides={'size': ('OL',)},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, column, L, OL, epsilon, s):
    """column[b] = {clamp(⌊s · (b + ε/2)⌋, 0, L − 1) if s > 0; else ⌊(2·b + ε) · L/(2·OL)⌋}"""
    dtype = np.dtype(np.float64)
    T = dtype.type
    for b_block in range(first, last):
        # column[b] = {clamp(⌊s · (b + ε/2)⌋, 0, L − 1) if s > 0; else ⌊(2·b + ε) · L/(2·OL)⌋}
        for b in range(b_block * 1024, min(OL, b_block * 1024 + 1024)):
            column[U(b)] = (
                min(max(cell((T(b * 2 + epsilon) / T(2)) * s), 0), L - 1)
                if s > T(0)
                else (L * b * 2 + L * epsilon) // (OL * 2)
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, y, column, N, C, L, OL):
    """y[nc,b] = x[nc, column[b]]"""
    for nc in range(first, last):
        # y[nc,b] = x[nc, column[b]]
        for b in range(OL):
            y[U(nc), U(b)] = x[U(nc), U(column[U(b)])]


def _forward(x, y, N, C, L, OL, epsilon, s):
    """place_column[b] = s · (b + ε/2)
    column[b] = {clamp(⌊place_column[b]⌋, 0, L − 1) if s > 0; else ⌊(2·b + ε) · L/(2·OL)⌋}
    y[n,c,b] = x[n, c, column[b]]
    """
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, OL))
    column = scratch(OL, np.int64)
    launch(_forward_part, (OL - 1) // 1024 + 1, OL, column, L, OL, epsilon, s)
    launch(_forward_part2, C * N, C * N * OL, x_rows, y_rows, column, N, C, L, OL)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, dx, column, N, C, L, OL):
    """dx[n'c′, column[b]] += dy[n'c′, b]"""
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for j in range(L):
            dx[U(n_c_), U(j)] = T(0)
        # dx[n'c′, column[b]] += dy[n'c′, b]
        for b in range(OL):
            dx[U(n_c_), U(column[U(b)])] += dy[U(n_c_), U(b)]


def _vjp_x(dy, dx, N, C, L, OL, epsilon, s):
    """place_column[b] = s · (b + ε/2)
    column[b] = {clamp(⌊place_column[b]⌋, 0, L − 1) if s > 0; else ⌊(2·b + ε) · L/(2·OL)⌋}
    dx[n,c,j] = Σ_{b : column[b] = j} dy[n,c,b]

    Operations: C·L·N·OL − C·L·N additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OL))
    dx_rows = dx.reshape((C * N, L))
    column = scratch(OL, np.int64)
    # column[b] = {clamp(⌊s · (b + ε/2)⌋, 0, L − 1) if s > 0; else ⌊(2·b + ε) · L/(2·OL)⌋}
    launch(_forward_part, (OL - 1) // 1024 + 1, OL, column, L, OL, epsilon, s)
    launch(_vjp_x_part2, C * N, C * L * N + C * N * OL, dy_rows, dx_rows, column, N, C, L, OL)


def _jvp(x_dot, y_dot, N, C, L, OL, epsilon, s):
    """place_column[b] = s · (b + ε/2)
    column[b] = {clamp(⌊place_column[b]⌋, 0, L − 1) if s > 0; else ⌊(2·b + ε) · L/(2·OL)⌋}
    ẏ[n,c,b] = ẋ[n, c, column[b]]
    """
    x_dot_rows = x_dot.reshape((C * N, L))
    y_dot_rows = y_dot.reshape((C * N, OL))
    column = scratch(OL, np.int64)
    # column[b] = {clamp(⌊s · (b + ε/2)⌋, 0, L − 1) if s > 0; else ⌊(2·b + ε) · L/(2·OL)⌋}
    launch(_forward_part, (OL - 1) // 1024 + 1, OL, column, L, OL, epsilon, s)
    # ẏ[nc,b] = ẋ[nc, column[b]]
    launch(_forward_part2, C * N, C * N * OL, x_dot_rows, y_dot_rows, column, N, C, L, OL)


def forward(x, *, out=None, save=False, size=2, exact=0, step=0.0):
    """the signal at another size, each place shows the nearest pixel; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"size": size, "exact": exact, "step": step})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "L", "OL", "epsilon", "s"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, size=2, exact=0, step=0.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"size": size, "exact": exact, "step": step})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "OL", "epsilon", "s"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, size=2, exact=0, step=0.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"size": size, "exact": exact, "step": step})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "OL", "epsilon", "s"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, size=2, exact=0, step=0.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"size": size, "exact": exact, "step": step})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "L", "OL", "epsilon", "s"))
    return call.result("y_dot")
