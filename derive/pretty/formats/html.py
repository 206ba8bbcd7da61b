"""A document as a self-contained HTML page: MathML, no script, no network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from derive.pretty.document import Document, Formula, Line, Note, Section
from derive.pretty.formats import prose
from derive.pretty.formats.mathml import inline, mathml, mrow
from derive.pretty.glossary import Glossary, Marks
from derive.pretty.tree.boxes import Box
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
    known = Glossary(page)
    sections = "\n".join(_section(s, known) for s in page.sections)
    return (
        f'<h1>{_title(page.title)}{small}</h1>\n<p class="summary">{escape(page.summary)}</p>\n'
        f"{sections}\n{remarks(page.notes, known)}"
    )


def _section(section: Section, known: Glossary) -> str:
    number = f'<span class="number">{section.number}</span>' if section.number else ""
    head = f"<h2>{number}{escape(section.title)}</h2>"
    return f'<section class="{section.kind}">\n{head}{content(section, known)}\n</section>'


def content(section: Section, known: Glossary) -> str:
    """What stands below the title of a section: its law, its formulas, what it found out and assumed."""
    law = f'\n<p class="law">{prose.html(section.law)}</p>' if section.law else ""
    body = "".join(f"\n{displayed(one, known)}" for one in section.formulas)
    said = [sentence(one, known) for one in section.findings]
    said += [f"provided {sentence(one, known)}" for one in section.conditions]
    return law + body + "".join(f'\n<p class="provided">{one}</p>' for one in said)


def displayed(formula: Formula, known: Glossary) -> str:
    """The formula as a display, aligned at its relation where it takes several lines; what its names mean.

    A meaning is shown while its name is pointed at or has the focus: the style sheet does that, no script.
    """
    marks = Marks(known)
    rows = _rows(formula, marks)
    table = f'<mtable class="eq" displaystyle="true">{"".join(rows)}</mtable>'
    said = "".join(
        f'<span class="told{number}">{sentence(line, known)}</span>' for number, line in enumerate(marks.said)
    )
    told = f'<p class="told">{said}</p>' if said else ""
    return f'<div class="formula"><math display="block">{table}</math>{told}</div>'


def _rows(formula: Formula, marks: Marks) -> list[str]:
    left = "" if formula.left is None else mathml(marks.on(formula.left))
    relation = f"<mo>{escape(formula.relation)}</mo>"
    hanging, lines = arranged(formula.left, formula.right, LIMIT)
    if hanging:
        rows = [_cells("", mrow(left, relation)), _cells("", _indented(lines[0], 1, marks))]
    else:
        rows = [_cells(left, mrow(relation, mathml(marks.on(lines[0].box))))]
    rows += [_cells("", _indented(more, 1, marks)) for more in lines[1:]]
    if formula.ranges:
        between = '<mo separator="true" rspace="0.6em">,</mo>'
        rows.append(_beside("for", between.join(mathml(marks.on(r)) for r in formula.ranges)))
    return rows + [_beside("with", mathml(marks.on(one))) for one in formula.definitions]


def _beside(word: str, content: str) -> str:
    """A row below the formula that says more of it."""
    lead = f'<mspace width="1.2em"></mspace><mtext>{word}\u00a0</mtext>'
    return _cells("", mrow(lead, content))


def _cells(left: str, right: str) -> str:
    return f"<mtr><mtd>{left}</mtd><mtd>{right}</mtd></mtr>"


def _indented(part: Broken, steps: int, marks: Marks) -> str:
    space = f'<mspace width="{1.2 * (steps + part.indent):.1f}em"></mspace>'
    return mrow(space, mathml(marks.on(part.box)))


def _title(name: str) -> str:
    """A name, which may go on in another line behind each of its words."""
    return escape(name).replace("_", "_<wbr/>")


def remarks(notes: Sequence[Note], known: Glossary | None = None) -> str:
    """What stands below the formulas in words; nothing where nothing is said."""
    rows = "".join(_note(note, known) for note in notes)
    return f"<dl>{rows}</dl>" if rows else ""


def _note(note: Note, known: Glossary | None) -> str:
    lines = "".join(f"<div>{sentence(x, known)}</div>" for x in note.lines)
    return f"<dt>{escape(note.label)}</dt><dd>{lines}</dd>"


def sentence(content: Line, known: Glossary | None = None) -> str:
    """Running text with inline formulas, in the colours of a page if it is one's."""

    def part(one: str | Box) -> str:
        if isinstance(one, str):
            return prose.html(one).replace("   ", " \u2003 ")
        return inline(known.coloured(one) if known else one)

    return "".join(map(part, content))
