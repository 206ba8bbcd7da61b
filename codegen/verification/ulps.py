"""Errors of the emitted elementary functions in units in the last place, against multi-precision values."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import numpy as np
from mpmath import mp, mpf
from numba import njit

from derive.approximation.half_turns import Nearest, all_nearest

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
    "sin": ((-10.0, 10.0), (-1e5, 1e5), (-1e30, 1e30)),
    "cos": ((-10.0, 10.0), (-1e5, 1e5), (-1e30, 1e30)),
    "normal_cdf": ((-38.0, 9.0), (-13.0, 6.0), (-2.0, 2.0)),
    "normal_bell": ((-38.0, 38.0), (-13.0, 13.0), (-2.0, 2.0)),
}
"""Where the functions change between their smallest and largest values, and where they bend."""

ELSEWHERE = {"normal_cdf": ("ncdf", "special.ndtr", "ndtr")}
"""Where a function has another name: in mpmath, in PyTorch, in JAX."""
ALONE = {"normal_bell": lambda x: mp.exp(-x * x / 2)}
"""What nobody else has, by its formula."""

TURNING = ("sin", "cos")
"""Where what is left of an argument beside a multiple of π/2 decides."""

EXPONENTS = {"x^-0.75": -0.75, "x^0.75": 0.75, "x^3.25": 3.25}
"""Powers that are measured, over the numbers whose logarithms are even: ``POWERS``."""
POWERS = (-25.0, 25.0)


@dataclass(frozen=True)
class Worst:
    """The largest error that was found, in units in the last place of the result, and where."""

    function: str
    dtype: str
    error: float
    at: float
    points: int


def arguments(function: str, dtype: Any, count: int, seed: int = 0) -> np.ndarray[Any, Any]:
    """Points of the domain, ``count`` a range: uniform, and near 0 with every exponent.

    Of sine and cosine also the numbers that come nearest to multiples of π/2, up to the largest.
    """
    rng = np.random.default_rng(seed)
    if function in EXPONENTS:
        return np.exp(rng.uniform(*POWERS, 3 * count)).astype(dtype)
    parts = [rng.uniform(low, high, count) for low, high in DOMAINS[function]]
    small = 10.0 ** rng.uniform(*NEAR, count)
    if function == "log":
        parts += [1 + rng.choice([-1, 1], count) * np.sqrt(small) * 0.4, np.exp(rng.uniform(-80, 80, count))]
    else:
        parts.append(rng.choice([-1, 1], count) * small)
    if function in TURNING:
        parts.append(np.array([float(one.place) for one in _beside_turns(dtype)]))
    found: np.ndarray[Any, Any] = np.concatenate(parts).astype(dtype)
    return found[found != 0]


def _beside_turns(dtype: Any) -> Iterable[Nearest]:
    """The numbers of each exponent that lie nearest to a multiple of π/2."""
    info = np.finfo(dtype)
    digits = int(info.nmant) + 1
    found = all_nearest(digits, range(1 - digits, int(info.maxexp) - digits + 1))
    return (one for one in found if one.m > 1)


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


def compiled(function: Callable[..., Any], *more: Any) -> Callable[..., Any]:
    """``function`` over an array, as kernels call it; ``more`` are further arguments."""
    second = more[0] if more else 0.0

    def plain(x: Any, y: Any) -> None:
        for i in range(x.size):
            y[i] = function(x[i])

    def of_two(x: Any, y: Any) -> None:
        for i in range(x.size):
            y[i] = function(x[i], x.dtype.type(second))

    loop = njit(of_two if more else plain)

    def run(x: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        y = np.empty_like(x)
        loop(x, y)
        return y

    return run


def of_torch(name: str) -> Callable[..., Any] | None:
    """PyTorch's function over an array; None where PyTorch is not installed."""
    if importlib.util.find_spec("torch") is None or name in ALONE:
        return None
    torch = importlib.import_module("torch")
    if name in EXPONENTS:
        return lambda x: torch.pow(torch.from_numpy(x), EXPONENTS[name]).numpy()
    found = attrgetter(ELSEWHERE[name][1] if name in ELSEWHERE else name)(torch)
    return lambda x: found(torch.from_numpy(x)).numpy()


def of_jax(name: str) -> Callable[..., Any] | None:
    """JAX's function over an array, compiled; None where JAX is not installed."""
    if importlib.util.find_spec("jax") is None or name in ALONE:
        return None
    jax = importlib.import_module("jax")
    room = importlib.import_module(
        "jax.scipy.special" if name in ("erf", "erfc", *ELSEWHERE) else "jax.numpy"
    )
    if name in EXPONENTS:
        call = jax.jit(lambda x: x ** x.dtype.type(EXPONENTS[name]))
    else:
        call = jax.jit(getattr(room, ELSEWHERE[name][2] if name in ELSEWHERE else name))

    def run(x: Any) -> Any:
        with jax.enable_x64(True):
            return np.asarray(call(x))

    return run


PEERS: dict[str, Callable[[str], Callable[..., Any] | None]] = {"torch": of_torch, "jax": of_jax}


def exact(name: str) -> Callable[[Any], Any]:
    """The function in many digits."""
    if name in EXPONENTS:
        return lambda x: x ** mpf(EXPONENTS[name])
    if name in ALONE:
        return ALONE[name]
    found: Callable[[Any], Any] = getattr(mp, ELSEWHERE[name][0] if name in ELSEWHERE else name)
    return found


def worst(name: str, function: Callable[..., Any], x: np.ndarray[Any, Any]) -> Worst:
    """The largest error at ``x`` of ``function``, which takes an array and gives one."""
    found = list(errors(exact(name), x, function(x)))
    k = int(np.argmax(found))
    return Worst(name, x.dtype.name, found[k], float(x[k]), len(x))


CHUNK = 1 << 24


def every(
    name: str, function: Callable[..., Any], wide: Callable[..., Any], chunks: Iterable[int] = range(256)
) -> Worst:
    """The largest error over all float32, ``wide`` the function in float64: good to 2^-28 of a unit."""
    found = Worst(name, "float32", 0.0, 0.0, 0)
    for chunk in chunks:
        start = chunk * CHUNK
        x = np.arange(start, start + CHUNK, dtype=np.uint64).astype(np.uint32).view(np.float32)
        with np.errstate(all="ignore"):
            error = _units(function(x), wide(x.astype(np.float64)))
        k = int(np.argmax(error))
        if error[k] > found.error or not found.points:
            found = Worst(name, "float32", float(error[k]), float(x[k]), found.points)
        found = replace(found, points=found.points + len(x))
    return found


def _units(made: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """``|made - wanted|`` in units in the last place of float32; infinite for a wrong NaN or infinity."""
    single = np.finfo(np.float32)
    size = np.clip(np.abs(wanted), float(single.tiny), float(single.max))
    unit = np.exp2(np.floor(np.log2(size)) - single.nmant)
    near = np.abs(made.astype(np.float64) - wanted) / unit
    same = (np.isnan(made) & np.isnan(wanted)) | (made == wanted.astype(np.float32))
    inside: np.ndarray[Any, Any] = np.where(np.isfinite(made) & np.isfinite(wanted), near, np.inf)
    return np.where(same & ~np.isfinite(inside), 0.0, inside)


__all__ = ["DOMAINS", "EXPONENTS", "PEERS", "Worst", "arguments", "compiled", "errors", "every", "worst"]
