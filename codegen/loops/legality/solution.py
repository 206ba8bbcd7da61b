"""Which iteration wrote an element: values for the letters around a write that lead to the place of a read.

The digits of a place are found by division, the largest weight first, the block of an index by rounding down;
then each end of each range is a question for the prover.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sympy import Add, Dummy, Expr, Mul, S, Symbol

from codegen.loops.nodes import Let, Range, Split
from codegen.loops.place import Place
from derive.expr import Cond, FloorDiv
from derive.expr.conditions import multiple_of
from derive.expr.expansion import expand
from derive.proof.mixed_radix import linear

Around: TypeAlias = "Range | Split | Let"


@dataclass(frozen=True)
class Region:
    """The elements ``axes`` of an array for all values of what was ``opened`` around a write."""

    array: str
    axes: tuple[Expr, ...]
    opened: tuple[Around, ...] = ()
    conds: tuple[Cond, ...] = ()


class Solution:
    """Values, in what is known at the read, for all that was opened around a write."""

    def __init__(self, w: Region, place: Place) -> None:
        names = [z for o in w.opened for z in _names(o)]
        self.fresh = {z: Dummy(z.name, integer=True) for z in names}
        self.place = place
        self.axes = [e.xreplace(self.fresh) for e in w.axes]
        self.conds = [c.xreplace(self.fresh) for c in w.conds]
        lets = [o for o in w.opened if isinstance(o, Let)]
        self.lets = [(self.fresh[o.name], o.value.xreplace(self.fresh)) for o in lets]
        self.splits = [o for o in w.opened if isinstance(o, Split)]
        self.spans = {self.fresh[r.index]: self._renamed(r) for o in w.opened for r in _spans(o)}
        self.value: dict[Symbol, Expr] = {}
        self.counted: set[Symbol] = set()

    def _renamed(self, r: Range) -> Range:
        lo, hi = (tuple(e.xreplace(self.fresh) for e in ends) for ends in (r.lo, r.hi))
        return Range(self.fresh[r.index], lo, hi, r.step)

    def solved(self, e: Expr) -> Expr | None:
        """``e`` by the values, None where one is missing."""
        made = expand(e.xreplace(self.value))
        return None if made.free_symbols & set(self.fresh.values()) else made

    def axes_are(self, wanted: Sequence[Expr]) -> bool:
        """Values for which the axes are these, the simplest axes first."""
        pairs = sorted(zip(self.axes, wanted, strict=True), key=lambda p: len(p[0].free_symbols))
        return all(self._axis(e, g) for e, g in pairs)

    def _axis(self, e: Expr, wanted: Expr) -> bool:
        unknown = set(self.fresh.values()) - self.value.keys()
        parts = linear(expand(e.xreplace(self.value)), unknown)
        if parts is None or not all(isinstance(z, Symbol) for z in parts[0]):
            return False
        items, left = parts[0], expand(wanted - parts[1])
        if not items:
            return left == 0 or (self.place.nonnegative(left) and self.place.nonnegative(-left))
        return self._digits(items, left)

    def _digits(self, items: dict[Expr, Expr], left: Expr) -> bool:
        """``Σ w z = left``: each digit by division, the largest weight first, from its first value on."""
        *high, last = order = sorted(items, key=lambda z: _weight(items[z]), reverse=True)
        first = {z: self._first(z) if high else S.Zero for z in order}
        left = expand(left - sum(items[z] * first[z] for z in order))
        for z in high:
            digit = self._settled(FloorDiv(left, items[z]))
            self.value[z] = expand(first[z] + digit)
            left = expand(left - items[z] * digit)
        digit = expand(left / items[last])
        self.value[last] = expand(first[last] + digit)
        return bool(digit.is_integer)

    def _settled(self, e: Expr) -> Expr:
        """``⌊(a n + r)/(a b)⌋ = ⌊n/b⌋`` for 0 <= r < a; ``⌊r/a⌋ = 0``."""
        made: dict[Expr, Expr] = {}
        for q in e.atoms(FloorDiv):
            n, d = q.args
            for a in (d, *(d.args if isinstance(d, Mul) else ())):
                taken = [t for t in Add.make_args(n) if multiple_of(t, a)]
                rest = expand(n - Add(*taken))
                if self.place.nonnegative(rest) and self.place.nonnegative(expand(a - 1 - rest)):
                    made[q] = FloorDiv(Add(*(t / a for t in taken)), d / a)
                    break
        return expand(e.xreplace(made)) if made else e

    def _first(self, z: Symbol) -> Expr:
        """A first value of ``z`` that needs nothing which is not known yet."""
        starts = (self.solved(e) for e in self.spans[z].lo) if z in self.spans else ()
        return next((e for e in starts if e is not None), S.Zero)

    def rest_follows(self) -> bool:
        """Values for what stands in no axis: names, flat indices, blocks; at last, any value of a range."""
        missing = set(self.fresh.values()) - self.value.keys()
        while missing:
            found = self._named() or self._flat() or self._block() or self._any()
            if not found:
                return False
            self.value.update(found)
            missing -= found.keys()
        return True

    def _named(self) -> dict[Symbol, Expr]:
        made = {z: self.solved(e) for z, e in self.lets if z not in self.value}
        return {z: e for z, e in made.items() if e is not None}

    def _flat(self) -> dict[Symbol, Expr]:
        """The flat index of known digits."""
        for s in self.splits:
            flat = expand(s.flat.xreplace(self.fresh).xreplace(self.value))
            number: Expr | None = S.Zero
            for r in s.letters:
                own = self.spans[self.fresh[r.index]]
                digit, count = self.solved(own.index - own.lo[0]), self.solved(own.hi[0] - own.lo[0] + 1)
                number = None if number is None or digit is None or count is None else number * count + digit
            if number is not None and flat in self.fresh.values():
                return {flat: expand(number)}
        return {}

    def _block(self) -> dict[Symbol, Expr]:
        """``p`` where a known index starts at ``k p + r``: the last such start that is not beyond it."""
        for z in [z for z in self.spans if z in self.value]:
            for start in self.spans[z].lo:
                parts = linear(expand(start.xreplace(self.value)), self.spans.keys() - self.value.keys())
                if parts and len(parts[0]) == 1:
                    ((p, weight),) = parts[0].items()
                    own = self.spans.get(p) if isinstance(p, Symbol) else None
                    low = self.solved(own.lo[0]) if own and own.lo else None
                    if own is not None and low is not None and weight.is_positive:
                        stride = weight * own.step
                        ahead = FloorDiv(expand(self.value[z] - parts[1] - weight * low), stride)
                        self.counted.add(p)
                        return {p: expand(low + own.step * ahead)}
        return {}

    def _any(self) -> dict[Symbol, Expr]:
        """The first value of an index on which nothing depends."""
        for z, r in self.spans.items():
            if z not in self.value:
                low = next((e for e in map(self.solved, r.lo) if e is not None), None)
                if low is not None:
                    self.counted.add(z)
                    return {z: low}
        return {}

    def within_ranges(self) -> bool:
        """Whether each value is proved to lie in its range, and each condition to hold."""
        asked: list[Expr] = []
        for z, r in self.spans.items():
            if r.step != 1 and z not in self.counted:
                return False
            asked += [self.value[z] - e.xreplace(self.value) for e in r.lo]
            asked += [e.xreplace(self.value) - self.value[z] for e in r.hi]
        for c in self.conds:
            if c.kind not in ("ge", "eq"):
                return False
            asked += [c.of.xreplace(self.value)] + ([-c.of.xreplace(self.value)] if c.kind == "eq" else [])
        return all(self.place.nonnegative(expand(e)) for e in asked)


def _weight(w: Expr) -> tuple[int, int, str]:
    """The more sizes a weight is made of, the larger it is taken to be."""
    return len(w.free_symbols), len(Mul.make_args(w)), str(w)


def _spans(o: Around) -> tuple[Range, ...]:
    match o:
        case Range():
            return (o,)
        case Split():
            return o.letters
        case _:
            return ()


def _names(o: Around) -> list[Symbol]:
    return [o.name] if isinstance(o, Let) else [r.index for r in _spans(o)]


__all__ = ["Around", "Region", "Solution"]
