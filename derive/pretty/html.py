"""A document as a self-contained HTML page: MathML, no script, no network."""

from __future__ import annotations

from html import escape

from derive.pretty import prose
from derive.pretty.breaking import broken
from derive.pretty.document import Document, Formula, Line, Note, Section
from derive.pretty.extent import columns
from derive.pretty.mathml import inline, mathml, mrow

LIMIT = 96
"""How many columns of running text fill a line of the page."""

CSS = """
:root { color-scheme: light dark; --ink: #1a1c20; --paper: #fdfcf9; --soft: #5d6470; --line: #d9d6cd; --mark: #1f5fbf; --card: #f3f1ea; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e6e1; --paper: #15171b; --soft: #a0a6b1; --line: #343840; --mark: #8ab4f8; --card: #1d2026; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.2rem 1.6rem 4rem; max-width: 74rem; background: var(--paper); color: var(--ink);
  font: 1.15rem/1.5 "Source Serif 4", "STIX Two Text", Georgia, "Times New Roman", serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; }
h1 small { color: var(--soft); font-weight: normal; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 0.2rem; }
h2 .number { display: inline-block; min-width: 1.9em; color: var(--mark); }
.summary, .law, .provided { color: var(--soft); margin: 0.2rem 0; }
.law { font-style: italic; } .step .law, .step .provided, .step .formula { margin-left: 2.3rem; }
.formula { overflow-x: auto; overflow-y: hidden; padding: 0.45rem 0; }
math { font-family: "STIX Two Math", "Latin Modern Math", "Cambria Math", "Noto Sans Math", math; font-size: 1.12em; }
math[display="block"] { width: max-content; }
.eq > mtr > mtd { text-align: left; padding: 0.28em 0; } .eq > mtr > mtd:first-child { text-align: right; }
.cases > mtr > mtd { text-align: left; padding: 0.1em 0.7em 0.1em 0.2em; }
.guards > mtr > mtd { text-align: center; padding: 0.05em 0; }
.result .formula { border: 2px solid var(--mark); border-radius: 0.5rem; padding: 0.9rem 1.1rem; margin-top: 0.5rem; background: var(--card); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.4rem; margin: 2.4rem 0 0; padding-top: 1.2rem;
  border-top: 1px solid var(--line); }
dt { color: var(--mark); } dd { margin: 0; } dd div + div { margin-top: 0.2rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } .step .formula { margin-left: 0; } }
@media print { body { max-width: none; font-size: 11pt; } section { break-inside: avoid; } }
"""


def document(page: Document) -> str:
    """A complete page: one file, no network."""
    title = f"{page.title}: {page.subtitle}" if page.subtitle else page.title
    small = f" <small>{escape(page.subtitle)}</small>" if page.subtitle else ""
    sections = "\n".join(_section(s) for s in page.sections)
    notes = f"<dl>{''.join(_note(n) for n in page.notes)}</dl>" if page.notes else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n"
        f'<h1>{escape(page.title)}{small}</h1>\n<p class="summary">{escape(page.summary)}</p>\n'
        f"{sections}\n{notes}\n</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    number = f'<span class="number">{section.number}</span>' if section.number else ""
    law = f'\n<p class="law">{prose.html(section.law)}</p>' if section.law else ""
    body = "".join(f"\n{displayed(f)}" for f in section.formulas)
    provided = "".join(f'\n<p class="provided">provided {prose.html(c)}</p>' for c in section.conditions)
    return f'<section class="{section.kind}">\n<h2>{number}{escape(section.title)}</h2>{law}{body}{provided}\n</section>'


def displayed(formula: Formula) -> str:
    """The formula as a display, aligned at its relation where it takes several lines."""
    left = "" if formula.left is None else mathml(formula.left)
    wide = 0 if formula.left is None else columns(formula.left)
    relation = f"<mo>{escape(formula.relation)}</mo>"
    lines = broken(formula.right, columns, LIMIT - wide)
    rows = [f"<mtr><mtd>{left}</mtd><mtd>{mrow(relation, mathml(lines[0].box))}</mtd></mtr>"]
    for one in lines[1:]:
        space = f'<mspace width="{1.2 + 1.2 * one.indent:.1f}em"></mspace>'
        rows.append(f"<mtr><mtd></mtd><mtd>{mrow(space, mathml(one.box))}</mtd></mtr>")
    if formula.ranges:
        between = '<mo separator="true" rspace="0.6em">,</mo>'
        ranges = between.join(mathml(r) for r in formula.ranges)
        lead = '<mspace width="1.2em"></mspace><mtext>for\u00a0</mtext>'
        rows.append(f"<mtr><mtd></mtd><mtd>{mrow(lead, ranges)}</mtd></mtr>")
    return f'<div class="formula"><math display="block"><mtable class="eq" displaystyle="true">{"".join(rows)}</mtable></math></div>'


def _note(note: Note) -> str:
    lines = "".join(f"<div>{sentence(x)}</div>" for x in note.lines)
    return f"<dt>{escape(note.label)}</dt><dd>{lines}</dd>"


def sentence(content: Line) -> str:
    """Running text with inline formulas."""
    return "".join(
        prose.html(p).replace("   ", " \u2003 ") if isinstance(p, str) else inline(p) for p in content
    )
