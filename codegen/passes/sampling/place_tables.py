"""Tables of places: positions, cells and weights that one index decides are computed once for a call.

Where an image is resized, each row has the same positions: ``column[b]``, its cell and the weights of its two
taps depend on ``b`` and on sizes.  They stand in tables that are filled before the loops.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sympy import Expr, S, Symbol, expand, floor

from codegen.loops.nodes import Alloc, Block, Kernel, Label, Let, Loop, Node, Parallel, Range, Store
from codegen.loops.roles import bodies, inside, scalars, walk, with_bodies, writes
from codegen.passes.naming import Fresh
from derive.expr import Acc, Tensor, substitute
from derive.model.layer import Def, Layer


def tabulate_places(kernel: Kernel, layer: Layer) -> Kernel:
    """A table for each place that is computed in a loop inside other loops."""
    made = _PlaceTables(kernel)
    body = tuple(new for node in kernel.body for new in made.outer(node))
    return replace(kernel, body=(*made.filled, *body)) if made.filled else kernel


@dataclass(frozen=True)
class _Places:
    """The values of one index that it alone decides, in order."""

    along: Range
    lets: tuple[Let, ...]

    def values(self) -> dict[Symbol, Expr]:
        """Each name by the index alone."""
        made: dict[Symbol, Expr] = {}
        for let in self.lets:
            made[let.name] = substitute(let.value, made)
        return made


class _PlaceTables:
    def __init__(self, kernel: Kernel) -> None:
        self.fresh = Fresh(kernel)
        self.given = set(kernel.scalars)
        self.filled: list[Node] = []

    def outer(self, node: Node) -> Block:
        """A node of the kernel, the loops that stand inside others with tables."""
        if not isinstance(node, Parallel | Loop):
            return (node,)
        return (with_bodies(node, [self.inner(body) for body in bodies(node)]),)

    def inner(self, block: Block) -> Block:
        return tuple(self.tabled(n) if isinstance(n, Loop) else self.deeper(n) for n in block)

    def deeper(self, node: Node) -> Node:
        return with_bodies(node, [self.inner(body) for body in bodies(node)]) if bodies(node) else node

    def tabled(self, loop: Loop) -> Node:
        """A loop that looks up what it alone decides."""
        places = self.places(loop)
        if not places.lets:
            return self.deeper(loop)
        rest = tuple(n for n in loop.body if n not in places.lets)
        used = {s for n in walk(rest) for e in (*scalars(n), *inside(n)) for s in e.free_symbols}
        looked_up = [let for let in places.lets if let.name in used]
        tables = self.tables(places, looked_up)
        z = loop.range.index
        lets = (Let(let.name, Acc(tables[let.name], z)) for let in looked_up)
        return replace(loop, body=(*lets, *self.inner(rest)))

    def places(self, loop: Loop) -> _Places:
        """What stands first in a loop from 0 and depends on its index and on sizes alone."""
        r = loop.range
        fixed = r.lo == (S.Zero,) and len(r.hi) == 1 and r.hi[0].free_symbols <= self.given and r.step == 1
        known = {*self.given, r.index}
        found: list[Let] = []
        changed = {t for n in walk(loop.body) for t in writes(n)}
        for node in loop.body if fixed else ():
            if not isinstance(node, Let) or node.name in changed or node.value.is_number:
                continue
            if not node.value.has(Acc) and node.value.free_symbols <= known:
                found.append(node)
                known.add(node.name)
        return _Places(r, tuple(found) if any(let.value.has(floor) for let in found) else ())

    def tables(self, places: _Places, looked_up: Iterable[Let]) -> dict[Symbol, Tensor]:
        """The tables of a loop, filled before all others."""
        r, values = places.along, places.values()
        made = {let.name: self.table(let, r) for let in looked_up}
        stores = (Store(Acc(t, r.index), name) for name, t in made.items())
        told = (
            Label(Def(Acc(t, r.index), ((r.index, r.lo[0], r.hi[0]),), values[name]))
            for name, t in made.items()
        )
        self.filled += [*(Alloc(t) for t in made.values()), *told, Loop(r, (*places.lets, *stores))]
        return made

    def table(self, let: Let, r: Range) -> Tensor:
        kind = "integer" if let.name.is_integer else "real"
        extent = expand(r.hi[0] + 1)
        return Tensor(self.fresh(f"{let.name}_table").name, (extent,), (r.index,), kind)


__all__ = ["tabulate_places"]
