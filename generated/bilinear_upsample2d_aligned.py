"""bilinear_upsample2d_aligned: bilinear interpolation, corners aligned.

Made by `chainrule generate`, version 0.1.0, from the forward of `bilinear_upsample2d_aligned`.  Do not edit.
Run time: e337fa25a51747d5.

    row[a] = a · (H − 1)/max(OH − 1, 1)
    column[b] = b · (W − 1)/max(OW − 1, 1)
    rows[n,c,a,r] = Σ_q G(q, row[a]) · x[n,c,q,r]
    y[n,c,a,b] = Σ_r G(r, column[b]) · rows[n,c,a,r]
    drows[n,c,a,r] += G(r, column[b]) · dy[n,c,a,b]
    dx[n,c,q,r] += G(q, row[a]) · drows[n,c,a,r]
    G(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count

Convention: a single output pixel shows the first input pixel.

Source: seed 002; Long et al. 2015, section 3.3.
"""

from collections import namedtuple

import numpy as np
from numba import njit

from . import runtime
from .runtime import cell, plus
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
def _forward_part(first, last, x, y, N, C, H, W, OH, OW):
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
        position = T((H - 1) * a) / T(OH - 1 if OH >= 2 else 1)
        below = cell(position)
        for q in range(max(0, below), min(H, below + 2)):
            value_of = max(T(1) - abs(position - T(q)), T(0))
            for r in range(W):
                rows[U(r)] += value_of * x[U(nc), U(q), U(r)]
        # y[nc,a,b] = Σ_r G(r, b · (W − 1)/max(OW − 1, 1)) · rows[r]
        for b in range(OW):
            acc = T(0)
            position2 = T((W - 1) * b) / T(OW - 1 if OW >= 2 else 1)
            below2 = cell(position2)
            for r in range(max(0, below2), min(W, below2 + 2)):
                acc = plus(acc, max(T(1) - abs(position2 - T(r)), T(0)) * rows[U(r)])
            y[U(nc), U(a), U(b)] = acc


def _forward(x, y, N, C, H, W, OH, OW):
    """row[a] = a · (H − 1)/max(OH − 1, 1)
    column[b] = b · (W − 1)/max(OW − 1, 1)
    rows[n,c,a,r] = Σ_q G(q, row[a]) · x[n,c,q,r]
    y[n,c,a,b] = Σ_r G(r, column[b]) · rows[n,c,a,r]

    As compiled:

    rows[r] = Σ_q G(q, a · (H − 1)/max(OH − 1, 1)) · x[nc,q,r]
    y[nc,a,b] = Σ_r G(r, b · (W − 1)/max(OW − 1, 1)) · rows[r]

    Operations: C·H·N·OH·W + C·N·OH·OW·W multiplications, C·H·N·OH·W + C·N·OH·OW·W − C·N·OH·OW − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    launch(_forward_part, C * N * OH, C * H * N * OH * W + C * N * OH * OW * W, x_rows, y_rows, N, C, H, W,
            OH, OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, drows, N, C, W, OH, OW):
    """drows[n,c,a,r] += G(r, b · (W − 1)/max(OW − 1, 1)) · dy[n,c,a,b]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_ = task // (C * OH)
        c_ = task // OH % C
        a_ = task % OH
        for r in range(W):
            drows[U(n_), U(c_), U(a_), U(r)] = T(0)
        # drows[n,c,a,r] += G(r, b · (W − 1)/max(OW − 1, 1)) · dy[n,c,a,b]
        for b in range(OW):
            position = T((W - 1) * b) / T(OW - 1 if OW >= 2 else 1)
            below = cell(position)
            dy_here = dy[U(n_), U(c_), U(a_), U(b)]
            for r_ in range(max(0, below), min(W, below + 2)):
                drows[U(n_), U(c_), U(a_), U(r_)] += max(T(1) - abs(position - T(r_)), T(0)) * dy_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dx, drows, N, C, H, W, OH):
    """dx[n,c,q,r] += G(q, a · (H − 1)/max(OH − 1, 1)) · drows[n,c,a,r]"""
    dtype = dx.dtype
    T = dtype.type
    for task in range(first, last):
        n_ = task // (C * W)
        c_ = task // W % C
        r = task % W
        for i in range(H):
            dx[U(n_), U(c_), U(i), U(r)] = T(0)
        # dx[n,c,q,r] += G(q, a · (H − 1)/max(OH − 1, 1)) · drows[n,c,a,r]
        for a in range(OH):
            position2 = T((H - 1) * a) / T(OH - 1 if OH >= 2 else 1)
            below2 = cell(position2)
            drows_here = drows[U(n_), U(c_), U(a), U(r)]
            for q in range(max(0, below2), min(H, below2 + 2)):
                dx[U(n_), U(c_), U(q), U(r)] += max(T(1) - abs(position2 - T(q)), T(0)) * drows_here


