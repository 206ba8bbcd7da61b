"""dense: fully connected layer with bias.

Made by `chainrule generate`, version 0.1.0, from the forward of `dense`.  Do not edit.
Run time: 885da59e5e9be48a.

    y[n,o] = b[o] + Σ_k w[o,k] · x[n,k]
    dx[n,k] = Σ_o dy[n,o] · w[o,k]
    dw[o,k] = Σ_n dy[n,o] · x[n,k]
    db[o] = Σ_n dy[n,o]

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 156 places of the kernels. Each of the 23 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: the hand-written loops of contract, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .dense_kernels import (
    _forward, _vjp_x, _vjp_w, _vjp_b, _jvp,
)


SPEC = {
    'name': 'dense',
    'summary': 'fully connected layer with bias',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'w', 'shape': ['O', 'K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'b', 'shape': ['O'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'O'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'w': 'vjp_w', 'b': 'vjp_b'},
    'analytic': True,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['K', 'N', 'O']},
        {'path': 'blocks', 'at': 8, 'of': ['K']},
        {'path': 'deep', 'at': 1024, 'of': ['K', 'N', 'O']},
        {'path': 'either', 'at': 8, 'of': ['O']},
        {'path': 'high', 'at': 216, 'of': ['N', 'O']},
        {'path': 'parts', 'at': 1024, 'of': ['K', 'N', 'O']},
        {'path': 'ranges', 'at': 24000, 'of': ['K * N', 'K * N * O', 'K * N * O // 32', 'K * O', 'N * O']},
        {'path': 'vector', 'at': 64, 'of': ['K', 'N', 'O']},
        {'path': 'wide', 'at': 64, 'of': ['K', 'N', 'O']},
    ],
    'proved': {'in bounds': 156, 'iterations apart': 23},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': ['contract', 'turn']},
}


Gradients = namedtuple("Gradients", ["x", "w", "b"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "K", "K"),
        runtime.Step("w", 0, "O", "O"),
        runtime.Step("w", 1, "K", "K"),
        runtime.Step("b", 0, "O", "O"),
    ),
    sizes={
    },
    shapes={
        "x": lambda K, N, **_: (N, K),
        "w": lambda K, O, **_: (O, K),
        "b": lambda O, **_: (O,),
        "y": lambda N, O, **_: (N, O),
    },
    requires=(),
    checks=(),
)


def forward(x, w, b=None, *, out=None, save=False):
    """fully connected layer with bias; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.new_all(("y",), out)
    call.run(_forward, ("x", "w", "b", "y"), ("N", "K", "O"))
    result = call.result("y")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_x(dy, x, w, b=None, *, residuals=None, out=None):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "K", "O"))
    return call.result("dx")


def vjp_w(dy, x, w, b=None, *, residuals=None, out=None):
    """The gradient of w, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dy", "y", dy)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "K", "O"))
    return call.result("dw")


def vjp_b(dy, x, w, b=None, *, residuals=None, out=None):
    """The gradient of b, given dy."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dy", "y", dy)
    call.new("db", "b", out)
    call.run(_vjp_b, ("dy", "db"), ("N", "O"))
    return call.result("db")


def vjp(dy, x, w, b=None, *, residuals=None):
    """The gradients of x, w, b."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("dy", "y", dy)
    call.new("dx", "x")
    call.new("dw", "w")
    call.new("db", "b")
    call.run(_vjp_x, ("dy", "w", "dx"), ("N", "K", "O"))
    call.run(_vjp_w, ("dy", "x", "dw"), ("N", "K", "O"))
    call.run(_vjp_b, ("dy", "db"), ("N", "O"))
    return Gradients(*call.results(("dx", "dw", "db")))


def jvp(x, w, b=None, *, x_dot=None, w_dot=None, b_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "w": w, "b": b}, {})
    call.add("x_dot", "x", x_dot)
    call.add("w_dot", "w", w_dot)
    call.add("b_dot", "b", b_dot)
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "w_dot", "b_dot", "x", "w", "y_dot"), ("N", "K", "O"))
    return call.result("y_dot")
