"""Activations, elementwise, with the derivative that each has at its kinks.

Where the textbook form would overflow (σ, softplus and what is built on them) the branch with the
exponential of −|x| is taken: e^−x for x ≥ 0, e^x below.  The derivative inherits the same safe branch,
while that of 1/(1 + e^−x) as it stands is ∞/∞ for x → −∞.  log(1 + z) and e^x − 1 are log1p(z) and
expm1(x): near 0 their digits would drown in the 1 (softplus for x → −∞, ELU and SELU at x = 0).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sympy import Abs, Expr, Float

from derive.model.compose import apply
from derive.model.layer import Option
from derive.model.spoken import About
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
    pi,
    sizes,
    sqrt,
    tensor,
    where,
)  # fmt: skip
from derive.notation import sigmoid as logistic
from derive.notation import tanh as hyperbolic_tangent

(M,) = sizes("M")
i = index("i", M)
X, Y = tensor("x", i), tensor("y", i)


def activation(
    name: str,
    summary: str,
    f: Callable[..., Expr],
    *options: Option,
    kinks: tuple[str, ...] = (),
    source: str = "",
) -> Layer:
    """y = f(x) on a flat array; ``f`` takes x and the options' symbols."""
    symbols = [s for one in options for s in one.symbols]
    return Layer(
        name=name,
        summary=f"{summary}, elementwise on a flat array",
        forward=[define(Y[i], f(X[i], *symbols))],
        wrt=(X,),
        options=options,
        conventions=kinks,
        source=source,
    )


def _slope(name: str, symbol: str, default: float, summary: str) -> Option:
    return option(name, symbol, default=default, minimum=0, real=True, summary=summary)


def _softplus(x: Expr, beta: Expr) -> Expr:
    z = beta * x
    return where(ge(x), x + log1p(exp(-z)) / beta, log1p(exp(z)) / beta)


def _elu(x: Expr, alpha: Any, scale: Any = 1) -> Expr:
    return where(gt(x), scale * x, scale * alpha * expm1(x))


def _hard_sigmoid(x: Expr, a: Expr, b: Expr) -> Expr:
    return where(ge(x - b), 1, where(gt(x - a), (x - a) / (b - a), 0))


MEET = About("at x = 0 the two forms agree, with all their derivatives")

relu = activation(
    "relu",
    "rectified linear unit max(x, 0)",
    lambda x: where(gt(x), x, 0),
    kinks=("at x = 0 the derivative is 0",),
    source="Nair & Hinton 2010",
)
leaky_relu = activation(
    "leaky_relu",
    "x above zero, a small multiple of it below",
    lambda x, alpha: where(gt(x), x, alpha * x),
    option("slope", "alpha", default=0.01, real=True, summary="slope below zero"),
    kinks=("at x = 0 the derivative is the slope below zero",),
    source="Maas et al. 2013, eq. 2",
)
elu = activation(
    "elu",
    "exponential linear unit",
    _elu,
    _slope("alpha", "alpha", 1.0, "minus the limit for x → −∞"),
    kinks=("at x = 0 the derivative is alpha",),
    source="Clevert et al. 2016, eq. 15",
)
selu = activation(
    "selu",
    "exponential linear unit, scaled such that mean 0 and variance 1 are a fixed point",
    _elu,
    option("alpha", default=1.6732632423543772, real=True, summary="minus the limit for x → −∞, over gamma"),
    option("gamma", "lamda", default=1.0507009873554805, real=True, summary="slope above zero"),
    kinks=("at x = 0 the derivative is the one from below, alpha lamda",),
    source="Klambauer et al. 2017, eq. 2 and 14",
)
softplus = activation(
    "softplus",
    "log(1 + e^(βx))/β, without overflow",
    _softplus,
    _slope("beta", "beta", 1.0, "sharpness"),
    kinks=(MEET,),
    source="Dugas et al. 2001, eq. 4",
)
sigmoid = activation(
    "sigmoid",
    "1/(1 + e^−x), without overflow",
    logistic,
    kinks=(MEET,),
    source="seed 004",
)
tanh = activation("tanh", "hyperbolic tangent", hyperbolic_tangent, source="LeCun et al. 1998, section 4.4")
softsign = activation(
    "softsign", "x/(1 + |x|)", lambda x: x / (1 + Abs(x)), source="Glorot & Bengio 2010, section 2"
)
_low = option("low", default=-3.0, real=True, summary="up to here y is 0")
_high = option("high", default=3.0, real=True, summary="from here on y is 1")
hard_sigmoid = replace(
    activation(
        "hard_sigmoid",
        "the line from 0 at x = low to 1 at x = high, cut to 0..1",
        _hard_sigmoid,
        _low,
        _high,
        kinks=("at x = low and x = high the derivative is 0",),
        source="Howard et al. 2019, section 5.2",
    ),
    requires=((gt(_high.symbols[0] - _low.symbols[0]), "low must be below high"),),
)
hard_swish = activation(
    "hard_swish",
    "x times the hard sigmoid of x",
    lambda x: where(ge(x - 3), x, where(gt(x + 3), x * (x + 3) / 6, 0)),
    kinks=("at x = -3 the derivative is 0, at x = 3 it is 1",),
    source="Howard et al. 2019, eq. 3",
)


