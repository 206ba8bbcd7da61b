"""The kernels of the catalogue that come with the program: nobody derives and emits them again.

In goes a model, out come its files, or nothing.  Beside the files stands a note of what they were made by and
of: where the program, SymPy, the model, what all kernels share and the files themselves are still those, the
pipeline would give these very bytes, as it does at any time and anywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from codegen.module.identity import described, makers
from codegen.own_files import digest_of
from codegen.source.names import PARTS, owner
from derive.model.layer import Layer

NOTE = "made_of.json"
"""The note's name, beside the kernels."""


@cache
def made_by() -> str:
    """The program that derives and emits, and what it computes with."""
    return f"{digest_of(makers())} sympy {version('sympy')}"


def noted(layers: Sequence[Layer], files: Mapping[str, str]) -> str:
    """The note for the files of some layers."""
    of = {layer.name: _told(layer, _of(layer, files), files) for layer in layers}
    return json.dumps({"made by": made_by(), "layers": of}, indent=1) + "\n"


def brought_along(layer: Layer, folder: Path, parts: Mapping[str, str]) -> dict[str, str] | None:
    """The files of a layer beside these parts, as the pipeline would give them."""
    told = _read(folder / NOTE)
    if told.get("made by") != made_by():
        return None
    try:
        known = told["layers"][layer.name]
        files = {name: (folder / name).read_text(encoding="utf-8") for name in known["files"]}
    except (OSError, LookupError, TypeError, UnicodeDecodeError):
        return None
    return files if files and known == _told(layer, list(files), {**files, **parts}) else None


def _of(layer: Layer, files: Mapping[str, str]) -> list[str]:
    return [name for name in files if name.endswith(".py") and owner(Path(name)) == layer.name]


def _told(layer: Layer, names: Sequence[str], files: Mapping[str, str]) -> dict[str, Any]:
    """What is said of a layer: its model, its files, and their content with that of what they run with."""
    texts = [files[name] for name in (*names, *PARTS)]
    return {"model": _digest(described(layer)), "files": [*names], "content": _digest(*texts)}


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]


@cache
def _read_once(path: Path, changed: int) -> dict[str, Any]:
    made = json.loads(path.read_text(encoding="utf-8"))
    return made if isinstance(made, dict) else {}


def _read(path: Path) -> dict[str, Any]:
    """The note, if it is one."""
    try:
        return _read_once(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        return {}


__all__ = ["NOTE", "brought_along", "made_by", "noted"]
