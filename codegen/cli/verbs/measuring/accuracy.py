"""``chainrule ulps``: how exact emitted functions and sums are, beside those of PyTorch and JAX."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np

from codegen.apps.long_sums import SumError, sums
from codegen.cli.terminal import console, only_json, say_json, ticking
from codegen.elementary import FUNCTIONS, NORMAL
from codegen.elementary.proofs import proved
from codegen.verification.ulps import EXPONENTS, PEERS, Worst, arguments, compiled, every, worst
from generated import elementary

DTYPES = (np.float32, np.float64)


@dataclass(frozen=True)
class UlpRow:
    """One function in one precision: ours, what is proved of it, and the others' largest errors."""

    own: Worst
    proved: float | None
    others: dict[str, float | None]


def ulps_command(points: int, as_json: bool, whole: bool = False, long_sums: bool = False) -> None:
    with only_json(as_json), ticking("measuring") as tick:
        if long_sums:
            found = list(sums(tick))
        else:
            rows = list(_every(tick) if whole else _measured(points, tick))
    if long_sums:
        say_json([asdict(one) for one in found]) if as_json else _table_of_sums(found)
    elif as_json:
        say_json([{**asdict(r.own), "proved": r.proved, **r.others} for r in rows])
    else:
        _table(rows)


def own(name: str) -> Callable[..., Any]:
    """Our function over an array."""
    if name in EXPONENTS:
        return compiled(elementary.power, EXPONENTS[name])
    return compiled(getattr(elementary, name))


def _measured(points: int, tick: Any) -> Iterator[UlpRow]:
    cases = [(name, dtype) for name in (*FUNCTIONS, *NORMAL, *EXPONENTS) for dtype in DTYPES]
    for k, (name, dtype) in enumerate(cases):
        kind = np.dtype(dtype).name
        tick(f"{name} {kind}", k, len(cases))
        measure = partial(worst, name, x=arguments(name, dtype, points))
        yield _row(name, kind, lambda f, measure=measure: measure(function=f))


def _every(tick: Any) -> Iterator[UlpRow]:
    for k, name in enumerate(FUNCTIONS):
        tick(name, k, len(FUNCTIONS))
        yield _row(name, "float32", partial(every, name, wide=own(name)))


def _row(name: str, kind: str, measure: Callable[..., Worst]) -> UlpRow:
    bound = proved(name, kind)
    others = {peer: make(name) for peer, make in PEERS.items()}
    found = {peer: None if f is None else measure(f).error for peer, f in others.items()}
    return UlpRow(measure(own(name)), None if bound is None else float(bound), found)


def _table(rows: list[UlpRow]) -> None:
    from rich.table import Table

    caption = "against 50 digits; proved: approximation and every rounding, normal results"
    table = Table(title="largest error in units in the last place", caption=caption)
    for head in ("function", "dtype", "proved", "seen", "at", "PyTorch", "JAX", "points"):
        table.add_column(head, justify="left" if head in ("function", "dtype") else "right")
    for row in rows:
        one, told = row.own, [_number(row.proved), f"{row.own.error:.3f}", f"{row.own.at:.6g}"]
        table.add_row(one.function, one.dtype, *told, *map(_number, row.others.values()), str(one.points))
    console().print(table)


def _number(x: float | None) -> str:
    return "–" if x is None else f"{x:.3f}" if x < 1e4 else f"{x:.0e}"


def _table_of_sums(rows: list[SumError]) -> None:
    from rich.table import Table

    caption = "float32; |computed − exact| over the sum of the sizes of the terms, the same numbers for all"
    table = Table(title="relative error of long sums", caption=caption)
    for head in ("sum", "terms", "here", "PyTorch", "JAX"):
        table.add_column(head, justify="left" if head == "sum" else "right")
    for one in rows:
        told = ["–" if v is None else f"{v:.1e}" for v in (one.error, one.torch, one.jax)]
        table.add_row(one.name, f"{one.terms:,}", *told)
    console().print(table)


__all__ = ["own", "ulps_command"]
