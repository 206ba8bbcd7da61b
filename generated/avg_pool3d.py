"""avg_pool3d: mean of each window with the choice of what counts in the divisor.

Made by `chainrule generate`, version 0.1.0, from the forward of `avg_pool3d`.  Do not edit.
Run time: badfebcb826fd7a0.

    count_k[k] = max(Σ_{t : 0 ≤ s_d·k+t+p_f·ζ−p_f < D+p_f·ζ+p_k·ζ} 1, 1)
    count_i[i] = max(Σ_{u : 0 ≤ s_h·i+u+p_t·ζ−p_t < H+p_b·ζ+p_t·ζ} 1, 1)
    count_j[j] = max(Σ_{v : 0 ≤ s_w·j+v+p_l·ζ−p_l < W+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,k,i,j] = 1/{ω if ω > 0; else count_i[i]·count_j[j]·count_k[k]} · Σ_{t,u,v} x[n, c, s_d·k+t−p_f,
        s_h·i+u−p_t, s_w·j+v−p_l]
    dx[n,c,z,a,b] = Σ_{t,u,v : s_d ∣ z+p_f−t, s_h ∣ a+p_t−u, s_w ∣ b+p_l−v} dy[n, c, (z+p_f−t)/s_d,
        (a+p_t−u)/s_h, (b+p_l−v)/s_w]/{ω if ω > 0; else
        count_i[(a+p_t−u)/s_h]·count_j[(b+p_l−v)/s_w]·count_k[(z+p_f−t)/s_d]}
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: taps behind the padding never count; a window in which nothing counts gives 0.

Convention: count_include_pad = 0 leaves the padding out of the divisor, too.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 200 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: _forward: count_i[i] written before read; _forward: count_j[j] written before read; _forward:
count_k[k] written before read.
"""

from collections import namedtuple

from . import runtime
from .avg_pool3d_kernels import (
    _forward, _vjp_x, _jvp,
)


