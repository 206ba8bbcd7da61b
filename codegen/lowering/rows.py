"""A row of results that sits innermost while the sums run outside."""

from __future__ import annotations

from typing import Any

from sympy import Add, Symbol

from codegen.loops.nest import nest
from codegen.loops.nodes import Accumulate, Alloc, Block, Let, Node, Store
from codegen.loops.schedule import row_index, top_reduces
from codegen.lowering.sums import Sums, first, result, swap
from codegen.program.binders import ordered
from codegen.program.inline_factor import IDENTITY
from derive.expr import Acc, Binder, Reduce, Tensor
from derive.model.layer import Def


class Rows(Sums):
    """Computes definitions row by row."""

    def put(self, one: Def, value: Any) -> Node:
        """Where the value of a definition goes."""
        if one.tensor in self.scalar:
            return Let(self.scalar[one.tensor], value)
        target = self.read(one.lhs)
        return Accumulate(target, "sum", value) if one.scatter else Store(target, value)

    def rows(self, one: Def, row: Symbol, rest: list[Binder]) -> Block:
        """Each sum of the definition adds to a row, then the row of results is what they give together."""
        along = next(b for b in rest if b[0] == row)
        deciding, outer = _deciding_first([b for b in rest if b[0] != row], along)
        reduces = top_reduces(one.expr)
        known: dict[Any, Any] = {r: self.scanned[r] for r in reduces if r in self.scanned}
        start = None if known or row != row_index(one) else _direct(one, reduces)
        nodes: list[Node] = []
        allocs: list[Node] = []
        for reduce in (r for r in reduces if r not in known):
            target = self.targets(one, along, reduce, start is not None, allocs)
            begin = {word: first(reduce, word) for word in target}
            if start is not None and "acc" in target:
                begin["acc"] = self.read(start)
            nodes += nest([along], (), tuple(Store(t, begin[word]) for word, t in target.items()))
            order = [*ordered(reduce, None), along]
            nodes += nest(order, map(self.read, reduce.guards), self.step(reduce, target))
            known[reduce] = result(target)
            self.remember(reduce, target)
        if start is None:
            nodes += nest([along], (), (self.put(one, self.read(swap(one.expr, known))),))
        if {z for z, _, _ in outer} & (along[1].free_symbols | along[2].free_symbols):
            return nest([*deciding, *outer], (), (*allocs, *nodes))
        # each phase of a strided row has its own length
        return nest(deciding, (), (*allocs, *nest(outer, (), tuple(nodes))))

    def targets(
        self, one: Def, along: Binder, reduce: Reduce, direct: bool, allocs: list[Node]
    ) -> dict[str, Any]:
        """Where a row of this reduction accumulates: in the result itself, or in a row of its own."""
        if not reduce.op.startswith("arg"):
            return {"acc": self.read(one.lhs) if direct else self.buffer("row", along, "real", allocs)}
        words = {"best": "real", "at": "integer"}
        return {word: self.buffer(word, along, kind, allocs) for word, kind in words.items()}

    def buffer(self, stem: str, along: Binder, kind: str, allocs: list[Node]) -> Acc:
        z, lo, hi = along
        made = Tensor(self.name(stem).name, (hi - lo + 1,), (z,), kind)
        allocs.append(Alloc(made))
        return Acc(made, z - lo)


def _deciding_first(outer: list[Binder], along: Binder) -> tuple[list[Binder], list[Binder]]:
    """What decides how long a row is, and the rest: all rows inside are as long, their ends computed once."""
    letters = {z for z, _, _ in outer}
    named = letters & (along[1].free_symbols | along[2].free_symbols)
    free = [b for b in outer if b[0] in named and not letters & (b[1].free_symbols | b[2].free_symbols)]
    return free, [b for b in outer if b not in free]


def _direct(one: Def, reduces: list[Reduce]) -> Any:
    """What the row starts with, where the result itself can hold the running value; else ``None``.

    The place of an extreme is kept beside the extreme until the row is done: together they are vector code.
    """
    if len(reduces) != 1 or reduces[0].op.startswith("arg"):
        return None
    (reduce,) = reduces
    if one.expr == reduce:
        return IDENTITY[reduce.op]
    if reduce.op == "sum" and reduce in Add.make_args(one.expr):
        rest = one.expr - reduce
        return None if rest.has(reduce) else rest
    return None


__all__ = ["Rows"]
