"""depthwise_separable_conv2d: a depthwise convolution followed by a pointwise one.

Made by `chainrule generate`, version 0.1.0, from the forward of `depthwise_separable_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    z[n, g·M+o, i, j] = Σ_{u,v} w_depth[g·M+o, 0, u, v] · x[n, g, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    y[n,o,i,j] = b[o] + Σ_c w_point[o,c] · z[n,c,i,j]
    dz[n,m,i,j] = Σ_o dy[n,o,i,j] · w_point[o,m]
    dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dz[n, c·M+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w_depth[c·M+o, 0, KH−1−u, KW−1−v]
    dw_depth[g·M+o, 0, u, v] = Σ_{n,i,j} dz[n, g·M+o, i, j] · x[n, g, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    dw_point[o,m] = Σ_{n,i,j} dy[n,o,i,j] · z[n,m,i,j]
    db[o] = Σ_{n,i,j} dy[n,o,i,j]
    dx[n,c] = Σ_o cross-correlation of zero-upsampled dz[n, c·M+o] (s_h − 1, s_w − 1 zeros between
        neighbours) with rot180(w_depth[c·M+o, 0]): dilation (d_h, d_w), padding (d_h · (KH − 1) − p_t,
        d_w · (KW − 1) − p_l)
    dw_depth[g·M+o, 0] = Σ_n cross-correlation of x[n,g] with dz[n, g·M+o]: stride (d_h, d_w), dilation
        (s_h, s_w), padding (p_t, p_l)
    x = 0 where an index leaves its range
    dz = 0 where an index leaves its range

Source: seed 001; Howard et al. 2017, section 3.1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 424 places of the kernels. Each of the 45 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _forward: z[n, c, i, j] written before read; _vjp_x: tile[-part*share + turn, row, a, b, lane]
written before read; _jvp: z_dot_part1[n, 16*block3*M + lane3*M + o, i, j], z_dot_part1[n, g*M + o, i, j]
written before read; _jvp: z_dot[n, c, i, j] written before read; the hand-written loops of contract,
contract_inside, copy, correlate, correlate_abreast, lags, lags_abreast, lay_abreast, pad, pad_abreast,
padded, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .depthwise_separable_conv2d_kernels import (
    _forward, _shared_dz,
)
from .depthwise_separable_conv2d_kernels2 import (
    _vjp_x,
)
from .depthwise_separable_conv2d_kernels3 import (
    _vjp_w_depth, _vjp_w_point, _vjp_b,
)
from .depthwise_separable_conv2d_kernels4 import (
    _jvp,
)


SPEC = {
    'name': 'depthwise_separable_conv2d',
    'summary': 'a depthwise convolution followed by a pointwise one',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w_depth', 'shape': ['C * M', '1', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w_point', 'shape': ['O', 'C * M'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'O', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'z', 'shape': ['N', 'C * M', 'OH', 'OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x', 'w_depth': 'vjp_w_depth', 'w_point': 'vjp_w_point', 'b': 'vjp_b'},
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
        {'path': 'blocks', 'at': 4, 'of': ['C * M', 'KH * KW', 'M', 'N * OH * OW', 'O']},
        {'path': 'blocks', 'at': 8, 'of': ['M', 'N * OH * OW']},
        {'path': 'correlations', 'at': 1, 'of': ['M % 16']},
        {'path': 'correlations', 'at': 2, 'of': ['KH * KW']},
        {'path': 'correlations', 'at': 4, 'of': ['OW', 'W']},
        {'path': 'correlations', 'at': 9, 'of': ['M']},
        {'path': 'correlations', 'at': 25, 'of': ['M']},
        {'path': 'correlations', 'at': 129, 'of': ['KH * KW']},
        {'path': 'correlations', 'at': 257, 'of': ['KH * KW']},
        {'path': 'deep', 'at': 1024, 'of': ['C * M', 'KH * KW', 'N * OH * OW', 'O']},
        {'path': 'either', 'at': 8, 'of': ['O']},
        {'path': 'either', 'at': 128, 'of': ['OH * OW']},
        {'path': 'high', 'at': 216, 'of': ['C * M', 'KH * KW', 'N * OH * OW', 'O']},
        {'path': 'lagging', 'at': 2, 'of': ['KH * KW']},
        {'path': 'lagging', 'at': 4, 'of': ['W']},
        {'path': 'lagging', 'at': 9, 'of': ['M']},
        {'path': 'lagging', 'at': 17, 'of': ['KH * KW', 'M']},
        {'path': 'lagging', 'at': 49, 'of': ['KH * KW']},
        {'path': 'parts', 'at': 16, 'of': ['C', 'M + 16']},
        {'path': 'parts', 'at': 256, 'of': ['N']},
        {'path': 'parts', 'at': 1024, 'of': ['(W + p_l - 1) // s_w + 1', '1 - (-p_l // s_w)', 'C * M', 'M', 'O', 'OH * OW', 'OW']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * KH * KW * M * N * W', 'C * H * KH * KW * M * N * W // 32', 'C * KH * KW * M * N * OH * OW', 'C * KH * KW * M * N * OH * OW // 32', 'C * KH * KW * M + C * KH * KW * M * N * OH * OW', 'C * M * N * O * OH * OW', 'C * M * N * O * OH * OW // 32', 'C * M * N * OH * OW', 'C * M * O', 'N * O * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(W + p_l - 1) // s_w + 1', '-1 // OW + N * OH + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'C', 'C * M', 'KH', 'KH * KW', 'KW', 'M', 'N * OH', 'N * OH * OW', 'O', 'OH * OW', 'OW', 'OW - p_l', 'W', 'W + p_l', 's_w']},
        {'path': 'wide', 'at': 64, 'of': ['C * M', 'M', 'N * OH * OW', 'O', 'OH * OW']},
    ],
    'proved': {'in bounds': 424, 'iterations apart': 45},
    'not proved': {'written before read': ['_forward: z[n, c, i, j] written before read', '_vjp_x: tile[-part*share + turn, row, a, b, lane] written before read', '_jvp: z_dot_part1[n, 16*block3*M + lane3*M + o, i, j], z_dot_part1[n, g*M + o, i, j] written before read', '_jvp: z_dot[n, c, i, j] written before read'], 'integers in range': [], 'routines': ['contract', 'contract_inside', 'copy', 'correlate', 'correlate_abreast', 'lags', 'lags_abreast', 'lay_abreast', 'pad', 'pad_abreast', 'padded', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w_depth", "w_point", "b"])


class Residuals(namedtuple("Residuals", ["z"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w_depth", 0, "M", "C * M", factor=lambda C, **_: C),
        runtime.Step("w_depth", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w_depth", 2, "KH", "KH"),
        runtime.Step("w_depth", 3, "KW", "KW"),
        runtime.Step("w_point", 0, "O", "O"),
        runtime.Step("w_point", 1, "", "C * M", rest=lambda C, M, **_: C * M),
        runtime.Step("b", 0, "O", "O"),
    ),
    sizes={
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w_depth": lambda C, KH, KW, M, **_: (C * M, 1, KH, KW),
        "w_point": lambda C, M, O, **_: (O, C * M),
        "b": lambda O, **_: (O,),
        "y": lambda N, O, OH, OW, **_: (N, O, OH, OW),
        "z": lambda C, M, N, OH, OW, **_: (N, C * M, OH, OW),
        "dz": lambda C, M, N, OH, OW, **_: (N, C * M, OH, OW),
    },
    strides={'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
)


def forward(x, w_depth, w_point, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1):
    """a depthwise convolution followed by a pointwise one; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.new("z", "z")
    call.run(_forward, ("x", "w_depth", "w_point", "b", "y", "z"), ("N", "C", "H", "W", "M", "KH", "KW", "O",
            "OH", "OW", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ("z",))) if call.asked("save", save) else result


