"""One step of gradient descent, a layer like any other: differentiate through it to learn how to learn."""

from __future__ import annotations

from derive.notation import (
    Layer,
    define,
    expm1,
    ge,
    gt,
    index,
    log1p,
    option,
    sizes,
    sqrt,
    tensor,
    where,
)  # fmt: skip

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


def _adam(name: str, said: str, decoupled: bool, source: str) -> Layer:
    """m ← (1−ρ₁) m + ρ₁ g, v ← (1−ρ₂) v + ρ₂ g², w ← w − η m̂/(√v̂ + ε); ``decoupled``: λ w beside the step.

    The options are ρ = 1 − β: rounded to single precision, 1 − β would be off by as much as β is.
    """
    first = option("rho1", "rho_1", default=0.1, minimum=0, maximum=1, real=True, summary="1 − β₁")
    second = option("rho2", "rho_2", default=0.001, minimum=0, maximum=1, real=True, summary="1 − β₂")
    count = option("step", "t", minimum=1, summary="which step it is, from 1 on")
    least = option("eps", "epsilon", default=1e-8, minimum=0, real=True, summary="added to the root")
    decay = option(
        "weight_decay", "lamda", default=0.01 if decoupled else 0.0, minimum=0, real=True,
        summary="how much of w is taken off",
    )  # fmt: skip
    (rho1,), (rho2,), (t,), (epsilon,), (lamda,) = first, second, count, least, decay
    Mean, Square, Pull = tensor("mean", k), tensor("square", k, sign="nonnegative"), tensor("pull", k)
    NewMean, NewSquare = tensor("new_mean", k), tensor("new_square", k, sign="nonnegative")
    Root, Hat = tensor("root", k, sign="nonnegative"), tensor("mean_hat", k)
    Seen1, Seen2 = tensor("seen_1", sign="positive"), tensor("seen_2", sign="positive")
    kept = (1 - eta * lamda) * W[k] if decoupled else W[k]
    pulled = [] if decoupled else [define(Pull[k], G[k] + lamda * W[k])]
    pull = G[k] if decoupled else Pull[k]
    return Layer(
        name=name,
        summary=said,
        forward=[
            *pulled,
            define(NewMean[k], (1 - rho1) * Mean[k] + rho1 * pull),
            define(NewSquare[k], (1 - rho2) * Square[k] + rho2 * pull**2),
            define(Seen1[()], -expm1(t * log1p(-rho1))),
            define(Seen2[()], -expm1(t * log1p(-rho2))),
            define(Hat[k], NewMean[k] / Seen1[()]),
            define(Root[k], where(gt(NewSquare[k]), sqrt(NewSquare[k]) / sqrt(Seen2[()]), 0)),
            define(NewW[k], kept - eta * Hat[k] / (Root[k] + epsilon)),
        ],
        wrt=(W, G, Mean, Square),
        outputs=(NewW, NewMean, NewSquare),
        options=(_adams_rate, first, second, count, least, decay),
        defaults={Mean: 0, Square: 0},
        requires=((gt(rho1), "rho1 must be above 0"), (gt(rho2), "rho2 must be above 0")),
        conventions=(
            "seen is 1 − (1 − ρ)^t: the weights of all gradients in the mean, and in the mean square",
            "the root of 0 has derivative 0",
        ),
        source=source,
    )


_adams_rate = option("lr", "eta", default=0.001, minimum=0, real=True, summary="learning rate")
adam_step = _adam(
    "adam_step", "Adam: a step by the mean of the gradients over the root of their mean square", False,
    "Kingma & Ba 2015, algorithm 1",
)  # fmt: skip
adamw_step = _adam(
    "adamw_step", "Adam with the decay of the weights beside the step", True,
    "Loshchilov & Hutter 2019, algorithm 2",
)  # fmt: skip
