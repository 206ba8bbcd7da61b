"""Two sums over the elements on both sides of a condition, as one sum of cases."""

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


__all__ = ["sums_of_cases"]
