"""bilinear_upsample2d_aligned: bilinear interpolation, corners aligned.

Made by `chainrule generate`, version 0.1.0, from the forward of `bilinear_upsample2d_aligned`.  Do not edit.
Run time: 885da59e5e9be48a.

    row[a] = a · (H − 1)/max(OH − 1, 1)
    column[b] = b · (W − 1)/max(OW − 1, 1)
    rows[n,c,a,r] = Σ_q G(q, row[a]) · x[n,c,q,r]
    y[n,c,a,b] = Σ_r G(r, column[b]) · rows[n,c,a,r]
    drows[n,c,a,r] = Σ_b G(r, column[b]) · dy[n,c,a,b]
    dx[n,c,i,j] = Σ_a G(i, row[a]) · drows[n,c,a,j]
    G(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count

Convention: where corners are aligned, a single output pixel shows the first input pixel.

Source: seed 002; Long et al. 2015, section 3.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 48 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import cell, inside, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'bilinear_upsample2d_aligned',
    'summary': 'bilinear interpolation, corners aligned',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'size', 'symbols': ['OH', 'OW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * OH * W + C * H * N * W', 'C * H * N * OH * W + C * N * OH * OW * W', 'C * N * OH * OW * W + C * N * OH * W']},
        {'path': 'vector', 'at': 64, 'of': ['OH', 'OW', 'W']},
    ],
    'proved': {'in bounds': 48, 'iterations apart': 4},
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
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(below2_table, weight2_table, weight_table, W, OW):
    """below2_table[b] = ⌊b · (W − 1)/max(OW − 1, 1)⌋
    weight_table[b] = G(⌊b · (W − 1)/max(OW − 1, 1)⌋, b · (W − 1)/max(OW − 1, 1))
    weight2_table[b] = G(1 + ⌊b · (W − 1)/max(OW − 1, 1)⌋, b · (W − 1)/max(OW − 1, 1))
    """
    dtype = weight2_table.dtype
    T = dtype.type
    # below2_table[b] = ⌊b · (W − 1)/max(OW − 1, 1)⌋
    # weight_table[b] = G(⌊b · (W − 1)/max(OW − 1, 1)⌋, b · (W − 1)/max(OW − 1, 1))
    # weight2_table[b] = G(1 + ⌊b · (W − 1)/max(OW − 1, 1)⌋, b · (W − 1)/max(OW − 1, 1))
    for b in range(OW):
        position2 = T((W - 1) * b) / T(max(OW - 1, 1))
        below2 = cell(position2)
        weight = max(T(1) - abs(position2 - T(below2)), T(0))
        weight2 = max(T(1) - abs(position2 - T(below2 + 1)), T(0))
        below2_table[U(b)] = below2
        weight_table[U(b)] = weight
        weight2_table[U(b)] = weight2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, y, below2_table, weight2_table, weight_table, N, C, H, W, OH, OW):
    """rows[r] = Σ_q G(q, a · (H − 1)/max(OH − 1, 1)) · x[nc,q,r]
    y[nc,a,b] = Σ_r G(r, b · (W − 1)/max(OW − 1, 1)) · rows[r]
    """
    dtype = x.dtype
    T = dtype.type
    rows = np.empty(W, dtype)
    for task in range(first, last):
        nc = task // OH
        a = task % OH
        # rows[r] = Σ_q G(q, a · (H − 1)/max(OH − 1, 1)) · x[nc,q,r]
        for r in range(W):
            rows[U(r)] = T(0)
        position = T((H - 1) * a) / T(max(OH - 1, 1))
        below = cell(position)
        if below >= 0 and H >= below + 2:
            value_of = max(T(1) - abs(position - T(below)), T(0))
            value_of2 = max(T(1) - abs(position - T(below + 1)), T(0))
            for r in range(W):
                rows[U(r)] += value_of * x[U(nc), U(below), U(r)] + value_of2 * x[U(nc), U(below + 1), U(r)]
        else:
            for q in range(max(0, below), min(H, below + 2)):
                value_of = max(T(1) - abs(position - T(q)), T(0))
                for r in range(W):
                    rows[U(r)] += value_of * x[U(nc), U(q), U(r)]
        # y[nc,a,b] = Σ_r G(r, b · (W − 1)/max(OW − 1, 1)) · rows[r]
        for b in range(OW):
            below2 = below2_table[U(b)]
            weight = weight_table[U(b)]
            weight2 = weight2_table[U(b)]
            acc = T(0)
            if inside(below2, W):
                acc = plus(acc, rows[U(below2)] * weight)
            if inside(below2 + 1, W):
                acc = plus(acc, rows[U(below2 + 1)] * weight2)
            y[U(nc), U(a), U(b)] = acc


def _forward(x, y, N, C, H, W, OH, OW):
    """row[a] = a · (H − 1)/max(OH − 1, 1)
    column[b] = b · (W − 1)/max(OW − 1, 1)
    rows[n,c,a,r] = Σ_q G(q, row[a]) · x[n,c,q,r]
    y[n,c,a,b] = Σ_r G(r, column[b]) · rows[n,c,a,r]

    Operations: C·H·N·OH·W + C·N·OH·OW·W multiplications, C·H·N·OH·W + C·N·OH·OW·W − C·N·OH·OW − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    below2_table = scratch(OW, np.int64)
    weight_table = scratch(OW, dtype)
    weight2_table = scratch(OW, dtype)
    _forward_part(below2_table, weight2_table, weight_table, W, OW)
    launch(_forward_part2, C * N * OH, C * H * N * OH * W + C * N * OH * OW * W, x_rows, y_rows, below2_table,
            weight2_table, weight_table, N, C, H, W, OH, OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(below2_table, below_table, position2_table, weight2_table, weight_table, H, W, OH, OW):
    """below_table[b] = ⌊b · (W − 1)/max(OW − 1, 1)⌋
    weight_table[b] = G(⌊b · (W − 1)/max(OW − 1, 1)⌋, b · (W − 1)/max(OW − 1, 1))
    weight2_table[b] = G(1 + ⌊b · (W − 1)/max(OW − 1, 1)⌋, b · (W − 1)/max(OW − 1, 1))
    position2_table[a] = a · (H − 1)/max(OH − 1, 1)
    below2_table[a] = ⌊a · (H − 1)/max(OH − 1, 1)⌋
    """
    dtype = position2_table.dtype
    T = dtype.type
    # below_table[b] = ⌊b · (W − 1)/max(OW − 1, 1)⌋
    # weight_table[b] = G(⌊b · (W − 1)/max(OW − 1, 1)⌋, b · (W − 1)/max(OW − 1, 1))
    # weight2_table[b] = G(1 + ⌊b · (W − 1)/max(OW − 1, 1)⌋, b · (W − 1)/max(OW − 1, 1))
    for b in range(OW):
        position = T((W - 1) * b) / T(max(OW - 1, 1))
        below = cell(position)
        weight = max(T(1) - abs(position - T(below)), T(0))
        weight2 = max(T(1) - abs(position - T(below + 1)), T(0))
        below_table[U(b)] = below
        weight_table[U(b)] = weight
        weight2_table[U(b)] = weight2
    # position2_table[a] = a · (H − 1)/max(OH − 1, 1)
    # below2_table[a] = ⌊a · (H − 1)/max(OH − 1, 1)⌋
    for a in range(OH):
        position2 = T((H - 1) * a) / T(max(OH - 1, 1))
        below2 = cell(position2)
        position2_table[U(a)] = position2
        below2_table[U(a)] = below2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, below_table, drows, weight2_table, weight_table, N, C, W, OH, OW):
    """drows[n'c′, a, r] += G(r, b · (W − 1)/max(OW − 1, 1)) · dy[n'c′, a, b]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_c_ = task // OH
        a_ = task % OH
        for r in range(W):
            drows[U(n_c_), U(a_), U(r)] = T(0)
        # drows[n'c′, a, r] += G(r, b · (W − 1)/max(OW − 1, 1)) · dy[n'c′, a, b]
        for b in range(OW):
            below = below_table[U(b)]
            weight = weight_table[U(b)]
            weight2 = weight2_table[U(b)]
            dy_weight = dy[U(n_c_), U(a_), U(b)] * weight
            if inside(below, W):
                drows[U(n_c_), U(a_), U(below)] += dy_weight
            dy_weight2 = dy[U(n_c_), U(a_), U(b)] * weight2
            if inside(below + 1, W):
                drows[U(n_c_), U(a_), U(below + 1)] += dy_weight2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part3(first, last, dx, below2_table, drows, position2_table, N, C, H, W, OH):
    """dx[n'c′, q, r] += G(q, a · (H − 1)/max(OH − 1, 1)) · drows[n'c′, a, r]"""
    dtype = dx.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for i in range(H):
            for j in range(W):
                dx[U(n_c_), U(i), U(j)] = T(0)
        # dx[n'c′, q, r] += G(q, a · (H − 1)/max(OH − 1, 1)) · drows[n'c′, a, r]
        for a in range(OH):
            position2 = position2_table[U(a)]
            below2 = below2_table[U(a)]
            for q in range(max(0, below2), min(H, below2 + 2)):
                value_of = max(T(1) - abs(position2 - T(q)), T(0))
                for r in range(W):
                    dx[U(n_c_), U(q), U(r)] += drows[U(n_c_), U(a), U(r)] * value_of


def _vjp_x(dy, dx, N, C, H, W, OH, OW):
    """column[b] = b · (W − 1)/max(OW − 1, 1)
    drows[n,c,a,r] = Σ_b G(r, column[b]) · dy[n,c,a,b]
    row[a] = a · (H − 1)/max(OH − 1, 1)
    dx[n,c,i,j] = Σ_a G(i, row[a]) · drows[n,c,a,j]

    Operations: C·H·N·OH·W + C·N·OH·OW·W multiplications, C·H·N·OH·W + C·N·OH·OW·W − C·H·N·W − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    below_table = scratch(OW, np.int64)
    weight_table = scratch(OW, dtype)
    weight2_table = scratch(OW, dtype)
    position2_table = scratch(OH, dtype)
    below2_table = scratch(OH, np.int64)
    drows = scratch((C * N, OH, W), dtype)
    _vjp_x_part(below2_table, below_table, position2_table, weight2_table, weight_table, H, W, OH, OW)
    launch(_vjp_x_part2, C * N * OH, C * N * OH * OW * W + C * N * OH * W, dy_rows, below_table, drows,
            weight2_table, weight_table, N, C, W, OH, OW)
    launch(_vjp_x_part3, C * N, C * H * N * OH * W + C * H * N * W, dx_rows, below2_table, drows,
            position2_table, N, C, H, W, OH)


