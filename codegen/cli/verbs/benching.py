"""``chainrule bench``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codegen.apps.bench import Timings, bench
from codegen.cli.terminal import console, only_json, say, say_json, ticking
from codegen.module.load import load
from derive.api.lookup import find

if TYPE_CHECKING:
    from rich.table import Table


def bench_command(names: Sequence[str], as_json: bool) -> None:
    layers = find(names)
    with only_json(as_json), ticking("bench") as tick:
        report = bench(layers, load, tick)
    if as_json:
        say_json(report.as_json())
    else:
        show_table(report)


def show_table(report: Timings) -> None:
    console().print(_table(report))
    say(_caption(report))


def _table(report: Timings) -> Table:
    """One line per case and direction; the ratio is PyTorch's time over ours."""
    from rich.table import Table

    with_torch = any(row.torch_ms for row in report.rows)
    made = Table(header_style="bold")
    for heading in ("layer", "case", "direction"):
        made.add_column(heading)
    for heading in ["ours ms"] + (["torch ms", "ratio"] if with_torch else []):
        made.add_column(heading, justify="right")
    for row in report.rows:
        cells = [row.layer, row.case, row.direction, f"{row.ours_ms:.3f}"]
        if with_torch:
            cells += [_number(row.torch_ms, ".3f"), _ratio(row.ratio_torch)]
        made.add_row(*cells)
    return made


def _caption(report: Timings) -> str:
    means = [(d, report.geomean(d)) for d in ("forward", "backward")]
    said = ", ".join(f"{direction} {mean:.2f}×" for direction, mean in means if mean)
    ratios = f"ratio: time of PyTorch / ours, medians in turns; geometric mean {said}\n" if said else ""
    return ratios + report.machine


def _number(value: float | None, spec: str) -> str:
    return "–" if value is None else format(value, spec)


def _ratio(value: float | None) -> str:
    if value is None:
        return "–"
    return f"[{'green' if value >= 1 else 'yellow'}]{value:.2f}×[/]"
