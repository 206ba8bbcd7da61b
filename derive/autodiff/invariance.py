"""An extreme that cancels: shifting it by a constant changes no output, nothing flows back through it.

``max`` is subtracted under an exponential for the sake of rounding; what a value becomes when the extreme
moves is followed through the forward, ``e ↦ exp(α) e + β``, and at the outputs α = β = 0 is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatchmethod
from typing import Any, NamedTuple

from sympy import Add, Expr, Mul, Pow, S, exp, log

from derive.expr import Acc, Reduce, Tensor, Where, accesses, substitute
from derive.expr.expansion import expand
from derive.model.layer import Def
from derive.steps import Law

CANCELS = Law(
    "cancel",
    "the extreme cancels: shifting it by a constant changes no output, so nothing flows back through it",
)


class Shift(NamedTuple):
    """``e ↦ exp(scale) e + offset``"""

    scale: Expr = S.Zero
    offset: Expr = S.Zero


STILL = Shift()


def cancels(tensor: Tensor, forward: Sequence[Def], outputs: Iterable[Tensor]) -> bool:
    """Whether an extreme may move by anything without a change of the outputs: proved."""
    if tensor in outputs or not any(d.tensor == tensor and _is_extreme(d) for d in forward):
        return False
    moved = ShiftedForward(tensor)
    for one in forward:
        if one.tensor != tensor:
            moved.define(one)
    return all(moved.known.get(out, STILL) == STILL for out in outputs)


def _is_extreme(one: Def) -> bool:
    return isinstance(one.expr, Reduce) and one.expr.op in ("max", "min")


class ShiftedForward:
    """What the values of a forward become where one of them is shifted; None: that is not known."""

    def __init__(self, tensor: Tensor) -> None:
        away = Tensor("shift", tensor.shape, tensor.axes)
        self.known: dict[Tensor, Shift | None] = {tensor: Shift(S.Zero, Acc(away, *tensor.axes))}
        self.letters: dict[Tensor, tuple[Expr, ...]] = {tensor: tensor.axes}

    def define(self, one: Def) -> None:
        """The next definition of the forward; a tensor of several parts has to stay as it is in each."""
        found = self.of(one.expr) if any(t in self.known for t in one.reads) else STILL
        plain = all(at.is_Symbol for at in one.lhs.index)
        if one.tensor in self.known or found != STILL:
            whole = plain and one.tensor not in self.known
            self.known[one.tensor] = found if whole else None
            self.letters[one.tensor] = one.lhs.index

    def of(self, e: Any) -> Shift | None:
        """The law of an expression."""
        if not any(a.tensor in self.known for a in accesses(e)):
            return STILL
        found: Shift | None = self._law(e)
        return found

    def _all(self, parts: Iterable[Any]) -> list[Shift] | None:
        found = [self.of(e) for e in parts]
        known = [law for law in found if law is not None]
        return known if len(known) == len(found) else None

    @singledispatchmethod
    def _law(self, e: Any) -> Shift | None:
        """A function of what stays stays."""
        return STILL if self._all(e.args) == [STILL] * len(e.args) else None

    @_law.register
    def _(self, e: Acc) -> Shift | None:
        if any(self.of(at) != STILL for at in e.index):
            return None
        law = self.known[e.tensor]
        if law is None or law == STILL:
            return law
        there = dict(zip(self.letters[e.tensor], e.index, strict=True))
        return Shift(*(substitute(part, there) for part in law))

    @_law.register
    def _(self, e: Add) -> Shift | None:
        laws = self._all(e.args)
        if laws is None or any(expand(law.scale - laws[0].scale) != 0 for law in laws):
            return None
        return Shift(laws[0].scale, expand(Add(*(law.offset for law in laws))))

    @_law.register
    def _(self, e: Mul) -> Shift | None:
        laws = self._all(e.args)
        if laws is None:
            return None
        offset = [k for k, law in enumerate(laws) if law.offset != 0]
        scale = expand(Add(*(law.scale for law in laws)))
        if not offset:
            return Shift(scale)
        still = all(law == STILL for k, law in enumerate(laws) if k not in offset)
        if len(offset) > 1 or not still or laws[offset[0]].scale != 0:
            return None
        rest = Mul(*(f for k, f in enumerate(e.args) if k not in offset))
        return Shift(S.Zero, expand(rest * laws[offset[0]].offset))

    @_law.register
    def _(self, e: Pow) -> Shift | None:
        base, power = self.of(e.base), self.of(e.exp)
        if base is None or power != STILL or base.offset != 0:
            return None
        return Shift(expand(e.exp * base.scale))

    @_law.register
    def _(self, e: exp) -> Shift | None:
        law = self.of(e.args[0])
        return Shift(law.offset) if law is not None and law.scale == 0 else None

    @_law.register
    def _(self, e: log) -> Shift | None:
        law = self.of(e.args[0])
        return Shift(S.Zero, law.scale) if law is not None and law.offset == 0 else None

    @_law.register
    def _(self, e: Where) -> Shift | None:
        *conds, first, last = e.args
        branches = self._all([b for b in (first, last) if b != 0])
        if branches is None or any(self.of(c) != STILL for c in conds):
            return None
        one = branches[0]
        if any(law != one for law in branches) or (one.offset != 0 and 0 in (first, last)):
            return None
        return one

    @_law.register
    def _(self, e: Reduce) -> Shift | None:
        law = self.of(e.body)
        ends = (part for _, lo, hi in e.binders for part in (lo, hi))
        if law is None or any(self.of(part) != STILL for part in (*e.guards, *ends)):
            return None
        if (law.scale.free_symbols | law.offset.free_symbols) & e.bound:
            return None
        if e.op == "sum":
            return law if law.offset == 0 else None
        if law.scale != 0:
            return None
        return STILL if e.op.startswith("arg") else law if e.op in ("max", "min") else None


__all__ = ["CANCELS", "cancels"]
