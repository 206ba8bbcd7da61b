"""roi_align: the mean of samples in the bins of each box.

Made by `chainrule generate`, version 0.1.0, from the forward of `roi_align`.  Do not edit.
Run time: 885da59e5e9be48a.

    top[k] = σ·boxes[k,1] − α/2
    height[k] = {σ · (boxes[k,3] − boxes[k,1]) if α = 1; σ · (boxes[k,3] − boxes[k,1]) if σ · (boxes[k,3]
        − boxes[k,1]) ≥ 1; else 1}
    free_row[k,i,u] = top[k] + ((u + 1/2)/S + i) · height[k]/OH
    row[k,i,u] = clamp(free_row[k,i,u], 0, H − 1)
    counts_row[k,i,u] = {1 if −1 ≤ free_row[k,i,u] ≤ H; else 0}
    left[k] = σ·boxes[k,0] − α/2
    width[k] = {σ · (boxes[k,2] − boxes[k,0]) if α = 1; σ · (boxes[k,2] − boxes[k,0]) if σ · (boxes[k,2] −
        boxes[k,0]) ≥ 1; else 1}
    free_column[k,j,v] = left[k] + ((v + 1/2)/S + j) · width[k]/OW
    column[k,j,v] = clamp(free_column[k,j,v], 0, W − 1)
    counts_column[k,j,v] = {1 if −1 ≤ free_column[k,j,v] ≤ W; else 0}
    y[k,c,i,j] = 1/S² · Σ_{u,v} counts_column[k,j,v] · counts_row[k,i,u] · Σ_{q,r} G(q, row[k,i,u]) · G(r,
        column[k,j,v]) · x[image[k], c, q, r]
    dx[n,c,q,r] = 1/S² · Σ_{k,i,j,u,v : image[k] = n} G(q, row[k,i,u]) · G(r, column[k,j,v]) · dy[k,c,i,j]
        · counts_column[k,j,v] · counts_row[k,i,u]
    drow[k,i,u] = counts_row[k,i,u]/S² · Σ_{c,j,v,q,r} G′(q, row[k,i,u]) · G(r, column[k,j,v]) ·
        dy[k,c,i,j] · counts_column[k,j,v] · x[image[k], c, q, r]
    dheight[k] = 1/OH · Σ_{i,u : 1+max(free_row[k,i,u],0) < H, free_row[k,i,u] ≥ 0} ((u + 1/2)/S + i) ·
        drow[k,i,u]
    dcolumn[k,j,v] = counts_column[k,j,v]/S² · Σ_{c,i,u,q,r} G(q, row[k,i,u]) · G′(r, column[k,j,v]) ·
        dy[k,c,i,j] · counts_row[k,i,u] · x[image[k], c, q, r]
    dwidth[k] = 1/OW · Σ_{j,v : 1+max(free_column[k,j,v],0) < W, free_column[k,j,v] ≥ 0} ((v + 1/2)/S + j)
        · dcolumn[k,j,v]
    dboxes[k,e] = σ · (dheight[k] · [e = 3, α = 1] + dwidth[k] · [e = 2, α = 1] + dheight[k] · [e = 3, α ≠
        1, σ · (boxes[k,3] − boxes[k,1]) ≥ 1] + dwidth[k] · [e = 2, α ≠ 1, σ · (boxes[k,2] − boxes[k,0]) ≥
        1] + [e = 0] · Σ_{j,v : 1+max(free_column[k,j,v],0) < W, free_column[k,j,v] ≥ 0} dcolumn[k,j,v] +
        [e = 1] · Σ_{i,u : 1+max(free_row[k,i,u],0) < H, free_row[k,i,u] ≥ 0} drow[k,i,u] − dwidth[k] · [e
        = 0, α = 1] − dheight[k] · [e = 1, α = 1] − dwidth[k] · [e = 0, α ≠ 1, σ · (boxes[k,2] −
        boxes[k,0]) ≥ 1] − dheight[k] · [e = 1, α ≠ 1, σ · (boxes[k,3] − boxes[k,1]) ≥ 1])
    clamp(p, l, h): the number nearest to p of those from l to h
    G(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count
    G′(q, p) = ∂G(q, p)/∂p: −1 at q = ⌊p⌋, +1 at q = ⌊p⌋ + 1, else 0

Convention: a sample counts nothing where it lies more than a pixel outside; nearer, the border continues.

Convention: a box is (x1, y1, x2, y2); image has the number of its image.

Convention: at a whole position the derivative towards a box is the one from the right.

Source: He et al. 2017, section 3, RoIAlign.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 371 places of the kernels. Each of the 33 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: 0 <= image < N (tested in each call); the hand-written loops of contract, turn (tried between
protected pages).
"""

from collections import namedtuple

from . import runtime
from .roi_align_kernels import (
    _forward, _vjp_x,
)
from .roi_align_kernels2 import (
    _vjp_boxes,
)
from .roi_align_kernels3 import (
    _jvp,
)


