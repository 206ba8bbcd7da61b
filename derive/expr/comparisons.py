"""Comparisons as Python and SymPy make them, said in the conditions of the notation.

In goes what a user wrote where a condition is expected; out come conditions that all have to hold.  What
Python has decided by itself (``==`` between symbols, ``not``) cannot be told from a constant and is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

from sympy import And, Eq, Expr, Ge, Gt, Le, Lt, Ne
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean, BooleanFalse, BooleanTrue

from derive.expr.atoms import Acc
from derive.expr.conditions import NO_OR, Both, Cond, Iverson, Where, conjunction, eq, ge, gt, ne
from derive.expr.errors import ModelError
from derive.expr.expansion import expand

RELATIONS: dict[type[Relational], Callable[[Any, Any], Any]] = {
    Ge: ge,
    Gt: gt,
    Le: lambda a, b: ge(b, a),
    Lt: lambda a, b: gt(b, a),
    Eq: eq,
    Ne: ne,
}


def conditions(said: Any, where: str) -> tuple[Any, ...]:
    """The conditions that ``said`` stands for: one, or several that all hold; ``where`` is for the message.

    >>> from sympy import symbols
    >>> i, j = symbols("i j", integer=True)
    >>> conditions((i <= j) & eq(i, 3), "where")
    (-i + j >= 0, i - 3 == 0)
    """
    return conjunction(_each(said, where))


def _each(said: Any, where: str) -> list[Any]:
    match said:
        case Cond() | BooleanTrue() | BooleanFalse():
            return [said]
        case Relational():
            return [RELATIONS[type(said)](said.lhs, said.rhs)]
        case And():  # SymPy has lost the order: what guards an access stands before it
            parts = sorted(said.args, key=lambda part: bool(part.atoms(Acc)))
            return [c for part in parts for c in _each(part, where)]
        case Iverson():
            return list(said.args)
        case Both() | list() | tuple():
            return [c for part in said for c in _each(part, where)]
        case _:
            raise ModelError(f"{where}: {_refusal(said)}")


def _refusal(said: Any) -> str:
    match said:
        case bool():
            return (
                f"the condition is Python's {said}: `a == b`, `a != b`, `not` are decided before the "
                "notation sees them; write eq(a, b), ne(a, b), ~condition"
            )
        case Expr():  # before the next: a symbol of SymPy is a truth value, too
            return f"{said} is no condition; write ne({said}) for `{said} != 0`, or a comparison"
        case Boolean():
            return f"{said}: {NO_OR}"
        case _:
            return f"{said!r} is no condition; write a comparison such as ge(a, b) or a > b"


def extreme(choice: Where) -> str:
    """ "max" or "min" where the condition chooses the larger or the smaller of the two values, else nothing.

    >>> from sympy import symbols
    >>> i, j = symbols("i j", integer=True)
    >>> extreme(Where(ge(i - j), j, i))
    'min'
    """
    cond, value, other = choice.conds[0], choice.args[1], choice.args[2]
    if len(choice.conds) > 1 or cond.kind != "ge" or not (value.is_real and other.is_real):
        return ""
    border, gap = expand(cond.of), expand(value - other)
    return "max" if border == gap else "min" if border == expand(-gap) else ""


def clamped(choice: Where) -> tuple[Expr, Expr, Expr] | None:
    """The number, the least and the greatest that is taken for it, where two choices keep it between them.

    >>> from sympy import Integer, symbols
    >>> i, n = symbols("i n", integer=True, positive=True)
    >>> smaller = Where(ge(n - 1 - i), i, n - 1)
    >>> clamped(Where(ge(smaller), smaller, Integer(0)))
    (i, 0, n - 1)
    """
    ends = {"max", "min"}
    for inner, end in permutations(choice.args[1:]):
        which = extreme(choice)
        if isinstance(inner, Where) and {which, extreme(inner)} == ends:
            for value, other in permutations(inner.args[1:]):
                lo, hi = (end, other) if which == "max" else (other, end)
                if (hi - lo).is_nonnegative:
                    return value, lo, hi
    return None


__all__ = ["clamped", "conditions", "extreme"]
