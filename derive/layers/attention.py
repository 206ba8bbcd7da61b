"""Attention: each row reads the rows that resemble it, Vaswani et al. 2017."""

from __future__ import annotations

from typing import Any

from derive.notation import Layer, define, index, sizes, softmax, sqrt, tensor, total

N, L, S, E, D = sizes("N L S E D")
n, i, j, e, d = (index(z, size) for z, size in zip("nijed", (N, L, S, E, D), strict=True))


def attention_of(name: str, said: str, *, masked: bool) -> Layer:
    """y = softmax(q kᵀ/√E + mask) v; ``masked``: by what is given, else a row sees none after it."""
    keys = j if masked else index("j", L)
    Q, Y = tensor("q", n, i, e), tensor("y", n, i, d)
    K, V = tensor("k", n, keys, e), tensor("v", n, keys, d)
    Mask, A, P = tensor("mask", i, keys), tensor("a", n, i, keys), tensor("p", n, i, keys)
    score: Any = total(Q[n, i, e] * K[n, keys, e], over=e) / sqrt(E)
    share = softmax(A[n, i, keys], over=keys, when=() if masked else keys <= i)
    return Layer(
        name=name,
        summary=said,
        forward=[
            define(A[n, i, keys], score + Mask[i, keys] if masked else score),
            define(P[n, i, keys], share),
            define(Y[n, i, d], total(P[n, i, keys] * V[n, keys, d], over=keys)),
        ],
        wrt=(Q, K, V, Mask) if masked else (Q, K, V),
        defaults={Mask: 0} if masked else {},
        source="Vaswani et al. 2017, eq. 1",
    )


attention = attention_of(
    "attention", "scaled dot-product attention with a mask that is added to the scores", masked=True
)
causal_attention = attention_of(
    "causal_attention", "scaled dot-product attention in which no row sees those after it", masked=False
)
