"""A value that is 0 beside where it counts, in place of what it was computed from there.

``p = [c] E/S`` says ``E = S p`` where c holds, and ``[c] E = S p`` everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Expr, Mul, Symbol
from sympy.core.function import Function

from derive.expr import Cond, Iverson, Reduce, found_in, ge, replace_in_scope
from derive.model.layer import Def
from derive.proof import Ranges
from derive.simplify.identities import Identity
from derive.simplify.matching import spans


def bracketed_values(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``[c] E/S (v − Σ_{z : c} E w/S)`` as ``p (v − Σ_{z : c} p w)``."""
    if any(value.tensor == one.tensor for value in forward):
        return
    for value in forward:
        for pattern, rest, cond in _said(value):
            made = _in_value(one, value, pattern, rest, cond)
            if made is not None:
                yield made


def _said(value: Def) -> Iterator[tuple[Expr, Expr, Cond]]:
    """A function under the one bracket of a definition, what else stands beside it, and the condition."""
    factors = Mul.make_args(value.expr)
    conds = [c for f in factors if isinstance(f, Iverson) for c in f.args]
    if len(conds) != 1 or not isinstance(conds[0], Cond) or conds[0].kind != "ge":
        return
    plain = [f for f in factors if not isinstance(f, Iverson)]
    for f in plain:
        if isinstance(f, Function):
            yield f, Mul(*(g for g in plain if g != f)), conds[0]


def _in_value(one: Def, value: Def, pattern: Expr, rest: Expr, cond: Cond) -> Expr | None:
    """The definition with the value where its condition is known to hold; None where it is not each time."""
    around = spans(one.free, one.expr)
    says = Identity(pattern, value.lhs / rest, value.indices, value)
    asks = Identity(pattern, cond.of, value.indices, value)
    mapping: dict[Expr, Expr] = {}
    brackets: set[Expr] = set()
    for here in found_in(one.expr, pattern.func):
        made, asked = says.match(here, around), asks.match(here, around)
        if made is None or asked is None:
            continue
        mapping[here] = made
        summed = _summed_at(one.expr, here)
        if summed is None:
            brackets.add(ge(asked))
        elif not Ranges([*one.free, *summed.binders]).nonnegative(asked):
            return None
    left = _without(one.expr, brackets)
    return _settled(replace_in_scope(left, mapping)) if mapping and left is not None else None


def _settled(e: Expr) -> Expr:
    """What no letter of a sum is in, before the sum."""
    made: dict[Expr, Expr] = {}
    for r in (r for r in found_in(e, Reduce) if r.op == "sum"):
        apart = [f for f in Mul.make_args(r.body) if not f.free_symbols & r.bound]
        made[r] = Mul(*apart, Reduce("sum", r.body / Mul(*apart), r.binders, r.guards))
    return replace_in_scope(e, made)


def _summed_at(e: Expr, here: Expr) -> Reduce | None:
    """The sum in which an expression stands with a letter of its own."""
    letters: set[Symbol] = here.free_symbols
    return next((r for r in found_in(e, Reduce) if r.body.has(here) and r.bound & letters), None)


def _without(e: Expr, brackets: set[Expr]) -> Expr | None:
    """A product without these brackets; None where it has not all of them."""
    factors = Mul.make_args(e)
    held = {c for f in factors if isinstance(f, Iverson) for c in f.args}
    if not brackets <= held:
        return None
    kept = (
        Iverson(*(c for c in f.args if c not in brackets)) if isinstance(f, Iverson) else f for f in factors
    )
    return Mul(*kept)


__all__ = ["bracketed_values"]
