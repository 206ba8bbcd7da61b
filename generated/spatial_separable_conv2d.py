"""spatial_separable_conv2d: a column filter, then a row filter, per channel: a convolution of rank 1.

Made by `chainrule generate`, version 0.1.0, from the forward of `spatial_separable_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    t[n,g,i,j] = Σ_u w_column[g,0,u,0] · x[n, g, s_h·i+d_h·u−p_t, j]
    y[n,g,i,j] = b[g] + Σ_v t[n, g, i, s_w·j+d_w·v−p_l] · w_row[g,0,0,v]
    dt[n,c,i,b] = Σ_{v : s_w ∣ b+p_l−d_w·v} dy[n, c, i, (b+p_l−d_w·v)/s_w] · w_row[c,0,0,v]
    dx[n,c,a,b] = Σ_{u : s_h ∣ a+p_t−d_h·(KH−1−u)} dt[n, c, (a+p_t−d_h·(KH−1−u))/s_h, b] · w_column[c, 0,
        KH−1−u, 0]
    dw_column[c,0,u,0] = Σ_{n,i,j} dt[n,c,i,j] · x[n, c, d_h·u+s_h·i−p_t, j]
    dw_row[c,0,0,v] = Σ_{n,i,j} dy[n,c,i,j] · t[n, c, i, d_w·v+s_w·j−p_l]
    db[c] = Σ_{n,i,j} dy[n,c,i,j]
    dx[n,c,b] = cross-correlation of zero-upsampled dt[n,c,b] (s_h − 1 zeros between neighbours) with
        rot180(w_column[c,0,0]): dilation (d_h), padding (d_h · (KH − 1) − p_t)
    dw_column[c,0,0] = Σ_{n,j} cross-correlation of x[n,c,j] with dt[n,c,j]: stride (d_h), dilation (s_h),
        padding (p_t)
    dw_row[c,0,0] = Σ_{n,i} cross-correlation of t[n,c,i] with dy[n,c,i]: stride (d_w), dilation (s_w),
        padding (p_l)
    x = 0 where an index leaves its range
    t = 0 where an index leaves its range
    dy = 0 where an index leaves its range
    dt = 0 where an index leaves its range

Source: seed 001: Sobel = (1 2 1)ᵀ (−1 0 1).

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 306 places of the kernels. Each of the 37 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _forward: t[n, 16*block2 + lane2, line2, column2 - p_l], t[n, g, line2 + strip2*high2,
column2*s_w + phase_j2 - p_l], t[n, g, i, j*s_w + v*d_w - p_l] written before read; _shared_dt:
tile[-part*share + turn, row, a, b, lane] written before read; _vjp_x: tile[-part*share + turn, row, a, b,
lane] written before read; _jvp: t_dot_part1[n, 16*block2 + lane2 + o, i, j], t_dot_part1[n, g + o, i, j],
y_dot_part1[n, 16*block4 + lane4 + o, i, j], y_dot_part1[n, g + o, i, j] written before read; _jvp:
t_dot[n, 16*block4 + lane4, line4, column4 - p_l], t_dot[n, g, line4 + strip4*high4, column4*s_w +
phase_j4 - p_l], t_dot[n, g, i, j*s_w + v*d_w - p_l] written before read; the hand-written loops of
correlate, correlate_abreast, lags, lags_abreast, lay_abreast, pad, pad_abreast (tried between protected
pages).
"""

from collections import namedtuple

from . import runtime
from .spatial_separable_conv2d_kernels import (
    _forward,
)
from .spatial_separable_conv2d_kernels2 import (
    _shared_dt,
)
from .spatial_separable_conv2d_kernels3 import (
    _vjp_x, _vjp_w_column,
)
from .spatial_separable_conv2d_kernels4 import (
    _vjp_w_row, _vjp_b,
)
from .spatial_separable_conv2d_kernels5 import (
    _jvp,
)


