"""smoothed_cross_entropy_each: softmax and cross-entropy with integer labels, smoothed, loss per row.

Made by `chainrule generate`, version 0.1.0, from the forward of `smoothed_cross_entropy_each`.  Do not edit.
Run time: 885da59e5e9be48a.

    m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    q[n,c] = (1 − ε) · [t[n] = c] + ε/C
    loss[n] = [t[n] ≠ skipped] · Σ_c q[n,c] · w[c] · (m[n] + log(s[n]) − x[n,c])
    dx[n,c] = dloss[n] · [t[n] ≠ skipped] · (p[n,c] · Σ_{c′} q[n,c′] · w[c′] − w[c]·q[n,c])
    dw[c] = Σ_{n : t[n] ≠ skipped} dloss[n] · q[n,c] · (m[n] + log(s[n]) − x[n,c])

Convention: rows with the ignored label have loss 0 and no gradient; it need not be a class.

Source: Bridle 1990; Szegedy et al. 2016, section 7.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 51 places of the kernels. Each of the 5 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: 0 <= t < C or t = skipped (tested in each call).
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
    'name': 'smoothed_cross_entropy_each',
    'summary': 'softmax and cross-entropy with integer labels, smoothed, loss per row',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['N'], 'kind': 'integer', 'low': 0, 'below': 'C', 'exempt': 'skipped', 'differentiable': False, 'default': None},
        {'name': 'w', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 1},
    ],
    'outputs': [
        {'name': 'loss', 'shape': ['N'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'm', 'shape': ['N'], 'kind': 'real'},
        {'name': 's', 'shape': ['N'], 'kind': 'real'},
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
        {'path': 'ranges', 'at': 24000, 'of': ['C * N', 'C * N * 2', 'C * N * 3 + N']},
        {'path': 'vector', 'at': 64, 'of': ['C']},
    ],
    'proved': {'in bounds': 51, 'iterations apart': 5},
    'not proved': {'written before read': [], 'integers in range': ['0 <= t < C or t = skipped'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "w"])


class Residuals(namedtuple("Residuals", ["m", "s"]), runtime.Saved):
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
        "loss": lambda N, **_: (N,),
        "m": lambda N, **_: (N,),
        "s": lambda N, **_: (N,),
    },
    below={"t": lambda C, **_: C},
    exempt={"t": lambda skipped, **_: skipped},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, t, w, loss, m, s, N, C, skipped, epsilon, c_block_last):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    S₁ = Σ_c w[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C)
    loss[n] = S₁ · [t[n] ≠ skipped]
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
        # S₁ = Σ_c w[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C)
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
        S1 = acc3
        # loss[n] = S₁ · [t[n] ≠ skipped]
        loss[U(n)] = S1 if skipped != t[U(n)] else T(0)


def _forward(x, t, w, loss, m, s, N, C, skipped, epsilon):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    q[n,c] = (1 − ε) · [t[n] = c] + ε/C
    loss[n] = [t[n] ≠ skipped] · Σ_c q[n,c] · w[c] · (m[n] + log(s[n]) − x[n,c])

    As compiled:

    S₁ = Σ_c w[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C)
    loss[n] = S₁ · [t[n] ≠ skipped]

    Operations: 3·C·N multiplications, 7·C·N − 2·N additions, terms that a condition drops counted.
    """
    c_block_last = (C - 1) // 1024
    launch(_forward_part, N, C * N * 3 + N, x, t, w, loss, m, s, N, C, skipped, epsilon, c_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, w, m, s, dx, N, C, skipped, epsilon, c__block_last):
    """dx_sum = Σ_c w[c] · ((1 − ε) · [t[n] = c] + ε/C)
    dx[n,c] = dloss[n] · [t[n] ≠ skipped] · (dx_sum · exp(x[n,c] − m[n])/s[n] − w[c] · ((1 − ε) · [t[n] =
        c] + ε/C))
    """
    dtype = dloss.dtype
    T = dtype.type
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
        # dx[n,c] = dloss[n] · [t[n] ≠ skipped] · (dx_sum · exp(x[n,c] − m[n])/s[n] − w[c] ·
        #     ((1 − ε) · [t[n] = c] + ε/C))
        if skipped != t[U(n)]:
            dloss_here = dloss[U(n)]
            epsilon_over_C2 = epsilon / T(C)
            t_here2 = t[U(n)]
            dx_sum_over_s = dx_sum / s[U(n)]
            minus_m = -m[U(n)]
            for c in range(C):
                dx[U(n), U(c)] = (
                    dloss_here
                    * (
                        dx_sum_over_s * exp(minus_m + x[U(n), U(c)])
                        - (((T(1) - epsilon if c == t_here2 else T(0)) + epsilon_over_C2) * w[U(c)])
                    )
                )
        else:
            for c in range(C):
                dx[U(n), U(c)] = T(0)


