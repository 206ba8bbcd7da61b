"""deform_conv2d: deformable convolution with bilinear sampling, offset groups and modulation mask.

Made by `chainrule generate`, version 0.1.0, from the forward of `deform_conv2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n, g·Og+o, i, j] = b[g·Og+o] + Σ_{c,u,v} mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] · w[g·Og+o, c, u,
        v] · Σ_{q,r} Λ(q, s_h·i + d_h·u − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r,
        s_w·j + d_w·v − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    dx[n, g·Cg+c, a, b] = Σ_{o,i,j,u,v} Λ(a, s_h·i + d_h·u − p_t + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(b, s_w·j + d_w·v − p_l + offset[n,
        2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · dy[n, g·Og+o, i, j] · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v,
        i, j] · w[g·Og+o, c, u, v]
    dw[g·Og+o, c, u, v] = Σ_{n,i,j} dy[n, g·Og+o, i, j] · mask[n, (KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v, i, j] ·
        Σ_{q,r} Λ(q, d_h·u + s_h·i − p_t + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v), i, j]) · Λ(r, d_w·v +
        s_w·j − p_l + offset[n, 2·((KH·⌊(g·Cg+c)/Ce⌋+u)·KW+v)+1, i, j]) · x[n, g·Cg+c, q, r]
    db[g·Og+o] = Σ_{n,i,j} dy[n, g·Og+o, i, j]
    doffset[n, 2·((e·KH+u)·KW+v)+k, i, j] = mask[n, (e·KH+u)·KW+v, i, j] · [k = 0] · Σ_{o,q,r,r′} G′(q,
        s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G(r, s_w·j + d_w·v − p_l + offset[n,
        2·((e·KH+u)·KW+v)+1, i, j]) · dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o, (e·Ce+r′)
        mod Cg, u, v] · x[n, e·Ce+r′, q, r] + mask[n, (e·KH+u)·KW+v, i, j] · [k = 1] · Σ_{o,q,r,r′} G(q,
        s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) · G′(r, s_w·j + d_w·v − p_l + offset[n,
        2·((e·KH+u)·KW+v)+1, i, j]) · dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o, (e·Ce+r′)
        mod Cg, u, v] · x[n, e·Ce+r′, q, r]
    dmask[n, (e·KH+u)·KW+v, i, j] = Σ_{o,r′} dy[n, Og·⌊(e·Ce+r′)/Cg⌋+o, i, j] · w[Og·⌊(e·Ce+r′)/Cg⌋+o,
        (e·Ce+r′) mod Cg, u, v] · Σ_{q,r} G(q, s_h·i + d_h·u − p_t + offset[n, 2·((e·KH+u)·KW+v), i, j]) ·
        G(r, s_w·j + d_w·v − p_l + offset[n, 2·((e·KH+u)·KW+v)+1, i, j]) · x[n, e·Ce+r′, q, r]
    Λ(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count
    G(q, p) = max(0, 1 − |p − q|): linear interpolation; of the integers q only ⌊p⌋ and ⌊p⌋ + 1 count
    G′(q, p) = ∂G(q, p)/∂p: −1 at q = ⌊p⌋, +1 at q = ⌊p⌋ + 1, else 0

Convention: outside the image the signal is zero, with linear interpolation across the border.

Convention: at an integer position the derivative towards the offset is the one from the right.

Convention: infinite offsets point outside; a NaN is met at row or column 0 and 1, and passes on what is
read there where the other coordinate touches the image.

Source: Dai et al. 2017, eq. 2, 3, 4; Zhu et al. 2019.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 308 places of the kernels. Each of the 27 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: the hand-written loops of contract, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .deform_conv2d_kernels import (
    _forward, _shared_dx_sum, _vjp_x,
)
from .deform_conv2d_kernels2 import (
    _vjp_w, _vjp_b, _vjp_offset,
)
from .deform_conv2d_kernels3 import (
    _vjp_mask,
)
from .deform_conv2d_kernels4 import (
    _jvp,
)


SPEC = {
    'name': 'deform_conv2d',
    'summary': 'deformable convolution with bilinear sampling, offset groups and modulation mask',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'KH', 'KW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'offset', 'shape': ['N', 'E * KH * KW * 2', 'OH', 'OW'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'mask', 'shape': ['N', 'E * KH * KW', 'OH', 'OW'], 'kind': 'real', 'differentiable': True, 'default': 1},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OH', 'OW'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s_h', 's_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_t', 'p_b', 'p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d_h', 'd_w'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'offset_groups', 'symbols': ['E'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'Ce': 'Cg * G // E', 'OH': '(H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1', 'OW': '(W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1'},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b', 'offset': 'vjp_offset', 'mask': 'vjp_mask'},
    'analytic': False,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['Cg * KH * KW', 'N * OH * OW', 'Og']},
        {'path': 'blocks', 'at': 8, 'of': ['N * OH * OW', 'OH * OW']},
        {'path': 'deep', 'at': 1024, 'of': ['Cg * KH * KW', 'N * OH * OW', 'Og']},
        {'path': 'either', 'at': 8, 'of': ['Og']},
        {'path': 'either', 'at': 128, 'of': ['OH * OW']},
        {'path': 'high', 'at': 216, 'of': ['Cg * KH * KW', 'N * OH * OW', 'Og']},
        {'path': 'parts', 'at': 32, 'of': ['Ce']},
        {'path': 'parts', 'at': 1024, 'of': ['OH * OW', 'OW', 'Og']},
        {'path': 'ranges', 'at': 24000, 'of': ['Ce * E * H * KH * KW * N * OH * OW * W', 'Ce * E * H * KH * KW * N * OH * OW * W * 2', 'Ce * E * H * KH * KW * N * OH * OW * W + Ce * E * KH * KW * N * OH * OW', 'Cg * G * H * N * W', 'Cg * G * KH * KW * N * OH * OW', 'Cg * G * KH * KW * N * OH * OW * Og', 'Cg * G * KH * KW * N * OH * OW * Og // 32', 'E * H * KH * KW * N * OH * OW * W * 2 + E * KH * KW * N * OH * OW', 'G * N * OH * OW * Og']},
        {'path': 'vector', 'at': 64, 'of': ['Ce', 'Cg * KH * KW', 'KH * KW', 'KW', 'N * OH * OW', 'OH * OW', 'OW', 'Og', 'W']},
        {'path': 'wide', 'at': 64, 'of': ['Cg * KH * KW', 'N * OH * OW', 'OH * OW', 'Og']},
    ],
    'proved': {'in bounds': 308, 'iterations apart': 27},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': ['contract', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w", "b", "offset", "mask"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "Cg", "Cg * G", factor=lambda G, **_: G),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w", 0, "Og", "G * Og", factor=lambda G, **_: G),
        runtime.Step("w", 1, "Cg", "Cg"),
        runtime.Step("w", 2, "KH", "KH"),
        runtime.Step("w", 3, "KW", "KW"),
        runtime.Step("offset", 0, "N", "N"),
        runtime.Step("offset", 1, "", "E * KH * KW * 2", rest=lambda E, KH, KW, **_: E * KH * KW * 2),
        runtime.Step("mask", 0, "N", "N"),
        runtime.Step("mask", 1, "", "E * KH * KW", rest=lambda E, KH, KW, **_: E * KH * KW),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
        "Ce": lambda Cg, E, G, **_: Cg * G // E,
        "OH": lambda H, KH, d_h, p_b, p_t, s_h, **_: (H + p_b + p_t - ((KH - 1) * d_h) - 1) // s_h + 1,
        "OW": lambda KW, W, d_w, p_l, p_r, s_w, **_: (W + p_l + p_r - ((KW - 1) * d_w) - 1) // s_w + 1,
    },
    shapes={
        "x": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "w": lambda Cg, G, KH, KW, Og, **_: (G * Og, Cg, KH, KW),
        "offset": lambda E, KH, KW, N, OH, OW, **_: (N, E * KH * KW * 2, OH, OW),
        "mask": lambda E, KH, KW, N, OH, OW, **_: (N, E * KH * KW, OH, OW),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OH, OW, Og, **_: (N, G * Og, OH, OW),
        "dx_sum": lambda Cg, G, KH, KW, N, OH, OW, **_: (N, Cg * G, KH, KW, OH, OW),
    },
    strides={'stride': ('s_h', 's_w'), 'dilation': ('d_h', 'd_w')},
    requires=(
        (lambda Cg, E, G, **_: Cg * G % E == 0, 'the channels must divide into offset_groups equal blocks'),
    ),
    checks=(
        runtime.Step("offset", 2, "OH", "OH"),
        runtime.Step("offset", 3, "OW", "OW"),
        runtime.Step("mask", 2, "OH", "OH"),
        runtime.Step("mask", 3, "OW", "OW"),
    ),
)


def forward(x, w, offset, mask=None, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1,
    groups=1, offset_groups=1):
    """deformable convolution with bilinear sampling, offset groups and modulation mask; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "offset", "mask", "b", "y"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW",
            "E", "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, w, offset, mask=None, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1,
    groups=1, offset_groups=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("dy", "y", dy)
    call.new("dx_sum", "dx_sum")
    call.run(_shared_dx_sum, ("dy", "w", "dx_sum"), ("N", "Cg", "G", "Og", "KH", "KW", "OH", "OW"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("offset", "mask", "dx_sum", "dx"), ("N", "Cg", "G", "H", "W", "KH", "KW", "E", "OH",
            "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dx")


def vjp_w(dy, x, w, offset, mask=None, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1,
    groups=1, offset_groups=1):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "offset", "mask", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "E",
            "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dw")


def vjp_b(dy, x, w, offset, mask=None, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1,
    groups=1, offset_groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OH", "OW"))
    return call.result("db")


def vjp_offset(dy, x, w, offset, mask=None, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1, groups=1, offset_groups=1):
    """The gradient of offset, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("dy", "y", dy)
    call.new("dx_sum", "dx_sum")
    call.run(_shared_dx_sum, ("dy", "w", "dx_sum"), ("N", "Cg", "G", "Og", "KH", "KW", "OH", "OW"))
    call.new("doffset", "offset", out)
    call.run(_vjp_offset, ("x", "offset", "mask", "dx_sum", "doffset"), ("N", "Cg", "G", "H", "W", "KH", "KW",
            "E", "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("doffset")


def vjp_mask(dy, x, w, offset, mask=None, b=None, *, residuals=None, out=None, stride=1, padding=0,
    dilation=1, groups=1, offset_groups=1):
    """The gradient of mask, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("dy", "y", dy)
    call.new("dx_sum", "dx_sum")
    call.run(_shared_dx_sum, ("dy", "w", "dx_sum"), ("N", "Cg", "G", "Og", "KH", "KW", "OH", "OW"))
    call.new("dmask", "mask", out)
    call.run(_vjp_mask, ("x", "offset", "dx_sum", "dmask"), ("N", "Cg", "G", "H", "W", "KH", "KW", "E", "OH",
            "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return call.result("dmask")


def vjp(dy, x, w, offset, mask=None, b=None, *, residuals=None, stride=1, padding=0, dilation=1, groups=1,
    offset_groups=1):
    """The gradients of x, w, b, offset, mask."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("dy", "y", dy)
    call.new("dx_sum", "dx_sum")
    call.run(_shared_dx_sum, ("dy", "w", "dx_sum"), ("N", "Cg", "G", "Og", "KH", "KW", "OH", "OW"))
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.new("doffset", "offset")
    call.new("dmask", "mask")
    call.run(_vjp_x, ("offset", "mask", "dx_sum", "dx"), ("N", "Cg", "G", "H", "W", "KH", "KW", "E", "OH",
            "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_w, ("dy", "x", "offset", "mask", "dw"), ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "E",
            "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OH", "OW"))
    call.run(_vjp_offset, ("x", "offset", "mask", "dx_sum", "doffset"), ("N", "Cg", "G", "H", "W", "KH", "KW",
            "E", "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    call.run(_vjp_mask, ("x", "offset", "dx_sum", "dmask"), ("N", "Cg", "G", "H", "W", "KH", "KW", "E", "OH",
            "OW", "Ce", "s_h", "s_w", "p_t", "p_l", "d_h", "d_w"))
    return Gradients(*call.results(("dx", "dw", "db", "doffset", "dmask")))


def jvp(x, w, offset, mask=None, b=None, *, x_dot=None, w_dot=None, b_dot=None, offset_dot=None,
    mask_dot=None, residuals=None, stride=1, padding=0, dilation=1, groups=1, offset_groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "offset": offset, "mask": mask, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "offset_groups": offset_groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.add("offset_dot", "offset", offset_dot)
    call.add("mask_dot", "mask", mask_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "offset_dot", "mask_dot", "x", "w", "offset", "mask", "y_dot"),
            ("N", "Cg", "G", "H", "W", "Og", "KH", "KW", "E", "OH", "OW", "Ce", "s_h", "s_w", "p_t", "p_l",
            "d_h", "d_w"))
    return call.result("y_dot")
