"""spatial_pyramid_pool2d: maximum over bins at the levels 1, 2, 4.

Made by `chainrule generate`, version 0.1.0, from the forward of `spatial_pyramid_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    level1[n,c,0,0] = max_{a,b} x[n,c,a,b]
    level2[n,c,i,j] = max_{a,b : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉, ⌊j·W/2⌋ ≤ b < ⌈(j+1)·W/2⌉} x[n,c,a,b]
    level4[n,c,i,j] = max_{a,b : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉, ⌊j·W/4⌋ ≤ b < ⌈(j+1)·W/4⌉} x[n,c,a,b]
    y[n,c,k] = {level4[n, c, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5] if k ≥ 5; level2[n, c, ⌊(k−1)/2⌋,
        k−2·⌊(k−1)/2⌋−1] if k > 0; else level1[n,c,k,0]}
    dx[n,c,a,b] = dy[n,c,0] · [level1_at[n,c,0,0] = a·W + b] + Σ_{i,j : level2_at[n,c,i,j] = a·W+b} dy[n,
        c, 2·i+j+1] + Σ_{i = 0..3} Σ_{j = 0..3 : level4_at[n,c,i,j] = a·W+b} dy[n, c, 4·i+j+5]

Convention: of equal elements the first (row by row) receives the gradient.

Source: He et al. 2014, section 2.3; Lazebnik et al. 2006.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 45 places of the kernels. Each of the 7 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: 0 <= level1_at < H * W (tested in each call); -1 <= level2_at < H * W (tested in each call);
-1 <= level4_at < H * W (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import inside
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'spatial_pyramid_pool2d',
    'summary': 'maximum over bins at the levels 1, 2, 4',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', '21'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'level1_at', 'shape': ['N', 'C', '1', '1'], 'kind': 'integer', 'low': 0, 'below': 'H * W'},
        {'name': 'level2_at', 'shape': ['N', 'C', '2', '2'], 'kind': 'integer', 'low': -1, 'below': 'H * W'},
        {'name': 'level4_at', 'shape': ['N', 'C', '4', '4'], 'kind': 'integer', 'low': -1, 'below': 'H * W'},
    ],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * H * N * W * 2', 'C * H * N * W * 2 + C * N', 'C * H * N * W + C * N', 'C * N * 2']},
        {'path': 'vector', 'at': 64, 'of': ['(W - 1) // 2 + 1', '(W - 1) // 4 + 1', 'C * N', 'H * W', 'W']},
    ],
    'proved': {'in bounds': 45, 'iterations apart': 7},
    'not proved': {'written before read': [], 'integers in range': ['0 <= level1_at < H * W', '-1 <= level2_at < H * W', '-1 <= level4_at < H * W'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["level1_at", "level2_at", "level4_at"]), runtime.Saved):
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
        "y": lambda C, N, **_: (N, C, 21),
        "level1_at": lambda C, N, **_: (N, C, 1, 1),
        "level2_at": lambda C, N, **_: (N, C, 2, 2),
        "level4_at": lambda C, N, **_: (N, C, 4, 4),
    },
    below={"level1_at": lambda H, W, **_: H * W, "level2_at": lambda H, W, **_: H * W, "level4_at": lambda H,
            W, **_: H * W},
    places=("level1_at",),
    requires=(
        (lambda W, **_: W >= 1,
                'W must be at least 1: x_dot[n, c, ((level1_at[n, c, 0, 0]) // W), ((level1_at[n, c, 0, 0]) % W)] is read'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, level1_at, level1, N, C, H, W):
    """level1_at[nc,0,0] = arg max_{a,b} x[nc,a,b]
    level1[nc,0,0] = max_{a,b} x[nc,a,b]
    """
    dtype = x.dtype
    T = dtype.type
    for nc in range(first, last):
        # level1_at[nc,0,0] = arg max_{a,b} x[nc,a,b]
        at = -1
        best = -T(np.inf)
        for a in range(H):
            for b in range(W):
                value = x[U(nc), U(a), U(b)]
                if at < 0 or not value <= best:
                    if at < 0 or value > best or (value != value and best == best):
                        best = value
                        at = W * a + b
        level1_at[U(nc), 0, 0] = at
        # level1[nc,0,0] = max_{a,b} x[nc,a,b]
        level1[U(nc), 0, 0] = best


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, level2_at, level2, N, C, H, W):
    """level2_at[nc,i,j] = arg max_{a,b : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉, ⌊j·W/2⌋ ≤ b < ⌈(j+1)·W/2⌉} x[nc,a,b]
    level2[nc,i,j] = max_{a,b : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉, ⌊j·W/2⌋ ≤ b < ⌈(j+1)·W/2⌉} x[nc,a,b]
    """
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (2)
        i = task % 2
        # level2_at[nc,i,j] = arg max_{a,b : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉, ⌊j·W/2⌋ ≤ b <
        #     ⌈(j+1)·W/2⌉} x[nc,a,b]
        # level2[nc,i,j] = max_{a,b : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉, ⌊j·W/2⌋ ≤ b < ⌈(j+1)·W/2⌉}
        #     x[nc,a,b]
        a_first = -((1 - (H * i)) // 2)
        a_last = (H + H * i - 1) // 2
        for j in range(2):
            at2 = -1
            best2 = -T(np.inf)
            b_first = -((1 - (W * j)) // 2)
            b_last = (W + W * j - 1) // 2
            for a in range(max(0, a_first), min(H, a_last + 1)):
                for b in range(max(0, b_first), min(W, b_last + 1)):
                    value = x[U(nc), U(a), U(b)]
                    if at2 < 0 or not value <= best2:
                        if at2 < 0 or value > best2 or (value != value and best2 == best2):
                            best2 = value
                            at2 = W * a + b
            level2_at[U(nc), U(i), U(j)] = at2
            level2[U(nc), U(i), U(j)] = best2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part3(first, last, x, y, level4_at, level1, level2, N, C, H, W):
    """level4_at[nc,i,j] = arg max_{a,b : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉, ⌊j·W/4⌋ ≤ b < ⌈(j+1)·W/4⌉} x[nc,a,b]
    level4[i,j] = max_{a,b : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉, ⌊j·W/4⌋ ≤ b < ⌈(j+1)·W/4⌉} x[nc,a,b]
    y[nc,k] = {level4[⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5] if k ≥ 5; level2[nc, ⌊(k−1)/2⌋, k−2·⌊(k−1)/2⌋−1] if k >
        0; else level1[nc,k,0]}
    """
    dtype = x.dtype
    T = dtype.type
    level4 = np.empty((4, 4), dtype)
    for nc in range(first, last):
        for i in range(4):
            a_first2 = -((3 - (H * i)) // 4)
            a_last2 = (H + H * i - 1) // 4
            for j in range(4):
                # level4_at[nc,i,j] = arg max_{a,b : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉, ⌊j·W/4⌋ ≤ b <
                #     ⌈(j+1)·W/4⌉} x[nc,a,b]
                at3 = -1
                best3 = -T(np.inf)
                b_first2 = -((3 - (W * j)) // 4)
                b_last2 = (W + W * j - 1) // 4
                for a in range(max(0, a_first2), min(H, a_last2 + 1)):
                    for b in range(max(0, b_first2), min(W, b_last2 + 1)):
                        value = x[U(nc), U(a), U(b)]
                        if at3 < 0 or not value <= best3:
                            if at3 < 0 or value > best3 or (value != value and best3 == best3):
                                best3 = value
                                at3 = W * a + b
                level4_at[U(nc), U(i), U(j)] = at3
                # level4[i,j] = max_{a,b : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉, ⌊j·W/4⌋ ≤ b < ⌈(j+1)·W/4⌉}
                #     x[nc,a,b]
                level4[U(i), U(j)] = best3
        # y[nc,k] = {level4[⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5] if k ≥ 5; level2[nc, ⌊(k−1)/2⌋,
        #     k−2·⌊(k−1)/2⌋−1] if k > 0; else level1[nc,k,0]}
        for k in range(min(21, 5, 1)):
            y[U(nc), U(k)] = level1[U(nc), U(k), 0]
        for k in range(1, min(21, 5)):
            y[U(nc), U(k)] = level2[U(nc), U((k - 1) // 2), U(k - (((k - 1) // 2) * 2) - 1)]
        for k in range(5, 21):
            y[U(nc), U(k)] = level4[U((k - 5) // 4), U(k - (((k - 5) // 4) * 4) - 5)]


def _forward(x, y, level1_at, level2_at, level4_at, N, C, H, W):
    """level1[n,c,0,0] = max_{a,b} x[n,c,a,b]
    level2[n,c,i,j] = max_{a,b : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉, ⌊j·W/2⌋ ≤ b < ⌈(j+1)·W/2⌉} x[n,c,a,b]
    level4[n,c,i,j] = max_{a,b : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉, ⌊j·W/4⌋ ≤ b < ⌈(j+1)·W/4⌉} x[n,c,a,b]
    y[n,c,k] = {level4[n, c, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5] if k ≥ 5; level2[n, c, ⌊(k−1)/2⌋,
        k−2·⌊(k−1)/2⌋−1] if k > 0; else level1[n,c,k,0]}
    """
    dtype = y.dtype
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, 21))
    level1_at_rows = level1_at.reshape((C * N, 1, 1))
    level2_at_rows = level2_at.reshape((C * N, 2, 2))
    level4_at_rows = level4_at.reshape((C * N, 4, 4))
    level1 = scratch((C * N, 1, 1), dtype)
    level2 = scratch((C * N, 2, 2), dtype)
    launch(_forward_part, C * N, C * H * N * W * 2, x_rows, level1_at_rows, level1, N, C, H, W)
    launch(_forward_part2, C * N * 2, C * H * N * W * 2, x_rows, level2_at_rows, level2, N, C, H, W)
    launch(_forward_part3, C * N, C * H * N * W * 2 + C * N, x_rows, y_rows, level4_at_rows, level1, level2,
            N, C, H, W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dx, N, C, H, W):
    """dx[c,b] = 0"""
    dtype = dx.dtype
    T = dtype.type
    for c in range(first, last):
        for b in range(H * W):
            dx[U(c), U(b)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(dy, level1_at, dx, N, C, H, W):
    """dx[nc, level1_at[nc,0,0]] += dy[nc,0]"""
    # dx[nc, level1_at[nc,0,0]] += dy[nc,0]
    for nc in range(C * N):
        dy_here = dy[U(nc), 0]
        if inside(level1_at[U(nc), 0, 0], H * W):
            dx[U(nc), U(level1_at[U(nc), 0, 0])] += dy_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part3(first, last, dy, level2_at, dx, N, C, H, W):
    """dx[n'c′, level2_at[n'c′, i, j]] += dy[n'c′, 2·i+j+1] · [level2_at[n'c′, i, j] ≥ 0]"""
    for n_c_ in range(first, last):
        # dx[n'c′, level2_at[n'c′, i, j]] += dy[n'c′, 2·i+j+1] · [level2_at[n'c′, i, j] ≥ 0]
        for i in range(2):
            for j in range(2):
                dy_here2 = dy[U(n_c_), U(i * 2 + j + 1)]
                if level2_at[U(n_c_), U(i), U(j)] >= 0:
                    dx[U(n_c_), U(level2_at[U(n_c_), U(i), U(j)])] += dy_here2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part4(first, last, dy, level4_at, dx, N, C, H, W):
    """dx[n'c′, level4_at[n'c′, i, j]] += dy[n'c′, 4·i+j+5] · [level4_at[n'c′, i, j] ≥ 0]"""
    for n_c_ in range(first, last):
        # dx[n'c′, level4_at[n'c′, i, j]] += dy[n'c′, 4·i+j+5] · [level4_at[n'c′, i, j] ≥ 0]
        for i in range(4):
            for j in range(4):
                dy_here3 = dy[U(n_c_), U(i * 4 + j + 5)]
                if level4_at[U(n_c_), U(i), U(j)] >= 0:
                    dx[U(n_c_), U(level4_at[U(n_c_), U(i), U(j)])] += dy_here3


def _vjp_x(dy, level1_at, level2_at, level4_at, dx, N, C, H, W):
    """dx[n,c,a,b] = dy[n,c,0] · [level1_at[n,c,0,0] = a·W + b] + Σ_{i,j : level2_at[n,c,i,j] = a·W+b} dy[n,
        c, 2·i+j+1] + Σ_{i = 0..3} Σ_{j = 0..3 : level4_at[n,c,i,j] = a·W+b} dy[n, c, 4·i+j+5]

    Operations: 20·C·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, 21))
    level1_at_rows = level1_at.reshape((C * N, 1, 1))
    level2_at_rows = level2_at.reshape((C * N, 2, 2))
    level4_at_rows = level4_at.reshape((C * N, 4, 4))
    dx_rows = dx.reshape((C * N, H * W))
    launch(_vjp_x_part, C * N, C * H * N * W, dx_rows, N, C, H, W)
    _vjp_x_part2(dy_rows, level1_at_rows, dx_rows, N, C, H, W)
    launch(_vjp_x_part3, C * N, C * H * N * W + C * N, dy_rows, level2_at_rows, dx_rows, N, C, H, W)
    launch(_vjp_x_part4, C * N, C * H * N * W + C * N, dy_rows, level4_at_rows, dx_rows, N, C, H, W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, level1_at, level2_at, level4_at, y_dot, N, C, H, W):
    """level1_dot[0,0] = ẋ[nc, ⌊level1_at[nc,0,0]/W⌋, level1_at[nc,0,0] mod W]
    ẏ[nc,k] = {ẋ[nc, ⌊level4_at[nc, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5]/W⌋, level4_at[nc, ⌊(k−5)/4⌋,
        k−4·⌊(k−5)/4⌋−5] mod W] · [0 ≤ 4 · ⌊level4_at[nc, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5]/W⌋ − H · ⌊(k − 5)/4⌋
        + 3 < H + 3, 0 ≤ (4 · ⌊(k − 5)/4⌋ − k + 5) · W + 4 · (level4_at[nc, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5]
        mod W) + 3 < W + 3, level4_at[nc, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5] ≥ 0] if k ≥ 5; ẋ[nc, ⌊level2_at[nc,
        ⌊(k−1)/2⌋, k−2·⌊(k−1)/2⌋−1]/W⌋, level2_at[nc, ⌊(k−1)/2⌋, k−2·⌊(k−1)/2⌋−1] mod W] · [0 ≤ 2 ·
        ⌊level2_at[nc, ⌊(k−1)/2⌋, k−2·⌊(k−1)/2⌋−1]/W⌋ − H · ⌊(k − 1)/2⌋ + 1 ≤ H, 0 ≤ (2 · ⌊(k − 1)/2⌋ − k
        + 1) · W + 2 · (level2_at[nc, ⌊(k−1)/2⌋, k−2·⌊(k−1)/2⌋−1] mod W) + 1 ≤ W, level2_at[nc, ⌊(k−1)/2⌋,
        k−2·⌊(k−1)/2⌋−1] ≥ 0] if k > 0; else level1_dot[k,0]}
    """
    dtype = x_dot.dtype
    T = dtype.type
    level1_dot = np.empty((1, 1), dtype)
    for nc in range(first, last):
        # level1_dot[0,0] = ẋ[nc, ⌊level1_at[nc,0,0]/W⌋, level1_at[nc,0,0] mod W]
        level1_at_mod_W = level1_at[U(nc), 0, 0] % W
        level1_at_by_W = level1_at[U(nc), 0, 0] // W
        level1_dot[0, 0] = x_dot[U(nc), U(level1_at_by_W), U(level1_at_mod_W)]
        # ẏ[nc,k], as written above
        for k in range(min(21, 5, 1)):
            y_dot[U(nc), U(k)] = level1_dot[U(k), 0]
        for k in range(1, min(21, 5)):
            level2_at_mod_W = level2_at[U(nc), U((k - 1) // 2), U(k - (((k - 1) // 2) * 2) - 1)] % W
            level2_at_by_W = level2_at[U(nc), U((k - 1) // 2), U(k - (((k - 1) // 2) * 2) - 1)] // W
            y_dot[U(nc), U(k)] = (
                x_dot[U(nc), U(level2_at_by_W), U(level2_at_mod_W)]
                if level2_at_by_W * 2 + 1 >= ((k - 1) // 2) * H
                and H + ((k - 1) // 2) * H >= level2_at_by_W * 2 + 1
                and ((k - 1) // 2) * W * 2 + level2_at_mod_W * 2 + W + 1 >= W * k
                and W * k >= ((k - 1) // 2) * W * 2 + level2_at_mod_W * 2 + 1
                and level2_at[U(nc), U((k - 1) // 2), U(k - (((k - 1) // 2) * 2) - 1)] >= 0
                else T(0)
            )
        for k in range(5, 21):
            level4_at_mod_W = level4_at[U(nc), U((k - 5) // 4), U(k - (((k - 5) // 4) * 4) - 5)] % W
            level4_at_by_W = level4_at[U(nc), U((k - 5) // 4), U(k - (((k - 5) // 4) * 4) - 5)] // W
            y_dot[U(nc), U(k)] = (
                x_dot[U(nc), U(level4_at_by_W), U(level4_at_mod_W)]
                if level4_at_by_W * 4 + 3 >= ((k - 5) // 4) * H
                and H + ((k - 5) // 4) * H >= level4_at_by_W * 4 + 1
                and ((k - 5) // 4) * W * 4 + level4_at_mod_W * 4 + W * 5 + 3 >= W * k
                and W * k >= W * 4 + ((k - 5) // 4) * W * 4 + level4_at_mod_W * 4 + 1
                and level4_at[U(nc), U((k - 5) // 4), U(k - (((k - 5) // 4) * 4) - 5)] >= 0
                else T(0)
            )


def _jvp(x_dot, level1_at, level2_at, level4_at, y_dot, N, C, H, W):
    """level1_dot[n,c,0,0] = ẋ[n, c, ⌊level1_at[n,c,0,0]/W⌋, level1_at[n,c,0,0] mod W]
    level2_dot[n,c,i,j] = ẋ[n, c, ⌊level2_at[n,c,i,j]/W⌋, level2_at[n,c,i,j] mod W] · [0 ≤
        2·⌊level2_at[n,c,i,j]/W⌋ − i·H + 1 ≤ H, 0 ≤ 2 · (level2_at[n,c,i,j] mod W) − j·W + 1 ≤ W]
    level4_dot[n,c,i,j] = ẋ[n, c, ⌊level4_at[n,c,i,j]/W⌋, level4_at[n,c,i,j] mod W] · [0 ≤
        4·⌊level4_at[n,c,i,j]/W⌋ − i·H + 3 < H + 3, 0 ≤ 4 · (level4_at[n,c,i,j] mod W) − j·W + 3 < W + 3]
    ẏ[n,c,k] = {level4_dot[n, c, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5] if k ≥ 5; level2_dot[n, c, ⌊(k−1)/2⌋,
        k−2·⌊(k−1)/2⌋−1] if k > 0; else level1_dot[n,c,k,0]}

    As compiled:

    level1_dot[0,0] = ẋ[nc, ⌊level1_at[nc,0,0]/W⌋, level1_at[nc,0,0] mod W]
    ẏ[nc,k] = {ẋ[nc, ⌊level4_at[nc, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5]/W⌋, level4_at[nc, ⌊(k−5)/4⌋,
        k−4·⌊(k−5)/4⌋−5] mod W] · [0 ≤ 4 · ⌊level4_at[nc, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5]/W⌋ − H · ⌊(k − 5)/4⌋
        + 3 < H + 3, 0 ≤ (4 · ⌊(k − 5)/4⌋ − k + 5) · W + 4 · (level4_at[nc, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5]
        mod W) + 3 < W + 3, level4_at[nc, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5] ≥ 0] if k ≥ 5; ẋ[nc, ⌊level2_at[nc,
        ⌊(k−1)/2⌋, k−2·⌊(k−1)/2⌋−1]/W⌋, level2_at[nc, ⌊(k−1)/2⌋, k−2·⌊(k−1)/2⌋−1] mod W] · [0 ≤ 2 ·
        ⌊level2_at[nc, ⌊(k−1)/2⌋, k−2·⌊(k−1)/2⌋−1]/W⌋ − H · ⌊(k − 1)/2⌋ + 1 ≤ H, 0 ≤ (2 · ⌊(k − 1)/2⌋ − k
        + 1) · W + 2 · (level2_at[nc, ⌊(k−1)/2⌋, k−2·⌊(k−1)/2⌋−1] mod W) + 1 ≤ W, level2_at[nc, ⌊(k−1)/2⌋,
        k−2·⌊(k−1)/2⌋−1] ≥ 0] if k > 0; else level1_dot[k,0]}
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    level1_at_rows = level1_at.reshape((C * N, 1, 1))
    level2_at_rows = level2_at.reshape((C * N, 2, 2))
    level4_at_rows = level4_at.reshape((C * N, 4, 4))
    y_dot_rows = y_dot.reshape((C * N, 21))
    launch(_jvp_part, C * N, C * N * 2, x_dot_rows, level1_at_rows, level2_at_rows, level4_at_rows,
            y_dot_rows, N, C, H, W)


def forward(x, *, out=None, save=False):
    """maximum over bins at the levels 1, 2, 4; ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {})
    call.new_all(("y",), out)
    call.new("level1_at", "level1_at")
    call.new("level2_at", "level2_at")
    call.new("level4_at", "level4_at")
    call.run(_forward, ("x", "y", "level1_at", "level2_at", "level4_at"), ("N", "C", "H", "W"))
    result = call.result("y")
    return (result, call.save(Residuals, ("level1_at", "level2_at", "level4_at"))) if call.asked("save",
            save) else result


def vjp_x(dy, x, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("level1_at", "level2_at", "level4_at"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "level1_at", "level2_at", "level4_at", "dx"), ("N", "C", "H", "W"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("level1_at", "level2_at", "level4_at"))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "level1_at", "level2_at", "level4_at", "dx"), ("N", "C", "H", "W"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("level1_at", "level2_at", "level4_at"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "level1_at", "level2_at", "level4_at", "y_dot"), ("N", "C", "H", "W"))
    return call.result("y_dot")
