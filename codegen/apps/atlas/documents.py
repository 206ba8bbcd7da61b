"""Markdown and notebooks as parts of a page; a link to a file that is not in the site becomes plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from codegen.apps.atlas.highlighting import highlighted


def _coloured(text: str, language: str, _: str) -> str:
    return highlighted(text) if language == "python" else ""


_WRITER = MarkdownIt("commonmark", {"highlight": _coloured}).enable(["table", "strikethrough"])
SECONDS = 120
"""What a cell may take."""
_LINK = re.compile(r'<a href="(?!https?://|#)([^"]*)">(.*?)</a>', re.DOTALL)
_IMAGE = re.compile(r"<img\b[^>]*>")
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_HEADING = re.compile(r"<(/?)h1>")


def markdown(text: str, pages: Mapping[str, str]) -> str:
    """``pages``: where the pages are that a link between documents means."""

    def kept(found: re.Match[str]) -> str:
        page = pages.get(found[1].split("#")[0])
        return f'<a href="{page}">{found[2]}</a>' if page else found[2]

    return _LINK.sub(kept, _IMAGE.sub("", _WRITER.render(text)))


def notebook(path: Path, pages: Mapping[str, str], run: bool = False) -> str:
    """The cells of a notebook with their outputs; one that is kept without them may be ``run`` for them.

    It has one heading of the first level.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    if run and not any(cell.get("outputs") for cell in cells):
        cells = _executed(path) or cells
    made = "\n".join(_cell(cell, pages) for cell in cells)
    first, rest = made.partition("</h1>")[::2]
    return first + "</h1>" + _HEADING.sub(r"<\1h2>", rest) if rest else made


def _executed(path: Path) -> list[Any] | None:
    """The cells after a run in a fresh kernel; None where there is no kernel, or a cell fails."""
    try:
        import nbformat
        from jupyter_client.kernelspec import NoSuchKernel
        from nbclient import NotebookClient
        from nbclient.exceptions import CellControlSignal, DeadKernelError
    except ImportError:
        return None
    book = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(path.parent.parent)}}
    try:
        NotebookClient(book, timeout=SECONDS, resources=place).execute()
    except (CellControlSignal, DeadKernelError, NoSuchKernel):
        return None
    return list(book.cells)


def _cell(cell: Mapping[str, Any], pages: Mapping[str, str]) -> str:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return markdown(source, pages)
    shown = "".join(map(_output, cell.get("outputs", ())))
    return f'<pre class="code" tabindex="0"><code>{highlighted(source)}</code></pre>{shown}'


def _output(output: Mapping[str, Any]) -> str:
    data = output.get("data", {})
    text = "".join(output.get("text", data.get("text/plain", ())))
    said = _STYLE.sub("", "".join(data["text/html"])) if "text/html" in data else f"<pre>{escape(text)}</pre>"
    return f'<div class="output" tabindex="0">{said}</div>' if said else ""


__all__ = ["markdown", "notebook"]
