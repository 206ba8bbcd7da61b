"""The files of this program, which may be a checkout, and a name for what they hold.

Asked by what keeps things between calls (kernels, pages): what was made by another text of the program
is not found.  Looks at files alone and imports nothing large: a kept page is found before SymPy is loaded.
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


def stamp_of(root: Path = ROOT) -> str:
    """A name for the program as it lies there: for every file when it was last changed, and its size.

    A time of modification can be set, the time of change (``st_ctime``) is the system's own; where it is
    the time at which a file was made, on Windows, the files are read.
    """
    if os.name == "nt":
        return digest_of(own_files(), root)
    found, folders = list[tuple[object, ...]](), [os.fspath(root / source) for source in SOURCES]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    at = entry.stat()
                    found.append((entry.path, at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns))
                elif entry.name != "__pycache__":
                    folders.append(entry.path)
    return hashlib.sha256(repr(sorted(found)).encode()).hexdigest()


__all__ = ["ROOT", "digest_of", "own_files", "stamp_of"]
