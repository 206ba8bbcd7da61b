"""``y[v] = Σ_{e : t[e] = v} m[e]`` as ``y[t[e]] += m[e]``: data say where each term goes.

To gather takes a test of each term for each result; to scatter takes each term once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, Mul, Symbol, expand

from codegen.loops.schedule import top_reduces
from codegen.program.name_sums import unused
from derive.expr import Acc, Binder, Cond, Iverson, Reduce, Tensor, substitute
from derive.model.layer import Def, Program


def scattered(program: Program) -> Program:
    """Every definition behind what it gathered by data, which is added up in one pass."""
    taken = {t.name for d in program.defs for t in (d.tensor, *d.reads)} | {t.name for t in program.inputs}
    defs = [made for one in program.defs for made in _apart(one, taken)]
    return replace(program, defs=tuple(defs))


def _apart(one: Def, taken: set[str]) -> list[Def]:
    if one.scatter:
        return [one]
    found = {r: made for r in top_reduces(one.expr) if (made := _added(one, r)) is not None}
    if one.expr in found:
        return [found[one.expr]]
    known: dict[Expr, Acc] = {}
    for r, made in found.items():
        t = Tensor(unused(f"{one.tensor.name}_sum", taken), one.tensor.shape, one.tensor.axes)
        found[r] = replace(made, lhs=t[tuple(made.lhs.index)])
        known[r] = t[tuple(one.lhs.index)]
    return [*found.values(), replace(one, expr=substitute(one.expr, known)) if known else one]


def _added(one: Def, r: Reduce) -> Def | None:
    """The sum as a scatter, where a condition says that data name the result."""
    plain = one.lhs.index == tuple(z for z, _, _ in one.free)
    whole = plain and all(
        (lo, hi + 1) == (0, n) for (_, lo, hi), n in zip(one.free, one.tensor.shape, strict=True)
    )
    for g in r.guards if whole and r.op == "sum" and one.tensor.kind == "real" else ():
        for z, _, hi in one.free:
            place = _names(g, z, hi, r)
            if place is not None and not any(_moves(b, z) for b in r.binders):
                others = tuple(h for h in r.guards if h != g)
                term = Mul(r.body, Iverson(*others)) if others else r.body
                lhs = substitute(one.lhs, {z: place})
                free = (*r.binders, *(b for b in one.free if b[0] != z))
                return replace(one, lhs=lhs, free=free, expr=substitute(term, {z: place}), scatter=True)
    return None


def _names(g: Cond, z: Symbol, hi: Expr, r: Reduce) -> Acc | None:
    """The data that are ``z`` where the condition holds, if they name a place for every term."""
    if g.kind != "eq" or z not in g.of.free_symbols:
        return None
    slope = g.of.coeff(z)
    place: Any = expand(-(g.of - slope * z) / slope) if slope in (1, -1) else None
    if not isinstance(place, Acc) or place.tensor.kind != "integer" or place.tensor.exempt is not None:
        return None
    mine = place.free_symbols & r.bound
    return (
        place if mine and z not in place.free_symbols and expand(place.tensor.bound - 1 - hi) == 0 else None
    )


def _moves(b: Binder, z: Symbol) -> bool:
    return z in b[1].free_symbols | b[2].free_symbols


__all__ = ["scattered"]
