"""adaptive_avg_pool3d: mean over bins that cover the volume evenly.

Made by `chainrule generate`, version 0.1.0, from the forward of `adaptive_avg_pool3d`.  Do not edit.
Run time: 35a78b500b6da056.

    planes[k] = ⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋
    rows[i] = ⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋
    columns[j] = ⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋
    y[n,c,k,i,j] = 1/(rows[i]·columns[j]·planes[k]) · Σ_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a
        < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} x[n,c,z,a,b]
    dx[n,c,z,a,b] = Σ_{k,i,j : ⌊z·BD/D⌋ ≤ k < ⌈(z+1)·BD/D⌉, ⌊a·BH/H⌋ ≤ i < ⌈(a+1)·BH/H⌉, ⌊b·BW/W⌋ ≤ j <
        ⌈(b+1)·BW/W⌉} dy[n,c,k,i,j]/(rows[i]·columns[j]·planes[k])

Source: He et al. 2014, section 2.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 25 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'adaptive_avg_pool3d',
    'summary': 'mean over bins that cover the volume evenly',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'BD', 'BH', 'BW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'bins', 'symbols': ['BD', 'BH', 'BW'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['W']},
        {'path': 'ranges', 'at': 24000, 'of': ['BD * BH * BW * C * D * H * N * W', 'BD * BH * BW * C * D * H * N * W + BD * BH * BW * C * N']},
        {'path': 'vector', 'at': 64, 'of': ['BW', 'W']},
    ],
    'proved': {'in bounds': 25, 'iterations apart': 3},
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
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "y": lambda BD, BH, BW, C, N, **_: (N, C, BD, BH, BW),
    },
    strides={'bins': ('BD', 'BH', 'BW')},
    requires=(),
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
def _forward_part2(first, last, x, y, quotient_j, quotient_j2, N, C, D, H, W, BD, BH, BW, b_block_last):
    """S₁ = Σ_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉}
        x[nc,z,a,b]
    y[nc,k,i,j] = S₁/((⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋) · (⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋) · (⌈(k + 1) · D/BD⌉ −
        ⌊k·D/BD⌋))
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (BD * BH)
        k = task // BH % BD
        i = task % BH
        # S₁ = Σ_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤
        #     b < ⌈(j+1)·W/BW⌉} x[nc,z,a,b]
        # y[nc,k,i,j] = S₁/((⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋) · (⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋) ·
        #     (⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋))
        a_first = H * i // BH
        a_last = (H + H * i - 1) // BH
        z_first = D * k // BD
        z_last = (D + D * k - 1) // BD
        for j in range(BW):
            acc = T(0)
            rest = T(0)
            quotient_j2_here = quotient_j2[U(j)]
            quotient_j_here = quotient_j[U(j)]
            b_block_first = quotient_j2_here // 1024
            b_block_last2 = quotient_j_here // 1024
            for z in range(max(0, z_first), min(D, z_last + 1)):
                for a in range(max(0, a_first), min(H, a_last + 1)):
                    for b_block in range(max(0, b_block_first), min(b_block_last + 1, b_block_last2 + 1)):
                        part = T(0)
                        for b in range(max(0, quotient_j2_here, b_block * 1024), min(W, quotient_j_here + 1,
                                b_block * 1024 + 1024)):
                            part = plus(part, x[U(nc), U(z), U(a), U(b)])
                        acc, rest = carried(acc, rest, part)
            S1 = acc
            y[U(nc), U(k), U(i), U(j)] = (
                S1
                / T(
                    (a_last + 1 - a_first)
                    * (z_last + 1 - z_first)
                    * (quotient_j[U(j)] + 1 - quotient_j2[U(j)])
                )
            )


