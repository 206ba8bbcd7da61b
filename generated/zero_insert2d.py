"""zero_insert2d: the image with zeros inserted between its rows and columns.

Made by `chainrule generate`, version 0.1.0, from the forward of `zero_insert2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,a,b] = x[n, c, a/f_h, b/f_w] · [f_h ∣ a, f_w ∣ b]
    dx[n,c,i,j] = dy[n, c, f_h·i, f_w·j]

Source: seeds 000, 003: zeros between the elements; Dumoulin & Visin 2016, section 4.5.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 8 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'zero_insert2d',
    'summary': 'the image with zeros inserted between its rows and columns',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'factor', 'symbols': ['f_h', 'f_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H - 1) * f_h + 1', 'OW': '(W - 1) * f_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * N * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(OW - 1) // f_w + 1', 'OW', 'W']},
    ],
    'proved': {'in bounds': 8, 'iterations apart': 3},
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
        "OH": lambda H, f_h, **_: (H - 1) * f_h + 1,
        "OW": lambda W, f_w, **_: (W - 1) * f_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    strides={'factor': ('f_h', 'f_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, H, W, OH, OW, f_h, f_w, q_last):
    """y[nc,a,b] = x[nc, a/f_h, b/f_w] · [f_h ∣ a, f_w ∣ b]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // OH
        a = task % OH
        # y[nc,a,b] = x[nc, a/f_h, b/f_w] · [f_h ∣ a, f_w ∣ b]
        for b in range(OW):
            y[U(nc), U(a), U(b)] = T(0)
        a_by_f_h = a // f_h
        if a % f_h == 0:
            for q in range(q_last + 1):
                y[U(nc), U(a), U(f_w * q)] = x[U(nc), U(a_by_f_h), U(q)]


def _forward(x, y, N, C, H, W, OH, OW, f_h, f_w):
    """y[n,c,a,b] = x[n, c, a/f_h, b/f_w] · [f_h ∣ a, f_w ∣ b]

    As compiled:

    y[nc,a,b] = x[nc, a/f_h, b/f_w] · [f_h ∣ a, f_w ∣ b]
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    q_last = (OW - 1) // f_w
    launch(_forward_part, C * N * OH, C * N * OH * OW, x_rows, y_rows, N, C, H, W, OH, OW, f_h, f_w, q_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, H, W, OH, OW, f_h, f_w):
    """dx[nc,i,j] = dy[nc, f_h·i, f_w·j]"""
    for task in range(first, last):
        nc = task // H
        i = task % H
        # dx[nc,i,j] = dy[nc, f_h·i, f_w·j]
        for j in range(W):
            dx[U(nc), U(i), U(j)] = dy[U(nc), U(f_h * i), U(f_w * j)]


def _vjp_x(dy, dx, N, C, H, W, OH, OW, f_h, f_w):
    """dx[n,c,i,j] = dy[n, c, f_h·i, f_w·j]

    As compiled:

    dx[nc,i,j] = dy[nc, f_h·i, f_w·j]
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    launch(_vjp_x_part, C * N * H, C * H * N * W, dy_rows, dx_rows, N, C, H, W, OH, OW, f_h, f_w)


def _jvp(x_dot, y_dot, N, C, H, W, OH, OW, f_h, f_w):
    """ẏ[n,c,a,b] = ẋ[n, c, a/f_h, b/f_w] · [f_h ∣ a, f_w ∣ b]

    As compiled:

    ẏ[nc,a,b] = ẋ[nc, a/f_h, b/f_w] · [f_h ∣ a, f_w ∣ b]
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    q_last = (OW - 1) // f_w
    # ẏ[nc,a,b] = ẋ[nc, a/f_h, b/f_w] · [f_h ∣ a, f_w ∣ b]
    launch(_forward_part, C * N * OH, C * N * OH * OW, x_dot_rows, y_dot_rows, N, C, H, W, OH, OW, f_h, f_w,
            q_last)


def forward(x, *, out=None, save=False, factor=2):
    """the image with zeros inserted between its rows and columns; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W", "OH", "OW", "f_h", "f_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, factor=2):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "f_h", "f_w"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, factor=2):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "f_h", "f_w"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, factor=2):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"factor": factor})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "f_h", "f_w"))
    return call.result("y_dot")
