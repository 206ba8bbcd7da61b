"""prelu_shared: x above zero, a x below, one slope a learnt for all.

Made by `chainrule generate`, version 0.1.0, from the forward of `prelu_shared`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[i] = {x[i] if x[i] > 0; else a·x[i]}
    dx[i] = dy[i] · ([x[i] > 0] + a · [x[i] ≤ 0])
    da = Σ_{i : x[i] ≤ 0} dy[i] · x[i]

Convention: at x = 0 the derivative towards x is a, towards a it is 0.

Source: He et al. 2015, section 2.1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 15 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
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
    'name': 'prelu_shared',
    'summary': 'x above zero, a x below, one slope a learnt for all',
    'inputs': [
        {'name': 'x', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'a', 'shape': [], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['M'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'a': 'vjp_a'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['M']},
        {'path': 'ranges', 'at': 24000, 'of': ['M']},
        {'path': 'vector', 'at': 64, 'of': ['M']},
    ],
    'proved': {'in bounds': 15, 'iterations apart': 3},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "a"])


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
        "a": lambda **_: (),
        "y": lambda M, **_: (M,),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, a, y, M):
    """y[i] = {x[i] if x[i] > 0; else a·x[i]}"""
    dtype = x.dtype
    T = dtype.type
    a_value = a[()]
    for i_block in range(first, last):
        # y[i] = {x[i] if x[i] > 0; else a·x[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            y[U(i)] = select(x_here > T(0), x_here, a_value * x_here)


def _forward(x, a, y, M):
    """y[i] = {x[i] if x[i] > 0; else a·x[i]}

    Operations: M multiplications, terms that a condition drops counted.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, a, y, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, a, dx, M):
    """dx[i] = dy[i] · {a if x[i] ≤ 0; 1 if x[i] > 0; else x[i]}"""
    dtype = dy.dtype
    T = dtype.type
    a_value = a[()]
    for i_block in range(first, last):
        # dx[i] = dy[i] · {a if x[i] ≤ 0; 1 if x[i] > 0; else x[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            dx[U(i)] = select(T(0) >= x_here, a_value, select(x_here > T(0), T(1), x_here)) * dy[U(i)]


def _vjp_x(dy, x, a, dx, M):
    """dx[i] = dy[i] · ([x[i] > 0] + a · [x[i] ≤ 0])

    As compiled:

    dx[i] = dy[i] · {a if x[i] ≤ 0; 1 if x[i] > 0; else x[i]}

    Operations: M multiplications, M additions, terms that a condition drops counted.
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dy, x, a, dx, M)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_a(dy, x, da, M):
    """da = Σ_{i : x[i] ≤ 0} dy[i] · x[i]

    As compiled:

    da = Σ_i {0 if x[i] > 0; else dy[i]·x[i]}

    Operations: M multiplications, M − 1 additions, terms that a condition drops counted.
    """
    dtype = da.dtype
    T = dtype.type
    # da = Σ_i {0 if x[i] > 0; else dy[i]·x[i]}
    acc = T(0)
    rest = T(0)
    for i_block in range((M - 1) // 1024 + 1):
        part = T(0)
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            dy_here = dy[U(i)]
            x_here = x[U(i)]
            part = plus(part, select(x_here > T(0), T(0), dy_here * x_here))
        acc, rest = carried(acc, rest, part)
    da[()] = acc


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, a_dot, x, a, y_dot, M):
    """ẏ[i] = {ẋ[i] if x[i] > 0; else a·ẋ[i] + ȧ·x[i]}"""
    dtype = x_dot.dtype
    T = dtype.type
    a_dot_value = a_dot[()]
    a_value = a[()]
    for i_block in range(first, last):
        # ẏ[i] = {ẋ[i] if x[i] > 0; else a·ẋ[i] + ȧ·x[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_dot_here = x_dot[U(i)]
            x_here = x[U(i)]
            y_dot[U(i)] = select(x_here > T(0), x_dot_here, a_dot_value * x_here + a_value * x_dot_here)


def _jvp(x_dot, a_dot, x, a, y_dot, M):
    """ẏ[i] = {ẋ[i] if x[i] > 0; else a·ẋ[i] + ȧ·x[i]}

    Operations: 2·M multiplications, M additions, terms that a condition drops counted.
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, a_dot, x, a, y_dot, M)


def forward(x, a, *, out=None, save=False):
    """x above zero, a x below, one slope a learnt for all; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x, "a": a}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "a", "y"), ("M",))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, a, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "a": a}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "a", "dx"), ("M",))
    return call.result("dx")


def vjp_a(dy, x, a, *, residuals=None, out=None):
    """The gradient of a, given dy."""
    call = _LAYER.bind({"x": x, "a": a}, {})
    call.add("dy", "y", dy)
    call.new("da", "a", out)
    call.run(_vjp_a, ("dy", "x", "da"), ("M",))
    return call.result("da")


def vjp(dy, x, a, *, residuals=None):
    """The gradients of x, a."""
    call = _LAYER.bind({"x": x, "a": a}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("da", "a")
    call.run(_vjp_x, ("dy", "x", "a", "dx"), ("M",))
    call.run(_vjp_a, ("dy", "x", "da"), ("M",))
    return Gradients(*call.results(("dx", "da")))


def jvp(x, a, *, x_dot=None, a_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "a": a}, {})
    call.add("x_dot", "x", x_dot)
    call.add("a_dot", "a", a_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "a_dot", "x", "a", "y_dot"), ("M",))
    return call.result("y_dot")
