"""flattened_conv2d: one filter over the channels, one down the columns, one along the rows.

Made by `chainrule generate`, version 0.1.0, from the forward of `flattened_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    z[n,o,i,j] = Σ_c w_channel[o,c] · x[n,c,i,j]
    y_t[n,g,i,j] = Σ_u w_column[g,0,u,0] · z[n, g, s_h·i+d_h·u−p_t, j]
    y[n,g,i,j] = b[g] + Σ_v w_row[g,0,0,v] · y_t[n, g, i, s_w·j+d_w·v−p_l]
    dy_t[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dz[n,o,a,b] = Σ_{u : s_h ∣ a+p_t−d_h·u} dy_t[n, o, (a+p_t−d_h·u)/s_h, b] · w_column[o,0,u,0]
    dx[n,c,a,b] = Σ_o dz[n,o,a,b] · w_channel[o,c]
    dw_channel[o,c] = Σ_{n,i,j} dz[n,o,i,j] · x[n,c,i,j]
    dw_column[o,0,u,0] = Σ_{n,i,j} dy_t[n,o,i,j] · z[n, o, d_h·u+s_h·i−p_t, j]
    dw_row[o,0,0,v] = Σ_{n,i,j} dy[n,o,i,j] · y_t[n, o, i, d_w·v+s_w·j−p_l]
    db[o] = Σ_{n,i,j} dy[n,o,i,j]
    dw_column[o,0,0] = Σ_{n,j} cross-correlation of z[n,o,j] with dy_t[n,o,j]: stride (d_h), dilation
        (s_h), padding (p_t)
    dw_row[o,0,0] = Σ_{n,i} cross-correlation of y_t[n,o,i] with dy[n,o,i]: stride (d_w), dilation (s_w),
        padding (p_l)
    z = 0 where an index leaves its range
    y_t = 0 where an index leaves its range
    dy = 0 where an index leaves its range
    dy_t = 0 where an index leaves its range

Source: Jin et al. 2015, eq. 2.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 487 places of the kernels. Each of the 58 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _forward: y_t[n, 16*block4 + lane4, line4, column4 - p_l], y_t[n, g, line4 + strip4*high4,
column4*s_w + phase_j4 - p_l], y_t[n, g, i, j*s_w + v*d_w - p_l] written before read; _shared_dy_t:
tile[-part*share + turn, row, a, b, lane] written before read; _shared_dz: tile[-part*share + turn, row,
a, b, lane] written before read; _jvp: z_dot[n, g, line5*s_h + phase_i5 + strip5*high5*s_h - p_t, column5]
written before read; _jvp: y_t_dot_part1[n, 16*block6 + lane6, i, j], y_t_dot_part1[n, g, i, j],
y_dot_part1[n, 16*block8 + lane8, i, j], y_dot_part1[n, g, i, j] written before read; _jvp: y_t_dot[n,
16*block7 + lane7, line7, column7 - p_l], y_t_dot[n, g, line7 + strip7*high7, column7*s_w + phase_j7 -
p_l], y_t_dot[n, g, i, j*s_w + v*d_w - p_l] written before read; the hand-written loops of contract,
correlate, correlate_abreast, lags, lags_abreast, lay_abreast, pad, pad_abreast, turn (tried between
protected pages).
"""

from collections import namedtuple

from . import runtime
from .flattened_conv2d_kernels import (
    _forward,
)
from .flattened_conv2d_kernels2 import (
    _shared_dy_t,
)
from .flattened_conv2d_kernels3 import (
    _shared_dz, _vjp_x,
)
from .flattened_conv2d_kernels4 import (
    _vjp_w_channel, _vjp_w_column, _vjp_w_row, _vjp_b,
)
from .flattened_conv2d_kernels5 import (
    _jvp,
)


