"""Arithmetic of exact values: integers, fractions and polynomials beside each other, and their reductions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from sympy import Expr, Symbol

from derive.exact.polynomial import Symbolic

Position: TypeAlias = tuple[int, ...]
Entries: TypeAlias = dict[Position, Any]
Values: TypeAlias = dict[Symbol, Any]
Closure: TypeAlias = Callable[[Values], Any]
Span: TypeAlias = tuple[Symbol, Closure, Closure]


@dataclass
class Arrays:
    """Arrays by name; ``note`` hears of every element that is read."""

    values: dict[str, Entries] = field(default_factory=dict)
    note: Callable[[str, Position], None] | None = None


class InexactError(ArithmeticError):
    """What cannot be said exactly: an order between letters, an element outside its array."""


def plus(a: Any, b: Any) -> Any:
    return b + a if isinstance(b, Symbolic) else a + b


def times(a: Any, b: Any) -> Any:
    return b * a if isinstance(b, Symbolic) else a * b


def opaque(function: Callable[..., Expr], *values: Any) -> Any:
    """A value that is no polynomial: a number if SymPy finds one, else a letter."""
    made = function(*(Symbolic.of(v).expression() for v in values))
    if made.is_Rational:
        return Fraction(int(made.p), int(made.q))
    return Symbolic.letter(made)


def ordered(value: Any) -> Any:
    """A value that can be compared: a fraction, or a number that SymPy can (a root of a fraction)."""
    if isinstance(value, Symbolic):
        if value.constant is None:
            number = value.expression()
            if number.is_number and number.is_extended_real:
                return number
            raise InexactError(f"the order of {value} and 0 depends on the values of the letters")
        return value.constant
    return value


def radix(scope: Values, bounds: Sequence[Span]) -> int:
    """The number that an arg-max returns for the element at the indices in scope."""
    if len(bounds) == 1:
        return int(scope[bounds[0][0]])
    place = 0
    for z, lo, hi in bounds:
        place = place * int(hi(scope) - lo(scope) + 1) + int(scope[z])
    return place


def _sum(elements: Iterable[tuple[int, Any]]) -> Any:
    made: Any = 0
    for _, value in elements:
        made = plus(made, value)
    return made


def _product(elements: Iterable[tuple[int, Any]]) -> Any:
    made: Any = 1
    for _, value in elements:
        made = times(made, value)
    return made


def _extreme(upward: bool, position: bool) -> Callable[[Iterable[tuple[int, Any]]], Any]:
    def pick(elements: Iterable[tuple[int, Any]]) -> Any:
        best: Any = -math.inf if upward else math.inf
        where, found = -1, best
        for place, value in elements:
            at = ordered(value)
            if (at > best if upward else at < best) or (where < 0 and at == best and not math.isinf(at)):
                best, where, found = at, place, value
        return where if position else found

    return pick


REDUCTIONS: dict[str, Callable[[Iterable[tuple[int, Any]]], Any]] = {
    "sum": _sum,
    "prod": _product,
    "max": _extreme(True, False),
    "min": _extreme(False, False),
    "argmax": _extreme(True, True),
    "argmin": _extreme(False, True),
}


__all__ = [
    "REDUCTIONS",
    "Arrays",
    "Closure",
    "Entries",
    "InexactError",
    "Position",
    "Span",
    "Values",
    "opaque",
    "ordered",
    "plus",
    "radix",
    "times",
]  # fmt: skip
