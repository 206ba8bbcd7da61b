"""The report of one layer: a verdict, a table for a person, data for a program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from codegen.module.cache import compiled
from codegen.verification.callables.kernels import kernels_of
from codegen.verification.eleven import LADDER, RUNGS, rungs
from codegen.verification.ladder import verify
from codegen.verification.report import CheckReport, GradientReport, Verdict
from codegen.verification.rungs import Check
from derive.api.arguments import ArgumentError, at_least, named
from derive.api.lookup import LayerLike, one_layer
from derive.model.layer import Layer

Row = tuple[str, ...]
NONE = "–"
LEGEND = f"largest error of all cases as a share of its bound (above 1: FAIL); {NONE} does not apply"
NOTHING = "nothing was tried: no function gives a gradient"


@dataclass(frozen=True, repr=False)
class Report:
    """What verification found out about one layer; its text is a table of checks and gradients."""

    layer: str
    gradients: tuple[GradientReport, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of a gradient: FAIL, else INCONCLUSIVE, else PASS; no gradient is no pass."""
        found = {one.verdict for one in self.gradients} or {Verdict.INCONCLUSIVE}
        return next((v for v in (Verdict.FAIL, Verdict.INCONCLUSIVE) if v in found), Verdict.PASS)

    @property
    def passed(self) -> bool:
        """Whether there are gradients, and every one passed."""
        return self.verdict is Verdict.PASS

    @property
    def failures(self) -> list[str]:
        """For each check that failed, the line of Python that repeats its smallest case."""
        return [failure for one in self.gradients for failure in one.failures]

    def __getitem__(self, wrt: str) -> GradientReport:
        """What was found out about the gradient towards one input."""
        return named("wrt", wrt, {g.gradient: g for g in self.gradients}, f"{self.layer} has no gradient")

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "layer": self.layer,
            "verdict": self.verdict.value,
            "gradients": [one.to_json() for one in self.gradients],
        }

    def rows(self) -> list[Row]:
        """The table: a heading, a line per check, the verdicts."""
        return [heading(self.gradients), *lines(self.gradients), verdicts(self.gradients)]

    def __str__(self) -> str:
        if not self.gradients:
            return f"{self.layer}: {self.verdict}\n{NOTHING}"
        rows = self.rows()
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        told = ["  ".join(_set(cells, widths)).rstrip() for cells in rows]
        rule = "─" * len(told[0])
        body = [f"{self.layer}: {self.verdict}", told[0], rule, *told[1:-1], rule, told[-1], LEGEND]
        words = [f"d{one.gradient}: {said(one)}" for one in self.gradients]
        return "\n".join([*body, *words, *self.failures])

    def __repr__(self) -> str:
        said = ", ".join(f"d{one.gradient} {one.verdict}" for one in self.gradients)
        return f"<Report on {self.layer}: {said}>"

    def _repr_html_(self) -> str:
        if not self.gradients:
            return f"<p>{escape(self.layer)}: {self.verdict}. {escape(NOTHING)}</p>"
        first, *rest = self.rows()
        head = "".join(f"<th>{escape(cell)}</th>" for cell in first)
        body = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in cells)}</tr>" for cells in rest)
        failed = "".join(f"<pre>{escape(one)}</pre>" for one in self.failures)
        title = f"{escape(self.layer)}: {self.verdict}"
        return (
            f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(LEGEND)}</p>{failed}"
        )


def _set(cells: Row, widths: Sequence[int]) -> list[str]:
    """The first column to the left, numbers to the right."""
    return [cells[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(cells[1:], widths[1:], strict=True))]


def heading(reports: Sequence[GradientReport]) -> Row:
    return ("check", *(f"d{report.gradient}" for report in reports), "cases")


def lines(reports: Sequence[GradientReport]) -> list[Row]:
    """A line per check: a cell per gradient, and how many cases there were."""
    by_check = [{check.check: check for check in report.checks} for report in reports]
    made = []
    for name in dict.fromkeys(name for found in by_check for name in found):
        checks = [found.get(name) for found in by_check]
        cases = sum(check.cases for check in checks if check)
        made.append((name.replace("_", " "), *map(cell, checks), str(cases)))
    return made


