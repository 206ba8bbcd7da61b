"""``chainrule generate``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from codegen.cli.models import find
from codegen.cli.terminal import note, say, ticking
from codegen.render import diff, render, write

HOME = Path("generated")
"""Where a checkout keeps the kernels of the catalogue."""


def generate_command(names: Sequence[str], out: Path | None, check: bool) -> None:
    directory, layers = out or HOME, find(names)
    with ticking("deriving and emitting"):
        files = render(layers)
    if not check:
        write(files, directory)
        say(f"{len(files)} files in {directory}/")
        return
    changes = diff(files, directory)
    if changes:
        say(changes.rstrip())
        note(f"\nchainrule: {directory}/ is not what the models say. Update it with")
        note(f"    {_command(names, out)}")
        raise typer.Exit(1)
    say(f"{directory}/ is what the models say: {len(files)} files, every byte")


def _command(names: Sequence[str], out: Path | None) -> str:
    return " ".join(["chainrule generate", *names, *([f"--out {out}"] if out else [])])
