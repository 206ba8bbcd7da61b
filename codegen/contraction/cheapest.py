"""Which way to see a sum as a contraction is the cheapest, and how each side is read.

The cost is what is done besides the products, in steps of the block in registers: elements that are copied,
results that are turned round, lanes that stay empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from sympy import Expr, expand

from codegen.contraction.match import COLS, DEPTH, ROWS, Contraction, Operand, total, trips, ways
from codegen.contraction.operands import InPlace, beside, evenly, in_place, once, one_sided, parts, run
from codegen.loops.schedule import Assumed, row_index
from codegen.program.fuse_loops import Group
from derive.expr import Acc, Cond, Tensor, accesses, ge, substitute

LANES = 16
STEP = 32
"""Products in one step: two vectors of so many lanes."""
TURN = 0.6
NEAR = 0.3
GATHER = 1.3
"""Steps (measured): to turn a result round, to pack an element of a run, to pack one of a strided run."""
CLOSE = 0.7
"""Two ways that differ by less are both made; sizes decide when they are known."""
MARGIN = 2
SLACK = 16
"""An axis of a copy with margins is at most so many times as long as the array, and so much longer."""
BROAD = 128
"""Columns that fill the registers without being packed."""


class Right(Enum):
    """How the columns are read: where they lie, from a copy of the whole side, from a copy of each block."""

    BESIDE = "where they lie"
    ONCE = "packed once"
    BLOCKS = "packed in blocks"


@dataclass(frozen=True)
class Way:
    """A contraction, and how its sides are read."""

    c: Contraction
    left: InPlace
    right: Right
    met: tuple[Tensor, ...] = ()
    """What zeros beside the other side are multiplied by."""

    def __str__(self) -> str:
        rows = "in a copy with margins" if self.left.padded else "where they lie"
        return f"{self.c}; rows read {rows}, columns {self.right.value}"

    @cached_property
    def turned(self) -> bool:
        """Whether the results lie along the rows."""
        return row_index(self.c.one) in {z for z, _, _ in self.c.rows}

    @cached_property
    def lines(self) -> int:
        """How many of the last indices of the depth go through the right side in even steps."""
        a = self.c.right.value
        found = (
            parts(a, (self.c.cols, self.c.depth)) if isinstance(a, Acc) and not self.c.right.guards else None
        )
        return run(found[1], self.c.depth) if found and evenly(found[0], self.c.cols) else 0


def chosen(g: Group, assumed: Assumed) -> tuple[Way, ...] | str:
    """The cheapest way, and the next one where only the sizes can tell; or why there is none."""
    found = ways(g, assumed)
    if isinstance(found, str):
        return found
    read = [w for w in (_read(c, assumed) for c in found) if w is not None]
    if not read:
        return "neither side is one element of an array"
    first, *others = sorted(read, key=lambda w: _cost(w, assumed))
    if first.right == Right.BESIDE:  # only what is left of a plane may be too few columns
        others = [w for w in others if len(w.c.batch) < len(first.c.batch)]
    near = [w for w in others if w.c.rows != first.c.rows and w.right != Right.BLOCKS]
    near = [w for w in near if _cost(w, assumed)[0] < _cost(first, assumed)[0] + CLOSE]
    return (first, *near[:1])


def better(first: Way) -> tuple[Cond, ...]:
    """When the first of two ways is taken: it has columns enough, and its packed side is the shorter one."""
    cols = total(first.c.cols)
    if first.right == Right.BESIDE:
        return _open(first.c, (cols - BROAD,))
    shorter = _open(first.c, (total(first.c.rows) - cols,))
    return (*shorter, *_open(first.c, (cols - COLS,))) if shorter else ()


def large(ways: Sequence[Way]) -> tuple[Cond, ...]:
    """That each side has enough values; of two ways either may have the rows that are few columns."""
    cols = ROWS if len(ways) > 1 else COLS
    least = [((w.c.rows, ROWS), (w.c.cols, cols), (w.c.depth, DEPTH)) for w in ways]
    asked = [_open(w.c, [total(part) - few for part, few in own]) for w, own in zip(ways, least, strict=True)]
    return tuple(dict.fromkeys(asked[-1] if len(ways) > 1 else asked[0]))


def _open(c: Contraction, least: Iterable[Expr]) -> tuple[Cond, ...]:
    """The conditions that are open, where they are known before the batch loop."""
    batch = {z for z, _, _ in c.batch}
    return tuple(g for g in map(ge, least) if isinstance(g, Cond) and not g.free_symbols & batch)


def roomy(w: Way) -> tuple[Cond, ...]:
    """That a copy with margins is not much larger than the array; as it is for the first outer index."""
    start = {z: lo for z, lo, _ in w.c.batch}
    axes = [(size, m) for size, m in zip(w.left.element.tensor.shape, w.left.margins, strict=True) if m]
    spare = (MARGIN * size + SLACK - substitute(expand(m.high - m.low), start) for size, m in axes)
    return tuple(g for g in map(ge, spare) if isinstance(g, Cond))


def _read(c: Contraction, assumed: Assumed) -> Way | None:
    left = in_place(c)
    if left is None:
        return None
    c = one_sided(c)
    met = (*_arrays(c.right, left.padded), *_arrays(c.left, bool(c.right.guards)))
    if beside(c) is not None:
        return Way(c, left, Right.BESIDE, met)
    if c.hadamard:
        return None
    return Way(c, left, Right.ONCE if once(c, c.right, assumed) else Right.BLOCKS, met)


def _arrays(side: Operand, meets: bool) -> tuple[Tensor, ...]:
    """What a side reads, if it meets zeros of the other one."""
    return tuple(dict.fromkeys(a.tensor for a in accesses(side.value) if meets and a.tensor.kind == "real"))


def _cost(w: Way, assumed: Assumed) -> tuple[float, ...]:
    rows, cols, depth = (trips(part, assumed) for part in (w.c.rows, w.c.cols, w.c.depth))
    steps = rows * depth * -(-cols // LANES) * LANES / STEP
    packed = {Right.BESIDE: 0.0, Right.ONCE: NEAR if w.lines else GATHER, Right.BLOCKS: GATHER + NEAR}[
        w.right
    ]
    copies = packed * cols * depth + (TURN * rows * cols if w.turned else 0.0)
    return round((steps + copies) / (rows * cols * depth / STEP), 6), float(len(w.c.batch))


__all__ = ["Right", "Way", "better", "chosen", "large", "roomy"]
