"""avg_pool3d: mean of each window with the choice of what counts in the divisor.

Made by `chainrule generate`, version 0.1.0, from the forward of `avg_pool3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    count_k[k] = max(Σ_{t : 0 ≤ s_d·k+d_d·t+p_f·ζ−p_f < D+p_f·ζ+p_k·ζ} 1, 1)
    count_i[i] = max(Σ_{u : 0 ≤ s_h·i+d_h·u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+d_w·v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,k,i,j] = 1/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]} · Σ_{t,u,v} x[n, c,
        s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−d_d·t, s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, c,
        (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]/{ω if ω > 0; else
        count_i[(a+p_t−d_h·u)/s_h]·count_j[(b+p_l−d_w·v)/s_w]·count_k[(z+p_f−d_d·t)/s_d]}
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: taps behind the padding never count; a window in which nothing counts gives 0.

Convention: count_include_pad = 0 leaves the padding out of the divisor, too.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 57 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .runtime import gcd, residue
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'avg_pool3d',
    'summary': 'mean of each window with the choice of what counts in the divisor',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'count_k', 'shape': ['OD'], 'kind': 'real'},
        {'name': 'count_i', 'shape': ['OH'], 'kind': 'real'},
        {'name': 'count_j', 'shape': ['OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KD', 'KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_d', 's_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_f', 'p_k', 'p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_d', 'd_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'count_include_pad', 'symbols': ['zeta'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
        {'name': 'divisor_override', 'symbols': ['omega'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OD': 'min((D + p_f - 1) // s_d + 1, (D + d_d + p_f + p_k - (KD * d_d) - kappa - 1) // s_d + kappa + 1) if kappa >= 1 else (D + d_d + p_f + p_k - (KD * d_d) - kappa - 1) // s_d + kappa + 1', 'OH': 'min((H + p_t - 1) // s_h + 1, (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1) if kappa >= 1 else (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1', 'OW': 'min((W + p_l - 1) // s_w + 1, (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1) if kappa >= 1 else (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'single', 'at': 1, 'of': ['omega']},
        {'path': 'vector', 'at': 64, 'of': ['(D + p_f + p_k * zeta - 1) // s_d + (p_f * zeta - p_f) // s_d + 1', '(D + p_f + p_k * zeta - 1) // s_d + 1', '(H + p_b * zeta + p_t - 1) // s_h + (p_t * zeta - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 1) // s_h + 1', '(W + p_l + p_r * zeta - 1) // s_w + (p_l * zeta - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 1) // s_w + 1', '(W + p_l - 1) // s_w + 1', '(p_f * zeta - p_f) // s_d + OD', '(p_l * zeta - p_l) // s_w + OW', '(p_t * zeta - p_t) // s_h + OH', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'OD', 'OH', 'OW', 'W']},
    ],
    'proved': {'in bounds': 57, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["count_k", "count_i", "count_j"]), runtime.Saved):
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
        "count_k": lambda OD, **_: (OD,),
        "count_i": lambda OH, **_: (OH,),
        "count_j": lambda OW, **_: (OW,),
    },
    strides={'kernel': ('KD', 'KH', 'KW'), 'stride': ('s_d', 's_h', 's_w'), 'dilation': ('d_d', 'd_h',
            'd_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(count_k, count_i, count_j, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_k, p_t,
        p_b, p_l, p_r, d_d, d_h, d_w, zeta):
    """count_k[k] = max(Σ_{t : 0 ≤ s_d·k+d_d·t+p_f·ζ−p_f < D+p_f·ζ+p_k·ζ} 1, 1)
    count_i[i] = max(Σ_{u : 0 ≤ s_h·i+d_h·u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+d_w·v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    """
    dtype = count_k.dtype
    T = dtype.type
    row = np.empty(OD, dtype)
    # count_k[k] = max(Σ_{t : 0 ≤ s_d·k+d_d·t+p_f·ζ−p_f < D+p_f·ζ+p_k·ζ} 1, 1)
    for k in range(OD):
        row[U(k)] = T(0)
    for t in range(KD):
        for k in range(max(0, -((p_f * zeta + d_d * t - p_f) // s_d)), min(OD,
                (D + p_f + p_k * zeta - (d_d * t) - 1) // s_d + 1)):
            row[U(k)] += T(1)
    for k in range(OD):
        row_here = row[U(k)]
        count_k[U(k)] = select(row_here >= T(1), row_here, T(1))
    row2 = np.empty(OH, dtype)
    # count_i[i] = max(Σ_{u : 0 ≤ s_h·i+d_h·u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    for i in range(OH):
        row2[U(i)] = T(0)
    for u in range(KH):
        for i in range(max(0, -((p_t * zeta + d_h * u - p_t) // s_h)), min(OH,
                (H + p_b * zeta + p_t - (d_h * u) - 1) // s_h + 1)):
            row2[U(i)] += T(1)
    for i in range(OH):
        row2_here = row2[U(i)]
        count_i[U(i)] = select(row2_here >= T(1), row2_here, T(1))
    row3 = np.empty(OW, dtype)
    # count_j[j] = max(Σ_{v : 0 ≤ s_w·j+d_w·v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    for j in range(OW):
        row3[U(j)] = T(0)
    for v in range(KW):
        for j in range(max(0, -((p_l * zeta + d_w * v - p_l) // s_w)), min(OW,
                (W + p_l + p_r * zeta - (d_w * v) - 1) // s_w + 1)):
            row3[U(j)] += T(1)
    for j in range(OW):
        row3_here = row3[U(j)]
        count_j[U(j)] = select(row3_here >= T(1), row3_here, T(1))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, y, count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d,
        s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, omega):
    """S1_columns[column] = Σ_{t,u} x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column]
    S₁[j] = Σ_v S1_columns[s_w·j+d_w·v−p_l]
    y[nc,k,i,j] = S₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}
    """
    dtype = x.dtype
    T = dtype.type
    S1_columns = np.empty(W, dtype)
    S1 = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // (OD * OH)
        k = task // OH % OD
        i = task % OH
        # S1_columns[column] = Σ_{t,u} x[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column]
        for column in range(W):
            S1_columns[U(column)] = T(0)
        u_first = -((i * s_h - p_t) // d_h)
        u_last = (H + p_t - (i * s_h) - 1) // d_h
        for t in range(max(0, -((k * s_d - p_f) // d_d)), min(KD, (D + p_f - (k * s_d) - 1) // d_d + 1)):
            for u in range(max(0, u_first), min(KH, u_last + 1)):
                for column in range(W):
                    S1_columns[U(column)] += x[U(nc), U(k * s_d + d_d * t - p_f), U(i * s_h + d_h * u - p_t), U(column)]
        # S₁[j] = Σ_v S1_columns[s_w·j+d_w·v−p_l]
        for j in range(OW):
            S1[U(j)] = T(0)
        for v in range(KW):
            for j in range(max(0, -((d_w * v - p_l) // s_w)), min(OW, (W + p_l - (d_w * v) - 1) // s_w + 1)):
                S1[U(j)] += S1_columns[U(j * s_w + d_w * v - p_l)]
        # y[nc,k,i,j] = S₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}
        if omega >= 1:
            for j in range(OW):
                y[U(nc), U(k), U(i), U(j)] = S1[U(j)] / T(omega)
        else:
            factor = T(1) / (count_i[U(i)] * count_k[U(k)])
            for j in range(OW):
                y[U(nc), U(k), U(i), U(j)] = S1[U(j)] * factor / count_j[U(j)]


def _forward(x, y, count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_k,
        p_t, p_b, p_l, p_r, d_d, d_h, d_w, zeta, omega):
    """count_k[k] = max(Σ_{t : 0 ≤ s_d·k+d_d·t+p_f·ζ−p_f < D+p_f·ζ+p_k·ζ} 1, 1)
    count_i[i] = max(Σ_{u : 0 ≤ s_h·i+d_h·u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+d_w·v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,k,i,j] = 1/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]} · Σ_{t,u,v} x[n, c,
        s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]

    Operations: 3·C·N·OD·OH·OW multiplications, C·KD·KH·KW·N·OD·OH·OW + (KD − 1) · OD + (KH − 1) · OH +
        (KW − 1) · OW − C·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, OD, OH, OW))
    _forward_part(count_k, count_i, count_j, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_k, p_t,
            p_b, p_l, p_r, d_d, d_h, d_w, zeta)
    launch(_forward_part2, C * N * OD * OH,
            C * KD * KH * N * OD * OH * W + C * KW * N * OD * OH * OW + C * N * OD * OH * OW, x_rows, y_rows,
            count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l,
            d_d, d_h, d_w, omega)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, count_k, count_i, count_j, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d,
        s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, omega, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w):
    """dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] += dy[nc, q−(d_d·res(d_d,r,s_d)−r)/s_d,
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h, q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w]/{ω if ω > 0; else count_i[q′−
        (d_h·res(d_h,r′,s_h)−r′)/s_h]·count_j[q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w]·count_k[q−(d_d·res(d_d,r
        ,s_d)−r)/s_d]} · [res(d_d, r, s_d) < KD, res(d_h, r′, s_h) < KH, res(d_w, r′′, s_w) < KW, gcd(s_d,
        d_d) ∣ r, gcd(s_h, d_h) ∣ r′, gcd(s_w, d_w) ∣ r′′]
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for z in range(D):
            for a in range(H):
                for b in range(W):
                    dx[U(nc), U(z), U(a), U(b)] = T(0)
        # dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
        for r in range(s_d):
            quotient_r = (residue(d_d, r, s_d) * d_d - r) // s_d
            q_first = -((r - p_f) // s_d)
            q_last = (D + p_f - r - 1) // s_d
            if KD >= residue(d_d, r, s_d) + 1 and r % gcd_s_d_d_d == 0:
                for r_ in range(s_h):
                    quotient_r_ = (residue(d_h, r_, s_h) * d_h - r_) // s_h
                    q__first = -((r_ - p_t) // s_h)
                    q__last = (H + p_t - r_ - 1) // s_h
                    if KH >= residue(d_h, r_, s_h) + 1 and r_ % gcd_s_h_d_h == 0:
                        for r__ in range(s_w):
                            quotient_r__ = (residue(d_w, r__, s_w) * d_w - r__) // s_w
                            quotient_r__2 = (r__ - p_l) // s_w
                            quotient_r__3 = (W + p_l - r__ - 1) // s_w
                            if KW >= residue(d_w, r__, s_w) + 1 and r__ % gcd_s_w_d_w == 0:
                                for q in range(max(q_first, quotient_r), min(q_last + 1, OD + quotient_r)):
                                    for q_ in range(max(q__first, quotient_r_), min(q__last + 1,
                                            OH + quotient_r_)):
                                        if omega >= 1:
                                            for q__ in range(max(-quotient_r__2, quotient_r__),
                                                    min(quotient_r__3 + 1, OW + quotient_r__)):
                                                dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                                    dy[U(nc), U(q - quotient_r), U(q_ - quotient_r_),
                                                            U(q__ - quotient_r__)]
                                                    / T(omega)
                                                )
                                        else:
                                            factor = (
                                                T(1)
                                                / (count_i[U(q_ - quotient_r_)] * count_k[U(q - quotient_r)])
                                            )
                                            for q__ in range(max(-quotient_r__2, quotient_r__),
                                                    min(quotient_r__3 + 1, OW + quotient_r__)):
                                                dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                                    dy[U(nc), U(q - quotient_r), U(q_ - quotient_r_),
                                                            U(q__ - quotient_r__)]
                                                    * factor
                                                    / count_j[U(q__ - quotient_r__)]
                                                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, count_k, count_i, count_j, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d,
        s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, omega, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d,
        gcd_s_h_d_h, gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """dx_spread[line, line′, s_w·q+r′′−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋,
        gcd(s_w,d_w) ∣ r′′} dy[nc, line′, line, q−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t·d_w/gcd(s_w,d_w)]/{ω if
        ω > 0; else
        count_i[line]·count_j[q−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t·d_w/gcd(s_w,d_w)]·count_k[line′]}
    dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, column] = Σ_{t,t′ : 0 ≤ t ≤
        ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋, 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋,
        gcd(s_d,d_d) ∣ r, gcd(s_h,d_h) ∣ r′}
        dx_spread[q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d), column]
    """
    dtype = dy.dtype
    T = dtype.type
    dx_spread = np.empty((OH, OD, W), dtype)
    for nc in range(first, last):
        # dx_spread[line, line′, s_w·q′′+r′′−p_l], as written above
        for r__ in range(s_w):
            q___first = -((r__ - p_l) // s_w)
            q___last = (W + p_l - r__ - 1) // s_w
            quotient_r__ = (residue(d_w, r__, s_w) * d_w - r__) // s_w
            t____last = (KW - residue(d_w, r__, s_w) - 1) // s_w_by_gcd
            for line in range(OH):
                for line_ in range(OD):
                    for q__ in range(q___first, q___last + 1):
                        dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] = T(0)
                    if r__ % gcd_s_w_d_w == 0:
                        for t___ in range(t____last + 1):
                            if omega >= 1:
                                for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                        min(q___last + 1, OW + quotient_r__ + d_w_by_gcd * t___)):
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(line_), U(line),
                                                U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                        / T(omega)
                                    )
                            else:
                                factor = T(1) / (count_i[U(line)] * count_k[U(line_)])
                                for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                        min(q___last + 1, OW + quotient_r__ + d_w_by_gcd * t___)):
                                    dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(line_), U(line),
                                                U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                        * factor
                                        / count_j[U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                    )
        # dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, column], as written above
        for r in range(s_d):
            quotient_r = (residue(d_d, r, s_d) * d_d - r) // s_d
            t__last = (KD - residue(d_d, r, s_d) - 1) // s_d_by_gcd
            for q in range(-((r - p_f) // s_d), (D + p_f - r - 1) // s_d + 1):
                for r_ in range(s_h):
                    quotient_r_ = (residue(d_h, r_, s_h) * d_h - r_) // s_h
                    t___last = (KH - residue(d_h, r_, s_h) - 1) // s_h_by_gcd
                    for q_ in range(-((r_ - p_t) // s_h), (H + p_t - r_ - 1) // s_h + 1):
                        for column in range(W):
                            dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(column)] = T(0)
                        t__first = -((OD + quotient_r - q - 1) // d_d_by_gcd)
                        t__last2 = (q - quotient_r) // d_d_by_gcd
                        if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0:
                            t___first = -((OH + quotient_r_ - q_ - 1) // d_h_by_gcd)
                            t___last2 = (q_ - quotient_r_) // d_h_by_gcd
                            for t_ in range(min(t__last, t__last2), max(-1, t__first - 1), -1):
                                for t__ in range(min(t___last, t___last2), max(-1, t___first - 1), -1):
                                    for column in range(W):
                                        dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(column)] += dx_spread[U(q_ - quotient_r_ - (d_h_by_gcd * t__)), U(q - quotient_r - (d_d_by_gcd * t_)), U(column)]


def _vjp_x(dy, count_k, count_i, count_j, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t,
        p_l, d_d, d_h, d_w, omega):
    """dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−d_d·t, s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, c,
        (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]/{ω if ω > 0; else
        count_i[(a+p_t−d_h·u)/s_h]·count_j[(b+p_l−d_w·v)/s_w]·count_k[(z+p_f−d_d·t)/s_d]}

    Operations: 3·C·D·H·KD·KH·KW·N·W multiplications, C·D·H·KD·KH·KW·N·W − C·D·H·N·W additions, terms that
        a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OD, OH, OW))
    dx_rows = dx.reshape((C * N, D, H, W))
    if s_w // gcd(s_w, d_w) >= KW and s_d // gcd(s_d, d_d) >= KD and s_h // gcd(s_h, d_h) >= KH:
        gcd_s_w_d_w = gcd(s_w, d_w)
        gcd_s_h_d_h = gcd(s_h, d_h)
        gcd_s_d_d_d = gcd(s_d, d_d)
        launch(_vjp_x_single, C * N,
                C * D * H * N * W + (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_d * s_h * s_w,
                dy_rows, count_k, count_i, count_j, dx_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h,
                s_w, p_f, p_t, p_l, d_d, d_h, d_w, omega, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w)
    else:
        d_w_by_gcd = d_w // gcd(s_w, d_w)
        s_w_by_gcd = s_w // gcd(s_w, d_w)
        gcd_s_w_d_w = gcd(s_w, d_w)
        d_h_by_gcd = d_h // gcd(s_h, d_h)
        d_d_by_gcd = d_d // gcd(s_d, d_d)
        s_h_by_gcd = s_h // gcd(s_h, d_h)
        s_d_by_gcd = s_d // gcd(s_d, d_d)
        gcd_s_d_d_d = gcd(s_d, d_d)
        gcd_s_h_d_h = gcd(s_h, d_h)
        launch(_vjp_x_plain, C * N, (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - residue(d_w, 0,
                s_w) - 1) // (s_w // gcd(s_w,
                d_w)) + 1) * C * N * OD * OH * s_w + (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
                0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0,
                s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * C * N * W * s_d * s_h, dy_rows, count_k, count_i,
                count_j, dx_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, d_d,
                d_h, d_w, omega, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w,
                s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)


