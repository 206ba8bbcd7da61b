"""Sums, products and extremes over bound letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from sympy import Add, Expr, Symbol, ceiling, expand, factor

from derive.expr import Binder, FloorDiv, Iverson, Reduce, found_in, ge, replace_in_scope
from derive.pretty.tree import boxes as b
from derive.pretty.tree import term_order
from derive.pretty.tree.boxes import Box, Row, row
from derive.pretty.tree.brackets import dropped, lay_chain
from derive.pretty.tree.context import PrintContext, Span, lay
from derive.pretty.tree.guards import chains
from derive.pretty.tree.products import lay_factored

BIG = {"sum": "Σ", "prod": "Π", "max": "max", "min": "min", "argmax": "arg max", "argmin": "arg min"}


@lay.register
def _(expr: Reduce, scope: PrintContext) -> Box:
    inner = _entered(expr, scope)
    said = said_by_ranges(expr.binders)
    guards = tuple(g for g in expr.guards if g not in said)
    if expr.op == "sum":
        guards = dropped(guards, without_said(expr.body, said), inner)
    heads = _heads(expr, guards, inner)
    body = lay_factored(without_said(expr.body, said), inner)
    if b.is_sum(body):
        body = b.Fence("paren", body)
    return row(*heads, body)


def said_by_ranges(binders: Sequence[Binder]) -> set[Any]:
    """The conditions that only repeat the range of a letter."""
    return {cond for z, lo, hi in binders for cond in (ge(z - lo), ge(hi - z))}


def without_said(body: Expr, said: set[Any]) -> Expr:
    """``body`` without conditions that only repeat the range of a letter around it."""
    moved: dict[Expr, Expr] = {}
    for f in found_in(body, Iverson):
        if said & set(f.args):
            moved[f] = Iverson(*(c for c in f.args if c not in said))
    made: Expr = replace_in_scope(body, moved) if moved else body
    for r in sorted(found_in(made, Reduce), key=lambda r: -len(found_in(r, Reduce))):
        if said & set(r.guards) and made.has(r):
            kept = Reduce(r.op, r.body, r.binders, [g for g in r.guards if g not in said])
            made = replace_in_scope(made, {r: kept})
    return made


def _entered(expr: Reduce, scope: PrintContext) -> PrintContext:
    """The scope inside a reduction: its letters bound, with as few primes as keep them apart."""
    aliases, taken = dict(scope.aliases), set(scope.taken)
    outer = {s for s in expr.free_symbols if isinstance(s, Symbol)}
    busy = taken | {aliases.get(s, s.name) for s in outer}
    for binder in expr.binders:
        name = aliases[binder[0]] = scope.rename(binder, busy)
        taken.add(name)
        busy.add(name)
    exact = scope.exact | {c for c in expr.guards if c.kind == "divides"}
    bound, ranges = scope.bound | expr.bound, scope.within(expr.binders)
    return replace(scope, aliases=aliases, taken=frozenset(taken), bound=bound, exact=exact, ranges=ranges)


def _heads(expr: Reduce, guards: Sequence[Any], scope: PrintContext) -> list[Box]:
    """``Σ`` over the letters whose range is the usual one or stands below, then one sign per range at it."""
    runs: list[list[Binder]] = []
    for binder in sorted(expr.binders, key=lambda r: (bool(_ends(r, scope)), not scope.is_usual(r))):
        if runs and not _ends(binder, scope) and not _ends(runs[-1][-1], scope):
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


def _head(op: str, run: list[Binder], guards: Sequence[Any], scope: PrintContext) -> Box:
    below = tuple(lay_chain(c, scope) for c in chains(guards, scope.bound))
    letters = b.joined([scope.name(z) for z, _, _ in run], b.COMMA)
    ends = _ends(run[0], scope) if len(run) == 1 else ()
    if ends:
        return b.Big(BIG[op], row(letters, b.Op("=", "rel"), ends[0]), ends[1], below)
    between = tuple(lay_range(r, scope) for r in run if not scope.is_usual(r))
    return b.Big(BIG[op], letters, None, (*between, *below))


def _ends(binder: Binder, scope: PrintContext) -> tuple[Box, ...]:
    """A short first and last number, to stand below and above the sign; nothing for the usual range."""
    if scope.is_usual(binder):
        return ()
    first, last = lay(as_ceiling(binder[1]), scope), lay(binder[2], scope)
    return (first, last) if isinstance(first, b.Name | b.Numeral) and not _is_long(last) else ()


def lay_range(binder: Binder, scope: PrintContext) -> Box:
    """``n < N`` or ``lo ≤ z ≤ hi``."""
    z, lo, hi = binder
    whole = lay(Span(z, lo, hi), scope)
    short = lo == 0 and _is_strict(hi) and isinstance(whole, Row)
    return row(*whole.items[2:]) if short and isinstance(whole, Row) else whole


@lay.register
def _(expr: Span, scope: PrintContext) -> Box:
    """``lo ≤ z ≤ hi`` or ``lo ≤ z < hi + 1``, whichever is shorter."""
    z, lo, hi = expr
    last, sign = (hi + 1, "<") if _is_strict(hi) else (hi, "≤")
    first = lay(as_ceiling(lo), scope)
    return row(first, b.Op("≤", "rel"), scope.name(z), b.Op(sign, "rel"), lay(last, scope))


def _is_strict(hi: Expr) -> bool:
    """Whether the number behind the last reads easier."""
    return len(term_order.terms(hi + 1)) <= len(term_order.terms(hi))


def as_ceiling(bound: Expr) -> Expr:
    """A lower bound ``⌊(e − 1)/d⌋ + 1`` or ``−⌊−e/d⌋`` as ``⌈e/d⌉``, ``⌊−e/d⌋`` as ``−⌈e/d⌉``."""
    if isinstance(bound, FloorDiv) and all(term_order.signed(t)[0] for t in term_order.terms(bound.args[0])):
        return -ceiling(-bound.args[0] / bound.args[1], evaluate=False)
    if isinstance(-bound, FloorDiv):
        over, under = (-bound).args
        return ceiling(-over / under, evaluate=False)
    for term in term_order.terms(bound):
        if isinstance(term, FloorDiv) and term.args[0].as_coeff_Add()[0] == -1 and (bound - term) == 1:
            return ceiling((term.args[0] + 1) / term.args[1], evaluate=False)
    return bound


def rounded(expr: Expr) -> Expr:
    """``⌊(n − 1)/d⌋ + 1`` as ``⌈n/d⌉``, and ``⌊n/2⌋ + ⌊(n − 1)/2⌋`` as ``n − 1``, for whole numbers."""
    quotients = [t for t in term_order.terms(expr) if isinstance(t, FloorDiv)]
    for one, other in combinations(quotients, 2):
        if one.args[1] == other.args[1] == 2 and abs(expand(one.args[0] - other.args[0])) == 1:
            lower = min((one, other), key=lambda t: t.args[0].as_coeff_Add()[0])
            return rounded(Add(*(t for t in term_order.terms(expr) if t not in (one, other)), lower.args[0]))
    for sign in (1, -1):
        for t in (x for x in term_order.terms(sign * expr) if isinstance(x, FloorDiv)):
            if t.args[0].as_coeff_Add()[0] == -1 and (sign * expr).as_coeff_Add()[0] >= 1:
                return _rounded_up(expr, t, sign)
    return expr


def _rounded_up(expr: Expr, t: FloorDiv, sign: int) -> Expr:
    """``⌊(n − 1)/d⌋ + 1`` in ``expr`` as ``⌈n/d⌉``; ``n − ⌈n/2⌉`` is ``⌊n/2⌋``."""
    over, under = expand(t.args[0] + 1), t.args[1]
    rest = expand(expr - sign * (t + 1))
    if under == 2 and all(sign * x in term_order.terms(-rest) for x in term_order.terms(over)):
        return Add(expand(rest + sign * over), -sign * FloorDiv(over, under))
    return Add(rest, sign * ceiling(factor(over) / under, evaluate=False))


def _is_long(box: Box) -> bool:
    return (isinstance(box, Row) and len(box.items) > 3) or isinstance(box, b.Fence | b.Fraction)
