"""Within some units in the last place of a kink: the slope of one side or of the other, and the value.

Where the comparison is exact, the slope is the declared one; where rounding decides it, position, weight and
slope have to come from one and the same decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np

from codegen.verification.cases import Case, Pulled
from codegen.verification.interpreter.numbers import Array
from codegen.verification.interpreter.precision import DOUBLE, SINGLE, Roundings
from codegen.verification.judgement import LIMIT, LIMIT_FLOAT32, compare, known, tolerance
from codegen.verification.report import Outcome
from codegen.verification.rungs.conditioning import conditioning
from codegen.verification.rungs.kinks.aimed import Hit, admitted, aimed, with_data
from codegen.verification.rungs.pairing import along, called, distances, paired
from codegen.verification.rungs.subject import Subject
from codegen.verification.rungs.values import valued
from derive.expr import Tensor

ULPS = (0, 1, -1, 4, -4)
GENERIC = "dyadic"
"""Data on a grid stand on several kinks at once: each is then decided by a rounding of its own."""
BESIDE = 2.0**14
"""So many units in the last place away no rounding decides the comparison any more."""
MOST = 2.0**-10
"""A share of a slope that rounding may take from it at most: a larger one would be no slope of a side."""
LIMITS = {DOUBLE: LIMIT, SINGLE: LIMIT_FLOAT32}


class OneSided(NamedTuple):
    """Slopes beside the kink, how far those at the kink may be away, how much of that is rounding."""

    value: Array
    bound: Array
    rounding: Array


def at_kinks(case: Case, subject: Subject) -> Outcome:
    """Values and slopes on a kink and up to four units in the last place beside it, in one precision."""
    aim = aimed(case, subject.tensor)
    if aim is None:
        return Outcome.silence("no kink is near the data")
    precision = (DOUBLE, SINGLE)[crc32(str(case).encode()) % 2]
    return known(list(_judged(aim, subject, precision)))


def _judged(aim: Hit, subject: Subject, precision: Roundings) -> Iterator[Outcome]:
    tensor, limit = subject.tensor, LIMITS[precision]
    dtype = np.dtype(precision.name)
    start = aim.case.arrays[tensor.name].astype(dtype)
    columns = _columns(aim, tensor)
    generic = aim.case.style == GENERIC
    sides = _sides(aim, tensor, start, columns, precision) if generic else None
    data = (stepped(start, aim.place, count) for count in ULPS)
    there = [with_data(aim.case, tensor, d).counted_in(precision) for d in data if admitted(tensor, d)]
    slopes = [one.pulled(tensor, columns) for one in there] if sides else []
    for case in there:
        made = subject.kernels.forward(case, dtype)
        yield from (valued(case, t, made[t.name], dtype, limit) for t in subject.layer.outputs)
        gradient = subject.kernels.vjp(case, tensor, dtype)
        yield paired(case, tensor, gradient, dtype, limit, " at a kink")  # open where rounding decides
        if sides and case.unstable:  # else the slope is that of the very point, and was asked for
            candidates = (*sides, *(_own(one, sides) for one in slopes))
            yield _either(case, tensor, gradient, columns, candidates, limit)


def stepped(data: Array, place: int, count: int) -> Array:
    """The data with one element some units in the last place up or down; from 0, those of 1."""
    made = data.copy()
    unit = np.spacing(np.maximum(np.abs(made.flat[place]), data.dtype.type(2.0**-2)))
    made.flat[place] += data.dtype.type(count) * unit
    return made.astype(np.float64)


def _columns(aim: Hit, tensor: Tensor) -> Array:
    """The element that was moved, and some others."""
    columns = aim.case.directions(tensor, coordinates=8, random=0)
    own = np.zeros((columns.shape[0], 1))
    own[aim.place] = 1.0
    return np.unique(np.concatenate([own, columns], axis=1), axis=1)


def _sides(
    aim: Hit, tensor: Tensor, start: Array, columns: Array, precision: Roundings
) -> tuple[OneSided, OneSided] | None:
    """The slopes on either side; none where another kink is as near."""
    made = []
    own = np.zeros((start.size, 1))
    own[aim.place] = 1.0
    for sign in (1, -1):
        near, far = (
            with_data(aim.case, tensor, stepped(start, aim.place, int(sign * times * BESIDE)))
            for times in (1, 2)
        )
        step = float(np.max(np.abs(near.arrays[tensor.name] - start)))
        if distances(near, tensor, own)[0] < step / 2:
            return None
        a, b = (one.counted_in(precision).pulled(tensor, columns) for one in (near, far))
        room = np.abs(columns).T @ conditioning(near.counted_in(precision), tensor).reshape(-1)
        rounding = tolerance(a.error + room, precision.name)
        made.append(OneSided(a.value, rounding + 2 * np.abs(b.value - a.value), rounding))
    return made[0], made[1]


def _either(
    case: Case,
    tensor: Tensor,
    gradient: Array,
    columns: Array,
    candidates: Sequence[OneSided],
    limit: float,
) -> Outcome:
    """Element by element the slope of one side, the nearer one, where rounding decides; or one of the points
    themselves: slopes may be steep (of log(1 − x) below 1), and the kink, onto which rounding may put a
    position, may have one that neither side has (a position clamped to 0 … 0).

    Elsewhere the declared slope holds, and was asked for.
    """
    found, error = along(gradient.astype(np.float64), columns)
    slack = tolerance(error, case.precision.name)
    here = case.pulled(tensor, columns)
    nearest = np.argmin([_away(found, one, slack) for one in candidates], axis=0)
    wanted = np.choose(nearest, [one.value for one in candidates])
    bound = np.choose(nearest, [one.bound for one in candidates]) + slack
    no_slope = np.any([~np.isfinite(one.value) for one in candidates[:2]], axis=0)
    exact = tolerance(here.error, case.precision.name) <= limit * np.maximum(1.0, np.abs(here.value))
    scale = float(np.max(np.abs(wanted), initial=1.0, where=np.isfinite(wanted)))
    names = called(case, tensor, columns, " beside a kink")
    unknown = {"a side of the kink has no finite slope": no_slope & ~exact}
    return compare(
        found[~exact],
        wanted[~exact],
        bound[~exact],
        scale,
        limit,
        _of(names, ~exact),
        {reason: mask[~exact] for reason, mask in unknown.items()},
    )


def _own(here: Pulled, sides: tuple[OneSided, OneSided]) -> OneSided:
    """The slope of the point without the doubt on which side it lies; what rounds, rounds as beside it."""
    room = np.zeros(here.value.shape)
    for side in sides:
        size = np.abs(side.value)
        share = np.divide(side.rounding, size, out=np.zeros(size.shape), where=size > 0)
        room = np.maximum(room, np.minimum(share, MOST) * np.abs(here.value))
    return OneSided(here.value, room, room)


def _of(names: list[str], kept: Array) -> list[str]:
    return [name for name, one in zip(names, kept, strict=True) if one]


def _away(found: Array, side: OneSided, slack: Array) -> Array:
    """In units of what is allowed."""
    error = np.abs(found - side.value)
    room = side.bound + slack
    ratio = np.divide(error, room, out=np.full(error.shape, np.inf), where=room > 0)
    return np.where(error == 0, 0.0, np.where(np.isnan(ratio), np.inf, ratio))


__all__ = ["ULPS", "at_kinks", "stepped"]
