"""Contractions in registers: sides packed at most once, products of blocks, then the results.

The parallel loop runs over the batch indices, over parts of the rows and over parts of the columns.  A part
has tables of where its rows and the terms of its sums lie, and a tile that holds its sums.  The order in
which an element is summed depends on the depth alone, not on the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sympy import Expr, Mul, S, Symbol, expand

from codegen.contraction.axes import Axis
from codegen.contraction.cheapest import Right, Way, better, large, roomy
from codegen.contraction.margins import Copied, Skipped, skipped, with_margins
from codegen.contraction.match import Contraction
from codegen.contraction.operands import evenly, free, parts
from codegen.contraction.panels import Value, block, element, packed_once, panels
from codegen.contraction.results import Results, matrix, results
from codegen.contraction.stages import Blocking, Extents, Numbered, blocking, extents
from codegen.loops.nest import loops, nest
from codegen.loops.nodes import Alloc, Block, Choose, If, Label, Loop, Product, Range, Store, Turn
from derive.expr import Acc, Binder, Cond, FloorDiv, Tensor


def packed(
    ways: tuple[Way, ...], value: Value, numbers: Sequence[int], plain: Callable[[], Block],
    finite: tuple[Tensor, ...] = (),
) -> Block:  # fmt: skip
    """The contraction in registers where it is large enough and ``finite``, else ``plain`` loops."""
    names = [Numbered(k, _taken(w.c)) for k, w in zip(numbers, ways, strict=True)]
    made = [_Stages(w, n, value).nodes for w, n in zip(ways, names, strict=True)]
    conds = better(ways[0])
    two = len(made) > 1 and bool(conds)
    nodes = (Choose("either", conds, made[0], made[1]),) if two else made[0]
    conds = (*large(ways if two else ways[:1]), *(g for w in ways for g in roomy(w)))
    finite = tuple(dict.fromkeys((*finite, *(t for w in ways for t in w.met))))
    choice = Choose("blocks", conds, nodes, plain(), finite, ways[0].c.one.tensor)
    return (choice,) if conds or finite else nodes


def _taken(c: Contraction) -> frozenset[str]:
    """The names in the formula."""
    named = {*c.one.expr.atoms(Symbol), *c.reduce.bound, *c.one.indices}
    return frozenset(map(str, named | {s for t in (c.one.tensor, *c.one.reads) for s in t.free_symbols}))


@dataclass(frozen=True)
class _Stages:
    """One way with all that is decided about it."""

    way: Way
    names: Numbered
    value: Value

    @property
    def nodes(self) -> Block:
        """Sizes, copies of the sides, the loop over parts; one after the other for each outer index."""
        sizes = (*self.blocking.sizes, *self.skipped.sizes)
        inner = (*self.left.nodes, *sizes, *self.right, *self.results.nodes, *self.whole)
        some = self.extents.some(self.extents.rows, self.extents.cols)
        body = (*self.extents.varying, *((If(some, inner),) if some else inner))
        return (*self.extents.fixed, *nest(list(self.serial), (), body))

    @cached_property
    def serial(self) -> tuple[Binder, ...]:
        """The batch indices that ranges or margins depend on: they run outside of what they decide."""
        c = self.way.c
        decide = free((*c.batch, *c.rows, *c.cols, *c.depth))
        for m in self.way.left.margins:
            decide |= m.low.free_symbols | m.high.free_symbols if m else set()
        return tuple(b for b in c.batch if b[0] in decide)

    @cached_property
    def batch(self) -> tuple[Binder, ...]:
        return tuple(b for b in self.way.c.batch if b not in self.serial)

    @cached_property
    def extents(self) -> Extents:
        return extents(self.way.c, self.names)

    @cached_property
    def blocking(self) -> Blocking:
        others = Mul(*(hi - lo + 1 for _, lo, hi in self.batch))
        return blocking(self.extents, others, self.names)

    @cached_property
    def skipped(self) -> Skipped:
        return skipped(self.way, self.left.element, self.blocking.high, self.extents.depth.total, self.names)

    @cached_property
    def left(self) -> Copied:
        return with_margins(self.way.left, self.names)

    @cached_property
    def results(self) -> Results:
        n = self.extents
        found = matrix(self.way.c, n.rows, n.cols, self.names)
        return found or results(self.way.c, n.rows if self.way.turned else n.cols, self.names)

    @cached_property
    def panels(self) -> Tensor:
        return panels(self.way, self.blocking, self.batch, self.names)

    @property
    def right(self) -> Block:
        if self.way.right != Right.ONCE:
            return ()
        fill = packed_once(self.panels, self.way, self.blocking, self.batch, self.names, self.value)
        return (Alloc(self.panels), If(self.terms, fill)) if self.terms else (Alloc(self.panels), *fill)

    @property
    def terms(self) -> tuple[Cond, ...]:
        """That there is something to be summed."""
        return (*self.way.c.outside, *self.extents.some(self.extents.depth))

    @property
    def whole(self) -> Block:
        """The parallel loop over the parts."""
        return _Strips(self).nodes if self.way.right == Right.BLOCKS else _Tiles(self).nodes


class _Loop:
    """What the iterations over parts have in common; ``rows`` are those of one."""

    def __init__(self, s: _Stages, rows: Axis, height: Expr) -> None:
        self.s, self.rows, b = s, rows, s.blocking
        self.cols, self.depth = b.cols, b.depth.flat
        self.p, self.q, self.k = map(s.names.index, "pqk")
        self.tile = s.names.array("tile", height, b.wide)
        self.turned = s.names.array("turned", b.wide, height)
        self.row_at, self.left_at, self.right_at = (
            s.names.array(word, size, kind="integer")
            for word, size in (
                ("row_at", height),
                ("left_at", self.depth.total),
                ("right_at", self.depth.total),
            )
        )

    @property
    def arrays(self) -> Block:
        made = [self.row_at, self.left_at, self.right_at, *self.s.skipped.tables]
        if self.s.results.matrix is None:
            made.append(self.tile)
        return tuple(map(Alloc, [*made, self.turned] if self.s.way.turned else made))

    @cached_property
    def apart(self) -> tuple[Expr, ...]:
        """The address of an element of the left side: what its row says, what its term says, the rest."""
        c = self.s.way.c
        found = parts(self.s.left.element, (c.rows, c.depth, c.cols))
        assert found is not None
        return found[0], found[1], found[3]

    def where(self) -> Block:
        """The table of the rows."""
        at = expand(self.apart[0] + self.apart[2])

        def stores(p: Expr) -> Block:
            return (Store(Acc(self.row_at, p), at), *self.s.skipped.of_row(p))

        return self.rows.runs((), stores, self.s.names.index("line"))

    def terms(self, table: Tensor, at: Expr) -> Block:
        """A table of the terms, by their indices."""
        digits = [(r.index, *r.lo, *r.hi) for r in self.depth.letters()]
        return nest(digits, (), (Store(Acc(table, self.depth.place), at),))

    def places(self) -> Block:
        """Where the left side has the terms: elements from a row's, and along each axis with a margin."""
        at = self.depth.place
        digits = [(r.index, *r.lo, *r.hi) for r in self.depth.letters()]
        return nest(digits, (), (Store(Acc(self.left_at, at), self.apart[1]), *self.s.skipped.of_term(at)))

    def product(self, right: Acc, start: Expr, terms: Range) -> Product:
        c = self.s.way.c
        letters = tuple(Range(z, (lo,), (hi,)) for z, lo, hi in (*c.rows, *c.cols, *c.depth))
        tables = (Acc(self.row_at, self.p), Acc(self.left_at, self.k), Acc(self.right_at, self.k))
        ends = self.rows.span(self.p), self.cols.span(self.q), terms
        sides, deep = (self.s.left.element, right, *tables), self.s.blocking.deep
        inside = (self.s.skipped.read(self.p, self.k), *(let.name for let in self.s.skipped.sizes))
        return Product(*ends, letters, self.of(self.p, self.q), *sides, start, deep, c.hadamard, *inside)

    def sums(self, nodes: Block) -> Block:
        """The tile: its sums where there are any, else zero."""
        if not self.s.terms:
            return nodes
        zero = Loop(self.cols.span(self.q), (Store(self.of(self.p, self.q), S.Zero),))
        return (Loop(self.rows.span(self.p), (zero,)), If(self.s.terms, nodes))

    def results(self) -> Block:
        """The definition over what the tile has in the place of its sum."""
        line, along = self.s.names.index("line"), self.s.results.along
        if self.s.results.matrix:
            return ()
        if not self.s.way.turned:
            cols = replace(self.cols, flat=along)
            own = self.s.names.index("row_line")
            return self.rows.runs((), lambda p: cols.runs((), lambda q: self.put(self.of(p, q)), line), own)
        p, q = self.p, self.q
        ends = self.rows.span(p), self.cols.span(q)
        into, wide = Acc(self.turned, q, p), self.s.blocking.wide
        turn = Turn(*ends, (), into, self.of(p, q), S.Zero, wide, S.One)
        rows = replace(self.rows, flat=along)
        each = rows.runs((), lambda at: self.put(Acc(self.turned, self.cols.place, at)), line, self.cols.each)
        return (turn, *each)

    def of(self, p: Expr, q: Expr) -> Acc:
        """The sum of a row and a column."""
        whole = self.s.results.matrix
        return Acc(whole, self.rows.start + p, self.cols.start + q) if whole else Acc(self.tile, p, q)

    def put(self, found: Acc) -> Block:
        one = self.s.way.c.one
        return (Store(self.s.results.target, one.expr.xreplace({self.s.way.c.reduce: found})),)

    def around(self, parts: tuple[Binder, ...], body: Block) -> Block:
        return loops([*self.s.batch, *parts], (*self.arrays, Label(self.s.way.c.one), *body, *self.results()))


