"""``chainrule verify --fuzz CALLS``: hostile calls of every public function of every layer."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import typer

from codegen.cli.terminal import Refusal, only_json, say, say_json, ticking
from codegen.cli.workers import each, tell
from codegen.verification.fuzz import Count, Target, fuzz
from codegen.verification.quick import standing
from derive.api.lookup import find
from derive.gradients import derived_layer
from derive.model.layer import Layer


def fuzz_command(
    names: Sequence[str], calls: int, more: bool, as_json: bool, second_order: bool = False
) -> None:
    """A line for each layer as it is done, each fault with the line that makes it again, and the counts."""
    if more:
        raise Refusal("--fuzz draws its own calls: leave --quick and --examples out")
    layers = [second for layer in find(names) for second in seconds(layer)] if second_order else find(names)
    began = time.monotonic()
    counts: list[Count] = []
    refused: dict[str, str] = {}
    with only_json(as_json), ticking("fuzz") as tick:
        for count in each(partial(fuzzed, calls), layers, tick, "fuzz", refused):
            counts.append(count)
            if not as_json:
                say("\n".join([_line(count), *map(str, count.faults)]))
                sys.stdout.flush()  # a log is read while it grows
    if as_json:
        say_json([as_dict(count) for count in counts])
    else:
        say(f"{_sum(counts)} in {time.monotonic() - began:.0f} s")
    tell(refused)
    if any(count.faults for count in counts):
        raise typer.Exit(1)


def seconds(layer: Layer) -> list[Layer]:
    """Each gradient as a layer: its gradients are the second order."""
    return [derived_layer(layer, tensor) for tensor in layer.wrt]


def fuzzed(calls: int, layer: Layer) -> Count:
    """The kernels as they stand in ``generated/``; those of any other layer are rendered first."""
    module = standing(layer)
    package = str(module.__package__)
    return fuzz(Target(layer.name, Path(str(module.__file__)).parent, package), range(calls))


def _line(count: Count) -> str:
    parts = f"{count.answered:6} answered  {count.refused:6} refused  {len(count.faults):4} faults"
    return f"{count.layer:30} {count.calls:6} calls  {parts}"


def _sum(counts: Sequence[Count]) -> str:
    whole = Count("all layers", sum(c.answered for c in counts), sum(c.refused for c in counts))
    whole.faults = [fault for count in counts for fault in count.faults]
    return _line(whole)


def as_dict(count: Count) -> dict[str, Any]:
    """A layer as ``verify --fuzz --json`` says it."""
    faults = [{"call": f.call, "what": f.what, "line": f.line} for f in count.faults]
    return {
        "layer": count.layer,
        "calls": count.calls,
        "answered": count.answered,
        "refused": count.refused,
        "faults": faults,
    }


__all__ = ["as_dict", "fuzz_command", "fuzzed", "seconds"]
