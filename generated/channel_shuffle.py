"""channel_shuffle: channel k of block g becomes channel g of block k.

Made by `chainrule generate`, version 0.1.0, from the forward of `channel_shuffle`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n, k·G+g, h, w] = x[n, g·K+k, h, w]
    dx[n, g·K+k, h, w] = dy[n, k·G+g, h, w]

Source: Zhang et al. 2018, section 3.1.

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
    'name': 'channel_shuffle',
    'summary': 'channel k of block g becomes channel g of block k',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'G * K', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * K', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['G * H * K * N * W']},
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
        runtime.Step("x", 1, "K", "G * K", factor=lambda G, **_: G),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
    ),
    sizes={
    },
    shapes={
        "x": lambda G, H, K, N, W, **_: (N, G * K, H, W),
        "y": lambda G, H, K, N, W, **_: (N, G * K, H, W),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, G, K, H, W):
    """y[n, k·G+g, hw] = x[n, g·K+k, hw]"""
    for task in range(first, last):
        n = task // (K * G)
        k = task // G % K
        g = task % G
        # y[n, k·G+g, hw] = x[n, g·K+k, hw]
        for hw in range(H * W):
            y[U(n), U(g + G * k), U(hw)] = x[U(n), U(K * g + k), U(hw)]


def _forward(x, y, N, G, K, H, W):
    """y[n, k·G+g, h, w] = x[n, g·K+k, h, w]

    As compiled:

    y[n, k·G+g, hw] = x[n, g·K+k, hw]
    """
    x_rows = x.reshape((N, G * K, H * W))
    y_rows = y.reshape((N, G * K, H * W))
    launch(_forward_part, N * K * G, G * H * K * N * W, x_rows, y_rows, N, G, K, H, W)


def _vjp_x(dy, dx, N, G, K, H, W):
    """dx[n, g·K+k, h, w] = dy[n, k·G+g, h, w]

    As compiled:

    dx[n, g·K+k, hw] = dy[n, k·G+g, hw]
    """
    dy_rows = dy.reshape((N, G * K, H * W))
    dx_rows = dx.reshape((N, G * K, H * W))
    # dx[n, g·K+k, hw] = dy[n, k·G+g, hw]
    launch(_forward_part, N * G * K, G * H * K * N * W, dy_rows, dx_rows, N, K, G, H, W)


def _jvp(x_dot, y_dot, N, G, K, H, W):
    """ẏ[n, k·G+g, h, w] = ẋ[n, g·K+k, h, w]

    As compiled:

    ẏ[n, k·G+g, hw] = ẋ[n, g·K+k, hw]
    """
    x_dot_rows = x_dot.reshape((N, G * K, H * W))
    y_dot_rows = y_dot.reshape((N, G * K, H * W))
    # ẏ[n, k·G+g, hw] = ẋ[n, g·K+k, hw]
    launch(_forward_part, N * K * G, G * H * K * N * W, x_dot_rows, y_dot_rows, N, G, K, H, W)


def forward(x, *, out=None, save=False, groups=1):
    """channel k of block g becomes channel g of block k; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x}, {"groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "G", "K", "H", "W"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "G", "K", "H", "W"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, groups=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "G", "K", "H", "W"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"groups": groups})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "G", "K", "H", "W"))
    return call.result("y_dot")
