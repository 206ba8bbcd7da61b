"""The presentation tree as a block of terminal lines: fractions stacked, letters below their sum sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, singledispatch

from derive.pretty.formats import text
from derive.pretty.formats.text import line, width
from derive.pretty.tree import boxes as b
from derive.pretty.tree.boxes import Box

TALL = {
    "paren": ("⎛⎜⎝", "⎞⎟⎠"),
    "square": ("⎡⎢⎣", "⎤⎥⎦"),
    "floor": ("⎢⎢⎣", "⎥⎥⎦"),
    "ceil": ("⎡⎢⎢", "⎤⎥⎥"),
    "abs": ("│││", "│││"),
    "brace": ("⎧⎨⎩", "⎫⎬⎭"),
}


HALF = (b.Numeral("1"), b.Numeral("2"))
NOTE = 56
"""Conditions under a sum sign go on one line up to this many columns."""


@dataclass(frozen=True)
class Picture:
    """Lines of equal width with a baseline; ``notes`` are to stand below everything, from their column on."""

    lines: tuple[str, ...]
    base: int
    notes: tuple[tuple[int, str], ...] = ()

    @property
    def width(self) -> int:
        return width(self.lines[0])


def pad(content: str, columns: int, centre: bool = False) -> str:
    """``content`` filled with blanks to ``columns``."""
    room = columns - width(content)
    left = room // 2 if centre else 0
    return " " * left + content + " " * (room - left)


def beside(blocks: Sequence[Picture]) -> Picture:
    """The blocks in a row, baselines aligned."""
    above = max(k.base for k in blocks)
    below = max(len(k.lines) - k.base for k in blocks)
    rows = [""] * (above + below)
    notes: list[tuple[int, str]] = []
    column = 0
    for block in blocks:
        start = above - block.base
        for at in range(above + below):
            inside = start <= at < start + len(block.lines)
            rows[at] += block.lines[at - start] if inside else " " * block.width
        notes += [(column + at, note) for at, note in block.notes]
        column += block.width
    return Picture(tuple(rows), above, tuple(notes))


def settled(block: Picture) -> Picture:
    """The block with its notes written below it, those that do not overlap on one line."""
    rows: list[str] = []
    for column, note in sorted(block.notes):
        for at, row in enumerate(rows):
            if width(row) + 2 <= column:
                rows[at] = pad(row, column) + note
                break
        else:
            rows.append(" " * column + note)
    columns = max([block.width, *(width(r) for r in rows)])
    return Picture(tuple(pad(r, columns) for r in (*block.lines, *rows)), block.base)


def flat(content: str) -> Picture:
    """A block of one line."""
    return Picture((content,), 0)


@singledispatch
def draw(box: Box) -> Picture:
    """The block of ``box``; what has no form in two dimensions stands on one line."""
    return flat(line(box))


@draw.register
def _(box: b.Row) -> Picture:
    dotted = any(isinstance(item, b.Op) and item.kind == "mul" for item in box.items)
    texts = [line(item) for item in box.items] if dotted else []
    blocks: list[Picture] = []
    for place, item in enumerate(box.items):
        if isinstance(item, b.Op):
            content = line(item)
            if item.kind == "mul" and place and text.close(box.items, texts, place):
                content = item.sign
            elif not place and item.kind != "sign":
                content = content.lstrip()
            blocks.append(flat(content))
            continue
        blocks.append(_part(item))
        if isinstance(item, b.Big):
            blocks.append(flat(" "))
    return beside(blocks)


@lru_cache(maxsize=1 << 11)
def _part(box: Box) -> Picture:
    """The block of a part: a formula is measured in many rows before the one in which it is broken."""
    return draw(box)


@draw.register
def _(box: b.Fraction) -> Picture:
    if (box.above, box.below) == HALF:
        return flat("½")
    above, below = settled(draw(box.above)), settled(draw(box.below))
    columns = max(above.width, below.width)
    top = [pad(x, columns, centre=True) for x in above.lines]
    bottom = [pad(x, columns, centre=True) for x in below.lines]
    return Picture((*top, "─" * columns, *bottom), len(top))


@draw.register
def _(box: b.Power) -> Picture:
    base = draw(box.base)
    if isinstance(box.base, b.Fraction):
        base = draw(b.Fence("paren", box.base))
    raised = text.superscript(box.exponent)
    if len(base.lines) == 1:
        return beside([base, flat(raised)])
    raised = raised if not raised.startswith("^") else line(box.exponent, True)
    corner = Picture((pad(raised, width(raised)), *[" " * width(raised)] * base.base), base.base)
    return beside([base, corner])


@draw.register
def _(box: b.Root) -> Picture:
    body = draw(box.body)
    if len(body.lines) == 1 or _is_small(box.body):
        return flat(line(box))
    return beside([flat("√"), draw(b.Fence("paren", box.body))])


def _is_small(box: Box) -> bool:
    """A quotient of two signs, as 2/π."""
    return isinstance(box, b.Fraction) and all(
        isinstance(x, b.Name | b.Numeral) for x in (box.above, box.below)
    )


@draw.register
def _(box: b.Big) -> Picture:
    under = line(box.under, True)
    over = line(box.over, True) if box.over is not None else ""
    columns = max(width(box.sign), width(under), width(over))
    rows = [pad(r, columns, centre=True) for r in (box.sign, under)]
    if over:
        rows.insert(0, pad(over, columns, centre=True))
    return Picture(tuple(rows), 1 if over else 0, tuple((0, note) for note in _notes(box.guards)))


def _notes(guards: Sequence[Box]) -> list[str]:
    """The conditions, as many on a line as stay readable."""
    notes: list[str] = []
    for guard in guards:
        content = line(guard)
        if notes and width(notes[-1]) + width(content) < NOTE:
            notes[-1] += ", " + content
        else:
            notes.append(content)
    return notes


@draw.register
def _(box: b.Fence) -> Picture:
    body = draw(box.body) if box.kind != "square" else flat(line(box.body))
    if len(body.lines) == 1:
        left, right = b.FENCES[box.kind]
        return beside([flat(left), body, flat(right)])
    left, right = TALL[box.kind]
    return beside([_edge(left, body), body, _edge(right, body)])


def _edge(glyphs: str, body: Picture) -> Picture:
    middle = [glyphs[1]] * (len(body.lines) - 2)
    return Picture((glyphs[0], *middle, glyphs[2]), body.base)


@draw.register
def _(box: b.Cases) -> Picture:
    values = [settled(draw(v)) for v, _ in box.branches]
    columns = max(v.width for v in values)
    rows: list[str] = []
    for value, (_, cond) in zip(values, box.branches, strict=True):
        reason = f"   if {line(cond)}" if cond is not None else "   otherwise"
        for at, content in enumerate(value.lines):
            rows.append(pad(content, columns) + (reason if at == value.base and not box.stacked else ""))
        rows += [reason] if box.stacked else []
    columns = max(width(r) for r in rows)
    base = (len(rows) - 1) // 2
    braces = ["⎨" if at == base and len(rows) > 2 else "⎪" for at in range(len(rows))]
    braces[0], braces[-1] = "⎧", "⎩"
    return Picture(tuple(f"{brace} {pad(r, columns)}" for brace, r in zip(braces, rows, strict=True)), base)
