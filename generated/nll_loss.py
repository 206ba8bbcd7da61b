"""nll_loss: negative log-likelihood of integer labels with weights per class, averaged by weight.

Made by `chainrule generate`, version 0.1.0, from the forward of `nll_loss`.  Do not edit.
Run time: 885da59e5e9be48a.

    all_weights = Σ_n w[t[n]] · [t[n] ≠ skipped]
    loss = {1/all_weights · Σ_n (−w[t[n]] · x[n, t[n]] · [t[n] ≠ skipped]) if all_weights ≠ 0; else 0}
    dx[n,c] = −dloss·w[t[n]]/all_weights · [all_weights ≠ 0, t[n] = c, t[n] ≠ skipped]
    dw[c] = dloss/all_weights · [all_weights ≠ 0] · (S₁/all_weights · Σ_{n : t[n] ≠ skipped, t[n] = c} 1 −
        Σ_{n : t[n] ≠ skipped, t[n] = c} x[n, t[n]])

Convention: rows with the ignored label have loss 0 and no gradient; it need not be a class.

Convention: the mean divides by the weights of the rows that count; where these sum to 0 it is 0.

Source: Bridle 1990.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 64 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: 0 <= t < C or t = skipped (tested in each call).
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .runtime import carried, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'nll_loss',
    'summary': 'negative log-likelihood of integer labels with weights per class, averaged by weight',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['N'], 'kind': 'integer', 'low': 0, 'below': 'C', 'exempt': 'skipped', 'differentiable': False, 'default': None},
        {'name': 'w', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 1},
    ],
    'outputs': [
        {'name': 'loss', 'shape': [], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
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
        {'path': 'parts', 'at': 1024, 'of': ['N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C', 'C * N']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'N']},
    ],
    'proved': {'in bounds': 64, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': ['0 <= t < C or t = skipped'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "w"])


class Residuals(namedtuple("Residuals", ["all_weights", "S1"]), runtime.Saved):
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
        "loss": lambda **_: (),
        "all_weights": lambda **_: (),
        "S1": lambda **_: (),
    },
    below={"t": lambda C, **_: C},
    exempt={"t": lambda skipped, **_: skipped},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, t, w, loss, all_weights, S1, N, C, skipped):
    """all_weights = Σ_n w[t[n]] · [t[n] ≠ skipped]
    loss = {1/all_weights · Σ_n (−w[t[n]] · x[n, t[n]] · [t[n] ≠ skipped]) if all_weights ≠ 0; else 0}

    As compiled:

    all_weights = Σ_{n : t[n] ≠ skipped} w[t[n]]
    S₁ = Σ_{n : t[n] ≠ skipped} w[t[n]] · x[n, t[n]]
    loss = {0 if all_weights = 0; else −S₁/all_weights}

    Operations: N + 1 multiplications, 2·N − 2 additions, terms that a condition drops counted.
    """
    dtype = loss.dtype
    T = dtype.type
    # all_weights = Σ_{n : t[n] ≠ skipped} w[t[n]]
    acc = T(0)
    # S₁ = Σ_{n : t[n] ≠ skipped} w[t[n]] · x[n, t[n]]
    acc2 = T(0)
    rest = T(0)
    rest2 = T(0)
    for n_block in range((N - 1) // 1024 + 1):
        part = T(0)
        part2 = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            if skipped != t[U(n)]:
                part = plus(part, w[U(t[U(n)])])
                part2 = plus(part2, w[U(t[U(n)])] * x[U(n), U(t[U(n)])])
        acc, rest = carried(acc, rest, part)
        acc2, rest2 = carried(acc2, rest2, part2)
    all_weights_value = acc
    all_weights[()] = all_weights_value
    S1_value = acc2
    S1[()] = S1_value
    # loss = {0 if all_weights = 0; else −S₁/all_weights}
    loss[()] = select(all_weights_value == T(0), T(0), -S1_value / all_weights_value)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, t, w, all_weights, dx, N, C, skipped):
    """dx[n,c] = −w[t[n]] · [t[n] = c, t[n] ≠ skipped] · {0 if all_weights = 0; else dloss/all_weights}"""
    dtype = dloss.dtype
    T = dtype.type
    dloss_value = dloss[()]
    all_weights_value = all_weights[()]
    for n in range(first, last):
        # dx[n,c] = −w[t[n]] · [t[n] = c, t[n] ≠ skipped] · {0 if all_weights = 0; else
        #     dloss/all_weights}
        t_here = t[U(n)]
        for c in range(C):
            dx[U(n), U(c)] = (
                -select(all_weights_value == T(0), T(0), dloss_value / all_weights_value) * w[U(t_here)]
                if c == t_here and skipped != t_here
                else T(0)
            )


def _vjp_x(dloss, t, w, all_weights, dx, N, C, skipped):
    """dx[n,c] = −dloss·w[t[n]]/all_weights · [all_weights ≠ 0, t[n] = c, t[n] ≠ skipped]

    As compiled:

    dx[n,c] = −w[t[n]] · [t[n] = c, t[n] ≠ skipped] · {0 if all_weights = 0; else dloss/all_weights}

    Operations: 2·C·N multiplications, terms that a condition drops counted.
    """
    launch(_vjp_x_part, N, C * N, dloss, t, w, all_weights, dx, N, C, skipped)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, dw, C):
    """dw[c] = 0"""
    dtype = dw.dtype
    T = dtype.type
    for c in range(first, last):
        dw[U(c)] = T(0)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part2(dloss, x, t, all_weights, S1, dw, N, C, skipped):
    """dw[t[n]] += [t[n] ≠ skipped] · {0 if all_weights = 0; else S₁·dloss/all_weights²}
    dw[t[n]] += −x[n, t[n]] · [t[n] ≠ skipped] · {0 if all_weights = 0; else dloss/all_weights}
    """
    dtype = dloss.dtype
    T = dtype.type
    dloss_value = dloss[()]
    all_weights_value = all_weights[()]
    S1_value = S1[()]
    value_of = select(
        all_weights_value == T(0),
        T(0),
        S1_value * dloss_value / all_weights_value / all_weights_value,
    )
    value_of2 = select(all_weights_value == T(0), T(0), dloss_value / all_weights_value)
    # dw[t[n]] += [t[n] ≠ skipped] · {0 if all_weights = 0; else S₁·dloss/all_weights²}
    rest = np.empty(C, dtype)
    for c in range(C):
        rest[U(c)] = T(0)
    for n in range(N):
        if skipped != t[U(n)]:
            dw[U(t[U(n)])], rest[U(t[U(n)])] = carried(dw[U(t[U(n)])], rest[U(t[U(n)])], value_of)
    # dw[t[n]] += −x[n, t[n]] · [t[n] ≠ skipped] · {0 if all_weights = 0; else
    #     dloss/all_weights}
    rest2 = np.empty(C, dtype)
    for c in range(C):
        rest2[U(c)] = T(0)
    for n in range(N):
        if skipped != t[U(n)]:
            dw[U(t[U(n)])], rest2[U(t[U(n)])] = carried(
                dw[U(t[U(n)])],
                rest2[U(t[U(n)])],
                -value_of2 * x[U(n), U(t[U(n)])],
            )


def _vjp_w(dloss, x, t, all_weights, S1, dw, N, C, skipped):
    """dw[c] = dloss/all_weights · [all_weights ≠ 0] · (S₁/all_weights · Σ_{n : t[n] ≠ skipped, t[n] = c} 1 −
        Σ_{n : t[n] ≠ skipped, t[n] = c} x[n, t[n]])

    Operations: 4·C multiplications, 2·C·N − C additions, terms that a condition drops counted.
    """
    launch(_vjp_w_part, C, C, dw, C)
    _vjp_w_part2(dloss, x, t, all_weights, S1, dw, N, C, skipped)


def _vjp(dloss, x, t, w, all_weights, S1, dx, dw, N, C, skipped):
    """dx[n,c] = −dloss·w[t[n]]/all_weights · [all_weights ≠ 0, t[n] = c, t[n] ≠ skipped]
    dw[c] = dloss/all_weights · [all_weights ≠ 0] · (S₁/all_weights · Σ_{n : t[n] ≠ skipped, t[n] = c} 1 −
        Σ_{n : t[n] ≠ skipped, t[n] = c} x[n, t[n]])

    Operations: 2·C·N + 4·C multiplications, 2·C·N − C additions, terms that a condition drops counted.
    """
    # dx[n,c] = −w[t[n]] · [t[n] = c, t[n] ≠ skipped] · {0 if all_weights = 0; else
    #     dloss/all_weights}
    launch(_vjp_x_part, N, C * N, dloss, t, w, all_weights, dx, N, C, skipped)
    launch(_vjp_w_part, C, C, dw, C)
    # dw[t[n]] += [t[n] ≠ skipped] · {0 if all_weights = 0; else S₁·dloss/all_weights²}
    # dw[t[n]] += −x[n, t[n]] · [t[n] ≠ skipped] · {0 if all_weights = 0; else
    #     dloss/all_weights}
    _vjp_w_part2(dloss, x, t, all_weights, S1, dw, N, C, skipped)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, w_dot, x, t, w, all_weights, S1, loss_dot, N, C, skipped):
    """all_weights_dot = Σ_{n : t[n] ≠ skipped} ẇ[t[n]]
    Ṡ₁ = Σ_{n : t[n] ≠ skipped} (w[t[n]] · ẋ[n, t[n]] + ẇ[t[n]] · x[n, t[n]])
    loss_dot = {S₁·all_weights_dot/all_weights² − Ṡ₁/all_weights if all_weights ≠ 0; else 0}

    As compiled:

    loss_dot = {0 if all_weights = 0; else S₁·all_weights_dot/all_weights² − Ṡ₁/all_weights}

    Operations: 2·N + 3 multiplications, 3·N − 1 additions, terms that a condition drops counted.
    """
    dtype = loss_dot.dtype
    T = dtype.type
    all_weights_value = all_weights[()]
    S1_value = S1[()]
    # all_weights_dot = Σ_{n : t[n] ≠ skipped} ẇ[t[n]]
    acc = T(0)
    # Ṡ₁ = Σ_{n : t[n] ≠ skipped} (w[t[n]] · ẋ[n, t[n]] + ẇ[t[n]] · x[n, t[n]])
    acc2 = T(0)
    rest = T(0)
    rest2 = T(0)
    for n_block in range((N - 1) // 1024 + 1):
        part = T(0)
        part2 = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            if skipped != t[U(n)]:
                part = plus(part, w_dot[U(t[U(n)])])
                part2 = plus(
                    part2,
                    w[U(t[U(n)])] * x_dot[U(n), U(t[U(n)])] + w_dot[U(t[U(n)])] * x[U(n), U(t[U(n)])],
                )
        acc, rest = carried(acc, rest, part)
        acc2, rest2 = carried(acc2, rest2, part2)
    all_weights_dot_value = acc
    S1_dot_value = acc2
    # loss_dot = {0 if all_weights = 0; else S₁·all_weights_dot/all_weights² −
    #     Ṡ₁/all_weights}
    loss_dot[()] = select(
        all_weights_value == T(0),
        T(0),
        S1_value * all_weights_dot_value / all_weights_value / all_weights_value
        - (S1_dot_value / all_weights_value),
    )


def forward(x, t, w=None, *, out=None, save=False, ignore_index=-100):
    """negative log-likelihood of integer labels with weights per class, averaged by weight; ``save=True``
    also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.new_all(("loss",), out)
    call.new("all_weights", "all_weights")
    call.new("S1", "S1")
    call.run(_forward, ("x", "t", "w", "loss", "all_weights", "S1"), ("N", "C", "skipped"))
    result = call.result("loss")
    return (result, call.save(Residuals, ("all_weights", "S1"))) if call.asked("save", save) else result


def vjp_x(dloss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("all_weights",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "t", "w", "all_weights", "dx"), ("N", "C", "skipped"))
    return call.result("dx")


def vjp_w(dloss, x, t, w=None, *, residuals=None, out=None, ignore_index=-100):
    """The gradient of w, given dloss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("all_weights", "S1"))
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dloss", "x", "t", "all_weights", "S1", "dw"), ("N", "C", "skipped"))
    return call.result("dw")


def vjp(dloss, x, t, w=None, *, residuals=None, ignore_index=-100):
    """The gradients of x, w."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("all_weights", "S1"))
    call.new("dx", "x")
    call.new("dw", "w")
    call.run(_vjp, ("dloss", "x", "t", "w", "all_weights", "S1", "dx", "dw"), ("N", "C", "skipped"))
    return Gradients(*call.results(("dx", "dw")))


def jvp(x, t, w=None, *, x_dot=None, w_dot=None, residuals=None, ignore_index=-100):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t, "w": w}, {"ignore_index": ignore_index})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.recall(residuals, forward, ("all_weights", "S1"))
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "w_dot", "x", "t", "w", "all_weights", "S1", "loss_dot"), ("N", "C", "skipped"))
    return call.result("loss_dot")
