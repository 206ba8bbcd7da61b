"""Sizes that may not be 0: every proof takes a size to be at least 1, and what is empty has none to read.

``x[n, 0]`` and ``x[k mod M]`` are inside of ``x`` where there is a first element.  A loop over an empty axis
reads nothing, so that most sizes may be 0; which ones may not is found with the size taken as 0: if a point
is then left at which an element is read that is not there, calls with an empty axis are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sympy import Basic, Mul, S, Symbol

from codegen.loops.legality.declared import ranges_over
from codegen.loops.place import Place, known_of
from codegen.loops.roles import opposite
from derive.expr import Acc, Iverson, Reduce, Tensor, Where
from derive.model.definitions import Def
from derive.model.layer import Layer
from derive.proof import Ranges


def nonempty(defs: Iterable[Def], layer: Layer) -> dict[Symbol, Acc]:
    """The sizes that may not be 0, each with an element that is read and would not be there."""
    known = known_of(layer)
    sizes = sorted(layer.size_symbols - layer.option_symbols.keys(), key=str)
    found: dict[Symbol, Acc] = {}
    for one in dict.fromkeys(defs):
        start = Place(known, known, set()).within(ranges_over(one.free))
        for a, place in _read(one.expr, start):
            for size in (s for s in sizes if s not in found):
                if _missing(a, size, place.known):
                    found[size] = a
    return found


def _missing(a: Acc, size: Symbol, known: Ranges) -> bool:
    """Whether ``a`` is seen to be read at a place that its array does not have where ``size`` is 0."""
    axes = tuple(zip(a.index, a.tensor.shape, strict=True))
    if size not in {s for pair in axes for e in pair for s in e.free_symbols}:
        return False
    claims = [e for at, extent in axes for e in (at, extent - 1 - at)]
    return known.seen_false(claims, {size: S.Zero})


def _read(e: Any, place: Place) -> Iterator[tuple[Acc, Place]]:
    """The elements that ``e`` reads, each with what holds where it is read."""
    if not isinstance(e, Basic) or isinstance(e, Tensor) or not e.has(Acc):
        return
    if isinstance(e, Acc):
        yield e, place
    match e:
        case Where():
            yield from _under(e.conds, e.args[1:2], place)
            yield from _under(opposite(e.conds), e.args[2:], place)
        case Reduce():
            ends = [end for _, *both in e.binders for end in both]
            yield from _under((), ends, place)
            yield from _under(e.guards, (e.body,), place.within(ranges_over(e.binders)))
        case Mul():
            conds = [c for f in e.args if isinstance(f, Iverson) for c in f.args]
            yield from _under(conds, [f for f in e.args if not isinstance(f, Iverson)], place)
        case _:
            yield from _under((), e.args, place)


def _under(conds: Sequence[Any], parts: Iterable[Any], place: Place) -> Iterator[tuple[Acc, Place]]:
    """What conditions read, and what is read where they hold; those on data may hold."""
    inner = place.within((), [c for c in conds if not c.has(Acc)])
    for part in (*(e for c in conds for e in c.args), *parts):
        yield from _read(part, inner)


__all__ = ["nonempty"]
