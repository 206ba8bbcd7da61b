"""Facts 6 and 7: transposed and dilated convolutions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sympy import Expr, Integer, S

from derive.exact.shape import window_stack
from derive.exact.sides import Side
from derive.expr.expansion import expand
from derive.facts.establish import SYMBOLIC, Checked, Claim, Equality, Fact, Numbers, Same
from derive.facts.lectures.common import (
    KH,
    KW,
    OH,
    OW,
    PADDING,
    STRIDED,
    Cg,
    H,
    K,
    Og,
    W,
    X,
    Y,
    a,
    b,
    c,
    d_h,
    d_w,
    dX,
    dY,
    fixed,
    gradient,
    model,
    n,
    o,
    p_b,
    p_l,
    p_r,
    p_t,
    plain,
    reading,
    s_h,
    s_w,
    the,
    u,
    v,
)  # fmt: skip
from derive.model.compose import apply
from derive.notation import bracket, define, eq, index, option, sizes, tensor, total
from derive.proof import Ranges
from derive.simplify.normal_form import Normaliser

EXTRA = option("output_padding", "e_h e_w", minimum=0)
e_h, e_w = EXTRA
TRANSPOSED = {
    **{k: x for k, x in STRIDED.items() if k not in ("H", "W")},
    "OH": (1, 2),
    "OW": (2,),
    "e_h": (0, 1),
}


def transposed() -> Side:
    """The transposed convolution, read with δ as its input and the letters of the convolution it undoes."""
    side = plain(fixed("conv_transpose2d", groups=1))
    image = next(t for t in side.inputs if t.name == "x")
    return reading(side, "x", image.rename("dy")).set({H: OH, W: OW, OH: H, OW: W, Cg: Og, Og: Cg})


def undone() -> Side:
    """∂x of the convolution whose image has the size of the transposed one's output."""
    return replace(gradient(fixed("conv2d", groups=1), "x"), sizes={})


def zero_inserted() -> Side:
    """s − 1 zeros between the elements of δ, then stride 1 with the rotated filter."""
    UH, UW = sizes("UH UW")
    up = tensor("up", n, o, index("i", UH), index("j", UW))
    under = up.at(n, o, a + p_t - d_h * (KH - 1 - u), b + p_l - d_w * (KW - 1 - v))
    return model(
        apply(the("zero_insert2d"), up, x=dY, factor=(s_h, s_w)),
        define(dX[n, c, a, b], total(under * K[o, c, KH - 1 - u, KW - 1 - v], over=(o, u, v))),
    )


def output_sizes() -> Iterable[tuple[Expr, Expr]]:
    """W = (O − 1) S + F − 2 P + output padding, dilation 1."""
    layer = fixed("conv_transpose2d", dilation=1)
    yield layer.sizes[OH].subs({p_b: p_t}), (H - 1) * s_h + KH - 2 * p_t + e_h
    yield layer.sizes[OW].subs({p_r: p_l}), (W - 1) * s_w + KW - 2 * p_l + e_w


def inverted_sizes() -> str | None:
    """The convolution's size of the transposed one's size, brought to normal form for output padding < S."""
    down, up = the("conv2d").sizes[OH], the("conv_transpose2d").sizes[OH]
    extra = index("e", s_h)
    forth = up.subs({e_h: extra})
    back = down.subs({H: forth}, simultaneous=True)
    found = Normaliser()(expand(back), Ranges(((extra, S.Zero, s_h - 1),)))
    return None if expand(found - H) == 0 else f"{H} → {forth} → {found}"


