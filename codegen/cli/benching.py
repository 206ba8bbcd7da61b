"""``chainrule bench``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codegen.bench import Report, bench
from codegen.cli.models import find
from codegen.cli.terminal import console, only_json, say_json, ticking
from codegen.load import load

if TYPE_CHECKING:
    from rich.table import Table


def bench_command(names: Sequence[str], as_json: bool) -> None:
    with only_json(as_json), ticking("bench") as tick:
        report = bench(find(names), load, tick)
    if as_json:
        say_json(report.as_json())
    else:
        console().print(table(report))


def table(report: Report) -> Table:
    """One line per case and direction; the ratio is PyTorch's time over ours."""
    from rich.table import Table

    with_torch = any(row.torch_ms for row in report.rows)
    made = Table(caption=_caption(report, with_torch), caption_justify="left", header_style="bold")
    for heading in ("layer", "case", "direction"):
        made.add_column(heading)
    for heading in ["ours ms"] + (["PyTorch ms", "PyTorch / ours"] if with_torch else []):
        made.add_column(heading, justify="right")
    for row in report.rows:
        cells = [row.layer, row.case, row.direction, f"{row.ours_ms:.3f}"]
        if with_torch:
            cells += [_number(row.torch_ms, ".3f"), _ratio(row.ratio_torch)]
        made.add_row(*cells)
    return made


def _caption(report: Report, with_torch: bool) -> str:
    if not with_torch:
        return f"{report.machine}\nmedians; PyTorch is not installed, or does not have these layers"
    means = [(d, report.geomean(d)) for d in ("forward", "backward")]
    said = ", ".join(f"{direction} {mean:.2f}×" for direction, mean in means if mean)
    return f"{report.machine}\nmedians in turns; geometric mean of PyTorch / ours: {said}"


def _number(value: float | None, spec: str) -> str:
    return "–" if value is None else format(value, spec)


def _ratio(value: float | None) -> str:
    if value is None:
        return "–"
    return f"[{'green' if value >= 1 else 'yellow'}]{value:.2f}×[/]"
