"""dense_cross_entropy: dense layer, softmax and cross-entropy with integer labels, loss per row.

Made by `chainrule generate`, version 0.1.0, from the forward of `dense_cross_entropy`.  Do not edit.
Run time: 885da59e5e9be48a.

    score[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
    loss_m[n] = max_c score[n,c]
    loss_s[n] = Σ_c exp(score[n,c] − loss_m[n])
    loss_p[n,c] = exp(score[n,c] − loss_m[n])/loss_s[n]
    loss[n] = loss_m[n] + log(loss_s[n]) − score[n, t[n]]
    dx[n,d] = dloss[n] · Σ_o w[o,d] · (loss_p[n,o] − [t[n] = o])
    dw[k,d] = Σ_n dloss[n] · x[n,d] · (loss_p[n,k] − [t[n] = k])
    db[k] = Σ_n dloss[n] · (loss_p[n,k] − [t[n] = k])

Source: seed 003.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 275 places of the kernels. Each of the 37 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: 0 <= t < K (tested in each call); the hand-written loops of contract, turn (tried between
protected pages).
"""

from collections import namedtuple

from . import runtime
from .dense_cross_entropy_kernels import (
    _forward, _vjp_x, _vjp_w, _vjp_b, _vjp,
)
from .dense_cross_entropy_kernels2 import (
    _jvp,
)


SPEC = {
    'name': 'dense_cross_entropy',
    'summary': 'dense layer, softmax and cross-entropy with integer labels, loss per row',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 't', 'shape': ['N'], 'kind': 'integer', 'low': 0, 'below': 'K', 'differentiable': False, 'default': None},
        {'name': 'w', 'shape': ['K', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['K'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'loss', 'shape': ['N'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'score', 'shape': ['N', 'K'], 'kind': 'real'},
        {'name': 'loss_m', 'shape': ['N'], 'kind': 'real'},
        {'name': 'loss_s', 'shape': ['N'], 'kind': 'real'},
    ],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': False,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['D', 'K', 'N']},
        {'path': 'blocks', 'at': 8, 'of': ['K', 'N']},
        {'path': 'deep', 'at': 1024, 'of': ['D', 'K', 'N']},
        {'path': 'either', 'at': 8, 'of': ['K']},
        {'path': 'high', 'at': 216, 'of': ['D', 'K', 'N']},
        {'path': 'parts', 'at': 1024, 'of': ['D', 'K', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['D * K', 'D * K * N', 'D * K * N // 32', 'D * N', 'K * N', 'K * N * 2 + N', 'K * N + N']},
        {'path': 'vector', 'at': 64, 'of': ['D', 'K', 'N']},
        {'path': 'wide', 'at': 64, 'of': ['K', 'N']},
    ],
    'proved': {'in bounds': 275, 'iterations apart': 37},
    'not proved': {'written before read': [], 'integers in range': ['0 <= t < K'], 'routines': ['contract', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", ["score", "loss_m", "loss_s"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "D", "D"),
        runtime.Step("t", 0, "N", "N"),
        runtime.Step("w", 0, "K", "K"),
        runtime.Step("w", 1, "D", "D"),
        runtime.Step("b", 0, "K", "K"),
    ),
    sizes={
    },
    shapes={
        "x": lambda D, N, **_: (N, D),
        "t": lambda N, **_: (N,),
        "w": lambda D, K, **_: (K, D),
        "b": lambda K, **_: (K,),
        "loss": lambda N, **_: (N,),
        "score": lambda K, N, **_: (N, K),
        "loss_m": lambda N, **_: (N,),
        "loss_s": lambda N, **_: (N,),
    },
    below={"t": lambda K, **_: K},
    requires=(),
    checks=(),
)


def forward(x, t, w, b=None, *, out=None, save=False):
    """dense layer, softmax and cross-entropy with integer labels, loss per row; ``save=True`` also returns
    what the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "t": t, "w": w, "b": b}, {})
    call.new_all(("loss",), out)
    call.new("score", "score")
    call.new("loss_m", "loss_m")
    call.new("loss_s", "loss_s")
    call.run(_forward, ("x", "t", "w", "b", "loss", "score", "loss_m", "loss_s"), ("N", "D", "K"))
    result = call.result("loss")
    return (result, call.save(Residuals, ("score", "loss_m", "loss_s"))) if call.asked("save",
            save) else result


def vjp_x(dloss, x, t, w, b=None, *, residuals=None, out=None):
    """The gradient of x, given dloss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w, "b": b}, {})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("score", "loss_m", "loss_s"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dloss", "t", "w", "score", "loss_m", "loss_s", "dx"), ("N", "D", "K"))
    return call.result("dx")


def vjp_w(dloss, x, t, w, b=None, *, residuals=None, out=None):
    """The gradient of w, given dloss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w, "b": b}, {})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("score", "loss_m", "loss_s"))
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dloss", "x", "t", "score", "loss_m", "loss_s", "dw"), ("N", "D", "K"))
    return call.result("dw")


def vjp_b(dloss, x, t, w, b=None, *, residuals=None, out=None):
    """The gradient of b, given dloss."""
    call = _LAYER.bind({"x": x, "t": t, "w": w, "b": b}, {})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("score", "loss_m", "loss_s"))
    call.new("db", "b", out)
    call.run(_vjp_b, ("dloss", "t", "score", "loss_m", "loss_s", "db"), ("N", "K"))
    return call.result("db")


def vjp(dloss, x, t, w, b=None, *, residuals=None):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "t": t, "w": w, "b": b}, {})
    call.add("dloss", "loss", dloss)
    call.recall(residuals, forward, ("score", "loss_m", "loss_s"))
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp, ("dloss", "x", "t", "w", "score", "loss_m", "loss_s", "dx", "dw", "db"), ("N", "D", "K"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, t, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "t": t, "w": w, "b": b}, {})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.recall(residuals, forward, ("score", "loss_m", "loss_s"))
    call.new("loss_dot", "loss")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "t", "w", "score", "loss_m", "loss_s", "loss_dot"), ("N",
            "D", "K"))
    return call.result("loss_dot")
