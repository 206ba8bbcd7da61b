"""trilinear_upsample3d: trilinear interpolation.

Made by `chainrule generate`, version 0.1.0, from the forward of `trilinear_upsample3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    plane[e] = {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2,
        0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2, 0) ≤ D; else D − 1}
    row[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0)
        if 1 + max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0) ≤ H; else H − 1}
    column[b] = {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2,
        0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1}
    planes[n,c,e,q,r] = Σ_p G(p, plane[e]) · x[n,c,p,q,r]
    rows[n,c,e,a,r] = Σ_q G(q, row[a]) · planes[n,c,e,q,r]
    y[n,c,e,a,b] = Σ_r G(r, column[b]) · rows[n,c,e,a,r]
    drows[n,c,e,a,r] = Σ_b G(r, column[b]) · dy[n,c,e,a,b]
    dplanes[n,c,e,q,r] = Σ_a G(q, row[a]) · drows[n,c,e,a,r]
    dx[n,c,k,i,j] = Σ_e G(k, plane[e]) · dplanes[n,c,e,i,j]
    G(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count

Convention: where corners are aligned, a single output pixel shows the first input pixel.

Source: seed 002; Long et al. 2015, section 3.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 75 places of the kernels. Each of the 5 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .runtime import cell, inside, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'trilinear_upsample3d',
    'summary': 'trilinear interpolation',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'size', 'symbols': ['OD', 'OH', 'OW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'align_corners', 'symbols': ['alpha'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'step', 'symbols': ['s_d', 's_h', 's_w'], 'kind': 'float', 'default': 0.0, 'minimum': 0.0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * D * H * N * OD * W + C * D * H * N * W', 'C * H * N * OD * OH * W + C * H * N * OD * W', 'C * N * OD * OH * OW * W + C * N * OD * OH * W']},
        {'path': 'vector', 'at': 64, 'of': ['OD', 'OH', 'OW', 'W']},
    ],
    'proved': {'in bounds': 75, 'iterations apart': 5},
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
        "y": lambda C, N, OD, OH, OW, **_: (N, C, OD, OH, OW),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(below2_table, below3_table, position2_table, weight2_table, weight_table, H, W, OH, OW,
        alpha, s_h, s_w):
    """position2_table[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if s_h > 0; else
        H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0) ≤ H; else H − 1}
    below2_table[a] = ⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if s_h > 0; else H/OH})
        − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0) ≤ H; else H − 1}⌋
    below3_table[b] = ⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else W/OW})
        − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1}⌋
    weight_table[b] = G(⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else
        W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1}⌋,
        {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) if 1
        + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1})
    weight2_table[b] = G(1 + ⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else
        W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1}⌋,
        {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) if 1
        + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1})
    """
    dtype = position2_table.dtype
    T = dtype.type
    # position2_table[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if
    #     s_h > 0; else H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else
    #     H/OH}) − 1/2, 0) ≤ H; else H − 1}
    # below2_table[a] = ⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if
    #     s_h > 0; else H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else
    #     H/OH}) − 1/2, 0) ≤ H; else H − 1}⌋
    for a in range(OH):
        position2 = (
            T((H - 1) * a) / T(max(OH - 1, 1))
            if alpha == 1
            else select(
                T(H) >= select(select(s_h > T(0), s_h, T(H) / T(OH)) * (T(a * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_h > T(0), s_h, T(H) / T(OH)) * (T(a * 2 + 1) / T(2)) - (T(1) / T(2)), T(0))
                + T(1),
                select(select(s_h > T(0), s_h, T(H) / T(OH)) * (T(a * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_h > T(0), s_h, T(H) / T(OH)) * (T(a * 2 + 1) / T(2)) - (T(1) / T(2)), T(0)),
                T(H - 1),
            )
        )
        below2 = cell(position2)
        position2_table[U(a)] = position2
        below2_table[U(a)] = below2
    # below3_table[b] = ⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if
    #     s_w > 0; else W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else
    #     W/OW}) − 1/2, 0) ≤ W; else W − 1}⌋
    # weight_table[b], as written above
    # weight2_table[b], as written above
    for b in range(OW):
        position3 = (
            T((W - 1) * b) / T(max(OW - 1, 1))
            if alpha == 1
            else select(
                T(W) >= select(select(s_w > T(0), s_w, T(W) / T(OW)) * (T(b * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_w > T(0), s_w, T(W) / T(OW)) * (T(b * 2 + 1) / T(2)) - (T(1) / T(2)), T(0))
                + T(1),
                select(select(s_w > T(0), s_w, T(W) / T(OW)) * (T(b * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_w > T(0), s_w, T(W) / T(OW)) * (T(b * 2 + 1) / T(2)) - (T(1) / T(2)), T(0)),
                T(W - 1),
            )
        )
        below3 = cell(position3)
        weight = max(T(1) - abs(position3 - T(below3)), T(0))
        weight2 = max(T(1) - abs(position3 - T(below3 + 1)), T(0))
        below3_table[U(b)] = below3
        weight_table[U(b)] = weight
        weight2_table[U(b)] = weight2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, y, below2_table, below3_table, position2_table, weight2_table,
        weight_table, N, C, D, H, W, OD, OH, OW, alpha, s_d):
    """planes[q,r] = Σ_p G(p, {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d if s_d > 0; else
        D/OD}) − 1/2, 0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2, 0) ≤ D; else D − 1})
        · x[nc,p,q,r]
    rows[a,r] = Σ_q G(q, {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if s_h > 0; else
        H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0) ≤ H; else H − 1})
        · planes[q,r]
    y[nc,e,a,b] = Σ_r G(r, {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else
        W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1})
        · rows[a,r]
    """
    dtype = x.dtype
    T = dtype.type
    planes = np.empty((H, W), dtype)
    rows = np.empty((OH, W), dtype)
    for task in range(first, last):
        nc = task // OD
        e = task % OD
        # planes[q,r] = Σ_p G(p, {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d
        #     if s_d > 0; else D/OD}) − 1/2, 0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else
        #     D/OD}) − 1/2, 0) ≤ D; else D − 1}) · x[nc,p,q,r]
        position = (
            T((D - 1) * e) / T(max(OD - 1, 1))
            if alpha == 1
            else select(
                T(D) >= select(select(s_d > T(0), s_d, T(D) / T(OD)) * (T(e * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_d > T(0), s_d, T(D) / T(OD)) * (T(e * 2 + 1) / T(2)) - (T(1) / T(2)), T(0))
                + T(1),
                select(select(s_d > T(0), s_d, T(D) / T(OD)) * (T(e * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_d > T(0), s_d, T(D) / T(OD)) * (T(e * 2 + 1) / T(2)) - (T(1) / T(2)), T(0)),
                T(D - 1),
            )
        )
        below = cell(position)
        for q in range(H):
            for r in range(W):
                planes[U(q), U(r)] = T(0)
            if below >= 0 and D >= below + 2:
                value_of = max(T(1) - abs(position - T(below)), T(0))
                value_of2 = max(T(1) - abs(position - T(below + 1)), T(0))
                for r in range(W):
                    planes[U(q), U(r)] += (
                        value_of * x[U(nc), U(below), U(q), U(r)]
                        + value_of2 * x[U(nc), U(below + 1), U(q), U(r)]
                    )
            else:
                for p in range(max(0, below), min(D, below + 2)):
                    value_of = max(T(1) - abs(position - T(p)), T(0))
                    for r in range(W):
                        planes[U(q), U(r)] += value_of * x[U(nc), U(p), U(q), U(r)]
        # rows[a,r] = Σ_q G(q, {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if
        #     s_h > 0; else H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else
        #     H/OH}) − 1/2, 0) ≤ H; else H − 1}) · planes[q,r]
        for a in range(OH):
            position2 = position2_table[U(a)]
            below2 = below2_table[U(a)]
            for r in range(W):
                rows[U(a), U(r)] = T(0)
            if below2 >= 0 and H >= below2 + 2:
                value_of = max(T(1) - abs(position2 - T(below2)), T(0))
                value_of2 = max(T(1) - abs(position2 - T(below2 + 1)), T(0))
                for r in range(W):
                    rows[U(a), U(r)] += (
                        planes[U(below2), U(r)] * value_of + planes[U(below2 + 1), U(r)] * value_of2
                    )
            else:
                for q in range(max(0, below2), min(H, below2 + 2)):
                    value_of = max(T(1) - abs(position2 - T(q)), T(0))
                    for r in range(W):
                        rows[U(a), U(r)] += planes[U(q), U(r)] * value_of
        # y[nc,e,a,b] = Σ_r G(r, {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w
        #     if s_w > 0; else W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else
        #     W/OW}) − 1/2, 0) ≤ W; else W − 1}) · rows[a,r]
        for a in range(OH):
            for b in range(OW):
                below3 = below3_table[U(b)]
                weight = weight_table[U(b)]
                weight2 = weight2_table[U(b)]
                acc = T(0)
                if inside(below3, W):
                    acc = plus(acc, rows[U(a), U(below3)] * weight)
                if inside(below3 + 1, W):
                    acc = plus(acc, rows[U(a), U(below3 + 1)] * weight2)
                y[U(nc), U(e), U(a), U(b)] = acc


def _forward(x, y, N, C, D, H, W, OD, OH, OW, alpha, s_d, s_h, s_w):
    """plane[e] = {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2,
        0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2, 0) ≤ D; else D − 1}
    row[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0)
        if 1 + max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0) ≤ H; else H − 1}
    column[b] = {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2,
        0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1}
    planes[n,c,e,q,r] = Σ_p G(p, plane[e]) · x[n,c,p,q,r]
    rows[n,c,e,a,r] = Σ_q G(q, row[a]) · planes[n,c,e,q,r]
    y[n,c,e,a,b] = Σ_r G(r, column[b]) · rows[n,c,e,a,r]

    Operations: C·D·H·N·OD·W + C·H·N·OD·OH·W + C·N·OD·OH·OW·W multiplications, C·D·H·N·OD·W +
        C·H·N·OD·OH·W + C·N·OD·OH·OW·W − C·H·N·OD·W − C·N·OD·OH·OW − C·N·OD·OH·W additions, terms that a
        condition drops counted.
    """
    dtype = y.dtype
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, OD, OH, OW))
    position2_table = scratch(OH, dtype)
    below2_table = scratch(OH, np.int64)
    below3_table = scratch(OW, np.int64)
    weight_table = scratch(OW, dtype)
    weight2_table = scratch(OW, dtype)
    _forward_part(below2_table, below3_table, position2_table, weight2_table, weight_table, H, W, OH, OW,
            alpha, s_h, s_w)
    launch(_forward_part2, C * N * OD,
            C * D * H * N * OD * W + C * H * N * OD * OH * W + C * N * OD * OH * OW * W, x_rows, y_rows,
            below2_table, below3_table, position2_table, weight2_table, weight_table, N, C, D, H, W, OD, OH,
            OW, alpha, s_d)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(below2_table, below3_table, below_table, position2_table, position3_table, weight2_table,
        weight_table, D, H, W, OD, OH, OW, alpha, s_d, s_h, s_w):
    """below_table[b] = ⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else W/OW})
        − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1}⌋
    weight_table[b] = G(⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else
        W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1}⌋,
        {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) if 1
        + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1})
    weight2_table[b] = G(1 + ⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else
        W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1}⌋,
        {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) if 1
        + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1})
    position2_table[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if s_h > 0; else
        H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0) ≤ H; else H − 1}
    below2_table[a] = ⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if s_h > 0; else H/OH})
        − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0) ≤ H; else H − 1}⌋
    position3_table[e] = {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d if s_d > 0; else
        D/OD}) − 1/2, 0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2, 0) ≤ D; else D − 1}
    below3_table[e] = ⌊{e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d if s_d > 0; else D/OD})
        − 1/2, 0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2, 0) ≤ D; else D − 1}⌋
    """
    dtype = position2_table.dtype
    T = dtype.type
    # below_table[b] = ⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w
    #     > 0; else W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW})
    #     − 1/2, 0) ≤ W; else W − 1}⌋
    # weight_table[b], as written above
    # weight2_table[b], as written above
    for b in range(OW):
        position = (
            T((W - 1) * b) / T(max(OW - 1, 1))
            if alpha == 1
            else select(
                T(W) >= select(select(s_w > T(0), s_w, T(W) / T(OW)) * (T(b * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_w > T(0), s_w, T(W) / T(OW)) * (T(b * 2 + 1) / T(2)) - (T(1) / T(2)), T(0))
                + T(1),
                select(select(s_w > T(0), s_w, T(W) / T(OW)) * (T(b * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_w > T(0), s_w, T(W) / T(OW)) * (T(b * 2 + 1) / T(2)) - (T(1) / T(2)), T(0)),
                T(W - 1),
            )
        )
        below = cell(position)
        weight = max(T(1) - abs(position - T(below)), T(0))
        weight2 = max(T(1) - abs(position - T(below + 1)), T(0))
        below_table[U(b)] = below
        weight_table[U(b)] = weight
        weight2_table[U(b)] = weight2
    # position2_table[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if
    #     s_h > 0; else H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else
    #     H/OH}) − 1/2, 0) ≤ H; else H − 1}
    # below2_table[a] = ⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if
    #     s_h > 0; else H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else
    #     H/OH}) − 1/2, 0) ≤ H; else H − 1}⌋
    for a in range(OH):
        position2 = (
            T((H - 1) * a) / T(max(OH - 1, 1))
            if alpha == 1
            else select(
                T(H) >= select(select(s_h > T(0), s_h, T(H) / T(OH)) * (T(a * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_h > T(0), s_h, T(H) / T(OH)) * (T(a * 2 + 1) / T(2)) - (T(1) / T(2)), T(0))
                + T(1),
                select(select(s_h > T(0), s_h, T(H) / T(OH)) * (T(a * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_h > T(0), s_h, T(H) / T(OH)) * (T(a * 2 + 1) / T(2)) - (T(1) / T(2)), T(0)),
                T(H - 1),
            )
        )
        below2 = cell(position2)
        position2_table[U(a)] = position2
        below2_table[U(a)] = below2
    # position3_table[e] = {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d if
    #     s_d > 0; else D/OD}) − 1/2, 0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else
    #     D/OD}) − 1/2, 0) ≤ D; else D − 1}
    # below3_table[e] = ⌊{e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d if
    #     s_d > 0; else D/OD}) − 1/2, 0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else
    #     D/OD}) − 1/2, 0) ≤ D; else D − 1}⌋
    for e in range(OD):
        position3 = (
            T((D - 1) * e) / T(max(OD - 1, 1))
            if alpha == 1
            else select(
                T(D) >= select(select(s_d > T(0), s_d, T(D) / T(OD)) * (T(e * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_d > T(0), s_d, T(D) / T(OD)) * (T(e * 2 + 1) / T(2)) - (T(1) / T(2)), T(0))
                + T(1),
                select(select(s_d > T(0), s_d, T(D) / T(OD)) * (T(e * 2 + 1) / T(2)) >= T(1) / T(2),
                        select(s_d > T(0), s_d, T(D) / T(OD)) * (T(e * 2 + 1) / T(2)) - (T(1) / T(2)), T(0)),
                T(D - 1),
            )
        )
        below3 = cell(position3)
        position3_table[U(e)] = position3
        below3_table[U(e)] = below3


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, below_table, drows, weight2_table, weight_table, N, C, W, OD, OH, OW):
    """drows[n'c′, e, a, r] += G(r, {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0;
        else W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W −
        1}) · dy[n'c′, e, a, b]
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_c_ = task // (OD * OH)
        e_ = task // OH % OD
        a_ = task % OH
        for r in range(W):
            drows[U(n_c_), U(e_), U(a_), U(r)] = T(0)
        # drows[n'c′, e, a, r] += G(r, {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) ·
        #     {s_w if s_w > 0; else W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0;
        #     else W/OW}) − 1/2, 0) ≤ W; else W − 1}) · dy[n'c′, e, a, b]
        for b in range(OW):
            below = below_table[U(b)]
            weight = weight_table[U(b)]
            weight2 = weight2_table[U(b)]
            dy_weight = dy[U(n_c_), U(e_), U(a_), U(b)] * weight
            if inside(below, W):
                drows[U(n_c_), U(e_), U(a_), U(below)] += dy_weight
            dy_weight2 = dy[U(n_c_), U(e_), U(a_), U(b)] * weight2
            if inside(below + 1, W):
                drows[U(n_c_), U(e_), U(a_), U(below + 1)] += dy_weight2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part3(first, last, below2_table, dplanes, drows, position2_table, N, C, H, W, OD, OH):
    """dplanes[n'c′, e, q, r] += G(q, {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if s_h > 0;
        else H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0) ≤ H; else H −
        1}) · drows[n'c′, e, a, r]
    """
    dtype = dplanes.dtype
    T = dtype.type
    for task in range(first, last):
        n_c_ = task // OD
        e_ = task % OD
        for q in range(H):
            for r in range(W):
                dplanes[U(n_c_), U(e_), U(q), U(r)] = T(0)
        # dplanes[n'c′, e, q, r] += G(q, {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2)
        #     · {s_h if s_h > 0; else H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h >
        #     0; else H/OH}) − 1/2, 0) ≤ H; else H − 1}) · drows[n'c′, e, a, r]
        for a in range(OH):
            position2 = position2_table[U(a)]
            below2 = below2_table[U(a)]
            for q_ in range(max(0, below2), min(H, below2 + 2)):
                value_of = max(T(1) - abs(position2 - T(q_)), T(0))
                for r_ in range(W):
                    dplanes[U(n_c_), U(e_), U(q_), U(r_)] += drows[U(n_c_), U(e_), U(a), U(r_)] * value_of


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part4(first, last, dx, below3_table, dplanes, position3_table, N, C, D, H, W, OD):
    """dx[n'c′, p, q, r] += G(p, {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d if s_d > 0; else
        D/OD}) − 1/2, 0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2, 0) ≤ D; else D − 1})
        · dplanes[n'c′, e, q, r]
    """
    dtype = dx.dtype
    T = dtype.type
    for task in range(first, last):
        n_c_ = task // H
        q = task % H
        for k in range(D):
            for j in range(W):
                dx[U(n_c_), U(k), U(q), U(j)] = T(0)
        # dx[n'c′, p, q, r] += G(p, {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) ·
        #     {s_d if s_d > 0; else D/OD}) − 1/2, 0) if 1 + max(((e + 1/2) · {s_d if s_d > 0;
        #     else D/OD}) − 1/2, 0) ≤ D; else D − 1}) · dplanes[n'c′, e, q, r]
        for e in range(OD):
            position3 = position3_table[U(e)]
            below3 = below3_table[U(e)]
            for p in range(max(0, below3), min(D, below3 + 2)):
                value_of2 = max(T(1) - abs(position3 - T(p)), T(0))
                for r in range(W):
                    dx[U(n_c_), U(p), U(q), U(r)] += dplanes[U(n_c_), U(e), U(q), U(r)] * value_of2


def _vjp_x(dy, dx, N, C, D, H, W, OD, OH, OW, alpha, s_d, s_h, s_w):
    """column[b] = {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2,
        0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1}
    drows[n,c,e,a,r] = Σ_b G(r, column[b]) · dy[n,c,e,a,b]
    row[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0)
        if 1 + max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0) ≤ H; else H − 1}
    dplanes[n,c,e,q,r] = Σ_a G(q, row[a]) · drows[n,c,e,a,r]
    plane[e] = {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2,
        0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2, 0) ≤ D; else D − 1}
    dx[n,c,k,i,j] = Σ_e G(k, plane[e]) · dplanes[n,c,e,i,j]

    Operations: C·D·H·N·OD·W + C·H·N·OD·OH·W + C·N·OD·OH·OW·W multiplications, C·D·H·N·OD·W +
        C·H·N·OD·OH·W + C·N·OD·OH·OW·W − C·D·H·N·W − C·H·N·OD·W − C·N·OD·OH·W additions, terms that a
        condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((C * N, OD, OH, OW))
    dx_rows = dx.reshape((C * N, D, H, W))
    below_table = scratch(OW, np.int64)
    weight_table = scratch(OW, dtype)
    weight2_table = scratch(OW, dtype)
    position2_table = scratch(OH, dtype)
    below2_table = scratch(OH, np.int64)
    position3_table = scratch(OD, dtype)
    below3_table = scratch(OD, np.int64)
    drows = scratch((C * N, OD, OH, W), dtype)
    dplanes = scratch((C * N, OD, H, W), dtype)
    _vjp_x_part(below2_table, below3_table, below_table, position2_table, position3_table, weight2_table,
            weight_table, D, H, W, OD, OH, OW, alpha, s_d, s_h, s_w)
    launch(_vjp_x_part2, C * N * OD * OH, C * N * OD * OH * OW * W + C * N * OD * OH * W, dy_rows,
            below_table, drows, weight2_table, weight_table, N, C, W, OD, OH, OW)
    launch(_vjp_x_part3, C * N * OD, C * H * N * OD * OH * W + C * H * N * OD * W, below2_table, dplanes,
            drows, position2_table, N, C, H, W, OD, OH)
    launch(_vjp_x_part4, C * N * H, C * D * H * N * OD * W + C * D * H * N * W, dx_rows, below3_table,
            dplanes, position3_table, N, C, D, H, W, OD)


def _jvp(x_dot, y_dot, N, C, D, H, W, OD, OH, OW, alpha, s_d, s_h, s_w):
    """plane[e] = {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2,
        0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2, 0) ≤ D; else D − 1}
    row[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0)
        if 1 + max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0) ≤ H; else H − 1}
    column[b] = {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2,
        0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1}
    planes_dot[n,c,e,q,r] = Σ_p G(p, plane[e]) · ẋ[n,c,p,q,r]
    rows_dot[n,c,e,a,r] = Σ_q G(q, row[a]) · planes_dot[n,c,e,q,r]
    ẏ[n,c,e,a,b] = Σ_r G(r, column[b]) · rows_dot[n,c,e,a,r]

    Operations: C·D·H·N·OD·W + C·H·N·OD·OH·W + C·N·OD·OH·OW·W multiplications, C·D·H·N·OD·W +
        C·H·N·OD·OH·W + C·N·OD·OH·OW·W − C·H·N·OD·W − C·N·OD·OH·OW − C·N·OD·OH·W additions, terms that a
        condition drops counted.
    """
    dtype = y_dot.dtype
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    y_dot_rows = y_dot.reshape((C * N, OD, OH, OW))
    position2_table = scratch(OH, dtype)
    below2_table = scratch(OH, np.int64)
    below3_table = scratch(OW, np.int64)
    weight_table = scratch(OW, dtype)
    weight2_table = scratch(OW, dtype)
    # position2_table[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if
    #     s_h > 0; else H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else
    #     H/OH}) − 1/2, 0) ≤ H; else H − 1}
    # below2_table[a] = ⌊{a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if
    #     s_h > 0; else H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else
    #     H/OH}) − 1/2, 0) ≤ H; else H − 1}⌋
    # below3_table[b] = ⌊{b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if
    #     s_w > 0; else W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else
    #     W/OW}) − 1/2, 0) ≤ W; else W − 1}⌋
    # weight_table[b], as written above
    # weight2_table[b], as written above
    _forward_part(below2_table, below3_table, position2_table, weight2_table, weight_table, H, W, OH, OW,
            alpha, s_h, s_w)
    # planes_dot[q,r] = Σ_p G(p, {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) ·
    #     {s_d if s_d > 0; else D/OD}) − 1/2, 0) if 1 + max(((e + 1/2) · {s_d if s_d > 0;
    #     else D/OD}) − 1/2, 0) ≤ D; else D − 1}) · ẋ[nc,p,q,r]
    # rows_dot[a,r] = Σ_q G(q, {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h
    #     if s_h > 0; else H/OH}) − 1/2, 0) if 1 + max(((a + 1/2) · {s_h if s_h > 0; else
    #     H/OH}) − 1/2, 0) ≤ H; else H − 1}) · planes_dot[q,r]
    # ẏ[nc,e,a,b] = Σ_r G(r, {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w
    #     if s_w > 0; else W/OW}) − 1/2, 0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else
    #     W/OW}) − 1/2, 0) ≤ W; else W − 1}) · rows_dot[a,r]
    launch(_forward_part2, C * N * OD,
            C * D * H * N * OD * W + C * H * N * OD * OH * W + C * N * OD * OH * OW * W, x_dot_rows,
            y_dot_rows, below2_table, below3_table, position2_table, weight2_table, weight_table, N, C, D, H,
            W, OD, OH, OW, alpha, s_d)


def forward(x, *, out=None, save=False, size=2, align_corners=0, step=0.0):
    """trilinear interpolation; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha", "s_d", "s_h", "s_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, size=2, align_corners=0, step=0.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha", "s_d", "s_h", "s_w"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, size=2, align_corners=0, step=0.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha", "s_d", "s_h", "s_w"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, size=2, align_corners=0, step=0.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha", "s_d", "s_h",
            "s_w"))
    return call.result("y_dot")
