"""Which sizes belong to space, read off the index maps: the extents of windows, and which follow each other.

A window is what stands beside an index of the result in one position of what is read: ``x[.., s i + d u]``
makes the range of ``u`` a window.  Digits of a mixed-radix number (``x[.., g C + c]``) are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sympy import Expr, S, Symbol, expand, preorder_traversal

from derive.expr import Acc, FloorDiv, Hat, Reduce, Tensor
from derive.model.layer import Def, Layer

LEAD = 2
"""The axes in front of space: batch and channels."""


def window_extents(layer: Layer) -> frozenset[Symbol]:
    """The sizes that count the taps of a window."""
    return frozenset(size for one in layer.forward for row in _windows(one) for size in row)


def followed(layer: Layer, image: Tensor) -> dict[Symbol, Symbol]:
    """For an extent of space the one of the axis before it: a width follows its height."""
    alike = (t for t in (image, *layer.outputs) if len(t.shape) == len(image.shape))
    rows = [[e for e in t.shape[LEAD:] if e.is_Symbol] for t in alike]
    rows += [row for one in layer.forward for row in _windows(one)]
    return dict(reversed([(b, a) for row in rows for a, b in pairwise(row) if a != b]))


def _windows(one: Def) -> Iterator[list[Symbol]]:
    """The extents of the windows of each sum or extreme, in the order of its letters."""
    taps = {z for at in _positions(one) for z in _beside(at, one)}
    for r in _reduces(one):
        extents = (expand(hi - lo + 1) for z, lo, hi in r.binders if z in taps)
        yield [extent for extent in extents if extent.is_Symbol]


def _positions(one: Def) -> Iterator[Expr]:
    """Where the definition reads, one axis at a time, without what it looks up there."""
    for node in preorder_traversal(one.expr):
        for at in node.index if isinstance(node, Acc) else node.args if isinstance(node, Hat) else ():
            at = at.args[0] if isinstance(at, FloorDiv) else at
            yield expand(at.xreplace(dict.fromkeys(at.atoms(Acc), S.Zero)))


def _beside(at: Expr, one: Def) -> Iterator[Symbol]:
    """The bound letters that stand beside an index of the result, linear both, and are no digits."""
    weights = {at.coeff(z) for z in one.indices} - {S.Zero}
    for r in _reduces(one):
        for z, lo, hi in r.binders:
            if weights and at.coeff(z) != 0 and expand(hi - lo + 1) not in weights:
                yield z


def _reduces(one: Def) -> Iterator[Reduce]:
    return (node for node in preorder_traversal(one.expr) if isinstance(node, Reduce))


__all__ = ["followed", "window_extents"]
