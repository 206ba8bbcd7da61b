"""bce_loss_each: binary cross-entropy of a probability x, −t log x − (1 − t) log(1 − x), per element.

Made by `chainrule generate`, version 0.1.0, from the forward of `bce_loss_each`.  Do not edit.
Run time: 885da59e5e9be48a.

    loss[i] = −t[i] · log(max(x[i], ε)) − log(max(1 − x[i], ε)) · (1 − t[i])
    dx[i] = dloss[i] · ((1 − t[i])/max(1 − x[i], ε) · [x[i] ≤ 1 − ε] − t[i]/max(x[i], ε) · [x[i] ≥ ε])
    dt[i] = dloss[i] · (log(max(1 − x[i], ε)) − log(max(x[i], ε)))

Convention: where x or 1 − x is below eps its logarithm is constant.

Source: Good 1952.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 22 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import log, select
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'bce_loss_each',
    'summary': 'binary cross-entropy of a probability x, −t log x − (1 − t) log(1 − x), per element',
    'inputs': [
        {'name': 'x', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'loss', 'shape': ['M'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'eps', 'symbols': ['eps'], 'kind': 'float', 'default': 1e-12, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 't': 'vjp_t'},
    'analytic': False,
    'elementwise': True,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['M']},
        {'path': 'ranges', 'at': 24000, 'of': ['M']},
        {'path': 'vector', 'at': 64, 'of': ['M']},
    ],
    'proved': {'in bounds': 22, 'iterations apart': 6},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "t"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "M", "M"),
        runtime.Step("t", 0, "M", "M"),
    ),
    sizes={
    },
    shapes={
        "x": lambda M, **_: (M,),
        "t": lambda M, **_: (M,),
        "loss": lambda M, **_: (M,),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, t, loss, M, eps):
    """loss[i] = −t[i] · log({ε if x[i] < ε; else x[i]}) − log({ε if x[i] > 1 − ε; else 1 − x[i]}) · (1 −
        t[i])
    """
    dtype = x.dtype
    T = dtype.type
    for i_block in range(first, last):
        # loss[i] = −t[i] · log({ε if x[i] < ε; else x[i]}) − log({ε if x[i] > 1 − ε; else 1 −
        #     x[i]}) · (1 − t[i])
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            loss[U(i)] = (
                -(T(1) - t[U(i)]) * log(select(eps > T(1) - x_here, eps, T(1) - x_here))
                - (log(select(eps > x_here, eps, x_here)) * t[U(i)])
            )


def _forward(x, t, loss, M, eps):
    """loss[i] = −t[i] · log(max(x[i], ε)) − log(max(1 − x[i], ε)) · (1 − t[i])

    As compiled:

    loss[i] = −t[i] · log({ε if x[i] < ε; else x[i]}) − log({ε if x[i] > 1 − ε; else 1 − x[i]}) · (1 −
        t[i])

    Operations: 2·M multiplications, 3·M additions, terms that a condition drops counted.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, t, loss, M, eps)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dloss, x, t, dx, M, eps):
    """dx[i] = dloss[i] · (−({0 if x[i] < ε; else t[i]/{ε if x[i] < ε; else x[i]}}) − {0 if x[i] > 1 − ε;
        else (t[i] − 1)/{ε if x[i] > 1 − ε; else 1 − x[i]}})
    """
    dtype = dloss.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dx[i] = dloss[i] · (−({0 if x[i] < ε; else t[i]/{ε if x[i] < ε; else x[i]}}) − {0 if
        #     x[i] > 1 − ε; else (t[i] − 1)/{ε if x[i] > 1 − ε; else 1 − x[i]}})
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            t_here = t[U(i)]
            dx[U(i)] = (
                (
                    -select(
                        eps > T(1) - x_here,
                        T(0),
                        (t_here - T(1)) / select(eps > T(1) - x_here, eps, T(1) - x_here),
                    )
                    - select(eps > x_here, T(0), t_here / select(eps > x_here, eps, x_here))
                )
                * dloss[U(i)]
            )


def _vjp_x(dloss, x, t, dx, M, eps):
    """dx[i] = dloss[i] · ((1 − t[i])/max(1 − x[i], ε) · [x[i] ≤ 1 − ε] − t[i]/max(x[i], ε) · [x[i] ≥ ε])

    As compiled:

    dx[i] = dloss[i] · (−({0 if x[i] < ε; else t[i]/{ε if x[i] < ε; else x[i]}}) − {0 if x[i] > 1 − ε;
        else (t[i] − 1)/{ε if x[i] > 1 − ε; else 1 − x[i]}})

    Operations: 3·M multiplications, 3·M additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M, eps)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_t_part(first, last, dloss, x, dt, M, eps):
    """dt[i] = dloss[i] · (log({ε if x[i] > 1 − ε; else 1 − x[i]}) − log({ε if x[i] < ε; else x[i]}))"""
    dtype = dloss.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dt[i] = dloss[i] · (log({ε if x[i] > 1 − ε; else 1 − x[i]}) − log({ε if x[i] < ε;
        #     else x[i]}))
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            dt[U(i)] = (
                (
                    log(select(eps > T(1) - x_here, eps, T(1) - x_here))
                    - log(select(eps > x_here, eps, x_here))
                )
                * dloss[U(i)]
            )


def _vjp_t(dloss, x, dt, M, eps):
    """dt[i] = dloss[i] · (log(max(1 − x[i], ε)) − log(max(x[i], ε)))

    As compiled:

    dt[i] = dloss[i] · (log({ε if x[i] > 1 − ε; else 1 − x[i]}) − log({ε if x[i] < ε; else x[i]}))

    Operations: M multiplications, 2·M additions, terms that a condition drops counted.
    """
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, dt, M, eps)


def _vjp(dloss, x, t, dx, dt, M, eps):
    """dx[i] = dloss[i] · ((1 − t[i])/max(1 − x[i], ε) · [x[i] ≤ 1 − ε] − t[i]/max(x[i], ε) · [x[i] ≥ ε])
    dt[i] = dloss[i] · (log(max(1 − x[i], ε)) − log(max(x[i], ε)))

    Operations: 4·M multiplications, 5·M additions, terms that a condition drops counted.
    """
    # dx[i] = dloss[i] · (−({0 if x[i] < ε; else t[i]/{ε if x[i] < ε; else x[i]}}) − {0 if
    #     x[i] > 1 − ε; else (t[i] − 1)/{ε if x[i] > 1 − ε; else 1 − x[i]}})
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dloss, x, t, dx, M, eps)
    # dt[i] = dloss[i] · (log({ε if x[i] > 1 − ε; else 1 − x[i]}) − log({ε if x[i] < ε;
    #     else x[i]}))
    launch(_vjp_t_part, (M - 1) // 1024 + 1, M, dloss, x, dt, M, eps)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, t_dot, x, t, loss_dot, M, eps):
    """loss_dot[i] = ṫ[i] · log({ε if x[i] > 1 − ε; else 1 − x[i]}) + (1/{ε if x[i] > 1 − ε; else 1 − x[i]} ·
        (t[i] − 1) · {−ẋ[i] if x[i] ≤ 1 − ε; 0 if x[i] > 1 − ε; else 1 − ε − x[i]}) − ṫ[i] · log({ε if
        x[i] < ε; else x[i]}) − t[i]/{ε if x[i] < ε; else x[i]} · {ẋ[i] if x[i] ≥ ε; 0 if x[i] < ε; else
        x[i] − ε}
    """
    dtype = x_dot.dtype
    T = dtype.type
    for i_block in range(first, last):
        # loss_dot[i] = ṫ[i] · log({ε if x[i] > 1 − ε; else 1 − x[i]}) + (1/{ε if x[i] > 1 −
        #     ε; else 1 − x[i]} · (t[i] − 1) · {−ẋ[i] if x[i] ≤ 1 − ε; 0 if x[i] > 1 − ε; else
        #     1 − ε − x[i]}) − ṫ[i] · log({ε if x[i] < ε; else x[i]}) − t[i]/{ε if x[i] < ε;
        #     else x[i]} · {ẋ[i] if x[i] ≥ ε; 0 if x[i] < ε; else x[i] − ε}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            x_dot_here = x_dot[U(i)]
            loss_dot[U(i)] = (
                select(
                    T(1) - x_here >= eps,
                    -x_dot_here,
                    select(eps > T(1) - x_here, T(0), T(1) - eps - x_here),
                )
                * (t[U(i)] - T(1))
                / select(eps > T(1) - x_here, eps, T(1) - x_here)
                + log(select(eps > T(1) - x_here, eps, T(1) - x_here)) * t_dot[U(i)]
                - (log(select(eps > x_here, eps, x_here)) * t_dot[U(i)])
                - (
                    select(x_here >= eps, x_dot_here, select(eps > x_here, T(0), x_here - eps))
                    * t[U(i)]
                    / select(eps > x_here, eps, x_here)
                )
            )


def _jvp(x_dot, t_dot, x, t, loss_dot, M, eps):
    """loss_dot[i] = ṫ[i] · log(max(1 − x[i], ε)) + (1/max(1 − x[i], ε) · (t[i] − 1) · {−ẋ[i] if x[i] ≤ 1 −
        ε; else 0}) − ṫ[i] · log(max(x[i], ε)) − t[i]/max(x[i], ε) · {ẋ[i] if x[i] ≥ ε; else 0}

    As compiled:

    loss_dot[i] = ṫ[i] · log({ε if x[i] > 1 − ε; else 1 − x[i]}) + (1/{ε if x[i] > 1 − ε; else 1 − x[i]} ·
        (t[i] − 1) · {−ẋ[i] if x[i] ≤ 1 − ε; 0 if x[i] > 1 − ε; else 1 − ε − x[i]}) − ṫ[i] · log({ε if
        x[i] < ε; else x[i]}) − t[i]/{ε if x[i] < ε; else x[i]} · {ẋ[i] if x[i] ≥ ε; 0 if x[i] < ε; else
        x[i] − ε}

    Operations: 6·M multiplications, 6·M additions, terms that a condition drops counted.
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, t_dot, x, t, loss_dot, M, eps)


def forward(x, t, *, out=None, save=False, eps=1e-12):
    """binary cross-entropy of a probability x, −t log x − (1 − t) log(1 − x), per element; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t}, {"eps": eps})
    call.new_all(("loss",), out)
    call.run(_forward, ("x", "t", "loss"), ("M", "eps"))
    result = call.result("loss")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dloss, x, t, *, residuals=None, out=None, eps=1e-12):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"eps": eps})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "x", "t", "dx"), ("M", "eps"))
    return call.result("dx")


def vjp_t(dloss, x, t, *, residuals=None, out=None, eps=1e-12):
    """The gradient of t, given dloss."""
    call = _LAYER.bind({"x": x, "t": t}, {"eps": eps})
    call.add("dloss", "loss", dloss)
    call.new("dt", "t", out)
    call.run(_vjp_t, ("dloss", "x", "dt"), ("M", "eps"))
    return call.result("dt")


def vjp(dloss, x, t, *, residuals=None, eps=1e-12):
    """The gradients of x, t."""
    call = _LAYER.bind({"x": x, "t": t}, {"eps": eps})
    call.add("dloss", "loss", dloss)
    call.new("dx", "x")
    call.new("dt", "t")
    call.run(_vjp, ("dloss", "x", "t", "dx", "dt"), ("M", "eps"))
    return Gradients(*call.results(("dx", "dt")))


def jvp(x, t, *, x_dot=None, t_dot=None, residuals=None, eps=1e-12):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t}, {"eps": eps})
    call.add("x_dot", "x", x_dot)
    call.add("t_dot", "t", t_dot)
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "t_dot", "x", "t", "loss_dot"), ("M", "eps"))
    return call.result("loss_dot")
