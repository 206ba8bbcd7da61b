"""Benchmark data: what PyTorch calls the layers of the catalogue, in its fastest form.

Each entry takes torch, the inputs by name and all options by name, and returns the first output.
A layer without an entry is timed alone.  Nothing is derived from this table and nothing verified by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.verify.torch_oracle import ORACLES, Forward


def _conv(torch: Any, given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    rest = {name: options[name] for name in ("stride", "dilation", "groups")}
    return torch.nn.functional.conv2d(given["x"], given["w"], given["b"], padding=_native(options), **rest)


def _max_pool(torch: Any, given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    shape = options["kernel"], options["stride"], _native(options), options["dilation"]
    return torch.nn.functional.max_pool2d(given["x"], *shape)


def _avg_pool(torch: Any, given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    return torch.nn.functional.avg_pool2d(given["x"], options["kernel"], options["stride"], _native(options))


def _native(options: Mapping[str, Any]) -> tuple[int, int]:
    """Padding as PyTorch's own argument; the oracle pads a copy instead, which is slower but says more."""
    top, bottom, left, right = options["padding"]
    if (top, left) != (bottom, right):
        raise ValueError(f"PyTorch pads both sides alike, not {options['padding']}")
    return top, left


PEERS: Mapping[str, Forward] = {
    **ORACLES,
    "conv2d": _conv,
    "max_pool2d": _max_pool,
    "avg_pool2d": _avg_pool,
}
