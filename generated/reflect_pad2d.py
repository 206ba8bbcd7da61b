"""reflect_pad2d: the image with its mirror image around it.

Made by `chainrule generate`, version 0.1.0, from the forward of `reflect_pad2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,i,j] = x[n, c, H−||i−p_t|−H+1|−1, W−||j−p_l|−W+1|−1]
    dx[n,c,a,b] = Σ_{i,j : i ∈ {p_t±a,p_t±(2·H−2−a)}, j ∈ {p_l±b,p_l±(2·W−2−b)}} dy[n,c,i,j]

Source: numpy.pad, mode reflect.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 19 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'reflect_pad2d',
    'summary': 'the image with its mirror image around it',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OH': 'H + p_b + p_t', 'OW': 'W + p_l + p_r'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W + C * N * OH * OW', 'C * N * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['OW', 'OW + 1 - W - p_l', 'OW + W - p_l - 1', 'OW - p_l', 'W', 'W + p_l - 1', 'W - 1', 'p_l', 'p_l + 1 - W']},
    ],
    'proved': {'in bounds': 19, 'iterations apart': 3},
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
    requires=(
        (lambda H, p_t, **_: H >= p_t + 1, 'the padding must be smaller than the image'),
        (lambda H, p_b, **_: H >= p_b + 1, 'the padding must be smaller than the image'),
        (lambda W, p_l, **_: W >= p_l + 1, 'the padding must be smaller than the image'),
        (lambda W, p_r, **_: W >= p_r + 1, 'the padding must be smaller than the image'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, H, W, OH, OW, p_t, p_l):
    """y[nc,i,j] = x[nc, H−||i−p_t|−H+1|−1, W−||j−p_l|−W+1|−1]"""
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # y[nc,i,j] = x[nc, H−||i−p_t|−H+1|−1, W−||j−p_l|−W+1|−1]
        for j in range(min(OW, p_l, p_l + 1 - W)):
            y[U(nc), U(i), U(j)] = x[U(nc), U(H - abs(abs(i - p_t) + 1 - H) - 1), U(W * 2 + j - p_l - 2)]
        for j in range(max(0, p_l + 1 - W), min(OW, p_l)):
            y[U(nc), U(i), U(j)] = x[U(nc), U(H - abs(abs(i - p_t) + 1 - H) - 1), U(p_l - j)]
        for j in range(max(0, p_l), min(OW, W + p_l - 1)):
            y[U(nc), U(i), U(j)] = x[U(nc), U(H - abs(abs(i - p_t) + 1 - H) - 1), U(j - p_l)]
        for j in range(max(0, p_l, W + p_l - 1), OW):
            y[U(nc), U(i), U(j)] = x[U(nc), U(H - abs(abs(i - p_t) + 1 - H) - 1), U(W * 2 + p_l - j - 2)]


def _forward(x, y, N, C, H, W, OH, OW, p_t, p_l):
    """y[n,c,i,j] = x[n, c, H−||i−p_t|−H+1|−1, W−||j−p_l|−W+1|−1]

    As compiled:

    y[nc,i,j] = x[nc, H−||i−p_t|−H+1|−1, W−||j−p_l|−W+1|−1]
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    launch(_forward_part, C * N * OH, C * N * OH * OW, x_rows, y_rows, N, C, H, W, OH, OW, p_t, p_l)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, H, W, OH, OW, p_t, p_l):
    """dx[n'c′, H−||i−p_t|−H+1|−1, W−||j−p_l|−W+1|−1] += dy[n'c′, i, j]"""
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for a in range(H):
            for b in range(W):
                dx[U(n_c_), U(a), U(b)] = T(0)
        # dx[n'c′, H−||i−p_t|−H+1|−1, W−||j−p_l|−W+1|−1] += dy[n'c′, i, j]
        for i in range(OH):
            for j in range(OW):
                dx[U(n_c_), U(H - abs(abs(i - p_t) + 1 - H) - 1), U(W - abs(abs(j - p_l) + 1 - W) - 1)] += dy[U(n_c_), U(i), U(j)]


def _vjp_x(dy, dx, N, C, H, W, OH, OW, p_t, p_l):
    """dx[n,c,a,b] = Σ_{i,j : i ∈ {p_t±a,p_t±(2·H−2−a)}, j ∈ {p_l±b,p_l±(2·W−2−b)}} dy[n,c,i,j]

    As compiled:

    dx[n'c′, H−||i−p_t|−H+1|−1, W−||j−p_l|−W+1|−1] += dy[n'c′, i, j]

    Operations: C·H·N·OH·OW·W − C·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    launch(_vjp_x_part, C * N, C * H * N * W + C * N * OH * OW, dy_rows, dx_rows, N, C, H, W, OH, OW, p_t,
            p_l)


def _jvp(x_dot, y_dot, N, C, H, W, OH, OW, p_t, p_l):
    """ẏ[n,c,i,j] = ẋ[n, c, H−||i−p_t|−H+1|−1, W−||j−p_l|−W+1|−1]

    As compiled:

    ẏ[nc,i,j] = ẋ[nc, H−||i−p_t|−H+1|−1, W−||j−p_l|−W+1|−1]
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    # ẏ[nc,i,j] = ẋ[nc, H−||i−p_t|−H+1|−1, W−||j−p_l|−W+1|−1]
    launch(_forward_part, C * N * OH, C * N * OH * OW, x_dot_rows, y_dot_rows, N, C, H, W, OH, OW, p_t, p_l)


def forward(x, *, out=None, save=False, padding=0):
    """the image with its mirror image around it; ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W", "OH", "OW", "p_t", "p_l"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "p_t", "p_l"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, padding=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "p_t", "p_l"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "p_t", "p_l"))
    return call.result("y_dot")
