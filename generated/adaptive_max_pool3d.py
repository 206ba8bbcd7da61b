"""adaptive_max_pool3d: maximum over bins that cover the volume evenly.

Made by `chainrule generate`, version 0.1.0, from the forward of `adaptive_max_pool3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,k,i,j] = max_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b <
        ⌈(j+1)·W/BW⌉} x[n,c,z,a,b]
    dx[n,c,z,a,b] = Σ_{k,i,j : y_at[n,c,k,i,j] = (z·H+a)·W+b} dy[n,c,k,i,j]

Convention: of equal elements the first (row by row) receives the gradient.

Source: He et al. 2014, section 2.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 20 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: -1 <= y_at < D * H * W (tested in each call).
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
    'name': 'adaptive_max_pool3d',
    'summary': 'maximum over bins that cover the volume evenly',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'BD', 'BH', 'BW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'y_at', 'shape': ['N', 'C', 'BD', 'BH', 'BW'], 'kind': 'integer', 'low': -1, 'below': 'D * H * W'},
    ],
    'options': [
        {'name': 'bins', 'symbols': ['BD', 'BH', 'BW'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['BD * BH * BW * C * D * H * N * W * 2', 'BD * BH * BW * C * N', 'BD * BH * BW * C * N + C * D * H * N * W']},
        {'path': 'vector', 'at': 64, 'of': ['BD * BH * BW', 'BW', 'H * W', 'W']},
    ],
    'proved': {'in bounds': 20, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': ['-1 <= y_at < D * H * W'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["y_at"]), runtime.Saved):
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
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "y": lambda BD, BH, BW, C, N, **_: (N, C, BD, BH, BW),
        "y_at": lambda BD, BH, BW, C, N, **_: (N, C, BD, BH, BW),
    },
    below={"y_at": lambda D, H, W, **_: D * H * W},
    strides={'bins': ('BD', 'BH', 'BW')},
    requires=(
        (lambda H, **_: H >= 1,
                'H must be at least 1: x_dot[n, c, ((y_at[n, c, k, i, j]) // (H*W)), ((((y_at[n, c, k, i, j]) // W)) % H), ((y_at[n, c, k, i, j]) % W)] is read'),
        (lambda W, **_: W >= 1,
                'W must be at least 1: x_dot[n, c, ((y_at[n, c, k, i, j]) // (H*W)), ((((y_at[n, c, k, i, j]) // W)) % H), ((y_at[n, c, k, i, j]) % W)] is read'),
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
def _forward_part2(first, last, x, y, y_at, quotient_j, quotient_j2, N, C, D, H, W, BD, BH, BW):
    """y_at[nc,k,i,j] = arg max_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤
        b < ⌈(j+1)·W/BW⌉} x[nc,z,a,b]
    y[nc,k,i,j] = max_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b <
        ⌈(j+1)·W/BW⌉} x[nc,z,a,b]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (BD * BH)
        k = task // BH % BD
        i = task % BH
        # y_at[nc,k,i,j] = arg max_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a <
        #     ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} x[nc,z,a,b]
        # y[nc,k,i,j] = max_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉,
        #     ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} x[nc,z,a,b]
        a_first = H * i // BH
        a_last = (H + H * i - 1) // BH
        z_first = D * k // BD
        z_last = (D + D * k - 1) // BD
        for j in range(BW):
            at = -1
            best = -T(np.inf)
            quotient_j2_here = quotient_j2[U(j)]
            quotient_j_here = quotient_j[U(j)]
            for z in range(max(0, z_first), min(D, z_last + 1)):
                for a in range(max(0, a_first), min(H, a_last + 1)):
                    for b in range(max(0, quotient_j2_here), min(W, quotient_j_here + 1)):
                        value = x[U(nc), U(z), U(a), U(b)]
                        if at < 0 or not value <= best:
                            if at < 0 or value > best or (value != value and best == best):
                                best = value
                                at = W * a + b + H * W * z
            y_at[U(nc), U(k), U(i), U(j)] = at
            y[U(nc), U(k), U(i), U(j)] = best


