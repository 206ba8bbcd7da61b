"""avg_pool2d: mean of each window.

Made by `chainrule generate`, version 0.1.0, from the forward of `avg_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    dx[n,c,a,b] = 1/(KH·KW) · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w]
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: the divisor is the size of the window, pixels of the padding included.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 105 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
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
    'name': 'avg_pool2d',
    'summary': 'mean of each window',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - KH) // s_h + 1', 'OW': '(W + p_l + p_r - KW) // s_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * KH * N * OH * W + C * KW * N * OH * OW']},
        {'path': 'single', 'at': 1, 'of': ['(KW - 1) // s_w']},
        {'path': 'single', 'at': 2, 'of': ['KW']},
        {'path': 'single', 'at': 3, 'of': ['(KW - 1) // s_w']},
        {'path': 'single', 'at': 4, 'of': ['KW']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // 2 + (W + p_l - 1) // 2 + 1', '(1 - p_l) // 2 + (W + p_l) // 2', '(1 - p_l) // 2 + OW', '(1 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(1 - p_l) // s_w + OW', '(2 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(2 - p_l) // s_w + OW', '(KW - 1) // s_w + 1', '(W + p_l - 1) // 2 + 1', '(W + p_l - 1) // s_w', '(W + p_l - 1) // s_w + 1', '(W + p_l - 1) // s_w - 1', '(W + p_l - 2) // s_w + 1', '(W + p_l - 3) // s_w + 1', '(W + p_l) // 2', '-p_l // 2 + (W + p_l - 1) // 2 + 1', '-p_l // 2 + (W + p_l) // 2', '-p_l // 2 + OW', '-p_l // s_w + (KW - 1) // s_w + OW', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 2) // s_w + 1', '-p_l // s_w + (W + p_l - 3) // s_w + 1', '-p_l // s_w + OW', '1 - (-p_l // s_w)', 'KW', 'KW - p_l', 'OW', 'OW - 1', 'OW - 2', 'W', 'W + p_l']},
    ],
    'proved': {'in bounds': 105, 'iterations apart': 4},
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
        "OH": lambda H, KH, p_b, p_t, s_h, **_: (H + p_b + p_t - KH) // s_h + 1,
        "OW": lambda KW, W, p_l, p_r, s_w, **_: (W + p_l + p_r - KW) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w')},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, j_first, j_first2,
        j_first4, j_first5, j_last, j_last2, j_last4, j_last5):
    """y_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column]
    y[nc,i,j] = 1/(KW·KH) · Σ_v y_columns[s_w·j+v−p_l]
    """
    dtype = x.dtype
    T = dtype.type
    y_columns = np.empty(W, dtype)
    row = np.empty(OW, dtype)
    for task in range(first, last):
        nc = task // OH
        i = task % OH
        # y_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column]
        u_first = max(p_t - (i * s_h), 0)
        u_last = min(H + p_t - (i * s_h) - 1, KH - 1)
        for column in range(W):
            y_columns[U(column)] = T(0)
        if u_first + 1 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 1, H + p_t - (i * s_h) - 1), 2):
                for column in range(W):
                    terms2 = y_columns[U(column)]
                    terms2 = plus(terms2, x[U(nc), U(i * s_h + u - p_t), U(column)])
                    terms2 = plus(terms2, x[U(nc), U(i * s_h + u + 1 - p_t), U(column)])
                    y_columns[U(column)] = terms2
        elif u_first + 2 == u_last:
            for u in range(max(0, p_t - (i * s_h)), min(KH - 2, H + p_t - (i * s_h) - 2), 3):
                for column in range(W):
                    terms = y_columns[U(column)]
                    terms = plus(terms, x[U(nc), U(i * s_h + u - p_t), U(column)])
                    terms = plus(terms, x[U(nc), U(i * s_h + u + 1 - p_t), U(column)])
                    terms = plus(terms, x[U(nc), U(i * s_h + u + 2 - p_t), U(column)])
                    y_columns[U(column)] = terms
        else:
            for u in range(max(0, p_t - (i * s_h)), min(KH, H + p_t - (i * s_h))):
                for column in range(W):
                    y_columns[U(column)] += x[U(nc), U(i * s_h + u - p_t), U(column)]
        # y[nc,i,j] = 1/(KW·KH) · Σ_v y_columns[s_w·j+v−p_l]
        if KW >= 2 and 3 >= KW:
            j_first3 = max(j_first, j_first2, 0)
            j_last3 = min(OW - 1, j_last, j_last2)
            for j in range(min(OW, j_first3)):
                row[U(j)] = T(0)
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    row[U(j)] += y_columns[U(j * s_w + v - p_l)]
                y[U(nc), U(i), U(j)] = row[U(j)] / T(KH * KW)
            if KW == 3:
                for j in range(max(0, j_first, j_first4, j_first5), min(OW, j_last + 1, j_last4 + 1,
                        j_last5 + 1)):
                    terms3 = T(0)
                    terms3 = plus(terms3, y_columns[U(j * s_w - p_l)])
                    terms3 = plus(terms3, y_columns[U(j * s_w + 1 - p_l)])
                    terms3 = plus(terms3, y_columns[U(j * s_w + 2 - p_l)])
                    y[U(nc), U(i), U(j)] = terms3 / T(KH * KW)
            if KW == 2:
                for j in range(max(0, j_first, j_first4), min(OW, j_last + 1, j_last4 + 1)):
                    terms4 = T(0)
                    terms4 = plus(terms4, y_columns[U(j * s_w - p_l)])
                    terms4 = plus(terms4, y_columns[U(j * s_w + 1 - p_l)])
                    y[U(nc), U(i), U(j)] = terms4 / T(KH * KW)
            for j in range(max(0, j_last3 + 1, j_first3), OW):
                row[U(j)] = T(0)
                for v in range(max(0, p_l - (j * s_w)), min(KW, W + p_l - (j * s_w))):
                    row[U(j)] += y_columns[U(j * s_w + v - p_l)]
                y[U(nc), U(i), U(j)] = row[U(j)] / T(KH * KW)
        else:
            for j in range(OW):
                row[U(j)] = T(0)
            for v in range(KW):
                for j in range(max(0, -((v - p_l) // s_w)), min(OW, (W + p_l - v - 1) // s_w + 1)):
                    row[U(j)] += y_columns[U(j * s_w + v - p_l)]
            for j in range(OW):
                y[U(nc), U(i), U(j)] = row[U(j)] / T(KH * KW)


def _forward(x, y, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """y[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]

    As compiled:

    y_columns[column] = Σ_u x[nc, s_h·i+u−p_t, column]
    y[nc,i,j] = 1/(KW·KH) · Σ_v y_columns[s_w·j+v−p_l]

    Operations: C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((C * N, H, W))
    y_rows = y.reshape((C * N, OH, OW))
    j_first = -(-p_l // s_w)
    j_first2 = -((KW - p_l - 1) // s_w)
    j_last = (W + p_l - 1) // s_w
    j_last2 = (W + p_l - KW) // s_w
    j_first4 = -((1 - p_l) // s_w)
    j_first5 = -((2 - p_l) // s_w)
    j_last4 = (W + p_l - 2) // s_w
    j_last5 = (W + p_l - 3) // s_w
    launch(_forward_part, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW, x_rows, y_rows, N, C, H, W,
            OH, OW, KH, KW, s_h, s_w, p_t, p_l, j_first, j_first2, j_first4, j_first5, j_last, j_last2,
            j_last4, j_last5)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, q__from, q__from2,
        q__to, q__to2, quotient_W_p_l, quotient_W_p_l2, quotient_p_l, quotient_p_l2):
    """dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[nc,q,q′]/(KH·KW) · [r < KH, r′ < KW]"""
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for a in range(H):
            for b in range(W):
                dx[U(nc), U(a), U(b)] = T(0)
        # dx[nc, s_h·q+r−p_t, s_w·q′+r′−p_l] += dy[nc,q,q′]/(KH·KW) · [r < KH, r′ < KW]
        for r in range(min(s_h, KH)):
            if s_w == 2 and KW >= 2 and q__from == q__from2 and q__to == q__to2:
                q__first3 = -quotient_p_l
                q__first4 = -quotient_p_l2
                for q in range(max(-((r - p_t) // s_h), 0), min((H + p_t - r - 1) // s_h + 1, OH)):
                    for q_ in range(max(q__first3, 0, q__first4), min(quotient_W_p_l + 1, OW,
                            quotient_W_p_l2)):
                        dx[U(nc), U(q * s_h + r - p_t), U(q_ * 2 - p_l)] += (
                            dy[U(nc), U(q), U(q_)] / T(KH * KW)
                        )
                        dx[U(nc), U(q * s_h + r - p_t), U(q_ * 2 + 1 - p_l)] += (
                            dy[U(nc), U(q), U(q_)] / T(KH * KW)
                        )
            else:
                q_first = -((r - p_t) // s_h)
                q_last = (H + p_t - r - 1) // s_h
                for r_ in range(min(s_w, KW)):
                    q__first3 = -((r_ - p_l) // s_w)
                    q__last3 = (W + p_l - r_ - 1) // s_w
                    for q in range(max(q_first, 0), min(q_last + 1, OH)):
                        for q_ in range(max(q__first3, 0), min(q__last3 + 1, OW)):
                            dx[U(nc), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                dy[U(nc), U(q), U(q_)] / T(KH * KW)
                            )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx_spread[line, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−r)/s_w⌋} dy[nc, line, q−t]
    dx[nc, s_h·q+r−p_t, column] = 1/(KH·KW) · Σ_{t : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋} dx_spread[q−t, column]
    """
    dtype = dy.dtype
    T = dtype.type
    dx_spread = np.empty((OH, W), dtype)
    row = np.empty(W, dtype)
    for nc in range(first, last):
        # dx_spread[line, s_w·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(KW−1−r)/s_w⌋} dy[nc, line, q−t]
        for r_ in range(s_w):
            q__first = -((r_ - p_l) // s_w)
            q__last = (W + p_l - r_ - 1) // s_w
            t__last = (KW - r_ - 1) // s_w
            for line in range(OH):
                for q_ in range(q__first, q__last + 1):
                    dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = T(0)
                if t__last >= 1 and 2 >= t__last:
                    q__first2 = max(q__first, t__last, 0)
                    q__last2 = min(OW + t__last - 1, OW - 1, q__last)
                    for q_ in range(q__first, min(q__last + 1, q__first2)):
                        for t_ in range(max(0, q_ + 1 - OW), min(t__last + 1, q_ + 1)):
                            dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += dy[U(nc), U(line), U(q_ - t_)]
                    if t__last == 2:
                        for q_ in range(max(q__first, 2), min(q__last + 1, OW)):
                            terms = dx_spread[U(line), U(q_ * s_w + r_ - p_l)]
                            terms = plus(terms, dy[U(nc), U(line), U(q_)])
                            terms = plus(terms, dy[U(nc), U(line), U(q_ - 1)])
                            terms = plus(terms, dy[U(nc), U(line), U(q_ - 2)])
                            dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = terms
                    if t__last == 1:
                        for q_ in range(max(q__first, 1), min(q__last + 1, OW)):
                            terms2 = dx_spread[U(line), U(q_ * s_w + r_ - p_l)]
                            terms2 = plus(terms2, dy[U(nc), U(line), U(q_)])
                            terms2 = plus(terms2, dy[U(nc), U(line), U(q_ - 1)])
                            dx_spread[U(line), U(q_ * s_w + r_ - p_l)] = terms2
                    for q_ in range(max(q__first, q__last2 + 1, q__first2), q__last + 1):
                        for t_ in range(max(0, q_ + 1 - OW), min(t__last + 1, q_ + 1)):
                            dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += dy[U(nc), U(line), U(q_ - t_)]
                else:
                    for t_ in range(t__last, -1, -1):
                        for q_ in range(max(q__first, t_), min(q__last + 1, OW + t_)):
                            dx_spread[U(line), U(q_ * s_w + r_ - p_l)] += dy[U(nc), U(line), U(q_ - t_)]
        # dx[nc, s_h·q+r−p_t, column] = 1/(KH·KW) · Σ_{t : 0 ≤ t ≤ ⌊(KH−1−r)/s_h⌋}
        #     dx_spread[q−t, column]
        for r in range(s_h):
            t_last = (KH - r - 1) // s_h
            for q in range(-((r - p_t) // s_h), (H + p_t - r - 1) // s_h + 1):
                t_first = max(q + 1 - OH, 0)
                t_last2 = min(q, t_last)
                if t_first == t_last2:
                    for t in range(max(0, q + 1 - OH), min(t_last + 1, q + 1)):
                        for column in range(W):
                            terms5 = T(0)
                            terms5 = plus(terms5, dx_spread[U(q - t), U(column)])
                            dx[U(nc), U(q * s_h + r - p_t), U(column)] = terms5 / T(KH * KW)
                elif t_first + 1 == t_last2:
                    for t in range(max(0, q + 1 - OH), min(t_last, q), 2):
                        for column in range(W):
                            terms4 = T(0)
                            terms4 = plus(terms4, dx_spread[U(q - t), U(column)])
                            terms4 = plus(terms4, dx_spread[U(q - t - 1), U(column)])
                            dx[U(nc), U(q * s_h + r - p_t), U(column)] = terms4 / T(KH * KW)
                elif t_first + 2 == t_last2:
                    for t in range(max(0, q + 1 - OH), min(t_last - 1, q - 1), 3):
                        for column in range(W):
                            terms3 = T(0)
                            terms3 = plus(terms3, dx_spread[U(q - t), U(column)])
                            terms3 = plus(terms3, dx_spread[U(q - t - 1), U(column)])
                            terms3 = plus(terms3, dx_spread[U(q - t - 2), U(column)])
                            dx[U(nc), U(q * s_h + r - p_t), U(column)] = terms3 / T(KH * KW)
                else:
                    for column in range(W):
                        row[U(column)] = T(0)
                    for t in range(min(t_last, q), max(-1, q - OH), -1):
                        for column in range(W):
                            row[U(column)] += dx_spread[U(q - t), U(column)]
                    for column in range(W):
                        dx[U(nc), U(q * s_h + r - p_t), U(column)] = row[U(column)] / T(KH * KW)


def _vjp_x(dy, dx, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """dx[n,c,a,b] = 1/(KH·KW) · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w]

    Operations: C·H·KH·KW·N·W − C·H·N·W additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OH, OW))
    dx_rows = dx.reshape((C * N, H, W))
    if s_w >= KW and s_h >= KH:
        q__from = max(-(-p_l // 2), 0)
        q__to = min((W + p_l - 1) // 2, OW - 1)
        q__from2 = max(-((1 - p_l) // 2), 0)
        q__to2 = min((W + p_l) // 2 - 1, OW - 1)
        quotient_p_l = -p_l // 2
        quotient_p_l2 = (1 - p_l) // 2
        quotient_W_p_l = (W + p_l - 1) // 2
        quotient_W_p_l2 = (W + p_l) // 2
        launch(_vjp_x_single, C * N,
                C * H * N * W + (-p_l // s_w + (W + p_l - 1) // s_w + 1) * (-p_t // s_h + (H + p_t - 1) // s_h + 1) * C * N * s_h * s_w,
                dy_rows, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, q__from, q__from2, q__to,
                q__to2, quotient_W_p_l, quotient_W_p_l2, quotient_p_l, quotient_p_l2)
    else:
        launch(_vjp_x_plain, C * N,
                (-p_l // s_w + (W + p_l - 1) // s_w + 1) * ((KW - 1) // s_w + 1) * C * N * OH * s_w + (-p_t // s_h + (H + p_t - 1) // s_h + 1) * ((KH - 1) // s_h + 1) * C * N * W * s_h,
                dy_rows, dx_rows, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l)


def _jvp(x_dot, y_dot, N, C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l):
    """ẏ[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} ẋ[n, c, s_h·i+u−p_t, s_w·j+v−p_l]

    As compiled:

    y_dot_columns[column] = Σ_u ẋ[nc, s_h·i+u−p_t, column]
    ẏ[nc,i,j] = 1/(KW·KH) · Σ_v y_dot_columns[s_w·j+v−p_l]

    Operations: C·KH·KW·N·OH·OW − C·N·OH·OW additions, terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, H, W))
    y_dot_rows = y_dot.reshape((C * N, OH, OW))
    j_first = -(-p_l // s_w)
    j_first2 = -((KW - p_l - 1) // s_w)
    j_last = (W + p_l - 1) // s_w
    j_last2 = (W + p_l - KW) // s_w
    j_first4 = -((1 - p_l) // s_w)
    j_first5 = -((2 - p_l) // s_w)
    j_last4 = (W + p_l - 2) // s_w
    j_last5 = (W + p_l - 3) // s_w
    # y_dot_columns[column] = Σ_u ẋ[nc, s_h·i+u−p_t, column]
    # ẏ[nc,i,j] = 1/(KW·KH) · Σ_v y_dot_columns[s_w·j+v−p_l]
    launch(_forward_part, C * N * OH, C * KH * N * OH * W + C * KW * N * OH * OW, x_dot_rows, y_dot_rows, N,
            C, H, W, OH, OW, KH, KW, s_h, s_w, p_t, p_l, j_first, j_first2, j_first4, j_first5, j_last,
            j_last2, j_last4, j_last5)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0):
    """mean of each window; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t", "p_l"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t", "p_l"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t", "p_l"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l"))
    return call.result("y_dot")
