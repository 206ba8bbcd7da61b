"""prelu: x above zero, a[c] x below, the slopes a learnt per channel.

Made by `chainrule generate`, version 0.1.0, from the forward of `prelu`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,h,w] = {x[n,c,h,w] if x[n,c,h,w] > 0; else a[c]·x[n,c,h,w]}
    dx[n,c,h,w] = dy[n,c,h,w] · ([x[n,c,h,w] > 0] + a[c] · [x[n,c,h,w] ≤ 0])
    da[c] = Σ_{n,h,w : x[n,c,h,w] ≤ 0} dy[n,c,h,w] · x[n,c,h,w]

Convention: at x = 0 the derivative towards x is a[c], towards a it is 0.

Source: He et al. 2015, eq. 1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 15 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .runtime import carried, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'prelu',
    'summary': 'x above zero, a[c] x below, the slopes a learnt per channel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'a', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'a': 'vjp_a'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['H * W']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W']},
        {'path': 'vector', 'at': 64, 'of': ['H * W']},
    ],
    'proved': {'in bounds': 15, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "a"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("a", 0, "C", "C"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "a": lambda C, **_: (C,),
        "y": lambda C, H, N, W, **_: (N, C, H, W),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, a, y, N, C, H, W):
    """y[n,c,hw] = {x[n,c,hw] if x[n,c,hw] > 0; else a[c]·x[n,c,hw]}"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # y[n,c,hw] = {x[n,c,hw] if x[n,c,hw] > 0; else a[c]·x[n,c,hw]}
        a_here = a[U(c)]
        for hw in range(H * W):
            x_here = x[U(n), U(c), U(hw)]
            y[U(n), U(c), U(hw)] = select(x_here > T(0), x_here, a_here * x_here)


