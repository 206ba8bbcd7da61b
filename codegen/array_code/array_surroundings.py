"""Where an expression over arrays is written: its letters, their ranges, the names, the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Symbol

from codegen.array_code.array_libraries import Library
from derive.expr import Acc, Reduce
from derive.proof import Ranges


@dataclass
class Surroundings:
    """What is known where an expression is written.

    ``letters`` are those of the grid with their names; ``place`` is whether integers are meant, as in an
    index; ``whole``: arrays stand for their elements.
    """

    library: Library
    names: Callable[[Any], str]
    ranges: Ranges
    letters: Mapping[Symbol, str] = field(default_factory=dict)
    place: bool = False
    whole: bool = False
    used: set[str] = field(default_factory=set)

    def helper(self, name: str) -> str:
        self.used.add(name)
        return name

    @property
    def at_place(self) -> Surroundings:
        return replace(self, place=True)

    @property
    def as_value(self) -> Surroundings:
        return replace(self, place=False)


def is_scalar(e: Any, words: Surroundings) -> bool:
    """Whether it is made of sizes and options alone: a number of Python."""
    return not e.atoms(Acc, Reduce) and not e.free_symbols & set(words.letters)


__all__ = ["Surroundings", "is_scalar"]