def _vjp_x(dloss, x, t, w, m, s, dx, N, C, skipped, epsilon):
    """p[n,c] = exp(x[n,c] − m[n])/s[n]
    q[n,c] = (1 − ε) · [t[n] = c] + ε/C
    dx[n,c] = dloss[n] · [t[n] ≠ skipped] · (p[n,c] · Σ_{c′} q[n,c′] · w[c′] − w[c]·q[n,c])

    As compiled:

    dx_sum = Σ_c w[c] · ((1 − ε) · [t[n] = c] + ε/C)
    dx[n,c] = dloss[n] · [t[n] ≠ skipped] · (dx_sum · exp(x[n,c] − m[n])/s[n] − w[c] · ((1 − ε) · [t[n] =
        c] + ε/C))

    Operations: 5·C·N multiplications, 4·C·N − N additions, terms that a condition drops counted.
    """
    c__block_last = (C - 1) // 1024
    launch(_vjp_x_part, N, C * N * 2, dloss, x, t, w, m, s, dx, N, C, skipped, epsilon, c__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, dloss, x, t, m, s, parts_2, N, C, skipped, epsilon):
    """dw[c] = Σ_{n : t[n] ≠ skipped} dloss[n] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C)"""
    dtype = dloss.dtype
    T = dtype.type
    epsilon_over_C = epsilon / T(C)
    for task in range(first, last):
        n_block = task // (((C - 1) // 1024 + 1))
        c_block = task % ((C - 1) // 1024 + 1)
        # dw[c] = Σ_{n : t[n] ≠ skipped} dloss[n] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) ·
        #     [t[n] = c] + ε/C)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            parts_2[U(n_block), U(c)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            dloss_here = dloss[U(n)]
            value_of = log(s[U(n)])
            minus_m = -m[U(n)]
            t_here = t[U(n)]
            if skipped != t[U(n)]:
                for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                    parts_2[U(n_block), U(c)] += (
                        dloss_here
                        * ((T(1) - epsilon if c == t_here else T(0)) + epsilon_over_C)
                        * (value_of - (minus_m + x[U(n), U(c)]))
                    )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part2(first, last, dw, parts_2, N, C, n_block_last):
    """dw[c] = Σ_{n : t[n] ≠ skipped} dloss[n] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C)"""
    dtype = dw.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    for c_block in range(first, last):
        # dw[c] = Σ_{n : t[n] ≠ skipped} dloss[n] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) ·
        #     [t[n] = c] + ε/C)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            dw[U(c)] = T(0)
        for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
            rest[U(c - (c_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                dw[U(c)], rest[U(c - (c_block * 1024))] = carried(dw[U(c)], rest[U(c - (c_block * 1024))], parts_2[U(n_block), U(c)])


def _vjp_w(dloss, x, t, m, s, dw, N, C, skipped, epsilon):
    """q[n,c] = (1 − ε) · [t[n] = c] + ε/C
    dw[c] = Σ_{n : t[n] ≠ skipped} dloss[n] · q[n,c] · (m[n] + log(s[n]) − x[n,c])

    Operations: 2·C·N multiplications, 4·C·N − C additions, terms that a condition drops counted.
    """
    dtype = dw.dtype
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), C), dtype)
    launch(_vjp_w_part, ((N - 1) // 1024 + 1) * ((C - 1) // 1024 + 1), C * N, dloss, x, t, m, s, parts_2, N,
            C, skipped, epsilon)
    n_block_last = (N - 1) // 1024
    launch(_vjp_w_part2, (C - 1) // 1024 + 1, C * N, dw, parts_2, N, C, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, x, t, w, m, s, loss_dot, m_at, N, C, skipped, epsilon, c_block_last):
    """m_at[n] = arg max_c x[n,c]
    ṡ = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ẋ[n, m_at[n]])
    Ṡ₁ = Σ_c (ẇ[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C) + w[c] · (ẋ[n, m_at[n]] +
        ṡ/s[n] − ẋ[n,c]) · ((1 − ε) · [t[n] = c] + ε/C))
    loss_dot[n] = Ṡ₁ · [t[n] ≠ skipped]
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
        # Ṡ₁ = Σ_c (ẇ[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C) + w[c] ·
        #     (ẋ[n, m_at[n]] + ṡ/s[n] − ẋ[n,c]) · ((1 − ε) · [t[n] = c] + ε/C))
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
        S1_dot = acc2
        # loss_dot[n] = Ṡ₁ · [t[n] ≠ skipped]
        loss_dot[U(n)] = S1_dot if skipped != t[U(n)] else T(0)


def _jvp(x_dot, w_dot, x, t, w, m, s, loss_dot, N, C, skipped, epsilon):
    """m_at[n] = arg max_c x[n,c]
    q[n,c] = (1 − ε) · [t[n] = c] + ε/C
    ṁ[n] = ẋ[n, m_at[n]]
    ṡ[n] = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ṁ[n])
    Ṡ₁[n] = Σ_c (q[n,c] · ẇ[c] · (m[n] + log(s[n]) − x[n,c]) + q[n,c] · w[c] · (ṁ[n] + ṡ[n]/s[n] −
        ẋ[n,c]))
    loss_dot[n] = Ṡ₁[n] · [t[n] ≠ skipped]

    As compiled:

    ṡ = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ẋ[n, m_at[n]])
    Ṡ₁ = Σ_c (ẇ[c] · (m[n] + log(s[n]) − x[n,c]) · ((1 − ε) · [t[n] = c] + ε/C) + w[c] · (ẋ[n, m_at[n]] +
        ṡ/s[n] − ẋ[n,c]) · ((1 − ε) · [t[n] = c] + ε/C))
    loss_dot[n] = Ṡ₁ · [t[n] ≠ skipped]

    Operations: 6·C·N multiplications, 10·C·N − 2·N additions, terms that a condition drops counted.
    """
    c_block_last = (C - 1) // 1024
    m_at = scratch(N, np.int64)
    launch(_jvp_part, N, C * N * 3 + N, x_dot, w_dot, x, t, w, m, s, loss_dot, m_at, N, C, skipped, epsilon,
            c_block_last)


def forward(x, t, w=None, *, out=None, save=False, ignore_index=-100, label_smoothing=0.1):
    """softmax and cross-entropy with integer labels, smoothed, loss per row; ``save=True`` also returns what
    the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index, "label_smoothing": label_smoothing})
    call.new_all(("loss",), out)
    call.new("m", "m")
    call.new("s", "s")
    call.run(_forward, ("x", "t", "w", "loss", "m", "s"), ("N", "C", "skipped", "epsilon"))
    result = call.result("loss")
    return (result, call.save(Residuals, ("m", "s"))) if call.asked("save", save) else result


