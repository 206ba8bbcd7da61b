"""A sum over a residue class runs over its quotient: ``Σ_a [s | a + p] f(a) = Σ_i f(s i - p)``.

A transposed convolution reads ``x[(a + p - d u)/s]`` wherever that is whole.  With ``a = s i + d u - p`` the
same terms are met without a test: one for each element ``i`` that is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Add, Expr, Symbol

from derive.expr import Acc, Binder, Cond, FloorDiv, Index, accesses, conjunction, fresh, ge, substitute
from derive.expr.expansion import expand


@dataclass(frozen=True)
class Terms:
    """``factor`` at ``index`` for every point of ``space`` at which the guards hold.

    ``renamed``: the indices that gave way, each in the new ones.
    """

    index: tuple[Expr, ...]
    space: tuple[Binder, ...]
    guards: tuple[Any, ...]
    factor: Expr
    renamed: tuple[tuple[Symbol, Expr], ...] = ()

    def moved(self, mapping: Mapping[Symbol, Expr], space: Sequence[Binder], guards: Iterable[Any]) -> Terms:
        """The same terms over other indices."""
        renamed = [(z, expand(substitute(e, mapping))) for z, e in (*self.renamed, *mapping.items())]
        return Terms(
            tuple(expand(substitute(f, mapping)) for f in self.index),
            tuple(space),
            conjunction(guards),
            substitute(self.factor, mapping),
            tuple(renamed),
        )


def over_quotients(terms: Terms, primal: Iterable[Symbol], avoid: Iterable[Any] = ()) -> Terms:
    """Every congruence ``s | ±z + rest`` that an index of the space can take up is taken up by it.

    ``primal`` indices go first; new ones take names that differ from everything in ``avoid``.
    """
    first = set(primal)
    for guard in [g for g in terms.guards if isinstance(g, Cond) and g.kind == "divides"]:
        here = sorted(terms.space, key=lambda b: b[0] not in first)
        guard = substitute(guard, dict(terms.renamed))
        units = [b for b in here if isinstance(guard, Cond) and guard.of.coeff(b[0]) in (1, -1)]
        for binder in units:
            found = _taken_up(terms, guard, binder, avoid)
            if found is not None:
                terms = found
                break
    return terms


def _taken_up(terms: Terms, guard: Cond, binder: Binder, avoid: Iterable[Any]) -> Terms | None:
    """The terms over ``i`` with ``s i = ±z + rest`` instead of ``z``; None where its range is not known."""
    (z, lo, hi), s = binder, guard.divisor
    sign = guard.of.coeff(z)
    rest = expand(guard.of - sign * z)
    if z in rest.free_symbols or z in s.free_symbols or _elsewhere(terms, z):
        return None
    i = _named(terms, guard, [*avoid, *(b[0] for b in terms.space)])
    value = expand(sign * (s * i - rest))
    guards = [_divided(substitute(g, {z: value}), s) for g in terms.guards if g != guard]
    inner = {b[0] for b in terms.space}
    low, high = (_end(guards, i, side, inner) for side in (1, -1))
    if low is not None and high is not None:
        guards = [g for g in guards if g not in (low[0], high[0])]
        made = (i, low[1], high[1])
        guards += [ge(value - lo), ge(hi - value)]
    elif rest.free_symbols & inner:
        return None
    else:
        ends = (lo, hi) if sign == 1 else (-hi, -lo)
        made = (i, -FloorDiv(-ends[0] - rest, s), FloorDiv(ends[1] + rest, s))
    space = [made if b == binder else b for b in terms.space]
    return terms.moved({z: value}, space, guards)


def _elsewhere(terms: Terms, z: Symbol) -> bool:
    """Whether another range hangs on ``z``."""
    return any(z in lo.free_symbols | hi.free_symbols for _, lo, hi in terms.space)


def _named(terms: Terms, guard: Cond, avoid: Iterable[Any]) -> Index:
    """The letter of the axis that the quotient runs along, as a tensor that is read there calls it."""
    quotient = FloorDiv(guard.of, guard.divisor)
    for access in accesses(terms.factor):
        for letter, at in zip(access.tensor.axes, access.index, strict=True):
            if at == quotient:
                return fresh(letter, avoid)
    return fresh("q", avoid)


def _divided(cond: Any, s: Expr) -> Any:
    """``s e >= 0`` is ``e >= 0``."""
    if not isinstance(cond, Cond) or cond.kind != "ge" or not s.is_positive:
        return cond
    over = expand(cond.of / s)
    whole = all(t.is_integer and not t.as_numer_denom()[1].free_symbols for t in Add.make_args(over))
    return ge(over) if whole else cond


def _end(guards: Sequence[Any], i: Symbol, side: int, inner: set[Any]) -> tuple[Cond, Expr] | None:
    """A guard that bounds ``i`` from one side by what depends on no other index, and that bound."""
    for guard in guards:
        if isinstance(guard, Cond) and guard.kind == "ge" and guard.of.coeff(i) == side:
            end = expand(i - side * guard.of)
            if not end.free_symbols & (inner | {i}) and not end.atoms(Acc):
                return guard, end
    return None
