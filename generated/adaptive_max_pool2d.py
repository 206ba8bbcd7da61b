"""adaptive_max_pool2d: maximum over bins that cover the image evenly.

Made by `chainrule generate`, version 0.1.0, from the forward of `adaptive_max_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,i,j] = max_{a,b : ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} x[n,c,a,b]
    dx[n,c,a,b] = Σ_{i,j : y_at[n,c,i,j] = a·W+b} dy[n,c,i,j]

Convention: of equal elements the first (row by row) receives the gradient.

Source: He et al. 2014, section 2.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 17 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: -1 <= y_at < H * W (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'adaptive_max_pool2d',
    'summary': 'maximum over bins that cover the image evenly',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'BH', 'BW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'y_at', 'shape': ['N', 'C', 'BH', 'BW'], 'kind': 'integer', 'low': -1, 'below': 'H * W'},
    ],
    'options': [
        {'name': 'bins', 'symbols': ['BH', 'BW'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['BH * BW * C * H * N * W * 2', 'BH * BW * C * N', 'BH * BW * C * N + C * H * N * W']},
        {'path': 'vector', 'at': 64, 'of': ['BH * BW', 'BW', 'H * W', 'W']},
    ],
    'proved': {'in bounds': 17, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': ['-1 <= y_at < H * W'], 'routines': []},
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
        "y": lambda BH, BW, C, N, **_: (N, C, BH, BW),
        "y_at": lambda BH, BW, C, N, **_: (N, C, BH, BW),
    },
    below={"y_at": lambda H, W, **_: H * W},
    strides={'bins': ('BH', 'BW')},
    requires=(
        (lambda W, **_: W >= 1,
                'W must be at least 1: x_dot[n, c, ((y_at[n, c, i, j]) // W), ((y_at[n, c, i, j]) % W)] is read'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(quotient_j, quotient_j2, W, BW):
    """quotient_j[j] = ⌊(j·W + W − 1)/BW⌋
    quotient_j2[j] = ⌊j·W/BW⌋
    """
    # quotient_j[j] = ⌊(j·W + W − 1)/BW⌋
    for j in range(BW):
        quotient_j[U(j)] = (W + W * j - 1) // BW
    # quotient_j2[j] = ⌊j·W/BW⌋
    for j in range(BW):
        quotient_j2[U(j)] = W * j // BW


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, y, y_at, quotient_j, quotient_j2, N, C, H, W, BH, BW):
    """y_at[nc,i,j] = arg max_{a,b : ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} x[nc,a,b]
    y[nc,i,j] = max_{a,b : ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} x[nc,a,b]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // BH
        i = task % BH
        # y_at[nc,i,j] = arg max_{a,b : ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b <
        #     ⌈(j+1)·W/BW⌉} x[nc,a,b]
        # y[nc,i,j] = max_{a,b : ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉}
        #     x[nc,a,b]
        a_first = H * i // BH
        a_last = (H + H * i - 1) // BH
        for j in range(BW):
            at = -1
            best = -T(np.inf)
            quotient_j2_here = quotient_j2[U(j)]
            quotient_j_here = quotient_j[U(j)]
            for a in range(max(0, a_first), min(H, a_last + 1)):
                for b in range(max(0, quotient_j2_here), min(W, quotient_j_here + 1)):
                    value = x[U(nc), U(a), U(b)]
                    if at < 0 or not value <= best:
                        if at < 0 or value > best or (value != value and best == best):
                            best = value
                            at = W * a + b
            y_at[U(nc), U(i), U(j)] = at
            y[U(nc), U(i), U(j)] = best


def _forward(x, y, y_at, N, C, H, W, BH, BW):
    """y[n,c,i,j] = max_{a,b : ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} x[n,c,a,b]"""
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, BH, BW))
    y_at_rows = y_at.reshape((C * N, BH, BW))
    quotient_j = scratch(BW, np.int64)
    quotient_j2 = scratch(BW, np.int64)
    _forward_part(quotient_j, quotient_j2, W, BW)
    launch(_forward_part2, C * N * BH, BH * BW * C * H * N * W * 2, x_rows, y_rows, y_at_rows, quotient_j,
            quotient_j2, N, C, H, W, BH, BW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, y_at, dx, N, C, H, W, BH, BW):
    """dx[n'c′, y_at[n'c′, ij]] += dy[n'c′, ij] · [y_at[n'c′, ij] ≥ 0]"""
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for b in range(H * W):
            dx[U(n_c_), U(b)] = T(0)
        # dx[n'c′, y_at[n'c′, ij]] += dy[n'c′, ij] · [y_at[n'c′, ij] ≥ 0]
        for ij in range(BH * BW):
            dy_here = dy[U(n_c_), U(ij)]
            if y_at[U(n_c_), U(ij)] >= 0:
                dx[U(n_c_), U(y_at[U(n_c_), U(ij)])] += dy_here


