"""mixed_pool2d: λ times max pooling plus 1 − λ times average pooling.

Made by `chainrule generate`, version 0.1.0, from the forward of `mixed_pool2d`.  Do not edit.
Run time: badfebcb826fd7a0.

    switch[n,c,i,j] = arg max_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    most[n,c,i,j] = max_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    mean[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    y[n,c,i,j] = mix·most[n,c,i,j] + mean[n,c,i,j] · (1 − mix)
    dx[n,c,a,b] = 1/(KH·KW) · (1 − mix) · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w] + mix · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v, switch[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w] = u·KW+v} dy[n, c, (a+p_t−u)/s_h, (b+p_l−v)/s_w]
    dmix = Σ_{n,c,i,j} dy[n,c,i,j] · most[n,c,i,j] − Σ_{n,c,i,j} dy[n,c,i,j] · mean[n,c,i,j]
    x = −∞ where an index leaves its range
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: of equal elements the first in the window (row by row) wins and receives the whole gradient.

Convention: a NaN wins; a window without any pixel gives -oo, switch -1 and no gradient.

Convention: the divisor is the size of the window, pixels of the padding included.

Source: Yu et al. 2014, eq. 7; Lee et al. 2016.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 72 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: -1 <= switch < KH * KW (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .vectors import few, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'mixed_pool2d',
    'summary': 'λ times max pooling plus 1 − λ times average pooling',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'mix', 'shape': [], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'switch', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'integer', 'low': -1, 'below': 'KH * KW'},
        {'name': 'most', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
        {'name': 'mean', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - KH) // s_h + 1', 'OW': '(W + p_l + p_r - KW) // s_w + 1'},
    'gradients': {'x': 'vjp_x', 'mix': 'vjp_mix'},
    'analytic': False,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'few', 'at': 257, 'of': ['KH * KW']},
        {'path': 'parts', 'at': 1024, 'of': ['C * N * OH * OW']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * KH * KW * N * OH * OW * 3 + C * N * OH * OW', 'C * KH * KW * N * OH * OW + C * N * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'C * N * OH * OW', 'KH * KW + 1', 'OW', 'W']},
    ],
    'proved': {'in bounds': 72, 'iterations apart': 6},
    'not proved': {'written before read': [], 'integers in range': ['-1 <= switch < KH * KW'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "mix"])


class Residuals(namedtuple("Residuals", ["switch", "most", "mean"]), runtime.Saved):
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
        "OH": lambda H, KH, p_b, p_t, s_h, **_: (H + p_b + p_t - KH) // s_h + 1,
        "OW": lambda KW, W, p_l, p_r, s_w, **_: (W + p_l + p_r - KW) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "mix": lambda **_: (),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "switch": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "most": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "mean": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    below={"switch": lambda KH, KW, **_: KH * KW},
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w')},
    requires=(
        (lambda KH, p_t, **_: KH >= p_t + 1, 'the padding must be smaller than the window'),
        (lambda KH, p_b, **_: KH >= p_b + 1, 'the padding must be smaller than the window'),
        (lambda KW, p_l, **_: KW >= p_l + 1, 'the padding must be smaller than the window'),
        (lambda KW, p_r, **_: KW >= p_r + 1, 'the padding must be smaller than the window'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, mix, y, switch, most, mean, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc, s_h·i+u−p_t,
        s_w·j+v−p_l]
    most[nc,i,j] = max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
    mean[nc,i,j] = 1/(KH·KW) · Σ_{u,v} x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
    y[nc,i,j] = mix·most[nc,i,j] + mean[nc,i,j] · (1 − mix)
    """
    dtype = x.dtype
    T = dtype.type
    mix_value = mix[()]
    term = T(1) - mix_value
    best = np.empty(OW, dtype)
    at = np.empty(OW, np.int64)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc,
        #     s_h·i+u−p_t, s_w·j+v−p_l]
        for j in range(OW):
            best[U(j)] = -T(np.inf)
            at[U(j)] = -1
        for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    value = x[U(nc), U(i * s_h + u - p_t), U(j * s_w + v - p_l)]
                    seen = best[U(j)]
                    place = at[U(j)]
                    better = (place < 0) | (value > seen) | ((value != value) & (seen == seen))
                    best[U(j)] = value if better else seen
                    at[U(j)] = KW * u + v if better else place
        for j in range(OW):
            switch[U(nc), U(i), U(j)] = at[U(j)]
        # most[nc,i,j] = max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc,
        #     s_h·i+u−p_t, s_w·j+v−p_l]
        for j in range(OW):
            most[U(nc), U(i), U(j)] = best[U(j)]
        # mean[nc,i,j] = 1/(KH·KW) · Σ_{u,v} x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        for j in range(OW):
            row[U(j)] = T(0)
        for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    row[U(j)] += x[U(nc), U(i * s_h + u - p_t), U(j * s_w + v - p_l)]
        for j in range(OW):
            mean[U(nc), U(i), U(j)] = row[U(j)] / T(KH * KW)
        # y[nc,i,j] = mix·most[nc,i,j] + mean[nc,i,j] · (1 − mix)
        for j in range(OW):
            y[U(nc), U(i), U(j)] = mix_value * most[U(nc), U(i), U(j)] + mean[U(nc), U(i), U(j)] * term


