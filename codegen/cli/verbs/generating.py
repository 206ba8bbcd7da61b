"""``chainrule generate``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from codegen.cli.terminal import note, say, ticking
from codegen.cli.workers import each
from codegen.elementary import source
from codegen.module.load import PARTS, RUNTIME
from codegen.module.render import diff, render, write
from derive.api.lookup import find
from derive.model.layer import Layer

HOME = Path("generated")
"""Where a checkout keeps the kernels of the catalogue."""
MADE_BY = "Made by `chainrule generate`"
"""What each generated module says of itself."""


def generate_command(names: Sequence[str], out: Path | None, check: bool) -> None:
    directory = out or HOME
    files = _rendered(find(names))
    if not check:
        write(files, directory)
        for path in [] if names else _made_for_no_layer(files, directory):
            path.unlink()
        say(f"{len(files)} files in {directory}/")
        return
    changes = diff(files, directory) + ("" if names else leftover(files, directory))
    if changes:
        say(changes.rstrip())
        note(f"\nchainrule: {directory}/ is not what the models say. Update it with")
        note(f"    {_command(names, out)}")
        raise typer.Exit(1)
    say(f"{directory}/ is what the models say: {len(files)} files, every byte")


def _rendered(layers: Sequence[Layer]) -> dict[str, str]:
    """The modules, and the runtime that they need wherever they go."""
    files = {name: (RUNTIME / name).read_text(encoding="utf-8") for name in PARTS}
    files["elementary.py"] = source()
    with ticking("deriving and emitting") as tick:
        for made in each(_one, layers, tick, "deriving and emitting"):
            files |= made
    return files


def _one(layer: Layer) -> dict[str, str]:
    return render([layer])


def leftover(files: Mapping[str, str], directory: Path) -> str:
    """Modules of layers that are no longer there."""
    extra = sorted(path.name for path in directory.glob("*.py") if path.name not in files)
    return "".join(f"{directory / name}: no layer is called so any more; delete it\n" for name in extra)


def _made_for_no_layer(files: Mapping[str, str], directory: Path) -> list[Path]:
    """Files that an earlier run wrote and this one does not: by what they say of themselves."""
    others = [path for path in directory.glob("*.py") if path.name not in files]
    return [path for path in others if MADE_BY in path.read_text(encoding="utf-8")]


def _command(names: Sequence[str], out: Path | None) -> str:
    return " ".join(["chainrule generate", *names, *([f"--out {out}"] if out else [])])
