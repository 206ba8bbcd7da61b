"""global_avg_pool2d: the mean of each channel.

Made by `chainrule generate`, version 0.1.0, from the forward of `global_avg_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c] = 1/(H·W) · Σ_{a,b} x[n,c,a,b]
    dx[n,c,a,b] = dy[n,c]/(H·W)

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
    'name': 'global_avg_pool2d',
    'summary': 'the mean of each channel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
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
        {'path': 'parts', 'at': 1024, 'of': ['H * W']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W']},
        {'path': 'vector', 'at': 64, 'of': ['H * W']},
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
        "y": lambda C, N, **_: (N, C),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, H, W, ab_block_last):
    """y[nc] = 1/(H·W) · Σ_{ab} x[nc,ab]"""
    dtype = x.dtype
    T = dtype.type
    for nc in range(first, last):
        # y[nc] = 1/(H·W) · Σ_{ab} x[nc,ab]
        acc = T(0)
        rest = T(0)
        for ab_block in range(ab_block_last + 1):
            part = T(0)
            for ab in range(ab_block * 1024, min(H * W, ab_block * 1024 + 1024)):
                part = plus(part, x[U(nc), U(ab)])
            acc, rest = carried(acc, rest, part)
        y[U(nc)] = acc / T(H * W)


def _forward(x, y, N, C, H, W):
    """y[n,c] = 1/(H·W) · Σ_{a,b} x[n,c,a,b]

    As compiled:

    y[nc] = 1/(H·W) · Σ_{ab} x[nc,ab]

    Operations: C·H·N·W − C·N additions.
    """
    x_rows = x.reshape((C * N, H * W))
    y_rows = y.reshape((C * N,))
    ab_block_last = (H * W - 1) // 1024
    launch(_forward_part, C * N, C * H * N * W, x_rows, y_rows, N, C, H, W, ab_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, H, W):
    """dx[nc,ab] = dy[nc]/(H·W)"""
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        # dx[nc,ab] = dy[nc]/(H·W)
        dy_over_H_W = dy[U(nc)] / T(H * W)
        for ab in range(H * W):
            dx[U(nc), U(ab)] = dy_over_H_W


def _vjp_x(dy, dx, N, C, H, W):
    """dx[n,c,a,b] = dy[n,c]/(H·W)

    As compiled:

    dx[nc,ab] = dy[nc]/(H·W)
    """
    dy_rows = dy.reshape((C * N,))
    dx_rows = dx.reshape((C * N, H * W))
    launch(_vjp_x_part, C * N, C * H * N * W, dy_rows, dx_rows, N, C, H, W)


def _jvp(x_dot, y_dot, N, C, H, W):
    """ẏ[n,c] = 1/(H·W) · Σ_{a,b} ẋ[n,c,a,b]

    As compiled:

    ẏ[nc] = 1/(H·W) · Σ_{ab} ẋ[nc,ab]

    Operations: C·H·N·W − C·N additions.
    """
    x_dot_rows = x_dot.reshape((C * N, H * W))
    y_dot_rows = y_dot.reshape((C * N,))
    ab_block_last = (H * W - 1) // 1024
    # ẏ[nc] = 1/(H·W) · Σ_{ab} ẋ[nc,ab]
    launch(_forward_part, C * N, C * H * N * W, x_dot_rows, y_dot_rows, N, C, H, W, ab_block_last)


def forward(x, *, out=None, save=False):
    """the mean of each channel; ``save=True`` also returns what the gradients can use again."""
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
