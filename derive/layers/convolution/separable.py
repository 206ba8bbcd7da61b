"""Convolutions taken apart: by channel, by axis, or both.  All are compositions of ordinary ones."""

from __future__ import annotations

from derive.layers.convolution.conv import C, c, conv2d, groups, n, o, pointwise_conv2d
from derive.layers.windows import windows
from derive.model.compose import apply
from derive.notation import Layer, index, sizes, tensor

(M,) = sizes("M")
at = windows(2)
(i, j), (u, v), (a, b) = at.window, at.tap, at.pixel
(s_h, s_w), (d_h, d_w) = at.stride.symbols, at.dilation.symbols
p_t, p_b, p_l, p_r = at.padding.symbols
OH, OW = at.count
one = index("one", 1)
shared = {"stride": at.stride, "padding": at.padding, "dilation": at.dilation}
vertical = {"stride": (s_h, 1), "padding": (p_t, p_b, 0, 0), "dilation": (d_h, 1)}
horizontal = {"stride": (1, s_w), "padding": (0, 0, p_l, p_r), "dilation": (1, d_w)}
options = (at.stride, at.padding, at.dilation)

X = tensor("x", n, c, a, b)
cm = index("m", C * M)


def _depthwise_conv2d() -> Layer:
    """Every channel has its own M filters: a convolution with as many groups as channels."""
    W, B, Y = tensor("w", cm, one, u, v), tensor("b", cm), tensor("y", n, cm, i, j)
    return Layer(
        name="depthwise_conv2d",
        summary="each channel filtered by itself, M filters (the channel multiplier) per channel",
        forward=[apply(conv2d, Y, x=X, w=W, b=B, groups=C, **shared)],
        wrt=(X, W, B),
        options=options,
        defaults={B: 0},
        source="Chollet 2017, section 1.2; Howard et al. 2017, eq. 3",
    )


depthwise_conv2d = _depthwise_conv2d()


def _depthwise_separable_conv2d() -> Layer:
    """First each channel in space, then all channels at each pixel."""
    Wd, Z = tensor("w_depth", cm, one, u, v), tensor("z", n, cm, i, j)
    Wp, B, Y = tensor("w_point", o, cm), tensor("b", o), tensor("y", n, o, i, j)
    return Layer(
        name="depthwise_separable_conv2d",
        summary="a depthwise convolution followed by a pointwise one",
        forward=[apply(depthwise_conv2d, Z, x=X, w=Wd, **shared), apply(pointwise_conv2d, Y, x=Z, w=Wp, b=B)],
        wrt=(X, Wd, Wp, B),
        options=options,
        defaults={B: 0},
        source="seed 001; Howard et al. 2017, section 3.1",
    )


depthwise_separable_conv2d = _depthwise_separable_conv2d()


def _spatial_separable_conv2d() -> Layer:
    """The filter of each channel is a column times a row, so the two act one after the other."""
    Wc, Wr = tensor("w_column", c, one, u, one), tensor("w_row", c, one, one, v)
    T, B, Y = tensor("t", n, c, i, b), tensor("b", c), tensor("y", n, c, i, j)
    return Layer(
        name="spatial_separable_conv2d",
        summary="a column filter, then a row filter, per channel: a convolution of rank 1",
        forward=[
            apply(conv2d, T, x=X, w=Wc, groups=C, **vertical),
            apply(conv2d, Y, x=T, w=Wr, b=B, groups=C, **horizontal),
        ],
        wrt=(X, Wc, Wr, B),
        options=options,
        defaults={B: 0},
        source="seed 001: Sobel = (1 2 1)ᵀ (−1 0 1)",
    )


spatial_separable_conv2d = _spatial_separable_conv2d()


def _flattened_conv2d() -> Layer:
    """Three one-dimensional filters per output channel: over channels, down, and across."""
    Wl, Z = tensor("w_channel", o, c), tensor("z", n, o, a, b)
    Wc, Wr = tensor("w_column", o, one, u, one), tensor("w_row", o, one, one, v)
    B, Y = tensor("b", o), tensor("y", n, o, i, j)
    return Layer(
        name="flattened_conv2d",
        summary="one filter over the channels, one down the columns, one along the rows",
        forward=[
            apply(pointwise_conv2d, Z, x=X, w=Wl),
            apply(spatial_separable_conv2d, Y, x=Z, w_column=Wc, w_row=Wr, b=B, **shared),
        ],
        wrt=(X, Wl, Wc, Wr, B),
        options=options,
        defaults={B: 0},
        source="Jin et al. 2015, eq. 2",
    )


flattened_conv2d = _flattened_conv2d()


def _cross_channel_spatial_conv2d() -> Layer:
    """1×1 over the channels, then space; with groups as many as channels it is Xception's extreme form."""
    (G,), (Cg, Og) = groups, sizes("Cg Og")
    k, cg = index("k", G * Cg), index("c", Cg)
    Wp, Bp, Z = tensor("w_point", k, c), tensor("b_point", k), tensor("z", n, k, a, b)
    W, B = tensor("w", index("o", G * Og), cg, u, v), tensor("b", index("o", G * Og))
    Y = tensor("y", n, index("o", G * Og), i, j)
    return Layer(
        name="cross_channel_spatial_conv2d",
        summary="a 1×1 convolution across the channels, then a spatial one (in groups)",
        forward=[
            apply(pointwise_conv2d, Z, x=X, w=Wp, b=Bp),
            apply(conv2d, Y, x=Z, w=W, b=B, groups=groups, **shared),
        ],
        wrt=(X, Wp, Bp, W, B),
        options=(*options, groups),
        defaults={Bp: 0, B: 0},
        source="Szegedy et al. 2015; Chollet 2017, section 1.1",
    )


cross_channel_spatial_conv2d = _cross_channel_spatial_conv2d()
