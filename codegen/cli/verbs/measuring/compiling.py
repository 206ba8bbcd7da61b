"""``chainrule bench --compile``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codegen.apps.benchmark.suite import SUITE
from codegen.apps.first_calls.compile_times import LIMITS, FirstCalls, Stopped, first_calls
from codegen.cli.terminal import Refusal, only_json, say, say_json, ticking
from codegen.cli.verbs.measuring.benching import wide
from codegen.module.cache import compiled
from derive.api.lookup import find

if TYPE_CHECKING:
    from rich.table import Table

DTYPES = ("float32", "float64")
HEADINGS = {
    "importing": "import",
    "cold_forward": "cold: forward",
    "cold_all": "cold: all",
    "warm_forward": "warm: forward",
    "warm_all": "warm: all",
}


def compiling_command(names: Sequence[str], quick: bool, as_json: bool) -> None:
    """``quick``: the layers of the quick set, for float32."""
    meant = names or (list(dict.fromkeys(one.layer for one in SUITE if one.quick)) if quick else [])
    dtypes = DTYPES[:1] if quick else DTYPES
    with only_json(as_json), ticking("compile") as tick:
        try:
            rows = list(first_calls(find(meant), dtypes, compiled, tick))
        except Stopped as error:
            raise Refusal(str(error)) from None
    if as_json:
        say_json({"rows": [row.as_json() for row in rows], "limits": LIMITS})
    else:
        wide(_table(rows))
        say(_caption(rows))


def _table(rows: Sequence[FirstCalls]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(header_style="bold", box=SIMPLE_HEAD)
    made.add_column("layer", no_wrap=True)
    made.add_column("dtype", no_wrap=True)
    for heading in HEADINGS.values():
        made.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        late = row.beyond()
        made.add_row(row.layer, row.dtype, *(_cell(getattr(row, name), name in late) for name in HEADINGS))
    return made


def _cell(seconds: float, late: bool) -> str:
    return f"[yellow]{seconds:.2f}[/]" if late else f"{seconds:.2f}"


def _caption(rows: Sequence[FirstCalls]) -> str:
    late = [row for row in rows if row.beyond()]
    limits = ", ".join(f"{HEADINGS[name]} {limit:g}" for name, limit in LIMITS.items())
    return (
        "seconds of one call each in a fresh process; cold: Numba's cache is empty; all: the forward, then "
        f"all gradients; import: beyond NumPy and Numba\nmeant to stay within {limits}; "
        f"{len(rows) - len(late)} of {len(rows)} rows do"
    )


__all__ = ["compiling_command"]
