"""Over the whole image: flattening, global pooling, adaptive and pyramid pooling, the Fourier transform."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sympy import Expr, Mul

from derive.layers.linear import dense
from derive.model.compose import apply
from derive.model.layer import Def
from derive.notation import (
    Index,
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

N, C, D, H, W, L, OH, OW, K = sizes("N C D H W L OH OW K")
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


FIRST = "of equal elements the first (row by row) receives the gradient"


def global_pool(name: str, f: Callable[..., Expr], said: str, letters: tuple[Index, ...] = (a, b)) -> Layer:
    """One number per channel."""
    x, Y = tensor("x", n, c, *letters)[n, c, *letters], tensor("y", n, c)
    return Layer(
        name=name,
        summary=f"the {said} of each channel",
        forward=[define(Y[n, c], f(x, over=letters))],
        wrt=(x.tensor,),
        conventions=("of equal elements the first (row by row) receives the gradient",)
        if f is largest
        else (),
        source="Lin et al. 2014, section 3.2; Zhou et al. 2016",
    )


def averaged(body: Any, over: tuple[Index, ...]) -> Expr:
    return total(body, over=over) / Mul(*(z.extent for z in over))


line, volume = (index("a", L),), (index("z", D), a, b)
global_avg_pool2d = global_pool("global_avg_pool2d", averaged, "mean")
global_sum_pool2d = global_pool("global_sum_pool2d", total, "sum")
global_max_pool2d = global_pool("global_max_pool2d", largest, "largest value")
global_avg_pool1d = global_pool("global_avg_pool1d", averaged, "mean", line)
global_max_pool1d = global_pool("global_max_pool1d", largest, "largest value", line)
global_avg_pool3d = global_pool("global_avg_pool3d", averaged, "mean", volume)
global_max_pool3d = global_pool("global_max_pool3d", largest, "largest value", volume)


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


def adaptive_pool(name: str, rank: int, greatest: bool) -> Layer:
    """Bin i of B covers the rows from ⌊i H/B⌋ to ⌈(i + 1) H/B⌉ − 1.

    Row a lies in it where i H < (a + 1) B and a B < (i + 1) H: two conditions that are affine in a and i.
    """
    extent, counts, letters, pixels = ADAPTIVE[rank]
    bins = option("bins", counts, default=1, minimum=1, summary=f"{SAID[rank]} of bins")
    inner = [index(z, h) for z, h in zip(pixels.split(), sizes(extent), strict=True)]
    outer = [index(z, h) for z, h in zip(letters.split(), bins.symbols, strict=True)]
    axes = list(zip(inner, outer, sizes(extent), bins.symbols, strict=True))
    x, y = tensor("x", n, c, *inner)[n, c, *inner], tensor("y", n, c, *outer)[n, c, *outer]
    inside = tuple(
        cond for a, i, h, B in axes for cond in (ge((a + 1) * B - 1 - i * h), ge((i + 1) * h - 1 - a * B))
    )
    if greatest:
        defs = [define(y, largest(x, over=tuple(inner), when=inside))]
    else:
        held = [
            tensor(said, i, sign="positive")[i] for said, (_, i, _, _) in zip(HELD[rank], axes, strict=True)
        ]
        defs = [
            define(m, floor_div((i + 1) * h - 1, B) + 1 - floor_div(i * h, B))
            for m, (_, i, h, B) in zip(held, axes, strict=True)
        ]
        defs.append(define(y, total(x, over=tuple(inner), when=inside) / Mul(*held)))
    return Layer(
        name=name,
        summary=f"{'maximum' if greatest else 'mean'} over bins that cover the {NAMES[rank]} evenly",
        forward=defs,
        wrt=(x.tensor,),
        options=(bins,),
        conventions=(FIRST,) if greatest else (),
        source="He et al. 2014, section 2.3",
    )


NAMES = {1: "signal", 2: "image", 3: "volume"}
SAID = {1: "number", 2: "rows and columns", 3: "planes, rows and columns"}
HELD = {1: ("columns",), 2: ("rows", "columns"), 3: ("planes", "rows", "columns")}
ADAPTIVE = {
    1: ("L", "B", "i", "a"),
    2: ("H W", "BH BW", "i j", "a b"),
    3: ("D H W", "BD BH BW", "k i j", "z a b"),
}

adaptive_max_pool1d, adaptive_max_pool2d, adaptive_max_pool3d = (
    adaptive_pool(f"adaptive_max_pool{rank}d", rank, greatest=True) for rank in (1, 2, 3)
)
adaptive_avg_pool1d, adaptive_avg_pool2d, adaptive_avg_pool3d = (
    adaptive_pool(f"adaptive_avg_pool{rank}d", rank, greatest=False) for rank in (1, 2, 3)
)


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
