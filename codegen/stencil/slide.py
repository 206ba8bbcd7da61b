"""Windows that slide, as nodes: planes are padded strip by strip, then taps or pixels run in registers.

The parallel loop runs over parts of the tasks; a task is what one set of planes serves.  What an element is
summed of, and in which order, does not depend on the number of parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sympy import Dummy, Expr, Max, Min, Mul, S, expand

from codegen.contraction.match import extent
from codegen.contraction.stages import Numbered
from codegen.loops.nest import loops, nest
from codegen.loops.nodes import Alloc, Block, Choose, Correlate, If, Label, Lags, Loop, Range, Store
from codegen.stencil.abreast import outer
from codegen.stencil.abreast import worth as several
from codegen.stencil.carried import Totals
from codegen.stencil.planes import HEAP, Planes, Shares, Sizes
from codegen.stencil.together import Together, lagged
from codegen.stencil.windowed import Windowed
from derive.expr import Acc, Binder, Cond, FloorDiv, Index, Modulo, Tensor, Where, ge, substitute

COLUMNS = 4
"""The least columns for which vectors of pixels pay."""
ROWS, TAPS, PLANES = 24, 128, 16
LAG_ROWS, LAG_TAPS = 16, 48
LATE_PLANES = 24
"""So many rows at most, or so many taps of so many planes: blocks turn each result round, lags in blocks pack
each element of the plain side, which many rows of many taps (measured: so many) make good.  Of taps that
differ from one residue class to the next only the planes are counted, of which so many are few.
"""
FULL, LONG = 16, 256
"""Blocks turn so many rows as full vectors, which that many taps make good whatever the lines are; the planes
of a correlation have left the nearest cache by then.
"""
LONE_ROWS, LONE_TAPS = 8, 16
"""The same for planes that are seen through a single tap each: nobody reads twice what was laid out."""


def slid(ways: Sequence[Windowed], number: int, otherwise: Block) -> Block:
    """The nodes of a window that slides, by the first of the ways that is worth it."""
    for w in reversed(ways):
        nodes = _lags(w, Numbered(number)) if w.lags else _correlation(w, Numbered(number))
        otherwise = (Choose("lagging" if w.lags else "correlations", worth(w), nodes, otherwise, *_met(w)),)
    for w in reversed(ways):
        if z := outer(w):
            nodes = _abreast(w, z, Numbered(number))
            otherwise = (Choose("abreast", several(w, z), nodes, otherwise, *_met(w)),)
    return otherwise


def _met(w: Windowed) -> tuple[tuple[Tensor, ...], Tensor]:
    """What the zeros around the planes are multiplied by, and the result."""
    return (w.plain.tensor,) if w.bounded else (), w.one.tensor


def _abreast(w: Windowed, z: Binder, names: Numbered) -> Block:
    rows = _rows(w, names)
    return lagged(w, z, rows, names) if w.lags else Together(w, z, rows, names).nodes()


def worth(w: Windowed) -> tuple[Cond, ...]:
    """As far as it is known before the loops: pixels outnumber taps, and these the classes of a stride; rows
    or taps are few.
    """
    conds = [ge(extent(s.pixel) - extent(s.tap)) for s in w.sights if s.tap]
    conds += [ge(extent(s.tap) - s.stride) for s in w.sights if s.tap and s.stride != 1]
    conds.append(ge(w.seen.tensor.shape[-1] - COLUMNS))
    late = {z for z, _, _ in w.keys}
    many = tuple(_many(w))
    conds += [] if any(e.is_nonpositive for e in many) else [ge(-Min(*many))]
    return tuple(c for c in dict.fromkeys(conds) if isinstance(c, Cond) and not c.free_symbols & late)


def _many(w: Windowed) -> Iterator[Expr]:
    """What is not positive where rows or taps are few, one of them being enough."""
    rows = extent(w.row) if w.row else S.One
    planes = Mul(*map(extent, w.planes))
    if w.keys:
        yield from (rows - ROWS, planes - LATE_PLANES)
        return
    window = Mul(*(extent(s.tap) for s in w.sights if s.tap))
    taps = window * planes
    yield rows - LONE_ROWS
    if w.lags:
        yield taps - LONE_TAPS
        yield Max(2 - window, Min(rows - LAG_ROWS, taps - LAG_TAPS))
    else:
        yield Max(2 - window, rows - ROWS, Min(1 - Modulo(rows, S(FULL)), taps - LONG))
        yield Max(planes - PLANES, taps - TAPS)


def _parallel(w: Windowed, sizes: Sizes, shares: Shares, before: Block, body: Block) -> Block:
    box = [shares.part, *w.keys]
    turns = shares.axis.each(body)
    inner: Block = (If(shares.some, turns),) if shares.some else turns
    return (*sizes.fixed, *loops(box, (*sizes.varying, *before, *inner)))


def _tasks(w: Windowed, last: Binder) -> tuple[Binder, ...]:
    return (*(b for b in w.outer if b not in w.keys), last)


def _correlation(w: Windowed, names: Numbered) -> Block:
    """Every pixel of a strip: what it starts with, and the sum over all taps."""
    sizes = Sizes(w, names)
    planes = Planes(w, sizes)
    shares = Shares(sizes, _tasks(w, (planes.strip, S.Zero, expand(planes.strips - 1))))
    rows = _rows(w, names)
    starts = Tensor(names.text("starts"), (_count(w, sizes),), (Index("p"),))
    plain = _moved(w.plain, planes.here())
    lefts, rights = planes.offsets("lefts", plain), planes.offsets("rights", planes.seen())
    direct = w.rest is not None
    tile = Tensor(
        names.text("tile"),
        [_count(w, sizes), planes.high, sizes.of(planes.column.pixel)],
        [Index(z) for z in "pij"],
    )
    place = Acc(tile, *(expand(r.index - r.lo[0]) for r in (rows, *planes.grid)))
    start = S.Zero if w.rest is None else w.rest
    left = Where(w.outside, plain, S.Zero) if w.outside else plain
    begin = Acc(starts, expand(rows.index - rows.lo[0]))
    sums = Correlate(
        rows, planes.grid, planes.taps, w.one.lhs if direct else place, begin, left, planes.seen(),
        lefts.table, rights.table,
    )  # fmt: skip
    results = () if direct else _over((rows, *planes.grid), (_result(w, place, {}),))
    made = (lefts, rights, Alloc(planes.tensor), Alloc(starts), *(() if direct else (Alloc(tile),)))
    return _parallel(
        w,
        sizes,
        shares,
        made,
        (Label(w.one), Loop(rows, (Store(begin, start),)), *planes.filled(), sums, *results),
    )


def _result(w: Windowed, place: Acc, here: dict[Any, Expr]) -> Store:
    """The definition over what stands in the place of its sum, by the indices of the nodes."""
    found = Dummy("sum", real=True)
    value = substitute(w.one.expr.xreplace({w.reduce: found}), here)
    return Store(_moved(w.one.lhs, here), value.xreplace({found: place}))


def _lags(w: Windowed, names: Numbered) -> Block:
    """Every tap: the sum over all pixels, strip by strip."""
    sizes = Sizes(w, names)
    planes = Planes(w, sizes)
    heap = names.index("heap")
    rows = _rows(w, names)
    heaps = sizes.named("heaps", FloorDiv(_count(w, sizes) + HEAP - 1, S(HEAP)))
    shares = Shares(sizes, _tasks(w, (heap, S.Zero, expand(heaps - 1))))
    lo = expand(rows.lo[0] + HEAP * heap)
    rows = Range(rows.index, (lo,), (expand(lo + HEAP - 1), *rows.hi))
    here = planes.here()
    letters = [Index("p"), *(Index(f"{r.index.name}_") for r in planes.taps)]
    tile = Tensor(names.text("tile"), [S(HEAP), *(sizes.of(b) for b in w.taps)], letters)
    place = Acc(tile, expand(rows.index - lo), *(r.index for r in planes.taps))
    rights = planes.offsets("rights", planes.seen())
    sums = Lags(rows, planes.grid, planes.taps, place, _moved(w.plain, here), planes.seen(), rights.table)
    totals = Totals(place, (rows, *planes.taps), w.inner, names)
    strips = nest([(planes.strip, S.Zero, expand(planes.strips - 1))], (), (*planes.filled(), sums))
    summed = totals.added(strips)
    every: Block = (If(w.outside, summed),) if w.outside else summed
    made = (rights, Alloc(planes.tensor), *totals.made)
    results = _over((rows, *planes.taps), (_result(w, totals.total, here),))
    return _parallel(w, sizes, shares, made, (Label(w.one), *totals.cleared(), *every, *results))


def _over(ranges: tuple[Range, ...], nodes: Block) -> Block:
    for r in reversed(ranges):
        nodes = (Loop(r, nodes),)
    return nodes


def _count(w: Windowed, sizes: Sizes) -> Expr:
    """How many rows there are."""
    return sizes.of(w.row) if w.row else S.One


def _rows(w: Windowed, names: Numbered) -> Range:
    """The rows of results that share what is seen, a single one where there is no such index."""
    if w.row is None:
        return Range(names.index("row"), (S.Zero,), (S.Zero,))
    return Range(w.row[0], (w.row[1],), (w.row[2],))


def _moved(a: Acc, here: dict[Any, Expr]) -> Acc:
    return Acc(a.tensor, *(expand(substitute(at, here)) for at in a.index))


__all__ = ["slid"]
