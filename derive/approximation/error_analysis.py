"""Forward error analysis: what rounding does to a straight evaluation, bounded in exact arithmetic.

A ``Rounded`` stands for a number of the computation: the interval of what it would be without rounding, and
how far from that it may be.  Each operation adds the half unit in the last place of its largest result, as
a part of its own that keeps its sign: what an operation loses and a later one adds back cancels.
J. H. Wilkinson, Rounding Errors in Algebraic Processes (1963); for sums whose error is computed exactly,
T. J. Dekker, Numer. Math. 18 (1971).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import count

ZERO = Fraction(0)
GRID = 200
"""Ends of intervals and bounds are rounded outwards to multiples of ``2^-GRID``: they stay short."""


class NotProvedError(ArithmeticError):
    """A lemma is used where its condition does not hold."""


def exponent(size: Fraction) -> int:
    """The largest e with ``2^e <= size``."""
    guess = size.numerator.bit_length() - size.denominator.bit_length()
    return guess if Fraction(2) ** guess <= size else guess - 1


def down(x: Fraction) -> Fraction:
    return Fraction((x.numerator << GRID) // x.denominator, 1 << GRID)


def up(x: Fraction) -> Fraction:
    return -down(-x)


@dataclass(frozen=True)
class Arithmetic:
    """Round to nearest with ``digits`` bits behind the first one; small numbers keep relative accuracy."""

    digits: int
    names: count[int] = field(default_factory=count, compare=False)
    keys: dict[Hashable, int] = field(default_factory=dict, compare=False)

    def known(self, what: Hashable) -> int:
        """A number for a value without rounding."""
        return self.keys.setdefault(what, len(self.keys) + 1)

    def half_unit(self, size: Fraction) -> Fraction:
        """Half a unit in the last place of numbers up to ``size``."""
        return Fraction(2) ** (exponent(size) - self.digits - 1) if size else ZERO

    def number(self, x: Fraction | float | int) -> Rounded:
        """A number that the format has."""
        exact = Fraction(x)
        top = abs(exact.numerator)
        return Rounded(self, exact, exact, bits=(top >> _zeros(top)).bit_length())

    def between(self, low: Fraction, high: Fraction, bits: int | None = None) -> Rounded:
        """Any number of the format in an interval, of so many bits."""
        return Rounded(self, low, high, bits=bits)


def _zeros(top: int) -> int:
    """The bits 0 at the end of a whole number."""
    return (top & -top).bit_length() - 1 if top else 0


@dataclass(frozen=True)
class Rounded:
    """``low <= exact <= high``; computed is exact, plus ``parts`` up to their sizes, plus up to ``rest``."""

    of: Arithmetic
    low: Fraction
    high: Fraction
    rest: Fraction = ZERO
    parts: Mapping[int, Fraction] = field(default_factory=dict)
    bits: int | None = None
    """How many significant bits it has at most, where that is known."""
    key: int = 0
    """What it is without rounding: the sum of two with opposite keys is 0."""

    def __post_init__(self) -> None:
        if not self.key:
            same = self.low if self.low == self.high else next(self.of.names)
            object.__setattr__(self, "key", self.of.known(("is", same)))

    @property
    def error(self) -> Fraction:
        """The largest distance of what is computed from what is exact."""
        return self.rest + sum(map(abs, self.parts.values()), ZERO)

    @property
    def largest(self) -> Fraction:
        return max(abs(self.low), abs(self.high)) + self.error

    @property
    def least(self) -> Fraction:
        """A bound from below of its size, as computed."""
        inside = ZERO if self.low <= 0 <= self.high else min(abs(self.low), abs(self.high))
        return max(inside - self.error, ZERO)

    def rounded(self) -> Rounded:
        """What an operation gives whose exact result is this."""
        half = self.of.half_unit(self.largest)
        return self.with_part(next(self.of.names), half) if half else self

    def with_part(self, name: int, size: Fraction) -> Rounded:
        return replace(self, parts={**self.parts, name: size}, bits=None)

    def _value(self, other: Rounded | Fraction | float | int) -> Rounded:
        return other if isinstance(other, Rounded) else self.of.number(other)

    def plus(self, other: Rounded) -> Rounded:
        """The sum without rounding; what cancels in the parts, cancels."""
        parts = dict(self.parts)
        for name, size in other.parts.items():
            parts[name] = parts.get(name, ZERO) + size
        kept = {name: size for name, size in parts.items() if size}
        rest = self.rest + other.rest
        if self.key == -other.key:
            return Rounded(self.of, ZERO, ZERO, rest, kept)
        return Rounded(self.of, self.low + other.low, self.high + other.high, rest, kept)

    def times(self, other: Rounded) -> Rounded:
        """The product without rounding."""
        for one, two in ((self, other), (other, self)):
            if one.low == one.high and not one.error:
                return two.scaled(one.low)
        key = self.of.known(("*", *sorted((self.key, other.key))))
        if self.bits and other.bits and self.bits + other.bits <= self.of.digits + 1:
            bits = self.bits + other.bits
        else:
            bits = None
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        a, b = (max(abs(v.low), abs(v.high)) for v in (self, other))
        rest = a * other.error + b * self.error + self.error * other.error
        return Rounded(self.of, down(min(ends)), up(max(ends)), up(rest), bits=bits, key=key)

    def square(self) -> Rounded:
        whole = self.times(self)
        return whole if self.low * self.high >= 0 else replace(whole, low=ZERO)

    def scaled(self, c: Fraction) -> Rounded:
        ends = sorted((c * self.low, c * self.high))
        parts = {name: c * size for name, size in self.parts.items()}
        key = -self.key if c == -1 else self.of.known(("*", c, self.key))
        return Rounded(self.of, ends[0], ends[1], abs(c) * self.rest, parts, self._bits_times(c), key)

    def _bits_times(self, c: Fraction) -> int | None:
        mine = self.of.number(c).bits
        return self.bits if mine == 1 else None if self.bits is None or mine is None else self.bits + mine

    def __neg__(self) -> Rounded:
        return self.scaled(Fraction(-1))

    def __add__(self, other: Rounded) -> Rounded:
        return self.plus(self._value(other)).rounded()

    def __sub__(self, other: Rounded) -> Rounded:
        other = self._value(other)
        exact = self.plus(-other)
        return exact if self._keeps_last_bit(other) else exact.rounded()

    def _keeps_last_bit(self, other: Rounded) -> bool:
        """Whether ``self - other`` needs no rounding: a multiple of self's last bit, and not larger."""
        if self.error or other.error or other.low != other.high or not 0 <= other.low <= 2 * self.low:
            return False
        last = Fraction(2) ** (exponent(self.high) - self.of.digits) if self.high else ZERO
        return not last or (other.low / last).denominator == 1

    def __mul__(self, other: Rounded) -> Rounded:
        other = self._value(other)
        exact = self.square() if other is self else self.times(other)
        known = exact.bits is not None and exact.bits <= self.of.digits + 1
        return exact if known or 1 in (_shift(self), _shift(other)) else exact.rounded()

    def __truediv__(self, other: Rounded) -> Rounded:
        return quotient(self, self.of.number(0), other, self.of.number(0))


