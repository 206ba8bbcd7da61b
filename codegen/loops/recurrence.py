"""Running sums: ``t[d] = Σ_{j ≤ d} f(j)`` is its predecessor and one term more; products and extremes alike.

A sum over one index whose range ends, or starts, at an index of the result that its terms do not know.
All of them cost as much as the longest of them alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Expr, Symbol, expand

from derive.expr import Binder, Reduce
from derive.model.layer import Def


@dataclass(frozen=True)
class Running:
    """Along ``letter``, forwards or backwards; ``own`` where the term at the letter itself is in the sum."""

    letter: Symbol
    bound: Symbol
    last: Expr
    forwards: bool
    own: bool


def running(e: Any, free: tuple[Binder, ...]) -> Running | None:
    """How ``e`` runs over one of the indices ``free``, if it does."""
    if not isinstance(e, Reduce) or len(e.binders) != 1 or e.guards:
        return None
    ((j, lo, hi),) = e.binders
    ranges = {z: last for z, first, last in free if first == 0}
    ends = [z for z in ranges if z in lo.free_symbols | hi.free_symbols]
    if len(ends) != 1 or ends[0] in e.body.free_symbols:
        return None
    (d,) = ends
    if lo == 0 and expand(hi - d) in (0, -1):
        return Running(d, j, ranges[d], True, hi == d)
    first = e.op.startswith("arg")
    """Of equal elements the first counts: what looks for its place looks forwards."""
    if not first and hi == ranges[d] and expand(lo - d) in (0, 1):
        return Running(d, j, ranges[d], False, lo == d)
    return None


def runs(one: Def) -> Running | None:
    """How a definition runs: it is such a sum, and its result has the index as an axis."""
    found = None if one.scatter else running(one.expr, one.free)
    return found if found is not None and found.letter in one.lhs.index else None


__all__ = ["Running", "running", "runs"]
