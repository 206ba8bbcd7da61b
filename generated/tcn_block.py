"""tcn_block: residual block of a temporal convolutional network.

Made by `chainrule generate`, version 0.1.0, from the forward of `tcn_block`.  Do not edit.
Run time: 885da59e5e9be48a.

    a₁[n,o,i] = b₁[o] + Σ_{c,u} w₁[o,c,u] · x[n, c, i−d·(K−1−u)]
    h₁[n,e,a] = {a₁[n,e,a] if a₁[n,e,a] > 0; else 0}
    a₂[n,o,i] = b₂[o] + Σ_{c,u} h₁[n, c, i−d·(K−1−u)] · w₂[o,c,u]
    h₂[n,o,a] = {a₂[n,o,a] if a₂[n,o,a] > 0; else 0}
    skip[n,o,i] = b₃[o] + Σ_c w₃[o,c,0] · x[n,c,i]
    both[n,o,a] = h₂[n,o,a] + skip[n,o,a]
    y[n,o,a] = {both[n,o,a] if both[n,o,a] > 0; else 0}
    da₁[n,e,a] = [a₁[n,e,a] > 0] · Σ_{o,u : a₂[n, o, a+d·(K−1−u)] > 0, both[n, o, a+d·(K−1−u)] > 0} dy[n,
        o, a+d·(K−1−u)] · w₂[o,e,u]
    dx[n,c,a] = Σ_{o = 0..O−1 : both[n,o,a] > 0} dy[n,o,a] · w₃[o,c,0] + Σ_{o,u} da₁[n, o, a+d·(K−1−u)] ·
        w₁[o,c,u]
    dw₁[e,c,u] = Σ_{n,i : d·(K−1−u) ≤ i < L} da₁[n,e,i] · x[n, c, i−d·(K−1−u)]
    db₁[e] = Σ_{n,i} da₁[n,e,i]
    dw₂[o,e,u] = Σ_{n,i : d·(K−1−u) ≤ i < L, a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i] · h₁[n, e,
        i−d·(K−1−u)]
    db₂[o] = Σ_{n,i : a₂[n,o,i] > 0, both[n,o,i] > 0} dy[n,o,i]
    dw₃[o,c,0] = Σ_{n,i : both[n,o,i] > 0} dy[n,o,i] · x[n,c,i]
    db₃[o] = Σ_{n,i : both[n,o,i] > 0} dy[n,o,i]
    dw₁[e,c] = Σ_n cross-correlation of x[n,c] with da₁[n,e]: stride (d), padding (d · (K − 1))
    dw₂[o,e] = Σ_n cross-correlation of h₁[n,e] with dy[n,o]·[a₂[n,o] > 0]·[both[n,o] > 0]: stride (d),
        padding (d · (K − 1))
    x = 0 where an index leaves its range
    h₁ = 0 where an index leaves its range
    dy = 0 where an index leaves its range
    da₁ = 0 where an index leaves its range

Convention: the residual branch is a 1×1 convolution; without weight normalisation and dropout.

Convention: the last tap lies on the present, the first one d (K - 1) moments before.

Convention: at a1 = 0 the derivative is 0.

Convention: at a2 = 0 the derivative is 0.

Convention: at both = 0 the derivative is 0.

Source: Bai et al. 2018, figure 1; seed 000.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 670 places of the kernels. Each of the 76 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: the hand-written loops of contract, contract_inside, correlate, pad, padded, tiled,
tiled_weights, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .tcn_block_kernels import (
    _forward, _shared_dy_kept,
)
from .tcn_block_kernels2 import (
    _shared_da1, _shared_dy_kept2, _vjp_x,
)
from .tcn_block_kernels3 import (
    _vjp_w1, _vjp_b1, _vjp_w2, _vjp_b2, _vjp_w3, _vjp_b3,
)
from .tcn_block_kernels4 import (
    _jvp,
)
from .tcn_block_kernels5 import (
    _forward_winograd, _shared_da1_winograd, _vjp_x_winograd, _vjp_w1_winograd, _vjp_w2_winograd,
)


SPEC = {
    'name': 'tcn_block',
    'summary': 'residual block of a temporal convolutional network',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w1', 'shape': ['E', 'C', 'K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b1', 'shape': ['E'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w2', 'shape': ['O', 'E', 'K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b2', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w3', 'shape': ['O', 'C', '1'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b3', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'O', 'L'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'a1', 'shape': ['N', 'E', 'L'], 'kind': 'real'},
        {'name': 'a2', 'shape': ['N', 'O', 'L'], 'kind': 'real'},
        {'name': 'skip', 'shape': ['N', 'O', 'L'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'w1': 'vjp_w1', 'b1': 'vjp_b1', 'w2': 'vjp_w2', 'b2': 'vjp_b2', 'w3': 'vjp_w3', 'b3': 'vjp_b3'},
    'analytic': False,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['C', 'C * K', 'E * K', 'K * O', 'L * N', 'O']},
        {'path': 'blocks', 'at': 8, 'of': ['C', 'E', 'L * N', 'O']},
        {'path': 'correlations', 'at': 1, 'of': ['C % 16', 'E % 16', 'O % 16']},
        {'path': 'correlations', 'at': 2, 'of': ['K']},
        {'path': 'correlations', 'at': 4, 'of': ['L']},
        {'path': 'correlations', 'at': 9, 'of': ['C', 'E', 'O']},
        {'path': 'correlations', 'at': 17, 'of': ['C', 'E', 'O']},
        {'path': 'correlations', 'at': 25, 'of': ['C', 'E', 'O']},
        {'path': 'correlations', 'at': 129, 'of': ['C * K', 'E * K', 'K * O']},
        {'path': 'correlations', 'at': 257, 'of': ['C * K', 'E * K', 'K * O']},
        {'path': 'deep', 'at': 1024, 'of': ['C', 'C * K', 'E * K', 'K * O', 'L * N', 'O']},
        {'path': 'either', 'at': 8, 'of': ['C']},
        {'path': 'either', 'at': 128, 'of': ['L']},
        {'path': 'high', 'at': 216, 'of': ['C', 'C * K', 'E * K', 'L * N', 'O']},
        {'path': 'parts', 'at': 1024, 'of': ['C', 'E', 'L', 'L * N * O', 'L + d - (K * d)', 'O']},
        {'path': 'ranges', 'at': 24000, 'of': ['(L + d - (K * d)) * C * E * K * N', '(L + d - (K * d)) * E * K * N * O', 'C * E * K', 'C * E * K * L * N', 'C * E * K * L * N // 32', 'C * L * N', 'C * L * N * O', 'C * L * N * O + C * O', 'C * L * N * O // 32', 'C * O', 'E * K * L * N', 'E * K * L * N * O', 'E * K * L * N * O // 32', 'E * K * O', 'E * L * N', 'L * N * O']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'C * K', 'E', 'E * K', 'K', 'K * O', 'L', 'L * N', 'L * N * O', 'L * N + d - (K * d)', 'L + d - (K * d)', 'O']},
        {'path': 'wide', 'at': 64, 'of': ['C', 'E', 'L', 'L * N', 'O']},
    ],
    'winograd': {'functions': ['forward', 'vjp_x', 'vjp_w1', 'vjp_b1', 'vjp_w2', 'vjp'], 'blocks': True, 'error': 's u / (1 - s u) a N max|w| max|x|: u the unit roundoff, N terms for each tap; a and s the product and the sum over the axes of cook_toom.GROWTH, s and min(N, 64) + ceil(N / 64) + 2 more'},
    'proved': {'in bounds': 670, 'iterations apart': 76},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': ['contract', 'contract_inside', 'correlate', 'pad', 'padded', 'tiled', 'tiled_weights', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w1", "b1", "w2", "b2", "w3", "b3"])


class Residuals(namedtuple("Residuals", ["a1", "a2", "skip"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "L", "L"),
        runtime.Step("w1", 0, "E", "E"),
        runtime.Step("w1", 1, "C", "C"),
        runtime.Step("w1", 2, "K", "K"),
        runtime.Step("b1", 0, "E", "E"),
        runtime.Step("w2", 0, "O", "O"),
        runtime.Step("w2", 1, "E", "E"),
        runtime.Step("w2", 2, "K", "K"),
        runtime.Step("b2", 0, "O", "O"),
        runtime.Step("w3", 0, "O", "O"),
        runtime.Step("w3", 1, "C", "C"),
        runtime.Step("w3", 2, "", "1", rest=lambda **_: 1),
        runtime.Step("b3", 0, "O", "O"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "w1": lambda C, E, K, **_: (E, C, K),
        "b1": lambda E, **_: (E,),
        "w2": lambda E, K, O, **_: (O, E, K),
        "b2": lambda O, **_: (O,),
        "w3": lambda C, O, **_: (O, C, 1),
        "b3": lambda O, **_: (O,),
        "y": lambda L, N, O, **_: (N, O, L),
        "a1": lambda E, L, N, **_: (N, E, L),
        "a2": lambda L, N, O, **_: (N, O, L),
        "skip": lambda L, N, O, **_: (N, O, L),
        "dy_kept": lambda L, N, O, **_: (N, O, L),
        "da1": lambda E, L, N, **_: (N, E, L),
        "dy_kept2": lambda L, N, O, **_: (N, O, L),
    },
    strides={'dilation': ('d',)},
    requires=(),
    checks=(),
    tiles=runtime.Tiles(("d",), (lambda K, **_: (K,),), lambda C, E, O, **_: (E, C, O)),
)


def forward(x, w1, b1, w2, b2, w3, b3, *, out=None, save=False, dilation=1, algorithm="auto",
    accuracy="exact"):
    """residual block of a temporal convolutional network; ``save=True`` also returns what the gradients can
    use again. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom, with fewer products
    and a larger error (``SPEC["winograd"]``), which "auto" takes only where ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w1": w1, "b1": b1, "w2": w2, "b2": b2, "w3": w3, "b3": b3}, {"dilation": dilation})
    call.choose(algorithm, accuracy)
    call.new_all(("y",), out)
    call.new("a1", "a1")
    call.new("a2", "a2")
    call.new("skip", "skip")
    if call.tiled:
        call.run(_forward_winograd, ("x", "w1", "b1", "w2", "b2", "w3", "b3", "y", "a1", "a2", "skip"), ("N",
                "C", "L", "E", "K", "O"))
    else:
        call.run(_forward, ("x", "w1", "b1", "w2", "b2", "w3", "b3", "y", "a1", "a2", "skip"), ("N", "C", "L",
                "E", "K", "O", "d"))
    result = call.result("y")
    return (result, call.save(Residuals, ("a1", "a2", "skip"))) if call.asked("save", save) else result


