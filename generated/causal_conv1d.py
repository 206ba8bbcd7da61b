"""causal_conv1d: dilated 1-D convolution over the present and the past.

Made by `chainrule generate`, version 0.1.0, from the forward of `causal_conv1d`.  Do not edit.
Run time: 2fbd0803b36af391.

    y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u] · x[n, c, i−d·(K−1−u)]
    dx[n,c,a] = Σ_{o,u} dy[n, o, a+d·u] · w[o, c, K−1−u]
    dw[o,c,u] = Σ_n Σ_{i : d·(K−1−u) ≤ i < L} dy[n,o,i] · x[n, c, i−d·(K−1−u)]
    db[o] = Σ_{n,i} dy[n,o,i]
    dx = full cross-correlation of dy with rot180(w): dilation (d)
    dw = cross-correlation of x with dy: stride (d), padding (d · (K − 1))
    w, x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: the last tap lies on the present, the first one d (K - 1) moments before.

Source: seed 000; van den Oord et al. 2016, section 2.1.
"""

from collections import namedtuple

from . import runtime
from .causal_conv1d_kernels import (
    _forward, _vjp_x, _vjp_w, _vjp_b,
)
from .causal_conv1d_kernels2 import (
    _jvp,
)


SPEC = {
    'name': 'causal_conv1d',
    'summary': 'dilated 1-D convolution over the present and the past',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['O', 'C', 'K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'O', 'L'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "L", "L"),
        runtime.Step("w", 0, "O", "O"),
        runtime.Step("w", 1, "C", "C"),
        runtime.Step("w", 2, "K", "K"),
        runtime.Step("b", 0, "O", "O"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "w": lambda C, K, O, **_: (O, C, K),
        "b": lambda O, **_: (O,),
        "y": lambda L, N, O, **_: (N, O, L),
    },
    requires=(),
    checks=(),
)


def forward(x, w, b=None, *, out=None, save=False, dilation=1):
    """dilated 1-D convolution over the present and the past; ``save=True`` also returns what the gradients
    can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "C", "L", "O", "K", "d"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if save else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "L", "O", "K", "d"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, dilation=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "L", "O", "K", "d"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "L", "O"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, dilation=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "L", "O", "K", "d"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "L", "O", "K", "d"))
    call.run(_vjp_b, ("dy", "db"), ("N", "L", "O"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "C", "L", "O", "K", "d"))
    return call.result(*("y_dot",))
