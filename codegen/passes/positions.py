"""Name positions: what stands in an array by a fractional position, and the cell below it, have one name.

The bounds of the loop over the taps, the weights and the slopes then read the same rounded number, and the
loop does not compute it anew for each of its ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sympy import Expr, Symbol, floor

from codegen.loops.legality import Illegal, Place, Prover
from codegen.loops.nodes import (
    Alloc,
    Block,
    If,
    Kernel,
    Let,
    Nest,
    Node,
    inside,
    on_scalars,
    ranges,
    rewrite,
    scalars,
    walk,
    with_body,
    written,
)  # fmt: skip
from codegen.program.grouping import Grouped
from derive.expr import Acc, substitute, tensors
from derive.model.layer import Layer


def name_positions(kernel: Kernel, layer: Layer) -> Kernel:
    """Each position and its cell as a ``Let``, as far out as all that it reads is known."""
    return replace(kernel, body=_Name(kernel).block(kernel.body, Place.start(kernel, layer)))


class _Name:
    def __init__(self, kernel: Kernel) -> None:
        self.prover = Prover(kernel.name)
        self.taken = {n.name.name for n in walk(kernel.body) if isinstance(n, Let)}
        self.taken |= {r.index.name for n in walk(kernel.body) for r in ranges(n)}
        self.taken |= {s.name for s in kernel.scalars}

    def block(self, block: Block, place: Place) -> Block:
        made: list[Node] = []
        for node in block:
            while (found := self.wanted(node, place)) is not None:
                let = Let(self.name(found), found)
                node = _swapped(node, {found: let.name})
                made.append(let)
                place.let(let)
            if isinstance(node, Nest):
                conds = node.conds if isinstance(node, If) else ()
                node = with_body(node, self.block(node.body, place.within(ranges(node), conds)))
            made.append(node)
            if isinstance(node, Let):
                place.let(node)
            if isinstance(node, Alloc):
                place.arrays.add(node.tensor.name)
        return tuple(made)

    def wanted(self, node: Node, place: Place) -> Expr | None:
        """A position in ``node``, else a cell, that can be computed before ``node``."""
        inner = {r.index for n in walk((node,)) for r in ranges(n)} | written((node,))
        found = dict.fromkeys(e for n in walk((node,)) for e in _places(n))
        fit = [e for e in found if inner.isdisjoint({*e.free_symbols, *tensors(e)}) and self.legal(e, place)]
        return min(fit, key=lambda e: (isinstance(e, floor), str(e)), default=None)

    def legal(self, e: Expr, place: Place) -> bool:
        try:
            self.prover.names(e, place)
            self.prover.accesses(e, place)
        except Illegal:
            return False
        return True

    def name(self, e: Expr) -> Symbol:
        stem = "below" if isinstance(e, floor) else "position"
        name, k = stem, 1
        while name in self.taken:
            k += 1
            name = f"{stem}{k}"
        self.taken.add(name)
        return Symbol(name, integer=True) if stem == "below" else Symbol(name, real=True)


def _places(node: Node) -> Iterable[Expr]:
    """The positions of the interpolations in a node, and their cells."""
    parts: list[Any] = [*scalars(node), *inside(node)]
    floors = [f for e in parts for f in e.atoms(floor) if f.has(Grouped, Acc) or _named(f)]
    for f in sorted(floors, key=str):
        yield from (p for p in (f.args[0], f) if not isinstance(p, Acc | Symbol))


def _named(f: Expr) -> bool:
    return isinstance(f.args[0], Symbol) and not f.args[0].is_integer


def _swapped(node: Node, names: dict[Expr, Symbol]) -> Node:
    (made,) = rewrite((node,), lambda n: (on_scalars(n, lambda e: substitute(e, names)),))
    return made


__all__ = ["name_positions"]
