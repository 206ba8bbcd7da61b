"""What is fixed before a contraction's loops stand, one stage after the other.

``Extents``   how many values its indices have, by name where it takes arithmetic to say
``Blocking``  which of rows and columns is cut among the threads, and the blocks that stay in the caches
``Buffers``   the arrays of one thread: packed blocks of both sides, the results that they add up to
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Expr, Function, Max, Min, Mul, S, Symbol, expand

from codegen.contraction.axes import Axis, Blocks, Flat, blocks
from codegen.contraction.match import Contraction, extent, trips, turned
from codegen.loops.nodes import Let
from codegen.loops.schedule import Assumed
from derive.expr import Acc, Binder, Cond, FloorDiv, Index, Tensor, ge

WIDE = 384
DEEP = 256
HIGH = 96
"""Columns, depth and rows of a block: what stays in the caches of a core."""
PIECE_ROWS = 6
PIECE_COLS = 64
"""Threads share whole blocks of registers: so many rows, or columns, belong together."""


class Parts(Function):
    """Into how many parts so many results are cut, for the threads there are."""

    is_integer = True
    is_positive = True


@dataclass(frozen=True)
class Numbered:
    """Names of the contraction with this number in its kernel."""

    number: int

    def text(self, stem: str) -> str:
        return stem if self.number == 1 else f"{stem}{self.number}"

    def index(self, stem: str) -> Symbol:
        return Index(self.text(stem))

    def integer(self, stem: str) -> Symbol:
        return Symbol(self.text(stem), integer=True)

    def positive(self, stem: str) -> Symbol:
        return Symbol(self.text(stem), integer=True, positive=True)

    def array(self, stem: str, *shape: Expr) -> Tensor:
        return Tensor(self.text(stem), shape, [Index("p"), Index("q")])


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

    def known(self, flat: Flat) -> Expr:
        """How many values of ``flat`` there are at least, as far as it is known before the batch loop."""
        return Mul(*(e for e in flat.counts if not e.free_symbols & set(self.late)))


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
    """Part ``part`` of ``pieces`` has ``share`` of the longer side: of the rows where it is ``tall``."""

    tall: bool
    part: Symbol
    pieces: Let
    share: Let
    rows: Blocks
    cols: Blocks
    depth: Blocks

    @property
    def height(self) -> Expr:
        """How many rows a part has."""
        return self.share.name if self.tall else self.rows.whole.flat.total


def blocking(c: Contraction, n: Extents, assumed: Assumed, names: Numbered) -> Blocking:
    """The longer of rows and columns is cut; what is summed for an element depends on the depth alone."""
    tall = trips(c.rows, assumed) > trips(c.cols, assumed)
    long, piece = (n.rows, PIECE_ROWS) if tall else (n.cols, PIECE_COLS)
    part, pieces, share = names.index("part"), names.positive("pieces"), names.positive("share")
    cut = Axis(long, share * part, (expand(share * (part + 1) - 1), long.total - 1))
    rows, cols = (cut, n.cols.whole()) if tall else (n.rows.whole(), cut)

    def by(whole: Axis, size: int, stem: str) -> Blocks:
        return blocks(whole, size, names.index(f"{stem}_from"), names.integer(f"{stem}_last"))

    least = piece * FloorDiv(long.total - 1 + piece * pieces, piece * pieces)
    return Blocking(
        tall,
        part,
        Let(pieces, Parts(n.known(long))),
        Let(share, Max(1, least)),
        by(rows, HIGH, "rows"),
        by(cols, WIDE, "cols"),
        by(n.depth.whole(), DEEP, "depth"),
    )


@dataclass(frozen=True)
class Buffers:
    """``tile`` has a part's rows and a block's columns; the left side lies ``turned`` where its runs do."""

    tile: Tensor
    left: Tensor
    right: Tensor
    turned: bool

    def left_at(self, row: Expr, inner: Expr) -> Acc:
        return Acc(self.left, inner, row) if self.turned else Acc(self.left, row, inner)


def buffers(c: Contraction, b: Blocking, assumed: Assumed, names: Numbered) -> Buffers:
    """As large as a block can be."""
    deep = Min(DEEP, b.depth.whole.flat.total)
    sides, along = (Min(HIGH, b.height), deep), turned(c, assumed)
    left = names.array("left", *(reversed(sides) if along else sides))
    return Buffers(names.array("tile", b.height, S(WIDE)), left, names.array("right", deep, S(WIDE)), along)


__all__ = ["Blocking", "Buffers", "Extents", "Numbered", "Parts", "blocking", "buffers", "extents"]
