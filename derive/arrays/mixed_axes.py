"""An axis that two letters count together, ``g·Cg + c``: read as the two axes that it is.

Groups and channel multipliers put two indices on one axis of an array; products of matrices and ``einsum``
have an axis for each.  The numbers below ``G·Cg`` are those of ``g·Cg + c``, each once: an array whose axis
is taken apart holds the same elements in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from sympy import Expr, Integer, Mul, Symbol

from derive.expr import Acc, Binder, Index, Reduce, Tensor, accesses, found_in, substitute
from derive.expr.expansion import expand
from derive.model.layer import Def
from derive.proof.mixed_radix import mixed_radix
from derive.proof.ranges import Ranges

Places: TypeAlias = "Mapping[Expr, tuple[Symbol, ...]]"
"""The letters that count together, largest weight first, by the number that they make; one of each kind."""


def axes_apart(one: Def) -> tuple[Def, Places] | None:
    """The definition over arrays with an axis for each letter; None where none has several on one.

    An axis of one element that is read at 0 is left out.
    """
    one = _alive(one)
    spans = _spans(one)
    found: dict[Expr, tuple[Symbol, ...]] = {}
    tensors: dict[Tensor, Tensor] = {}
    made: dict[Acc, Acc] = {}
    for element in dict.fromkeys((one.lhs, *accesses(one.expr))):
        split = made[element] = _apart(element, spans, found, tensors.get(element.tensor))
        if tensors.setdefault(element.tensor, split.tensor).shape != split.tensor.shape:
            return None
    left, expr = made[one.lhs], one.expr.xreplace(made)
    kinds = {tuple(spans[z][2] for z in letters): at for at, letters in reversed(found.items())}
    said = {at: letters for at, letters in found.items() if at in kinds.values()}
    return (replace(one, lhs=left, expr=expr), said) if found else None


def _alive(one: Def) -> Def:
    """The definition without letters on the left that have one value."""
    single = {z: lo for z, lo, hi in one.free if lo == hi}
    free = tuple(binder for binder in one.free if binder[0] not in single)
    return replace(one, lhs=substitute(one.lhs, single), expr=substitute(one.expr, single), free=free)


def _spans(one: Def) -> dict[Symbol, Binder]:
    sums = [binder for r in found_in(one.expr, Reduce) for binder in r.binders]
    return {binder[0]: binder for binder in (*one.free, *sums)}


def _apart(
    element: Acc, spans: Mapping[Symbol, Binder], found: dict[Expr, tuple[Symbol, ...]], known: Tensor | None
) -> Acc:
    t = element.tensor
    axes: list[tuple[Expr, Expr, Symbol]] = []
    for at, extent, letter in zip(element.index, t.shape, t.axes, strict=True):
        letters = digits(at, extent, spans)
        if letters is not None:
            found[at] = letters
            axes += [(z, spans[z][2] + 1, z) for z in letters]
        elif (at, extent) != (0, 1):
            axes.append((at, extent, letter))
    index = tuple(at for at, _, _ in axes)
    if not axes or index == element.index:
        return element
    made = Tensor(t.name, [e for _, e, _ in axes], [z for _, _, z in axes], t.kind, t.sign)
    return Acc(known if known is not None and known.shape == made.shape else made, *index)


def digits(at: Expr, extent: Expr, spans: Mapping[Symbol, Binder]) -> tuple[Symbol, ...] | None:
    """The letters of ``at``, if they make each number below ``extent`` in one way."""
    letters = {z for z in at.free_symbols if isinstance(z, Index)}
    if len(letters) < 2 or not letters <= spans.keys() or any(spans[z][1] != 0 for z in letters):
        return None
    ranges = Ranges([spans[z] for z in letters])
    radix = mixed_radix(at, extent, {z: (spans[z][1], spans[z][2]) for z in letters}, ranges)
    if radix is None or radix.low or radix.low_value != 0:
        return None
    chain = [(z, count) for z, _, count in radix.items]
    exact = all(z in letters and expand(spans[z][2] + 1 - count) == 0 for z, count in chain)
    whole = expand(Mul(*(count for _, count in chain)) - extent) == 0 and radix.step == Integer(1)
    return tuple(z for z, _ in chain if isinstance(z, Symbol)) if exact and whole else None


__all__ = ["Places", "axes_apart", "digits"]
