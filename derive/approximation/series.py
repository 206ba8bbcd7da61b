"""Power series with rational coefficients: what a polynomial comes close to, exact bounds of how close."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import comb, factorial
from typing import Any

from mpmath import mp, mpf

NONE = Fraction(0)
TAIL = Fraction(1, 2**160)
"""What is left of a series beyond its last term that is added: far below any error measured here."""
PIECES = 16
"""Into how many intervals a bound is cut: Bernstein coefficients then lie close to the extremes."""
GRID = 12
"""Ends of intervals are multiples of ``2^-GRID``."""
SCALE = 240
"""Bounds are computed with integers: coefficients in units of ``2^-SCALE``, each at most half a unit off."""
with mp.workprec(SCALE):
    TWO_BY_ROOT_PI = Fraction(int(mp.floor(2 / mp.sqrt(mp.pi) * 2**SCALE)), 2**SCALE)
    PI_SQUARE = Fraction(int(mp.floor(mp.pi**2 * 2**SCALE)), 2**SCALE)


@dataclass(frozen=True)
class Series:
    """``Σ c(k) x^k`` for ``low <= x <= high``, with ``|c(k)| <= growth · ratio^k``, ``ratio · |x| < 1``."""

    c: Callable[[int], Fraction]
    low: Fraction
    high: Fraction
    growth: Fraction = Fraction(1)
    ratio: Fraction = Fraction(1)

    @cached_property
    def terms(self) -> tuple[Fraction, ...]:
        """As many terms as leave less than ``TAIL`` on the whole interval."""
        step = self.ratio * max(abs(self.low), abs(self.high))
        if step >= 1:
            raise ValueError(f"the series is not known to converge on [{self.low}, {self.high}]")
        count, left = 0, self.growth / (1 - step)
        while left >= TAIL:
            count, left = count + 1, left * step
        return tuple(self.c(k) for k in range(count))

    def __call__(self, x: Any) -> Any:
        """The value at a number of mpmath, in the digits that are set there."""
        made = mpf(0)
        for c in reversed(self.terms):
            made = made * x + mp.mpf(c.numerator) / c.denominator
        return made

    def distance(
        self, polynomial: Sequence[Fraction], factor: Sequence[Fraction], low: Fraction, high: Fraction
    ) -> Fraction:
        """A proved bound of ``|factor(x) (series(x) - polynomial(x))|`` for ``low <= x <= high``."""
        if not self.low <= low <= high <= self.high:
            raise ValueError(f"[{low}, {high}] leaves the interval of the series, [{self.low}, {self.high}]")
        size = max(len(self.terms), len(polynomial))
        rest = [a - b for a, b in zip(padded(self.terms, size), padded(polynomial, size), strict=True)]
        return largest(product(factor, rest), low, high) + TAIL * largest(factor, low, high)


def product(a: Sequence[Fraction], b: Sequence[Fraction]) -> list[Fraction]:
    """The coefficients of the product of two polynomials."""
    made = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        if x:
            for j, y in enumerate(b):
                made[i + j] += x * y
    return made


def largest(polynomial: Sequence[Fraction], low: Fraction, high: Fraction) -> Fraction:
    """A bound of ``|p(x)|`` on ``[low, high]`` in ``[-1, 1]``: values lie between Bernstein coefficients."""
    if not -1 <= low < high <= 1:
        raise ValueError(f"bounds are for intervals inside [-1, 1], not [{low}, {high}]")
    units = [round(c * 2**SCALE) for c in polynomial]
    start, end = int(low * 2**GRID // 1), -int(-high * 2**GRID // 1)
    ends = [start + (end - start) * k // PIECES for k in range(PIECES + 1)]
    found = max(_bernstein(units, a, b) for a, b in pairwise(ends))
    return (found + len(units)) / 2**SCALE


def _bernstein(units: Sequence[int], start: int, end: int) -> Fraction:
    """The largest Bernstein coefficient, in size, of a polynomial between two points of the grid."""
    n = len(units) - 1
    moved = [0] * (n + 1)  # of p(start + (end - start) t), in units of 2^-(GRID n)
    for k in range(n, -1, -1):
        for j in range(n, 0, -1):
            moved[j] = moved[j] * start + moved[j - 1] * (end - start)
        moved[0] = moved[0] * start + (units[k] << (GRID * (n - k)))
    mixed = (((comb(k, i), comb(n, i), moved[i]) for i in range(k + 1)) for k in range(n + 1))
    values = [sum((Fraction(a, b) * c for a, b, c in terms), NONE) for terms in mixed]
    return max(map(abs, values)) / 2 ** (GRID * n)


def padded(values: Sequence[Fraction], size: int) -> list[Fraction]:
    """The coefficients of a polynomial, with zeros up to so many."""
    return [*values, *[Fraction(0)] * (size - len(values))]


def exponential(k: int) -> Fraction:
    """``(e^r - 1 - r) / r²``."""
    return Fraction(1, factorial(k + 2))


def area_tangent(k: int) -> Fraction:
    """``(log((1+s)/(1-s)) - 2s) / s³`` in ``z = s²``."""
    return Fraction(2, 2 * k + 3)


def error_function(k: int) -> Fraction:
    """``erf(x)/x - 1`` in ``z = x²``."""
    return TWO_BY_ROOT_PI * Fraction((-1) ** k, factorial(k) * (2 * k + 1)) - (k == 0)


def sine(k: int) -> Fraction:
    """``(sin(r)/r - 1) / z`` in ``z = r²``."""
    return Fraction((-1) ** (k + 1), factorial(2 * k + 3))


def half_turn(k: int) -> Fraction:
    """``(sin(πf)/πf - 1) / w`` in ``w = f²``."""
    return Fraction((-1) ** (k + 1), factorial(2 * k + 3)) * PI_SQUARE ** (k + 1)


def cosine(k: int) -> Fraction:
    """``(cos(r) - 1 + z/2) / z²`` in ``z = r²``."""
    return Fraction((-1) ** k, factorial(2 * k + 4))


__all__ = [
    "Series",
    "area_tangent",
    "cosine",
    "error_function",
    "exponential",
    "half_turn",
    "largest",
    "padded",
    "product",
    "sine",
]