SPEC = {
    'name': 'flattened_conv2d',
    'summary': 'one filter over the channels, one down the columns, one along the rows',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w_channel', 'shape': ['O', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w_column', 'shape': ['O', '1', 'KH', '1'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w_row', 'shape': ['O', '1', '1', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'O', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'z', 'shape': ['N', 'O', 'H', 'W'], 'kind': 'real'},
        {'name': 'y_t', 'shape': ['N', 'O', 'OH', 'W'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1', 'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1'},
    'gradients': {'x': 'vjp_x', 'w_channel': 'vjp_w_channel', 'w_column': 'vjp_w_column', 'w_row': 'vjp_w_row', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'abreast', 'at': 8, 'of': ['O']},
        {'path': 'abreast', 'at': 9, 'of': ['W']},
        {'path': 'abreast', 'at': 16, 'of': ['s_w * 24 - W']},
        {'path': 'abreast', 'at': 17, 'of': ['OW', 'W']},
        {'path': 'abreast', 'at': 25, 'of': ['W']},
        {'path': 'abreast', 'at': 48, 'of': ['O * 4 - (((O - 1) // 16) * 48)']},
        {'path': 'abreast', 'at': 8193, 'of': ['H * W', 'OH * OW', 'OH * W']},
        {'path': 'abreast', 'at': 16385, 'of': ['KH', 'KW']},
        {'path': 'blocks', 'at': 4, 'of': ['C', 'H * N * W', 'O']},
        {'path': 'correlations', 'at': 4, 'of': ['OW', 'W']},
        {'path': 'deep', 'at': 1024, 'of': ['C', 'H * N * W', 'O']},
        {'path': 'either', 'at': 8, 'of': ['C']},
        {'path': 'either', 'at': 128, 'of': ['H * W']},
        {'path': 'high', 'at': 216, 'of': ['C', 'H * N * W', 'O']},
        {'path': 'lagging', 'at': 4, 'of': ['W']},
        {'path': 'parts', 'at': 16, 'of': ['O']},
        {'path': 'parts', 'at': 256, 'of': ['N']},
        {'path': 'parts', 'at': 1024, 'of': ['(W + p_l - 1) // s_w + 1', '1 - (-p_l // s_w)', 'C', 'H * W', 'O', 'OH * OW', 'OW', 'W']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * O * W', 'C * H * N * O * W // 32', 'C * H * N * W', 'C * O', 'H * KH * N * O * W', 'H * KH * N * O * W // 32', 'H * N * O * W', 'KH * N * O * OH * W', 'KH * N * O * OH * W + KH * O', 'KH * N * O * OH * W // 32', 'KW * N * O * OH * OW', 'KW * N * O * OH * OW + KW * O', 'KW * N * O * OH * OW // 32', 'KW * N * O * OH * W', 'KW * N * O * OH * W // 32', 'N * O * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'C', 'H * N * W', 'H * W', 'KH', 'KW', 'N + ((O - 1) // 16) * N', 'O', 'OH * OW', 'OW', 'OW - p_l', 'W', 'W + p_l', 's_h', 's_w']},
        {'path': 'wide', 'at': 64, 'of': ['C', 'H * W', 'O']},
    ],
    'proved': {'in bounds': 487, 'iterations apart': 58},
    'not proved': {'written before read': ['_forward: y_t[n, 16*block4 + lane4, line4, column4 - p_l], y_t[n, g, line4 + strip4*high4, column4*s_w + phase_j4 - p_l], y_t[n, g, i, j*s_w + v*d_w - p_l] written before read', '_shared_dy_t: tile[-part*share + turn, row, a, b, lane] written before read', '_shared_dz: tile[-part*share + turn, row, a, b, lane] written before read', '_jvp: z_dot[n, g, line5*s_h + phase_i5 + strip5*high5*s_h - p_t, column5] written before read', '_jvp: y_t_dot_part1[n, 16*block6 + lane6, i, j], y_t_dot_part1[n, g, i, j], y_dot_part1[n, 16*block8 + lane8, i, j], y_dot_part1[n, g, i, j] written before read', '_jvp: y_t_dot[n, 16*block7 + lane7, line7, column7 - p_l], y_t_dot[n, g, line7 + strip7*high7, column7*s_w + phase_j7 - p_l], y_t_dot[n, g, i, j*s_w + v*d_w - p_l] written before read'], 'integers in range': [], 'routines': ['contract', 'correlate', 'correlate_abreast', 'lags', 'lags_abreast', 'lay_abreast', 'pad', 'pad_abreast', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w_channel", "w_column", "w_row", "b"])


class Residuals(namedtuple("Residuals", ["z", "y_t"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w_channel", 0, "O", "O"),
        runtime.Step("w_channel", 1, "C", "C"),
        runtime.Step("w_column", 0, "O", "O"),
        runtime.Step("w_column", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w_column", 2, "KH", "KH"),
        runtime.Step("w_column", 3, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 0, "O", "O"),
        runtime.Step("w_row", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 2, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 3, "KW", "KW"),
        runtime.Step("b", 0, "O", "O"),
    ),
    sizes={
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w_channel": lambda C, O, **_: (O, C),
        "w_column": lambda KH, O, **_: (O, 1, KH, 1),
        "w_row": lambda KW, O, **_: (O, 1, 1, KW),
        "b": lambda O, **_: (O,),
        "y": lambda N, O, OH, OW, **_: (N, O, OH, OW),
        "z": lambda H, N, O, W, **_: (N, O, H, W),
        "y_t": lambda N, O, OH, W, **_: (N, O, OH, W),
        "dy_t": lambda N, O, OH, W, **_: (N, O, OH, W),
        "dz": lambda H, N, O, W, **_: (N, O, H, W),
    },
    strides={'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
)


def forward(x, w_channel, w_column, w_row, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1):
    """one filter over the channels, one down the columns, one along the rows; ``save=True`` also returns what
    the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.new("z", "z")
    call.new("y_t", "y_t")
    call.run(_forward, ("x", "w_channel", "w_column", "w_row", "b", "y", "z", "y_t"), ("N", "C", "H", "W",
            "O", "KH", "KW", "OW", "OH", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ("z", "y_t"))) if call.asked("save", save) else result


def vjp_x(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dy_t", "dy_t")
    call.run(_shared_dy_t, ("dy", "w_row", "dy_t"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dz", "dz")
    call.run(_shared_dz, ("w_column", "dy_t", "dz"), ("N", "H", "W", "O", "KH", "OH", "s_h", "p_t", "d_h"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("w_channel", "dz", "dx"), ("N", "C", "H", "W", "O"))
    return call.result("dx")


def vjp_w_channel(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_channel, given dy."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dy_t", "dy_t")
    call.run(_shared_dy_t, ("dy", "w_row", "dy_t"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dz", "dz")
    call.run(_shared_dz, ("w_column", "dy_t", "dz"), ("N", "H", "W", "O", "KH", "OH", "s_h", "p_t", "d_h"))
    call.new("dw_channel", "w_channel", out)
    call.run(_vjp_w_channel, ("x", "dz", "dw_channel"), ("N", "C", "H", "W", "O"))
    return call.result("dw_channel")


def vjp_w_column(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_column, given dy."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("z",))
    call.new("dy_t", "dy_t")
    call.run(_shared_dy_t, ("dy", "w_row", "dy_t"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dw_column", "w_column", out)
    call.run(_vjp_w_column, ("z", "dy_t", "dw_column"), ("N", "H", "W", "O", "KH", "OH", "s_h", "p_t", "d_h"))
    return call.result("dw_column")


def vjp_w_row(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_row, given dy."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("y_t",))
    call.new("dw_row", "w_row", out)
    call.run(_vjp_w_row, ("dy", "y_t", "dw_row"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    return call.result("dw_row")


def vjp_b(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OW", "OH"))
    return call.result("db")


def vjp(dy, x, w_channel, w_column, w_row, b=None, *, residuals=None, stride=1, padding=0, dilation=1):
    """The gradients of x, w_channel, w_column, w_row, b."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("z", "y_t"))
    call.new("dy_t", "dy_t")
    call.run(_shared_dy_t, ("dy", "w_row", "dy_t"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dz", "dz")
    call.run(_shared_dz, ("w_column", "dy_t", "dz"), ("N", "H", "W", "O", "KH", "OH", "s_h", "p_t", "d_h"))
    call.new("dx", "x")
    call.new("dw_channel", "w_channel")
    call.new("dw_column", "w_column")
    call.new("dw_row", "w_row")
    call.new("db", "b")
    call.run(_vjp_x, ("w_channel", "dz", "dx"), ("N", "C", "H", "W", "O"))
    call.run(_vjp_w_channel, ("x", "dz", "dw_channel"), ("N", "C", "H", "W", "O"))
    call.run(_vjp_w_column, ("z", "dy_t", "dw_column"), ("N", "H", "W", "O", "KH", "OH", "s_h", "p_t", "d_h"))
    call.run(_vjp_w_row, ("dy", "y_t", "dw_row"), ("N", "W", "O", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OW", "OH"))
    return Gradients(*call.results(("dx", "dw_channel", "dw_column", "dw_row", "db")))


def jvp(x, w_channel, w_column, w_row, b=None, *, x_dot=None, w_channel_dot=None, w_column_dot=None,
    w_row_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w_channel": w_channel, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_channel_dot", "w_channel", w_channel_dot)
    call.add("w_column_dot", "w_column", w_column_dot)
    call.add("w_row_dot", "w_row", w_row_dot)
    call.add("b_dot", "b", b_dot)
    call.recall(residuals, forward, ("z", "y_t"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_channel_dot", "w_column_dot", "w_row_dot", "b_dot", "x", "w_channel",
            "w_column", "w_row", "z", "y_t", "y_dot"), ("N", "C", "H", "W", "O", "KH", "KW", "OW", "OH",
            "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("y_dot")
