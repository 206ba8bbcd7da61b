"""Verification.  In: a model and kernels that obey the calling convention.  Out: a verdict for each gradient.

The oracles share no code with the derivation: ``interpreter`` runs the model in several systems of numbers,
``oracles`` asks other libraries, ``rungs`` compare; ``ladder`` puts the rungs in order and draws the cases.
"""

from codegen.verification.cases import Case, case_of
from codegen.verification.interpreter import EvaluationError, Evaluator
from codegen.verification.ladder import LADDER, attempt, draw, passed, reproduce, rungs, verify
from codegen.verification.report import CheckReport, GradientReport, Outcome, Verdict
from codegen.verification.rungs import Check, Rung, Subject
from codegen.verification.strategies import cases

__all__ = [
    "LADDER", "Case", "Check", "CheckReport", "EvaluationError", "Evaluator", "GradientReport", "Outcome",
    "Rung", "Subject", "Verdict", "attempt", "case_of", "cases", "draw", "passed", "reproduce", "rungs",
    "verify",
]  # fmt: skip