SPEC = {
    'name': 'roi_align',
    'summary': 'the mean of samples in the bins of each box',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'boxes', 'shape': ['K', '4'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'image', 'shape': ['K'], 'kind': 'integer', 'low': 0, 'below': 'N', 'differentiable': False, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['K', 'C', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'size', 'symbols': ['OH', 'OW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'sampling_ratio', 'symbols': ['S'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'spatial_scale', 'symbols': ['sigma'], 'kind': 'float', 'default': 1.0, 'minimum': 0.0, 'maximum': None},
        {'name': 'aligned', 'symbols': ['alpha'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'boxes': 'vjp_boxes'},
    'analytic': False,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['C', 'OH * OW']},
        {'path': 'blocks', 'at': 8, 'of': ['H * W']},
        {'path': 'deep', 'at': 1024, 'of': ['C']},
        {'path': 'high', 'at': 216, 'of': ['OH * OW']},
        {'path': 'parts', 'at': 32, 'of': ['C']},
        {'path': 'parts', 'at': 1024, 'of': ['C', 'K']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * K * OH * OW * W', 'C * H * K * OH * OW * W // 32', 'C * H * N * W', 'K', 'K * OH * S', 'K * OH * S * 2', 'K * OH * S * 2 + C * H * K * OH * OW * W + OW * S + S', 'K * OH * S * 2 + OW * S * 3 + C * H * K * OH * OW * W + S', 'K * OW * S', 'K * OW * S * 2', 'K * OW * S * 2 + K + K * OH * S', 'OH * S * 3 + H * K * OH * OW * S**2 * W + K * OW * S', 'OW * S * 3 + H * K * OH * OW * S**2 * W + K * OH * S']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'K', 'OH * OW', 'OW', 'S', 'W']},
        {'path': 'wide', 'at': 64, 'of': ['H * W']},
    ],
    'proved': {'in bounds': 371, 'iterations apart': 33},
    'not proved': {'written before read': [], 'integers in range': ['0 <= image < N'], 'routines': ['contract', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "boxes"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("boxes", 0, "K", "K"),
        runtime.Step("boxes", 1, "", "4", rest=lambda **_: 4),
        runtime.Step("image", 0, "K", "K"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "boxes": lambda K, **_: (K, 4),
        "image": lambda K, **_: (K,),
        "y": lambda C, K, OH, OW, **_: (K, C, OH, OW),
    },
    below={"image": lambda N, **_: N},
    strides={'sampling_ratio': ('S',)},
    requires=(),
    checks=(),
)


def forward(x, boxes, image, *, out=None, save=False, size=2, sampling_ratio=2, spatial_scale=1.0, aligned=0):
    """the mean of samples in the bins of each box; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x, "boxes": boxes, "image": image}, {"size": size, "sampling_ratio": sampling_ratio, "spatial_scale": spatial_scale, "aligned": aligned})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "boxes", "image", "y"), ("N", "C", "H", "W", "K", "OH", "OW", "S", "sigma",
            "alpha"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, boxes, image, *, residuals=None, out=None, size=2, sampling_ratio=2, spatial_scale=1.0,
    aligned=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "boxes": boxes, "image": image}, {"size": size, "sampling_ratio": sampling_ratio, "spatial_scale": spatial_scale, "aligned": aligned})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "boxes", "image", "dx"), ("N", "C", "H", "W", "K", "OH", "OW", "S", "sigma",
            "alpha"))
    return call.result("dx")


def vjp_boxes(dy, x, boxes, image, *, residuals=None, out=None, size=2, sampling_ratio=2, spatial_scale=1.0,
    aligned=0):
    """The gradient of boxes, given dy."""
    call = _LAYER.bind({"x": x, "boxes": boxes, "image": image}, {"size": size, "sampling_ratio": sampling_ratio, "spatial_scale": spatial_scale, "aligned": aligned})
    call.add("dy", "y", dy)
    call.new("dboxes", "boxes", out)
    call.run(_vjp_boxes, ("dy", "x", "boxes", "image", "dboxes"), ("N", "C", "H", "W", "K", "OH", "OW", "S",
            "sigma", "alpha"))
    return call.result("dboxes")


def vjp(dy, x, boxes, image, *, residuals=None, size=2, sampling_ratio=2, spatial_scale=1.0, aligned=0):
    """The gradients of x, boxes."""
    call = _LAYER.bind({"x": x, "boxes": boxes, "image": image}, {"size": size, "sampling_ratio": sampling_ratio, "spatial_scale": spatial_scale, "aligned": aligned})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dboxes", "boxes")
    call.run(_vjp_x, ("dy", "boxes", "image", "dx"), ("N", "C", "H", "W", "K", "OH", "OW", "S", "sigma",
            "alpha"))
    call.run(_vjp_boxes, ("dy", "x", "boxes", "image", "dboxes"), ("N", "C", "H", "W", "K", "OH", "OW", "S",
            "sigma", "alpha"))
    return Gradients(*call.results(("dx", "dboxes")))


def jvp(x, boxes, image, *, x_dot=None, boxes_dot=None, residuals=None, size=2, sampling_ratio=2,
    spatial_scale=1.0, aligned=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "boxes": boxes, "image": image}, {"size": size, "sampling_ratio": sampling_ratio, "spatial_scale": spatial_scale, "aligned": aligned})
    call.add("x_dot", "x", x_dot)
    call.add("boxes_dot", "boxes", boxes_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "boxes_dot", "x", "boxes", "image", "y_dot"), ("N", "C", "H", "W", "K", "OH",
            "OW", "S", "sigma", "alpha"))
    return call.result("y_dot")
