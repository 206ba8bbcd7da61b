"""``chainrule draw``: a layer, or a stack ``layer:name=integer,… layer:…``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from codegen.cli.set_option import chosen
from codegen.cli.terminal import Refusal, note
from codegen.cli.verbs.picturing.shapes import part


def draw_command(parts: Sequence[str], settings: Sequence[str], png: Path) -> None:
    """Writes the picture and says on standard error what it shows."""
    from codegen.apps.canvas import NoCanvas
    from codegen.apps.draw import draw_layer, draw_stack

    if not png.resolve().parent.is_dir():
        raise Refusal(f"there is no folder {png.resolve().parent}")
    models = []
    for text in parts:
        layer, own = part(text)
        given = chosen(layer, [*settings, *own])
        models.append((layer, {s: int(v) for s, v in given.items()}))
    try:
        said = draw_layer(*models[0], png) if len(models) == 1 else draw_stack(models, png)
    except NoCanvas as error:
        raise Refusal(str(error)) from None
    note(f"wrote {png}: {said}")


__all__ = ["draw_command"]
