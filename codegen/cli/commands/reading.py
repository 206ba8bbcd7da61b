"""The commands that print mathematics: ``chainrule list | show | facts``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from codegen.cli.wording import Json, layer_names


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


def show(
    layer: Annotated[
        str,
        typer.Argument(
            metavar="LAYER|FILE.py",
            help="A layer of `chainrule list`, or a file with your own.",
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
        typer.Option("--set", metavar="NAME=INTEGER", help="Fix an option or a size, as s=2."),
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
    json: Json = False,
) -> None:
    """The forward and the derived gradients of a layer, as lectures and papers print them."""
    from codegen.cli.verbs.showing import Wish, show_command

    form = Mode.residue if compiled else mode
    chosen = tuple(settings or ())
    wish = Wish(tuple(wrt or ()), steps, order, jvp, chosen, general, form and form.value, notation.value)
    _agree(fmt is Format.latex and not forward, fragment, standalone, unroll)
    if unroll:
        from codegen.cli.verbs.unrolling import unroll_command

        unroll_command(layer, wish, "json" if json else fmt.value, standalone)
        return
    if fmt in CODE or forward:
        from codegen.cli.verbs.array_functions import code_command

        code_command(layer, wish, "json" if json else fmt.value, forward)
        return
    show_command(layer, wish, "json" if json else fmt.value, fragment)


def _agree(latex: bool, fragment: bool, standalone: bool, unroll: bool) -> None:
    """What is asked of a text in LaTeX is asked of nothing else, and is one thing."""
    from codegen.cli.terminal import Refusal

    if fragment and (unroll or not latex):
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
