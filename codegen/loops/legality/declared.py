"""Integers that a forward computes lie where their tensor says: every proof takes that for granted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sympy import Expr, S, expand

from codegen.loops.legality.faults import Illegal
from codegen.loops.nodes import Range
from codegen.loops.place import Place, known_of
from derive.autodiff.canonicalise import flat_position
from derive.expr import Binder, Reduce, Where, extreme, negation
from derive.model.layer import Def, Layer


def check_declared(layer: Layer) -> None:
    """Refuse a layer that reads through integers whose declared range is not proved (``Illegal``)."""
    read = {t for one in layer.forward for t in one.reads}
    for one in layer.forward:
        if one.tensor in read and one.tensor.kind == "integer" and one.tensor.bound != 0:
            _check(one, layer)


def _check(one: Def, layer: Layer) -> None:
    known = known_of(layer)
    start = Place(known, known, set()).within(ranges_over(one.free))
    low = S.Zero if one.tensor.sign else S.NegativeOne
    for value, place in _values(one.expr, start, one.tensor.bound, low):
        if not _inside(value, place, one.tensor.bound, low):
            raise Illegal(
                f"{layer.name}: {one.tensor.name} is declared to lie in {low} .. {one.tensor.bound - 1}, "
                f"which is not proved of {value}"
            )


def _inside(value: Expr, place: Place, bound: Expr, low: Expr) -> bool:
    """Whether ``low <= value < bound`` is proved here."""
    ends = [expand(bound - 1 - value), *([value] if low == 0 else [])]
    return all(place.nonnegative(e) for e in ends)


def _values(e: Expr, place: Place, bound: Expr, low: Expr) -> Iterator[tuple[Expr, Place]]:
    """What an integer may be, and where it is that; an extreme is one value where that is enough."""
    if isinstance(e, Where) and not (extreme(e) and _inside(e, place, bound, low)):
        yield from _values(e.args[1], place.within((), e.conds), bound, low)
        other = [negation(e.conds[0])] if len(e.conds) == 1 and e.conds[0].kind != "divides" else []
        yield from _values(e.args[2], place.within((), other), bound, low)
    elif isinstance(e, Reduce) and e.op in ("argmax", "argmin"):
        yield flat_position(e), place.within(ranges_over(e.binders), e.guards)
    else:
        yield e, place


def ranges_over(binders: Iterable[Binder]) -> list[Range]:
    """The ranges of indices that run from one end to another."""
    return [Range(z, (lo,), (hi,)) for z, lo, hi in binders]


__all__ = ["check_declared", "ranges_over"]
