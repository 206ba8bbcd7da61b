"""The commands as one program of Typer: their names, their arguments, their help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from codegen.cli import commands
from codegen.cli.answering import answered
from codegen.version import VERSION


class Answering(typer.core.TyperGroup):
    """Every command answers what cannot be done in one line."""

    def invoke(self, ctx: Any) -> Any:
        with answered():
            return super().invoke(ctx)


app = typer.Typer(
    cls=Answering,
    name="chainrule",
    help="Derive the gradients of a layer from its forward, emit them as kernels, verify them.",
    epilog="Start with `chainrule run`, then `chainrule show conv2d --wrt x --steps`, "
    "then `chainrule run my_layer.py`.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_SPREAD: dict[str, Any] = {"allow_extra_args": True, "ignore_unknown_options": False}
"""``--set H=4 KH=3``: what follows the first setting belongs to it."""

_COMMANDS: tuple[Callable[..., None], ...] = (
    commands.show, commands.generate, commands.verify, commands.check, commands.run, commands.train,
    commands.bench, commands.warm, commands.tune, commands.facts, commands.ulps,
    commands.mutate, commands.matrix, commands.shape, commands.draw, commands.new, commands.site,
    commands.cache,
)  # fmt: skip
_OF_SETTINGS = frozenset(
    (commands.show, commands.check, commands.tune, commands.matrix, commands.shape, commands.draw)
)

app.command("list")(commands.list_layers)
for command in _COMMANDS:
    app.command(context_settings=_SPREAD if command in _OF_SETTINGS else None)(command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"chainrule {VERSION}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


__all__ = ["app"]
