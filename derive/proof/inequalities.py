"""Is ``p >= 0``?  Atom after atom gives way to what bounds it; sizes and facts decide about the rest.

1. An index, innermost first, then functions, the outermost first: ``p = slope a + rest`` becomes
   ``slope l + rest`` with a lower bound ``l`` of ``a`` where the slope is not negative, an upper one where it
   is not positive.  ``n // d`` beside a whole number gives way exactly.
2. What remains is a polynomial in sizes.  With each size written as its least value plus a natural number it
   has no negative coefficient, perhaps after a multiple of a fact is taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sympy import Abs, Expr, Max, Min, S

from derive.expr import FloorDiv, Where, extreme
from derive.proof.counterexamples import points, refuted
from derive.proof.laws import FUNCTIONS, LOWER, UPPER, positive, whole
from derive.proof.monomials import (
    Atom,
    Polynomial,
    Quotient,
    atom,
    atoms,
    key,
    minus,
    number,
    plus,
    product,
    quotient,
    rounded,
    split,
)  # fmt: skip
from derive.proof.natural import less_a_fact, no_negative_coefficient, outside, plainly_positive
from derive.proof.question import Answer, Limits, Range

ONE, MINUS_ONE = number(1), number(-1)
EXTREMES = (Abs, Max, Min, Where)


class Setting:
    """All that a proof may use: it depends on nothing else, and on no question before it."""

    def __init__(
        self, ranges: tuple[Range, ...], facts: tuple[Expr, ...], maybe_none: frozenset[str], limits: Limits
    ) -> None:
        self.limits, self.maybe_none = limits, maybe_none
        stated = [q.top for q in map(quotient, facts) if all(plainly_positive(u) for u in q.under)]
        self.facts = tuple(rounded(f) for f in stated)
        self._order: dict[int, int] = {atom(r.index).number: -k for k, r in enumerate(ranges)}
        self._starts = {atom(r.index): [quotient(e) for e in r.lo] for r in ranges}
        self._ends = {atom(r.index): [quotient(e) for e in r.hi] for r in ranges}
        self._about_sizes = [
            f for f in self.facts if not any(isinstance(a.expr, FUNCTIONS) for a in atoms(f))
        ]
        self._answers: dict[object, Answer] = {}
        self.points = points(ranges, self.facts, maybe_none, limits.points)
        self._left = 0
        self._cut = False

    def ask(self, question: Quotient) -> Answer:
        """The answer to ``question >= 0``."""
        self._left = self.limits.steps
        if not all(positive(u, self) for u in question.under):
            return Answer.OPEN
        return self._answer(question.top)

    def lemma(self, p: Polynomial) -> bool:
        """Whether ``p >= 0`` is proved, in one step less than is left."""
        return bool(self._answer(p))

    def _answer(self, p: Polynomial) -> Answer:
        p = rounded(p)
        if not p or p.keys() == {()}:
            return Answer.PROVED if p.get((), 0) >= 0 else Answer.REFUTED
        if self._left == 0:
            self._cut = True
            return Answer.CUT_SHORT
        question = (key(p), self._left)
        if question not in self._answers:
            self._answers[question] = self._searched(p)
        self._cut |= self._answers[question] is Answer.CUT_SHORT
        return self._answers[question]

    def _searched(self, p: Polynomial) -> Answer:
        if refuted(p, self.points):
            return Answer.REFUTED
        outside, self._cut = self._cut, False
        self._left -= 1
        proved = self._stated(p) or self._by_laws(p)
        self._left += 1
        cut, self._cut = self._cut, outside
        return Answer.PROVED if proved else Answer.CUT_SHORT if cut else Answer.OPEN

    def _stated(self, p: Polynomial) -> bool:
        """Whether a fact says it, up to a number that is added."""
        rests = (minus(p, f) for f in self.facts)
        return any(not r or (r.keys() == {()} and r[()] >= 0) for r in rests)

    def _by_laws(self, p: Polynomial) -> bool:
        """The first atom with a law for it gives way; where there is none, sizes and facts decide."""
        for a in self._candidates(p):
            parts = split(p, a)
            found = self._without(a, *parts) if parts else None
            if found is not None:
                return found
        return self._of_sizes(p, self.limits.facts)

    def _candidates(self, p: Polynomial) -> list[Atom]:
        """Indices, innermost first, then functions; what stands inside another atom waits."""
        found = atoms(p)
        inner = frozenset().union(*(a.symbols for a in found if not a.expr.is_Symbol))
        indices = [a for a in found if a.number in self._order and a.expr not in inner]
        functions = [a for a in found if isinstance(a.expr, FUNCTIONS)]
        outer = [a for a in functions if outside(a, found)]
        return [*sorted(indices, key=lambda a: self._order[a.number]), *sorted(outer, key=lambda a: a.rank)]

    def _without(self, a: Atom, slope: Polynomial, rest: Polynomial) -> bool | None:
        """``slope a + rest >= 0`` by what bounds ``a``; None where the sign of the slope is not known."""
        if isinstance(a.expr, FloorDiv) and slope in (ONE, MINUS_ONE):
            exact = self._exact_quotient(a.expr, slope == ONE, rest)
            if exact is not None:
                return bool(self._answer(exact))
        up = self._up(slope)
        if up is None:
            return None
        if isinstance(a.expr, EXTREMES):
            return self._extreme(a.expr, slope, rest, up)
        return any(self._by(end, slope, rest) for end in self._bounds(a, lower=up))

    def _exact_quotient(self, e: Expr, up: bool, rest: Polynomial) -> Polynomial | None:
        """⌊n/d⌋ + r >= 0 iff n + d r >= 0;  r - ⌊n/d⌋ >= 0 iff d (r + 1) - 1 - n >= 0, for whole r, d >= 1"""
        n, d = map(whole, e.args)
        if n is None or d is None or not all(x.integer for x in atoms(rest)) or not positive(d, self):
            return None
        return plus(n, product(d, rest)) if up else minus(minus(product(d, plus(rest, ONE)), ONE), n)

    def _up(self, slope: Polynomial) -> bool | None:
        """True where ``slope >= 0``, False where ``slope <= 0``, None where neither is proved."""
        if self.lemma(slope):
            return True
        return False if self.lemma(minus({}, slope)) else None

    def _extreme(self, e: Expr, slope: Polynomial, rest: Polynomial, up: bool) -> bool:
        """Above a maximum (below a minimum) is above (below) all; one of them is enough on the other side.

        |a| = max(0, a, -a); of a choice of which nothing else is known, both values have to hold.
        """
        args, kind = _alternatives(e)
        test = any if kind == ("max" if up else "min") else all
        return test(self._by(quotient(a), slope, rest) for a in args)

    def _by(self, end: Quotient, slope: Polynomial, rest: Polynomial) -> bool:
        """``slope end + rest >= 0``, multiplied by what ``end`` stands over."""
        top = product(slope, end.top)
        for u in end.under:
            if not positive(u, self):
                return False
            rest = product(rest, u)
        return self.lemma(plus(top, rest))

    def _bounds(self, a: Atom, lower: bool) -> Iterator[Quotient]:
        """What lies below ``a`` (above it): the ends of its range, facts that mention it, laws."""
        yield from (self._starts if lower else self._ends).get(a, ())
        if a in self._starts or isinstance(a.expr, FUNCTIONS):
            yield from self._from_facts(a, lower)
        for law in (LOWER if lower else UPPER).get(type(a.expr), ()):
            yield from law(a.expr, self)

    def _from_facts(self, a: Atom, lower: bool) -> Iterator[Quotient]:
        """``a + r >= 0`` gives ``a >= -r``; ``r - a >= 0`` gives ``a <= r``."""
        for f in self.facts:
            slope, rest = split(f, a) or (None, f)
            if slope == (ONE if lower else MINUS_ONE) and not any(a.expr in b.symbols for b in atoms(rest)):
                yield Quotient(minus({}, rest) if lower else rest)

    def _of_sizes(self, p: Polynomial, facts: int) -> bool:
        if refuted(p, self.points):
            return False
        if no_negative_coefficient(p):
            return True
        less = less_a_fact(p, self._about_sizes)
        if facts == 0:
            self._cut |= any(True for _ in less)
            return False
        return any(self._of_sizes(rest, facts - 1) for rest in less)


@lru_cache(maxsize=1 << 12)
def setting(
    ranges: tuple[Range, ...], facts: tuple[Expr, ...], maybe_none: frozenset[str], limits: Limits
) -> Setting:
    """The setting with exactly these parts, with the answers that it has given."""
    return Setting(ranges, facts, maybe_none, limits)


def _alternatives(e: Expr) -> tuple[tuple[Any, ...], str]:
    """What ``e`` is one of, and whether it is the largest or the smallest of them."""
    if isinstance(e, Where):
        return e.args[1:], extreme(e)
    if isinstance(e, Abs):
        return (S.Zero, e.args[0], -e.args[0]), "max"
    return e.args, "max" if isinstance(e, Max) else "min"
