"""grid_sample2d_bicubic: interpolation by cubic convolution at the places of a grid.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d_bicubic`.  Do not edit.
Run time: 885da59e5e9be48a.

    row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
    tap_row[n,a,b,u] = clamp({min((⌊row[n,a,b]⌋ + u − 1) mod max(2·H − 2·α, 1), max(2·H − 2·α, 1) + α −
        ((⌊row[n,a,b]⌋ + u − 1) mod max(2·H − 2·α, 1)) − 1) if β = 2; else ⌊row[n,a,b]⌋ + u − 1}, 0, H −
        1)
    away_row[n,a,b,u] = |u − 1 + ⌊row[n,a,b]⌋ − row[n,a,b]|
    w_row[n,a,b,u] = {[0 ≤ ⌊row[n,a,b]⌋ + u − 1 < H] if β = 0; else 1} · {1 + away_row[n,a,b,u]² · ((2 +
        κ) · away_row[n,a,b,u] − 3 − κ) if away_row[n,a,b,u] ≤ 1; else κ · (away_row[n,a,b,u] · (8 +
        away_row[n,a,b,u] · (away_row[n,a,b,u] − 5)) − 4)}
    column[n,a,b] = (W − α)/2 · (1 + grid[n,a,b,0]) + α/2 − 1/2
    tap_column[n,a,b,v] = clamp({min((⌊column[n,a,b]⌋ + v − 1) mod max(2·W − 2·α, 1), max(2·W − 2·α, 1) +
        α − ((⌊column[n,a,b]⌋ + v − 1) mod max(2·W − 2·α, 1)) − 1) if β = 2; else ⌊column[n,a,b]⌋ + v −
        1}, 0, W − 1)
    away_column[n,a,b,v] = |v − 1 + ⌊column[n,a,b]⌋ − column[n,a,b]|
    w_column[n,a,b,v] = {[0 ≤ ⌊column[n,a,b]⌋ + v − 1 < W] if β = 0; else 1} · {1 + away_column[n,a,b,v]²
        · ((2 + κ) · away_column[n,a,b,v] − 3 − κ) if away_column[n,a,b,v] ≤ 1; else κ ·
        (away_column[n,a,b,v] · (8 + away_column[n,a,b,v] · (away_column[n,a,b,v] − 5)) − 4)}
    y[n,c,a,b] = Σ_{u,v} w_column[n,a,b,v] · w_row[n,a,b,u] · x[n, c, tap_row[n,a,b,u],
        tap_column[n,a,b,v]]
    dx[n,c,i,j] = Σ_{a,b,u,v : tap_row[n,a,b,u] = i, tap_column[n,a,b,v] = j} dy[n,c,a,b] ·
        w_column[n,a,b,v] · w_row[n,a,b,u]
    dw_row[n,a,b,u] = Σ_{c,v} dy[n,c,a,b] · w_column[n,a,b,v] · x[n, c, tap_row[n,a,b,u],
        tap_column[n,a,b,v]]
    dw_column[n,a,b,v] = Σ_{c,u} dy[n,c,a,b] · w_row[n,a,b,u] · x[n, c, tap_row[n,a,b,u],
        tap_column[n,a,b,v]]
    dgrid[n,a,b,t] = 1/2 · (−((W − α) · [t = 0] · Σ_v dw_column[n,a,b,v] · sign(v − 1 + ⌊column[n,a,b]⌋ −
        column[n,a,b]) · (away_column[n,a,b,v] · [away_column[n,a,b,v] ≤ 1] · (3 · (2 + κ) ·
        away_column[n,a,b,v] − 6 − 2·κ) + κ · [away_column[n,a,b,v] > 1] · (away_column[n,a,b,v]² + 2 ·
        away_column[n,a,b,v] · (away_column[n,a,b,v] − 5) + 8)) · {[1 − ⌊column[n,a,b]⌋ ≤ v ≤ W −
        ⌊column[n,a,b]⌋] if β = 0; else 1}) − (H − α) · [t = 1] · Σ_u dw_row[n,a,b,u] · sign(u − 1 +
        ⌊row[n,a,b]⌋ − row[n,a,b]) · (away_row[n,a,b,u] · [away_row[n,a,b,u] ≤ 1] · (3 · (2 + κ) ·
        away_row[n,a,b,u] − 6 − 2·κ) + κ · [away_row[n,a,b,u] > 1] · (away_row[n,a,b,u]² + 2 ·
        away_row[n,a,b,u] · (away_row[n,a,b,u] − 5) + 8)) · {[1 − ⌊row[n,a,b]⌋ ≤ u ≤ H − ⌊row[n,a,b]⌋] if
        β = 0; else 1})
    clamp(p, l, h): the number nearest to p of those from l to h

Convention: a tap outside the image has weight 0 where padding is 0.

Convention: at a whole position the derivative towards the grid is the one from the right.

Source: Jaderberg et al. 2015, eq. 3; Keys 1981, eq. 15.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 137 places of the kernels. Each of the 5 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

from . import runtime
from .grid_sample2d_bicubic_kernels import (
    _forward,
)
from .grid_sample2d_bicubic_kernels2 import (
    _vjp_x,
)
from .grid_sample2d_bicubic_kernels3 import (
    _vjp_grid,
)
from .grid_sample2d_bicubic_kernels4 import (
    _jvp,
)


SPEC = {
    'name': 'grid_sample2d_bicubic',
    'summary': 'interpolation by cubic convolution at the places of a grid',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'grid', 'shape': ['N', 'OH', 'OW', '2'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'align_corners', 'symbols': ['alpha'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'padding', 'symbols': ['beta'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 2},
        {'name': 'coefficient', 'symbols': ['kappa'], 'kind': 'float', 'default': -0.75, 'minimum': None, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'grid': 'vjp_grid'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W + C * N * OH * OW', 'N * OH * OW * 4', 'N * OH * OW * 4 + C * N * OH * OW', 'N * OH * OW * 6 + C * N * OH * OW', 'N * OH * OW * 9 + C * N * OH * OW']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'W']},
    ],
    'proved': {'in bounds': 137, 'iterations apart': 5},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "grid"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("grid", 0, "N", "N"),
        runtime.Step("grid", 1, "OH", "OH"),
        runtime.Step("grid", 2, "OW", "OW"),
        runtime.Step("grid", 3, "", "2", rest=lambda **_: 2),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "grid": lambda N, OH, OW, **_: (N, OH, OW, 2),
        "y": lambda C, N, OH, OW, **_: (N, C, OH, OW),
        "tap_row": lambda N, OH, OW, **_: (N, OH, OW, 4),
        "tap_column": lambda N, OH, OW, **_: (N, OH, OW, 4),
    },
    below={"tap_row": lambda H, **_: H, "tap_column": lambda W, **_: W},
    places=("tap_row", "tap_column"),
    strides={'align_corners': ('alpha',)},
    requires=(),
    checks=(),
)


def forward(x, grid, *, out=None, save=False, align_corners=0, padding=0, coefficient=-0.75):
    """interpolation by cubic convolution at the places of a grid; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding, "coefficient": coefficient})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "grid", "y"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta", "kappa"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, grid, *, residuals=None, out=None, align_corners=0, padding=0, coefficient=-0.75):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding, "coefficient": coefficient})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "grid", "dx"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta", "kappa"))
    return call.result("dx")


def vjp_grid(dy, x, grid, *, residuals=None, out=None, align_corners=0, padding=0, coefficient=-0.75):
    """The gradient of grid, given dy."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding, "coefficient": coefficient})
    call.add("dy", "y", dy)
    call.new("dgrid", "grid", out)
    call.run(_vjp_grid, ("dy", "x", "grid", "dgrid"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta",
            "kappa"))
    return call.result("dgrid")


def vjp(dy, x, grid, *, residuals=None, align_corners=0, padding=0, coefficient=-0.75):
    """The gradients of x, grid."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding, "coefficient": coefficient})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dgrid", "grid")
    call.run(_vjp_x, ("dy", "grid", "dx"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta", "kappa"))
    call.run(_vjp_grid, ("dy", "x", "grid", "dgrid"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta",
            "kappa"))
    return Gradients(*call.results(("dx", "dgrid")))


def jvp(x, grid, *, x_dot=None, grid_dot=None, residuals=None, align_corners=0, padding=0, coefficient=-0.75):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding, "coefficient": coefficient})
    call.add("x_dot", "x", x_dot)
    call.add("grid_dot", "grid", grid_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "grid_dot", "x", "grid", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "alpha",
            "beta", "kappa"))
    return call.result("y_dot")
