"""Which loop indices an index expression determines: the proof that parallel writes are disjoint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from sympy import Expr, S, Symbol, expand

from codegen.loops.nodes import Split
from derive.expr import Acc, FloorDiv
from derive.proof import Range, Ranges

Hidden: TypeAlias = "Mapping[Symbol, Expr | None]"
NONE: Hidden = {}
NOWHERE: Set[Symbol] = frozenset()


def determined(
    axes: Iterable[Expr],
    splits: Sequence[Split],
    known: Ranges,
    hidden: Hidden = NONE,
    fixed: Set[Symbol] = NOWHERE,
) -> set[Symbol]:
    """The loop indices that an element determines by the indices of its axes, given those that are ``fixed``.

    Its digits; the flat indices whose digits are known; the strips and the blocks that what is known lies in.
    ``hidden`` names may stand for another number in each iteration, as an index does; where it is known, each
    has its value beside it.
    """
    found = {z for at in axes for z in radix(at, known, hidden, fixed)}
    while True:
        steady = Steady(known, found | fixed, hidden)
        more = {s.flat for s in splits if all(_known(r, steady) for r in s.letters)}
        more |= {p for z in found & set(known.by_index) for p in (*_strips(z, steady), *_blocks(z, steady))}
        if more <= found:
            return found
        found |= more


@dataclass(frozen=True)
class Steady:
    """What is the same number in all iterations that touch one element: what ``found`` determines.

    ``hidden`` names have the values beside them; none where there are several.
    """

    known: Ranges
    found: Set[Symbol]
    hidden: Hidden

    def free(self, e: Expr) -> set[Symbol]:
        """What in ``e`` may differ."""
        letters = (e.free_symbols & (self.known.by_index.keys() | self.hidden.keys())) - self.found
        return {z for z in letters if not self._named(z)}

    def _named(self, z: Symbol) -> bool:
        value = self.hidden.get(z)
        rest = {name: e for name, e in self.hidden.items() if name != z}
        return value is not None and Steady(self.known, self.found, rest)(value)

    def __call__(self, e: Expr) -> bool:
        return not self.free(e) and not e.has(Acc)


def _known(digit: Range, steady: Steady) -> bool:
    """Whether a digit is known, and what it is a digit of: it counts as far in each iteration."""
    r = steady.known.by_index[digit.index]
    single = len(r.lo) == len(r.hi) == 1 and expand(r.hi[0] - r.lo[0]) == 0
    return (digit.index in steady.found or single) and all(map(steady, (*r.lo, *r.hi)))


def _strips(z: Symbol, steady: Steady) -> list[Symbol]:
    """Indices of strips that ``z`` determines: ``z`` runs from ``k p + c`` to at most ``k p + c + k - 1``."""
    known, found = steady.known, []
    r = known.by_index[z]
    for p in known.by_index:
        for lo in r.lo:
            slope = _slope(lo, p)
            k = slope * known.by_index[p].step
            ends = [hi for hi in r.hi if _slope(hi, p) == slope]
            same = steady(slope) and steady(expand(lo - slope * p))
            if k.is_positive and same and any(known.nonnegative(expand(k - 1 - (hi - lo))) for hi in ends):
                found.append(p)
    return found


def _blocks(z: Symbol, steady: Steady) -> list[Symbol]:
    """Indices ``p`` with ``k p <= z + known <= k p + k - 1``, where ``z`` starts at ``q - known``."""
    made, known = [], steady.known
    sizes = {p: _sizes(p, steady) for p in known.by_index}
    for lo in known.by_index[z].lo:
        unknown = steady.free(lo)
        if len(unknown) != 1 or lo.has(Acc) or unknown & steady.hidden.keys():
            continue
        (q,) = unknown
        place = expand(z - lo + q) if _slope(lo, q) == 1 else z
        for p, k in ((p, k) for p, ks in sizes.items() for k in ks):
            low, high = expand(place - k * p), expand(k * p + k - 1 - place)
            if known.nonnegative(low) and known.nonnegative(high):
                made.append(p)
    return made


def _sizes(p: Symbol, steady: Steady) -> list[Expr]:
    """What ``p`` is multiplied by where loops start."""
    found = {_slope(lo, p) for r in steady.known.by_index.values() for lo in r.lo} - {S.Zero, S.One}
    return sorted((k for k in found if k.is_positive and steady(k)), key=str)


@lru_cache(maxsize=1 << 16)
def _slope(e: Expr, z: Symbol) -> Expr:
    """What ``z`` is multiplied by; the same ends are asked for the same indices again and again."""
    return e.coeff(z) if z in e.free_symbols else S.Zero


def radix(at: Expr, known: Ranges, hidden: Hidden = NONE, fixed: Set[Symbol] = NOWHERE) -> list[Symbol]:
    """The loop indices that ``at`` determines: its digits, if it is a mixed-radix number, else none.

    ``a z + rest`` with ``0 <= rest - const < a``: the digits of ``rest`` and ``z`` are determined.
    """
    letters = [z for z in known.by_index if z in at.free_symbols and z not in fixed]
    if at.atoms(Acc) or not letters:
        return []
    slopes = {z: _slope(at, z) for z in letters}
    rest = expand(at - sum(slopes[z] * z for z in letters))
    if any(e.free_symbols & set(letters) for e in (rest, *slopes.values())):
        return []
    return _digits(letters, slopes, S.Zero, Steady(known, fixed, hidden))


def _digits(letters: list[Symbol], slopes: dict[Symbol, Expr], span: Expr, steady: Steady) -> list[Symbol]:
    """The letters, least weight first, if each weight exceeds what the lesser digits can add up to."""
    if not letters:
        return []
    for z in letters:
        weight = abs_slope(slopes[z])
        if not weight.is_positive or not steady.known.nonnegative(expand(weight - 1 - span)):
            continue
        extent = _extent(z, steady)
        others = [y for y in letters if y != z]
        if extent is None and others:
            continue
        more = _digits(others, slopes, expand(span + weight * (extent or 0)), steady) if others else []
        if len(more) == len(others):
            return [z, *more]
    return []


def abs_slope(e: Expr) -> Expr:
    return -e if e.is_negative else e


def _extent(z: Symbol, steady: Steady) -> Expr | None:
    """An upper bound of last - first over the whole loop that is the same in all iterations."""
    known = steady.known
    r = known.by_index[z]
    starts = (*r.lo, S.Zero) if known.nonnegative(z) else r.lo
    for hi in _ends(r.hi, known):
        for lo in starts:
            if steady(lo) and steady(hi) and not (hi - lo).atoms(FloorDiv):
                return expand(hi - lo)
    return None


def _ends(ends: Sequence[Expr], known: Ranges) -> list[Expr]:
    """Upper ends, also those of the names that an end is given by."""
    inner = [
        expand(e - z + hi)
        for e in ends
        for z in known.by_index
        if _slope(e, z) == 1
        for hi in known.by_index[z].hi
    ]
    return [*ends, *inner]