SPEC = {
    'name': 'avg_pool3d',
    'summary': 'mean of each window with the choice of what counts in the divisor',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'count_k', 'shape': ['OD'], 'kind': 'real'},
        {'name': 'count_i', 'shape': ['OH'], 'kind': 'real'},
        {'name': 'count_j', 'shape': ['OW'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['KD', 'KH', 'KW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s_d', 's_h', 's_w'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_f', 'p_k', 'p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'count_include_pad', 'symbols': ['zeta'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
        {'name': 'divisor_override', 'symbols': ['omega'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OD': 'min((D + p_f - 1) // s_d + 1, (D + p_f + p_k - KD - kappa) // s_d + kappa + 1) if kappa >= 1 else (D + p_f + p_k - KD - kappa) // s_d + kappa + 1', 'OH': 'min((H + p_t - 1) // s_h + 1, (H + p_b + p_t - KH - kappa) // s_h + kappa + 1) if kappa >= 1 else (H + p_b + p_t - KH - kappa) // s_h + kappa + 1', 'OW': 'min((W + p_l - 1) // s_w + 1, (W + p_l + p_r - KW - kappa) // s_w + kappa + 1) if kappa >= 1 else (W + p_l + p_r - KW - kappa) // s_w + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'single', 'at': 1, 'of': ['(KW - 1) // s_w', 'omega']},
        {'path': 'single', 'at': 2, 'of': ['KD', 'KH', 'KW']},
        {'path': 'single', 'at': 3, 'of': ['(KW - 1) // s_w']},
        {'path': 'single', 'at': 4, 'of': ['KD', 'KH', 'KW']},
        {'path': 'vector', 'at': 64, 'of': ['(1 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(1 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(1 - p_l) // s_w + OW', '(2 - p_l) // s_w + (W + p_l - 1) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 2) // s_w + 1', '(2 - p_l) // s_w + (W + p_l - 3) // s_w + 1', '(2 - p_l) // s_w + OW', '(D + p_f + p_k * zeta - 1) // s_d + (p_f * zeta + 1 - p_f) // s_d + 1', '(D + p_f + p_k * zeta - 1) // s_d + (p_f * zeta + 2 - p_f) // s_d + 1', '(D + p_f + p_k * zeta - 1) // s_d + (p_f * zeta - p_f) // s_d + 1', '(D + p_f + p_k * zeta - 1) // s_d + 1', '(D + p_f + p_k * zeta - 2) // s_d + (p_f * zeta + 1 - p_f) // s_d + 1', '(D + p_f + p_k * zeta - 2) // s_d + (p_f * zeta + 2 - p_f) // s_d + 1', '(D + p_f + p_k * zeta - 2) // s_d + (p_f * zeta - p_f) // s_d + 1', '(D + p_f + p_k * zeta - 2) // s_d + 1', '(D + p_f + p_k * zeta - 3) // s_d + (p_f * zeta + 1 - p_f) // s_d + 1', '(D + p_f + p_k * zeta - 3) // s_d + (p_f * zeta + 2 - p_f) // s_d + 1', '(D + p_f + p_k * zeta - 3) // s_d + (p_f * zeta - p_f) // s_d + 1', '(D + p_f + p_k * zeta - 3) // s_d + 1', '(H + p_b * zeta + p_t - 1) // s_h + (p_t * zeta + 1 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 1) // s_h + (p_t * zeta + 2 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 1) // s_h + (p_t * zeta - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 1) // s_h + 1', '(H + p_b * zeta + p_t - 2) // s_h + (p_t * zeta + 1 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 2) // s_h + (p_t * zeta + 2 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 2) // s_h + (p_t * zeta - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 2) // s_h + 1', '(H + p_b * zeta + p_t - 3) // s_h + (p_t * zeta + 1 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 3) // s_h + (p_t * zeta + 2 - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 3) // s_h + (p_t * zeta - p_t) // s_h + 1', '(H + p_b * zeta + p_t - 3) // s_h + 1', '(KW - 1) // s_w + 1', '(W + p_l + p_r * zeta - 1) // s_w + (p_l * zeta + 1 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 1) // s_w + (p_l * zeta + 2 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 1) // s_w + (p_l * zeta - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 1) // s_w + 1', '(W + p_l + p_r * zeta - 2) // s_w + (p_l * zeta + 1 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 2) // s_w + (p_l * zeta + 2 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 2) // s_w + (p_l * zeta - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 2) // s_w + 1', '(W + p_l + p_r * zeta - 3) // s_w + (p_l * zeta + 1 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 3) // s_w + (p_l * zeta + 2 - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 3) // s_w + (p_l * zeta - p_l) // s_w + 1', '(W + p_l + p_r * zeta - 3) // s_w + 1', '(W + p_l - 1) // s_w', '(W + p_l - 1) // s_w + 1', '(W + p_l - 1) // s_w - 1', '(W + p_l - 2) // s_w + 1', '(W + p_l - 3) // s_w + 1', '(p_f * zeta + 1 - p_f) // s_d + OD', '(p_f * zeta + 2 - p_f) // s_d + OD', '(p_f * zeta - p_f) // s_d + OD', '(p_l * zeta + 1 - p_l) // s_w + OW', '(p_l * zeta + 2 - p_l) // s_w + OW', '(p_l * zeta - p_l) // s_w + OW', '(p_t * zeta + 1 - p_t) // s_h + OH', '(p_t * zeta + 2 - p_t) // s_h + OH', '(p_t * zeta - p_t) // s_h + OH', '-p_l // s_w + (KW - 1) // s_w + OW', '-p_l // s_w + (W + p_l - 1) // s_w + 1', '-p_l // s_w + (W + p_l - 2) // s_w + 1', '-p_l // s_w + (W + p_l - 3) // s_w + 1', '-p_l // s_w + OW', '1 - (-p_l // s_w)', 'D + p_f * zeta + p_k * zeta', 'D + p_f + p_k * zeta', 'H + p_b * zeta + p_t', 'H + p_b * zeta + p_t * zeta', 'KD', 'KD + p_f * zeta - p_f', 'KH', 'KH + p_t * zeta - p_t', 'KW', 'KW + p_l * zeta - p_l', 'KW - p_l', 'OD', 'OH', 'OW', 'OW - 1', 'OW - 2', 'W', 'W + p_l', 'W + p_l * zeta + p_r * zeta', 'W + p_l + p_r * zeta']},
    ],
    'proved': {'in bounds': 200, 'iterations apart': 4},
    'not proved': {'written before read': ['_forward: count_i[i] written before read', '_forward: count_j[j] written before read', '_forward: count_k[k] written before read'], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["count_k", "count_i", "count_j"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "D", "D"),
        runtime.Step("x", 3, "H", "H"),
        runtime.Step("x", 4, "W", "W"),
    ),
    sizes={
        "OD": lambda D, KD, kappa, p_f, p_k, s_d, **_: min((D + p_f - 1) // s_d + 1, (D + p_f + p_k - KD - kappa) // s_d + kappa + 1) if kappa >= 1 else (D + p_f + p_k - KD - kappa) // s_d + kappa + 1,
        "OH": lambda H, KH, kappa, p_b, p_t, s_h, **_: min((H + p_t - 1) // s_h + 1, (H + p_b + p_t - KH - kappa) // s_h + kappa + 1) if kappa >= 1 else (H + p_b + p_t - KH - kappa) // s_h + kappa + 1,
        "OW": lambda KW, W, kappa, p_l, p_r, s_w, **_: min((W + p_l - 1) // s_w + 1, (W + p_l + p_r - KW - kappa) // s_w + kappa + 1) if kappa >= 1 else (W + p_l + p_r - KW - kappa) // s_w + kappa + 1,
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "y": lambda C, N, OD, OH, OW, **_: (N, C, OD, OH, OW),
        "count_k": lambda OD, **_: (OD,),
        "count_i": lambda OH, **_: (OH,),
        "count_j": lambda OW, **_: (OW,),
    },
    strides={'kernel': ('KD', 'KH', 'KW'), 'stride': ('s_d', 's_h', 's_w')},
    requires=(),
    checks=(),
)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """mean of each window with the choice of what counts in the divisor; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.new_all(("y",), out)
    call.new("count_k", "count_k")
    call.new("count_i", "count_i")
    call.new("count_j", "count_j")
    call.run(_forward, ("x", "y", "count_k", "count_i", "count_j"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_k", "p_t", "p_b", "p_l", "p_r", "zeta",
            "omega"))
    result = call.result("y")
    return (result, call.save(Residuals, ("count_k", "count_i", "count_j"))) if call.asked("save",
            save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_k", "count_i", "count_j"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "count_k", "count_i", "count_j", "dx"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "omega"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_k", "count_i", "count_j"))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "count_k", "count_i", "count_j", "dx"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "omega"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad, "divisor_override": divisor_override})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("count_k", "count_i", "count_j"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "count_k", "count_i", "count_j", "y_dot"), ("N", "C", "D", "H", "W", "OD", "OH",
            "OW", "KD", "KH", "KW", "s_d", "s_h", "s_w", "p_f", "p_t", "p_l", "omega"))
    return call.result("y_dot")
