"""The indices that a reduction binds: their order, their names, the place of an element among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import Basic, Expr, S, Symbol, expand

from derive.expr import (
    Binder,
    Reduce,
    Tensor,
    fresh,
    rebuild,
    rename_binders,
)


def ordered(reduce: Reduce, inner: Symbol | None) -> list[Binder]:
    """The loops of a reduction; an arg-extreme keeps its order (the first one wins)."""
    binders = list(reduce.binders)
    if inner is None or reduce.op.startswith("arg") or inner not in reduce.bound:
        return binders
    moved = next(b for b in binders if b[0] == inner)
    later = [b for b in binders if b is not moved]
    if any(inner in lo.free_symbols | hi.free_symbols for _, lo, hi in later):
        return binders
    return [*later, moved]


def position(reduce: Reduce) -> Expr:
    """The mixed-radix number of the current element, in the order of the binders."""
    at: Expr = S.Zero
    for z, lo, hi in reduce.binders:
        at = at * (hi - lo + 1) + z
    return expand(at)


def unique_binders(expr: Any, taken: Iterable[Any]) -> Any:
    """Rename bound indices until none hides another."""
    taken = set(taken)
    if isinstance(expr, Reduce):
        clash = [z for z, _, _ in expr.binders if z in taken]
        names: dict[Symbol, Symbol] = {}
        for z in clash:
            names[z] = fresh(z, {*taken, *expr.bound, *expr.free_symbols, *names.values()})
        expr = rename_binders(expr, names)
        body = unique_binders(expr.body, taken | expr.bound)
        return Reduce(expr.op, body, expr.binders, expr.guards)
    if not isinstance(expr, Basic) or not expr.has(Reduce) or isinstance(expr, Tensor):
        return expr
    return rebuild(expr, [unique_binders(a, taken) for a in expr.args])