def vjp_x(dy, x, w1, b1, w2, b2, w3, b3, *, residuals=None, out=None, dilation=1, algorithm="auto",
    accuracy="exact"):
    """The gradient of x, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w1": w1, "b1": b1, "w2": w2, "b2": b2, "w3": w3, "b3": b3}, {"dilation": dilation})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a1", "a2", "skip"))
    call.new("dy_kept", "dy_kept")
    call.run(_shared_dy_kept, ("dy", "a2", "skip", "dy_kept"), ("N", "L", "O"))
    call.new("da1", "da1")
    if call.tiled:
        call.run(_shared_da1_winograd, ("w2", "a1", "dy_kept", "da1"), ("N", "L", "E", "K", "O"))
    else:
        call.run(_shared_da1, ("w2", "a1", "dy_kept", "da1"), ("N", "L", "E", "K", "O", "d"))
    call.new("dy_kept2", "dy_kept2")
    call.run(_shared_dy_kept2, ("dy", "a2", "skip", "dy_kept2"), ("N", "L", "O"))
    call.new("dx", "x", out)
    if call.tiled:
        call.run(_vjp_x_winograd, ("w1", "w3", "da1", "dy_kept2", "dx"), ("N", "C", "L", "E", "K", "O"))
    else:
        call.run(_vjp_x, ("w1", "w3", "da1", "dy_kept2", "dx"), ("N", "C", "L", "E", "K", "O", "d"))
    return call.result("dx")


def vjp_w1(dy, x, w1, b1, w2, b2, w3, b3, *, residuals=None, out=None, dilation=1, algorithm="auto",
    accuracy="exact"):
    """The gradient of w1, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w1": w1, "b1": b1, "w2": w2, "b2": b2, "w3": w3, "b3": b3}, {"dilation": dilation})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a1", "a2", "skip"))
    call.new("dy_kept", "dy_kept")
    call.run(_shared_dy_kept, ("dy", "a2", "skip", "dy_kept"), ("N", "L", "O"))
    call.new("da1", "da1")
    if call.tiled:
        call.run(_shared_da1_winograd, ("w2", "a1", "dy_kept", "da1"), ("N", "L", "E", "K", "O"))
    else:
        call.run(_shared_da1, ("w2", "a1", "dy_kept", "da1"), ("N", "L", "E", "K", "O", "d"))
    call.new("dw1", "w1", out)
    if call.tiled:
        call.run(_vjp_w1_winograd, ("x", "da1", "dw1"), ("N", "C", "L", "E", "K"))
    else:
        call.run(_vjp_w1, ("x", "da1", "dw1"), ("N", "C", "L", "E", "K", "d"))
    return call.result("dw1")


