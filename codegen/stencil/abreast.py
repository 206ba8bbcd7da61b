"""Windows over several planes at once: vectors run along an outer index, ``LANES`` of its values abreast.

Where lines are shorter than a vector, or read with a stride, a vector along them is mostly empty or put
together from pieces.  Along an index that every side has, none is: planes, factors and results are turned so
that its values are neighbours.  Residue classes write into one tile, so that whole lines leave it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Dummy, Expr, Max, Min, Mul, S, expand

from codegen.contraction.match import extent
from codegen.loops.nest import nest
from codegen.loops.nodes import Block, Loop, Pad, Range, Store
from codegen.stencil.planes import Planes
from codegen.stencil.windowed import Sight, Windowed, about
from derive.expr import Acc, Binder, Cond, FloorDiv, Index, Modulo, Tensor, Where, ge, substitute

LANES = 16
"""How many planes stand abreast, whatever the vectors of a machine hold."""
SOME = 8
"""So few of them pay."""
FLAT = 3
"""So many planes for one result at most, or vectors of pixels do more with what they load."""
NEAR = 1 << 13
"""How many elements the planes that a window is seen in may have, for all of them to stay near."""
TAPS = 1 << 14
"""The same for the taps of all rows."""
FAR = 1 << 15
"""The same as ``NEAR`` where many rows are made of what is near."""
LEAST, MOST = 4, 32
"""As many planes and rows as registers hold beside each other, and as many taps: then each element that is
turned round has products enough to make that good, however long lines are.  Many more are blocks.
"""
LAGS = 24
"""Lags of lines up to so many pixels (measured: 1.2 to 1.5 times faster; from 28 on the two are alike), where
lanes are full to three quarters; of half a vector's pixels whatever the lanes are.
"""
APART = 16
"""So many tasks at least, as all rows of as many planes as stand abreast are a single one."""


def outer(w: Windowed) -> Binder | None:
    """The index that planes are told apart by: every side has it evenly, and nothing else depends on it."""
    late = {s for _, lo, hi in w.binders for s in lo.free_symbols | hi.free_symbols}
    late |= {s for g in w.reduce.guards for s in g.free_symbols}
    sides = (w.plain, w.seen, w.one.lhs)
    found = [b for b in w.outer if b[0] not in late and all(_even(a, b) for a in sides)]
    own = [b for b in found if b[0] in w.plain.free_symbols]
    shared = [b for b in found if not w.lags]
    chosen = (own or shared)[-1:] if len(w.sights) == 2 and _kept(w) else []
    return chosen[0] if chosen else None


def _even(a: Acc, b: Binder) -> bool:
    return all(b[0] not in expand(at - at.coeff(b[0]) * b[0]).free_symbols for at in a.index)


def _kept(w: Windowed) -> bool:
    """The pixels of a result stand on its last two axes, or results are all taps."""
    if w.lags:
        return True
    *lead, line, column = w.one.lhs.index
    first, last = w.pixels
    moving = {first[0], last[0], *(b[0] for b in w.keys)}
    apart = first[0] in line.free_symbols and last[0] in column.free_symbols
    others = {z for at in lead for z in at.free_symbols}
    return apart and moving.isdisjoint(others) and (not w.keys or _common(w))


def _common(w: Windowed) -> bool:
    """All classes of residues see the same planes, and do the same to their sums."""
    keys = {b[0] for b in w.keys}
    others = (*(b for b in w.outer if b not in w.keys), *w.planes, *([w.row] if w.row else []))
    ends = (e for _, lo, hi in others for e in (lo, hi))
    every = (*ends, *w.seen.index[:-2], *elsewhere(w))
    same = w.rest is not None or w.of_sum(Dummy("sum", real=True)) is not None
    return same and not any(e.free_symbols & keys for e in every)


def elsewhere(w: Windowed) -> list[Cond]:
    """The guards that are about planes."""
    found = ((g, about(g, w)) for g in w.reduce.guards if g not in w.outside)
    return [g for g, sight in found if sight is not None and sight[0] is None]


def worth(w: Windowed, z: Binder) -> tuple[Cond, ...]:
    """As far as it is known before the loops: enough planes to stand abreast, all of them near, and lines
    that vectors are not filled by; or lags of so many taps that a product of matrices would take them.
    """
    stride, many = w.sights[-1].stride, Mul(*map(extent, w.planes))
    image = map(extent, w.pixels) if w.lags else w.one.lhs.tensor.shape[-2:]
    near = (NEAR - many * Mul(*w.seen.tensor.shape[-2:]), NEAR - Mul(*image))
    taps = TAPS - Mul(*map(extent, (*w.taps, *([w.row] if w.row else []))))
    fills = (3 * stride - 2) * S(LANES // 2) if w.lags else LANES * stride
    short, more = fills - w.seen.tensor.shape[-1], many - FLAT
    full = 4 * extent(z) - 3 * LANES * _blocks(z)
    lines = (Max(short, more - 1, Min(LAGS - w.seen.tensor.shape[-1], full)),) if w.lags else (short, -more)
    late, small = {b[0] for b in w.keys}, (*near, taps, *lines)
    if many_products := _many_products(w, z, short):
        small = (taps, Max(Min(*near, *lines), Min(*many_products)))
    conds = map(ge, (extent(z) - SOME, *small))
    return tuple(c for c in conds if isinstance(c, Cond) and not c.free_symbols & late)


def _many_products(w: Windowed, z: Binder, short: Expr) -> tuple[Expr, ...]:
    """What is not negative where elements have many products, and lanes are full, those of pixels not."""
    if w.lags or w.keys or w.row is None:
        return ()
    many, rows = Mul(*map(extent, w.planes)), extent(w.row)
    window = Mul(*(extent(s.tap) for s in w.sights if s.tap))
    blocks = _blocks(z)
    tasks = blocks * Mul(*(extent(b) for b in w.outer if b != z))
    seen, image = Mul(*w.seen.tensor.shape[-2:]), Mul(*w.one.lhs.tensor.shape[-2:])
    found = (
        Min(many, rows, window) - LEAST,
        MOST - Max(many, rows),
        FAR - Max(many * seen, rows * image),
        Max(short, Modulo(extent(w.sights[-1].pixel), S(LANES)) - 1),
        9 * extent(z) - 8 * LANES * blocks,
        tasks - APART,
    )
    return () if any(e.is_negative for e in found) else found


def _blocks(z: Binder) -> Expr:
    """How many vectors the planes of an index fill."""
    return FloorDiv(extent(z) - 1, S(LANES)) + 1


def length(s: Sight) -> Expr:
    """How far neighbouring taps stand from each other, taken as they stand."""
    return -s.step if s.turned else s.step


@dataclass
class Abreast(Planes):
    """The padded planes of as many values of ``z`` as stand abreast, whole and with all their lines."""

    z: Binder

    def __post_init__(self) -> None:
        w, names = self.w, self.sizes.names
        self.line, self.column = w.sights
        self.block, self.lane = names.index("block"), names.index("lane")
        last = expand(self.z[2] - self.z[1] - LANES * self.block)
        self.lanes = Range(self.lane, (S.Zero,), (S(LANES - 1), last))
        self.at_line, self.at_column = names.index("line"), names.index("column")
        self.tall, self.wide = (
            self.sizes.named(word, self.span(s)) for word, s in zip(("tall", "wide"), w.sights, strict=True)
        )
        self.tensor = self.array("planes", *map(self.sizes.of, w.planes), self.tall, self.wide)
        self.turns: tuple[Expr, ...] = ()
        self.turn: tuple[Expr, ...] = ()

    @property
    def shared(self) -> bool:
        """Whether the planes are laid out several times: once for each class of residues."""
        return bool(self.w.keys)

    def raw(self) -> Tensor:
        """The planes as they are, turned: of every task that shares them among classes of residues."""
        counts = map(self.sizes.of, self.w.planes)
        return self.array("raw", *self.turns, *counts, *self.w.seen.tensor.shape[-2:])

    def turned(self) -> Block:
        """The nodes that turn the planes."""
        rows, cols = (
            Range(z, (S.Zero,), (expand(e - 1),))
            for z, e in zip((self.at_line, self.at_column), self.w.seen.tensor.shape[-2:], strict=True)
        )
        at = (self.at_line, self.at_column)
        planes = [(b[0], S.Zero, expand(self.sizes.of(b) - 1)) for b in self.w.planes]
        target = Acc(self.raw(), *self.turn, *(b[0] for b in planes), *at, self.lane)
        source = Acc(self.w.seen.tensor, *self.element(self.w.seen).index[:-2], *at)
        there = tuple(substitute(c, self.here()) for c in elsewhere(self.w))
        whole = Where(there, source, S.Zero) if there else source
        return nest(planes, (), (self.laid(rows, cols, target, whole),))

    def span(self, s: Sight) -> Expr:
        """How many positions of an axis are seen."""
        taps = length(s) * (self.sizes.of(s.tap) - 1) if s.tap else S.Zero
        return expand(s.stride * (self.sizes.of(s.pixel) - 1) + taps + 1)

    def array(self, stem: str, *shape: Expr) -> Tensor:
        extents = [*shape, S(LANES)]
        return Tensor(self.sizes.names.text(stem), extents, [Index(f"axis{k}") for k in range(len(extents))])

    def first(self, s: Sight) -> Expr:
        return s.pixel[1]

    @property
    def blocks(self) -> Binder:
        """The blocks of planes that stand abreast."""
        return self.block, S.Zero, FloorDiv(self.z[2] - self.z[1], S(LANES))

    @property
    def grid(self) -> tuple[Range, Range]:
        i, j = (Range(s.pixel[0], (s.pixel[1],), (s.pixel[2],)) for s in self.w.sights)
        return i, j

    def at(self, e: Any) -> Any:
        """``e`` for one of the planes."""
        return substitute(e, {self.z[0]: expand(self.z[1] + LANES * self.block + self.lane)})

    def element(self, a: Acc) -> Acc:
        """An element by the taps of the nodes."""
        return Acc(a.tensor, *(expand(substitute(e, self.here())) for e in a.index))

    def seen(self) -> Acc:
        taps = [length(s) * s.tap[0] if s.tap else S.Zero for s in self.w.sights]
        pairs = zip(self.w.sights, taps, strict=True)
        places = (expand(s.stride * (s.pixel[0] - s.pixel[1]) + tap) for s, tap in pairs)
        return Acc(self.tensor, *(b[0] for b in self.w.planes), *places, self.lane)

    def position(self, s: Sight, phase: Expr, place: Expr) -> Expr:
        before = s.step * (s.tap[2] if s.turned else s.tap[1]) if s.tap else 0
        return expand(s.stride * s.pixel[1] + place + before + s.rest)

    def filled(self) -> Block:
        """The nodes that turn the planes and lay them out."""
        places = (self.at_line, self.at_column)
        new = {s.axis: self.position(s, S.Zero, at) for s, at in zip(self.w.sights, places, strict=True)}
        here = {z: e for z, e in self.here().items() if z in {b[0] for b in self.w.planes}}
        own = [b[0] for b in self.w.planes]
        source = Acc(self.w.seen.tensor, *self.element(self.w.seen).index[:-2], *new.values())
        if self.shared:
            source = Acc(self.raw(), *self.turn, *own, *new.values(), self.lane)
        shape = self.w.seen.tensor.shape
        conds = [c for a, at in new.items() for c in (ge(at), ge(shape[a] - 1 - at))]
        there = elsewhere(self.w) if self.shared else []
        conds += [substitute(c, here) for c in self.guards(new) if c not in there]
        planes = [(b[0], S.Zero, expand(self.sizes.of(b) - 1)) for b in self.w.planes]
        rows = Range(self.at_line, (S.Zero,), (expand(self.tall - 1),))
        cols = Range(self.at_column, (S.Zero,), (expand(self.wide - 1),))
        target = Acc(self.tensor, *(b[0] for b in planes), *places, self.lane)
        whole = Where(tuple(dict.fromkeys(conds)), source, S.Zero)
        return nest(planes, (), (self.laid(rows, cols, target, whole),))

    def result(self, place: Acc, here: dict[Any, Expr]) -> Store:
        """The definition over what stands in the place of its sum."""
        w, found = self.w, Dummy("sum", real=True)
        value = substitute(w.one.expr.xreplace({w.reduce: found}), here)
        target = Acc(w.one.lhs.tensor, *(expand(substitute(e, here)) for e in w.one.lhs.index))
        return Store(self.at(target), self.at(value).xreplace({found: place}))

    def laid(self, rows: Range, cols: Range, target: Acc, source: Expr) -> Pad:
        return Pad(rows, cols, self.at(target), self.at(source), (self.lanes,))

    @property
    def ordered(self) -> tuple[Range, ...]:
        """The taps as they stand on the plain side more often than not: columns next to each other."""
        own = {s.tap[0] for s in self.w.sights if s.tap}
        mine = [r for r in self.taps if r.index in own]
        return (*(r for r in self.taps if r.index not in own), *reversed(mine))

    def factors(self, rows: Range, target: Acc) -> Block:
        """The plain side of every tap, turned."""
        one = Range(self.sizes.names.index("single"), (S.Zero,), (S.Zero,))
        *more, last, cols = (one, *self.ordered)
        plain = self.element(self.w.plain)
        source = Where(self.w.outside, plain, S.Zero) if self.w.outside else plain
        return over((rows, *(r for r in more if r is not one)), (self.laid(last, cols, target, source),))


def over(ranges: Sequence[Range], nodes: Block) -> Block:
    for r in reversed(ranges):
        nodes = (Loop(r, nodes),)
    return nodes


__all__ = ["LANES", "Abreast", "outer", "over", "worth"]
