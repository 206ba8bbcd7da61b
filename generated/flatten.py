"""flatten: an image as one row, channel by channel.

Made by `chainrule generate`, version 0.1.0, from the forward of `flatten`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n, (c·H+a)·W+b] = x[n,c,a,b]
    dx[n,c,a,b] = dy[n, (c·H+a)·W+b]

Source: seed 004: 32×32×3 becomes 3072×1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 6 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'flatten',
    'summary': 'an image as one row, channel by channel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C * H * W'], 'kind': 'real'},
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
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W']},
        {'path': 'vector', 'at': 64, 'of': ['W']},
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
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, H, N, W, **_: (N, C * H * W),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, H, W):
    """y[n, (c·H+a)·W+b] = x[n,c,a,b]"""
    for task in range(first, last):
        n = task // C
        c = task % C
        # y[n, (c·H+a)·W+b] = x[n,c,a,b]
        for a in range(H):
            for b in range(W):
                y[U(n), U(W * a + b + H * W * c)] = x[U(n), U(c), U(a), U(b)]


def _forward(x, y, N, C, H, W):
    """y[n, (c·H+a)·W+b] = x[n,c,a,b]"""
    launch(_forward_part, N * C, C * H * N * W, x, y, N, C, H, W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, H, W):
    """dx[n,c,a,b] = dy[n, (c·H+a)·W+b]"""
    for task in range(first, last):
        n = task // (C * H)
        c = task // H % C
        a = task % H
        # dx[n,c,a,b] = dy[n, (c·H+a)·W+b]
        for b in range(W):
            dx[U(n), U(c), U(a), U(b)] = dy[U(n), U(W * a + b + H * W * c)]


def _vjp_x(dy, dx, N, C, H, W):
    """dx[n,c,a,b] = dy[n, (c·H+a)·W+b]"""
    launch(_vjp_x_part, N * C * H, C * H * N * W, dy, dx, N, C, H, W)


def _jvp(x_dot, y_dot, N, C, H, W):
    """ẏ[n, (c·H+a)·W+b] = ẋ[n,c,a,b]"""
    # ẏ[n, (c·H+a)·W+b] = ẋ[n,c,a,b]
    launch(_forward_part, N * C, C * H * N * W, x_dot, y_dot, N, C, H, W)


def forward(x, *, out=None, save=False):
    """an image as one row, channel by channel; ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W"))
    return call.result("y_dot")
