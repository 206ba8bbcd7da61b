"""spatial_pyramid_avg_pool2d: mean over bins at the levels 1, 2, 4.

Made by `chainrule generate`, version 0.1.0, from the forward of `spatial_pyramid_avg_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    level1_rows[0] = H
    level1_columns[0] = W
    level1[n,c,0,0] = 1/(level1_columns[0]·level1_rows[0]) · Σ_{a,b} x[n,c,a,b]
    level2_rows[i] = ⌈(i + 1) · H/2⌉ − ⌊i·H/2⌋
    level2_columns[j] = ⌈(j + 1) · W/2⌉ − ⌊j·W/2⌋
    level2[n,c,i,j] = 1/(level2_rows[i]·level2_columns[j]) · Σ_{a,b : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉, ⌊j·W/2⌋ ≤
        b < ⌈(j+1)·W/2⌉} x[n,c,a,b]
    level4_rows[i] = ⌈(i + 1) · H/4⌉ − ⌊i·H/4⌋
    level4_columns[j] = ⌈(j + 1) · W/4⌉ − ⌊j·W/4⌋
    level4[n,c,i,j] = 1/(level4_rows[i]·level4_columns[j]) · Σ_{a,b : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉, ⌊j·W/4⌋ ≤
        b < ⌈(j+1)·W/4⌉} x[n,c,a,b]
    y[n,c,k] = {level4[n, c, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5] if k ≥ 5; level2[n, c, ⌊(k−1)/2⌋,
        k−2·⌊(k−1)/2⌋−1] if k > 0; else level1[n,c,k,0]}
    dx[n,c,a,b] = dy[n,c,0]/(level1_columns[0]·level1_rows[0]) + Σ_{i,j : ⌊2·a/H⌋ ≤ i < ⌈2·(a+1)/H⌉,
        ⌊2·b/W⌋ ≤ j < ⌈2·(b+1)/W⌉} dy[n, c, 2·i+j+1]/(level2_rows[i]·level2_columns[j]) + Σ_{i = 0..3 :
        ⌊4·a/H⌋ ≤ i < ⌈4·(a+1)/H⌉} Σ_{j = 0..3 : ⌊4·b/W⌋ ≤ j < ⌈4·(b+1)/W⌉} dy[n, c,
        4·i+j+5]/(level4_rows[i]·level4_columns[j])

Source: He et al. 2014, section 2.3; Lazebnik et al. 2006.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 112 places of the kernels. Each of the 10 parallel loops has no two iterations that write
the same element, and none that reads another's.

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
    'name': 'spatial_pyramid_avg_pool2d',
    'summary': 'mean over bins at the levels 1, 2, 4',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', '21'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['(H - 1) // 2 + 1', '(H - 1) // 4 + 1', '(W - 1) // 2 + 1', '(W - 1) // 4 + 1', 'H', 'W']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * H * N * W + C * N * W', 'C * N * 2', 'C * N * W']},
        {'path': 'single', 'at': 1025, 'of': ['W']},
        {'path': 'vector', 'at': 64, 'of': ['(W - 1) // 2 + 1', '(W - 1) // 4 + 1', 'H', 'W']},
    ],
    'proved': {'in bounds': 112, 'iterations apart': 10},
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
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, **_: (N, C, 21),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, S1, N, C, H, W, b_block_last):
    """S₁[nc] = Σ_{a,b} x[nc,a,b]"""
    dtype = x.dtype
    T = dtype.type
    for nc in range(first, last):
        # S₁[nc] = Σ_{a,b} x[nc,a,b]
        acc = T(0)
        rest = T(0)
        for a in range(H):
            for b_block in range(b_block_last + 1):
                part = T(0)
                for b in range(b_block * 1024, min(W, b_block * 1024 + 1024)):
                    part = plus(part, x[U(nc), U(a), U(b)])
                acc, rest = carried(acc, rest, part)
        S1[U(nc)] = acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, S2, N, C, H, W, a_block_last, b_block_last):
    """S2_rows[b] = Σ_{a : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉} x[nc,a,b]
    S₂[nc,i,j] = Σ_{b : ⌊j·W/2⌋ ≤ b < ⌈(j+1)·W/2⌉} S2_rows[b]
    """
    dtype = x.dtype
    T = dtype.type
    S2_rows = np.empty(W, dtype)
    rest2 = np.empty(W, dtype)
    part2 = np.empty(W, dtype)
    for task in range(first, last):
        nc = task // (2)
        i = task % 2
        # S2_rows[b] = Σ_{a : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉} x[nc,a,b]
        for b in range(W):
            S2_rows[U(b)] = T(0)
        for b in range(W):
            rest2[U(b)] = T(0)
        a_first = -((1 - (H * i)) // 2)
        a_last = (H + H * i - 1) // 2
        for a_block in range(max(0, -((1 - (H * i)) // 2) // 1024), min(a_block_last + 1,
                (H + H * i - 1) // 2 // 1024 + 1)):
            for b in range(W):
                part2[U(b)] = T(0)
            for a in range(max(0, a_first, a_block * 1024), min(H, a_last + 1, a_block * 1024 + 1024)):
                for b in range(W):
                    part2[U(b)] += x[U(nc), U(a), U(b)]
            for b in range(W):
                S2_rows[U(b)], rest2[U(b)] = carried(S2_rows[U(b)], rest2[U(b)], part2[U(b)])
        # S₂[nc,i,j] = Σ_{b : ⌊j·W/2⌋ ≤ b < ⌈(j+1)·W/2⌉} S2_rows[b]
        for j in range(2):
            acc2 = T(0)
            rest3 = T(0)
            if 1024 >= W:
                for b in range(max(0, -((1 - (W * j)) // 2)), min(W, (W + W * j - 1) // 2 + 1)):
                    acc2 = plus(acc2, S2_rows[U(b)])
            else:
                b_first = -((1 - (W * j)) // 2)
                b_last = (W + W * j - 1) // 2
                for b_block in range(max(0, -((1 - (W * j)) // 2) // 1024), min(b_block_last + 1,
                        (W + W * j - 1) // 2 // 1024 + 1)):
                    part3 = T(0)
                    for b in range(max(0, b_first, b_block * 1024), min(W, b_last + 1,
                            b_block * 1024 + 1024)):
                        part3 = plus(part3, S2_rows[U(b)])
                    acc2, rest3 = carried(acc2, rest3, part3)
            S2[U(nc), U(i), U(j)] = acc2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part3(first, last, x, S3, N, C, H, W, a_block_last, b_block_last):
    """S3_rows[b] = Σ_{a : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉} x[nc,a,b]
    S₃[nc,i,j] = Σ_{b : ⌊j·W/4⌋ ≤ b < ⌈(j+1)·W/4⌉} S3_rows[b]
    """
    dtype = x.dtype
    T = dtype.type
    S3_rows = np.empty(W, dtype)
    rest4 = np.empty(W, dtype)
    part4 = np.empty(W, dtype)
    for task in range(first, last):
        nc = task // (4)
        i = task % 4
        # S3_rows[b] = Σ_{a : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉} x[nc,a,b]
        for b in range(W):
            S3_rows[U(b)] = T(0)
        for b in range(W):
            rest4[U(b)] = T(0)
        a_first2 = -((3 - (H * i)) // 4)
        a_last2 = (H + H * i - 1) // 4
        for a_block in range(max(0, -((3 - (H * i)) // 4) // 1024), min(a_block_last + 1,
                (H + H * i - 1) // 4 // 1024 + 1)):
            for b in range(W):
                part4[U(b)] = T(0)
            for a in range(max(0, a_first2, a_block * 1024), min(H, a_last2 + 1, a_block * 1024 + 1024)):
                for b in range(W):
                    part4[U(b)] += x[U(nc), U(a), U(b)]
            for b in range(W):
                S3_rows[U(b)], rest4[U(b)] = carried(S3_rows[U(b)], rest4[U(b)], part4[U(b)])
        # S₃[nc,i,j] = Σ_{b : ⌊j·W/4⌋ ≤ b < ⌈(j+1)·W/4⌉} S3_rows[b]
        for j in range(4):
            acc3 = T(0)
            rest5 = T(0)
            if 1024 >= W:
                for b in range(max(0, -((3 - (W * j)) // 4)), min(W, (W + W * j - 1) // 4 + 1)):
                    acc3 = plus(acc3, S3_rows[U(b)])
            else:
                b_first = -((3 - (W * j)) // 4)
                b_last = (W + W * j - 1) // 4
                for b_block in range(max(0, -((3 - (W * j)) // 4) // 1024), min(b_block_last + 1,
                        (W + W * j - 1) // 4 // 1024 + 1)):
                    part5 = T(0)
                    for b in range(max(0, b_first, b_block * 1024), min(W, b_last + 1,
                            b_block * 1024 + 1024)):
                        part5 = plus(part5, S3_rows[U(b)])
                    acc3, rest5 = carried(acc3, rest5, part5)
            S3[U(nc), U(i), U(j)] = acc3


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part4(first, last, y, S1, S2, S3, N, C, H, W):
    """level1[0,0] = S₁[nc]/(H·W)
    y[nc,k] = {S₃[nc, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5]/((⌈(⌊(k − 5)/4⌋ + 1) · H/4⌉ − ⌊H · ⌊(k − 5)/4⌋/4⌋) ·
        (⌈k·W/4⌉ − ⌊(k·W − 5·W)/4⌋ − W)) if k ≥ 5; S₂[nc, ⌊(k−1)/2⌋, k−2·⌊(k−1)/2⌋−1]/((⌈k·W/2⌉ − ⌊(k·W −
        W)/2⌋) · (⌈⌈k/2⌉·H/2⌉ − ⌊H · ⌊(k − 1)/2⌋/2⌋)) if k > 0; else level1[k,0]}
    """
    dtype = y.dtype
    T = dtype.type
    level1 = np.empty((1, 1), dtype)
    for nc in range(first, last):
        # level1[0,0] = S₁[nc]/(H·W)
        level1[0, 0] = S1[U(nc)] / T(H * W)
        # y[nc,k] = {S₃[nc, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5]/((⌈(⌊(k − 5)/4⌋ + 1) · H/4⌉ − ⌊H · ⌊(k
        #     − 5)/4⌋/4⌋) · (⌈k·W/4⌉ − ⌊(k·W − 5·W)/4⌋ − W)) if k ≥ 5; S₂[nc, ⌊(k−1)/2⌋,
        #     k−2·⌊(k−1)/2⌋−1]/((⌈k·W/2⌉ − ⌊(k·W − W)/2⌋) · (⌈⌈k/2⌉·H/2⌉ − ⌊H · ⌊(k −
        #     1)/2⌋/2⌋)) if k > 0; else level1[k,0]}
        for k in range(min(21, 5, 1)):
            y[U(nc), U(k)] = level1[U(k), 0]
        for k in range(1, min(21, 5)):
            y[U(nc), U(k)] = (
                S2[U(nc), U((k - 1) // 2), U(k - (((k - 1) // 2) * 2) - 1)]
                / T(
                    ((W * k - 1) // 2 + 1 - ((W * k - W) // 2))
                    * ((H + ((k - 1) // 2) * H - 1) // 2 + 1 - (((k - 1) // 2) * H // 2))
                )
            )
        for k in range(5, 21):
            y[U(nc), U(k)] = (
                S3[U(nc), U((k - 5) // 4), U(k - (((k - 5) // 4) * 4) - 5)]
                / T(
                    ((H + ((k - 5) // 4) * H - 1) // 4 + 1 - (((k - 5) // 4) * H // 4))
                    * ((W * k - 1) // 4 + 1 - ((W * k - (W * 5)) // 4) - W)
                )
            )


def _forward(x, y, N, C, H, W):
    """level1_rows[0] = H
    level1_columns[0] = W
    level1[n,c,0,0] = 1/(level1_columns[0]·level1_rows[0]) · Σ_{a,b} x[n,c,a,b]
    level2_rows[i] = ⌈(i + 1) · H/2⌉ − ⌊i·H/2⌋
    level2_columns[j] = ⌈(j + 1) · W/2⌉ − ⌊j·W/2⌋
    level2[n,c,i,j] = 1/(level2_rows[i]·level2_columns[j]) · Σ_{a,b : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉, ⌊j·W/2⌋ ≤
        b < ⌈(j+1)·W/2⌉} x[n,c,a,b]
    level4_rows[i] = ⌈(i + 1) · H/4⌉ − ⌊i·H/4⌋
    level4_columns[j] = ⌈(j + 1) · W/4⌉ − ⌊j·W/4⌋
    level4[n,c,i,j] = 1/(level4_rows[i]·level4_columns[j]) · Σ_{a,b : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉, ⌊j·W/4⌋ ≤
        b < ⌈(j+1)·W/4⌉} x[n,c,a,b]
    y[n,c,k] = {level4[n, c, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5] if k ≥ 5; level2[n, c, ⌊(k−1)/2⌋,
        k−2·⌊(k−1)/2⌋−1] if k > 0; else level1[n,c,k,0]}

    Operations: 42·C·N multiplications, 21·C·H·N·W − 21·C·N additions, terms that a condition drops
        counted.
    """
    dtype = y.dtype
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, 21))
    b_block_last = (W - 1) // 1024
    S1 = scratch(C * N, dtype)
    S2 = scratch((C * N, 2, 2), dtype)
    S3 = scratch((C * N, 4, 4), dtype)
    launch(_forward_part, C * N, C * H * N * W, x_rows, S1, N, C, H, W, b_block_last)
    a_block_last = (H - 1) // 1024
    launch(_forward_part2, C * N * 2, C * H * N * W + C * N * W, x_rows, S2, N, C, H, W, a_block_last,
            b_block_last)
    launch(_forward_part3, C * N * 4, C * H * N * W + C * N * W, x_rows, S3, N, C, H, W, a_block_last,
            b_block_last)
    launch(_forward_part4, C * N, C * N * 2, y_rows, S1, S2, S3, N, C, H, W)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(quotient_a, quotient_a2, quotient_a3, quotient_a4, H):
    """quotient_a[a] = ⌊(2·a + 1)/H⌋
    quotient_a2[a] = ⌊2·a/H⌋
    quotient_a3[a] = ⌊(4·a + 3)/H⌋
    quotient_a4[a] = ⌊4·a/H⌋
    """
    # quotient_a[a] = ⌊(2·a + 1)/H⌋
    for a in range(H):
        quotient_a[U(a)] = (a * 2 + 1) // H
    # quotient_a2[a] = ⌊2·a/H⌋
    for a in range(H):
        quotient_a2[U(a)] = a * 2 // H
    # quotient_a3[a] = ⌊(4·a + 3)/H⌋
    for a in range(H):
        quotient_a3[U(a)] = (a * 4 + 3) // H
    # quotient_a4[a] = ⌊4·a/H⌋
    for a in range(H):
        quotient_a4[U(a)] = a * 4 // H


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part2(first, last, dy, dx_rows, N, C, H, W):
    """dx_rows[nc,i,b] = Σ_{j : ⌊2·b/W⌋ ≤ j < ⌈2·(b+1)/W⌉} dy[nc, 2·i+j+1]/((⌈(i + 1) · H/2⌉ − ⌊i·H/2⌋) ·
        (⌈(j + 1) · W/2⌉ − ⌊j·W/2⌋))
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (2)
        i = task % 2
        # dx_rows[nc,i,b] = Σ_{j : ⌊2·b/W⌋ ≤ j < ⌈2·(b+1)/W⌉} dy[nc, 2·i+j+1]/((⌈(i + 1) ·
        #     H/2⌉ − ⌊i·H/2⌋) · (⌈(j + 1) · W/2⌉ − ⌊j·W/2⌋))
        for b in range(W):
            dx_rows[U(nc), U(i), U(b)] = T(0)
        quotient_i = H * i // 2
        quotient_i2 = (H + H * i - 1) // 2
        for j in range(2):
            factor = (
                dy[U(nc), U(i * 2 + j + 1)]
                / T(((W + W * j - 1) // 2 + 1 - (W * j // 2)) * (quotient_i2 + 1 - quotient_i))
            )
            for b in range(max(0, -((1 - (W * j)) // 2)), min(W, (W + W * j - 1) // 2 + 1)):
                dx_rows[U(nc), U(i), U(b)] += factor


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part3(first, last, dy, dx, dx_rows, quotient_a, quotient_a2, quotient_a3, quotient_a4, N, C, H, W):
    """dx_rows2[i,b] = Σ_{j : ⌊4·b/W⌋ ≤ j < ⌈4·(b+1)/W⌉} dy[nc, 4·i+j+5]/((⌈(i + 1) · H/4⌉ − ⌊i·H/4⌋) · (⌈(j
        + 1) · W/4⌉ − ⌊j·W/4⌋))
    dx[nc,a,b] = dy[nc,0]/(H·W) + Σ_{i = 0..1 : ⌊2·a/H⌋ ≤ i < ⌈2·(a+1)/H⌉} dx_rows[nc,i,b] + Σ_{i :
        ⌊4·a/H⌋ ≤ i < ⌈4·(a+1)/H⌉} dx_rows2[i,b]
    """
    dtype = dy.dtype
    T = dtype.type
    dx_rows2 = np.empty((4, W), dtype)
    row = np.empty(W, dtype)
    row2 = np.empty(W, dtype)
    for nc in range(first, last):
        # dx_rows2[i,b] = Σ_{j : ⌊4·b/W⌋ ≤ j < ⌈4·(b+1)/W⌉} dy[nc, 4·i+j+5]/((⌈(i + 1) · H/4⌉
        #     − ⌊i·H/4⌋) · (⌈(j + 1) · W/4⌉ − ⌊j·W/4⌋))
        for i in range(4):
            for b in range(W):
                dx_rows2[U(i), U(b)] = T(0)
            quotient_i3 = H * i // 4
            quotient_i4 = (H + H * i - 1) // 4
            for j in range(4):
                factor2 = (
                    dy[U(nc), U(i * 4 + j + 5)]
                    / T(((W + W * j - 1) // 4 + 1 - (W * j // 4)) * (quotient_i4 + 1 - quotient_i3))
                )
                for b in range(max(0, -((3 - (W * j)) // 4)), min(W, (W + W * j - 1) // 4 + 1)):
                    dx_rows2[U(i), U(b)] += factor2
        # dx[nc,a,b] = dy[nc,0]/(H·W) + Σ_{i = 0..1 : ⌊2·a/H⌋ ≤ i < ⌈2·(a+1)/H⌉}
        #     dx_rows[nc,i,b] + Σ_{i : ⌊4·a/H⌋ ≤ i < ⌈4·(a+1)/H⌉} dx_rows2[i,b]
        for a in range(H):
            i_first = quotient_a4[U(a)]
            i_last = quotient_a3[U(a)]
            i_first2 = max(i_first, 0)
            i_last2 = min(i_last, 3)
            for b in range(W):
                row[U(b)] = T(0)
            if i_first2 + 1 == i_last2:
                for i in range(max(0, i_first), min(3, i_last), 2):
                    for b in range(W):
                        terms2 = row[U(b)]
                        terms2 = plus(terms2, dx_rows2[U(i), U(b)])
                        terms2 = plus(terms2, dx_rows2[U(i + 1), U(b)])
                        row[U(b)] = terms2
            elif i_first2 + 2 == i_last2:
                for i in range(max(0, i_first), min(2, i_last - 1), 3):
                    for b in range(W):
                        terms = row[U(b)]
                        terms = plus(terms, dx_rows2[U(i), U(b)])
                        terms = plus(terms, dx_rows2[U(i + 1), U(b)])
                        terms = plus(terms, dx_rows2[U(i + 2), U(b)])
                        row[U(b)] = terms
            else:
                for i in range(max(0, i_first), min(4, i_last + 1)):
                    for b in range(W):
                        row[U(b)] += dx_rows2[U(i), U(b)]
            i_first3 = quotient_a2[U(a)]
            i_last3 = quotient_a[U(a)]
            i_first4 = max(i_first3, 0)
            i_last4 = min(i_last3, 1)
            if i_first4 == i_last4:
                dy_over_H_W = dy[U(nc), 0] / T(H * W)
                for i_2 in range(max(0, i_first3), min(2, i_last3 + 1)):
                    for b in range(W):
                        terms5 = T(0)
                        terms5 = plus(terms5, dx_rows[U(nc), U(i_2), U(b)])
                        dx[U(nc), U(a), U(b)] = dy_over_H_W + row[U(b)] + terms5
            elif i_first4 + 1 == i_last4:
                dy_over_H_W = dy[U(nc), 0] / T(H * W)
                for i_2 in range(max(0, i_first3), min(1, i_last3), 2):
                    for b in range(W):
                        terms4 = T(0)
                        terms4 = plus(terms4, dx_rows[U(nc), U(i_2), U(b)])
                        terms4 = plus(terms4, dx_rows[U(nc), U(i_2 + 1), U(b)])
                        dx[U(nc), U(a), U(b)] = dy_over_H_W + row[U(b)] + terms4
            elif i_first4 + 2 == i_last4:
                dy_over_H_W = dy[U(nc), 0] / T(H * W)
                for i_2 in range(max(0, i_first3), min(0, i_last3 - 1), 3):
                    for b in range(W):
                        terms3 = T(0)
                        terms3 = plus(terms3, dx_rows[U(nc), U(i_2), U(b)])
                        terms3 = plus(terms3, dx_rows[U(nc), U(i_2 + 1), U(b)])
                        terms3 = plus(terms3, dx_rows[U(nc), U(i_2 + 2), U(b)])
                        dx[U(nc), U(a), U(b)] = dy_over_H_W + row[U(b)] + terms3
            else:
                for b in range(W):
                    row2[U(b)] = T(0)
                for i_2 in range(max(0, i_first3), min(2, i_last3 + 1)):
                    for b in range(W):
                        row2[U(b)] += dx_rows[U(nc), U(i_2), U(b)]
                dy_over_H_W = dy[U(nc), 0] / T(H * W)
                for b in range(W):
                    dx[U(nc), U(a), U(b)] = dy_over_H_W + row2[U(b)] + row[U(b)]


def _vjp_x(dy, dx, N, C, H, W):
    """level1_columns[0] = W
    level1_rows[0] = H
    level2_columns[j] = ⌈(j + 1) · W/2⌉ − ⌊j·W/2⌋
    level2_rows[i] = ⌈(i + 1) · H/2⌉ − ⌊i·H/2⌋
    level4_columns[j] = ⌈(j + 1) · W/4⌉ − ⌊j·W/4⌋
    level4_rows[i] = ⌈(i + 1) · H/4⌉ − ⌊i·H/4⌋
    dx[n,c,a,b] = dy[n,c,0]/(level1_columns[0]·level1_rows[0]) + Σ_{i,j : ⌊2·a/H⌋ ≤ i < ⌈2·(a+1)/H⌉,
        ⌊2·b/W⌋ ≤ j < ⌈2·(b+1)/W⌉} dy[n, c, 2·i+j+1]/(level2_rows[i]·level2_columns[j]) + Σ_{i = 0..3 :
        ⌊4·a/H⌋ ≤ i < ⌈4·(a+1)/H⌉} Σ_{j = 0..3 : ⌊4·b/W⌋ ≤ j < ⌈4·(b+1)/W⌉} dy[n, c,
        4·i+j+5]/(level4_rows[i]·level4_columns[j])

    Operations: 42·C·H·N·W multiplications, 20·C·H·N·W additions, terms that a condition drops counted.
    """
    dtype = dx.dtype
    dy_rows = dy.reshape((C * N, 21))
    dx_rows = dx.reshape((C * N, H, W))
    quotient_a = scratch(H, np.int64)
    quotient_a2 = scratch(H, np.int64)
    quotient_a3 = scratch(H, np.int64)
    quotient_a4 = scratch(H, np.int64)
    dx_rows_2 = scratch((C * N, 2, W), dtype)
    _vjp_x_part(quotient_a, quotient_a2, quotient_a3, quotient_a4, H)
    launch(_vjp_x_part2, C * N * 2, C * N * W, dy_rows, dx_rows_2, N, C, H, W)
    launch(_vjp_x_part3, C * N, C * H * N * W + C * N * W, dy_rows, dx_rows, dx_rows_2, quotient_a,
            quotient_a2, quotient_a3, quotient_a4, N, C, H, W)


def _jvp(x_dot, y_dot, N, C, H, W):
    """level1_rows[0] = H
    level1_columns[0] = W
    level2_rows[i] = ⌈(i + 1) · H/2⌉ − ⌊i·H/2⌋
    level2_columns[j] = ⌈(j + 1) · W/2⌉ − ⌊j·W/2⌋
    level4_rows[i] = ⌈(i + 1) · H/4⌉ − ⌊i·H/4⌋
    level4_columns[j] = ⌈(j + 1) · W/4⌉ − ⌊j·W/4⌋
    Ṡ₁[n,c] = Σ_{a,b} ẋ[n,c,a,b]
    level1_dot[n,c,0,0] = Ṡ₁[n,c]/(level1_columns[0]·level1_rows[0])
    Ṡ₂[n,c,i,j] = Σ_{a,b : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉, ⌊j·W/2⌋ ≤ b < ⌈(j+1)·W/2⌉} ẋ[n,c,a,b]
    level2_dot[n,c,i,j] = Ṡ₂[n,c,i,j]/(level2_rows[i]·level2_columns[j])
    Ṡ₃[n,c,i,j] = Σ_{a,b : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉, ⌊j·W/4⌋ ≤ b < ⌈(j+1)·W/4⌉} ẋ[n,c,a,b]
    level4_dot[n,c,i,j] = Ṡ₃[n,c,i,j]/(level4_rows[i]·level4_columns[j])
    ẏ[n,c,k] = {level4_dot[n, c, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5] if k ≥ 5; level2_dot[n, c, ⌊(k−1)/2⌋,
        k−2·⌊(k−1)/2⌋−1] if k > 0; else level1_dot[n,c,k,0]}

    Operations: 42·C·N multiplications, 21·C·H·N·W − 21·C·N additions, terms that a condition drops
        counted.
    """
    dtype = y_dot.dtype
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, 21))
    b_block_last = (W - 1) // 1024
    S1_dot = scratch(C * N, dtype)
    S2_dot = scratch((C * N, 2, 2), dtype)
    S3_dot = scratch((C * N, 4, 4), dtype)
    # Ṡ₁[nc] = Σ_{a,b} ẋ[nc,a,b]
    launch(_forward_part, C * N, C * H * N * W, x_dot_rows, S1_dot, N, C, H, W, b_block_last)
    a_block_last = (H - 1) // 1024
    # S2_dot_rows[b] = Σ_{a : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉} ẋ[nc,a,b]
    # Ṡ₂[nc,i,j] = Σ_{b : ⌊j·W/2⌋ ≤ b < ⌈(j+1)·W/2⌉} S2_dot_rows[b]
    launch(_forward_part2, C * N * 2, C * H * N * W + C * N * W, x_dot_rows, S2_dot, N, C, H, W, a_block_last,
            b_block_last)
    # S3_dot_rows[b] = Σ_{a : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉} ẋ[nc,a,b]
    # Ṡ₃[nc,i,j] = Σ_{b : ⌊j·W/4⌋ ≤ b < ⌈(j+1)·W/4⌉} S3_dot_rows[b]
    launch(_forward_part3, C * N * 4, C * H * N * W + C * N * W, x_dot_rows, S3_dot, N, C, H, W, a_block_last,
            b_block_last)
    # level1_dot[0,0] = Ṡ₁[nc]/(H·W)
    # ẏ[nc,k] = {Ṡ₃[nc, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5]/((⌈(⌊(k − 5)/4⌋ + 1) · H/4⌉ − ⌊H · ⌊(k
    #     − 5)/4⌋/4⌋) · (⌈k·W/4⌉ − ⌊(k·W − 5·W)/4⌋ − W)) if k ≥ 5; Ṡ₂[nc, ⌊(k−1)/2⌋,
    #     k−2·⌊(k−1)/2⌋−1]/((⌈k·W/2⌉ − ⌊(k·W − W)/2⌋) · (⌈⌈k/2⌉·H/2⌉ − ⌊H · ⌊(k −
    #     1)/2⌋/2⌋)) if k > 0; else level1_dot[k,0]}
    launch(_forward_part4, C * N, C * N * 2, y_dot_rows, S1_dot, S2_dot, S3_dot, N, C, H, W)


def forward(x, *, out=None, save=False):
    """mean over bins at the levels 1, 2, 4; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W"))
    return call.result("y_dot")
