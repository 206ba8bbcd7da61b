"""trilinear_upsample3d: trilinear interpolation.

Made by `chainrule generate`, version 0.1.0, from the forward of `trilinear_upsample3d`.  Do not edit.
Run time: 47a62f82b295e183.

    plane[e] = {e · (D − 1)/max(OD − 1, 1) if α = 1; max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2,
        0) if 1 + max(((e + 1/2) · {s_d if s_d > 0; else D/OD}) − 1/2, 0) ≤ D; else D − 1}
    row[a] = {a · (H − 1)/max(OH − 1, 1) if α = 1; max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0)
        if 1 + max(((a + 1/2) · {s_h if s_h > 0; else H/OH}) − 1/2, 0) ≤ H; else H − 1}
    column[b] = {b · (W − 1)/max(OW − 1, 1) if α = 1; max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2,
        0) if 1 + max(((b + 1/2) · {s_w if s_w > 0; else W/OW}) − 1/2, 0) ≤ W; else W − 1}
    planes[n,c,e,q,r] = Σ_p G(p, plane[e]) · x[n,c,p,q,r]
    rows[n,c,e,a,r] = Σ_q G(q, row[a]) · planes[n,c,e,q,r]
    y[n,c,e,a,b] = Σ_r G(r, column[b]) · rows[n,c,e,a,r]
    drows[n,c,e,a,r] = Σ_b G(r, column[b]) · dy[n,c,e,a,b]
    dplanes[n,c,e,q,r] = Σ_a G(q, row[a]) · drows[n,c,e,a,r]
    dx[n,c,k,i,j] = Σ_e G(k, plane[e]) · dplanes[n,c,e,i,j]
    G(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count

Convention: where corners are aligned, a single output pixel shows the first input pixel.

Source: seed 002; Long et al. 2015, section 3.3.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 63 places of the kernels. Each of the 5 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

from . import runtime
from .trilinear_upsample3d_kernels import (
    _forward, _vjp_x, _jvp,
)


SPEC = {
    'name': 'trilinear_upsample3d',
    'summary': 'trilinear interpolation',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'D', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OD', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'size', 'symbols': ['OD', 'OH', 'OW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'align_corners', 'symbols': ['alpha'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'step', 'symbols': ['s_d', 's_h', 's_w'], 'kind': 'float', 'default': 0.0, 'minimum': 0.0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * D * H * N * OD * W + C * D * H * N * W', 'C * H * N * OD * OH * W + C * H * N * OD * W', 'C * N * OD * OH * OW * W + C * N * OD * OH * W']},
        {'path': 'vector', 'at': 64, 'of': ['OD', 'OH', 'OW', 'W']},
    ],
    'proved': {'in bounds': 63, 'iterations apart': 5},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


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
    ),
    sizes={
    },
    shapes={
        "x": lambda C, D, H, N, W, **_: (N, C, D, H, W),
        "y": lambda C, N, OD, OH, OW, **_: (N, C, OD, OH, OW),
    },
    requires=(),
    checks=(),
)


def forward(x, *, out=None, save=False, size=2, align_corners=0, step=0.0):
    """trilinear interpolation; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha", "s_d", "s_h", "s_w"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, size=2, align_corners=0, step=0.0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha", "s_d", "s_h", "s_w"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, size=2, align_corners=0, step=0.0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha", "s_d", "s_h", "s_w"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, size=2, align_corners=0, step=0.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"size": size, "align_corners": align_corners, "step": step})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "D", "H", "W", "OD", "OH", "OW", "alpha", "s_d", "s_h",
            "s_w"))
    return call.result(*("y_dot",))
