"""global_avg_pool3d: the mean of each channel.

Made by `chainrule generate`, version 0.1.0, from the forward of `global_avg_pool3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c] = 1/(D·H·W) · Σ_{z,a,b} x[n,c,z,a,b]
    dx[n,c,z,a,b] = dy[n,c]/(D·H·W)

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
    'name': 'global_avg_pool3d',
    'summary': 'the mean of each channel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
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
        {'path': 'parts', 'at': 1024, 'of': ['D * H * W']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * D * H * N * W']},
        {'path': 'vector', 'at': 64, 'of': ['D * H * W']},
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
        runtime.Step("x", 2, "D", "D"),
        runtime.Step("x", 3, "H", "H"),
        runtime.Step("x", 4, "W", "W"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "y": lambda C, N, **_: (N, C),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, D, H, W, zab_block_last):
    """y[nc] = 1/(D·H·W) · Σ_{zab} x[nc, zab]"""
    dtype = x.dtype
    T = dtype.type
    for nc in range(first, last):
        # y[nc] = 1/(D·H·W) · Σ_{zab} x[nc, zab]
        acc = T(0)
        rest = T(0)
        for zab_block in range(zab_block_last + 1):
            part = T(0)
            for zab in range(zab_block * 1024, min(D * H * W, zab_block * 1024 + 1024)):
                part = plus(part, x[U(nc), U(zab)])
            acc, rest = carried(acc, rest, part)
        y[U(nc)] = acc / T(D * H * W)


def _forward(x, y, N, C, D, H, W):
    """y[n,c] = 1/(D·H·W) · Σ_{z,a,b} x[n,c,z,a,b]

    As compiled:

    y[nc] = 1/(D·H·W) · Σ_{zab} x[nc, zab]

    Operations: C·D·H·N·W − C·N additions.
    """
    x_rows = x.reshape((C * N, D * H * W))
    y_rows = y.reshape((C * N,))
    zab_block_last = (D * H * W - 1) // 1024
    launch(_forward_part, C * N, C * D * H * N * W, x_rows, y_rows, N, C, D, H, W, zab_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, D, H, W):
    """dx[nc, zab] = dy[nc]/(D·H·W)"""
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        # dx[nc, zab] = dy[nc]/(D·H·W)
        factor = dy[U(nc)] / T(D * H * W)
        for zab in range(D * H * W):
            dx[U(nc), U(zab)] = factor


def _vjp_x(dy, dx, N, C, D, H, W):
    """dx[n,c,z,a,b] = dy[n,c]/(D·H·W)

    As compiled:

    dx[nc, zab] = dy[nc]/(D·H·W)
    """
    dy_rows = dy.reshape((C * N,))
    dx_rows = dx.reshape((C * N, D * H * W))
    launch(_vjp_x_part, C * N, C * D * H * N * W, dy_rows, dx_rows, N, C, D, H, W)


def _jvp(x_dot, y_dot, N, C, D, H, W):
    """ẏ[n,c] = 1/(D·H·W) · Σ_{z,a,b} ẋ[n,c,z,a,b]

    As compiled:

    ẏ[nc] = 1/(D·H·W) · Σ_{zab} ẋ[nc, zab]

    Operations: C·D·H·N·W − C·N additions.
    """
    x_dot_rows = x_dot.reshape((C * N, D * H * W))
    y_dot_rows = y_dot.reshape((C * N,))
    zab_block_last = (D * H * W - 1) // 1024
    # ẏ[nc] = 1/(D·H·W) · Σ_{zab} ẋ[nc, zab]
    launch(_forward_part, C * N, C * D * H * N * W, x_dot_rows, y_dot_rows, N, C, D, H, W, zab_block_last)


def forward(x, *, out=None, save=False):
    """the mean of each channel; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "D", "H", "W"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "D", "H", "W"))
    return call.result("y_dot")
