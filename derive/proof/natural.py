"""Polynomials in natural numbers: no negative coefficient, no negative value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.proof.monomials import Atom, Polynomial, atoms, letter, minus, number, product


def plainly_positive(p: Polynomial) -> bool:
    """Whether ``p > 0`` by the assumptions about its letters: also where these are real."""
    return bool(p) and all(c > 0 for c in p.values()) and all(a.expr.is_positive for a in atoms(p))


def no_negative_coefficient(p: Polynomial) -> bool:
    """Whether no coefficient is negative once each atom is its least value plus a natural number."""
    found = atoms(p)
    if any(a.least is None for a in found):
        return False
    if all(c >= 0 for c in p.values()):
        return True
    one = {a.number for a in found if a.least}
    if sum(c for m, c in p.items() if one.issuperset(m)) < 0:
        return False
    for k in one:
        p = _shifted(p, k)
    return all(c >= 0 for c in p.values())


def _shifted(p: Polynomial, k: int) -> Polynomial:
    """``p`` at ``a + 1`` for the atom ``a`` of this number: (a + 1)ⁿ by the binomial theorem."""
    made: dict[tuple[int, ...], int] = {}
    for m, c in p.items():
        times, others, choose = m.count(k), tuple(a for a in m if a != k), 1
        for j in range(times + 1):
            new = tuple(sorted((*others, *(k,) * j)))
            made[new] = made.get(new, 0) + c * choose
            choose = choose * (times - j) // (j + 1)
    return {m: c for m, c in made.items() if c}


def less_a_fact(p: Polynomial, facts: Sequence[Polynomial]) -> Iterator[Polynomial]:
    """``p`` less a fact, times 1 or a letter that the fact does not speak of, where that cancels a term.

    The letter is a natural number by its assumptions, or by a fact ``a - c >= 0`` with ``c >= 0``.
    """
    letters = [a for a in atoms(p) if a.least is not None or any(_natural(a, f) for f in facts)]
    for f in facts:
        own = atoms(f)
        for times in (number(1), *(letter(a) for a in letters if a not in own)):
            given = product(times, f)
            if any(p.get(m, 0) * c > 0 for m, c in given.items() if m):
                rest = minus(p, given)
                if len(rest) < len(p) + 2:
                    yield rest


def _natural(a: Atom, fact: Polynomial) -> bool:
    """Whether ``fact >= 0`` says that the letter is not negative."""
    return fact.get(a.monomial) == 1 and not fact.keys() - {a.monomial, ()} and fact.get((), 0) <= 0


def outside(a: Atom, among: Sequence[Atom]) -> bool:
    """Whether ``a`` stands inside none of the others."""
    return not any(b is not a and b.expr.has(a.expr) for b in among)
