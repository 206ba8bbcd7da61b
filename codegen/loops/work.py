"""How much is to be done in some loops: a number of steps in the sizes, for whoever shares them out."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Add, Expr, Integer, Mul, S, Symbol, expand

from codegen.loops.nodes import Block, Correlate, Label, Lags, Product
from codegen.loops.roles import walk, writes
from derive.expr import Acc, Binder, FloorDiv, Index, Reduce, Where
from derive.model.layer import Def

REGISTERS = 32
"""Products and sums that a block in registers computes in one step of a plain loop."""


def work(block: Block) -> Expr:
    """About how many steps the loops of ``block`` take: the terms of the formulas that they compute."""
    defs = dict.fromkeys(n.one for n in walk(block) if isinstance(n, Label))
    total = Add(*(_terms(one) for one in defs)) if defs else _elements(block)
    fast = any(isinstance(n, Product | Correlate | Lags) for n in walk(block))
    return FloorDiv(total, Integer(REGISTERS)) if fast else total


def _terms(one: Def) -> Expr:
    """The elements of a result, times the terms of the longest of its sums; a scatter clears its array."""
    start: dict[Symbol, Expr] = {}
    free = box(one.free, start)
    sums = [box(r.binders, dict(start)) for r in one.expr.atoms(Reduce)]
    longest = max(sums, key=lambda e: (len(Mul.make_args(e)), str(e)), default=S.One)
    return Add(Mul(free, longest), Mul(*one.tensor.shape)) if one.scatter else Mul(free, longest)


def box(binders: Iterable[Binder], start: dict[Symbol, Expr]) -> Expr:
    """The product of the extents, an earlier index taken at its start, one of a sum around it at 0."""
    extents = []
    for z, lo, hi in binders:
        first, last = lo.xreplace(start), hi.xreplace(start)
        start[z] = first
        inside = {y: S.Zero for y in (last - first).free_symbols if isinstance(y, Index)}
        span = expand((last - first + 1).xreplace(inside))
        extents.append(S.One if span.has(Acc, Where) or span.is_number else span)
    return Mul(*extents)


def _elements(block: Block) -> Expr:
    """The elements of the arrays that are written."""
    written = dict.fromkeys(t.tensor for n in walk(block) for t in writes(n) if isinstance(t, Acc))
    return Add(*(Mul(*t.shape) for t in written))


__all__ = ["box", "work"]
