"""causal_conv1d: dilated 1-D convolution over the present and the past.

Made by `chainrule generate`, version 0.1.0, from the forward of `causal_conv1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, i−d·(K−1−u)]
    dx[n, g·Cg+c, a] = Σ_{o,u} dy[n, g·Og+o, a+d·u] · w[g·Og+o, c, K−1−u]
    dw[g·Og+o, c, u] = Σ_{n,i : d·(K−1−u) ≤ i < L} dy[n, g·Og+o, i] · x[n, g·Cg+c, i−d·(K−1−u)]
    db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]
    dx[n, g·Cg+c] = Σ_o cross-correlation of dy[n, g·Og+o] with rot180(w[g·Og+o, c]): dilation (d),
        padding (0)
    dw[g·Og+o, c] = Σ_n cross-correlation of x[n, g·Cg+c] with dy[n, g·Og+o]: stride (d), padding (d · (K
        − 1))
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: the last tap lies on the present, the first one d (K - 1) moments before.

Source: seed 000; van den Oord et al. 2016, section 2.1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 203 places of the kernels. Each of the 20 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: the hand-written loops of contract_inside, correlate, pad, padded, tiled, tiled_weights, turn
(tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .causal_conv1d_kernels import (
    _forward, _vjp_x, _vjp_w, _vjp_b,
)
from .causal_conv1d_kernels2 import (
    _jvp, _forward_winograd, _vjp_x_winograd, _vjp_w_winograd,
)


SPEC = {
    'name': 'causal_conv1d',
    'summary': 'dilated 1-D convolution over the present and the past',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'L'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['Cg * K', 'K * Og', 'L * N']},
        {'path': 'blocks', 'at': 8, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 1, 'of': ['Cg % 16', 'Og % 16']},
        {'path': 'correlations', 'at': 2, 'of': ['K']},
        {'path': 'correlations', 'at': 4, 'of': ['L']},
        {'path': 'correlations', 'at': 9, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 17, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 25, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 129, 'of': ['Cg * K', 'K * Og']},
        {'path': 'correlations', 'at': 257, 'of': ['Cg * K', 'K * Og']},
        {'path': 'deep', 'at': 1024, 'of': ['Cg * K', 'K * Og', 'L * N']},
        {'path': 'high', 'at': 216, 'of': ['Cg * K', 'L * N']},
        {'path': 'parts', 'at': 1024, 'of': ['Cg', 'L', 'L + d - (K * d)', 'Og']},
        {'path': 'ranges', 'at': 24000, 'of': ['(L + d - (K * d)) * Cg * G * K * N * Og', 'Cg * G * K * L * N * Og', 'Cg * G * K * L * N * Og // 32', 'Cg * G * K * Og', 'G * L * N * Og']},
        {'path': 'vector', 'at': 64, 'of': ['Cg', 'Cg * K', 'G', 'K', 'K * Og', 'L', 'L * N', 'L + d - (K * d)', 'Og']},
        {'path': 'wide', 'at': 64, 'of': ['Cg', 'Og']},
    ],
    'winograd': {'functions': ['forward', 'vjp_x', 'vjp_w', 'vjp'], 'blocks': False, 'error': 's u / (1 - s u) a N max|w| max|x|: u the unit roundoff, N terms for each tap; a and s the product and the sum over the axes of cook_toom.GROWTH, s and min(N, 64) + ceil(N / 64) + 2 more'},
    'proved': {'in bounds': 203, 'iterations apart': 20},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': ['contract_inside', 'correlate', 'pad', 'padded', 'tiled', 'tiled_weights', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "Cg", "Cg * G", factor=lambda G, **_: G),
        runtime.Step("x", 2, "L", "L"),
        runtime.Step("w", 0, "Og", "G * Og", factor=lambda G, **_: G),
        runtime.Step("w", 1, "Cg", "Cg"),
        runtime.Step("w", 2, "K", "K"),
        runtime.Step("b", 0, "", "G * Og", rest=lambda G, Og, **_: G * Og),
    ),
    sizes={
    },
    shapes={
        "x": lambda Cg, G, L, N, **_: (N, Cg * G, L),
        "w": lambda Cg, G, K, Og, **_: (G * Og, Cg, K),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, L, N, Og, **_: (N, G * Og, L),
    },
    strides={'dilation': ('d',)},
    requires=(),
    checks=(),
    tiles=runtime.Tiles(("d",), (lambda K, **_: (K,),), lambda Cg, Og, **_: (Og, Cg)),
)


def forward(x, w, b=None, *, out=None, save=False, dilation=1, groups=1, algorithm="auto", accuracy="exact"):
    """dilated 1-D convolution over the present and the past; ``save=True`` also returns what the gradients
    can use again. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom, with fewer
    products and a larger error (``SPEC["winograd"]``), which "auto" takes only where ``accuracy`` is
    "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.new_all(("y",), out)
    if call.tiled:
        call.run(_forward_winograd, ("x", "w", "b", "y"), ("N", "Cg", "G", "L", "Og", "K"))
    else:
        call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "L", "Og", "K", "d"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1, algorithm="auto",
    accuracy="exact"):
    """The gradient of x, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    if call.tiled:
        call.run(_vjp_x_winograd, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K"))
    else:
        call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "d"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1, algorithm="auto",
    accuracy="exact"):
    """The gradient of w, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    if call.tiled:
        call.run(_vjp_w_winograd, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K"))
    else:
        call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "d"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, dilation=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "L", "Og"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, dilation=1, groups=1, algorithm="auto", accuracy="exact"):
    """The gradients of x, w, b. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom, with
    fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where ``accuracy`` is
    "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    if call.tiled:
        call.run(_vjp_x_winograd, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K"))
        call.run(_vjp_w_winograd, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K"))
    else:
        call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "d"))
        call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "d"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "L", "Og"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, dilation=1, groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "L", "Og", "K", "d"))
    return call.result("y_dot")
