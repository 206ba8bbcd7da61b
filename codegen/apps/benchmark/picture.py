"""The ratios of a benchmark as bars, a panel for each direction."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from codegen.apps.benchmark.timings import DIRECTIONS, Timing, Timings
from codegen.apps.canvas import save, sheet

ROW = 0.17
"""Inches of one bar."""
AHEAD, BEHIND = "#2a7f62", "#c8553d"
STEPS = (1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32)


def draw(report: Timings, path: Path, peer: str = "torch") -> None:
    """One bar a case, to the right of 1 where ours is faster; ``ValueError`` where no row has a ratio."""
    panels = {d: [row for row in report.rows if row.direction == d and row.ratio(peer)] for d in DIRECTIONS}
    most = max(map(len, panels.values()))
    if most == 0:
        raise ValueError(f"no row has a time of {peer} beside ours: there is nothing to draw")
    figure, axes = sheet((13.0, 1.5 + ROW * most), across=2)
    for axis, (direction, rows) in zip(axes, panels.items(), strict=True):
        _panel(axis, rows, peer)
        mean = report.geomean(direction, peer)
        axis.set_title(f"{direction}: geometric mean {mean:.2f}×" if mean else direction)
    figure.suptitle(f"time of {peer} / ours ({report.machine})", fontsize=8)
    save(figure, path)


def _panel(axis: Any, rows: Sequence[Timing], peer: str) -> None:
    ratios = [row.ratio(peer) or 1.0 for row in rows]
    places = range(len(rows))
    colours = [AHEAD if ratio >= 1 else BEHIND for ratio in ratios]
    axis.barh(places, [math.log2(ratio) for ratio in ratios], color=colours, height=0.8)
    axis.set_yticks(places, [f"{row.layer} {row.case}" for row in rows], fontsize=6)
    axis.set_ylim(len(rows) - 0.4, -0.6)
    low, high = min([0.5, *ratios]), max([2.0, *ratios])
    shown = [step for step in STEPS if low / 2 <= step <= high * 2]
    axis.set_xticks([math.log2(step) for step in shown], [_named(step) for step in shown], fontsize=7)
    axis.axvline(0, color="black", linewidth=0.8)
    axis.grid(axis="x", linewidth=0.3)


def _named(step: float) -> str:
    return f"{step:g}" if step >= 1 else f"1/{1 / step:g}"


__all__ = ["draw"]
