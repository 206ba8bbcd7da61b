"""Verification.  In: a model and kernels that obey the calling convention.  Out: a verdict for each gradient.

The ladder has eleven rungs (``RUNGS`` in ``eleven``); each is a group of checks and can be climbed alone,
with any functions of the calling convention, foreign ones too (``callables``).  A check takes a ``Case``
(sizes, options, data, drawn by ``strategies``) and a ``Subject`` (kernels, one input) and gives an
``Outcome``: PASS, FAIL or INCONCLUSIVE, element by element.  A pass says *proved*, *exact* or *tested*.

The oracles share no code with the derivation: ``interpreter`` runs the model in several systems of numbers,
``systems`` runs the very text of the kernels in others, ``oracles`` asks other libraries, ``rungs`` compare;
``ladder`` climbs, and shrinks what fails.
"""

from codegen.verification.cases import Case, case_of
from codegen.verification.eleven import LADDER, RUNGS, rung_of, rungs
from codegen.verification.interpreter import EvaluationError, Evaluator
from codegen.verification.ladder import attempt, draw, passed, reproduce, verify
from codegen.verification.report import CheckReport, GradientReport, Outcome, Verdict
from codegen.verification.rungs import Check, Rung, Subject
from codegen.verification.strategies import cases

__all__ = [
    "LADDER",
    "RUNGS",
    "Case",
    "Check",
    "CheckReport",
    "EvaluationError",
    "Evaluator",
    "GradientReport",
    "Outcome",
    "Rung",
    "Subject",
    "Verdict",
    "attempt",
    "case_of",
    "cases",
    "draw",
    "passed",
    "reproduce",
    "rung_of",
    "rungs",
    "verify",
]  # fmt: skip
