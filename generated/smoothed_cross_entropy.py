"""smoothed_cross_entropy: softmax and cross-entropy with integer labels, smoothed, averaged.

Made by `chainrule generate`, version 0.1.0, from the forward of `smoothed_cross_entropy`.  Do not edit.
Run time: 885da59e5e9be48a.

    m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    q[n,c] = (1 − ε) · [t[n] = c] + ε/C
    loss[n] = [t[n] ≠ skipped] · Σ_c q[n,c] · w[c] · (m[n] + log(s[n]) − x[n,c])
    all_weights = Σ_n w[t[n]] · [t[n] ≠ skipped]
    mean_loss = {1/all_weights · Σ_n loss[n] if all_weights ≠ 0; else 0}
    dx[n,c] = dmean_loss/all_weights · [t[n] ≠ skipped, all_weights ≠ 0] · (p[n,c] · Σ_{c′} q[n,c′] ·
        w[c′] − w[c]·q[n,c])
    dw[c] = dmean_loss · [all_weights ≠ 0] · (Σ_{n : t[n] ≠ skipped} q[n,c]/all_weights · (m[n] +
        log(s[n]) − x[n,c]) − S₂/all_weights² · Σ_{n : t[n] ≠ skipped, t[n] = c} 1)

Convention: rows with the ignored label have loss 0 and no gradient; it need not be a class.

Convention: the mean divides by the weights of the rows that count; where these sum to 0 it is 0.

Source: Bridle 1990; Szegedy et al. 2016, section 7.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 74 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: 0 <= t < C or t = skipped (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import exp, log, select
from .runtime import carried, larger, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'smoothed_cross_entropy',
    'summary': 'softmax and cross-entropy with integer labels, smoothed, averaged',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['N'], 'kind': 'integer', 'low': 0, 'below': 'C', 'exempt': 'skipped', 'differentiable': False, 'default': None},
        {'name': 'w', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 1},
    ],
    'outputs': [
        {'name': 'mean_loss', 'shape': [], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'm', 'shape': ['N'], 'kind': 'real'},
        {'name': 's', 'shape': ['N'], 'kind': 'real'},
        {'name': 'all_weights', 'shape': [], 'kind': 'real'},
        {'name': 'S2', 'shape': [], 'kind': 'real'},
    ],
    'options': [
        {'name': 'ignore_index', 'symbols': ['skipped'], 'kind': 'int', 'default': -100, 'minimum': None, 'maximum': None},
        {'name': 'label_smoothing', 'symbols': ['epsilon'], 'kind': 'float', 'default': 0.1, 'minimum': 0, 'maximum': 1},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * N', 'C * N * 2', 'C * N * 3']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'N']},
    ],
    'proved': {'in bounds': 74, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': ['0 <= t < C or t = skipped'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "w"])


class Residuals(namedtuple("Residuals", ["m", "s", "all_weights", "S2"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("t", 0, "N", "N"),
        runtime.Step("w", 0, "C", "C"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, N, **_: (N, C),
        "t": lambda N, **_: (N,),
        "w": lambda C, **_: (C,),
        "mean_loss": lambda **_: (),
        "m": lambda N, **_: (N,),
        "s": lambda N, **_: (N,),
        "all_weights": lambda **_: (),
        "S2": lambda **_: (),
    },
    below={"t": lambda C, **_: C},
    exempt={"t": lambda skipped, **_: skipped},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, t, w, m, s, S1, N, C, epsilon, c_block_last):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    S₁[n] = Σ_c w[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C)
    """
    dtype = x.dtype
    T = dtype.type
    epsilon_over_C = epsilon / T(C)
    for n in range(first, last):
        # m[n] = max_c x[n,c]
        acc = -T(np.inf)
        for c in range(C):
            acc = larger(acc, x[U(n), U(c)])
        m[U(n)] = acc
        # s[n] = Σ_c exp(x[n,c] − m[n])
        acc2 = T(0)
        rest = T(0)
        minus_m = -m[U(n)]
        for c_block in range(c_block_last + 1):
            part = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                part = plus(part, exp(minus_m + x[U(n), U(c)]))
            acc2, rest = carried(acc2, rest, part)
        s[U(n)] = acc2
        # S₁[n] = Σ_c w[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C)
        acc3 = T(0)
        rest2 = T(0)
        value_of = log(s[U(n)])
        t_here = t[U(n)]
        for c_block in range(c_block_last + 1):
            part2 = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                part2 = plus(
                    part2,
                    ((T(1) - epsilon if c == t_here else T(0)) + epsilon_over_C)
                    * (value_of - (minus_m + x[U(n), U(c)]))
                    * w[U(c)],
                )
            acc3, rest2 = carried(acc3, rest2, part2)
        S1[U(n)] = acc3


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(t, w, mean_loss, all_weights, S2, S1, N, C, skipped):
    """all_weights = Σ_{n : t[n] ≠ skipped} w[t[n]]
    S₂ = Σ_{n : t[n] ≠ skipped} S₁[n]
    mean_loss = {0 if all_weights = 0; else S₂/all_weights}
    """
    dtype = w.dtype
    T = dtype.type
    # all_weights = Σ_{n : t[n] ≠ skipped} w[t[n]]
    acc4 = T(0)
    # S₂ = Σ_{n : t[n] ≠ skipped} S₁[n]
    acc5 = T(0)
    rest3 = T(0)
    rest4 = T(0)
    for n_block in range((N - 1) // 1024 + 1):
        part3 = T(0)
        part4 = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            S1_here = S1[U(n)]
            if skipped != t[U(n)]:
                part3 = plus(part3, w[U(t[U(n)])])
                part4 = plus(part4, S1_here)
        acc4, rest3 = carried(acc4, rest3, part3)
        acc5, rest4 = carried(acc5, rest4, part4)
    all_weights_value = acc4
    all_weights[()] = all_weights_value
    S2_value = acc5
    S2[()] = S2_value
    # mean_loss = {0 if all_weights = 0; else S₂/all_weights}
    mean_loss[()] = select(all_weights_value == T(0), T(0), S2_value / all_weights_value)


def _forward(x, t, w, mean_loss, m, s, all_weights, S2, N, C, skipped, epsilon):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    q[n,c] = (1 − ε) · [t[n] = c] + ε/C
    loss[n] = [t[n] ≠ skipped] · Σ_c q[n,c] · w[c] · (m[n] + log(s[n]) − x[n,c])
    all_weights = Σ_n w[t[n]] · [t[n] ≠ skipped]
    mean_loss = {1/all_weights · Σ_n loss[n] if all_weights ≠ 0; else 0}

    Operations: 3·C·N + 1 multiplications, 7·C·N − 2 additions, terms that a condition drops counted.
    """
    dtype = mean_loss.dtype
    c_block_last = (C - 1) // 1024
    S1 = scratch(N, dtype)
    launch(_forward_part, N, C * N * 3, x, t, w, m, s, S1, N, C, epsilon, c_block_last)
    _forward_part2(t, w, mean_loss, all_weights, S2, S1, N, C, skipped)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dmean_loss, x, t, w, m, s, all_weights, dx, N, C, skipped, epsilon,
        c__block_last):
    """dx_sum = Σ_c w[c] · ((1 − ε) · [t[n] = c] + ε/C)
    dx[n,c] = [t[n] ≠ skipped] · (dx_sum · exp(x[n,c] − m[n])/s[n] − w[c] · ((1 − ε) · [t[n] = c] + ε/C))
        · {0 if all_weights = 0; else dmean_loss/all_weights}
    """
    dtype = dmean_loss.dtype
    T = dtype.type
    dmean_loss_value = dmean_loss[()]
    all_weights_value = all_weights[()]
    epsilon_over_C = epsilon / T(C)
    for n in range(first, last):
        # dx_sum = Σ_c w[c] · ((1 − ε) · [t[n] = c] + ε/C)
        acc = T(0)
        rest = T(0)
        t_here = t[U(n)]
        for c__block in range(c__block_last + 1):
            part = T(0)
            for c_ in range(c__block * 1024, min(C, c__block * 1024 + 1024)):
                part = plus(part, ((T(1) - epsilon if c_ == t_here else T(0)) + epsilon_over_C) * w[U(c_)])
            acc, rest = carried(acc, rest, part)
        dx_sum = acc
        # dx[n,c] = [t[n] ≠ skipped] · (dx_sum · exp(x[n,c] − m[n])/s[n] − w[c] · ((1 − ε) ·
        #     [t[n] = c] + ε/C)) · {0 if all_weights = 0; else dmean_loss/all_weights}
        if skipped != t[U(n)]:
            value_of = select(all_weights_value == T(0), T(0), dmean_loss_value / all_weights_value)
            epsilon_over_C2 = epsilon / T(C)
            t_here2 = t[U(n)]
            dx_sum_over_s = dx_sum / s[U(n)]
            minus_m = -m[U(n)]
            for c in range(C):
                dx[U(n), U(c)] = (
                    (
                        dx_sum_over_s * exp(minus_m + x[U(n), U(c)])
                        - (((T(1) - epsilon if c == t_here2 else T(0)) + epsilon_over_C2) * w[U(c)])
                    )
                    * value_of
                )
        else:
            for c in range(C):
                dx[U(n), U(c)] = T(0)


def _vjp_x(dmean_loss, x, t, w, m, s, all_weights, dx, N, C, skipped, epsilon):
    """p[n,c] = exp(x[n,c] − m[n])/s[n]
    q[n,c] = (1 − ε) · [t[n] = c] + ε/C
    dx[n,c] = dmean_loss/all_weights · [t[n] ≠ skipped, all_weights ≠ 0] · (p[n,c] · Σ_{c′} q[n,c′] ·
        w[c′] − w[c]·q[n,c])

    As compiled:

    dx_sum = Σ_c w[c] · ((1 − ε) · [t[n] = c] + ε/C)
    dx[n,c] = [t[n] ≠ skipped] · (dx_sum · exp(x[n,c] − m[n])/s[n] − w[c] · ((1 − ε) · [t[n] = c] + ε/C))
        · {0 if all_weights = 0; else dmean_loss/all_weights}

    Operations: 6·C·N multiplications, 4·C·N − N additions, terms that a condition drops counted.
    """
    c__block_last = (C - 1) // 1024
    launch(_vjp_x_part, N, C * N * 2, dmean_loss, x, t, w, m, s, all_weights, dx, N, C, skipped, epsilon,
            c__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(rest, row, C):
    """dw[c] = {0 if all_weights = 0; else dmean_loss/all_weights} · Σ_{n : t[n] ≠ skipped} (m[n] + log(s[n])
        − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C)
    """
    dtype = rest.dtype
    T = dtype.type
    # dw[c] = {0 if all_weights = 0; else dmean_loss/all_weights} · Σ_{n : t[n] ≠ skipped}
    #     (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C)
    for c in range(C):
        row[U(c)] = T(0)
    for c in range(C):
        rest[U(c)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part2(first, last, x, t, m, s, parts_2, N, C, skipped, epsilon):
    """dw[c] = {0 if all_weights = 0; else dmean_loss/all_weights} · Σ_{n : t[n] ≠ skipped} (m[n] + log(s[n])
        − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C)
    """
    dtype = x.dtype
    T = dtype.type
    epsilon_over_C = epsilon / T(C)
    for n_block in range(first, last):
        # dw[c] = {0 if all_weights = 0; else dmean_loss/all_weights} · Σ_{n : t[n] ≠ skipped}
        #     (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C)
        for c in range(C):
            parts_2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            value_of = log(s[U(n)])
            minus_m = -m[U(n)]
            t_here = t[U(n)]
            if skipped != t[U(n)]:
                for c in range(C):
                    parts_2[U(n_block), U(c)] += (
                        ((T(1) - epsilon if c == t_here else T(0)) + epsilon_over_C)
                        * (value_of - (minus_m + x[U(n), U(c)]))
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part3(dmean_loss, t, all_weights, S2, dw, parts_2, rest, row, N, C, skipped):
    """dw[t[n]] += −[t[n] ≠ skipped] · {0 if all_weights = 0; else S₂·dmean_loss/all_weights²}"""
    dtype = dmean_loss.dtype
    T = dtype.type
    dmean_loss_value = dmean_loss[()]
    all_weights_value = all_weights[()]
    S2_value = S2[()]
    value_of2 = select(all_weights_value == T(0), T(0), dmean_loss_value / all_weights_value)
    factor = -select(
        all_weights_value == T(0),
        T(0),
        S2_value * dmean_loss_value / all_weights_value / all_weights_value,
    )
    for n_block in range((N - 1) // 1024 + 1):
        for c in range(C):
            row[U(c)], rest[U(c)] = carried(row[U(c)], rest[U(c)], parts_2[U(n_block), U(c)])
    for c in range(C):
        dw[U(c)] = row[U(c)] * value_of2
    # dw[t[n]] += −[t[n] ≠ skipped] · {0 if all_weights = 0; else
    #     S₂·dmean_loss/all_weights²}
    rest2 = np.empty(C, dtype)
    for c in range(C):
        rest2[U(c)] = T(0)
    for n in range(N):
        if skipped != t[U(n)]:
            dw[U(t[U(n)])], rest2[U(t[U(n)])] = carried(dw[U(t[U(n)])], rest2[U(t[U(n)])], factor)


def _vjp_w(dmean_loss, x, t, m, s, all_weights, S2, dw, N, C, skipped, epsilon):
    """q[n,c] = (1 − ε) · [t[n] = c] + ε/C
    dw[c] = dmean_loss · [all_weights ≠ 0] · (Σ_{n : t[n] ≠ skipped} q[n,c]/all_weights · (m[n] +
        log(s[n]) − x[n,c]) − S₂/all_weights² · Σ_{n : t[n] ≠ skipped, t[n] = c} 1)

    Operations: 2·C·N + 3·C multiplications, 5·C·N − C additions, terms that a condition drops counted.
    """
    dtype = dw.dtype
    row = scratch(C, dtype)
    rest = scratch(C, dtype)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    _vjp_w_part(rest, row, C)
    launch(_vjp_w_part2, (N - 1) // 1024 + 1, C * N, x, t, m, s, parts_2, N, C, skipped, epsilon)
    _vjp_w_part3(dmean_loss, t, all_weights, S2, dw, parts_2, rest, row, N, C, skipped)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, x, t, w, m, s, S1_dot, m_at, N, C, epsilon, c_block_last):
    """m_at[n] = arg max_c x[n,c]
    ṡ = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ẋ[n, m_at[n]])
    Ṡ₁[n] = Σ_c (ẇ[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C) + w[c] · (ẋ[n, m_at[n]]
        + ṡ/s[n] − ẋ[n,c]) · ((1 − ε) · [t[n] = c] + ε/C))
    """
    dtype = x_dot.dtype
    T = dtype.type
    epsilon_over_C = epsilon / T(C)
    for n in range(first, last):
        # m_at[n] = arg max_c x[n,c]
        at = -1
        best = -T(np.inf)
        for c in range(C):
            value = x[U(n), U(c)]
            if at < 0 or not value <= best:
                if at < 0 or value > best or (value != value and best == best):
                    best = value
                    at = c
        m_at[U(n)] = at
        # ṡ = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ẋ[n, m_at[n]])
        acc = T(0)
        rest = T(0)
        minus_x_dot = -x_dot[U(n), U(m_at[U(n)])]
        minus_m = -m[U(n)]
        for c_block in range(c_block_last + 1):
            part = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                part = plus(part, exp(minus_m + x[U(n), U(c)]) * (minus_x_dot + x_dot[U(n), U(c)]))
            acc, rest = carried(acc, rest, part)
        s_dot = acc
        # Ṡ₁[n] = Σ_c (ẇ[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C) +
        #     w[c] · (ẋ[n, m_at[n]] + ṡ/s[n] − ẋ[n,c]) · ((1 − ε) · [t[n] = c] + ε/C))
        acc2 = T(0)
        rest2 = T(0)
        value_of = log(s[U(n)])
        t_here = t[U(n)]
        s_dot_over_s = s_dot / s[U(n)]
        for c_block in range(c_block_last + 1):
            part2 = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                part2 = plus(
                    part2,
                    ((T(1) - epsilon if c == t_here else T(0)) + epsilon_over_C)
                    * (s_dot_over_s - (minus_x_dot + x_dot[U(n), U(c)]))
                    * w[U(c)]
                    + ((T(1) - epsilon if c == t_here else T(0)) + epsilon_over_C)
                    * (value_of - (minus_m + x[U(n), U(c)]))
                    * w_dot[U(c)],
                )
            acc2, rest2 = carried(acc2, rest2, part2)
        S1_dot[U(n)] = acc2


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(w_dot, t, all_weights, S2, mean_loss_dot, S1_dot, N, C, skipped):
    """all_weights_dot = Σ_{n : t[n] ≠ skipped} ẇ[t[n]]
    Ṡ₂ = Σ_{n : t[n] ≠ skipped} Ṡ₁[n]
    mean_loss_dot = {0 if all_weights = 0; else Ṡ₂/all_weights − S₂·all_weights_dot/all_weights²}
    """
    dtype = w_dot.dtype
    T = dtype.type
    all_weights_value = all_weights[()]
    S2_value = S2[()]
    # all_weights_dot = Σ_{n : t[n] ≠ skipped} ẇ[t[n]]
    acc3 = T(0)
    # Ṡ₂ = Σ_{n : t[n] ≠ skipped} Ṡ₁[n]
    acc4 = T(0)
    rest3 = T(0)
    rest4 = T(0)
    for n_block in range((N - 1) // 1024 + 1):
        part3 = T(0)
        part4 = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            S1_dot_here = S1_dot[U(n)]
            if skipped != t[U(n)]:
                part3 = plus(part3, w_dot[U(t[U(n)])])
                part4 = plus(part4, S1_dot_here)
        acc3, rest3 = carried(acc3, rest3, part3)
        acc4, rest4 = carried(acc4, rest4, part4)
    all_weights_dot_value = acc3
    S2_dot_value = acc4
    # mean_loss_dot = {0 if all_weights = 0; else Ṡ₂/all_weights −
    #     S₂·all_weights_dot/all_weights²}
    mean_loss_dot[()] = select(
        all_weights_value == T(0),
        T(0),
        S2_dot_value / all_weights_value
        - (S2_value * all_weights_dot_value / all_weights_value / all_weights_value),
    )


def _jvp(x_dot, w_dot, x, t, w, m, s, all_weights, S2, mean_loss_dot, N, C, skipped, epsilon):
    """m_at[n] = arg max_c x[n,c]
    q[n,c] = (1 − ε) · [t[n] = c] + ε/C
    ṁ[n] = ẋ[n, m_at[n]]
    ṡ[n] = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ṁ[n])
    Ṡ₁[n] = Σ_c (q[n,c] · ẇ[c] · (m[n] + log(s[n]) − x[n,c]) + q[n,c] · w[c] · (ṁ[n] + ṡ[n]/s[n] −
        ẋ[n,c]))
    loss_dot[n] = Ṡ₁[n] · [t[n] ≠ skipped]
    all_weights_dot = Σ_{n : t[n] ≠ skipped} ẇ[t[n]]
    Ṡ₂ = Σ_n loss_dot[n]
    mean_loss_dot = {Ṡ₂/all_weights − S₂·all_weights_dot/all_weights² if all_weights ≠ 0; else 0}

    Operations: 6·C·N + 3 multiplications, 10·C·N − 1 additions, terms that a condition drops counted.
    """
    dtype = mean_loss_dot.dtype
    c_block_last = (C - 1) // 1024
    m_at = scratch(N, np.int64)
    S1_dot = scratch(N, dtype)
    launch(_jvp_part, N, C * N * 3, x_dot, w_dot, x, t, w, m, s, S1_dot, m_at, N, C, epsilon, c_block_last)
    _jvp_part2(w_dot, t, all_weights, S2, mean_loss_dot, S1_dot, N, C, skipped)


def forward(x, t, w=None, *, out=None, save=False, ignore_index=-100, label_smoothing=0.1):
    """softmax and cross-entropy with integer labels, smoothed, averaged; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index, "label_smoothing": label_smoothing})
    call.new_all(("mean_loss",), out)
    call.new("m", "m")
    call.new("s", "s")
    call.new("all_weights", "all_weights")
    call.new("S2", "S2")
    call.run(_forward, ("x", "t", "w", "mean_loss", "m", "s", "all_weights", "S2"), ("N", "C", "skipped",
            "epsilon"))
    result = call.result("mean_loss")
    return (result, call.save(Residuals, ("m", "s", "all_weights", "S2"))) if call.asked("save",
            save) else result


