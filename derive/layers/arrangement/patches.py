"""Every window of an image as a column, and columns added up to an image: im2col and its adjoint.

Chellapilla et al. 2006; the row ``(c KH + u) KW + v`` of a column holds tap (u, v) of channel c.
"""

from __future__ import annotations

from derive.layers.convolution.transposed import sources
from derive.layers.windows import windows
from derive.notation import Layer, define, index, option, sizes, tensor, total, window_count

N, C = sizes("N C")
n, c = index("n", N), index("c", C)
at = windows(2)
(u, v), (KH, KW), (OH, OW) = at.tap, at.taps, at.count
rows = index("k", C * KH * KW)
tap = (c * KH + u) * KW + v


def _unfold2d() -> Layer:
    """y[tap, window] = x under that tap of that window."""
    i, j = at.window
    X, Y = tensor("x", n, c, *at.pixel), tensor("y", n, rows, index("l", OH * OW))
    return Layer(
        name="unfold2d",
        summary="every window of the image as a column (im2col)",
        forward=[define(Y[n, tap, i * OW + j], X.at(n, c, *at.position, outside=0))],
        wrt=(X,),
        options=(at.kernel, at.stride, at.padding, at.dilation),
        sizes=at.counts,
        source="Chellapilla et al. 2006, section 3",
    )


def _fold2d() -> Layer:
    """y[s i + d u − p] += x[tap, window], written as the sum that each pixel receives."""
    size = option("size", "OH OW", minimum=1, summary="rows and columns of the image")
    H, W = at.extent
    a, b, i, j = index("a", OH), index("b", OW), index("i", H), index("j", W)
    Z = tensor("z", n, c, u, v, i, j)
    X, Y = tensor("x", n, rows, index("l", H * W)), tensor("y", n, c, a, b)
    (row, column), exists = sources(at)
    axes = zip(
        at.extent, at.count, at.taps, at.stride.symbols, at.steps, at.before, at.after, strict=True
    )  # fmt: skip
    return Layer(
        name="fold2d",
        summary="columns added up to the image whose windows they are (col2im)",
        forward=[
            define(Z[n, c, u, v, i, j], X[n, tap, i * W + j]),
            define(Y[n, c, a, b], total(exists * Z[n, c, u, v, row, column], over=(u, v))),
        ],
        wrt=(X,),
        options=(size, at.kernel, at.stride, at.padding, at.dilation),
        sizes={h: window_count(o, k, s, d, p, q) for h, o, k, s, d, p, q in axes},
        conventions=("where windows overlap, what they hold of one pixel is added",),
        source="Chellapilla et al. 2006, section 3, read backwards",
    )


unfold2d, fold2d = _unfold2d(), _fold2d()
