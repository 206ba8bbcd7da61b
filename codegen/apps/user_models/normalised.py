"""Norms and attention of users: statistics and products of matrices in one model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.apps.user_models.entry import UserModel
from derive.notation import Layer, define, exp, index, largest, sizes, sqrt, tensor, total

N, B, A, L, D, E, F = sizes("N B A L D E F")
n, b, a, i, j, d, e, f = (
    index("n", N), index("b", B), index("a", A), index("i", L), index("j", L), index("d", D),
    index("e", D), index("f", F),
)  # fmt: skip


def _rms_norm() -> Layer:
    x, g, y = tensor("x", n, d), tensor("g", d), tensor("y", n, d)
    r = tensor("r", n, sign="positive")
    return Layer(
        "rms_norm",
        [
            define(r[n], 1 / sqrt(total(x[n, d] ** 2, over=d) / D + 1e-6)),
            define(y[n, d], x[n, d] * r[n] * g[d]),
        ],
        wrt=(x, g),
    )


def _rms_norm_torch(torch: Any, given: Mapping[str, Any]) -> Any:
    x = given["x"]
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * given["g"]


def _biased_attention() -> Layer:
    q, k, v = tensor("q", b, a, i, d), tensor("k", b, a, j, d), tensor("v", b, a, j, d)
    bias = tensor("bias", a, index("r", 2 * L - 1))
    s, top = tensor("s", b, a, i, j), tensor("top", b, a, i)
    z, p = tensor("z", b, a, i, sign="positive"), tensor("p", b, a, i, j, sign="positive")
    y = tensor("y", b, a, i, d)
    score = total(q[b, a, i, d] * k[b, a, j, d], over=d) / sqrt(D) + bias[a, i - j + L - 1]
    return Layer(
        "biased_attention",
        [
            define(s[b, a, i, j], score),
            define(top[b, a, i], largest(s[b, a, i, j], over=j)),
            define(z[b, a, i], total(exp(s[b, a, i, j] - top[b, a, i]), over=j)),
            define(p[b, a, i, j], exp(s[b, a, i, j] - top[b, a, i]) / z[b, a, i]),
            define(y[b, a, i, d], total(p[b, a, i, j] * v[b, a, j, d], over=j)),
        ],
        wrt=(q, k, v, bias),
    )


def _biased_attention_torch(torch: Any, given: Mapping[str, Any]) -> Any:
    q, k, v, bias = (given[name] for name in ("q", "k", "v", "bias"))
    length = q.shape[2]
    at = torch.arange(length)[:, None] - torch.arange(length)[None, :] + length - 1
    scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5 + bias[:, at]
    return torch.softmax(scores, -1) @ v


def _weight_standardised_conv() -> Layer:
    O, C, H, W, K = sizes("O C H W K")
    o, c, u, v = index("o", O), index("c", C), index("u", K), index("v", K)
    h, w = index("h", H), index("w", W)
    oh, ow = index("oh", H - K + 1), index("ow", W - K + 1)
    x, weight, y = tensor("x", n, c, h, w), tensor("weight", o, c, u, v), tensor("y", n, o, oh, ow)
    mean, spread = tensor("mean", o), tensor("spread", o, sign="positive")
    fan = C * K * K
    standard = (weight[o, c, u, v] - mean[o]) / spread[o]
    centred = (weight[o, c, u, v] - mean[o]) ** 2
    return Layer(
        "weight_standardised_conv",
        [
            define(mean[o], total(weight[o, c, u, v], over=(c, u, v)) / fan),
            define(spread[o], sqrt(total(centred, over=(c, u, v)) / fan + 1e-5)),
            define(y[n, o, oh, ow], total(x[n, c, oh + u, ow + v] * standard, over=(c, u, v))),
        ],
        wrt=(x, weight),
    )


def _weight_standardised_conv_torch(torch: Any, given: Mapping[str, Any]) -> Any:
    w = given["weight"]
    mean = w.mean((1, 2, 3), keepdim=True)
    spread = torch.sqrt(((w - mean) ** 2).mean((1, 2, 3), keepdim=True) + 1e-5)
    return torch.nn.functional.conv2d(given["x"], (w - mean) / spread)


def _factorisation_machine() -> Layer:
    x, w, v, y = tensor("x", n, d), tensor("w", d), tensor("v", d, f), tensor("y", n)
    pair = total(v[d, f] * v[e, f], over=f) * x[n, d] * x[n, e]
    return Layer(
        "factorisation_machine",
        [define(y[n], total(x[n, d] * w[d], over=d) + total(pair, over=(d, (e, d + 1, D - 1))))],
        wrt=(x, w, v),
    )


def _factorisation_machine_of_squares() -> Layer:
    x, w, v, y = tensor("x", n, d), tensor("w", d), tensor("v", d, f), tensor("y", n)
    both = total(x[n, d] * v[d, f], over=d) ** 2 - total(x[n, d] ** 2 * v[d, f] ** 2, over=d)
    return Layer(
        "factorisation_machine_of_squares",
        [define(y[n], total(x[n, d] * w[d], over=d) + total(both, over=f) / 2)],
        wrt=(x, w, v),
    )


def _factorisation_machine_torch(torch: Any, given: Mapping[str, Any]) -> Any:
    x, w, v = given["x"], given["w"], given["v"]
    return x @ w + ((x @ v) ** 2 - (x * x) @ (v * v)).sum(-1) / 2


_MACHINE = {"N": 256, "D": 256, "F": 16}
_SMALL_MACHINE = {"N": 5, "D": 11, "F": 3}

NORMALISED = (
    UserModel(_rms_norm(), {"N": 2048, "D": 768}, {"N": 5, "D": 19}, _rms_norm_torch),
    UserModel(
        _biased_attention(),
        {"B": 2, "A": 4, "L": 256, "D": 64},
        {"B": 2, "A": 3, "L": 13, "D": 9},
        _biased_attention_torch,
    ),
    UserModel(
        _weight_standardised_conv(),
        {"N": 4, "C": 32, "O": 48, "H": 30, "W": 30, "K": 3},
        {"N": 2, "C": 5, "O": 7, "H": 9, "W": 11, "K": 3},
        _weight_standardised_conv_torch,
    ),
    UserModel(_factorisation_machine(), _MACHINE, _SMALL_MACHINE, _factorisation_machine_torch),
    UserModel(_factorisation_machine_of_squares(), _MACHINE, _SMALL_MACHINE, _factorisation_machine_torch),
)

__all__ = ["NORMALISED"]