def vjp_b1(dy, x, w1, b1, w2, b2, w3, b3, *, residuals=None, out=None, dilation=1, algorithm="auto",
    accuracy="exact"):
    """The gradient of b1, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w1": w1, "b1": b1, "w2": w2, "b2": b2, "w3": w3, "b3": b3}, {"dilation": dilation})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a1", "a2", "skip"))
    call.new("dy_kept", "dy_kept")
    call.run(_shared_dy_kept, ("dy", "a2", "skip", "dy_kept"), ("N", "L", "O"))
    call.new("da1", "da1")
    if call.tiled:
        call.run(_shared_da1_winograd, ("w2", "a1", "dy_kept", "da1"), ("N", "L", "E", "K", "O"))
    else:
        call.run(_shared_da1, ("w2", "a1", "dy_kept", "da1"), ("N", "L", "E", "K", "O", "d"))
    call.new("db1", "b1", out)
    call.run(_vjp_b1, ("da1", "db1"), ("N", "L", "E"))
    return call.result("db1")


def vjp_w2(dy, x, w1, b1, w2, b2, w3, b3, *, residuals=None, out=None, dilation=1, algorithm="auto",
    accuracy="exact"):
    """The gradient of w2, given dy. ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom,
    with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only where
    ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w1": w1, "b1": b1, "w2": w2, "b2": b2, "w3": w3, "b3": b3}, {"dilation": dilation})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a1", "a2", "skip"))
    call.new("dy_kept", "dy_kept")
    call.run(_shared_dy_kept, ("dy", "a2", "skip", "dy_kept"), ("N", "L", "O"))
    call.new("dw2", "w2", out)
    if call.tiled:
        call.run(_vjp_w2_winograd, ("a1", "dy_kept", "dw2"), ("N", "L", "E", "K", "O"))
    else:
        call.run(_vjp_w2, ("a1", "dy_kept", "dw2"), ("N", "L", "E", "K", "O", "d"))
    return call.result("dw2")


