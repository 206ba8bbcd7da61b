"""The files of this program, which may be a checkout, and a name for what they hold.

Asked by what keeps things between calls (kernels, pages): what was made by another text of the program is
not found.  Reads files alone and imports nothing large, so that a kept page is found before SymPy is loaded.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("derive", "codegen")


def own_files(without: Sequence[Path] = ()) -> list[Path]:
    """Every file of the program but those in the folders named, in an order that does not change."""
    closed = {os.fspath(folder) for folder in without}
    found: list[Path] = []
    for source in SOURCES:
        for folder, folders, files in os.walk(ROOT / source):
            reached = (name for name in folders if os.path.join(folder, name) not in closed)
            folders[:] = sorted(name for name in reached if name != "__pycache__")
            found.extend(Path(folder, name) for name in sorted(files))
    return found


def digest_of(files: Iterable[Path], root: Path = ROOT) -> str:
    """A name for the files of a folder: for their places and what they hold."""
    found = hashlib.sha256()
    for path in files:
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


__all__ = ["ROOT", "digest_of", "own_files"]
