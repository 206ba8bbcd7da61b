"""lp_pool2d_ceil: p-norm of each window; p = 2 is the notes' L2 pooling.

Made by `chainrule generate`, version 0.1.0, from the forward of `lp_pool2d_ceil`.  Do not edit.
Run time: 885da59e5e9be48a.

    powers[n,c,i,j] = Σ_{u,v} |x[n, c, s_h·i+d_h·u−p_t, s_w·j+d_w·v−p_l]|^p
    y[n,c,i,j] = {powers[n,c,i,j]^(1/p) if powers[n,c,i,j] > 0; else 0}
    dx[n,c,a,b] = sign(x[n,c,a,b]) · |x[n,c,a,b]|^(p−1) · Σ_{u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v,
        powers[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] > 0} dy[n, c, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w]/powers[n, c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w]^(1−1/p)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: a window of zeros has derivative 0; for p = 1 an element 0 has derivative 0.

Convention: powers are summed as they are: |x|^p must not overflow.

Source: Sermanet et al. 2012, eq. 1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 123 places of the kernels. Each of the 8 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

from . import runtime
from .lp_pool2d_ceil_kernels import (
    _forward, _vjp_x, _jvp,
)


SPEC = {
    'name': 'lp_pool2d_ceil',
    'summary': "p-norm of each window; p = 2 is the notes' L2 pooling",
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
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
        {'name': 'p', 'symbols': ['p'], 'kind': 'float', 'default': 2.0, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OH': 'min((H + p_t - 1) // s_h + 1, (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1) if kappa >= 1 else (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1', 'OW': 'min((W + p_l - 1) // s_w + 1, (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1) if kappa >= 1 else (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C * H * N * W', 'C * N * OH * OW']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * KH * N * OH * W + C * KW * N * OH * OW', 'C * KH * N * OH * W + C * KW * N * OH * OW + C * N * OH * OW', 'C * N * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // 2 + (W + p_l - 1) // 2 + 1', '(1 - p_l) // 2 + (W + p_l) // 2', '(W + p_l - 1) // s_w + 1', '-p_l // 2 + (W + p_l - 1) // 2 + 1', '-p_l // 2 + (W + p_l) // 2', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + OW', 'C * H * N * W', 'C * N * OH * OW', 'OW', 'W']},
    ],
    'proved': {'in bounds': 123, 'iterations apart': 8},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
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
        "OH": lambda H, KH, d_h, kappa, p_b, p_t, s_h, **_: min((H + p_t - 1) // s_h + 1, (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1) if kappa >= 1 else (H + d_h + p_b + p_t - (KH * d_h) - kappa - 1) // s_h + kappa + 1,
        "OW": lambda KW, W, d_w, kappa, p_l, p_r, s_w, **_: min((W + p_l - 1) // s_w + 1, (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1) if kappa >= 1 else (W + d_w + p_l + p_r - (KW * d_w) - kappa - 1) // s_w + kappa + 1,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "powers": lambda C, N, OH, OW, **_: (N, C, OH, OW),
    },
    strides={'kernel': ('KH', 'KW'), 'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(),
    checks=(),
)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1, p=2.0):
    """p-norm of each window; p = 2 is the notes' L2 pooling; ``save=True`` also returns what the gradients
    can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode, "p": p})
    call.new_all(("y",), out)
    call.new("powers", "powers")
    call.run(_forward, ("x", "y", "powers"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w", "p_t",
            "p_l", "d_h", "d_w", "p"))
    result = call.result("y")
    return (result, call.save(Residuals, ("powers",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1, p=2.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode, "p": p})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("powers",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "powers", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w", "p"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1, p=2.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode, "p": p})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("powers",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "x", "powers", "dx"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h", "s_w",
            "p_t", "p_l", "d_h", "d_w", "p"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=1, p=2.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode, "p": p})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("powers",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "x", "powers", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "KH", "KW", "s_h",
            "s_w", "p_t", "p_l", "d_h", "d_w", "p"))
    return call.result("y_dot")
