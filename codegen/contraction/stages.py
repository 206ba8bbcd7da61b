"""What is fixed before a contraction's loops stand, one stage after the other.

``Extents``   how many values its indices have, by name where it takes arithmetic to say
``Blocking``  the blocks that stay in the caches, and the parts that threads share
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Expr, Function, Mul, S, Symbol, expand

from codegen.contraction.axes import Axis, Flat
from codegen.contraction.match import Contraction, extent
from codegen.loops.nodes import Let
from derive.expr import Binder, Cond, FloorDiv, Index, Tensor, ge


class Parts(Function):
    """Into how many parts so many results are cut, for the threads there are."""

    is_integer = True
    is_positive = True


class RowBlock(Function):
    """How many rows a part has, of so many, where each is cut into others besides."""

    is_integer = True
    is_positive = True


class ColBlock(Function):
    """How many columns a panel has, where there are so many in all."""

    is_integer = True
    is_positive = True


class DepthBlock(Function):
    """How many terms are added before they go to memory."""

    is_integer = True
    is_positive = True


class Skipping(Function):
    """From how many products of a part on terms in a margin are left out: places inside, places in all."""

    is_integer = True
    is_nonnegative = True


@dataclass(frozen=True)
class Numbered:
    """Names of the contraction with this number in its kernel, none of which its formula has."""

    number: int
    taken: frozenset[str] = frozenset()

    def text(self, stem: str) -> str:
        name = stem if self.number == 1 else f"{stem}{self.number}"
        while name in self.taken:
            name += "_"
        return name

    def index(self, stem: str) -> Symbol:
        return Index(self.text(stem))

    def integer(self, stem: str) -> Symbol:
        return Symbol(self.text(stem), integer=True)

    def positive(self, stem: str) -> Symbol:
        return Symbol(self.text(stem), integer=True, positive=True)

    def array(self, stem: str, *shape: Expr, kind: str = "real") -> Tensor:
        axes = [Index(f"axis{k}") for k in range(len(shape))]
        return Tensor(self.text(stem), shape, axes, kind)


@dataclass(frozen=True)
class Extents:
    """The three flat indices; ``fixed`` names are known before the batch loop, ``varying`` ones inside it."""

    rows: Flat
    cols: Flat
    depth: Flat
    fixed: tuple[Let, ...]
    varying: tuple[Let, ...]

    @property
    def late(self) -> tuple[Symbol, ...]:
        return tuple(let.name for let in self.varying)

    def some(self, *axes: Flat) -> tuple[Cond, ...]:
        """That the ranges which are not known to have values are not empty."""
        maybe = {let.name for let in (*self.fixed, *self.varying) if not let.value.is_positive}
        return tuple(ge(e - 1) for flat in axes for e in flat.counts if e in self.late or e in maybe)


def extents(c: Contraction, names: Numbered) -> Extents:
    """How many values each index has, and how many all of a side have."""
    lets = _Lets(c, names)
    sides = {"row": c.rows, "col": c.cols, "inner": c.depth}
    each = {stem: lets.each(binders) for stem, binders in sides.items()}
    totals = [lets.named(t, Mul(*each[s])) for s, t in zip(sides, ("rows", "cols", "depth"), strict=True)]
    rows, cols, depth = (
        Flat(_flat(stem, sides[stem], names), sides[stem], each[stem], total)
        for stem, total in zip(sides, totals, strict=True)
    )
    return Extents(rows, cols, depth, tuple(lets.fixed), tuple(lets.varying))


def _flat(stem: str, binders: Sequence[Binder], names: Numbered) -> Symbol:
    """One index that counts from 0 needs no other name."""
    alone = len(binders) == 1 and binders[0][1] == 0
    return binders[0][0] if alone else names.index(stem)


class _Lets:
    """Names for counts, before the batch loop where they can be."""

    def __init__(self, c: Contraction, names: Numbered) -> None:
        self.names, self.late = names, {z for z, _, _ in c.batch}
        self.fixed: list[Let] = []
        self.varying: list[Let] = []

    def each(self, binders: Sequence[Binder]) -> tuple[Expr, ...]:
        return tuple(self.named(f"{b[0].name}_count", extent(b)) for b in binders)

    def named(self, stem: str, value: Expr) -> Expr:
        if value.is_Symbol or value.is_number:
            return value
        name = self.names.integer(stem)
        if value.free_symbols & self.late:
            self.late.add(name)
            self.varying.append(Let(name, value))
        else:
            self.fixed.append(Let(name, value))
        return name


@dataclass(frozen=True)
class Blocking:
    """Part ``row_part`` of the rows and ``col_part`` of the columns; ``sizes`` name the sizes of blocks."""

    row_part: Symbol
    col_part: Symbol
    high: Symbol
    wide: Symbol
    deep: Symbol
    rows: Axis
    cols: Axis
    depth: Axis
    sizes: tuple[Let, ...]

    @property
    def pieces(self) -> tuple[Expr, Expr]:
        """How many parts rows and columns have."""
        return _pieces(self.rows.flat.total, self.high), _pieces(self.cols.flat.total, self.wide)


def _pieces(count: Expr, size: Expr) -> Expr:
    return FloorDiv(count - 1, size) + 1


def blocking(n: Extents, others: Expr, names: Numbered) -> Blocking:
    """What is summed for an element depends on the depth alone, whatever the parts are."""
    high, wide, deep = (names.positive(word) for word in ("high", "wide", "deep"))
    row_part, col_part = names.index("row_part"), names.index("col_part")

    def part(flat: Flat, size: Symbol, number: Symbol) -> Axis:
        return Axis(flat, size * number, (expand(size * (number + 1) - 1), flat.total - 1))

    lets = (
        Let(wide, ColBlock(n.cols.total)),
        Let(deep, DepthBlock()),
        Let(high, RowBlock(n.rows.total, others * _pieces(n.cols.total, wide))),
    )
    rows, cols = part(n.rows, high, row_part), part(n.cols, wide, col_part)
    return Blocking(
        row_part, col_part, high, wide, deep, rows, cols, Axis(n.depth, S.Zero, (n.depth.total - 1,)), lets
    )


__all__ = ["Blocking", "Extents", "Numbered", "Parts", "Skipping", "blocking", "extents"]
