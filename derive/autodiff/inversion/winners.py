"""A sum that looks for winners, read backwards: each winner adds its cotangent where it belongs.

``dx[a] = Σ_u [t[(a + p - u)/s] = u] dy[(a + p - u)/s]`` tests, for each element, the winner of every window
that it lies in; ``dx[s i + t[i] - p] += dy[i]`` asks each winner once.  Both are one sum in another order.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr

from derive.autodiff.inversion.quotients import Terms
from derive.autodiff.inversion.residue_classes import Phased
from derive.autodiff.scatter import Contribution
from derive.expr import Acc, Cond, Iverson, Reduce, accesses, substitute
from derive.model.layer import Def
from derive.proof import Ranges
from derive.simplify.normal_form import Normaliser
from derive.simplify.sum_rules import read_digits
from derive.steps import Equation, Law, Trace

WINNERS = Law(
    "winners",
    "Σ_u [t[i] = u] e[i] for each place of u is e[i], added to the place of t[i]",
)
ONCE = "each winner is read once, and not by every element of its window"


def by_winner(one: Def, source: Contribution, facts: Sequence[Expr]) -> Phased | None:
    """``one``, the inverse of ``source``, as what ``source`` adds to the places of its winners.

    None where it looks for none, or where more would have to be searched.
    """
    ranges = Ranges(source.reader.free, facts)
    digits = read_digits(source.binders, list(source.guards), ranges, 1) if _looks(one) else None
    if digits is None or digits[1]:
        return None
    values, _, guards = digits
    terms = Terms(source.index, source.space, source.guards, source.factor)
    terms = terms.moved(values, source.reader.free, (substitute(g, values) for g in guards))
    normal = Normaliser()
    place = (normal(at, ranges) for at in terms.index)
    value = normal(Iverson(*terms.guards) * terms.factor, ranges)
    made = Def(Acc(one.tensor, *place), source.reader.free, value, scatter=True)
    return _told(one, made) if set(made.reads) <= set(one.reads) and not value.has(Reduce) else None


def _looks(one: Def) -> bool:
    """Whether a sum tests which element a datum names."""
    guards = (g for r in one.expr.atoms(Reduce) for g in r.guards)
    return any(isinstance(g, Cond) and g.kind == "eq" and _whole(g) for g in guards)


def _whole(g: Cond) -> bool:
    return any(a.tensor.kind == "integer" for a in accesses(g.of))


def _told(one: Def, made: Def) -> Phased:
    trace = Trace()
    trace.fired(WINNERS, [Equation.of(made)], before=(Equation.of(one),))
    trace.chose(f"winners in {one.tensor.name}", "added where they belong (scatter)", ONCE)
    return Phased(made, trace)


__all__ = ["by_winner"]
