"""An expression as nested data, for JSON: each node is a number or an object with one telling key.

=============  ================================================================================
a number       an integer, a float; ``{"ratio": [p, q]}`` is p/q
``symbol``     a letter, a size or an option, by its name
``element``    of an array: its name, with ``index``, a list of trees
``sum``        of a list; ``product`` of a list; ``power``: base and exponent
``reduce``     "sum", "prod", "max", "min", "argmax", "argmin" with ``over`` (letters with their first
               and last value), ``where`` (conditions) and ``of``
``bracket``    1 where all of its conditions hold, else 0, whatever stands beside it
``where``      conditions, with ``then`` and ``else``
``condition``  "ge", "gt", "eq", "ne": ``of`` compared with 0; "divides": ``divisor`` divides ``of``
``function``   its name, with ``args``: "exp", "FloorDiv" (⌊n/d⌋), "Modulo", "Hat" (max(0, 1 − |p − q|)), …
=============  ================================================================================
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from sympy import Add, Expr, Float, Integer, Mul, NumberSymbol, Pow, Rational, Symbol
from sympy.core.function import Function
from sympy.core.numbers import Infinity, NegativeInfinity

from derive.expr import Acc, Binder, Cond, Iverson, Reduce, Where
from derive.expr.order import ordered
from derive.steps import Equation

Tree = Any


def equation_tree(one: Equation) -> dict[str, Tree]:
    """``left``, ``right`` and the ranges of the letters that are free."""
    left = None if one.lhs is None else tree(one.lhs)
    return {"left": left, "right": tree(one.rhs), "for": [_binder(b) for b in one.free]}


@singledispatch
def tree(e: Any) -> Tree:
    """The data of an expression."""
    if isinstance(e, Function | Expr):
        return {"function": type(e).__name__, "args": [tree(a) for a in e.args]}
    raise TypeError(f"no rule to write {type(e).__name__} as data")


@tree.register
def _(e: Integer) -> Tree:
    return int(e)


@tree.register
def _(e: Rational) -> Tree:
    return {"ratio": [int(e.p), int(e.q)]}


@tree.register(Float)
@tree.register(NumberSymbol)
def _(e: Any) -> Tree:
    return float(e)


@tree.register(Infinity)
@tree.register(NegativeInfinity)
def _(e: Any) -> Tree:
    return {"symbol": "infinity"} if e > 0 else {"product": [-1, {"symbol": "infinity"}]}


@tree.register
def _(e: Symbol) -> Tree:
    return {"symbol": e.name}


@tree.register
def _(e: Acc) -> Tree:
    return {"element": e.tensor.name, "index": [tree(a) for a in e.index]}


@tree.register
def _(e: Add) -> Tree:
    return {"sum": [tree(a) for a in ordered(e.args)]}


@tree.register
def _(e: Mul) -> Tree:
    return {"product": [tree(a) for a in ordered(e.args)]}


@tree.register
def _(e: Pow) -> Tree:
    return {"power": [tree(e.base), tree(e.exp)]}


@tree.register
def _(e: Reduce) -> Tree:
    over, where = [_binder(b) for b in e.binders], [tree(g) for g in e.guards]
    return {"reduce": e.op, "over": over, "where": where, "of": tree(e.body)}


def _binder(b: Binder) -> Tree:
    return {"letter": b[0].name, "first": tree(b[1]), "last": tree(b[2])}


@tree.register
def _(e: Iverson) -> Tree:
    return {"bracket": [tree(c) for c in e.args]}


@tree.register
def _(e: Where) -> Tree:
    return {"where": [tree(c) for c in e.conds], "then": tree(e.args[1]), "else": tree(e.args[2])}


@tree.register
def _(e: Cond) -> Tree:
    made = {"condition": e.kind, "of": tree(e.of)}
    return made | {"divisor": tree(e.divisor)} if e.kind == "divides" else made


__all__ = ["equation_tree", "tree"]
