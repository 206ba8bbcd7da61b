"""Where in a kernel we stand: what the loops, the conditions and the named values around a node say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import Expr, Min, Symbol, expand

from codegen.loops.nodes import Kernel, Let, Offsets, Range
from derive.expr import Cond, Index, Reduce
from derive.model.layer import Layer, may_be_none
from derive.proof import Answer, Ranges, exact_division_facts, implied, size_facts

PAIR = 2
"""The ends of a range that no condition narrows."""


def known_of(layer: Layer) -> Ranges:
    """What is known before any loop: definitions of sizes, the layer's requirements, ends of its switches."""
    conds = [c for c, _ in layer.requires]
    facts = [*size_facts(layer.sizes), *exact_division_facts(conds, layer.sizes)]
    facts += [c.of for c in conds if isinstance(c, Cond) and c.kind == "ge"]
    ends = [o for o in layer.options if o.kind == "int" and o.maximum is not None]
    facts += [o.maximum - s for o in ends for s in o.symbols]
    chosen = {d.tensor.name for d in layer.forward if isinstance(d.expr, Reduce) and may_be_none(d.expr)}
    return Ranges((), facts, frozenset(chosen))


@dataclass
class Place:
    """Where in a kernel we stand: what is known and what is defined there.

    ``known`` has every named integer written out, ``named`` has them as names: most proofs need no more.
    ``counted`` has those as names of which a condition around us says where they start: a product of counts
    stays one, where written out it would be a polynomial.
    """

    known: Ranges
    named: Ranges
    defined: set[Symbol]
    values: dict[Symbol, Expr] = field(default_factory=dict)
    arrays: set[str] = field(default_factory=set)
    tables: dict[str, Offsets] = field(default_factory=dict)
    counted: Ranges = field(default_factory=Ranges)
    bounded: frozenset[Symbol] = frozenset()
    entered: tuple[Expr, ...] = ()
    """What is ``>= 0`` because the loops around us are entered: each end lies behind each beginning."""

    @staticmethod
    def start(kernel: Kernel, layer: Layer) -> Place:
        """Before the first node."""
        arrays = {t.name for t in (*kernel.arrays, *kernel.outputs)}
        known = known_of(layer)
        return Place(known, known, set(kernel.scalars), {}, arrays)

    def let(self, node: Let) -> None:
        """The name is defined from here on; an integer is remembered by its value."""
        self.defined.add(node.name)
        if isinstance(node.value, Min):
            ends = Min(*map(self.plain, node.value.args), evaluate=False)
            same = self.named is self.known and ends.args == node.value.args
            self.known = self.known.within([clamped(Let(node.name, ends), self.known)])
            self.named = self.known if same else self.named.within([clamped(node, self.named)])
        elif node.name.is_positive:
            return
        elif node.name.is_integer and not node.value.is_number:
            self.values[node.name] = node.value

    def within(self, loops: Iterable[Range] = (), conds: Iterable[Any] = ()) -> Place:
        """Inside these loops, where the conditions hold."""
        loops, conds = tuple(loops), tuple(conds)
        raw = [e for c in conds for e in implied(c)]
        facts = [self.plain(e) for e in raw]
        facts += [e for c in conds if c.kind == "ne" for e in implied(self.plain(c)) if e not in facts]
        inner = [_plain_range(r, self) for r in loops]
        names = {r.index for r in loops}
        known = named = self.known.within(inner, facts)
        if self.named is not self.known or inner != list(loops) or facts != raw:
            named = self.named.within(loops, raw)
        inside = self.defined | names, dict(self.values), set(self.arrays), dict(self.tables)
        hidden = [e for e in self.entered if not e.free_symbols & names]
        several = (r for r in inner if len(r.lo) + len(r.hi) > PAIR or _by_letters(r))
        ends = ((lo, hi) for r in several for lo in r.lo for hi in r.hi)
        entered = (*hidden, *(hi - lo for lo, hi in ends))
        return Place(known, named, *inside, *self._counted(loops, raw), entered)

    def _counted(self, loops: tuple[Range, ...], conds: Sequence[Expr]) -> tuple[Ranges, frozenset[Symbol]]:
        new = (z for e in conds for z in e.free_symbols & self.values.keys() if (e - z).is_number)
        kept = self.bounded.union(new)
        if not kept:
            return self.known, kept
        before = self.counted if self.bounded else self.known
        inner = [_plain_range(r, self, kept) for r in loops]
        return before.within(inner, [self.plain(e, kept) for e in conds]), kept

    def ask(self, e: Expr) -> Answer:
        """Whether ``e >= 0`` holds here, by what names stand for only where they alone do not say it."""
        if self.named is not self.known:
            if self.named.nonnegative(e):
                return Answer.PROVED
            if self.bounded and self.counted.nonnegative(self.plain(e, self.bounded)):
                return Answer.PROVED
        asked = self.plain(e)
        answer = self.known.ask(asked)
        about = [f for f in self.entered if f.free_symbols & asked.free_symbols & self.known.by_index.keys()]
        return self.known.within((), about).ask(asked) if about and not answer else answer

    def nonnegative(self, e: Expr) -> bool:
        """Whether ``e >= 0`` is proved to hold here."""
        return bool(self.ask(e))

    def plain(self, e: Any, kept: Collection[Symbol] = ()) -> Any:
        """``e`` with named integers but those ``kept`` written out; each is made of earlier ones only."""
        values = {z: value for z, value in self.values.items() if z not in kept} if kept else self.values
        for _ in range(len(values) + 1):
            if not e.free_symbols & values.keys():
                return e
            e = expand(e.xreplace(values)) if isinstance(e, Expr) else e.xreplace(values)
        raise ValueError(f"a name stands for itself in {e}")


def clamped(node: Let, known: Ranges) -> Range:
    """``min(z + k, end)`` as a range: it lies between ``z`` and each argument."""
    letters = [z for z in known.by_index if z in node.value.free_symbols]
    low = [z for z in letters if all(known.nonnegative(a - z) for a in node.value.args)]
    starts = dict.fromkeys([*low, *(e for z in low for e in known.by_index[z].lo)])
    return Range(node.name, tuple(starts), tuple(node.value.args))


def _by_letters(r: Range) -> bool:
    """Whether a range hangs on letters around it: that it has a value says something of these."""
    return any(isinstance(s, Index) for e in (*r.lo, *r.hi) for s in e.free_symbols)


def _plain_range(r: Range, place: Place, kept: Collection[Symbol] = ()) -> Range:
    lo, hi = (tuple(place.plain(e, kept) for e in ends) for ends in (r.lo, r.hi))
    return Range(r.index, lo, hi, r.step)


__all__ = ["Place", "clamped", "known_of"]