def _jvp(x_dot, y_dot, N, C, H, W, OH, OW):
    """row[a] = a · (H − 1)/max(OH − 1, 1)
    column[b] = b · (W − 1)/max(OW − 1, 1)
    rows_dot[n,c,a,r] = Σ_q G(q, row[a]) · ẋ[n,c,q,r]
    ẏ[n,c,a,b] = Σ_r G(r, column[b]) · rows_dot[n,c,a,r]

    Operations: C·H·N·OH·W + C·N·OH·OW·W multiplications, C·H·N·OH·W + C·N·OH·OW·W − C·N·OH·OW − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    below2_table = scratch(OW, np.int64)
    weight_table = scratch(OW, dtype)
    weight2_table = scratch(OW, dtype)
    # below2_table[b] = ⌊b · (W − 1)/max(OW − 1, 1)⌋
    # weight_table[b] = G(⌊b · (W − 1)/max(OW − 1, 1)⌋, b · (W − 1)/max(OW − 1, 1))
    # weight2_table[b] = G(1 + ⌊b · (W − 1)/max(OW − 1, 1)⌋, b · (W − 1)/max(OW − 1, 1))
    _forward_part(below2_table, weight2_table, weight_table, W, OW)
    # rows_dot[r] = Σ_q G(q, a · (H − 1)/max(OH − 1, 1)) · ẋ[nc,q,r]
    # ẏ[nc,a,b] = Σ_r G(r, b · (W − 1)/max(OW − 1, 1)) · rows_dot[r]
    launch(_forward_part2, C * N * OH, C * H * N * OH * W + C * N * OH * OW * W, x_dot_rows, y_dot_rows,
            below2_table, weight2_table, weight_table, N, C, H, W, OH, OW)


def forward(x, *, out=None, save=False, size=2):
    """bilinear interpolation, corners aligned; ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"size": size})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W", "OH", "OW"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, size=2):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"size": size})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, size=2):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"size": size})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, size=2):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"size": size})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W", "OH", "OW"))
    return call.result("y_dot")
