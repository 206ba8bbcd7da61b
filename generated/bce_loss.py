"""bce_loss: binary cross-entropy of a probability x, −t log x − (1 − t) log(1 − x), averaged over all elements.

Made by `chainrule generate`, version 0.1.0, from the forward of `bce_loss`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss = 1/(N·D) · Σ_{n,d} (−t[n,d] · log(max(x[n,d], ε)) − log(max(1 − x[n,d], ε)) · (1 − t[n,d]))
    dx[n,d] = dloss/(N·D) · ((1 − t[n,d])/max(1 − x[n,d], ε) · [x[n,d] ≤ 1 − ε] − t[n,d]/max(x[n,d], ε) ·
        [x[n,d] ≥ ε])
    dt[n,d] = dloss/(N·D) · (log(max(1 − x[n,d], ε)) − log(max(x[n,d], ε)))

Convention: where x or 1 − x is below eps its logarithm is constant.

Source: Good 1952.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 21 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import log, select
from .runtime import carried, plus
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'bce_loss',
    'summary': 'binary cross-entropy of a probability x, −t log x − (1 − t) log(1 − x), averaged over all elements',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['N', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'loss', 'shape': [], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'eps', 'symbols': ['eps'], 'kind': 'float', 'default': 1e-12, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 't': 'vjp_t'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['D * N']},
        {'path': 'ranges', 'at': 24000, 'of': ['D * N']},
        {'path': 'vector', 'at': 64, 'of': ['D * N']},
    ],
    'proved': {'in bounds': 21, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "t"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "D", "D"),
        runtime.Step("t", 0, "N", "N"),
        runtime.Step("t", 1, "D", "D"),
    ),
    sizes={
    },
    shapes={
        "x": lambda D, N, **_: (N, D),
        "t": lambda D, N, **_: (N, D),
        "loss": lambda **_: (),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, t, loss, N, D, eps):
    """loss = 1/(N·D) · Σ_{n,d} (−t[n,d] · log(max(x[n,d], ε)) − log(max(1 − x[n,d], ε)) · (1 − t[n,d]))

    As compiled:

    loss = 1/(D·N) · Σ_{nd} (−t[nd] · log({ε if x[nd] < ε; else x[nd]}) − log({ε if x[nd] > 1 − ε; else 1
        − x[nd]}) · (1 − t[nd]))

    Operations: 2·D·N multiplications, 4·D·N − 1 additions, terms that a condition drops counted.
    """
    dtype = loss.dtype
    T = dtype.type
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    # loss = 1/(D·N) · Σ_{nd} (−t[nd] · log({ε if x[nd] < ε; else x[nd]}) − log({ε if
    #     x[nd] > 1 − ε; else 1 − x[nd]}) · (1 − t[nd]))
    acc = T(0)
    rest = T(0)
    for nd_block in range((D * N - 1) // 1024 + 1):
        part = T(0)
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            x_here = x_rows[U(nd)]
            part = plus(
                part,
                -(T(1) - t_rows[U(nd)]) * log(select(eps > T(1) - x_here, eps, T(1) - x_here))
                - (log(select(eps > x_here, eps, x_here)) * t_rows[U(nd)]),
            )
        acc, rest = carried(acc, rest, part)
    loss[()] = acc / T(D * N)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, dx, N, D, eps):
    """dx[nd] = dloss/(D·N) · (−({0 if x[nd] < ε; else t[nd]/{ε if x[nd] < ε; else x[nd]}}) − {0 if x[nd] > 1
        − ε; else (t[nd] − 1)/{ε if x[nd] > 1 − ε; else 1 − x[nd]}})
    """
    dtype = dloss.dtype
    T = dtype.type
    dloss_value = dloss[()]
    dloss_value_over_D_N = dloss_value / T(D * N)
    for nd_block in range(first, last):
        # dx[nd] = dloss/(D·N) · (−({0 if x[nd] < ε; else t[nd]/{ε if x[nd] < ε; else x[nd]}})
        #     − {0 if x[nd] > 1 − ε; else (t[nd] − 1)/{ε if x[nd] > 1 − ε; else 1 − x[nd]}})
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            x_here = x[U(nd)]
            t_here = t[U(nd)]
            dx[U(nd)] = (
                (
                    -select(
                        eps > T(1) - x_here,
                        T(0),
                        (t_here - T(1)) / select(eps > T(1) - x_here, eps, T(1) - x_here),
                    )
                    - select(eps > x_here, T(0), t_here / select(eps > x_here, eps, x_here))
                )
                * dloss_value_over_D_N
            )


def _vjp_x(dloss, x, t, dx, N, D, eps):
    """dx[n,d] = dloss/(N·D) · ((1 − t[n,d])/max(1 − x[n,d], ε) · [x[n,d] ≤ 1 − ε] − t[n,d]/max(x[n,d], ε) ·
        [x[n,d] ≥ ε])

    As compiled:

    dx[nd] = dloss/(D·N) · (−({0 if x[nd] < ε; else t[nd]/{ε if x[nd] < ε; else x[nd]}}) − {0 if x[nd] > 1
        − ε; else (t[nd] − 1)/{ε if x[nd] > 1 − ε; else 1 − x[nd]}})

    Operations: 3·D·N multiplications, 3·D·N additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    dx_rows = dx.reshape((D * N,))
    launch(_vjp_x_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, t_rows, dx_rows, N, D, eps)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dloss, x, dt, N, D, eps):
    """dt[nd] = dloss/(D·N) · (log({ε if x[nd] > 1 − ε; else 1 − x[nd]}) − log({ε if x[nd] < ε; else x[nd]}))"""
    dtype = dloss.dtype
    T = dtype.type
    dloss_value = dloss[()]
    dloss_value_over_D_N = dloss_value / T(D * N)
    for nd_block in range(first, last):
        # dt[nd] = dloss/(D·N) · (log({ε if x[nd] > 1 − ε; else 1 − x[nd]}) − log({ε if x[nd]
        #     < ε; else x[nd]}))
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            x_here = x[U(nd)]
            dt[U(nd)] = (
                (
                    log(select(eps > T(1) - x_here, eps, T(1) - x_here))
                    - log(select(eps > x_here, eps, x_here))
                )
                * dloss_value_over_D_N
            )


