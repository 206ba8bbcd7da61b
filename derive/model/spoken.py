"""What the words of the notation are given: numbers and ranges, as a user says them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Add, Basic, Expr, S, exp, floor, sympify
from sympy.core.sympify import SympifyError
from sympy.logic.boolalg import Boolean

from derive.expr import (
    Cond,
    FloorDiv,
    Index,
    Iverson,
    Reduce,
    Tensor,
    Where,
    conditions,
    fresh,
    ge,
    negation,
    substitute,
)
from derive.expr.errors import ModelError

MOST = 5_000
"""Parts of one expression: nested choices double with each level, and with them all that is made of them."""


def _binders(over: Any) -> list[tuple[Index, Expr, Expr]]:
    """One index, several, or ranges ``(index, first, last)``; three letters are three indices."""
    if isinstance(over, Index) or _is_range(over):
        over = (over,)
    ranges = []
    for one in over if isinstance(over, tuple | list) else (over,):
        if isinstance(one, Index):
            if one.extent is None:
                raise ModelError(f"the bound index {one} needs a range: ({one}, first, last)")
            ranges.append((one, S.Zero, one.extent - 1))
        elif isinstance(one, tuple) and len(one) == 3 and isinstance(one[0], Index):
            ranges.append((one[0], *(number(end, f"over={over}") for end in one[1:])))
        else:
            raise ModelError(f"over={over!r}: {one!r} is no index and no range (index, first, last)")
    letters = [z for z, _, _ in ranges]
    for z in letters:
        if letters.count(z) > 1:
            raise ModelError(f"the index {z} is bound twice in over={over}")
    return ranges


def reduction(op: str, body: Any, over: Any, when: Any) -> Expr:
    """An end ``larger(a, b)`` or ``smaller(a, b)`` is two: one bounds, the other is a condition."""
    binders, guards = [], []
    for z, first, last in _binders(over):
        lows = sorted(_ends(first, ge), key=lambda e: bool(e.atoms(Index)))
        highs = sorted(_ends(last, lambda a, b: ge(b, a)), key=lambda e: bool(e.atoms(Index)))
        binders.append((z, lows[0], highs[0]))
        guards += [*(ge(z, e) for e in lows[1:]), *(ge(e, z) for e in highs[1:])]
    inside, made = _taking_part(number(body, "body"), {"max": -S.Infinity, "min": S.Infinity}.get(op[-3:]))
    return Reduce(op, made, binders, [*guards, *inside, *conditions(when, "when")])


def _taking_part(body: Expr, worst: Expr | None) -> tuple[list[Cond], Expr]:
    """max ((a if c else −∞) + b) is the maximum of a + b under c: what is added to −∞ takes no part."""
    parts = Add.make_args(body)
    outside = [t for t in parts if isinstance(t, Where) and t.args[2] == worst]
    if worst is None or not outside or len(parts) == 1:
        return [], body
    conds = [c for t in outside for c in t.conds]
    return conds, Add(*(t.args[1] if t in outside else t for t in parts))


def normalised_exponential(body: Any, over: Any, when: Any) -> Expr:
    """[when] e^(a - m) / Σ [when] e^(a' - m) with m = max [when] a'', each under letters of its own."""
    a, binders, guards = number(body, "softmax"), _binders(over), conditions(when, "softmax")
    ends = [end for _, lo, hi in binders for end in (lo, hi)]
    taken = set().union(*(e.free_symbols for e in (a, *ends)), *(g.free_symbols for g in guards))
    taken |= {z for r in a.atoms(Reduce) for z, _, _ in r.binders}

    def under_own_letters(op: str, e: Expr) -> Expr:
        names = {}
        for z, _, _ in binders:
            names[z] = fresh(z, taken)
            taken.add(names[z])
        ranges = [(names[z], substitute(lo, names), substitute(hi, names)) for z, lo, hi in binders]
        return Reduce(op, substitute(e, names), ranges, [substitute(g, names) for g in guards])

    most = under_own_letters("max", a)
    part = exp(a - most)
    return Iverson(*guards) * part / under_own_letters("sum", part)


def _ends(end: Expr, wins: Callable[[Any, Any], Any]) -> list[Expr]:
    """What ``end`` is the extreme of, where ``wins(a, b)`` chooses a: ``larger`` under ``ge``."""
    if not isinstance(end, Where):
        return [end]
    a, b = end.args[1:]
    if end.conds not in [(wins(a, b),), (negation(wins(b, a)),)]:
        return [end]
    return [*_ends(a, wins), *_ends(b, wins)]


def _is_range(over: Any) -> bool:
    if not (isinstance(over, tuple) and len(over) == 3 and isinstance(over[0], Index)):
        return False
    return not all(isinstance(one, Index | tuple) for one in over[1:]) or over[0].extent is None


class About(str):
    """A convention of some values and their gradients: beside the gradients of others it says nothing."""

    of: tuple[Tensor, ...]

    def __new__(cls, said: str, *of: Tensor) -> About:
        """What is said, and the values that it is said of."""
        made = super().__new__(cls, said)
        made.of = of
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        """For copies: they speak of the same values."""
        return (str(self), *self.of)


def number(said: Any, where: str) -> Expr:
    """A number or an expression; a condition is none, nor is a text, which SymPy would evaluate."""
    if isinstance(said, bool | Boolean | Cond) and not isinstance(said, Expr):  # a symbol of SymPy is both
        raise ModelError(f"{where}: {said} is a condition, no number; bracket(condition) is 1 or 0")
    try:
        made = sympify(said, strict=True)
    except SympifyError:
        made = None
    if not isinstance(made, Expr):
        raise ModelError(f"{where}: {said!r} is no expression")
    if _parts(made, {}) > MOST:
        text = f"{where}: written out, the expression has more than {MOST:,} parts; "
        raise ModelError(f"{text}give what stands in it several times a definition of its own")
    return whole_quotients(made)


def whole_quotients(e: Expr) -> Expr:
    """``k // 2``, to SymPy the floor of a fraction, is a quotient of whole numbers."""
    parts = {f: f.args[0].as_numer_denom() for f in e.atoms(floor)}
    whole = {
        f: FloorDiv(a, b) for f, (a, b) in parts.items() if a.is_integer and b.is_integer and b.is_positive
    }
    made: Expr = substitute(e, whole) if whole else e
    return made


def _parts(e: Basic, known: dict[Basic, int]) -> int:
    """The nodes of an expression as a tree: what stands in it twice counts twice."""
    if e not in known:
        known[e] = 1 + sum(_parts(a, known) for a in e.args)
    return known[e]


__all__ = ["About", "normalised_exponential", "number", "reduction"]
