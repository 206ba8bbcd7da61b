"""What a page says otherwise than a kernel computes it: two laws, each an equality for every value.

−a · (b − c)                          = a · (c − b)
Σ_{u=0}^{K−1} [u ≤ e] 1               = max(0, min(K, e + 1))       whole numbers
"""

from __future__ import annotations

from sympy import Add, Expr, Max, Min, Mul, S

from derive.expr import Cond, Reduce, Where, found_in, replace_in_scope
from derive.expr.expansion import expand


def read_form(e: Expr) -> Expr:
    """``e`` without a minus before a difference, and with numbers of places instead of sums of ones."""
    counts = {one: made for one in found_in(e, Reduce) if (made := _counted(one)) is not None}
    made = replace_in_scope(e, counts)
    return _turned(_larger(made) if counts else made)


def _larger(e: Expr) -> Expr:
    """A whole number where it is at least another, else that one: the larger of the two."""
    if not isinstance(e, Where) or len(e.conds) != 1 or e.conds[0].kind != "ge":
        return e
    value, other = e.args[1:]
    whole = value.is_integer and other.is_integer
    return Max(value, other) if whole and expand(e.conds[0].of - value + other) == 0 else e


def _turned(e: Expr) -> Expr:
    """``−a (b − c)`` at the top of a formula as ``a (c − b)``."""
    number, rest = e.as_coeff_Mul()
    differences = [f for f in Mul.make_args(rest) if _is_difference(f)]
    if not number.is_negative or len(differences) != 1:
        return e
    (one,) = differences
    return Mul(-number, *(-f if f == one else f for f in Mul.make_args(rest)))


def _is_difference(f: Expr) -> bool:
    """``b − c``, neither of them a number."""
    if not isinstance(f, Add) or len(f.args) != 2 or any(t.is_number for t in f.args):
        return False
    return sum(bool(t.as_coeff_Mul()[0].is_negative) for t in f.args) == 1


def _counted(one: Reduce) -> Expr | None:
    """How many letters are below a bound; None where more is summed or asked."""
    if one.op != "sum" or one.body != 1 or len(one.binders) != 1 or len(one.guards) != 1:
        return None
    (z, lo, hi), (guard,) = one.binders[0], one.guards
    if lo != 0 or not isinstance(guard, Cond) or guard.kind != "ge" or guard.of.coeff(z) != -1:
        return None
    bound = expand(guard.of + z)
    return None if bound.has(z) else Max(S.Zero, Min(hi + 1, bound + 1))


__all__ = ["read_form"]
