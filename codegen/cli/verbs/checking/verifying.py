"""``chainrule verify``, and the verdict table."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import typer

from codegen.cli.campaigning import NEAR, Done, Far, campaign
from codegen.cli.terminal import Refusal, Ticker, console, filled, note, only_json, say, say_json, ticking
from codegen.cli.workers import tell
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
    names: Sequence[str],
    examples: int | None,
    quickly: bool,
    as_json: bool,
    only: Sequence[str] = (),
    far: Far = NEAR,
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
        reports = quick_command(layers, as_json, refused, far)
    else:
        reports = ladder_command(layers, examples, as_json, refused, checks, far)
    tell(refused)
    if not passed(reports):
        raise typer.Exit(1)


def ladder_command(
    layers: Sequence[Layer],
    examples: int | None,
    as_json: bool,
    refused: dict[str, str] | None = None,
    checks: Sequence[Check] = LADDER,
    far: Far = NEAR,
) -> list[GradientReport]:
    """Every rung that is asked for, and a table of what was found."""
    with only_json(as_json), ticking("verify") as tick:
        reports = _reports(layers, examples or EXAMPLES, tick, refused, checks, far)
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
    far: Far,
) -> list[GradientReport]:
    """Several layers tick one by one, a single one check by check."""
    if len(layers) == 1 and far == NEAR:
        return verify(layers, progress=tick, examples=examples, checks=checks, module_for=standing)
    names = [check.name for check in checks]
    made = campaign(layers, partial(_one, examples, names), tick, far)
    return _in_order(layers, _heard(made, refused, note if far != NEAR else _unheard))


def _heard(
    made: Iterator[Done], refused: dict[str, str] | None, tell_one: Callable[[str], None]
) -> Iterator[Done]:
    """Each result as it comes, with a line; what was wrong with a layer goes to its place."""
    for one in made:
        if one.refused and refused is None:
            raise Refusal(one.refused)
        if one.refused and refused is not None:
            refused[one.layer.name] = one.refused
            continue
        undecided = "".join(f"\n    d{r.gradient}: {said(r)}" for r in one.reports if r.verdict is OPEN)
        tell_one(f"{one.layer.name:30} {_counts(one.reports)}  {worst_of(one.reports)}{undecided}")
        yield one


def _unheard(_: str) -> None:
    pass


def _in_order(layers: Sequence[Layer], made: Iterator[Done]) -> list[GradientReport]:
    found = {one.layer.name: one.reports for one in made}
    return [report for layer in layers for report in found.get(layer.name, [])]


def _one(examples: int, names: Sequence[str], layer: Layer) -> list[GradientReport]:
    return verify([layer], examples=examples, checks=rungs(*names), module_for=standing)


def quick_command(
    layers: Sequence[Layer], as_json: bool, refused: dict[str, str] | None = None, far: Far = NEAR
) -> list[GradientReport]:
    """Every kernel once: a line for each layer as it is done, and how many passed."""
    began = time.monotonic()
    with only_json(as_json), ticking("verify") as tick:
        made = campaign(layers, quick, tick, far)
        reports = _in_order(layers, _heard(made, refused, _unheard if as_json else _said_at_once))
    if as_json:
        say_json([as_dict(report) for report in reports])
    tell_failures(reports)
    told = [worst_of([r for r in reports if r.layer == name]) for name in {r.layer: 0 for r in reports}]
    counts = ", ".join(f"{told.count(v)} {word}" for v, word in WORDS.items() if told.count(v) or v != OPEN)
    note(f"{counts} in {time.monotonic() - began:.0f} s")
    return reports


def _said_at_once(line: str) -> None:
    say(line)
    sys.stdout.flush()  # a log is read while it grows


OPEN = Verdict.INCONCLUSIVE
WORDS = {Verdict.PASS: "passed", Verdict.FAIL: "failed", OPEN: "inconclusive"}


def worst_of(reports: Sequence[GradientReport]) -> Verdict:
    """What is said of a whole layer."""
    found = {report.verdict for report in reports}
    return next(verdict for verdict in (Verdict.FAIL, OPEN, Verdict.PASS) if verdict in found)


def _counts(reports: Sequence[GradientReport]) -> str:
    runs = sum(check.cases for report in reports for check in report.checks)
    return f"{len(reports):2} gradients  {runs:4} checks"


def show_table(reports: Sequence[GradientReport]) -> None:
    """For one layer all checks beside all gradients, for several layers a line per gradient."""
    single = len({report.layer for report in reports}) == 1
    console().print(_detailed(reports) if single else _compact(reports))
    if single:
        say(filled(LEGEND))
        for report in reports:
            say(filled(f"d{report.gradient}: {said(report)}"))
    else:
        say(filled(CLOSEST))


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
