"""cross_entropy_mean: softmax and cross-entropy with integer labels and weights per class, averaged by weight.

Made by `chainrule generate`, version 0.1.0, from the forward of `cross_entropy_mean`.  Do not edit.
Run time: 885da59e5e9be48a.

    m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    loss[n] = w[t[n]] · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]])
    all_weights = Σ_n w[t[n]] · [t[n] ≠ skipped]
    mean_loss = {1/all_weights · Σ_n loss[n] if all_weights ≠ 0; else 0}
    dx[n,c] = dmean_loss·w[t[n]]/all_weights · [all_weights ≠ 0, t[n] ≠ skipped] · (p[n,c] − [t[n] = c])
    dw[c] = dmean_loss · [all_weights ≠ 0] · (Σ_{n : t[n] ≠ skipped, t[n] = c} (m[n] + log(s[n]) − x[n,
        t[n]])/all_weights − S₁/all_weights² · Σ_{n : t[n] ≠ skipped, t[n] = c} 1)

Convention: rows with the ignored label have loss 0 and no gradient; it need not be a class.

Convention: the mean divides by the weights of the rows that count; where these sum to 0 it is 0.

Source: Bridle 1990.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 100 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
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
    'name': 'cross_entropy_mean',
    'summary': 'softmax and cross-entropy with integer labels and weights per class, averaged by weight',
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
        {'name': 'S1', 'shape': [], 'kind': 'real'},
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
    'proved': {'in bounds': 100, 'iterations apart': 6},
    'not proved': {'written before read': [], 'integers in range': ['0 <= t < C or t = skipped'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "w"])


class Residuals(namedtuple("Residuals", ["m", "s", "all_weights", "S1"]), runtime.Saved):
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
        "S1": lambda **_: (),
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
def _forward_part2(x, t, w, mean_loss, m, s, all_weights, S1, N, C, skipped):
    """all_weights = Σ_{n : t[n] ≠ skipped} w[t[n]]
    S₁ = Σ_{n : t[n] ≠ skipped} w[t[n]] · (m[n] + log(s[n]) − x[n, t[n]])
    mean_loss = {0 if all_weights = 0; else S₁/all_weights}
    """
    dtype = x.dtype
    T = dtype.type
    # all_weights = Σ_{n : t[n] ≠ skipped} w[t[n]]
    acc3 = T(0)
    # S₁ = Σ_{n : t[n] ≠ skipped} w[t[n]] · (m[n] + log(s[n]) − x[n, t[n]])
    acc4 = T(0)
    rest2 = T(0)
    rest3 = T(0)
    for n_block in range((N - 1) // 1024 + 1):
        part2 = T(0)
        part3 = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            minus_m2 = -m[U(n)]
            value_of = log(s[U(n)])
            if skipped != t[U(n)]:
                part2 = plus(part2, w[U(t[U(n)])])
                part3 = plus(part3, (value_of - (minus_m2 + x[U(n), U(t[U(n)])])) * w[U(t[U(n)])])
        acc3, rest2 = carried(acc3, rest2, part2)
        acc4, rest3 = carried(acc4, rest3, part3)
    all_weights_value = acc3
    all_weights[()] = all_weights_value
    S1_value = acc4
    S1[()] = S1_value
    # mean_loss = {0 if all_weights = 0; else S₁/all_weights}
    mean_loss[()] = select(all_weights_value == T(0), T(0), S1_value / all_weights_value)


def _forward(x, t, w, mean_loss, m, s, all_weights, S1, N, C, skipped):
    """m[n] = max_c x[n,c]
    s[n] = Σ_c exp(x[n,c] − m[n])
    p[n,c] = exp(x[n,c] − m[n])/s[n]
    loss[n] = w[t[n]] · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]])
    all_weights = Σ_n w[t[n]] · [t[n] ≠ skipped]
    mean_loss = {1/all_weights · Σ_n loss[n] if all_weights ≠ 0; else 0}

    Operations: C·N + N + 1 multiplications, 3·C·N + 3·N − 2 additions, terms that a condition drops
        counted.
    """
    c_block_last = (C - 1) // 1024
    launch(_forward_part, N, C * N * 2, x, m, s, N, C, c_block_last)
    _forward_part2(x, t, w, mean_loss, m, s, all_weights, S1, N, C, skipped)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dmean_loss, x, t, w, m, s, all_weights, dx, N, C, skipped):
    """dx[n,c] = w[t[n]] · [t[n] ≠ skipped] · (exp(x[n,c] − m[n])/s[n] − [t[n] = c]) · {0 if all_weights = 0;
        else dmean_loss/all_weights}
    """
    dtype = dmean_loss.dtype
    T = dtype.type
    dmean_loss_value = dmean_loss[()]
    all_weights_value = all_weights[()]
    for n in range(first, last):
        # dx[n,c] = w[t[n]] · [t[n] ≠ skipped] · (exp(x[n,c] − m[n])/s[n] − [t[n] = c]) · {0
        #     if all_weights = 0; else dmean_loss/all_weights}
        if skipped != t[U(n)]:
            factor = (
                select(all_weights_value == T(0), T(0), dmean_loss_value / all_weights_value) * w[U(t[U(n)])]
            )
            t_here = t[U(n)]
            value_of = T(1) / s[U(n)]
            minus_m = -m[U(n)]
            for c in range(C):
                dx[U(n), U(c)] = (
                    factor * (exp(minus_m + x[U(n), U(c)]) * value_of - (T(1) if c == t_here else T(0)))
                )
        else:
            for c in range(C):
                dx[U(n), U(c)] = T(0)


def _vjp_x(dmean_loss, x, t, w, m, s, all_weights, dx, N, C, skipped):
    """p[n,c] = exp(x[n,c] − m[n])/s[n]
    dx[n,c] = dmean_loss·w[t[n]]/all_weights · [all_weights ≠ 0, t[n] ≠ skipped] · (p[n,c] − [t[n] = c])

    As compiled:

    dx[n,c] = w[t[n]] · [t[n] ≠ skipped] · (exp(x[n,c] − m[n])/s[n] − [t[n] = c]) · {0 if all_weights = 0;
        else dmean_loss/all_weights}

    Operations: 4·C·N multiplications, 2·C·N additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, N, C * N, dmean_loss, x, t, w, m, s, all_weights, dx, N, C, skipped)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, dw, C):
    """dw[c] = 0"""
    dtype = dw.dtype
    T = dtype.type
    for c in range(first, last):
        dw[U(c)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part2(dmean_loss, x, t, m, s, all_weights, S1, dw, N, C, skipped):
    """dw[t[n]] += [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]]) · {0 if all_weights = 0; else
        dmean_loss/all_weights}
    dw[t[n]] += −[t[n] ≠ skipped] · {0 if all_weights = 0; else S₁·dmean_loss/all_weights²}
    """
    dtype = dmean_loss.dtype
    T = dtype.type
    dmean_loss_value = dmean_loss[()]
    all_weights_value = all_weights[()]
    S1_value = S1[()]
    value_of = select(all_weights_value == T(0), T(0), dmean_loss_value / all_weights_value)
    factor = -select(
        all_weights_value == T(0),
        T(0),
        S1_value * dmean_loss_value / all_weights_value / all_weights_value,
    )
    # dw[t[n]] += [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]]) · {0 if all_weights =
    #     0; else dmean_loss/all_weights}
    rest = np.empty(C, dtype)
    for c in range(C):
        rest[U(c)] = T(0)
    for n in range(N):
        minus_m = -m[U(n)]
        value_of2 = log(s[U(n)])
        if skipped != t[U(n)]:
            dw[U(t[U(n)])], rest[U(t[U(n)])] = carried(
                dw[U(t[U(n)])],
                rest[U(t[U(n)])],
                value_of * (value_of2 - (minus_m + x[U(n), U(t[U(n)])])),
            )
    # dw[t[n]] += −[t[n] ≠ skipped] · {0 if all_weights = 0; else
    #     S₁·dmean_loss/all_weights²}
    rest2 = np.empty(C, dtype)
    for c in range(C):
        rest2[U(c)] = T(0)
    for n in range(N):
        if skipped != t[U(n)]:
            dw[U(t[U(n)])], rest2[U(t[U(n)])] = carried(dw[U(t[U(n)])], rest2[U(t[U(n)])], factor)


def _vjp_w(dmean_loss, x, t, m, s, all_weights, S1, dw, N, C, skipped):
    """dw[c] = dmean_loss · [all_weights ≠ 0] · (Σ_{n : t[n] ≠ skipped, t[n] = c} (m[n] + log(s[n]) − x[n,
        t[n]])/all_weights − S₁/all_weights² · Σ_{n : t[n] ≠ skipped, t[n] = c} 1)

    Operations: 3·C + C·N multiplications, 4·C·N − C additions, terms that a condition drops counted.
    """
    launch(_vjp_w_part, C, C, dw, C)
    _vjp_w_part2(dmean_loss, x, t, m, s, all_weights, S1, dw, N, C, skipped)


def _vjp(dmean_loss, x, t, w, m, s, all_weights, S1, dx, dw, N, C, skipped):
    """p[n,c] = exp(x[n,c] − m[n])/s[n]
    dx[n,c] = dmean_loss·w[t[n]]/all_weights · [all_weights ≠ 0, t[n] ≠ skipped] · (p[n,c] − [t[n] = c])
    dw[c] = dmean_loss · [all_weights ≠ 0] · (Σ_{n : t[n] ≠ skipped, t[n] = c} (m[n] + log(s[n]) − x[n,
        t[n]])/all_weights − S₁/all_weights² · Σ_{n : t[n] ≠ skipped, t[n] = c} 1)

    Operations: 5·C·N + 3·C multiplications, 6·C·N − C additions, terms that a condition drops counted.
    """
    # dx[n,c] = w[t[n]] · [t[n] ≠ skipped] · (exp(x[n,c] − m[n])/s[n] − [t[n] = c]) · {0
    #     if all_weights = 0; else dmean_loss/all_weights}
    launch(_vjp_x_part, N, C * N, dmean_loss, x, t, w, m, s, all_weights, dx, N, C, skipped)
    launch(_vjp_w_part, C, C, dw, C)
    # dw[t[n]] += [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]]) · {0 if all_weights =
    #     0; else dmean_loss/all_weights}
    # dw[t[n]] += −[t[n] ≠ skipped] · {0 if all_weights = 0; else
    #     S₁·dmean_loss/all_weights²}
    _vjp_w_part2(dmean_loss, x, t, m, s, all_weights, S1, dw, N, C, skipped)


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
def _jvp_part2(x_dot, w_dot, x, t, w, m, s, all_weights, S1, mean_loss_dot, m_at, s_dot, N, C, skipped):
    """all_weights_dot = Σ_{n : t[n] ≠ skipped} ẇ[t[n]]
    Ṡ₁ = Σ_n (ẇ[t[n]] · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]]) + w[t[n]] · [t[n] ≠ skipped] ·
        (ẋ[n, m_at[n]] + ṡ[n]/s[n] − ẋ[n, t[n]]))
    mean_loss_dot = {0 if all_weights = 0; else Ṡ₁/all_weights − S₁·all_weights_dot/all_weights²}
    """
    dtype = x_dot.dtype
    T = dtype.type
    all_weights_value = all_weights[()]
    S1_value = S1[()]
    # all_weights_dot = Σ_{n : t[n] ≠ skipped} ẇ[t[n]]
    acc2 = T(0)
    # Ṡ₁ = Σ_n (ẇ[t[n]] · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]]) + w[t[n]] ·
    #     [t[n] ≠ skipped] · (ẋ[n, m_at[n]] + ṡ[n]/s[n] − ẋ[n, t[n]]))
    acc3 = T(0)
    rest2 = T(0)
    rest3 = T(0)
    for n_block in range((N - 1) // 1024 + 1):
        part2 = T(0)
        part3 = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            if skipped != t[U(n)]:
                part2 = plus(part2, w_dot[U(t[U(n)])])
            part3 = plus(
                part3,
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
        acc3, rest3 = carried(acc3, rest3, part3)
    all_weights_dot_value = acc2
    S1_dot_value = acc3
    # mean_loss_dot = {0 if all_weights = 0; else Ṡ₁/all_weights −
    #     S₁·all_weights_dot/all_weights²}
    mean_loss_dot[()] = select(
        all_weights_value == T(0),
        T(0),
        S1_dot_value / all_weights_value
        - (S1_value * all_weights_dot_value / all_weights_value / all_weights_value),
    )


def _jvp(x_dot, w_dot, x, t, w, m, s, all_weights, S1, mean_loss_dot, N, C, skipped):
    """m_at[n] = arg max_c x[n,c]
    ṁ[n] = ẋ[n, m_at[n]]
    ṡ[n] = Σ_c exp(x[n,c] − m[n]) · (ẋ[n,c] − ṁ[n])
    loss_dot[n] = ẇ[t[n]] · [t[n] ≠ skipped] · (m[n] + log(s[n]) − x[n, t[n]]) + w[t[n]] · [t[n] ≠
        skipped] · (ṁ[n] + ṡ[n]/s[n] − ẋ[n, t[n]])
    all_weights_dot = Σ_{n : t[n] ≠ skipped} ẇ[t[n]]
    Ṡ₁ = Σ_n loss_dot[n]
    mean_loss_dot = {Ṡ₁/all_weights − S₁·all_weights_dot/all_weights² if all_weights ≠ 0; else 0}

    Operations: 3·N + C·N + 3 multiplications, 3·C·N + 6·N − 1 additions, terms that a condition drops
        counted.
    """
    dtype = mean_loss_dot.dtype
    c_block_last = (C - 1) // 1024
    m_at = scratch(N, np.int64)
    s_dot = scratch(N, dtype)
    launch(_jvp_part, N, C * N * 2, x_dot, x, m, m_at, s_dot, N, C, c_block_last)
    _jvp_part2(x_dot, w_dot, x, t, w, m, s, all_weights, S1, mean_loss_dot, m_at, s_dot, N, C, skipped)


def forward(x, t, w=None, *, out=None, save=False, ignore_index=-100):
    """softmax and cross-entropy with integer labels and weights per class, averaged by weight; ``save=True``
    also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.new_all(("mean_loss",), out)
    call.new("m", "m")
    call.new("s", "s")
    call.new("all_weights", "all_weights")
    call.new("S1", "S1")
    call.run(_forward, ("x", "t", "w", "mean_loss", "m", "s", "all_weights", "S1"), ("N", "C", "skipped"))
    result = call.result("mean_loss")
    return (result, call.save(Residuals, ("m", "s", "all_weights", "S1"))) if call.asked("save",
            save) else result


def vjp_x(dmean_loss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100):
    """The gradient of x, given dmean_loss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dmean_loss", "mean_loss", dmean_loss)
    call.recall(residuals, forward, ("m", "s", "all_weights"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dmean_loss", "x", "t", "w", "m", "s", "all_weights", "dx"), ("N", "C", "skipped"))
    return call.result("dx")


def vjp_w(dmean_loss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100):
    """The gradient of w, given dmean_loss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dmean_loss", "mean_loss", dmean_loss)
    call.recall(residuals, forward, ("m", "s", "all_weights", "S1"))
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dmean_loss", "x", "t", "m", "s", "all_weights", "S1", "dw"), ("N", "C", "skipped"))
    return call.result("dw")


def vjp(dmean_loss, x, t, w=None, *, residuals=None, ignore_index=-100):
    """The gradients of x, w."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dmean_loss", "mean_loss", dmean_loss)
    call.recall(residuals, forward, ("m", "s", "all_weights", "S1"))
    call.new("dx", "x")
    call.new("dw", "w")
    call.run(_vjp, ("dmean_loss", "x", "t", "w", "m", "s", "all_weights", "S1", "dx", "dw"), ("N", "C",
            "skipped"))
    return Gradients(*call.results(("dx", "dw")))


def jvp(x, t, w=None, *, x_dot=None, w_dot=None, residuals=None, ignore_index=-100):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.recall(residuals, forward, ("m", "s", "all_weights", "S1"))
    call.new("mean_loss_dot", "mean_loss")
    call.run(_jvp, ("x_dot", "w_dot", "x", "t", "w", "m", "s", "all_weights", "S1", "mean_loss_dot"), ("N",
            "C", "skipped"))
    return call.result("mean_loss_dot")
