"""One step of gradient descent, a layer like any other: differentiate through it to learn how to learn."""

from __future__ import annotations

from derive.notation import Layer, define, index, option, sizes, tensor

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
