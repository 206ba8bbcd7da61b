"""Expressions to the presentation tree: one rule per kind of expression.

Symbols, elements, sums and functions stand here; products, brackets and reductions have files of their own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Abs, Add, Expr, Float, Integer, Max, Min, Mul, Rational, S, Symbol, ceiling, exp, floor, log
from sympy.codegen.cfunctions import expm1, log1p
from sympy.core.function import Function
from sympy.core.numbers import Exp1, Infinity, NegativeInfinity, Pi

from derive.expr import (
    Acc,
    FloorDiv,
    Gcd,
    Hat,
    HatSlope,
    Modulo,
    Residue,
    StopGradient,
    found_in,
    replace_in_scope,
)
from derive.expr.order import ordered
from derive.pretty.read_cases import Rounding
from derive.pretty.tree import big_operators, brackets, products, term_order
from derive.pretty.tree import boxes as b
from derive.pretty.tree.abbreviations import core
from derive.pretty.tree.big_operators import lay_range, rounded
from derive.pretty.tree.boxes import Box, Row, row
from derive.pretty.tree.brackets import lay_chain
from derive.pretty.tree.context import PrintContext, Remarks, lay
from derive.pretty.tree.guards import as_quotient, is_exact
from derive.pretty.tree.identifiers import parse
from derive.steps import Partial

RULES = (big_operators, brackets, products)
"""The other modules whose rules ``lay`` dispatches to."""


@lay.register
def _(expr: Symbol, scope: PrintContext) -> Box:
    return scope.name(expr)


@lay.register
def _(expr: Integer, scope: PrintContext) -> Box:
    return b.Numeral(str(expr)) if expr >= 0 else row(b.NEGATIVE, b.Numeral(str(-expr)))


@lay.register
def _(expr: Rational, scope: PrintContext) -> Box:
    fraction = b.Fraction(b.Numeral(str(abs(expr.p))), b.Numeral(str(expr.q)))
    return fraction if expr.p >= 0 else row(b.NEGATIVE, fraction)


@lay.register
def _(expr: Float, scope: PrintContext) -> Box:
    digits, _, power = f"{abs(float(expr)):.12g}".partition("e")
    size: Box = b.Numeral(digits)
    if power:
        ten = b.Power(b.Numeral("10"), lay(Integer(int(power)), scope))
        size = ten if digits == "1" else row(size, b.TIMES, ten)
    return size if expr >= 0 else row(b.NEGATIVE, size)


@lay.register
def _(expr: Pi, scope: PrintContext) -> Box:
    return b.Name("π")


@lay.register
def _(expr: Infinity, scope: PrintContext) -> Box:
    return b.Numeral("∞")


@lay.register
def _(expr: NegativeInfinity, scope: PrintContext) -> Box:
    return row(b.NEGATIVE, b.Numeral("∞"))


@lay.register(Max)
@lay.register(Min)
def _(expr: Any, scope: PrintContext) -> Box:
    """``max(x[0], x[1])``: of these, where ``Reduce`` is of a range."""
    name = b.Name("max" if isinstance(expr, Max) else "min", upright=True)
    return b.call(name, *(lay(a, scope) for a in ordered(expr.args)))


@lay.register
def _(expr: Acc, scope: PrintContext) -> Box:
    name = parse(expr.tensor.name)
    return b.Access(name, tuple(_position(at, scope) for at in expr.index)) if expr.index else name


def _position(at: Expr, scope: PrintContext) -> Box:
    """An index; a quotient stands as one fraction where a congruence in force makes it exact."""
    short = _abbreviated(at, scope)
    if short is not None:
        return short
    over, under = as_quotient(at)
    if under != 1 and is_exact(over, under, scope.exact):
        return b.Fraction(lay(over, scope), lay(under, scope))
    return _times_whole(at, scope) or lay(at, scope)


def _times_whole(at: Expr, scope: PrintContext) -> Box | None:
    """``2 u W + 2 v + 1`` as ``2 (u W + v) + 1``: the number that all letters of a place share, once."""
    offset, rest = at.as_coeff_Add()
    content, inner = rest.primitive()
    if content == 1 or not content.is_Integer or not isinstance(inner, Add):
        return None
    head = row(lay(content, scope), b.TIMES, b.Fence("paren", lay(inner, scope)))
    if offset == 0:
        return head
    return row(head, b.MINUS if offset < 0 else b.PLUS, lay(abs(offset), scope))


def _abbreviated(at: Expr, scope: PrintContext) -> Box | None:
    """``at`` by its short name, as ``2·k + 1``; the definition of the name is noted as it reads here."""
    if not scope.short.names:
        return None
    inner, factor, offset = (at, S.One, S.Zero) if at in scope.short.names else core(at)
    name = scope.short.names.get(inner)
    if name is None:
        return None
    if name not in scope.short.used:
        scope.short.used[name] = lay(inner, scope)
    head = name if factor == 1 else row(lay(factor, scope), b.TIMES, name)
    if offset == 0:
        return head
    return row(head, b.MINUS if offset < 0 else b.PLUS, lay(abs(offset), scope))


def _named(expr: Expr, scope: PrintContext) -> b.Name | None:
    """The short name of a remainder, a divisor, a function's value; its definition is laid out without it."""
    name = scope.short.names.get(expr)
    if name is not None and name not in scope.short.used:
        without = {e: n for e, n in scope.short.names.items() if e != expr}
        inside = replace(scope, short=replace(scope.short, names=without))
        scope.short.used[name] = lay(expr, inside)
    return name


