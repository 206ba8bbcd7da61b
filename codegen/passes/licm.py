"""Hoist: what does not change in a loop is computed before it.

Integer divisions, residues and floors of data are hoisted from wherever they stand (bounds, indices);
of real expressions, the invariant factors and terms.  An access moves only to where it is still proved
to be legal, and never out of the branch of a condition.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from sympy import Basic, Expr, Symbol, ceiling, floor

from codegen.loops.legality import Illegal, Place, Prover
from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Best,
    Block,
    If,
    Kernel,
    Let,
    Nest,
    Node,
    on_scalars,
    ranges,
    rewrite,
    walk,
    with_body,
    written,
)  # fmt: skip
from codegen.numba.expressions import is_integer
from codegen.program.grouping import Grouped
from derive.expr import Acc, FloorDiv, Gcd, Iverson, Modulo, Residue, Tensor, Where, rebuild, substitute
from derive.model.layer import Layer

COSTLY = (FloorDiv, Modulo, Residue, Gcd, floor, ceiling)
STEMS = {"FloorDiv": "quotient", "Modulo": "rest", "Residue": "first", "Gcd": "step", "floor": "below"}


def hoist(kernel: Kernel, layer: Layer) -> Kernel:
    """Move loop-invariant values out of the loops, as far as they go."""
    place = Place.start(kernel, layer)
    return replace(kernel, body=_Hoist(kernel).block(kernel.body, place))


class _Hoist:
    def __init__(self, kernel: Kernel) -> None:
        self.prover = Prover(kernel.name)
        self.taken = {s.name for n in walk(kernel.body) for s in _names(n)} | {s.name for s in kernel.scalars}
        self.taken |= {t.name for t in (*kernel.arrays, *kernel.outputs)}

    def block(self, block: Block, place: Place) -> Block:
        """Each nested body first, then what it can give away comes to stand in front of it."""
        made: list[Node] = []
        for node in block:
            for new in self.out_of(node, place) if isinstance(node, Nest) else [node]:
                made.append(new)
                if isinstance(new, Let):
                    place.let(new)
                if isinstance(new, Alloc):
                    place.arrays.add(new.tensor.name)
        return tuple(made)

    def out_of(self, node: Nest, place: Place) -> list[Node]:
        conds = node.conds if isinstance(node, If) else ()
        body = self.block(node.body, place.within(ranges(node), conds))
        pull = _Pull(self, place, ranges(node), body)
        kept = tuple(n for child in body for n in pull.child(child))
        kept = _renamed(kept, pull.alias)
        return [*pull.named_values(), with_body(node, kept)]

    def name(self, value: Expr) -> Symbol:
        """A fresh name that hints at what the value is."""
        if is_integer(value):
            return self.fresh(STEMS.get(type(value).__name__, "at"), integer=True)
        if isinstance(value, Acc):
            return self.fresh(f"{value.tensor.name}_here")
        return self.fresh("factor" if value.is_Mul else "term" if value.is_Add else "value_of")

    def fresh(self, stem: str, integer: bool = False) -> Symbol:
        name, k = stem, 1
        while name in self.taken:
            k += 1
            name = f"{stem}{k}"
        self.taken.add(name)
        return Symbol(name, **({"integer": True} if integer else {"real": True}))


class _Pull:
    """Pulls invariant values out of the body of one loop."""

    def __init__(self, hoisting: _Hoist, place: Place, around: Any, body: Block) -> None:
        self.hoisting, self.place = hoisting, place
        self.varying: set[Any] = {r.index for r in around} | written(body)
        self.varying |= {n.tensor for n in walk(body) if isinstance(n, Alloc)}
        self.varying |= {r.index for n in walk(body) for r in ranges(n)}
        changes = Counter(
            n.target for n in walk(body) if isinstance(n, Accumulate) and isinstance(n.target, Symbol)
        )
        changes.update(
            t for n in walk(body) if isinstance(n, Best) for t in (n.best, n.at) if isinstance(t, Symbol)
        )
        lets = Counter(n.name for n in walk(body) if isinstance(n, Let))
        self.fixed = {s for s in lets if lets[s] == 1 and not changes[s]}
        self.lets: dict[Expr, Symbol] = {}
        self.alias: dict[Symbol, Symbol] = {}

    def named_values(self) -> list[Let]:
        """The values in the order found; what is named already is used by name."""
        made: list[Let] = []
        for value, name in self.lets.items():
            known = {let.value: let.name for let in made if let.value != value}
            made.append(Let(name, substitute(substitute(value, self.alias), known)))
        return made

    def child(self, node: Node) -> Block:
        """What remains of a node of the body: nothing, where a named value moves as a whole."""
        if isinstance(node, Let) and self.moves(node):
            self.varying.discard(node.name)
            if node.value.is_Symbol or node.value in self.lets:
                self.alias[node.name] = self.lets.get(node.value, node.value)
            else:
                self.lets[node.value] = node.name
            return ()
        return (on_scalars(node, self.reduce),)

    def moves(self, node: Let) -> bool:
        """Whether a named value is invariant as a whole (an accumulator's start is not)."""
        fixed = node.name in self.fixed and not node.value.is_number
        return fixed and self.free(node.value) and self.legal(node.value)

    def free(self, e: Any) -> bool:
        """Whether nothing that ``e`` reads changes in the loop."""
        if e in self.varying:
            return False
        if isinstance(e, Acc):
            return e.tensor not in self.varying and all(map(self.free, e.index))
        return all(map(self.free, e.args)) if isinstance(e, Basic) and not isinstance(e, Tensor) else True

    def legal(self, e: Any) -> bool:
        try:
            self.prover.accesses(e, self.place)
        except Illegal:
            return False
        return True

    @property
    def prover(self) -> Prover:
        return self.hoisting.prover

    def named(self, e: Expr) -> Symbol:
        if e not in self.lets:
            self.lets[e] = self.hoisting.name(e)
        return self.lets[e]

    def reduce(self, e: Any) -> Any:
        """``e`` with its invariant parts named; targets of assignments and conditions keep their shape."""
        if not isinstance(e, Basic) or not e.args or isinstance(e, Tensor):
            return e
        if isinstance(e, Expr) and self.worth(e) and self.free(e) and self.legal(e):
            return self.named(e)
        if isinstance(e, Where) or (e.is_Mul and any(isinstance(f, Iverson) for f in e.args)):
            return self.whole(e)
        if isinstance(e, Acc):
            return Acc(e.tensor, *map(self.reduce, e.index))
        if isinstance(e, Grouped):
            return Grouped(rebuild(e.args[0], [self.reduce(a) for a in e.args[0].args]))
        if e.is_Mul or e.is_Add:
            e = self.part(e)
        args = [self.reduce(a) for a in e.args]
        return e if tuple(args) == e.args else rebuild(e, args)

    def whole(self, e: Any) -> Any:
        """A branch with its invariant whole numbers named: what reads no array is legal anywhere."""
        if not isinstance(e, Basic) or not e.args or isinstance(e, Tensor):
            return e
        if isinstance(e, COSTLY) and is_integer(e) and not e.has(Acc) and self.free(e):
            return self.named(e)
        args = [self.whole(a) for a in e.args]
        return e if tuple(args) == e.args else rebuild(e, args)

    def part(self, e: Expr) -> Expr:
        """The invariant factors (or terms) of a real product (or sum) as one value."""
        if is_integer(e):
            return e
        mine = [a for a in e.args if self.free(a)]
        value = e.func(*mine)
        if not mine or len(mine) == len(e.args) or not self.worth(value) or not self.legal(value):
            return e
        return e.func(self.named(value), *(a for a in e.args if a not in mine))

    def worth(self, e: Expr) -> bool:
        """Whether naming ``e`` saves more than a register move."""
        if is_integer(e):
            return isinstance(e, COSTLY)
        if isinstance(e, Acc):
            return True
        return bool(e.atoms(Acc)) or (any(not s.is_integer for s in e.free_symbols) and not e.is_Symbol)


def _renamed(block: Block, alias: dict[Symbol, Symbol]) -> Block:
    if not alias:
        return block
    return rewrite(block, lambda n: (on_scalars(n, lambda e: substitute(e, alias)),))


def _names(node: Node) -> list[Symbol]:
    found = [r.index for r in ranges(node)]
    return [*found, node.name] if isinstance(node, Let) else found


__all__ = ["hoist"]
