"""``chainrule verify``, and the verdict table."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import typer

from codegen.cli.terminal import Refusal, Ticker, console, filled, note, only_json, say, say_json, ticking
from codegen.cli.workers import each, tell
from codegen.verification import (
    LADDER,
    RUNGS,
    Check,
    CheckReport,
    GradientReport,
    Verdict,
    passed,
    rung_of,
    rungs,
    verify,
)
from codegen.verification.ladder import EXAMPLES
from codegen.verification.quick import quick, standing
from codegen.verification.summary import LEGEND, NONE, chosen_checks, closeness, heading, lines, said, share
from derive.api.lookup import find
from derive.model.layer import Layer

if TYPE_CHECKING:
    from rich.table import Table

CLOSEST = "closest: the check whose largest error came nearest to its bound, as a share of the bound"
COLOURS = {"PASS": "green", "FAIL": "bold red", "INCONCLUSIVE": "yellow"}


def verify_command(
    names: Sequence[str], examples: int | None, quickly: bool, as_json: bool, only: Sequence[str] = ()
) -> None:
    if "list" in only:
        for name, group in RUNGS.items():
            say(f"{name:20}{group.promise}")
        return
    if quickly and (examples or only):
        raise Refusal("--quick has its own cases and rungs: leave --examples and --rung out")
    checks = chosen_checks(only) if only else LADDER
    layers = find(names)
    refused: dict[str, str] = {}
    if quickly:
        reports = quick_command(layers, as_json, refused)
    else:
        reports = ladder_command(layers, examples, as_json, refused, checks)
    tell(refused)
    if not passed(reports):
        raise typer.Exit(1)


def ladder_command(
    layers: Sequence[Layer],
    examples: int | None,
    as_json: bool,
    refused: dict[str, str] | None = None,
    checks: Sequence[Check] = LADDER,
) -> list[GradientReport]:
    """Every rung that is asked for, and a table of what was found."""
    with only_json(as_json), ticking("verify") as tick:
        reports = _reports(layers, examples or EXAMPLES, tick, refused, checks)
    if as_json:
        say_json([as_dict(report) for report in reports])
    elif reports:
        show_table(reports)
    tell_failures(reports)
    return reports


def _reports(
    layers: Sequence[Layer],
    examples: int,
    tick: Ticker,
    refused: dict[str, str] | None,
    checks: Sequence[Check],
) -> list[GradientReport]:
    """Several layers tick one by one, a single one check by check."""
    if len(layers) == 1:
        return verify(layers, progress=tick, examples=examples, checks=checks, module_for=standing)
    names = [check.name for check in checks]
    found = each(partial(_one, examples, names), layers, tick, "verify", refused)
    return [report for reports in found for report in reports]


def _one(examples: int, names: Sequence[str], layer: Layer) -> list[GradientReport]:
    return verify([layer], examples=examples, checks=rungs(*names), module_for=standing)


def quick_command(
    layers: Sequence[Layer], as_json: bool, refused: dict[str, str] | None = None
) -> list[GradientReport]:
    """Every kernel once: a line for each layer as it is done, and how many passed."""
    began = time.monotonic()
    reports: list[GradientReport] = []
    with only_json(as_json), ticking("verify") as tick:
        for name, found, seconds in each(_quickly, layers, tick, "verify", refused):
            reports += found
            if not as_json:
                say(f"{name:30} {_counts(found)}  {worst_of(found)}  {seconds:6.1f} s")
                sys.stdout.flush()  # a log is read while it grows
    if as_json:
        say_json([as_dict(report) for report in reports])
    tell_failures(reports)
    told = [worst_of([r for r in reports if r.layer == name]) for name in {r.layer: 0 for r in reports}]
    counts = ", ".join(f"{told.count(v)} {word}" for v, word in WORDS.items() if told.count(v) or v != OPEN)
    note(f"{counts} in {time.monotonic() - began:.0f} s")
    return reports


OPEN = Verdict.INCONCLUSIVE
WORDS = {Verdict.PASS: "passed", Verdict.FAIL: "failed", OPEN: "inconclusive"}


def worst_of(reports: Sequence[GradientReport]) -> Verdict:
    """What is said of a whole layer."""
    found = {report.verdict for report in reports}
    return next(verdict for verdict in (Verdict.FAIL, OPEN, Verdict.PASS) if verdict in found)


def _counts(reports: Sequence[GradientReport]) -> str:
    runs = sum(check.cases for report in reports for check in report.checks)
    return f"{len(reports):2} gradients  {runs:4} checks"


def _quickly(layer: Layer) -> tuple[str, list[GradientReport], float]:
    began = time.monotonic()
    return layer.name, quick(layer), time.monotonic() - began


def show_table(reports: Sequence[GradientReport]) -> None:
    """For one layer all checks beside all gradients, for several layers a line per gradient."""
    single = len({report.layer for report in reports}) == 1
    console().print(_detailed(reports) if single else _compact(reports))
    if single:
        say(filled(LEGEND))
        for report in reports:
            say(filled(f"d{report.gradient}: {said(report)}"))
    else:
        say(
            filled(
                "closest: the check whose largest error came nearest to its bound, as a share of the bound"
            )
        )


def as_dict(report: GradientReport) -> dict[str, Any]:
    """A gradient as ``verify --json`` says it."""
    made = report.to_json()
    checks = [{"rung": rung_of(one["check"]), **one} for one in made["checks"]]
    return made | {"checks": checks, "said": said(report)}


def tell_failures(reports: Sequence[GradientReport]) -> None:
    """On standard error, for each failure: the line that runs the smallest failing case again."""
    for report in reports:
        for failure in report.failures:
            note(f"{report.layer} d{report.gradient}: {failure}")


def _detailed(reports: Sequence[GradientReport]) -> Table:
    """Rows are checks, columns gradients; a cell is the largest error in units of its bound."""
    from rich.table import Table

    made = Table(title=reports[0].layer, header_style="bold")
    first, *others = heading(reports)
    made.add_column(first, no_wrap=True)
    for name in others:
        made.add_column(name, justify="right")
    for name, *cells, cases in lines(reports):
        made.add_row(name, *map(_coloured, cells), cases)
    made.add_section()
    made.add_row("verdict", *map(_verdict, reports), "", style="bold")
    return made


def _coloured(cell: str) -> str:
    """A cell in the colour of its verdict; what passed is a number or "exact"."""
    if cell == NONE:
        return cell
    return f"[{COLOURS.get(cell.upper(), COLOURS['PASS'])}]{cell}[/]"


def _compact(reports: Sequence[GradientReport]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(header_style="bold", box=SIMPLE_HEAD)
    made.add_column("gradient", no_wrap=True)
    for name in ("checks", "cases"):
        made.add_column(name, justify="right", no_wrap=True)
    for name in ("closest", "verdict"):
        made.add_column(name, no_wrap=True)
    for report in reports:
        closest = max(report.checks, key=share, default=CheckReport(""))
        cases = sum(check.cases for check in report.checks)
        made.add_row(
            f"{report.layer} d{report.gradient}",
            str(len(report.checks)),
            str(cases),
            f"{closest.check.replace('_', ' ')} {closeness(closest)}" if closest.worst_error else "all exact",
            _verdict(report),
        )
    return made


def _verdict(report: GradientReport) -> str:
    return f"[{COLOURS[str(report.verdict)]}]{report.verdict}[/]"
