"""Activations that cut, shrink or gate, elementwise on a flat array or on the two halves of a row.

Where a textbook form would overflow the branch with the exponential of −|x| is taken, as in ``activations``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Abs, Expr

from derive.layers.activations import MEET, activation, softplus
from derive.model.compose import apply
from derive.notation import (
    Layer,
    define,
    erf,
    exp,
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
from derive.notation import sigmoid as logistic
from derive.notation import tanh as hyperbolic_tangent


def _cut(x: Expr, low: Any, high: Any) -> Expr:
    return where(ge(x - high), high, where(gt(x - low), x, low))


_low = option("low", default=-1.0, real=True, summary="the least value")
_high = option("high", default=1.0, real=True, summary="the greatest value")
hardtanh = replace(
    activation(
        "hardtanh",
        "x cut to low..high",
        _cut,
        _low,
        _high,
        kinks=("at x = low and x = high the derivative is 0",),
        source="Collobert 2004",
    ),
    requires=((ge(_high.symbols[0] - _low.symbols[0]), "low must not be above high"),),
)
relu6 = activation(
    "relu6",
    "x cut to 0..6",
    lambda x: _cut(x, 0, 6),
    kinks=("at x = 0 and x = 6 the derivative is 0",),
    source="Krizhevsky 2010",
)
threshold = activation(
    "threshold",
    "x above the threshold, a constant up to it",
    lambda x, theta, value: where(gt(x - theta), x, value),
    option("threshold", "theta", default=1.0, real=True, summary="up to here the constant stands"),
    option("value", default=0.0, real=True, summary="the constant"),
    kinks=("at x = theta the value is the constant and the derivative 0",),
    source="Konda et al. 2015",
)
hard_shrink = activation(
    "hard_shrink",
    "x where it is farther from 0 than λ, else 0",
    lambda x, lamda: where(gt(Abs(x) - lamda), x, 0),
    option("lambd", "lamda", default=0.5, minimum=0, real=True, summary="how far from 0 all is cut"),
    kinks=("at |x| = λ the value and the derivative are 0",),
    source="Donoho & Johnstone 1994",
)
soft_shrink = activation(
    "soft_shrink",
    "x moved towards 0 by λ, 0 where it would pass it",
    lambda x, lamda: where(gt(x - lamda), x - lamda, where(gt(-x - lamda), x + lamda, 0)),
    option("lambd", "lamda", default=0.5, minimum=0, real=True, summary="how far x is moved"),
    kinks=("at |x| = λ the derivative is 0",),
    source="Donoho & Johnstone 1994",
)
tanh_shrink = activation(
    "tanh_shrink",
    "x − tanh(x)",
    lambda x: x - hyperbolic_tangent(x),
    source="Collobert et al. 2011 (Torch)",
)
celu = activation(
    "celu",
    "exponential linear unit whose slope is continuous for every α",
    lambda x, alpha: where(gt(x), x, alpha * expm1(x / alpha)),
    option("alpha", default=1.0, minimum=0, real=True, summary="minus the limit for x → −∞"),
    kinks=("at x = 0 the two forms agree, with their first derivatives",),
    source="Barron 2017, eq. 2",
)
log_sigmoid = activation(
    "log_sigmoid",
    "log(1/(1 + e^−x)), without overflow",
    lambda x: where(ge(x), -log1p(exp(-x)), x - log1p(exp(x))),
    kinks=(MEET,),
    source="Mikolov et al. 2013, eq. 4",
)


def _softplus_linear() -> Layer:
    """Softplus up to a threshold, the line beyond it."""
    beta = option("beta", default=1.0, minimum=0, real=True, summary="sharpness")
    least = option("threshold", "theta", default=20.0, real=True, summary="beyond it βx stands as it is")
    (b,), (theta,) = beta, least
    Curve, Y = tensor("curve", i), tensor("y", i)
    return Layer(
        name="softplus_linear",
        summary="softplus up to a threshold of βx, x beyond it, elementwise on a flat array",
        forward=[
            apply(softplus, Curve, x=Flat, beta=beta),
            define(Y[i], where(gt(b * Flat[i] - theta), Flat[i], Curve[i])),
        ],
        wrt=(Flat,),
        options=(beta, least),
        conventions=("at βx = theta the derivative is that of the curve",),
        source="torch.nn.Softplus",
    )


(M,) = sizes("M")
i = index("i", M)
Flat = tensor("x", i)
softplus_linear = _softplus_linear()

N, D = sizes("N D")
n, d = index("n", N), index("d", D)


def gated_linear(name: str, said: str, value: Expr, gate: Expr, source: str) -> Layer:
    """y = value times gate, each of one half of the row."""
    Gate, Y = tensor("gate", n, d), tensor("y", n, d)
    return Layer(
        name=name,
        summary=said,
        forward=[define(Gate[n, d], gate), define(Y[n, d], value * Gate[n, d])],
        wrt=(X,),
        conventions=(MEET,) if gate.has(exp) else (),
        source=source,
    )


X = tensor("x", n, index("k", 2 * D))
first, second = X[n, d], X[n, D + d]
glu = gated_linear(
    "glu", "the first half of each row times the logistic function of the second",
    first, logistic(second), "Dauphin et al. 2017, eq. 1",
)  # fmt: skip
swiglu = gated_linear(
    "swiglu", "silu of the first half of each row times the second",
    second, first * logistic(first), "Shazeer 2020",
)  # fmt: skip
geglu = gated_linear(
    "geglu", "gelu of the first half of each row times the second",
    second, first * (1 + erf(first / sqrt(2))) / 2, "Shazeer 2020",
)  # fmt: skip
