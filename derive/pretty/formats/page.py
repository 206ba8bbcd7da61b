"""A document laid out for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import wrap

from derive.pretty.document import Document, Formula, Line, Note, Section
from derive.pretty.formats.grid import beside, draw, flat, pad, settled
from derive.pretty.formats.text import line, width
from derive.pretty.tree import boxes as b
from derive.pretty.tree.boxes import Box
from derive.pretty.tree.breaking import Broken, broken, narrower

Style = Callable[[str, str], str]
"""``style(role, text)``: how a caller colours "title", "rule", "law", "label", "result", "note"."""

WIDTH = 100
HANG = 4
"""The indent of a right side that stands below its left side."""


def plain(role: str, content: str) -> str:
    """No colours."""
    return content


def page(document: Document, columns: int | None = None, style: Style = plain) -> str:
    """The whole document, no line wider than ``columns`` unless a single symbol is."""
    columns = columns or WIDTH
    title = f"{document.title} · {document.subtitle}" if document.subtitle else document.title
    out = [style("title", title), style("rule", "═" * width(title))]
    out += [style("law", x) for x in wrap(document.summary, columns)]
    for section in document.sections:
        out += ["", *_section(section, columns, style)]
    if document.notes:
        out.append("")
    for note in document.notes:
        out += _note(note, columns, style)
    return "\n".join(x.rstrip() for x in out) + "\n"


def _section(section: Section, columns: int, style: Style) -> list[str]:
    head = f"{section.number}. {section.title}" if section.number else section.title
    out = [style("rule", head)]
    if section.kind == "result":
        return out + _framed(section.formulas, columns, style)
    if section.law:
        out += [style("law", "   " + x) for x in wrap(section.law, columns - 3)]
    gap = False
    for one in section.formulas:
        rows = display(one, columns - 5)
        if gap or (len(rows) > 1 and out[-1:] != [""] and len(out) > 1):
            out.append("")
        out += ["     " + r for r in rows]
        gap = len(rows) > 1
    for lead, texts in (("", section.findings), ("provided ", section.conditions)):
        for content in texts:
            out += _hanging(lead + unbreakable(content, columns - 5), columns - 5, style)
    return out


def _hanging(content: str, columns: int, style: Style) -> list[str]:
    rows = wrap(content, columns, subsequent_indent="  ")
    return [style("note", "     " + x.replace("\u00a0", " ")) for x in rows]


def _framed(formulas: Sequence[Formula], columns: int, style: Style) -> list[str]:
    """The formulas in a frame, which gives up its margins where the page is narrow."""
    for margin in (2, 0):
        room = columns - 4 - 2 * margin
        rows = [r for one in formulas for r in display(one, room)]
        across = max(width(r) for r in rows)
        if across <= room:
            break
    blank = " " * max(margin - 1, 0)
    rule = "─" * (across + 2 + 2 * len(blank))
    body = [f"{' ' * margin}│ {blank}{style('result', pad(r, across))}{blank} │" for r in rows]
    return [f"{' ' * margin}╭{rule}╮", *body, f"{' ' * margin}╰{rule}╯"]


def display(formula: Formula, columns: int) -> list[str]:
    """The lines of a formula, continuations aligned after its relation, or hanging where that takes fewer."""
    if formula.left is None:
        left = flat(f"{formula.relation} ")
    else:
        left = draw(b.row(formula.left, b.Op(formula.relation, "rel")))
    right = narrower(formula.right, measure, columns - HANG)
    lines = broken(right, measure, columns - left.width)
    start = left.width
    if start > HANG:
        under = broken(right, measure, columns - HANG)
        if len(under) + 1 < len(lines) or max(map(_reach, lines)) > columns - start:
            lines, start = under, HANG
    rows: list[str] = list(settled(left).lines) if start < left.width else []
    for place, part in enumerate(lines):
        lead = left if not place and start == left.width else flat(" " * start)
        rows += settled(beside([lead, flat(" " * (2 * part.indent)), draw(part.box)])).lines
    for one in formula.definitions:
        rows += _definition(one, start, columns)
    if formula.ranges:
        rows += _wrapped("for ", [line(r) for r in formula.ranges], start, columns)
    return [r.rstrip() for r in rows]


def _reach(part: Broken) -> int:
    return 2 * part.indent + measure(part.box)


def _definition(box: Box, start: int, columns: int) -> list[str]:
    """``with k = …``, on one line if possible."""
    lead = " " * start + "with "
    if width(lead) + width(line(box)) <= columns:
        return [lead + line(box)]
    parts = broken(box, lambda x: width(line(x)), columns - width(lead))
    rest = [" " * width(lead) + "  " * p.indent + line(p.box) for p in parts[1:]]
    return [lead + line(parts[0].box), *rest]


def _wrapped(head: str, parts: Sequence[str], indent: int, columns: int) -> list[str]:
    rows = [" " * indent + head]
    for place, part in enumerate(parts):
        piece = part + ("," if place < len(parts) - 1 else "")
        if width(rows[-1]) + width(piece) + 1 > columns and rows[-1].strip() != head.strip():
            rows.append(" " * (indent + len(head)))
        rows[-1] += piece + " "
    return rows


def measure(box: Box) -> int:
    """The columns that the block of ``box`` takes, its notes included."""
    return settled(draw(box)).width


def _note(note: Note, columns: int, style: Style) -> list[str]:
    out: list[str] = []
    for content in note.lines:
        for row in wrap(unbreakable(content, columns - 14), columns - 14) or [""]:
            label = note.label if not out else ""
            out.append(style("label", pad(label, 14)) + style("note", row.replace("\u00a0", " ")))
    return out


def sentence(content: Line) -> str:
    """Running text with its formulas on the line."""
    return unbreakable(content).replace("\u00a0", " ")


def unbreakable(content: Line, room: int | None = None) -> str:
    """The same with no-break spaces inside the formulas, as far as one fits into the ``room``."""
    texts = [part if isinstance(part, str) else line(part) for part in content]
    whole = [
        not isinstance(part, str) and (room is None or width(t) <= room)
        for part, t in zip(content, texts, strict=True)
    ]
    return "".join(t.replace(" ", "\u00a0") if kept else t for t, kept in zip(texts, whole, strict=True))
