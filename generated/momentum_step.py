"""momentum_step: gradient descent with momentum, dampening, weight decay and Nesterov's step.

Made by `chainrule generate`, version 0.1.0, from the forward of `momentum_step`.  Do not edit.
Run time: 885da59e5e9be48a.

    pull[k] = grad[k] + λ·w[k]
    new_velocity[k] = μ·velocity[k] + (1 − τ) · pull[k]
    new_w[k] = w[k] − η · {pull[k] + μ·new_velocity[k] if ν > 0; else new_velocity[k]}
    dw[k] = dnew_w[k] + λ · ((1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] ·
        [ν > 0]) − η · dnew_w[k] · [ν > 0])
    dgrad[k] = (1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] · [ν > 0]) − η ·
        dnew_w[k] · [ν > 0]
    dvelocity[k] = μ · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] · [ν > 0])

Source: Polyak 1964; Sutskever et al. 2013, eq. 3 and 4.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 60 places of the kernels. Each of the 10 parallel loops has no two iterations that write the
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
    'name': 'momentum_step',
    'summary': "gradient descent with momentum, dampening, weight decay and Nesterov's step",
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
        {'name': 'dampening', 'symbols': ['tau'], 'kind': 'float', 'default': 0.0, 'minimum': None, 'maximum': None},
        {'name': 'weight_decay', 'symbols': ['lamda'], 'kind': 'float', 'default': 0.0, 'minimum': None, 'maximum': None},
        {'name': 'nesterov', 'symbols': ['nu'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
    ],
    'sizes': {},
    'gradients': {'w': 'vjp_w', 'grad': 'vjp_grad', 'velocity': 'vjp_velocity'},
    'analytic': True,
    'elementwise': True,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['K']},
        {'path': 'ranges', 'at': 24000, 'of': ['K']},
        {'path': 'single', 'at': 1, 'of': ['nu']},
        {'path': 'vector', 'at': 64, 'of': ['K']},
    ],
    'proved': {'in bounds': 60, 'iterations apart': 10},
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
def _forward_part(first, last, w, grad, velocity, new_velocity, K, mu, tau, lamda):
    """new_velocity[k] = μ·velocity[k] + (1 − τ) · (grad[k] + λ·w[k])"""
    dtype = w.dtype
    T = dtype.type
    term = T(1) - tau
    for k_block in range(first, last):
        # new_velocity[k] = μ·velocity[k] + (1 − τ) · (grad[k] + λ·w[k])
        for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
            new_velocity[U(k)] = mu * velocity[U(k)] + (grad[U(k)] + lamda * w[U(k)]) * term


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, w, grad, velocity, new_w, K, eta, mu, tau, lamda, nu):
    """new_w[k] = w[k] − η · {grad[k] + λ·w[k] + μ · (μ·velocity[k] + (1 − τ) · (grad[k] + λ·w[k])) if ν > 0;
        else μ·velocity[k] + (1 − τ) · (grad[k] + λ·w[k])}
    """
    dtype = w.dtype
    T = dtype.type
    for k_block in range(first, last):
        # new_w[k] = w[k] − η · {grad[k] + λ·w[k] + μ · (μ·velocity[k] + (1 − τ) · (grad[k] +
        #     λ·w[k])) if ν > 0; else μ·velocity[k] + (1 − τ) · (grad[k] + λ·w[k])}
        if nu >= 1:
            minus_eta = -eta
            term2 = T(1) - tau
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                new_w[U(k)] = (
                    (
                        grad[U(k)]
                        + lamda * w[U(k)]
                        + mu * (mu * velocity[U(k)] + (grad[U(k)] + lamda * w[U(k)]) * term2)
                    )
                    * minus_eta
                    + w[U(k)]
                )
        else:
            minus_eta = -eta
            term2 = T(1) - tau
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                new_w[U(k)] = (
                    minus_eta * (mu * velocity[U(k)] + (grad[U(k)] + lamda * w[U(k)]) * term2) + w[U(k)]
                )


def _forward(w, grad, velocity, new_w, new_velocity, K, eta, mu, tau, lamda, nu):
    """pull[k] = grad[k] + λ·w[k]
    new_velocity[k] = μ·velocity[k] + (1 − τ) · pull[k]
    new_w[k] = w[k] − η · {pull[k] + μ·new_velocity[k] if ν > 0; else new_velocity[k]}

    Operations: 4·K additions, terms that a condition drops counted.
    """
    launch(_forward_part, (K - 1) // 1024 + 1, K, w, grad, velocity, new_velocity, K, mu, tau, lamda)
    launch(_forward_part2, (K - 1) // 1024 + 1, K, w, grad, velocity, new_w, K, eta, mu, tau, lamda, nu)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_w_part(first, last, dnew_w, dnew_velocity, dw, K, eta, mu, tau, lamda, nu):
    """dw[k] = dnew_w[k] + λ · ((1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] ·
        [ν > 0]) − η · dnew_w[k] · [ν > 0])
    """
    dtype = dnew_w.dtype
    T = dtype.type
    for k_block in range(first, last):
        # dw[k] = dnew_w[k] + λ · ((1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η ·
        #     μ · dnew_w[k] · [ν > 0]) − η · dnew_w[k] · [ν > 0])
        if 0 >= nu:
            term = T(1) - tau
            minus_eta = -eta
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                dw[U(k)] = (
                    dnew_w[U(k)]
                    + (
                        (
                            dnew_velocity[U(k)]
                            + dnew_w[U(k)] * minus_eta
                            - (dnew_w[U(k)] * eta * mu if nu >= 1 else T(0))
                        )
                        * term
                        - (dnew_w[U(k)] * eta if nu >= 1 else T(0))
                    )
                    * lamda
                )
        else:
            term = T(1) - tau
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                dw[U(k)] = (
                    dnew_w[U(k)]
                    + (
                        (dnew_velocity[U(k)] - (dnew_w[U(k)] * eta * mu if nu >= 1 else T(0))) * term
                        - (dnew_w[U(k)] * eta if nu >= 1 else T(0))
                    )
                    * lamda
                )


def _vjp_w(dnew_w, dnew_velocity, dw, K, eta, mu, tau, lamda, nu):
    """dw[k] = dnew_w[k] + λ · ((1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] ·
        [ν > 0]) − η · dnew_w[k] · [ν > 0])

    Operations: 4·K additions, terms that a condition drops counted.
    """
    launch(_vjp_w_part, (K - 1) // 1024 + 1, K, dnew_w, dnew_velocity, dw, K, eta, mu, tau, lamda, nu)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_grad_part(first, last, dnew_w, dnew_velocity, dgrad, K, eta, mu, tau, nu):
    """dgrad[k] = (1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] · [ν > 0]) − η ·
        dnew_w[k] · [ν > 0]
    """
    dtype = dnew_w.dtype
    T = dtype.type
    for k_block in range(first, last):
        # dgrad[k] = (1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k]
        #     · [ν > 0]) − η · dnew_w[k] · [ν > 0]
        if 0 >= nu:
            term = T(1) - tau
            minus_eta = -eta
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                dgrad[U(k)] = (
                    (
                        dnew_velocity[U(k)]
                        + dnew_w[U(k)] * minus_eta
                        - (dnew_w[U(k)] * eta * mu if nu >= 1 else T(0))
                    )
                    * term
                    - (dnew_w[U(k)] * eta if nu >= 1 else T(0))
                )
        else:
            term = T(1) - tau
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                dgrad[U(k)] = (
                    (dnew_velocity[U(k)] - (dnew_w[U(k)] * eta * mu if nu >= 1 else T(0))) * term
                    - (dnew_w[U(k)] * eta if nu >= 1 else T(0))
                )


def _vjp_grad(dnew_w, dnew_velocity, dgrad, K, eta, mu, tau, nu):
    """dgrad[k] = (1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] · [ν > 0]) − η ·
        dnew_w[k] · [ν > 0]

    Operations: 3·K additions, terms that a condition drops counted.
    """
    launch(_vjp_grad_part, (K - 1) // 1024 + 1, K, dnew_w, dnew_velocity, dgrad, K, eta, mu, tau, nu)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_velocity_part(first, last, dnew_w, dnew_velocity, dvelocity, K, eta, mu, nu):
    """dvelocity[k] = μ · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] · [ν > 0])"""
    dtype = dnew_w.dtype
    T = dtype.type
    for k_block in range(first, last):
        # dvelocity[k] = μ · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] ·
        #     [ν > 0])
        if 0 >= nu:
            minus_eta = -eta
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                dvelocity[U(k)] = (
                    (
                        dnew_velocity[U(k)]
                        + dnew_w[U(k)] * minus_eta
                        - (dnew_w[U(k)] * eta * mu if nu >= 1 else T(0))
                    )
                    * mu
                )
        else:
            for k in range(k_block * 1024, min(K, k_block * 1024 + 1024)):
                dvelocity[U(k)] = (dnew_velocity[U(k)] - (dnew_w[U(k)] * eta * mu if nu >= 1 else T(0))) * mu


def _vjp_velocity(dnew_w, dnew_velocity, dvelocity, K, eta, mu, nu):
    """dvelocity[k] = μ · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] · [ν > 0])

    Operations: 2·K additions, terms that a condition drops counted.
    """
    launch(_vjp_velocity_part, (K - 1) // 1024 + 1, K, dnew_w, dnew_velocity, dvelocity, K, eta, mu, nu)


def _vjp(dnew_w, dnew_velocity, dw, dgrad, dvelocity, K, eta, mu, tau, lamda, nu):
    """dw[k] = dnew_w[k] + λ · ((1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] ·
        [ν > 0]) − η · dnew_w[k] · [ν > 0])
    dgrad[k] = (1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] · [ν > 0]) − η ·
        dnew_w[k] · [ν > 0]
    dvelocity[k] = μ · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] · [ν > 0])

    Operations: 9·K additions, terms that a condition drops counted.
    """
    # dw[k] = dnew_w[k] + λ · ((1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η ·
    #     μ · dnew_w[k] · [ν > 0]) − η · dnew_w[k] · [ν > 0])
    launch(_vjp_w_part, (K - 1) // 1024 + 1, K, dnew_w, dnew_velocity, dw, K, eta, mu, tau, lamda, nu)
    # dgrad[k] = (1 − τ) · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k]
    #     · [ν > 0]) − η · dnew_w[k] · [ν > 0]
    launch(_vjp_grad_part, (K - 1) // 1024 + 1, K, dnew_w, dnew_velocity, dgrad, K, eta, mu, tau, nu)
    # dvelocity[k] = μ · (dnew_velocity[k] − η · dnew_w[k] · [0 ≥ ν] − η · μ · dnew_w[k] ·
    #     [ν > 0])
    launch(_vjp_velocity_part, (K - 1) // 1024 + 1, K, dnew_w, dnew_velocity, dvelocity, K, eta, mu, nu)


def _jvp(w_dot, grad_dot, velocity_dot, new_w_dot, new_velocity_dot, K, eta, mu, tau, lamda, nu):
    """pull_dot[k] = grad_dot[k] + λ·ẇ[k]
    new_velocity_dot[k] = μ·velocity_dot[k] + (1 − τ) · pull_dot[k]
    new_w_dot[k] = ẇ[k] − η · {pull_dot[k] + μ·new_velocity_dot[k] if ν > 0; else new_velocity_dot[k]}

    Operations: 4·K additions, terms that a condition drops counted.
    """
    # new_velocity_dot[k] = μ·velocity_dot[k] + (1 − τ) · (grad_dot[k] + λ·ẇ[k])
    launch(_forward_part, (K - 1) // 1024 + 1, K, w_dot, grad_dot, velocity_dot, new_velocity_dot, K, mu, tau,
            lamda)
    # new_w_dot[k] = ẇ[k] − η · {grad_dot[k] + λ·ẇ[k] + μ · (μ·velocity_dot[k] + (1 − τ) ·
    #     (grad_dot[k] + λ·ẇ[k])) if ν > 0; else μ·velocity_dot[k] + (1 − τ) ·
    #     (grad_dot[k] + λ·ẇ[k])}
    launch(_forward_part2, (K - 1) // 1024 + 1, K, w_dot, grad_dot, velocity_dot, new_w_dot, K, eta, mu, tau,
            lamda, nu)


def forward(w, grad, velocity=None, *, out=None, save=False, lr=0.01, momentum=0.0, dampening=0.0,
    weight_decay=0.0, nesterov=0):
    """gradient descent with momentum, dampening, weight decay and Nesterov's step; ``save=True`` also returns
    what the gradients can use again.
    """
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay, "nesterov": nesterov})
    call.new_all(("new_w", "new_velocity"), out)
    call.run(_forward, ("w", "grad", "velocity", "new_w", "new_velocity"), ("K", "eta", "mu", "tau", "lamda",
            "nu"))
    result = call.result("new_w", "new_velocity")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_w(dnew_w, dnew_velocity, w, grad, velocity=None, *, residuals=None, out=None, lr=0.01, momentum=0.0,
    dampening=0.0, weight_decay=0.0, nesterov=0):
    """The gradient of w, given dnew_w, dnew_velocity."""
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay, "nesterov": nesterov})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_velocity", "new_velocity", dnew_velocity)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dnew_w", "dnew_velocity", "dw"), ("K", "eta", "mu", "tau", "lamda", "nu"))
    return call.result("dw")


def vjp_grad(dnew_w, dnew_velocity, w, grad, velocity=None, *, residuals=None, out=None, lr=0.01,
    momentum=0.0, dampening=0.0, weight_decay=0.0, nesterov=0):
    """The gradient of grad, given dnew_w, dnew_velocity."""
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay, "nesterov": nesterov})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_velocity", "new_velocity", dnew_velocity)
    call.new("dgrad", "grad", out)
    call.run(_vjp_grad, ("dnew_w", "dnew_velocity", "dgrad"), ("K", "eta", "mu", "tau", "nu"))
    return call.result("dgrad")


def vjp_velocity(dnew_w, dnew_velocity, w, grad, velocity=None, *, residuals=None, out=None, lr=0.01,
    momentum=0.0, dampening=0.0, weight_decay=0.0, nesterov=0):
    """The gradient of velocity, given dnew_w, dnew_velocity."""
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay, "nesterov": nesterov})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_velocity", "new_velocity", dnew_velocity)
    call.new("dvelocity", "velocity", out)
    call.run(_vjp_velocity, ("dnew_w", "dnew_velocity", "dvelocity"), ("K", "eta", "mu", "nu"))
    return call.result("dvelocity")


def vjp(dnew_w, dnew_velocity, w, grad, velocity=None, *, residuals=None, lr=0.01, momentum=0.0,
    dampening=0.0, weight_decay=0.0, nesterov=0):
    """The gradients of w, grad, velocity."""
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay, "nesterov": nesterov})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_velocity", "new_velocity", dnew_velocity)
    call.new("dw", "w")
    call.new("dgrad", "grad")
    call.new("dvelocity", "velocity")
    call.run(_vjp, ("dnew_w", "dnew_velocity", "dw", "dgrad", "dvelocity"), ("K", "eta", "mu", "tau", "lamda",
            "nu"))
    return Gradients(*call.results(("dw", "dgrad", "dvelocity")))


def jvp(w, grad, velocity=None, *, w_dot=None, grad_dot=None, velocity_dot=None, residuals=None, lr=0.01,
    momentum=0.0, dampening=0.0, weight_decay=0.0, nesterov=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"w": w, "grad": grad, "velocity": velocity}, {"lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay, "nesterov": nesterov})
    call.add("w_dot", "w", w_dot)
    call.add("grad_dot", "grad", grad_dot)
    call.add("velocity_dot", "velocity", velocity_dot)
    call.new("new_w_dot", "new_w")
    call.new("new_velocity_dot", "new_velocity")
    call.run(_jvp, ("w_dot", "grad_dot", "velocity_dot", "new_w_dot", "new_velocity_dot"), ("K", "eta", "mu",
            "tau", "lamda", "nu"))
    return call.result("new_w_dot", "new_velocity_dot")
