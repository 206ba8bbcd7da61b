"""Over the whole image: flattening, global pooling, adaptive and pyramid pooling, the Fourier transform."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derive.layers.linear import dense
from derive.model.compose import apply
from derive.model.layer import Def
from derive.notation import (
    Layer,
    cos,
    define,
    eq,
    floor_div,
    ge,
    index,
    largest,
    option,
    pi,
    sizes,
    tensor,
    total,
    where,
)  # fmt: skip

N, C, H, W, BH, BW, OH, OW, K = sizes("N C H W BH BW OH OW K")
n, c, a, b = index("n", N), index("c", C), index("a", H), index("b", W)
X = tensor("x", n, c, a, b)

_flat = tensor("y", n, index("k", C * H * W))
flatten = Layer(
    name="flatten",
    summary="an image as one row, channel by channel",
    forward=[define(_flat[n, (c * H + a) * W + b], X[n, c, a, b])],
    wrt=(X,),
    source="seed 004: 32×32×3 becomes 3072×1",
)


def global_pool(name: str, averaged: bool) -> Layer:
    """One number per channel."""
    Y = tensor("y", n, c)
    return Layer(
        name=name,
        summary="the mean of each channel" if averaged else "the sum of each channel",
        forward=[define(Y[n, c], total(X[n, c, a, b], over=(a, b)) / (H * W if averaged else 1))],
        wrt=(X,),
        source="Lin et al. 2014, section 3.2; Zhou et al. 2016",
    )


global_avg_pool2d = global_pool("global_avg_pool2d", averaged=True)
global_sum_pool2d = global_pool("global_sum_pool2d", averaged=False)


def _score_head() -> Layer:
    """S_k = Σ_c w[k, c] f̄_c with f̄ the mean of channel c: what class activation maps read."""
    k = index("k", K)
    Wt, B, F, S = tensor("w", k, c), tensor("b", k), tensor("mean", n, c), tensor("score", n, k)
    return Layer(
        name="score_head",
        summary="class scores from globally averaged channels",
        forward=[apply(global_avg_pool2d, F, x=X), apply(dense, S, x=F, w=Wt, b=B)],
        wrt=(X, Wt, B),
        defaults={B: 0},
        source="seed 001; Zhou et al. 2016, section 2",
    )


score_head = _score_head()


def adaptive_pool(name: str, greatest: bool) -> Layer:
    """Bin i of B covers the rows from ⌊i H/B⌋ to ⌈(i + 1) H/B⌉ − 1.

    Row a lies in it where i H < (a + 1) B and a B < (i + 1) H: two conditions that are affine in a and i.
    """
    bins = option("bins", "BH BW", default=1, minimum=1, summary="rows and columns of bins")
    i, j = index("i", BH), index("j", BW)
    Y = tensor("y", n, c, i, j)
    inside = (
        ge((a + 1) * BH - 1 - i * H), ge((i + 1) * H - 1 - a * BH),
        ge((b + 1) * BW - 1 - j * W), ge((j + 1) * W - 1 - b * BW),
    )  # fmt: skip
    if greatest:
        defs = [define(Y[n, c, i, j], largest(X[n, c, a, b], over=(a, b), when=inside))]
    else:
        Rows, Columns = tensor("rows", i, sign="positive"), tensor("columns", j, sign="positive")
        defs = [
            define(Rows[i], floor_div((i + 1) * H - 1, BH) + 1 - floor_div(i * H, BH)),
            define(Columns[j], floor_div((j + 1) * W - 1, BW) + 1 - floor_div(j * W, BW)),
            define(Y[n, c, i, j], total(X[n, c, a, b], over=(a, b), when=inside) / (Rows[i] * Columns[j])),
        ]
    return Layer(
        name=name,
        summary=f"{'maximum' if greatest else 'mean'} over bins that cover the image evenly",
        forward=defs,
        wrt=(X,),
        options=(bins,),
        conventions=("of equal elements the first (row by row) receives the gradient",) if greatest else (),
        source="He et al. 2014, section 2.3",
    )


adaptive_max_pool2d = adaptive_pool("adaptive_max_pool2d", greatest=True)
adaptive_avg_pool2d = adaptive_pool("adaptive_avg_pool2d", greatest=False)


def spatial_pyramid(name: str, level: Layer, levels: Sequence[int] = (1, 2, 4)) -> Layer:
    """Every level splits the image into l × l bins; their values stand one after the other."""
    k = index("k", sum(size * size for size in levels))
    Y = tensor("y", n, c, k)
    defs: list[Any] = []
    value: Any = 0
    first = 0
    for size in levels:
        P = tensor(f"level{size}", n, c, index("i", size), index("j", size))
        defs.append(apply(level, P, x=X, bins=(size, size)))
        row = floor_div(k - first, size)
        here = P[n, c, row, k - first - size * row]
        value = where(ge(k - first), here, value) if first else here
        first += size * size
    return Layer(
        name=name,
        summary=f"{level.summary.split()[0]} over bins at the levels {', '.join(map(str, levels))}",
        forward=[*defs, define(Y[n, c, k], value)],
        wrt=(X,),
        source="He et al. 2014, section 2.3; Lazebnik et al. 2006",
    )


spatial_pyramid_pool2d = spatial_pyramid("spatial_pyramid_pool2d", adaptive_max_pool2d)
spatial_pyramid_avg_pool2d = spatial_pyramid("spatial_pyramid_avg_pool2d", adaptive_avg_pool2d)


def _kept_frequencies(name: str, out: Any, old: Any, new: Any, at: Any) -> tuple[Def, Any]:
    """P[i, a] = Σ_k ε_k cos 2πk(i/new − a/old) / old over the frequencies |k| ≤ new/2 that stay.

    ε counts k and −k together: 1 for k = 0, else 2; the two halves of the highest frequency of an even
    number of rows are one, so there 1 again.
    """
    k = index("k", floor_div(new, 2) + 1)
    P = tensor(name, out, at)
    times = where(eq(k), 1, where(eq(2 * k - new), 1, 2))
    angle = 2 * pi * k * (out * old - at * new) / (old * new)
    return define(P[out, at], total(times * cos(angle), over=k) / old), P


def _spectral_pool2d() -> Layer:
    """y = F⁻¹(crop(F x)): a real linear map, one matrix for the rows and one for the columns."""
    size = option("size", "OH OW", default=1, minimum=1, summary="rows and columns that are kept")
    i, j = index("i", OH), index("j", OW)
    rows, P = _kept_frequencies("p_rows", i, H, OH, a)
    columns, Q = _kept_frequencies("p_columns", j, W, OW, b)
    T, Y = tensor("t", n, c, i, b), tensor("y", n, c, i, j)
    return Layer(
        name="spectral_pool2d",
        summary="the low frequencies of the image, as a smaller image",
        forward=[
            rows,
            columns,
            define(T[n, c, i, b], total(P[i, a] * X[n, c, a, b], over=a)),
            define(Y[n, c, i, j], total(Q[j, b] * T[n, c, i, b], over=b)),
        ],
        wrt=(X,),
        options=(size,),
        requires=tuple(
            (ge(old - new), "spectral pooling keeps at most as many rows and columns as there are")
            for old, new in ((H, OH), (W, OW))
        ),
        conventions=(
            "scaled such that the mean of the image stays (the unitary transform times √(OH OW/(H W)))",
            "the highest frequency of an even output is kept by its real part, so the result is real",
        ),
        source="Rippel et al. 2015, algorithm 1",
    )


spectral_pool2d = _spectral_pool2d()
