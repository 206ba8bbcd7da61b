"""Kernels on the disk under the content of their model and the versions of all that makes and runs them."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from sympy import Basic, Symbol, srepr

from codegen.module.load import PARTS, RUNTIME, cache_folder, digest, import_from, rendered
from codegen.module.render import write
from derive.expr import Index
from derive.model.layer import Layer

SOURCES = ("derive", "codegen")
LIBRARIES = ("sympy", "numpy", "numba", "llvmlite")


def compiled(layer: Layer) -> ModuleType:
    """The generated module of ``layer``; derived and emitted only where the disk does not have it."""
    note = cache_folder() / "models" / f"{fingerprint(layer)}.json"
    known = _kept(note)
    if known is None:
        files = rendered(layer)
        known = digest(files)
        write(files, cache_folder() / known)
        write({note.name: json.dumps({"digest": known, "files": list(files)})}, note.parent)
    return import_from(cache_folder() / known, f"chainrule_{known}", layer.name)


def _kept(note: Path) -> str | None:
    """The folder that a note speaks of, if its files are still what they were."""
    if not note.is_file():
        return None
    said = json.loads(note.read_text(encoding="utf-8"))
    folder = cache_folder() / said["digest"]
    if not all((folder / name).is_file() for name in said["files"]):
        return None
    files = {name: (folder / name).read_text(encoding="utf-8") for name in said["files"]}
    return said["digest"] if digest(files) == said["digest"] else None


def fingerprint(layer: Layer) -> str:
    """A name for the kernels of a model: another model, generator or library gives another name."""
    return hashlib.sha256("\0".join([described(layer), *versions()]).encode()).hexdigest()[:32]


@cache
def versions() -> tuple[str, ...]:
    """Python, the libraries, and the source of this program itself, which may be a checkout."""
    root = Path(__file__).resolve().parents[2]
    files = [path for folder in SOURCES for path in sorted((root / folder).rglob("*")) if path.is_file()]
    own = hashlib.sha256()
    for path in (*(f for f in files if f.suffix != ".pyc"), *(RUNTIME / name for name in PARTS)):
        own.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return (platform.python_version(), *(f"{name} {version(name)}" for name in LIBRARIES), own.hexdigest())


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


__all__ = ["compiled", "described", "fingerprint", "versions"]
