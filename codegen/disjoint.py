"""Which loop indices an index expression determines: the proof that parallel writes are disjoint."""

from __future__ import annotations

from sympy import Expr, S, Symbol, expand

from codegen.prover import Bounds
from derive.expr import Acc, FloorDiv


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
    for hi in r.hi:
        for lo in r.lo:
            if not (lo.free_symbols | hi.free_symbols) & set(bounds.loops) and not (hi - lo).atoms(
                Acc, FloorDiv
            ):
                return expand(hi - lo)
    return None
