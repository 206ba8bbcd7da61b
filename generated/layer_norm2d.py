"""layer_norm2d: each image normalised by itself, over channels and pixels.

Made by `chainrule generate`, version 0.1.0, from the forward of `layer_norm2d`.  Do not edit.
Run time: 885da59e5e9be48a.

    μ[n] = 1/m · Σ_{c,h,w} x[n,c,h,w]
    var[n] = 1/m · Σ_{c,h,w} (x[n,c,h,w] − μ[n])²
    r[n] = 1/√(var[n] + ε)
    x̂[n,c,h,w] = r[n] · (x[n,c,h,w] − μ[n])
    y[n,c,h,w] = γ[c,h,w]·x̂[n,c,h,w] + β[c,h,w]
    dx[n,c,h,w] = r[n]/m · (m·γ[c,h,w]·dy[n,c,h,w] − Σ_{c′,h′,w′} dy[n,c′,h′,w′] · γ[c′,h′,w′] −
        x̂[n,c,h,w] · Σ_{c′,h′,w′} dy[n,c′,h′,w′] · γ[c′,h′,w′] · x̂[n,c′,h′,w′])
    dγ[c,h,w] = Σ_n dy[n,c,h,w] · x̂[n,c,h,w]
    dβ[c,h,w] = Σ_n dy[n,c,h,w]

Source: Wu & He 2018, eq. 4.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 88 places of the kernels. Each of the 11 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

from . import runtime
from .layer_norm2d_kernels import (
    _forward, _vjp_x, _vjp_gamma, _vjp_beta, _vjp, _jvp,
)


SPEC = {
    'name': 'layer_norm2d',
    'summary': 'each image normalised by itself, over channels and pixels',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'gamma', 'shape': ['C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': 1},
        {'name': 'beta', 'shape': ['C', 'H', 'W'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'H', 'W'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'mu', 'shape': ['N'], 'kind': 'real'},
        {'name': 'var', 'shape': ['N'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'eps', 'symbols': ['epsilon'], 'kind': 'float', 'default': 1e-05, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'m': 'C * H * W'},
    'gradients': {'x': 'vjp_x', 'gamma': 'vjp_gamma', 'beta': 'vjp_beta'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C * H * W', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C * H * N * W', 'C * H * N * W * 2', 'C * H * N * W * 3 + N', 'N', 'N * 2 + C * H * N * W * 3']},
        {'path': 'vector', 'at': 64, 'of': ['C * H * W', 'N']},
    ],
    'proved': {'in bounds': 88, 'iterations apart': 11},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x", "gamma", "beta"])


class Residuals(namedtuple("Residuals", ["mu", "var"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "H", "H"),
        runtime.Step("x", 3, "W", "W"),
        runtime.Step("gamma", 0, "C", "C"),
        runtime.Step("gamma", 1, "H", "H"),
        runtime.Step("gamma", 2, "W", "W"),
        runtime.Step("beta", 0, "C", "C"),
        runtime.Step("beta", 1, "H", "H"),
        runtime.Step("beta", 2, "W", "W"),
    ),
    sizes={
        "m": lambda C, H, W, **_: C * H * W,
    },
    shapes={
        "x": lambda C, H, N, W, **_: (N, C, H, W),
        "gamma": lambda C, H, W, **_: (C, H, W),
        "beta": lambda C, H, W, **_: (C, H, W),
        "y": lambda C, H, N, W, **_: (N, C, H, W),
        "mu": lambda N, **_: (N,),
        "var": lambda N, **_: (N,),
    },
    requires=(),
    checks=(),
)


def forward(x, gamma=None, beta=None, *, out=None, save=False, eps=1e-05):
    """each image normalised by itself, over channels and pixels; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.new_all(("y",), out)
    call.new("mu", "mu")
    call.new("var", "var")
    call.run(_forward, ("x", "gamma", "beta", "y", "mu", "var"), ("N", "C", "H", "W", "m", "epsilon"))
    result = call.result("y")
    return (result, call.save(Residuals, ("mu", "var"))) if call.asked("save", save) else result


def vjp_x(dy, x, gamma=None, beta=None, *, residuals=None, out=None, eps=1e-05):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "gamma", "mu", "var", "dx"), ("N", "C", "H", "W", "m", "epsilon"))
    return call.result("dx")


def vjp_gamma(dy, x, gamma=None, beta=None, *, residuals=None, out=None, eps=1e-05):
    """The gradient of gamma, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dgamma", "gamma", out)
    call.run(_vjp_gamma, ("dy", "x", "mu", "var", "dgamma"), ("N", "C", "H", "W", "epsilon"))
    return call.result("dgamma")


def vjp_beta(dy, x, gamma=None, beta=None, *, residuals=None, out=None, eps=1e-05):
    """The gradient of beta, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.new("dbeta", "beta", out)
    call.run(_vjp_beta, ("dy", "dbeta"), ("N", "C", "H", "W"))
    return call.result("dbeta")


def vjp(dy, x, gamma=None, beta=None, *, residuals=None, eps=1e-05):
    """The gradients of x, gamma, beta."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x")
    call.new("dgamma", "gamma")
    call.new("dbeta", "beta")
    call.run(_vjp, ("dy", "x", "gamma", "mu", "var", "dx", "dgamma", "dbeta"), ("N", "C", "H", "W", "m",
            "epsilon"))
    return Gradients(*call.results(("dx", "dgamma", "dbeta")))


def jvp(x, gamma=None, beta=None, *, x_dot=None, gamma_dot=None, beta_dot=None, residuals=None, eps=1e-05):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta}, {"eps": eps})
    call.add("x_dot", "x", x_dot)
    call.add("gamma_dot", "gamma", gamma_dot)
    call.add("beta_dot", "beta", beta_dot)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "gamma_dot", "beta_dot", "x", "gamma", "mu", "var", "y_dot"), ("N", "C", "H",
            "W", "m", "epsilon"))
    return call.result("y_dot")
