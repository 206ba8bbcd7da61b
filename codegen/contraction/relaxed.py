"""Ranges that depend on other indices as a box with a condition: what a contraction in blocks can take.

``Σ_{i ≥ d(K−1−u)} …`` runs over all ``i ≥ 0``, where its terms count only for ``i − d(K−1−u) ≥ 0``.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Symbol, expand

from derive.expr import Acc, Binder, Reduce, ge, substitute
from derive.model.layer import Def


def boxed(one: Def, reduce: Reduce) -> tuple[Def, Reduce]:
    """The definition and its sum with ranges that mention no index, as far as their extremes are known."""
    letters = {z: (lo, hi) for z, lo, hi in (*one.free, *reduce.binders)}
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


def _extreme(e: Expr, letters: dict[Symbol, tuple[Expr, Expr]], low: bool) -> Expr | None:
    """The least (``low``) or largest value of a bound over all indices; ``None`` where it is not known."""
    for _ in range(len(letters)):
        found = [z for z in e.free_symbols if z in letters]
        if not found:
            return e
        z = found[0]
        slope = e.coeff(z)
        rest = expand(e - slope * z)
        if z in rest.free_symbols or rest.has(Acc) or not (slope.is_positive or slope.is_negative):
            return None
        lo, hi = letters[z]
        e = expand(rest + slope * (lo if bool(slope.is_positive) == low else hi))
    return None


__all__ = ["boxed"]
