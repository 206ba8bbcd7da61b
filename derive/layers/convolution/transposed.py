"""Windows read backwards: transposed convolution, unpooling, zero insertion.

Element ``a`` of the output lies under tap ``u`` of window ``i`` where ``s i + d u - p = a``; so it gathers
from ``i = (a + p - d u) / s`` wherever that is a whole number (Dumoulin & Visin 2016, section 4).
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Symbol

from derive.layers.windows import Windows, windows
from derive.notation import (
    Layer,
    bracket,
    define,
    divides,
    eq,
    floor_div,
    ge,
    index,
    integers,
    option,
    sizes,
    tensor,
    total,
)  # fmt: skip

N, C, Cg, Og = sizes("N C Cg Og")
n, c = index("n", N), index("c", C)
groups = option("groups", "G", default=1, minimum=1, summary="independent blocks of channels")
(G,) = groups


def _more(rank: int) -> Any:
    letters = {1: "e", 2: "e_h e_w", 3: "e_d e_h e_w"}[rank]
    return option("output_padding", letters, default=0, minimum=0, summary="rows added behind the output")


def _extents(at: Windows, more: Any) -> dict[Symbol, Expr]:
    """(W − 1) S + d (F − 1) + 1 − P + output padding: the inverse of the number of windows."""
    axes = zip(
        at.count, at.extent, at.taps, at.stride.symbols, at.steps, at.before, at.after, more.symbols,
        strict=True,
    )  # fmt: skip
    return {o: (h - 1) * s + d * (k - 1) + 1 - p - q + e for o, h, k, s, d, p, q, e in axes}


def sources(at: Windows) -> tuple[list[Expr], Expr]:
    """Per axis the window that puts tap ``u`` on an output element, and the bracket [there is one].

    ``0 <= i < H`` stands as ``0 <= s i <= s (H - 1)``, so that the taps in question are a range.
    """
    letters = [index(a.name, o) for a, o in zip(at.pixel, at.count, strict=True)]
    axes = zip(letters, at.before, at.steps, at.tap, at.stride.symbols, at.extent, strict=True)
    moved = [(a + p - d * u, s, h) for a, p, d, u, s, h in axes]
    exists = [(divides(s, e), ge(e), ge(s * (h - 1) - e)) for e, s, h in moved]
    return [floor_div(e, s) for e, s, _ in moved], bracket(*(cond for conds in exists for cond in conds))


def _letters(at: Windows) -> tuple[list[Any], list[Any]]:
    """Letters of the input (windows) and of the output (pixels)."""
    inner = [index(i.name, h) for i, h in zip(at.window, at.extent, strict=True)]
    return inner, [index(a.name, o) for a, o in zip(at.pixel, at.count, strict=True)]


def conv_transpose(rank: int) -> Layer:
    """y[s i + d u − p] += w[u] x[i], written as the sum that each output element receives."""
    at, more = windows(rank), _more(rank)
    g, o, c = index("g", G), index("o", Og), index("c", Cg)
    inner, outer = _letters(at)
    X = tensor("x", n, index("c", G * Cg), *inner)
    W = tensor("w", index("c", G * Cg), o, *at.tap)
    B, Y = tensor("b", index("o", G * Og)), tensor("y", n, index("o", G * Og), *outer)
    source, exists = sources(at)
    tap = exists * X[n, g * Cg + c, *source]
    return Layer(
        name=f"conv_transpose{rank}d",
        summary=f"{rank}-D transposed convolution: the adjoint of a convolution with the same options",
        forward=[
            define(
                Y[n, g * Og + o, *outer],
                B[g * Og + o] + total(tap * W[g * Cg + c, o, *at.tap], over=(c, *at.tap)),
            )
        ],
        wrt=(X, W, B),
        options=(at.stride, at.padding, more, at.dilation, groups),
        sizes=_extents(at, more),
        defaults={B: 0},
        source="seeds 000, 001, 003: W = (O − 1) S + F − 2 P; Dumoulin & Visin 2016, relation 14",
    )


conv_transpose1d, conv_transpose2d, conv_transpose3d = (conv_transpose(rank) for rank in (1, 2, 3))


def _max_unpool2d() -> Layer:
    """Each value goes back to the tap that won in max pooling; all else is zero."""
    at, more = windows(2, step=2, border="cells cut off", dilated=True), _more(2)
    inner, outer = _letters(at)
    (KH, KW), (u, v) = at.taps, at.tap
    X, Y = tensor("x", n, c, *inner), tensor("y", n, c, *outer)
    T = integers("switch", n, c, *inner, below=KH * KW)
    source, exists = sources(at)
    won = bracket(eq(T[n, c, *source] - (KW * u + v)))
    return Layer(
        name="max_unpool2d",
        summary="the values at the places that max pooling's switches remember, zero elsewhere",
        forward=[define(Y[n, c, *outer], total(exists * won * X[n, c, *source], over=(u, v)))],
        wrt=(X,),
        inputs=(X, T),
        options=(at.kernel, at.stride, at.padding, more, at.dilation),
        sizes=_extents(at, more),
        conventions=("where windows overlap, values that meet at one place are added",),
        source="seed 003, max unpooling; Zeiler & Fergus 2014; Noh et al. 2015",
    )


max_unpool2d = _max_unpool2d()


def _zero_insert2d() -> Layer:
    """f − 1 zeros between neighbours."""
    H, W, OH, OW = sizes("H W OH OW")
    factor = option("factor", "f_h f_w", default=2, minimum=1, summary="distance between the old pixels")
    f_h, f_w = factor
    a, b = index("a", OH), index("b", OW)
    X, Y = tensor("x", n, c, index("i", H), index("j", W)), tensor("y", n, c, a, b)
    whole = bracket(divides(f_h, a), divides(f_w, b))
    return Layer(
        name="zero_insert2d",
        summary="the image with zeros inserted between its rows and columns",
        forward=[define(Y[n, c, a, b], whole * X[n, c, floor_div(a, f_h), floor_div(b, f_w)])],
        wrt=(X,),
        options=(factor,),
        sizes={OH: (H - 1) * f_h + 1, OW: (W - 1) * f_w + 1},
        source="seeds 000, 003: zeros between the elements; Dumoulin & Visin 2016, section 4.5",
    )


zero_insert2d = _zero_insert2d()
