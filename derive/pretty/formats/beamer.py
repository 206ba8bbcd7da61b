"""A document as slides: one frame for each step, the result in a frame of its own, what is said last."""

from __future__ import annotations

from derive.pretty.document import Document, Section
from derive.pretty.formats import prose
from derive.pretty.formats.latex import aligned, sentence

LIMIT = 58
"""How many columns of running text fill a line of a slide."""

PREAMBLE = r"""\documentclass[10pt,aspectratio=169]{beamer}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{amsmath}
\setbeamertemplate{navigation symbols}{}
\allowdisplaybreaks
"""


def slides(page: Document) -> str:
    """A complete file of the class beamer."""
    title = page.title + (f": {page.subtitle}" if page.subtitle else "")
    frames = [_frame(title, [prose.latex(page.summary)]), *(_slide(s) for s in page.sections)]
    if page.notes:
        rows = [rf"\item[{prose.latex(n.label)}] {sentence(x)}" for n in page.notes for x in n.lines]
        frames.append(_frame(title, [r"\begin{description}", *rows, r"\end{description}"]))
    return "\n".join([PREAMBLE, r"\begin{document}", *frames, r"\end{document}", ""])


def _slide(section: Section) -> str:
    head = f"{section.number}. {section.title}" if section.number else section.title
    body = [rf"\emph{{{prose.latex(section.law)}}}"] if section.law else []
    if section.formulas:
        rows = [row for one in section.formulas for row in aligned(one, LIMIT).rows]
        body.append("\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}")
    body += [rf"{sentence(c)}\par" for c in section.findings]
    body += [rf"provided {sentence(c)}\par" for c in section.conditions]
    return _frame(head, body)


def _frame(title: str, body: list[str]) -> str:
    """A frame that goes on to a second one where it is full."""
    return "\n".join([rf"\begin{{frame}}[allowframebreaks]{{{prose.latex(title)}}}", *body, r"\end{frame}"])


__all__ = ["slides"]
