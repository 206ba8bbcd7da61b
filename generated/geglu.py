"""geglu: gelu of the first half of each row times the second.

Made by `chainrule generate`, version 0.1.0, from the forward of `geglu`.  Do not edit.
Run time: 885da59e5e9be48a.

    gate[n,d] = x[n,d]/2 · (1 + erf(x[n,d]/√2))
    y[n,d] = gate[n,d] · x[n, d+D]
    dx[n,k] = dy[n, k−D] · gate[n, k−D] + dy[n,k] · x[n, k+D]/2 · (1 + erf(x[n,k]/√2) +
        √(2/π)·x[n,k]·exp(−x[n,k]²/2))
    dy = 0 where an index leaves its range

Source: Shazeer 2020.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 16 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import normal_cdf, normal_bell
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'geglu',
    'summary': 'gelu of the first half of each row times the second',
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
    'proved': {'in bounds': 16, 'iterations apart': 3},
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
    """y[n,d] = x[n, d+D] · x[n,d] · normal_cdf(x[n,d])"""
    for n in range(first, last):
        # y[n,d] = x[n, d+D] · x[n,d] · normal_cdf(x[n,d])
        for d in range(D):
            y[U(n), U(d)] = normal_cdf(x[U(n), U(d)]) * x[U(n), U(D + d)] * x[U(n), U(d)]


def _forward(x, y, N, D):
    """gate[n,d] = x[n,d]/2 · (1 + erf(x[n,d]/√2))
    y[n,d] = gate[n,d] · x[n, d+D]

    As compiled:

    y[n,d] = x[n, d+D] · x[n,d] · normal_cdf(x[n,d])

    Operations: 2·D·N multiplications, D·N additions.
    """
    launch(_forward_part, N, D * N, x, y, N, D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, dx, N, D):
    """dx[n,k] = dy[n, k−D] · x[n, k−D] · normal_cdf(x[n, k−D]) + dy[n,k] · x[n, k+D]/2 ·
        (2·normal_cdf(x[n,k]) + √(2/π)·x[n,k]·normal_bell(x[n,k]))
    """
    dtype = dy.dtype
    T = dtype.type
    for n in range(first, last):
        # dx[n,k] = dy[n, k−D] · x[n, k−D] · normal_cdf(x[n, k−D]) + dy[n,k] · x[n, k+D]/2 ·
        #     (2·normal_cdf(x[n,k]) + √(2/π)·x[n,k]·normal_bell(x[n,k]))
        for k in range(min(D * 2, D)):
            dx[U(n), U(k)] = (
                (
                    (
                        T(2) * normal_cdf(x[U(n), U(k)])
                        + normal_bell(x[U(n), U(k)]) * x[U(n), U(k)] * T(0.7978845608028654)
                    )
                    / T(2)
                )
                * dy[U(n), U(k)]
                * x[U(n), U(D + k)]
            )
        for k in range(max(0, D), D * 2):
            dx[U(n), U(k)] = dy[U(n), U(k - D)] * normal_cdf(x[U(n), U(k - D)]) * x[U(n), U(k - D)]


def _vjp_x(dy, x, dx, N, D):
    """gate[n,d] = x[n,d]/2 · (1 + erf(x[n,d]/√2))
    dx[n,k] = dy[n, k−D] · gate[n, k−D] + dy[n,k] · x[n, k+D]/2 · (1 + erf(x[n,k]/√2) +
        √(2/π)·x[n,k]·exp(−x[n,k]²/2))

    As compiled:

    dx[n,k] = dy[n, k−D] · x[n, k−D] · normal_cdf(x[n, k−D]) + dy[n,k] · x[n, k+D]/2 ·
        (2·normal_cdf(x[n,k]) + √(2/π)·x[n,k]·normal_bell(x[n,k]))

    Operations: 11·D·N multiplications, 7·D·N additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, N, D * N * 2, dy, x, dx, N, D)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, y_dot, N, D):
    """ẏ[n,d] = x[n,d] · ẋ[n, d+D] · normal_cdf(x[n,d]) + x[n, d+D] · (ẋ[n,d]·normal_cdf(x[n,d]) +
        x[n,d]·ẋ[n,d]·normal_bell(x[n,d])/√(2·π))
    """
    dtype = x_dot.dtype
    T = dtype.type
    for n in range(first, last):
        # ẏ[n,d] = x[n,d] · ẋ[n, d+D] · normal_cdf(x[n,d]) + x[n, d+D] ·
        #     (ẋ[n,d]·normal_cdf(x[n,d]) + x[n,d]·ẋ[n,d]·normal_bell(x[n,d])/√(2·π))
        for d in range(D):
            normal_cdf_here = normal_cdf(x[U(n), U(d)])
            y_dot[U(n), U(d)] = (
                (
                    normal_cdf_here * x_dot[U(n), U(d)]
                    + normal_bell(x[U(n), U(d)]) * x[U(n), U(d)] * x_dot[U(n), U(d)] * T(0.3989422804014327)
                )
                * x[U(n), U(D + d)]
                + normal_cdf_here * x[U(n), U(d)] * x_dot[U(n), U(D + d)]
            )


def _jvp(x_dot, x, y_dot, N, D):
    """gate[n,d] = x[n,d]/2 · (1 + erf(x[n,d]/√2))
    gate_dot[n,d] = ẋ[n,d]/2 · (1 + erf(x[n,d]/√2)) + x[n,d]·ẋ[n,d]·exp(−x[n,d]²/2)/√(2·π)
    ẏ[n,d] = gate[n,d] · ẋ[n, d+D] + gate_dot[n,d] · x[n, d+D]

    As compiled:

    ẏ[n,d] = x[n,d] · ẋ[n, d+D] · normal_cdf(x[n,d]) + x[n, d+D] · (ẋ[n,d]·normal_cdf(x[n,d]) +
        x[n,d]·ẋ[n,d]·normal_bell(x[n,d])/√(2·π))

    Operations: 7·D·N multiplications, 4·D·N additions.
    """
    launch(_jvp_part, N, D * N, x_dot, x, y_dot, N, D)


def forward(x, *, out=None, save=False):
    """gelu of the first half of each row times the second; ``save=True`` also returns what the gradients can
    use again.
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
