"""The commands that print mathematics: ``chainrule list | show | facts``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codegen.cli.wording import Json, layer_names

if TYPE_CHECKING:
    from codegen.cli.verbs.showing import Wish


class Format(StrEnum):
    """A page of mathematics, data, or code that runs: of whole arrays, or of an array library."""

    text = "text"
    latex = "latex"
    html = "html"
    json = "json"
    beamer = "beamer"
    einsum = "einsum"
    numpy = "numpy"
    torch = "torch"
    jax = "jax"


CODE = frozenset({Format.einsum, Format.numpy, Format.torch, Format.jax})


class Mode(StrEnum):
    """How a strided adjoint is written: a congruence, a unit coefficient, or one line per residue class."""

    free = "free"
    unit = "unit"
    residue = "residue"


class Notation(StrEnum):
    """How cotangents are written: dy and dx, or δ and ∂L/∂x."""

    d = "d"
    delta = "delta"


Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[LAYER|FILE.py|WORD]...",
        help="Only these, or what has the word in its name, family or summary, as `list pool`.",
        autocompletion=layer_names,
    ),
]


Fragment = Annotated[
    bool, typer.Option("--fragment", help="With --format latex: no preamble, to \\input into a text.")
]


Standalone = Annotated[
    bool, typer.Option("--standalone", help="With --format latex: a whole document, also of --unroll.")
]


def list_layers(words: Words = None, json: Json = False) -> None:
    """The layers that are there, by family: inputs, gradients, options."""
    from codegen.cli.verbs.listing import list_command

    list_command(words or [], json)


Printed = Annotated[
    Format,
    typer.Option(
        "--format",
        help="How to print it. beamer: slides. einsum, numpy, torch, jax: code, of what --wrt names or all.",
    ),
]
Forward = Annotated[bool, typer.Option("--forward", help="With a format of code: only the forward.")]
Unroll = Annotated[
    bool, typer.Option("--unroll", help="Written out at small sizes, which --set fixes, as --set L=5.")
]
Saved = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Into a file: .txt, .tex, .html, .json, .py, .svg or .pdf."),
]


def show(
    context: typer.Context,
    layer: Annotated[
        str,
        typer.Argument(
            metavar="LAYER|FILE.py",
            help="A layer of `chainrule list`, or a file with your own: FILE.py::NAME is one of several.",
            autocompletion=layer_names,
        ),
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
        typer.Option("--set", metavar="NAME=INTEGER ...", help="Fix options or sizes, as --set H=4 s=2."),
    ] = None,
    general: Annotated[
        bool, typer.Option("--general", help="Leave stride, dilation, groups symbolic.")
    ] = False,
    mode: Annotated[Mode | None, typer.Option("--mode", help="How a strided adjoint is written.")] = None,
    compiled: Annotated[
        bool, typer.Option("--compiled", help="Go on to the form that is compiled: --mode residue.")
    ] = False,
    notation: Annotated[
        Notation, typer.Option("--notation", help="d: dy and dx. delta: δ and ∂L/∂x, as lectures write.")
    ] = Notation.d,
    fmt: Printed = Format.text,
    fragment: Fragment = False,
    standalone: Standalone = False,
    forward: Forward = False,
    unroll: Unroll = False,
    out: Saved = None,
    json: Json = False,
) -> None:
    """The forward and the derived gradients of a layer, as lectures and papers print them."""
    from codegen.cli.verbs.picturing.saving import format_for, saved
    from codegen.cli.verbs.showing import Wish

    form = Mode.residue if compiled else mode
    chosen = (*(settings or ()), *context.args)
    wish = Wish(tuple(wrt or ()), steps, order, jvp, chosen, general, form and form.value, notation.value)
    printed = "json" if json else fmt.value
    printed = format_for(out, printed) if out else printed
    paper = out is not None and out.suffix.lower() == ".pdf"
    _agree(printed == "latex" and not forward, fragment, standalone, unroll, paper)
    with saved(out):
        _shown(layer, wish, printed, fragment, standalone or paper, forward, unroll)


def _shown(
    layer: str, wish: Wish, printed: str, fragment: bool, standalone: bool, forward: bool, unroll: bool
) -> None:
    """The verb that prints what is wished for."""
    if unroll:
        from codegen.cli.verbs.unrolling import unroll_command

        unroll_command(layer, wish, printed, standalone)
    elif printed in CODE or forward:
        from codegen.cli.verbs.array_functions import code_command

        code_command(layer, wish, printed, forward)
    else:
        from codegen.cli.verbs.showing import show_command

        show_command(layer, wish, printed, fragment)


def _agree(latex: bool, fragment: bool, standalone: bool, unroll: bool, paper: bool) -> None:
    """What is asked of a text in LaTeX is asked of nothing else, and is one thing."""
    from codegen.cli.terminal import Refusal

    if fragment and (unroll or paper or not latex):
        raise Refusal("--fragment is LaTeX without its preamble: --format latex --fragment")
    if standalone and (fragment or not latex):
        raise Refusal("--standalone is LaTeX with its preamble: --format latex --standalone")


def facts(
    layer: Annotated[
        str | None,
        typer.Argument(
            metavar="[LAYER]", help="Only what is said of this layer.", autocompletion=layer_names
        ),
    ] = None,
    json: Json = False,
) -> None:
    """The identities of the lecture notes, each put to the proof; exit 0 only if all are established."""
    from codegen.cli.verbs.checking.proving import facts_command

    raise typer.Exit(facts_command(layer, json))


__all__ = ["facts", "list_layers", "show"]
