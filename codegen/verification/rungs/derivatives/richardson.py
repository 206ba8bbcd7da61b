"""Central differences with Richardson extrapolation, and a bound of their error that is computed.

For steps h, h/2, h/4 the table D[k,0] = (f(x+hv) - f(x-hv)) / 2h, D[k,m] = D[k,m-1] + (D[k,m-1] -
D[k-1,m-1]) / (4^m - 1) removes the error terms in h^2 and h^4 (Richardson 1911; Ridders 1982).
*Truncation* is estimated from the last column of the table, *rounding* from the error of f itself
divided by the steps, weighted as the table weighs its differences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

LEVELS = 3
TRUNCATION_SAFETY = 4.0
"""The last correction of the table overestimates the error that is left, unless h is far too large."""


@dataclass(frozen=True)
class Difference:
    """A derivative, and bounds of what truncation and rounding may have done to it."""

    value: float
    truncation: float
    rounding: float

    @property
    def bound(self) -> float:
        return self.truncation + self.rounding


def weights(levels: int = LEVELS) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How much each plain central difference counts in the last entry of the table."""
    rows = np.eye(levels)
    for m in range(1, levels):
        rows = rows[1:] + (rows[1:] - rows[:-1]) / (4**m - 1)
    made: np.ndarray[tuple[int], np.dtype[np.float64]] = rows[0]
    return made


def central(f: Callable[[float], float], h: float, f_error: float) -> Difference:
    """df/dt at 0 from f at +-h, +-h/2, +-h/4; ``f_error`` bounds the rounding error of one value of f."""
    steps = [h / 2**k for k in range(LEVELS)]
    column = [(f(t) - f(-t)) / (2 * t) for t in steps]
    history = [column]
    for m in range(1, LEVELS):
        column = [b + (b - a) / (4**m - 1) for a, b in pairwise(column)]
        history.append(column)
    value = history[-1][0]
    truncation = TRUNCATION_SAFETY * abs(value - history[-2][-1])
    rounding = float(sum(abs(w) * f_error / t for w, t in zip(weights(), steps, strict=True)))
    return Difference(value, truncation, rounding)


TRIES = 8


def shortest(largest: float) -> float:
    """The shortest distance of two places that ``best`` looks at."""
    return float(2.0 ** (np.floor(np.log2(largest)) - 2 * (TRIES - 1) - (LEVELS - 1)))


def best(f: Callable[[float], float], largest: float, f_error: float, tries: int = TRIES) -> Difference:
    """The difference with the smallest bound over steps of powers of two up to ``largest``.

    A step so long that f turns within it may seem to converge; then it contradicts the shorter ones.
    """
    top = int(np.floor(np.log2(largest)))
    found = [central(f, 2.0 ** (top - 2 * k), f_error) for k in reversed(range(tries))]
    credible: list[Difference] = []
    for one in (d for d in found if np.isfinite(d.bound)):
        if any(abs(one.value - other.value) > one.bound + other.bound for other in credible):
            break
        credible.append(one)
    return min(credible or found, key=lambda d: d.bound if np.isfinite(d.bound) else np.inf)


__all__ = ["Difference", "best", "central", "shortest", "weights"]
