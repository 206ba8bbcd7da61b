"""Names for a model and for the program that makes its kernels, by what they hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sympy import Basic, Symbol, srepr

from codegen.own_files import ROOT, own_files
from derive.expr import Index

ABOVE = ("apps", "cli", "verification")
"""Rooms of ``codegen`` that use kernels and do not make them."""


@cache
def makers() -> tuple[Path, ...]:
    """The files of this program that a kernel's text hangs on."""
    return tuple(own_files(without=[ROOT / "codegen" / room for room in ABOVE]))


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


__all__ = ["described", "makers"]
