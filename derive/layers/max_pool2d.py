"""Max pooling with its switches."""

from derive.notation import (
    Layer,
    define,
    index,
    integers,
    largest,
    largest_at,
    oo,
    option,
    sizes,
    tensor,
    window_count,
)

N, C, H, W_, OH, OW = sizes("N C H W OH OW")

kernel = option("kernel", "KH KW", default=2, minimum=1, summary="extent of the window")
stride = option("stride", "s_h s_w", default=2, minimum=1, summary="step of the window")
padding = option("padding", "p_t p_b p_l p_r", default=0, minimum=0, summary="cells of -oo around the image")
dilation = option("dilation", "d_h d_w", default=1, minimum=1, summary="step between the taps")
(KH, KW), (s_h, s_w), (p_t, p_b, p_l, p_r), (d_h, d_w) = kernel, stride, padding, dilation

n, c, i, j = index("n", N), index("c", C), index("i", OH), index("j", OW)
u, v, a, b = index("u", KH), index("v", KW), index("a", H), index("b", W_)

X, Y = tensor("x", n, c, a, b), tensor("y", n, c, i, j)
S = integers("switch", n, c, i, j, below=KH * KW)

tap = X.at(n, c, s_h * i + d_h * u - p_t, s_w * j + d_w * v - p_l, outside=-oo)

max_pool2d = Layer(
    name="max_pool2d",
    summary="largest value of each window, and which tap it was",
    forward=[
        define(S[n, c, i, j], largest_at(tap, over=(u, v))),
        define(Y[n, c, i, j], largest(tap, over=(u, v))),
    ],
    wrt=(X,),
    aux=(S,),
    options=(kernel, stride, padding, dilation),
    sizes={
        OH: window_count(H, KH, s_h, d_h, p_t, p_b),
        OW: window_count(W_, KW, s_w, d_w, p_l, p_r),
    },
    conventions=(
        "of equal elements the first in the window (row by row) wins and receives the whole gradient",
        "a NaN wins; a window without any pixel gives -oo, switch -1 and no gradient",
    ),
)
