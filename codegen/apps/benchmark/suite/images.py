"""Benchmark data: what reads an image or a row once: norms, pools, activations, losses, upsampling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from codegen.apps.benchmark.suite.line import Entry, entry, image

MAPS = ((64, 56), (256, 14))
"""Channels and extent of the images that norms and pools are timed on."""


def _on_maps(
    family: str,
    layer: str,
    note: str = "",
    quick: bool = False,
    batches: Sequence[int] = (8,),
    **options: Any,
) -> list[Entry]:
    """A layer on both images; ``quick`` takes the first."""
    return [
        entry(family, layer, f"{n}x{c}x{h}x{h}" + (f", {note}" if note else ""), image(n, c, h),
               quick and (n, c) == (8, 64), **options)
        for c, h in MAPS
        for n in batches
    ]  # fmt: skip


def _group_norm(n: int, c: int, h: int) -> Entry:
    sizes = {"N": n, "Cg": c // 32, "H": h, "W": h}
    return entry("norm", "group_norm", f"{n}x{c}x{h}x{h}, 32 groups", sizes, c == 64, groups=32)


NORMS = [
    *_on_maps("norm", "batch_norm", quick=True, batches=(1, 8, 32)),
    *_on_maps("norm", "batch_norm_inference"),
    *_on_maps("norm", "layer_norm2d"),
    entry("norm", "layer_norm", "4096x768", {"N": 4096, "D": 768}, quick=True),
    *_on_maps("norm", "instance_norm"),
    *(_group_norm(8, c, h) for c, h in MAPS),
    entry("norm", "batch_norm_features", "8192x256", {"N": 8192, "C": 256}),
    *(
        entry("response norm", layer, f"{n}x96x55x55", image(n, 96, 55), (n, layer[-1]) == (8, "m"))
        for layer in ("local_response_norm", "local_response_norm_mean")
        for n in (1, 8)
    ),
]

TWO: Mapping[str, Any] = {"kernel": 2, "stride": 2}
POOLS = [
    *_on_maps("max pool", "max_pool2d", "2x2", quick=True, batches=(1, 8, 32), **TWO),
    *_on_maps("max pool", "max_pool2d", "3x3, stride 2", quick=True, kernel=3, stride=2, padding=1),
    *_on_maps("max pool", "max_pool2d_ceil", "3x3, stride 2", kernel=3, stride=2),
    *_on_maps("max pool", "adaptive_max_pool2d", "to 7x7", bins=7),
    *_on_maps("max pool", "max_unpool2d", "2x2", **TWO),
    *_on_maps("max pool", "spatial_pyramid_pool2d"),
    *_on_maps("average pool", "avg_pool2d", "2x2", quick=True, batches=(1, 8, 32), **TWO),
    *_on_maps("average pool", "avg_pool2d", "3x3", kernel=3, stride=1, padding=1),
    *_on_maps("average pool", "avg_pool2d_ceil", "3x3, stride 2", kernel=3, stride=2),
    *_on_maps("average pool", "sum_pool2d", "2x2", **TWO),
    *_on_maps("average pool", "weighted_pool2d", "3x3, stride 2", kernel=3, stride=2, padding=1),
    *_on_maps("average pool", "adaptive_avg_pool2d", "to 7x7", bins=7),
    *_on_maps("average pool", "global_avg_pool2d", quick=True),
    *_on_maps("average pool", "spatial_pyramid_avg_pool2d"),
    *_on_maps("power pool", "lp_pool2d", "2x2, p 2", quick=True, **TWO),
    *_on_maps("power pool", "lp_pool2d", "2x2, p 3", p=3.0, **TWO),
    *_on_maps("power pool", "l2_pool2d", "2x2", **TWO),
    *_on_maps("power pool", "l2_pool_features", "2", **TWO),
    *_on_maps("power pool", "second_order_pool2d", "2x2", **TWO),
    entry("power pool", "covariance_pool2d", "1x32x28x28, 2x2", image(1, 32, 28), **TWO),
    entry("max pool", "mixed_pool2d", "8x64x56x56, 2x2", image(8, 64, 56), **TWO),
    entry("average pool", "spectral_pool2d", "2x16x28x28 to 14x14", image(2, 16, 28), size=14),
]

QUICK = ("relu", "gelu", "silu", "tanh")
ACTIVATIONS = [
    *(
        entry("activation", layer, "8x64x56x56", {"M": 8 * 64 * 56 * 56}, layer in QUICK)
        for layer in (
            "relu", "leaky_relu", "elu", "selu", "gelu", "gelu_tanh", "softplus", "silu", "mish",
            "hard_sigmoid", "hard_swish", "sigmoid", "tanh", "softsign",
        )
    ),
    *_on_maps("activation", "prelu"),
    *(entry("activation", "relu", f"{n}x64x56x56", {"M": n * 64 * 56 * 56}) for n in (1, 32)),
    *(entry("activation", "gelu", f"{n}x64x56x56", {"M": n * 64 * 56 * 56}) for n in (1, 32)),
]  # fmt: skip

LOGITS = {"N": 8192, "C": 1000}
LOSSES = [
    *(
        entry("softmax", layer, "8192x1000", LOGITS, layer == "softmax")
        for layer in ("softmax", "log_softmax")
    ),
    *(
        entry("loss", layer, "8192x1000", LOGITS, layer == "cross_entropy")
        for layer in ("cross_entropy", "cross_entropy_weighted", "cross_entropy_sum", "cross_entropy_mean")
    ),
    *(
        entry("loss", layer, "8192x256", {"N": 8192, "D": 256})
        for layer in ("mse_loss", "mse_loss_sum", "squared_error_loss")
    ),
]

UPSAMPLING = [
    *(
        entry("upsampling", layer, "8x64x28x28 to 56x56", image(8, 64, 28),
               layer == "bilinear_upsample2d", **options)
        for layer, options in (
            ("nearest_upsample2d", {"factor": 2}),
            ("zero_insert2d", {"factor": 2}),
            ("bilinear_upsample2d", {"size": 56}),
            ("bilinear_upsample2d_aligned", {"size": 56}),
        )
    ),
]  # fmt: skip

IMAGES = (*NORMS, *POOLS, *ACTIVATIONS, *LOSSES, *UPSAMPLING)

__all__ = ["IMAGES"]
