"""Python as coloured HTML: only what has a colour gets an element, so that pages stay small."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

from pygments import lex
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, String, Token

COLOURED = (Keyword, String, Comment, Number, Name.Decorator, Name.Function, Name.Class, Name.Builtin)
"""Kinds of token that have a colour; the style sheet has one for each."""


def highlighted(text: str) -> str:
    """The text escaped, with a ``span`` around what has a colour."""
    written = StringIO()
    HtmlFormatter(nowrap=True).format(_kinds(text), written)
    return written.getvalue()


def _kinds(text: str) -> Iterator[tuple[Any, str]]:
    for kind, value in lex(text, PythonLexer()):
        yield next((one for one in COLOURED if kind in one), Token.Text), value


__all__ = ["highlighted"]
