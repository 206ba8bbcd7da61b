"""coord_conv2d: convolution of the image with its coordinates appended as channels.

Made by `chainrule generate`, version 0.1.0, from the forward of `coord_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    z[n,k,a,b] = {x[n,k,a,b] if k < C; 2·a/max(H − 1, 1) − 1 if k = C; else 2·b/max(W − 1, 1) − 1}
    y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · z[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]
    dx[n,c,a,b] = Σ_{o,u,v : s_h ∣ a+p_t−d_h·(KH−1−u), s_w ∣ b+p_l−d_w·(KW−1−v)} dy[n, o,
        (a+p_t−d_h·(KH−1−u))/s_h, (b+p_l−d_w·(KW−1−v))/s_w] · w[o, c, KH−1−u, KW−1−v]
    dw[o,k,u,v] = Σ_{n,i,j} dy[n,o,i,j] · z[n, k, d_h·u+s_h·i−p_t, d_w·v+s_w·j−p_l]
    db[o] = Σ_{n,i,j} dy[n,o,i,j]
    dx[n,c] = Σ_o cross-correlation of zero-upsampled dy[n,o] (s_h − 1, s_w − 1 zeros between neighbours)
        with rot180(w[o,c]): dilation (d_h, d_w), padding (d_h · (KH − 1) − p_t, d_w · (KW − 1) − p_l)
    dw[o,k] = Σ_n cross-correlation of z[n,k] with dy[n,o]: stride (d_h, d_w), dilation (s_h, s_w),
        padding (p_t, p_l)
    z = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: rows and columns run from -1 to 1; along an axis of a single pixel the coordinate is -1.

Convention: padding is zero in the coordinate channels, too.

Source: Liu et al. 2018, section 3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 301 places of the kernels. Each of the 28 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _vjp_x: tile[block - part*share, c, a, b, lane], panels2[col_part2, k2, q2] written before
read; the hand-written loops of contract, contract_inside, correlate, correlate_abreast, lags,
lay_abreast, pad, pad_abreast, padded, tiled, tiled_weights, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .coord_conv2d_kernels import (
    _forward,
)
from .coord_conv2d_kernels2 import (
    _vjp_x,
)
from .coord_conv2d_kernels3 import (
    _vjp_w, _vjp_b, _jvp,
)
from .coord_conv2d_kernels4 import (
    _forward_winograd, _vjp_x_winograd, _vjp_w_winograd,
)


SPEC = {
    'name': 'coord_conv2d',
    'summary': 'convolution of the image with its coordinates appended as channels',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['O', 'C + 2', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': 0},
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
        {'path': 'abreast', 'at': 1, 'of': ['OW % 16', 'W % 16']},
        {'path': 'abreast', 'at': 2, 'of': ['C']},
        {'path': 'abreast', 'at': 4, 'of': ['O', 'min(C + 2, KH * KW, O)', 'min(C, KH * KW, O)']},
        {'path': 'abreast', 'at': 8, 'of': ['N']},
        {'path': 'abreast', 'at': 15, 'of': ['(N - 1) // 16']},
        {'path': 'abreast', 'at': 17, 'of': ['OW']},
        {'path': 'abreast', 'at': 33, 'of': ['max(C + 2, O)', 'max(C, O)']},
        {'path': 'abreast', 'at': 128, 'of': ['N * 9 - (((N - 1) // 16) * 128)']},
        {'path': 'abreast', 'at': 8193, 'of': ['H * W', 'H * W * 2 + C * H * W', 'O * OH * OW', 'OH * OW']},
        {'path': 'abreast', 'at': 16385, 'of': ['C * KH * KW * O', 'KH * KW * O * 2 + C * KH * KW * O']},
        {'path': 'abreast', 'at': 32769, 'of': ['max(C * H * W, O * OH * OW)', 'max(H * W * 2 + C * H * W, O * OH * OW)']},
        {'path': 'blocks', 'at': 4, 'of': ['H * N * W', 'KH * KW * 2 + C * KH * KW', 'KH * KW * O', 'N * OH * OW', 'O']},
        {'path': 'blocks', 'at': 8, 'of': ['C', 'N * OH * OW', 'O']},
        {'path': 'correlations', 'at': 1, 'of': ['C % 16', 'O % 16', 'min(C - 24, O - 24)']},
        {'path': 'correlations', 'at': 2, 'of': ['KH * KW']},
        {'path': 'correlations', 'at': 4, 'of': ['OW', 'W']},
        {'path': 'correlations', 'at': 9, 'of': ['C', 'O']},
        {'path': 'correlations', 'at': 15, 'of': ['C']},
        {'path': 'correlations', 'at': 17, 'of': ['O']},
        {'path': 'correlations', 'at': 25, 'of': ['C', 'O']},
        {'path': 'correlations', 'at': 129, 'of': ['KH * KW * 2 + C * KH * KW', 'KH * KW * O']},
        {'path': 'correlations', 'at': 257, 'of': ['KH * KW * 2 + C * KH * KW', 'KH * KW * O']},
        {'path': 'deep', 'at': 1024, 'of': ['KH * KW * 2 + C * KH * KW', 'KH * KW * O', 'N * OH * OW']},
        {'path': 'high', 'at': 216, 'of': ['(C + 2) * KH * KW', 'H * N * W', 'N * OH * OW']},
        {'path': 'lagging', 'at': 2, 'of': ['KH * KW']},
        {'path': 'lagging', 'at': 4, 'of': ['W']},
        {'path': 'lagging', 'at': 9, 'of': ['O']},
        {'path': 'lagging', 'at': 17, 'of': ['KH * KW * 2 + C * KH * KW', 'O']},
        {'path': 'lagging', 'at': 49, 'of': ['KH * KW * 2 + C * KH * KW']},
        {'path': 'parts', 'at': 16, 'of': ['N', 'O + 16']},
        {'path': 'parts', 'at': 256, 'of': ['N']},
        {'path': 'parts', 'at': 1024, 'of': ['(W + p_l - 1) // s_w + 1', '1 - (-p_l // s_w)', 'C + 2', 'O', 'OH * OW', 'OW']},
        {'path': 'ranges', 'at': 24000, 'of': ['(C + 2) * H * N * W', '(C + 2) * KH * KW * N * O * OH * OW', '(C + 2) * KH * KW * N * O * OH * OW // 32', '(C + 2) * KH * KW * O', 'C * H * KH * KW * N * O * W', 'C * H * KH * KW * N * O * W // 32', 'C * KH * KW * O', 'N * O * OH * OW']},
        {'path': 'single', 'at': 1, 'of': ['C']},
        {'path': 'vector', 'at': 64, 'of': ['(W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + N * OH * OW', '-p_l // s_w + OW', 'C', 'C + 2', 'H * N * W', 'H * W', 'KH', 'KH * KW * 2 + C * KH * KW', 'KH * KW * O', 'KW', 'N', 'N * OH * OW', 'O', 'OH * OW', 'OW', 'OW - p_l', 'W', 'W + p_l', 's_w']},
        {'path': 'wide', 'at': 64, 'of': ['C', 'N * OH * OW', 'O']},
    ],
    'winograd': {'functions': ['forward', 'vjp_x', 'vjp_w', 'vjp'], 'blocks': True, 'error': 's u / (1 - s u) a N max|w| max|x|: u the unit roundoff, N terms for each tap; a and s the product and the sum over the axes of cook_toom.GROWTH, s and min(N, 64) + ceil(N / 64) + 2 more'},
    'proved': {'in bounds': 301, 'iterations apart': 28},
    'not proved': {'written before read': ['_vjp_x: tile[block - part*share, c, a, b, lane], panels2[col_part2, k2, q2] written before read'], 'integers in range': [], 'routines': ['contract', 'contract_inside', 'correlate', 'correlate_abreast', 'lags', 'lay_abreast', 'pad', 'pad_abreast', 'padded', 'tiled', 'tiled_weights', 'turn']},
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
        runtime.Step("w", 1, "", "C + 2", rest=lambda C, **_: C + 2),
        runtime.Step("w", 2, "KH", "KH"),
        runtime.Step("w", 3, "KW", "KW"),
        runtime.Step("b", 0, "O", "O"),
    ),
    sizes={
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w": lambda C, KH, KW, O, **_: (O, C + 2, KH, KW),
        "b": lambda O, **_: (O,),
        "y": lambda N, O, OH, OW, **_: (N, O, OH, OW),
    },
    strides={'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
    tiles=runtime.Tiles(("s_h", "s_w", "d_h", "d_w",), (lambda KH, KW, **_: (KH, KW),), lambda C, O, **_: (O,
            C + 2, C)),
)


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1, algorithm="auto",
    accuracy="exact"):
    """convolution of the image with its coordinates appended as channels; ``save=True`` also returns what the
    gradients can use again. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom, with
    fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where ``accuracy`` is
    "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.choose(algorithm, accuracy)
    call.new_all(("y",), out)
    if call.tiled:
        call.run(_forward_winograd, ("x", "w", "b", "y"), ("N", "C", "H", "W", "O", "KH", "KW", "OH", "OW",
                "p_t", "p_l"))
    else:
        call.run(_forward, ("x", "w", "b", "y"), ("N", "C", "H", "W", "O", "KH", "KW", "OH", "OW", "s_h",
                "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, algorithm="auto",
    accuracy="exact"):
    """The gradient of x, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    if call.tiled:
        call.run(_vjp_x_winograd, ("dy", "w", "dx"), ("N", "C", "H", "W", "O", "KH", "KW", "OH", "OW", "p_t",
                "p_l"))
    else:
        call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "H", "W", "O", "KH", "KW", "OH", "OW", "s_h", "s_w",
                "p_t", "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, algorithm="auto",
    accuracy="exact"):
    """The gradient of w, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    if call.tiled:
        call.run(_vjp_w_winograd, ("dy", "x", "dw"), ("N", "C", "H", "W", "O", "KH", "KW", "OH", "OW", "p_t",
                "p_l"))
    else:
        call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "H", "W", "O", "KH", "KW", "OH", "OW", "s_h", "s_w",
                "p_t", "p_l", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OH", "OW"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, dilation=1, algorithm="auto",
    accuracy="exact"):
    """The gradients of x, w, b. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom, with
    fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where ``accuracy`` is
    "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    if call.tiled:
        call.run(_vjp_x_winograd, ("dy", "w", "dx"), ("N", "C", "H", "W", "O", "KH", "KW", "OH", "OW", "p_t",
                "p_l"))
        call.run(_vjp_w_winograd, ("dy", "x", "dw"), ("N", "C", "H", "W", "O", "KH", "KW", "OH", "OW", "p_t",
                "p_l"))
    else:
        call.run(_vjp_x, ("dy", "w", "dx"), ("N", "C", "H", "W", "O", "KH", "KW", "OH", "OW", "s_h", "s_w",
                "p_t", "p_l", "d_h", "d_w"))
        call.run(_vjp_w, ("dy", "x", "dw"), ("N", "C", "H", "W", "O", "KH", "KW", "OH", "OW", "s_h", "s_w",
                "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "O", "OH", "OW"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "C", "H", "W", "O", "KH", "KW", "OH",
            "OW", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("y_dot")
