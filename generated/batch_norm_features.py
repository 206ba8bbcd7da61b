"""batch_norm_features: batch normalisation over N with the statistics of the batch (training).

Made by `chainrule generate`, version 0.1.0, from the forward of `batch_norm_features`.  Do not edit.
Run time: 885da59e5e9be48a.

    μ[c] = 1/m · Σ_n x[n,c]
    var[c] = 1/m · Σ_n (x[n,c] − μ[c])²
    r[c] = 1/√(var[c] + ε)
    x̂[n,c] = r[c] · (x[n,c] − μ[c])
    y[n,c] = γ[c]·x̂[n,c] + β[c]
    new_running_mean[c] = ρ·μ[c] + (1 − ρ) · running_mean[c]
    new_running_var[c] = (1 − ρ) · running_var[c] + ρ · var[c] · {m/(m − κ) if m > κ; else 1}
    dx[n,c] = γ[c]·r[c]/m · (m·dy[n,c] − Σ_{n′} dy[n′,c] − x̂[n,c] · Σ_{n′} dy[n′,c] · x̂[n′,c])
    dγ[c] = Σ_n dy[n,c] · x̂[n,c]
    dβ[c] = Σ_n dy[n,c]

Convention: running variance is updated with the unbiased estimate m/(m-1) var, with correction 0 by var.

Source: Ioffe & Szegedy 2015, algorithm 1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 156 places of the kernels. Each of the 26 parallel loops has no two iterations that write
the same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

from . import runtime
from .batch_norm_features_kernels import (
    _forward, _vjp_x, _vjp_gamma, _vjp_beta, _vjp, _jvp,
)


SPEC = {
    'name': 'batch_norm_features',
    'summary': 'batch normalisation over N with the statistics of the batch (training)',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'gamma', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 1},
        {'name': 'beta', 'shape': ['C'], 'kind': 'real', 'differentiable': True, 'default': 0},
        {'name': 'running_mean', 'shape': ['C'], 'kind': 'real', 'differentiable': False, 'default': 0},
        {'name': 'running_var', 'shape': ['C'], 'kind': 'real', 'differentiable': False, 'default': 1},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C'], 'kind': 'real'},
    ],
    'aux': [
        {'name': 'new_running_mean', 'shape': ['C'], 'kind': 'real'},
        {'name': 'new_running_var', 'shape': ['C'], 'kind': 'real'},
    ],
    'residuals': [
        {'name': 'mu', 'shape': ['C'], 'kind': 'real'},
        {'name': 'var', 'shape': ['C'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'eps', 'symbols': ['epsilon'], 'kind': 'float', 'default': 1e-05, 'minimum': 0, 'maximum': None},
        {'name': 'momentum', 'symbols': ['rho'], 'kind': 'float', 'default': 0.1, 'minimum': 0, 'maximum': None},
        {'name': 'correction', 'symbols': ['kappa'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
    ],
    'sizes': {'m': 'N'},
    'gradients': {'x': 'vjp_x', 'gamma': 'vjp_gamma', 'beta': 'vjp_beta'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['C', 'N']},
        {'path': 'ranges', 'at': 24000, 'of': ['C', 'C * N', 'C * N * 2']},
        {'path': 'vector', 'at': 64, 'of': ['C']},
    ],
    'proved': {'in bounds': 156, 'iterations apart': 26},
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
        runtime.Step("gamma", 0, "C", "C"),
        runtime.Step("beta", 0, "C", "C"),
        runtime.Step("running_mean", 0, "C", "C"),
        runtime.Step("running_var", 0, "C", "C"),
    ),
    sizes={
        "m": lambda N, **_: N,
    },
    shapes={
        "x": lambda C, N, **_: (N, C),
        "gamma": lambda C, **_: (C,),
        "beta": lambda C, **_: (C,),
        "running_mean": lambda C, **_: (C,),
        "running_var": lambda C, **_: (C,),
        "y": lambda C, N, **_: (N, C),
        "new_running_mean": lambda C, **_: (C,),
        "new_running_var": lambda C, **_: (C,),
        "mu": lambda C, **_: (C,),
        "var": lambda C, **_: (C,),
    },
    requires=(),
    checks=(),
)


def forward(x, gamma=None, beta=None, running_mean=None, running_var=None, *, out=None, save=False, eps=1e-05,
    momentum=0.1, correction=1):
    """batch normalisation over N with the statistics of the batch (training); ``save=True`` also returns what
    the gradients can use again.
    """
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.new_all(("y", "new_running_mean", "new_running_var"), out)
    call.new("mu", "mu")
    call.new("var", "var")
    call.run(_forward, ("x", "gamma", "beta", "running_mean", "running_var", "y", "new_running_mean",
            "new_running_var", "mu", "var"), ("N", "C", "m", "epsilon", "rho", "kappa"))
    result = call.result("y", "new_running_mean", "new_running_var")
    return (result, call.save(Residuals, ("mu", "var"))) if call.asked("save", save) else result


def vjp_x(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05, momentum=0.1, correction=1):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "x", "gamma", "mu", "var", "dx"), ("N", "C", "m", "epsilon"))
    return call.result("dx")


def vjp_gamma(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05, momentum=0.1, correction=1):
    """The gradient of gamma, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dgamma", "gamma", out)
    call.run(_vjp_gamma, ("dy", "x", "mu", "var", "dgamma"), ("N", "C", "epsilon"))
    return call.result("dgamma")


def vjp_beta(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, out=None,
    eps=1e-05, momentum=0.1, correction=1):
    """The gradient of beta, given dy."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.add("dy", "y", dy)
    call.new("dbeta", "beta", out)
    call.run(_vjp_beta, ("dy", "dbeta"), ("N", "C"))
    return call.result("dbeta")


def vjp(dy, x, gamma=None, beta=None, running_mean=None, running_var=None, *, residuals=None, eps=1e-05,
    momentum=0.1, correction=1):
    """The gradients of x, gamma, beta."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("dx", "x")
    call.new("dgamma", "gamma")
    call.new("dbeta", "beta")
    call.run(_vjp, ("dy", "x", "gamma", "mu", "var", "dx", "dgamma", "dbeta"), ("N", "C", "m", "epsilon"))
    return Gradients(*call.results(("dx", "dgamma", "dbeta")))


def jvp(x, gamma=None, beta=None, running_mean=None, running_var=None, *, x_dot=None, gamma_dot=None,
    beta_dot=None, residuals=None, eps=1e-05, momentum=0.1, correction=1):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x, "gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}, {"eps": eps, "momentum": momentum, "correction": correction})
    call.add("x_dot", "x", x_dot)
    call.add("gamma_dot", "gamma", gamma_dot)
    call.add("beta_dot", "beta", beta_dot)
    call.recall(residuals, forward, ("mu", "var"))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "gamma_dot", "beta_dot", "x", "gamma", "mu", "var", "y_dot"), ("N", "C", "m",
            "epsilon"))
    return call.result("y_dot")
