"""Names for a model and for the program that makes its kernels, by what they hold."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sympy import Basic, Symbol, srepr

from derive.expr import Index

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("derive", "codegen")
ABOVE = ("apps", "cli", "verification")
"""Rooms of ``codegen`` that use kernels and do not make them."""


@cache
def makers() -> tuple[Path, ...]:
    """The files of this program, which may be a checkout, that a kernel's text hangs on."""
    above = tuple(ROOT / "codegen" / room for room in ABOVE)
    every = (path for folder in SOURCES for path in sorted((ROOT / folder).rglob("*")) if path.is_file())
    own = (path for path in every if not any(path.is_relative_to(room) for room in above))
    return tuple(path for path in own if path.suffix != ".pyc")


def digest_of(files: Iterable[Path], root: Path = ROOT) -> str:
    """A name for the files of a folder: for their places and what they hold."""
    found = hashlib.sha256()
    for path in files:
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def described(value: Any) -> str:
    """A model, or a part of one, as text: equal where all that it is made of is equal.

    A definition knows the line that it stands in: of this program's own ones, wherever the program lies.
    """
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
        case str():
            return repr(value.removeprefix(f"{ROOT}{os.sep}"))
    if is_dataclass(value):
        return f"{type(value).__name__}{_listed(getattr(value, f.name) for f in fields(value))}"
    return repr(value)


def _listed(values: Iterable[Any]) -> str:
    return f"({', '.join(map(described, values))})"


__all__ = ["ROOT", "described", "digest_of", "makers"]
