"""Few terms: a row whose elements have two or three terms each is gone through once.

    for j: t[j] = 0                           for j: s = 0; s += x[j]; s += x[j + 1]; y[j] = s/n
    for v: for j: t[j] += x[j + v]
    for j: y[j] = t[j]/n

How many terms there are is known when the row is begun; they are added in the same order.  Where a term does
not exist for each element of the row, its first and its last elements are computed one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sympy import Expr, Max, Min, Symbol, expand

from codegen.loops.legality import where_legal
from codegen.loops.nest import bound_of
from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Block,
    Choose,
    Correlate,
    If,
    Kernel,
    Label,
    Lags,
    Let,
    Loop,
    Node,
    Product,
    Range,
    Store,
)  # fmt: skip
from codegen.loops.roles import on_bodies, tiling, touched, walk
from codegen.loops.schedule import JAM, Assumed
from codegen.passes.naming import Fresh
from derive.expr import Cond, FloorDiv, accesses, eq, ge, substitute
from derive.model.layer import Layer

FEW = 3
"""So many terms at most: each number has code of its own."""
ALONE = 3
"""A row that one loop begins, one adds to and one reads."""


@where_legal
def few_terms(kernel: Kernel, layer: Layer) -> Kernel:
    """Short sums into rows, all their terms in one pass over the row."""
    if any(isinstance(n, Product | Correlate | Lags) or tiling(n) for n in walk(kernel.body)):
        return kernel  # the loops are for small sizes
    rows = _ShortRows(kernel, Assumed(layer))
    return replace(kernel, body=rows.block(kernel.body))


@dataclass(frozen=True)
class _ShortSum:
    """``begun`` for each element of ``row``, ``added`` for its ``part`` that has a term, then ``last``."""

    row: Range
    begun: Store
    terms: Range
    part: Range
    added: Accumulate
    last: Store | None = None

    @property
    def plain(self) -> bool:
        """Whether the ends of the sum are the same for all rows."""
        return len(self.terms.lo) == len(self.terms.hi) == 1

    @property
    def whole(self) -> bool:
        """Whether each element has all terms."""
        return self.part == self.row

    def before(self) -> Block:
        """The loops as they were."""
        used = (Loop(self.row, (self.last,)),) if self.last else ()
        return Loop(self.row, (self.begun,)), *self.summed(), *used

    def summed(self) -> Block:
        return (Loop(self.terms, (Loop(self.part, (self.added,)),)),)

    def one_by_one(self, lo: tuple[Expr, ...] = (), hi: tuple[Expr, ...] = ()) -> Loop:
        """A part of the row element by element, of each the terms that there are."""
        found = [b for c in self.conditions() if (b := bound_of(c, self.terms.index))]
        first, last = ([e for b in found for e in b[k]] for k in (0, 1))
        terms = replace(self.terms, lo=(*self.terms.lo, *first), hi=(*self.terms.hi, *last))
        row = replace(self.row, lo=(*self.row.lo, *lo), hi=(*self.row.hi, *hi))
        summed = Loop(terms, (self.added,))
        return Loop(row, (self.begun, summed, self.last) if self.last else (summed,))

    def conditions(self) -> list[Cond]:
        """When an element has a term, as far as the row does not say it."""
        z = self.row.index
        conds = [ge(_scaled(-e, -z)) for e in self.part.lo if e not in self.row.lo]
        conds += [ge(_scaled(e, z)) for e in self.part.hi if e not in self.row.hi]
        return [c for c in conds if isinstance(c, Cond)]

    @property
    def start(self) -> Expr:
        """What an element is before the first term."""
        return self.begun.value if self.last else self.begun.target

    def used(self, name: Symbol) -> Store:
        """What becomes of an element."""
        done = self.last or Store(self.begun.target, self.begun.target)
        return replace(done, value=substitute(done.value, {self.begun.target: name}))

    def places(self, count: int) -> list[Expr]:
        """The values of the index of the sum where it has ``count`` of them."""
        first = self.terms.lo[0] if self.plain else self.terms.index
        return [first + k for k in range(count)][:: self.terms.step]

    def elements(self, places: Iterable[Expr]) -> Range:
        """The elements that have all of these terms."""
        z, every = self.terms.index, [*places]
        lo, hi = (
            dict.fromkeys(expand(substitute(e, {z: at})) for at in every for e in ends)
            for ends in (self.part.lo, self.part.hi)
        )
        return replace(self.part, lo=_closest(lo, 1), hi=_closest(hi, -1))

    @property
    def steady(self) -> bool:
        """Whether elements that have the first term and the last one have those between."""
        return self.whole or all(_grows(e, self.terms.index) for e in (*self.part.lo, *self.part.hi))

    def at_once(self, count: int, elements: Range, name: Symbol) -> Loop:
        """The elements that have ``count`` terms, one loop over them."""
        values = [substitute(self.added.value, {self.terms.index: at}) for at in self.places(count)]
        sums = (Accumulate(name, "sum", e) for e in values)
        row = Loop(elements, (Let(name, self.start), *sums, self.used(name)))
        if self.plain:
            return row
        hi = tuple(expand(e - (count - 1)) for e in self.terms.hi)
        return Loop(replace(self.terms, hi=hi, step=count), (row,))


def _closest(ends: Iterable[Expr], sign: int) -> tuple[Expr, ...]:
    """The ends without those that another one is known to lie behind."""
    every = [*ends]
    behind = ((e, (sign * (other - e) for other in every)) for e in every)
    return tuple(e for e, steps in behind if not any(d.is_number and d > 0 for d in map(expand, steps)))


def _grows(e: Expr, z: Symbol) -> bool:
    """Whether ``e`` only grows, or only falls, with ``z``: it is linear in it, or a quotient of what is."""
    for quotient in (e, -e):
        if isinstance(quotient, FloorDiv):
            return z not in quotient.args[1].free_symbols and _grows(quotient.args[0], z)
    return bool(e.coeff(z).is_number) and z not in expand(e - e.coeff(z) * z).free_symbols


def _scaled(end: Expr, z: Expr) -> Expr:
    """What is not negative where ``z <= end``, without a division."""
    if isinstance(end, FloorDiv):
        of, by = end.args
        return expand(of - by * z)
    return expand(end - z)


class _ShortRows:
    def __init__(self, kernel: Kernel, assumed: Assumed) -> None:
        self.kernel, self.assumed, self.fresh = kernel, assumed, Fresh(kernel)
        self.own = {n.tensor for n in walk(kernel.body) if isinstance(n, Alloc)}
        arrays = (*kernel.arrays, *kernel.outputs)
        self.long = frozenset(s for t in arrays for e in t.shape for s in e.free_symbols)
        """What arrays are long by: a sum that runs so far is not short."""

    def block(self, block: Block) -> Block:
        made: list[Node] = []
        left = list(block)
        while left:
            one = self.found(left)
            if one is None:
                made.append(on_bodies(left.pop(0), self.block))
                continue
            labels = [n for n in left[2:3] if isinstance(n, Label)] if one.last else []
            made += [*labels, *self.chosen(one)]
            del left[: len(one.before()) + len(labels)]
        return tuple(made)

    def found(self, nodes: Sequence[Node]) -> _ShortSum | None:
        """A row that is begun, summed into and perhaps used at once, from the first node on."""
        match nodes:
            case [
                Loop(row, (Store() as begun,)),
                Loop(terms, (Loop(part, (Accumulate() as added,)),)),
                *more,
            ]:
                one = _ShortSum(row, begun, terms, part, added)
            case _:
                return None
        if not self.fits(one):
            return None
        more = more[1:] if more and isinstance(more[0], Label) else more
        match more:
            case [Loop(again, (Store() as last,)), *_] if again == row and self.goes(one, last):
                return replace(one, last=last)
        return one

    def fits(self, one: _ShortSum) -> bool:
        """Whether it is a short sum into a row, that of its elements which have terms within the row."""
        row, part, terms = one.row, one.part, one.terms
        inside = part.index == row.index and {*row.lo} <= {*part.lo} and {*row.hi} <= {*part.hi}
        ends = {s for e in (*part.lo, *part.hi) for s in e.free_symbols}
        solved = None not in [bound_of(c, terms.index) for c in one.conditions()]
        alike = (one.plain and solved) or (one.whole and terms.index not in ends)
        steps = row.step == part.step == 1 and terms.step in (1, -1)
        into = one.begun.target == one.added.target and one.added.op == "sum"
        names = (
            terms.index not in one.added.target.free_symbols and row.index in one.added.target.free_symbols
        )
        lengths = [expand(hi - lo).free_symbols for lo in terms.lo for hi in terms.hi]
        short = self.assumed.trips((terms.index, terms.lo[0], terms.hi[0])) < 2 * JAM
        short &= not all(length & self.long for length in lengths)
        return inside and alike and one.steady and steps and into and names and short

    def goes(self, one: _ShortSum, last: Store) -> bool:
        """Whether nothing else reads the row."""
        array = one.begun.target.tensor
        reads = [a for a in accesses(last.value) if a.tensor == array]
        return (
            array in self.own and touched(array, self.kernel.body) == ALONE and {*reads} == {one.begun.target}
        )

    def chosen(self, one: _ShortSum) -> Block:
        """The loop for each number of terms, else the loops as they were."""
        ends: dict[Expr, Let] = {}
        row, part, terms = self.named(one.row, ends), one.part, self.named(one.terms, ends)
        same = dict(zip((*one.row.lo, *one.row.hi), (*row.lo, *row.hi), strict=True))
        lo, hi = (tuple(same.get(e, e) for e in some) for some in (part.lo, part.hi))
        one = replace(one, row=row, part=replace(part, lo=lo, hi=hi), terms=terms)
        lets = () if one.plain else (self.end(terms, "first"), self.end(terms, "last"))
        first, last = (let.name for let in lets) if lets else (terms.lo[0], terms.hi[0])
        made: Block = one.before() if one.last else one.summed()
        here = {count: eq(last - first - (count - 1)) for count in range(FEW, 0, -1)}
        conds = {count: c for count, c in here.items() if isinstance(c, Cond)}
        if one.whole:
            for count in [c for c in conds if c > 1 or one.last]:
                made = (Choose("", (conds[count],), self.row(one, count, ends), made),)
        else:
            few = tuple(c for c in (ge(last - first - 1), ge(first + FEW - 1 - last)) if isinstance(c, Cond))
            made = (Choose("", few, self.parts(one, conds, ends), made),)
        begun = () if one.last else one.before()[:1]
        return *ends.values(), *lets, *begun, *made

    def end(self, r: Range, word: str) -> Let:
        """Where a range begins or ends."""
        of, ends = (Max, r.lo) if word == "first" else (Min, r.hi)
        value = ends[0] if len(ends) == 1 else of(*ends, evaluate=False)
        return Let(self.fresh(f"{r.index.name}_{word}", integer=True), value)

    def named(self, r: Range, ends: dict[Expr, Let]) -> Range:
        """The range with its divisions by name: they are the same for many rows."""

        def name(e: Expr, word: str) -> Expr:
            if not e.has(FloorDiv):
                return e
            if e not in ends:
                ends[e] = Let(self.fresh(f"{r.index.name}_{word}", integer=True), e)
            return ends[e].name

        lo, hi = (tuple(name(e, word) for e in some) for some, word in ((r.lo, "first"), (r.hi, "last")))
        return replace(r, lo=lo, hi=hi)

    def row(self, one: _ShortSum, count: int, ends: dict[Expr, Let]) -> Block:
        """All terms of the elements that have them."""
        elements = self.named(one.elements(one.places(count)), ends)
        return (one.at_once(count, elements, self.fresh("terms")),)

    def parts(self, one: _ShortSum, conds: Mapping[int, Cond], ends: dict[Expr, Let]) -> Block:
        """The elements that have all terms, by their number, and around these the elements that have not."""
        elements = self.named(one.elements((one.terms.lo[0], one.terms.hi[0])), ends)
        first, last = self.end(elements, "first"), self.end(elements, "last")
        rows = [If((c,), self.row(one, count, ends)) for count, c in conds.items() if count > 1]
        left = one.one_by_one(hi=(expand(first.name - 1),))
        return first, last, left, *rows, one.one_by_one(lo=(expand(last.name + 1), first.name))


__all__ = ["few_terms"]
