"""How the command line answers what cannot be done: one line, exit status 2."""

from __future__ import annotations

from typing import Any

import typer

from codegen.cli.terminal import Refusal, note


class Answering(typer.core.TyperGroup):
    """Turns a refusal into one line and exit status 2; a defect of the program keeps its traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as error:
            note(f"chainrule: {error}")
        except ValueError as error:
            said = answer(error)
            if said is None:
                raise
            note(f"chainrule: {said}")
        raise typer.Exit(2)


def answer(error: ValueError) -> str | None:
    """What it tells a person: a wrong argument, a model's contradiction, loops that cannot be proved."""
    from codegen.loops.legality import Illegal
    from derive.api.arguments import ArgumentError
    from derive.model.layer import ModelError

    if isinstance(error, ArgumentError):
        return error.said
    return str(error) if isinstance(error, ModelError | Illegal) else None


__all__ = ["Answering", "answer"]
