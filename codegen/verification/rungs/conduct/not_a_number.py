"""Numbers that callers do not expect: a NaN comes out wherever the model reads it, and what else comes out is
right; beside infinities, zeros with a sign and subnormal numbers no finite element is wrong.

A NaN may come out beside, too: a border of zeros is multiplied by it, where the model has no term.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.evaluate import EvaluationError
from codegen.verification.interpreter.numbers import Array, plain
from codegen.verification.interpreter.precision import DOUBLE, SINGLE
from codegen.verification.judgement import around, compare, scale_of, worst
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.subject import Subject
from derive.expr import Tensor

KINDS: Mapping[str, tuple[float, ...]] = {
    "NaN": (np.nan,),
    "infinity": (np.inf, -np.inf),
    "least number": (-0.0, 1e-40, -1e-40, 1e-310, -1e-310),
}
"""Subnormal in float32 or float64; what has a sign keeps it."""
SHARES = (0.0, 0.25)
"""Of the elements of an input so many are unusual, and one."""
DTYPES = (np.float64, np.float32)


class SpoiltCase(Case):
    """The case with unusual numbers in one of its inputs."""


def not_a_number(case: Case, subject: Subject) -> Outcome:
    """The forward with each kind in each input in turn, one and many: by element, in both precisions."""
    real = [t for t in subject.layer.inputs if t.kind == "real" and t.name not in case.omitted]
    return worst([_with(case, subject, t, share, kind) for t in real for share in SHARES for kind in KINDS])


def _with(case: Case, subject: Subject, tensor: Tensor, share: float, kind: str) -> Outcome:
    array = np.array(case.arrays[tensor.name])
    values = np.array([v for v in KINDS[kind] if not (v <= 0 and tensor.sign)])
    if not array.size:
        return Outcome(Verdict.PASS)
    rng = np.random.default_rng([case.seed, 82])
    array.reshape(-1)[rng.integers(array.size)] = values[rng.integers(len(values))]
    some = rng.random(array.shape) < share
    array[some] = rng.choice(values, some.sum())
    what = f"{kind} in {tensor.name}"
    try:
        return worst(
            [_judged(case, _given(case, tensor, array, t), subject, tensor, what, t) for t in DTYPES]
        )
    except EvaluationError:
        return Outcome.silence(f"the model has no value where {tensor.name} is a {kind}")


def _given(case: Case, tensor: Tensor, array: Array, dtype: Any) -> SpoiltCase:
    """The case with these elements, as the precision holds them: subnormal in one is 0 in the other."""
    spoilt = SpoiltCase(*(getattr(case, f.name) for f in fields(Case)))
    spoilt.__dict__["arrays"] = {**case.arrays, tensor.name: array.astype(dtype).astype(array.dtype)}
    return spoilt


def _judged(
    case: Case, spoilt: SpoiltCase, subject: Subject, tensor: Tensor, what: str, dtype: Any
) -> Outcome:
    kind = next(one for one in KINDS if what.startswith(one))
    there = case.counted_in(DOUBLE if dtype is np.float64 else SINGLE)
    wanted = there.moved(tensor, spoilt.arrays[tensor.name])
    with np.errstate(all="ignore"):  # a stranger's function may warn
        made = subject.kernels.forward(spoilt, dtype)
    outcomes = []
    for one in subject.layer.outputs:
        value, found = plain(wanted[one.name]), made[one.name]
        free = _free(value, found, kind) if found.shape == value.shape else False
        bound = around(wanted[one.name], dtype)
        text = f"{one.name} with a {what}, {np.dtype(dtype).name} "
        outcomes.append(compare(np.where(free, value, found), value, bound, scale_of(value), np.inf, text))
    return worst(outcomes)


def _free(value: Array, found: Array, kind: str) -> Array:
    """Where nothing is said: a NaN beside what is one; what an infinity cancels or overflows to.

    Where every number is finite an infinity of the model says that its form overflows, and no more: one over
    a subnormal weight does, a quotient by it does not.
    """
    if kind == "NaN":
        return np.isnan(found) & ~np.isnan(value)
    on_the_way = np.isinf(value) & (~np.isfinite(found) | (kind == "least number"))
    return np.isnan(found) | np.isnan(value) | on_the_way


__all__ = ["not_a_number"]