def _vjp_x(dy, y_at, dx, N, C, H, W, BH, BW):
    """dx[n,c,a,b] = Σ_{i,j : y_at[n,c,i,j] = a·W+b} dy[n,c,i,j]

    As compiled:

    dx[n'c′, y_at[n'c′, ij]] += dy[n'c′, ij] · [y_at[n'c′, ij] ≥ 0]

    Operations: BH·BW·C·H·N·W − C·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, BH * BW))
    y_at_rows = y_at.reshape((C * N, BH * BW))
    dx_rows = dx.reshape((C * N, H * W))
    launch(_vjp_x_part, C * N, BH * BW * C * N + C * H * N * W, dy_rows, y_at_rows, dx_rows, N, C, H, W, BH,
            BW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, y_at, y_dot, N, C, H, W, BH, BW):
    """ẏ[nc,i,j] = ẋ[nc, ⌊y_at[nc,i,j]/W⌋, y_at[nc,i,j] mod W] · [0 ≤ BH·⌊y_at[nc,i,j]/W⌋ + BH − i·H − 1 < BH
        + H − 1, 0 ≤ BW · (y_at[nc,i,j] mod W) + BW − j·W − 1 < BW + W − 1]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // BH
        i = task % BH
        # ẏ[nc,i,j] = ẋ[nc, ⌊y_at[nc,i,j]/W⌋, y_at[nc,i,j] mod W] · [0 ≤ BH·⌊y_at[nc,i,j]/W⌋ +
        #     BH − i·H − 1 < BH + H − 1, 0 ≤ BW · (y_at[nc,i,j] mod W) + BW − j·W − 1 < BW + W
        #     − 1]
        for j in range(BW):
            y_at_mod_W = y_at[U(nc), U(i), U(j)] % W
            y_at_by_W = y_at[U(nc), U(i), U(j)] // W
            y_dot[U(nc), U(i), U(j)] = (
                x_dot[U(nc), U(y_at_by_W), U(y_at_mod_W)]
                if BH + BH * y_at_by_W >= H * i + 1
                and H + H * i >= BH * y_at_by_W + 1
                and BW + BW * y_at_mod_W >= W * j + 1
                and W + W * j >= BW * y_at_mod_W + 1
                and y_at[U(nc), U(i), U(j)] >= 0
                else T(0)
            )


def _jvp(x_dot, y_at, y_dot, N, C, H, W, BH, BW):
    """ẏ[n,c,i,j] = ẋ[n, c, ⌊y_at[n,c,i,j]/W⌋, y_at[n,c,i,j] mod W] · [0 ≤ BH·⌊y_at[n,c,i,j]/W⌋ + BH − i·H −
        1 < BH + H − 1, 0 ≤ BW · (y_at[n,c,i,j] mod W) + BW − j·W − 1 < BW + W − 1]

    As compiled:

    ẏ[nc,i,j] = ẋ[nc, ⌊y_at[nc,i,j]/W⌋, y_at[nc,i,j] mod W] · [0 ≤ BH·⌊y_at[nc,i,j]/W⌋ + BH − i·H − 1 < BH
        + H − 1, 0 ≤ BW · (y_at[nc,i,j] mod W) + BW − j·W − 1 < BW + W − 1]
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_at_rows = y_at.reshape((C * N, BH, BW))
    y_dot_rows = y_dot.reshape((C * N, BH, BW))
    launch(_jvp_part, C * N * BH, BH * BW * C * N, x_dot_rows, y_at_rows, y_dot_rows, N, C, H, W, BH, BW)


def forward(x, *, out=None, save=False, bins=1):
    """maximum over bins that cover the image evenly; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.new_all(("y",), out)
    call.new("y_at", "y_at")
    call.run(_forward, ("x", "y", "y_at"), ("N", "C", "H", "W", "BH", "BW"))
    result = call.result("y")
    return (result, call.save(Residuals, ("y_at",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, bins=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y_at",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "y_at", "dx"), ("N", "C", "H", "W", "BH", "BW"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, bins=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y_at",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "y_at", "dx"), ("N", "C", "H", "W", "BH", "BW"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, bins=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("y_at",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_at", "y_dot"), ("N", "C", "H", "W", "BH", "BW"))
    return call.result("y_dot")
