"""Of definitions that add to an array: what they add to, and which of their loops may stand where."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr

from codegen.loops.schedule import Assumed
from derive.expr import Binder, accesses
from derive.model.layer import Def


def begun(defs: Sequence[Def]) -> set[Def]:
    """Those before which another one writes the same array: it is not cleared for them."""
    return {d for k, d in enumerate(defs) if any(d.tensor == e.tensor for e in defs[:k])}


def moves(binder: Binder, rest: list[Binder]) -> bool:
    """Whether no other range mentions this index, so that its loop may stand last."""
    return not any(binder[0] in lo.free_symbols | hi.free_symbols for _, lo, hi in rest)


def own_part(one: Def, shared: Sequence[Binder]) -> bool:
    """Whether each iteration of the shared loops adds to a plane of its own, and no plane is left out.

    A letter that names two axes goes along a diagonal: what lies beside it is in no iteration's part.
    """
    index = one.lhs.index
    extents = dict(zip(index, one.tensor.shape, strict=True))
    whole = all(index.count(z) == 1 and (lo, hi) == (0, extents[z] - 1) for z, lo, hi in shared)
    return bool(shared) and whole


def by_strides(order: Sequence[Binder], value: Expr, assumed: Assumed) -> list[Binder]:
    """Loops in the order in which what is carried lies in memory, its neighbours last."""
    largest = max(accesses(value), key=lambda a: len(a.free_symbols), default=None)
    if largest is None or not all(moves(b, list(order)) for b in order):
        return list(order)
    return sorted(order, key=lambda b: -abs(assumed.stride(largest, b[0]) or 0))


__all__ = ["begun", "by_strides", "moves", "own_part"]
