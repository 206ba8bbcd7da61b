"""``chainrule warm``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from codegen.apps.first_calls.ahead import compile_ahead
from codegen.cli.terminal import note, ticking
from codegen.cli.workers import each
from derive.api.lookup import find
from derive.model.layer import Layer


def warm_command(names: Sequence[str], dtypes: Sequence[str]) -> None:
    """Several processes where there are several cores and several layers."""
    layers = find(names)
    with ticking("warm") as tick:
        seconds = list(each(partial(_one, tuple(dtypes)), layers, tick, "compiling"))
    many = f"{len(layers)} layers" if len(layers) > 1 else layers[0].name
    note(f"{many} for {' and '.join(dtypes)}: compiled in {sum(seconds):.0f} s of work, kept on the disk")


def _one(dtypes: Sequence[str], layer: Layer) -> float:
    return compile_ahead(layer, dtypes)


__all__ = ["warm_command"]
