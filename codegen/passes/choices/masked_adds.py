"""Masked addition: where a datum says whether a term counts, the term or zero is added.

    if s[i] == k: y[j] += x[i]        term = x[i]
                                      y[j] += term if s[i] == k else 0

A jump on data is guessed wrong time and again, and keeps neighbours from being added at once.  What is read
must exist whatever the datum is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sympy import S

from codegen.loops.legality import readable
from codegen.loops.nodes import Accumulate, If, Kernel, Let, Node
from codegen.loops.place import Place
from codegen.loops.roles import branches, ranges, with_bodies
from codegen.passes.in_front import Walk
from codegen.passes.naming import Fresh
from codegen.program.inline_factor import costly
from derive.expr import Acc, Where
from derive.model.layer import Layer


def masked_adds(kernel: Kernel, layer: Layer) -> Kernel:
    """Every addition of an element on condition that a whole number has one value."""
    return replace(kernel, body=_Adds(kernel).block(kernel.body, Place.start(kernel, layer)))


class _Adds(Walk):
    def __init__(self, kernel: Kernel) -> None:
        self.fresh = Fresh(kernel)

    def node(self, node: Node, place: Place) -> Iterable[Node]:
        inner = [self.block(body, place.within(ranges(node), conds)) for conds, body in branches(node)]
        node = with_bodies(node, inner) if inner else node
        match node:
            case If((cond,), (Accumulate(Acc() as target, "sum", value) as add,)):
                tested = (
                    cond.kind == "eq" and cond.of.has(Acc) and not any(at.has(Acc) for at in target.index)
                )
                if tested and not costly(value) and readable(value, place) and readable(target, place):
                    term = Let(self.fresh.of(value), value)
                    yield term
                    node = replace(add, value=Where((cond,), term.name, S.Zero))
        yield node


__all__ = ["masked_adds"]
