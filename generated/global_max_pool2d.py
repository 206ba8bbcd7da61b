"""global_max_pool2d: the largest value of each channel.

Made by `chainrule generate`, version 0.1.0, from the forward of `global_max_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c] = max_{a,b} x[n,c,a,b]
    dx[n,c,a,b] = dy[n,c] · [y_at[n,c] = a·W + b]

Convention: of equal elements the first (row by row) receives the gradient.

Source: Lin et al. 2014, section 3.2; Zhou et al. 2016.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 10 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: 0 <= y_at < H * W (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'global_max_pool2d',
    'summary': 'the largest value of each channel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'y_at', 'shape': ['N', 'C'], 'kind': 'integer', 'low': 0, 'below': 'H * W'},
    ],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C * N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * H * N * W * 2', 'C * N']},
        {'path': 'vector', 'at': 64, 'of': ['C * N', 'H * W', 'W']},
    ],
    'proved': {'in bounds': 10, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': ['0 <= y_at < H * W'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["y_at"]), runtime.Saved):
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
        "y": lambda C, N, **_: (N, C),
        "y_at": lambda C, N, **_: (N, C),
    },
    below={"y_at": lambda H, W, **_: H * W},
    places=("y_at",),
    requires=(
        (lambda W, **_: W >= 1,
                'W must be at least 1: x_dot[n, c, ((y_at[n, c]) // W), ((y_at[n, c]) % W)] is read'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, y_at, N, C, H, W):
    """y_at[nc] = arg max_{ab} x[nc,ab]
    y[nc] = max_{ab} x[nc,ab]
    """
    dtype = x.dtype
    T = dtype.type
    for nc in range(first, last):
        # y_at[nc] = arg max_{ab} x[nc,ab]
        at = -1
        best = -T(np.inf)
        for ab in range(H * W):
            value = x[U(nc), U(ab)]
            if at < 0 or not value <= best:
                if at < 0 or value > best or (value != value and best == best):
                    best = value
                    at = ab
        y_at[U(nc)] = at
        # y[nc] = max_{ab} x[nc,ab]
        y[U(nc)] = best


def _forward(x, y, y_at, N, C, H, W):
    """y[n,c] = max_{a,b} x[n,c,a,b]

    As compiled:

    y_at[nc] = arg max_{ab} x[nc,ab]
    y[nc] = max_{ab} x[nc,ab]
    """
    x_rows = x.reshape((C * N, H * W))
    y_rows = y.reshape((C * N,))
    y_at_rows = y_at.reshape((C * N,))
    launch(_forward_part, C * N, C * H * N * W * 2, x_rows, y_rows, y_at_rows, N, C, H, W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, y_at, dx, N, C, H, W):
    """dx[nc,a,b] = dy[nc] · [y_at[nc] = a·W + b]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // H
        a = task % H
        # dx[nc,a,b] = dy[nc] · [y_at[nc] = a·W + b]
        y_at_here = y_at[U(nc)]
        for b in range(W):
            dx[U(nc), U(a), U(b)] = dy[U(nc)] if W * a + b == y_at_here else T(0)


def _vjp_x(dy, y_at, dx, N, C, H, W):
    """dx[n,c,a,b] = dy[n,c] · [y_at[n,c] = a·W + b]

    As compiled:

    dx[nc,a,b] = dy[nc] · [y_at[nc] = a·W + b]
    """
    dy_rows = dy.reshape((C * N,))
    y_at_rows = y_at.reshape((C * N,))
    dx_rows = dx.reshape((C * N, H, W))
    launch(_vjp_x_part, C * N * H, C * H * N * W, dy_rows, y_at_rows, dx_rows, N, C, H, W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, y_at, y_dot, N, C, H, W):
    """ẏ[nc] = ẋ[nc, ⌊y_at[nc]/W⌋, y_at[nc] mod W]"""
    for nc_block in range(first, last):
        # ẏ[nc] = ẋ[nc, ⌊y_at[nc]/W⌋, y_at[nc] mod W]
        for nc in range(nc_block * 1024, min(C * N, nc_block * 1024 + 1024)):
            y_at_mod_W = y_at[U(nc)] % W
            y_at_by_W = y_at[U(nc)] // W
            y_dot[U(nc)] = x_dot[U(nc), U(y_at_by_W), U(y_at_mod_W)]


def _jvp(x_dot, y_at, y_dot, N, C, H, W):
    """ẏ[n,c] = ẋ[n, c, ⌊y_at[n,c]/W⌋, y_at[n,c] mod W]

    As compiled:

    ẏ[nc] = ẋ[nc, ⌊y_at[nc]/W⌋, y_at[nc] mod W]
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_at_rows = y_at.reshape((C * N,))
    y_dot_rows = y_dot.reshape((C * N,))
    launch(_jvp_part, (C * N - 1) // 1024 + 1, C * N, x_dot_rows, y_at_rows, y_dot_rows, N, C, H, W)


def forward(x, *, out=None, save=False):
    """the largest value of each channel; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {})
    call.new_all(("y",), out)
    call.new("y_at", "y_at")
    call.run(_forward, ("x", "y", "y_at"), ("N", "C", "H", "W"))
    result = call.result("y")
    return (result, call.save(Residuals, ("y_at",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y_at",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "y_at", "dx"), ("N", "C", "H", "W"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y_at",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "y_at", "dx"), ("N", "C", "H", "W"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("y_at",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_at", "y_dot"), ("N", "C", "H", "W"))
    return call.result("y_dot")