def _arguments(expr: Function, scope: PrintContext) -> list[Box]:
    return [_abbreviated(a, scope) or lay(a, scope) for a in expr.args]


@lay.register
def _(expr: Add, scope: PrintContext) -> Box:
    expr = rounded(expr)
    if not isinstance(expr, Add):
        return lay(expr, scope)
    out: list[Box] = []
    terms = list(term_order.ordered_terms(expr, scope))
    for place, (negative, term) in enumerate(terms, start=1):
        if out:
            out.append(b.MINUS if negative else b.PLUS)
        elif negative:
            out.append(b.NEGATIVE)
        box = lay(term, scope)
        open_ended = place < len(terms) and b.ends_in_cases(box)
        out.append(b.Fence("paren", box) if isinstance(term, Add | Modulo) or open_ended else box)
    return row(*out)


def spelled(expr: Any) -> Any:
    """``log1p`` and ``expm1`` name a way to compute: people write log(1 + z), exp(z) − 1 and (1 + z)^n."""
    if not isinstance(expr, Expr):
        return expr
    while found := found_in(expr, log1p, expm1):
        written = {f: log(1 + f.args[0]) if isinstance(f, log1p) else _power(f.args[0]) - 1 for f in found}
        expr = replace_in_scope(expr, written)
    return expr


def _power(exponent: Expr) -> Expr:
    """``exp(e)``; ``(1 + z)^n`` where ``e`` is ``n log1p(z)`` for a whole number ``n``."""
    logs = [f for f in Mul.make_args(exponent) if isinstance(f, log1p)]
    times = exponent / logs[0] if len(logs) == 1 else None
    return (1 + logs[0].args[0]) ** times if times is not None and times.is_integer else exp(exponent)


@lay.register
def _(expr: exp, scope: PrintContext) -> Box:
    return _named(expr, scope) or b.call(b.Name("exp", upright=True), lay(expr.args[0], scope))


@lay.register
def _(expr: StopGradient, scope: PrintContext) -> Box:
    return b.call(b.Name("sg", upright=True), lay(expr.args[0], scope))


@lay.register
def _(expr: Exp1, scope: PrintContext) -> Box:
    return b.call(b.Name("exp", upright=True), lay(S.One, scope))


@lay.register
def _(expr: Abs, scope: PrintContext) -> Box:
    return b.Fence("abs", lay(_towards(expr.args[0], scope), scope))


def _towards(difference: Expr, scope: PrintContext) -> Expr:
    """``x − t`` for ``t − x`` where x is the earlier input: a distance has no direction."""
    parts = [term_order.signed(t) for t in term_order.terms(difference)]
    names = [t.tensor.name for _, t in parts if isinstance(t, Acc) and t.tensor.name in scope.first]
    if len(parts) != 2 or len(names) != 2 or parts[0][0] == parts[1][0]:
        return difference
    lead = min(names, key=scope.first.index)
    backwards = any(negative and t.tensor.name == lead for negative, t in parts)
    return -difference if backwards else difference


@lay.register
def _(expr: floor, scope: PrintContext) -> Box:
    inner = lay(expr.args[0], scope)
    whole = isinstance(expr.args[0], Acc) and expr.args[0].tensor.name in scope.whole
    return inner if whole else b.Fence("floor", inner)


@lay.register
def _(expr: Rounding, scope: PrintContext) -> Box:
    scope.remarks.roundings = True
    return b.call(b.Name("round", upright=True), lay(expr.args[0], scope))


@lay.register
def _(expr: ceiling, scope: PrintContext) -> Box:
    return b.Fence("ceil", lay(expr.args[0], scope))


@lay.register
def _(expr: Function, scope: PrintContext) -> Box:
    return _named(expr, scope) or b.call(
        replace(parse(expr.func.__name__), upright=True), *(lay(a, scope) for a in expr.args)
    )


@lay.register
def _(expr: FloorDiv, scope: PrintContext) -> Box:
    over, under = expr.args
    quotient = b.Fraction(lay(over, scope), lay(under, scope))
    return quotient if is_exact(over, under, scope.exact) else b.Fence("floor", quotient)


@lay.register
def _(expr: Modulo, scope: PrintContext) -> Box:
    over = lay(expr.args[0], scope)
    return row(
        b.Fence("paren", over) if isinstance(over, Row) else over,
        b.Op("mod", "add"),
        lay(expr.args[1], scope),
    )


@lay.register
def _(expr: Gcd, scope: PrintContext) -> Box:
    short = _named(expr, scope)
    if short is not None:
        return short
    return b.call(b.Name("gcd", upright=True), *(lay(a, scope) for a in expr.args))


@lay.register
def _(expr: Residue, scope: PrintContext) -> Box:
    short = _named(expr, scope)
    if short is not None:
        return short
    scope.remarks.residues = True
    return b.call(b.Name("res", upright=True), *(lay(a, scope) for a in expr.args))


@lay.register
def _(expr: Hat, scope: PrintContext) -> Box:
    scope.remarks.hats = True
    return b.call(b.Name(scope.hat), *_arguments(expr, scope))


@lay.register
def _(expr: HatSlope, scope: PrintContext) -> Box:
    scope.remarks.hats = scope.remarks.slopes = True
    return b.call(b.Name(scope.hat, primes=1), *_arguments(expr, scope))


@lay.register
def _(expr: Partial, scope: PrintContext) -> Box:
    above, below = (row(b.Name("∂"), lay(a, scope)) for a in expr.args)
    return b.Fraction(above, below)


__all__ = ["PrintContext", "Remarks", "lay", "lay_chain", "lay_range"]
