"""The nodes of windows over several planes at once.

Residue classes write into one tile, one class after the other, so that whole lines leave it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Dummy, Expr, S, expand

from codegen.contraction.stages import Numbered
from codegen.loops.nest import nest
from codegen.loops.nodes import Alloc, Block, Correlate, If, Label, Lags, Parallel, Range, Store
from codegen.stencil.abreast import LANES, Abreast, over
from codegen.stencil.carried import Totals
from codegen.stencil.planes import Shares, Sizes
from codegen.stencil.windowed import Windowed
from derive.expr import Acc, Binder, Where


def _range(b: Binder) -> Range:
    return Range(b[0], (b[1],), (b[2],))


def tasks(w: Windowed, planes: Abreast) -> tuple[Binder, ...]:
    """What is computed apart from each other."""
    return (planes.blocks, *(b for b in w.outer if b not in w.keys and b != planes.z))


@dataclass
class Together:
    """Every pixel of some planes: the classes of its residues into one tile, which is laid out at the end."""

    w: Windowed
    z: Binder
    rows: Range
    names: Numbered

    def __post_init__(self) -> None:
        w, names = self.w, self.names
        self.sizes = Sizes(w, names)
        self.planes = Abreast(w, self.sizes, self.z)
        self.shares = Shares(self.sizes, tasks(w, self.planes), LANES)
        count = self.sizes.of(w.row) if w.row else S.One
        first = (self.shares.share,) if w.keys else ()
        self.turn = (self.shares.axis.place,) if w.keys else ()
        self.planes.turns, self.planes.turn = first, self.turn
        image = w.one.lhs.tensor.shape[-2:] if w.keys else tuple(map(self.sizes.of, w.pixels))
        self.tile = self.planes.array("tile", *first, count, *image)
        self.starts = self.planes.array("starts", count)
        spans = (expand(r.hi[0] + 1) for r in self.planes.ordered)
        self.weights = self.planes.array("weights", count, *spans)
        self.image = [
            Range(names.index(s), (S.Zero,), (expand(e - 1),)) for s, e in zip(("a", "b"), image, strict=True)
        ]

    def place(self, *pixel: Expr) -> Acc:
        """A pixel in the tile."""
        return Acc(self.tile, *self.turn, expand(self.rows.index - self.rows.lo[0]), *pixel, self.planes.lane)

    def sums(self) -> tuple[Block, Block, Block]:
        """The arrays of a class, what its planes meet, and the nodes that compute it."""
        w, planes, p = self.w, self.planes, expand(self.rows.index - self.rows.lo[0])
        begin = Acc(self.starts, p, planes.lane)
        left = Acc(self.weights, p, *(r.index for r in planes.ordered), planes.lane)
        lefts, rights = planes.offsets("lefts", left), planes.offsets("rights", planes.seen())
        pixel = w.one.lhs.index[-2:] if w.keys else [expand(s.pixel[0] - s.pixel[1]) for s in w.sights]
        start = S.Zero if w.rest is None else w.rest
        made = (lefts, rights, Alloc(planes.tensor), Alloc(self.weights))
        met = (
            Label(w.one),
            *over((self.rows, planes.lanes), (Store(begin, planes.at(start)),)),
            *planes.factors(self.rows, left),
        )
        return made, met, (
            *planes.filled(),
            Correlate(
                self.rows, planes.grid, planes.taps, self.place(*pixel), begin,
                Where(w.outside, left, S.Zero) if w.outside else left, planes.seen(),
                lefts.table, rights.table, (planes.lanes,),
            ),
        )  # fmt: skip

    def results(self) -> Block:
        """The definition over what the tile has in the place of its sum."""
        w, planes = self.w, self.planes
        if w.keys:
            whole = Acc(w.one.lhs.tensor, *w.one.lhs.index[:-2], *(r.index for r in self.image))
            rows, cols = self.image
        else:
            whole, (rows, cols) = w.one.lhs, planes.grid
        place = self.place(*(expand(r.index - r.lo[0]) for r in (rows, cols)))
        lines = over((self.rows,), (planes.laid(rows, cols, whole, place),))
        if w.rest is not None:
            return lines
        found = Dummy("sum", real=True)
        if w.keys and (value := w.of_sum(found)) is not None:
            own = Store(place, planes.at(value).xreplace({found: place}))
            return (*over((self.rows, rows, cols, planes.lanes), (own,)), *lines)
        return over((self.rows, rows, cols, planes.lanes), (planes.result(place, {}),))

    def nodes(self) -> Block:
        """The loops over all tasks: one class after the other, then what they have made."""
        made, met, sums = self.sums()
        shares, varying = self.shares, self.sizes.varying
        whole = (Alloc(self.starts), Alloc(self.tile))
        if self.w.keys:
            classes = nest(list(self.w.keys), (), (*varying, *made, *shares.axis.each((*met, *sums))))
            results = shares.axis.each((Label(self.w.one), *self.results()))
            turned = shares.axis.each(self.planes.turned())
            inner = (Alloc(self.planes.raw()), *whole, *turned, *classes, *results)
        else:
            inner = (*varying, *made, *whole, *self.tasks(met, (*sums, *self.results())))
        return (*self.sizes.fixed, Parallel((_range(shares.part),), inner))

    def tasks(self, met: Block, each: Block) -> Block:
        """``each`` of the tasks; what the planes of several tasks in turn ``met`` is made once for these."""
        *_, (last, _, _) = self.shares.tasks
        own = self.w.plain.free_symbols | (S.Zero if self.w.rest is None else self.w.rest).free_symbols
        own |= {s for g in self.w.outside for s in g.free_symbols}
        if len(self.shares.tasks) == 1 or last in own:
            return self.shares.axis.each((*met, *each))
        return self.shares.axis.runs(
            (), lambda place: each, self.names.index("lot"), lambda run: (*met, *run)
        )


def lagged(w: Windowed, z: Binder, rows: Range, names: Numbered) -> Block:
    """Every tap: the sum over all pixels of some planes."""
    sizes = Sizes(w, names)
    planes = Abreast(w, sizes, z)
    shares = Shares(sizes, tasks(w, planes), LANES)
    count = sizes.of(w.row) if w.row else S.One
    p = expand(rows.index - rows.lo[0])
    tile = planes.array("tile", count, *map(sizes.of, w.taps))
    given = planes.array("given", count, *map(sizes.of, w.pixels))
    place = Acc(tile, p, *(r.index for r in planes.taps), planes.lane)
    pixel = [expand(s.pixel[0] - s.pixel[1]) for s in w.sights]
    left = Acc(given, p, *pixel, planes.lane)
    rights = planes.offsets("rights", planes.seen())
    inner = (
        *over((rows,), (planes.laid(*planes.grid, left, planes.element(w.plain)),)),
        *planes.filled(),
        Lags(rows, planes.grid, planes.taps, place, left, planes.seen(), rights.table, (planes.lanes,)),
    )
    each = (rows, *planes.taps, planes.lanes)
    totals = Totals(place, each, w.inner, names)
    every = totals.added(inner)
    every = (If(w.outside, every),) if w.outside else every
    results = over(each, (planes.result(totals.total, planes.here()),))
    body = shares.axis.each((Label(w.one), *totals.cleared(), *every, *results))
    made = (rights, Alloc(planes.tensor), Alloc(given), *totals.made)
    return (*sizes.fixed, Parallel((_range(shares.part),), (*sizes.varying, *made, *body)))


__all__ = ["Together", "lagged"]
