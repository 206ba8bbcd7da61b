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
from dataclasses import dataclass, field
from typing import Any

from sympy import Basic, Expr, Min, Mul, Symbol, Tuple, expand

from codegen.disjoint import radix
from codegen.nodes import (
    Accumulate,
    Alloc,
    Best,
    Block,
    If,
    Kernel,
    Let,
    Loop,
    Node,
    Parallel,
    Range,
    Store,
    children,
    ranges,
    scalars,
    walk,
)  # fmt: skip
from codegen.prover import Bounds
from derive.bounds import exact_division_facts, size_facts
from derive.expr import Acc, Cond, Iverson, Reduce, Tensor, Where, negation
from derive.layer import Layer


class Illegal(ValueError):
    """A kernel that may read or write outside its arrays, race, or use what is not defined."""


def bounds_of(layer: Layer) -> Bounds:
    """What is known before any loop: the definitions of the sizes and the layer's requirements."""
    conds = [c for c, _ in layer.requires]
    facts = [*size_facts(layer.sizes), *exact_division_facts(conds, layer.sizes)]
    facts += [c.of for c in conds if isinstance(c, Cond) and c.kind == "ge"]
    chosen = {d.tensor.name for d in layer.forward if isinstance(d.expr, Reduce) and _may_be_none(d.expr)}
    return Bounds((), facts, frozenset(chosen))


def _may_be_none(e: Reduce) -> bool:
    """Whether an arg-extreme may find no element: a guard, or a body that is -oo outside."""
    return e.op.startswith("arg") and bool(e.guards or e.body.has(Where))


@dataclass
class Place:
    """Where in a kernel we stand: what is known and what is defined there."""

    bounds: Bounds
    defined: set[Symbol]
    values: dict[Symbol, Expr] = field(default_factory=dict)
    arrays: set[str] = field(default_factory=set)

    @staticmethod
    def start(kernel: Kernel, layer: Layer) -> Place:
        """Before the first node."""
        arrays = {t.name for t in (*kernel.arrays, *kernel.outputs)}
        return Place(bounds_of(layer), set(kernel.scalars), {}, arrays)

    def let(self, node: Let) -> None:
        """The name is defined from here on; an integer is remembered by its value."""
        self.defined.add(node.name)
        if isinstance(node.value, Min):
            self.bounds = self.bounds.inside([clamped(node, self.bounds)])
        elif node.name.is_integer and not node.value.is_number:
            self.values[node.name] = node.value

    def within(self, loops: Iterable[Range] = (), conds: Iterable[Any] = ()) -> Place:
        loops = tuple(loops)
        facts = [self.plain(c.of) for c in conds if c.kind == "ge"]
        facts += [e for c in conds if c.kind == "eq" for e in (self.plain(c.of), -self.plain(c.of))]
        inner = [_plain_range(r, self) for r in loops]
        names = {r.index for r in loops}
        return Place(
            self.bounds.inside(inner, facts), self.defined | names, dict(self.values), set(self.arrays)
        )

    def plain(self, e: Any) -> Any:
        """``e`` with named integers written out."""
        for _ in range(8):
            if not (e.free_symbols & self.values.keys()):
                return e
            e = expand(e.xreplace(self.values)) if isinstance(e, Expr) else e.xreplace(self.values)
        return e


def clamped(node: Let, bounds: Bounds) -> Range:
    """``min(z + k, end)`` as a range: it lies between ``z`` and each argument."""
    letters = [z for z in bounds.loops if z in node.value.free_symbols]
    low = [z for z in letters if all(bounds.nonnegative(expand(a - z)) for a in node.value.args)]
    starts = dict.fromkeys([*low, *(e for z in low for e in bounds.loops[z].lo)])
    return Range(node.name, tuple(starts), tuple(node.value.args))