def _forward(x, y, y_at, N, C, D, H, W, BD, BH, BW):
    """y[n,c,k,i,j] = max_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b <
        ⌈(j+1)·W/BW⌉} x[n,c,z,a,b]
    """
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, BD, BH, BW))
    y_at_rows = y_at.reshape((C * N, BD, BH, BW))
    quotient_j = scratch(BW, np.int64)
    quotient_j2 = scratch(BW, np.int64)
    _forward_part(quotient_j, quotient_j2, W, BW)
    launch(_forward_part2, C * N * BD * BH, BD * BH * BW * C * D * H * N * W * 2, x_rows, y_rows, y_at_rows,
            quotient_j, quotient_j2, N, C, D, H, W, BD, BH, BW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, y_at, dx, N, C, D, H, W, BD, BH, BW):
    """dx[n'c′, ⌊y_at[n'c′, kij]/(H·W)⌋, W·(⌊y_at[n'c′, kij]/W⌋ mod H)+(y_at[n'c′, kij] mod W)] += dy[n'c′,
        kij] · [y_at[n'c′, kij] ≥ 0, 0 ≤ W · (⌊y_at[n'c′, kij]/W⌋ mod H) + (y_at[n'c′, kij] mod W) < H·W]
    """
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for z in range(D):
            for b in range(H * W):
                dx[U(n_c_), U(z), U(b)] = T(0)
        # dx[n'c′, ⌊y_at[n'c′, kij]/(H·W)⌋, W·(⌊y_at[n'c′, kij]/W⌋ mod H)+(y_at[n'c′, kij] mod
        #     W)] += dy[n'c′, kij] · [y_at[n'c′, kij] ≥ 0, 0 ≤ W · (⌊y_at[n'c′, kij]/W⌋ mod H)
        #     + (y_at[n'c′, kij] mod W) < H·W]
        for kij in range(BD * BH * BW):
            rest_kij_n_c_ = y_at[U(n_c_), U(kij)] // W % H
            y_at_mod_W = y_at[U(n_c_), U(kij)] % W
            quotient_kij_n_c_ = y_at[U(n_c_), U(kij)] // (H * W)
            dy_here = dy[U(n_c_), U(kij)]
            if (y_at[U(n_c_),
                    U(kij)] >= 0) & (W * rest_kij_n_c_ + y_at_mod_W >= 0) & (H * W >= W * rest_kij_n_c_ + y_at_mod_W + 1):
                dx[U(n_c_), U(quotient_kij_n_c_), U(W * rest_kij_n_c_ + y_at_mod_W)] += dy_here


def _vjp_x(dy, y_at, dx, N, C, D, H, W, BD, BH, BW):
    """dx[n,c,z,a,b] = Σ_{k,i,j : y_at[n,c,k,i,j] = (z·H+a)·W+b} dy[n,c,k,i,j]

    As compiled:

    dx[n'c′, ⌊y_at[n'c′, kij]/(H·W)⌋, W·(⌊y_at[n'c′, kij]/W⌋ mod H)+(y_at[n'c′, kij] mod W)] += dy[n'c′,
        kij] · [y_at[n'c′, kij] ≥ 0, 0 ≤ W · (⌊y_at[n'c′, kij]/W⌋ mod H) + (y_at[n'c′, kij] mod W) < H·W]

    Operations: BD·BH·BW·C·D·H·N·W − C·D·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, BD * BH * BW))
    y_at_rows = y_at.reshape((C * N, BD * BH * BW))
    dx_rows = dx.reshape((C * N, D, H * W))
    launch(_vjp_x_part, C * N, BD * BH * BW * C * N + C * D * H * N * W, dy_rows, y_at_rows, dx_rows, N, C, D,
            H, W, BD, BH, BW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, y_at, y_dot, N, C, D, H, W, BD, BH, BW):
    """ẏ[nc,k,i,j] = ẋ[nc, ⌊y_at[nc,k,i,j]/(H·W)⌋, ⌊y_at[nc,k,i,j]/W⌋ mod H, y_at[nc,k,i,j] mod W] · [0 ≤
        BD·⌊y_at[nc,k,i,j]/(H·W)⌋ + BD − k·D − 1 < BD + D − 1, 0 ≤ BH · (⌊y_at[nc,k,i,j]/W⌋ mod H) + BH −
        i·H − 1 < BH + H − 1, 0 ≤ BW · (y_at[nc,k,i,j] mod W) + BW − j·W − 1 < BW + W − 1]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (BD * BH)
        k = task // BH % BD
        i = task % BH
        # ẏ[nc,k,i,j] = ẋ[nc, ⌊y_at[nc,k,i,j]/(H·W)⌋, ⌊y_at[nc,k,i,j]/W⌋ mod H, y_at[nc,k,i,j]
        #     mod W] · [0 ≤ BD·⌊y_at[nc,k,i,j]/(H·W)⌋ + BD − k·D − 1 < BD + D − 1, 0 ≤ BH ·
        #     (⌊y_at[nc,k,i,j]/W⌋ mod H) + BH − i·H − 1 < BH + H − 1, 0 ≤ BW · (y_at[nc,k,i,j]
        #     mod W) + BW − j·W − 1 < BW + W − 1]
        for j in range(BW):
            rest = y_at[U(nc), U(k), U(i), U(j)] // W % H
            y_at_mod_W = y_at[U(nc), U(k), U(i), U(j)] % W
            quotient = y_at[U(nc), U(k), U(i), U(j)] // (H * W)
            y_dot[U(nc), U(k), U(i), U(j)] = (
                x_dot[U(nc), U(quotient), U(rest), U(y_at_mod_W)]
                if BD + BD * quotient >= D * k + 1
                and D + D * k >= BD * quotient + 1
                and BH + BH * rest >= H * i + 1
                and H + H * i >= BH * rest + 1
                and BW + BW * y_at_mod_W >= W * j + 1
                and W + W * j >= BW * y_at_mod_W + 1
                and y_at[U(nc), U(k), U(i), U(j)] >= 0
                else T(0)
            )


