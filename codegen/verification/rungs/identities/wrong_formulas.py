"""Mutants of a derived gradient, evaluated: ⟨Jv, u⟩ = ⟨v, Jᵀu⟩ has to tell each from the right formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter import EvaluationError, Evaluator
from codegen.verification.mistakes.mutants import Mutant
from codegen.verification.mistakes.of_formulas import some
from codegen.verification.report import Open, Outcome, Verdict
from codegen.verification.rungs.conditioning import derived
from codegen.verification.rungs.pairing import paired
from codegen.verification.rungs.subject import Subject
from derive.model.layer import Program

SEEDS = 4
"""Other data at the sizes of the case, before a mutant counts as one that is not told apart."""


RIGHT = "forward without rounding errors"


def larger_half(subject: Subject, drawn: Sequence[Case]) -> Sequence[Case]:
    """Four cases of the larger half."""
    larger = sorted(drawn, key=lambda case: case.size)[len(drawn) // 2 :]
    return larger[:: max(1, len(larger) // 4)][:4]


def wrong_formulas(case: Case, subject: Subject) -> Outcome:
    """One mutant for each kind of mistake; what is not told apart at these sizes is named."""
    found = list(some(derived(case.layer).vjp[subject.tensor]))
    tried = [case, *(replace(case, seed=case.seed + k, style="dyadic") for k in range(1, SEEDS))]
    left = [mutant for mutant in found if not any(_fails(one, subject, mutant) for one in tried)]
    opened = tuple(
        Open("a wrong formula is right at these sizes, or is not told apart", f"{m.operator} {m.place}")
        for m in left
    )
    if len(left) == len(found):
        return Outcome.undecided(*opened) if found else Outcome.silence("nothing in it can be mutated")
    return Outcome(Verdict.PASS, open=opened)


def _fails(case: Case, subject: Subject, mutant: Mutant[Program]) -> bool:
    """Whether the pairing fails the mutant on a case."""
    tensor = subject.tensor
    arrays = _right(case) | {f"d{name}": u for name, u in case.cotangents().items()}
    try:
        made = Evaluator.at_sizes(case.symbols, arrays).run(mutant.program)[f"d{tensor.name}"]
    except EvaluationError:
        return True
    return paired(case, tensor, np.asarray(made)).verdict is Verdict.FAIL


def _right(case: Case) -> dict[str, Any]:
    """The forward, which every mutant of a gradient is given."""
    if RIGHT not in case.memory:
        evaluator = Evaluator.at_sizes(case.symbols, dict(case.arrays))
        case.memory[RIGHT] = evaluator.run(derived(case.layer).forward)
    found: dict[str, Any] = case.memory[RIGHT]
    return found


__all__ = ["larger_half", "wrong_formulas"]
