"""The symbols of a page, marked: each index with its colour, each name with what is to be said of it.

In: a document.  Out: its boxes with marks, and below each formula the meanings that its marks point to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from derive.pretty.document import Document, Line
from derive.pretty.naming.palette import palette
from derive.pretty.tree import boxes as b
from derive.pretty.tree.boxes import Box
from derive.pretty.tree.identifiers import plain


def _names(one: Any) -> Iterator[b.Name]:
    """The names in boxes, from left to right."""
    if isinstance(one, b.Name):
        yield one
    elif isinstance(one, tuple):
        for part in one:
            yield from _names(part)
    elif is_dataclass(one) and not isinstance(one, type):
        for part in fields(one):
            yield from _names(getattr(one, part.name))


def _renamed(one: Any, change: Callable[[b.Name], Box]) -> Any:
    """The boxes with every name changed."""
    if isinstance(one, b.Name):
        return change(one)
    if isinstance(one, tuple):
        return tuple(_renamed(part, change) for part in one)
    if is_dataclass(one) and not isinstance(one, type | b.Op | b.Numeral | b.Words):
        inside: Any = one
        return replace(inside, **{f.name: _renamed(getattr(one, f.name), change) for f in fields(inside)})
    return one


@dataclass
class Glossary:
    """What is known of the symbols of one page, and which of them were met."""

    page: Document
    met: set[b.Name] = field(default_factory=set)

    @cached_property
    def colours(self) -> dict[str, int]:
        """The colour of each index of the page."""
        return palette(dict.fromkeys(plain(name) for name in _names(self.page) if name.over is not None))

    @cached_property
    def meanings(self) -> Mapping[b.Name, Line]:
        return self.page.meanings()

    def coloured(self, box: Box) -> Box:
        """A formula in running text: its indices have their colours, and nothing is said of them."""
        made: Box = _renamed(box, lambda name: name if name.over is None else self.mark(name, None))
        return made

    def mark(self, name: b.Name, number: int | None) -> b.Marked:
        """The name with its colour and its number among those of its formula."""
        first = number is not None and name not in self.met
        self.met |= {name} if first else set()
        return b.Marked(name, number, None if name.over is None else self.colours[plain(name)], first)

    def meaning(self, name: b.Name) -> Line | None:
        """What is said of a name: of an index its range, of a value how it is defined."""
        return (name.over(),) if name.over is not None else self.meanings.get(name)


@dataclass
class Marks:
    """The symbols of one formula; ``said`` are their meanings, in the order of their numbers."""

    glossary: Glossary
    said: list[Line] = field(default_factory=list)

    def on(self, box: Box) -> Box:
        """The box with every name marked of which something is known."""
        made: Box = _renamed(box, self._marked)
        return made

    def _marked(self, name: b.Name) -> Box:
        line = self.glossary.meaning(name)
        if line is None:
            return name
        if line not in self.said:
            self.said.append(line)
        return self.glossary.mark(name, self.said.index(line))


__all__ = ["Glossary", "Marks"]