class _Tiles(_Loop):
    """Parts of the rows and of the columns; the right side lies where it is or in panels."""

    def __init__(self, s: _Stages) -> None:
        super().__init__(s, s.blocking.rows, s.blocking.high)

    @property
    def nodes(self) -> Block:
        b = self.s.blocking
        high, wide = b.pieces
        terms = Range(self.k, (S.Zero,), (self.depth.total - 1,))
        table, right, start = self.beside() if self.s.way.right == Right.BESIDE else self.panel()
        product = self.product(right, start, terms)
        body = (*self.where(), *self.sums((*self.places(), *table, product)))
        return self.around(((b.row_part, S.Zero, high - 1), (b.col_part, S.Zero, wide - 1)), body)

    def beside(self) -> tuple[Block, Acc, Expr]:
        c, a = self.s.way.c, self.s.way.c.right.value
        found = parts(a, (c.cols, c.depth))
        assert found is not None
        even = evenly(found[0], c.cols)
        assert even is not None
        start = expand(even[1] + self.cols.start)
        if c.hadamard:  # both sides start at the same column
            return self.terms(self.right_at, expand(found[1] + found[2])), a, start
        return self.terms(self.right_at, found[1]), a, expand(start + found[2])

    def panel(self) -> tuple[Block, Acc, Expr]:
        b = self.s.blocking
        a = element(self.s.panels, self.s.way, b, self.s.batch, self.k, self.q)
        return (_lines(self.right_at, self.k, self.depth.total, b.wide), a, _first(a, self.q, self.k))


