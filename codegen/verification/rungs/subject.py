"""What a rung is given, and what a rung is.

A rung takes a case and a subject (kernels and one input to differentiate by) and gives an outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from codegen.verification.callables.kernels import Kernels
from codegen.verification.cases import Case
from codegen.verification.report import Outcome
from derive.expr import Tensor
from derive.model.layer import Layer


@dataclass(frozen=True)
class Subject:
    """The kernels under test and the input whose gradient is looked at."""

    kernels: Kernels
    tensor: Tensor

    @property
    def layer(self) -> Layer:
        return self.kernels.layer


class Check(Protocol):
    """One rung: whether it says anything about a subject, and what it says about a case."""

    @property
    def name(self) -> str: ...
    def applies(self, subject: Subject) -> bool: ...
    def run(self, case: Case, subject: Subject) -> Outcome: ...


@dataclass(frozen=True)
class Rung:
    """A check made of functions; ``own`` gives it cases of its own instead of those that were drawn."""

    name: str
    on_case: Callable[[Case, Subject], Outcome]
    condition: Callable[[Subject], bool] = lambda subject: True
    own: Callable[[Subject, Sequence[Case]], Sequence[Case]] | None = None

    def applies(self, subject: Subject) -> bool:
        return self.condition(subject)

    def run(self, case: Case, subject: Subject) -> Outcome:
        return self.on_case(case, subject)


__all__ = ["Check", "Rung", "Subject"]
