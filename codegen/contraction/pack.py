"""Contractions in registers: both sides packed block by block, products of blocks, then the results.

The parallel loop runs over the batch indices and over parts of the longer of rows and columns.  A part is
computed in blocks of columns; each adds up blocks of the depth.  The order in which an element is summed
depends on the depth alone, not on the number of parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sympy import Expr, S, expand

from codegen.contraction.axes import Axis, Blocks
from codegen.contraction.match import COLS, DEPTH, ROWS, Contraction, Operand, total
from codegen.contraction.stages import Blocking, Buffers, Extents, Numbered, blocking, buffers, extents
from codegen.loops.nest import loops
from codegen.loops.nodes import Alloc, Block, Choose, Copy, If, Label, Loop, Node, Product, Range, Store
from codegen.loops.roles import rewrite
from codegen.loops.schedule import Assumed
from derive.expr import Acc, Cond, ge

Value = Callable[[Any], tuple[Block, Any]]
"""The nodes that compute the sums inside an expression, and the expression over their results."""


@dataclass(frozen=True)
class Stages:
    """A contraction with all that is decided about it."""

    c: Contraction
    names: Numbered
    extents: Extents
    blocking: Blocking
    buffers: Buffers
    value: Value


def packed(c: Contraction, assumed: Assumed, value: Value, number: int, plain: Callable[[], Block]) -> Block:
    """The contraction in registers where it is large enough, else ``plain`` loops."""
    names = Numbered(number)
    n = extents(c, names)
    b = blocking(c, n, assumed, names)
    nodes = _whole(Stages(c, names, n, b, buffers(c, b, assumed, names), value))
    large = _large(c)
    return (Choose("blocks", large, nodes, plain()),) if large else nodes


def _large(c: Contraction) -> tuple[Cond, ...]:
    """That each side has enough values, where it is known before the batch loop."""
    least = ((c.rows, ROWS), (c.cols, COLS), (c.depth, DEPTH))
    batch = {z for z, _, _ in c.batch}
    conds = (ge(total(part) - enough) for part, enough in least)
    return tuple(g for g in conds if isinstance(g, Cond) and not g.free_symbols & batch)


def _whole(s: Stages) -> Block:
    """Numbered, then the parallel loop over batch and parts around the blocks of columns."""
    b, made = s.blocking, s.buffers
    arrays = tuple(Alloc(t) for t in (made.tile, made.left, made.right))
    box = [*s.c.batch, (b.part, S.Zero, b.pieces.name - 1)]
    some = s.extents.some(s.extents.rows, s.extents.cols)
    columns: Block = (If(some, _columns(s)),) if some else _columns(s)
    return (*s.extents.fixed, b.pieces, *loops(box, (*s.extents.varying, b.share, *arrays, *columns)))


def _columns(s: Stages) -> Block:
    """Block by block of the columns: the tile from zero, its sums, its results."""
    rows, cols = s.blocking.rows.whole, s.blocking.cols
    zero = Store(Acc(s.buffers.tile, rows.place, cols.block.place), S.Zero)
    clear = rows.loop((cols.block.loop((zero,)),))
    return (cols.loop((Label(s.c.one), clear, *_sums(s), *_results(s))),)


def _sums(s: Stages) -> Block:
    """Block by block of the depth the right side is packed, then block by block of the rows the left."""
    b = s.blocking
    rows = b.rows.loop((*_pack_left(s), _product(s)))
    deep = b.depth.loop((*_pack_right(s), rows))
    conds = (*s.c.outside, *s.extents.some(s.extents.depth))
    return (If(conds, (deep,)),) if conds else (deep,)


def _pack_right(s: Stages) -> Block:
    depth, cols = s.blocking.depth.block, s.blocking.cols.block
    return _pack(s, s.c.right, depth, cols, lambda at: Acc(s.buffers.right, depth.place, at))


def _pack_left(s: Stages) -> Block:
    depth, rows = s.blocking.depth.block, s.blocking.rows.block
    if s.buffers.turned:
        return _pack(s, s.c.left, depth, rows, lambda at: s.buffers.left_at(at, depth.place))
    return _pack(s, s.c.left, rows, depth, lambda at: s.buffers.left_at(rows.place, at))


def _pack(s: Stages, side: Operand, outer: Axis, inner: Axis, target: Callable[[Expr], Acc]) -> Block:
    """A block of one side, run by run; zero where its guards leave it out."""
    before, value = s.value(side.value)
    runs = inner.runs(side.guards, lambda at: (*before, Store(target(at), value)), s.names.index("line"))
    nodes = rewrite(outer.each(runs), _copied)
    if not side.guards:
        return nodes
    return (outer.loop((inner.loop((Store(target(inner.place), S.Zero),)),)), *nodes)


def _product(s: Stages) -> Node:
    """The tile's rows of this block += left · right."""
    b, (p, q, k) = s.blocking, map(s.names.index, "pqk")

    def whole(z: Any, blocks: Blocks) -> Range:
        return Range(z, (S.Zero,), tuple(expand(e - blocks.block.start) for e in blocks.block.last))

    tile = Acc(s.buffers.tile, expand(b.rows.first - b.rows.whole.start + p), q)
    left, right = s.buffers.left_at(p, k), Acc(s.buffers.right, k, q)
    return Product(whole(p, b.rows), whole(q, b.cols), whole(k, b.depth), tile, left, right)


def _results(s: Stages) -> Block:
    """The definition over what the tile has in the place of its sum."""
    one, rows = s.c.one, s.blocking.rows.whole

    def leaf(at: Expr) -> Block:
        found = Acc(s.buffers.tile, rows.place, at)
        return (Store(one.lhs, one.expr.xreplace({s.c.reduce: found})),)

    return rows.each(s.blocking.cols.block.runs((), leaf, s.names.index("line")))


def _copied(node: Node) -> Block:
    """A loop that only moves neighbours or evenly spaced elements is a copy."""
    match node:
        case Loop(range=r, body=(Store(target=Acc() as target, value=Acc() as value),)):
            even = all(_even(a, r) for a in (target, value))
            return (Copy(r, target, value),) if even and value.tensor.kind == "real" else (node,)
        case _:
            return (node,)


def _even(a: Acc, r: Range) -> bool:
    """Whether steps along the range are steps of one length in the array."""
    slopes = [at.coeff(r.index) for at in a.index]
    rest = [expand(at - slope * r.index) for at, slope in zip(a.index, slopes, strict=True)]
    return not any(r.index in e.free_symbols for e in (*rest, *slopes))


__all__ = ["Stages", "packed"]
