"""soft_cross_entropy: softmax and cross-entropy with shares of the classes as target, averaged.

Made by `chainrule generate`, version 0.1.0, from the forward of `soft_cross_entropy`.  Do not edit.
Run time: 885da59e5e9be48a.

    m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    q[n,c] = (1 − ε) · t[n,c] + ε/C
    loss[n] = Σ_c q[n,c] · w[c] · (m[n] + log(s[n]) − x[n,c])
    mean_loss = 1/N · Σ_n loss[n]
    dx[n,c] = dmean_loss/N · (p[n,c] · Σ_{c′} q[n,c′] · w[c′] − w[c]·q[n,c])
    dt[n,c] = (1 − ε) · dmean_loss · w[c]/N · (m[n] + log(s[n]) − x[n,c])
    dw[c] = dmean_loss/N · Σ_n q[n,c] · (m[n] + log(s[n]) − x[n,c])

Source: Bridle 1990; Szegedy et al. 2016, section 7.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 61 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import exp, log
from .runtime import carried, larger, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'soft_cross_entropy',
    'summary': 'softmax and cross-entropy with shares of the classes as target, averaged',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['N', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 1},
    ],
    'outputs': [
        {'name': 'mean_loss', 'shape': [], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'm', 'shape': ['N'], 'kind': 'real'},
        {'name': 's', 'shape': ['N'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'label_smoothing', 'symbols': ['epsilon'], 'kind': 'float', 'default': 0.0, 'minimum': 0, 'maximum': 1},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 't': 'vjp_t', 'w': 'vjp_w'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * N', 'C * N * 2', 'C * N * 3', 'N']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'N']},
    ],
    'proved': {'in bounds': 61, 'iterations apart': 6},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "t", "w"])


class Residuals(namedtuple("Residuals", ["m", "s"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("t", 0, "N", "N"),
        runtime.Step("t", 1, "C", "C"),
        runtime.Step("w", 0, "C", "C"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, N, **_: (N, C),
        "t": lambda C, N, **_: (N, C),
        "w": lambda C, **_: (C,),
        "mean_loss": lambda **_: (),
        "m": lambda N, **_: (N,),
        "s": lambda N, **_: (N,),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, t, w, m, s, loss, N, C, epsilon, c_block_last):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    loss[n] = Σ_c w[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · t[n,c] + ε/C)
    """
    dtype = x.dtype
    T = dtype.type
    epsilon_over_C = epsilon / T(C)
    term = T(1) - epsilon
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
        # loss[n] = Σ_c w[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · t[n,c] + ε/C)
        acc3 = T(0)
        rest2 = T(0)
        value_of = log(s[U(n)])
        for c_block in range(c_block_last + 1):
            part2 = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                part2 = plus(
                    part2,
                    (epsilon_over_C + t[U(n), U(c)] * term)
                    * (value_of - (minus_m + x[U(n), U(c)]))
                    * w[U(c)],
                )
            acc3, rest2 = carried(acc3, rest2, part2)
        loss[U(n)] = acc3


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(mean_loss, loss, N):
    """mean_loss = 1/N · Σ_n loss[n]"""
    dtype = mean_loss.dtype
    T = dtype.type
    # mean_loss = 1/N · Σ_n loss[n]
    acc4 = T(0)
    rest3 = T(0)
    for n_block in range((N - 1) // 1024 + 1):
        part3 = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            part3 = plus(part3, loss[U(n)])
        acc4, rest3 = carried(acc4, rest3, part3)
    mean_loss[()] = acc4 / T(N)


def _forward(x, t, w, mean_loss, m, s, N, C, epsilon):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    q[n,c] = (1 − ε) · t[n,c] + ε/C
    loss[n] = Σ_c q[n,c] · w[c] · (m[n] + log(s[n]) − x[n,c])
    mean_loss = 1/N · Σ_n loss[n]

    Operations: 3·C·N multiplications, 7·C·N − N − 1 additions.
    """
    dtype = mean_loss.dtype
    c_block_last = (C - 1) // 1024
    loss = scratch(N, dtype)
    launch(_forward_part, N, C * N * 3, x, t, w, m, s, loss, N, C, epsilon, c_block_last)
    _forward_part2(mean_loss, loss, N)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dmean_loss, x, t, w, m, s, dx, N, C, epsilon, c__block_last):
    """dx_sum = Σ_c w[c] · ((1 − ε) · t[n,c] + ε/C)
    dx[n,c] = dmean_loss/N · (dx_sum · exp(x[n,c] − m[n])/s[n] − w[c] · ((1 − ε) · t[n,c] + ε/C))
    """
    dtype = dmean_loss.dtype
    T = dtype.type
    dmean_loss_value = dmean_loss[()]
    epsilon_over_C = epsilon / T(C)
    term = T(1) - epsilon
    dmean_loss_value_over_N = dmean_loss_value / T(N)
    for n in range(first, last):
        # dx_sum = Σ_c w[c] · ((1 − ε) · t[n,c] + ε/C)
        acc = T(0)
        rest = T(0)
        for c__block in range(c__block_last + 1):
            part = T(0)
            for c_ in range(c__block * 1024, min(C, c__block * 1024 + 1024)):
                part = plus(part, (epsilon_over_C + t[U(n), U(c_)] * term) * w[U(c_)])
            acc, rest = carried(acc, rest, part)
        dx_sum = acc
        # dx[n,c] = dmean_loss/N · (dx_sum · exp(x[n,c] − m[n])/s[n] − w[c] · ((1 − ε) ·
        #     t[n,c] + ε/C))
        dx_sum_over_s = dx_sum / s[U(n)]
        minus_m = -m[U(n)]
        for c in range(C):
            dx[U(n), U(c)] = (
                dmean_loss_value_over_N
                * (
                    dx_sum_over_s * exp(minus_m + x[U(n), U(c)])
                    - ((epsilon_over_C + t[U(n), U(c)] * term) * w[U(c)])
                )
            )


def _vjp_x(dmean_loss, x, t, w, m, s, dx, N, C, epsilon):
    """p[n,c] = exp(x[n,c] − m[n])/s[n]
    q[n,c] = (1 − ε) · t[n,c] + ε/C
    dx[n,c] = dmean_loss/N · (p[n,c] · Σ_{c′} q[n,c′] · w[c′] − w[c]·q[n,c])

    As compiled:

    dx_sum = Σ_c w[c] · ((1 − ε) · t[n,c] + ε/C)
    dx[n,c] = dmean_loss/N · (dx_sum · exp(x[n,c] − m[n])/s[n] − w[c] · ((1 − ε) · t[n,c] + ε/C))

    Operations: 5·C·N multiplications, 4·C·N − N additions.
    """
    c__block_last = (C - 1) // 1024
    launch(_vjp_x_part, N, C * N * 2, dmean_loss, x, t, w, m, s, dx, N, C, epsilon, c__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dmean_loss, x, w, m, s, dt, N, C, epsilon):
    """dt[n,c] = (1 − ε) · dmean_loss · w[c]/N · (m[n] + log(s[n]) − x[n,c])"""
    dtype = dmean_loss.dtype
    T = dtype.type
    dmean_loss_value = dmean_loss[()]
    factor = (T(1) - epsilon) * dmean_loss_value / T(N)
    for n in range(first, last):
        # dt[n,c] = (1 − ε) · dmean_loss · w[c]/N · (m[n] + log(s[n]) − x[n,c])
        value_of = log(s[U(n)])
        minus_m = -m[U(n)]
        for c in range(C):
            dt[U(n), U(c)] = factor * (value_of - (minus_m + x[U(n), U(c)])) * w[U(c)]


def _vjp_t(dmean_loss, x, w, m, s, dt, N, C, epsilon):
    """dt[n,c] = (1 − ε) · dmean_loss · w[c]/N · (m[n] + log(s[n]) − x[n,c])

    Operations: 2·C·N multiplications, 2·C·N additions.
    """
    launch(_vjp_t_part, N, C * N, dmean_loss, x, w, m, s, dt, N, C, epsilon)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, s, dw_table, N):
    """dw_table[n] = log(s[n])"""
    for n_block in range(first, last):
        # dw_table[n] = log(s[n])
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            dw_table[U(n)] = log(s[U(n)])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part2(rest, row, C):
    """dw[c] = dmean_loss/N · Σ_n (dw_table[n] + m[n] − x[n,c]) · ((1 − ε) · t[n,c] + ε/C)"""
    dtype = rest.dtype
    T = dtype.type
    # dw[c] = dmean_loss/N · Σ_n (dw_table[n] + m[n] − x[n,c]) · ((1 − ε) · t[n,c] + ε/C)
    for c in range(C):
        row[U(c)] = T(0)
    for c in range(C):
        rest[U(c)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part3(first, last, x, t, m, dw_table, parts_2, N, C, epsilon):
    """dw[c] = dmean_loss/N · Σ_n (dw_table[n] + m[n] − x[n,c]) · ((1 − ε) · t[n,c] + ε/C)"""
    dtype = x.dtype
    T = dtype.type
    epsilon_over_C = epsilon / T(C)
    term = T(1) - epsilon
    for n_block in range(first, last):
        # dw[c] = dmean_loss/N · Σ_n (dw_table[n] + m[n] − x[n,c]) · ((1 − ε) · t[n,c] + ε/C)
        for c in range(C):
            parts_2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            dw_table_here = dw_table[U(n)]
            minus_m = -m[U(n)]
            for c in range(C):
                parts_2[U(n_block), U(c)] += (
                    (dw_table_here - (minus_m + x[U(n), U(c)])) * (epsilon_over_C + t[U(n), U(c)] * term)
                )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part4(dmean_loss, dw, parts_2, rest, row, N, C):
    """dw[c] = dmean_loss_value·row[c]/N"""
    dtype = dmean_loss.dtype
    T = dtype.type
    dmean_loss_value = dmean_loss[()]
    dmean_loss_value_over_N = dmean_loss_value / T(N)
    for n_block in range((N - 1) // 1024 + 1):
        for c in range(C):
            row[U(c)], rest[U(c)] = carried(row[U(c)], rest[U(c)], parts_2[U(n_block), U(c)])
    for c in range(C):
        dw[U(c)] = dmean_loss_value_over_N * row[U(c)]


def _vjp_w(dmean_loss, x, t, m, s, dw, N, C, epsilon):
    """q[n,c] = (1 − ε) · t[n,c] + ε/C
    dw[c] = dmean_loss/N · Σ_n q[n,c] · (m[n] + log(s[n]) − x[n,c])

    Operations: C·N + C multiplications, 4·C·N − C additions.
    """
    dtype = dw.dtype
    dw_table = scratch(N, dtype)
    launch(_vjp_w_part, (N - 1) // 1024 + 1, N, s, dw_table, N)
    row = scratch(C, dtype)
    rest = scratch(C, dtype)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    _vjp_w_part2(rest, row, C)
    launch(_vjp_w_part3, (N - 1) // 1024 + 1, C * N, x, t, m, dw_table, parts_2, N, C, epsilon)
    _vjp_w_part4(dmean_loss, dw, parts_2, rest, row, N, C)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, t_dot, w_dot, x, t, w, m, s, loss_dot, m_at, N, C, epsilon, c_block_last):
    """m_at[n] = arg max_c x[n,c]
    ṡ = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ẋ[n, m_at[n]])
    loss_dot[n] = Σ_c ((1 − ε) · ṫ[n,c] · w[c] · (m[n] + log(s[n]) − x[n,c]) + ẇ[c] · (m[n] + log(s[n]) −
        x[n,c]) · ((1 − ε) · t[n,c] + ε/C) + w[c] · ((1 − ε) · t[n,c] + ε/C) · (ẋ[n, m_at[n]] + ṡ/s[n] −
        ẋ[n,c]))
    """
    dtype = x_dot.dtype
    T = dtype.type
    epsilon_over_C = epsilon / T(C)
    term = T(1) - epsilon
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
        # loss_dot[n] = Σ_c ((1 − ε) · ṫ[n,c] · w[c] · (m[n] + log(s[n]) − x[n,c]) + ẇ[c] ·
        #     (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · t[n,c] + ε/C) + w[c] · ((1 − ε) ·
        #     t[n,c] + ε/C) · (ẋ[n, m_at[n]] + ṡ/s[n] − ẋ[n,c]))
        acc2 = T(0)
        rest2 = T(0)
        log_here = log(s[U(n)])
        s_dot_over_s = s_dot / s[U(n)]
        for c_block in range(c_block_last + 1):
            part2 = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                part2 = plus(
                    part2,
                    (epsilon_over_C + t[U(n), U(c)] * term)
                    * (log_here - (minus_m + x[U(n), U(c)]))
                    * w_dot[U(c)]
                    + (epsilon_over_C + t[U(n), U(c)] * term)
                    * (s_dot_over_s - (minus_x_dot + x_dot[U(n), U(c)]))
                    * w[U(c)]
                    + (log_here - (minus_m + x[U(n), U(c)])) * t_dot[U(n), U(c)] * term * w[U(c)],
                )
            acc2, rest2 = carried(acc2, rest2, part2)
        loss_dot[U(n)] = acc2


def _jvp(x_dot, t_dot, w_dot, x, t, w, m, s, mean_loss_dot, N, C, epsilon):
    """m_at[n] = arg max_c x[n,c]
    q[n,c] = (1 − ε) · t[n,c] + ε/C
    ṁ[n] = ẋ[n, m_at[n]]
    ṡ[n] = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ṁ[n])
    q̇[n,c] = (1 − ε) · ṫ[n,c]
    loss_dot[n] = Σ_c (q̇[n,c] · w[c] · (m[n] + log(s[n]) − x[n,c]) + q[n,c] · ẇ[c] · (m[n] + log(s[n]) −
        x[n,c]) + q[n,c] · w[c] · (ṁ[n] + ṡ[n]/s[n] − ẋ[n,c]))
    mean_loss_dot = 1/N · Σ_n loss_dot[n]

    Operations: 8·C·N multiplications, 13·C·N − N − 1 additions.
    """
    dtype = mean_loss_dot.dtype
    c_block_last = (C - 1) // 1024
    m_at = scratch(N, np.int64)
    loss_dot = scratch(N, dtype)
    launch(_jvp_part, N, C * N * 3, x_dot, t_dot, w_dot, x, t, w, m, s, loss_dot, m_at, N, C, epsilon,
            c_block_last)
    # mean_loss_dot = 1/N · Σ_n loss_dot[n]
    _forward_part2(mean_loss_dot, loss_dot, N)


def forward(x, t, w=None, *, out=None, save=False, label_smoothing=0.0):
    """softmax and cross-entropy with shares of the classes as target, averaged; ``save=True`` also returns
    what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"label_smoothing": label_smoothing})
    call.new_all(("mean_loss",), out)
    call.new("m", "m")
    call.new("s", "s")
    call.run(_forward, ("x", "t", "w", "mean_loss", "m", "s"), ("N", "C", "epsilon"))
    result = call.result("mean_loss")
    return (result, call.save(Residuals, ("m", "s"))) if call.asked("save", save) else result