def vjp_b2(dy, x, w1, b1, w2, b2, w3, b3, *, residuals=None, out=None, dilation=1):
    """The gradient of b2, given dy."""
    call = _LAYER.bind({"x": x, "w1": w1, "b1": b1, "w2": w2, "b2": b2, "w3": w3, "b3": b3}, {"dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a2", "skip"))
    call.new("dy_kept", "dy_kept")
    call.run(_shared_dy_kept, ("dy", "a2", "skip", "dy_kept"), ("N", "L", "O"))
    call.new("db2", "b2", out)
    call.run(_vjp_b2, ("dy_kept", "db2"), ("N", "L", "O"))
    return call.result("db2")


def vjp_w3(dy, x, w1, b1, w2, b2, w3, b3, *, residuals=None, out=None, dilation=1):
    """The gradient of w3, given dy."""
    call = _LAYER.bind({"x": x, "w1": w1, "b1": b1, "w2": w2, "b2": b2, "w3": w3, "b3": b3}, {"dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a2", "skip"))
    call.new("dy_kept2", "dy_kept2")
    call.run(_shared_dy_kept2, ("dy", "a2", "skip", "dy_kept2"), ("N", "L", "O"))
    call.new("dw3", "w3", out)
    call.run(_vjp_w3, ("x", "dy_kept2", "dw3"), ("N", "C", "L", "O"))
    return call.result("dw3")


def vjp_b3(dy, x, w1, b1, w2, b2, w3, b3, *, residuals=None, out=None, dilation=1):
    """The gradient of b3, given dy."""
    call = _LAYER.bind({"x": x, "w1": w1, "b1": b1, "w2": w2, "b2": b2, "w3": w3, "b3": b3}, {"dilation": dilation})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a2", "skip"))
    call.new("dy_kept2", "dy_kept2")
    call.run(_shared_dy_kept2, ("dy", "a2", "skip", "dy_kept2"), ("N", "L", "O"))
    call.new("db3", "b3", out)
    call.run(_vjp_b3, ("dy_kept2", "db3"), ("N", "L", "O"))
    return call.result("db3")


