"""The pictures of the lectures, drawn from what a model reads: windows, shared statistics, stacks.

One grid per batch element and channel; an element's cells are those that one output element is made of.
Where the output is larger than the image, the picture is turned round: what one element of the image reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from sympy import Symbol

from codegen.apps.canvas import counted, figure, save, sheet, titled
from derive.exact.arithmetic import InexactError, Position
from derive.exact.dependence import dependence, samples
from derive.exact.machine import Machine
from derive.exact.shape import image_of, output_shape, reach, symbols_for_window, symbols_of
from derive.exact.space import window_extents
from derive.model.compose import is_elementwise
from derive.model.layer import Layer, ModelError


@dataclass(frozen=True)
class Panel:
    """An array as a grid: its cells that count, an element that is marked, samples between the pixels.

    ``rings``: where the samples lie while nothing moves them; ``padding``: what is read beyond each border.
    """

    shape: Position
    cells: set[Position]
    name: str
    mark: Position | None = None
    dots: Sequence[tuple[float, float]] = ()
    rings: Sequence[tuple[float, float]] = ()
    padding: Sequence[tuple[int, int]] = ()

    @property
    def grids(self) -> int:
        batch, channels, *_ = _four(self.shape, 1)
        return batch * channels

    @property
    def margins(self) -> Sequence[tuple[int, int]]:
        """Rows above and below, columns left and right: the last two axes of space."""
        return [(0, 0), (0, 0), *self.padding][-2:]

    @property
    def extents(self) -> tuple[int, int]:
        """Columns and rows with the padding."""
        *_, height, width = _four(self.shape, 1)
        (top, bottom), (left, right) = self.margins
        return left + width + right, top + height + bottom


def picture_sizes(layer: Layer, given: dict[Symbol, int]) -> dict[Symbol, int]:
    """Sizes at which there is something to see, where none are set: windows of 3 over 7 pixels.

    A layer whose elements share values across the image gets two images of four channels, 3×3.
    """
    options, windows = layer.option_symbols, window_extents(layer)
    chosen = {s: v for s, v in _image_sizes(layer).items() if options.get(s) in (None, 1)}
    return symbols_of(layer, {**chosen, **dict.fromkeys(windows - set(layer.sizes), 3), **given})


def _image_sizes(layer: Layer) -> dict[Symbol, int]:
    """One image of 7 pixels along each axis of space, or several small ones where values are shared."""
    shape = image_of(layer).shape
    shared = shape == layer.outputs[0].shape and len(shape) > 2
    chosen: dict[Symbol, int] = {}
    for axis, extent in enumerate(shape):
        unknown = sorted(extent.free_symbols, key=str)
        alone = {0: 2, 1: 4 if len(unknown) == 1 else 2}.get(axis, 3)
        chosen |= dict.fromkeys(unknown, alone if shared else 1 if axis < min(2, len(shape) - 1) else 7)
    return chosen


def draw_layer(layer: Layer, given: dict[Symbol, int], path: Path) -> str:
    """Draw one layer; returns what the picture shows, in words."""
    symbols = picture_sizes(layer, given)
    read = reads(layer, symbols)
    image = Machine(symbols, {}).shape(image_of(layer))
    out = output_shape(layer, symbols)
    grows = len(image) == len(out) and any(o > i for o, i in zip(out[2:], image[2:], strict=True))
    centre = tuple(extent // 2 if axis > 1 else 0 for axis, extent in enumerate(image if grows else out))
    if grows:
        reached = {place for place, sources in read.items() if centre in sources}
        panels = [Panel(image, {centre}, "image"), Panel(out, reached, "output")]
        _draw(panels, f"{layer.name}: what the element {centre} of the image reaches", path)
        return f"{len(reached)} elements of the output come from the element {centre} of the image"
    dots = samples(layer, symbols, centre)
    rings = samples(layer, symbols, centre, still=True) if dots else []
    own = centre if image == out else None
    shown = Panel(image, read[centre], "image", own, dots, rings, padding(layer, symbols, image, out))
    panels = [shown, *([Panel(out, {centre}, "output")] if image != out else [])]
    _draw(panels, f"{layer.name}: what the output element {centre} reads", path)
    return f"the output element {centre} reads {len(read[centre])} elements of the image"


def padding(
    layer: Layer, symbols: dict[Symbol, int], image: Position, out: Position
) -> tuple[tuple[int, int], ...]:
    """Along each axis of space, how far the first window begins before the image, the last ends after."""
    found = reach(layer, symbols)
    if found is None or len(image) != len(out):
        return ()
    windows = zip(found.start, found.jump, found.field, image[2:], out[2:], strict=True)
    return tuple(
        (max(0, -start), max(0, start + jump * (count - 1) + field - extent))
        for start, jump, field, extent, count in windows
    )


def reads(layer: Layer, symbols: dict[Symbol, int]) -> dict[Position, set[Position]]:
    """``dependence``, with a refusal where what is read hangs on numbers that nobody gave."""
    try:
        return dependence(layer, symbols)
    except InexactError as error:
        raise ModelError(f"{layer.name}: what an output element reads cannot be drawn: {error}") from error


def _draw(panels: Sequence[Panel], title: str, path: Path) -> None:
    """The image beside the output where each is one grid, else one grid for each channel of the first."""
    if len(panels) > 1 and all(one.grids == 1 for one in panels):
        sizes = [one.extents for one in panels]
        width, height = sum(w for w, _ in sizes), max(h for _, h in sizes)
        inches = (max(4.0, min(16.0, 0.4 * width + 1.6)), max(2.4, min(14.0, 0.4 * height + 1.4)))
        made, grids = sheet(inches, 2, 1, [max(w, 2) for w, _ in sizes])
        for axes, one in zip(grids, panels, strict=True):
            grid(axes, one, (0, 0), one.name)
    else:
        shown = panels[0] if len(panels[0].cells) > 1 or len(panels) == 1 else panels[-1]
        batch, channels, *_ = _four(shown.shape, 1)
        made, grids = figure(*shown.extents, channels, batch)
        for n, c in product(range(batch), range(channels)):
            axes = grids if shown.grids == 1 else grids.flat[n * channels + c]
            grid(axes, shown, (n, c), f"n = {n}, c = {c}" if shown.grids > 1 else "")
    titled(made, title)
    save(made, path)


def _four(place: Sequence[int], missing: int) -> Position:
    """Batch, channel, row, column: axes that are not there in front, the last two of more than four."""
    if len(place) < 4:
        return (missing,) * (4 - len(place)) + tuple(place)
    return (*place[:2], *place[-2:])


def grid(axes: Any, shown: Panel, place: Position, title: str) -> None:
    """One batch element and channel: cells that count in blue, what is beyond the border in grey."""
    (top, bottom), (left, right) = shown.margins
    *_, height, width = _four(shown.shape, 1)
    here = {at[2:] for at in (_four(cell, 0) for cell in shown.cells) if at[:2] == place}
    values = [[float((y, x) in here) for x in range(width)] for y in range(height)]
    axes.imshow(values, cmap="Blues", vmin=0.0, vmax=1.6, interpolation="nearest")
    axes.set_xlim(-left - 0.5, width + right - 0.5)
    axes.set_ylim(height + bottom - 0.5, -top - 0.5)
    axes.set_facecolor("#e4e4e4")
    counted(axes)
    axes.set_xticks([k - 0.5 for k in range(-left, width + right + 1)], minor=True)
    axes.set_yticks([k - 0.5 for k in range(-top, height + bottom + 1)], minor=True)
    axes.grid(which="minor", color="#888888", linewidth=0.6)
    axes.tick_params(which="both", length=0, labelsize=7)
    axes.set_title(title, fontsize=8)
    if shown.mark is not None and _four(shown.mark, 0)[:2] == place:
        y, x = _four(shown.mark, 0)[2:]
        axes.plot([x], [y], "s", color="#c0392b", markersize=8)
    if place == (0, 0):
        axes.plot([x for _, x in shown.rings], [y for y, _ in shown.rings], "o", mfc="none", mec="#555555")
        axes.plot([x for _, x in shown.dots], [y for y, _ in shown.dots], "o", color="#c0392b", markersize=5)


def draw_stack(parts: Sequence[tuple[Layer, dict[Symbol, int]]], path: Path) -> str:
    """The receptive field of a stack along the last axis: every layer a row, the image below."""
    taps = [_taps(layer, given) for layer, given in reversed(parts)]
    rows, edges = _tree(taps)
    pixels = max(rows[-1]) - min(rows[-1]) + 1
    made, axes = figure(pixels, 2 * len(rows))
    scale = [prod(jump for _, jump in taps[level:]) for level in range(len(rows))]

    def across(level: int, at: int) -> float:
        return (at - (min(rows[level]) + max(rows[level])) / 2) * scale[level]

    for level, (high, low) in ((k, edge) for k, joined in enumerate(edges) for edge in joined):
        ends = [across(level, high), across(level + 1, low)]
        axes.plot(ends, [len(rows) - level, len(rows) - level - 1], color="#7f8c8d", linewidth=0.8)
    for level, row in enumerate(rows):
        places = [across(level, at) for at in sorted(row)]
        axes.plot(places, [len(rows) - level] * len(row), "o", color="#2c5f9e", markersize=7)
    names = ["output", *(layer.name for layer, _ in reversed(parts[:-1])), "image"]
    axes.set_yticks([len(rows) - k for k in range(len(rows))], names[: len(rows)])
    axes.set_xticks([])
    titled(made, f"receptive field: {pixels} pixels")
    save(made, path)
    return f"one output element sees {pixels} pixels along the last axis"


def _tree(taps: Sequence[tuple[list[int], int]]) -> tuple[list[set[int]], list[list[tuple[int, int]]]]:
    """The places that output element 0 is made of, layer by layer downwards, and which reads which."""
    rows: list[set[int]] = [{0}]
    edges: list[list[tuple[int, int]]] = []
    for offsets, jump in taps:
        edges.append([(at, jump * at + offset) for at in sorted(rows[-1]) for offset in offsets])
        rows.append({low for _, low in edges[-1]})
    return rows, edges


def _taps(layer: Layer, given: dict[Symbol, int]) -> tuple[list[int], int]:
    """The places along the last axis that an output element reads, from its first one, and the step to the
    next element's; read off the first element that sees no border, in the smallest image that has one."""
    if is_elementwise(layer):
        return [0], 1
    bare = {s: 0 for s in layer.option_symbols if s.is_integer and not s.is_positive}
    large = symbols_for_window(layer, {**given, **bare})
    found = reach(layer, large)
    if found is None:
        raise ModelError(f"{layer.name}: what one output element sees is no fixed window of the image")
    inner = [max(0, -(start // jump)) for start, jump in zip(found.start, found.jump, strict=True)]
    windows = zip(found.start, found.jump, inner, found.field, strict=True)
    extents = [start + jump * at + field for start, jump, at, field in windows]
    sizes = dict(zip(image_of(layer).shape[2:], extents, strict=True))
    symbols = symbols_of(layer, {**{s: v for s, v in large.items() if s not in layer.sizes}, **bare, **sizes})
    read = reads(layer, symbols)
    places = {place[-1] for place in read[(*min(read)[: -len(inner)], *inner)]}
    return sorted(at - min(places) for at in places), found.jump[-1]


__all__ = ["Panel", "draw_layer", "draw_stack", "grid", "padding", "picture_sizes", "reads"]
