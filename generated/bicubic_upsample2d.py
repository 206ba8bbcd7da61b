"""bicubic_upsample2d: interpolation by cubic convolution.

Made by `chainrule generate`, version 0.1.0, from the forward of `bicubic_upsample2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    row[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2}
    tap_row[a,u] = clamp(⌊row[a]⌋ + u − 1, 0, H − 1)
    away_row[a,u] = |u − 1 + ⌊row[a]⌋ − row[a]|
    w_row[a,u] = {1 + away_row[a,u]² · ((2 + κ) · away_row[a,u] − 3 − κ) if away_row[a,u] ≤ 1; else κ ·
        (away_row[a,u] · (8 + away_row[a,u] · (away_row[a,u] − 5)) − 4)}
    column[b] = {b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if s_w > 0; else W/OW}) −
        1/2}
    tap_column[b,v] = clamp(⌊column[b]⌋ + v − 1, 0, W − 1)
    away_column[b,v] = |v − 1 + ⌊column[b]⌋ − column[b]|
    w_column[b,v] = {1 + away_column[b,v]² · ((2 + κ) · away_column[b,v] − 3 − κ) if away_column[b,v] ≤ 1;
        else κ · (away_column[b,v] · (8 + away_column[b,v] · (away_column[b,v] − 5)) − 4)}
    rows[n,c,a,j] = Σ_u w_row[a,u] · x[n, c, tap_row[a,u], j]
    y[n,c,a,b] = Σ_v rows[n, c, a, tap_column[b,v]] · w_column[b,v]
    drows[n,c,a,j] = Σ_{b,v : tap_column[b,v] = j} dy[n,c,a,b] · w_column[b,v]
    dx[n,c,i,j] = Σ_{a,u : tap_row[a,u] = i} drows[n,c,a,j] · w_row[a,u]
    clamp(p, l, h): the number nearest to p of those from l to h

Convention: outside the image the border pixel continues.

Convention: where corners are aligned, a single output pixel shows the first input pixel.

Source: Keys 1981, eq. 15.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 64 places of the kernels. Each of the 18 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: _forward: tap_row[a, u] written before read; _forward: tap_column[b, v] written before read;
_vjp_x: tap_column[b, v] written before read; _vjp_x: tap_row[a, u] written before read; _jvp: tap_row[a,
u] written before read; _jvp: tap_column[b, v] written before read.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .runtime import cell, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'bicubic_upsample2d',
    'summary': 'interpolation by cubic convolution',
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
        {'name': 'align_corners', 'symbols': ['alpha'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'step', 'symbols': ['s_h', 's_w'], 'kind': 'float', 'default': 0.0, 'minimum': 0.0, 'maximum': None},
        {'name': 'coefficient', 'symbols': ['kappa'], 'kind': 'float', 'default': -0.75, 'minimum': None, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W + C * N * OH * W', 'C * N * OH * OW', 'C * N * OH * OW + C * N * OH * W', 'C * N * OH * W', 'OH', 'OH * 2', 'OW', 'OW * 2']},
        {'path': 'vector', 'at': 64, 'of': ['H', 'W']},
    ],
    'proved': {'in bounds': 64, 'iterations apart': 18},
    'not proved': {'written before read': ['_forward: tap_row[a, u] written before read', '_forward: tap_column[b, v] written before read', '_vjp_x: tap_column[b, v] written before read', '_vjp_x: tap_row[a, u] written before read', '_jvp: tap_row[a, u] written before read', '_jvp: tap_column[b, v] written before read'], 'integers in range': [], 'routines': []},
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
        "tap_row": lambda OH, **_: (OH, 4),
        "tap_column": lambda OW, **_: (OW, 4),
    },
    below={"tap_row": lambda H, **_: H, "tap_column": lambda W, **_: W},
    places=("tap_row", "tap_column"),
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, away_row, H, OH, alpha, s_h):
    """away_row[a,u] = |⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if s_h > 0; else H/OH})
        − 1/2}⌋ + u − ({a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if s_h > 0; else
        H/OH}) − 1/2}) − 1|
    """
    dtype = away_row.dtype
    T = dtype.type
    for a in range(first, last):
        # away_row[a,u] = |⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if
        #     s_h > 0; else H/OH}) − 1/2}⌋ + u − ({a · (H − 1)/max(OH − 1, 1) if α = 1; else
        #     ((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2}) − 1|
        term = (
            T(
                cell(
                    T((H - 1) * a) / T(max(OH - 1, 1))
                    if alpha == 1
                    else select(s_h > T(0), s_h, T(H) / T(OH)) * (T(a * 2 + 1) / T(2)) - (T(1) / T(2))
                )
                - 1
            )
            - (
                T((H - 1) * a) / T(max(OH - 1, 1))
                if alpha == 1
                else select(s_h > T(0), s_h, T(H) / T(OH)) * (T(a * 2 + 1) / T(2)) - (T(1) / T(2))
            )
        )
        for u in range(4):
            away_row[U(a), U(u)] = abs(term + T(u))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, away_row, tap_row, w_row, H, OH, alpha, s_h, kappa):
    """w_row[a,u] = {1 + away_row[a,u]² · ((2 + κ) · away_row[a,u] − 3 − κ) if away_row[a,u] ≤ 1; else κ ·
        (away_row[a,u] · (8 + away_row[a,u] · (away_row[a,u] − 5)) − 4)}
    tap_row[a,u] = {{⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if s_h > 0; else H/OH})
        − 1/2}⌋ + u − 1 if ⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if s_h > 0; else
        H/OH}) − 1/2}⌋ + u ≥ 1; else 0} if 1 + {⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) ·
        {s_h if s_h > 0; else H/OH}) − 1/2}⌋ + u − 1 if ⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a +
        1/2) · {s_h if s_h > 0; else H/OH}) − 1/2}⌋ + u ≥ 1; else 0} ≤ H; else H − 1}
    """
    dtype = away_row.dtype
    T = dtype.type
    for a in range(first, last):
        # w_row[a,u] = {1 + away_row[a,u]² · ((2 + κ) · away_row[a,u] − 3 − κ) if
        #     away_row[a,u] ≤ 1; else κ · (away_row[a,u] · (8 + away_row[a,u] · (away_row[a,u]
        #     − 5)) − 4)}
        for u in range(4):
            away_row_here = away_row[U(a), U(u)]
            w_row[U(a), U(u)] = select(
                T(1) >= away_row_here,
                (away_row_here * (kappa + T(2)) - kappa - T(3)) * (away_row_here * away_row_here) + T(1),
                (away_row_here * (away_row_here * (away_row_here - T(5)) + T(8)) - T(4)) * kappa,
            )
        # tap_row[a,u], as written above
        for u in range(min(4, 1 - cell(T(H * a) / T(max(OH - 1, 1)) - (T(a) / T(max(OH - 1,
                1))) if alpha == 1 else select(s_h > T(0), s_h,
                T(H) / T(OH)) / T(2) + T(a) * select(s_h > T(0), s_h, T(H) / T(OH)) - (T(1) / T(2))))):
            tap_row[U(a), U(u)] = min(H - 1, 0)
        below = cell(
            T((H - 1) * a) / T(max(OH - 1, 1))
            if alpha == 1
            else select(s_h > T(0), s_h, T(H) / T(OH)) * (T(a * 2 + 1) / T(2)) - (T(1) / T(2))
        )
        for u in range(max(0, 1 - cell(T(H * a) / T(max(OH - 1, 1)) - (T(a) / T(max(OH - 1,
                1))) if alpha == 1 else select(s_h > T(0), s_h,
                T(H) / T(OH)) / T(2) + T(a) * select(s_h > T(0), s_h, T(H) / T(OH)) - (T(1) / T(2)))), min(4,
                H + 1 - cell(T(H * a) / T(max(OH - 1, 1)) - (T(a) / T(max(OH - 1,
                1))) if alpha == 1 else select(s_h > T(0), s_h,
                T(H) / T(OH)) / T(2) + T(a) * select(s_h > T(0), s_h, T(H) / T(OH)) - (T(1) / T(2))))):
            tap_row[U(a), U(u)] = below + u - 1
        for u in range(max(0, 1 - cell(T(H * a) / T(max(OH - 1, 1)) - (T(a) / T(max(OH - 1,
                1))) if alpha == 1 else select(s_h > T(0), s_h,
                T(H) / T(OH)) / T(2) + T(a) * select(s_h > T(0), s_h, T(H) / T(OH)) - (T(1) / T(2))),
                H + 1 - cell(T(H * a) / T(max(OH - 1, 1)) - (T(a) / T(max(OH - 1,
                1))) if alpha == 1 else select(s_h > T(0), s_h,
                T(H) / T(OH)) / T(2) + T(a) * select(s_h > T(0), s_h, T(H) / T(OH)) - (T(1) / T(2)))), 4):
            tap_row[U(a), U(u)] = H - 1


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part3(first, last, x, rows, tap_row, w_row, N, C, H, W, OH):
    """rows[nc,a,j] = Σ_u w_row[a,u] · x[nc, tap_row[a,u], j]"""
    dtype = x.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // OH
        a = task % OH
        # rows[nc,a,j] = Σ_u w_row[a,u] · x[nc, tap_row[a,u], j]
        for j in range(W):
            rows[U(nc), U(a), U(j)] = T(0)
        for u in range(4):
            w_row_here = w_row[U(a), U(u)]
            tap_row_here = tap_row[U(a), U(u)]
            for j in range(W):
                rows[U(nc), U(a), U(j)] += w_row_here * x[U(nc), U(tap_row_here), U(j)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part6(first, last, y, rows, tap_column, w_column, N, C, W, OH, OW):
    """y[nc,a,b] = Σ_v rows[nc, a, tap_column[b,v]] · w_column[b,v]"""
    dtype = y.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // OH
        a = task % OH
        # y[nc,a,b] = Σ_v rows[nc, a, tap_column[b,v]] · w_column[b,v]
        for b in range(OW):
            acc = T(0)
            for v in range(4):
                acc = plus(acc, rows[U(nc), U(a), U(tap_column[U(b), U(v)])] * w_column[U(b), U(v)])
            y[U(nc), U(a), U(b)] = acc


def _forward(x, y, N, C, H, W, OH, OW, alpha, s_h, s_w, kappa):
    """row[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2}
    tap_row[a,u] = clamp(⌊row[a]⌋ + u − 1, 0, H − 1)
    away_row[a,u] = |u − 1 + ⌊row[a]⌋ − row[a]|
    w_row[a,u] = {1 + away_row[a,u]² · ((2 + κ) · away_row[a,u] − 3 − κ) if away_row[a,u] ≤ 1; else κ ·
        (away_row[a,u] · (8 + away_row[a,u] · (away_row[a,u] − 5)) − 4)}
    column[b] = {b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if s_w > 0; else W/OW}) −
        1/2}
    tap_column[b,v] = clamp(⌊column[b]⌋ + v − 1, 0, W − 1)
    away_column[b,v] = |v − 1 + ⌊column[b]⌋ − column[b]|
    w_column[b,v] = {1 + away_column[b,v]² · ((2 + κ) · away_column[b,v] − 3 − κ) if away_column[b,v] ≤ 1;
        else κ · (away_column[b,v] · (8 + away_column[b,v] · (away_column[b,v] − 5)) − 4)}
    rows[n,c,a,j] = Σ_u w_row[a,u] · x[n, c, tap_row[a,u], j]
    y[n,c,a,b] = Σ_v rows[n, c, a, tap_column[b,v]] · w_column[b,v]

    Operations: 4·C·N·OH·OW + 4·C·N·OH·W + 16·OH + 16·OW multiplications, 3·C·N·OH·OW + 3·C·N·OH·W + 44·OH
        + 44·OW additions, terms that a condition drops counted.
    """
    dtype = y.dtype
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    tap_row = scratch((OH, 4), np.int64)
    away_row = scratch((OH, 4), dtype)
    w_row = scratch((OH, 4), dtype)
    tap_column = scratch((OW, 4), np.int64)
    away_column = scratch((OW, 4), dtype)
    w_column = scratch((OW, 4), dtype)
    rows = scratch((C * N, OH, W), dtype)
    launch(_forward_part, OH, OH, away_row, H, OH, alpha, s_h)
    launch(_forward_part2, OH, OH * 2, away_row, tap_row, w_row, H, OH, alpha, s_h, kappa)
    launch(_forward_part3, C * N * OH, C * N * OH * W, x_rows, rows, tap_row, w_row, N, C, H, W, OH)
    # away_column[b,v] = |⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if
    #     s_w > 0; else W/OW}) − 1/2}⌋ + v − ({b · (W − 1)/max(OW − 1, 1) if α = 1; else
    #     ((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2}) − 1|
    launch(_forward_part, OW, OW, away_column, W, OW, alpha, s_w)
    # w_column[b,v] = {1 + away_column[b,v]² · ((2 + κ) · away_column[b,v] − 3 − κ) if
    #     away_column[b,v] ≤ 1; else κ · (away_column[b,v] · (8 + away_column[b,v] ·
    #     (away_column[b,v] − 5)) − 4)}
    # tap_column[b,v], as written above
    launch(_forward_part2, OW, OW * 2, away_column, tap_column, w_column, W, OW, alpha, s_w, kappa)
    launch(_forward_part6, C * N * OH, C * N * OH * OW, y_rows, rows, tap_column, w_column, N, C, W, OH, OW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, away_column, tap_column, W, OW, alpha, s_w):
    """tap_column[b,v] = {{⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if s_w > 0; else
        W/OW}) − 1/2}⌋ + v − 1 if ⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if s_w >
        0; else W/OW}) − 1/2}⌋ + v ≥ 1; else 0} if 1 + {⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b +
        1/2) · {s_w if s_w > 0; else W/OW}) − 1/2}⌋ + v − 1 if ⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; else
        ((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2}⌋ + v ≥ 1; else 0} ≤ W; else W − 1}
    away_column[b,v] = |⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if s_w > 0; else
        W/OW}) − 1/2}⌋ + v − ({b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if s_w > 0;
        else W/OW}) − 1/2}) − 1|
    """
    dtype = away_column.dtype
    T = dtype.type
    for b in range(first, last):
        # tap_column[b,v], as written above
        for v in range(min(4, 1 - cell(T(W * b) / T(max(OW - 1, 1)) - (T(b) / T(max(OW - 1,
                1))) if alpha == 1 else select(s_w > T(0), s_w,
                T(W) / T(OW)) / T(2) + T(b) * select(s_w > T(0), s_w, T(W) / T(OW)) - (T(1) / T(2))))):
            tap_column[U(b), U(v)] = min(W - 1, 0)
        below = cell(
            T((W - 1) * b) / T(max(OW - 1, 1))
            if alpha == 1
            else select(s_w > T(0), s_w, T(W) / T(OW)) * (T(b * 2 + 1) / T(2)) - (T(1) / T(2))
        )
        for v in range(max(0, 1 - cell(T(W * b) / T(max(OW - 1, 1)) - (T(b) / T(max(OW - 1,
                1))) if alpha == 1 else select(s_w > T(0), s_w,
                T(W) / T(OW)) / T(2) + T(b) * select(s_w > T(0), s_w, T(W) / T(OW)) - (T(1) / T(2)))), min(4,
                W + 1 - cell(T(W * b) / T(max(OW - 1, 1)) - (T(b) / T(max(OW - 1,
                1))) if alpha == 1 else select(s_w > T(0), s_w,
                T(W) / T(OW)) / T(2) + T(b) * select(s_w > T(0), s_w, T(W) / T(OW)) - (T(1) / T(2))))):
            tap_column[U(b), U(v)] = below + v - 1
        for v in range(max(0, 1 - cell(T(W * b) / T(max(OW - 1, 1)) - (T(b) / T(max(OW - 1,
                1))) if alpha == 1 else select(s_w > T(0), s_w,
                T(W) / T(OW)) / T(2) + T(b) * select(s_w > T(0), s_w, T(W) / T(OW)) - (T(1) / T(2))),
                W + 1 - cell(T(W * b) / T(max(OW - 1, 1)) - (T(b) / T(max(OW - 1,
                1))) if alpha == 1 else select(s_w > T(0), s_w,
                T(W) / T(OW)) / T(2) + T(b) * select(s_w > T(0), s_w, T(W) / T(OW)) - (T(1) / T(2)))), 4):
            tap_column[U(b), U(v)] = W - 1
        # away_column[b,v] = |⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if
        #     s_w > 0; else W/OW}) − 1/2}⌋ + v − ({b · (W − 1)/max(OW − 1, 1) if α = 1; else
        #     ((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2}) − 1|
        term = (
            T(
                cell(
                    T((W - 1) * b) / T(max(OW - 1, 1))
                    if alpha == 1
                    else select(s_w > T(0), s_w, T(W) / T(OW)) * (T(b * 2 + 1) / T(2)) - (T(1) / T(2))
                )
                - 1
            )
            - (
                T((W - 1) * b) / T(max(OW - 1, 1))
                if alpha == 1
                else select(s_w > T(0), s_w, T(W) / T(OW)) * (T(b * 2 + 1) / T(2)) - (T(1) / T(2))
            )
        )
        for v in range(4):
            away_column[U(b), U(v)] = abs(term + T(v))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, away_column, w_column, OW, kappa):
    """w_column[b,v] = {1 + away_column[b,v]² · ((2 + κ) · away_column[b,v] − 3 − κ) if away_column[b,v] ≤ 1;
        else κ · (away_column[b,v] · (8 + away_column[b,v] · (away_column[b,v] − 5)) − 4)}
    """
    dtype = away_column.dtype
    T = dtype.type
    for b in range(first, last):
        # w_column[b,v] = {1 + away_column[b,v]² · ((2 + κ) · away_column[b,v] − 3 − κ) if
        #     away_column[b,v] ≤ 1; else κ · (away_column[b,v] · (8 + away_column[b,v] ·
        #     (away_column[b,v] − 5)) − 4)}
        for v in range(4):
            away_column_here = away_column[U(b), U(v)]
            w_column[U(b), U(v)] = select(
                T(1) >= away_column_here,
                (away_column_here * (kappa + T(2)) - kappa - T(3)) * (away_column_here * away_column_here)
                + T(1),
                (away_column_here * (away_column_here * (away_column_here - T(5)) + T(8)) - T(4)) * kappa,
            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part3(first, last, dy, drows, tap_column, w_column, N, C, W, OH, OW):
    """drows[n'c′, a, tap_column[b,v]] += dy[n'c′, a, b] · w_column[b,v]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_c_ = task // OH
        a_ = task % OH
        for j in range(W):
            drows[U(n_c_), U(a_), U(j)] = T(0)
        # drows[n'c′, a, tap_column[b,v]] += dy[n'c′, a, b] · w_column[b,v]
        for b in range(OW):
            dy_here = dy[U(n_c_), U(a_), U(b)]
            for v in range(4):
                drows[U(n_c_), U(a_), U(tap_column[U(b), U(v)])] += dy_here * w_column[U(b), U(v)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part6(first, last, dx, drows, tap_row, w_row, N, C, H, W, OH):
    """dx[n'c′, tap_row[a,u], j] += drows[n'c′, a, j] · w_row[a,u]"""
    dtype = dx.dtype
    T = dtype.type
    for task in range(first, last):
        n_c_ = task // W
        j_ = task % W
        for i in range(H):
            dx[U(n_c_), U(i), U(j_)] = T(0)
        # dx[n'c′, tap_row[a,u], j] += drows[n'c′, a, j] · w_row[a,u]
        for a in range(OH):
            drows_here = drows[U(n_c_), U(a), U(j_)]
            for u in range(4):
                dx[U(n_c_), U(tap_row[U(a), U(u)]), U(j_)] += drows_here * w_row[U(a), U(u)]


def _vjp_x(dy, dx, N, C, H, W, OH, OW, alpha, s_h, s_w, kappa):
    """row[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2}
    away_row[a,u] = |u − 1 + ⌊row[a]⌋ − row[a]|
    w_row[a,u] = {1 + away_row[a,u]² · ((2 + κ) · away_row[a,u] − 3 − κ) if away_row[a,u] ≤ 1; else κ ·
        (away_row[a,u] · (8 + away_row[a,u] · (away_row[a,u] − 5)) − 4)}
    column[b] = {b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if s_w > 0; else W/OW}) −
        1/2}
    away_column[b,v] = |v − 1 + ⌊column[b]⌋ − column[b]|
    w_column[b,v] = {1 + away_column[b,v]² · ((2 + κ) · away_column[b,v] − 3 − κ) if away_column[b,v] ≤ 1;
        else κ · (away_column[b,v] · (8 + away_column[b,v] · (away_column[b,v] − 5)) − 4)}
    tap_column[b,v] = clamp(⌊column[b]⌋ + v − 1, 0, W − 1)
    drows[n,c,a,j] = Σ_{b,v : tap_column[b,v] = j} dy[n,c,a,b] · w_column[b,v]
    tap_row[a,u] = clamp(⌊row[a]⌋ + u − 1, 0, H − 1)
    dx[n,c,i,j] = Σ_{a,u : tap_row[a,u] = i} drows[n,c,a,j] · w_row[a,u]

    Operations: 4·C·H·N·OH·W + 4·C·N·OH·OW·W + 16·OH + 16·OW multiplications, 4·C·H·N·OH·W + 4·C·N·OH·OW·W
        + 44·OH + 44·OW − C·H·N·W − C·N·OH·W additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    away_row = scratch((OH, 4), dtype)
    w_row = scratch((OH, 4), dtype)
    away_column = scratch((OW, 4), dtype)
    w_column = scratch((OW, 4), dtype)
    tap_column = scratch((OW, 4), np.int64)
    drows = scratch((C * N, OH, W), dtype)
    tap_row = scratch((OH, 4), np.int64)
    launch(_vjp_x_part, OW, OW * 2, away_column, tap_column, W, OW, alpha, s_w)
    launch(_vjp_x_part2, OW, OW, away_column, w_column, OW, kappa)
    launch(_vjp_x_part3, C * N * OH, C * N * OH * OW + C * N * OH * W, dy_rows, drows, tap_column, w_column,
            N, C, W, OH, OW)
    # tap_row[a,u], as written above
    # away_row[a,u] = |⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if
    #     s_h > 0; else H/OH}) − 1/2}⌋ + u − ({a · (H − 1)/max(OH − 1, 1) if α = 1; else
    #     ((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2}) − 1|
    launch(_vjp_x_part, OH, OH * 2, away_row, tap_row, H, OH, alpha, s_h)
    # w_row[a,u] = {1 + away_row[a,u]² · ((2 + κ) · away_row[a,u] − 3 − κ) if
    #     away_row[a,u] ≤ 1; else κ · (away_row[a,u] · (8 + away_row[a,u] · (away_row[a,u]
    #     − 5)) − 4)}
    launch(_vjp_x_part2, OH, OH, away_row, w_row, OH, kappa)
    launch(_vjp_x_part6, C * N * W, C * H * N * W + C * N * OH * W, dx_rows, drows, tap_row, w_row, N, C, H,
            W, OH)


def _jvp(x_dot, y_dot, N, C, H, W, OH, OW, alpha, s_h, s_w, kappa):
    """row[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2}
    tap_row[a,u] = clamp(⌊row[a]⌋ + u − 1, 0, H − 1)
    away_row[a,u] = |u − 1 + ⌊row[a]⌋ − row[a]|
    w_row[a,u] = {1 + away_row[a,u]² · ((2 + κ) · away_row[a,u] − 3 − κ) if away_row[a,u] ≤ 1; else κ ·
        (away_row[a,u] · (8 + away_row[a,u] · (away_row[a,u] − 5)) − 4)}
    column[b] = {b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if s_w > 0; else W/OW}) −
        1/2}
    tap_column[b,v] = clamp(⌊column[b]⌋ + v − 1, 0, W − 1)
    away_column[b,v] = |v − 1 + ⌊column[b]⌋ − column[b]|
    w_column[b,v] = {1 + away_column[b,v]² · ((2 + κ) · away_column[b,v] − 3 − κ) if away_column[b,v] ≤ 1;
        else κ · (away_column[b,v] · (8 + away_column[b,v] · (away_column[b,v] − 5)) − 4)}
    rows_dot[n,c,a,j] = Σ_u w_row[a,u] · ẋ[n, c, tap_row[a,u], j]
    ẏ[n,c,a,b] = Σ_v rows_dot[n, c, a, tap_column[b,v]] · w_column[b,v]

    Operations: 4·C·N·OH·OW + 4·C·N·OH·W + 16·OH + 16·OW multiplications, 3·C·N·OH·OW + 3·C·N·OH·W + 44·OH
        + 44·OW additions, terms that a condition drops counted.
    """
    dtype = y_dot.dtype
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    tap_row = scratch((OH, 4), np.int64)
    away_row = scratch((OH, 4), dtype)
    w_row = scratch((OH, 4), dtype)
    tap_column = scratch((OW, 4), np.int64)
    away_column = scratch((OW, 4), dtype)
    w_column = scratch((OW, 4), dtype)
    rows_dot = scratch((C * N, OH, W), dtype)
    # away_row[a,u] = |⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if
    #     s_h > 0; else H/OH}) − 1/2}⌋ + u − ({a · (H − 1)/max(OH − 1, 1) if α = 1; else
    #     ((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2}) − 1|
    launch(_forward_part, OH, OH, away_row, H, OH, alpha, s_h)
    # w_row[a,u] = {1 + away_row[a,u]² · ((2 + κ) · away_row[a,u] − 3 − κ) if
    #     away_row[a,u] ≤ 1; else κ · (away_row[a,u] · (8 + away_row[a,u] · (away_row[a,u]
    #     − 5)) − 4)}
    # tap_row[a,u], as written above
    launch(_forward_part2, OH, OH * 2, away_row, tap_row, w_row, H, OH, alpha, s_h, kappa)
    # rows_dot[nc,a,j] = Σ_u w_row[a,u] · ẋ[nc, tap_row[a,u], j]
    launch(_forward_part3, C * N * OH, C * N * OH * W, x_dot_rows, rows_dot, tap_row, w_row, N, C, H, W, OH)
    # away_column[b,v] = |⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if
    #     s_w > 0; else W/OW}) − 1/2}⌋ + v − ({b · (W − 1)/max(OW − 1, 1) if α = 1; else
    #     ((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2}) − 1|
    launch(_forward_part, OW, OW, away_column, W, OW, alpha, s_w)
    # w_column[b,v] = {1 + away_column[b,v]² · ((2 + κ) · away_column[b,v] − 3 − κ) if
    #     away_column[b,v] ≤ 1; else κ · (away_column[b,v] · (8 + away_column[b,v] ·
    #     (away_column[b,v] − 5)) − 4)}
    # tap_column[b,v], as written above
    launch(_forward_part2, OW, OW * 2, away_column, tap_column, w_column, W, OW, alpha, s_w, kappa)
    # ẏ[nc,a,b] = Σ_v rows_dot[nc, a, tap_column[b,v]] · w_column[b,v]
    launch(_forward_part6, C * N * OH, C * N * OH * OW, y_dot_rows, rows_dot, tap_column, w_column, N, C, W,
            OH, OW)


def forward(x, *, out=None, save=False, size=2, align_corners=0, step=0.0, coefficient=-0.75):
    """interpolation by cubic convolution; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step, "coefficient": coefficient})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W", "OH", "OW", "alpha", "s_h", "s_w", "kappa"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, size=2, align_corners=0, step=0.0, coefficient=-0.75):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step, "coefficient": coefficient})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "alpha", "s_h", "s_w", "kappa"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, size=2, align_corners=0, step=0.0, coefficient=-0.75):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step, "coefficient": coefficient})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "alpha", "s_h", "s_w", "kappa"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, size=2, align_corners=0, step=0.0, coefficient=-0.75):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step, "coefficient": coefficient})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "alpha", "s_h", "s_w", "kappa"))
    return call.result("y_dot")