def vjp(dy, x, w1, b1, w2, b2, w3, b3, *, residuals=None, dilation=1, algorithm="auto", accuracy="exact"):
    """The gradients of x, w1, b1, w2, b2, w3, b3. ``algorithm`` is "auto", "direct" or "winograd": tiles by
    Cook and Toom, with fewer products and a larger error (``SPEC["winograd"]``), which "auto" takes only
    where ``accuracy`` is "fast".
    """
    call = _LAYER.bind({"x": x, "w1": w1, "b1": b1, "w2": w2, "b2": b2, "w3": w3, "b3": b3}, {"dilation": dilation})
    call.choose(algorithm, accuracy)
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a1", "a2", "skip"))
    call.new("dy_kept", "dy_kept")
    call.run(_shared_dy_kept, ("dy", "a2", "skip", "dy_kept"), ("N", "L", "O"))
    call.new("da1", "da1")
    if call.tiled:
        call.run(_shared_da1_winograd, ("w2", "a1", "dy_kept", "da1"), ("N", "L", "E", "K", "O"))
    else:
        call.run(_shared_da1, ("w2", "a1", "dy_kept", "da1"), ("N", "L", "E", "K", "O", "d"))
    call.new("dy_kept2", "dy_kept2")
    call.run(_shared_dy_kept2, ("dy", "a2", "skip", "dy_kept2"), ("N", "L", "O"))
    call.new("dx", "x")
    call.new("dw1", "w1")
    call.new("db1", "b1")
    call.new("dw2", "w2")
    call.new("db2", "b2")
    call.new("dw3", "w3")
    call.new("db3", "b3")
    if call.tiled:
        call.run(_vjp_x_winograd, ("w1", "w3", "da1", "dy_kept2", "dx"), ("N", "C", "L", "E", "K", "O"))
        call.run(_vjp_w1_winograd, ("x", "da1", "dw1"), ("N", "C", "L", "E", "K"))
    else:
        call.run(_vjp_x, ("w1", "w3", "da1", "dy_kept2", "dx"), ("N", "C", "L", "E", "K", "O", "d"))
        call.run(_vjp_w1, ("x", "da1", "dw1"), ("N", "C", "L", "E", "K", "d"))
    call.run(_vjp_b1, ("da1", "db1"), ("N", "L", "E"))
    if call.tiled:
        call.run(_vjp_w2_winograd, ("a1", "dy_kept", "dw2"), ("N", "L", "E", "K", "O"))
    else:
        call.run(_vjp_w2, ("a1", "dy_kept", "dw2"), ("N", "L", "E", "K", "O", "d"))
    call.run(_vjp_b2, ("dy_kept", "db2"), ("N", "L", "O"))
    call.run(_vjp_w3, ("x", "dy_kept2", "dw3"), ("N", "C", "L", "O"))
    call.run(_vjp_b3, ("dy_kept2", "db3"), ("N", "L", "O"))
    return Gradients(*call.results(("dx", "dw1", "db1", "dw2", "db2", "dw3", "db3")))


def jvp(x, w1, b1, w2, b2, w3, b3, *, x_dot=None, w1_dot=None, b1_dot=None, w2_dot=None, b2_dot=None,
    w3_dot=None, b3_dot=None, residuals=None, dilation=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w1": w1, "b1": b1, "w2": w2, "b2": b2, "w3": w3, "b3": b3}, {"dilation": dilation})
    call.add("x_dot", "x", x_dot)
    call.add("w1_dot", "w1", w1_dot)
    call.add("b1_dot", "b1", b1_dot)
    call.add("w2_dot", "w2", w2_dot)
    call.add("b2_dot", "b2", b2_dot)
    call.add("w3_dot", "w3", w3_dot)
    call.add("b3_dot", "b3", b3_dot)
    call.recall(residuals, forward, ("a1", "a2", "skip"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w1_dot", "b1_dot", "w2_dot", "b2_dot", "w3_dot", "b3_dot", "x", "w1", "w2",
            "w3", "a1", "a2", "skip", "y_dot"), ("N", "C", "L", "E", "K", "O", "d"))
    return call.result("y_dot")
