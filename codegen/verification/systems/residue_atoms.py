"""A number of a field that also knows where it lies on the real line.

Comparisons, floors and signs look at the real number (``at``): they choose a branch, as they do in machine
numbers.  On that branch the formula is one rational function of its atoms, which is what the residue tests.
Exponentials, roots and powers are atoms that obey their laws; a logarithm is a letter with exp(log x) = x.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from codegen.verification.systems.field import Field
from codegen.verification.systems.rational import fraction
from codegen.verification.systems.system import PLAIN, System, Unsaid


class FieldNumber:
    """``re + i im`` modulo p; ``up`` is its residue modulo q, ``power`` what its exponential is, where known.

    ``num`` and ``den`` bound the degrees of the numerator and the denominator as polynomials in the atoms.
    """

    __slots__ = ("at", "den", "field", "im", "num", "power", "re", "up")

    def __init__(
        self, field: Field, at: float, re: int, im: int = 0, up: int | None = None, power: int | None = None,
        num: int = 0, den: int = 0,
    ) -> None:  # fmt: skip
        self.field, self.at, self.re, self.im, self.up, self.power = field, at, re, im, up, power
        self.num, self.den = num, den

    def of(self, other: Any) -> FieldNumber:
        """Another number in the same field."""
        if isinstance(other, FieldNumber):
            return other
        if isinstance(other, float | np.floating) and not math.isfinite(other):
            return FieldNumber(self.field, float(other), 0)
        value = fraction(other)
        p, q = self.field.p, self.field.q
        return FieldNumber(
            self.field, float(value), self.field.reduced(value, p), up=self.field.reduced(value, q)
        )

    def __add__(self, other: Any) -> Any:
        if other is None:
            return NotImplemented
        other, p, q = self.of(other), self.field.p, self.field.q
        up = None if self.up is None or other.up is None else (self.up + other.up) % q
        known = None
        if up is None:
            a, b = self.exponential(), other.exponential()
            known = None if a is None or b is None else a * b % p
        if self.den or other.den:
            num, den = max(self.num + other.den, other.num + self.den), self.den + other.den
        else:
            num, den = max(self.num, other.num), 0
        re, im = (self.re + other.re) % p, (self.im + other.im) % p
        return FieldNumber(self.field, self.at + other.at, re, im, up, known, num, den)

    def __neg__(self) -> FieldNumber:
        p, q = self.field.p, self.field.q
        up = None if self.up is None else -self.up % q
        known = None if self.power is None else self.field.inverse(self.power)
        return FieldNumber(self.field, -self.at, -self.re % p, -self.im % p, up, known, self.num, self.den)

    def __mul__(self, other: Any) -> Any:
        if other is None:
            return NotImplemented
        plain = None if isinstance(other, FieldNumber) else other
        other, p = self.of(other), self.field.p
        up = None if self.up is None or other.up is None else self.up * other.up % self.field.q
        known = None if plain is None or self.power is None else self._raised(self.power, plain)
        re, im = self.re * other.re, 0
        if self.im or other.im:
            re, im = re - self.im * other.im, (self.re * other.im + self.im * other.re) % p
        with np.errstate(all="ignore"):
            at = float(np.float64(self.at) * other.at)
        num, den = self.num + other.num, self.den + other.den
        return FieldNumber(self.field, at, re % p, im, up, known, num, den)

    def inverse(self) -> FieldNumber:
        p = self.field.p
        norm = self.field.inverse(self.re * self.re + self.im * self.im) if self.im else 0
        re = self.re * norm if self.im else self.field.inverse(self.re)
        up = pow(self.up, -1, self.field.q) if self.up else None
        with np.errstate(all="ignore"):
            at = float(1 / np.float64(self.at))
        return FieldNumber(self.field, at, re % p, -self.im * norm % p, up, None, self.den, self.num)

    def __sub__(self, other: Any) -> Any:
        return self + (-self.of(other))

    def __rsub__(self, other: Any) -> Any:
        return self.of(other) + (-self)

    def __truediv__(self, other: Any) -> Any:
        return self * self.of(other).inverse()

    def __rtruediv__(self, other: Any) -> Any:
        return self.of(other) * self.inverse()

    def __pow__(self, exponent: Any) -> FieldNumber:
        n = fraction(_constant(exponent))
        if n == 2:
            return self * self
        if n.denominator == 1:
            return self._whole(int(n))
        value, turn = self.re, self.field.is_square(self.re)
        if self.im:
            raise Unsaid("a root of a root of what is no square has no value")
        raised = self.field.power(value if turn else -value % self.field.p, n)
        made = FieldNumber(self.field, self._real(n), raised, num=self.num + 1, den=self.den + 1)
        return made if turn else made * _turned(self.field, n)

    def _whole(self, n: int) -> FieldNumber:
        base, made = (self if n >= 0 else self.inverse()), self.of(1)
        for _ in range(abs(n)):
            made = made * base
        return made

    def _real(self, n: Fraction) -> float:
        with np.errstate(all="ignore"):
            return float(np.float64(self.at) ** float(n))

    def _raised(self, value: int, n: Any) -> int | None:
        n = fraction(n)
        if n.denominator == 1:
            return pow(value, int(n), self.field.p)
        return self.field.power(value, n) if self.field.is_square(value) else None

    def exponential(self) -> int | None:
        if self.up is not None:
            return pow(self.field.g, self.up, self.field.p)
        return self.power

    def __abs__(self) -> FieldNumber:
        return -self if self.at < 0 else self

    def __lt__(self, other: Any) -> bool:
        return self.at < where(other)

    def __le__(self, other: Any) -> bool:
        return self.at <= where(other)

    def __gt__(self, other: Any) -> bool:
        return self.at > where(other)

    def __ge__(self, other: Any) -> bool:
        return self.at >= where(other)

    def __eq__(self, other: object) -> bool:
        return bool(self.at == where(other))

    def __float__(self) -> float:
        return self.at

    def __repr__(self) -> str:
        return f"{self.re}{f' + {self.im} i' if self.im else ''} (near {self.at:.3g})"

    __radd__, __rmul__ = __add__, __mul__
    __hash__ = None  # type: ignore[assignment]

    def sqrt(self) -> FieldNumber:
        return self ** Fraction(1, 2)

    def log(self) -> FieldNumber:
        with np.errstate(all="ignore"):
            at = float(np.log(self.at))
        if self.im:
            raise Unsaid("a logarithm of a root of what is no square has no value")
        return FieldNumber(self.field, at, self.field.letter("log", self.re), power=self.re, num=1)

    def log1p(self) -> FieldNumber:
        return (self + 1).log()


def _constant(exponent: Any) -> Any:
    """A number that hangs on no datum."""
    if not isinstance(exponent, FieldNumber):
        return exponent
    if exponent.num or exponent.den:
        raise Unsaid("a power with a variable exponent is no atom")
    return Fraction(exponent.at).limit_denominator(10_000)


def where(value: Any) -> float:
    """Where a number lies on the real line."""
    return value.at if isinstance(value, FieldNumber) else float(value)


def exp(x: FieldNumber) -> FieldNumber:
    known = x.exponential()
    if known is None:
        raise Unsaid("the exponential of an exponential is no atom")
    with np.errstate(all="ignore"):
        return FieldNumber(x.field, float(np.exp(x.at)), known, num=1)


def tanh(x: FieldNumber) -> FieldNumber:
    """(exp 2x − 1) / (exp 2x + 1), which is 1 − 2 / (exp 2x + 1)."""
    made = 1 - 2 / (exp(x * 2) + 1)
    made.at = math.tanh(x.at)
    return made


def _circle(x: FieldNumber) -> tuple[FieldNumber, FieldNumber]:
    """A point of the circle that belongs to x and to no other angle: cos² + sin² = 1."""
    t = FieldNumber(x.field, 0.0, x.field.letter("angle", x.re, x.im), num=1)
    below = (t * t + 1).inverse()
    cos, sin = (1 - t * t) * below, 2 * t * below
    cos.at, sin.at = math.cos(x.at), math.sin(x.at)
    return cos, sin


def _turned(field: Field, n: Fraction) -> FieldNumber:
    """(−1)^n, where the denominator of n has the factor 2 four times at most: odd roots of −1 are −1."""
    steps = n.denominator & -n.denominator
    if 16 % steps:
        raise Unsaid(f"a power {n} of what is no square has no value")
    turns = n.numerator * pow(n.denominator // steps, -1, 2 * steps) % (2 * steps)
    return _unit_root(field, 2 * steps)._whole(turns)


def _unit_root(field: Field, order: int) -> FieldNumber:
    """A primitive root of unity whose order is a power of two, as a power of one and the same of order 32."""
    whole = field.p * field.p - 1
    for k in range(2, 100):
        found = _modular_power(field, (k, 1), whole // 32)
        if _modular_power(field, found, 16) == (field.p - 1, 0):
            re, im = _modular_power(field, found, 32 // order)
            return FieldNumber(field, 1.0, re, im)
    raise Unsaid("no root of unity was found")


def _modular_power(field: Field, base: tuple[int, int], n: int) -> tuple[int, int]:
    made, (a, b), p = (1, 0), base, field.p
    while n:
        if n & 1:
            made = (made[0] * a - made[1] * b) % p, (made[0] * b + made[1] * a) % p
        a, b, n = (a * a - b * b) % p, 2 * a * b % p, n >> 1
    return made


FUNCTIONS: dict[str, Callable[[FieldNumber], FieldNumber]] = {
    "exp": exp,
    "expm1": lambda x: exp(x) - 1,
    "log": FieldNumber.log,
    "log1p": FieldNumber.log1p,
    "sqrt": FieldNumber.sqrt,
    "tanh": tanh,
    "cos": lambda x: _circle(x)[0],
    "sin": lambda x: _circle(x)[1],
}


def _unsaid(name: str) -> Callable[[FieldNumber], FieldNumber]:
    def apply(x: FieldNumber) -> FieldNumber:
        raise Unsaid(f"{name} has no residues")

    return apply


for _name in (*FUNCTIONS, *PLAIN):  # by these names NumPy calls the elements of an array
    setattr(FieldNumber, _name, FUNCTIONS.get(_name, _unsaid(_name)))


def system_of(field: Field) -> System:
    """The numbers of a field as a system in which text runs; plain numbers stay fractions."""

    zero = FieldNumber(field, 0.0, 0)

    def named(name: str) -> Callable[[Any], Any]:
        return lambda x: FUNCTIONS[name](zero.of(x))

    known: dict[str, Callable[..., Any]] = {name: named(name) for name in FUNCTIONS}
    known["power"] = lambda base, n: zero.of(base) ** n
    known["floor"] = lambda value: math.floor(where(value))
    return System("residues", lambda v: v if isinstance(v, FieldNumber) else fraction(v), known)


__all__ = ["FUNCTIONS", "FieldNumber", "system_of", "where"]
