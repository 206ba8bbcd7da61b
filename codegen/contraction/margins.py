"""A copy of an array with zeros around it, as wide as indices go beyond its ends.

What a row at the border multiplies with these zeros is told by three tables: ``least`` and ``most``, between
which the place of a term lies that is inside for the row, and ``place``, that of each term.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Integer, Max, Min, S, expand

from codegen.contraction.cheapest import Right, Way
from codegen.contraction.operands import InPlace, shares
from codegen.contraction.stages import Numbered, Skipping
from codegen.loops.nodes import Block, Border, Let, Range, Store
from derive.expr import Acc, Index, Tensor


@dataclass(frozen=True)
class Copied:
    """A side with its margins: the names and the copy that are made, and the element in it."""

    nodes: Block
    element: Acc


def with_margins(side: InPlace, names: Numbered) -> Copied:
    """The side in a copy that has all that is read; itself where there are no margins."""
    a = side.element
    if not side.padded:
        return Copied((), a)
    lets, first, shape = list[Let](), list[Expr](), list[Expr]()
    for k, (size, m) in enumerate(zip(a.tensor.shape, side.margins, strict=True)):
        start, wide = (S.Zero, size) if m is None else (Min(S.Zero, m.low), Max(size, m.high + 1))
        first.append(_named(names, f"{a.tensor.name}_from{k}", start, lets))
        shape.append(_named(names, f"{a.tensor.name}_size{k}", wide - first[-1], lets))
    made = names.array(f"{a.tensor.name}_padded", *shape)
    letters = [Index(f"axis{k}") for k in range(len(shape))]
    whole = tuple(Range(z, (S.Zero,), (e - 1,)) for z, e in zip(letters, a.tensor.shape, strict=True))
    pad = Border(made, whole, Acc(a.tensor, *letters), tuple(first))
    index = (at - start for at, start in zip(a.index, first, strict=True))
    return Copied((*lets, pad), Acc(made, *index))


AXES = 3
"""Axes along which terms are left out."""


@dataclass(frozen=True)
class Ends:
    """An axis of ``size`` elements on which a term of a row stands at ``row + term``."""

    size: Expr
    row: Expr
    term: Expr


@dataclass(frozen=True)
class Skipped:
    """Along which axes rows at a border have fewer terms, and the tables of it; both may be none."""

    ends: tuple[Ends, ...]
    tables: tuple[Tensor, ...]
    sizes: tuple[Let, ...]

    def of_row(self, p: Expr) -> Block:
        """What stands in the tables for the row ``p`` of a part."""
        pairs = [((0, -e.row), (1, e.size - 1 - e.row)) for e in self.ends]
        return tuple(
            Store(Acc(self.tables[k], axis, p), expand(value))
            for axis, both in enumerate(pairs)
            for k, value in both
        )

    def of_term(self, at: Expr) -> Block:
        return tuple(Store(Acc(self.tables[2], axis, at), e.term) for axis, e in enumerate(self.ends))

    def read(self, p: Expr, k: Expr) -> tuple[Acc, ...]:
        """The elements of a row and a term, axis after axis."""
        pairs = tuple(zip(self.tables, (p, p, k), strict=False))
        return tuple(Acc(t, axis, at) for axis in range(len(self.ends)) for t, at in pairs)


def skipped(w: Way, copied: Acc, high: Expr, depth: Expr, names: Numbered) -> Skipped:
    """Which terms can be left out; none, where a sum is taken in several turns."""
    found, inner, whole = list[Ends](), S.One, S.One
    a = w.left.element
    for at, size, wide, m in zip(a.index, a.tensor.shape, copied.tensor.shape, w.left.margins, strict=True):
        apart = shares(at, (w.c.rows, w.c.depth)) if m else None
        if apart is not None and S.Zero not in apart[:2]:
            found.append(Ends(size, apart[0] + apart[2], apart[1]))
            inner, whole = inner * size, whole * wide
    if not found or w.c.hadamard or w.right == Right.BLOCKS or len(found) > AXES:
        return Skipped((), (), ())
    count = Integer(len(found))
    sizes = {"least": high, "most": high, "place": depth}
    tables = tuple(names.array(word, count, size, kind="integer") for word, size in sizes.items())
    return Skipped(tuple(found), tables, (Let(names.integer("skipping"), Skipping(inner, whole)),))


def _named(names: Numbered, stem: str, value: Expr, lets: list[Let]) -> Expr:
    """A name for what takes arithmetic."""
    if value.is_Symbol or value.is_number or value.is_Mul:
        return value
    lets.append(Let(names.integer(stem), value))
    return lets[-1].name


__all__ = ["Copied", "Ends", "Skipped", "skipped", "with_margins"]
