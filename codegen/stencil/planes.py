"""The padded planes of the side that is read through a window: one for each residue class of its strides.

Pixel ``i`` and tap ``u`` of an axis meet at ``s i + d u``: in the class ``d u mod s``, at ``i + ⌊d u / s⌋``.
So the taps of a pixel stand at the same offsets from it, whatever stride and dilation are.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Max, Min, Mul, S, Symbol, expand

from codegen.contraction.axes import Axis, Flat
from codegen.contraction.stages import Numbered, Parts
from codegen.loops.nest import nest
from codegen.loops.nodes import Block, Let, Offsets, Pad, Range
from codegen.loops.strides import offset
from codegen.stencil.windowed import Sight, Windowed, about
from derive.expr import Acc, Binder, FloorDiv, Index, Modulo, Tensor, Where, ge, substitute

ROOM = 1 << 15
"""How many elements the planes of a strip should have: they stay in the caches of a core."""
NEAR = 1 << 13
"""How many elements of the plain side lags walk again and again: they stay next to the core."""
BESIDE = 4
"""How many rows of results, and of lines, stand beside each other in registers."""
LEAST = 8
"""The least lines of a strip: windows of neighbouring strips overlap."""
PART, PARTS = 8, 128
"""How many tasks one key is done with before the next key comes, and where planes are tiny."""
HEAP = 16
"""Rows of results that a task of lags computes: the planes are made once for all of them."""


@dataclass
class Sizes:
    """How many values each index has, by name where it takes arithmetic to say."""

    w: Windowed
    names: Numbered

    def __post_init__(self) -> None:
        self.late: set[Symbol] = {z for z, _, _ in self.w.keys}
        self.fixed: list[Let] = []
        self.varying: list[Let] = []
        self.known: dict[Symbol, Expr] = {}

    def of(self, b: Binder) -> Expr:
        """How many values an index has."""
        if b[0] not in self.known:
            self.known[b[0]] = self.named(f"{b[0].name}_count", expand(b[2] - b[1] + 1))
        return self.known[b[0]]

    def named(self, stem: str, value: Expr, positive: bool = False) -> Expr:
        """``value`` by a name, before the loop over threads where it can be."""
        if value.is_Symbol or value.is_number:
            return value
        name = (self.names.positive if positive else self.names.integer)(stem)
        if value.free_symbols & self.late:
            self.late.add(name)
            self.varying.append(Let(name, value))
        else:
            self.fixed.append(Let(name, value))
        return name


@dataclass
class Planes:
    """The padded planes of one strip of lines at a time."""

    w: Windowed
    sizes: Sizes

    def __post_init__(self) -> None:
        w, names = self.w, self.sizes.names
        self.line: Sight | None = w.sights[0] if len(w.sights) == 2 else None
        self.column = w.sights[-1]
        self.strip = names.index("strip")
        wide = expand(self.sizes.of(self.column.pixel) + self.reach(self.column))
        self.wide = self.sizes.named("wide", wide)
        floats = Mul(*map(self.sizes.of, w.planes), *(s.stride for s in w.sights), self.wide)
        self.high: Expr = S.One
        self.strips: Expr = S.One
        self.tall: Expr = S.One
        if self.line is not None:
            lines = self.sizes.of(self.line.pixel)
            most = self.sizes.named("most", Max(LEAST, self.most(floats)), positive=True)
            cuts = self.sizes.named("cuts", Max(1, FloorDiv(lines - 1, most) + 1), positive=True)
            even = BESIDE * (FloorDiv(lines - 1, BESIDE * cuts) + 1)
            self.high = self.sizes.named("high", Max(1, Min(lines, even)), positive=True)
            self.strips = self.sizes.named(
                "strips", Max(1, FloorDiv(lines - 1, self.high) + 1), positive=True
            )
            self.tall = self.sizes.named("tall", expand(self.high + self.reach(self.line)))
        letters = [Index("p"), Index("q"), Index("a"), Index("b"), Index("c"), Index("d"), Index("e")]
        extents = self.extents()
        self.tensor = Tensor(names.text("planes"), extents, (letters * 2)[: len(extents)])
        self.at_line, self.at_column = names.index("line"), names.index("column")

    def most(self, floats: Expr) -> Expr:
        """How many lines of planes, and of what is walked once for each few taps, stay near."""
        lines = FloorDiv(ROOM, Max(1, floats))
        if not self.w.lags:
            return lines
        rows = Min(BESIDE, self.sizes.of(self.w.row)) if self.w.row else S.One
        beside = Max(1, rows * self.sizes.of(self.column.pixel), evaluate=False)  # no row at all: 0
        return Min(lines, FloorDiv(NEAR, beside))

    def reach(self, s: Sight) -> Expr:
        """How far the last tap of an axis stands from its first one."""
        if s.tap is None:
            return S.Zero
        return _quotient(_length(s) * (self.sizes.of(s.tap) - 1), s.stride)

    def extents(self) -> list[Expr]:
        phases = [s.stride for s in self.w.sights if s.stride != 1]
        return [*map(self.sizes.of, self.w.planes), *phases, self.tall, self.wide]

    @property
    def grid(self) -> tuple[Range, Range]:
        """The pixels of a strip."""
        j, lo, hi = self.column.pixel
        across = Range(j, (lo,), (hi,))
        if self.line is None:
            return Range(self.at_line, (S.Zero,), (S.Zero,)), across
        i, _, end = self.line.pixel
        first = self.first(self.line)
        return Range(i, (first,), (expand(first + self.high - 1), end)), across

    def first(self, s: Sight) -> Expr:
        """The first pixel of an axis in a strip."""
        return expand(s.pixel[1] + (self.high * self.strip if s is self.line else 0))

    @property
    def taps(self) -> tuple[Range, ...]:
        return tuple(Range(b[0], (S.Zero,), (expand(self.sizes.of(b) - 1),)) for b in self.w.taps)

    def here(self) -> dict[Symbol, Expr]:
        """The taps of the model by those of the nodes, which count from 0 as they stand."""
        turned = {s.tap[0] for s in self.w.sights if s.tap and s.turned}
        moved = {z: expand(hi - z if z in turned else lo + z) for z, lo, hi in self.w.taps}
        return {z: e for z, e in moved.items() if z != e}

    def seen(self) -> Acc:
        """The element of the planes that a pixel and a tap meet at."""
        ways = [(s, expand(s.pixel[0] - self.first(s))) for s in self.w.sights]
        phases = [Modulo(_walked(s), s.stride) for s, _ in ways if s.stride != 1]
        places = [z + _quotient(_walked(s), s.stride) for s, z in ways]
        lead = [S.Zero] if self.line is None else []
        return Acc(self.tensor, *(b[0] for b in self.w.planes), *phases, *lead, *places)

    def offsets(self, name: str, side: Acc) -> Offsets:
        """Where the taps stand on one side."""
        table = Tensor(self.sizes.names.text(name), (S.One,), (Index("p"),), "integer")
        return Offsets(table, self.taps, offset(side, self.taps))

    def filled(self) -> Block:
        """The nodes that lay the planes out."""
        phases = {
            s.axis: self.sizes.names.index(f"phase_{s.pixel[0].name}") for s in self.w.sights if s.stride != 1
        }
        lines = [
            (z, S.Zero, expand(s.stride - 1)) for s in self.w.sights if (z := phases.get(s.axis)) is not None
        ]
        planes = [(b[0], S.Zero, expand(self.sizes.of(b) - 1)) for b in self.w.planes]
        places = {s.axis: z for s, z in ((self.line, self.at_line), (self.column, self.at_column)) if s}
        new = {s.axis: self.position(s, phases.get(s.axis, S.Zero), places[s.axis]) for s in self.w.sights}
        here = {z: e for z, e in self.here().items() if z in {b[0] for b in self.w.planes}}
        index = [new.get(k, expand(substitute(at, here))) for k, at in enumerate(self.w.seen.index)]
        source = Acc(self.w.seen.tensor, *index)
        target = Acc(self.tensor, *(b[0] for b in planes), *(b[0] for b in lines), *self.place())
        conds = [c for a in new for c in (ge(index[a]), ge(source.tensor.shape[a] - 1 - index[a]))]
        conds += [substitute(c, here) for c in self.guards(new)]
        rows = Range(self.at_line, (S.Zero,), (expand(self.tall - 1),))
        cols = Range(self.at_column, (S.Zero,), (expand(self.wide - 1),))
        pad = Pad(rows, cols, target, Where(tuple(dict.fromkeys(conds)), source, S.Zero))
        return nest([*planes, *lines], (), (pad,))

    def place(self) -> tuple[Expr, Expr]:
        return (self.at_line if self.line else S.Zero), self.at_column

    def position(self, s: Sight, phase: Expr, place: Expr) -> Expr:
        """What stands at a place of a class: the position on the axis that is seen."""
        before = s.step * (s.tap[2] if s.turned else s.tap[1]) if s.tap else 0
        return expand(s.stride * (self.first(s) + place) + phase + before + s.rest)

    def guards(self, new: dict[int, Expr]) -> list[object]:
        """The guards of the sum, about positions."""
        made = []
        for g in self.w.reduce.guards:
            found = about(g, self.w)
            assert found is not None
            if found[0] is not None:
                axis, times = found[0].axis, found[1]
                made.append(ge(g.of - times * self.w.seen.index[axis] + times * new[axis]))
            elif g not in self.w.outside:
                made.append(g)
        return made


def _length(s: Sight) -> Expr:
    return -s.step if s.turned else s.step


def _walked(s: Sight) -> Expr:
    """How far a tap stands from the first one, taken as they stand."""
    return expand(_length(s) * s.tap[0]) if s.tap else S.Zero


def _quotient(e: Expr, by: Expr) -> Expr:
    return e if by == 1 else FloorDiv(e, by)


@dataclass
class Shares:
    """Tasks in as many parts as there are threads; the planes of a part lie in the same memory."""

    sizes: Sizes
    tasks: tuple[Binder, ...]
    abreast: int = 1

    def __post_init__(self) -> None:
        names = self.sizes.names
        counts = tuple(map(self.sizes.of, self.tasks))
        self.some = tuple(ge(e - 1) for e in counts[:-1] if e in self.sizes.late)
        known = Mul(*(e for e in counts if not e.free_symbols & self.sizes.late))
        pieces = self.sizes.named("pieces", self.cut(known), positive=True)
        total = self.sizes.named("tasks", Mul(*counts))
        self.share = share = self.sizes.named("share", Max(1, FloorDiv(total - 1, pieces) + 1), positive=True)
        self.part: Binder = (names.index("part"), S.Zero, expand(pieces - 1))
        flat = self.tasks[0][0] if len(self.tasks) == 1 and self.tasks[0][1] == 0 else names.index("turn")
        z = self.part[0]
        self.axis = Axis(
            Flat(flat, self.tasks, counts, total), share * z, (expand(share * (z + 1) - 1), expand(total - 1))
        )

    def cut(self, known: Expr) -> Expr:
        """As many parts as there are threads; where ranges depend on keys, parts that stay in the caches.

        Each of the keys writes its share of the same lines of memory: they come one after the other.
        """
        if not self.sizes.w.keys:
            return Parts(known)
        most, least = PARTS // self.abreast, max(1, PART // self.abreast)
        floats = self.abreast * Mul(*self.sizes.w.one.lhs.tensor.shape[-len(self.sizes.w.sights) :])
        here = self.sizes.named("some", Min(most, Max(least, FloorDiv(ROOM, Max(1, floats)))), positive=True)
        return Max(1, FloorDiv(known - 1, here) + 1)


__all__ = ["HEAP", "Planes", "Shares", "Sizes"]
