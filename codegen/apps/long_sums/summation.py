"""Long sums of float32: losses, gradients of parameters and of norms, against float64, beside the peers'."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
COUNTS = (10**4, 10**5, 10**6, 10**7)
SEED = 0
OFFSET = 3.0
"""Terms have a mean of this size beside a deviation of 1: partial sums grow."""


@dataclass(frozen=True)
class SumError:
    """The errors of one sum, relative to the sum of the sizes of its terms."""

    name: str
    terms: int
    error: float
    torch: float | None
    jax: float | None


@dataclass(frozen=True)
class LongSum:
    """``terms`` in float64, one row a sum; how a layer, PyTorch and JAX add them up in float32."""

    terms: Array
    ours: Callable[[], Array]
    torch: Callable[[], Array]
    jax: Callable[[], Array]


def sums(
    tick: Callable[[str, int, int], None] = lambda *_: None, counts: tuple[int, ...] = COUNTS
) -> Iterator[SumError]:
    """Every case at every length."""
    for k, (name, make) in enumerate(CASES.items()):
        for count in counts:
            tick(f"{name} {count:,}", k, len(CASES))
            case = make(count)
            size = np.abs(case.terms).sum(axis=-1)
            exact = case.terms.sum(axis=-1)

            def error(run: Callable[[], Array], exact: Array = exact, size: Array = size) -> float:
                return float(
                    np.max(np.abs(np.asarray(run(), np.float64).reshape(exact.shape) - exact) / size)
                )

            peers = [
                error(f) if _installed(p) else None for p, f in (("torch", case.torch), ("jax", case.jax))
            ]
            yield SumError(name, count, error(case.ours), *peers)


def _installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _normal(*shape: int, offset: float = 0.0) -> Array:
    rng = np.random.default_rng(SEED)
    return rng.standard_normal(shape, np.float32) + np.float32(offset)


def _layer(name: str) -> Any:
    return importlib.import_module(f"generated.{name}")


def _torch(*arrays: Array) -> tuple[Any, list[Any]]:
    torch = importlib.import_module("torch")
    return torch, [torch.from_numpy(a) for a in arrays]


def _jax(*arrays: Array) -> tuple[Any, list[Any]]:
    numpy = importlib.import_module("jax.numpy")
    return numpy, [numpy.asarray(a) for a in arrays]


def _loss(count: int) -> LongSum:
    classes = 4
    x = _normal(count, classes)
    t = np.arange(count) % classes
    wide = x.astype(np.float64)
    away = wide - wide.max(axis=1, keepdims=True)
    rows = np.log(np.exp(away).sum(axis=1)) - away[np.arange(count), t]

    def torch() -> Array:
        room, (a, labels) = _torch(x, t)
        return np.asarray(room.nn.functional.cross_entropy(a, labels))

    def jax() -> Array:
        room, (a, labels) = _jax(x, t)
        logs = importlib.import_module("jax.nn").log_softmax(a)
        return np.asarray(-room.mean(room.take_along_axis(logs, labels[:, None], axis=1)))

    return LongSum(rows[None] / count, lambda: _layer("cross_entropy_mean").forward(x, t), torch, jax)


def _bias(count: int) -> LongSum:
    dy = _normal(count, 2, offset=OFFSET)
    x, w, b = np.zeros((count, 1), np.float32), np.zeros((2, 1), np.float32), np.zeros(2, np.float32)
    return LongSum(
        dy.T.astype(np.float64),
        lambda: np.asarray(_layer("dense").vjp_b(dy, x, w, b)),
        lambda: np.asarray(_torch(dy)[1][0].sum(dim=0)),
        lambda: np.asarray(_jax(dy)[1][0].sum(axis=0)),
    )


def _slope(count: int) -> LongSum:
    x, dy = -np.abs(_normal(count // 100, 1, 10, 10)), _normal(count // 100, 1, 10, 10, offset=OFFSET)
    a = np.full(1, 0.25, np.float32)

    def torch() -> Array:
        room, (at, slope, cotangent) = _torch(x, a, dy)
        slope.requires_grad_()
        y = room.nn.functional.prelu(at, slope)
        (found,) = room.autograd.grad(y, slope, cotangent)
        return np.asarray(found)

    def jax() -> Array:
        room, (at, cotangent) = _jax(x, dy)
        return np.asarray(room.sum(at * cotangent))

    terms = (x.astype(np.float64) * dy).reshape(1, -1)
    return LongSum(terms, lambda: np.asarray(_layer("prelu").vjp_a(dy, x, a)), torch, jax)


def _norm(count: int) -> LongSum:
    """The mean that the running one becomes with all of its weight: what a norm takes of its batch."""
    x = _normal(count // 100, 1, 10, 10, offset=OFFSET)
    one, zero = np.ones(1, np.float32), np.zeros(1, np.float32)

    def ours() -> Array:
        made = _layer("batch_norm").forward(x, one, zero, zero, one, momentum=1.0)
        return np.asarray(made.running_mean if hasattr(made, "running_mean") else made[1])

    def torch() -> Array:
        room, (at, mean, var) = _torch(x, zero.copy(), one.copy())
        room.nn.functional.batch_norm(at, mean, var, training=True, momentum=1.0)
        return np.asarray(mean)

    terms = x.astype(np.float64).reshape(1, -1) / x.size
    return LongSum(terms, ours, torch, lambda: np.asarray(_jax(x)[1][0].mean()))


CASES: dict[str, Callable[[int], LongSum]] = {
    "cross_entropy_mean": _loss,
    "dense db": _bias,
    "prelu da": _slope,
    "batch_norm mean": _norm,
}

__all__ = ["CASES", "COUNTS", "LongSum", "SumError", "sums"]
