"""The emitted forward against the evaluator, within the rounding error of the model."""

from __future__ import annotations

from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import plain
from codegen.verification.judgement import LIMIT, around, compare, scale_of, worst
from codegen.verification.report import Outcome
from codegen.verification.rungs.pairing import unless_unstable
from codegen.verification.rungs.subject import Subject
from derive.expr import Tensor


def forward(case: Case, subject: Subject) -> Outcome:
    """Outputs and what comes beside them, integers exactly."""
    found = subject.kernels.forward(case)
    tensors = (*subject.layer.outputs, *subject.layer.aux)
    return unless_unstable(case, worst([valued(case, t, found[t.name]) for t in tensors]))


def valued(case: Case, tensor: Tensor, made: Any, dtype: Any = np.float64, limit: float = LIMIT) -> Outcome:
    """One array of the forward against the model."""
    wanted = plain(case.forward[tensor.name])
    if tensor.kind == "integer":
        return compare(made, wanted, 0.0, 1.0, limit, tensor.name)
    bound = around(case.forward[tensor.name], dtype)
    return compare(made, wanted, bound, scale_of(wanted), limit, tensor.name)


__all__ = ["forward", "valued"]
