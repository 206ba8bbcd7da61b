"""The command line: ``chainrule list | show | generate | verify | run | train | bench | warm | tune |
mutate | facts | ulps | matrix | shape | draw``.

A command imports what it needs when it runs: ``show`` must not wait for Numba, nor ``--help`` for SymPy.
Results go to standard output, progress and remarks to standard error.
Exit status: 0 done, 1 a check failed, 2 the question was wrong.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from codegen.cli import measures
from codegen.cli.answering import Answering
from codegen.cli.wording import Json, Layers

app = typer.Typer(
    cls=Answering,
    name="chainrule",
    help="Derive the gradients of a layer from its forward, emit them as kernels, verify them.",
    epilog="Start with `chainrule run`, then `chainrule show conv2d --wrt x --steps`, "
    "then `chainrule run my_layer.py`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    text = "text"
    latex = "latex"
    html = "html"
    json = "json"


class Mode(StrEnum):
    """How a strided adjoint is written: a congruence, a unit coefficient, or one line per residue class."""

    free = "free"
    unit = "unit"
    residue = "residue"


Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the kernels.")]


@app.command("list")
def list_layers(names: Layers = None, json: Json = False) -> None:
    """The layers that are there: inputs, gradients, options."""
    from codegen.cli.verbs.listing import list_command

    list_command(names or [], json)


@app.command()
def show(
    layer: Annotated[
        str,
        typer.Argument(metavar="LAYER|FILE.py", help="A layer of `chainrule list`, or a file with your own."),
    ],
    wrt: Annotated[
        list[str] | None, typer.Option("--wrt", metavar="X", help="Only the gradient of this input.")
    ] = None,
    steps: Annotated[
        bool, typer.Option("--steps", help="Every step: the rule, its law, the result.")
    ] = False,
    order: Annotated[
        int, typer.Option("--order", min=1, max=2, help="2: derive the derived gradient again.")
    ] = 1,
    jvp: Annotated[bool, typer.Option("--jvp", help="Forward mode: tangents instead of cotangents.")] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=INTEGER", help="Fix an option or a size, as s=2."),
    ] = None,
    general: Annotated[
        bool, typer.Option("--general", help="Leave stride, dilation, groups symbolic.")
    ] = False,
    mode: Annotated[Mode | None, typer.Option("--mode", help="How a strided adjoint is written.")] = None,
    compiled: Annotated[
        bool, typer.Option("--compiled", help="Go on to the form that is compiled: --mode residue.")
    ] = False,
    fmt: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.text,
) -> None:
    """The forward and the derived gradients of a layer, as lectures and papers print them."""
    from codegen.cli.verbs.showing import Wish, show_command

    form = Mode.residue if compiled else mode
    wish = Wish(tuple(wrt or ()), steps, order, jvp, tuple(settings or ()), general, form and form.value)
    show_command(layer, wish, fmt.value)


@app.command()
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


@app.command()
def verify(
    names: Layers = None,
    examples: Annotated[
        int | None, typer.Option("--examples", min=1, help="Random cases for each check.")
    ] = None,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="Only run every kernel: the forward, each gradient, all at once, the tangents, compiled "
            "for float64 and float32, on three small cases and one that takes the blocks; no differences, "
            "no PyTorch.",
        ),
    ] = False,
    fuzz: Annotated[
        int | None,
        typer.Option(
            "--fuzz",
            metavar="CALLS",
            min=1,
            help="Only call every function with CALLS hostile arguments a layer: an error or an answer, and "
            "no byte beyond an array.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Check formulas and kernels against independent oracles; exit 0 only if nothing failed."""
    if fuzz is not None:
        from codegen.cli.fuzzing import fuzz_command

        fuzz_command(names or [], fuzz, quick or examples is not None, json)
        return
    from codegen.cli.verbs.verifying import verify_command

    verify_command(names or [], examples, quick, json)


@app.command()
def run(
    layer: Annotated[
        str, typer.Argument(metavar="[LAYER|FILE.py]", help="A layer, or a file with your own.")
    ] = "conv2d",
    out: Out = None,
    json: Json = False,
) -> None:
    """The whole way for one layer, or for those of your file: show, generate, verify, a first benchmark."""
    from codegen.cli.verbs.running import run_command

    run_command(layer, out, json)


