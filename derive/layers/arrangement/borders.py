"""Borders around a signal, an image or a volume: a constant, or what the inside says of its outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Expr

from derive.layers.windows import windows
from derive.model.layer import Option
from derive.notation import (
    Layer,
    define,
    ge,
    index,
    larger,
    modulo,
    option,
    reflect,
    sizes,
    smaller,
    tensor,
)  # fmt: skip

N, C = sizes("N C")
n, c = index("n", N), index("c", C)

NAMES = {1: "signal", 2: "image", 3: "volume"}


def padded(
    rank: int, kind: str, said: str, place: Callable[[Any, Any], Expr], source: str, inside: bool = False
) -> Layer:
    """y[i] = x[place(i − p)] along each axis; ``inside``: what lies outside is read off the inside once."""
    at = windows(rank)
    padding = option(
        "padding", " ".join(s.name for s in at.padding.symbols), default=0, minimum=0,
        summary="cells before and behind each axis",
    )  # fmt: skip
    X, Y = tensor("x", n, c, *at.pixel), tensor("y", n, c, *at.window)
    before, after = padding.symbols[::2], padding.symbols[1::2]
    places = [place(i - p, h) for i, p, h in zip(at.window, before, at.extent, strict=True)]
    axes = zip(at.extent, before, after, strict=True)
    return Layer(
        name=f"{kind}_pad{rank}d",
        summary=f"the {NAMES[rank]} with {said} around it",
        forward=[define(Y[n, c, *at.window], X[n, c, *places])],
        wrt=(X,),
        options=(padding,),
        sizes=grown(at.count, at.extent, padding),
        requires=tuple(
            (ge(h - 1 - p), "the padding must be smaller than the image")
            for h, *sides in axes
            for p in sides
            if inside
        ),
        source=source,
    )


def grown(count: Any, extent: Any, padding: Option) -> dict[Any, Expr]:
    """Extents with what stands before and behind them."""
    axes = zip(count, extent, padding.symbols[::2], padding.symbols[1::2], strict=True)
    return {o: h + p + q for o, h, p, q in axes}


def constant_pad(rank: int) -> Layer:
    """y[i] = x[i − p] inside, a constant outside; a negative p cuts off."""
    at = windows(rank)
    padding = option(
        "padding", " ".join(s.name for s in at.padding.symbols), default=0,
        summary="cells before and behind each axis; where negative, so many are cut off",
    )  # fmt: skip
    value = option("value", default=0.0, real=True, summary="what the cells hold")
    X, Y = tensor("x", n, c, *at.pixel), tensor("y", n, c, *at.window)
    place = [i - p for i, p in zip(at.window, padding.symbols[::2], strict=True)]
    return Layer(
        name=f"constant_pad{rank}d",
        summary=f"the {NAMES[rank]} with cells of one value around it, or cut",
        forward=[define(Y[n, c, *at.window], X.at(n, c, *place, outside=value.symbols[0]))],
        wrt=(X,),
        options=(padding, value),
        sizes=grown(at.count, at.extent, padding),
        source="numpy.pad, mode constant",
    )


def nearest(a: Any, extent: Any) -> Expr:
    """The place of ``0 .. extent − 1`` that is nearest to ``a``."""
    return larger(smaller(a, extent - 1), 0)


constant_pad1d, constant_pad2d, constant_pad3d = (constant_pad(rank) for rank in (1, 2, 3))
reflect_pad1d, reflect_pad2d, reflect_pad3d = (
    padded(
        rank,
        "reflect",
        "its mirror image",
        reflect,
        "numpy.pad, mode reflect",
        inside=True,
    )
    for rank in (1, 2, 3)
)
replicate_pad1d, replicate_pad2d, replicate_pad3d = (
    padded(rank, "replicate", "its border repeated", nearest, "numpy.pad, mode edge") for rank in (1, 2, 3)
)
circular_pad1d, circular_pad2d, circular_pad3d = (
    padded(rank, "circular", "itself repeated", modulo, "numpy.pad, mode wrap") for rank in (1, 2, 3)
)
