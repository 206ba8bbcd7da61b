"""same_conv3d: 3-D cross-correlation padded such that the output has the size of the input.

Made by `chainrule generate`, version 0.1.0, from the forward of `same_conv3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n, g·Og+o, k, i, j] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Og+o, c, t, u, v] · x[n, g·Cg+c,
        k+d_d·t−⌊d_d·(KD−1)/2⌋, i+d_h·u−⌊d_h·(KH−1)/2⌋, j+d_w·v−⌊d_w·(KW−1)/2⌋]
    dx[n, g·Cg+c, z, a, b] = Σ_{o,t,u,v} dy[n, g·Og+o, z+⌊d_d·(KD−1)/2⌋−d_d·(KD−1−t),
        a+⌊d_h·(KH−1)/2⌋−d_h·(KH−1−u), b+⌊d_w·(KW−1)/2⌋−d_w·(KW−1−v)] · w[g·Og+o, c, KD−1−t, KH−1−u,
        KW−1−v]
    dw[g·Og+o, c, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j] · x[n, g·Cg+c, d_d·t+k−⌊d_d·(KD−1)/2⌋,
        d_h·u+i−⌊d_h·(KH−1)/2⌋, d_w·v+j−⌊d_w·(KW−1)/2⌋]
    db[g·Og+o] = Σ_{n,k,i,j} dy[n, g·Og+o, k, i, j]
    dx[n, g·Cg+c] = Σ_o cross-correlation of dy[n, g·Og+o] with rot180(w[g·Og+o, c]): dilation (d_d, d_h,
        d_w), padding (d_d · (KD − 1) − ⌊d_d · (KD − 1)/2⌋, d_h · (KH − 1) − ⌊d_h · (KH − 1)/2⌋, d_w · (KW
        − 1) − ⌊d_w · (KW − 1)/2⌋)
    dw[g·Og+o, c] = Σ_n cross-correlation of x[n, g·Cg+c] with dy[n, g·Og+o]: stride (d_d, d_h, d_w),
        padding (⌊d_d · (KD − 1)/2⌋, ⌊d_h · (KH − 1)/2⌋, ⌊d_w · (KW − 1)/2⌋)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: an odd padding has its extra zero behind the image.

Source: Dumoulin & Visin 2016, relation 3 (half padding).

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 331 places of the kernels. Each of the 26 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _jvp: y_dot_part1[n, 16*block3*Og + lane3*Og + o, k, i, j], y_dot_part1[n, g*Og + o, k, i, j]
written before read; the hand-written loops of contract_inside, correlate, correlate_abreast, lags,
lags_abreast, lay_abreast, pad, pad_abreast, padded, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .same_conv3d_kernels import (
    _forward,
)
from .same_conv3d_kernels2 import (
    _vjp_x,
)
from .same_conv3d_kernels3 import (
    _vjp_w, _vjp_b,
)
from .same_conv3d_kernels4 import (
    _jvp,
)


SPEC = {
    'name': 'same_conv3d',
    'summary': '3-D cross-correlation padded such that the output has the size of the input',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'KD', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'D', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'dilation', 'symbols': ['d_d', 'd_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'abreast', 'at': 1, 'of': ['W % 16']},
        {'path': 'abreast', 'at': 4, 'of': ['Cg * KD', 'KD * Og', 'min(Cg * KD, KH * KW, Og)', 'min(Cg, KD * Og, KH * KW)']},
        {'path': 'abreast', 'at': 8, 'of': ['G']},
        {'path': 'abreast', 'at': 9, 'of': ['W']},
        {'path': 'abreast', 'at': 16, 'of': ['D * N + ((G - 1) // 16) * D * N']},
        {'path': 'abreast', 'at': 17, 'of': ['W']},
        {'path': 'abreast', 'at': 25, 'of': ['W']},
        {'path': 'abreast', 'at': 33, 'of': ['max(Cg * KD, Og)', 'max(Cg, KD * Og)']},
        {'path': 'abreast', 'at': 48, 'of': ['G * 4 - (((G - 1) // 16) * 48)']},
        {'path': 'abreast', 'at': 128, 'of': ['G * 9 - (((G - 1) // 16) * 128)']},
        {'path': 'abreast', 'at': 8193, 'of': ['Cg * H * KD * W', 'H * KD * Og * W', 'H * W']},
        {'path': 'abreast', 'at': 16385, 'of': ['Cg * KD * KH * KW * Og']},
        {'path': 'abreast', 'at': 32769, 'of': ['max(Cg * H * KD * W, H * Og * W)', 'max(Cg * H * W, H * KD * Og * W)']},
        {'path': 'blocks', 'at': 4, 'of': ['Cg * KD * KH * KW', 'D * H * N * W', 'KD * KH * KW * Og']},
        {'path': 'blocks', 'at': 8, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 1, 'of': ['Cg % 16', 'Og % 16']},
        {'path': 'correlations', 'at': 2, 'of': ['KH * KW']},
        {'path': 'correlations', 'at': 4, 'of': ['W']},
        {'path': 'correlations', 'at': 9, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 17, 'of': ['Cg * KD', 'KD * Og']},
        {'path': 'correlations', 'at': 25, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 129, 'of': ['Cg * KD * KH * KW', 'KD * KH * KW * Og']},
        {'path': 'correlations', 'at': 257, 'of': ['Cg * KD * KH * KW', 'KD * KH * KW * Og']},
        {'path': 'deep', 'at': 1024, 'of': ['Cg * KD * KH * KW', 'D * H * N * W', 'KD * KH * KW * Og']},
        {'path': 'high', 'at': 216, 'of': ['Cg * KD * KH * KW', 'D * H * N * W']},
        {'path': 'lagging', 'at': 2, 'of': ['KH * KW']},
        {'path': 'lagging', 'at': 4, 'of': ['W']},
        {'path': 'lagging', 'at': 9, 'of': ['Og']},
        {'path': 'lagging', 'at': 17, 'of': ['Cg * KD * KH * KW', 'Og']},
        {'path': 'lagging', 'at': 49, 'of': ['Cg * KD * KH * KW']},
        {'path': 'parts', 'at': 16, 'of': ['G', 'Og + 16']},
        {'path': 'parts', 'at': 256, 'of': ['D']},
        {'path': 'parts', 'at': 1024, 'of': ['(KW * d_w - d_w) // 2 + 1', '(KW * d_w - d_w) // 2 + W', 'Cg', 'D * H * W', 'Og', 'W']},
        {'path': 'ranges', 'at': 24000, 'of': ['Cg * D * G * H * KD * KH * KW * N * Og * W', 'Cg * D * G * H * KD * KH * KW * N * Og * W // 32', 'Cg * G * KD * KH * KW * Og', 'D * G * H * N * Og * W']},
        {'path': 'vector', 'at': 64, 'of': ['(KW * d_w - d_w) // 2 + W', 'Cg', 'Cg * KD * KH * KW', 'D * H * N * W', 'D * H * W', 'G', 'KD', 'KD * KH * KW * Og', 'KH', 'KW', 'Og', 'W', 'W - ((KW * d_w - d_w) // 2)']},
        {'path': 'wide', 'at': 64, 'of': ['Cg', 'Og']},
    ],
    'proved': {'in bounds': 331, 'iterations apart': 26},
    'not proved': {'written before read': ['_jvp: y_dot_part1[n, 16*block3*Og + lane3*Og + o, k, i, j], y_dot_part1[n, g*Og + o, k, i, j] written before read'], 'integers in range': [], 'routines': ['contract_inside', 'correlate', 'correlate_abreast', 'lags', 'lags_abreast', 'lay_abreast', 'pad', 'pad_abreast', 'padded', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "Cg", "Cg * G", factor=lambda G, **_: G),
        runtime.Step("x", 2, "D", "D"),
        runtime.Step("x", 3, "H", "H"),
        runtime.Step("x", 4, "W", "W"),
        runtime.Step("w", 0, "Og", "G * Og", factor=lambda G, **_: G),
        runtime.Step("w", 1, "Cg", "Cg"),
        runtime.Step("w", 2, "KD", "KD"),
        runtime.Step("w", 3, "KH", "KH"),
        runtime.Step("w", 4, "KW", "KW"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
    },
    shapes={
        "x": lambda Cg, D, G, H, N, W, **_: (N, Cg * G, D, H, W),
        "w": lambda Cg, G, KD, KH, KW, Og, **_: (G * Og, Cg, KD, KH, KW),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda D, G, H, N, Og, W, **_: (N, G * Og, D, H, W),
    },
    strides={'dilation': ('d_d', 'd_h', 'd_w')},
    requires=(),
    checks=(),
)


def forward(x, w, b=None, *, out=None, save=False, dilation=1, groups=1):
    """3-D cross-correlation padded such that the output has the size of the input; ``save=True`` also returns
    what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "d_d",
            "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "d_d", "d_h",
            "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "d_d", "d_h",
            "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "D", "H", "W", "Og"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, dilation=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "d_d", "d_h",
            "d_w"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "d_d", "d_h",
            "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "D", "H", "W", "Og"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, dilation=1, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD",
            "KH", "KW", "d_d", "d_h", "d_w"))
    return call.result("y_dot")