def _forward(x, a, y, N, C, H, W):
    """y[n,c,h,w] = {x[n,c,h,w] if x[n,c,h,w] > 0; else a[c]·x[n,c,h,w]}

    As compiled:

    y[n,c,hw] = {x[n,c,hw] if x[n,c,hw] > 0; else a[c]·x[n,c,hw]}

    Operations: C·H·N·W multiplications, terms that a condition drops counted.
    """
    x_rows = x.reshape((N, C, H * W))
    y_rows = y.reshape((N, C, H * W))
    launch(_forward_part, N * C, C * H * N * W, x_rows, a, y_rows, N, C, H, W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, a, dx, N, C, H, W):
    """dx[n,c,hw] = dy[n,c,hw] · {a[c] if x[n,c,hw] ≤ 0; 1 if x[n,c,hw] > 0; else x[n,c,hw]}"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # dx[n,c,hw] = dy[n,c,hw] · {a[c] if x[n,c,hw] ≤ 0; 1 if x[n,c,hw] > 0; else
        #     x[n,c,hw]}
        a_here = a[U(c)]
        for hw in range(H * W):
            x_here = x[U(n), U(c), U(hw)]
            dx[U(n), U(c), U(hw)] = (
                select(T(0) >= x_here, a_here, select(x_here > T(0), T(1), x_here)) * dy[U(n), U(c), U(hw)]
            )


def _vjp_x(dy, x, a, dx, N, C, H, W):
    """dx[n,c,h,w] = dy[n,c,h,w] · ([x[n,c,h,w] > 0] + a[c] · [x[n,c,h,w] ≤ 0])

    As compiled:

    dx[n,c,hw] = dy[n,c,hw] · {a[c] if x[n,c,hw] ≤ 0; 1 if x[n,c,hw] > 0; else x[n,c,hw]}

    Operations: C·H·N·W multiplications, C·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    launch(_vjp_x_part, N * C, C * H * N * W, dy_rows, x_rows, a, dx_rows, N, C, H, W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_a_part(first, last, dy, x, da, N, C, H, W, hw_block_last):
    """da[c] = Σ_{n,hw} {0 if x[n,c,hw] > 0; else dy[n,c,hw]·x[n,c,hw]}"""
    dtype = dy.dtype
    T = dtype.type
    for c in range(first, last):
        # da[c] = Σ_{n,hw} {0 if x[n,c,hw] > 0; else dy[n,c,hw]·x[n,c,hw]}
        acc = T(0)
        rest = T(0)
        for n in range(N):
            for hw_block in range(hw_block_last + 1):
                part = T(0)
                for hw in range(hw_block * 1024, min(H * W, hw_block * 1024 + 1024)):
                    dy_here = dy[U(n), U(c), U(hw)]
                    x_here = x[U(n), U(c), U(hw)]
                    part = plus(part, select(x_here > T(0), T(0), dy_here * x_here))
                acc, rest = carried(acc, rest, part)
        da[U(c)] = acc


def _vjp_a(dy, x, da, N, C, H, W):
    """da[c] = Σ_{n,h,w : x[n,c,h,w] ≤ 0} dy[n,c,h,w] · x[n,c,h,w]

    As compiled:

    da[c] = Σ_{n,hw} {0 if x[n,c,hw] > 0; else dy[n,c,hw]·x[n,c,hw]}

    Operations: C·H·N·W multiplications, C·H·N·W − C additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    hw_block_last = (H * W - 1) // 1024
    launch(_vjp_a_part, C, C * H * N * W, dy_rows, x_rows, da, N, C, H, W, hw_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, a_dot, x, a, y_dot, N, C, H, W):
    """ẏ[n,c,hw] = {ẋ[n,c,hw] if x[n,c,hw] > 0; else a[c]·ẋ[n,c,hw] + ȧ[c]·x[n,c,hw]}"""
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // C
        c = task % C
        # ẏ[n,c,hw] = {ẋ[n,c,hw] if x[n,c,hw] > 0; else a[c]·ẋ[n,c,hw] + ȧ[c]·x[n,c,hw]}
        a_here = a[U(c)]
        a_dot_here = a_dot[U(c)]
        for hw in range(H * W):
            x_dot_here = x_dot[U(n), U(c), U(hw)]
            x_here = x[U(n), U(c), U(hw)]
            y_dot[U(n), U(c), U(hw)] = select(
                x_here > T(0),
                x_dot_here,
                a_dot_here * x_here + a_here * x_dot_here,
            )


def _jvp(x_dot, a_dot, x, a, y_dot, N, C, H, W):
    """ẏ[n,c,h,w] = {ẋ[n,c,h,w] if x[n,c,h,w] > 0; else a[c]·ẋ[n,c,h,w] + ȧ[c]·x[n,c,h,w]}

    As compiled:

    ẏ[n,c,hw] = {ẋ[n,c,hw] if x[n,c,hw] > 0; else a[c]·ẋ[n,c,hw] + ȧ[c]·x[n,c,hw]}

    Operations: 2·C·H·N·W multiplications, C·H·N·W additions, terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    y_dot_rows = y_dot.reshape((N, C, H * W))
    launch(_jvp_part, N * C, C * H * N * W, x_dot_rows, a_dot, x_rows, a, y_dot_rows, N, C, H, W)


def forward(x, a, *, out=None, save=False):
    """x above zero, a[c] x below, the slopes a learnt per channel; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "a": a}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "a", "y"), ("N", "C", "H", "W"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, a, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "a": a}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "a", "dx"), ("N", "C", "H", "W"))
    return call.result("dx")


def vjp_a(dy, x, a, *, residuals=None, out=None):
    """The gradient of a, given dy."""
    call = _LAYER.bind({"x": x, "a": a}, {})
    call.add("dy", "y", dy)
    call.new("da", "a", out)
    call.run(_vjp_a, ("dy", "x", "da"), ("N", "C", "H", "W"))
    return call.result("da")


def vjp(dy, x, a, *, residuals=None):
    """The gradients of x, a."""
    call = _LAYER.bind({"x": x, "a": a}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("da", "a")
    call.run(_vjp_x, ("dy", "x", "a", "dx"), ("N", "C", "H", "W"))
    call.run(_vjp_a, ("dy", "x", "da"), ("N", "C", "H", "W"))
    return Gradients(*call.results(("dx", "da")))


def jvp(x, a, *, x_dot=None, a_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "a": a}, {})
    call.add("x_dot", "x", x_dot)
    call.add("a_dot", "a", a_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "a_dot", "x", "a", "y_dot"), ("N", "C", "H", "W"))
    return call.result("y_dot")
