"""Benchmark data: what PyTorch calls the layers of the catalogue.

Each entry takes torch, the inputs by name and the options by name, and returns the first output.
A layer without an entry is timed alone.  Nothing is derived from this table and nothing is verified by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Peer: TypeAlias = Callable[[Any, Mapping[str, Any], Mapping[str, Any]], Any]


def _functional(torch: Any) -> Any:
    return torch.nn.functional


def _dense(torch: Any, given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    return _functional(torch).linear(given["x"], given["w"], given.get("b"))


def _conv(torch: Any, given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    return _functional(torch).conv2d(given["x"], given["w"], given.get("b"), **options)


def _relu(torch: Any, given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    return _functional(torch).relu(given["x"])


def _max_pool(torch: Any, given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    return _functional(torch).max_pool2d(given["x"], **_pooling(options))


def _avg_pool(torch: Any, given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    return _functional(torch).avg_pool2d(given["x"], **_pooling(options))


def _pooling(options: Mapping[str, Any]) -> dict[str, Any]:
    named = {"kernel_size": options.get("kernel", 2), "stride": options.get("stride", 2)}
    return named | {name: value for name, value in options.items() if name not in ("kernel", "stride")}


def _batch_norm(
    torch: Any, given: Mapping[str, Any], options: Mapping[str, Any], training: bool = True
) -> Any:
    statistics = [None if given.get(name) is None else given[name].detach().clone() for name in _RUNNING]
    scale = given["gamma"], given["beta"]
    return _functional(torch).batch_norm(given["x"], *statistics, *scale, training=training, **options)


_RUNNING = ("running_mean", "running_var")


def _batch_norm_inference(torch: Any, given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    return _batch_norm(torch, given, options, training=False)


def _cross_entropy(torch: Any, given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    return _functional(torch).cross_entropy(given["x"], given["t"], reduction="none")


PEERS: Mapping[str, Peer] = {
    "dense": _dense,
    "conv2d": _conv,
    "relu": _relu,
    "max_pool2d": _max_pool,
    "avg_pool2d": _avg_pool,
    "batch_norm": _batch_norm,
    "batch_norm_inference": _batch_norm_inference,
    "cross_entropy": _cross_entropy,
}