def vjp_x(dy, x, w_depth, w_point, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dz", "dz")
    call.run(_shared_dz, ("dy", "w_point", "dz"), ("N", "C", "M", "O", "OH", "OW"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("w_depth", "dz", "dx"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp_w_depth(dy, x, w_depth, w_point, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_depth, given dy."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dz", "dz")
    call.run(_shared_dz, ("dy", "w_point", "dz"), ("N", "C", "M", "O", "OH", "OW"))
    call.new("dw_depth", "w_depth", out)
    call.run(_vjp_w_depth, ("x", "dz", "dw_depth"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dw_depth")


def vjp_w_point(dy, x, w_depth, w_point, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_point, given dy."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("z",))
    call.new("dw_point", "w_point", out)
    call.run(_vjp_w_point, ("dy", "z", "dw_point"), ("N", "C", "M", "O", "OH", "OW"))
    return call.result("dw_point")


def vjp_b(dy, x, w_depth, w_point, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w_depth, w_point, b=None, *, residuals=None, stride=1, padding=0, dilation=1):
    """The gradients of x, w_depth, w_point, b."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("z",))
    call.new("dz", "dz")
    call.run(_shared_dz, ("dy", "w_point", "dz"), ("N", "C", "M", "O", "OH", "OW"))
    call.new("dx", "x")
    call.new("dw_depth", "w_depth")
    call.new("dw_point", "w_point")
    call.new("db", "b")
    call.run(_vjp_x, ("w_depth", "dz", "dx"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_w_depth, ("x", "dz", "dw_depth"), ("N", "C", "H", "W", "M", "KH", "KW", "OH", "OW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_w_point, ("dy", "z", "dw_point"), ("N", "C", "M", "O", "OH", "OW"))
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw_depth", "dw_point", "db")))


def jvp(x, w_depth, w_point, b=None, *, x_dot=None, w_depth_dot=None, w_point_dot=None, b_dot=None,
    residuals=None, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w_depth": w_depth, "w_point": w_point, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_depth_dot", "w_depth", w_depth_dot)
    call.add("w_point_dot", "w_point", w_point_dot)
    call.add("b_dot", "b", b_dot)
    call.recall(residuals, forward, ("z",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_depth_dot", "w_point_dot", "b_dot", "x", "w_depth", "w_point", "z", "y_dot"),
            ("N", "C", "H", "W", "M", "KH", "KW", "O", "OH", "OW", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("y_dot")
