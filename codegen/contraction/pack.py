"""Contractions in registers: both sides packed block by block, products of blocks, then the results.

The parallel loop runs over the batch indices and over parts of the longer of rows and columns.  A part is
computed in blocks of columns; each adds up blocks of the depth.  The order in which an element is summed
depends on the depth alone, not on the number of parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Function, Max, Min, Mul, S, Symbol, expand

from codegen.contraction.match import COLS, DEPTH, ROWS, Contraction, Side, extent, total, trips, turned
from codegen.loops.nest import loops, nest
from codegen.loops.nodes import (
    Alloc,
    Block,
    Choose,
    Copy,
    Formula,
    If,
    Let,
    Loop,
    Node,
    Product,
    Range,
    Split,
    Store,
)  # fmt: skip
from codegen.loops.roles import rewrite
from codegen.loops.schedule import Assumed
from derive.expr import Acc, Binder, Cond, FloorDiv, Index, Tensor, ge

WIDE = 384
DEEP = 256
HIGH = 96
"""Columns, depth and rows of a block: what stays in the caches of a core."""

Value = Callable[[Any], tuple[Block, Any]]


class Parts(Function):
    """Into how many parts so many results are cut, for the threads there are."""

    is_integer = True
    is_positive = True


@dataclass(frozen=True)
class Axis:
    """A flat index over ``binders`` (of ``counts`` values each), in a block from ``start`` to ``last``."""

    flat: Symbol
    binders: tuple[Binder, ...]
    counts: tuple[Expr, ...]
    start: Expr
    last: tuple[Expr, ...]

    @property
    def block(self) -> Range:
        return Range(self.flat, (self.start,), self.last)

    def each(self, body: Block) -> Block:
        """``body`` for every value of the block, its indices by name."""
        return (Loop(self.block, self.named(body)),)

    def named(self, body: Block) -> Block:
        if self.flat == self.binders[0][0]:
            return body
        return (Split(self.letters(), self.flat, body),)

    def letters(self) -> tuple[Range, ...]:
        """The digits, each from its start through as many values as it has."""
        pairs = zip(self.binders, self.counts, strict=True)
        return tuple(Range(z, (lo,), (expand(lo + count - 1),)) for (z, lo, _), count in pairs)

    @property
    def place(self) -> Expr:
        return expand(self.flat - self.start)

    def runs(self, guards: Iterable[Cond], leaf: Callable[[Expr], Block], line: Symbol) -> Block:
        """``leaf(place in the block)`` along the last index, for every run of the block."""
        *lead, (z, lo, hi) = self.binders
        count = self.counts[-1]
        if not lead:
            start = expand(lo + self.start)
            ends = expand(lo + self.last[0])
            return nest([(z, start, ends)], guards, leaf(expand(z - lo - self.start)))
        before = expand(line * count - lo)
        start = Max(lo, self.start - before, evaluate=False)
        ends = Min(hi, *(expand(e - before) for e in self.last), evaluate=False)
        inner = nest([(z, start, ends)], guards, leaf(expand(z + before - self.start)))
        last = (*(FloorDiv(e, count) for e in self.last), expand(Mul(*self.counts[:-1]) - 1))
        digits = Split(self.letters()[:-1], line, inner)
        return (Loop(Range(line, (FloorDiv(self.start, count),), last), (digits,)),)


def _some(binders: Sequence[Binder]) -> tuple[Cond, ...]:
    """That the ranges which may be empty are not: extents that depend on an outer index."""
    return tuple(ge(extent(b) - 1) for b in binders if not extent(b).is_nonnegative)


class Packed:
    """The nodes of one contraction; ``value`` computes the sums inside an expression."""

    def __init__(self, c: Contraction, assumed: Assumed, value: Value, number: int) -> None:
        self.c, self.value = c, value
        self.turned = turned(c, assumed)
        self.tall = trips(c.rows, assumed) > trips(c.cols, assumed)
        self.mark = "" if number == 1 else str(number)
        self.part, self.line = self.letter("part"), self.letter("line")
        self.share = Symbol(f"share{self.mark}", integer=True, positive=True)
        self.count = Symbol(f"pieces{self.mark}", integer=True, positive=True)
        self.fixed: list[Let] = []
        self.varying: list[Let] = []
        self.counts = {
            name: self.counted(part) for name, part in (("row", c.rows), ("col", c.cols), ("inner", c.depth))
        }
        totals = {"row": "rows", "col": "cols", "inner": "depth"}
        m, n, k = (self.total(text, self.counts[z]) for z, text in totals.items())
        long = m if self.tall else n
        ends = (expand(self.share * (self.part + 1) - 1), long - 1)
        self.from_col, self.from_deep = self.letter("cols_from"), self.letter("depth_from")
        self.from_row = self.letter("rows_from")
        begin = self.share * self.part
        self.first_row: Expr
        self.first_col: Expr
        self.last_row: tuple[Expr, ...]
        self.last_col: tuple[Expr, ...]
        self.first_row, self.last_row = (begin, ends) if self.tall else (S.Zero, (m - 1,))
        self.first_col, self.last_col = (S.Zero, (n - 1,)) if self.tall else (begin, ends)
        self.long, self.whole = long, k
        self.all_rows = Axis(
            self.flat("row", c.rows), c.rows, self.counts["row"], self.first_row, self.last_row
        )
        self.ends: dict[str, Let] = {}
        self.rows = self.blocked("row", c.rows, self.from_row, HIGH, self.last_row)
        self.cols = self.blocked("col", c.cols, self.from_col, WIDE, self.last_col)
        self.depth = self.blocked("inner", c.depth, self.from_deep, DEEP, (k - 1,))
        high = self.share if self.tall else m
        self.tile = self.array("tile", high, S(WIDE))
        sides = (Min(HIGH, high), Min(DEEP, k))
        self.left = self.array("left", *(reversed(sides) if self.turned else sides))
        self.right = self.array("right", Min(DEEP, k), S(WIDE))

    def letter(self, name: str) -> Symbol:
        return Index(f"{name}{self.mark}")

    def array(self, name: str, *shape: Expr) -> Tensor:
        return Tensor(f"{name}{self.mark}", shape, [Index("p"), Index("q")])

    def counted(self, binders: Sequence[Binder]) -> tuple[Expr, ...]:
        """How many values each index has, by name where it takes arithmetic to say."""
        return tuple(self.named(f"{b[0].name}_count", extent(b)) for b in binders)

    def total(self, text: str, counts: Sequence[Expr]) -> Expr:
        return self.named(text, Mul(*counts))

    def named(self, text: str, value: Expr) -> Expr:
        if value.is_Symbol or value.is_number:
            return value
        name = Symbol(f"{text}{self.mark}", integer=True)
        late = {z for z, _, _ in self.c.batch} | {let.name for let in self.varying}
        (self.varying if value.free_symbols & late else self.fixed).append(Let(name, value))
        return name

    def blocked(
        self, name: str, binders: tuple[Binder, ...], start: Symbol, size: int, last: tuple[Expr, ...]
    ) -> Axis:
        end = Symbol(start.name.replace("from", "last"), integer=True)
        self.ends[name] = Let(end, Min(*last, start + size - 1, evaluate=False))
        return Axis(self.flat(name, binders), binders, self.counts[name], start, (end,))

    def flat(self, name: str, binders: tuple[Binder, ...]) -> Symbol:
        """One index that counts from 0 needs no other name."""
        alone = len(binders) == 1 and binders[0][1] == 0
        return binders[0][0] if alone else self.letter(name)

    # -- nodes

    def nodes(self) -> Block:
        piece = 6 if self.tall else 64
        share = piece * FloorDiv(self.long - 1 + piece * self.count, piece * self.count)
        made: Block = (Let(self.share, Max(1, share)),)
        made += tuple(Alloc(t) for t in (self.tile, self.left, self.right))
        box = [*self.c.batch, (self.part, S.Zero, self.count - 1)]
        some = self.some("row", "col")
        columns: Block = (If(some, self.columns()),) if some else self.columns()
        body = (*self.varying, *made, *columns)
        return (*self.fixed, Let(self.count, Parts(self.fixed_extent())), *loops(box, body))

    def fixed_extent(self) -> Expr:
        """What is known outside the loop about how many results there are."""
        late = {let.name for let in self.varying}
        counts = self.counts["row" if self.tall else "col"]
        return Mul(*(e for e in counts if not e.free_symbols & late))

    def some(self, *axes: str) -> tuple[Cond, ...]:
        """That the ranges which depend on an outer index are not empty."""
        late = [let.name for let in self.varying]
        return tuple(ge(e - 1) for axis in axes for e in self.counts[axis] if e in late)

    def columns(self) -> Block:
        text = Formula(self.c.one)
        zero = Store(Acc(self.tile, self.all_rows.place, self.cols.place), S.Zero)
        clear = Loop(self.all_rows.block, (Loop(self.cols.block, (zero,)),))
        body: Block = (self.ends["col"], text, clear, *self.sums(), *self.results())
        return (Loop(Range(self.from_col, (self.first_col,), self.last_col, WIDE), body),)

    def sums(self) -> Block:
        rows = Loop(
            Range(self.from_row, (self.first_row,), self.last_row, HIGH),
            (self.ends["row"], *self.pack_left(), self.product()),
        )
        deep = Loop(
            Range(self.from_deep, (S.Zero,), (self.whole - 1,), DEEP),
            (self.ends["inner"], *self.pack_right(), rows),
        )
        conds = (*self.c.outside, *self.some("inner"))
        return (If(conds, (deep,)),) if conds else (deep,)

    def pack_right(self) -> Block:
        target = lambda at: Acc(self.right, self.depth.place, at)  # noqa: E731
        return self.pack(self.c.right, self.depth, self.cols, target)

    def pack_left(self) -> Block:
        if self.turned:
            return self.pack(
                self.c.left, self.depth, self.rows, lambda at: Acc(self.left, self.depth.place, at)
            )
        return self.pack(self.c.left, self.rows, self.depth, lambda at: Acc(self.left, self.rows.place, at))

    def pack(self, side: Side, outer: Axis, inner: Axis, target: Callable[[Expr], Acc]) -> Block:
        before, value = self.value(side.value)
        runs = inner.runs(side.guards, lambda at: (*before, Store(target(at), value)), self.line)
        nodes = rewrite(outer.each(runs), _copied)
        if not side.guards:
            return nodes
        clear = Loop(inner.block, (Store(target(inner.place), S.Zero),))
        return (Loop(outer.block, (clear,)), *nodes)

    def product(self) -> Node:
        p, q, k = (self.letter(name) for name in "pqk")
        rows, cols, depth = (
            Range(z, (S.Zero,), tuple(expand(e - axis.start) for e in axis.last))
            for z, axis in ((p, self.rows), (q, self.cols), (k, self.depth))
        )
        left = Acc(self.left, k, p) if self.turned else Acc(self.left, p, k)
        row = expand(self.from_row - self.first_row + p)
        return Product(rows, cols, depth, Acc(self.tile, row, q), left, Acc(self.right, k, q))

    def results(self) -> Block:
        one = self.c.one

        def leaf(at: Expr) -> Block:
            found = Acc(self.tile, self.all_rows.place, at)
            return (Store(one.lhs, one.expr.xreplace({self.c.reduce: found})),)

        return self.all_rows.each(self.cols.runs((), leaf, self.line))


def _copied(node: Node) -> Block:
    """A loop that only moves neighbours or evenly spaced elements is a copy."""
    if not isinstance(node, Loop) or len(node.body) != 1 or not isinstance(node.body[0], Store):
        return (node,)
    z, store = node.range.index, node.body[0]
    if not isinstance(store.value, Acc) or store.value.tensor.kind != "real":
        return (node,)
    for a in (store.target, store.value):
        slopes = [at.coeff(z) for at in a.index]
        rest = [expand(at - slope * z) for at, slope in zip(a.index, slopes, strict=True)]
        if any(z in e.free_symbols for e in (*rest, *slopes)):
            return (node,)
    return (Copy(node.range, store.target, store.value),)


def packed(c: Contraction, assumed: Assumed, value: Value, number: int, plain: Callable[[], Block]) -> Block:
    """The contraction in registers where it is large enough, else ``plain`` loops."""
    nodes = Packed(c, assumed, value, number).nodes()
    large = [ge(total(part) - least) for part, least in ((c.rows, ROWS), (c.cols, COLS), (c.depth, DEPTH))]
    batch = {z for z, _, _ in c.batch}
    large = [g for g in large if isinstance(g, Cond) and not g.free_symbols & batch]
    if not large:
        return nodes
    return (Choose("blocks", tuple(large), nodes, plain()),)


__all__ = ["Packed", "Parts", "packed"]
