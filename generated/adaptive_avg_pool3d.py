"""adaptive_avg_pool3d: mean over bins that cover the volume evenly.

Made by `chainrule generate`, version 0.1.0, from the forward of `adaptive_avg_pool3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    planes[k] = ⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋
    rows[i] = ⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋
    columns[j] = ⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋
    y[n,c,k,i,j] = 1/(rows[i]·columns[j]·planes[k]) · Σ_{z,a,b : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a
        < ⌈(i+1)·H/BH⌉, ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} x[n,c,z,a,b]
    dx[n,c,z,a,b] = Σ_{k,i,j : ⌊z·BD/D⌋ ≤ k < ⌈(z+1)·BD/D⌉, ⌊a·BH/H⌋ ≤ i < ⌈(a+1)·BH/H⌉, ⌊b·BW/W⌋ ≤ j <
        ⌈(b+1)·BW/W⌉} dy[n,c,k,i,j]/(rows[i]·columns[j]·planes[k])

Source: He et al. 2014, section 2.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 74 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
        {'path': 'parts', 'at': 1024, 'of': ['(H - 1) // BH + 1', 'H', 'W']},
        {'path': 'ranges', 'at': 24000, 'of': ['BD * BH * BW * C * N * W + BD * BH * C * D * H * N * W']},
        {'path': 'single', 'at': 1025, 'of': ['W']},
        {'path': 'vector', 'at': 64, 'of': ['BD', 'BH', 'BW', 'D', 'H', 'W']},
    ],
    'proved': {'in bounds': 74, 'iterations apart': 3},
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
def _forward_part2(first, last, x, y, quotient_j, quotient_j2, N, C, D, H, W, BD, BH, BW, a_block_last,
        quotient_W):
    """S1_rows[b] = Σ_{z,a : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉} x[nc,z,a,b]
    S₁[j] = Σ_{b : ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} S1_rows[b]
    y[nc,k,i,j] = S₁[j]/((⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋) · (⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋) · (⌈(k + 1) · D/BD⌉
        − ⌊k·D/BD⌋))
    """
    dtype = x.dtype
    T = dtype.type
    S1_rows = np.empty(W, dtype)
    S1 = np.empty(BW, dtype)
    rest = np.empty(W, dtype)
    part = np.empty(W, dtype)
    for task in range(first, last):
        nc = task // (BD * BH)
        k = task // BH % BD
        i = task % BH
        # S1_rows[b] = Σ_{z,a : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉}
        #     x[nc,z,a,b]
        for b in range(W):
            S1_rows[U(b)] = T(0)
        for b in range(W):
            rest[U(b)] = T(0)
        a_first = H * i // BH
        a_last = (H + H * i - 1) // BH
        a_block_first = a_first // 1024
        a_block_last2 = a_last // 1024
        for z in range(max(0, D * k // BD), min(D, (D + D * k - 1) // BD + 1)):
            for a_block in range(max(0, a_block_first), min(a_block_last + 1, a_block_last2 + 1)):
                for b in range(W):
                    part[U(b)] = T(0)
                for a in range(max(0, a_first, a_block * 1024), min(H, a_last + 1, a_block * 1024 + 1024)):
                    for b in range(W):
                        part[U(b)] += x[U(nc), U(z), U(a), U(b)]
                for b in range(W):
                    S1_rows[U(b)], rest[U(b)] = carried(S1_rows[U(b)], rest[U(b)], part[U(b)])
        # S₁[j] = Σ_{b : ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} S1_rows[b]
        for j in range(BW):
            acc = T(0)
            rest2 = T(0)
            if 1024 >= W:
                for b in range(max(0, quotient_j2[U(j)]), min(W, quotient_j[U(j)] + 1)):
                    acc = plus(acc, S1_rows[U(b)])
            else:
                quotient_j2_here = quotient_j2[U(j)]
                quotient_j_here = quotient_j[U(j)]
                for b_block in range(max(0, quotient_j2[U(j)] // 1024), min(quotient_W + 1,
                        quotient_j[U(j)] // 1024 + 1)):
                    part2 = T(0)
                    for b in range(max(0, quotient_j2_here, b_block * 1024), min(W, quotient_j_here + 1,
                            b_block * 1024 + 1024)):
                        part2 = plus(part2, S1_rows[U(b)])
                    acc, rest2 = carried(acc, rest2, part2)
            S1[U(j)] = acc
        # y[nc,k,i,j] = S₁[j]/((⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋) · (⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋) ·
        #     (⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋))
        quotient_k = D * k // BD
        quotient_k2 = (D + D * k - 1) // BD
        for j in range(BW):
            y[U(nc), U(k), U(i), U(j)] = (
                S1[U(j)]
                / T(
                    (a_last + 1 - a_first)
                    * (quotient_k2 + 1 - quotient_k)
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
    a_block_last = (H - 1) // 1024
    quotient_W = (W - 1) // 1024
    quotient_j = scratch(BW, np.int64)
    quotient_j2 = scratch(BW, np.int64)
    _forward_part(quotient_j, quotient_j2, W, BW)
    launch(_forward_part2, C * N * BD * BH,
            BD * BH * BW * C * N + BD * BH * BW * C * N * W + BD * BH * C * D * H * N * W, x_rows, y_rows,
            quotient_j, quotient_j2, N, C, D, H, W, BD, BH, BW, a_block_last, quotient_W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(quotient_a, quotient_a2, quotient_i, quotient_i2, quotient_j, quotient_j2, quotient_k,
        quotient_k2, quotient_z, quotient_z2, D, H, W, BD, BH, BW):
    """quotient_k[k] = ⌊(k·D + D − 1)/BD⌋
    quotient_k2[k] = ⌊k·D/BD⌋
    quotient_i[i] = ⌊(i·H + H − 1)/BH⌋
    quotient_i2[i] = ⌊i·H/BH⌋
    quotient_j[j] = ⌊(j·W + W − 1)/BW⌋
    quotient_j2[j] = ⌊j·W/BW⌋
    quotient_z[z] = ⌊(z·BD + BD − 1)/D⌋
    quotient_z2[z] = ⌊z·BD/D⌋
    quotient_a[a] = ⌊(a·BH + BH − 1)/H⌋
    quotient_a2[a] = ⌊a·BH/H⌋
    """
    # quotient_k[k] = ⌊(k·D + D − 1)/BD⌋
    for k in range(BD):
        quotient_k[U(k)] = (D + D * k - 1) // BD
    # quotient_k2[k] = ⌊k·D/BD⌋
    for k in range(BD):
        quotient_k2[U(k)] = D * k // BD
    # quotient_i[i] = ⌊(i·H + H − 1)/BH⌋
    for i in range(BH):
        quotient_i[U(i)] = (H + H * i - 1) // BH
    # quotient_i2[i] = ⌊i·H/BH⌋
    for i in range(BH):
        quotient_i2[U(i)] = H * i // BH
    # quotient_j[j] = ⌊(j·W + W − 1)/BW⌋
    for j in range(BW):
        quotient_j[U(j)] = (W + W * j - 1) // BW
    # quotient_j2[j] = ⌊j·W/BW⌋
    for j in range(BW):
        quotient_j2[U(j)] = W * j // BW
    # quotient_z[z] = ⌊(z·BD + BD − 1)/D⌋
    for z in range(D):
        quotient_z[U(z)] = (BD + BD * z - 1) // D
    # quotient_z2[z] = ⌊z·BD/D⌋
    for z in range(D):
        quotient_z2[U(z)] = BD * z // D
    # quotient_a[a] = ⌊(a·BH + BH − 1)/H⌋
    for a in range(H):
        quotient_a[U(a)] = (BH + BH * a - 1) // H
    # quotient_a2[a] = ⌊a·BH/H⌋
    for a in range(H):
        quotient_a2[U(a)] = BH * a // H


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, dx, quotient_a, quotient_a2, quotient_i, quotient_i2, quotient_j,
        quotient_j2, quotient_k, quotient_k2, quotient_z, quotient_z2, N, C, D, H, W, BD, BH, BW):
    """dx_rows[k,i,b] = Σ_{j : ⌊b·BW/W⌋ ≤ j < ⌈(b+1)·BW/W⌉} dy[nc,k,i,j]/((⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋) ·
        (⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋) · (⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋))
    dx[nc,z,a,b] = Σ_{k,i : ⌊z·BD/D⌋ ≤ k < ⌈(z+1)·BD/D⌉, ⌊a·BH/H⌋ ≤ i < ⌈(a+1)·BH/H⌉} dx_rows[k,i,b]
    """
    dtype = dy.dtype
    T = dtype.type
    dx_rows = np.empty((BD, BH, W), dtype)
    for nc in range(first, last):
        # dx_rows[k,i,b] = Σ_{j : ⌊b·BW/W⌋ ≤ j < ⌈(b+1)·BW/W⌉} dy[nc,k,i,j]/((⌈(i + 1) · H/BH⌉
        #     − ⌊i·H/BH⌋) · (⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋) · (⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋))
        for k in range(BD):
            value_of = T(1) / T(quotient_k[U(k)] + 1 - quotient_k2[U(k)])
            for i in range(BH):
                for b in range(W):
                    dx_rows[U(k), U(i), U(b)] = T(0)
                factor = value_of / T(quotient_i[U(i)] + 1 - quotient_i2[U(i)])
                for j in range(BW):
                    factor2 = (
                        dy[U(nc), U(k), U(i), U(j)] * factor / T(quotient_j[U(j)] + 1 - quotient_j2[U(j)])
                    )
                    for b in range(max(0, quotient_j2[U(j)]), min(W, quotient_j[U(j)] + 1)):
                        dx_rows[U(k), U(i), U(b)] += factor2
        # dx[nc,z,a,b] = Σ_{k,i : ⌊z·BD/D⌋ ≤ k < ⌈(z+1)·BD/D⌉, ⌊a·BH/H⌋ ≤ i < ⌈(a+1)·BH/H⌉}
        #     dx_rows[k,i,b]
        for z in range(D):
            quotient_z2_here = quotient_z2[U(z)]
            quotient_z_here = quotient_z[U(z)]
            for a in range(H):
                for b in range(W):
                    dx[U(nc), U(z), U(a), U(b)] = T(0)
                quotient_a2_here = quotient_a2[U(a)]
                quotient_a_here = quotient_a[U(a)]
                for k in range(max(0, quotient_z2_here), min(BD, quotient_z_here + 1)):
                    for i in range(max(0, quotient_a2_here), min(BH, quotient_a_here + 1)):
                        for b in range(W):
                            dx[U(nc), U(z), U(a), U(b)] += dx_rows[U(k), U(i), U(b)]


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
    quotient_k = scratch(BD, np.int64)
    quotient_k2 = scratch(BD, np.int64)
    quotient_i = scratch(BH, np.int64)
    quotient_i2 = scratch(BH, np.int64)
    quotient_j = scratch(BW, np.int64)
    quotient_j2 = scratch(BW, np.int64)
    quotient_z = scratch(D, np.int64)
    quotient_z2 = scratch(D, np.int64)
    quotient_a = scratch(H, np.int64)
    quotient_a2 = scratch(H, np.int64)
    _vjp_x_part(quotient_a, quotient_a2, quotient_i, quotient_i2, quotient_j, quotient_j2, quotient_k,
            quotient_k2, quotient_z, quotient_z2, D, H, W, BD, BH, BW)
    launch(_vjp_x_part2, C * N, BD * BH * BW * C * N * W + BD * BH * C * D * H * N * W, dy_rows, dx_rows,
            quotient_a, quotient_a2, quotient_i, quotient_i2, quotient_j, quotient_j2, quotient_k,
            quotient_k2, quotient_z, quotient_z2, N, C, D, H, W, BD, BH, BW)


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
    a_block_last = (H - 1) // 1024
    quotient_W = (W - 1) // 1024
    quotient_j = scratch(BW, np.int64)
    quotient_j2 = scratch(BW, np.int64)
    # quotient_j[j] = ⌊(j·W + W − 1)/BW⌋
    # quotient_j2[j] = ⌊j·W/BW⌋
    _forward_part(quotient_j, quotient_j2, W, BW)
    # S1_dot_rows[b] = Σ_{z,a : ⌊k·D/BD⌋ ≤ z < ⌈(k+1)·D/BD⌉, ⌊i·H/BH⌋ ≤ a < ⌈(i+1)·H/BH⌉}
    #     ẋ[nc,z,a,b]
    # Ṡ₁[j] = Σ_{b : ⌊j·W/BW⌋ ≤ b < ⌈(j+1)·W/BW⌉} S1_dot_rows[b]
    # ẏ[nc,k,i,j] = Ṡ₁[j]/((⌈(i + 1) · H/BH⌉ − ⌊i·H/BH⌋) · (⌈(j + 1) · W/BW⌉ − ⌊j·W/BW⌋) ·
    #     (⌈(k + 1) · D/BD⌉ − ⌊k·D/BD⌋))
    launch(_forward_part2, C * N * BD * BH,
            BD * BH * BW * C * N + BD * BH * BW * C * N * W + BD * BH * C * D * H * N * W, x_dot_rows,
            y_dot_rows, quotient_j, quotient_j2, N, C, D, H, W, BD, BH, BW, a_block_last, quotient_W)


def forward(x, *, out=None, save=False, bins=1):
    """mean over bins that cover the volume evenly; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x}, {"bins": bins})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "D", "H", "W", "BD", "BH", "BW"))
    result = call.result("y")
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
    return call.result("y_dot")
