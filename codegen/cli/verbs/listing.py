"""``chainrule list``: the layers by family, as many columns wide as there is room."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from codegen.cli.terminal import Refusal, say, say_json
from derive.api.arguments import hint
from derive.api.lookup import find, is_file
from derive.api.signature import called, family
from derive.layers import LAYERS
from derive.model.layer import Layer

NARROWEST, WIDEST = 60, 200


def list_command(words: Sequence[str], as_json: bool) -> None:
    layers = chosen(words)
    if as_json:
        say_json([entry(layer) for layer in layers])
        return
    columns = min(max(shutil.get_terminal_size((100, 24)).columns, NARROWEST), WIDEST)
    say("\n".join(lines(layers, columns)))


def chosen(words: Sequence[str]) -> list[Layer]:
    """The layers that words mean: a name, a file, else what has the word in its name, family or summary."""
    found = [layer for word in words for layer in _meant(word)]
    return list({id(layer): layer for layer in found}.values()) if words else find([])


def _meant(word: str) -> list[Layer]:
    if is_file(word) or word in LAYERS.names:
        return find([word])
    wanted = word.casefold()
    found = [layer for layer in LAYERS if any(wanted in text.casefold() for text in _said_of(layer))]
    if not found:
        near = hint(word, LAYERS.names, "`chainrule list` without a word names all of them.")
        raise Refusal(f"no layer has {word!r} in its name, family or summary. {near}")
    return found


def _said_of(layer: Layer) -> tuple[str, ...]:
    return layer.name, family(layer), layer.summary


def entry(layer: Layer) -> dict[str, Any]:
    """A layer as ``list --json`` says it: names only."""
    return {
        "name": layer.name,
        "family": family(layer),
        "inputs": [tensor.name for tensor in layer.inputs],
        "gradients": [tensor.name for tensor in layer.wrt],
        "options": [option.name for option in layer.options],
        "summary": layer.summary,
    }


def lines(layers: Sequence[Layer], columns: int) -> list[str]:
    """A heading for each family; a layer's name, summary, arguments and gradients below it."""
    width = min(max(len(layer.name) for layer in layers), columns // 2)
    made: list[str] = []
    last = None
    for layer in layers:
        title = family(layer)
        if title != last and title:
            made += [*([""] if made else []), title]
        last = title
        made += _rows(layer, width, columns)
    return made


def _rows(layer: Layer, width: int, columns: int) -> Iterator[str]:
    """The name beside its text; where it leaves too little room, above it."""
    margin = "  " + " " * width + "  "
    told = [line for text in (layer.summary, called(layer)) for line in _wrapped(text, columns - len(margin))]
    yield f"  {layer.name:{width}}  {told[0]}"
    yield from (margin + line for line in told[1:])


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False, subsequent_indent="  ")