SPEC = {
    'name': 'spatial_separable_conv2d',
    'summary': 'a column filter, then a row filter, per channel: a convolution of rank 1',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w_column', 'shape': ['C', '1', 'KH', '1'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w_row', 'shape': ['C', '1', '1', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 't', 'shape': ['N', 'C', 'OH', 'W'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1', 'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1'},
    'gradients': {'x': 'vjp_x', 'w_column': 'vjp_w_column', 'w_row': 'vjp_w_row', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'abreast', 'at': 8, 'of': ['C']},
        {'path': 'abreast', 'at': 9, 'of': ['W']},
        {'path': 'abreast', 'at': 16, 'of': ['s_w * 24 - W']},
        {'path': 'abreast', 'at': 17, 'of': ['OW', 'W']},
        {'path': 'abreast', 'at': 25, 'of': ['W']},
        {'path': 'abreast', 'at': 48, 'of': ['C * 4 - (((C - 1) // 16) * 48)']},
        {'path': 'abreast', 'at': 8193, 'of': ['H * W', 'OH * OW', 'OH * W']},
        {'path': 'abreast', 'at': 16385, 'of': ['KH', 'KW']},
        {'path': 'correlations', 'at': 4, 'of': ['OW', 'W']},
        {'path': 'lagging', 'at': 4, 'of': ['W']},
        {'path': 'parts', 'at': 16, 'of': ['C']},
        {'path': 'parts', 'at': 256, 'of': ['N']},
        {'path': 'parts', 'at': 1024, 'of': ['(W + p_l - 1) // s_w + 1', '1 - (-p_l // s_w)', 'OH * OW', 'OW', 'W']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * KH * N * W', 'C * H * KH * N * W // 32', 'C * KH * N * OH * W', 'C * KH * N * OH * W // 32', 'C * KH + C * KH * N * OH * W', 'C * KW * N * OH * OW', 'C * KW * N * OH * OW // 32', 'C * KW * N * OH * W', 'C * KW * N * OH * W // 32', 'C * KW + C * KW * N * OH * OW', 'C * N * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'C', 'KH', 'KW', 'N + ((C - 1) // 16) * N', 'OH * OW', 'OW', 'OW - p_l', 'W', 'W + p_l', 's_h', 's_w']},
    ],
    'proved': {'in bounds': 306, 'iterations apart': 37},
    'not proved': {'written before read': ['_forward: t[n, 16*block2 + lane2, line2, column2 - p_l], t[n, g, line2 + strip2*high2, column2*s_w + phase_j2 - p_l], t[n, g, i, j*s_w + v*d_w - p_l] written before read', '_shared_dt: tile[-part*share + turn, row, a, b, lane] written before read', '_vjp_x: tile[-part*share + turn, row, a, b, lane] written before read', '_jvp: t_dot_part1[n, 16*block2 + lane2 + o, i, j], t_dot_part1[n, g + o, i, j], y_dot_part1[n, 16*block4 + lane4 + o, i, j], y_dot_part1[n, g + o, i, j] written before read', '_jvp: t_dot[n, 16*block4 + lane4, line4, column4 - p_l], t_dot[n, g, line4 + strip4*high4, column4*s_w + phase_j4 - p_l], t_dot[n, g, i, j*s_w + v*d_w - p_l] written before read'], 'integers in range': [], 'routines': ['correlate', 'correlate_abreast', 'lags', 'lags_abreast', 'lay_abreast', 'pad', 'pad_abreast']},
}


Gradients = namedtuple("Gradients", ["x", "w_column", "w_row", "b"])


class Residuals(namedtuple("Residuals", ["t"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w_column", 0, "C", "C"),
        runtime.Step("w_column", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w_column", 2, "KH", "KH"),
        runtime.Step("w_column", 3, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 0, "C", "C"),
        runtime.Step("w_row", 1, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 2, "", "1", rest=lambda **_: 1),
        runtime.Step("w_row", 3, "KW", "KW"),
        runtime.Step("b", 0, "C", "C"),
    ),
    sizes={
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w_column": lambda C, KH, **_: (C, 1, KH, 1),
        "w_row": lambda C, KW, **_: (C, 1, 1, KW),
        "b": lambda C, **_: (C,),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "t": lambda C, N, OH, W, **_: (N, C, OH, W),
        "dt": lambda C, N, OH, W, **_: (N, C, OH, W),
    },
    strides={'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
)


def forward(x, w_column, w_row, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1):
    """a column filter, then a row filter, per channel: a convolution of rank 1; ``save=True`` also returns
    what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.new_all(("y",), out)
    call.new("t", "t")
    call.run(_forward, ("x", "w_column", "w_row", "b", "y", "t"), ("N", "C", "H", "W", "KH", "KW", "OW", "OH",
            "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ("t",))) if call.asked("save", save) else result


def vjp_x(dy, x, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dt", "dt")
    call.run(_shared_dt, ("dy", "w_row", "dt"), ("N", "C", "W", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("w_column", "dt", "dx"), ("N", "C", "H", "W", "KH", "OH", "s_h", "p_t", "d_h"))
    return call.result("dx")


def vjp_w_column(dy, x, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1):
    """The gradient of w_column, given dy."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("dt", "dt")
    call.run(_shared_dt, ("dy", "w_row", "dt"), ("N", "C", "W", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dw_column", "w_column", out)
    call.run(_vjp_w_column, ("x", "dt", "dw_column"), ("N", "C", "H", "W", "KH", "OH", "s_h", "p_t", "d_h"))
    return call.result("dw_column")


def vjp_w_row(dy, x, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of w_row, given dy."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("t",))
    call.new("dw_row", "w_row", out)
    call.run(_vjp_w_row, ("dy", "t", "dw_row"), ("N", "C", "W", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    return call.result("dw_row")


def vjp_b(dy, x, w_column, w_row, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "C", "OW", "OH"))
    return call.result("db")


def vjp(dy, x, w_column, w_row, b=None, *, residuals=None, stride=1, padding=0, dilation=1):
    """The gradients of x, w_column, w_row, b."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("t",))
    call.new("dt", "dt")
    call.run(_shared_dt, ("dy", "w_row", "dt"), ("N", "C", "W", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.new("dx", "x")
    call.new("dw_column", "w_column")
    call.new("dw_row", "w_row")
    call.new("db", "b")
    call.run(_vjp_x, ("w_column", "dt", "dx"), ("N", "C", "H", "W", "KH", "OH", "s_h", "p_t", "d_h"))
    call.run(_vjp_w_column, ("x", "dt", "dw_column"), ("N", "C", "H", "W", "KH", "OH", "s_h", "p_t", "d_h"))
    call.run(_vjp_w_row, ("dy", "t", "dw_row"), ("N", "C", "W", "KW", "OW", "OH", "s_w", "p_l", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "C", "OW", "OH"))
    return Gradients(*call.results(("dx", "dw_column", "dw_row", "db")))


def jvp(x, w_column, w_row, b=None, *, x_dot=None, w_column_dot=None, w_row_dot=None, b_dot=None,
    residuals=None, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w_column": w_column, "w_row": w_row, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_column_dot", "w_column", w_column_dot)
    call.add("w_row_dot", "w_row", w_row_dot)
    call.add("b_dot", "b", b_dot)
    call.recall(residuals, forward, ("t",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_column_dot", "w_row_dot", "b_dot", "x", "w_column", "w_row", "t", "y_dot"),
            ("N", "C", "H", "W", "KH", "KW", "OW", "OH", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("y_dot")
