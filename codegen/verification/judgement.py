"""The verdict of each element: how far a number may be from what is expected, and what follows for the whole.

Bounds come from the running error analysis of ``numbers.Bounded``; only ``SAFETY`` is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from codegen.verification.interpreter.numbers import Array, bounded
from codegen.verification.report import Open, Outcome, Verdict

SAFETY = 8.0
"""A kernel may order its operations otherwise than the model, at the same conditioning."""

LIMIT = 1e-8
"""A bound above this, relative to what is compared, proves nothing."""

LIMIT_FLOAT32 = 1e-2

SMALLEST_SCALE = 2.0**-10
"""The data of a case are of order 1: a forward that cancels to zero is compared with this."""

Place = tuple[int, ...]
Names = str | Sequence[str] | Callable[[Place], str]


def unit(dtype: Any) -> float:
    """The unit roundoff u of a precision."""
    return float(np.finfo(dtype).eps) / 2


def tolerance(error: Array, dtype: Any = np.float64) -> Array:
    """A bound in units of u as a number, never below an eighth of the largest one in the array.

    A kernel may round where the model as it is written happens to be exact.
    """
    error = np.asarray(error, dtype=float)
    largest = np.max(error, initial=0.0, where=np.isfinite(error))
    return SAFETY * unit(dtype) * np.maximum(error, largest / 8)


def around(wanted: Any, dtype: Any = np.float64) -> Array:
    """The tolerance of a forward value: its own rounding counts, and data of order 1 may have cancelled.

    A value that is not finite has no neighbours: it is met exactly.
    """
    wanted = bounded(wanted)
    finite = np.isfinite(wanted.value)
    error = np.where(finite, np.maximum(wanted.error, np.abs(wanted.value)), 0.0)
    return np.where(finite, tolerance(np.maximum(error, 1.0), dtype), 0.0)


def scale_of(values: Array) -> float:
    """The largest finite of some values, by which errors are measured."""
    return float(np.max(np.abs(values), initial=SMALLEST_SCALE, where=np.isfinite(values)))


def compare(
    found: Any,
    wanted: Any,
    bound: Any,
    scale: Any,
    limit: float,
    names: Names = "",
    unknown: Mapping[str, Array] | None = None,
) -> Outcome:
    """Element by element: FAIL where the error exceeds its bound, open where the bound is no number or
    exceeds ``limit * scale``, and where ``unknown`` says, by reason, that nothing can be expected.

    Values that are not finite must agree exactly.  ``names`` calls an element by its place.
    """
    found, wanted, bound = np.asarray(found), np.asarray(wanted), np.asarray(bound, dtype=float)
    if found.shape != wanted.shape:
        text = f"{_name(names, ())} has shape {found.shape}, expected {wanted.shape}"
        return Outcome(Verdict.FAIL, np.inf, 0.0, text)
    if not found.size:
        return Outcome(Verdict.PASS)
    scale = np.broadcast_to(np.where(np.isfinite(scale) & (np.asarray(scale) > 0), scale, 1.0), found.shape)
    bound, error = np.broadcast_to(bound, found.shape), _errors(found, wanted)
    reasons = {**(unknown or {}), "its bound is not finite": ~np.isfinite(bound)}
    judged = ~np.any([np.broadcast_to(mask, found.shape) for mask in reasons.values()], axis=0)
    failed = judged & ~(error <= bound)
    if failed.any():
        at = _largest(np.where(failed, np.nan_to_num(error, nan=np.inf), -1))
        text = f"{_name(names, at)} is {found[at]}, expected {wanted[at]} within {bound[at]:.3g}"
        return Outcome(Verdict.FAIL, float(error[at] / scale[at]), float(bound[at] / scale[at]), text)
    wide = judged & (bound > limit * scale)
    reasons[f"its bound exceeds {limit:.0e} of its size"] = wide
    left = tuple(_opened(reasons, names, found.shape))
    if not (judged & ~wide).any():
        return Outcome.undecided(*left)
    ratio = np.divide(error, bound, out=np.zeros(found.shape), where=judged & ~wide & (bound > 0))
    at = _largest(ratio)
    return Outcome(Verdict.PASS, float(error[at] / scale[at]), float(bound[at] / scale[at]), open=left)


def _errors(found: Array, wanted: Array) -> Array:
    with np.errstate(all="ignore"):
        same = (found == wanted) | (np.isnan(found) & np.isnan(wanted))
        return np.where(same, 0.0, np.abs(found - wanted).astype(float))


def _largest(amount: Array) -> Place:
    return tuple(map(int, np.unravel_index(int(np.argmax(amount)), amount.shape)))


def _name(names: Names, at: Place) -> str:
    match names:
        case str():
            return f"{names}{list(at)}" if at else names
        case Sequence():
            return names[at[0]] if at else "the whole"
        case _:
            return names(at)


def _opened(reasons: Mapping[str, Array], names: Names, shape: Place) -> Iterator[Open]:
    """Each open element once, under the first reason that applies."""
    taken = np.zeros(shape, dtype=bool)
    for reason, mask in reasons.items():
        new = np.broadcast_to(mask, shape) & ~taken
        if new.any():
            first = tuple(map(int, np.argwhere(new)[0]))
            yield Open(reason, _name(names, first), int(new.sum()))
        taken |= new


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome that decides: a failure, else something inconclusive, else the closest pass."""
    order = {Verdict.FAIL: 2, Verdict.INCONCLUSIVE: 1, Verdict.PASS: 0}
    decides = max(
        outcomes,
        key=lambda o: (order[o.verdict], o.error / o.bound if o.bound else 0.0),
        default=Outcome(Verdict.PASS),
    )
    return replace(decides, open=tuple(dict.fromkeys(one for o in outcomes for one in o.open)))


def known(outcomes: Sequence[Outcome]) -> Outcome:
    """What can be judged decides; all that is open stands beside it."""
    judged = [one for one in outcomes if one.verdict is not Verdict.INCONCLUSIVE]
    return replace(worst(judged or outcomes), open=worst(outcomes).open)


__all__ = [
    "LIMIT", "LIMIT_FLOAT32", "SAFETY", "around", "compare", "known", "scale_of", "tolerance", "unit",
    "worst",
]  # fmt: skip
