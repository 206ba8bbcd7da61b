"""Kernels on the disk under the content of their model and the versions of all that makes and runs them."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import platform
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from codegen.module.identity import described, makers
from codegen.module.load import RUNTIME, digest, import_from, kept, read, rendered
from codegen.module.render import write
from codegen.own_files import digest_of
from codegen.places import cache_folder
from codegen.source.names import PARTS
from derive.model.layer import Layer

LIBRARIES = ("sympy", "numpy", "numba", "llvmlite")


def compiled(layer: Layer) -> ModuleType:
    """The generated module of ``layer``; derived and emitted only where the disk does not have it."""
    note = cache_folder() / "models" / f"{fingerprint(layer)}.json"
    known = _noted(note)
    if known is None:
        files = rendered(layer)
        known = _Noted(digest(files), tuple(files))
        folder = kept(files, cache_folder() / known.digest)
        with suppress(OSError):  # where nothing can be written nothing is remembered
            write({note.name: json.dumps(known._asdict())}, note.parent)
    else:
        folder = cache_folder() / known.digest
    if _comes_with_us(known):
        return importlib.import_module(f"{RUNTIME.name}.{layer.name}")
    return import_from(folder, f"chainrule_{known.digest}", layer.name)


class _Noted(NamedTuple):
    """Which files a model's kernels are."""

    digest: str
    files: tuple[str, ...]


def _comes_with_us(known: _Noted) -> bool:
    """Whether ``generated`` has these very files: what is compiled of them then serves all who import it."""
    spec = importlib.util.find_spec(RUNTIME.name)
    if spec is None or spec.origin is None or Path(spec.origin).resolve().parent != RUNTIME:
        return False
    return _digest_in(RUNTIME, known.files) == known.digest


def _digest_in(folder: Path, names: Sequence[str]) -> str | None:
    """The digest of some files of a folder, if they are there, and text."""
    texts = {name: read(folder / name) for name in names}
    return None if None in texts.values() else digest({name: text or "" for name, text in texts.items()})


def _noted(note: Path) -> _Noted | None:
    """What a note says, if it is one, and its files are still what they were."""
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        known = _Noted(str(said["digest"]), tuple(map(str, said["files"])))
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return known if _digest_in(cache_folder() / known.digest, known.files) == known.digest else None


def fingerprint(layer: Layer) -> str:
    """A name for the kernels of a model: another model, generator or library gives another name."""
    return hashlib.sha256("\0".join([described(layer), *versions()]).encode()).hexdigest()[:32]


@cache
def versions() -> tuple[str, ...]:
    """Python, the libraries, and the source of this program itself, which may be a checkout."""
    own = digest_of((*makers(), *(RUNTIME / name for name in PARTS)))
    return (platform.python_version(), *(f"{name} {version(name)}" for name in LIBRARIES), own)


__all__ = ["compiled", "described", "fingerprint", "versions"]
