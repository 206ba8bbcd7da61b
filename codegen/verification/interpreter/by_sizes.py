"""What hangs on sizes and options alone, worked out once for all data and all systems of numbers.

A frame that sizes alone have opened is *fixed*; an index or a condition that reads no data is the same there
for everybody.  Large grids are not kept: what they need is little beside what is done on them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from numbers import Number
from typing import Any, TypeVar

import numpy as np
from sympy import Basic, NumberSymbol, Symbol

from codegen.verification.interpreter.frame import Frame
from derive import expr
from derive.expr import Acc

T = TypeVar("T")
GRIDS = 128
"""So many combinations of sizes are remembered."""
SMALL = 1 << 14
"""A grid of so many points is a small one."""


class Grids:
    """The frames, indices and conditions at some sizes and options."""

    def __init__(self) -> None:
        self.root = Frame(fixed=True)
        self._known: dict[Hashable, tuple[Frame, Any]] = {}

    def at(
        self, frame: Frame, what: Hashable, make: Callable[[], T], lasts: Callable[[], bool] = lambda: True
    ) -> T:
        """``make()``, once for a fixed frame if it ``lasts``; what raises is tried again."""
        if not frame.fixed:
            return make()
        key = (what, id(frame))
        known = self._known.get(key)
        if known is None:
            made = make()
            if lasts():
                self._known[key] = frame, made  # the frame lives as long as its number is a key
            return made
        found: T = known[1]
        return found


def kept_for(symbols: Mapping[Symbol, Any], dtype: Any) -> Grids:
    """What is kept for these sizes and options in one kind of numbers; nothing for options of other kinds."""
    if not all(isinstance(v, Number | np.number) for v in symbols.values()):
        return Grids()
    return _kept(frozenset((s, type(v), v) for s, v in symbols.items()), dtype)


@lru_cache(maxsize=GRIDS)
def _kept(symbols: Hashable, dtype: Any) -> Grids:
    return Grids()


@lru_cache(maxsize=1 << 16)
def reads_data(e: Any) -> bool:
    """Whether an expression may be another one for other data; π is as exact as the numbers beside it."""
    return isinstance(e, Basic) and bool(e.atoms(Acc, NumberSymbol))


@lru_cache(maxsize=1 << 14)
def reads_numbers(e: Any) -> bool:
    """Whether an expression reads real data, which may be NaN."""
    return isinstance(e, Basic) and expr.reads_numbers(e)


def any_reads_data(found: Iterable[Any]) -> bool:
    return any(map(reads_data, found))


__all__ = ["SMALL", "Grids", "any_reads_data", "kept_for", "reads_data", "reads_numbers"]
