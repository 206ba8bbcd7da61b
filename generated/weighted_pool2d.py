"""weighted_pool2d: average with Gaussian weights around the centre of the window.

Made by `chainrule generate`, version 0.1.0, from the forward of `weighted_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    bell[u,v] = exp((−(u − KH/2 + 1/2)² − (v − KW/2 + 1/2)²)/(2·σ²))
    bell_sum = Σ_{u,v} bell[u,v]
    y[n,c,i,j] = 1/bell_sum · Σ_{u,v} bell[u,v] · x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    dx[n,c,a,b] = 1/bell_sum · Σ_{u,v : s_h ∣ a+u+p_t−KH+1, s_w ∣ b+v+p_l−KW+1} dy[n, c,
        (a+u+p_t−KH+1)/s_h, (b+v+p_l−KW+1)/s_w] · bell[KH−1−u, KW−1−v]
    dx[n,c] = 1/bell_sum · cross-correlation of zero-upsampled dy[n,c] (s_h − 1, s_w − 1 zeros between
        neighbours) with rot180(bell): padding (KH − 1 − p_t, KW − 1 − p_l)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: zeros of the padding take part with their weights.

Source: seeds 001, 004; Goodfellow et al. 2016, section 9.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 116 places of the kernels. Each of the 16 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _vjp_x: tile[block - part*share, row, a, b, lane], tile[row, q - strip*high + quotient_r, q' +
quotient_r'] written before read; the hand-written loops of correlate, correlate_abreast, lay_abreast,
pad, pad_abreast (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .weighted_pool2d_kernels import (
    _forward,
)
from .weighted_pool2d_kernels2 import (
    _vjp_x, _jvp,
)


SPEC = {
    'name': 'weighted_pool2d',
    'summary': 'average with Gaussian weights around the centre of the window',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'bell_sum', 'shape': [], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'sigma', 'symbols': ['sigma'], 'kind': 'float', 'default': 1.0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - KH) // s_h + 1', 'OW': '(W + p_l + p_r - KW) // s_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'abreast', 'at': 8, 'of': ['C * N']},
        {'path': 'abreast', 'at': 17, 'of': ['OW']},
        {'path': 'abreast', 'at': 8193, 'of': ['H * W', 'OH * OW']},
        {'path': 'abreast', 'at': 16385, 'of': ['KH * KW']},
        {'path': 'correlations', 'at': 4, 'of': ['OW', 'W']},
        {'path': 'parts', 'at': 16, 'of': ['C * N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * KH * KW * N * W', 'C * H * KH * KW * N * W // 32', 'C * KH * KW * N * OH * OW + C * N * OH * OW', 'C * KH * KW * N * OH * OW // 32', 'KH * KW']},
        {'path': 'vector', 'at': 64, 'of': ['(C * N - 1) // 16 + 1', '(W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'C * N', 'KW', 'OW', 'OW - p_l', 'W', 'W + p_l', 's_w']},
    ],
    'proved': {'in bounds': 116, 'iterations apart': 16},
    'not proved': {'written before read': ["_vjp_x: tile[block - part*share, row, a, b, lane], tile[row, q - strip*high + quotient_r, q' + quotient_r'] written before read"], 'integers in range': [], 'routines': ['correlate', 'correlate_abreast', 'lay_abreast', 'pad', 'pad_abreast']},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["bell_sum"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
    ),
    sizes={
        "OH": lambda H, KH, p_b, p_t, s_h, **_: (H + p_b + p_t - KH) // s_h + 1,
        "OW": lambda KW, W, p_l, p_r, s_w, **_: (W + p_l + p_r - KW) // s_w + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "bell_sum": lambda **_: (),
    },
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w')},
    requires=(
        (lambda sigma, **_: sigma > float(0), 'sigma must be greater than 0, for it is divided by'),
    ),
    checks=(),
)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, sigma=1.0):
    """average with Gaussian weights around the centre of the window; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "sigma": sigma})
    call.new_all(("y",), out)
    call.new("bell_sum", "bell_sum")
    call.run(_forward, ("x", "y", "bell_sum"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "sigma"))
    result = call.result("y")
    return (result, call.save(Residuals, ("bell_sum",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, sigma=1.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "sigma": sigma})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("bell_sum",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "bell_sum", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "sigma"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, sigma=1.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "sigma": sigma})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("bell_sum",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "bell_sum", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "sigma"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, sigma=1.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "sigma": sigma})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("bell_sum",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "bell_sum", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "sigma"))
    return call.result("y_dot")
