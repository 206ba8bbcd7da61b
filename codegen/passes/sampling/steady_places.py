"""Steady places: what an outer loop does not change about the places of its inner ones stands in tables.

    for c: for p:                   for p: cells[p], ws[p] = ⌊at[p]⌋, …
        cell, w = ⌊at[p]⌋, …        for c: for p:
        y[c, p] = w x[c, cell]          y[c, p] = ws[p] x[c, cells[p]]

All channels of an image are read at the same places: cells and weights are computed once for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, S, Symbol, expand, floor

from codegen.loops.legality import where_legal
from codegen.loops.nodes import Alloc, Block, Kernel, Label, Let, Loop, Node, Parallel, Store
from codegen.loops.roles import bodies, defines, inside, scalars, walk, with_bodies, writes
from codegen.passes.naming import Fresh
from derive.expr import Acc, Tensor, substitute
from derive.model.layer import Def, Layer


@where_legal
def steady_places(kernel: Kernel, layer: Layer) -> Kernel:
    """Tables in front of the outermost loop that changes none of the places, where that is proved legal."""
    del layer
    return replace(kernel, body=_Steady(kernel).block(kernel.body))


@dataclass(frozen=True)
class _Steadfast:
    """Values that ``letters`` decide, in order, as the body of an inner loop names them."""

    letters: tuple[Loop, ...]
    lets: tuple[Let, ...]

    def values(self) -> dict[Symbol, Expr]:
        """Each name by the letters and what is known outside."""
        made: dict[Symbol, Expr] = {}
        for let in self.lets:
            made[let.name] = substitute(let.value, made)
        return made


class _Steady:
    def __init__(self, kernel: Kernel) -> None:
        self.fresh = Fresh(kernel)
        self.memory: list[Alloc] = []

    def block(self, block: Block) -> Block:
        return tuple(new for node in block for new in self.node(node))

    def node(self, node: Node) -> Block:
        """A node with tables in front of it; memory of a parallel loop's iteration is its own."""
        if isinstance(node, Loop):
            around, self.memory = self.memory, []
            filled, made = self.within(node, _Outside(node), ())
            made = replace(made, body=self.block(made.body))
            memory, self.memory = self.memory, around
            return self.placed(memory, (*filled, made))
        if not bodies(node):
            return (node,)
        around, self.memory = self.memory, []
        inner = [self.block(body) for body in bodies(node)]
        memory, self.memory = self.memory, around
        if isinstance(node, Parallel):
            return (with_bodies(node, [(*memory, *inner[0])]),)
        return self.placed(memory, (with_bodies(node, inner),))

    def placed(self, memory: Sequence[Alloc], nodes: Block) -> Block:
        self.memory += memory
        return nodes

    def within(self, loop: Loop, outer: _Outside, path: tuple[Loop, ...]) -> tuple[Block, Loop]:
        """What is filled before the outer loop, and a loop of it that looks this up."""
        places = outer.places(loop, path) if path else _Steadfast((), ())
        rest = tuple(n for n in loop.body if n not in places.lets)
        used = {s for n in walk(rest) for e in (*scalars(n), *inside(n)) for s in e.free_symbols}
        tables = {let.name: self.table(let, places) for let in places.lets if let.name in used}
        filled = list(self.filled(places, tables))
        made: list[Node] = [Let(name, element) for name, element in tables.items()]
        for node in rest:
            if isinstance(node, Loop):
                more, node = self.within(node, outer, (*path, node))
                filled += more
            made.append(node)
        return tuple(filled), replace(loop, body=tuple(made))

    def table(self, let: Let, places: _Steadfast) -> Acc:
        kind = "integer" if let.name.is_integer else "real"
        letters = tuple(one.range.index for one in places.letters)
        shape = tuple(expand(one.range.hi[0] + 1) for one in places.letters)
        made = Tensor(self.fresh(f"{let.name}_table").name, shape, letters, kind)
        self.memory.append(Alloc(made))
        return Acc(made, *letters)

    def filled(self, places: _Steadfast, tables: dict[Symbol, Acc]) -> Iterator[Node]:
        """The loops that fill the tables."""
        if not tables:
            return
        values, box = places.values(), [one.range for one in places.letters]
        binders = tuple((r.index, r.lo[0], r.hi[0]) for r in box)
        yield from (Label(Def(element, binders, values[name])) for name, element in tables.items())
        body: Block = (*places.lets, *(Store(element, name) for name, element in tables.items()))
        for one in reversed(places.letters):
            body = (replace(one, body=body),)
        yield from body


class _Outside:
    """What a loop changes and defines; all else is known in front of it."""

    def __init__(self, loop: Loop) -> None:
        nodes = [loop, *walk(loop.body)]
        self.changed = {t.tensor if isinstance(t, Acc) else t for n in nodes for t in writes(n)}
        self.inner = {s for n in nodes for s in defines(n)}

    def places(self, loop: Loop, path: tuple[Loop, ...]) -> _Steadfast:
        """What a loop's body says of places, as far as the loops inside the outer one decide it."""
        boxes = {one.range.index: one for one in path if self.box(one)}
        known: set[Any] = {*boxes}
        found: list[Let] = []
        for node in loop.body:
            if isinstance(node, Let) and self.fixed(node, known):
                found.append(node)
                known.add(node.name)
        letters = {s for let in found for s in let.value.free_symbols} & boxes.keys()
        costly = any(let.value.has(floor) for let in found)
        return _Steadfast(
            tuple(one for z, one in boxes.items() if z in letters), tuple(found) if costly else ()
        )

    def box(self, loop: Loop) -> bool:
        """Whether a loop counts from 0 to an end that is known outside."""
        r = loop.range
        return r.lo == (S.Zero,) and len(r.hi) == 1 and r.step == 1 and not r.hi[0].free_symbols & self.inner

    def fixed(self, let: Let, known: set[Any]) -> bool:
        """Whether a name has one value for all that the outer loop does."""
        read = {a.tensor for a in let.value.atoms(Acc)}
        free = not (let.value.free_symbols & self.inner - known)
        return free and not let.value.is_number and let.name not in self.changed and not read & self.changed


__all__ = ["steady_places"]
