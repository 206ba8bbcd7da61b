"""grid_sample2d: bilinear interpolation at the places of a grid.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    free_row[n,a,b] = (H − α)/2 · (1 + grid[n,a,b,1]) + α/2 − 1/2
    seen_row[n,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,a,b] + α/2 − H − (2·H − 2·α) · ⌊(1/2 +
        free_row[n,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,a,b]}
    row[n,a,b] = {seen_row[n,a,b] if β = 0; 0 if min(H − 1, seen_row[n,a,b]) ≤ 0; H − 1 if seen_row[n,a,b]
        ≥ H − 1; else seen_row[n,a,b]}
    free_column[n,a,b] = (W − α)/2 · (1 + grid[n,a,b,0]) + α/2 − 1/2
    seen_column[n,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,a,b] + α/2 − W − (2·W − 2·α) · ⌊(1/2 +
        free_column[n,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,a,b]}
    column[n,a,b] = {seen_column[n,a,b] if β = 0; 0 if min(W − 1, seen_column[n,a,b]) ≤ 0; W − 1 if
        seen_column[n,a,b] ≥ W − 1; else seen_column[n,a,b]}
    y[n,c,a,b] = Σ_{q,r} G(q, row[n,a,b]) · G(r, column[n,a,b]) · x[n,c,q,r]
    dx[n,c,i,j] = Σ_{a,b} G(i, row[n,a,b]) · G(j, column[n,a,b]) · dy[n,c,a,b]
    drow[n,a,b] = Σ_{c,q,r} G′(q, row[n,a,b]) · G(r, column[n,a,b]) · dy[n,c,a,b] · x[n,c,q,r]
    dcolumn[n,a,b] = Σ_{c,q,r} G(q, row[n,a,b]) · G′(r, column[n,a,b]) · dy[n,c,a,b] · x[n,c,q,r]
    dgrid[n,a,b,t] = 1/2 · ((W − α) · dcolumn[n,a,b] · [t = 0] · ([β ≠ 0, min(W − 1, seen_column[n,a,b]) >
        0, seen_column[n,a,b] < W − 1] + [β = 0]) · ([β ≠ 2] − sign(1/2 + free_column[n,a,b] + α/2 − W − 2
        · (W − α) · ⌊(1/2 + free_column[n,a,b] − α/2)/(2·W − 2·α)⌋) · [β = 2, W > α]) + (H − α) ·
        drow[n,a,b] · [t = 1] · ([β ≠ 0, min(H − 1, seen_row[n,a,b]) > 0, seen_row[n,a,b] < H − 1] + [β =
        0]) · ([β ≠ 2] − sign(1/2 + free_row[n,a,b] + α/2 − H − 2 · (H − α) · ⌊(1/2 + free_row[n,a,b] −
        α/2)/(2·H − 2·α)⌋) · [β = 2, H > α]))
    G(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count
    G′(q, p) = ∂G(q, p)/∂p: −1 at q = ⌊p⌋, +1 at q = ⌊p⌋ + 1, else 0

Convention: outside the image the signal is zero where padding is 0, with interpolation across the border.

Convention: at a whole position the derivative towards the grid is the one from the right.

Source: Jaderberg et al. 2015, eq. 3, 5.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 246 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

from . import runtime
from .grid_sample2d_kernels import (
    _forward, _vjp_x,
)
from .grid_sample2d_kernels2 import (
    _vjp_grid,
)
from .grid_sample2d_kernels3 import (
    _jvp,
)


SPEC = {
    'name': 'grid_sample2d',
    'summary': 'bilinear interpolation at the places of a grid',
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
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'grid': 'vjp_grid'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 32, 'of': ['C']},
        {'path': 'parts', 'at': 1024, 'of': ['C']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'H * N * OH * OW * W * 2 + N * OH * OW * 5', 'N * OH * OW * 4', 'N * OH * OW * 4 + OH * OW * 6 + C * H * N * OH * OW * W', 'OH * OW * 2 + N * OH * OW * 8 + C * H * N * OH * OW * W', 'OH * OW * 6 + C * H * N * OH * OW * W + C * H * N * W']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'OH * OW', 'W']},
    ],
    'proved': {'in bounds': 246, 'iterations apart': 6},
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
    },
    requires=(),
    checks=(),
)


def forward(x, grid, *, out=None, save=False, align_corners=0, padding=0):
    """bilinear interpolation at the places of a grid; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "grid", "y"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, grid, *, residuals=None, out=None, align_corners=0, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "grid", "dx"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta"))
    return call.result("dx")


def vjp_grid(dy, x, grid, *, residuals=None, out=None, align_corners=0, padding=0):
    """The gradient of grid, given dy."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dgrid", "grid", out)
    call.run(_vjp_grid, ("dy", "x", "grid", "dgrid"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta"))
    return call.result("dgrid")


def vjp(dy, x, grid, *, residuals=None, align_corners=0, padding=0):
    """The gradients of x, grid."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dgrid", "grid")
    call.run(_vjp_x, ("dy", "grid", "dx"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta"))
    call.run(_vjp_grid, ("dy", "x", "grid", "dgrid"), ("N", "C", "H", "W", "OH", "OW", "alpha", "beta"))
    return Gradients(*call.results(("dx", "dgrid")))


def jvp(x, grid, *, x_dot=None, grid_dot=None, residuals=None, align_corners=0, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.add("x_dot", "x", x_dot)
    call.add("grid_dot", "grid", grid_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "grid_dot", "x", "grid", "y_dot"), ("N", "C", "H", "W", "OH", "OW", "alpha",
            "beta"))
    return call.result("y_dot")
