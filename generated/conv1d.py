"""conv1d: 1-D cross-correlation with stride, padding, dilation, groups and bias.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n, g·Og+o, i] = b[g·Og+o] + Σ_{c,u} w[g·Og+o, c, u] · x[n, g·Cg+c, s·i+d·u−p_l]
    dx[n, g·Cg+c, a] = Σ_{o,u : s ∣ a+p_l−d·(K−1−u)} dy[n, g·Og+o, (a+p_l−d·(K−1−u))/s] · w[g·Og+o, c,
        K−1−u]
    dw[g·Og+o, c, u] = Σ_{n,i} dy[n, g·Og+o, i] · x[n, g·Cg+c, d·u+s·i−p_l]
    db[g·Og+o] = Σ_{n,i} dy[n, g·Og+o, i]
    dx[n, g·Cg+c] = Σ_o cross-correlation of zero-upsampled dy[n, g·Og+o] (s − 1 zeros between neighbours)
        with rot180(w[g·Og+o, c]): dilation (d), padding (d · (K − 1) − p_l)
    dw[g·Og+o, c] = Σ_n cross-correlation of x[n, g·Cg+c] with dy[n, g·Og+o]: stride (d), dilation (s),
        padding (p_l)
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Source: Dumoulin & Visin 2016; eq. 1 of Dai et al. 2017.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 256 places of the kernels. Each of the 25 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _vjp_x: panels2[g, col_part2, k2, q2] written before read; the hand-written loops of
contract_inside, correlate, lags, pad, padded, tiled, tiled_weights, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .conv1d_kernels import (
    _forward,
)
from .conv1d_kernels2 import (
    _vjp_x,
)
from .conv1d_kernels3 import (
    _vjp_w, _vjp_b, _jvp, _forward_winograd, _vjp_x_winograd, _vjp_w_winograd,
)


SPEC = {
    'name': 'conv1d',
    'summary': '1-D cross-correlation with stride, padding, dilation, groups and bias',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['G * Og', 'Cg', 'K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['G * Og'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'G * Og', 'OL'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'stride', 'symbols': ['s'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {'OL': '(L + p_l + p_r - ((K - 1) * d) - 1) // s + 1'},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['Cg * K', 'K * Og', 'L * N', 'N * OL']},
        {'path': 'blocks', 'at': 8, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 1, 'of': ['Cg % 16', 'Og % 16', 'min(Cg - 24, Og - 24)']},
        {'path': 'correlations', 'at': 2, 'of': ['K']},
        {'path': 'correlations', 'at': 4, 'of': ['L', 'OL']},
        {'path': 'correlations', 'at': 9, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 17, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 25, 'of': ['Cg', 'Og']},
        {'path': 'correlations', 'at': 129, 'of': ['Cg * K', 'K * Og']},
        {'path': 'correlations', 'at': 257, 'of': ['Cg * K', 'K * Og']},
        {'path': 'deep', 'at': 1024, 'of': ['Cg * K', 'K * Og', 'N * OL']},
        {'path': 'high', 'at': 216, 'of': ['(-p_l // s + (L + p_l - 1) // s + 1) * N', 'Cg * K', 'L * N', 'N * OL']},
        {'path': 'lagging', 'at': 2, 'of': ['K']},
        {'path': 'lagging', 'at': 4, 'of': ['L']},
        {'path': 'lagging', 'at': 9, 'of': ['Og']},
        {'path': 'lagging', 'at': 17, 'of': ['Cg * K', 'Og']},
        {'path': 'lagging', 'at': 49, 'of': ['Cg * K']},
        {'path': 'parts', 'at': 16, 'of': ['Og + 16']},
        {'path': 'parts', 'at': 256, 'of': ['N']},
        {'path': 'parts', 'at': 1024, 'of': ['(L + p_l - 1) // s + 1', '1 - (-p_l // s)', 'Cg', 'OL', 'Og']},
        {'path': 'ranges', 'at': 24000, 'of': ['Cg * G * K * L * N * Og', 'Cg * G * K * L * N * Og // 32', 'Cg * G * K * N * OL * Og', 'Cg * G * K * N * OL * Og // 32', 'Cg * G * K * Og', 'G * N * OL * Og']},
        {'path': 'vector', 'at': 64, 'of': ['(L + p_l - 1) // s + 1', '-p_l // s + (L + p_l - 1) // s + 1', '-p_l // s + OL', 'Cg', 'Cg * K', 'G', 'K', 'K * Og', 'L', 'L * N', 'L + p_l', 'N * OL', 'N + (-p_l // s) * N + ((L + p_l - 1) // s) * N', 'OL', 'OL - p_l', 'Og', 's']},
        {'path': 'wide', 'at': 64, 'of': ['Cg', 'Og']},
    ],
    'winograd': {'functions': ['forward', 'vjp_x', 'vjp_w', 'vjp'], 'blocks': False, 'error': 's u / (1 - s u) a N max|w| max|x|: u the unit roundoff, N terms for each tap; a and s the product and the sum over the axes of cook_toom.GROWTH, s and min(N, 64) + ceil(N / 64) + 2 more'},
    'proved': {'in bounds': 256, 'iterations apart': 25},
    'not proved': {'written before read': ['_vjp_x: panels2[g, col_part2, k2, q2] written before read'], 'integers in range': [], 'routines': ['contract_inside', 'correlate', 'lags', 'pad', 'padded', 'tiled', 'tiled_weights', 'turn']},
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
        "OL": lambda K, L, d, p_l, p_r, s, **_: (L + p_l + p_r - ((K - 1) * d) - 1) // s + 1,
    },
    shapes={
        "x": lambda Cg, G, L, N, **_: (N, Cg * G, L),
        "w": lambda Cg, G, K, Og, **_: (G * Og, Cg, K),
        "b": lambda G, Og, **_: (G * Og,),
        "y": lambda G, N, OL, Og, **_: (N, G * Og, OL),
    },
    strides={'stride': ('s',), 'dilation': ('d',)},
    requires=(),
    checks=(),
    tiles=runtime.Tiles(("s", "d",), (lambda K, **_: (K,),), lambda Cg, Og, **_: (Og, Cg)),
)


def forward(x, w, b=None, *, out=None, save=False, stride=1, padding=0, dilation=1, groups=1,
    algorithm="auto", accuracy="exact"):
    """1-D cross-correlation with stride, padding, dilation, groups and bias; ``save=True`` also returns what
    the gradients can use again. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.new_all(("y",), out)
    if call.tiled:
        call.run(_forward_winograd, ("x", "w", "b", "y"), ("N", "Cg", "G", "L", "Og", "K", "OL", "p_l"))
    else:
        call.run(_forward, ("x", "w", "b", "y"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1,
    algorithm="auto", accuracy="exact"):
    """The gradient of x, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    if call.tiled:
        call.run(_vjp_x_winograd, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "OL", "p_l"))
    else:
        call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1,
    algorithm="auto", accuracy="exact"):
    """The gradient of w, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    if call.tiled:
        call.run(_vjp_w_winograd, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "OL", "p_l"))
    else:
        call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None, stride=1, padding=0, dilation=1, groups=1):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OL"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None, stride=1, padding=0, dilation=1, groups=1, algorithm="auto",
    accuracy="exact"):
    """The gradients of x, w, b. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom, with
    fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where ``accuracy`` is
    "fast".
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    if call.tiled:
        call.run(_vjp_x_winograd, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "OL", "p_l"))
        call.run(_vjp_w_winograd, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "OL", "p_l"))
    else:
        call.run(_vjp_x, ("dy", "w", "dx"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
        call.run(_vjp_w, ("dy", "x", "dw"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s", "p_l", "d"))
    call.run(_vjp_b, ("dy", "db"), ("N", "G", "Og", "OL"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None, stride=1, padding=0, dilation=1,
    groups=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "Cg", "G", "L", "Og", "K", "OL", "s",
            "p_l", "d"))
    return call.result("y_dot")
