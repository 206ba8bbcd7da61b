"""The commands that make kernels and use them: ``chainrule generate | run | train``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from codegen.cli.wording import Json, Layers, layer_names

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the kernels.")]


def generate(
    names: Layers = None,
    out: Out = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 with a diff if files are not fresh.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Write nothing; tell which loops were chosen, and why.")
    ] = False,
) -> None:
    """Write the kernels into ./generated (or --out): whole files or nothing."""
    if explain:
        from codegen.cli.verbs.explaining import explain_command

        explain_command(names or [])
        return
    from codegen.cli.verbs.generating import generate_command

    generate_command(names or [], out, check)


def run(
    layer: Annotated[
        str,
        typer.Argument(
            metavar="[LAYER|FILE.py]", help="A layer, or a file with your own.", autocompletion=layer_names
        ),
    ] = "conv2d",
    out: Out = None,
    json: Json = False,
) -> None:
    """The whole way for one layer, or for those of your file: show, generate, verify, a first benchmark."""
    from codegen.cli.verbs.running import run_command

    run_command(layer, out, json)


def train(
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes over the 1437 training images.")] = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="torch", help="Train the same network with PyTorch too and compare the losses."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the split, the weights and the batches.")] = 0,
    least: Annotated[
        float | None,
        typer.Option(
            "--at-least",
            metavar="ACCURACY",
            min=0,
            max=1,
            help="Exit 1 below this test accuracy; 0.97 if unsaid, nothing with --epochs.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Train a CNN on real handwritten digits with nothing but the generated kernels."""
    from codegen.cli.verbs.training import train_command

    train_command(epochs, against, seed, json, least)


def cache(
    clear: Annotated[
        bool, typer.Option("--clear", help="Remove all of it; it is made anew when needed.")
    ] = False,
    json: Json = False,
) -> None:
    """What is kept on the disk between calls: models, kernels, machine code, tuned settings."""
    from codegen.cli.verbs.caching import cache_command

    cache_command(clear, json)


__all__ = ["cache", "generate", "run", "train"]
