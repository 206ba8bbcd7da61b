"""score_head: class scores from globally averaged channels.

Made by `chainrule generate`, version 0.1.0, from the forward of `score_head`.  Do not edit.
Run time: 885da59e5e9be48a.

    mean[n,c] = 1/(H·W) · Σ_{a,b} x[n,c,a,b]
    score[n,o] = b[o] + Σ_k mean[n,k] · w[o,k]
    dx[n,c,a,b] = 1/(H·W) · Σ_o dscore[n,o] · w[o,c]
    dw[k,c] = Σ_n dscore[n,k] · mean[n,c]
    db[k] = Σ_n dscore[n,k]

Source: seed 001; Zhou et al. 2016, section 2.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 209 places of the kernels. Each of the 32 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: the hand-written loops of contract, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .score_head_kernels import (
    _forward, _vjp_x, _vjp_w, _vjp_b, _vjp, _jvp,
)


SPEC = {
    'name': 'score_head',
    'summary': 'class scores from globally averaged channels',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['K', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['K'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'score', 'shape': ['N', 'K'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'mean', 'shape': ['N', 'C'], 'kind': 'real'},
    ],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['C', 'K', 'N']},
        {'path': 'blocks', 'at': 8, 'of': ['C']},
        {'path': 'deep', 'at': 1024, 'of': ['C', 'K', 'N']},
        {'path': 'either', 'at': 8, 'of': ['K']},
        {'path': 'high', 'at': 216, 'of': ['K', 'N']},
        {'path': 'parts', 'at': 1024, 'of': ['C', 'H * W', 'K', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * K', 'C * K * N', 'C * K * N // 32', 'C * N', 'K * N']},
        {'path': 'vector', 'at': 64, 'of': ['C', 'H * W', 'K', 'N']},
        {'path': 'wide', 'at': 64, 'of': ['C', 'K', 'N']},
    ],
    'proved': {'in bounds': 209, 'iterations apart': 32},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': ['contract', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", ["mean"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("w", 0, "K", "K"),
        runtime.Step("w", 1, "C", "C"),
        runtime.Step("b", 0, "K", "K"),
    ),
    sizes={
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "w": lambda C, K, **_: (K, C),
        "b": lambda K, **_: (K,),
        "score": lambda K, N, **_: (N, K),
        "mean": lambda C, N, **_: (N, C),
    },
    requires=(),
    checks=(),
)


def forward(x, w, b=None, *, out=None, save=False):
    """class scores from globally averaged channels; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.new_all(("score",), out)
    call.new("mean", "mean")
    call.run(_forward, ("x", "w", "b", "score", "mean"), ("N", "C", "H", "W", "K"))
    result = call.result("score")
    return (result, call.save(Residuals, ("mean",))) if call.asked("save", save) else result


def vjp_x(dscore, x, w, b=None, *, residuals=None, out=None):
    """The gradient of x, given dscore."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dscore", "score", dscore)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dscore", "w", "dx"), ("N", "C", "H", "W", "K"))
    return call.result("dx")


def vjp_w(dscore, x, w, b=None, *, residuals=None, out=None):
    """The gradient of w, given dscore."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dscore", "score", dscore)
    call.recall(residuals, forward, ("mean",))
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dscore", "mean", "dw"), ("N", "C", "K"))
    return call.result("dw")


def vjp_b(dscore, x, w, b=None, *, residuals=None, out=None):
    """The gradient of b, given dscore."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dscore", "score", dscore)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dscore", "db"), ("N", "K"))
    return call.result("db")


def vjp(dscore, x, w, b=None, *, residuals=None):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dscore", "score", dscore)
    call.recall(residuals, forward, ("mean",))
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp, ("dscore", "w", "mean", "dx", "dw", "db"), ("N", "C", "H", "W", "K"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.recall(residuals, forward, ("mean",))
    call.new("score_dot", "score")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "w", "mean", "score_dot"), ("N", "C", "H", "W", "K"))
    return call.result("score_dot")
