"""group_norm: each group of channels of each image normalised by itself.

Made by `chainrule generate`, version 0.1.0, from the forward of `group_norm`.  Do not edit.
Run time: 885da59e5e9be48a.

    μ[n,g] = 1/m · Σ_{c,h,w} x[n, g·Cg+c, h, w]
    var[n,g] = 1/m · Σ_{c,h,w} (x[n, g·Cg+c, h, w] − μ[n,g])²
    r[n,g] = 1/√(var[n,g] + ε)
    x̂[n, g·Cg+c, h, w] = r[n,g] · (x[n, g·Cg+c, h, w] − μ[n,g])
    y[n, g·Cg+c, h, w] = γ[g·Cg+c] · x̂[n, g·Cg+c, h, w] + β[g·Cg+c]
    dx[n, g·Cg+c, h, w] = r[n,g]/m · (m · γ[g·Cg+c] · dy[n, g·Cg+c, h, w] − Σ_{c′,h′,w′} dy[n, g·Cg+c′,
        h′, w′] · γ[g·Cg+c′] − x̂[n, g·Cg+c, h, w] · Σ_{c′,h′,w′} dy[n, g·Cg+c′, h′, w′] · γ[g·Cg+c′] ·
        x̂[n, g·Cg+c′, h′, w′])
    dγ[g·Cg+c] = Σ_{n,h,w} dy[n, g·Cg+c, h, w] · x̂[n, g·Cg+c, h, w]
    dβ[g·Cg+c] = Σ_{n,h,w} dy[n, g·Cg+c, h, w]

Source: Wu & He 2018, eq. 7.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 77 places of the kernels. Each of the 8 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

from . import runtime
from .group_norm_kernels import (
    _forward, _vjp_x, _vjp_gamma, _vjp_beta, _vjp, _jvp,
)


SPEC = {
    'name': 'group_norm',
    'summary': 'each group of channels of each image normalised by itself',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'gamma', 'shape': ['Cg * G'], 'kind': 'real', 'differentiable': True, 'default': 1},
        {'name': 'beta', 'shape': ['Cg * G'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'Cg * G', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'mu', 'shape': ['N', 'G'], 'kind': 'real'},
        {'name': 'var', 'shape': ['N', 'G'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'groups', 'symbols': ['G'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'eps', 'symbols': ['epsilon'], 'kind': 'float', 'default': 1e-05, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'m': 'Cg * H * W'},
    'gradients': {'x': 'vjp_x', 'gamma': 'vjp_gamma', 'beta': 'vjp_beta'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['Cg', 'G * N', 'H * W', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['Cg * G * H * N * W', 'Cg * G * H * N * W * 3 + G * N', 'Cg * G * N * 2', 'Cg * G * N * 2 + Cg * G * H * N * W * 3 + G * N', 'G * N', 'G * N * 2 + Cg * G * H * N * W * 3']},
        {'path': 'vector', 'at': 64, 'of': ['Cg', 'G * N', 'H * W']},
    ],
    'proved': {'in bounds': 77, 'iterations apart': 8},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "gamma", "beta"])


class Residuals(namedtuple("Residuals", ["mu", "var"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "Cg", "Cg * G", factor=lambda G, **_: G),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("gamma", 0, "", "Cg * G", rest=lambda Cg, G, **_: Cg * G),
        runtime.Step("beta", 0, "", "Cg * G", rest=lambda Cg, G, **_: Cg * G),
    ),
    sizes={
        "m": lambda Cg, H, W, **_: Cg * H * W,
    },
    shapes={
        "x": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "gamma": lambda Cg, G, **_: (Cg * G,),
        "beta": lambda Cg, G, **_: (Cg * G,),
        "y": lambda Cg, G, H, N, W, **_: (N, Cg * G, H, W),
        "mu": lambda G, N, **_: (N, G),
        "var": lambda G, N, **_: (N, G),
    },
    requires=(),
    checks=(),
)


def forward(x, gamma=None, beta=None, *, out=None, save=False, groups=1, eps=1e-05):
    """each group of channels of each image normalised by itself; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.new_all(("y",), out)
    call.new("mu", "mu")
    call.new("var", "var")
    call.run(_forward, ("x", "gamma", "beta", "y", "mu", "var"), ("N", "Cg", "G", "H", "W", "m", "epsilon"))
    result = call.result("y")
    return (result, call.save(Residuals, ("mu", "var"))) if call.asked("save", save) else result


def vjp_x(dy, x, gamma=None, beta=None, *, residuals=None, out=None, groups=1, eps=1e-05):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "gamma", "mu", "var", "dx"), ("N", "Cg", "G", "H", "W", "m", "epsilon"))
    return call.result("dx")


def vjp_gamma(dy, x, gamma=None, beta=None, *, residuals=None, out=None, groups=1, eps=1e-05):
    """The gradient of gamma, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dgamma", "gamma", out)
    call.run(_vjp_gamma, ("dy", "x", "mu", "var", "dgamma"), ("N", "Cg", "G", "H", "W", "epsilon"))
    return call.result("dgamma")


def vjp_beta(dy, x, gamma=None, beta=None, *, residuals=None, out=None, groups=1, eps=1e-05):
    """The gradient of beta, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.add("dy", "y", dy)
    call.new("dbeta", "beta", out)
    call.run(_vjp_beta, ("dy", "dbeta"), ("N", "Cg", "G", "H", "W"))
    return call.result("dbeta")


def vjp(dy, x, gamma=None, beta=None, *, residuals=None, groups=1, eps=1e-05):
    """The gradients of x, gamma, beta."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x")
    call.new("dgamma", "gamma")
    call.new("dbeta", "beta")
    call.run(_vjp, ("dy", "x", "gamma", "mu", "var", "dx", "dgamma", "dbeta"), ("N", "Cg", "G", "H", "W", "m",
            "epsilon"))
    return Gradients(*call.results(("dx", "dgamma", "dbeta")))


def jvp(x, gamma=None, beta=None, *, x_dot=None, gamma_dot=None, beta_dot=None, residuals=None, groups=1,
    eps=1e-05):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"groups": groups, "eps": eps})
    call.add("x_dot", "x", x_dot)
    call.add("gamma_dot", "gamma", gamma_dot)
    call.add("beta_dot", "beta", beta_dot)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "gamma_dot", "beta_dot", "x", "gamma", "mu", "var", "y_dot"), ("N", "Cg", "G",
            "H", "W", "m", "epsilon"))
    return call.result("y_dot")
