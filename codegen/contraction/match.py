"""Contractions: a sum of products of two things that share no result index but what both keep outside.

``y[b, m, n] = rest + Σ_k left[b, m, k] · right[b, k, n]``: the free indices split into those of the left
side only (*rows*), of the right side only (*cols*) and the others (*batch*); the sum's are the *depth*.
Every layer that is linear in each of two inputs has this form, forward and backward.

Where one of the free indices counts through neighbours on both sides and in the result, and the right side
has no other, the products are taken element by element along it (a *Hadamard product*, summed):
``y[m, n] = Σ_k left[m, k, n] · right[k, n]``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import prod
from typing import Any

from sympy import Expr, Mul, Symbol, expand

from codegen.contraction.relaxed import boxed
from codegen.loops.schedule import Assumed, row_index, top_reduces
from codegen.program.fuse_loops import Group
from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Binder, Cond, Index, Iverson, Reduce, accesses, substitute
from derive.model.layer import Def

ROWS = 4
COLS = 8
DEPTH = 4
"""The least extents for which blocks in registers pay."""


@dataclass(frozen=True)
class Operand:
    """One operand: its value and the conditions under which it is not zero."""

    value: Expr
    guards: tuple[Cond, ...]


@dataclass(frozen=True)
class Contraction:
    """``one`` with its indices sorted; under ``outside`` the sum is not empty.

    ``hadamard``: the left side has the columns, too.
    """

    one: Def
    reduce: Reduce
    batch: tuple[Binder, ...]
    rows: tuple[Binder, ...]
    cols: tuple[Binder, ...]
    depth: tuple[Binder, ...]
    left: Operand
    right: Operand
    outside: tuple[Cond, ...]
    hadamard: bool = False

    def __str__(self) -> str:
        parts = {"batch": self.batch, "rows": self.rows, "columns": self.cols, "depth": self.depth}
        texts = {word: ", ".join(str(z) for z, _, _ in part) for word, part in parts.items() if part}
        along = " of both sides" if self.hadamard else ""
        return "; ".join(f"{word} {text}{along * (word == 'columns')}" for word, text in texts.items())


def ways(g: Group, assumed: Assumed) -> list[Contraction] | str:
    """The ways to see the definition of a group as a contraction, or why there is none."""
    one = merged(g)
    if one is None:
        return "several definitions share its loops"
    if one.scatter or one.tensor.kind != "real":
        return "it scatters" if one.scatter else "it is an integer"
    reduces = top_reduces(one.expr)
    if len(reduces) != 1 or reduces[0].op != "sum":
        return "it is not one sum"
    if any(g.has(Acc) for g in reduces[0].guards):
        return "data leave out most of its terms"
    found = list(_ways(*boxed(one, reduces[0])))
    fitting = [c for c in found if _fits(c)]
    worth = [c for c in fitting if _worth(c, assumed)]
    return worth or _why_not(found, fitting)


def _why_not(found: list[Contraction], fitting: list[Contraction]) -> str:
    if not found:
        return "its sum is no product of two sides"
    if not fitting:
        return "no split of its factors gives rows and columns in a box"
    return f"fewer than {ROWS} rows, {COLS} columns or {DEPTH} terms are to be expected"


def merged(g: Group) -> Def | None:
    """The one definition of a group, with a sum that only it reads put in its place."""
    match g.defs, g.local:
        case (one,), ():
            return one
        case (first, one), (local,) if first.tensor == local and not first.scatter:
            again = _again(one, first) or not isinstance(first.expr, Reduce)
            return None if again else _inlined(one, first)
        case _:
            return None


def _again(one: Def, first: Def) -> bool:
    """Whether an element is read for several values of an index that it does not hang on: a sum in its
    place would be taken anew for each.
    """
    at = {s for a in accesses(one.expr) if a.tensor == first.tensor for s in a.free_symbols}
    mine = at | first.expr.free_symbols  # an index of loops around both is no axis of what they share
    return any(z not in mine and lo != hi for z, lo, hi in one.free)


def _inlined(one: Def, first: Def) -> Def:
    def change(e: Any) -> Any:
        if not isinstance(e, Acc) or e.tensor != first.tensor:
            return e
        return substitute(first.expr, dict(zip(first.lhs.index, e.index, strict=True)))

    return replace(one, expr=rewrite(one.expr, change))


def _ways(one: Def, reduce: Reduce) -> Iterator[Contraction]:
    """Every way to share the factors among two sides, each in both roles."""
    factors = list(Mul.make_args(reduce.body))
    if any(f.has(Iverson) and not f.is_Add for f in factors):
        return
    data = [f for f in factors if f.has(Acc)]
    plain = [f for f in factors if not f.has(Acc)]
    for size in range(1, len(data)):
        for chosen in combinations(data, size):
            others = [f for f in data if f not in chosen]
            made = _sorted(one, reduce, list(chosen), [*others, *plain])
            if made is not None:
                yield made
                yield from _apart(made)
                yield from _alike(made)


def _apart(c: Contraction) -> Iterator[Contraction]:
    """The same with the first of several columns among the batch: what is left may be neighbours."""
    if len(c.cols) > 1:
        yield replace(c, batch=(*c.batch, c.cols[0]), cols=c.cols[1:])


def _alike(c: Contraction) -> Iterator[Contraction]:
    """The same with the last index of the result, which both sides have, for columns."""
    last = [b for b in c.batch if b[0] == row_index(c.one)]
    if last and not c.cols and not _speaking_of(last, c.reduce):
        rest = tuple(b for b in c.batch if b not in last)
        yield replace(c, batch=rest, cols=tuple(last), hadamard=True)


def _sorted(one: Def, reduce: Reduce, left: list[Expr], right: list[Expr]) -> Contraction | None:
    """The indices of the result by the side that has them; ``None`` where a guard speaks of both."""
    mine = set().union(*(f.free_symbols for f in left))
    theirs = set().union(*(f.free_symbols for f in right))
    rows = tuple(b for b in one.free if b[0] in mine - theirs)
    cols = tuple(b for b in one.free if b[0] in theirs - mine)
    batch = tuple(b for b in one.free if b not in rows and b not in cols)
    of_rows, of_cols = (_speaking_of(part, reduce) for part in (rows, cols))
    if not of_rows.isdisjoint(of_cols):
        return None
    inner = of_rows | of_cols | _speaking_of(reduce.binders, reduce)

    def side(factors: list[Expr], others: set[Cond]) -> Operand:
        return Operand(Mul(*factors), tuple(g for g in reduce.guards if g in inner - others))

    outside = tuple(g for g in reduce.guards if g not in inner)
    sides = side(left, of_cols), side(right, of_rows)
    return Contraction(one, reduce, batch, rows, cols, reduce.binders, *sides, outside)


def _speaking_of(binders: Sequence[Binder], reduce: Reduce) -> set[Cond]:
    """The guards that mention one of the indices."""
    names = {z for z, _, _ in binders}
    return {g for g in reduce.guards if g.free_symbols & names}


def _fits(c: Contraction) -> bool:
    """Ranges depend on batch indices at most, which depend on nothing then; there are rows and columns."""
    batch, inner = {z for z, _, _ in c.batch}, (*c.rows, *c.cols, *c.depth)
    letters = {z for z, _, _ in inner}
    decide = [b for b in c.batch if b[0] in _bounds((*c.batch, *inner))]
    boxed = not _bounds(inner) & letters and not _bounds(c.batch) & letters and not _bounds(decide) & batch
    known = all(s in batch | letters or not isinstance(s, Index) for s in c.reduce.free_symbols)
    return bool(c.rows and c.cols) and known and boxed and not _of_data((*c.batch, *inner))


def _bounds(binders: Sequence[Binder]) -> set[Symbol]:
    """What the ranges depend on."""
    return {s for _, lo, hi in binders for s in lo.free_symbols | hi.free_symbols}


def _of_data(binders: Sequence[Binder]) -> bool:
    return any(e.atoms(Acc) for _, lo, hi in binders for e in (lo, hi))


def _worth(c: Contraction, assumed: Assumed) -> bool:
    return (
        trips(c.rows, assumed) >= ROWS and trips(c.cols, assumed) >= COLS and trips(c.depth, assumed) >= DEPTH
    )


def trips(binders: Sequence[Binder], assumed: Assumed) -> int:
    return prod(assumed.trips(b) for b in binders)


def extent(binder: Binder) -> Expr:
    return expand(binder[2] - binder[1] + 1)


def total(binders: Sequence[Binder]) -> Expr:
    return Mul(*map(extent, binders))


__all__ = ["Contraction", "Operand", "extent", "merged", "total", "trips", "ways"]
