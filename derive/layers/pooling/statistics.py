"""Pooling by a statistic of the window: weighted average, p-norm, variance, covariance.

Seeds 001 and 004 name them: "weighted average with distance from the value of the center pixel",
"L2 norm", "second-order statistics".
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Abs, Mul, Symbol

from derive.layers.pooling.pool import ceil_mode, named, rounded_counts
from derive.layers.windows import windows
from derive.notation import (
    Layer,
    Option,
    bracket,
    define,
    exp,
    gt,
    index,
    option,
    sizes,
    sqrt,
    tensor,
    total,
    where,
    window_count,
)  # fmt: skip

N, C, O = sizes("N C O")
n, c = index("n", N), index("c", C)
at = windows(2, step=2, dilated=False)
(u, v), (KH, KW) = at.tap, at.taps
X, Y = tensor("x", n, c, *at.pixel), tensor("y", n, c, *at.window)
inside = bracket(*X.inside(n, c, *at.position))
tap = inside * X[n, c, *at.position]
options = (at.kernel, at.stride, at.padding)


def _weighted_pool2d() -> Layer:
    """Weights fall with the distance from the centre of the window and add up to 1."""
    spread = option("sigma", default=1.0, minimum=0, real=True, summary="width of the bell, in pixels")
    (sigma,) = spread
    Bell, Sum = tensor("bell", u, v, sign="positive"), tensor("bell_sum", sign="positive")
    squared = (u - (KH - 1) / 2) ** 2 + (v - (KW - 1) / 2) ** 2
    return Layer(
        name="weighted_pool2d",
        summary="average with Gaussian weights around the centre of the window",
        forward=[
            define(Bell[u, v], exp(-squared / (2 * sigma**2))),
            define(Sum[()], total(Bell[u, v], over=(u, v))),
            define(Y[n, c, *at.window], total(Bell[u, v] * tap, over=(u, v)) / Sum[()]),
        ],
        wrt=(X,),
        options=(*options, spread),
        sizes=at.counts,
        conventions=("zeros of the padding take part with their weights",),
        source="seeds 001, 004; Goodfellow et al. 2016, section 9.3",
    )


weighted_pool2d = _weighted_pool2d()


def lp_pool(rank: int, up: Option | None = None) -> Layer:
    """y = (Σ |x|^p)^(1/p); at a window of zeros the norm has no derivative: 0 is taken."""
    at = windows(rank, step=2)
    norm = option("p", "p", default=2.0, minimum=1, real=True, summary="the norm's exponent")
    (p,) = norm
    X, Y = tensor("x", n, c, *at.pixel), tensor("y", n, c, *at.window)
    Powers = tensor("powers", n, c, *at.window, sign="nonnegative")
    here = Powers[n, c, *at.window]
    inside = bracket(*X.inside(n, c, *at.position))
    return Layer(
        name=named("lp_pool", rank, up),
        summary="p-norm of each window; p = 2 is the notes' L2 pooling",
        forward=[
            define(here, total(inside * Abs(X[n, c, *at.position]) ** p, over=at.tap)),
            define(Y[n, c, *at.window], where(gt(here), here ** (1 / p), 0)),
        ],
        wrt=(X,),
        options=(at.kernel, at.stride, at.padding, at.dilation, *([up] if up else []), norm),
        sizes=rounded_counts(at, up) if up else at.counts,
        conventions=(
            "a window of zeros has derivative 0; for p = 1 an element 0 has derivative 0",
            "powers are summed as they are: |x|^p must not overflow",
        ),
        source="Sermanet et al. 2012, eq. 1",
    )


def _plain(layer: Layer, **values: int) -> dict[Symbol, int]:
    """The symbols of options, each with one value."""
    return {s: values[one.name] for one in layer.options if one.name in values for s in one.symbols}


lp_pool1d, lp_pool2d, lp_pool3d = lp_pool(1, ceil_mode()), lp_pool(2), lp_pool(3, ceil_mode())
lp_pool2d_ceil = lp_pool(2, ceil_mode(1))


l2_pool2d = replace(
    lp_pool2d.specialise(_plain(lp_pool2d, p=2, dilation=1)),
    name="l2_pool2d",
    summary="Euclidean norm of each window",
    conventions=("a window of zeros has derivative 0",),
    source="seeds 001, 004",
)


def _l2_pool_features() -> Layer:
    """y = √(Σ x²) over K neighbouring channels of one pixel."""
    H, W = sizes("H W")
    kernel = option("kernel", "K", default=2, minimum=1, summary="channels that are pooled together")
    stride = option("stride", "s", default=2, minimum=1, summary="step between groups of channels")
    (K,), (s,) = kernel, stride
    k, h, w = index("k", K), index("h", H), index("w", W)
    o = index("o", O)
    X, Y = tensor("x", n, c, h, w), tensor("y", n, o, h, w)
    Squares = tensor("squares", n, o, h, w, sign="nonnegative")
    here = Squares[n, o, h, w]
    return Layer(
        name="l2_pool_features",
        summary="Euclidean norm over neighbouring features",
        forward=[
            define(here, total(X[n, s * o + k, h, w] ** 2, over=k)),
            define(Y[n, o, h, w], where(gt(here), sqrt(here), 0)),
        ],
        wrt=(X,),
        options=(kernel, stride),
        sizes={O: window_count(C, K, s)},
        conventions=("where all pooled features are 0 the derivative is 0",),
        source="seed 003; Le et al. 2012, section 3; Goodfellow et al. 2013 on pooling over features",
    )


l2_pool_features = _l2_pool_features()

valid = windows(2, step=2)
inner_options = (valid.kernel, valid.stride, valid.dilation)
reach = valid.reach
unpadded = {o: count.subs(dict.fromkeys(valid.padding.symbols, 0)) for o, count in valid.counts.items()}
Mu = tensor("mu", n, c, *valid.window)
taps = Mul(*valid.taps)


def _second_order_pool2d() -> Layer:
    """The variance of each window, as Σ (x − μ)²: Σ x² − m μ² would cancel."""
    V = tensor("y", n, c, *valid.window)
    mean = Mu[n, c, *valid.window]
    return Layer(
        name="second_order_pool2d",
        summary="variance of each window",
        forward=[
            define(mean, total(X[n, c, *reach], over=(u, v)) / taps),
            define(V[n, c, *valid.window], total((X[n, c, *reach] - mean) ** 2, over=(u, v)) / taps),
        ],
        wrt=(X,),
        options=inner_options,
        sizes=unpadded,
        conventions=("divided by the number of taps (biased)",),
        source="seed 001, second-order statistics",
    )


second_order_pool2d = _second_order_pool2d()


def _covariance_pool2d() -> Layer:
    """The covariance of every pair of channels over each window."""
    e = index("e", C)
    V = tensor("y", n, c, e, *valid.window)
    here = valid.window
    one, other = X[n, c, *reach] - Mu[n, c, *here], X[n, e, *reach] - Mu[n, e, *here]
    return Layer(
        name="covariance_pool2d",
        summary="covariance between channels over each window",
        forward=[
            define(Mu[n, c, *here], total(X[n, c, *reach], over=(u, v)) / taps),
            define(V[n, c, e, *here], total(one * other, over=(u, v)) / taps),
        ],
        wrt=(X,),
        options=inner_options,
        sizes=unpadded,
        conventions=("divided by the number of taps (biased)",),
        source="seed 001, second-order statistics; Ionescu et al. 2015; Lin et al. 2015 (bilinear pooling)",
    )


covariance_pool2d = _covariance_pool2d()
