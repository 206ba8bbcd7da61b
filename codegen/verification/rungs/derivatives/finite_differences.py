"""Derivatives measured on the emitted forward in float64, away from every kink of the model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import Array, bounded
from codegen.verification.interpreter.precision import MOVED
from codegen.verification.judgement import LIMIT, SAFETY, compare, tolerance, unit
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.derivatives import richardson
from codegen.verification.rungs.kinks.aimed import with_data
from codegen.verification.rungs.pairing import along, called, distances, shaped, through_stops, with_open
from codegen.verification.rungs.subject import Subject
from derive.expr import Tensor

NEAR = 2.0**-20
"""A kink at this distance leaves no room for a step."""


def finite_differences(case: Case, subject: Subject) -> Outcome:
    """Central differences along a few directions, each within its own bound."""
    tensor = subject.tensor
    case, columns, distance = _smooth(case, tensor)
    gradient = subject.kernels.vjp(case, tensor)
    wrong = shaped(gradient, case, tensor)
    if wrong:
        return wrong
    found, error = along(gradient, columns)
    through = through_stops(case, tensor, columns)
    found, error = found + through.value, error + through.error
    near = ~(distance > NEAR)
    steps = np.where(near, 0.0, np.minimum(1.0, distance / 4))
    measured = [_measure(case, subject, v, h) for v, h in zip(columns.T, steps, strict=True)]
    values, bounds = (np.array([getattr(m, part) for m in measured]) for part in ("value", "bound"))
    largest = float(np.max(np.abs(gradient), initial=0.0, where=np.isfinite(gradient)))
    scale = np.maximum(np.maximum(largest, np.abs(values)), error / max(columns.shape[1], 1))
    bounds = bounds + SAFETY * unit(np.float64) * error
    names, left = called(case, tensor, columns, " by differences"), {"too near to a kink": near}
    outcome = compare(found, values, bounds, scale, LIMIT, names, left)
    if outcome.verdict is Verdict.FAIL:
        apart = np.abs(found - values)
        left["the model turns within the shortest step"] = _turning(case, tensor, columns, steps, apart)
        outcome = compare(found, values, bounds, scale, LIMIT, names, left)
    return with_open(case, tensor, outcome)


def _turning(case: Case, tensor: Tensor, columns: Array, steps: Array, apart: Array) -> Array:
    """Along which columns the slope of the model differs from those a shortest step to either side by what
    kernel and differences are apart, half of it at least: no difference sees the slope of the place.

    √(x² + v) is nearly |x| for a small v.  A wrong gradient of a smooth model is no such thing.
    """
    found = np.zeros(columns.shape[1], dtype=bool)
    start, here = case.arrays[tensor.name], case.pulled(tensor, columns).value
    for k in np.flatnonzero(steps):
        step = richardson.shortest(steps[k]) * columns[:, k].reshape(start.shape)
        both = [with_data(case, tensor, start + sign * step) for sign in (1, -1)]
        beside = np.mean([one.pulled(tensor, columns[:, [k]]).value[0] for one in both])
        found[k] = abs(beside - here[k]) >= apart[k] / 2 > 0
    return found


def _smooth(case: Case, tensor: Tensor, attempts: int = 4) -> tuple[Case, Array, Array]:
    """The case, or one with other generic data, whose directions lead farthest from the kinks."""
    best: tuple[Case, Array, Array] | None = None
    for attempt in range(attempts):
        near = case if attempt == 0 else replace(case, seed=case.seed + 100_003 * attempt, style="dyadic")
        columns = near.directions(tensor, coordinates=3, random=1)
        distance = distances(near, tensor, columns)
        if best is None or distance.min(initial=np.inf) > best[2].min(initial=np.inf):
            best = near, columns, distance
        if distance.min(initial=np.inf) > 2.0**-8:
            break
    assert best is not None
    return best


def _measure(case: Case, subject: Subject, column: Array, largest: float) -> richardson.Difference:
    """d/dt of <u, forward(x + t v)> by differences; x + t v is exact for the data of a case."""
    if not largest:
        return richardson.Difference(math.nan, math.nan, math.nan)
    case, tensor, kernels = case.counted_in(MOVED), subject.tensor, subject.kernels
    start, step = case.arrays[tensor.name], column.reshape(case.shape(tensor))
    cotangents = case.cotangents()
    beside = case.moved(tensor, start + largest * step)
    f_error = max(_rounding(cotangents, forward) for forward in (case.forward, beside))

    def f(t: float) -> float:
        made = kernels.forward(case, np.float64, **{tensor.name: start + t * step})
        terms: list[float] = []
        for name, u in cotangents.items():
            keep = np.isfinite(bounded(case.forward[name]).value)
            terms += (u * made[name])[keep].tolist()
        return math.fsum(terms) if np.isfinite(terms).all() else math.nan

    return richardson.best(f, largest, f_error)


def _rounding(cotangents: Mapping[str, Array], forward: Mapping[str, Any]) -> float:
    """What rounding may do to <u, forward>."""
    total = 0.0
    for name, u in cotangents.items():
        y = bounded(forward[name])
        keep = np.isfinite(y.value)
        total += float(np.sum((np.abs(u) * (tolerance(y.error) + unit(np.float64) * np.abs(y.value)))[keep]))
    return total


__all__ = ["finite_differences"]
