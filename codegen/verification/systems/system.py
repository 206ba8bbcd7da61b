"""A system of numbers, and arrays that hold its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from codegen.verification.interpreter.numbers import Array

PLAIN = ("tan", "sinh", "cosh", "arcsin", "arccos", "arctan", "arcsinh", "arccosh", "arctanh")
"""Functions that the text of kernels takes from NumPy."""


class Unsaid(ArithmeticError):
    """What a system of numbers has no word for, such as a root of a fraction."""


@dataclass(frozen=True, eq=False)
class System:
    """What the text of a kernel takes for a dtype.

    ``number`` turns a plain number into one of the system, ``functions`` are those of one number by name.
    """

    name: str
    number: Callable[[Any], Any]
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    char: str = "d"
    kind: str = "O"
    itemsize: int = 8
    isnative: bool = True

    @property
    def type(self) -> Callable[[Any], Any]:
        return self.number

    def apply(self, name: str, *values: Any) -> Any:
        """An elementary function of the text."""
        if name not in self.functions:
            raise Unsaid(f"{name} has no value among {self.name}")
        return self.functions[name](*values)


class Entries(np.ndarray[Any, Any]):
    """An array of objects that says which system they belong to; what nobody wrote is ``None``."""

    system: System

    def __array_finalize__(self, other: Any) -> None:
        self.system = getattr(other, "system", None)  # type: ignore[assignment]

    @property
    def dtype(self) -> Any:
        return self.system or np.dtype(object)


def blank(shape: Any, system: System) -> Entries:
    """Memory in which nothing stands: to compute with it is an error."""
    made = np.empty(shape, dtype=object).view(Entries)
    made.system = system
    return made


def numbers(values: Array, system: System) -> Entries:
    """An array of plain numbers in a system."""
    made = blank(values.shape, system)
    made.reshape(-1)[:] = [system.number(v) for v in values.reshape(-1)]
    return made


_current: list[System] = []


def current() -> System:
    """The system in which text runs at the moment."""
    return _current[-1]


@contextmanager
def running(system: System) -> Iterator[None]:
    """Text runs in this system inside of the block."""
    _current.append(system)
    try:
        yield
    finally:
        _current.pop()


__all__ = ["Entries", "System", "Unsaid", "blank", "current", "numbers", "running"]
