"""``chainrule list``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from codegen.cli.terminal import say, say_json
from derive.api.lookup import find
from derive.model.layer import Layer, Option


def list_command(names: Sequence[str], as_json: bool) -> None:
    layers = find(names)
    if as_json:
        say_json([entry(layer) for layer in layers])
        return
    width = max(len(layer.name) for layer in layers)
    say("\n".join(line for layer in layers for line in _lines(layer, width)))


def entry(layer: Layer) -> dict[str, Any]:
    """A layer as ``list --json`` says it: names only."""
    return {
        "name": layer.name,
        "inputs": [tensor.name for tensor in layer.inputs],
        "gradients": [tensor.name for tensor in layer.wrt],
        "options": [option.name for option in layer.options],
        "summary": layer.summary,
    }


def _lines(layer: Layer, width: int) -> list[str]:
    """The summary, then the arguments as the kernels take them and the gradients that there are."""
    options = [_option(option) for option in layer.options]
    arguments = ", ".join([*(t.name for t in layer.inputs), *(["*", *options] if options else [])])
    gradients = ", ".join("d" + t.name for t in layer.wrt)
    return [f"{layer.name:{width}}  {layer.summary}", f"{'':{width}}  ({arguments}) → {gradients}"]


def _option(option: Option) -> str:
    return option.name if option.default is None else f"{option.name}={option.default:g}"
