"""Which loop indices an index expression determines: the proof that parallel writes are disjoint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sympy import Expr, S, Symbol, expand

from codegen.loops.nodes import Split
from derive.expr import Acc, FloorDiv
from derive.proof import Ranges


def determined(axes: Iterable[Expr], splits: Sequence[Split], known: Ranges) -> set[Symbol]:
    """The loop indices that an element determines by the indices of its axes.

    Its digits; the flat indices whose digits are known; the blocks that what is known lies in.
    """
    found = {z for at in axes for z in radix(at, known)}
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


def radix(at: Expr, known: Ranges) -> list[Symbol]:
    """The loop indices that ``at`` determines: its digits, if it is a mixed-radix number, else none.

    ``a z + rest`` with ``0 <= rest - const < a``: the digits of ``rest`` and ``z`` are determined.
    """
    letters = [z for z in known.by_index if z in at.free_symbols]
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
