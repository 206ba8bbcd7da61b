"""``chainrule bench``."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from codegen.apps.benchmark.bench import Conditions, Trial, bench
from codegen.apps.benchmark.contenders import PEERS_BY_NAME
from codegen.apps.benchmark.timings import DIRECTIONS, Timing, Timings
from codegen.apps.benchmark.trials import of_layers, of_users, the_set
from codegen.apps.benchmark.turns import QUICK, THOROUGH
from codegen.cli.terminal import Refusal, console, note, only_json, say, say_json, ticking
from codegen.module.cache import compiled
from derive.api.lookup import find
from generated import get_num_threads

if TYPE_CHECKING:
    from rich.table import Table

THREADS = 2
"""Unless ``--threads`` says otherwise."""


@dataclass(frozen=True)
class Asked:
    """What the command line says besides the layers."""

    quick: bool = False
    user: bool = False
    against: str | None = None
    threads: int | None = None
    accuracy: str = "exact"
    as_json: bool = False
    png: Path | None = None


def bench_command(names: Sequence[str], asked: Asked) -> None:
    """Exit 1 where something could not be timed, or results differ by more than rounding explains."""
    trials = chosen(names, asked.quick, asked.user)
    peers = [PEERS_BY_NAME[name] for name in wanted(asked.against)]
    if asked.png:
        _need("matplotlib", "pictures need Matplotlib: pip install chainrule[draw], or leave --png out")
        if not asked.png.parent.is_dir():
            raise Refusal(f"--png {asked.png}: there is no folder {asked.png.parent}")
        if not peers:
            raise Refusal("--png draws ratios, and there is no peer: pip install '.[torch]' first")
    threads = asked.threads or min(THREADS, get_num_threads())
    with only_json(asked.as_json), ticking("bench") as tick:
        tick("starting")
        pace = QUICK if asked.quick else THOROUGH
        under = Conditions([peer(threads) for peer in peers], threads, pace, accuracy=asked.accuracy)
        report = bench(trials, compiled, tick, under)
    if asked.png:
        from codegen.apps.benchmark.picture import draw

        draw(report, asked.png)
    if asked.as_json:
        say_json(report.as_json())
    else:
        show_table(report)
    tell_strangers(report)
    if report.strangers or report.untimed:
        raise typer.Exit(1)


def chosen(names: Sequence[str], quick: bool, user: bool = False) -> list[Trial]:
    if user:
        if names:
            raise Refusal("--user has its own layers: name none, or leave --user out")
        return of_users()
    return of_layers(find(names), quick) if names else the_set(quick)


def wanted(against: str | None) -> list[str]:
    """The peers by name: PyTorch where it is installed, or those that were asked for, which must be."""
    if against is None:
        return ["torch"] if _there("torch") else []
    names = [name.strip() for name in against.split(",") if name.strip()]
    for name in names:
        if name not in PEERS_BY_NAME:
            known = ", ".join(PEERS_BY_NAME)
            raise Refusal(f"--against takes {known}, or several with a comma, not {name!r}")
        _need(name, f"--against {name}: {name} is not installed; pip install '.[{name}]', or leave it out")
    return list(dict.fromkeys(names))


def _there(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _need(name: str, otherwise: str) -> None:
    if not _there(name):
        raise Refusal(otherwise)


def tell_strangers(report: Timings) -> None:
    """On standard error: what was not timed, and rows whose results differ, which do not count."""
    for said in report.untimed:
        note(f"chainrule: not timed: {said}")
    for row in report.strangers:
        note(
            f"chainrule: {row.layer} {row.case}, {row.direction}: the results differ from the peer's by "
            f"{row.distance:.3g} times what rounding explains; the row does not count in the means"
        )


def show_table(report: Timings) -> None:
    wide(_table(report))
    say(_caption(report))


def wide(table: Table) -> None:
    """A table of numbers is not broken: where nobody looks at a screen, lines are as long as they are."""
    screen = console()
    if not screen.is_terminal:
        screen.width = max(screen.width, 160)
    screen.print(table)


def _table(report: Timings) -> Table:
    """One line per case and direction; the ratio is the peer's time over ours."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    peers = [name for name in report.peers if any(getattr(row, f"{name}_ms") for row in report.rows)]
    made = Table(header_style="bold", box=SIMPLE_HEAD)
    for heading in ("layer", "case", "direction"):
        made.add_column(heading, no_wrap=True)
    beside = [heading for name in peers for heading in (f"{name} ms", "ratio")]
    for heading in ("ours ms", *beside, "GFLOP/s", "GB/s", "roofline"):
        made.add_column(heading, justify="right", no_wrap=True)
    for row in report.rows:
        made.add_row(row.layer, row.case, row.direction, f"{row.ours_ms:.3f}", *_cells(row, peers))
    return made


def _cells(row: Timing, peers: Sequence[str]) -> list[str]:
    beside = [
        text
        for name in peers
        for text in (_number(getattr(row, f"{name}_ms"), ".3f"), _ratio(row.ratio(name), row.agrees))
    ]
    share = "–" if row.roofline is None else f"{row.roofline:.0%}"
    return [*beside, _number(row.gflops, ".1f"), _number(row.gbs, ".1f"), share]


def _caption(report: Timings) -> str:
    lines = [_means(report, name) for name in report.peers]
    if report.flops and report.bandwidth:
        lines.append(
            "roofline: the least time for the products and the bytes that must move, over ours; measured "
            f"here {report.flops / 1e9:.0f} GFLOP/s in registers, {report.bandwidth / 1e9:.1f} GB/s of a "
            "large copy (arrays that fit into a cache move faster)"
        )
    return "\n".join([line for line in lines if line] + [report.machine])


def _means(report: Timings, peer: str) -> str:
    """The means of a peer: of all rows, then of each family."""
    every = {d: report.geomean(d, peer) for d in DIRECTIONS}
    if not any(every.values()):
        return ""
    lines = [f"ratio: time of {peer} / ours, medians in turns; geometric mean {_said(every)}"]
    families = report.families(peer)
    if len(families) > 1:
        width = max(map(len, families))
        lines += [f"  {name:{width}}  {_said(means)}" for name, means in families.items()]
    return "\n".join(lines)


def _said(means: object) -> str:
    assert isinstance(means, dict)
    return ", ".join(f"{direction} {mean:.2f}×" for direction, mean in means.items() if mean)


def _number(value: float | None, spec: str) -> str:
    return "–" if value is None else format(value, spec)


def _ratio(value: float | None, agrees: bool) -> str:
    if value is None:
        return "–" if agrees else "[red]differs[/]"
    return f"[{'green' if value >= 1 else 'yellow'}]{value:.2f}×[/]"


__all__ = ["Asked", "bench_command", "chosen", "show_table", "tell_strangers", "wanted"]
