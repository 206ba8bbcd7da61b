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

    def gives(self, function: str) -> bool:
        """Whether there is a function called so, or for ``vjp`` one that gives the gradient."""
        return self.kernels.differentiates(self.tensor) if function == "vjp" else self.kernels.has(function)


class Check(Protocol):
    """One rung: whether it says anything about a subject, and what it says about a case."""

    @property
    def name(self) -> str: ...
    def applies(self, subject: Subject) -> bool: ...
    def run(self, case: Case, subject: Subject) -> Outcome: ...


@dataclass(frozen=True)
class Rung:
    """A check made of functions.

    ``needs`` names the functions that it calls (``vjp`` stands for that of the gradient), ``reason`` says why
    it has no word where ``condition`` does not hold.  ``says`` tells what a pass means: ``proved``, ``exact``
    or ``tested``; ``most`` bounds the cases of a check that needs few large ones, ``some`` those of one that
    needs few of every style; ``own`` gives it cases of its own instead of those that were drawn; ``of_layer``
    where what it says is the same for every gradient.
    """

    name: str
    on_case: Callable[[Case, Subject], Outcome]
    condition: Callable[[Subject], bool] = lambda subject: True
    reason: str = ""
    needs: tuple[str, ...] = ("vjp",)
    says: str = "tested"
    most: int | None = None
    some: int | None = None
    own: Callable[[Subject, Sequence[Case]], Sequence[Case]] | None = None
    of_layer: bool = False

    def applies(self, subject: Subject) -> bool:
        return not self.why_not(subject)

    def why_not(self, subject: Subject) -> str:
        """Why the check says nothing about a subject; empty where it does."""
        missing = [one for one in self.needs if not subject.gives(one)]
        if missing:
            return f"no function {missing[0]} was given"
        return "" if self.condition(subject) else self.reason or "it does not apply"

    def run(self, case: Case, subject: Subject) -> Outcome:
        return self.on_case(case, subject)


__all__ = ["Check", "Rung", "Subject"]
