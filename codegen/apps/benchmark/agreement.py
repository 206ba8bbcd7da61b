"""Whether two programs computed the same: judged by how far rounding the inputs moves the result.

Inputs whose last bit is wrong give results that are wrong by what the formula makes of it, its condition.
Two good programs differ by a small multiple of that, whatever their order of summation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from codegen.apps.network import NumpyArray

MULTIPLE = 32
"""How many times the movement by one last bit two programs may differ, and how many roundings of a result."""

Results = Sequence[NumpyArray | None]


def nudged(given: Mapping[str, NumpyArray], seed: int = 2) -> dict[str, NumpyArray]:
    """Every number with its last bit moved, up or down; integers as they are."""
    rng = np.random.default_rng(seed)
    return {name: _nudged(array, rng) for name, array in given.items()}


def _nudged(array: NumpyArray, rng: np.random.Generator) -> NumpyArray:
    if array.dtype.kind != "f":
        return array
    signs = rng.integers(0, 2, array.shape, np.int8).astype(array.dtype)
    return np.asarray(array + array * (signs * 2 - 1) * np.finfo(array.dtype).eps)


def distance(ours: Results, theirs: Results, moved: Results) -> float:
    """The difference in units of what is allowed, at the worst array; at most 1 where they agree.

    ``moved`` is theirs for nudged inputs.  What a peer has no result for (None) is not compared.
    """
    triples = zip(ours, theirs, moved, strict=True)
    found = (_distance(a, b, c) for a, b, c in triples if a is not None and b is not None and c is not None)
    return max(found, default=0.0)


def _distance(ours: Any, theirs: Any, moved: Any) -> float:
    if ours.shape != theirs.shape or not np.array_equal(np.isnan(ours), np.isnan(theirs)):
        return float("inf")
    kind = np.finfo(theirs.dtype)
    rounding = float(kind.eps) * _size(theirs) + float(kind.tiny)  # what underflows is 0 to one of the two
    allowed = MULTIPLE * (_size(moved - theirs) + rounding)
    away = _size(ours - theirs)
    return away / allowed if allowed else (float("inf") if away else 0.0)


def _size(array: NumpyArray) -> float:
    """The root of the mean of the squares of what is finite."""
    finite = array[np.isfinite(array)] if not np.isfinite(array).all() else array
    flat = np.asarray(finite, np.float64).ravel()
    return float(np.sqrt(flat @ flat / max(flat.size, 1)))


__all__ = ["MULTIPLE", "distance", "nudged"]
