"""Of definitions that add to an array: what they add to, and which of their loops may stand where."""

from __future__ import annotations

from collections.abc import Sequence

from derive.expr import Binder
from derive.model.layer import Def


def begun(defs: Sequence[Def]) -> set[Def]:
    """Those before which another one writes the same array: it is not cleared for them."""
    return {d for k, d in enumerate(defs) if any(d.tensor == e.tensor for e in defs[:k])}


def moves(binder: Binder, rest: list[Binder]) -> bool:
    """Whether no other range mentions this index, so that its loop may stand last."""
    return not any(binder[0] in lo.free_symbols | hi.free_symbols for _, lo, hi in rest)


def own_part(one: Def, shared: Sequence[Binder]) -> bool:
    """Whether each iteration of the shared loops adds to a plane of its own, and no plane is left out."""
    extents = dict(zip(one.lhs.index, one.tensor.shape, strict=True))
    return bool(shared) and all(z in extents and (lo, hi) == (0, extents[z] - 1) for z, lo, hi in shared)


__all__ = ["begun", "moves", "own_part"]
