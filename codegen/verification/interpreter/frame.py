"""Where an expression is evaluated: the open indices, the mask, and what is noted at kinks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sympy import Symbol

from codegen.verification.interpreter.doubt import close
from codegen.verification.interpreter.numbers import Array, Dual, ordered, plain


class EvaluationError(ArithmeticError):
    """A formula that reads outside an array, uses a fraction as an index, or writes an element twice."""


FAR = 2.0**60


def whole(rounding: Callable[[Array], Array], at: Array) -> Array:
    """``at`` rounded to integers: those of a NaN are 0, those beyond any array lie at ``FAR``."""
    near = rounding(at if at.dtype.kind == "f" else at.astype(np.float64))
    return np.clip(np.where(np.isnan(near), 0, near), -FAR, FAR).astype(np.int64)


@dataclass
class Watch:
    """What an evaluation met at kinks.

    ``distance``  per seed, how far one may go along the tangent before a comparison flips (first order)
    ``unstable``  a comparison was closer than the rounding error of what it compares
    """

    distance: Array = field(default_factory=lambda: np.full(1, np.inf))
    unstable: bool = False

    def compare(self, e: Any, mask: Array) -> Array:
        """Note the comparison of ``e`` with zero at the points of the mask; where rounding decides it."""
        if isinstance(e, Dual):
            value, rate = _machine(ordered(e.value)), np.abs(_machine(plain(e.tangent)))
            with np.errstate(all="ignore"):
                away = np.where(rate > 0, np.abs(value) / rate, np.inf)
            shape = np.broadcast_shapes(away.shape, mask.shape)
            away = np.where(np.broadcast_to(mask, shape), np.broadcast_to(away, shape), np.inf)
            nearest = away.reshape(-1, shape[-1]).min(axis=0, initial=np.inf)
            self.distance = np.minimum(self.distance, nearest)
        near = close(e) & mask
        self.unstable |= bool(near.any())
        return near


def _machine(a: Array) -> Array:
    return a.astype(np.float64) if a.dtype.kind == "O" else a


@dataclass(frozen=True)
class Frame:
    """The indices open at a point of a formula, and where the formula is needed."""

    values: Mapping[Symbol, Array] = field(default_factory=dict)
    extents: tuple[int, ...] = ()
    mask: Array = field(default_factory=lambda: np.ones(1, dtype=bool))
    fixed: bool = False
    """Whether it hangs on sizes and options alone, and is one and the same object each time."""

    def where(self, holds: Array) -> Frame:
        return Frame(self.values, self.extents, self.mask & holds)

    @property
    def grid(self) -> tuple[int, ...]:
        return (*reversed(self.extents), 1)

    def laid_out(self, needed: Array, a: Array) -> Array:
        """What stands at the points that are needed, one after the other, its seeds beside each other."""
        wanted = (*self.grid[:-1], a.shape[-1])
        flat = (a if a.shape == wanted else np.broadcast_to(a, wanted)).reshape(len(needed), a.shape[-1])
        return flat if needed.all() else flat[needed]


def spoilt(value: Any, unknown: Array) -> Any:
    """NaN, with its derivatives, where a choice is undecided."""
    return value * np.where(unknown, np.nan, 1.0) if unknown.any() else value


__all__ = ["EvaluationError", "Frame", "Watch", "spoilt", "whole"]
