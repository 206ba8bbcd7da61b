"""The computation graph of a layer: a node for each input and each definition, an arrow for what it reads.

Below a node, in the colour of the way back, stands its cotangent, where a gradient goes through it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codegen.apps.canvas import NoCanvas, as_svg, sheet
from derive.autodiff.cotangents import cotangent_of
from derive.expr import Tensor
from derive.model.layer import Def, Layer
from derive.pretty import tensor_name
from derive.pretty.naming.on_page import shown_layer

FEWEST = 3
"""A layer of fewer definitions is read off its formulas."""
MOST = 16
BACK = "#c0392b"


@dataclass(frozen=True)
class Graph:
    """``columns``: the nodes by how many definitions lie before them; ``arrows`` from what is read."""

    columns: tuple[tuple[Tensor, ...], ...]
    arrows: tuple[tuple[Tensor, Tensor], ...]
    differentiated: frozenset[Tensor]


def graph_of(layer: Layer) -> Graph | None:
    """The graph of the definitions that the outputs need; None for a layer of few or of very many."""
    needed, defs = set(layer.outputs), list[Def]()
    for one in reversed(layer.forward):
        if one.tensor in needed:
            defs.insert(0, one)
            needed |= set(one.reads)
    if not FEWEST <= len(defs) <= MOST:
        return None
    depth = {t: 0 for t in layer.inputs if t in needed}
    for one in defs:
        depth[one.tensor] = 1 + max((depth[t] for t in one.reads), default=0)
    columns = tuple(tuple(t for t in depth if depth[t] == k) for k in range(max(depth.values()) + 1))
    arrows = tuple((t, one.tensor) for one in defs for t in dict.fromkeys(one.reads))
    moved = {*layer.wrt}
    for one in defs:
        if one.tensor.kind == "real" and moved & set(one.reads):
            moved.add(one.tensor)
    return Graph(columns, arrows, frozenset(moved & depth.keys()))


def svg(graph: Graph, title: str) -> str:
    """The graph from left to right."""
    tallest = max(map(len, graph.columns))
    made, axes = sheet((max(4.0, 1.15 * len(graph.columns) + 0.8), max(2.2, 0.85 * tallest + 0.8)))
    places = _places(graph.columns)
    for start, end in graph.arrows:
        far = places[end][0] - places[start][0] > 1
        axes.annotate(
            "", places[end], places[start],
            arrowprops={"arrowstyle": "-|>", "color": "#555555", "shrinkA": 15, "shrinkB": 15,
                        "connectionstyle": "arc3,rad=-0.28" if far else "arc3"},
        )  # fmt: skip
    for tensor, (x, y) in places.items():
        box = {"boxstyle": "round,pad=0.35", "facecolor": "#f0f4fa", "edgecolor": "#2c5f9e"}
        axes.text(x, y, tensor_name(tensor), ha="center", va="center", fontsize=10, bbox=box)
        if tensor in graph.differentiated:
            back = tensor_name(cotangent_of(tensor))
            axes.text(x, y - 0.36, back, ha="center", va="center", fontsize=8, color=BACK)
    axes.set_xlim(-0.7, len(graph.columns) - 0.3)
    axes.set_ylim(-(tallest + 0.4) / 2, (tallest + 0.4) / 2)
    axes.axis("off")
    return as_svg(made, title)


def _places(columns: Sequence[Sequence[Tensor]]) -> Mapping[Tensor, tuple[float, float]]:
    """Each column centred."""
    return {
        tensor: (float(k), (len(column) - 1) / 2 - row)
        for k, column in enumerate(columns)
        for row, tensor in enumerate(column)
    }


def figure(layer: Layer) -> str:
    """The graph as a figure of a page of HTML; nothing where there is none or nothing to draw with."""
    page = shown_layer(layer)
    graph = graph_of(page)
    if graph is None:
        return ""
    title = f"computation graph of {layer.name}; below each value the gradient that comes back to it"
    try:
        drawn = svg(graph, title)
    except NoCanvas:
        return ""
    return f'<figure class="graph">\n{drawn}\n<figcaption>{title}</figcaption>\n</figure>'


__all__ = ["Graph", "figure", "graph_of", "svg"]
