"""Errors of the emitted elementary functions in units in the last place, against multi-precision values."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from mpmath import mp, mpf
from numba import njit

DIGITS = 50
NEAR = (-30.0, 0.0)
"""Arguments near 0 are drawn with these decimal exponents."""
DOMAINS: dict[str, tuple[tuple[float, float], ...]] = {
    "exp": ((-750.0, 715.0), (-3.0, 3.0)),
    "expm1": ((-60.0, 715.0), (-3.0, 3.0)),
    "log": ((0.5, 2.0), (0.0, 100.0)),
    "log1p": ((-0.999, 3.0), (0.0, 1e30)),
    "tanh": ((-25.0, 25.0), (-1.0, 1.0)),
    "erf": ((-7.0, 7.0), (-1.5, 1.5)),
    "erfc": ((-7.0, 28.0), (-1.5, 1.5)),
}
"""Where the functions change between their smallest and largest values, and where they bend."""


@dataclass(frozen=True)
class Worst:
    """The largest error that was found, in units in the last place of the result, and where."""

    function: str
    dtype: str
    error: float
    at: float
    points: int


def arguments(function: str, dtype: Any, count: int, seed: int = 0) -> np.ndarray[Any, Any]:
    """Points of the domain, ``count`` a range: uniform, and near 0 with every exponent."""
    rng = np.random.default_rng(seed)
    parts = [rng.uniform(low, high, count) for low, high in DOMAINS[function]]
    small = 10.0 ** rng.uniform(*NEAR, count)
    if function == "log":
        parts += [1 + rng.choice([-1, 1], count) * np.sqrt(small) * 0.4, np.exp(rng.uniform(-80, 80, count))]
    else:
        parts.append(rng.choice([-1, 1], count) * small)
    found: np.ndarray[Any, Any] = np.concatenate(parts).astype(dtype)
    return found[found != 0]


def errors(exact: Callable[[Any], Any], x: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> Iterable[float]:
    """``|y - exact(x)|`` in units in the last place of the result; a wrong infinity counts as infinite."""
    info = np.finfo(y.dtype)
    least, greatest = int(np.log2(float(info.smallest_subnormal))), mpf(float(info.max))
    with mp.workdps(DIGITS):
        for a, b in zip(x, y, strict=True):
            value = exact(mpf(float(a)))
            exponent = max(int(mp.floor(mp.log(abs(value), 2))) - info.nmant, least) if value else least
            if abs(value) > greatest + mpf(2) ** exponent / 2:
                yield 0.0 if np.isinf(b) else np.inf
            else:
                yield float(abs(mpf(float(b)) - value) / mpf(2) ** exponent)


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """``function`` over an array, as kernels call it."""

    def plain(x: Any, y: Any) -> None:
        for i in range(x.size):
            y[i] = function(x[i])

    loop = njit(plain)

    def run(x: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        y = np.empty_like(x)
        loop(x, y)
        return y

    return run


def peer(name: str) -> Callable[..., Any] | None:
    """PyTorch's function over an array; None where PyTorch is not installed."""
    if importlib.util.find_spec("torch") is None:
        return None
    import torch

    function = getattr(torch, name)
    return lambda x: function(torch.from_numpy(x)).numpy()


def worst(name: str, function: Callable[..., Any], x: np.ndarray[Any, Any]) -> Worst:
    """The largest error at ``x`` of ``function``, which takes an array and gives one."""
    found = list(errors(getattr(mp, name), x, function(x)))
    k = int(np.argmax(found))
    return Worst(name, x.dtype.name, found[k], float(x[k]), len(x))


__all__ = ["DOMAINS", "Worst", "arguments", "compiled", "errors", "peer", "worst"]
