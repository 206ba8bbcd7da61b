"""causal_attention: scaled dot-product attention in which no row sees those after it.

Made by `chainrule generate`, version 0.1.0, from the forward of `causal_attention`.  Do not edit.
Run time: 885da59e5e9be48a.

    a[n,i,j] = 1/√E · Σ_e k[n,j,e] · q[n,i,e]
    p[n,i,j] = exp(a[n,i,j] − max_{j′ : j′ ≤ i} a[n,i,j′])/(Σ_{j′ : j′ ≤ i} exp(a[n,i,j′] − max_{j′′ : j′′
        ≤ i} a[n, i, j′′])) · [i ≥ j]
    y[n,i,d] = Σ_j p[n,i,j] · v[n,j,d]
    dp[n,i,j] = Σ_d dy[n,i,d] · v[n,j,d]
    da[n,i,j] = exp(a[n,i,j] − p_max[n,i])/S₁[n,i] · [i ≥ j] · (dp[n,i,j] − 1/S₁[n,i] · Σ_{j′ = 0..i}
        dp[n,i,j′] · exp(a[n,i,j′] − p_max[n,i]))
    dq[n,i,e] = 1/√E · Σ_j da[n,i,j] · k[n,j,e]
    dk[n,j,e] = 1/√E · Σ_i da[n,i,j] · q[n,i,e]
    dv[n,j,d] = Σ_i dy[n,i,d] · p[n,i,j]

Source: Vaswani et al. 2017, eq. 1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 207 places of the kernels. Each of the 24 parallel loops has no two iterations that write
the same element, and none that reads another's.

Not proved: _forward: p[n, i, j] written before read; _vjp_v: p[n, i, j] written before read; _jvp: p[n,
i, j] written before read; _jvp: p_dot[n, i, j] written before read; the hand-written loops of contract,
turn (tried between protected pages).
"""

from collections import namedtuple

from . import runtime
from .causal_attention_kernels import (
    _forward, _shared_dp, _shared_da, _vjp_q, _vjp_k, _vjp_v,
)
from .causal_attention_kernels2 import (
    _jvp,
)


