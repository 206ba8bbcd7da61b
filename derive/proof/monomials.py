"""Integer polynomials over atoms: the form in which inequalities are proved.

An *atom* is what arithmetic does not look into: a size, an index, ``n // d``, an element of data.  A
polynomial maps each monomial (the numbers of its atoms, in order, with repetition) to its coefficient; a
quotient stands over factors that are still to be shown positive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from math import gcd
from typing import Any, TypeAlias

from sympy import Add, Expr, Mul, Pow, Rational, Symbol

from derive.expr import Acc, FloorDiv, Modulo, Residue

BY_LAW = (Acc, FloorDiv, Modulo, Residue)
"""What the assumptions of SymPy say about these holds for positive divisors, and for data that are there."""

Monomial: TypeAlias = tuple[int, ...]
Polynomial: TypeAlias = Mapping[Monomial, int]


@dataclass(frozen=True, eq=False)
class Atom:
    """``least``: the least value of a letter by its assumptions, 0 or 1; None where they or laws say more."""

    expr: Expr
    number: int
    symbols: frozenset[Symbol]
    integer: bool
    least: int | None

    @property
    def monomial(self) -> Monomial:
        return (self.number,)

    @cached_property
    def rank(self) -> tuple[int, str]:
        """The largest expression first, then by how it is written."""
        return -self.expr.count_ops(), str(self.expr)


@dataclass(frozen=True)
class Quotient:
    """``top`` over the product of ``under``."""

    top: Polynomial
    under: tuple[Polynomial, ...] = ()


_NUMBERS: dict[Expr, Atom] = {}
_ATOMS: list[Atom] = []


def atom(e: Expr) -> Atom:
    """The one atom that stands for ``e``."""
    if e not in _NUMBERS:
        found = Atom(e, len(_ATOMS), frozenset(e.free_symbols), bool(e.is_integer), _least(e))
        _NUMBERS[e] = found
        _ATOMS.append(found)
    return _NUMBERS[e]


def _least(e: Expr) -> int | None:
    if isinstance(e, BY_LAW):
        return None
    return 1 if e.is_positive and e.is_integer else 0 if e.is_nonnegative else None


def atoms(p: Polynomial) -> list[Atom]:
    """The atoms of ``p``, each once."""
    return [_ATOMS[k] for k in dict.fromkeys(k for m in p for k in m)]


def symbols(p: Polynomial) -> frozenset[Symbol]:
    """The letters of ``p``, also those inside its atoms."""
    return frozenset().union(*(a.symbols for a in atoms(p)))


def number(c: int) -> Polynomial:
    return {(): c} if c else {}


def letter(a: Atom) -> Polynomial:
    return {a.monomial: 1}


def plus(p: Polynomial, q: Polynomial, times: int = 1) -> Polynomial:
    """``p + times q``"""
    made = dict(p)
    for m, c in q.items():
        total = made.get(m, 0) + times * c
        if total:
            made[m] = total
        else:
            made.pop(m, None)
    return made


def minus(p: Polynomial, q: Polynomial) -> Polynomial:
    return plus(p, q, -1)


def product(p: Polynomial, q: Polynomial) -> Polynomial:
    if p.keys() == {()}:
        p, q = q, p
    if q.keys() == {()}:
        return p if q[()] == 1 else {m: c * q[()] for m, c in p.items()}
    made: dict[Monomial, int] = {}
    for m, c in p.items():
        for n, k in q.items():
            both = tuple(sorted(m + n))
            made[both] = made.get(both, 0) + c * k
    return {m: c for m, c in made.items() if c}


def power(p: Polynomial, k: int) -> Polynomial:
    return reduce(product, [p] * k, number(1))


def split(p: Polynomial, a: Atom) -> tuple[Polynomial, Polynomial] | None:
    """``p = slope a + rest`` with neither holding ``a``; None where ``p`` is not linear in it."""
    slope: dict[Monomial, int] = {}
    rest: dict[Monomial, int] = {}
    for m, c in p.items():
        times = m.count(a.number)
        if times > 1:
            return None
        if times:
            k = m.index(a.number)
            slope[m[:k] + m[k + 1 :]] = c
        else:
            rest[m] = c
    return slope, rest


def rounded(p: Polynomial) -> Polynomial:
    """``g q + c >= 0`` iff ``q + ⌊c/g⌋ >= 0``, for integers."""
    common = gcd(*(c for m, c in p.items() if m))
    if common <= 1 or not all(a.integer for a in atoms(p)):
        return p
    return {m: c // common for m, c in p.items() if c // common}


@lru_cache(maxsize=1 << 16)
def quotient(e: Expr) -> Quotient:
    """``e`` as a quotient of polynomials."""
    if isinstance(e, Add):
        return reduce(_sum, map(quotient, e.args))
    if isinstance(e, Mul):
        return _product(map(quotient, e.args))
    if isinstance(e, Rational):
        return Quotient(number(e.p), () if e.q == 1 else (number(e.q),))
    if isinstance(e, Pow) and e.exp.is_Integer:
        base, k = quotient(e.base), int(e.exp)
        if k > 0:
            return Quotient(power(base.top, k), base.under * k)
        if not base.under:
            return Quotient(number(1), (base.top,) * -k)
    return Quotient(letter(atom(e)))


def _product(parts: Iterable[Quotient]) -> Quotient:
    """Factors over the same atoms cancel: ``s (a / s) = a`` where ``s`` is no zero."""
    parts, left = tuple(parts), list[Polynomial]()
    top = reduce(product, (part.top for part in parts), number(1))
    under = [u for part in parts for u in part.under]
    for u in under:
        lower = _cancelled(top, u)
        if lower is None:
            left.append(u)
        else:
            top = lower
    return Quotient(top, tuple(left))


def _cancelled(top: Polynomial, u: Polynomial) -> Polynomial | None:
    """``top / u`` where ``u`` is one monomial that divides every term."""
    if len(u) != 1:
        return None
    ((own, c),) = u.items()
    made: dict[Monomial, int] = {}
    for m, k in top.items():
        left = list(m)
        for a in own:
            if a not in left:
                return None
            left.remove(a)
        if k % c:
            return None
        made[tuple(left)] = k // c
    return made


def _sum(a: Quotient, b: Quotient) -> Quotient:
    if not a.under and not b.under:
        return Quotient(plus(a.top, b.top))
    more = list(b.under)
    missing = []
    for u in a.under:
        if u in more:
            more.remove(u)
        else:
            missing.append(u)
    left = reduce(product, more, a.top)
    right = reduce(product, missing, b.top)
    return Quotient(plus(left, right), (*a.under, *more))


def key(p: Polynomial) -> frozenset[Any]:
    """What two equal polynomials share."""
    return frozenset(p.items())
