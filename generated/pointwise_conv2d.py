"""pointwise_conv2d: 1×1 convolution: a dense layer over the channels of each pixel.

Made by `chainrule generate`, version 0.1.0, from the forward of `pointwise_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_c w[g·Og+o, c] · x[n, g·Cg+c, s_h·i, s_w·j]
    dx[n, g·Cg+c, a, b] = [s_h ∣ a, s_w ∣ b] · Σ_o dy[n, g·Og+o, a/s_h, b/s_w] · w[g·Og+o, c]
    dw[g·Og+o, c] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · x[n, g·Cg+c, s_h·i, s_w·j]
    db[g·Og+o] = Σ_{n,i,j} dy[n, g·Og+o, i, j]
    dy = 0 where an index leaves its range

Source: Lin et al. 2014, section 3.1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 183 places of the kernels. Each of the 24 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: the hand-written loops of contract, copy, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .pointwise_conv2d_kernels import (
    _forward, _vjp_x, _vjp_w, _vjp_b,
)
from .pointwise_conv2d_kernels2 import (
    _jvp,
)


SPEC = {
    'name': 'pointwise_conv2d',
    'summary': '1×1 convolution: a dense layer over the channels of each pixel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H - 1) // s_h + 1', 'OW': '(W - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['Cg', 'N * OH * OW', 'Og']},
        {'path': 'blocks', 'at': 8, 'of': ['H * N * W']},
        {'path': 'deep', 'at': 1024, 'of': ['Cg', 'N * OH * OW', 'Og']},
        {'path': 'either', 'at': 8, 'of': ['Cg', 'Og']},
        {'path': 'high', 'at': 216, 'of': ['Cg', 'N * OH * OW', 'Og']},
        {'path': 'parts', 'at': 1024, 'of': ['Cg', 'OH * OW', 'OW', 'Og']},
        {'path': 'ranges', 'at': 24000, 'of': ['Cg * G * H * N * Og * W', 'Cg * G * H * N * Og * W // 32', 'Cg * G * N * OH * OW', 'Cg * G * N * OH * OW * Og', 'Cg * G * N * OH * OW * Og // 32', 'Cg * G * Og', 'G * H * N * Og * W', 'G * N * OH * OW * Og']},
        {'path': 'vector', 'at': 64, 'of': ['-1 // OW + N * OH + 1', 'Cg', 'H * N * W', 'H * W', 'N * OH', 'N * OH * OW', 'OH', 'OH * OW', 'OW', 'OW * s_w + 1 - s_w', 'Og', 'W']},
        {'path': 'wide', 'at': 64, 'of': ['Cg', 'H * N * W', 'N * OH * OW', 'Og']},
    ],
    'proved': {'in bounds': 183, 'iterations apart': 24},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': ['contract', 'copy', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "Cg", "Cg * G", factor=lambda G, **_: G),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w", 0, "Og", "G * Og", factor=lambda G, **_: G),
        runtime.Step("w", 1, "Cg", "Cg"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
        "OH": lambda H, s_h, **_: (H - 1) // s_h + 1,
        "OW": lambda W, s_w, **_: (W - 1) // s_w + 1,
    },
    shapes={
        "x": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "w": lambda Cg, G, Og, **_: (G * Og, Cg),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OH, OW, Og, **_: (N, G * Og, OH, OW),
    },
    strides={'stride': ('s_h', 's_w')},
    requires=(),
    checks=(),
)


def forward(x, w, b=None, *, out=None, save=False, stride=1, groups=1):
    """1×1 convolution: a dense layer over the channels of each pixel; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "H", "W", "Og", "OH", "OW", "s_h", "s_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "H", "W", "Og", "OH",
            "OW", "s_h", "s_w"))
    return call.result("y_dot")
