"""Two indices that only ever count together are one: ``db[g·Og + o] = Σ dy[n, g·Og + o]`` is ``db[o]``."""

from __future__ import annotations

from dataclasses import replace

from sympy import Dummy, Expr, S, Symbol

from derive.arrays.mixed_axes import digits
from derive.expr import Acc, fresh
from derive.model.layer import Def
from derive.steps import Law

LAW = Law(
    "one index", "two indices that only count together make each number of the axis once: one stands for both"
)


def joined_letters(one: Def) -> Def | None:
    """The definition with one index for an axis of its left side, where it had several; else None."""
    spans = {binder[0]: binder for binder in one.free}
    t = one.lhs.tensor
    for at, extent, name in zip(one.lhs.index, t.shape, t.axes, strict=True):
        letters = digits(at, extent, spans)
        if letters is not None:
            made = _joined(one, at, extent, letters, name)
            if made is not None:
                return made
    return None


def _joined(one: Def, at: Expr, extent: Expr, letters: tuple[Symbol, ...], name: Symbol) -> Def | None:
    place = Dummy(integer=True, nonnegative=True)
    left, expr = one.lhs.xreplace({at: place}), one.expr.xreplace({at: place})
    if not isinstance(left, Acc) or {*letters} & (left.free_symbols | expr.atoms(Symbol)):
        return None
    letter = fresh(name, left.free_symbols | expr.atoms(Symbol))
    binders = ((letter, S.Zero, extent - 1) if b[0] == letters[0] else b for b in one.free)
    free = tuple(b for b in binders if b[0] not in letters or b[0] == letter)
    return replace(one, lhs=left.xreplace({place: letter}), expr=expr.xreplace({place: letter}), free=free)


__all__ = ["LAW", "joined_letters"]
