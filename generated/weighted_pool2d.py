"""weighted_pool2d: average with Gaussian weights around the centre of the window.

Made by `chainrule generate`, version 0.1.0, from the forward of `weighted_pool2d`.  Do not edit.
Run time: 18f43ff2360e96fc.

    bell[u,v] = exp((−(u − KH/2 + 1/2)² − (v − KW/2 + 1/2)²)/(2·σ²))
    bell_sum = Σ_{u,v} bell[u,v]
    y[n,c,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    dx[n,c,a,b] = 1/bell_sum · Σ_{u,v : s_h ∣ a+u+p_t−KH+1, s_w ∣ b+v+p_l−KW+1} dy[n, c,
        (a+u+p_t−KH+1)/s_h, (b+v+p_l−KW+1)/s_w] · bell[KH−1−u, KW−1−v]
    dx[n,c] = 1/bell_sum · cross-correlation of zero-upsampled dy[n,c] (s_h − 1, s_w − 1 zeros between
        neighbours) with rot180(bell): padding (KH − 1 − p_t, KW − 1 − p_l)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: zeros of the padding take part with their weights.

Source: seeds 001, 004; Goodfellow et al. 2016, section 9.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 74 places of the kernels. Each of the 12 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: the hand-written loops of correlate, correlate_abreast, pad, pad_abreast (tried between
protected pages).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .abreast import correlate_abreast, pad_abreast
from .disjoint import njit
from .elementary import exp
from .runtime import plus
from .threads import launch
from .stencils import abreast, correlate, correlations, pad
from .vectors import parts, scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'weighted_pool2d',
    'summary': 'average with Gaussian weights around the centre of the window',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'bell_sum', 'shape': [], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'sigma', 'symbols': ['sigma'], 'kind': 'float', 'default': 1.0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - KH) // s_h + 1', 'OW': '(W + p_l + p_r - KW) // s_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'abreast', 'at': 8, 'of': ['C * N']},
        {'path': 'abreast', 'at': 8193, 'of': ['H * W', 'OH * OW']},
        {'path': 'abreast', 'at': 16385, 'of': ['KH * KW']},
        {'path': 'correlations', 'at': 4, 'of': ['W']},
        {'path': 'parts', 'at': 16, 'of': ['C * N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * KH * KW * N * OH * OW + C * N * OH * OW', 'C * KH * KW * N * OH * OW // 32', 'KH * KW']},
        {'path': 'vector', 'at': 64, 'of': ['(W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'C * N', 'KW', 'OW', 'W', 's_w']},
    ],
    'proved': {'in bounds': 74, 'iterations apart': 12},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': ['correlate', 'correlate_abreast', 'pad', 'pad_abreast']},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["bell_sum"]), runtime.Saved):
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
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "bell_sum": lambda **_: (),
    },
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w')},
    requires=(
        (lambda sigma, **_: sigma > float(0), 'sigma must be greater than 0, for it is divided by'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, bell, KH, KW, sigma):
    """bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))"""
    dtype = bell.dtype
    T = dtype.type
    factor = -T(1) / (T(2) * sigma) / sigma
    for u in range(first, last):
        # bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
        for v in range(KW):
            bell[U(u), U(v)] = exp(
                (
                    T(
                        u * 4
                        + u**2 * 4
                        + v * 4
                        + v**2 * 4
                        + KH**2
                        + KW**2
                        + 2
                        - (KH * 2)
                        - (KW * 2)
                        - (KH * u * 4)
                        - (KW * v * 4)
                    )
                    / T(4)
                )
                * factor
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(bell_sum, bell, KH, KW):
    """bell_sum = Σ_{u,v} bell[u,v]"""
    dtype = bell_sum.dtype
    T = dtype.type
    # bell_sum = Σ_{u,v} bell[u,v]
    acc = T(0)
    for u in range(KH):
        for v in range(KW):
            acc = plus(acc, bell[U(u), U(v)])
    bell_sum_value = acc
    bell_sum[()] = bell_sum_value


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_abreast(first, last, x, y, bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
        block_count, pieces, share, tall, wide):
    """y[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    planes = np.empty((max(0, tall), max(0, wide), 16), dtype)
    weights = np.empty((1, KH, KW, 16), dtype)
    raw = np.empty((H, W, 16), dtype)
    starts = np.empty((1, 16), dtype)
    tile = np.empty((1, OH, OW, 16), dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts[U(tap)] = KW * u * 16 + v * 16
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights[U(tap)] = u * wide * 16 + v * 16
        for block in range(part * share, min(part * share + share, block_count)):
            pad_abreast(raw, (0, 0, 0), W * 16, 16, x, (block * 16, 0, 0), W, 1, H * W, H, W, min(16,
                    C * N - (block * 16)), 0, H, 0, W)
            # y[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
            for row in range(1):
                for lane in range(min(16, C * N - (block * 16))):
                    starts[U(row), U(lane)] = T(0)
            for row in range(1):
                pad_abreast(weights, (row, 0, 0, 0), KW * 16, 16, bell, (0, 0), KW, 1, 0, KH, KW, min(16,
                        C * N - (block * 16)), 0, KH, 0, KW)
            pad_abreast(planes, (0, 0, 0), wide * 16, 16, raw, (-p_t, -p_l, 0), W * 16, 16, 1, tall, wide,
                    min(16, C * N - (block * 16)), p_t, H + p_t, p_l, W + p_l)
            correlate_abreast(tile, (0, 0, 0, 0), OH * OW * 16, OW * 16, 16, starts, (0, 0), 16, weights, (0,
                    0, 0, 0), KH * KW * 16, lefts, planes, (0, 0, 0), s_h * wide * 16, s_w * 16, rights, KH,
                    len(rights), 1, OH, OW, min(16, C * N - (block * 16)))
            for row in range(1):
                for i in range(OH):
                    for j in range(OW):
                        for lane in range(min(16, C * N - (block * 16))):
                            y[U(block * 16 + lane), U(i), U(j)] = tile[U(row), U(i), U(j), U(lane)] * value_of


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_correlations(first, last, x, y, bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l,
        high, nc_count, pieces, share, strips, tall, tasks, wide):
    """y[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]"""
    dtype = x.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    planes = np.empty((s_h, s_w, max(0, tall), max(0, wide)), dtype)
    starts = np.empty(1, dtype)
    tile = np.empty((1, high, OW), dtype)
    for part in range(first, last):
        lefts = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            lefts[U(tap)] = KW * u + v
        rights = np.empty(KW * KH, np.int64)
        for tap in range(KW * KH):
            v = tap // KH
            u = tap % KH
            rights[U(tap)] = (
                v // s_w + (u % s_h) * s_w * tall * wide + (v % s_w) * tall * wide + (u // s_h) * wide
            )
        for turn_2 in range(part * share, min(part * share + share, tasks)):
            nc = turn_2 // strips
            strip = turn_2 % strips
            # y[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
            for row in range(1):
                starts[U(row)] = T(0)
            for phase_i in range(s_h):
                for phase_j in range(s_w):
                    top = -((phase_i - p_t) // s_h) - (high * strip)
                    bottom = (H + p_t - phase_i - 1) // s_h + 1 - (high * strip)
                    fore = -((phase_j - p_l) // s_w)
                    aft = (W + p_l - phase_j - 1) // s_w + 1
                    pad(planes, (phase_i, phase_j, 0, 0), wide, x, (nc, phase_i + high * s_h * strip - p_t,
                            phase_j - p_l), W * s_h, s_w, tall, wide, top, bottom, fore, aft)
            correlate(tile, (0, 0, 0), OW * high, OW, 1, starts, (0,), 1, bell, (0, 0), 0, lefts, planes, (0,
                    0, 0, 0), wide, rights, KH, len(rights), 1, min(high, OH - (high * strip)), OW)
            for row in range(1):
                for i in range(high * strip, min(high + high * strip, OH)):
                    for j in range(OW):
                        y[U(nc), U(i), U(j)] = tile[U(row), U(i - (high * strip)), U(j)] * value_of


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, x, y, bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """S₁[j] = Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
    y[nc,i,j] = S₁[j]/bell_sum
    """
    dtype = x.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    S1 = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # S₁[j] = Σ_{u,v} bell[u,v] · x[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        for j in range(OW):
            S1[U(j)] = T(0)
        for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
            for v in range(KW):
                bell_here = bell[U(u), U(v)]
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    S1[U(j)] += bell_here * x[U(nc), U(i * s_h + u - p_t), U(j * s_w + v - p_l)]
        # y[nc,i,j] = S₁[j]/bell_sum
        for j in range(OW):
            y[U(nc), U(i), U(j)] = S1[U(j)] * value_of


def _forward(x, y, bell_sum, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, sigma):
    """bell[u,v] = exp((−(u − KH/2 + 1/2)² − (v − KW/2 + 1/2)²)/(2·σ²))
    bell_sum = Σ_{u,v} bell[u,v]
    y[n,c,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]

    Operations: C·KH·KW·N·OH·OW + C·N·OH·OW multiplications, C·KH·KW·N·OH·OW + KH·KW − C·N·OH·OW − 1
        additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    bell = scratch((KH, KW), dtype)
    launch(_forward_part, KH, KH * KW, bell, KH, KW, sigma)
    _forward_part2(bell_sum, bell, KH, KW)
    if abreast(C * N >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW and s_w * 16 >= W):
        tall = KH + OH * s_h - s_h
        wide = KW + OW * s_w - s_w
        block_count = (C * N - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        launch(_forward_abreast, pieces, C * KH * KW * N * OH * OW // 32, x_rows, y_rows, bell_sum, bell, N,
                C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, block_count, pieces, share, tall, wide)
    elif correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4):
        wide = (KW - 1) // s_w + OW
        most = max(32768 // max(s_h * s_w * wide, 1), 8)
        cuts = max((OH - 1) // most + 1, 1)
        high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
        strips = max((OH - 1) // high + 1, 1)
        tall = (KH - 1) // s_h + high
        nc_count = C * N
        pieces = parts(nc_count * strips)
        tasks = nc_count * strips
        share = max((tasks - 1) // pieces + 1, 1)
        launch(_forward_correlations, pieces, C * KH * KW * N * OH * OW // 32, x_rows, y_rows, bell_sum, bell,
                N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, high, nc_count, pieces, share, strips, tall,
                tasks, wide)
    else:
        launch(_forward_plain, C * N * OH, C * KH * KW * N * OH * OW + C * N * OH * OW, x_rows, y_rows,
                bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single2(first, last, dy, bell_sum, dx, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[nc,q,q′]·bell[r,r′]/bell_sum"""
    dtype = dy.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    for nc in range(first, last):
        for a in range(H):
            for b in range(W):
                dx[U(nc), U(a), U(b)] = T(0)
        # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[nc,q,q′]·bell[r,r′]/bell_sum
        for r in range(min(s_h, KH)):
            q_first = -((r - p_t) // s_h)
            q_last = (H + p_t - r - 1) // s_h
            for r_ in range(min(s_w, KW)):
                bell_over_bell_sum_value = bell[U(r), U(r_)] * value_of
                q__first = -((r_ - p_l) // s_w)
                q__last = (W + p_l - r_ - 1) // s_w
                for q in range(max(q_first, 0), min(q_last + 1, OH)):
                    for q_ in range(max(q__first, 0), min(q__last + 1, OW)):
                        dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                            bell_over_bell_sum_value * dy[U(nc), U(q), U(q_)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain2(first, last, dy, bell_sum, dx, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/bell_sum · Σ_{t : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] · bell[r+s_h·t, r′+s_w·t′]
    """
    dtype = dy.dtype
    T = dtype.type
    bell_sum_value = bell_sum[()]
    value_of = T(1) / bell_sum_value
    row = np.empty(0, dtype)
    for task in range(first, last):
        nc = task // (s_h * s_w)
        r = task // s_w % s_h
        r_ = task % s_w
        if row.size < max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1):
            row = np.empty(max(0, (W + p_l - r_ - 1) // s_w + (r_ - p_l) // s_w + 1), dtype)
        quotient_r_ = (r_ - p_l) // s_w
        q__last = (W + p_l - r_ - 1) // s_w
        t__last = (KW - r_ - 1) // s_w
        t_last = (KH - r - 1) // s_h
        for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
            # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] = 1/bell_sum · Σ_{t : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋}
            #     Σ_{t′ : 0 ≤ t′ ≤ ⌊(KW−1−r′)/s_w⌋} dy[nc, q−t, q′−t′] · bell[r+s_h·t, r′+s_w·t′]
            for q_ in range(-quotient_r_, q__last + 1):
                row[U(q_ + quotient_r_)] = T(0)
            for t in range(max(0, q + 1 - OH), min(t_last + 1, q + 1)):
                for t_ in range(t__last, -1, -1):
                    bell_here = bell[U(r + s_h * t), U(r_ + s_w * t_)]
                    for q_ in range(max(-quotient_r_, t_), min(q__last + 1, OW + t_)):
                        row[U(q_ + quotient_r_)] += bell_here * dy[U(nc), U(q - t), U(q_ - t_)]
            for q_ in range(-quotient_r_, q__last + 1):
                dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = row[U(q_ + quotient_r_)] * value_of


def _vjp_x(dy, bell_sum, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, sigma):
    """bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
    dx[n,c,a,b] = 1/bell_sum · Σ_{u,v : s_h ∣ a+u+p_t−KH+1, s_w ∣ b+v+p_l−KW+1} dy[n, c,
        (a+u+p_t−KH+1)/s_h, (b+v+p_l−KW+1)/s_w] · bell[KH−1−u, KW−1−v]

    Operations: C·H·KH·KW·N·W + C·H·N·W multiplications, C·H·KH·KW·N·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    if s_h >= KH and s_w >= KW:
        bell = scratch((KH, KW), dtype)
        # bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
        launch(_forward_part, KH, KH * KW, bell, KH, KW, sigma)
        launch(_vjp_x_single2, C * N,
                C * H * N * W + (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                dy_rows, bell_sum, dx_rows, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)
    else:
        bell = scratch((KH, KW), dtype)
        # bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
        launch(_forward_part, KH, KH * KW, bell, KH, KW, sigma)
        launch(_vjp_x_plain2, C * N * s_h * s_w,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - 1) // s_h + 1) * ((KW - 1) // s_w + 1) * C * N * s_h * s_w,
                dy_rows, bell_sum, dx_rows, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)


def _jvp(x_dot, bell_sum, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, sigma):
    """bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
    Ṡ₁[n,c,i,j] = Σ_{u,v} bell[u,v] · ẋ[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    ẏ[n,c,i,j] = Ṡ₁[n,c,i,j]/bell_sum

    Operations: C·KH·KW·N·OH·OW + C·N·OH·OW multiplications, C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms
        that a condition drops counted.
    """
    dtype = y_dot.dtype
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    bell = scratch((KH, KW), dtype)
    # bell[u,v] = exp(−((u − KH/2 + 1/2)² + (v − KW/2 + 1/2)²)/(2·σ²))
    launch(_forward_part, KH, KH * KW, bell, KH, KW, sigma)
    if abreast(C * N >= 8 and 8192 >= H * W and 8192 >= OH * OW and 16384 >= KH * KW and s_w * 16 >= W):
        tall = KH + OH * s_h - s_h
        wide = KW + OW * s_w - s_w
        block_count = (C * N - 1) // 16 + 1
        pieces = parts(block_count)
        share = max((block_count - 1) // pieces + 1, 1)
        # ẏ[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        launch(_forward_abreast, pieces, C * KH * KW * N * OH * OW // 32, x_dot_rows, y_dot_rows, bell_sum,
                bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, block_count, pieces, share, tall, wide)
    elif correlations(OH >= KH and OW >= KW and KH >= s_h and KW >= s_w and W >= 4):
        wide = (KW - 1) // s_w + OW
        most = max(32768 // max(s_h * s_w * wide, 1), 8)
        cuts = max((OH - 1) // most + 1, 1)
        high = max(min(((OH - 1) // (cuts * 4)) * 4 + 4, OH), 1)
        strips = max((OH - 1) // high + 1, 1)
        tall = (KH - 1) // s_h + high
        nc_count = C * N
        pieces = parts(nc_count * strips)
        tasks = nc_count * strips
        share = max((tasks - 1) // pieces + 1, 1)
        # ẏ[nc,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        launch(_forward_correlations, pieces, C * KH * KW * N * OH * OW // 32, x_dot_rows, y_dot_rows,
                bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, high, nc_count, pieces, share,
                strips, tall, tasks, wide)
    else:
        # Ṡ₁[j] = Σ_{u,v} bell[u,v] · ẋ[nc, s_h·i+u−p_t, s_w·j+v−p_l]
        # ẏ[nc,i,j] = Ṡ₁[j]/bell_sum
        launch(_forward_plain, C * N * OH, C * KH * KW * N * OH * OW + C * N * OH * OW, x_dot_rows,
                y_dot_rows, bell_sum, bell, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, sigma=1.0):
    """average with Gaussian weights around the centre of the window; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "sigma": sigma})
    call.new_all(("y",), out)
    call.new("bell_sum", "bell_sum")
    call.run(_forward, ("x", "y", "bell_sum"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "sigma"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ("bell_sum",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, sigma=1.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "sigma": sigma})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("bell_sum",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "bell_sum", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "sigma"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, sigma=1.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "sigma": sigma})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("bell_sum",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "bell_sum", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "sigma"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, sigma=1.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "sigma": sigma})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("bell_sum",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "bell_sum", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "sigma"))
    return call.result(*("y_dot",))
