"""Naive forwards of the layers beyond the notes, straight from their definitions in the literature.

Nothing here imports the project, as in ``catalogue_oracle``.
"""

import math

import numpy as np


def each(f):
    """A function of numbers over arrays of any shape; options by name."""

    def over(x, t=None, **options):
        arrays = [one for one in (x, t) if one is not None]
        return np.vectorize(lambda *v: f(*map(float, v), **options), otypes=[float])(*arrays)

    return over


def logistic(v):
    return (1 + math.tanh(v / 2)) / 2


def halves(x):
    middle = x.shape[1] // 2
    return x[:, :middle], x[:, middle:]


def gated(gate, swapped):
    def forward(x):
        value, opened = halves(x)[::-1] if swapped else halves(x)
        return value * each(gate)(opened)

    return forward


def bce(x, t, eps):
    return -t * math.log(max(x, eps)) - (1 - t) * math.log(max(1 - x, eps))


ACTIVATIONS = {
    "hardtanh": lambda v, low, high: high if v >= high else max(low, v),
    "relu6": lambda v: min(max(v, 0.0), 6.0),
    "threshold": lambda v, threshold, value: v if v > threshold else value,
    "hard_shrink": lambda v, lambd: 0.0 if -lambd <= v <= lambd else v,
    "soft_shrink": lambda v, lambd: math.copysign(max(abs(v) - lambd, 0.0), v),
    "tanh_shrink": lambda v: v - math.tanh(v),
    "celu": lambda v, alpha: max(v, 0.0) + min(0.0, alpha * math.expm1(v / alpha)),
    "log_sigmoid": lambda v: -np.logaddexp(0.0, -v),
}

LOSSES = {
    "l1_loss": lambda x, t: max(x - t, t - x),
    "smooth_l1_loss": lambda x, t, beta: (
        (x - t) ** 2 / (2 * beta) if abs(x - t) < beta else abs(x - t) - beta / 2
    ),
    "huber_loss": lambda x, t, delta: (
        (x - t) ** 2 / 2 if abs(x - t) < delta else delta * (abs(x - t) - delta / 2)
    ),
    "bce_loss": bce,
    "bce_with_logits_loss": lambda x, t: t * np.logaddexp(0, -x) + (1 - t) * np.logaddexp(0, x),
    "kl_div_loss": lambda x, t: t * (math.log(t) - x) if t > 0 else 0.0,
    "hinge_loss": lambda x, t, margin: max(0.0, margin - t * x),
    "soft_margin_loss": lambda x, t: np.logaddexp(0, -t * x),
}


def mean(f):
    return lambda x, t, **options: each(f)(x, t, **options).mean()


FORWARDS = {
    **{name: each(f) for name, f in ACTIVATIONS.items()},
    **{f"{name}_each": each(f) for name, f in LOSSES.items()},
    **{name: mean(f) for name, f in LOSSES.items()},
    "glu": gated(logistic, swapped=False),
    "swiglu": gated(lambda v: v * logistic(v), swapped=True),
    "geglu": gated(lambda v: v * math.erfc(-v / math.sqrt(2)) / 2, swapped=True),
}
