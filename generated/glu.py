"""glu: the first half of each row times the logistic function of the second.

Made by `chainrule generate`, version 0.1.0, from the forward of `glu`.  Do not edit.
Run time: 885da59e5e9be48a.

    gate[n,d] = {1/(1 + exp(−x[n, d+D])) if x[n, d+D] ≥ 0; else exp(x[n, d+D])/(1 + exp(x[n, d+D]))}
    y[n,d] = gate[n,d]·x[n,d]
    dx[n,k] = dy[n,k]·gate[n,k] + dy[n, k−D] · x[n, k−D] · exp(x[n,k])/(1 + exp(x[n,k]))² · [x[n,k] < 0] +
        dy[n, k−D] · x[n, k−D] · exp(−x[n,k])/(1 + exp(−x[n,k]))² · [x[n,k] ≥ 0]
    dy = 0 where an index leaves its range

Convention: at x = 0 the two forms agree, with all their derivatives.

Source: Dauphin et al. 2017, eq. 1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 18 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'glu',
    'summary': 'the first half of each row times the logistic function of the second',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'D * 2'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'D'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['D * N', 'D * N * 2']},
        {'path': 'vector', 'at': 64, 'of': ['D', 'D * 2']},
    ],
    'proved': {'in bounds': 18, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "D", "D * 2", factor=lambda **_: 2),
    ),
    sizes={
    },
    shapes={
        "x": lambda D, N, **_: (N, D * 2),
        "y": lambda D, N, **_: (N, D),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, y, N, D):
    """y[n,d] = x[n,d] · {1/(1 + exp(−x[n, d+D])) if x[n, d+D] ≥ 0; else exp(x[n, d+D])/(1 + exp(x[n, d+D]))}"""
    dtype = x.dtype
    T = dtype.type
    for n in range(first, last):
        # y[n,d] = x[n,d] · {1/(1 + exp(−x[n, d+D])) if x[n, d+D] ≥ 0; else exp(x[n, d+D])/(1
        #     + exp(x[n, d+D]))}
        for d in range(D):
            exp_here = exp_falling(-abs(x[U(n), U(D + d)]))
            y[U(n), U(d)] = (
                select(x[U(n), U(D + d)] >= T(0), T(1), exp_here) * x[U(n), U(d)] / (exp_here + T(1))
            )


def _forward(x, y, N, D):
    """gate[n,d] = {1/(1 + exp(−x[n, d+D])) if x[n, d+D] ≥ 0; else exp(x[n, d+D])/(1 + exp(x[n, d+D]))}
    y[n,d] = gate[n,d]·x[n,d]

    As compiled:

    y[n,d] = x[n,d] · {1/(1 + exp(−x[n, d+D])) if x[n, d+D] ≥ 0; else exp(x[n, d+D])/(1 + exp(x[n, d+D]))}

    Operations: 2·D·N multiplications, 2·D·N additions, terms that a condition drops counted.
    """
    launch(_forward_part, N, D * N, x, y, N, D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, dx, N, D):
    """dx[n,k] = (dy[n,k] · {1/(1 + exp(−x[n, k+D])) if x[n, k+D] ≥ 0; else exp(x[n, k+D])/(1 + exp(x[n,
        k+D]))}) + {dy[n, k−D] · x[n, k−D] · exp(−x[n,k])/(1 + exp(−x[n,k]))² if x[n,k] ≥ 0; else dy[n,
        k−D] · x[n, k−D] · exp(x[n,k])/(1 + exp(x[n,k]))²}
    """
    dtype = dy.dtype
    T = dtype.type
    for n in range(first, last):
        # dx[n,k] = (dy[n,k] · {1/(1 + exp(−x[n, k+D])) if x[n, k+D] ≥ 0; else exp(x[n,
        #     k+D])/(1 + exp(x[n, k+D]))}) + {dy[n, k−D] · x[n, k−D] · exp(−x[n,k])/(1 +
        #     exp(−x[n,k]))² if x[n,k] ≥ 0; else dy[n, k−D] · x[n, k−D] · exp(x[n,k])/(1 +
        #     exp(x[n,k]))²}
        for k in range(min(D * 2, D)):
            exp_here = exp_falling(-abs(x[U(n), U(D + k)]))
            dx[U(n), U(k)] = (
                select(x[U(n), U(D + k)] >= T(0), T(1), exp_here) * dy[U(n), U(k)] / (exp_here + T(1))
            )
        for k in range(max(0, D), D * 2):
            exp_here2 = exp_falling(-abs(x[U(n), U(k)]))
            square = (exp_here2 + T(1)) * (exp_here2 + T(1))
            dx[U(n), U(k)] = dy[U(n), U(k - D)] * exp_here2 * x[U(n), U(k - D)] / square


def _vjp_x(dy, x, dx, N, D):
    """gate[n,d] = {1/(1 + exp(−x[n, d+D])) if x[n, d+D] ≥ 0; else exp(x[n, d+D])/(1 + exp(x[n, d+D]))}
    dx[n,k] = dy[n,k]·gate[n,k] + dy[n, k−D] · x[n, k−D] · exp(x[n,k])/(1 + exp(x[n,k]))² · [x[n,k] < 0] +
        dy[n, k−D] · x[n, k−D] · exp(−x[n,k])/(1 + exp(−x[n,k]))² · [x[n,k] ≥ 0]

    As compiled:

    dx[n,k] = (dy[n,k] · {1/(1 + exp(−x[n, k+D])) if x[n, k+D] ≥ 0; else exp(x[n, k+D])/(1 + exp(x[n,
        k+D]))}) + {dy[n, k−D] · x[n, k−D] · exp(−x[n,k])/(1 + exp(−x[n,k]))² if x[n,k] ≥ 0; else dy[n,
        k−D] · x[n, k−D] · exp(x[n,k])/(1 + exp(x[n,k]))²}

    Operations: 15·D·N multiplications, 10·D·N additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, N, D * N * 2, dy, x, dx, N, D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, y_dot, N, D):
    """ẏ[n,d] = (ẋ[n,d] · {1/(1 + exp(−x[n, d+D])) if x[n, d+D] ≥ 0; else exp(x[n, d+D])/(1 + exp(x[n,
        d+D]))}) + x[n,d] · {ẋ[n, d+D] · exp(−x[n, d+D])/(1 + exp(−x[n, d+D]))² if x[n, d+D] ≥ 0; else
        ẋ[n, d+D] · exp(x[n, d+D])/(1 + exp(x[n, d+D])) − ẋ[n, d+D] · exp(2 · x[n, d+D])/(1 + exp(x[n,
        d+D]))²}
    """
    dtype = x_dot.dtype
    T = dtype.type
    for n in range(first, last):
        # ẏ[n,d] = (ẋ[n,d] · {1/(1 + exp(−x[n, d+D])) if x[n, d+D] ≥ 0; else exp(x[n, d+D])/(1
        #     + exp(x[n, d+D]))}) + x[n,d] · {ẋ[n, d+D] · exp(−x[n, d+D])/(1 + exp(−x[n,
        #     d+D]))² if x[n, d+D] ≥ 0; else ẋ[n, d+D] · exp(x[n, d+D])/(1 + exp(x[n, d+D])) −
        #     ẋ[n, d+D] · exp(2 · x[n, d+D])/(1 + exp(x[n, d+D]))²}
        for d in range(D):
            exp_here = exp_falling(-abs(x[U(n), U(D + d)]))
            inverse = T(1) / (exp_here + T(1))
            x_dot_here = x_dot[U(n), U(D + d)]
            y_dot[U(n), U(d)] = (
                select(x[U(n), U(D + d)] >= T(0), T(1), exp_here) * inverse * x_dot[U(n), U(d)]
                + select(
                    x[U(n), U(D + d)] >= T(0),
                    exp_here * (inverse * inverse) * x_dot_here,
                    exp_here * inverse * x_dot_here
                    - ((exp_here * exp_here) * (inverse * inverse) * x_dot_here),
                )
                * x[U(n), U(d)]
            )


