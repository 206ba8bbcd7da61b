"""``chainrule verify``, and the verdict table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from codegen.cli.models import find
from codegen.cli.terminal import console, note, only_json, say_json, ticking
from codegen.verify import CheckReport, GradientReport, passed, verify
from codegen.verify.ladder import EXAMPLES

if TYPE_CHECKING:
    from rich.table import Table

COLOURS = {"PASS": "green", "FAIL": "bold red", "INCONCLUSIVE": "yellow"}


def verify_command(names: Sequence[str], examples: int | None, as_json: bool) -> None:
    layers = find(names)
    with only_json(as_json), ticking("verify") as tick:
        reports = verify(layers, progress=tick, examples=examples or EXAMPLES)
    if as_json:
        say_json([as_dict(report) for report in reports])
    else:
        console().print(table(reports))
    tell_failures(reports)
    if not passed(reports):
        raise typer.Exit(1)


def as_dict(report: GradientReport) -> dict[str, Any]:
    """A gradient as ``verify --json`` says it."""
    keys = ("check", "cases", "worst_error", "bound", "verdict")
    checks = [{key: check.to_json()[key] for key in keys} for check in report.checks]
    return report.to_json() | {"checks": checks}


def tell_failures(reports: Sequence[GradientReport]) -> None:
    """On standard error, for each failure: the line that runs the smallest failing case again."""
    for report in reports:
        for failure in report.failures:
            note(f"{report.layer} d{report.gradient}: {failure}")


def table(reports: Sequence[GradientReport]) -> Table:
    """One row per gradient, one column per check with its worst error in units of its bound."""
    from rich.table import Table

    checks = list(dict.fromkeys(check.check for report in reports for check in report.checks))
    made = Table(
        caption="largest error of each check as a share of its bound; – not applicable",
        caption_justify="left",
        header_style="bold",
    )
    made.add_column("gradient", no_wrap=True)
    made.add_column("cases", justify="right")
    for check in checks:
        made.add_column(check.replace("_", " "), justify="right")
    made.add_column("verdict", no_wrap=True)
    for report in reports:
        found = {check.check: check for check in report.checks}
        cells = [_cell(found.get(check)) for check in checks]
        cases = str(max((check.cases for check in report.checks), default=0))
        verdict = str(report.verdict)
        made.add_row(f"{report.layer} d{report.gradient}", cases, *cells, f"[{COLOURS[verdict]}]{verdict}[/]")
    return made


def _cell(check: CheckReport | None) -> str:
    if check is None:
        return "–"
    verdict = str(check.verdict)
    if verdict == "PASS":
        share = check.worst_error / check.bound if check.bound else 0.0
        return f"[green]{share:.2f}[/]" if share >= 0.005 else "[green]0[/]"
    return f"[{COLOURS[verdict]}]{verdict.lower()}[/]"
