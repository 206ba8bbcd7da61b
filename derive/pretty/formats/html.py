"""A document as a self-contained HTML page: MathML, no script, no network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from derive.pretty.document import Document, Formula, Line, Note, Section
from derive.pretty.formats import prose
from derive.pretty.formats.mathml import inline, mathml, mrow
from derive.pretty.tree.breaking import Broken
from derive.pretty.tree.extent import arranged

LIMIT = 96
"""How many columns of running text fill a line of the page."""

STYLE_SHEET = Path(__file__).with_name("page.css")


def document(page: Document) -> str:
    """A complete page: one file, no network."""
    title = f"{page.title}: {page.subtitle}" if page.subtitle else page.title
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n{_style()}\n</head>\n"
        f'<body class="derivation">\n{_body(page)}\n</body>\n</html>\n'
    )


def cell(page: Document) -> str:
    """The same as a part of another page, such as a notebook; its style reaches nothing outside."""
    return f'<div class="derivation">\n{_style()}\n{_body(page)}\n</div>\n'


def _style() -> str:
    return f"<style>{STYLE_SHEET.read_text(encoding='utf-8')}</style>"


def _body(page: Document) -> str:
    small = f" <small>{escape(page.subtitle)}</small>" if page.subtitle else ""
    sections = "\n".join(_section(s) for s in page.sections)
    return (
        f'<h1>{escape(page.title)}{small}</h1>\n<p class="summary">{escape(page.summary)}</p>\n'
        f"{sections}\n{remarks(page.notes)}"
    )


def _section(section: Section) -> str:
    number = f'<span class="number">{section.number}</span>' if section.number else ""
    head = f"<h2>{number}{escape(section.title)}</h2>"
    return f'<section class="{section.kind}">\n{head}{content(section)}\n</section>'


def content(section: Section) -> str:
    """What stands below the title of a section: its law, its formulas, what it found out and assumed."""
    law = f'\n<p class="law">{prose.html(section.law)}</p>' if section.law else ""
    body = "".join(f"\n{displayed(one)}" for one in section.formulas)
    said = [sentence(one) for one in section.findings]
    said += [f"provided {sentence(one)}" for one in section.conditions]
    return law + body + "".join(f'\n<p class="provided">{one}</p>' for one in said)


def displayed(formula: Formula) -> str:
    """The formula as a display, aligned at its relation where it takes several lines."""
    left = "" if formula.left is None else mathml(formula.left)
    relation = f"<mo>{escape(formula.relation)}</mo>"
    hanging, lines = arranged(formula.left, formula.right, LIMIT)
    if hanging:
        rows = [_cells("", mrow(left, relation)), _cells("", _indented(lines[0], 1))]
    else:
        rows = [_cells(left, mrow(relation, mathml(lines[0].box)))]
    rows += [_cells("", _indented(more, 1)) for more in lines[1:]]
    if formula.ranges:
        between = '<mo separator="true" rspace="0.6em">,</mo>'
        ranges = between.join(mathml(r) for r in formula.ranges)
        lead = '<mspace width="1.2em"></mspace><mtext>for\u00a0</mtext>'
        rows.append(_cells("", mrow(lead, ranges)))
    for one in formula.definitions:
        lead = '<mspace width="1.2em"></mspace><mtext>with\u00a0</mtext>'
        rows.append(_cells("", mrow(lead, mathml(one))))
    table = f'<mtable class="eq" displaystyle="true">{"".join(rows)}</mtable>'
    return f'<div class="formula"><math display="block">{table}</math></div>'


def _cells(left: str, right: str) -> str:
    return f"<mtr><mtd>{left}</mtd><mtd>{right}</mtd></mtr>"


def _indented(part: Broken, steps: int) -> str:
    space = f'<mspace width="{1.2 * (steps + part.indent):.1f}em"></mspace>'
    return mrow(space, mathml(part.box))


def remarks(notes: Sequence[Note]) -> str:
    """What stands below the formulas in words; nothing where nothing is said."""
    rows = "".join(map(_note, notes))
    return f"<dl>{rows}</dl>" if rows else ""


def _note(note: Note) -> str:
    lines = "".join(f"<div>{sentence(x)}</div>" for x in note.lines)
    return f"<dt>{escape(note.label)}</dt><dd>{lines}</dd>"


def sentence(content: Line) -> str:
    """Running text with inline formulas."""
    return "".join(
        prose.html(p).replace("   ", " \u2003 ") if isinstance(p, str) else inline(p) for p in content
    )
