"""``chainrule ulps``: how exact the emitted elementary functions are, beside PyTorch's where it is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from codegen.cli.terminal import console, only_json, say_json, ticking
from codegen.elementary import FUNCTIONS
from codegen.verification.ulps import Worst, arguments, compiled, peer, worst
from generated import elementary

DTYPES = (np.float32, np.float64)


def ulps_command(points: int, as_json: bool) -> None:
    with only_json(as_json), ticking("measuring") as tick:
        rows = list(_measured(points, tick))
    if as_json:
        say_json([{**asdict(own), "torch": other} for own, other in rows])
        return
    _table(rows)


def _measured(points: int, tick: Any) -> Iterator[tuple[Worst, float | None]]:
    cases = [(name, dtype) for name in FUNCTIONS for dtype in DTYPES]
    for k, (name, dtype) in enumerate(cases):
        tick(f"{name} {np.dtype(dtype).name}", k, len(cases))
        x = arguments(name, dtype, points)
        other = peer(name)
        own = worst(name, compiled(getattr(elementary, name)), x)
        yield own, None if other is None else worst(name, other, x).error


def _table(rows: list[tuple[Worst, float | None]]) -> None:
    from rich.table import Table

    table = Table(title="largest error in units in the last place", caption="against 50 digits")
    for head in ("function", "dtype", "here", "at", "PyTorch", "points"):
        table.add_column(head, justify="left" if head in ("function", "dtype") else "right")
    for own, other in rows:
        shown = "–" if other is None else f"{other:.3f}"
        table.add_row(own.function, own.dtype, f"{own.error:.3f}", f"{own.at:.6g}", shown, str(own.points))
    console().print(table)


__all__ = ["ulps_command"]
