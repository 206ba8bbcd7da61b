"""nearest_upsample2d: each pixel repeated as a block.

Made by `chainrule generate`, version 0.1.0, from the forward of `nearest_upsample2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,a,b] = x[n, c, ⌊a/f_h⌋, ⌊b/f_w⌋]
    dx[n,c,i,j] = Σ_{r,r′} dy[n, c, f_h·i+r, f_w·j+r′]

Source: seed 003, nearest neighbour unpooling.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 14 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'nearest_upsample2d',
    'summary': 'each pixel repeated as a block',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'H * f_h', 'W * f_w'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'factor', 'symbols': ['f_h', 'f_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W * f_h * f_w', 'C * H * N * W * f_h * f_w + C * H * N * W * f_w']},
        {'path': 'vector', 'at': 64, 'of': ['W', 'W * f_w']},
    ],
    'proved': {'in bounds': 14, 'iterations apart': 3},
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
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, H, N, W, f_h, f_w, **_: (N, C, H * f_h, W * f_w),
    },
    strides={'factor': ('f_h', 'f_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(b_by_f_w, W, f_w):
    """b_by_f_w[b] = ⌊b/f_w⌋"""
    # b_by_f_w[b] = ⌊b/f_w⌋
    for b in range(W * f_w):
        b_by_f_w[U(b)] = b // f_w


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, y, b_by_f_w, N, C, H, W, f_h, f_w):
    """y[nc,a,b] = x[nc, ⌊a/f_h⌋, ⌊b/f_w⌋]"""
    for task in range(first, last):
        nc = task // (H * f_h)
        a = task % (H * f_h)
        # y[nc,a,b] = x[nc, ⌊a/f_h⌋, ⌊b/f_w⌋]
        a_by_f_h = a // f_h
        for b in range(W * f_w):
            y[U(nc), U(a), U(b)] = x[U(nc), U(a_by_f_h), U(b_by_f_w[U(b)])]


def _forward(x, y, N, C, H, W, f_h, f_w):
    """y[n,c,a,b] = x[n, c, ⌊a/f_h⌋, ⌊b/f_w⌋]"""
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, H * f_h, W * f_w))
    b_by_f_w = scratch(W * f_w, np.int64)
    _forward_part(b_by_f_w, W, f_w)
    launch(_forward_part2, C * N * H * f_h, C * H * N * W * f_h * f_w, x_rows, y_rows, b_by_f_w, N, C, H, W,
            f_h, f_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, H, W, f_h, f_w):
    """dx_columns[column] = Σ_r dy[nc, f_h·i+r, column]
    dx[nc,i,j] = Σ_r dx_columns[f_w·j+r]
    """
    dtype = dy.dtype
    T = dtype.type
    dx_columns = np.empty(W * f_w, dtype)
    for task in range(first, last):
        nc = task // H
        i = task % H
        # dx_columns[column] = Σ_r dy[nc, f_h·i+r, column]
        for column in range(W * f_w):
            dx_columns[U(column)] = T(0)
        for r in range(f_h):
            for column in range(W * f_w):
                dx_columns[U(column)] += dy[U(nc), U(f_h * i + r), U(column)]
        # dx[nc,i,j] = Σ_r dx_columns[f_w·j+r]
        for j in range(W):
            dx[U(nc), U(i), U(j)] = T(0)
        for r_ in range(f_w):
            for j in range(W):
                dx[U(nc), U(i), U(j)] += dx_columns[U(f_w * j + r_)]


def _vjp_x(dy, dx, N, C, H, W, f_h, f_w):
    """dx[n,c,i,j] = Σ_{r,r′} dy[n, c, f_h·i+r, f_w·j+r′]

    As compiled:

    dx_columns[column] = Σ_r dy[nc, f_h·i+r, column]
    dx[nc,i,j] = Σ_r dx_columns[f_w·j+r]

    Operations: f_h·f_w·C·H·N·W − C·H·N·W additions.
    """
    dy_rows = dy.reshape((C * N, H * f_h, W * f_w))
    dx_rows = dx.reshape((C * N, H, W))
    launch(_vjp_x_part, C * N * H, C * H * N * W * f_h * f_w + C * H * N * W * f_w, dy_rows, dx_rows, N, C, H,
            W, f_h, f_w)


def _jvp(x_dot, y_dot, N, C, H, W, f_h, f_w):
    """ẏ[n,c,a,b] = ẋ[n, c, ⌊a/f_h⌋, ⌊b/f_w⌋]"""
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, H * f_h, W * f_w))
    b_by_f_w = scratch(W * f_w, np.int64)
    # b_by_f_w[b] = ⌊b/f_w⌋
    _forward_part(b_by_f_w, W, f_w)
    # ẏ[nc,a,b] = ẋ[nc, ⌊a/f_h⌋, ⌊b/f_w⌋]
    launch(_forward_part2, C * N * H * f_h, C * H * N * W * f_h * f_w, x_dot_rows, y_dot_rows, b_by_f_w, N, C,
            H, W, f_h, f_w)


def forward(x, *, out=None, save=False, factor=2):
    """each pixel repeated as a block; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W", "f_h", "f_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, factor=2):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "f_h", "f_w"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, factor=2):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "f_h", "f_w"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, factor=2):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W", "f_h", "f_w"))
    return call.result("y_dot")
