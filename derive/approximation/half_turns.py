"""How near a number of a format comes to a multiple of π/2: what the reduction of a sine has left.

``x = m 2^e`` with ``m < 2^p`` is as far from its next multiple as ``m α`` from its next integer, times π/2,
for ``α = 2^e · 2/π``.  No ``m`` below the denominator of a convergent of α comes closer than the convergent
before (J.-M. Muller, Elementary Functions (2016), 11.3, after W. Kahan): one continued fraction an exponent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from mpmath import mp

SCALE = 192
"""Bits of the fraction of α that are used: what the others change is added to the bound."""


@dataclass(frozen=True)
class Nearest:
    """Of the numbers ``m 2^exponent`` with ``m < 2^p``: the nearest to a multiple of π/2 that is not 0."""

    m: int
    exponent: int
    distance: Fraction
    """A bound from below of how far each of them is."""

    @property
    def place(self) -> Fraction:
        return self.m * Fraction(2) ** self.exponent


@cache
def _two_by_pi(bits: int) -> int:
    """``2^bits · 2/π``, rounded down."""
    with mp.workprec(bits + 64):
        return int(mp.floor(mp.ldexp(2 / mp.pi, bits)))


def nearest(digits: int, exponent: int) -> Nearest:
    """For the numbers with ``digits`` bits in units of ``2^exponent``."""
    one = 1 << SCALE
    m = 0
    ahead, behind, a, b = 1, 0, one, _two_by_pi(exponent + SCALE) % one
    left = one
    while b and ahead < 1 << digits:
        m, left = ahead, b
        q = a // b
        ahead, behind = q * ahead + behind, ahead
        a, b = b, a % b
    return Nearest(m, exponent, Fraction(left - (1 << digits), one) * Fraction(3, 2))


def all_nearest(digits: int, exponents: range) -> Iterator[Nearest]:
    """One for each exponent."""
    yield from (nearest(digits, e) for e in exponents)


__all__ = ["Nearest", "all_nearest", "nearest"]
