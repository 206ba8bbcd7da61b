"""Convolutions over time that look back only, and the residual block that is built from them.

van den Oord et al. 2016; Bai et al. 2018; seed 000.
"""

from __future__ import annotations

from derive.layers.activations import relu
from derive.layers.convolution.conv import conv1d, groups
from derive.model.compose import apply
from derive.notation import Index, Layer, Tensor, define, index, option, sizes, tensor

N, C, E, O, L, K, Cg, Og = sizes("N C E O L K Cg Og")
n, c, e, o, a, u = (index(z, size) for z, size in zip("nceoau", (N, C, E, O, L, K), strict=True))
dilation = option("dilation", "d", default=1, minimum=1, summary="steps of time between the taps")
(d,) = dilation


def _filters(name: str, out: Index, into: Index, tap: Index) -> tuple[Tensor, Tensor]:
    return tensor(f"w{name}", out, into, tap), tensor(f"b{name}", out)


def _causal_conv1d() -> Layer:
    """d (K − 1) zeros stand before the first moment, so no output sees its future."""
    (G,) = groups
    into, out = index("c", G * Cg), index("o", G * Og)
    X, Y = tensor("x", n, into, a), tensor("y", n, out, a)
    W, B = _filters("", out, index("c", Cg), u)
    return Layer(
        name="causal_conv1d",
        summary="dilated 1-D convolution over the present and the past",
        forward=[apply(conv1d, Y, x=X, w=W, b=B, padding=(d * (K - 1), 0), dilation=d, groups=groups)],
        wrt=(X, W, B),
        options=(dilation, groups),
        defaults={B: 0},
        conventions=("the last tap lies on the present, the first one d (K - 1) moments before",),
        source="seed 000; van den Oord et al. 2016, section 2.1",
    )


causal_conv1d = _causal_conv1d()


def _tcn_block() -> Layer:
    """y = relu(F(x) + W x) with F two dilated causal convolutions, each followed by a rectifier."""
    one = index("one", 1)
    X, Y = tensor("x", n, c, a), tensor("y", n, o, a)
    W1, B1 = _filters("1", e, c, u)
    W2, B2 = _filters("2", o, e, u)
    W3, B3 = _filters("3", o, c, one)
    A1, H1, A2, H2 = (
        tensor("a1", n, e, a), tensor("h1", n, e, a), tensor("a2", n, o, a), tensor("h2", n, o, a),
    )  # fmt: skip
    Skip, Sum = tensor("skip", n, o, a), tensor("both", n, o, a)
    return Layer(
        name="tcn_block",
        summary="residual block of a temporal convolutional network",
        forward=[
            apply(causal_conv1d, A1, x=X, w=W1, b=B1, dilation=dilation),
            apply(relu, H1, x=A1),
            apply(causal_conv1d, A2, x=H1, w=W2, b=B2, dilation=dilation),
            apply(relu, H2, x=A2),
            apply(conv1d, Skip, x=X, w=W3, b=B3),
            define(Sum[n, o, a], H2[n, o, a] + Skip[n, o, a]),
            apply(relu, Y, x=Sum),
        ],
        wrt=(X, W1, B1, W2, B2, W3, B3),
        options=(dilation,),
        conventions=("the residual branch is a 1×1 convolution; without weight normalisation and dropout",),
        source="Bai et al. 2018, figure 1; seed 000",
    )


tcn_block = _tcn_block()
