"""``chainrule shape``: one layer with ``--set``, or a stack ``layer:name=integer,… layer:…``."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from codegen.cli.set_option import chosen
from codegen.cli.terminal import Refusal, say, say_json
from derive.api.lookup import find
from derive.exact.arithmetic import Position
from derive.exact.machine import Machine
from derive.exact.shape import (
    Reach,
    image_of,
    mathematics,
    output_shape,
    reach,
    refuse_remainders,
    symbols_of,
)
from derive.model.compose import is_elementwise
from derive.model.layer import Layer


def shape_command(parts: Sequence[str], settings: Sequence[str], strict: bool, as_json: bool) -> None:
    """Sizes flow through the stack; ``--set`` speaks of the first layer's image and of single layers."""
    rows: list[dict[str, Any]] = []
    whole: Reach | None = None
    through: tuple[int, ...] | None = None
    for number, word in enumerate(parts):
        layer, own = part(word)
        given = chosen(layer, [*(settings if number == 0 else ()), *own])
        values = {s: int(v) for s, v in given.items()}
        flows = through is not None and is_elementwise(layer)
        if through is not None:
            values |= _fitting(layer, (prod(through),) if flows else through, values)
        symbols = symbols_of(layer, values)
        if strict:
            refuse_remainders(layer, symbols)
        if not flows:
            step = reach(layer, symbols)
            whole = step if number == 0 else whole.then(step) if whole and step else None
            through = output_shape(layer, symbols)
        rows.append(_row(layer, symbols, through or (), whole))
    if as_json:
        say_json(rows)
    else:
        say("\n".join(_told(row) for row in rows))


def part(text: str) -> tuple[Layer, list[str]]:
    """``conv2d:KH=3,d=2`` → the layer and its settings; a file of models may stand for a layer."""
    name, _, settings = text.partition(":")
    found = find([name])
    if len(found) != 1:
        raise Refusal(f"{name} holds {len(found)} layers; name one")
    return found[0], [s for s in settings.split(",") if s]


def _fitting(layer: Layer, shape: tuple[int, ...], given: dict[Any, int]) -> dict[Any, int]:
    """The sizes of the layer's image from the output of the layer before it."""
    image = image_of(layer)
    if len(image.shape) != len(shape):
        raise Refusal(f"{layer.name} takes {len(image.shape)} axes, the layer before it gives {len(shape)}")
    found: dict[Any, int] = {}
    machine = Machine(
        {**{s: int(v or 1) for s, v in layer.option_symbols.items() if s.is_integer}, **given}, {}
    )
    for extent, size in zip(image.shape, shape, strict=True):
        unknown = sorted(extent.free_symbols - set(machine.symbols) - set(found), key=str)
        if len(unknown) > 1:
            raise Refusal(
                f"{layer.name}: {extent} = {size} leaves {', '.join(map(str, unknown))} open; set them"
            )
        if unknown:
            weight = Machine({**machine.symbols, **found, unknown[0]: 1}, {}).integer(extent)
            if size % weight:
                raise Refusal(f"{layer.name}: {extent} = {size} has no solution in integers")
            found[unknown[0]] = size // weight
        elif Machine({**machine.symbols, **found}, {}).integer(extent) != size:
            raise Refusal(
                f"{layer.name}: {extent} is set otherwise than the {size} that the layer before it gives"
            )
    return found


def _row(layer: Layer, symbols: dict[Any, int], output: Position, seen: Reach | None) -> dict[str, Any]:
    counts = mathematics(layer)
    machine = Machine(symbols, {})
    return {
        "layer": layer.name,
        "output": list(output),
        "parameters": machine.integer(counts.parameters),
        "multiplications": machine.integer(counts.multiplications),
        "receptive_field": list(seen.field) if seen else None,
        "jump": list(seen.jump) if seen else None,
    }


def _told(row: dict[str, Any]) -> str:
    """``conv2d  28×28×6  456 parameters  352800 multiplications  field 5×5``; space first, then channels."""
    first, *rest = row["output"] if len(row["output"]) > 1 else [1, *row["output"]]
    size = "×".join(map(str, [*rest[1:], *rest[:1]])) or "one number"
    batch = f"{first} × " if first > 1 else ""
    field = row["receptive_field"]
    seen = (
        f"field {'×'.join(map(str, field))}, jump {'×'.join(map(str, row['jump']))}"
        if field
        else "no fixed window"
    )
    return (
        f"{row['layer']}  {batch}{size}  {row['parameters']} parameters  "
        f"{row['multiplications']} multiplications  {seen}"
    )


__all__ = ["part", "shape_command"]
