"""covariance_pool2d: covariance between channels over each window.

Made by `chainrule generate`, version 0.1.0, from the forward of `covariance_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    μ[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} x[n, c, s_h·i+d_h·u, s_w·j+d_w·v]
    y[n,c,e,i,j] = 1/(KH·KW) · Σ_{u,v} (x[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,c,i,j]) · (x[n, e,
        s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,e,i,j])
    dx[n,c,a,b] = 1/(KH·KW) · (Σ_{c′,u,v : s_h ∣ a−d_h·u, s_w ∣ b−d_w·v} dy[n, c′, c, (a−d_h·u)/s_h,
        (b−d_w·v)/s_w] · (x[n,c′,a,b] − μ[n, c′, (a−d_h·u)/s_h, (b−d_w·v)/s_w]) + Σ_{e,u,v : s_h ∣
        a−d_h·u, s_w ∣ b−d_w·v} dy[n, c, e, (a−d_h·u)/s_h, (b−d_w·v)/s_w] · (x[n,e,a,b] − μ[n, e,
        (a−d_h·u)/s_h, (b−d_w·v)/s_w]))
    dy = 0 where an index leaves its range

Convention: divided by the number of taps (biased).

Source: seed 001, second-order statistics; Ionescu et al. 2015; Lin et al. 2015 (bilinear pooling).

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 91 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: the hand-written loops of contract, turn (tried between protected pages).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import carried, gcd, plus, residue
from .threads import launch
from .vectors import blocks, colblock, contract, depthblock, rowblock, scratch, turn

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'covariance_pool2d',
    'summary': 'covariance between channels over each window',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'mu', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['C', 'KH * KW']},
        {'path': 'blocks', 'at': 8, 'of': ['C']},
        {'path': 'deep', 'at': 1024, 'of': ['KH * KW']},
        {'path': 'high', 'at': 216, 'of': ['C']},
        {'path': 'parts', 'at': 1024, 'of': ['C']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * KH * KW * N * OH * OW', 'C * KH * KW * N * OH * OW + C * KH * N * OH * W + C * KW * N * OH * OW', 'C**2 * KH * KW * N * OH * OW', 'C**2 * KH * KW * N * OH * OW // 32']},
        {'path': 'vector', 'at': 64, 'of': ['(W - 1) // s_w + 1', 'C', 'KH * KW', 'KW', 'OW', 'W']},
        {'path': 'wide', 'at': 64, 'of': ['C']},
    ],
    'proved': {'in bounds': 91, 'iterations apart': 6},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': ['contract', 'turn']},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["mu"]), runtime.Saved):
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
        "OH": lambda H, KH, d_h, s_h, **_: (H - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, s_w, **_: (W - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, C, OH, OW),
        "mu": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, mu, y_pairs, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w):
    """mu_columns[column] = Σ_u x[n, c, s_h·i+d_h·u, column]
    μ[n,c,i,j] = 1/(KW·KH) · Σ_v mu_columns[s_w·j+d_w·v]
    y_pairs[n,c,i,u,v,j] = x[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,c,i,j]
    """
    dtype = x.dtype
    T = dtype.type
    mu_columns = np.empty(W, dtype)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (C * OH)
        c = task // OH % C
        i = task % OH
        # mu_columns[column] = Σ_u x[n, c, s_h·i+d_h·u, column]
        for column in range(W):
            mu_columns[U(column)] = T(0)
        for u in range(KH):
            for column in range(W):
                mu_columns[U(column)] += x[U(n), U(c), U(i * s_h + d_h * u), U(column)]
        # μ[n,c,i,j] = 1/(KW·KH) · Σ_v mu_columns[s_w·j+d_w·v]
        for j in range(OW):
            row[U(j)] = T(0)
        for v in range(KW):
            for j in range(OW):
                row[U(j)] += mu_columns[U(j * s_w + d_w * v)]
        for j in range(OW):
            mu[U(n), U(c), U(i), U(j)] = row[U(j)] / T(KH * KW)
        # y_pairs[n,c,i,u,v,j] = x[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,c,i,j]
        for u in range(KH):
            for v in range(KW):
                for j in range(OW):
                    y_pairs[U(n), U(c), U(i), U(u), U(v), U(j)] = (
                        x[U(n), U(c), U(i * s_h + d_h * u), U(j * s_w + d_w * v)] - mu[U(n), U(c), U(i), U(j)]
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks(first, last, panels, y_pairs, N, C, OH, OW, KH, KW, depth, wide):
    """panels[n, i, j, col_part, u·KW+v, e−col_part·wide] = y_pairs[n,e,i,u,v,j]"""
    for task in range(first, last):
        n = task // (OH * OW * ((C - 1) // wide + 1))
        i = task // (OW * ((C - 1) // wide + 1)) % OH
        j = task // (((C - 1) // wide + 1)) % OW
        col_part = task % ((C - 1) // wide + 1)
        # panels[n, i, j, col_part, u·KW+v, e−col_part·wide] = y_pairs[n,e,i,u,v,j]
        turn(panels, (n, i, j, col_part, 0, 0), wide, y_pairs,
                KH * KW * OH * OW * col_part * wide + KH * KW * OW * i + j + C * KH * KW * OH * OW * n,
                KH * KW * OH * OW, OW, min(wide, C - (col_part * wide)), KH * KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_blocks2(first, last, y, panels, y_pairs, N, C, OH, OW, KH, KW, deep, depth, high,
        quotient_C_wide, wide):
    """y[n,c,e,i,j] = 1/(KH·KW) · Σ_{u,v} y_pairs[n,c,i,u,v,j] · y_pairs[n,e,i,u,v,j]"""
    dtype = y.dtype
    T = dtype.type
    row_at = np.empty(high, np.int64)
    left_at = np.empty(max(0, depth), np.int64)
    right_at = np.empty(max(0, depth), np.int64)
    tile = np.empty((high, wide), dtype)
    for u in range(KH):
        for v in range(KW):
            left_at[U(KW * u + v)] = KW * OW * u + OW * v
    for k in range(depth):
        right_at[U(k)] = k * wide
    for task in range(first, last):
        n = task // (OH * OW * ((C - 1) // high + 1) * ((C - 1) // wide + 1))
        i = task // (OW * ((C - 1) // high + 1) * ((C - 1) // wide + 1)) % OH
        j = task // (((C - 1) // high + 1) * ((C - 1) // wide + 1)) % OW
        row_part = task // (((C - 1) // wide + 1)) % ((C - 1) // high + 1)
        col_part = task % ((C - 1) // wide + 1)
        # y[n,c,e,i,j] = 1/(KH·KW) · Σ_{u,v} y_pairs[n,c,i,u,v,j] · y_pairs[n,e,i,u,v,j]
        for c in range(high * row_part, min(C, high + high * row_part)):
            row_at[U(c - (high * row_part))] = (
                KH * KW * OH * OW * c + KH * KW * OW * i + j + C * KH * KW * OH * OW * n
            )
        contract(tile, (0, 0), wide, y_pairs, row_at, left_at, panels,
                col_part * depth * wide + OW * depth * i * quotient_C_wide * wide + OW * depth * i * wide + depth * j * quotient_C_wide * wide + depth * j * wide + OH * OW * depth * n * quotient_C_wide * wide + OH * OW * depth * n * wide,
                right_at, min(high, C - (high * row_part)), min(wide, C - (col_part * wide)), 0, depth, deep)
        for c in range(high * row_part, min(C, high + high * row_part)):
            for e in range(col_part * wide, min(C, col_part * wide + wide)):
                y[U(n), U(c), U(e), U(i), U(j)] = (
                    tile[U(c - (high * row_part)), U(e - (col_part * wide))] / T(KH * KW)
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_plain(first, last, y, y_pairs, N, C, OH, OW, KH, KW):
    """y[n,c,e,i,j] = 1/(KH·KW) · Σ_{u,v} y_pairs[n,c,i,u,v,j] · y_pairs[n,e,i,u,v,j]"""
    dtype = y.dtype
    T = dtype.type
    row2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // (C * C * OH)
        c = task // (C * OH) % C
        e = task // OH % C
        i = task % OH
        # y[n,c,e,i,j] = 1/(KH·KW) · Σ_{u,v} y_pairs[n,c,i,u,v,j] · y_pairs[n,e,i,u,v,j]
        for j in range(OW):
            row2[U(j)] = T(0)
        for u in range(KH):
            for v in range(KW):
                for j in range(OW):
                    row2[U(j)] += (
                        y_pairs[U(n), U(c), U(i), U(u), U(v), U(j)]
                        * y_pairs[U(n), U(e), U(i), U(u), U(v), U(j)]
                    )
        for j in range(OW):
            y[U(n), U(c), U(e), U(i), U(j)] = row2[U(j)] / T(KH * KW)


def _forward(x, y, mu, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w):
    """μ[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} x[n, c, s_h·i+d_h·u, s_w·j+d_w·v]
    y[n,c,e,i,j] = 1/(KH·KW) · Σ_{u,v} (x[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,c,i,j]) · (x[n, e,
        s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,e,i,j])

    Operations: C²·KH·KW·N·OH·OW multiplications, 3·C²·KH·KW·N·OH·OW + C·KH·KW·N·OH·OW − C²·N·OH·OW −
        C·N·OH·OW additions.
    """
    dtype = y.dtype
    y_pairs = scratch((N, C, OH, KH, KW, OW), dtype)
    launch(_forward_part, N * C * OH, C * KH * KW * N * OH * OW + C * KH * N * OH * W + C * KW * N * OH * OW,
            x, mu, y_pairs, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w)
    if blocks(C >= 4 and C >= 8 and KH * KW >= 4):
        depth = KH * KW
        wide = colblock(C)
        deep = depthblock()
        high = rowblock(C, ((C - 1) // wide + 1) * N * OH * OW)
        panels = scratch((N, OH, OW, max(0, (C - 1) // wide + 1), max(0, depth), wide), dtype)
        launch(_forward_blocks, N * OH * OW * ((C - 1) // wide + 1), C * KH * KW * N * OH * OW, panels,
                y_pairs, N, C, OH, OW, KH, KW, depth, wide)
        quotient_C_wide = (C - 1) // wide
        launch(_forward_blocks2, N * OH * OW * ((C - 1) // high + 1) * ((C - 1) // wide + 1),
                C**2 * KH * KW * N * OH * OW // 32, y, panels, y_pairs, N, C, OH, OW, KH, KW, deep, depth,
                high, quotient_C_wide, wide)
    else:
        launch(_forward_plain, N * C * C * OH, C**2 * KH * KW * N * OH * OW, y, y_pairs, N, C, OH, OW, KH, KW)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, mu, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w, c__block_last,
        d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx[n, c, s_h·q+r, s_w·q′+r′] = 1/(KH·KW) · [gcd(s_h, d_h) ∣ r, gcd(s_w, d_w) ∣ r′] · (Σ_{c′,t,t′ : 0 ≤
        t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n, c′, c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · (x[n, c′, s_h·q+r, s_w·q′+r′] − μ[n, c′,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]) + Σ_{e,t,t′ : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋,
        gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n, c, e, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · (x[n, e, s_h·q+r, s_w·q′+r′] − μ[n, e,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]))
    """
    dtype = dy.dtype
    T = dtype.type
    row = np.empty(0, dtype)
    row2 = np.empty(0, dtype)
    rest = np.empty(0, dtype)
    part = np.empty(0, dtype)
    rest2 = np.empty(0, dtype)
    part2 = np.empty(0, dtype)
    for task in range(first, last):
        n = task // (C * s_h * s_w)
        c = task // (s_h * s_w) % C
        r = task // s_w % s_h
        r_ = task % s_w
        if row.size < max(0, (W - r_ - 1) // s_w + 1):
            row = np.empty(max(0, (W - r_ - 1) // s_w + 1), dtype)
        if row2.size < max(0, (W - r_ - 1) // s_w + 1):
            row2 = np.empty(max(0, (W - r_ - 1) // s_w + 1), dtype)
        q__last = (W - r_ - 1) // s_w
        quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
        quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
        t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
        t_last = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
        for q in range((H - r - 1) // s_h + 1):
            # dx[n, c, s_h·q+r, s_w·q′+r′], as written above
            for q_ in range(q__last + 1):
                row[U(q_)] = T(0)
            if rest.size < max(0, (W - r_ - 1) // s_w + 1):
                rest = np.empty(max(0, (W - r_ - 1) // s_w + 1), dtype)
            if part.size < max(0, (W - r_ - 1) // s_w + 1):
                part = np.empty(max(0, (W - r_ - 1) // s_w + 1), dtype)
            for q_ in range(q__last + 1):
                rest[U(q_)] = T(0)
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for c__block in range(c__block_last + 1):
                    for q_ in range(q__last + 1):
                        part[U(q_)] = T(0)
                    t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
                    t_last2 = (q - quotient_r) // d_h_by_gcd
                    for c_ in range(c__block * 1024, min(C, c__block * 1024 + 1024)):
                        for t in range(min(t_last, t_last2), max(-1, t_first - 1), -1):
                            for t_ in range(t__last, -1, -1):
                                for q_ in range(max(0, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                        OW + quotient_r_ + d_w_by_gcd * t_)):
                                    part[U(q_)] += (
                                        (
                                            x[U(n), U(c_), U(q * s_h + r), U(q_ * s_w + r_)]
                                            - mu[U(n), U(c_), U(q - quotient_r - (d_h_by_gcd * t)),
                                                    U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                        )
                                        * dy[U(n), U(c_), U(c), U(q - quotient_r - (d_h_by_gcd * t)),
                                                U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    )
                    for q_ in range(q__last + 1):
                        row[U(q_)], rest[U(q_)] = carried(row[U(q_)], rest[U(q_)], part[U(q_)])
            for q_ in range(q__last + 1):
                row2[U(q_)] = T(0)
            if rest2.size < max(0, (W - r_ - 1) // s_w + 1):
                rest2 = np.empty(max(0, (W - r_ - 1) // s_w + 1), dtype)
            if part2.size < max(0, (W - r_ - 1) // s_w + 1):
                part2 = np.empty(max(0, (W - r_ - 1) // s_w + 1), dtype)
            for q_ in range(q__last + 1):
                rest2[U(q_)] = T(0)
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for e_block in range(c__block_last + 1):
                    for q_ in range(q__last + 1):
                        part2[U(q_)] = T(0)
                    t_first2 = -((OH + quotient_r - q - 1) // d_h_by_gcd)
                    t_last3 = (q - quotient_r) // d_h_by_gcd
                    for e in range(e_block * 1024, min(C, e_block * 1024 + 1024)):
                        for t in range(min(t_last, t_last3), max(-1, t_first2 - 1), -1):
                            for t_ in range(t__last, -1, -1):
                                for q_ in range(max(0, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                        OW + quotient_r_ + d_w_by_gcd * t_)):
                                    part2[U(q_)] += (
                                        (
                                            x[U(n), U(e), U(q * s_h + r), U(q_ * s_w + r_)]
                                            - mu[U(n), U(e), U(q - quotient_r - (d_h_by_gcd * t)),
                                                    U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                        )
                                        * dy[U(n), U(c), U(e), U(q - quotient_r - (d_h_by_gcd * t)),
                                                U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    )
                    for q_ in range(q__last + 1):
                        row2[U(q_)], rest2[U(q_)] = carried(row2[U(q_)], rest2[U(q_)], part2[U(q_)])
            for q_ in range(q__last + 1):
                dx[U(n), U(c), U(q * s_h + r), U(q_ * s_w + r_)] = (
                    (row2[U(q_)] + row[U(q_)]) / T(KH * KW)
                    if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0
                    else T(0)
                )


def _vjp_x(dy, x, mu, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w):
    """dx[n,c,a,b] = 1/(KH·KW) · (Σ_{c′,u,v : s_h ∣ a−d_h·u, s_w ∣ b−d_w·v} dy[n, c′, c, (a−d_h·u)/s_h,
        (b−d_w·v)/s_w] · (x[n,c′,a,b] − μ[n, c′, (a−d_h·u)/s_h, (b−d_w·v)/s_w]) + Σ_{e,u,v : s_h ∣
        a−d_h·u, s_w ∣ b−d_w·v} dy[n, c, e, (a−d_h·u)/s_h, (b−d_w·v)/s_w] · (x[n,e,a,b] − μ[n, e,
        (a−d_h·u)/s_h, (b−d_w·v)/s_w]))

    As compiled:

    dx[n, c, s_h·q+r, s_w·q′+r′] = 1/(KH·KW) · [gcd(s_h, d_h) ∣ r, gcd(s_w, d_w) ∣ r′] · (Σ_{c′,t,t′ : 0 ≤
        t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n, c′, c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · (x[n, c′, s_h·q+r, s_w·q′+r′] − μ[n, c′,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]) + Σ_{e,t,t′ : 0 ≤ t ≤
        ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, 0 ≤ t′ ≤ ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋,
        gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′} dy[n, c, e, q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] · (x[n, e, s_h·q+r, s_w·q′+r′] − μ[n, e,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)]))

    Operations: 2·C²·H·KH·KW·N·W multiplications, 4·C²·H·KH·KW·N·W − C·H·N·W additions, terms that a
        condition drops counted.
    """
    d_h_by_gcd = d_h // gcd(s_h, d_h)
    d_w_by_gcd = d_w // gcd(s_w, d_w)
    s_w_by_gcd = s_w // gcd(s_w, d_w)
    s_h_by_gcd = s_h // gcd(s_h, d_h)
    c__block_last = (C - 1) // 1024
    gcd_s_h_d_h = gcd(s_h, d_h)
    gcd_s_w_d_w = gcd(s_w, d_w)
    launch(_vjp_x_part, N * C * s_h * s_w, ((H - 1) // s_h + 1) * ((KH - residue(d_h, 0,
            s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
            d_w)) + 1) * ((W - 1) // s_w + 1) * C**2 * N * s_h * s_w, dy, x, mu, dx, N, C, H, W, OH, OW, KH,
            KW, s_h, s_w, d_h, d_w, c__block_last, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w,
            s_h_by_gcd, s_w_by_gcd)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, mu, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w):
    """mu_dot_columns[c, column] = Σ_u ẋ[n, c, s_h·i+d_h·u, column]
    μ̇[c,j] = 1/(KW·KH) · Σ_v mu_dot_columns[c, s_w·j+d_w·v]
    ẏ[n,c,e,i,j] = 1/(KH·KW) · Σ_{u,v} ((ẋ[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ̇[c,j]) · (x[n, e,
        s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,e,i,j]) + (ẋ[n, e, s_h·i+d_h·u, s_w·j+d_w·v] − μ̇[e,j]) · (x[n, c,
        s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,c,i,j]))
    """
    dtype = x_dot.dtype
    T = dtype.type
    mu_dot_columns = np.empty((C, W), dtype)
    mu_dot = np.empty((C, OW), dtype)
    row = np.empty(OW, dtype)
    row2 = np.empty(OW, dtype)
    for task in range(first, last):
        n = task // OH
        i = task % OH
        # mu_dot_columns[c, column] = Σ_u ẋ[n, c, s_h·i+d_h·u, column]
        for c in range(C):
            for column in range(W):
                mu_dot_columns[U(c), U(column)] = T(0)
            if KH == 2:
                for column in range(W):
                    terms2 = mu_dot_columns[U(c), U(column)]
                    terms2 = plus(terms2, x_dot[U(n), U(c), U(i * s_h), U(column)])
                    terms2 = plus(terms2, x_dot[U(n), U(c), U(d_h + i * s_h), U(column)])
                    mu_dot_columns[U(c), U(column)] = terms2
            elif KH == 3:
                for column in range(W):
                    terms = mu_dot_columns[U(c), U(column)]
                    terms = plus(terms, x_dot[U(n), U(c), U(i * s_h), U(column)])
                    terms = plus(terms, x_dot[U(n), U(c), U(d_h + i * s_h), U(column)])
                    terms = plus(terms, x_dot[U(n), U(c), U(d_h * 2 + i * s_h), U(column)])
                    mu_dot_columns[U(c), U(column)] = terms
            else:
                for u in range(KH):
                    for column in range(W):
                        mu_dot_columns[U(c), U(column)] += x_dot[U(n), U(c), U(i * s_h + d_h * u), U(column)]
        # μ̇[c,j] = 1/(KW·KH) · Σ_v mu_dot_columns[c, s_w·j+d_w·v]
        for c in range(C):
            if KW == 1:
                for j in range(OW):
                    terms5 = T(0)
                    terms5 = plus(terms5, mu_dot_columns[U(c), U(j * s_w)])
                    mu_dot[U(c), U(j)] = terms5 / T(KH * KW)
            elif KW == 2:
                for j in range(OW):
                    terms4 = T(0)
                    terms4 = plus(terms4, mu_dot_columns[U(c), U(j * s_w)])
                    terms4 = plus(terms4, mu_dot_columns[U(c), U(d_w + j * s_w)])
                    mu_dot[U(c), U(j)] = terms4 / T(KH * KW)
            elif KW == 3:
                for j in range(OW):
                    terms3 = T(0)
                    terms3 = plus(terms3, mu_dot_columns[U(c), U(j * s_w)])
                    terms3 = plus(terms3, mu_dot_columns[U(c), U(d_w + j * s_w)])
                    terms3 = plus(terms3, mu_dot_columns[U(c), U(d_w * 2 + j * s_w)])
                    mu_dot[U(c), U(j)] = terms3 / T(KH * KW)
            else:
                for j in range(OW):
                    row[U(j)] = T(0)
                for v in range(KW):
                    for j in range(OW):
                        row[U(j)] += mu_dot_columns[U(c), U(j * s_w + d_w * v)]
                for j in range(OW):
                    mu_dot[U(c), U(j)] = row[U(j)] / T(KH * KW)
        # ẏ[n,c,e,i,j] = 1/(KH·KW) · Σ_{u,v} ((ẋ[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ̇[c,j]) ·
        #     (x[n, e, s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,e,i,j]) + (ẋ[n, e, s_h·i+d_h·u,
        #     s_w·j+d_w·v] − μ̇[e,j]) · (x[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,c,i,j]))
        for c in range(C):
            for e in range(C):
                for j in range(OW):
                    row2[U(j)] = T(0)
                for u in range(KH):
                    for v in range(KW):
                        for j in range(OW):
                            row2[U(j)] += (
                                (
                                    x[U(n), U(e), U(i * s_h + d_h * u), U(j * s_w + d_w * v)]
                                    - mu[U(n), U(e), U(i), U(j)]
                                )
                                * (
                                    x_dot[U(n), U(c), U(i * s_h + d_h * u), U(j * s_w + d_w * v)]
                                    - mu_dot[U(c), U(j)]
                                )
                                + (
                                    x[U(n), U(c), U(i * s_h + d_h * u), U(j * s_w + d_w * v)]
                                    - mu[U(n), U(c), U(i), U(j)]
                                )
                                * (
                                    x_dot[U(n), U(e), U(i * s_h + d_h * u), U(j * s_w + d_w * v)]
                                    - mu_dot[U(e), U(j)]
                                )
                            )
                for j in range(OW):
                    y_dot[U(n), U(c), U(e), U(i), U(j)] = row2[U(j)] / T(KH * KW)


def _jvp(x_dot, x, mu, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w):
    """μ̇[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} ẋ[n, c, s_h·i+d_h·u, s_w·j+d_w·v]
    ẏ[n,c,e,i,j] = 1/(KH·KW) · Σ_{u,v} ((x[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,c,i,j]) · (ẋ[n, e,
        s_h·i+d_h·u, s_w·j+d_w·v] − μ̇[n,e,i,j]) + (x[n, e, s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,e,i,j]) ·
        (ẋ[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ̇[n,c,i,j]))

    As compiled:

    mu_dot_columns[c, column] = Σ_u ẋ[n, c, s_h·i+d_h·u, column]
    μ̇[c,j] = 1/(KW·KH) · Σ_v mu_dot_columns[c, s_w·j+d_w·v]
    ẏ[n,c,e,i,j] = 1/(KH·KW) · Σ_{u,v} ((ẋ[n, c, s_h·i+d_h·u, s_w·j+d_w·v] − μ̇[c,j]) · (x[n, e,
        s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,e,i,j]) + (ẋ[n, e, s_h·i+d_h·u, s_w·j+d_w·v] − μ̇[e,j]) · (x[n, c,
        s_h·i+d_h·u, s_w·j+d_w·v] − μ[n,c,i,j]))

    Operations: 2·C²·KH·KW·N·OH·OW multiplications, 6·C²·KH·KW·N·OH·OW + C·KH·KW·N·OH·OW − C²·N·OH·OW −
        C·N·OH·OW additions.
    """
    launch(_jvp_part, N * OH, C**2 * KH * KW * N * OH * OW + C * KH * N * OH * W + C * KW * N * OH * OW,
            x_dot, x, mu, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, d_h, d_w)


def forward(x, *, out=None, save=False, kernel=2, stride=2, dilation=1):
    """covariance between channels over each window; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "dilation": dilation})
    call.new_all(("y",), out)
    call.new("mu", "mu")
    call.run(_forward, ("x", "y", "mu"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "d_h",
            "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ("mu",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "mu", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "d_h", "d_w"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, dilation=1):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "mu", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "d_h", "d_w"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("mu",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "mu", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "d_h", "d_w"))
    return call.result("y_dot")
