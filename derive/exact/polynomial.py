"""Polynomials with exact coefficients in the elements of arrays: an entry that stands for every real number.

Two formulas whose values are equal as polynomials are equal for all values of the entries.  What is no
polynomial (a root, a quotient) becomes a letter of its own, named by the expression that it stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from sympy import Add, Expr, Mul, Rational, Symbol

Powers: TypeAlias = tuple[tuple[Expr, int], ...]
"""Letters with their exponents, in the order of their names; () is 1."""


class Symbolic:
    """A sum of monomials; immutable.  Mixes with ``int`` and ``Fraction``."""

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[Powers, Fraction]) -> None:
        self.terms = {m: c for m, c in terms.items() if c}

    @staticmethod
    def letter(atom: Expr) -> Symbolic:
        """The polynomial that is one letter."""
        return Symbolic({((atom, 1),): Fraction(1)})

    @staticmethod
    def of(value: Any) -> Symbolic:
        """A number as a constant polynomial; a polynomial as it is."""
        return value if isinstance(value, Symbolic) else Symbolic({(): Fraction(value)})

    @property
    def letters(self) -> set[Expr]:
        return {atom for monomial in self.terms for atom, _ in monomial}

    @property
    def constant(self) -> Fraction | None:
        """The value where no letter occurs, else None."""
        return self.terms.get((), Fraction(0)) if not self.letters else None

    def expression(self) -> Expr:
        """The same as a SymPy expression."""
        return Add(
            *(Mul(Rational(c.numerator, c.denominator), *(a**k for a, k in m)) for m, c in self.terms.items())
        )

    def coefficient(self, atom: Expr) -> Symbolic:
        """What stands beside the first power of ``atom``."""
        found: dict[Powers, Fraction] = {}
        for monomial, c in self.terms.items():
            if (atom, 1) in monomial:
                found[tuple(f for f in monomial if f[0] != atom)] = c
        return Symbolic(found)

    def degree(self, atoms: set[Expr]) -> int:
        """The largest total exponent of ``atoms`` in a monomial."""
        return max((sum(k for a, k in m if a in atoms) for m in self.terms), default=0)

    def __add__(self, other: Any) -> Symbolic:
        terms = dict(self.terms)
        for monomial, c in Symbolic.of(other).terms.items():
            terms[monomial] = terms.get(monomial, Fraction(0)) + c
        return Symbolic(terms)

    def __mul__(self, other: Any) -> Symbolic:
        terms: dict[Powers, Fraction] = {}
        for a, x in self.terms.items():
            for b, y in Symbolic.of(other).terms.items():
                monomial = _times(a, b)
                terms[monomial] = terms.get(monomial, Fraction(0)) + x * y
        return Symbolic(terms)

    def __truediv__(self, other: Any) -> Symbolic:
        """By a number: any other quotient is no polynomial."""
        number = Symbolic.of(other).constant
        if number is None:
            raise ArithmeticError(f"a quotient by {other} is no polynomial")
        return self * (1 / number)

    def __neg__(self) -> Symbolic:
        return Symbolic({m: -c for m, c in self.terms.items()})

    def __abs__(self) -> Symbolic:
        return self if self >= 0 else -self

    def __sub__(self, other: Any) -> Symbolic:
        return self + -Symbolic.of(other)

    def __rsub__(self, other: Any) -> Symbolic:
        return Symbolic.of(other) + -self

    __radd__ = __add__
    __rmul__ = __mul__

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Symbolic | int | Fraction):
            return NotImplemented
        return self.terms == Symbolic.of(other).terms

    def __lt__(self, other: Any) -> bool:
        return self._less(other) < 0

    def __le__(self, other: Any) -> bool:
        return self._less(other) <= 0

    def __gt__(self, other: Any) -> bool:
        return self._less(other) > 0

    def __ge__(self, other: Any) -> bool:
        return self._less(other) >= 0

    def _less(self, other: Any) -> Fraction:
        """What is left of a difference, where it is a number."""
        left = (self - other).constant
        if left is None:
            raise ArithmeticError("letters have no order")
        return left

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    def __repr__(self) -> str:
        return str(self.expression())


def _times(a: Powers, b: Powers) -> Powers:
    if not a or not b:
        return a or b
    exponents = dict(a)
    for atom, k in b:
        exponents[atom] = exponents.get(atom, 0) + k
    return tuple(sorted(exponents.items(), key=lambda f: _name(f[0])))


_NAMES: dict[Expr, str] = {}


def _name(atom: Expr) -> str:
    if atom not in _NAMES:
        _NAMES[atom] = atom.name if isinstance(atom, Symbol) else str(atom)
    return _NAMES[atom]


__all__ = ["Powers", "Symbolic"]
