"""The presentation tree as MathML, and a self-contained HTML page."""

from __future__ import annotations

from functools import singledispatch
from html import escape

from derive.pretty import boxes as b
from derive.pretty.boxes import Box
from derive.pretty.breaking import broken
from derive.pretty.document import Document, Formula, Line, Note, Section
from derive.pretty.extent import columns
from derive.pretty.latex import SUBSCRIPTED, is_tall


LIMIT = 96
"""How many columns of running text fill a line of the page."""

ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~", "dot": "˙"}


def mrow(*parts: str) -> str:
    """The parts as one argument."""
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


def mi(text: str, upright: bool = False) -> str:
    """An identifier; one letter is italic unless ``upright``, several are upright by themselves."""
    variant = ' mathvariant="normal"' if upright and len(text) == 1 else ""
    return f"<mi{variant}>{escape(text)}</mi>"


@singledispatch
def mathml(box: Box, tight: bool = False) -> str:
    """``box`` as MathML; ``tight`` writes quotients with a slash, as inside an index."""
    raise TypeError(f"no rule to write {type(box).__name__} in MathML")


@mathml.register
def _(box: b.Name, tight: bool = False) -> str:
    out = mi(box.base, box.upright)
    if box.accent:
        out = f'<mover accent="true">{out}<mo stretchy="false">{ACCENTS[box.accent]}</mo></mover>'
    if box.prefix:
        out = mrow(mi(box.prefix, upright=True), out)
    primes = f"<mo>{'′' * box.primes}</mo>"
    if box.sub:
        sub = f"<mn>{box.sub}</mn>" if box.sub.isdigit() else mi(box.sub)
        return f"<msubsup>{out}{sub}{primes}</msubsup>" if box.primes else f"<msub>{out}{sub}</msub>"
    return f"<msup>{out}{primes}</msup>" if box.primes else out


@mathml.register
def _(box: b.Number, tight: bool = False) -> str:
    return f"<mn>{box.digits}</mn>"


@mathml.register
def _(box: b.Words, tight: bool = False) -> str:
    return f"<mtext>{escape(box.words)}</mtext>"


@mathml.register
def _(box: b.Edge, tight: bool = False) -> str:
    return f'<mo stretchy="false" fence="true" form="{"prefix" if box.opening else "postfix"}">{_glyph(box)}</mo>'


def _glyph(box: b.Edge) -> str:
    return b.FENCES[box.kind][0 if box.opening else 1]


@mathml.register
def _(box: b.Op, tight: bool = False) -> str:
    if box.sign == "mod":
        return '<mo lspace="0.3em" rspace="0.3em">mod</mo>'
    if box.kind == "mul":
        return '<mspace width="0.08em"></mspace>' if tight else '<mspace width="0.17em"></mspace>'
    if box.kind == "sign":
        return '<mo form="prefix">−</mo>'
    if box.kind == "sep":
        return '<mo separator="true">,</mo>'
    if tight and box.kind == "add":
        return f'<mo lspace="0.1em" rspace="0.1em">{escape(box.sign)}</mo>'
    return f"<mo>{escape(box.sign)}</mo>"


@mathml.register
def _(box: b.Row, tight: bool = False) -> str:
    parts: list[str] = []
    for place, item in enumerate(box.items):
        follows = box.items[place + 1] if place + 1 < len(box.items) else None
        if isinstance(item, b.Op) and item.kind == "mul" and (not place or isinstance(follows, b.Number | b.Power)):
            parts.append("<mo>·</mo>")
        else:
            parts.append(mathml(item, tight))
    return mrow(*parts)


@mathml.register
def _(box: b.Fraction, tight: bool = False) -> str:
    above, below = mathml(box.above, tight), mathml(box.below, tight)
    if not tight:
        return f"<mfrac>{above}{below}</mfrac>"
    if b.is_sum(box.above):
        above = _fenced("(", above, ")", False)
    if b.is_sum(box.below) or b.is_product(box.below) or isinstance(box.below, b.Fraction):
        below = _fenced("(", below, ")", False)
    return mrow(above, '<mo lspace="0" rspace="0">/</mo>', below)


