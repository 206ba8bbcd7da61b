"""Windows of users: filters with other borders, other layouts and other weights than the catalogue's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.apps.user_models.entry import UserModel
from derive.notation import Layer, define, exp, ge, index, modulo, option, reflect, sizes, tensor, total

N, C, O, H, W, K, M, L, D, G, R = sizes("N C O H W K M L D G R")
n, c, o, i, j, u, v, m = (
    index("n", N), index("c", C), index("o", O), index("i", H), index("j", W), index("u", K),
    index("v", K), index("m", M),
)  # fmt: skip
FILTER = {"N": 4, "C": 32, "O": 32, "H": 32, "W": 32, "K": 3}
SMALL_FILTER = {"N": 2, "C": 3, "O": 5, "H": 7, "W": 9, "K": 3}


def _depthwise_nhwc() -> Layer:
    x, w = tensor("x", n, i, j, c), tensor("w", u, v, c, m)
    oh, ow = index("oh", H - K + 1), index("ow", W - K + 1)
    y = tensor("y", n, oh, ow, index("cm", C * M))
    body = x[n, oh + u, ow + v, c] * w[u, v, c, m]
    return Layer("depthwise_nhwc", [define(y[n, oh, ow, M * c + m], total(body, over=(u, v)))], wrt=(x, w))


def _depthwise_nhwc_torch(torch: Any, given: Mapping[str, Any]) -> Any:
    x, w = given["x"].permute(0, 3, 1, 2), given["w"]
    k, _, c, m = w.shape
    filters = w.permute(2, 3, 0, 1).reshape(c * m, 1, k, k)
    return torch.nn.functional.conv2d(x, filters, groups=c).permute(0, 2, 3, 1)


def _involution() -> Layer:
    g, c_g = index("g", G), index("e", C)
    pad = option("pad", default=1, minimum=0)
    (p,) = pad
    x, y = tensor("x", n, g, c_g, i, j), tensor("y", n, g, c_g, i, j)
    w = tensor("w", n, g, u, v, i, j)
    a, b = i + u - p, j + v - p
    body = w[n, g, u, v, i, j] * x[n, g, c_g, a, b]
    inside = ge(a) & ge(H - 1 - a) & ge(b) & ge(W - 1 - b)
    return Layer(
        "involution",
        [define(y[n, g, c_g, i, j], total(body, over=(u, v), when=inside))],
        wrt=(x, w),
        options=(pad,),
    )


def _involution_torch(torch: Any, given: Mapping[str, Any]) -> Any:
    x, w = given["x"], given["w"]
    n_, g_, c_, h_, w_ = x.shape
    k = w.shape[2]
    patches = torch.nn.functional.unfold(x.reshape(n_, g_ * c_, h_, w_), k, padding=k // 2)
    patches = patches.reshape(n_, g_, c_, k, k, h_, w_)
    return (w[:, :, None] * patches).sum((3, 4))


def _local_attention() -> Layer:
    i_, d = index("i", L), index("d", D)
    radius = option("radius", "r", default=8, minimum=0)
    (r,) = radius
    w = index("w", 2 * r + 1)
    q, k, x, y = (tensor(z, n, i_, d) for z in ("q", "k", "x", "y"))
    s, z = tensor("s", n, i_, w), tensor("z", n, i_, sign="positive")
    at = i_ + w - r
    inside = ge(at) & ge(L - 1 - at)
    return Layer(
        "local_attention",
        [
            define(s[n, i_, w], total(q[n, i_, d] * k[n, at, d], over=d, when=inside)),
            define(z[n, i_], total(exp(s[n, i_, w]), over=w, when=inside)),
            define(y[n, i_, d], total(exp(s[n, i_, w]) * x[n, at, d], over=w, when=inside) / z[n, i_]),
        ],
        wrt=(q, k, x),
        options=(radius,),
    )


def _local_attention_torch(torch: Any, given: Mapping[str, Any]) -> Any:
    q, k, x = given["q"], given["k"], given["x"]
    scores = q @ k.transpose(1, 2)
    at = torch.arange(q.shape[1])
    near = (at[:, None] - at[None, :]).abs() <= 8
    return torch.softmax(scores.masked_fill(~near, -torch.inf), -1) @ x


def _bordered(name: str, fold: Callable[[Any, Any], Any]) -> Layer:
    """A convolution with a margin whose pixels are those at folded indices."""
    padding = option("padding", "p", default=1, minimum=0)
    (p,) = padding
    oh, ow = index("oh", H + 2 * p - K + 1), index("ow", W + 2 * p - K + 1)
    x, w, y = tensor("x", n, c, i, j), tensor("w", o, c, u, v), tensor("y", n, o, oh, ow)
    body = w[o, c, u, v] * x[n, c, fold(oh + u - p, H), fold(ow + v - p, W)]
    return Layer(
        name,
        [define(y[n, o, oh, ow], total(body, over=(c, u, v)))],
        wrt=(x, w),
        options=(padding,),
        requires=(
            (ge(H - 1 - p), "the margin is narrower than the image is high"),
            (ge(W - 1 - p), "or wide"),
        ),
    )


def _padded_torch(mode: str) -> Any:
    def peer(torch: Any, given: Mapping[str, Any]) -> Any:
        return torch.nn.functional.conv2d(
            torch.nn.functional.pad(given["x"], (1, 1, 1, 1), mode=mode), given["w"]
        )

    return peer


def _separable() -> Layer:
    oh, ow = index("oh", H - K + 1), index("ow", W - K + 1)
    x, a, b, y = tensor("x", n, i, j), tensor("a", u), tensor("b", v), tensor("y", n, oh, ow)
    body = x[n, oh + u, ow + v] * a[u] * b[v]
    return Layer("separable_filter", [define(y[n, oh, ow], total(body, over=(u, v)))], wrt=(x, a, b))


def _separable_torch(torch: Any, given: Mapping[str, Any]) -> Any:
    x, a, b = given["x"][:, None], given["a"], given["b"]
    conv = torch.nn.functional.conv2d
    return conv(conv(x, a[None, None, :, None]), b[None, None, None, :])[:, 0]


FILTERS = (
    UserModel(
        _depthwise_nhwc(),
        {"N": 4, "H": 58, "W": 58, "C": 64, "M": 1, "K": 3},
        {"N": 2, "H": 7, "W": 9, "C": 5, "M": 2, "K": 3},
        _depthwise_nhwc_torch,
    ),
    UserModel(
        _involution(),
        {"N": 4, "G": 4, "C": 16, "H": 28, "W": 28, "K": 3},
        {"N": 2, "G": 2, "C": 3, "H": 5, "W": 7, "K": 3},
        _involution_torch,
    ),
    UserModel(
        _local_attention(), {"N": 4, "L": 512, "D": 64}, {"N": 2, "L": 21, "D": 5}, _local_attention_torch
    ),
    UserModel(
        _bordered("reflected_conv", reflect),
        FILTER,
        SMALL_FILTER,
        _padded_torch("reflect"),
    ),
    UserModel(
        _bordered("circular_conv", modulo),
        FILTER,
        SMALL_FILTER,
        _padded_torch("circular"),
    ),
    UserModel(
        _separable(),
        {"N": 16, "H": 128, "W": 128, "K": 9},
        {"N": 2, "H": 13, "W": 15, "K": 5},
        _separable_torch,
    ),
)

__all__ = ["FILTERS"]