@app.command()
def train(
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes over the 1437 training images.")] = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="torch", help="Train the same network with PyTorch too and compare the losses."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the split, the weights and the batches.")] = 0,
    json: Json = False,
) -> None:
    """Train a CNN on real handwritten digits with nothing but the generated kernels."""
    from codegen.cli.verbs.training import train_command

    train_command(epochs, against, seed, json)


for command in (measures.bench, measures.warm, measures.tune, measures.mutate):
    app.command()(command)


@app.command()
def facts(
    layer: Annotated[
        str | None, typer.Argument(metavar="[LAYER]", help="Only what is said of this layer.")
    ] = None,
    json: Json = False,
) -> None:
    """The identities of the lecture notes, each put to the proof; exit 0 only if all are established."""
    from codegen.cli.verbs.proving import facts_command

    raise typer.Exit(facts_command(layer, json))


@app.command()
def ulps(
    points: Annotated[int, typer.Option(min=1, help="How many a range: 4 or 5 ranges a function.")] = 2000,
    every: Annotated[bool, typer.Option("--every", help="All 2^32 float32 of each function.")] = False,
    sums: Annotated[bool, typer.Option("--sums", help="Long sums in float32 instead.")] = False,
    json: Json = False,
) -> None:
    """How exact the kernels' elementary functions are, in units in the last place, and their long sums."""
    from codegen.cli.accuracy import ulps_command

    ulps_command(points, json, every, sums)


Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=INTEGER ...", help="Sizes and options, as --set H=4 KH=3 s=2."),
]
Png = Annotated[Path | None, typer.Option("--png", metavar="FILE", help="Draw it into this file.")]
_SPREAD = {"allow_extra_args": True, "ignore_unknown_options": False}


@app.command(context_settings=_SPREAD)
def matrix(
    context: typer.Context,
    layer: Annotated[
        str, typer.Argument(metavar="LAYER|FILE.py", help="A layer that is linear in an input.")
    ],
    settings: Settings = None,
    towards: Annotated[
        str | None, typer.Option("--wrt", metavar="X", help="The input; the image if unsaid.")
    ] = None,
    back: Annotated[bool, typer.Option("--transposed", help="The matrix of the way back.")] = False,
    latex: Annotated[bool, typer.Option("--latex", help="As a LaTeX matrix.")] = False,
    png: Png = None,
    json: Json = False,
) -> None:
    """The matrix of a linear layer in symbols: y = C x."""
    from codegen.cli.verbs.matrices import matrix_command

    form = "json" if json else "latex" if latex else "text"
    matrix_command(layer, [*(settings or ()), *context.args], towards, form, back, png)


@app.command(context_settings=_SPREAD)
def shape(
    context: typer.Context,
    layers: Annotated[
        list[str],
        typer.Argument(metavar="LAYER[:NAME=INTEGER,...]...", help="A layer, or a stack from the image up."),
    ],
    settings: Settings = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse windows that do not end at the border.")
    ] = False,
    json: Json = False,
) -> None:
    """Output size, parameters, multiplications and receptive field of a layer or of a stack."""
    from codegen.cli.verbs.shapes import shape_command

    shape_command(*split_settings(layers, settings, context.args), strict, json)


@app.command(context_settings=_SPREAD)
def draw(
    context: typer.Context,
    layers: Annotated[
        list[str], typer.Argument(metavar="LAYER[:NAME=INTEGER,...]...", help="A layer, or a stack.")
    ],
    png: Annotated[Path, typer.Option("--png", metavar="FILE", help="The picture.")],
    settings: Settings = None,
) -> None:
    """What an output element is made of, drawn from the model itself."""
    from codegen.cli.verbs.drawing import draw_command

    draw_command(*split_settings(layers, settings, context.args), png)


def split_settings(
    words: list[str], settings: list[str] | None, more: list[str]
) -> tuple[list[str], list[str]]:
    """``--set H=4 KH=3``: what looks like a setting and is no layer belongs to ``--set``."""
    loose = [w for w in words if "=" in w and ":" not in w]
    return [w for w in words if w not in loose], [*(settings or ()), *loose, *more]


def main() -> None:
    """The console script."""
    app(prog_name="chainrule")
