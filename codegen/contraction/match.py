"""Contractions: a sum of products of two things that share no result index but what both keep outside.

``y[b, m, n] = rest + Σ_k left[b, m, k] · right[b, k, n]``: the free indices split into those of the left
side only (*rows*), of the right side only (*cols*) and the others (*batch*); the sum's are the *depth*.
Every layer that is linear in each of two inputs has this form, forward and backward.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import prod
from typing import Any

from sympy import Expr, Mul, expand

from codegen.loops.schedule import Assumed, row_index, top_reduces
from codegen.program.fuse_loops import Group
from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Binder, Cond, Index, Iverson, Reduce, accesses, substitute
from derive.model.layer import Def

ROWS = 4
COLS = 8
DEPTH = 4
"""The least extents for which blocks in registers pay."""
NEAR = 0.05
GATHER = 0.4
START = 12.0
"""Nanoseconds (measured): to copy an element of a contiguous run, of a strided one, and to start a run."""


@dataclass(frozen=True)
class Side:
    """One operand: its value and the conditions under which it is not zero."""

    value: Expr
    guards: tuple[Cond, ...]


@dataclass(frozen=True)
class Contraction:
    """``one`` with its indices sorted; under ``outside`` the sum is not empty."""

    one: Def
    reduce: Reduce
    batch: tuple[Binder, ...]
    rows: tuple[Binder, ...]
    cols: tuple[Binder, ...]
    depth: tuple[Binder, ...]
    left: Side
    right: Side
    outside: tuple[Cond, ...]


def contraction(g: Group, assumed: Assumed) -> Contraction | None:
    """The cheapest way to see the definition of a group as a contraction, if there is one."""
    one = _merged(g)
    if one is None or one.scatter or one.tensor.kind != "real":
        return None
    reduces = top_reduces(one.expr)
    if len(reduces) != 1 or reduces[0].op != "sum":
        return None
    found = list(_ways(one, reduces[0]))
    found = [c for c in found if _fits(c) and _worth(c, assumed)]
    return min(found, key=lambda c: _cost(c, assumed), default=None)


def _merged(g: Group) -> Def | None:
    """The one definition of a group, with a sum that only it reads put in its place."""
    if len(g.defs) == 1:
        return g.defs[0] if not g.local else None
    if len(g.defs) != 2 or len(g.local) != 1 or g.defs[0].tensor != g.local[0]:
        return None
    first, one = g.defs
    if first.scatter or not isinstance(first.expr, Reduce):
        return None

    def change(e: Any) -> Any:
        if not isinstance(e, Acc) or e.tensor != first.tensor:
            return e
        return substitute(first.expr, dict(zip(first.lhs.index, e.index, strict=True)))

    return replace(one, expr=rewrite(one.expr, change))


def _ways(one: Def, reduce: Reduce) -> Iterator[Contraction]:
    """Every way to share the factors among two sides, each in both roles."""
    factors = list(Mul.make_args(reduce.body))
    if any(f.has(Iverson) for f in factors):
        return
    data = [f for f in factors if f.has(Acc)]
    plain = [f for f in factors if not f.has(Acc)]
    for size in range(1, len(data)):
        for chosen in combinations(data, size):
            others = [f for f in data if f not in chosen]
            made = _sorted(one, reduce, list(chosen), [*others, *plain])
            if made is not None:
                yield made


def _sorted(one: Def, reduce: Reduce, left: list[Expr], right: list[Expr]) -> Contraction | None:
    mine = set().union(*(f.free_symbols for f in left))
    theirs = set().union(*(f.free_symbols for f in right))
    rows = tuple(b for b in one.free if b[0] in mine - theirs)
    cols = tuple(b for b in one.free if b[0] in theirs - mine)
    batch = tuple(b for b in one.free if b not in rows and b not in cols)
    names = [{z for z, _, _ in part} for part in (rows, cols, reduce.binders)]
    guards: tuple[list[Cond], list[Cond], list[Cond]] = ([], [], [])
    for g in reduce.guards:
        of_rows, of_cols, of_depth = (bool(g.free_symbols & part) for part in names)
        if of_rows and of_cols:
            return None
        if not (of_rows or of_cols or of_depth):
            guards[2].append(g)
        if not of_cols and (of_rows or of_depth):
            guards[0].append(g)
        if not of_rows and (of_cols or of_depth):
            guards[1].append(g)
    sides = Side(Mul(*left), tuple(guards[0])), Side(Mul(*right), tuple(guards[1]))
    return Contraction(one, reduce, batch, rows, cols, reduce.binders, *sides, tuple(guards[2]))


def _fits(c: Contraction) -> bool:
    """Ranges depend on batch indices at most, these on nothing; there are rows and columns."""
    batch = {z for z, _, _ in c.batch}
    inner = [*c.rows, *c.cols, *c.depth]
    letters = {z for z, _, _ in inner}
    bounds = {s for _, lo, hi in inner for s in lo.free_symbols | hi.free_symbols}
    outer = {s for _, lo, hi in c.batch for s in lo.free_symbols | hi.free_symbols}
    known = {*batch, *letters, *(s for s in c.reduce.free_symbols if not isinstance(s, Index))}
    plain = c.reduce.free_symbols <= known and not any(
        e.atoms(Acc) for _, lo, hi in (*c.batch, *inner) for e in (lo, hi)
    )
    return bool(c.rows and c.cols) and plain and not bounds & letters and not outer & (letters | batch)


def _worth(c: Contraction, assumed: Assumed) -> bool:
    return (
        trips(c.rows, assumed) >= ROWS and trips(c.cols, assumed) >= COLS and trips(c.depth, assumed) >= DEPTH
    )


def trips(binders: Sequence[Binder], assumed: Assumed) -> int:
    return prod(assumed.trips(b) for b in binders)


def _cost(c: Contraction, assumed: Assumed) -> tuple[float, ...]:
    """Time of the copies per product: both sides should have many results and long contiguous runs."""
    rows, cols = trips(c.rows, assumed), trips(c.cols, assumed)
    right = _run(c.right, c.cols[-1], assumed) / min(rows, 512)
    left = min(_run(c.left, b, assumed) for b in (c.rows[-1], c.depth[-1])) / min(cols, 512)
    results = 0.0 if row_index(c.one) == c.cols[-1][0] else 1.0 / trips(c.depth, assumed)
    return round(right + left + results, 6), results


def _run(side: Side, along: Binder, assumed: Assumed) -> float:
    """What it costs to copy one element of a run."""
    cost = START / assumed.trips(along)
    for a in accesses(side.value):
        cost += NEAR if assumed.stride(a, along[0]) in (0, 1) else GATHER
    return cost


def turned(c: Contraction, assumed: Assumed) -> bool:
    """Whether the runs of the left side go along its rows."""
    return _run(c.left, c.rows[-1], assumed) < _run(c.left, c.depth[-1], assumed)


def extent(binder: Binder) -> Expr:
    return expand(binder[2] - binder[1] + 1)


def total(binders: Sequence[Binder]) -> Expr:
    return Mul(*map(extent, binders))


__all__ = ["Contraction", "Side", "contraction", "extent", "total", "trips", "turned"]
