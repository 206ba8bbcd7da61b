"""What the site says of one layer: derivations, picture, matrix, kernels, alone."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

from sympy import Symbol

from codegen.apps.atlas.highlighting import highlighted, loop_colours
from codegen.apps.canvas import NoCanvas
from codegen.apps.draw import draw_layer
from codegen.apps.matrix_print import text
from codegen.array_code import source
from codegen.module.load import RUNTIME
from codegen.source.names import volumes
from derive import pretty
from derive.api.arguments import ArgumentError
from derive.api.settings import specialised, spoken, textbook
from derive.api.signature import called, family
from derive.exact.machine import Machine
from derive.exact.matrix import linear_map
from derive.exact.shape import image_of, small, symbols_of
from derive.gradients import derivations
from derive.layers import LAYERS
from derive.model.layer import Layer, ModelError

LARGEST = 400
"""More entries than this are no matrix to read on a page."""


@dataclass(frozen=True)
class Derived:
    """One gradient: as textbooks print it, with every option as a symbol where that is something else."""

    wrt: str
    html: str
    latex: str
    at: str = ""
    general: str = ""
    colours: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """A file of kernels, coloured."""

    name: str
    lines: int
    code: str

    @property
    def href(self) -> str:
        return f"kernels/{self.name.removesuffix('.py')}.html"


@dataclass
class LayerEntry:
    """A layer as the pages show it."""

    name: str
    family: str
    summary: str
    called: str
    forward: str
    gradients: tuple[Derived, ...]
    kernels: tuple[Listing, ...]
    matrix: dict[str, Any] | None
    code: str = ""
    drawn: bytes = b""
    picture_says: str = ""
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    timings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def picture(self) -> str:
        """Where the picture lies; empty where there is none."""
        return f"pictures/{self.name}.svg" if self.drawn else ""

    @property
    def words(self) -> str:
        """What the search looks through."""
        return f"{self.name} {self.family} {self.summary} {self.called}".lower()


def entry(layer: Layer) -> LayerEntry:
    """Everything that the page of a layer shows and that the model alone says."""
    drawn, says = _picture(layer)
    gradients = tuple(_gradients(layer))
    colours = [pretty.colours(layer), *(one.colours for one in gradients)]
    return LayerEntry(
        layer.name,
        family(layer),
        layer.summary,
        called(layer),
        pretty.part(layer),
        gradients,
        tuple(_kernels(layer, colours)),
        _matrix(layer),
        _code(layer),
        drawn,
        says,
    )


def _gradients(layer: Layer) -> list[Derived]:
    silent = textbook(layer, {})
    plain = specialised(layer, {}, silent)
    shown = derivations(plain, plain.wrt, "free")
    general = [pretty.part(one) for one in derivations(layer, layer.wrt, "free")] if silent else []
    at = f"At {spoken(layer, silent)}." if silent else ""
    made = []
    for place, (tensor, one) in enumerate(zip(plain.wrt, shown, strict=True)):
        told = general[place] if general else ""
        colours = pretty.colours(one, True)
        made.append(Derived(tensor.name, pretty.part(one), pretty.display(one), at, told, colours))
    return made


def _kernels(layer: Layer, pages: Sequence[Mapping[str, int]]) -> list[Listing]:
    """The files of ``generated/`` that belong to a layer of the catalogue, in the colours of its pages."""
    if layer.name not in LAYERS.names or LAYERS[layer.name] is not layer:
        return []
    found = [(path.name, path.read_text(encoding="utf-8")) for path in volumes(layer.name, RUNTIME)]
    listed = ((name, text, loop_colours(text, pages)) for name, text in found)
    return [Listing(name, text.count("\n"), highlighted(text, hues)) for name, text, hues in listed]


def _code(layer: Layer) -> str:
    """The forward and every gradient as NumPy, coloured; empty where arrays do not say it."""
    plain = specialised(layer, {}, textbook(layer, {}))
    try:
        return highlighted(source(plain, list(plain.wrt), "numpy", True))
    except ArgumentError:
        return ""


def _matrix(layer: Layer) -> dict[str, Any] | None:
    """The matrix over a small image; none where the layer has none, or where it is too large to read."""
    for sizes in (small(layer, 4, 3), small(layer, 3, 2), {}):
        try:
            return _matrix_at(layer, sizes)
        except ModelError:
            continue
    return None


def _matrix_at(layer: Layer, sizes: Mapping[Symbol, int]) -> dict[str, Any] | None:
    symbols = symbols_of(layer, sizes)
    image = image_of(layer)
    machine = Machine(symbols, {})
    if prod((*machine.shape(image), *machine.shape(layer.outputs[0]))) > LARGEST:
        return None
    found = linear_map(layer, image, symbols)
    rows, columns = found.shape
    if min(rows, columns) < 2:
        return None
    return {"of": image.name, "rows": rows, "columns": columns, "text": text(found)}


def _picture(layer: Layer) -> tuple[bytes, str]:
    """What an output element is made of, as SVG; nothing where a layer has no picture or nobody can draw."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.svg"
        try:
            says = draw_layer(layer, {}, path)
        except (ModelError, NoCanvas):
            return b"", ""
        return path.read_bytes(), says


__all__ = ["Derived", "LayerEntry", "Listing", "entry"]
