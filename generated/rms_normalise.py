"""rms_normalise: each row divided by the root of its mean square.

Made by `chainrule generate`, version 0.1.0, from the forward of `rms_normalise`.  Do not edit.
Run time: 885da59e5e9be48a.

    r[n] = 1/√(ε + 1/D · Σ_d x[n,d]²)
    y[n,d] = γ[d]·r[n]·x[n,d]
    dx[n,d] = r[n] · (γ[d]·dy[n,d] − r[n]²·x[n,d]/D · Σ_{d′} dy[n,d′] · γ[d′] · x[n,d′])
    dγ[d] = Σ_n dy[n,d] · r[n] · x[n,d]

Source: Zhang & Sennrich 2019, eq. 4.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 35 places of the kernels. Each of the 6 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .runtime import carried, plus
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'rms_normalise',
    'summary': 'each row divided by the root of its mean square',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'D'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'gamma', 'shape': ['D'], 'kind': 'real', 'differentiable': True, 'default': 1},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'D'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'S1', 'shape': ['N'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'eps', 'symbols': ['epsilon'], 'kind': 'float', 'default': 1e-05, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'x': 'vjp_x', 'gamma': 'vjp_gamma'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['D', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['D * N', 'D * N * 2 + N', 'D * N * 2 + N * 2', 'N']},
        {'path': 'vector', 'at': 64, 'of': ['D', 'N']},
    ],
    'proved': {'in bounds': 35, 'iterations apart': 6},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "gamma"])


class Residuals(namedtuple("Residuals", ["S1"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "D", "D"),
        runtime.Step("gamma", 0, "D", "D"),
    ),
    sizes={
    },
    shapes={
        "x": lambda D, N, **_: (N, D),
        "gamma": lambda D, **_: (D,),
        "y": lambda D, N, **_: (N, D),
        "S1": lambda N, **_: (N,),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, x, gamma, y, S1, N, D, epsilon, d_block_last):
    """S₁[n] = Σ_d x[n,d]²
    r = 1/√(S₁[n]/D + ε)
    y[n,d] = γ[d]·r·x[n,d]
    """
    dtype = x.dtype
    T = dtype.type
    for n in range(first, last):
        # S₁[n] = Σ_d x[n,d]²
        acc = T(0)
        rest = T(0)
        for d_block in range(d_block_last + 1):
            part = T(0)
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                part = plus(part, x[U(n), U(d)] * x[U(n), U(d)])
            acc, rest = carried(acc, rest, part)
        S1[U(n)] = acc
        # r = 1/√(S₁[n]/D + ε)
        r = T(1) / np.sqrt(S1[U(n)] / T(D) + epsilon)
        # y[n,d] = γ[d]·r·x[n,d]
        for d in range(D):
            y[U(n), U(d)] = gamma[U(d)] * r * x[U(n), U(d)]


def _forward(x, gamma, y, S1, N, D, epsilon):
    """r[n] = 1/√(ε + 1/D · Σ_d x[n,d]²)
    y[n,d] = γ[d]·r[n]·x[n,d]

    As compiled:

    S₁[n] = Σ_d x[n,d]²
    r = 1/√(S₁[n]/D + ε)
    y[n,d] = γ[d]·r·x[n,d]

    Operations: 3·D·N multiplications, D·N additions.
    """
    d_block_last = (D - 1) // 1024
    launch(_forward_part, N, D * N * 2 + N, x, gamma, y, S1, N, D, epsilon, d_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_part(first, last, dy, x, gamma, S1, dx, N, D, epsilon, d__block_last):
    """dx_sum = Σ_d dy[n,d] · γ[d] · x[n,d]
    r = 1/√(S₁[n]/D + ε)
    dx[n,d] = r · (γ[d]·dy[n,d] − r²·x[n,d]·dx_sum/D)
    """
    dtype = dy.dtype
    T = dtype.type
    for n in range(first, last):
        # dx_sum = Σ_d dy[n,d] · γ[d] · x[n,d]
        acc = T(0)
        rest = T(0)
        for d__block in range(d__block_last + 1):
            part = T(0)
            for d_ in range(d__block * 1024, min(D, d__block * 1024 + 1024)):
                part = plus(part, dy[U(n), U(d_)] * gamma[U(d_)] * x[U(n), U(d_)])
            acc, rest = carried(acc, rest, part)
        dx_sum = acc
        # r = 1/√(S₁[n]/D + ε)
        r = T(1) / np.sqrt(S1[U(n)] / T(D) + epsilon)
        # dx[n,d] = r · (γ[d]·dy[n,d] − r²·x[n,d]·dx_sum/D)
        factor = -dx_sum * (r * r) / T(D)
        for d in range(D):
            dx[U(n), U(d)] = (factor * x[U(n), U(d)] + dy[U(n), U(d)] * gamma[U(d)]) * r


def _vjp_x(dy, x, gamma, S1, dx, N, D, epsilon):
    """r[n] = 1/√(S₁[n]/D + ε)
    dx[n,d] = r[n] · (γ[d]·dy[n,d] − r[n]²·x[n,d]/D · Σ_{d′} dy[n,d′] · γ[d′] · x[n,d′])

    As compiled:

    dx_sum = Σ_d dy[n,d] · γ[d] · x[n,d]
    r = 1/√(S₁[n]/D + ε)
    dx[n,d] = r · (γ[d]·dy[n,d] − r²·x[n,d]·dx_sum/D)

    Operations: 7·D·N multiplications, 2·D·N additions.
    """
    d__block_last = (D - 1) // 1024
    launch(_vjp_x_part, N, D * N * 2 + N, dy, x, gamma, S1, dx, N, D, epsilon, d__block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part(first, last, S1, r, N, D, epsilon):
    """r[n] = 1/√(S₁[n]/D + ε)"""
    dtype = S1.dtype
    T = dtype.type
    for n_block in range(first, last):
        # r[n] = 1/√(S₁[n]/D + ε)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            r[U(n)] = T(1) / np.sqrt(S1[U(n)] / T(D) + epsilon)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part2(first, last, dy, x, parts_2, r, N, D):
    """dγ[d] = Σ_n dy[n,d] · r[n] · x[n,d]"""
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        n_block = task // (((D - 1) // 1024 + 1))
        d_block = task % ((D - 1) // 1024 + 1)
        # dγ[d] = Σ_n dy[n,d] · r[n] · x[n,d]
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            parts_2[U(n_block), U(d)] = T(0)
        for n in range(n_block * 1024, min(N, n_block * 1024 + 1024)):
            r_here = r[U(n)]
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                parts_2[U(n_block), U(d)] += dy[U(n), U(d)] * r_here * x[U(n), U(d)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_gamma_part3(first, last, dgamma, parts_2, N, D, n_block_last):
    """dγ[d] = Σ_n dy[n,d] · r[n] · x[n,d]"""
    dtype = dgamma.dtype
    T = dtype.type
    rest = np.empty(1024, dtype)
    for d_block in range(first, last):
        # dγ[d] = Σ_n dy[n,d] · r[n] · x[n,d]
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            dgamma[U(d)] = T(0)
        for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
            rest[U(d - (d_block * 1024))] = T(0)
        for n_block in range(n_block_last + 1):
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                dgamma[U(d)], rest[U(d - (d_block * 1024))] = carried(dgamma[U(d)], rest[U(d - (d_block * 1024))], parts_2[U(n_block), U(d)])


def _vjp_gamma(dy, x, S1, dgamma, N, D, epsilon):
    """r[n] = 1/√(S₁[n]/D + ε)
    dγ[d] = Σ_n dy[n,d] · r[n] · x[n,d]

    Operations: 2·D·N multiplications, D·N + N − D additions.
    """
    dtype = dgamma.dtype
    r = scratch(N, dtype)
    launch(_vjp_gamma_part, (N - 1) // 1024 + 1, N, S1, r, N, D, epsilon)
    parts_2 = scratch((max(0, (N - 1) // 1024 + 1), D), dtype)
    launch(_vjp_gamma_part2, ((N - 1) // 1024 + 1) * ((D - 1) // 1024 + 1), D * N, dy, x, parts_2, r, N, D)
    n_block_last = (N - 1) // 1024
    launch(_vjp_gamma_part3, (D - 1) // 1024 + 1, D * N, dgamma, parts_2, N, D, n_block_last)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, gamma_dot, x, gamma, S1, y_dot, N, D, epsilon, d_block_last):
    """Ṡ₁ = 2 · Σ_d x[n,d] · ẋ[n,d]
    ṙ = −Ṡ₁/(2 · D · (S₁[n]/D + ε)^(3/2))
    r = 1/√(S₁[n]/D + ε)
    ẏ[n,d] = γ[d]·r·ẋ[n,d] + γ̇[d]·r·x[n,d] + γ[d]·ṙ·x[n,d]
    """
    dtype = x_dot.dtype
    T = dtype.type
    for n in range(first, last):
        # Ṡ₁ = 2 · Σ_d x[n,d] · ẋ[n,d]
        acc = T(0)
        rest = T(0)
        for d_block in range(d_block_last + 1):
            part = T(0)
            for d in range(d_block * 1024, min(D, d_block * 1024 + 1024)):
                part = plus(part, x[U(n), U(d)] * x_dot[U(n), U(d)])
            acc, rest = carried(acc, rest, part)
        S1_dot = T(2) * acc
        # ṙ = −Ṡ₁/(2 · D · (S₁[n]/D + ε)^(3/2))
        r_dot = -S1_dot / (T(D * 2) * ((S1[U(n)] / T(D) + epsilon) * np.sqrt(S1[U(n)] / T(D) + epsilon)))
        # r = 1/√(S₁[n]/D + ε)
        r = T(1) / np.sqrt(S1[U(n)] / T(D) + epsilon)
        # ẏ[n,d] = γ[d]·r·ẋ[n,d] + γ̇[d]·r·x[n,d] + γ[d]·ṙ·x[n,d]
        for d in range(D):
            y_dot[U(n), U(d)] = (
                gamma[U(d)] * r * x_dot[U(n), U(d)]
                + gamma_dot[U(d)] * r * x[U(n), U(d)]
                + gamma[U(d)] * r_dot * x[U(n), U(d)]
            )


def _jvp(x_dot, gamma_dot, x, gamma, S1, y_dot, N, D, epsilon):
    """r[n] = 1/√(S₁[n]/D + ε)
    Ṡ₁[n] = 2 · Σ_d x[n,d] · ẋ[n,d]
    ṙ[n] = −Ṡ₁[n]/(2 · D · (S₁[n]/D + ε)^(3/2))
    ẏ[n,d] = γ[d]·r[n]·ẋ[n,d] + γ[d]·ṙ[n]·x[n,d] + γ̇[d]·r[n]·x[n,d]

    As compiled:

    Ṡ₁ = 2 · Σ_d x[n,d] · ẋ[n,d]
    ṙ = −Ṡ₁/(2 · D · (S₁[n]/D + ε)^(3/2))
    r = 1/√(S₁[n]/D + ε)
    ẏ[n,d] = γ[d]·r·ẋ[n,d] + γ̇[d]·r·x[n,d] + γ[d]·ṙ·x[n,d]

    Operations: 7·D·N + N multiplications, 3·D·N + N additions.
    """
    d_block_last = (D - 1) // 1024
    launch(_jvp_part, N, D * N * 2 + N * 2, x_dot, gamma_dot, x, gamma, S1, y_dot, N, D, epsilon,
            d_block_last)


def forward(x, gamma=None, *, out=None, save=False, eps=1e-05):
    """each row divided by the root of its mean square; ``save=True`` also returns what the gradients can use
    again.
    """
    call = _LAYER.bind({"x": x, "gamma": gamma}, {"eps": eps})
    call.new_all(("y",), out)
    call.new("S1", "S1")
    call.run(_forward, ("x", "gamma", "y", "S1"), ("N", "D", "epsilon"))
    result = call.result("y")
    return (result, call.save(Residuals, ("S1",))) if call.asked("save", save) else result


def vjp_x(dy, x, gamma=None, *, residuals=None, out=None, eps=1e-05):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("S1",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "gamma", "S1", "dx"), ("N", "D", "epsilon"))
    return call.result("dx")


def vjp_gamma(dy, x, gamma=None, *, residuals=None, out=None, eps=1e-05):
    """The gradient of gamma, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("S1",))
    call.new("dgamma", "gamma", out)
    call.run(_vjp_gamma, ("dy", "x", "S1", "dgamma"), ("N", "D", "epsilon"))
    return call.result("dgamma")


def vjp(dy, x, gamma=None, *, residuals=None, eps=1e-05):
    """The gradients of x, gamma."""
    call = _LAYER.bind({"x": x, "gamma": gamma}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("S1",))
    call.new("dx", "x")
    call.new("dgamma", "gamma")
    call.run(_vjp_x, ("dy", "x", "gamma", "S1", "dx"), ("N", "D", "epsilon"))
    call.run(_vjp_gamma, ("dy", "x", "S1", "dgamma"), ("N", "D", "epsilon"))
    return Gradients(*call.results(("dx", "dgamma")))


def jvp(x, gamma=None, *, x_dot=None, gamma_dot=None, residuals=None, eps=1e-05):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "gamma": gamma}, {"eps": eps})
    call.add("x_dot", "x", x_dot)
    call.add("gamma_dot", "gamma", gamma_dot)
    call.recall(residuals, forward, ("S1",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "gamma_dot", "x", "gamma", "S1", "y_dot"), ("N", "D", "epsilon"))
    return call.result("y_dot")
