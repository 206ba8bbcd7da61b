"""Several indices as one that counts from 0, walked value by value or by runs along the last of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sympy import Expr, Max, Min, Mul, S, Symbol, expand

from codegen.loops.nest import nest
from codegen.loops.nodes import Block, Loop, Range, Split
from derive.expr import Binder, Cond, FloorDiv


@dataclass(frozen=True)
class Flat:
    """``index`` counts the values of ``binders``: ``counts`` of each, ``total`` of all."""

    index: Symbol
    binders: tuple[Binder, ...]
    counts: tuple[Expr, ...]
    total: Expr

    def letters(self) -> tuple[Range, ...]:
        """The digits, each from its start through as many values as it has."""
        pairs = zip(self.binders, self.counts, strict=True)
        return tuple(Range(z, (lo,), (expand(lo + count - 1),)) for (z, lo, _), count in pairs)

    def named(self, body: Block) -> Block:
        """``body`` with the digits of the index by name; one index that counts from 0 has its own name."""
        return body if self.index == self.binders[0][0] else (Split(self.letters(), self.index, body),)

    @property
    def place(self) -> Expr:
        """The flat index by its digits."""
        at = S.Zero
        for (z, lo, _), count in zip(self.binders, self.counts, strict=True):
            at = at * count + z - lo
        return expand(at)


@dataclass(frozen=True)
class Axis:
    """A stretch of a flat index, from ``start`` to the smallest of ``last``."""

    flat: Flat
    start: Expr
    last: tuple[Expr, ...]

    def loop(self, body: Block) -> Loop:
        return Loop(Range(self.flat.index, (self.start,), self.last), body)

    def each(self, body: Block) -> Block:
        """``body`` for every value of the stretch, its indices by name."""
        return (self.loop(self.flat.named(body)),)

    @property
    def place(self) -> Expr:
        """Where in the stretch its index stands."""
        return expand(self.flat.index - self.start)

    def span(self, index: Symbol) -> Range:
        """``index`` counts the values of the stretch from 0."""
        return Range(index, (S.Zero,), tuple(expand(e - self.start) for e in self.last))

    def runs(
        self,
        guards: Iterable[Cond],
        leaf: Callable[[Expr], Block],
        line: Symbol,
        around: Callable[[Block], Block] = tuple,
    ) -> Block:
        """``leaf(place in the stretch)`` along the last index, for every run of the stretch.

        ``around`` a run: what the digits of its line are looked up once for.
        """
        *lead, (z, lo, hi) = self.flat.binders
        count = self.flat.counts[-1]
        if not lead:
            start = expand(lo + self.start)
            ends = Min(*(expand(lo + e) for e in self.last), evaluate=False)
            return around(nest([(z, start, ends)], guards, leaf(expand(z - lo - self.start))))
        before = expand(line * count - lo)
        start = Max(lo, self.start - before, evaluate=False)
        ends = Min(hi, *(expand(e - before) for e in self.last), evaluate=False)
        inner = around(nest([(z, start, ends)], guards, leaf(expand(z + before - self.start))))
        last = (*(FloorDiv(e, count) for e in self.last), expand(Mul(*self.flat.counts[:-1]) - 1))
        digits = Split(self.flat.letters()[:-1], line, inner)
        return (Loop(Range(line, (FloorDiv(self.start, count),), last), (digits,)),)


__all__ = ["Axis", "Flat"]
