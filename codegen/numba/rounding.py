"""Forms of sums and products that are rounded less often, or overflow later, than as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Add, Expr, Float, Integer, Mul, Pow, Rational, S, erfc, expand, fraction, together
from sympy.core.function import Function

from derive.expr import Acc, Iverson

DIGITS = 20
"""More than any number of the processor has."""


def quotient(e: Expr) -> tuple[Expr, Expr]:
    """A fraction of whole numbers, its denominator positive; over 1 where ``e`` is none."""
    if e.atoms(Acc, Function, Float, Iverson) or not all(s.is_integer for s in e.free_symbols):
        return e, S.One
    top, bottom = (expand(part) for part in fraction(together(e)))
    return (top, bottom) if top.is_integer and bottom.is_integer and bottom.is_positive else (e, S.One)


def shifted(e: Add) -> tuple[Rational, Expr]:
    """``c v + d`` as ``c`` and ``v + d/c`` where ``c`` is a fraction and ``d/c`` a short binary one.

    Near its zero the sum of binary fractions is exact.
    """
    number, term = e.as_coeff_Add()
    scale, value = term.as_coeff_Mul()
    if not (number.is_Rational and scale.is_Rational and number and not scale.is_Integer) or term.is_Add:
        return S.One, e
    shift = number / scale
    short = shift.q & (shift.q - 1) == 0 and abs(shift.p) < 1 << 20
    return (scale, Add(value, shift)) if short else (S.One, e)


def stroke(e: Mul) -> tuple[list[Expr], list[Expr]]:
    """The factors above and below the fraction stroke; a fraction of whole numbers has a part in both."""
    factors = _one_constant(e.args)
    below = [1 / f for f in factors if _inverse(f)]
    above = [f for f in factors if not _inverse(f)]
    for number in [f for f in above if isinstance(f, Rational) and f.q != 1]:
        above = [f for f in above if f is not number] + _but_one(number.p)
        above, rest = halved(above, number.q)
        below += _but_one(rest)
    return above, below


def _one_constant(factors: Sequence[Expr]) -> list[Expr]:
    """Numbers of which some are not rational are one number, rounded once: √2/√π."""
    numbers = [f for f in factors if f.is_number]
    if all(f.is_Rational for f in numbers) or len(numbers) < 2:
        return list(factors)
    return [Float(Mul(*numbers).evalf(DIGITS), DIGITS), *(f for f in factors if not f.is_number)]


def _inverse(e: Expr) -> bool:
    return isinstance(e, Pow) and bool(e.exp.is_Rational) and bool(e.exp < 0)


def _but_one(n: int) -> list[Expr]:
    return [Integer(n)] if n != 1 else []


def halved(factors: list[Expr], q: int) -> tuple[list[Expr], int]:
    """a (1 + b)/2 is a ((1 + b)/2), which overflows only where the result does; the divisor left over."""
    sums = (f for f in factors if f.is_Add)
    term = next(sums, next((f for f in factors if isinstance(f, erfc)), None))
    if term is None or len(factors) < 2 or q & (q - 1):
        return factors, q
    part = Mul(Rational(1, q), term, evaluate=False)
    return [part if f is term else f for f in factors], 1


__all__ = ["halved", "quotient", "shifted", "stroke"]
