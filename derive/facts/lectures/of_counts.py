"""Fact 17: what the notes count and remark beside their formulas."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr, Integer, Symbol

from derive.exact.shape import mathematics, window_stack
from derive.exact.sides import Side
from derive.facts.box import computed
from derive.facts.establish import Checked, Claim, Differs, Equality, Fact, Same
from derive.facts.lectures.common import (
    KH,
    KW,
    OH,
    OW,
    Cg,
    G,
    H,
    K,
    N,
    Og,
    W,
    X,
    Y,
    a,
    b,
    c,
    d_h,
    d_w,
    fixed,
    model,
    n,
    o,
    p_b,
    p_l,
    p_r,
    p_t,
    plain,
    s_h,
    s_w,
    the,
)  # fmt: skip
from derive.model.compose import apply
from derive.notation import define, index, sizes, tensor, total


def commuted(first: str, second: str) -> Side:
    """The full convolution of one signal with another: every place where they overlap."""
    extents = sizes("L M")
    letters = index("l", extents[0]), index("k", extents[1])
    signals = {"x": tensor("x", letters[0]), "w": tensor("w", letters[1])}
    t, y = index("t", extents[0] + extents[1] - 1), tensor("y", index("t", extents[0] + extents[1] - 1))
    moved, held = signals[first], signals[second]
    z = held.axes[0]
    return model(define(y[t], total(moved.at(t - z) * held[z], over=(z,))))


def flipped_in_full() -> Side:
    """``true_conv2d`` in a border of K − 1 zeros, of one channel and one filter."""
    border = (KH - 1, KH - 1, KW - 1, KW - 1)
    return model(apply(the("true_conv2d"), Y, x=X, w=K, padding=border))


def summed_over_the_image() -> Side:
    """The same with the roles exchanged: the image slides over the filter."""
    tap = K.at(o, c, Y.axes[2] - a, Y.axes[3] - b)
    return model(define(Y[Y.axes], total(tap * X[n, c, a, b], over=(c, a, b))), sizes=_full_sizes())


def _full_sizes() -> dict[Symbol, Expr]:
    return {OH: H + KH - 1, OW: W + KW - 1}


def kept_sizes() -> Iterable[tuple[Expr, Expr]]:
    """F = 2 P + 1 taps at stride 1: the image keeps its size."""
    layer = fixed("conv2d", stride=1, dilation=1)
    yield layer.sizes[OH].subs({KH: 2 * p_t + 1, p_b: p_t}), H
    yield layer.sizes[OW].subs({KW: 2 * p_l + 1, p_r: p_l}), W


def borders() -> str | None:
    """F = 3, 5, 7 ↦ P = 1, 2, 3, and the next P on either side does not keep the size."""
    rule = the("conv2d").sizes[OH].subs({s_h: 1, d_h: 1})
    for taps, wanted in ((3, 1), (5, 2), (7, 3)):
        kept = [p for p in range(6) if rule.subs({H: 9, KH: taps, p_t: p, p_b: p}) == 9]
        if kept != [wanted]:
            return f"F = {taps}: P ∈ {kept}"
    return None


def sobel() -> str | None:
    """One column of three and one row of three do what the filter of nine does."""
    image = [[1, 2, 3, 1], [4, 5, 6, 0], [7, 8, 9, 2], [1, 0, 2, 5]]
    column, row = [1, 2, 1], [-1, 0, 1]
    nine = [[e * f for f in row] for e in column]
    if nine != [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]:
        return f"the outer product is {nine}"
    apart = plain(the("spatial_separable_conv2d"))
    names = [t.name for t in apart.inputs if t.name != "x"]
    found = computed(apart, {"x": image, names[0]: [[e] for e in column], names[1]: [row]}, {})
    whole = computed(plain(the("conv2d")), {"x": image, "w": nine}, {})
    wanted = [[[[8, -17], [7, -12]]]]
    return None if found == whole == wanted else f"{found}, {whole}"


def connections() -> str | None:
    """A colour image of a million pixels and 20 neurons: 60 million weights; a filter has K₁·K₂ a channel."""
    dense, conv = mathematics(the("dense")).weights, mathematics(fixed("conv2d", groups=1)).weights
    held = {str(s): s for s in dense.free_symbols}
    found = int(dense.subs({held["K"]: 3 * 10**6, held["O"]: 20}))
    one = conv.subs({Cg: 1, Og: 1})
    return None if found == 60 * 10**6 and one == KH * KW else f"{found} and {one}"


def discarded() -> Iterable[tuple[Expr, Expr]]:
    """2×2 windows at stride 2 of an image of even height and width leave a quarter of it."""
    layer = the("max_pool2d")
    half = {H: 2 * N, W: 2 * Og, KH: 2, KW: 2, s_h: 2, s_w: 2, d_h: 1, d_w: 1, p_t: 0, p_b: 0, p_l: 0, p_r: 0}
    left = layer.sizes[OH].subs(half) * layer.sizes[OW].subs(half)
    yield 1 - left / (2 * N * 2 * Og), Integer(3) / 4


def linear() -> str | None:
    """Weights are added, fields are doubled: K = 3, dilations 1, 2, 4, …"""
    layer = fixed("conv1d", stride=1, groups=1)
    weights = mathematics(layer).weights
    each = int(weights.subs({s: 3 if str(s) == "K" else 1 for s in weights.free_symbols}))
    for depth in (1, 2, 3, 6):
        field = window_stack([(layer, {"K": 3, "d": 2**k}) for k in range(depth)]).field
        if (each * depth, field) != (3 * depth, (2 ** (depth + 1) - 1,)):
            return f"{depth} layers: {each * depth} weights, {field}"
    return None


def saved_by_groups() -> Iterable[tuple[Expr, Expr]]:
    """G groups of Cg and Og channels against one group of G·Cg and G·Og."""
    counts = mathematics(the("conv2d"))
    whole = {Cg: G * Cg, Og: G * Og, G: 1}
    for one in (counts.weights, counts.multiplications):
        yield one / one.subs(whole, simultaneous=True), 1 / G


def centred() -> tuple[Side, Side]:
    """Y(i, j) = Σ_{a=−q}^{q} Σ_{b=−r}^{r} X(i−a, j−b) W(q+a, r+b): the middle tap lies on the pixel."""
    q, r = sizes("Q R")
    odd = {KH: 2 * q + 1, KW: 2 * r + 1}
    side = plain(fixed("true_conv2d", stride=1, dilation=1, groups=1)).set(
        {**odd, p_t: q, p_b: q, p_l: r, p_r: r}
    )
    u, v = index("u", 2 * q + 1), index("v", 2 * r + 1)
    image, filt, out = tensor("x", n, c, a, b), tensor("w", o, c, u, v), tensor("y", n, o, a, b)
    tap = image.at(n, c, a - (u - q), b - (v - r))
    return side, model(define(out[n, o, a, b], total(tap * filt[o, c, u, v], over=(c, u, v))))


def upsampled() -> str | None:
    """F = 3, S = 2, P = 1 of 2 elements: 3 by the rule, 4 with one row of output padding."""
    rule = the("conv_transpose2d").sizes[OH]
    extra = next(s for s in rule.free_symbols if str(s) == "e_h")
    at = {H: 2, KH: 3, s_h: 2, d_h: 1, p_t: 1, p_b: 1}
    found = [int(rule.subs({**at, extra: e})) for e in (0, 1)]
    return None if found == [3, 4] else f"output padding 0, 1 give {found}"


def scores(averaged: bool) -> Side:
    """S = Σ w f̄ with f̄ the sum of the notes, or H·W times the mean that ``score_head`` takes."""
    f, s = tensor("f", n, c), tensor("score", n, o)
    w = tensor("w", o, c)
    if averaged:
        head = model(apply(the("score_head"), s, x=X, w=w))
        return head.then(define(s.rename("all")[n, o], H * W * s[n, o]))
    return model(
        apply(the("global_sum_pool2d"), f, x=X), define(s[n, o], total(w[o, c] * f[n, c], over=(c,)))
    )


def one_score(averaged: bool) -> Side:
    if not averaged:
        return scores(False)
    return model(apply(the("score_head"), tensor("score", n, o), x=X, w=tensor("w", o, c)))


MOVES = "the letter of the sum would have to move by the place, and the comparison only turns it round"
SMALL_SIGNALS = {"L": (1, 2, 3), "M": (1, 2)}
counted: tuple[Claim, ...] = (
    Same("convolution commutes: Σ_k x[t − k] w[k] = Σ_l w[t − l] x[l]", ("true_conv2d",),
         lambda: (commuted("x", "w"), commuted("w", "x")), SMALL_SIGNALS, unproved=MOVES),
    Same("so does the layer's, in full: true_conv2d(x, w) = Σ_cab w[o, c, i − a, j − b] x[n, c, a, b]",
         ("true_conv2d",), lambda: (flipped_in_full(), summed_over_the_image()),
         {"H": (1, 2), "W": (2,), "KH": (1, 2), "KW": (2,)}, unproved=MOVES),
    Equality("P = (F − 1)/2 keeps the size at stride 1", ("conv2d",), kept_sizes),
    Checked("F = 3, 5, 7 ↦ P = 1, 2, 3", ("conv2d",), "exact numbers of the notes", borders),
    Checked("Sobel is an outer product: [1, 2, 1]ᵀ [−1, 0, 1], as a column and a row",
            ("spatial_separable_conv2d", "conv2d"), "exact numbers of the notes", sobel),
    Checked("a colour image of 10⁶ pixels into 20 neurons: 60 million weights; a filter has K₁ K₂ a channel",
            ("dense", "conv2d"), "exact numbers of the notes", connections),
    Equality("2×2 pooling at stride 2 discards 75 % of an image of even size", ("max_pool2d",), discarded),
    Checked("L dilated layers of K = 3 have 3 L weights and see 2^(L+1) − 1 pixels", ("conv1d",),
            "exact numbers of the notes; read off the composed model for L = 1, 2, 3, 6", linear),
    Equality("G groups take 1/G of the weights and of the multiplications", ("conv2d",), saved_by_groups),
    Same("centred (002): Y(i, j) = Σ_{|a| ≤ q, |b| ≤ r} X(i − a, j − b) W(q + a, r + b) is true_conv2d with "
         "padding q = ⌊K₁/2⌋, r = ⌊K₂/2⌋, K₁ and K₂ odd", ("true_conv2d",), centred,
         {"H": (2, 3), "W": (2,), "Q": (1,), "R": (1,)}),
    Checked("2×2 → 4×4 with F = 3, S = 2, P = 1 (003): the size rule gives 3×3; 4×4 takes output padding 1",
            ("conv_transpose2d",), "exact numbers of the notes", upsampled),
    Same("the score head of 001 sums: Σ_c w f̄_c with f̄ = Σ_ab x is H W times score_head, which averages",
         ("score_head", "global_sum_pool2d"), lambda: (scores(False), scores(True)),
         {"H": (2,), "W": (1, 3), "Cg": (1, 2)}),
    Differs("the two score heads are not the same", ("score_head", "global_sum_pool2d"),
            lambda: (one_score(False), one_score(True)), {"x": [[1, 2], [3, 4]], "w": [[1]]}),
)  # fmt: skip

COUNTS: tuple[Fact, ...] = (Fact(17, "what the notes count and remark beside their formulas", counted),)
__all__ = ["COUNTS"]
