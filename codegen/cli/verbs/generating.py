"""``chainrule generate``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from codegen import cook_toom
from codegen.cli.terminal import note, say, ticking
from codegen.cli.workers import each, tell
from codegen.elementary import source
from codegen.module.brought_along import NOTE, noted
from codegen.module.load import RUNTIME
from codegen.module.render import beside, diff, render, write
from codegen.source.names import PARTS, volumes
from derive.api.lookup import find
from derive.model.layer import Layer

HOME = Path("generated")
"""Where a checkout keeps the kernels of the catalogue."""
MADE_BY = "Made by `chainrule generate`"
"""What each generated module says of itself."""


def generate_command(names: Sequence[str], out: Path | None, check: bool) -> None:
    directory = out or HOME
    layers = find(names)
    refused: dict[str, str] = {}
    files = _rendered(layers, refused)
    if not names and not refused:
        files[NOTE] = noted(layers, files)
    if not check:
        write(files, directory)
        for path in _spare_volumes(layers, files, directory):
            path.unlink()
        say(f"{len(files)} files in {directory}/")
        return tell(refused)
    changes = diff(files, directory) + ("" if names else leftover(files, directory))
    if changes:
        say(changes.rstrip())
        note(f"\nchainrule: {directory}/ is not what the models say. Update it with")
        note(f"    {_command(names, out)}")
        raise typer.Exit(1)
    say(f"{directory}/ is what the models say: {len(files)} files, every byte")
    return tell(refused)


def _rendered(layers: Sequence[Layer], refused: dict[str, str]) -> dict[str, str]:
    """The modules, and the runtime that they need wherever they go; what is wrong with the other layers."""
    files = {name: (RUNTIME / name).read_text(encoding="utf-8") for name in PARTS}
    files |= source() | {"cook_toom.py": cook_toom.source()}
    modules: dict[str, str] = {}
    with ticking("deriving and emitting") as tick:
        for made in each(_one, layers, tick, "deriving and emitting", refused):
            modules |= made
    return beside(files, modules)


def _one(layer: Layer) -> dict[str, str]:
    return render([layer])


def leftover(files: Mapping[str, str], directory: Path) -> str:
    """Modules of layers that are no longer there."""
    extra = sorted(path.name for path in directory.glob("*.py*") if path.is_file() and path.name not in files)
    return "".join(f"{directory / name}: no layer is called so any more; delete it\n" for name in extra)


def _spare_volumes(layers: Sequence[Layer], files: Mapping[str, str], directory: Path) -> list[Path]:
    """Files of kernels that an earlier run wrote for these layers and this one does not need.

    A layer that was refused keeps all of its own.
    """
    made = (layer for layer in layers if f"{layer.name}.py" in files)
    others = (p for layer in made for p in volumes(layer.name, directory)[1:] if p.name not in files)
    return [p for p in others if MADE_BY in p.read_text(encoding="utf-8")]


def _command(names: Sequence[str], out: Path | None) -> str:
    return " ".join(["chainrule generate", *names, *([f"--out {out}"] if out else [])])
