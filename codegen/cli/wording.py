"""Arguments that several commands take, with one wording of their help."""

from __future__ import annotations

from typing import Annotated

import typer


def layer_names(incomplete: str) -> list[str]:
    """The layers whose names begin so, for the shell to complete."""
    from derive.layers import LAYERS

    return [name for name in LAYERS.names if name.startswith(incomplete)]


Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
Layers = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[LAYER|FILE.py]...",
        help="All layers if none is named; FILE.py::NAME is one of several in a file.",
        autocompletion=layer_names,
    ),
]

__all__ = ["Json", "Layers", "layer_names"]
