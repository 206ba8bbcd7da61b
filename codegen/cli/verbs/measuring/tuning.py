"""``chainrule tune``."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from codegen.apps.benchmark.suite import entries, first
from codegen.apps.benchmark.workloads import Workload, free_sizes, values
from codegen.apps.tuning.alternatives import Winner, search
from codegen.apps.tuning.keeping import keep
from codegen.cli.set_option import chosen
from codegen.cli.terminal import console, note, only_json, say, say_json, ticking
from codegen.module.cache import compiled
from derive.api.lookup import one_layer
from derive.model.layer import Layer
from generated import get_num_threads, tuned

Found = list[tuple[Workload, Winner]]


def tune_command(name: str, settings: Sequence[str], threads: int | None, dtype: str, as_json: bool) -> None:
    layer = one_layer(name)
    cases = [case_of(layer, settings)] if settings else [one.workload for one in entries(layer)]
    found: Found = []
    _tell_faults()
    with only_json(as_json), ticking("tune") as tick:
        module = compiled(layer)
        for done, case in enumerate(cases):
            report = partial(tick, done=done, total=len(cases))
            made = search(layer, module, case, dtype, threads or get_num_threads(), report)
            found += [(case, winner) for winner in made]
    path = keep(winner for _, winner in found)
    if as_json:
        say_json({"file": str(path), "rows": [_as_dict(layer, *one) for one in found]})
    else:
        _show(layer, found)
        say(f"kept in {path}; delete it to go back to the defaults")


def _tell_faults() -> None:
    """On standard error: why a file that is there is not taken."""
    with warnings.catch_warnings(record=True) as remarks:
        warnings.simplefilter("always")
        tuned.load()
    for remark in remarks:
        note(f"chainrule: {remark.message}")


def case_of(layer: Layer, texts: Sequence[str]) -> Workload:
    """The first case of a layer with some sizes and options set."""
    base = first(layer).workload
    known = {**values(layer, base), **{s: int(v) for s, v in chosen(layer, texts).items()}}
    sizes = {s.name: known[s] for s in free_sizes(layer)}
    options = {o.name: tuple(known[s] for s in o.symbols) for o in layer.options}
    return Workload(", ".join(texts), sizes, options)


def _as_dict(layer: Layer, case: Workload, winner: Winner) -> dict[str, Any]:
    return {"layer": layer.name, "case": case.label, **asdict(winner)}


def _show(layer: Layer, found: Found) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(header_style="bold", box=SIMPLE_HEAD, title=layer.name)
    for heading in ("case", "function"):
        made.add_column(heading, no_wrap=True)
    for heading in ("default ms", "best ms"):
        made.add_column(heading, justify="right", no_wrap=True)
    made.add_column("settings")
    for row in _cells(found):
        made.add_row(*row)
    console().print(made)


def _cells(found: Found) -> Iterator[tuple[str, ...]]:
    for case, one in found:
        settings = ", ".join(f"{name} {value}" for name, value in one.chosen.items())
        yield (
            case.label,
            one.function,
            f"{one.default_ms:.3f}",
            f"{one.best_ms:.3f}",
            settings or "as they are",
        )


__all__ = ["case_of", "tune_command"]
