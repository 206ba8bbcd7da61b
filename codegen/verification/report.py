"""What verification says: outcomes of single cases, and their summary per gradient."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np


class Verdict(StrEnum):
    """``INCONCLUSIVE``: nothing of what was compared can be judged, so neither a pass nor a failure."""

    PASS = "PASS"
    FAIL = "FAIL"
    INCONCLUSIVE = "INCONCLUSIVE"


@dataclass(frozen=True)
class Open:
    """Elements that a check cannot judge: why, the name of the first of them, and how many they are."""

    reason: str
    first: str
    count: int = 1

    def __str__(self) -> str:
        more = f" (and {self.count - 1} more)" if self.count > 1 else ""
        return f"{self.first}{more}: {self.reason}"


@dataclass(frozen=True)
class Outcome:
    """One check of one case; ``error`` and ``bound`` are relative to the size of what is compared.

    FAIL if an element fails, PASS if those that can be judged pass; the others are ``open``.
    """

    verdict: Verdict
    error: float = 0.0
    bound: float = 0.0
    detail: str = ""
    counts: bool = True
    open: tuple[Open, ...] = ()

    @classmethod
    def undecided(cls, *open: Open) -> Outcome:
        """Nothing can be judged."""
        return cls(Verdict.INCONCLUSIVE, detail="; ".join(map(str, open)), open=open)

    @classmethod
    def silence(cls, reason: str) -> Outcome:
        """The oracle has no word on this case, for a stated reason: the case does not count at all."""
        return cls(Verdict.INCONCLUSIVE, detail=reason, counts=False)


@dataclass
class CheckReport:
    """One check over all cases.  ``failure`` reproduces the smallest failing case.

    ``says`` tells what a pass means: ``proved``, ``exact`` or ``tested``; ``proof`` is what was proved.
    ``silent`` counts the cases on which the oracle has no word, by reason; they are not among ``cases``.
    ``open`` counts the elements of the other cases that could not be judged, by reason; ``first`` names one.
    """

    check: str
    cases: int = 0
    inconclusive: int = 0
    silent: dict[str, int] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    worst_error: float = 0.0
    bound: float = 0.0
    failure: str = ""
    says: str = "tested"
    proof: str = ""
    _worst: float = -1.0

    def add(self, outcome: Outcome) -> None:
        if not outcome.counts:
            self.silent[outcome.detail] = self.silent.get(outcome.detail, 0) + 1
            return
        self.cases += 1
        for one in outcome.open:
            self.open[one.reason] = self.open.get(one.reason, 0) + one.count
            self.first.setdefault(one.reason, one.first.strip())
        if outcome.verdict is Verdict.INCONCLUSIVE:
            self.inconclusive += 1
            return
        if self.says == "proved":
            self.proof = outcome.detail
        if self.says == "exact":
            self.bound = max(self.bound, outcome.bound)
            return
        closeness = outcome.error / outcome.bound if outcome.bound else float(outcome.error > 0)
        if not closeness <= self._worst:
            self._worst, self.worst_error, self.bound = closeness, outcome.error, outcome.bound

    @property
    def verdict(self) -> Verdict:
        """FAIL if any case failed; PASS needs at least one conclusive case in four of those that count."""
        if self.failure:
            return Verdict.FAIL
        conclusive = self.cases - self.inconclusive
        return Verdict.PASS if conclusive and 4 * conclusive >= self.cases else Verdict.INCONCLUSIVE

    @property
    def wordless(self) -> bool:
        """Whether a system of exact numbers had no word on any case."""
        return self.says != "tested" and not self.cases and not self.failure

    def to_json(self) -> dict[str, Any]:
        """Plain data; an error that is not finite (a NaN came out) is ``null``."""
        made: dict[str, Any] = {
            "check": self.check,
            "says": self.says,
            "cases": self.cases,
            "inconclusive": self.inconclusive,
            "worst_error": self.worst_error if np.isfinite(self.worst_error) else None,
            "bound": self.bound,
            "verdict": self.verdict.value,
        }
        made |= {"proof": self.proof} if self.proof else {}
        made |= {"silent": dict(self.silent)} if self.silent else {}
        made |= {"open": dict(self.open), "first": dict(self.first)} if self.open else {}
        return made | ({"failure": self.failure} if self.failure else {})


@dataclass
class GradientReport:
    """Everything that was tried on one gradient of one layer."""

    layer: str
    gradient: str
    checks: list[CheckReport] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    """Why checks that were asked for say nothing about this gradient."""
    one_text: list[str] = field(default_factory=list)
    """Kernels of the layer that run what was compiled in this run of the same text, elsewhere."""

    @property
    def verdict(self) -> Verdict:
        found = {check.verdict for check in self.checks if check.cases or check.failure}
        for verdict in (Verdict.FAIL, Verdict.INCONCLUSIVE):
            if verdict in found:
                return verdict
        return Verdict.PASS if found else Verdict.INCONCLUSIVE

    @property
    def failures(self) -> list[str]:
        return [check.failure for check in self.checks if check.failure]

    def to_json(self) -> dict[str, Any]:
        return {
            "layer": self.layer,
            "gradient": self.gradient,
            "verdict": self.verdict.value,
            "checks": [check.to_json() for check in self.checks],
            "skipped": dict(self.skipped),
        } | ({"one text": list(self.one_text)} if self.one_text else {})


__all__ = ["CheckReport", "GradientReport", "Open", "Outcome", "Verdict"]
