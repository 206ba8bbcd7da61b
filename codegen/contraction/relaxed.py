"""Ranges that depend on other indices as a box with a condition: what a contraction in blocks can take.

``Σ_{i ≥ d(K−1−u)} …`` runs over all ``i ≥ 0``, where its terms count only for ``i − d(K−1−u) ≥ 0``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sympy import Expr, expand

from codegen.loops.nest import positive
from derive.expr import Binder, Reduce, ge, substitute
from derive.model.layer import Def


@dataclass(frozen=True)
class Margin:
    """An index of an axis goes from ``low`` to ``high``, beyond the ends of the array."""

    low: Expr
    high: Expr


def boxed(one: Def, reduce: Reduce) -> tuple[Def, Reduce]:
    """The definition and its sum with ranges that mention no index, as far as their extremes are known."""
    letters = (*one.free, *reduce.binders)
    binders, guards = list[Binder](), list(reduce.guards)
    for z, lo, hi in reduce.binders:
        first, last = _extreme(lo, letters, low=True), _extreme(hi, letters, low=False)
        if first is None or last is None:
            return one, reduce
        guards += [ge(z - lo)] if first != lo else []
        guards += [ge(hi - z)] if last != hi else []
        binders.append((z, first, last))
    if tuple(binders) == tuple(reduce.binders):
        return one, reduce
    made = Reduce(reduce.op, reduce.body, tuple(binders), tuple(guards))
    return replace(one, expr=substitute(one.expr, {reduce: made})), made


def extremes(e: Expr, binders: Sequence[Binder]) -> Margin | None:
    """The least and the largest value of ``e`` where it is affine and the sign of each slope is known."""
    low, high = _extreme(e, binders, low=True), _extreme(e, binders, low=False)
    return None if low is None or high is None else Margin(low, high)


def _extreme(e: Expr, binders: Sequence[Binder], low: bool) -> Expr | None:
    """One end; the range of an index may depend on those that stand before it, so the last goes first."""
    e = expand(e)
    for z, first, last in reversed(binders):
        slope = e.coeff(z)
        rest = expand(e - slope * z)
        if z in rest.free_symbols:
            return None
        if slope == 0:
            continue
        if not (positive(slope) or positive(-slope)):
            return None
        e = expand(rest + slope * (first if positive(slope) == low else last))
    return None if e.free_symbols & {z for z, _, _ in binders} else e


__all__ = ["Margin", "boxed", "extremes"]
