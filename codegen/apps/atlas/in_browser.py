"""What the worker of the playground runs: the text of a model in, its derivations as data out.

Stands on ``derive`` alone: in the browser there is nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from traceback import walk_tb
from typing import Any

from derive import pretty
from derive.api.arguments import ArgumentError
from derive.api.lookup import from_file
from derive.api.settings import chosen, setting, specialised, textbook
from derive.gradients import derivations
from derive.model.layer import Layer, ModelError

FILE = Path("model.py")
"""Where the text stands while it is read; tracebacks and definitions name it."""


def respond(text: str, settings: str, general: bool, tell: Callable[[str], object]) -> None:
    """``tell`` gets each layer, each gradient and what was refused as JSON, as soon as it is there."""
    for said in answers(text, settings, general):
        tell(json.dumps(said, ensure_ascii=False))


def answers(text: str, settings: str = "", general: bool = False) -> Iterator[dict[str, Any]]:
    """The layers of a text with their gradients one by one; a refusal has the line of the text, or none."""
    try:
        FILE.write_text(text, encoding="utf-8")
        for layer in from_file(FILE):
            yield from _layer(layer, settings, general)
    except (ArgumentError, ModelError) as error:
        said = error.said if isinstance(error, ArgumentError) else str(error)
        yield {"kind": "refused", "said": said, "line": line_of(error)}


def _layer(layer: Layer, settings: str, general: bool) -> Iterator[dict[str, Any]]:
    given = chosen(layer, _pairs(settings))
    model = specialised(layer, given, {} if general else textbook(layer, given))
    yield {
        "kind": "layer",
        "name": model.name,
        "summary": model.summary,
        "gradients": [tensor.name for tensor in model.wrt],
        "html": pretty.part(model),
    }
    for tensor, derived in zip(model.wrt, derivations(model, model.wrt, "free"), strict=True):
        found = {"html": pretty.part(derived), "latex": pretty.display(derived)}
        yield {"kind": "gradient", "wrt": tensor.name, **found}


def _pairs(settings: str) -> list[tuple[str, int]]:
    """``s=2 KH=3`` as names and integers."""
    found = []
    for word in settings.replace(",", " ").split():
        pair = setting(word)
        if pair is None:
            raise ArgumentError("set", f"expected NAME=INTEGER, as s=2, got {word}")
        found.append(pair)
    return found


def line_of(error: BaseException) -> int | None:
    """The line of the text where it went wrong: of its syntax, of the innermost call, or of a definition."""
    causes = list(_causes(error))
    syntax = [one.lineno for one in causes if isinstance(one, SyntaxError) and one.lineno]
    frames = chain.from_iterable(walk_tb(one.__traceback__) for one in causes)
    calls = [line for frame, line in frames if Path(frame.f_code.co_filename).name == FILE.name]
    named = [int(found) for one in causes for found in re.findall(rf"{FILE.name}:(\d+)", str(one))]
    return next(iter([*syntax, *named[:1], *calls[-1:]]), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


__all__ = ["answers", "line_of", "respond"]
