"""``g(t) = (x + 1) e^x² erfc x`` with ``x = (1 + t)/(1 - t)``: a polynomial near it, proved by its equation.

``e(x) = e^x² erfc x`` solves ``e' = 2x e - 2/√π``.  For any ``q`` with ``q' = 2x q - 2/√π + R`` the
difference is ``(q - e)(x) = e^(x² - X²) (q - e)(X) - ∫ R(s) e^(x² - s²) ds`` over ``x ≤ s ≤ X``:

    |q - e| / e  ≤  |q - e|(X) / e(X)  +  (√π/2) sup |R|

With ``q = P(t)/(x + 1)`` the rest ``R`` is a polynomial in t, and at ``X`` there is the asymptotic series,
which alternates.  A polynomial of many terms is proved in this way; others are compared with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from mpmath import mp, mpf

from derive.approximation.series import TWO_BY_ROOT_PI, largest, padded, product

F = Fraction
TERMS = 80
DIGITS = 60
MOST = F(11, 10)
"""More than ``g`` anywhere: ``e(x) ≤ (2/√π) / (x + √(x² + 4/π))``."""


@dataclass(frozen=True)
class HalfLine:
    """``g`` on ``-1 <= t <= high``."""

    high: Fraction

    def __call__(self, t: Any) -> Any:
        """The value at a number of mpmath, in the digits that are set there."""
        x = (1 + t) / (1 - t)
        return (x + 1) * mp.erfc(x) * mp.exp(x * x)

    @cached_property
    def near(self) -> tuple[Fraction, ...]:
        """The polynomial through ``g`` at the zeros of Chebyshev's, with rational coefficients."""
        with mp.workdps(DIGITS):
            middle, half = mpf(self.high.numerator) / self.high.denominator, mpf(1) / 2
            middle, half = half * (middle - 1), half * (middle + 1)
            turns = [mp.pi * (k + mpf(1) / 2) / TERMS for k in range(TERMS)]
            values = [self(middle + half * mp.cos(turn)) for turn in turns]
            sums = [
                mp.fsum(v * mp.cos(j * a) for v, a in zip(values, turns, strict=True)) for j in range(TERMS)
            ]
            weights = [_fraction(s * (2 if j else 1) / TERMS) for j, s in enumerate(sums)]
        scaled = [1 - 2 * self.high / (self.high + 1), 2 / (self.high + 1)]
        return tuple(_of_chebyshev(weights, scaled))

    @cached_property
    def off(self) -> Fraction:
        """A proved bound of ``|near - g|``."""
        p = self.near
        slope = [k * c for k, c in enumerate(p)][1:]
        less = [F(1), F(-1)]
        square = product(less, less)
        parts = (
            [c / 4 for c in product(product(square, less), slope)],
            [-c / 4 for c in product(square, p)],
            [-c for c in product([F(1), F(1)], p)],
            [TWO_BY_ROOT_PI],
        )
        rest = [sum(column) for column in zip(*(padded(part, TERMS + 3) for part in parts), strict=True)]
        return MOST * (
            self._at_the_end() + largest(rest, F(-1), self.high) / TWO_BY_ROOT_PI * F(10001, 10000)
        )

    def _at_the_end(self) -> Fraction:
        """``|q/e - 1|`` at the largest x: terms alternate, so a sum is off by less than the next one."""
        x = (1 + self.high) / (1 - self.high)
        term, total = TWO_BY_ROOT_PI / (2 * x), F(0)
        for k in range(40):
            total += term
            term *= -F(2 * k + 1) / (2 * x * x)
        made = sum((c * self.high**k for k, c in enumerate(self.near)), F(0)) / (x + 1)
        return (abs(made - total) + abs(term)) / (total - abs(term))

    def distance(
        self, polynomial: Sequence[Fraction], factor: Sequence[Fraction], low: Fraction, high: Fraction
    ) -> Fraction:
        """A proved bound of ``|factor(t) (g(t) - polynomial(t))|`` for ``low <= t <= high``."""
        size = max(len(self.near), len(polynomial))
        pairs = zip(padded(self.near, size), padded(polynomial, size), strict=True)
        between = product(factor, [a - b for a, b in pairs])
        return largest(between, low, high) + self.off * largest(factor, low, high)


def _fraction(x: Any) -> Fraction:
    """A number of mpmath, exactly."""
    sign, man, exp, _ = mpf(x)._mpf_
    return F(-int(man) if sign else int(man)) * F(2) ** int(exp)


def _of_chebyshev(weights: Sequence[Fraction], at: Sequence[Fraction]) -> list[Fraction]:
    """``Σ w_k T_k(u)`` in powers of t, for ``u = at[0] + at[1] t`` (C. W. Clenshaw's recurrence)."""
    twice = [2 * c for c in at]
    this, before = [F(0)], [F(0)]
    for w in reversed(weights[1:]):
        this, before = _sum(product(twice, this), [-c for c in before], [w]), this
    return _sum(product(at, this), [-c for c in before], [weights[0]])


def _sum(*polynomials: Sequence[Fraction]) -> list[Fraction]:
    size = max(map(len, polynomials))
    return [sum(column, F(0)) for column in zip(*(padded(p, size) for p in polynomials), strict=True)]


__all__ = ["HalfLine"]