def _shift(x: Rounded) -> int | None:
    """1 for a power of two."""
    return x.bits if x.low == x.high and not x.error else None


def fma(a: Rounded, b: Rounded, c: Rounded) -> Rounded:
    """``a b + c``, rounded once."""
    return (a.square() if a is b else a.times(b)).plus(c).rounded()


def two_sum(a: Rounded, b: Rounded) -> tuple[Rounded, Rounded]:
    """A sum and, exactly, what its rounding lost: one part with both signs."""
    exact = a.plus(b)
    if not a.largest:
        return b, a
    half = exact.of.half_unit(exact.largest)
    name = next(exact.of.names)
    return exact.with_part(name, half), Rounded(a.of, ZERO, ZERO, ZERO, {name: -half})


def fast_two_sum(a: Rounded, b: Rounded) -> tuple[Rounded, Rounded]:
    """The same by three operations, where ``a`` is not the smaller one or 0."""
    if a.largest and a.least < b.largest:
        raise NotProvedError(
            f"a sum of [{float(a.low)}, {float(a.high)}] and [{float(b.low)}, {float(b.high)}]"
        )
    return two_sum(a, b)


def quotient(h: Rounded, low: Rounded, d: Rounded, e: Rounded) -> Rounded:
    """``(h + l)/(d + e)`` through ``1/d`` with one correction: what is left of it is of second order."""
    return _quotient(h, low, d, e).rounded()


def _quotient(h: Rounded, low: Rounded, d: Rounded, e: Rounded) -> Rounded:
    above, below = h.plus(low), d.plus(e)
    if not below.least:
        raise NotProvedError("a division by what may be 0")
    ends = [a / b for a in (above.low, above.high) for b in (below.low, below.high)]
    size = max(map(abs, ends))
    unit = Fraction(1, 2**h.of.digits)
    aside = unit + (low.largest / h.least if h.least else ZERO) + e.largest / d.least
    second = size * aside * (4 * unit + e.largest / d.least)
    rest = (above.error + size * below.error) / below.least + second
    return Rounded(h.of, down(min(ends)), up(max(ends)), up(rest))


def quotient_pair(n: Rounded, d: Rounded, e: Rounded) -> tuple[Rounded, Rounded]:
    """``n/(d + e)`` and what is missing in it, to second order."""
    whole = _quotient(n, n.of.number(0), d, e)
    unit = Fraction(1, 2**n.of.digits)
    size = max(abs(whole.low), abs(whole.high))
    lost, name = size * (unit * Fraction(1025, 1024) + e.largest / d.least), next(n.of.names)
    q = Rounded(n.of, whole.low, whole.high, whole.error, {name: lost})
    return q, Rounded(n.of, ZERO, ZERO, 4 * unit * lost, {name: -lost})


def product_pair(a: Rounded, b: Rounded, p: Rounded, q: Rounded) -> tuple[Rounded, Rounded]:
    """``(a + b)(p + q)`` and what its first part misses: left are roundings of the second, and ``b q``."""
    whole = a.plus(b).times(p.plus(q))
    half, size = a.of.half_unit, a.largest * q.largest + b.largest * p.largest
    first = half(a.largest * p.largest)
    lost, name = first + size, next(a.of.names)
    second = b.largest * q.largest + half(b.largest * p.largest) + half(size) + half(lost)
    v = Rounded(a.of, whole.low, whole.high, whole.error, {name: lost})
    return v, Rounded(a.of, ZERO, ZERO, second, {name: -lost})


__all__ = [
    "Arithmetic",
    "NotProvedError",
    "Rounded",
    "fast_two_sum",
    "fma",
    "product_pair",
    "quotient",
    "quotient_pair",
    "two_sum",
]
