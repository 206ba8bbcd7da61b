"""The commands that make something to keep or to show: ``chainrule site | new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from codegen.cli.wording import Layers


def site(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where it goes: a new or empty folder, or an earlier site.")
    ],
    names: Layers = None,
    verdicts: Annotated[
        Path | None,
        typer.Option("--verdicts", metavar="FILE", help="Show these verdicts: what `verify --json` wrote."),
    ] = None,
    timings: Annotated[
        Path | None,
        typer.Option("--bench", metavar="FILE", help="Show these timings: what `bench --json` wrote."),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Run `verify --quick` on the layers and show what it finds.")
    ] = False,
    pyodide: Annotated[
        Path | None,
        typer.Option(
            "--pyodide", metavar="DIR", help="Python for the playground: the unpacked npm package `pyodide`."
        ),
    ] = None,
    playground: Annotated[
        bool, typer.Option("--playground/--no-playground", help="With a playground: fetches Pyodide by npm.")
    ] = True,
) -> None:
    """Write a web site of the layers: derivations, kernels, a playground; no server and no network needed."""
    from codegen.cli.verbs.publishing import SiteWish, site_command

    site_command(folder, names or [], SiteWish(verdicts, timings, verify, pyodide, playground))


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the layer, as rms_norm.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the files.")] = Path("."),
) -> None:
    """Begin a layer of your own: a model to fill in, an oracle in plain loops, a test."""
    from codegen.cli.verbs.beginning import new_command

    new_command(name, out)


__all__ = ["new", "site"]
