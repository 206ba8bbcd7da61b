"""Running sums as one loop: each result is stored on the way, in a row of them or one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import S, expand

from codegen.loops.nest import nest
from codegen.loops.nodes import Accumulate, Alloc, Best, Block, If, Loop, Node, Range, Store
from codegen.loops.recurrence import Running
from codegen.loops.schedule import Innermost
from codegen.lowering.rows import Rows
from codegen.program.inline_factor import IDENTITY
from derive.expr import Acc, Binder, Index, Reduce, Tensor, ge, substitute
from derive.model.layer import Def
from derive.simplify.safety import always_inside


class Scans(Rows):
    """Computes definitions that run along one of their indices."""

    def scan(self, one: Def, along: Running, rest: list[Binder]) -> Block:
        """Loops over the others but the row, in them the running sums of a whole row."""
        inner = [b for b in rest if b[0] == one.lhs.index[-1] and b[0] != along.letter]
        outer = [b for b in rest if b[0] != along.letter and b not in inner]
        axes = inner or [(Index("z"), S.Zero, S.Zero)]
        made = Tensor(self.name("running").name, [hi + 1 for _, _, hi in axes], [z for z, _, _ in axes])
        total = Acc(made, *(z for z, _, _ in inner)) if inner else Acc(made, S.Zero)
        assert isinstance(one.expr, Reduce)
        place = _place(self.name("running_at").name, total) if one.expr.op.startswith("arg") else None
        begin = [Store(total, IDENTITY[one.expr.op]), *([Store(place, S.NegativeOne)] if place else [])]
        zero = nest(inner, (), tuple(begin))
        step = nest(inner, (), tuple(self.step_of(one, along, total, place)))
        loop = Loop(Range(along.letter, (S.Zero,), (along.last,)), step)
        own = [Alloc(made), *([Alloc(place.tensor)] if place else [])]
        return nest(outer, (), (*own, *zero, loop))

    def step_of(self, one: Def, along: Running, total: Acc, place: Acc | None) -> list[Node]:
        """One more term and the result, in their order; backwards the loop counts from the end."""
        assert isinstance(one.expr, Reduce)
        at: Any = along.letter if along.forwards else expand(along.last - along.letter)
        before, term = self.value(substitute(along.term, {along.bound: at}), Innermost())
        store = self.put(_placed(one, along, at), place or total)
        step = Best(one.expr.op, total, place, term, at) if place else Accumulate(total, one.expr.op, term)
        more = [*self.decayed(along, total, at), *before, step]
        if along.own:
            return [*more, store]
        if always_inside(one.expr.body):
            return [store, *more]
        return [store, If((ge(along.last - 1 - along.letter),), tuple(more))]  # no result has the last term

    def decayed(self, along: Running, total: Acc, at: Any) -> list[Node]:
        """What was there times what lies between: nothing before the first step."""
        if along.decay == S.One:
            return []
        first, decay = self.value(substitute(along.decay, {along.letter: at}), Innermost())
        times = (*first, Accumulate(total, "prod", decay))
        return [If((ge(along.letter - 1),), times)]


def _place(name: str, total: Acc) -> Acc:
    """Where the extremes of a row have been seen."""
    t = total.tensor
    return Tensor(name, t.shape, t.axes, "integer")[tuple(total.index)]


def _placed(one: Def, along: Running, at: Any) -> Def:
    """The definition with its result at another place of the running index."""
    return one if at == along.letter else replace(one, lhs=substitute(one.lhs, {along.letter: at}))


__all__ = ["Scans"]
