"""The commands that measure: ``chainrule bench | warm | tune``; ``codegen.cli`` lists them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from codegen.cli.wording import Json, Layers, layer_names


class Precision(StrEnum):
    """What kernels are compiled for."""

    float32 = "float32"
    float64 = "float64"


class Accuracy(StrEnum):
    """How much error kernels may have that can trade it for speed."""

    exact = "exact"
    fast = "fast"


def bench(
    names: Layers = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Some cases of every family: under a minute once compiled.")
    ] = False,
    user: Annotated[
        bool, typer.Option("--user", help="Only layers that are written as users write them.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(metavar="torch,jax", help="Peers; PyTorch, where it is installed, if unsaid."),
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, max=1024, help="Threads of ours and of the peers; 2 if unsaid.")
    ] = None,
    accuracy: Annotated[
        Accuracy, typer.Option(help="fast: kernels that have a choice may take more error for less time.")
    ] = Accuracy.exact,
    compiling: Annotated[
        bool, typer.Option("--compile", help="Time imports and first calls instead, cold and warm.")
    ] = False,
    png: Annotated[Path | None, typer.Option("--png", metavar="FILE", help="Draw the ratios.")] = None,
    json: Json = False,
) -> None:
    """Time the kernels beside PyTorch and JAX in turns in one process, or how long they compile."""
    if compiling:
        from codegen.cli.verbs.measuring.compiling import compiling_command

        compiling_command(names or [], quick, json)
        return
    from codegen.cli.verbs.measuring.benching import Asked, bench_command

    bench_command(names or [], Asked(quick, user, against, threads, accuracy.value, json, png))


def warm(
    names: Layers = None,
    dtype: Annotated[
        list[Precision] | None, typer.Option("--dtype", help="Only for this type; may be repeated.")
    ] = None,
) -> None:
    """Compile ahead: first calls then take what loading from the disk takes."""
    from codegen.cli.verbs.measuring.warming import warm_command

    warm_command(names or [], [one.value for one in dtype or (Precision.float32,)])


def tune(
    context: typer.Context,
    layer: Annotated[
        str, typer.Argument(metavar="LAYER|FILE.py", help="One layer.", autocompletion=layer_names)
    ],
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=INTEGER ...", help="Sizes and options; the benchmark's if none is set."
        ),
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, max=1024, help="What it is tuned for; all that there are if unsaid.")
    ] = None,
    dtype: Annotated[Precision, typer.Option("--dtype", help="What it is tuned for.")] = Precision.float32,
    json: Json = False,
) -> None:
    """Measure on this machine which settings of the kernels are fastest, and keep them for later calls."""
    from codegen.cli.verbs.measuring.tuning import tune_command

    tune_command(layer, [*(settings or ()), *context.args], threads, dtype.value, json)


__all__ = ["bench", "tune", "warm"]
