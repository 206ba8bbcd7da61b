"""linear_upsample1d: linear interpolation.

Made by `chainrule generate`, version 0.1.0, from the forward of `linear_upsample1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    column[b] = {b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0)
        if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) ≤ L; else L − 1}
    y[n,c,b] = Σ_r G(r, column[b]) · x[n,c,r]
    dx[n,c,j] = Σ_b G(j, column[b]) · dy[n,c,b]
    G(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count

Convention: where corners are aligned, a single output pixel shows the first input pixel.

Source: seed 002; Long et al. 2015, section 3.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 29 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .runtime import cell, inside, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'linear_upsample1d',
    'summary': 'linear interpolation',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OL'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'size', 'symbols': ['OL'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'align_corners', 'symbols': ['alpha'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'step', 'symbols': ['s'], 'kind': 'float', 'default': 0.0, 'minimum': 0.0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * L * N * OL', 'C * L * N + C * L * N * OL']},
        {'path': 'vector', 'at': 64, 'of': ['L', 'OL']},
    ],
    'proved': {'in bounds': 29, 'iterations apart': 3},
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
        "y": lambda C, N, OL, **_: (N, C, OL),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(below_table, weight2_table, weight_table, L, OL, alpha, s):
    """below_table[b] = ⌊{b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s > 0; else L/OL}) −
        1/2, 0) if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) ≤ L; else L − 1}⌋
    weight_table[b] = G(⌊{b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s > 0; else L/OL}) −
        1/2, 0) if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) ≤ L; else L − 1}⌋, {b · (L −
        1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) if 1 + max(((b +
        1/2) · {s if s > 0; else L/OL}) − 1/2, 0) ≤ L; else L − 1})
    weight2_table[b] = G(1 + ⌊{b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s > 0; else
        L/OL}) − 1/2, 0) if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) ≤ L; else L − 1}⌋, {b
        · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) if 1 +
        max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) ≤ L; else L − 1})
    """
    dtype = weight2_table.dtype
    T = dtype.type
    # below_table[b] = ⌊{b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s >
    #     0; else L/OL}) − 1/2, 0) if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2,
    #     0) ≤ L; else L − 1}⌋
    # weight_table[b], as written above
    # weight2_table[b], as written above
    for b in range(OL):
        position = (
            T((L - 1) * b) / T(max(OL - 1, 1))
            if alpha == 1
            else select(
                T(L) >= select(select(s > T(0), s, T(L) / T(OL)) * (T(b * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s > T(0), s, T(L) / T(OL)) * (T(b * 2 + 1) / T(2)) - (T(1) / T(2)), T(0))
                + T(1),
                select(select(s > T(0), s, T(L) / T(OL)) * (T(b * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s > T(0), s, T(L) / T(OL)) * (T(b * 2 + 1) / T(2)) - (T(1) / T(2)), T(0)),
                T(L - 1),
            )
        )
        below = cell(position)
        weight = max(T(1) - abs(position - T(below)), T(0))
        weight2 = max(T(1) - abs(position - T(below + 1)), T(0))
        below_table[U(b)] = below
        weight_table[U(b)] = weight
        weight2_table[U(b)] = weight2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, y, below_table, weight2_table, weight_table, N, C, L, OL):
    """y[nc,b] = Σ_r G(r, {b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s > 0; else L/OL}) −
        1/2, 0) if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) ≤ L; else L − 1}) · x[nc,r]
    """
    dtype = x.dtype
    T = dtype.type
    for nc in range(first, last):
        # y[nc,b] = Σ_r G(r, {b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s >
        #     0; else L/OL}) − 1/2, 0) if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2,
        #     0) ≤ L; else L − 1}) · x[nc,r]
        for b in range(OL):
            below = below_table[U(b)]
            weight = weight_table[U(b)]
            weight2 = weight2_table[U(b)]
            acc = T(0)
            if inside(below, L):
                acc = plus(acc, weight * x[U(nc), U(below)])
            if inside(below + 1, L):
                acc = plus(acc, weight2 * x[U(nc), U(below + 1)])
            y[U(nc), U(b)] = acc


def _forward(x, y, N, C, L, OL, alpha, s):
    """column[b] = {b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0)
        if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) ≤ L; else L − 1}
    y[n,c,b] = Σ_r G(r, column[b]) · x[n,c,r]

    Operations: C·L·N·OL multiplications, C·L·N·OL − C·N·OL additions, terms that a condition drops
        counted.
    """
    dtype = y.dtype
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, OL))
    below_table = scratch(OL, np.int64)
    weight_table = scratch(OL, dtype)
    weight2_table = scratch(OL, dtype)
    _forward_part(below_table, weight2_table, weight_table, L, OL, alpha, s)
    launch(_forward_part2, C * N, C * L * N * OL, x_rows, y_rows, below_table, weight2_table, weight_table, N,
            C, L, OL)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, dx, below_table, weight2_table, weight_table, N, C, L, OL):
    """dx[n'c′, r] += G(r, {b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s > 0; else L/OL}) −
        1/2, 0) if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) ≤ L; else L − 1}) · dy[n'c′, b]
    """
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for j in range(L):
            dx[U(n_c_), U(j)] = T(0)
        # dx[n'c′, r] += G(r, {b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s >
        #     0; else L/OL}) − 1/2, 0) if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2,
        #     0) ≤ L; else L − 1}) · dy[n'c′, b]
        for b in range(OL):
            below = below_table[U(b)]
            weight = weight_table[U(b)]
            weight2 = weight2_table[U(b)]
            dy_weight = dy[U(n_c_), U(b)] * weight
            if inside(below, L):
                dx[U(n_c_), U(below)] += dy_weight
            dy_weight2 = dy[U(n_c_), U(b)] * weight2
            if inside(below + 1, L):
                dx[U(n_c_), U(below + 1)] += dy_weight2


def _vjp_x(dy, dx, N, C, L, OL, alpha, s):
    """column[b] = {b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0)
        if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) ≤ L; else L − 1}
    dx[n,c,j] = Σ_b G(j, column[b]) · dy[n,c,b]

    Operations: C·L·N·OL multiplications, C·L·N·OL − C·L·N additions, terms that a condition drops
        counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((C * N, OL))
    dx_rows = dx.reshape((C * N, L))
    below_table = scratch(OL, np.int64)
    weight_table = scratch(OL, dtype)
    weight2_table = scratch(OL, dtype)
    # below_table[b] = ⌊{b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s >
    #     0; else L/OL}) − 1/2, 0) if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2,
    #     0) ≤ L; else L − 1}⌋
    # weight_table[b], as written above
    # weight2_table[b], as written above
    _forward_part(below_table, weight2_table, weight_table, L, OL, alpha, s)
    launch(_vjp_x_part2, C * N, C * L * N + C * L * N * OL, dy_rows, dx_rows, below_table, weight2_table,
            weight_table, N, C, L, OL)


