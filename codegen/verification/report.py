"""What verification says: outcomes of single cases, and their summary per gradient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from codegen.verification.interpreter.numbers import Array


class Verdict(StrEnum):
    """``INCONCLUSIVE``: the bound is too wide to mean anything, so neither a pass nor a failure."""

    PASS = "PASS"
    FAIL = "FAIL"
    INCONCLUSIVE = "INCONCLUSIVE"


@dataclass(frozen=True)
class Outcome:
    """One check of one case; ``error`` and ``bound`` are relative to the size of what is compared."""

    verdict: Verdict
    error: float = 0.0
    bound: float = 0.0
    detail: str = ""
    counts: bool = True

    @classmethod
    def silence(cls, reason: str) -> Outcome:
        """The oracle has no word on this case, for a stated reason: the case does not count at all."""
        return cls(Verdict.INCONCLUSIVE, detail=reason, counts=False)


@dataclass
class CheckReport:
    """One check over all cases.  ``failure`` reproduces the smallest failing case.

    ``silent`` counts the cases on which the oracle has no word, by reason; they are not among ``cases``.
    """

    check: str
    cases: int = 0
    inconclusive: int = 0
    silent: dict[str, int] = field(default_factory=dict)
    worst_error: float = 0.0
    bound: float = 0.0
    failure: str = ""
    _worst: float = -1.0

    def add(self, outcome: Outcome) -> None:
        if not outcome.counts:
            self.silent[outcome.detail] = self.silent.get(outcome.detail, 0) + 1
            return
        self.cases += 1
        if outcome.verdict is Verdict.INCONCLUSIVE:
            self.inconclusive += 1
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

    def to_json(self) -> dict[str, Any]:
        """Plain data; an error that is not finite (a NaN came out) is ``null``."""
        made: dict[str, Any] = {
            "check": self.check,
            "cases": self.cases,
            "inconclusive": self.inconclusive,
            "worst_error": self.worst_error if np.isfinite(self.worst_error) else None,
            "bound": self.bound,
            "verdict": self.verdict.value,
        }
        made |= {"silent": dict(self.silent)} if self.silent else {}
        return made | ({"failure": self.failure} if self.failure else {})


@dataclass
class GradientReport:
    """Everything that was tried on one gradient of one layer."""

    layer: str
    gradient: str
    checks: list[CheckReport] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        found = {check.verdict for check in self.checks}
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
        }


def compare(found: Array, wanted: Array, bound: Array, scale: float, limit: float, what: str = "") -> Outcome:
    """Element by element: FAIL where the error exceeds its bound, INCONCLUSIVE where bounds exceed
    ``limit * scale``.  Values that are not finite must agree exactly.
    """
    found, wanted, bound = np.asarray(found), np.asarray(wanted), np.asarray(bound, dtype=float)
    if found.shape != wanted.shape:
        return Outcome(Verdict.FAIL, np.inf, 0.0, f"{what} has shape {found.shape}, expected {wanted.shape}")
    if not found.size:
        return Outcome(Verdict.PASS)
    with np.errstate(all="ignore"):
        same = (found == wanted) | (np.isnan(found) & np.isnan(wanted))
        error = np.where(same, 0.0, np.abs(found - wanted).astype(float))
    regular = np.isfinite(wanted)
    bound = np.where(regular, bound, 0.0)
    scale = scale if np.isfinite(scale) and scale > 0 else 1.0
    failed = ~(error <= bound) & ~np.isnan(bound)
    if failed.any():
        amount = np.where(failed, np.nan_to_num(error, nan=np.inf), -1)
        at = np.unravel_index(int(np.argmax(amount)), error.shape)
        place = tuple(map(int, at))
        text = f"{what}{list(place)} is {found[at]!r}, expected {wanted[at]!r} within {bound[at]:.3g}"
        return Outcome(Verdict.FAIL, float(error[at]) / scale, float(bound[at]) / scale, text)
    if np.isnan(bound).any() or bound.max() > limit * scale:
        return Outcome(Verdict.INCONCLUSIVE, detail=f"{what}: bound {bound.max() / scale:.3g} is too wide")
    ratio = np.divide(error, bound, out=np.zeros_like(error), where=bound > 0)
    at = np.unravel_index(int(np.argmax(ratio)), ratio.shape)
    return Outcome(Verdict.PASS, float(error[at]) / scale, float(bound[at]) / scale)


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome that decides: a failure, else something inconclusive, else the closest pass."""
    order = {Verdict.FAIL: 2, Verdict.INCONCLUSIVE: 1, Verdict.PASS: 0}
    return max(
        outcomes,
        key=lambda o: (order[o.verdict], o.error / o.bound if o.bound else 0.0),
        default=Outcome(Verdict.PASS),
    )


__all__ = ["CheckReport", "GradientReport", "Outcome", "Verdict", "compare", "worst"]
