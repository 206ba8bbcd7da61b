"""Pooling over windows along one, two or three axes: maximum, average, sum, and their mixture.

Seeds 001, 003, 004; Goodfellow et al. 2016, section 9.3.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Mul, Symbol

from derive.layers.windows import Windows, windows
from derive.model.compose import apply
from derive.model.layer import Def
from derive.notation import (
    Layer,
    Option,
    define,
    floor_div,
    ge,
    index,
    integers,
    larger,
    largest,
    largest_at,
    oo,
    option,
    sizes,
    smaller,
    tensor,
    total,
    where,
    window_count,
)  # fmt: skip

N, C = sizes("N C")
n, c = index("n", N), index("c", C)

FIRST_WINS = (
    "of equal elements the first in the window (row by row) wins and receives the whole gradient",
    "a NaN wins; a window without any pixel gives -oo, switch -1 and no gradient",
)


def ceil_mode(default: int = 0) -> Option:
    """Whether a last window that leaves the padded image counts."""
    return option(
        "ceil_mode", "kappa", default=default, minimum=0, maximum=1,
        summary="1: windows that begin inside and end outside count",
    )  # fmt: skip


def rounded_counts(at: Windows, up: Option) -> dict[Symbol, Expr]:
    """Numbers of windows; with ``ceil_mode`` 1 all that begin inside the image or the padding before it."""
    (kappa,) = up
    made = {}
    axes = zip(at.count, at.extent, at.taps, at.stride.symbols, at.steps, at.before, at.after, strict=True)
    for o, h, k, s, d, p, q in axes:
        most, begun = window_count(h, k, s, d, p, q + kappa * (s - 1)), floor_div(h + p - 1, s) + 1
        made[o] = where(ge(kappa - 1), smaller(most, begun), most)
    return made


def named(stem: str, rank: int, up: Option | None) -> str:
    """Over images the layer with ``ceil_mode`` stands beside the one without."""
    return f"{stem}{rank}d_ceil" if up and rank == 2 else f"{stem}{rank}d"


def max_pool(rank: int, up: Option | None = None) -> Layer:
    """y = max x over the window, and the switch: which tap it was."""
    at = windows(rank, step=2, border="cells of −∞")
    X, Y = tensor("x", n, c, *at.pixel), tensor("y", n, c, *at.window)
    T = integers("switch", n, c, *at.window, below=Mul(*at.taps))
    tap = X.at(n, c, *at.position, outside=-oo)
    return Layer(
        name=named("max_pool", rank, up),
        summary="largest value of each window, and which tap it was",
        forward=[
            define(T[n, c, *at.window], largest_at(tap, over=at.tap)),
            define(Y[n, c, *at.window], largest(tap, over=at.tap)),
        ],
        wrt=(X,),
        aux=(T,),
        options=(at.kernel, at.stride, at.padding, at.dilation, *([up] if up else [])),
        sizes=rounded_counts(at, up) if up else at.counts,
        conventions=FIRST_WINS,
    )


max_pool1d, max_pool2d, max_pool3d = max_pool(1, ceil_mode()), max_pool(2), max_pool(3, ceil_mode())
max_pool2d_ceil = max_pool(2, ceil_mode(1))


def mean_pool(rank: int, name: str, averaged: bool) -> Layer:
    """y = Σ x over the window, divided by the size of the window for the average."""
    at = windows(rank, step=2, dilated=False)
    X, Y = tensor("x", n, c, *at.pixel), tensor("y", n, c, *at.window)
    tap = X.at(n, c, *at.position, outside=0)
    divisor = Mul(*at.taps) if averaged else 1
    said = "the divisor is the size of the window, pixels of the padding included"
    return Layer(
        name=name,
        summary="mean of each window" if averaged else "sum of each window",
        forward=[define(Y[n, c, *at.window], total(tap, over=at.tap) / divisor)],
        wrt=(X,),
        options=(at.kernel, at.stride, at.padding),
        sizes=at.counts,
        conventions=(said,) if averaged else (),
    )


avg_pool2d, sum_pool2d = mean_pool(2, "avg_pool2d", True), mean_pool(2, "sum_pool2d", False)
sum_pool1d, sum_pool3d = mean_pool(1, "sum_pool1d", False), mean_pool(3, "sum_pool3d", False)


def counted_avg_pool(rank: int, up: Option) -> Layer:
    """y = Σ x over the window, divided by how many of its taps count: those of the padding may or may not."""
    at = windows(rank, step=2)
    X, Y = tensor("x", n, c, *at.pixel), tensor("y", n, c, *at.window)
    counted = option(
        "count_include_pad", "zeta", default=1, minimum=0, maximum=1, summary="1: zeros of the padding count"
    )
    override = option(
        "divisor_override", "omega", default=0, minimum=0, summary="the divisor; 0: what counts"
    )  # fmt: skip
    (kept,), (chosen,) = counted, override
    divisors, defs = [], list[Def]()
    axes = zip(at.window, at.extent, at.position, at.tap, at.before, at.after, strict=True)
    for i, h, position, u, p, q in axes:
        M = tensor(f"count_{i.name}", i, sign="positive")
        inside = (ge(position + kept * p), ge(h - 1 + kept * q - position))
        defs.append(define(M[i], larger(total(1, over=u, when=inside), 1)))
        divisors.append(M[i])
    tap = X.at(n, c, *at.position, outside=0)
    divisor = where(ge(chosen - 1), chosen, Mul(*divisors))
    return Layer(
        name=named("avg_pool", rank, up),
        summary="mean of each window with the choice of what counts in the divisor",
        forward=[*defs, define(Y[n, c, *at.window], total(tap, over=at.tap) / divisor)],
        wrt=(X,),
        options=(at.kernel, at.stride, at.padding, at.dilation, up, counted, override),
        sizes=rounded_counts(at, up),
        conventions=(
            "taps behind the padding never count; a window in which nothing counts gives 0",
            "count_include_pad = 0 leaves the padding out of the divisor, too",
        ),
    )


avg_pool1d, avg_pool3d = counted_avg_pool(1, ceil_mode()), counted_avg_pool(3, ceil_mode())
avg_pool2d_ceil = counted_avg_pool(2, ceil_mode(1))


def _mixed_pool2d() -> Layer:
    """y = λ max + (1 − λ) average; λ is an input, so it can be learnt."""
    at = windows(2, step=2, border="cells", dilated=False)
    X, Y = tensor("x", n, c, *at.pixel), tensor("y", n, c, *at.window)
    T = integers("switch", n, c, *at.window, below=Mul(*at.taps))
    Most, Mean = tensor("most", n, c, *at.window), tensor("mean", n, c, *at.window)
    Mix = tensor("mix")
    shared: dict[str, Any] = {"kernel": at.kernel, "stride": at.stride, "padding": at.padding}
    y, most, mean = (t[n, c, *at.window] for t in (Y, Most, Mean))
    return Layer(
        name="mixed_pool2d",
        summary="λ times max pooling plus 1 − λ times average pooling",
        forward=[
            apply(max_pool2d, {"y": Most, "switch": T}, x=X, **shared),
            apply(avg_pool2d, Mean, x=X, **shared),
            define(y, Mix[()] * most + (1 - Mix[()]) * mean),
        ],
        wrt=(X, Mix),
        options=(at.kernel, at.stride, at.padding),
        requires=tuple(
            (ge(k - 1 - p), "the padding must be smaller than the window")
            for k, q in zip(at.taps, zip(at.before, at.after, strict=True), strict=True)
            for p in q
        ),
        source="Yu et al. 2014, eq. 7; Lee et al. 2016",
    )


mixed_pool2d = _mixed_pool2d()
