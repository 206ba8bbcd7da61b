"""A plain finite-difference check, as it is found in many libraries: what the ladder is compared with.

Central differences of step 1e-6 in float64 by every element of the input, against the gradient within
|numeric - analytic| <= 1e-5 + 1e-3 |numeric|.  It is spared cases at which a right kernel would fail.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from codegen.verification.callables.kernels import Kernels
from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import Array
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs import Subject
from derive.expr import Tensor

STEP, ABSOLUTE, RELATIVE = 1e-6, 1e-5, 1e-3
NAME = "plain differences"


class PlainCheck:
    """A rung like the others; the numeric side is measured once for each case."""

    name = NAME

    def __init__(self) -> None:
        self.known: dict[tuple[Case, str], Array] = {}

    def applies(self, subject: Subject) -> bool:
        return True

    def run(self, case: Case, subject: Subject) -> Outcome:
        key = (case, subject.tensor.name)
        if key not in self.known:
            self.known[key] = slopes(case, subject.kernels, subject.tensor)
        analytic = subject.kernels.vjp(case, subject.tensor)
        close = np.allclose(analytic, self.known[key], rtol=RELATIVE, atol=ABSOLUTE)
        return Outcome(Verdict.PASS if close else Verdict.FAIL)


def slopes(case: Case, kernels: Kernels, tensor: Tensor) -> Array:
    """d<u, forward>/dx, element by element."""
    start = np.asarray(case.arrays[tensor.name], dtype=float)
    weights = case.cotangents()

    def value(x: Array) -> float:
        made: dict[str, Any] = kernels.forward(case, np.float64, **{tensor.name: x})
        return float(sum(np.sum(u * made[name]) for name, u in weights.items()))

    made = np.empty(start.shape)
    for at in np.ndindex(start.shape):
        ends = []
        for step in (STEP, -STEP):
            x = start.copy()
            x[at] += step
            ends.append(value(x))
        made[at] = (ends[0] - ends[1]) / (2 * STEP)
    return made


__all__ = ["NAME", "PlainCheck", "slopes"]
