"""Two sums of the same terms are equal where they run over the same places: proved, for all sizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Expr

from derive.expr import Acc, Binder, FloorDiv, Reduce, found_in, substitute
from derive.expr.conditions import multiple_of
from derive.expr.expansion import expand
from derive.proof.ranges import Ranges


def same_sum(one: Reduce, other: Reduce, free: Sequence[Binder], facts: Iterable[Expr]) -> bool:
    """Whether both have the same terms, and each place of one is proved to be a place of the other."""
    known = tuple(facts)
    return (
        one.op == other.op == "sum"
        and _settled(one.body) == _settled(other.body)
        and one.bound == other.bound
        and _on_data(one) == _on_data(other)
        and _within(one, other, free, known)
        and _within(other, one, free, known)
    )


def _settled(body: Expr) -> Expr:
    """⌊(n + 3)/2⌋ = ⌊(n + 1)/2⌋ + 1: the number beside the letters is less than the divisor"""
    found = {q: _least(*q.args) for q in found_in(body, FloorDiv) if q.args[1].is_Integer}
    return substitute(body, {q: made for q, made in found.items() if q != made})


def _least(n: Expr, d: Expr) -> Expr:
    whole = n.as_coeff_Add()[0] // d
    made: Expr = whole + FloorDiv(n - whole * d, d)
    return made


def _within(one: Reduce, other: Reduce, free: Sequence[Binder], facts: tuple[Expr, ...]) -> bool:
    """Whether all that ``other`` asks of a place holds where ``one`` runs."""
    ranges = Ranges([*free, *one.binders], [*facts, *_signs(one.guards)])
    said = {*_ends(one), *_signs(one.guards)}
    asked = [e for e in (*_ends(other), *_signs(other.guards)) if e not in said]
    return all(map(ranges.nonnegative, asked)) and all(
        any(_same_congruence(mine, g) for mine in one.guards if mine.kind == "divides")
        for g in other.guards
        if g.kind == "divides"
    )


def _same_congruence(one: Any, other: Any) -> bool:
    """s ∣ a iff s ∣ b, where a − b is a multiple of s"""
    return bool(one.divisor == other.divisor) and any(
        multiple_of(expand(one.of - sign * other.of), one.divisor) for sign in (1, -1)
    )


def _on_data(one: Reduce) -> set[Any]:
    """The conditions that are no inequality between places, nor a congruence."""
    return {g for g in one.guards if g.kind not in ("ge", "divides") or found_in(g, Acc)}


def _signs(guards: Iterable[Any]) -> list[Expr]:
    return [g.of for g in guards if g.kind == "ge" and not found_in(g, Acc)]


def _ends(one: Reduce) -> list[Expr]:
    return [expand(e) for z, lo, hi in one.binders for e in (z - lo, hi - z)]


__all__ = ["same_sum"]
