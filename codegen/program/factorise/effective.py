"""The numbers through which a formula depends on letters.

``x[oh + u, v]`` depends on ``oh`` and ``u`` only through their sum: of all pairs of letters it takes as many
values as the sum does.  Letters that stand everywhere in the same linear form are one argument; every other
letter is one by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Add, Basic, Expr, S, Symbol
from sympy.core.symbol import Str

from derive.expr import Acc, Binder, Cond, Reduce, Tensor, expand, ge


@dataclass(frozen=True)
class Argument:
    """``place`` goes from ``first`` to ``last`` wherever the formula counts; ``guards`` say where that is."""

    place: Expr
    letters: tuple[Symbol, ...]
    first: Expr
    last: Expr
    guards: tuple[Cond, ...] = ()

    @property
    def extent(self) -> Expr:
        return expand(self.last - self.first + 1)

    def mapping(self, at: Expr) -> dict[Symbol, Expr]:
        """Values of the letters at which ``place`` is ``at``."""
        z, *others = self.letters
        return {z: at / self.place.coeff(z), **dict.fromkeys(others, S.Zero)}


Measure = Callable[[Expr], int]
"""About how large a number is that only sizes decide."""


def arguments(
    e: Expr, scope: Sequence[Binder], within: Iterable[Cond], measure: Measure
) -> tuple[Argument, ...] | None:
    """Of ``e`` over the letters of ``scope``, where ``within`` holds; ``None`` where one has no fixed range.

    The guards of a sum leave it 0 where they do not hold, so that they bound an argument, too: of several
    bounds the closest counts.
    """
    inner, inside = (e.binders, e.guards) if isinstance(e, Reduce) and e.op == "sum" else ((), ())
    ranges = {z: (lo, hi) for z, lo, hi in scope}
    found = dict.fromkeys(_signed(f) for f in forms(e, set(ranges)))
    made: list[Argument] = []
    for place in _independent(found, ranges):
        letters = tuple(z for z in ranges if z in place.free_symbols)
        if any(e.free_symbols & ranges.keys() for z in letters for e in ranges[z]):
            return None
        bounds = _Bounds(place, set(ranges), inner, measure)
        one = bounds.argument(letters, ranges, tuple(within), inside)
        if one is None:
            return None
        made.append(one)
    return tuple(made)


def forms(e: Any, letters: set[Symbol]) -> Iterator[Expr]:
    """The linear forms in ``letters`` by which ``e`` depends on them, without what is added to them."""
    if not isinstance(e, Basic) or isinstance(e, Tensor | Str) or not e.free_symbols & letters:
        return
    linear = _linear(e, letters) if isinstance(e, Expr) and (e.is_integer or e.is_Symbol) else None
    if linear is not None:
        yield linear
        return
    for part in e.args:
        yield from forms(part, letters)


def _linear(e: Expr, letters: set[Symbol]) -> Expr | None:
    """The part of ``e`` that is linear in the letters; ``None`` where another part depends on them, too."""
    whole = expand(e)
    mine = [t for t in Add.make_args(whole) if t.free_symbols & letters]
    for term in mine:
        (z, *more) = term.free_symbols & letters
        if more or term.coeff(z).free_symbols & letters or expand(term.coeff(z) * z) != term:
            return None
    return Add(*mine)


def _signed(form: Expr) -> Expr:
    return expand(-form) if form.could_extract_minus_sign() else form


def _independent(found: Iterable[Expr], ranges: Iterable[Symbol]) -> list[Expr]:
    """Each form that shares its letters with no other, then the letters of the others by themselves."""
    every = list(found)
    joint = [f for f in every if len(_letters(f, ranges)) > 1]
    alone = [f for f in joint if not any(_letters(f, ranges) & _letters(g, ranges) for g in every if g != f)]
    taken = {z for f in alone for z in f.free_symbols}
    single = [z for z in ranges if z not in taken and any(z in f.free_symbols for f in every)]
    return [*alone, *single]


def _letters(form: Expr, ranges: Iterable[Symbol]) -> set[Symbol]:
    return {z for z in ranges if z in form.free_symbols}


@dataclass(frozen=True)
class _Bounds:
    """The least and the largest value of ``place``."""

    place: Expr
    scope: set[Symbol]
    inner: tuple[Binder, ...]
    measure: Measure

    def argument(
        self,
        letters: tuple[Symbol, ...],
        ranges: dict[Symbol, tuple[Expr, Expr]],
        within: tuple[Cond, ...],
        inside: Sequence[Cond],
    ) -> Argument | None:
        """By the conditions around the formula, by those in it, or by the ranges of the letters."""
        if self.place.is_Symbol:
            return Argument(self.place, letters, *ranges[letters[0]])
        ends, told = list[Expr](), list[Cond]()
        for up in (False, True):
            outer, own = self.said(within, up), self.said(inside, up)
            box = _extreme(self.place, [(z, *ranges[z]) for z in letters], up)
            end = self.closest([e for e in (outer, box, own) if e is not None], up)
            if end is None:
                return None
            if end not in (outer, box):
                told.append(ge(end - self.place) if up else ge(self.place - end))
            ends.append(end)
        return Argument(self.place, letters, ends[0], ends[1], tuple(told))

    def closest(self, ends: Sequence[Expr], up: bool) -> Expr | None:
        return min(ends, key=lambda e: self.measure(e) if up else -self.measure(e), default=None)

    def said(self, conds: Iterable[Cond], up: bool) -> Expr | None:
        """The end that a condition says: ``rest ± place >= 0``, whatever the inner indices are."""
        for cond in conds:
            rest = expand(cond.of + self.place if up else cond.of - self.place)
            if cond.kind == "ge" and not rest.free_symbols & self.scope and not rest.has(Acc):
                end = _extreme(rest, self.inner, True)
                if end is not None:
                    return end if up else expand(-end)
        return None


def _extreme(e: Expr, binders: Sequence[Binder], up: bool) -> Expr | None:
    """The largest (or least) value of what is linear in independent indices."""
    ranges = {z: (lo, hi) for z, lo, hi in binders}
    for z in [z for z in ranges if z in e.free_symbols]:
        slope = e.coeff(z)
        rest = expand(e - slope * z)
        known = slope.is_positive or slope.is_negative
        if not known or z in rest.free_symbols or any(end.free_symbols & ranges.keys() for end in ranges[z]):
            return None
        e = expand(rest + slope * ranges[z][bool(slope.is_positive) == up])
    return e


__all__ = ["Argument", "arguments", "forms"]
