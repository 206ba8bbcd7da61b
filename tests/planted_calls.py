"""Faults that show only in some ways to call a function: its tangents, its memory, layouts, odd values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from generated.threads import get_num_threads
from tests.planted import Fault

Condition = Callable[[Any, dict[str, Any]], bool]
EVERY = ("edges", "contract", "jvp", "not_a_number", "refusals", "float32", "torch")


def where(holds: Condition) -> Callable[[Any, dict[str, Any]], Any]:
    """The last element is wrong where a condition holds of the result and the arguments."""

    def effect(a: Any, given: dict[str, Any]) -> Any:
        if a.size and holds(a, given):
            a.reshape(-1)[-1] += 1
        return a

    return effect


def only(holds: Callable[[tuple[Any, ...], dict[str, Any]], bool]) -> Callable[..., Any]:
    """The last element of the first result is wrong where a condition holds of the call."""

    def instead(right: Callable[..., Any], *given: Any, **named: Any) -> Any:
        made = right(*given, **named)
        if holds(given, named):
            first = made[0] if isinstance(made, tuple) else made
            first.reshape(-1)[-1:] += 1
        return made

    return instead


def reusing() -> Callable[..., Any]:
    """Each result lies in the memory of the last one of its shape."""
    last: dict[Any, Any] = {}

    def instead(right: Callable[..., Any], *given: Any, out: Any = None, **named: Any) -> Any:
        made = right(*given, out=out, **named)
        kept = last.setdefault((made.shape, made.dtype), made) if out is None else made
        kept[...] = made
        return kept

    return instead


def stale() -> Callable[..., Any]:
    """What was computed for other data of the same shapes."""
    last: dict[Any, Any] = {}

    def instead(right: Callable[..., Any], *given: Any, **named: Any) -> Any:
        made = right(*given, **named)
        key = (*(a.shape for a in given if a is not None), made.dtype, repr(named))
        made[...] = last.setdefault(key, made.copy())
        return made

    return instead


def arrays(given: tuple[Any, ...]) -> list[Any]:
    return [a for a in given if isinstance(a, np.ndarray) and a.ndim]


def tangents(given: tuple[Any, ...], named: dict[str, Any]) -> int:
    return sum(v is not None for k, v in named.items() if k.endswith("_dot"))


def unlike(option: str) -> Condition:
    return lambda a, given: len(set(np.ravel(given.get(option, 0)))) > 1


CALLS = [
    Fault("tangents of float32", "dense", "jvp", where(lambda a, _: a.dtype == np.float32)),
    Fault("tangents of float32", "softmax", "jvp", where(lambda a, _: a.dtype == np.float32)),
    Fault("tangents over 64 columns", "dense", "jvp", where(lambda a, _: a.shape[-1] > 64)),
    Fault("tangents by several threads", "softmax", "jvp", where(lambda *_: get_num_threads() > 1)),
    Fault("two tangents at once", "dense", "jvp", instead=only(lambda a, n: tangents(a, n) > 1)),
    Fault("memory of the last call", "softmax", "forward", instead=reusing()),
    Fault("memory of the last call", "dense", "vjp_w", instead=reusing()),
    Fault("stale by shape", "dense", "forward", instead=stale()),
    Fault("three axes", "relu", "forward", where(lambda a, _: a.ndim == 3)),
    Fault("three axes", "relu", "vjp_x", where(lambda a, _: a.ndim == 3)),
    Fault("infinity", "relu", "forward", lambda a, _: np.where(np.isinf(a), 0, a)),
    Fault("infinity", "max_pool1d", "forward", lambda a, _: np.where(a == np.inf, 7, a)),
    Fault("subnormal numbers", "relu", "forward", where(
        lambda a, g: bool(((g["x"] != 0) & (np.abs(g["x"]) < np.finfo(a.dtype).tiny)).any()))),
    Fault("zero with a sign", "relu", "vjp_x", where(
        lambda a, g: bool(((g["x"] == 0) & np.signbit(g["x"])).any()))),
    Fault("arrays with strides", "max_pool1d", "forward", instead=only(
        lambda a, _: any(not b.flags.c_contiguous for b in arrays(a)))),
    Fault("read-only arrays", "softmax", "forward", instead=only(
        lambda a, _: any(not b.flags.writeable for b in arrays(a)))),
    Fault("residuals given", "batch_norm_features", "vjp_x", instead=only(
        lambda _, n: n.get("residuals") is not None)),
    Fault("no bias given", "dense", "forward", instead=only(lambda a, _: len(a) < 3 or a[2] is None)),
    Fault("one sample", "dense", "vjp_x", where(lambda a, _: a.shape[0] == 1)),
    Fault("one thread", "dense", "vjp_w", where(lambda *_: get_num_threads() == 1)),
    Fault("an even window", "max_pool1d", "vjp_x", where(lambda a, g: g.get("kernel", 2) % 2 == 0)),
    Fault("a stride beyond the window", "max_pool1d", "vjp_x", where(
        lambda a, g: g.get("stride", 2) > g.get("kernel", 2))),
    Fault("unlike padding", "max_pool1d", "vjp_x", where(unlike("padding"))),
    Fault("an option that is not its default", "batch_norm_features", "vjp_x", where(
        lambda a, g: g.get("eps", 1e-5) != 1e-5)),
]  # fmt: skip
