"""Local response normalisation: a channel is damped by the energy of its neighbours.

Krizhevsky et al. 2012, section 3.3; seed 001.
"""

from __future__ import annotations

from derive.notation import (
    Layer,
    bracket,
    define,
    floor_div,
    gt,
    index,
    option,
    sizes,
    tensor,
    total,
)  # fmt: skip

N, C, H, W = sizes("N C H W")
n, c, h, w = index("n", N), index("c", C), index("h", H), index("w", W)


def response_norm(name: str, bias: float, divided: bool) -> Layer:
    """b_i = a_i (k + α Σ_j a_j²)^(−β), j near i; ``divided``: α/n, and exactly n neighbours for even n."""
    neighbours = option("size", "nu", default=5, minimum=1, summary="how many channels, the n of the notes")
    weight = option("alpha", default=1e-4, minimum=0, real=True, summary="weight of the sum of squares")
    power = option("beta", default=0.75, minimum=0, real=True, summary="exponent")
    added = option("k", default=bias, minimum=0, real=True, summary="added to the sum")
    (count,), (alpha,), (beta,), (k,) = neighbours, weight, power, added
    before = floor_div(count, 2)
    after = floor_div(count - 1, 2) if divided else before
    t = index("t", before + after + 1)
    X, Y, S = tensor("x", n, c, h, w), tensor("y", n, c, h, w), tensor("s", n, c, h, w, sign="positive")
    j = c + t - before
    squares = total(bracket(*X.inside(n, j, h, w)) * X[n, j, h, w] ** 2, over=t)
    return Layer(
        name=name,
        summary="response normalisation across neighbouring channels"
        + (", α divided by their number" if divided else ""),
        forward=[
            define(S[n, c, h, w], k + (alpha / count if divided else alpha) * squares),
            define(Y[n, c, h, w], X[n, c, h, w] * S[n, c, h, w] ** (-beta)),
        ],
        wrt=(X,),
        options=(neighbours, weight, power, added),
        requires=((gt(k), "k must be greater than 0: a pixel whose neighbours are 0 is divided by k^β"),),
        conventions=(
            "an even ν has ν/2 channels before and ν/2 - 1 after: ν with the channel itself"
            if divided
            else "from c - ⌊ν/2⌋ to c + ⌊ν/2⌋ as in the paper: an even ν takes ν + 1 channels",
        ),
        source="Krizhevsky et al. 2012, section 3.3; seed 001",
    )


local_response_norm = response_norm("local_response_norm", 2.0, divided=False)
local_response_norm_mean = response_norm("local_response_norm_mean", 1.0, divided=True)