def vjp_x(dmean_loss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100, label_smoothing=0.1):
    """The gradient of x, given dmean_loss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index, "label_smoothing": label_smoothing})
    call.add("dmean_loss", "mean_loss", dmean_loss)
    call.recall(residuals, forward, ("m", "s", "all_weights"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dmean_loss", "x", "t", "w", "m", "s", "all_weights", "dx"), ("N", "C", "skipped",
            "epsilon"))
    return call.result("dx")


def vjp_w(dmean_loss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100, label_smoothing=0.1):
    """The gradient of w, given dmean_loss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index, "label_smoothing": label_smoothing})
    call.add("dmean_loss", "mean_loss", dmean_loss)
    call.recall(residuals, forward, ("m", "s", "all_weights", "S2"))
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dmean_loss", "x", "t", "m", "s", "all_weights", "S2", "dw"), ("N", "C", "skipped",
            "epsilon"))
    return call.result("dw")


def vjp(dmean_loss, x, t, w=None, *, residuals=None, ignore_index=-100, label_smoothing=0.1):
    """The gradients of x, w."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index, "label_smoothing": label_smoothing})
    call.add("dmean_loss", "mean_loss", dmean_loss)
    call.recall(residuals, forward, ("m", "s", "all_weights", "S2"))
    call.new("dx", "x")
    call.new("dw", "w")
    call.run(_vjp_x, ("dmean_loss", "x", "t", "w", "m", "s", "all_weights", "dx"), ("N", "C", "skipped",
            "epsilon"))
    call.run(_vjp_w, ("dmean_loss", "x", "t", "m", "s", "all_weights", "S2", "dw"), ("N", "C", "skipped",
            "epsilon"))
    return Gradients(*call.results(("dx", "dw")))


def jvp(x, t, w=None, *, x_dot=None, w_dot=None, residuals=None, ignore_index=-100, label_smoothing=0.1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index, "label_smoothing": label_smoothing})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.recall(residuals, forward, ("m", "s", "all_weights", "S2"))
    call.new("mean_loss_dot", "mean_loss")
    call.run(_jvp, ("x_dot", "w_dot", "x", "t", "w", "m", "s", "all_weights", "S2", "mean_loss_dot"), ("N",
            "C", "skipped", "epsilon"))
    return call.result("mean_loss_dot")
