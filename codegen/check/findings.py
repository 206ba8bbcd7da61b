"""What a check of somebody's function found: a verdict for the forward and each gradient, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np

from codegen.check.answers import slack
from codegen.verification import Case, Verdict
from codegen.verification.interpreter.numbers import Array

SHOWN = 8
"""Elements of a table."""


@dataclass(frozen=True)
class Element:
    """One element where the function differs."""

    place: tuple[int, ...]
    expected: float
    found: float


@dataclass(frozen=True)
class Failure:
    """The smallest input that shows it: what was expected, what came, and what it may be."""

    case: Case
    detail: str
    elements: tuple[Element, ...] = ()
    wrong: int = 0
    size: int = 0
    diagnosis: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    """What is then computed in place of the formula, for each diagnosis."""
    stopped: str = ""
    """How far the search for a diagnosis came, where the time was over before it was through."""
    reproduction: str = ""
    """A Python file that shows the failure with the user's own module."""


@dataclass(frozen=True)
class Judged:
    """The verdict of one thing that was checked, ``forward`` or a gradient."""

    what: str
    verdict: Verdict
    cases: int
    failure: Failure | None = None


@dataclass(frozen=True)
class Examination:
    """What ``check`` says of a function; ``str`` of it is the report."""

    layer: str
    function: str
    findings: tuple[Judged, ...]
    skipped: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    formulas: dict[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether everything that could be checked passed."""
        return bool(self.findings) and all(one.verdict is Verdict.PASS for one in self.findings)

    def __getitem__(self, what: str) -> Judged:
        return {one.what: one for one in self.findings}[what]

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def __repr__(self) -> str:
        said = ", ".join(f"{one.what} {one.verdict}" for one in self.findings)
        return f"<Examination {self.function} against {self.layer}: {said}>"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "layer": self.layer,
            "function": self.function,
            "passed": self.passed,
            "findings": [_json(one) for one in self.findings],
            "skipped": list(self.skipped),
            "remarks": list(self.remarks),
        }

    def _lines(self) -> Iterator[str]:
        yield f"{self.function} against {self.layer}"
        for one in self.findings:
            yield f"  {one.what:12} {one.verdict}   {one.cases} case{'s' * (one.cases != 1)}"
        yield from (f"  not checked: {said}" for said in self.skipped)
        yield from (f"  note: {said}" for said in self.remarks)
        for one in self.findings:
            if one.failure:
                yield ""
                yield from _told(one.what, one.failure, self.formulas.get(one.what, ""))


def _told(what: str, failure: Failure, formula: str) -> Iterator[str]:
    sizes = ", ".join(f"{name}={value}" for name, value in failure.case.chosen)
    yield f"{what} at the smallest input found: {sizes}"
    if failure.elements:
        yield from _table(what, failure)
    else:
        yield f"  {failure.detail}"
    if formula:
        yield f"  derived:  {formula}"
    if failure.diagnosis:
        yield f"  your {what} equals the derived one"
        for said, computed in zip(failure.diagnosis, failure.computed, strict=True):
            yield f"    … {said}"
            if computed:
                yield f"      that is  {computed}"
    elif failure.elements:
        if failure.stopped:
            yield f"  not diagnosed: in the time that a diagnosis has, {failure.stopped}, were tried"
        else:
            yield f"  no single change of the derived formula gives your {what}"


def _table(what: str, failure: Failure) -> Iterator[str]:
    places = [f"{what}{list(one.place)}" for one in failure.elements]
    width = max(map(len, places))
    yield f"  {'':{width}}  {'expected':>14}  {'found':>14}"
    for place, one in zip(places, failure.elements, strict=True):
        yield f"  {place:{width}}  {one.expected:14.8g}  {one.found:14.8g}"
    more = failure.wrong - len(failure.elements)
    yield f"  {failure.wrong} of {failure.size} elements differ" + (
        f"; the first {SHOWN} are shown" if more > 0 else ""
    )


def differing(expected: Array, found: Array) -> tuple[tuple[Element, ...], int]:
    """The first elements that differ by more than rounding, and how many there are."""
    scale = float(np.max(np.abs(expected), initial=1e-300, where=np.isfinite(expected)))
    with np.errstate(all="ignore"):
        near = (np.abs(expected - found) <= slack(found) * scale) | (expected == found)
        wrong = ~(near | (np.isnan(expected) & np.isnan(found)))
    places = [tuple(map(int, at)) for at in np.argwhere(wrong)]
    shown = tuple(Element(at, float(expected[at]), float(found[at])) for at in places[:SHOWN])
    return shown, len(places)


def _json(one: Judged) -> dict[str, Any]:
    made: dict[str, Any] = {"what": one.what, "verdict": one.verdict.value, "cases": one.cases}
    if one.failure is None:
        return made
    failure = one.failure
    return made | {
        "input": dict(failure.case.chosen),
        "detail": failure.detail,
        "elements": [
            {"place": list(e.place), "expected": e.expected, "found": e.found} for e in failure.elements
        ],
        "wrong": failure.wrong,
        "of": failure.size,
        "diagnosis": [
            {"said": said, "formula": computed}
            for said, computed in zip(failure.diagnosis, failure.computed, strict=True)
        ],
        "stopped": failure.stopped,
        "reproduction": failure.reproduction,
    }


__all__ = ["Element", "Examination", "Failure", "Judged", "differing"]