SPEC = {
    'name': 'causal_attention',
    'summary': 'scaled dot-product attention in which no row sees those after it',
    'inputs': [
        {'name': 'q', 'shape': ['N', 'L', 'E'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'k', 'shape': ['N', 'L', 'E'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'v', 'shape': ['N', 'L', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'L', 'D'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'a', 'shape': ['N', 'L', 'L'], 'kind': 'real'},
        {'name': 'p_max', 'shape': ['N', 'L'], 'kind': 'real'},
        {'name': 'S1', 'shape': ['N', 'L'], 'kind': 'real'},
    ],
    'options': [],
    'sizes': {},
    'gradients': {'q': 'vjp_q', 'k': 'vjp_k', 'v': 'vjp_v'},
    'analytic': False,
    'elementwise': False,
    'blocks': True,
    'edges': [
        {'path': 'blocks', 'at': 4, 'of': ['D', 'E', 'L']},
        {'path': 'blocks', 'at': 8, 'of': ['D', 'E', 'L']},
        {'path': 'deep', 'at': 1024, 'of': ['D', 'E', 'L']},
        {'path': 'high', 'at': 216, 'of': ['L']},
        {'path': 'parts', 'at': 1024, 'of': ['D', 'E', 'L']},
        {'path': 'ranges', 'at': 24000, 'of': ['D * L * N', 'D * L**2 * N', 'D * L**2 * N // 32', 'E * L * N', 'E * L**2 * N', 'E * L**2 * N + L**2 * N + L * N', 'E * L**2 * N // 32', 'L**2 * N', 'L**2 * N * 2 + L * N', 'L**2 * N + L * N']},
        {'path': 'vector', 'at': 64, 'of': ['D', 'E', 'L', 'L - 1']},
        {'path': 'wide', 'at': 64, 'of': ['D', 'E', 'L']},
    ],
    'proved': {'in bounds': 207, 'iterations apart': 24},
    'not proved': {'written before read': ['_forward: p[n, i, j] written before read', '_vjp_v: p[n, i, j] written before read', '_jvp: p[n, i, j] written before read', '_jvp: p_dot[n, i, j] written before read'], 'integers in range': [], 'routines': ['contract', 'turn']},
}


Gradients = namedtuple("Gradients", ["q", "k", "v"])


class Residuals(namedtuple("Residuals", ["a", "p_max", "S1"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("q", 0, "N", "N"),
        runtime.Step("q", 1, "L", "L"),
        runtime.Step("q", 2, "E", "E"),
        runtime.Step("k", 0, "N", "N"),
        runtime.Step("k", 1, "L", "L"),
        runtime.Step("k", 2, "E", "E"),
        runtime.Step("v", 0, "N", "N"),
        runtime.Step("v", 1, "L", "L"),
        runtime.Step("v", 2, "D", "D"),
    ),
    sizes={
    },
    shapes={
        "q": lambda E, L, N, **_: (N, L, E),
        "k": lambda E, L, N, **_: (N, L, E),
        "v": lambda D, L, N, **_: (N, L, D),
        "y": lambda D, L, N, **_: (N, L, D),
        "a": lambda L, N, **_: (N, L, L),
        "p_max": lambda L, N, **_: (N, L),
        "S1": lambda L, N, **_: (N, L),
        "dp": lambda L, N, **_: (N, L, L),
        "da": lambda L, N, **_: (N, L, L),
    },
    requires=(),
    checks=(),
)


def forward(q, k, v, *, out=None, save=False):
    """scaled dot-product attention in which no row sees those after it; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"q": q, "k": k, "v": v}, {})
    call.new_all(("y",), out)
    call.new("a", "a")
    call.new("p_max", "p_max")
    call.new("S1", "S1")
    call.run(_forward, ("q", "k", "v", "y", "a", "p_max", "S1"), ("N", "L", "E", "D"))
    result = call.result("y")
    return (result, call.save(Residuals, ("a", "p_max", "S1"))) if call.asked("save", save) else result


def vjp_q(dy, q, k, v, *, residuals=None, out=None):
    """The gradient of q, given dy."""
    call = _LAYER.bind({"q": q, "k": k, "v": v}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a", "p_max", "S1"))
    call.new("dp", "dp")
    call.run(_shared_dp, ("dy", "v", "dp"), ("N", "L", "D"))
    call.new("da", "da")
    call.run(_shared_da, ("a", "p_max", "S1", "dp", "da"), ("N", "L"))
    call.new("dq", "q", out)
    call.run(_vjp_q, ("k", "da", "dq"), ("N", "L", "E"))
    return call.result("dq")


def vjp_k(dy, q, k, v, *, residuals=None, out=None):
    """The gradient of k, given dy."""
    call = _LAYER.bind({"q": q, "k": k, "v": v}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a", "p_max", "S1"))
    call.new("dp", "dp")
    call.run(_shared_dp, ("dy", "v", "dp"), ("N", "L", "D"))
    call.new("da", "da")
    call.run(_shared_da, ("a", "p_max", "S1", "dp", "da"), ("N", "L"))
    call.new("dk", "k", out)
    call.run(_vjp_k, ("q", "da", "dk"), ("N", "L", "E"))
    return call.result("dk")


def vjp_v(dy, q, k, v, *, residuals=None, out=None):
    """The gradient of v, given dy."""
    call = _LAYER.bind({"q": q, "k": k, "v": v}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a", "p_max", "S1"))
    call.new("dv", "v", out)
    call.run(_vjp_v, ("dy", "a", "p_max", "S1", "dv"), ("N", "L", "D"))
    return call.result("dv")


def vjp(dy, q, k, v, *, residuals=None):
    """The gradients of q, k, v."""
    call = _LAYER.bind({"q": q, "k": k, "v": v}, {})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("a", "p_max", "S1"))
    call.new("dp", "dp")
    call.run(_shared_dp, ("dy", "v", "dp"), ("N", "L", "D"))
    call.new("da", "da")
    call.run(_shared_da, ("a", "p_max", "S1", "dp", "da"), ("N", "L"))
    call.new("dq", "q")
    call.new("dk", "k")
    call.new("dv", "v")
    call.run(_vjp_q, ("k", "da", "dq"), ("N", "L", "E"))
    call.run(_vjp_k, ("q", "da", "dk"), ("N", "L", "E"))
    call.run(_vjp_v, ("dy", "a", "p_max", "S1", "dv"), ("N", "L", "D"))
    return Gradients(*call.results(("dq", "dk", "dv")))


def jvp(q, k, v, *, q_dot=None, k_dot=None, v_dot=None, residuals=None):
    """The tangent of the outputs."""
    call = _LAYER.bind({"q": q, "k": k, "v": v}, {})
    call.add("q_dot", "q", q_dot)
    call.add("k_dot", "k", k_dot)
    call.add("v_dot", "v", v_dot)
    call.recall(residuals, forward, ("a", "p_max", "S1"))
    call.new("y_dot", "y")
    call.run(_jvp, ("q_dot", "k_dot", "v_dot", "q", "k", "v", "a", "p_max", "S1", "y_dot"), ("N", "L", "E",
            "D"))
    return call.result("y_dot")
