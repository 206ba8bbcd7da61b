"""A slope in the value itself, inside of a longer formula: ``dy e^{-s}/(1 + e^{-s})²`` as ``dy g (1 - g)``.

Two terms of a sum that stand beside the two cases of a value ``g`` are one term in ``g``, where solving each
case for its exponential gives the same.  Which element of ``g`` is meant is read from the condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sympy import Add, Expr, Mul, Symbol

from derive.explain.logistic import in_value_of
from derive.expr import Cond, Iverson, Reduce, Where, accesses, negation, replace_in_scope, substitute
from derive.expr.conditions import brackets_apart
from derive.expr.order import ordered
from derive.model.layer import Def
from derive.simplify.factor import collect
from derive.simplify.matching import bind, spans


def inner_slopes(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``one`` with the slopes of one value of the forward written in that value."""
    for around in _sums(one.expr):
        for value in forward:
            if isinstance(value.expr, Where) and len(value.expr.conds) == 1:
                for binding in _elements(value, around, one):
                    made = _joined(around, value, binding)
                    if made is not None:
                        yield replace_in_scope(one.expr, {around: made})


def _sums(e: Expr) -> list[Add]:
    """The sums of terms with brackets, those in a Σ among them."""
    if not e.has(Iverson) or (isinstance(e, Reduce) and e.op != "sum"):
        return []
    parts = (e.body,) if isinstance(e, Reduce) else e.args
    inner = [found for a in parts if isinstance(a, Expr) for found in _sums(a)]
    return [e, *inner] if isinstance(e, Add) else inner


def _elements(value: Def, around: Expr, one: Def) -> Iterator[Mapping[Symbol, Expr]]:
    """The elements of ``value`` whose case distinction the brackets of ``around`` make."""
    (cond,) = value.expr.conds
    own = {z: (lo, hi) for z, lo, hi in value.free}
    model = max(ordered(accesses(cond)), key=lambda a: len(own.keys() & a.free_symbols), default=None)
    asked = dict.fromkeys(at for c in _conditions(around) if isinstance(c, Cond) for at in accesses(c))
    for at in asked:
        if model is not None and at.tensor == model.tensor:
            binding = bind(model.index, at.index, own, spans(one.free, one.expr))
            if binding is not None:
                yield binding


def _conditions(e: Expr) -> list[object]:
    return [c for bracket in e.atoms(Iverson) for c in bracket.args]


def _joined(around: Add, value: Def, binding: Mapping[Symbol, Expr]) -> Expr | None:
    """``around`` with each pair of terms beside the two cases as one term in the value."""
    y, cases = substitute(value.lhs, binding), substitute(value.expr, binding)
    (cond,) = cases.conds
    branches = dict(zip((cond, negation(cond)), cases.args[1:], strict=True))
    made: list[Expr] = []
    gone: set[Expr] = set()
    for others, terms in _beside(around, tuple(branches)).items():
        slopes = {in_value_of(Add(*found.values()), branches[side], y) for side, found in terms.items()}
        slope = slopes.pop()
        if len(terms) == 2 and slope is not None and not slopes:
            made.append(Iverson(*others) * slope)
            gone |= {t for found in terms.values() for t in found}
    return collect(Add(*made, *(t for t in around.args if t not in gone))) if made else None


def _beside(around: Add, sides: Sequence[object]) -> dict[frozenset[Any], dict[object, dict[Expr, Expr]]]:
    """By the other conditions, for each side that is asked for: the terms, and each without its brackets."""
    groups: dict[frozenset[Any], dict[object, dict[Expr, Expr]]] = {}
    for term in around.args:
        conds, factors = brackets_apart(term)
        held = [side for side in sides if side in conds]
        if len(held) == 1:
            others = frozenset(c for c in conds if c != held[0])
            groups.setdefault(others, {}).setdefault(held[0], {})[term] = Mul(*factors)
    return groups


__all__ = ["inner_slopes"]
