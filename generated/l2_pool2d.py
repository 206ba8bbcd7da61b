"""l2_pool2d: Euclidean norm of each window.

Made by `chainrule generate`, version 0.1.0, from the forward of `l2_pool2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    powers[n,c,i,j] = Σ_{u,v} x[n, c, s_h·i+u−p_t, s_w·j+v−p_l]²
    y[n,c,i,j] = {√powers[n,c,i,j] if powers[n,c,i,j] > 0; else 0}
    dx[n,c,a,b] = x[n,c,a,b] · Σ_{u,v : s_h ∣ a+p_t−u, s_w ∣ b+p_l−v, powers[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w] > 0} dy[n, c, (a+p_t−u)/s_h, (b+p_l−v)/s_w]/√powers[n, c, (a+p_t−u)/s_h,
        (b+p_l−v)/s_w]
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: a window of zeros has derivative 0.

Source: seeds 001, 004.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 128 places of the kernels. Each of the 5 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: _jvp: powers_dot[j] written before read.
"""

from collections import namedtuple

from . import runtime
from .l2_pool2d_kernels import (
    _forward, _vjp_x, _jvp,
)


SPEC = {
    'name': 'l2_pool2d',
    'summary': 'Euclidean norm of each window',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'powers', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OH': '(H + p_b + p_t - KH) // s_h + 1', 'OW': '(W + p_l + p_r - KW) // s_w + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C * N * OH * OW']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW', 'C * N * OH * OW']},
        {'path': 'single', 'at': 1, 'of': ['(KW - 1) // s_w']},
        {'path': 'single', 'at': 2, 'of': ['KW']},
        {'path': 'single', 'at': 3, 'of': ['(KW - 1) // s_w']},
        {'path': 'single', 'at': 4, 'of': ['KW']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // 2 + (W + p_l - 1) // 2 + 1', '(1 - p_l) // 2 + (W + p_l) // 2', '(1 - p_l) // 2 + OW', '(1 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(1 - p_l) // s_w + OW', '(2 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(2 - p_l) // s_w + OW', '(KW - 1) // s_w + 1', '(W + p_l - 1) // 2 + 1', '(W + p_l - 1) // s_w', '(W + p_l - 1) // s_w + 1', '(W + p_l - 1) // s_w - 1', '(W + p_l - 2) // s_w + 1', '(W + p_l - 3) // s_w + 1', '(W + p_l) // 2', '-p_l // 2 + (W + p_l - 1) // 2 + 1', '-p_l // 2 + (W + p_l) // 2', '-p_l // 2 + OW', '-p_l // s_w + (KW - 1) // s_w + OW', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 2) // s_w + 1', '-p_l // s_w + (W + p_l - 3) // s_w + 1', '-p_l // s_w + OW', '1 - (-p_l // s_w)', 'C * N * OH * OW', 'KW', 'KW - p_l', 'OW', 'OW - 1', 'OW - 2', 'W', 'W + p_l']},
    ],
    'proved': {'in bounds': 128, 'iterations apart': 5},
    'not proved': {'written before read': ['_jvp: powers_dot[j] written before read'], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["powers"]), runtime.Saved):
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
        "powers": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w')},
    requires=(),
    checks=(),
)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0):
    """Euclidean norm of each window; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.new_all(("y",), out)
    call.new("powers", "powers")
    call.run(_forward, ("x", "y", "powers"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l"))
    result = call.result("y")
    return (result, call.save(Residuals, ("powers",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("powers",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "powers", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("powers",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "powers", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("powers",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "powers", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h",
            "s_w", "p_t", "p_l"))
    return call.result("y_dot")