def _plain_range(r: Range, place: Place) -> Range:
    return Range(r.index, tuple(map(place.plain, r.lo)), tuple(map(place.plain, r.hi)), r.step)


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
            self.enter(node, place)

    def enter(self, node: Node, place: Place) -> None:
        match node:
            case Let():
                place.let(node)
            case Alloc():
                place.arrays.add(node.tensor.name)
            case Parallel():
                self.box(node)
                self.disjoint(node, place)
        if children(node):
            self.stack.append(_head(node))
            conds = node.conds if isinstance(node, If) else ()
            self.block(children(node), place.within(ranges(node), conds))
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
            self.accesses(e.args[2], place.within((), _opposite(e.conds)))
        elif isinstance(e, Mul) and any(isinstance(f, Iverson) for f in e.args):
            conds = [c for f in e.args if isinstance(f, Iverson) for c in f.args]
            self.all(conds, place)
            self.all([f for f in e.args if not isinstance(f, Iverson)], place.within((), conds))
        elif isinstance(e, Reduce):
            raise self.fail(f"a reduction was not lowered: {e}")
        elif isinstance(e, Basic) and not isinstance(e, Tensor):
            self.all(e.args, place)

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
            at = place.plain(at)
            if not place.bounds.nonnegative(at):
                raise self.fail(f"{a}: cannot prove {at} >= 0 (axis {axis})")
            if not place.bounds.nonnegative(expand(extent - 1 - at)):
                raise self.fail(f"{a}: cannot prove {at} <= {extent - 1} (axis {axis})")

    def box(self, node: Parallel) -> None:
        names = {r.index for r in node.ranges}
        for r in node.ranges:
            if any(e.free_symbols & names for e in (*r.lo, *r.hi)):
                raise self.fail(f"the parallel range of {r.index} depends on another one")

    def disjoint(self, node: Parallel, place: Place) -> None:
        private = {n.tensor.name for n in walk(node.body) if isinstance(n, Alloc)}
        named = {n.name for n in walk(node.body) if isinstance(n, Let)}
        inner = place.within(ranges(node))
        for let in (n for n in node.body if isinstance(n, Let) and isinstance(n.value, Min)):
            inner.let(let)
        for target, around in _targets(node.body, ()):
            if isinstance(target, Symbol):
                if target not in named:
                    raise self.fail(f"iterations of a parallel loop share the scalar {target}")
            elif target.tensor.name not in private:
                self.separate(node, target, inner.within(around))

    def separate(self, node: Parallel, target: Acc, place: Place) -> None:
        """Each parallel index must be a digit of some axis of the written element."""
        free = {r.index for r in ranges(node) if not _single(r, place)}
        digits: set[Symbol] = set()
        for at in target.index:
            digits |= set(radix(place.plain(at), place.bounds))
        if not free <= digits:
            missing = ", ".join(sorted(str(z) for z in free - digits))
            raise self.fail(f"iterations of the parallel loop over {missing} may write the same {target}")


def _single(r: Range, place: Place) -> bool:
    return place.bounds.nonnegative(expand(r.lo[0] - r.hi[0]))


def _targets(block: Block, around: tuple[Range, ...]) -> Iterable[tuple[Any, tuple[Range, ...]]]:
    for node in block:
        if isinstance(node, Store | Accumulate):
            yield node.target, around
        elif isinstance(node, Best):
            yield node.best, around
            yield node.at, around
        yield from _targets(children(node), (*around, *ranges(node)))


def _symbols(e: Any) -> set[Symbol]:
    if isinstance(e, Tensor):
        return set()
    if isinstance(e, Symbol):
        return {e}
    return set().union(*(_symbols(a) for a in e.args)) if isinstance(e, Basic) else set()


def _opposite(conds: Sequence[Cond]) -> tuple[Any, ...]:
    """What holds where not all ``conds`` do: known only for a single one."""
    if len(conds) != 1 or conds[0].kind == "divides":
        return ()
    other = negation(conds[0])
    return (other,) if isinstance(other, Cond) else ()


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
        case _:
            return type(node).__name__


def _ends(ends: tuple[Expr, ...], word: str) -> str:
    return str(ends[0]) if len(ends) == 1 else f"{word}({', '.join(map(str, ends))})"


__all__ = ["Illegal", "bounds_of", "check"]
