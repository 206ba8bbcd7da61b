"""Products and quotients: the order of factors, what goes into a fraction, where a bracket is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sympy import Add, Expr, Integer, Mul, Pow, Rational, S, exp, fraction

from derive.expr import Acc, Iverson, Modulo, Reduce, Where, found_in
from derive.pretty.tree import boxes as b
from derive.pretty.tree import term_order
from derive.pretty.tree.boxes import Box, row
from derive.pretty.tree.brackets import dropped, lay_bracket
from derive.pretty.tree.context import PrintContext, lay


@lay.register
def _(expr: Mul, scope: PrintContext) -> Box:
    negative, size = term_order.signed(expr)
    if negative:
        return row(b.NEGATIVE, lay(size, scope))
    return _quotient(expr.args, scope)


def lay_factored(expr: Expr, scope: PrintContext) -> Box:
    """``expr`` with the number that divides all its terms before it: ``2·(x − μ)``."""
    if isinstance(expr, Add) and not term_order.is_position(expr) and expr.primitive()[0] != 1:
        return _quotient((expr,), scope)
    return lay(expr, scope)


def _quotient(parts: Sequence[Expr], scope: PrintContext) -> Box:
    above, below, conds = _split(parts)
    conds = dropped(conds, Mul(*above), scope) if conds else ()
    exact = scope.exact | {c for c in conds if c.kind == "divides"}
    scope = replace(scope, exact=exact)
    elements = [x for f in above for x in (f.base if f.is_Pow else f,) if isinstance(x, Acc)]
    above.sort(key=lambda f: term_order.factor_key(f, elements, scope))
    bracket: list[Box] = [lay_bracket(conds, scope)] if conds else []
    if not below:
        return _product(above, bracket, scope)
    beside = [] if _stands_above(above, below) else [f for f in above if _stands_last(f)]
    inside = [f for f in above if f not in beside]
    below.sort(key=lambda f: term_order.factor_key(f, (), scope))
    fraction = b.Fraction(_side(inside, scope), _side(below, scope))
    return _product(beside, [fraction, *bracket], scope)


def _one_root(number: Expr, roots: Sequence[Expr]) -> tuple[Expr, Sequence[Expr]]:
    """``√2/(2 √π)`` as ``1/√(2 π)``, ``√2/√π`` as ``√(2/π)``, ``√2/2`` as ``1/√2``: what number is left."""
    if not roots or abs(number.p) != 1 or (len(roots) < 2 and number.q == 1):
        return number, roots
    over, under = fraction(Mul(*roots, number) ** 2)
    if len(roots) > 1 and over != 1 and under != 1:
        return Integer(1 if number.p > 0 else -1), [Pow(over / under, S.Half, evaluate=False)]
    made = [Pow(e, power, evaluate=False) for e, power in ((over, S.Half), (under, -S.Half)) if e != 1]
    return (Integer(1 if number.p > 0 else -1), made)


def _side(parts: Sequence[Expr], scope: PrintContext) -> Box:
    """A numerator or denominator: one factor needs no brackets."""
    return lay(parts[0], scope) if len(parts) == 1 else _product(parts, [], scope)


def _stands_last(factor: Expr) -> bool:
    """Sums, reductions and cases follow the other factors; a sum of numbers and letters does not."""
    return isinstance(factor, Add | Reduce | Where) and not _is_scalar(factor)


def _stands_above(above: Sequence[Expr], below: Sequence[Expr]) -> bool:
    """``(x − μ)/√…``, ``(2 a + b)/(c + d)``: short sums are the numerator itself, where nothing else is."""
    sums = bool(above) and all(isinstance(f, Add) for f in above)
    alone = len(above) == 1 and not above[0].has(Reduce)
    quotient = any(f.has(Add) for f in below) and not any(f.has(exp) for f in below)
    return sums and sum(map(term_order.weight, above)) < 40 and (alone or quotient)


def _split(parts: Sequence[Expr]) -> tuple[list[Expr], list[Expr], tuple[Any, ...]]:
    """Numerator, denominator and the conditions of the brackets."""
    above: list[Expr] = []
    below: list[Expr] = []
    conds: tuple[Any, ...] = ()
    number: Expr = S.One
    roots: list[Expr] = []
    for factor in parts:
        if isinstance(factor, Iverson):
            conds += factor.args
        elif isinstance(factor, Rational):
            number *= factor
        elif factor.is_Pow and factor.base.is_number and abs(factor.exp) == S.Half:
            roots.append(factor)
        elif isinstance(factor, Pow) and _is_inverse(factor):
            content, rest = _content_below(factor)
            below.append(rest)
            number /= content
        elif isinstance(factor, Add) and not term_order.is_position(factor):
            content, rest = _content(factor)
            above.append(rest)
            number *= content
        else:
            above.append(factor)
    number, left = _one_root(number, roots)
    above += [f for f in left if f.exp.is_positive]
    below += [_inverse(f) for f in left if f.exp.is_negative]
    above = [Integer(number.p), *above] if number.p != 1 else above
    below = [Integer(number.q), *below] if number.q != 1 else below
    return above, below, conds


def _inverse(root: Expr) -> Expr:
    """The reciprocal; a root of a product of numbers stays one root."""
    return Pow(root.base, -root.exp, evaluate=False)


def _content(factor: Add) -> tuple[Expr, Expr]:
    """The number that all terms share; a denominator only where every term has one."""
    content, rest = factor.primitive()
    whole = any(t.as_coeff_Mul()[0].is_Integer for t in factor.args)
    return (S.One, factor) if whole and content.q != 1 else (content, rest)


def _content_below(factor: Pow) -> tuple[Expr, Expr]:
    """The same of what a fraction is divided by: ``1/(u/2 + v/2)`` is ``2/(u + v)``."""
    base, power = factor.base, -factor.exp
    if not isinstance(base, Add) or not power.is_Integer or term_order.is_position(base):
        return S.One, Pow(base, power)
    content, rest = _content(base)
    return (content**power, Pow(rest, power)) if content.q != 1 else (S.One, Pow(base, power))


def _product(parts: Sequence[Expr], before: Sequence[Box], scope: PrintContext) -> Box:
    """Factors with dots between; sums in brackets; a reduction only last without them."""
    trailing = [f for f in parts if _stands_last(f)]
    leading = [f for f in parts if f not in trailing]
    fractions = [x for x in before if isinstance(x, b.Fraction)]
    brackets = [x for x in before if x not in fractions]
    pieces: list[Box] = [*fractions, *(_factor(f, scope) for f in leading), *brackets]
    pieces += [_trailing(f, f is trailing[-1], scope) for f in trailing]
    return b.joined(pieces, b.TIMES) if pieces else b.Numeral("1")


def _trailing(factor: Expr, last: bool, scope: PrintContext) -> Box:
    """In brackets, unless it is cases or a reduction that nothing follows."""
    box = lay(factor, scope)
    bare = (last and isinstance(factor, Reduce)) or (isinstance(factor, Where) and not b.is_sum(box))
    return box if bare else b.Fence("paren", box)


def _is_scalar(factor: Expr) -> bool:
    return isinstance(factor, Add) and not factor.has(Acc, Reduce)


def _factor(factor: Expr, scope: PrintContext) -> Box:
    box = lay(factor, scope)
    return b.Fence("paren", box) if b.is_sum(box) or isinstance(factor, Modulo) else box


def _is_inverse(power: Pow) -> bool:
    """Whether the exponent carries a minus, but for numbers and reciprocals: ``1/p − 1``, ``1 − p``."""
    terms = [(*term_order.signed(t), t) for t in term_order.terms(power.exp)]
    below = [negative or bool(t.is_Pow and t.exp.is_negative) for negative, _, t in terms]
    spoken = [negative for negative, _, t in terms if not t.is_number and not found_in(t, Pow)]
    return (all(below) and any(negative for negative, _, _ in terms)) or (bool(spoken) and all(spoken))


@lay.register
def _(expr: Pow, scope: PrintContext) -> Box:
    base, power = expr.args
    if _is_inverse(expr):
        return b.Fraction(b.Numeral("1"), lay(Pow(base, -power), scope))
    if power == S.Half:
        return b.Root(lay(base, scope))
    under = lay(base, scope)
    if (isinstance(base, Add | Mul | Reduce | Pow | Where | Rational) and not base.is_Integer) or b.is_sum(
        under
    ):
        under = b.Fence("paren", under)
    return b.Power(under, lay(power, scope))