def vjp_x(dmean_loss, x, t, w=None, *, residuals=None, out=None, label_smoothing=0.0):
    """The gradient of x, given dmean_loss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"label_smoothing": label_smoothing})
    call.add("dmean_loss", "mean_loss", dmean_loss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dmean_loss", "x", "t", "w", "m", "s", "dx"), ("N", "C", "epsilon"))
    return call.result("dx")


def vjp_t(dmean_loss, x, t, w=None, *, residuals=None, out=None, label_smoothing=0.0):
    """The gradient of t, given dmean_loss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"label_smoothing": label_smoothing})
    call.add("dmean_loss", "mean_loss", dmean_loss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dt", "t", out)
    call.run(_vjp_t, ("dmean_loss", "x", "w", "m", "s", "dt"), ("N", "C", "epsilon"))
    return call.result("dt")


def vjp_w(dmean_loss, x, t, w=None, *, residuals=None, out=None, label_smoothing=0.0):
    """The gradient of w, given dmean_loss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"label_smoothing": label_smoothing})
    call.add("dmean_loss", "mean_loss", dmean_loss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dmean_loss", "x", "t", "m", "s", "dw"), ("N", "C", "epsilon"))
    return call.result("dw")


def vjp(dmean_loss, x, t, w=None, *, residuals=None, label_smoothing=0.0):
    """The gradients of x, t, w."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"label_smoothing": label_smoothing})
    call.add("dmean_loss", "mean_loss", dmean_loss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dx", "x")
    call.new("dt", "t")
    call.new("dw", "w")
    call.run(_vjp_x, ("dmean_loss", "x", "t", "w", "m", "s", "dx"), ("N", "C", "epsilon"))
    call.run(_vjp_t, ("dmean_loss", "x", "w", "m", "s", "dt"), ("N", "C", "epsilon"))
    call.run(_vjp_w, ("dmean_loss", "x", "t", "m", "s", "dw"), ("N", "C", "epsilon"))
    return Gradients(*call.results(("dx", "dt", "dw")))


def jvp(x, t, w=None, *, x_dot=None, t_dot=None, w_dot=None, residuals=None, label_smoothing=0.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"label_smoothing": label_smoothing})
    call.add("x_dot", "x", x_dot)
    call.add("t_dot", "t", t_dot)
    call.add("w_dot", "w", w_dot)
    call.recall(residuals, forward, ("m", "s"))
    call.new("mean_loss_dot", "mean_loss")
    call.run(_jvp, ("x_dot", "t_dot", "w_dot", "x", "t", "w", "m", "s", "mean_loss_dot"), ("N", "C",
            "epsilon"))
    return call.result("mean_loss_dot")
