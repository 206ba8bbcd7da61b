"""Tables of quotients: what one inner index is divided by sizes to, is divided once for a call.

    for a: for b: y[a, b] = x[a, b // f]        for b: q[b] = b // f
                                                for a: for b: y[a, b] = x[a, q[b]]

A division of integers takes as long as ten additions and is no instruction on vectors.  The range of a table
goes with it: a quotient rises with its index, a remainder is less than the divisor.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, S, expand

from codegen.loops.legality import where_legal
from codegen.loops.nest import positive
from codegen.loops.nodes import Alloc, Block, Kernel, Label, Loop, Node, Parallel, Range, Store
from codegen.loops.place import known_of
from codegen.loops.roles import bodies, inside, on_scalars, rewrite, scalars, walk, with_bodies
from codegen.passes.naming import Fresh
from derive.expr import Acc, FloorDiv, Modulo, Tensor, substitute
from derive.model.layer import Def, Layer


@where_legal
def tabulate_quotients(kernel: Kernel, layer: Layer) -> Kernel:
    """A table for each quotient that the index of an inner loop alone decides, where that is proved legal."""
    tables = _QuotientTables(kernel, layer)
    body = tuple(tables.deeper(node) if isinstance(node, Parallel | Loop) else node for node in kernel.body)
    return replace(kernel, body=(*tables.filled, *body))


class _QuotientTables:
    def __init__(self, kernel: Kernel, layer: Layer) -> None:
        self.fresh, self.known = Fresh(kernel), known_of(layer)
        self.given = set(kernel.scalars)
        self.made: dict[tuple[Range, Expr], Tensor] = {}
        self.filled: list[Node] = []

    def deeper(self, node: Node) -> Node:
        """The loops inside of a node, outer ones first."""
        if not bodies(node):
            return node
        return with_bodies(node, [tuple(map(self.inner, body)) for body in bodies(node)])

    def inner(self, node: Node) -> Node:
        if isinstance(node, Loop) and self.fixed(node.range):
            names = {e: self.element(e, node.range) for e in self.quotients(node.body, node.range)}
            if names:
                node = replace(node, body=rewrite(node.body, lambda n: (_named(n, names),)))
        return self.deeper(node)

    def fixed(self, r: Range) -> bool:
        """Whether an index runs from 0 to where sizes say."""
        return r.lo == (S.Zero,) and len(r.hi) == 1 and r.hi[0].free_symbols <= self.given and r.step == 1

    def quotients(self, body: Block, r: Range) -> list[Expr]:
        every = (e for n in walk(body) for e in (*scalars(n), *inside(n)))
        found = {q for e in every for q in e.atoms(FloorDiv, Modulo) if self.fits(q, r)}
        return sorted(found, key=str)

    def fits(self, e: Expr, r: Range) -> bool:
        """Whether the index alone makes ``e`` rise, or ``e`` is its remainder, by no number as such."""
        top, divisor = e.args
        alone = r.index in top.free_symbols and e.free_symbols <= {*self.given, r.index} and not e.has(Acc)
        by_size = not divisor.is_number and positive(divisor) and r.index not in divisor.free_symbols
        slope = expand(top).coeff(r.index)
        even = positive(slope) and r.index not in expand(top - slope * r.index).free_symbols
        return alone and by_size and even and self.known.within([r]).nonnegative(top)

    def element(self, e: Expr, r: Range) -> Acc:
        key = r, e
        if key not in self.made:
            most = e.args[1] if isinstance(e, Modulo) else substitute(e, {r.index: r.hi[0]}) + 1
            extent, name = expand(r.hi[0] + 1), self.fresh.of(e).name
            made = Tensor(name, (extent,), (r.index,), "integer", "nonnegative", most)
            place = Acc(made, r.index)
            told = Label(Def(place, ((r.index, r.lo[0], r.hi[0]),), e))
            self.filled += [Alloc(made), told, Loop(r, (Store(place, e),))]
            self.made[key] = made
        return Acc(self.made[key], r.index)


def _named(node: Node, names: dict[Any, Any]) -> Node:
    return on_scalars(node, lambda e: substitute(e, names))


__all__ = ["tabulate_quotients"]
