"""sum_pool3d: sum of each window.

Made by `chainrule generate`, version 0.1.0, from the forward of `sum_pool3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,k,i,j] = Σ_{t,u,v} x[n, c, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]
    dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−t, s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (z+p_f−t)/s_d,
        (a+p_t−u)/s_h, (b+p_l−v)/s_w]
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 64 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'sum_pool3d',
    'summary': 'sum of each window',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'kernel', 'symbols': ['KD', 'KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_d', 's_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_f', 'p_k', 'p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OD': '(D + p_f + p_k - KD) // s_d + 1', 'OH': '(H + p_b + p_t - KH) // s_h + 1', 'OW': '(W + p_l + p_r - KW) // s_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * KD * KH * N * OD * OH * W + C * KW * N * OD * OH * OW']},
        {'path': 'single', 'at': 1, 'of': ['(KW - 1) // s_w']},
        {'path': 'single', 'at': 2, 'of': ['KW']},
        {'path': 'single', 'at': 3, 'of': ['(KW - 1) // s_w']},
        {'path': 'single', 'at': 4, 'of': ['KW']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // 2 + (W + p_l - 1) // 2 + 1', '(1 - p_l) // 2 + (W + p_l) // 2', '(1 - p_l) // 2 + OW', '(1 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(1 - p_l) // s_w + OW', '(2 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(2 - p_l) // s_w + OW', '(KW - 1) // s_w + 1', '(W + p_l - 1) // 2 + 1', '(W + p_l - 1) // s_w', '(W + p_l - 1) // s_w + 1', '(W + p_l - 1) // s_w - 1', '(W + p_l - 2) // s_w + 1', '(W + p_l - 3) // s_w + 1', '(W + p_l) // 2', '-p_l // 2 + (W + p_l - 1) // 2 + 1', '-p_l // 2 + (W + p_l) // 2', '-p_l // 2 + OW', '-p_l // s_w + (KW - 1) // s_w + OW', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 2) // s_w + 1', '-p_l // s_w + (W + p_l - 3) // s_w + 1', '-p_l // s_w + OW', '1 - (-p_l // s_w)', 'KW', 'KW - p_l', 'OW', 'OW - 1', 'OW - 2', 'W', 'W + p_l']},
    ],
    'proved': {'in bounds': 64, 'iterations apart': 4},
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
        "OD": lambda D, KD, p_f, p_k, s_d, **_: (D + p_f + p_k - KD) // s_d + 1,
        "OH": lambda H, KH, p_b, p_t, s_h, **_: (H + p_b + p_t - KH) // s_h + 1,
        "OW": lambda KW, W, p_l, p_r, s_w, **_: (W + p_l + p_r - KW) // s_w + 1,
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "y": lambda C, N, OD, OH, OW, **_: (N, C, OD, OH, OW),
    },
    strides={'kernel': ('KD', 'KH', 'KW'), 'stride': ('s_d', 's_h', 's_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l,
        j_first, j_first2, j_first4, j_first5, j_last, j_last2, j_last4, j_last5):
    """y_columns[column] = Σ_{t,u} x[nc, s_d·k+t−p_f, s_h·i+u−p_t, column]
    y[nc,k,i,j] = Σ_v y_columns[s_w·j+v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    y_columns = np.empty(W, dtype)
    for task in range(first, last):
        nc = task // (OD * OH)
        k = task // OH % OD
        i = task % OH
        # y_columns[column] = Σ_{t,u} x[nc, s_d·k+t−p_f, s_h·i+u−p_t, column]
        for column in range(W):
            y_columns[U(column)] = T(0)
        for t in range(max(0, p_f - (k * s_d)), min(KD, D + p_f - (k * s_d))):
            for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
                for column in range(W):
                    y_columns[U(column)] += x[U(nc), U(k * s_d + t - p_f), U(i * s_h + u - p_t), U(column)]
        # y[nc,k,i,j] = Σ_v y_columns[s_w·j+v−p_l]
        for j in range(OW):
            y[U(nc), U(k), U(i), U(j)] = T(0)
        if KW >= 2 and 3 >= KW:
            j_first3 = max(j_first, j_first2, 0)
            j_last3 = min(OW - 1, j_last, j_last2)
            for j in range(min(OW, j_first3)):
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    y[U(nc), U(k), U(i), U(j)] += y_columns[U(j * s_w + v - p_l)]
            if KW == 3:
                for j in range(max(0, j_first, j_first4, j_first5), min(OW, j_last + 1, j_last4 + 1,
                        j_last5 + 1)):
                    terms = y[U(nc), U(k), U(i), U(j)]
                    terms = plus(terms, y_columns[U(j * s_w - p_l)])
                    terms = plus(terms, y_columns[U(j * s_w + 1 - p_l)])
                    terms = plus(terms, y_columns[U(j * s_w + 2 - p_l)])
                    y[U(nc), U(k), U(i), U(j)] = terms
            if KW == 2:
                for j in range(max(0, j_first, j_first4), min(OW, j_last + 1, j_last4 + 1)):
                    terms2 = y[U(nc), U(k), U(i), U(j)]
                    terms2 = plus(terms2, y_columns[U(j * s_w - p_l)])
                    terms2 = plus(terms2, y_columns[U(j * s_w + 1 - p_l)])
                    y[U(nc), U(k), U(i), U(j)] = terms2
            for j in range(max(0, j_last3 + 1, j_first3), OW):
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    y[U(nc), U(k), U(i), U(j)] += y_columns[U(j * s_w + v - p_l)]
        else:
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    y[U(nc), U(k), U(i), U(j)] += y_columns[U(j * s_w + v - p_l)]


def _forward(x, y, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l):
    """y[n,c,k,i,j] = Σ_{t,u,v} x[n, c, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]

    As compiled:

    y_columns[column] = Σ_{t,u} x[nc, s_d·k+t−p_f, s_h·i+u−p_t, column]
    y[nc,k,i,j] = Σ_v y_columns[s_w·j+v−p_l]

    Operations: C·KD·KH·KW·N·OD·OH·OW − C·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, D, H, W))
    y_rows = y.reshape((C * N, OD, OH, OW))
    j_first = -(-p_l // s_w)
    j_first2 = -((KW - p_l - 1) // s_w)
    j_last = (W + p_l - 1) // s_w
    j_last2 = (W + p_l - KW) // s_w
    j_first4 = -((1 - p_l) // s_w)
    j_first5 = -((2 - p_l) // s_w)
    j_last4 = (W + p_l - 2) // s_w
    j_last5 = (W + p_l - 3) // s_w
    launch(_forward_part, C * N * OD * OH, C * KD * KH * N * OD * OH * W + C * KW * N * OD * OH * OW, x_rows,
            y_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l, j_first, j_first2,
            j_first4, j_first5, j_last, j_last2, j_last4, j_last5)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l,
        q___from, q___from2, q___to, q___to2, quotient_W_p_l, quotient_W_p_l2, quotient_p_l, quotient_p_l2):
    """dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] += dy[nc, q, q′, q′′] · [r < KD, r′ < KH, r′′ <
        KW]
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for z in range(D):
            for a in range(H):
                for b in range(W):
                    dx[U(nc), U(z), U(a), U(b)] = T(0)
        # dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] += dy[nc, q, q′, q′′] · [r < KD,
        #     r′ < KH, r′′ < KW]
        for r in range(min(s_d, KD)):
            quotient_r = (r - p_f) // s_d
            quotient_r2 = (D + p_f - r - 1) // s_d
            for r_ in range(min(s_h, KH)):
                if s_w == 2 and KW >= 2 and q___from == q___from2 and q___to == q___to2:
                    q___first3 = -quotient_p_l
                    q___first4 = -quotient_p_l2
                    q__first = -((r_ - p_t) // s_h)
                    q__last = (H + p_t - r_ - 1) // s_h
                    for q in range(max(-quotient_r, 0), min(quotient_r2 + 1, OD)):
                        for q_ in range(max(q__first, 0), min(q__last + 1, OH)):
                            for q__ in range(max(q___first3, 0, q___first4), min(quotient_W_p_l + 1, OW,
                                    quotient_W_p_l2)):
                                dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * 2 - p_l)] += dy[U(nc), U(q), U(q_), U(q__)]
                                dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * 2 + 1 - p_l)] += dy[U(nc), U(q), U(q_), U(q__)]
                else:
                    q__first = -((r_ - p_t) // s_h)
                    q__last = (H + p_t - r_ - 1) // s_h
                    q_first = -quotient_r
                    for r__ in range(min(s_w, KW)):
                        q___first3 = -((r__ - p_l) // s_w)
                        q___last3 = (W + p_l - r__ - 1) // s_w
                        for q in range(max(q_first, 0), min(quotient_r2 + 1, OD)):
                            for q_ in range(max(q__first, 0), min(q__last + 1, OH)):
                                for q__ in range(max(q___first3, 0), min(q___last3 + 1, OW)):
                                    dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += dy[U(nc), U(q), U(q_), U(q__)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l):
    """dx_spread[line, line′, s_w·q+r′′−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−r′′)/s_w⌋} dy[nc, line, line′, q−t]
    dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, column] = Σ_{t,t′ : 0 ≤ t ≤ ⌊(KD−1−r)/s_d⌋, 0 ≤ t′ ≤
        ⌊(KH−1−r′)/s_h⌋} dx_spread[q−t, q′−t′, column]
    """
    dtype = dy.dtype
    T = dtype.type
    dx_spread = np.empty((OD, OH, W), dtype)
    for nc in range(first, last):
        # dx_spread[line, line′, s_w·q+r′′−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−r′′)/s_w⌋} dy[nc,
        #     line, line′, q−t]
        for r__ in range(s_w):
            q___first = -((r__ - p_l) // s_w)
            q___last = (W + p_l - r__ - 1) // s_w
            t____last = (KW - r__ - 1) // s_w
            for line in range(OD):
                for line_ in range(OH):
                    for q__ in range(q___first, q___last + 1):
                        dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] = T(0)
                    if t____last >= 1 and 2 >= t____last:
                        q___first2 = max(q___first, t____last, 0)
                        q___last2 = min(OW + t____last - 1, OW - 1, q___last)
                        for q__ in range(q___first, min(q___last + 1, q___first2)):
                            for t___ in range(max(0, q__ + 1 - OW), min(t____last + 1, q__ + 1)):
                                dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] += dy[U(nc), U(line), U(line_), U(q__ - t___)]
                        if t____last == 2:
                            for q__ in range(max(q___first, 2), min(q___last + 1, OW)):
                                terms = dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)]
                                terms = plus(terms, dy[U(nc), U(line), U(line_), U(q__)])
                                terms = plus(terms, dy[U(nc), U(line), U(line_), U(q__ - 1)])
                                terms = plus(terms, dy[U(nc), U(line), U(line_), U(q__ - 2)])
                                dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] = terms
                        if t____last == 1:
                            for q__ in range(max(q___first, 1), min(q___last + 1, OW)):
                                terms2 = dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)]
                                terms2 = plus(terms2, dy[U(nc), U(line), U(line_), U(q__)])
                                terms2 = plus(terms2, dy[U(nc), U(line), U(line_), U(q__ - 1)])
                                dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] = terms2
                        for q__ in range(max(q___first, q___last2 + 1, q___first2), q___last + 1):
                            for t___ in range(max(0, q__ + 1 - OW), min(t____last + 1, q__ + 1)):
                                dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] += dy[U(nc), U(line), U(line_), U(q__ - t___)]
                    else:
                        for t___ in range(t____last, -1, -1):
                            for q__ in range(max(q___first, t___), min(q___last + 1, OW + t___)):
                                dx_spread[U(line), U(line_), U(q__ * s_w + r__ - p_l)] += dy[U(nc), U(line), U(line_), U(q__ - t___)]
        # dx[nc, s_d·q+r−p_f, s_h·q′+r′−p_t, column] = Σ_{t,t′ : 0 ≤ t ≤ ⌊(KD−1−r)/s_d⌋, 0 ≤
        #     t′ ≤ ⌊(KH−1−r′)/s_h⌋} dx_spread[q−t, q′−t′, column]
        for r in range(s_d):
            t__last = (KD - r - 1) // s_d
            for q in range(-((r - p_f) // s_d), (D + p_f - r - 1) // s_d + 1):
                for r_ in range(s_h):
                    t___last = (KH - r_ - 1) // s_h
                    for q_ in range(-((r_ - p_t) // s_h), (H + p_t - r_ - 1) // s_h + 1):
                        for column in range(W):
                            dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(column)] = T(0)
                        for t_ in range(min(t__last, q), max(-1, q - OD), -1):
                            for t__ in range(min(t___last, q_), max(-1, q_ - OH), -1):
                                for column in range(W):
                                    dx[U(nc), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(column)] += dx_spread[U(q - t_), U(q_ - t__), U(column)]


def _vjp_x(dy, dx, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l):
    """dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−t, s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (z+p_f−t)/s_d,
        (a+p_t−u)/s_h, (b+p_l−v)/s_w]

    Operations: C·D·H·KD·KH·KW·N·W − C·D·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OD, OH, OW))
    dx_rows = dx.reshape((C * N, D, H, W))
    if s_w >= KW and s_d >= KD and s_h >= KH:
        q___from = max(-(-p_l // 2), 0)
        q___to = min((W + p_l - 1) // 2, OW - 1)
        q___from2 = max(-((1 - p_l) // 2), 0)
        q___to2 = min((W + p_l) // 2 - 1, OW - 1)
        quotient_p_l = -p_l // 2
        quotient_p_l2 = (1 - p_l) // 2
        quotient_W_p_l = (W + p_l - 1) // 2
        quotient_W_p_l2 = (W + p_l) // 2
        launch(_vjp_x_single, C * N,
                C * D * H * N * W + (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_d * s_h * s_w,
                dy_rows, dx_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l,
                q___from, q___from2, q___to, q___to2, quotient_W_p_l, quotient_W_p_l2, quotient_p_l,
                quotient_p_l2)
    else:
        launch(_vjp_x_plain, C * N,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - 1) // s_w + 1) * C * N * OD * OH * s_w + (-p_f // s_d + (D + p_f - 1) // s_d + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KD - 1) // s_d + 1) * ((KH - 1) // s_h + 1) * C * N * W * s_d * s_h,
                dy_rows, dx_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l)


def _jvp(x_dot, y_dot, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l):
    """ẏ[n,c,k,i,j] = Σ_{t,u,v} ẋ[n, c, s_d·k+t−p_f, s_h·i+u−p_t, s_w·j+v−p_l]

    As compiled:

    y_dot_columns[column] = Σ_{t,u} ẋ[nc, s_d·k+t−p_f, s_h·i+u−p_t, column]
    ẏ[nc,k,i,j] = Σ_v y_dot_columns[s_w·j+v−p_l]

    Operations: C·KD·KH·KW·N·OD·OH·OW − C·N·OD·OH·OW additions, terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, D, H, W))
    y_dot_rows = y_dot.reshape((C * N, OD, OH, OW))
    j_first = -(-p_l // s_w)
    j_first2 = -((KW - p_l - 1) // s_w)
    j_last = (W + p_l - 1) // s_w
    j_last2 = (W + p_l - KW) // s_w
    j_first4 = -((1 - p_l) // s_w)
    j_first5 = -((2 - p_l) // s_w)
    j_last4 = (W + p_l - 2) // s_w
    j_last5 = (W + p_l - 3) // s_w
    # y_dot_columns[column] = Σ_{t,u} ẋ[nc, s_d·k+t−p_f, s_h·i+u−p_t, column]
    # ẏ[nc,k,i,j] = Σ_v y_dot_columns[s_w·j+v−p_l]
    launch(_forward_part, C * N * OD * OH, C * KD * KH * N * OD * OH * W + C * KW * N * OD * OH * OW,
            x_dot_rows, y_dot_rows, N, C, D, H, W, OD, OH, OW, KD, KH, KW, s_d, s_h, s_w, p_f, p_t, p_l,
            j_first, j_first2, j_first4, j_first5, j_last, j_last2, j_last4, j_last5)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0):
    """sum of each window; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KD", "KH", "KW", "s_d", "s_h",
            "s_w", "p_f", "p_t", "p_l"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KD", "KH", "KW", "s_d", "s_h",
            "s_w", "p_f", "p_t", "p_l"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KD", "KH", "KW", "s_d", "s_h",
            "s_w", "p_f", "p_t", "p_l"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "KD", "KH", "KW", "s_d",
            "s_h", "s_w", "p_f", "p_t", "p_l"))
    return call.result("y_dot")
