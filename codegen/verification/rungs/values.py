"""The emitted values against the evaluator, within the rounding error of the model, in both precisions."""

from __future__ import annotations

from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.doubt import uncertain
from codegen.verification.interpreter.numbers import plain
from codegen.verification.interpreter.precision import SINGLE
from codegen.verification.judgement import LIMIT, LIMIT_FLOAT32, around, compare, scale_of, worst
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.pairing import paired
from codegen.verification.rungs.subject import Subject
from derive.expr import Tensor

BY_ROUNDING = "a comparison in the model is decided by rounding"


def forward(case: Case, subject: Subject) -> Outcome:
    """Outputs and what comes beside them (foreign functions may leave that out), integers exactly."""
    found = subject.kernels.forward(case)
    tensors = [t for t in (*subject.layer.outputs, *subject.layer.aux) if t.name in found]
    return worst([valued(case, t, found[t.name]) for t in tensors])


def valued(case: Case, tensor: Tensor, made: Any, dtype: Any = np.float64, limit: float = LIMIT) -> Outcome:
    """One array of the forward against the model."""
    wanted = plain(case.forward[tensor.name])
    if tensor.kind == "integer":
        unsure = uncertain(case.forward[tensor.name])
        return compare(made, wanted, 0.0, 1.0, limit, tensor.name, {BY_ROUNDING: unsure})
    bound = around(case.forward[tensor.name], dtype)
    return compare(made, wanted, bound, scale_of(wanted), limit, tensor.name)


def float32(case: Case, subject: Subject) -> Outcome:
    """Outputs are float32 and near the model's, and so is the gradient, as u = 2^-24 and its range allow."""
    case = case.counted_in(SINGLE)
    made = subject.kernels.forward(case, np.float32)
    gradient = subject.kernels.vjp(case, subject.tensor, np.float32)
    outputs = subject.layer.outputs
    for name, a in ((f"d{subject.tensor.name}", gradient), *((t.name, made[t.name]) for t in outputs)):
        if subject.kernels.native and a.dtype != np.float32:
            return Outcome(Verdict.FAIL, np.inf, 0.0, f"{name} is {a.dtype}, not float32")
    outcomes = [valued(case, t, made[t.name], np.float32, LIMIT_FLOAT32) for t in outputs]
    outcomes.append(paired(case, subject.tensor, gradient, np.float32, LIMIT_FLOAT32))
    return worst(outcomes)


__all__ = ["float32", "forward", "valued"]
