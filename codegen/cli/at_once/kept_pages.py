"""Pages that were printed, kept on the disk under the content of all that made them.

A page of the catalogue depends on the words that ask for it, the width and colours of its lines, and on
the text of this program, of Python and of SymPy; a name is made from these, so that a page is found as long
as it would be made again, and not afterwards.  Of the text of the program it is asked when the system last
changed each file, which nobody can set; to read all of it takes a fifth of the time in which SymPy starts.
A page says its own digest, and what does not agree with it was not there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from codegen.own_files import stamp_of
from codegen.places import cache_folder

EDITIONS = 3
"""Of so many editions of the program pages are kept: of a new version, of one that is being changed."""


def place(words: Sequence[str]) -> Path | None:
    """Where the page lies that these words ask for; None where that cannot be told."""
    try:
        edition = hashlib.sha256("\0".join(_made_by()).encode()).hexdigest()[:16]
    except OSError:
        return None
    colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    look = (*words, str(shutil.get_terminal_size((100, 24)).columns), str(bool(colours)))
    return cache_folder() / "pages" / edition / hashlib.sha256("\0".join(look).encode()).hexdigest()[:16]


def _made_by() -> Iterator[str]:
    """Everything that a page is made from."""
    yield sys.version
    sympy = importlib.util.find_spec("sympy")
    if sympy is not None and sympy.origin:
        yield sympy.origin
        yield Path(sympy.origin).with_name("release.py").read_text(encoding="utf-8")
    yield stamp_of()


def kept(path: Path | None) -> str | None:
    """The page that lies there, if it is as it was written."""
    try:
        digest, _, page = path.read_text(encoding="utf-8").partition("\n") if path else ("", "", "")
    except (OSError, ValueError):
        return None
    return page if digest == _digest(page) else None


def keep(path: Path | None, page: str) -> None:
    """Lays a page down for the next time; where that cannot be done it is made again."""
    if path is None:
        return
    try:
        if not path.parent.is_dir():
            _forget(path.parent.parent)
            path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        beside.write_text(f"{_digest(page)}\n{page}", encoding="utf-8")
        beside.replace(path)
    except OSError:
        return


def _forget(pages: Path) -> None:
    """Makes room for the pages of another edition: those that were begun last stay."""
    editions = sorted(pages.iterdir(), key=lambda one: one.stat().st_mtime) if pages.is_dir() else []
    for old in editions[: len(editions) - EDITIONS + 1]:
        shutil.rmtree(old, ignore_errors=True)


def _digest(page: str) -> str:
    return hashlib.sha256(page.encode()).hexdigest()


__all__ = ["keep", "kept", "place"]