def vjp_x(dloss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100, label_smoothing=0.1):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index, "label_smoothing": label_smoothing})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "x", "t", "w", "m", "s", "dx"), ("N", "C", "skipped", "epsilon"))
    return call.result("dx")


def vjp_w(dloss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100, label_smoothing=0.1):
    """The gradient of w, given dloss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index, "label_smoothing": label_smoothing})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dloss", "x", "t", "m", "s", "dw"), ("N", "C", "skipped", "epsilon"))
    return call.result("dw")


def vjp(dloss, x, t, w=None, *, residuals=None, ignore_index=-100, label_smoothing=0.1):
    """The gradients of x, w."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index, "label_smoothing": label_smoothing})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dx", "x")
    call.new("dw", "w")
    call.run(_vjp_x, ("dloss", "x", "t", "w", "m", "s", "dx"), ("N", "C", "skipped", "epsilon"))
    call.run(_vjp_w, ("dloss", "x", "t", "m", "s", "dw"), ("N", "C", "skipped", "epsilon"))
    return Gradients(*call.results(("dx", "dw")))


def jvp(x, t, w=None, *, x_dot=None, w_dot=None, residuals=None, ignore_index=-100, label_smoothing=0.1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index, "label_smoothing": label_smoothing})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.recall(residuals, forward, ("m", "s"))
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "w_dot", "x", "t", "w", "m", "s", "loss_dot"), ("N", "C", "skipped", "epsilon"))
    return call.result("loss_dot")
