"""A running product without one of its factors is the product before it and the one behind it.

``Σ_{i ≥ d} g[i] Π_{j ≤ i, j ≠ d} x[j] = Π_{j < d} x[j] · Σ_{i ≥ d} g[i] Π_{d < j ≤ i} x[j]``: the first runs
along ``d``, and so does the sum: it is ``g[d]`` and ``x[d + 1]`` times its neighbour.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, Mul, Symbol, expand

from codegen.program.inline_factor import rewrite
from derive.expr import Reduce
from derive.model.layer import Program


def parted(program: Program) -> Program:
    """Every sum of such products with what all of them share in front of it."""
    gathers = (d if d.scatter else replace(d, expr=rewrite(d.expr, _parted)) for d in program.defs)
    return replace(program, defs=tuple(gathers))


def _parted(e: Any) -> Any:
    if not isinstance(e, Reduce) or e.op != "sum" or len(e.binders) != 1 or e.guards:
        return e
    ((i, d, _),) = e.binders
    factors = Mul.make_args(e.body)
    made = [f for f in factors if isinstance(f, Reduce) and _without(f, d, i)]
    if not isinstance(d, Symbol) or len(made) != 1:
        return e
    (j, lo, _), one = made[0].binders[0], made[0]
    before: Expr = Reduce("prod", one.body, [(j, lo, d - 1)])
    behind: Expr = Reduce("prod", one.body, [(j, d + 1, i)])
    rest = [f for f in factors if f is not one]
    return before * Reduce("sum", Mul(*rest, behind), e.binders)


def _without(f: Reduce, d: Expr, i: Symbol) -> bool:
    """Whether ``f`` is the product up to ``i`` of all but the factor at ``d``, which says nothing else."""
    if f.op != "prod" or len(f.binders) != 1 or len(f.guards) != 1:
        return False
    ((j, lo, hi),), (g,) = f.binders, f.guards
    apart = g.kind == "ne" and 0 in (expand(g.of - (d - j)), expand(g.of + (d - j)))
    return bool(apart and lo == 0 and hi == i and not f.body.free_symbols & {d, i})


__all__ = ["parted"]
