"""Two sums of which a condition tells the elements apart, as one sum of cases."""

from __future__ import annotations

from sympy import Expr, Symbol

from derive.expr import Cond, Iverson, Reduce, negation, substitute
from derive.simplify.factor import collect


def sums_of_cases(a: Expr, f: Reduce, b: Expr, g: Reduce, there: dict[Symbol, Symbol]) -> Expr | None:
    """``a Σ_{z : c} F + b Σ_{z : not c} G`` as ``Σ_z ([c] a F + [not c] b G)``; None for other sums."""
    other = {substitute(c, there) for c in g.guards}
    mine, theirs = [c for c in f.guards if c not in other], [c for c in other if c not in f.guards]
    if len(mine) != 1 or len(theirs) != 1 or not isinstance(mine[0], Cond) or theirs[0] != negation(mine[0]):
        return None
    body = Iverson(mine[0]) * a * f.body + Iverson(theirs[0]) * b * substitute(g.body, there)
    return Reduce("sum", collect(body), f.binders, [c for c in f.guards if c not in mine])


def sum_with_counts(a: Expr, f: Reduce, b: Expr, g: Reduce, there: dict[Symbol, Symbol]) -> Expr | None:
    """``a Σ_z F + b Σ_{z : c} 1`` as ``Σ_z (a F + [c] b)``; None where the second counts no fewer."""
    conds, body = [substitute(c, there) for c in g.guards], substitute(g.body, there)
    fewer = [c for c in conds if c not in f.guards]
    if (
        not fewer
        or {*f.guards} - {*conds}
        or body.free_symbols & f.bound
        or not f.body.free_symbols & f.bound
    ):
        return None
    return Reduce("sum", a * f.body + b * body * Iverson(*fewer), f.binders, f.guards)


__all__ = ["sum_with_counts", "sums_of_cases"]
