"""adaptive_max_pool1d: maximum over bins that cover the signal evenly.

Made by `chainrule generate`, version 0.1.0, from the forward of `adaptive_max_pool1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,i] = max_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[n,c,a]
    dx[n,c,a] = Σ_{i : y_at[n,c,i] = a} dy[n,c,i]

Convention: of equal elements the first (row by row) receives the gradient.

Source: He et al. 2014, section 2.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 13 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: -1 <= y_at < L (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'adaptive_max_pool1d',
    'summary': 'maximum over bins that cover the signal evenly',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'B'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'y_at', 'shape': ['N', 'C', 'B'], 'kind': 'integer', 'low': -1, 'below': 'L'},
    ],
    'options': [
        {'name': 'bins', 'symbols': ['B'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['B * C * L * N * 2', 'B * C * N', 'B * C * N + C * L * N']},
        {'path': 'vector', 'at': 64, 'of': ['(L - 1) // B + 1', 'B', 'L']},
    ],
    'proved': {'in bounds': 13, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': ['-1 <= y_at < L'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["y_at"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "L", "L"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "y": lambda B, C, N, **_: (N, C, B),
        "y_at": lambda B, C, N, **_: (N, C, B),
    },
    below={"y_at": lambda L, **_: L},
    strides={'bins': ('B',)},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, y_at, N, C, L, B):
    """y_at[nc,i] = arg max_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[nc,a]
    y[nc,i] = max_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[nc,a]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // B
        i = task % B
        # y_at[nc,i] = arg max_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[nc,a]
        at = -1
        best = -T(np.inf)
        for a in range(max(0, L * i // B), min(L, (L + L * i - 1) // B + 1)):
            value = x[U(nc), U(a)]
            if at < 0 or not value <= best:
                if at < 0 or value > best or (value != value and best == best):
                    best = value
                    at = a
        y_at[U(nc), U(i)] = at
        # y[nc,i] = max_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[nc,a]
        y[U(nc), U(i)] = best


def _forward(x, y, y_at, N, C, L, B):
    """y[n,c,i] = max_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[n,c,a]

    As compiled:

    y_at[nc,i] = arg max_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[nc,a]
    y[nc,i] = max_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[nc,a]
    """
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, B))
    y_at_rows = y_at.reshape((C * N, B))
    launch(_forward_part, C * N * B, B * C * L * N * 2, x_rows, y_rows, y_at_rows, N, C, L, B)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, y_at, dx, N, C, L, B):
    """dx[n'c′, y_at[n'c′, i]] += dy[n'c′, i] · [0 ≤ B · y_at[n'c′, i] + B − i·L − 1 < B + L − 1, y_at[n'c′,
        i] ≥ 0]
    """
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for a in range(L):
            dx[U(n_c_), U(a)] = T(0)
        # dx[n'c′, y_at[n'c′, i]] += dy[n'c′, i] · [0 ≤ B · y_at[n'c′, i] + B − i·L − 1 < B +
        #     L − 1, y_at[n'c′, i] ≥ 0]
        for i in range(B):
            dy_here = dy[U(n_c_), U(i)]
            if (B + B * y_at[U(n_c_), U(i)] >= L * i + 1) & (L + L * i >= B * y_at[U(n_c_),
                    U(i)] + 1) & (y_at[U(n_c_), U(i)] >= 0):
                dx[U(n_c_), U(y_at[U(n_c_), U(i)])] += dy_here


def _vjp_x(dy, y_at, dx, N, C, L, B):
    """dx[n,c,a] = Σ_{i : y_at[n,c,i] = a} dy[n,c,i]

    As compiled:

    dx[n'c′, y_at[n'c′, i]] += dy[n'c′, i] · [0 ≤ B · y_at[n'c′, i] + B − i·L − 1 < B + L − 1, y_at[n'c′,
        i] ≥ 0]

    Operations: (B − 1) · C · L · N additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, B))
    y_at_rows = y_at.reshape((C * N, B))
    dx_rows = dx.reshape((C * N, L))
    launch(_vjp_x_part, C * N, B * C * N + C * L * N, dy_rows, y_at_rows, dx_rows, N, C, L, B)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, y_at, y_dot, N, C, L, B):
    """ẏ[nc,i] = ẋ[nc, y_at[nc,i]] · [0 ≤ B·y_at[nc,i] + B − i·L − 1 < B + L − 1]"""
    dtype = x_dot.dtype
    T = dtype.type
    for nc in range(first, last):
        # ẏ[nc,i] = ẋ[nc, y_at[nc,i]] · [0 ≤ B·y_at[nc,i] + B − i·L − 1 < B + L − 1]
        for i in range(B):
            y_dot[U(nc), U(i)] = (
                x_dot[U(nc), U(y_at[U(nc), U(i)])]
                if B + B * y_at[U(nc), U(i)] >= L * i + 1
                and L + L * i >= B * y_at[U(nc), U(i)] + 1
                and y_at[U(nc), U(i)] >= 0
                else T(0)
            )


def _jvp(x_dot, y_at, y_dot, N, C, L, B):
    """ẏ[n,c,i] = ẋ[n, c, y_at[n,c,i]] · [0 ≤ B·y_at[n,c,i] + B − i·L − 1 < B + L − 1]

    As compiled:

    ẏ[nc,i] = ẋ[nc, y_at[nc,i]] · [0 ≤ B·y_at[nc,i] + B − i·L − 1 < B + L − 1]
    """
    x_dot_rows = x_dot.reshape((C * N, L))
    y_at_rows = y_at.reshape((C * N, B))
    y_dot_rows = y_dot.reshape((C * N, B))
    launch(_jvp_part, C * N, B * C * N, x_dot_rows, y_at_rows, y_dot_rows, N, C, L, B)


def forward(x, *, out=None, save=False, bins=1):
    """maximum over bins that cover the signal evenly; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.new_all(("y",), out)
    call.new("y_at", "y_at")
    call.run(_forward, ("x", "y", "y_at"), ("N", "C", "L", "B"))
    result = call.result("y")
    return (result, call.save(Residuals, ("y_at",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, bins=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y_at",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "y_at", "dx"), ("N", "C", "L", "B"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, bins=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y_at",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "y_at", "dx"), ("N", "C", "L", "B"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, bins=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("y_at",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_at", "y_dot"), ("N", "C", "L", "B"))
    return call.result("y_dot")
