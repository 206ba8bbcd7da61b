"""Minimax polynomials by Remez' exchange, in multi-precision arithmetic.

E. Ya. Remez, "Sur le calcul effectif des polynômes d'approximation de Tchebichef", C. R. 199 (1934).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mpmath import mp, mpf

Real = Any
"""A number of mpmath."""
Function = Callable[[Real], Real]

DIGITS = 45
"""Decimal digits of the exchange: errors near 1e-18 are differences of numbers near 1."""
EXCHANGES = 30
"""Remez converges quadratically: a handful of exchanges levels any error here; more is a failure."""
LEVEL = mpf("1e-3")
"""The exchange ends where the largest error exceeds the levelled one by less than this share."""
DENSITY = 6
"""Points looked at between two neighbouring zeros of the error, on average."""


class NotLevelledError(ArithmeticError):
    """The exchange did not level the error: the function is not smooth there, or the degree is too high."""


@dataclass(frozen=True)
class Minimax:
    """``Σ coefficients[k] x^k`` with the smallest ``error``, the largest ``|weight(x) (f(x) - p(x))|``."""

    coefficients: tuple[Real, ...]
    error: Real


def horner(coefficients: Sequence[Real], x: Real) -> Real:
    """``Σ c_k x^k``."""
    made = coefficients[-1]
    for c in reversed(coefficients[:-1]):
        made = made * x + c
    return made


def minimax(f: Function, weight: Function, low: Real, high: Real, degree: int) -> Minimax:
    """The polynomial of ``degree`` closest to ``f`` on ``[low, high]``; ``weight`` multiplies the error."""
    with mp.workdps(DIGITS):
        low, high = mpf(low), mpf(high)
        nodes = _chebyshev(low, high, degree + 2)
        for _ in range(EXCHANGES):
            coefficients, levelled = _levelled(f, weight, nodes)

            def error(x: Real, c: tuple[Real, ...] = coefficients) -> Real:
                return weight(x) * (f(x) - horner(c, x))

            nodes = _extremes(error, low, high, degree + 2)
            largest = max(abs(error(x)) for x in nodes)
            if largest <= abs(levelled) * (1 + LEVEL):
                return Minimax(coefficients, largest)
    raise NotLevelledError(
        f"degree {degree}: {EXCHANGES} exchanges do not level the error on [{low}, {high}]"
    )


def _chebyshev(low: Real, high: Real, count: int) -> list[Real]:
    """The extremes of a Chebyshev polynomial, mapped to the interval."""
    return [(low + high) / 2 - (high - low) / 2 * mp.cos(mp.pi * k / (count - 1)) for k in range(count)]


def _levelled(f: Function, weight: Function, nodes: Sequence[Real]) -> tuple[tuple[Real, ...], Real]:
    """The polynomial whose error has one size and alternating signs at the nodes, and that size."""
    degree = len(nodes) - 2
    rows = [[x**k for k in range(degree + 1)] + [(-1) ** i / weight(x)] for i, x in enumerate(nodes)]
    solved = mp.lu_solve(mp.matrix(rows), mp.matrix([f(x) for x in nodes]))
    return tuple(solved[k] for k in range(degree + 1)), solved[degree + 1]


def _extremes(error: Function, low: Real, high: Real, count: int) -> list[Real]:
    """Where the error is largest between its changes of sign: ``count`` places with alternating signs."""
    places = _chebyshev(low, high, DENSITY * count)
    values = [error(x) for x in places]
    runs: list[list[int]] = []
    for k, value in enumerate(values):
        if runs and (values[runs[-1][-1]] > 0) == (value > 0):
            runs[-1].append(k)
        else:
            runs.append([k])
    peaks = [_peak(error, places, values, max(run, key=lambda k: abs(values[k]))) for run in runs]
    while len(peaks) > count:  # the smallest at an end goes: what is inside has to alternate
        peaks.pop(0 if abs(error(peaks[0])) < abs(error(peaks[-1])) else -1)
    if len(peaks) < count:
        raise NotLevelledError(
            f"{len(peaks)} alternations, {count} are due: too high a degree for the digits"
        )
    return peaks


def _peak(error: Function, places: Sequence[Real], values: Sequence[Real], k: int) -> Real:
    """The vertex of the parabola through three neighbours; an end of the interval stays."""
    if k in (0, len(places) - 1):
        return places[k]
    (a, b, c), (u, v, w) = places[k - 1 : k + 2], values[k - 1 : k + 2]
    above = (b - a) ** 2 * (v - w) - (b - c) ** 2 * (v - u)
    below = (b - a) * (v - w) - (b - c) * (v - u)
    vertex = b - above / (2 * below) if below else b
    return vertex if a < vertex < c and abs(error(vertex)) >= abs(v) else b


__all__ = ["Minimax", "NotLevelledError", "horner", "minimax"]