def _forward(x, y, N, C, D, H, W, BD, BH, BW):
    """planes[k] = ⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋
    rows[i] = ⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋
    columns[j] = ⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋
    y[n,c,k,i,j] = 1/(rows[i]·columns[j]·planes[k]) · Σ_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a
        < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} x[n,c,z,a,b]

    Operations: 3·BD·BH·BW·C·N multiplications, BD·BH·BW·C·D·H·N·W − BD·BH·BW·C·N additions, terms that a
        condition drops counted.
    """
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, BD, BH, BW))
    b_block_last = (W - 1) // 1024
    quotient_j = scratch(BW, np.int64)
    quotient_j2 = scratch(BW, np.int64)
    _forward_part(quotient_j, quotient_j2, W, BW)
    launch(_forward_part2, C * N * BD * BH, BD * BH * BW * C * D * H * N * W + BD * BH * BW * C * N, x_rows,
            y_rows, quotient_j, quotient_j2, N, C, D, H, W, BD, BH, BW, b_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(quotient_j, quotient_j2, W, BW):
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
def _vjp_x_part2(first, last, dy, dx, quotient_j, quotient_j2, N, C, D, H, W, BD, BH, BW):
    """dx[nc,z,a,b] = Σ_{k,i,j : ⌊z·BD/D⌋ ≤ k < ⌈(z+1)·BD/D⌉, ⌊a·BH/H⌋ ≤ i < ⌈(a+1)·BH/H⌉, ⌊b·BW/W⌋ ≤ j <
        ⌈(b+1)·BW/W⌉} dy[nc,k,i,j]/((⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋) · (⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋) · (⌈(k +
        1) · D/BD⌉ − ⌊k·D/BD⌋))
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (D * H)
        z = task // H % D
        a = task % H
        # dx[nc,z,a,b] = Σ_{k,i,j : ⌊z·BD/D⌋ ≤ k < ⌈(z+1)·BD/D⌉, ⌊a·BH/H⌋ ≤ i < ⌈(a+1)·BH/H⌉,
        #     ⌊b·BW/W⌋ ≤ j < ⌈(b+1)·BW/W⌉} dy[nc,k,i,j]/((⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋) · (⌈(j
        #     + 1) · W/BW⌉ − ⌊j·W/BW⌋) · (⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋))
        for b in range(W):
            dx[U(nc), U(z), U(a), U(b)] = T(0)
        i_first = BH * a // H
        i_last = (BH + BH * a - 1) // H
        for k in range(max(0, BD * z // D), min(BD, (BD + BD * z - 1) // D + 1)):
            quotient_k = D * k // BD
            quotient_k2 = (D + D * k - 1) // BD
            for i in range(max(0, i_first), min(BH, i_last + 1)):
                quotient_i = H * i // BH
                quotient_i2 = (H + H * i - 1) // BH
                for j in range(BW):
                    factor = (
                        dy[U(nc), U(k), U(i), U(j)]
                        / T(
                            (quotient_i2 + 1 - quotient_i)
                            * (quotient_k2 + 1 - quotient_k)
                            * (quotient_j[U(j)] + 1 - quotient_j2[U(j)])
                        )
                    )
                    for b in range(max(0, quotient_j2[U(j)]), min(W, quotient_j[U(j)] + 1)):
                        dx[U(nc), U(z), U(a), U(b)] += factor


def _vjp_x(dy, dx, N, C, D, H, W, BD, BH, BW):
    """columns[j] = ⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋
    planes[k] = ⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋
    rows[i] = ⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋
    dx[n,c,z,a,b] = Σ_{k,i,j : ⌊z·BD/D⌋ ≤ k < ⌈(z+1)·BD/D⌉, ⌊a·BH/H⌋ ≤ i < ⌈(a+1)·BH/H⌉, ⌊b·BW/W⌋ ≤ j <
        ⌈(b+1)·BW/W⌉} dy[n,c,k,i,j]/(rows[i]·columns[j]·planes[k])

    Operations: 3·BD·BH·BW·C·D·H·N·W multiplications, BD·BH·BW·C·D·H·N·W − C·D·H·N·W additions, terms that
        a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, BD, BH, BW))
    dx_rows = dx.reshape((C * N, D, H, W))
    quotient_j = scratch(BW, np.int64)
    quotient_j2 = scratch(BW, np.int64)
    _vjp_x_part(quotient_j, quotient_j2, W, BW)
    launch(_vjp_x_part2, C * N * D * H, BD * BH * BW * C * D * H * N * W, dy_rows, dx_rows, quotient_j,
            quotient_j2, N, C, D, H, W, BD, BH, BW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(quotient_j, quotient_j2, W, BW):
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
def _jvp_part2(first, last, x_dot, y_dot, quotient_j, quotient_j2, N, C, D, H, W, BD, BH, BW, b_block_last):
    """Ṡ₁ = Σ_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉}
        ẋ[nc,z,a,b]
    ẏ[nc,k,i,j] = Ṡ₁/((⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋) · (⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋) · (⌈(k + 1) · D/BD⌉ −
        ⌊k·D/BD⌋))
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (BD * BH)
        k = task // BH % BD
        i = task % BH
        # Ṡ₁ = Σ_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤
        #     b < ⌈(j+1)·W/BW⌉} ẋ[nc,z,a,b]
        # ẏ[nc,k,i,j] = Ṡ₁/((⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋) · (⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋) ·
        #     (⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋))
        a_first = H * i // BH
        a_last = (H + H * i - 1) // BH
        z_first = D * k // BD
        z_last = (D + D * k - 1) // BD
        for j in range(BW):
            acc = T(0)
            rest = T(0)
            quotient_j2_here = quotient_j2[U(j)]
            quotient_j_here = quotient_j[U(j)]
            b_block_first = quotient_j2_here // 1024
            b_block_last2 = quotient_j_here // 1024
            for z in range(max(0, z_first), min(D, z_last + 1)):
                for a in range(max(0, a_first), min(H, a_last + 1)):
                    for b_block in range(max(0, b_block_first), min(b_block_last + 1, b_block_last2 + 1)):
                        part = T(0)
                        for b in range(max(0, quotient_j2_here, b_block * 1024), min(W, quotient_j_here + 1,
                                b_block * 1024 + 1024)):
                            part = plus(part, x_dot[U(nc), U(z), U(a), U(b)])
                        acc, rest = carried(acc, rest, part)
            S1_dot = acc
            y_dot[U(nc), U(k), U(i), U(j)] = (
                S1_dot
                / T(
                    (a_last + 1 - a_first)
                    * (z_last + 1 - z_first)
                    * (quotient_j[U(j)] + 1 - quotient_j2[U(j)])
                )
            )


def _jvp(x_dot, y_dot, N, C, D, H, W, BD, BH, BW):
    """planes[k] = ⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋
    rows[i] = ⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋
    columns[j] = ⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋
    Ṡ₁[n,c,k,i,j] = Σ_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b <
        ⌈(j+1)·W/BW⌉} ẋ[n,c,z,a,b]
    ẏ[n,c,k,i,j] = Ṡ₁[n,c,k,i,j]/(rows[i]·columns[j]·planes[k])

    Operations: 3·BD·BH·BW·C·N multiplications, BD·BH·BW·C·D·H·N·W − BD·BH·BW·C·N additions, terms that a
        condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    y_dot_rows = y_dot.reshape((C * N, BD, BH, BW))
    b_block_last = (W - 1) // 1024
    quotient_j = scratch(BW, np.int64)
    quotient_j2 = scratch(BW, np.int64)
    _jvp_part(quotient_j, quotient_j2, W, BW)
    launch(_jvp_part2, C * N * BD * BH, BD * BH * BW * C * D * H * N * W + BD * BH * BW * C * N, x_dot_rows,
            y_dot_rows, quotient_j, quotient_j2, N, C, D, H, W, BD, BH, BW, b_block_last)


def forward(x, *, out=None, save=False, bins=1):
    """mean over bins that cover the volume evenly; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "D", "H", "W", "BD", "BH", "BW"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, bins=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "BD", "BH", "BW"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, bins=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "BD", "BH", "BW"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, bins=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "D", "H", "W", "BD", "BH", "BW"))
    return call.result(*("y_dot",))
