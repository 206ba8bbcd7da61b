"""avg_pool2d_ceil: mean of each window with the choice of what counts in the divisor.

Made by `chainrule generate`, version 0.1.0, from the forward of `avg_pool2d_ceil`.  Do not edit.
Run time: 885da59e5e9be48a.

    count_i[i] = max(Σ_{u : 0 ≤ s_h·i+d_h·u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+d_w·v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,i,j] = 1/{ω if ω > 0; else count_i[i]·count_j[j]} · Σ_{u,v} x[n, c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    dx[n,c,a,b] = Σ_{u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w]/{ω if ω > 0; else count_i[(a+p_t−d_h·u)/s_h]·count_j[(b+p_l−d_w·v)/s_w]}
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: taps behind the padding never count; a window in which nothing counts gives 0.

Convention: count_include_pad = 0 leaves the padding out of the divisor, too.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 67 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .runtime import gcd, plus, residue
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'avg_pool2d_ceil',
    'summary': 'mean of each window with the choice of what counts in the divisor',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'count_i', 'shape': ['OH'], 'kind': 'real'},
        {'name': 'count_j', 'shape': ['OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
        {'name': 'count_include_pad', 'symbols': ['zeta'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
        {'name': 'divisor_override', 'symbols': ['omega'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OH': 'min((H + p_t - 1) // s_h + 1, (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1) if kappa >= 1 else (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1', 'OW': 'min((W + p_l - 1) // s_w + 1, (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1) if kappa >= 1 else (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW']},
        {'path': 'single', 'at': 1, 'of': ['omega']},
        {'path': 'vector', 'at': 64, 'of': ['(H + p_b * zeta + p_t - 1) // s_h + (p_t * zeta - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 1) // s_h + 1', '(W + p_l + p_r * zeta - 1) // s_w + (p_l * zeta - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 1) // s_w + 1', '(W + p_l - 1) // s_w + 1', '(p_l * zeta - p_l) // s_w + OW', '(p_t * zeta - p_t) // s_h + OH', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'OH', 'OW', 'W']},
    ],
    'proved': {'in bounds': 67, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["count_i", "count_j"]), runtime.Saved):
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
        "count_i": lambda OH, **_: (OH,),
        "count_j": lambda OW, **_: (OW,),
    },
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(count_i, count_j, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_b, p_l, p_r, d_h, d_w, zeta):
    """count_i[i] = max(Σ_{u : 0 ≤ s_h·i+d_h·u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+d_w·v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    """
    dtype = count_i.dtype
    T = dtype.type
    row = np.empty(OH, dtype)
    # count_i[i] = max(Σ_{u : 0 ≤ s_h·i+d_h·u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    for i in range(OH):
        row[U(i)] = T(0)
    for u in range(KH):
        for i in range(max(0, -((p_t * zeta + d_h * u - p_t) // s_h)), min(OH,
                (H + p_b * zeta + p_t - (d_h * u) - 1) // s_h + 1)):
            row[U(i)] += T(1)
    for i in range(OH):
        row_here = row[U(i)]
        count_i[U(i)] = select(row_here >= T(1), row_here, T(1))
    row2 = np.empty(OW, dtype)
    # count_j[j] = max(Σ_{v : 0 ≤ s_w·j+d_w·v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    for j in range(OW):
        row2[U(j)] = T(0)
    for v in range(KW):
        for j in range(max(0, -((p_l * zeta + d_w * v - p_l) // s_w)), min(OW,
                (W + p_l + p_r * zeta - (d_w * v) - 1) // s_w + 1)):
            row2[U(j)] += T(1)
    for j in range(OW):
        row2_here = row2[U(j)]
        count_j[U(j)] = select(row2_here >= T(1), row2_here, T(1))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, y, count_i, count_j, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h,
        d_w, omega):
    """S1_columns[column] = Σ_u x[nc, s_h·i+d_h·u−p_t, column]
    S₁[j] = Σ_v S1_columns[s_w·j+d_w·v−p_l]
    y[nc,i,j] = S₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]}
    """
    dtype = x.dtype
    T = dtype.type
    S1_columns = np.empty(W, dtype)
    S1 = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # S1_columns[column] = Σ_u x[nc, s_h·i+d_h·u−p_t, column]
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        u_first2 = max(u_first, 0)
        u_last2 = min(KH - 1, u_last)
        for column in range(W):
            S1_columns[U(column)] = T(0)
        if u_first2 + 1 == u_last2:
            for u in range(max(0, u_first), min(KH - 1, u_last), 2):
                for column in range(W):
                    terms2 = S1_columns[U(column)]
                    terms2 = plus(terms2, x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                    terms2 = plus(terms2, x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                    S1_columns[U(column)] = terms2
        elif u_first2 + 2 == u_last2:
            for u in range(max(0, u_first), min(KH - 2, u_last - 1), 3):
                for column in range(W):
                    terms = S1_columns[U(column)]
                    terms = plus(terms, x[U(nc), U(i * s_h + d_h * u - p_t), U(column)])
                    terms = plus(terms, x[U(nc), U(d_h + i * s_h + d_h * u - p_t), U(column)])
                    terms = plus(terms, x[U(nc), U(d_h * 2 + i * s_h + d_h * u - p_t), U(column)])
                    S1_columns[U(column)] = terms
        else:
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for column in range(W):
                    S1_columns[U(column)] += x[U(nc), U(i * s_h + d_h * u - p_t), U(column)]
        # S₁[j] = Σ_v S1_columns[s_w·j+d_w·v−p_l]
        for j in range(OW):
            S1[U(j)] = T(0)
        for v in range(KW):
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                S1[U(j)] += S1_columns[U(j * s_w + d_w * v - p_l)]
        # y[nc,i,j] = S₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]}
        if omega >= 1:
            for j in range(OW):
                y[U(nc), U(i), U(j)] = S1[U(j)] / T(omega)
        else:
            value_of = T(1) / count_i[U(i)]
            for j in range(OW):
                y[U(nc), U(i), U(j)] = S1[U(j)] * value_of / count_j[U(j)]


def _forward(x, y, count_i, count_j, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_b, p_l, p_r, d_h, d_w, zeta,
        omega):
    """count_i[i] = max(Σ_{u : 0 ≤ s_h·i+d_h·u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+d_w·v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,i,j] = 1/{ω if ω > 0; else count_i[i]·count_j[j]} · Σ_{u,v} x[n, c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]

    Operations: 2·C·N·OH·OW multiplications, C·KH·KW·N·OH·OW + (KH − 1) · OH + (KW − 1) · OW − C·N·OH·OW
        additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    _forward_part(count_i, count_j, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_b, p_l, p_r, d_h, d_w, zeta)
    launch(_forward_part2, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW, x_rows,
            y_rows, count_i, count_j, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, omega)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, count_i, count_j, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h,
        d_w, omega, gcd_s_h_d_h, gcd_s_w_d_w):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[nc, q−(d_h·res(d_h,r,s_h)−r)/s_h,
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w]/{ω if ω > 0; else
        count_i[q−(d_h·res(d_h,r,s_h)−r)/s_h]·count_j[q′−(d_w·res(d_w,r′,s_w)−r′)/s_w]} · [res(d_h, r,
        s_h) < KH, res(d_w, r′, s_w) < KW, gcd(s_h, d_h) ∣ r, gcd(s_w, d_w) ∣ r′]
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for a in range(H):
            for b in range(W):
                dx[U(nc), U(a), U(b)] = T(0)
        # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
        for r in range(s_h):
            quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
            q_first = -((r - p_t) // s_h)
            q_last = (H + p_t - r - 1) // s_h
            if KH >= residue(d_h, r, s_h) + 1 and r % gcd_s_h_d_h == 0:
                for r_ in range(s_w):
                    quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
                    quotient_r_2 = (r_ - p_l) // s_w
                    quotient_r_3 = (W + p_l - r_ - 1) // s_w
                    if KW >= residue(d_w, r_, s_w) + 1 and r_ % gcd_s_w_d_w == 0:
                        for q in range(max(q_first, quotient_r), min(q_last + 1, OH + quotient_r)):
                            if omega >= 1:
                                for q_ in range(max(-quotient_r_2, quotient_r_), min(quotient_r_3 + 1,
                                        OW + quotient_r_)):
                                    dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                        dy[U(nc), U(q - quotient_r), U(q_ - quotient_r_)] / T(omega)
                                    )
                            else:
                                value_of = T(1) / count_i[U(q - quotient_r)]
                                for q_ in range(max(-quotient_r_2, quotient_r_), min(quotient_r_3 + 1,
                                        OW + quotient_r_)):
                                    dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                        dy[U(nc), U(q - quotient_r), U(q_ - quotient_r_)]
                                        * value_of
                                        / count_j[U(q_ - quotient_r_)]
                                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, count_i, count_j, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h,
        d_w, omega, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd):
    """dx_spread[line, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w)
        ∣ r} dy[nc, line, q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)]/{ω if ω > 0; else
        count_i[line]·count_j[q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)]}
    dx[nc, s_h·q+r−p_t, column] = Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h)
        ∣ r} dx_spread[q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), column]
    """
    dtype = dy.dtype
    T = dtype.type
    dx_spread = np.empty((OH, W), dtype)
    for nc in range(first, last):
        # dx_spread[line, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤
        #     ⌊(KW−1−res(d_w,r,s_w))/(s_w/gcd(s_w,d_w))⌋, gcd(s_w,d_w) ∣ r} dy[nc, line,
        #     q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)]/{ω if ω > 0; else
        #     count_i[line]·count_j[q−(d_w·res(d_w,r,s_w)−r)/s_w−t·d_w/gcd(s_w,d_w)]}
        for r_ in range(s_w):
            q__first = -((r_ - p_l) // s_w)
            q__last = (W + p_l - r_ - 1) // s_w
            quotient_r_ = (residue(d_w, r_, s_w) * d_w - r_) // s_w
            t__last = (KW - residue(d_w, r_, s_w) - 1) // s_w_by_gcd
            for line in range(OH):
                for q_ in range(q__first, q__last + 1):
                    dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = T(0)
                if r_ % gcd_s_w_d_w == 0:
                    for t_ in range(t__last + 1):
                        if omega >= 1:
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(nc), U(line), U(q_ - quotient_r_ - (d_w_by_gcd * t_))] / T(omega)
                                )
                        else:
                            value_of = T(1) / count_i[U(line)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    OW + quotient_r_ + d_w_by_gcd * t_)):
                                dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += (
                                    dy[U(nc), U(line), U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    * value_of
                                    / count_j[U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                )
        # dx[nc, s_h·q+r−p_t, column] = Σ_{t : 0 ≤ t ≤
        #     ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋, gcd(s_h,d_h) ∣ r}
        #     dx_spread[q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h), column]
        for r in range(s_h):
            quotient_r = (residue(d_h, r, s_h) * d_h - r) // s_h
            t_last = (KH - residue(d_h, r, s_h) - 1) // s_h_by_gcd
            for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
                for column in range(W):
                    dx[U(nc), U(q * s_h + r - p_t), U(column)] = T(0)
                t_first = -((OH + quotient_r - q - 1) // d_h_by_gcd)
                t_last2 = (q - quotient_r) // d_h_by_gcd
                if r % gcd_s_h_d_h == 0:
                    for t in range(min(t_last, t_last2), max(-1, t_first - 1), -1):
                        for column in range(W):
                            dx[U(nc), U(q * s_h + r - p_t), U(column)] += dx_spread[U(q - quotient_r - (d_h_by_gcd * t)), U(column)]


def _vjp_x(dy, count_i, count_j, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, omega):
    """dx[n,c,a,b] = Σ_{u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w]/{ω if ω > 0; else count_i[(a+p_t−d_h·u)/s_h]·count_j[(b+p_l−d_w·v)/s_w]}

    Operations: 2·C·H·KH·KW·N·W multiplications, C·H·KH·KW·N·W − C·H·N·W additions, terms that a condition
        drops counted.
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    if s_w // gcd(s_w, d_w) >= KW and s_h // gcd(s_h, d_h) >= KH:
        gcd_s_w_d_w = gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_vjp_x_single, C * N,
                C * H * N * W + (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                dy_rows, count_i, count_j, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w,
                omega, gcd_s_h_d_h, gcd_s_w_d_w)
    else:
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        gcd_s_w_d_w = gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_vjp_x_plain, C * N, (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w,
                d_w)) + 1) * C * N * OH * s_w + (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
                0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * W * s_h, dy_rows, count_i, count_j,
                dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, omega, d_h_by_gcd,
                d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)


def _jvp(x_dot, count_i, count_j, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h, d_w, omega):
    """Ṡ₁[n,c,i,j] = Σ_{u,v} ẋ[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    ẏ[n,c,i,j] = Ṡ₁[n,c,i,j]/{ω if ω > 0; else count_i[i]·count_j[j]}

    As compiled:

    S1_dot_columns[column] = Σ_u ẋ[nc, s_h·i+d_h·u−p_t, column]
    Ṡ₁[j] = Σ_v S1_dot_columns[s_w·j+d_w·v−p_l]
    ẏ[nc,i,j] = Ṡ₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]}

    Operations: 2·C·N·OH·OW multiplications, C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms that a condition
        drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    # S1_dot_columns[column] = Σ_u ẋ[nc, s_h·i+d_h·u−p_t, column]
    # Ṡ₁[j] = Σ_v S1_dot_columns[s_w·j+d_w·v−p_l]
    # ẏ[nc,i,j] = Ṡ₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]}
    launch(_forward_part2, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW,
            x_dot_rows, y_dot_rows, count_i, count_j, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, d_h,
            d_w, omega)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1,
    count_include_pad=1, divisor_override=0):
    """mean of each window with the choice of what counts in the divisor; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.new_all(("y",), out)
    call.new("count_i", "count_i")
    call.new("count_j", "count_j")
    call.run(_forward, ("x", "y", "count_i", "count_j"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h",
            "s_w", "p_t", "p_b", "p_l", "p_r", "d_h", "d_w", "zeta", "omega"))
    result = call.result("y")
    return (result, call.save(Residuals, ("count_i", "count_j"))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1,
    count_include_pad=1, divisor_override=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_i", "count_j"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "count_i", "count_j", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w", "omega"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1, count_include_pad=1,
    divisor_override=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_i", "count_j"))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "count_i", "count_j", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w", "omega"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1,
    count_include_pad=1, divisor_override=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("count_i", "count_j"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "count_i", "count_j", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW",
            "s_h", "s_w", "p_t", "p_l", "d_h", "d_w", "omega"))
    return call.result("y_dot")
