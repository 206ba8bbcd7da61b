"""Naming in front: a value that a statement computes gets a name in front of it, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sympy import Expr, Symbol

from codegen.loops.nodes import Accumulate, Alloc, Block, Kernel, Let, Node, Store
from codegen.loops.place import Place
from codegen.loops.roles import branches, ranges, with_bodies
from codegen.passes.naming import Fresh
from derive.model.layer import Layer


@dataclass(frozen=True)
class Named:
    """What gets a name, the stem of the name, and the statement's value by it."""

    value: Expr
    stem: str
    instead: Callable[[Symbol], Expr]


class Walk:
    """Statement by statement: what stands in front of each, and what is known from there on."""

    def node(self, node: Node, place: Place) -> Iterable[Node]:
        """The statements that stand in its place."""
        raise NotImplementedError

    def block(self, block: Block, place: Place) -> Block:
        made: list[Node] = []
        for node in block:
            for new in self.node(node, place):
                made.append(new)
                if isinstance(new, Let):
                    place.let(new)
                if isinstance(new, Alloc):
                    place.arrays.add(new.tensor.name)
        return tuple(made)


Choice = Callable[[Expr, Place], Named | None]
"""What of a statement's value gets a name next, at its place."""


def in_front(kernel: Kernel, layer: Layer, choose: Choice) -> Kernel:
    """Name what ``choose`` picks, in front of each statement, until it picks nothing."""
    return replace(kernel, body=_Statements(kernel, choose).block(kernel.body, Place.start(kernel, layer)))


class _Statements(Walk):
    def __init__(self, kernel: Kernel, choose: Choice) -> None:
        self.fresh, self.choose = Fresh(kernel), choose

    def node(self, node: Node, place: Place) -> list[Node]:
        if inner := branches(node):
            made = [self.block(body, place.within(ranges(node), conds)) for conds, body in inner]
            return [with_bodies(node, made)]
        if not isinstance(node, Store | Accumulate | Let):
            return [node]
        lets: list[Node] = []
        value = node.value
        while (found := self.choose(value, place)) is not None:
            name = self.fresh(found.stem)
            let = Let(name, found.value)
            place.let(let)
            lets.append(let)
            value = found.instead(name)
        return [*lets, replace(node, value=value)] if lets else [node]


__all__ = ["Choice", "Named", "Walk", "in_front"]
