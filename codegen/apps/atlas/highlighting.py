"""Python as coloured HTML: only what has a colour gets an element, so that pages stay small.

An index has the colour that it has in the formulas: as a loop variable, and where a comment writes it as one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Any

from pygments import lex
from pygments.lexers import PythonLexer
from pygments.token import STANDARD_TYPES, Comment, Keyword, Name, Number, String, Token

from derive.pretty.naming.palette import palette

COLOURED = (Keyword, String, Comment, Number, Name.Decorator, Name.Function, Name.Class, Name.Builtin)
"""Kinds of token that have a colour; the style sheet has one for each."""

WORDS = re.compile(r"([\[\]{}]|[^\W\d]\w*′*)")
"""What tells whether a word of a comment stands as an index: in brackets, or in braces below a Σ."""


def highlighted(text: str, hues: Mapping[str, int] | None = None) -> str:
    """The text escaped, with a ``span`` around what has a colour; ``hues``: the number of an index's."""
    hues = hues or {}
    return "".join(_written(kind, "".join(v for _, v in run), hues) for kind, run in _runs(text))


def loop_colours(text: str, pages: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """A colour for each loop variable that is called as an index is: that of the pages, or a free one."""
    known = {letter: hue for page in reversed([*pages]) for letter, hue in page.items()}
    loops = (one.target for one in ast.walk(ast.parse(text)) if isinstance(one, ast.For))
    names = dict.fromkeys(one.id for one in loops if isinstance(one, ast.Name))
    letters = [name for name in names if len(name) == 1 or name in known]
    return palette(letters, {letter: known[letter] for letter in letters if letter in known})


def _runs(text: str) -> Iterator[tuple[Any, Iterator[tuple[Any, str]]]]:
    """Neighbours of one kind together."""
    return groupby(_kinds(text), lambda one: one[0])


def _kinds(text: str) -> Iterator[tuple[Any, str]]:
    for kind, value in lex(text, PythonLexer()):
        plain = Name if kind is Name else Token.Text
        yield next((one for one in COLOURED if kind in one), plain), value


def _written(kind: Any, text: str, hues: Mapping[str, int]) -> str:
    if kind is Name:
        return _hued(text, hues)
    if kind in (String, Comment):
        text = _indices_hued(text, hues)
    else:
        text = escape(text)
    return text if kind is Token.Text else f'<span class="{STANDARD_TYPES[kind]}">{text}</span>'


def _hued(word: str, hues: Mapping[str, int]) -> str:
    return f'<span class="hue{hues[word]}">{word}</span>' if word in hues else escape(word)


def _indices_hued(text: str, hues: Mapping[str, int]) -> str:
    """Words, with their indices in colour."""
    depth, out = 0, list[str]()
    for part in WORDS.split(text):
        depth = max(depth + (part in "[{") - (part in "]}"), 0) if part else depth
        out.append(_hued(part, hues) if depth else escape(part))
    return "".join(out)


__all__ = ["highlighted", "loop_colours"]
