"""adaptive_avg_pool1d: mean over bins that cover the signal evenly.

Made by `chainrule generate`, version 0.1.0, from the forward of `adaptive_avg_pool1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    columns[i] = ⌈(i + 1) · L/B⌉ − ⌊i·L/B⌋
    y[n,c,i] = 1/columns[i] · Σ_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[n,c,a]
    dx[n,c,a] = Σ_{i : ⌊a·B/L⌋ ≤ i < ⌈(a+1)·B/L⌉} dy[n,c,i]/columns[i]

Source: He et al. 2014, section 2.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 15 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'adaptive_avg_pool1d',
    'summary': 'mean over bins that cover the signal evenly',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'B'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'bins', 'symbols': ['B'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['(L - 1) // B + 1', 'L']},
        {'path': 'ranges', 'at': 24000, 'of': ['B * C * L * N', 'B * C * L * N + B * C * N']},
        {'path': 'single', 'at': 1025, 'of': ['L']},
        {'path': 'vector', 'at': 64, 'of': ['(L - 1) // B + 1', 'B', 'L']},
    ],
    'proved': {'in bounds': 15, 'iterations apart': 3},
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
        runtime.Step("x", 2, "L", "L"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "y": lambda B, C, N, **_: (N, C, B),
    },
    strides={'bins': ('B',)},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, L, B, quotient_L):
    """S₁ = Σ_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[nc,a]
    y[nc,i] = S₁/(⌈(i + 1) · L/B⌉ − ⌊i·L/B⌋)
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // B
        i = task % B
        # S₁ = Σ_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[nc,a]
        acc = T(0)
        rest = T(0)
        if 1024 >= L:
            for a in range(max(0, L * i // B), min(L, (L + L * i - 1) // B + 1)):
                acc = plus(acc, x[U(nc), U(a)])
        else:
            a_first = L * i // B
            a_last = (L + L * i - 1) // B
            for a_block in range(max(0, L * i // B // 1024), min(quotient_L + 1,
                    (L + L * i - 1) // B // 1024 + 1)):
                part = T(0)
                for a in range(max(0, a_first, a_block * 1024), min(L, a_last + 1, a_block * 1024 + 1024)):
                    part = plus(part, x[U(nc), U(a)])
                acc, rest = carried(acc, rest, part)
        S1 = acc
        # y[nc,i] = S₁/(⌈(i + 1) · L/B⌉ − ⌊i·L/B⌋)
        y[U(nc), U(i)] = S1 / T((L + L * i - 1) // B + 1 - (L * i // B))


def _forward(x, y, N, C, L, B):
    """columns[i] = ⌈(i + 1) · L/B⌉ − ⌊i·L/B⌋
    y[n,c,i] = 1/columns[i] · Σ_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[n,c,a]

    As compiled:

    S₁ = Σ_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} x[nc,a]
    y[nc,i] = S₁/(⌈(i + 1) · L/B⌉ − ⌊i·L/B⌋)

    Operations: B·C·N multiplications, B·C·L·N − B·C·N additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, B))
    quotient_L = (L - 1) // 1024
    launch(_forward_part, C * N * B, B * C * L * N + B * C * N, x_rows, y_rows, N, C, L, B, quotient_L)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(quotient_i, quotient_i2, L, B):
    """quotient_i[i] = ⌊(i·L + L − 1)/B⌋
    quotient_i2[i] = ⌊i·L/B⌋
    """
    # quotient_i[i] = ⌊(i·L + L − 1)/B⌋
    for i in range(B):
        quotient_i[U(i)] = (L + L * i - 1) // B
    # quotient_i2[i] = ⌊i·L/B⌋
    for i in range(B):
        quotient_i2[U(i)] = L * i // B


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, dx, quotient_i, quotient_i2, N, C, L, B):
    """dx[nc,a] = Σ_{i : ⌊a·B/L⌋ ≤ i < ⌈(a+1)·B/L⌉} dy[nc,i]/(⌈(i + 1) · L/B⌉ − ⌊i·L/B⌋)"""
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        # dx[nc,a] = Σ_{i : ⌊a·B/L⌋ ≤ i < ⌈(a+1)·B/L⌉} dy[nc,i]/(⌈(i + 1) · L/B⌉ − ⌊i·L/B⌋)
        for a in range(L):
            dx[U(nc), U(a)] = T(0)
        for i in range(B):
            factor = dy[U(nc), U(i)] / T(quotient_i[U(i)] + 1 - quotient_i2[U(i)])
            for a in range(max(0, quotient_i2[U(i)]), min(L, quotient_i[U(i)] + 1)):
                dx[U(nc), U(a)] += factor


def _vjp_x(dy, dx, N, C, L, B):
    """columns[i] = ⌈(i + 1) · L/B⌉ − ⌊i·L/B⌋
    dx[n,c,a] = Σ_{i : ⌊a·B/L⌋ ≤ i < ⌈(a+1)·B/L⌉} dy[n,c,i]/columns[i]

    Operations: B·C·L·N multiplications, (B − 1) · C · L · N additions, terms that a condition drops
        counted.
    """
    dy_rows = dy.reshape((C * N, B))
    dx_rows = dx.reshape((C * N, L))
    quotient_i = scratch(B, np.int64)
    quotient_i2 = scratch(B, np.int64)
    _vjp_x_part(quotient_i, quotient_i2, L, B)
    launch(_vjp_x_part2, C * N, B * C * L * N, dy_rows, dx_rows, quotient_i, quotient_i2, N, C, L, B)


def _jvp(x_dot, y_dot, N, C, L, B):
    """columns[i] = ⌈(i + 1) · L/B⌉ − ⌊i·L/B⌋
    Ṡ₁[n,c,i] = Σ_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} ẋ[n,c,a]
    ẏ[n,c,i] = Ṡ₁[n,c,i]/columns[i]

    As compiled:

    Ṡ₁ = Σ_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} ẋ[nc,a]
    ẏ[nc,i] = Ṡ₁/(⌈(i + 1) · L/B⌉ − ⌊i·L/B⌋)

    Operations: B·C·N multiplications, B·C·L·N − B·C·N additions, terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, L))
    y_dot_rows = y_dot.reshape((C * N, B))
    quotient_L = (L - 1) // 1024
    # Ṡ₁ = Σ_{a : ⌊i·L/B⌋ ≤ a < ⌈(i+1)·L/B⌉} ẋ[nc,a]
    # ẏ[nc,i] = Ṡ₁/(⌈(i + 1) · L/B⌉ − ⌊i·L/B⌋)
    launch(_forward_part, C * N * B, B * C * L * N + B * C * N, x_dot_rows, y_dot_rows, N, C, L, B,
            quotient_L)


def forward(x, *, out=None, save=False, bins=1):
    """mean over bins that cover the signal evenly; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "L", "B"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, bins=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "B"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, bins=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "B"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, bins=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "L", "B"))
    return call.result("y_dot")
