"""The commands that say how far kernels can be trusted: ``chainrule verify | check | ulps | mutate``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from codegen.cli.wording import Json, Layers, layer_names

Quick = Annotated[
    bool,
    typer.Option(
        "--quick",
        help="Only run every kernel: the forward, each gradient, all at once, the tangents, compiled "
        "for float64 and float32, on three small cases and one that takes the blocks; no differences, "
        "no PyTorch.",
    ),
]
Fuzz = Annotated[
    int | None,
    typer.Option(
        "--fuzz",
        metavar="CALLS",
        min=1,
        help="Only call every function with CALLS hostile arguments a layer: an error or an answer, and "
        "no byte beyond an array.",
    ),
]
SecondOrder = Annotated[
    bool,
    typer.Option(
        "--second-order",
        help="With --fuzz: each gradient as a layer of its own, with its own gradients, instead.",
    ),
]
OnlyRungs = Annotated[
    list[str] | None,
    typer.Option(
        "--rung",
        metavar="RUNG",
        help="Only this rung of the ladder (again for more): symbolic, "
        "finite_field, exact, integers, complex_step, finite_differences, rounding, differential, "
        "metamorphic, contract, mutation; 'list' says what each promises.",
    ),
]
Soak = Annotated[
    float | None,
    typer.Option(
        "--soak",
        metavar="MINUTES",
        min=0,
        help="The ladder and hostile calls with fresh numbers, layer by layer, until the time is over; "
        "each failure with what makes it again, the counts at the end or at Ctrl-C.",
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="On the workers of this Dask scheduler, as tcp://host:8786; results as they come.",
    ),
]
JournalFile = Annotated[
    Path | None,
    typer.Option(
        "--journal",
        metavar="FILE",
        help="Keep each layer's result here; the same command goes on from it after an interruption.",
    ),
]


def verify(
    names: Layers = None,
    examples: Annotated[
        int | None, typer.Option("--examples", min=1, help="Random cases for each check.")
    ] = None,
    quick: Quick = False,
    fuzz: Fuzz = None,
    second_order: SecondOrder = False,
    rung: OnlyRungs = None,
    soak: Soak = None,
    scheduler: Scheduler = None,
    journal: JournalFile = None,
    json: Json = False,
) -> None:
    """Check formulas and kernels against independent oracles; exit 0 only if nothing failed."""
    if (scheduler or journal) and (soak is not None or fuzz is not None):
        from codegen.cli.terminal import Refusal

        raise Refusal("--scheduler and --journal go with the ladder or --quick, not with --soak or --fuzz")
    if soak is not None:
        from codegen.cli.verbs.checking.soaking import soak_command

        soak_command(names or [], soak, quick or json or bool(examples or fuzz))
        return
    if fuzz is not None:
        from codegen.cli.verbs.checking.fuzzing import fuzz_command

        fuzz_command(names or [], fuzz, quick or examples is not None, json, second_order)
        return
    if second_order:
        from codegen.cli.terminal import Refusal

        raise Refusal("--second-order goes with --fuzz CALLS")
    from codegen.cli.campaigning import Far
    from codegen.cli.verbs.checking.verifying import verify_command

    verify_command(names or [], examples, quick, json, rung or (), Far(scheduler, journal))


class Framework(StrEnum):
    """Whose arrays a function takes."""

    numpy = "numpy"
    torch = "torch"
    jax = "jax"


def check(
    context: typer.Context,
    function: Annotated[
        str, typer.Argument(metavar="FILE.py::NAME", help="Your backward, forward, Function or Module.")
    ],
    layer: Annotated[
        str, typer.Argument(metavar="LAYER|FILE.py", help="What it should be.", autocompletion=layer_names)
    ],
    wrt: Annotated[
        list[str] | None,
        typer.Option("--wrt", metavar="X", help="The gradients that it returns, in order; may be repeated."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=INTEGER ...",
            help="Only at these options or sizes, as --set s=1 N=2.",
        ),
    ] = None,
    framework: Annotated[
        Framework | None, typer.Option("--framework", help="Where the function does not tell.")
    ] = None,
    cases: Annotated[int, typer.Option("--cases", min=1, help="Random sizes, options and data.")] = 20,
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same cases.")] = 0,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.py", help="Write what reproduces the failure here.")
    ] = None,
    json: Json = False,
) -> None:
    """Check your own backward: the smallest input that fails, and what is wrong with the formula."""
    from codegen.cli.verbs.checking.strangers import CheckWish, check_command

    chosen = (*(settings or ()), *context.args)
    asked = CheckWish(tuple(wrt or ()), chosen, framework and framework.value, cases, seed)
    raise typer.Exit(check_command(function, layer, asked, out, json))


def ulps(
    points: Annotated[int, typer.Option(min=1, help="How many a range: 4 or 5 ranges a function.")] = 2000,
    every: Annotated[bool, typer.Option("--every", help="All 2^32 float32 of each function.")] = False,
    sums: Annotated[bool, typer.Option("--sums", help="Long sums in float32 instead.")] = False,
    json: Json = False,
) -> None:
    """How exact the kernels' elementary functions are, in units in the last place, and their long sums."""
    from codegen.cli.verbs.measuring.accuracy import ulps_command

    ulps_command(points, json, every, sums)


class Tables(StrEnum):
    """How tables are printed."""

    text = "text"
    markdown = "markdown"
    html = "html"
    json = "json"


def mutate(
    names: Layers = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="Mutants of each kind for each gradient, drawn by the seed.")
    ] = 3,
    seed: Annotated[int, typer.Option(min=0, help="Of the drawing and of the cases.")] = 0,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Processes; one for each core if unsaid.")
    ] = None,
    operators: Annotated[
        bool, typer.Option("--operators", help="Only list what can be changed in a formula or a kernel.")
    ] = False,
    fmt: Annotated[
        Tables,
        typer.Option("--format", help="How to print it; html: a page with every mutant and rung."),
    ] = Tables.text,
    markdown: Annotated[bool, typer.Option("--markdown", hidden=True)] = False,
    html: Annotated[bool, typer.Option("--html", hidden=True)] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the page there instead.")
    ] = None,
    json: Json = False,
) -> None:
    """Break formulas and kernels in one place each, and tell which check finds it; exit 0 if all are."""
    from codegen.cli.terminal import Refusal
    from codegen.cli.verbs.checking.mutating import Campaigns, mutate_command, operators_command

    flags = {"json": json, "markdown": markdown, "html": html, fmt.value: fmt is not Tables.text}
    if sum(flags.values()) > 1:
        raise Refusal("one format at a time: --format text, markdown, html or json")
    form = next((name for name, wanted in flags.items() if wanted), "text")
    if out is not None and form not in ("markdown", "html"):
        raise Refusal("--out is for --format markdown and --format html")
    if operators:
        operators_command(form == "json")
        return
    mutate_command(names or [], Campaigns(limit, seed, jobs, form, out))


__all__ = ["check", "mutate", "ulps", "verify"]
