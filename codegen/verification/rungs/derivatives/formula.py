"""The derived formula itself, before any code: evaluated as it stands, against dual numbers.

When a kernel fails and its formula does not, the fault lies in the generator.
"""

from __future__ import annotations

from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import plain
from codegen.verification.report import Outcome
from codegen.verification.rungs.conditioning import evaluated
from codegen.verification.rungs.pairing import paired
from codegen.verification.rungs.subject import Subject


def formula(case: Case, subject: Subject) -> Outcome:
    """<Jv, u> = <v, J'u> with J'u from the derived formula."""
    gradient = plain(evaluated(case, subject.tensor))
    return paired(case, subject.tensor, gradient, by=" by the formula")


__all__ = ["formula"]
