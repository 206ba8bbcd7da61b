"""What a formula costs to read: the signs that the eye has to take in.

An element costs 1 and 1 for each of its indices that is more than a letter, a sum 3 and its conditions, a
bracket its conditions, a function or a root 1, each further term or factor 1.  What a formula mentions has
to be looked up: each name costs 1 more, once.
"""

from __future__ import annotations

from sympy import Expr, Mul, Pow, Symbol
from sympy.core.function import Function

from derive.expr import Acc, Cond, Iverson, Reduce, Where, tensors

SUM = 3


def reading_cost(e: Expr) -> int:
    """The signs of ``e``, and the names that it mentions."""
    return _signs(e) + len(tensors(e))


def _signs(e: Expr) -> int:
    match e:
        case Acc():
            return 1 + sum(not at.is_Symbol and not at.is_number for at in e.index)
        case Reduce():
            return SUM + _signs(e.body) + sum(map(_condition, e.guards))
        case Iverson():
            return 1 + sum(map(_condition, e.args))
        case Where():
            return 2 + sum(map(_condition, e.conds)) + sum(_signs(a) for a in e.args[1:])
        case Pow():
            return _signs(e.base) + (1 if e.exp != -1 else 0) + (0 if e.exp.is_number else _raised(e.exp))
        case Mul() if e.args[0] == -1:
            return _signs(-e)
        case Symbol():
            return 1
        case Function():
            return 1 + sum(_signs(a) for a in e.args if isinstance(a, Expr))
    if not e.args:
        return 1
    return len(e.args) - 1 + sum(_signs(a) for a in e.args if isinstance(a, Expr))


def _raised(exponent: Expr) -> int:
    """A fraction in an exponent is small print: 1 more."""
    return _signs(exponent) + sum(1 for f in exponent.atoms(Pow) if f.exp.is_negative)


def _condition(c: Cond) -> int:
    return 1 + sum(_signs(a) for a in c.args if isinstance(a, Expr))
