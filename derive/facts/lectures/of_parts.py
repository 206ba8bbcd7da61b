"""Facts 8 to 10: dense layers, separable and deformable convolutions."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr

from derive.exact.shape import mathematics
from derive.exact.sides import Side
from derive.facts.establish import Claim, Equality, Fact, Same
from derive.facts.lectures.common import (
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
    fixed,
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
from derive.model.compose import apply
from derive.notation import define, floor_div, hat, index, modulo, sizes, tensor, total


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
    from derive.facts.lectures.common import forward

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
    from derive.facts.lectures.common import forward

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
    from derive.facts.lectures.common import forward

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


def as_groups() -> Side:
    """The whole convolution with a group for each channel, one filter in each."""
    return plain(the("conv2d")).set({G: C, Cg: 1, Og: 1})


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
    Same("depthwise_conv2d = conv2d with groups = C",
         ("depthwise_conv2d", "conv2d"), lambda: (one_filter("depthwise_conv2d"), as_groups()), BY_CHANNEL),
    Same("depthwise_conv2d: y[n, c] = Σ_uv x[n, c, …] w[c, u, v]",
         ("depthwise_conv2d",), lambda: (one_filter("depthwise_conv2d"), per_channel()), BY_CHANNEL),
    Same("depthwise_separable_conv2d = pointwise ∘ depthwise = conv2d with w[o, c, u, v] = "
         "p[o, c] · d[c, u, v]",
         ("depthwise_separable_conv2d", "conv2d"),
         lambda: (one_filter("depthwise_separable_conv2d"), mixed_filters()), BY_CHANNEL),
    Equality("weights and multiplications, separable : full = 1/O + 1/K²",
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
    Same("offset (α, β) at every tap: Σ w[o, c, u, v] x(s i + d u − p + α, s j + d v − p + β), "
         "x interpolated",
         ("deform_conv2d",), lambda: (deformed((alpha[()], beta[()])), translated()), SMALL,
         entries="quarters"),
)  # fmt: skip

PARTS: tuple[Fact, ...] = (
    Fact(8, "dense layers are convolutions, and 1×1 convolutions are dense per pixel", connected),
    Fact(9, "separable convolutions have filters of rank one, and 1/O + 1/K² of the cost", separable),
    Fact(
        10,
        "deformable convolution with zero offsets is convolution, with constant ones a translation",
        deformable,
    ),
)
__all__ = ["PARTS"]
