"""A NaN among the data: it comes out wherever the model reads it, and what else comes out is right.

It may come out beside, too: a border of zeros is multiplied by it, where the model has no term.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.evaluate import EvaluationError
from codegen.verification.interpreter.numbers import plain
from codegen.verification.interpreter.precision import DOUBLE, SINGLE
from codegen.verification.judgement import around, compare, scale_of, worst
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.subject import Subject

SHARES = (0.0, 0.25)
"""Of the elements of an input so many are no numbers, and one."""
PRECISIONS = (DOUBLE, SINGLE)


class SpoiltCase(Case):
    """The case with one NaN in one of its inputs."""


def not_a_number(case: Case, subject: Subject) -> Outcome:
    """The forward with NaNs in each input in turn, one and many: element by element, in both precisions."""
    real = [t for t in subject.layer.inputs if t.kind == "real" and t.name not in case.omitted]
    return worst([_with(case, subject, t.name, share) for t in real for share in SHARES])


def _with(case: Case, subject: Subject, name: str, share: float) -> Outcome:
    spoilt = SpoiltCase(*(getattr(case, f.name) for f in fields(Case)))
    array = np.array(case.arrays[name])
    if not array.size:
        return Outcome(Verdict.PASS)
    rng = np.random.default_rng([case.seed, 82])
    array.reshape(-1)[rng.integers(array.size)] = np.nan
    array[rng.random(array.shape) < share] = np.nan
    spoilt.__dict__["arrays"] = {**case.arrays, name: array}
    counted = [spoilt.counted_in(precision) for precision in PRECISIONS]
    try:
        wanted = [one.forward for one in counted]
    except EvaluationError:
        return Outcome.silence(f"the model has no value where {name} is NaN")
    return worst([_judged(*pair, subject, name) for pair in zip(counted, wanted, strict=True)])


def _judged(case: Case, wanted: Mapping[str, Any], subject: Subject, name: str) -> Outcome:
    dtype = np.dtype(case.precision.name)
    made = subject.kernels.forward(case, dtype)
    outcomes = []
    for one in subject.layer.outputs:
        value, found = plain(wanted[one.name]), made[one.name]
        beside = np.isnan(found) & ~np.isnan(value) if found.shape == value.shape else False
        bound = around(wanted[one.name], dtype)
        text = f"{one.name} with a NaN in {name}, {dtype.name} "
        outcomes.append(compare(np.where(beside, value, found), value, bound, scale_of(value), np.inf, text))
    return worst(outcomes)


__all__ = ["not_a_number"]
