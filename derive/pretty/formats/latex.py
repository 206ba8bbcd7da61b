"""The presentation tree as LaTeX, and a document that compiles with amsmath alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from derive.pretty.document import Document, Formula, Line, Note, Section
from derive.pretty.formats import prose
from derive.pretty.formats.prose import LETTERS, SIGNS
from derive.pretty.tree import boxes as b
from derive.pretty.tree.boxes import Box
from derive.pretty.tree.extent import HANG, arranged, columns

LIMIT = 86
"""How many columns of running text fill a line of the printed page."""

BIG = {
    "Σ": r"\sum", "Π": r"\prod", "max": r"\max", "min": r"\min",
    "arg max": r"\operatorname*{arg\,max}", "arg min": r"\operatorname*{arg\,min}",
}  # fmt: skip
FENCES = {
    "paren": ("(", ")"), "square": ("[", "]"), "floor": (r"\lfloor ", r"\rfloor "),
    "ceil": (r"\lceil ", r"\rceil "), "abs": ("|", "|"), "brace": (r"\{", r"\}"),
}  # fmt: skip
BETWEEN = {"sep": ",", "beside": r"\, "}
FUNCTIONS = ("exp", "log", "sin", "cos", "tan", "tanh", "sinh", "cosh", "max", "min")


@singledispatch
def tex(box: Box, tight: bool = False) -> str:
    """``box`` as LaTeX for math mode; ``tight`` writes quotients with a slash, as inside an index."""
    raise TypeError(f"no rule to write {type(box).__name__} in LaTeX")


@tex.register
def _(box: b.Name, tight: bool = False) -> str:
    base = LETTERS.get(box.base, box.base)
    if box.upright and base == box.base:
        escaped = base.replace("_", r"\_")
        base = rf"\{base}" if base in FUNCTIONS else rf"\mathrm{{{escaped}}}"
    for accent in box.accents:
        base = rf"\{accent}{{{base}}}"
    sub = ""
    if box.sub:
        sub = rf"_{{{box.sub}}}" if len(box.sub) == 1 else rf"_{{\mathrm{{{box.sub}}}}}"
    prefix = rf"\mathrm{{{box.prefix}}}" if box.prefix else ""
    power = f"^{{{box.power}}}" if box.power else ""
    return prefix + base + sub + power + "'" * box.primes


@tex.register
def _(box: b.Numeral, tight: bool = False) -> str:
    return SIGNS.get(box.digits, box.digits)


@tex.register
def _(box: b.Words, tight: bool = False) -> str:
    return rf"\text{{{prose.latex(box.words)}}}"


@tex.register
def _(box: b.Edge, tight: bool = False) -> str:
    side = r"\bigl" if box.opening else r"\bigr"
    return side + FENCES[box.kind][0 if box.opening else 1]


@tex.register
def _(box: b.Op, tight: bool = False) -> str:
    if box.kind in BETWEEN:
        return BETWEEN[box.kind]
    sign = r"\odot" if box.sign == "⊙" else SIGNS.get(box.sign, box.sign)
    return sign if box.kind == "sign" else f" {sign} "


@tex.register
def _(box: b.Row, tight: bool = False) -> str:
    out = ""
    for place, item in enumerate(box.items):
        if isinstance(item, b.Op) and item.kind == "mul" and (not place or _digits_follow(box.items, place)):
            out += r"\cdot "
            continue
        content = tex(item, tight)
        glued = isinstance(box.items[place - 1], b.Name) and out[-1:].isalpha() and content[:1].isalpha()
        out += " " + content if place and glued else content
    return out


def _digits_follow(items: tuple[Box, ...], at: int) -> bool:
    return at + 1 < len(items) and isinstance(items[at + 1], b.Numeral | b.Power)


@tex.register
def _(box: b.Fraction, tight: bool = False) -> str:
    if not tight:
        return rf"\frac{{{tex(box.above)}}}{{{tex(box.below)}}}"
    above, below = tex(box.above, True), tex(box.below, True)
    if b.is_sum(box.above):
        above = f"({above})"
    if b.is_sum(box.below) or b.is_product(box.below) or isinstance(box.below, b.Fraction):
        below = f"({below})"
    return f"{above}/{below}"


@tex.register
def _(box: b.Power, tight: bool = False) -> str:
    base = box.base
    if isinstance(base, b.Fraction):
        base = b.Fence("paren", base)
    return f"{tex(base, tight)}^{{{tex(box.exponent, True)}}}"


@tex.register
def _(box: b.Transpose, tight: bool = False) -> str:
    return rf"{{{tex(box.body, tight)}}}^{{\top}}"


@tex.register
def _(box: b.Root, tight: bool = False) -> str:
    return rf"\sqrt{{{tex(box.body, tight)}}}"


@tex.register
def _(box: b.Access, tight: bool = False) -> str:
    name = tex(box.name)
    if box.name.sub or box.name.primes or box.name.power:
        name = f"{{{name}}}"
    composite = any(isinstance(at, b.Row | b.Fence | b.Fraction) for at in box.index)
    index = (r",\, " if composite else ", ").join(tex(at, True) for at in box.index)
    return f"{name}_{{{index}}}"


@tex.register
def _(box: b.Big, tight: bool = False) -> str:
    rows = [tex(x, True) for x in (box.under, *box.guards)]
    stacked = r" \\ ".join(rows)
    under = rows[0] if len(rows) == 1 else rf"\substack{{{stacked}}}"
    over = f"^{{{tex(box.over, True)}}}" if box.over is not None else ""
    return f"{BIG[box.sign]}_{{{under}}}{over} "


@tex.register
def _(box: b.Fence, tight: bool = False) -> str:
    left, right = FENCES[box.kind]
    stretch = (r"\left", r"\right") if not tight and is_tall(box.body) else ("", "")
    return f"{stretch[0]}{left}{tex(box.body, tight)}{stretch[1]}{right}"


@tex.register
def _(box: b.Cases, tight: bool = False) -> str:
    between, after = (r" \\ \quad ", r" \\[3pt] ") if box.stacked else (" & ", r" \\ ")
    rows = [
        tex(v) + between + (rf"\text{{if }} {tex(c)}" if c is not None else r"\text{otherwise}")
        for v, c in box.branches
    ]
    body = after.join(rows)
    return rf"\begin{{cases}} {body} \end{{cases}}"


def is_tall(box: Box) -> bool:
    """Whether the box is higher than a line."""
    items = box.items if isinstance(box, b.Row) else (box,)
    return any(
        isinstance(i, b.Fraction | b.Big | b.Cases) or (isinstance(i, b.Fence) and is_tall(i.body))
        for i in items
    )


PREAMBLE = r"""\documentclass[10pt]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{amsmath}
\usepackage[a4paper,margin=18mm]{geometry}
\setlength{\parindent}{0pt}
\sloppy\setlength{\emergencystretch}{8em}
\allowdisplaybreaks
"""


def document(page: Document) -> str:
    """A complete file for pdflatex, lualatex or xelatex."""
    title = page.title + (f": {page.subtitle}" if page.subtitle else "")
    out = [
        PREAMBLE,
        r"\begin{document}",
        rf"\section*{{{prose.latex(title)}}}",
        prose.latex(page.summary),
        "",
    ]
    for section in page.sections:
        out += _section(section)
    if page.notes:
        out += [r"\begin{description}", *(_note(n) for n in page.notes), r"\end{description}"]
    return "\n".join([*out, r"\end{document}", ""])


def _section(section: Section) -> list[str]:
    head = f"{section.number}. {section.title}" if section.number else section.title
    law = rf" \quad \emph{{{prose.latex(section.law)}}}" if section.law else ""
    out = (
        [rf"\subsection*{{{prose.latex(head)}}}", law.strip(), ""]
        if law
        else [rf"\subsection*{{{prose.latex(head)}}}"]
    )
    if section.formulas:
        boxed = section.kind == "result" and len(section.formulas) == 1
        out.append(displayed(section.formulas, boxed))
    out += [rf"\quad {sentence(c)}\par" for c in section.findings]
    out += [rf"\quad provided {sentence(c)}\par" for c in section.conditions]
    return out


def displayed(formulas: tuple[Formula, ...], boxed: bool = False) -> str:
    """The formulas as one display, aligned at their relations; a boxed one stands in a frame.

    Where a wide left side would push another formula over the edge, the next display begins.
    """
    limit = LIMIT - 4 * boxed
    blocks: list[list[Aligned]] = []
    for one in (aligned(formula, limit) for formula in formulas):
        together = [*blocks[-1], one] if blocks else []
        wide = max((x.left for x in together), default=0) + max((x.right for x in together), default=0)
        if together and (boxed or wide <= limit + HANG):
            blocks[-1].append(one)
        else:
            blocks.append([one])
    bodies = [" \\\\\n".join(row for one in block for row in one.rows) for block in blocks]
    if boxed:
        (body,) = bodies
        return "\\[\n\\boxed{\\begin{aligned}\n" + body + "\n\\end{aligned}}\n\\]"
    return "\n".join("\\begin{align*}\n" + body + "\n\\end{align*}" for body in bodies)


@dataclass(frozen=True)
class Aligned:
    """The rows of a formula, and how many columns they take before and behind the place of alignment."""

    rows: tuple[str, ...]
    left: int
    right: int


def aligned(formula: Formula, limit: int = LIMIT) -> Aligned:
    """Left side, relation and right side, broken where it is long."""
    left = "" if formula.left is None else tex(formula.left)
    relation = SIGNS.get(formula.relation, formula.relation)
    hanging, lines = arranged(formula.left, formula.right, limit)
    if hanging:
        rows = [rf"& {left} {relation}"]
        rows += [r"&\quad " + r"\quad " * x.indent + tex(x.box) for x in lines]
    else:
        rows = [f"{left} &{relation} {tex(lines[0].box)}"]
        rows += [r"&" + r"\quad " * x.indent + tex(x.box) for x in lines[1:]]
    rows += [rf"&\qquad \text{{with }} {tex(d)}" for d in formula.definitions]
    if formula.ranges:
        rows.append(r"&\qquad \text{for } " + r",\; ".join(tex(r) for r in formula.ranges))
    before = 0 if hanging or formula.left is None else columns(formula.left)
    behind = max(columns(x.box) + 2 * x.indent for x in lines) + (2 if hanging else 0)
    return Aligned(tuple(rows), before, behind)


def _note(note: Note) -> str:
    lines = r" \\ ".join(sentence(x) for x in note.lines)
    return rf"\item[{prose.latex(note.label)}] {lines}"


def sentence(content: Line) -> str:
    """Running text with inline formulas."""
    return "".join(
        prose.latex(p).replace("   ", r"\quad ") if isinstance(p, str) else f"${tex(p)}$" for p in content
    )
