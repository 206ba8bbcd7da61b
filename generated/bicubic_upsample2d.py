"""bicubic_upsample2d: interpolation by cubic convolution.

Made by `chainrule generate`, version 0.1.0, from the forward of `bicubic_upsample2d`.  Do not edit.
Run time: 47a62f82b295e183.

    row[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; else ((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2}
    tap_row[a,u] = min(max(⌊row[a]⌋ + u − 1, 0), H − 1)
    away_row[a,u] = |u − 1 + ⌊row[a]⌋ − row[a]|
    w_row[a,u] = {1 + away_row[a,u]² · ((2 + κ) · away_row[a,u] − 3 − κ) if away_row[a,u] ≤ 1; else κ ·
        (away_row[a,u] · (8 + away_row[a,u] · (away_row[a,u] − 5)) − 4)}
    column[b] = {b · (W − 1)/max(OW − 1, 1) if α = 1; else ((b + 1/2) · {s_w if s_w > 0; else W/OW}) −
        1/2}
    tap_column[b,v] = min(max(⌊column[b]⌋ + v − 1, 0), W − 1)
    away_column[b,v] = |v − 1 + ⌊column[b]⌋ − column[b]|
    w_column[b,v] = {1 + away_column[b,v]² · ((2 + κ) · away_column[b,v] − 3 − κ) if away_column[b,v] ≤ 1;
        else κ · (away_column[b,v] · (8 + away_column[b,v] · (away_column[b,v] − 5)) − 4)}
    rows[n,c,a,j] = Σ_u w_row[a,u] · x[n, c, tap_row[a,u], j]
    y[n,c,a,b] = Σ_v rows[n, c, a, tap_column[b,v]] · w_column[b,v]
    drows[n,c,a,j] = Σ_{b,v : tap_column[b,v] = j} dy[n,c,a,b] · w_column[b,v]
    dx[n,c,i,j] = Σ_{a,u : tap_row[a,u] = i} drows[n,c,a,j] · w_row[a,u]

Convention: outside the image the border pixel continues.

Convention: where corners are aligned, a single output pixel shows the first input pixel.

Source: Keys 1981, eq. 15.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 64 places of the kernels. Each of the 18 parallel loops has no two iterations that write the
same element, and none that reads another's.

Not proved: _forward: tap_row[a, u] written before read; _forward: tap_column[b, v] written before read;
_vjp_x: tap_column[b, v] written before read; _vjp_x: tap_row[a, u] written before read; _jvp: tap_row[a,
u] written before read; _jvp: tap_column[b, v] written before read.
"""

from collections import namedtuple

from . import runtime
from .bicubic_upsample2d_kernels import (
    _forward, _vjp_x,
)
from .bicubic_upsample2d_kernels2 import (
    _jvp,
)


SPEC = {
    'name': 'bicubic_upsample2d',
    'summary': 'interpolation by cubic convolution',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'size', 'symbols': ['OH', 'OW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'align_corners', 'symbols': ['alpha'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'step', 'symbols': ['s_h', 's_w'], 'kind': 'float', 'default': 0.0, 'minimum': 0.0, 'maximum': None},
        {'name': 'coefficient', 'symbols': ['kappa'], 'kind': 'float', 'default': -0.75, 'minimum': None, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W + C * N * OH * W', 'C * N * OH * OW', 'C * N * OH * OW + C * N * OH * W', 'C * N * OH * W', 'OH', 'OH * 2', 'OW', 'OW * 2']},
        {'path': 'vector', 'at': 64, 'of': ['H', 'W']},
    ],
    'proved': {'in bounds': 64, 'iterations apart': 18},
    'not proved': {'written before read': ['_forward: tap_row[a, u] written before read', '_forward: tap_column[b, v] written before read', '_vjp_x: tap_column[b, v] written before read', '_vjp_x: tap_row[a, u] written before read', '_jvp: tap_row[a, u] written before read', '_jvp: tap_column[b, v] written before read'], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
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
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "tap_row": lambda OH, **_: (OH, 4),
        "tap_column": lambda OW, **_: (OW, 4),
    },
    below={"tap_row": lambda H, **_: H, "tap_column": lambda W, **_: W},
    places=("tap_row", "tap_column"),
    requires=(),
    checks=(),
)


def forward(x, *, out=None, save=False, size=2, align_corners=0, step=0.0, coefficient=-0.75):
    """interpolation by cubic convolution; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step, "coefficient": coefficient})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W", "OH", "OW", "alpha", "s_h", "s_w", "kappa"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, size=2, align_corners=0, step=0.0, coefficient=-0.75):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step, "coefficient": coefficient})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "alpha", "s_h", "s_w", "kappa"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, size=2, align_corners=0, step=0.0, coefficient=-0.75):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step, "coefficient": coefficient})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W", "OH", "OW", "alpha", "s_h", "s_w", "kappa"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, size=2, align_corners=0, step=0.0, coefficient=-0.75):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step, "coefficient": coefficient})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "alpha", "s_h", "s_w", "kappa"))
    return call.result(*("y_dot",))
