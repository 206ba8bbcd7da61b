"""Is this kernel legal?  Run after every pass; what cannot be proved is an error that names its loops.

* every index of every access lies inside its array, by the bounds of the loops around it, the conditions
  it stands under and what the definitions of the sizes say;
* indices are integers, and data used as an index has a declared range;
* every name is defined before it is used;
* iterations of a parallel loop write different elements: the parallel indices stand in the written index
  as digits of a mixed-radix number, so different iterations give different elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Basic, Expr, Min, Mul, S, Symbol, Tuple, expand

from codegen.loops.disjoint import determined
from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Best,
    Block,
    Copy,
    If,
    Kernel,
    Let,
    Loop,
    Node,
    Parallel,
    Product,
    Range,
    Split,
    Store,
)  # fmt: skip
from codegen.loops.place import Place, bounds_of
from codegen.loops.roles import branches, inside, opposite, ranges, scalars, walk
from derive.expr import Acc, Cond, Iverson, Reduce, Tensor, Where
from derive.model.layer import Layer


class Illegal(ValueError):
    """A kernel that may read or write outside its arrays, race, or use what is not defined."""


def check(kernel: Kernel, layer: Layer) -> Kernel:
    """The kernel itself, or ``Illegal``."""
    Prover(kernel.name).block(kernel.body, Place.start(kernel, layer))
    return kernel


class Prover:
    def __init__(self, name: str) -> None:
        self.name = name
        self.stack: list[str] = []

    def fail(self, text: str) -> Illegal:
        where = "".join(f"\n    in {line}" for line in self.stack)
        return Illegal(f"{self.name}: {text}{where}")

    def block(self, block: Block, place: Place) -> None:
        for node in block:
            for e in scalars(node):
                self.names(e, place)
                self.accesses(e, place)
            if inside(node):
                self.run(node, place.within(ranges(node)))
            self.enter(node, place)

    def run(self, node: Node, place: Place) -> None:
        """What a node computes in its own ranges, into an array that it does not read."""
        target, *sources = inside(node)
        for e in (target, *sources):
            self.names(e, place)
            self.accesses(e, place)
        if any(a.tensor.name == target.tensor.name for a in sources):
            raise self.fail(f"{target} is read where it is written")

    def enter(self, node: Node, place: Place) -> None:
        match node:
            case Let():
                if node.name.is_positive and not node.value.is_positive:
                    self.prove(node.value - 1, f"{node.name} is positive", place)
                place.let(node)
            case Split():
                self.digits(node, place)
            case Alloc():
                place.arrays.add(node.tensor.name)
            case Parallel():
                self.box(node)
                self.disjoint(node, place)
        for conds, body in branches(node):
            self.stack.append(_head(node))
            self.block(body, place.within(ranges(node), conds))
            self.stack.pop()

    def names(self, e: Any, place: Place) -> None:
        for s in _symbols(e):
            if s not in place.defined:
                raise self.fail(f"{s} is used before it is defined, in {e}")

    def accesses(self, e: Any, place: Place) -> None:
        """Every access in ``e``, under the conditions that it stands under."""
        if isinstance(e, Acc):
            self.access(e, place)
        if isinstance(e, Where):
            self.all(e.conds, place)
            self.accesses(e.args[1], place.within((), e.conds))
            self.accesses(e.args[2], place.within((), opposite(e.conds)))
        elif isinstance(e, Mul) and any(isinstance(f, Iverson) for f in e.args):
            conds = [c for f in e.args if isinstance(f, Iverson) for c in f.args]
            self.all(conds, place)
            self.all([f for f in e.args if not isinstance(f, Iverson)], place.within((), conds))
        elif isinstance(e, Reduce):
            raise self.fail(f"a reduction was not lowered: {e}")
        elif isinstance(e, Basic) and not isinstance(e, Tensor):
            self.all(e.args, place)

    def licensed(self, e: Any, place: Place) -> bool:
        """Whether ``e`` may be evaluated at ``place``: a pass asks before it moves anything there."""
        try:
            self.accesses(e, place)
        except Illegal:
            return False
        return True

    def all(self, items: Iterable[Any], place: Place) -> None:
        """Conditions are tested from left to right: each stands under those before it."""
        before: list[Cond] = []
        for item in items:
            self.accesses(item, place.within((), before))
            if isinstance(item, Cond):
                before.append(item)

    def access(self, a: Acc, place: Place) -> None:
        if a.tensor.name not in place.arrays:
            raise self.fail(f"the array {a.tensor.name} is used before it exists, in {a}")
        for axis, (at, extent) in enumerate(zip(a.index, a.tensor.shape, strict=True)):
            if not at.is_integer and not _exact(at):
                raise self.fail(f"index {axis} of {a} is not an integer")
            if not place.nonnegative(at):
                raise self.fail(f"{a}: cannot prove {at} >= 0 (axis {axis})")
            ends = extent.args if isinstance(extent, Min) else (extent,)
            if not all(place.nonnegative(end - 1 - at) for end in ends):
                raise self.fail(f"{a}: cannot prove {at} <= {extent - 1} (axis {axis})")

    def box(self, node: Parallel) -> None:
        names = {r.index for r in node.ranges}
        for r in node.ranges:
            if any(e.free_symbols & names for e in (*r.lo, *r.hi)):
                raise self.fail(f"the parallel range of {r.index} depends on another one")

    def prove(self, e: Expr, claim: str, place: Place) -> None:
        if not place.nonnegative(e):
            raise self.fail(f"cannot prove that {claim}: {e} >= 0")

    def digits(self, node: Split, place: Place) -> None:
        """The flat index counts no further than its digits do, and each of these has values."""
        total = S.One
        for r in node.letters:
            span = expand(r.hi[0] - r.lo[0])
            self.prove(span, f"{r.index} has a value", place)
            total *= span + 1
        self.prove(node.flat, f"{node.flat} counts from 0", place)
        self.prove(total - 1 - node.flat, f"{node.flat} is below the number of its digits", place)

    def disjoint(self, node: Parallel, place: Place) -> None:
        private = {n.tensor.name for n in walk(node.body) if isinstance(n, Alloc)}
        named = {n.name for n in walk(node.body) if isinstance(n, Let)}
        for target, inner, splits in _targets(node.body, place.within(ranges(node)), ()):
            if isinstance(target, Symbol):
                if target not in named:
                    raise self.fail(f"iterations of a parallel loop share the scalar {target}")
            elif target.tensor.name not in private:
                self.separate(node, target, inner, splits)

    def separate(self, node: Parallel, target: Acc, place: Place, splits: Sequence[Split]) -> None:
        """Each parallel index must follow from where the written element lies."""
        free = {r.index for r in ranges(node) if not _single(r, place)}
        found = determined([place.plain(at) for at in target.index], splits, place.bounds)
        if not free <= found:
            missing = ", ".join(sorted(str(z) for z in free - found))
            raise self.fail(f"iterations of the parallel loop over {missing} may write the same {target}")


def _single(r: Range, place: Place) -> bool:
    return place.bounds.nonnegative(expand(r.lo[0] - r.hi[0]))


def _targets(
    block: Block, place: Place, splits: tuple[Split, ...]
) -> Iterable[tuple[Any, Place, tuple[Split, ...]]]:
    """What the nodes write, with what is known there."""
    for node in block:
        inner = place.within(ranges(node))
        match node:
            case Let():
                place.let(node)
            case Store() | Accumulate() | Copy() | Product():
                yield node.target, inner, splits
            case Best():
                yield node.best, inner, splits
                yield node.at, inner, splits
        more = (*splits, node) if isinstance(node, Split) else splits
        for _, body in branches(node):
            yield from _targets(body, inner, more)


def _symbols(e: Any) -> set[Symbol]:
    if isinstance(e, Tensor):
        return set()
    if isinstance(e, Symbol):
        return {e}
    return set().union(*(_symbols(a) for a in e.args)) if isinstance(e, Basic) else set()


def _exact(at: Expr) -> bool:
    """A quotient of integers, licensed by a congruence."""
    top, bottom = at.as_numer_denom()
    return bool(top.is_integer and bottom.is_integer)


def _head(node: Node) -> str:
    match node:
        case Loop() | Parallel():
            word = "parallel" if isinstance(node, Parallel) else "loop"
            return f"{word} " + ", ".join(
                f"{r.index} = {_ends(r.lo, 'max')}..{_ends(r.hi, 'min')}" for r in ranges(node)
            )
        case If():
            return f"if {Tuple(*node.conds)}"
        case Split():
            return f"digits {', '.join(str(r.index) for r in node.letters)} of {node.flat}"
        case _:
            return type(node).__name__


def _ends(ends: tuple[Expr, ...], word: str) -> str:
    return str(ends[0]) if len(ends) == 1 else f"{word}({', '.join(map(str, ends))})"


__all__ = ["Illegal", "Place", "Prover", "bounds_of", "check"]