_ONES = {"w": [[1, 1, 1], [1, 1, 1], [1, 1, 1]], "x": [[1, 2], [3, 4]]}
backwards: tuple[Claim, ...] = (
    Same(
        "conv_transpose2d(δ, w) = ∂x of conv2d = Cᵀ δ",
        ("conv_transpose2d", "conv2d"),
        lambda: (transposed(), undone()),
        TRANSPOSED,
    ),
    Same(
        "Cᵀ δ = s−1 zeros inserted into δ, then stride 1 with rot180(w) in a border of d(K−1)−p",
        ("conv2d", "zero_insert2d"),
        lambda: (gradient(fixed("conv2d", groups=1), "x"), zero_inserted()),
        STRIDED,
    ),
    Equality("W = (O − 1) S + F − 2 P + output padding", ("conv_transpose2d",), output_sizes),
    Checked(
        "⌊(W − F + 2P)/S⌋ + 1 = O for that W, with output padding 0 … S−1",
        ("conv_transpose2d", "conv2d"),
        SYMBOLIC,
        inverted_sizes,
    ),
    Numbers(
        "2×2 → 4×4 (F = 3, S = 1)",
        ("conv_transpose2d",),
        lambda: plain(the("conv_transpose2d")),
        _ONES,
        [[[[1, 3, 3, 2], [4, 10, 10, 6], [4, 10, 10, 6], [3, 7, 7, 4]]]],
    ),
    Numbers(
        "2×2 → 5×5 (F = 3, S = 2)",
        ("conv_transpose2d",),
        lambda: plain(the("conv_transpose2d")),
        _ONES,
        [[[[1, 1, 3, 2, 2], [1, 1, 3, 2, 2], [4, 4, 10, 6, 6], [3, 3, 7, 4, 4], [3, 3, 7, 4, 4]]]],
        {"s_h": 2, "s_w": 2},
    ),
)


def widened() -> Side:
    """The filter with d − 1 zeros between its taps, in an ordinary convolution."""
    wide_u, wide_v = index("u", d_h * (KH - 1) + 1), index("v", d_w * (KW - 1) + 1)
    wide = tensor("w_wide", o, c, wide_u, wide_v)
    spread = total(K[o, c, u, v] * bracket(eq(wide_u - d_h * u), eq(wide_v - d_w * v)), over=(u, v))
    return model(
        define(wide[o, c, wide_u, wide_v], spread),
        apply(the("conv2d"), Y, x=X, w=wide, stride=(s_h, s_w), padding=PADDING),
    )


def fields() -> str | None:
    """Receptive fields of stacks of dilated windows of three taps."""
    layer = fixed("conv1d", stride=1, groups=1)
    for depth, wanted in ((1, 3), (2, 7), (3, 15), (6, 127)):
        found = window_stack([(layer, {"K": 3, "d": 2**k}) for k in range(depth)]).field
        if found != (wanted,):
            return f"{depth} layers see {found}, not {wanted}"
    return None


def fields_grow() -> Iterable[tuple[Expr, Expr]]:
    """By induction: m layers leave X − (2^(m+1) − 2) of X pixels, so one pixel of 2^(m+1) − 1."""
    X, depth = sizes("X m")
    rule = fixed("conv1d", stride=1, groups=1, padding=0).sizes
    (left,) = rule.values()
    named = {str(s): s for s in left.free_symbols}

    def after(m: Expr) -> Expr:
        return X - (2 ** (m + 1) - 2)

    yield after(Integer(0)), X
    yield left.subs({named["K"]: 3, named["d"]: 2**depth}).subs({named["L"]: after(depth)}), after(depth + 1)
    yield after(depth).subs({X: 2 ** (depth + 1) - 1}), Integer(1)


dilation: tuple[Claim, ...] = (
    Same(
        "conv2d(x, w, dilation d) = conv2d(x, w with d−1 zeros between its taps)",
        ("conv2d",),
        lambda: (plain(fixed("conv2d", groups=1)), widened()),
        STRIDED,
    ),
    Equality(
        "L layers of K = 3 with dilations 1, 2, …, 2^(L−1) make one pixel of 2^(L+1) − 1: by induction",
        ("conv1d",),
        fields_grow,
    ),
    Checked(
        "K = 3 with dilations 1, 2, 4 sees 3, 7, 15 pixels",
        ("conv1d",),
        "exact numbers of the notes; read off the composed model for L = 1, 2, 3, 6",
        fields,
    ),
)


KINDS: tuple[Fact, ...] = (
    Fact(6, "transposed convolution is Cᵀ: zero insertion, then stride 1 with rot180(w)", backwards),
    Fact(
        7, "dilated convolution has a zero-inserted filter; its receptive field grows exponentially", dilation
    ),
)
__all__ = ["KINDS"]
