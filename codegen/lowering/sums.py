"""Loops of reductions: accumulators as named scalars, inner sums in front of loops that they do not need."""

from __future__ import annotations

from typing import Any

from sympy import S, Symbol

from codegen.loops.nest import nest
from codegen.loops.nodes import Accumulate, Best, Block, Let, Node
from codegen.loops.schedule import Innermost, top_reduces
from codegen.lowering.seen_together import scanned_by
from codegen.program.binders import ordered, position
from codegen.program.inline_factor import IDENTITY, rewrite
from derive.expr import Acc, Binder, Cond, Reduce, Tensor, substitute


class Sums:
    """Computes the reductions of an expression; ``scalar`` are tensors that are numbers in each iteration."""

    def __init__(self) -> None:
        self.count: dict[str, int] = {}
        self.scalar: dict[Tensor, Symbol] = {}
        self.scanned: dict[Reduce, Any] = {}
        """Extremes that stand beside the place where they were found, in the loops that are open."""
        self.given: frozenset[str] = frozenset()
        """The names of sizes, options and arrays, which are the model's."""

    def name(self, stem: str, integer: bool = False, own: bool = False) -> Symbol:
        """A fresh scalar name; ``own``: the stem is the scalar's own name in the model."""
        k = self.count.get(stem, 0) + 1
        while (stem if k == 1 else f"{stem}{k}") in self.given and not (own and k == 1):
            k += 1
        self.count[stem] = k
        return Symbol(stem if k == 1 else f"{stem}{k}", **({"integer": True} if integer else {"real": True}))

    def read(self, expr: Any) -> Any:
        """Scalars of the iteration are read by name."""
        if not self.scalar:
            return expr
        return rewrite(expr, lambda e: self.scalar.get(e.tensor, e) if isinstance(e, Acc) else e)

    def value(self, expr: Any, how: Innermost) -> tuple[Block, Any]:
        """The nodes that compute the reductions in ``expr``, and ``expr`` over their results."""
        nodes: list[Node] = []
        known: dict[Any, Any] = {}
        for reduce in top_reduces(expr):
            if reduce in self.scanned:
                known[reduce] = self.scanned[reduce]
                continue
            target = self.accumulators(reduce)
            nodes += [Let(t, first(reduce, word)) for word, t in target.items()]
            nodes += self.summed(reduce, how.inner, target)
            known[reduce] = result(target)
            self.remember(reduce, target)
        return tuple(nodes), self.read(swap(expr, known))

    def remember(self, reduce: Reduce, target: dict[str, Any]) -> None:
        """Who looked for the place of an extreme has seen the extreme."""
        if "best" in target:
            self.scanned[scanned_by(reduce)] = target["best"]

    def accumulators(self, reduce: Reduce) -> dict[str, Symbol]:
        if reduce.op.startswith("arg"):
            return {"at": self.name("at", integer=True), "best": self.name("best")}
        return {"acc": self.name("acc")}

    def summed(self, reduce: Reduce, inner: Symbol | None, target: dict[str, Any]) -> Block:
        """The loops of a reduction; sums inside it stand in front of the loops that they do not depend on."""
        order = ordered(reduce, inner)
        guards = [self.read(g) for g in reduce.guards]
        depth = _needed(reduce, order)
        late = {z for z, _, _ in order[depth:]}
        if not top_reduces(reduce.body) or not late:
            return nest(order, guards, self.step(reduce, target))
        before, value = self.value(reduce.body, Innermost())
        leaf = self.step(Reduce(reduce.op, value, reduce.binders, reduce.guards), target)
        first, last = split(guards, late)
        return nest(order[:depth], first, (*before, *nest(order[depth:], last, leaf)))

    def step(self, reduce: Reduce, target: dict[str, Any]) -> Block:
        """One element of the reduction added to where it accumulates."""
        before, value = self.value(reduce.body, Innermost())
        if "acc" in target:
            return (*before, Accumulate(target["acc"], reduce.op, value))
        return (*before, Best(reduce.op, target["best"], target["at"], value, position(reduce)))


def _needed(reduce: Reduce, order: list[Binder]) -> int:
    """How many of the outer loops the sums inside the reduction depend on."""
    letters = {s for r in top_reduces(reduce.body) for s in r.free_symbols}
    return max((k + 1 for k, (z, _, _) in enumerate(order) if z in letters), default=0)


def split(conds: list[Cond], letters: set[Symbol]) -> tuple[list[Cond], list[Cond]]:
    """The conditions that mention none of the letters, and the others."""
    others = [c for c in conds if c.free_symbols & letters]
    return [c for c in conds if c not in others], others


def first(reduce: Reduce, word: str) -> Any:
    """What an accumulator starts with."""
    return S.NegativeOne if word == "at" else IDENTITY[reduce.op]


def result(target: dict[str, Any]) -> Any:
    """Of the accumulators the one that is read: the place of an arg-extreme, not its value."""
    return target["at"] if "at" in target else target["acc"]


def swap(expr: Any, known: dict[Any, Any]) -> Any:
    """Replace whole reductions, not looking inside accesses' tensors."""
    return known[expr] if expr in known else substitute(expr, known)


__all__ = ["Sums", "first", "result", "split", "swap"]
