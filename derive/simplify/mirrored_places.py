"""Magnitudes of letters solved: ``||i − p| − (L − 1)| = L − 1 − a`` is ``i ∈ {p ± a, p ± (2 L − 2 − a)}``."""

from __future__ import annotations

from sympy import Abs, Add, Expr, Symbol

from derive.expr import Index, found_in
from derive.expr.expansion import expand
from derive.expr.order import ordered
from derive.proof import Ranges

Mirrored = tuple[Expr, Expr]
"""A centre and a distance of at least 0: both places that far from it."""


def mirrored_places(e: Expr, z: Symbol) -> tuple[Mirrored, ...]:
    """Where ``e = 0``, if ``z`` stands in magnitudes of it alone: the places of ``z``; () where it does not.

    ``|u| = v`` is ``u = v`` or ``u = −v``, for v ≥ 0, which is proved for all letters in their ranges.
    """
    letters = [i for i in ordered(found_in(e, Index)) if i != z and i.extent is not None]
    return _solved(e, z, Ranges([(i, 0, i.extent - 1) for i in letters])) or ()


def _solved(e: Expr, z: Symbol, ranges: Ranges) -> tuple[Mirrored, ...] | None:
    held = [t for t in Add.make_args(e) if t.has(z)]
    if len(held) != 1:
        return None
    sign, size = held[0].as_coeff_Mul()
    if not isinstance(size, Abs) or sign not in (1, -1):
        return None
    distance, inner = expand(-(e - held[0]) / sign), size.args[0]
    if not ranges.nonnegative(distance):
        return None
    if inner.has(Abs):
        both = [_solved(expand(inner + s * distance), z, ranges) for s in (1, -1)]
        return None if None in both else tuple(dict.fromkeys(place for one in both for place in one or ()))
    side = inner.coeff(z)
    centre = expand(z - side * inner) if side in (1, -1) else z
    return None if centre.has(z) else ((centre, distance),)


__all__ = ["mirrored_places"]
