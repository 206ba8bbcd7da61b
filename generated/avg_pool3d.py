"""avg_pool3d: mean of each window with the choice of what counts in the divisor.

Made by `chainrule generate`, version 0.1.0, from the forward of `avg_pool3d`.  Do not edit.
Run time: badfebcb826fd7a0.

    count_k[k] = max(Σ_{t : 0 ≤ s_d·k+t+p_f·ζ−p_f < D+p_f·ζ+p_k·ζ} 1, 1)
    count_i[i] = max(Σ_{u : 0 ≤ s_h·i+u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,k,i,j] = 1/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]} · Σ_{t,u,v} x[n, c, s_d·k+t−p_f,
        s_h·i+u−p_t, s_w·j+v−p_l]
    dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−t, s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (z+p_f−t)/s_d,
        (a+p_t−u)/s_h, (b+p_l−v)/s_w]/{ω if ω > 0; else
        count_i[(a+p_t−u)/s_h]·count_j[(b+p_l−v)/s_w]·count_k[(z+p_f−t)/s_d]}
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: taps behind the padding never count; a window in which nothing counts gives 0.

Convention: count_include_pad = 0 leaves the padding out of the divisor, too.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 48 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
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
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'count_include_pad', 'symbols': ['zeta'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
        {'name': 'divisor_override', 'symbols': ['omega'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OD': 'min((D + p_f - 1) // s_d + 1, (D + p_f + p_k - KD - kappa) // s_d + kappa + 1) if kappa >= 1 else (D + p_f + p_k - KD - kappa) // s_d + kappa + 1', 'OH': 'min((H + p_t - 1) // s_h + 1, (H + p_b + p_t - KH - kappa) // s_h + kappa + 1) if kappa >= 1 else (H + p_b + p_t - KH - kappa) // s_h + kappa + 1', 'OW': 'min((W + p_l - 1) // s_w + 1, (W + p_l + p_r - KW - kappa) // s_w + kappa + 1) if kappa >= 1 else (W + p_l + p_r - KW - kappa) // s_w + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * KD * KH * KW * N * OD * OH * OW + C * N * OD * OH * OW']},
        {'path': 'single', 'at': 1, 'of': ['omega']},
        {'path': 'vector', 'at': 64, 'of': ['(D + p_f + p_k * zeta - 1) // s_d + (p_f * zeta - p_f) // s_d + 1', '(D + p_f + p_k * zeta - 1) // s_d + 1', '(H + p_b * zeta + p_t - 1) // s_h + (p_t * zeta - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 1) // s_h + 1', '(W + p_l + p_r * zeta - 1) // s_w + (p_l * zeta - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 1) // s_w + 1', '(W + p_l - 1) // s_w + 1', '(p_f * zeta - p_f) // s_d + OD', '(p_l * zeta - p_l) // s_w + OW', '(p_t * zeta - p_t) // s_h + OH', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'OD', 'OH', 'OW', 'W']},
    ],
    'proved': {'in bounds': 48, 'iterations apart': 4},
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
        "OD": lambda D, KD, kappa, p_f, p_k, s_d, **_: min((D + p_f - 1) // s_d + 1, (D + p_f + p_k - KD - kappa) // s_d + kappa + 1) if kappa >= 1 else (D + p_f + p_k - KD - kappa) // s_d + kappa + 1,
        "OH": lambda H, KH, kappa, p_b, p_t, s_h, **_: min((H + p_t - 1) // s_h + 1, (H + p_b + p_t - KH - kappa) // s_h + kappa + 1) if kappa >= 1 else (H + p_b + p_t - KH - kappa) // s_h + kappa + 1,
        "OW": lambda KW, W, kappa, p_l, p_r, s_w, **_: min((W + p_l - 1) // s_w + 1, (W + p_l + p_r - KW - kappa) // s_w + kappa + 1) if kappa >= 1 else (W + p_l + p_r - KW - kappa) // s_w + kappa + 1,
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "y": lambda C, N, OD, OH, OW, **_: (N, C, OD, OH, OW),
        "count_k": lambda OD, **_: (OD,),
        "count_i": lambda OH, **_: (OH,),
        "count_j": lambda OW, **_: (OW,),
    },
    strides={'kernel': ('KD', 'KH', 'KW'), 'stride': ('s_d', 's_h', 's_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(count_k, count_i, count_j, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_k, p_t,
        p_b, p_l, p_r, zeta):
    """count_k[k] = max(Σ_{t : 0 ≤ s_d·k+t+p_f·ζ−p_f < D+p_f·ζ+p_k·ζ} 1, 1)
    count_i[i] = max(Σ_{u : 0 ≤ s_h·i+u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    """
    dtype = count_k.dtype
    T = dtype.type
    row = np.empty(OD, dtype)
    # count_k[k] = max(Σ_{t : 0 ≤ s_d·k+t+p_f·ζ−p_f < D+p_f·ζ+p_k·ζ} 1, 1)
    for k in range(OD):
        row[U(k)] = T(0)
    for t in range(KD):
        for k in range(max(0, -((p_f * zeta + t - p_f) // s_d)), min(OD,
                (D + p_f + p_k * zeta - t - 1) // s_d + 1)):
            row[U(k)] += T(1)
    for k in range(OD):
        row_here = row[U(k)]
        count_k[U(k)] = select(row_here >= T(1), row_here, T(1))
    row2 = np.empty(OH, dtype)
    # count_i[i] = max(Σ_{u : 0 ≤ s_h·i+u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    for i in range(OH):
        row2[U(i)] = T(0)
    for u in range(KH):
        for i in range(max(0, -((p_t * zeta + u - p_t) // s_h)), min(OH,
                (H + p_b * zeta + p_t - u - 1) // s_h + 1)):
            row2[U(i)] += T(1)
    for i in range(OH):
        row2_here = row2[U(i)]
        count_i[U(i)] = select(row2_here >= T(1), row2_here, T(1))
    row3 = np.empty(OW, dtype)
    # count_j[j] = max(Σ_{v : 0 ≤ s_w·j+v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    for j in range(OW):
        row3[U(j)] = T(0)
    for v in range(KW):
        for j in range(max(0, -((p_l * zeta + v - p_l) // s_w)), min(OW,
                (W + p_l + p_r * zeta - v - 1) // s_w + 1)):
            row3[U(j)] += T(1)
    for j in range(OW):
        row3_here = row3[U(j)]
        count_j[U(j)] = select(row3_here >= T(1), row3_here, T(1))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, y, count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d,
        s_h, s_w, p_f, p_t, p_l, omega):
    """S₁[j] = Σ_{t,u,v} x[nc, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]
    y[nc,k,i,j] = S₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}
    """
    dtype = x.dtype
    T = dtype.type
    S1 = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // (OD * OH)
        k = task // OH % OD
        i = task % OH
        # S₁[j] = Σ_{t,u,v} x[nc, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]
        for j in range(OW):
            S1[U(j)] = T(0)
        for t in range(max(0, p_f - (k * s_d)), min(KD, D + p_f - (k * s_d))):
            for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
                for v in range(KW):
                    for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                        S1[U(j)] += x[U(nc), U(k * s_d + t - p_f), U(i * s_h + u - p_t), U(j * s_w + v - p_l)]
        # y[nc,k,i,j] = S₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}
        if omega >= 1:
            for j in range(OW):
                y[U(nc), U(k), U(i), U(j)] = S1[U(j)] / T(omega)
        else:
            factor = T(1) / (count_i[U(i)] * count_k[U(k)])
            for j in range(OW):
                y[U(nc), U(k), U(i), U(j)] = S1[U(j)] * factor / count_j[U(j)]


def _forward(x, y, count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_k,
        p_t, p_b, p_l, p_r, zeta, omega):
    """count_k[k] = max(Σ_{t : 0 ≤ s_d·k+t+p_f·ζ−p_f < D+p_f·ζ+p_k·ζ} 1, 1)
    count_i[i] = max(Σ_{u : 0 ≤ s_h·i+u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,k,i,j] = 1/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]} · Σ_{t,u,v} x[n, c, s_d·k+t−p_f,
        s_h·i+u−p_t, s_w·j+v−p_l]

    Operations: 3·C·N·OD·OH·OW multiplications, C·KD·KH·KW·N·OD·OH·OW + (KD − 1) · OD + (KH − 1) · OH +
        (KW − 1) · OW − C·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, OD, OH, OW))
    _forward_part(count_k, count_i, count_j, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_k, p_t,
            p_b, p_l, p_r, zeta)
    launch(_forward_part2, C * N * OD * OH, C * KD * KH * KW * N * OD * OH * OW + C * N * OD * OH * OW,
            x_rows, y_rows, count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w,
            p_f, p_t, p_l, omega)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, count_k, count_i, count_j, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d,
        s_h, s_w, p_f, p_t, p_l, omega):
    """dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] += dy[nc, q, q′, q′′]/{ω if ω > 0; else
        count_i[q′]·count_j[q′′]·count_k[q]} · [r < KD, r′ < KH, r′′ < KW]
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for z in range(D):
            for a in range(H):
                for b in range(W):
                    dx[U(nc), U(z), U(a), U(b)] = T(0)
        # dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] += dy[nc, q, q′, q′′]/{ω if ω >
        #     0; else count_i[q′]·count_j[q′′]·count_k[q]} · [r < KD, r′ < KH, r′′ < KW]
        for r in range(min(s_d, KD)):
            q_first = -((r - p_f) // s_d)
            q_last = (D + p_f - r - 1) // s_d
            for r_ in range(min(s_h, KH)):
                q__first = -((r_ - p_t) // s_h)
                q__last = (H + p_t - r_ - 1) // s_h
                for r__ in range(min(s_w, KW)):
                    for q in range(max(q_first, 0), min(q_last + 1, OD)):
                        for q_ in range(max(q__first, 0), min(q__last + 1, OH)):
                            if omega >= 1:
                                for q__ in range(max(-((r__ - p_l) // s_w), 0),
                                        min((W + p_l - r__ - 1) // s_w + 1, OW)):
                                    dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(q), U(q_), U(q__)] / T(omega)
                                    )
                            else:
                                factor = T(1) / (count_i[U(q_)] * count_k[U(q)])
                                for q__ in range(max(-((r__ - p_l) // s_w), 0),
                                        min((W + p_l - r__ - 1) // s_w + 1, OW)):
                                    dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(q), U(q_), U(q__)] * factor / count_j[U(q__)]
                                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, count_k, count_i, count_j, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d,
        s_h, s_w, p_f, p_t, p_l, omega):
    """dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KD−1−r)/s_d⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KH−1−r′)/s_h⌋} Σ_{t′′ : 0 ≤ t′′ ≤ ⌊(KW−1−r′′)/s_w⌋} dy[nc, q−t, q′−t′, q′′−t′′]/{ω if ω > 0;
        else count_i[q′−t′]·count_j[q′′−t′′]·count_k[q−t]}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // (s_d * s_h * s_w)
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        q___first = -((r__ - p_l) // s_w)
        q___last = (W + p_l - r__ - 1) // s_w
        t____last = (KW - r__ - 1) // s_w
        t___last = (KH - r_ - 1) // s_h
        t__last = (KD - r - 1) // s_d
        q__first = -((r_ - p_t) // s_h)
        q__last = (H + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (D + p_f - r - 1) // s_d + 1):
            for q_ in range(q__first, q__last + 1):
                # dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KD−1−r)/s_d⌋}
                #     Σ_{t′ : 0 ≤ t′ ≤ ⌊(KH−1−r′)/s_h⌋} Σ_{t′′ : 0 ≤ t′′ ≤ ⌊(KW−1−r′′)/s_w⌋} dy[nc,
                #     q−t, q′−t′, q′′−t′′]/{ω if ω > 0; else
                #     count_i[q′−t′]·count_j[q′′−t′′]·count_k[q−t]}
                for q__ in range(q___first, q___last + 1):
                    dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = T(0)
                for t_ in range(max(0, q + 1 - OD), min(t__last + 1, q + 1)):
                    for t__ in range(max(0, q_ + 1 - OH), min(t___last + 1, q_ + 1)):
                        for t___ in range(t____last + 1):
                            if omega >= 1:
                                for q__ in range(max(-((r__ - p_l) // s_w), t___),
                                        min((W + p_l - r__ - 1) // s_w + 1, OW + t___)):
                                    dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(q - t_), U(q_ - t__), U(q__ - t___)] / T(omega)
                                    )
                            else:
                                factor = T(1) / (count_i[U(q_ - t__)] * count_k[U(q - t_)])
                                for q__ in range(max(-((r__ - p_l) // s_w), t___),
                                        min((W + p_l - r__ - 1) // s_w + 1, OW + t___)):
                                    dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                        dy[U(nc), U(q - t_), U(q_ - t__), U(q__ - t___)]
                                        * factor
                                        / count_j[U(q__ - t___)]
                                    )


def _vjp_x(dy, count_k, count_i, count_j, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t,
        p_l, omega):
    """dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−t, s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (z+p_f−t)/s_d,
        (a+p_t−u)/s_h, (b+p_l−v)/s_w]/{ω if ω > 0; else
        count_i[(a+p_t−u)/s_h]·count_j[(b+p_l−v)/s_w]·count_k[(z+p_f−t)/s_d]}

    Operations: 3·C·D·H·KD·KH·KW·N·W multiplications, C·D·H·KD·KH·KW·N·W − C·D·H·N·W additions, terms that
        a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OD, OH, OW))
    dx_rows = dx.reshape((C * N, D, H, W))
    if s_d >= KD and s_h >= KH and s_w >= KW:
        launch(_vjp_x_single, C * N,
                C * D * H * N * W + (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_d * s_h * s_w,
                dy_rows, count_k, count_i, count_j, dx_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h,
                s_w, p_f, p_t, p_l, omega)
    else:
        launch(_vjp_x_plain, C * N * s_d * s_h * s_w,
                (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KD - 1) // s_d + 1) * ((KH - 1) // s_h + 1) * ((KW - 1) // s_w + 1) * C * N * s_d * s_h * s_w,
                dy_rows, count_k, count_i, count_j, dx_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h,
                s_w, p_f, p_t, p_l, omega)


def _jvp(x_dot, count_k, count_i, count_j, y_dot, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f,
        p_t, p_l, omega):
    """Ṡ₁[n,c,k,i,j] = Σ_{t,u,v} ẋ[n, c, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]
    ẏ[n,c,k,i,j] = Ṡ₁[n,c,k,i,j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}

    As compiled:

    Ṡ₁[j] = Σ_{t,u,v} ẋ[nc, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]
    ẏ[nc,k,i,j] = Ṡ₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}

    Operations: 3·C·N·OD·OH·OW multiplications, C·KD·KH·KW·N·OD·OH·OW − C·N·OD·OH·OW additions, terms that
        a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    y_dot_rows = y_dot.reshape((C * N, OD, OH, OW))
    # Ṡ₁[j] = Σ_{t,u,v} ẋ[nc, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]
    # ẏ[nc,k,i,j] = Ṡ₁[j]/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]}
    launch(_forward_part2, C * N * OD * OH, C * KD * KH * KW * N * OD * OH * OW + C * N * OD * OH * OW,
            x_dot_rows, y_dot_rows, count_k, count_i, count_j, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d,
            s_h, s_w, p_f, p_t, p_l, omega)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """mean of each window with the choice of what counts in the divisor; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.new_all(("y",), out)
    call.new("count_k", "count_k")
    call.new("count_i", "count_i")
    call.new("count_j", "count_j")
    call.run(_forward, ("x", "y", "count_k", "count_i", "count_j"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_k", "p_t", "p_b", "p_l", "p_r", "zeta",
            "omega"))
    result = call.result("y")
    return (result, call.save(Residuals, ("count_k", "count_i", "count_j"))) if call.asked("save",
            save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_k", "count_i", "count_j"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "count_k", "count_i", "count_j", "dx"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "omega"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_k", "count_i", "count_j"))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "count_k", "count_i", "count_j", "dx"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "omega"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("count_k", "count_i", "count_j"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "count_k", "count_i", "count_j", "y_dot"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "omega"))
    return call.result("y_dot")