def _jvp(x_dot, count_k, count_i, count_j, y_dot, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w, omega):
    """Ṡ₁[n,c,k,i,j] = Σ_{t,u,v} ẋ[n, c, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    ẏ[n,c,k,i,j] = Ṡ₁[n,c,k,i,j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}

    As compiled:

    S1_dot_columns[column] = Σ_{t,u} ẋ[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column]
    Ṡ₁[j] = Σ_v S1_dot_columns[s_w·j+d_w·v−p_l]
    ẏ[nc,k,i,j] = Ṡ₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}

    Operations: 3·C·N·OD·OH·OW multiplications, C·KD·KH·KW·N·OD·OH·OW − C·N·OD·OH·OW additions, terms that
        a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    y_dot_rows = y_dot.reshape((C * N, OD, OH, OW))
    # S1_dot_columns[column] = Σ_{t,u} ẋ[nc, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, column]
    # Ṡ₁[j] = Σ_v S1_dot_columns[s_w·j+d_w·v−p_l]
    # ẏ[nc,k,i,j] = Ṡ₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}
    launch(_forward_part2, C * N * OD * OH,
            C * KD * KH * N * OD * OH * W + C * KW * N * OD * OH * OW + C * N * OD * OH * OW, x_dot_rows,
            y_dot_rows, count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f,
            p_t, p_l, d_d, d_h, d_w, omega)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0,
    count_include_pad=1, divisor_override=0):
    """mean of each window with the choice of what counts in the divisor; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.new_all(("y",), out)
    call.new("count_k", "count_k")
    call.new("count_i", "count_i")
    call.new("count_j", "count_j")
    call.run(_forward, ("x", "y", "count_k", "count_i", "count_j"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_k", "p_t", "p_b", "p_l", "p_r", "d_d",
            "d_h", "d_w", "zeta", "omega"))
    result = call.result("y")
    return (result, call.save(Residuals, ("count_k", "count_i", "count_j"))) if call.asked("save",
            save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0,
    count_include_pad=1, divisor_override=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_k", "count_i", "count_j"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "count_k", "count_i", "count_j", "dx"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w", "omega"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_k", "count_i", "count_j"))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "count_k", "count_i", "count_j", "dx"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w", "omega"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0,
    count_include_pad=1, divisor_override=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("count_k", "count_i", "count_j"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "count_k", "count_i", "count_j", "y_dot"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w", "omega"))
    return call.result("y_dot")
