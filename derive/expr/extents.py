"""Which symbols are sizes: the model says so by what its axes and letters run to, not by a spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sympy import Basic, Expr, Symbol

from derive.expr.atoms import Index, Tensor
from derive.expr.reductions import Binder, Reduce
from derive.expr.substitution import found_in


def sizes_in(trees: Iterable[Basic], ranges: Iterable[Binder] = ()) -> frozenset[Symbol]:
    """The symbols that are by themselves the extent of an axis or of a declared letter."""
    found = {e for tree in trees for e in _extents(tree)} | set(_runs(ranges))
    return frozenset(e for e in found if isinstance(e, Symbol))


def _extents(tree: Basic) -> Iterator[Expr]:
    for one in found_in(tree, Tensor, Index, Reduce):
        match one:
            case Tensor():
                yield from one.shape
            case Reduce():
                yield from _runs(one.binders)
            case Index(extent=extent) if extent is not None:
                yield extent


def _runs(ranges: Iterable[Binder]) -> Iterator[Expr]:
    """A letter that a derivation made up runs over what is left of a range: no size of the model."""
    return (hi - lo + 1 for z, lo, hi in ranges if isinstance(z, Index) and z.extent is not None)


__all__ = ["sizes_in"]
