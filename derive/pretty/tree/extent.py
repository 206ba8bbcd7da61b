"""How wide a formula is on a printed page or in a browser, in columns of running text, without drawing it."""

from __future__ import annotations

from functools import singledispatch

from derive.pretty.formats.text import line, width
from derive.pretty.tree import boxes as b
from derive.pretty.tree.boxes import Box
from derive.pretty.tree.breaking import Broken, broken, narrower

SMALL = 0.73
"""The size of a subscript relative to the line."""
HANG = 4
"""The indent of a right side that stands below its left side."""
SPACES = {"add": 2.2, "rel": 2.6, "mul": 0.4, "sep": 1.0, "sign": 1.4, "beside": 0.4}


@singledispatch
def extent(box: Box) -> float:
    """Columns that ``box`` takes; letters in mathematics are a little wider than on a terminal."""
    return 1.1 * width(line(box))


@extent.register
def _(box: b.Op) -> float:
    return SPACES[box.kind]


@extent.register
def _(box: b.Row) -> float:
    return sum(extent(item) for item in box.items)


@extent.register
def _(box: b.Fraction) -> float:
    return 0.5 + max(extent(box.above), extent(box.below))


@extent.register
def _(box: b.Power) -> float:
    return extent(box.base) + SMALL * extent(box.exponent)


@extent.register
def _(box: b.Root) -> float:
    return 2 + extent(box.body)


@extent.register
def _(box: b.Access) -> float:
    return extent(box.name) + SMALL * sum(0.6 + width(line(at, True)) for at in box.index)


@extent.register
def _(box: b.Big) -> float:
    parts = [width(line(x, True)) for x in (box.under, box.over, *box.guards) if x is not None]
    return 1 + max(3, 1.1 * len(box.sign), SMALL * max(parts))


@extent.register
def _(box: b.Fence) -> float:
    return 1.6 + extent(box.body)


@extent.register
def _(box: b.Cases) -> float:
    values = max(extent(v) for v, _ in box.branches)
    conditions = max(extent(c) if c is not None else 7 for _, c in box.branches)
    return 6 + (max(values, 2 + conditions) if box.stacked else values + conditions)


def columns(box: Box) -> int:
    """``extent`` rounded up."""
    return int(extent(box) + 0.99)


def arranged(left: Box | None, right: Box, limit: int) -> tuple[bool, list[Broken]]:
    """Whether the right side hangs below a wide left side, and its lines within ``limit``."""
    wide = 0 if left is None else columns(left)
    right = narrower(right, columns, limit - HANG)
    lines = broken(right, columns, limit - wide)
    if (len(lines) == 1 and wide + columns(right) <= limit) or wide <= HANG:
        return False, lines
    under = broken(right, columns, limit - HANG)
    fits = all(wide + columns(x.box) + 2 * x.indent <= limit for x in lines)
    return (False, lines) if fits and len(lines) <= len(under) + 1 else (True, under)