def _jvp(x_dot, x, y_dot, N, D):
    """gate[n,d] = {1/(1 + exp(−x[n, d+D])) if x[n, d+D] ≥ 0; else exp(x[n, d+D])/(1 + exp(x[n, d+D]))}
    gate_dot[n,d] = {ẋ[n, d+D] · exp(−x[n, d+D])/(1 + exp(−x[n, d+D]))² if x[n, d+D] ≥ 0; else ẋ[n, d+D] ·
        exp(x[n, d+D])/(1 + exp(x[n, d+D])) − ẋ[n, d+D] · exp(2 · x[n, d+D])/(1 + exp(x[n, d+D]))²}
    ẏ[n,d] = gate[n,d]·ẋ[n,d] + gate_dot[n,d]·x[n,d]

    As compiled:

    ẏ[n,d] = (ẋ[n,d] · {1/(1 + exp(−x[n, d+D])) if x[n, d+D] ≥ 0; else exp(x[n, d+D])/(1 + exp(x[n,
        d+D]))}) + x[n,d] · {ẋ[n, d+D] · exp(−x[n, d+D])/(1 + exp(−x[n, d+D]))² if x[n, d+D] ≥ 0; else
        ẋ[n, d+D] · exp(x[n, d+D])/(1 + exp(x[n, d+D])) − ẋ[n, d+D] · exp(2 · x[n, d+D])/(1 + exp(x[n,
        d+D]))²}

    Operations: 9·D·N multiplications, 7·D·N additions, terms that a condition drops counted.
    """
    launch(_jvp_part, N, D * N, x_dot, x, y_dot, N, D)


def forward(x, *, out=None, save=False):
    """the first half of each row times the logistic function of the second; ``save=True`` also returns what
    the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "D"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "dx"), ("N", "D"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "dx"), ("N", "D"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "y_dot"), ("N", "D"))
    return call.result("y_dot")
