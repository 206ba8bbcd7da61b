"""circular_pad3d: the volume with itself repeated around it.

Made by `chainrule generate`, version 0.1.0, from the forward of `circular_pad3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,k,i,j] = x[n, c, (k−p_f) mod D, (i−p_t) mod H, (j−p_l) mod W]
    dx[n,c,z,a,b] = Σ_{k,k′,k′′ : −⌈p_f/D⌉ ≤ k ≤ ⌊(OD−1−p_f)/D⌋, −⌈p_t/H⌉ ≤ k′ ≤ ⌊(OH−1−p_t)/H⌋, −⌈p_l/W⌉
        ≤ k′′ ≤ ⌊(OW−1−p_l)/W⌋} dy[n, c, z+k·D+p_f, a+k′·H+p_t, b+k′′·W+p_l]
    dy = 0 where an index leaves its range

Source: numpy.pad, mode wrap.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 10 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'circular_pad3d',
    'summary': 'the volume with itself repeated around it',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'padding', 'symbols': ['p_f', 'p_k', 'p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OD': 'D + p_f + p_k', 'OH': 'H + p_b + p_t', 'OW': 'W + p_l + p_r'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * N * OD * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['OW', 'OW - ((-p_l // W) * W) - p_l', 'W', 'W + (-p_l // W) * W + p_l']},
    ],
    'proved': {'in bounds': 10, 'iterations apart': 3},
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
        runtime.Step("x", 2, "D", "D"),
        runtime.Step("x", 3, "H", "H"),
        runtime.Step("x", 4, "W", "W"),
    ),
    sizes={
        "OD": lambda D, p_f, p_k, **_: D + p_f + p_k,
        "OH": lambda H, p_b, p_t, **_: H + p_b + p_t,
        "OW": lambda W, p_l, p_r, **_: W + p_l + p_r,
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "y": lambda C, N, OD, OH, OW, **_: (N, C, OD, OH, OW),
    },
    requires=(
        (lambda D, **_: D >= 1,
                'D must be at least 1: x[n, c, ((k - p_f) % D), ((i - p_t) % H), ((j - p_l) % W)] is read'),
        (lambda H, **_: H >= 1,
                'H must be at least 1: x[n, c, ((k - p_f) % D), ((i - p_t) % H), ((j - p_l) % W)] is read'),
        (lambda W, **_: W >= 1,
                'W must be at least 1: x[n, c, ((k - p_f) % D), ((i - p_t) % H), ((j - p_l) % W)] is read'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, D, H, W, OD, OH, OW, p_f, p_t, p_l, lap_first, lap_last):
    """y[nc,k,i,j] = x[nc, (k−p_f) mod D, (i−p_t) mod H, (j−p_l) mod W]"""
    for task in range(first, last):
        nc = task // (OD * OH)
        k = task // OH % OD
        i = task % OH
        # y[nc,k,i,j] = x[nc, (k−p_f) mod D, (i−p_t) mod H, (j−p_l) mod W]
        rest_k = (k - p_f) % D
        rest_i = (i - p_t) % H
        for lap in range(lap_first, lap_last + 1):
            for j in range(max(0, W * lap + p_l), min(OW, W + W * lap + p_l)):
                y[U(nc), U(k), U(i), U(j)] = x[U(nc), U(rest_k), U(rest_i), U(j - (W * lap) - p_l)]


def _forward(x, y, N, C, D, H, W, OD, OH, OW, p_f, p_t, p_l):
    """y[n,c,k,i,j] = x[n, c, (k−p_f) mod D, (i−p_t) mod H, (j−p_l) mod W]

    As compiled:

    y[nc,k,i,j] = x[nc, (k−p_f) mod D, (i−p_t) mod H, (j−p_l) mod W]
    """
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, OD, OH, OW))
    lap_first = -p_l // W
    lap_last = (OW - p_l - 1) // W
    launch(_forward_part, C * N * OD * OH, C * N * OD * OH * OW, x_rows, y_rows, N, C, D, H, W, OD, OH, OW,
            p_f, p_t, p_l, lap_first, lap_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, dx, N, C, D, H, W, OD, OH, OW, p_f, p_t, p_l, k____first, k____last,
        k___first, k___last, k__first, k__last):
    """dx_columns[column] = Σ_{k,k′ : −⌈p_f/D⌉ ≤ k ≤ ⌊(OD−1−p_f)/D⌋, −⌈p_t/H⌉ ≤ k′ ≤ ⌊(OH−1−p_t)/H⌋} dy[nc,
        z+k·D+p_f, a+k′·H+p_t, column]
    dx[nc,z,a,b] = Σ_{k : −⌈p_l/W⌉ ≤ k ≤ ⌊(OW−1−p_l)/W⌋} dx_columns[b+k·W+p_l]
    """
    dtype = dy.dtype
    T = dtype.type
    dx_columns = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // (D * H)
        z = task // H % D
        a = task % H
        # dx_columns[column] = Σ_{k,k′ : −⌈p_f/D⌉ ≤ k ≤ ⌊(OD−1−p_f)/D⌋, −⌈p_t/H⌉ ≤ k′ ≤
        #     ⌊(OH−1−p_t)/H⌋} dy[nc, z+k·D+p_f, a+k′·H+p_t, column]
        for column in range(OW):
            dx_columns[U(column)] = T(0)
        k___first2 = -((a + p_t) // H)
        k___last2 = (OH - a - p_t - 1) // H
        for k_ in range(max(k__first, -((p_f + z) // D)), min(k__last + 1, (OD - p_f - z - 1) // D + 1)):
            for k__ in range(max(k___first, k___first2), min(k___last + 1, k___last2 + 1)):
                for column in range(OW):
                    dx_columns[U(column)] += dy[U(nc), U(D * k_ + p_f + z), U(a + H * k__ + p_t), U(column)]
        # dx[nc,z,a,b] = Σ_{k : −⌈p_l/W⌉ ≤ k ≤ ⌊(OW−1−p_l)/W⌋} dx_columns[b+k·W+p_l]
        for b in range(W):
            dx[U(nc), U(z), U(a), U(b)] = T(0)
        for k___ in range(k____first, k____last + 1):
            for b in range(max(0, -W * k___ - p_l), min(W, OW - (W * k___) - p_l)):
                dx[U(nc), U(z), U(a), U(b)] += dx_columns[U(b + W * k___ + p_l)]


def _vjp_x(dy, dx, N, C, D, H, W, OD, OH, OW, p_f, p_t, p_l):
    """dx[n,c,z,a,b] = Σ_{k,k′,k′′ : −⌈p_f/D⌉ ≤ k ≤ ⌊(OD−1−p_f)/D⌋, −⌈p_t/H⌉ ≤ k′ ≤ ⌊(OH−1−p_t)/H⌋, −⌈p_l/W⌉
        ≤ k′′ ≤ ⌊(OW−1−p_l)/W⌋} dy[n, c, z+k·D+p_f, a+k′·H+p_t, b+k′′·W+p_l]

    As compiled:

    dx_columns[column] = Σ_{k,k′ : −⌈p_f/D⌉ ≤ k ≤ ⌊(OD−1−p_f)/D⌋, −⌈p_t/H⌉ ≤ k′ ≤ ⌊(OH−1−p_t)/H⌋} dy[nc,
        z+k·D+p_f, a+k′·H+p_t, column]
    dx[nc,z,a,b] = Σ_{k : −⌈p_l/W⌉ ≤ k ≤ ⌊(OW−1−p_l)/W⌋} dx_columns[b+k·W+p_l]

    Operations: C · D · H · N · W · ⌊(−p_f)/D⌋ · ⌊(−p_l)/W⌋ · ⌊(OH − 1 − p_t)/H⌋ + C · D · H · N · W ·
        ⌊(−p_f)/D⌋ · ⌊(−p_t)/H⌋ · ⌊(OW − 1 − p_l)/W⌋ + C · D · H · N · W · ⌊(−p_l)/W⌋ · ⌊(−p_t)/H⌋ · ⌊(OD
        − 1 − p_f)/D⌋ + C · D · H · N · W · ⌊(OD − 1 − p_f)/D⌋ · ⌊(OH − 1 − p_t)/H⌋ · ⌊(OW − 1 − p_l)/W⌋ +
        C·D·H·N·W·⌊(−p_f)/D⌋·⌊(−p_l)/W⌋ + C·D·H·N·W·⌊(−p_f)/D⌋·⌊(−p_t)/H⌋ +
        C·D·H·N·W·⌊(−p_l)/W⌋·⌊(−p_t)/H⌋ + C · D · H · N · W · ⌊(OD − 1 − p_f)/D⌋ · ⌊(OH − 1 − p_t)/H⌋ + C
        · D · H · N · W · ⌊(OD − 1 − p_f)/D⌋ · ⌊(OW − 1 − p_l)/W⌋ + C · D · H · N · W · ⌊(OH − 1 − p_t)/H⌋
        · ⌊(OW − 1 − p_l)/W⌋ + C · D · H · N · W · ⌊(OD − 1 − p_f)/D⌋ + C · D · H · N · W · ⌊(OH − 1 −
        p_t)/H⌋ + C · D · H · N · W · ⌊(OW − 1 − p_l)/W⌋ − C·D·H·N·W·⌊(−p_f)/D⌋·⌊(−p_l)/W⌋·⌊(−p_t)/H⌋ − C
        · D · H · N · W · ⌊(−p_f)/D⌋ · ⌊(OH − 1 − p_t)/H⌋ · ⌊(OW − 1 − p_l)/W⌋ − C · D · H · N · W ·
        ⌊(−p_l)/W⌋ · ⌊(OD − 1 − p_f)/D⌋ · ⌊(OH − 1 − p_t)/H⌋ − C · D · H · N · W · ⌊(−p_t)/H⌋ · ⌊(OD − 1 −
        p_f)/D⌋ · ⌊(OW − 1 − p_l)/W⌋ − C · D · H · N · W · ⌊(−p_f)/D⌋ · ⌊(OH − 1 − p_t)/H⌋ − C · D · H · N
        · W · ⌊(−p_f)/D⌋ · ⌊(OW − 1 − p_l)/W⌋ − C · D · H · N · W · ⌊(−p_l)/W⌋ · ⌊(OD − 1 − p_f)/D⌋ − C ·
        D · H · N · W · ⌊(−p_l)/W⌋ · ⌊(OH − 1 − p_t)/H⌋ − C · D · H · N · W · ⌊(−p_t)/H⌋ · ⌊(OD − 1 −
        p_f)/D⌋ − C · D · H · N · W · ⌊(−p_t)/H⌋ · ⌊(OW − 1 − p_l)/W⌋ − C·D·H·N·W·⌊(−p_f)/D⌋ −
        C·D·H·N·W·⌊(−p_l)/W⌋ − C·D·H·N·W·⌊(−p_t)/H⌋ additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OD, OH, OW))
    dx_rows = dx.reshape((C * N, D, H, W))
    k___first = -p_t // H
    k___last = (OH - p_t - 1) // H
    k__first = -p_f // D
    k__last = (OD - p_f - 1) // D
    k____first = -p_l // W
    k____last = (OW - p_l - 1) // W
    launch(_vjp_x_part, C * N * D * H,
            ((OD - p_f - 1) // D + 1 - (-p_f // D)) * ((OH - p_t - 1) // H + 1 - (-p_t // H)) * C * D * H * N * OW + ((OW - p_l - 1) // W + 1 - (-p_l // W)) * C * D * H * N * W,
            dy_rows, dx_rows, N, C, D, H, W, OD, OH, OW, p_f, p_t, p_l, k____first, k____last, k___first,
            k___last, k__first, k__last)


def _jvp(x_dot, y_dot, N, C, D, H, W, OD, OH, OW, p_f, p_t, p_l):
    """ẏ[n,c,k,i,j] = ẋ[n, c, (k−p_f) mod D, (i−p_t) mod H, (j−p_l) mod W]

    As compiled:

    ẏ[nc,k,i,j] = ẋ[nc, (k−p_f) mod D, (i−p_t) mod H, (j−p_l) mod W]
    """
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    y_dot_rows = y_dot.reshape((C * N, OD, OH, OW))
    lap_first = -p_l // W
    lap_last = (OW - p_l - 1) // W
    # ẏ[nc,k,i,j] = ẋ[nc, (k−p_f) mod D, (i−p_t) mod H, (j−p_l) mod W]
    launch(_forward_part, C * N * OD * OH, C * N * OD * OH * OW, x_dot_rows, y_dot_rows, N, C, D, H, W, OD,
            OH, OW, p_f, p_t, p_l, lap_first, lap_last)


def forward(x, *, out=None, save=False, padding=0):
    """the volume with itself repeated around it; ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "p_f", "p_t", "p_l"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "p_f", "p_t", "p_l"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, padding=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "p_f", "p_t", "p_l"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"padding": padding})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "p_f", "p_t", "p_l"))
    return call.result("y_dot")
