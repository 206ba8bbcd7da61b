"""conv_bias_relu: 2-D cross-correlation with bias, rectified.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_bias_relu`.  Do not edit.
Run time: 885da59e5e9be48a.

    a[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} w[g·Og+o, c, u, v] · x[n, g·Cg+c, s_h·i+d_h·u−p_t,
        s_w·j+d_w·v−p_l]
    y[n,o,i,j] = {a[n,o,i,j] if a[n,o,i,j] > 0; else 0}
    dx[n, g·Cg+c, a, b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v), a[n, g·Og+o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] > 0} dy[n, g·Og+o, (a+p_t−d_h·(KH−1−u))/s_h,
        (b+p_l−d_w·(KW−1−v))/s_w] · w[g·Og+o, c, KH−1−u, KW−1−v]
    dw[g·Og+o, c, u, v] = Σ_{n,i,j : a[n, g·Og+o, i, j] > 0} dy[n, g·Og+o, i, j] · x[n, g·Cg+c,
        d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    db[g·Og+o] = Σ_{n,i,j : a[n, g·Og+o, i, j] > 0} dy[n, g·Og+o, i, j]
    dx[n, g·Cg+c] = Σ_o cross-correlation of zero-upsampled dy[n, g·Og+o]·[a[n, g·Og+o] > 0] (s_h − 1, s_w
        − 1 zeros between neighbours) with rot180(w[g·Og+o, c]): dilation (d_h, d_w), padding (d_h · (KH −
        1) − p_t, d_w · (KW − 1) − p_l)
    dw[g·Og+o, c] = Σ_n cross-correlation of x[n, g·Cg+c] with dy[n, g·Og+o]·[a[n, g·Og+o] > 0]: stride
        (d_h, d_w), dilation (s_h, s_w), padding (p_t, p_l)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: at a = 0 the derivative is 0.

Source: seed 004, three stages.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 380 places of the kernels. Each of the 35 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _forward: a[n, o, i, j] written before read; _vjp_x: tile[-part*share + turn, c, a, b, lane],
panels2[g, col_part2, k2, q2] written before read; _jvp: a_dot_part1[n, 16*block3*Og + lane3*Og + o, i,
j], a_dot_part1[n, g*Og + o, i, j] written before read; _jvp: a_dot[n, o, i, j] written before read; the
hand-written loops of contract_inside, correlate, correlate_abreast, lags, lags_abreast, lay_abreast, pad,
pad_abreast, padded, tiled, tiled_weights, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .conv_bias_relu_kernels import (
    _forward, _shared_dy_kept,
)
from .conv_bias_relu_kernels2 import (
    _vjp_x,
)
from .conv_bias_relu_kernels3 import (
    _vjp_w, _vjp_b,
)
from .conv_bias_relu_kernels4 import (
    _jvp, _forward_winograd, _vjp_x_winograd, _vjp_w_winograd,
)


SPEC = {
    'name': 'conv_bias_relu',
    'summary': '2-D cross-correlation with bias, rectified',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'a', 'shape': ['N', 'G * Og', 'OH', 'OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': False,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'abreast', 'at': 1, 'of': ['OW % 16', 'W % 16']},
        {'path': 'abreast', 'at': 4, 'of': ['Cg', 'Og', 'min(Cg, KH * KW, Og)']},
        {'path': 'abreast', 'at': 8, 'of': ['G']},
        {'path': 'abreast', 'at': 16, 'of': ['N + ((G - 1) // 16) * N', 's_w * 24 - W']},
        {'path': 'abreast', 'at': 17, 'of': ['OW']},
        {'path': 'abreast', 'at': 25, 'of': ['W']},
        {'path': 'abreast', 'at': 33, 'of': ['max(Cg, Og)']},
        {'path': 'abreast', 'at': 48, 'of': ['G * 4 - (((G - 1) // 16) * 48)']},
        {'path': 'abreast', 'at': 128, 'of': ['G * 9 - (((G - 1) // 16) * 128)']},
        {'path': 'abreast', 'at': 8193, 'of': ['Cg * H * W', 'H * W', 'OH * OW', 'OH * OW * Og']},
        {'path': 'abreast', 'at': 16385, 'of': ['Cg * KH * KW * Og']},
        {'path': 'abreast', 'at': 32769, 'of': ['max(Cg * H * W, OH * OW * Og)']},
        {'path': 'blocks', 'at': 4, 'of': ['Cg * KH * KW', 'H * N * W', 'KH * KW * Og', 'N * OH * OW']},
        {'path': 'blocks', 'at': 8, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 1, 'of': ['Cg % 16', 'Og % 16', 'min(Cg - 24, Og - 24)']},
        {'path': 'correlations', 'at': 2, 'of': ['KH * KW']},
        {'path': 'correlations', 'at': 4, 'of': ['OW', 'W']},
        {'path': 'correlations', 'at': 9, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 17, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 25, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 129, 'of': ['Cg * KH * KW', 'KH * KW * Og']},
        {'path': 'correlations', 'at': 257, 'of': ['Cg * KH * KW', 'KH * KW * Og']},
        {'path': 'deep', 'at': 1024, 'of': ['Cg * KH * KW', 'KH * KW * Og', 'N * OH * OW']},
        {'path': 'high', 'at': 216, 'of': ['Cg * KH * KW', 'H * N * W', 'N * OH * OW']},
        {'path': 'lagging', 'at': 2, 'of': ['KH * KW']},
        {'path': 'lagging', 'at': 4, 'of': ['W']},
        {'path': 'lagging', 'at': 9, 'of': ['Og']},
        {'path': 'lagging', 'at': 17, 'of': ['Cg * KH * KW', 'Og']},
        {'path': 'lagging', 'at': 49, 'of': ['Cg * KH * KW']},
        {'path': 'parts', 'at': 16, 'of': ['G', 'Og + 16']},
        {'path': 'parts', 'at': 256, 'of': ['N']},
        {'path': 'parts', 'at': 1024, 'of': ['(W + p_l - 1) // s_w + 1', '1 - (-p_l // s_w)', 'Cg', 'G * N * OH * OW * Og', 'OH * OW', 'OW', 'Og']},
        {'path': 'ranges', 'at': 24000, 'of': ['Cg * G * H * KH * KW * N * Og * W', 'Cg * G * H * KH * KW * N * Og * W // 32', 'Cg * G * KH * KW * N * OH * OW * Og', 'Cg * G * KH * KW * N * OH * OW * Og // 32', 'Cg * G * KH * KW * Og', 'G * N * OH * OW * Og']},
        {'path': 'vector', 'at': 64, 'of': ['(W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'Cg', 'Cg * KH * KW', 'G', 'G * N * OH * OW * Og', 'H * N * W', 'H * W', 'KH', 'KH * KW * Og', 'KW', 'N * OH * OW', 'OH * OW', 'OW', 'OW - p_l', 'Og', 'W', 'W + p_l', 's_w']},
        {'path': 'wide', 'at': 64, 'of': ['Cg', 'Og']},
    ],
    'winograd': {'functions': ['forward', 'vjp_x', 'vjp_w', 'vjp'], 'blocks': False, 'error': 's u / (1 - s u) a N max|w| max|x|: u the unit roundoff, N terms for each tap; a and s the product and the sum over the axes of cook_toom.GROWTH, s and min(N, 64) + ceil(N / 64) + 2 more'},
    'proved': {'in bounds': 380, 'iterations apart': 35},
    'not proved': {'written before read': ['_forward: a[n, o, i, j] written before read', '_vjp_x: tile[-part*share + turn, c, a, b, lane], panels2[g, col_part2, k2, q2] written before read', '_jvp: a_dot_part1[n, 16*block3*Og + lane3*Og + o, i, j], a_dot_part1[n, g*Og + o, i, j] written before read', '_jvp: a_dot[n, o, i, j] written before read'], 'integers in range': [], 'routines': ['contract_inside', 'correlate', 'correlate_abreast', 'lags', 'lags_abreast', 'lay_abreast', 'pad', 'pad_abreast', 'padded', 'tiled', 'tiled_weights', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", ["a"]), runtime.Saved):
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
        runtime.Step("w", 2, "KH", "KH"),
        runtime.Step("w", 3, "KW", "KW"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "w": lambda Cg, G, KH, KW, Og, **_: (G * Og, Cg, KH, KW),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OH, OW, Og, **_: (N, G * Og, OH, OW),
        "a": lambda G, N, OH, OW, Og, **_: (N, G * Og, OH, OW),
        "dy_kept": lambda G, N, OH, OW, Og, **_: (N, G * Og, OH, OW),
    },
    strides={'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
    tiles=runtime.Tiles(("s_h", "s_w", "d_h", "d_w",), (lambda KH, KW, **_: (KH, KW),), lambda Cg, Og,
            **_: (Og, Cg)),
)


def forward(x, w, b, *, out=None, save=False, stride=1, padding=0, dilation=1, groups=1, algorithm="auto",
    accuracy="exact"):
    """2-D cross-correlation with bias, rectified; ``save=True`` also returns what the gradients can use
    again. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom, with fewer products and
    a larger error (``SPEC["winograd"]``), which "auto" takes only where ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.new_all(("y",), out)
    call.new("a", "a")
    if call.tiled:
        call.run(_forward_winograd, ("x", "w", "b", "y", "a"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW",
                "OH", "OW", "p_t", "p_l"))
    else:
        call.run(_forward, ("x", "w", "b", "y", "a"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW",
                "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ("a",))) if call.asked("save", save) else result


def vjp_x(dy, x, w, b, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1,
    algorithm="auto", accuracy="exact"):
    """The gradient of x, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a",))
    call.new("dy_kept", "dy_kept")
    call.run(_shared_dy_kept, ("dy", "a", "dy_kept"), ("N", "G", "Og", "OH", "OW"))
    call.new("dx", "x", out)
    if call.tiled:
        call.run(_vjp_x_winograd, ("w", "dy_kept", "dx"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH",
                "OW", "p_t", "p_l"))
    else:
        call.run(_vjp_x, ("w", "dy_kept", "dx"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW",
                "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1,
    algorithm="auto", accuracy="exact"):
    """The gradient of w, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a",))
    call.new("dy_kept", "dy_kept")
    call.run(_shared_dy_kept, ("dy", "a", "dy_kept"), ("N", "G", "Og", "OH", "OW"))
    call.new("dw", "w", out)
    if call.tiled:
        call.run(_vjp_w_winograd, ("x", "dy_kept", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH",
                "OW", "p_t", "p_l"))
    else:
        call.run(_vjp_w, ("x", "dy_kept", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW",
                "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a",))
    call.new("dy_kept", "dy_kept")
    call.run(_shared_dy_kept, ("dy", "a", "dy_kept"), ("N", "G", "Og", "OH", "OW"))
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy_kept", "db"), ("N", "G", "Og", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b, *, residuals=None, stride=1, padding=0, dilation=1, groups=1, algorithm="auto",
    accuracy="exact"):
    """The gradients of x, w, b. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom, with
    fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where ``accuracy`` is
    "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a",))
    call.new("dy_kept", "dy_kept")
    call.run(_shared_dy_kept, ("dy", "a", "dy_kept"), ("N", "G", "Og", "OH", "OW"))
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    if call.tiled:
        call.run(_vjp_x_winograd, ("w", "dy_kept", "dx"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH",
                "OW", "p_t", "p_l"))
        call.run(_vjp_w_winograd, ("x", "dy_kept", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH",
                "OW", "p_t", "p_l"))
    else:
        call.run(_vjp_x, ("w", "dy_kept", "dx"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW",
                "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
        call.run(_vjp_w, ("x", "dy_kept", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "OH", "OW",
                "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_b, ("dy_kept", "db"), ("N", "G", "Og", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1,
    groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.recall(residuals, forward, ("a",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "a", "y_dot"), ("N", "Cg", "G", "H", "W", "Og", "KH",
            "KW", "OH", "OW", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("y_dot")
