"""What a page says of whole numbers and of what is summed, otherwise than a kernel: equalities all.

Σ_z [c] F                             = Σ_{z : c} F
Σ_z (−F)                              = −Σ_z F
Σ_{z : u ≥ 0} F                       = Σ_z F                       0 ≤ u wherever the letters run
u − d ⌊u/d⌋                           = u mod d                     whole numbers, d > 0
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Add, Expr, Mul

from derive.expr import Acc, Binder, Cond, FloorDiv, Iverson, Modulo, Reduce, found_in, replace_in_scope
from derive.expr.expansion import expand
from derive.proof import Ranges


def read_places(e: Expr, free: Sequence[Binder] = ()) -> Expr:
    """``e`` with its conditions below the sums, without bounds that always hold; remainders as such."""
    e = _sums(e, free) if e.has(Reduce) else e
    return _remainders(e) if e.has(FloorDiv) else e


def _sums(e: Expr, free: Sequence[Binder]) -> Expr:
    made: dict[Expr, Expr] = {}
    for one in found_in(e, Reduce):
        if one.op == "sum":
            said = _sum(one, free)
            made |= {one: said} if said != one else {}
    return replace_in_scope(e, made) if made else e


def _sum(one: Reduce, free: Sequence[Binder]) -> Expr:
    """The conditions of its brackets below the sum, a minus before it."""
    factors = Mul.make_args(one.body)
    conds = [c for f in factors if isinstance(f, Iverson) for c in f.args]
    body, guards = one.body, list(one.guards)
    if conds and all(isinstance(c, Cond) for c in conds):
        body = Mul(*(f for f in factors if not isinstance(f, Iverson)))
        guards += [c for c in conds if c not in guards]
    if any(_is_of_letters(c) for c in guards):
        ranges = Ranges([*free, *one.binders])
        guards = [c for c in guards if not (_is_of_letters(c) and ranges.nonnegative(c.of))]
    negative = all(t.as_coeff_Mul()[0].is_negative for t in Add.make_args(body))
    if body == one.body and guards == list(one.guards) and not negative:
        return one
    made: Expr = Reduce("sum", -body if negative else body, one.binders, guards)
    return -made if negative else made


def _is_of_letters(cond: object) -> bool:
    return isinstance(cond, Cond) and cond.kind == "ge" and not found_in(cond.of, Acc)


def _remainders(e: Expr) -> Expr:
    """Innermost first."""
    made: dict[Expr, Expr] = {}
    for one in sorted(_integer_sums(e), key=lambda x: len(found_in(x, FloorDiv))):
        said = _remainder(one)
        made |= {one: said} if said != one else {}
    return replace_in_scope(e, made) if made else e


def _integer_sums(e: Expr) -> list[Add]:
    return [a for a in e.atoms(Add) if any(f.has(FloorDiv) for f in a.args)]


def _remainder(e: Add) -> Expr:
    """``k − 4 ⌊(k − 5)/4⌋ − 5`` as ``(k − 5) mod 4``."""
    for term in e.args:
        quotients = [f for f in Mul.make_args(term) if isinstance(f, FloorDiv)]
        if len(quotients) != 1:
            continue
        (quotient,) = quotients
        over, under = quotient.args
        if under.is_positive and expand(term + under * quotient) == 0 and expand(e - term - over) == 0:
            return Modulo(over, under)
    return e


__all__ = ["read_places"]
