"""conv_transpose3d: 3-D transposed convolution: the adjoint of a convolution with the same options.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n, g·Og+o, z, a, b] = b[g·Og+o] + Σ_{c,t,u,v} w[g·Cg+c, o, t, u, v] · x[n, g·Cg+c,
        (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] · [s_d ∣ z + p_f − d_d·t, s_h ∣ a + p_t −
        d_h·u, s_w ∣ b + p_l − d_w·v]
    dx[n, g·Cg+c, k, i, j] = Σ_{o,t,u,v} dy[n, g·Og+o, s_d·k+d_d·t−p_f, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
        · w[g·Cg+c, o, t, u, v]
    dw[g·Cg+c, o, t, u, v] = Σ_{n,k,i,j} dy[n, g·Og+o, d_d·t+s_d·k−p_f, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
        · x[n, g·Cg+c, k, i, j]
    db[g·Og+o] = Σ_{n,z,a,b} dy[n, g·Og+o, z, a, b]
    dx[n, g·Cg+c] = Σ_o cross-correlation of dy[n, g·Og+o] with w[g·Cg+c, o]: stride (s_d, s_h, s_w),
        dilation (d_d, d_h, d_w), padding (p_f, p_t, p_l)
    dw[g·Cg+c, o] = Σ_n cross-correlation of dy[n, g·Og+o] with x[n, g·Cg+c]: stride (d_d, d_h, d_w),
        dilation (s_d, s_h, s_w), padding (p_f, p_t, p_l)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Source: seeds 000, 001, 003: W = (O − 1) S + F − 2 P; Dumoulin & Visin 2016, relation 14.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 500 places of the kernels. Each of the 38 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _forward: panels2[g, col_part2, k2, q2] written before read; _jvp: y_dot_part2[n, 16*block3*Og
+ lane3*Og + o, q, q', q''], y_dot_part2[n, g*Og + o, q, q', q''], panels2[g, col_part2, k2, q2], tile3[o,
q' - strip3*high3 + quotient_r', q'' + quotient_r''], y_dot_part1[n, g*Og + o, q*s_d + r - p_f, q'*s_h +
r' - p_t, q''*s_w + r'' - p_l], panels4[g, col_part4, k4, q4] written before read; the hand-written loops
of contract_inside, correlate, correlate_abreast, lags, lags_abreast, lay_abreast, pad, pad_abreast,
padded, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .conv_transpose3d_kernels import (
    _forward,
)
from .conv_transpose3d_kernels2 import (
    _vjp_x,
)
from .conv_transpose3d_kernels3 import (
    _vjp_w, _vjp_b,
)
from .conv_transpose3d_kernels4 import (
    _jvp,
)


SPEC = {
    'name': 'conv_transpose3d',
    'summary': '3-D transposed convolution: the adjoint of a convolution with the same options',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['Cg * G', 'Og', 'KD', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OD', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s_d', 's_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_f', 'p_k', 'p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'output_padding', 'symbols': ['e_d', 'e_h', 'e_w'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_d', 'd_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OD': '(KD - 1) * d_d + e_d + (D - 1) * s_d + 1 - p_f - p_k', 'OH': '(KH - 1) * d_h + e_h + (H - 1) * s_h + 1 - p_b - p_t', 'OW': '(KW - 1) * d_w + e_w + (W - 1) * s_w + 1 - p_l - p_r'},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'abreast', 'at': 1, 'of': ['OW % 16', 'W % 16']},
        {'path': 'abreast', 'at': 4, 'of': ['Cg * KD', 'KD * Og', 'min(Cg * KD, KH * KW, Og)', 'min(Cg, KD * Og, KH * KW)']},
        {'path': 'abreast', 'at': 8, 'of': ['G']},
        {'path': 'abreast', 'at': 16, 'of': ['D * N + ((G - 1) // 16) * D * N', 'N * OD + ((G - 1) // 16) * N * OD', 's_w * 24 - OW']},
        {'path': 'abreast', 'at': 17, 'of': ['W']},
        {'path': 'abreast', 'at': 25, 'of': ['OW']},
        {'path': 'abreast', 'at': 33, 'of': ['max(Cg * KD, Og)', 'max(Cg, KD * Og)']},
        {'path': 'abreast', 'at': 48, 'of': ['G * 4 - (((G - 1) // 16) * 48)']},
        {'path': 'abreast', 'at': 128, 'of': ['G * 9 - (((G - 1) // 16) * 128)']},
        {'path': 'abreast', 'at': 8193, 'of': ['Cg * H * KD * W', 'H * W', 'KD * OH * OW * Og', 'OH * OW']},
        {'path': 'abreast', 'at': 16385, 'of': ['Cg * KD * KH * KW * Og']},
        {'path': 'abreast', 'at': 32769, 'of': ['max(Cg * H * KD * W, OH * OW * Og)', 'max(Cg * H * W, KD * OH * OW * Og)']},
        {'path': 'blocks', 'at': 4, 'of': ['Cg * KD * KH * KW', 'D * H * N * W', 'KD * KH * KW * Og', 'N * OD * OH * OW']},
        {'path': 'blocks', 'at': 8, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 1, 'of': ['Cg % 16', 'Og % 16']},
        {'path': 'correlations', 'at': 2, 'of': ['KH * KW']},
        {'path': 'correlations', 'at': 4, 'of': ['OW', 'W']},
        {'path': 'correlations', 'at': 9, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 17, 'of': ['Cg * KD', 'KD * Og']},
        {'path': 'correlations', 'at': 25, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 129, 'of': ['Cg * KD * KH * KW', 'KD * KH * KW * Og']},
        {'path': 'correlations', 'at': 257, 'of': ['Cg * KD * KH * KW', 'KD * KH * KW * Og']},
        {'path': 'deep', 'at': 1024, 'of': ['Cg * KD * KH * KW', 'D * H * N * W', 'KD * KH * KW * Og']},
        {'path': 'high', 'at': 216, 'of': ['D * H * N * W', 'KD * KH * KW * Og', 'N * OD * OH * OW']},
        {'path': 'lagging', 'at': 2, 'of': ['KH * KW']},
        {'path': 'lagging', 'at': 4, 'of': ['OW']},
        {'path': 'lagging', 'at': 9, 'of': ['Cg']},
        {'path': 'lagging', 'at': 17, 'of': ['Cg', 'KD * KH * KW * Og']},
        {'path': 'lagging', 'at': 49, 'of': ['KD * KH * KW * Og']},
        {'path': 'parts', 'at': 16, 'of': ['Cg + 16', 'G']},
        {'path': 'parts', 'at': 256, 'of': ['D']},
        {'path': 'parts', 'at': 1024, 'of': ['(OW + p_l - 1) // s_w + 1', '1 - (-p_l // s_w)', 'Cg', 'OD * OH * OW', 'Og', 'W']},
        {'path': 'ranges', 'at': 24000, 'of': ['Cg * D * G * H * KD * KH * KW * N * Og * W', 'Cg * D * G * H * KD * KH * KW * N * Og * W // 32', 'Cg * D * G * H * N * W', 'Cg * G * KD * KH * KW * N * OD * OH * OW * Og', 'Cg * G * KD * KH * KW * N * OD * OH * OW * Og // 32', 'Cg * G * KD * KH * KW * Og', 'G * N * OD * OH * OW * Og']},
        {'path': 'vector', 'at': 64, 'of': ['(OW + p_l - 1) // s_w + 1', '-p_l // s_w + (OW + p_l - 1) // s_w + 1', '-p_l // s_w + W', 'Cg', 'Cg * KD * KH * KW', 'D * H * N * W', 'D * H * W', 'G', 'KD', 'KD * KH * KW * Og', 'KH', 'KW', 'N * OD * OH * OW', 'OD * OH * OW', 'OW', 'OW + p_l', 'Og', 'W', 'W - p_l', 's_w']},
        {'path': 'wide', 'at': 64, 'of': ['Cg', 'Og']},
    ],
    'proved': {'in bounds': 500, 'iterations apart': 38},
    'not proved': {'written before read': ['_forward: panels2[g, col_part2, k2, q2] written before read', "_jvp: y_dot_part2[n, 16*block3*Og + lane3*Og + o, q, q', q''], y_dot_part2[n, g*Og + o, q, q', q''], panels2[g, col_part2, k2, q2], tile3[o, q' - strip3*high3 + quotient_r', q'' + quotient_r''], y_dot_part1[n, g*Og + o, q*s_d + r - p_f, q'*s_h + r' - p_t, q''*s_w + r'' - p_l], panels4[g, col_part4, k4, q4] written before read"], 'integers in range': [], 'routines': ['contract_inside', 'correlate', 'correlate_abreast', 'lags', 'lags_abreast', 'lay_abreast', 'pad', 'pad_abreast', 'padded', 'turn']},
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
        runtime.Step("w", 0, "", "Cg * G", rest=lambda Cg, G, **_: Cg * G),
        runtime.Step("w", 1, "Og", "Og"),
        runtime.Step("w", 2, "KD", "KD"),
        runtime.Step("w", 3, "KH", "KH"),
        runtime.Step("w", 4, "KW", "KW"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
        "OD": lambda D, KD, d_d, e_d, p_f, p_k, s_d, **_: (KD - 1) * d_d + e_d + (D - 1) * s_d + 1 - p_f - p_k,
        "OH": lambda H, KH, d_h, e_h, p_b, p_t, s_h, **_: (KH - 1) * d_h + e_h + (H - 1) * s_h + 1 - p_b - p_t,
        "OW": lambda KW, W, d_w, e_w, p_l, p_r, s_w, **_: (KW - 1) * d_w + e_w + (W - 1) * s_w + 1 - p_l - p_r,
    },
    shapes={
        "x": lambda Cg, D, G, H, N, W, **_: (N, Cg * G, D, H, W),
        "w": lambda Cg, G, KD, KH, KW, Og, **_: (Cg * G, Og, KD, KH, KW),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OD, OH, OW, Og, **_: (N, G * Og, OD, OH, OW),
    },
    strides={'stride': ('s_d', 's_h', 's_w'), 'dilation': ('d_d', 'd_h', 'd_w')},
    requires=(),
    checks=(),
)


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """3-D transposed convolution: the adjoint of a convolution with the same options; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD",
            "OH", "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD", "OH",
            "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD", "OH",
            "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, output_padding=0, dilation=1,
    groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OD", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD", "OH",
            "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD", "KH", "KW", "OD", "OH",
            "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OD", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0,
    output_padding=0, dilation=1, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "D", "H", "W", "Og", "KD",
            "KH", "KW", "OD", "OH", "OW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "d_d", "d_h", "d_w"))
    return call.result("y_dot")
