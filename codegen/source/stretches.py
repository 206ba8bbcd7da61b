"""Options that say how far apart positions are, or how many a window has: loops are as long as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Mul, Symbol, preorder_traversal

from derive.expr import FloorDiv, Index, Modulo, Reduce
from derive.model.layer import Layer


def strides(layer: Layer) -> dict[str, tuple[str, ...]]:
    """By option, its symbols that stretch an index, divide a position or bound a sum."""
    found = {s for d in layer.forward for node in preorder_traversal(d.expr) for s in _stretching(node)}
    made = {o.name: tuple(s.name for s in o.symbols if s in found) for o in layer.options if o.kind == "int"}
    return {name: symbols for name, symbols in made.items() if symbols}


def _stretching(node: Any) -> Iterator[Symbol]:
    match node:
        case Mul() if any(isinstance(factor, Index) for factor in node.args):
            yield from (factor for factor in node.args if isinstance(factor, Symbol))
        case FloorDiv() | Modulo():
            yield from node.args[1].free_symbols
        case Reduce():
            yield from (s for _, low, high in node.binders for s in (high - low).free_symbols)


__all__ = ["strides"]
