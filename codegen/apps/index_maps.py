"""Index maps as pictures inside a page: what an output element reads, and whom an element of the image meets.

The second is the view of the way back: the gradient of that element gathers what its readers were given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sympy import Symbol

from codegen.apps.canvas import NoCanvas, as_svg, sheet
from codegen.apps.draw import Panel, grid, padding, picture_sizes, reads
from derive import pretty
from derive.exact.arithmetic import Position
from derive.exact.machine import Machine
from derive.exact.shape import image_of, output_shape
from derive.expr import Acc, Cond, Hat, Reduce, accesses, found_in
from derive.model.layer import Layer, ModelError
from derive.pretty.naming.on_page import shown_layer
from derive.pretty.naming.palette import INKS
from derive.pretty.tree.identifiers import parse, plain

LARGEST = 256
"""An array of more cells than these is no picture to read."""


@dataclass(frozen=True)
class IndexMap:
    """Two arrays beside each other; one element is marked in the one, whom it meets in the other.

    ``axes``: the index along each axis of space of both, as the page writes it.
    """

    title: str
    panels: tuple[Panel, Panel]
    axes: tuple[Sequence[str], Sequence[str]] = ((), ())


def index_maps(layer: Layer, given: Mapping[Symbol, int]) -> dict[str, IndexMap]:
    """``"forward"`` and ``"backward"`` of a layer with windows over a plane; else nothing."""
    if _places_are_data(layer):
        return {}
    try:
        symbols = picture_sizes(layer, dict(given))
        image = Machine(symbols, {}).shape(image_of(layer))
        out = output_shape(layer, symbols)
        if not (_is_plane(image) and _is_plane(out)):
            return {}
        read = reads(layer, symbols)
    except ModelError:
        return {}
    if not any(len(sources) > 1 for sources in read.values()) and image == out:
        return {}
    here, there = _centre(out), _centre(image)
    readers = {place for place, sources in read.items() if there in sources}
    around = padding(layer, symbols, image, out)
    names = image_of(layer).name, layer.outputs[0].name
    forward = Panel(image, read[here], names[0], padding=around), Panel(out, {here}, names[1], here)
    backward = Panel(image, {there}, f"d{names[0]}", there), Panel(out, readers, f"d{names[1]}")
    how = "may be" if _chooses(layer) else "is"
    pixel, window, place = _axes(layer)
    made = {
        "forward": IndexMap(f"forward: what {_said(names[1], here)} reads", forward, (window, place)),
        "backward": IndexMap(
            f"backward: what d{_said(names[0], there)} {how} gathered from", backward, (pixel, place)
        ),
    }
    return {kind: one for kind, one in made.items() if all(panel.cells for panel in one.panels)}


def _axes(layer: Layer) -> tuple[list[str], list[str], list[str]]:
    """Along the axes of space: the letters of the image, where it is read, the letters of the output."""
    told = shown_layer(layer)
    image, out = image_of(told), told.outputs[0]
    read = {a.index[2:] for one in told.forward for a in accesses(one.expr) if a.tensor == image}
    window = [pretty.expression(at) for at in read.pop()] if len(read) == 1 else []
    pixel, place = ([plain(parse(z.name)) for z in tensor.axes[2:]] for tensor in (image, out))
    return pixel, window, place


def _places_are_data(layer: Layer) -> bool:
    """Whether data say which element is read: at other data the picture would be another."""
    places = (at for one in layer.forward for access in accesses(one.expr) for at in access.index)
    conditions = (c for one in layer.forward for c in found_in(one.expr, Cond))
    cells = (hat for one in layer.forward for hat in found_in(one.expr, Hat))
    return any(found_in(e, Acc) for e in (*places, *conditions, *cells))


def _chooses(layer: Layer) -> bool:
    """Whether the largest or smallest of a window is passed on, and the others get nothing back."""
    return any(r.op not in ("sum", "prod") for one in layer.forward for r in found_in(one.expr, Reduce))


def _is_plane(shape: Position) -> bool:
    """One image of one channel, of few cells."""
    cells = 1
    for extent in shape:
        cells *= extent
    return 2 < len(shape) < 5 and shape[:2] == (1, 1) and 1 < cells <= LARGEST


def _centre(shape: Position) -> Position:
    return tuple(extent // 2 if axis > 1 else 0 for axis, extent in enumerate(shape))


def _said(name: str, place: Sequence[int]) -> str:
    return f"{name}[{', '.join(map(str, place))}]"


def svg(one: IndexMap, colours: Mapping[str, int]) -> str:
    """The picture as an element of a page; an index has the colour that it has there."""
    widths, heights = zip(*(panel.extents for panel in one.panels), strict=True)
    inches = (max(4.0, 0.36 * sum(widths) + 1.2), max(1.6, 0.36 * max(heights) + 1.0))
    made, axes = sheet(inches, 2, 1, widths)
    for area, panel, letters in zip(axes, one.panels, one.axes, strict=True):
        grid(area, panel, (0, 0), panel.name)
        for say, letter in zip((area.set_xlabel, area.set_ylabel), reversed(letters), strict=False):
            ink = INKS[colours[letter]] if letter in colours else "#1a1c20"
            say(letter, color=ink, fontsize=9, style="italic")
    return as_svg(made, one.title)


def figures(
    layer: Layer, given: Mapping[Symbol, int], colours: Mapping[str, Mapping[str, int]]
) -> dict[str, str]:
    """Both pictures as figures of a page of HTML; none without anything to see or to draw with.

    ``colours``: those of the indices on the page of the forward, and on that of the way back.
    """
    try:
        found = index_maps(layer, given)
        drawn = {kind: svg(one, colours.get(kind, {})) for kind, one in found.items()}
    except NoCanvas:
        return {}
    return {
        kind: f'<figure class="{kind}">\n{text}\n<figcaption>{found[kind].title}</figcaption>\n</figure>'
        for kind, text in drawn.items()
    }


__all__ = ["IndexMap", "figures", "index_maps", "svg"]
