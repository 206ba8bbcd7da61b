"""mixed_pool2d: λ times max pooling plus 1 − λ times average pooling.

Made by `chainrule generate`, version 0.1.0, from the forward of `mixed_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    switch[n,c,i,j] = arg max_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    most[n,c,i,j] = max_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    mean[n,c,i,j] = 1/(KH·KW) · Σ_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]
    y[n,c,i,j] = mix·most[n,c,i,j] + mean[n,c,i,j] · (1 − mix)
    dx[n,c,a,b] = 1/(KH·KW) · (1 − mix) · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w] + mix · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v, switch[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w] = u·KW+v} dy[n, c, (a+p_t−u)/s_h, (b+p_l−v)/s_w]
    dmix = Σ_{n,c,i,j} dy[n,c,i,j] · most[n,c,i,j] − Σ_{n,c,i,j} dy[n,c,i,j] · mean[n,c,i,j]
    x = −∞ where an index leaves its range
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: of equal elements the first in the window (row by row) wins and receives the whole gradient.

Convention: a NaN wins; a window without any pixel gives -oo, switch -1 and no gradient.

Convention: the divisor is the size of the window, pixels of the padding included.

Source: Yu et al. 2014, eq. 7; Lee et al. 2016.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 151 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: -1 <= switch < KH * KW (tested in each call); _forward: mean[nc, i, j] written before read.
"""

from collections import namedtuple

from . import runtime
from .mixed_pool2d_kernels import (
    _forward, _vjp_x, _vjp_mix, _jvp,
)


SPEC = {
    'name': 'mixed_pool2d',
    'summary': 'λ times max pooling plus 1 − λ times average pooling',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'mix', 'shape': [], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'switch', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'integer', 'low': -1, 'below': 'KH * KW'},
        {'name': 'most', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
        {'name': 'mean', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - KH) // s_h + 1', 'OW': '(W + p_l + p_r - KW) // s_w + 1'},
    'gradients': {'x': 'vjp_x', 'mix': 'vjp_mix'},
    'analytic': False,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'few', 'at': 257, 'of': ['KH * KW']},
        {'path': 'parts', 'at': 1024, 'of': ['C * N * OH * OW']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW']},
        {'path': 'single', 'at': 2, 'of': ['KW']},
        {'path': 'single', 'at': 4, 'of': ['KW']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(1 - p_l) // s_w + OW', '(2 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(2 - p_l) // s_w + OW', '(W + p_l - 1) // s_w + 1', '(W + p_l - 2) // s_w + 1', '(W + p_l - 3) // s_w + 1', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 2) // s_w + 1', '-p_l // s_w + (W + p_l - 3) // s_w + 1', '-p_l // s_w + OW', 'C * N * OH * OW', 'KH * KW + 1', 'KW', 'KW - p_l', 'OW', 'W', 'W + p_l']},
    ],
    'proved': {'in bounds': 151, 'iterations apart': 6},
    'not proved': {'written before read': ['_forward: mean[nc, i, j] written before read'], 'integers in range': ['-1 <= switch < KH * KW'], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "mix"])


class Residuals(namedtuple("Residuals", ["switch", "most", "mean"]), runtime.Saved):
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
        "mix": lambda **_: (),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "switch": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "most": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "mean": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    below={"switch": lambda KH, KW, **_: KH * KW},
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w')},
    requires=(
        (lambda KH, p_t, **_: KH >= p_t + 1, 'the padding must be smaller than the window'),
        (lambda KH, p_b, **_: KH >= p_b + 1, 'the padding must be smaller than the window'),
        (lambda KW, p_l, **_: KW >= p_l + 1, 'the padding must be smaller than the window'),
        (lambda KW, p_r, **_: KW >= p_r + 1, 'the padding must be smaller than the window'),
    ),
    checks=(),
)


def forward(x, mix, *, out=None, save=False, kernel=2, stride=2, padding=0):
    """λ times max pooling plus 1 − λ times average pooling; ``save=True`` also returns what the gradients can
    use again.
    """
    call = _LAYER.bind({"x": x, "mix": mix}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.new_all(("y",), out)
    call.new("switch", "switch")
    call.new("most", "most")
    call.new("mean", "mean")
    call.run(_forward, ("x", "mix", "y", "switch", "most", "mean"), ("N", "C", "H", "W", "OH", "OW", "KH",
            "KW", "s_h", "s_w", "p_t", "p_l"))
    result = call.result("y")
    return (result, call.save(Residuals, ("switch", "most", "mean"))) if call.asked("save", save) else result


def vjp_x(dy, x, mix, *, residuals=None, out=None, kernel=2, stride=2, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "mix": mix}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "mix", "switch", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l"))
    return call.result("dx")


def vjp_mix(dy, x, mix, *, residuals=None, out=None, kernel=2, stride=2, padding=0):
    """The gradient of mix, given dy."""
    call = _LAYER.bind({"x": x, "mix": mix}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("most", "mean"))
    call.new("dmix", "mix", out)
    call.run(_vjp_mix, ("dy", "most", "mean", "dmix"), ("N", "C", "OH", "OW"))
    return call.result("dmix")


def vjp(dy, x, mix, *, residuals=None, kernel=2, stride=2, padding=0):
    """The gradients of x, mix."""
    call = _LAYER.bind({"x": x, "mix": mix}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("switch", "most", "mean"))
    call.new("dx", "x")
    call.new("dmix", "mix")
    call.run(_vjp_x, ("dy", "mix", "switch", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l"))
    call.run(_vjp_mix, ("dy", "most", "mean", "dmix"), ("N", "C", "OH", "OW"))
    return Gradients(*call.results(("dx", "dmix")))


def jvp(x, mix, *, x_dot=None, mix_dot=None, residuals=None, kernel=2, stride=2, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "mix": mix}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("x_dot", "x", x_dot)
    call.add("mix_dot", "mix", mix_dot)
    call.recall(residuals, forward, ("switch", "most", "mean"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "mix_dot", "mix", "switch", "most", "mean", "y_dot"), ("N", "C", "H", "W", "OH",
            "OW", "KH", "KW", "s_h", "s_w", "p_t", "p_l"))
    return call.result("y_dot")
