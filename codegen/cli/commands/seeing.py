"""The commands that show what a layer does to an image: ``chainrule matrix | shape | draw``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from codegen.cli.wording import Json, layer_names

Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=INTEGER ...", help="Sizes and options, as --set H=4 KH=3 s=2."),
]
Png = Annotated[
    Path | None, typer.Option("--png", metavar="FILE", help="Draw it into this file: .png, .svg or .pdf.")
]


class Written(StrEnum):
    """How a matrix is printed."""

    text = "text"
    latex = "latex"
    json = "json"


def matrix(
    context: typer.Context,
    layer: Annotated[
        str,
        typer.Argument(
            metavar="LAYER|FILE.py", help="A layer that is linear in an input.", autocompletion=layer_names
        ),
    ],
    settings: Settings = None,
    towards: Annotated[
        str | None, typer.Option("--wrt", metavar="X", help="The input; the image if unsaid.")
    ] = None,
    back: Annotated[bool, typer.Option("--transposed", help="The matrix of the way back.")] = False,
    fmt: Annotated[Written, typer.Option("--format", help="How to print it.")] = Written.text,
    latex: Annotated[bool, typer.Option("--latex", hidden=True)] = False,
    png: Png = None,
    json: Json = False,
) -> None:
    """The matrix of a linear layer in symbols: y = C x."""
    from codegen.cli.verbs.picturing.matrices import matrix_command

    form = "json" if json else "latex" if latex else fmt.value
    matrix_command(layer, [*(settings or ()), *context.args], towards, form, back, png)


def shape(
    context: typer.Context,
    layers: Annotated[
        list[str],
        typer.Argument(
            metavar="LAYER[:NAME=INTEGER,...]...",
            help="A layer, or a stack from the image up.",
            autocompletion=layer_names,
        ),
    ],
    settings: Settings = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse windows that do not end at the border.")
    ] = False,
    json: Json = False,
) -> None:
    """Output size, parameters, multiplications and receptive field of a layer or of a stack."""
    from codegen.cli.verbs.picturing.shapes import shape_command

    shape_command(*split_settings(layers, settings, context.args), strict, json)


def draw(
    context: typer.Context,
    layers: Annotated[
        list[str],
        typer.Argument(
            metavar="LAYER[:NAME=INTEGER,...]...", help="A layer, or a stack.", autocompletion=layer_names
        ),
    ],
    png: Annotated[Path, typer.Option("--png", metavar="FILE", help="The picture: .png, .svg or .pdf.")],
    settings: Settings = None,
) -> None:
    """What an output element is made of, drawn from the model itself."""
    from codegen.cli.verbs.picturing.drawing import draw_command

    draw_command(*split_settings(layers, settings, context.args), png)


def split_settings(
    words: list[str], settings: list[str] | None, more: list[str]
) -> tuple[list[str], list[str]]:
    """``--set H=4 KH=3``: what looks like a setting and is no layer belongs to ``--set``."""
    loose = [w for w in words if "=" in w and ":" not in w]
    return [w for w in words if w not in loose], [*(settings or ()), *loose, *more]


__all__ = ["draw", "matrix", "shape"]
