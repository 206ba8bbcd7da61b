"""Pictures of index maps, and the computation graph, beside the formulas of a page of HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from codegen.apps.computation_graph import figure as graph
from codegen.apps.index_maps import figures
from derive import pretty
from derive.exact.shape import image_of
from derive.expr import ModelError, Tensor
from derive.model.layer import Layer
from derive.steps import Derivation

END = "</body>"
Told: TypeAlias = Layer | Derivation


def illustrated(
    pages: Sequence[str], layer: Layer, subjects: Mapping[Tensor | None, Told], steps: bool = False
) -> list[str]:
    """The pages of a layer, of its forward (None) and of gradients, with the picture of each that has one.

    ``subjects``: what each page is of, and what it tells.
    """
    image = _image(layer)
    drawn: dict[Tensor | None, str] = {}
    if None in subjects:
        drawn[None] = graph(layer)
    if {None, image} & {*subjects}:
        seen = {"forward": subjects.get(None), "backward": subjects.get(image)}
        colours = {kind: pretty.colours(told, steps) for kind, told in seen.items() if told is not None}
        found = figures(layer, {}, colours)
        drawn[None] = drawn.get(None, "") + found.get("forward", "")
        drawn[image or layer.inputs[0]] = found.get("backward", "")
    return [_with(page, drawn.get(one, "")) for page, one in zip(pages, subjects, strict=True)]


def _image(layer: Layer) -> Tensor | None:
    try:
        return image_of(layer)
    except ModelError:
        return None


def _with(page: str, figure: str) -> str:
    head, end, tail = page.rpartition(END)
    return f"{head}{figure}\n{end}{tail}" if figure else page


__all__ = ["illustrated"]