@mathml.register
def _(box: b.Power, tight: bool = False) -> str:
    base = b.Fence("paren", box.base) if isinstance(box.base, b.Fraction) else box.base
    raised = mathml(box.exponent, True)
    if isinstance(base, b.Access):
        name, index = _access_parts(base)
        return f"<msubsup>{name}{index}{raised}</msubsup>"
    return f"<msup>{mathml(base, tight)}{raised}</msup>"


@mathml.register
def _(box: b.Root, tight: bool = False) -> str:
    return f"<msqrt>{mathml(box.body, tight)}</msqrt>"


@mathml.register
def _(box: b.Access, tight: bool = False) -> str:
    name, index = _access_parts(box)
    return f"<msub>{name}{index}</msub>"


def _access_parts(box: b.Access) -> tuple[str, str]:
    composite = any(isinstance(at, b.Row | b.Fence | b.Fraction) for at in box.index)
    comma = f'<mo separator="true" rspace="{"0.35em" if composite else "0.1em"}">,</mo>'
    return mathml(box.name), f"<mrow>{comma.join(mathml(at, True) for at in box.index)}</mrow>"


@mathml.register
def _(box: b.Big, tight: bool = False) -> str:
    sign = {"Σ": "∑", "Π": "∏"}.get(box.sign)
    sign = f'<mo movablelimits="false">{sign}</mo>' if sign else f'<mo movablelimits="false" rspace="0.1em">{box.sign}</mo>'
    rows = [mathml(x, True) for x in (box.under, *box.guards)]
    under = rows[0] if len(rows) == 1 else _table(rows, "guards")
    if box.over is not None:
        return f"<munderover>{sign}{under}{mathml(box.over, True)}</munderover>"
    return f"<munder>{sign}{under}</munder>"


def _table(rows: list[str], kind: str) -> str:
    return f'<mtable class="{kind}">' + "".join(f"<mtr><mtd>{r}</mtd></mtr>" for r in rows) + "</mtable>"


def _fenced(left: str, body: str, right: str, stretch: bool) -> str:
    how = "true" if stretch else "false"
    return (
        f'<mrow><mo fence="true" form="prefix" stretchy="{how}">{left}</mo>{body}'
        f'<mo fence="true" form="postfix" stretchy="{how}">{right}</mo></mrow>'
    )


@mathml.register
def _(box: b.Fence, tight: bool = False) -> str:
    left, right = b.FENCES[box.kind]
    return _fenced(left, mathml(box.body, tight), right, not tight and is_tall(box.body))


@mathml.register
def _(box: b.Cases, tight: bool = False) -> str:
    rows = ""
    for value, cond in box.branches:
        reason = "<mtext>otherwise</mtext>" if cond is None else f"<mtext>if\u00a0</mtext>{mathml(cond)}"
        rows += f"<mtr><mtd>{mathml(value)}</mtd><mtd>{mrow(reason)}</mtd></mtr>"
    return f'<mrow><mo fence="true" form="prefix" stretchy="true">{{</mo><mtable class="cases">{rows}</mtable></mrow>'


def inline(box: Box) -> str:
    """A formula inside running text."""
    return f"<math>{mathml(box)}</math>"


def prose(text: str) -> str:
    """Running text with its subscripts (``s_h``) set as such."""
    return SUBSCRIPTED.sub(r"<i>\1</i><sub>\2</sub>", escape(text))


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
    law = f'\n<p class="law">{prose(section.law)}</p>' if section.law else ""
    body = "".join(f"\n{displayed(f)}" for f in section.formulas)
    provided = "".join(f'\n<p class="provided">provided {prose(c)}</p>' for c in section.conditions)
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
    return "".join(prose(p).replace("   ", " \u2003 ") if isinstance(p, str) else inline(p) for p in content)
