"""A row at folded indices in three pieces: in the middle one, neighbours in the loop are so in memory.

``x[reflect(j - p)]`` is ``x[j - p]`` for ``p ≤ j < p + W``: a copy.  The two margins keep the fold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

from sympy import Abs, Expr, S, Symbol, expand

from derive.expr import Acc, Modulo
from derive.model.layer import Def

Known = Callable[[Expr], bool]
"""Whether a number that sizes decide is proved not to be negative."""


def in_pieces(one: Def, known: Known) -> tuple[Def, ...]:
    """The middle and both margins; the definition itself where the middle is not known to lie within it."""
    z, _, last = one.free[-1]
    if not isinstance(one.expr, Acc) or one.lhs.index[-1] != z:
        return (one,)
    *outer, at = one.expr.index
    straight = next(_straight(at, z), None)
    if straight is None or any(z in e.free_symbols for e in outer):
        return (one,)
    value, lo, hi = straight
    if not all(map(known, (lo, expand(hi - lo + 1), expand(last - hi)))):
        return (one,)

    def over(first: Expr, final: Expr, what: Expr) -> Def:
        return replace(one, expr=what, free=(*one.free[:-1], (z, first, expand(final))))

    middle = over(lo, hi, Acc(one.expr.tensor, *outer, value))
    before, behind = over(S.Zero, lo - 1, one.expr), over(expand(hi + 1), last, one.expr)
    return middle, before, behind


def _straight(at: Expr, z: Symbol) -> Iterator[tuple[Expr, Expr, Expr]]:
    """``z`` plus something, and the first and the last ``z`` for which ``at`` is that."""
    if isinstance(at, Modulo):
        value, extent = at.args
        if expand(value - z).has(z) is False:
            rest = expand(value - z)
            yield value, expand(-rest), expand(extent - 1 - rest)
        return
    folds = sorted(at.atoms(Abs), key=lambda a: a.count_ops())
    for signs in product((1, -1), repeat=len(folds)):
        found = _unfolded(at, z, folds, signs)
        if found is not None:
            yield found


def _unfolded(
    at: Expr, z: Symbol, folds: list[Abs], signs: tuple[int, ...]
) -> tuple[Expr, Expr, Expr] | None:
    """What ``at`` is where each ``|e|`` is ``±e``, if that is ``z`` and something."""
    lo, hi = list[Expr](), list[Expr]()
    mapping: dict[Expr, Expr] = {}
    for fold, sign in zip(folds, signs, strict=True):
        inner = expand(sign * fold.args[0].xreplace(mapping))
        mapping[fold.xreplace(mapping)] = mapping[fold] = inner
        slope = inner.coeff(z)
        rest = expand(inner - slope * z)
        if slope not in (1, -1) or z in rest.free_symbols:
            return None
        (lo if slope == 1 else hi).append(expand(-rest * slope))
    value = at
    for fold in reversed(folds):
        value = value.xreplace({fold: mapping[fold]})
    value = expand(value)
    if len(lo) != 1 or len(hi) != 1 or z in expand(value - z).free_symbols:
        return None
    return value, lo[0], hi[0]


__all__ = ["in_pieces"]