def _vjp_x(dy, dx, N, C, H, W, OH, OW):
    """column[b] = b · (W − 1)/max(OW − 1, 1)
    drows[n,c,a,r] += G(r, column[b]) · dy[n,c,a,b]
    row[a] = a · (H − 1)/max(OH − 1, 1)
    dx[n,c,q,r] += G(q, row[a]) · drows[n,c,a,r]

    Operations: C·H·N·OH·W + C·N·OH·OW·W multiplications, C·H·N·OH·W + C·N·OH·OW·W additions, terms that a
        condition drops counted.
    """
    dtype = dx.dtype
    drows = scratch((N, C, OH, W), dtype)
    launch(_vjp_x_part, N * C * OH, C * N * OH * OW * W, dy, drows, N, C, W, OH, OW)
    launch(_vjp_x_part2, N * C * W, C * H * N * OH * W, dx, drows, N, C, H, W, OH)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, y_dot, N, C, H, W, OH, OW):
    """rows_dot[r] = Σ_q G(q, a · (H − 1)/max(OH − 1, 1)) · ẋ[nc,q,r]
    ẏ[nc,a,b] = Σ_r G(r, b · (W − 1)/max(OW − 1, 1)) · rows_dot[r]
    """
    dtype = x_dot.dtype
    T = dtype.type
    rows_dot = np.empty(W, dtype)
    for task in range(first, last):
        nc = task // OH
        a = task % OH
        # rows_dot[r] = Σ_q G(q, a · (H − 1)/max(OH − 1, 1)) · ẋ[nc,q,r]
        for r in range(W):
            rows_dot[U(r)] = T(0)
        position = T((H - 1) * a) / T(OH - 1 if OH >= 2 else 1)
        below = cell(position)
        for q in range(max(0, below), min(H, below + 2)):
            value_of = max(T(1) - abs(position - T(q)), T(0))
            for r in range(W):
                rows_dot[U(r)] += value_of * x_dot[U(nc), U(q), U(r)]
        # ẏ[nc,a,b] = Σ_r G(r, b · (W − 1)/max(OW − 1, 1)) · rows_dot[r]
        for b in range(OW):
            acc = T(0)
            position2 = T((W - 1) * b) / T(OW - 1 if OW >= 2 else 1)
            below2 = cell(position2)
            for r in range(max(0, below2), min(W, below2 + 2)):
                acc = plus(acc, max(T(1) - abs(position2 - T(r)), T(0)) * rows_dot[U(r)])
            y_dot[U(nc), U(a), U(b)] = acc


def _jvp(x_dot, y_dot, N, C, H, W, OH, OW):
    """row[a] = a · (H − 1)/max(OH − 1, 1)
    column[b] = b · (W − 1)/max(OW − 1, 1)
    rows_dot[n,c,a,r] = Σ_q G(q, row[a]) · ẋ[n,c,q,r]
    ẏ[n,c,a,b] = Σ_r G(r, column[b]) · rows_dot[n,c,a,r]

    As compiled:

    rows_dot[r] = Σ_q G(q, a · (H − 1)/max(OH − 1, 1)) · ẋ[nc,q,r]
    ẏ[nc,a,b] = Σ_r G(r, b · (W − 1)/max(OW − 1, 1)) · rows_dot[r]

    Operations: C·H·N·OH·W + C·N·OH·OW·W multiplications, C·H·N·OH·W + C·N·OH·OW·W − C·N·OH·OW − C·N·OH·W
        additions, terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    launch(_jvp_part, C * N * OH, C * H * N * OH * W + C * N * OH * OW * W, x_dot_rows, y_dot_rows, N, C, H,
            W, OH, OW)


def forward(x, *, out=None, save=False, size=2):
    """bilinear interpolation, corners aligned; ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"size": size})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W", "OH", "OW"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if save else result


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
    return call.result(*("y_dot",))
