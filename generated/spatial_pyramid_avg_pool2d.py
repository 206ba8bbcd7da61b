"""spatial_pyramid_avg_pool2d: mean over bins at the levels 1, 2, 4.

Made by `chainrule generate`, version 0.1.0, from the forward of `spatial_pyramid_avg_pool2d`.  Do not edit.
Run time: 47a62f82b295e183.

    level1_rows[0] = H
    level1_columns[0] = W
    level1[n,c,0,0] = 1/(level1_columns[0]·level1_rows[0]) · Σ_{a,b} x[n,c,a,b]
    level2_rows[i] = ⌈(i + 1) · H/2⌉ − ⌊i·H/2⌋
    level2_columns[j] = ⌈(j + 1) · W/2⌉ − ⌊j·W/2⌋
    level2[n,c,i,j] = 1/(level2_rows[i]·level2_columns[j]) · Σ_{a,b : ⌊i·H/2⌋ ≤ a < ⌈(i+1)·H/2⌉, ⌊j·W/2⌋ ≤
        b < ⌈(j+1)·W/2⌉} x[n,c,a,b]
    level4_rows[i] = ⌈(i + 1) · H/4⌉ − ⌊i·H/4⌋
    level4_columns[j] = ⌈(j + 1) · W/4⌉ − ⌊j·W/4⌋
    level4[n,c,i,j] = 1/(level4_rows[i]·level4_columns[j]) · Σ_{a,b : ⌊i·H/4⌋ ≤ a < ⌈(i+1)·H/4⌉, ⌊j·W/4⌋ ≤
        b < ⌈(j+1)·W/4⌉} x[n,c,a,b]
    y[n,c,k] = {level4[n, c, ⌊(k−5)/4⌋, k−4·⌊(k−5)/4⌋−5] if k ≥ 5; level2[n, c, ⌊(k−1)/2⌋,
        k−2·⌊(k−1)/2⌋−1] if k > 0; else level1[n,c,k,0]}
    dx[n,c,a,b] = dy[n,c,0]/(level1_columns[0]·level1_rows[0]) + Σ_{i,j : ⌊2·a/H⌋ ≤ i < ⌈2·(a+1)/H⌉,
        ⌊2·b/W⌋ ≤ j < ⌈2·(b+1)/W⌉} dy[n, c, 2·i+j+1]/(level2_rows[i]·level2_columns[j]) + Σ_{i = 0..3 :
        ⌊4·a/H⌋ ≤ i < ⌈4·(a+1)/H⌉} Σ_{j = 0..3 : ⌊4·b/W⌋ ≤ j < ⌈4·(b+1)/W⌉} dy[n, c,
        4·i+j+5]/(level4_rows[i]·level4_columns[j])

Source: He et al. 2014, section 2.3; Lazebnik et al. 2006.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 84 places of the kernels. Each of the 10 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

from . import runtime
from .spatial_pyramid_avg_pool2d_kernels import (
    _forward, _vjp_x, _jvp,
)


SPEC = {
    'name': 'spatial_pyramid_avg_pool2d',
    'summary': 'mean over bins at the levels 1, 2, 4',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', '21'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['(H - 1) // 2 + 1', '(H - 1) // 4 + 1', '(W - 1) // 2 + 1', '(W - 1) // 4 + 1', 'H', 'W']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * H * N * W + C * N * W', 'C * N * 2', 'C * N * W']},
        {'path': 'vector', 'at': 64, 'of': ['(W - 1) // 2 + 1', '(W - 1) // 4 + 1', 'H', 'W']},
    ],
    'proved': {'in bounds': 84, 'iterations apart': 10},
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
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "y": lambda C, N, **_: (N, C, 21),
    },
    requires=(),
    checks=(),
)


def forward(x, *, out=None, save=False):
    """mean over bins at the levels 1, 2, 4; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "y"), ("N", "C", "H", "W"))
    result = call.result(*("y",))
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "dx"), ("N", "C", "H", "W"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {})
    call.add("x_dot", "x", x_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "y_dot"), ("N", "C", "H", "W"))
    return call.result(*("y_dot",))
