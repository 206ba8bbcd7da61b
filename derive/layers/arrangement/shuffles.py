"""Pixels to channels and back, channels among each other: digits of one index become digits of another.

An index of several digits is written in mixed radix: ``(c r + a) r + b`` has the digits c, a, b.
"""

from __future__ import annotations

from derive.notation import Layer, define, index, option, sizes, tensor

N, C, G, K, H, W = sizes("N C G K H W")
n, c, g, k, h, w = (index(z, size) for z, size in zip("ncgkhw", (N, C, G, K, H, W), strict=True))
factor = option("factor", "r", default=2, minimum=1, summary="rows and columns of a block")
groups = option("groups", "G", default=1, minimum=1, summary="blocks of channels that are mixed")
(r,) = factor
a, b = index("a", r), index("b", r)
channels, rows, columns = index("k", C * r * r), index("i", H * r), index("j", W * r)
deep, wide = (n, (c * r + a) * r + b, h, w), (n, c, h * r + a, w * r + b)


def _pixel_shuffle() -> Layer:
    X, Y = tensor("x", n, channels, h, w), tensor("y", n, c, rows, columns)
    return Layer(
        name="pixel_shuffle",
        summary="r² channels of one pixel become a block of r × r pixels of one channel",
        forward=[define(Y[wide], X[deep])],
        wrt=(X,),
        options=(factor,),
        source="Shi et al. 2016, eq. 4",
    )


def _pixel_unshuffle() -> Layer:
    X, Y = tensor("x", n, c, rows, columns), tensor("y", n, channels, h, w)
    return Layer(
        name="pixel_unshuffle",
        summary="a block of r × r pixels of one channel becomes r² channels of one pixel",
        forward=[define(Y[deep], X[wide])],
        wrt=(X,),
        options=(factor,),
        source="Shi et al. 2016, eq. 4, read backwards",
    )


def _channel_shuffle() -> Layer:
    X, Y = tensor("x", n, index("a", G * K), h, w), tensor("y", n, index("a", K * G), h, w)
    return Layer(
        name="channel_shuffle",
        summary="channel k of block g becomes channel g of block k",
        forward=[define(Y[n, k * G + g, h, w], X[n, g * K + k, h, w])],
        wrt=(X,),
        options=(groups,),
        source="Zhang et al. 2018, section 3.1",
    )


pixel_shuffle, pixel_unshuffle, channel_shuffle = _pixel_shuffle(), _pixel_unshuffle(), _channel_shuffle()
