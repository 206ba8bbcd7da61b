"""A document as a part of a web page: the result in sight, each step folded until it is asked for.

Nothing here brings a style: the page that it stands in has the sheet of ``html``, once for all of its parts.
"""

from __future__ import annotations

from html import escape

from derive.pretty.document import Document, Section
from derive.pretty.formats.html import content, remarks
from derive.pretty.glossary import Glossary

FOLDED = ("forward", "step")
"""The kinds of section that are not the result."""


def folded(page: Document, heading: int = 3) -> str:
    """The result and what it mentions, the steps as a list that unfolds, the remarks."""
    known = Glossary(page)
    told = [one for one in page.sections if one.kind not in FOLDED]
    steps = [one for one in page.sections if one.kind == "step"]
    parts = [_open(one, heading, known) for one in told]
    if steps:
        many = "1 step" if len(steps) == 1 else f"{len(steps)} steps"
        body = "\n".join(_step(one, known) for one in steps)
        parts.append(f'<details class="steps"><summary>Derived in {many}</summary>\n{body}\n</details>')
    return "\n".join([*parts, remarks(page.notes, known)])


def unfolded(page: Document, heading: int = 3) -> str:
    """All sections in sight, the remarks below them."""
    known = Glossary(page)
    return "\n".join([*(_open(one, heading, known) for one in page.sections), remarks(page.notes, known)])


def _open(section: Section, heading: int, known: Glossary) -> str:
    title = f"<h{heading}>{escape(section.title)}</h{heading}>"
    return f'<section class="{section.kind}">\n{title}{content(section, known)}\n</section>'


def _step(section: Section, known: Glossary) -> str:
    number = f'<span class="number">{section.number}</span>'
    return (
        f'<details class="step"><summary>{number} {escape(section.title)}</summary>'
        f"{content(section, known)}\n</details>"
    )


__all__ = ["folded", "unfolded"]
