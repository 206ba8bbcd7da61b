"""local_response_norm: response normalisation across neighbouring channels.

Made by `chainrule generate`, version 0.1.0, from the forward of `local_response_norm`.  Do not edit.
Run time: 885da59e5e9be48a.

    s[n,c,h,w] = k + α · Σ_t x[n, c+t−⌊ν/2⌋, h, w]²
    y[n,c,h,w] = x[n,c,h,w]/s[n,c,h,w]^β
    dx[n,c,h,w] = dy[n,c,h,w]/s[n,c,h,w]^β − 2 · α · β · x[n,c,h,w] · Σ_t dy[n, c+⌊ν/2⌋−t, h, w] · x[n,
        c+⌊ν/2⌋−t, h, w]/s[n, c+⌊ν/2⌋−t, h, w]^(1+β)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: from c - ⌊ν/2⌋ to c + ⌊ν/2⌋ as in the paper: an even ν takes ν + 1 channels.

Source: Krizhevsky et al. 2012, section 3.3; seed 001.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 85 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: _forward: s[n, c, hw] written before read; _jvp: s_dot[hw] written before read.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import power
from .runtime import plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'local_response_norm',
    'summary': 'response normalisation across neighbouring channels',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 's', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'size', 'symbols': ['nu'], 'kind': 'int', 'default': 5, 'minimum': 1, 'maximum': None},
        {'name': 'alpha', 'symbols': ['alpha'], 'kind': 'float', 'default': 0.0001, 'minimum': 0, 'maximum': None},
        {'name': 'beta', 'symbols': ['beta'], 'kind': 'float', 'default': 0.75, 'minimum': 0, 'maximum': None},
        {'name': 'k', 'symbols': ['k'], 'kind': 'float', 'default': 2.0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W + ((nu // 2) * 2 + 1) * C * H * N * W']},
        {'path': 'vector', 'at': 64, 'of': ['H * W']},
    ],
    'proved': {'in bounds': 85, 'iterations apart': 3},
    'not proved': {'written before read': ['_forward: s[n, c, hw] written before read', '_jvp: s_dot[hw] written before read'], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["s"]), runtime.Saved):
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
        "y": lambda C, H, N, W, **_: (N, C, H, W),
        "s": lambda C, H, N, W, **_: (N, C, H, W),
    },
    strides={'size': ('nu',)},
    requires=(
        (lambda k, **_: k > float(0),
                'k must be greater than 0: a pixel whose neighbours are 0 is divided by k^β'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, s, N, C, H, W, alpha, beta, k, nu_by_2, t_last):
    """s[n,c,hw] = k + α · Σ_t x[n, c+t−⌊ν/2⌋, hw]²
    y[n,c,hw] = x[n,c,hw]/s[n,c,hw]^β
    """
    dtype = x.dtype
    T = dtype.type
    minus_beta = -beta
    row = np.empty(H * W, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # s[n,c,hw] = k + α · Σ_t x[n, c+t−⌊ν/2⌋, hw]²
        t_first = nu_by_2 - c
        t_last2 = C + nu_by_2 - c - 1
        t_first2 = max(t_first, 0)
        t_last3 = min(t_last, t_last2)
        if t_first2 == t_last3:
            for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                for hw in range(H * W):
                    terms3 = T(0)
                    terms3 = plus(
                        terms3,
                        x[U(n), U(c + t - nu_by_2), U(hw)] * x[U(n), U(c + t - nu_by_2), U(hw)],
                    )
                    s[U(n), U(c), U(hw)] = alpha * terms3 + k
        elif t_first2 + 1 == t_last3:
            for t in range(max(0, t_first), min(t_last, t_last2), 2):
                for hw in range(H * W):
                    terms2 = T(0)
                    terms2 = plus(
                        terms2,
                        x[U(n), U(c + t - nu_by_2), U(hw)] * x[U(n), U(c + t - nu_by_2), U(hw)],
                    )
                    terms2 = plus(
                        terms2,
                        x[U(n), U(c + t + 1 - nu_by_2), U(hw)] * x[U(n), U(c + t + 1 - nu_by_2), U(hw)],
                    )
                    s[U(n), U(c), U(hw)] = alpha * terms2 + k
        elif t_first2 + 2 == t_last3:
            for t in range(max(0, t_first), min(t_last - 1, t_last2 - 1), 3):
                for hw in range(H * W):
                    terms = T(0)
                    terms = plus(
                        terms,
                        x[U(n), U(c + t - nu_by_2), U(hw)] * x[U(n), U(c + t - nu_by_2), U(hw)],
                    )
                    terms = plus(
                        terms,
                        x[U(n), U(c + t + 1 - nu_by_2), U(hw)] * x[U(n), U(c + t + 1 - nu_by_2), U(hw)],
                    )
                    terms = plus(
                        terms,
                        x[U(n), U(c + t + 2 - nu_by_2), U(hw)] * x[U(n), U(c + t + 2 - nu_by_2), U(hw)],
                    )
                    s[U(n), U(c), U(hw)] = alpha * terms + k
        else:
            for hw in range(H * W):
                row[U(hw)] = T(0)
            for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                for hw in range(H * W):
                    row[U(hw)] += x[U(n), U(c + t - nu_by_2), U(hw)] * x[U(n), U(c + t - nu_by_2), U(hw)]
            for hw in range(H * W):
                s[U(n), U(c), U(hw)] = alpha * row[U(hw)] + k
        # y[n,c,hw] = x[n,c,hw]/s[n,c,hw]^β
        for hw in range(H * W):
            y[U(n), U(c), U(hw)] = power(s[U(n), U(c), U(hw)], minus_beta) * x[U(n), U(c), U(hw)]


def _forward(x, y, s, N, C, H, W, nu, alpha, beta, k):
    """s[n,c,h,w] = k + α · Σ_t x[n, c+t−⌊ν/2⌋, h, w]²
    y[n,c,h,w] = x[n,c,h,w]/s[n,c,h,w]^β

    As compiled:

    s[n,c,hw] = k + α · Σ_t x[n, c+t−⌊ν/2⌋, hw]²
    y[n,c,hw] = x[n,c,hw]/s[n,c,hw]^β

    Operations: 2·C·H·N·W·⌊ν/2⌋ + 2·C·H·N·W multiplications, 2·C·H·N·W·⌊ν/2⌋ + C·H·N·W additions, terms
        that a condition drops counted.
    """
    x_rows = x.reshape((N, C, H * W))
    y_rows = y.reshape((N, C, H * W))
    s_rows = s.reshape((N, C, H * W))
    nu_by_2 = nu // 2
    t_last = nu_by_2 * 2
    launch(_forward_part, N * C, C * H * N * W + ((nu // 2) * 2 + 1) * C * H * N * W, x_rows, y_rows, s_rows,
            N, C, H, W, alpha, beta, k, nu_by_2, t_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, s, dx, N, C, H, W, alpha, beta, nu_by_2, t_last):
    """dx_power[c, h'w′] = 1/s[n, c, h'w′]^(1+β)
    dx[n,c,hw] = dy[n,c,hw]/s[n,c,hw]^β − 2 · α · β · x[n,c,hw] · Σ_t dy[n, c+⌊ν/2⌋−t, hw] ·
        dx_power[c+⌊ν/2⌋−t, hw] · x[n, c+⌊ν/2⌋−t, hw]
    """
    dtype = dy.dtype
    T = dtype.type
    term = -beta - T(1)
    dx_power = np.empty((C, H * W), dtype)
    row = np.empty(H * W, dtype)
    for n_ in range(first, last):
        # dx_power[c, h'w′] = 1/s[n, c, h'w′]^(1+β)
        for c_ in range(C):
            for h_w_ in range(H * W):
                dx_power[U(c_), U(h_w_)] = power(s[U(n_), U(c_), U(h_w_)], term)
        # dx[n,c,hw] = dy[n,c,hw]/s[n,c,hw]^β − 2 · α · β · x[n,c,hw] · Σ_t dy[n, c+⌊ν/2⌋−t,
        #     hw] · dx_power[c+⌊ν/2⌋−t, hw] · x[n, c+⌊ν/2⌋−t, hw]
        for c in range(C):
            t_first = c + nu_by_2 + 1 - C
            t_last2 = c + nu_by_2
            t_first2 = max(t_first, 0)
            t_last3 = min(t_last, t_last2)
            if t_first2 == t_last3:
                minus_beta = -beta
                factor = -T(2) * alpha * beta
                for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                    for hw in range(H * W):
                        terms3 = T(0)
                        terms3 = plus(
                            terms3,
                            dx_power[U(c + nu_by_2 - t), U(hw)]
                            * dy[U(n_), U(c + nu_by_2 - t), U(hw)]
                            * x[U(n_), U(c + nu_by_2 - t), U(hw)],
                        )
                        dx[U(n_), U(c), U(hw)] = (
                            dy[U(n_), U(c), U(hw)] * power(s[U(n_), U(c), U(hw)], minus_beta)
                            + factor * terms3 * x[U(n_), U(c), U(hw)]
                        )
            elif t_first2 + 1 == t_last3:
                minus_beta = -beta
                factor = -T(2) * alpha * beta
                for t in range(max(0, t_first), min(t_last, t_last2), 2):
                    for hw in range(H * W):
                        terms2 = T(0)
                        terms2 = plus(
                            terms2,
                            dx_power[U(c + nu_by_2 - t), U(hw)]
                            * dy[U(n_), U(c + nu_by_2 - t), U(hw)]
                            * x[U(n_), U(c + nu_by_2 - t), U(hw)],
                        )
                        terms2 = plus(
                            terms2,
                            dx_power[U(c + nu_by_2 - t - 1), U(hw)]
                            * dy[U(n_), U(c + nu_by_2 - t - 1), U(hw)]
                            * x[U(n_), U(c + nu_by_2 - t - 1), U(hw)],
                        )
                        dx[U(n_), U(c), U(hw)] = (
                            dy[U(n_), U(c), U(hw)] * power(s[U(n_), U(c), U(hw)], minus_beta)
                            + factor * terms2 * x[U(n_), U(c), U(hw)]
                        )
            elif t_first2 + 2 == t_last3:
                minus_beta = -beta
                factor = -T(2) * alpha * beta
                for t in range(max(0, t_first), min(t_last - 1, t_last2 - 1), 3):
                    for hw in range(H * W):
                        terms = T(0)
                        terms = plus(
                            terms,
                            dx_power[U(c + nu_by_2 - t), U(hw)]
                            * dy[U(n_), U(c + nu_by_2 - t), U(hw)]
                            * x[U(n_), U(c + nu_by_2 - t), U(hw)],
                        )
                        terms = plus(
                            terms,
                            dx_power[U(c + nu_by_2 - t - 1), U(hw)]
                            * dy[U(n_), U(c + nu_by_2 - t - 1), U(hw)]
                            * x[U(n_), U(c + nu_by_2 - t - 1), U(hw)],
                        )
                        terms = plus(
                            terms,
                            dx_power[U(c + nu_by_2 - t - 2), U(hw)]
                            * dy[U(n_), U(c + nu_by_2 - t - 2), U(hw)]
                            * x[U(n_), U(c + nu_by_2 - t - 2), U(hw)],
                        )
                        dx[U(n_), U(c), U(hw)] = (
                            dy[U(n_), U(c), U(hw)] * power(s[U(n_), U(c), U(hw)], minus_beta)
                            + factor * terms * x[U(n_), U(c), U(hw)]
                        )
            else:
                for hw in range(H * W):
                    row[U(hw)] = T(0)
                for t in range(min(t_last, t_last2), max(-1, t_first - 1), -1):
                    for hw in range(H * W):
                        row[U(hw)] += (
                            dx_power[U(c + nu_by_2 - t), U(hw)]
                            * dy[U(n_), U(c + nu_by_2 - t), U(hw)]
                            * x[U(n_), U(c + nu_by_2 - t), U(hw)]
                        )
                minus_beta = -beta
                factor = -T(2) * alpha * beta
                for hw in range(H * W):
                    dx[U(n_), U(c), U(hw)] = (
                        dy[U(n_), U(c), U(hw)] * power(s[U(n_), U(c), U(hw)], minus_beta)
                        + factor * row[U(hw)] * x[U(n_), U(c), U(hw)]
                    )


def _vjp_x(dy, x, s, dx, N, C, H, W, nu, alpha, beta):
    """dx[n,c,h,w] = dy[n,c,h,w]/s[n,c,h,w]^β − 2 · α · β · x[n,c,h,w] · Σ_t dy[n, c+⌊ν/2⌋−t, h, w] · x[n,
        c+⌊ν/2⌋−t, h, w]/s[n, c+⌊ν/2⌋−t, h, w]^(1+β)

    As compiled:

    dx_power[c, h'w′] = 1/s[n, c, h'w′]^(1+β)
    dx[n,c,hw] = dy[n,c,hw]/s[n,c,hw]^β − 2 · α · β · x[n,c,hw] · Σ_t dy[n, c+⌊ν/2⌋−t, hw] ·
        dx_power[c+⌊ν/2⌋−t, hw] · x[n, c+⌊ν/2⌋−t, hw]

    Operations: 4·C·H·N·W·⌊ν/2⌋ + 4·C·H·N·W multiplications, 2·C·H·N·W·⌊ν/2⌋ + C·H·N·W additions, terms
        that a condition drops counted.
    """
    dy_rows = dy.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    s_rows = s.reshape((N, C, H * W))
    dx_rows = dx.reshape((N, C, H * W))
    nu_by_2 = nu // 2
    t_last = nu_by_2 * 2
    launch(_vjp_x_part, N, C * H * N * W + ((nu // 2) * 2 + 1) * C * H * N * W, dy_rows, x_rows, s_rows,
            dx_rows, N, C, H, W, alpha, beta, nu_by_2, t_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, s, y_dot, N, C, H, W, alpha, beta, nu_by_2, t_last):
    """ṡ[hw] = 2 · α · Σ_t x[n, c+t−⌊ν/2⌋, hw] · ẋ[n, c+t−⌊ν/2⌋, hw]
    ẏ[n,c,hw] = ẋ[n,c,hw]/s[n,c,hw]^β − β·ṡ[hw]·x[n,c,hw]/s[n,c,hw]^(1+β)
    """
    dtype = x_dot.dtype
    T = dtype.type
    minus_beta = -beta
    term = minus_beta - T(1)
    s_dot = np.empty(H * W, dtype)
    row = np.empty(H * W, dtype)
    for task in range(first, last):
        n = task // C
        c = task % C
        # ṡ[hw] = 2 · α · Σ_t x[n, c+t−⌊ν/2⌋, hw] · ẋ[n, c+t−⌊ν/2⌋, hw]
        t_first = nu_by_2 - c
        t_last2 = C + nu_by_2 - c - 1
        t_first2 = max(t_first, 0)
        t_last3 = min(t_last, t_last2)
        if t_first2 == t_last3:
            factor = T(2) * alpha
            for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                for hw in range(H * W):
                    terms3 = T(0)
                    terms3 = plus(
                        terms3,
                        x[U(n), U(c + t - nu_by_2), U(hw)] * x_dot[U(n), U(c + t - nu_by_2), U(hw)],
                    )
                    s_dot[U(hw)] = factor * terms3
        elif t_first2 + 1 == t_last3:
            factor = T(2) * alpha
            for t in range(max(0, t_first), min(t_last, t_last2), 2):
                for hw in range(H * W):
                    terms2 = T(0)
                    terms2 = plus(
                        terms2,
                        x[U(n), U(c + t - nu_by_2), U(hw)] * x_dot[U(n), U(c + t - nu_by_2), U(hw)],
                    )
                    terms2 = plus(
                        terms2,
                        x[U(n), U(c + t + 1 - nu_by_2), U(hw)] * x_dot[U(n), U(c + t + 1 - nu_by_2), U(hw)],
                    )
                    s_dot[U(hw)] = factor * terms2
        elif t_first2 + 2 == t_last3:
            factor = T(2) * alpha
            for t in range(max(0, t_first), min(t_last - 1, t_last2 - 1), 3):
                for hw in range(H * W):
                    terms = T(0)
                    terms = plus(
                        terms,
                        x[U(n), U(c + t - nu_by_2), U(hw)] * x_dot[U(n), U(c + t - nu_by_2), U(hw)],
                    )
                    terms = plus(
                        terms,
                        x[U(n), U(c + t + 1 - nu_by_2), U(hw)] * x_dot[U(n), U(c + t + 1 - nu_by_2), U(hw)],
                    )
                    terms = plus(
                        terms,
                        x[U(n), U(c + t + 2 - nu_by_2), U(hw)] * x_dot[U(n), U(c + t + 2 - nu_by_2), U(hw)],
                    )
                    s_dot[U(hw)] = factor * terms
        else:
            for hw in range(H * W):
                row[U(hw)] = T(0)
            for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                for hw in range(H * W):
                    row[U(hw)] += x[U(n), U(c + t - nu_by_2), U(hw)] * x_dot[U(n), U(c + t - nu_by_2), U(hw)]
            factor = T(2) * alpha
            for hw in range(H * W):
                s_dot[U(hw)] = factor * row[U(hw)]
        # ẏ[n,c,hw] = ẋ[n,c,hw]/s[n,c,hw]^β − β·ṡ[hw]·x[n,c,hw]/s[n,c,hw]^(1+β)
        for hw in range(H * W):
            y_dot[U(n), U(c), U(hw)] = (
                minus_beta * power(s[U(n), U(c), U(hw)], term) * s_dot[U(hw)] * x[U(n), U(c), U(hw)]
                + power(s[U(n), U(c), U(hw)], minus_beta) * x_dot[U(n), U(c), U(hw)]
            )


def _jvp(x_dot, x, s, y_dot, N, C, H, W, nu, alpha, beta):
    """ṡ[n,c,h,w] = 2 · α · Σ_t x[n, c+t−⌊ν/2⌋, h, w] · ẋ[n, c+t−⌊ν/2⌋, h, w]
    ẏ[n,c,h,w] = ẋ[n,c,h,w]/s[n,c,h,w]^β − β·ṡ[n,c,h,w]·x[n,c,h,w]/s[n,c,h,w]^(1+β)

    As compiled:

    ṡ[hw] = 2 · α · Σ_t x[n, c+t−⌊ν/2⌋, hw] · ẋ[n, c+t−⌊ν/2⌋, hw]
    ẏ[n,c,hw] = ẋ[n,c,hw]/s[n,c,hw]^β − β·ṡ[hw]·x[n,c,hw]/s[n,c,hw]^(1+β)

    Operations: 2·C·H·N·W·⌊ν/2⌋ + 4·C·H·N·W multiplications, 2·C·H·N·W·⌊ν/2⌋ + C·H·N·W additions, terms
        that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((N, C, H * W))
    x_rows = x.reshape((N, C, H * W))
    s_rows = s.reshape((N, C, H * W))
    y_dot_rows = y_dot.reshape((N, C, H * W))
    nu_by_2 = nu // 2
    t_last = nu_by_2 * 2
    launch(_jvp_part, N * C, C * H * N * W + ((nu // 2) * 2 + 1) * C * H * N * W, x_dot_rows, x_rows, s_rows,
            y_dot_rows, N, C, H, W, alpha, beta, nu_by_2, t_last)


def forward(x, *, out=None, save=False, size=5, alpha=0.0001, beta=0.75, k=2.0):
    """response normalisation across neighbouring channels; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x}, {"size": size, "alpha": alpha, "beta": beta, "k": k})
    call.new_all(("y",), out)
    call.new("s", "s")
    call.run(_forward, ("x", "y", "s"), ("N", "C", "H", "W", "nu", "alpha", "beta", "k"))
    result = call.result("y")
    return (result, call.save(Residuals, ("s",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, size=5, alpha=0.0001, beta=0.75, k=2.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"size": size, "alpha": alpha, "beta": beta, "k": k})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("s",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "s", "dx"), ("N", "C", "H", "W", "nu", "alpha", "beta"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, size=5, alpha=0.0001, beta=0.75, k=2.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"size": size, "alpha": alpha, "beta": beta, "k": k})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("s",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "s", "dx"), ("N", "C", "H", "W", "nu", "alpha", "beta"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, size=5, alpha=0.0001, beta=0.75, k=2.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"size": size, "alpha": alpha, "beta": beta, "k": k})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("s",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "s", "y_dot"), ("N", "C", "H", "W", "nu", "alpha", "beta"))
    return call.result("y_dot")
