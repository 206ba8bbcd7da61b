"""Which loop indices an index expression determines: the proof that parallel writes are disjoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from sympy import Expr, S, Symbol, expand

from codegen.loops.legality.faults import Illegal
from codegen.loops.nodes import Block, Let, Parallel, Split, Target
from codegen.loops.place import Place
from codegen.loops.roles import branches, makes, ranges, reads, walk, writes, written
from derive.expr import Acc, FloorDiv, Tensor, accesses
from derive.proof import Range, Ranges


def determined(
    axes: Iterable[Expr], splits: Sequence[Split], known: Ranges, fixed: Set[Symbol] = frozenset()
) -> set[Symbol]:
    """The loop indices that an element determines by the indices of its axes, given those that are ``fixed``.

    Its digits; the flat indices whose digits are known; the blocks that what is known lies in.
    """
    found = {z for at in axes for z in radix(at, known, fixed)}
    while True:
        more = {s.flat for s in splits if all(_known(r.index, found, known) for r in s.letters)}
        more |= {p for z in found & set(known.by_index) for p in _blocks(z, found | more, known)}
        if more <= found:
            return found
        found |= more


def _known(z: Symbol, found: set[Symbol], known: Ranges) -> bool:
    r = known.by_index[z]
    return z in found or (len(r.lo) == len(r.hi) == 1 and expand(r.hi[0] - r.lo[0]) == 0)


def _blocks(z: Symbol, found: set[Symbol], known: Ranges) -> list[Symbol]:
    """Indices ``p`` with ``k p <= z + known <= k p + k - 1``, where ``z`` starts at ``q - known``."""
    made = []
    for lo in known.by_index[z].lo:
        unknown = [q for q in known.by_index if q in lo.free_symbols and q not in found]
        if len(unknown) != 1:
            continue
        place = expand(z - lo + unknown[0]) if lo.coeff(unknown[0]) == 1 else z
        for p in known.by_index:
            sizes = {lo.coeff(p) for r in known.by_index.values() for lo in r.lo} - {S.Zero, S.One}
            for k in sorted((k for k in sizes if k.is_positive), key=str):
                low, high = expand(place - k * p), expand(k * p + k - 1 - place)
                if known.nonnegative(low) and known.nonnegative(high):
                    made.append(p)
    return made


def radix(at: Expr, known: Ranges, fixed: Set[Symbol] = frozenset()) -> list[Symbol]:
    """The loop indices that ``at`` determines: its digits, if it is a mixed-radix number, else none.

    ``a z + rest`` with ``0 <= rest - const < a``: the digits of ``rest`` and ``z`` are determined.
    """
    letters = [z for z in known.by_index if z in at.free_symbols and z not in fixed]
    if at.atoms(Acc) or not letters:
        return []
    slopes = {z: at.coeff(z) for z in letters}
    rest = expand(at - sum(slopes[z] * z for z in letters))
    if any(e.free_symbols & set(letters) for e in (rest, *slopes.values())):
        return []
    found = _digits(letters, slopes, S.Zero, known)
    return [*found, *(p for z in found for p in _strips(z, known))]


def _digits(letters: list[Symbol], slopes: dict[Symbol, Expr], span: Expr, known: Ranges) -> list[Symbol]:
    """The letters, least weight first, if each weight exceeds what the lesser digits can add up to."""
    if not letters:
        return []
    for z in letters:
        weight = abs_slope(slopes[z])
        if not weight.is_positive or not known.nonnegative(expand(weight - 1 - span)):
            continue
        extent = _extent(z, known)
        others = [y for y in letters if y != z]
        if extent is None and others:
            continue
        more = _digits(others, slopes, expand(span + weight * (extent or 0)), known) if others else []
        if len(more) == len(others):
            return [z, *more]
    return []


def _strips(z: Symbol, known: Ranges) -> list[Symbol]:
    """Indices of strips that ``z`` determines: ``z`` runs from ``k p + c`` to at most ``k p + c + k - 1``."""
    r = known.by_index[z]
    found = []
    for p in known.by_index:
        for lo in r.lo:
            k = lo.coeff(p) * known.by_index[p].step
            ends = [hi for hi in r.hi if hi.coeff(p) == lo.coeff(p)]
            if k.is_positive and any(known.nonnegative(expand(k - 1 - (hi - lo))) for hi in ends):
                found.append(p)
    return found


def abs_slope(e: Expr) -> Expr:
    return -e if e.is_negative else e


def _extent(z: Symbol, known: Ranges) -> Expr | None:
    """An upper bound of last - first over the whole loop that mentions no other index."""
    r = known.by_index[z]
    starts = (*r.lo, S.Zero) if known.nonnegative(z) else r.lo
    for hi in _ends(r.hi, known):
        for lo in starts:
            if not (lo.free_symbols | hi.free_symbols) & set(known.by_index) and not (hi - lo).atoms(
                Acc, FloorDiv
            ):
                return expand(hi - lo)
    return None


def _ends(ends: Sequence[Expr], known: Ranges) -> list[Expr]:
    """Upper ends, also those of the names that an end is given by."""
    inner = [
        expand(e - z + hi)
        for e in ends
        for z in known.by_index
        if e.coeff(z) == 1
        for hi in known.by_index[z].hi
    ]
    return [*ends, *inner]


# -- races


@dataclass(frozen=True)
class Touch:
    """A scalar or an element that an iteration writes (or reads), its axes written out, and where."""

    target: Target
    axes: tuple[Expr, ...]
    known: Ranges
    splits: tuple[Split, ...]
    written: bool


def no_race(node: Parallel, place: Place) -> None:
    """Iterations write different elements, read none that another one writes, and share no scalar."""
    _box(node)
    free = {r.index: r.step for r in node.ranges if not place.known.nonnegative(r.lo[0] - r.hi[0])}
    named = {n.name for n in walk(node.body) if isinstance(n, Let)}
    outer = place.known.by_index.keys() - {r.index for n in walk((node,)) for r in ranges(n)}
    for found in _by_array(node, place, named).values():
        for one, other in _pairs(found):
            told = _told(one, other, free, named, outer)
            _apart(one, other, free.keys() - told)


def _by_array(node: Parallel, place: Place, named: set[Symbol]) -> dict[str, list[Touch]]:
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
    one: Touch, other: Touch, free: Mapping[Symbol, int], named: set[Symbol], outer: Set[Symbol]
) -> set[Symbol]:
    """The parallel indices that must be equal where the two are the same element, as ``outer`` ones are.

    By axes that are the same expression of indices with the same ends; by axes on which both lie in the same
    strip of an index that advances in steps.  A name that is not written out may be another number in each
    iteration: it says nothing.
    """
    hidden = named - one.known.by_index.keys() - other.known.by_index.keys()
    pairs = [
        (at, to)
        for at, to in zip(one.axes, other.axes, strict=True)
        if not (at.free_symbols | to.free_symbols) & hidden
    ]
    if one is other:
        return determined([at for at, _ in pairs], one.splits, one.known, outer)
    known = _common(one.known, other.known)
    apart = (one.known.by_index.keys() | other.known.by_index.keys()) - known.by_index.keys()
    same = [at for at, to in pairs if at == to and not at.free_symbols & apart]
    found = determined(same, [s for s in one.splits if s in other.splits], known, outer)
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
