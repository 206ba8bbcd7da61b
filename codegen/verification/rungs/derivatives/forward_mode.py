"""The emitted forward-mode derivative against dual numbers through the model."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from codegen.verification.cases import Case, Pulled
from codegen.verification.interpreter.numbers import Array, Dual
from codegen.verification.interpreter.precision import SINGLE
from codegen.verification.judgement import LIMIT, LIMIT_FLOAT32, compare, scale_of, tolerance, worst
from codegen.verification.report import Outcome
from codegen.verification.rungs.pairing import derivative, with_open
from codegen.verification.rungs.subject import Subject


def has_jvp(subject: Subject) -> bool:
    return hasattr(subject.kernels.module, "jvp")


def jvp(case: Case, subject: Subject) -> Outcome:
    """Every element of every output, along a random direction and along an element; all inputs at once.

    What depends on an element by which the model has no finite derivative is open: 0 · ∞ has no value.
    """
    tensor = subject.tensor
    columns = case.directions(tensor, coordinates=1, random=1)
    judged = [*_alone(case, subject, columns)]
    if subject.kernels.native:
        judged += _alone(case.counted_in(SINGLE), subject, columns[:, :1])
        if len(subject.layer.wrt) > 1:
            judged.append(_at_once(case, subject))
    return with_open(case, tensor, worst(judged))


def _alone(case: Case, subject: Subject, columns: Array) -> Iterator[Outcome]:
    """One input moves, by each column; in float32 where the case counts its roundings."""
    tensor, single = subject.tensor, case.precision == SINGLE
    singular = ~case.regular(tensor)
    outputs = case.tangents(tensor, columns).outputs
    spoilt = case.tangents(tensor, singular[:, None].astype(float)).outputs if singular.any() else {}
    for k in range(columns.shape[1]):
        made = subject.kernels.jvp(case, {tensor: columns[:, k]}, np.float32 if single else np.float64)
        for one in subject.layer.outputs:
            named = f"{one.name}_dot of direction {k} "
            hangs = spoilt[one.name].reached[..., 0] if spoilt else np.zeros((), dtype=bool)
            yield _near(made[one.name], outputs[one.name], k, single, named, hangs)


def _near(found: Array, wanted: Dual, k: int, single: bool, names: str, hangs: Array) -> Outcome:
    rate, error = wanted.tangent.value[..., k], wanted.tangent.error[..., k]
    side = Pulled(rate, error + np.abs(rate), np.abs(rate))
    unknown = {
        "the output of the model is not finite there": np.isnan(rate),
        "it depends on an element by which the model has no finite derivative": hangs,
    }
    names += "by float32 at " if single else "at "
    dtype, limit = (np.float32, LIMIT_FLOAT32) if single else (np.float64, LIMIT)
    return derivative(found, side, 0.0 * rate, dtype, limit, names, unknown)


def _at_once(case: Case, subject: Subject) -> Outcome:
    """The tangents of all inputs given together add up, within some roundings of each."""
    moved = {t: case.directions(t, coordinates=0, random=1)[:, 0] for t in subject.layer.wrt}
    together = subject.kernels.jvp(case, moved)
    apart = [subject.kernels.jvp(case, {t: v}) for t, v in moved.items()]
    outcomes = []
    for one in subject.layer.outputs:
        parts = np.array([part[one.name] for part in apart])
        size = np.abs(parts).sum(axis=0)
        bound = tolerance(MANY * (size + scale_of(size)))
        names = f"{one.name}_dot of all tangents at once "
        outcomes.append(compare(together[one.name], parts.sum(axis=0), bound, 1.0, np.inf, names))
    return worst(outcomes)


MANY = 2.0**20
"""Roundings by which a sum of slopes may differ from the slopes: what is lost altogether is far more."""

__all__ = ["has_jvp", "jvp"]
