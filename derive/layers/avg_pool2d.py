"""Average pooling; padding counts in the divisor."""

from derive.notation import Layer, define, index, option, sizes, tensor, total, window_count

N, C, H, W_, OH, OW = sizes("N C H W OH OW")

kernel = option("kernel", "KH KW", default=2, minimum=1, summary="extent of the window")
stride = option("stride", "s_h s_w", default=2, minimum=1, summary="step of the window")
padding = option("padding", "p_t p_b p_l p_r", default=0, minimum=0, summary="zeros around the image")
(KH, KW), (s_h, s_w), (p_t, p_b, p_l, p_r) = kernel, stride, padding

n, c, i, j = index("n", N), index("c", C), index("i", OH), index("j", OW)
u, v, a, b = index("u", KH), index("v", KW), index("a", H), index("b", W_)

X, Y = tensor("x", n, c, a, b), tensor("y", n, c, i, j)

tap = X.at(n, c, s_h * i + u - p_t, s_w * j + v - p_l, outside=0)

avg_pool2d = Layer(
    name="avg_pool2d",
    summary="mean of each window",
    forward=[define(Y[n, c, i, j], total(tap, over=(u, v)) / (KH * KW))],
    wrt=(X,),
    options=(kernel, stride, padding),
    sizes={
        OH: window_count(H, KH, s_h, 1, p_t, p_b),
        OW: window_count(W_, KW, s_w, 1, p_l, p_r),
    },
    conventions=("the divisor is the size of the window, pixels of the padding included",),
)
