"""The same sum with its indices turned round or moved, so that it reads as a correlation does."""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Mul, S, Symbol

from derive.expr import Acc, Reduce, found_in, fresh, ge, substitute
from derive.expr.expansion import expand
from derive.expr.integers import quotient
from derive.expr.order import ordered
from derive.model.layer import Def


def flip(one: Def) -> Def:
    """Run a summed index backwards where it stands with a minus sign in one access and plainly in another."""
    expr = one.expr
    turns = {r: found for r in found_in(expr, Reduce) if r.op == "sum" and (found := _turns(r))}
    for reduce in ordered(turns):
        mapping = turns[reduce]
        body = substitute(reduce.body, mapping)
        guards = [substitute(g, mapping) for g in reduce.guards]
        expr = substitute(expr, {reduce: Reduce("sum", body, reduce.binders, guards)})
    return replace(one, expr=expr)


def _turns(reduce: Reduce) -> dict[Symbol, Expr]:
    return {z: hi - z for z, lo, hi in reduce.binders if lo == 0 and _runs_backwards(reduce, z, hi)}


def _runs_backwards(reduce: Reduce, z: Symbol, hi: Expr) -> bool:
    """Whether one access goes down with ``z``, another is at ``z`` itself, and no range hangs on it."""
    places = [at for access in found_in(reduce.body, Acc) for at in access.index if at.has(z)]
    down = any(quotient(at)[0].coeff(z).is_negative for at in places)
    plain = any(at in (z, hi - z) for at in places)
    tied = any(z in (a.free_symbols | b.free_symbols) for _, a, b in reduce.binders)
    return down and plain and not tied and not hi.free_symbols & reduce.bound


def shift(one: Def) -> Def:
    """Run a sum over the operand that the result moves against: ``A[z - f] F[z] = A[i] F[i + f]``."""
    expr, free = one.expr, {at for at in one.lhs.index if at.is_Symbol}
    for reduce in ordered(found_in(expr, Reduce)):
        factors = Mul.make_args(reduce.body)
        if reduce.op != "sum" or len(factors) != 2 or not all(isinstance(f, Acc) for f in factors):
            continue
        moved = reduce
        for z, _, _ in reduce.binders:
            for against, other in (factors, factors[::-1]):
                moved = _shifted(moved, z, against, other, free) or moved
        expr = substitute(expr, {reduce: moved})
    return replace(one, expr=expr)


def _shifted(reduce: Reduce, z: Symbol, against: Acc, other: Acc, free: set[Symbol]) -> Reduce | None:
    span = next((b for b in reduce.binders if b[0] == z), None)
    for letter, extent, at in zip(against.tensor.axes, against.tensor.shape, against.index, strict=True):
        rest = expand(at - z)
        slopes = [rest.coeff(f) for f in free & rest.free_symbols]
        bound = rest.free_symbols & reduce.bound
        if span is None or z not in other.index or bound or len(slopes) != 1 or not slopes[0].is_negative:
            continue
        inside = (ge(at), ge(extent - 1 - at))
        kept = [g for g in reduce.guards if g not in inside]
        if any(z in g.free_symbols for g in kept):
            continue
        i = fresh(letter, {*reduce.free_symbols, *(reduce.bound - {z}), *free})
        place = expand(i - rest)
        binders = [(i, S.Zero, extent - 1) if b[0] == z else b for b in reduce.binders]
        guards = [*kept, ge(place - span[1]), ge(span[2] - place)]
        made = Reduce("sum", substitute(reduce.body, {z: place}), binders, guards)
        return made if isinstance(made, Reduce) else None
    return None


__all__ = ["flip", "shift"]
