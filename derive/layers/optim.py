"""One step of gradient descent, a layer like any other: differentiate through it to learn how to learn."""

from __future__ import annotations

from derive.notation import Layer, define, ge, index, option, sizes, tensor, where

(K,) = sizes("K")
k = index("k", K)
rate = option("lr", "eta", default=0.01, minimum=0, real=True, summary="learning rate")
momentum = option("momentum", "mu", default=0.0, real=True, summary="how much of the last step is kept")
(eta,), (mu,) = rate, momentum
W, G, V = tensor("w", k), tensor("grad", k), tensor("velocity", k)
NewV, NewW = tensor("new_velocity", k), tensor("new_w", k)

sgd_step = Layer(
    name="sgd_step",
    summary="w ← w − η v with v ← μ v + ∂E/∂w",
    forward=[define(NewV[k], mu * V[k] + G[k]), define(NewW[k], W[k] - eta * NewV[k])],
    wrt=(W, G, V),
    outputs=(NewW, NewV),
    options=(rate, momentum),
    defaults={V: 0},
    source="seed 004; Polyak 1964; Sutskever et al. 2013 in the form without η inside v",
)


def _momentum_step() -> Layer:
    """g ← ∂E/∂w + λ w, v ← μ v + (1 − τ) g, w ← w − η v, or with the step ahead, w − η (g + μ v)."""
    dampening = option("dampening", "tau", default=0.0, real=True, summary="how little of g enters v")
    decay = option("weight_decay", "lamda", default=0.0, real=True, summary="weight of the squared norm of w")
    ahead = option("nesterov", "nu", default=0, minimum=0, maximum=1, summary="1: the step looks ahead")
    (tau,), (lamda,), (nu,) = dampening, decay, ahead
    Pull = tensor("pull", k)
    step = where(ge(nu - 1), Pull[k] + mu * NewV[k], NewV[k])
    return Layer(
        name="momentum_step",
        summary="gradient descent with momentum, dampening, weight decay and Nesterov's step",
        forward=[
            define(Pull[k], G[k] + lamda * W[k]),
            define(NewV[k], mu * V[k] + (1 - tau) * Pull[k]),
            define(NewW[k], W[k] - eta * step),
        ],
        wrt=(W, G, V),
        outputs=(NewW, NewV),
        options=(rate, momentum, dampening, decay, ahead),
        defaults={V: 0},
        source="Polyak 1964; Sutskever et al. 2013, eq. 3 and 4",
    )


momentum_step = _momentum_step()
