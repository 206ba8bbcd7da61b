"""Races: two iterations of a parallel loop touch one element only where both read it, and share no scalar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from sympy import Expr, Symbol

from codegen.loops.legality.disjoint import Hidden, determined
from codegen.loops.legality.faults import Illegal
from codegen.loops.nodes import Block, Let, Parallel, Split, Target
from codegen.loops.place import Place
from codegen.loops.roles import branches, makes, ranges, reads, walk, writes, written
from derive.expr import Acc, Tensor, accesses
from derive.proof import Range, Ranges

REMEMBERED = 1024
_PROVED: set[object] = set()


@dataclass(frozen=True)
class Touch:
    """A scalar or an element that an iteration writes (or reads), its axes written out, and where."""

    target: Target
    axes: tuple[Expr, ...]
    known: Ranges
    splits: tuple[Split, ...]
    written: bool


def no_race(node: Parallel, place: Place) -> None:
    """Iterations write different elements, read none that another one writes, and share no scalar.

    Passes leave most loops as they were: what was proved of one at the same place is not proved again.
    """
    asked = node, place.known, tuple(place.values.items())
    if asked in _PROVED:
        return
    _iterations_apart(node, place)
    if len(_PROVED) == REMEMBERED:
        _PROVED.clear()
    _PROVED.add(asked)


def _iterations_apart(node: Parallel, place: Place) -> None:
    _box(node)
    free = {r.index: r.step for r in node.ranges if not place.known.nonnegative(r.lo[0] - r.hi[0])}
    named = _named(node.body)
    outer = place.known.by_index.keys() - {r.index for n in walk((node,)) for r in ranges(n)}
    for found in _by_array(node, place, named).values():
        for one, other in _pairs(found):
            _apart(one, other, free.keys() - _told(one, other, free, named, outer))


def _named(body: Block) -> Hidden:
    """The names of an iteration, each with its value; with none where it gets several."""
    values: dict[Symbol, Expr | None] = {}
    for n in walk(body):
        if isinstance(n, Let):
            values[n.name] = n.value if values.get(n.name, n.value) == n.value else None
    changed = {t for n in walk(body) for t in writes(n) if isinstance(t, Symbol)}
    return {z: None if z in changed else value for z, value in values.items()}


def _by_array(node: Parallel, place: Place, named: Hidden) -> dict[str, list[Touch]]:
    """What the iterations touch of each array that they share; of scalars, they share none."""
    private = {t.name for n in walk(node.body) for t in makes(n)}
    shared = {t.name for t in written(node.body) if isinstance(t, Tensor)} - private
    touched: dict[str, list[Touch]] = {}
    for touch in _touches(node.body, place.within(node.ranges), (), shared):
        if isinstance(touch.target, Acc):
            touched.setdefault(touch.target.tensor.name, []).append(touch)
        elif touch.target not in named:
            raise Illegal(f"iterations of a parallel loop share the scalar {touch.target}")
    return touched


def _apart(one: Touch, other: Touch, missing: set[Symbol]) -> None:
    """Two iterations that touch one element are the same: no index is ``missing`` to tell them so."""
    if missing:
        over = ", ".join(sorted(map(str, missing)))
        how = "write the same" if other.written else f"read {other.target} and write"
        raise Illegal(f"iterations of the parallel loop over {over} may {how} {one.target}")


def _box(node: Parallel) -> None:
    names = {r.index for r in node.ranges}
    for r in node.ranges:
        if any(e.free_symbols & names for e in (*r.lo, *r.hi)):
            raise Illegal(f"the parallel range of {r.index} depends on another one")


def _pairs(found: Sequence[Touch]) -> Iterator[tuple[Touch, Touch]]:
    """Every write with itself and with all else that is touched, each pair once."""
    for k, one in enumerate(found):
        yield from ((one, other) for other in found[k:] if one.written and other.written)
        yield from ((one, other) for other in found if one.written and not other.written)


def _told(
    one: Touch, other: Touch, free: Mapping[Symbol, int], named: Hidden, outer: Set[Symbol]
) -> set[Symbol]:
    """The parallel indices that must be equal where the two are the same element, as ``outer`` ones are.

    By axes that are the same expression of indices with the same ends; by axes on which both lie in the same
    strip of an index that advances in steps.  A name that is not written out may be another number in each
    iteration: it says nothing.
    """
    indices = one.known.by_index.keys() | other.known.by_index.keys()
    hidden = {z: value for z, value in named.items() if z not in indices}
    pairs = [
        (at, to)
        for at, to in zip(one.axes, other.axes, strict=True)
        if not (at.free_symbols | to.free_symbols) & hidden.keys()
    ]
    if one is other:
        return determined([at for at, _ in pairs], one.splits, one.known, hidden, outer)
    known = _common(one.known, other.known)
    apart = (one.known.by_index.keys() | other.known.by_index.keys()) - known.by_index.keys()
    same = [at for at, to in pairs if at == to and not at.free_symbols & apart]
    found = determined(same, [s for s in one.splits if s in other.splits], known, hidden, outer)
    for p, step in free.items():
        if any(_in_strip(at, one.known, p, step) and _in_strip(to, other.known, p, step) for at, to in pairs):
            found.add(p)
    return found


def _in_strip(at: Expr, known: Ranges, p: Symbol, step: int) -> bool:
    return known.nonnegative(at - p) and known.nonnegative(p + step - 1 - at)


def _common(a: Ranges, b: Ranges) -> Ranges:
    """What both say: of an index that two loops have, the ends that are the same."""
    both = [(r, b.by_index[z]) for z, r in a.by_index.items() if z in b.by_index]
    return Ranges(map(_shared, both), [f for f in a.facts if f in b.facts], a.maybe_none)


def _shared(pair: tuple[Range, Range]) -> Range:
    one, other = pair
    lo = tuple(e for e in one.lo if e in other.lo)
    hi = tuple(e for e in one.hi if e in other.hi)
    return one if one == other else Range(one.index, lo, hi)


def _touches(block: Block, place: Place, splits: tuple[Split, ...], shared: set[str]) -> Iterator[Touch]:
    """The scalars and the elements of shared arrays that the nodes write or read, in order."""
    for node in block:
        inner = place.within(ranges(node))
        if isinstance(node, Let):
            place.let(node)
        used = dict.fromkeys(a for e in reads(node) for a in accesses(e))
        touched = [(target, True) for target in writes(node)] + [(a, False) for a in used]
        for target, changed in touched:
            if isinstance(target, Symbol) or target.tensor.name in shared:
                yield _touch(target, inner, splits, changed)
        more = (*splits, node) if isinstance(node, Split) else splits
        for conds, body in branches(node):
            yield from _touches(body, inner.within((), conds), more, shared)


def _touch(target: Target, place: Place, splits: tuple[Split, ...], changed: bool) -> Touch:
    axes = tuple(map(place.plain, target.index)) if isinstance(target, Acc) else ()
    return Touch(target, axes, place.known, splits, changed)
