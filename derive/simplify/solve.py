"""A pointwise definition solved for what it was computed from: one rule for each kind of expression."""

from __future__ import annotations

from functools import singledispatch
from typing import Any, TypeAlias

from sympy import Add, Expr, Mul, Pow, exp, log
from sympy.codegen.cfunctions import expm1, log1p

from derive.expr import accesses, ge, gt

_INVERSES = {exp: log, log: exp, expm1: log1p, log1p: expm1}

Solved: TypeAlias = tuple[Expr, tuple[Any, ...]]
"""A solution, and the conditions that it rests on."""


def solve_for(expr: Expr, atom: Expr, value: Expr) -> Solved | None:
    """Unwind ``expr = value`` for ``atom``, which must occur once; with what the solution rests on.

    Divides only by what is known to have a sign; None where that is not known.
    """
    conditions: list[Any] = []
    while expr != atom:
        holders = [a for a in expr.args if isinstance(a, Expr) and a.has(atom)]
        found = unwound(expr, holders[0], value) if len(holders) == 1 else None
        if found is None:
            return None
        expr, (value, more) = holders[0], found
        conditions += more
    return value, tuple(conditions)


@singledispatch
def unwound(expr: Expr, inner: Expr, value: Expr) -> Solved | None:
    """f(a) = v: a = f⁻¹(v), where ``f`` has an inverse"""
    inverse = _INVERSES.get(type(expr))
    return (inverse(value), ()) if inverse else None


@unwound.register
def _(expr: Add, inner: Expr, value: Expr) -> Solved | None:
    """a + b = v: a = v − b"""
    return value - (expr - inner), ()


@unwound.register
def _(expr: Mul, inner: Expr, value: Expr) -> Solved | None:
    """a b = v: a = v/b, where b has a sign"""
    others = Mul(*(a for a in expr.args if a != inner))
    if not (others.is_positive or others.is_negative):
        return None
    return value / others, tuple(gt(a) for a in accesses(others) if a.tensor.sign == "positive")


@unwound.register
def _(expr: Pow, inner: Expr, value: Expr) -> Solved | None:
    """a^p = v: a = v^(1/p), where a ≥ 0, and a > 0 for p < 0; or p = −1"""
    if inner != expr.base or not expr.exp.is_Rational or not (expr.exp == -1 or inner.is_nonnegative):
        return None
    holds = gt if expr.exp.is_negative else ge
    return value ** (1 / expr.exp), ((holds(inner),) if expr.exp.q != 1 else ())
