"""Benchmark data: what PyTorch calls the layers of the catalogue, as one would write it for speed.

Each entry takes torch, the inputs by name and all options by name, and returns the first output.
Nothing is derived from this table and nothing verified by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from codegen.apps.benchmark.contenders import Forward, first_of
from codegen.verification.oracles.torch_oracle import ORACLES
from codegen.verification.oracles.torch_windows import padded

Values = Mapping[str, Any]


def first_output(forward: Forward) -> Forward:
    """The oracle's call without what it has besides (running statistics, a second output)."""
    return lambda torch, given, options: first_of(forward(torch, given, options))


def _edged(torch: Any, x: Any, o: Values) -> Any:
    """Zeros around the image, where any are wanted: PyTorch's ``pad`` would copy it for none."""
    return padded(torch, x, o["padding"]) if any(o["padding"]) else x


def sum_pool2d(torch: Any, a: Values, o: Values) -> Any:
    x = _edged(torch, a["x"], o)
    return torch.nn.functional.avg_pool2d(x, o["kernel"], o["stride"], divisor_override=1)


def lp_pool(torch: Any, a: Values, o: Values) -> Any:
    """The power of a value and of its size are the same where the exponent is even."""
    p = o.get("p", 2.0)
    x = _edged(torch, a["x"], o)
    return torch.nn.functional.lp_pool2d(x if p % 2 == 0 else x.abs(), p, o["kernel"], o["stride"])


def cross_entropy(torch: Any, a: Values, o: Values, reduction: str) -> Any:
    """PyTorch has no derivative towards class weights."""
    return torch.nn.functional.cross_entropy(
        a["x"], a["t"], a["w"].detach(), reduction=reduction, ignore_index=o["ignore_index"]
    )


OWN: Mapping[str, Forward] = {
    "sum_pool2d": sum_pool2d,
    "lp_pool2d": lp_pool,
    "l2_pool2d": lp_pool,
    "cross_entropy_weighted": partial(cross_entropy, reduction="none"),
    "cross_entropy_sum": partial(cross_entropy, reduction="sum"),
    "cross_entropy_mean": partial(cross_entropy, reduction="mean"),
    "hard_sigmoid": lambda torch, a, o: torch.nn.functional.hardsigmoid(a["x"]),
    "softplus": lambda torch, a, o: torch.nn.functional.softplus(a["x"], o["beta"]),
    "nearest_upsample2d": lambda torch, a, o: torch.nn.functional.interpolate(
        a["x"], scale_factor=tuple(map(float, o["factor"])), mode="nearest"
    ),
}
"""Where an oracle is written to be independent or exact, and PyTorch's users would write something faster."""

COMPOSED = frozenset(
    {
        "causal_conv1d", "coord_conv2d", "covariance_pool2d", "deform_conv2d", "depthwise_separable_conv2d",
        "l2_pool_features", "locally_connected2d", "max_unpool2d", "mixed_pool2d", "second_order_pool2d",
        "spatial_pyramid_avg_pool2d", "spatial_pyramid_pool2d", "spatial_separable_conv2d",
        "spectral_pool2d", "tcn_block", "weighted_pool2d", "zero_insert2d",
    }
)  # fmt: skip
"""What PyTorch has no single function for: its operations one after the other."""

PEERS: Mapping[str, Forward] = {**{name: first_output(f) for name, f in ORACLES.items()}, **OWN}

__all__ = ["COMPOSED", "OWN", "PEERS", "first_output"]
