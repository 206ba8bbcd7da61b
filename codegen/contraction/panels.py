"""The right side in panels: for each part of the columns the terms in order, columns as neighbours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Add, Expr, Mul, S, expand

from codegen.contraction.axes import Axis, Flat
from codegen.contraction.cheapest import Way
from codegen.contraction.operands import evenly, parts
from codegen.contraction.stages import Blocking, Numbered
from codegen.loops.nest import loops, nest
from codegen.loops.nodes import Block, Copy, Label, Loop, Node, Range, Store, Turn, View
from codegen.loops.roles import rewrite
from derive.expr import Acc, Binder, Index, Iverson, Tensor
from derive.model.layer import Def

Value = Callable[[Any], tuple[Block, Any]]
"""The nodes that compute the sums inside an expression, and the expression over their results."""


def panels(w: Way, b: Blocking, batch: tuple[Binder, ...], names: Numbered) -> Tensor:
    """The whole right side: panels of columns for each of the batch indices that it depends on."""
    outer = (hi - lo + 1 for _, lo, hi in own(w, batch))
    return names.array("panels", *outer, b.pieces[1], b.depth.flat.total, b.wide)


def own(w: Way, batch: tuple[Binder, ...]) -> tuple[Binder, ...]:
    """The batch indices that the right side depends on."""
    used = w.c.right.value.free_symbols.union(*(g.free_symbols for g in w.c.right.guards))
    return tuple(z for z in batch if z[0] in used)


def element(made: Tensor, w: Way, b: Blocking, batch: tuple[Binder, ...], inner: Expr, at: Expr) -> Acc:
    """Of the panel of this part, the term ``inner`` in the column ``at``."""
    return Acc(made, *(z - lo for z, lo, _ in own(w, batch)), b.col_part, inner, at)


def packed_once(
    made: Tensor, w: Way, b: Blocking, batch: tuple[Binder, ...], names: Numbered, value: Value
) -> Block:
    """Each panel by the loop over parts of the columns."""
    said = Label(_formula(made, w, b, batch))
    part: Binder = (b.col_part, S.Zero, b.pieces[1] - 1)
    if w.lines:
        return _by_lines(made, w, b, batch, names, part, said)

    def target(inner: Expr, at: Expr) -> Acc:
        return element(made, w, b, batch, inner, at)

    body = block(w, b.depth, b.cols, names, value, target)
    return loops([*own(w, batch), part], (said, *body))


def _by_lines(
    made: Tensor, w: Way, b: Blocking, batch: tuple[Binder, ...], names: Numbered, part: Binder, said: Label
) -> Block:
    """The first index of the terms runs outside of the columns: what lies together is read together."""
    flat, outer = b.depth.flat, own(w, batch)
    (z, lo, hi), *rest = flat.binders
    if len(flat.binders) == w.lines:
        whole_line = _lines(w, flat, b, names, lambda k, at: element(made, w, b, batch, k, at))
        return loops([*outer, part], (said, *whole_line))
    inner = Flat(flat.index, tuple(rest), flat.counts[1:], Mul(*flat.counts[1:]))
    shape = (*made.shape[:-2], flat.counts[0], inner.total, made.shape[-1])
    apart = names.array("panels_apart", *shape)
    letters = [Index(f"axis{k}") for k in range(len(made.shape))]
    whole = tuple(Range(y, (S.Zero,), (e - 1,)) for y, e in zip(letters, made.shape, strict=True))

    def target(k: Expr, at: Expr) -> Acc:
        return Acc(apart, *(y - first for y, first, _ in outer), b.col_part, z - lo, k, at)

    nodes = loops([*outer, (z, lo, hi), part], (said, *_lines(w, inner, b, names, target)))
    return (View(apart, whole, Acc(made, *letters)), *nodes)


def _formula(made: Tensor, w: Way, b: Blocking, batch: tuple[Binder, ...]) -> Def:
    """What stands in the panels, for the reader."""
    side = w.c.right
    value = Iverson(*side.guards) * side.value if side.guards else side.value
    at = element(made, w, b, batch, b.depth.flat.place, expand(b.cols.flat.place - b.cols.start))
    return Def(at, (*own(w, batch), *w.c.depth, *w.c.cols), value)


def _lines(w: Way, flat: Flat, b: Blocking, names: Numbered, target: Callable[[Expr, Expr], Acc]) -> Block:
    """Lines of terms that are neighbours in the source become columns of the panel."""
    a = w.c.right.value
    lead, last = flat.binders[: -w.lines], flat.binders[-w.lines :]
    count = Mul(*flat.counts[-w.lines :])
    p, z = names.index("p"), names.index("z")
    found = parts(a, (w.c.cols, w.c.depth))
    assert found is not None
    every, offset = evenly(found[0], w.c.cols) or (S.Zero, S.Zero)
    step = found[1].coeff(last[-1][0])
    first = found[1].xreplace({y: lo for y, lo, _ in last})
    start = expand(found[2] + offset + first + every * b.cols.start)
    at = flat.place.xreplace({y: lo for y, lo, _ in last})
    letters = tuple(Range(y, (lo,), (hi,)) for y, lo, hi in (*last, *w.c.cols))
    terms = Range(z, (S.Zero,), (count - 1,))
    turn = Turn(b.cols.span(p), terms, letters, target(expand(at + z), p), a, start, every, step)
    return nest(list(lead), (), (turn,))


def block(
    w: Way, depth: Axis, cols: Axis, names: Numbered, value: Value, target: Callable[[Expr, Expr], Acc]
) -> Block:
    """Terms and columns of a block, run by run; zero where the guards leave one out."""
    side = w.c.right
    before, found = value(side.value)
    runs = cols.runs(
        side.guards, lambda at: (*before, Store(target(depth.place, at), found)), names.index("line")
    )
    nodes = rewrite(depth.each(runs), _copied)
    if not side.guards:
        return nodes
    return (depth.loop((cols.loop((Store(target(depth.place, cols.place), S.Zero),)),)), *nodes)


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
    rest = [expand(Add(at, -slope * r.index)) for at, slope in zip(a.index, slopes, strict=True)]
    return not any(r.index in e.free_symbols for e in (*rest, *slopes))


__all__ = ["Value", "block", "element", "packed_once", "panels"]