def _forward(x, mix, y, switch, most, mean, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """switch[n,c,i,j] = arg max_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    most[n,c,i,j] = max_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    mean[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    y[n,c,i,j] = mix·most[n,c,i,j] + mean[n,c,i,j] · (1 − mix)

    As compiled:

    switch[nc,i,j] = arg max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc, s_h·i+u−p_t,
        s_w·j+v−p_l]
    most[nc,i,j] = max_{u,v : 0 ≤ s_h·i+u−p_t < H, 0 ≤ s_w·j+v−p_l < W} x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
    mean[nc,i,j] = 1/(KH·KW) · Σ_{u,v} x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
    y[nc,i,j] = mix·most[nc,i,j] + mean[nc,i,j] · (1 − mix)

    Operations: 2·C·N·OH·OW multiplications, C·KH·KW·N·OH·OW + C·N·OH·OW additions, terms that a condition
        drops counted.
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    switch_rows = switch.reshape((C * N, OH, OW))
    most_rows = most.reshape((C * N, OH, OW))
    mean_rows = mean.reshape((C * N, OH, OW))
    launch(_forward_part, C * N * OH, C * KH * KW * N * OH * OW * 3 + C * N * OH * OW, x_rows, mix, y_rows,
            switch_rows, most_rows, mean_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dx, N, C, H, W):
    """dx[c,a,b] = 0"""
    dtype = dx.dtype
    T = dtype.type
    for task in range(first, last):
        c = task // H
        a = task % H
        for b in range(W):
            dx[U(c), U(a), U(b)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single2(first, last, dy, mix, switch, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[nc,q,q′]/(KH·KW) · [r < KH, r′ < KW] · (1 − mix) + mix ·
        dy[nc,q,q′] · [r < KH, r′ < KW, switch[nc,q,q′] = r·KW + r′]
    """
    dtype = dy.dtype
    T = dtype.type
    mix_value = mix[()]
    for task in range(first, last):
        nc = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        q__first = -((r_ - p_l) // s_w)
        q__last = (W + p_l - r_ - 1) // s_w
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            if KH >= r + 1:
                for q_ in range(q__first, q__last + 1):
                    # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[nc,q,q′]/(KH·KW) · [r < KH, r′ < KW] · (1 −
                    #     mix) + mix · dy[nc,q,q′] · [r < KH, r′ < KW, switch[nc,q,q′] = r·KW + r′]
                    dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                        (
                            (T(1) - mix_value) * dy[U(nc), U(q), U(q_)] / T(KH * KW)
                            if KW >= r_ + 1 and q >= 0 and OH >= q + 1 and q_ >= 0 and OW >= q_ + 1
                            else T(0)
                        )
                        + (
                            dy[U(nc), U(q), U(q_)] * mix_value
                            if KW >= r_ + 1
                            and q >= 0
                            and OH >= q + 1
                            and q_ >= 0
                            and OW >= q_ + 1
                            and r_ + KW * r == switch[U(nc), U(q), U(q_)]
                            else T(0)
                        )
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, mix, switch, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/(KH·KW) · (1 − mix) · Σ_{t : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋} Σ_{t′ : 0
        ≤ t′ ≤ ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] + mix · Σ_{t : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−r′)/s_w⌋, switch[nc, q−t, q′−t′] = r′+(r+s_h·t)·KW+s_w·t′} dy[nc, q−t, q′−t′]
    """
    dtype = dy.dtype
    T = dtype.type
    mix_value = mix[()]
    factor = (T(1) - mix_value) / T(KH * KW)
    row = np.empty(0, dtype)
    row2 = np.empty(0, dtype)
    for task in range(first, last):
        nc = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        if row.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
            row = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
        if row2.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
            row2 = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
        quotient_r_ = (r_ - p_l) // s_w
        q__last = (W + p_l - r_ - 1) // s_w
        t__last = (KW - r_ - 1) // s_w
        t_last = (KH - r - 1) // s_h
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/(KH·KW) · (1 − mix) · Σ_{t : 0 ≤ t ≤
            #     ⌊(KH−1−r)/s_h⌋} Σ_{t′ : 0 ≤ t′ ≤ ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] + mix ·
            #     Σ_{t : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋} Σ_{t′ : 0 ≤ t′ ≤ ⌊(KW−1−r′)/s_w⌋, switch[nc, q−t,
            #     q′−t′] = r′+(r+s_h·t)·KW+s_w·t′} dy[nc, q−t, q′−t′]
            for q_ in range(-quotient_r_, q__last + 1):
                row[U(q_ + quotient_r_)] = T(0)
            for t in range(min(t_last, q), max(-1, q - OH), -1):
                for t_ in range(t__last, -1, -1):
                    for q_ in range(max(-quotient_r_, t_), min(q__last + 1, OW + t_)):
                        dy_here = dy[U(nc), U(q - t), U(q_ - t_)]
                        row[U(q_ + quotient_r_)] += (
                            dy_here
                            if r_ + KW * r + s_w * t_ + KW * s_h * t == switch[U(nc), U(q - t), U(q_ - t_)]
                            else T(0)
                        )
            for q_ in range(-quotient_r_, q__last + 1):
                row2[U(q_ + quotient_r_)] = T(0)
            for t in range(min(t_last, q), max(-1, q - OH), -1):
                for t_ in range(t__last, -1, -1):
                    for q_ in range(max(-quotient_r_, t_), min(q__last + 1, OW + t_)):
                        row2[U(q_ + quotient_r_)] += dy[U(nc), U(q - t), U(q_ - t_)]
            for q_ in range(-quotient_r_, q__last + 1):
                dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = (
                    factor * row2[U(q_ + quotient_r_)] + mix_value * row[U(q_ + quotient_r_)]
                )


def _vjp_x(dy, mix, switch, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx[n,c,a,b] = 1/(KH·KW) · (1 − mix) · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w] + mix · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v, switch[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w] = u·KW+v} dy[n, c, (a+p_t−u)/s_h, (b+p_l−v)/s_w]

    Operations: 2·C·H·N·W multiplications, 2·C·H·KH·KW·N·W additions, terms that a condition drops
        counted.
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    switch_rows = switch.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    if s_h >= KH and s_w >= KW:
        launch(_vjp_x_single, C * N * H, C * H * N * W, dx_rows, N, C, H, W)
        launch(_vjp_x_single2, C * N * s_h * s_w,
                C * H * N * W + (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                dy_rows, mix, switch_rows, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)
    else:
        launch(_vjp_x_plain, C * N * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - 1) // s_h + 1) * ((KW - 1) // s_w + 1) * C * N * s_h * s_w,
                dy_rows, mix, switch_rows, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_mix(dy, most, mean, dmix, N, C, OH, OW):
    """dmix = Σ_{n,c,i,j} dy[n,c,i,j] · most[n,c,i,j] − Σ_{n,c,i,j} dy[n,c,i,j] · mean[n,c,i,j]

    As compiled:

    dmix = Σ_{ncij} dy[ncij] · most[ncij] − Σ_{ncij} dy[ncij] · mean[ncij]

    Operations: 2·C·N·OH·OW multiplications, 2·C·N·OH·OW − 1 additions.
    """
    dtype = dmix.dtype
    T = dtype.type
    dy_rows = dy.reshape((C * N * OH * OW,))
    most_rows = most.reshape((C * N * OH * OW,))
    mean_rows = mean.reshape((C * N * OH * OW,))
    # dmix = Σ_{ncij} dy[ncij] · most[ncij] − Σ_{ncij} dy[ncij] · mean[ncij]
    acc = T(0)
    acc2 = T(0)
    rest = T(0)
    rest2 = T(0)
    for ncij_block in range((C * N * OH * OW - 1) // 1024 + 1):
        part = T(0)
        part2 = T(0)
        for ncij in range(ncij_block * 1024, min(C * N * OH * OW, ncij_block * 1024 + 1024)):
            part = plus(part, dy_rows[U(ncij)] * mean_rows[U(ncij)])
            part2 = plus(part2, dy_rows[U(ncij)] * most_rows[U(ncij)])
        acc, rest = carried(acc, rest, part)
        acc2, rest2 = carried(acc2, rest2, part2)
    dmix[()] = acc2 - acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_few(switch_by_KW, switch_mod_KW, KH, KW):
    """switch_mod_KW[switch+1] = switch mod KW
    switch_by_KW[switch+1] = ⌊switch/KW⌋
    """
    # switch_mod_KW[switch+1] = switch mod KW
    for switch in range(-1, KH * KW):
        switch_mod_KW[U(switch + 1)] = switch % KW
    # switch_by_KW[switch+1] = ⌊switch/KW⌋
    for switch in range(-1, KH * KW):
        switch_by_KW[U(switch + 1)] = switch // KW


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_few2(first, last, x_dot, mix_dot, mix, switch, most, mean, y_dot, switch_by_KW, switch_mod_KW, N, C,
        H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """mean_dot[j] = 1/(KH·KW) · Σ_{u,v} ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
    ẏ[nc,i,j] = mix_dot·most[nc,i,j] + mix · ẋ[nc, s_h·i+⌊switch[nc,i,j]/KW⌋−p_t, s_w·j+(switch[nc,i,j]
        mod KW)−p_l] · [switch[nc,i,j] ≥ 0] + mean_dot[j] · (1 − mix) − mix_dot·mean[nc,i,j]
    """
    dtype = x_dot.dtype
    T = dtype.type
    mix_dot_value = mix_dot[()]
    mix_value = mix[()]
    term = T(1) - mix_value
    minus_mix_dot_value = -mix_dot_value
    mean_dot = np.empty(OW, dtype)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # mean_dot[j] = 1/(KH·KW) · Σ_{u,v} ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        for j in range(OW):
            row[U(j)] = T(0)
        for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    row[U(j)] += x_dot[U(nc), U(i * s_h + u - p_t), U(j * s_w + v - p_l)]
        for j in range(OW):
            mean_dot[U(j)] = row[U(j)] / T(KH * KW)
        # ẏ[nc,i,j] = mix_dot·most[nc,i,j] + mix · ẋ[nc, s_h·i+⌊switch[nc,i,j]/KW⌋−p_t,
        #     s_w·j+(switch[nc,i,j] mod KW)−p_l] · [switch[nc,i,j] ≥ 0] + mean_dot[j] · (1 −
        #     mix) − mix_dot·mean[nc,i,j]
        for j in range(OW):
            switch_by_KW_here = switch_by_KW[U(switch[U(nc), U(i), U(j)] + 1)]
            switch_mod_KW_here = switch_mod_KW[U(switch[U(nc), U(i), U(j)] + 1)]
            y_dot[U(nc), U(i), U(j)] = (
                mean[U(nc), U(i), U(j)] * minus_mix_dot_value
                + mix_dot_value * most[U(nc), U(i), U(j)]
                + (
                    mix_value
                    * x_dot[U(nc), U(i * s_h + switch_by_KW_here - p_t),
                            U(j * s_w + switch_mod_KW_here - p_l)]
                    if i * s_h + switch_by_KW_here >= p_t
                    and H + p_t >= i * s_h + switch_by_KW_here + 1
                    and j * s_w + switch_mod_KW_here >= p_l
                    and W + p_l >= j * s_w + switch_mod_KW_here + 1
                    and switch[U(nc), U(i), U(j)] >= 0
                    else T(0)
                )
                + mean_dot[U(j)] * term
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_plain(first, last, x_dot, mix_dot, mix, switch, most, mean, y_dot, N, C, H, W, OH, OW, KH, KW, s_h,
        s_w, p_t, p_l):
    """mean_dot[j] = 1/(KH·KW) · Σ_{u,v} ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
    ẏ[nc,i,j] = mix_dot·most[nc,i,j] + mix · ẋ[nc, s_h·i+⌊switch[nc,i,j]/KW⌋−p_t, s_w·j+(switch[nc,i,j]
        mod KW)−p_l] · [switch[nc,i,j] ≥ 0] + mean_dot[j] · (1 − mix) − mix_dot·mean[nc,i,j]
    """
    dtype = x_dot.dtype
    T = dtype.type
    mix_dot_value = mix_dot[()]
    mix_value = mix[()]
    term = T(1) - mix_value
    minus_mix_dot_value = -mix_dot_value
    mean_dot = np.empty(OW, dtype)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # mean_dot[j] = 1/(KH·KW) · Σ_{u,v} ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        for j in range(OW):
            row[U(j)] = T(0)
        for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    row[U(j)] += x_dot[U(nc), U(i * s_h + u - p_t), U(j * s_w + v - p_l)]
        for j in range(OW):
            mean_dot[U(j)] = row[U(j)] / T(KH * KW)
        # ẏ[nc,i,j] = mix_dot·most[nc,i,j] + mix · ẋ[nc, s_h·i+⌊switch[nc,i,j]/KW⌋−p_t,
        #     s_w·j+(switch[nc,i,j] mod KW)−p_l] · [switch[nc,i,j] ≥ 0] + mean_dot[j] · (1 −
        #     mix) − mix_dot·mean[nc,i,j]
        for j in range(OW):
            switch_mod_KW = switch[U(nc), U(i), U(j)] % KW
            switch_by_KW = switch[U(nc), U(i), U(j)] // KW
            y_dot[U(nc), U(i), U(j)] = (
                mean[U(nc), U(i), U(j)] * minus_mix_dot_value
                + mix_dot_value * most[U(nc), U(i), U(j)]
                + (
                    mix_value
                    * x_dot[U(nc), U(i * s_h + switch_by_KW - p_t), U(j * s_w + switch_mod_KW - p_l)]
                    if i * s_h + switch_by_KW >= p_t
                    and H + p_t >= i * s_h + switch_by_KW + 1
                    and j * s_w + switch_mod_KW >= p_l
                    and W + p_l >= j * s_w + switch_mod_KW + 1
                    and switch[U(nc), U(i), U(j)] >= 0
                    else T(0)
                )
                + mean_dot[U(j)] * term
            )


def _jvp(x_dot, mix_dot, mix, switch, most, mean, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """most_dot[n,c,i,j] = ẋ[n, c, s_h·i+⌊switch[n,c,i,j]/KW⌋−p_t, s_w·j+(switch[n,c,i,j] mod KW)−p_l] ·
        [switch[n,c,i,j] ≥ 0]
    mean_dot[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} ẋ[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    ẏ[n,c,i,j] = mix·most_dot[n,c,i,j] + mix_dot·most[n,c,i,j] + mean_dot[n,c,i,j] · (1 − mix) −
        mix_dot·mean[n,c,i,j]

    Operations: 4·C·N·OH·OW multiplications, C·KH·KW·N·OH·OW + 3·C·N·OH·OW additions, terms that a
        condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    switch_rows = switch.reshape((C * N, OH, OW))
    most_rows = most.reshape((C * N, OH, OW))
    mean_rows = mean.reshape((C * N, OH, OW))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    if few(256 >= KH * KW):
        switch_mod_KW = scratch(KH * KW + 1, np.int64)
        switch_by_KW = scratch(KH * KW + 1, np.int64)
        _jvp_few(switch_by_KW, switch_mod_KW, KH, KW)
        launch(_jvp_few2, C * N * OH, C * KH * KW * N * OH * OW + C * N * OH * OW, x_dot_rows, mix_dot, mix,
                switch_rows, most_rows, mean_rows, y_dot_rows, switch_by_KW, switch_mod_KW, N, C, H, W, OH,
                OW, KH, KW, s_h, s_w, p_t, p_l)
    else:
        launch(_jvp_plain, C * N * OH, C * KH * KW * N * OH * OW + C * N * OH * OW, x_dot_rows, mix_dot, mix,
                switch_rows, most_rows, mean_rows, y_dot_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)


def forward(x, mix, *, out=None, save=False, kernel=2, stride=2, padding=0):
    """λ times max pooling plus 1 − λ times average pooling; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x, "mix": mix}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.new_all(("y",), out)
    call.new("switch", "switch")
    call.new("most", "most")
    call.new("mean", "mean")
    call.run(_forward, ("x", "mix", "y", "switch", "most", "mean"), ("N", "C", "H", "W", "OH", "OW", "KH",
            "KW", "s_h", "s_w", "p_t", "p_l"))
    result = call.result("y")
    return (result, call.save(Residuals, ("switch", "most", "mean"))) if call.asked("save", save) else result


def vjp_x(dy, x, mix, *, residuals=None, out=None, kernel=2, stride=2, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "mix": mix}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "mix", "switch", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l"))
    return call.result("dx")


def vjp_mix(dy, x, mix, *, residuals=None, out=None, kernel=2, stride=2, padding=0):
    """The gradient of mix, given dy."""
    call = _LAYER.bind({"x": x, "mix": mix}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("most", "mean"))
    call.new("dmix", "mix", out)
    call.run(_vjp_mix, ("dy", "most", "mean", "dmix"), ("N", "C", "OH", "OW"))
    return call.result("dmix")


def vjp(dy, x, mix, *, residuals=None, kernel=2, stride=2, padding=0):
    """The gradients of x, mix."""
    call = _LAYER.bind({"x": x, "mix": mix}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch", "most", "mean"))
    call.new("dx", "x")
    call.new("dmix", "mix")
    call.run(_vjp_x, ("dy", "mix", "switch", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l"))
    call.run(_vjp_mix, ("dy", "most", "mean", "dmix"), ("N", "C", "OH", "OW"))
    return Gradients(*call.results(("dx", "dmix")))


def jvp(x, mix, *, x_dot=None, mix_dot=None, residuals=None, kernel=2, stride=2, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "mix": mix}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("x_dot", "x", x_dot)
    call.add("mix_dot", "mix", mix_dot)
    call.recall(residuals, forward, ("switch", "most", "mean"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "mix_dot", "mix", "switch", "most", "mean", "y_dot"), ("N", "C", "H", "W", "OH",
            "OW", "KH", "KW", "s_h", "s_w", "p_t", "p_l"))
    return call.result("y_dot")
