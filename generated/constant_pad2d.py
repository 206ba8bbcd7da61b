"""constant_pad2d: the image with cells of one value around it, or cut.

Made by `chainrule generate`, version 0.1.0, from the forward of `constant_pad2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,i,j] = {x[n, c, i−p_t, j−p_l] if 0 ≤ i − p_t < H, 0 ≤ j − p_l < W; else value}
    dx[n,c,a,b] = dy[n, c, a+p_t, b+p_l]
    dy = 0 where an index leaves its range

Source: numpy.pad, mode constant.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 15 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'constant_pad2d',
    'summary': 'the image with cells of one value around it, or cut',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': None, 'maximum': None},
        {'name': 'value', 'symbols': ['value'], 'kind': 'float', 'default': 0.0, 'minimum': None, 'maximum': None},
    ],
    'sizes': {'OH': 'H + p_b + p_t', 'OW': 'W + p_l + p_r'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * N * OH * OW']},
        {'path': 'single', 'at': 1, 'of': ['p_t']},
        {'path': 'vector', 'at': 64, 'of': ['-p_l', 'OW', 'OW - W - p_l', 'OW - p_l', 'W', 'W + p_l', 'W + p_l - OW', 'p_l']},
    ],
    'proved': {'in bounds': 15, 'iterations apart': 3},
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
        "OH": lambda H, p_b, p_t, **_: H + p_b + p_t,
        "OW": lambda W, p_l, p_r, **_: W + p_l + p_r,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, H, W, OH, OW, p_t, p_l, value):
    """y[nc,i,j] = {x[nc, i−p_t, j−p_l] if 0 ≤ i − p_t < H, 0 ≤ j − p_l < W; else value}"""
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # y[nc,i,j] = {x[nc, i−p_t, j−p_l] if 0 ≤ i − p_t < H, 0 ≤ j − p_l < W; else value}
        for j in range(min(OW, p_l)):
            y[U(nc), U(i), U(j)] = value
        if i >= p_t:
            for j in range(max(0, p_l), min(OW, W + p_l)):
                y[U(nc), U(i), U(j)] = x[U(nc), U(i - p_t), U(j - p_l)] if H + p_t >= i + 1 else value
        else:
            for j in range(max(0, p_l), min(OW, W + p_l)):
                y[U(nc), U(i), U(j)] = value
        for j in range(max(0, p_l, W + p_l), OW):
            y[U(nc), U(i), U(j)] = value


def _forward(x, y, N, C, H, W, OH, OW, p_t, p_l, value):
    """y[n,c,i,j] = {x[n, c, i−p_t, j−p_l] if 0 ≤ i − p_t < H, 0 ≤ j − p_l < W; else value}

    As compiled:

    y[nc,i,j] = {x[nc, i−p_t, j−p_l] if 0 ≤ i − p_t < H, 0 ≤ j − p_l < W; else value}
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    launch(_forward_part, C * N * OH, C * N * OH * OW, x_rows, y_rows, N, C, H, W, OH, OW, p_t, p_l, value)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, H, W, OH, OW, p_t, p_l):
    """dx[nc,a,b] = dy[nc, a+p_t, b+p_l]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // H
        a = task % H
        # dx[nc,a,b] = dy[nc, a+p_t, b+p_l]
        for b in range(min(W, -p_l)):
            dx[U(nc), U(a), U(b)] = T(0)
        if a + p_t >= 0:
            for b in range(max(0, -p_l), min(W, OW - p_l)):
                dx[U(nc), U(a), U(b)] = dy[U(nc), U(a + p_t), U(b + p_l)] if OH >= a + p_t + 1 else T(0)
        else:
            for b in range(max(0, -p_l), min(W, OW - p_l)):
                dx[U(nc), U(a), U(b)] = T(0)
        for b in range(max(0, -p_l, OW - p_l), W):
            dx[U(nc), U(a), U(b)] = T(0)


def _vjp_x(dy, dx, N, C, H, W, OH, OW, p_t, p_l):
    """dx[n,c,a,b] = dy[n, c, a+p_t, b+p_l]

    As compiled:

    dx[nc,a,b] = dy[nc, a+p_t, b+p_l]
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    launch(_vjp_x_part, C * N * H, C * H * N * W, dy_rows, dx_rows, N, C, H, W, OH, OW, p_t, p_l)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, y_dot, N, C, H, W, OH, OW, p_t, p_l):
    """ẏ[nc,i,j] = ẋ[nc, i−p_t, j−p_l]"""
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # ẏ[nc,i,j] = ẋ[nc, i−p_t, j−p_l]
        for j in range(min(OW, p_l)):
            y_dot[U(nc), U(i), U(j)] = T(0)
        if i >= p_t:
            for j in range(max(0, p_l), min(OW, W + p_l)):
                y_dot[U(nc), U(i), U(j)] = x_dot[U(nc), U(i - p_t), U(j - p_l)] if H + p_t >= i + 1 else T(0)
        else:
            for j in range(max(0, p_l), min(OW, W + p_l)):
                y_dot[U(nc), U(i), U(j)] = T(0)
        for j in range(max(0, p_l, W + p_l), OW):
            y_dot[U(nc), U(i), U(j)] = T(0)


def _jvp(x_dot, y_dot, N, C, H, W, OH, OW, p_t, p_l):
    """ẏ[n,c,i,j] = ẋ[n, c, i−p_t, j−p_l]

    As compiled:

    ẏ[nc,i,j] = ẋ[nc, i−p_t, j−p_l]
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    launch(_jvp_part, C * N * OH, C * N * OH * OW, x_dot_rows, y_dot_rows, N, C, H, W, OH, OW, p_t, p_l)


def forward(x, *, out=None, save=False, padding=0, value=0.0):
    """the image with cells of one value around it, or cut; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x}, {"padding": padding, "value": value})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W", "OH", "OW", "p_t", "p_l", "value"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, padding=0, value=0.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"padding": padding, "value": value})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "p_t", "p_l"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, padding=0, value=0.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"padding": padding, "value": value})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "p_t", "p_l"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, padding=0, value=0.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"padding": padding, "value": value})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "p_t", "p_l"))
    return call.result("y_dot")
