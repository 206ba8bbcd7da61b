"""sgd_step: w ← w − η v with v ← μ v + ∂E/∂w.

Made by `chainrule generate`, version 0.1.0, from the forward of `sgd_step`.  Do not edit.
Run time: 885da59e5e9be48a.

    new_velocity[k] = grad[k] + μ·velocity[k]
    new_w[k] = w[k] − η·new_velocity[k]
    dw[k] = dnew_w[k]
    dgrad[k] = dnew_velocity[k] − η·dnew_w[k]
    dvelocity[k] = μ · (dnew_velocity[k] − η·dnew_w[k])

Source: seed 004; Polyak 1964; Sutskever et al. 2013 in the form without η inside v.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 30 places of the kernels. Each of the 10 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'sgd_step',
    'summary': 'w ← w − η v with v ← μ v + ∂E/∂w',
    'inputs': [
        {'name': 'w', 'shape': ['K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'grad', 'shape': ['K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'velocity', 'shape': ['K'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'new_w', 'shape': ['K'], 'kind': 'real'},
        {'name': 'new_velocity', 'shape': ['K'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'lr', 'symbols': ['eta'], 'kind': 'float', 'default': 0.01, 'minimum': 0, 'maximum': None},
        {'name': 'momentum', 'symbols': ['mu'], 'kind': 'float', 'default': 0.0, 'minimum': None, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'w': 'vjp_w', 'grad': 'vjp_grad', 'velocity': 'vjp_velocity'},
    'analytic': True,
    'elementwise': True,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['K']},
        {'path': 'ranges', 'at': 24000, 'of': ['K']},
        {'path': 'vector', 'at': 64, 'of': ['K']},
    ],
    'proved': {'in bounds': 30, 'iterations apart': 10},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["w", "grad", "velocity"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("w", 0, "K", "K"),
        runtime.Step("grad", 0, "K", "K"),
        runtime.Step("velocity", 0, "K", "K"),
    ),
    sizes={
    },
    shapes={
        "w": lambda K, **_: (K,),
        "grad": lambda K, **_: (K,),
        "velocity": lambda K, **_: (K,),
        "new_w": lambda K, **_: (K,),
        "new_velocity": lambda K, **_: (K,),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, grad, velocity, new_velocity, K, mu):
    """new_velocity[k] = grad[k] + μ·velocity[k]"""
    for k_block in range(first, last):
        # new_velocity[k] = grad[k] + μ·velocity[k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            new_velocity[U(k)] = grad[U(k)] + mu * velocity[U(k)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, w, grad, velocity, new_w, K, eta, mu):
    """new_w[k] = w[k] − η · (grad[k] + μ·velocity[k])"""
    minus_eta = -eta
    for k_block in range(first, last):
        # new_w[k] = w[k] − η · (grad[k] + μ·velocity[k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            new_w[U(k)] = minus_eta * (grad[U(k)] + mu * velocity[U(k)]) + w[U(k)]


def _forward(w, grad, velocity, new_w, new_velocity, K, eta, mu):
    """new_velocity[k] = grad[k] + μ·velocity[k]
    new_w[k] = w[k] − η·new_velocity[k]

    Operations: 2·K additions.
    """
    launch(_forward_part, (K - 1) // 1024 + 1, K, grad, velocity, new_velocity, K, mu)
    launch(_forward_part2, (K - 1) // 1024 + 1, K, w, grad, velocity, new_w, K, eta, mu)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, dnew_w, dw, K):
    """dw[k] = dnew_w[k]"""
    for k_block in range(first, last):
        # dw[k] = dnew_w[k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            dw[U(k)] = dnew_w[U(k)]


def _vjp_w(dnew_w, dw, K):
    """dw[k] = dnew_w[k]"""
    launch(_vjp_w_part, (K - 1) // 1024 + 1, K, dnew_w, dw, K)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_grad_part(first, last, dnew_w, dnew_velocity, dgrad, K, eta):
    """dgrad[k] = dnew_velocity[k] − η·dnew_w[k]"""
    minus_eta = -eta
    for k_block in range(first, last):
        # dgrad[k] = dnew_velocity[k] − η·dnew_w[k]
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            dgrad[U(k)] = dnew_velocity[U(k)] + dnew_w[U(k)] * minus_eta


def _vjp_grad(dnew_w, dnew_velocity, dgrad, K, eta):
    """dgrad[k] = dnew_velocity[k] − η·dnew_w[k]

    Operations: K additions.
    """
    launch(_vjp_grad_part, (K - 1) // 1024 + 1, K, dnew_w, dnew_velocity, dgrad, K, eta)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_velocity_part(first, last, dnew_w, dnew_velocity, dvelocity, K, eta, mu):
    """dvelocity[k] = μ · (dnew_velocity[k] − η·dnew_w[k])"""
    minus_eta = -eta
    for k_block in range(first, last):
        # dvelocity[k] = μ · (dnew_velocity[k] − η·dnew_w[k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            dvelocity[U(k)] = (dnew_velocity[U(k)] + dnew_w[U(k)] * minus_eta) * mu


def _vjp_velocity(dnew_w, dnew_velocity, dvelocity, K, eta, mu):
    """dvelocity[k] = μ · (dnew_velocity[k] − η·dnew_w[k])

    Operations: K additions.
    """
    launch(_vjp_velocity_part, (K - 1) // 1024 + 1, K, dnew_w, dnew_velocity, dvelocity, K, eta, mu)


def _vjp(dnew_w, dnew_velocity, dw, dgrad, dvelocity, K, eta, mu):
    """dw[k] = dnew_w[k]
    dgrad[k] = dnew_velocity[k] − η·dnew_w[k]
    dvelocity[k] = μ · (dnew_velocity[k] − η·dnew_w[k])

    Operations: 2·K additions.
    """
    # dw[k] = dnew_w[k]
    launch(_vjp_w_part, (K - 1) // 1024 + 1, K, dnew_w, dw, K)
    # dgrad[k] = dnew_velocity[k] − η·dnew_w[k]
    launch(_vjp_grad_part, (K - 1) // 1024 + 1, K, dnew_w, dnew_velocity, dgrad, K, eta)
    # dvelocity[k] = μ · (dnew_velocity[k] − η·dnew_w[k])
    launch(_vjp_velocity_part, (K - 1) // 1024 + 1, K, dnew_w, dnew_velocity, dvelocity, K, eta, mu)


def _jvp(w_dot, grad_dot, velocity_dot, new_w_dot, new_velocity_dot, K, eta, mu):
    """new_velocity_dot[k] = grad_dot[k] + μ·velocity_dot[k]
    new_w_dot[k] = ẇ[k] − η·new_velocity_dot[k]

    Operations: 2·K additions.
    """
    # new_velocity_dot[k] = grad_dot[k] + μ·velocity_dot[k]
    launch(_forward_part, (K - 1) // 1024 + 1, K, grad_dot, velocity_dot, new_velocity_dot, K, mu)
    # new_w_dot[k] = ẇ[k] − η · (grad_dot[k] + μ·velocity_dot[k])
    launch(_forward_part2, (K - 1) // 1024 + 1, K, w_dot, grad_dot, velocity_dot, new_w_dot, K, eta, mu)


def forward(w, grad, velocity=None, *, out=None, save=False, lr=0.01, momentum=0.0):
    """w ← w − η v with v ← μ v + ∂E/∂w; ``save=True`` also returns what the gradients can use again."""
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum})
    call.new_all(("new_w", "new_velocity"), out)
    call.run(_forward, ("w", "grad", "velocity", "new_w", "new_velocity"), ("K", "eta", "mu"))
    result = call.result("new_w", "new_velocity")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_w(dnew_w, dnew_velocity, w, grad, velocity=None, *, residuals=None, out=None, lr=0.01, momentum=0.0):
    """The gradient of w, given dnew_w, dnew_velocity."""
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_velocity", "new_velocity", dnew_velocity)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dnew_w", "dw"), ("K",))
    return call.result("dw")


def vjp_grad(dnew_w, dnew_velocity, w, grad, velocity=None, *, residuals=None, out=None, lr=0.01,
    momentum=0.0):
    """The gradient of grad, given dnew_w, dnew_velocity."""
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_velocity", "new_velocity", dnew_velocity)
    call.new("dgrad", "grad", out)
    call.run(_vjp_grad, ("dnew_w", "dnew_velocity", "dgrad"), ("K", "eta"))
    return call.result("dgrad")


def vjp_velocity(dnew_w, dnew_velocity, w, grad, velocity=None, *, residuals=None, out=None, lr=0.01,
    momentum=0.0):
    """The gradient of velocity, given dnew_w, dnew_velocity."""
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_velocity", "new_velocity", dnew_velocity)
    call.new("dvelocity", "velocity", out)
    call.run(_vjp_velocity, ("dnew_w", "dnew_velocity", "dvelocity"), ("K", "eta", "mu"))
    return call.result("dvelocity")


def vjp(dnew_w, dnew_velocity, w, grad, velocity=None, *, residuals=None, lr=0.01, momentum=0.0):
    """The gradients of w, grad, velocity."""
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_velocity", "new_velocity", dnew_velocity)
    call.new("dw", "w")
    call.new("dgrad", "grad")
    call.new("dvelocity", "velocity")
    call.run(_vjp, ("dnew_w", "dnew_velocity", "dw", "dgrad", "dvelocity"), ("K", "eta", "mu"))
    return Gradients(*call.results(("dw", "dgrad", "dvelocity")))


def jvp(w, grad, velocity=None, *, w_dot=None, grad_dot=None, velocity_dot=None, residuals=None, lr=0.01,
    momentum=0.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum})
    call.add("w_dot", "w", w_dot)
    call.add("grad_dot", "grad", grad_dot)
    call.add("velocity_dot", "velocity", velocity_dot)
    call.new("new_w_dot", "new_w")
    call.new("new_velocity_dot", "new_velocity")
    call.run(_jvp, ("w_dot", "grad_dot", "velocity_dot", "new_w_dot", "new_velocity_dot"), ("K", "eta", "mu"))
    return call.result("new_w_dot", "new_velocity_dot")
