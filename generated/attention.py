"""attention: scaled dot-product attention with a mask that is added to the scores.

Made by `chainrule generate`, version 0.1.0, from the forward of `attention`.  Do not edit.
Run time: 885da59e5e9be48a.

    a[n,i,j] = mask[i,j] + 1/√E · Σ_e k[n,j,e] · q[n,i,e]
    p[n,i,j] = exp(a[n,i,j] − max_{j′} a[n,i,j′])/(Σ_{j′} exp(a[n,i,j′] − max_{j′′} a[n, i, j′′]))
    y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]
    dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
    da[n,i,j] = p[n,i,j] · (dp[n,i,j] − Σ_{j′} dp[n,i,j′] · p[n,i,j′])
    dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]
    dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]
    dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]
    dmask[i,j] = Σ_n p[n,i,j] · (dp[n,i,j] − Σ_{j′} dp[n,i,j′] · p[n,i,j′])

Source: Vaswani et al. 2017, eq. 1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 374 places of the kernels. Each of the 42 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: the hand-written loops of contract, turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .attention_kernels import (
    _forward, _shared_dp, _shared_da, _vjp_q, _vjp_k,
)
from .attention_kernels2 import (
    _vjp_v, _vjp_mask, _vjp, _jvp,
)


SPEC = {
    'name': 'attention',
    'summary': 'scaled dot-product attention with a mask that is added to the scores',
    'inputs': [
        {'name': 'q', 'shape': ['N', 'L', 'E'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'k', 'shape': ['N', 'S', 'E'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'v', 'shape': ['N', 'S', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'mask', 'shape': ['L', 'S'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'L', 'D'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'a', 'shape': ['N', 'L', 'S'], 'kind': 'real'},
        {'name': 'p_max', 'shape': ['N', 'L'], 'kind': 'real'},
        {'name': 'S1', 'shape': ['N', 'L'], 'kind': 'real'},
    ],
    'options': [],
    'sizes': {},
    'gradients': {'q': 'vjp_q', 'k': 'vjp_k', 'v': 'vjp_v', 'mask': 'vjp_mask'},
    'analytic': False,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['D', 'E', 'L', 'S']},
        {'path': 'blocks', 'at': 8, 'of': ['D', 'E']},
        {'path': 'deep', 'at': 1024, 'of': ['D', 'E', 'L', 'S']},
        {'path': 'either', 'at': 8, 'of': ['S']},
        {'path': 'high', 'at': 216, 'of': ['L', 'S']},
        {'path': 'parts', 'at': 1024, 'of': ['D', 'E', 'L', 'N', 'S']},
        {'path': 'ranges', 'at': 24000, 'of': ['D * L * N', 'D * L * N * S', 'D * L * N * S // 32', 'D * N * S', 'E * L * N', 'E * L * N * S', 'E * L * N * S // 32', 'E * N * S', 'L * N * S', 'L * N * S * 2', 'L * N * S * 2 + E * L * N * S', 'L * N * S * 3']},
        {'path': 'vector', 'at': 64, 'of': ['D', 'E', 'L', 'S']},
        {'path': 'wide', 'at': 64, 'of': ['D', 'E', 'L', 'S']},
    ],
    'proved': {'in bounds': 374, 'iterations apart': 42},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': ['contract', 'turn']},
}


Gradients = namedtuple("Gradients", ["q", "k", "v", "mask"])


class Residuals(namedtuple("Residuals", ["a", "p_max", "S1"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("q", 0, "N", "N"),
        runtime.Step("q", 1, "L", "L"),
        runtime.Step("q", 2, "E", "E"),
        runtime.Step("k", 0, "N", "N"),
        runtime.Step("k", 1, "S", "S"),
        runtime.Step("k", 2, "E", "E"),
        runtime.Step("v", 0, "N", "N"),
        runtime.Step("v", 1, "S", "S"),
        runtime.Step("v", 2, "D", "D"),
        runtime.Step("mask", 0, "L", "L"),
        runtime.Step("mask", 1, "S", "S"),
    ),
    sizes={
    },
    shapes={
        "q": lambda E, L, N, **_: (N, L, E),
        "k": lambda E, N, S, **_: (N, S, E),
        "v": lambda D, N, S, **_: (N, S, D),
        "mask": lambda L, S, **_: (L, S),
        "y": lambda D, L, N, **_: (N, L, D),
        "a": lambda L, N, S, **_: (N, L, S),
        "p_max": lambda L, N, **_: (N, L),
        "S1": lambda L, N, **_: (N, L),
        "dp": lambda L, N, S, **_: (N, L, S),
        "da": lambda L, N, S, **_: (N, L, S),
    },
    requires=(),
    checks=(),
)


def forward(q, k, v, mask=None, *, out=None, save=False):
    """scaled dot-product attention with a mask that is added to the scores; ``save=True`` also returns what
    the gradients can use again.
    """
    call = _LAYER.bind({"q": q, "k": k, "v": v, "mask": mask}, {})
    call.new_all(("y",), out)
    call.new("a", "a")
    call.new("p_max", "p_max")
    call.new("S1", "S1")
    call.run(_forward, ("q", "k", "v", "mask", "y", "a", "p_max", "S1"), ("N", "L", "E", "S", "D"))
    result = call.result("y")
    return (result, call.save(Residuals, ("a", "p_max", "S1"))) if call.asked("save", save) else result


def vjp_q(dy, q, k, v, mask=None, *, residuals=None, out=None):
    """The gradient of q, given dy."""
    call = _LAYER.bind({"q": q, "k": k, "v": v, "mask": mask}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a", "p_max", "S1"))
    call.new("dp", "dp")
    call.run(_shared_dp, ("dy", "v", "dp"), ("N", "L", "S", "D"))
    call.new("da", "da")
    call.run(_shared_da, ("a", "p_max", "S1", "dp", "da"), ("N", "L", "S"))
    call.new("dq", "q", out)
    call.run(_vjp_q, ("k", "da", "dq"), ("N", "L", "E", "S"))
    return call.result("dq")


def vjp_k(dy, q, k, v, mask=None, *, residuals=None, out=None):
    """The gradient of k, given dy."""
    call = _LAYER.bind({"q": q, "k": k, "v": v, "mask": mask}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a", "p_max", "S1"))
    call.new("dp", "dp")
    call.run(_shared_dp, ("dy", "v", "dp"), ("N", "L", "S", "D"))
    call.new("da", "da")
    call.run(_shared_da, ("a", "p_max", "S1", "dp", "da"), ("N", "L", "S"))
    call.new("dk", "k", out)
    call.run(_vjp_k, ("q", "da", "dk"), ("N", "L", "E", "S"))
    return call.result("dk")


def vjp_v(dy, q, k, v, mask=None, *, residuals=None, out=None):
    """The gradient of v, given dy."""
    call = _LAYER.bind({"q": q, "k": k, "v": v, "mask": mask}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a", "p_max", "S1"))
    call.new("dv", "v", out)
    call.run(_vjp_v, ("dy", "a", "p_max", "S1", "dv"), ("N", "L", "S", "D"))
    return call.result("dv")


def vjp_mask(dy, q, k, v, mask=None, *, residuals=None, out=None):
    """The gradient of mask, given dy."""
    call = _LAYER.bind({"q": q, "k": k, "v": v, "mask": mask}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a", "p_max", "S1"))
    call.new("dp", "dp")
    call.run(_shared_dp, ("dy", "v", "dp"), ("N", "L", "S", "D"))
    call.new("dmask", "mask", out)
    call.run(_vjp_mask, ("a", "p_max", "S1", "dp", "dmask"), ("N", "L", "S"))
    return call.result("dmask")


def vjp(dy, q, k, v, mask=None, *, residuals=None):
    """The gradients of q, k, v, mask."""
    call = _LAYER.bind({"q": q, "k": k, "v": v, "mask": mask}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a", "p_max", "S1"))
    call.new("dq", "q")
    call.new("dk", "k")
    call.new("dv", "v")
    call.new("dmask", "mask")
    call.run(_vjp, ("dy", "q", "k", "v", "a", "p_max", "S1", "dq", "dk", "dv", "dmask"), ("N", "L", "E", "S",
            "D"))
    return Gradients(*call.results(("dq", "dk", "dv", "dmask")))


def jvp(q, k, v, mask=None, *, q_dot=None, k_dot=None, v_dot=None, mask_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"q": q, "k": k, "v": v, "mask": mask}, {})
    call.add("q_dot", "q", q_dot)
    call.add("k_dot", "k", k_dot)
    call.add("v_dot", "v", v_dot)
    call.add("mask_dot", "mask", mask_dot)
    call.recall(residuals, forward, ("a", "p_max", "S1"))
    call.new("y_dot", "y")
    call.run(_jvp, ("q_dot", "k_dot", "v_dot", "mask_dot", "q", "k", "v", "a", "p_max", "S1", "y_dot"), ("N",
            "L", "E", "S", "D"))
    return call.result("y_dot")
