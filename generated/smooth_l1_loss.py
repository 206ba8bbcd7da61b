"""smooth_l1_loss: squared error near 0, absolute error away from it, with slope 1, averaged over all elements.

Made by `chainrule generate`, version 0.1.0, from the forward of `smooth_l1_loss`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss = 1/(N·D) · Σ_{n,d} {(x[n,d] − t[n,d])²/(2·β) if |t[n,d] − x[n,d]| < β; else |t[n,d] − x[n,d]| −
        β/2}
    dx[n,d] = dloss/(N·D) · ((x[n,d] − t[n,d])/β · [|t[n,d] − x[n,d]| < β] − sign(t[n,d] − x[n,d]) ·
        [|t[n,d] − x[n,d]| ≥ β])
    dt[n,d] = dloss/(N·D) · (sign(t[n,d] − x[n,d]) · [|t[n,d] − x[n,d]| ≥ β] − (x[n,d] − t[n,d])/β ·
        [|t[n,d] − x[n,d]| < β])

Convention: at |x − t| = beta the two forms agree, with their first derivatives.

Source: Girshick 2015, eq. 3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 25 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
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
    'name': 'smooth_l1_loss',
    'summary': 'squared error near 0, absolute error away from it, with slope 1, averaged over all elements',
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
        {'name': 'beta', 'symbols': ['beta'], 'kind': 'float', 'default': 1.0, 'minimum': 0, 'maximum': None},
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
    'proved': {'in bounds': 25, 'iterations apart': 4},
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
    requires=(
        (lambda beta, **_: beta > float(0), 'beta must be greater than 0, for it is divided by'),
    ),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward(x, t, loss, N, D, beta):
    """loss = 1/(N·D) · Σ_{n,d} {(x[n,d] − t[n,d])²/(2·β) if |t[n,d] − x[n,d]| < β; else |t[n,d] − x[n,d]| −
        β/2}

    As compiled:

    loss = 1/(D·N) · Σ_{nd} {(x[nd] − t[nd])²/(2·β) if |t[nd] − x[nd]| < β; else |t[nd] − x[nd]| − β/2}

    Operations: D·N multiplications, 4·D·N − 1 additions, terms that a condition drops counted.
    """
    dtype = loss.dtype
    T = dtype.type
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    # loss = 1/(D·N) · Σ_{nd} {(x[nd] − t[nd])²/(2·β) if |t[nd] − x[nd]| < β; else |t[nd]
    #     − x[nd]| − β/2}
    acc = T(0)
    rest = T(0)
    for nd_block in range((D * N - 1) // 1024 + 1):
        part = T(0)
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            abs_here = abs(t_rows[U(nd)] - x_rows[U(nd)])
            t_here = t_rows[U(nd)]
            x_here = x_rows[U(nd)]
            part = plus(part, select(beta > abs_here, ((x_here - t_here) * (x_here - t_here)) / (T(2) * beta), abs_here - (beta / T(2))))
        acc, rest = carried(acc, rest, part)
    loss[()] = acc / T(D * N)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, dx, N, D, beta):
    """dx[nd] = dloss/(D·N) · {−sign(t[nd] − x[nd]) if |t[nd] − x[nd]| ≥ β; else (x[nd] − t[nd])/β}"""
    dtype = dloss.dtype
    T = dtype.type
    dloss_value = dloss[()]
    dloss_value_over_D_N = dloss_value / T(D * N)
    for nd_block in range(first, last):
        # dx[nd] = dloss/(D·N) · {−sign(t[nd] − x[nd]) if |t[nd] − x[nd]| ≥ β; else (x[nd] −
        #     t[nd])/β}
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            t_here = t[U(nd)]
            x_here = x[U(nd)]
            dx[U(nd)] = (
                select(abs(t_here - x_here) >= beta, -np.sign(t_here - x_here), (x_here - t_here) / beta)
                * dloss_value_over_D_N
            )


def _vjp_x(dloss, x, t, dx, N, D, beta):
    """dx[n,d] = dloss/(N·D) · ((x[n,d] − t[n,d])/β · [|t[n,d] − x[n,d]| < β] − sign(t[n,d] − x[n,d]) ·
        [|t[n,d] − x[n,d]| ≥ β])

    As compiled:

    dx[nd] = dloss/(D·N) · {−sign(t[nd] − x[nd]) if |t[nd] − x[nd]| ≥ β; else (x[nd] − t[nd])/β}

    Operations: D·N multiplications, 3·D·N additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    dx_rows = dx.reshape((D * N,))
    launch(_vjp_x_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, t_rows, dx_rows, N, D, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dloss, x, t, dt, N, D, beta):
    """dt[nd] = dloss/(D·N) · {sign(t[nd] − x[nd]) if |t[nd] − x[nd]| ≥ β; else −(x[nd] − t[nd])/β}"""
    dtype = dloss.dtype
    T = dtype.type
    dloss_value = dloss[()]
    dloss_value_over_D_N = dloss_value / T(D * N)
    for nd_block in range(first, last):
        # dt[nd] = dloss/(D·N) · {sign(t[nd] − x[nd]) if |t[nd] − x[nd]| ≥ β; else −(x[nd] −
        #     t[nd])/β}
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            t_here = t[U(nd)]
            x_here = x[U(nd)]
            dt[U(nd)] = (
                select(abs(t_here - x_here) >= beta, np.sign(t_here - x_here), -(x_here - t_here) / beta)
                * dloss_value_over_D_N
            )


