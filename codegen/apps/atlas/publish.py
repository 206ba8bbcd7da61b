"""A site on the disk: whole or not at all, and never in the place of something that is none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

MARK = ".chainrule-site"
"""What a folder holds that ``publish`` wrote, and may replace."""


class Occupied(ValueError):
    """The place holds something that nobody asked to be replaced."""


def refuse_what_is_no_site(folder: Path) -> None:
    """A file, or a folder with anything but an earlier site in it, is left alone."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Occupied(f"{folder} is no folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise Occupied(f"{folder} is not empty and holds no earlier site: name another folder")


def publish(files: Mapping[str, str | bytes], folder: Path) -> int:
    """Write every file beside the place, then put them there at once; returns how many bytes they have."""
    refuse_what_is_no_site(folder)
    place = folder.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}-"))
    try:
        made = beside / "site"
        size = sum(_written(made / name, content) for name, content in {**files, MARK: ""}.items())
        if place.exists():
            os.replace(place, beside / "earlier")
        os.replace(made, place)
    finally:
        if not place.exists() and (beside / "earlier").exists():
            os.replace(beside / "earlier", place)
        shutil.rmtree(beside, ignore_errors=True)
    return size


def _written(path: Path, content: str | bytes) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(content.encode() if isinstance(content, str) else content)


__all__ = ["MARK", "Occupied", "publish", "refuse_what_is_no_site"]