class _Strips(_Loop):
    """Parts of the columns; the right side is packed block by block of the depth."""

    def __init__(self, s: _Stages) -> None:
        rows = s.extents.rows
        super().__init__(s, Axis(rows, S.Zero, (rows.total - 1,)), rows.total)

    @property
    def nodes(self) -> Block:
        s, b = self.s, self.s.blocking
        step = s.names.index("step")
        inner = Axis(self.depth, b.deep * step, (expand(b.deep * (step + 1) - 1), self.depth.total - 1))
        made = s.names.array("right", b.deep, b.wide)
        a = Acc(made, expand(self.k - inner.start), self.q)
        terms = Range(self.k, (inner.start,), inner.last)
        pack = block(s.way, inner, self.cols, s.names, s.value, lambda k, at: Acc(made, k, at))
        body = (*pack, self.product(a, _first(a, self.q, self.k), terms))
        steps = Range(step, (S.Zero,), (FloorDiv(self.depth.total - 1, b.deep),))
        table = _lines(self.right_at, self.k, self.depth.total, b.wide)
        sums = self.sums((*self.places(), *table, Loop(steps, body)))
        whole = (Alloc(made), *self.where(), *sums)
        return self.around(((b.col_part, S.Zero, b.pieces[1] - 1),), whole)


def _lines(table: Tensor, k: Symbol, count: Expr, apart: Expr) -> Block:
    """A table of lines that follow each other."""
    return (Loop(Range(k, (S.Zero,), (count - 1,)), (Store(Acc(table, k), apart * k),)),)


def _first(a: Acc, q: Symbol, k: Symbol) -> Expr:
    """The part of an address that depends neither on the column nor on the term."""
    found = parts(a, (((q, S.Zero, S.Zero),), ((k, S.Zero, S.Zero),)))
    assert found is not None
    return found[2]


__all__ = ["packed"]
