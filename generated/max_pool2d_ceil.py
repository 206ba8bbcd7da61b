"""max_pool2d_ceil: largest value of each window, and which tap it was.

Made by `chainrule generate`, version 0.1.0, from the forward of `max_pool2d_ceil`.  Do not edit.
Run time: 885da59e5e9be48a.

    switch[n,c,i,j] = arg max_{u,v} x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,c,i,j] = max_{u,v} x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    dx[n,c,a,b] = Σ_{u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v, switch[n, c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] = u·KW+v} dy[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]
    x = −∞ where an index leaves its range
    dy = 0 where an index leaves its range

Convention: of equal elements the first in the window (row by row) wins and receives the whole gradient.

Convention: a NaN wins; a window without any pixel gives -oo, switch -1 and no gradient.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 84 places of the kernels. Each of the 7 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: -1 <= switch < KH * KW (tested in each call); _vjp_x: dx_at[ij, switch[n'c', ij] + 1],
switch_place[switch[n'c', i, j] + 1], switch_by_KW[switch[n'c', i, j] + 1], switch_mod_KW[switch[n'c', i,
j] + 1] written before read.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import inside
from .threads import launch
from .vectors import few, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'max_pool2d_ceil',
    'summary': 'largest value of each window, and which tap it was',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [
        {'name': 'switch', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'integer', 'low': -1, 'below': 'KH * KW'},
    ],
    'residuals': [
        {'name': 'switch', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'integer', 'low': -1, 'below': 'KH * KW'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
    ],
    'sizes': {'OH': 'min((H + p_t - 1) // s_h + 1, (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1) if kappa >= 1 else (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1', 'OW': 'min((W + p_l - 1) // s_w + 1, (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1) if kappa >= 1 else (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'few', 'at': 257, 'of': ['KH * KW']},
        {'path': 'ranges', 'at': 24000, 'of': ['(KH * KW + 1) * OH * OW', 'C * H * N * W + C * N * OH * OW', 'C * KH * KW * N * OH * OW * 2', 'C * N * OH * OW']},
        {'path': 'single', 'at': 4, 'of': ['C * N - (KH * KW * 4)']},
        {'path': 'single', 'at': 2049, 'of': ['KH * KW * OH * OW + OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(H + d_h + p_t - (KH * d_h) - 1) // s_h + 1', '(W + d_w + p_l - (KW * d_w) - 1) // s_w + -p_l // s_w + 1', '(W + d_w + p_l - (KW * d_w) - 1) // s_w + 1', '(W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', '-p_t // s_h + (H + d_h + p_t - (KH * d_h) - 1) // s_h + 1', '-p_t // s_h + OH', 'H * W', 'KH * KW', 'KH * KW + 1', 'OH', 'OH * OW', 'OW']},
    ],
    'proved': {'in bounds': 84, 'iterations apart': 7},
    'not proved': {'written before read': ["_vjp_x: dx_at[ij, switch[n'c', ij] + 1], switch_place[switch[n'c', i, j] + 1], switch_by_KW[switch[n'c', i, j] + 1], switch_mod_KW[switch[n'c', i, j] + 1] written before read"], 'integers in range': ['-1 <= switch < KH * KW'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["switch"]), runtime.Saved):
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
        "OH": lambda H, KH, d_h, kappa, p_b, p_t, s_h, **_: min((H + p_t - 1) // s_h + 1, (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1) if kappa >= 1 else (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1,
        "OW": lambda KW, W, d_w, kappa, p_l, p_r, s_w, **_: min((W + p_l - 1) // s_w + 1, (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1) if kappa >= 1 else (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "switch": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    below={"switch": lambda KH, KW, **_: KH * KW},
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, switch, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} x[nc,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[nc,i,j] = max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} x[nc, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    best = np.empty(OW, dtype)
    at = np.empty(OW, np.int64)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        #     x[nc, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            best[U(j)] = -T(np.inf)
            at[U(j)] = -1
        for u in range(max(0, -((i * s_h - p_t) // d_h)), min(KH, (H + p_t - (i * s_h) - 1) // d_h + 1)):
            for v in range(KW):
                for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                        (W + p_l - (d_w * v) - 1) // s_w + 1)):
                    value = x[U(nc), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                    seen = best[U(j)]
                    place = at[U(j)]
                    better = (place < 0) | (value > seen) | ((value != value) & (seen == seen))
                    best[U(j)] = value if better else seen
                    at[U(j)] = KW * u + v if better else place
        for j in range(OW):
            switch[U(nc), U(i), U(j)] = at[U(j)]
        # y[nc,i,j] = max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} x[nc,
        #     s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            y[U(nc), U(i), U(j)] = best[U(j)]


def _forward(x, y, switch, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """switch[n,c,i,j] = arg max_{u,v} x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,c,i,j] = max_{u,v} x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    As compiled:

    switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} x[nc,
        s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[nc,i,j] = max_{u,v : 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W} x[nc, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    switch_rows = switch.reshape((C * N, OH, OW))
    launch(_forward_part, C * N * OH, C * KH * KW * N * OH * OW * 2, x_rows, y_rows, switch_rows, N, C, H, W,
            OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dx_at, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx_at[ij, value] = {(d_h · ⌊(value − 1)/KW⌋ + s_h·⌊ij/OW⌋ − p_t) · W + d_w · ((value − 1) mod KW) +
        s_w · (ij mod OW) − p_l + 1 if 0 ≤ (d_h · ⌊(value − 1)/KW⌋ + s_h·⌊ij/OW⌋ − p_t) · W + d_w ·
        ((value − 1) mod KW) + s_w · (ij mod OW) − p_l < H·W, 0 ≤ d_h · ⌊(value − 1)/KW⌋ + s_h·⌊ij/OW⌋ −
        p_t < H, 0 ≤ d_w · ((value − 1) mod KW) + s_w · (ij mod OW) − p_l < W, value > 0; else 0}
    """
    for ij in range(first, last):
        # dx_at[ij, value], as written above
        for value in range(min(KH * KW + 1, 1)):
            dx_at[U(ij), U(value)] = 0
        ij_mod_OW = ij % OW
        ij_by_OW = ij // OW
        for value in range(1, KH * KW + 1):
            dx_at[U(ij), U(value)] = (
                ((value - 1) // KW) * W * d_h
                + W * ij_by_OW * s_h
                + ((value - 1) % KW) * d_w
                + ij_mod_OW * s_w
                + 1
                - (W * p_t)
                - p_l
                if ((value - 1) // KW) * W * d_h
                + W * ij_by_OW * s_h
                + ((value - 1) % KW) * d_w
                + ij_mod_OW * s_w >= W * p_t
                + p_l
                and H * W
                + W * p_t
                + p_l >= ((value - 1) // KW) * W * d_h
                + W * ij_by_OW * s_h
                + ((value - 1) % KW) * d_w
                + ij_mod_OW * s_w
                + 1
                and ((value - 1) // KW) * d_h + ij_by_OW * s_h >= p_t
                and H + p_t >= ((value - 1) // KW) * d_h + ij_by_OW * s_h + 1
                and ((value - 1) % KW) * d_w + ij_mod_OW * s_w >= p_l
                and W + p_l >= ((value - 1) % KW) * d_w + ij_mod_OW * s_w + 1
                else 0
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single2(first, last, dx, dx_at, dy, switch, N, C, H, W, OH, OW, KH, KW):
    """dx[n'c′, dx_at[ij, switch[n'c′, ij]+1]−1] += dy[n'c′, ij] · [dx_at[ij, switch[n'c′, ij]+1] > 0]"""
    dtype = dx.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for b in range(H * W):
            dx[U(n_c_), U(b)] = T(0)
        # dx[n'c′, dx_at[ij, switch[n'c′, ij]+1]−1] += dy[n'c′, ij] · [dx_at[ij, switch[n'c′,
        #     ij]+1] > 0]
        for ij in range(OH * OW):
            dx_at_here = dx_at[U(ij), U(switch[U(n_c_), U(ij)] + 1)]
            dy_here = dy[U(n_c_), U(ij)]
            if dx_at_here >= 1:
                dx[U(n_c_), U(dx_at_here - 1)] += dy_here


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_few(switch_by_KW, switch_mod_KW, switch_place, W, KH, KW, d_h, d_w):
    """switch_place[switch+1] = d_h·W·⌊switch/KW⌋ + d_w · (switch mod KW)
    switch_by_KW[switch+1] = d_h·⌊switch/KW⌋
    switch_mod_KW[switch+1] = d_w · (switch mod KW)
    """
    # switch_place[switch+1] = d_h·W·⌊switch/KW⌋ + d_w · (switch mod KW)
    switch_place[0] = 0
    for switch in range(KH * KW):
        switch_place[U(switch + 1)] = (switch // KW) * W * d_h + (switch % KW) * d_w
    # switch_by_KW[switch+1] = d_h·⌊switch/KW⌋
    switch_by_KW[0] = 0
    for switch in range(KH * KW):
        switch_by_KW[U(switch + 1)] = (switch // KW) * d_h
    # switch_mod_KW[switch+1] = d_w · (switch mod KW)
    switch_mod_KW[0] = 0
    for switch in range(KH * KW):
        switch_mod_KW[U(switch + 1)] = (switch % KW) * d_w


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_few2(first, last, dy, switch, dx, switch_by_KW, switch_mod_KW, switch_place, N, C, H, W, OH, OW,
        KH, KW, s_h, s_w, p_t, p_l, i_first, i_last, j_first, j_last):
    """dx[n'c′, W·(d_h·⌊switch[n'c′, i, j]/KW⌋+s_h·i−p_t)+d_w·(switch[n'c′, i, j] mod KW)+s_w·j−p_l] +=
        dy[n'c′, i, j] · [0 ≤ W · (d_h · ⌊switch[n'c′, i, j]/KW⌋ + s_h·i − p_t) + d_w · (switch[n'c′, i,
        j] mod KW) + s_w·j − p_l < H·W, 0 ≤ d_h · ⌊switch[n'c′, i, j]/KW⌋ + s_h·i − p_t < H, 0 ≤ d_w ·
        (switch[n'c′, i, j] mod KW) + s_w·j − p_l < W, switch[n'c′, i, j] ≥ 0]
    """
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for b in range(H * W):
            dx[U(n_c_), U(b)] = T(0)
        # dx[n'c′′, W·(d_h·⌊switch[n'c′′, i, j]/KW⌋+s_h·i−p_t)+d_w·(switch[n'c′′, i, j] mod KW)+s_w·j−p_l], as written above
        for i in range(max(0, i_first), min(OH, i_last + 1)):
            for j in range(max(0, j_first), min(OW, j_last + 1)):
                switch_place_here = switch_place[U(switch[U(n_c_), U(i), U(j)] + 1)]
                dy_here = dy[U(n_c_), U(i), U(j)]
                if switch[U(n_c_), U(i), U(j)] >= 0:
                    dx[U(n_c_), U(W * i * s_h + j * s_w + switch_place_here - (W * p_t) - p_l)] += dy_here
        for j in range(min(OW, j_first)):
            for i in range(max(0, i_first), min(OH, i_last + 1)):
                switch_by_KW_here = switch_by_KW[U(switch[U(n_c_), U(i), U(j)] + 1)]
                switch_mod_KW_here = switch_mod_KW[U(switch[U(n_c_), U(i), U(j)] + 1)]
                switch_place_here2 = switch_place[U(switch[U(n_c_), U(i), U(j)] + 1)]
                dy_here2 = dy[U(n_c_), U(i), U(j)]
                if (W * i * s_h + j * s_w + switch_place_here2 >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * i * s_h + j * s_w + switch_place_here2 + 1) & (switch[U(n_c_),
                        U(i), U(j)] >= 0) & inside(i * s_h + switch_by_KW_here - p_t,
                        H) & inside(j * s_w + switch_mod_KW_here - p_l, W):
                    dx[U(n_c_), U(W * i * s_h + j * s_w + switch_place_here2 - (W * p_t) - p_l)] += dy_here2
        for j in range(max(0, j_first, j_last + 1), OW):
            for i in range(max(0, i_first), min(OH, i_last + 1)):
                switch_by_KW_here2 = switch_by_KW[U(switch[U(n_c_), U(i), U(j)] + 1)]
                switch_mod_KW_here2 = switch_mod_KW[U(switch[U(n_c_), U(i), U(j)] + 1)]
                switch_place_here3 = switch_place[U(switch[U(n_c_), U(i), U(j)] + 1)]
                dy_here3 = dy[U(n_c_), U(i), U(j)]
                if (W * i * s_h + j * s_w + switch_place_here3 >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * i * s_h + j * s_w + switch_place_here3 + 1) & (switch[U(n_c_),
                        U(i), U(j)] >= 0) & inside(i * s_h + switch_by_KW_here2 - p_t,
                        H) & inside(j * s_w + switch_mod_KW_here2 - p_l, W):
                    dx[U(n_c_), U(W * i * s_h + j * s_w + switch_place_here3 - (W * p_t) - p_l)] += dy_here3
        for i in range(min(OH, i_first)):
            for j in range(OW):
                switch_by_KW_here3 = switch_by_KW[U(switch[U(n_c_), U(i), U(j)] + 1)]
                switch_mod_KW_here3 = switch_mod_KW[U(switch[U(n_c_), U(i), U(j)] + 1)]
                switch_place_here4 = switch_place[U(switch[U(n_c_), U(i), U(j)] + 1)]
                dy_here4 = dy[U(n_c_), U(i), U(j)]
                if (W * i * s_h + j * s_w + switch_place_here4 >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * i * s_h + j * s_w + switch_place_here4 + 1) & (switch[U(n_c_),
                        U(i), U(j)] >= 0) & inside(i * s_h + switch_by_KW_here3 - p_t,
                        H) & inside(j * s_w + switch_mod_KW_here3 - p_l, W):
                    dx[U(n_c_), U(W * i * s_h + j * s_w + switch_place_here4 - (W * p_t) - p_l)] += dy_here4
        for i in range(max(0, i_first, i_last + 1), OH):
            for j in range(OW):
                switch_by_KW_here4 = switch_by_KW[U(switch[U(n_c_), U(i), U(j)] + 1)]
                switch_mod_KW_here4 = switch_mod_KW[U(switch[U(n_c_), U(i), U(j)] + 1)]
                switch_place_here5 = switch_place[U(switch[U(n_c_), U(i), U(j)] + 1)]
                dy_here5 = dy[U(n_c_), U(i), U(j)]
                if (W * i * s_h + j * s_w + switch_place_here5 >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * i * s_h + j * s_w + switch_place_here5 + 1) & (switch[U(n_c_),
                        U(i), U(j)] >= 0) & inside(i * s_h + switch_by_KW_here4 - p_t,
                        H) & inside(j * s_w + switch_mod_KW_here4 - p_l, W):
                    dx[U(n_c_), U(W * i * s_h + j * s_w + switch_place_here5 - (W * p_t) - p_l)] += dy_here5


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, switch, dx, N, C, H, W, OH, OW, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n'c′, W·(d_h·⌊switch[n'c′, i, j]/KW⌋+s_h·i−p_t)+d_w·(switch[n'c′, i, j] mod KW)+s_w·j−p_l] +=
        dy[n'c′, i, j] · [0 ≤ W · (d_h · ⌊switch[n'c′, i, j]/KW⌋ + s_h·i − p_t) + d_w · (switch[n'c′, i,
        j] mod KW) + s_w·j − p_l < H·W, 0 ≤ d_h · ⌊switch[n'c′, i, j]/KW⌋ + s_h·i − p_t < H, 0 ≤ d_w ·
        (switch[n'c′, i, j] mod KW) + s_w·j − p_l < W, switch[n'c′, i, j] ≥ 0]
    """
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for b in range(H * W):
            dx[U(n_c_), U(b)] = T(0)
        # dx[n'c′′, W·(d_h·⌊switch[n'c′′, i, j]/KW⌋+s_h·i−p_t)+d_w·(switch[n'c′′, i, j] mod KW)+s_w·j−p_l], as written above
        for i in range(OH):
            for j in range(OW):
                switch_mod_KW = switch[U(n_c_), U(i), U(j)] % KW
                switch_by_KW = switch[U(n_c_), U(i), U(j)] // KW
                dy_here = dy[U(n_c_), U(i), U(j)]
                if (W * d_h * switch_by_KW + d_w * switch_mod_KW + W * i * s_h + j * s_w >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * d_h * switch_by_KW + d_w * switch_mod_KW + W * i * s_h + j * s_w + 1) & (switch[U(n_c_),
                        U(i), U(j)] >= 0) & inside(d_h * switch_by_KW + i * s_h - p_t,
                        H) & inside(d_w * switch_mod_KW + j * s_w - p_l, W):
                    dx[U(n_c_), U(W * d_h * switch_by_KW + d_w * switch_mod_KW + W * i * s_h + j * s_w - (W * p_t) - p_l)] += dy_here


def _vjp_x(dy, switch, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """dx[n,c,a,b] = Σ_{u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v, switch[n, c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] = u·KW+v} dy[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]

    Operations: C·H·KH·KW·N·W − C·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    switch_rows = switch.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H * W))
    if 2048 >= KH * KW * OH * OW + OH * OW and C * N >= KH * KW * 4 + 4:
        dx_at = scratch((OH * OW, KH * KW + 1), np.int64)
        launch(_vjp_x_single, OH * OW, (KH * KW + 1) * OH * OW, dx_at, H, W, OH, OW, KH, KW, s_h, s_w, p_t,
                p_l, d_h, d_w)
        launch(_vjp_x_single2, C * N, C * H * N * W + C * N * OH * OW, dx_rows, dx_at, dy_rows.reshape(C * N,
                OH * OW), switch_rows.reshape(C * N, OH * OW), N, C, H, W, OH, OW, KH, KW)
    elif few(256 >= KH * KW):
        j_first = -(-p_l // s_w)
        j_last = (W + d_w + p_l - (KW * d_w) - 1) // s_w
        i_first = -(-p_t // s_h)
        i_last = (H + d_h + p_t - (KH * d_h) - 1) // s_h
        switch_place = scratch(KH * KW + 1, np.int64)
        switch_by_KW = scratch(KH * KW + 1, np.int64)
        switch_mod_KW = scratch(KH * KW + 1, np.int64)
        _vjp_x_few(switch_by_KW, switch_mod_KW, switch_place, W, KH, KW, d_h, d_w)
        launch(_vjp_x_few2, C * N, C * H * N * W + C * N * OH * OW, dy_rows, switch_rows, dx_rows,
                switch_by_KW, switch_mod_KW, switch_place, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
                i_first, i_last, j_first, j_last)
    else:
        launch(_vjp_x_plain, C * N, C * H * N * W + C * N * OH * OW, dy_rows, switch_rows, dx_rows, N, C, H,
                W, OH, OW, KW, s_h, s_w, p_t, p_l, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_few(switch_by_KW, switch_mod_KW, KW, d_h, d_w, KH):
    """switch_mod_KW[switch+1] = d_w · (switch mod KW)
    switch_by_KW[switch+1] = d_h·⌊switch/KW⌋
    """
    # switch_mod_KW[switch+1] = d_w · (switch mod KW)
    for switch in range(-1, KH * KW):
        switch_mod_KW[U(switch + 1)] = (switch % KW) * d_w
    # switch_by_KW[switch+1] = d_h·⌊switch/KW⌋
    for switch in range(-1, KH * KW):
        switch_by_KW[U(switch + 1)] = (switch // KW) * d_h


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_few2(first, last, x_dot, switch, y_dot, switch_by_KW, switch_mod_KW, N, C, H, W, OH, OW, KW, s_h,
        s_w, p_t, p_l, KH):
    """ẏ[nc,i,j] = ẋ[nc, d_h·⌊switch[nc,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[nc,i,j] mod KW)+s_w·j−p_l] ·
        [switch[nc,i,j] ≥ 0]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # ẏ[nc,i,j] = ẋ[nc, d_h·⌊switch[nc,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[nc,i,j] mod
        #     KW)+s_w·j−p_l] · [switch[nc,i,j] ≥ 0]
        for j in range(OW):
            switch_by_KW_here = switch_by_KW[U(switch[U(nc), U(i), U(j)] + 1)]
            switch_mod_KW_here = switch_mod_KW[U(switch[U(nc), U(i), U(j)] + 1)]
            y_dot[U(nc), U(i), U(j)] = (
                x_dot[U(nc), U(i * s_h + switch_by_KW_here - p_t), U(j * s_w + switch_mod_KW_here - p_l)]
                if i * s_h + switch_by_KW_here >= p_t
                and H + p_t >= i * s_h + switch_by_KW_here + 1
                and j * s_w + switch_mod_KW_here >= p_l
                and W + p_l >= j * s_w + switch_mod_KW_here + 1
                and switch[U(nc), U(i), U(j)] >= 0
                else T(0)
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, switch, y_dot, N, C, H, W, OH, OW, KW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[nc,i,j] = ẋ[nc, d_h·⌊switch[nc,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[nc,i,j] mod KW)+s_w·j−p_l] ·
        [switch[nc,i,j] ≥ 0]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # ẏ[nc,i,j] = ẋ[nc, d_h·⌊switch[nc,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[nc,i,j] mod
        #     KW)+s_w·j−p_l] · [switch[nc,i,j] ≥ 0]
        for j in range(OW):
            switch_mod_KW = switch[U(nc), U(i), U(j)] % KW
            switch_by_KW = switch[U(nc), U(i), U(j)] // KW
            y_dot[U(nc), U(i), U(j)] = (
                x_dot[U(nc), U(d_h * switch_by_KW + i * s_h - p_t), U(d_w * switch_mod_KW + j * s_w - p_l)]
                if d_h * switch_by_KW + i * s_h >= p_t
                and H + p_t >= d_h * switch_by_KW + i * s_h + 1
                and d_w * switch_mod_KW + j * s_w >= p_l
                and W + p_l >= d_w * switch_mod_KW + j * s_w + 1
                and switch[U(nc), U(i), U(j)] >= 0
                else T(0)
            )


def _jvp(x_dot, switch, y_dot, N, C, H, W, OH, OW, KW, s_h, s_w, p_t, p_l, d_h, d_w, KH):
    """ẏ[n,c,i,j] = ẋ[n, c, d_h·⌊switch[n,c,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[n,c,i,j] mod KW)+s_w·j−p_l] ·
        [switch[n,c,i,j] ≥ 0]
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    switch_rows = switch.reshape((C * N, OH, OW))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    if few(256 >= KH * KW):
        switch_mod_KW = scratch(KH * KW + 1, np.int64)
        switch_by_KW = scratch(KH * KW + 1, np.int64)
        _jvp_few(switch_by_KW, switch_mod_KW, KW, d_h, d_w, KH)
        launch(_jvp_few2, C * N * OH, C * N * OH * OW, x_dot_rows, switch_rows, y_dot_rows, switch_by_KW,
                switch_mod_KW, N, C, H, W, OH, OW, KW, s_h, s_w, p_t, p_l, KH)
    else:
        launch(_jvp_plain, C * N * OH, C * N * OH * OW, x_dot_rows, switch_rows, y_dot_rows, N, C, H, W, OH,
                OW, KW, s_h, s_w, p_t, p_l, d_h, d_w)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1):
    """largest value of each window, and which tap it was; ``save=True`` also returns what the gradients can
    use again, switch as returned among it: leave that unchanged.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.new_all(("y", "switch"), out)
    call.run(_forward, ("x", "y", "switch"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    result = call.result("y", "switch")
    return (result, call.save(Residuals, ("switch",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "switch", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "switch", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("switch",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "switch", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w", "KH"))
    return call.result("y_dot")
