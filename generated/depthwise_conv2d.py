"""depthwise_conv2d: each channel filtered by itself, M filters (the channel multiplier) per channel.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n, g·M+o, i, j] = b[g·M+o] + Σ_{u,v} w[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, c·M+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[c·M+o, 0, KH−1−u, KW−1−v]
    dw[g·M+o, 0, u, v] = Σ_{n,i,j} dy[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    db[g·M+o] = Σ_{n,i,j} dy[n, g·M+o, i, j]
    dx[n,c] = Σ_o cross-correlation of zero-upsampled dy[n, c·M+o] (s_h − 1, s_w − 1 zeros between
        neighbours) with rot180(w[c·M+o, 0]): dilation (d_h, d_w), padding (d_h · (KH − 1) − p_t, d_w ·
        (KW − 1) − p_l)
    dw[g·M+o, 0] = Σ_n cross-correlation of x[n,g] with dy[n, g·M+o]: stride (d_h, d_w), dilation (s_h,
        s_w), padding (p_t, p_l)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Source: Chollet 2017, section 1.2; Howard et al. 2017, eq. 3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 245 places of the kernels. Each of the 24 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _vjp_x: tile[-part*share + turn, row, a, b, lane] written before read; _jvp: y_dot_part1[n,
16*block3*M + lane3*M + o, i, j], y_dot_part1[n, g*M + o, i, j] written before read; the hand-written
loops of contract, contract_inside, copy, correlate, correlate_abreast, lags, lags_abreast, lay_abreast,
pad, pad_abreast, padded, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .depthwise_conv2d_kernels import (
    _forward,
)
from .depthwise_conv2d_kernels2 import (
    _vjp_x,
)
from .depthwise_conv2d_kernels3 import (
    _vjp_w, _vjp_b,
)
from .depthwise_conv2d_kernels4 import (
    _jvp,
)


SPEC = {
    'name': 'depthwise_conv2d',
    'summary': 'each channel filtered by itself, M filters (the channel multiplier) per channel',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['C * M', '1', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['C * M'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C * M', 'OH', 'OW'], 'kind': 'real'},
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
        {'path': 'abreast', 'at': 4, 'of': ['M']},
        {'path': 'abreast', 'at': 8, 'of': ['C']},
        {'path': 'abreast', 'at': 16, 'of': ['s_w * 24 - W']},
        {'path': 'abreast', 'at': 17, 'of': ['OW']},
        {'path': 'abreast', 'at': 25, 'of': ['W']},
        {'path': 'abreast', 'at': 48, 'of': ['C * 4 - (((C - 1) // 16) * 48)']},
        {'path': 'abreast', 'at': 8193, 'of': ['H * W', 'M * OH * OW', 'OH * OW']},
        {'path': 'abreast', 'at': 16385, 'of': ['KH * KW * M']},
        {'path': 'blocks', 'at': 4, 'of': ['KH * KW', 'M', 'N * OH * OW']},
        {'path': 'blocks', 'at': 8, 'of': ['M', 'N * OH * OW']},
        {'path': 'correlations', 'at': 1, 'of': ['M % 16']},
        {'path': 'correlations', 'at': 2, 'of': ['KH * KW']},
        {'path': 'correlations', 'at': 4, 'of': ['OW', 'W']},
        {'path': 'correlations', 'at': 9, 'of': ['M']},
        {'path': 'correlations', 'at': 25, 'of': ['M']},
        {'path': 'correlations', 'at': 129, 'of': ['KH * KW']},
        {'path': 'correlations', 'at': 257, 'of': ['KH * KW']},
        {'path': 'deep', 'at': 1024, 'of': ['KH * KW', 'N * OH * OW']},
        {'path': 'high', 'at': 216, 'of': ['KH * KW']},
        {'path': 'lagging', 'at': 2, 'of': ['KH * KW']},
        {'path': 'lagging', 'at': 4, 'of': ['W']},
        {'path': 'lagging', 'at': 9, 'of': ['M']},
        {'path': 'lagging', 'at': 17, 'of': ['KH * KW', 'M']},
        {'path': 'lagging', 'at': 49, 'of': ['KH * KW']},
        {'path': 'parts', 'at': 16, 'of': ['C', 'M + 16']},
        {'path': 'parts', 'at': 256, 'of': ['N']},
        {'path': 'parts', 'at': 1024, 'of': ['(W + p_l - 1) // s_w + 1', '1 - (-p_l // s_w)', 'M', 'OH * OW', 'OW']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * KH * KW * M * N * W', 'C * H * KH * KW * M * N * W // 32', 'C * KH * KW * M * N * OH * OW', 'C * KH * KW * M * N * OH * OW // 32', 'C * KH * KW * M + C * KH * KW * M * N * OH * OW', 'C * M * N * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(W + p_l - 1) // s_w + 1', '-1 // OW + N * OH + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'C', 'KH', 'KH * KW', 'KW', 'M', 'N * OH', 'N * OH * OW', 'OH * OW', 'OW', 'OW - p_l', 'W', 'W + p_l', 's_w']},
        {'path': 'wide', 'at': 64, 'of': ['M', 'N * OH * OW']},
    ],
    'proved': {'in bounds': 245, 'iterations apart': 24},
    'not proved': {'written before read': ['_vjp_x: tile[-part*share + turn, row, a, b, lane] written before read', '_jvp: y_dot_part1[n, 16*block3*M + lane3*M + o, i, j], y_dot_part1[n, g*M + o, i, j] written before read'], 'integers in range': [], 'routines': ['contract', 'contract_inside', 'copy', 'correlate', 'correlate_abreast', 'lags', 'lags_abreast', 'lay_abreast', 'pad', 'pad_abreast', 'padded', 'turn']},
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
        runtime.Step("w", 0, "M", "C * M", factor=lambda C, **_: C),
        runtime.Step("w", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w", 2, "KH", "KH"),
        runtime.Step("w", 3, "KW", "KW"),
        runtime.Step("b", 0, "", "C * M", rest=lambda C, M, **_: C * M),
    ),
    sizes={
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w": lambda C, KH, KW, M, **_: (C * M, 1, KH, KW),
        "b": lambda C, M, **_: (C * M,),
        "y": lambda C, M, N, OH, OW, **_: (N, C * M, OH, OW),
    },
    strides={'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
)


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1):
    """each channel filtered by itself, M filters (the channel multiplier) per channel; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "C", "M", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, dilation=1):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "C", "M", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "C", "H", "W", "M", "KH", "KW", "OH",
            "OW", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("y_dot")
