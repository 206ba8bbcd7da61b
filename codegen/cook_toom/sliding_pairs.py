"""Pairs of indices that slide along each other: one of the result, one of the sum, on one axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sympy import Expr, Symbol, expand

from codegen.loops.nodes import Range
from codegen.loops.schedule import Assumed
from derive.expr import Acc, Binder, Cond, Reduce, fresh
from derive.model.layer import Def, Layer

PAIRS = (1, 2)
"""Along how many axes a tile may reach."""


class NoTiles(Exception):
    """Why a definition is no correlation."""


@dataclass(frozen=True)
class Pair:
    """``places = long + taps``, each with its range; ``moved`` has the old letters over the new ones."""

    long: Range
    taps: Range
    places: Range
    axis: int
    moved: dict[Symbol, Expr]


def pairs_of(right: Acc, one: Def, reduce: Reduce, layer: Layer) -> Iterator[tuple[int, Binder, Binder]]:
    """The axes of ``right`` along which a letter of the result and one of the sum slide: long one, taps.

    The long one has the extent of the axis among what its own is made of; of two that have, it measures the
    first input, or is taken to be longer.  Whether the taps are few enough is asked at run time.
    """
    assumed, first = Assumed(layer), layer.inputs[0].free_symbols

    def longer(b: Binder) -> tuple[bool, bool, int]:
        made = _made_of(b, layer)
        return bool(made & reach), bool(made & first), assumed.trips(b)

    for axis, at in enumerate(right.index):
        free = [b for b in one.free if b[0] in at.free_symbols]
        bound = [b for b in reduce.binders if b[0] in at.free_symbols]
        if len(free) == len(bound) == 1 and all(abs(at.coeff(b[0])) == 1 for b in (*free, *bound)):
            reach = _sizes(right.tensor.shape[axis], layer)
            taps, long = sorted((free[0], bound[0]), key=longer)
            yield axis, long, taps


def _made_of(binder: Binder, layer: Layer) -> set[Symbol]:
    return _sizes(binder[2] - binder[1], layer)


def _sizes(extent: Expr, layer: Layer) -> set[Symbol]:
    """What an extent follows from."""
    for _ in layer.sizes:
        extent = extent.subs(layer.sizes)
    return set(extent.free_symbols)


def pair(axis: int, long: Binder, taps: Binder, right: Acc, reduce: Reduce) -> Pair:
    """Letters so moved that the place is their sum; taps that run backwards are counted from their end."""
    (i, low, high), (u, first, last) = long, taps
    at = right.index[axis]
    ends = _ends(at, reduce.guards, low, high, i, u)
    backwards = at.coeff(u) == -1
    if at.coeff(i) != 1 or u in first.free_symbols | last.free_symbols:
        raise NoTiles(f"{i} runs backwards")
    low, high = (_furthest(e, u, first, last, start) for e, start in ((low, True), (high, False)))
    shift = expand(at - i - at.coeff(u) * u + (-last if backwards else 0))
    begin, end = (expand(last - last), expand(last - first)) if backwards else (first, last)
    place = fresh(f"at_{i.name}", right.free_symbols | reduce.free_symbols | reduce.bound)
    low, high = expand(low + shift), expand(high + shift)
    lowest = ends[0] or [expand(low + begin)]
    highest = ends[1] or [expand(high + end)]
    if len(lowest) > 1 or len(highest) > 1:
        raise NoTiles(f"{i} + {u} has several ends")
    moved = {i: expand(i - shift), u: expand(last - u) if backwards else u}
    return Pair(
        Range(i, (low,), (high,)),
        Range(u, (begin,), (end,)),
        Range(place, tuple(lowest), tuple(highest)),
        axis,
        moved,
    )


def _furthest(end: Expr, u: Symbol, first: Expr, last: Expr, start: bool) -> Expr:
    """The end of a range for whichever tap it lies furthest out."""
    slope = end.coeff(u)
    if u in expand(end - slope * u).free_symbols or abs(slope) not in (0, 1):
        raise NoTiles(f"{end} is no end of a box")
    return expand(end.subs(u, first if (slope > 0) == start else last)) if slope else end


def _ends(
    at: Expr, guards: Sequence[Cond], low: Expr, high: Expr, i: Symbol, u: Symbol
) -> tuple[list[Expr], list[Expr]]:
    """Where the place starts and ends, by the conditions of the sum and by ends that move with the taps."""
    above = [g.of for g in guards if {i, u} & g.of.free_symbols]
    above += [i - low] if u in low.free_symbols else []
    above += [high - i] if u in high.free_symbols else []
    starts, stops = [], []
    for e in above:
        rest, other = expand(e - at), expand(e + at)
        if not {i, u} & rest.free_symbols:
            starts.append(-rest)
        elif not {i, u} & other.free_symbols:
            stops.append(other)
        else:
            raise NoTiles(f"{e} >= 0 is no end of {at}")
    return list(dict.fromkeys(starts)), list(dict.fromkeys(stops))


__all__ = ["PAIRS", "NoTiles", "Pair", "pair", "pairs_of"]
