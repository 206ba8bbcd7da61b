"""Deformable convolution: every tap is moved by a learnt, fractional offset.

Dai et al., "Deformable Convolutional Networks", 2017, eq. 1-7; modulation by a mask: Zhu et al. 2019.
Offsets and mask are laid out as in torchvision: channel ``2*((e*KH + u)*KW + v)`` holds the vertical
offset of tap (u, v) of offset group e, the next channel the horizontal one.
"""

from derive.notation import (
    Layer,
    define,
    divides,
    floor_div,
    hat,
    index,
    option,
    sizes,
    tensor,
    total,
    window_count,
)  # fmt: skip

N, Cg, Og, H, W_, KH, KW, OH, OW, Ce = sizes("N Cg Og H W KH KW OH OW Ce")

stride = option("stride", "s_h s_w", default=1, minimum=1, summary="step of the window")
padding = option("padding", "p_t p_b p_l p_r", default=0, minimum=0, summary="zeros around the image")
dilation = option("dilation", "d_h d_w", default=1, minimum=1, summary="step between the taps")
groups = option("groups", "G", default=1, minimum=1, summary="independent blocks of channels")
offset_groups = option(
    "offset_groups", "E", default=1, minimum=1, summary="blocks of channels that share offsets"
)
(s_h, s_w), (p_t, p_b, p_l, p_r), (d_h, d_w), (G,), (E,) = stride, padding, dilation, groups, offset_groups

n, g, o, i, j = index("n", N), index("g", G), index("o", Og), index("i", OH), index("j", OW)
c, u, v, q, r = index("c", Cg), index("u", KH), index("v", KW), index("q", H), index("r", W_)

X = tensor("x", n, index("c", G * Cg), index("a", H), index("b", W_))
W = tensor("w", index("o", G * Og), c, u, v)
B = tensor("b", index("o", G * Og))
D = tensor("offset", n, index("k", 2 * E * KH * KW), i, j)
M = tensor("mask", n, index("k", E * KH * KW), i, j)
Y = tensor("y", n, index("o", G * Og), i, j)

block = floor_div(g * Cg + c, Ce)
tap = (block * KH + u) * KW + v
row = s_h * i + d_h * u - p_t + D[n, 2 * tap, i, j]
column = s_w * j + d_w * v - p_l + D[n, 2 * tap + 1, i, j]
sample = total(hat(q, row) * hat(r, column) * X[n, g * Cg + c, q, r], over=(q, r))

deform_conv2d = Layer(
    name="deform_conv2d",
    summary="deformable convolution with bilinear sampling, offset groups and modulation mask",
    forward=[
        define(
            Y[n, g * Og + o, i, j],
            B[g * Og + o] + total(M[n, tap, i, j] * W[g * Og + o, c, u, v] * sample, over=(c, u, v)),
        )
    ],
    wrt=(X, W, B, D, M),
    inputs=(X, W, D, M, B),
    options=(stride, padding, dilation, groups, offset_groups),
    sizes={
        Ce: floor_div(G * Cg, E),
        OH: window_count(H, KH, s_h, d_h, p_t, p_b),
        OW: window_count(W_, KW, s_w, d_w, p_l, p_r),
    },
    requires=((divides(E, G * Cg), "the channels must divide into offset_groups equal blocks"),),
    defaults={B: 0, M: 1},
    conventions=(
        "outside the image the signal is zero, with linear interpolation across the border",
        "at an integer position the derivative towards the offset is the one from the right",
        "infinite offsets point outside; a NaN is met at row or column 0 and 1, and passes on what is read "
        "there where the other coordinate touches the image",
    ),
    source="Dai et al. 2017, eq. 2, 3, 4; Zhu et al. 2019",
)
