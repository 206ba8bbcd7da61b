"""In which precision roundings are counted: its unit, its range, how many roundings a sum takes.

A value beyond the range has no bound; one that is not 0 but below the smallest normal number may be lost
altogether (kernels may flush it), which is an error of that size whatever is done with it afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def one_by_one(terms: int) -> float:
    """γₙ: every term but the first is rounded (Higham 2002, section 4.2)."""
    return float(terms)


def in_blocks(terms: int) -> float:
    """Blocks of a fixed length, their totals added in pairs or without loss."""
    return min(float(terms), 1.0 + float(np.log2(max(terms, 1))))


@dataclass(frozen=True)
class Roundings:
    """``float64`` or ``float32``, and the law of its sums; ``given_exactly``: inputs were not rounded."""

    name: str = "float64"
    summed: Callable[[int], float] = one_by_one
    given_exactly: bool = True

    @cached_property
    def unit(self) -> float:
        """The unit roundoff u."""
        return float(np.finfo(self.name).eps) / 2

    @cached_property
    def least(self) -> float:
        return float(np.finfo(self.name).tiny)

    @cached_property
    def largest(self) -> float:
        return float(np.finfo(self.name).max)

    def inside(self, value: Array, error: Array) -> Array:
        """The error of a value, infinite where the value is beyond the range."""
        return np.where(np.abs(value) > self.largest, np.inf, error)

    def within(self, value: Array, error: Array, vanished: Array | bool = False) -> Array:
        """The error of a value, with what the range of this precision does to it, in units of u."""
        size = np.abs(value)
        small = (size < self.least) & ((size > 0) | vanished)
        return self.inside(value, np.where(small, error + self.least / self.unit, error))


DOUBLE, SINGLE = Roundings("float64"), Roundings("float32")
MOVED = Roundings("float64", given_exactly=False)
"""For values between data: what happens to be computed without rounding says nothing about its neighbours."""
ROUNDED = Roundings("float32", in_blocks)

_NOW: ContextVar[Roundings] = ContextVar("precision", default=DOUBLE)


def now() -> Roundings:
    """The precision that is counted in."""
    return _NOW.get()


@contextmanager
def counted_in(precision: Roundings) -> Iterator[None]:
    """Roundings are those of this precision."""
    before = _NOW.set(precision)
    try:
        yield
    finally:
        _NOW.reset(before)


__all__ = [
    "DOUBLE",
    "MOVED",
    "ROUNDED",
    "SINGLE",
    "Roundings",
    "counted_in",
    "in_blocks",
    "now",
    "one_by_one",
]
