"""Facts 6 to 10: transposed, dilated, dense, separable and deformable convolutions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sympy import Expr

from derive.compose import apply
from derive.facts import Checked, Claim, Fact, Identity, Numbers, Same
from derive.layers.facts_common import (
    KH,
    KW,
    OH,
    OW,
    PADDING,
    SMALL,
    STRIDED,
    B,
    C,
    Cg,
    G,
    H,
    K,
    N,
    O,
    Og,
    W,
    X,
    Y,
    a,
    b,
    c,
    correlation,
    d_h,
    d_w,
    dX,
    dY,
    fixed,
    gradient,
    i,
    j,
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
from derive.notation import bracket, define, eq, floor_div, hat, index, modulo, option, sizes, tensor, total
from derive.shape import mathematics, window_stack
from derive.sides import Side

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
    """Over a box: the convolution's size of the transposed one's size is the size one began with."""
    down, up = the("conv2d").sizes[OH], the("conv_transpose2d").sizes[OH]
    for size in range(1, 7):
        for taps in range(1, 5):
            for step in range(1, 4):
                for pad in range(taps):
                    for more in range(step):
                        at = {KH: taps, s_h: step, d_h: 1, p_t: pad, p_b: pad, e_h: more}
                        whole = up.subs({**at, H: size})
                        if whole > 0 and down.subs({**at, H: whole}) != size:
                            return f"{size} → {whole} → {down.subs({**at, H: whole})} for {at}"
    return None


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
    Identity("W = (O − 1) S + F − 2 P + output padding", ("conv_transpose2d",), output_sizes),
    Checked(
        "⌊(W − F + 2P)/S⌋ + 1 = O for that W, with output padding 0 … S−1",
        ("conv_transpose2d", "conv2d"),
        "proof over a stated box: O ∈ 1…6, F ∈ 1…4, S ∈ 1…3, P ∈ 0…F−1, output padding ∈ 0…S−1",
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


dilation: tuple[Claim, ...] = (
    Same(
        "conv2d(x, w, dilation d) = conv2d(x, w with d−1 zeros between its taps)",
        ("conv2d",),
        lambda: (plain(fixed("conv2d", groups=1)), widened()),
        STRIDED,
    ),
    Checked(
        "K = 3 with dilations 1, 2, 4 sees 3, 7, 15 pixels; L layers with 1, 2, …, 2^(L−1) see 2^(L+1) − 1",
        ("conv1d",),
        "exact numbers of the notes; read off the composed model for L = 1, 2, 3, 6",
        fields,
    ),
)


def flattened() -> Side:
    """The image and the filters as vectors, in a dense layer; its output as an image of one pixel."""
    k = index("k", Cg * H * W)
    x, w, y = tensor("x_flat", n, k), tensor("w_flat", o, k), tensor("y_flat", n, o)
    place = {c: floor_div(k, H * W), a: modulo(floor_div(k, W), H), b: modulo(k, W)}
    whole = tensor("w", o, c, a, b)
    one = index("i", 1)
    return model(
        define(x[n, k], X[n, place[c], place[a], place[b]]),
        define(w[o, k], whole[o, place[c], place[a], place[b]]),
        apply(the("dense"), y, x=x, w=w, b=B),
        define(tensor("y", n, o, one, one.__class__("j", 1))[n, o, one, one.__class__("j", 1)], y[n, o]),
    )


def whole_window() -> Side:
    """A valid convolution with a filter as large as the image."""
    from derive.layers.facts_common import forward

    return forward(correlation()).set({KH: H, KW: W, p_t: 0, p_b: 0, p_l: 0, p_r: 0, OH: 1, OW: 1})


def per_pixel() -> Side:
    """A dense layer at each pixel: pixels as rows of a batch."""
    q = index("q", N * H * W)
    rows, w, y = tensor("rows", q, c), tensor("w_dense", o, c), tensor("y_rows", q, o)
    at = (floor_div(q, H * W), c, modulo(floor_div(q, W), H), modulo(q, W))
    e = index("e", 1)
    f = index("f", 1)
    point, out = tensor("w", o, c, e, f), tensor("y", n, o, a, b)
    return model(
        define(rows[q, c], X[at]),
        define(w[o, c], point[o, c, 0, 0]),
        apply(the("dense"), y, x=rows, w=w, b=B),
        define(out[n, o, a, b], y[(n * H + a) * W + b, o]),
    )


def pointwise() -> Side:
    from derive.layers.facts_common import forward

    return forward(correlation()).set({KH: 1, KW: 1, p_t: 0, p_b: 0, p_l: 0, p_r: 0, OH: H, OW: W})


def sliding() -> Side:
    """The dense layer of a KH×KW patch, at every place of a larger image."""
    k = index("k", Cg * KH * KW)
    q = index("q", N * OH * OW)
    patches, w, y = tensor("patches", q, k), tensor("w_flat", o, k), tensor("y_rows", q, o)
    image, row, column = floor_div(q, OH * OW), modulo(floor_div(q, OW), OH), modulo(q, OW)
    channel, down, right = floor_div(k, KH * KW), modulo(floor_div(k, KW), KH), modulo(k, KW)
    return model(
        define(patches[q, k], X[image, channel, row + down, column + right]),
        define(w[o, k], K[o, channel, down, right]),
        apply(the("dense"), y, x=patches, w=w, b=B),
        define(Y[n, o, i, j], y[(n * OH + i) * OW + j, o]),
        sizes={OH: H - KH + 1, OW: W - KW + 1},
    )


def valid() -> Side:
    from derive.layers.facts_common import forward

    return forward(correlation()).set({p_t: 0, p_b: 0, p_l: 0, p_r: 0})


ANY = {"N": (1, 2), "Cg": (1, 2), "H": (2, 3), "W": (2, 3), "Og": (1, 2)}
connected: tuple[Claim, ...] = (
    Same("dense(x) = valid conv2d with a filter of the image's size", ("dense", "conv2d"),
         lambda: (whole_window(), flattened()), ANY),
    Same("1×1 conv2d = dense at each pixel", ("conv2d", "dense"), lambda: (pointwise(), per_pixel()), ANY),
    Same("a dense layer of a K×K patch slides over any larger image as a K×K conv2d",
         ("conv2d", "dense"), lambda: (valid(), sliding()), {**ANY, "KH": (1, 2), "KW": (2,)}),
)  # fmt: skip

M = index("m", O)
k = index("k", C)
single = index("one", 1)


def rank_one() -> Side:
    """An ordinary convolution per channel with the filter column × row."""
    Column, Row = tensor("w_column", k, single, u, single), tensor("w_row", k, single, single, v)
    image, filt, y = tensor("x", n, k, a, b), tensor("w", k, single, u, v), tensor("y", n, k, i, j)
    shared = {"stride": (s_h, s_w), "padding": PADDING, "dilation": (d_h, d_w)}
    return model(
        define(filt[k, single, u, v], Column[k, 0, u, 0] * Row[k, 0, 0, v]),
        apply(the("conv2d"), y, x=image, w=filt, groups=C, **shared),
    )


def mixed_filters() -> Side:
    """A full convolution whose filters are products: w[o, c, u, v] = w_point[o, c] · w_depth[c, u, v]."""
    depth, point = tensor("w_depth", k, single, u, v), tensor("w_point", M, k)
    image, filt, y = tensor("x", n, k, a, b), tensor("w", M, k, u, v), tensor("y", n, M, i, j)
    shared = {"stride": (s_h, s_w), "padding": PADDING, "dilation": (d_h, d_w)}
    return model(
        define(filt[M, k, u, v], point[M, k] * depth[k, 0, u, v]),
        apply(the("conv2d"), y, x=image, w=filt, **shared),
    )


def per_channel() -> Side:
    """Each channel filtered by itself."""
    image, filt, y = tensor("x", n, k, a, b), tensor("w", k, single, u, v), tensor("y", n, k, i, j)
    tap = image.at(n, k, s_h * i + d_h * u - p_t, s_w * j + d_w * v - p_l)
    return model(define(y[n, k, i, j], total(tap * filt[k, 0, u, v], over=(u, v))))


def one_filter(name: str) -> Side:
    """A layer with a channel multiplier, at one filter per channel."""
    return plain(the(name)).set({sizes("M")[0]: 1})


def ratios() -> Iterable[tuple[Expr, Expr]]:
    """Parameters and multiplications of the depthwise separable layer over those of the full one."""
    full = mathematics(fixed("conv2d", groups=1))
    apart = mathematics(the("depthwise_separable_conv2d"))
    rename = {Cg: C, Og: O}
    wanted = 1 / O + 1 / (KH * KW)
    of = {sizes("M")[0]: 1}
    yield (apart.weights.subs(of) / full.weights.subs(rename)), wanted
    yield (apart.multiplications.subs(of) / full.multiplications.subs(rename)), wanted


BY_CHANNEL = {**STRIDED, "H": (4,), "C": (1, 2), "O": (2,)}
separable: tuple[Claim, ...] = (
    Same("spatial_separable_conv2d = conv2d with the rank-1 filter w[u, v] = column[u] · row[v]",
         ("spatial_separable_conv2d", "conv2d"),
         lambda: (plain(the("spatial_separable_conv2d")), rank_one()), BY_CHANNEL),
    Same("depthwise_conv2d = conv2d with groups = C: y[n, c] = Σ_uv x[n, c, …] w[c, u, v]",
         ("depthwise_conv2d", "conv2d"), lambda: (one_filter("depthwise_conv2d"), per_channel()), BY_CHANNEL),
    Same("depthwise_separable_conv2d = pointwise ∘ depthwise = conv2d with w[o, c, u, v] = p[o, c] · d[c, u, v]",
         ("depthwise_separable_conv2d", "conv2d"),
         lambda: (one_filter("depthwise_separable_conv2d"), mixed_filters()), BY_CHANNEL),
    Identity("weights and multiplications, separable : full = 1/O + 1/K²",
             ("depthwise_separable_conv2d", "conv2d"), ratios),
)  # fmt: skip


def deformed(offset: tuple[Expr, Expr] | None) -> Side:
    """Deformable convolution with no offset, or with the same one at every tap."""
    side = plain(fixed("deform_conv2d", groups=1, offset_groups=1))
    given = next(t for t in side.inputs if t.name == "offset")
    new = given.rename("constant")
    letter = new.axes[1]
    if offset is None:
        return reading(side, "offset", new, define(new[new.axes], 0))
    alpha, beta = offset
    return reading(side, "offset", new, define(new[new.axes], alpha + modulo(letter, 2) * (beta - alpha)))


alpha, beta = tensor("alpha"), tensor("beta")


def translated() -> Side:
    """The image sampled at positions moved by (α, β), then an ordinary sum over the taps."""
    q, r = index("q", H), index("r", W)
    row, column = s_h * i + d_h * u - p_t + alpha[()], s_w * j + d_w * v - p_l + beta[()]
    moved = total(hat(q, row) * hat(r, column) * X[n, c, q, r], over=(q, r))
    return model(define(Y[n, o, i, j], total(moved * K[o, c, u, v], over=(c, u, v))))


deformable: tuple[Claim, ...] = (
    Same("deform_conv2d(x, w, offset = 0) = conv2d(x, w)", ("deform_conv2d", "conv2d"),
         lambda: (deformed(None), plain(fixed("conv2d", groups=1))), STRIDED),
    Same("offset (α, β) at every tap: Σ w[o, c, u, v] x(s i + d u − p + α, s j + d v − p + β), x interpolated",
         ("deform_conv2d",), lambda: (deformed((alpha[()], beta[()])), translated()), SMALL),
)  # fmt: skip

KINDS: tuple[Fact, ...] = (
    Fact(6, "transposed convolution is Cᵀ: zero insertion, then stride 1 with rot180(w)", backwards),
    Fact(
        7, "dilated convolution has a zero-inserted filter; its receptive field grows exponentially", dilation
    ),
    Fact(8, "dense layers are convolutions, and 1×1 convolutions are dense per pixel", connected),
    Fact(9, "separable convolutions have filters of rank one, and 1/O + 1/K² of the cost", separable),
    Fact(
        10,
        "deformable convolution with zero offsets is convolution, with constant ones a translation",
        deformable,
    ),
)
__all__ = ["KINDS", "G"]
