"""Where an expression is evaluated: the open indices, the mask, and what is noted at kinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from sympy import Symbol

from codegen.verification.interpreter.numbers import Array, Bounded, Dual, ordered, plain


class EvaluationError(ArithmeticError):
    """A formula that reads outside an array, uses a fraction as an index, or writes an element twice."""


@dataclass
class Watch:
    """What an evaluation met at kinks.

    ``distance``  per seed, how far one may go along the tangent before a comparison flips (first order)
    ``unstable``  a comparison was closer than the rounding error of what it compares
    """

    distance: Array = field(default_factory=lambda: np.full(1, np.inf))
    unstable: bool = False

    def compare(self, e: Any, mask: Array) -> None:
        """Note the comparison of ``e`` with zero at the points of the mask."""
        if isinstance(e, Dual):
            value, rate = plain(e.value), np.abs(plain(e.tangent))
            with np.errstate(all="ignore"):
                away = np.where(rate > 0, np.abs(ordered(value)) / rate, np.inf)
            shape = np.broadcast_shapes(away.shape, mask.shape)
            away = np.where(np.broadcast_to(mask, shape), np.broadcast_to(away, shape), np.inf)
            nearest = away.reshape(-1, shape[-1]).min(axis=0, initial=np.inf)
            self.distance = np.minimum(self.distance, nearest)
            e = e.value
        if isinstance(e, Bounded):
            close = (np.abs(e.value) <= e.error * 1e-6) & (e.error > 0)
            self.unstable |= bool(np.any(close & mask))


@dataclass(frozen=True)
class Frame:
    """The indices open at a point of a formula, and where the formula is needed."""

    values: Mapping[Symbol, Array] = field(default_factory=dict)
    extents: tuple[int, ...] = ()
    mask: Array = field(default_factory=lambda: np.ones(1, dtype=bool))

    def where(self, holds: Array) -> Frame:
        return replace(self, mask=self.mask & holds)

    @property
    def grid(self) -> tuple[int, ...]:
        return (*reversed(self.extents), 1)


def spoilt(value: Any, unknown: Array) -> Any:
    """NaN, with its derivatives, where a choice is undecided."""
    return value * np.where(unknown, np.nan, 1.0) if unknown.any() else value


__all__ = ["EvaluationError", "Frame", "Watch", "spoilt"]
