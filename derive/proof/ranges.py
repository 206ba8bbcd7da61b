"""Ranges of indices and facts about them: what a question is asked under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from sympy import Expr, Symbol

from derive.expr import Binder, Cond
from derive.expr.integers import nested_quotients
from derive.proof.counterexamples import fails
from derive.proof.inequalities import Setting, setting
from derive.proof.monomials import quotient, symbols
from derive.proof.question import Answer, Limits, Range, letters

Loops: TypeAlias = "Iterable[Binder | Range]"
LIMITS = Limits()


class Ranges:
    """Indices with their ranges, outermost first, and facts ``>= 0``; immutable.

    ``maybe_none`` names integer data that hold -1 where there was nothing to choose from.
    """

    def __init__(
        self, indices: Loops = (), facts: Iterable[Expr] = (), maybe_none: frozenset[str] = frozenset()
    ) -> None:
        self.by_index = {r.index: r for r in map(_range, indices)}
        self.facts = tuple(dict.fromkeys(facts))
        self.maybe_none = maybe_none
        self._settings: dict[frozenset[Symbol], Setting] = {}

    @cached_property
    def key(self) -> tuple[tuple[Range, ...], tuple[Expr, ...], frozenset[str]]:
        """All that an answer depends on beside the expression and the limits."""
        return tuple(self.by_index.values()), self.facts, self.maybe_none

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ranges) and self.key == other.key

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(self.key)

    def within(self, indices: Loops, facts: Iterable[Expr] = ()) -> Ranges:
        """These ranges with inner indices (and further facts); what spoke of an index now hidden is gone."""
        inner = {r.index: r for r in map(_range, indices)}
        facts = tuple(facts)
        if not inner and not facts:
            return self
        hidden = frozenset(inner)
        outer = (_unhidden(r, hidden) for z, r in self.by_index.items() if z not in hidden)
        again = hidden & self.by_index.keys()
        kept = [f for f in self.facts if not letters(f) & again] if again else self.facts
        return Ranges([*outer, *inner.values()], (*kept, *facts), self.maybe_none)

    def ask(self, e: Expr, limits: Limits = LIMITS) -> Answer:
        """Whether ``e >= 0`` is proved, or why not."""
        answer = self._ask(e, limits)
        if answer or (other := nested_quotients(e)) == e:
            return answer
        return self._ask(other, limits) or answer

    def _ask(self, e: Expr, limits: Limits) -> Answer:
        question = quotient(e)
        own = symbols(question.top).union(*map(symbols, question.under))
        if limits != LIMITS:
            return self._setting(own, limits).ask(question)
        if own not in self._settings:
            self._settings[own] = self._setting(own, limits)
        return self._settings[own].ask(question)

    def nonnegative(self, e: Expr) -> bool:
        """Whether ``e >= 0`` is proved."""
        return bool(self.ask(e))

    def seen_false(self, claims: Iterable[Expr], values: Mapping[Symbol, Expr]) -> bool:
        """Whether with these ``values`` a claim is below 0 somewhere, or divides by what is not above 0."""

        def put(es: Iterable[Expr]) -> tuple[Expr, ...]:
            return tuple(e.xreplace(values) for e in es)

        about = put(f for f in self.facts if letters(f) & values.keys())
        if any(f.is_negative for f in about):
            return False
        inner = (Range(r.index, put(r.lo), put(r.hi), r.step) for r in self.by_index.values())
        there, asked = Ranges(inner, put(self.facts), self.maybe_none), put(claims)
        own = frozenset().union(*map(letters, (*asked, *about)))
        return any(fails(e, point) for point in there._setting(own, LIMITS).points for e in asked)

    def holds(self, cond: Cond) -> bool | None:
        """True or False where the condition is decided, else None."""
        if cond.kind == "ge":
            if self.nonnegative(cond.of):
                return True
            return False if self.nonnegative(-cond.of - 1) else None
        if cond.kind in ("eq", "ne") and (self.nonnegative(cond.of - 1) or self.nonnegative(-cond.of - 1)):
            return cond.kind == "ne"
        if cond.kind in ("eq", "ne") and self.nonnegative(cond.of) and self.nonnegative(-cond.of):
            return cond.kind == "eq"
        return None

    def _setting(self, own: frozenset[Symbol], limits: Limits) -> Setting:
        """Only what can matter for these letters: ranges and facts that they reach."""
        wanted, size = set(own), -1
        while size < len(wanted):
            size = len(wanted)
            wanted.update(*(self.by_index[z].letters for z in wanted & self.by_index.keys()))
            wanted.update(*(letters(f) for f in self.facts if letters(f) & wanted))
        ranges = tuple(r for z, r in self.by_index.items() if z in wanted)
        facts = tuple(f for f in self.facts if letters(f) & wanted)
        return setting(ranges, facts, self.maybe_none, limits)


def _range(r: Binder | Range) -> Range:
    return r if isinstance(r, Range) else Range(r[0], (r[1],), (r[2],))


def _unhidden(r: Range, hidden: frozenset[Symbol]) -> Range:
    """An outer range without the ends that mention an index which has another meaning now."""
    if not r.letters & hidden:
        return r
    lo, hi = (tuple(e for e in ends if not letters(e) & hidden) for ends in (r.lo, r.hi))
    return Range(r.index, lo, hi, r.step)