def gated(
    name: str, summary: str, gate: Layer, f: Callable[[Any, Any], Expr], source: str, **fixed: int
) -> Layer:
    """y = f(x, g), the gate g another activation of x."""
    g = tensor("g", i)
    return Layer(
        name=name,
        summary=f"{summary}, elementwise on a flat array",
        forward=[apply(gate, g, x=X, **fixed), define(Y[i], f(X[i], g[i]))],
        wrt=(X,),
        conventions=gate.conventions,
        source=source,
    )


def _gelu() -> Layer:
    """x Φ(x), Φ(x) = (1 + erf(x/√2))/2."""
    P = tensor("Phi", i)
    return Layer(
        name="gelu",
        summary="x Φ(x), Φ the distribution function of the normal law, elementwise on a flat array",
        forward=[define(P[i], (1 + erf(X[i] / sqrt(2))) / 2), define(Y[i], X[i] * P[i])],
        wrt=(X,),
        source="Hendrycks & Gimpel 2016, eq. 2",
    )


def _gelu_tanh() -> Layer:
    """x (1 + tanh z)/2 with z = √(2/π) (x + 0.044715 x³)."""
    Z = tensor("z", i)
    return Layer(
        name="gelu_tanh",
        summary="x Φ(x) with Φ approximated by tanh, elementwise on a flat array",
        forward=[
            define(Z[i], sqrt(2 / pi) * (X[i] + Float("0.044715", 17) * X[i] ** 3)),
            define(Y[i], X[i] * (1 + hyperbolic_tangent(Z[i])) / 2),
        ],
        wrt=(X,),
        source="Hendrycks & Gimpel 2016, section 2",
    )


gelu, gelu_tanh = _gelu(), _gelu_tanh()
silu = gated("silu", "x σ(x)", sigmoid, lambda x, g: x * g, "Elfwing et al. 2018, eq. 1; Ramachandran 2017")
mish = gated(
    "mish",
    "x tanh(softplus(x))",
    softplus,
    lambda x, g: x * hyperbolic_tangent(g),
    "Misra 2019, eq. 1",
    beta=1,
)


def _prelu() -> Layer:
    """The slope below zero is learnt, one per channel."""
    N, C, H, W = sizes("N C H W")
    n, c, h, w = index("n", N), index("c", C), index("h", H), index("w", W)
    x, a, y = tensor("x", n, c, h, w), tensor("a", c), tensor("y", n, c, h, w)
    value = x[n, c, h, w]
    return Layer(
        name="prelu",
        summary="x above zero, a[c] x below, the slopes a learnt per channel",
        forward=[define(y[n, c, h, w], where(gt(value), value, a[c] * value))],
        wrt=(x, a),
        conventions=("at x = 0 the derivative towards x is a[c], towards a it is 0",),
        source="He et al. 2015, eq. 1",
    )


def _prelu_shared() -> Layer:
    """The slope below zero is learnt, one for all."""
    a = tensor("a")
    return Layer(
        name="prelu_shared",
        summary="x above zero, a x below, one slope a learnt for all",
        forward=[define(Y[i], where(gt(X[i]), X[i], a[()] * X[i]))],
        wrt=(X, a),
        conventions=("at x = 0 the derivative towards x is a, towards a it is 0",),
        source="He et al. 2015, section 2.1",
    )


prelu, prelu_shared = _prelu(), _prelu_shared()
