"""gelu: x Φ(x), Φ the distribution function of the normal law, elementwise on a flat array.

Made by `chainrule generate`, version 0.1.0, from the forward of `gelu`.  Do not edit.
Run time: 885da59e5e9be48a.

    Φ[i] = 1/2 + erf(x[i]/√2)/2
    y[i] = Φ[i]·x[i]
    dx[i] = dy[i] · (Φ[i] + x[i]·exp(−x[i]²/2)/√(2·π))

Source: Hendrycks & Gimpel 2016, eq. 2.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 8 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'gelu',
    'summary': 'x Φ(x), Φ the distribution function of the normal law, elementwise on a flat array',
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
    'proved': {'in bounds': 8, 'iterations apart': 3},
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
    """y[i] = x[i]·normal_cdf(x[i])"""
    for i_block in range(first, last):
        # y[i] = x[i]·normal_cdf(x[i])
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            y[U(i)] = normal_cdf(x[U(i)]) * x[U(i)]


def _forward(x, y, M):
    """Φ[i] = 1/2 + erf(x[i]/√2)/2
    y[i] = Φ[i]·x[i]

    As compiled:

    y[i] = x[i]·normal_cdf(x[i])

    Operations: M multiplications, M additions.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, y, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, dx, M):
    """dx[i] = dy[i] · (normal_cdf(x[i]) + x[i]·normal_bell(x[i])/√(2·π))"""
    dtype = dy.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dx[i] = dy[i] · (normal_cdf(x[i]) + x[i]·normal_bell(x[i])/√(2·π))
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            dx[U(i)] = (
                dy[U(i)] * (normal_cdf(x[U(i)]) + normal_bell(x[U(i)]) * x[U(i)] * T(0.3989422804014327))
            )


def _vjp_x(dy, x, dx, M):
    """Φ[i] = 1/2 + erf(x[i]/√2)/2
    dx[i] = dy[i] · (Φ[i] + x[i]·exp(−x[i]²/2)/√(2·π))

    As compiled:

    dx[i] = dy[i] · (normal_cdf(x[i]) + x[i]·normal_bell(x[i])/√(2·π))

    Operations: 3·M multiplications, 2·M additions.
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dy, x, dx, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, y_dot, M):
    """ẏ[i] = ẋ[i]·normal_cdf(x[i]) + x[i]·ẋ[i]·normal_bell(x[i])/√(2·π)"""
    dtype = x_dot.dtype
    T = dtype.type
    for i_block in range(first, last):
        # ẏ[i] = ẋ[i]·normal_cdf(x[i]) + x[i]·ẋ[i]·normal_bell(x[i])/√(2·π)
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            y_dot[U(i)] = (
                normal_cdf(x[U(i)]) * x_dot[U(i)]
                + normal_bell(x[U(i)]) * x[U(i)] * x_dot[U(i)] * T(0.3989422804014327)
            )


def _jvp(x_dot, x, y_dot, M):
    """Φ[i] = 1/2 + erf(x[i]/√2)/2
    Φ̇[i] = ẋ[i]·exp(−x[i]²/2)/√(2·π)
    ẏ[i] = Φ[i]·ẋ[i] + Φ̇[i]·x[i]

    As compiled:

    ẏ[i] = ẋ[i]·normal_cdf(x[i]) + x[i]·ẋ[i]·normal_bell(x[i])/√(2·π)

    Operations: 4·M multiplications, 2·M additions.
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, x, y_dot, M)


def forward(x, *, out=None, save=False):
    """x Φ(x), Φ the distribution function of the normal law, elementwise on a flat array; ``save=True`` also
    returns what the gradients can use again.
    """
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
