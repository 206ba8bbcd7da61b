"""``chainrule cache``: what is kept on the disk between calls, and how to be rid of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from codegen.cli.terminal import note, say, say_json
from codegen.places import cache_folder

MEBIBYTE = 2**20


class Kept(NamedTuple):
    """One kind of what is kept."""

    what: str
    entries: int
    bytes: int


def cache_command(clear: bool, as_json: bool) -> None:
    folder = cache_folder()
    found = kept(folder)
    if clear:
        for entry in _entries(folder):
            remove(entry)
    if as_json:
        say_json({"folder": str(folder), "kept": [one._asdict() for one in found], "cleared": clear})
        return
    say(f"{folder}" if folder.is_dir() else f"{folder} (nothing is kept)")
    for one in found:
        say(f"  {one.what:34}  {one.entries:6}  {one.bytes / MEBIBYTE:8.1f} MiB")
    note("cleared" if clear else "chainrule cache --clear removes all of it; what is missing is made anew")


def kept(folder: Path) -> list[Kept]:
    """What a cache folder holds, by kind."""
    kinds: dict[str, list[Path]] = {}
    for entry in _entries(folder):
        kinds.setdefault(_kind(entry), []).append(entry)
    return [Kept(kind, sum(map(_count, all_)), sum(map(size, all_))) for kind, all_ in sorted(kinds.items())]


def _kind(entry: Path) -> str:
    known = {
        "models": "models and what was made of them",
        "pages": "pages that were shown",
        "searches": "cases that a search keeps",
        "tuned.json": "settings that were tuned",
    }
    return known.get(entry.name, "kernels, with machine code" if entry.is_dir() else "other files")


def _count(entry: Path) -> int:
    if entry.name == "pages":
        return sum(1 for file in entry.rglob("*") if file.is_file())
    return sum(1 for _ in entry.iterdir()) if entry.name in ("models", "searches") else 1


def _entries(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.iterdir()) if folder.is_dir() else [])


def size(entry: Path) -> int:
    """The bytes of a file, or of all files below a folder."""
    files = entry.rglob("*") if entry.is_dir() else [entry]
    return sum(file.stat().st_size for file in files if file.is_file())


def remove(entry: Path) -> None:
    """A file, or a folder with all that is in it."""
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink(missing_ok=True)


__all__ = ["Kept", "cache_command", "kept"]