def _vjp_t(dloss, x, dt, N, D, eps):
    """dt[n,d] = dloss/(N·D) · (log(max(1 − x[n,d], ε)) − log(max(x[n,d], ε)))

    As compiled:

    dt[nd] = dloss/(D·N) · (log({ε if x[nd] > 1 − ε; else 1 − x[nd]}) − log({ε if x[nd] < ε; else x[nd]}))

    Operations: D·N multiplications, 2·D·N additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((D * N,))
    dt_rows = dt.reshape((D * N,))
    launch(_vjp_t_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, dt_rows, N, D, eps)


def _vjp(dloss, x, t, dx, dt, N, D, eps):
    """dx[n,d] = dloss/(N·D) · ((1 − t[n,d])/max(1 − x[n,d], ε) · [x[n,d] ≤ 1 − ε] − t[n,d]/max(x[n,d], ε) ·
        [x[n,d] ≥ ε])
    dt[n,d] = dloss/(N·D) · (log(max(1 − x[n,d], ε)) − log(max(x[n,d], ε)))

    Operations: 4·D·N multiplications, 5·D·N additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    dx_rows = dx.reshape((D * N,))
    dt_rows = dt.reshape((D * N,))
    # dx[nd] = dloss/(D·N) · (−({0 if x[nd] < ε; else t[nd]/{ε if x[nd] < ε; else x[nd]}})
    #     − {0 if x[nd] > 1 − ε; else (t[nd] − 1)/{ε if x[nd] > 1 − ε; else 1 − x[nd]}})
    launch(_vjp_x_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, t_rows, dx_rows, N, D, eps)
    # dt[nd] = dloss/(D·N) · (log({ε if x[nd] > 1 − ε; else 1 − x[nd]}) − log({ε if x[nd]
    #     < ε; else x[nd]}))
    launch(_vjp_t_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, dt_rows, N, D, eps)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, t_dot, x, t, loss_dot, N, D, eps):
    """loss_dot = 1/(N·D) · Σ_{n,d} (ṫ[n,d] · log(max(1 − x[n,d], ε)) − ṫ[n,d] · log(max(x[n,d], ε)) −
        t[n,d]·ẋ[n,d]/max(x[n,d], ε) · [x[n,d] ≥ ε] − ẋ[n,d]/max(1 − x[n,d], ε) · [x[n,d] ≤ 1 − ε] ·
        (t[n,d] − 1))

    As compiled:

    loss_dot = 1/(D·N) · Σ_{nd} (ṫ[nd] · log({ε if x[nd] > 1 − ε; else 1 − x[nd]}) − ṫ[nd] · log({ε if
        x[nd] < ε; else x[nd]}) − ({0 if x[nd] < ε; else t[nd]·ẋ[nd]/{ε if x[nd] < ε; else x[nd]}}) − {0
        if x[nd] > 1 − ε; else ẋ[nd]/{ε if x[nd] > 1 − ε; else 1 − x[nd]} · (t[nd] − 1)})

    Operations: 6·D·N multiplications, 7·D·N − 1 additions, terms that a condition drops counted.
    """
    dtype = loss_dot.dtype
    T = dtype.type
    x_dot_rows = x_dot.reshape((D * N,))
    t_dot_rows = t_dot.reshape((D * N,))
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    # loss_dot = 1/(D·N) · Σ_{nd} (ṫ[nd] · log({ε if x[nd] > 1 − ε; else 1 − x[nd]}) −
    #     ṫ[nd] · log({ε if x[nd] < ε; else x[nd]}) − ({0 if x[nd] < ε; else
    #     t[nd]·ẋ[nd]/{ε if x[nd] < ε; else x[nd]}}) − {0 if x[nd] > 1 − ε; else ẋ[nd]/{ε
    #     if x[nd] > 1 − ε; else 1 − x[nd]} · (t[nd] − 1)})
    acc = T(0)
    rest = T(0)
    for nd_block in range((D * N - 1) // 1024 + 1):
        part = T(0)
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            x_here = x_rows[U(nd)]
            t_here = t_rows[U(nd)]
            x_dot_here = x_dot_rows[U(nd)]
            part = plus(
                part,
                log(select(eps > T(1) - x_here, eps, T(1) - x_here)) * t_dot_rows[U(nd)]
                - select(
                    eps > T(1) - x_here,
                    T(0),
                    (t_here - T(1)) * x_dot_here / select(eps > T(1) - x_here, eps, T(1) - x_here),
                )
                - select(eps > x_here, T(0), t_here * x_dot_here / select(eps > x_here, eps, x_here))
                - (log(select(eps > x_here, eps, x_here)) * t_dot_rows[U(nd)]),
            )
        acc, rest = carried(acc, rest, part)
    loss_dot[()] = acc / T(D * N)


def forward(x, t, *, out=None, save=False, eps=1e-12):
    """binary cross-entropy of a probability x, −t log x − (1 − t) log(1 − x), averaged over all elements;
    ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t}, {"eps": eps})
    call.new_all(("loss",), out)
    call.run(_forward, ("x", "t", "loss"), ("N", "D", "eps"))
    result = call.result("loss")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dloss, x, t, *, residuals=None, out=None, eps=1e-12):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"eps": eps})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "x", "t", "dx"), ("N", "D", "eps"))
    return call.result("dx")


def vjp_t(dloss, x, t, *, residuals=None, out=None, eps=1e-12):
    """The gradient of t, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"eps": eps})
    call.add("dloss", "loss", dloss)
    call.new("dt", "t", out)
    call.run(_vjp_t, ("dloss", "x", "dt"), ("N", "D", "eps"))
    return call.result("dt")


def vjp(dloss, x, t, *, residuals=None, eps=1e-12):
    """The gradients of x, t."""
    call = _LAYER.bind({"x": x, "t": t}, {"eps": eps})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x")
    call.new("dt", "t")
    call.run(_vjp, ("dloss", "x", "t", "dx", "dt"), ("N", "D", "eps"))
    return Gradients(*call.results(("dx", "dt")))


def jvp(x, t, *, x_dot=None, t_dot=None, residuals=None, eps=1e-12):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t}, {"eps": eps})
    call.add("x_dot", "x", x_dot)
    call.add("t_dot", "t", t_dot)
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "t_dot", "x", "t", "loss_dot"), ("N", "D", "eps"))
    return call.result("loss_dot")
