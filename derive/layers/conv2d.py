"""Two-dimensional cross-correlation, the convolution of neural networks.

Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", 2016.
"""

from derive.notation import Layer, define, index, option, sizes, tensor, total, window_count

N, Cg, Og, H, W_, KH, KW, OH, OW = sizes("N Cg Og H W KH KW OH OW")

stride = option("stride", "s_h s_w", default=1, minimum=1, summary="step of the window")
padding = option("padding", "p_t p_b p_l p_r", default=0, minimum=0, summary="zeros around the image")
dilation = option("dilation", "d_h d_w", default=1, minimum=1, summary="step between the taps")
groups = option("groups", "G", default=1, minimum=1, summary="independent blocks of channels")
(s_h, s_w), (p_t, p_b, p_l, p_r), (d_h, d_w), (G,) = stride, padding, dilation, groups

n, g, o, i, j = index("n", N), index("g", G), index("o", Og), index("i", OH), index("j", OW)
c, u, v = index("c", Cg), index("u", KH), index("v", KW)
a, b = index("a", H), index("b", W_)

X = tensor("x", n, index("c", G * Cg), a, b)
W = tensor("w", index("o", G * Og), c, u, v)
B = tensor("b", index("o", G * Og))
Y = tensor("y", n, index("o", G * Og), i, j)

tap = X.at(n, g * Cg + c, s_h * i + d_h * u - p_t, s_w * j + d_w * v - p_l, outside=0)

conv2d = Layer(
    name="conv2d",
    summary="2-D cross-correlation with stride, padding, dilation, groups and bias",
    forward=[
        define(
            Y[n, g * Og + o, i, j],
            B[g * Og + o] + total(tap * W[g * Og + o, c, u, v], over=(c, u, v)),
        )
    ],
    wrt=(X, W, B),
    options=(stride, padding, dilation, groups),
    sizes={
        OH: window_count(H, KH, s_h, d_h, p_t, p_b),
        OW: window_count(W_, KW, s_w, d_w, p_l, p_r),
    },
    defaults={B: 0},
    source="Dumoulin & Visin 2016; eq. 1 of Dai et al. 2017",
)
