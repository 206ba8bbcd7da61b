"""cross_entropy_sum: softmax and cross-entropy with integer labels and weights per class, summed over the rows.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_entropy_sum`.  Do not edit.
Run time: 885da59e5e9be48a.

    m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    loss[n] = w[t[n]] · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]])
    total_loss = Σ_n loss[n]
    dx[n,c] = dtotal_loss · w[t[n]] · [t[n] ≠ skipped] · (p[n,c] − [t[n] = c])
    dw[c] = dtotal_loss · Σ_{n : t[n] ≠ skipped, t[n] = c} (m[n] + log(s[n]) − x[n, t[n]])

Convention: rows with the ignored label have loss 0 and no gradient; it need not be a class.

Source: Bridle 1990.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 74 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
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
    'name': 'cross_entropy_sum',
    'summary': 'softmax and cross-entropy with integer labels and weights per class, summed over the rows',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['N'], 'kind': 'integer', 'low': 0, 'below': 'C', 'exempt': 'skipped', 'differentiable': False, 'default': None},
        {'name': 'w', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 1},
    ],
    'outputs': [
        {'name': 'total_loss', 'shape': [], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'm', 'shape': ['N'], 'kind': 'real'},
        {'name': 's', 'shape': ['N'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'ignore_index', 'symbols': ['skipped'], 'kind': 'int', 'default': -100, 'minimum': None, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C', 'C * N', 'C * N * 2']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'N']},
    ],
    'proved': {'in bounds': 74, 'iterations apart': 6},
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
        "total_loss": lambda **_: (),
        "m": lambda N, **_: (N,),
        "s": lambda N, **_: (N,),
    },
    below={"t": lambda C, **_: C},
    exempt={"t": lambda skipped, **_: skipped},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, m, s, N, C, c_block_last):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    """
    dtype = x.dtype
    T = dtype.type
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


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(x, t, w, total_loss, m, s, N, C, skipped):
    """total_loss = Σ_{n : t[n] ≠ skipped} w[t[n]] · (m[n] + log(s[n]) − x[n, t[n]])"""
    dtype = x.dtype
    T = dtype.type
    # total_loss = Σ_{n : t[n] ≠ skipped} w[t[n]] · (m[n] + log(s[n]) − x[n, t[n]])
    acc3 = T(0)
    rest2 = T(0)
    for n_block in range((N - 1) // 1024 + 1):
        part2 = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            minus_m2 = -m[U(n)]
            value_of = log(s[U(n)])
            if skipped != t[U(n)]:
                part2 = plus(part2, (value_of - (minus_m2 + x[U(n), U(t[U(n)])])) * w[U(t[U(n)])])
        acc3, rest2 = carried(acc3, rest2, part2)
    total_loss[()] = acc3


def _forward(x, t, w, total_loss, m, s, N, C, skipped):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    loss[n] = w[t[n]] · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]])
    total_loss = Σ_n loss[n]

    Operations: C·N + N multiplications, 3·C·N + 2·N − 1 additions, terms that a condition drops counted.
    """
    c_block_last = (C - 1) // 1024
    launch(_forward_part, N, C * N * 2, x, m, s, N, C, c_block_last)
    _forward_part2(x, t, w, total_loss, m, s, N, C, skipped)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dtotal_loss, x, t, w, m, s, dx, N, C, skipped):
    """dx[n,c] = dtotal_loss · w[t[n]] · [t[n] ≠ skipped] · (exp(x[n,c] − m[n])/s[n] − [t[n] = c])"""
    dtype = dtotal_loss.dtype
    T = dtype.type
    dtotal_loss_value = dtotal_loss[()]
    for n in range(first, last):
        # dx[n,c] = dtotal_loss · w[t[n]] · [t[n] ≠ skipped] · (exp(x[n,c] − m[n])/s[n] −
        #     [t[n] = c])
        if skipped != t[U(n)]:
            dtotal_loss_value_w = dtotal_loss_value * w[U(t[U(n)])]
            t_here = t[U(n)]
            value_of = T(1) / s[U(n)]
            minus_m = -m[U(n)]
            for c in range(C):
                dx[U(n), U(c)] = (
                    dtotal_loss_value_w
                    * (exp(minus_m + x[U(n), U(c)]) * value_of - (T(1) if c == t_here else T(0)))
                )
        else:
            for c in range(C):
                dx[U(n), U(c)] = T(0)


def _vjp_x(dtotal_loss, x, t, w, m, s, dx, N, C, skipped):
    """p[n,c] = exp(x[n,c] − m[n])/s[n]
    dx[n,c] = dtotal_loss · w[t[n]] · [t[n] ≠ skipped] · (p[n,c] − [t[n] = c])

    As compiled:

    dx[n,c] = dtotal_loss · w[t[n]] · [t[n] ≠ skipped] · (exp(x[n,c] − m[n])/s[n] − [t[n] = c])

    Operations: 3·C·N multiplications, 2·C·N additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, N, C * N, dtotal_loss, x, t, w, m, s, dx, N, C, skipped)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, dw, C):
    """dw[c] = 0"""
    dtype = dw.dtype
    T = dtype.type
    for c in range(first, last):
        dw[U(c)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part2(dtotal_loss, x, t, m, s, dw, N, C, skipped):
    """dw[t[n]] += dtotal_loss · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]])"""
    dtype = dtotal_loss.dtype
    T = dtype.type
    dtotal_loss_value = dtotal_loss[()]
    # dw[t[n]] += dtotal_loss · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]])
    rest = np.empty(C, dtype)
    for c in range(C):
        rest[U(c)] = T(0)
    for n in range(N):
        minus_m = -m[U(n)]
        value_of = log(s[U(n)])
        if skipped != t[U(n)]:
            dw[U(t[U(n)])], rest[U(t[U(n)])] = carried(
                dw[U(t[U(n)])],
                rest[U(t[U(n)])],
                dtotal_loss_value * (value_of - (minus_m + x[U(n), U(t[U(n)])])),
            )


def _vjp_w(dtotal_loss, x, t, m, s, dw, N, C, skipped):
    """dw[c] = dtotal_loss · Σ_{n : t[n] ≠ skipped, t[n] = c} (m[n] + log(s[n]) − x[n, t[n]])

    Operations: C multiplications, 3·C·N − C additions, terms that a condition drops counted.
    """
    launch(_vjp_w_part, C, C, dw, C)
    _vjp_w_part2(dtotal_loss, x, t, m, s, dw, N, C, skipped)


def _vjp(dtotal_loss, x, t, w, m, s, dx, dw, N, C, skipped):
    """p[n,c] = exp(x[n,c] − m[n])/s[n]
    dx[n,c] = dtotal_loss · w[t[n]] · [t[n] ≠ skipped] · (p[n,c] − [t[n] = c])
    dw[c] = dtotal_loss · Σ_{n : t[n] ≠ skipped, t[n] = c} (m[n] + log(s[n]) − x[n, t[n]])

    Operations: 3·C·N + C multiplications, 5·C·N − C additions, terms that a condition drops counted.
    """
    # dx[n,c] = dtotal_loss · w[t[n]] · [t[n] ≠ skipped] · (exp(x[n,c] − m[n])/s[n] −
    #     [t[n] = c])
    launch(_vjp_x_part, N, C * N, dtotal_loss, x, t, w, m, s, dx, N, C, skipped)
    launch(_vjp_w_part, C, C, dw, C)
    # dw[t[n]] += dtotal_loss · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]])
    _vjp_w_part2(dtotal_loss, x, t, m, s, dw, N, C, skipped)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, m, m_at, s_dot, N, C, c_block_last):
    """m_at[n] = arg max_c x[n,c]
    ṡ[n] = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ẋ[n, m_at[n]])
    """
    dtype = x_dot.dtype
    T = dtype.type
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
        # ṡ[n] = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ẋ[n, m_at[n]])
        acc = T(0)
        rest = T(0)
        minus_x_dot = -x_dot[U(n), U(m_at[U(n)])]
        minus_m = -m[U(n)]
        for c_block in range(c_block_last + 1):
            part = T(0)
            for c in range(c_block * 1024, min(C, c_block * 1024 + 1024)):
                part = plus(part, exp(minus_m + x[U(n), U(c)]) * (minus_x_dot + x_dot[U(n), U(c)]))
            acc, rest = carried(acc, rest, part)
        s_dot[U(n)] = acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part2(x_dot, w_dot, x, t, w, m, s, total_loss_dot, m_at, s_dot, N, C, skipped):
    """total_loss_dot = Σ_n (ẇ[t[n]] · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]]) + w[t[n]] · [t[n] ≠
        skipped] · (ẋ[n, m_at[n]] + ṡ[n]/s[n] − ẋ[n, t[n]]))
    """
    dtype = x_dot.dtype
    T = dtype.type
    # total_loss_dot = Σ_n (ẇ[t[n]] · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]]) +
    #     w[t[n]] · [t[n] ≠ skipped] · (ẋ[n, m_at[n]] + ṡ[n]/s[n] − ẋ[n, t[n]]))
    acc2 = T(0)
    rest2 = T(0)
    for n_block in range((N - 1) // 1024 + 1):
        part2 = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            part2 = plus(
                part2,
                (
                    (s_dot[U(n)] / s[U(n)] - (x_dot[U(n), U(t[U(n)])] - x_dot[U(n), U(m_at[U(n)])]))
                    * w[U(t[U(n)])]
                    if skipped != t[U(n)]
                    else T(0)
                )
                + ((log(s[U(n)]) - (x[U(n),
                        U(t[U(n)])] - m[U(n)])) * w_dot[U(t[U(n)])] if skipped != t[U(n)] else T(0)),
            )
        acc2, rest2 = carried(acc2, rest2, part2)
    total_loss_dot[()] = acc2


def _jvp(x_dot, w_dot, x, t, w, m, s, total_loss_dot, N, C, skipped):
    """m_at[n] = arg max_c x[n,c]
    ṁ[n] = ẋ[n, m_at[n]]
    ṡ[n] = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ṁ[n])
    loss_dot[n] = ẇ[t[n]] · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]]) + w[t[n]] · [t[n] ≠
        skipped] · (ṁ[n] + ṡ[n]/s[n] − ẋ[n, t[n]])
    total_loss_dot = Σ_n loss_dot[n]

    Operations: 3·N + C·N multiplications, 3·C·N + 5·N − 1 additions, terms that a condition drops
        counted.
    """
    dtype = total_loss_dot.dtype
    c_block_last = (C - 1) // 1024
    m_at = scratch(N, np.int64)
    s_dot = scratch(N, dtype)
    launch(_jvp_part, N, C * N * 2, x_dot, x, m, m_at, s_dot, N, C, c_block_last)
    _jvp_part2(x_dot, w_dot, x, t, w, m, s, total_loss_dot, m_at, s_dot, N, C, skipped)


def forward(x, t, w=None, *, out=None, save=False, ignore_index=-100):
    """softmax and cross-entropy with integer labels and weights per class, summed over the rows;
    ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.new_all(("total_loss",), out)
    call.new("m", "m")
    call.new("s", "s")
    call.run(_forward, ("x", "t", "w", "total_loss", "m", "s"), ("N", "C", "skipped"))
    result = call.result("total_loss")
    return (result, call.save(Residuals, ("m", "s"))) if call.asked("save", save) else result


def vjp_x(dtotal_loss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100):
    """The gradient of x, given dtotal_loss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dtotal_loss", "total_loss", dtotal_loss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dtotal_loss", "x", "t", "w", "m", "s", "dx"), ("N", "C", "skipped"))
    return call.result("dx")


def vjp_w(dtotal_loss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100):
    """The gradient of w, given dtotal_loss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dtotal_loss", "total_loss", dtotal_loss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dtotal_loss", "x", "t", "m", "s", "dw"), ("N", "C", "skipped"))
    return call.result("dw")


def vjp(dtotal_loss, x, t, w=None, *, residuals=None, ignore_index=-100):
    """The gradients of x, w."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dtotal_loss", "total_loss", dtotal_loss)
    call.recall(residuals, forward, ("m", "s"))
    call.new("dx", "x")
    call.new("dw", "w")
    call.run(_vjp, ("dtotal_loss", "x", "t", "w", "m", "s", "dx", "dw"), ("N", "C", "skipped"))
    return Gradients(*call.results(("dx", "dw")))


def jvp(x, t, w=None, *, x_dot=None, w_dot=None, residuals=None, ignore_index=-100):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.recall(residuals, forward, ("m", "s"))
    call.new("total_loss_dot", "total_loss")
    call.run(_jvp, ("x_dot", "w_dot", "x", "t", "w", "m", "s", "total_loss_dot"), ("N", "C", "skipped"))
    return call.result("total_loss_dot")
