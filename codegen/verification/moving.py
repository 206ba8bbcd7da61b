"""What changes in a model while one input moves: the definitions that hang on it, and slopes of its outputs.

All else is known already; slopes along a column are worked out once, whoever asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from codegen.verification.interpreter.numbers import Array, Bounded, Dual, bounded, plain
from derive.expr import Acc, Tensor
from derive.model.layer import Def, Layer, Program

MOST_KEPT = 1 << 12
"""Outputs of more elements in all are not kept: their slopes would be more than the data of many cases."""


class Pulled(NamedTuple):
    """u J v for every column v, a bound of its error in units of u, and the sum of |terms|."""

    value: Array
    error: Array
    size: Array

    @property
    def finite(self) -> Array:
        return np.isfinite(self.value) & np.isfinite(self.error)


class Slopes(NamedTuple):
    """Outputs as dual numbers, one seed for each column; how far one may go along each until a kink."""

    outputs: Mapping[str, Dual]
    distance: Array

    def columns(self) -> Iterator[Slopes]:
        """One for each seed."""
        for k in range(len(self.distance)):
            chosen = {name: _seed(dual, slice(k, k + 1)) for name, dual in self.outputs.items()}
            yield Slopes(chosen, self.distance[k : k + 1])


def _seed(dual: Dual, at: slice) -> Dual:
    tangent = Bounded(dual.tangent.value[..., at].copy(), dual.tangent.error[..., at].copy())
    return Dual(dual.value, tangent, dual.reached[..., at].copy())


def side_by_side(some: Sequence[Slopes]) -> Slopes:
    """The slopes along several columns."""
    outputs = {}
    for name, first in some[0].outputs.items():
        duals = [one.outputs[name] for one in some]
        parts = zip(*((d.tangent.value, d.tangent.error, d.reached) for d in duals), strict=True)
        value, error, reached = (np.concatenate(part, axis=-1) for part in parts)
        outputs[name] = Dual(first.value, Bounded(value, error), reached)
    return Slopes(outputs, np.concatenate([one.distance for one in some]))


class KnownSlopes:
    """The slopes that are known, by column."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, bytes], Slopes] = {}

    def missing(self, tensor: Tensor, columns: Array) -> list[int]:
        """The columns about which nothing is known, each once."""
        asked = {key: k for k, key in reversed(list(enumerate(_keys(tensor, columns))))}
        return sorted(k for key, k in asked.items() if key not in self.known)

    def add(self, tensor: Tensor, columns: Array, found: Slopes) -> None:
        """Small outputs alone are kept."""
        if sum(dual.value.value.size for dual in found.outputs.values()) <= MOST_KEPT:
            self.known |= zip(_keys(tensor, columns), found.columns(), strict=True)

    def all(self, tensor: Tensor, columns: Array) -> Slopes | None:
        """Along all of these columns, if each is known."""
        some = [self.known.get(key) for key in _keys(tensor, columns)]
        known = [one for one in some if one is not None]
        return side_by_side(known) if known and len(known) == len(some) else None


def _keys(tensor: Tensor, columns: Array) -> list[tuple[str, bytes]]:
    return [(tensor.name, column.tobytes()) for column in np.ascontiguousarray(columns.T, dtype=float)]


def rounded(x: Array) -> Bounded:
    """Data as ``Bounded``: integers are exact, another number stands for those that are rounded to it."""
    whole = x.dtype.kind in "biu" or bool(np.all(x == np.round(x)))
    return Bounded(x, np.zeros(x.shape) if whole else np.abs(x))


def as_dual(x: Any, seeds: int) -> Dual:
    """An output with its tangents for all seeds, NaN where a value that is not finite moves; zero if none.

    How an infinite value moves is not asked of anybody.
    """
    x = x if isinstance(x, Dual) else Dual(bounded(x), bounded(np.zeros((*plain(x).shape, 1))))
    value, tangent = bounded(x.value), bounded(x.tangent)
    shape = (*value.value.shape, seeds)
    reached = np.broadcast_to(x.reached, shape)
    lost = reached & ~np.isfinite(value.value)[..., None]
    spread = [np.where(lost, np.nan, np.broadcast_to(a, shape)) for a in (tangent.value, tangent.error)]
    return Dual(value, Bounded(*spread), reached)


def hanging_on(layer: Layer, tensor: Tensor) -> Program:
    """The definitions that read an input, or what is made of it; all of an array that one of them writes."""
    whole = layer.program
    return Program(whole.name, whole.inputs, _hanging(whole.defs, tensor.name), whole.outputs)


def beside(program: Program, known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known and is not computed again."""
    again = {one.tensor.name for one in program.defs}
    return {name: array for name, array in known.items() if name not in again}


@lru_cache(maxsize=256)
def _hanging(defs: tuple[Def, ...], name: str) -> tuple[Def, ...]:
    moving, before = {name}, 0
    while before < len(moving):  # an array may be written in several parts, the first of which stays
        before = len(moving)
        moving |= {one.tensor.name for one in defs if reads(one) & moving}
    return tuple(one for one in defs if one.tensor.name in moving)


@lru_cache(maxsize=1024)
def reads(one: Def) -> frozenset[str]:
    """The arrays that a definition reads, in its places and ranges too."""
    ends = [end for _, *both in one.free for end in both]
    trees = [one.expr, *one.lhs.index, *ends]
    return frozenset(a.tensor.name for e in trees if hasattr(e, "atoms") for a in e.atoms(Acc))


__all__ = ["KnownSlopes", "Pulled", "Slopes", "as_dual", "beside", "hanging_on", "reads", "side_by_side"]
