"""Kernels on the disk under the content of their model and the versions of all that makes and runs them."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from sympy import Basic, Symbol, srepr

from codegen.module.load import RUNTIME, digest, import_from, kept, read, rendered
from codegen.module.render import write
from codegen.places import cache_folder
from codegen.source.names import PARTS
from derive.expr import Index
from derive.model.layer import Layer

SOURCES = ("derive", "codegen")
ABOVE = ("apps", "cli", "verification")
"""Rooms of ``codegen`` that use kernels and do not make them."""
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
    root = Path(__file__).resolve().parents[2]
    above = tuple(root / "codegen" / room for room in ABOVE)
    every = (path for folder in SOURCES for path in sorted((root / folder).rglob("*")) if path.is_file())
    files = [path for path in every if not any(path.is_relative_to(room) for room in above)]
    own = digest_of((*(f for f in files if f.suffix != ".pyc"), *(RUNTIME / name for name in PARTS)), root)
    return (platform.python_version(), *(f"{name} {version(name)}" for name in LIBRARIES), own)


def digest_of(files: Iterable[Path], root: Path) -> str:
    """A name for the files of a folder: for their places and what they hold."""
    found = hashlib.sha256()
    for path in files:
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def described(value: Any) -> str:
    """A model, or a part of one, as text: equal where all that it is made of is equal."""
    match value:
        case Index():
            return f"index({value.name}, {described(value.extent)})"
        case Basic() if value.args and not isinstance(value, Symbol):
            return f"{type(value).__name__}{_listed(value.args)}"
        case Basic():
            return srepr(value)
        case Mapping():
            return "{" + ", ".join(f"{described(k)}: {described(v)}" for k, v in value.items()) + "}"
        case tuple() | list():
            return _listed(value)
    if is_dataclass(value):
        return f"{type(value).__name__}{_listed(getattr(value, f.name) for f in fields(value))}"
    return repr(value)


def _listed(values: Iterable[Any]) -> str:
    return f"({', '.join(map(described, values))})"


__all__ = ["compiled", "described", "digest_of", "fingerprint", "versions"]
