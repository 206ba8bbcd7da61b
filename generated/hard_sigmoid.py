"""hard_sigmoid: a line of x cut to 0..1, by default x/6 + 1/2, elementwise on a flat array.

Made by `chainrule generate`, version 0.1.0, from the forward of `hard_sigmoid`.  Do not edit.
Run time: 6679c53a1a6d0a5e.

    y[i] = {1 if α·x[i] + β ≥ 1; α·x[i] + β if α·x[i] + β > 0; else 0}
    dx[i] = α · dy[i] · [−β < α·x[i] < 1 − β]

Convention: where the line meets 0 and 1 the derivative is 0.

Source: Courbariaux et al. 2015, eq. 3; Howard et al. 2019, section 5.2.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 8 places of the kernels. Each of the 3 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'hard_sigmoid',
    'summary': 'a line of x cut to 0..1, by default x/6 + 1/2, elementwise on a flat array',
    'inputs': [
        {'name': 'x', 'shape': ['M'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['M'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'alpha', 'symbols': ['alpha'], 'kind': 'float', 'default': 0.16666666666666666, 'minimum': None, 'maximum': None},
        {'name': 'beta', 'symbols': ['beta'], 'kind': 'float', 'default': 0.5, 'minimum': None, 'maximum': None},
    ],
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
def _forward_part(first, last, x, y, M, alpha, beta):
    """y[i] = {1 if α·x[i] + β ≥ 1; 0 if α·x[i] + β ≤ 0; else α·x[i] + β}"""
    dtype = x.dtype
    T = dtype.type
    for i_block in range(first, last):
        # y[i] = {1 if α·x[i] + β ≥ 1; 0 if α·x[i] + β ≤ 0; else α·x[i] + β}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            y[U(i)] = select(
                alpha * x_here + beta >= T(1),
                T(1),
                select(T(0) >= alpha * x_here + beta, T(0), alpha * x_here + beta),
            )


def _forward(x, y, M, alpha, beta):
    """y[i] = {1 if α·x[i] + β ≥ 1; α·x[i] + β if α·x[i] + β > 0; else 0}

    As compiled:

    y[i] = {1 if α·x[i] + β ≥ 1; 0 if α·x[i] + β ≤ 0; else α·x[i] + β}

    Operations: M additions, terms that a condition drops counted.
    """
    launch(_forward_part, (M - 1) // 1024 + 1, M, x, y, M, alpha, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, dx, M, alpha, beta):
    """dx[i] = α · {dy[i] if −β < α·x[i] < 1 − β; 0 if α·x[i] + β ≥ 1; 0 if α·x[i] + β ≤ 0; else 1 − β −
        α·x[i]}
    """
    dtype = dy.dtype
    T = dtype.type
    for i_block in range(first, last):
        # dx[i] = α · {dy[i] if −β < α·x[i] < 1 − β; 0 if α·x[i] + β ≥ 1; 0 if α·x[i] + β ≤ 0;
        #     else 1 − β − α·x[i]}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            dy_here = dy[U(i)]
            dx[U(i)] = (
                select(
                    T(1) > alpha * x_here + beta and alpha * x_here + beta > T(0),
                    dy_here,
                    select(alpha * x_here + beta >= T(1), T(0), select(T(0) >= alpha * x_here + beta, T(0),
                            T(1) - (alpha * x_here) - beta)),
                )
                * alpha
            )


def _vjp_x(dy, x, dx, M, alpha, beta):
    """dx[i] = α · dy[i] · [−β < α·x[i] < 1 − β]

    As compiled:

    dx[i] = α · {dy[i] if −β < α·x[i] < 1 − β; 0 if α·x[i] + β ≥ 1; 0 if α·x[i] + β ≤ 0; else 1 − β −
        α·x[i]}
    """
    launch(_vjp_x_part, (M - 1) // 1024 + 1, M, dy, x, dx, M, alpha, beta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, x, y_dot, M, alpha, beta):
    """ẏ[i] = {0 if α·x[i] + β ≥ 1; α·ẋ[i] if α·x[i] + β > 0; 0 if α·x[i] + β ≤ 0; else α·x[i] + β}"""
    dtype = x_dot.dtype
    T = dtype.type
    for i_block in range(first, last):
        # ẏ[i] = {0 if α·x[i] + β ≥ 1; α·ẋ[i] if α·x[i] + β > 0; 0 if α·x[i] + β ≤ 0; else
        #     α·x[i] + β}
        for i in range(i_block * 1024, min(M, i_block * 1024 + 1024)):
            x_here = x[U(i)]
            x_dot_here = x_dot[U(i)]
            y_dot[U(i)] = select(
                alpha * x_here + beta >= T(1),
                T(0),
                select(alpha * x_here + beta > T(0), alpha * x_dot_here, select(T(0) >= alpha * x_here + beta,
                        T(0), alpha * x_here + beta)),
            )


def _jvp(x_dot, x, y_dot, M, alpha, beta):
    """ẏ[i] = {0 if α·x[i] + β ≥ 1; α·ẋ[i] if α·x[i] + β > 0; else 0}

    As compiled:

    ẏ[i] = {0 if α·x[i] + β ≥ 1; α·ẋ[i] if α·x[i] + β > 0; 0 if α·x[i] + β ≤ 0; else α·x[i] + β}
    """
    launch(_jvp_part, (M - 1) // 1024 + 1, M, x_dot, x, y_dot, M, alpha, beta)


def forward(x, *, out=None, save=False, alpha=0.16666666666666666, beta=0.5):
    """a line of x cut to 0..1, by default x/6 + 1/2, elementwise on a flat array; ``save=True`` also returns
    what the gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"alpha": alpha, "beta": beta})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("M", "alpha", "beta"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, alpha=0.16666666666666666, beta=0.5):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"alpha": alpha, "beta": beta})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "dx"), ("M", "alpha", "beta"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, alpha=0.16666666666666666, beta=0.5):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"alpha": alpha, "beta": beta})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "dx"), ("M", "alpha", "beta"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, alpha=0.16666666666666666, beta=0.5):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"alpha": alpha, "beta": beta})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "y_dot"), ("M", "alpha", "beta"))
    return call.result(*("y_dot",))
