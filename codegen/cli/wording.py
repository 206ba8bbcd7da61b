"""Arguments that several commands take, with one wording of their help."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
Layers = Annotated[
    list[str] | None, typer.Argument(metavar="[LAYER|FILE.py]...", help="All layers if none is named.")
]

__all__ = ["Json", "Layers"]
