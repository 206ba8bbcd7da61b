"""The laws: what lies below an atom, and what above it.  Each law gives expressions of which one is enough.

A law may ask for a lemma (a polynomial that has to be non-negative); what it gives may stand over factors
that have to be shown positive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeAlias

from sympy import Abs, Expr, Max, Min

from derive.expr import Acc, FloorDiv, Gcd, Modulo, Residue, Where
from derive.proof.monomials import (
    Atom,
    Polynomial,
    Quotient,
    atom,
    atoms,
    letter,
    minus,
    number,
    plus,
    product,
    quotient,
    split,
)  # fmt: skip
from derive.proof.natural import plainly_positive


class Known(Protocol):
    """What a law may use: lemmas, facts, and the data that may hold -1."""

    @property
    def facts(self) -> Sequence[Polynomial]:
        """What is known to be non-negative."""

    @property
    def maybe_none(self) -> frozenset[str]:
        """The data that may hold -1."""

    def lemma(self, p: Polynomial) -> bool:
        """Whether ``p >= 0`` is proved with what is left of the search."""


QuotientLaw: TypeAlias = Callable[[Expr, Known], Iterable[Quotient]]
ZERO, ONE = number(0), number(1)


def whole(e: Expr) -> Polynomial | None:
    """``e`` as a polynomial in integers, None where it is none."""
    found = quotient(e)
    return found.top if not found.under and all(a.integer for a in atoms(found.top)) else None


def positive(d: Polynomial, known: Known) -> bool:
    """Whether ``d > 0`` is known, or ``d >= 1`` proved."""
    return plainly_positive(d) or known.lemma(minus(d, ONE))


def quotient_of_natural(e: Expr, known: Known) -> Iterator[Quotient]:
    """n >= 0  ⟹  ⌊n/d⌋ >= 0, for d >= 1"""
    n, d = map(whole, e.args)
    if n is not None and d is not None and known.lemma(n) and positive(d, known):
        yield Quotient(ZERO)


def quotient_by_gcd(e: Expr, known: Known) -> Iterator[Quotient]:
    """s >= 1  ⟹  ⌊s / gcd(s, t)⌋ >= 1"""
    n, d = e.args
    size = whole(n)
    if isinstance(d, Gcd) and n in d.args and size is not None and positive(size, known):
        yield Quotient(ONE)


def quotient_above_fraction(e: Expr, known: Known) -> Iterator[Quotient]:
    """⌊n/d⌋ >= (n - d + 1) / d"""
    n, d = map(whole, e.args)
    if n is not None and d is not None:
        yield Quotient(plus(minus(n, d), ONE), (d,))


def quotient_below_fraction(e: Expr, known: Known) -> Iterator[Quotient]:
    """⌊n/d⌋ <= n / d"""
    n, d = map(whole, e.args)
    if n is not None and d is not None:
        yield Quotient(n, (d,))


def quotient_below_multiple(e: Expr, known: Known) -> Iterator[Quotient]:
    """n <= q d - 1  ⟹  ⌊n/d⌋ <= q - 1, for the multiples ``q d`` that ``n`` or a fact speaks of"""
    n, d = whole(e.args[0]), e.args[1]
    if n is None or not d.is_Symbol or not positive(letter(atom(d)), known):
        return
    for q in _multiples(atom(d), (*known.facts, n)):
        if known.lemma(minus(minus(product(q, letter(atom(d))), ONE), n)):
            yield Quotient(minus(q, ONE))


def _multiples(d: Atom, given: Iterable[Polynomial]) -> list[Polynomial]:
    """What stands beside ``d`` in one of the terms, each once."""
    slopes = (parts[0] for parts in (split(f, d) for f in given) if parts)
    found = {m: abs(c) for slope in slopes for m, c in slope.items()}
    return [{m: c} for m, c in found.items()]


def natural(e: Expr, known: Known) -> Iterator[Quotient]:
    """n mod d >= 0, for d >= 1; the least solution of d u = r (mod m) is >= 0"""
    d = whole(e.args[-1])
    if d is not None and positive(d, known):
        yield Quotient(ZERO)


def below_divisor(e: Expr, known: Known) -> Iterator[Quotient]:
    """n mod d <= d - 1, for d >= 1; least solutions modulo m are <= m - 1"""
    d = whole(e.args[-1])
    if d is not None and positive(d, known):
        yield Quotient(minus(d, ONE))


def below_number(e: Expr, known: Known) -> Iterator[Quotient]:
    """n >= 0  ⟹  n mod d <= n, for d >= 1"""
    n, d = map(whole, e.args)
    if n is not None and d is not None and positive(d, known) and known.lemma(n):
        yield Quotient(n)


def divisor_is_positive(e: Expr, known: Known) -> Iterator[Quotient]:
    """gcd(a, b) >= 1"""
    yield Quotient(ONE)


def divisor_divides(e: Expr, known: Known) -> Iterator[Quotient]:
    """gcd(a, b) <= a and gcd(a, b) <= b, for a, b >= 1"""
    for a in map(whole, e.args):
        if a is not None and positive(a, known):
            yield Quotient(a)


def datum_from(e: Expr, known: Known) -> Iterator[Quotient]:
    """t >= 0 for integer data; t >= -1 where -1 says that there was nothing to choose from"""
    if e.tensor.name in known.maybe_none:
        yield Quotient(number(-1))
    elif e.tensor.sign:
        yield Quotient(ZERO)


def datum_to(e: Expr, known: Known) -> Iterator[Quotient]:
    """t <= bound - 1 for integer data with a bound and no exempt number"""
    if e.tensor.kind == "integer" and e.tensor.bound != 0 and e.tensor.exempt is None:
        yield quotient(e.tensor.bound - 1)


LOWER: dict[type, tuple[QuotientLaw, ...]] = {
    FloorDiv: (quotient_of_natural, quotient_by_gcd, quotient_above_fraction),
    Modulo: (natural,),
    Residue: (natural,),
    Gcd: (divisor_is_positive,),
    Acc: (datum_from,),
}
UPPER: dict[type, tuple[QuotientLaw, ...]] = {
    FloorDiv: (quotient_below_fraction, quotient_below_multiple),
    Modulo: (below_divisor, below_number),
    Residue: (below_divisor,),
    Gcd: (divisor_divides,),
    Acc: (datum_to,),
}
FUNCTIONS = (*LOWER, Abs, Max, Min, Where)
