"""Brackets that exclude each other, as the cases that they say: ``[c] a + [not c] b``, and three cases."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Rational, S, floor
from sympy.core.function import Function

from derive.expr import Acc, Cond, Iverson, Modulo, Where, eq, found_in, negation, replace_in_scope
from derive.expr.expansion import expand
from derive.simplify.factor import collect


def two_cases(e: Expr) -> Expr:
    """``[c] a + [not c] b`` as ``a`` if c, else ``b``; with ``[d, not c] b`` it is 0 where neither holds."""
    groups: dict[tuple[Cond, ...], list[Expr]] = {}
    for term in Add.make_args(e):
        rest, conds = bracketed(term)
        groups.setdefault(conds, []).append(rest)
    if len(groups) != 2 or () in groups:
        return e
    (one, a), (other, b) = ((conds, collect(Add(*terms))) for conds, terms in groups.items())
    if len(one) == len(other) == 1 and other[0] == negation(one[0]):
        first = is_asked(one[0]) and not _is_beneath(one[0])
        return _chosen(one[0], a, b) if first else _chosen(other[0], b, a)
    if len(one) != 1:
        one, a, other, b = other, b, one, a
    left = tuple(c for c in other if c != negation(one[0])) if len(one) == 1 else other
    if len(left) == len(other) or not left:
        return e
    return Where(one, a, Where(left, b, S.Zero))


def _chosen(cond: Cond, a: Expr, b: Expr) -> Expr:
    """The cases; what both hold stands before them."""
    shared = [f for f in Mul.make_args(a) if f in Mul.make_args(b) and not f.is_number]
    a, b = (turned(t / Mul(*shared)) for t in (a, b))
    return Mul(*shared, Where((cond,), a, b))


class Rounding(Function):
    """The whole number nearest to its argument, half way between two the even one: only pages say it."""

    nargs = 1
    is_integer = True


def roundings(e: Expr) -> Expr:
    """``⌊p + ½⌋ − [p + ½ = ⌊p + ½⌋, which is odd]`` as the nearest whole number."""
    made = {one: said for one in found_in(e, Add) if (said := _nearest(one)) is not None}
    return replace_in_scope(e, made) if made else e


def _nearest(e: Add) -> Expr | None:
    """The rounding that two terms are, and the others."""
    for up in (t for t in e.args if isinstance(t, floor)):
        place = expand(up.args[0] - Rational(1, 2))
        half, odd = expand(up - place - Rational(1, 2)), Modulo(up, 2)
        asked = [{eq(half), eq(odd - 1)}, {eq(-half), eq(odd - 1)}]
        for less in (t for t in e.args if isinstance(-t, Where)):
            if {*(-less).conds} in asked and (-less).args[1:] == (S.One, S.Zero):
                return Add(Rounding(place), *(t for t in e.args if t not in (up, less)))
    return None


def bracketed(term: Expr) -> tuple[Expr, tuple[Cond, ...]]:
    """A term without its brackets, and their conditions without those that another one implies."""
    brackets = [f for f in Mul.make_args(term) if isinstance(f, Iverson)]
    conds = tuple(c for f in brackets for c in f.args)
    kept = tuple(c for c in conds if not any(_implied(c, d) for d in conds if d != c))
    return Mul(*(f for f in Mul.make_args(term) if f not in brackets)), kept


def _implied(one: Cond, by: Cond) -> bool:
    """``a ≥ 0`` where ``b > 0`` and ``a − b`` is known not to be negative."""
    signs = one.kind == "ge" and by.kind in ("ge", "gt")
    return bool(signs and expand(one.of - by.of).is_nonnegative)


def is_asked(cond: Cond) -> bool:
    """``u > 0`` rather than ``u ≤ 0``."""
    return cond.kind == "gt" or (cond.kind == "ge" and not cond.of.could_extract_minus_sign())


def _is_beneath(cond: Cond) -> bool:
    """``u + v < 0``: said last."""
    terms = Add.make_args(cond.of)
    return len(terms) > 1 and all(t.has(Acc) and t.as_coeff_Mul()[0].is_negative for t in terms)


def turned(e: Expr) -> Expr:
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


__all__ = ["Rounding", "bracketed", "is_asked", "roundings", "turned", "two_cases"]
