"""silu: x σ(x), elementwise on a flat array.

Made by `chainrule generate`, version 0.1.0, from the forward of `silu`.  Do not edit.
Run time: 885da59e5e9be48a.

    g[i] = {1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}
    y[i] = g[i]·x[i]
    dx[i] = dy[i] · (g[i] + x[i]·exp(x[i])/(1 + exp(x[i]))² · [x[i] < 0] + x[i]·exp(−x[i])/(1 +
        exp(−x[i]))² · [x[i] ≥ 0])
    dx[i] = dy[i] · g[i] · (1 + x[i] · (1 − g[i]))

Convention: at x = 0 the two forms agree, with all their derivatives.

Source: Elfwing et al. 2018, eq. 1; Ramachandran 2017.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 11 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import exp_falling, select
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'silu',
    'summary': 'x σ(x), elementwise on a flat array',
    'inputs': [
        {'name': 'x', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['M'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': True,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['M']},
        {'path': 'ranges', 'at': 24000, 'of': ['M']},
        {'path': 'vector', 'at': 64, 'of': ['M']},
    ],
    'proved': {'in bounds': 11, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "M", "M"),
    ),
    sizes={
    },
    shapes={
        "x": lambda M, **_: (M,),
        "y": lambda M, **_: (M,),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, M):
    """y[i] = x[i] · {1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}"""
    dtype = x.dtype
    T = dtype.type
    for i_block in range(first, last):
        # y[i] = x[i] · {1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            exp_here = exp_falling(-abs(x[U(i)]))
            y[U(i)] = select(x[U(i)] >= T(0), T(1), exp_here) * x[U(i)] / (exp_here + T(1))


def _forward(x, y, M):
    """g[i] = {1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}
    y[i] = g[i]·x[i]

    As compiled:

    y[i] = x[i] · {1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}

    Operations: 2·M multiplications, 2·M additions, terms that a condition drops counted.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, y, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, dx, M):
    """dx[i] = dy[i] · (({1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}) +
        {x[i]·exp(−x[i])/(1 + exp(−x[i]))² if x[i] ≥ 0; else x[i]·exp(x[i])/(1 + exp(x[i]))²})
    """
    dtype = dy.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dx[i] = dy[i] · (({1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))})
        #     + {x[i]·exp(−x[i])/(1 + exp(−x[i]))² if x[i] ≥ 0; else x[i]·exp(x[i])/(1 +
        #     exp(x[i]))²})
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            exp_here = exp_falling(-abs(x[U(i)]))
            inverse = T(1) / (exp_here + T(1))
            dx[U(i)] = (
                dy[U(i)]
                * (
                    exp_here * (inverse * inverse) * x[U(i)]
                    + select(x[U(i)] >= T(0), T(1), exp_here) * inverse
                )
            )


def _vjp_x(dy, x, dx, M):
    """g[i] = {1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}
    dx[i] = dy[i] · (g[i] + x[i]·exp(x[i])/(1 + exp(x[i]))² · [x[i] < 0] + x[i]·exp(−x[i])/(1 +
        exp(−x[i]))² · [x[i] ≥ 0])

    As compiled:

    dx[i] = dy[i] · (({1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}) +
        {x[i]·exp(−x[i])/(1 + exp(−x[i]))² if x[i] ≥ 0; else x[i]·exp(x[i])/(1 + exp(x[i]))²})

    Operations: 6·M multiplications, 6·M additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dy, x, dx, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, y_dot, M):
    """ẏ[i] = (ẋ[i] · {1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}) + x[i] ·
        {ẋ[i]·exp(−x[i])/(1 + exp(−x[i]))² if x[i] ≥ 0; else ẋ[i]·exp(x[i])/(1 + exp(x[i])) −
        ẋ[i]·exp(2·x[i])/(1 + exp(x[i]))²}
    """
    dtype = x_dot.dtype
    T = dtype.type
    for i_block in range(first, last):
        # ẏ[i] = (ẋ[i] · {1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}) +
        #     x[i] · {ẋ[i]·exp(−x[i])/(1 + exp(−x[i]))² if x[i] ≥ 0; else ẋ[i]·exp(x[i])/(1 +
        #     exp(x[i])) − ẋ[i]·exp(2·x[i])/(1 + exp(x[i]))²}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            exp_here = exp_falling(-abs(x[U(i)]))
            inverse = T(1) / (exp_here + T(1))
            x_dot_here = x_dot[U(i)]
            y_dot[U(i)] = (
                select(x[U(i)] >= T(0), T(1), exp_here) * inverse * x_dot_here
                + select(
                    x[U(i)] >= T(0),
                    exp_here * (inverse * inverse) * x_dot_here,
                    exp_here * inverse * x_dot_here
                    - ((exp_here * exp_here) * (inverse * inverse) * x_dot_here),
                )
                * x[U(i)]
            )


def _jvp(x_dot, x, y_dot, M):
    """g[i] = {1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}
    ġ[i] = {ẋ[i]·exp(−x[i])/(1 + exp(−x[i]))² if x[i] ≥ 0; else ẋ[i]·exp(x[i])/(1 + exp(x[i])) −
        ẋ[i]·exp(2·x[i])/(1 + exp(x[i]))²}
    ẏ[i] = g[i]·ẋ[i] + ġ[i]·x[i]

    As compiled:

    ẏ[i] = (ẋ[i] · {1/(1 + exp(−x[i])) if x[i] ≥ 0; else exp(x[i])/(1 + exp(x[i]))}) + x[i] ·
        {ẋ[i]·exp(−x[i])/(1 + exp(−x[i]))² if x[i] ≥ 0; else ẋ[i]·exp(x[i])/(1 + exp(x[i])) −
        ẋ[i]·exp(2·x[i])/(1 + exp(x[i]))²}

    Operations: 9·M multiplications, 7·M additions, terms that a condition drops counted.
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, x, y_dot, M)


def forward(x, *, out=None, save=False):
    """x σ(x), elementwise on a flat array; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("M",))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "dx"), ("M",))
    return call.result("dx")


def vjp(dy, x, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "dx"), ("M",))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "y_dot"), ("M",))
    return call.result("y_dot")
