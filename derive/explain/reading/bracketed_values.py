"""A value beside where it counts, in place of what it was computed from there.

``p = [c] E/S`` says ``E = S p`` where c holds, and ``[c] E = S p`` everywhere; ``y = F/S`` says ``F = S y``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sympy import Add, Expr, Mul, Pow
from sympy.core.function import Function

from derive.expr import Acc, Cond, Iverson, Reduce, eq, found_in, ge, gt, ne, rebuild, replace_in_scope
from derive.model.layer import Def
from derive.proof import Ranges
from derive.simplify.factor import collect
from derive.simplify.identities import Identity
from derive.simplify.matching import spans

KINDS = {"ge": ge, "gt": gt, "eq": eq, "ne": ne}


def bracketed_values(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``[c] E/S (v − Σ_{z : c} E w/S)`` as ``p (v − Σ_{z : c} p w)``."""
    if any(value.tensor == one.tensor for value in forward):
        return
    for value in forward:
        for pattern, rest, conds in _said(value):
            made = _in_value(one, value, pattern, rest, conds)
            if made is not None:
                yield made


def _said(value: Def) -> Iterator[tuple[Expr, Expr, tuple[Cond, ...]]]:
    """What of a definition stands above what it is divided by, that, and the conditions of its brackets."""
    factors = Mul.make_args(value.expr)
    conds = tuple(c for f in factors if isinstance(f, Iverson) for c in f.args)
    plain = [f for f in factors if not isinstance(f, Iverson)]
    if not all(isinstance(c, Cond) and c.kind in KINDS for c in conds):
        return
    for f in plain:
        rest = [g for g in plain if g != f]
        if isinstance(f, Function | Acc) and (rest or conds) and all(map(_divides, rest)):
            yield f, Mul(*rest), conds


def _divides(f: Expr) -> bool:
    return isinstance(f, Pow) and bool(f.exp.is_negative)


def _in_value(one: Def, value: Def, pattern: Expr, rest: Expr, conds: tuple[Cond, ...]) -> Expr | None:
    """The definition with the value where its conditions are known to hold; None where they are not."""
    around = spans(one.free, one.expr)
    says = Identity(pattern, value.lhs / rest, value.indices, value)
    mapping: dict[Expr, Expr] = {}
    brackets: set[Any] = set()
    told: dict[Expr, set[Any]] = {}
    for here in found_in(one.expr, pattern.func):
        made = says.match(here, around)
        asked = made and [_asked(c, pattern, value, here, around) for c in conds]
        if made is None or asked is None or None in asked:
            continue
        mapping[here] = made
        told[next(a for a in Mul.make_args(made) if isinstance(a, Acc) and a.tensor == value.tensor)] = {
            *asked
        }
        sums = [r for r in found_in(one.expr, Reduce) if r.body.has(here)]
        if not any(r.bound & here.free_symbols for r in sums):
            brackets |= {*asked}
        elif not all(_holds(c, one, sums) for c in asked):
            return None
    left = _without(one.expr, brackets)
    return settled(replace_in_scope(left, mapping), told) if mapping and left is not None else None


def _asked(cond: Cond, pattern: Expr, value: Def, here: Expr, around: Mapping[Any, Any]) -> Any:
    """The condition at this element."""
    of = Identity(pattern, cond.of, value.indices, value).match(here, around)
    return None if of is None else KINDS[cond.kind](of)


def _holds(cond: Any, one: Def, sums: Sequence[Reduce]) -> bool:
    """Whether a condition of the sums around says so, or the ranges of the letters."""
    if any(cond in r.guards for r in sums):
        return True
    known = isinstance(cond, Cond) and cond.kind == "ge"
    letters = [b for r in sums for b in r.binders]
    return known and bool(Ranges([*one.free, *letters]).nonnegative(cond.of))


def settled(e: Any, told: Mapping[Expr, set[Any]]) -> Any:
    """What no letter of a sum is in, before the sum; what all terms share, before them.

    A condition of a sum that one of its factors says (``told``) is left to it.
    """
    if not isinstance(e, Expr) or isinstance(e, Acc) or not e.has(Reduce):
        return e
    made = [settled(a, told) for a in e.args]
    e = e if made == list(e.args) else rebuild(e, made)
    if isinstance(e, Reduce) and e.op == "sum":
        factors = Mul.make_args(e.body)
        apart = [f for f in factors if not f.free_symbols & e.bound]
        said = {c for f in factors for c in told.get(f, ())}
        return Mul(
            *apart, Reduce("sum", e.body / Mul(*apart), e.binders, [g for g in e.guards if g not in said])
        )
    return collect(e) if isinstance(e, Add) else e


def _without(e: Expr, brackets: set[Any]) -> Expr | None:
    """A product without these brackets; None where it has not all of them."""
    factors = Mul.make_args(e)
    held = {c for f in factors if isinstance(f, Iverson) for c in f.args}
    if not brackets <= held:
        return None
    kept = (
        Iverson(*(c for c in f.args if c not in brackets)) if isinstance(f, Iverson) else f for f in factors
    )
    return Mul(*kept)


__all__ = ["bracketed_values", "settled"]