def _jvp(x_dot, y_at, y_dot, N, C, D, H, W, BD, BH, BW):
    """ẏ[n,c,k,i,j] = ẋ[n, c, ⌊y_at[n,c,k,i,j]/(H·W)⌋, ⌊y_at[n,c,k,i,j]/W⌋ mod H, y_at[n,c,k,i,j] mod W] · [0
        ≤ BD·⌊y_at[n,c,k,i,j]/(H·W)⌋ + BD − k·D − 1 < BD + D − 1, 0 ≤ BH · (⌊y_at[n,c,k,i,j]/W⌋ mod H) +
        BH − i·H − 1 < BH + H − 1, 0 ≤ BW · (y_at[n,c,k,i,j] mod W) + BW − j·W − 1 < BW + W − 1]

    As compiled:

    ẏ[nc,k,i,j] = ẋ[nc, ⌊y_at[nc,k,i,j]/(H·W)⌋, ⌊y_at[nc,k,i,j]/W⌋ mod H, y_at[nc,k,i,j] mod W] · [0 ≤
        BD·⌊y_at[nc,k,i,j]/(H·W)⌋ + BD − k·D − 1 < BD + D − 1, 0 ≤ BH · (⌊y_at[nc,k,i,j]/W⌋ mod H) + BH −
        i·H − 1 < BH + H − 1, 0 ≤ BW · (y_at[nc,k,i,j] mod W) + BW − j·W − 1 < BW + W − 1]
    """
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    y_at_rows = y_at.reshape((C * N, BD, BH, BW))
    y_dot_rows = y_dot.reshape((C * N, BD, BH, BW))
    launch(_jvp_part, C * N * BD * BH, BD * BH * BW * C * N, x_dot_rows, y_at_rows, y_dot_rows, N, C, D, H, W,
            BD, BH, BW)


def forward(x, *, out=None, save=False, bins=1):
    """maximum over bins that cover the volume evenly; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.new_all(("y",), out)
    call.new("y_at", "y_at")
    call.run(_forward, ("x", "y", "y_at"), ("N", "C", "D", "H", "W", "BD", "BH", "BW"))
    result = call.result("y")
    return (result, call.save(Residuals, ("y_at",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, bins=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y_at",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "y_at", "dx"), ("N", "C", "D", "H", "W", "BD", "BH", "BW"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, bins=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y_at",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "y_at", "dx"), ("N", "C", "D", "H", "W", "BD", "BH", "BW"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, bins=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("y_at",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_at", "y_dot"), ("N", "C", "D", "H", "W", "BD", "BH", "BW"))
    return call.result("y_dot")
