"""Data moved along one element onto the nearest place where a comparison of the model flips.

The comparisons are those that the interpreter meets: branches, brackets, ties of maxima, whole positions of
samples, signs.  Each says how far the data may move along a tangent before it flips; that far they are moved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sympy import Abs, ceiling, floor, sign

from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import Array
from codegen.verification.rungs.pairing import distances
from codegen.verification.rungs.subject import Subject
from derive.expr import Acc, Cond, Hat, HatSlope, Reduce, Tensor
from derive.model.layer import Layer

FARTHEST = 64.0
"""Data are of order 1: what is farther away is another case."""
STEPS = 4


@dataclass(frozen=True)
class Hit:
    """A case on a kink, but for rounding, and the element that was moved to get there."""

    case: Case
    place: int


def deciding(layer: Layer) -> set[Tensor]:
    """The tensors that a comparison of the model reads, directly or through what is computed from them."""
    found: set[Tensor] = set()
    for one in reversed(layer.forward):
        atoms = one.expr.atoms(Cond, Hat, HatSlope, floor, ceiling, Abs, sign)
        atoms |= {r.body for r in one.expr.atoms(Reduce) if r.op not in ("sum", "prod")}
        found |= {a.tensor for e in atoms for a in e.atoms(Acc)}
        if one.tensor in found:
            found |= {a.tensor for a in one.expr.atoms(Acc)}
    return found


def has_kinks(subject: Subject) -> bool:
    """Whether a comparison of the model hangs on the input that is differentiated by."""
    return subject.tensor in deciding(subject.layer)


def aimed(case: Case, tensor: Tensor) -> Hit | None:
    """The case with one element moved onto the nearest kink; nothing where none is near."""
    columns = case.directions(tensor, coordinates=6, random=0)
    columns = columns[:, np.abs(columns).any(axis=0)]
    if not columns.size:
        return None
    away = distances(case, tensor, columns)
    reachable = np.where(away <= FARTHEST, away, np.inf)
    k = int(np.argmin(reachable))
    if not np.isfinite(reachable[k]):
        return None
    place = int(np.flatnonzero(columns[:, k])[0])
    there = _walked(case, tensor, columns[:, [k]], float(reachable[k]))
    return Hit(there, place) if admitted(tensor, there.arrays[tensor.name]) else None


def admitted(tensor: Tensor, data: Array) -> bool:
    """Whether the model takes such data: those of a sign keep to it."""
    least = {"positive": np.nextafter(0, 1), "nonnegative": 0.0}.get(tensor.sign, -np.inf)
    return bool((data >= least).all())


def _walked(case: Case, tensor: Tensor, column: Array, away: float) -> Case:
    """Newton's way to where the comparison flips; its distance has no sign, so both sides are tried."""
    for _ in range(STEPS):
        if not away:
            break
        both = [moved(case, tensor, s * away * column[:, 0]) for s in (1, -1)]
        left = [float(distances(one, tensor, column)[0]) for one in both]
        if not min(left) < away / 2:
            break
        case, away = both[int(np.argmin(left))], min(left)
    return case


def moved(case: Case, tensor: Tensor, by: Array) -> Case:
    """The case with other data for one input."""
    return with_data(case, tensor, case.arrays[tensor.name] + by.reshape(case.shape(tensor)))


def with_data(case: Case, tensor: Tensor, data: Array) -> Case:
    made = replace(case, omitted=tuple(name for name in case.omitted if name != tensor.name))
    arrays: dict[str, Any] = {**case.arrays, tensor.name: data}
    made.__dict__["arrays"] = arrays
    return made


__all__ = ["Hit", "admitted", "aimed", "deciding", "has_kinks", "moved", "with_data"]
