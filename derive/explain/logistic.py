"""A slope written in the value itself: for y = 1/(1 + e^-x) it is y (1 - y).

Only said, never computed with: 1 - y loses the digits that the derivative in x keeps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sympy import Add, Dummy, Expr, Mul, Pow, S, Symbol, cancel, exp, factor, fraction, together

from derive.expr import Acc, Iverson, Reduce, Where, negation, substitute
from derive.model.layer import Def
from derive.simplify.factor import collect
from derive.simplify.matching import bind, spans
from derive.steps import Equation


def in_values(one: Def, forward: Sequence[Def]) -> Equation | None:
    """``one`` with its cases written in the value of a definition that distinguishes the same cases."""
    if one.scatter or one.expr.has(Reduce) or not one.expr.has(Iverson):
        return None
    for value in forward:
        if not isinstance(value.expr, Where) or len(value.expr.conds) != 1:
            continue
        own = {z: (lo, hi) for z, lo, hi in value.free}
        binding = bind(value.lhs.index, one.lhs.index, own, spans(one.free))
        expr = None if binding is None else _rewritten(one.expr, value, binding)
        if expr is not None:
            return Equation(one.lhs, expr, one.free)
    return None


def _rewritten(e: Expr, value: Def, binding: Mapping[Symbol, Expr]) -> Expr | None:
    """Both cases of ``e`` in the value, where they come to the same."""
    y, cases = substitute(value.lhs, binding), substitute(value.expr, binding)
    (cond,) = cases.conds
    brackets = Iverson(cond), Iverson(negation(cond))
    common, terms = _terms(e)
    found = []
    for bracket, branch in zip(brackets, cases.args[1:], strict=True):
        mine = [t for t in terms if bracket in Mul.make_args(t)]
        found.append(in_value_of(Add(*(t / bracket for t in mine)), branch, y))
        terms = [t for t in terms if t not in mine]
    if found[0] is None or found[0] != found[1] or any(t.has(Iverson) for t in terms):
        return None
    return common * collect(Add(*terms, found[0]))


def _terms(e: Expr) -> tuple[Expr, list[Expr]]:
    """A common factor and the terms beside it."""
    sums = [f for f in Mul.make_args(e) if isinstance(f, Add)]
    if len(sums) != 1:
        return S.One, list(Add.make_args(e))
    return Mul(*(f for f in Mul.make_args(e) if f != sums[0])), list(sums[0].args)


def in_value_of(slope: Expr, branch: Expr, y: Expr) -> Expr | None:
    """``slope`` without the exponential: ``branch`` = y, a quotient of two lines in it, is solved for it."""
    powers = branch.atoms(exp)
    if len(powers) != 1 or slope == 0:
        return None
    (power,), letter, name = powers, Dummy(), Dummy()
    top, bottom = fraction(together(branch.xreplace({power: letter})))
    lines = [p.as_poly(letter) for p in (top, bottom)]
    if branch.xreplace({power: letter}).has(Acc) or any(p is None or p.degree() > 1 for p in lines):
        return None
    a, b, c, d = (p.coeff_monomial(m) for p in lines for m in (letter, 1))
    if a == c == 0:
        return None
    solved = (d * name - b) / (a - c * name)
    made = cancel(together(slope.xreplace(_in_letter(slope, power, letter)).xreplace({letter: solved})))
    if made.has(exp) or any(p.exp.is_negative for p in made.atoms(Pow)):
        return None
    return _positive(factor(made)).xreplace({name: y})


def _in_letter(e: Expr, power: Expr, letter: Expr) -> dict[Expr, Expr]:
    """``e^(n u)`` as the n-th power of the letter for ``e^u``."""
    times = {p: cancel(p.args[0] / power.args[0]) for p in e.atoms(exp)}
    return {p: letter**n for p, n in times.items() if n.is_Integer}


def _positive(e: Any) -> Expr:
    """``-y (y - 1)`` as ``y (1 - y)``."""
    sums = [f for f in Mul.make_args(e) if isinstance(f, Add)]
    if not sums or not e.as_coeff_Mul()[0].is_negative:
        return e
    return Mul(-1, *(f for f in Mul.make_args(e) if f != sums[0])) * -sums[0]