def verdicts(reports: Sequence[GradientReport]) -> Row:
    return ("verdict", *(str(report.verdict) for report in reports), "")


def cell(check: CheckReport | None) -> str:
    """The largest error in units of its bound, or what came instead of a pass."""
    if check is None:
        return NONE
    return closeness(check) if check.verdict is Verdict.PASS else str(check.verdict).lower()


def closeness(check: CheckReport) -> str:
    return f"{share(check):.2f}" if check.worst_error else check.proof or "exact"


def said(report: GradientReport) -> str:
    """What follows for one gradient: what was proved, what is exact, what was tested, what is open."""
    passed = [check for check in report.checks if check.verdict is Verdict.PASS]
    words = [_said(word, [c for c in passed if c.says == word]) for word in ("proved", "exact", "tested")]
    left = {f"{n} {reason}" for check in report.checks for reason, n in check.open.items()}
    words += [f"open: {', '.join(sorted(left))}"] if left else []
    undecided = [_undecided(c) for c in report.checks if c.verdict is Verdict.INCONCLUSIVE]
    words += [f"undecided: {', '.join(undecided)}"] if undecided else []
    same = len(report.one_text)
    words += [f"{same} kernels run what was compiled once for all of their text"] if same else []
    if not report.checks:
        words += [f"nothing was asked of it: {name}: {why}" for name, why in report.skipped.items()]
    return "; ".join(filter(None, words))


def _undecided(check: CheckReport) -> str:
    """A check without a verdict: an element that it could not judge, and why."""
    reasons = [*check.silent, *(f"{first}: {reason}" for reason, first in check.first.items())]
    return f"{check.check} ({', '.join(reasons)})" if reasons else check.check


def _said(word: str, checks: Sequence[CheckReport]) -> str:
    return f"{word}: {', '.join(check.check + _figure(check) for check in checks)}" if checks else ""


def _figure(check: CheckReport) -> str:
    """What a pass is worth, where that is a number or a sentence."""
    if check.says == "exact" and check.bound:
        return f" (a false pass has probability {check.bound:.0e} at most)"
    return f" ({check.proof})" if check.proof else ""


def share(check: CheckReport) -> float:
    """The largest error as a share of its bound."""
    return check.worst_error / check.bound if check.bound else 0.0


def reported(what: LayerLike, kernels: Any, cases: int, seed: int, checks: Iterable[str] | None) -> Report:
    """Verify one layer: ``codegen.verify`` says what the arguments mean."""
    layer = one_layer(what)
    chosen = LADDER if checks is None else chosen_checks(checks)
    module = compiled(layer) if kernels is None else kernels
    if not any(map(kernels_of(module, layer).has, functions(layer))):
        wanted = ", ".join(functions(layer))
        raise ArgumentError("kernels", f"expected some of the functions {wanted}, got {module!r}")
    found = verify(
        [layer], examples=at_least("cases", cases, 1), seed=seed, checks=chosen, module_for=lambda _: module
    )
    return Report(layer.name, tuple(found))


def functions(layer: Layer) -> tuple[str, ...]:
    """The functions of the calling convention."""
    return ("forward", "vjp", "jvp", *(f"vjp_{tensor.name}" for tensor in layer.wrt))


def chosen_checks(names: Iterable[str]) -> tuple[Check, ...]:
    """The checks of these rungs, and those called so; an unknown name is an error that lists the rungs."""
    known = {name: name for name in (*RUNGS, *(check.name for check in LADDER))}
    return rungs(*(named("checks", one, known, "no rung and no check is called") for one in names))


__all__ = [
    "LEGEND", "NONE", "Report", "Verdict", "cell", "chosen_checks", "closeness", "heading", "lines",
    "reported", "said", "share", "verdicts",
]  # fmt: skip
