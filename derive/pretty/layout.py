"""Expressions to the presentation tree: one rule per kind of expression."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatch
from typing import Any

from sympy import Abs, Add, Expr, Float, Integer, Mul, Pow, Rational, S, Symbol, ceiling, exp, floor
from sympy.core.function import Function
from sympy.core.numbers import Infinity, NegativeInfinity, Pi

from derive.expr import Acc, Binder, Cond, FloorDiv, Hat, HatSlope, Index, Iverson, Modulo, Reduce, Residue
from derive.expr import Tensor, Where
from derive.pretty import boxes as b
from derive.pretty import order
from derive.pretty.boxes import Box, Row, row
from derive.pretty.conditions import Chain, as_quotient, chains, inside_conditions, is_exact, kept_by
from derive.pretty.names import parse
from derive.steps import Partial

BIG = {"sum": "Σ", "prod": "Π", "max": "max", "min": "min", "argmax": "arg max", "argmin": "arg min"}


@dataclass
class Remarks:
    """What a formula leaves to be said once, below it."""

    outside: dict[Tensor, Expr] = field(default_factory=dict)
    hats: bool = False
    slopes: bool = False
    residues: bool = False

    def agrees(self, tensor: Tensor, value: Expr) -> bool:
        """Notes that ``tensor`` reads as ``value`` outside; false where something else was said before."""
        return self.outside.setdefault(tensor, value) == value


@dataclass(frozen=True)
class Scope:
    """What holds where an expression stands.

    ``legend``  the range that each letter has unless its sum says otherwise
    ``bound``   binders in force; ``taken`` names that a bound letter must not take
    ``exact``   congruences in force, which license a fraction as an index
    """

    legend: dict[str, tuple[Expr, Expr]] = field(default_factory=dict)
    bound: frozenset[Symbol] = frozenset()
    taken: frozenset[str] = frozenset()
    aliases: dict[Symbol, str] = field(default_factory=dict)
    exact: frozenset[Any] = frozenset()
    cotangents: frozenset[str] = frozenset()
    hat: str = "G"
    remarks: Remarks = field(default_factory=Remarks)

    def name(self, symbol: Symbol) -> b.Name:
        return parse(self.aliases.get(symbol, symbol.name))

    def is_usual(self, binder: Binder) -> bool:
        """Whether the letter runs over the range that the legend (or its own declaration) gives it."""
        z, lo, hi = binder
        usual = self.legend.get(z.name)
        if usual is None and isinstance(z, Index) and z.extent is not None:
            usual = (S.Zero, z.extent - 1)
        return usual == (lo, hi)


@singledispatch
def lay(expr: Any, scope: Scope) -> Box:
    """The presentation tree of an expression."""
    raise TypeError(f"no rule to print {type(expr).__name__}: {expr}")


@lay.register
def _(expr: Symbol, scope: Scope) -> Box:
    return scope.name(expr)


@lay.register
def _(expr: Integer, scope: Scope) -> Box:
    return b.Number(str(expr)) if expr >= 0 else row(b.NEGATIVE, b.Number(str(-expr)))


@lay.register
def _(expr: Rational, scope: Scope) -> Box:
    fraction = b.Fraction(b.Number(str(abs(expr.p))), b.Number(str(expr.q)))
    return fraction if expr.p >= 0 else row(b.NEGATIVE, fraction)


@lay.register
def _(expr: Float, scope: Scope) -> Box:
    digits, _, power = f"{abs(float(expr)):.12g}".partition("e")
    size: Box = b.Number(digits)
    if power:
        ten = b.Power(b.Number("10"), lay(Integer(int(power)), scope))
        size = ten if digits == "1" else row(size, b.TIMES, ten)
    return size if expr >= 0 else row(b.NEGATIVE, size)


@lay.register
def _(expr: Pi, scope: Scope) -> Box:
    return b.Name("π")


@lay.register
def _(expr: Infinity, scope: Scope) -> Box:
    return b.Number("∞")


@lay.register
def _(expr: NegativeInfinity, scope: Scope) -> Box:
    return row(b.NEGATIVE, b.Number("∞"))


@lay.register
def _(expr: Acc, scope: Scope) -> Box:
    return b.Access(parse(expr.tensor.name), tuple(_position(at, scope) for at in expr.index))


def _position(at: Expr, scope: Scope) -> Box:
    """An index; a quotient stands as one fraction where a congruence in force makes it exact."""
    over, under = as_quotient(at)
    if under != 1 and is_exact(over, under, scope.exact):
        return b.Fraction(lay(over, scope), lay(under, scope))
    return lay(at, scope)


@lay.register
def _(expr: Add, scope: Scope) -> Box:
    out: list[Box] = []
    for negative, term in order.ordered_terms(expr, scope.bound):
        if out:
            out.append(b.MINUS if negative else b.PLUS)
        elif negative:
            out.append(b.NEGATIVE)
        box = lay(term, scope)
        out.append(b.Fence("paren", box) if isinstance(term, Add) else box)
    return row(*out)


@lay.register
def _(expr: Mul, scope: Scope) -> Box:
    negative, size = order.signed(expr)
    if negative:
        return row(b.NEGATIVE, lay(size, scope))
    above, below, conds = _split(expr)
    conds, above = _say_inside(conds, above, below, scope)
    exact = scope.exact | {c for c in conds if c.kind == "divides"}
    scope = replace(scope, exact=exact)
    ranks = max((order.rank(f) for f in above if isinstance(f, Acc | Pow)), default=0)
    above.sort(key=lambda f: order.factor_key(f, ranks, scope.cotangents))
    bracket: list[Box] = [lay_bracket(conds, scope)] if conds else []
    if not below:
        return _product(above, bracket, scope)
    beside = [] if _stands_above(above) else [f for f in above if isinstance(f, Add | Reduce | Where) and not _is_scalar(f)]
    inside = [f for f in above if f not in beside]
    below.sort(key=lambda f: order.factor_key(f, 0, scope.cotangents))
    top = lay(inside[0], scope) if len(inside) == 1 else _product(inside, [], scope)
    bottom = lay(below[0], scope) if len(below) == 1 else _product(below, [], scope)
    return _product(beside, [b.Fraction(top, bottom), *bracket], scope)


def _stands_above(above: list[Expr]) -> bool:
    """``(x − μ)/√…``: a single short sum is the numerator itself."""
    return len(above) == 1 and isinstance(above[0], Add) and not above[0].has(Reduce) and order.weight(above[0]) < 40


def _split(expr: Mul) -> tuple[list[Expr], list[Expr], tuple[Any, ...]]:
    """Numerator, denominator and the conditions of the brackets."""
    above: list[Expr] = []
    below: list[Expr] = []
    conds: tuple[Any, ...] = ()
    for factor in expr.args:
        if isinstance(factor, Iverson):
            conds += factor.args
        elif isinstance(factor, Rational) and factor.q != 1:
            above += [Integer(factor.p)] if factor.p != 1 else []
            below.append(Integer(factor.q))
        elif isinstance(factor, Pow) and factor.exp.is_number and factor.exp.is_negative:
            below.append(Pow(factor.base, -factor.exp))
        else:
            above.append(factor)
    return above, below, conds


def _say_inside(
    conds: Sequence[Any], above: list[Expr], below: list[Expr], scope: Scope
) -> tuple[tuple[Any, ...], list[Expr]]:
    """Drops the conditions that an element of the product says by being 0 outside its array."""
    if not conds:
        return (), above
    return dropped(conds, Mul(*above), scope), above


def dropped(conds: Iterable[Any], body: Expr, scope: Scope) -> tuple[Any, ...]:
    """``conds`` without those that ``body`` already says; each such reading is noted as a remark."""
    conds = tuple(conds)
    said = kept_by(conds, body)
    kept = []
    for cond in conds:
        speakers = said.get(cond)
        if speakers is None or not all(_note(s, scope) for s in speakers):
            kept.append(cond)
    return tuple(kept)


def _note(speaker: Expr, scope: Scope) -> bool:
    if isinstance(speaker, Acc):
        return scope.remarks.agrees(speaker.tensor, S.Zero)
    scope.remarks.hats = True
    return True


def _product(parts: Sequence[Expr], before: Sequence[Box], scope: Scope) -> Box:
    """Factors with dots between; sums in brackets; a reduction only last without them."""
    out: list[Box] = []
    leading = [f for f in parts if not isinstance(f, Add | Reduce | Where) or _is_scalar(f)]
    trailing = [f for f in parts if f not in leading]
    fractions = [x for x in before if isinstance(x, b.Fraction)]
    brackets = [x for x in before if x not in fractions]
    pieces: list[Box] = [*fractions, *(_factor(f, scope) for f in leading), *brackets]
    for place, factor in enumerate(trailing):
        box = lay(factor, scope)
        last = place == len(trailing) - 1
        open_ended = isinstance(factor, Reduce) and last
        pieces.append(box if open_ended or isinstance(box, b.Cases) else b.Fence("paren", box))
    for piece in pieces:
        out += [b.TIMES, piece] if out else [piece]
    return row(*out) if out else b.Number("1")


def _is_scalar(factor: Expr) -> bool:
    return isinstance(factor, Add) and not factor.has(Acc, Reduce)


def _factor(factor: Expr, scope: Scope) -> Box:
    box = lay(factor, scope)
    return b.Fence("paren", box) if b.is_sum(box) or isinstance(factor, Modulo) else box


@lay.register
def _(expr: Pow, scope: Scope) -> Box:
    base, power = expr.args
    if power.is_number and power.is_negative:
        return b.Fraction(b.Number("1"), lay(Pow(base, -power), scope))
    if power == S.Half:
        return b.Root(lay(base, scope))
    under = lay(base, scope)
    if isinstance(base, Add | Mul | Reduce | Pow | Where | Rational) and not base.is_Integer or b.is_sum(under):
        under = b.Fence("paren", under)
    return b.Power(under, lay(power, scope))


@lay.register
def _(expr: exp, scope: Scope) -> Box:
    return b.call(b.Name("exp", upright=True), lay(expr.args[0], scope))


@lay.register
def _(expr: Abs, scope: Scope) -> Box:
    return b.Fence("abs", lay(expr.args[0], scope))


@lay.register
def _(expr: floor, scope: Scope) -> Box:
    return b.Fence("floor", lay(expr.args[0], scope))


@lay.register
def _(expr: ceiling, scope: Scope) -> Box:
    return b.Fence("ceil", lay(expr.args[0], scope))


@lay.register
def _(expr: Function, scope: Scope) -> Box:
    return b.call(replace(parse(expr.func.__name__), upright=True), *(lay(a, scope) for a in expr.args))


@lay.register
def _(expr: FloorDiv, scope: Scope) -> Box:
    over, under = expr.args
    quotient = b.Fraction(lay(over, scope), lay(under, scope))
    return quotient if is_exact(over, under, scope.exact) else b.Fence("floor", quotient)


@lay.register
def _(expr: Modulo, scope: Scope) -> Box:
    over = lay(expr.args[0], scope)
    return row(b.Fence("paren", over) if isinstance(over, Row) else over, b.Op("mod", "add"), lay(expr.args[1], scope))


@lay.register
def _(expr: Residue, scope: Scope) -> Box:
    scope.remarks.residues = True
    return b.call(b.Name("res", upright=True), *(lay(a, scope) for a in expr.args))


@lay.register
def _(expr: Hat, scope: Scope) -> Box:
    scope.remarks.hats = True
    return b.call(b.Name(scope.hat), *(lay(a, scope) for a in expr.args))


@lay.register
def _(expr: HatSlope, scope: Scope) -> Box:
    scope.remarks.hats = scope.remarks.slopes = True
    return b.call(b.Name(scope.hat, primes=1), *(lay(a, scope) for a in expr.args))


@lay.register
def _(expr: Partial, scope: Scope) -> Box:
    above, below = (row(b.Name("∂"), lay(a, scope)) for a in expr.args)
    return b.Fraction(above, below)


@lay.register
def _(expr: Iverson, scope: Scope) -> Box:
    return lay_bracket(expr.args, scope)


def lay_bracket(conds: Sequence[Any], scope: Scope) -> Box:
    """``[c1, c2]``"""
    return b.Fence("square", lay_conditions(conds, scope))


def lay_conditions(conds: Sequence[Any], scope: Scope) -> Box:
    """The conditions, comma between."""
    return b.joined([lay_chain(c, scope) for c in chains(conds, scope.bound)], b.COMMA)


def lay_chain(chain: Chain, scope: Scope) -> Box:
    """``0 ≤ e < H``"""
    out: list[Box] = [lay(chain.parts[0], scope)]
    for sign, part in zip(chain.signs, chain.parts[1:], strict=True):
        out += [b.Op(sign, "rel"), lay(part, scope)]
    return row(*out)


@lay.register
def _(expr: Cond, scope: Scope) -> Box:
    return lay_conditions((expr,), scope)


@lay.register
def _(expr: Where, scope: Scope) -> Box:
    conds, value, other = expr.conds, expr.args[1], expr.args[2]
    if isinstance(value, Acc) and other.is_number and set(conds) <= inside_conditions(value):
        if scope.remarks.agrees(value.tensor, other):
            return lay(value, scope)
    branches: list[tuple[Box, Box | None]] = [(lay(value, scope), lay_conditions(conds, scope))]
    while isinstance(other, Where):
        branches.append((lay(other.args[1], scope), lay_conditions(other.conds, scope)))
        other = other.args[2]
    return b.Cases((*branches, (lay(other, scope), None)))


@lay.register
def _(expr: Reduce, scope: Scope) -> Box:
    inner = _entered(expr, scope)
    guards = dropped(expr.guards, expr.body, inner) if expr.op == "sum" else expr.guards
    heads = _heads(expr, guards, inner)
    body = lay(expr.body, inner)
    if b.is_sum(body):
        body = b.Fence("paren", body)
    return row(*heads, body)


def _entered(expr: Reduce, scope: Scope) -> Scope:
    """The scope inside a reduction: its letters bound, made-up primes dropped where nothing is confused."""
    aliases, taken = dict(scope.aliases), set(scope.taken)
    busy = taken | {scope.name(s).base for s in expr.free_symbols if isinstance(s, Symbol)}
    for z, _, _ in expr.binders:
        short = z.name.rstrip("'")
        if short != z.name and short not in busy:
            aliases[z] = short
        taken.add(aliases.get(z, z.name))
        busy.add(aliases.get(z, z.name))
    exact = scope.exact | {c for c in expr.guards if c.kind == "divides"}
    return replace(scope, aliases=aliases, taken=frozenset(taken), bound=scope.bound | expr.bound, exact=exact)


def _heads(expr: Reduce, guards: Sequence[Any], scope: Scope) -> list[Box]:
    """``Σ`` over the letters with their usual range, then one sign per letter with bounds of its own."""
    runs: list[list[Binder]] = []
    for binder in sorted(expr.binders, key=lambda r: not scope.is_usual(r)):
        usual = scope.is_usual(binder)
        if runs and usual and scope.is_usual(runs[-1][-1]):
            runs[-1].append(binder)
        else:
            runs.append([binder])
    if expr.op.startswith("arg"):
        runs = [list(expr.binders)]
    heads: list[Box] = []
    left = list(guards)
    for place, run in enumerate(runs):
        later = {z for other in runs[place + 1 :] for z, _, _ in other}
        here = [g for g in left if not g.free_symbols & later]
        left = [g for g in left if g not in here]
        heads.append(_head(expr.op, run, here, scope))
    return heads


def _head(op: str, run: list[Binder], guards: Sequence[Any], scope: Scope) -> Box:
    below = tuple(lay_chain(c, scope) for c in chains(guards, scope.bound))
    letters = b.joined([scope.name(z) for z, _, _ in run], b.COMMA)
    odd = [r for r in run if not scope.is_usual(r)]
    if len(run) == 1 and odd:
        z, lo, hi = run[0]
        first, last = lay(as_ceiling(lo), scope), lay(hi, scope)
        if isinstance(first, b.Name | b.Number) and not _is_long(last):
            return b.Big(BIG[op], row(letters, b.Op("=", "rel"), first), last, below)
    between = tuple(lay_range(r, scope) for r in odd)
    return b.Big(BIG[op], letters, None, (*between, *below))


def lay_range(binder: Binder, scope: Scope) -> Box:
    """``n < N`` or ``lo ≤ z ≤ hi``."""
    z, lo, hi = binder
    last, sign = (hi, "≤")
    if len(order.terms(hi + 1)) <= len(order.terms(hi)):
        last, sign = hi + 1, "<"
    out: list[Box] = [] if lo == 0 and sign == "<" else [lay(as_ceiling(lo), scope), b.Op("≤", "rel")]
    return row(*out, scope.name(z), b.Op(sign, "rel"), lay(last, scope))


def as_ceiling(bound: Expr) -> Expr:
    """A lower bound ``⌊(e − 1)/d⌋ + 1`` as ``⌈e/d⌉``."""
    for term in order.terms(bound):
        if isinstance(term, FloorDiv) and term.args[0].as_coeff_Add()[0] == -1 and (bound - term) == 1:
            return ceiling((term.args[0] + 1) / term.args[1], evaluate=False)
    return bound


def _is_long(box: Box) -> bool:
    return isinstance(box, Row) and len(box.items) > 3 or isinstance(box, b.Fence | b.Fraction)
