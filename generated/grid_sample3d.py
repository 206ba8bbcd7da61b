"""grid_sample3d: trilinear interpolation at the places of a grid.

Made by `chainrule generate`, version 0.1.0, from the forward of `grid_sample3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    free_plane[n,e,a,b] = (D − α)/2 · (1 + grid[n,e,a,b,2]) + α/2 − 1/2
    seen_plane[n,e,a,b] = {{D − 1/2 − α/2 − |1/2 + free_plane[n,e,a,b] + α/2 − D − (2·D − 2·α) · ⌊(1/2 +
        free_plane[n,e,a,b] − α/2)/(2·D − 2·α)⌋| if D > α; else 0} if β = 2; else free_plane[n,e,a,b]}
    plane[n,e,a,b] = {seen_plane[n,e,a,b] if β = 0; 0 if min(D − 1, seen_plane[n,e,a,b]) ≤ 0; D − 1 if
        seen_plane[n,e,a,b] ≥ D − 1; else seen_plane[n,e,a,b]}
    free_row[n,e,a,b] = (H − α)/2 · (1 + grid[n,e,a,b,1]) + α/2 − 1/2
    seen_row[n,e,a,b] = {{H − 1/2 − α/2 − |1/2 + free_row[n,e,a,b] + α/2 − H − (2·H − 2·α) · ⌊(1/2 +
        free_row[n,e,a,b] − α/2)/(2·H − 2·α)⌋| if H > α; else 0} if β = 2; else free_row[n,e,a,b]}
    row[n,e,a,b] = {seen_row[n,e,a,b] if β = 0; 0 if min(H − 1, seen_row[n,e,a,b]) ≤ 0; H − 1 if
        seen_row[n,e,a,b] ≥ H − 1; else seen_row[n,e,a,b]}
    free_column[n,e,a,b] = (W − α)/2 · (1 + grid[n,e,a,b,0]) + α/2 − 1/2
    seen_column[n,e,a,b] = {{W − 1/2 − α/2 − |1/2 + free_column[n,e,a,b] + α/2 − W − (2·W − 2·α) · ⌊(1/2 +
        free_column[n,e,a,b] − α/2)/(2·W − 2·α)⌋| if W > α; else 0} if β = 2; else free_column[n,e,a,b]}
    column[n,e,a,b] = {seen_column[n,e,a,b] if β = 0; 0 if min(W − 1, seen_column[n,e,a,b]) ≤ 0; W − 1 if
        seen_column[n,e,a,b] ≥ W − 1; else seen_column[n,e,a,b]}
    y[n,c,e,a,b] = Σ_{p,q,r} G(p, plane[n,e,a,b]) · G(q, row[n,e,a,b]) · G(r, column[n,e,a,b]) ·
        x[n,c,p,q,r]
    dx[n,c,k,i,j] = Σ_{e,a,b} G(i, row[n,e,a,b]) · G(j, column[n,e,a,b]) · G(k, plane[n,e,a,b]) ·
        dy[n,c,e,a,b]
    dplane[n,e,a,b] = Σ_{c,p,q,r} G′(p, plane[n,e,a,b]) · G(q, row[n,e,a,b]) · G(r, column[n,e,a,b]) ·
        dy[n,c,e,a,b] · x[n,c,p,q,r]
    drow[n,e,a,b] = Σ_{c,p,q,r} G(p, plane[n,e,a,b]) · G′(q, row[n,e,a,b]) · G(r, column[n,e,a,b]) ·
        dy[n,c,e,a,b] · x[n,c,p,q,r]
    dcolumn[n,e,a,b] = Σ_{c,p,q,r} G(p, plane[n,e,a,b]) · G(q, row[n,e,a,b]) · G′(r, column[n,e,a,b]) ·
        dy[n,c,e,a,b] · x[n,c,p,q,r]
    dgrid[n,e,a,b,t] = 1/2 · ((W − α) · dcolumn[n,e,a,b] · [t = 0] · ([β ≠ 0, min(W − 1,
        seen_column[n,e,a,b]) > 0, seen_column[n,e,a,b] < W − 1] + [β = 0]) · ([β ≠ 2] − sign(1/2 +
        free_column[n,e,a,b] + α/2 − W − 2 · (W − α) · ⌊(1/2 + free_column[n,e,a,b] − α/2)/(2·W − 2·α)⌋) ·
        [β = 2, W > α]) + (D − α) · dplane[n,e,a,b] · [t = 2] · ([β ≠ 0, min(D − 1, seen_plane[n,e,a,b]) >
        0, seen_plane[n,e,a,b] < D − 1] + [β = 0]) · ([β ≠ 2] − sign(1/2 + free_plane[n,e,a,b] + α/2 − D −
        2 · (D − α) · ⌊(1/2 + free_plane[n,e,a,b] − α/2)/(2·D − 2·α)⌋) · [β = 2, D > α]) + (H − α) ·
        drow[n,e,a,b] · [t = 1] · ([β ≠ 0, min(H − 1, seen_row[n,e,a,b]) > 0, seen_row[n,e,a,b] < H − 1] +
        [β = 0]) · ([β ≠ 2] − sign(1/2 + free_row[n,e,a,b] + α/2 − H − 2 · (H − α) · ⌊(1/2 +
        free_row[n,e,a,b] − α/2)/(2·H − 2·α)⌋) · [β = 2, H > α]))
    G(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count
    G′(q, p) = ∂G(q, p)/∂p: −1 at q = ⌊p⌋, +1 at q = ⌊p⌋ + 1, else 0

Convention: outside the image the signal is zero where padding is 0, with interpolation across the border.

Convention: at a whole position the derivative towards the grid is the one from the right.

Source: Jaderberg et al. 2015, eq. 3, 5.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 390 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

from . import runtime
from .grid_sample3d_kernels import (
    _forward,
)
from .grid_sample3d_kernels2 import (
    _vjp_x,
)
from .grid_sample3d_kernels3 import (
    _vjp_grid,
)
from .grid_sample3d_kernels4 import (
    _jvp,
)


SPEC = {
    'name': 'grid_sample3d',
    'summary': 'trilinear interpolation at the places of a grid',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'grid', 'shape': ['N', 'OD', 'OH', 'OW', '3'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'real'},
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
        {'path': 'ranges', 'at': 24000, 'of': ['C * D * H * N * W', 'D * H * N * OD * OH * OW * W * 3 + N * OD * OH * OW * 7', 'N * OD * OH * OW * 6', 'OD * OH * OW * 9 + C * D * H * N * OD * OH * OW * W + C * D * H * N * W']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'OD * OH * OW', 'W']},
    ],
    'proved': {'in bounds': 390, 'iterations apart': 6},
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
        runtime.Step("x", 2, "D", "D"),
        runtime.Step("x", 3, "H", "H"),
        runtime.Step("x", 4, "W", "W"),
        runtime.Step("grid", 0, "N", "N"),
        runtime.Step("grid", 1, "OD", "OD"),
        runtime.Step("grid", 2, "OH", "OH"),
        runtime.Step("grid", 3, "OW", "OW"),
        runtime.Step("grid", 4, "", "3", rest=lambda **_: 3),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "grid": lambda N, OD, OH, OW, **_: (N, OD, OH, OW, 3),
        "y": lambda C, N, OD, OH, OW, **_: (N, C, OD, OH, OW),
    },
    requires=(),
    checks=(),
)


def forward(x, grid, *, out=None, save=False, align_corners=0, padding=0):
    """trilinear interpolation at the places of a grid; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "grid", "y"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha", "beta"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, grid, *, residuals=None, out=None, align_corners=0, padding=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "grid", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha", "beta"))
    return call.result("dx")


def vjp_grid(dy, x, grid, *, residuals=None, out=None, align_corners=0, padding=0):
    """The gradient of grid, given dy."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dgrid", "grid", out)
    call.run(_vjp_grid, ("dy", "x", "grid", "dgrid"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha",
            "beta"))
    return call.result("dgrid")


def vjp(dy, x, grid, *, residuals=None, align_corners=0, padding=0):
    """The gradients of x, grid."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dgrid", "grid")
    call.run(_vjp_x, ("dy", "grid", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha", "beta"))
    call.run(_vjp_grid, ("dy", "x", "grid", "dgrid"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha",
            "beta"))
    return Gradients(*call.results(("dx", "dgrid")))


def jvp(x, grid, *, x_dot=None, grid_dot=None, residuals=None, align_corners=0, padding=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "grid": grid}, {"align_corners": align_corners, "padding": padding})
    call.add("x_dot", "x", x_dot)
    call.add("grid_dot", "grid", grid_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "grid_dot", "x", "grid", "y_dot"), ("N", "C", "D", "H", "W", "OD", "OH", "OW",
            "alpha", "beta"))
    return call.result("y_dot")
