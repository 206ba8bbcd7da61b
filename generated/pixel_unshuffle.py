"""pixel_unshuffle: a block of r × r pixels of one channel becomes r² channels of one pixel.

Made by `chainrule generate`, version 0.1.0, from the forward of `pixel_unshuffle`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n, c·r²+a·r+b, h, w] = x[n, c, h·r+a, w·r+b]
    dx[n, c, h·r+a, w·r+b] = dy[n, c·r²+a·r+b, h, w]

Source: Shi et al. 2016, eq. 4, read backwards.

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
    'name': 'pixel_unshuffle',
    'summary': 'a block of r × r pixels of one channel becomes r² channels of one pixel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H * r', 'W * r'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C * r**2', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'factor', 'symbols': ['r'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W * r**2']},
        {'path': 'vector', 'at': 64, 'of': ['W', 'r']},
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
        runtime.Step("x", 2, "H", "H * r", factor=lambda r, **_: r),
        runtime.Step("x", 3, "W", "W * r", factor=lambda r, **_: r),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, H, N, W, r, **_: (N, C, H * r, W * r),
        "y": lambda C, H, N, W, r, **_: (N, C * r**2, H, W),
    },
    strides={'factor': ('r',)},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, H, r, W):
    """y[n, c·r²+a·r+b, h, w] = x[n, c, h·r+a, w·r+b]"""
    for task in range(first, last):
        n = task // (r * C * r * H)
        a = task // (C * r * H) % r
        c = task // (r * H) % C
        b = task // H % r
        h = task % H
        # y[n, c·r²+a·r+b, h, w] = x[n, c, h·r+a, w·r+b]
        for w in range(W):
            y[U(n), U(a * r + b + c * r**2), U(h), U(w)] = x[U(n), U(c), U(a + h * r), U(b + r * w)]


def _forward(x, y, N, C, H, r, W):
    """y[n, c·r²+a·r+b, h, w] = x[n, c, h·r+a, w·r+b]"""
    launch(_forward_part, N * r * C * r * H, C * H * N * W * r**2, x, y, N, C, H, r, W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, H, r, W):
    """dx[n, c, h·r+a, w·r+b] = dy[n, c·r²+a·r+b, h, w]"""
    for task in range(first, last):
        n = task // (C * H * r)
        c = task // (H * r) % C
        h = task // r % H
        a = task % r
        # dx[n, c, h·r+a, w·r+b] = dy[n, c·r²+a·r+b, h, w]
        for w in range(W):
            for b in range(r):
                dx[U(n), U(c), U(a + h * r), U(b + r * w)] = dy[U(n), U(a * r + b + c * r**2), U(h), U(w)]


def _vjp_x(dy, dx, N, C, H, r, W):
    """dx[n, c, h·r+a, w·r+b] = dy[n, c·r²+a·r+b, h, w]"""
    launch(_vjp_x_part, N * C * H * r, C * H * N * W * r**2, dy, dx, N, C, H, r, W)


def _jvp(x_dot, y_dot, N, C, H, r, W):
    """ẏ[n, c·r²+a·r+b, h, w] = ẋ[n, c, h·r+a, w·r+b]"""
    # ẏ[n, c·r²+a·r+b, h, w] = ẋ[n, c, h·r+a, w·r+b]
    launch(_forward_part, N * r * C * r * H, C * H * N * W * r**2, x_dot, y_dot, N, C, H, r, W)


def forward(x, *, out=None, save=False, factor=2):
    """a block of r × r pixels of one channel becomes r² channels of one pixel; ``save=True`` also returns
    what the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "r", "W"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, factor=2):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "r", "W"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, factor=2):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "r", "W"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, factor=2):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "r", "W"))
    return call.result("y_dot")
