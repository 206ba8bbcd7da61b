"""Peeling: where data of a known range cannot make a test fail, a loop does not test.

    for i: if 0 <= s i - p + t[x[i]] < H: …       for i before first: if …: …
                                                   for i from first to last: …
    0 <= t <= T                                    for i after last: if …: …

``first`` and ``last`` are what the test says for 0 and for ``T``.  Of a picture almost all lies between them.
The borders of an inner loop stand by themselves, that loop outside: where there are none it costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sympy import Expr, S, Symbol, expand

from codegen.loops.legality import where_legal
from codegen.loops.nest import bound_of
from codegen.loops.nodes import Best, Block, If, Kernel, Loop, Node, Range
from codegen.loops.place import Place
from codegen.loops.roles import branches, ranges, walk, with_bodies
from codegen.passes.in_front import Walk
from derive.expr import Acc, Cond, ge
from derive.model.layer import Layer


@where_legal
def peel(kernel: Kernel, layer: Layer) -> Kernel:
    """Every nest around a single condition on such data, where less is tested in most of it."""
    return replace(kernel, body=_Nests().block(kernel.body, Place.start(kernel, layer)))


class _Nests(Walk):
    def node(self, node: Node, place: Place) -> Iterable[Node]:
        found = _Nest.of(node)
        if found is not None:
            yield from found.peeled(place)
            return
        inner = [self.block(body, place.within(ranges(node), conds)) for conds, body in branches(node)]
        yield with_bodies(node, inner) if inner else node


@dataclass(frozen=True)
class _Nest:
    """Loops, each the whole body of the one around it, and the condition in the innermost."""

    loops: tuple[Loop, ...]
    test: If
    ends: dict[Symbol, tuple[list[Expr], list[Expr]]]
    """From where on, and up to where, no value of the data lets a test of the letter fail."""

    @staticmethod
    def of(node: Node) -> _Nest | None:
        loops: list[Loop] = []
        while isinstance(node, Loop) and len(node.body) == 1:
            loops.append(node)
            node = node.body[0]
        box = {loop.range.index for loop in loops}
        if not loops or not isinstance(node, If) or any(not _free(loop.range, box) for loop in loops):
            return None
        if any(isinstance(n, Best) for n in walk(node.body)):  # the first one wins: an order counts
            return None
        ends = _ends(node.conds, [loop.range.index for loop in loops])
        return _Nest(tuple(loops), node, ends) if ends else None

    def peeled(self, place: Place) -> Block:
        within = [self.between(loop) for loop in self.loops]
        known = place.within([loop.range for loop in within])
        left: list[Cond] = []
        for cond in reversed(self.test.conds):  # what is asked of the data alone stands last
            if not (cond.kind == "ge" and known.within((), left).nonnegative(cond.of)):
                left.insert(0, cond)
        if len(left) == len(self.test.conds):
            return (self.loops[0],)
        body: Block = (replace(self.test, conds=tuple(left)),) if left else self.test.body
        borders: list[Node] = []
        for k in reversed(range(len(self.loops))):
            before, inside, after = self.around(self.loops[k], replace(within[k], body=body))
            borders += [_across(n, within[:k]) for n in (*before, *after)]
            body = (inside,)
        return (*body, *borders)

    def between(self, loop: Loop) -> Loop:
        first, last = self.ends.get(loop.range.index, ([], []))
        r = loop.range
        return replace(loop, range=replace(r, lo=(*r.lo, *first), hi=(*r.hi, *last)))

    def around(self, loop: Loop, inside: Loop) -> tuple[list[Loop], Loop, list[Loop]]:
        """The loop before, between and after its ends; each step is in one of them."""
        first, last = self.ends.get(loop.range.index, ([], []))
        r = loop.range
        before = [replace(loop, range=replace(r, hi=(*r.hi, first[0] - 1)))] if first else []
        behind = (*r.lo, *first, expand(last[0] + 1)) if last else ()
        return before, inside, [replace(loop, range=replace(r, lo=behind))] if last else []


def _across(border: Loop, outer: Sequence[Loop]) -> Loop:
    """The border of a loop outside of the loops that stood around it."""
    body = border.body
    for loop in reversed(outer):
        body = (replace(loop, body=body),)
    return replace(border, body=body)


def _ends(conds: Sequence[Cond], letters: Sequence[Symbol]) -> dict[Symbol, tuple[list[Expr], list[Expr]]]:
    """Of each letter at most one first and one last value."""
    found: dict[Symbol, tuple[list[Expr], list[Expr]]] = {}
    for sure in (one for one in map(_sure, conds) if one is not None):
        of = [z for z in letters if z in sure.free_symbols]
        bound = bound_of(sure, of[0]) if len(of) == 1 else None
        kept = found.setdefault(of[0], ([], [])) if bound else ([], [])
        for have, more in zip(kept, bound or (), strict=False):
            have.extend(more if not have else ())
    return found


def _free(r: Range, letters: set[Symbol]) -> bool:
    """Whether a range goes step by step between ends that no other loop moves."""
    return r.step == 1 and not any(e.free_symbols & letters for e in (*r.lo, *r.hi))


def _sure(cond: Cond) -> Cond | None:
    """The condition for the worst value of its data; ``None`` where it has none of a known range."""
    data = [a for a in cond.of.atoms(Acc) if _ranged(a)]
    if cond.kind != "ge" or len(data) != 1:
        return None
    slope = expand(cond.of).coeff(data[0])
    rest = expand(cond.of - slope * data[0])
    if slope not in (S.One, S.NegativeOne) or rest.atoms(Acc):
        return None
    made = ge(rest if slope == S.One else expand(rest - data[0].tensor.bound + 1))
    return made if isinstance(made, Cond) else None


def _ranged(a: Acc) -> bool:
    """Whether an integer is known to lie from 0 to a bound."""
    return a.tensor.kind == "integer" and bool(a.tensor.sign) and a.tensor.bound != 0


__all__ = ["peel"]
