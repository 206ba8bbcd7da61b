"""Normalisation: subtract the mean, divide by the standard deviation, over any set of axes.

Batch norm (Ioffe & Szegedy 2015, algorithms 1 and 2), layer norm (Ba et al. 2016, eq. 4), instance norm
(Ulyanov et al. 2016, eq. 7) and group norm (Wu & He 2018, eq. 1-7) differ only in which elements share a
mean: one definition serves all.  The variance is Σ (x − μ)²/m; Σ x²/m − μ² would cancel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Abs, Expr, Mul

from derive.model.layer import Def
from derive.model.spoken import About
from derive.notation import (
    Acc,
    Index,
    Layer,
    Option,
    Tensor,
    define,
    gt,
    index,
    larger,
    option,
    sizes,
    sqrt,
    tensor,
    total,
    where,
)  # fmt: skip

N, C, D, H, W, L, G, Cg, m = sizes("N C D H W L G Cg m")
n, c, d, h, w, l = (
    index("n", N), index("c", C), index("d", D), index("h", H), index("w", W), index("l", L),
)  # fmt: skip

eps = option("eps", "epsilon", default=1e-5, minimum=0, real=True, summary="added to the variance")
momentum = option(
    "momentum", "rho", default=0.1, minimum=0, real=True, summary="weight of the new statistics"
)
correction = option(
    "correction", "kappa", default=1, minimum=0, maximum=1, summary="0: the running variance is biased"
)
(epsilon,), (rho,), (kappa,) = eps, momentum, correction


def shares(letters: Sequence[Index]) -> Expr:
    """How many elements share a mean."""
    return Mul(*(z.extent for z in letters))


def standardise(
    x: Acc, y: Acc, gamma: Acc, beta: Acc, mean: Any, variance: Any, kept: Sequence[Index]
) -> list[Def]:
    """r = 1/√(σ² + ε), x̂ = (x − μ) r, y = γ x̂ + β; statistics hang on the indices ``kept``."""
    R, Xhat = tensor("r", *kept, sign="positive"), x.tensor.rename("xhat")
    r, xhat = R[tuple(kept)], Xhat[x.index]
    return [
        define(r, 1 / sqrt(variance + epsilon)),
        define(xhat, (x - mean) * r),
        define(y, gamma * xhat + beta),
    ]


def statistics(x: Acc, over: Sequence[Index], kept: Sequence[Index]) -> tuple[list[Def], Acc, Acc]:
    """μ = Σ x / m and σ² = Σ (x − μ)² / m over the indices ``over``."""
    Mu, Var = tensor("mu", *kept), tensor("var", *kept, sign="nonnegative")
    mean, variance = Mu[tuple(kept)], Var[tuple(kept)]
    return (
        [
            define(mean, total(x, over=over) / m),
            define(variance, total((x - mean) ** 2, over=over) / m),
        ],
        mean,
        variance,
    )


def normalisation(
    name: str,
    axes: Sequence[Index],
    over: Sequence[Index],
    scaled: Sequence[Index],
    *,
    summary: str,
    source: str,
    at: tuple[Any, ...] = (),
    scaled_at: tuple[Any, ...] = (),
    options: tuple[Option, ...] = (),
) -> Layer:
    """A layer whose elements share a mean over the indices ``over``, with γ and β along ``scaled``.

    ``at``, ``scaled_at``: the element and its parameter where they are no plain indices (groups).
    """
    X, Y = tensor("x", *axes), tensor("y", *axes)
    Gamma, Beta = tensor("gamma", *scaled), tensor("beta", *scaled)
    at, scaled_at = at or tuple(axes), scaled_at or tuple(scaled)
    letters = [z for e in at for z in sorted(e.free_symbols, key=str) if isinstance(z, Index)]
    kept = [z for z in letters if z not in over]
    first, mean, variance = statistics(X[at], over, kept)
    return Layer(
        name=name,
        summary=summary,
        forward=[*first, *standardise(X[at], Y[at], Gamma[scaled_at], Beta[scaled_at], mean, variance, kept)],
        wrt=(X, Gamma, Beta),
        options=(*options, eps),
        sizes={m: shares(over)},
        defaults={Gamma: 1, Beta: 0},
        source=source,
    )


def running(mean: Any, variance: Any) -> tuple[list[Def], dict[str, Tensor]]:
    """Running statistics: a moving average, the variance with the unbiased estimate unless κ is 0."""
    old, new = tensor("running_mean", c), tensor("new_running_mean", c)
    old_var, new_var = tensor("running_var", c, sign="nonnegative"), tensor("new_running_var", c)
    unbiased = where(gt(m - kappa), m / (m - kappa), 1)
    defs = [
        define(new[c], (1 - rho) * old[c] + rho * mean),
        define(new_var[c], (1 - rho) * old_var[c] + rho * unbiased * variance),
    ]
    return defs, {"mean": old, "var": old_var, "new_mean": new, "new_var": new_var}


def batch_norm_of(name: str, axes: Sequence[Index], said: str) -> Layer:
    """Training: the statistics of the batch, over all axes but the channels."""
    over = tuple(z for z in axes if z != c)
    X, Y, Gamma, Beta = tensor("x", *axes), tensor("y", *axes), tensor("gamma", c), tensor("beta", c)
    at = tuple(axes)
    first, mean, variance = statistics(X[at], over, (c,))
    moving, t = running(mean, variance)
    return Layer(
        name=name,
        summary=f"batch normalisation over {said} with the statistics of the batch (training)",
        forward=[*first, *standardise(X[at], Y[at], Gamma[c], Beta[c], mean, variance, (c,)), *moving],
        wrt=(X, Gamma, Beta),
        outputs=(Y,),
        aux=(t["new_mean"], t["new_var"]),
        options=(eps, momentum, correction),
        sizes={m: shares(over)},
        defaults={Gamma: 1, Beta: 0, t["mean"]: 0, t["var"]: 1},
        conventions=(
            About(
                "running variance is updated with the unbiased estimate m/(m-1) var, "
                "with correction 0 by var",
                t["new_var"],
            ),
        ),
        source="Ioffe & Szegedy 2015, algorithm 1",
    )


def batch_norm_inference_of(name: str, axes: Sequence[Index]) -> Layer:
    """Inference: the running statistics are constants."""
    X, Y, Gamma, Beta = tensor("x", *axes), tensor("y", *axes), tensor("gamma", c), tensor("beta", c)
    Mean, Var = tensor("running_mean", c), tensor("running_var", c, sign="nonnegative")
    at = tuple(axes)
    return Layer(
        name=name,
        summary="batch normalisation with constant running statistics (inference)",
        forward=standardise(X[at], Y[at], Gamma[c], Beta[c], Mean[c], Var[c], (c,)),
        wrt=(X, Gamma, Beta),
        inputs=(X, Gamma, Beta, Mean, Var),
        options=(eps,),
        defaults={Gamma: 1, Beta: 0, Mean: 0, Var: 1},
        source="Ioffe & Szegedy 2015, algorithm 2",
    )


_DATA: dict[str, tuple[tuple[Index, ...], str]] = {
    "batch_norm_features": ((n, c), "N"),
    "batch_norm1d": ((n, c, l), "N, L"),
    "batch_norm": ((n, c, h, w), "N, H, W"),
    "batch_norm3d": ((n, c, d, h, w), "N, D, H, W"),
}
batch_norm_features, batch_norm1d, batch_norm, batch_norm3d = (
    batch_norm_of(name, axes, said) for name, (axes, said) in _DATA.items()
)
(
    batch_norm_features_inference,
    batch_norm1d_inference,
    batch_norm_inference,
    batch_norm3d_inference,
) = (batch_norm_inference_of(f"{name}_inference", axes) for name, (axes, _) in _DATA.items())

layer_norm = normalisation(
    "layer_norm", (n, d), over=(d,), scaled=(d,),
    summary="each row normalised by itself", source="Ba et al. 2016, eq. 4",
)  # fmt: skip
layer_norm2d = normalisation(
    "layer_norm2d", (n, c, h, w), over=(c, h, w), scaled=(c, h, w),
    summary="each image normalised by itself, over channels and pixels", source="Wu & He 2018, eq. 4",
)  # fmt: skip
instance_norm = normalisation(
    "instance_norm", (n, c, h, w), over=(h, w), scaled=(c,),
    summary="each channel of each image normalised by itself", source="Ulyanov et al. 2016, eq. 7",
)  # fmt: skip

groups = option("groups", "G", default=1, minimum=1, summary="blocks of channels that share a mean")
_g, _c, _all = index("g", G), index("c", Cg), index("c", G * Cg)
group_norm = normalisation(
    "group_norm", (n, _all, h, w), over=(_c, h, w), scaled=(_all,),
    at=(n, _g * Cg + _c, h, w), scaled_at=(_g * Cg + _c,), options=(groups,),
    summary="each group of channels of each image normalised by itself", source="Wu & He 2018, eq. 7",
)  # fmt: skip


def _rms_normalise() -> Layer:
    """x over the root of its mean square: no mean is taken off."""
    X, Gamma, Y = tensor("x", n, d), tensor("gamma", d), tensor("y", n, d)
    R = tensor("r", n, sign="positive")
    return Layer(
        name="rms_normalise",
        summary="each row divided by the root of its mean square",
        forward=[
            define(R[n], 1 / sqrt(total(X[n, d] ** 2, over=d) / D + epsilon)),
            define(Y[n, d], Gamma[d] * X[n, d] * R[n]),
        ],
        wrt=(X, Gamma),
        options=(eps,),
        defaults={Gamma: 1},
        source="Zhang & Sennrich 2019, eq. 4",
    )


rms_normalise = _rms_normalise()


def _lp_normalise() -> Layer:
    """x / max(‖x‖_p, ε): rows of length 1."""
    norm = option("p", default=2.0, minimum=1, real=True, summary="the norm's exponent")
    least = option("eps", "epsilon", default=1e-12, minimum=0, real=True, summary="least length divided by")
    (p,), (floor,) = norm, least
    X, Y = tensor("x", n, d), tensor("y", n, d)
    Powers, Length = tensor("powers", n, sign="nonnegative"), tensor("length", n, sign="nonnegative")
    return Layer(
        name="lp_normalise",
        summary="each row divided by its p-norm",
        forward=[
            define(Powers[n], total(Abs(X[n, d]) ** p, over=d)),
            define(Length[n], where(gt(Powers[n]), Powers[n] ** (1 / p), 0)),
            define(Y[n, d], X[n, d] / larger(Length[n], floor)),
        ],
        wrt=(X,),
        options=(norm, least),
        conventions=(
            "a row shorter than eps is divided by eps; the length of a row of zeros has derivative 0",
            "for p = 1 the length has derivative 0 towards an element 0",
            "powers are summed as they are: |x|^p must not overflow",
        ),
        source="torch.nn.functional.normalize",
    )


lp_normalise = _lp_normalise()
