"""Cross-correlation over one, two or three axes, the convolution of neural networks, and its relatives.

Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", 2016.
"""

from __future__ import annotations

from derive.layers.windows import windows
from derive.model.compose import apply
from derive.notation import (
    Layer,
    define,
    eq,
    floor_div,
    ge,
    index,
    larger,
    option,
    sizes,
    tensor,
    total,
    where,
    window_count,
)  # fmt: skip

N, C, Cg, O, Og = sizes("N C Cg O Og")
n, c, o = index("n", N), index("c", C), index("o", O)
groups = option("groups", "G", default=1, minimum=1, summary="independent blocks of channels")
(G,) = groups


def conv(rank: int, flipped: bool = False) -> Layer:
    """y = b + Σ w x over the window; ``flipped`` turns the filter round, as signal processing does."""
    at = windows(rank)
    g, o, c = index("g", G), index("o", Og), index("c", Cg)
    X = tensor("x", n, index("c", G * Cg), *at.pixel)
    W = tensor("w", index("o", G * Og), c, *at.tap)
    B = tensor("b", index("o", G * Og))
    Y = tensor("y", n, index("o", G * Og), *at.window)
    tap = X.at(n, g * Cg + c, *at.position, outside=0)
    turned = [k - 1 - u for k, u in zip(at.taps, at.tap, strict=True)]
    weight = W[g * Og + o, c, *(turned if flipped else at.tap)]
    what = "convolution (the filter flipped)" if flipped else "cross-correlation"
    return Layer(
        name=f"true_conv{rank}d" if flipped else f"conv{rank}d",
        summary=f"{rank}-D {what} with stride, padding, dilation, groups and bias",
        forward=[
            define(
                Y[n, g * Og + o, *at.window],
                B[g * Og + o] + total(tap * weight, over=(c, *at.tap)),
            )
        ],
        wrt=(X, W, B),
        options=(at.stride, at.padding, at.dilation, groups),
        sizes=at.counts,
        defaults={B: 0},
        source="seed 004, slide on rotating the kernel; Goodfellow et al. 2016, eq. 9.4"
        if flipped
        else "Dumoulin & Visin 2016; eq. 1 of Dai et al. 2017",
    )


conv1d, conv2d, conv3d = conv(1), conv(2), conv(3)
true_conv2d = conv(2, flipped=True)


def same_conv(rank: int) -> Layer:
    """Stride 1 and ⌊d(K−1)/2⌋ zeros in front, the rest behind: the output is as large as the input."""
    at = windows(rank)
    X = tensor("x", n, index("c", G * Cg), *at.pixel)
    W = tensor("w", index("o", G * Og), index("c", Cg), *at.tap)
    B, Y = tensor("b", index("o", G * Og)), tensor("y", n, index("o", G * Og), *at.pixel)
    spans = [d * (k - 1) for d, k in zip(at.dilation.symbols, at.taps, strict=True)]
    padding = [(floor_div(span, 2), span - floor_div(span, 2)) for span in spans]
    inner = {1: conv1d, 2: conv2d, 3: conv3d}[rank]
    return Layer(
        name=f"same_conv{rank}d",
        summary=f"{rank}-D cross-correlation padded such that the output has the size of the input",
        forward=[apply(inner, Y, x=X, w=W, b=B, padding=padding, dilation=at.dilation, groups=groups)],
        wrt=(X, W, B),
        options=(at.dilation, groups),
        defaults={B: 0},
        conventions=("an odd padding has its extra zero behind the image",),
        source="Dumoulin & Visin 2016, relation 3 (half padding)",
    )


same_conv1d, same_conv2d, same_conv3d = same_conv(1), same_conv(2), same_conv(3)

_2d = windows(2)
(i, j), (u, v), (a, b), (s_h, s_w) = _2d.window, _2d.tap, _2d.pixel, _2d.stride.symbols
(H, W_), (KH, KW), (OH, OW) = _2d.extent, _2d.taps, _2d.count


def _pointwise_conv2d() -> Layer:
    """A dense layer at every (s-th) pixel."""
    g, o, c = index("g", G), index("o", Og), index("c", Cg)
    X, W = tensor("x", n, index("c", G * Cg), a, b), tensor("w", index("o", G * Og), c)
    B, Y = tensor("b", index("o", G * Og)), tensor("y", n, index("o", G * Og), i, j)
    pixel = X[n, g * Cg + c, s_h * i, s_w * j]
    return Layer(
        name="pointwise_conv2d",
        summary="1×1 convolution: a dense layer over the channels of each pixel",
        forward=[
            define(Y[n, g * Og + o, i, j], B[g * Og + o] + total(pixel * W[g * Og + o, c], over=c)),
        ],
        wrt=(X, W, B),
        options=(_2d.stride, groups),
        sizes={OH: window_count(H, 1, s_h), OW: window_count(W_, 1, s_w)},
        defaults={B: 0},
        source="Lin et al. 2014, section 3.1",
    )


pointwise_conv2d = _pointwise_conv2d()


def _locally_connected2d() -> Layer:
    """A convolution whose weights are not shared between positions."""
    X, W = tensor("x", n, c, a, b), tensor("w", o, i, j, c, u, v)
    B, Y = tensor("b", o, i, j), tensor("y", n, o, i, j)
    tap = X.at(n, c, *_2d.position, outside=0)
    return Layer(
        name="locally_connected2d",
        summary="windows as in a convolution, with weights and bias of their own at every position",
        forward=[define(Y[n, o, i, j], B[o, i, j] + total(tap * W[o, i, j, c, u, v], over=(c, u, v)))],
        wrt=(X, W, B),
        inputs=(X, W, B),
        options=(_2d.stride, _2d.padding, _2d.dilation),
        sizes=_2d.counts,
        defaults={B: 0},
        source="seed 001, unshared convolution; Goodfellow et al. 2016, eq. 9.9",
    )


locally_connected2d = _locally_connected2d()


def _coord_conv2d() -> Layer:
    """Two channels with the row and the column, from −1 to 1, stand behind those of the image."""
    k = index("k", C + 2)
    X, Z = tensor("x", n, c, a, b), tensor("z", n, k, a, b)
    W, B, Y = tensor("w", o, k, u, v), tensor("b", o), tensor("y", n, o, i, j)
    row, column = 2 * a / larger(H - 1, 1) - 1, 2 * b / larger(W_ - 1, 1) - 1
    added = where(ge(C - 1 - k), X[n, k, a, b], where(eq(k - C), row, column))
    shared = {"stride": _2d.stride, "padding": _2d.padding, "dilation": _2d.dilation}
    return Layer(
        name="coord_conv2d",
        summary="convolution of the image with its coordinates appended as channels",
        forward=[define(Z[n, k, a, b], added), apply(conv2d, Y, x=Z, w=W, b=B, **shared)],
        wrt=(X, W, B),
        options=(_2d.stride, _2d.padding, _2d.dilation),
        defaults={B: 0},
        conventions=(
            "rows and columns run from -1 to 1; along an axis of a single pixel the coordinate is -1",
            "padding is zero in the coordinate channels, too",
        ),
        source="Liu et al. 2018, section 3",
    )


coord_conv2d = _coord_conv2d()