def _jvp(x_dot, y_dot, N, C, L, OL, alpha, s):
    """column[b] = {b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0)
        if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2, 0) ≤ L; else L − 1}
    ẏ[n,c,b] = Σ_r G(r, column[b]) · ẋ[n,c,r]

    Operations: C·L·N·OL multiplications, C·L·N·OL − C·N·OL additions, terms that a condition drops
        counted.
    """
    dtype = y_dot.dtype
    x_dot_rows = x_dot.reshape((C * N, L))
    y_dot_rows = y_dot.reshape((C * N, OL))
    below_table = scratch(OL, np.int64)
    weight_table = scratch(OL, dtype)
    weight2_table = scratch(OL, dtype)
    # below_table[b] = ⌊{b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s >
    #     0; else L/OL}) − 1/2, 0) if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2,
    #     0) ≤ L; else L − 1}⌋
    # weight_table[b], as written above
    # weight2_table[b], as written above
    _forward_part(below_table, weight2_table, weight_table, L, OL, alpha, s)
    # ẏ[nc,b] = Σ_r G(r, {b · (L − 1)/max(OL − 1, 1) if α = 1; max(((b + 1/2) · {s if s >
    #     0; else L/OL}) − 1/2, 0) if 1 + max(((b + 1/2) · {s if s > 0; else L/OL}) − 1/2,
    #     0) ≤ L; else L − 1}) · ẋ[nc,r]
    launch(_forward_part2, C * N, C * L * N * OL, x_dot_rows, y_dot_rows, below_table, weight2_table,
            weight_table, N, C, L, OL)


def forward(x, *, out=None, save=False, size=2, align_corners=0, step=0.0):
    """linear interpolation; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "L", "OL", "alpha", "s"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, size=2, align_corners=0, step=0.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "OL", "alpha", "s"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, size=2, align_corners=0, step=0.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "L", "OL", "alpha", "s"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, size=2, align_corners=0, step=0.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "L", "OL", "alpha", "s"))
    return call.result("y_dot")
