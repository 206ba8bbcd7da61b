"""Which loop indices an index expression determines: the proof that parallel writes are disjoint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sympy import Expr, S, Symbol, expand

from codegen.loops.nodes import Split
from codegen.loops.prover import Bounds
from derive.expr import Acc, FloorDiv


def determined(axes: Iterable[Expr], splits: Sequence[Split], bounds: Bounds) -> set[Symbol]:
    """The loop indices that an element determines by the indices of its axes.

    Its digits; the flat indices whose digits are known; the blocks that what is known lies in.
    """
    found = {z for at in axes for z in radix(at, bounds)}
    while True:
        more = {s.flat for s in splits if all(_known(r.index, found, bounds) for r in s.letters)}
        more |= {p for z in found & set(bounds.loops) for p in _blocks(z, found | more, bounds)}
        if more <= found:
            return found
        found |= more


def _known(z: Symbol, found: set[Symbol], bounds: Bounds) -> bool:
    r = bounds.loops[z]
    return z in found or (len(r.lo) == len(r.hi) == 1 and expand(r.hi[0] - r.lo[0]) == 0)


def _blocks(z: Symbol, found: set[Symbol], bounds: Bounds) -> list[Symbol]:
    """Indices ``p`` with ``k p <= z + known <= k p + k - 1``, where ``z`` starts at ``q - known``."""
    made = []
    for lo in bounds.loops[z].lo:
        unknown = [q for q in bounds.loops if q in lo.free_symbols and q not in found]
        if len(unknown) != 1:
            continue
        place = expand(z - lo + unknown[0]) if lo.coeff(unknown[0]) == 1 else z
        for p in bounds.loops:
            sizes = {lo.coeff(p) for r in bounds.loops.values() for lo in r.lo} - {S.Zero, S.One}
            for k in sorted((k for k in sizes if k.is_positive), key=str):
                low, high = expand(place - k * p), expand(k * p + k - 1 - place)
                if bounds.nonnegative(low) and bounds.nonnegative(high):
                    made.append(p)
    return made


def radix(at: Expr, bounds: Bounds) -> list[Symbol]:
    """The loop indices that ``at`` determines: its digits, if it is a mixed-radix number, else none.

    ``a z + rest`` with ``0 <= rest - const < a``: the digits of ``rest`` and ``z`` are determined.
    """
    letters = [z for z in bounds.loops if z in at.free_symbols]
    if at.atoms(Acc) or not letters:
        return []
    slopes = {z: at.coeff(z) for z in letters}
    rest = expand(at - sum(slopes[z] * z for z in letters))
    if any(e.free_symbols & set(letters) for e in (rest, *slopes.values())):
        return []
    found = _digits(letters, slopes, S.Zero, bounds)
    return [*found, *(p for z in found for p in _strips(z, bounds))]


def _digits(letters: list[Symbol], slopes: dict[Symbol, Expr], span: Expr, bounds: Bounds) -> list[Symbol]:
    """The letters, least weight first, if each weight exceeds what the lesser digits can add up to."""
    if not letters:
        return []
    for z in letters:
        weight = abs_slope(slopes[z])
        if not weight.is_positive or not bounds.nonnegative(expand(weight - 1 - span)):
            continue
        extent = _extent(z, bounds)
        others = [y for y in letters if y != z]
        if extent is None and others:
            continue
        more = _digits(others, slopes, expand(span + weight * (extent or 0)), bounds) if others else []
        if len(more) == len(others):
            return [z, *more]
    return []


def _strips(z: Symbol, bounds: Bounds) -> list[Symbol]:
    """Indices of strips that ``z`` determines: ``z`` runs from ``k p + c`` to at most ``k p + c + k - 1``."""
    r = bounds.loops[z]
    found = []
    for p in bounds.loops:
        for lo in r.lo:
            k = lo.coeff(p) * bounds.loops[p].step
            ends = [hi for hi in r.hi if hi.coeff(p) == lo.coeff(p)]
            if k.is_positive and any(bounds.nonnegative(expand(k - 1 - (hi - lo))) for hi in ends):
                found.append(p)
    return found


def abs_slope(e: Expr) -> Expr:
    return -e if e.is_negative else e


def _extent(z: Symbol, bounds: Bounds) -> Expr | None:
    """An upper bound of last - first over the whole loop that mentions no other index."""
    r = bounds.loops[z]
    starts = (*r.lo, S.Zero) if bounds.nonnegative(z) else r.lo
    for hi in _ends(r.hi, bounds):
        for lo in starts:
            if not (lo.free_symbols | hi.free_symbols) & set(bounds.loops) and not (hi - lo).atoms(
                Acc, FloorDiv
            ):
                return expand(hi - lo)
    return None


def _ends(ends: Sequence[Expr], bounds: Bounds) -> list[Expr]:
    """Upper ends, also those of the names that an end is given by."""
    inner = [
        expand(e - z + hi) for e in ends for z in bounds.loops if e.coeff(z) == 1 for hi in bounds.loops[z].hi
    ]
    return [*ends, *inner]