def _vjp_t(dloss, x, t, dt, N, D, beta):
    """dt[n,d] = dloss/(N·D) · (sign(t[n,d] − x[n,d]) · [|t[n,d] − x[n,d]| ≥ β] − (x[n,d] − t[n,d])/β ·
        [|t[n,d] − x[n,d]| < β])

    As compiled:

    dt[nd] = dloss/(D·N) · {sign(t[nd] − x[nd]) if |t[nd] − x[nd]| ≥ β; else −(x[nd] − t[nd])/β}

    Operations: D·N multiplications, 3·D·N additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    dt_rows = dt.reshape((D * N,))
    launch(_vjp_t_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, t_rows, dt_rows, N, D, beta)


def _vjp(dloss, x, t, dx, dt, N, D, beta):
    """dx[n,d] = dloss/(N·D) · ((x[n,d] − t[n,d])/β · [|t[n,d] − x[n,d]| < β] − sign(t[n,d] − x[n,d]) ·
        [|t[n,d] − x[n,d]| ≥ β])
    dt[n,d] = dloss/(N·D) · (sign(t[n,d] − x[n,d]) · [|t[n,d] − x[n,d]| ≥ β] − (x[n,d] − t[n,d])/β ·
        [|t[n,d] − x[n,d]| < β])

    Operations: 2·D·N multiplications, 6·D·N additions, terms that a condition drops counted.
    """
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    dx_rows = dx.reshape((D * N,))
    dt_rows = dt.reshape((D * N,))
    # dx[nd] = dloss/(D·N) · {−sign(t[nd] − x[nd]) if |t[nd] − x[nd]| ≥ β; else (x[nd] −
    #     t[nd])/β}
    launch(_vjp_x_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, t_rows, dx_rows, N, D, beta)
    # dt[nd] = dloss/(D·N) · {sign(t[nd] − x[nd]) if |t[nd] − x[nd]| ≥ β; else −(x[nd] −
    #     t[nd])/β}
    launch(_vjp_t_part, (D * N - 1) // 1024 + 1, D * N, dloss, x_rows, t_rows, dt_rows, N, D, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp(x_dot, t_dot, x, t, loss_dot, N, D, beta):
    """loss_dot = 1/(N·D) · Σ_{n,d} {1/β · (x[n,d] − t[n,d]) · (ẋ[n,d] − ṫ[n,d]) if |t[n,d] − x[n,d]| < β;
        else sign(t[n,d] − x[n,d]) · (ṫ[n,d] − ẋ[n,d])}

    As compiled:

    loss_dot = 1/(D·N) · Σ_{nd} {sign(t[nd] − x[nd]) · (ṫ[nd] − ẋ[nd]) if |t[nd] − x[nd]| ≥ β; else 1/β ·
        (x[nd] − t[nd]) · (ẋ[nd] − ṫ[nd])}

    Operations: 2·D·N multiplications, 5·D·N − 1 additions, terms that a condition drops counted.
    """
    dtype = loss_dot.dtype
    T = dtype.type
    x_dot_rows = x_dot.reshape((D * N,))
    t_dot_rows = t_dot.reshape((D * N,))
    x_rows = x.reshape((D * N,))
    t_rows = t.reshape((D * N,))
    # loss_dot = 1/(D·N) · Σ_{nd} {sign(t[nd] − x[nd]) · (ṫ[nd] − ẋ[nd]) if |t[nd] −
    #     x[nd]| ≥ β; else 1/β · (x[nd] − t[nd]) · (ẋ[nd] − ṫ[nd])}
    acc = T(0)
    rest = T(0)
    for nd_block in range((D * N - 1) // 1024 + 1):
        part = T(0)
        for nd in range(nd_block * 1024, min(D * N, nd_block * 1024 + 1024)):
            t_here = t_rows[U(nd)]
            t_dot_here = t_dot_rows[U(nd)]
            x_here = x_rows[U(nd)]
            x_dot_here = x_dot_rows[U(nd)]
            part = plus(part, select(abs(t_here - x_here) >= beta,
                    np.sign(t_here - x_here) * (t_dot_here - x_dot_here),
                    (x_dot_here - t_dot_here) * (x_here - t_here) / beta))
        acc, rest = carried(acc, rest, part)
    loss_dot[()] = acc / T(D * N)


def forward(x, t, *, out=None, save=False, beta=1.0):
    """squared error near 0, absolute error away from it, with slope 1, averaged over all elements;
    ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t}, {"beta": beta})
    call.new_all(("loss",), out)
    call.run(_forward, ("x", "t", "loss"), ("N", "D", "beta"))
    result = call.result("loss")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dloss, x, t, *, residuals=None, out=None, beta=1.0):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"beta": beta})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "x", "t", "dx"), ("N", "D", "beta"))
    return call.result("dx")


def vjp_t(dloss, x, t, *, residuals=None, out=None, beta=1.0):
    """The gradient of t, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"beta": beta})
    call.add("dloss", "loss", dloss)
    call.new("dt", "t", out)
    call.run(_vjp_t, ("dloss", "x", "t", "dt"), ("N", "D", "beta"))
    return call.result("dt")


def vjp(dloss, x, t, *, residuals=None, beta=1.0):
    """The gradients of x, t."""
    call = _LAYER.bind({"x": x, "t": t}, {"beta": beta})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x")
    call.new("dt", "t")
    call.run(_vjp, ("dloss", "x", "t", "dx", "dt"), ("N", "D", "beta"))
    return Gradients(*call.results(("dx", "dt")))


def jvp(x, t, *, x_dot=None, t_dot=None, residuals=None, beta=1.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t}, {"beta": beta})
    call.add("x_dot", "x", x_dot)
    call.add("t_dot", "t", t_dot)
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "t_dot", "x", "t", "loss_dot"), ("N", "D", "beta"))
    return call.result("loss_dot")
