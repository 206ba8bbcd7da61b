"""The float32 kernels against the model, within the bound that u = 2^-24 allows."""

from __future__ import annotations

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.judgement import LIMIT_FLOAT32, worst
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.pairing import paired, unless_unstable
from codegen.verification.rungs.subject import Subject
from codegen.verification.rungs.values import valued


def float32(case: Case, subject: Subject) -> Outcome:
    """Outputs are float32 and near the model's, and so is the gradient."""
    made = subject.kernels.forward(case, np.float32)
    outputs = subject.layer.outputs
    for output in outputs:
        if made[output.name].dtype != np.float32:
            text = f"{output.name} is {made[output.name].dtype}, not float32"
            return Outcome(Verdict.FAIL, np.inf, 0.0, text)
    outcomes = [valued(case, t, made[t.name], np.float32, LIMIT_FLOAT32) for t in outputs]
    gradient = subject.kernels.vjp(case, subject.tensor, np.float32)
    outcomes.append(paired(case, subject.tensor, gradient, np.float32, LIMIT_FLOAT32))
    return unless_unstable(case, worst(outcomes))


__all__ = ["float32"]
