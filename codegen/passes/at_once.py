"""At once: several tests in front of a single statement are all evaluated, with one jump behind them.

A jump for each of them costs more than the tests; ``0 <= a`` and ``a < n`` are one comparison of unsigned
numbers.  What a test reads must exist whatever the others say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from codegen.loops.legality import readable
from codegen.loops.nodes import If, Kernel, Node
from codegen.loops.place import Place
from codegen.loops.roles import branches, children, ranges, with_bodies
from codegen.passes.in_front import Walk
from codegen.program.whole_numbers import between, is_integer
from derive.model.layer import Layer


def at_once(kernel: Kernel, layer: Layer) -> Kernel:
    """Every condition of several tests on whole numbers around statements alone, where each may be tested."""
    return replace(kernel, body=_Tests().block(kernel.body, Place.start(kernel, layer)))


class _Tests(Walk):
    def node(self, node: Node, place: Place) -> Iterable[Node]:
        inner = [self.block(body, place.within(ranges(node), conds)) for conds, body in branches(node)]
        node = with_bodies(node, inner) if inner else node
        if isinstance(node, If) and len(node.conds) > 1 and self.fits(node, place):
            node = replace(node, at_once=True)
        yield node

    def fits(self, node: If, place: Place) -> bool:
        """Whether only statements depend on the tests, and each may be evaluated without the others."""
        leaf = not any(children(n) for n in node.body)
        whole = all(c.kind == "ge" and is_integer(c.of) and readable(c, place) for c in node.conds)
        return leaf and whole and all(place.nonnegative(n) for _, n in between(node.conds)[0])


__all__ = ["at_once"]
