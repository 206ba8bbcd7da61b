"""adam_step: Adam: a step by the mean of the gradients over the root of their mean square.

Made by `chainrule generate`, version 0.1.0, from the forward of `adam_step`.  Do not edit.
Run time: 885da59e5e9be48a.

    pull[k] = grad[k] + λ·w[k]
    new_mean[k] = ρ₁·pull[k] + (1 − ρ₁) · mean[k]
    new_square[k] = ρ₂·pull[k]² + (1 − ρ₂) · square[k]
    seen_1 = 1 − (1 − ρ₁)^t
    seen_2 = 1 − (1 − ρ₂)^t
    mean_hat[k] = new_mean[k]/seen_1
    root[k] = {√new_square[k]/√seen_2 if new_square[k] > 0; else 0}
    new_w[k] = w[k] − η·mean_hat[k]/(root[k] + ε)
    dw[k] = dnew_w[k] + λ · (ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ · pull[k]
        · (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] · (root[k] + ε)²) ·
        [new_square[k] > 0]))
    dgrad[k] = ρ₁ · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε))) + 2 · ρ₂ · pull[k] ·
        (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] · (root[k] + ε)²) ·
        [new_square[k] > 0])
    dmean[k] = (1 − ρ₁) · (dnew_mean[k] − η·dnew_w[k]/(seen_1 · (root[k] + ε)))
    dsquare[k] = (1 − ρ₂) · (dnew_square[k] + η·dnew_w[k]·mean_hat[k]/(2 · √seen_2 · √new_square[k] ·
        (root[k] + ε)²) · [new_square[k] > 0])

Convention: seen is 1 − (1 − ρ)^t: the weights of all gradients in the mean, and in the mean square.

Convention: the root of 0 has derivative 0.

Source: Kingma & Ba 2015, algorithm 1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 110 places of the kernels. Each of the 18 parallel loops has no two iterations that write
the same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

from . import runtime
from .adam_step_kernels import (
    _forward, _vjp_w, _vjp_grad, _vjp_mean, _vjp_square, _vjp,
)
from .adam_step_kernels2 import (
    _jvp,
)


SPEC = {
    'name': 'adam_step',
    'summary': 'Adam: a step by the mean of the gradients over the root of their mean square',
    'inputs': [
        {'name': 'w', 'shape': ['K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'grad', 'shape': ['K'], 'kind': 'real', 'differentiable': True, 'default': None},
        {'name': 'mean', 'shape': ['K'], 'kind': 'real', 'differentiable': True, 'default': 0},
        {'name': 'square', 'shape': ['K'], 'kind': 'real', 'differentiable': True, 'default': 0},
    ],
    'outputs': [
        {'name': 'new_w', 'shape': ['K'], 'kind': 'real'},
        {'name': 'new_mean', 'shape': ['K'], 'kind': 'real'},
        {'name': 'new_square', 'shape': ['K'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'lr', 'symbols': ['eta'], 'kind': 'float', 'default': 0.001, 'minimum': 0, 'maximum': None},
        {'name': 'rho1', 'symbols': ['rho_1'], 'kind': 'float', 'default': 0.1, 'minimum': 0, 'maximum': 1},
        {'name': 'rho2', 'symbols': ['rho_2'], 'kind': 'float', 'default': 0.001, 'minimum': 0, 'maximum': 1},
        {'name': 'step', 'symbols': ['t'], 'kind': 'int', 'default': None, 'minimum': 1, 'maximum': None},
        {'name': 'eps', 'symbols': ['epsilon'], 'kind': 'float', 'default': 1e-08, 'minimum': 0, 'maximum': None},
        {'name': 'weight_decay', 'symbols': ['lamda'], 'kind': 'float', 'default': 0.0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {},
    'gradients': {'w': 'vjp_w', 'grad': 'vjp_grad', 'mean': 'vjp_mean', 'square': 'vjp_square'},
    'analytic': False,
    'elementwise': True,
    'blocks': False,
    'edges': [
        {'path': 'parts', 'at': 1024, 'of': ['K']},
        {'path': 'ranges', 'at': 24000, 'of': ['K', 'K + 1', 'K + 2']},
        {'path': 'vector', 'at': 64, 'of': ['K']},
    ],
    'proved': {'in bounds': 110, 'iterations apart': 18},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["w", "grad", "mean", "square"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("w", 0, "K", "K"),
        runtime.Step("grad", 0, "K", "K"),
        runtime.Step("mean", 0, "K", "K"),
        runtime.Step("square", 0, "K", "K"),
    ),
    sizes={
    },
    shapes={
        "w": lambda K, **_: (K,),
        "grad": lambda K, **_: (K,),
        "mean": lambda K, **_: (K,),
        "square": lambda K, **_: (K,),
        "new_w": lambda K, **_: (K,),
        "new_mean": lambda K, **_: (K,),
        "new_square": lambda K, **_: (K,),
    },
    requires=(
        (lambda rho_1, **_: rho_1 > float(0), 'rho1 must be above 0'),
        (lambda rho_2, **_: rho_2 > float(0), 'rho2 must be above 0'),
    ),
    checks=(),
)


def forward(w, grad, mean=None, square=None, *, out=None, save=False, lr=0.001, rho1=0.1, rho2=0.001,
    step=None, eps=1e-08, weight_decay=0.0):
    """Adam: a step by the mean of the gradients over the root of their mean square; ``save=True`` also
    returns what the gradients can use again.
    """
    call = _LAYER.bind({"w": w, "grad": grad, "mean": mean, "square": square}, {"lr": lr, "rho1": rho1, "rho2": rho2, "step": step, "eps": eps, "weight_decay": weight_decay})
    call.new_all(("new_w", "new_mean", "new_square"), out)
    call.run(_forward, ("w", "grad", "mean", "square", "new_w", "new_mean", "new_square"), ("K", "eta",
            "rho_1", "rho_2", "t", "epsilon", "lamda"))
    result = call.result("new_w", "new_mean", "new_square")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_w(dnew_w, dnew_mean, dnew_square, w, grad, mean=None, square=None, *, residuals=None, out=None,
    lr=0.001, rho1=0.1, rho2=0.001, step=None, eps=1e-08, weight_decay=0.0):
    """The gradient of w, given dnew_w, dnew_mean, dnew_square."""
    call = _LAYER.bind({"w": w, "grad": grad, "mean": mean, "square": square}, {"lr": lr, "rho1": rho1, "rho2": rho2, "step": step, "eps": eps, "weight_decay": weight_decay})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_mean", "new_mean", dnew_mean)
    call.add("dnew_square", "new_square", dnew_square)
    call.new("dw", "w", out)
    call.run(_vjp_w, ("dnew_w", "dnew_mean", "dnew_square", "w", "grad", "mean", "square", "dw"), ("K", "eta",
            "rho_1", "rho_2", "t", "epsilon", "lamda"))
    return call.result("dw")


def vjp_grad(dnew_w, dnew_mean, dnew_square, w, grad, mean=None, square=None, *, residuals=None, out=None,
    lr=0.001, rho1=0.1, rho2=0.001, step=None, eps=1e-08, weight_decay=0.0):
    """The gradient of grad, given dnew_w, dnew_mean, dnew_square."""
    call = _LAYER.bind({"w": w, "grad": grad, "mean": mean, "square": square}, {"lr": lr, "rho1": rho1, "rho2": rho2, "step": step, "eps": eps, "weight_decay": weight_decay})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_mean", "new_mean", dnew_mean)
    call.add("dnew_square", "new_square", dnew_square)
    call.new("dgrad", "grad", out)
    call.run(_vjp_grad, ("dnew_w", "dnew_mean", "dnew_square", "w", "grad", "mean", "square", "dgrad"), ("K",
            "eta", "rho_1", "rho_2", "t", "epsilon", "lamda"))
    return call.result("dgrad")


def vjp_mean(dnew_w, dnew_mean, dnew_square, w, grad, mean=None, square=None, *, residuals=None, out=None,
    lr=0.001, rho1=0.1, rho2=0.001, step=None, eps=1e-08, weight_decay=0.0):
    """The gradient of mean, given dnew_w, dnew_mean, dnew_square."""
    call = _LAYER.bind({"w": w, "grad": grad, "mean": mean, "square": square}, {"lr": lr, "rho1": rho1, "rho2": rho2, "step": step, "eps": eps, "weight_decay": weight_decay})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_mean", "new_mean", dnew_mean)
    call.add("dnew_square", "new_square", dnew_square)
    call.new("dmean", "mean", out)
    call.run(_vjp_mean, ("dnew_w", "dnew_mean", "w", "grad", "square", "dmean"), ("K", "eta", "rho_1",
            "rho_2", "t", "epsilon", "lamda"))
    return call.result("dmean")


def vjp_square(dnew_w, dnew_mean, dnew_square, w, grad, mean=None, square=None, *, residuals=None, out=None,
    lr=0.001, rho1=0.1, rho2=0.001, step=None, eps=1e-08, weight_decay=0.0):
    """The gradient of square, given dnew_w, dnew_mean, dnew_square."""
    call = _LAYER.bind({"w": w, "grad": grad, "mean": mean, "square": square}, {"lr": lr, "rho1": rho1, "rho2": rho2, "step": step, "eps": eps, "weight_decay": weight_decay})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_mean", "new_mean", dnew_mean)
    call.add("dnew_square", "new_square", dnew_square)
    call.new("dsquare", "square", out)
    call.run(_vjp_square, ("dnew_w", "dnew_square", "w", "grad", "mean", "square", "dsquare"), ("K", "eta",
            "rho_1", "rho_2", "t", "epsilon", "lamda"))
    return call.result("dsquare")


def vjp(dnew_w, dnew_mean, dnew_square, w, grad, mean=None, square=None, *, residuals=None, lr=0.001,
    rho1=0.1, rho2=0.001, step=None, eps=1e-08, weight_decay=0.0):
    """The gradients of w, grad, mean, square."""
    call = _LAYER.bind({"w": w, "grad": grad, "mean": mean, "square": square}, {"lr": lr, "rho1": rho1, "rho2": rho2, "step": step, "eps": eps, "weight_decay": weight_decay})
    call.add("dnew_w", "new_w", dnew_w)
    call.add("dnew_mean", "new_mean", dnew_mean)
    call.add("dnew_square", "new_square", dnew_square)
    call.new("dw", "w")
    call.new("dgrad", "grad")
    call.new("dmean", "mean")
    call.new("dsquare", "square")
    call.run(_vjp, ("dnew_w", "dnew_mean", "dnew_square", "w", "grad", "mean", "square", "dw", "dgrad",
            "dmean", "dsquare"), ("K", "eta", "rho_1", "rho_2", "t", "epsilon", "lamda"))
    return Gradients(*call.results(("dw", "dgrad", "dmean", "dsquare")))


def jvp(w, grad, mean=None, square=None, *, w_dot=None, grad_dot=None, mean_dot=None, square_dot=None,
    residuals=None, lr=0.001, rho1=0.1, rho2=0.001, step=None, eps=1e-08, weight_decay=0.0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"w": w, "grad": grad, "mean": mean, "square": square}, {"lr": lr, "rho1": rho1, "rho2": rho2, "step": step, "eps": eps, "weight_decay": weight_decay})
    call.add("w_dot", "w", w_dot)
    call.add("grad_dot", "grad", grad_dot)
    call.add("mean_dot", "mean", mean_dot)
    call.add("square_dot", "square", square_dot)
    call.new("new_w_dot", "new_w")
    call.new("new_mean_dot", "new_mean")
    call.new("new_square_dot", "new_square")
    call.run(_jvp, ("w_dot", "grad_dot", "mean_dot", "square_dot", "w", "grad", "mean", "square", "new_w_dot",
            "new_mean_dot", "new_square_dot"), ("K", "eta", "rho_1", "rho_2", "t", "epsilon", "lamda"))
    return call.result("new_w_dot", "new_mean_dot", "new_square_dot")
