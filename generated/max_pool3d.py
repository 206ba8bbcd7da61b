"""max_pool3d: largest value of each window, and which tap it was.

Made by `chainrule generate`, version 0.1.0, from the forward of `max_pool3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    switch[n,c,k,i,j] = arg max_{t,u,v} x[n, c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,c,k,i,j] = max_{t,u,v} x[n, c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−d_d·t, s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v, switch[n, c,
        (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] = (t·KH+u)·KW+v} dy[n, c,
        (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]
    x = −∞ where an index leaves its range
    dy = 0 where an index leaves its range

Convention: of equal elements the first in the window (row by row) wins and receives the whole gradient.

Convention: a NaN wins; a window without any pixel gives -oo, switch -1 and no gradient.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 116 places of the kernels. Each of the 5 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: -1 <= switch < KD * KH * KW (tested in each call); _vjp_x: quotient[switch[n'c', k, i, j] +
1], switch_place[switch[n'c', k, i, j] + 1], rest[switch[n'c', k, i, j] + 1], switch_mod_KW[switch[n'c',
k, i, j] + 1] written before read.
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
    'name': 'max_pool3d',
    'summary': 'largest value of each window, and which tap it was',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [
        {'name': 'switch', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'integer', 'low': -1, 'below': 'KD * KH * KW'},
    ],
    'residuals': [
        {'name': 'switch', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'integer', 'low': -1, 'below': 'KD * KH * KW'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KD', 'KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_d', 's_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_f', 'p_k', 'p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_d', 'd_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
    ],
    'sizes': {'OD': 'min((D + p_f - 1) // s_d + 1, (D + d_d + p_f + p_k - (KD * d_d) - kappa - 1) // s_d + kappa + 1) if kappa >= 1 else (D + d_d + p_f + p_k - (KD * d_d) - kappa - 1) // s_d + kappa + 1', 'OH': 'min((H + p_t - 1) // s_h + 1, (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1) if kappa >= 1 else (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1', 'OW': 'min((W + p_l - 1) // s_w + 1, (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1) if kappa >= 1 else (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'few', 'at': 257, 'of': ['KD * KH * KW']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * D * H * N * W + C * N * OD * OH * OW', 'C * KD * KH * KW * N * OD * OH * OW * 2', 'C * N * OD * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(H + d_h + p_t - (KH * d_h) - 1) // s_h + 1', '(W + d_w + p_l - (KW * d_w) - 1) // s_w + -p_l // s_w + 1', '(W + d_w + p_l - (KW * d_w) - 1) // s_w + 1', '(W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', '-p_t // s_h + (H + d_h + p_t - (KH * d_h) - 1) // s_h + 1', '-p_t // s_h + OH', 'H * W', 'KD * KH * KW', 'KD * KH * KW + 1', 'OH', 'OW']},
    ],
    'proved': {'in bounds': 116, 'iterations apart': 5},
    'not proved': {'written before read': ["_vjp_x: quotient[switch[n'c', k, i, j] + 1], switch_place[switch[n'c', k, i, j] + 1], rest[switch[n'c', k, i, j] + 1], switch_mod_KW[switch[n'c', k, i, j] + 1] written before read"], 'integers in range': ['-1 <= switch < KD * KH * KW'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["switch"]), runtime.Saved):
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
        "OD": lambda D, KD, d_d, kappa, p_f, p_k, s_d, **_: min((D + p_f - 1) // s_d + 1, (D + d_d + p_f + p_k - (KD * d_d) - kappa - 1) // s_d + kappa + 1) if kappa >= 1 else (D + d_d + p_f + p_k - (KD * d_d) - kappa - 1) // s_d + kappa + 1,
        "OH": lambda H, KH, d_h, kappa, p_b, p_t, s_h, **_: min((H + p_t - 1) // s_h + 1, (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1) if kappa >= 1 else (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1,
        "OW": lambda KW, W, d_w, kappa, p_l, p_r, s_w, **_: min((W + p_l - 1) // s_w + 1, (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1) if kappa >= 1 else (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1,
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "y": lambda C, N, OD, OH, OW, **_: (N, C, OD, OH, OW),
        "switch": lambda C, N, OD, OH, OW, **_: (N, C, OD, OH, OW),
    },
    below={"switch": lambda KD, KH, KW, **_: KD * KH * KW},
    strides={'kernel': ('KD', 'KH', 'KW'), 'stride': ('s_d', 's_h', 's_w'), 'dilation': ('d_d', 'd_h',
            'd_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, switch, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t,
        p_l, d_d, d_h, d_w):
    """switch[nc,k,i,j] = arg max_{t,u,v : 0 ≤ s_d·k+d_d·t−p_f < D, 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤
        s_w·j+d_w·v−p_l < W} x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[nc,k,i,j] = max_{t,u,v : 0 ≤ s_d·k+d_d·t−p_f < D, 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    best = np.empty(OW, dtype)
    at = np.empty(OW, np.int64)
    for task in range(first, last):
        nc = task // (OD * OH)
        k = task // OH % OD
        i = task % OH
        # switch[nc,k,i,j] = arg max_{t,u,v : 0 ≤ s_d·k+d_d·t−p_f < D, 0 ≤ s_h·i+d_h·u−p_t <
        #     H, 0 ≤ s_w·j+d_w·v−p_l < W} x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t,
        #     s_w·j+d_w·v−p_l]
        for j in range(OW):
            best[U(j)] = -T(np.inf)
            at[U(j)] = -1
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for t in range(max(0, -((k * s_d - p_f) // d_d)), min(KD, (D + p_f - (k * s_d) - 1) // d_d + 1)):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for v in range(KW):
                    for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW,
                            (W + p_l - (d_w * v) - 1) // s_w + 1)):
                        value = x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(j * s_w + d_w * v - p_l)]
                        seen = best[U(j)]
                        place = at[U(j)]
                        better = (place < 0) | (value > seen) | ((value != value) & (seen == seen))
                        best[U(j)] = value if better else seen
                        at[U(j)] = KH * KW * t + KW * u + v if better else place
        for j in range(OW):
            switch[U(nc), U(k), U(i), U(j)] = at[U(j)]
        # y[nc,k,i,j] = max_{t,u,v : 0 ≤ s_d·k+d_d·t−p_f < D, 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤
        #     s_w·j+d_w·v−p_l < W} x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        for j in range(OW):
            y[U(nc), U(k), U(i), U(j)] = best[U(j)]


def _forward(x, y, switch, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h,
        d_w):
    """switch[n,c,k,i,j] = arg max_{t,u,v} x[n, c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,c,k,i,j] = max_{t,u,v} x[n, c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    As compiled:

    switch[nc,k,i,j] = arg max_{t,u,v : 0 ≤ s_d·k+d_d·t−p_f < D, 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤
        s_w·j+d_w·v−p_l < W} x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[nc,k,i,j] = max_{t,u,v : 0 ≤ s_d·k+d_d·t−p_f < D, 0 ≤ s_h·i+d_h·u−p_t < H, 0 ≤ s_w·j+d_w·v−p_l < W}
        x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    """
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, OD, OH, OW))
    switch_rows = switch.reshape((C * N, OD, OH, OW))
    launch(_forward_part, C * N * OD * OH, C * KD * KH * KW * N * OD * OH * OW * 2, x_rows, y_rows,
            switch_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_few(quotient, rest, switch_mod_KW, switch_place, W, KH, KW, d_d, d_h, d_w, KD):
    """quotient[switch+1] = d_d·⌊switch/(KH·KW)⌋
    switch_place[switch+1] = d_h · W · (⌊switch/KW⌋ mod KH) + d_w · (switch mod KW)
    rest[switch+1] = d_h · (⌊switch/KW⌋ mod KH)
    switch_mod_KW[switch+1] = d_w · (switch mod KW)
    """
    # quotient[switch+1] = d_d·⌊switch/(KH·KW)⌋
    quotient[0] = 0
    for switch in range(KD * KH * KW):
        quotient[U(switch + 1)] = (switch // (KH * KW)) * d_d
    # switch_place[switch+1] = d_h · W · (⌊switch/KW⌋ mod KH) + d_w · (switch mod KW)
    switch_place[0] = 0
    for switch in range(KD * KH * KW):
        switch_place[U(switch + 1)] = (switch // KW % KH) * W * d_h + (switch % KW) * d_w
    # rest[switch+1] = d_h · (⌊switch/KW⌋ mod KH)
    rest[0] = 0
    for switch in range(KD * KH * KW):
        rest[U(switch + 1)] = (switch // KW % KH) * d_h
    # switch_mod_KW[switch+1] = d_w · (switch mod KW)
    switch_mod_KW[0] = 0
    for switch in range(KD * KH * KW):
        switch_mod_KW[U(switch + 1)] = (switch % KW) * d_w


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_few2(first, last, dy, switch, dx, quotient, rest, switch_mod_KW, switch_place, N, C, D, H, W, OD,
        OH, OW, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, KD, i_first, i_last, j_first, j_last, k_first, k_last):
    """dx[n'c′, d_d·⌊switch[n'c′, k, i, j]/(KH·KW)⌋+s_d·k−p_f, W·(d_h·(⌊switch[n'c′, k, i, j]/KW⌋ mod
        KH)+s_h·i−p_t)+d_w·(switch[n'c′, k, i, j] mod KW)+s_w·j−p_l] += dy[n'c′, k, i, j] · [0 ≤ W · (d_h
        · (⌊switch[n'c′, k, i, j]/KW⌋ mod KH) + s_h·i − p_t) + d_w · (switch[n'c′, k, i, j] mod KW) +
        s_w·j − p_l < H·W, 0 ≤ d_d · ⌊switch[n'c′, k, i, j]/(KH·KW)⌋ + s_d·k − p_f < D, 0 ≤ d_h ·
        (⌊switch[n'c′, k, i, j]/KW⌋ mod KH) + s_h·i − p_t < H, 0 ≤ d_w · (switch[n'c′, k, i, j] mod KW) +
        s_w·j − p_l < W, switch[n'c′, k, i, j] ≥ 0]
    """
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for z in range(D):
            for b in range(H * W):
                dx[U(n_c_), U(z), U(b)] = T(0)
        # dx[n'c′′, d_d·⌊switch[n'c′′, k, i, j]/(KH·KW)⌋+s_d·k−p_f, W·(d_h·(⌊switch[n'c′′, k, i, j]/KW⌋ mod KH)+s_h·i−p_t)+d_w·(switch[n'c′′, k, i, j] mod KW)+s_w·j−p_l], as written above
        for k in range(max(0, k_first), min(OD, k_last + 1)):
            for i in range(max(0, i_first), min(OH, i_last + 1)):
                for j in range(max(0, j_first), min(OW, j_last + 1)):
                    quotient_here = quotient[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_place_here = switch_place[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    dy_here = dy[U(n_c_), U(k), U(i), U(j)]
                    if switch[U(n_c_), U(k), U(i), U(j)] >= 0:
                        dx[U(n_c_), U(k * s_d + quotient_here - p_f), U(W * i * s_h + j * s_w + switch_place_here - (W * p_t) - p_l)] += dy_here
        for j in range(min(OW, j_first)):
            for k in range(max(0, k_first), min(OD, k_last + 1)):
                for i in range(max(0, i_first), min(OH, i_last + 1)):
                    quotient_here2 = quotient[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    rest_here = rest[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_mod_KW_here = switch_mod_KW[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_place_here2 = switch_place[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    dy_here2 = dy[U(n_c_), U(k), U(i), U(j)]
                    if (W * i * s_h + j * s_w + switch_place_here2 >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * i * s_h + j * s_w + switch_place_here2 + 1) & (switch[U(n_c_),
                            U(k), U(i), U(j)] >= 0) & inside(k * s_d + quotient_here2 - p_f,
                            D) & inside(i * s_h + rest_here - p_t,
                            H) & inside(j * s_w + switch_mod_KW_here - p_l, W):
                        dx[U(n_c_), U(k * s_d + quotient_here2 - p_f), U(W * i * s_h + j * s_w + switch_place_here2 - (W * p_t) - p_l)] += dy_here2
        for j in range(max(0, j_first, j_last + 1), OW):
            for k in range(max(0, k_first), min(OD, k_last + 1)):
                for i in range(max(0, i_first), min(OH, i_last + 1)):
                    quotient_here3 = quotient[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    rest_here2 = rest[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_mod_KW_here2 = switch_mod_KW[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_place_here3 = switch_place[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    dy_here3 = dy[U(n_c_), U(k), U(i), U(j)]
                    if (W * i * s_h + j * s_w + switch_place_here3 >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * i * s_h + j * s_w + switch_place_here3 + 1) & (switch[U(n_c_),
                            U(k), U(i), U(j)] >= 0) & inside(k * s_d + quotient_here3 - p_f,
                            D) & inside(i * s_h + rest_here2 - p_t,
                            H) & inside(j * s_w + switch_mod_KW_here2 - p_l, W):
                        dx[U(n_c_), U(k * s_d + quotient_here3 - p_f), U(W * i * s_h + j * s_w + switch_place_here3 - (W * p_t) - p_l)] += dy_here3
        for i in range(min(OH, i_first)):
            for k in range(max(0, k_first), min(OD, k_last + 1)):
                for j in range(OW):
                    quotient_here4 = quotient[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    rest_here3 = rest[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_mod_KW_here3 = switch_mod_KW[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_place_here4 = switch_place[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    dy_here4 = dy[U(n_c_), U(k), U(i), U(j)]
                    if (W * i * s_h + j * s_w + switch_place_here4 >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * i * s_h + j * s_w + switch_place_here4 + 1) & (switch[U(n_c_),
                            U(k), U(i), U(j)] >= 0) & inside(k * s_d + quotient_here4 - p_f,
                            D) & inside(i * s_h + rest_here3 - p_t,
                            H) & inside(j * s_w + switch_mod_KW_here3 - p_l, W):
                        dx[U(n_c_), U(k * s_d + quotient_here4 - p_f), U(W * i * s_h + j * s_w + switch_place_here4 - (W * p_t) - p_l)] += dy_here4
        for i in range(max(0, i_first, i_last + 1), OH):
            for k in range(max(0, k_first), min(OD, k_last + 1)):
                for j in range(OW):
                    quotient_here5 = quotient[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    rest_here4 = rest[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_mod_KW_here4 = switch_mod_KW[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_place_here5 = switch_place[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    dy_here5 = dy[U(n_c_), U(k), U(i), U(j)]
                    if (W * i * s_h + j * s_w + switch_place_here5 >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * i * s_h + j * s_w + switch_place_here5 + 1) & (switch[U(n_c_),
                            U(k), U(i), U(j)] >= 0) & inside(k * s_d + quotient_here5 - p_f,
                            D) & inside(i * s_h + rest_here4 - p_t,
                            H) & inside(j * s_w + switch_mod_KW_here4 - p_l, W):
                        dx[U(n_c_), U(k * s_d + quotient_here5 - p_f), U(W * i * s_h + j * s_w + switch_place_here5 - (W * p_t) - p_l)] += dy_here5
        for k in range(min(OD, k_first)):
            for i in range(OH):
                for j in range(OW):
                    quotient_here6 = quotient[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    rest_here5 = rest[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_mod_KW_here5 = switch_mod_KW[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_place_here6 = switch_place[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    dy_here6 = dy[U(n_c_), U(k), U(i), U(j)]
                    if (W * i * s_h + j * s_w + switch_place_here6 >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * i * s_h + j * s_w + switch_place_here6 + 1) & (switch[U(n_c_),
                            U(k), U(i), U(j)] >= 0) & inside(k * s_d + quotient_here6 - p_f,
                            D) & inside(i * s_h + rest_here5 - p_t,
                            H) & inside(j * s_w + switch_mod_KW_here5 - p_l, W):
                        dx[U(n_c_), U(k * s_d + quotient_here6 - p_f), U(W * i * s_h + j * s_w + switch_place_here6 - (W * p_t) - p_l)] += dy_here6
        for k in range(max(0, k_first, k_last + 1), OD):
            for i in range(OH):
                for j in range(OW):
                    quotient_here7 = quotient[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    rest_here6 = rest[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_mod_KW_here6 = switch_mod_KW[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    switch_place_here7 = switch_place[U(switch[U(n_c_), U(k), U(i), U(j)] + 1)]
                    dy_here7 = dy[U(n_c_), U(k), U(i), U(j)]
                    if (W * i * s_h + j * s_w + switch_place_here7 >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * i * s_h + j * s_w + switch_place_here7 + 1) & (switch[U(n_c_),
                            U(k), U(i), U(j)] >= 0) & inside(k * s_d + quotient_here7 - p_f,
                            D) & inside(i * s_h + rest_here6 - p_t,
                            H) & inside(j * s_w + switch_mod_KW_here6 - p_l, W):
                        dx[U(n_c_), U(k * s_d + quotient_here7 - p_f), U(W * i * s_h + j * s_w + switch_place_here7 - (W * p_t) - p_l)] += dy_here7


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, switch, dx, N, C, D, H, W, OD, OH, OW, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l,
        d_d, d_h, d_w):
    """dx[n'c′, d_d·⌊switch[n'c′, k, i, j]/(KH·KW)⌋+s_d·k−p_f, W·(d_h·(⌊switch[n'c′, k, i, j]/KW⌋ mod
        KH)+s_h·i−p_t)+d_w·(switch[n'c′, k, i, j] mod KW)+s_w·j−p_l] += dy[n'c′, k, i, j] · [0 ≤ W · (d_h
        · (⌊switch[n'c′, k, i, j]/KW⌋ mod KH) + s_h·i − p_t) + d_w · (switch[n'c′, k, i, j] mod KW) +
        s_w·j − p_l < H·W, 0 ≤ d_d · ⌊switch[n'c′, k, i, j]/(KH·KW)⌋ + s_d·k − p_f < D, 0 ≤ d_h ·
        (⌊switch[n'c′, k, i, j]/KW⌋ mod KH) + s_h·i − p_t < H, 0 ≤ d_w · (switch[n'c′, k, i, j] mod KW) +
        s_w·j − p_l < W, switch[n'c′, k, i, j] ≥ 0]
    """
    dtype = dy.dtype
    T = dtype.type
    for n_c_ in range(first, last):
        for z in range(D):
            for b in range(H * W):
                dx[U(n_c_), U(z), U(b)] = T(0)
        # dx[n'c′′, d_d·⌊switch[n'c′′, k, i, j]/(KH·KW)⌋+s_d·k−p_f, W·(d_h·(⌊switch[n'c′′, k, i, j]/KW⌋ mod KH)+s_h·i−p_t)+d_w·(switch[n'c′′, k, i, j] mod KW)+s_w·j−p_l], as written above
        for k in range(OD):
            for i in range(OH):
                for j in range(OW):
                    rest = switch[U(n_c_), U(k), U(i), U(j)] // KW % KH
                    switch_mod_KW = switch[U(n_c_), U(k), U(i), U(j)] % KW
                    quotient = switch[U(n_c_), U(k), U(i), U(j)] // (KH * KW)
                    dy_here = dy[U(n_c_), U(k), U(i), U(j)]
                    if (W * d_h * rest + d_w * switch_mod_KW + W * i * s_h + j * s_w >= W * p_t + p_l) & (H * W + W * p_t + p_l >= W * d_h * rest + d_w * switch_mod_KW + W * i * s_h + j * s_w + 1) & (switch[U(n_c_),
                            U(k), U(i), U(j)] >= 0) & inside(d_d * quotient + k * s_d - p_f,
                            D) & inside(d_h * rest + i * s_h - p_t,
                            H) & inside(d_w * switch_mod_KW + j * s_w - p_l, W):
                        dx[U(n_c_), U(d_d * quotient + k * s_d - p_f), U(W * d_h * rest + d_w * switch_mod_KW + W * i * s_h + j * s_w - (W * p_t) - p_l)] += dy_here


def _vjp_x(dy, switch, dx, N, C, D, H, W, OD, OH, OW, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w,
        KD):
    """dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−d_d·t, s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v, switch[n, c,
        (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] = (t·KH+u)·KW+v} dy[n, c,
        (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]

    Operations: C·D·H·KD·KH·KW·N·W − C·D·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OD, OH, OW))
    switch_rows = switch.reshape((C * N, OD, OH, OW))
    dx_rows = dx.reshape((C * N, D, H * W))
    if few(256 >= KD * KH * KW):
        j_first = -(-p_l // s_w)
        j_last = (W + d_w + p_l - (KW * d_w) - 1) // s_w
        i_first = -(-p_t // s_h)
        i_last = (H + d_h + p_t - (KH * d_h) - 1) // s_h
        k_first = -(-p_f // s_d)
        k_last = (D + d_d + p_f - (KD * d_d) - 1) // s_d
        quotient = scratch(KD * KH * KW + 1, np.int64)
        switch_place = scratch(KD * KH * KW + 1, np.int64)
        rest = scratch(KD * KH * KW + 1, np.int64)
        switch_mod_KW = scratch(KD * KH * KW + 1, np.int64)
        _vjp_x_few(quotient, rest, switch_mod_KW, switch_place, W, KH, KW, d_d, d_h, d_w, KD)
        launch(_vjp_x_few2, C * N, C * D * H * N * W + C * N * OD * OH * OW, dy_rows, switch_rows, dx_rows,
                quotient, rest, switch_mod_KW, switch_place, N, C, D, H, W, OD, OH, OW, KH, KW, s_d, s_h, s_w,
                p_f, p_t, p_l, KD, i_first, i_last, j_first, j_last, k_first, k_last)
    else:
        launch(_vjp_x_plain, C * N, C * D * H * N * W + C * N * OD * OH * OW, dy_rows, switch_rows, dx_rows,
                N, C, D, H, W, OD, OH, OW, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_few(quotient, rest, switch_mod_KW, KH, KW, d_d, d_h, d_w, KD):
    """rest[switch+1] = d_h · (⌊switch/KW⌋ mod KH)
    switch_mod_KW[switch+1] = d_w · (switch mod KW)
    quotient[switch+1] = d_d·⌊switch/(KH·KW)⌋
    """
    # rest[switch+1] = d_h · (⌊switch/KW⌋ mod KH)
    for switch in range(-1, KD * KH * KW):
        rest[U(switch + 1)] = (switch // KW % KH) * d_h
    # switch_mod_KW[switch+1] = d_w · (switch mod KW)
    for switch in range(-1, KD * KH * KW):
        switch_mod_KW[U(switch + 1)] = (switch % KW) * d_w
    # quotient[switch+1] = d_d·⌊switch/(KH·KW)⌋
    for switch in range(-1, KD * KH * KW):
        quotient[U(switch + 1)] = (switch // (KH * KW)) * d_d


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_few2(first, last, x_dot, switch, y_dot, quotient, rest, switch_mod_KW, N, C, D, H, W, OD, OH, OW, KH,
        KW, s_d, s_h, s_w, p_f, p_t, p_l, KD):
    """ẏ[nc,k,i,j] = ẋ[nc, d_d·⌊switch[nc,k,i,j]/(KH·KW)⌋+s_d·k−p_f, d_h·(⌊switch[nc,k,i,j]/KW⌋ mod
        KH)+s_h·i−p_t, d_w·(switch[nc,k,i,j] mod KW)+s_w·j−p_l] · [switch[nc,k,i,j] ≥ 0]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (OD * OH)
        k = task // OH % OD
        i = task % OH
        # ẏ[nc,k,i,j] = ẋ[nc, d_d·⌊switch[nc,k,i,j]/(KH·KW)⌋+s_d·k−p_f,
        #     d_h·(⌊switch[nc,k,i,j]/KW⌋ mod KH)+s_h·i−p_t, d_w·(switch[nc,k,i,j] mod
        #     KW)+s_w·j−p_l] · [switch[nc,k,i,j] ≥ 0]
        for j in range(OW):
            quotient_here = quotient[U(switch[U(nc), U(k), U(i), U(j)] + 1)]
            rest_here = rest[U(switch[U(nc), U(k), U(i), U(j)] + 1)]
            switch_mod_KW_here = switch_mod_KW[U(switch[U(nc), U(k), U(i), U(j)] + 1)]
            y_dot[U(nc), U(k), U(i), U(j)] = (
                x_dot[U(nc), U(k * s_d + quotient_here - p_f), U(i * s_h + rest_here - p_t),
                        U(j * s_w + switch_mod_KW_here - p_l)]
                if k * s_d + quotient_here >= p_f
                and D + p_f >= k * s_d + quotient_here + 1
                and i * s_h + rest_here >= p_t
                and H + p_t >= i * s_h + rest_here + 1
                and j * s_w + switch_mod_KW_here >= p_l
                and W + p_l >= j * s_w + switch_mod_KW_here + 1
                and switch[U(nc), U(k), U(i), U(j)] >= 0
                else T(0)
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, switch, y_dot, N, C, D, H, W, OD, OH, OW, KH, KW, s_d, s_h, s_w, p_f, p_t,
        p_l, d_d, d_h, d_w):
    """ẏ[nc,k,i,j] = ẋ[nc, d_d·⌊switch[nc,k,i,j]/(KH·KW)⌋+s_d·k−p_f, d_h·(⌊switch[nc,k,i,j]/KW⌋ mod
        KH)+s_h·i−p_t, d_w·(switch[nc,k,i,j] mod KW)+s_w·j−p_l] · [switch[nc,k,i,j] ≥ 0]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (OD * OH)
        k = task // OH % OD
        i = task % OH
        # ẏ[nc,k,i,j] = ẋ[nc, d_d·⌊switch[nc,k,i,j]/(KH·KW)⌋+s_d·k−p_f,
        #     d_h·(⌊switch[nc,k,i,j]/KW⌋ mod KH)+s_h·i−p_t, d_w·(switch[nc,k,i,j] mod
        #     KW)+s_w·j−p_l] · [switch[nc,k,i,j] ≥ 0]
        for j in range(OW):
            rest = switch[U(nc), U(k), U(i), U(j)] // KW % KH
            switch_mod_KW = switch[U(nc), U(k), U(i), U(j)] % KW
            quotient = switch[U(nc), U(k), U(i), U(j)] // (KH * KW)
            y_dot[U(nc), U(k), U(i), U(j)] = (
                x_dot[U(nc), U(d_d * quotient + k * s_d - p_f), U(d_h * rest + i * s_h - p_t),
                        U(d_w * switch_mod_KW + j * s_w - p_l)]
                if d_d * quotient + k * s_d >= p_f
                and D + p_f >= d_d * quotient + k * s_d + 1
                and d_h * rest + i * s_h >= p_t
                and H + p_t >= d_h * rest + i * s_h + 1
                and d_w * switch_mod_KW + j * s_w >= p_l
                and W + p_l >= d_w * switch_mod_KW + j * s_w + 1
                and switch[U(nc), U(k), U(i), U(j)] >= 0
                else T(0)
            )


def _jvp(x_dot, switch, y_dot, N, C, D, H, W, OD, OH, OW, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w,
        KD):
    """ẏ[n,c,k,i,j] = ẋ[n, c, d_d·⌊switch[n,c,k,i,j]/(KH·KW)⌋+s_d·k−p_f, d_h·(⌊switch[n,c,k,i,j]/KW⌋ mod
        KH)+s_h·i−p_t, d_w·(switch[n,c,k,i,j] mod KW)+s_w·j−p_l] · [switch[n,c,k,i,j] ≥ 0]
    """
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    switch_rows = switch.reshape((C * N, OD, OH, OW))
    y_dot_rows = y_dot.reshape((C * N, OD, OH, OW))
    if few(256 >= KD * KH * KW):
        rest = scratch(KD * KH * KW + 1, np.int64)
        switch_mod_KW = scratch(KD * KH * KW + 1, np.int64)
        quotient = scratch(KD * KH * KW + 1, np.int64)
        _jvp_few(quotient, rest, switch_mod_KW, KH, KW, d_d, d_h, d_w, KD)
        launch(_jvp_few2, C * N * OD * OH, C * N * OD * OH * OW, x_dot_rows, switch_rows, y_dot_rows,
                quotient, rest, switch_mod_KW, N, C, D, H, W, OD, OH, OW, KH, KW, s_d, s_h, s_w, p_f, p_t,
                p_l, KD)
    else:
        launch(_jvp_plain, C * N * OD * OH, C * N * OD * OH * OW, x_dot_rows, switch_rows, y_dot_rows, N, C,
                D, H, W, OD, OH, OW, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0):
    """largest value of each window, and which tap it was; ``save=True`` also returns what the gradients can
    use again, switch as returned among it: leave that unchanged.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.new_all(("y", "switch"), out)
    call.run(_forward, ("x", "y", "switch"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KD", "KH", "KW",
            "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    result = call.result("y", "switch")
    return (result, call.save(Residuals, ("switch",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "switch", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KH", "KW", "s_d",
            "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w", "KD"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "switch", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KH", "KW", "s_d",
            "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w", "KD"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("switch",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "switch", "y_dot"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KH", "KW",
            "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w", "KD"))
    return call.result("y_dot")
