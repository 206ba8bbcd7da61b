"""locally_connected2d: windows as in a convolution, with weights and bias of their own at every position.

Made by `chainrule generate`, version 0.1.0, from the forward of `locally_connected2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,o,i,j] = b[o,i,j] + Σ_{c,u,v} w[o,i,j,c,u,v] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} dy[n, o, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] · w[o, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w, c, u, v]
    dw[o,i,j,c,u,v] = Σ_n dy[n,o,i,j] · x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    db[o,i,j] = Σ_n dy[n,o,i,j]
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Source: seed 001, unshared convolution; Goodfellow et al. 2016, eq. 9.9.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 140 places of the kernels. Each of the 20 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _vjp_x: panels[q + quotient_r, q' + quotient_r', col_part, k, q_] written before read; the
hand-written loops of contract, copy, padded, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .locally_connected2d_kernels import (
    _forward, _vjp_x,
)
from .locally_connected2d_kernels2 import (
    _vjp_w, _vjp_b, _jvp,
)


SPEC = {
    'name': 'locally_connected2d',
    'summary': 'windows as in a convolution, with weights and bias of their own at every position',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['O', 'OH', 'OW', 'C', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['O', 'OH', 'OW'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'O', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['C * KH * KW', 'KH * KW * O', 'N']},
        {'path': 'blocks', 'at': 8, 'of': ['C', 'O']},
        {'path': 'deep', 'at': 1024, 'of': ['C * KH * KW', 'KH * KW * O', 'N']},
        {'path': 'high', 'at': 216, 'of': ['C * KH * KW', 'N']},
        {'path': 'parts', 'at': 1024, 'of': ['C', 'N', 'O', 'O * OH * OW']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * KH * KW * N * O * W', 'C * H * KH * KW * N * O * W // 32', 'C * H * KH * KW * O * W', 'C * KH * KW * N * O * OH * OW', 'C * KH * KW * N * O * OH * OW // 32', 'C * KH * KW * O * OH * OW', 'N * O * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(W + p_l - 1) // d_w + 1', '-p_l // d_w + (W + p_l - 1) // d_w + 1', '-p_l // d_w + KW', '-p_l // s_w + (W + p_l - 1) // s_w + 1', 'C', 'C * KH * KW', 'KH * KW * O', 'KW', 'N', 'O', 'O * OH * OW', 'OW', 'OW - p_l', 'W', 'W + p_l', 's_w']},
        {'path': 'wide', 'at': 64, 'of': ['C', 'O']},
    ],
    'proved': {'in bounds': 140, 'iterations apart': 20},
    'not proved': {'written before read': ["_vjp_x: panels[q + quotient_r, q' + quotient_r', col_part, k, q_] written before read"], 'integers in range': [], 'routines': ['contract', 'copy', 'padded', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w", 0, "O", "O"),
        runtime.Step("w", 3, "C", "C"),
        runtime.Step("w", 4, "KH", "KH"),
        runtime.Step("w", 5, "KW", "KW"),
        runtime.Step("b", 0, "O", "O"),
    ),
    sizes={
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w": lambda C, KH, KW, O, OH, OW, **_: (O, OH, OW, C, KH, KW),
        "b": lambda O, OH, OW, **_: (O, OH, OW),
        "y": lambda N, O, OH, OW, **_: (N, O, OH, OW),
    },
    strides={'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(
        runtime.Step("w", 1, "OH", "OH"),
        runtime.Step("w", 2, "OW", "OW"),
        runtime.Step("b", 1, "OH", "OH"),
        runtime.Step("b", 2, "OW", "OW"),
    ),
)


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1):
    """windows as in a convolution, with weights and bias of their own at every position; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "C", "H", "W", "O", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "H", "W", "O", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "H", "W", "O", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, dilation=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "H", "W", "O", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "H", "W", "O", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "C", "H", "W", "O", "OH", "OW", "KH",
            "KW", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("y_dot")
