"""Definite assignment, element by element: what is read was written before, on every way that leads there.

A write inside loops has written ``{f(z) : z in its ranges}``.  A read of ``g`` finds its element there if
``f(z) = g`` has a solution within the ranges: the solution is written down (digits by division, the block of
an index by rounding down) and each end of each range is a question for the prover.  What cannot be proved so
is assumed, and listed by ``unproved``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from codegen.loops.legality.bounds import elements
from codegen.loops.legality.solution import Around, Region, Solution
from codegen.loops.nodes import Alloc, Block, Border, Choose, If, Kernel, Let, Node, Range, Split
from codegen.loops.place import Place
from codegen.loops.roles import branches, inside, makes, opposite, ranges, reads, writes
from derive.expr import Acc, Cond
from derive.model.layer import Layer


@dataclass(frozen=True)
class Either:
    """What two ways have written of which one was taken."""

    ways: tuple[tuple[Region | Either, ...], ...]


Writings: TypeAlias = list[Region | Either]


def unproved(kernel: Kernel, layer: Layer) -> tuple[Acc, ...]:
    """The elements that a kernel reads and for which it is assumed, not proved, that they were written."""
    given = {t.name for t in kernel.arrays}
    return tuple(dict.fromkeys(_walk(kernel.body, Place.start(kernel, layer), [], [], given)))


def _walk(block: Block, place: Place, before: Writings, own: Writings, given: set[str]) -> Iterator[Acc]:
    """The reads of ``block`` that nothing before is seen to have written; ``own``, what it writes, grows."""
    for node in block:
        at = place.within(ranges(node)) if inside(node) else place
        for e in reads(node):
            for a, under in elements(e, at):
                if a.tensor.name not in given and not _covered(a, under, [*before, *own]):
                    yield a
        _enter(node, place)
        if isinstance(node, Alloc):
            before, own[:] = _without(node.tensor.name, before), _without(node.tensor.name, own)
        given |= {node.made.name} if isinstance(node, Border) else set()
        stored = [t for t in writes(node) if isinstance(t, Acc)]
        own += [_region(t, node, at) for t in stored]
        yield from _inner(node, place, before, own, given)


def _enter(node: Node, place: Place) -> None:
    """A name has its value from here on, an array its place."""
    if isinstance(node, Let):
        place.let(node)
    place.arrays |= {t.name for t in makes(node)}


def _without(array: str, writings: Iterable[Region | Either]) -> Writings:
    """What is left of writings where ``array`` is new: nothing is written in it yet."""

    def left(w: Region | Either) -> Region | Either:
        return w if isinstance(w, Region) else Either(tuple(tuple(_without(array, way)) for way in w.ways))

    return [left(w) for w in writings if isinstance(w, Either) or w.array != array]


def _region(t: Acc, node: Node, place: Place) -> Region:
    return Region(t.tensor.name, tuple(map(place.plain, t.index)), _plain(ranges(node), place))


def _inner(node: Node, place: Place, before: Writings, own: Writings, given: set[str]) -> Iterator[Acc]:
    """The blocks inside, each after what was written before the node."""
    ways: list[tuple[Region | Either, ...]] = []
    for conds, body in branches(node):
        within, written = place.within(ranges(node), conds), Writings()
        yield from _walk(body, within, [*before, *own], written, given)
        lets = [n for n in body if isinstance(n, Let) and n.name.is_integer and n.name not in within.values]
        opened = (*_opened(node, within), *(Let(n.name, within.plain(n.value)) for n in lets))
        tests = tuple(map(within.plain, node.conds)) if isinstance(node, If) else ()
        ways.append(tuple(_closed(w, opened, tests) for w in written))
    if isinstance(node, Choose):
        own.append(Either(tuple(ways)))
    else:
        own.extend(w for way in ways for w in way)


def _opened(node: Node, place: Place) -> tuple[Around, ...]:
    if isinstance(node, Split):
        return (Split(_plain(node.letters, place), place.plain(node.flat), ()),)
    return _plain(ranges(node), place)


def _plain(around: Iterable[Range], place: Place) -> tuple[Range, ...]:
    return tuple(
        replace(r, lo=tuple(map(place.plain, r.lo)), hi=tuple(map(place.plain, r.hi))) for r in around
    )


def _closed(w: Region | Either, opened: tuple[Around, ...], conds: tuple[Cond, ...]) -> Region | Either:
    if isinstance(w, Either):
        return Either(tuple(tuple(_closed(x, opened, conds) for x in way) for way in w.ways))
    return replace(w, opened=(*opened, *w.opened), conds=(*conds, *w.conds))


# -- does a read find its element?


def _covered(a: Acc, place: Place, before: Sequence[Region | Either], split: bool = True) -> bool:
    """Whether one of the writings has the element; a condition may split the cases once."""
    own = [w for w in before if isinstance(w, Either) or w.array == a.tensor.name]
    return any(_holds(w, a, place) for w in own) or (split and _by_cases(a, place, own))


def _holds(w: Region | Either, a: Acc, place: Place) -> bool:
    if isinstance(w, Either):
        return all(_covered(a, place, way, split=False) for way in w.ways)
    return _has(w, a, place)


def _by_cases(a: Acc, place: Place, own: Sequence[Region | Either]) -> bool:
    """Where its condition holds, a writing has the element; where it fails, another one."""
    tested = (w for w in own if isinstance(w, Region) and opposite(w.conds))
    w = next((w for w in tested if _has(w, a, place.within((), w.conds))), None)
    return w is not None and _covered(a, place.within((), opposite(w.conds)), own, split=False)


def _has(w: Region, a: Acc, place: Place) -> bool:
    """Whether the ranges of ``w`` are seen to hold values for which its element is ``a``."""
    found = Solution(w, place)
    return found.axes_are(tuple(map(place.plain, a.index))) and found.rest_follows() and found.within_ranges()


__all__ = ["unproved"]
