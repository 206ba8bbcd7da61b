"""Verification: kernels against oracles that share no code with the derivation."""

from codegen.verify.cases import Case, case_of
from codegen.verify.interpreter.evaluate import EvaluationError, Evaluator
from codegen.verify.ladder import LADDER, attempt, draw, passed, reproduce, rungs, verify
from codegen.verify.report import CheckReport, GradientReport, Outcome, Verdict
from codegen.verify.rungs import Check, Rung, Subject
from codegen.verify.strategies import cases

__all__ = [
    "LADDER", "Case", "Check", "CheckReport", "EvaluationError", "Evaluator", "GradientReport", "Outcome",
    "Rung", "Subject", "Verdict", "attempt", "case_of", "cases", "draw", "passed", "reproduce", "rungs",
    "verify",
]  # fmt: skip
